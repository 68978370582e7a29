package check

import (
	"math/bits"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// stepElements names every step of a procedure.
func stepElements(p *program.Program, proc int) []string {
	m := &p.Model.Procedures[proc]
	out := make([]string, len(m.Steps))
	for i := range m.Steps {
		out[i] = m.ID + "/" + m.Steps[i].ID
	}
	return out
}

// noAuthority: a step is done that uses an authority which its doer does not
// hold. Each step is a question of its own, with a cone of its own.
func noAuthority(p *program.Program) []*property {
	var out []*property
	for i := range p.Procs {
		for s := range p.Procs[i].Steps {
			uses := p.Procs[i].Steps[s].Uses
			if uses == model.None {
				continue
			}
			proc, step := model.ProcedureIndex(i), s
			out = append(out, &property{
				seam: model.NoAuthority, elements: []string{p.Model.Procedures[i].ID + "/" + p.Model.Procedures[i].Steps[s].ID},
				seeds: program.Seeds{Procs: []model.ProcedureIndex{proc}, Auths: []model.AuthorityIndex{uses}},
				event: func(v *view, _ *machine.Effects, e machine.Event, hit func(int)) {
					if e.Kind != machine.DoStep || v.m.P.Runs[e.A].Proc != proc || int(e.B) != step {
						return
					}
					if h, inForce := v.holders(uses); inForce && !doerAmong(v, &v.m.P.Procs[proc].Steps[step], h) {
						hit(0)
					}
				},
			})
		}
	}
	return out
}

// doerAmong reports whether the step's doer, or a member of the council that
// does it, is in h.
func doerAmong(v *view, step *program.Step, h []model.PostIndex) bool {
	in := func(post model.PostIndex) bool {
		for _, holder := range h {
			if post != model.None && v.m.P.Posts[holder].Person == v.m.P.Posts[post].Person {
				return true
			}
		}
		return false
	}
	if step.Kind != model.ActorCouncil {
		post, _ := v.m.Actor(v.s, step)
		return in(post)
	}
	for _, seat := range v.m.P.Councils[step.Council].Seats {
		if in(v.m.Acting(v.s, seat)) {
			return true
		}
	}
	return false
}

// noDecider: a step of a post or a holder is due and cannot be done.
func noDecider(p *program.Program) []*property {
	var out []*property
	for i := range p.Procs {
		proc := model.ProcedureIndex(i)
		out = append(out, &property{
			seam: model.NoDecider, elements: stepElements(p, i), seeds: program.Seeds{Procs: []model.ProcedureIndex{proc}},
			state: func(v *view, hit func(int)) {
				v.eachStep(proc, func(_, step int, sv machine.StepView) {
					if sv.Due && sv.Blocked != machine.Free && v.m.P.Procs[proc].Steps[step].Kind != model.ActorCouncil {
						hit(step)
					}
				})
			},
		})
	}
	return out
}

// noQuorum: a step of a council is due and the council is not quorate.
func noQuorum(p *program.Program) []*property {
	var out []*property
	for i := range p.Councils {
		council := model.CouncilIndex(i)
		var procs []model.ProcedureIndex
		for proc := range p.Procs {
			for s := range p.Procs[proc].Steps {
				if st := &p.Procs[proc].Steps[s]; st.Kind == model.ActorCouncil && st.Council == council {
					procs = append(procs, model.ProcedureIndex(proc))
					break
				}
			}
		}
		// One search for each procedure keeps the cones small; the element is the
		// council in all of them.
		for _, proc := range procs {
			out = append(out, &property{
				seam: model.NoQuorum, elements: []string{p.Model.Councils[council].ID}, seeds: program.Seeds{Procs: []model.ProcedureIndex{proc}},
				state: func(v *view, hit func(int)) {
					v.eachStep(proc, func(_, step int, sv machine.StepView) {
						st := &v.m.P.Procs[proc].Steps[step]
						if sv.Due && st.Kind == model.ActorCouncil && st.Council == council && !v.m.Quorate(v.s, council) {
							hit(0)
						}
					})
				},
			})
		}
	}
	return out
}

// bypassedConsent: a decision takes effect while a consent that its procedure
// asks of a party is not given.
func bypassedConsent(p *program.Program) []*property {
	var out []*property
	for i := range p.Procs {
		proc := model.ProcedureIndex(i)
		asked := uint64(0)
		for s := range p.Procs[i].Steps {
			asked |= p.Procs[i].Steps[s].Asks
		}
		if asked == 0 {
			continue
		}
		var elements []string
		var parties []int
		for rest := asked; rest != 0; rest &= rest - 1 {
			party := bits.TrailingZeros64(rest)
			parties = append(parties, party)
			elements = append(elements, p.Model.Procedures[i].ID+" "+p.Model.Parties[party].ID)
		}
		out = append(out, &property{
			seam: model.BypassedConsent, elements: elements, seeds: program.Seeds{Procs: []model.ProcedureIndex{proc}},
			event: func(v *view, fx *machine.Effects, _ machine.Event, hit func(int)) {
				for _, d := range fx.Decisions {
					if v.m.P.Runs[d.Run].Proc != proc {
						continue
					}
					for k, party := range parties {
						if !consented(v.m.P.Procs[proc].Steps, d, party) {
							hit(k)
						}
					}
				}
			},
		})
	}
	return out
}

// consented reports whether every consent asked of the party stood when the
// decision took effect. Where a clause of an unanswered question goes to
// another question to the same party, that one's answer stands for it.
func consented(steps []program.Step, d machine.Decision, party int) bool {
	for i := range steps {
		if steps[i].Asks&(1<<party) == 0 || d.Done&(1<<i) != 0 {
			continue
		}
		if d.Skipped&(1<<i) == 0 || !insteadGiven(steps, i, d, party) {
			return false
		}
	}
	return true
}

func insteadGiven(steps []program.Step, i int, d machine.Decision, party int) bool {
	for _, c := range []program.Clause{steps[i].Refused, steps[i].Unreachable, steps[i].Absent, steps[i].Late} {
		if c.Do == model.Go && steps[c.Step].Asks&(1<<party) != 0 && (d.Done|d.Foreign)&(1<<c.Step) != 0 {
			return true
		}
	}
	return false
}
