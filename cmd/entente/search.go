package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"entente"
)

// findings checks designs; an interruption is said.
func (a *app) findings(ctx context.Context, designs []*entente.Design, opt entente.CheckOptions) []*entente.Findings {
	var out []*entente.Findings
	for r := range a.each(ctx, designs, opt) {
		out = append(out, r)
	}
	if ctx.Err() != nil {
		fmt.Fprintln(a.err, "interrupted: what was found so far follows")
	}
	return out
}

// each checks designs, several at once, and yields what is found in the order of
// the designs. One design's search is often a single long one, so that processors
// are used better by designs side by side. The results do not depend on it.
func (a *app) each(ctx context.Context, designs []*entente.Design, opt entente.CheckOptions) func(yield func(*entente.Findings) bool) {
	workers := opt.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	side := min(workers, len(designs))
	opt.Workers = max(1, workers/side)
	if opt.Limits == (entente.Limits{}) {
		opt.Limits = entente.DefaultLimits
	}
	opt.Limits.Bytes /= side
	return func(yield func(*entente.Findings) bool) {
		p := a.newProgress(len(designs))
		results := make([]chan *entente.Findings, len(designs))
		turns := make(chan struct{}, side)
		for i := range results {
			results[i] = make(chan *entente.Findings, 1)
		}
		go func() {
			for i, d := range designs {
				turns <- struct{}{}
				go func() {
					own := opt
					own.Progress = p.of(i)
					results[i] <- entente.Check(ctx, d, own)
					<-turns
				}()
			}
		}()
		for i := range results {
			r := <-results[i]
			p.clear()
			if !yield(r) {
				return
			}
		}
	}
}

// progress shows on a terminal how far checks are, from one second after they
// have begun.
type progress struct {
	a     *app
	begun time.Time

	mu      sync.Mutex
	designs []struct{ done, total, states int }
	shown   bool
}

func (a *app) newProgress(designs int) *progress {
	return &progress{a: a, begun: time.Now(), designs: make([]struct{ done, total, states int }, designs)}
}

// of returns what a check reports to; nil where nothing is to be shown.
func (p *progress) of(i int) func(done, total, states int) {
	if p.a.quiet {
		return nil
	}
	return func(done, total, states int) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.designs[i].done, p.designs[i].total, p.designs[i].states = done, total, states
		if time.Since(p.begun) < time.Second {
			return
		}
		done, total, states = 0, 0, 0
		for _, d := range p.designs {
			done, total, states = done+d.done, total+d.total, states+d.states
		}
		fmt.Fprintf(p.a.err, "\r%d of %d searches, %d states\x1b[K", done, total, states)
		p.shown = true
	}
}

// clear takes the line away, for what is printed next.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.a.err, "\r\x1b[K")
		p.shown = false
	}
}
