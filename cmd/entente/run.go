package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"entente"
	"entente/internal/store"
)

// simulation are the flags that say how to run a study.
type simulation struct {
	runs, workers, shard, assumptions int
	seed                              uint64
	alpha                             float64
	out, profile                      string
	resume, overwrite, quiet          bool
}

// What the flags are where they are not given.
const (
	runsDefault  = 100_000
	seedDefault  = 1
	alphaDefault = 0.05
	shardDefault = 1024
)

func (s *simulation) flags(c *cobra.Command) {
	c.Flags().IntVar(&s.runs, "runs", runsDefault, "the most replications of each design under each scenario")
	c.Flags().Uint64Var(&s.seed, "seed", seedDefault, "names the random numbers")
	c.Flags().IntVar(&s.workers, "workers", 0, "how many replications run at once (default: one a processor); results do not depend on it")
	c.Flags().IntVar(&s.shard, "shard", shardDefault, "how many replications are kept at a time; results do not depend on it")
	c.Flags().IntVar(&s.assumptions, "assumptions", 0, "replications at each point of the assumptions (default 2000 at most; -1: the assumptions are not tried)")
	c.Flags().Float64Var(&s.alpha, "alpha", alphaDefault, "the chance that any interval of a comparison ever misses")
	c.Flags().StringVar(&s.out, "out", "", "a folder for the results: summary.json, runs.parquet, the texts")
	c.Flags().BoolVar(&s.resume, "resume", false, "go on with the run that was begun in --out")
	c.Flags().BoolVar(&s.overwrite, "overwrite", false, "replace the run in --out")
	c.Flags().StringVar(&s.profile, "profile", "", "write a processor profile (pprof) to this file")
	c.Flags().BoolVar(&s.quiet, "quiet", false, "no progress")
}

// runsMost is the most replications of one design under one scenario.
const runsMost = 10_000_000

func (s *simulation) options() (entente.RunOptions, error) {
	o := entente.RunOptions{Seed: s.seed, Runs: s.runs, Alpha: s.alpha, Workers: s.workers, ShardRows: s.shard, Assumptions: s.assumptions}
	between := func(flag string, value, low, high int, hint string) error {
		if value >= low && value <= high {
			return nil
		}
		return hinted{fmt.Errorf("run: --%s %d: %s to %s are possible", flag, value, thousands(low), thousands(high)), hint}
	}
	switch err := errors.Join(
		between("runs", s.runs, 1, runsMost, "it is the most replications of each design under each scenario; a run stops earlier when its comparisons are decided"),
		between("workers", s.workers, 0, 1024, "0 is one a processor"),
		between("shard", s.shard, 1, 65536, "it is how many replications are kept at a time; leave it out"),
		between("assumptions", s.assumptions, -1, runsMost, "0 is 2,000 at most, -1 leaves the assumptions untried"),
	); {
	case err != nil:
		return o, err
	case !(s.alpha > 0 && s.alpha < 1):
		return o, hinted{fmt.Errorf("run: --alpha %g: a chance between 0 and 1 is expected", s.alpha), "0.05 is usual"}
	case s.out == "" && (s.resume || s.overwrite):
		return o, hinted{errors.New("run: --resume and --overwrite are about a folder"), "name it with --out DIR"}
	case s.resume && s.overwrite:
		return o, hinted{errors.New("run: --resume and --overwrite exclude each other"), "--resume goes on with what is there, --overwrite begins anew"}
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return o, nil
}

// thousands prints a count as "12,000".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func (a *app) run() *cobra.Command {
	var s simulation
	var asJSON bool
	c := &cobra.Command{
		Use:   "run STUDY",
		Short: "how long, how often: simulate every design, stop when the comparison is decided, try the assumptions",
		Long: `Runs every design of a study under every scenario with common random numbers, looks at
the comparisons at fixed counts, stops when each is decided, and then moves every number
that is an assumption to both ends of its range: a comparison that one of them reverses
is told as "depends on", never as a difference.

The results depend on the texts, the seed and --runs, --alpha and --assumptions alone:
not on the machine, --workers or --shard. An interruption (Ctrl-C) keeps what is done;
--resume goes on and ends in the same bytes.

On a terminal a line shows how far the run is, the time that is left at most and the
interval of the first comparison; elsewhere such a line comes every ten seconds. --quiet
leaves it out. --profile FILE writes where the processor time goes, for
` + "`go tool pprof -top FILE`" + `. docs/results.md says what --out leaves.

Exit status: 0 done, 2 bad input, 3 interrupted, or a computed time and the sampled one
do not agree.`,
		Example: `  entente run korea/opcon-options
  entente run twinlakes/leaders-lost --runs 5000 --out out/leaders
  entente run my-study.yaml --out out/mine --resume`,
		Args:              args(1, 1, "name a study"),
		ValidArgsFunction: a.completeStudies,
		RunE: func(c *cobra.Command, files []string) error {
			o, err := s.options()
			if err != nil {
				return err
			}
			a.quiet = s.quiet
			study, err := a.study(files[0])
			if err != nil {
				return err
			}
			if s.profile != "" {
				stop, err := profile(s.profile)
				if err != nil {
					return err
				}
				defer stop()
			}
			return a.simulate(c, files[0], study.Simulation, study.Texts, &s, o, asJSON)
		},
	}
	s.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print data, not text")
	return c
}

// profile writes a processor profile until it is stopped.
func profile(name string) (stop func(), err error) {
	if strings.HasSuffix(name, ".yaml") {
		return nil, hinted{fmt.Errorf("run: --profile: %s is a text", name), "name a file such as cpu.pprof"}
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, hinted{fmt.Errorf("run: --profile: %w", err), "name a file that can be written"}
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}, nil
}

// completeStudies completes the name of a study, or of a file.
func (a *app) completeStudies(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.desk.Studies(), cobra.ShellCompDirectiveDefault
}

// simulate runs a study, keeps what is to be kept and prints the result. name is the
// study as the user named it.
func (a *app) simulate(c *cobra.Command, name string, sim *entente.Simulation, texts map[string]string, s *simulation, o entente.RunOptions, asJSON bool) error {
	begun := time.Now()
	var folder *store.Run
	kept := 0
	if s.out != "" {
		var err error
		if folder, kept, err = a.folder(sim, texts, s, &o); err != nil {
			return err
		}
		put := o.Keep
		o.Keep = func(x *entente.StudyShard) error {
			kept += x.Rows
			return put(x)
		}
	}
	p := a.newRunProgress(begun)
	if !a.quiet {
		o.Progress = p.report
	}
	r, err := sim.Run(c.Context(), o)
	p.clear()
	if err != nil {
		return err
	}
	summary, err := entente.StudySummary(r)
	if err != nil {
		return err
	}
	if folder != nil && !r.Interrupted {
		meta, err := metadata(begun, s, o)
		if err != nil {
			return err
		}
		if err := folder.Finish(summary, meta); err != nil {
			return err
		}
	}
	if asJSON {
		_, err = a.out.Write(summary)
	} else {
		_, err = fmt.Fprint(a.out, entente.StudyTextOf(r, a.width())+entente.StudyReplays(r, shellWord(name), a.width()))
	}
	if err != nil {
		return err
	}
	if r.Interrupted {
		a.interrupted(c, name, folder != nil, kept)
		return statusError(exitUndecided)
	}
	if folder != nil {
		fmt.Fprintf(a.err, "written: %s\n", s.out)
	}
	return agreed(r)
}

// agreed ends the command where a computed time and the sampled one do not agree, or
// replications stopped before their end.
func agreed(r *entente.StudyResult) error {
	if len(entente.StudyUnfinished(r)) > 0 {
		return statusError(exitUndecided)
	}
	for _, check := range r.Checks {
		if check.Verdict == "fails" {
			return statusError(exitUndecided)
		}
	}
	return nil
}

// interrupted says what is kept of a run, and how to go on with it.
func (a *app) interrupted(c *cobra.Command, name string, folder bool, kept int) {
	if !folder {
		fmt.Fprint(a.err, "interrupted: nothing is kept; with --out DIR a run can be resumed\n")
		return
	}
	fmt.Fprintf(a.err, "interrupted: %s replications, over all designs and scenarios, are kept. To go on:\n  %s\n", thousands(kept), resuming(c, name))
}

// resuming is the command that goes on with a run.
func resuming(c *cobra.Command, name string) string {
	words := []string{c.CommandPath(), shellWord(name)}
	c.Flags().Visit(func(f *pflag.Flag) {
		switch {
		case f.Name == "resume" || f.Name == "overwrite":
		case f.Value.Type() == "bool":
			words = append(words, "--"+f.Name)
		default:
			words = append(words, "--"+f.Name, shellWord(f.Value.String()))
		}
	})
	return strings.Join(append(words, "--resume"), " ")
}

// shellWord quotes a word for a shell where it needs it.
func shellWord(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:,=+@", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// metaSchema is the JSON Schema of what metadata writes.
//
//go:embed meta.schema.json
var metaSchema []byte

// metadata is what may differ between two runs that give the same results.
func metadata(begun time.Time, s *simulation, o entente.RunOptions) ([]byte, error) {
	host, _ := os.Hostname()
	var b strings.Builder
	err := entente.WriteJSON(&b, map[string]any{
		"begun": begun.UTC().Format(time.RFC3339), "ended": time.Now().UTC().Format(time.RFC3339), "seconds": time.Since(begun).Seconds(),
		"host": host, "os": runtime.GOOS, "arch": runtime.GOARCH, "go": runtime.Version(), "workers": o.Workers, "shard": o.ShardRows, "version": entente.Version,
	})
	return []byte(b.String()), err
}

// folder opens the folder of a run, and has its shards used and kept.
// It returns how many replications there are already.
func (a *app) folder(sim *entente.Simulation, texts map[string]string, s *simulation, o *entente.RunOptions) (*store.Run, int, error) {
	h := sim.Header(texts, *o)
	var run *store.Run
	var err error
	kept := 0
	if s.resume {
		var found *store.Found
		run, found, err = store.ResumeRun(s.out, h)
		if err == nil {
			for _, d := range found.Dropped {
				fmt.Fprintf(a.err, "%s cannot be used and is run again: %v\n", d.Name, d.Why)
			}
			rows := 0 // as they were cut, whatever --shard says
			for _, part := range found.Done {
				rows = max(rows, part.Rows)
				kept += part.Rows
			}
			fmt.Fprintf(a.err, "resumed: %s replications are kept\n", thousands(kept))
			if rows > 0 {
				o.ShardRows = rows
			}
			o.Have = run.Shard
		}
	} else {
		run, err = store.CreateRun(s.out, h, texts, s.overwrite)
	}
	if err != nil {
		var problem *store.RunError
		if errors.As(err, &problem) {
			switch problem.Problem {
			case store.Unfinished:
				return nil, 0, hinted{err, "--resume goes on with it, --overwrite begins anew"}
			case store.NoRun:
				return nil, 0, hinted{err, "leave --resume out"}
			case store.NotARun:
				return nil, 0, hinted{err, "name another folder: a run takes one that is new or empty"}
			case store.Finished, store.OtherRun:
				return nil, 0, hinted{err, "--overwrite replaces it, or name another folder"}
			}
		}
		return nil, 0, err
	}
	o.Keep = run.PutShard
	return run, kept, nil
}

// runProgress shows how far a run is: on a terminal as one line, from one second
// after it has begun; elsewhere as a line every ten seconds.
type runProgress struct {
	a        *app
	begun    time.Time
	wait     time.Duration // before the first line
	every    time.Duration
	terminal bool
	width    int // of the line, on a terminal

	mu    sync.Mutex
	phase string
	since time.Time
	last  time.Time
	shown bool
}

func (a *app) newRunProgress(begun time.Time) *runProgress {
	if a.terminal {
		return &runProgress{a: a, begun: begun, wait: time.Second, every: 100 * time.Millisecond, terminal: true, width: widthOf(a.err) - 1}
	}
	return &runProgress{a: a, begun: begun, wait: 10 * time.Second, every: 10 * time.Second}
}

func (p *runProgress) report(x entente.StudyProgress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if x.Phase != p.phase {
		p.phase, p.since = x.Phase, now
	}
	if now.Sub(p.begun) < p.wait || now.Sub(p.last) < p.every {
		return
	}
	p.last = now
	line := progressLine(x, now.Sub(p.since))
	if !p.terminal {
		fmt.Fprintln(p.a.err, line)
		return
	}
	if runes := []rune(line); len(runes) > p.width {
		line = string(runes[:p.width-1]) + "…"
	}
	fmt.Fprintf(p.a.err, "\r%s\x1b[K", line)
	p.shown = true
}

// progressLine says how far a run is; spent is the time since the phase began.
func progressLine(x entente.StudyProgress, spent time.Duration) string {
	line := fmt.Sprintf("%s: %s of %s", x.Phase, thousands(x.Done), thousands(x.Total))
	least := ""
	if x.Phase == "replications" { // it stops when all is decided
		line = fmt.Sprintf("replications: %s of at most %s; %s undecided", thousands(x.Done), thousands(x.Total), thousands(x.Undecided))
		least = "at most "
	}
	if x.Done > 0 && x.Done < x.Total {
		left := time.Duration(float64(spent) / float64(x.Done) * float64(x.Total-x.Done)).Round(time.Second)
		line += fmt.Sprintf("; %s%s left", least, left)
	}
	if x.Main != "" {
		line += "; " + x.Main
	}
	return line
}

func (p *runProgress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.a.err, "\r\x1b[K")
	}
	p.shown = false
}
