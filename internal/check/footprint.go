package check

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// A footprint is a set of variables that is enough to say whether the events of
// one action are possible, what they write and what they bring about. It follows
// the rules of package machine: what an event reads and writes itself, and then,
// as long as something that sets off a rule of the settling may be written, what
// that rule reads and writes. A state that is reached is settled, so a rule that
// nothing sets off changes nothing.

// varSet is a set of variables, a bit each.
type varSet []uint64

func (s varSet) add(v program.Var) {
	if v != program.NoVar {
		s[v/64] |= 1 << (v % 64)
	}
}

func (s varSet) addAll(t varSet) {
	for i, w := range t {
		s[i] |= w
	}
}

func (s varSet) meets(t varSet) bool {
	for i, w := range t {
		if s[i]&w != 0 {
			return true
		}
	}
	return false
}

// rule is a rule of the settling: what sets it off, what it reads beside, and
// what it may write.
type rule struct{ trigger, reads, writes varSet }

// action is a kind of event with the element that it is of: all that a step of a
// run may do is one action.
type action struct {
	kind machine.EventKind
	a, b uint16
}

// actionOf returns the action that an event belongs to.
func actionOf(e machine.Event) action {
	switch e.Kind {
	case machine.DoStep, machine.Refuse, machine.Refer, machine.Unreachable, machine.Absent, machine.Late:
		return action{machine.DoStep, e.A, e.B}
	case machine.Convene:
		return action{machine.Convene, e.A, e.B}
	default:
		return action{e.Kind, e.A, 0}
	}
}

// footprints works out footprints in a cone.
type footprints struct {
	p     *program.Program
	cone  *program.Cone
	rules []rule
}

func newFootprints(p *program.Program, cone *program.Cone) *footprints {
	f := &footprints{p: p, cone: cone}
	for _, i := range cone.Posts {
		if len(p.Posts[i].Deputies) > 0 {
			r := f.rule()
			f.acting(r.trigger, i)
			r.writes.add(p.Posts[i].Var)
		}
	}
	for c := range p.Councils {
		if cone.Councils[c] {
			r := f.rule()
			f.quorum(r.trigger, model.CouncilIndex(c))
			r.reads.add(p.Councils[c].Var)
			r.writes.add(p.Councils[c].Var)
		}
	}
	for _, a := range cone.Auths {
		f.passing(a)
	}
	for _, r := range cone.Runs {
		f.ending(r)
	}
	for i := range p.Procs {
		if cone.Procs[i] && p.Procs[i].Queued != program.NoVar {
			r := f.rule()
			r.trigger.add(p.Procs[i].Queued)
			r.trigger.add(p.Runs[p.Procs[i].FirstRun].Live)
			f.mayStart(r.reads, model.ProcedureIndex(i))
			r.writes.add(p.Procs[i].Queued)
			f.run(r.writes, p.Procs[i].FirstRun)
		}
	}
	return f
}

func (f *footprints) set() varSet { return make(varSet, (len(f.p.Vars)+63)/64) }

func (f *footprints) rule() *rule {
	f.rules = append(f.rules, rule{f.set(), f.set(), f.set()})
	return &f.rules[len(f.rules)-1]
}

// passing: the give-ups and take-overs of an authority that are due.
func (f *footprints) passing(a model.AuthorityIndex) {
	auth := &f.p.Auths[a]
	var r *rule
	for i := range auth.Handovers {
		h := &auth.Handovers[i]
		if h.AtOnce {
			continue
		}
		if r == nil {
			r = f.rule()
			r.trigger.add(auth.Passing)
			r.writes.add(auth.Holds)
			r.writes.add(auth.Passing)
		}
		first := f.p.Procs[h.Proc].FirstRun
		r.trigger.add(f.p.Runs[first].Live)
		for _, bind := range []program.Bind{h.GivesUp, h.TakesOver} {
			r.trigger.add(f.p.Runs[first].Step0 + program.Var(bind.Step))
			if bind.Before {
				f.view(r.trigger, first, bind.Step)
			}
		}
	}
}

// ending: a run that has nothing left, is overtaken or is needless ends.
func (f *footprints) ending(r int) {
	run := &f.p.Runs[r]
	proc := &f.p.Procs[run.Proc]
	out := f.rule()
	f.run(out.trigger, r)
	for i := range proc.Decides {
		out.trigger.add(f.p.Scales[proc.Decides[i].Scale].Var)
	}
	f.run(out.writes, r)
	for i := range proc.Steps {
		if proc.Steps[i].Kind == model.ActorCouncil {
			out.writes.add(f.p.Councils[proc.Steps[i].Council].Var)
		}
	}
	if r != proc.FirstRun {
		return
	}
	for a := range f.p.Auths {
		for _, h := range f.p.Auths[a].Handovers {
			if !h.AtOnce && h.Proc == run.Proc {
				out.trigger.add(f.p.Auths[a].Passing)
				out.writes.add(f.p.Auths[a].Passing)
			}
		}
	}
}

// of returns the footprint of an action.
func (f *footprints) of(x action) varSet {
	p := f.p
	reads, writes := f.set(), f.set()
	switch x.kind {
	case machine.Start:
		writes.add(p.StartsVar)
		f.start(reads, writes, model.ProcedureIndex(x.a))
	case machine.Incident:
		f.incident(reads, writes, &p.Budget.Incidents[x.a])
	case machine.Convene:
		f.convene(reads, model.CouncilIndex(x.a), int(x.b))
		writes.add(p.Councils[x.a].Var)
	case machine.DoStep:
		f.step(reads, writes, int(x.a), int(x.b))
	case machine.TakeOver:
		f.acting(reads, model.PostIndex(x.a))
		writes.add(p.Posts[x.a].Var)
	case machine.Fill:
		writes.add(p.Posts[x.a].Var)
	case machine.Restore:
		writes.add(p.Links[x.a].Var)
	case machine.LosePost:
		writes.add(p.FaultsVar)
		writes.add(p.Posts[x.a].Var)
	case machine.LosePerson:
		writes.add(p.FaultsVar)
		for _, post := range p.Model.Persons[x.a].Posts {
			writes.add(p.Posts[post].Var)
		}
	case machine.CutLink:
		writes.add(p.FaultsVar)
		writes.add(p.Links[x.a].Var)
	}
	f.settle(reads, writes)
	reads.addAll(writes)
	return reads
}

// settle adds what the rules that may be set off read and write.
func (f *footprints) settle(reads, writes varSet) {
	off := make([]bool, len(f.rules))
	for changed := true; changed; {
		changed = false
		for i := range f.rules {
			if r := &f.rules[i]; !off[i] && r.trigger.meets(writes) {
				off[i], changed = true, true
				reads.addAll(r.trigger)
				reads.addAll(r.reads)
				writes.addAll(r.writes)
			}
		}
	}
}

// run adds every variable of a run's place.
func (f *footprints) run(s varSet, r int) {
	run := &f.p.Runs[r]
	s.add(run.Live)
	s.add(run.Moved)
	for i := range f.p.Procs[run.Proc].Steps {
		s.add(run.Step0 + program.Var(i))
		if back := f.p.Procs[run.Proc].Steps[i].BackVar; back >= 0 {
			s.add(run.Back0 + program.Var(back))
		}
	}
}

func (f *footprints) acting(s varSet, post model.PostIndex) {
	s.add(f.p.Posts[post].Var)
	for _, d := range f.p.Posts[post].Deputies {
		s.add(f.p.Posts[d.Post].Var)
	}
}

func (f *footprints) quorum(s varSet, c model.CouncilIndex) {
	for _, seat := range f.p.Councils[c].Seats {
		f.acting(s, seat)
	}
}

func (f *footprints) holders(s varSet, a model.AuthorityIndex) {
	s.add(f.p.Auths[a].Holds)
	for _, post := range f.p.Auths[a].Holders {
		f.acting(s, post)
	}
}

func (f *footprints) mayStart(s varSet, proc model.ProcedureIndex) {
	p := &f.p.Procs[proc]
	f.expr(s, p.While, -1)
	for i := range p.Decides {
		s.add(f.p.Scales[p.Decides[i].Scale].Var)
	}
}

// start: a procedure is started, if it may be.
func (f *footprints) start(reads, writes varSet, proc model.ProcedureIndex) {
	p := &f.p.Procs[proc]
	f.mayStart(reads, proc)
	for r := p.FirstRun; r < p.FirstRun+p.Places; r++ {
		f.run(writes, r)
	}
	writes.add(p.Queued)
}

// move: a scale moves, and hand-overs begin, go on or are dropped.
func (f *footprints) move(writes varSet, scale model.ScaleIndex) {
	writes.add(f.p.Scales[scale].Var)
	for _, a := range f.cone.Auths {
		auth := &f.p.Auths[a]
		if auth.Scale != scale {
			continue
		}
		writes.add(auth.Holds)
		writes.add(auth.Passing)
		for _, h := range auth.Handovers {
			if !h.AtOnce {
				f.run(writes, f.p.Procs[h.Proc].FirstRun)
			}
		}
	}
}

func (f *footprints) incident(reads, writes varSet, in *program.Incident) {
	writes.add(in.Var)
	f.expr(reads, in.WhileExpr, -1)
	for _, posts := range [][]model.PostIndex{in.Empties, in.Fills} {
		for _, post := range posts {
			writes.add(f.p.Posts[post].Var)
		}
	}
	for _, links := range [][]model.LinkIndex{in.Cuts, in.Mends} {
		for _, l := range links {
			writes.add(f.p.Links[l].Var)
		}
	}
	for _, m := range in.Moves {
		f.move(writes, m.Scale)
	}
	for _, proc := range in.Starts {
		f.start(reads, writes, proc)
	}
}

func (f *footprints) convene(reads varSet, c model.CouncilIndex, r int) {
	reads.add(f.p.Runs[r].Live)
	f.quorum(reads, c)
	steps := f.p.Procs[f.p.Runs[r].Proc].Steps
	for i := range steps {
		if steps[i].Kind == model.ActorCouncil && steps[i].Council == c {
			f.view(reads, r, i)
		}
	}
}

// step: all that a step of a run may do.
func (f *footprints) step(reads, writes varSet, r, i int) {
	run := &f.p.Runs[r]
	proc := &f.p.Procs[run.Proc]
	step := &proc.Steps[i]
	f.view(reads, r, i)
	f.run(writes, r)
	if step.Kind == model.ActorCouncil {
		writes.add(f.p.Councils[step.Council].Var)
	}
	for j := range proc.Decides {
		if proc.Decides[j].At == i {
			f.move(writes, proc.Decides[j].Scale)
		}
	}
	for _, started := range step.Starts {
		f.start(reads, writes, started)
	}
	for _, n := range step.Readies {
		if f.cone.Incidents[n] {
			writes.add(f.p.Budget.Incidents[n].Var)
		}
	}
}

// view adds what says whether a step is ready, due and can be done.
func (f *footprints) view(s varSet, r, i int) {
	run := &f.p.Runs[r]
	step := &f.p.Procs[run.Proc].Steps[i]
	f.run(s, r)
	f.expr(s, step.Needs, r)
	for _, l := range step.Via {
		s.add(f.p.Links[l].Var)
	}
	switch step.Kind {
	case model.ActorPost:
		f.acting(s, step.Post)
	case model.ActorCouncil:
		f.quorum(s, step.Council)
	case model.ActorHolder:
		f.holders(s, step.Holder)
	}
}

// expr adds what an expression reads; run is the run whose step asks, or -1.
func (f *footprints) expr(s varSet, at, run int) {
	if at < 0 {
		return
	}
	e := &f.p.Exprs[at]
	switch e.Op {
	case model.OpAnd, model.OpOr:
		f.expr(s, e.A, run)
		f.expr(s, e.B, run)
	case model.OpNot:
		f.expr(s, e.A, run)
	case model.OpCompareScale:
		s.add(f.p.Scales[e.Elem].Var)
	case model.OpCompareCount:
		f.holders(s, model.AuthorityIndex(e.Elem))
	case model.OpHolds:
		f.holders(s, model.AuthorityIndex(e.Elem))
		f.acting(s, model.PostIndex(e.N))
	case model.OpEmpty, model.OpActing:
		f.acting(s, model.PostIndex(e.Elem))
	case model.OpOut:
		s.add(f.p.Links[e.Elem].Var)
	case model.OpQuorate:
		f.quorum(s, model.CouncilIndex(e.Elem))
	case model.OpSits:
		s.add(f.p.Councils[e.Elem].Var)
	case model.OpLive, model.OpDone, model.OpRefused, model.OpChosen:
		proc := &f.p.Procs[e.Elem]
		for r := proc.FirstRun; r < proc.FirstRun+proc.Places; r++ {
			f.run(s, r)
		}
	}
}

// actions lists every action that the cone may show.
func (f *footprints) actions() []action {
	p, cone := f.p, f.cone
	var out []action
	add := func(kind machine.EventKind, a, b int) { out = append(out, action{kind, uint16(a), uint16(b)}) }
	for _, proc := range p.Budget.MayStart {
		if cone.Procs[proc] {
			add(machine.Start, int(proc), 0)
		}
	}
	for i := range p.Budget.Incidents {
		if cone.Incidents[i] {
			add(machine.Incident, i, 0)
		}
	}
	for _, r := range cone.Runs {
		convened := map[model.CouncilIndex]bool{}
		steps := p.Procs[p.Runs[r].Proc].Steps
		for i := range steps {
			add(machine.DoStep, r, i)
			if c := steps[i].Council; steps[i].Kind == model.ActorCouncil && cone.Councils[c] && !convened[c] {
				convened[c] = true
				add(machine.Convene, int(c), r)
			}
		}
	}
	for _, i := range cone.Posts {
		if len(p.Posts[i].Deputies) > 0 {
			add(machine.TakeOver, int(i), 0)
		}
		if p.Posts[i].Refill {
			add(machine.Fill, int(i), 0)
		}
	}
	for _, i := range cone.Links {
		if p.Links[i].Restore {
			add(machine.Restore, int(i), 0)
		}
	}
	for _, i := range cone.FailPosts {
		add(machine.LosePost, int(i), 0)
	}
	for _, i := range cone.FailPersons {
		add(machine.LosePerson, int(i), 0)
	}
	for _, i := range cone.FailLinks {
		add(machine.CutLink, int(i), 0)
	}
	return out
}
