package study

import (
	"math"
	"slices"
)

// effect is a contrast at one point: the plain difference of the pairs and its
// standard error.
type effect struct {
	pairs    int
	diff, se float64
	same     bool // nothing behind it was moved: it is the base's
	done     bool
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

// effectOf computes a contrast on rows of both cells.
func (c *contrast) effectOf(a, b *rows, count int) effect {
	if c.feature.kind == quantile {
		return c.quantileEffect(a, b, count)
	}
	var m moments
	for row := range count {
		x, y := c.feature.of(a.at(row, c.column)), c.feature.of(b.at(row, c.column))
		if !math.IsNaN(x) && !math.IsNaN(y) {
			m.add(y - x)
		}
	}
	return effect{pairs: int(m.n), diff: m.mean, se: m.se(), done: true}
}

// quantileEffect is the difference of two sample quantiles of paired values. Its
// standard error is that of the mean difference of their influence functions, with
// the densities taken from the spacing of order statistics: Bahadur (1966);
// Siddiqui (1960).
func (c *contrast) quantileEffect(a, b *rows, count int) effect {
	var x, y []float64
	for row := range count {
		u, v := a.at(row, c.column), b.at(row, c.column)
		if !math.IsNaN(u) && !math.IsNaN(v) {
			x, y = append(x, u), append(y, v)
		}
	}
	if len(x) == 0 {
		return effect{done: true, se: math.Inf(1)}
	}
	p := c.feature.p
	qx, sx := quantileAndSpread(x, p)
	qy, sy := quantileAndSpread(y, p)
	var m moments
	for i := range x {
		m.add(sy*(p-flag(y[i] <= qy)) - sx*(p-flag(x[i] <= qx)))
	}
	return effect{pairs: len(x), diff: qy - qx, se: m.se(), done: true}
}

// quantileAndSpread returns the p-quantile of values in any order and an estimate
// of one over the density there.
func quantileAndSpread(values []float64, p float64) (at, spread float64) {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	n := float64(len(sorted))
	half := math.Sqrt(n * p * (1 - p))
	from := max(0, int(math.Floor(n*p-half))-1)
	to := min(len(sorted)-1, int(math.Ceil(n*p+half))-1)
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
