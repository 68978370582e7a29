package entente

import (
	"fmt"
	"slices"

	"entente/internal/diag"
	"entente/internal/model"
)

// CastError says what is wrong with a cast of a study, at its line.
type CastError struct {
	Cast string
	Span diag.Span
	Why  string
	Near []string // the players, programmes or rules that there are
}

func (e *CastError) Error() string { return fmt.Sprintf("cast %s: %s", e.Cast, e.Why) }

// WithCast returns the design with other players and rules under its scenario: those of
// the cast, in place of the scenario's own. A nil cast changes nothing.
func (d *Design) WithCast(cast *model.Cast) (*Design, error) {
	if cast == nil {
		return d, nil
	}
	wrong := func(near []string, format string, args ...any) error {
		return &CastError{cast.ID, cast.Span, fmt.Sprintf(format, args...), near}
	}
	if d.Scenario == nil || d.Scenario.Crisis == nil {
		return nil, wrong(nil, "the scenario has no crisis, and nobody plays in it")
	}
	crisis := d.Scenario.Crisis.Crisis
	var all []string
	for i := range crisis.Players {
		all = append(all, crisis.Players[i].ID)
	}
	var players []model.PlayerIndex
	of, answers := map[model.PartyIndex]string{}, map[model.StepRef]string{}
	for _, id := range cast.Players {
		i := slices.Index(all, id)
		if i < 0 {
			return nil, wrong(all, "crisis %s has no player %q", crisis.ID, id)
		}
		party := crisis.Players[i].Of
		if first, twice := of[party]; twice {
			return nil, wrong(nil, "%s and %s both play for %s", first, id, d.Arrangement.Parties[party].ID)
		}
		of[party] = id
		for k := range crisis.Players[i].Decisions {
			t := &crisis.Players[i].Decisions[k].Trigger
			if t.Kind != model.OnStep {
				continue
			}
			if first, twice := answers[t.Step]; twice {
				p := &d.Arrangement.Procedures[t.Step.Procedure]
				return nil, wrong(nil, "%s and %s both answer the step %s/%s", first, id, p.ID, p.Steps[t.Step.Step].ID)
			}
			answers[t.Step] = id
		}
		players = append(players, model.PlayerIndex(i))
	}
	slices.Sort(players)
	use := *d.Scenario.Crisis
	use.Players = players
	use.Rules = slices.Clone(use.Rules)
	for _, x := range cast.Rules {
		if near, ok := useRule(&use, x); !ok {
			return nil, wrong(near, "crisis %s has no rule %q of a programme %q", crisis.ID, x.Rule, x.Programme)
		}
	}
	scenario := *d.Scenario
	scenario.Crisis = &use
	out := *d
	out.Scenario = &scenario
	return &out, nil
}

// useRule puts a rule into use. Where there is none of the name it returns those that
// there are.
func useRule(use *model.CrisisUse, x model.CastRule) (near []string, ok bool) {
	for i := range use.Crisis.Programmes {
		p := &use.Crisis.Programmes[i]
		if p.ID != x.Programme {
			near = append(near, p.ID)
			continue
		}
		near = nil
		for k := range p.Rules {
			if p.Rules[k].ID == x.Rule {
				use.Rules[i] = k
				return nil, true
			}
			near = append(near, p.Rules[k].ID)
		}
		return near, false
	}
	return near, false
}
