package chart

import (
	"fmt"
	"math"
	"slices"

	"entente/internal/check"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/say"
	"entente/internal/timing"
)

// ChartCourse is the way of a scale from its lowest value to its highest, or back, when
// nothing goes wrong: the events of the transition relation, run in one fixed order.
// What runs side by side may come in another order.
type ChartCourse struct {
	Scale    string    `json:"scale"`
	Down     bool      `json:"down"`
	Instants []Instant `json:"instants" doc:"in their order; the first is a stop"`
	Legs     []Leg     `json:"legs" doc:"the moves between the stops"`
	Spells   []Spell   `json:"spells" doc:"how long an authority has nobody, or two, who hold it"`

	moments []moment // by instant
}

// moment is an instant as the machine has it.
type moment struct {
	m *machine.Machine
	s machine.State
}

// find returns the place of an instant by its id; of none, where the id is empty, the
// first.
func (c *ChartCourse) find(id string) (int, error) {
	if id == "" {
		return 0, nil
	}
	i := slices.IndexFunc(c.Instants, func(in Instant) bool { return in.ID == id })
	if i < 0 {
		return 0, fmt.Errorf("the course of %s has no instant %q", c.Scale, id)
	}
	return i, nil
}

// Instant is a stop, which is a value of the scale with all work ended, or an event
// between two.
type Instant struct {
	ID      string      `json:"id" doc:"the value of a stop, or the stop before it, a point, and the number of the event"`
	Stop    string      `json:"stop,omitempty" doc:"the value, where it is a stop"`
	Kind    string      `json:"kind" enum:"stop,start,convene,done,skipped,takeover,halt" doc:"halt: nothing more can happen, and the move is not made"`
	Event   string      `json:"event,omitempty" doc:"its canonical print"`
	Text    say.Text    `json:"text" doc:"what happens, in the words of the text"`
	Changes []say.Text  `json:"changes" doc:"what changes with it"`
	Step    string      `json:"step,omitempty" doc:"PROCEDURE/STEP"`
	Line    *TextLine   `json:"line,omitempty" doc:"the line that permits it"`
	Frame   check.Frame `json:"frame" doc:"the state at this instant"`
	Seams   []OpenSeam  `json:"seams" doc:"the seams open in the state, or that the event is"`
}

// Leg is the move from one stop to the next.
type Leg struct {
	From      string     `json:"from"`
	To        string     `json:"to"`
	First     int        `json:"first" doc:"the instant of the stop it leaves"`
	Last      int        `json:"last" doc:"the instant of the stop it reaches"`
	Procedure string     `json:"procedure,omitempty" doc:"what decides it; empty where the text writes none"`
	Name      model.Name `json:"name,omitempty"`
	Takes     *Duration  `json:"takes,omitempty" doc:"from its beginning to the move"`
	Halted    say.Text   `json:"halted,omitzero" doc:"why it is not made; the stop after it is then as a start there would be"`
}

// Spell is a run of instants in which an authority has nobody who holds it, or two.
type Spell struct {
	Authority string    `json:"authority"`
	Kind      string    `json:"kind" enum:"nobody,two"`
	First     int       `json:"first"`
	Last      int       `json:"last"`
	Lasts     *Duration `json:"lasts,omitempty" doc:"where a hand-over of the text makes it"`
}

// Duration is how long something takes, in seconds.
type Duration struct {
	Best  float64   `json:"best"`
	Usual []float64 `json:"usual,omitempty" doc:"half of all cases: the least and the greatest value that is compatible with the text"`
	Slow  []float64 `json:"slow,omitempty" doc:"nine in ten"`
	Worst *float64  `json:"worst,omitempty" doc:"absent where the text does not bound it"`
	Text  say.Text  `json:"text"`
}

func spanOf(s timing.Span) *Duration {
	out := &Duration{Best: s.Hard.Low, Text: check.SpanText(s)}
	if !math.IsInf(s.Hard.High, 1) {
		out.Worst = &s.Hard.High
	}
	if s.Usual.Known {
		r := s.Usual.Result
		out.Usual = finite(r.P50.Low(), r.P50.High())
		out.Slow = finite(r.P90.Low(), r.P90.High())
	}
	return out
}

func finite(x ...float64) []float64 {
	if slices.ContainsFunc(x, func(v float64) bool { return math.IsInf(v, 0) || math.IsNaN(v) }) {
		return nil
	}
	return x
}

// eventsMax bounds the events of one leg: a text whose steps go back may go on for ever.
const eventsMax = 400

// Start is where a course begins: the values of the other scales, and what is lost.
type Start struct {
	Values []model.ValueIndex // by scale; the one followed is set by the course
	Absent []model.PostIndex
	Out    []model.LinkIndex
}

// follower runs a course.
type follower struct {
	a     *model.Arrangement
	scale model.ScaleIndex
	start Start
	legs  int

	m      *machine.Machine
	teller *check.Teller
	watch  *check.Watch
	s      machine.State
	out    ChartCourse
}

// Follow runs a scale from its lowest value to its highest, or back. Where there is no
// scale (None) there is one stop, called "start", and what deputies do there.
func Follow(a *model.Arrangement, scale model.ScaleIndex, start Start, down bool) *ChartCourse {
	if scale == model.None {
		f := &follower{a: a, scale: scale, start: start, legs: 1}
		f.out = ChartCourse{Down: down, Instants: []Instant{}, Legs: []Leg{}, Spells: []Spell{}}
		f.begin(0)
		f.stop()
		f.run()
		f.spells()
		return &f.out
	}
	n := len(a.Scales[scale].Values)
	f := &follower{a: a, scale: scale, start: start, legs: n}
	f.out = ChartCourse{Scale: a.Scales[scale].ID, Down: down, Instants: []Instant{}, Legs: []Leg{}, Spells: []Spell{}}
	stops := make([]model.ValueIndex, n)
	for i := range stops {
		stops[i] = model.ValueIndex(i)
	}
	if down {
		slices.Reverse(stops)
	}
	f.begin(stops[0])
	f.stop()
	f.run() // deputies take over who need time for it
	for i := 1; i < n; i++ {
		f.leg(stops[i-1], stops[i])
	}
	f.spells()
	return &f.out
}

// begin puts the arrangement into the state of a start at a value (semantics S1).
func (f *follower) begin(v model.ValueIndex) {
	b := program.DefaultBudget(f.a, f.legs)
	b.Values = slices.Clone(f.start.Values)
	if f.scale != model.None {
		b.Values[f.scale] = v
	}
	b.Absent, b.Out = f.start.Absent, f.start.Out
	b.Faults, b.Incidents = 0, nil
	p := program.Compile(f.a, b)
	f.teller, f.watch = check.NewTeller(p, nil), check.NewWatch(p)
	f.m = machine.New(p, p.Everything())
	f.s = make(machine.State, len(p.Vars))
	f.m.Start(f.s)
}

func (f *follower) value() model.ValueIndex {
	return model.ValueIndex(f.s[f.m.P.Scales[f.scale].Var])
}

func (f *follower) stop() {
	v := &model.Meta{ID: "start"}
	if f.scale != model.None {
		v = &f.a.Scales[f.scale].Values[f.value()]
	}
	f.note(Instant{ID: v.ID, Stop: v.ID, Kind: "stop", Text: say.Name{ID: v.Name.In("en", v.ID), Ko: v.Said().Ko}.Text(), Changes: []say.Text{}, Frame: check.FrameOf(f.m, f.s), Seams: seamsOf(f.a, f.watch.State(f.s))})
}

func (f *follower) note(in Instant) {
	f.out.Instants = append(f.out.Instants, in)
	f.out.moments = append(f.out.moments, moment{f.m, slices.Clone(f.s)})
}

// leg makes one move, or says why it is not made and begins anew behind it.
func (f *follower) leg(from, to model.ValueIndex) {
	values := f.a.Scales[f.scale].Values
	l := Leg{From: values[from].ID, To: values[to].ID, First: f.lastStop()}
	proc := f.decides(from, to)
	if proc == model.None {
		l.Halted = sayf("the text writes no move from %s to %s", values[from].Said(), values[to].Said())
	} else {
		p := &f.a.Procedures[proc]
		l.Procedure, l.Name = p.ID, p.Name
		for i := range p.Decides {
			if d := &p.Decides[i]; d.Scale == f.scale && d.From == from && d.To == to {
				l.Takes = spanOf(timing.Span{Hard: timing.Procedure(f.a, proc, int(d.At)), Usual: timing.UsualProcedure(f.a, proc, int(d.At))})
			}
		}
		if f.m.MayStart(f.s, proc) {
			f.apply(machine.Event{Kind: machine.Start, A: uint16(proc)})
			f.run()
		} else {
			l.Halted = sayf("%s may not start: its `while` does not hold", p.Said())
		}
		if f.value() != to && l.Halted.Empty() {
			l.Halted = f.halt(proc)
		}
	}
	if !l.Halted.Empty() {
		f.begin(to)
	}
	f.stop()
	l.Last = len(f.out.Instants) - 1
	f.out.Legs = append(f.out.Legs, l)
	if !l.Halted.Empty() {
		f.run()
	}
}

func (f *follower) lastStop() int {
	for i := len(f.out.Instants) - 1; ; i-- {
		if f.out.Instants[i].Stop != "" {
			return i
		}
	}
}

// decides is the procedure that the text writes for a move, or None.
func (f *follower) decides(from, to model.ValueIndex) model.ProcedureIndex {
	for i := range f.a.Procedures {
		for _, d := range f.a.Procedures[i].Decides {
			if d.Scale == f.scale && d.From == from && d.To == to {
				return model.ProcedureIndex(i)
			}
		}
	}
	return model.None
}

// run applies events until none is left that is neither a start, a refusal, a
// lateness, a repair nor a fault: deputies take over, councils convene, steps are
// done, and where one cannot be, what the text says follows.
func (f *follower) run() {
	var buf []machine.Event
	for range eventsMax {
		buf = f.m.Enabled(f.s, buf[:0])
		next := slices.IndexFunc(buf, func(e machine.Event) bool { return e.Kind == machine.TakeOver })
		for _, kind := range []machine.EventKind{machine.Convene, machine.DoStep, machine.Unreachable, machine.Absent} {
			if next < 0 {
				next = slices.IndexFunc(buf, func(e machine.Event) bool { return e.Kind == kind })
			}
		}
		if next < 0 {
			return
		}
		f.apply(buf[next])
	}
}

var kindNames = map[machine.EventKind]string{machine.Start: "start", machine.Convene: "convene", machine.DoStep: "done", machine.Unreachable: "skipped", machine.Absent: "skipped", machine.TakeOver: "takeover"}

func (f *follower) apply(e machine.Event) {
	before := slices.Clone(f.s)
	in := Instant{Kind: kindNames[e.Kind], Event: f.m.PrintEvent(e)}
	text, span := f.teller.Event(before, e)
	in.Text = text
	path := ""
	switch e.Kind {
	case machine.Start:
		path = "procedures/" + f.a.Procedures[e.A].ID
	case machine.Convene:
		path = "councils/" + f.a.Councils[e.A].ID
	case machine.TakeOver:
		path = "posts/" + f.a.Posts[e.A].ID + "/deputies"
	default:
		proc := &f.a.Procedures[f.m.P.Runs[e.A].Proc]
		in.Step = proc.ID + "/" + proc.Steps[e.B].ID
		path = "procedures/" + proc.ID + "/steps/" + proc.Steps[e.B].ID
	}
	line := lineOf(span, path)
	in.Line = &line
	fx := f.m.Apply(f.s, e)
	in.Changes = append([]say.Text{}, f.teller.Changes(before, f.s, e, fx)...)
	seams := f.watch.Event(before, f.s, fx, e)
	for _, id := range f.watch.State(f.s) {
		if !slices.Contains(seams, id) {
			seams = append(seams, id)
		}
	}
	in.Frame, in.Seams = check.FrameAfter(f.m, before, f.s, e, fx), seamsOf(f.a, seams)
	f.add(in)
}

func (f *follower) add(in Instant) {
	stop := f.lastStop()
	in.ID = fmt.Sprintf("%s.%d", f.out.Instants[stop].Stop, len(f.out.Instants)-stop)
	f.note(in)
}

// halt says why a procedure does not go on.
func (f *follower) halt(proc model.ProcedureIndex) say.Text {
	p := &f.m.P.Procs[proc]
	text := sayf("%s ends without the move", f.a.Procedures[proc].Said())
	for r := p.FirstRun; r < p.FirstRun+p.Places; r++ {
		if !f.m.Live(f.s, r) {
			continue
		}
		passed := f.m.Passed(f.s, r)
		for i := range p.Steps {
			v := f.m.View(f.s, r, i, passed)
			if why := f.why(proc, i, v); !why.Empty() {
				text = sayf("%s waits at %s: %s", f.a.Procedures[proc].Said(), f.a.Procedures[proc].Steps[i].Said(), why)
				break
			}
		}
	}
	f.add(Instant{Kind: "halt", Text: text, Changes: []say.Text{}, Frame: check.FrameOf(f.m, f.s), Seams: seamsOf(f.a, f.watch.State(f.s))})
	return text
}

// why says why a step of a live run that is not passed does not go on.
func (f *follower) why(proc model.ProcedureIndex, i int, v machine.StepView) say.Text {
	if v.Ready && v.Blocked != machine.Free {
		return Hindered(f.m, f.s, proc, i)
	}
	step := &f.a.Procedures[proc].Steps[i]
	if !v.Ready && step.Needs != nil && f.m.P.Procs[proc].Steps[i].Preds == 0 {
		return sayf("it needs %s", step.Needs.Text)
	}
	return say.Text{}
}

// Hindered says what keeps a step from being done in a state (semantics S15), or nothing.
func Hindered(m *machine.Machine, s machine.State, proc model.ProcedureIndex, i int) say.Text {
	a, step := m.P.Model, &m.P.Procs[proc].Steps[i]
	for _, l := range step.Via {
		if s[m.P.Links[l].Var] != 0 {
			return sayf("%s is out", a.Links[l].Said())
		}
	}
	if _, can := m.Actor(s, step); can {
		return say.Text{}
	}
	switch step.Kind {
	case model.ActorPost:
		if m.Acting(s, step.Post) != model.None {
			return sayf("who acts for %s may not do it", a.Posts[step.Post].Said())
		}
		return sayf("nobody acts as %s", a.Posts[step.Post].Said())
	case model.ActorCouncil:
		return sayf("%s is not quorate", a.Councils[step.Council].Said())
	default:
		return sayf("there is no single holder of %s", a.Authorities[step.Holder].Said())
	}
}

// spells gathers the instants in which an authority has nobody, or two.
func (f *follower) spells() {
	for i := range f.a.Authorities {
		id := f.a.Authorities[i].ID
		for _, kind := range []string{"nobody", "two"} {
			check, first := model.NoHolder.String(), -1
			if kind == "two" {
				check = model.DualHolder.String()
			}
			for k := 0; k <= len(f.out.Instants); k++ {
				open := k < len(f.out.Instants) && slices.ContainsFunc(f.out.Instants[k].Seams, func(s OpenSeam) bool { return s.Check == check && s.Element == id })
				switch {
				case open && first < 0:
					first = k
				case !open && first >= 0:
					f.out.Spells = append(f.out.Spells, Spell{Authority: id, Kind: kind, First: first, Last: k - 1, Lasts: f.lasts(i, kind, f.out.moments[first])})
					first = -1
				}
			}
		}
	}
	slices.SortStableFunc(f.out.Spells, func(x, y Spell) int { return x.First - y.First })
}

// lasts is how long the hand-over under way leaves an authority so.
func (f *follower) lasts(auth int, kind string, at moment) *Duration {
	h := handoverOf(at.m, at.s, auth)
	if h == nil {
		return nil
	}
	span, ok := timing.HandoverSpan(f.a, h, kind == "nobody")
	if !ok {
		return nil
	}
	return spanOf(span)
}
