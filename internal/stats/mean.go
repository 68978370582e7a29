package stats

import (
	"fmt"
	"math"

	"entente/internal/num"
)

// roundingSlack is added to the thresholds of logarithms of capital; it is more
// than what rounding can add to them in 10^9 observations.
const roundingSlack = 1e-6

// Mean is a confidence sequence for the mean of observations in [lo, hi]: the
// probability that the mean ever lies outside the interval, at any of the looks,
// is at most alpha. It asks only that every observation lies in the range and has
// the same mean given those before it. See the package comment for the method and
// docs/references.bib [waudbysmith2024].
type Mean struct {
	lo, hi, perRange float64
	threshold        float64
	data             cells
	total            total
	n                int
	low, high        float64 // in [0, 1]
	looked           int     // n at the last look
}

// NewMean returns an empty sequence for observations in [lo, hi], both finite and
// lo < hi, at level 0 < alpha < 1. It panics on other arguments: they are
// mistakes of the program.
func NewMean(lo, hi, alpha float64) *Mean {
	if !(lo < hi) || math.IsInf(hi-lo, 0) {
		panic(fmt.Sprintf("stats: no range [%v, %v]", lo, hi))
	}
	checkLevel(alpha)
	return &Mean{lo: lo, hi: hi, perRange: 1 / (hi - lo), threshold: num.Log(2/alpha) + roundingSlack, high: 1}
}

// checkLevel panics unless 0 < alpha < 1.
func checkLevel(alpha float64) {
	if !(alpha > 0 && alpha < 1) {
		panic(fmt.Sprintf("stats: no level %v", alpha))
	}
}

// Add takes in the next observation. One that lies outside the range is moved to
// its nearer end, and the interval is then for the mean of what was moved; NaN is
// passed over. It takes some nanoseconds and keeps no history.
func (m *Mean) Add(x float64) {
	if x != x {
		return
	}
	x = max(m.lo, min(m.hi, x))
	m.n++
	m.total.add(x)
	m.data.add(min(1, mul(x-m.lo, m.perRange)))
}

// N returns the number of observations.
func (m *Mean) N() int { return m.n }

// Value returns the plain mean of the observations, NaN if there are none.
func (m *Mean) Value() float64 { return m.total.value() / float64(m.n) }

// Interval takes a look: it returns the ends of the interval in the units of the
// observations, the intersection of those of all looks so far. Before any
// observation it is the whole range. If the looks contradict each other, which
// has at most probability alpha, the last interval that was not empty stays. A
// look takes some ten microseconds; a second one at the same count is free.
func (m *Mean) Interval() (low, high float64) {
	if m.looked < m.n {
		m.look()
	}
	return m.lo + mul(m.low, m.hi-m.lo), m.hi - mul(1-m.high, m.hi-m.lo)
}

func (m *Mean) look() {
	m.looked = m.n
	at := mul(m.Value()-m.lo, m.perRange)
	low := rise(m.data.upward(), m.low, math.Min(at, m.high), m.threshold)
	high := 1 - rise(m.data.downward(), 1-m.high, 1-math.Max(at, m.low), m.threshold)
	if low < high {
		m.low, m.high = math.Max(low, m.low), math.Min(high, m.high)
	}
}
