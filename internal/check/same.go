package check

import (
	"reflect"

	"entente/internal/model"
	"entente/internal/program"
)

// SameSearches reports whether two arrangements compile to the same program, so
// that every search of the one is a search of the other. Checks, times and what
// is read off the text may still differ.
func SameSearches(a *model.Arrangement, s *model.Scenario, b *model.Arrangement, t *model.Scenario, opt Options) bool {
	p, q := program.Compile(a, BudgetOf(a, s, opt)), program.Compile(b, BudgetOf(b, t, opt))
	for _, x := range []*program.Program{p, q} {
		x.Model, x.Budget.Crisis = nil, nil
		for i := range x.Budget.Incidents {
			x.Budget.Incidents[i].While = nil // compiled into Exprs
		}
	}
	return reflect.DeepEqual(p, q)
}
