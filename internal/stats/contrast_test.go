package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestContrast(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	c := NewContrast(50, level)
	var as, bs, ds []float64
	for i := range 3000 {
		x := 10 * r.Float64()
		a, b := x+r.Float64(), x+0.3
		if i%5 == 0 {
			b = a
		}
		c.Add(a, b)
		as, bs, ds = append(as, a), append(bs, b), append(ds, a-b)
	}
	c.Add(math.NaN(), 1)
	c.Add(1, math.NaN())
	c.Add(math.Inf(1), 1)
	if c.Pairs() != 3000 || c.Equal() != 600 {
		t.Errorf("pairs %d, equal %d", c.Pairs(), c.Equal())
	}
	varA, varB, varD := covariance(as, as), covariance(bs, bs), covariance(ds, ds)
	near(t, "variance", c.Variance(), varD)
	near(t, "independent variance", c.IndependentVariance(), varA+varB)
	near(t, "gain", c.Gain(), (varA+varB)/varD)
	near(t, "value", c.Value(), mean(ds))
	if low, high := c.Interval(); !(low < 0.16 && high > 0.16 && high-low < 1) {
		t.Errorf("interval [%v, %v]", low, high)
	}
}

func TestContrastEdges(t *testing.T) {
	c := NewContrast(1, level)
	for range 2 {
		for name, x := range map[string]float64{"variance": c.Variance(), "gain": c.Gain()} {
			if !math.IsNaN(x) {
				t.Errorf("%s of %d pairs: %v", name, c.Pairs(), x)
			}
		}
		c.Add(0.5, 0.25)
	}
	c.Add(0.75, 0.5)
	if !math.IsInf(c.Gain(), 1) {
		t.Errorf("equal differences: gain %v", c.Gain())
	}
}

func mean(xs []float64) float64 {
	s := 0.0
	for _, x := range xs {
		s += x
	}
	return s / float64(len(xs))
}

func covariance(xs, ys []float64) float64 {
	mx, my, s := mean(xs), mean(ys), 0.0
	for i := range xs {
		s += (xs[i] - mx) * (ys[i] - my)
	}
	return s / float64(len(xs)-1)
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-10*math.Abs(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestLooks(t *testing.T) {
	for limit, want := range map[int][]int{
		-1: nil, 0: nil, 1: {1}, 64: {64}, 65: {64, 65}, 128: {64, 128},
		3000: {64, 128, 256, 384, 512, 704, 1024, 1472, 2048, 2880, 3000},
	} {
		if got := Looks(limit); !slices.Equal(got, want) {
			t.Errorf("Looks(%d) = %v, want %v", limit, got, want)
		}
	}
	looks := Looks(math.MaxInt)
	for i := 3; i < len(looks)-1; i++ {
		ratio := float64(looks[i]) / float64(looks[i-1])
		if looks[i]%64 != 0 || ratio < 1.3 || ratio > 1.5 {
			t.Errorf("look %d is %d after %d", i, looks[i], looks[i-1])
		}
	}
	if last := looks[len(looks)-2]; last < math.MaxInt/2 {
		t.Errorf("the last look is %d", last)
	}
}

func TestDecide(t *testing.T) {
	for _, c := range []struct {
		low, high, half float64
		want            Verdict
	}{
		{1, 2, 0.1, Above}, {-2, -1, 0.1, Below}, {0.01, 0.02, 1, Above},
		{-0.1, 0.1, 0.1, Equal}, {0, 0, 0, Equal}, {-0.05, 0.12, 0.1, Narrow},
		{-0.05, 0.3, 0.1, Open}, {0, 1, 0, Open}, {below, above, 1, Open},
		{1, above, 0, Above}, {below, -1, 0, Below}, {math.NaN(), 1, 1, Open}, {2, 1, 1, Open},
	} {
		if got := Decide(c.low, c.high, c.half); got != c.want {
			t.Errorf("Decide(%v, %v, %v) = %v, want %v", c.low, c.high, c.half, got, c.want)
		}
	}
	if Share(0.05, 10) != 0.05/10 || Share(0.05, 0) != 0.05 || Share(0.05, 1) != 0.05 {
		t.Error("Share")
	}
}

func BenchmarkContrastAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	xs := make([]float64, 1024)
	for i := range xs {
		xs[i] = r.Float64()
	}
	c := NewContrast(1, 0.05)
	for i := 0; b.Loop(); i++ {
		c.Add(xs[i%1024], xs[(i+1)%1024])
	}
}
