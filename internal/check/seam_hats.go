package check

import (
	"math"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/timing"
)

// twoHats: one acting person has work in runs of two procedures at once, and
// the hard bounds do not exclude that the deadline of one of them is missed.
func twoHats(p *program.Program) []*property {
	var out []*property
	for i := range p.Procs {
		deadline := p.Model.Procedures[i].Deadline
		if deadline == nil {
			continue
		}
		_, allowed := deadline.Spec.Hard()
		own := timing.Procedure(p.Model, model.ProcedureIndex(i), -1).High
		for j := range p.Procs {
			if j == i {
				continue
			}
			var persons []model.PersonIndex
			var elements []string
			for _, person := range sharedDoers(p.Model, i, j) {
				if own+workOf(p.Model, j, person) > allowed {
					persons = append(persons, person)
					elements = append(elements, p.Model.Persons[person].ID)
				}
			}
			if len(persons) == 0 {
				continue
			}
			first, second := model.ProcedureIndex(i), model.ProcedureIndex(j)
			out = append(out, &property{
				seam: model.TwoHats, elements: elements, seeds: program.Seeds{Procs: []model.ProcedureIndex{first, second}},
				state: func(v *view, hit func(int)) {
					for k, person := range persons {
						if dueTo(v, first, person) && dueTo(v, second, person) {
							hit(k)
						}
					}
				},
			})
		}
	}
	return out
}

// sharedDoers returns the persons who may come to have work in both procedures.
func sharedDoers(a *model.Arrangement, i, j int) []model.PersonIndex {
	in := func(proc int) map[model.PersonIndex]bool {
		set := map[model.PersonIndex]bool{}
		for s := range a.Procedures[proc].Steps {
			for _, person := range timing.Doers(a, &a.Procedures[proc].Steps[s]) {
				set[person] = true
			}
		}
		return set
	}
	x, y := in(i), in(j)
	var out []model.PersonIndex
	for person := range a.Persons {
		if x[model.PersonIndex(person)] && y[model.PersonIndex(person)] {
			out = append(out, model.PersonIndex(person))
		}
	}
	return out
}

// workOf returns the greatest time of everything that the person may have to do
// in a procedure.
func workOf(a *model.Arrangement, proc int, person model.PersonIndex) float64 {
	sum := 0.0
	for s := range a.Procedures[proc].Steps {
		step := &a.Procedures[proc].Steps[s]
		for _, doer := range timing.Doers(a, step) {
			if doer == person {
				sum += timing.QuantityBounds(&step.Time, "").High
			}
		}
	}
	if math.IsNaN(sum) {
		return math.Inf(1)
	}
	return sum
}

// dueTo reports whether a step that can be done is due to the person.
func dueTo(v *view, proc model.ProcedureIndex, person model.PersonIndex) bool {
	found := false
	v.eachStep(proc, func(_, i int, sv machine.StepView) {
		step := &v.m.P.Procs[proc].Steps[i]
		if !sv.Due || sv.Blocked != machine.Free || step.Kind == model.ActorCouncil {
			return
		}
		if post, _ := v.m.Actor(v.s, step); post != model.None && v.m.P.Posts[post].Person == person {
			found = true
		}
	})
	return found
}
