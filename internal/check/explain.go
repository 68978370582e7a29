package check

import (
	"fmt"
	"math/bits"
	"strings"

	"entente/internal/diag"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/timing"
)

// Scene is one event of a story: what happened, what changed by it and nothing
// else, and the line that permits it.
type Scene struct {
	Event   string // the canonical print
	Text    string // the event in words
	Changes []string
	Line    diag.Span
	Fault   bool
	Window  *timing.Window // when it can happen; nil where the times of the story contradict each other
	kind    machine.EventKind
	what    int // the post, person or link of a fault
}

// Lasting is how long a seam lasts.
type Lasting struct {
	Text string // in words
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
		f.Summary = f.Element + " is not decided: what it asks for can come, and whether it comes in time cannot be bounded"
	}
	return f
}

// loss puts a lone loss into words.
func (e *explainer) loss(l loneLoss) Finding {
	a := e.p.Model
	f := Finding{Seam: model.SinglePoint, Try: remedies[model.SinglePoint]}
	what := ""
	if l.loss.Kind == machine.CutLink {
		what = a.Links[l.loss.A].ID
	} else {
		what = a.Posts[l.loss.A].ID
	}
	f.Element = a.Procedures[l.proc].ID + " " + what
	e.tell(&f, l.story)
	f.Summary = fmt.Sprintf("%s cannot be completed once %s is lost, if nothing is repaired or filled", a.Procedures[l.proc].ID, what)
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

// who names the doer of a step as it stands: the post, and who acts for it.
func (e *explainer) who(s machine.State, st *program.Step) string {
	a := e.p.Model
	switch st.Kind {
	case model.ActorCouncil:
		return a.Councils[st.Council].ID
	case model.ActorHolder:
		if post, ok := e.m.Actor(s, st); ok {
			return a.Posts[post].ID + ", who holds " + a.Authorities[st.Holder].ID + ","
		}
		return "the holder of " + a.Authorities[st.Holder].ID
	}
	if acting := e.m.Acting(s, st.Post); acting != model.None && acting != st.Post {
		return a.Posts[acting].ID + ", acting for " + a.Posts[st.Post].ID + ","
	}
	return a.Posts[st.Post].ID
}

func actorNames(a *model.Arrangement, list []model.Actor) string {
	var out []string
	for _, x := range list {
		switch x.Kind {
		case model.ActorPost:
			out = append(out, a.Posts[x.Post].ID)
		case model.ActorCouncil:
			out = append(out, a.Councils[x.Council].ID)
		case model.ActorHolder:
			out = append(out, "the holder of "+a.Authorities[x.Authority].ID)
		}
	}
	return strings.Join(out, " and ")
}

// words puts an event into a sentence and names the line that permits it.
func (e *explainer) words(s machine.State, ev machine.Event) (string, diag.Span) {
	a := e.p.Model
	switch ev.Kind {
	case machine.Start:
		return a.Procedures[ev.A].ID + " begins", a.Procedures[ev.A].Span
	case machine.Incident:
		in := &e.p.Budget.Incidents[ev.A]
		if in.Option != model.None {
			o := &e.p.Budget.Crisis.Crisis.Options[in.Option]
			return a.Parties[o.Of].ID + " takes " + o.ID, o.Span
		}
		if e.scenario != nil && int(ev.A) < len(e.scenario.Incidents) {
			return in.ID + " comes", e.scenario.Incidents[ev.A].Span
		}
		return "an incident of kind " + in.ID + " comes", a.Kinds[in.Kind].Span
	case machine.Convene:
		return fmt.Sprintf("%s convenes for %s", a.Councils[ev.A].ID, a.Procedures[e.p.Runs[ev.B].Proc].ID), a.Councils[ev.A].Span
	case machine.TakeOver:
		d := a.Posts[ev.A].Deputies[ev.B]
		return a.Posts[d.Post].ID + " takes over for " + a.Posts[ev.A].ID, d.Span
	case machine.Fill:
		return "the office of " + a.Posts[ev.A].ID + " is filled again", spanOf(a.Posts[ev.A].Refill, a.Posts[ev.A].Span)
	case machine.Restore:
		return a.Links[ev.A].ID + " is restored", spanOf(a.Links[ev.A].Restore, a.Links[ev.A].Span)
	case machine.LosePost:
		return "the office of " + a.Posts[ev.A].ID + " falls empty", a.Posts[ev.A].Span
	case machine.LosePerson:
		return a.Persons[ev.A].ID + " is lost, and every office he fills falls empty", diag.Span{}
	case machine.CutLink:
		return a.Links[ev.A].ID + " goes out", a.Links[ev.A].Span
	}
	proc := e.p.Runs[ev.A].Proc
	m := &a.Procedures[proc].Steps[ev.B]
	st := &e.p.Procs[proc].Steps[ev.B]
	name := a.Procedures[proc].ID + "/" + m.ID
	who := e.who(s, st)
	switch ev.Kind {
	case machine.DoStep:
		return fmt.Sprintf("%s %s (%s)", who, e.verb(m, st, ev), name), m.Span
	case machine.Refuse:
		verb := "refuses"
		if m.Act == model.Decide {
			verb = "decides no"
		}
		return fmt.Sprintf("%s %s (%s)%s", who, verb, name, follows(a, proc, m.IfRefused, model.Stop)), m.Span
	case machine.Refer:
		return fmt.Sprintf("%s refers %s back to %s", who, name, stepNames(&a.Procedures[proc], m.Back.To)), m.Back.Span
	case machine.Unreachable:
		return fmt.Sprintf("%s cannot be reached (%s)%s", strings.TrimSuffix(who, ","), name, follows(a, proc, m.IfUnreachable, model.Wait)), m.IfUnreachable.Span
	case machine.Absent:
		return fmt.Sprintf("nobody can act as %s (%s)%s", strings.TrimSuffix(who, ","), name, follows(a, proc, m.IfAbsent, model.Wait)), m.IfAbsent.Span
	default:
		return fmt.Sprintf("%s is late (%s)%s", strings.TrimSuffix(who, ","), name, follows(a, proc, m.IfLate, model.Wait)), m.IfLate.Span
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

func follows(a *model.Arrangement, proc model.ProcedureIndex, c model.Clause, unwritten model.Otherwise) string {
	do := c.Do
	if do == model.Unwritten {
		do = unwritten
	}
	switch do {
	case model.Stop:
		return ": it stops"
	case model.Proceed:
		return ": the text says proceed"
	case model.Go:
		return ": the text says go " + a.Procedures[proc].Steps[c.Step].ID
	default:
		return ""
	}
}

// verb says what a doer does.
func (e *explainer) verb(m *model.Step, st *program.Step, ev machine.Event) string {
	to := actorNames(e.p.Model, m.To)
	with := func(verb, prep string) string {
		if to == "" {
			return verb
		}
		return verb + " " + prep + to
	}
	switch m.Act {
	case model.AskConsent:
		return "consents"
	case model.AskViews:
		return "gives views"
	case model.Report:
		return with("reports", "to ")
	case model.Notify:
		return with("notifies", "")
	case model.Order:
		return with("orders", "")
	case model.Assess:
		return with("assesses", "for ")
	case model.Decide:
		if st.Options > 0 {
			return "decides: " + m.Choose[ev.C]
		}
		return "decides"
	default:
		return "acts"
	}
}

// changes says what an event changed beside what it says itself.
func (e *explainer) changes(s, t machine.State, ev machine.Event, fx *machine.Effects) []string {
	a, p := e.p.Model, e.p
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if fx.NotOpen {
		add("a procedure that it names is not open, and does not start")
	}
	for i := range p.Scales {
		if v := p.Scales[i].Var; s[v] != t[v] {
			add("%s: %s becomes %s", a.Scales[i].ID, a.Scales[i].Values[s[v]].ID, a.Scales[i].Values[t[v]].ID)
		}
	}
	for i := range p.Posts {
		v := p.Posts[i].Var
		if s[v] == t[v] || ev.Kind == machine.TakeOver && int(ev.A) == i || ev.Kind == machine.Fill && int(ev.A) == i {
			continue
		}
		switch {
		case t[v] >= program.PostActing:
			add("%s acts for %s at once", a.Posts[p.Posts[i].Deputies[t[v]-program.PostActing].Post].ID, a.Posts[i].ID)
		case t[v] == program.PostEmpty && s[v] >= program.PostActing:
			add("nobody acts for %s any longer", a.Posts[i].ID)
		case ev.Kind == machine.LosePost && int(ev.A) == i:
			add("nobody acts for %s", a.Posts[i].ID)
		case t[v] == program.PostEmpty:
			add("the office of %s is empty", a.Posts[i].ID)
		default:
			add("the office of %s is filled", a.Posts[i].ID)
		}
	}
	for i := range p.Links {
		if v := p.Links[i].Var; s[v] != t[v] && ev.Kind != machine.CutLink && ev.Kind != machine.Restore {
			add("%s is %s", a.Links[i].ID, map[uint16]string{0: "restored", 1: "out"}[t[v]])
		}
	}
	for i := range p.Auths {
		out = append(out, e.authorityChange(s, t, i)...)
	}
	for r := range p.Runs {
		name := a.Procedures[p.Runs[r].Proc].ID
		switch {
		case fx.Ended.Has(r):
			add("%s is complete", name)
		case fx.Stopped.Has(r):
			add("%s stops", name)
		case !e.m.Live(s, r) && e.m.Live(t, r) && ev.Kind != machine.Start:
			add("%s begins", name)
		}
	}
	for i := range e.open {
		if o := &p.Budget.Crisis.Crisis.Options[i]; !o.Lacking && takes(p, o, ev) && (e.open[i] < 0 || e.m.Eval(t, e.open[i], -1)) {
			add("with it %s takes %s", a.Parties[o.Of].ID, o.ID)
		}
	}
	for c := range p.Councils {
		if v := p.Councils[c].Var; s[v] != 0 && t[v] == 0 && len(fx.Ended)+len(fx.Stopped) == 0 {
			add("%s disperses", a.Councils[c].ID)
		}
	}
	return out
}

func (e *explainer) authorityChange(s, t machine.State, i int) []string {
	a, auth := e.p.Model, &e.p.Auths[i]
	names := func(mask uint16) string {
		var out []string
		for rest := mask; rest != 0; rest &= rest - 1 {
			out = append(out, a.Posts[auth.Holders[bits.TrailingZeros16(rest)]].ID)
		}
		return strings.Join(out, " and ")
	}
	id := a.Authorities[i].ID
	before, after := s[auth.Holds], t[auth.Holds]
	var out []string
	switch lost, won := before&^after, after&^before; {
	case lost != 0 && won != 0:
		out = append(out, fmt.Sprintf("%s passes from %s to %s", id, names(lost), names(won)))
	case lost != 0 && after == 0:
		out = append(out, fmt.Sprintf("%s gives up %s; nobody holds it", names(lost), id))
	case lost != 0:
		out = append(out, fmt.Sprintf("%s gives up %s; %s holds it", names(lost), id, names(after)))
	case won != 0 && before == 0:
		out = append(out, fmt.Sprintf("%s takes over %s", names(won), id))
	case won != 0:
		out = append(out, fmt.Sprintf("%s takes over %s; %s still holds it too", names(won), id, names(before)))
	}
	if s[auth.Passing] == 0 && t[auth.Passing] != 0 && before == after {
		out = append(out, "the hand-over of "+id+" begins")
	}
	return out
}

// listAtMost joins paths, naming n of them at most.
func listAtMost(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:n], ", "), len(list)-n)
}

// stepNames lists steps by id.
func stepNames(p *model.Procedure, steps []model.StepIndex) string {
	var ids []string
	for _, s := range steps {
		ids = append(ids, p.Steps[s].ID)
	}
	return strings.Join(ids, " and ")
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
