package num

import (
	"flag"
	"math"
	"math/big"
	"math/rand/v2"
	"sync"
	"testing"
)

var long = flag.Bool("long", false, "a million points for each function, some minutes")

// points is how many random arguments of each kind are compared with the reference.
func points(n int) int {
	switch {
	case *long:
		return n * 100
	case testing.Short():
		return n / 20
	}
	return n
}

// unit returns the unit in the last place of a number with this value.
func unit(x *big.Float) *big.Float {
	return scaled(bf(1), max(x.MantExp(nil)-53, -1074))
}

// worst is the largest error found, in units in the last place.
type worst struct {
	ulps float64
	at   float64
	n    int
}

func (w *worst) note(x float64, wrong, truth *big.Float) {
	w.n++
	if e := math.Abs(f64(quo(wrong, unit(truth)))); !(e <= w.ulps) {
		w.ulps, w.at = e, x
	}
}

// kind is one way to choose arguments.
type kind struct {
	name  string
	limit float64 // on the error
	n     int
	draw  func(r *rand.Rand) float64
}

func between(a, b float64) func(r *rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return a + (b-a)*r.Float64() }
}

// anyBits draws from all numbers between two of the same sign, each as likely.
func anyBits(a, b float64) func(r *rand.Rand) float64 {
	x, y := math.Float64bits(a), math.Float64bits(b)
	return func(r *rand.Rand) float64 { return math.Float64frombits(min(x, y) + r.Uint64N(max(x, y)-min(x, y)+1)) }
}

// beside draws numbers at most 40 places from multiples of a step up to n of them.
func beside(step float64, n int) func(r *rand.Rand) float64 {
	return func(r *rand.Rand) float64 {
		x := step * float64(r.IntN(2*n+1)-n)
		for range r.IntN(40) {
			x = math.Nextafter(x, math.Inf(1-2*(r.IntN(2))))
		}
		return x
	}
}

func positive(draw func(r *rand.Rand) float64) func(r *rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return math.Abs(draw(r)) + 0x1p-60 }
}

func fixed(xs ...float64) func(r *rand.Rand) float64 {
	i := -1
	return func(r *rand.Rand) float64 { i++; return xs[i%len(xs)] }
}

// measure compares a function with the reference; wrong returns the error of the
// result y at x, and about the true value.
func measure(t *testing.T, f func(x float64) float64, wrong func(x, y float64) (err, truth *big.Float), kinds []kind) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			var w worst
			var m sync.Mutex
			var all sync.WaitGroup
			const shards = 2
			for shard := range shards {
				all.Go(func() {
					var own worst
					r := rand.New(rand.NewPCG(7, uint64(shard)))
					draw := k.draw
					for range points(k.n) / shards {
						m.Lock()
						x := draw(r)
						m.Unlock()
						e, truth := wrong(x, f(x))
						own.note(x, e, truth)
					}
					m.Lock()
					defer m.Unlock()
					w.n += own.n
					if !(own.ulps <= w.ulps) {
						w.ulps, w.at = own.ulps, own.at
					}
				})
			}
			all.Wait()
			t.Logf("%d points, the worst %.4f units in the last place at %v (%x)", w.n, w.ulps, w.at, w.at)
			if !(w.ulps < k.limit) {
				t.Errorf("%.4f units in the last place at %v (%x), want below %v", w.ulps, w.at, w.at, k.limit)
			}
		})
	}
}

func TestExpAccuracy(t *testing.T) {
	measure(t, Exp, func(x, y float64) (err, truth *big.Float) {
		truth = refExp(bf(x))
		return sub(bf(y), truth), truth
	}, []kind{
		{"usual", 0.52, 10000, between(-20, 20)},
		{"wide", 0.52, 10000, between(-708, 709.78)},
		{"small", 0.52, 4000, anyBits(1e-20, 1)},
		{"small, negative", 0.52, 4000, anyBits(-1e-20, -1)},
		{"seams of the cells", 0.52, 4000, beside(math.Ln2/256, 250000)},
		{"subnormal results", 0.76, 4000, between(-745.13, -708)},
		{"ends", 0.76, 40, fixed(709.782712893384, 709.7827128933839, -708.3964185322641, -745.1332191019411, -744.4400719213812, 5e-324, -5e-324, 704, -704)},
	})
}

func TestExpm1Accuracy(t *testing.T) {
	measure(t, Expm1, func(x, y float64) (err, truth *big.Float) {
		if math.Abs(x) < 1e-30 {
			truth = add(bf(x), scaled(mul(bf(x), bf(x)), -1))
		} else {
			truth = sub(refExp(new(big.Float).SetPrec(500).SetFloat64(x)), bi(1))
		}
		return sub(bf(y), truth), truth
	}, []kind{
		{"usual", 0.75, 10000, between(-3, 3)},
		{"series", 0.75, 10000, between(-0.26, 0.26)},
		{"wide", 0.75, 10000, between(-60, 709)},
		{"small", 0.75, 4000, anyBits(5e-324, 1)},
		{"small, negative", 0.75, 4000, anyBits(-5e-324, -1)},
	})
}

// wrongLog returns y − ln x: with d = x·e^−y − 1, ln x = y + d − d²/2 + …
func wrongLog(x *big.Float, y float64) (err, truth *big.Float) {
	d := sub(mul(x, refExp(bf(-y))), bi(1))
	d = sub(d, scaled(mul(d, d), -1))
	return d, add(bf(y), d)
}

func TestLogAccuracy(t *testing.T) {
	measure(t, Log, func(x, y float64) (err, truth *big.Float) { return wrongLog(bf(x), y) }, []kind{
		{"shares", 0.53, 10000, between(0, 1)},
		{"all", 0.53, 10000, anyBits(5e-324, math.MaxFloat64)},
		{"near 1", 0.53, 20000, between(0.98, 1.02)},
		{"at 1", 0.53, 4000, anyBits(1-1e-10, 1+1e-10)},
		{"around 1", 0.53, 10000, between(0.68, 1.4)},
		{"seams of the cells", 0.53, 4000, positive(beside(1.0/256, 400))},
		{"subnormal", 0.53, 4000, anyBits(5e-324, 0x1p-1022)},
	})
}

func TestLog1pAccuracy(t *testing.T) {
	measure(t, Log1p, func(x, y float64) (err, truth *big.Float) {
		if math.Abs(x) < 1e-30 {
			truth = sub(bf(x), scaled(mul(bf(x), bf(x)), -1))
			return sub(bf(y), truth), truth
		}
		return wrongLog(new(big.Float).SetPrec(500).Add(bi(1), bf(x)), y)
	}, []kind{
		{"shares", 0.53, 10000, between(-1, 0)},
		{"positive", 0.53, 10000, between(0, 3)},
		{"large", 0.53, 4000, anyBits(1, math.MaxFloat64)},
		{"small", 0.53, 4000, anyBits(5e-324, 0.1)},
		{"small, negative", 0.53, 4000, anyBits(-5e-324, -0.1)},
		{"near the end of the series", 0.53, 10000, between(-0.02, 0.02)},
		{"near −1", 0.53, 4000, anyBits(-0.9999, -1+0x1p-53)},
	})
}

func TestNormalQuantileAccuracy(t *testing.T) {
	measure(t, NormalQuantile, func(p, z float64) (err, truth *big.Float) {
		// With u = (Φ(−|z|) − t)/φ(z), the true −Φ⁻¹(t) is |z| + u + z·u²/2 + …
		tail := p
		if p > 0.5 {
			tail = 1 - p
		}
		x := bf(math.Abs(z))
		u := quo(sub(refTail(x), bf(tail)), refDensity(x))
		return u, add(x, u)
	}, []kind{
		{"centre", 0.52, 2000, between(0.4375, 0.5625)},
		{"at 1/2", 0.52, 1000, anyBits(0.5-1e-9, 0.5+1e-9)},
		{"middle, low", 0.70, 4000, between(1.0/64, 0.4375)},
		{"middle, high", 0.70, 4000, between(0.5625, 63.0/64)},
		{"seams of the cells", 0.70, 2000, positive(beside(1.0/2048, 896))},
		{"tail", 0.53, 4000, anyBits(1e-17, 1.0/64)},
		{"upper tail", 0.53, 2000, func(r *rand.Rand) float64 { return 1 - anyBits(0x1p-53, 1.0/64)(r) }},
		{"far tail", 0.53, 2000, anyBits(5e-324, 1e-17)},
		{"subnormal", 0.53, 500, anyBits(5e-324, 0x1p-1022)},
		{"ends", 0.53, 40, fixed(1e-300, 1-0x1p-53, 0x1p-53, 0x1p-1022, 5e-324, 0x1p-1074, 1.0/64-0x1p-59, 63.0/64+0x1p-53, 1e-20)},
	})
}

func TestNormalCDFAccuracy(t *testing.T) {
	measure(t, NormalCDF, func(z, p float64) (err, truth *big.Float) {
		truth = refTail(bf(math.Abs(z)))
		if z > 0 {
			truth = sub(bi(1), truth)
		}
		return sub(bf(p), truth), truth
	}, []kind{
		{"centre", 3, 2000, between(-1.1, 1.1)},
		{"usual", 3, 4000, between(-6, 6)},
		{"far", 3, 4000, between(-38.6, -4)},
		{"small", 1, 1000, anyBits(-5e-324, -1)},
	})
}

func TestPowAccuracy(t *testing.T) {
	for _, c := range []struct {
		name  string
		x, y  func(r *rand.Rand) float64
		n     int
		limit float64
	}{
		{"usual", anyBits(1e-6, 1e6), between(0, 1), 10000, 0.6},
		{"wide", anyBits(1e-12, 1e12), between(-2, 2), 10000, 1},
		{"subnormal base", anyBits(5e-324, 0x1p-1022), between(-0.1, 0.1), 1000, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var w worst
			r := rand.New(rand.NewPCG(3, 4))
			for range points(c.n) {
				x, y := c.x(r), c.y(r)
				truth := refExp(mul(bf(y), refLog(bf(x))))
				w.note(x, sub(bf(Pow(x, y)), truth), truth)
			}
			t.Logf("%d points, the worst %.4f units in the last place at %v", w.n, w.ulps, w.at)
			if !(w.ulps < c.limit) {
				t.Errorf("%.4f units in the last place at %v, want below %v", w.ulps, w.at, c.limit)
			}
		})
	}
}

func TestLogGammaAccuracy(t *testing.T) {
	// ln Γ(n) is the logarithm of (n−1)!, ln Γ(n + 1/2) that of √π·(1/2)(3/2)…
	whole, half := bi(1), like(refPi()).Sqrt(refPi())
	check := func(x float64, gamma *big.Float) {
		want := f64(refLog(gamma))
		if got := LogGamma(x); math.Abs(got-want) > math.Max(2e-15, 2e-16*math.Abs(want)) {
			t.Errorf("LogGamma(%v) = %v, want %v", x, got, want)
		}
	}
	for n := range int64(1200) {
		if n > 0 {
			check(float64(n), whole)
			whole = mul(whole, bi(n))
		}
		check(float64(n)+0.5, half)
		half = mul(half, bf(float64(n)+0.5))
	}
}

// Another implementation, over the whole range.
func TestLogGammaBesideMath(t *testing.T) {
	for x := 1e-6; x < 1e12; x *= 1.37 {
		want, _ := math.Lgamma(x)
		if got := LogGamma(x); math.Abs(got-want) > 4e-15*math.Max(10, math.Abs(want)) {
			t.Errorf("LogGamma(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestPartOfTurn(t *testing.T) {
	for n := 1; n <= 1<<14; n *= 4 {
		for k := range n {
			c, s := PartOfTurn(k, n)
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			if math.Abs(c-cos) > 8e-16 || math.Abs(s-sin) > 8e-16 { // the argument of Sincos is rounded
				t.Fatalf("%d/%d of a turn: %v, %v, want %v, %v", k, n, c, s, cos, sin)
			}
		}
	}
	if c, s := PartOfTurn(1, 8); c != s && math.Abs(c-s) > 0x1p-53 {
		t.Error("an eighth:", c, s)
	}
	for k, want := range [][2]float64{{1, 0}, {0, 1}, {-1, 0}, {0, -1}} {
		if c, s := PartOfTurn(k, 4); c != want[0] || s != want[1] {
			t.Errorf("%d quarters: %v, %v", k, c, s)
		}
	}
}
