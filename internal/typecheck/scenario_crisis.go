package typecheck

import (
	"slices"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// inCrisis reads `crisis` and lets the names of the crisis stand in what follows.
func (r *scenarioReader) inCrisis(crisis *model.Crisis) {
	n := r.get(r.tree, "crisis")
	if n == nil {
		for _, key := range []string{"players", "rules"} {
			if v := r.tree.Get(key); v != nil && !r.tree.Has("crisis") {
				r.errorf("no-crisis", keyOf(r.tree, key), "`%s` is about a crisis, and the scenario names none", key).Hint("write `crisis: ID`")
			}
		}
		return
	}
	id, _ := read(r.checker, n, "crisis", "", func(n *syntax.Node) string { return n.Text })
	switch {
	case crisis == nil:
		r.errorf("no-crisis", r.shape.Value(n).Span, "the crisis %q is not at hand", id).Hint("it is looked for beside the scenario, in crises/%s.yaml, and in the library", id)
		return
	case crisis.ID != id:
		d := r.errorf("no-crisis", r.shape.Value(n).Span, "the scenario is about the crisis %q; here it meets %q", id, crisis.ID)
		d.Note(crisis.Span, "the crisis %q", crisis.ID)
		return
	}
	r.names.AddCrisis(crisis)
	r.s.Crisis = &model.CrisisUse{Crisis: crisis}
}

func keyOf(n *syntax.Node, key string) diag.Span {
	for _, p := range n.Pairs {
		if p.Key.Text == key {
			return p.Key.Span
		}
	}
	return n.Span
}

// crisisUse reads who plays and which rules combine.
func (r *scenarioReader) crisisUse() {
	use := r.s.Crisis
	if use == nil {
		return
	}
	players := r.get(r.tree, "players")
	named := citedAll[model.PlayerIndex](r.reader, kindPlayer, players, "players")
	for i := range use.Crisis.Players {
		for _, p := range named {
			if int(p.i) == i {
				use.Players = append(use.Players, p.i)
			}
		}
	}
	r.oneEach(named)
	for i := range use.Crisis.Programmes {
		use.Rules = append(use.Rules, use.Crisis.Programmes[i].Rule)
	}
	rules := r.get(r.tree, "rules")
	read(r.checker, rules, "rules", false, func(n *syntax.Node) bool {
		for _, p := range r.pairs(n) {
			i, ok := find[model.ProgIndex](r.names, kindProgramme, p.Key.Text)
			if !ok {
				r.failed = true
				r.names.unknown(p.Key.Text, p.Key.Span, r.out, kindProgramme)
				continue
			}
			use.Rules[i], _ = read(r.checker, p.Value, "rules/"+p.Key.Text, 0, func(n *syntax.Node) int { return r.ruleOf(&use.Crisis.Programmes[i], n) })
		}
		return true
	})
}

// oneEach refuses two players for one party, or for the answer of one step.
func (r *scenarioReader) oneEach(players []cited[model.PlayerIndex]) {
	crisis := r.s.Crisis.Crisis
	parties, steps := map[model.PartyIndex]int{}, map[model.StepRef]int{}
	for i, p := range players {
		player := &crisis.Players[p.i]
		if first, twice := parties[player.Of]; twice {
			r.errorf("two-players", p.span, "%q and %q both play for %s", crisis.Players[players[first].i].ID, player.ID, r.a.Parties[player.Of].ID).
				Note(players[first].span, "the other stands here")
			continue
		}
		parties[player.Of] = i
		for k := range player.Decisions {
			t := &player.Decisions[k].Trigger
			if t.Kind != model.OnStep {
				continue
			}
			if first, twice := steps[t.Step]; twice && first != i {
				r.errorf("two-players", p.span, "%q and %q both answer the step %s", crisis.Players[players[first].i].ID, player.ID, r.stepText(t.Step)).
					Note(players[first].span, "the other stands here")
				continue
			}
			steps[t.Step] = i
		}
	}
}

// noOption refuses an incident by the name of an option that is one as well: events
// are told by that name alone.
func (r *scenarioReader) noOption(m *model.Meta) {
	if r.s.Crisis == nil {
		return
	}
	options := r.s.Crisis.Crisis.Options
	for i := range options {
		if o := &options[i]; o.ID == m.ID && o.Does != nil {
			r.errorf("ambiguous-id", m.Span, "%q is an incident here, and an option that does something to the arrangement; the event `incident %[1]s` could be either", m.ID).
				Note(o.Span, "the option is declared here").Hint("give the incident another id")
		}
	}
}

func (r *reader) stepText(s model.StepRef) string {
	p := &r.a.Procedures[s.Procedure]
	return p.ID + "/" + p.Steps[s.Step].ID
}

// takes reads the options that an incident takes.
func (r *scenarioReader) takes(n *syntax.Node, path string) []model.OptionIndex {
	v := r.get(n, "takes")
	if v == nil {
		return nil
	}
	if r.s.Crisis == nil {
		if !r.tree.Has("crisis") {
			r.errorf("no-crisis", keyOf(n, "takes"), "`takes` is about a crisis, and the scenario names none").Hint("write `crisis: ID`")
		}
		return nil
	}
	out, _ := read(r.checker, v, path+"/takes", nil, func(n *syntax.Node) []model.OptionIndex {
		var out []model.OptionIndex
		for _, item := range r.items(n) {
			if i := r.taken(item, path+"/takes"); i != model.None && !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
		return out
	})
	return out
}
