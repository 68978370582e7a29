package program

import (
	"fmt"
	"io"
	"math/bits"

	"entente/internal/model"
)

// Dump prints the program for people.
func (p *Program) Dump(w io.Writer) {
	a := p.Model
	fmt.Fprintf(w, "%d variables, %d runs, %d expressions; %d starts, %d faults, %d incidents\n", len(p.Vars), len(p.Runs), len(p.Exprs), p.Budget.Starts, p.Budget.Faults, len(p.Budget.Incidents))
	for i, v := range p.Vars {
		fmt.Fprintf(w, "var %3d  %-40s 0..%d", i, v.Name, v.Max)
		if p.Initial[i] != 0 {
			fmt.Fprintf(w, "  initially %d", p.Initial[i])
		}
		fmt.Fprintln(w)
	}
	for i := range p.Procs {
		fmt.Fprintf(w, "procedure %s, %d places from run %d\n", a.Procedures[i].ID, p.Procs[i].Places, p.Procs[i].FirstRun)
		for s := range p.Procs[i].Steps {
			st := &p.Procs[i].Steps[s]
			fmt.Fprintf(w, "  %2d %-24s %-8s after", s, a.Procedures[i].Steps[s].ID, st.Act)
			for rest := st.Preds; rest != 0; rest &= rest - 1 {
				fmt.Fprintf(w, " %d", bits.TrailingZeros64(rest))
			}
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "  cone: %s\n", p.Cone(Seeds{Procs: []model.ProcedureIndex{model.ProcedureIndex(i)}}).Describe(p))
	}
}
