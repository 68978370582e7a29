package answer

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"entente/internal/say"
)

// RightsCSV writes the decision rights as CSV (RFC 4180): a row for each decision,
// condition and design, a column for each party, council and post. Cells of which the
// design's sources say nothing end in " †", changed cells in " *". What a spreadsheet would read as a formula is preceded by an
// apostrophe. The error is that of the writer.
func (m *MatrixResult) RightsCSV(w io.Writer) error { return writeCSV(w, m.rightsGrid()) }

// ForcesCSV writes who holds each force, a row for each authority and condition,
// a column for each design, likewise.
func (m *MatrixResult) ForcesCSV(w io.Writer) error { return writeCSV(w, m.forcesGrid()) }

// JSON writes the result. The error is that of the writer.
func (m *MatrixResult) JSON(w io.Writer) error { return WriteJSON(w, m) }

func writeCSV(w io.Writer, rows [][]cellOut) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, row := range rows {
		record := make([]string, len(row))
		for i, c := range row {
			record[i] = harmless(c.marked())
		}
		if err := out.Write(record); err != nil {
			return fmt.Errorf("write csv: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from running a cell as a formula. Method: the
// leading characters of the OWASP page on CSV injection.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}

// cellOut is a cell of a sheet.
type cellOut struct {
	text    string
	changed bool
}

func (c cellOut) marked() string {
	if c.changed {
		return c.text + " *"
	}
	return c.text
}

func plain(texts ...string) []cellOut {
	var out []cellOut
	for _, t := range texts {
		out = append(out, cellOut{text: t})
	}
	return out
}

func (m *MatrixResult) rightsGrid() [][]cellOut {
	head := plain("decision", "move", "condition", "design")
	for _, c := range m.Columns {
		head = append(head, cellOut{text: c.ID})
	}
	out := [][]cellOut{head}
	for _, r := range m.Rights {
		for _, in := range r.Designs {
			row := plain(r.Decision, r.Move, r.Condition, in.Design)
			for c := range m.Columns {
				if in.State != Here {
					row = append(row, cellOut{dagger(string(in.State), in.Silent), in.Changed})
					continue
				}
				cell := &in.Cells[c]
				text := string(cell.Role)
				if cell.Role == "" {
					text = string(NotHere)
				}
				if cell.Qualified {
					text += " (" + say.Join(cell.Notes, "; ").String() + ")"
				}
				row = append(row, cellOut{dagger(text, cell.Silent), cell.Changed})
			}
			out = append(out, row)
		}
	}
	return out
}

func (m *MatrixResult) forcesGrid() [][]cellOut {
	head := plain("authority", "kind", "force", "condition")
	for _, d := range m.Designs {
		head = append(head, cellOut{text: d.ID})
	}
	out := [][]cellOut{head}
	for _, r := range m.Forces {
		row := plain(r.Authority, r.Kind, r.Force, r.Condition)
		for _, in := range r.Designs {
			text := string(in.State)
			if in.State == Here {
				text = in.Holder + " (" + in.Party + ")"
			}
			if len(in.Notes) > 0 {
				text += "; " + say.Join(in.Notes, "; ").String()
			}
			row = append(row, cellOut{dagger(text, in.Silent), in.Changed})
		}
		out = append(out, row)
	}
	return out
}
