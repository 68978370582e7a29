package sim

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/rng"
)

// What becomes of acts and of how they are read (S41, S44, S51).

// reading is an act on its way to a party, or read by it.
type reading struct {
	option, party int32
	act           int32 // which of all acts
	step          int32 // that it waits for
	lasts         float64
	cause         rng.Key
}

// open reports whether an option may be taken now.
func (w *world) open(r *Runner, at int32) bool {
	o := &w.plan.options[at]
	if o.closed || o.while >= 0 && !r.m.Eval(r.s, o.while, -1) {
		return false
	}
	if o.uses == model.None {
		return true
	}
	r.holders = r.m.Holders(r.s, o.uses, r.holders)
	for _, post := range r.holders {
		for _, own := range r.p.a.Persons[r.p.a.Posts[post].Person].Posts {
			if int32(r.p.a.Posts[own].Of) == o.of && r.s[r.p.prog.Posts[own].Var] == program.PostFilled {
				return true
			}
		}
	}
	return false
}

// take has an option taken, if it is open. step is the one that takes it, or -1.
func (w *world) take(r *Runner, at, step int32) {
	p := w.plan
	plan, o := &p.options[at], &w.options[at]
	name := p.crisis.Options[at].ID
	if !w.open(r, at) {
		if r.trace != nil {
			r.trace.happened(r, Happening{Kind: "not-open", Option: name})
		}
		return
	}
	for _, l := range plan.lines {
		if when := p.lines[l].when; when < 0 || r.m.Eval(r.s, when, -1) {
			w.cross(r, l, name)
		}
	}
	w.settle(r)
	w.bring(r)
	cause := plan.cause.With(uint64(o.taken))
	lasts := 0.0
	if plan.lasts != none {
		lasts = r.draw(plan.lasts, plan.key, cause, 0)
	}
	act := int32(w.acts)
	w.acts++
	if p.perAct {
		for range p.parties {
			w.readAs = append(w.readAs, -1)
		}
	}
	if r.trace != nil {
		r.trace.happened(r, Happening{Kind: "act", Option: name, Party: r.p.a.Parties[plan.of].ID, Until: r.now + lasts, Does: plan.incident >= 0})
	}
	if o.taken == 0 {
		o.first = r.now
	}
	o.taken++
	w.set(r, p.taken[at], true)
	if until := r.now + lasts; !o.under || until > o.until {
		if !o.under {
			o.under = true
			w.underAt[plan.rung]++
			w.set(r, p.underWay[at], true)
			w.climb(r)
		}
		o.until = until
		o.gen++
		r.calendar.put(until, o.gen, whatOf(actOver, at, 0))
	}
	w.atLeasts(r)
	w.affect(r, plan.effects)
	if plan.incident >= 0 {
		in := &r.p.incident[plan.incident]
		r.out.Beyond = r.out.Beyond || r.s[in.came] == program.IncidentCame
		r.came[plan.incident]++
		r.apply(machine.Event{Kind: machine.Incident, A: uint16(plan.incident)}, -1)
	}
	for party := range plan.reads {
		read := &plan.reads[party]
		if !read.reads {
			continue
		}
		rd := reading{at, int32(party), act, read.upon, lasts, cause}
		if read.upon >= 0 && read.upon != step {
			w.waitsStep = append(w.waitsStep, w.keep(rd))
			continue
		}
		w.send(r, rd)
	}
	w.settle(r)
	w.bring(r)
}

// ends has an option be under way no longer.
func (w *world) ends(r *Runner, at int32) {
	w.options[at].under = false
	w.underAt[w.plan.options[at].rung]--
	if r.trace != nil {
		r.trace.happened(r, Happening{Kind: "over", Option: w.plan.crisis.Options[at].ID})
	}
	w.set(r, w.plan.underWay[at], false)
	w.climb(r)
}

// cross has a red line crossed.
func (w *world) cross(r *Runner, at int32, by string) {
	if w.crossed[at] < 0 {
		w.crossed[at] = r.now
	}
	if r.trace != nil {
		r.trace.happened(r, Happening{Kind: "line", Line: w.plan.crisis.Lines[at].ID, Option: by})
	}
	w.set(r, w.plan.crossed[at], true)
	w.hitAll(w.plan.onCross[at], 0)
}

// keep gives a reading a place.
func (w *world) keep(rd reading) int32 {
	if n := len(w.unused); n > 0 {
		at := w.unused[n-1]
		w.unused = w.unused[:n-1]
		w.pool[at] = rd
		return at
	}
	w.pool = append(w.pool, rd)
	return int32(len(w.pool) - 1)
}

// send begins the delay of a reading.
func (w *world) send(r *Runner, rd reading) {
	plan := &w.plan.options[rd.option].reads[rd.party]
	delay := 0.0
	if plan.after != none {
		delay = r.draw(plan.after, plan.afterKey, rd.cause, 0)
	}
	if delay > 0 {
		r.calendar.put(r.now+delay, 0, whatOf(readingArrives, w.keep(rd), 0))
		return
	}
	w.arrive(r, rd)
}

// stepDone begins the delays of the readings that waited for a step.
func (w *world) stepDone(r *Runner, step int32) {
	kept := w.waitsStep[:0]
	for _, at := range w.waitsStep {
		if rd := w.pool[at]; rd.step == step {
			w.unused = append(w.unused, at)
			w.send(r, rd)
			w.settle(r)
			w.bring(r)
		} else {
			kept = append(kept, at)
		}
	}
	w.waitsStep = kept
}

// arrives ends the delay of a reading.
func (w *world) arrives(r *Runner, at int32) {
	w.unused = append(w.unused, at)
	w.arrive(r, w.pool[at])
}

// linked lets readings arrive whose link is up again.
func (w *world) linked(r *Runner) {
	waiting := len(w.waitsLink)
	for range waiting {
		at := w.waitsLink[0]
		copy(w.waitsLink, w.waitsLink[1:])
		w.waitsLink = w.waitsLink[:len(w.waitsLink)-1]
		w.unused = append(w.unused, at)
		w.arrive(r, w.pool[at]) // or it waits on, behind the others
		w.settle(r)
		w.bring(r)
	}
}

// arrive has a party read an act, unless the link is out.
func (w *world) arrive(r *Runner, rd reading) {
	p := w.plan
	plan := &p.options[rd.option].reads[rd.party]
	if plan.via >= 0 && r.s[r.p.prog.Links[plan.via].Var] != 0 {
		w.waitsLink = append(w.waitsLink, w.keep(rd))
		return
	}
	rung := plan.rungs[0]
	if len(plan.rungs) > 1 {
		rung = w.oneOf(plan, rng.Uniform(r.replication, plan.asKey, rd.cause, 0))
	}
	of := p.options[rd.option].of
	if r.trace != nil {
		r.trace.happened(r, Happening{Kind: "reading", Party: r.p.a.Parties[rd.party].ID, Option: p.crisis.Options[rd.option].ID, Rung: p.crisis.Rungs[rung].ID})
	}
	w.readAt[int(rd.party)*len(p.atLeast)+int(rung)]++
	r.calendar.put(r.now+rd.lasts, 0, whatOf(readingOver, rd.party, uint16(rung)))
	w.look(r, rd.party)
	w.known[int(rd.party)*len(p.options)+int(rd.option)] = true
	w.set(r, p.knows[rd.party][rd.option], true)
	if p.perAct {
		w.readAs[int(rd.act)*p.parties+int(rd.party)] = int8(rung)
	}
	w.affect(r, plan.effects)
	for _, t := range p.onSilent[rd.party] {
		if p.triggers[t].party == of {
			w.listen(r, t)
		}
	}
	for _, t := range p.onRead[rd.party] {
		if trig := &p.triggers[t]; trig.kind == model.OnReadOption && trig.option == rd.option || trig.kind == model.OnReadParty && trig.party == of ||
			trig.kind == model.OnReadRung && rung >= trig.rung && of != rd.party {
			w.hits = append(w.hits, coming{trigger: t, cause: rd.cause})
		}
	}
	w.settle(r)
	w.bring(r)
}

// oneOf draws the rung of a reading in proportion to its weights.
func (w *world) oneOf(plan *readPlan, u float64) int32 {
	return plan.rungs[max(inProportion(len(plan.weights), u, func(i int) float64 { return max(w.number(plan.weights[i]), 0) }), 0)]
}

// unread ends a reading.
func (w *world) unread(r *Runner, party, rung int32) {
	w.readAt[int(party)*len(w.plan.atLeast)+int(rung)]--
	w.look(r, party)
}

// look finds the picture of a party anew (S45).
func (w *world) look(r *Runner, party int32) {
	n := len(w.plan.atLeast)
	picture := int32(0)
	for i := n - 1; i > 0; i-- {
		if w.readAt[int(party)*n+i] > 0 {
			picture = int32(i)
			break
		}
	}
	if picture == w.pictures[party] {
		return
	}
	for i := range w.gaps {
		w.gaps[i].until(r.now)
	}
	w.pictures[party] = picture
	w.peaks[party] = max(w.peaks[party], picture)
	for i := range w.gaps {
		w.gaps[i].see(w)
	}
	for _, a := range w.plan.pictureAtoms[party] {
		w.set(r, a.is, a.by.Holds(int(picture), a.n))
	}
}
