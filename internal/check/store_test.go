package check

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// TestStore: the table finds what was put in, and nothing else, however often it
// grows; parents give the path back.
func TestStore(t *testing.T) {
	for _, words := range []int{1, 2, 5} {
		r := rand.New(rand.NewPCG(7, uint64(words)))
		s := newStore(words)
		known := map[string]int32{}
		fresh := func() []uint64 {
			state := make([]uint64, words)
			for i := range state {
				state[i] = r.Uint64N(40) << r.IntN(60) // many alike, and alike in their low bits
			}
			return state
		}
		for range 20 << storeFirst {
			state := fresh()
			parent := int32(s.len() - 1)
			want, had := known[key(state)]
			if got := s.find(state); had && got != want || !had && got != -1 {
				t.Fatalf("%d words, %d in: found at %d, want %d, known %v", words, s.len(), got, want, had)
			}
			i, isNew := s.add(state, parent)
			if isNew == had || had && i != want || !had && int(i) != s.len()-1 {
				t.Fatalf("%d words: added at %d, new %v, known %v at %d", words, i, isNew, had, want)
			}
			known[key(state)] = i
		}
		if s.len() != len(known) || 2*len(s.table) < 3*s.len() || words > 1 && s.len() < 4<<storeFirst {
			t.Errorf("%d words: %d states of %d, table of %d", words, s.len(), len(known), len(s.table))
		}
		for k, i := range known {
			if key(s.at(i)) != k {
				t.Fatalf("state %d is another", i)
			}
		}
		if last := int32(s.len() - 1); len(s.path(last)) != s.len() {
			t.Errorf("a path of %d states, want %d", len(s.path(last)), s.len())
		}
	}
}

// TestLayout: packing and unpacking give every state back, whatever the values
// that can come up, and states that differ differ packed.
func TestLayout(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for seed := range uint64(200) {
		x, ok := sampleOf(seed)
		if !ok {
			continue
		}
		p := program.Compile(x.a, BudgetOf(x.a, x.s, x.opt))
		l := newLayout(p, p.Everything())
		s, back := make(machine.State, len(p.Vars)), make(machine.State, len(p.Vars))
		values := valuesOf(p)
		any := func(v int) uint16 {
			if values[v] != nil {
				return values[v][r.IntN(len(values[v]))]
			}
			return uint16(r.IntN(int(p.Vars[v].Max) + 1))
		}
		packed, other := make([]uint64, l.words), make([]uint64, l.words)
		for range 50 {
			for v := range s {
				s[v] = any(v)
			}
			l.pack(s, packed)
			l.unpack(packed, back)
			if !reflect.DeepEqual(s, back) {
				t.Fatalf("seed %d: %v became %v", seed, s, back)
			}
			v := r.IntN(len(s))
			if before := s[v]; p.Vars[v].Max > 0 {
				if s[v] = any(v); s[v] == before {
					continue
				}
				if l.pack(s, other); key(other) == key(packed) {
					t.Fatalf("seed %d: %s does not show", seed, p.Vars[v].Name)
				}
			}
		}
	}
}

// TestValuesFit: no event takes a variable beyond the range that it is packed in.
func TestValuesFit(t *testing.T) {
	for seed := range seeds() / 5 {
		x, ok := sampleOf(seed)
		if !ok {
			continue
		}
		p := program.Compile(x.a, BudgetOf(x.a, x.s, x.opt))
		sp, _ := spaceOf(p, p.Everything(), agreeStates)
		for _, s := range sp.states {
			for v := range s {
				if s[v] > p.Vars[v].Max {
					t.Fatalf("seed %d: %s is %d of %d\n%s", seed, p.Vars[v].Name, s[v], p.Vars[v].Max, x.texts)
				}
			}
		}
	}
}

// TestConeClosed: along random walks of the whole machine, what a cone holds
// moves only by events that the cone's own machine offers in its own state, and
// as they move it there. Budgets of starts and faults are shared, so the walk
// has enough of both.
func TestConeClosed(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 11))
	moved := 0
	for seed := range seeds() / 2 {
		x, ok := sampleOf(seed)
		if !ok {
			continue
		}
		budget := BudgetOf(x.a, x.s, x.opt)
		budget.Starts, budget.Faults = 1000, 1000
		p := program.Compile(x.a, budget)
		for _, cone := range conesOf(p) {
			whole, part := machine.New(p, p.Everything()), machine.New(p, cone)
			s, next := make(machine.State, len(p.Vars)), make(machine.State, len(p.Vars))
			inside := make(machine.State, len(p.Vars))
			whole.Start(s)
			for range 25 {
				events := whole.Enabled(s, nil)
				if len(events) == 0 {
					break
				}
				e := events[r.IntN(len(events))]
				copy(next, s)
				whole.Apply(next, e)
				if changed(p, cone, s, next) {
					moved++
					part.Start(inside)
					project(p, cone, s, inside)
					text := part.PrintEvent(e)
					offered := false
					for _, f := range part.Enabled(inside, nil) {
						offered = offered || f == e
					}
					if !offered {
						t.Fatalf("seed %d: %s moves the cone [%s], which does not offer it\n%s\n%s", seed, text, cone.Describe(p), whole.PrintState(s), x.texts)
					}
					part.Apply(inside, e)
					if changed(p, cone, inside, next) {
						t.Fatalf("seed %d: %s moves the cone [%s] otherwise\nwhole %s\ncone  %s\n%s", seed, text, cone.Describe(p), whole.PrintState(next), part.PrintState(inside), x.texts)
					}
				}
				s, next = next, s
			}
		}
	}
	if moved < 1000 {
		t.Errorf("only %d moves inside", moved)
	}
	t.Logf("%d moves inside cones", moved)
}

// conesOf returns the cones that the properties are searched in.
func conesOf(p *program.Program) []*program.Cone {
	var props []*property
	for _, make := range seams {
		props = append(props, make(p)...)
	}
	var out []*program.Cone
	for _, s := range searches(p, props) {
		out = append(out, s.cone)
	}
	return out
}

// changed reports whether a variable of the cone differs, the counters apart.
func changed(p *program.Program, cone *program.Cone, s, t machine.State) bool {
	for _, v := range cone.Vars {
		if v != p.StartsVar && v != p.FaultsVar && s[v] != t[v] {
			return true
		}
	}
	return false
}

func project(p *program.Program, cone *program.Cone, from, to machine.State) {
	for _, v := range cone.Vars {
		to[v] = from[v]
	}
}

// TestLimits: a search that a limit cuts short is not exhaustive, and says why;
// the status is 3 where it has found nothing, and what it has found stands.
func TestLimits(t *testing.T) {
	a, s := twinLakes(t)
	for _, states := range []int{1, 100, 5000} {
		r := Run(context.Background(), a, s, Options{Budget: -1, Workers: 1, Limits: Limits{States: states, Bytes: 1 << 30}})
		cut := 0
		for _, x := range r.Searches {
			if !x.Exhaustive {
				cut++
				if !strings.Contains(x.Why, "stopped at") {
					t.Errorf("%d states: why %q", states, x.Why)
				}
			}
		}
		if r.Exhaustive || cut == 0 {
			t.Errorf("%d states: exhaustive %v, %d cut", states, r.Exhaustive, cut)
		}
	}
	// Nothing to find, and not enough states to say so.
	b, _, why := readTexts(commitment(3, false), "")
	if why != "" {
		t.Fatal(why)
	}
	r := Run(context.Background(), b, nil, Options{Budget: 2, Workers: 1, Limits: Limits{States: 2, Bytes: 1 << 30}})
	if len(r.Findings) != 0 || r.Exhaustive || r.Status() != 3 {
		t.Errorf("cut short: %s", printed(r))
	}
	r = Run(context.Background(), b, nil, Options{Budget: 2, Workers: 1, Limits: Limits{States: 1 << 20, Bytes: 1}})
	if r.Exhaustive || r.Status() != 3 {
		t.Errorf("no memory: %s", printed(r))
	}
	// An interrupted check claims nothing.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r = Run(ctx, b, nil, Options{Budget: 2, Workers: 2})
	if r.Exhaustive || r.Status() != 3 || !strings.Contains(fmt.Sprint(r.Searches), "interrupted") {
		t.Errorf("interrupted: %s", printed(r))
	}
}

// TestWideModels: more authorities than a word has bits are handed over, and
// more goals than a word has bits are followed.
func TestWideModels(t *testing.T) {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("entente: {version: 1, kind: arrangement, id: x, title: X, real: false}")
	line("conditions:\n  cond: {order: [low, high], moves: {low->high: up}}")
	line("parties:\n  A: {ally: yes}\nposts:\n  p: {of: A, national: true}\n  q: {of: A, under: p}\nforces:\n  f: {of: A}\nauthority:")
	for i := range 70 {
		line("  a%d: {kind: own, over: f, held-by: {low: p, high: q}, handover: {low->high: {by: hand, gives-up: after tell, takes-over: after tell}}}", i)
	}
	line("procedures:\n  up:\n    decides: {move: low->high, at: go}\n    steps:\n      - {id: go, by: p, act: decide, time: 1h}")
	line("  hand:\n    steps:\n      - {id: tell, by: p, act: notify, to: q, time: 1h}")
	line("checks:\n  use: [stuck]\n  invariants:")
	for i := range 70 {
		line("    - {id: i%d, from: \"cond == low\", possible: \"count(holders(a0)) == %d\"}", i, 1+i/69*8)
	}
	a, _, why := readTexts(b.String(), "")
	if why != "" {
		t.Fatal(why)
	}
	p := program.Compile(a, program.DefaultBudget(a, 1))
	m := machine.New(p, p.Everything())
	s := make(machine.State, len(p.Vars))
	m.Start(s)
	for _, want := range []string{"start up", "done up#0/go", "done hand#0/tell"} {
		for _, e := range m.Enabled(s, nil) {
			if m.PrintEvent(e) == want {
				m.Apply(s, e)
				break
			}
		}
	}
	if print := m.PrintState(s); !strings.Contains(print, "holds(a69)=q") || !strings.Contains(print, "holds(a0)=q") {
		t.Error(print)
	}
	r := Run(context.Background(), a, nil, Options{Budget: 0, Starts: 1, Workers: 1})
	if len(r.Findings) != 1 || r.Findings[0].ID() != (ID{model.InvariantSeam, "i69"}) {
		t.Error(printed(r))
	}
}
