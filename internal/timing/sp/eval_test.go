package sp

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"entente/internal/dist"
)

func leaf(t testing.TB, text string) Shape { return Leaf(parse(t, text)) }

// declareWar is a procedure of six steps: a request, two consents side by side,
// a council that convenes, its decision, an order with bounds alone.
func declareWar(t testing.TB) Shape {
	convene := parse(t, "1h/3h/10h")
	convene.HasWithin, convene.WithinLow, convene.WithinHigh = true, 1800, 86400
	return Series(leaf(t, "10m/20m/1h"), Parallel(leaf(t, "1h/3h/9h"), leaf(t, "1h/4h/14h")),
		Leaf(convene), leaf(t, "30m/1h/3h"), leaf(t, "5m..20m"))
}

func TestDeclareWar(t *testing.T) {
	r, err := Eval(declareWar(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Reached || r.Leaves != 6 || r.BoundsOnly != 1 {
		t.Errorf("reached %v, %d leaves, %d with bounds alone", r.Reached, r.Leaves, r.BoundsOnly)
	}
	// RESULT: 4·10⁶ independent draws give p90 = 25.05 ± 0.04 h and a mean of 14.60 h
	// with the order at 5 min.
	const hour = 3600
	if r.P90.Low() < 24.8*hour || r.P90.High() > 25.5*hour || r.P90.AtLow.Width() > 0.01*r.P90.AtLow.High {
		t.Errorf("p90 in [%v, %v] h", r.P90.Low()/hour, r.P90.High()/hour)
	}
	// The order is a quarter of an hour longer at its high end, and last in series.
	for name, a := range map[string]Answer{"p10": r.P10, "p50": r.P50, "p90": r.P90, "p99": r.P99, "mean": r.Mean} {
		from, wider := a.AtHigh.Low-a.AtLow.High, max(a.AtLow.Width(), a.AtHigh.Width())
		if from > 900 || from < 900-2*wider {
			t.Errorf("%s: %v s from bounds, numerical %v s, want 900 s between them", name, from, wider)
		}
	}
	if r.HardMin != 1800+300 || !math.IsInf(r.HardMax, 1) {
		t.Errorf("hard bounds [%v, %v], want [2100, +Inf]", r.HardMin, r.HardMax)
	}
}

func TestEvalWithoutProbabilities(t *testing.T) {
	r, err := Eval(Series(leaf(t, "30m"), Parallel(leaf(t, "5m..20m"), leaf(t, "10m"))), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.P90.AtLow != (Bracket{2400, 2400}) || r.P90.AtHigh != (Bracket{3000, 3000}) || r.HardMin != 2400 || r.HardMax != 3000 || r.SupError != 0 {
		t.Errorf("p90 %+v, hard [%v, %v], error %v", r.P90, r.HardMin, r.HardMax, r.SupError)
	}
	empty, err := Eval(Series(), Options{})
	if err != nil || empty.HardMax != 0 || empty.P50.High() != 0 {
		t.Errorf("nothing takes %+v, %v", empty.P50, err)
	}
}

func TestEvalRefuses(t *testing.T) {
	for name, s := range map[string]Shape{
		"number":  Leaf(dist.Spec{Unit: dist.Number, A: 1}),
		"invalid": Parallel(leaf(t, "1h"), Leaf(dist.Spec{Form: dist.Exponential})),
		"range":   Leaf(dist.Spec{Form: dist.Range, A: 2, B: 1}),
		"many":    Series(make([]Shape, leavesMax+1)...),
	} {
		if _, err := Eval(s, Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestEvalWhereAConstantDecides: the far quantile of the exponential lies below
// the constant. RESULT: E[max(c, E)] = c + μe^{−c/μ}.
func TestEvalWhereAConstantDecides(t *testing.T) {
	r, err := Eval(Series(Parallel(leaf(t, "20h"), Leaf(exponential(3600)), leaf(t, "20h")), Leaf(exponential(60))), Options{})
	if err != nil || !r.Reached {
		t.Fatalf("reached %v, %v", r.Reached, err)
	}
	holds(t, "p90", r.P90.AtLow, 72000+60*math.Ln10, 100)
	holds(t, "mean", r.Mean.AtLow, 72000+3600*math.Exp(-20)+60, 10)
}

// TestEvalSaysWhenItStops: a p90 bracket that a small grid cannot narrow.
func TestEvalSaysWhenItStops(t *testing.T) {
	r, err := Eval(declareWar(t), Options{Cells: 256, CellsMax: 512})
	if err != nil || r.Reached {
		t.Errorf("reached %v, %v; want a limit reported", r.Reached, err)
	}
	fine, err := Eval(declareWar(t), Options{Tolerance: 0.0005})
	if err != nil || !fine.Reached || fine.P90.AtLow.Width() > 0.0005*fine.P90.AtLow.High {
		t.Errorf("fine: reached %v, %v, p90 %+v", fine.Reached, err, fine.P90)
	}
}

// sample draws the time of a shape, the slow and obvious way.
func sample(n *node, random *rand.Rand) float64 {
	if n.op == opLeaf {
		return n.dist.Quantile(random.Float64())
	}
	return n.apply(func(p *node) float64 { return sample(p, random) })
}

func randomShape(random *rand.Rand, depth int) Shape {
	minute := func(x float64) float64 { return math.Round(x*60) + 1 }
	if depth == 0 || random.IntN(4) == 0 {
		base := minute(1 + 60*random.Float64())
		switch random.IntN(8) {
		case 0:
			return Leaf(dist.Spec{A: base})
		case 1:
			return Leaf(exponential(base))
		case 2:
			return Leaf(dist.Spec{Form: dist.Pert, A: base, B: 2 * base, C: 6 * base})
		case 3:
			return Leaf(dist.Spec{Form: dist.Gamma, A: 0.5 + 3*random.Float64(), B: base})
		case 4:
			return Leaf(dist.Spec{Form: dist.Lognormal, A: base, B: 0.2 + random.Float64()})
		case 5:
			return Leaf(dist.Spec{Form: dist.Quantiles, A: base, B: 2 * base, C: 7 * base, HasWithin: true, WithinLow: base / 2, WithinHigh: 12 * base})
		}
		return Leaf(dist.Spec{Form: dist.Quantiles, A: base, B: base * (1.1 + 3*random.Float64()), C: base * (4.5 + 9*random.Float64())})
	}
	parts := make([]Shape, 2+random.IntN(3))
	for i := range parts {
		parts[i] = randomShape(random, depth-1)
	}
	switch random.IntN(5) {
	case 0, 1:
		return Series(parts...)
	case 2:
		return Parallel(parts...)
	case 3:
		return KOf(1+random.IntN(len(parts)), parts...)
	}
	seats := make([]QuorumSeat, len(parts))
	for i := range seats {
		seats[i] = QuorumSeat{i % 2, parts[i]}
	}
	return QuorumOf(1+random.IntN(len(parts)), []int{1, random.IntN(2)}, seats...)
}

// TestBracketsHoldSamples: on random shapes the empirical distribution of n draws
// lies within the brackets widened by its own error. By the inequality of
// Dvoretzky, Kiefer, Wolfowitz & Massart it is off by more than 0.012 somewhere
// with chance 2·exp(−2·40000·0.012²) < 2.1e-5.
func TestBracketsHoldSamples(t *testing.T) {
	const draws, doubt = 40000, 0.012
	random := rand.New(rand.NewPCG(11, 13))
	for i := range 40 {
		s := randomShape(random, 3)
		r, err := Eval(s, Options{Cells: 4096, CellsMax: 1 << 14})
		if err != nil {
			t.Fatal(err)
		}
		n, _ := fit(s, allLow, 1e-6)
		times := make([]float64, draws)
		sum, squares := 0.0, 0.0
		for k := range times {
			times[k] = sample(&n, random)
			sum += times[k]
			squares += times[k] * times[k]
		}
		slices.Sort(times)
		if times[0] < r.HardMin*(1-1e-12) || times[draws-1] > r.HardMax*(1+1e-12) {
			t.Errorf("shape %d: draws in [%v, %v], hard [%v, %v]", i, times[0], times[draws-1], r.HardMin, r.HardMax)
		}
		for k := 0; k < draws; k += 371 {
			b := r.AtLow.CDFBounds(times[k])
			// Equal times: the draw stands at the first and the last of its kind.
			first, _ := slices.BinarySearch(times, times[k])
			last, _ := slices.BinarySearch(times, math.Nextafter(times[k], math.Inf(1)))
			if float64(last)/draws < b.Low-doubt || float64(first)/draws > b.High+doubt {
				t.Errorf("shape %d at %v: share %v, bracket [%v, %v]", i, times[k], float64(k)/draws, b.Low, b.High)
				break
			}
		}
		mean := sum / draws
		spread := 5 * math.Sqrt(math.Max(0, squares/draws-mean*mean)/draws)
		if mean < r.Mean.Low()-spread || mean > r.Mean.High()+spread {
			t.Errorf("shape %d: mean %v ± %v, bracket %+v", i, mean, spread, r.Mean.AtLow)
		}
	}
}

// TestCoarseHoldsFine: whatever the grid, and however short, the bracket of a
// coarse law meets that of a fine one, everywhere.
func TestCoarseHoldsFine(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 19))
	for i := range 80 {
		n, err := fit(randomShape(random, 3), allLow, 1e-6)
		if err != nil {
			t.Fatal(err)
		}
		if n.min == n.far {
			continue
		}
		fine := n.law(gridTo(&n, n.far, 1<<13))
		for _, cells := range []int{3, 40, 300} {
			for _, share := range []float64{0.02, 0.2, 1} {
				g := gridTo(&n, n.min+share*(n.far-n.min), cells)
				coarse := n.law(g)
				name := fmt.Sprintf("shape %d, %d cells to %v", i, cells, share)
				meet := func(what string, a, b Bracket) {
					if wide := 1e-9 * math.Abs(a.Low); a.Low > b.High+wide || b.Low > a.High+wide || a.Low > a.High {
						t.Errorf("%s: %s [%v, %v] and fine [%v, %v]", name, what, a.Low, a.High, b.Low, b.High)
					}
				}
				meet("mean", coarse.MeanBounds(), fine.MeanBounds())
				for _, p := range []float64{0.001, 0.1, 0.5, 0.9, 0.99, 0.9999} {
					q := fine.QuantileBounds(p)
					meet(fmt.Sprint("quantile ", p), coarse.QuantileBounds(p), q)
					meet(fmt.Sprint("CDF at quantile ", p), coarse.CDFBounds(q.Low), fine.CDFBounds(q.Low))
				}
				if total := coarse.upTo(math.Inf(1)) + coarse.over; math.Abs(total-1) > 1e-9 {
					t.Errorf("%s: mass %v, want 1", name, total)
				}
			}
		}
	}
}

func BenchmarkDeclareWar(b *testing.B) {
	s := declareWar(b)
	for _, cells := range []int{1 << 12, 1 << 14, 1 << 16, 1 << 17} {
		b.Run(fmt.Sprint(cells), func(b *testing.B) {
			for b.Loop() {
				if _, err := Eval(s, Options{Cells: cells}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
