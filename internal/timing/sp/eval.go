package sp

import (
	"fmt"
	"math"
)

// Options bound the work of Eval. The zero value means the defaults.
type Options struct {
	Cells     int     // grid of the first full pass; default 16384
	CellsMax  int     // grid beyond which it does not refine; default 131072
	Tolerance float64 // wanted width of the p90 bracket relative to its upper end; default 0.01
}

const (
	cellsDefault     = 1 << 14
	cellsMaxDefault  = 1 << 17
	toleranceDefault = 0.01
	cellsScout       = 1 << 11 // a quick pass that finds how far the grid has to reach
	beyondGrid       = 1e-4    // the chance that may lie beyond the grid
)

func (o Options) withDefaults() Options {
	if o.Cells == 0 {
		o.Cells = cellsDefault
	}
	if o.CellsMax == 0 {
		o.CellsMax = max(o.Cells, cellsMaxDefault)
	}
	if o.Tolerance == 0 {
		o.Tolerance = toleranceDefault
	}
	if o.Cells < 1 || o.CellsMax < o.Cells || o.CellsMax > CellsLimit || !(o.Tolerance > 0) {
		panic(fmt.Sprintf("sp: options %+v: need 1 <= Cells <= CellsMax <= %d and a positive tolerance", o, CellsLimit))
	}
	return o
}

// Answer is one quantile or mean: its bracket with every bounds-only leaf at its
// low end, and with every one at its high end. They are the same where no leaf
// is bounds-only.
type Answer struct{ AtLow, AtHigh Bracket }

// Low and High hold the true value, whatever the bounds-only leaves are.
func (a Answer) Low() float64  { return a.AtLow.Low }
func (a Answer) High() float64 { return a.AtHigh.High }

// Result answers for one shape. Times are seconds.
type Result struct {
	P10, P50, P90, P99, Mean Answer
	HardMin, HardMax         float64 // whatever happens; HardMax may be +Inf
	AtLow, AtHigh            Law     // for any other quantile and for curves
	Leaves, BoundsOnly       int
	SupError                 float64 // the wider of the two laws' CDF brackets
	Reached                  bool    // the p90 brackets are as narrow as asked
}

// Eval computes the distribution of a shape's time. The error is that of a leaf
// that dist refuses, or says that there are too many.
func Eval(s Shape, o Options) (Result, error) {
	o = o.withDefaults()
	var r Result
	r.Leaves, r.BoundsOnly = s.count()
	if r.Leaves > leavesMax {
		return Result{}, errLeaves
	}
	low, err := fit(s, allLow, farTail(r.Leaves))
	if err != nil {
		return Result{}, err
	}
	var reachedLow, reachedHigh bool
	r.AtLow, reachedLow = evalNode(&low, o)
	r.AtHigh, reachedHigh = r.AtLow, reachedLow
	if r.BoundsOnly > 0 {
		high, err := fit(s, allHigh, farTail(r.Leaves))
		if err != nil {
			return Result{}, err
		}
		r.AtHigh, reachedHigh = evalNode(&high, o)
	}
	r.Reached = reachedLow && reachedHigh
	r.SupError = math.Max(r.AtLow.SupError(), r.AtHigh.SupError())
	r.HardMin, r.HardMax = r.AtLow.Min(), r.AtHigh.Max()
	answer := func(of func(Law) Bracket) Answer { return Answer{of(r.AtLow), of(r.AtHigh)} }
	quantile := func(p float64) Answer {
		return answer(func(l Law) Bracket { return l.QuantileBounds(p) })
	}
	r.P10, r.P50, r.P90, r.P99 = quantile(0.10), quantile(0.50), quantile(0.90), quantile(0.99)
	r.Mean = answer(Law.MeanBounds)
	return r, nil
}

// farTail is the chance with which each of so many leaves may exceed its far
// quantile, so that any of them does with half of beyondGrid at most.
func farTail(leaves int) float64 { return beyondGrid / 2 / float64(max(1, leaves)) }

// evalNode computes one corner: a scouting pass finds the end of the grid, then
// the grid is refined until the bracket of p90 is narrow enough or the limit is
// reached. It says which.
func evalNode(n *node, o Options) (Law, bool) {
	end := n.far
	scouted := n.law(gridTo(n, end, min(cellsScout, o.Cells)))
	if q := scouted.QuantileBounds(1 - beyondGrid); q.High < end {
		end = q.High
	}
	for cells := o.Cells; ; cells = min(4*cells, o.CellsMax) {
		l := n.law(gridTo(n, end, cells))
		p90 := l.QuantileBounds(0.9)
		if p90.Width() <= o.Tolerance*p90.High && !math.IsInf(p90.High, 1) {
			return l, true
		}
		if cells == o.CellsMax {
			return l, false
		}
	}
}

// gridTo is the grid of so many cells on which the node is known a little beyond
// end: where a constant decides, end is the constant itself, and each change of
// offset costs a cell.
func gridTo(n *node, end float64, cells int) Grid {
	span := n.span(end)
	if span == 0 {
		return Grid{Step: 1, Cells: cells} // constants alone: any grid is exact
	}
	inside := max(1, cells-cells/64-2)
	return Grid{Step: span / float64(inside), Cells: cells}
}
