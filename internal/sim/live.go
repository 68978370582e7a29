package sim

import (
	"math/bits"
	"slices"

	"entente/internal/machine"
	"entente/internal/rng"
)

// What becomes of runs: they begin, wait off delays and end.

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
