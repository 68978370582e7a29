package study

import (
	"math"

	"entente/internal/sim"
	"entente/internal/timing/sp"
)

// Curve is the distribution of the time of a procedure in one design under one
// scenario.
type Curve struct {
	Design   string        `json:"design"`
	Scenario string        `json:"scenario"`
	Measure  string        `json:"measure"`
	N        int           `json:"n"`
	Time     []float64     `json:"time"`     // seconds, ascending
	Share    []float64     `json:"share"`    // of the replications that had it by then
	Computed *ComputedBand `json:"computed"` // without sampling; null where there is none
}

// ComputedBand holds the computed distribution between two curves.
type ComputedBand struct {
	Time []float64 `json:"time"` // seconds, ascending
	Low  []float64 `json:"low"`
	High []float64 `json:"high"`
}

// curveSteps is how many steps of probability a curve has.
const curveSteps = 100

// curve is the sampled distribution at a look: its quantiles at every hundredth, up
// to the horizon.
func (e *estimate) curve() (time, share []float64) {
	n := e.times.Count()
	for i := 1; i < curveSteps && n > 0; i++ {
		p := float64(i) / curveSteps
		at := e.times.Quantile(p)
		if math.IsInf(at, 1) {
			break
		}
		time, share = append(time, at), append(share, p)
	}
	return time, share
}

// curves are the distributions of the times of procedures, with the computed ones
// beside them.
func (r *run) curves() []Curve {
	out := []Curve{}
	for _, e := range r.estimates {
		col := r.column(e.cell, e.column)
		m := r.measure(col)
		if col.Kind != sim.Time || m.Kind != "time-of" || e.feature.kind != meanOf {
			continue
		}
		c := Curve{Design: r.Cells[e.cell].Design, Scenario: r.Cells[e.cell].Scenario, Measure: m.ID, N: e.told.valid,
			Time: append([]float64{}, e.told.time...), Share: append([]float64{}, e.told.share...)}
		for i := range r.checking {
			if k := &r.checking[i]; k.cell == e.cell && k.column == e.column && k.told.Verdict != NoCheck {
				c.Computed = k.band()
			}
		}
		out = append(out, c)
	}
	return out
}

// band is a computed law between two curves: the quickest and the slowest that the
// bounds without a probability and the error of the computation leave open.
func (k *checking) band() *ComputedBand {
	b := &ComputedBand{Time: []float64{}, Low: []float64{}, High: []float64{}}
	low, high := k.usual.Result.AtHigh, k.usual.Result.AtLow
	from, to := high.QuantileBounds(1.0/curveSteps).Low, low.QuantileBounds(1-1.0/curveSteps).High
	if !(to > from) || math.IsInf(to, 1) {
		return b
	}
	for _, t := range steps(high, low, from, to) {
		b.Time = append(b.Time, t)
		b.Low, b.High = append(b.Low, low.CDFBounds(t).Low), append(b.High, high.CDFBounds(t).High)
	}
	return b
}

// steps are times at which to draw a band: quantiles of the quicker law, and of the
// slower one beyond it.
func steps(quick, slow sp.Law, from, to float64) []float64 {
	out := []float64{from}
	add := func(l sp.Law) {
		for i := 1; i < curveSteps; i++ {
			if t := l.QuantileBounds(float64(i) / curveSteps).High; t > out[len(out)-1] && t <= to {
				out = append(out, t)
			}
		}
	}
	add(quick)
	add(slow)
	return out
}
