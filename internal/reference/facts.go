package reference

import (
	"slices"

	"entente/internal/model"
)

// acting is S2: the post of the acting incumbent, or None.
func (w *world) acting(s *state, post model.PostIndex) model.PostIndex {
	if !s.empty[post] {
		return post
	}
	return s.taken[post]
}

// firstPresent is S2: the first deputy, in the order written, whose own office
// is not empty; nil where there is none.
func (w *world) firstPresent(s *state, post model.PostIndex) *model.Deputy {
	deputies := w.a.Posts[post].Deputies
	for i := range deputies {
		if !s.empty[deputies[i].Post] {
			return &deputies[i]
		}
	}
	return nil
}

// actingPerson is S3: the person of the post of whoever acts, or None.
func (w *world) actingPerson(s *state, post model.PostIndex) model.PersonIndex {
	who := w.acting(s, post)
	if who == model.None {
		return model.None
	}
	return w.a.Posts[who].Person
}

// goal is S5: the post that the row for the value names, or None.
func (w *world) goal(authority model.AuthorityIndex, value model.ValueIndex) model.PostIndex {
	rows := w.a.Authorities[authority].HeldBy
	if w.a.Authorities[authority].Scale == model.None {
		return rows[0]
	}
	return rows[value]
}

// goalNow is S5 for the present value of the authority's scale.
func (w *world) goalNow(s *state, authority model.AuthorityIndex) model.PostIndex {
	scale := w.a.Authorities[authority].Scale
	if scale == model.None {
		return w.goal(authority, 0)
	}
	return w.goal(authority, s.value[scale])
}

// goalAloneHolds: where the row names nobody, the goal alone holds when nobody does.
func (w *world) goalAloneHolds(s *state, authority model.AuthorityIndex, goal model.PostIndex) bool {
	posts := s.holds[authority]
	if goal == model.None {
		return len(posts) == 0
	}
	return len(posts) == 1 && posts[goal]
}

// holders is H of S6.
func (w *world) holders(s *state, authority model.AuthorityIndex) map[model.PersonIndex]bool {
	h := map[model.PersonIndex]bool{}
	for post := range s.holds[authority] {
		if person := w.actingPerson(s, post); person != model.None {
			h[person] = true
		}
	}
	return h
}

// inForce is S6.
func (w *world) inForce(s *state, authority model.AuthorityIndex) bool {
	while := w.a.Authorities[authority].While
	return while == nil || w.eval(s, while, nil)
}

// filledSeats is S10: by seat, the post of the acting person who fills it, or
// None. One person fills one seat, his first in the order written.
func (w *world) filledSeats(s *state, council model.CouncilIndex) []model.PostIndex {
	var filled []model.PostIndex
	seated := map[model.PersonIndex]bool{}
	for _, seat := range w.a.Councils[council].Seats {
		who := w.acting(s, seat.Post)
		if who != model.None && seated[w.a.Posts[who].Person] {
			who = model.None
		}
		if who != model.None {
			seated[w.a.Posts[who].Person] = true
		}
		filled = append(filled, who)
	}
	return filled
}

// quorate is S10.
func (w *world) quorate(s *state, council model.CouncilIndex) bool {
	c := &w.a.Councils[council]
	total := 0
	perParty := map[model.PartyIndex]int{}
	for _, who := range w.filledSeats(s, council) {
		if who != model.None {
			total++
			perParty[w.a.Posts[who].Of]++
		}
	}
	if total < max(c.Total, 1) {
		return false
	}
	for _, party := range w.partiesWithSeat(council) {
		if _, named := c.PerParty[party]; !named && perParty[party] < c.EachParty {
			return false
		}
	}
	for party, n := range c.PerParty {
		if perParty[party] < n {
			return false
		}
	}
	return true
}

// partiesWithSeat lists the parties of the posts that have a seat.
func (w *world) partiesWithSeat(council model.CouncilIndex) []model.PartyIndex {
	var parties []model.PartyIndex
	for _, seat := range w.a.Councils[council].Seats {
		if of := w.a.Posts[seat.Post].Of; !slices.Contains(parties, of) {
			parties = append(parties, of)
		}
	}
	return parties
}

// comesAfter reports whether later comes after earlier, by `after`, directly or
// not.
func (w *world) comesAfter(p model.ProcedureIndex, later, earlier model.StepIndex) bool {
	for _, before := range w.a.Procedures[p].Steps[later].After {
		if before == earlier || w.comesAfter(p, before, earlier) {
			return true
		}
	}
	return false
}

// open is S12: a move of the procedure has its `from` value; a procedure that
// moves nothing is never closed.
func (w *world) open(s *state, p model.ProcedureIndex) bool {
	decides := w.a.Procedures[p].Decides
	if len(decides) == 0 {
		return true
	}
	return slices.ContainsFunc(decides, func(d model.DecidesMove) bool { return s.value[d.Scale] == d.From })
}

// startWhile is the guard of S12.
func (w *world) startWhile(s *state, p model.ProcedureIndex) bool {
	while := w.a.Procedures[p].StartWhile
	return while == nil || w.eval(s, while, nil)
}

// mayBegin is S12.
func (w *world) mayBegin(s *state, p model.ProcedureIndex) bool {
	return w.open(s, p) && w.startWhile(s, p)
}

// startChanges is S13: whether a start, where S12 allows it, changes anything.
func (w *world) startChanges(s *state, p model.ProcedureIndex) bool {
	if !s.live(p) {
		return true
	}
	procedure := &w.a.Procedures[p]
	switch procedure.Again {
	case model.Restart:
		return true
	case model.Queue:
		return s.queued[p] < procedure.AgainN
	case model.Beside:
		return w.freePlace(s, p) >= 0
	default:
		return false
	}
}

// freePlace is the lowest free place of a procedure, or -1. Without `beside`
// there is one place.
func (w *world) freePlace(s *state, p model.ProcedureIndex) int {
	places := 1
	if w.a.Procedures[p].Again == model.Beside {
		places = w.a.Procedures[p].AgainN
	}
	for place := range places {
		if s.runs[runRef{p, place}] == nil {
			return place
		}
	}
	return -1
}

// wanted is the part of S14 and S17 before clauses: the step is pending and
// ready, and its `needs` holds.
func (w *world) wanted(s *state, ref runRef, step model.StepIndex) bool {
	r := s.runs[ref]
	if !r.isPending(step) {
		return false
	}
	st := &w.a.Procedures[ref.procedure].Steps[step]
	for _, before := range st.After {
		if r.isPending(before) {
			return false
		}
	}
	return st.Needs == nil || w.eval(s, st.Needs, &ref)
}

// reachable: every link in the step's `via` is up.
func (w *world) reachable(s *state, st *model.Step) bool {
	return !slices.ContainsFunc(st.Via, func(l model.LinkIndex) bool { return s.out[l] })
}

// canAct is S15 for the doer of a step. That a council must sit is judged
// where the step is done.
func (w *world) canAct(s *state, st *model.Step) bool {
	switch st.Doer.Kind {
	case model.ActorPost:
		who := w.acting(s, st.Doer.Post)
		return who != model.None && (who == st.Doer.Post || !w.barred(st))
	case model.ActorCouncil:
		return w.quorate(s, st.Doer.Council)
	default:
		return len(w.holders(s, st.Doer.Authority)) == 1
	}
}

// barred: `acting: {may-not}` of the step's post bars the act or the authority used.
func (w *world) barred(st *model.Step) bool {
	return slices.ContainsFunc(w.a.Posts[st.Doer.Post].MayNot, func(bar model.ActingBar) bool {
		if bar.Act != model.NoAct {
			return bar.Act == st.Act
		}
		return bar.Authority == st.Uses
	})
}

// clause is S17: the clause that applies to a wanted step that cannot be done,
// and what its event is called. The name is empty where the step can be done,
// or where nothing follows (`wait` or unwritten).
func (w *world) clause(s *state, st *model.Step) (model.Clause, string) {
	var c model.Clause
	var name string
	switch {
	case !w.reachable(s, st):
		c, name = st.IfUnreachable, "unreachable"
	case !w.canAct(s, st):
		c, name = st.IfAbsent, "absent"
	}
	if c.Do == model.Unwritten || c.Do == model.Wait {
		return model.Clause{}, ""
	}
	return c, name
}

// lifted is S17.
func (w *world) lifted(s *state, ref runRef, step model.StepIndex) bool {
	_, name := w.clause(s, &w.a.Procedures[ref.procedure].Steps[step])
	return w.wanted(s, ref, step) && name != ""
}

// due is S14.
func (w *world) due(s *state, ref runRef, step model.StepIndex) bool {
	return w.wanted(s, ref, step) && !w.lifted(s, ref, step)
}

// canBeDone is S15.
func (w *world) canBeDone(s *state, ref runRef, step model.StepIndex) bool {
	st := &w.a.Procedures[ref.procedure].Steps[step]
	return w.due(s, ref, step) && w.canAct(s, st) && w.reachable(s, st)
}

// sitsIfCouncil: where the doer of a step is a council, it sits.
func (w *world) sitsIfCouncil(s *state, st *model.Step) bool {
	if st.Doer.Kind != model.ActorCouncil {
		return true
	}
	_, sits := s.sits[st.Doer.Council]
	return sits
}

// doerPersons lists the acting persons behind the doer of a step: one, or for a
// council those who fill its seats.
func (w *world) doerPersons(s *state, st *model.Step) []model.PersonIndex {
	var persons []model.PersonIndex
	switch st.Doer.Kind {
	case model.ActorPost:
		if person := w.actingPerson(s, st.Doer.Post); person != model.None {
			persons = append(persons, person)
		}
	case model.ActorCouncil:
		for _, who := range w.filledSeats(s, st.Doer.Council) {
			if who != model.None {
				persons = append(persons, w.a.Posts[who].Person)
			}
		}
	default:
		for person := range w.holders(s, st.Doer.Authority) {
			persons = append(persons, person)
		}
	}
	return persons
}

// eval says whether an expression holds; own is the run that it stands in, or
// nil where it stands in none.
func (w *world) eval(s *state, e *model.Expr, own *runRef) bool {
	switch e.Op {
	case model.OpTrue:
		return true
	case model.OpFalse:
		return false
	case model.OpAnd:
		for _, arg := range e.Args {
			if !w.eval(s, arg, own) {
				return false
			}
		}
		return true
	case model.OpOr:
		for _, arg := range e.Args {
			if w.eval(s, arg, own) {
				return true
			}
		}
		return false
	case model.OpNot:
		return !w.eval(s, e.Args[0], own)
	case model.OpCompareScale:
		return e.Cmp.Holds(int(s.value[e.Scale]), int(e.Value))
	case model.OpCompareCount:
		return e.Cmp.Holds(len(w.holders(s, e.Authority)), e.N)
	case model.OpHolds:
		person := w.actingPerson(s, e.Post)
		return person != model.None && w.holders(s, e.Authority)[person]
	case model.OpEmpty:
		return s.empty[e.Post]
	case model.OpActing:
		return w.acting(s, e.Post) != model.None
	case model.OpOut:
		return s.out[e.Link]
	case model.OpQuorate:
		return w.quorate(s, e.Council)
	case model.OpSits:
		_, sits := s.sits[e.Council]
		return sits
	case model.OpLive:
		return s.live(e.Procedure)
	}
	// What is left is about a step: of the same run, or of any live run.
	for _, r := range w.runsMeant(s, e, own) {
		switch e.Op {
		case model.OpDone:
			if r.isDone(e.Step) {
				return true
			}
		case model.OpRefused:
			if r.steps[e.Step] == refused {
				return true
			}
		case model.OpChosen:
			if option, ok := r.option[e.Step]; ok {
				n := slices.Index(w.a.Procedures[e.Procedure].Steps[e.Step].Choose, option)
				if e.Cmp.Holds(n, e.N) {
					return true
				}
			}
		default:
			panic("reference: unknown operator in an expression")
		}
	}
	return false
}

func (w *world) runsMeant(s *state, e *model.Expr, own *runRef) []*run {
	if e.Own {
		if own == nil {
			panic("reference: an expression speaks of its own run where there is none: " + e.Text)
		}
		return []*run{s.runs[*own]}
	}
	var runs []*run
	for _, ref := range s.liveRuns(e.Procedure) {
		runs = append(runs, s.runs[ref])
	}
	return runs
}
