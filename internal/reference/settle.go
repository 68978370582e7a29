package reference

import (
	"maps"
	"slices"

	"entente/internal/model"
)

// settle is S21: (a) to (f) in this order, again and again, until nothing
// changes.
func (w *world) settle(s *state, h *happening) {
	for {
		changed := w.decisionTakesEffect(s, h) // (a)
		changed = w.instants(s) || changed     // (b)
		changed = w.startedByStep(s, h) || changed
		changed = w.deputiesAtOnce(s) || changed
		changed = w.disperse(s) || changed
		changed = w.closeRuns(s, h) || changed
		if !changed {
			return
		}
	}
}

// decisionTakesEffect is (a) of S21: S19, then S7.
//
// Reading: whether the moves that one step makes are open is judged before any
// of them is made.
func (w *world) decisionTakesEffect(s *state, h *happening) bool {
	if !h.atStep {
		return false
	}
	h.atStep = false
	p := h.ref.procedure
	r := s.runs[h.ref]
	decides := w.a.Procedures[p].Decides
	if len(decides) == 0 {
		if h.step == w.lastDecide(p) {
			h.effects = append(h.effects, effect{p, r.clone()})
		}
		return true
	}
	var now []model.DecidesMove
	for _, d := range decides {
		ofScale := func(other model.DecidesMove) bool { return other.Scale == d.Scale }
		if d.At == h.step && s.value[d.Scale] == d.From && !slices.ContainsFunc(now, ofScale) {
			now = append(now, d)
		}
	}
	if len(now) == 0 {
		return true
	}
	asItStood := r.clone()
	h.effects = append(h.effects, effect{p, asItStood})
	r.moved = true
	for _, d := range now {
		h.moves = append(h.moves, move{d.Scale, d.From, d.To, p, asItStood})
		w.moveScale(s, h, d)
	}
	return true
}

// lastDecide is S19: the last step with `act: decide`, in the order written, or
// None.
func (w *world) lastDecide(p model.ProcedureIndex) model.StepIndex {
	last := model.StepIndex(model.None)
	for i, st := range w.a.Procedures[p].Steps {
		if st.Act == model.Decide {
			last = model.StepIndex(i)
		}
	}
	return last
}

// moveScale is S7.
func (w *world) moveScale(s *state, h *happening, d model.DecidesMove) {
	s.value[d.Scale] = d.To
	for i := range w.a.Authorities {
		authority := model.AuthorityIndex(i)
		if w.a.Authorities[i].Scale != d.Scale {
			continue
		}
		goal := w.goal(authority, d.To)
		under, underWay := s.passing[authority]
		if w.goalAloneHolds(s, authority, goal) {
			if underWay {
				w.drop(s, h, authority)
			}
			continue
		}
		if underWay && w.goal(authority, under.to) == goal {
			continue
		}
		if underWay {
			w.drop(s, h, authority)
		}
		if goal != w.goal(authority, d.From) || underWay {
			w.beginHandover(s, h, authority, d)
		}
	}
}

// drop is S7: what was given up stays given up, what was taken over stays taken
// over.
func (w *world) drop(s *state, h *happening, authority model.AuthorityIndex) {
	h.dropped[w.handover(authority, s.passing[authority]).By] = true
	delete(s.passing, authority)
}

// handover is the text behind a hand-over under way.
func (w *world) handover(authority model.AuthorityIndex, p passing) *model.Handover {
	handovers := w.a.Authorities[authority].Handovers
	for i := range handovers {
		if handovers[i].From == p.from && handovers[i].To == p.to {
			return &handovers[i]
		}
	}
	return nil
}

// beginHandover is S7 and the beginning of S8.
//
// Reading: a hand-over begins its run whatever the procedure's `while`, its
// `again` and its moves say.
func (w *world) beginHandover(s *state, h *happening, authority model.AuthorityIndex, d model.DecidesMove) {
	p := passing{from: d.From, to: d.To}
	written := w.handover(authority, p)
	if written == nil {
		return
	}
	if written.AtOnce {
		clear(s.holds[authority])
		if goal := w.goal(authority, d.To); goal != model.None {
			s.holds[authority][goal] = true
		}
		return
	}
	s.passing[authority] = p
	if !h.begun[written.By] { // authorities that begin it in one event share the run
		h.begun[written.By] = true
		w.begin(s, handoverRun(written.By))
	}
}

// handoverRun is the run of a procedure that a hand-over begins, and is bound
// to: the one in the first place (S8).
func handoverRun(p model.ProcedureIndex) runRef { return runRef{p, 0} }

// instants is (b) of S21: the give-ups and take-overs that are now due (S8).
func (w *world) instants(s *state) bool {
	changed := false
	was := s.clone() // they happen together: all are judged before any of them
	for i := range w.a.Authorities {
		authority := model.AuthorityIndex(i)
		p, underWay := s.passing[authority]
		if !underWay {
			continue
		}
		written := w.handover(authority, p)
		goal := w.goal(authority, p.to)
		if !p.gave && w.instant(was, written.By, written.GivesUp) {
			p.gave, changed = true, true
			maps.DeleteFunc(s.holds[authority], func(post model.PostIndex, _ bool) bool { return post != goal })
		}
		if !p.took && w.instant(was, written.By, written.TakesOver) {
			p.took, changed = true, true
			if goal != model.None {
				s.holds[authority][goal] = true
			}
		}
		s.passing[authority] = p
		if p.gave && p.took {
			delete(s.passing, authority) // the hand-over is over
		}
	}
	return changed
}

// instant is S8: whether what is bound to the step happens now.
//
// Reading: before a first step is the event that begins the run, even where its
// `needs` does not hold then.
func (w *world) instant(s *state, p model.ProcedureIndex, bound model.Binding) bool {
	ref := handoverRun(p)
	r := s.runs[ref]
	if r == nil {
		return false
	}
	if r.isDone(bound.Step) {
		return true
	}
	return bound.Before && (len(w.a.Procedures[p].Steps[bound.Step].After) == 0 || w.due(s, ref, bound.Step))
}

// startedByStep is (c) of S21: S20.
func (w *world) startedByStep(s *state, h *happening) bool {
	starting := h.starting
	h.starting = nil
	for _, p := range starting {
		w.startProcedure(s, p)
	}
	return len(starting) > 0
}

// deputiesAtOnce is (d) of S21: S2.
func (w *world) deputiesAtOnce(s *state) bool {
	changed := false
	for i := range w.a.Posts {
		post := model.PostIndex(i)
		if !s.empty[post] {
			continue
		}
		first := w.firstPresent(s, post)
		if first != nil && first.AtOnce && s.taken[post] != first.Post {
			s.taken[post], changed = first.Post, true
		}
	}
	return changed
}

// disperse is (e) of S21: S11.
func (w *world) disperse(s *state) bool {
	changed := false
	for i := range w.a.Councils {
		council := model.CouncilIndex(i)
		if _, sits := s.sits[council]; sits && !w.quorate(s, council) {
			delete(s.sits, council)
			changed = true
		}
	}
	return changed
}

// closeRuns is (f) of S21: S18, then the starts that wait (S13).
func (w *world) closeRuns(s *state, h *happening) bool {
	changed := false
	for _, ref := range w.allRuns(s) {
		switch {
		case w.nonePending(s, ref):
			w.closeRun(s, h, ref, true)
		case w.overtaken(s, ref), w.notNeeded(s, h, ref):
			w.closeRun(s, h, ref, false)
		default:
			continue
		}
		changed = true
	}
	for i := range w.a.Procedures {
		p := model.ProcedureIndex(i)
		for s.queued[p] > 0 && !s.live(p) {
			s.queued[p]--
			changed = true
			if w.mayBegin(s, p) {
				w.begin(s, runRef{p, 0})
			}
		}
	}
	return changed
}

func (w *world) nonePending(s *state, ref runRef) bool {
	for i := range w.a.Procedures[ref.procedure].Steps {
		if s.runs[ref].isPending(model.StepIndex(i)) {
			return false
		}
	}
	return true
}

// overtaken is S18.
func (w *world) overtaken(s *state, ref runRef) bool {
	return len(w.a.Procedures[ref.procedure].Decides) > 0 && !s.runs[ref].moved && !w.open(s, ref.procedure)
}

// notNeeded is S8: a hand-over by the procedure was dropped in this event, none
// was begun, and none is under way.
func (w *world) notNeeded(s *state, h *happening, ref runRef) bool {
	p := ref.procedure
	return h.dropped[p] && !h.begun[p] && ref == handoverRun(p) && !slices.Contains(w.passingBy(s, p), true)
}

// passingBy says for each authority whether a hand-over of it by the procedure
// is under way.
func (w *world) passingBy(s *state, p model.ProcedureIndex) []bool {
	var by []bool
	for i := range w.a.Authorities {
		under, underWay := s.passing[model.AuthorityIndex(i)]
		by = append(by, underWay && w.handover(model.AuthorityIndex(i), under).By == p)
	}
	return by
}

// closeRun frees the place of a run, disperses the councils it convened and is
// the end of the hand-overs it served (S8, S18).
func (w *world) closeRun(s *state, h *happening, ref runRef, ended bool) {
	h.closings = append(h.closings, closing{ref, ended})
	for authority, by := range w.passingBy(s, ref.procedure) {
		if by && ref == handoverRun(ref.procedure) {
			delete(s.passing, model.AuthorityIndex(authority))
		}
	}
	delete(s.runs, ref)
	if ref == handoverRun(ref.procedure) {
		delete(h.dropped, ref.procedure) // what begins in its place serves no hand-over
	}
	for council, convenedBy := range s.sits {
		if convenedBy == ref {
			delete(s.sits, council)
		}
	}
}
