package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"entente"
)

// studyRun are the flags of a report that say how its study is run.
type studyRun struct {
	simulation
}

func (s *studyRun) flags(c *cobra.Command) {
	c.Flags().IntVar(&s.runs, "runs", runsDefault, "of a study: the most replications of each design under each scenario")
	c.Flags().Uint64Var(&s.seed, "seed", seedDefault, "of a study: names the random numbers")
	c.Flags().IntVar(&s.assumptions, "assumptions", 0, "of a study: replications at each point of the assumptions (default 2000 at most; -1: they are not tried)")
	c.Flags().Float64Var(&s.alpha, "alpha", alphaDefault, "of a study: the chance that any interval of a comparison ever misses")
	c.Flags().StringVar(&s.out, "out", "", "of a study: the folder of a finished `entente run`, which is read in place of a new run")
	s.shard = shardDefault
}

// isStudy says whether one file is named and it is a study; of a name that is also a
// variant's, or a scenario's, the study is meant.
func (a *app) isStudy(files []string) (bool, error) {
	if len(files) != 1 || files[0] == "-" {
		return false, nil
	}
	text, err := a.store.ReadStudy(files[0])
	if err != nil {
		return false, err
	}
	kind, _ := entente.Kind(entente.Text(text))
	return kind == "study", nil
}

// reportStudy runs a study, or reads its run, and writes its page.
func (a *app) reportStudy(ctx context.Context, name, output string, s *studyRun) error {
	o, err := s.options()
	if err != nil {
		return err
	}
	a.quiet = s.quiet || !a.terminal
	study, err := a.study(name)
	if err != nil {
		return err
	}
	sim, texts := study.Simulation, study.Texts
	p := &runProgress{a: a, begun: time.Now()}
	if !a.quiet {
		o.Progress = p.report
	}
	defer p.clear()
	r, digest, err := a.studyResult(ctx, sim, texts, s, o)
	if err != nil {
		return err
	}
	p.clear()
	if r.Interrupted {
		fmt.Fprintln(a.err, "interrupted: no page is written")
		return statusError(exitUndecided)
	}
	page, err := entente.StudyReport(ctx, sim, r, entente.StudyReportOptions{
		Name: typed(name), Run: s.command("run", name), Command: s.command("report", name), Digest: digest, Workers: o.Workers, Progress: o.Progress,
	})
	p.clear()
	if ctx.Err() != nil {
		fmt.Fprintln(a.err, "interrupted: no page is written")
		return statusError(exitUndecided)
	}
	if err != nil {
		return err
	}
	if err := a.writePage(output, page); err != nil {
		return err
	}
	return agreed(r)
}

// studyResult runs a study, or reads the run that --out names.
func (a *app) studyResult(ctx context.Context, sim *entente.Simulation, texts map[string]string, s *studyRun, o entente.RunOptions) (*entente.StudyResult, string, error) {
	if s.out == "" {
		r, err := sim.Run(ctx, o)
		return r, sim.Header(texts, o).Digest, err
	}
	body, err := a.store.ReadData(filepath.Join(s.out, "summary.json"), summaryMost)
	if err != nil {
		return nil, "", hinted{err, "--out names the folder of a finished `entente run STUDY --out DIR`"}
	}
	r, err := entente.ReadStudySummary(body)
	if err != nil {
		return nil, "", fmt.Errorf("read run %s: %w", s.out, err)
	}
	s.runs, s.seed, s.alpha = r.RunsMax, r.Seed, r.Alpha
	o.Runs, o.Seed, o.Alpha = s.runs, s.seed, s.alpha
	var of struct{ Digest string }
	body, err = a.store.ReadData(filepath.Join(s.out, "texts", "digest.json"), summaryMost)
	if err == nil {
		err = json.Unmarshal(body, &of)
	}
	if err != nil {
		return nil, "", fmt.Errorf("read run %s: %w", s.out, err)
	}
	if of.Digest != sim.Header(texts, o).Digest {
		return nil, "", hinted{fmt.Errorf("the run in %s is of other texts, another version or other --assumptions", s.out), "run the study again, or leave --out away"}
	}
	return r, of.Digest, nil
}

// summaryMost is how long a summary may be, in bytes.
const summaryMost = 256 << 20

// command is what the page says was run; what stands as it comes is left out.
func (s *studyRun) command(verb, name string) string {
	words := []string{"entente", verb, typed(name)}
	if s.runs != runsDefault {
		words = append(words, "--runs", strconv.Itoa(s.runs))
	}
	if s.seed != seedDefault {
		words = append(words, "--seed", strconv.FormatUint(s.seed, 10))
	}
	if s.alpha != alphaDefault {
		words = append(words, "--alpha", strconv.FormatFloat(s.alpha, 'g', -1, 64))
	}
	if s.assumptions != 0 {
		words = append(words, "--assumptions", strconv.Itoa(s.assumptions))
	}
	return strings.Join(words, " ")
}
