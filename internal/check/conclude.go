package check

import (
	"fmt"
	"math"
	"strings"

	"entente/internal/dist"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/timing"
)

// remedies says, for each kind of seam, what to try.
var remedies = map[model.Seam]string{
	model.NoHolder:           "let the giving up come after the taking over, or pass it at once",
	model.DualHolder:         "let the giving up come before the taking over, or pass it at once",
	model.IneligibleHolder:   "name an eligible deputy first",
	model.NoAuthority:        "let the holder do the step, or let the hand-over end before it",
	model.NoDecider:          "write what follows (`if-absent`, `if-unreachable`), name a deputy, or give a second line",
	model.NoQuorum:           "name deputies for the seats, or lower the quorum",
	model.BypassedConsent:    "let the question wait or stop instead of going on without an answer",
	model.Stuck:              "write what follows (`if-absent`, `if-unreachable`), or a repair (`restore`, `refill`)",
	model.DelegationOutlives: "write whether the delegation survives (`survives-absence`), or take it back by a step",
	model.ConflictingChains:  "put one of the two superiors under the other, or say which authority is delegated from which",
	model.TwoHats:            "let a deputy do one of the two, or write hard bounds (`within`) that keep the deadline",
	model.SinglePoint:        "give the procedure a second way: a deputy, a second line, or what follows otherwise",
	model.Latency:            "shorten the longest steps, let them run side by side, or let the council sit beforehand",
	model.NoProcedure:        "write a procedure that answers this kind there",
	model.NoForum:            "put the decision into the remit of a council in which both allies sit",
	model.NoCivilian:         "write the superior that leads to a national post",
	model.DeadRule:           "remove it, or write what would use it",
	model.InvariantSeam:      "see the last events of the story: one of the lines they name permits it",
	model.DeadOption:         "let a decision, an incident or a step take it, or leave it out",
	model.CrossedLine:        "open the option only where the line does not apply (`while`), or do not declare the line",
	model.UnauthorisedOption: "let the holder do the step, or let the step come only after the consent is given",
}

// remediesOfLoss says what to try where it is a loss that opens the seam.
var remediesOfLoss = map[model.Seam]string{
	model.NoHolder:           "name a deputy who acts at once, or say who holds it until one does",
	model.DelegationOutlives: "write whether the delegation survives (`survives-absence`), or take it back by a step",
}

// remedy says what to try against a finding.
func remedy(f *Finding) string {
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
		f.Summary = "nobody holds " + f.Element
	case model.DualHolder:
		f.Summary = "two hold " + f.Element + " at once, which is exclusive"
	case model.IneligibleHolder:
		f.Summary = "somebody holds " + f.Element + " whom the text does not allow"
	case model.NoAuthority:
		f.Summary = f.Element + " is done by somebody who does not hold the authority that it uses"
	case model.NoDecider:
		f.Summary = f.Element + " is due, and nobody can do it"
	case model.NoQuorum:
		f.Summary = f.Element + " has to act and is not quorate"
	case model.BypassedConsent:
		proc, party, _ := strings.Cut(f.Element, " ")
		f.Summary = fmt.Sprintf("the decision of %s takes effect although %s has not given the consent that is asked of it", proc, party)
	case model.Stuck:
		f.Summary = f.Element + " has begun and nothing can complete or stop it"
	case model.DelegationOutlives:
		auth := authorityByID(a, f.Element)
		f.Summary = fmt.Sprintf("%s goes on being held although the office of %s, whose power it is, is empty", f.Element, a.Posts[auth.From].ID)
		if auth.Survives == model.InDispute {
			f.Disputed = true
			f.Detail = append(f.Detail, "the text disputes whether it survives: if it does, this is no seam")
		}
	case model.TwoHats:
		f.Summary = f.Element + " has work due in two procedures at once, and nothing excludes that a deadline is missed"
	case model.NoProcedure:
		f.Summary = "an incident of kind " + f.Element + " can come, and no procedure answers it"
	case model.CrossedLine:
		e.concludeLine(f)
	case model.UnauthorisedOption:
		o, _ := e.option(f.Element)
		f.Summary = fmt.Sprintf("%s takes %s by %s without the right to it", a.Parties[o.Of].ID, o.ID, stepName(a, o.By))
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

func authorityByID(a *model.Arrangement, id string) *model.Authority {
	for i := range a.Authorities {
		if a.Authorities[i].ID == id {
			return &a.Authorities[i]
		}
	}
	panic("check: no authority " + id)
}

func invariantText(a *model.Arrangement, inv *model.Invariant) string {
	switch inv.Form {
	case model.Always:
		return inv.ID + " does not hold: always " + inv.A.Text
	case model.Never:
		return inv.ID + " does not hold: never " + inv.A.Text
	case model.Before:
		var posts []string
		for _, p := range inv.ConsentOf {
			posts = append(posts, a.Posts[p].ID)
		}
		v := a.Scales[inv.Scale].Values
		return fmt.Sprintf("%s does not hold: %s->%s comes although not each of %s has consented", inv.ID, v[inv.From].ID, v[inv.To].ID, strings.Join(posts, ", "))
	case model.When:
		return fmt.Sprintf("%s does not hold: %s begins, and %s can no longer come", inv.ID, inv.A.Text, inv.B.Text)
	default:
		return fmt.Sprintf("%s does not hold: from here, with %s, %s can no longer come", inv.ID, inv.A.Text, inv.B.Text)
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
		f.Lasts = &Lasting{Text: "until the hand-over ends"}
		return
	}
	open, close := bindingText(a, h, h.GivesUp), bindingText(a, h, h.TakesOver)
	if !gap {
		open, close = close, open
	}
	f.Lasts = &Lasting{Text: fmt.Sprintf("from %s to %s: %s", open, close, SpanText(span)), Span: span}
	f.Lines = append(f.Lines, h.Span)
	f.Weakest = weaker(a, f.Weakest, span.Usual.Cites)
}

func weaker(a *model.Arrangement, old string, cites []model.Cite) string {
	if w := timing.Weakest(a, cites); w != "" {
		return w
	}
	return old
}

func bindingText(a *model.Arrangement, h *model.Handover, b model.Binding) string {
	word := "after"
	if b.Before {
		word = "before"
	}
	return word + " " + a.Procedures[h.By].ID + "/" + a.Procedures[h.By].Steps[b.Step].ID
}

// lastFault says how long the faults of the story last.
func (e *explainer) lastFault(f *Finding) {
	a := e.p.Model
	var parts []string
	for _, sc := range f.Story {
		switch sc.kind {
		case machine.CutLink:
			if q := a.Links[sc.what].Restore; q != nil {
				parts = append(parts, fmt.Sprintf("until %s is restored: %s", a.Links[sc.what].ID, SpanText(timing.QuantitySpan(q, "links/"+a.Links[sc.what].ID+"/restore"))))
			} else {
				parts = append(parts, "as long as "+a.Links[sc.what].ID+" is out: no repair is written")
			}
		case machine.LosePost:
			post := &a.Posts[sc.what]
			switch {
			case post.Refill != nil:
				parts = append(parts, fmt.Sprintf("until %s is filled: %s", post.ID, SpanText(timing.QuantitySpan(post.Refill, "posts/"+post.ID+"/refill"))))
			default:
				parts = append(parts, "as long as the office of "+post.ID+" is empty: the text does not say when it is filled")
			}
		}
	}
	if len(parts) > 0 {
		f.Lasts = &Lasting{Text: strings.Join(parts, "; ")}
	}
}

// SpanText prints a span: "at best 30 min, usually 1.6 h (one in ten over 5 h),
// at worst unbounded: add `within` to …".
func SpanText(s timing.Span) string {
	out := "at best " + dist.FormatApprox(dist.Seconds(s.Hard.Low))
	if s.Usual.Known {
		r := s.Usual.Result
		out += fmt.Sprintf(", usually %s (one in ten over %s)", strings.TrimPrefix(rangeText(r.P50.Low(), r.P50.High()), "about "), strings.TrimPrefix(rangeText(r.P90.Low(), r.P90.High()), "about "))
		if s.Usual.Shared {
			out += ", longer where one person has to do two things at once"
		}
	} else {
		out += ", usually not known (" + s.Usual.Why + ")"
	}
	if math.IsInf(s.Hard.High, 1) {
		return out + ", at worst not bounded: add `within` to " + listAtMost(s.Hard.Unbounded, 3)
	}
	return out + ", at worst " + dist.FormatApprox(dist.Seconds(s.Hard.High))
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

// Text prints when a story can happen.
func (w *When) Text() string {
	if !w.Possible {
		return "order possible, times contradict in the 1 story examined"
	}
	if math.IsInf(w.Latest, 1) {
		return "possible in time: from " + dist.FormatApprox(dist.Seconds(w.Earliest)) + " after the start on"
	}
	return fmt.Sprintf("possible in time: between %s and %s after the start", dist.FormatApprox(dist.Seconds(w.Earliest)), dist.FormatApprox(dist.Seconds(w.Latest)))
}
