package reference

import (
	"slices"

	"entente/internal/model"
)

// Finding is one seam with its least shortest story (S24).
type Finding struct {
	Check   model.Seam
	Element string
	Depth   int // the events of the story
	Story   []string
}

// Findings lists the dynamic seams of section 7 in the order of S24, one for
// each check and element.
func (s *Space) Findings() []Finding {
	var all []Finding
	for _, seam := range []func() []Finding{
		s.noHolder, s.dualHolder, s.ineligibleHolder, s.noAuthority, s.noDecider, s.noQuorum, s.bypassedConsent, s.stuck,
		s.delegationOutlives, s.singlePoint, s.noProcedure, s.invariants, s.crossedLine, s.unauthorisedOption,
	} {
		all = append(all, seam()...)
	}
	return all
}

// inState is the finding of a seam that is judged in a state: the first state,
// breadth first, in which it is found. None or one.
func (s *Space) inState(check model.Seam, element string, found func(at *state) bool) []Finding {
	for i := range s.States {
		if found(s.States[i].state) {
			return []Finding{{Check: check, Element: element, Depth: s.States[i].Distance, Story: s.story(i)}}
		}
	}
	return nil
}

// inEvent is the finding of a seam that is judged in an event: the first event
// of the first state, breadth first, in which it is found. None or one.
func (s *Space) inEvent(check model.Seam, element string, found func(from *state, e Event) bool) []Finding {
	for i := range s.States {
		for _, e := range s.States[i].Events {
			if found(s.States[i].state, e) {
				return []Finding{s.after(check, element, i, e.Print)}
			}
		}
	}
	return nil
}

// after is a finding with one event more than the story of the state.
func (s *Space) after(check model.Seam, element string, i int, event string) Finding {
	return Finding{Check: check, Element: element, Depth: s.States[i].Distance + 1, Story: append(s.story(i), event)}
}

// noHolder: in force, and H is empty. A row that names nobody is not a seam.
//
// Reading: the row is that of the present value, whatever hand-over is under
// way.
func (s *Space) noHolder() []Finding {
	w := s.world
	var all []Finding
	for i := range w.a.Authorities {
		authority := model.AuthorityIndex(i)
		all = append(all, s.inState(model.NoHolder, w.a.Authorities[i].ID, func(at *state) bool {
			return w.inForce(at, authority) && w.goalNow(at, authority) != model.None && len(w.holders(at, authority)) == 0
		})...)
	}
	return all
}

// dualHolder: in force, exclusive, and H has two or more.
func (s *Space) dualHolder() []Finding {
	w := s.world
	var all []Finding
	for i := range w.a.Authorities {
		authority := model.AuthorityIndex(i)
		all = append(all, s.inState(model.DualHolder, w.a.Authorities[i].ID, func(at *state) bool {
			return w.inForce(at, authority) && w.a.Authorities[authority].Exclusive && len(w.holders(at, authority)) >= 2
		})...)
	}
	return all
}

// ineligibleHolder: in force, and someone in H is barred by `only`.
func (s *Space) ineligibleHolder() []Finding {
	w := s.world
	var all []Finding
	for i := range w.a.Authorities {
		authority := model.AuthorityIndex(i)
		all = append(all, s.inState(model.IneligibleHolder, w.a.Authorities[i].ID, func(at *state) bool {
			return w.inForce(at, authority) && w.someoneBarred(at, authority)
		})...)
	}
	return all
}

// someoneBarred: his own post is not of the party of `only`, or the post he
// acts from is not among its posts.
//
// Reading: the post one acts from is one's own: of a deputy who has taken over
// the deputy's, not the one he acts for.
func (w *world) someoneBarred(at *state, authority model.AuthorityIndex) bool {
	text := &w.a.Authorities[authority]
	for post := range at.holds[authority] {
		own := w.acting(at, post)
		if own == model.None {
			continue
		}
		if text.OnlyParty != model.None && w.a.Posts[own].Of != text.OnlyParty {
			return true
		}
		if len(text.OnlyPosts) > 0 && !slices.Contains(text.OnlyPosts, own) {
			return true
		}
	}
	return false
}

// noAuthority: the step is done and `uses` an authority in force of which the
// doer's acting person is not in H (a council: no acting member is).
//
// Reading: judged in the state in which the step is done, before what it moves
// (S15: at the instant at which it is done).
func (s *Space) noAuthority() []Finding {
	w := s.world
	var all []Finding
	for p := range w.a.Procedures {
		for i := range w.a.Procedures[p].Steps {
			st := &w.a.Procedures[p].Steps[i]
			if st.Uses == model.None {
				continue
			}
			all = append(all, s.inEvent(model.NoAuthority, w.a.Procedures[p].ID+"/"+st.ID, func(from *state, e Event) bool {
				isDone := e.Kind == kindDone && int(e.happened.ref.procedure) == p && int(e.happened.step) == i
				return isDone && w.inForce(from, st.Uses) && !w.doerHolds(from, st)
			})...)
		}
	}
	return all
}

// doerHolds: an acting person behind the doer is in H of the authority used.
func (w *world) doerHolds(at *state, st *model.Step) bool {
	h := w.holders(at, st.Uses)
	return slices.ContainsFunc(w.doerPersons(at, st), func(person model.PersonIndex) bool { return h[person] })
}

// noDecider: the step is due, its doer is a post or a holder, and it cannot be
// done (S15), whether for want of the doer or of a link.
func (s *Space) noDecider() []Finding {
	w := s.world
	var all []Finding
	for p := range w.a.Procedures {
		for i := range w.a.Procedures[p].Steps {
			st := &w.a.Procedures[p].Steps[i]
			if st.Doer.Kind == model.ActorCouncil {
				continue
			}
			step := model.StepIndex(i)
			all = append(all, s.inState(model.NoDecider, w.a.Procedures[p].ID+"/"+st.ID, func(at *state) bool {
				return slices.ContainsFunc(at.liveRuns(model.ProcedureIndex(p)), func(ref runRef) bool {
					return w.due(at, ref, step) && !w.canBeDone(at, ref, step)
				})
			})...)
		}
	}
	return all
}

// noQuorum: a step of the council is due and the council is not quorate.
func (s *Space) noQuorum() []Finding {
	w := s.world
	var all []Finding
	for i := range w.a.Councils {
		council := model.CouncilIndex(i)
		all = append(all, s.inState(model.NoQuorum, w.a.Councils[i].ID, func(at *state) bool {
			isDue := func(ref runRef) bool { return w.councilIsDue(at, council, ref) }
			return !w.quorate(at, council) && slices.ContainsFunc(w.allRuns(at), isDue)
		})...)
	}
	return all
}

// bypassedConsent: a decision takes effect (S19) while a consent that the
// procedure asks of the party is not given.
func (s *Space) bypassedConsent() []Finding {
	w := s.world
	var all []Finding
	for p := range w.a.Procedures {
		for party := range w.a.Parties {
			element := w.a.Procedures[p].ID + " " + w.a.Parties[party].ID
			all = append(all, s.inEvent(model.BypassedConsent, element, func(_ *state, e Event) bool {
				return slices.ContainsFunc(e.happened.effects, func(made effect) bool {
					return int(made.by) == p && w.bypasses(made, model.PartyIndex(party))
				})
			})...)
		}
	}
	return all
}

// bypasses: some consent that the procedure asks of the party is not given in
// the run whose decision takes effect.
func (w *world) bypasses(made effect, party model.PartyIndex) bool {
	steps := w.a.Procedures[made.by].Steps
	for i := range steps {
		if w.asksConsentOf(&steps[i], party) && !w.consentGiven(made, model.StepIndex(i), party) {
			return true
		}
	}
	return false
}

// asksConsentOf: the step asks a post of the party for consent, or a council in
// which the party has a seat.
//
// Reading: a consent asked of holder(A) is asked of no post.
func (w *world) asksConsentOf(st *model.Step, party model.PartyIndex) bool {
	if st.Act != model.AskConsent {
		return false
	}
	switch st.Doer.Kind {
	case model.ActorPost:
		return w.a.Posts[st.Doer.Post].Of == party
	case model.ActorCouncil:
		return slices.Contains(w.partiesWithSeat(st.Doer.Council), party)
	}
	return false
}

// consentGiven: done, and not by an acting incumbent of another party; or left
// by `go S`, where S asks the same party's consent and is done.
//
// Reading: a consent was left by `go S` where it is skipped and one of its
// clauses says `go S`; S itself must be done, not left in its turn.
func (w *world) consentGiven(made effect, step model.StepIndex, party model.PartyIndex) bool {
	if became := made.run.steps[step]; became != skipped {
		return became == done
	}
	steps := w.a.Procedures[made.by].Steps
	st := &steps[step]
	for _, clause := range []model.Clause{st.IfRefused, st.IfUnreachable, st.IfAbsent, st.IfLate} {
		if clause.Do == model.Go && w.asksConsentOf(&steps[clause.Step], party) && made.run.isDone(clause.Step) {
			return true
		}
	}
	return false
}

// delegationOutlives: in force, `survives-absence` is not `yes`, the office of
// `delegated-from` is empty (a deputy acting or not), and another post holds.
func (s *Space) delegationOutlives() []Finding {
	w := s.world
	var all []Finding
	for i := range w.a.Authorities {
		text := &w.a.Authorities[i]
		if text.From == model.None || text.Survives == model.Yes {
			continue
		}
		all = append(all, s.inState(model.DelegationOutlives, text.ID, func(at *state) bool {
			if !w.inForce(at, model.AuthorityIndex(i)) || !at.empty[text.From] {
				return false
			}
			for post := range at.holds[i] {
				if post != text.From {
					return true
				}
			}
			return false
		})...)
	}
	return all
}

// noProcedure: the kind can come in a state in which no procedure that names it
// could start, for want of one or by `while`.
//
// Reading: a procedure whose `while` holds but whose move is not open, or that
// is live, is not wanting. A scenario's incident that names its procedures
// itself is judged by its kind all the same.
func (s *Space) noProcedure() []Finding {
	w := s.world
	var all []Finding
	for kind := range w.a.Kinds {
		all = append(all, s.inState(model.NoProcedure, w.a.Kinds[kind].ID, func(at *state) bool {
			canStart := func(p model.ProcedureIndex) bool { return w.startWhile(at, p) }
			return w.canCome(at, model.KindIndex(kind)) && !slices.ContainsFunc(w.namingKind(model.KindIndex(kind)), canStart)
		})...)
	}
	return all
}

// canCome: an incident of the kind is possible now.
func (w *world) canCome(at *state, kind model.KindIndex) bool {
	return slices.ContainsFunc(w.budget.Incidents, func(incident Incident) bool {
		return incident.Kind == kind && w.mayCome(at, incident)
	})
}
