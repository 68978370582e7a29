package check

import (
	"context"
	"math"
	"testing"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// TestStoriesReplay: every story that is told can be replayed on the whole
// machine, event by event, and its times are in order.
func TestStoriesReplay(t *testing.T) {
	t.Parallel()
	check := func(name string, a *model.Arrangement, s *model.Scenario, opt Options) int {
		r := Run(context.Background(), a, s, opt)
		p := program.Compile(a, r.Budget)
		m := machine.New(p, p.Everything())
		state := make(machine.State, len(p.Vars))
		for i := range r.Findings {
			f := &r.Findings[i]
			m.Start(state)
			faults := 0
			for k, sc := range f.Story {
				var events []machine.Event
				events = append(events, m.Enabled(state, nil)...)
				if f.Seam == model.SinglePoint && k == len(f.Story)-1 {
					events = m.Losses(state) // whatever the budget says
				}
				found := false
				for _, e := range events {
					if m.PrintEvent(e) == sc.Event {
						m.Apply(state, e)
						found = true
						break
					}
				}
				if !found {
					t.Fatalf("%s: %s %s, event %d %q is not possible in %s", name, f.Seam, f.Element, k, sc.Event, m.PrintState(state))
				}
				if sc.Fault {
					faults++
				}
				if sc.Text.Empty() {
					t.Errorf("%s: %s %s: %q has no words", name, f.Seam, f.Element, sc.Event)
				}
			}
			if faults != f.Faults {
				t.Errorf("%s: %s %s: %d faults told, %d counted", name, f.Seam, f.Element, faults, f.Faults)
			}
			if (f.When != nil) != (len(f.Story) > 0) {
				t.Errorf("%s: %s %s: story of %d events, when %v", name, f.Seam, f.Element, len(f.Story), f.When)
			}
			if w := f.When; w != nil && w.Possible && (w.Earliest < 0 || w.Earliest > w.Latest || math.IsInf(w.Earliest, 0)) {
				t.Errorf("%s: %s %s: from %v to %v", name, f.Seam, f.Element, w.Earliest, w.Latest)
			}
		}
		return len(r.Findings)
	}
	a, s := twinLakes(t)
	if n := check("Twin Lakes", a, s, Options{Budget: -1}); n < 10 {
		t.Errorf("%d findings on Twin Lakes", n)
	}
	for seed := range seeds() / 5 {
		if x, ok := sampleOf(seed); ok {
			x.opt.Limits = agreeLimits
			check("seed", x.a, x.s, x.opt)
		}
	}
}

// timed is one procedure of two steps by two posts, started by an incident, and
// a second incident in whose course the first post is lost.
const timed = `entente: {version: 1, kind: arrangement, id: x, title: X, real: false}
conditions:
  cond: {order: [low, high], moves: {low->high: up}}
parties:
  A: {ally: yes}
posts:
  p: {of: A, national: true}
  q: {of: A, under: p}
procedures:
  up:
    decides: {move: low->high, at: go}
    steps:
      - {id: first, by: p, act: assess, time: 1h..2h}
      - {id: go, by: q, act: decide, time: 3h..5h}
checks:
  use: [no-decider]
  invariants:
    - {id: stays, always: "cond == low"}
`

// TestStoryTimes: windows worked out by hand, and an order that the times
// contradict, which is listed all the same and says so.
func TestStoryTimes(t *testing.T) {
	const h = 3600.0
	for _, c := range []struct {
		name, scenario string
		seam           model.Seam
		element        string
		possible       bool
		low, high      float64
	}{
		// The order comes at 2 h to 4 h, the move after 1 + 3 to 2 + 5 hours more.
		{"in time", `incidents: [{id: order, starts: up, at: 2h..4h}]`, model.InvariantSeam, "stays", true, 6, 11},
		{"before the horizon", `incidents: [{id: order, starts: up, at: 2h..4h}]
horizon: 8h`, model.InvariantSeam, "stays", true, 6, 8},
		{"beyond the horizon", `incidents: [{id: order, starts: up, at: 2h..4h}]
horizon: 5h`, model.InvariantSeam, "stays", false, 0, 0},
		// q is lost at 9 h at the earliest, when go has been done long since.
		{"too late to be lost", `incidents:
  - {id: order, starts: up, at: 0h..1h}
  - {id: blow, empties: [q], at: 9h..10h}`, model.NoDecider, "up/go", false, 0, 0},
		// First is done at 1 h to 3 h, and q is lost before that.
		{"just in time", `incidents:
  - {id: order, starts: up, at: 0h..1h}
  - {id: blow, empties: [q], at: 2h..10h}`, model.NoDecider, "up/go", true, 2, 3},
	} {
		horizon := ""
		if c.name == "in time" || c.seam == model.NoDecider {
			horizon = "\nhorizon: 30d"
		}
		a, s, why := readTexts(timed, "entente: {version: 1, kind: scenario, id: y, for: x, title: Y}\n"+c.scenario+horizon+"\n")
		if why != "" {
			t.Fatal(c.name, why)
		}
		r := Run(context.Background(), a, s, Options{Budget: -1, Workers: 1})
		found := false
		for i := range r.Findings {
			f := &r.Findings[i]
			if f.Seam != c.seam || f.Element != c.element {
				continue
			}
			found = true
			if f.When == nil || f.When.Possible != c.possible || c.possible && (f.When.Earliest != c.low*h || f.When.Latest != c.high*h) {
				t.Errorf("%s: %+v, want %v %v..%v h\n%s", c.name, f.When, c.possible, c.low, c.high, printed(r))
			}
			if !c.possible && f.When.Text().String() != "order possible, times contradict in the 1 story examined" {
				t.Errorf("%s: it says %q", c.name, f.When.Text())
			}
		}
		if !found || r.Status() != 1 {
			t.Errorf("%s: not found, status %d: time removes no finding\n%s", c.name, r.Status(), printed(r))
		}
	}
}
