package check

import (
	"math/bits"
	"strings"

	"entente/internal/diag"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/say"
	"entente/internal/timing"
)

// Scene is one event of a story: what happened, what changed by it and nothing
// else, and the line that permits it.
type Scene struct {
	Event   string   // the canonical print
	Text    say.Text // the event in words
	Changes []say.Text
	Line    diag.Span
	Fault   bool
	Window  *timing.Window // when it can happen; nil where the times of the story contradict each other
	kind    machine.EventKind
	what    int // the post, person or link of a fault
}

// Lasting is how long a seam lasts.
type Lasting struct {
	Text say.Text // in words
	Span timing.Span
}

// When is where a story stands in time.
type When struct {
	Possible bool
	Earliest float64 // seconds after the start
	Latest   float64 // may be +Inf
}

// explainer replays stories and puts them into words.
type explainer struct {
	p        *program.Program
	scenario *model.Scenario
	m        *machine.Machine
	open     []int // by option of a crisis: the expression while which it may be open, or -1
}

// newExplainer is called before the program is shared.
func newExplainer(p *program.Program, s *model.Scenario) *explainer {
	e := &explainer{p: p, scenario: s, m: machine.New(p, p.Everything())}
	if use := p.Budget.Crisis; use != nil {
		for i := range use.Crisis.Options {
			e.open = append(e.open, addOpen(p, openWhile(p.Model, &use.Crisis.Options[i])))
		}
	}
	return e
}

// finding puts a hit of a search into words.
func (e *explainer) finding(h hit) Finding {
	f := Finding{Seam: h.prop.seam, Element: h.prop.elements[h.element]}
	e.tell(&f, h.story)
	e.conclude(&f)
	f.Try = remedy(&f)
	if h.prop.begins && h.element == 1 {
		f.Verdict = Undecided
		f.Summary = sayf("%s is not decided: what it asks for can come, and whether it comes in time cannot be bounded", f.Element)
	}
	return f
}

// loss puts a lone loss into words.
func (e *explainer) loss(l loneLoss) Finding {
	a := e.p.Model
	f := Finding{Seam: model.SinglePoint, Try: Remedy(model.SinglePoint)}
	var what say.Name
	if l.loss.Kind == machine.CutLink {
		what = a.Links[l.loss.A].Said()
	} else {
		what = a.Posts[l.loss.A].Said()
	}
	f.Element = a.Procedures[l.proc].ID + " " + what.ID
	e.tell(&f, l.story)
	f.Summary = sayf("%s cannot be completed once %s is lost, if nothing is repaired or filled", a.Procedures[l.proc].Said(), what)
	return f
}

// tell replays the events and fills Story, Faults, When and Weakest.
func (e *explainer) tell(f *Finding, story []machine.Event) {
	s, next := make(machine.State, len(e.p.Vars)), make(machine.State, len(e.p.Vars))
	e.m.Start(s)
	clock := newClock(e, s)
	var cites []model.Cite
	for k, ev := range story {
		sc := Scene{Event: e.m.PrintEvent(ev), Fault: ev.Kind.Fault(), kind: ev.Kind, what: int(ev.A)}
		sc.Text, sc.Line = e.words(s, ev)
		cites = append(cites, e.cites(ev)...)
		copy(next, s)
		if f.Seam == model.UnauthorisedOption && k == len(story)-1 {
			v := newView(e.m)
			v.look(s)
			o, _ := e.option(f.Element)
			unheld, lacks := wanting(v, o, ev)
			f.Detail = append(f.Detail, lackingText(e.p.Model, o, unheld, lacks)...)
		}
		fx := e.m.Apply(next, ev)
		sc.Changes = e.changes(s, next, ev, fx)
		clock.step(k+1, ev, s, next)
		s, next = next, s
		if sc.Fault {
			f.Faults++
		}
		f.Story = append(f.Story, sc)
		if sc.Line.Source != nil {
			f.Lines = append(f.Lines, sc.Line)
		}
	}
	f.When = clock.when(f.Story)
	if len(story) > 0 {
		f.filmed = &filming{e.p, story}
	}
	f.Weakest = timing.Weakest(e.p.Model, cites)
	e.last(f, s)
}

// cites returns the citations that an event rests on.
func (e *explainer) cites(ev machine.Event) []model.Cite {
	a := e.p.Model
	switch ev.Kind {
	case machine.DoStep, machine.Refuse, machine.Refer, machine.Unreachable, machine.Absent, machine.Late:
		st := &a.Procedures[e.p.Runs[ev.A].Proc].Steps[ev.B]
		if st.Time.Set {
			return []model.Cite{st.Time.Cite}
		}
	case machine.Convene:
		if q := a.Councils[ev.A].Convene; q.Set {
			return []model.Cite{q.Cite}
		}
	case machine.TakeOver:
		if q := a.Posts[ev.A].Deputies[ev.B].After; q.Set {
			return []model.Cite{q.Cite}
		}
	}
	return nil
}

// who names the doer of a step as it stands: the post, and who acts for it. As a
// subject it ends in a comma where something stands beside the name.
func (e *explainer) who(s machine.State, st *program.Step) (subject, name say.Text) {
	a := e.p.Model
	switch st.Kind {
	case model.ActorCouncil:
		name = a.Councils[st.Council].Said().Text()
		return name, name
	case model.ActorHolder:
		if post, ok := e.m.Actor(s, st); ok {
			name = sayf("%s, who holds %s", a.Posts[post].Said(), a.Authorities[st.Holder].Said())
			return sayf("%s,", name), name
		}
		name = sayf("the holder of %s", a.Authorities[st.Holder].Said())
		return name, name
	}
	if acting := e.m.Acting(s, st.Post); acting != model.None && acting != st.Post {
		name = sayf("%s, acting for %s", a.Posts[acting].Said(), a.Posts[st.Post].Said())
		return sayf("%s,", name), name
	}
	name = a.Posts[st.Post].Said().Text()
	return name, name
}

func actorNames(a *model.Arrangement, list []model.Actor) say.Text {
	var out []say.Text
	for _, x := range list {
		switch x.Kind {
		case model.ActorPost:
			out = append(out, a.Posts[x.Post].Said().Text())
		case model.ActorCouncil:
			out = append(out, a.Councils[x.Council].Said().Text())
		case model.ActorHolder:
			out = append(out, sayf("the holder of %s", a.Authorities[x.Authority].Said()))
		}
	}
	return say.And(out)
}

// words puts an event into a sentence and names the line that permits it.
func (e *explainer) words(s machine.State, ev machine.Event) (say.Text, diag.Span) {
	a := e.p.Model
	switch ev.Kind {
	case machine.Start:
		return sayf("%s begins", a.Procedures[ev.A].Said()), a.Procedures[ev.A].Span
	case machine.Incident:
		in := &e.p.Budget.Incidents[ev.A]
		if in.Option != model.None {
			o := &e.p.Budget.Crisis.Crisis.Options[in.Option]
			return sayf("%s takes %s", a.Parties[o.Of].Said(), o.Said()), o.Span
		}
		if e.scenario != nil && int(ev.A) < len(e.scenario.Incidents) {
			at := &e.scenario.Incidents[ev.A]
			return sayf("%s comes", at.Said()), at.Span
		}
		kind := &a.Kinds[in.Kind]
		return sayf("an incident of kind %s comes", say.Name{ID: in.ID, Ko: kind.Said().Ko}), kind.Span
	case machine.Convene:
		return sayf("%s convenes for %s", a.Councils[ev.A].Said(), a.Procedures[e.p.Runs[ev.B].Proc].Said()), a.Councils[ev.A].Span
	case machine.TakeOver:
		d := a.Posts[ev.A].Deputies[ev.B]
		return sayf("%s takes over for %s", a.Posts[d.Post].Said(), a.Posts[ev.A].Said()), d.Span
	case machine.Fill:
		return sayf("the office of %s is filled again", a.Posts[ev.A].Said()), spanOf(a.Posts[ev.A].Refill, a.Posts[ev.A].Span)
	case machine.Restore:
		return sayf("%s is restored", a.Links[ev.A].Said()), spanOf(a.Links[ev.A].Restore, a.Links[ev.A].Span)
	case machine.LosePost:
		return sayf("the office of %s falls empty", a.Posts[ev.A].Said()), a.Posts[ev.A].Span
	case machine.LosePerson:
		return sayf("%s is lost, and every office he fills falls empty", PersonName(a, model.PersonIndex(ev.A))), diag.Span{}
	case machine.CutLink:
		return sayf("%s goes out", a.Links[ev.A].Said()), a.Links[ev.A].Span
	}
	proc := e.p.Runs[ev.A].Proc
	m := &a.Procedures[proc].Steps[ev.B]
	st := &e.p.Procs[proc].Steps[ev.B]
	step := a.Procedures[proc].ID + "/" + m.ID
	who, name := e.who(s, st)
	switch ev.Kind {
	case machine.DoStep:
		return sayf("%s %s (%s)", who, e.verb(m, st, ev), step), m.Span
	case machine.Refuse:
		verb := sayf("refuses")
		if m.Act == model.Decide {
			verb = sayf("decides no")
		}
		return sayf("%s %s (%s)%s", who, verb, step, follows(a, proc, m.IfRefused, model.Stop)), m.Span
	case machine.Refer:
		return sayf("%s refers %s back to %s", who, step, stepNames(&a.Procedures[proc], m.Back.To)), m.Back.Span
	case machine.Unreachable:
		return sayf("%s cannot be reached (%s)%s", name, step, follows(a, proc, m.IfUnreachable, model.Wait)), m.IfUnreachable.Span
	case machine.Absent:
		return sayf("nobody can act as %s (%s)%s", name, step, follows(a, proc, m.IfAbsent, model.Wait)), m.IfAbsent.Span
	default:
		return sayf("%s is late (%s)%s", name, step, follows(a, proc, m.IfLate, model.Wait)), m.IfLate.Span
	}
}

// spanOf is where a quantity stands, or what it would be of: a scenario may say
// how long a fault lasts in place of the text.
func spanOf(q *model.Quantity, otherwise diag.Span) diag.Span {
	if q == nil {
		return otherwise
	}
	return q.Span
}

func follows(a *model.Arrangement, proc model.ProcedureIndex, c model.Clause, unwritten model.Otherwise) say.Text {
	do := c.Do
	if do == model.Unwritten {
		do = unwritten
	}
	switch do {
	case model.Stop:
		return sayf(": it stops")
	case model.Proceed:
		return sayf(": the text says proceed")
	case model.Go:
		return sayf(": the text says go %s", a.Procedures[proc].Steps[c.Step].ID)
	default:
		return say.Text{}
	}
}

// verb says what a doer does.
func (e *explainer) verb(m *model.Step, st *program.Step, ev machine.Event) say.Text {
	to := actorNames(e.p.Model, m.To)
	with := func(alone, toThem say.Text) say.Text {
		if to.Empty() {
			return alone
		}
		return toThem
	}
	switch m.Act {
	case model.AskConsent:
		return sayf("consents")
	case model.AskViews:
		return sayf("gives views")
	case model.Report:
		return with(sayf("reports"), sayf("reports to %s", to))
	case model.Notify:
		return with(sayf("notifies"), sayf("notifies %s", to))
	case model.Order:
		return with(sayf("orders"), sayf("orders %s", to))
	case model.Assess:
		return with(sayf("assesses"), sayf("assesses for %s", to))
	case model.Decide:
		if st.Options > 0 {
			return sayf("decides: %s", m.Choose[ev.C])
		}
		return sayf("decides")
	default:
		return sayf("acts")
	}
}

// changes says what an event changed beside what it says itself.
func (e *explainer) changes(s, t machine.State, ev machine.Event, fx *machine.Effects) []say.Text {
	a, p := e.p.Model, e.p
	var out []say.Text
	add := func(t say.Text) { out = append(out, t) }
	if fx.NotOpen {
		add(sayf("a procedure that it names is not open, and does not start"))
	}
	for i := range p.Scales {
		if v := p.Scales[i].Var; s[v] != t[v] {
			add(sayf("%s: %s becomes %s", a.Scales[i].Said(), a.Scales[i].Values[s[v]].Said(), a.Scales[i].Values[t[v]].Said()))
		}
	}
	for i := range p.Posts {
		v := p.Posts[i].Var
		if s[v] == t[v] || ev.Kind == machine.TakeOver && int(ev.A) == i || ev.Kind == machine.Fill && int(ev.A) == i {
			continue
		}
		post := a.Posts[i].Said()
		switch {
		case t[v] >= program.PostActing:
			add(sayf("%s acts for %s at once", a.Posts[p.Posts[i].Deputies[t[v]-program.PostActing].Post].Said(), post))
		case t[v] == program.PostEmpty && s[v] >= program.PostActing:
			add(sayf("nobody acts for %s any longer", post))
		case ev.Kind == machine.LosePost && int(ev.A) == i:
			add(sayf("nobody acts for %s", post))
		case t[v] == program.PostEmpty:
			add(sayf("the office of %s is empty", post))
		default:
			add(sayf("the office of %s is filled", post))
		}
	}
	for i := range p.Links {
		v := p.Links[i].Var
		if s[v] == t[v] || ev.Kind == machine.CutLink || ev.Kind == machine.Restore {
			continue
		}
		if t[v] == 0 {
			add(sayf("%s is restored", a.Links[i].Said()))
		} else {
			add(sayf("%s is out", a.Links[i].Said()))
		}
	}
	for i := range p.Auths {
		out = append(out, e.authorityChange(s, t, i)...)
	}
	for r := range p.Runs {
		name := a.Procedures[p.Runs[r].Proc].Said()
		switch {
		case fx.Ended.Has(r):
			add(sayf("%s is complete", name))
		case fx.Stopped.Has(r):
			add(sayf("%s stops", name))
		case !e.m.Live(s, r) && e.m.Live(t, r) && ev.Kind != machine.Start:
			add(sayf("%s begins", name))
		}
	}
	for i := range e.open {
		if o := &p.Budget.Crisis.Crisis.Options[i]; !o.Lacking && takes(p, o, ev) && (e.open[i] < 0 || e.m.Eval(t, e.open[i], -1)) {
			add(sayf("with it %s takes %s", a.Parties[o.Of].Said(), o.Said()))
		}
	}
	for c := range p.Councils {
		if v := p.Councils[c].Var; s[v] != 0 && t[v] == 0 && len(fx.Ended)+len(fx.Stopped) == 0 {
			add(sayf("%s disperses", a.Councils[c].Said()))
		}
	}
	return out
}

func (e *explainer) authorityChange(s, t machine.State, i int) []say.Text {
	a, auth := e.p.Model, &e.p.Auths[i]
	names := func(mask uint16) say.Text {
		var out []say.Text
		for rest := mask; rest != 0; rest &= rest - 1 {
			out = append(out, a.Posts[auth.Holders[bits.TrailingZeros16(rest)]].Said().Text())
		}
		return say.And(out)
	}
	name := a.Authorities[i].Said()
	before, after := s[auth.Holds], t[auth.Holds]
	var out []say.Text
	switch lost, won := before&^after, after&^before; {
	case lost != 0 && won != 0:
		out = append(out, sayf("%s passes from %s to %s", name, names(lost), names(won)))
	case lost != 0 && after == 0:
		out = append(out, sayf("%s gives up %s; nobody holds it", names(lost), name))
	case lost != 0:
		out = append(out, sayf("%s gives up %s; %s holds it", names(lost), name, names(after)))
	case won != 0 && before == 0:
		out = append(out, sayf("%s takes over %s", names(won), name))
	case won != 0:
		out = append(out, sayf("%s takes over %s; %s still holds it too", names(won), name, names(before)))
	}
	if s[auth.Passing] == 0 && t[auth.Passing] != 0 && before == after {
		out = append(out, sayf("the hand-over of %s begins", name))
	}
	return out
}

// listAtMost joins paths, naming n of them at most.
func listAtMost(list []string, n int) say.Text {
	if len(list) <= n {
		return say.Plain(strings.Join(list, ", "))
	}
	return sayf("%s and %d more", strings.Join(list[:n], ", "), len(list)-n)
}

// stepNames lists steps by id.
func stepNames(p *model.Procedure, steps []model.StepIndex) say.Text {
	var ids []say.Text
	for _, s := range steps {
		ids = append(ids, say.Plain(p.Steps[s].ID))
	}
	return say.And(ids)
}

// option is the option of the crisis with an id.
func (e *explainer) option(id string) (*model.Option, model.OptionIndex) {
	options := e.p.Budget.Crisis.Crisis.Options
	for i := range options {
		if options[i].ID == id {
			return &options[i], model.OptionIndex(i)
		}
	}
	panic("check: no option " + id)
}
