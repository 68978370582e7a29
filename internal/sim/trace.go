package sim

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/say"
)

// Trace is what happened in one replication, in order.
type Trace struct {
	Entries []Entry
	Works   []WorkSpan

	open   []int // by work: its span that goes on, or -1
	dueIn  []int // by work: the entry in which it became due
	option int   // chosen last
	answer bool  // an option was chosen for the event that is about to be made
}

// Entry is one event of the transition relation, or, where Event.Kind is 0, what
// happened beside it.
type Entry struct {
	At      float64
	Event   machine.Event
	Option  int // of a `choose`: which; -1: none
	Note    say.Text
	Crisis  *Happening // what happened in the crisis, beside events; or nil
	Work    int        // the span of work that made it, or -1
	Moves   []machine.Move
	Begun   []uint16
	Ended   []uint16
	Stopped []uint16
	State   machine.State // after it
}

// WorkSpan is one time that somebody had a step to do: due from Due, begun at
// Began (NaN: never), over at End.
type WorkSpan struct {
	Run, Step       int
	Ref             model.StepRef
	Post            int // from which it was done; None for a council's
	Due, Began, End float64
	Because         int // the entry in which it became due, or -1
	Before          int // the span of the work its hand was busy with, or -1
	Lost            bool
	Convened        bool // it waited for its council to convene
	Held            bool // its run waited off its move-delay
}

// Trace runs one replication and tells what happened.
func (p *Plan) Trace(seed, replication uint64) (*Trace, Outcome, []float64) {
	r := p.NewRunner()
	t := &Trace{open: make([]int, len(p.works)), dueIn: make([]int, len(p.works))}
	for i := range t.open {
		t.open[i], t.dueIn[i] = -1, -1
	}
	r.trace = t
	out := make([]float64, len(p.columns))
	o := r.Run(seed, replication, out)
	for i := range t.open {
		t.close(i, r.now, true)
	}
	return t, o, out
}

func (t *Trace) event(r *Runner, ev machine.Event, fx *machine.Effects, by int32) {
	e := Entry{At: r.now, Event: ev, Option: -1, Work: -1,
		Moves: append([]machine.Move(nil), fx.Moves...), Begun: append([]uint16(nil), fx.Begun...),
		Ended: append([]uint16(nil), fx.Ended...), Stopped: append([]uint16(nil), fx.Stopped...),
		State: append(machine.State(nil), r.s...),
	}
	if t.answer && ev.Kind == machine.DoStep {
		e.Option = t.option
	}
	t.answer = false
	if by >= 0 {
		e.Work = t.open[by]
		passed := ev.Kind == machine.Unreachable || ev.Kind == machine.Absent || ev.Kind == machine.Late
		t.close(int(by), r.now, passed) // what was done of a step that is passed over is lost
	}
	t.Entries = append(t.Entries, e)
}

func (t *Trace) close(work int, now float64, lost bool) {
	if at := t.open[work]; at >= 0 {
		t.Works[at].End, t.Works[at].Lost = now, lost
		t.open[work] = -1
	}
}

// due opens a span.
func (t *Trace) due(r *Runner, at int32) {
	t.close(int(at), r.now, true)
	w := &r.plans[at]
	t.Works = append(t.Works, WorkSpan{Run: int(w.run), Step: int(w.step), Ref: w.plan.ref, Post: model.None, Due: r.now, Began: nan, Because: len(t.Entries) - 1, Before: -1})
	t.open[at] = len(t.Works) - 1
}

func (t *Trace) span(at int32) *WorkSpan {
	if i := t.open[at]; i >= 0 {
		return &t.Works[i]
	}
	return nil
}

// queued notes what its hand is busy with.
func (t *Trace) queued(r *Runner, at int32) {
	if s, h := t.span(at), r.hands[r.works[at].hand]; s != nil && h.busy >= 0 {
		s.Before = t.open[h.busy]
	}
}

func (t *Trace) begins(r *Runner, at int32) {
	if s := t.span(at); s != nil {
		s.Began, s.Post = r.now, int(r.works[at].post)
	}
	for w := r.hands[r.works[at].hand].queue; w >= 0; w = r.works[w].next {
		if s := t.span(w); s != nil && s.Before < 0 {
			s.Before = t.open[at] // both came to a free hand at one moment, and the other was taken
		}
	}
}

// lost closes the span of work that is lost, if that goes on, and opens one for
// the step, which is still due.
func (t *Trace) lost(r *Runner, at int32) {
	if t.open[at] >= 0 {
		t.due(r, at)
	}
}

func (t *Trace) note(r *Runner, text say.Text) {
	t.Entries = append(t.Entries, Entry{At: r.now, Option: -1, Note: text, Work: -1})
}

// asksAgain: a refusal that waits; the question stays on the table.
func (t *Trace) asksAgain(r *Runner, at int32) {
	w := &r.plans[at]
	proc := &r.p.a.Procedures[w.plan.ref.Procedure]
	t.note(r, sayf("%s/%s is refused; the question stays on the table", proc.Said(), proc.Steps[w.step].Said()))
	t.close(int(at), r.now, false)
	t.due(r, at)
}

// kept: an incident whose `while` does not hold.
func (t *Trace) kept(r *Runner, at int32) {
	t.note(r, sayf("incident %s does not come: its `while` does not hold", r.p.s.Incidents[at].Said()))
}
