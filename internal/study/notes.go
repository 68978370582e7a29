package study

import (
	"fmt"
	"sort"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/timing"
)

// notes tells what a reader has to know beside the numbers.
func (r *run) notes() []Note {
	var out []Note
	for _, row := range r.cells {
		for _, cell := range row {
			out = append(out, r.timeNotes(cell)...)
			out = append(out, r.tallyNotes(cell)...)
		}
	}
	return out
}

func (r *run) where(cell int) string {
	return fmt.Sprintf("In %s under %s", r.nameOf(r.Cells[cell].Design), r.Cells[cell].Scenario)
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
		t := &e.told
		if t.valid < t.n {
			out = append(out, Note{"unsaid", fmt.Sprintf("%s, %s never began in %s.", r.where(cell), r.measureName(m), r.countOf(t.n-t.valid, t.n))})
		}
		if t.censored > 0 {
			out = append(out, Note{"censored", fmt.Sprintf("%s, %s had not come at the horizon (%s) in %s; they count as the horizon.",
				r.where(cell), r.measureName(m), dist.FormatApprox(dist.Seconds(col.Max)), r.countOf(t.censored, t.valid))})
		}
	}
	return out
}

// countOf says in how many replications. A structural or illustrative study states
// no bare chance, and a count over a count is one.
func (r *run) countOf(k, n int) string {
	switch {
	case k == n:
		return "every replication"
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
		out = append(out, Note{"beyond-budget", fmt.Sprintf("%s, %s had more faults or starts than the budget of `check`.", r.where(cell), plural(t.beyond, "replication"))})
	}
	if t.cut > 0 {
		out = append(out, Note{"cut-short", fmt.Sprintf("%s, %s cut short at the greatest number of events; what they say is not to be relied on.", r.where(cell), pluralWere(t.cut, "replication"))})
	}
	sort.Slice(t.missing, func(i, j int) bool {
		x, y := t.missing[i], t.missing[j]
		return x.procedure < y.procedure || x.procedure == y.procedure && x.step < y.step
	})
	for _, m := range t.missing {
		out = append(out, Note{"missing-answer", fmt.Sprintf("%s, %s stopped at %s, whose answer has no chance; add one to the scenario's `answers`.",
			r.where(cell), plural(m.count, "replication"), r.stepName(cell, m.procedure, m.step))})
	}
	return out
}

func (r *run) stepName(cell, procedure, step int) string {
	if a := r.Cells[cell].Arrangement; a != nil && procedure < len(a.Procedures) && step < len(a.Procedures[procedure].Steps) {
		return timing.StepPath(a, model.ProcedureIndex(procedure), step)
	}
	return fmt.Sprintf("step %d of procedure %d", step, procedure)
}
