package sim

import (
	"slices"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/rng"
)

// world is the crisis in one replication (docs/semantics.md 8.3). What happens in it
// at a moment waits in two queues until the event that brings it is over.
type world struct {
	plan *worldPlan
	x    []float64 // by number
	laws []int32   // the numbers that have a law

	options  []option
	underAt  []int32 // by rung: options under way
	atLeast  []bool  // by rung: its at-least holds
	rung     int32
	readAt   []int32 // by party, rung: what is read at it now
	pictures []int32 // by party
	known    []bool  // by party, option
	stocks   []stock
	flows    [][]bool // by stock, flow: it goes on
	triggers []trigger
	progs    []programme
	crossed  []float64 // by line: when first; negative: not
	acts     int       // how many
	readAs   []int8    // by act, party: the rung that it read, or -1

	pool      []reading
	unused    []int32 // places of pool
	waitsLink []int32 // readings that wait for a link, in order
	waitsStep []int32

	busy   bool
	takes  []taking // what steps and incidents take
	comes  []coming // what triggers bring
	take0  int      // the first of takes that is not yet taken
	come0  int
	dirty  []int32 // items to be judged again
	marked []bool  // by item: it is among dirty
	hits   []coming
	whiles []bool
	choice Choice
	votes  []meter // by run of a procedure whose decision is looked at
	steps  int     // ends of the crisis's step so far

	firstAt []float64 // by rung: when it was first reached; negative: not
	peaks   []int32   // by party: of its picture
	gaps    []gap     // by measure of dissonance
}

type option struct {
	taken uint32
	under bool
	until float64
	gen   uint32
	first float64
}

type trigger struct {
	count   uint32 // how often it came
	visits  uint32 // how often it came up without a cause
	waiting bool
	on      bool // OnBecomes: it held last
	gen     uint32
	came    coming // that is waited off
	drawn   uint32 // times drawn
}

// taking is an option that a step or an incident takes.
type taking struct{ option, step int32 }

// coming is a trigger that came up.
type coming struct {
	trigger int32
	visit   uint32
	cause   rng.Key
}

func newWorld(r *Runner) *world {
	p := r.p.world
	w := &world{
		plan: p, x: make([]float64, len(p.numbers)), options: make([]option, len(p.options)),
		underAt: make([]int32, len(p.atLeast)), atLeast: make([]bool, len(p.atLeast)), readAt: make([]int32, p.parties*len(p.atLeast)),
		pictures: make([]int32, p.parties), known: make([]bool, p.parties*len(p.options)), stocks: make([]stock, len(p.stocks)),
		triggers: make([]trigger, len(p.triggers)), progs: make([]programme, len(p.programmes)), crossed: make([]float64, len(p.lines)),
		marked: make([]bool, len(p.items)), firstAt: make([]float64, len(p.atLeast)), peaks: make([]int32, p.parties), votes: make([]meter, len(r.runs)),
	}
	for i := range p.stocks {
		w.flows = append(w.flows, make([]bool, len(p.stocks[i].flows)))
		w.stocks[i].passed = make([]float64, len(p.stockAtoms[i]))
	}
	for i := range p.programmes {
		w.progs[i].met = make([]bool, len(p.programmes[i].conditions))
	}
	for i := range w.votes {
		if proc := r.p.prog.Runs[i].Proc; len(p.onDecide[proc]) > 0 {
			w.votes[i].done, w.votes[i].by = make([]int32, len(r.p.a.Procedures[proc].Steps)), make([]int32, len(r.p.a.Procedures[proc].Steps))
		}
	}
	for i, n := range p.numbers {
		if v := &r.p.values[n.of]; v.law != nil {
			w.laws = append(w.laws, int32(i))
		} else {
			w.x[i] = v.constant
		}
	}
	w.gaps = gapsOf(r.p)
	return w
}

// number returns one; 0 where none is written.
func (w *world) number(n numeral) float64 {
	if n == noNumeral {
		return 0
	}
	return w.x[n]
}

// reset makes the crisis as it is at the beginning, and says so to the state.
func (w *world) reset(r *Runner) {
	p := w.plan
	for _, i := range w.laws {
		n := p.numbers[i]
		w.x[i] = r.draw(n.of, n.key, 0, 0)
	}
	clear(w.options)
	clear(w.underAt)
	clear(w.readAt)
	clear(w.pictures)
	clear(w.known)
	clear(w.peaks)
	for i := range w.triggers {
		w.triggers[i] = trigger{gen: w.triggers[i].gen + 1}
	}
	for i := range w.crossed {
		w.crossed[i] = -1
	}
	for i := range w.firstAt {
		w.firstAt[i] = -1
	}
	for i := range w.gaps {
		w.gaps[i] = gap{p: w.gaps[i].p, q: w.gaps[i].q}
	}
	for i := range w.progs {
		w.progs[i].reset()
	}
	for i := range w.votes {
		w.votes[i] = meter{run: int32(i), done: w.votes[i].done, by: w.votes[i].by}
		clear(w.votes[i].done)
	}
	w.acts, w.readAs, w.steps = 0, w.readAs[:0], 0
	w.pool, w.unused, w.waitsLink, w.waitsStep = w.pool[:0], w.unused[:0], w.waitsLink[:0], w.waitsStep[:0]
	w.takes, w.comes, w.take0, w.come0, w.busy = w.takes[:0], w.comes[:0], 0, 0, false
	w.dirty, w.hits = w.dirty[:0], w.hits[:0]
	clear(w.marked)

	for _, a := range r.p.prog.Atoms {
		r.s[a.Var] = 0
	}
	for i := range w.stocks {
		s := &w.stocks[i]
		*s = stock{passed: s.passed, gen: s.gen + 1, x: clampTo(w.number(p.stocks[i].start), p.stocks[i].low, p.stocks[i].high)}
		for k := range s.passed {
			s.passed[k] = -1
		}
		s.low, s.high = s.x, s.x
		for k := range p.stockAtoms[i] {
			r.s[p.stockAtoms[i][k].is] = asBit(p.stockAtoms[i][k].holds(s.x))
		}
	}
	w.rung = 0
	w.compareAll(r)
	for i, e := range p.atLeast {
		w.atLeast[i] = e >= 0 && r.m.Eval(r.s, e, -1)
	}
	w.rung = w.highest()
	w.compareAll(r)
	for i := int32(0); i <= w.rung; i++ {
		w.firstAt[i] = 0
	}
}

// compareAll sets what is asked of the rung and the pictures.
func (w *world) compareAll(r *Runner) {
	for _, a := range w.plan.rungAtoms {
		r.s[a.is] = asBit(a.by.Holds(int(w.rung), a.n))
	}
	for party, list := range w.plan.pictureAtoms {
		for _, a := range list {
			r.s[a.is] = asBit(a.by.Holds(int(w.pictures[party]), a.n))
		}
	}
}

func asBit(on bool) uint16 {
	if on {
		return 1
	}
	return 0
}

// begin puts what will come into the calendar.
func (w *world) begin(r *Runner) {
	p := w.plan
	for i := range p.items {
		if it := &p.items[i]; it.of == flowItem {
			w.flows[it.a][it.b] = r.m.Eval(r.s, it.expr, -1)
		}
	}
	for i := range p.stocks {
		for j := range p.stocks[i].flows {
			if p.stocks[i].flows[j].while < 0 {
				w.flows[i][j] = true
			}
		}
	}
	for i := range p.triggers {
		t := &p.triggers[i]
		switch t.kind {
		case model.OnAt:
			r.calendar.put(r.draw(t.time, t.timeKey, 0, 0), 0, whatOf(triggerComes, int32(i), 0))
		case model.OnEvery:
			w.again(r, int32(i))
		case model.OnSilent:
			w.listen(r, int32(i))
		}
	}
	w.reckonAll(r)
	if p.step != noNumeral {
		w.nextStep(r)
	}
	for i := range p.programmes {
		w.nextMeeting(r, int32(i))
	}
	for i := range p.items {
		if p.items[i].of == becomesItem {
			w.mark(int32(i))
		}
	}
	w.settle(r)
	w.bring(r)
	if r.trace != nil && w.rung > 0 {
		r.trace.happened(r, Happening{Kind: "rung", Rung: p.crisis.Rungs[w.rung].ID})
	}
}

// happens lets what the calendar holds of the crisis come. It reports whether it
// came at all.
func (w *world) happens(r *Runner, e entry) bool {
	a := e.what.a()
	switch e.what.of() {
	case actOver:
		o := &w.options[a]
		if !o.under || o.gen != e.gen {
			return false
		}
		w.ends(r, a)
	case readingArrives:
		w.arrives(r, a)
	case readingOver:
		w.unread(r, a, int32(e.what.b()))
	case triggerComes:
		if !w.due(r, a, e.gen, e.what.b() != 0) {
			return false
		}
	case stockPasses:
		if w.stocks[a].gen != e.gen {
			return false
		}
		w.passes(r, a)
	case stocksStep:
		w.nextStep(r)
		w.reckonAll(r)
	case programmeMeets:
		w.meets(r, a)
	}
	w.settle(r)
	w.bring(r)
	return true
}

// next does the first of what waits at this moment.
func (w *world) next(r *Runner) {
	if w.take0 < len(w.takes) {
		t := w.takes[w.take0]
		w.take0++
		w.take(r, t.option, t.step)
	} else if w.come0 < len(w.comes) {
		c := w.comes[w.come0]
		w.come0++
		w.come(r, c)
	}
	if w.take0 == len(w.takes) && w.come0 == len(w.comes) {
		w.takes, w.comes, w.take0, w.come0, w.busy = w.takes[:0], w.comes[:0], 0, 0, false
	}
}

// after follows an event. by is the work that made it, or -1.
func (w *world) after(r *Runner, ev machine.Event, fx *machine.Effects, by int32) {
	p := w.plan
	step := int32(-1)
	if by >= 0 {
		step = r.p.runStep[r.plans[by].run] + r.plans[by].step
		switch ev.Kind {
		case machine.DoStep:
			w.hitAll(p.onDone[step], 0)
		case machine.Refuse:
			w.hitAll(p.onRefused[step], 0)
		}
		w.vote(r, ev, fx, by)
	}
	for _, x := range fx.Ended {
		w.hitAll(p.onEnd[r.p.prog.Runs[x].Proc], 0)
	}
	for _, x := range fx.Stopped {
		w.hitAll(p.onStop[r.p.prog.Runs[x].Proc], 0)
	}
	mended := false
	for _, v := range fx.Changed {
		for _, i := range p.watch[v] {
			w.mark(i)
		}
		if at := &r.p.vars[v]; at.of == stepVar && r.s[v] == program.Pending {
			w.unvote(at.a, at.b)
		} else if at.of == linkVar && r.s[v] == 0 {
			mended = true
		}
	}
	for _, x := range fx.Begun {
		w.given(r, int32(x))
	}
	w.settle(r)
	w.bring(r)
	if mended {
		w.linked(r)
	}
	switch {
	case ev.Kind == machine.Incident && int(ev.A) < len(p.use.Takes):
		for _, o := range p.use.Takes[ev.A] {
			w.takes, w.busy = append(w.takes, taking{int32(o), -1}), true
		}
	case ev.Kind == machine.DoStep && step >= 0:
		if p.upon[step] {
			w.stepDone(r, step)
		}
		for _, o := range p.byStep[step] {
			if choice := p.options[o].choice; choice < 0 || choice == int(ev.C) {
				w.takes, w.busy = append(w.takes, taking{o, step}), true
			}
		}
	}
}

// --- What follows what is read ---

// mark has an item judged again.
func (w *world) mark(i int32) {
	if !w.marked[i] {
		w.marked[i] = true
		w.dirty = append(w.dirty, i)
	}
}

// set says something of the crisis to the state, and has followed what reads it.
func (w *world) set(r *Runner, v program.Var, on bool) {
	if v == program.NoVar || r.s[v] == asBit(on) {
		return
	}
	r.s[v] = asBit(on)
	for _, i := range w.plan.watch[v] {
		w.mark(i)
	}
	for _, i := range r.p.byVar[v] {
		r.meters[i].turn(r, r.meters[i].holds(r, &r.p.measures[i]))
	}
}

// settle judges what follows what has changed: the rung, flows, and what becomes
// true.
func (w *world) settle(r *Runner) {
	if len(w.dirty) == 0 {
		return
	}
	p := w.plan
	w.atLeasts(r)
	anew := false
	for _, i := range w.dirty {
		if it := &p.items[i]; it.of == flowItem {
			if on := r.m.Eval(r.s, it.expr, -1); on != w.flows[it.a][it.b] {
				w.flows[it.a][it.b], anew = on, true
				if p.step == noNumeral {
					w.reckon(r, it.a)
				}
			}
		}
	}
	if anew && p.step != noNumeral {
		w.reckonAll(r)
	}
	for _, i := range w.dirty {
		if it := &p.items[i]; it.of == becomesItem {
			t := &w.triggers[it.a]
			on := r.m.Eval(r.s, it.expr, -1)
			if on && !t.on {
				w.hits = append(w.hits, coming{trigger: it.a})
			}
			t.on = on
		}
		w.marked[i] = false
	}
	w.dirty = w.dirty[:0]
}

// atLeasts judges the expressions of at-least that may have changed.
func (w *world) atLeasts(r *Runner) {
	for k := 0; k < len(w.dirty); k++ { // it may grow
		if it := &w.plan.items[w.dirty[k]]; it.of == rungItem {
			w.atLeast[it.a] = r.m.Eval(r.s, it.expr, -1)
			w.climb(r)
		}
	}
}

// highest returns the rung of this moment (S42).
func (w *world) highest() int32 {
	for i := len(w.underAt) - 1; i > 0; i-- {
		if w.underAt[i] > 0 || w.atLeast[i] {
			return int32(i)
		}
	}
	return 0
}

// climb follows a change of the options under way, or of an at-least.
func (w *world) climb(r *Runner) {
	rung := w.highest()
	if rung == w.rung {
		return
	}
	w.rung = rung
	for i := rung; i >= 0 && w.firstAt[i] < 0; i-- {
		w.firstAt[i] = r.now
	}
	for _, a := range w.plan.rungAtoms {
		w.set(r, a.is, a.by.Holds(int(rung), a.n))
	}
	if r.trace != nil {
		r.trace.happened(r, Happening{Kind: "rung", Rung: w.plan.crisis.Rungs[rung].ID})
	}
}

// --- What is brought ---

// hitAll notes triggers that come up.
func (w *world) hitAll(list []int32, cause rng.Key) {
	for _, t := range list {
		w.hits = append(w.hits, coming{trigger: t, cause: cause})
	}
}

// bring has what came up in one happening come, in the order of the text; each once.
func (w *world) bring(r *Runner) {
	if len(w.hits) == 0 {
		return
	}
	slices.SortStableFunc(w.hits, func(a, b coming) int { return int(a.trigger - b.trigger) })
	for i, c := range w.hits {
		if i == 0 || c.trigger != w.hits[i-1].trigger {
			w.comeUp(r, c)
		}
	}
	w.hits = w.hits[:0]
}
