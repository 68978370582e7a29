package sim

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/rng"
)

// What becomes of works: they are judged, wait, are worked on and end.

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
	if r.world != nil {
		if out, known, said := r.world.answer(r, at, done); said {
			return out, known
		}
	}
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
