package entente

import (
	"entente/internal/answer"
	"entente/internal/report"
)

// Checked is a design with what a check found in it.
type Checked struct {
	Design   *Design
	Findings *Findings
}

// Report returns one self-contained HTML page about checked designs: the first
// is the one that the others are compared with. command is what was run, as the
// page says it; it holds no path that the reader could not type again.
func Report(command string, checked ...Checked) ([]byte, error) {
	in := report.Input{Version: Version, Command: command}
	var designs []*Design
	for i, c := range checked {
		d := report.Design{ID: c.Design.ID, Title: c.Design.Title, Findings: c.Findings}
		if i > 0 {
			d.Diff = answer.Diff(checked[0].Findings, c.Findings)
		}
		in.Designs = append(in.Designs, d)
		designs = append(designs, c.Design)
	}
	if len(checked) > 0 {
		in.Title = checked[0].Design.Title
		in.Matrix = Matrix(designs...)
	}
	return report.HTML(in)
}

// ReportPolicy is the content policy of a page of Report or StudyReport, for a header:
// its own style and script by their digests, and nothing else.
func ReportPolicy(page []byte) string { return report.PolicyOf(page) }

// ReportDOCX returns a page of Report or StudyReport as a Word document: the brief on
// one page, then what the print of the page shows. The same page gives the same bytes.
func ReportDOCX(page []byte) ([]byte, error) { return report.Word(page) }

// ReportXLSX returns the tables of a page of Report or StudyReport, and the numbers of
// its figures, as a workbook. The same page gives the same bytes.
func ReportXLSX(page []byte) ([]byte, error) { return report.Sheets(page) }
