package sp

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"

	"entente/internal/dist"
)

func fitted(t testing.TB, s dist.Spec) dist.Dist {
	t.Helper()
	d, err := dist.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func exponential(mean float64) dist.Spec { return dist.Spec{Form: dist.Exponential, A: mean} }

func parse(t testing.TB, text string) dist.Spec {
	t.Helper()
	s, err := dist.Parse(text, dist.Duration)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func holds(t *testing.T, name string, b Bracket, want, widthMax float64) {
	t.Helper()
	if !b.Contains(want) || b.Width() > widthMax {
		t.Errorf("%s in [%v, %v], want %v within a width of %v", name, b.Low, b.High, want, widthMax)
	}
}

func TestOrderStatisticsOfExponentials(t *testing.T) {
	g := Grid{Step: 0.05, Cells: 1 << 15}
	e := FromDist(fitted(t, exponential(60)), g)
	// RESULT: the mean of the k-th of n exponentials of mean μ is
	// μ·(1/n + 1/(n−1) + … + 1/(n−k+1)) (Rényi 1953): here 60·(1/3+1/2+1) = 110,
	// 60·(1/4+1/3+1/2) = 65, and 60/3 = 20.
	holds(t, "mean of the last of three", all(e, e, e).MeanBounds(), 110, 0.1)
	holds(t, "mean of the third of four", kOfN(3, e, e, e, e).MeanBounds(), 65, 0.1)
	holds(t, "mean of the first of three", first(e, e, e).MeanBounds(), 20, 0.1)
	// RESULT: P(max <= t) = (1 − e^{−t/μ})³; P(min <= t) = 1 − e^{−3t/μ}.
	for _, at := range []float64{0.3, 10, 60, 200, 700} {
		f := -math.Expm1(-at / 60)
		holds(t, "CDF of the last of three", all(e, e, e).CDFBounds(at), f*f*f, 0.002)
		holds(t, "CDF of the first of three", first(e, e, e).CDFBounds(at), -math.Expm1(-3*at/60), 0.0051)
		holds(t, "CDF of the third of four", kOfN(3, e, e, e, e).CDFBounds(at), 4*f*f*f*(1-f)+f*f*f*f, 0.002)
	}
	holds(t, "median of the first of three", first(e, e, e).QuantileBounds(0.5), 20*math.Ln2, 0.051)
}

func TestSumOfExponentialsIsErlang(t *testing.T) {
	g := Grid{Step: 0.1, Cells: 1 << 14}
	e := FromDist(fitted(t, exponential(60)), g)
	sum := Seq(Seq(e, e), Seq(e, e))
	// RESULT: Erlang(4): P(T <= t) = 1 − e^{−x}(1 + x + x²/2 + x³/6), x = t/60.
	for _, at := range []float64{1, 30, 100, 240, 500, 1200} {
		x := at / 60
		holds(t, "Erlang CDF", sum.CDFBounds(at), 1-math.Exp(-x)*(1+x+x*x/2+x*x*x/6), 0.0019)
	}
	holds(t, "Erlang mean", sum.MeanBounds(), 240, 1e-6)
	// RESULT: half of chi-square with 8 degrees of freedom, p90 = 13.361566136511726.
	holds(t, "Erlang p90", sum.QuantileBounds(0.9), 60*13.361566136511726/2, 0.41)
	if got := sum.SupError(); got > 0.0016 {
		t.Errorf("SupError %v, want at most 0.0016", got)
	}
}

func TestConstantsCostNothing(t *testing.T) {
	g := Grid{Step: 0.5, Cells: 1 << 12}
	e := FromDist(fitted(t, exponential(60)), g)
	moved := Seq(Seq(Const(math.Pi, g), e), Const(1e6, g))
	for _, p := range []float64{0.1, 0.5, 0.9} {
		a, b := e.QuantileBounds(p), moved.QuantileBounds(p)
		if math.Abs(b.Low-a.Low-math.Pi-1e6) > 1e-9 || math.Abs(b.Width()-a.Width()) > 1e-9 {
			t.Errorf("p%v: [%v, %v] moved to [%v, %v]", 100*p, a.Low, a.High, b.Low, b.High)
		}
	}
	five, seven, nine := Const(5, g), Const(7.3, g), Const(9, g)
	for name, c := range map[string]struct {
		law  Law
		want float64
	}{
		"all": {all(five, seven, nine), 9}, "first": {first(seven, nine), 7.3}, "second": {kOfN(2, nine, five, seven), 7.3},
		"sum": {Seq(five, seven), 12.3}, "quorum": {quorum(1, []int{1, 0}, []seat{{0, nine}, {1, five}, {1, seven}}), 9},
	} {
		if b := c.law.MeanBounds(); math.Abs(b.Low-c.want) > 1e-9 || math.Abs(b.High-c.want) > 1e-9 || c.law.SupError() != 0 {
			t.Errorf("%s of constants: mean [%v, %v], error %v, want exactly %v", name, b.Low, b.High, c.law.SupError(), c.want)
		}
		if c.law.CDFBounds(c.want-1e-6) != (Bracket{0, 0}) || c.law.CDFBounds(c.want+1e-6) != (Bracket{1, 1}) {
			t.Errorf("%s of constants: CDF %v then %v", name, c.law.CDFBounds(c.want-1e-6), c.law.CDFBounds(c.want+1e-6))
		}
	}
}

// TestConstantsAmongLaws: max(c, E) and min(c, E) with c off the grid.
func TestConstantsAmongLaws(t *testing.T) {
	g := Grid{Step: 0.05, Cells: 1 << 14}
	e, c := FromDist(fitted(t, exponential(60)), g), Const(40.03, g)
	// RESULT: E[max(c, E)] = c + μe^{−c/μ}; E[min(c, E)] = μ(1 − e^{−c/μ}).
	holds(t, "mean of max", all(e, c).MeanBounds(), 40.03+60*math.Exp(-40.03/60), 0.11)
	holds(t, "mean of min", first(e, c).MeanBounds(), -60*math.Expm1(-40.03/60), 0.11)
	if got := first(e, c).Max(); got != 40.03 {
		t.Errorf("max of min(c, E) = %v", got)
	}
	if got := all(e, c).Min(); got != 40.03 {
		t.Errorf("min of max(c, E) = %v", got)
	}
	far := Const(1e7, g)                                        // beyond the grid of e
	if b := all(e, far).QuantileBounds(0.5); !b.Contains(1e7) { // no more is known
		t.Errorf("max with a far constant in %+v, want 1e7", b)
	}
	holds(t, "min with a far constant", first(e, far).QuantileBounds(0.5), 60*math.Ln2, 0.11)
	holds(t, "mean of min with a far constant", first(e, far).MeanBounds(), 60, 0.11)
}

// TestQuorumByEnumeration sums over every set of seats that have come.
func TestQuorumByEnumeration(t *testing.T) {
	g := Grid{Step: 0.1, Cells: 1 << 13}
	random := rand.New(rand.NewPCG(7, 7))
	for range 40 {
		n := 2 + random.IntN(5)
		parties := 1 + random.IntN(3)
		seats := make([]seat, n)
		means := make([]float64, n)
		count := make([]int, parties)
		for i := range seats {
			means[i] = 10 + 80*random.Float64()
			seats[i] = seat{random.IntN(parties), FromDist(fitted(t, exponential(means[i])), g)}
			count[seats[i].Party]++
		}
		perParty := make([]int, parties)
		for p := range perParty {
			perParty[p] = random.IntN(count[p] + 1)
		}
		need := 1 + random.IntN(n)
		law := quorum(need, perParty, seats)
		for _, at := range []float64{5, 20, 60, 150} {
			want := 0.0
			for set := range 1 << n {
				if !meets(uint(set), need, perParty, seats) {
					continue
				}
				p := 1.0
				for i := range seats {
					f := -math.Expm1(-at / means[i])
					if set>>i&1 == 0 {
						f = 1 - f
					}
					p *= f
				}
				want += p
			}
			holds(t, "quorum CDF", law.CDFBounds(at), want, 0.03)
		}
	}
}

func meets(set uint, need int, perParty []int, seats []seat) bool {
	have := make([]int, len(perParty))
	for i, s := range seats {
		have[s.Party] += int(set >> i & 1)
	}
	for p, least := range perParty {
		if have[p] < least {
			return false
		}
	}
	return bits.OnesCount(set) >= need
}

// TestQuorumByHand: two seats of each party, three in all and one of each: any
// three meet it. RESULT: 4f³(1−f) + f⁴. With two of party 0 asked: f²(1−(1−f)²).
func TestQuorumByHand(t *testing.T) {
	g := Grid{Step: 0.1, Cells: 1 << 13}
	e := FromDist(fitted(t, exponential(60)), g)
	seats := []seat{{0, e}, {0, e}, {1, e}, {1, e}}
	f := 1 - math.Exp(-1)
	holds(t, "three, one of each", quorum(3, []int{1, 1}, seats).CDFBounds(60), 4*f*f*f*(1-f)+f*f*f*f, 0.005)
	holds(t, "three, two of the first", quorum(3, []int{2, 0}, seats).CDFBounds(60), f*f*(1-(1-f)*(1-f)), 0.005)
	if got := newRule(3, []int{1, 1}, []int{0, 0, 1, 1}).blocking(); got != 2 {
		t.Errorf("blocking() = %d, want 2", got)
	}
}

func TestConvolveByHand(t *testing.T) {
	got, _ := convolve([]float64{0.5, 0.25, 0.25}, []float64{0.5, 0, 0.5}, 4)
	// RESULT: by hand, (½ + ¼x + ¼x²)(½ + ½x²), the first four terms.
	for k, want := range []float64{0.25, 0.125, 0.375, 0.125} {
		if got[k] != want {
			t.Errorf("term %d = %v, want %v", k, got[k], want)
		}
	}
}

// TestFFTWithinItsBound compares with the direct sum, whose own rounding is far
// below the bound.
func TestFFTWithinItsBound(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	for _, n := range []int{65, 100, 1000, 4096} {
		a, b := make([]float64, n), make([]float64, n*2/3)
		for _, v := range [][]float64{a, b} {
			sum := 0.0
			for i := range v {
				v[i] = math.Exp(8 * random.Float64() * random.Float64())
				sum += v[i]
			}
			for i := range v {
				v[i] /= sum
			}
		}
		size := len(a) + len(b) - 1
		fast, bound := convolveFFT(a, b, size)
		for k := range size {
			direct := 0.0
			for i := max(0, k-len(b)+1); i <= min(k, len(a)-1); i++ {
				direct += a[i] * b[k-i]
			}
			if miss := math.Abs(fast[k] - direct); miss > bound/float64(size)+roundOff(size)*direct {
				t.Fatalf("size %d, term %d: off by %v, bound %v", n, k, miss, bound/float64(size))
			}
		}
		if bound > 1e-9 {
			t.Errorf("size %d: bound %v is not negligible", n, bound)
		}
	}
}

func TestSupErrorCoversEveryBracket(t *testing.T) {
	g := Grid{Step: 7, Cells: 200}
	e := FromDist(fitted(t, exponential(60)), g)
	q := FromDist(fitted(t, parse(t, "20s/50s/500s")), g)
	for name, l := range map[string]Law{"leaf": q, "sum": Seq(e, q), "max": all(Seq(e, Const(11, g)), q), "min": first(e, Seq(q, Const(30, g)))} {
		worst := 0.0
		for at := 0.0; at < 3000; at += 0.37 {
			worst = math.Max(worst, l.CDFBounds(at).Width())
		}
		if got := l.SupError(); got < worst-1e-12 || got > worst+0.05 {
			t.Errorf("%s: SupError %v, widest bracket seen %v", name, got, worst)
		}
	}
}

func TestMisuseNamesTheInvariant(t *testing.T) {
	g := Grid{Step: 1, Cells: 8}
	c := Const(1, g)
	for name, call := range map[string]func(){
		"two grids":           func() { Seq(c, Const(1, Grid{Step: 2, Cells: 8})) },
		"negative constant":   func() { Const(-1, g) },
		"no cells":            func() { Const(1, Grid{Step: 1}) },
		"bounds only":         func() { FromDist(fitted(t, parse(t, "5m..20m")), g) },
		"too many":            func() { kOfN(3, c, c) },
		"nobody":              func() { quorum(0, []int{0}, []seat{{0, c}, {0, c}}) },
		"party without seats": func() { quorum(1, []int{0, 1}, []seat{{0, c}, {0, c}}) },
		"unknown party":       func() { quorum(1, []int{0}, []seat{{0, c}, {1, c}}) },
		"quantile at one":     func() { c.QuantileBounds(1) },
		"all of nothing":      func() { all() },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if _, ok := recover().(string); !ok {
					t.Error("no panic with a sentence")
				}
			}()
			call()
		})
	}
}

// all returns the law of the latest of several independent times.
func all(laws ...Law) Law { return combine(countRule(len(laws), len(laws)), laws) }

// first returns the law of the earliest of several independent times.
func first(laws ...Law) Law { return combine(countRule(1, len(laws)), laws) }

// kOfN returns the law of the k-th of several independent times, 1 <= k <= n.
func kOfN(k int, laws ...Law) Law { return combine(countRule(k, len(laws)), laws) }

// seat is one seat of a quorum: its party, counted from 0, and its time.
type seat struct {
	Party int
	Law   Law
}

// quorum returns the law of the first moment at which at least need seats have
// come, and at least perParty[p] of each party p. Seats are independent. It
// panics where the seats cannot meet it, or nothing is asked.
func quorum(need int, perParty []int, seats []seat) Law {
	laws := make([]Law, len(seats))
	party := make([]int, len(seats))
	for i, s := range seats {
		laws[i], party[i] = s.Law, s.Party
	}
	return combine(newRule(need, perParty, party), laws)
}
