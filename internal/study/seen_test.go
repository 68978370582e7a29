package study

import (
	"bytes"
	"slices"
	"sync/atomic"
	"testing"
)

// TestLooksAreSeen: each look is told once, the last one as the result has it, and
// being watched changes no byte of the result.
func TestLooksAreSeen(t *testing.T) {
	base, other := twoDesigns(9000)
	config := func() Config {
		return testConfig(dated, map[string]*fake{"today": base, "same": base, "future": other}, "today", "same", "future")
	}
	want, err := JSON(mustRun(t, config()))
	if err != nil {
		t.Fatal(err)
	}
	c := config()
	var seen []Seen
	c.Look = func(s Seen) { seen = append(seen, s) }
	r := mustRun(t, c)
	if got, _ := JSON(r); !bytes.Equal(got, want) {
		t.Error("the result is another one when it is watched")
	}
	var runs []int
	for _, s := range seen {
		runs = append(runs, s.Runs)
	}
	if !slices.Equal(runs, r.Looks) {
		t.Fatalf("seen at %v, looks at %v", runs, r.Looks)
	}
	first := map[string]bool{}
	last := seen[len(seen)-1].Comparisons
	for i := range last {
		s := &last[i]
		told := contrastOf(t, r, s.ID)
		if s.Value != told.Value || s.Low != told.Low || s.High != told.High || s.N != told.N || s.Same != told.Identical || (s.Verdict == "above") != (told.Sign > 0) {
			t.Errorf("%s: seen %+v, told %+v", s.ID, *s, told)
		}
		if s.First {
			first[s.ID] = true
		}
	}
	for _, j := range r.Judgements {
		if !first[j.Contrast] {
			t.Errorf("%s is judged, and was not seen as one that a reader wants first", j.Contrast)
		}
		delete(first, j.Contrast)
	}
	if len(first) > 0 {
		t.Errorf("seen first, and not judged: %v", first)
	}
	early := seen[0].Comparisons
	for i := range early {
		if early[i].Verdict == "open" && !early[i].Same && early[i].High-early[i].Low <= last[i].High-last[i].Low {
			t.Errorf("%s: the interval did not close: %v to %v", early[i].ID, early[i], last[i])
		}
	}
}

// An illustrative study has nothing to watch but how far it is.
func TestIllustrativeIsNotSeen(t *testing.T) {
	base, other := twoDesigns(9000)
	c := testConfig("illustrative", map[string]*fake{"today": base, "future": other}, "today", "future")
	c.RunsMax, c.Assumptions = 128, -1
	looks := 0
	c.Look = func(s Seen) {
		looks++
		if len(s.Comparisons) > 0 {
			t.Errorf("at %d: %v", s.Runs, s.Comparisons)
		}
	}
	mustRun(t, c)
	if looks != 2 {
		t.Errorf("%d looks", looks)
	}
}

// The extent is what is run where nothing is decided before and nothing reverses.
func TestExtent(t *testing.T) {
	var calls atomic.Int64
	base, other := twoDesigns(3000)
	base.calls, other.calls = &calls, &calls
	c := testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future")
	c.RunsMax, c.Assumptions = 256, 64
	x, err := ExtentOf(c)
	if err != nil {
		t.Fatal(err)
	}
	if calls.Load() != 0 {
		t.Fatal("it was run")
	}
	r := mustRun(t, c)
	if x.Cells != 4 || x.Points != len(r.Assumptions.Points) || x.Replications != 4*256 || int64(x.Replications+x.AtPoints) != calls.Load() {
		t.Errorf("%+v; %d points and %d replications were run", x, len(r.Assumptions.Points), calls.Load())
	}
	c.Assumptions = -1
	if x, _ = ExtentOf(c); x.Points != 0 || x.AtPoints != 0 {
		t.Errorf("%+v", x)
	}
}
