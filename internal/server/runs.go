package server

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/internal/store"
)

// Run is a run of a study.
type Run struct {
	ID          string           `json:"id"`
	Study       string           `json:"study" doc:"ENTRY/ID"`
	State       string           `json:"state" enum:"queued,running,done,cancelled,interrupted,failed" doc:"cancelled and interrupted runs can be resumed"`
	Runs        int              `json:"runs" doc:"the most replications of each design under each scenario"`
	Assumptions int              `json:"assumptions" doc:"replications at each point of the assumptions; -1: they are not tried"`
	Seed        int64            `json:"seed"`
	Began       time.Time        `json:"began"`
	Ended       *time.Time       `json:"ended,omitempty"`
	Why         string           `json:"why" doc:"of a run that failed"`
	Answer      entente.Sentence `json:"answer" doc:"what it says, in a few sentences"`
}

// RunProgress says how far a run is.
type RunProgress struct {
	Phase     string   `json:"phase" doc:"replications, assumptions, reversals, break-even, checks, history, or what is made of the page"`
	Done      int      `json:"done"`
	Total     int      `json:"total"`
	AtMost    bool     `json:"atMost" doc:"it may end sooner"`
	Undecided int      `json:"undecided" doc:"comparisons that are not settled"`
	Left      *float64 `json:"left" doc:"seconds of this phase that are left, as it goes now"`
}

// RunFollowed is a run with all that is known of it while it lasts. The stream of
// events has the same parts: run, progress, watch.
type RunFollowed struct {
	Run      Run                 `json:"run"`
	Progress *RunProgress        `json:"progress,omitempty"`
	Watch    *entente.StudyWatch `json:"watch,omitempty"`
}

// RunAsked says what to run.
type RunAsked struct {
	Study       string `json:"study" maxLength:"200" doc:"ENTRY/ID"`
	Runs        int    `json:"runs" minimum:"64" maximum:"1000000" doc:"the most replications of each design under each scenario"`
	Assumptions int    `json:"assumptions" minimum:"-1" maximum:"20000" doc:"replications at each point of the assumptions; 0: 2,000 at most; -1: they are not tried"`
	Seed        int64  `json:"seed" minimum:"0" maximum:"9007199254740991"`
}

// RunPath names a run in an address.
type RunPath struct {
	ID string `path:"id" maxLength:"200" pattern:"^[a-z0-9][a-z0-9.-]*$"`
}

type (
	runOutput  struct{ Body Run }
	runsOutput struct{ Body RunList }
)

// RunList is the runs that are kept.
type RunList struct {
	Runs []Run `json:"runs" doc:"the newest first"`
}

func (s *Server) runs() {
	huma.Register(s.api, huma.Operation{OperationID: "runs", Method: http.MethodGet, Path: "/api/runs", Summary: "The runs of studies, the newest first"},
		func(_ context.Context, in *struct {
			Study string `query:"study" maxLength:"200" doc:"of this study only"`
		}) (*runsOutput, error) {
			if err := s.keeps(); err != nil {
				return nil, err
			}
			list, err := s.db.Runs()
			out := &runsOutput{}
			for _, r := range list {
				if in.Study == "" || r.Study == in.Study {
					out.Body.Runs = append(out.Body.Runs, s.runNow(r))
				}
			}
			return out, of(err)
		})
	huma.Register(s.api, huma.Operation{OperationID: "begin-run", Method: http.MethodPost, Path: "/api/runs", Summary: "Run a study", DefaultStatus: http.StatusCreated},
		func(_ context.Context, in *struct{ Body RunAsked }) (*runOutput, error) {
			run, err := s.beginRun(&in.Body)
			return &runOutput{run}, of(err)
		})
	huma.Register(s.api, huma.Operation{OperationID: "run", Method: http.MethodGet, Path: "/api/runs/{id}", Summary: "A run, and how far it is"},
		func(_ context.Context, in *RunPath) (*struct{ Body RunFollowed }, error) {
			r, err := s.runOf(in.ID)
			if err != nil {
				return nil, err
			}
			return &struct{ Body RunFollowed }{s.followed(r)}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "run-events", Method: http.MethodGet, Path: "/api/runs/{id}/events", Summary: "A run as it goes: server-sent events",
		Description: "Each event carries the whole of one part of RunFollowed: run, progress or watch. A reader that comes back with Last-Event-ID gets what is newer. The stream ends with the run.",
		Responses:   map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"text/event-stream": {}}}}},
		func(_ context.Context, in *struct {
			RunPath
			Last string `header:"Last-Event-ID" maxLength:"100"`
			Lang string `query:"lang" enum:"en,ko" default:"en" doc:"of its sentences: a browser sets no header of a stream"`
		}) (*huma.StreamResponse, error) {
			r, err := s.runOf(in.ID)
			if err != nil {
				return nil, err
			}
			if j := s.runner.job(r.ID); j != nil {
				return j.feed.stream(in.Last, preferred(in.Lang)), nil
			}
			f := newFeed("kept")
			f.put("run", runOf(r))
			f.end()
			return f.stream("", preferred(in.Lang)), nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "cancel-run", Method: http.MethodPost, Path: "/api/runs/{id}/cancel", Summary: "End a run; what is done is kept", DefaultStatus: http.StatusAccepted},
		func(_ context.Context, in *RunPath) (*runOutput, error) {
			r, err := s.runOf(in.ID)
			if err != nil {
				return nil, err
			}
			if !s.runner.cancelRun(r.ID) {
				return nil, problem(http.StatusConflict, "the run is not under way", "")
			}
			return &runOutput{s.runNow(r)}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "resume-run", Method: http.MethodPost, Path: "/api/runs/{id}/resume", Summary: "Go on with a run, to the same bytes", DefaultStatus: http.StatusAccepted},
		func(_ context.Context, in *RunPath) (*runOutput, error) {
			run, err := s.resumeRun(in.ID)
			return &runOutput{run}, of(err)
		})
	huma.Register(s.api, huma.Operation{OperationID: "delete-run", Method: http.MethodDelete, Path: "/api/runs/{id}", Summary: "Delete a run that has ended", DefaultStatus: http.StatusNoContent},
		func(_ context.Context, in *RunPath) (*struct{}, error) {
			r, err := s.runOf(in.ID)
			if err != nil {
				return nil, err
			}
			if now := s.runNow(r); now.State == "queued" || now.State == string(store.Running) {
				return nil, problem(http.StatusConflict, "the run is under way", "cancel it first")
			}
			if err := s.db.DeleteRun(r.ID); err != nil {
				return nil, ofStore(err)
			}
			s.runner.forget(r.ID)
			s.results.forget(r.ID)
			return nil, nil
		})
}

// keeps says that there is a store.
func (s *Server) keeps() error {
	if s.db == nil || s.runner == nil {
		return problem(http.StatusServiceUnavailable, "this server keeps no runs", "")
	}
	return nil
}

// runOf finds a run that is kept.
func (s *Server) runOf(id string) (store.StudyRun, error) {
	if err := s.keeps(); err != nil {
		return store.StudyRun{}, err
	}
	r, err := s.db.StudyRun(id)
	return r, ofStore(err)
}

// runNow is a run as it stands.
func (s *Server) runNow(r store.StudyRun) Run {
	if now, live := s.runner.stateOf(r.ID); live {
		return now
	}
	return runOf(r)
}

func (s *Server) followed(r store.StudyRun) RunFollowed {
	out := RunFollowed{Run: s.runNow(r)}
	if j := s.runner.job(r.ID); j != nil {
		if p, ok := partOf[RunProgress](j.feed, "progress"); ok {
			out.Progress = &p
		}
		out.Watch, _ = partOf[*entente.StudyWatch](j.feed, "watch")
	}
	if out.Watch == nil {
		out.Watch = keptWatch(s.db.RunDir(r.ID))
		if k, err := s.studies.load(r.Study); err == nil {
			out.Watch = k.Simulation.Named(out.Watch)
		}
	}
	return out
}

// beginRun keeps a new run and has it wait for its turn.
func (s *Server) beginRun(asked *RunAsked) (Run, error) {
	if err := s.keeps(); err != nil {
		return Run{}, err
	}
	if s.runner.full() {
		return Run{}, problem(http.StatusTooManyRequests, "as many runs wait as may wait", "cancel one, or wait until one has ended")
	}
	k, err := s.studies.load(asked.Study)
	if err != nil {
		return Run{}, err
	}
	options, err := json.Marshal(asked)
	if err != nil {
		return Run{}, err
	}
	run := Run{Runs: asked.Runs, Assumptions: asked.Assumptions, Seed: asked.Seed}
	record, err := s.db.BeginRun(store.StudyRun{Study: asked.Study, Digest: k.Simulation.Header(k.Texts, run.options()).Digest, Options: string(options)})
	if err != nil {
		return Run{}, ofStore(err)
	}
	j, err := s.runner.add(record, k)
	if err != nil {
		return Run{}, err
	}
	run, _ = s.runner.stateOf(j.id)
	return run, nil
}

// resumeRun has a run that was ended wait for its turn again.
func (s *Server) resumeRun(id string) (Run, error) {
	record, err := s.runOf(id)
	if err != nil {
		return Run{}, err
	}
	switch now := s.runNow(record); store.RunState(now.State) {
	case store.Cancelled, store.Interrupted, store.Failed:
	case store.Done:
		return Run{}, problem(http.StatusConflict, "the run is complete", "")
	default:
		return Run{}, problem(http.StatusConflict, "the run is under way", "")
	}
	if s.runner.full() {
		return Run{}, problem(http.StatusTooManyRequests, "as many runs wait as may wait", "cancel one, or wait until one has ended")
	}
	k, err := s.studies.load(record.Study)
	if err == nil {
		err = fits(record, k)
	}
	if err == nil {
		err = ofStore(s.db.ResumeStudyRun(id))
	}
	if err != nil {
		return Run{}, err
	}
	j, err := s.runner.add(record, k)
	if err != nil {
		return Run{}, err
	}
	run, _ := s.runner.stateOf(j.id)
	return run, nil
}
