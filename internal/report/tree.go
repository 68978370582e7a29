package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// tag is an element of a page of this package, or a piece of text (name "").
type tag struct {
	name  string
	attrs map[string]string
	text  string // of a piece of text; of an svg its source
	in    []*tag
}

// readPage reads a page that HTML or StudyHTML wrote. Script and style are left out.
func readPage(page []byte) (*tag, error) {
	d := xml.NewDecoder(bytes.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &tag{}
	open := []*tag{root}
	for {
		from := d.InputOffset()
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read page: %w", err)
		}
		last := open[len(open)-1]
		switch x := token.(type) {
		case xml.StartElement:
			e := &tag{name: x.Name.Local, attrs: map[string]string{}}
			for _, a := range x.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			if e.name == "script" || e.name == "style" || e.name == "svg" {
				if err := d.Skip(); err != nil {
					return nil, fmt.Errorf("read page: %w", err)
				}
				e.text = string(page[from:d.InputOffset()])
				if e.name == "svg" {
					last.in = append(last.in, e)
				}
				continue
			}
			last.in = append(last.in, e)
			open = append(open, e)
		case xml.EndElement:
			if last.name != x.Name.Local {
				return nil, fmt.Errorf("read page: <%s> is closed by </%s>", last.name, x.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			last.in = append(last.in, &tag{text: string(x)})
		}
	}
	for _, name := range []string{"body", "main", "h1"} {
		if root.find(name) == nil {
			return nil, fmt.Errorf("read page: this is no report: it has no <%s>", name)
		}
	}
	return root, nil
}

// is says whether an element has a class.
func (e *tag) is(class string) bool {
	return slices.Contains(strings.Fields(e.attrs["class"]), class)
}

// all lists the elements of a name below, in order.
func (e *tag) all(name string) []*tag {
	var out []*tag
	for _, x := range e.in {
		if x.name == name {
			out = append(out, x)
		}
		out = append(out, x.all(name)...)
	}
	return out
}

// find is the first element of a name, or nil.
func (e *tag) find(name string) *tag {
	if e.name == name {
		return e
	}
	for _, x := range e.in {
		if y := x.find(name); y != nil {
			return y
		}
	}
	return nil
}

// withClass is the first element with a class, or nil.
func (e *tag) withClass(class string) *tag {
	if e.is(class) {
		return e
	}
	for _, x := range e.in {
		if y := x.withClass(class); y != nil {
			return y
		}
	}
	return nil
}

// hidden says that an element is for the screen alone, or for readers who hear.
func (e *tag) hidden() bool {
	_, hidden := e.attrs["hidden"]
	return hidden || e.is("quiet") || e.is("downloads") || e.is("skip") || e.is("flag")
}

// words is the text of an element on one line, as a reader sees it.
func (e *tag) words() string {
	var b strings.Builder
	var walk func(x *tag)
	walk = func(x *tag) {
		if x.hidden() || x.name == "svg" {
			return
		}
		b.WriteString(x.text)
		if x.name == "br" || x.is("line") {
			b.WriteString(" ")
		}
		for _, y := range x.in {
			walk(y)
		}
	}
	walk(e)
	return strings.Join(strings.Fields(clean(b.String())), " ")
}

// svgFile is the drawing of an svg element as a file of its own.
func (e *tag) svgFile() string {
	return strings.Replace(e.text, "<svg ", `<svg xmlns="http://www.w3.org/2000/svg" `, 1)
}
