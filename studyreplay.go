package entente

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/report"
	"entente/internal/say"
	"entente/internal/sim"
	"entente/internal/study"
)

// Distributions with the replications behind them, and one replication told step by
// step.

// StudyColumn is a number or a label that is taken from each replication.
type StudyColumn struct {
	ID      string `json:"id"`
	Measure string `json:"measure"`
	Name    Name   `json:"name" doc:"of the measure"`
	Part    string `json:"part" doc:"which of the numbers of the measure; empty where it is its own"`
	Kind    string `json:"kind" enum:"time,share,number,flag,category"`
}

var kindNames = [...]string{sim.Time: "time", sim.Share: "share", sim.Flag: "flag", sim.Category: "category", sim.Number: "number"}

// Columns lists what each replication gives.
func (s *Simulation) Columns() []StudyColumn {
	var out []StudyColumn
	for _, c := range s.plans[0].Columns() {
		m := &s.Study.Measures[c.Measure]
		out = append(out, StudyColumn{ID: c.Name, Measure: m.ID, Name: nameOf(&m.Meta), Part: strings.TrimPrefix(strings.TrimPrefix(c.Name, m.ID), "."), Kind: kindNames[c.Kind]})
	}
	return out
}

// Distribution is what one column comes to under one scenario, design by design, with
// replications that one can replay.
type Distribution struct {
	Column   string  `json:"column"`
	Measure  string  `json:"measure"`
	Scenario string  `json:"scenario"`
	Title    string  `json:"title"`
	Kind     string  `json:"kind" enum:"time,share,number,flag,category"`
	Most     float64 `json:"most" doc:"the greatest value: of a time its horizon"`

	Drawn  bool             `json:"drawn" doc:"whether it may be drawn as a distribution"`
	Note   string           `json:"note" doc:"what to know beside it, or why it is not drawn"`
	Source string           `json:"source" doc:"what it rests on"`
	Labels []string         `json:"labels" doc:"of a category, in order"`
	Silent []string         `json:"silent" doc:"designs that are unspecified in it"`
	Of     []DistributionOf `json:"of" doc:"the others, each curve once"`

	names map[string]string
}

// SaidIn is the distribution in a language.
func (d *Distribution) SaidIn(l Lang) any {
	if l != Korean {
		return d
	}
	return report.InKorean(d, d.names, "Distribution.Column", "Distribution.Measure", "Distribution.Scenario", "Distribution.Kind", "Distribution.Silent", "DistributionOf.Designs")
}

// DistributionOf is one design, or several with the same replications.
type DistributionOf struct {
	Name    string    `json:"name"`
	Designs []string  `json:"designs"`
	N       int       `json:"n" doc:"replications that say something"`
	Never   float64   `json:"never" doc:"of a time: the share that had not come at the horizon"`
	Value   []float64 `json:"value" doc:"ascending; none of a category"`
	Share   []float64 `json:"share" doc:"of the replications at or below each value; of a category by label"`
	Points  []Point   `json:"points"`
}

// Point is one replication on a distribution.
type Point struct {
	Replication int     `json:"replication"`
	Value       float64 `json:"value" doc:"of a category: the index of its label"`
	Share       float64 `json:"share" doc:"of the replications at or below it"`
	Never       bool    `json:"never" doc:"it had not come at the horizon, where its value stands"`
}

// NoColumnError says that a study has no such column, or no such scenario.
type NoColumnError struct{ Column, Scenario string }

func (e *NoColumnError) Error() string {
	return fmt.Sprintf("the study has no column %q, or no scenario %q", e.Column, e.Scenario)
}

// The size of a distribution with its points.
const (
	distributionRuns  = 1000 // replications that points are chosen from
	distributionSteps = 100  // steps of a curve
	pointsEach        = 40   // points of a design, evenly over its ranks
	pointsOfLabel     = 8
)

// Distribution returns the distribution of a column under a scenario. Where r holds
// its curve it is that one; points are chosen among the first replications, which
// are run again. The error says what is not there, or that ctx ended.
func (s *Simulation) Distribution(ctx context.Context, r *StudyResult, column, scenario string) (*Distribution, error) {
	b, err := wordsOf(s, r, StudyReportOptions{})
	if err != nil {
		return nil, err
	}
	k := slices.IndexFunc(b.columns, func(c sim.Column) bool { return c.Name == column })
	at := slices.Index(r.Scenarios, scenario)
	if k < 0 || at < 0 {
		return nil, &NoColumnError{column, scenario}
	}
	m := &s.Study.Measures[b.columns[k].Measure]
	first := s.plans[b.cells[at][0]].Columns()[k]
	out := &Distribution{names: s.names(), Column: column, Measure: m.ID, Scenario: scenario, Kind: kindNames[first.Kind], Most: first.Max, Labels: append([]string{}, first.Labels...), Silent: []string{}, Of: []DistributionOf{},
		Title: capital(strings.TrimSpace(b.columnTitle(k) + " " + b.under(scenario)))}
	b.drawn = min(r.Runs, distributionRuns)
	out.Source = b.source(b.drawn)
	if out.Drawn = !b.illustrative(); !out.Drawn {
		out.Note = "An illustrative study says where an order turns, and has no distribution of its own."
		return out, nil
	}
	speak, silent := b.speaking(m.ID)
	for _, d := range silent {
		out.Silent = append(out.Silent, r.Designs[d].ID)
	}
	values := make([][]float64, len(r.Designs))
	for _, d := range speak {
		if values[d], err = s.column(ctx, b.cells[at][d], k, r.Seed, b.drawn); err != nil {
			return nil, err
		}
	}
	spread := false
	for _, g := range groupBy(len(values), func(d int) string {
		if values[d] == nil {
			return ""
		}
		return fmt.Sprint(values[d])
	}) {
		x := distributionOf(first, values[g[0]])
		if x.N == 0 {
			continue
		}
		x.Name = b.designNames(g)
		for _, d := range g {
			x.Designs = append(x.Designs, r.Designs[d].ID)
		}
		if c := b.curveOf(x.Designs[0], scenario, column); c != nil && first.Kind == sim.Time && m.Kind == "time-of" {
			x.onto(c, b.censored(c))
			out.Source = b.source(r.Runs) + "; the points are among the first " + thousandsOf(b.drawn)
		}
		spread = spread || first.Kind == sim.Category || len(x.Value) > 1 && x.Value[len(x.Value)-1] > x.Value[0]*(1+1e-9)
		out.Of = append(out.Of, x)
	}
	out.Note = b.base(b.notDrawn(silent))
	switch {
	case len(out.Of) == 0:
		out.Drawn, out.Note = false, "It never begins in any design that says something of it."
	case !spread && first.Kind == sim.Time && b.r.Evidence != "dated":
		out.Drawn = false
		out.Note = "No curve is drawn: the delays are bounds without a probability. At the base each stands at the middle of its bounds, so that a curve would be a single step at a time that nobody has stated."
		for i := range out.Of { // one step would be that time
			out.Of[i].Value, out.Of[i].Share = []float64{}, []float64{}
		}
	}
	return out, nil
}

// onto puts the points on the curve of the whole run.
func (x *DistributionOf) onto(c *study.Curve, never float64) {
	late := 0
	for i := range x.Points {
		if x.Points[i].Never {
			late++
		}
	}
	nth := 0
	for i := range x.Points {
		p := &x.Points[i]
		if p.Never {
			nth++
			p.Share = 1 - never*float64(late-nth)/float64(late)
			continue
		}
		at, _ := slices.BinarySearchFunc(c.Time, p.Value, func(t, v float64) int {
			if t <= v {
				return -1
			}
			return 1
		})
		p.Share = 0
		if at > 0 {
			p.Share = c.Share[at-1]
		}
	}
	x.N, x.Value, x.Share, x.Never = c.N, c.Time, c.Share, never
}

// columnTitle names a column in words.
func (b *studyReport) columnTitle(k int) string {
	c := &b.columns[k]
	m := &b.s.Study.Measures[c.Measure]
	part := strings.TrimPrefix(strings.TrimPrefix(c.Name, m.ID), ".")
	name := m.Name.In("en", m.ID)
	switch {
	case m.Kind == "consultation" && part != "":
		return name + ": how " + b.partyName(part) + " takes part"
	case part == "done" || part == "in-time" || part == "by":
		return name + ": " + map[string]string{"done": "whether it comes", "in-time": "whether the deadline is kept", "by": "who does it"}[part]
	case part != "":
		return name + ": " + part
	}
	return name
}

// column runs the first replications of a cell and keeps one column.
func (s *Simulation) column(ctx context.Context, cell, column int, seed uint64, runs int) ([]float64, error) {
	p := s.plans[cell]
	runner, row := p.NewRunner(), make([]float64, len(p.Columns()))
	out := make([]float64, runs)
	for i := range out {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		runner.Run(seed, uint64(i), row)
		out[i] = row[column]
	}
	return out, nil
}

// distributionOf makes the curve and the points of the values of a column, by
// replication.
func distributionOf(c sim.Column, values []float64) DistributionOf {
	out := DistributionOf{Designs: []string{}, Value: []float64{}, Share: []float64{}, Points: []Point{}}
	var order []int
	for i, x := range values {
		if !math.IsNaN(x) {
			order = append(order, i)
		}
	}
	out.N = len(order)
	if out.N == 0 {
		return out
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(values[x], values[y]) })
	share := func(rank int) float64 { return float64(rank+1) / float64(out.N) }
	if c.Kind == sim.Category || c.Kind == sim.Flag {
		labels := max(len(c.Labels), 2)
		out.Share = make([]float64, labels)
		shown := make([]int, labels)
		for rank, i := range order {
			l := int(values[i])
			out.Share[l] += 1 / float64(out.N)
			if shown[l]++; shown[l] <= pointsOfLabel {
				out.Points = append(out.Points, Point{Replication: i, Value: values[i], Share: share(rank)})
			}
		}
		return out
	}
	never := func(x float64) bool { return c.Kind == sim.Time && x >= c.Max }
	for i := 1; i <= distributionSteps; i++ {
		rank := (i*out.N+distributionSteps-1)/distributionSteps - 1
		if x := values[order[rank]]; !never(x) {
			out.Value, out.Share = append(out.Value, x), append(out.Share, share(rank))
		}
	}
	for _, i := range order {
		if never(values[i]) {
			out.Never += 1 / float64(out.N)
		}
	}
	last := -1
	for i := range pointsEach {
		if rank := i * (out.N - 1) / max(1, pointsEach-1); rank != last {
			last = rank
			x := values[order[rank]]
			out.Points = append(out.Points, Point{Replication: order[rank], Value: x, Share: share(rank), Never: never(x)})
		}
	}
	return out
}

// StoryShown is one replication, told step by step on its drawing.
type StoryShown struct {
	Design      string `json:"design"`
	Scenario    string `json:"scenario"`
	Seed        uint64 `json:"seed"`
	Replication uint64 `json:"replication"`

	End      float64       `json:"end" doc:"seconds"`
	Beyond   bool          `json:"beyond" doc:"it left the budget that a check searches"`
	Missing  string        `json:"missing" doc:"the step at whose answer it stopped, for which the scenario gives no chance"`
	Figure   *report.Shown `json:"figure" doc:"a lane for each post, council and link"`
	Width    float64       `json:"width" doc:"of the drawing, in its own units"`
	Height   float64       `json:"height"`
	Top      float64       `json:"top" doc:"of the lanes"`
	Bottom   float64       `json:"bottom"`
	Steps    []StoryStep   `json:"steps"`
	Measured []StoryValue  `json:"measured"`
}

// StoryStep is one thing that happened.
type StoryStep struct {
	At      float64    `json:"at" doc:"seconds"`
	X       float64    `json:"x" doc:"where it stands in the drawing"`
	Y       *float64   `json:"y" doc:"null where it is not of one lane"`
	Kind    string     `json:"kind" doc:"incident, step, council, deputy, repair, fault, crisis or note"`
	Lane    string     `json:"lane" doc:"the post, council or link; may be empty"`
	Text    Sentence   `json:"text"`
	Changes []Sentence `json:"changes"`
	Moves   []string   `json:"moves" doc:"conditions that move, as calm->alert"`
	Decides bool       `json:"decides" doc:"a decision takes effect"`
	Detail  Sentence   `json:"detail" doc:"what it waited for, how long it took"`
	Line    string     `json:"line" doc:"file:line of the text that permits it"`
	Because int        `json:"because" doc:"the step that made it due, or -1"`
}

// StoryValue is what a replication measured.
type StoryValue struct {
	Column string   `json:"column"`
	Kind   string   `json:"kind"`
	Value  *float64 `json:"value"`
	Label  string   `json:"label"`
}

// ShowStory runs one replication of a cell and tells it step by step.
func (s *Simulation) ShowStory(design, scenario string, seed, replication uint64) (*StoryShown, error) {
	cell := s.cell(design, scenario)
	if cell < 0 {
		return nil, fmt.Errorf("the study has no design %q under a scenario %q", design, scenario)
	}
	story := s.Story(cell, seed, replication)
	title := fmt.Sprintf("Replication %d of design %s under %s, seed %d", replication, design, scenario, seed)
	lanes, on := lanesOf(story, "")
	placed := lanes.Placed()
	name := fmt.Sprintf("replication-%d-%s", replication, design)
	out := &StoryShown{Design: design, Scenario: scenario, Seed: seed, Replication: replication, End: story.End, Beyond: story.Beyond, Missing: story.Missing,
		Figure: report.Captioned{Drawing: lanes, Name: name, Caption: title}.Show("replay"),
		Width:  placed.Width, Height: placed.Height, Top: placed.Top, Bottom: placed.Bottom, Steps: []StoryStep{}, Measured: []StoryValue{}}
	for i := range story.Scenes {
		x := &story.Scenes[i]
		step := StoryStep{At: x.At, X: placed.X(x.At), Kind: x.Kind, Text: x.Text, Changes: append([]say.Text{}, x.Changes...), Moves: append([]string{}, x.Moves...),
			Decides: x.Decides, Detail: story.Detail(x), Line: x.Line, Because: -1}
		if x.Lane >= 0 {
			step.Lane = story.Lanes[x.Lane].ID
			step.Y = &placed.Lanes[x.Lane]
		}
		if x.Task >= 0 {
			step.Because = story.Tasks[x.Task].Because
			if bar, ok := on.bars[x.Task]; ok {
				step.at(placed, report.OfBar(bar))
			}
		}
		if mark, ok := on.marks[i]; ok {
			step.at(placed, report.OfMark(mark))
		}
		out.Steps = append(out.Steps, step)
	}
	for _, v := range story.Values {
		out.Measured = append(out.Measured, StoryValue(v))
	}
	return out, nil
}

// at puts a step where its bar or its mark is drawn.
func (x *StoryStep) at(p *report.LanesPlaced, e report.LaneEnd) {
	if y, ok := p.Y(e); ok {
		x.Y = &y
	}
}

// StudyExamples are replications of a result worth replaying.
func StudyExamples(r *StudyResult) []study.Example { return r.Examples }
