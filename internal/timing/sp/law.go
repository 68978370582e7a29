// Package sp computes the distribution of the time of a series-parallel shape
// without sampling, with bounds on its own error.
//
// In goes a Shape: leaves with elicited times, put together in series, in
// parallel (all of them), first-of, k-of-n, and quorums with a minimum per
// party. Out comes a Result: brackets for p10, p50, p90, p99 and the mean, the
// hard minimum and maximum, and a Law that bounds the CDF everywhere.
//
// Guaranteed, for leaves that are independent of each other: the true value lies
// in its bracket. Each leaf is rounded down to a uniform grid; with every law
// travels the largest distance (gap) by which the rounding may have lowered it,
// and the largest error (slack) of its computed probabilities, rounding of the
// arithmetic included. Mass beyond the grid counts as its end in the lower bound
// and as never in the upper one. Constants move an exact offset beside the grid
// and cost nothing. A leaf that states bounds and no probability has no law: the
// shape is computed with all of them at their low and all at their high ends,
// which bounds every quantile, because the time of such a shape never falls when
// a leaf's time rises.
//
// A step that two branches share is not series-parallel; the caller must not
// pass it twice.
//
// Bounds by rounding to a lattice in both directions: Agrawal, Blaauw & Zolotov,
// "Statistical timing analysis using bounds", DATE 2003. Error of convolution by
// FFT: Percival, Mathematics of Computation 72 (2003), theorem 5.1.
package sp

// Why one lattice law and a gap, and not two laws: series, all, first-of, k-of-n
// and quorums are monotone, and raising every input by g raises their value by
// at most g (in series by the sum). So an upper law is the lower one moved by
// the gap, at half the cost.

import (
	"fmt"
	"math"

	"entente/internal/dist"
)

const (
	eps = 1.0 / (1 << 53)
	// leafSlack is the error of a leaf's CDF, see dist.CDFError.
	leafSlack = dist.CDFError
	// snap is how near to a whole cell, in cells, an offset counts as one. Every
	// returned time is widened by timeFuzz cells, far more than snapping and the
	// rounding of times can add up to.
	snap     = 1e-9
	timeFuzz = 1e-6
)

// Grid is the lattice of a computation: Cells cells of Step seconds.
type Grid struct {
	Step  float64
	Cells int
}

func (g Grid) check() {
	if !(g.Step > 0) || math.IsInf(g.Step, 1) || g.Cells < 1 || g.Cells > CellsLimit {
		panic(fmt.Sprintf("sp: grid of %d cells of %v s; need 1 to %d cells of a positive step", g.Cells, g.Step, CellsLimit))
	}
}

// CellsLimit is the largest grid.
const CellsLimit = 1 << 20

// Law encloses the distribution of a time T >= 0. It is immutable.
//
// There is a lattice variable D, coupled with T, such that T lies between
// offset + D·step and offset + D·step + gap while D < cells, and T is at least
// offset + cells·step otherwise (probability over).
type Law struct {
	step   float64
	limit  int // cells of the grid
	offset float64
	mass   []float64 // P(D = k); what follows its end, below cells, is zero
	cells  int
	over   float64
	gap    float64
	slack  float64 // error of the computed P(D <= k), any k
	excess float64 // upper bound of E[max(T − offset − cells·step, 0)]

	min, max          float64 // hard bounds of T
	meanLow, meanHigh float64
}

// Const returns the law of a time of exactly s >= 0 seconds.
func Const(s float64, g Grid) Law {
	g.check()
	if !(s >= 0) || math.IsInf(s, 1) {
		panic(fmt.Sprintf("sp: a constant time of %v s; need a finite time of at least 0", s))
	}
	return Law{step: g.Step, limit: g.Cells, offset: s, mass: []float64{1}, cells: g.Cells,
		min: s, max: s, meanLow: s, meanHigh: s}
}

// FromDist rounds a fitted duration to the grid, from its minimum on. It panics
// for bounds without probability, which have no law.
func FromDist(d dist.Dist, g Grid) Law {
	g.check()
	if d.BoundsOnly() {
		panic(fmt.Sprintf("sp: a law of %q: bounds without probability have none", dist.Describe(d.Spec())))
	}
	if d.Min() == d.Max() {
		return Const(d.Min(), g)
	}
	if d.Min() < 0 {
		panic(fmt.Sprintf("sp: a time that may be %v; need at least 0", d.Min()))
	}
	l := Law{step: g.Step, limit: g.Cells, offset: d.Min(), cells: g.Cells, gap: g.Step,
		slack: leafSlack + roundOff(g.Cells), min: d.Min(), max: d.Max()}
	end := l.offset + float64(float64(g.Cells)*g.Step)
	cdf := make([]float64, 0, g.Cells)
	for k := range g.Cells {
		cdf = append(cdf, d.CDF(l.offset+float64(float64(k+1)*g.Step)))
		if cdf[k] == 1 && l.offset+float64(float64(k+1)*g.Step) >= l.max {
			break
		}
	}
	l.setCDF(cdf)
	if end < l.max {
		l.excess = d.Excess(end) + float64(dist.CDFError*(d.Mean()+end))
	}
	wide := float64(dist.CDFError * d.Mean())
	l.meanLow, l.meanHigh = math.Max(l.min, d.Mean()-wide), math.Min(l.max, d.Mean()+wide)
	return l
}

// setCDF stores P(D <= k) as mass and over. What rounding let fall is raised to
// its neighbour below.
func (l *Law) setCDF(cdf []float64) {
	l.mass = cdf
	below := 0.0
	for k, c := range cdf {
		c = math.Max(c, below)
		cdf[k] = c - below
		below = c
	}
	l.over = math.Max(0, 1-below)
}

// roundOff bounds the relative rounding of a sum of so many nonnegative terms
// and of a few operations on each.
func roundOff(terms int) float64 { return 4 * float64(terms+16) * eps }

func (l *Law) span() float64 { return float64(float64(l.cells) * l.step) }

// settleMean narrows the mean to what the lattice says about it.
func (l *Law) settleMean() {
	sum := 0.0
	for k, p := range l.mass {
		sum += float64(p * float64(k))
	}
	at := l.offset + float64(sum*l.step) + float64(l.over*l.span())
	doubt := float64((l.slack+roundOff(l.cells))*(l.span()+l.gap)) + float64(roundOff(16)*l.offset)
	l.meanLow = math.Max(math.Max(l.meanLow, l.min), at-doubt)
	l.meanHigh = math.Min(math.Min(l.meanHigh, l.max), at+l.gap+l.excess+doubt)
}

// cellsFor returns how far a law is known: to its cells, or to any cell where
// nothing lies beyond them.
func (l *Law) cellsFor() int {
	if l.over == 0 {
		return l.limit
	}
	return l.cells
}

// excessAbove bounds E[max(T − offset − c, 0)] for c <= span.
func (l *Law) excessAbove(c float64) float64 {
	sum := 0.0
	for k := int(math.Max(0, math.Floor((c-l.gap)/l.step))); k < len(l.mass); k++ {
		sum += float64(l.mass[k] * math.Max(0, float64(float64(k)*l.step)+l.gap-c))
	}
	return sum + float64(l.over*math.Max(0, l.span()-c)) + l.excess + float64(l.slack*l.span())
}

// Min and Max return the hard bounds; Max is +Inf where there is none.
func (l Law) Min() float64 { return l.min }
func (l Law) Max() float64 { return l.max }

// MeanBounds returns an interval that holds the mean.
func (l Law) MeanBounds() Bracket { return Bracket{l.meanLow, l.meanHigh} }

// CDFBounds returns an interval that holds P(T <= t).
func (l Law) CDFBounds(t float64) Bracket {
	switch {
	case t < l.min:
		return Bracket{0, 0}
	case t >= l.max:
		return Bracket{1, 1}
	}
	x := (t - l.offset) / l.step
	low := l.upTo(x-l.gap/l.step-timeFuzz) - l.slack
	high := 1.0
	if x+timeFuzz < float64(l.cells) || l.over == 0 {
		high = l.upTo(x+timeFuzz) + l.slack
	}
	return Bracket{math.Max(0, low), math.Min(1, high)}
}

// upTo returns the computed P(D <= x).
func (l *Law) upTo(x float64) float64 {
	sum := 0.0
	for k := 0; k < len(l.mass) && float64(k) <= x; k++ {
		sum += l.mass[k]
	}
	return sum
}

// QuantileBounds returns an interval that holds the smallest t with P(T <= t) >= p,
// 0 < p < 1. Its upper end is Max where the grid does not reach so far.
func (l Law) QuantileBounds(p float64) Bracket {
	if !(p > 0 && p < 1) {
		panic(fmt.Sprintf("sp: quantile at %v; need a chance between 0 and 1", p))
	}
	fuzz := float64(timeFuzz * l.step)
	b := Bracket{l.offset + l.span() - fuzz, l.max}
	if l.over == 0 {
		b.Low = l.offset + float64(float64(len(l.mass)-1)*l.step) - fuzz
	}
	sum := 0.0
	found := false
	for k, q := range l.mass {
		sum += q
		at := l.offset + float64(float64(k)*l.step)
		if !found && sum+l.slack >= p {
			b.Low, found = at-fuzz, true
		}
		if sum-l.slack >= p {
			b.High = at + l.gap + fuzz
			break
		}
	}
	b.Low = math.Min(math.Max(b.Low, l.min), l.max)
	b.High = math.Max(math.Min(b.High, l.max), l.min)
	return b
}

// SupError returns the largest difference, over all t, between the upper and the
// lower law; CDFBounds is so wide at most, but within timeFuzz cells of a point
// of the grid, where it spans one cell more.
func (l Law) SupError() float64 {
	if l.min == l.max {
		return 0
	}
	lag := int(math.Ceil(l.gap/l.step - timeFuzz))
	worst, ahead, behind := 0.0, 0.0, 0.0
	for k := 0; k < l.cells+lag && k-lag < len(l.mass); k++ {
		switch {
		case k < len(l.mass):
			ahead += l.mass[k]
		case k >= l.cells:
			ahead = 1
		}
		if k-lag >= 0 {
			behind += l.mass[k-lag]
		}
		worst = math.Max(worst, ahead-behind)
	}
	return math.Min(1, math.Max(worst, l.over)+2*l.slack)
}

// Bracket is an interval that holds the true value; High may be +Inf.
type Bracket struct{ Low, High float64 }

// Width returns High − Low.
func (b Bracket) Width() float64 { return b.High - b.Low }

// Contains says whether x lies in the bracket.
func (b Bracket) Contains(x float64) bool { return b.Low <= x && x <= b.High }
