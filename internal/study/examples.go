package study

import (
	"cmp"
	"math"
	"slices"
)

// Example is a replication worth replaying.
type Example struct {
	Design      string `json:"design"`
	Scenario    string `json:"scenario"`
	Column      string `json:"column"`
	Kind        string `json:"kind"` // typical: nearest to the median; extreme: the largest
	Replication int    `json:"replication"`
	Value       Float  `json:"value"`
}

// examplesEach is how many typical and how many extreme replications are named.
const examplesEach = 3

// examples names, for each cell, replications of the study's first time: those
// nearest to the median and the largest; among equals those run first.
func (r *run) examples() []Example {
	var out []Example
	if r.shown < 0 {
		return nil
	}
	for _, row := range r.cells {
		for _, cell := range row {
			out = append(out, r.examplesOf(cell)...)
		}
	}
	return out
}

func (r *run) examplesOf(cell int) []Example {
	values := r.times[cell][:r.runs]
	var order []int
	for i, x := range values {
		if !math.IsNaN(x) {
			order = append(order, i)
		}
	}
	if len(order) == 0 {
		return nil
	}
	byValue := func(x, y int) int {
		return cmp.Or(cmp.Compare(values[x], values[y]), cmp.Compare(x, y))
	}
	slices.SortFunc(order, byValue)
	median := values[order[(len(order)-1)/2]]
	var out []Example
	add := func(kind string, list []int) {
		for _, i := range list[:min(len(list), examplesEach)] {
			out = append(out, Example{r.Cells[cell].Design, r.Cells[cell].Scenario, r.columns[r.shown].Name, kind, i, Float(values[i])})
		}
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(math.Abs(values[x]-median), math.Abs(values[y]-median)), cmp.Compare(x, y))
	})
	add("typical", order)
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(values[y], values[x]), cmp.Compare(x, y))
	})
	add("extreme", order)
	return out
}
