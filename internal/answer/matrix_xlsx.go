package answer

import (
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"entente/internal/diag"
	"entente/internal/say"
)

// The workbook's sheets.
const (
	sheetRights  = "Decision rights"
	sheetForces  = "Forces"
	sheetSources = "Sources"
	sheetLegend  = "Legend"
)

// XLSX writes a workbook: a sheet for each table with its header frozen, changed
// cells coloured and marked with " *", a sheet of the lines of the text behind
// each cell, and a legend. No cell is a formula. The same result gives the same
// bytes. The error is that of the writer.
func (m *MatrixResult) XLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // held in memory: there is nothing to lose
	s := &sheets{f: f}
	s.styles()
	s.do(f.SetSheetName("Sheet1", sheetRights))
	for _, name := range []string{sheetForces, sheetSources, sheetLegend} {
		_, err := f.NewSheet(name)
		s.do(err)
	}
	s.table(sheetRights, m.rightsGrid(), 4)
	s.table(sheetForces, m.forcesGrid(), 4)
	s.table(sheetSources, m.sourcesGrid(), 1)
	s.table(sheetLegend, legendGrid(), 1)
	s.do(f.SetDocProps(&excelize.DocProperties{Creator: "entente", Title: "Who decides, who holds each force",
		Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"}))
	if s.err != nil {
		return fmt.Errorf("write workbook: %w", s.err)
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// sheets writes cells and keeps the first error.
type sheets struct {
	f                   *excelize.File
	err                 error
	head, body, changed int
}

func (s *sheets) do(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *sheets) styles() {
	wrapped := &excelize.Alignment{WrapText: true, Vertical: "top"}
	style := func(st *excelize.Style) int {
		id, err := s.f.NewStyle(st)
		s.do(err)
		return id
	}
	s.head = style(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: wrapped,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE3EA"}}})
	s.body = style(&excelize.Style{Alignment: wrapped})
	s.changed = style(&excelize.Style{Alignment: wrapped, Font: &excelize.Font{Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFE9A8"}}})
}

// table writes a grid whose first row is the header; the first columns stay in
// view.
func (s *sheets) table(sheet string, rows [][]cellOut, frozen int) {
	widths := map[int]int{}
	for y, row := range rows {
		for x, c := range row {
			at, err := excelize.CoordinatesToCellName(x+1, y+1)
			s.do(err)
			text := cut(c.marked())
			s.do(s.f.SetCellStr(sheet, at, text))
			style := s.body
			switch {
			case y == 0:
				style = s.head
			case c.changed:
				style = s.changed
			}
			s.do(s.f.SetCellStyle(sheet, at, at, style))
			widths[x] = max(widths[x], diag.Width(text))
		}
	}
	for x := range len(rows[0]) {
		col, err := excelize.ColumnNumberToName(x + 1)
		s.do(err)
		s.do(s.f.SetColWidth(sheet, col, col, float64(min(max(widths[x], 8), 40)+2)))
	}
	corner, err := excelize.CoordinatesToCellName(frozen+1, 2)
	s.do(err)
	s.do(s.f.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: frozen, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight"}))
}

// cut keeps a text within what a cell can hold.
func cut(s string) string {
	if utf8.RuneCountInString(s) <= excelize.TotalCellChars {
		return s
	}
	return string([]rune(s)[:excelize.TotalCellChars-1]) + "…"
}

// sourcesGrid lists the lines behind each cell.
func (m *MatrixResult) sourcesGrid() [][]cellOut {
	out := [][]cellOut{plain("table", "row", "condition", "design", "who", "says", "notes", "file", "line", "text")}
	add := func(head []string, ls []Line) {
		for _, l := range ls {
			file := ""
			if l.Span.Source != nil {
				file = l.Span.Source.Name
			}
			out = append(out, plain(append(append([]string{}, head...), file, strconv.Itoa(l.Span.Start.Line), l.Text)...))
		}
	}
	for _, r := range m.Rights {
		for _, in := range r.Designs {
			for c, cell := range in.Cells {
				add([]string{sheetRights, r.Decision, r.Condition, in.Design, m.Columns[c].ID, string(cell.Role), say.Join(cell.Notes, "; ").String()}, cell.Lines)
			}
		}
	}
	for _, r := range m.Forces {
		for _, in := range r.Designs {
			add([]string{sheetForces, r.Authority, r.Condition, in.Design, in.Holder, r.Kind, say.Join(in.Notes, "; ").String()}, in.Lines)
		}
	}
	return out
}

func legendGrid() [][]cellOut {
	out := [][]cellOut{plain("word", "meaning")}
	for _, l := range [][2]string{
		{string(Decides), "takes the decision"},
		{string(InCouncil), "sits in the council that decides or consents"},
		{string(Consents), "is asked for consent"},
		{string(Heard), "is asked for views before the decision"},
		{string(TakesPart), "proposes, assesses, carries out, or asks others"},
		{string(ToldBefore), "is told before the decision takes effect"},
		{string(ToldAfter), "is told with the decision or after it takes effect"},
		{string(LeftOut), "has no part in it by the text"},
		{"(…)", "how the role can fall away"},
		{"†", "the design's sources say nothing of it: as in the base, or as a change elsewhere makes it"},
		{"*", "differs from the first design"},
	} {
		out = append(out, plain(l[0], l[1]))
	}
	return out
}
