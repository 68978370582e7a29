package check

import (
	"context"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// loneLoss is one post or link whose loss alone leaves a procedure without a
// way to complete.
type loneLoss struct {
	proc  model.ProcedureIndex
	loss  machine.Event
	story []machine.Event
}

// singlePoints judges one procedure that a limit covers: from every state
// without faults in which it runs and can still end, each post and link of the
// cone is lost alone, and what follows, without repairs, is searched for an end.
func singlePoints(ctx context.Context, p *program.Program, cone *program.Cone, proc model.ProcedureIndex, lim Limits) (out []loneLoss, x *Exploration) {
	sys := newSystem(p, cone)
	sys.m.NoFaults = true
	x = Explore(ctx, sys, lim, nil, nil, nil)
	if !x.Complete {
		return nil, x
	}
	procs := &p.Procs[proc]
	now := make(machine.State, len(p.Vars))
	without := newContinuation(p, cone, true)
	cores := make([]int32, x.set.len())
	without.sys.m.Start(now)
	for i := range cores {
		without.sys.unpack(x.set.at(int32(i)), now)
		cores[i] = without.seed(now)
		without.ask(cores[i], liveRuns(without.sys.m, now, procs))
	}
	if !without.answer(ctx, lim) {
		x.Complete, x.Why = false, without.why
		return nil, x
	}
	var losses []machine.Event
	for _, post := range cone.Posts {
		losses = append(losses, machine.Event{Kind: machine.LosePost, A: uint16(post)})
	}
	for _, link := range cone.Links {
		losses = append(losses, machine.Event{Kind: machine.CutLink, A: uint16(link)})
	}
	for _, loss := range losses {
		c := newContinuation(p, cone, true)
		type seeded struct {
			state, core int32
			could       question // runs that could complete without the loss
		}
		var seeds []seeded
		c.sys.m.Start(now)
		for i := range x.set.len() {
			c.sys.unpack(x.set.at(int32(i)), now)
			could := liveRuns(c.sys.m, now, procs)
			could.runs &^= without.no(cores[i], could).runs
			if could.runs == 0 || !present(p, now, loss) {
				continue
			}
			c.sys.m.Apply(now, loss)
			core := c.seed(now)
			c.ask(core, could)
			seeds = append(seeds, seeded{int32(i), core, could})
		}
		if !c.answer(ctx, lim) {
			x.Complete, x.Why = false, c.why
			return out, x
		}
		for _, s := range seeds {
			if c.no(s.core, s.could) != (question{}) {
				found := loneLoss{proc: proc, loss: loss}
				for _, w := range x.path(s.state) {
					found.story = append(found.story, decode(w))
				}
				found.story = append(found.story, loss)
				out = append(out, found)
				break
			}
		}
	}
	return out, x
}

// liveRuns asks about the runs of a procedure that are live.
func liveRuns(m *machine.Machine, s machine.State, proc *program.Proc) (q question) {
	for r := proc.FirstRun; r < proc.FirstRun+proc.Places; r++ {
		if m.Live(s, r) {
			q.runs |= 1 << r
		}
	}
	return q
}

// present reports whether what the event takes is there to be taken.
func present(p *program.Program, s machine.State, loss machine.Event) bool {
	if loss.Kind == machine.CutLink {
		return s[p.Links[loss.A].Var] == 0
	}
	return s[p.Posts[loss.A].Var] == program.PostFilled
}
