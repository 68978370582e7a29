package check

import (
	"math/bits"
	"slices"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// Frame is the whole state at one moment of a story, by the ids of the text, so
// that it can be drawn. Lists stand in the order of the text; those of what is
// unusual hold only that.
type Frame struct {
	Deed        *Deed       `json:"deed,omitempty" doc:"what led here; absent at the start"`
	Conditions  []Condition `json:"conditions" doc:"the value of each scale"`
	Authorities []Held      `json:"authorities"`
	Empty       []Vacancy   `json:"empty" doc:"the posts whose office is empty"`
	Out         []string    `json:"out" doc:"the links that are out"`
	Councils    []Sitting   `json:"councils"`
	Procedures  []Live      `json:"procedures" doc:"the procedures under way"`
	Changed     Changed     `json:"changed" doc:"what differs from the moment before"`
}

// Condition is the value of a scale.
type Condition struct {
	Scale string `json:"scale"`
	Value string `json:"value"`
}

// The standings of an authority.
const (
	StandsHeld    = "held"    // by one person, or by several where it is not exclusive
	StandsNobody  = "nobody"  // the text names a holder, and nobody holds it
	StandsSeveral = "several" // it is exclusive, and several persons hold it
	StandsUnnamed = "unnamed" // the text names no holder here, and nobody holds it
	StandsDormant = "dormant" // it is not in force
)

// Held is who holds an authority.
type Held struct {
	Authority string   `json:"authority"`
	Standing  string   `json:"standing" enum:"held,nobody,several,unnamed,dormant"`
	Holders   []string `json:"holders" doc:"the posts that hold it"`
	Acting    []string `json:"acting" doc:"the posts from which it is exercised: deputies where they act"`
	Passing   *Passing `json:"passing,omitempty" doc:"its hand-over, while one is under way"`
}

// Passing is a hand-over under way.
type Passing struct {
	From string `json:"from" doc:"the condition that was left"`
	To   string `json:"to" doc:"the condition that was entered"`
	Goal string `json:"goal,omitempty" doc:"the post that is to hold it"`
	By   string `json:"by" doc:"the procedure of the hand-over"`
	Gave bool   `json:"gave" doc:"it has been given up"`
	Took bool   `json:"took" doc:"it has been taken over"`
}

// Vacancy is a post whose office is empty.
type Vacancy struct {
	Post   string `json:"post"`
	Acting string `json:"acting,omitempty" doc:"the deputy who acts"`
}

// Sitting is a council.
type Sitting struct {
	Council string `json:"council"`
	For     string `json:"for,omitempty" doc:"the procedure for which it sits"`
	Quorate bool   `json:"quorate"`
}

// Live is a procedure under way.
type Live struct {
	Procedure string   `json:"procedure"`
	Place     int      `json:"place" doc:"0, or which of several runs side by side"`
	Steps     []StepAt `json:"steps"`
}

// The statuses of a step. Of a step that is due, nobody can do what is blocked,
// and no line is up for what is cut off.
const (
	StepLater   = "later"
	StepDue     = "due"
	StepBlocked = "blocked"
	StepCutOff  = "cut-off"
	StepDone    = "done"
	StepForeign = "foreign" // a consent that another party's incumbent gave
	StepSkipped = "skipped"
	StepRefused = "refused"
)

// StepAt is how far a step is.
type StepAt struct {
	Step   string `json:"step"`
	Status string `json:"status" enum:"later,due,blocked,cut-off,done,foreign,skipped,refused"`
	Option string `json:"option,omitempty" doc:"what was chosen"`
}

// Deed is the event between two frames.
type Deed struct {
	Kind      string   `json:"kind" enum:"start,incident,convene,done,refuse,refer,unreachable,absent,late,takeover,fill,restore,lose-post,lose-person,cut"`
	Procedure string   `json:"procedure,omitempty"`
	Step      string   `json:"step,omitempty"`
	Act       string   `json:"act,omitempty" doc:"report, order, decide, consent …"`
	Option    string   `json:"option,omitempty"`
	Post      string   `json:"post,omitempty" doc:"the office whose turn it is, or which falls empty or is filled"`
	Acting    string   `json:"acting,omitempty" doc:"who acts for it, where that is another"`
	Council   string   `json:"council,omitempty"`
	To        []string `json:"to,omitempty" doc:"the posts and councils that are addressed"`
	Via       []string `json:"via,omitempty" doc:"the links it needs"`
	Uses      string   `json:"uses,omitempty" doc:"the authority it exercises"`
	Link      string   `json:"link,omitempty"`
	Person    string   `json:"person,omitempty"`
	Incident  string   `json:"incident,omitempty"`
}

// Changed lists what an event changed.
type Changed struct {
	Conditions  []string `json:"conditions,omitempty"`
	Authorities []string `json:"authorities,omitempty"`
	Posts       []string `json:"posts,omitempty"`
	Links       []string `json:"links,omitempty"`
	Councils    []string `json:"councils,omitempty"`
	Began       []string `json:"began,omitempty" doc:"procedures"`
	Ended       []string `json:"ended,omitempty" doc:"procedures that are complete"`
	Stopped     []string `json:"stopped,omitempty" doc:"procedures that stopped otherwise"`
}

// filming is what it takes to show a story again. It never leaves the package,
// and a finding that was reduced (real.go) has none.
type filming struct {
	p     *program.Program
	story []machine.Event
}

// Frames returns the state at the start of the story and after each of its
// scenes: one more than there are scenes, or none where there is no story.
func (f *Finding) Frames() []Frame {
	if f.filmed == nil {
		return nil
	}
	pr := newProjector(f.filmed.p)
	for _, ev := range f.filmed.story {
		pr.show(ev)
	}
	return pr.frames
}

// PlayedIn plays the story in another design that was checked, event by event, as
// long as the same event is possible there. What it returns has the scenes, times and
// frames of that design, and stands for no seam; nil where there is no story to play.
func (f *Finding) PlayedIn(r *Result) *Finding {
	if f.filmed == nil {
		return nil
	}
	p := program.Compile(r.Arrangement, r.Budget)
	e := newExplainer(p, r.Scenario)
	pr := newProjector(p)
	var room, story []machine.Event
	for k, sc := range f.Story {
		room = pr.m.Enabled(pr.s, room[:0])
		if f.Seam == model.SinglePoint && k == len(f.Story)-1 && !r.Arrangement.Real {
			room = append(room, pr.m.Losses(pr.s)...) // whatever the budget says
		}
		i := slices.IndexFunc(room, func(ev machine.Event) bool { return pr.m.PrintEvent(ev) == sc.Event })
		if i < 0 {
			break
		}
		story = append(story, room[i])
		pr.show(room[i])
	}
	out := &Finding{Seam: model.DeadRule} // a kind of which nothing more is told
	e.tell(out, story)
	out.filmed = &filming{p, story}
	return out
}

// projector steps a machine and keeps what it shows.
type projector struct {
	m       *machine.Machine
	s, next machine.State
	frames  []Frame
}

func newProjector(p *program.Program) *projector {
	pr := &projector{m: machine.New(p, p.Everything()), s: make(machine.State, len(p.Vars)), next: make(machine.State, len(p.Vars))}
	pr.m.Start(pr.s)
	pr.frames = []Frame{FrameOf(pr.m, pr.s)}
	return pr
}

func (pr *projector) show(ev machine.Event) {
	copy(pr.next, pr.s)
	fx := pr.m.Apply(pr.next, ev)
	pr.frames = append(pr.frames, FrameAfter(pr.m, pr.s, pr.next, ev, fx))
	pr.s, pr.next = pr.next, pr.s
}

// FrameAfter is the frame of the state t to which an event led from s.
func FrameAfter(m *machine.Machine, s, t machine.State, ev machine.Event, fx *machine.Effects) Frame {
	f := FrameOf(m, t)
	f.Deed, f.Changed = deed(m, s, ev), differences(m, s, t, fx)
	return f
}

// FrameOf is the frame of a state that no event led to.
func FrameOf(m *machine.Machine, s machine.State) Frame {
	p, a := m.P, m.P.Model
	f := Frame{Conditions: []Condition{}, Authorities: []Held{}, Empty: []Vacancy{}, Out: []string{}, Councils: []Sitting{}, Procedures: []Live{}}
	for i := range p.Scales {
		f.Conditions = append(f.Conditions, Condition{a.Scales[i].ID, a.Scales[i].Values[s[p.Scales[i].Var]].ID})
	}
	for i := range p.Auths {
		f.Authorities = append(f.Authorities, held(m, s, model.AuthorityIndex(i)))
	}
	for i := range p.Posts {
		if s[p.Posts[i].Var] == program.PostFilled {
			continue
		}
		v := Vacancy{Post: a.Posts[i].ID}
		if who := m.Acting(s, model.PostIndex(i)); who != model.None {
			v.Acting = a.Posts[who].ID
		}
		f.Empty = append(f.Empty, v)
	}
	for i := range p.Links {
		if s[p.Links[i].Var] != 0 {
			f.Out = append(f.Out, a.Links[i].ID)
		}
	}
	for i := range p.Councils {
		c := Sitting{Council: a.Councils[i].ID, Quorate: m.Quorate(s, model.CouncilIndex(i))}
		if v := s[p.Councils[i].Var]; v != 0 {
			c.For = a.Procedures[p.Runs[v-1].Proc].ID
		}
		f.Councils = append(f.Councils, c)
	}
	for r := range p.Runs {
		if m.Live(s, r) {
			f.Procedures = append(f.Procedures, live(m, s, r))
		}
	}
	return f
}

func held(m *machine.Machine, s machine.State, i model.AuthorityIndex) Held {
	a, auth := m.P.Model, &m.P.Auths[i]
	h := Held{Authority: a.Authorities[i].ID, Standing: StandsHeld, Holders: []string{}, Acting: []string{}}
	for rest := s[auth.Holds]; rest != 0; rest &= rest - 1 {
		h.Holders = append(h.Holders, a.Posts[auth.Holders[bits.TrailingZeros16(rest)]].ID)
	}
	for _, post := range m.Holders(s, i, nil) {
		h.Acting = append(h.Acting, a.Posts[post].ID)
	}
	value := uint16(0)
	if auth.Scale != model.None {
		value = s[m.P.Scales[auth.Scale].Var]
	}
	switch n := len(h.Acting); {
	case !m.InForce(s, i):
		h.Standing = StandsDormant
	case n == 0 && auth.GoalAt(value) >= 0:
		h.Standing = StandsNobody
	case n == 0:
		h.Standing = StandsUnnamed
	case n > 1 && auth.Exclusive:
		h.Standing = StandsSeveral
	}
	if v := s[auth.Passing]; v != 0 {
		hand := &auth.Handovers[(v-1)/4]
		values, flags := a.Scales[auth.Scale].Values, (v-1)%4
		h.Passing = &Passing{From: values[hand.From].ID, To: values[hand.To].ID, By: a.Procedures[hand.Proc].ID, Gave: flags&program.PassGave != 0, Took: flags&program.PassTook != 0}
		if goal := auth.GoalAt(hand.To); goal >= 0 {
			h.Passing.Goal = a.Posts[auth.Holders[goal]].ID
		}
	}
	return h
}

func live(m *machine.Machine, s machine.State, r int) Live {
	run := &m.P.Runs[r]
	proc := &m.P.Model.Procedures[run.Proc]
	l := Live{Procedure: proc.ID, Place: run.Place, Steps: []StepAt{}}
	passed := m.Passed(s, r)
	for i := range proc.Steps {
		at := StepAt{Step: proc.Steps[i].ID}
		switch v := s[run.Step0+program.Var(i)]; {
		case v == program.Pending:
			at.Status = pending(m.View(s, r, i, passed))
		case v == program.Skipped:
			at.Status = StepSkipped
		case v == program.Refused:
			at.Status = StepRefused
		case v == program.Foreign:
			at.Status = StepForeign
		default:
			at.Status = StepDone
			if v >= program.ChosenFirst {
				at.Option = proc.Steps[i].Choose[v-program.ChosenFirst]
			}
		}
		l.Steps = append(l.Steps, at)
	}
	return l
}

// pending is the status of a step that is not passed.
func pending(v machine.StepView) string {
	switch {
	case !v.Ready:
		return StepLater
	case v.Blocked == machine.ByLink:
		return StepCutOff
	case v.Blocked == machine.ByDoer:
		return StepBlocked
	default:
		return StepDue
	}
}

var deedKinds = map[machine.EventKind]string{
	machine.Start: "start", machine.Incident: "incident", machine.Convene: "convene", machine.DoStep: "done", machine.Refuse: "refuse",
	machine.Refer: "refer", machine.Unreachable: "unreachable", machine.Absent: "absent", machine.Late: "late", machine.TakeOver: "takeover",
	machine.Fill: "fill", machine.Restore: "restore", machine.LosePost: "lose-post", machine.LosePerson: "lose-person", machine.CutLink: "cut",
}

// deed says by ids what an event is; s is the state before it.
func deed(m *machine.Machine, s machine.State, ev machine.Event) *Deed {
	p, a := m.P, m.P.Model
	d := &Deed{Kind: deedKinds[ev.Kind]}
	switch ev.Kind {
	case machine.Start:
		d.Procedure = a.Procedures[ev.A].ID
	case machine.Incident:
		d.Incident = p.Budget.Incidents[ev.A].ID
	case machine.Convene:
		d.Council, d.Procedure = a.Councils[ev.A].ID, a.Procedures[p.Runs[ev.B].Proc].ID
	case machine.TakeOver:
		d.Post, d.Acting = a.Posts[ev.A].ID, a.Posts[a.Posts[ev.A].Deputies[ev.B].Post].ID
	case machine.Fill, machine.LosePost:
		d.Post = a.Posts[ev.A].ID
	case machine.Restore, machine.CutLink:
		d.Link = a.Links[ev.A].ID
	case machine.LosePerson:
		d.Person = a.Persons[ev.A].ID
	default:
		d.ofStep(m, s, ev)
	}
	return d
}

// ofStep fills in the step that an event is about.
func (d *Deed) ofStep(m *machine.Machine, s machine.State, ev machine.Event) {
	p, a := m.P, m.P.Model
	proc := p.Runs[ev.A].Proc
	step, st := &a.Procedures[proc].Steps[ev.B], &p.Procs[proc].Steps[ev.B]
	d.Procedure, d.Step, d.Act = a.Procedures[proc].ID, step.ID, step.Act.String()
	if ev.Kind == machine.DoStep && st.Options > 0 {
		d.Option = step.Choose[ev.C]
	}
	switch st.Kind {
	case model.ActorCouncil:
		d.Council = a.Councils[st.Council].ID
	case model.ActorPost:
		d.Post = a.Posts[st.Post].ID
		if who := m.Acting(s, st.Post); who != model.None && who != st.Post {
			d.Acting = a.Posts[who].ID
		}
	default:
		if who, ok := m.Actor(s, st); ok {
			d.Post = a.Posts[who].ID
		}
	}
	for _, to := range step.To {
		switch to.Kind {
		case model.ActorPost:
			d.To = append(d.To, a.Posts[to.Post].ID)
		case model.ActorCouncil:
			d.To = append(d.To, a.Councils[to.Council].ID)
		case model.ActorHolder:
			for _, post := range m.Holders(s, to.Authority, nil) {
				d.To = append(d.To, a.Posts[post].ID)
			}
		}
	}
	for _, l := range step.Via {
		d.Via = append(d.Via, a.Links[l].ID)
	}
	if step.Uses != model.None {
		d.Uses = a.Authorities[step.Uses].ID
	}
}

// differences compares two states.
func differences(m *machine.Machine, s, t machine.State, fx *machine.Effects) Changed {
	p, a := m.P, m.P.Model
	var c Changed
	differs := func(list *[]string, id string, vars ...program.Var) {
		for _, v := range vars {
			if s[v] != t[v] {
				*list = append(*list, id)
				return
			}
		}
	}
	for i := range p.Scales {
		differs(&c.Conditions, a.Scales[i].ID, p.Scales[i].Var)
	}
	for i := range p.Auths {
		differs(&c.Authorities, a.Authorities[i].ID, p.Auths[i].Holds, p.Auths[i].Passing)
	}
	for i := range p.Posts {
		differs(&c.Posts, a.Posts[i].ID, p.Posts[i].Var)
	}
	for i := range p.Links {
		differs(&c.Links, a.Links[i].ID, p.Links[i].Var)
	}
	for i := range p.Councils {
		differs(&c.Councils, a.Councils[i].ID, p.Councils[i].Var)
	}
	for r := range p.Runs {
		id := a.Procedures[p.Runs[r].Proc].ID
		switch {
		case fx.Ended.Has(r):
			c.Ended = append(c.Ended, id)
		case fx.Stopped.Has(r):
			c.Stopped = append(c.Stopped, id)
		}
		if fx.Begun.Has(r) {
			c.Began = append(c.Began, id)
		}
	}
	return c
}
