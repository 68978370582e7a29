package answer

import (
	"fmt"
	"strings"
)

// textByRole writes the decision rights of one design as a list: under each
// decision, role by role, who has it. It says what the grid says, for designs
// with more columns than a screen has.
func (m *MatrixResult) textByRole(b *strings.Builder, o TableOptions, d int) {
	if d > 0 {
		b.WriteString("\n")
	}
	fmt.Fprintln(b, o.in(sayf("Who decides — %s", m.Designs[d].heading())))
	if len(m.Rights) == 0 {
		b.WriteString("\n" + o.in(sayf("The text writes no decision.")) + "\n")
		return
	}
	for _, g := range m.groups(o, d) {
		in := &g.row.Designs[d]
		mark := dagger("", in.Silent)
		if in.Changed {
			mark = " *"
		}
		fmt.Fprintf(b, "\n%s  (%s)%s\n", g.label, o.in(sayf("in %s", g.in)), mark)
		if in.State != Here {
			fmt.Fprintf(b, "  %s\n", o.in(in.State.Text()))
			continue
		}
		for _, role := range Roles() {
			var who []string
			for c, cell := range in.Cells {
				if cell.Role != role || role == LeftOut && m.Columns[c].Kind != "party" {
					continue
				}
				if in.Silent != "" {
					cell.Silent = "" // it stands beside the decision
				}
				who = append(who, o.label(m.Columns[c].Name, m.Columns[c].ID)+cell.marked(""))
			}
			if len(who) == 0 {
				continue
			}
			head := pad(o.in(role.Text()), 13)
			for i, line := range wrapCells(strings.Join(who, ", "), o.Width-15) {
				if i > 0 {
					head = strings.Repeat(" ", 13)
				}
				fmt.Fprintf(b, "  %s%s\n", head, line)
			}
		}
	}
	if o.Lines {
		m.rightsLines(b, o, d)
	}
}
