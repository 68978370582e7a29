package sim

import (
	"math"
	"math/bits"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/rng"
)

// --- Incidents ---

// expect puts the next coming of an incident into the calendar. cause is that of
// the incident it is a consequence of.
func (r *Runner) expect(at int32, cause rng.Key) {
	in := &r.p.incident[at]
	t := r.now
	switch {
	case in.every != none:
		t += r.exponential(in.every, in.key, uint64(r.came[at]))
	case in.at != none:
		t += r.draw(in.at, in.key, cause, 0)
	}
	r.calendar.put(t, 0, whatOf(incidentDue, at, 0))
}

// exponential draws from the exponential law whose mean is the quantity.
func (r *Runner) exponential(mean quantity, element rng.Key, visit uint64) float64 {
	return r.p.values[mean].every.Quantile(rng.Uniform(r.replication, element, 0, visit))
}

// incident lets an incident come, if its `while` holds.
func (r *Runner) incident(at int32) {
	in := &r.p.incident[at]
	r.came[at]++
	visit := r.came[at] - 1
	if in.every != none {
		r.expect(at, 0)
	}
	if in.while >= 0 && !r.m.Eval(r.s, in.while, -1) {
		if r.trace != nil {
			r.trace.kept(r, at)
		}
		return
	}
	if r.s[in.came] == 0 {
		r.since[at] = r.now
	}
	r.out.Beyond = r.out.Beyond || r.s[in.came] != 0
	for _, next := range in.then {
		r.expect(next, in.cause.With(uint64(visit)))
	}
	r.apply(machine.Event{Kind: machine.Incident, A: uint16(at)}, -1)
}

// --- Faults and repairs ---

// nextFault puts the next fault of a rate into the calendar.
func (r *Runner) nextFault(at int32) {
	f := &r.p.fails[at]
	t := r.now + r.exponential(f.every, f.key, uint64(r.faults[at]))
	r.calendar.put(t, 0, whatOf(faultDue, at, 0))
}

// fault takes away a post or a link, if it is there to be lost.
func (r *Runner) fault(at int32) {
	f := &r.p.fails[at]
	visit := uint64(r.faults[at])
	r.faults[at]++
	ev := machine.Event{Kind: machine.CutLink, A: uint16(f.link)}
	there := f.link >= 0 && r.s[r.p.prog.Links[max(f.link, 0)].Var] == 0
	if f.post >= 0 {
		ev = machine.Event{Kind: machine.LosePost, A: uint16(f.post)}
		there = r.s[r.p.prog.Posts[f.post].Var] == program.PostFilled
	}
	if there {
		r.out.Beyond = r.out.Beyond || !f.charged || int(r.s[r.p.prog.FaultsVar]) >= r.p.prog.Budget.Faults
		if f.lasts != none {
			r.forced = r.draw(f.lasts, f.lastsKey, 0, visit)
		}
		r.apply(ev, -1)
		r.forced = math.NaN()
	}
	r.nextFault(at)
}

// office follows a change of a post, or of one of its deputies: somebody is to
// take over, or it is to be filled.
func (r *Runner) office(at model.PostIndex) {
	p, plan := &r.posts[at], &r.p.posts[at]
	prog := &r.p.prog.Posts[at]
	value := r.s[prog.Var]
	want := int32(-1)
	if value != program.PostFilled {
		for d := range prog.Deputies {
			if r.s[r.p.prog.Posts[prog.Deputies[d].Post].Var] == program.PostFilled {
				if !prog.Deputies[d].AtOnce && value != program.PostActing+uint16(d) {
					want = int32(d)
				}
				break
			}
		}
	}
	if want != p.takeover {
		p.takeover = want
		p.gen++
		if want >= 0 {
			t := r.draw(plan.deputies[want], plan.deputyKey[want], 0, uint64(p.takes))
			p.takes++
			r.calendar.put(r.now+t, p.gen, whatOf(takesOver, int32(at), uint16(want)))
		}
	}
	switch {
	case value == program.PostFilled:
		p.filling = false
		p.fillGen++
	case p.filling:
	case !math.IsNaN(r.forced):
		r.fillIn(at, r.forced)
		r.forced = math.NaN()
	case plan.refill != none:
		r.fillIn(at, r.draw(plan.refill, plan.key, 0, uint64(p.fills)))
		p.fills++
	}
}

func (r *Runner) fillIn(at model.PostIndex, t float64) {
	p := &r.posts[at]
	p.filling = true
	p.fillGen++
	r.calendar.put(r.now+t, p.fillGen, whatOf(officeFills, int32(at), 0))
}

// line follows a change of a link.
func (r *Runner) line(at int32) {
	l, plan := &r.links[at], &r.p.links[at]
	if r.s[r.p.prog.Links[at].Var] == 0 {
		l.mending = false
		l.gen++
		return
	}
	var t float64
	switch {
	case l.mending:
		return
	case !math.IsNaN(r.forced):
		t = r.forced
	case plan.restore != none:
		t = r.draw(plan.restore, plan.key, 0, uint64(l.mends))
		l.mends++
	default:
		return
	}
	l.mending = true
	l.gen++
	r.calendar.put(r.now+t, l.gen, whatOf(linkBack, at, 0))
}

// --- Councils ---

// call has a council convene for a run, unless it does so already.
func (r *Runner) call(at, run int32) {
	c, plan := &r.council[at], &r.p.councils[at]
	if c.run >= 0 {
		return
	}
	c.run, c.arrived, c.expect, c.late = run, 0, 0, 0
	c.gen++
	c.cause = r.runs[run].cause
	c.visit = r.visitOf(c)
	if !plan.each {
		t := r.draw(plan.convene, plan.key, c.cause, uint64(c.visit))
		r.calendar.put(r.now+t, c.gen, whatOf(councilSits, at, 0))
		return
	}
	for seat := range plan.seats {
		r.await(at, seat, c, plan, uint64(c.visit))
	}
}

// visitOf returns how often a council was called before for the cause that it is
// called for now. Causes of which no run is live do not come again.
func (r *Runner) visitOf(c *council) uint32 {
	for i := range c.calls {
		if c.calls[i].cause == c.cause {
			c.calls[i].n++
			return c.calls[i].n
		}
	}
	kept := c.calls[:0]
	for _, x := range c.calls {
		for i := range r.runs {
			if r.runs[i].live && r.runs[i].cause == x.cause {
				kept = append(kept, x)
				break
			}
		}
	}
	c.calls = append(kept, calls{cause: c.cause})
	return 0
}

// filled reports whether a seat is filled (S10): one person fills one, his first.
func (r *Runner) filled(at int32, seat int) bool {
	return !r.touched && r.p.councils[at].plain || r.filledNow(at, seat)
}

func (r *Runner) filledNow(at int32, seat int) bool {
	seats := r.p.prog.Councils[at].Seats
	who := r.m.Acting(r.s, seats[seat])
	if who == model.None {
		return false
	}
	for _, before := range seats[:seat] {
		if other := r.m.Acting(r.s, before); other != model.None && r.p.prog.Posts[other].Person == r.p.prog.Posts[who].Person {
			return false
		}
	}
	return true
}

// await puts the arrival of a seat into the calendar, if it is filled.
func (r *Runner) await(at int32, seat int, c *council, plan *councilPlan, visit uint64) {
	if !r.filled(at, seat) {
		return
	}
	c.expect |= 1 << seat
	t := r.draw(plan.convene, plan.seats[seat], c.cause, visit)
	r.calendar.put(r.now+t, c.gen, whatOf(seatArrives, at, uint16(seat)))
}

// seatArrives lets a seat arrive; one that comes too late changes nothing. It
// reports whether it came at all.
func (r *Runner) seatArrives(e entry) bool {
	a := e.what.a()
	c := &r.council[a]
	if c.run < 0 || c.gen != e.gen {
		return true
	}
	bit := uint64(1) << e.what.b()
	c.expect &^= bit
	if !r.filled(a, int(e.what.b())) {
		return false
	}
	c.arrived |= bit
	plan := &r.p.councils[a]
	enough := bits.OnesCount64(c.arrived) >= plan.total
	if enough && (!r.touched && plan.plain) || enough && r.m.QuorateOf(r.s, model.CouncilIndex(a), c.arrived) {
		r.sit(a)
	}
	return true
}

// seatsChanged follows a change of who acts for a post: a seat that is no longer
// filled has not arrived any longer; one that is filled is awaited, if it has not
// arrived and is not on its way.
func (r *Runner) seatsChanged(post int32) {
	for _, at := range r.p.posts[post].councils {
		c := &r.council[at]
		if c.run < 0 || !r.p.councils[at].each {
			continue
		}
		for seat := range r.p.prog.Councils[at].Seats {
			switch {
			case !r.filled(at, seat):
				c.arrived &^= 1 << seat
			case (c.arrived|c.expect)&(1<<seat) == 0:
				c.late++
				r.await(at, seat, c, &r.p.councils[at], uint64(c.visit)|uint64(c.late)<<32)
			}
		}
	}
}

// sit has a council begin to sit, for the run it was called for, or for another
// that waits for it.
func (r *Runner) sit(at int32) {
	c := &r.council[at]
	run := int32(-1)
	for _, w := range r.p.councils[at].works {
		if r.works[w].is == convening {
			if of := r.plans[w].run; run < 0 || of == c.run && r.runs[of].cause == c.cause {
				run = of
			}
		}
	}
	c.run = -1
	c.gen++
	switch {
	case run < 0:
	case r.p.councils[at].quiet && r.trace == nil:
		machine.SitQuiet(r.s, r.p.prog.Councils[at].Var, run)
		r.sits(at)
	default:
		r.apply(machine.Event{Kind: machine.Convene, A: uint16(at), B: uint16(run)}, -1)
	}
}

// sits has the works of a council that has begun to sit begin, where nothing else
// comes to know of it.
func (r *Runner) sits(at int32) {
	works, hand := r.p.councils[at].works, int32(r.p.handsPersons)+at
	if len(works) == 1 && r.works[works[0]].is == convening && r.plans[works[0]].council != model.None && r.quorate[at] && r.hands[hand].free() {
		w, plan := &r.works[works[0]], &r.plans[works[0]]
		w.post = model.None
		r.begin(works[0], hand, w, plan, &r.runs[plan.run]) // as see and assign would
		r.measureWaits()
		return
	}
	for _, w := range works {
		r.see(w, false)
	}
	r.assign()
}

// dismiss ends the convening of a council that no run waits for any longer.
func (r *Runner) dismiss(at int32) {
	for _, w := range r.p.councils[at].works {
		if r.works[w].is == convening {
			return
		}
	}
	r.council[at].run = -1
	r.council[at].gen++
}
