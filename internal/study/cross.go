package study

import (
	"context"
	"fmt"
	"math"

	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/stats"
	"entente/internal/timing"
)

// Check compares the sampled times of a procedure with the law that is computed
// without sampling.
type Check struct {
	Design   string `json:"design"`
	Scenario string `json:"scenario"`
	Measure  string `json:"measure"`
	Verdict  string `json:"verdict"` // agrees, fails, or none
	Why      string `json:"why"`     // none: why nothing is compared; fails: what that means
	N        int    `json:"n"`
	Distance Float  `json:"distance"` // of the sampled distribution from the computed bounds, at most 1
	At       Float  `json:"at"`       // where, in seconds
	Bound    Float  `json:"bound"`    // on the distance: Dvoretzky, Kiefer, Wolfowitz and Massart
	Error    Float  `json:"error"`    // of the computation, in probability; the computed bounds hold it already
	Alpha    Float  `json:"alpha"`    // the chance that this check fails although all is well
}

// Verdicts of checks.
const (
	Agrees  = "agrees"
	Fails   = "fails"
	NoCheck = "none"
)

// checkAlpha is the chance that any check of a run fails although all is well.
const checkAlpha = 1e-3

// checking is one check under way.
type checking struct {
	cell, column int
	proc         model.ProcedureIndex
	upTo         int
	until        float64 // seconds: beyond this the horizon may have cut times short
	same         int     // the first check of the same law in another scenario; itself where it is the first
	usual        timing.Usual
	told         Check
}

// crossCheck compares every time of a procedure that can be computed without
// sampling with its sample.
func (r *run) crossCheck(ctx context.Context) {
	if r.looked == 0 || r.held != r.runs {
		return // nothing, or the middle of a look
	}
	r.checking = r.checkable()
	list := r.checking
	r.laws(list)
	comparable := 0
	for i := range list {
		if list[i].told.Verdict != NoCheck {
			comparable++
		}
	}
	alpha := stats.Share(checkAlpha, comparable*len(r.looks))
	done := newInOrder(len(list), func(i int) error {
		r.report(Progress{Phase: "checks", Done: i + 1, Total: len(list)})
		return nil
	})
	_ = each(context.WithoutCancel(ctx), r.Workers, len(list), func(_, i int) error {
		if list[i].told.Verdict != NoCheck {
			r.compare(&list[i], alpha)
		}
		return done.finish(i)
	})
}

// checkable lists the times of procedures, with the law or the reason why there is
// none.
func (r *run) checkable() []checking {
	var out []checking
	for _, row := range r.cells {
		for _, cell := range row {
			for i := range r.columns {
				m := r.measure(&r.columns[i])
				if r.columns[i].Kind == sim.Time && m.Kind == "time-of" {
					out = append(out, r.checkingOf(cell, i, m))
				}
			}
		}
	}
	return out
}

func (r *run) checkingOf(cell, column int, m *model.Measure) checking {
	c := &r.Cells[cell]
	k := checking{cell: cell, column: column}
	nan := Float(math.NaN())
	k.told = Check{Design: c.Design, Scenario: c.Scenario, Measure: m.ID, Verdict: NoCheck, Distance: nan, At: nan, Bound: nan, Error: nan, Alpha: nan}
	if c.Arrangement == nil || c.Circumstances == nil {
		k.told.Why = "the texts were not given"
		return k
	}
	k.proc, k.upTo, k.until, k.told.Why = computable(c.Arrangement, c.Circumstances, m.Of)
	if k.told.Why == "" {
		k.told.Verdict = Agrees
	}
	return k
}

// laws computes the law of each check, once for each arrangement, procedure and
// step.
func (r *run) laws(list []checking) {
	for i := range list {
		list[i].same = i
		for j := range i {
			if list[j].told.Verdict != NoCheck && list[j].proc == list[i].proc && list[j].upTo == list[i].upTo &&
				r.Cells[list[j].cell].Arrangement == r.Cells[list[i].cell].Arrangement {
				list[i].same = list[j].same
				break
			}
		}
	}
	_ = each(context.Background(), r.Workers, len(list), func(_, i int) error {
		if k := &list[i]; k.same == i && k.told.Verdict != NoCheck {
			k.usual, k.told.Why = lawOf(r.Cells[k.cell].Arrangement, k.proc, k.upTo)
		}
		return nil
	})
	for i := range list {
		k := &list[i]
		if k.told.Verdict == NoCheck {
			continue
		}
		k.usual, k.told.Why = list[k.same].usual, list[k.same].told.Why
		if k.told.Why != "" {
			k.told.Verdict = NoCheck
		}
	}
}

// compare judges one check.
func (r *run) compare(k *checking, alpha float64) {
	times := r.timesOf(k.cell, k.column)
	n := times.Count()
	if n == 0 {
		k.told.Verdict, k.told.Why = NoCheck, "it never began"
		return
	}
	low, high := k.usual.Result.AtHigh, k.usual.Result.AtLow
	distance, at := stats.KS(times, func(t float64) (float64, float64) {
		if t >= k.until {
			return 0, 1
		}
		return low.CDFBounds(t).Low, high.CDFBounds(t).High
	})
	bound := stats.DKW(n, alpha)
	k.told.N, k.told.Distance, k.told.At = n, Float(distance), Float(at)
	k.told.Bound, k.told.Error, k.told.Alpha = Float(bound), Float(k.usual.Result.SupError), Float(alpha)
	if distance > bound {
		k.told.Verdict = Fails
		k.told.Why = "the simulation and the computation contradict each other: this is an error of the program, and no number of this result is to be relied on"
	}
}

// timesOf is the histogram of a Time column of a cell.
func (r *run) timesOf(cell, column int) *stats.Histogram {
	for _, e := range r.estimates {
		if e.cell == cell && e.column == column && e.times != nil {
			return e.times
		}
	}
	panic(fmt.Sprintf("study: column %d of cell %d has no times", column, cell))
}
