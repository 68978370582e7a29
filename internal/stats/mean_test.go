package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func TestCapitalIsBoundedFromBelowAndClosely(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		var c cells
		xs := make([]float64, 1+r.IntN(40))
		power := math.Exp(3 * r.NormFloat64())
		for i := range xs {
			xs[i] = math.Pow(r.Float64(), power)
			c.add(xs[i])
		}
		m := r.Float64()
		lambda := math.Min(math.Exp(4*r.Float64()-2), betCut/m)
		truth, size := 0.0, 0.0
		for _, x := range xs {
			term := math.Log1p(lambda * (x - m))
			truth += term
			size += math.Abs(term)
		}
		bound := logProduct(c.upward(), lambda, m)
		if bound > truth+1e-12*size || bound < truth-0.02*size {
			t.Fatalf("bet %v on %v: bound %v, truth %v", lambda, m, bound, truth)
		}
		mirror := 0.0
		lambda = math.Min(lambda, betCut/(1-m))
		for _, x := range xs {
			mirror += math.Log1p(-lambda * (x - m))
		}
		if bound := logProduct(c.downward(), lambda, 1-m); bound > mirror+1e-12*size {
			t.Fatalf("bet %v against %v: bound %v, truth %v", lambda, m, bound, mirror)
		}
	}
}

// The interval must be the one that a plain search over the capital gives.
func TestIntervalAgainstPlainSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, l := range laws {
		m := NewMean(0, 1, level)
		for range 500 {
			m.Add((l.draw(r) - l.lo) / (l.hi - l.lo))
		}
		low, high := m.Interval()
		step := (high - low) / 400
		for x := low + step; x < high-step; x += step {
			if logCapital(m.data.upward(), x) >= m.threshold || logCapital(m.data.downward(), 1-x) >= m.threshold {
				t.Errorf("%s: %v is rejected inside [%v, %v]", l.name, x, low, high)
			}
		}
		for x := low; x > 0; x -= 20 * step {
			if logCapital(m.data.upward(), x) < m.threshold-1e-9 {
				t.Errorf("%s: %v is not rejected outside [%v, %v]", l.name, x, low, high)
			}
		}
		for x := high; x < 1; x += 20 * step {
			if logCapital(m.data.downward(), 1-x) < m.threshold-1e-9 {
				t.Errorf("%s: %v is not rejected outside [%v, %v]", l.name, x, low, high)
			}
		}
	}
}

func TestMeanIsEquivariant(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	a, b := NewMean(0, 1, level), NewMean(-6, 10, level)
	for n := range 1000 {
		x := r.Float64() * r.Float64()
		a.Add(x)
		b.Add(10 - 16*x)
		if n%100 != 99 {
			continue
		}
		aLow, aHigh := a.Interval()
		bLow, bHigh := b.Interval()
		if math.Abs(10-16*aHigh-bLow) > 2e-2*(bHigh-bLow) || math.Abs(10-16*aLow-bHigh) > 2e-2*(bHigh-bLow) {
			t.Errorf("n = %d: [%v, %v] and [%v, %v]", n+1, aLow, aHigh, bLow, bHigh)
		}
	}
}

func TestMeanNarrows(t *testing.T) {
	for i, l := range laws {
		r := rand.New(rand.NewPCG(9, uint64(i)))
		m := NewMean(l.lo, l.hi, level)
		low, high := m.Interval()
		if low != l.lo || high != l.hi {
			t.Errorf("%s: begins with [%v, %v]", l.name, low, high)
		}
		first := 0.0
		for _, n := range Looks(1 << 14) {
			for m.N() < n {
				m.Add(l.draw(r))
			}
			nextLow, nextHigh := m.Interval()
			if nextLow < low || nextHigh > high || nextLow >= nextHigh {
				t.Errorf("%s: [%v, %v] after [%v, %v]", l.name, nextLow, nextHigh, low, high)
			}
			if low, high = nextLow, nextHigh; n == 1024 {
				first = high - low
			}
		}
		if high-low > first/3 {
			t.Errorf("%s: width %v at 1024 and %v at 16384", l.name, first, high-low)
		}
	}
}

func TestMeanEdges(t *testing.T) {
	for _, x := range []float64{2, 3, 5} {
		m := NewMean(2, 5, level)
		for range 1000 {
			m.Add(x)
		}
		m.Add(math.NaN())
		low, high := m.Interval()
		if m.N() != 1000 || m.Value() != x || !(low <= x && x <= high) || high-low > 0.06 {
			t.Errorf("a constant %v: N %d, value %v, [%v, %v]", x, m.N(), m.Value(), low, high)
		}
	}
	m := NewMean(0, 1, level)
	m.Add(-3)
	m.Add(math.Inf(1))
	if m.Value() != 0.5 {
		t.Errorf("numbers outside the range: mean %v", m.Value())
	}
	if !math.IsNaN(NewMean(0, 1, level).Value()) {
		t.Error("a mean of nothing")
	}
	for _, bad := range [][3]float64{{1, 1, 0.1}, {0, math.Inf(1), 0.1}, {0, math.NaN(), 0.1}, {0, 1, 0}, {0, 1, 1}} {
		if !panics(func() { NewMean(bad[0], bad[1], bad[2]) }) {
			t.Errorf("NewMean(%v) does not panic", bad)
		}
	}
}

// When the looks contradict each other the last interval stays.
func TestMeanThatContradictsItself(t *testing.T) {
	m := NewMean(0, 1, level)
	for range 2000 {
		m.Add(0.2)
	}
	low, high := m.Interval()
	for range 20000 {
		m.Add(0.9)
	}
	if l, h := m.Interval(); l < low || h > high || l >= h {
		t.Errorf("[%v, %v] after [%v, %v]", l, h, low, high)
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

// Widths against the interval of a fixed number of observations by the normal law.
func ExampleMean() {
	for _, c := range []struct {
		name string
		sd   float64
		draw func(r *rand.Rand) float64
	}{
		{"chance 0.5", 0.5, chance(0.5)},
		{"chance 0.05", math.Sqrt(0.05 * 0.95), chance(0.05)},
		{"sd 0.1", 0.1, func(r *rand.Rand) float64 { return 0.5 + 0.1*math.Sqrt(12)*(r.Float64()-0.5) }},
		{"sd 0.02", 0.02, func(r *rand.Rand) float64 { return 0.5 + 0.02*math.Sqrt(12)*(r.Float64()-0.5) }},
		{"sd 0.01", 0.01, func(r *rand.Rand) float64 { return 0.5 + 0.01*math.Sqrt(12)*(r.Float64()-0.5) }},
	} {
		fmt.Printf("%-12s", c.name)
		r := rand.New(rand.NewPCG(1, 2))
		m := NewMean(0, 1, 0.05)
		for _, n := range []int{1000, 10000, 100000} {
			for m.N() < n {
				m.Add(c.draw(r))
			}
			low, high := m.Interval()
			fmt.Printf("%6.1f", (high-low)/(2*1.96*c.sd/math.Sqrt(float64(n))))
		}
		fmt.Println()
	}
	// Output:
	// chance 0.5     1.7   1.8   1.8
	// chance 0.05    1.6   1.7   1.7
	// sd 0.1         1.8   1.8   1.8
	// sd 0.02        2.5   1.6   1.8
	// sd 0.01        4.6   1.9   1.7
}

func BenchmarkMeanAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	xs := make([]float64, 1024)
	for i := range xs {
		xs[i] = 0.1 * r.NormFloat64()
	}
	m := NewMean(-1, 1, 0.05)
	for i := 0; b.Loop(); i++ {
		m.Add(xs[i%len(xs)])
	}
}

func BenchmarkMeanInterval(b *testing.B) {
	for _, l := range laws {
		b.Run(l.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 2))
			full := NewMean(l.lo, l.hi, 0.05)
			for range 10000 {
				full.Add(l.draw(r))
			}
			for b.Loop() {
				m := *full
				m.Interval()
			}
		})
	}
}
