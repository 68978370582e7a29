package study

import (
	"math"
	"slices"
)

// effect is a contrast at one point: the difference and its standard error.
//
// Two estimates of it are at hand. One is the plain difference of the pairs at the
// point. The other starts from the base, which has many more replications, and adds
// the change on the replications of the point, which have the same random numbers
// (a control variate): where a quantity hardly matters it is almost as exact as the
// base. The one with the smaller standard error is taken. A. M. Law, Simulation
// Modeling and Analysis, 5th ed. (2015), ch. 11.
type effect struct {
	pairs    int
	differ   int     // of the pairs, those of two values
	diff, se float64 // NaN and infinite where there is no pair
	same     bool    // nothing behind it was moved: it is the base's
}

// seSign is how many standard errors a difference has to be away from 0 to have a
// sign at a point of the assumptions.
const seSign = 2

// sign is +1 or -1 where the difference is more than two standard errors away from
// 0, else 0.
func (e *effect) sign() int {
	switch {
	case e.pairs == 0:
		return 0
	case e.diff > seSign*e.se:
		return 1
	case e.diff < -seSign*e.se:
		return -1
	}
	return 0
}

// local is a contrast on the replications of one point, with what the influence of a
// replication is computed from.
type local struct {
	effect
	whole          float64 // the share of the replications whose pair is whole
	qa, qb, sa, sb float64 // quantiles: where they are, and one over the density there
}

// anchor is a contrast at the base on the replications of the points, and on those
// of the whole run.
type anchor struct {
	local local
	whole effect
}

// anchorOf computes the anchor of a contrast.
func (c *contrast) anchorOf(a, b *rows, count int) anchor {
	k := anchor{local: c.localOf(a, b, count), whole: effect{pairs: c.told.pairs, diff: c.told.value, se: c.told.se}}
	if c.feature.kind == quantile {
		k.whole.se = float64(k.local.se * math.Sqrt(float64(k.local.pairs)/float64(max(1, c.told.pairs))))
	}
	return k
}

// at computes a contrast at a point, given the base on the same replications.
func (k *anchor) at(c *contrast, a, b, baseA, baseB *rows, count int) effect {
	there := c.localOf(a, b, count)
	if there.pairs == 0 || k.local.pairs == 0 {
		return there.effect
	}
	var m moments
	together := 0.0 // of the base's influence and the change
	for row := range count {
		base := c.influence(&k.local, baseA, baseB, row)
		moved := c.influence(&there, a, b, row) - base
		m.add(moved)
		together += float64(base * moved)
	}
	change := there.diff - k.local.diff
	// The replications of the point are among those of the whole run.
	variance := float64(m.se()*m.se()) + float64(k.whole.se*k.whole.se) + 2*together/float64(count)/float64(max(count, c.told.n))
	se := math.Sqrt(math.Max(0, variance))
	if se < there.se || change == 0 && m.m2 == 0 {
		there.diff, there.se = k.whole.diff+change, se
	}
	if c.rounded(there.diff) {
		there.diff = 0
	}
	return there.effect
}

// localOf computes a contrast on rows of both cells: the mean difference of the
// pairs that are whole, or the difference of their sample quantiles. Its standard
// error is that of the mean of the influences.
func (c *contrast) localOf(a, b *rows, count int) local {
	var out local
	var m moments
	var x, y []float64
	for row := range count {
		u, v := c.pair(a, b, row)
		if math.IsNaN(v - u) {
			continue
		}
		m.add(v - u)
		if u != v {
			out.differ++
		}
		if c.feature.kind == quantile {
			x, y = append(x, u), append(y, v)
		}
	}
	out.pairs, out.diff, out.whole = int(m.n), m.mean, m.n/float64(count)
	if out.pairs == 0 {
		out.diff, out.se = math.NaN(), math.Inf(1)
		return out
	}
	if c.feature.kind == quantile {
		out.qa, out.sa = quantileAndSpread(x, c.feature.p)
		out.qb, out.sb = quantileAndSpread(y, c.feature.p)
		out.diff = out.qb - out.qa
	}
	var spread moments
	for row := range count {
		spread.add(c.influence(&out, a, b, row))
	}
	out.se = spread.se()
	return out
}

// pair is what both designs say in a replication; NaN where one says nothing.
func (c *contrast) pair(a, b *rows, row int) (u, v float64) {
	return c.level(c.feature.of(a.at(row, c.column)), c.feature.of(b.at(row, c.column)))
}

// level takes two values that only rounding keeps apart for one.
func (c *contrast) level(u, v float64) (float64, float64) {
	if c.rounded(v - u) {
		return u, u
	}
	return u, v
}

// roundingShare is the share of the range of a number below which a difference is
// what rounding left: of sums, and of an end that is computed from two numbers.
const roundingShare = 1e-9

// rounded says that a difference is what rounding left.
func (c *contrast) rounded(x float64) bool { return math.Abs(x) < float64(roundingShare*c.reach) }

// influence is how much one replication weighs in a contrast: for a mean over the
// whole pairs, how far the pair is from it; for a quantile, R. R. Bahadur (1966),
// with the density taken from the spacing of order statistics, M. M. Siddiqui
// (1960).
func (c *contrast) influence(k *local, a, b *rows, row int) float64 {
	u, v := c.pair(a, b, row)
	switch p := c.feature.p; {
	case math.IsNaN(v - u):
		return 0
	case c.feature.kind == quantile:
		return (float64(k.sb*(p-flag(v <= k.qb))) - float64(k.sa*(p-flag(u <= k.qa)))) / k.whole
	}
	return (v - u - k.diff) / k.whole
}

// quantileAndSpread returns the p-quantile of values in any order and an estimate
// of one over the density there.
func quantileAndSpread(values []float64, p float64) (at, spread float64) {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	n := float64(len(sorted))
	half := math.Sqrt(float64(float64(n*p) * (1 - p)))
	from := max(0, int(math.Floor(float64(n*p)-half))-1)
	to := min(len(sorted)-1, int(math.Ceil(float64(n*p)+half))-1)
	if to > from {
		spread = (sorted[to] - sorted[from]) * n / float64(to-from)
	}
	return empirical(sorted, p), spread
}

// empirical is the p-quantile of sorted values: the least with at least the share p
// at or below it.
func empirical(sorted []float64, p float64) float64 {
	k := int(math.Ceil(float64(p * float64(len(sorted)))))
	return sorted[min(len(sorted), max(1, k))-1]
}
