package report

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"entente/internal/typeset"
)

// Sheets writes the tables of a page (HTML, StudyHTML) as a workbook: first the brief
// in words with a list of what follows, then a sheet for each table and for the
// numbers of each figure. The caveat stands at the top of every sheet; changed cells
// are coloured and marked with " *". No cell is a formula. The same page gives the
// same bytes.
func Sheets(page []byte) ([]byte, error) {
	root, err := readPage(page)
	if err != nil {
		return nil, err
	}
	m := &sheetMaker{f: excelize.NewFile(), names: map[string]bool{}}
	defer func() { _ = m.f.Close() }() // held in memory: there is nothing to lose
	m.styles()
	m.do(m.f.SetSheetName("Sheet1", briefSheet))
	if c := root.withClass("caveat"); c != nil {
		m.caveat = c.words()
	}
	title := root.find("h1").words()
	m.brief(root)
	for _, t := range root.all("table") {
		m.table(t)
	}
	m.do(m.f.SetColWidth(briefSheet, "A", "A", headWide))
	m.do(m.f.SetColWidth(briefSheet, "B", "B", textWide))
	m.do(m.f.SetDocProps(&excelize.DocProperties{Creator: "entente", Title: title, Description: m.caveat, Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"}))
	m.printed(briefSheet)
	m.f.SetActiveSheet(0)
	var out bytes.Buffer
	if m.err == nil {
		_, m.err = m.f.WriteTo(&out)
	}
	if m.err != nil {
		return nil, fmt.Errorf("write workbook: %w", m.err)
	}
	return out.Bytes(), nil
}

const briefSheet = "Brief"

// sheetsMost bounds the tables of a workbook.
const sheetsMost = 500

// sheetMaker writes sheets and keeps the first error.
type sheetMaker struct {
	f      *excelize.File
	err    error
	caveat string
	row    int // of the brief
	names  map[string]bool

	title, head, body, changed, bold, alarm, link int
	above                                         [2]int // the lines above a table, which run across it
}

func (m *sheetMaker) do(err error) {
	if m.err == nil {
		m.err = err
	}
}

func (m *sheetMaker) styles() {
	wrapped := &excelize.Alignment{WrapText: true, Vertical: "top"}
	style := func(s excelize.Style) int {
		s.Alignment = wrapped
		id, err := m.f.NewStyle(&s)
		m.do(err)
		return id
	}
	ground := func(c string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c}}
	}
	m.title = style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 15}})
	m.head = style(excelize.Style{Font: &excelize.Font{Bold: true}, Fill: ground("DDE3EA")})
	m.body = style(excelize.Style{})
	m.bold = style(excelize.Style{Font: &excelize.Font{Bold: true}})
	m.changed = style(excelize.Style{Font: &excelize.Font{Bold: true}, Fill: ground("FFE9A8")})
	m.alarm = style(excelize.Style{Font: &excelize.Font{Color: "A3160F"}})
	for i, font := range []excelize.Font{{Bold: true}, {Color: "A3160F"}} {
		id, err := m.f.NewStyle(&excelize.Style{Font: &font})
		m.do(err)
		m.above[i] = id
	}
	m.link = style(excelize.Style{Font: &excelize.Font{Color: "1D5A9E", Underline: "single"}})
}

func (m *sheetMaker) put(sheet string, x, y, style int, text string) string {
	at, err := excelize.CoordinatesToCellName(x, y)
	m.do(err)
	if number, ok := plainNumber(text); ok {
		m.do(m.f.SetCellFloat(sheet, at, number, -1, 64))
	} else {
		m.do(m.f.SetCellStr(sheet, at, clipCell(text)))
	}
	m.do(m.f.SetCellStyle(sheet, at, at, style))
	return at
}

// The columns of the brief, in characters of the sheet.
const headWide, textWide = 26.0, 110.0

// lineHigh is how high a line of a sheet is, in points.
const lineHigh = 15.0

// rowHigh is how high a text stands in a column of a width in characters.
func rowHigh(text string, wide float64, bold bool) float64 {
	n := len(typeset.WrapWords(text, 1, wide*charWide, bold, 400))
	return lineHigh * float64(max(n, 1))
}

// charWide is how wide a character of a sheet is, in sizes of its type.
const charWide = 0.5

// line is a row of the brief: a text under a head, or across.
func (m *sheetMaker) line(style int, head, text string) {
	m.row++
	if text == "" {
		m.put(briefSheet, 1, m.row, style, head)
		m.do(m.f.MergeCell(briefSheet, fmt.Sprintf("A%d", m.row), fmt.Sprintf("B%d", m.row)))
		high := rowHigh(head, headWide+textWide, style != m.body)
		if style == m.title {
			high = 24
		}
		m.do(m.f.SetRowHeight(briefSheet, m.row, high))
		return
	}
	m.put(briefSheet, 1, m.row, m.bold, head)
	m.put(briefSheet, 2, m.row, style, text)
	m.do(m.f.SetRowHeight(briefSheet, m.row, math.Max(rowHigh(head, headWide, true), rowHigh(text, textWide, style == m.bold))))
}

// brief writes the first page in words.
func (m *sheetMaker) brief(root *tag) {
	m.line(m.title, root.find("h1").words(), "")
	m.line(m.alarm, m.caveat, "")
	brief := root.withClass("brief")
	if brief == nil {
		return
	}
	for _, x := range brief.in {
		switch {
		case x.is("caveat") || x.hidden():
		case x.is("question"):
			m.line(m.bold, x.words(), "")
		case x.name == "p":
			m.line(m.body, x.words(), "")
		case x.is("judgements"):
			for _, li := range x.in {
				if li.name == "li" {
					m.judgement(li)
				}
			}
		}
	}
	if f := root.find("footer"); f != nil {
		m.line(m.body, f.words(), "")
	}
	m.row++
}

func (m *sheetMaker) judgement(li *tag) {
	head := ""
	for _, x := range li.in {
		switch {
		case x.name == "h3":
			head = x.words()
		case x.name == "ul":
			for _, item := range x.in {
				if item.name == "li" {
					m.line(m.body, head, "• "+item.words())
					head = ""
				}
			}
		case x.name == "p":
			style := m.body
			if x.is("lead") {
				style = m.bold
			}
			m.line(style, head, x.words())
			head = ""
		}
	}
}

// numbered finds what a table is called: "Table 3", "Figure 2".
var numbered = regexp.MustCompile(`^(Table|Figure) \d+`)

// headRow is the row of the heads: what the table is and the caveat stand above.
const headRow = 4

// table writes a table into a sheet of its own and lists it in the first.
func (m *sheetMaker) table(t *tag) {
	if len(m.names) >= sheetsMost {
		return
	}
	caption := ""
	if c := t.find("caption"); c != nil {
		caption = c.words()
	}
	name := numbered.FindString(caption)
	if name == "" {
		name = "Table"
	}
	for n := 2; m.names[name]; n++ {
		name = fmt.Sprintf("%s (%d)", numbered.FindString(caption), n)
	}
	m.names[name] = true
	_, err := m.f.NewSheet(name)
	m.do(err)
	m.row++
	at := m.put(briefSheet, 1, m.row, m.link, name)
	m.do(m.f.SetCellHyperLink(briefSheet, at, "'"+name+"'!A1", "Location"))
	about := strings.TrimPrefix(caption, name+". ")
	m.put(briefSheet, 2, m.row, m.body, about)
	m.do(m.f.SetRowHeight(briefSheet, m.row, rowHigh(about, textWide, false)))

	y, wide := headRow, 1
	var widths []float64
	var rows [][]string
	for _, tr := range t.all("tr") {
		x := 1
		var row []string
		for _, cell := range tr.in {
			if cell.name != "td" && cell.name != "th" {
				continue
			}
			text, style := cell.words(), m.body
			switch {
			case y == headRow:
				style = m.head
			case cell.is("changed") || cell.withClass("changed") != nil:
				text, style = text+" *", m.changed
			case cell.name == "th":
				style = m.bold
			}
			m.put(name, x, y, style, text)
			for len(widths) < x {
				widths = append(widths, 8)
			}
			for len(row) < x-1 {
				row = append(row, "")
			}
			row = append(row, text)
			span, err := strconv.Atoi(cell.attrs["colspan"])
			if err != nil {
				widths[x-1] = math.Max(widths[x-1], typeset.Width(text, 1, true)/charWide+2)
				span = 1
			}
			x += max(span, 1)
		}
		rows = append(rows, row)
		wide = max(wide, x-1)
		y++
	}
	for i, w := range widths {
		col, err := excelize.ColumnNumberToName(i + 1)
		m.do(err)
		widths[i] = math.Min(w, 46)
		m.do(m.f.SetColWidth(name, col, col, widths[i]))
	}
	for i, row := range rows {
		high := lineHigh
		for x, text := range row {
			high = math.Max(high, rowHigh(text, widths[x]-1, true))
		}
		m.do(m.f.SetRowHeight(name, headRow+i, math.Min(high, 400)))
	}
	m.top(name, caption)
	last, err := excelize.CoordinatesToCellName(wide, max(y-1, headRow))
	m.do(err)
	m.do(m.f.AutoFilter(name, fmt.Sprintf("A%d:%s", headRow, last), nil))
	m.printed(name)
	m.do(m.f.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: headRow, TopLeftCell: fmt.Sprintf("B%d", headRow+1), ActivePane: "bottomRight"}))
}

// top writes what stands above a table: what it is, and the caveat.
func (m *sheetMaker) top(name, caption string) {
	for i, text := range []string{caption, m.caveat} {
		at := fmt.Sprintf("A%d", i+1)
		m.do(m.f.SetCellStr(name, at, clipCell(text)))
		m.do(m.f.SetCellStyle(name, at, at, m.above[i]))
	}
}

// printed puts the whole width of a sheet on a page of A4 across.
func (m *sheetMaker) printed(name string) {
	across, a4, wide, high, fit := "landscape", 9, 1, 0, true
	m.do(m.f.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &across, Size: &a4, FitToWidth: &wide, FitToHeight: &high}))
	m.do(m.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

// clipCell keeps a text within what a cell can hold.
func clipCell(s string) string {
	if r := []rune(s); len(r) > excelize.TotalCellChars {
		return string(r[:excelize.TotalCellChars-1]) + "…"
	}
	return s
}

// numeral is a number as pages print one, with commas between thousands.
var numeral = regexp.MustCompile(`^[−-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$`)

// plainNumber reads a cell that is a number and nothing else.
func plainNumber(s string) (float64, bool) {
	if !numeral.MatchString(s) || len(s) > 15 {
		return 0, false
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(strings.ReplaceAll(s, ",", ""), "−", "-"), 64)
	return x, err == nil
}
