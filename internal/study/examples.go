package study

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
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

// examples names, for each cell, replications of the study's first time that differs
// between them: those nearest to the median and the largest; among equals those run first.
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

// Replays names the replications worth replaying of each design and scenario, and
// prints the command for them; name is the study as the user names it. width is in
// characters; 0 means 100.
func Replays(r *Result, name string, width int) string {
	if len(r.Examples) == 0 {
		return ""
	}
	if width <= 0 {
		width = widthDefault
	}
	t := &printer{r: r, width: width}
	first := &r.Examples[0]
	t.heading("Replications to replay, by " + t.named([]string{first.Column}) + ": typical (near the median) and longest")
	where := placer{designs: r.Designs, scenarios: r.Scenarios, all: "every design", joint: ", and in "}
	var all grouped
	for _, scenario := range r.Scenarios {
		for _, d := range r.Designs {
			if typical := t.numbers(d.ID, scenario, "typical"); typical != "" {
				all.add("typical "+typical+"; longest "+t.numbers(d.ID, scenario, "extreme"), place{d.ID, scenario})
			}
		}
	}
	for _, said := range all.said {
		t.paragraph("  - ", where.in(all.places[said])+": "+said)
	}
	command := "entente replay " + name + " --design " + first.Design
	if len(r.Scenarios) > 1 {
		command += " --scenario " + first.Scenario
	}
	command += " --run " + strconv.Itoa(first.Replication)
	if r.Seed != 1 {
		command += " --seed " + strconv.FormatUint(r.Seed, 10)
	}
	t.out.WriteString("  " + command + "\n")
	return t.out.String()
}

// numbers lists the examples of one kind of a cell.
func (t *printer) numbers(design, scenario, kind string) string {
	var out []string
	for i := range t.r.Examples {
		if e := &t.r.Examples[i]; e.Design == design && e.Scenario == scenario && e.Kind == kind {
			out = append(out, strconv.Itoa(e.Replication))
		}
	}
	return strings.Join(out, ", ")
}
