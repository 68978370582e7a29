package stats

import (
	"math"

	"entente/internal/num"
)

// KS returns the greatest distance between the empirical distribution of what a
// histogram counts and a computed one, of which cdf gives bounds of the
// probability of a number not above t; and a place where it is attained. The
// distance is zero where the empirical share lies within the bounds, so that
// loose bounds never make it greater. It is taken at the ends of the cells that
// are not empty, where the share is known exactly, up to the horizon; so it is a
// lower bound of the distance over all t, and [DKW] judges it. cdf is asked for
// t >= 0 in rising order, once or twice for each cell. Both are NaN if nothing was
// counted.
func KS(h *Histogram, cdf func(t float64) (low, high float64)) (distance, at float64) {
	n := float64(h.Count())
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	judge := func(t float64, count int) {
		low, high := cdf(t)
		share := float64(count) / n
		if d := math.Max(share-high, low-share); d > distance {
			distance, at = d, t
		}
	}
	count, asked := 0, -1.0
	for c := range h.Cells {
		if t := math.Nextafter(c.Low, 0); c.Low > 0 && t > asked {
			judge(t, count)
			asked = t
		}
		if math.IsInf(c.High, 1) {
			break
		}
		count += c.Count
		asked = math.Nextafter(c.High, 0)
		judge(asked, count)
	}
	if end := math.Nextafter(h.horizon, 0); end > asked {
		judge(end, h.Count()-h.censored)
	}
	return distance, at
}

// DKW returns the distance that the empirical distribution of n independent
// numbers exceeds anywhere with probability at most alpha, for one n fixed in
// advance: the root of ln(2/alpha)/(2n), A. Dvoretzky, J. Kiefer and J. Wolfowitz
// with the constant of P. Massart, docs/references.bib [massart1990]. It is
// infinite for n < 1.
func DKW(n int, alpha float64) float64 {
	if n < 1 {
		return above
	}
	return math.Sqrt(num.Log(2/alpha) / (2 * float64(n)))
}
