package server

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"entente"
)

// The bounds of checks.
const (
	checksKept    = 48               // results in memory
	checksWaiting = 32               // checks that run or wait for their turn
	checksAtOnce  = 2                // that run
	checkTime     = 90 * time.Second // then what was found by then is the answer, as not exhaustive
	checkHold     = time.Second      // how long a request waits before it is told how far the check is
	checkGrace    = 4 * time.Second  // how long a check goes on when nobody waits for it
	checkStates   = 3_000_000
	checkBytes    = 1 << 30
)

// question is what a check is asked: the texts by their contents, and the budget.
type question [sha256.Size]byte

// ask is what is asked of a check.
type ask struct {
	in             entente.Input
	budget, starts int
}

func (a *ask) key() question {
	h := sha256.New()
	for _, t := range slices.Concat([]entente.Text{a.in.Arrangement, a.in.Scenario, a.in.Crisis}, a.in.Variants) {
		fmt.Fprintf(h, "%d %q %d\n%s\n", len(t.Name), t.Name, len(t.Body), t.Body)
	}
	fmt.Fprintf(h, "%d %d %d", len(a.in.Variants), a.budget, a.starts)
	return question(h.Sum(nil))
}

// CheckProgress is how far a check is that is under way.
type CheckProgress struct {
	Done   int `json:"done" doc:"searches that have ended"`
	Of     int `json:"of" doc:"searches; 0 while it waits for its turn"`
	States int `json:"states" doc:"states seen by those"`
}

// checked is a design and what was found in it.
type checked struct {
	design   *entente.Design
	findings *entente.Findings
}

// check is a check that runs or has run.
type check struct {
	done   chan struct{} // closed when it has ended
	result *checked      // then
	err    error         // then

	mu       sync.Mutex
	progress CheckProgress
	waiting  int
	idle     *time.Timer // runs while nobody waits
	cancel   context.CancelFunc
}

// checks runs each check once for all who ask the same, and keeps the last results.
type checks struct {
	turn        chan struct{}
	mu          sync.Mutex
	by          map[question]*check
	kept        []question // that have ended, the one least lately asked for first
	run         func(ctx context.Context, a ask, progress func(CheckProgress)) (*checked, error)
	hold, grace time.Duration
}

func newChecks(s *Server) *checks {
	return &checks{turn: make(chan struct{}, checksAtOnce), by: map[question]*check{}, run: s.runCheck, hold: checkHold, grace: checkGrace}
}

// runCheck loads a design and checks it.
func (s *Server) runCheck(ctx context.Context, a ask, progress func(CheckProgress)) (*checked, error) {
	d, err := s.desk.Load(a.in)
	if err != nil {
		return nil, err
	}
	opt := entente.CheckOptions{Budget: a.budget, Starts: a.starts, Limits: entente.DefaultLimits, Progress: func(done, of, states int) {
		progress(CheckProgress{done, of, states})
	}}
	opt.Limits.States, opt.Limits.Bytes = checkStates, checkBytes
	return &checked{d, entente.Check(ctx, d, opt)}, nil
}

// get returns what a check has found, or how far it is where it is not ready soon.
func (c *checks) get(ctx context.Context, a ask) (*checked, *CheckProgress, error) {
	x, err := c.join(a)
	if err != nil {
		return nil, nil, err
	}
	defer x.leave(c.grace)
	hold := time.NewTimer(c.hold)
	defer hold.Stop()
	select {
	case <-x.done:
		return x.result, nil, x.err
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	case <-hold.C:
		x.mu.Lock()
		defer x.mu.Unlock()
		p := x.progress
		return nil, &p, nil
	}
}

// join finds the check that answers, or begins it.
func (c *checks) join(a ask) (*check, error) {
	key := a.key()
	c.mu.Lock()
	defer c.mu.Unlock()
	if x := c.by[key]; x != nil {
		if i := slices.Index(c.kept, key); i >= 0 {
			c.kept = append(slices.Delete(c.kept, i, i+1), key)
		}
		if x.enter() {
			return x, nil
		}
	}
	if len(c.by)-len(c.kept) >= checksWaiting {
		return nil, problem(http.StatusServiceUnavailable, "too many checks are under way", "wait until one has ended")
	}
	ctx, cancel := context.WithTimeout(context.Background(), checkTime)
	x := &check{done: make(chan struct{}), waiting: 1, cancel: cancel}
	c.by[key] = x
	go c.do(ctx, key, a, x)
	return x, nil
}

// do runs a check when its turn has come.
func (c *checks) do(ctx context.Context, key question, a ask, x *check) {
	defer x.cancel()
	select {
	case c.turn <- struct{}{}:
		x.result, x.err = c.run(ctx, a, func(p CheckProgress) {
			x.mu.Lock()
			x.progress = p
			x.mu.Unlock()
		})
		<-c.turn
	case <-ctx.Done():
		x.err = ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	close(x.done)
	if c.by[key] != x {
		return // it was given up, and begun anew
	}
	if ctx.Err() == context.Canceled || x.result == nil {
		delete(c.by, key)
		return
	}
	c.kept = append(c.kept, key)
	if len(c.kept) > checksKept {
		delete(c.by, c.kept[0])
		c.kept = slices.Delete(c.kept, 0, 1)
	}
}

// enter says that somebody waits; it is false of a check that was given up.
func (x *check) enter() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.waiting == 0 && x.idle != nil && !x.idle.Stop() {
		select {
		case <-x.done: // it had ended before it could be given up
		default:
			return false
		}
	}
	x.waiting++
	return true
}

// leave says that somebody no longer waits. What nobody waits for is given up.
func (x *check) leave(grace time.Duration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.waiting--; x.waiting == 0 {
		x.idle = time.AfterFunc(grace, x.cancel)
	}
}
