package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/docx"
	"entente/internal/raster"
	"entente/internal/typeset"
)

// Word writes a page (HTML, StudyHTML) as a Word document: the brief on one page of
// A4, then what the print of the page shows. What opens on the screen only is left
// out. The same page gives the same bytes.
func Word(page []byte) ([]byte, error) {
	root, err := readPage(page)
	if err != nil {
		return nil, err
	}
	m := &wordMaker{study: root.find("body").is("study")}
	title := ""
	if h := root.find("h1"); h != nil {
		title = h.words()
	}
	m.doc.Title, m.doc.Subject = title, "Who may decide, how long it takes, what can go wrong"
	if c := root.withClass("caveat"); c != nil {
		m.doc.Description = c.words()
	}
	m.doc.Footer = title
	if f := root.find("footer"); f != nil {
		m.doc.Footer += " · entente"
	}
	m.blocks(root.find("body"))
	if m.err != nil {
		return nil, m.err
	}
	return m.doc.Bytes()
}

// wordMaker goes through a page from top to bottom.
type wordMaker struct {
	doc       docx.Document
	study     bool
	brief     bool     // within the first page
	landscape bool     // within a section across
	room      float64  // for a figure of the brief, in points high; 0: as it comes
	anchors   []string // for the next paragraph
	err       error
}

func (m *wordMaker) add(b ...docx.Block) { m.doc.Body = append(m.doc.Body, b...) }

// paragraph adds one, unless nothing stands in it.
func (m *wordMaker) paragraph(p docx.Paragraph) {
	if len(p.Runs) == 0 {
		return
	}
	p.Anchors, m.anchors = m.anchors, nil
	m.add(p)
}

// point is a millimetre in points.
const point = 72 / 25.4

func (m *wordMaker) blocks(e *tag) {
	for _, x := range e.in {
		m.block(x)
	}
}

// heading is the style of a heading by its element.
var headings = map[string]string{"h1": "Title", "h2": "Heading1", "h3": "Heading2", "h4": "Heading3", "h5": "Heading4"}

// ownPage are the sections of a report of designs that begin a page.
var ownPage = []string{"rights", "seams", "changes"}

func (m *wordMaker) block(e *tag) {
	if e.hidden() {
		return
	}
	if id := e.attrs["id"]; id != "" && e.name != "svg" && e.name != "main" {
		m.anchors = append(m.anchors, id)
	}
	switch e.name {
	case "", "nav", "details", "button":
	case "section":
		m.section(e)
	case "h1", "h2", "h3", "h4", "h5":
		p := docx.Paragraph{Style: headings[e.name], Runs: m.runs(e)}
		if e.name == "h2" && !m.study {
			for _, id := range ownPage {
				p.Break = p.Break || e.attrs["id"] == id+"-head"
			}
		}
		m.paragraph(p)
	case "p":
		m.paragraph(docx.Paragraph{Style: m.styleOf(e), Runs: m.runs(e)})
	case "ol", "ul":
		if e.is("judgements") {
			m.judgements(e)
		} else {
			m.list(e, 0)
		}
	case "dl":
		for _, d := range e.all("div") {
			p := docx.Paragraph{Style: "Item"}
			for _, x := range d.in {
				runs := m.runs(x)
				if x.name == "dt" {
					for i := range runs {
						runs[i].Quieter = true
					}
					runs = append(runs, docx.Run{Text: ": ", Quieter: true})
				}
				p.Runs = append(p.Runs, runs...)
			}
			m.paragraph(p)
		}
	case "pre":
		for line := range strings.Lines(e.in[0].text) {
			m.paragraph(docx.Paragraph{Style: "Code", Runs: []docx.Run{{Text: strings.TrimRight(line, "\n"), Code: true}}})
		}
	case "table":
		m.table(e)
	case "figure":
		m.figure(e)
	default:
		m.blocks(e)
	}
}

// section is the brief, a part on pages across, or a part as any other.
func (m *wordMaker) section(e *tag) {
	across := e.is("across")
	switch {
	case e.is("brief"):
		m.brief = true
		for _, class := range strings.Fields(e.attrs["class"]) {
			if mm := 0.0; strings.HasPrefix(class, "room") {
				if _, err := fmt.Sscanf(class, "room%f", &mm); err == nil {
					m.room = mm * point
				}
			}
		}
	case across:
		m.add(docx.Section{})
		m.landscape = true
	}
	m.blocks(e)
	switch {
	case e.is("brief"):
		m.brief = false
		m.add(docx.Section{Continuous: m.study})
	case across:
		m.add(docx.Section{Landscape: true})
		m.landscape = false
	}
}

// styleOf is the style of a paragraph by its class.
func (m *wordMaker) styleOf(e *tag) string {
	switch {
	case e.is("caveat") && m.brief:
		return "BriefCaveat"
	case e.is("caveat"):
		return "Caveat"
	case e.is("alarm"):
		return "Alarm"
	case e.is("question"):
		return "Question"
	case m.brief && (e.is("rests") || e.is("evidence")):
		return "BriefRests"
	case m.brief:
		return "Brief"
	case e.is("summary"):
		return "Finding"
	case e.is("line"):
		return "Line"
	case e.is("note") || e.is("source") || e.is("rests") || e.is("evidence"):
		return "Note"
	}
	return ""
}

// judgements stand side by side: of a study they flow through three columns, of
// designs each has its own.
func (m *wordMaker) judgements(e *tag) {
	if m.study {
		m.add(docx.Section{})
		for _, li := range e.in {
			if li.name == "li" {
				m.add(m.judgement(li)...)
			}
		}
		m.add(docx.Section{Columns: 3, Continuous: true})
		return
	}
	t := docx.Table{Width: docx.Width(false), Plain: true, Style: "Brief"}
	var row docx.Row
	for _, li := range e.in {
		if li.name != "li" {
			continue
		}
		var cell docx.Cell
		for _, b := range m.judgement(li) {
			cell.Blocks = append(cell.Blocks, b.(docx.Paragraph))
		}
		row.Cells, t.Widths = append(row.Cells, cell), append(t.Widths, 1)
	}
	t.Rows = []docx.Row{row}
	m.add(t)
}

// judgement is the paragraphs of one judgement.
func (m *wordMaker) judgement(li *tag) []docx.Block {
	var out []docx.Block
	for _, x := range li.in {
		switch {
		case x.name == "h3":
			out = append(out, docx.Paragraph{Style: "BriefHead", Runs: m.runs(x)})
		case x.name == "p" && x.is("judged"):
			rests := x.withClass("rests")
			out = append(out, docx.Paragraph{Style: "Brief", Runs: m.runs(x, rests)})
			if rests != nil {
				out = append(out, docx.Paragraph{Style: "BriefRests", Runs: m.runs(rests)})
			}
		case x.name == "p":
			runs := m.runs(x)
			for i := range runs {
				runs[i].Bold = runs[i].Bold || x.is("lead")
			}
			out = append(out, docx.Paragraph{Style: m.styleOf(x), Runs: runs})
		case x.name == "ul":
			list := m.newList(docx.Bullets)
			for _, item := range x.in {
				if item.name == "li" {
					out = append(out, docx.Paragraph{Style: "BriefItem", Runs: m.runs(item), List: list})
				}
			}
		}
	}
	return out
}

func (m *wordMaker) newList(kind docx.ListKind) int {
	m.doc.Lists = append(m.doc.Lists, kind)
	return len(m.doc.Lists)
}

// list writes items; what stands in an item beside its words follows it.
func (m *wordMaker) list(e *tag, level int) {
	kind := docx.Bullets
	if e.name == "ol" {
		kind = docx.Numbers
	}
	m.items(e, m.newList(kind), level)
}

func (m *wordMaker) items(e *tag, list, level int) {
	for _, li := range e.in {
		if li.name != "li" {
			continue
		}
		var blocks []*tag
		for _, x := range li.in {
			if x.name == "ul" || x.name == "ol" || x.name == "p" {
				blocks = append(blocks, x)
			}
		}
		m.paragraph(docx.Paragraph{Style: "Item", Runs: m.runs(li, blocks...), List: list, Level: level})
		for _, x := range blocks {
			if x.name == "p" {
				m.block(x)
			} else {
				m.items(x, list, level+1)
			}
		}
	}
}

// figure writes a drawing and its caption.
func (m *wordMaker) figure(e *tag) {
	svg := e.find("svg")
	if svg == nil {
		return
	}
	w, h, err := raster.Size(svg.text)
	if err != nil {
		m.err = err
		return
	}
	png, err := raster.PNG(svg.text, math.Min(2, 2200/w))
	if err != nil {
		m.err = err
		return
	}
	wide, high := docx.Width(m.landscape), docx.Height(m.landscape)-70
	switch {
	case m.brief && m.room > 0:
		high = m.room
	case m.brief:
		high = 62 * point
	case e.is("half"):
		high = 102 * point
	}
	if m.landscape {
		high -= 62 // the caption, and the heading above the first
	}
	scale := math.Min(math.Min(wide/w, high/h), 0.75*1.1)
	caption := e.find("figcaption")
	alt := caption.words()
	if caption != nil && len(caption.all("p")) > 0 {
		alt = caption.all("p")[0].words()
	}
	m.paragraph(docx.Paragraph{Style: "Figure", Runs: []docx.Run{{Picture: &docx.Picture{SVG: []byte(svg.svgFile()), PNG: png, Width: w * scale, Height: h * scale, Alt: alt}}}})
	style := "FigureCaption"
	if m.brief {
		style = "BriefRests"
	}
	p := docx.Paragraph{Style: style}
	for _, x := range caption.in {
		if x.name != "p" {
			continue
		}
		if len(p.Runs) > 0 {
			p.Runs = append(p.Runs, docx.Run{Text: " "})
		}
		p.Runs = append(p.Runs, m.runs(x)...)
	}
	m.paragraph(p)
}

// changedShade is the ground of what differs from the first design.
const changedShade = "FDF0EE"

// table writes a table with its caption above it.
func (m *wordMaker) table(e *tag) {
	t := docx.Table{Width: docx.Width(m.landscape), Style: "Cell"}
	style := "Caption"
	if m.brief {
		t.Style, style = "BriefCell", "BriefCaption"
	}
	if c := e.find("caption"); c != nil {
		m.paragraph(docx.Paragraph{Style: style, Runs: m.runs(c)})
	}
	for _, part := range e.in {
		for _, tr := range part.in {
			if tr.name != "tr" {
				continue
			}
			var row docx.Row
			for _, x := range tr.in {
				if x.name != "td" && x.name != "th" {
					continue
				}
				c := docx.Cell{Span: 1}
				if n := 0; x.attrs["colspan"] != "" {
					if _, err := fmt.Sscan(x.attrs["colspan"], &n); err == nil {
						c.Span = n
					}
				}
				if x.is("changed") {
					c.Shade = changedShade
				}
				runs := m.runs(x)
				for i := range runs {
					runs[i].Bold = runs[i].Bold || x.name == "th" && !runs[i].Quieter
				}
				c.Blocks = []docx.Paragraph{{Runs: runs}}
				row.Cells = append(row.Cells, c)
			}
			if len(row.Cells) > 0 {
				t.Rows = append(t.Rows, row)
				if part.name == "thead" {
					t.Heads++
				}
			}
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	t.Widths = columnWidths(t.Rows, t.Width)
	m.add(t)
	m.add(docx.Paragraph{Style: "BriefItem"}) // two tables that touch would be one
}

// columnWidths gives each column room for its longest word, and shares the rest so
// that the cubes of the heights of all cells, which count the tallest, add up to the
// least: by the fourth root of the cubes of what stands in it.
func columnWidths(rows []docx.Row, width float64) []float64 {
	const size, padding = 7.8, 7.0
	n := 0
	for _, r := range rows {
		k := 0
		for _, c := range r.Cells {
			k += max(c.Span, 1)
		}
		n = max(n, k)
	}
	least, cubes := make([]float64, n), make([]float64, n)
	for _, r := range rows {
		at := 0
		for _, c := range r.Cells {
			if c.Span <= 1 {
				text := ""
				for _, run := range c.Blocks[0].Runs {
					text += run.Text
				}
				for _, word := range typeset.Pieces(text) {
					least[at] = math.Max(least[at], math.Min(typeset.Width(word, size, true)+padding, width/4))
				}
				cubes[at] += math.Pow(typeset.Width(text, size, false)+padding, 3)
			}
			at += max(c.Span, 1)
		}
	}
	out := make([]float64, n)
	for fixed := make([]bool, n); ; {
		left, roots := width, 0.0
		for i := range n {
			if fixed[i] {
				left -= out[i]
			} else {
				roots += math.Pow(cubes[i], 0.25)
			}
		}
		again := false
		for i := range n {
			if fixed[i] {
				continue
			}
			out[i] = left * math.Pow(cubes[i], 0.25) / math.Max(roots, 1)
			if out[i] < least[i] {
				out[i], fixed[i], again = least[i], true, true
			}
		}
		if !again {
			return out
		}
	}
}

// runs are the words of an element, without those of some of its children.
func (m *wordMaker) runs(e *tag, without ...*tag) []docx.Run {
	r := &runMaker{blank: true, without: without}
	r.walk(e, docx.Run{})
	for n := len(r.out); n > 0 && r.out[n-1].Picture == nil; n = len(r.out) {
		last := &r.out[n-1]
		if last.Text = strings.TrimRight(last.Text, " "); last.Text != "" || last.NewLine {
			break
		}
		r.out = r.out[:n-1]
	}
	return r.out
}

// runMaker gathers the words of an element; blanks become one.
type runMaker struct {
	out     []docx.Run
	blank   bool // what stands before ends in a blank
	newLine bool // a line break stands before what comes
	without []*tag
}

func (r *runMaker) walk(e *tag, look docx.Run) {
	if e.hidden() || e.name == "svg" || e.name == "details" || slices.Contains(r.without, e) {
		return
	}
	switch {
	case e.name == "":
		r.text(e.text, look)
		return
	case e.name == "br" || e.name == "span" && (e.is("line") || e.is("address")):
		r.newLine = len(r.out) > 0
		r.blank = true
	case e.name == "b":
		look.Bold = true
	case e.name == "code":
		look.Code = true
	case e.name == "a":
		look.Link = strings.TrimPrefix(e.attrs["href"], "#")
	case e.is("tag"):
		look.Bold, look.Alarm = true, true
	}
	if e.is("sub") || e.is("was") || e.is("note") && e.name == "span" {
		look.Quieter = true
	}
	if e.is("in") {
		look.Italic = true
	}
	if e.is("mark") {
		look.Alarm, look.Bold = true, true
	}
	if e.name == "span" && e.is("changed") {
		look.Shade = changedShade
	}
	for _, x := range e.in {
		r.walk(x, look)
	}
}

func (r *runMaker) text(s string, look docx.Run) {
	words := strings.Fields(clean(s))
	if len(words) == 0 {
		if s != "" && !r.blank {
			look.Text = " "
			r.out, r.blank = append(r.out, look), true
		}
		return
	}
	out := strings.Join(words, " ")
	if strings.ContainsAny(s[:1], " \n\t") && !r.blank {
		out = " " + out
	}
	if r.blank = strings.ContainsAny(s[len(s)-1:], " \n\t"); r.blank {
		out += " "
	}
	look.Text, look.NewLine, r.newLine = out, r.newLine, false
	r.out = append(r.out, look)
}
