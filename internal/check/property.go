package check

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// property is one kind of seam asked of one search: a list of elements, each
// found at most once.
type property struct {
	seam     model.Seam
	elements []string
	seeds    program.Seeds
	// state judges a reachable state, event an event between two; each calls hit
	// with the index of an element that it finds.
	state func(v *view, hit func(int))
	event func(v *view, fx *machine.Effects, e machine.Event, hit func(int))
	// ends asks, for element i, whether from every state in which run ends[i] is
	// live some continuation ends it (semantics: stuck). With completes, only an
	// end with no step pending counts.
	ends []int
	// from and to ask whether every state with from has a continuation to to.
	from, to int
	possible bool
	begins   bool // only from the states in which `from` begins to hold
}

// view is a state with what several properties ask of it, worked out once.
type view struct {
	m     *machine.Machine
	s     machine.State
	steps [][]machine.StepView // by run; nil where it is not live; judged on demand
	room  [][]machine.StepView
	h     []model.PostIndex
	to    func() machine.State // during an event: the state that it leads to

	judged bool
}

func newView(m *machine.Machine) *view {
	v := &view{m: m, steps: make([][]machine.StepView, len(m.P.Runs)), room: make([][]machine.StepView, len(m.P.Runs))}
	for r := range m.P.Runs {
		v.room[r] = make([]machine.StepView, len(m.P.Procs[m.P.Runs[r].Proc].Steps))
	}
	return v
}

// look turns to another state; its steps are judged when a property asks.
func (v *view) look(s machine.State) { v.s, v.judged = s, false }

// judge judges every step of every live run of the state.
func (v *view) judge() {
	v.judged = true
	for _, r := range v.m.Cone.Runs {
		v.steps[r] = nil
		if !v.m.Live(v.s, r) {
			continue
		}
		v.steps[r] = v.room[r]
		passed := v.m.Passed(v.s, r)
		for i := range v.steps[r] {
			v.steps[r][i] = v.m.View(v.s, r, i, passed)
		}
	}
}

// eachStep calls f for every step of every live run.
func (v *view) eachStep(proc model.ProcedureIndex, f func(run, step int, view machine.StepView)) {
	if !v.judged {
		v.judge()
	}
	p := &v.m.P.Procs[proc]
	for r := p.FirstRun; r < p.FirstRun+p.Places; r++ {
		for i := range v.steps[r] {
			f(r, i, v.steps[r][i])
		}
	}
}

// holders returns H of an authority that is in force, and whether it is.
func (v *view) holders(a model.AuthorityIndex) ([]model.PostIndex, bool) {
	if !v.m.InForce(v.s, a) {
		return nil, false
	}
	v.h = v.m.Holders(v.s, a, v.h)
	return v.h, true
}

// maker builds the properties of one seam for a program.
type maker func(p *program.Program) []*property

// seams lists the kinds of seam that a search finds, in the fixed order. The
// others are read off the text (static.go) or off times (latency.go).
var seams = []maker{
	noHolder, dualHolder, ineligibleHolder, noAuthority, noDecider, noQuorum, bypassedConsent, stuck,
	delegationOutlives, twoHats, noProcedure, invariants, crossedLine, unauthorisedOption,
}
