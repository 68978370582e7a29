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
			m.set(s, p.StartsVar, s[p.StartsVar]+1)
		}
		m.start(s, model.ProcedureIndex(e.A))
	case Incident:
		m.incident(s, &p.Budget.Incidents[e.A])
	case Convene:
		m.set(s, p.Councils[e.A].Var, 1+e.B)
	case DoStep:
		m.done(s, int(e.A), int(e.B), int(e.C))
		if step := m.step(e); step.Quiet && !m.nonePending(s, &p.Runs[e.A], len(p.Procs[p.Runs[e.A].Proc].Steps)) {
			return &m.fx
		}
	case Refuse:
		step := m.step(e)
		status := program.Skipped
		if step.Refused.Do == model.Proceed {
			status = program.Refused
		}
		m.setStep(s, int(e.A), int(e.B), status)
		m.adjourn(s, step)
		m.otherwise(s, int(e.A), int(e.B), step.Refused)
	case Refer:
		step := m.step(e)
		run := &p.Runs[e.A]
		back := run.Back0 + program.Var(step.BackVar)
		m.set(s, back, s[back]+1)
		m.adjourn(s, step)
		m.pend(s, int(e.A), step.Back)
	case Unreachable, Absent, Late:
		step := m.step(e)
		c := step.Unreachable
		if e.Kind == Absent {
			c = step.Absent
		} else if e.Kind == Late {
			c = step.Late
		}
		m.setStep(s, int(e.A), int(e.B), program.Skipped)
		m.otherwise(s, int(e.A), int(e.B), c)
	case TakeOver:
		m.setPost(s, model.PostIndex(e.A), program.PostActing+e.B)
	case Fill:
		m.setPost(s, model.PostIndex(e.A), program.PostFilled)
	case Restore:
		m.set(s, p.Links[e.A].Var, 0)
	case LosePost:
		m.fault(s)
		m.setPost(s, model.PostIndex(e.A), program.PostEmpty)
		m.unseat(s)
	case LosePerson:
		m.fault(s)
		for _, post := range p.Model.Persons[e.A].Posts {
			if m.Cone.HasPost[post] {
				m.empty(s, post)
			}
		}
		m.unseat(s)
	case CutLink:
		m.fault(s)
		m.set(s, p.Links[e.A].Var, 1)
	default:
		panic(fmt.Sprintf("machine: event of kind %d", e.Kind))
	}
	m.settle(s)
	return &m.fx
}

func (m *Machine) reset() {
	m.fx.Moves, m.fx.Decisions = m.fx.Moves[:0], m.fx.Decisions[:0]
	m.fx.Begun, m.fx.Ended, m.fx.Stopped, m.fx.NotOpen = m.fx.Begun[:0], m.fx.Ended[:0], m.fx.Stopped[:0], false
	m.fx.Changed = m.fx.Changed[:0]
	m.moves = m.moves[:0]
	if m.passed {
		m.began, m.dropped, m.passed = program.RunSet{}, program.RunSet{}, false
	}
	if m.ended {
		m.touched, m.ended = program.RunSet{}, false
	}
	m.posts, m.scales = false, false
}

// set writes a variable, and notes it where the caller asked for changes.
func (m *Machine) set(s State, v program.Var, x uint16) {
	if s[v] == x {
		return
	}
	s[v] = x
	if m.Track {
		m.fx.Changed = append(m.fx.Changed, v)
	}
}

// setPost writes a post's variable: quorums and deputies are looked at again.
func (m *Machine) setPost(s State, post model.PostIndex, x uint16) {
	m.posts = true
	m.set(s, m.P.Posts[post].Var, x)
}

// setStep writes the status of a step: its run may have ended.
func (m *Machine) setStep(s State, r, i int, status uint16) {
	m.touch(r)
	m.set(s, m.P.Runs[r].Step0+program.Var(i), status)
}

// touch notes that a run may have ended.
func (m *Machine) touch(r int) {
	m.touched.Add(r)
	m.ended = true
}

// fault charges one. A simulation may go beyond what a search counts.
func (m *Machine) fault(s State) {
	if f := s[m.P.FaultsVar]; f < 1<<15 {
		m.set(s, m.P.FaultsVar, f+1)
	}
}

func (m *Machine) step(e Event) *program.Step {
	return &m.P.Procs[m.P.Runs[e.A].Proc].Steps[e.B]
}

// empty empties an office that is filled.
func (m *Machine) empty(s State, post model.PostIndex) {
	if s[m.P.Posts[post].Var] == program.PostFilled {
		m.setPost(s, post, program.PostEmpty)
	}
}

func (m *Machine) incident(s State, in *program.Incident) {
	m.set(s, in.Var, program.IncidentCame)
	for _, post := range in.Empties {
		if m.Cone.HasPost[post] {
			m.empty(s, post)
		}
	}
	if len(in.Empties) > 0 {
		m.unseat(s)
	}
	for _, post := range in.Fills {
		if m.Cone.HasPost[post] {
			m.setPost(s, post, program.PostFilled)
		}
	}
	for _, l := range in.Cuts {
		if m.Cone.HasLink[l] {
			m.set(s, m.P.Links[l].Var, 1)
		}
	}
	for _, l := range in.Mends {
		if m.Cone.HasLink[l] {
			m.set(s, m.P.Links[l].Var, 0)
		}
	}
	for _, mv := range in.Moves {
		if m.Cone.HasScale[mv.Scale] && s[m.P.Scales[mv.Scale].Var] == uint16(mv.From) && !m.moving(mv.Scale) {
			m.moves = append(m.moves, Move{mv.Scale, uint16(mv.From), uint16(mv.To), Decision{Run: -1}})
		}
	}
	m.makeMoves(s)
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
			m.set(s, p.Queued, s[p.Queued]+1)
		}
	}
}

// begin makes a run live with none of its steps done but those given. A live
// run begins afresh; a council that it convened goes on sitting.
func (m *Machine) begin(s State, r int) {
	run := &m.P.Runs[r]
	if m.Live(s, r) {
		m.clear(s, r)
	}
	m.set(s, run.Live, 1)
	for rest := run.Given; rest != 0; rest &= rest - 1 {
		m.set(s, run.Step0+program.Var(bits.TrailingZeros64(rest)), program.Done)
	}
	if run.Moved != program.NoVar || run.Given == 1<<len(m.P.Procs[run.Proc].Steps)-1 {
		m.touch(r) // it may be over at once
	}
	m.fx.Begun = append(m.fx.Begun, uint16(r))
}

// clear empties a run's place.
func (m *Machine) clear(s State, r int) {
	run := &m.P.Runs[r]
	steps := m.P.Procs[run.Proc].Steps
	m.set(s, run.Live, 0)
	if run.Moved != program.NoVar {
		m.set(s, run.Moved, 0)
	}
	backs := program.Var(0)
	for i := range steps {
		m.set(s, run.Step0+program.Var(i), program.Pending)
		if steps[i].Back != 0 {
			m.set(s, run.Back0+backs, 0)
			backs++
		}
	}
}

// end frees a run's place (S18): the councils it convened disperse, hand-overs
// by it are over.
func (m *Machine) end(s State, r int, stopped bool) {
	run := &m.P.Runs[r]
	m.clear(s, r)
	if stopped {
		m.fx.Stopped = append(m.fx.Stopped, uint16(r))
	} else {
		m.fx.Ended = append(m.fx.Ended, uint16(r))
	}
	for _, c := range m.P.Procs[run.Proc].Councils {
		if v := m.P.Councils[c].Var; s[v] == 1+uint16(r) {
			m.set(s, v, 0)
		}
	}
	if r == m.P.Procs[run.Proc].FirstRun {
		m.dropped.Remove(r) // what begins in its place serves no hand-over
		for _, a := range m.Cone.Passing {
			auth := &m.P.Auths[a]
			if h := m.handover(s, auth); h != nil && !h.AtOnce && h.Proc == run.Proc {
				m.set(s, auth.Passing, 0)
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
	m.setStep(s, r, i, status)
	m.adjourn(s, step)
	for _, n := range step.Readies {
		in := &m.P.Budget.Incidents[n]
		if m.Cone.Incidents[n] && !m.Free && s[in.Var] == program.IncidentAhead && (in.Choice < 0 || in.Choice == option) {
			m.set(s, in.Var, program.IncidentReady)
		}
	}
	if proc.Effect == i {
		m.fx.Decisions = append(m.fx.Decisions, m.decision(s, r))
	}
	if step.Quiet {
		return
	}
	for j := range proc.Decides {
		d := &proc.Decides[j]
		if d.At == i && s[m.P.Scales[d.Scale].Var] == d.From && !m.moving(d.Scale) {
			m.set(s, run.Moved, 1)
			m.moves = append(m.moves, Move{d.Scale, d.From, d.To, m.decision(s, r)})
		}
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
					m.set(s, v, program.Skipped)
				}
			}
			return
		}
		m.pend(s, r, steps[c.Step].After|1<<c.Step)
	}
}

// pend makes steps pending again.
func (m *Machine) pend(s State, r int, set uint64) {
	m.touch(r)
	for rest := set; rest != 0; rest &= rest - 1 {
		m.set(s, m.P.Runs[r].Step0+program.Var(bits.TrailingZeros64(rest)), program.Pending)
	}
}

// adjourn ends the sitting of a council that adjourns when it has acted (S11).
func (m *Machine) adjourn(s State, step *program.Step) {
	if step.Kind == model.ActorCouncil && m.P.Councils[step.Council].Adjourns {
		m.set(s, m.P.Councils[step.Council].Var, 0)
	}
}

// DoQuiet does a step that is Quiet, without options and not a consent, while
// another step of its run is pending: Apply would write the same, and tell of it.
// status is the variable of the step, adjourns that of its council if it adjourns,
// else NoVar.
func DoQuiet(s State, status, adjourns program.Var) {
	s[status] = program.Done
	if adjourns != program.NoVar {
		s[adjourns] = 0
	}
}

// SitQuiet is the event Convene where no expression asks whether the council sits:
// Apply would write the same, and nothing follows.
func SitQuiet(s State, sits program.Var, run int32) { s[sits] = 1 + uint16(run) }

// settle runs the rules of S21 until nothing changes. Each rule looks only where
// something that it reads was written: nothing else can have come to apply.
func (m *Machine) settle(s State) {
	for changed := true; changed; {
		changed = m.makeMoves(s)
		changed = m.handOvers(s) || changed
		if m.posts {
			changed = m.deputies(s) || changed
			changed = m.disperse(s) || changed
			m.posts = false
		}
		if m.ended || m.scales || m.passed {
			changed = m.stopRuns(s) || changed
		}
	}
}

// makeMoves moves the scales whose moves are decided and binds the authorities
// for their new holders (S7).
func (m *Machine) makeMoves(s State) bool {
	if len(m.moves) == 0 {
		return false
	}
	for i := range m.moves {
		mv := &m.moves[i]
		m.set(s, m.P.Scales[mv.Scale].Var, mv.To)
		m.scales = true
		m.fx.Moves = append(m.fx.Moves, *mv)
		if mv.Decision.Run >= 0 {
			m.fx.Decisions = append(m.fx.Decisions, mv.Decision)
		}
		for _, a := range m.Cone.Auths {
			if m.P.Auths[a].Scale == mv.Scale {
				m.rebind(s, &m.P.Auths[a], mv.From, mv.To)
			}
		}
	}
	m.moves = m.moves[:0]
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
			m.set(s, a.Holds, alone)
			return
		}
		m.set(s, a.Passing, 1+4*uint16(i))
		r := m.P.Procs[h.Proc].FirstRun
		if !m.began.Has(r) {
			m.passed = true
			m.began.Add(r)
			m.begin(s, r)
		}
		return
	}
}

// drop ends a hand-over under way; its run stops at the end of the settling if
// nothing needs it then.
func (m *Machine) drop(s State, a *program.Authority, h *program.Handover) {
	m.set(s, a.Passing, 0)
	m.passed = true
	m.dropped.Add(m.P.Procs[h.Proc].FirstRun)
}

// needless reports whether a hand-over by the run was dropped in this event, and
// neither was one begun nor is one under way (S8).
func (m *Machine) needless(s State, r int) bool {
	if !m.dropped.Has(r) || m.began.Has(r) {
		return false
	}
	for _, a := range m.Cone.Passing {
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
	for _, a := range m.Cone.Passing {
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
			m.set(s, auth.Holds, s[auth.Holds]&goal)
			flags |= program.PassGave
		}
		if due.take {
			m.set(s, auth.Holds, s[auth.Holds]|goal)
			flags |= program.PassTook
		}
		if flags == program.PassGave|program.PassTook {
			m.set(s, auth.Passing, 0)
		} else {
			m.set(s, auth.Passing, 1+(s[auth.Passing]-1)/4*4+flags)
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
			m.setPost(s, i, program.PostEmpty)
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
			m.set(s, p.Var, v)
			changed = true
		}
	}
	return changed
}

// disperse ends the sittings of councils without a quorum (S11).
func (m *Machine) disperse(s State) bool {
	changed := false
	for _, c := range m.Cone.Sitting {
		if v := m.P.Councils[c].Var; s[v] != 0 && !m.Quorate(s, c) {
			m.set(s, v, 0)
			changed = true
		}
	}
	return changed
}

// stopRuns ends the runs that have nothing left, are overtaken or serve no
// hand-over any longer (S18); then starts that wait in a queue begin (S13).
func (m *Machine) stopRuns(s State) bool {
	changed := false
	if m.scales {
		m.touched.AddAll(&m.Cone.Deciding)
	}
	if m.passed {
		m.touched.AddAll(&m.dropped)
	}
	for i := range m.touched {
		for ; m.touched[i] != 0; m.touched[i] &= m.touched[i] - 1 {
			changed = m.stopRun(s, 64*i+bits.TrailingZeros64(m.touched[i])) || changed
		}
	}
	m.ended, m.scales = false, false
	for _, i := range m.Cone.Queues {
		p := &m.P.Procs[i]
		for s[p.Queued] > 0 && !m.Live(s, p.FirstRun) {
			m.set(s, p.Queued, s[p.Queued]-1)
			changed = true
			if m.MayStart(s, i) {
				m.begin(s, p.FirstRun)
			}
		}
	}
	return changed
}

// nonePending reports whether every step is done, skipped or refused. The last are
// pending longest.
func (m *Machine) nonePending(s State, run *program.Run, steps int) bool {
	for v := int(run.Step0) + steps - 1; v >= int(run.Step0); v-- {
		if s[v] == program.Pending {
			return false
		}
	}
	return true
}

// stopRun ends a run that has nothing left, is overtaken or is needless.
func (m *Machine) stopRun(s State, r int) bool {
	if !m.Live(s, r) {
		return false
	}
	run := &m.P.Runs[r]
	proc := &m.P.Procs[run.Proc]
	switch {
	case m.nonePending(s, run, len(proc.Steps)):
		m.end(s, r, false)
	case run.Moved != program.NoVar && s[run.Moved] == 0 && !m.open(s, proc), m.needless(s, r):
		m.end(s, r, true)
	default:
		return false
	}
	return true
}
