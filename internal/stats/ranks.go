package stats

import (
	"fmt"
	"math"

	"entente/internal/num"
)

// rankWeight is the weight in observations of the beta law over which the
// alternatives are mixed. The interval is narrowest, against that of a fixed
// count, near eight times as many observations.
const rankWeight = 128

// Ranks returns the ranks of the order statistics of n observations between which
// the p-quantile lies: the lowth smallest and the highth smallest, where low 0
// stands for minus infinity and high n+1 for infinity. The probability that they
// miss at any n, n = 1, 2, …, is at most alpha, for observations that are
// independent and of one law, whatever the law.
//
// It is the beta-binomial mixture of H. Robbins, docs/references.bib
// [robbins1970], for the number of observations not above the quantile, as
// S. Howard and A. Ramdas use it for quantiles [howard2022]. A law with atoms is
// covered too: its observations are a monotone image of uniform ones, and the
// ranks of those are not disturbed by it. It panics unless n >= 0, 0 < p < 1 and
// 0 < alpha < 1.
func Ranks(n int, p, alpha float64) (low, high int) {
	checkLevel(alpha)
	if n < 0 || !(p > 0 && p < 1) {
		panic(fmt.Sprintf("stats: no %v-quantile of %d observations", p, n))
	}
	m := newMixture(n, p)
	limit := num.Log(1/alpha) + roundingSlack
	least := min(n, max(0, int(mul(p, float64(n)))))
	low = last(least, -1, func(k int) bool { return m.logWealth(k) < limit })
	high = last(least, n+1, func(k int) bool { return m.logWealth(k) < limit })
	return low, high + 1
}

// mixture is the mixed likelihood ratio of n trials against the chance p.
type mixture struct{ n, a, b, lnP, lnQ, lnPrior float64 }

func newMixture(n int, p float64) mixture {
	a, b := mul(rankWeight, p), mul(rankWeight, 1-p)
	return mixture{float64(n), a, b, num.Log(p), num.Log(1 - p), lnBeta(a, b)}
}

// logWealth returns the logarithm of the ratio after k successes: a martingale
// that begins with ln 1 if p is the chance. It is convex in k.
func (m mixture) logWealth(k int) float64 {
	s := float64(k)
	return lnBeta(m.a+s, m.b+(m.n-s)) - m.lnPrior - mul(s, m.lnP) - mul(m.n-s, m.lnQ)
}

// last returns the last number from start towards end, end not included, of which
// in holds, where in holds of start and changes once at most on the way. If it
// does not hold of start, start is returned.
func last(start, end int, in func(int) bool) int {
	yes, no := start, end
	for no-yes > 1 || yes-no > 1 {
		if mid := yes + (no-yes)/2; in(mid) {
			yes = mid
		} else {
			no = mid
		}
	}
	return yes
}

// The infinite ends of intervals.
var (
	below = math.Inf(-1)
	above = math.Inf(1)
)

// lnBeta returns the logarithm of the beta function of a, b > 0.
func lnBeta(a, b float64) float64 {
	return num.LogGamma(a) + num.LogGamma(b) - num.LogGamma(a+b)
}
