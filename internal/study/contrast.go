package study

import (
	"math"

	"entente/internal/model"
	"entente/internal/num"
	"entente/internal/sim"
	"entente/internal/stats"
)

// role says what a contrast is for.
type role uint8

const (
	byDesign role = iota // a design less the first, under one scenario
	byCast               // a cast less the first, of one design under one scenario
	ranked               // one of two designs less the other, or one of two scenarios, for an order
)

// contrast is one question, fixed before the run: how one number of a column
// differs between a design and the first design of the study, under one scenario; or
// between two other cells.
type contrast struct {
	role             role
	scenario, design int // indices in the study, of b; the base design is 0
	column           int
	feature          feature
	a, b             int     // cells: that of the base, and the other
	reach            float64 // how far the greatest value of either lies above the least
	half             float64 // half the width wanted; 0: from the base's mean
	comes            bool    // a time at which something comes: at the horizon it had not come

	n              int             // replications
	sumA, sumB     moments         // of the pairs
	pairs          *stats.Contrast // the other's less the base's
	samePairs      float64         // pairs after which designs that never differed are called the same
	quantA, quantB timeQuantile    // quantile: of the pairs, each at half of the level
	coming         coming          // a time at which something comes

	told   told     // at the last look
	effect *effects // over the assumptions; nil where they were not tried
}

// told is what a look says of a contrast.
type told struct {
	n, pairs  int // replications, and those in which both designs say something
	value     float64
	se        float64 // plain, of the mean difference
	low, high float64
	half      float64 // the half-width wanted
	verdict   stats.Verdict
	same      bool    // every pair has the same value twice
	beyond    bool    // in neither design it comes before the horizon: what is asked is not known of either
	gain      float64 // var A + var B over var(B − A)
	coming    coming
}

// contrastQuantiles are the quantiles that are compared, of the time of a
// procedure.
var contrastQuantiles = []float64{0.5, 0.9}

// fixContrasts lists the contrasts and divides alpha among them (Bonferroni).
func (r *run) fixContrasts() {
	for s := range r.scenarios {
		for i := range r.columns {
			c := r.column(r.cells[s][0], i)
			if r.toldOnly(c) {
				continue
			}
			for _, f := range featuresOf(c, r.comparedQuantiles(c)) {
				for d := 1; d < len(r.designs); d++ {
					r.contrast(byDesign, place2{s, 0}, place2{s, d}, i, f)
				}
			}
		}
	}
	r.fixCasts()
	r.fixRanked()
	alpha := stats.Share(r.Alpha, len(r.contrasts))
	for _, c := range r.contrasts {
		c.pairs = stats.NewContrast(c.reach, alpha)
		c.samePairs = samePairs(alpha)
		if c.feature.kind == quantile {
			c.quantA = newTimeQuantile(stats.NewHistogram(c.reach), c.feature.p, alpha/2)
			c.quantB = newTimeQuantile(stats.NewHistogram(c.reach), c.feature.p, alpha/2)
		}
	}
}

// place2 is a cell by its indices.
type place2 struct{ scenario, design int }

// contrast adds a contrast of b less a, unless one of them does not answer what is
// asked: designs are compared only on what both answer.
func (r *run) contrast(role role, a, b place2, column int, f feature) {
	c := &contrast{role: role, scenario: b.scenario, design: b.design, column: column, feature: f, a: r.cells[a.scenario][a.design], b: r.cells[b.scenario][b.design]}
	x, y := r.column(c.a, column), r.column(c.b, column)
	if r.silentOn(b.design, y.Measure).unspecified != "" || r.silentOn(a.design, y.Measure).unspecified != "" {
		return
	}
	c.reach = math.Max(x.Min+f.reach(x), y.Min+f.reach(y)) - math.Min(x.Min, y.Min)
	c.half, c.comes = r.halfWanted(y), r.comes(y)
	r.contrasts = append(r.contrasts, c)
}

// crosses says whether a contrast is between two scenarios.
func (r *run) crosses(c *contrast) bool { return r.Cells[c.a].Scenario != r.Cells[c.b].Scenario }

func (r *run) comparedQuantiles(c *sim.Column) []float64 {
	if r.measure(c).Kind == "time-of" {
		return contrastQuantiles
	}
	return nil
}

func (r *run) measure(c *sim.Column) *model.Measure { return &r.Study.Measures[c.Measure] }

// The half-widths wanted where the study says nothing.
const (
	timeHalfShare = 0.05 // of the base design's own number
	shareHalf     = 0.02
)

// halfWanted is the half-width wanted of a column: what the study asks, else 0 for a
// time, where it is a share of the base's own number.
func (r *run) halfWanted(c *sim.Column) float64 {
	if half := r.halfAsked(c); half > 0 || c.Kind == sim.Time {
		return half
	}
	if c.Kind == sim.Number {
		return float64(shareHalf * (c.Max - c.Min))
	}
	return shareHalf
}

// halfAsked is the half-width that the study asks of a column; 0: none. What a
// measure's `precision` says is in the unit of the measure: it does not bind the flags
// beside a time.
func (r *run) halfAsked(c *sim.Column) float64 {
	m := r.measure(c)
	for i := range r.Study.Precision {
		p := &r.Study.Precision[i]
		if p.Measure == m.ID && (c.Kind == sim.Time || !model.TimeMeasure(m.Kind)) {
			return p.Half.Spec.A
		}
	}
	return 0
}

// take adds the rows of a round, in order.
func (c *contrast) take(a, b *rows, count int) {
	c.n += count
	for row := range count {
		x, y := c.pair(a, b, row)
		if math.IsNaN(x) || math.IsNaN(y) {
			continue
		}
		c.sumA.add(x)
		c.sumB.add(y)
		c.pairs.Add(y, x)
		if c.comes {
			c.coming.add(x, y, c.reach)
		}
		if c.feature.kind == quantile {
			c.quantA.times.Add(x)
			c.quantB.times.Add(y)
		}
	}
}

// look judges the contrast on what it holds.
func (c *contrast) look() {
	pairs := c.pairs.Pairs()
	t := told{n: c.n, pairs: pairs, half: c.wanted(), gain: c.pairs.Gain(), se: math.Inf(1), same: pairs > 0 && c.pairs.Equal() == pairs, coming: c.coming}
	if pairs > 1 {
		t.se = math.Sqrt(c.pairs.Variance() / float64(pairs))
	}
	open := false // a quantile may lie beyond the horizon, and as far as it likes
	switch {
	case pairs == 0:
		t.value, t.low, t.high = math.NaN(), -c.reach, c.reach
	case c.feature.kind == quantile:
		t.value = c.quantB.value() - c.quantA.value()
		lowA, highA := c.quantA.interval()
		lowB, highB := c.quantB.interval()
		t.low, t.high = lowB-highA, highB-lowA
		t.beyond = c.comes && lowA >= c.reach && lowB >= c.reach
		open = c.comes && (highA >= c.reach || highB >= c.reach)
	default:
		t.value = c.pairs.Value()
		t.low, t.high = c.pairs.Interval()
		t.beyond = c.comes && c.sumA.mean >= c.reach && c.sumB.mean >= c.reach
	}
	t.verdict = stats.Decide(t.low, t.high, t.half)
	if t.verdict == stats.Open && t.same && float64(pairs) >= c.samePairs {
		t.verdict = stats.Equal
	}
	if t.beyond || open && t.sign() == 0 && !t.same {
		t.verdict = stats.Open
	}
	c.told = t
}

// differAtMost is the share of the replications that may differ in two designs that
// are called the same.
const differAtMost = 0.01

// samePairs is how many pairs in a row have to be the same twice before two designs
// are called so. If more than a hundredth of the replications differed, so many
// alike would come with a chance of alpha at most; it is one fixed count, so that
// looking often does no harm.
func samePairs(alpha float64) float64 { return num.Log(alpha) / num.Log1p(-differAtMost) }

// wanted is the half-width asked: what the study says, else a twentieth of the
// base's own number. Where the base's time is 0, it goes by the other design's, and
// where that is 0 too, by the horizon.
func (c *contrast) wanted() float64 {
	a, b := c.sumA.mean, c.sumB.mean
	if c.feature.kind == quantile && c.pairs.Pairs() > 0 {
		a, b = c.quantA.value(), c.quantB.value()
	}
	switch {
	case c.half > 0:
		return c.half
	case a > 0:
		return float64(timeHalfShare * a)
	case b > 0:
		return float64(timeHalfShare * b)
	}
	return c.reach / 1000
}

// sign is +1 or -1 where the sign of the difference is known, else 0.
func (t *told) sign() int {
	switch t.verdict {
	case stats.Above:
		return 1
	case stats.Below:
		return -1
	}
	return 0
}

// decided says that the difference has a sign, or is none.
func (t *told) decided() bool { return t.sign() != 0 || t.verdict == stats.Equal }

// nothing says that there is nothing to compare: no replication says anything in
// both designs, or what is asked lies beyond the horizon in both.
func (t *told) nothing() bool { return t.pairs == 0 || t.beyond }

// settled says whether more replications are not asked for.
func (t *told) settled() bool { return t.nothing() || t.verdict != stats.Open }

// open counts the contrasts that are not settled at the last look.
func (r *run) open() int {
	n := 0
	for _, c := range r.contrasts {
		if r.looked == 0 || !c.told.settled() {
			n++
		}
	}
	if len(r.designs) == 1 {
		n += r.wide()
	}
	return n
}

// wide counts, of a single design, the numbers that are not as narrow as the study
// asks: there is nothing to compare.
func (r *run) wide() int {
	n := 0
	for _, e := range r.estimates {
		c := r.column(e.cell, e.column)
		if half := r.halfAsked(c); e.feature.kind != quantile && half > 0 && (r.looked == 0 || e.told.valid > 0 && e.told.high-e.told.low > 2*half) {
			n++
		}
	}
	return n
}
