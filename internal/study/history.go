package study

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/timing"
)

// Past is a scenario under the design that was in force then, and what of its runs
// is held against history.
type Past struct {
	Scenario, Design string // the design by its name
	Engine           Engine // its measures are one time for each entry
	Entries          []PastEntry
}

// PastEntry is one observed value, or one that a record not given would hold.
type PastEntry struct {
	ID, What, Case string
	Of, Since      string
	Source         string  // of what was observed, with its grade
	Observed       float64 // seconds; NaN: it is predicted

	cite model.SourceIndex
}

// PastOf is what a scenario holds against history, with the measures that an engine
// for it takes. Nothing comes back where it holds nothing.
func PastOf(a *model.Arrangement, s *model.Scenario) ([]PastEntry, []model.Measure) {
	var entries []PastEntry
	var measures []model.Measure
	add := func(o *model.Observed) {
		if o.Of == "" {
			return
		}
		e := PastEntry{ID: o.ID, What: o.Text, Case: o.Case, Of: o.Of, Observed: math.NaN(), cite: model.None}
		if o.Since != model.None {
			e.Since = s.Incidents[o.Since].ID
		}
		if o.Value.Set {
			e.Observed = o.Value.Spec.A
			e.Source, e.cite = timing.Grade(a, o.Value.Cite), o.Value.Cite.Source
		}
		entries = append(entries, e)
		measures = append(measures, model.Measure{Meta: model.Meta{ID: o.ID, Span: o.Span}, Kind: "time-of", Of: o.Of, Since: e.Since})
	}
	for i := range s.Observed {
		add(&s.Observed[i])
	}
	for i := range s.Predicted {
		add(&s.Predicted[i])
	}
	return entries, measures
}

// HistoryConfig is what Hold needs.
type HistoryConfig struct {
	Past    []Past
	Seed    uint64
	Runs    int // replications of each distribution, at most; 0: 4,096
	Workers int
	Points  bool // the assumptions are moved as well

	Progress func(Progress) // called from one goroutine at a time; may be nil
}

// The size of what Hold runs.
const (
	historyRuns  = 4096
	historyDraws = 512 // points of the hypercube behind the mixture
	historyEach  = 512 // replications at each point of the assumptions
)

// The ranges and quantiles that are told.
var (
	historyRanges = [...]struct {
		name      string
		low, high int // of historyAt
	}{{"50 %", 2, 4}, {"80 %", 1, 5}, {"95 %", 0, 6}}
	historyAt = [...]float64{0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975}
)

// Hold runs each scenario under the design that was in force, and says where what
// was observed falls. Each entry has three kinds of distribution.
//
// The base has every bound at its middle. The mixture gives each replication one of
// 512 points of a Latin hypercube over the bounds without a law, laid out evenly:
// what we would have said beforehand, had we had to bet. Even weights are a choice
// of ours, so the third says what other weights could make of it: the least and the
// greatest over all points at which the assumptions are tried: each end of each
// quantity by itself, the bounds together, and all times short or all long.
//
// It returns nil where ctx ended first.
func Hold(ctx context.Context, c HistoryConfig) *History {
	if c.Runs <= 0 {
		c.Runs = historyRuns
	}
	c.Runs = min(c.Runs, historyRuns)
	out := &History{Seed: c.Seed, Runs: c.Runs, Draws: min(historyDraws, c.Runs), Ranges: HistoryCaveat}
	for i := range c.Past {
		h := newHolding(&c, &c.Past[i])
		if len(c.Past[i].Entries) == 0 || !h.run(ctx, i) {
			if ctx.Err() != nil {
				return nil
			}
			continue
		}
		out.Points = max(out.Points, len(h.points))
		for k := range c.Past[i].Entries {
			out.Entries = append(out.Entries, h.held(k))
		}
	}
	out.Cases = tallyCases(out.Entries)
	return out
}

// holding is a scenario under way.
type holding struct {
	c    *HistoryConfig
	past *Past
	at   [][2]int // by entry: the columns of the time, and of whether it came

	mixture []point
	points  []point
	moved   []moved
	each    int
	rows    [][][]float64 // by entry and distribution (base, mixture, then the points): times; +Inf: it never came
}

func newHolding(c *HistoryConfig, past *Past) *holding {
	h := &holding{c: c, past: past, each: min(historyEach, c.Runs)}
	r := &run{Config: Config{Cells: []Cell{{Engine: past.Engine}}}}
	h.moved = r.quantities()
	var unknown []int
	for i := range h.moved {
		if h.moved[i].unknown {
			unknown = append(unknown, i)
		}
	}
	h.mixture = hypercube(c.Seed, min(historyDraws, c.Runs), h.moved, unknown)
	if c.Points {
		h.points = append(pointsOf(c.Seed, h.moved), allTimes(h.moved)...)
	}
	columns := past.Engine.Columns()
	for i := range past.Entries {
		at := slices.IndexFunc(columns, func(x sim.Column) bool { return x.Measure == i && x.Kind == sim.Time })
		if at < 0 || at+1 >= len(columns) || columns[at+1].Kind != sim.Flag {
			panic(fmt.Sprintf("study: entry %s of %s is no time", past.Entries[i].ID, past.Scenario))
		}
		h.at = append(h.at, [2]int{at, at + 1})
	}
	return h
}

// allTimes are the points at which every time that is moved is short, and at which
// every one is long. Draws of many steps even out; what an author misjudged in all
// of them does not.
func allTimes(all []moved) []point {
	short, long := point{kind: "all-short", quantity: -1}, point{kind: "all-long", quantity: -1}
	for i := range all {
		if !all[i].Chance && !all[i].Number {
			short.settings = append(short.settings, sim.Setting{Path: all[i].Path, End: sim.LowEnd, Share: 1})
			long.settings = append(long.settings, sim.Setting{Path: all[i].Path, End: sim.HighEnd, Share: 1})
		}
	}
	return []point{short, long}
}

// run runs all distributions; it reports false where ctx ended before.
func (h *holding) run(ctx context.Context, done int) bool {
	h.rows = make([][][]float64, len(h.past.Entries))
	for k := range h.rows {
		h.rows[k] = make([][]float64, 2+len(h.points))
		h.rows[k][0] = make([]float64, h.c.Runs)
		h.rows[k][1] = make([]float64, h.c.Runs)
		for p := range h.points {
			h.rows[k][2+p] = make([]float64, h.each)
		}
	}
	var pieces, points []historyPiece
	for d := range h.mixture { // replication r stands at point r modulo their number
		pieces = append(pieces, historyPiece{1, d, h.c.Runs, len(h.mixture), h.mixture[d].settings})
	}
	for at := 0; at < h.c.Runs; at += historyEach {
		pieces = append(pieces, historyPiece{0, at, min(at+historyEach, h.c.Runs), 1, nil})
	}
	for p := range h.points {
		points = append(points, historyPiece{2 + p, 0, h.each, 1, h.points[p].settings})
	}
	finished := 0
	for _, list := range [][]historyPiece{pieces, points} {
		complete := make([]bool, len(list))
		_ = each(ctx, max(1, h.c.Workers), len(list), func(_, i int) error {
			complete[i] = h.piece(&list[i])
			return nil
		})
		for _, c := range complete {
			if c {
				finished++
			}
		}
	}
	if h.c.Progress != nil {
		h.c.Progress(Progress{Phase: "history", Done: done + 1, Total: len(h.c.Past)})
	}
	return finished == len(pieces)+len(points)
}

// historyPiece is replications of one distribution.
type historyPiece struct {
	to, from, until, step int
	settings              []sim.Setting
}

// historyFirst is how many replications of a point are compared with those of the
// base: where all are the same, the point is taken to change nothing.
const historyFirst = 64

// piece runs replications of one distribution. It returns true.
func (h *holding) piece(p *historyPiece) bool {
	runner := h.past.Engine.With(p.settings).NewRunner()
	out := make([]float64, len(h.past.Engine.Columns()))
	changes := p.to < 2
	for row := p.from; row < p.until; row += p.step {
		if row == historyFirst && !changes {
			for k := range h.rows {
				copy(h.rows[k][p.to], h.rows[k][0][:p.until])
			}
			return true
		}
		runner.Run(h.c.Seed, uint64(row), out)
		for k, at := range h.at {
			x := timeThat(out[at[0]], out[at[1]])
			h.rows[k][p.to][row] = x
			if !changes {
				was := h.rows[k][0][row]
				changes = x != was && !(math.IsNaN(x) && math.IsNaN(was))
			}
		}
	}
	return true
}

// timeThat is a time, infinite where it never came; NaN where nothing is said.
func timeThat(t, came float64) float64 {
	if came == 0 {
		return math.Inf(1)
	}
	if math.IsNaN(came) {
		return math.NaN()
	}
	return t
}

// held concludes an entry.
func (h *holding) held(k int) Held {
	e := &h.past.Entries[k]
	out := Held{
		Scenario: h.past.Scenario, Design: h.past.Design, ID: e.ID, What: e.What, Case: e.Case, Of: e.Of, Since: e.Since,
		Source: e.Source, Observed: Float(e.Observed),
	}
	rows := h.rows[k]
	out.Base, out.Mixture = spreadOf(rows[0], e.Observed), spreadOf(rows[1], e.Observed)
	out.Began = Float(float64(out.Mixture.N) / float64(h.c.Runs))
	if out.Shared = h.shared(k); len(out.Shared) == 0 {
		out.Within = out.Mixture.ranges(e.Observed)
	}
	if len(h.points) == 0 {
		return out
	}
	low, high := out.Base, out.Base
	for _, p := range append([][]float64{rows[1]}, rows[2:]...) {
		s := spreadOf(p, e.Observed)
		if s.N == 0 {
			continue
		}
		low.lower(&s, func(a, b float64) float64 { return least(a, b, 1) })
		high.lower(&s, func(a, b float64) float64 { return least(a, b, -1) })
	}
	out.Low, out.High = &low, &high
	return out
}

// shared lists what rests on the source of an observed value, by its own citation or
// that of its step or procedure, and bears on the time:
// numbers of its own procedure, and those that change it when they are moved; where
// none was moved, all. A value held against what was made from it would show nothing.
func (h *holding) shared(k int) []string {
	e := &h.past.Entries[k]
	if e.cite == model.None {
		return nil
	}
	proc, _, _ := strings.Cut(e.Of, "/")
	var out []string
	for _, q := range h.past.Engine.Quantities() {
		if (q.Cite.Source == e.cite || slices.Contains(q.Within[:], e.cite)) && (strings.HasPrefix(q.Path, "procedures/"+proc+"/") || len(h.points) == 0 || h.changes(k, q.Path)) {
			out = append(out, quantityName(q.Path, q.Chance))
		}
	}
	return out
}

// changes reports whether a time differs where a quantity alone stands at an end.
func (h *holding) changes(k int, path string) bool {
	for p := range h.points {
		if at := h.points[p].quantity; at >= 0 && h.moved[at].Path == path {
			for row, x := range h.rows[k][2+p] {
				if was := h.rows[k][0][row]; x != was && !(math.IsNaN(x) && math.IsNaN(was)) {
					return true
				}
			}
		}
	}
	return false
}

// least is the lesser of two numbers, the greater for the sign -1; NaN is none.
func least(a, b, sign float64) float64 {
	if math.IsNaN(a) || !math.IsNaN(b) && sign*b < sign*a {
		return b
	}
	return a
}

// lower takes each number of another spread where it is the lesser.
func (s *Spread) lower(o *Spread, lesser func(a, b float64) float64) {
	at := s.At[:0:0]
	for i := range s.At {
		at = append(at, Float(lesser(float64(s.At[i]), float64(o.At[i]))))
	}
	s.At = at
	s.Came = Float(lesser(float64(s.Came), float64(o.Came)))
	s.Position = Float(lesser(float64(s.Position), float64(o.Position)))
}

// spreadOf sums up one distribution, and where a value falls in it: the share of
// what is smaller, and half of what is equal.
func spreadOf(rows []float64, value float64) Spread {
	var sorted []float64
	came, below, equal := 0, 0, 0
	for _, x := range rows {
		if math.IsNaN(x) {
			continue
		}
		sorted = append(sorted, x)
		if !math.IsInf(x, 1) {
			came++
		}
		switch {
		case x < value:
			below++
		case x == value:
			equal++
		}
	}
	slices.Sort(sorted)
	nan := Float(math.NaN())
	out := Spread{N: len(sorted), Came: nan, Position: nan, At: make([]Float, len(historyAt))}
	for i, p := range historyAt {
		out.At[i] = nan
		if len(sorted) > 0 {
			out.At[i] = Float(sorted[max(0, int(math.Ceil(float64(p*float64(len(sorted)))-1e-9))-1)])
		}
	}
	if n := float64(len(sorted)); n > 0 {
		out.Came = Float(float64(came) / n)
		if !math.IsNaN(value) {
			out.Position = Float((float64(below) + float64(equal)/2) / n)
		}
	}
	return out
}

// ranges says whether a value lies inside each range; nil where there is no value
// or nothing to compare it with.
func (s *Spread) ranges(value float64) []bool {
	if math.IsNaN(value) || s.N == 0 {
		return nil
	}
	var out []bool
	for _, r := range historyRanges {
		out = append(out, float64(s.At[r.low]) <= value && value <= float64(s.At[r.high]))
	}
	return out
}

// tallyCases counts by case, in the order of first appearance; the last is all.
func tallyCases(list []Held) []CaseTally {
	var out []CaseTally
	all := CaseTally{Inside: make([]int, len(historyRanges))}
	for i := range list {
		h := &list[i]
		if h.Within == nil {
			continue
		}
		at := slices.IndexFunc(out, func(c CaseTally) bool { return c.Case == h.Case })
		if at < 0 {
			at = len(out)
			out = append(out, CaseTally{Case: h.Case, Inside: make([]int, len(historyRanges))})
		}
		for _, c := range []*CaseTally{&out[at], &all} {
			c.N++
			for k, in := range h.Within {
				if in {
					c.Inside[k]++
				}
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, all)
}
