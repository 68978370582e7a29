package check

import (
	"entente/internal/model"
	"entente/internal/program"
)

// valuesOf returns, for each variable of which not every value up to its greatest
// can come up in a state that is reached, those that can, ascending; nil for the
// others. Packing refuses a value that is not among them.
func valuesOf(p *program.Program) [][]uint16 {
	out := make([][]uint16, len(p.Vars))
	for r := range p.Runs {
		steps := p.Procs[p.Runs[r].Proc].Steps
		skipped := skippable(steps)
		for i := range steps {
			out[p.Runs[r].Step0+program.Var(i)] = statuses(p, &p.Runs[r], i, skipped)
		}
	}
	for c := range p.Councils {
		values := []uint16{0}
		for r := range p.Runs {
			for i := range p.Procs[p.Runs[r].Proc].Steps {
				if s := &p.Procs[p.Runs[r].Proc].Steps[i]; s.Kind == model.ActorCouncil && s.Council == model.CouncilIndex(c) {
					values = append(values, 1+uint16(r))
					break
				}
			}
		}
		out[p.Councils[c].Var] = values
	}
	for a := range p.Auths {
		values := []uint16{0}
		for i := range p.Auths[a].Handovers {
			if first := 1 + 4*uint16(i); !p.Auths[a].Handovers[i].AtOnce {
				values = append(values, first, first+program.PassGave, first+program.PassTook)
			}
		}
		out[p.Auths[a].Passing] = values
	}
	return out
}

// statuses returns the statuses that a step of a run can have.
func statuses(p *program.Program, run *program.Run, i int, skipped uint64) []uint16 {
	step := &p.Procs[run.Proc].Steps[i]
	out := []uint16{program.Pending}
	if step.Options == 0 || run.Given&(1<<i) != 0 {
		out = append(out, program.Done)
	}
	if skipped&(1<<i) != 0 {
		out = append(out, program.Skipped)
	}
	if step.Refusable && step.Refused.Do == model.Proceed {
		out = append(out, program.Refused)
	}
	if step.Act == model.AskConsent && step.Kind == model.ActorPost && len(p.Posts[step.Post].Deputies) > 0 {
		out = append(out, program.Foreign)
	}
	for o := range step.Options {
		out = append(out, program.ChosenFirst+uint16(o))
	}
	return out
}

// skippable returns the steps of a procedure that can stand skipped: by a clause
// of their own that does not stop the run, or by one that goes to a later step.
func skippable(steps []program.Step) uint64 {
	set := uint64(0)
	for i := range steps {
		s := &steps[i]
		for _, c := range []program.Clause{s.Refused, s.Unreachable, s.Absent, s.Late} {
			switch c.Do {
			case model.Go:
				set |= 1<<i | steps[c.Step].Before
			case model.Proceed:
				set |= 1 << i
			}
		}
	}
	return set
}

// code gives the place of each value among those that can come up.
type code struct {
	values []uint16
	places []uint64 // by value: 1 + its place, or 0
}

func newCode(values []uint16) *code {
	c := &code{values: values, places: make([]uint64, values[len(values)-1]+1)}
	for i, v := range values {
		c.places[v] = 1 + uint64(i)
	}
	return c
}

func (c *code) pack(v uint16) uint64 {
	if int(v) >= len(c.places) || c.places[v] == 0 {
		panic("check: a value that cannot come up")
	}
	return c.places[v] - 1
}
