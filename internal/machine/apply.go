package machine

import (
	"fmt"
	"math/bits"

	"entente/internal/model"
	"entente/internal/program"
)

// Apply changes s by the event and settles it (semantics S21). The effects are
// valid until the next call.
func (m *Machine) Apply(s State, e Event) *Effects {
	m.reset()
	p := m.P
	switch e.Kind {
	case Start:
		if !m.Free {
			s[p.StartsVar]++
		}
		m.start(s, model.ProcedureIndex(e.A))
	case Incident:
		m.incident(s, &p.Budget.Incidents[e.A])
	case Convene:
		s[p.Councils[e.A].Var] = 1 + e.B
	case DoStep:
		m.done(s, int(e.A), int(e.B), int(e.C))
	case Refuse:
		step := m.step(e)
		s[m.statusVar(e)] = program.Skipped
		if step.Refused.Do == model.Proceed {
			s[m.statusVar(e)] = program.Refused
		}
		m.otherwise(s, int(e.A), int(e.B), step.Refused)
	case Refer:
		step := m.step(e)
		run := &p.Runs[e.A]
		s[run.Back0+program.Var(step.BackVar)]++
		m.reopen(s, run, step.BackTo)
	case Unreachable, Absent, Late:
		step := m.step(e)
		c := step.Unreachable
		if e.Kind == Absent {
			c = step.Absent
		} else if e.Kind == Late {
			c = step.Late
		}
		s[m.statusVar(e)] = program.Skipped
		m.otherwise(s, int(e.A), int(e.B), c)
	case TakeOver:
		s[p.Posts[e.A].Var] = program.PostActing + e.B
	case Fill:
		s[p.Posts[e.A].Var] = program.PostFilled
	case Restore:
		s[p.Links[e.A].Var] = 0
	case LosePost:
		s[p.FaultsVar]++
		s[p.Posts[e.A].Var] = program.PostEmpty
		m.unseat(s)
	case LosePerson:
		s[p.FaultsVar]++
		for _, post := range p.Model.Persons[e.A].Posts {
			if m.Cone.HasPost[post] {
				m.empty(s, post)
			}
		}
		m.unseat(s)
	case CutLink:
		s[p.FaultsVar]++
		s[p.Links[e.A].Var] = 1
	default:
		panic(fmt.Sprintf("machine: event of kind %d", e.Kind))
	}
	m.settle(s)
	return &m.fx
}

func (m *Machine) reset() {
	m.fx.Moves, m.fx.Decisions = m.fx.Moves[:0], m.fx.Decisions[:0]
	m.fx.Ended, m.fx.Stopped, m.fx.NotOpen = 0, 0, false
	m.moves = m.moves[:0]
	m.began, m.dropped = 0, 0
}

func (m *Machine) step(e Event) *program.Step {
	return &m.P.Procs[m.P.Runs[e.A].Proc].Steps[e.B]
}

func (m *Machine) statusVar(e Event) program.Var { return m.P.Runs[e.A].Step0 + program.Var(e.B) }

// empty empties an office that is filled.
func (m *Machine) empty(s State, post model.PostIndex) {
	if v := m.P.Posts[post].Var; s[v] == program.PostFilled {
		s[v] = program.PostEmpty
	}
}

func (m *Machine) incident(s State, in *program.Incident) {
	s[in.Var] = 1
	for _, post := range in.Empties {
		if m.Cone.HasPost[post] {
			m.empty(s, post)
		}
	}
	m.unseat(s)
	for _, post := range in.Fills {
		if m.Cone.HasPost[post] {
			s[m.P.Posts[post].Var] = program.PostFilled
		}
	}
	for _, l := range in.Cuts {
		if m.Cone.HasLink[l] {
			s[m.P.Links[l].Var] = 1
		}
	}
	for _, l := range in.Mends {
		if m.Cone.HasLink[l] {
			s[m.P.Links[l].Var] = 0
		}
	}
	for _, proc := range in.Starts {
		if !m.Cone.Procs[proc] {
			continue
		}
		if m.MayStart(s, proc) {
			m.start(s, proc)
		} else {
			m.fx.NotOpen = true
		}
	}
}

// start begins a run of a procedure that may start, as `again` says (S13).
func (m *Machine) start(s State, proc model.ProcedureIndex) {
	p := &m.P.Procs[proc]
	for r := p.FirstRun; r < p.FirstRun+p.Places; r++ {
		if !m.Live(s, r) {
			m.begin(s, r)
			return
		}
	}
	switch p.Again {
	case model.Restart:
		m.begin(s, p.FirstRun)
	case model.Queue:
		if s[p.Queued] < p.QueueMax {
			s[p.Queued]++
		}
	}
}

// begin makes a run live with none of its steps done but those given. A live
// run begins afresh; a council that it convened goes on sitting.
func (m *Machine) begin(s State, r int) {
	run := &m.P.Runs[r]
	m.clear(s, r)
	s[run.Live] = 1
	for rest := run.Given; rest != 0; rest &= rest - 1 {
		s[run.Step0+program.Var(bits.TrailingZeros64(rest))] = program.Done
	}
}

// clear empties a run's place.
func (m *Machine) clear(s State, r int) {
	run := &m.P.Runs[r]
	steps := m.P.Procs[run.Proc].Steps
	s[run.Live] = 0
	if run.Moved != program.NoVar {
		s[run.Moved] = 0
	}
	backs := 0
	for i := range steps {
		s[run.Step0+program.Var(i)] = program.Pending
		if steps[i].BackTo >= 0 {
			s[run.Back0+program.Var(backs)] = 0
			backs++
		}
	}
}

// end frees a run's place (S18): the councils it convened disperse, hand-overs
// by it are over.
func (m *Machine) end(s State, r int, stopped bool) {
	run := &m.P.Runs[r]
	m.clear(s, r)
	m.dropped &^= 1 << r
	for c := range m.P.Councils {
		if v := m.P.Councils[c].Var; s[v] == 1+uint16(r) {
			s[v] = 0
		}
	}
	if stopped {
		m.fx.Stopped |= 1 << r
	} else {
		m.fx.Ended |= 1 << r
	}
	if run.Place == 0 {
		for _, a := range m.Cone.Auths {
			auth := &m.P.Auths[a]
			if h := m.handover(s, auth); h != nil && !h.AtOnce && h.Proc == run.Proc {
				s[auth.Passing] = 0
			}
		}
	}
}

// done marks a step done: its move or decision takes effect, its starts begin.
func (m *Machine) done(s State, r, i, option int) {
	run := &m.P.Runs[r]
	proc := &m.P.Procs[run.Proc]
	step := &proc.Steps[i]
	status := program.Done
	if step.Options > 0 {
		status = program.ChosenFirst + uint16(option)
	} else if step.Act == model.AskConsent && step.Kind == model.ActorPost {
		if who := m.Acting(s, step.Post); m.P.Posts[who].Party != m.P.Posts[step.Post].Party {
			status = program.Foreign
		}
	}
	s[run.Step0+program.Var(i)] = status
	for j := range proc.Decides {
		d := &proc.Decides[j]
		if d.At == i && s[m.P.Scales[d.Scale].Var] == d.From && !m.moving(d.Scale) {
			s[run.Moved] = 1
			m.moves = append(m.moves, Move{d.Scale, d.From, d.To, m.decision(s, r)})
		}
	}
	if proc.Effect == i {
		m.fx.Decisions = append(m.fx.Decisions, m.decision(s, r))
	}
	m.makeMoves(s)
	m.handOvers(s)
	for _, p := range step.Starts {
		if m.Cone.Procs[p] && m.MayStart(s, p) {
			m.start(s, p)
		}
	}
}

// moving reports whether a move of the scale is about to be made.
func (m *Machine) moving(scale model.ScaleIndex) bool {
	for i := range m.moves {
		if m.moves[i].Scale == scale {
			return true
		}
	}
	return false
}

// decision notes which steps of the run are done.
func (m *Machine) decision(s State, r int) Decision {
	run := &m.P.Runs[r]
	d := Decision{Run: r}
	for i := range m.P.Procs[run.Proc].Steps {
		switch v := s[run.Step0+program.Var(i)]; {
		case v == program.Foreign:
			d.Foreign |= 1 << i
		case v == program.Skipped:
			d.Skipped |= 1 << i
		case program.IsDone(v):
			d.Done |= 1 << i
		}
	}
	return d
}

// otherwise follows a clause of a step whose status is already set.
func (m *Machine) otherwise(s State, r, i int, c program.Clause) {
	run := &m.P.Runs[r]
	steps := m.P.Procs[run.Proc].Steps
	switch c.Do {
	case model.Stop:
		m.end(s, r, true)
	case model.Go:
		if steps[i].After&(1<<c.Step) != 0 {
			for rest := steps[c.Step].Before; rest != 0; rest &= rest - 1 {
				if v := run.Step0 + program.Var(bits.TrailingZeros64(rest)); s[v] == program.Pending {
					s[v] = program.Skipped
				}
			}
			return
		}
		m.reopen(s, run, c.Step)
	}
}

// reopen makes a step and every step that comes after it pending again.
func (m *Machine) reopen(s State, run *program.Run, i int) {
	steps := m.P.Procs[run.Proc].Steps
	for rest := steps[i].After | 1<<i; rest != 0; rest &= rest - 1 {
		s[run.Step0+program.Var(bits.TrailingZeros64(rest))] = program.Pending
	}
}

// settle runs the rules of S21 until nothing changes.
func (m *Machine) settle(s State) {
	for changed := true; changed; {
		changed = m.makeMoves(s)
		changed = m.handOvers(s) || changed
		changed = m.deputies(s) || changed
		changed = m.disperse(s) || changed
		changed = m.stopRuns(s) || changed
	}
}

// makeMoves moves the scales whose moves are decided and binds the authorities
// for their new holders (S7).
func (m *Machine) makeMoves(s State) bool {
	if len(m.moves) == 0 {
		return false
	}
	for len(m.moves) > 0 {
		mv := m.moves[0]
		m.moves = append(m.moves[:0], m.moves[1:]...)
		s[m.P.Scales[mv.Scale].Var] = mv.To
		m.fx.Moves = append(m.fx.Moves, mv)
		m.fx.Decisions = append(m.fx.Decisions, mv.Decision)
		for _, a := range m.Cone.Auths {
			if m.P.Auths[a].Scale == mv.Scale {
				m.rebind(s, &m.P.Auths[a], mv.From, mv.To)
			}
		}
	}
	return true
}

// handover returns the hand-over under way, or nil.
func (m *Machine) handover(s State, a *program.Authority) *program.Handover {
	if v := s[a.Passing]; v != 0 {
		return &a.Handovers[(v-1)/4]
	}
	return nil
}

// rebind is S7 for one authority at a move of its scale.
func (m *Machine) rebind(s State, a *program.Authority, from, to uint16) {
	goal := a.GoalAt(to)
	alone := uint16(0)
	if goal >= 0 {
		alone = 1 << goal
	}
	live := m.handover(s, a)
	if s[a.Holds] == alone {
		if live != nil {
			m.drop(s, a, live)
		}
		return
	}
	if live != nil {
		if a.GoalAt(live.To) == goal {
			return
		}
		m.drop(s, a, live)
	} else if a.GoalAt(from) == goal {
		return
	}
	for i := range a.Handovers {
		h := &a.Handovers[i]
		if h.From != from || h.To != to {
			continue
		}
		if h.AtOnce {
			s[a.Holds] = alone
			return
		}
		s[a.Passing] = 1 + 4*uint16(i)
		r := m.P.Procs[h.Proc].FirstRun
		if m.began&(1<<r) == 0 {
			m.began |= 1 << r
			m.begin(s, r)
		}
		return
	}
}

// drop ends a hand-over under way; its run stops at the end of the settling if
// nothing needs it then.
func (m *Machine) drop(s State, a *program.Authority, h *program.Handover) {
	s[a.Passing] = 0
	m.dropped |= 1 << m.P.Procs[h.Proc].FirstRun
}

// needless reports whether a hand-over by the run was dropped in this event, and
// neither was one begun nor is one under way (S8).
func (m *Machine) needless(s State, r int) bool {
	if m.dropped&^m.began&(1<<r) == 0 {
		return false
	}
	for _, a := range m.Cone.Auths {
		if h := m.handover(s, &m.P.Auths[a]); h != nil && !h.AtOnce && h.Proc == m.P.Runs[r].Proc {
			return false
		}
	}
	return true
}

// instants says which instants of an authority's hand-over have come.
type instants struct {
	auth       model.AuthorityIndex
	give, take bool
}

// handOvers makes the give-ups and take-overs that are due, together (S8).
func (m *Machine) handOvers(s State) bool {
	m.due = m.due[:0]
	for _, a := range m.Cone.Auths {
		auth := &m.P.Auths[a]
		h := m.handover(s, auth)
		if h == nil {
			continue
		}
		flags := (s[auth.Passing] - 1) % 4
		due := instants{auth: a}
		due.give = flags&program.PassGave == 0 && m.reached(s, h.Proc, h.GivesUp)
		due.take = flags&program.PassTook == 0 && m.reached(s, h.Proc, h.TakesOver)
		if due.give || due.take {
			m.due = append(m.due, due)
		}
	}
	for _, due := range m.due {
		auth := &m.P.Auths[due.auth]
		h := m.handover(s, auth)
		goal := uint16(0)
		if g := auth.GoalAt(h.To); g >= 0 {
			goal = 1 << g
		}
		flags := (s[auth.Passing] - 1) % 4
		if due.give {
			s[auth.Holds] &= goal
			flags |= program.PassGave
		}
		if due.take {
			s[auth.Holds] |= goal
			flags |= program.PassTook
		}
		if flags == program.PassGave|program.PassTook {
			s[auth.Passing] = 0
		} else {
			s[auth.Passing] = 1 + (s[auth.Passing]-1)/4*4 + flags
		}
	}
	return len(m.due) > 0
}

// reached reports whether the instant that a binding names has come.
func (m *Machine) reached(s State, proc model.ProcedureIndex, b program.Bind) bool {
	r := m.P.Procs[proc].FirstRun
	run := &m.P.Runs[r]
	if !m.Live(s, r) {
		return false
	}
	status := s[run.Step0+program.Var(b.Step)]
	if program.IsDone(status) {
		return true
	}
	if b.Before && m.P.Procs[proc].Steps[b.Step].Preds == 0 {
		return true // a first step: the instant is that in which the run began
	}
	return b.Before && status == program.Pending && m.View(s, r, b.Step, m.Passed(s, r)).Due
}

// unseat ends the acting of deputies who are no longer present (S2).
func (m *Machine) unseat(s State) {
	for _, i := range m.Cone.Posts {
		p := &m.P.Posts[i]
		if v := s[p.Var]; v >= program.PostActing && s[m.P.Posts[p.Deputies[v-program.PostActing].Post].Var] != program.PostFilled {
			s[p.Var] = program.PostEmpty
		}
	}
}

// deputies lets those who take over at once do so (S2).
func (m *Machine) deputies(s State) bool {
	changed := false
	for _, i := range m.Cone.Deputed {
		p := &m.P.Posts[i]
		v := s[p.Var]
		if v == program.PostFilled {
			continue
		}
		if d := m.firstPresent(s, p); d >= 0 && p.Deputies[d].AtOnce {
			v = program.PostActing + uint16(d)
		}
		if v != s[p.Var] {
			s[p.Var] = v
			changed = true
		}
	}
	return changed
}

// disperse ends the sittings of councils without a quorum (S11).
func (m *Machine) disperse(s State) bool {
	changed := false
	for c := range m.P.Councils {
		if v := m.P.Councils[c].Var; s[v] != 0 && !m.Quorate(s, model.CouncilIndex(c)) {
			s[v] = 0
			changed = true
		}
	}
	return changed
}

// stopRuns ends the runs that have nothing left, are overtaken or serve no
// hand-over any longer (S18); then starts that wait in a queue begin (S13).
func (m *Machine) stopRuns(s State) bool {
	changed := false
	for _, r := range m.Cone.Runs {
		if !m.Live(s, r) {
			continue
		}
		run := &m.P.Runs[r]
		proc := &m.P.Procs[run.Proc]
		all := uint64(1)<<len(proc.Steps) - 1
		switch {
		case m.Passed(s, r) == all:
			m.end(s, r, false)
			changed = true
		case run.Moved != program.NoVar && s[run.Moved] == 0 && !m.open(s, proc), m.needless(s, r):
			m.end(s, r, true)
			changed = true
		}
	}
	for i := range m.P.Procs {
		p := &m.P.Procs[i]
		if !m.Cone.Procs[i] || p.Queued == program.NoVar {
			continue
		}
		for s[p.Queued] > 0 && !m.Live(s, p.FirstRun) {
			s[p.Queued]--
			changed = true
			if m.MayStart(s, model.ProcedureIndex(i)) {
				m.begin(s, p.FirstRun)
			}
		}
	}
	return changed
}
