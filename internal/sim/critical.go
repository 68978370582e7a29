package sim

import (
	"math"
	"slices"

	"entente/internal/machine"
	"entente/internal/model"
)

// PartKind says what a part of a measured time went to.
type PartKind uint8

// The kinds of parts.
const (
	PartWork     PartKind = iota // a post or a council is at work
	PartBusy                     // a post or a council is busy with something else
	PartAbsent                   // nobody can act for a post, a council has no quorum, an authority no sole holder
	PartConvene                  // a council convenes
	PartLink                     // a link is out
	PartDelay                    // a procedure waits off what moves cost it
	PartStart                    // what it waits for has not begun: an incident is to come
	PartHandOver                 // an authority is handed over
	PartKinds
)

// PartOn says what kind of element a part is put down to.
type PartOn uint8

// What parts are put down to.
const (
	OnPost PartOn = iota
	OnCouncil
	OnLink
	OnAuthority
	OnProcedure
	OnIncident
)

// Part is a part of a measured time.
type Part struct {
	Kind    PartKind
	On      PartOn
	Name    string // the id of the element; "" of OnIncident: something beside the incidents, as a fault
	Seconds float64
}

// Stretch is a part of a measured time, and the step of the procedure that it was
// for: at work on it, or waiting to be.
type Stretch struct {
	Part
	Step model.StepRef // {None, None}: of no step, as the time until an incident
}

// Critical says where the time of a measure went in one replication.
type Critical struct {
	Value float64 // the measured time, in seconds
	Parts []Part  // each kind and element once, in the order of the enumerations and of ids; they add up to Value
}

// Critical splits the time of a `time-of` measure in one replication into parts,
// by walking from the end of what is measured back to what made it due, and so on
// until its beginning. It reports false where the time never came, or the measure
// is none of a time. Where several things had to be over, the last of them counts.
//
// Method: the critical path of an activity network, as in PERT, with waiting for
// whoever does a step as an activity of its own.
func (p *Plan) Critical(seed, replication uint64, measure int) (Critical, bool) {
	value, stretches, found := p.Stretches(seed, replication, measure)
	out := Critical{Value: value}
	for _, s := range stretches {
		if of := s.Step.Procedure; of != model.None && p.a.Procedures[of].HandsOver { // a hand-over is one part, whoever works on it
			s.Part = Part{Kind: PartHandOver, On: OnProcedure, Name: p.a.Procedures[of].ID, Seconds: s.Seconds}
		}
		out.add(s.Part)
	}
	slices.SortFunc(out.Parts, compareParts)
	return out, found
}

func (c *Critical) add(part Part) {
	for i := range c.Parts {
		if x := &c.Parts[i]; x.Kind == part.Kind && x.On == part.On && x.Name == part.Name {
			x.Seconds += part.Seconds
			return
		}
	}
	c.Parts = append(c.Parts, part)
}

// Stretches is Critical with the parts one by one, from the end of what is measured
// back to its beginning, each with the step that it was for.
func (p *Plan) Stretches(seed, replication uint64, measure int) (value float64, list []Stretch, found bool) {
	if m := &p.measures[measure]; m.of != timeOf {
		return 0, nil, false
	}
	w := p.observe(seed, replication)
	b, found := w.measured(measure)
	if !found {
		return 0, nil, false
	}
	w.walk(&b)
	return b.end - b.begin, b.list, true
}

func compareParts(a, b Part) int {
	switch {
	case a.Kind != b.Kind:
		return int(a.Kind) - int(b.Kind)
	case a.On != b.On:
		return int(a.On) - int(b.On)
	case a.Name < b.Name:
		return -1
	case a.Name > b.Name:
		return 1
	}
	return 0
}

// --- What a replication went through ---

// spell is a time that a work waited for one thing.
type spell struct {
	from, to float64
	why      Part
}

// watched is a replication with what every work waited for, and when.
type watched struct {
	p      *Plan
	trace  *Trace
	spells [][]spell // by work
}

// observe runs a replication as Runner.Run does, and looks at the works after
// everything that happens: between, they do not change.
func (p *Plan) observe(seed, replication uint64) *watched {
	r := p.NewRunner()
	r.trace = &Trace{open: make([]int, len(p.works)), dueIn: make([]int, len(p.works))}
	for i := range r.trace.open {
		r.trace.open[i], r.trace.dueIn[i] = -1, -1
	}
	w := &watched{p: p, trace: r.trace, spells: make([][]spell, len(p.works))}
	r.start(seed, replication)
	for w.next(r) {
		w.look(r)
	}
	if !r.stop {
		r.now = p.horizon
	}
	for i := range r.trace.open {
		r.trace.close(i, r.now, true)
	}
	return w
}

// next lets the next thing happen, as in Runner.Run.
func (w *watched) next(r *Runner) bool {
	switch {
	case r.stop:
		return false
	case r.first < len(r.instants):
		i := r.instants[r.first]
		r.first++
		if r.first == len(r.instants) {
			r.instants, r.first = r.instants[:0], 0
		}
		if r.atOnces++; r.atOnces >= r.p.eventsMax {
			r.out.Cut, r.stop = true, true
			return false
		}
		r.atOnce(i)
		return true
	}
	e, some := r.calendar.take()
	if !some || e.moment() > r.p.horizon {
		return false
	}
	r.happen(e)
	return true
}

// look notes what each work waits for from now on.
func (w *watched) look(r *Runner) {
	for at := range r.works {
		list := w.spells[at]
		last := len(list) - 1
		open := last >= 0 && math.IsInf(list[last].to, 1)
		is := r.works[at].is
		if is == idle || is == working {
			if open {
				list[last].to = r.now
			}
			continue
		}
		why := w.why(r, at)
		if open && list[last].why == why {
			continue
		}
		if open {
			list[last].to = r.now
		}
		w.spells[at] = append(list, spell{r.now, math.Inf(1), why})
	}
}

// why says what a work waits for.
func (w *watched) why(r *Runner, at int) Part {
	x, plan := &r.works[at], &r.p.works[at]
	a := r.p.a
	doer := w.doer(plan.plan.ref, int(x.post))
	switch x.is {
	case held:
		return Part{Kind: PartDelay, On: OnProcedure, Name: a.Procedures[plan.plan.ref.Procedure].ID}
	case convening:
		return Part{Kind: PartConvene, On: OnCouncil, Name: a.Councils[plan.step0.Council].ID}
	case queued:
		doer.Kind = PartBusy
		return doer
	}
	for _, l := range plan.step0.Via {
		if r.s[r.p.prog.Links[l].Var] != 0 {
			return Part{Kind: PartLink, On: OnLink, Name: a.Links[l].ID}
		}
	}
	doer = w.doer(plan.plan.ref, model.None)
	doer.Kind = PartAbsent
	if doer.On == OnAuthority {
		if by := w.handOver(r, plan.step0.Holder); by != model.None {
			return Part{Kind: PartHandOver, On: OnProcedure, Name: a.Procedures[by].ID}
		}
	}
	return doer
}

// handOver returns a live procedure that hands an authority over, or None.
func (w *watched) handOver(r *Runner, auth model.AuthorityIndex) model.ProcedureIndex {
	for i := range r.p.a.Authorities[auth].Handovers {
		by := r.p.a.Authorities[auth].Handovers[i].By
		for run := range r.p.prog.Runs {
			if by != model.None && r.p.prog.Runs[run].Proc == by && r.runs[run].live {
				return by
			}
		}
	}
	return model.None
}

// doer is who does a step: the post from which it is done, where that is known.
func (w *watched) doer(ref model.StepRef, post int) Part {
	a := w.p.a
	d := a.Procedures[ref.Procedure].Steps[ref.Step].Doer
	switch {
	case d.Kind == model.ActorCouncil:
		return Part{On: OnCouncil, Name: a.Councils[d.Council].ID}
	case post != model.None:
		return Part{On: OnPost, Name: a.Posts[post].ID}
	case d.Kind == model.ActorPost:
		return Part{On: OnPost, Name: a.Posts[d.Post].ID}
	}
	return Part{On: OnAuthority, Name: a.Authorities[d.Authority].ID}
}

// --- The way back ---

// back is a walk from the end of what is measured to its beginning.
type back struct {
	begin, end float64
	entry      int     // that is reached
	at         float64 // so far back
	list       []Stretch
}

// add puts a time down to something and a step, as far as it is after the beginning.
func (b *back) add(why Part, step model.StepRef, from, to float64) {
	from = math.Max(from, b.begin)
	if to <= from {
		return
	}
	why.Seconds = to - from
	b.list = append(b.list, Stretch{why, step})
}

// ofNoStep stands where a time is of no step.
var ofNoStep = model.StepRef{Procedure: model.None, Step: model.None}

// measured finds the beginning and the end of what a measure measures.
func (w *watched) measured(measure int) (b back, found bool) {
	m := &w.p.measures[measure]
	run := -1
	for i := range w.trace.Entries {
		e := &w.trace.Entries[i]
		for _, x := range e.Begun {
			if run < 0 && w.p.prog.Runs[x].Proc == m.proc && w.p.live(e.State, int(x)) {
				run, b.begin = int(x), e.At
			}
		}
		if run < 0 {
			continue
		}
		done := e.Event.Kind == machine.DoStep && int(e.Event.A) == run && int32(e.Event.B) == m.step
		over := slices.Contains(e.Ended, uint16(run))
		switch {
		case done && m.step >= 0, over && m.step < 0 && !slices.Contains(e.Stopped, uint16(run)):
			b.end, b.entry, b.at = e.At, i, e.At
			return b, e.At <= w.p.horizon
		case over, slices.Contains(e.Stopped, uint16(run)):
			return b, false
		}
	}
	return b, false
}

func (p *Plan) live(s machine.State, run int) bool { return s[p.prog.Runs[run].Live] != 0 }

// walk goes back to the beginning.
func (w *watched) walk(b *back) {
	for b.at > b.begin && b.entry >= 0 {
		e := &w.trace.Entries[b.entry]
		if e.Work >= 0 {
			w.through(b, e.Work)
			continue
		}
		if !w.around(b, e) {
			break
		}
	}
	if b.at > b.begin {
		b.add(w.unbegun(b), ofNoStep, b.begin, b.at)
		b.at = b.begin
	}
}

// through goes back through a span of work, and through those before it that were
// lost or refused.
func (w *watched) through(b *back, span int) {
	for {
		s := &w.trace.Works[span]
		began := b.at
		if !math.IsNaN(s.Began) {
			began = math.Min(s.Began, b.at)
		}
		b.add(w.doer(s.Ref, s.Post), s.Ref, began, b.at)
		w.wait(b, s, began)
		b.at = math.Min(s.Due, b.at)
		b.entry = s.Because
		before := w.before(span)
		if before < 0 {
			return
		}
		span = before
	}
}

// wait splits the time from when a work was due until it began.
func (w *watched) wait(b *back, s *WorkSpan, until float64) {
	rest := until
	list := w.spells[int(w.p.runWork[s.Run])+s.Step]
	for i := len(list) - 1; i >= 0 && rest > s.Due; i-- {
		from, to := math.Max(list[i].from, s.Due), math.Min(list[i].to, rest)
		if to <= from {
			continue
		}
		b.add(list[i].why, s.Ref, from, rest) // no spell is missing between
		rest = from
	}
	if rest > s.Due {
		absent := w.doer(s.Ref, s.Post)
		absent.Kind = PartAbsent
		b.add(absent, s.Ref, s.Due, rest)
	}
}

// before finds the span of the same work that ended where this one became due: it
// was lost, or what it asked for was refused. -1: there is none.
func (w *watched) before(span int) int {
	s := &w.trace.Works[span]
	for i := span - 1; i >= 0; i-- {
		x := &w.trace.Works[i]
		if x.Run != s.Run || x.Step != s.Step {
			continue
		}
		if x.End != s.Due || s.Because >= 0 && w.trace.Entries[s.Because].Work >= 0 {
			return -1
		}
		return i
	}
	return -1
}

// around goes back from an entry that nobody's work made to what began it: a
// council was called, an office emptied, a line cut. It reports false where there
// is no such thing.
func (w *watched) around(b *back, e *Entry) bool {
	prog := w.p.prog
	var why Part
	since := -1
	switch e.Event.Kind {
	case machine.Convene:
		return w.called(b, e)
	case machine.TakeOver, machine.Fill:
		why = Part{Kind: PartAbsent, On: OnPost, Name: w.p.a.Posts[e.Event.A].ID}
		since = w.changed(b.entry, int(prog.Posts[e.Event.A].Var))
	case machine.Restore:
		why = Part{Kind: PartLink, On: OnLink, Name: w.p.a.Links[e.Event.A].ID}
		since = w.changed(b.entry, int(prog.Links[e.Event.A].Var))
	}
	if since < 0 {
		return false
	}
	from := w.trace.Entries[since].At
	b.add(why, ofNoStep, from, b.at)
	b.at, b.entry = math.Min(b.at, from), since
	return true
}

// changed finds the last entry before another that changed a variable, or -1.
func (w *watched) changed(entry, v int) int {
	list := w.trace.Entries
	for i := entry - 1; i > 0; i-- {
		if list[i].State == nil {
			continue
		}
		k := i - 1
		for k >= 0 && list[k].State == nil {
			k--
		}
		if k >= 0 && list[k].State[v] != list[i].State[v] {
			return i
		}
	}
	return -1
}

// called goes back to when a council that sits now was called.
func (w *watched) called(b *back, e *Entry) bool {
	for i := range w.trace.Works {
		s := &w.trace.Works[i]
		d := w.p.a.Procedures[s.Ref.Procedure].Steps[s.Ref.Step].Doer
		if s.Convened && d.Kind == model.ActorCouncil && uint16(d.Council) == e.Event.A && s.Run == int(e.Event.B) && s.Due <= e.At && s.End >= e.At && s.Because < b.entry {
			w.wait(b, s, b.at)
			b.at, b.entry = math.Min(b.at, s.Due), s.Because
			return true
		}
	}
	return false
}

// unbegun names what the rest of a time waited for.
func (w *watched) unbegun(b *back) Part {
	why := Part{Kind: PartStart, On: OnIncident}
	if b.entry >= 0 {
		if e := &w.trace.Entries[b.entry]; e.Event.Kind == machine.Incident {
			why.Name = w.p.s.Incidents[e.Event.A].ID
		}
	}
	return why
}
