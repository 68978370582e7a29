package sim

import (
	"fmt"
	"math"
	"math/bits"
	"strings"

	"entente/internal/diag"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// measureKind says what a measure reads off a run.
type measureKind uint8

const (
	timeOf measureKind = iota
	noHolder
	dualHolder
	waitingFor
	consultation
	workShare
	expression
	peakRung // of a crisis, as all until absentElement
	threshold
	dissonance
	stockOf
	takenOf
	programmeOf
	crossedOf
	absentElement // the design, or the crisis, lacks what is measured
)

// measure is compiled.
type measure struct {
	of       measureKind
	column   int // its first
	n        int // how many
	proc     model.ProcedureIndex
	step     int32 // timeOf: until this step is done, or -1: until the end; consultation: this step is the decision, or -1
	since    int32 // timeOf: from the first coming of this incident, or -1
	auth     model.AuthorityIndex
	post     model.PostIndex
	expr     int
	reads    []program.Var
	allies   []model.PartyIndex
	timed    bool      // timeOf: it tells whether the deadline is kept
	deadline float64   // seconds; NaN where this design has none
	doers    []float64 // timeOf of a step: by post, its label; the council's is the only one of a council's step
	a, b     int32     // of a crisis: the element, or the parties; -1: none
}

// meter is a measure in one replication.
type meter struct {
	run     int32 // timeOf, consultation: the first run of the procedure, or -1
	begunAt float64
	value   float64
	settled bool
	closing bool // its run has ended or stopped
	stopped bool
	since   float64 // of what goes on
	on      bool

	who float64 // timeOf of a step: the label of who did it; NaN: it was not done

	// consultation and workShare
	done    []int32 // by step: the order in which it was done, 0: not
	by      []int32 // by step: the post that did it
	refused uint64  // the steps of done that were refused
	order   int32
	effect  int32 // the order at which the decision was taken, 0: not yet
	taken   int32 // the step that took it
	holder  int
	deputy  int
	nobody  int
}

// measures compiles what is to be measured.
func (c *compiler) measures(list []model.Measure, among Among) error {
	p := c.p
	p.timesAll = len(list) > 0
	for i := range list {
		m, err := c.measure(&list[i])
		if err != nil {
			return err
		}
		p.timesAll = p.timesAll && m.of == timeOf
		m.column = len(p.columns)
		add := func(suffix string, kind ColumnKind, top float64, labels []string) {
			p.columns = append(p.columns, Column{Name: list[i].ID + suffix, Measure: i, Kind: kind, Max: top, Labels: labels})
		}
		switch list[i].Kind {
		case "time-of":
			add("", Time, p.horizon, nil)
			add(".done", Flag, 1, nil)
			if strings.Contains(list[i].Of, "/") {
				m.doers = doerLabels(p.a, &m, among.doers[i])
				add(".by", Category, 1, among.doers[i])
			}
			if m.timed = among.deadline[i] && m.since < 0; m.timed {
				add(".in-time", Flag, 1, nil)
				m.deadline = math.NaN()
				if m.proc != model.None && p.a.Procedures[m.proc].Deadline != nil {
					m.deadline = p.a.Procedures[m.proc].Deadline.Spec.A
				}
			}
		case "no-holder", "dual-holder", "waiting":
			add("", Time, p.horizon, nil)
		case "consultation":
			for party := range p.a.Parties {
				if p.a.Parties[party].Ally {
					m.allies = append(m.allies, model.PartyIndex(party))
					add("."+p.a.Parties[party].ID, Category, 1, Consultation)
				}
			}
		case "work-share":
			add(".holder", Share, 1, nil)
			add(".deputy", Share, 1, nil)
			add(".nobody", Share, 1, nil)
		case "expression":
			add("", Share, 1, nil)
		default:
			c.crisisColumns(&m, list[i].Kind, func(suffix string, kind ColumnKind, low, top float64) {
				add(suffix, kind, top, nil)
				p.columns[len(p.columns)-1].Min = low
			})
		}
		m.n = len(p.columns) - m.column
		p.measures = append(p.measures, m)
	}
	return nil
}

// follow sorts the measures by what they follow.
func (c *compiler) follow() {
	p := c.p
	p.byRun, p.byVar, p.follows = make([][]int32, len(p.prog.Runs)), make([][]int32, len(p.vars)), make([]bool, len(p.prog.Runs))
	for i := range p.measures {
		m := &p.measures[i]
		switch m.of {
		case timeOf, consultation, workShare:
			for run := range p.prog.Runs {
				if p.prog.Runs[run].Proc == m.proc {
					p.byRun[run] = append(p.byRun[run], int32(i))
					p.follows[run] = p.follows[run] || m.of != timeOf || m.step >= 0
				}
			}
		case noHolder, dualHolder, expression:
			for _, v := range m.reads {
				if list := p.byVar[v]; len(list) == 0 || list[len(list)-1] != int32(i) {
					p.byVar[v], p.anyVar = append(list, int32(i)), true
				}
			}
		case waitingFor:
			p.waiting = append(p.waiting, int32(i))
		}
	}
}

func (c *compiler) measure(m *model.Measure) (measure, error) {
	a := c.p.a
	out := measure{step: -1, since: -1, expr: -1, proc: model.None, auth: model.None, post: model.None}
	lacks := false
	switch m.Kind {
	case "time-of", "consultation", "work-share":
		_, _, inStep := strings.Cut(m.Of, "/")
		out.proc, out.step = stepOf(a, m.Of)
		lacks = out.proc == model.None || inStep && out.step < 0 || !c.since(&out, m.Since)
		out.of = map[string]measureKind{"time-of": timeOf, "consultation": consultation, "work-share": workShare}[m.Kind]
	case "no-holder", "dual-holder":
		for i := range a.Authorities {
			if id(&a.Authorities[i].Meta) == m.Of || a.Authorities[i].ID == m.Of {
				out.auth = model.AuthorityIndex(i)
			}
		}
		lacks = out.auth == model.None
		out.of = noHolder
		if m.Kind == "dual-holder" {
			out.of = dualHolder
		}
		if !lacks {
			see := func(v program.Var) { out.reads = append(out.reads, v) }
			c.authority(out.auth, see)
			c.expr(c.p.prog.Auths[out.auth].While, -1, see)
			if scale := c.p.prog.Auths[out.auth].Scale; scale != model.None {
				see(c.p.prog.Scales[scale].Var) // its row may name nobody
			}
		}
	case "waiting":
		for i := range a.Posts {
			if id(&a.Posts[i].Meta) == m.Of || a.Posts[i].ID == m.Of {
				out.post = model.PostIndex(i)
			}
		}
		lacks = out.post == model.None
		out.of = waitingFor
	case "expression":
		e := expressionOf(a, crisisOf(c.p.s), m)
		lacks = e == nil
		out.of = expression
		if !lacks {
			out.expr = c.p.prog.Add(e)
			c.expr(out.expr, -1, func(v program.Var) { out.reads = append(out.reads, v) })
		}
	default:
		var known bool
		if lacks, known = c.crisisMeasure(m, &out); !known {
			return out, fmt.Errorf("measure %s: %s cannot be measured", m.ID, m.Kind)
		}
	}
	if lacks {
		out.of = absentElement
	}
	return out, nil
}

// expressionOf reads the expression of a measure; nil where the design lacks what
// it names.
func expressionOf(a *model.Arrangement, crisis *model.Crisis, m *model.Measure) *model.Expr {
	var list diag.List
	node := &syntax.Node{Kind: syntax.Scalar, Text: m.Of, Span: m.Span}
	names := typecheck.NamesOf(a)
	if crisis != nil {
		names.AddCrisis(crisis)
	}
	e := names.Expr(node, model.None, &list)
	if list.HasErrors() {
		return nil
	}
	return e
}

func (m *meter) init(r *Runner, plan *measure) {
	if plan.proc != model.None && plan.of != timeOf {
		n := len(r.p.a.Procedures[plan.proc].Steps)
		m.done, m.by = make([]int32, n), make([]int32, n)
	}
}

func (m *meter) start(r *Runner, plan *measure) {
	*m = meter{run: -1, value: 0, done: m.done, by: m.by}
	clear(m.done)
	switch plan.of {
	case timeOf:
		m.value, m.who = math.NaN(), math.NaN()
		r.open++
	case noHolder, dualHolder, expression, waitingFor:
		m.on = m.holds(r, plan)
	}
}

// holds reports whether what is measured goes on in this state.
func (m *meter) holds(r *Runner, plan *measure) bool {
	switch plan.of {
	case noHolder, dualHolder:
		auth := &r.p.prog.Auths[plan.auth]
		if auth.While >= 0 && !r.m.Eval(r.s, auth.While, -1) {
			return false
		}
		r.holders = r.m.Holders(r.s, plan.auth, r.holders)
		if plan.of == noHolder {
			return len(r.holders) == 0 && !r.leftToNobody(plan.auth)
		}
		return len(r.holders) > 1
	case expression:
		return r.m.Eval(r.s, plan.expr, -1)
	case waitingFor:
		for w := range r.works {
			if is := r.works[w].is; is != idle && is != working && is != held && m.waitsFor(r, plan, w) {
				return true
			}
		}
	}
	return false
}

// leftToNobody reports whether the row in force names nobody: that is no gap.
func (r *Runner) leftToNobody(at model.AuthorityIndex) bool {
	auth := &r.p.prog.Auths[at]
	value := uint16(0)
	if auth.Scale != model.None {
		value = r.s[r.p.prog.Scales[auth.Scale].Var]
	}
	return auth.GoalAt(value) < 0
}

// waitsFor reports whether a work is for the post to do.
func (m *meter) waitsFor(r *Runner, plan *measure, w int) bool {
	s := r.plans[w].step0
	return s.Kind == model.ActorPost && s.Post == plan.post
}

// begun follows the beginning of a run of the procedure, perhaps afresh: the first
// is measured. Steps that are given (S1) are done from then on.
func (m *meter) begun(r *Runner, plan *measure, run int32) {
	first := m.run < 0
	if first && plan.since >= 0 {
		if !m.comes(r, plan) {
			return
		}
		m.run = run
	} else if first {
		m.run, m.begunAt = run, r.now
	}
	if m.run != run || m.closing || m.settled {
		return
	}
	steps := r.p.a.Procedures[plan.proc].Steps
	for rest := r.runs[run].passed; rest != 0; rest &= rest - 1 {
		at := int32(bits.TrailingZeros64(rest))
		switch {
		case plan.of == consultation:
			m.order++
			m.done[at], m.by[at] = m.order, model.None
			if s := &steps[at]; s.Doer.Kind == model.ActorPost {
				m.by[at] = int32(s.Doer.Post)
			}
		case plan.of == timeOf && first && plan.step == at:
			m.settled, m.on, m.value = true, true, r.now-m.begunAt
			if s := &steps[at]; s.Doer.Kind != model.ActorHolder {
				m.who = plan.doers[max(s.Doer.Post, 0)]
			}
			r.open--
		}
	}
	if plan.of == consultation && m.effect == 0 && plan.step >= 0 && m.done[plan.step] != 0 {
		m.effect, m.taken = m.order, plan.step
	}
}

// undone follows a step of a run that is pending again: it counts for nothing in
// the decision, unless that has been taken, also in this event.
func (r *Runner) undone(run, step int32, ev machine.Event, fx *machine.Effects) {
	if !r.p.follows[run] {
		return
	}
	for _, i := range r.p.byRun[run] {
		if m := &r.meters[i]; m.run == run && m.effect == 0 && !m.closing && m.done != nil && !r.p.measures[i].taken(run, ev, fx) {
			m.done[step] = 0
		}
	}
}

// taken reports whether the decision is taken in an event.
func (plan *measure) taken(run int32, ev machine.Event, fx *machine.Effects) bool {
	if plan.step >= 0 {
		return ev.Kind == machine.DoStep && int32(ev.A) == run && int32(ev.B) == plan.step
	}
	for i := range fx.Decisions {
		if fx.Decisions[i].Run == int(run) {
			return true
		}
	}
	return false
}

// closed notes the end of a run; after makes something of it.
func (m *meter) closed(run int32, stopped bool) {
	if m.run == run && !m.settled {
		m.closing, m.stopped = true, stopped
	}
}

// after follows an event. by is the work that made it, or -1.
func (m *meter) after(r *Runner, plan *measure, ev machine.Event, fx *machine.Effects, by int32) {
	switch plan.of {
	case timeOf:
		came := m.closing && !m.stopped && plan.step < 0 ||
			plan.step >= 0 && ev.Kind == machine.DoStep && int32(ev.A) == m.run && int32(ev.B) == plan.step
		if m.settled || !came && !m.closing {
			return
		}
		m.settled, m.on, m.value = true, came, r.p.horizon // of what stopped: it never came
		if came {
			m.value = r.now - m.begunAt
			if plan.step >= 0 {
				m.who = plan.doers[max(r.did, 0)]
			}
		}
		r.open--
	case consultation, workShare:
		m.step(r, plan, ev, fx, by)
		m.settled = m.settled || m.closing
	}
}

// measure has the measures follow an event.
func (r *Runner) measure(ev machine.Event, fx *machine.Effects, by int32) {
	own := int32(-1)
	if by >= 0 && (r.p.follows[r.plans[by].run] || len(fx.Ended)+len(fx.Stopped) > 0) {
		own = r.plans[by].run
		r.measureRun(own, ev, fx, by)
	}
	for _, x := range fx.Ended {
		if int32(x) != own {
			r.measureRun(int32(x), ev, fx, by)
		}
	}
	for _, x := range fx.Stopped {
		if int32(x) != own {
			r.measureRun(int32(x), ev, fx, by)
		}
	}
	if !r.p.anyVar {
		return
	}
	for _, v := range fx.Changed {
		for _, i := range r.p.byVar[v] {
			r.meters[i].turn(r, r.meters[i].holds(r, &r.p.measures[i]))
		}
	}
}

func (r *Runner) measureRun(run int32, ev machine.Event, fx *machine.Effects, by int32) {
	for _, i := range r.p.byRun[run] {
		r.meters[i].after(r, &r.p.measures[i], ev, fx, by)
	}
}

// measureWaits has the measures of waiting follow what the works are at.
func (r *Runner) measureWaits() {
	if len(r.p.waiting) > 0 {
		r.turnWaits()
	}
}

func (r *Runner) turnWaits() {
	for _, i := range r.p.waiting {
		r.meters[i].turn(r, r.meters[i].holds(r, &r.p.measures[i]))
	}
}

// turn adds up the time in which something goes on.
func (m *meter) turn(r *Runner, on bool) {
	if on == m.on {
		return
	}
	if m.on {
		m.value += r.now - m.since
	}
	m.on, m.since = on, r.now
}

// step notes who did a step, and when the decision was taken.
func (m *meter) step(r *Runner, plan *measure, ev machine.Event, fx *machine.Effects, by int32) {
	if m.settled || by < 0 || r.plans[by].run != m.run {
		return
	}
	at := r.plans[by].step
	switch ev.Kind {
	case machine.DoStep:
		m.order++
		if m.done[at] == 0 || m.effect == 0 { // what was done before the decision stays so
			m.done[at], m.by[at] = m.order, r.did
			m.refused &^= 1 << at
		}
		m.count(r, r.plans[by].step0)
	case machine.Refuse: // overruled, if the run goes on
		m.order++
		if m.done[at] == 0 || m.effect == 0 {
			m.done[at], m.by[at] = m.order, r.did
			m.refused |= 1 << at
		}
	case machine.Unreachable, machine.Absent, machine.Late:
		m.nobody++
	}
	if m.effect == 0 && plan.taken(m.run, ev, fx) {
		m.effect, m.taken = m.order, at
	}
	if m.effect == 0 && !m.closing && r.runs[m.run].passed>>at&1 == 0 {
		m.done[at] = 0 // the same event made it pending again
	}
}

func (m *meter) count(r *Runner, step *program.Step) {
	if step.Kind == model.ActorPost && int32(step.Post) != r.did {
		m.deputy++
	} else {
		m.holder++
	}
}

// finish writes the columns.
func (m *meter) finish(r *Runner, plan *measure, out []float64) {
	out = out[plan.column : plan.column+plan.n]
	switch plan.of {
	case absentElement:
		for i := range out {
			out[i] = math.NaN()
		}
	case timeOf:
		said := m.run >= 0 || plan.since >= 0 && m.comes(r, plan)
		if said && !m.settled {
			m.value = r.p.horizon
		}
		out[0] = math.Min(m.value, r.p.horizon)
		out[1] = math.NaN()
		if said {
			out[1] = 0
			if m.on {
				out[1] = 1
			}
		}
		switch {
		case plan.step >= 0:
			out[2] = m.who
		case plan.timed:
			out[2] = m.inTime(r, plan)
		}
	case noHolder, dualHolder, waitingFor:
		m.turn(r, false)
		out[0] = m.value
	case expression:
		m.turn(r, false)
		out[0] = m.value / math.Max(r.now, 1e-9)
	case workShare:
		total := float64(m.holder + m.deputy + m.nobody)
		for i, n := range []int{m.holder, m.deputy, m.nobody} {
			out[i] = float64(n) / total // NaN where there was no work
		}
	case consultation:
		for i, ally := range plan.allies {
			out[i] = m.consulted(r, plan, ally)
		}
	default:
		r.world.finish(r, plan, out)
	}
}

// inTime tells whether the run ended within its deadline: 1 or 0. It is NaN where it
// never began, where there is no deadline, where that lies beyond the horizon (also of
// what was quick: else only the quick would count), and where the replication ended
// before it for another reason.
func (m *meter) inTime(r *Runner, plan *measure) float64 {
	over := m.begunAt + plan.deadline
	switch {
	case m.run < 0 || math.IsNaN(plan.deadline) || over > r.p.horizon:
	case m.on && m.value <= plan.deadline:
		return 1
	case m.settled || r.now >= over:
		return 0
	}
	return math.NaN()
}

// The labels of Consultation.
const (
	decided = iota
	consented
	agreedInCouncil
	heardBefore
	toldBefore
	heardAfter
	toldAfter
	leftOut
	noDecision
)

// consulted says how an ally took part in the decision: the strongest that holds.
func (m *meter) consulted(r *Runner, plan *measure, ally model.PartyIndex) float64 {
	if m.run < 0 {
		return math.NaN()
	}
	if m.effect == 0 {
		return noDecision
	}
	best := leftOut
	proc := &r.p.a.Procedures[plan.proc]
	for i := range proc.Steps {
		if m.done[i] == 0 {
			continue
		}
		if k := m.kind(r, &proc.Steps[i], i, ally, m.deciding(plan, proc.Steps, i)); k < best {
			best = k
		}
	}
	return float64(best)
}

// deciding reports whether the decision was taken in a step: those that decide and
// stand done when it is taken; without any, the one that takes it. Of one step, that
// alone.
func (m *meter) deciding(plan *measure, steps []model.Step, at int) bool {
	if plan.step >= 0 {
		return at == int(plan.step)
	}
	none := true
	for i := range steps {
		if steps[i].Act == model.Decide && m.done[i] != 0 && m.done[i] <= m.effect && m.refused>>i&1 == 0 {
			if i == at {
				return true
			}
			none = false
		}
	}
	return none && at == int(m.taken)
}

// kind says what one step means for an ally.
func (m *meter) kind(r *Runner, s *model.Step, at int, ally model.PartyIndex, deciding bool) int {
	before := m.done[at] <= m.effect
	mine := false
	switch s.Doer.Kind {
	case model.ActorCouncil:
		mine = seated(r.p.a, s.Doer.Council, ally)
	default:
		mine = m.by[at] >= 0 && r.p.a.Posts[m.by[at]].Of == ally
	}
	switch {
	case m.refused>>at&1 != 0 && mine && before:
		return heardBefore // it said no
	case m.refused>>at&1 != 0 && mine:
		return heardAfter
	case m.refused>>at&1 != 0:
		return leftOut // what was not done told nobody
	case mine && deciding && s.Doer.Kind == model.ActorCouncil:
		return agreedInCouncil
	case mine && deciding:
		return decided
	case mine && before && s.Act == model.AskConsent && s.Doer.Kind == model.ActorCouncil:
		return agreedInCouncil
	case mine && before && s.Act == model.AskConsent:
		return consented
	case mine && before:
		return heardBefore // it assessed, reported, gave its views: it took part
	case mine && s.Act.Asking():
		return heardAfter
	}
	for _, to := range s.To {
		if told(r.p.a, to, ally) {
			if before && at != int(m.taken) {
				return toldBefore
			}
			return toldAfter
		}
	}
	return leftOut
}

func seated(a *model.Arrangement, council model.CouncilIndex, ally model.PartyIndex) bool {
	for _, s := range a.Councils[council].Seats {
		if a.Posts[s.Post].Of == ally {
			return true
		}
	}
	return false
}

func told(a *model.Arrangement, to model.Actor, ally model.PartyIndex) bool {
	switch to.Kind {
	case model.ActorPost:
		return a.Posts[to.Post].Of == ally
	case model.ActorCouncil:
		return seated(a, to.Council, ally)
	case model.ActorHolder:
		for _, post := range a.Authorities[to.Authority].HeldBy {
			if post != model.None && a.Posts[post].Of == ally {
				return true
			}
		}
	}
	return false
}
