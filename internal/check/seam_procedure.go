package check

import (
	"sort"

	"entente/internal/model"
	"entente/internal/program"
)

// stuck: a run is live and no continuation ends or stops it.
func stuck(p *program.Program) []*property {
	var out []*property
	for i := range p.Procs {
		var runs []int
		var elements []string
		for k := range p.Procs[i].Places {
			runs = append(runs, p.Procs[i].FirstRun+k)
			elements = append(elements, p.Model.Procedures[i].ID)
		}
		out = append(out, &property{
			seam: model.Stuck, elements: elements, ends: runs,
			seeds: program.Seeds{Procs: []model.ProcedureIndex{model.ProcedureIndex(i)}},
		})
	}
	return out
}

// noProcedure: an incident of a kind can come in a state in which nothing that
// names the kind could start.
func noProcedure(p *program.Program) []*property {
	var out []*property
	for i := range p.Budget.Incidents {
		in := &p.Budget.Incidents[i]
		if in.Kind == model.None {
			continue
		}
		named := program.Answers(p.Model, in.Kind)
		seeds := program.Seeds{Incidents: []int{i}}
		for _, proc := range named {
			if w := p.Procs[proc].While; w >= 0 {
				seeds.Exprs = append(seeds.Exprs, w)
			}
		}
		out = append(out, &property{
			seam: model.NoProcedure, elements: []string{p.Model.Kinds[in.Kind].ID}, seeds: seeds,
			state: func(v *view, hit func(int)) {
				if !v.m.MayCome(v.s, i) {
					return
				}
				for _, proc := range named {
					if w := v.m.P.Procs[proc].While; w < 0 || v.m.Eval(v.s, w, -1) {
						return
					}
				}
				hit(0)
			},
		})
	}
	sort.SliceStable(out, func(i, j int) bool { return kindOf(p, out[i]) < kindOf(p, out[j]) })
	return out
}

// kindOf returns the place of the incident kind that a property asks about: the
// order of the text, whatever the order of a scenario's incidents.
func kindOf(p *program.Program, prop *property) model.KindIndex {
	return p.Budget.Incidents[prop.seeds.Incidents[0]].Kind
}
