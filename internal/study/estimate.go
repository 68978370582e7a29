package study

import (
	"math"

	"entente/internal/sim"
	"entente/internal/stats"
)

// estimate is one number of a column of one cell.
type estimate struct {
	cell, column int
	feature      feature
	least, reach float64          // its values lie from least to least + reach
	mean         *stats.Mean      // nil for quantiles
	times        *stats.Histogram // of a Time column, shared by its estimates
	quantile     timeQuantile     // quantiles

	told estimated
}

// estimated is what a look says of an estimate.
type estimated struct {
	n, valid  int // replications, and those that say something
	value     float64
	low, high float64
	censored  int       // of the valid ones, those at the horizon: times
	time      []float64 // the curve of a time, with its mean
	share     []float64
}

var estimateQuantiles = []float64{0.1, 0.5, 0.9}

// fixEstimates lists the estimates. Each interval holds at the level of the study
// by itself.
func (r *run) fixEstimates() {
	for _, row := range r.cells {
		for _, cell := range row {
			for i := range r.columns {
				c := r.column(cell, i)
				var times *stats.Histogram
				if c.Kind == sim.Time {
					times = stats.NewHistogram(c.Max)
				}
				for _, f := range featuresOf(c, estimateQuantiles) {
					e := &estimate{cell: cell, column: i, feature: f, least: c.Min, reach: f.reach(c), times: times}
					if f.kind == quantile {
						e.quantile = newTimeQuantile(times, f.p, r.Alpha)
					} else {
						e.mean = stats.NewMean(e.least, e.least+e.reach, r.Alpha)
					}
					r.estimates = append(r.estimates, e)
				}
			}
		}
	}
}

// take adds the rows of a round, in order.
func (e *estimate) take(s *rows, count int) {
	if e.mean == nil {
		return // its histogram is filled once, by the mean of the same column
	}
	for row := range count {
		x := e.feature.of(s.at(row, e.column))
		e.mean.Add(x)
		if e.times != nil {
			e.times.Add(x)
		}
	}
}

// look judges an estimate on the replications it holds.
func (e *estimate) look(n int) {
	t := estimated{n: n}
	if e.times != nil {
		t.valid = e.times.Count()
		t.censored = e.times.Censored()
	} else {
		t.valid = e.mean.N()
	}
	switch {
	case t.valid == 0:
		t.value, t.low, t.high = math.NaN(), e.least, e.least+e.reach
	case e.mean == nil:
		t.value = e.quantile.value()
		t.low, t.high = e.quantile.interval()
	default:
		t.value = e.mean.Value()
		t.low, t.high = e.mean.Interval()
		if e.times != nil {
			t.time, t.share = e.curve()
		}
	}
	e.told = t
}
