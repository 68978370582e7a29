package sim

import (
	"math"
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
	since   []float64 // by incident: when it came first, if it has
	faults  []uint32  // by rate: how often
	moved   []uint32  // by scale: how often
	waits   []uint32  // by procedure: how often a start that waited has begun
	forced  float64   // how long the fault that is being made lasts; NaN: as the text says
	holders []model.PostIndex

	meters []meter
	open   int   // meters that are not settled yet
	did    int32 // the post that did the step of the event that is followed
	trace  *Trace
	world  *world // nil: no crisis
	watch  *watching
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
		came: make([]uint32, len(p.incident)), since: make([]float64, len(p.incident)), faults: make([]uint32, len(p.fails)), moved: make([]uint32, len(p.a.Scales)),
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
	if p.world != nil {
		r.world = newWorld(r)
	}
	return r
}

// Run runs one replication and writes its columns to out, which has a place for
// each.
func (r *Runner) Run(seed, replication uint64, out []float64) Outcome {
	r.start(seed, replication)
	horizon := r.p.horizon
	world := r.world
	for !r.stop {
		if world != nil && world.busy {
			if r.atOnces++; r.atOnces >= r.p.eventsMax {
				r.out.Cut, r.stop = true, true
				break
			}
			world.next(r)
			continue
		}
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
		if r.watch != nil {
			r.watch.until(r, e.moment())
		}
		r.happen(e)
	}
	if !r.stop {
		r.now = r.p.horizon // nothing more happens, and what holds goes on
	}
	if r.watch != nil {
		r.watch.until(r, math.Inf(1))
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
	if r.world != nil {
		r.world.reset(r)
	}
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
	if r.world != nil {
		r.world.begin(r)
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
	default:
		if r.world.happens(r, e) {
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
				r.undone(plan.a, plan.b, ev, fx)
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
	if r.world != nil {
		r.world.after(r, ev, fx, by)
	}
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
