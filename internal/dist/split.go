package dist

import (
	"math"

	"entente/internal/num"
)

// split is the distribution of Form Quantiles: ln t is piecewise linear in the
// standard normal score z, through (z10, ln p10), (0, ln p50), (z90, ln p90),
// each end extended with its own slope. It is a lognormal with one sigma below
// the median and another above it.
//
// A monotone cubic (Fritsch & Carlson, SIAM J. Numer. Anal. 17, 1980) would be
// smoother, and was not taken: the slopes at its ends, which decide the tails,
// come from the choice of end condition and not from what the expert said. The
// straight line uses nothing but the expert's own half, keeps equal ratios a
// plain lognormal, and has its quantile, CDF and mean in closed form. Its price
// is a step of the density at the median.
//
// Under `within` the law of the tail below p10 is conditioned on being at least
// the lower bound, that above p90 on being at most the upper; each keeps its
// mass of 0.1, so the stated quantiles hold and the support is the bounds.
type split struct {
	p10, p50, p90 float64
	below, above  float64 // sigma on either side of the median
	zLow, zHigh   float64 // scores of the hard bounds, ±Inf where there are none
	gLow          float64 // Φ(zLow): what the lower bound cuts off
	sHigh         float64 // 1 − Φ(zHigh): what the upper bound cuts off
}

const tailMass = 0.1

var (
	z10 = num.NormalQuantile(0.1)
	z90 = -z10
)

func newSplit(s Spec) split {
	f := split{p10: s.A, p50: s.B, p90: s.C, zLow: math.Inf(-1), zHigh: math.Inf(1)}
	f.below = num.Log(s.B/s.A) / z90
	f.above = num.Log(s.C/s.B) / z90
	if s.HasWithin {
		if s.WithinLow > 0 {
			f.zLow = f.score(s.WithinLow)
		}
		f.zHigh = f.score(s.WithinHigh)
	}
	f.gLow = num.NormalCDF(f.zLow)
	f.sHigh = num.NormalCDF(-f.zHigh)
	return f
}

// score returns the z of t before any bound, measured from the nearest knot so
// that the stated quantiles come out exactly.
func (f *split) score(t float64) float64 {
	switch {
	case t <= 0:
		return math.Inf(-1)
	case t <= f.p10:
		return z10 + num.Log(t/f.p10)/f.below
	case t <= f.p50:
		return num.Log(t/f.p50) / f.below
	case t < f.p90:
		return num.Log(t/f.p50) / f.above
	}
	return z90 + num.Log(t/f.p90)/f.above
}

func (f *split) cdf(t float64) float64 {
	z := f.score(t)
	switch {
	case t <= f.p10:
		return clamp(tailMass*normalBetween(f.zLow, z)/(tailMass-f.gLow), 0, tailMass)
	case t < f.p90:
		return num.NormalCDF(z)
	}
	return 1 - clamp(tailMass*normalBetween(z, f.zHigh)/(tailMass-f.sHigh), 0, tailMass)
}

func (f *split) quantile(u float64) float64 {
	switch {
	case u == tailMass:
		return f.p10
	case u == 1-tailMass:
		return f.p90
	case u < tailMass:
		z := num.NormalQuantile(f.gLow + float64(u/tailMass*(tailMass-f.gLow)))
		return math.Min(f.p10, float64(f.p10*num.Exp(float64(f.below*(z-z10)))))
	case u <= 0.5:
		return math.Max(f.p10, float64(f.p50*num.Exp(float64(f.below*num.NormalQuantile(u)))))
	case u < 1-tailMass:
		return math.Min(f.p90, float64(f.p50*num.Exp(float64(f.above*num.NormalQuantile(u)))))
	}
	z := -num.NormalQuantile(f.sHigh + float64((1-u)/tailMass*(tailMass-f.sHigh)))
	return math.Max(f.p90, float64(f.p90*num.Exp(float64(f.above*(z-z90)))))
}

// partialAbove returns E[T; T > t], in closed form:
// E[p50·exp(σz); a < z < b] = p50·exp(σ²/2)·(Φ(b−σ) − Φ(a−σ)).
func (f *split) partialAbove(t float64) float64 {
	from := f.zLow
	if t > 0 {
		from = math.Max(from, f.score(t))
	}
	var sum float64
	for _, part := range [...]struct{ a, b, sigma, weight float64 }{
		{f.zLow, z10, f.below, tailMass / (tailMass - f.gLow)},
		{z10, 0, f.below, 1},
		{0, z90, f.above, 1},
		{z90, f.zHigh, f.above, tailMass / (tailMass - f.sHigh)},
	} {
		a := math.Max(part.a, from)
		if a < part.b {
			grown := float64(f.p50 * num.Exp(part.sigma*part.sigma/2))
			sum += float64(part.weight * grown * normalBetween(a-part.sigma, part.b-part.sigma))
		}
	}
	return sum
}
