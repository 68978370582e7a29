package check

import (
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/say"
)

// deadOptions lists the options that nobody can ever take: nobody chooses them, or
// the step that takes them, or their `while`, or a holder of the authority that
// they use, cannot come even in the relaxation of dead rules.
func deadOptions(a *model.Arrangement, b *program.Budget) []staticHit {
	if b.Crisis == nil {
		return nil
	}
	r := relax(a, b.Values, b.Incidents)
	var out []staticHit
	for i := range b.Crisis.Crisis.Options {
		o := &b.Crisis.Crisis.Options[i]
		if o.Lacking {
			continue // where-present says so
		}
		if why := deadOption(r, b.Crisis, model.OptionIndex(i)); !why.Empty() {
			out = append(out, staticHit{model.DeadOption, o.ID, []say.Text{why}, []diag.Span{o.Span}})
		}
	}
	return out
}

// deadOption says why nobody can ever take an option, or "".
func deadOption(r *relaxed, use *model.CrisisUse, option model.OptionIndex) say.Text {
	a, o := r.a, &use.Crisis.Options[option]
	switch {
	case o.By.Procedure != model.None && !r.done[o.By.Procedure][o.By.Step]:
		return sayf("%s is taken by %s, which can never be done", o.Said(), stepName(a, o.By))
	case o.By.Procedure == model.None && !use.MayTake(option) && !takenByOthers(use.Crisis, option):
		return sayf("no decision, no incident and no programme takes %s", o.Said())
	case o.While != nil && !r.can(o.While, true):
		return sayf("%s is open only while %s, which can never hold", o.Said(), o.While.Text)
	case o.By.Procedure == model.None && o.Uses != model.None && !r.holds(o.Uses, o.Of):
		return sayf("%s uses %s, which nobody of %s can ever hold", o.Said(), a.Authorities[o.Uses].Said(), a.Parties[o.Of].Said())
	}
	return say.Text{}
}

// takenByOthers reports whether a player who does not play in this scenario takes
// the option.
func takenByOthers(c *model.Crisis, option model.OptionIndex) bool {
	for i := range c.Players {
		if c.Players[i].Takes(option) {
			return true
		}
	}
	return false
}

// holds reports whether a row that can come names a post of the party, or one for
// which a post of it acts.
func (r *relaxed) holds(authority model.AuthorityIndex, party model.PartyIndex) bool {
	auth := &r.a.Authorities[authority]
	for v, post := range auth.HeldBy {
		if post == model.None || auth.Scale != model.None && !r.value[auth.Scale][v] {
			continue
		}
		for _, person := range append([]model.PostIndex{post}, deputiesOf(r.a, post)...) {
			for _, own := range r.a.Persons[r.a.Posts[person].Person].Posts {
				if r.a.Posts[own].Of == party {
					return true
				}
			}
		}
	}
	return false
}

func deputiesOf(a *model.Arrangement, post model.PostIndex) []model.PostIndex {
	var out []model.PostIndex
	for _, d := range a.Posts[post].Deputies {
		out = append(out, d.Post)
	}
	return out
}
