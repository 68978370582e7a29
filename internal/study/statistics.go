package study

import (
	"math"

	"entente/internal/stats"
)

// moments is a running mean and the sum of squares about it. B. P. Welford (1962).
// Products are rounded before they are added, so that no machine fuses them.
type moments struct{ n, mean, m2 float64 }

func (m *moments) add(x float64) {
	m.n++
	d := x - m.mean
	m.mean += d / m.n
	m.m2 += float64(d * (x - m.mean))
}

// se is the standard error of the mean; infinite for fewer than two values.
func (m *moments) se() float64 {
	if m.n < 2 {
		return math.Inf(1)
	}
	return math.Sqrt(m.m2 / (m.n - 1) / m.n)
}

// timeQuantile is a quantile of times restricted to a horizon, with an interval
// that holds at every look at once.
type timeQuantile struct {
	times *stats.Histogram
	*stats.Quantiler
}

func newTimeQuantile(times *stats.Histogram, p, alpha float64) timeQuantile {
	return timeQuantile{times, stats.NewQuantiler(times, p, alpha)}
}

// value is the quantile; the horizon where it lies there.
func (q timeQuantile) value() float64 { return math.Min(q.Value(), q.times.Horizon()) }

// interval is the interval, inside 0 and the horizon.
func (q timeQuantile) interval() (low, high float64) {
	low, high = q.Interval()
	return math.Max(0, math.Min(low, q.times.Horizon())), math.Min(high, q.times.Horizon())
}
