package study

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"

	"entente/internal/sim"
)

// assumptions is the pass over the quantities behind the comparison.
type assumptions struct {
	moved  []moved
	points []point
	rows   int       // replications at each point
	done   int       // points done under every scenario
	why    string    // where they were not tried, or not all
	ranges []span    // by estimate: over the points
	stops  []stopped // replications that stopped before their end, at a point
}

// stopped says in how many replications of a cell at a point an answer without a
// chance was reached, or the greatest number of events.
type stopped struct {
	point, cell     int
	cut             bool
	procedure, step int // where the answer has no chance
	count           int
}

// span is a range under way.
type span struct{ low, high float64 }

func (s *span) hold(x float64) {
	if !math.IsNaN(x) {
		s.low, s.high = math.Min(s.low, x), math.Max(s.high, x)
	}
}

// effects is a contrast over the points.
type effects struct {
	base      anchor
	at        []effect
	reversals []reversal
}

// reversal is a point at which a contrast has the opposite sign.
type reversal struct {
	point int
	share float64 // the least share of the way, found by halving, beyond which it is reversed; 1 for points of several quantities
}

// assume moves the quantities behind the comparison, one at a time and the unknown
// constants together, with the random numbers of the base.
func (r *run) assume(ctx context.Context) error {
	a := &r.assumed
	a.moved = r.quantities()
	a.points = pointsOf(r.Seed, a.moved)
	a.rows = min(r.runs, r.Assumptions)
	switch {
	case r.interrupted || r.runs == 0:
		a.why = "the run was interrupted before the assumptions were tried"
		return nil
	case r.Assumptions < 0:
		a.why = "the assumptions were not tried, as was asked"
		return nil
	}
	r.startRanges()
	base := make([]rows, len(r.Cells))
	for i := range base {
		base[i] = rows{r.base[i][:a.rows*len(r.columns)], len(r.columns)}
	}
	for _, c := range r.contrasts {
		c.effect = &effects{at: make([]effect, len(a.points))}
	}
	_ = each(context.WithoutCancel(ctx), r.Workers, len(r.contrasts), func(_, i int) error {
		c := r.contrasts[i]
		c.effect.base = c.anchorOf(&base[c.a], &base[c.b], a.rows)
		return nil
	})
	r.tryPoints(ctx, base)
	slices.SortFunc(a.stops, func(x, y stopped) int {
		return cmp.Or(cmp.Compare(x.point, y.point), cmp.Compare(x.cell, y.cell), cmp.Compare(x.procedure, y.procedure), cmp.Compare(x.step, y.step))
	})
	if a.done < len(a.points) {
		r.interrupted = true
		a.why = "the run was interrupted while the assumptions were tried"
		return nil
	}
	return r.bisect(ctx, base)
}

func (r *run) startRanges() {
	r.assumed.ranges = make([]span, len(r.estimates))
	for i, e := range r.estimates {
		r.assumed.ranges[i] = span{math.Inf(1), math.Inf(-1)}
		r.assumed.ranges[i].hold(e.told.value)
	}
	for s := range r.scenarios {
		r.holdRegrets([]int{s}, nil)
	}
}

// groups divides the scenarios into those that are tried together: each by itself,
// or all, where a contrast is between two of them.
func (r *run) groups() [][]int {
	var each [][]int
	var all []int
	for s := range r.scenarios {
		each, all = append(each, []int{s}), append(all, s)
	}
	if slices.ContainsFunc(r.contrasts, r.crosses) {
		return [][]int{all}
	}
	return each
}

// tryPoints runs every point under every group of scenarios. A worker does one of
// these at a time, so that a point costs the designs that have it and no more.
func (r *run) tryPoints(ctx context.Context, base []rows) {
	a := &r.assumed
	groups := r.groups()
	total := len(a.points) * len(groups)
	scratch := make([]scratch, r.Workers)
	var mu sync.Mutex
	done := 0
	finished := make([]bool, total)
	_ = each(ctx, r.Workers, total, func(w, i int) error {
		finished[i] = r.tryPoint(ctx, &scratch[w], base, i/len(groups), groups[i%len(groups)], &mu)
		mu.Lock()
		defer mu.Unlock()
		done++
		r.report(Progress{Phase: "assumptions", Done: done, Total: total})
		return nil
	})
	for a.done < len(a.points) {
		for g := range groups {
			if !finished[a.done*len(groups)+g] {
				return
			}
		}
		a.done++
	}
}

// scratch is a worker's memory for the rows of the cells at a point.
type scratch struct {
	rows  []rows  // by cell
	moved []bool  // by cell
	ended tallied // of the cell last run
}

func (s *scratch) prepare(base []rows) {
	if s.rows == nil {
		s.rows, s.moved = make([]rows, len(base)), make([]bool, len(base))
	}
	for i := range base {
		s.moved[i] = false
	}
}

// rerun runs a cell at a point; it reports false where ctx ended before.
func (r *run) rerun(ctx context.Context, s *scratch, cell int, at []sim.Setting) bool {
	width := len(r.columns)
	if s.rows[cell].values == nil {
		s.rows[cell] = rows{make([]float64, r.assumed.rows*width), width}
	}
	runner, ended := r.Cells[cell].Engine.With(at).NewRunner(), tally{}
	for row := range r.assumed.rows {
		if row%256 == 0 && ctx.Err() != nil {
			return false
		}
		ended.one(runner.Run(r.Seed, uint64(row), s.rows[cell].values[row*width:(row+1)*width]))
	}
	s.moved[cell], s.ended = true, ended.tallied
	return true
}

// rowsOf are the rows of a cell at the point of the scratch: its own where it was
// moved, else the base's.
func (s *scratch) rowsOf(base []rows, cell int) *rows {
	if s.moved[cell] {
		return &s.rows[cell]
	}
	return &base[cell]
}

// tryPoint runs one point under some scenarios and keeps what the contrasts and the
// estimates are there.
func (r *run) tryPoint(ctx context.Context, s *scratch, base []rows, p int, scenarios []int, mu *sync.Mutex) bool {
	a := &r.assumed
	s.prepare(base)
	var stops []stopped
	for _, scenario := range scenarios {
		for _, cell := range r.cells[scenario] {
			at := a.points[p].in(a.moved, cell)
			if len(at) == 0 {
				continue
			}
			if !r.rerun(ctx, s, cell, at) {
				return false
			}
			stops = append(stops, s.ended.stops(p, cell)...)
		}
	}
	for _, c := range r.contrasts {
		switch {
		case !slices.Contains(scenarios, c.scenario):
		case s.moved[c.a] || s.moved[c.b]:
			c.effect.at[p] = c.effect.base.at(c, s.rowsOf(base, c.a), s.rowsOf(base, c.b), &base[c.a], &base[c.b], a.rows)
		default:
			c.effect.at[p] = c.effect.base.whole
			c.effect.at[p].same = true
		}
	}
	var there []placed
	for i, e := range r.estimates {
		if s.moved[e.cell] {
			// The change on the same replications, from where the whole run puts it.
			change := e.plain(&s.rows[e.cell], a.rows) - e.plain(&base[e.cell], a.rows)
			there = append(there, placed{i, e.moved(change)})
		}
	}
	mu.Lock()
	defer mu.Unlock()
	a.stops = append(a.stops, stops...)
	for _, p := range there {
		a.ranges[p.estimate].hold(p.value)
	}
	r.holdRegrets(scenarios, there)
	return true
}

// placed is an estimate at a point.
type placed struct {
	estimate int
	value    float64
}

// moved is the estimate of the whole run with a change, inside the range of its
// values; what only rounding keeps from an end stands at that end.
func (e *estimate) moved(change float64) float64 {
	x, most := e.told.value+change, e.least+e.reach
	switch room := float64(roundingShare * e.reach); {
	case x < e.least+room:
		return e.least
	case x > most-room:
		return most
	}
	return x
}

// plain is an estimate's value on some rows; NaN where they say nothing.
func (e *estimate) plain(s *rows, count int) float64 {
	if e.feature.kind == quantile {
		var valid []float64
		for row := range count {
			if x := s.at(row, e.column); !math.IsNaN(x) {
				valid = append(valid, x)
			}
		}
		if len(valid) == 0 {
			return math.NaN()
		}
		q, _ := quantileAndSpread(valid, e.feature.p)
		return q
	}
	var m moments
	for row := range count {
		if x := e.feature.of(s.at(row, e.column)); !math.IsNaN(x) {
			m.add(x)
		}
	}
	if m.n == 0 {
		return math.NaN()
	}
	return m.mean
}
