package dist

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"entente/internal/num"
)

const (
	h = 3600.0
	m = 60.0
)

func mustNew(t testing.TB, s Spec) Dist {
	t.Helper()
	d, err := New(s)
	if err != nil {
		t.Fatalf("New(%+v): %v", s, err)
	}
	return d
}

// battery lists one of everything, mild and extreme.
var battery = []Spec{
	{Form: Quantiles, A: 1 * h, B: 3 * h, C: 10 * h},
	{Form: Quantiles, A: 1 * h, B: 3 * h, C: 10 * h, HasWithin: true, WithinLow: 30 * m, WithinHigh: 24 * h},
	{Form: Quantiles, A: 1 * h, B: 3 * h, C: 10 * h, HasWithin: true, WithinLow: 0, WithinHigh: 10.001 * h},
	{Form: Quantiles, A: 1 * h, B: 3 * h, C: 10 * h, HasWithin: true, WithinLow: 0.999 * h, WithinHigh: 1000 * h},
	{Form: Quantiles, A: 1, B: 1e5, C: 1.0001e5},
	{Form: Quantiles, A: 10 * m, B: 10.5 * m, C: 11 * m},
	{Unit: Number, Form: Quantiles, A: 0.1, B: 0.5, C: 0.7, HasWithin: true, WithinLow: 0, WithinHigh: 1},
	{Form: Pert, A: 1 * h, B: 2 * h, C: 6 * h},
	{Form: Pert, A: 0, B: 0, C: 1},
	{Form: Pert, A: 5, B: 9, C: 9},
	{Unit: Number, Form: Pert, A: -3, B: 0, C: 1},
	{Form: Exponential, A: 1 * h},
	{Form: Exponential, A: 1 * h, HasWithin: true, WithinLow: 59 * m, WithinHigh: 61 * m},
	{Form: Lognormal, A: 2 * h, B: 0.8},
	{Form: Lognormal, A: 2 * h, B: 2, HasWithin: true, WithinLow: 1 * h, WithinHigh: 240 * h},
	{Form: Gamma, A: 0.3, B: 1 * h},
	{Form: Gamma, A: 3, B: 20 * m},
	{Form: Gamma, A: 900, B: 1},
	{Form: Gamma, A: 3, B: 20 * m, HasWithin: true, WithinLow: 10 * m, WithinHigh: 120 * m},
}

var us = []float64{1e-12, 1e-6, 0.001, 0.01, 0.05, 0.09999, 0.1, 0.10001, 0.25, 0.4999, 0.5, 0.5001, 0.75, 0.8999, 0.9, 0.9001, 0.95, 0.99, 0.9999, 1 - 1e-9}

func TestBattery(t *testing.T) {
	for _, s := range battery {
		t.Run(strings.TrimPrefix(Describe(s), "read as: "), func(t *testing.T) {
			d := mustNew(t, s)
			checkInverse(t, &d)
			checkSupport(t, &d)
			checkStated(t, &d)
			checkMean(t, &d)
		})
	}
}

func checkInverse(t *testing.T, d *Dist) {
	previous := d.Min()
	for _, u := range us {
		x := d.Quantile(u)
		if x < previous {
			t.Errorf("Quantile(%v) = %v falls below %v", u, x, previous)
		}
		previous = x
		// CDF error plus what rounding x to a float64 moves the CDF.
		step := d.CDF(math.Nextafter(x, math.Inf(1))) - d.CDF(math.Nextafter(x, math.Inf(-1)))
		if got := d.CDF(x); math.Abs(got-u) > CDFError+math.Abs(step) {
			t.Errorf("CDF(Quantile(%v)) = %v, off by %.2g", u, got, got-u)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		a, b := random.Float64(), random.Float64()
		if a > b {
			a, b = b, a
		}
		if d.Quantile(a) > d.Quantile(b) {
			t.Fatalf("Quantile(%v) = %v > Quantile(%v) = %v", a, d.Quantile(a), b, d.Quantile(b))
		}
		x, y := d.Quantile(a), d.Quantile(b)
		if d.CDF(x) > d.CDF(y)+1e-13 {
			t.Fatalf("CDF(%v) = %v > CDF(%v) = %v", x, d.CDF(x), y, d.CDF(y))
		}
	}
}

func checkSupport(t *testing.T, d *Dist) {
	low, high := d.Spec().Hard()
	if d.Min() != low || d.Max() != high || d.Quantile(0) != low || d.Quantile(1) != high {
		t.Errorf("support [%v, %v], quantiles [%v, %v], want [%v, %v]", d.Min(), d.Max(), d.Quantile(0), d.Quantile(1), low, high)
	}
	if got := d.CDF(low); got > 1e-12 {
		t.Errorf("CDF(min) = %v, want 0", got)
	}
	if got := d.CDF(low - 1); got != 0 {
		t.Errorf("CDF below min = %v, want 0", got)
	}
	if got := d.CDF(high); got != 1 {
		t.Errorf("CDF(max) = %v, want 1", got)
	}
	if !math.IsInf(high, 1) {
		below := high - (high-low)*1e-9
		if got := d.CDF(below); got < 1-1e-5 {
			t.Errorf("CDF just below max = %v, want near 1", got)
		}
	}
}

func checkStated(t *testing.T, d *Dist) {
	s := d.Spec()
	if s.Form != Quantiles {
		return
	}
	for i, want := range []float64{s.A, s.B, s.C} {
		p := []float64{0.1, 0.5, 0.9}[i]
		if got := d.Quantile(p); got != want {
			t.Errorf("Quantile(%v) = %v, want the stated %v", p, got, want)
		}
		if got := d.CDF(want); math.Abs(got-p) > CDFError {
			t.Errorf("CDF(%v) = %v, want %v", want, got, p)
		}
	}
}

// checkMean integrates the quantile function over u by a double-exponential rule,
// and Excess at three places likewise.
func checkMean(t *testing.T, d *Dist) {
	for _, from := range []float64{0, 0.1, 0.3, 0.9} {
		x := d.Quantile(from)
		got := d.Excess(x)
		if from == 0 {
			got = d.Mean() - d.Min()
		}
		want := integrate(func(u float64) float64 { return d.Quantile(u) - x }, from, 1, d.Spec())
		if math.Abs(got-want) > 1e-6*(1e-9+math.Abs(d.Mean())) {
			t.Errorf("excess above p%g = %v, by integration %v", 100*from, got, want)
		}
	}
}

// integrate is tanh–sinh quadrature between the knots of the quantile function.
func integrate(f func(float64) float64, a, b float64, s Spec) float64 {
	cuts := []float64{a}
	for _, k := range []float64{0.1, 0.5, 0.9} {
		if k > a && k < b {
			cuts = append(cuts, k)
		}
	}
	cuts = append(cuts, b)
	sum := 0.0
	for i := 1; i < len(cuts); i++ {
		sum += tanhSinh(f, cuts[i-1], cuts[i])
	}
	return sum
}

func tanhSinh(f func(float64) float64, a, b float64) float64 {
	const step = 1.0 / 64
	sum := 0.0
	for k := -320; k <= 320; k++ {
		t := float64(k) * step
		q := math.Exp(-math.Pi * math.Sinh(math.Abs(t)))
		near := (b - a) * q / (1 + q) // distance to the nearer end
		weight := math.Pi * math.Cosh(t) * q / ((1 + q) * (1 + q)) * (b - a) * step
		u := a + near
		if t > 0 {
			u = b - near
		}
		if u <= a || u >= b || weight == 0 {
			continue
		}
		sum += weight * f(u)
	}
	return sum
}

func TestKnownAnswers(t *testing.T) {
	near := func(name string, got, want, relative float64) {
		t.Helper()
		if math.Abs(got-want) > relative*math.Abs(want) {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	// RESULT: standard normal quantiles, Abramowitz & Stegun table 26.5 and later
	// multi-digit tables: 1.2815515655446004 at 0.9, 1.959963984540054 at 0.975.
	near("z(0.9)", num.NormalQuantile(0.9), 1.2815515655446004, 1e-15)
	near("z(0.975)", num.NormalQuantile(0.975), 1.959963984540054, 1e-15)
	// RESULT: Φ⁻¹(1e-20) = −9.262340089798408 (AS 241's own test range, and any
	// arbitrary-precision system).
	near("z(1e-20)", num.NormalQuantile(1e-20), -9.262340089798408, 1e-14)
	for _, z := range []float64{-37, -20, -8, -5.2, -3, -1, -0.3, 0.2, 1, 4, 7} {
		near("z(Φ(z))", num.NormalQuantile(num.NormalCDF(z)), z, 1e-5)
		if z < 1 {
			near("z(Φ(z))", num.NormalQuantile(num.NormalCDF(z)), z, 5e-15)
		}
	}

	// RESULT: equal ratios make the split lognormal a lognormal, whose mean is
	// median·exp(σ²/2) with σ = ln(p90/p50)/z(0.9).
	d := mustNew(t, Spec{Form: Quantiles, A: 1, B: 3, C: 9})
	sigma := math.Log(3) / 1.2815515655446004
	near("mean 1/3/9", d.Mean(), 3*math.Exp(sigma*sigma/2), 1e-14)
	same := mustNew(t, Spec{Form: Lognormal, A: 3, B: sigma})
	for _, x := range []float64{0.01, 0.5, 2, 3, 8, 40, 300} {
		near("CDF 1/3/9 as lognormal", d.CDF(x), same.CDF(x), 1e-13)
	}

	// RESULT: an exponential of mean μ has median μ·ln 2 and, given T > t, mean t + μ.
	d = mustNew(t, Spec{Form: Exponential, A: 60})
	near("exponential median", d.Quantile(0.5), 60*math.Ln2, 1e-15)
	near("exponential excess at 30", d.Excess(30), 60*math.Exp(-0.5), 1e-13)

	// RESULT: Erlang(3) has CDF 1 − e^{−x}(1 + x + x²/2), here at x = 2: 0.3233235838169366.
	d = mustNew(t, Spec{Form: Gamma, A: 3, B: 1})
	near("Erlang CDF", d.CDF(2), 0.3233235838169366, 1e-14)
	// RESULT: chi-square with 10 degrees of freedom: p95 = 18.307038053275146.
	d = mustNew(t, Spec{Form: Gamma, A: 5, B: 2})
	near("chi-square p95", d.Quantile(0.95), 18.307038053275146, 1e-13)
	// RESULT: P(1/2, x) = erf(√x).
	d = mustNew(t, Spec{Form: Gamma, A: 0.5, B: 1})
	for _, x := range []float64{1e-6, 0.1, 1, 4} {
		near("P(1/2, x)", d.CDF(x), math.Erf(math.Sqrt(x)), 1e-13)
	}

	// RESULT: PERT with the mode in the middle is Beta(3, 3), CDF 10x³−15x⁴+6x⁵;
	// with the mode at the minimum Beta(1, 5), CDF 1−(1−x)⁵.
	d = mustNew(t, Spec{Form: Pert, A: 10, B: 20, C: 30})
	near("PERT mean", d.Mean(), 20, 1e-15)
	near("Beta(3,3) at 0.3", d.CDF(16), 10*0.027-15*0.0081+6*0.00243, 1e-13)
	d = mustNew(t, Spec{Form: Pert, A: 0, B: 0, C: 1})
	near("Beta(1,5) at 0.2", d.CDF(0.2), 1-math.Pow(0.8, 5), 1e-13)
	near("Beta(1,5) median", d.Quantile(0.5), 1-math.Pow(0.5, 0.2), 1e-13)
}

// TestGammaCDFError holds the stated error against Poisson sums: for a whole
// shape k, P(k, x) = 1 − Σ_{i<k} e^{−x} x^i / i!.
func TestGammaCDFError(t *testing.T) {
	for _, k := range []int{1, 2, 7, 50, 300, 1000} {
		d := mustNew(t, Spec{Form: Gamma, A: float64(k), B: 1})
		for _, at := range []float64{0.3, 0.8, 0.95, 1, 1.05, 1.3, 3} {
			x := at * float64(k)
			sum, lnTerm := 0.0, -x
			for i := range k {
				sum += math.Exp(lnTerm)
				lnTerm += math.Log(x / float64(i+1))
			}
			if got := d.CDF(x); math.Abs(got-(1-sum)) > CDFError {
				t.Errorf("shape %d at %v: CDF %v, Poisson sum %v", k, x, got, 1-sum)
			}
		}
	}
}

func TestExact(t *testing.T) {
	d := mustNew(t, Spec{Form: Exact, A: 90})
	if d.CDF(89.999) != 0 || d.CDF(90) != 1 || d.Quantile(0.3) != 90 || d.Mean() != 90 || d.Excess(60) != 30 || d.Excess(90) != 0 {
		t.Errorf("exact 90 s: CDF %v %v, quantile %v, mean %v, excess %v", d.CDF(89.999), d.CDF(90), d.Quantile(0.3), d.Mean(), d.Excess(60))
	}
}

func TestRangeHasNoDistribution(t *testing.T) {
	d := mustNew(t, Spec{Form: Range, A: 300, B: 1200})
	if !d.BoundsOnly() || d.Min() != 300 || d.Max() != 1200 {
		t.Errorf("range: bounds only %v, [%v, %v]", d.BoundsOnly(), d.Min(), d.Max())
	}
	for name, call := range map[string]func(){
		"CDF": func() { d.CDF(1) }, "Quantile": func() { d.Quantile(0.5) }, "Mean": func() { d.Mean() }, "Excess": func() { d.Excess(1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if got, _ := recover().(string); !strings.Contains(got, "bounds without probability") {
					t.Errorf("panic = %q, want the invariant named", got)
				}
			}()
			call()
		})
	}
}

func TestQuantileRefusesOutside(t *testing.T) {
	d := mustNew(t, Spec{Form: Exponential, A: 1})
	for _, u := range []float64{-0.1, 1.1, math.NaN()} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Quantile(%v) did not panic", u)
				}
			}()
			d.Quantile(u)
		}()
	}
}

func TestDrawsDoNotAllocate(t *testing.T) {
	for _, s := range battery {
		d := mustNew(t, s)
		if n := testing.AllocsPerRun(100, func() { d.Quantile(0.37) }); n != 0 {
			t.Errorf("%s: %v allocations a draw", Describe(s), n)
		}
	}
}

func BenchmarkQuantile(b *testing.B) {
	for _, i := range []int{0, 1, 7, 11, 13, 16} {
		d := mustNew(b, battery[i])
		b.Run(battery[i].Form.String(), func(b *testing.B) {
			u := 0.0
			for b.Loop() {
				u += 0.618033988749895
				if u >= 1 {
					u--
				}
				d.Quantile(u)
			}
		})
	}
}
