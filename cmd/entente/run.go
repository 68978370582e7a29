package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"time"

	"os"

	"github.com/spf13/cobra"

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

func (s *simulation) flags(c *cobra.Command) {
	c.Flags().IntVar(&s.runs, "runs", 100_000, "the most replications of each design under each scenario")
	c.Flags().Uint64Var(&s.seed, "seed", 1, "names the random numbers")
	c.Flags().IntVar(&s.workers, "workers", 0, "how many replications run at once (default: one a processor); results do not depend on it")
	c.Flags().IntVar(&s.shard, "shard", 1024, "how many replications are kept at a time; results do not depend on it")
	c.Flags().IntVar(&s.assumptions, "assumptions", 0, "replications at each point of the assumptions (default 2000 at most; -1: the assumptions are not tried)")
	c.Flags().Float64Var(&s.alpha, "alpha", 0.05, "the chance that any interval of a comparison ever misses")
	c.Flags().StringVar(&s.out, "out", "", "a folder for the results: summary.json, runs.parquet, the texts")
	c.Flags().BoolVar(&s.resume, "resume", false, "go on with the run that was begun in --out")
	c.Flags().BoolVar(&s.overwrite, "overwrite", false, "replace the run in --out")
	c.Flags().StringVar(&s.profile, "profile", "", "write a processor profile (pprof) to this file")
	c.Flags().BoolVar(&s.quiet, "quiet", false, "no progress")
}

func (s *simulation) options() (entente.RunOptions, error) {
	o := entente.RunOptions{Seed: s.seed, Runs: s.runs, Alpha: s.alpha, Workers: s.workers, ShardRows: s.shard, Assumptions: s.assumptions}
	switch {
	case s.runs < 1 || s.runs > 100_000_000:
		return o, fmt.Errorf("--runs %d: 1 to 100 million replications are possible", s.runs)
	case s.workers < 0 || s.workers > 1024:
		return o, fmt.Errorf("--workers %d: 0 to 1024 are possible", s.workers)
	case s.shard < 1 || s.shard > 65536:
		return o, fmt.Errorf("--shard %d: 1 to 65536 replications are possible", s.shard)
	case !(s.alpha > 0 && s.alpha < 1):
		return o, fmt.Errorf("--alpha %g: a chance between 0 and 1 is expected", s.alpha)
	case s.out == "" && (s.resume || s.overwrite):
		return o, hinted{errors.New("--resume and --overwrite are about a folder"), "name it with --out DIR"}
	case s.resume && s.overwrite:
		return o, errors.New("--resume and --overwrite exclude each other")
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return o, nil
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

Exit status: 0 done, 2 bad input, 3 interrupted, or a computed time and the sampled one
do not agree.`,
		Example: `  entente run korea/opcon-options
  entente run twinlakes/leaders-lost --runs 5000 --out out/leaders
  entente run my-study.yaml --out out/mine --resume`,
		Args: args(1, 1, "name a study"),
		RunE: func(c *cobra.Command, files []string) error {
			o, err := s.options()
			if err != nil {
				return err
			}
			a.quiet = s.quiet || !a.terminal
			sim, texts, err := a.study(files[0])
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
			return a.simulate(c.Context(), sim, texts, &s, o, asJSON)
		},
	}
	s.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print data, not text")
	return c
}

// profile writes a processor profile until it is stopped.
func profile(name string) (stop func(), err error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}, nil
}

// simulate runs a study, keeps what is to be kept and prints the result.
func (a *app) simulate(ctx context.Context, sim *entente.Simulation, texts map[string]string, s *simulation, o entente.RunOptions, asJSON bool) error {
	begun := time.Now()
	var folder *store.Run
	if s.out != "" {
		var err error
		if folder, err = a.folder(sim, texts, s, &o); err != nil {
			return err
		}
	}
	p := &runProgress{a: a, begun: begun}
	if !a.quiet {
		o.Progress = p.report
	}
	r, err := sim.Run(ctx, o)
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
		_, err = fmt.Fprint(a.out, entente.StudyTextOf(r, 100))
	}
	if err != nil {
		return err
	}
	if r.Interrupted {
		if folder != nil {
			fmt.Fprintf(a.err, "interrupted: what is done is kept in %s; --resume goes on\n", s.out)
		}
		return statusError(exitUndecided)
	}
	if folder != nil {
		fmt.Fprintf(a.err, "written: %s\n", s.out)
	}
	for _, check := range r.Checks {
		if check.Verdict == "fails" {
			return statusError(exitUndecided)
		}
	}
	return nil
}

// metadata is what may differ between two runs that give the same results.
func metadata(begun time.Time, s *simulation, o entente.RunOptions) ([]byte, error) {
	host, _ := os.Hostname()
	var b strings.Builder
	err := entente.WriteJSON(&b, map[string]any{
		"begun": begun.UTC().Format(time.RFC3339), "ended": time.Now().UTC().Format(time.RFC3339), "seconds": time.Since(begun).Seconds(),
		"host": host, "os": runtime.GOOS, "arch": runtime.GOARCH, "go": runtime.Version(), "workers": o.Workers, "shard": s.shard, "version": entente.Version,
	})
	return []byte(b.String()), err
}

// folder opens the folder of a run, and has its shards used and kept.
func (a *app) folder(sim *entente.Simulation, texts map[string]string, s *simulation, o *entente.RunOptions) (*store.Run, error) {
	h := sim.Header(texts, *o)
	var run *store.Run
	var err error
	if s.resume {
		var found *store.Found
		run, found, err = store.ResumeRun(s.out, h)
		if err == nil {
			for _, d := range found.Dropped {
				fmt.Fprintf(a.err, "%s cannot be used and is run again: %v\n", d.Name, d.Why)
			}
			fmt.Fprintf(a.err, "resumed: %d shards are kept\n", len(found.Done))
			rows := 0 // as they were cut, whatever --shard says
			for _, part := range found.Done {
				rows = max(rows, part.Rows)
			}
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
				return nil, hinted{err, "--resume goes on with it, --overwrite begins anew"}
			case store.NoRun:
				return nil, hinted{err, "leave --resume out"}
			case store.Finished, store.OtherRun:
				return nil, hinted{err, "--overwrite replaces it, or name another folder"}
			}
		}
		return nil, err
	}
	o.Keep = run.PutShard
	return run, nil
}

// study loads a study with its designs under its scenarios, and the texts it rests
// on by name.
func (a *app) study(name string) (*entente.Simulation, map[string]string, error) {
	text, err := a.store.Read(name)
	if err != nil {
		return nil, nil, err
	}
	if kind, _ := entente.Kind(entente.Text(text)); kind != "study" {
		return nil, nil, hinted{fmt.Errorf("%s: its header says %q, not study", name, kind), "`entente run` takes a text of kind study; `entente library` lists those that come with it"}
	}
	s, messages := entente.LoadStudy(entente.Text(text))
	if err := a.messages(messages); err != nil {
		return nil, nil, err
	}
	if s == nil {
		return nil, nil, statusError(exitBadInput)
	}
	texts := map[string]string{text.Name: text.Body}
	near := &neighbours{store: a.store, of: name, texts: texts}
	var cells []entente.StudyCell
	for _, d := range s.Designs {
		base, err := near.read(d.Base, "arrangement", "")
		if err != nil {
			return nil, nil, fmt.Errorf("design %s: %w", d.ID, err)
		}
		in := entente.Input{Arrangement: base}
		for _, v := range d.Variants {
			variant, err := near.read(v, "variant", d.Base)
			if err != nil {
				return nil, nil, fmt.Errorf("design %s: %w", d.ID, err)
			}
			in.Variants = append(in.Variants, variant)
		}
		for _, scenario := range s.Scenarios {
			if in.Scenario, err = near.read(scenario, "scenario", d.Base); err != nil {
				return nil, nil, err
			}
			loaded, err := a.load(in, false)
			if err != nil {
				return nil, nil, err
			}
			cells = append(cells, entente.StudyCell{Design: d.ID, Scenario: scenario, Loaded: loaded})
		}
	}
	if len(s.Scenarios) == 0 {
		return nil, nil, hinted{fmt.Errorf("study %s names no scenario", s.ID), "a run needs circumstances: write `scenarios: …`"}
	}
	sim, err := entente.NewSimulation(s, cells)
	return sim, texts, err
}

// neighbours finds the texts that a study names: in the library entry that the
// study or the base is of, or beside the study's file.
type neighbours struct {
	store *store.Store
	of    string // the study's name
	texts map[string]string
	known map[string]entente.Text
}

func (n *neighbours) read(id, kind, base string) (entente.Text, error) {
	id, base = strings.TrimSuffix(id, ".yaml"), strings.TrimSuffix(base, ".yaml") // the file's name will do
	key := kind + " " + id
	if t, ok := n.known[key]; ok {
		return t, nil
	}
	var names []string
	entry, _, inLibrary := strings.Cut(n.of, "/")
	if store.OnDisk(n.of) {
		inLibrary = false
		dir := filepath.Dir(n.of)
		for _, up := range []string{dir, filepath.Join(dir, ".."), filepath.Join(dir, "..", "..")} {
			names = append(names, filepath.Join(up, id+".yaml"), filepath.Join(up, kind+"s", id+".yaml"))
			if kind == "arrangement" {
				names = append(names, filepath.Join(up, "arrangement.yaml"))
			}
		}
	}
	if inLibrary {
		names = append(names, path.Join(entry, id))
	}
	if kind == "arrangement" {
		names = append(names, id)
	}
	if base != "" {
		names = append(names, path.Join(base, id))
	}
	for _, name := range names {
		t, err := n.store.Read(name)
		if err != nil {
			continue
		}
		if k, own := entente.Kind(entente.Text(t)); k != kind || own != id {
			continue
		}
		if n.known == nil {
			n.known = map[string]entente.Text{}
		}
		n.known[key] = entente.Text(t)
		n.texts[t.Name] = t.Body
		return entente.Text(t), nil
	}
	return entente.Text{}, hinted{fmt.Errorf("there is no %s %q", kind, id), "looked for " + strings.Join(names, ", ")}
}

// runProgress shows on a terminal how far a run is, from one second after it has
// begun.
type runProgress struct {
	a     *app
	begun time.Time

	mu    sync.Mutex
	phase string
	since time.Time
	last  time.Time
	shown bool
}

func (p *runProgress) report(x entente.StudyProgress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if x.Phase != p.phase {
		p.phase, p.since = x.Phase, now
	}
	if now.Sub(p.begun) < time.Second || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last = now
	line := fmt.Sprintf("%s: %d of %d", x.Phase, x.Done, x.Total)
	if x.Phase == "replications" {
		line = fmt.Sprintf("%d of at most %d replications, %d looks, %d comparisons open", x.Done, x.Total, x.Looks, x.Undecided)
	}
	if spent := now.Sub(p.since); x.Done > 0 && x.Done < x.Total {
		left := time.Duration(float64(spent) / float64(x.Done) * float64(x.Total-x.Done)).Round(time.Second)
		line += fmt.Sprintf("; at most %s left", left)
	}
	fmt.Fprintf(p.a.err, "\r%s\x1b[K", line)
	p.shown = true
}

func (p *runProgress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.a.err, "\r\x1b[K")
	}
	p.shown = false
}
