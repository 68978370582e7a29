package study

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/timing"
)

// notes tells what a reader has to know beside the numbers; the same of several
// cells once.
func (r *run) notes() []Note {
	var all grouped
	for _, row := range r.cells {
		for _, cell := range row {
			for _, n := range slices.Concat(r.timeNotes(cell), r.tallyNotes(cell), r.lacking(cell), rateNotes(r.Cells[cell].Arrangement, r.Cells[cell].Circumstances)) {
				all.add(n.Kind+"\n"+n.Text, place{r.Cells[cell].Design, r.Cells[cell].Scenario})
			}
		}
	}
	for _, s := range r.assumed.stops {
		if slices.ContainsFunc(r.tallies[s.cell].seen.missing, func(m missing) bool { return m.procedure == s.procedure && m.step == s.step }) || s.cut {
			continue // it is said of the base
		}
		all.add("missing-answer\n"+fmt.Sprintf("at a point of the assumptions replications stopped at %s, whose answer has no chance; add one to the scenario's `answers`",
			r.stepName(s.cell, s.procedure, s.step)), place{r.Cells[s.cell].Design, r.Cells[s.cell].Scenario})
	}
	where := r.placer()
	var out []Note
	for _, said := range all.said {
		kind, text, _ := strings.Cut(said, "\n")
		out = append(out, Note{kind, "In " + where.in(all.places[said]) + ", " + text + "."})
	}
	if r.turnsLeft > 0 {
		out = append(out, Note{"left-off", fmt.Sprintf("Break-even was searched for the first %d of %d comparisons.", breakEvenMost, breakEvenMost+r.turnsLeft)})
	}
	return out
}

func (r *run) placer() *placer {
	p := &placer{scenarios: r.scenarios, all: "every design", joint: ", and in "}
	for d, id := range r.designs {
		p.designs = append(p.designs, Named{id, r.designName(d)})
	}
	return p
}

// timeNotes tells of times that never came, and of procedures that never began.
func (r *run) timeNotes(cell int) []Note {
	var out []Note
	for _, e := range r.estimates {
		col := r.column(e.cell, e.column)
		m := r.measure(col)
		if e.cell != cell || col.Kind != sim.Time || e.feature.kind != meanOf || m.Kind != "time-of" {
			continue
		}
		t, name := &e.told, r.measureName(m)
		switch {
		case t.valid == 0:
			out = append(out, Note{"unsaid", name + " never began"})
		case t.valid < t.n:
			out = append(out, Note{"unsaid", name + " did not begin in " + r.countOf(t.n-t.valid, t.n)})
		}
		if t.censored > 0 {
			out = append(out, Note{"censored", fmt.Sprintf("%s had not come at the horizon (%s) in %s, which count as the horizon",
				name, dist.FormatApprox(dist.Seconds(col.Max)), r.countOf(t.censored, t.valid))})
		}
	}
	return out
}

// countOf says in how many replications. A structural or illustrative study states
// no bare chance, and a count over a count is one.
func (r *run) countOf(k, n int) string {
	switch {
	case k == n:
		return "all replications"
	case r.Study.Evidence != dated:
		return "some replications"
	}
	return fmt.Sprintf("%s of %s replications", thousands(k), thousands(n))
}

// tallyNotes tells of replications that left the checker's budget and of answers
// without a chance.
func (r *run) tallyNotes(cell int) []Note {
	var out []Note
	t := &r.tallies[cell].seen
	if t.beyond > 0 {
		out = append(out, Note{"beyond-budget", r.countOf(t.beyond, t.runs) + " had more faults or starts than the budget of `check`"})
	}
	if t.cut > 0 {
		out = append(out, Note{"cut-short", r.countOf(t.cut, t.runs) + " were cut short at the greatest number of events; what they say is not to be relied on"})
	}
	slices.SortFunc(t.missing, func(x, y missing) int {
		return cmp.Or(cmp.Compare(x.procedure, y.procedure), cmp.Compare(x.step, y.step))
	})
	for _, m := range t.missing {
		out = append(out, Note{"missing-answer", fmt.Sprintf("%s stopped at %s, whose answer has no chance; add one to the scenario's `answers`",
			r.countOf(m.count, t.runs), r.stepName(cell, m.procedure, m.step))})
	}
	return out
}

func (r *run) stepName(cell, procedure, step int) string {
	if a := r.Cells[cell].Arrangement; a != nil && procedure < len(a.Procedures) && step < len(a.Procedures[procedure].Steps) {
		return timing.StepPath(a, model.ProcedureIndex(procedure), step)
	}
	return fmt.Sprintf("step %d of procedure %d", step, procedure)
}
