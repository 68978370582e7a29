package syntax

import (
	"errors"
	"fmt"
	"io"
	"strings"

	yaml "go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"entente/internal/diag"
)

const headerHint = "begin with `entente: {version: 1, kind: arrangement, id: …, title: …, real: false}`"

// Parse reads one file. It returns nil only if no map of sections can be read;
// what is wrong is in out. The tree holds what could be read beside an error.
func Parse(src *diag.Source, lim Limits, out *diag.List) *Node {
	if !readable(src, lim, out) {
		return nil
	}
	load := loader(src, lim)
	first, err := load()
	switch {
	case err == io.EOF:
		out.Errorf("empty-file", onLine(src, 1, 1, 1), "the file holds nothing").Hint(headerHint)
		return nil
	case err != nil:
		explain(src, lim, err, out)
		return nil
	}
	r := reader{page: newPage(src), lim: lim, out: out}
	root := r.node(first, 1)
	if root == nil {
		return nil
	}
	if second, err := load(); err != io.EOF {
		r.secondDocument(root, second)
	}
	switch {
	case root.Kind == Map:
		return root
	case root.Empty():
		out.Errorf("empty-file", onLine(src, 1, 1, 1), "the file holds nothing").Hint(headerHint)
	default:
		start := root.Span.Start
		d := out.Errorf("not-a-map", onLine(src, start.Line, start.Col, 1), "the file is %s; a map of sections is expected", root.Kind).Hint(headerHint)
		if key, _, ok := strings.Cut(root.Text, ":"); ok && root.Kind == Scalar && !root.Quoted && sourceID(key) {
			d.Hint("a blank stands between a key and its value: `%s: …`", key)
		}
	}
	return nil
}

// loader returns a function that reads the next document; at the end its error
// is io.EOF.
func loader(src *diag.Source, lim Limits) func() (*yaml.Node, error) {
	dec, err := yaml.NewLoader(strings.NewReader(src.Text), yaml.WithPlugin(loaderlimits.New(
		loaderlimits.AliasNone(), // aliases are not expanded in nodes, and are refused
		loaderlimits.DepthFunc(func(depth int, _ *yaml.DepthContext) error {
			if depth > lim.Depth {
				return errDeep
			}
			return nil
		}))))
	if err != nil {
		panic(fmt.Sprintf("syntax: the loader's options: %v", err))
	}
	return func() (*yaml.Node, error) {
		var doc yaml.Node
		switch err := decode(documents{dec}, &doc); {
		case err != nil:
			return nil, err
		case doc.Kind != yaml.DocumentNode:
			return &doc, nil
		case len(doc.Content) == 0:
			return nil, io.EOF
		}
		return doc.Content[0], nil
	}
}

// documents makes the library's loader a decoder.
type documents struct{ *yaml.Loader }

func (d documents) Decode(into any) error { return d.Load(into) }

// decode reads the next document. It guards against a panic of the library,
// which would be its defect and must not become ours.
func decode(dec interface{ Decode(any) error }, into *yaml.Node) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("it cannot be read: %v", v)
		}
	}()
	return dec.Decode(into)
}

var errDeep = errors.New("nested too deep")

// secondDocument says where a document after the first begins.
func (r *reader) secondDocument(root *Node, second *yaml.Node) {
	n := max(root.Span.End.Line, 1)
	for ; n < r.page.count(); n++ {
		if line := string(r.page.line(n)); strings.HasPrefix(line, "---") || n > root.Span.End.Line && strings.HasPrefix(line, "...") {
			break
		}
	}
	if second != nil && second.Line > 0 && second.Line < n {
		n = second.Line
	}
	r.out.Errorf("many-documents", onLine(r.page.src, n, 1, 3), "a second document begins here; a file holds one").Hint("put it into a file of its own")
}
