// Package docx writes Word documents: what a report needs of WordprocessingML and
// nothing more.
//
// In: a Document of paragraphs, tables and section ends. Out: the bytes of a .docx.
// Guaranteed: the same document gives the same bytes; the children of every element
// stand in the order that the standard lays down (ECMA-376, part 1), as Word wants
// them; every text is escaped; nothing in the file asks a network for anything.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// Document is what is written. Lengths are in points.
type Document struct {
	Title, Subject, Description string
	Footer                      string
	Body                        []Block
	Lists                       []ListKind // of Paragraph.List, from 1
	Landscape                   bool       // of the last section
	Columns                     int        // of the last section; 0: one
}

// ListKind is what stands before the items of a list.
type ListKind int

// The kinds of lists.
const (
	Bullets ListKind = iota + 1
	Numbers
)

// Block is a Paragraph, a Table or a Section.
type Block interface{ write(w *writer) }

// Section ends a section: what stands before it, back to the section before, has this
// page. Unless Continuous is set, what follows begins a page.
type Section struct {
	Landscape  bool
	Columns    int  // 0: one
	Continuous bool // this section begins on the page on which the last one ended
}

// Paragraph is a paragraph in one of the styles that parts.go lists.
type Paragraph struct {
	Style   string // "": Normal
	Runs    []Run
	Anchors []string // what links name it by
	List    int      // the list that it is an item of, from 1 (Document.Lists); 0: none
	Level   int      // in the list, from 0
	Break   bool     // begins a page
}

// Run is a piece of text that looks alike, or a picture.
type Run struct {
	Text                        string
	Bold, Italic, Code, Quieter bool
	Alarm                       bool   // in the colour of what matters
	Link                        string // the anchor that it leads to
	Shade                       string // RRGGBB; "" none
	NewLine                     bool   // a line break before it
	Picture                     *Picture
}

// Picture is an SVG, as Word of 2016 and later shows it, with a PNG for the others.
type Picture struct {
	SVG, PNG      []byte
	Width, Height float64
	Alt           string
}

// Table is a table over the whole width of its page or column.
type Table struct {
	Widths []float64 // of the columns, in any unit; their sum is the width
	Width  float64   // of the table
	Heads  int       // rows at the top that every page repeats
	Rows   []Row
	Plain  bool   // no lines, no padding: a layout
	Style  string // of paragraphs in cells that name none
}

// Row is a row of a table.
type Row struct{ Cells []Cell }

// Cell is a cell. Shade is RRGGBB.
type Cell struct {
	Blocks []Paragraph
	Span   int // columns; 0: one
	Shade  string
}

// epoch is the time of every file in the archive: the earliest that the format has.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Bytes writes the document.
func (d *Document) Bytes() ([]byte, error) {
	w := &writer{}
	for _, b := range d.Body {
		b.write(w)
	}
	w.section(Section{Landscape: d.Landscape, Columns: d.Columns}, true)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, body []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch})
		if err == nil {
			_, err = f.Write(body)
		}
		return err
	}
	files := []struct{ name, body string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/app.xml", appProperties},
		{"docProps/core.xml", d.properties()},
		{"word/document.xml", documentHead + w.b.String() + "</w:body></w:document>"},
		{"word/styles.xml", stylesXML()},
		{"word/settings.xml", settings},
		{"word/fontTable.xml", fontTable},
		{"word/numbering.xml", numbering(d.Lists)},
		{"word/footer1.xml", footer(d.Footer)},
		{"word/_rels/document.xml.rels", w.relations()},
	}
	for _, f := range files {
		if err := put(f.name, []byte(f.body)); err != nil {
			return nil, fmt.Errorf("write document: %w", err)
		}
	}
	for i, p := range w.pictures {
		for _, f := range []struct {
			kind string
			body []byte
		}{{"png", p.PNG}, {"svg", p.SVG}} {
			if err := put(fmt.Sprintf("word/media/figure%d.%s", i+1, f.kind), f.body); err != nil {
				return nil, fmt.Errorf("write document: %w", err)
			}
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	return out.Bytes(), nil
}

// escape makes a text fit to stand in XML; what XML may not hold becomes �.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer does not fail
	return b.String()
}

func (d *Document) properties() string {
	var b strings.Builder
	b.WriteString(xml.Header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	fmt.Fprintf(&b, "<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>entente</dc:creator><dc:description>%s</dc:description>", escape(d.Title), escape(d.Subject), escape(d.Description))
	b.WriteString(`<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>`)
	return b.String()
}
