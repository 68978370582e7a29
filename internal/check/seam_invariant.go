package check

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// invariants are the arrangement's own checks. `when … within … holds` is refuted
// where B can no longer come at all, proven where it holds at once wherever A
// begins; otherwise the search finds its second element: undecided.
func invariants(p *program.Program) []*property {
	var out []*property
	for i := range p.Model.Checks.Invariants {
		inv := &p.Model.Checks.Invariants[i]
		prop := &property{seam: model.InvariantSeam, elements: []string{inv.ID}}
		switch inv.Form {
		case model.Always, model.Never:
			e, want := p.Add(inv.A), inv.Form == model.Always
			prop.seeds.Exprs = []int{e}
			prop.state = func(v *view, hit func(int)) {
				if v.m.Eval(v.s, e, -1) != want {
					hit(0)
				}
			}
		case model.Before:
			prop.seeds.Scales = []model.ScaleIndex{inv.Scale}
			prop.event = func(v *view, fx *machine.Effects, _ machine.Event, hit func(int)) {
				for _, mv := range fx.Moves {
					if mv.Decision.Run < 0 {
						continue // nobody decided it
					}
					if mv.Scale == inv.Scale && mv.From == uint16(inv.From) && mv.To == uint16(inv.To) && !allConsented(v.m.P, mv.Decision, inv.ConsentOf) {
						hit(0)
					}
				}
			}
		case model.Possible, model.When:
			prop.possible, prop.begins = true, inv.Form == model.When
			if prop.begins {
				prop.elements = append(prop.elements, inv.ID) // not refuted, and not proven either
			}
			prop.from, prop.to = p.Add(inv.A), p.Add(inv.B)
			prop.seeds.Exprs = []int{prop.from, prop.to}
		}
		out = append(out, prop)
	}
	return out
}

// allConsented reports whether each post consented, or decided itself, in the
// run that made the move.
func allConsented(p *program.Program, d machine.Decision, posts []model.PostIndex) bool {
	steps := p.Procs[p.Runs[d.Run].Proc].Steps
posts:
	for _, post := range posts {
		for i := range steps {
			if steps[i].Kind == model.ActorPost && steps[i].Post == post && (d.Done|d.Foreign)&(1<<i) != 0 &&
				(steps[i].Act == model.AskConsent || steps[i].Act == model.Decide) {
				continue posts
			}
		}
		return false
	}
	return true
}
