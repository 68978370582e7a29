package check

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"entente/internal/machine"
	"entente/internal/program"
)

// shown is an event with what it led to.
type shown struct {
	event uint64
	next  []uint64
	fx    machine.Effects
}

// successorsOf gathers the successors of a state.
func successorsOf(s *system, state []uint64) []shown {
	var out []shown
	s.Successors(state, func(event uint64, next []uint64) bool {
		fx := *effects(s.fx)
		fx.Changed = nil
		out = append(out, shown{event, slices.Clone(next), fx})
		return true
	})
	return out
}

// TestMemo: what is remembered is what the machine does, in every state of random
// arrangements, in every cone and for every kind of search.
func TestMemo(t *testing.T) {
	states, asked := 0, 0
	for seed := range seeds() {
		x, ok := sampleOf(seed)
		if !ok {
			continue
		}
		p := program.Compile(x.a, BudgetOf(x.a, x.s, x.opt))
		for _, cone := range append(conesOf(p), p.Everything()) {
			kind := states % 4
			fresh := func() *system {
				s := newSystem(p, cone)
				s.m.Free, s.m.NoRepair, s.m.NoFaults = kind&2 != 0, kind == 3, kind == 1
				return s
			}
			plain, quick := fresh(), fresh()
			quick.memo = newMemo(p, cone, &quick.layout)
			Explore(context.Background(), quick, Limits{States: agreeStates, Bytes: 1 << 30}, func(_ int32, state []uint64) {
				states++
				plain.expanded = 0
				want, got := successorsOf(plain, state), successorsOf(quick, state)
				if fmt.Sprint(got) != fmt.Sprint(want) {
					plain.unpack(state, plain.now)
					t.Fatalf("seed %d, kind %d, cone [%s], in %s\nthe machine %v\nremembered  %v\n%s", seed, kind, cone.Describe(p), plain.m.PrintState(plain.now), want, got, x.texts)
				}
			}, nil, nil)
			for i := range quick.memo.groups {
				asked += len(quick.memo.groups[i].spans)
			}
		}
	}
	t.Logf("%d states, %d entries", states, asked)
}
