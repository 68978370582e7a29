package entente

import (
	"fmt"
	"math"
	"slices"

	"entente/internal/report"
	"entente/internal/study"
)

// history shows where what was observed falls among what is simulated.
func (b *studyReport) history() report.StudySection {
	out := report.StudySection{ID: "history", Head: "Held against history"}
	h := b.r.History
	if h == nil || len(h.Entries) == 0 {
		return out
	}
	f := report.Strips{}
	for i := range h.Entries {
		r := stripOf(&h.Entries[i])
		if len(b.r.Scenarios) > 1 {
			r.Under = h.Entries[i].Scenario + ", " + r.Under
		}
		f.Rows = append(f.Rows, r)
	}
	source := fmt.Sprintf("study %s, seed %d, %s replications of each scenario under the design in force then, each at one of %d points of the bounds", b.r.Study, h.Seed, thousandsOf(h.Runs), h.Draws)
	out.Blocks = append(out.Blocks, report.StudyBlock{Figure: &report.Captioned{Drawing: f, Name: "history", Caption: "What was observed, and what would have been said beforehand", Source: source,
		Note: "Even weights inside the bounds are a choice of ours; the thin line and the last words of a row say what others could make of it."}})
	if len(h.Cases) > 0 {
		rows := h.CaseTable()
		out.Blocks = append(out.Blocks, report.StudyBlock{Table: &report.StudyTable{Caption: "How many of the observed values lie inside the ranges, by case", Heads: rows[0], Rows: rows[1:], Note: h.Caveat()}})
	}
	if at := slices.IndexFunc(h.Entries, func(e study.Held) bool { return math.IsNaN(float64(e.Observed)) }); at >= 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{"Rows without a diamond are predictions: the record is not given, so that someone who has it can compare."}})
	}
	return out
}

func stripOf(e *study.Held) report.Strip {
	later := func(x study.Float) float64 { // a summary that was read has no infinity
		if e.Mixture.N > 0 && math.IsNaN(float64(x)) {
			return math.Inf(1)
		}
		return float64(x)
	}
	r := report.Strip{Name: e.What, Under: "under " + e.Design, Observed: float64(e.Observed), Base: math.NaN(), Verdict: e.Place()}
	for i := range r.At {
		r.At[i] = later(e.Mixture.At[i])
	}
	if e.Base.N > 0 {
		r.Base = later(e.Base.At[3])
	}
	if e.Low != nil && e.Mixture.N > 0 {
		r.Range = &report.Interval{Low: later(e.Low.At[0]), High: later(e.High.At[6])}
	}
	return r
}
