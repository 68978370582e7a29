package study

import (
	"math"
	"slices"
)

// Frontier is what no other candidate dominates in the measures of the study's
// `frontier` (docs/semantics.md S57): designs under one scenario; scenarios, where
// there is one design.
type Frontier struct {
	Scenario string          `json:"scenario"` // "" where the candidates are the scenarios
	Over     []FrontierOver  `json:"over"`
	Points   []FrontierPoint `json:"points"`
}

// FrontierOver is one number of the frontier.
type FrontierOver struct {
	Measure string `json:"measure"`
	Column  string `json:"column"`
	Name    string `json:"name"`
	Prefer  string `json:"prefer"`
	Unit    string `json:"unit"`
}

// FrontierPoint is one candidate.
type FrontierPoint struct {
	ID     string  `json:"id"` // of the design, or of the scenario
	On     bool    `json:"on"` // the frontier
	By     string  `json:"by"` // the first candidate that dominates it; "" where it is on the frontier, or is not compared
	Why    string  `json:"why"`
	Values []Range `json:"values"` // of each number, over the points tried; at the base where they were not
}

// onFrontier says whether a preferred number is one of the frontier.
func (r *run) onFrontier(o *order) bool {
	return slices.Contains(r.Study.Frontier, r.measure(&r.columns[o.column]).ID)
}

// frontiers lists the frontier under each scenario, or over the scenarios.
func (r *run) frontiers() []Frontier {
	var over []*order
	for _, o := range r.orders {
		if r.onFrontier(o) {
			over = append(over, o)
		}
	}
	if len(over) < 2 {
		return nil
	}
	if len(r.designs) == 1 {
		var cells []int
		for s := range r.scenarios {
			cells = append(cells, r.cells[s][0])
		}
		return []Frontier{r.frontier("", r.scenarios, cells, over)}
	}
	var out []Frontier
	for s, id := range r.scenarios {
		out = append(out, r.frontier(id, r.designs, r.cells[s], over))
	}
	return out
}

func (r *run) frontier(scenario string, ids []string, cells []int, over []*order) Frontier {
	out := Frontier{Scenario: scenario, Over: []FrontierOver{}, Points: []FrontierPoint{}}
	for _, o := range over {
		col := &r.columns[o.column]
		out.Over = append(out.Over, FrontierOver{r.measure(col).ID, col.Name, r.orderName(o), preferWord(o.more), unitOf(col)})
	}
	for i, x := range cells {
		p := FrontierPoint{ID: ids[i], On: true, Values: []Range{}}
		if p.Why = r.notOnAny(x, over); p.Why != "" {
			p.On = false
			p.Values = slices.Repeat([]Range{{Float(math.NaN()), Float(math.NaN())}}, len(over))
			out.Points = append(out.Points, p)
			continue
		}
		for _, o := range over {
			p.Values = append(p.Values, r.rangeOf(x, o))
		}
		for k, y := range cells {
			if why, by := r.dominates(y, x, over); k != i && p.On && by {
				p.On, p.By, p.Why = false, ids[k], why
			}
		}
		out.Points = append(out.Points, p)
	}
	return out
}

// notOnAny says why a cell is no candidate: what its design's sources leave open of
// one of the numbers is the base's text, and no answer of the design. "" where it is one.
func (r *run) notOnAny(cell int, over []*order) string {
	design := slices.Index(r.designs, r.Cells[cell].Design)
	for _, o := range over {
		if r.silentOn(design, r.columns[o.column].Measure).unspecified != "" {
			return "unspecified in " + r.orderName(o)
		}
	}
	return ""
}

func preferWord(more bool) string {
	if more {
		return "more"
	}
	return "less"
}

// dominates says whether y is never worse than x in all numbers and better in one,
// and in which it is better.
func (r *run) dominates(y, x int, over []*order) (why string, yes bool) {
	var better []string
	for _, o := range over {
		s := r.stands(y, x, o)
		if !s.decided || s.sign < 0 {
			return "", false
		}
		if s.sign > 0 {
			better = append(better, r.orderName(o))
		}
	}
	return "better in " + and(better) + ", worse in none", len(better) > 0
}

// rangeOf is a preferred number of a cell over the points tried.
func (r *run) rangeOf(cell int, o *order) Range {
	for i, e := range r.estimates {
		if e.cell == cell && e.column == o.column && e.feature.kind == o.feature.kind && e.feature.label == o.feature.label {
			if r.assumed.ranges != nil && r.assumed.why == "" {
				return Range{Float(r.assumed.ranges[i].low), Float(r.assumed.ranges[i].high)}
			}
			return Range{Float(e.told.value), Float(e.told.value)}
		}
	}
	return Range{}
}
