package study

import (
	"entente/internal/sim"
	"entente/internal/stats"
)

// Seen is what a look says: how far the intervals have closed.
type Seen struct {
	Runs        int              `json:"runs"` // replications of each design under each scenario
	Comparisons []SeenComparison `json:"comparisons"`
}

// SeenComparison is what a look says of one comparison that a reader may want first.
// Nothing is said of what rests on assumptions: they are tried after the last look.
type SeenComparison struct {
	ID       string `json:"id"` // of a contrast of the result; with CAST: before it where two casts are compared
	Scenario string `json:"scenario"`
	Measure  string `json:"measure"`
	Column   string `json:"column"`
	Feature  string `json:"feature"`
	Design   string `json:"design"`
	Cast     string `json:"cast"` // where it is compared with the first cast; else ""
	Unit     string `json:"unit"`

	First   bool   `json:"first"` // a reader wants it before the others of its measure, as things stand
	N       int    `json:"n"`     // replications in which both say something
	Value   Float  `json:"value"`
	Low     Float  `json:"low"` // simulation error only; valid at every look
	High    Float  `json:"high"`
	Half    Float  `json:"half"`    // the half-width asked for
	Verdict string `json:"verdict"` // above, below, equal, narrow, open or nothing
	Same    bool   `json:"same"`    // in every replication so far
}

// verdicts are the names of what an interval says.
var verdicts = [...]string{stats.Open: "open", stats.Above: "above", stats.Below: "below", stats.Equal: "equal", stats.Narrow: "narrow"}

// see tells a look. Of an illustrative study there is nothing to watch: it says
// where an order turns, and has no answer of its own.
func (r *run) see() {
	if r.Look == nil {
		return
	}
	out := Seen{Runs: r.runs, Comparisons: []SeenComparison{}}
	for _, c := range r.contrasts {
		if r.Study.Evidence != illustrative && r.watched(c) {
			out.Comparisons = append(out.Comparisons, r.seen(c))
		}
	}
	r.Look(out)
}

// watched says whether a contrast may be one that a reader wants first: headline
// says which are, once the numbers are known.
func (r *run) watched(c *contrast) bool {
	col := &r.columns[c.column]
	switch {
	case c.role == byCast:
		return true
	case c.role != byDesign:
		return false
	case col.Kind == sim.Time:
		return c.feature.kind == meanOf || c.feature.kind == quantile && c.feature.p == 0.5
	case col.Kind == sim.Category:
		return c.feature.kind == hadSay
	}
	return r.headline(c) || comeVerbs[r.measure(col).Kind] != "" && c.feature.kind == meanOf && col.Kind == sim.Flag
}

func (r *run) seen(c *contrast) SeenComparison {
	col, t := &r.columns[c.column], &c.told
	out := SeenComparison{
		ID: r.idOf(c), Scenario: r.scenarios[c.scenario], Measure: r.measure(col).ID, Column: col.Name, Feature: c.feature.name(col),
		Design: r.designs[c.design], Unit: unitOf(col),
		N: t.pairs, Value: Float(t.value), Low: Float(t.low), High: Float(t.high), Half: Float(t.half), Verdict: verdicts[t.verdict], Same: t.same,
	}
	if t.nothing() {
		out.Verdict = "nothing"
	}
	out.First = c.role == byCast || r.headline(c)
	if c.role == byCast {
		out.Cast = r.Study.Casts[c.scenario%len(r.Study.Casts)].ID
		out.ID = out.Cast + ":" + out.ID
	}
	return out
}

// idOf names a contrast: SCENARIO/DESIGN/COLUMN/FEATURE.
func (r *run) idOf(c *contrast) string {
	col := &r.columns[c.column]
	return r.scenarios[c.scenario] + "/" + r.designs[c.design] + "/" + col.Name + "/" + c.feature.name(col)
}

// Extent is how much a study asks to be run, at most.
type Extent struct {
	Cells        int `json:"cells"`        // designs × scenarios
	Replications int `json:"replications"` // of all cells, where no comparison is decided before
	Points       int `json:"points"`       // places of the assumptions
	AtPoints     int `json:"atPoints"`     // replications at all of them, of the cells that have what is moved
}

// ExtentOf counts what Run would do with a configuration. What is bisected
// afterwards, and checked, is not counted: it depends on what is found.
func ExtentOf(c Config) (Extent, error) {
	r, err := newRun(c)
	if err != nil {
		return Extent{}, err
	}
	out := Extent{Cells: len(r.Cells), Replications: r.RunsMax * len(r.Cells)}
	if r.Assumptions < 0 {
		return out, nil
	}
	all := r.quantities()
	points := pointsOf(r.Seed, all)
	out.Points = len(points)
	for i := range points {
		for cell := range r.Cells {
			if len(points[i].in(all, cell)) > 0 {
				out.AtPoints += min(r.RunsMax, r.Assumptions)
			}
		}
	}
	return out, nil
}
