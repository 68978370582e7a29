package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// exponential is the distribution of the exponential law with the mean 1.
func exponential(t float64) (low, high float64) {
	p := -math.Expm1(-math.Max(0, t))
	return p, p
}

func TestKSAgainstTheSortedNumbers(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 3))
		h := NewHistogram(2)
		xs := make([]float64, 200)
		for i := range xs {
			xs[i] = r.ExpFloat64()
			h.Add(xs[i])
		}
		slices.Sort(xs)
		want, n := 0.0, 200.0
		for i, x := range xs {
			if x < 2 {
				p, _ := exponential(x)
				want = math.Max(want, math.Max(float64(i+1)/n-p, p-float64(i)/n))
			} else {
				p, _ := exponential(2)
				want = math.Max(want, math.Abs(p-float64(i)/n))
				break
			}
		}
		got, at := KS(h, exponential)
		if got > want+1e-12 || got < want-2e-3 || at < 0 || at > 2 {
			t.Errorf("KS = %v at %v, want %v", got, at, want)
		}
	}
}

// The true law is refuted in about the share of studies that the level allows, or
// fewer; a law that is one tenth slower always is.
func TestKSJudges(t *testing.T) {
	count, refuted := 500, 0
	for study := range count {
		r := rand.New(rand.NewPCG(uint64(study), 4))
		h, slow := NewHistogram(5), NewHistogram(5)
		for range 2000 {
			x := r.ExpFloat64()
			h.Add(x)
			slow.Add(1.2 * x)
		}
		if d, _ := KS(h, exponential); d > DKW(2000, level) {
			refuted++
		}
		if d, _ := KS(slow, exponential); d <= DKW(2000, level) {
			t.Error("a law that is a fifth slower is not refuted")
		}
	}
	t.Logf("%d of %d true laws refuted", refuted, count)
	if refuted > allowed(count) || refuted == 0 {
		t.Errorf("%d of %d true laws refuted", refuted, count)
	}
}

// Atoms and bounds that leave room cause no distance.
func TestKSAtoms(t *testing.T) {
	h := NewHistogram(10)
	for i := range 1000 {
		h.Add(float64(i % 4)) // 0, 1, 2, 3, each a quarter
	}
	atoms := func(t float64) (float64, float64) {
		p := math.Max(0, math.Min(1, (math.Floor(t)+1)/4))
		return p, p
	}
	if d, _ := KS(h, atoms); d != 0 {
		t.Errorf("distance %v", d)
	}
	missing := func(t float64) (float64, float64) {
		if t < 1 {
			return 0, 0
		}
		return atoms(t)
	}
	if d, at := KS(h, missing); d != 0.25 || at >= 1 {
		t.Errorf("distance %v at %v, want 0.25 below 1", d, at)
	}
	if d, _ := KS(h, func(float64) (float64, float64) { return 0, 1 }); d != 0 {
		t.Errorf("distance %v from no bounds", d)
	}
	if d, at := KS(h, func(float64) (float64, float64) { return 0.9, 1 }); d != 0.65 || at != 0 {
		t.Errorf("distance %v at %v", d, at)
	}
	if d, _ := KS(NewHistogram(1), atoms); !math.IsNaN(d) {
		t.Errorf("distance %v of nothing", d)
	}
}

func TestDKW(t *testing.T) {
	if got := DKW(1000, 0.05); math.Abs(got-0.042947) > 1e-6 {
		t.Errorf("DKW = %v", got)
	}
	if DKW(0, 0.05) != above {
		t.Error("DKW of nothing")
	}
}
