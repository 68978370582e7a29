package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/internal/desk"
	"entente/internal/store"
)

// RunResult is what a run found, as data for the page.
type RunResult struct {
	Run      Run                   `json:"run"`
	Runs     int                   `json:"runs" doc:"replications of each design under each scenario"`
	Stop     entente.Sentence      `json:"stop" doc:"why it stopped"`
	Columns  []entente.StudyColumn `json:"columns" doc:"what each replication gives: see distribution"`
	Examples []RunExample          `json:"examples" doc:"replications worth replaying"`
	Shown    *entente.StudyShown   `json:"shown"`
}

// RunExample is a replication worth replaying.
type RunExample struct {
	Design      string `json:"design"`
	Scenario    string `json:"scenario"`
	Column      string `json:"column"`
	Kind        string `json:"kind" enum:"typical,extreme" doc:"typical: near the median; extreme: among the largest"`
	Replication int    `json:"replication"`
}

func (s *Server) runResults() {
	huma.Register(s.api, huma.Operation{OperationID: "run-result", Method: http.MethodGet, Path: "/api/runs/{id}/result", Summary: "What a run found: judgements, figures, tables"},
		func(ctx context.Context, in *RunPath) (*struct{ Body RunResult }, error) {
			x, err := s.result(ctx, in.ID)
			if err != nil {
				return nil, of(err)
			}
			out := RunResult{Run: x.run, Runs: x.result.Runs, Stop: x.study.Simulation.StopText(x.result), Columns: x.study.Simulation.Columns(), Shown: x.shown}
			for _, e := range x.result.Examples {
				out.Examples = append(out.Examples, RunExample{Design: e.Design, Scenario: e.Scenario, Column: e.Column, Kind: e.Kind, Replication: e.Replication})
			}
			return &struct{ Body RunResult }{out}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "run-distribution", Method: http.MethodGet, Path: "/api/runs/{id}/distribution", Summary: "The distribution of a column under a scenario, with replications to replay"},
		func(ctx context.Context, in *struct {
			RunPath
			Column   string `query:"column" required:"true" maxLength:"200"`
			Scenario string `query:"scenario" required:"true" maxLength:"200"`
		}) (*struct{ Body *entente.Distribution }, error) {
			x, err := s.result(ctx, in.ID)
			if err != nil {
				return nil, of(err)
			}
			d, err := x.study.Simulation.Distribution(ctx, x.result, in.Column, in.Scenario)
			if missing := (*entente.NoColumnError)(nil); errors.As(err, &missing) {
				return nil, problem(http.StatusNotFound, err.Error(), "")
			}
			if err != nil {
				return nil, of(err)
			}
			return &struct{ Body *entente.Distribution }{d}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "run-replay", Method: http.MethodGet, Path: "/api/runs/{id}/replay", Summary: "One replication of a run, told step by step"},
		func(ctx context.Context, in *struct {
			RunPath
			Design      string `query:"design" required:"true" maxLength:"200"`
			Scenario    string `query:"scenario" required:"true" maxLength:"200"`
			Replication int64  `query:"replication" required:"true" minimum:"0" maximum:"10000000"`
		}) (*struct{ Body *entente.StoryShown }, error) {
			record, err := s.runOf(in.ID)
			if err != nil {
				return nil, err
			}
			k, err := s.studies.load(record.Study)
			if err == nil {
				err = fits(record, k)
			}
			if err != nil {
				return nil, of(err)
			}
			story, err := k.Simulation.ShowStory(in.Design, in.Scenario, uint64(runOf(record).Seed), uint64(in.Replication))
			if err != nil {
				return nil, problem(http.StatusNotFound, err.Error(), "")
			}
			return &struct{ Body *entente.StoryShown }{story}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "run-summary", Method: http.MethodGet, Path: "/api/runs/{id}/summary", Summary: "The summary of a run, as `entente run --out` writes it",
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: huma.TypeObject, Description: "as `entente schema summary` describes it"}}}}}},
		func(_ context.Context, in *RunPath) (*huma.StreamResponse, error) {
			record, err := s.runOf(in.ID)
			if err != nil {
				return nil, err
			}
			body, err := s.summary(record)
			if err != nil {
				return nil, err
			}
			return &huma.StreamResponse{Body: func(c huma.Context) {
				c.SetHeader("Content-Type", "application/json")
				c.SetHeader("Content-Disposition", `attachment; filename="`+record.ID+`.json"`)
				_, _ = c.BodyWriter().Write(body)
			}}, nil
		})
}

// summaryBytes is how long a summary may be.
const summaryBytes = 256 << 20

// summary reads the summary of a run that is complete.
func (s *Server) summary(record store.StudyRun) ([]byte, error) {
	if record.State != store.Done && s.runNow(record).State != string(store.Done) {
		return nil, problem(http.StatusConflict, "the run is not complete: it has no result yet", "wait until it has ended, or resume it")
	}
	return readSummary(s.db.RunDir(record.ID))
}

func readSummary(dir string) ([]byte, error) {
	f, err := os.Open(filepath.Join(dir, "summary.json"))
	if err != nil {
		return nil, fmt.Errorf("read the summary of a run: %w", err)
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, summaryBytes))
}

// result is what a complete run found, kept or made anew.
func (s *Server) result(ctx context.Context, id string) (*madeResult, error) {
	record, err := s.runOf(id)
	if err != nil {
		return nil, err
	}
	if now := s.runNow(record); now.State != string(store.Done) {
		return nil, problem(http.StatusConflict, "the run is not complete: it has no result yet", "wait until it has ended, or resume it")
	}
	k, err := s.studies.load(record.Study)
	if err == nil {
		err = fits(record, k)
	}
	if err != nil {
		return nil, err
	}
	return s.results.make(context.WithoutCancel(ctx), id, k, s.runNow(record), nil) // it is kept for the next who asks
}

// results keeps what is shown of the runs that were looked at last.
type results struct {
	dir  func(id string) string
	mu   sync.Mutex // making takes seconds, and all processors: one at a time
	list []*madeResult
}

type madeResult struct {
	run    Run
	study  *desk.Study
	result *entente.StudyResult
	shown  *entente.StudyShown
}

const resultsMost = 6

// make makes what is shown of a complete run, unless it is kept. What it returns does
// not change.
func (x *results) make(ctx context.Context, id string, k *desk.Study, run Run, progress func(entente.StudyProgress)) (*madeResult, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if at := x.at(id, k); at >= 0 {
		m := *x.list[at]
		m.run = run
		x.list = append(slices.Delete(x.list, at, at+1), &m)
		return &m, nil
	}
	body, err := readSummary(x.dir(id))
	if err != nil {
		return nil, err
	}
	m := &madeResult{run: run, study: k}
	if m.result, err = entente.ReadStudySummary(body); err != nil {
		return nil, fmt.Errorf("run %s: %w", id, err)
	}
	if m.shown, err = entente.ShowStudy(ctx, k.Simulation, m.result, entente.StudyReportOptions{Name: run.Study, Workers: runtime.GOMAXPROCS(0), Progress: progress}); err != nil {
		return nil, err
	}
	x.list = append(x.list, m)
	if len(x.list) > resultsMost {
		x.list = slices.Delete(x.list, 0, 1)
	}
	return m, nil
}

func (x *results) at(id string, k *desk.Study) int {
	return slices.IndexFunc(x.list, func(m *madeResult) bool { return m.run.ID == id && m.study.Simulation == k.Simulation })
}

// forget drops what is kept of a run.
func (x *results) forget(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.list = slices.DeleteFunc(x.list, func(m *madeResult) bool { return m.run.ID == id })
}
