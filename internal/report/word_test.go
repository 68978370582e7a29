package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"entente/internal/chart"
	"entente/internal/raster"
)

// document is what a Word document says, paragraph by paragraph, and its parts.
func document(t *testing.T, page string) (paragraphs []string, parts map[string]int) {
	t.Helper()
	body, err := Word([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Word([]byte(page)); err != nil || !bytes.Equal(body, again) {
		t.Error("two documents of one page differ")
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]int{}
	for _, f := range z.File {
		parts[f.Name] = int(f.UncompressedSize64)
		if f.Name != "word/document.xml" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(r)
		var b strings.Builder
		anchors, links := map[string]bool{}, map[string]bool{}
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			switch x := token.(type) {
			case xml.StartElement:
				for _, a := range x.Attr {
					switch {
					case x.Name.Local == "bookmarkStart" && a.Name.Local == "name":
						if anchors[a.Value] {
							t.Errorf("two places are called %s", a.Value)
						}
						anchors[a.Value] = true
					case x.Name.Local == "hyperlink" && a.Name.Local == "anchor":
						links[a.Value] = true
					}
				}
			case xml.EndElement:
				switch x.Name.Local {
				case "p":
					paragraphs = append(paragraphs, strings.Join(strings.Fields(b.String()), " "))
					b.Reset()
				}
			case xml.CharData:
				b.Write(x)
			}
		}
		for l := range links {
			if !anchors[l] {
				t.Errorf("a link leads to %s, which is nowhere", l)
			}
		}
	}
	return paragraphs, parts
}

// printed lists the texts of a page that its print shows.
func printed(root *tag) []string {
	var out []string
	var walk func(x *tag)
	walk = func(x *tag) {
		if x.hidden() || x.name == "details" || x.name == "nav" || x.name == "svg" {
			return
		}
		if x.name == "" {
			out = append(out, strings.Fields(x.text)...)
		}
		for _, y := range x.in {
			walk(y)
		}
	}
	walk(root.find("body"))
	return out
}

func wordSays(t *testing.T, page string) {
	t.Helper()
	root, err := readPage([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	paragraphs, parts := document(t, page)
	all := strings.ReplaceAll(strings.Join(paragraphs, ""), " ", "")
	at := 0
	for _, word := range printed(root) {
		i := strings.Index(all[at:], word)
		if i < 0 || i > 400 && at > 0 { // a term of a finding gains a colon, a figure stands before its caption
			t.Fatalf("the document lacks %q after %q", word, all[max(0, at-80):at])
		}
		at += i + len(word)
	}
	for n := range root.all("svg") {
		for _, kind := range []string{"png", "svg"} {
			if name := "word/media/figure" + strconv.Itoa(n+1) + "." + kind; parts[name] < 200 {
				t.Errorf("%s has %d bytes", name, parts[name])
			}
		}
	}
	if caveat := root.withClass("caveat").words(); len(paragraphs) < 2 || paragraphs[1] != caveat {
		t.Errorf("what stands below the title is %q, not the caveat", paragraphs[1])
	}
}

func TestWord(t *testing.T) {
	wordSays(t, render(t, twinLakes(t)))
	wordSays(t, render(t, manyLakes(t)))
}

func TestWordOfHostileNames(t *testing.T) {
	in := twinLakes(t)
	in.Title = `</w:t><script>"'&` + "\u202e"
	paragraphs, _ := document(t, render(t, in))
	if paragraphs[0] != `</w:t><script>"'&` {
		t.Errorf("the title is %q", paragraphs[0])
	}
}

// Every figure can be drawn for programs that show no SVG.
func TestFiguresAsPNG(t *testing.T) {
	for _, f := range append(figureExamples(), uglyExamples()...) {
		if _, err := raster.PNG(f.Drawing.SVG("figure"), 0.5); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	for seed := range uint64(10) {
		a := arrangement(seed)
		for _, c := range chart.Grouped(a, chart.Conditions(a)) {
			svg, _ := newChart(a, c).draw("figure", "chart")
			if _, err := raster.PNG(string(svg), 0.3); err != nil {
				t.Errorf("chart %d: %v", seed, err)
			}
		}
	}
}

func sheetsHold(t *testing.T, page string) {
	t.Helper()
	root, err := readPage([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	body, err := Sheets([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Sheets([]byte(page)); err != nil || !bytes.Equal(body, again) {
		t.Error("two workbooks of one page differ")
	}
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	names := f.GetSheetList()
	tables := root.all("table")
	if len(names) != len(tables)+1 || names[0] != briefSheet {
		t.Fatalf("%d tables, sheets %q", len(tables), names)
	}
	caveat := root.withClass("caveat").words()
	for i, table := range tables {
		name := names[i+1]
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		if rows[1][0] != caveat || rows[0][0] != table.find("caption").words() {
			t.Errorf("%s begins with %q", name, rows[:2])
		}
		for y, tr := range table.all("tr") {
			for _, cell := range append(tr.all("th"), tr.all("td")...) {
				words := cell.words()
				if number, ok := plainNumber(words); ok {
					words = strconv.FormatFloat(number, 'f', -1, 64)
				}
				found := false
				for _, got := range rows[headRow-1+y] {
					found = found || strings.TrimSuffix(got, " *") == words
				}
				if !found && words != "" {
					t.Errorf("%s, row %d lacks %q: %q", name, y, words, rows[headRow-1+y])
				}
			}
		}
	}
	rows, err := f.GetRows(briefSheet)
	if err != nil {
		t.Fatal(err)
	}
	if rows[1][0] != caveat {
		t.Errorf("the brief begins with %q", rows[:2])
	}
	for i, name := range names[1:] {
		if row := rows[len(rows)-len(tables)+i]; row[0] != name {
			t.Errorf("the list has %q where %s stands", row, name)
		}
	}
}

func TestSheets(t *testing.T) {
	sheetsHold(t, render(t, twinLakes(t)))
	sheetsHold(t, render(t, manyLakes(t)))
}

func TestPlainNumber(t *testing.T) {
	for text, want := range map[string]float64{"12": 12, "1,234": 1234, "−0.5": -0.5, "2,000,000": 2e6} {
		if got, ok := plainNumber(text); !ok || got != want {
			t.Errorf("%q is %g, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "3 h", "12%", "1,23", "defcon-3", "1234567890123456"} {
		if got, ok := plainNumber(text); ok {
			t.Errorf("%q is %g", text, got)
		}
	}
}

func TestNoReport(t *testing.T) {
	for _, page := range []string{"", "<p>hello</p>", "<main><p></main>"} {
		if _, err := Word([]byte(page)); err == nil {
			t.Errorf("%q is a document", page)
		}
		if _, err := Sheets([]byte(page)); err == nil {
			t.Errorf("%q is a workbook", page)
		}
	}
}
