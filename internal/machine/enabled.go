package machine

import (
	"cmp"

	"entente/internal/model"
	"entente/internal/program"
)

// Enabled appends the events of the state to buf, in the order of
// docs/semantics.md section 6.
func (m *Machine) Enabled(s State, buf []Event) []Event {
	p, cone := m.P, m.Cone
	buf = m.starts(s, buf)
	if !m.Free {
		for i := range p.Budget.Incidents {
			if cone.Incidents[i] && m.MayCome(s, i) {
				buf = append(buf, Event{Kind: Incident, A: uint16(i)})
			}
		}
	}
	passed := m.held
	for _, r := range cone.Runs {
		if m.Live(s, r) {
			passed[r] = m.Passed(s, r)
		}
	}
	for c := range p.Councils {
		if !cone.Councils[c] || s[p.Councils[c].Var] != 0 || !m.Quorate(s, model.CouncilIndex(c)) {
			continue
		}
		for _, r := range cone.Runs {
			if m.Live(s, r) && m.calls(s, r, model.CouncilIndex(c), passed[r]) {
				buf = append(buf, Event{Kind: Convene, A: uint16(c), B: uint16(r)})
			}
		}
	}
	from := len(buf)
	for _, r := range cone.Runs {
		if m.Live(s, r) {
			buf = m.steps(s, r, passed[r], buf)
		}
	}
	sortByKind(buf[from:])
	return m.repairsAndFaults(s, buf)
}

// MayCome reports whether an incident of the budget may come (semantics section 6,
// kind 2; S41).
func (m *Machine) MayCome(s State, i int) bool {
	in := &m.P.Budget.Incidents[i]
	ready := program.IncidentAhead
	if in.By != nil {
		ready = program.IncidentReady
	}
	return s[in.Var] == ready && (in.WhileExpr < 0 || m.Eval(s, in.WhileExpr, -1))
}

func (m *Machine) starts(s State, buf []Event) []Event {
	if !m.Free && int(s[m.P.StartsVar]) >= m.P.Budget.Starts {
		return buf
	}
	for _, proc := range m.P.Budget.MayStart {
		if !m.Cone.Procs[proc] || !m.MayStart(s, proc) || !m.changesSomething(s, proc) {
			continue
		}
		buf = append(buf, Event{Kind: Start, A: uint16(proc)})
	}
	return buf
}

// changesSomething reports whether a start now does not merely get ignored (S13).
func (m *Machine) changesSomething(s State, proc model.ProcedureIndex) bool {
	p := &m.P.Procs[proc]
	switch p.Again {
	case model.Restart:
		return true
	case model.Queue:
		return !m.Live(s, p.FirstRun) || s[p.Queued] < p.QueueMax
	default:
		for r := p.FirstRun; r < p.FirstRun+p.Places; r++ {
			if !m.Live(s, r) {
				return true
			}
		}
		return false
	}
}

// calls reports whether a step of the council is due in the run.
func (m *Machine) calls(s State, run int, council model.CouncilIndex, passed uint64) bool {
	steps := m.P.Procs[m.P.Runs[run].Proc].Steps
	for i := range steps {
		if steps[i].Kind == model.ActorCouncil && steps[i].Council == council && m.View(s, run, i, passed).Due {
			return true
		}
	}
	return false
}

func (m *Machine) steps(s State, r int, passed uint64, buf []Event) []Event {
	run := &m.P.Runs[r]
	steps := m.P.Procs[run.Proc].Steps
	for i := range steps {
		step := &steps[i]
		v := m.View(s, r, i, passed)
		if !v.Ready {
			continue
		}
		a, b := uint16(r), uint16(i)
		if v.Blocked == Free && (step.Kind != model.ActorCouncil || s[m.P.Councils[step.Council].Var] != 0) {
			for o := range max(step.Options, 1) {
				buf = append(buf, Event{Kind: DoStep, A: a, B: b, C: uint16(o)})
			}
			if step.Refusable && step.Refused.Do != model.Wait {
				buf = append(buf, Event{Kind: Refuse, A: a, B: b})
			}
			if step.Back != 0 && s[run.Back0+program.Var(step.BackVar)] < step.BackTimes {
				buf = append(buf, Event{Kind: Refer, A: a, B: b})
			}
		}
		if v.Blocked == ByLink && v.Lift.Lifts() {
			buf = append(buf, Event{Kind: Unreachable, A: a, B: b})
		}
		if v.Blocked == ByDoer && v.Lift.Lifts() {
			buf = append(buf, Event{Kind: Absent, A: a, B: b})
		}
		if v.Due && step.Late.Lifts() {
			buf = append(buf, Event{Kind: Late, A: a, B: b})
		}
	}
	return buf
}

// sortByKind sorts the events of steps by row of the table, keeping their order
// within a row; unreachable, absent and late are one row.
func sortByKind(events []Event) {
	for i := 1; i < len(events); i++ {
		for j := i; j > 0 && events[j].Kind.row() < events[j-1].Kind.row(); j-- {
			events[j], events[j-1] = events[j-1], events[j]
		}
	}
}

// row puts unreachable, absent and late, which are one row of the table, together.
func (k EventKind) row() EventKind {
	if k == Absent || k == Late {
		return Unreachable
	}
	return k
}

// Compare orders the events of one state as Enabled does: it is negative where e
// comes before f.
func (e Event) Compare(f Event) int {
	return cmp.Or(cmp.Compare(e.Kind.row(), f.Kind.row()), cmp.Compare(e.A, f.A), cmp.Compare(e.B, f.B), cmp.Compare(e.C, f.C))
}

func (m *Machine) repairsAndFaults(s State, buf []Event) []Event {
	p, cone := m.P, m.Cone
	for _, i := range cone.Deputed {
		post := &p.Posts[i]
		if s[post.Var] == program.PostFilled {
			continue
		}
		if d := m.firstPresent(s, post); d >= 0 && !post.Deputies[d].AtOnce && s[post.Var] != program.PostActing+uint16(d) {
			buf = append(buf, Event{Kind: TakeOver, A: uint16(i), B: uint16(d)})
		}
	}
	if !m.NoRepair {
		for _, i := range cone.Posts {
			if p.Posts[i].Refill && s[p.Posts[i].Var] != program.PostFilled {
				buf = append(buf, Event{Kind: Fill, A: uint16(i)})
			}
		}
		for _, i := range cone.Links {
			if p.Links[i].Restore && s[p.Links[i].Var] != 0 {
				buf = append(buf, Event{Kind: Restore, A: uint16(i)})
			}
		}
	}
	if m.Free || m.NoFaults || int(s[p.FaultsVar]) >= p.Budget.Faults {
		return buf
	}
	for _, i := range cone.FailPosts {
		if s[p.Posts[i].Var] == program.PostFilled {
			buf = append(buf, Event{Kind: LosePost, A: uint16(i)})
		}
	}
	for _, i := range cone.FailPersons {
		if m.anyFilled(s, i) {
			buf = append(buf, Event{Kind: LosePerson, A: uint16(i)})
		}
	}
	for _, i := range cone.FailLinks {
		if s[p.Links[i].Var] == 0 {
			buf = append(buf, Event{Kind: CutLink, A: uint16(i)})
		}
	}
	return buf
}

func (m *Machine) anyFilled(s State, person model.PersonIndex) bool {
	for _, post := range m.P.Model.Persons[person].Posts {
		if m.Cone.HasPost[post] && s[m.P.Posts[post].Var] == program.PostFilled {
			return true
		}
	}
	return false
}

// Losses returns the loss of every post and link that is there to be lost,
// whatever the budget says.
func (m *Machine) Losses(s State) []Event {
	var out []Event
	for i := range m.P.Posts {
		if s[m.P.Posts[i].Var] == program.PostFilled {
			out = append(out, Event{Kind: LosePost, A: uint16(i)})
		}
	}
	for i := range m.P.Links {
		if s[m.P.Links[i].Var] == 0 {
			out = append(out, Event{Kind: CutLink, A: uint16(i)})
		}
	}
	return out
}
