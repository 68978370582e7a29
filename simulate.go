package entente

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente/internal/model"
	"entente/internal/record"
	"entente/internal/report"
	"entente/internal/sim"
	"entente/internal/study"
)

// StudyText is a study as read: its designs and scenarios are named, not loaded.
type StudyText = model.Study

// StudyCell is one design of a study under one of its scenarios.
type StudyCell struct {
	Design, Scenario string
	Loaded           *Design
}

// Simulation is a study whose designs are compiled.
type Simulation struct {
	Study *StudyText
	Cells []StudyCell

	plans []*sim.Plan
	past  []study.Past
}

// StudyResult is what a study found.
type StudyResult = study.Result

// StudyShard is a piece of a run, as it is kept.
type StudyShard = record.Shard

// StudyProgress says how far a run is.
type StudyProgress = study.Progress

// StudySeen is what a look at a run says of its comparisons.
type StudySeen = study.Seen

// StudyExtent is how much a study asks to be run, at most.
type StudyExtent = study.Extent

// NewSimulation compiles the designs of a study under its scenarios. Every design
// of a cell is loaded with its scenario. The error says what cannot be run.
func NewSimulation(s *StudyText, cells []StudyCell) (*Simulation, error) {
	out := &Simulation{Study: s, Cells: cells}
	var all []*model.Arrangement
	for _, c := range cells {
		all = append(all, c.Loaded.Arrangement)
	}
	if err := knownMeasures(s, cells); err != nil {
		return nil, err
	}
	among := sim.AmongOf(s.Measures, all...)
	for _, c := range cells {
		p, err := sim.CompileAmong(c.Loaded.Arrangement, c.Loaded.Scenario, s.Measures, among)
		if err != nil {
			return nil, fmt.Errorf("design %s under %s: %w", c.Design, c.Scenario, err)
		}
		out.plans = append(out.plans, p)
	}
	return out, nil
}

// UnknownMeasureError says that a measure is of something that no design has.
type UnknownMeasureError struct{ Measure, Kind, Of string }

func (e *UnknownMeasureError) Error() string {
	return fmt.Sprintf("measure %s: %s %s: no design of the study has that", e.Measure, e.Kind, e.Of)
}

// knownMeasures refuses a measure of something that no design has: it would say that
// nothing happens.
func knownMeasures(s *StudyText, cells []StudyCell) error {
	for i := range s.Measures {
		m := &s.Measures[i]
		if !slices.ContainsFunc(cells, func(c StudyCell) bool { return sim.Has(c.Loaded.Arrangement, c.Loaded.Scenario, m) }) {
			return &UnknownMeasureError{m.ID, m.Kind, m.Of}
		}
	}
	return nil
}

// RunOptions says how to run a study. The results depend on the texts, the seed,
// Runs, Alpha and Assumptions alone.
type RunOptions struct {
	Seed        uint64
	Runs        int     // of each design under each scenario, at most; 0: 100,000
	Alpha       float64 // 0: 0.05
	Workers     int
	ShardRows   int // replications kept at a time; 0: 1,024
	Assumptions int // replications at each point of the assumptions; 0: at most 2,000; negative: none
	Progress    func(StudyProgress)
	Look        func(StudySeen) // how far the intervals have closed, after each look; may be nil

	Keep func(*StudyShard) error                                    // finished shards; may be nil
	Have func(cell int, first uint64, rows int) (*StudyShard, bool) // of a run that is resumed; may be nil
}

// config is what the study package needs of a run.
func (s *Simulation) config(o RunOptions) study.Config {
	c := study.Config{
		Study: s.Study, Seed: o.Seed, RunsMax: o.Runs, Alpha: o.Alpha, Workers: o.Workers, ShardRows: o.ShardRows, Assumptions: o.Assumptions,
		Progress: o.Progress, Look: o.Look,
	}
	for i, cell := range s.Cells {
		c.Cells = append(c.Cells, study.Cell{
			Design: cell.Design, Scenario: cell.Scenario, Engine: study.Of(s.plans[i]),
			Arrangement: cell.Loaded.Arrangement, Circumstances: cell.Loaded.Scenario,
		})
	}
	return c
}

// Extent counts what Run would do with these options, at most; nothing is run.
func (s *Simulation) Extent(o RunOptions) (StudyExtent, error) { return study.ExtentOf(s.config(o)) }

// Replicate runs replications of one cell and keeps nothing: for how long they take.
func (s *Simulation) Replicate(cell int, seed, first uint64, rows int) {
	runner, row := s.plans[cell].NewRunner(), make([]float64, len(s.plans[cell].Columns()))
	for i := range rows {
		runner.Run(seed, first+uint64(i), row)
	}
}

// Run runs the study. Where ctx ends first, the result is that of the last look,
// and says so.
func (s *Simulation) Run(ctx context.Context, o RunOptions) (*StudyResult, error) {
	c := s.config(o)
	if o.Keep != nil {
		c.Keep = func(x study.Shard) error {
			if x.Resumed {
				return nil
			}
			return o.Keep(s.toRecord(x))
		}
	}
	if o.Have != nil {
		c.Have = func(cell int, first uint64, rows int) (study.Shard, bool) {
			x, ok := o.Have(cell, first, rows)
			if !ok || x.Rows != rows || incomplete(x) {
				return study.Shard{}, false
			}
			return fromRecord(x), true
		}
	}
	r, err := study.Run(ctx, c)
	if err == nil && !r.Interrupted && len(s.past) > 0 {
		r.History = study.Hold(ctx, study.HistoryConfig{Past: s.past, Seed: o.Seed, Runs: o.Runs, Workers: o.Workers, Points: o.Assumptions >= 0, Progress: o.Progress})
		r.Interrupted = r.History == nil
	}
	return r, err
}

// Header says what is recorded of a run with these options on these texts, by name.
func (s *Simulation) Header(texts map[string]string, o RunOptions) *record.Header {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		fmt.Fprintf(sum, "%q %x\n", name, sha256.Sum256([]byte(texts[name])))
	}
	fmt.Fprintf(sum, "version=%s runs=%d alpha=%v assumptions=%d", Version, o.Runs, o.Alpha, o.Assumptions)
	h := &record.Header{Digest: hex.EncodeToString(sum.Sum(nil)), Seed: o.Seed}
	for i, cell := range s.Cells {
		out := record.Cell{Design: cell.Design, Scenario: cell.Scenario}
		for _, c := range s.plans[i].Columns() {
			m := s.Study.Measures[c.Measure]
			column := record.Column{Name: c.Name, Kind: uint8(c.Kind), Max: c.Max, Labels: c.Labels, Doc: fmt.Sprintf("Measure %s: %s %s.", m.ID, m.Kind, m.Of)}
			if c.Kind == sim.Time {
				column.Unit = "s"
			}
			out.Columns = append(out.Columns, column)
		}
		h.Cells = append(h.Cells, out)
	}
	return h
}

// toRecord turns rows into columns.
func (s *Simulation) toRecord(x study.Shard) *record.Shard {
	n := len(s.plans[x.Cell].Columns())
	out := &record.Shard{Cell: x.Cell, First: x.First, Rows: x.Rows, Values: make([][]float64, n)}
	for k := range out.Values {
		column := make([]float64, x.Rows)
		for i := range column {
			column[i] = x.Values[i*n+k]
		}
		out.Values[k] = column
	}
	for _, o := range x.Outcome[:x.Rows] {
		flags := uint8(0)
		if o.Beyond {
			flags |= record.Beyond
		}
		if o.Cut {
			flags |= record.CutShort
		}
		if o.Missing != nil {
			flags |= record.Incomplete
		}
		out.Events = append(out.Events, uint32(o.Events))
		out.Ended = append(out.Ended, o.End)
		out.Flags = append(out.Flags, flags)
	}
	return out
}

// incomplete reports whether a replication stopped for want of a chance: which
// answer lacks it is not recorded, so it is run again.
func incomplete(x *record.Shard) bool {
	for _, f := range x.Flags {
		if f&record.Incomplete != 0 {
			return true
		}
	}
	return false
}

func fromRecord(x *record.Shard) study.Shard {
	n := len(x.Values)
	out := study.Shard{Cell: x.Cell, First: x.First, Rows: x.Rows, Values: make([]float64, n*x.Rows), Resumed: true}
	for k, column := range x.Values {
		for i, v := range column {
			out.Values[i*n+k] = v
		}
	}
	for i := range x.Rows {
		out.Outcome = append(out.Outcome, sim.Outcome{Events: int(x.Events[i]), End: x.Ended[i], Beyond: x.Flags[i]&record.Beyond != 0, Cut: x.Flags[i]&record.CutShort != 0})
	}
	return out
}

// StudySummary writes a result as data; the same result is always the same bytes.
func StudySummary(r *StudyResult) ([]byte, error) { return study.JSON(r) }

// ReadStudySummary reads what StudySummary wrote.
func ReadStudySummary(body []byte) (*StudyResult, error) { return study.Read(body) }

// StudyUnfinished says which replications of a result stopped before their end, so
// that what rests on them is undecided.
func StudyUnfinished(r *StudyResult) []string { return study.Unfinished(r) }

// StudyTextOf writes a result for a terminal.
func StudyTextOf(r *StudyResult, width int) string { return study.Text(r, width) }

// StudyReplays names replications worth replaying, with the command; name is the
// study as the user names it.
func StudyReplays(r *StudyResult, name string, width int) string {
	return study.Replays(r, name, width)
}

// Story is one replication, told.
type Story = sim.Story

// Story tells one replication of a cell: who waited for whom, and what came before
// what. It runs that one alone.
func (s *Simulation) Story(cell int, seed, replication uint64) *Story {
	return s.plans[cell].Story(seed, replication)
}

// StoryPicture draws a story as an SVG file: a lane for each post, council and link.
func StoryPicture(s *Story, title string) string {
	lanes, _ := lanesOf(s, title)
	return strings.Replace(lanes.SVG("timeline"), "<svg ", `<svg xmlns="http://www.w3.org/2000/svg" `, 1)
}

// onLane is a text that stands on its lane and need not name it again.
func onLane(s *Story, lane int, text string) string {
	if lane < 0 {
		return text
	}
	return strings.TrimPrefix(text, s.Lanes[lane].ID+" ")
}

// onLanes says where a story stands in its drawing: the bar of a task, the mark of a
// scene.
type onLanes struct{ bars, marks map[int]int }

// lanesOf turns a story into a drawing.
func lanesOf(s *Story, title string) (report.Lanes, onLanes) {
	out := report.Lanes{Title: title, XLabel: "from the start"}
	for _, l := range s.Lanes {
		out.Lanes = append(out.Lanes, l.ID)
	}
	bars := map[int]int{} // by task: its bar
	marks := map[int]int{}
	for i, t := range s.Tasks {
		began := t.End
		if t.Began != nil {
			began = *t.Began
		}
		if began > t.Due {
			out.Bars = append(out.Bars, report.LaneBar{Lane: t.Lane, From: t.Due, To: began, Label: t.Waited.String(), Kind: report.BarWait})
		}
		if t.Began != nil {
			bars[i] = len(out.Bars)
			out.Bars = append(out.Bars, report.LaneBar{Lane: t.Lane, From: began, To: t.End, Label: t.Step, Kind: report.BarWork})
		}
	}
	for i, x := range s.Scenes {
		text := x.Text.String()
		m := report.LaneMark{At: x.At, Lane: x.Lane, Label: text}
		switch {
		case len(x.Moves) > 0:
			m.Lane, m.Label, m.Kind = -1, strings.Join(x.Moves, ", "), report.MarkMove
		case x.Kind == "incident":
			m.Kind, m.Label = report.MarkIncident, strings.TrimSuffix(strings.TrimSuffix(text, " comes"), " takes effect")
		case x.Crisis != nil && x.Crisis.Kind == "act" && !x.Crisis.Does:
			m.Kind, m.Label = report.MarkIncident, x.Crisis.Option
		case x.Crisis != nil && x.Crisis.Kind == "rung":
			m.Kind, m.Label = report.MarkMove, x.Crisis.Rung
		case x.Kind == "fault":
			m.Kind, m.Label = report.MarkFault, onLane(s, x.Lane, text)
		case x.Kind == "repair":
			m.Kind, m.Label = report.MarkRepair, onLane(s, x.Lane, text)
		case x.Task >= 0 && strings.HasPrefix(x.Event, "refuse "):
			m.Kind, m.Label = report.MarkRefusal, s.Tasks[x.Task].Step
		case x.Task >= 0 && x.Decides:
			m.Kind, m.Label = report.MarkDecision, s.Tasks[x.Task].Step
		case x.Task >= 0:
			t := &s.Tasks[x.Task]
			m.Label, m.After = t.Step, t.After == "after"
			switch t.Act {
			case "consent":
				m.Kind = report.MarkConsent
			case "views":
				m.Kind = report.MarkViews
			case "notify":
				m.Kind = report.MarkTold
			default:
				continue
			}
		default:
			continue
		}
		marks[i] = len(out.Marks)
		out.Marks = append(out.Marks, m)
	}
	for i, t := range s.Tasks {
		to, has := bars[i]
		if !has || t.Because < 0 {
			continue
		}
		if by := s.Scenes[t.Because].Task; by >= 0 {
			if from, ok := bars[by]; ok {
				out.Arrows = append(out.Arrows, report.LaneArrow{From: report.OfBar(from), To: report.OfBar(to)})
			}
		} else if from, ok := marks[t.Because]; ok {
			out.Arrows = append(out.Arrows, report.LaneArrow{From: report.OfMark(from), To: report.OfBar(to)})
		}
	}
	return out, onLanes{bars, marks}
}
