package sp

import (
	"math"
	"slices"
)

// combine applies a rule cell by cell. The laws are first brought to one offset,
// the moment at which the rule is met if each time is its offset: clipping times
// below it does not change the moment at which the rule is met.
func combine(r rule, laws []Law) Law {
	if len(laws) == 1 {
		return laws[0]
	}
	each := func(of func(*Law) float64) []float64 {
		values := make([]float64, len(laws))
		for i := range laws {
			values[i] = of(&laws[i])
		}
		return values
	}
	l := Law{step: laws[0].step, limit: laws[0].limit, cells: laws[0].limit}
	l.offset = r.time(each(func(a *Law) float64 { return a.offset }))
	l.min = r.time(each(func(a *Law) float64 { return a.min }))
	l.max = r.time(each(func(a *Law) float64 { return a.max }))

	shifts := make([]shift, len(laws))
	for i := range laws {
		sameGrid(laws[0], laws[i])
		shifts[i] = newShift(&laws[i], l.offset)
		if laws[i].over > 0 {
			l.cells = min(l.cells, max(0, laws[i].cells-shifts[i].cells))
		}
	}
	cdfs := make([][]float64, len(laws))
	excesses := make([]float64, len(laws))
	for i := range laws {
		cdfs[i] = shifts[i].cdf(l.cells)
		if n := len(cdfs[i]); n > 0 && cdfs[i][n-1] > 0 { // else it never ends on this grid
			l.gap = math.Max(l.gap, shifts[i].gap)
		}
		l.slack += laws[i].slack
		excesses[i] = laws[i].excessAbove(float64(float64(l.cells)*l.step) + l.offset - laws[i].offset)
	}
	l.excess = r.excess(excesses)
	l.slack += roundOff(l.cells + len(laws)*len(laws))
	l.setCDF(meet(r, cdfs, l.cells))
	l.meanHigh = math.Inf(1)
	l.settleMean()
	return l
}

// excess bounds the excess of the rule's moment by those of its things. While the
// rule is not met, at least b = blocking() things have not happened; whichever j
// are left out, b − j of the others have not. So the sum of the others' excess,
// over b − j, is a bound, and least where the j largest are left out.
func (r rule) excess(of []float64) float64 {
	of = slices.Clone(of)
	slices.Sort(of)
	b := r.blocking()
	least, sum := math.Inf(1), 0.0
	for kept, x := range of {
		sum += x
		if left := b - (len(of) - kept - 1); left > 0 {
			least = math.Min(least, sum/float64(left))
		}
	}
	return least
}

// meet returns the CDF of the rule's moment, shortened where it reaches one.
func meet(r rule, cdfs [][]float64, cells int) []float64 {
	count := r.counter()
	p := make([]float64, len(cdfs))
	out := make([]float64, 0, cells)
	for k := range cells {
		for i := range cdfs {
			p[i] = 1
			if k < len(cdfs[i]) {
				p[i] = cdfs[i][k]
			}
		}
		q := count.prob(p)
		out = append(out, q)
		if q == 1 {
			break
		}
	}
	return out
}

// shift moves a law to another offset: D falls by so many whole cells, and what
// is left of a cell widens the gap.
type shift struct {
	law   *Law
	cells int // may be negative
	gap   float64
}

func newShift(l *Law, offset float64) shift {
	by := (offset - l.offset) / l.step
	whole := math.Ceil(by - snap)
	// A shift beyond any grid clips or overflows everything alike.
	whole = math.Min(math.Max(whole, -2*CellsLimit), 2*CellsLimit)
	return shift{l, int(whole), l.gap + float64(math.Max(0, whole-by)*l.step)}
}

// cdf returns P(D − s.cells <= k) for k < n, shortened to where it is one for good.
func (s *shift) cdf(n int) []float64 {
	out := make([]float64, 0, n)
	sum, next := 0.0, 0
	for k := range n {
		for ; next < len(s.law.mass) && next-s.cells <= k; next++ {
			sum += s.law.mass[next]
		}
		if next == len(s.law.mass) && s.law.over == 0 {
			return append(out, 1)
		}
		out = append(out, math.Min(1, sum))
	}
	return out
}
