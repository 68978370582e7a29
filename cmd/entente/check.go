package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"entente"
)

// search are the flags that say how to search.
type search struct {
	budget, starts, workers, states int
	quiet, verbose                  bool
	lang                            entente.Lang
}

func (s *search) flags(c *cobra.Command) {
	c.Flags().IntVar(&s.budget, "budget", -1, "how many faults (default: as the scenario says, or 1)")
	c.Flags().IntVar(&s.starts, "starts", 0, "without a scenario: how many starts of deciding procedures (default: as many as faults, at least 1)")
	c.Flags().IntVar(&s.workers, "workers", 0, "how many searches run at once (default: one a processor); results do not depend on it")
	c.Flags().IntVar(&s.states, "states", 0, "the most states that one search may hold (default 20 million)")
	c.Flags().BoolVar(&s.quiet, "quiet", false, "no progress")
	c.Flags().BoolVar(&s.verbose, "verbose", false, "list every search with its cone")
}

// options checks the flags and turns them into options.
func (s *search) options(a *app) (entente.CheckOptions, error) {
	opt := entente.CheckOptions{Budget: s.budget, Starts: s.starts, Workers: s.workers}
	if s.budget > 8 || s.budget < -1 {
		return opt, fmt.Errorf("--budget %d: 0 to 8 faults can be searched", s.budget)
	}
	if s.starts < 0 || s.starts > 16 {
		return opt, fmt.Errorf("--starts %d: 0 to 16 are possible", s.starts)
	}
	if s.workers < 0 || s.states < 0 {
		return opt, fmt.Errorf("--workers and --states take no negative numbers")
	}
	if s.states > 0 {
		opt.Limits = entente.DefaultLimits
		opt.Limits.States = s.states
	}
	a.quiet = s.quiet || !a.terminal
	return opt, nil
}

func (a *app) textOptions(s *search) entente.TextOptions {
	return entente.TextOptions{Colour: a.colour, Verbose: s.verbose, Lang: s.lang}
}

func (a *app) check() *cobra.Command {
	var t texts
	var s search
	c := &cobra.Command{
		Use:   "check FILE…",
		Short: "find the seams: every order of events and every fault within a budget",
		Long: `Searches every order of events with at most so many faults and starts, and tells each
seam as the shortest story that leads to it. The FILEs are one arrangement, variants in
the order in which they apply, and perhaps a scenario; their headers say which is which.
Without a scenario every post and every link may fail. A crisis is found by the scenario
that names it; alone, its text is read against its arrangement, and nothing is searched.

Exit status: 0 holds, 1 a seam, 2 bad input, 3 not exhaustive, undecided or interrupted.`,
		Example: `  entente check twinlakes --scenario leadership-shock
  entente check korea korea/future-cfc --budget 1
  entente check my.yaml my-variant.yaml my-scenario.yaml --json`,
		Args: args(1, -1, "name an arrangement"),
		RunE: func(c *cobra.Command, files []string) error {
			a.warn = true
			opt, err := s.options(a)
			if err != nil {
				return err
			}
			d, err := a.design(files, t)
			if err != nil {
				return err
			}
			if d.Crisis != nil && d.Scenario == nil {
				return a.crisisRead(d)
			}
			r := a.findings(c.Context(), []*entente.Design{d}, opt)[0]
			if t.asJSON {
				err = entente.WriteJSON(a.out, entente.Said(entente.FindingsData(r), s.lang))
			} else {
				err = entente.WriteFindings(a.out, r, a.textOptions(&s))
			}
			if err != nil {
				return err
			}
			return status(c.Context(), r.Status())
		},
	}
	t.variantFlag(c)
	t.scenarioFlag(c)
	t.jsonFlag(c)
	s.flags(c)
	langFlag(c, &s.lang)
	return c
}

// crisisRead says that the text of a crisis holds together.
func (a *app) crisisRead(d *entente.Design) error {
	c := d.Crisis
	_, err := fmt.Fprintf(a.out, "%s: %s\n  the text holds together with %s: %d rungs, %d stocks, %d options, %d players\n  nothing was searched: give a scenario that names it, with --scenario\n",
		c.ID, c.Title, d.ID, len(c.Rungs), len(c.Stocks), len(c.Options), len(c.Players))
	return err
}

// status turns an exit status into an error, or nil. What was interrupted is
// undecided, unless a seam was found by then: that outranks it.
func status(ctx context.Context, n int) error {
	if ctx.Err() != nil && n != exitSeam {
		n = exitUndecided
	}
	if n == exitHolds {
		return nil
	}
	return statusError(n)
}

func (a *app) diff() *cobra.Command {
	var t texts
	var s search
	c := &cobra.Command{
		Use:   "diff BASE VARIANT…",
		Short: "what a variant changes: the text, then each seam: fixed, kept, created, unspecified",
		Long: `Checks the base alone and with the variants (in the order given), and says what became
of each seam. Unspecified: the variant's sources are silent about its element.

Exit status: 0 no seam is created, 1 one is, 2 bad input, 3 undecided or interrupted.`,
		Example: `  entente diff twinlakes twinlakes/reformed --scenario leadership-shock
  entente diff korea korea/future-cfc`,
		Args: args(2, -1, "name the arrangement and at least one variant"),
		RunE: func(c *cobra.Command, files []string) error {
			a.warn = true
			opt, err := s.options(a)
			if err != nil {
				return err
			}
			in, err := a.input(files, t)
			if err != nil {
				return err
			}
			if len(in.Variants) == 0 {
				return hinted{errors.New("diff: none of the files is a variant"), "write BASE VARIANT…, as in `entente diff twinlakes twinlakes/reformed`"}
			}
			base := in
			base.Variants = nil
			before, err := a.load(base, t.asJSON)
			if err != nil {
				return err
			}
			after, err := a.load(in, t.asJSON)
			if err != nil {
				return err
			}
			r := a.findings(c.Context(), []*entente.Design{before, after}, opt)
			d := entente.Compare(r[0], r[1])
			if t.asJSON {
				err = entente.WriteJSON(a.out, entente.Said(d.JSON(), s.lang))
			} else {
				err = entente.WriteComparison(a.out, d, a.textOptions(&s))
			}
			if err != nil {
				return err
			}
			return status(c.Context(), d.ExitStatus())
		},
	}
	t.scenarioFlag(c)
	t.jsonFlag(c)
	s.flags(c)
	langFlag(c, &s.lang)
	return c
}
