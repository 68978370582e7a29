package timing

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

const minute, hour = 60.0, 3600.0

// load reads an arrangement.
func load(t *testing.T, text string) *model.Arrangement {
	t.Helper()
	var out diag.List
	a := typecheck.Arrangement(syntax.Parse(diag.NewSource("a.yaml", text), syntax.DefaultLimits, &out), &out)
	if out.HasErrors() {
		var b strings.Builder
		_ = diag.WriteText(&b, out.Sorted(), false)
		t.Fatal(b.String())
	}
	return a
}

// steps writes an arrangement with one procedure of the steps; more is put in
// front of it.
func steps(more string, list ...string) string {
	return `entente: {version: 1, kind: arrangement, id: x, title: X, real: false}
parties:
  A: {ally: yes}
  B: {ally: yes}
posts:
  p: {of: A, national: true}
  q: {of: A, under: p}
  r: {of: B, national: true}
  s: {of: B, under: r}
` + more + `
procedures:
  run:
    starts: alarm
    steps:
      - {` + strings.Join(list, "}\n      - {") + "}\n"
}

func near(got, want, within float64) bool {
	return got == want || math.Abs(got-want) <= within
}

func TestSolve(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name string
		n    int
		in   []Constraint
		want []Window // nil: contradictory
	}{
		{"nothing said", 2, nil, []Window{{0, 0}, {0, inf}, {0, inf}}},
		{"a chain", 2, []Constraint{{0, 1, 10, 20}, {1, 2, 5, 6}}, []Window{{0, 0}, {10, 20}, {15, 26}}},
		// The second must be over by 12, so the first by 12 - 5.
		{"a deadline reaches back", 2, []Constraint{{0, 1, 2, 20}, {1, 2, 5, 6}, {0, 2, 0, 12}}, []Window{{0, 0}, {2, 7}, {7, 12}}},
		// Event 2 is not before event 1, so event 1 is not after 8.
		{"order", 2, []Constraint{{0, 1, 3, 100}, {0, 2, 0, 8}}, []Window{{0, 0}, {3, 8}, {3, 8}}},
		{"order against times", 2, []Constraint{{0, 1, 10, 20}, {0, 2, 0, 8}}, nil},
		{"a circle that is too short", 3, []Constraint{{0, 1, 5, 5}, {1, 2, 5, 5}, {0, 2, 0, 9}}, nil},
		{"exactly", 2, []Constraint{{0, 1, 5, 5}, {0, 2, 5, 5}}, []Window{{0, 0}, {5, 5}, {5, 5}}},
	} {
		got, ok := Solve(c.n, c.in)
		if ok != (c.want != nil) || ok && fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, %v; want %v", c.name, got, ok, c.want)
		}
	}
}

// TestSolveTight: for random constraints on whole numbers, each end of a window
// is met by some times and nothing outside is, as trying them all shows.
func TestSolveTight(t *testing.T) {
	const top = 6
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var in []Constraint
		for range 1 + r.IntN(4) {
			from := r.IntN(4)
			to := r.IntN(4)
			if from == to {
				continue
			}
			low := r.IntN(top)
			in = append(in, Constraint{min(from, to), max(from, to), float64(low), float64(low + r.IntN(3))})
		}
		in = append(in, Constraint{0, 3, 0, top})
		low, high := [4]float64{top, top, top, top}, [4]float64{}
		any := false
		for code := range 7 * 7 * 7 {
			at := [4]float64{0, float64(code % 7), float64(code / 7 % 7), float64(code / 49)}
			fits := at[1] <= at[2] && at[2] <= at[3]
			for _, c := range in {
				d := at[c.To] - at[c.From]
				fits = fits && d >= c.Low && d <= c.High
			}
			if fits {
				any = true
				for k := range at {
					low[k], high[k] = min(low[k], at[k]), max(high[k], at[k])
				}
			}
		}
		got, ok := Solve(3, in)
		if ok != any {
			t.Fatalf("%v: feasible %v, want %v", in, ok, any)
		}
		for k := range got {
			if got[k].Earliest != low[k] || got[k].Latest != high[k] {
				t.Fatalf("%v, event %d: %v, want %v..%v", in, k, got[k], low[k], high[k])
			}
		}
	}
}

func TestProcedureBounds(t *testing.T) {
	inf := math.Inf(1)
	board := `councils:
  board: {seats: {a: p, b: r}, quorum: {total: 2}, rule: consensus, convene: 10m..1h}`
	for _, c := range []struct {
		name      string
		more      string
		steps     []string
		low, high float64
		unbounded string
	}{
		{"a chain", "", []string{"id: a, by: p, act: do, time: 1h..2h", "id: b, by: q, act: do, time: 3h"}, 4 * hour, 5 * hour, ""},
		{"the longer branch", "", []string{"id: a, by: p, act: do, time: 1h..2h", "id: b, by: q, act: do, time: 3h, after: []", "id: c, by: r, act: do, time: 1h, after: [a, b]"}, 4 * hour, 4 * hour, ""},
		{"quantiles without bounds", "", []string{"id: a, by: p, act: do, time: 1h/2h/4h"}, 0, inf, "procedures/run/steps/a/time"},
		{"quantiles within bounds", "", []string{"id: a, by: p, act: do, time: {p10: 1h, p50: 2h, p90: 4h, within: 30m..8h}"}, hour / 2, 8 * hour, ""},
		{"no time written", "", []string{"id: a, by: p, act: do"}, 0, inf, "procedures/run/steps/a/time"},
		// One person does one thing at a time: a and b one after the other.
		{"one person in two branches", "", []string{"id: a, by: p, act: do, time: 1h..2h", "id: b, by: p, act: do, time: 3h, after: []"}, 3 * hour, 5 * hour, ""},
		// The council convenes once for both steps.
		{"a council sits on", board, []string{"id: a, by: board, act: assess, time: 1h", "id: b, by: board, act: decide, time: 1h"}, 2*hour + 10*minute, 3 * hour, ""},
	} {
		got := Procedure(load(t, steps(c.more, c.steps...)), 0, -1)
		if got.Low != c.low || got.High < c.high || strings.Join(got.Unbounded, " ") != c.unbounded {
			t.Errorf("%s: %v, want %v..%v %s", c.name, got, c.low, c.high, c.unbounded)
		}
		if got.High != c.high && c.name != "one person in two branches" {
			t.Errorf("%s: at most %v, want %v", c.name, got.High, c.high)
		}
	}
}

// TestProcedureBoundsHold: over random step graphs the time of a run that does
// everything as soon as it can lies within the bounds.
func TestProcedureBoundsHold(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		n := 2 + r.IntN(5)
		var list []string
		low, high := make([]int, n), make([]int, n)
		after := make([][]int, n)
		doer := make([]int, n)
		for i := range n {
			low[i], doer[i] = r.IntN(5), r.IntN(4)
			high[i] = low[i] + r.IntN(5)
			var names []string
			for j := range i {
				if r.IntN(2) == 0 {
					after[i] = append(after[i], j)
					names = append(names, fmt.Sprintf("x%d", j))
				}
			}
			list = append(list, fmt.Sprintf("id: x%d, by: %s, act: do, time: %dh..%dh, after: [%s]", i, []string{"p", "q", "r", "s"}[doer[i]], low[i], high[i]+1, strings.Join(names, ", ")))
			high[i]++
		}
		b := Procedure(load(t, steps("", list...)), 0, -1)
		for range 20 {
			// Persons take up what is ready in any order, one thing at a time.
			end := make([]float64, n)
			free := make([]float64, 4)
			total := 0.0
			done := make([]bool, n)
			for range n {
				var ready []int
				for i := range n {
					ok := !done[i]
					for _, j := range after[i] {
						ok = ok && done[j]
					}
					if ok {
						ready = append(ready, i)
					}
				}
				// The earliest that can begin goes first: nobody is idle with work due.
				pick, when := -1, math.Inf(1)
				for _, k := range r.Perm(len(ready)) {
					i := ready[k]
					begin := free[doer[i]]
					for _, j := range after[i] {
						begin = max(begin, end[j])
					}
					if begin < when {
						pick, when = i, begin
					}
				}
				end[pick] = when + hour*(float64(low[pick])+float64(r.IntN(high[pick]-low[pick]+1)))
				free[doer[pick]], done[pick] = end[pick], true
				total = max(total, end[pick])
			}
			if total < b.Low || total > b.High {
				t.Fatalf("%v takes %v, outside %v..%v", list, total/hour, b.Low/hour, b.High/hour)
			}
		}
	}
}

func handed(gives, takes string) string {
	return `entente: {version: 1, kind: arrangement, id: x, title: X, real: false}
conditions:
  cond: {order: [low, high], moves: {low->high: up}}
parties:
  A: {ally: yes}
posts:
  p: {of: A, national: true}
  q: {of: A, under: p}
forces:
  f: {of: A}
authority:
  c: {kind: OPCON, over: f, held-by: {low: p, high: q}, handover: {low->high: {by: hand, gives-up: ` + gives + `, takes-over: ` + takes + `}}}
procedures:
  up:
    decides: {move: low->high, at: go}
    steps:
      - {id: go, by: p, act: decide, time: 1h}
  hand:
    steps:
      - {id: a, by: p, act: do, time: 1h..2h}
      - {id: b, by: q, act: do, time: 3h..5h}
      - {id: c, by: p, act: do, time: 10h, after: [a]}
      - {id: d, by: q, act: do, time: 1h, after: [b, c]}
`
}

func TestHandoverSpan(t *testing.T) {
	for _, c := range []struct {
		gives, takes string
		gap, ok      bool
		low, high    float64
	}{
		{"before a", "after a", true, true, 1, 2},
		{"before a", "after b", true, true, 4, 7},
		{"after a", "after b", true, true, 3, 5},
		{"before b", "after b", true, true, 3, 5},
		{"after b", "after a", false, true, 3, 5},
		{"after b", "after a", true, false, 0, 0},   // an overlap, no gap
		{"after a", "before b", true, false, 0, 0},  // one instant
		{"after a", "before b", false, false, 0, 0}, // one instant
		{"after b", "after c", true, false, 0, 0},   // in no order
		{"before a", "before d", true, false, 0, 0}, // d comes after two: not one step's end
	} {
		a := load(t, handed(c.gives, c.takes))
		s, ok := HandoverSpan(a, &a.Authorities[0].Handovers[0], c.gap)
		if ok != c.ok || ok && (s.Hard.Low != c.low*hour || s.Hard.High != c.high*hour) {
			t.Errorf("gives up %s, takes over %s, gap %v: %v %v, want %v %v..%v h", c.gives, c.takes, c.gap, ok, s.Hard, c.ok, c.low, c.high)
		}
	}
}

func TestUsualTwinLakes(t *testing.T) {
	b, err := os.ReadFile("../../library/twinlakes/arrangement.yaml")
	if err != nil {
		t.Fatal(err)
	}
	a := load(t, string(b))
	proc := -1
	for i := range a.Procedures {
		if a.Procedures[i].ID == "declare-war" {
			proc = i
		}
	}
	// Sampled by hand: request, the later of the two consents, then the committee
	// convenes and agrees, then the order, whose bounds give a range of 15 minutes.
	const n = 200_000
	r := rand.New(rand.NewPCG(5, 6))
	laws := make([]dist.Dist, 0, 8)
	draw := func(q *model.Quantity) func() float64 {
		d, err := dist.New(q.Spec)
		if err != nil {
			t.Fatal(err)
		}
		laws = append(laws, d)
		law := &laws[len(laws)-1]
		return func() float64 { return law.Quantile(r.Float64()) }
	}
	st := a.Procedures[proc].Steps
	request, consentM, consentT, agree := draw(&st[0].Time), draw(&st[1].Time), draw(&st[2].Time), draw(&st[3].Time)
	convene := draw(&a.Councils[0].Convene)
	times := make([]float64, n)
	for i := range times {
		times[i] = request() + max(consentM(), consentT()) + convene() + agree()
	}
	slices.Sort(times)
	u := UsualProcedure(a, model.ProcedureIndex(proc), -1)
	// RESULT: the p90 of declare-war in Twin Lakes is about 25 h.
	if !u.Known || u.Shared || !near(u.Result.P90.Low(), 25*hour, hour/2) || !near(u.Result.P90.High(), 25*hour, hour/2) {
		t.Errorf("p90 %v, want about 25 h (%s)", u.Result.P90, u.Why)
	}
	for _, c := range []struct {
		p   float64
		got Bounds
	}{{0.5, Bounds{u.Result.P50.Low(), u.Result.P50.High(), nil}}, {0.9, Bounds{u.Result.P90.Low(), u.Result.P90.High(), nil}}} {
		sampled := times[int(c.p*n)]
		if !near(c.got.Low, sampled+5*minute, 0.01*sampled) || !near(c.got.High, sampled+20*minute, 0.01*sampled) {
			t.Errorf("quantile %v: computed %v, sampled %v to %v", c.p, c.got, sampled+5*minute, sampled+20*minute)
		}
	}
}

func TestUsualShapes(t *testing.T) {
	law := "{law: exponential, mean: 60m}"
	// a, b before c; b before d: an N, which is not series-parallel.
	n := load(t, steps("", "id: a, by: p, act: do, time: 1h", "id: b, by: q, act: do, time: 1h, after: []", "id: c, by: r, act: do, time: 1h, after: [a, b]", "id: d, by: s, act: do, time: 1h, after: [b]"))
	if u := UsualProcedure(n, 0, -1); u.Known || !strings.Contains(u.Why.String(), "series-parallel") {
		t.Errorf("an N: %+v", u)
	}
	for _, c := range []struct {
		name  string
		steps []string
		mean  float64
	}{
		{"one after the other", []string{"id: a, by: p, act: do, time: " + law, "id: b, by: q, act: do, time: " + law}, 120},
		// RESULT: the mean of the maximum of n exponentials is the mean of one times
		// the n-th harmonic number (Rényi 1953).
		{"two side by side", []string{"id: a, by: p, act: do, time: " + law, "id: b, by: q, act: do, time: " + law + ", after: []"}, 90},
		{"a step after what another comes after already", []string{"id: a, by: p, act: do, time: " + law, "id: b, by: q, act: do, time: " + law + ", after: [a]", "id: c, by: r, act: do, time: 1h, after: [a, b]"}, 180},
	} {
		u := UsualProcedure(load(t, steps("", c.steps...)), 0, -1)
		if !u.Known || !near(u.Result.Mean.Low()/minute, c.mean, 1) || !near(u.Result.Mean.High()/minute, c.mean, 1) {
			t.Errorf("%s: mean %v, want %v min", c.name, u.Result.Mean, c.mean)
		}
	}
	// One person cannot do both at once: what is computed is too short.
	if u := UsualProcedure(load(t, steps("", "id: a, by: p, act: do, time: "+law, "id: b, by: p, act: do, time: "+law+", after: []")), 0, -1); !u.Known || !u.Shared {
		t.Errorf("one person in two branches: %+v", u)
	}
	// Bounds say nothing about what is usual: the answer is a range from one end to
	// the other.
	u := UsualProcedure(load(t, steps("", "id: a, by: p, act: do, time: 1h..3h", "id: b, by: q, act: do, time: 1h")), 0, -1)
	if !u.Known || u.Result.BoundsOnly != 1 || !near(u.Result.P90.Low(), 2*hour, 1) || !near(u.Result.P90.High(), 4*hour, 1) {
		t.Errorf("bounds: %+v", u.Result.P90)
	}
	for _, c := range []struct{ step, why string }{
		{"id: a, by: p, act: do", "no time"},
		{"id: a, by: p, act: do, time: 1h, needs: acting(q)", "needs"},
	} {
		if u := UsualProcedure(load(t, steps("", c.step)), 0, -1); u.Known || !strings.Contains(u.Why.String(), c.why) {
			t.Errorf("%s: %+v", c.step, u)
		}
	}
}

func TestQuorumTimes(t *testing.T) {
	// Four seats come each on its own, after exponential times with mean 60 min.
	council := func(seats, quorum string) string {
		return "councils:\n  board: {seats: {" + seats + "}, quorum: {" + quorum + "}, rule: consensus, convene: {each: {law: exponential, mean: 60m}}}"
	}
	four := "a: p, b: q, c: r, d: s"
	for _, c := range []struct {
		name, more string
		mean       float64 // minutes, without the step
	}{
		// RESULT: the k-th of n exponentials has mean m·(1/n + … + 1/(n-k+1)) (Rényi
		// 1953, "On the theory of order statistics").
		{"the first of four", council(four, "total: 1"), 15},
		{"the third of four", council(four, "total: 3"), 65},
		{"all four", council(four, "total: 4"), 125},
		{"all three", council("a: p, b: q, c: r", "total: 3"), 110},
		// One of each of two parties of two: the maximum of two minima of two, each
		// exponential with mean 30: 30·(1 + 1/2).
		{"one of each party", council(four, "total: 1, each-party: 1"), 45},
		// Three, one of each party: any three hold one of each.
		{"three, one of each party", council(four, "total: 3, each-party: 1"), 65},
		// Both of A, which is the maximum of two.
		{"both of one party", council(four, "total: 2, A: 2"), 90},
		// Both of A and one of B: E max(X, Y), X the maximum of two with mean 90, Y
		// exponential with mean 30; E min(X, Y) by 1 - F_X = 2e^-t - e^-2t: in hours
		// 2/(1+2) - 1/(2+2) = 5/12, so 90 + 30 - 25.
		{"both of one party and one of the other", council(four, "total: 1, A: 2, B: 1"), 95},
	} {
		a := load(t, steps(c.more, "id: go, by: board, act: decide, time: 1h"))
		u := UsualProcedure(a, 0, -1)
		low, high := u.Result.Mean.Low()/minute-60, u.Result.Mean.High()/minute-60
		// The upper end of the bracket also covers what lies beyond the grid.
		if !u.Known || !near(low, c.mean, 0.6) || high < c.mean-0.01 || high > c.mean+6 {
			t.Errorf("%s: mean %.2f..%.2f min, want %v (%s)", c.name, low, high, c.mean, u.Why)
		}
	}
}
