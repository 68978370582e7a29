package sim

import (
	"math/bits"

	"entente/internal/machine"
	"entente/internal/model"
)

// What brings decisions and shocks (S46).

// comeUp has a trigger come, at once or when it has waited.
func (w *world) comeUp(r *Runner, c coming) {
	plan, t := &w.plan.triggers[c.trigger], &w.triggers[c.trigger]
	if t.waiting || plan.most > 0 && t.count >= plan.most {
		return
	}
	if c.cause == 0 {
		c.visit = t.visits
		t.visits++
	}
	if plan.after != none {
		if wait := r.draw(plan.after, plan.waitKey, c.cause, uint64(c.visit)); wait > 0 {
			t.waiting, t.came = true, c
			r.calendar.put(r.now+wait, 0, whatOf(triggerComes, c.trigger, 1))
			return
		}
	}
	w.comes, w.busy = append(w.comes, c), true
}

// due lets a trigger come that the calendar held; waited: it came up before. It
// reports whether it came at all.
func (w *world) due(r *Runner, at int32, gen uint32, waited bool) bool {
	plan, t := &w.plan.triggers[at], &w.triggers[at]
	switch {
	case waited:
		t.waiting = false
		w.come(r, t.came)
		return true
	case plan.kind == model.OnSilent && t.gen != gen:
		return false
	case plan.kind == model.OnSilent:
		t.gen++
		w.hits = append(w.hits, coming{trigger: at})
		return true
	case plan.most > 0 && t.count >= plan.most:
		return false
	case plan.kind == model.OnEvery:
		w.again(r, at)
	}
	c := coming{trigger: at, visit: t.visits}
	t.visits++
	w.come(r, c)
	return true
}

// again puts the next coming of an `every` into the calendar.
func (w *world) again(r *Runner, at int32) {
	plan, t := &w.plan.triggers[at], &w.triggers[at]
	r.calendar.put(r.now+r.exponential(plan.time, plan.timeKey, uint64(t.drawn)), 0, whatOf(triggerComes, at, 0))
	t.drawn++
}

// listen waits for a silence, from now on.
func (w *world) listen(r *Runner, at int32) {
	plan, t := &w.plan.triggers[at], &w.triggers[at]
	t.gen++
	r.calendar.put(r.now+r.draw(plan.time, plan.timeKey, 0, uint64(t.drawn)), t.gen, whatOf(triggerComes, at, 0))
	t.drawn++
}

// come has a shock happen or a player choose, if its `while` holds.
func (w *world) come(r *Runner, c coming) {
	plan, t := &w.plan.triggers[c.trigger], &w.triggers[c.trigger]
	if plan.most > 0 && t.count >= plan.most || plan.while >= 0 && !r.m.Eval(r.s, plan.while, -1) {
		return
	}
	t.count++
	if plan.shock {
		if r.trace != nil {
			r.trace.happened(r, Happening{Kind: "shock", Shock: plan.name})
		}
		w.affect(r, plan.effects)
		w.settle(r)
		w.bring(r)
		return
	}
	w.decide(r, plan, c)
}

// --- Who had a say ---

// vote notes who did or refused a step, and has come what a decision brings that
// takes effect.
func (w *world) vote(r *Runner, ev machine.Event, fx *machine.Effects, by int32) {
	run, at := r.plans[by].run, r.plans[by].step
	proc := r.p.prog.Runs[run].Proc
	if m := &w.votes[run]; m.done != nil && (ev.Kind == machine.DoStep || ev.Kind == machine.Refuse) {
		m.order++
		m.done[at], m.by[at] = m.order, r.did
		m.refused &^= 1 << at
		if ev.Kind == machine.Refuse {
			m.refused |= 1 << at
		}
		m.taken = at
	}
	for i := range fx.Decisions {
		if fx.Decisions[i].Run != int(run) {
			continue
		}
		for _, t := range w.plan.onDecide[proc] {
			trig := &w.plan.triggers[t]
			m := &w.votes[run]
			m.effect = m.order
			said := int(m.consulted(r, &measure{proc: proc, step: -1}, model.PartyIndex(trig.party)))
			m.effect = 0
			if said >= toldBefore && trig.kind == model.OnUnasked || said > toldBefore && trig.kind == model.OnUntold {
				w.hits = append(w.hits, coming{trigger: t})
			}
		}
	}
}

// unvote forgets a step that is pending again.
func (w *world) unvote(run, step int32) {
	if m := &w.votes[run]; m.done != nil {
		m.done[step] = 0
		m.refused &^= 1 << step
	}
}

// given notes the steps that are done from the beginning of a run.
func (w *world) given(r *Runner, run int32) {
	m := &w.votes[run]
	if m.done == nil {
		return
	}
	steps := r.p.a.Procedures[r.p.prog.Runs[run].Proc].Steps
	clear(m.done)
	m.refused = 0
	for rest := r.p.prog.Runs[run].Given; rest != 0; rest &= rest - 1 {
		at := bits.TrailingZeros64(rest)
		m.order++
		m.done[at], m.by[at] = m.order, model.None
		if s := &steps[at]; s.Doer.Kind == model.ActorPost {
			m.by[at] = int32(s.Doer.Post)
		}
	}
}
