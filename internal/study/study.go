// Package study compares designs: it runs every design under every scenario with
// common random numbers, stops when the comparison is decided, tries the
// assumptions behind it, and says what holds and what it depends on.
//
// In: a study, one engine for each design under each scenario, a seed and limits.
// Out: a Result: estimates, contrasts with the reason for stopping, the range of
// each contrast over the assumptions and what reverses it, checks against the
// computed law, and sentences. Guaranteed: the same bytes for any number of
// workers and any size of shard, interrupted and resumed or not; every interval
// holds at the stated level however often it is looked at, jointly over the
// contrasts, and is about the simulation alone; a comparison that one assumption
// reverses is never called a difference.
package study

// Replication r of every cell draws from the streams of (seed, r), so that two
// designs differ only where their texts do. Rounds of a fixed number of rows bound
// the memory; shards divide a round among the workers and no number depends on
// them, since every sum is taken over rows in the order of the replications.

import (
	"context"
	"fmt"
	"math"
	"slices"

	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/stats"
)

// Engine is a design under a scenario at one point of its quantities: a
// *sim.Plan, through Of. It is immutable and shared between goroutines.
type Engine interface {
	Columns() []sim.Column
	Quantities() []sim.Quantity
	With(point []sim.Setting) Engine
	NewRunner() Runner
}

// Runner runs replications of one engine, one at a time.
type Runner interface {
	// Run fills out, one number for each column. The same seed and replication
	// give the same numbers.
	Run(seed, replication uint64, out []float64) sim.Outcome
}

// Cell is one design under one scenario.
type Cell struct {
	Design, Scenario string // ids of the study
	Engine           Engine

	// For the checks against the computed law and for grades; nil leaves both out.
	Arrangement   *model.Arrangement
	Circumstances *model.Scenario
}

// Config is what Run needs. Cells holds one entry for each design under each
// scenario of the study, in any order; all have the same columns.
type Config struct {
	Study *model.Study
	Cells []Cell
	Seed  uint64

	RunsMax     int     // replications of each cell, at most; default 100,000. It does not stop before 1,024
	Alpha       float64 // the chance that any contrast's interval ever misses; default 0.05
	Workers     int     // default 1
	ShardRows   int     // replications in one piece of work; default 1,024
	Assumptions int     // replications at each point of the assumptions; default min(runs, 2,000); negative: the assumptions are not tried

	Progress func(Progress)    // called from one goroutine at a time; may be nil
	Look     func(Seen)        // called after each look, between two calls of Progress; may be nil
	Keep     func(Shard) error // finished shards in order of (round, cell, first); may be nil
	Have     func(cell int, first uint64, rows int) (Shard, bool)
}

// Progress says how far a run is.
type Progress struct {
	Phase       string // "replications", "assumptions", "reversals", "checks"
	Done, Total int    // replications, points, contrasts, checks
	Looks       int    // looks done
	Undecided   int    // contrasts still open at the last look
	Main        string // the first comparison that differs, at the last look: "response, future − today: −2.1 h to −1.4 h"; "" before it
}

// Shard is a piece of one cell: rows of consecutive replications.
type Shard struct {
	Round   int    // rounds follow each other; all cells of a round have the same replications
	Cell    int    // index of Config.Cells
	First   uint64 // the first replication
	Rows    int
	Values  []float64     // row by row, one number for each column
	Outcome []sim.Outcome // row by row
	Resumed bool          // given by Have
}

// Defaults and limits.
const (
	runsDefault        = 100_000
	runsLimit          = 10_000_000
	alphaDefault       = 0.05
	shardDefault       = 1024
	roundRows          = 8192
	runsLeast          = 1024 // before the run may stop, if RunsMax allows: the assumptions are tried on them
	assumptionsDefault = 2000
)

// Run runs the study. It returns what is done where ctx ends: the result of the
// last complete look, marked interrupted. An error is one of the configuration,
// or of Keep.
func Run(ctx context.Context, c Config) (*Result, error) {
	r, err := newRun(c)
	if err != nil {
		return nil, err
	}
	if err := r.replicate(ctx); err != nil {
		return nil, err
	}
	if err := r.assume(ctx); err != nil {
		return nil, err
	}
	r.turns = r.searchBreakEven(ctx)
	r.crossCheck(ctx)
	return r.conclude(), nil
}

// run is a study under way.
type run struct {
	Config
	columns   []sim.Column
	designs   []string
	scenarios []string
	cells     [][]int // by scenario and design: index of Config.Cells

	contrasts []*contrast
	orders    []*order // by preferred number
	estimates []*estimate
	tallies   []tally // by cell

	looks       []int // the counts at which to look
	looked      int   // looks done
	runs        int   // replications of each cell at the last look
	held        int   // replications of each cell that the series hold: those of the last look, or more where interrupted
	stop        string
	stopped     stopReason
	interrupted bool

	shown int         // the column whose examples are shown: the first time that differs between replications of the first round; -1: none
	times [][]float64 // by cell: its values, by replication
	base  [][]float64 // by cell: the rows of the first replications, for the assumptions

	assumed   assumptions
	breakAxes []axis
	turns     []BreakEven
	turnsLeft int // comparisons that were not searched
	checking  []checking

	runners [][]Runner // by worker and cell
}

// newRun checks the configuration and fixes the contrasts.
func newRun(c Config) (*run, error) {
	r := &run{Config: c}
	if c.Study == nil || len(c.Cells) == 0 {
		return nil, fmt.Errorf("a study needs designs and scenarios to run")
	}
	r.defaults()
	if r.RunsMax > runsLimit {
		return nil, fmt.Errorf("at most %d replications of each design, not %d", runsLimit, r.RunsMax)
	}
	if !(r.Alpha > 0 && r.Alpha < 1) {
		return nil, fmt.Errorf("the level of the intervals is %v; it is between 0 and 1", r.Alpha)
	}
	if err := r.arrange(); err != nil {
		return nil, err
	}
	var err error
	if r.breakAxes, err = r.axes(); err != nil {
		return nil, err
	}
	r.fixContrasts()
	r.fixEstimates()
	r.shown = slices.IndexFunc(r.columns, func(c sim.Column) bool { return c.Kind == sim.Time })
	r.looks = stats.Looks(r.RunsMax)
	r.tallies = make([]tally, len(r.Cells))
	r.times = make([][]float64, len(r.Cells))
	r.base = make([][]float64, len(r.Cells))
	r.runners = make([][]Runner, r.Workers)
	for w := range r.runners {
		r.runners[w] = make([]Runner, len(r.Cells))
	}
	return r, nil
}

func (r *run) defaults() {
	if r.RunsMax <= 0 {
		r.RunsMax = runsDefault
	}
	if r.Alpha == 0 {
		r.Alpha = alphaDefault
	}
	if r.Workers <= 0 {
		r.Workers = 1
	}
	if r.ShardRows <= 0 {
		r.ShardRows = shardDefault
	}
	if r.Assumptions == 0 {
		r.Assumptions = min(r.RunsMax, assumptionsDefault)
	}
}

// arrange puts the cells in the order of the study and compares their columns.
func (r *run) arrange() error {
	for _, d := range r.Study.Designs {
		r.designs = append(r.designs, d.ID)
	}
	for _, c := range r.Study.Circumstances() {
		r.scenarios = append(r.scenarios, c.ID)
	}
	at := map[[2]string]int{}
	for i := range r.Cells {
		c := &r.Cells[i]
		key := [2]string{c.Scenario, c.Design}
		if _, twice := at[key]; twice {
			return fmt.Errorf("design %q under scenario %q is given twice", c.Design, c.Scenario)
		}
		at[key] = i
	}
	for _, s := range r.scenarios {
		row := make([]int, len(r.designs))
		for d, id := range r.designs {
			i, ok := at[[2]string{s, id}]
			if !ok {
				return fmt.Errorf("design %q under scenario %q is not given", id, s)
			}
			row[d] = i
		}
		r.cells = append(r.cells, row)
	}
	if len(r.Cells) != len(r.designs)*len(r.scenarios) {
		return fmt.Errorf("%d cells are given for %d designs and %d scenarios", len(r.Cells), len(r.designs), len(r.scenarios))
	}
	r.columns = r.Cells[0].Engine.Columns()
	for i := range r.Cells {
		if err := sameColumns(r.columns, r.Cells[i].Engine.Columns(), len(r.Study.Measures)); err != nil {
			return fmt.Errorf("design %q under scenario %q: %w", r.Cells[i].Design, r.Cells[i].Scenario, err)
		}
	}
	return nil
}

// sameColumns compares the columns of a cell with those of the first. Horizons
// may differ between scenarios.
func sameColumns(want, got []sim.Column, measures int) error {
	if len(want) != len(got) {
		return fmt.Errorf("%d columns, where the first cell has %d", len(got), len(want))
	}
	for i := range want {
		w, g := &want[i], &got[i]
		if w.Name != g.Name || w.Kind != g.Kind || w.Measure != g.Measure || !slices.Equal(w.Labels, g.Labels) {
			return fmt.Errorf("column %d is %q, where the first cell has %q", i, g.Name, w.Name)
		}
		if g.Measure < 0 || g.Measure >= measures {
			return fmt.Errorf("column %q is of measure %d; the study has %d", g.Name, g.Measure, measures)
		}
		if g.Kind == sim.Time && !(g.Max > 0) {
			return fmt.Errorf("column %q has no horizon", g.Name)
		}
		if g.Kind == sim.Number && (!(g.Min < g.Max) || math.IsInf(g.Max-g.Min, 0)) {
			return fmt.Errorf("column %q has no bounds: write what the stock is `within`", g.Name)
		}
	}
	return nil
}

// column returns a column as cell has it.
func (r *run) column(cell, column int) *sim.Column { return &r.Cells[cell].Engine.Columns()[column] }

// report tells how far the run is.
func (r *run) report(p Progress) {
	if r.Progress != nil {
		p.Looks = r.looked
		p.Undecided = r.open()
		p.Main = r.mainText()
		r.Progress(p)
	}
}

// mainText is the interval of the first contrast whose designs differ somewhere;
// of the first of which there is something to say, where none does.
func (r *run) mainText() string {
	var main *contrast
	for _, c := range r.contrasts {
		if r.looked == 0 || c.told.nothing() || c.role != byDesign {
			continue
		}
		if main == nil || main.told.same && !c.told.same {
			main = c
		}
	}
	if main == nil {
		return ""
	}
	col := &r.columns[main.column]
	where := ""
	if len(r.scenarios) > 1 {
		where = " under " + r.scenarios[main.scenario]
	}
	signed := func(x float64) string {
		text := unitFor(col).FormatApprox(math.Abs(x))
		if x < 0 {
			return "−" + text
		}
		return text
	}
	return fmt.Sprintf("%s, %s − %s%s: %s to %s", r.measureName(r.measure(col)), r.designName(main.design), r.designName(0), where, signed(main.told.low), signed(main.told.high))
}
