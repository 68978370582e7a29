package reference

import (
	"slices"

	"entente/internal/model"
)

// optionIncidents is S41: in a search the options that do something to the
// arrangement, and that somebody takes, are incidents.
//
// Reading: a player who does not play takes nothing; what a design lacks is
// never taken.
func optionIncidents(use *model.CrisisUse) []Incident {
	var all []Incident
	for i := range use.Crisis.Options {
		o := &use.Crisis.Options[i]
		if o.Does == nil || o.Lacking || o.By.Procedure == model.None && !someoneTakes(use, model.OptionIndex(i)) {
			continue
		}
		d := o.Does
		all = append(all, Incident{ID: o.ID, Kind: d.Kind, Starts: d.Starts, Empties: d.Empties, Fills: d.Fills, Cuts: d.Cuts, Mends: d.Mends, Moves: d.Moves, Option: o})
	}
	return all
}

// someoneTakes: a decision of a player who plays, an incident of the scenario or
// a programme takes the option.
func someoneTakes(use *model.CrisisUse, option model.OptionIndex) bool {
	for _, p := range use.Players {
		if playerTakes(&use.Crisis.Players[p], option) {
			return true
		}
	}
	for _, list := range use.Takes {
		if slices.Contains(list, option) {
			return true
		}
	}
	return slices.ContainsFunc(use.Crisis.Programmes, func(p model.Programme) bool { return p.Takes == option })
}

func playerTakes(p *model.Player, option model.OptionIndex) bool {
	return slices.ContainsFunc(p.Decisions, func(d model.Decision) bool {
		return slices.ContainsFunc(d.Alternatives, func(alt model.Alternative) bool { return alt.Option == option })
	})
}

// makeReady is S41: the options by the step that was done.
func (w *world) makeReady(s *state, h *happening) {
	for _, incident := range w.budget.Incidents {
		if incident.Option != nil && w.isBy(incident.Option, h) {
			s.ready[incident.ID] = true
		}
	}
}

// isBy: the step that was done takes the option.
func (w *world) isBy(o *model.Option, h *happening) bool {
	if o.By.Procedure != h.ref.procedure || o.By.Step != h.step {
		return false
	}
	return o.Choice < 0 || w.a.Procedures[o.By.Procedure].Steps[o.By.Step].Choose[o.Choice] == h.option
}

// mayBeOpen is S41, but for what the option's `while` says of the crisis.
func (w *world) mayBeOpen(s *state, o *model.Option) bool {
	if !w.canBe(s, o.While, true) {
		return false
	}
	if o.By.Procedure != model.None || o.Uses == model.None {
		return true
	}
	h := w.holders(s, o.Uses)
	for p := range w.a.Posts {
		if w.a.Posts[p].Of == o.Of && !s.empty[p] && h[w.a.Posts[p].Person] {
			return true
		}
	}
	return false
}

// canBe: the expression, where it is written, has the value if what it says of
// the crisis holds and does not hold, each time as it suits (S41).
func (w *world) canBe(s *state, e *model.Expr, value bool) bool {
	switch {
	case e == nil:
		return value
	case e.Op.OfCrisis():
		return true
	case e.Op == model.OpNot:
		return w.canBe(s, e.Args[0], !value)
	case e.Op == model.OpAnd, e.Op == model.OpOr:
		all := value == (e.Op == model.OpAnd) // of every part, else of one
		for _, arg := range e.Args {
			if w.canBe(s, arg, value) != all {
				return !all
			}
		}
		return all
	}
	return w.eval(s, e, nil) == value
}

// crossedLine is S54: a declared line names an option that may be taken where its
// `when` holds: in the state after the doing of its step, else in any state in
// which it may be open.
func (s *Space) crossedLine() []Finding {
	w := s.world
	if w.budget.Crisis == nil {
		return nil
	}
	c := w.budget.Crisis.Crisis
	var all []Finding
	for _, line := range c.Lines {
		for _, option := range line.By {
			o := &c.Options[option]
			if !line.Declared || o.Lacking {
				continue
			}
			element := line.ID + " " + o.ID
			crossed := func(at *state) bool { return w.canBe(at, line.When, true) && w.mayBeOpen(at, o) }
			switch {
			case o.By.Procedure != model.None:
				all = append(all, s.inEvent(model.CrossedLine, element, func(_ *state, e Event) bool {
					return e.Kind == kindDone && w.isBy(o, e.happened) && crossed(s.States[e.Target].state)
				})...)
			case someoneTakes(w.budget.Crisis, option):
				all = append(all, s.inState(model.CrossedLine, element, crossed)...)
			}
		}
	}
	return all
}

// unauthorisedOption is S54: the step of an option that may be open after it is
// done by somebody who is not in H of what the option uses, or without a consent.
//
// Reading: as of no-authority, H is that before the event, and an authority that
// is not in force is not judged.
func (s *Space) unauthorisedOption() []Finding {
	w := s.world
	if w.budget.Crisis == nil {
		return nil
	}
	c := w.budget.Crisis.Crisis
	var all []Finding
	for i := range c.Options {
		o := &c.Options[i]
		if o.Lacking || o.By.Procedure == model.None {
			continue
		}
		all = append(all, s.inEvent(model.UnauthorisedOption, o.ID, func(from *state, e Event) bool {
			if e.Kind != kindDone || !w.isBy(o, e.happened) || !w.mayBeOpen(s.States[e.Target].state, o) {
				return false
			}
			if o.Uses != model.None && w.inForce(from, o.Uses) {
				h := w.holders(from, o.Uses)
				doers := w.doerPersons(from, &w.a.Procedures[o.By.Procedure].Steps[o.By.Step])
				if !slices.ContainsFunc(doers, func(person model.PersonIndex) bool { return h[person] }) {
					return true
				}
			}
			return slices.ContainsFunc(o.ConsentOf, func(of model.ConsentOf) bool { return !w.agreed(from, e.happened, of) })
		})...)
	}
	return all
}

// agreed: in the run a step by which the post, or one of the party, or a council
// in which the party has a seat, consents or decides is done, and not by another
// party's incumbent; the step of this event counts as done.
func (w *world) agreed(from *state, h *happening, of model.ConsentOf) bool {
	for i, st := range w.a.Procedures[h.ref.procedure].Steps {
		if st.Act != model.AskConsent && st.Act != model.Decide {
			continue
		}
		switch {
		case st.Doer.Kind == model.ActorHolder:
			continue
		case of.Post != model.None:
			if st.Doer.Kind != model.ActorPost || st.Doer.Post != of.Post {
				continue
			}
		case st.Doer.Kind == model.ActorPost && w.a.Posts[st.Doer.Post].Of != of.Party:
			continue
		case st.Doer.Kind == model.ActorCouncil && !slices.Contains(w.partiesWithSeat(st.Doer.Council), of.Party):
			continue
		}
		if model.StepIndex(i) != h.step {
			if from.runs[h.ref].steps[model.StepIndex(i)] == done {
				return true
			}
			continue
		}
		if st.Act == model.Decide || st.Doer.Kind != model.ActorPost || w.a.Posts[w.acting(from, st.Doer.Post)].Of == w.a.Posts[st.Doer.Post].Of {
			return true
		}
	}
	return false
}

// TakenThough lists those of some options, by id, that are taken in the space: they
// come as incidents, their step is done where they may be open, or somebody takes
// them in a state in which they may be open.
func (s *Space) TakenThough(dead []string) []string {
	w := s.world
	var taken []string
	for i := range w.budget.Crisis.Crisis.Options {
		o := &w.budget.Crisis.Crisis.Options[i]
		if !slices.Contains(dead, o.ID) {
			continue
		}
		found := s.inEvent(model.DeadOption, o.ID, func(_ *state, e Event) bool {
			return e.Print == "incident "+o.ID || e.Kind == kindDone && w.isBy(o, e.happened) && w.mayBeOpen(s.States[e.Target].state, o)
		})
		if o.By.Procedure == model.None && someoneTakes(w.budget.Crisis, model.OptionIndex(i)) {
			found = append(found, s.inState(model.DeadOption, o.ID, func(at *state) bool { return w.mayBeOpen(at, o) })...)
		}
		if len(found) > 0 {
			taken = append(taken, o.ID)
		}
	}
	return taken
}
