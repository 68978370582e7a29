package sim

import (
	"math"
	"math/bits"
	"slices"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/rng"
)

var nan = math.NaN()

// EventsMax is how many entries of the calendar one replication may have, and how
// many events that take no time.
const EventsMax = 1_000_000

// Runner runs replications of a plan, one after the other. It holds their state,
// which it reuses: one for each goroutine.
type Runner struct {
	p       *Plan
	m       *machine.Machine
	s       machine.State
	initial machine.State

	replication rng.Key
	now         float64
	calendar    calendar
	instants    []instant // what happens at once, in order
	first       int       // the first of instants not yet taken
	out         Outcome
	atOnces     int
	stop        bool

	source  rng.Key // the cause of what the step that is done now starts; 0: no step is
	works   []work
	plans   []workPlan // of the plan
	values  []value    // of the plan
	runs    []run
	hands   []hand    // persons, then councils
	free    []hand    // how they are at the start
	serve   []int32   // hands that may have become free
	marks   []uint32  // by work: the look at which it was last noted
	look    []int32   // works to be looked at again
	mark    uint32    // this look
	council []council // by council
	quorate []bool    // by council
	touched bool      // a post or a link has changed in this replication
	posts   []post    // by post
	links   []link    // by link
	came    []uint32  // by incident: how often
	faults  []uint32  // by rate: how often
	moved   []uint32  // by scale: how often
	waits   []uint32  // by procedure: how often a start that waited has begun
	forced  float64   // how long the fault that is being made lasts; NaN: as the text says
	holders []model.PostIndex

	meters []meter
	open   int   // meters that are not settled yet
	did    int32 // the post that did the step of the event that is followed
	trace  *Trace
}

// doing is what a work is at.
type doing uint8

const (
	idle      doing = iota // not due
	blocked                // due, and cannot be done
	held                   // due, and the run waits off its delay
	convening              // due, and its council does not sit yet
	queued                 // due, and its hand is busy
	working
)

// work is a step of a live run.
type work struct {
	is      doing
	lifting bool
	hand    int32
	post    int32  // from which it is done; None for a council's
	gen     uint32 // of its end in the calendar
	due     uint32 // generation of its being due
	dues    uint32 // how often it has become due in this run
	next    int32  // in the queue of its hand, or -1
	visits  uint32 // how often it has drawn its time in this run
	answers uint32
	dones   uint32
}

// run is a live run.
type run struct {
	cause   rng.Key
	passed  uint64 // its steps that are done, skipped or refused
	all     uint64 // its steps
	held    uint64 // steps that wait off the delay, if they still do
	debt    float64
	waiting bool // it waits off its delay
	live    bool
	gen     uint32 // of the end of that
	delays  uint32 // drawn
}

// hand does one thing at a time: a person, or a council.
type hand struct {
	busy  int32 // work, or -1
	queue int32 // first work that waits, or -1
	last  int32
}

func (h *hand) free() bool { return h.busy < 0 && h.queue < 0 }

// council convenes for a run.
type council struct {
	run     int32 // that it convenes for, or -1
	gen     uint32
	arrived uint64
	expect  uint64 // seats whose arrival is in the calendar
	cause   rng.Key
	visit   uint32  // how often it was called before for this cause
	late    uint32  // arrivals of seats that were empty when it was called
	calls   []calls // by cause
}

// calls counts the calls of a council for one cause, after the first.
type calls struct {
	cause rng.Key
	n     uint32
}

type post struct {
	takeover int32 // the deputy who is to take over, or -1
	gen      uint32
	takes    uint32
	filling  bool
	fillGen  uint32
	fills    uint32
}

type link struct {
	mending bool
	gen     uint32
	mends   uint32
}

// instant is something that happens at once.
type instant struct {
	work int32
	gen  uint32
	lift bool // a clause applies; else the work is over
}

// NewRunner returns a runner.
func (p *Plan) NewRunner() *Runner {
	r := &Runner{
		p: p, m: machine.New(p.prog, p.cone), s: make(machine.State, len(p.prog.Vars)),
		works: make([]work, len(p.works)), plans: p.works, values: p.values, runs: make([]run, len(p.prog.Runs)),
		hands: make([]hand, p.handsPersons+len(p.councils)), marks: make([]uint32, len(p.works)),
		council: make([]council, len(p.councils)), posts: make([]post, len(p.posts)), links: make([]link, len(p.links)),
		came: make([]uint32, len(p.incident)), faults: make([]uint32, len(p.fails)), moved: make([]uint32, len(p.a.Scales)),
		waits: make([]uint32, len(p.a.Procedures)), meters: make([]meter, len(p.measures)),
	}
	r.m.Track = true
	r.m.Start(r.s)
	r.initial = slices.Clone(r.s)
	r.quorate, r.touched = make([]bool, len(p.councils)), true
	r.free = make([]hand, len(r.hands))
	for i := range r.free {
		r.free[i] = hand{busy: -1, queue: -1, last: -1}
	}
	for i := range r.meters {
		r.meters[i].init(r, &p.measures[i])
	}
	return r
}

// Run runs one replication and writes its columns to out, which has a place for
// each.
func (r *Runner) Run(seed, replication uint64, out []float64) Outcome {
	r.start(seed, replication)
	horizon := r.p.horizon
	for !r.stop {
		if r.first < len(r.instants) {
			i := r.instants[r.first]
			r.first++
			if r.first == len(r.instants) {
				r.instants, r.first = r.instants[:0], 0
			}
			if r.atOnces++; r.atOnces >= r.p.eventsMax {
				r.out.Cut, r.stop = true, true
				break
			}
			r.atOnce(i)
			continue
		}
		e, some := r.calendar.take()
		if !some {
			break
		}
		if e.moment() > horizon {
			r.now = horizon
			break
		}
		r.happen(e)
	}
	if !r.stop {
		r.now = r.p.horizon // nothing more happens, and what holds goes on
	}
	r.out.End = r.now
	for i := range r.meters {
		r.meters[i].finish(r, &r.p.measures[i], out)
	}
	return r.out
}

// start makes everything as it is at the beginning of a replication.
func (r *Runner) start(seed, replication uint64) {
	r.replication = rng.Replication(seed, replication)
	r.now, r.stop, r.out, r.atOnces = 0, false, Outcome{}, 0
	r.calendar.clear()
	r.instants, r.first, r.serve = r.instants[:0], 0, r.serve[:0]
	clear(r.works)
	clear(r.runs)
	copy(r.hands, r.free)
	for i := range r.council {
		r.council[i] = council{run: -1, calls: r.council[i].calls[:0]}
	}
	if r.touched {
		for i := range r.posts {
			r.posts[i] = post{takeover: -1}
		}
		clear(r.links)
	}
	clear(r.came)
	clear(r.faults)
	clear(r.moved)
	clear(r.waits)
	r.forced = math.NaN()
	copy(r.s, r.initial)
	r.open = 0
	for i := range r.meters {
		r.meters[i].start(r, &r.p.measures[i])
	}
	if r.touched || !r.p.settled {
		for i := range r.council {
			r.quorate[i] = r.m.Quorate(r.s, model.CouncilIndex(i))
		}
	}
	r.touched = !r.p.settled
	if !r.p.settled {
		for i := range r.posts {
			r.office(model.PostIndex(i))
		}
		for i := range r.links {
			r.line(int32(i))
		}
	}
	for _, i := range r.p.first {
		r.expect(i, 0)
	}
	for i := range r.p.fails {
		r.nextFault(int32(i))
	}
}

// happen lets an entry of the calendar come, if it is not stale.
func (r *Runner) happen(e entry) {
	r.now = e.moment()
	r.out.Events++
	if r.out.Events >= r.p.eventsMax {
		r.out.Cut, r.stop = true, true
		return
	}
	a := e.what.a()
	switch e.what.of() {
	case stepEnds:
		if w := &r.works[a]; w.is == working && w.gen == e.gen {
			r.workOver(a)
			return
		}
	case seatArrives:
		if r.seatArrives(e) {
			return
		}
	case councilSits:
		if c := &r.council[a]; c.run >= 0 && c.gen == e.gen {
			r.sit(a)
			return
		}
	case incidentDue:
		r.incident(a)
		return
	case takesOver:
		if p := &r.posts[a]; p.takeover == int32(e.what.b()) && p.gen == e.gen {
			p.takeover = -1
			r.apply(machine.Event{Kind: machine.TakeOver, A: uint16(a), B: e.what.b()}, -1)
			return
		}
	case officeFills:
		if p := &r.posts[a]; p.filling && p.fillGen == e.gen {
			p.filling = false
			r.out.Beyond = r.out.Beyond || !r.p.prog.Posts[a].Refill
			r.apply(machine.Event{Kind: machine.Fill, A: uint16(a)}, -1)
			return
		}
	case linkBack:
		if l := &r.links[a]; l.mending && l.gen == e.gen {
			l.mending = false
			r.out.Beyond = r.out.Beyond || !r.p.prog.Links[a].Restore
			r.apply(machine.Event{Kind: machine.Restore, A: uint16(a)}, -1)
			return
		}
	case faultDue:
		r.fault(a)
		return
	case stepLate:
		if w := &r.works[a]; w.is != idle && w.due == e.gen {
			work := &r.plans[a]
			r.apply(machine.Event{Kind: machine.Late, A: uint16(work.run), B: uint16(work.step)}, a)
			return
		}
	case delayOver:
		if run := &r.runs[a]; run.waiting && run.gen == e.gen {
			r.delayOver(a)
			return
		}
	}
	r.out.Events-- // stale: it does not come
}

// apply makes an event of the transition relation and follows what it changed.
// by is the work that made it, or -1.
func (r *Runner) apply(ev machine.Event, by int32) {
	r.mark++
	r.look = r.look[:0]
	r.source = 0
	if by >= 0 {
		w, plan := &r.works[by], &r.plans[by]
		r.did = w.post // the works of a run that ends are cleared before it is measured
		if ev.Kind == machine.DoStep && len(plan.step0.Starts) > 0 {
			r.source = r.runs[plan.run].cause.With(uint64(plan.plan.cause)).With(uint64(w.dones))
		}
	}
	fx := r.m.Apply(r.s, ev)
	if r.trace != nil {
		r.trace.event(r, ev, fx, by)
	}
	for _, x := range fx.Stopped {
		r.endRun(int32(x), true)
	}
	for _, x := range fx.Ended {
		r.endRun(int32(x), false)
	}
	for _, x := range fx.Begun {
		if r.m.Live(r.s, int(x)) {
			r.beginRun(int32(x), ev, by, fx)
		}
	}
	if len(fx.Moves) > 0 {
		r.scalesMoved(fx)
	}
	for _, v := range fx.Changed {
		plan := &r.p.vars[v]
		switch plan.of {
		case stepVar:
			w := r.p.runWork[plan.a] + plan.b
			if r.s[v] == program.Pending {
				r.runs[plan.a].passed &^= 1 << plan.b
				r.note(w)
				r.undone(plan.a, plan.b, fx)
			} else {
				r.runs[plan.a].passed |= 1 << plan.b
				r.over(w)
			}
		case postVar:
			r.touched = true
			for _, c := range r.p.posts[plan.a].councils {
				r.quorate[c] = r.m.Quorate(r.s, model.CouncilIndex(c))
			}
			for _, q := range r.p.posts[plan.a].behind {
				r.office(q)
			}
			r.seatsChanged(plan.a)
		case linkVar:
			r.touched = true
			r.line(plan.a)
		}
		for _, w := range r.p.watch[v] {
			r.note(w)
		}
	}
	r.measure(ev, fx, by)
	r.lookAgain()
	r.assign()
	if r.p.timesAll && r.open == 0 {
		r.stop = true
	}
}

// applyPlain is apply for a step that concerns only what comes directly after it.
// It reports whether that was all.
func (r *Runner) applyPlain(w *work, plan *workPlan) bool {
	run := &r.runs[plan.run]
	if run.passed|plan.bit == run.all {
		return r.lastMeasured(plan.run)
	}
	machine.DoQuiet(r.s, plan.status, plan.adjourns)
	run.passed |= plan.bit
	w.is = idle
	// Another hand is come to directly only if the one that is free now has nothing
	// else to take up: that would come first.
	if plan.only >= 0 && r.hands[w.hand].queue < 0 && r.hop(plan.only, run) {
		r.measureWaits()
		return true
	}
	r.serve = append(r.serve, w.hand)
	for _, w := range plan.next {
		r.see(w, false)
	}
	r.assign()
	return true
}

// hop does what see and assign would with the only work that is looked at, where that
// is nothing yet, or nothing is in its way. It reports whether that is so.
func (r *Runner) hop(at int32, run *run) bool {
	w, plan := &r.works[at], &r.plans[at]
	if w.is != idle {
		return false
	}
	if plan.preds&^run.passed != 0 {
		return true // something else comes before it
	}
	if run.waiting || run.debt > 0 || plan.bit&run.passed != 0 || !r.mayBegin(plan) {
		return false
	}
	w.due++
	w.dues++
	w.post = plan.post
	r.begin(at, plan.person, w, plan, run)
	return true
}

// mayBegin reports whether nothing is in the way of a work, its run aside.
func (r *Runner) mayBegin(plan *workPlan) bool {
	return plan.simple && r.s[plan.postVar] == program.PostFilled && r.hands[plan.person].free()
}

// lastMeasured ends the replication where the end of a run is all that it waits for.
// It reports whether that is so.
func (r *Runner) lastMeasured(run int32) bool {
	if !r.p.timesAll || r.open != 1 {
		return false
	}
	for _, i := range r.p.byRun[run] {
		if m := &r.meters[i]; m.run == run && !m.settled {
			m.settled, m.on, m.value = true, true, r.now-m.begunAt
			r.open, r.stop = 0, true
		}
	}
	return r.stop
}

// note has a work looked at again.
func (r *Runner) note(w int32) {
	if r.marks[w] != r.mark {
		r.marks[w] = r.mark
		r.look = append(r.look, w)
	}
}

// lookAgain looks at the works noted, in the order of the text.
func (r *Runner) lookAgain() {
	if len(r.look) == 1 && len(r.serve) == 0 && r.trace == nil {
		at := r.look[0]
		if run := &r.runs[r.plans[at].run]; run.live && r.hop(at, run) {
			return
		}
	}
	for i := 1; i < len(r.look); i++ { // a few, mostly in order
		for j := i; j > 0 && r.look[j] < r.look[j-1]; j-- {
			r.look[j], r.look[j-1] = r.look[j-1], r.look[j]
		}
	}
	for _, w := range r.look {
		r.see(w, false)
	}
}

// see judges a work by the state: it may become due, begin, or be lost.
// afterDelay: the run has just waited off its delay.
func (r *Runner) see(at int32, afterDelay bool) {
	w, plan := &r.works[at], &r.plans[at]
	run := &r.runs[plan.run]
	if !run.live {
		return // endRun has dropped it
	}
	if plan.preds&^run.passed|plan.bit&run.passed != 0 {
		r.over(at)
		return
	}
	// A step without conditions whose doer is in office, or whose council can act.
	can := plan.post >= 0 && r.s[plan.postVar] == program.PostFilled || plan.council >= 0 && r.quorate[plan.council]
	free := can
	if !can {
		v := r.m.View(r.s, int(plan.run), int(plan.step), run.passed)
		if !v.Due {
			r.over(at)
			if v.Ready && !w.lifting {
				w.lifting = true
				r.instants = append(r.instants, instant{work: at, lift: true})
			}
			return
		}
		free = v.Blocked == machine.Free
	}
	if w.is == idle {
		w.is = blocked
		w.due++
		w.dues++
		if r.trace != nil {
			r.trace.due(r, at)
		}
		if plan.late {
			r.calendar.put(r.now+r.draw(plan.plan.late, plan.plan.lateKey, r.runs[plan.run].cause, uint64(w.dues-1)), w.due, whatOf(stepLate, at, 0))
		}
	}
	if !free {
		r.drop(at)
		w.is = blocked
		return
	}
	var hand int32
	who := int32(model.None)
	sits := true
	switch {
	case plan.sits != program.NoVar:
		hand = plan.person
		sits = r.s[plan.sits] != 0
	case can:
		hand, who = plan.person, plan.post
	default:
		post, _ := r.m.Actor(r.s, plan.step0)
		hand, who = int32(r.p.prog.Posts[post].Person), int32(post)
	}
	switch {
	case (w.is == working || w.is == queued) && w.hand == hand && sits:
		w.post = who // the same person, perhaps from another office
		return
	case w.is == convening && !sits, w.is == held && !afterDelay:
		return
	case w.is == working || w.is == queued:
		r.drop(at) // another does it, or the council has dispersed: afresh
	}
	if (w.is == blocked || w.is == working || w.is == queued) && !afterDelay && r.delay(plan.run) {
		w.is = held
		run.held |= plan.bit
		if r.trace != nil {
			r.trace.span(at).Held = true
		}
		return
	}
	if !sits {
		w.is = convening
		if r.trace != nil {
			r.trace.span(at).Convened = true
		}
		r.call(int32(plan.step0.Council), plan.run)
		return
	}
	if w.is == convening {
		w.is = blocked
	}
	w.post = who
	r.enqueue(at, hand)
}

// over ends a work that is no longer to be done.
func (r *Runner) over(at int32) {
	w := &r.works[at]
	if r.trace != nil {
		r.trace.close(int(at), r.now, true)
	}
	if w.is != idle {
		r.drop(at)
		w.is = idle
	}
}

// drop takes a work from its hand or from the convening of its council; what was
// done of it is lost.
func (r *Runner) drop(at int32) {
	w := &r.works[at]
	switch w.is {
	case working:
		w.gen++
		r.hands[w.hand].busy = -1
		r.serve = append(r.serve, w.hand)
		if r.trace != nil {
			r.trace.lost(r, at)
		}
	case queued:
		r.leave(at)
	case convening:
		w.is = blocked
		r.dismiss(int32(r.plans[at].step0.Council))
	}
}

// --- Hands ---

// enqueue has a work wait for its hand.
func (r *Runner) enqueue(at, hand int32) {
	w, h := &r.works[at], &r.hands[hand]
	w.is, w.hand, w.next = queued, hand, -1
	if h.queue < 0 {
		h.queue = at
	} else {
		r.works[h.last].next = at
	}
	h.last = at
	r.serve = append(r.serve, hand)
	if r.trace != nil {
		r.trace.queued(r, at)
	}
}

// leave takes a work out of the queue of its hand.
func (r *Runner) leave(at int32) {
	h := &r.hands[r.works[at].hand]
	before := int32(-1)
	for w := h.queue; w != at; w = r.works[w].next {
		before = w
	}
	next := r.works[at].next
	if before < 0 {
		h.queue = next
	} else {
		r.works[before].next = next
	}
	if h.last == at {
		h.last = before
	}
}

// assign gives every free hand the most urgent work that waits for it: the higher
// priority, then the earlier arrival.
func (r *Runner) assign() {
	for i := 0; i < len(r.serve); i++ {
		at := r.serve[i]
		h := &r.hands[at]
		if h.busy >= 0 || h.queue < 0 {
			continue
		}
		best := h.queue
		for w := r.works[best].next; w >= 0; w = r.works[w].next {
			if r.plans[w].priority > r.plans[best].priority {
				best = w
			}
		}
		r.leave(best)
		plan := &r.plans[best]
		r.begin(best, at, &r.works[best], plan, &r.runs[plan.run])
	}
	r.serve = r.serve[:0]
	r.measureWaits()
}

// begin begins a work at a free hand; its time is drawn now.
func (r *Runner) begin(at, hand int32, w *work, plan *workPlan, run *run) {
	w.is, w.hand, r.hands[hand].busy = working, hand, at
	t := r.draw(plan.time, plan.key, run.cause, uint64(w.visits))
	if plan.silence {
		t += r.draw(plan.plan.silence, plan.plan.key, run.cause, uint64(w.visits)|1<<32)
	}
	w.visits++
	if r.trace != nil {
		r.trace.begins(r, at)
	}
	if t == 0 {
		r.instants = append(r.instants, instant{work: at, gen: w.gen})
		return
	}
	r.calendar.put(r.now+t, w.gen, whatOf(stepEnds, at, 0))
}

// atOnce does what happens without time: a clause, or the end of a work that
// takes none.
func (r *Runner) atOnce(i instant) {
	w, plan := &r.works[i.work], &r.plans[i.work]
	if !i.lift {
		if w.is == working && w.gen == i.gen {
			r.workOver(i.work)
		}
		return
	}
	w.lifting = false
	if !r.runs[plan.run].live {
		return
	}
	v := r.m.View(r.s, int(plan.run), int(plan.step), r.runs[plan.run].passed)
	if !v.Ready || v.Due {
		return
	}
	ev := machine.Event{Kind: machine.Absent, A: uint16(plan.run), B: uint16(plan.step)}
	if v.Blocked == machine.ByLink {
		ev.Kind = machine.Unreachable
	}
	r.apply(ev, i.work)
}

// workOver ends the work on a step: it is done, refused or referred back.
func (r *Runner) workOver(at int32) {
	w, plan := &r.works[at], &r.plans[at]
	w.gen++
	r.hands[w.hand].busy = -1
	w.is = blocked
	if plan.sure && r.trace == nil && r.applyPlain(w, plan) {
		w.dones++
		return
	}
	r.answered(at, w, plan)
}

// answered ends the work with what comes of it.
func (r *Runner) answered(at int32, w *work, plan *workPlan) {
	ev, known := machine.Event{Kind: machine.DoStep, A: uint16(plan.run), B: uint16(plan.step)}, true
	if plan.chance >= 0 || plan.asks {
		ev, known = r.answer(at, ev)
	}
	if !known {
		ref := plan.plan.ref
		r.out.Missing, r.stop = &ref, true
		return
	}
	if ev.Kind == machine.DoStep {
		w.dones++
		if plan.plain && !plan.sure && r.trace == nil && r.applyPlain(w, plan) {
			return
		}
	}
	r.serve = append(r.serve, w.hand)
	if ev.Kind == machine.Refuse && plan.step0.Refused.Do == model.Wait {
		// The question stays on the table: it is taken up afresh.
		if r.trace != nil {
			r.trace.asksAgain(r, at)
		}
		r.mark++
		r.see(at, false)
		r.assign()
		return
	}
	r.apply(ev, at)
}

// answer draws what comes of a step that has chances, or asks, and whose work is
// over: done is that it is done.
func (r *Runner) answer(at int32, done machine.Event) (ev machine.Event, known bool) {
	w, plan := &r.works[at], &r.plans[at]
	ev = done
	if plan.chance < 0 {
		return ev, false
	}
	c := &r.p.chances[plan.chance]
	step := plan.step0
	refer := c.referred > 0 && step.Back != 0 && r.s[r.p.prog.Runs[plan.run].Back0+program.Var(step.BackVar)] < step.BackTimes
	if !refer && len(c.upTo) == 0 {
		return ev, !plan.asks
	}
	u := rng.Uniform(r.replication, plan.plan.answer, r.runs[plan.run].cause, uint64(w.answers))
	w.answers++
	if refer {
		if u < c.referred {
			ev.Kind = machine.Refer
			return ev, true
		}
		u = (u - c.referred) / (1 - c.referred)
	}
	if len(c.upTo) == 0 {
		return ev, !plan.asks
	}
	for i, top := range c.upTo {
		if u < top {
			if step.Options > 0 {
				ev.C = uint16(i)
			}
			r.chose(at, i)
			return ev, true
		}
	}
	ev.Kind = machine.Refuse
	return ev, true
}

// chose notes the option for the measures and the trace.
func (r *Runner) chose(at int32, option int) {
	if r.trace != nil {
		r.trace.option, r.trace.answer = option, true
	}
}

// --- Runs ---

// endRun drops the works of a run that ended or stopped.
func (r *Runner) endRun(at int32, stopped bool) {
	first := r.p.runWork[at]
	n := int32(len(r.p.prog.Procs[r.p.prog.Runs[at].Proc].Steps))
	for w := first; w < first+n; w++ {
		r.over(w)
		r.works[w] = work{gen: r.works[w].gen + 1, due: r.works[w].due + 1}
	}
	run := &r.runs[at]
	run.passed, run.debt, run.waiting, run.live = 0, 0, false, false // its cause is that of what it starts
	run.gen++
	for _, i := range r.p.byRun[at] {
		r.meters[i].closed(at, stopped)
	}
}

// beginRun begins a run, or begins it afresh.
func (r *Runner) beginRun(at int32, ev machine.Event, by int32, fx *machine.Effects) {
	gen := r.runs[at].gen + 1
	if gen > 1 { // its place was used before in this replication
		first := r.p.runWork[at]
		for w := first; w < first+int32(len(r.p.prog.Procs[r.p.prog.Runs[at].Proc].Steps)); w++ {
			r.over(w)
			r.works[w] = work{gen: r.works[w].gen + 1, due: r.works[w].due + 1}
		}
	}
	passed := r.p.prog.Runs[at].Given
	r.runs[at] = run{cause: r.causeOf(at, ev, by, fx), passed: passed, all: 1<<len(r.p.prog.Procs[r.p.prog.Runs[at].Proc].Steps) - 1, gen: gen, live: true}
	for _, w := range r.p.opening[at] {
		r.note(w)
	}
	for _, i := range r.p.byRun[at] {
		r.meters[i].begun(r, &r.p.measures[i], at)
	}
}

// causeOf names what began a run: an incident, a step, a move that needs a
// hand-over, or the end of the run it waited for.
func (r *Runner) causeOf(at int32, ev machine.Event, by int32, fx *machine.Effects) rng.Key {
	p := r.p
	proc := p.prog.Runs[at].Proc
	if ev.Kind == machine.Incident {
		return p.incident[ev.A].cause.With(uint64(r.came[ev.A] - 1))
	}
	if r.source != 0 && slices.Contains(p.works[by].step0.Starts, proc) {
		return r.source
	}
	if len(fx.Moves) > 0 && p.a.Procedures[proc].HandsOver {
		mv := &fx.Moves[0]
		return p.moves[mv.Scale][mv.From][mv.To].With(uint64(r.moved[mv.Scale]))
	}
	r.waits[proc]++
	return p.queued[proc].With(uint64(r.waits[proc]))
}

// --- Delays by moves ---

// scalesMoved adds to the delays of the runs that go on meanwhile.
func (r *Runner) scalesMoved(fx *machine.Effects) {
	for i := range fx.Moves {
		mv := &fx.Moves[i]
		r.moved[mv.Scale]++
		for _, at := range r.p.delayed {
			if !r.runs[at].live || int(at) == mv.Decision.Run || fx.Begun.Has(int(at)) {
				continue
			}
			run := &r.runs[at]
			d := &r.p.delays[r.p.prog.Runs[at].Proc]
			run.debt += r.draw(d.delay, d.key, run.cause, uint64(run.delays))
			run.delays++
		}
	}
}

// delay has a run wait off its delay before its next step, if it has one.
func (r *Runner) delay(at int32) bool {
	run := &r.runs[at]
	if run.waiting {
		return true
	}
	if run.debt <= 0 {
		return false
	}
	run.waiting = true
	r.calendar.put(r.now+run.debt, run.gen, whatOf(delayOver, at, 0))
	run.debt = 0
	return true
}

// delayOver lets the steps of a run begin that were held.
func (r *Runner) delayOver(at int32) {
	run := &r.runs[at]
	run.waiting = false
	run.gen++
	r.mark++
	first := r.p.runWork[at]
	rest := run.held
	run.held = 0
	if rest != 0 && rest&(rest-1) == 0 && r.trace == nil { // one: what see and assign would do
		at := first + int32(bits.TrailingZeros64(rest))
		if w, plan := &r.works[at], &r.plans[at]; w.is == held && r.mayBegin(plan) {
			w.post = plan.post
			r.begin(at, plan.person, w, plan, run)
			r.measureWaits()
			return
		}
	}
	for ; rest != 0; rest &= rest - 1 {
		if w := first + int32(bits.TrailingZeros64(rest)); r.works[w].is == held {
			r.see(w, true)
		}
	}
	r.assign()
}
