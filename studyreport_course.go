package entente

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/model"
	"entente/internal/report"
	"entente/internal/sim"
)

// course is one timeline of each design, from the trigger to what the study's first
// course of several steps ends in. Designs with the same timeline stand together;
// what is unspecified is not drawn.
func (b *studyReport) course(ctx context.Context) *report.Captioned {
	column, scenario := b.courseColumn()
	if column < 0 || ctx.Err() != nil {
		return nil
	}
	m := &b.s.Study.Measures[b.columns[column].Measure]
	speak, silent := b.speaking(m.ID)
	number, ok := b.typical(scenario, column, speak)
	if !ok {
		return nil
	}
	lanes := make([]report.Lanes, len(b.r.Designs))
	for _, d := range speak {
		lanes[d] = b.lanesUntil(b.cells[scenario][d], number, column)
	}
	f := report.Timelines{XLabel: "from the trigger"}
	var never []int
	for _, g := range groupBy(len(lanes), func(d int) string {
		if !slices.Contains(speak, d) {
			return ""
		}
		return fmt.Sprint(lanes[d])
	}) {
		if len(lanes[g[0]].Bars) == 0 {
			never = g
			continue
		}
		part := lanes[g[0]]
		part.Title = b.designNames(g)
		f.Parts = append(f.Parts, part)
	}
	if len(f.Parts) == 0 {
		return nil
	}
	note := fmt.Sprintf("Replication %d of each design: the same circumstances and the same draws.", number)
	if len(never) > 0 {
		note += " It does not come in " + b.designNames(never) + "."
	}
	note += b.notDrawn(silent)
	return &report.Captioned{Drawing: f, Name: "timelines", Note: b.baseOf(note, column, scenario),
		Caption: strings.TrimSpace("From the trigger: " + briefly(m) + b.underComma(b.r.Scenarios[scenario])), Source: b.source(1)}
}

func (b *studyReport) underComma(scenario string) string {
	if under := b.under(scenario); under != "" {
		return ", " + under
	}
	return ""
}

// courseColumn chooses the time that is drawn: the first that takes more than one
// step and comes in the base, else the first that comes.
func (b *studyReport) courseColumn() (column, scenario int) {
	column = -1
	for s := range b.r.Scenarios {
		for k := range b.columns {
			m := &b.s.Study.Measures[b.columns[k].Measure]
			if b.columns[k].Kind != sim.Time || m.Kind != "time-of" || !slices.Contains(b.samples[b.cells[s][0]][k+1], 1) {
				continue
			}
			proc, step := b.inBase(m.Of)
			if proc != nil && (step == nil && len(proc.Steps) > 1 || step != nil && len(step.After) > 0) {
				return k, s
			}
			if column < 0 {
				column, scenario = k, s
			}
		}
	}
	return column, scenario
}

// typical is the replication nearest to the median of the base in which the time
// comes in every design that it comes in at all.
func (b *studyReport) typical(scenario, column int, designs []int) (number uint64, ok bool) {
	values := b.samples[b.cells[scenario][0]][column]
	var come []int
	for i := range values {
		every := true
		for _, d := range designs {
			done := b.samples[b.cells[scenario][d]][column+1]
			every = every && (done[i] == 1 || !slices.Contains(done, 1))
		}
		if every {
			come = append(come, i)
		}
	}
	var all []float64
	for _, x := range values {
		if !math.IsNaN(x) {
			all = append(all, x)
		}
	}
	if len(come) == 0 || len(all) == 0 {
		return 0, false
	}
	slices.Sort(all)
	median := all[(len(all)-1)/2]
	if median >= b.columns[column].Max { // fewer than half come: the middle of those that do
		slices.SortFunc(come, func(x, y int) int { return cmp.Or(cmp.Compare(values[x], values[y]), cmp.Compare(x, y)) })
		return uint64(come[(len(come)-1)/2]), true
	}
	return uint64(slices.MinFunc(come, func(x, y int) int {
		return cmp.Or(cmp.Compare(math.Abs(values[x]-median), math.Abs(values[y]-median)), cmp.Compare(x, y))
	})), true
}

// drawsNothing says that a time is the same in every replication in which it comes.
func (b *studyReport) drawsNothing(column, scenario int) bool {
	cell := b.samples[b.cells[scenario][0]]
	first := math.NaN()
	for i, x := range cell[column] {
		if cell[column+1][i] != 1 {
			continue
		}
		if math.IsNaN(first) {
			first = x
		} else if x != first {
			return false
		}
	}
	return true
}

// lanesUntil draws one replication from the beginning of what a column measures to
// its end; it is empty where that does not come.
func (b *studyReport) lanesUntil(cell int, number uint64, column int) report.Lanes {
	if b.samples[cell][column+1][number] != 1 {
		return report.Lanes{}
	}
	value := b.samples[cell][column][number]
	m := &b.s.Study.Measures[b.columns[column].Measure]
	a := b.s.Cells[cell].Loaded.Arrangement
	name, step, inStep := strings.Cut(m.Of, "/")
	var via []string
	for i := range a.Procedures {
		if p := &a.Procedures[i]; p.ID == name || p.Was == name {
			name = p.ID
			for k := range p.Steps {
				if s := &p.Steps[k]; inStep && s.Was == step {
					step = s.ID
				}
				via = append(via, linksOf(a, &p.Steps[k])...)
			}
			break
		}
	}
	story := b.s.Story(cell, b.r.Seed, number)
	begin := math.Inf(1)
	for i := range story.Tasks {
		t := &story.Tasks[i]
		proc, of, _ := strings.Cut(t.Step, "/")
		switch {
		case proc != name:
		case !inStep:
			begin = math.Min(begin, t.Due)
		case of == step && t.Scene >= 0 && !t.Lost:
			begin = math.Min(begin, t.End-value)
		}
	}
	if math.IsInf(begin, 1) {
		return report.Lanes{}
	}
	lanes, _ := lanesOf(within(story, name, begin, begin+value, via), "")
	return lanes
}

func linksOf(a *model.Arrangement, s *model.Step) []string {
	var out []string
	for _, l := range s.Via {
		out = append(out, a.Links[l].ID)
	}
	return out
}

// slack is what two sums of the same times may differ by, in seconds.
const slack = 1e-6

// within is the part of a story that tells of one procedure in a span of time, with
// what was lost around it; times count from the beginning of the span.
func within(s *Story, procedure string, from, to float64, links []string) *Story {
	out := &Story{Seed: s.Seed, Replication: s.Replication, End: to - from}
	tasks, scenes := map[int]int{}, map[int]int{}
	lanes := map[int]bool{}
	for i, t := range s.Tasks {
		if proc, _, _ := strings.Cut(t.Step, "/"); proc != procedure || t.Due < from-slack || t.Due > to-slack {
			continue
		}
		tasks[i] = len(out.Tasks)
		lanes[t.Lane] = true
		t.Step = strings.TrimPrefix(t.Step, procedure+"/")
		t.Due, t.End = math.Max(0, t.Due-from), math.Min(t.End, to)-from
		if t.Began != nil {
			began := *t.Began - from
			t.Began = &began
			if began > to-from {
				t.Began = nil
			}
		}
		out.Tasks = append(out.Tasks, t)
	}
	for i, x := range s.Scenes {
		if x.At < from-slack || x.At > to+slack {
			continue
		}
		_, of := tasks[x.Task]
		here := x.Lane >= 0 && (lanes[x.Lane] || s.Lanes[x.Lane].Kind == "link" && slices.Contains(links, s.Lanes[x.Lane].ID))
		began := x.Kind == "incident" && x.At <= from+slack
		if !of && !began && !(here && (x.Kind == "fault" || x.Kind == "repair")) {
			continue
		}
		if x.Lane >= 0 {
			lanes[x.Lane] = true
		}
		scenes[i] = len(out.Scenes)
		x.At = math.Max(0, x.At-from)
		out.Scenes = append(out.Scenes, x)
	}
	lane := map[int]int{-1: -1}
	for i, l := range s.Lanes {
		if lanes[i] {
			lane[i] = len(out.Lanes)
			out.Lanes = append(out.Lanes, l)
		}
	}
	index := func(m map[int]int, i int) int {
		if at, known := m[i]; known {
			return at
		}
		return -1
	}
	for i := range out.Tasks {
		t := &out.Tasks[i]
		t.Lane, t.Because, t.Scene = lane[t.Lane], index(scenes, t.Because), index(scenes, t.Scene)
	}
	for i := range out.Scenes {
		out.Scenes[i].Lane, out.Scenes[i].Task = lane[out.Scenes[i].Lane], index(tasks, out.Scenes[i].Task)
	}
	return out
}
