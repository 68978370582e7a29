package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// draws returns n numbers with ties, zeros, small ones and some beyond 10.
func draws(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	xs := make([]float64, n)
	for i := range xs {
		switch r.IntN(12) {
		case 0:
			xs[i] = 0
		case 1:
			xs[i] = 2
		case 2:
			xs[i] = 1e-14 * r.Float64()
		case 3:
			xs[i] = 10 * r.ExpFloat64()
		case 4:
			xs[i] = float64(r.IntN(12))
		default:
			xs[i] = math.Exp(2 * r.NormFloat64())
		}
	}
	return xs
}

func histogramOf(xs []float64) *Histogram {
	h := NewHistogram(10)
	for _, x := range xs {
		h.Add(x)
	}
	return h
}

func TestHistogramAgainstTheSortedNumbers(t *testing.T) {
	xs := draws(5000, 1)
	h := histogramOf(xs)
	slices.Sort(xs)
	if h.Count() != len(xs) {
		t.Fatalf("Count %d", h.Count())
	}
	for i, x := range xs {
		low, high := h.AtRank(i + 1)
		if !(low <= x && (x < high || x == 0 && high == 0)) {
			t.Fatalf("number %d is %v, its cell [%v, %v)", i, x, low, high)
		}
		if low > 0 && low < 10 && (high-low)/low > 0x1p-11 {
			t.Errorf("cell [%v, %v) is too wide", low, high)
		}
	}
	for _, k := range []int{0, -3} {
		if low, high := h.AtRank(k); low != below || high != below {
			t.Errorf("rank %d: %v, %v", k, low, high)
		}
	}
	if low, high := h.AtRank(len(xs) + 1); low != above || high != above {
		t.Errorf("rank n+1: %v, %v", low, high)
	}
}

func TestHistogramQuantile(t *testing.T) {
	xs := draws(3000, 3)
	h := histogramOf(xs)
	slices.Sort(xs)
	for _, p := range []float64{0.01, 0.3, 0.5, 0.8} {
		x := xs[int(math.Ceil(p*3000))-1]
		if got := h.Quantile(p); math.Abs(got-x) > 0x1p-12*x+1e-11 {
			t.Errorf("Quantile(%v) = %v, want %v", p, got, x)
		}
	}
	if got := h.Quantile(1); !math.IsInf(got, 1) {
		t.Errorf("a censored quantile: %v", got)
	}
	if got := NewHistogram(1).Quantile(0.5); !math.IsNaN(got) {
		t.Errorf("a quantile of nothing: %v", got)
	}
}

func TestHistogramEdges(t *testing.T) {
	h := histogramOf([]float64{math.Inf(1), 10, math.NaN(), -1, math.Copysign(0, -1), 5e-324})
	if h.Count() != 4 || h.Censored() != 2 || h.Horizon() != 10 {
		t.Errorf("count %d, censored %d, horizon %v", h.Count(), h.Censored(), h.Horizon())
	}
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if !panics(func() { NewHistogram(bad) }) {
			t.Errorf("NewHistogram(%v) does not panic", bad)
		}
	}
	for c := range h.Cells {
		if c.Low != 0 {
			t.Errorf("iteration went on to %v", c)
		}
		break
	}
	small := NewHistogram(0x1p-1030)
	small.Add(0x1p-1040)
	if low, high := small.AtRank(1); low != 0 || high <= 0 {
		t.Errorf("subnormal: [%v, %v)", low, high)
	}
}

func TestHistogramMemoryIsBounded(t *testing.T) {
	h := NewHistogram(3)
	r := rand.New(rand.NewPCG(5, 5))
	for range 300000 {
		h.Add(3 * math.Exp(-100*r.Float64()))
	}
	if len(h.pages) > 16*(octaves+1) {
		t.Errorf("%d pages", len(h.pages))
	}
}

func TestQuantilerEdges(t *testing.T) {
	h := NewHistogram(10)
	a, b := NewQuantiler(h, 0.5, level), NewQuantiler(h, 0.9, level)
	if low, high := a.Interval(); low != 0 || high != above {
		t.Errorf("of nothing: [%v, %v]", low, high)
	}
	for i := range 1000 {
		h.Add(float64(i%100) / 9)
	}
	aLow, aHigh := a.Interval()
	bLow, bHigh := b.Interval()
	if !(aLow < a.Value() && a.Value() < aHigh && aHigh < bLow && bHigh == above) {
		t.Errorf("[%v, %v] and [%v, %v]", aLow, aHigh, bLow, bHigh)
	}
	for range 100000 {
		h.Add(0)
	}
	if l, u := a.Interval(); l != aLow || u != aHigh {
		t.Errorf("a contradiction: [%v, %v]", l, u)
	}
}

func BenchmarkHistogramAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	xs := make([]float64, 1024)
	for i := range xs {
		xs[i] = math.Exp(0.3 * r.NormFloat64())
	}
	h := NewHistogram(100)
	for i := 0; b.Loop(); i++ {
		h.Add(xs[i%len(xs)])
	}
}
