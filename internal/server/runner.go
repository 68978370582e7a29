package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"entente"
	"entente/internal/desk"
	"entente/internal/store"
)

// runner runs studies, one after another, in the order in which they were asked for.
// What is under way is told by a feed with three parts: run, progress, watch.
type runner struct {
	s    *Server
	stop context.CancelFunc // of every run
	ctx  context.Context

	mu    sync.Mutex
	jobs  map[string]*job // that wait, run, or ended not long ago
	order []string        // of those that wait
	ended []string        // of those that ended, the oldest first
	busy  bool
	idle  sync.WaitGroup
}

// The bounds of what is run.
const (
	waitingMost  = 20
	endedMost    = 16 // jobs whose feeds are kept after their end
	shardRows    = 512
	progressTime = 200 * time.Millisecond // between two events of progress
)

// job is a run that waits, is under way, or has ended.
type job struct {
	id     string
	study  *desk.Study
	run    Run
	feed   *feed
	cancel context.CancelCauseFunc // nil while it waits
	over   bool
}

// Why a run is stopped.
var (
	errCancelled = errors.New("cancelled")
	errStopping  = errors.New("the workbench ends")
)

func newRunner(s *Server) *runner {
	r := &runner{s: s, jobs: map[string]*job{}}
	r.ctx, r.stop = context.WithCancel(context.Background())
	return r
}

// close stops every run, so that it can be resumed, and waits until it has.
func (r *runner) close() {
	r.mu.Lock()
	for _, id := range r.order {
		j := r.jobs[id]
		r.endLocked(j, store.Interrupted, "", "")
	}
	r.order = nil
	for _, j := range r.jobs {
		if j.cancel != nil && !j.over {
			j.cancel(errStopping)
		}
	}
	r.mu.Unlock()
	r.stop()
	ended := make(chan struct{})
	go func() { r.idle.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(stopTime): // what is not kept by then is run again
	}
}

// add has a run wait for its turn.
func (r *runner) add(record store.StudyRun, k *desk.Study) (*job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.ctx.Err() != nil:
		return nil, problem(503, "the workbench is ending", "")
	case r.jobs[record.ID] != nil && !r.jobs[record.ID].over:
		return nil, problem(409, "the run is under way", "")
	}
	j := &job{id: record.ID, study: k, run: runOf(record), feed: newFeed(strings.ToLower(rand.Text()[:8]))}
	j.run.State = "queued"
	if old := r.jobs[j.id]; old != nil {
		r.ended = slices.DeleteFunc(r.ended, func(id string) bool { return id == j.id })
	}
	r.jobs[j.id] = j
	r.order = append(r.order, j.id)
	j.feed.put("run", j.run)
	r.nextLocked()
	return j, nil
}

// full says that no more runs may wait.
func (r *runner) full() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.order) >= waitingMost
}

// nextLocked begins the next run where none is under way.
func (r *runner) nextLocked() {
	if r.busy || len(r.order) == 0 || r.ctx.Err() != nil {
		return
	}
	j := r.jobs[r.order[0]]
	r.order = r.order[1:]
	var ctx context.Context
	ctx, j.cancel = context.WithCancelCause(r.ctx)
	r.busy = true
	j.run.State = string(store.Running)
	j.feed.put("run", j.run)
	r.idle.Go(func() {
		state, answer, why := r.do(ctx, j)
		j.cancel(nil)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.endLocked(j, state, answer, why)
		r.busy = false
		r.nextLocked()
	})
}

// endLocked keeps how a run ended.
func (r *runner) endLocked(j *job, state store.RunState, answer, why string) {
	if err := r.s.db.EndRun(j.id, state, answer, why); err != nil {
		r.s.log.Error("end of a run", "run", j.id, "error", err.Error())
	}
	if record, err := r.s.db.StudyRun(j.id); err == nil {
		j.run = runOf(record)
	}
	j.run.State = string(state)
	j.over, j.study = true, nil
	j.feed.put("run", j.run)
	j.feed.end()
	r.ended = append(r.ended, j.id)
	for len(r.ended) > endedMost {
		delete(r.jobs, r.ended[0])
		r.ended = r.ended[1:]
	}
}

// cancelRun ends a run that waits or is under way; it reports whether it was one.
func (r *runner) cancelRun(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	j := r.jobs[id]
	if j == nil || j.over {
		return false
	}
	if j.cancel != nil {
		j.cancel(errCancelled)
		return true
	}
	r.order = slices.DeleteFunc(r.order, func(x string) bool { return x == id })
	r.endLocked(j, store.Cancelled, "", "")
	return true
}

// forget drops the feed of a run that is deleted.
func (r *runner) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.jobs, id)
	r.ended = slices.DeleteFunc(r.ended, func(x string) bool { return x == id })
}

// job finds a run that is, or was not long ago, under way.
func (r *runner) job(id string) *job {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.jobs[id]
}

// stateOf is how far a run is.
func (r *runner) stateOf(id string) (Run, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if j := r.jobs[id]; j != nil {
		return j.run, true
	}
	return Run{}, false
}

// do runs a study in its folder and says how that ended.
func (r *runner) do(ctx context.Context, j *job) (state store.RunState, answer, why string) {
	begun := time.Now()
	dir := r.s.db.RunDir(j.id)
	o := j.run.options()
	header := j.study.Simulation.Header(j.study.Texts, o)
	folder, found, err := store.ResumeRun(dir, header)
	var problem *store.RunError
	switch {
	case errors.As(err, &problem) && problem.Problem == store.NoRun:
		folder, err = store.CreateRun(dir, header, j.study.Texts, false)
	case errors.As(err, &problem) && problem.Problem == store.Finished:
		return r.finished(ctx, j) // it ended between its last file and this record
	case err == nil:
		rows := 0 // as they were cut
		for _, p := range found.Done {
			rows = max(rows, p.Rows)
		}
		if rows > 0 {
			o.ShardRows = rows
		}
		o.Have = folder.Shard
	}
	if err != nil {
		return store.Failed, "", err.Error()
	}
	o.Keep = folder.PutShard
	var watch *entente.StudyWatch
	o.Look = func(x entente.StudySeen) {
		watch = j.study.Simulation.Watch(watch, x)
		j.feed.put("watch", watch)
	}
	o.Progress = newPace(j.feed).report
	result, err := j.study.Simulation.Run(ctx, o)
	if watch != nil {
		r.keepWatch(dir, watch)
	}
	switch {
	case err != nil:
		return store.Failed, "", err.Error()
	case result.Interrupted && errors.Is(context.Cause(ctx), errCancelled):
		return store.Cancelled, result.Stop, ""
	case result.Interrupted:
		return store.Interrupted, result.Stop, ""
	}
	summary, err := entente.StudySummary(result)
	if err != nil {
		return store.Failed, "", err.Error()
	}
	if err := folder.Finish(summary, metaOf(begun, o)); err != nil {
		return store.Failed, "", err.Error()
	}
	return r.finished(ctx, j)
}

// finished makes what is shown of a run that is complete, so that it is there when it
// is asked for, and says what the run found.
func (r *runner) finished(ctx context.Context, j *job) (state store.RunState, answer, why string) {
	made, err := r.s.results.make(context.WithoutCancel(ctx), j.id, j.study, j.run, newPace(j.feed).report)
	if err != nil {
		return store.Failed, "", err.Error()
	}
	return store.Done, answerOf(made.shown), ""
}

// watchName is the file in the folder of a run that holds what its looks have seen.
const watchName = "watch.json"

// keepWatch keeps what the looks have seen; a run does without where it cannot.
func (r *runner) keepWatch(dir string, watch *entente.StudyWatch) {
	body, err := json.Marshal(watch)
	if err == nil {
		err = store.WriteFile(filepath.Join(dir, watchName), body)
	}
	if err != nil {
		r.s.log.Warn("looks of a run", "folder", dir, "error", err.Error())
	}
}

// keptWatch reads it, or is nil.
func keptWatch(dir string) *entente.StudyWatch {
	body, err := os.ReadFile(filepath.Join(dir, watchName))
	out := &entente.StudyWatch{}
	if err != nil || json.Unmarshal(body, out) != nil {
		return nil
	}
	return out
}

// metaOf is what may differ between two runs that give the same results.
func metaOf(begun time.Time, o entente.RunOptions) []byte {
	host, _ := os.Hostname()
	var b strings.Builder
	_ = entente.WriteJSON(&b, map[string]any{
		"begun": begun.UTC().Format(time.RFC3339), "ended": time.Now().UTC().Format(time.RFC3339), "seconds": time.Since(begun).Seconds(),
		"host": host, "os": runtime.GOOS, "arch": runtime.GOARCH, "go": runtime.Version(), "workers": o.Workers, "shard": o.ShardRows, "version": entente.Version,
	})
	return []byte(b.String())
}

// answerOf is what a run found in a few sentences: the caveat is not among them, since
// it stands above every result.
func answerOf(x *entente.StudyShown) string {
	var parts []string
	for _, g := range x.Groups {
		if g.Kind != "holds" && g.Kind != "depends" && g.Kind != "turns" {
			continue
		}
		for i, item := range g.Items {
			if i == 2 {
				break
			}
			parts = append(parts, strings.TrimSpace(item.Lead+" "+item.Text))
		}
	}
	return strings.Join(parts, "\n")
}

// pace turns calls of progress into a few events, with the time that is left.
type pace struct {
	feed  *feed
	mu    sync.Mutex
	phase string
	since time.Time
	told  time.Time
	from  int // done when the phase began
}

func newPace(f *feed) *pace { return &pace{feed: f} }

func (p *pace) report(x entente.StudyProgress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if x.Phase != p.phase {
		p.phase, p.since, p.from, p.told = x.Phase, now, x.Done, time.Time{}
	}
	if now.Sub(p.told) < progressTime && x.Done < x.Total {
		return
	}
	p.told = now
	out := RunProgress{Phase: x.Phase, Done: x.Done, Total: x.Total, Undecided: x.Undecided, AtMost: x.Phase == "replications"}
	if done := x.Done - p.from; done > 0 && x.Done < x.Total {
		left := now.Sub(p.since).Seconds() / float64(done) * float64(x.Total-x.Done)
		out.Left = &left
	}
	p.feed.put("progress", out)
}

// options are those of a run, for the root package.
func (x *Run) options() entente.RunOptions {
	return entente.RunOptions{Seed: uint64(x.Seed), Runs: x.Runs, Alpha: alpha, Assumptions: x.Assumptions, Workers: runtime.GOMAXPROCS(0), ShardRows: shardRows}
}

// alpha is the chance that any interval of a comparison ever misses.
const alpha = 0.05

func runOf(r store.StudyRun) Run {
	out := Run{ID: r.ID, Study: r.Study, State: string(r.State), Began: r.Began, Why: r.Why, Answer: entente.StudySentences(r.Answer)}
	var asked RunAsked
	if err := json.Unmarshal([]byte(r.Options), &asked); err == nil {
		out.Runs, out.Assumptions, out.Seed = asked.Runs, asked.Assumptions, asked.Seed
	}
	if !r.Ended.IsZero() {
		out.Ended = &r.Ended
	}
	return out
}

// fits reports whether a run is of the texts as they stand.
func fits(record store.StudyRun, k *desk.Study) error {
	run := runOf(record)
	if k.Simulation.Header(k.Texts, run.options()).Digest != record.Digest {
		return problem(409, fmt.Sprintf("the texts of %s, or the program, have changed since this run", record.Study), "run the study again")
	}
	return nil
}
