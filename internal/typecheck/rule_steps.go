package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
)

// ruleSteps: the steps of a procedure come after one another without a circle; a
// referral goes to an earlier step; no clause goes to its own step.
var ruleSteps = rule{
	codes: []diag.Code{"step-cycle", "back-not-earlier", "goes-to-itself"},
	apply: func(f *facts) {
		for i := range f.a.Procedures {
			p := &f.a.Procedures[i]
			if !f.okSteps(p) {
				continue
			}
			before, circle := orderOf(p)
			if circle != nil {
				f.circle(p, circle)
				continue
			}
			for j := range p.Steps {
				f.stepTargets(p, model.StepIndex(j), before)
			}
		}
	},
}

// orderOf returns for each step the steps that it comes after, a bit each, or one
// circle of steps, in the order of `after`.
func orderOf(p *model.Procedure) (before []uint64, circle []model.StepIndex) {
	before = make([]uint64, len(p.Steps))
	state := make([]uint8, len(p.Steps)) // 0 new, 1 on the path, 2 done
	var path []model.StepIndex
	var visit func(model.StepIndex) bool
	visit = func(s model.StepIndex) bool {
		state[s] = 1
		path = append(path, s)
		for _, q := range p.Steps[s].After {
			if state[q] == 1 {
				for i, x := range path {
					if x == q {
						circle = append([]model.StepIndex(nil), path[i:]...)
					}
				}
				return false
			}
			if state[q] == 0 && !visit(q) {
				return false
			}
			before[s] |= before[q] | 1<<q
		}
		state[s] = 2
		path = path[:len(path)-1]
		return true
	}
	for s := range p.Steps {
		if state[s] == 0 && !visit(model.StepIndex(s)) {
			return nil, circle
		}
	}
	return before, nil
}

func (f *facts) circle(p *model.Procedure, circle []model.StepIndex) {
	text := ""
	for _, s := range circle {
		text += p.Steps[s].ID + " after "
	}
	first := &p.Steps[circle[0]]
	d := f.out.Errorf("step-cycle", first.Span, "the steps of %q go round in a circle: %s%s", p.ID, text, first.ID)
	for _, s := range circle[1:] {
		d.Note(p.Steps[s].Span, "%q stands here", p.Steps[s].ID)
	}
	d.Hint("without `after` a step comes after the one above it; `back` refers to an earlier step")
}

func (f *facts) stepTargets(p *model.Procedure, index model.StepIndex, before []uint64) {
	s := &p.Steps[index]
	if s.Back != nil {
		for _, to := range s.Back.To {
			if before[index]&(1<<to) == 0 {
				f.out.Errorf("back-not-earlier", s.Back.Span, "step %q refers back to %q, which it does not come after", s.ID, p.Steps[to].ID).
					Note(p.Steps[to].Span, "%q stands here", p.Steps[to].ID)
			}
		}
	}
	for _, c := range clausesOf(s) {
		if c.Do == model.Go && c.Step == index {
			f.out.Errorf("goes-to-itself", c.Span, "step %q goes to itself", s.ID).Hint("write wait, which leaves the step due")
		}
	}
}

func clausesOf(s *model.Step) []model.Clause {
	return []model.Clause{s.IfRefused, s.IfUnreachable, s.IfAbsent, s.IfLate}
}
