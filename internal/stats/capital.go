package stats

import (
	"math"

	"entente/internal/num"
)

// The bets are 2^4, 2^3.5, …, 2^-8.5 units of the range; a bet lambda on a
// candidate m is cut at betCut/m: at 1/m one observation could lose the whole
// stake. After n observations of the standard deviation s the bets near
// 3.5/(s root n) win most. Those between betTop and betBottom, which answer to a
// thousand to a hundred thousand observations of a deviation from 0.5 to 0.01,
// have twice the share of the others.
const (
	betCount  = 26
	betCut    = 0.95
	betTop    = 2
	betBottom = 1.0 / 128
)

var bets = betGrid()

// bet is one bet of the grid with the logarithm of its share of the stake.
type bet struct{ lambda, logShare float64 }

func betGrid() (grid [betCount]bet) {
	shares := 0.0
	for i := range grid {
		lambda := math.Ldexp(16, -(i / 2))
		if i%2 == 1 {
			lambda = mul(lambda, math.Sqrt2/2)
		}
		share := 1.0
		if lambda <= betTop && lambda >= betBottom {
			share = 2
		}
		shares += share
		grid[i] = bet{lambda, num.Log(share)}
	}
	for i := range grid {
		grid[i].logShare -= num.Log(shares)
	}
	return grid
}

// logCapital returns a lower bound of the logarithm of the capital that has been
// won by betting that the mean of the observations is greater than m, 0 < m < 1.
//
// The capital of a bet lambda is the product of 1 + min(lambda, betCut/m)(x - m)
// over the observations. Given m it is a martingale when m is the mean, whatever
// the law on [0, 1]; and it falls when m grows, since every factor does. So when
// the bound of some m reaches a threshold, the capital of every lesser candidate
// has reached it.
func logCapital(data []heap, m float64) float64 {
	var each [betCount]float64
	top := math.Inf(-1)
	lambda, product := 0.0, 0.0
	for i, b := range bets {
		if cut := min(b.lambda, betCut/m); cut != lambda { // the greatest bets are cut to one
			lambda, product = cut, logProduct(data, cut, m)
		}
		each[i] = b.logShare + product
		top = math.Max(top, each[i])
	}
	sum := 0.0
	for _, e := range each {
		if e > top-40 {
			sum += num.Exp(e - top)
		}
	}
	return top + num.Log(sum)
}

// logProduct returns a lower bound of the sum of ln(1 + lambda(x - m)) over the
// observations, for lambda m < 1.
//
// In the cell about r, with d = x - r, the summand is ln(a) + ln(1 + z) where
// a = 1 + lambda(r - m) and z = lambda d/a, and for z >= -c
//
//	ln(1 + z) >= z - z^2/2 + z^3/3 - k(c) z^4,  k(c) = ∫_0^1 t^3/(1 - ct) dt,
//
// since the remainder of the third order is -z^4 ∫_0^1 t^3/(1 + tz) dt.
func logProduct(data []heap, lambda, m float64) float64 {
	sum := 0.0
	for i := range data {
		h := &data[i]
		a := 1 + mul(lambda, h.at-m)
		z := lambda / a
		c := mul(z, 0.5/cellCount)
		s := mul(mul(remainder(c), h.d4), z)
		s = mul(mul(h.d3, 1.0/3)-s, z)
		s = mul(mul(h.d2, 0.5)-s, z)
		s = mul(h.d1-s, z)
		sum += mul(h.n, num.Log(a)) + s
	}
	return sum
}

// remainder returns an upper bound of ∫_0^1 t^3/(1 - ct) dt, 0 <= c < 1: the
// first terms of 1/4 + c/5 + c^2/6 + … and a geometric bound of the rest.
func remainder(c float64) float64 {
	s := 1 / (7 * (1 - c))
	s = 1.0/6 + mul(c, s)
	s = 1.0/5 + mul(c, s)
	return 1.0/4 + mul(c, s)
}

// rise returns the greatest candidate in [from, to) that it finds to be rejected
// by the bets that the mean is greater, or from if it finds none. The bound of
// the capital of the result reaches the threshold, whatever the search did, so
// that the result is valid even where the bound is not monotone. The result is
// within a thousandth of to - result of the place where the bound crosses.
func rise(data []heap, from, to, threshold float64) float64 {
	over := func(m float64) float64 { return logCapital(data, m) - threshold }
	if !(from < to) {
		return from
	}
	start := math.Max(from, mul(to, 1e-9))
	low, fLow := start, over(start)
	if !(fLow >= 0) || !(start < to) {
		return from
	}
	high, fHigh := to, over(to)
	if fHigh >= 0 {
		return to
	}
	return illinois(over, low, fLow, high, fHigh, to)
}

// illinois narrows the bracket low, high of a sign change of over until it is
// below a thousandth of to - low, by the rule of false position with the Illinois
// change, and returns the end where over is not negative.
func illinois(over func(float64) float64, low, fLow, high, fHigh, to float64) float64 {
	side := 0
	for range 60 {
		if high-low <= mul(1e-3, to-low) {
			break
		}
		m := low + mul(high-low, fLow/(fLow-fHigh))
		if edge := mul(2e-4, high-low); m < low+edge {
			m = low + edge
		} else if m > high-edge {
			m = high - edge
		}
		if f := over(m); f >= 0 {
			low, fLow = m, f
			if side == 1 {
				fHigh *= 0.5
			}
			side = 1
		} else {
			high, fHigh = m, f
			if side == -1 {
				fLow *= 0.5
			}
			side = -1
		}
	}
	return low
}
