package typecheck

import (
	"entente/internal/model"
)

// judge applies the static rules of a crisis.
func (r *crisisReader) judge() {
	r.uniqueIDs()
	r.stockStep()
	r.unread()
	r.citedValues()
}

// uniqueIDs: a rung stands once, and what may be read has one meaning: an option, a
// party, a rung. No stock has the name of another term of a worth, and no scale that
// of the rung.
func (r *crisisReader) uniqueIDs() {
	for i := range r.c.Rungs {
		for j := range r.c.Rungs[:i] {
			if r.c.Rungs[i].ID == r.c.Rungs[j].ID {
				r.errorf("duplicate-id", r.c.Rungs[i].Span, "rung %q stands here a second time", r.c.Rungs[i].ID).Note(r.c.Rungs[j].Span, "it stands here first")
				break
			}
		}
	}
	kinds := []kind{kindParty, kindRung, kindOption}
	for n, k := range kinds {
		t := &r.names.tables[k]
		for i, id := range t.ids {
			for _, other := range kinds[:n] {
				if j, ok := r.names.tables[other].at[id]; ok {
					r.errorf("ambiguous-id", t.spans[i], "%q is %s and %s; `on: {read: %s}` could mean either", id, withArticle(other.String()), withArticle(k.String()), id).
						Note(r.names.tables[other].spans[j], "%q is declared here", id)
				}
			}
		}
	}
	for i := range r.c.Stocks {
		if _, taken := termWords[r.c.Stocks[i].ID]; taken {
			r.errorf("bad-id", r.c.Stocks[i].Span, "%q is not the id of a stock: the word stands for another term of a worth", r.c.Stocks[i].ID)
		}
	}
	if s, ok := r.names.Scale(rungWord); ok {
		r.errorf("ambiguous-id", r.header.Span, "%q has a scale called rung, and in a crisis rung is the rung of the moment", r.a.ID).Note(r.a.Scales[s].Span, "%q is declared here", rungWord)
	}
}

// stockStep: the step by which stocks advance is written where a flow names a stock,
// and nowhere else.
func (r *crisisReader) stockStep() {
	var flow *model.Flow
	for i := range r.c.Stocks {
		for j := range r.c.Stocks[i].Flows {
			if f := &r.c.Stocks[i].Flows[j]; f.Form == model.Times && flow == nil {
				flow = f
			}
		}
	}
	n := r.tree.Get("step")
	switch {
	case r.names.open[kindStock]:
	case flow != nil && n == nil:
		r.errorf("bad-step", flow.Span, "this flow has `times`, and the crisis has no `step`").Hint("write `step: 1h` in the crisis: the time by which all stocks advance together")
	case flow == nil && n != nil && !r.out.HasErrors():
		r.errorf("bad-step", n.Span, "`step` stands here, and no flow has `times`").Hint("leave it out: such stocks are worked out exactly")
	case r.c.Step.Set && r.c.Step.Spec.A <= 0:
		r.errorf("bad-step", n.Span, "the step is %s; it must be above 0", r.c.Step.Text)
	}
}

// unread warns of an option of which an ally of its party, or a party that somebody
// chooses for, never learns. `never` says that this is meant.
func (r *crisisReader) unread() {
	if r.out.HasErrors() {
		return
	}
	for i := range r.c.Options {
		o := &r.c.Options[i]
		var parties []string
		for p := range r.a.Parties {
			if party := model.PartyIndex(p); party != o.Of && r.minds(party, o.Of) && !r.hasReading(party, model.OptionIndex(i)) {
				parties = append(parties, r.a.Parties[p].ID)
			}
		}
		if len(parties) > 0 && !o.Lacking {
			r.out.Warnf("unread-option", o.Span, "nothing says how %s reads option %q", orList(parties), o.ID).
				Hint("write `reads: {%s: RUNG}`, or `never` where it does not learn of it", parties[0])
		}
	}
}

// minds reports whether a party has a part in the crisis: an ally of the option's
// party, or one that somebody chooses for.
func (r *crisisReader) minds(party, of model.PartyIndex) bool {
	if r.a.Parties[party].Ally && r.a.Parties[of].Ally {
		return true
	}
	for i := range r.c.Players {
		if r.c.Players[i].Of == party {
			return true
		}
	}
	return false
}

func (r *crisisReader) hasReading(party model.PartyIndex, option model.OptionIndex) bool {
	for i := range r.c.Options[option].Reads {
		if r.c.Options[option].Reads[i].Party == party {
			return true
		}
	}
	for i := range r.c.Players {
		if r.c.Players[i].Of != party {
			continue
		}
		for j := range r.c.Players[i].Reads {
			if r.c.Players[i].Reads[j].Option == option {
				return true
			}
		}
	}
	return false
}

// citedValues says, of real states, how many numbers rest on nothing.
func (r *crisisReader) citedValues() {
	if r.a.Real && r.uncited > 0 && !r.out.HasErrors() {
		r.out.Warnf("uncited-values", r.header.Span, "values without a source and without a mark as an assumption: %d of %d", r.uncited, r.values).
			Hint("write `@SOURCE:CREDIBILITY` behind it, or `assumption: yes` on it or on its element")
	}
}
