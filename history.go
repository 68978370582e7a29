package entente

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente/internal/diag"
	"entente/internal/sim"
	"entente/internal/study"
	"entente/internal/syntax"
)

// History says where what was observed falls among what is simulated, and what is
// predicted of records that are not given.
type History = study.History

// HistorySpread is one distribution of a time.
type HistorySpread = study.Spread

// PastCell is a scenario under the design that was in force then.
type PastCell struct {
	Scenario, Design string  // the design by its name
	Loaded           *Design // with its scenario
}

// PastText is what a scenario says of its past, read without its arrangement.
type PastText struct {
	ID, For string
	InForce []string // the variants in force then, on the arrangement
	Says    bool     // it holds values of times against runs, or predicts some
}

// ReadPast reads it. What is wrong with a text is told when it is loaded.
func ReadPast(t Text) PastText {
	var out diag.List
	tree := syntax.Parse(diag.NewSource(t.Name, t.Body), syntax.DefaultLimits, &out)
	var p PastText
	text := func(n *syntax.Node) string {
		if n == nil {
			return ""
		}
		return n.Text
	}
	header := tree.Get("entente")
	p.ID, p.For = text(header.Get("id")), text(header.Get("for"))
	if n := tree.Get("in-force"); n != nil {
		if n.Kind == syntax.Scalar {
			p.InForce = append(p.InForce, n.Text)
		}
		for _, item := range n.Items {
			p.InForce = append(p.InForce, item.Text)
		}
	}
	for _, section := range []string{"observed", "predicted"} {
		if n := tree.Get(section); n != nil {
			p.Says = p.Says || slices.ContainsFunc(n.Items, func(item *syntax.Node) bool { return item.Has("of") })
		}
	}
	return p
}

// HoldAgainst has the runs of a study also held against the past of its scenarios.
func (s *Simulation) HoldAgainst(cells []PastCell) error {
	past, err := pastOf(cells)
	s.past = past
	return err
}

func pastOf(cells []PastCell) ([]study.Past, error) {
	var out []study.Past
	for _, c := range cells {
		a, scenario := c.Loaded.Arrangement, c.Loaded.Scenario
		entries, measures := study.PastOf(a, scenario)
		if len(entries) == 0 {
			continue
		}
		p, err := sim.Compile(a, scenario, measures)
		if err != nil {
			return nil, fmt.Errorf("design %s under %s: %w", c.Design, c.Scenario, err)
		}
		out = append(out, study.Past{Scenario: c.Scenario, Design: c.Design, Engine: study.Of(p), Entries: entries})
	}
	return out, nil
}

// HistoryOptions says how to hold scenarios against history. The results depend on
// the texts, the seed and Runs alone.
type HistoryOptions struct {
	Seed     uint64
	Runs     int // replications of each distribution; 0: 4,096, which is the most
	Workers  int
	Progress func(StudyProgress)
}

// Backtest runs scenarios under the designs that were in force, and says where what
// was observed falls. It returns nil where ctx ended first.
func Backtest(ctx context.Context, cells []PastCell, o HistoryOptions) (*History, error) {
	past, err := pastOf(cells)
	if err != nil {
		return nil, err
	}
	return study.Hold(ctx, study.HistoryConfig{Past: past, Seed: o.Seed, Runs: o.Runs, Workers: o.Workers, Points: true, Progress: o.Progress}), nil
}

// The forms of what is held against history.

// HistoryText is for a terminal.
func HistoryText(h *History, width int) string { return study.HistoryText(h, width) }

// HistoryJSON is all of it as data.
func HistoryJSON(h *History) ([]byte, error) { return study.HistoryJSON(h) }

// HistoryMarkdown is the tables for a README.
func HistoryMarkdown(h *History) string { return study.HistoryMarkdown(h) }

// HistoryCases is k of n by case, as CSV.
func HistoryCases(w io.Writer, h *History) error { return study.CasesCSV(w, h) }

// HistoryPredictions is the predicted ranges, as CSV.
func HistoryPredictions(w io.Writer, h *History) error { return study.PredictionsCSV(w, h) }

// DesignName is what a design of a base and variants is called where no study names
// it.
func DesignName(base string, variants []string) string {
	return strings.Join(append([]string{base}, variants...), " + ")
}
