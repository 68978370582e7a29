package reference

import (
	"slices"

	"entente/internal/model"
)

// The kinds of event, in the order of section 6.
const (
	kindStart = 1 + iota
	kindIncident
	kindConvene
	kindDone
	kindRefuse
	kindRefer
	kindOtherwise
	kindTakeOver
	kindRepair
	kindFault
)

// event is one change that a state offers; it is settled after the change.
type event struct {
	kind   int
	print  string
	change func(s *state, h *happening)
	ref    runRef          // kindDone, kindRefuse, kindRefer
	step   model.StepIndex // kindDone, kindRefuse, kindRefer
}

// happening collects what the change of an event leaves to the settling (S21),
// and what the checks ask of an event.
type happening struct {
	atStep   bool // a step was done: ref, step; what it decides is still to take effect
	ref      runRef
	step     model.StepIndex
	option   string                        // that it was done with, where the option is kept
	starting []model.ProcedureIndex        // S20: still to be started
	dropped  map[model.ProcedureIndex]bool // S8: a hand-over by it was dropped in this event
	begun    map[model.ProcedureIndex]bool // S8: a hand-over by it was begun in this event

	moves    []move
	effects  []effect
	closings []closing
}

// move is a move that was made, by a run as it stood then.
type move struct {
	scale    model.ScaleIndex
	from, to model.ValueIndex
	by       model.ProcedureIndex
	run      *run
}

// effect is a decision that took effect (S19), by a run as it stood then.
type effect struct {
	by  model.ProcedureIndex
	run *run
}

// closing is a run that ended or stopped.
type closing struct {
	ref   runRef
	ended bool // no step was pending; else it stopped
}

// closing says what became of a run that was live before the event. The first
// closing is its own: a later one in the same place is of a start that waited.
func (h *happening) closing(ref runRef) (c closing, closed bool) {
	for _, c := range h.closings {
		if c.ref == ref {
			return c, true
		}
	}
	return closing{}, false
}

// offer says which events a state offers.
type offer uint8

const (
	search     offer = iota // all of section 6, within the budget
	continuing              // S23: no faults, no incidents, as many starts as it likes
	unrepaired              // the same, nothing filled or restored (single-point)
)

// events lists the events of a state in the order of section 6.
func (w *world) events(s *state, which offer) []event {
	var all []event
	all = append(all, w.startEvents(s, which)...)
	if which == search {
		all = append(all, w.incidentEvents(s)...)
	}
	all = append(all, w.conveneEvents(s)...)
	all = append(all, w.stepEvents(s, w.doneEvents)...)
	all = append(all, w.stepEvents(s, w.refuseEvents)...)
	all = append(all, w.stepEvents(s, w.referEvents)...)
	all = append(all, w.stepEvents(s, w.otherwiseEvents)...)
	all = append(all, w.takeOverEvents(s)...)
	if which != unrepaired {
		all = append(all, w.repairEvents(s)...)
	}
	if which == search {
		all = append(all, w.faultEvents(s)...)
	}
	return all
}

// apply makes the change of an event and settles it.
func (w *world) apply(s *state, e event) (*state, *happening) {
	next := s.clone()
	h := &happening{dropped: map[model.ProcedureIndex]bool{}, begun: map[model.ProcedureIndex]bool{}}
	e.change(next, h)
	w.settle(next, h)
	return next, h
}

// startEvents: kind 1, S12 and S13.
func (w *world) startEvents(s *state, which offer) []event {
	var events []event
	for i := range w.a.Procedures {
		p := model.ProcedureIndex(i)
		if len(w.a.Procedures[p].Decides) == 0 || !w.mayBegin(s, p) || !w.startChanges(s, p) {
			continue
		}
		if w.budget.StartProcedures != nil && !slices.Contains(w.budget.StartProcedures, p) {
			continue
		}
		if which == search && s.starts >= w.budget.Starts {
			continue
		}
		events = append(events, event{kind: kindStart, print: "start " + w.a.Procedures[p].ID, change: func(s *state, _ *happening) {
			if which == search {
				s.starts++
			}
			w.startProcedure(s, p)
		}})
	}
	return events
}

// startProcedure is S12 and S13: a start that is not allowed or changes
// nothing does nothing.
func (w *world) startProcedure(s *state, p model.ProcedureIndex) {
	if !w.mayBegin(s, p) || !w.startChanges(s, p) {
		return
	}
	switch {
	case !s.live(p) || w.a.Procedures[p].Again == model.Beside:
		w.begin(s, runRef{p, w.freePlace(s, p)})
	case w.a.Procedures[p].Again == model.Restart:
		w.begin(s, runRef{p, 0})
	case w.a.Procedures[p].Again == model.Queue:
		s.queued[p]++
	}
}

// begin makes a run stand at its beginning, afresh where it is live: none of
// its steps is done, except those given (S1, S12).
//
// Reading: a run that starts afresh has neither ended nor stopped. The councils
// it convened go on sitting, and the hand-overs that it serves go on.
func (w *world) begin(s *state, ref runRef) {
	r := &run{steps: map[model.StepIndex]string{}, option: map[model.StepIndex]string{}, back: map[model.StepIndex]int{}}
	for given := range w.given {
		if given.Procedure == ref.procedure {
			r.steps[given.Step] = done
		}
	}
	s.runs[ref] = r
}

// incidentEvents: kind 2.
//
// Reading: offices and links first, then the procedures the incident names,
// then those that name its kind, in the order of the text; all of it is the
// change, before settling.
func (w *world) incidentEvents(s *state) []event {
	var events []event
	for _, incident := range w.budget.Incidents {
		if !w.mayCome(s, incident) {
			continue
		}
		events = append(events, event{kind: kindIncident, print: "incident " + incident.ID, change: func(s *state, h *happening) {
			s.came[incident.ID] = true
			for _, post := range incident.Empties {
				w.lose(s, post)
			}
			for _, post := range incident.Fills {
				w.fill(s, post)
			}
			for _, link := range incident.Cuts {
				s.out[link] = true
			}
			for _, link := range incident.Mends {
				s.out[link] = false
			}
			w.incidentMoves(s, h, incident)
			for _, p := range w.startedBy(incident) {
				w.startProcedure(s, p)
			}
		}})
	}
	return events
}

// incidentMoves makes the moves of an incident that are open, of one scale the
// first written; nobody decides them.
func (w *world) incidentMoves(s *state, h *happening, incident Incident) {
	var now []model.IncidentMove
	for _, m := range incident.Moves {
		ofScale := func(other model.IncidentMove) bool { return other.Scale == m.Scale }
		if s.value[m.Scale] == m.From && !slices.ContainsFunc(now, ofScale) {
			now = append(now, m)
		}
	}
	for _, m := range now {
		h.moves = append(h.moves, move{m.Scale, m.From, m.To, model.None, nil})
		w.moveScale(s, h, model.DecidesMove{Scale: m.Scale, From: m.From, To: m.To})
	}
}

// mayCome: it has not come yet, and its `while` holds; an option by a step only
// after that was done, any other while somebody of its party holds what it uses.
func (w *world) mayCome(s *state, incident Incident) bool {
	if s.came[incident.ID] {
		return false
	}
	if o := incident.Option; o != nil {
		return w.mayBeOpen(s, o) && (o.By.Procedure == model.None || s.ready[incident.ID])
	}
	return w.canBe(s, incident.While, true)
}

// startedBy lists the procedures that an incident starts.
func (w *world) startedBy(incident Incident) []model.ProcedureIndex {
	procedures := slices.Clone(incident.Starts)
	for _, p := range w.namingKind(incident.Kind) {
		if !slices.Contains(procedures, p) {
			procedures = append(procedures, p)
		}
	}
	return procedures
}

// namingKind lists the procedures whose `starts` names the incident kind.
func (w *world) namingKind(kind model.KindIndex) []model.ProcedureIndex {
	var procedures []model.ProcedureIndex
	for i := range w.a.Procedures {
		if kind != model.None && slices.Contains(w.a.Procedures[i].Starts, kind) {
			procedures = append(procedures, model.ProcedureIndex(i))
		}
	}
	return procedures
}

// lose empties an office. Whoever acts from it acts no longer (S2).
func (w *world) lose(s *state, post model.PostIndex) {
	s.empty[post] = true
	for other := range s.taken {
		if s.taken[other] == post {
			s.taken[other] = model.None
		}
	}
}

// fill fills an office. A deputy who acted for it acts no longer (S2).
func (w *world) fill(s *state, post model.PostIndex) {
	s.empty[post] = false
	s.taken[post] = model.None
}

// conveneEvents: kind 3, S11.
func (w *world) conveneEvents(s *state) []event {
	var events []event
	for i := range w.a.Councils {
		council := model.CouncilIndex(i)
		if _, sits := s.sits[council]; sits || !w.quorate(s, council) {
			continue
		}
		for _, ref := range w.allRuns(s) {
			if w.councilIsDue(s, council, ref) {
				events = append(events, event{kind: kindConvene, print: "convene " + w.a.Councils[i].ID + " for " + w.runName(ref),
					change: func(s *state, _ *happening) { s.sits[council] = ref }})
			}
		}
	}
	return events
}

// councilIsDue: a step of the council is due in the run.
func (w *world) councilIsDue(s *state, council model.CouncilIndex, ref runRef) bool {
	for i, st := range w.a.Procedures[ref.procedure].Steps {
		if st.Doer.Kind == model.ActorCouncil && st.Doer.Council == council && w.due(s, ref, model.StepIndex(i)) {
			return true
		}
	}
	return false
}

// stepEvents asks for the events of every step of every live run.
func (w *world) stepEvents(s *state, of func(*state, runRef, model.StepIndex, *model.Step) []event) []event {
	var events []event
	for _, ref := range w.allRuns(s) {
		steps := w.a.Procedures[ref.procedure].Steps
		for i := range steps {
			events = append(events, of(s, ref, model.StepIndex(i), &steps[i])...)
		}
	}
	return events
}

// doneEvents: kind 4, S15 and S16.
func (w *world) doneEvents(s *state, ref runRef, step model.StepIndex, st *model.Step) []event {
	if !w.canBeDone(s, ref, step) || !w.sitsIfCouncil(s, st) {
		return nil
	}
	make := func(suffix, option string) event {
		return event{kind: kindDone, print: "done " + w.stepName(ref, step) + suffix, ref: ref, step: step,
			change: func(s *state, h *happening) { w.do(s, h, ref, step, option) }}
	}
	if !w.kept[model.StepRef{Procedure: ref.procedure, Step: step}] {
		return []event{make("", "")}
	}
	var events []event
	for _, option := range st.Choose {
		events = append(events, make(" "+option, option))
	}
	return events
}

// do marks a step done. Moves and starts are left to the settling.
func (w *world) do(s *state, h *happening, ref runRef, step model.StepIndex, option string) {
	st := &w.a.Procedures[ref.procedure].Steps[step]
	r := s.runs[ref]
	r.steps[step] = done
	if st.Act == model.AskConsent && st.Doer.Kind == model.ActorPost {
		if who := w.acting(s, st.Doer.Post); w.a.Posts[who].Of != w.a.Posts[st.Doer.Post].Of {
			r.steps[step] = foreign
		}
	}
	if option != "" {
		r.option[step] = option
	}
	w.adjourn(s, st)
	h.atStep, h.ref, h.step, h.option = true, ref, step, option
	w.makeReady(s, h)
	h.starting = st.Starts
}

// mayBeRefused is S16: a consent asked for, and a council's `decide`.
func mayBeRefused(st *model.Step) bool {
	return st.Act == model.AskConsent || st.Act == model.Decide && st.Doer.Kind == model.ActorCouncil
}

// refuseEvents: kind 5, S16.
func (w *world) refuseEvents(s *state, ref runRef, step model.StepIndex, st *model.Step) []event {
	if !mayBeRefused(st) || st.IfRefused.Do == model.Wait || !w.canBeDone(s, ref, step) || !w.sitsIfCouncil(s, st) {
		return nil
	}
	clause := st.IfRefused
	if clause.Do == model.Unwritten {
		clause.Do = model.Stop
	}
	return []event{{kind: kindRefuse, print: "refuse " + w.stepName(ref, step), ref: ref, step: step, change: func(s *state, h *happening) {
		w.adjourn(s, st)
		w.follow(s, h, ref, step, clause, refused)
	}}}
}

// referEvents: kind 6, S16.
func (w *world) referEvents(s *state, ref runRef, step model.StepIndex, st *model.Step) []event {
	if st.Back == nil || s.runs[ref].back[step] >= st.Back.Times || !w.canBeDone(s, ref, step) || !w.sitsIfCouncil(s, st) {
		return nil
	}
	return []event{{kind: kindRefer, print: "refer " + w.stepName(ref, step), ref: ref, step: step, change: func(s *state, _ *happening) {
		w.adjourn(s, st)
		r := s.runs[ref]
		r.back[step]++
		for _, to := range st.Back.To {
			w.pendingFrom(r, ref.procedure, to)
		}
		w.pendingFrom(r, ref.procedure, step)
	}}}
}

// adjourn is S11: a council that adjourns disperses when it has acted.
func (w *world) adjourn(s *state, st *model.Step) {
	if st.Doer.Kind == model.ActorCouncil && w.a.Councils[st.Doer.Council].Adjourns {
		delete(s.sits, st.Doer.Council)
	}
}

// pendingFrom makes a step and every step that comes after it pending again.
func (w *world) pendingFrom(r *run, p model.ProcedureIndex, from model.StepIndex) {
	for i := range w.a.Procedures[p].Steps {
		if step := model.StepIndex(i); step == from || w.comesAfter(p, step, from) {
			r.setPending(step)
		}
	}
}

// otherwiseEvents: kind 7, S17.
func (w *world) otherwiseEvents(s *state, ref runRef, step model.StepIndex, st *model.Step) []event {
	var clause model.Clause
	var name string
	switch {
	case w.lifted(s, ref, step):
		clause, name = w.clause(s, st)
	case w.due(s, ref, step) && st.Late != nil && st.IfLate.Do != model.Unwritten && st.IfLate.Do != model.Wait:
		clause, name = st.IfLate, "late"
	default:
		return nil
	}
	return []event{{kind: kindOtherwise, print: name + " " + w.stepName(ref, step), change: func(s *state, h *happening) {
		w.follow(s, h, ref, step, clause, skipped)
	}}}
}

// follow does what a clause says: `stop`, `proceed` (the step becomes passedAs),
// or `go` (S17).
//
// Reading: a step that is refused with `go` is skipped, as S17 says of `go`; it
// is *refused* only where the refusal is passed over by `proceed`.
func (w *world) follow(s *state, h *happening, ref runRef, step model.StepIndex, clause model.Clause, passedAs string) {
	switch clause.Do {
	case model.Stop:
		w.closeRun(s, h, ref, false)
	case model.Proceed:
		s.runs[ref].steps[step] = passedAs
	case model.Go:
		w.goTo(s.runs[ref], ref.procedure, step, clause.Step)
	}
}

// goTo is "going to S" of S17.
func (w *world) goTo(r *run, p model.ProcedureIndex, step, to model.StepIndex) {
	if w.comesAfter(p, to, step) {
		for i := range w.a.Procedures[p].Steps {
			if before := model.StepIndex(i); r.isPending(before) && w.comesAfter(p, to, before) {
				r.steps[before] = skipped
			}
		}
		return
	}
	r.steps[step] = skipped
	w.pendingFrom(r, p, to) // this step too, where it comes after S
}

// takeOverEvents: kind 8, S2.
func (w *world) takeOverEvents(s *state) []event {
	var events []event
	for i := range w.a.Posts {
		post := model.PostIndex(i)
		if !s.empty[post] {
			continue
		}
		first := w.firstPresent(s, post)
		if first == nil || first.AtOnce || s.taken[post] == first.Post {
			continue
		}
		events = append(events, event{kind: kindTakeOver, print: "takeover " + w.a.Posts[post].ID + " by " + w.a.Posts[first.Post].ID,
			change: func(s *state, _ *happening) { s.taken[post] = first.Post }})
	}
	return events
}

// repairEvents: kind 9, S4.
func (w *world) repairEvents(s *state) []event {
	var events []event
	for i := range w.a.Posts {
		if post := model.PostIndex(i); s.empty[post] && w.a.Posts[post].Refill != nil {
			events = append(events, event{kind: kindRepair, print: "fill " + w.a.Posts[post].ID,
				change: func(s *state, _ *happening) { w.fill(s, post) }})
		}
	}
	for i := range w.a.Links {
		if s.out[i] && w.a.Links[i].Restore != nil {
			events = append(events, event{kind: kindRepair, print: "restore " + w.a.Links[i].ID,
				change: func(s *state, _ *happening) { s.out[i] = false }})
		}
	}
	return events
}

// faultEvents: kind 10, S4.
//
// Reading: posts, then persons, then links. A person can be lost while one of
// his offices is not empty.
func (w *world) faultEvents(s *state) []event {
	if s.faults >= w.budget.Faults {
		return nil
	}
	var events []event
	fault := func(print string, change func(s *state)) {
		events = append(events, event{kind: kindFault, print: print, change: func(s *state, _ *happening) {
			s.faults++
			change(s)
		}})
	}
	for i := range w.a.Posts {
		if post := model.PostIndex(i); slices.Contains(w.budget.Posts, post) && !s.empty[post] {
			fault("lose "+w.a.Posts[i].ID, func(s *state) { w.lose(s, post) })
		}
	}
	for i, person := range w.a.Persons {
		inOffice := slices.ContainsFunc(person.Posts, func(post model.PostIndex) bool { return !s.empty[post] })
		if slices.Contains(w.budget.Persons, model.PersonIndex(i)) && inOffice {
			fault("lose "+person.ID, func(s *state) {
				for _, post := range person.Posts {
					w.lose(s, post)
				}
			})
		}
	}
	for i := range w.a.Links {
		if slices.Contains(w.budget.Links, model.LinkIndex(i)) && !s.out[i] {
			fault("cut "+w.a.Links[i].ID, func(s *state) { s.out[i] = true })
		}
	}
	return events
}
