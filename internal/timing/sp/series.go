package sp

import (
	"fmt"
	"math"
)

// Seq returns the law of the sum of two independent times on one grid.
func Seq(a, b Law) Law {
	sameGrid(a, b)
	n := min(a.cellsFor(), b.cellsFor())
	l := Law{step: a.step, limit: a.limit, offset: a.offset + b.offset, cells: n, gap: a.gap + b.gap,
		min: a.min + b.min, max: a.max + b.max, meanLow: a.meanLow + b.meanLow, meanHigh: a.meanHigh + b.meanHigh}
	var convError float64
	l.mass, convError = convolve(a.mass, b.mass, n)
	l.slack = a.slack + b.slack + convError + roundOff(2*n)
	l.over, l.excess = seqBeyond(&a, &b, &l)
	l.settleMean()
	return l
}

// seqBeyond returns the mass of the sum beyond l.cells and a bound on its excess.
// With X and Y the times above their offsets and L the end of l's grid,
// (X + Y − L)⁺ is split by whether X, Y or both lie beyond their own grids.
func seqBeyond(a, b, l *Law) (over, excess float64) {
	// share[k] = P(k <= D_b < end), first[k] = E[D_b; k <= D_b < end].
	share := make([]float64, len(b.mass)+1)
	first := make([]float64, len(b.mass)+1)
	for k := len(b.mass) - 1; k >= 0; k-- {
		share[k] = share[k+1] + b.mass[k]
		first[k] = first[k+1] + float64(b.mass[k]*float64(k))
	}
	gapCells := l.gap / l.step
	for i, p := range a.mass {
		if p == 0 {
			continue
		}
		if k := max(0, l.cells-i); k < len(b.mass) {
			over += float64(p * share[k])
		}
		c := float64(l.cells-i) - gapCells // in cells: what D_b must exceed
		if k := max(0, int(math.Ceil(c))); k < len(b.mass) {
			excess += float64(p * math.Max(0, first[k]-float64(c*share[k])))
		}
	}
	inA := 0.0
	for _, p := range a.mass {
		inA += p
	}
	over += a.over + float64(b.over*inA)
	excess = float64(excess*l.step) + a.excess + b.excess + float64(l.slack*l.span())
	if a.over > 0 {
		excess += float64(a.over * (float64(float64(a.cells-l.cells)*l.step) + b.meanHigh - b.offset))
	}
	if b.over > 0 {
		excess += float64(b.over * (float64(float64(b.cells-l.cells)*l.step) + a.meanHigh - a.offset))
	}
	return math.Min(1, over), excess
}

func sameGrid(a, b Law) {
	if a.step != b.step || a.limit != b.limit {
		panic(fmt.Sprintf("sp: laws on two grids, %d cells of %v s and %d cells of %v s", a.limit, a.step, b.limit, b.step))
	}
}

// directMax is the support, in cells, up to which convolution is done term by
// term; beyond it the FFT is quicker.
const directMax = 64

// convolve returns the first n terms of the convolution of two nonnegative
// sequences and a bound on the error of any partial sum of them, beyond the
// rounding that roundOff counts.
func convolve(a, b []float64, n int) (sum []float64, err float64) {
	n = min(n, len(a)+len(b)-1)
	if n <= 0 {
		return nil, 0
	}
	a, b = a[:min(n, len(a))], b[:min(n, len(b))]
	if support(a) <= support(b) {
		a, b = b, a
	}
	if support(b) > directMax {
		return convolveFFT(a, b, n)
	}
	sum = make([]float64, n)
	for j, q := range b {
		if q == 0 {
			continue
		}
		out := sum[j:]
		for i, p := range a[:min(len(a), len(out))] {
			out[i] += float64(p * q)
		}
	}
	return sum, 0
}

func support(a []float64) int {
	n := 0
	for _, p := range a {
		if p != 0 {
			n++
		}
	}
	return n
}
