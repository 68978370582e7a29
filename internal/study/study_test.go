package study

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync/atomic"
	"testing"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/stats"
)

func TestAKnownDifferenceHolds(t *testing.T) {
	base, other := twoDesigns(3000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future"))
	c := contrastOf(t, r, "night/future/first-response/mean")
	if truth := 4500.0; c.Sign != 1 || math.Abs(float64(c.Value)-truth) > 200 || !(float64(c.Low) <= truth && truth <= float64(c.High)) {
		t.Errorf("the difference is %v in [%v, %v]; want %v", c.Value, c.Low, c.High, truth)
	}
	if c.Status != string(Holds) || c.Agree != c.Points || c.Points != 6+12 {
		t.Errorf("%s: %s, %d of %d", c.Status, c.Why, c.Agree, c.Points)
	}
	if c.Gain <= 1 {
		t.Errorf("common random numbers gain %v", c.Gain)
	}
	if c.Range == nil || c.Range.Low > c.Value || c.Range.High < c.Value || c.Range.Low == c.Range.High {
		t.Errorf("the range over the assumptions is %+v", c.Range)
	}
	say := contrastOf(t, r, "day/future/asked.azure/had-say")
	if say.Sign != -1 || math.Abs(float64(say.Value)+0.5) > 0.1 || len(say.Movers) != 0 || len(say.Effects) != 1 {
		t.Errorf("had a say: %+v", say)
	}
	if r.Reason != string(stopDecided) || r.Runs != r.Looks[len(r.Looks)-1] {
		t.Errorf("%s at %d, looks %v", r.Reason, r.Runs, r.Looks)
	}
}

func TestAnAssumptionReversesIt(t *testing.T) {
	base, other := twoDesigns(9000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future"))
	for _, feature := range []string{"mean", "p50"} {
		c := contrastOf(t, r, "day/future/first-response/"+feature)
		if c.Status != string(Depends) || len(c.Reverse) != 1 {
			t.Fatalf("%s: %s: %s", feature, c.Status, c.Why)
		}
		v := 1200 * math.Pow(9000.0/1200, c.Reverse[0].Share)
		if math.Abs(v-5700) > 250 {
			t.Errorf("%s reverses at %v; want 5700", feature, v)
		}
		if c.Weakest != noSource || c.Movers[0].Path != assess {
			t.Errorf("%s rests on %+v, weakest %q", feature, c.Movers, c.Weakest)
		}
	}
}

// A difference that goes away exactly at the end of an assumption vanishes there.
func TestItVanishes(t *testing.T) {
	base := fakeDesign(nil, func(map[string]float64) float64 { return 600 }, 0.5)
	other := fakeDesign([]sim.Quantity{assumedTriple(confer, 600, 3600, 9000)}, func(v map[string]float64) float64 { return v[confer] }, 0.5)
	r := mustRun(t, testConfig(dated, map[string]*fake{"a": base, "b": other}, "a", "b"))
	c := contrastOf(t, r, "night/b/first-response/mean")
	if c.Status != string(Vanishes) || len(c.Vanish) != 1 || c.Agree != 1 {
		t.Errorf("%s: %s", c.Status, c.Why)
	}
}

// Two designs that are the same are equal in every replication.
func TestTheSameTwice(t *testing.T) {
	a, b := twoDesigns(3000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"a": a, "b": a, "c": b}, "a", "b", "c"))
	for _, id := range []string{"mean", "p50", "p90"} {
		c := contrastOf(t, r, "night/b/first-response/"+id)
		if !c.Identical || c.Value != 0 || c.Sign != 0 || c.Status != string(Alike) {
			t.Errorf("%+v", c)
		}
	}
}

// Equal at the base, and not at the end of an assumption of one of them.
func TestEqualDependsToo(t *testing.T) {
	base := fakeDesign(nil, func(map[string]float64) float64 { return 3600 }, 0.5)
	other := fakeDesign([]sim.Quantity{assumedTriple(confer, 600, 3600, 20000)}, func(v map[string]float64) float64 { return v[confer] }, 0.5)
	r := mustRun(t, testConfig(dated, map[string]*fake{"a": base, "b": other}, "a", "b"))
	if c := contrastOf(t, r, "night/b/first-response/mean"); c.Status != string(Depends) || !c.Identical || !c.Equal {
		t.Errorf("%s: %s", c.Status, c.Why)
	}
}

// lacking is a design in which the procedure begins only in a share of the
// replications.
func lacking(of *fake, share float64) *fake {
	g, inner := *of, of.row
	g.row = func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome {
		o := inner(v, draw, out)
		if draw("lacks") >= share {
			out[0], out[1], out[2] = math.NaN(), math.NaN(), math.NaN()
		}
		return o
	}
	return &g
}

func TestNothingToCompare(t *testing.T) {
	a, b := twoDesigns(3000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"a": a, "none": lacking(b, 0), "half": lacking(b, 0.5)}, "a", "none", "half"))
	c := contrastOf(t, r, "night/none/first-response/p90")
	if c.Status != string(Nothing) || !math.IsNaN(float64(c.Value)) || c.N != 0 {
		t.Errorf("%+v", c)
	}
	c = contrastOf(t, r, "night/half/first-response/mean")
	if got := float64(c.N) / float64(r.Runs); c.Sign != 1 || math.Abs(got-0.5) > 0.1 || math.Abs(float64(c.Value)-4500) > 300 {
		t.Errorf("%v of the pairs, %+v", got, c)
	}
	if !slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Kind == "unsaid" }) {
		t.Error("nobody says that it never began")
	}
	if _, err := JSON(r); err != nil {
		t.Error(err)
	}
}

// The bytes do not depend on the workers, nor on how the work was cut.
func TestTheSameBytes(t *testing.T) {
	base, other := twoDesigns(9000)
	var want []byte
	for _, workers := range []int{1, 2, 4, 8} {
		for _, shard := range []int{1, 7, 1024} {
			c := testConfig(dated, map[string]*fake{"today": base, "half": lacking(other, 0.5), "future": other}, "today", "half", "future")
			c.Workers, c.ShardRows, c.RunsMax, c.Assumptions = workers, shard, 1000, 100
			r := mustRun(t, c)
			got, err := JSON(r)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, Text(r, 0)...)
			if want == nil {
				want = got
			}
			if !bytes.Equal(got, want) {
				t.Fatalf("%d workers, shards of %d: other bytes", workers, shard)
			}
		}
	}
}

type shardKey struct {
	cell  int
	first uint64
}

// What is kept comes in order, and a run that has it again runs none of it twice.
func TestResumed(t *testing.T) {
	base, other := twoDesigns(3000)
	config := func() Config {
		c := testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future")
		c.Workers, c.ShardRows, c.RunsMax, c.Assumptions = 4, 100, 2000, -1
		return c
	}
	kept := map[shardKey]Shard{}
	var order []Shard
	c := config()
	c.Keep = func(s Shard) error {
		kept[shardKey{s.Cell, s.First}] = s
		order = append(order, s)
		return nil
	}
	want, err := JSON(mustRun(t, c))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(order, func(x, y Shard) int {
		return slices.Compare([]int{x.Round, x.Cell, int(x.First)}, []int{y.Round, y.Cell, int(y.First)})
	}) {
		t.Error("the shards are not in order")
	}
	var calls atomic.Int64
	base.calls, other.calls = &calls, &calls
	resumed := config()
	missing := 0
	resumed.Have = func(cell int, first uint64, rows int) (Shard, bool) {
		s, ok := kept[shardKey{cell, first}]
		if (int(first)/100+cell)%3 == 0 {
			missing += rows
			return Shard{}, false
		}
		return s, ok && s.Rows == rows
	}
	got, err := JSON(mustRun(t, resumed))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("resumed: other bytes")
	}
	if int(calls.Load()) != missing || missing == 0 {
		t.Errorf("%d replications were run where %d were missing", calls.Load(), missing)
	}
}

// A run that is interrupted and then goes on with what was kept is the run that was
// not interrupted, whatever is interrupted and however the work is cut.
func TestInterruptedAndResumed(t *testing.T) {
	base, other := twoDesigns(9000)
	config := func() Config {
		c := testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future")
		c.Workers, c.ShardRows, c.Assumptions = 2, 64, 100
		return c
	}
	want, err := JSON(mustRun(t, config()))
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{0, 3, 17, 30} {
		kept := map[shardKey]Shard{}
		ctx, cancel := context.WithCancel(t.Context())
		c := config()
		c.Keep = func(s Shard) error {
			kept[shardKey{s.Cell, s.First}] = s
			if len(kept) > at {
				cancel()
			}
			return nil
		}
		if r, err := Run(ctx, c); err != nil || !r.Interrupted {
			t.Fatal(err, "not interrupted")
		}
		c = config()
		c.Workers = 3
		c.Have = func(cell int, first uint64, rows int) (Shard, bool) {
			s, ok := kept[shardKey{cell, first}]
			return s, ok && s.Rows == rows
		}
		if got, err := JSON(mustRun(t, c)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("interrupted at shard %d and resumed: other bytes, %v", at, err)
		}
		cancel()
	}
}

// Two unknown constants that reverse a comparison only together.
func TestTogetherTheyReverseIt(t *testing.T) {
	a := fakeDesign(nil, func(map[string]float64) float64 { return 3000 }, 0.5)
	b := fakeDesign([]sim.Quantity{assumedRange("x", 0, 1900), assumedRange("y", 0, 1900)}, func(v map[string]float64) float64 { return 6000 - v["x"] - v["y"] }, 0.5)
	c := testConfig(dated, map[string]*fake{"a": a, "b": b}, "a", "b")
	r := mustRun(t, c)
	m := contrastOf(t, r, "night/b/first-response/mean")
	if m.Status != string(Depends) || len(m.Reverse) == 0 || m.Reverse[0].Text != "every unknown constant is at its high end" || m.Reverse[0].Share != 1 {
		t.Errorf("%s: %s %+v", m.Status, m.Why, m.Reverse)
	}
}

// An interrupted run gives the last complete look, the same as a run that was
// allowed no more.
func TestInterrupted(t *testing.T) {
	base, other := twoDesigns(3000)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future")
	c.Workers, c.ShardRows = 2, 10
	c.Keep = func(s Shard) error {
		if s.First >= 300 {
			cancel()
		}
		return nil
	}
	r, err := Run(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Interrupted || r.Reason != string(stopInterrupted) || r.Runs == 0 || !slices.Contains(stats.Looks(4096), r.Runs) {
		t.Fatalf("%v %s at %d", r.Interrupted, r.Stop, r.Runs)
	}
	c.Keep, c.RunsMax = nil, r.Runs
	whole := mustRun(t, c)
	for i := range whole.Contrasts {
		if w, g := whole.Contrasts[i], r.Contrasts[i]; fmt.Sprint(w.Value, w.Low, w.High, w.N) != fmt.Sprint(g.Value, g.Low, g.High, g.N) {
			t.Errorf("%s: %v and %v", w.ID, w.Value, g.Value)
		}
		if s := r.Contrasts[i].Status; s != string(Undecided) {
			t.Errorf("%s is said although the assumptions were not tried", s)
		}
	}
	if fmt.Sprint(whole.Examples) != fmt.Sprint(r.Examples) || fmt.Sprint(whole.Notes) != fmt.Sprint(r.Notes) {
		t.Error("the examples or notes are of other replications")
	}
}

func TestInterruptedBeforeAnything(t *testing.T) {
	base, other := twoDesigns(3000)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := Run(ctx, testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future"))
	if err != nil || !r.Interrupted || r.Runs != 0 || len(r.Contrasts) != 0 {
		t.Fatalf("%v %+v", err, r)
	}
	if text := Text(r, 80); text == "" {
		t.Error("no text")
	}
}

// A run that is interrupted while the assumptions are tried says so and calls
// nothing a difference.
func TestInterruptedAssumptions(t *testing.T) {
	base, other := twoDesigns(9000)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future")
	c.Progress = func(p Progress) {
		if p.Phase == "assumptions" && p.Done == 5 {
			cancel()
		}
	}
	r, err := Run(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Interrupted || r.Reason != string(stopDecided) || r.Assumptions.Tried {
		t.Fatalf("%s %s", r.Reason, r.Stop)
	}
	for i := range r.Contrasts {
		if s := r.Contrasts[i].Status; s == string(Holds) || s == string(Alike) {
			t.Errorf("%s %s", r.Contrasts[i].ID, s)
		}
	}
}

func TestKeepFails(t *testing.T) {
	base, other := twoDesigns(3000)
	c := testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future")
	full := errors.New("no room")
	c.Keep = func(s Shard) error {
		if s.First > 0 {
			return full
		}
		return nil
	}
	if _, err := Run(t.Context(), c); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
}

// A quantity costs the designs that have it and no others.
func TestWhatAnAssumptionCosts(t *testing.T) {
	base, other := twoDesigns(3000)
	var inBase, inOther atomic.Int64
	base.calls, other.calls = &inBase, &inOther
	c := testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future")
	c.Assumptions = 64
	r := mustRun(t, c)
	const scenarios = 2
	if got, want := int(inBase.Load()), scenarios*(r.Runs+2*64); got != want {
		t.Errorf("today was run %d times; want %d", got, want)
	}
	if got, want := int(inOther.Load()), scenarios*(r.Runs+(2+2+12)*64); got != want {
		t.Errorf("future was run %d times; want %d", got, want)
	}
}

// Precision asked for by the study is what a comparison stops at.
func TestPrecision(t *testing.T) {
	a := fakeDesign(nil, func(map[string]float64) float64 { return 600 }, 0.5)
	b := fakeDesign(nil, func(map[string]float64) float64 { return 600 }, 0.5)
	inner := b.row
	b.row = func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome {
		o := inner(v, draw, out)
		out[0] += 3600 * (draw("noise") - 0.5)
		return o
	}
	c := testConfig(dated, map[string]*fake{"a": a, "b": b}, "a", "b")
	c.RunsMax = 60000
	c.Study.Precision = []model.PrecisionGoal{{Measure: "first-response", Half: model.Quantity{Set: true, Spec: dist.Spec{A: 700}}}}
	r := mustRun(t, c)
	m := contrastOf(t, r, "night/b/first-response/mean")
	if m.Half != 700 || !m.Equal || m.Sign != 0 || r.Reason != string(stopDecided) {
		t.Errorf("%+v; %s", m, r.Stop)
	}
	if m := contrastOf(t, r, "night/b/first-response.done/mean"); m.Half != shareHalf {
		t.Errorf("the precision of a time binds its flag: %v", m.Half)
	}
}

func TestRunsOut(t *testing.T) {
	a := fakeDesign(nil, func(map[string]float64) float64 { return 600 }, 0.5)
	b := fakeDesign(nil, func(map[string]float64) float64 { return 700 }, 0.5)
	c := testConfig(dated, map[string]*fake{"a": a, "b": b}, "a", "b")
	c.RunsMax = 100
	r := mustRun(t, c)
	if r.Reason != string(stopMax) || r.Runs != 100 {
		t.Errorf("%s at %d", r.Reason, r.Runs)
	}
	if m := contrastOf(t, r, "night/b/first-response/p90"); m.Status != string(Undecided) {
		t.Errorf("%s: %s", m.Status, m.Why)
	}
}

func TestExamples(t *testing.T) {
	base, other := twoDesigns(3000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future"))
	if len(r.Examples) != 2*2*2*examplesEach {
		t.Fatalf("%d examples", len(r.Examples))
	}
	out := make([]float64, len(testColumns))
	for _, e := range r.Examples {
		engine := base
		if e.Design == "future" {
			engine = other
		}
		engine.NewRunner().Run(r.Seed, uint64(e.Replication), out)
		if out[0] != float64(e.Value) {
			t.Errorf("%+v replays as %v", e, out[0])
		}
	}
}

func TestWrongConfigurations(t *testing.T) {
	base, other := twoDesigns(3000)
	good := func() Config {
		return testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future")
	}
	for name, change := range map[string]func(c *Config){
		"no study":      func(c *Config) { c.Study = nil },
		"a cell short":  func(c *Config) { c.Cells = c.Cells[1:] },
		"a cell twice":  func(c *Config) { c.Cells[1] = c.Cells[0] },
		"other columns": func(c *Config) { f := *base; f.columns = testColumns[:2]; c.Cells[2].Engine = &f },
		"level":         func(c *Config) { c.Alpha = 2 },
		"too many":      func(c *Config) { c.RunsMax = runsLimit + 1 },
	} {
		c := good()
		change(&c)
		if _, err := Run(t.Context(), c); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			t.Log(name+":", err)
		}
	}
}
