package dist

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"entente/internal/num"
)

const wide = 600 // bits of the reference

func big0(x float64) *big.Float { return new(big.Float).SetPrec(wide).SetFloat64(x) }

// exactGamma returns P, 1 − P and the density of the logarithm of a gamma law of
// whole shape at x, by sums of positive terms.
func exactGamma(shape int, x float64) (p, q, density *big.Float) {
	term, sum := big0(1), big0(0) // x^i/i!
	below, at := big0(0), big0(0)
	for i := 0; ; i++ {
		switch {
		case i == shape:
			below.Set(sum)
		case i > shape && term.MantExp(nil) < sum.MantExp(nil)-wide:
			p = sum.Sub(sum, below)
			whole := new(big.Float).SetPrec(wide).Add(p, below)
			return p.Quo(p, whole), below.Quo(below, whole), at.Quo(at, whole)
		}
		sum.Add(sum, term)
		term.Mul(term, big0(x))
		term.Quo(term, big0(float64(i+1)))
		if i == shape-1 { // x^shape/(shape−1)!
			at.Mul(term, big0(float64(shape)))
		}
	}
}

// TestGammaQuantileError holds the stated error of a draw against exact sums: with
// P(x) off by d at the quantile x, ln x is off by d over the density of ln x.
func TestGammaQuantileError(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for _, shape := range []int{1, 2, 3, 7, 12, 50, 300, 1000} {
		d := mustNew(t, Spec{Form: Gamma, A: float64(shape), B: 1})
		worst, at := 0.0, 0.0
		n := 4000 / (shape + 10)
		for i := range 40 + n {
			u := r.Float64()
			switch i % 3 {
			case 1:
				u = math.Ldexp(u, -r.IntN(52))
			case 2:
				u = 1 - math.Ldexp(math.Max(u, 0.5), -r.IntN(52))
			}
			if u == 0 || u == 1 {
				continue
			}
			p, q, density := exactGamma(shape, d.Quantile(u))
			off := p.Sub(p, big0(u))
			if u > 0.5 {
				off = q.Sub(big0(1-u), q)
			}
			e, _ := off.Quo(off, density).Float64()
			if math.Abs(e) > worst {
				worst, at = math.Abs(e), u
			}
		}
		t.Logf("shape %d: %.2g of the quantile at %v", shape, worst, at)
		if worst > scoresError {
			t.Errorf("shape %d: the quantile of %v is off by %.2g of it", shape, at, worst)
		}
	}
}

// TestScores compares the series with the inversion that they replace, for every kind
// of shape, and looks for falls at the seams of the cells.
func TestScores(t *testing.T) {
	for _, s := range []Spec{
		{Form: Gamma, A: 0.1, B: 1}, {Form: Gamma, A: 0.3, B: 1}, {Form: Gamma, A: 0.99, B: 1}, {Form: Gamma, A: 1.5, B: 1}, {Form: Gamma, A: 4.4, B: 1},
		{Form: Gamma, A: 11.99, B: 1}, {Form: Gamma, A: 12, B: 1}, {Form: Gamma, A: 77.7, B: 1}, {Form: Gamma, A: 1000, B: 1},
		{Form: Pert, A: 0, B: 0, C: 1}, {Form: Pert, A: 0, B: 0.1, C: 1}, {Form: Pert, A: 0, B: 0.5, C: 1}, {Form: Pert, A: 0, B: 0.93, C: 1}, {Form: Pert, A: 0, B: 1, C: 1},
	} {
		d := mustNew(t, s)
		slow := func(u float64) float64 {
			if s.Form == Gamma {
				return gammaQuantile(s.A, d.law.lnGamma, u)
			}
			return betaQuantile(d.pert.a, d.pert.b, d.pert.lnBeta, u)
		}
		r := rand.New(rand.NewPCG(4, 4))
		worst, at := 0.0, 0.0
		for i := range 3000 {
			u := r.Float64()
			if i%2 == 1 {
				u = math.Ldexp(u, -r.IntN(40))
			}
			want := slow(u)
			from := want
			if s.Form == Pert {
				from = math.Max(want, 0.01) // the inversion stops at an absolute error
			}
			if e := math.Abs(d.Quantile(u)-want) / from; e > worst {
				worst, at = e, u
			}
		}
		t.Logf("%s: %.2g at %v", fmt.Sprint(s.Form, s.A, s.B), worst, at)
		if worst > 2*scoresError {
			t.Errorf("%v: the quantile of %v is off by %.2g of it", s, at, worst)
		}
		for k := range scoresCells {
			u := num.NormalCDF(float64(k)/scoresPerUnit - scoresEnd)
			u -= 20 * (u - math.Nextafter(u, 0))
			before := d.Quantile(u)
			for range 40 {
				u = math.Nextafter(u, 1)
				x := d.Quantile(u)
				if x < before*(1-scoresError) {
					t.Fatalf("%v: falls from %v to %v at %v", s, before, x, u)
				}
				before = x
			}
		}
	}
}

// With the mode at an end the law is Beta(1, 5) or Beta(5, 1), in closed form.
func TestPertQuantileError(t *testing.T) {
	first, last := mustNew(t, Spec{Form: Pert, A: 0, B: 0, C: 1}), mustNew(t, Spec{Form: Pert, A: 0, B: 1, C: 1})
	r := rand.New(rand.NewPCG(2, 3))
	for range 20000 {
		u := math.Max(math.Ldexp(r.Float64(), -r.IntN(52)), 0x1p-53)
		near := -math.Expm1(math.Log1p(-u) / 5)
		for _, c := range []struct{ got, want, slack float64 }{
			{first.Quantile(u), near, 0},
			{last.Quantile(u), math.Pow(u, 0.2), 0},
			{1 - last.Quantile(1-u), near, 0x1p-52}, // the differences are rounded
		} {
			if math.Abs(c.got-c.want) > scoresError*c.want+c.slack {
				t.Fatalf("at %v: %v, want %v", u, c.got, c.want)
			}
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for _, s := range []Spec{{Form: Gamma, A: 0.3, B: 1}, {Form: Gamma, A: 2, B: 1}, {Form: Gamma, A: 50, B: 1}, {Form: Gamma, A: 1000, B: 1}, {Form: Pert, A: 0, B: 1, C: 3}} {
		b.Run(fmt.Sprint(s.Form, s.A), func(b *testing.B) {
			for b.Loop() {
				if _, err := New(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
