package check

import (
	"context"
	"slices"
	"testing"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// TestWatchSeesWhatTheSearchFinds: followed along the shortest story of a finding, a
// watch sees the seam at its end and, since no shorter story leads to it, not before.
func TestWatchSeesWhatTheSearchFinds(t *testing.T) {
	t.Parallel()
	// What is asked of continuations is seen in no single state.
	of := []model.Seam{model.NoHolder, model.DualHolder, model.IneligibleHolder, model.NoAuthority, model.NoDecider, model.NoQuorum, model.BypassedConsent, model.DelegationOutlives, model.TwoHats, model.NoProcedure}
	seen := map[model.Seam]bool{}
	for seed := range uint64(120) {
		a, s, wrong := readTexts(arbitraryTexts(seed))
		if wrong != "" {
			continue
		}
		r := run(context.Background(), a, s, Options{Budget: -1, Workers: 1})
		p := program.Compile(a, r.Budget)
		w := NewWatch(p)
		m := machine.New(p, p.Everything())
		state, next := make(machine.State, len(p.Vars)), make(machine.State, len(p.Vars))
		for i := range r.Findings {
			f := &r.Findings[i]
			if !slices.Contains(of, f.Seam) || f.filmed == nil || len(f.Story) == 0 {
				continue
			}
			m.Start(state)
			found := w.State(state)
			for k, ev := range f.filmed.story {
				if slices.Contains(found, f.ID()) {
					t.Errorf("seed %d: %s %s is seen after %d of %d events", seed, f.Seam, f.Element, k, len(f.Story))
				}
				copy(next, state)
				fx := m.Apply(next, ev)
				found = append(w.Event(state, next, fx, ev), w.State(next)...)
				state, next = next, state
			}
			if !slices.Contains(found, f.ID()) {
				t.Errorf("seed %d: %s %s is not seen at the end of its story", seed, f.Seam, f.Element)
			}
			seen[f.Seam] = true
		}
	}
	for _, seam := range of[:8] {
		if !seen[seam] {
			t.Errorf("no story of %s was followed", seam)
		}
	}
}
