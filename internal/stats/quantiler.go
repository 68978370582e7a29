package stats

import "math"

// Quantiler is a confidence sequence for one quantile of the numbers that a
// histogram counts: the probability that the quantile ever lies outside the
// interval, at any of the looks, is at most alpha. Several may share a histogram.
// See [Ranks] for the method.
type Quantiler struct {
	histogram *Histogram
	p, alpha  float64
	low, high float64
	looked    int
}

// NewQuantiler returns the sequence for the p-quantile, 0 < p < 1, at level
// 0 < alpha < 1, of the numbers that are added to the histogram, now and later. It
// panics on other arguments.
func NewQuantiler(h *Histogram, p, alpha float64) *Quantiler {
	Ranks(0, p, alpha) // checks both
	return &Quantiler{histogram: h, p: p, alpha: alpha, high: above}
}

// Value returns the plain quantile, as [Histogram.Quantile] does.
func (q *Quantiler) Value() float64 { return q.histogram.Quantile(q.p) }

// Interval takes a look: it returns the ends of the interval in the units of the
// numbers, the intersection of those of all looks so far. They are ends of cells,
// so that the interval is wider than the ranks ask for by up to 2^-11 of each end.
// At first low is 0 and high infinite; high stays infinite as long as the
// quantile may lie beyond the horizon. If the looks contradict each other, which
// has at most probability alpha, the last interval that was not empty stays.
func (q *Quantiler) Interval() (low, high float64) {
	n := q.histogram.Count()
	if n == q.looked {
		return q.low, q.high
	}
	q.looked = n
	first, last := Ranks(n, q.p, q.alpha)
	low, _ = q.histogram.AtRank(first)
	_, high = q.histogram.AtRank(last)
	low, high = math.Max(low, q.low), math.Min(high, q.high)
	if low <= high {
		q.low, q.high = low, high
	}
	return q.low, q.high
}
