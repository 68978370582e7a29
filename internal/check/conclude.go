package check

import (
	"math"
	"strings"

	"entente/internal/dist"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/timing"
)

// remedies says, for each kind of seam, what to try.
var remedies = map[model.Seam]say.Text{
	model.NoHolder:           sayf("let the giving up come after the taking over, or pass it at once"),
	model.DualHolder:         sayf("let the giving up come before the taking over, or pass it at once"),
	model.IneligibleHolder:   sayf("name an eligible deputy first"),
	model.NoAuthority:        sayf("let the holder do the step, or let the hand-over end before it"),
	model.NoDecider:          sayf("write what follows (`if-absent`, `if-unreachable`), name a deputy, or give a second line"),
	model.NoQuorum:           sayf("name deputies for the seats, or lower the quorum"),
	model.BypassedConsent:    sayf("let the question wait or stop instead of going on without an answer"),
	model.Stuck:              sayf("write what follows (`if-absent`, `if-unreachable`), or a repair (`restore`, `refill`)"),
	model.DelegationOutlives: sayf("write whether the delegation survives (`survives-absence`), or take it back by a step"),
	model.ConflictingChains:  sayf("put one of the two superiors under the other, or say which authority is delegated from which"),
	model.TwoHats:            sayf("let a deputy do one of the two, or write hard bounds (`within`) that keep the deadline"),
	model.SinglePoint:        sayf("give the procedure a second way: a deputy, a second line, or what follows otherwise"),
	model.Latency:            sayf("shorten the longest steps, let them run side by side, or let the council sit beforehand"),
	model.NoProcedure:        sayf("write a procedure that answers this kind there"),
	model.NoForum:            sayf("put the decision into the remit of a council in which both allies sit"),
	model.NoCivilian:         sayf("write the superior that leads to a national post"),
	model.DeadRule:           sayf("remove it, or write what would use it"),
	model.InvariantSeam:      sayf("see the last events of the story: one of the lines they name permits it"),
	model.DeadOption:         sayf("let a decision, an incident or a step take it, or leave it out"),
	model.CrossedLine:        sayf("open the option only where the line does not apply (`while`), or do not declare the line"),
	model.UnauthorisedOption: sayf("let the holder do the step, or let the step come only after the consent is given"),
}

// remediesOfLoss says what to try where it is a loss that opens the seam.
var remediesOfLoss = map[model.Seam]say.Text{
	model.NoHolder:           sayf("name a deputy who acts at once, or say who holds it until one does"),
	model.DelegationOutlives: sayf("write whether the delegation survives (`survives-absence`), or take it back by a step"),
}

// remedy says what to try against a finding.
func remedy(f *Finding) say.Text {
	if text, ok := remediesOfLoss[f.Seam]; ok && f.Faults > 0 && (f.Lasts == nil || f.Lasts.Span.Hard.High == 0) {
		return text
	}
	return remedies[f.Seam]
}

// conclude writes the finding's sentence and how long it lasts, from the kind of
// seam and the last state.
func (e *explainer) conclude(f *Finding) {
	a := e.p.Model
	switch f.Seam {
	case model.NoHolder:
		f.Summary = sayf("nobody holds %s", authorityByID(a, f.Element).Said())
	case model.DualHolder:
		f.Summary = sayf("two hold %s at once, which is exclusive", authorityByID(a, f.Element).Said())
	case model.IneligibleHolder:
		f.Summary = sayf("somebody holds %s whom the text does not allow", authorityByID(a, f.Element).Said())
	case model.NoAuthority:
		f.Summary = sayf("%s is done by somebody who does not hold the authority that it uses", stepOf(a, f.Element))
	case model.NoDecider:
		f.Summary = sayf("%s is due, and nobody can do it", stepOf(a, f.Element))
	case model.NoQuorum:
		f.Summary = sayf("%s has to act and is not quorate", named(f.Element, a.Councils))
	case model.BypassedConsent:
		proc, party, _ := strings.Cut(f.Element, " ")
		f.Summary = sayf("the decision of %s takes effect although %s has not given the consent that is asked of it", named(proc, a.Procedures), named(party, a.Parties))
	case model.Stuck:
		f.Summary = sayf("%s has begun and nothing can complete or stop it", named(f.Element, a.Procedures))
	case model.DelegationOutlives:
		auth := authorityByID(a, f.Element)
		f.Summary = sayf("%s goes on being held although the office of %s, whose power it is, is empty", auth.Said(), a.Posts[auth.From].Said())
		if auth.Survives == model.InDispute {
			f.Disputed = true
			f.Detail = append(f.Detail, sayf("the text disputes whether it survives: if it does, this is no seam"))
		}
	case model.TwoHats:
		f.Summary = sayf("%s has work due in two procedures at once, and nothing excludes that a deadline is missed", personName(a, f.Element))
	case model.NoProcedure:
		f.Summary = sayf("an incident of kind %s can come, and no procedure answers it", named(f.Element, a.Kinds))
	case model.CrossedLine:
		e.concludeLine(f)
	case model.UnauthorisedOption:
		o, _ := e.option(f.Element)
		f.Summary = sayf("%s takes %s by %s without the right to it", a.Parties[o.Of].Said(), o.Said(), stepName(a, o.By))
		f.Lines = append(f.Lines, o.Span)
	case model.InvariantSeam:
		for i := range a.Checks.Invariants {
			if inv := &a.Checks.Invariants[i]; inv.ID == f.Element {
				f.Summary = invariantText(a, inv)
				f.Lines = append(f.Lines, inv.Span)
			}
		}
	}
}

// stepOf is the step of an element PROCEDURE/STEP, as sentences name it.
func stepOf(a *model.Arrangement, element string) say.Text {
	for i := range a.Procedures {
		p := &a.Procedures[i]
		for s := range p.Steps {
			if step := p.Steps[s].Said(); p.ID+"/"+step.ID == element {
				return sayf("%s/%s", p.Said(), step)
			}
		}
	}
	panic("check: no step " + element)
}

// named is the element with an id among those of its kind, as sentences name it.
func named[E any, P interface {
	*E
	Said() say.Name
}](id string, list []E) say.Name {
	for i := range list {
		if n := P(&list[i]).Said(); n.ID == id {
			return n
		}
	}
	return say.Name{ID: id}
}

// personName is a person as sentences name him: in Korean by the posts that he fills.
func personName(a *model.Arrangement, id string) say.Name {
	for i := range a.Persons {
		if a.Persons[i].ID == id {
			return PersonName(a, model.PersonIndex(i))
		}
	}
	return say.Name{ID: id}
}

// PersonName is a person as sentences name him: one who fills a single post by its
// name, another by his id with the first of his posts beside it.
func PersonName(a *model.Arrangement, i model.PersonIndex) say.Name {
	p := &a.Persons[i]
	n := say.Name{ID: p.ID}
	if len(p.Posts) == 0 {
		return n
	}
	if first := a.Posts[p.Posts[0]].Said().Ko; first != "" && p.Named {
		n.Ko = p.ID + "(" + first + " 등)"
	} else {
		n.Ko = first
	}
	return n
}

func authorityByID(a *model.Arrangement, id string) *model.Authority {
	for i := range a.Authorities {
		if a.Authorities[i].ID == id {
			return &a.Authorities[i]
		}
	}
	panic("check: no authority " + id)
}

func invariantText(a *model.Arrangement, inv *model.Invariant) say.Text {
	switch inv.Form {
	case model.Always:
		return sayf("%s does not hold: always %s", inv.Said(), inv.A.Text)
	case model.Never:
		return sayf("%s does not hold: never %s", inv.Said(), inv.A.Text)
	case model.Before:
		var posts []say.Text
		for _, p := range inv.ConsentOf {
			posts = append(posts, a.Posts[p].Said().Text())
		}
		v := a.Scales[inv.Scale].Values
		return sayf("%s does not hold: %s->%s comes although not each of %s has consented", inv.Said(), v[inv.From].ID, v[inv.To].ID, say.Join(posts, ", "))
	case model.When:
		return sayf("%s does not hold: %s begins, and %s can no longer come", inv.Said(), inv.A.Text, inv.B.Text)
	default:
		return sayf("%s does not hold: from here, with %s, %s can no longer come", inv.Said(), inv.A.Text, inv.B.Text)
	}
}

// last says how long the seam lasts, from the state at the end of its story.
func (e *explainer) last(f *Finding, s machine.State) {
	a := e.p.Model
	switch f.Seam {
	case model.NoHolder, model.DualHolder:
		for i := range a.Authorities {
			if a.Authorities[i].ID == f.Element {
				e.lastHandover(f, s, i)
			}
		}
	case model.NoDecider, model.NoQuorum, model.Stuck, model.DelegationOutlives, model.IneligibleHolder:
		e.lastFault(f)
	}
}

func (e *explainer) lastHandover(f *Finding, s machine.State, i int) {
	a, auth := e.p.Model, &e.p.Auths[i]
	v := s[auth.Passing]
	if v == 0 {
		e.lastFault(f)
		return
	}
	h := &a.Authorities[i].Handovers[(v-1)/4]
	gap := f.Seam == model.NoHolder
	span, ok := timing.HandoverSpan(a, h, gap)
	if !ok {
		f.Lasts = &Lasting{Text: sayf("until the hand-over ends")}
		return
	}
	open, close := bindingText(a, h, h.GivesUp), bindingText(a, h, h.TakesOver)
	if !gap {
		open, close = close, open
	}
	f.Lasts = &Lasting{Text: sayf("from %s to %s: %s", open, close, SpanText(span)), Span: span}
	f.Lines = append(f.Lines, h.Span)
	f.Weakest = weaker(a, f.Weakest, span.Usual.Cites)
}

func weaker(a *model.Arrangement, old string, cites []model.Cite) string {
	if w := timing.Weakest(a, cites); w != "" {
		return w
	}
	return old
}

func bindingText(a *model.Arrangement, h *model.Handover, b model.Binding) say.Text {
	step := a.Procedures[h.By].ID + "/" + a.Procedures[h.By].Steps[b.Step].ID
	if b.Before {
		return sayf("before %s", step)
	}
	return sayf("after %s", step)
}

// lastFault says how long the faults of the story last.
func (e *explainer) lastFault(f *Finding) {
	a := e.p.Model
	var parts []say.Text
	for _, sc := range f.Story {
		switch sc.kind {
		case machine.CutLink:
			link := &a.Links[sc.what]
			if q := link.Restore; q != nil {
				parts = append(parts, sayf("until %s is restored: %s", link.Said(), SpanText(timing.QuantitySpan(q, "links/"+link.ID+"/restore"))))
			} else {
				parts = append(parts, sayf("as long as %s is out: no repair is written", link.Said()))
			}
		case machine.LosePost:
			post := &a.Posts[sc.what]
			if q := post.Refill; q != nil {
				parts = append(parts, sayf("until %s is filled: %s", post.Said(), SpanText(timing.QuantitySpan(q, "posts/"+post.ID+"/refill"))))
			} else {
				parts = append(parts, sayf("as long as the office of %s is empty: the text does not say when it is filled", post.Said()))
			}
		}
	}
	if len(parts) > 0 {
		f.Lasts = &Lasting{Text: say.Join(parts, "; ")}
	}
}

// SpanText says a span: "at best 30 min, usually 1.6 h (one in ten over 5 h),
// at worst not bounded: add `within` to …".
func SpanText(s timing.Span) say.Text {
	out := []say.Text{sayf("at best %s", dist.Approx(s.Hard.Low))}
	if s.Usual.Known {
		r := s.Usual.Result
		usual := sayf("usually %s (one in ten over %s)", spanText(r.P50.Low(), r.P50.High()), spanText(r.P90.Low(), r.P90.High()))
		out = append(out, usual)
		if s.Usual.Shared {
			out = append(out, sayf("longer where one person has to do two things at once"))
		}
	} else {
		out = append(out, sayf("usually not known (%s)", s.Usual.Why))
	}
	if math.IsInf(s.Hard.High, 1) {
		out = append(out, sayf("at worst not bounded: add `within` to %s", listAtMost(s.Hard.Unbounded, 3)))
	} else {
		out = append(out, sayf("at worst %s", dist.Approx(s.Hard.High)))
	}
	return say.Join(out, ", ")
}

// clock gathers the constraints that a story's times must meet (semantics S28).
type clock struct {
	e           *explainer
	constraints []timing.Constraint
	due         map[[2]int]int // run, step: the event since which it can be done
	free        map[[2]int]bool
	called      map[[2]int]int // council, run: the event since which it could convene
	empty       []int          // by post: the event since which a deputy may take over
}

func newClock(e *explainer, s machine.State) *clock {
	c := &clock{e: e, due: map[[2]int]int{}, free: map[[2]int]bool{}, called: map[[2]int]int{}, empty: make([]int, len(e.p.Posts))}
	c.look(0, s)
	return c
}

// look notes which steps can be done from event k on. A step whose doer has
// other work due loses its upper bound.
func (c *clock) look(k int, s machine.State) {
	m, p := c.e.m, c.e.p
	busy := map[model.PersonIndex]int{}
	now := map[[2]int]model.PersonIndex{}
	calls := map[[2]int]bool{}
	for r := range p.Runs {
		if !m.Live(s, r) {
			continue
		}
		passed := m.Passed(s, r)
		for i := range p.Procs[p.Runs[r].Proc].Steps {
			st := &p.Procs[p.Runs[r].Proc].Steps[i]
			v := m.View(s, r, i, passed)
			if !v.Due || v.Blocked != machine.Free {
				continue
			}
			if st.Kind == model.ActorCouncil {
				if s[p.Councils[st.Council].Var] == 0 {
					calls[[2]int{int(st.Council), r}] = true
					continue
				}
				now[[2]int{r, i}] = model.None
				continue
			}
			post, _ := m.Actor(s, st)
			person := p.Posts[post].Person
			busy[person]++
			now[[2]int{r, i}] = person
		}
	}
	for at := range c.due {
		if _, still := now[at]; !still {
			delete(c.due, at)
			delete(c.free, at)
		}
	}
	for at, person := range now {
		if _, known := c.due[at]; !known {
			c.due[at], c.free[at] = k, true
		}
		if person != model.None && busy[person] > 1 {
			c.free[at] = false
		}
	}
	for at := range c.called {
		if !calls[at] {
			delete(c.called, at)
		}
	}
	for at := range calls {
		if _, known := c.called[at]; !known {
			c.called[at] = k
		}
	}
}

// bound adds a constraint from a quantity; upper bounds only where they bind.
func (c *clock) bound(from, to int, q *model.Quantity, upper bool) {
	b := timing.QuantityBounds(q, "")
	if !upper {
		b.High = math.Inf(1)
	}
	c.constraints = append(c.constraints, timing.Constraint{From: from, To: to, Low: b.Low, High: b.High})
}

// step notes event k, which led from s to t.
func (c *clock) step(k int, ev machine.Event, s, t machine.State) {
	a, p := c.e.p.Model, c.e.p
	switch ev.Kind {
	case machine.DoStep, machine.Refuse, machine.Refer:
		at := [2]int{int(ev.A), int(ev.B)}
		c.bound(c.due[at], k, &a.Procedures[p.Runs[ev.A].Proc].Steps[ev.B].Time, c.free[at])
	case machine.Late:
		if q := a.Procedures[p.Runs[ev.A].Proc].Steps[ev.B].Late; q != nil {
			c.bound(c.due[[2]int{int(ev.A), int(ev.B)}], k, q, false)
		}
	case machine.Convene:
		c.bound(c.called[[2]int{int(ev.A), int(ev.B)}], k, &a.Councils[ev.A].Convene, false)
	case machine.TakeOver:
		c.bound(c.empty[ev.A], k, &a.Posts[ev.A].Deputies[ev.B].After, false)
	case machine.LosePost:
		c.empty[ev.A] = k
	case machine.Incident:
		if sc := c.e.scenario; sc != nil && int(ev.A) < len(sc.Incidents) && sc.Incidents[ev.A].At.Set {
			c.bound(0, k, &sc.Incidents[ev.A].At, true)
		}
	}
	if ev.Kind >= machine.DoStep && ev.Kind <= machine.Late {
		at := [2]int{int(ev.A), int(ev.B)}
		delete(c.due, at) // done work that is due again starts afresh
		delete(c.free, at)
	}
	c.look(k, t)
}

// when solves the constraints for the scenes of a story, gives each its window, and
// returns that of the last.
func (c *clock) when(story []Scene) *When {
	n := len(story)
	if n == 0 {
		return nil
	}
	all := append([]timing.Constraint(nil), c.constraints...)
	for at, since := range c.due {
		if c.free[at] {
			q := &c.e.p.Model.Procedures[c.e.p.Runs[at[0]].Proc].Steps[at[1]].Time
			all = append(all, timing.Constraint{From: since, To: n, Low: 0, High: timing.QuantityBounds(q, "").High})
		}
	}
	if s := c.e.scenario; s != nil && s.Horizon.Set {
		_, high := s.Horizon.Spec.Hard()
		all = append(all, timing.Constraint{From: 0, To: n, Low: 0, High: high})
	}
	windows, ok := timing.Solve(n, all)
	if !ok {
		return &When{}
	}
	for k := range story {
		story[k].Window = &windows[k+1]
	}
	return &When{Possible: true, Earliest: windows[n].Earliest, Latest: windows[n].Latest}
}

// Text says when a story can happen.
func (w *When) Text() say.Text {
	if !w.Possible {
		return sayf("order possible, times contradict in the 1 story examined")
	}
	if math.IsInf(w.Latest, 1) {
		return sayf("possible in time: from %s after the start on", dist.Approx(w.Earliest))
	}
	return sayf("possible in time: between %s and %s after the start", dist.Approx(w.Earliest), dist.Approx(w.Latest))
}
