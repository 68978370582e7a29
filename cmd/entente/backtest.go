package main

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"entente"
)

// historyFlags are the flags of backtest.
type historyFlags struct {
	asCSV, asJSON, predictions, markdown bool
	runs, workers                        int
	seed                                 uint64
	icb, entry                           string
}

func (a *app) backtest() *cobra.Command {
	var f historyFlags
	c := &cobra.Command{
		Use:   "backtest [ENTRY | STUDY | SCENARIO]…",
		Short: "hold simulated times against what was observed: k of n, by case; predict what was not",
		Long: `Runs each scenario that says what was observed (` + "`observed: [{of: PROCEDURE/STEP, …}]`" + `)
under the design that was in force then (` + "`in-force`" + `), and says where each value falls
among the simulated ones, and how many of n lie inside the 50, 80 and 95 % ranges, by
case. It takes entries of the library, studies and scenarios; without any, the library.

The ranges hold what nobody knows: each replication stands at another point of the
bounds, laid out evenly. What other weights could make of it is told as the least and
the greatest over all points at which the assumptions are tried. docs/RATIONALE.md says
why.

--predictions writes what a record that is not given (` + "`predicted`" + `) would have to hold, as
CSV, in minutes. --icb GROUP sets one time, in days, beside how long states took to
answer in that group of the crises of International Crisis Behavior.`,
		Example: `  entente backtest korea
  entente backtest korea --predictions > predictions.csv
  entente backtest korea --icb "actor: South Korea" --entry cheonan-2010-incident/measures`,
		ValidArgsFunction: a.completeStudies,
		RunE: func(c *cobra.Command, names []string) error {
			if err := f.check(); err != nil {
				return err
			}
			cells, err := a.desk.PastCells(names)
			if err != nil {
				return err
			}
			var group *entente.CrisisGroup
			if f.icb != "" {
				if group, err = crisisGroup(f.icb); err != nil {
					return err
				}
				if cells, err = onlyEntry(cells, f.entry); err != nil {
					return err
				}
			}
			if len(cells) == 0 {
				return hinted{errors.New("backtest: no scenario says what was observed, or predicts it"), "write `observed: [{id: o, of: PROCEDURE/STEP, value: 20m, source: S}]` into a scenario; docs/language.md"}
			}
			p := a.newRunProgress(time.Now())
			o := entente.HistoryOptions{Seed: f.seed, Runs: f.runs, Workers: f.workers, Progress: p.report}
			h, err := entente.Backtest(c.Context(), cells, o)
			p.clear()
			if err != nil {
				return hinted{err, "write what a run needs and a check does not: `horizon: 7d` in the scenario, a `time` for each step"}
			}
			if h == nil {
				fmt.Fprintln(a.err, "interrupted: nothing is told")
				return statusError(exitUndecided)
			}
			if f.icb != "" {
				return a.besideCrises(h, group, &f)
			}
			return a.printHistory(h, &f)
		},
	}
	c.Flags().BoolVar(&f.asCSV, "csv", false, "print k of n by case as CSV, not text")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print data, not text")
	c.Flags().BoolVar(&f.predictions, "predictions", false, "print what is predicted as CSV, in minutes")
	c.Flags().BoolVar(&f.markdown, "markdown", false, "print the tables as Markdown")
	c.Flags().IntVar(&f.runs, "runs", 0, "replications of each distribution (default 4096, which is the most)")
	c.Flags().IntVar(&f.workers, "workers", 0, "how many replications run at once (default: one a processor); results do not depend on it")
	c.Flags().Uint64Var(&f.seed, "seed", seedDefault, "names the random numbers")
	c.Flags().StringVar(&f.icb, "icb", "", "a group of crises, as \"actor: South Korea\": its days beside those of --entry")
	c.Flags().StringVar(&f.entry, "entry", "", "for --icb: the observed or predicted time, as SCENARIO/ID")
	c.Flags().BoolVar(&a.quiet, "quiet", false, "no progress")
	return c
}

// check says which flags do not go together.
func (f *historyFlags) check() error {
	forms := 0
	for _, on := range []bool{f.asCSV, f.asJSON, f.predictions, f.markdown} {
		if on {
			forms++
		}
	}
	switch {
	case forms > 1:
		return hinted{errors.New("backtest: two forms are asked for"), "write one of --csv, --json, --predictions and --markdown"}
	case f.runs < 0 || f.runs > runsMost:
		return hinted{fmt.Errorf("backtest: --runs %d: 0 to %s are possible", f.runs, thousands(runsMost)), "leave it out"}
	case (f.icb == "") != (f.entry == ""):
		return hinted{errors.New("backtest: --icb and --entry go together"), `as in --icb "actor: South Korea" --entry SCENARIO/ID`}
	case f.icb != "" && forms > 0 && !f.asCSV:
		return hinted{errors.New("backtest: --icb is printed as text or as CSV"), "leave the other form out"}
	}
	if f.workers <= 0 {
		f.workers = runtime.GOMAXPROCS(0)
	}
	return nil
}

// printHistory prints in the form asked for.
func (a *app) printHistory(h *entente.History, f *historyFlags) error {
	var b bytes.Buffer
	var err error
	switch {
	case f.asCSV:
		err = entente.HistoryCases(&b, h)
	case f.predictions:
		err = entente.HistoryPredictions(&b, h)
	case f.markdown:
		b.WriteString(entente.HistoryMarkdown(h))
	case f.asJSON:
		var body []byte
		body, err = entente.HistoryJSON(h)
		b.Write(body)
	default:
		b.WriteString(entente.HistoryText(h, a.width()))
	}
	if err == nil {
		_, err = a.out.Write(b.Bytes())
	}
	return err
}
