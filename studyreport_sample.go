package entente

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"entente/internal/sim"
)

// each runs work on 0 to n-1, several at once.
func (b *studyReport) each(ctx context.Context, phase string, n int, work func(i int)) {
	var wait sync.WaitGroup
	var done atomic.Int64
	turns := make(chan struct{}, max(1, b.o.Workers))
	for i := range n {
		turns <- struct{}{}
		if ctx.Err() != nil {
			<-turns
			break
		}
		wait.Add(1)
		go func() {
			defer wait.Done()
			work(i)
			b.progress(phase, int(done.Add(1)), n)
			<-turns
		}()
	}
	wait.Wait()
}

// sample runs the replications of which some are looked at closely.
func (b *studyReport) sample(ctx context.Context) [][][]float64 {
	out := make([][][]float64, len(b.s.plans))
	b.each(ctx, "replications of the page", len(b.s.plans), func(cell int) {
		columns := make([][]float64, len(b.columns))
		for k := range columns {
			columns[k] = make([]float64, b.drawn)
		}
		runner, row := b.s.plans[cell].NewRunner(), make([]float64, len(b.columns))
		for i := range b.drawn {
			if i%64 == 0 && ctx.Err() != nil {
				return
			}
			runner.Run(b.r.Seed, uint64(i), row)
			for k, x := range row {
				columns[k][i] = x
			}
		}
		out[cell] = columns
	})
	return out
}

// The replications whose time is split.
const (
	splitAmong = 3000 // of the first so many replications
	splitEach  = 101  // so many nearest to each quantile are split
)

// split is where the time of the replications nearest to a quantile went.
type split struct {
	total float64 // the mean of their times; 0: the quantile is not reached
	parts []sim.Part
}

// splitOf splits the times nearest to a quantile of a column, as a mean over the
// replications.
func (b *studyReport) splitOf(cell, column int, p float64) split {
	values := b.samples[cell][column]
	done := b.samples[cell][column+1]
	var order []int
	var all []float64
	for i, x := range values {
		if math.IsNaN(x) {
			continue
		}
		all = append(all, x)
		if done[i] == 1 {
			order = append(order, i)
		}
	}
	if len(order) == 0 {
		return split{}
	}
	slices.Sort(all)
	at := all[max(0, int(math.Ceil(p*float64(len(all))))-1)]
	if at >= b.columns[column].Max || at >= b.s.plans[cell].Horizon() {
		return split{}
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(math.Abs(values[x]-at), math.Abs(values[y]-at)), cmp.Compare(x, y))
	})
	order = order[:min(len(order), splitEach)]
	var out split
	for _, i := range order {
		c, ok := b.s.plans[cell].Critical(b.r.Seed, uint64(i), b.columns[column].Measure)
		if !ok {
			continue
		}
		out.total += c.Value / float64(len(order))
		for _, part := range c.Parts {
			out.add(part, part.Seconds/float64(len(order)))
		}
	}
	return out
}

func (s *split) add(part sim.Part, seconds float64) {
	for i := range s.parts {
		if x := &s.parts[i]; x.Kind == part.Kind && x.On == part.On && x.Name == part.Name {
			x.Seconds += seconds
			return
		}
	}
	part.Seconds = seconds
	s.parts = append(s.parts, part)
}
