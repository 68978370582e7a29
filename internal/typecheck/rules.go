package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// facts is what a rule reads. Rules pass over broken elements.
type facts struct {
	a      *model.Arrangement
	names  *Names
	broken map[string]bool
	header Header
	tree   *syntax.Node
	out    *diag.List
}

// ok reports whether the element at the path was read without a message.
func (f *facts) ok(section, id string) bool { return !f.broken[section+"/"+id] }

func (f *facts) okStep(p *model.Procedure, s *model.Step) bool {
	return !f.broken["procedures/"+p.ID+"/steps/"+s.ID]
}

// okSteps reports whether every step of the procedure was read without a message.
func (f *facts) okSteps(p *model.Procedure) bool {
	for i := range p.Steps {
		if !f.okStep(p, &p.Steps[i]) {
			return false
		}
	}
	return len(p.Steps) > 0
}

// rule is one static rule; each stands in a file of its own, rule_*.go.
type rule struct {
	codes []diag.Code // what it may report
	apply func(*facts)
}

// rules lists the static rules in the order in which they are applied.
var rules = []rule{ruleUnique, ruleMoves, ruleHandover, ruleHolders, ruleSteps, ruleClauses, ruleLinks, ruleStarts,
	ruleCouncils, ruleChains, rulePersons, ruleReal}
