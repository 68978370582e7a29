package server

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"entente"
)

func init() {
	examples["seams"] = []example{
		{"/api/seams?design=twinlakes&scenario=twinlakes/leadership-shock", "", 200},
		{"/api/seams?design=korea&budget=0", "", 200},
		{"/api/seams?design=korea&budget=9", "", 422},
		{"/api/seams", "", 422},
		{"/api/seams?design=nowhere", "", 404},
		{"/api/seams?design=korea&scenario=korea/cheonan-2010-incident", "", 422},
	}
	examples["story"] = []example{
		{"/api/seams/story?design=twinlakes&scenario=twinlakes/leadership-shock&check=no-holder&element=corps-opcon", "", 200},
		{"/api/seams/story?design=twinlakes&check=no-holder&element=nothing", "", 404},
	}
	examples["circumstances"] = []example{{"/api/circumstances?design=korea", "", 200}, {"/api/circumstances?design=nowhere", "", 404}}
	examples["comparison"] = []example{
		{"/api/diff?design=twinlakes&against=twinlakes/reformed&scenario=leadership-shock", "", 200},
		{"/api/diff?design=twinlakes&against=korea", "", 400},
	}
	examples["compared-story"] = []example{
		{"/api/diff/story?design=twinlakes&against=twinlakes/reformed&scenario=leadership-shock&check=no-holder&element=corps-opcon", "", 200},
		{"/api/diff/story?design=twinlakes&against=twinlakes/reformed&check=no-holder&element=nothing", "", 404},
	}
}

// get asks until the answer is there.
func get[T any](t *testing.T, s *Server, target string, ready func(*T) bool) *T {
	t.Helper()
	for range 60 {
		got := call(t, s, "GET", target, "")
		var body T
		if got.Code != 200 {
			t.Fatalf("%s: status %d: %s", target, got.Code, got.Body)
		}
		if err := json.Unmarshal(got.Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		if ready(&body) {
			return &body
		}
	}
	t.Fatalf("%s: no answer", target)
	return nil
}

// What the page shows of a seam is what the command prints, with the state after each
// scene.
func TestSeams(t *testing.T) {
	s := testServer(t)
	const q = "design=twinlakes&scenario=twinlakes/leadership-shock"
	seams := get(t, s, "/api/seams?"+q, func(b *Seams) bool { return b.Result != nil })
	if seams.Title == "" || seams.Scenario == "" || len(seams.Kinds) < 17 || !seams.Result.Exhaustive || seams.Names["forces/corps"]["en"] != "II Merrow Corps" {
		t.Errorf("%q under %q, %d kinds, names %v", seams.Title, seams.Scenario, len(seams.Kinds), seams.Names)
	}
	for _, f := range seams.Result.Findings {
		story := get(t, s, "/api/seams/story?"+q+"&check="+f.Check+"&element="+strings.ReplaceAll(f.Element, " ", "%20"), func(b *Story) bool { return b.Story != nil })
		if n := len(story.Story.Frames); n != 0 && n != len(f.Story)+1 || len(f.Story) > 0 && n == 0 {
			t.Errorf("%s %s: %d frames of %d scenes", f.Check, f.Element, n, len(f.Story))
		}
	}
	d := get(t, s, "/api/diff?"+q+"&against=twinlakes/reformed", func(b *Comparison) bool { return b.Result != nil })
	if len(d.Result.Seams) == 0 || len(d.Result.Changes) != 4 || d.Titles[0] == d.Titles[1] {
		t.Errorf("%v: %d seams, changes %+v", d.Titles, len(d.Result.Seams), d.Result.Changes)
	}
}

// Of a real state, no answer about a finding of a class names an office, a line or a
// procedure, under any scenario of the entry, in either design of a comparison.
func TestSeamsOfRealStates(t *testing.T) {
	s := testServer(t)
	design, err := s.desk.Design("korea", "")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, p := range design.Arrangement.Posts {
		names[p.ID] = true
	}
	for _, l := range design.Arrangement.Links {
		names[l.ID] = true
	}
	for _, p := range design.Arrangement.Procedures {
		names[p.ID] = true
	}
	word := regexp.MustCompile(`[^\pL\pN-]+`)
	hidden := func(target string) {
		got := call(t, s, "GET", target, "")
		if got.Code != 200 {
			t.Fatalf("%s: status %d: %s", target, got.Code, got.Body)
		}
		for _, w := range word.Split(got.Body.String(), -1) {
			if names[w] {
				t.Errorf("%s names %s", target, w)
			}
		}
	}
	seen := 0
	list := get(t, s, "/api/circumstances?design=korea", func(*Circumstances) bool { return true })
	for _, c := range append([]Circumstance{{}}, list.Scenarios...) {
		q := "design=korea&budget=1&scenario=" + c.Name
		seams := get(t, s, "/api/seams?"+q, func(b *Seams) bool { return b.Result != nil })
		for _, f := range seams.Result.Findings {
			if f.Class != "" {
				which := "&check=" + f.Check + "&element=" + strings.ReplaceAll(f.Element, " ", "%20")
				hidden("/api/seams/story?" + q + which)
				seen++
				if c.Name == "" {
					hidden("/api/diff/story?" + q + "&against=korea/future-cfc" + which)
				}
			}
		}
	}
	if seen < 20 || len(list.Scenarios) < 3 {
		t.Errorf("%d findings of a class under %d scenarios", seen, len(list.Scenarios))
	}
}

// slow is a check that ends when it is told to, or when it is given up.
type slow struct {
	runs, ended atomic.Int32
	goes        chan struct{}
}

func (s *slow) run(ctx context.Context, _ ask, progress func(CheckProgress)) (*checked, error) {
	s.runs.Add(1)
	progress(CheckProgress{1, 3, 100})
	select {
	case <-s.goes:
	case <-ctx.Done():
		s.ended.Add(1)
	}
	return &checked{findings: &entente.Findings{}}, nil
}

func slowChecks(s *Server) (*checks, *slow) {
	run := &slow{goes: make(chan struct{})}
	c := newChecks(s)
	c.run, c.hold, c.grace = run.run, 5*time.Millisecond, 30*time.Millisecond
	return c, run
}

func asking(i int) ask {
	return ask{in: entente.Input{Arrangement: entente.Text{Name: "x", Body: fmt.Sprint(i)}}}
}

// A check runs once for all who ask the same; they are told how far it is; its answer
// is kept; another question is another check.
func TestChecksRunOnce(t *testing.T) {
	s := testServer(t)
	synctest.Test(t, func(t *testing.T) {
		c, run := slowChecks(s)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				got, p, err := c.get(t.Context(), asking(0))
				if got != nil || err != nil || p == nil || *p != (CheckProgress{1, 3, 100}) {
					t.Errorf("%v %v %v", got, p, err)
				}
			})
		}
		wg.Wait()
		close(run.goes)
		for range 3 {
			if got := waitFor(t, c, asking(0)); got == nil {
				t.Fatal("no answer")
			}
		}
		if n := run.runs.Load(); n != 1 {
			t.Errorf("it ran %d times", n)
		}
		waitFor(t, c, asking(1))
		if n := run.runs.Load(); n != 2 {
			t.Errorf("two questions: %d runs", n)
		}
	})
}

func waitFor(t *testing.T, c *checks, a ask) *checked {
	t.Helper()
	for range 200 {
		got, _, err := c.get(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if got != nil {
			return got
		}
	}
	return nil
}

// A check that nobody waits for is given up, and its answer, which is not whole, not
// kept.
func TestChecksAreGivenUp(t *testing.T) {
	s := testServer(t)
	synctest.Test(t, func(t *testing.T) {
		c, run := slowChecks(s)
		if _, p, err := c.get(t.Context(), asking(0)); p == nil || err != nil {
			t.Fatal(p, err)
		}
		time.Sleep(c.grace)
		synctest.Wait()
		if run.ended.Load() != 1 {
			t.Fatal("it goes on")
		}
		close(run.goes)
		if waitFor(t, c, asking(0)) == nil || run.runs.Load() != 2 {
			t.Errorf("%d runs", run.runs.Load())
		}
	})
}

// No more checks wait than the bound says, and no more results are kept.
func TestChecksAreBounded(t *testing.T) {
	s := testServer(t)
	synctest.Test(t, func(t *testing.T) {
		c, run := slowChecks(s)
		c.grace = time.Minute
		for i := range checksWaiting {
			if _, _, err := c.get(t.Context(), asking(i)); err != nil {
				t.Fatal(i, err)
			}
		}
		if _, _, err := c.get(t.Context(), asking(checksWaiting)); err == nil {
			t.Error("one more is taken")
		}
		if n := run.runs.Load(); n > checksAtOnce {
			t.Errorf("%d run at once", n)
		}
		close(run.goes)
		for i := range 2 * checksKept {
			waitFor(t, c, asking(i))
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if len(c.kept) > checksKept || len(c.by) > checksKept {
			t.Errorf("%d and %d are kept", len(c.kept), len(c.by))
		}
	})
}
