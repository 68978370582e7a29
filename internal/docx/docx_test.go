package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
)

// example has one of everything.
func example() *Document {
	return &Document{
		Title: "A <title> & more", Subject: "s", Description: "d", Footer: "foot & page", Lists: []ListKind{Bullets, Numbers}, Landscape: true,
		Body: []Block{
			Paragraph{Style: "Title", Runs: []Run{{Text: "A <title> & more"}}, Anchors: []string{"top", "head"}},
			Paragraph{Style: "Caveat", Runs: []Run{{Text: "no forecast", Bold: true, Italic: true, Code: true, Quieter: true, Shade: "FDF0EE"}, {Text: " 전작권\x00", NewLine: true, Alarm: true}}},
			Section{Columns: 3, Continuous: true},
			Paragraph{Style: "Item", List: 1, Runs: []Run{{Text: "one"}}},
			Paragraph{Style: "Item", List: 2, Level: 5, Runs: []Run{{Text: "to the top", Link: "top"}}, Break: true},
			Table{Widths: []float64{1, 2, 3}, Width: 300, Heads: 1, Style: "Cell", Rows: []Row{
				{Cells: []Cell{{Blocks: []Paragraph{{Runs: []Run{{Text: "head"}}}}}, {}, {}}},
				{Cells: []Cell{{Blocks: []Paragraph{{Runs: []Run{{Text: "wide"}}}}, Span: 2, Shade: "FFE9A8"}, {}}},
			}},
			Table{Widths: []float64{1}, Width: 100, Plain: true, Rows: []Row{{Cells: []Cell{{}}}}},
			Section{},
			Paragraph{Style: "Figure", Runs: []Run{{Picture: &Picture{SVG: []byte("<svg/>"), PNG: []byte("png"), Width: 100, Height: 50, Alt: `a "chart"`}}}},
		},
	}
}

// open unpacks a document and reads every part of XML.
func open(t *testing.T, body []byte) (map[string]string, map[string]*node) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files, trees := map[string]string{}, map[string]*node{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(b)
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			trees[f.Name] = tree(t, f.Name, b)
		}
	}
	return files, trees
}

type node struct {
	name  string
	attrs map[string]string
	text  string
	in    []*node
}

func tree(t *testing.T, name string, body []byte) *node {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(body))
	open := []*node{{}}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return open[0]
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		last := open[len(open)-1]
		switch x := token.(type) {
		case xml.StartElement:
			n := &node{name: x.Name.Local, attrs: map[string]string{}}
			for _, a := range x.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			last.in = append(last.in, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(x)
		}
	}
}

func (n *node) all(name string) []*node {
	var out []*node
	for _, x := range n.in {
		if x.name == name {
			out = append(out, x)
		}
		out = append(out, x.all(name)...)
	}
	return out
}

// orders are the children that an element may have, in the order of ECMA-376, part 1,
// sections 17.3 to 17.9 and 20.4; those that this package never writes are left out.
var orders = map[string]string{
	"p":              "pPr bookmarkStart bookmarkEnd r hyperlink",
	"pPr":            "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind outlineLvl sectPr",
	"r":              "rPr br drawing t tab fldChar instrText",
	"rPr":            "rStyle rFonts b i color sz szCs shd lang",
	"sectPr":         "footerReference type pgSz pgMar cols",
	"tbl":            "tblPr tblGrid tr",
	"tblPr":          "tblStyle tblW tblBorders tblLayout tblCellMar tblLook",
	"tblCellMar":     "top left bottom right",
	"tblBorders":     "top left bottom right insideH insideV",
	"tr":             "trPr tc",
	"trPr":           "cantSplit tblHeader",
	"tcPr":           "tcW gridSpan shd",
	"style":          "name basedOn next qFormat pPr rPr tblPr tblStylePr",
	"lvl":            "start numFmt lvlText lvlJc pPr",
	"num":            "abstractNumId lvlOverride",
	"numbering":      "abstractNum num",
	"abstractNum":    "multiLevelType lvl",
	"styles":         "docDefaults style",
	"docDefaults":    "rPrDefault pPrDefault",
	"settings":       "zoom defaultTabStop characterSpacingControl compat themeFontLang",
	"font":           "altName family pitch",
	"inline":         "extent docPr cNvGraphicFramePr graphic",
	"pic":            "nvPicPr blipFill spPr",
	"blipFill":       "blip stretch",
	"numPr":          "ilvl numId",
	"pgSz":           "",
	"coreProperties": "title subject creator description created modified",
}

func ordered(t *testing.T, part string, n *node) {
	t.Helper()
	if order, known := orders[n.name]; known {
		allowed, at := strings.Fields(order), -1
		for _, x := range n.in {
			i := slices.Index(allowed, x.name)
			switch {
			case i < 0:
				t.Errorf("%s: <%s> in <%s>", part, x.name, n.name)
			case i < at && n.name != "p" && n.name != "r":
				t.Errorf("%s: <%s> in <%s> stands too late", part, x.name, n.name)
			}
			at = max(at, i)
		}
	}
	for _, x := range n.in {
		ordered(t, part, x)
	}
}

func TestParts(t *testing.T) {
	body, err := example().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	files, trees := open(t, body)
	kinds := map[string]bool{}
	for _, x := range trees["[Content_Types].xml"].in[0].in {
		if x.name == "Default" {
			kinds["."+x.attrs["Extension"]] = true
		} else if files[strings.TrimPrefix(x.attrs["PartName"], "/")] == "" {
			t.Errorf("there is no %s", x.attrs["PartName"])
		}
	}
	for name := range files {
		if !kinds[path.Ext(name)] {
			t.Errorf("%s has no content type", name)
		}
	}
	for part, n := range trees {
		ordered(t, part, n)
	}
	ids := map[string]bool{}
	for _, r := range trees["word/_rels/document.xml.rels"].all("Relationship") {
		ids[r.attrs["Id"]] = true
		if files["word/"+r.attrs["Target"]] == "" {
			t.Errorf("there is no %s", r.attrs["Target"])
		}
	}
	doc := trees["word/document.xml"]
	used := append(doc.all("blip"), append(doc.all("svgBlip"), doc.all("footerReference")...)...)
	if len(used) != 5 {
		t.Errorf("%d parts are named, not a picture twice and a footer thrice", len(used))
	}
	for _, x := range used {
		if id := x.attrs["embed"] + x.attrs["id"]; !ids[id] {
			t.Errorf("%s names %q, which is nothing", x.name, id)
		}
	}
	if strings.Contains(strings.ReplaceAll(files["word/document.xml"], "http://schemas.", ""), "http") {
		t.Error("the document names an address")
	}
}

func TestStylesExist(t *testing.T) {
	body, err := example().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	_, trees := open(t, body)
	known := map[string]bool{}
	for _, s := range trees["word/styles.xml"].all("style") {
		known[s.attrs["styleId"]] = true
	}
	for _, part := range []string{"word/document.xml", "word/footer1.xml"} {
		for _, kind := range []string{"pStyle", "rStyle", "tblStyle"} {
			for _, x := range trees[part].all(kind) {
				if !known[x.attrs["val"]] {
					t.Errorf("%s: there is no style %q", part, x.attrs["val"])
				}
			}
		}
	}
	fonts := trees["word/styles.xml"].all("rPrDefault")[0].all("rFonts")[0].attrs
	if fonts["eastAsia"] != "Malgun Gothic" || fonts["ascii"] != "Arial" {
		t.Errorf("fonts %v", fonts)
	}
}

func TestPages(t *testing.T) {
	body, err := example().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	_, trees := open(t, body)
	var got []string
	for _, s := range trees["word/document.xml"].all("sectPr") {
		size, columns := s.all("pgSz")[0].attrs, ""
		if c := s.all("cols"); len(c) > 0 {
			columns = " " + c[0].attrs["num"] + " columns"
		}
		got = append(got, size["w"]+"×"+size["h"]+" "+s.all("type")[0].attrs["val"]+columns)
	}
	want := []string{"11906×16838 continuous 3 columns", "11906×16838 nextPage", "16838×11906 nextPage"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTables(t *testing.T) {
	body, err := example().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	files, trees := open(t, body)
	table := trees["word/document.xml"].all("tbl")[0]
	rows := table.all("tr")
	if len(rows[0].all("tblHeader")) != 1 || len(rows[1].all("tblHeader")) != 0 {
		t.Error("the head row is not repeated, or another is")
	}
	for _, c := range rows[0].all("tc") {
		if shade := c.all("shd"); len(shade) != 1 || shade[0].attrs["fill"] != shadeHead {
			t.Error("a head is not shaded")
		}
	}
	for _, c := range table.all("tc") {
		if len(c.all("p")) == 0 {
			t.Error("a cell has no paragraph")
		}
	}
	if w := rows[1].all("tcW")[0].attrs["w"]; w != "3000" {
		t.Errorf("the cell over two columns is %s wide, not half of 6000", w)
	}
	for _, bad := range []string{"<title>", "\x00"} {
		if strings.Contains(files["word/document.xml"], bad) {
			t.Errorf("the document holds %q", bad)
		}
	}
	if !strings.Contains(files["word/document.xml"], "전작권�") {
		t.Error("the Korean words are not there")
	}
}

func TestLists(t *testing.T) {
	body, err := example().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	_, trees := open(t, body)
	var kinds []string
	for _, n := range trees["word/numbering.xml"].all("num") {
		kinds = append(kinds, n.attrs["numId"]+" "+n.all("abstractNumId")[0].attrs["val"])
	}
	if !slices.Equal(kinds, []string{"1 1", "2 2"}) {
		t.Errorf("lists %q", kinds)
	}
	for _, n := range trees["word/document.xml"].all("ilvl") {
		if n.attrs["val"] > "2" {
			t.Errorf("level %s has no format", n.attrs["val"])
		}
	}
}

func TestSameBytes(t *testing.T) {
	a, err := example().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	b, err := example().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two documents of the same differ")
	}
}

func TestAnchorNames(t *testing.T) {
	long := anchorName("seams-continuous-command-no-holder-operational-control-of-the-corps")
	if len(long) > 40 || !strings.HasSuffix(long, "of_the_corps") {
		t.Errorf("anchor %q", long)
	}
}
