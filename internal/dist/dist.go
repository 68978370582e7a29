// Package dist turns elicited durations and quantities into distributions.
//
// In goes what an author wrote: `30m`, `5m..20m`, `1h/3h/10h`, a PERT triple, a
// named law, and hard bounds on them. Out comes a Spec, its echo in words, and
// a Dist that answers CDF, Quantile, Mean and Excess.
//
// Guaranteed:
//   - stated quantiles hold exactly, with or without hard bounds;
//   - the support is exactly the hard bounds;
//   - Quantile does not fall as its argument rises, but for rounding (10^-13 of
//     it), and CDF(Quantile(u)) = u within CDFError (but for Exact, which is one
//     atom);
//   - the same bits on every machine;
//   - bounds without a probability never become a distribution: a Dist of form
//     Range answers Min and Max and panics on everything else.
//
// Elicitation by quantiles: O'Hagan et al., Uncertain Judgements (2006), ch. 5.
// PERT: Malcolm, Roseboom, Clark & Fazar, Operations Research 7 (1959).
package dist

import (
	"fmt"
	"math"
)

// CDFError bounds the absolute error of every CDF of this package.
const CDFError = 1e-11

// Dist is a distribution fitted to a Spec. It is immutable and is made by New.
// The methods have pointer receivers because one draw is on the hot path; the
// value may be copied freely.
type Dist struct {
	plain     bool // a law without hard bounds
	law       law  // Forms Exponential, Lognormal, Gamma
	spec      Spec
	low, high float64 // support; high is +Inf where unbounded
	mean      float64
	split     split  // Form Quantiles
	pert      pert   // Form Pert
	window    window // what `within` does to a law
}

// New fits a distribution. The error is that of Spec.Validate.
func New(s Spec) (Dist, error) {
	if err := s.Validate(); err != nil {
		return Dist{}, err
	}
	d := Dist{spec: s}
	d.low, d.high = s.Hard()
	switch s.Form {
	case Exact:
		d.mean = s.A
	case Range:
		d.mean = math.NaN()
	case Quantiles:
		d.split = newSplit(s)
		d.mean = clamp(d.split.partialAbove(math.Inf(-1)), d.low, d.high)
	case Pert:
		d.pert = newPert(s.A, s.B, s.C)
		d.mean = (s.A + 4*s.B + s.C) / 6
	default:
		d.law, d.plain = newLaw(s), !s.HasWithin
		d.window = newWindow(&d.law, s)
		d.mean = clamp(d.window.partialAbove(&d.law, d.low), d.low, d.high)
	}
	return d, nil
}

// Spec returns what the distribution was fitted to.
func (d *Dist) Spec() Spec { return d.spec }

// BoundsOnly says that the author gave bounds and no probability (Form Range).
// Such a Dist has no CDF, Quantile, Mean or Excess.
func (d *Dist) BoundsOnly() bool { return d.spec.Form == Range }

// Min returns the lower end of the support.
func (d *Dist) Min() float64 { return d.low }

// Max returns the upper end of the support, +Inf where there is none.
func (d *Dist) Max() float64 { return d.high }

// Mean returns the expectation, in seconds or plain numbers.
// It panics for bounds without probability.
func (d *Dist) Mean() float64 {
	d.mustHaveLaw("Mean")
	return d.mean
}

// CDF returns the probability of at most t, for any t that is a number.
// It panics for bounds without probability.
func (d *Dist) CDF(t float64) float64 {
	d.mustHaveLaw("CDF")
	switch {
	case t < d.low:
		return 0
	case t >= d.high:
		return 1
	}
	switch d.spec.Form {
	case Quantiles:
		return d.split.cdf(t)
	case Pert:
		return d.pert.cdf(t)
	case Exponential, Lognormal, Gamma:
		return d.window.cdf(&d.law, t)
	}
	panic(fmt.Sprintf("dist: CDF of a Dist not made by New (form %d)", d.spec.Form))
}

// Quantile returns the value below which the share u lies, 0 <= u <= 1;
// Quantile(0) is Min and Quantile(1) is Max. One draw is the Quantile of one
// uniform number. It panics outside [0, 1] and for bounds without probability.
func (d *Dist) Quantile(u float64) float64 {
	if d.plain && u > 0 && u < 1 {
		return d.law.quantile(u)
	}
	d.mustHaveLaw("Quantile")
	if !(u >= 0 && u <= 1) {
		panic(fmt.Sprintf("dist: Quantile(%v) is outside [0, 1]", u))
	}
	switch {
	case u == 0:
		return d.low
	case u == 1:
		return d.high
	}
	var t float64
	switch d.spec.Form {
	case Exact:
		return d.spec.A
	case Exponential, Lognormal, Gamma:
		t = d.window.quantile(&d.law, u)
	case Quantiles:
		t = d.split.quantile(u)
	case Pert:
		t = d.pert.quantile(u)
	}
	return clamp(t, d.low, d.high)
}

// Excess returns E[max(T − t, 0)], what the part above t adds to the mean
// beyond t. Excess(Min) = Mean − Min. Its absolute error is at most
// CDFError·(Mean + |t|). It panics for bounds without probability.
func (d *Dist) Excess(t float64) float64 {
	d.mustHaveLaw("Excess")
	switch {
	case t <= d.low:
		return d.mean - t
	case t >= d.high:
		return 0
	}
	var above float64 // E[T; T > t]
	switch d.spec.Form {
	case Quantiles:
		above = d.split.partialAbove(t)
	case Pert:
		above = d.pert.partialAbove(t)
	default:
		above = d.window.partialAbove(&d.law, t)
	}
	return math.Max(0, above-float64(t*(1-d.CDF(t))))
}

func (d *Dist) mustHaveLaw(what string) {
	if d.spec.Form == Range {
		panic(fmt.Sprintf("dist: %s of %s: bounds without probability have no distribution", what, Describe(d.spec)))
	}
}

func clamp(x, low, high float64) float64 {
	switch {
	case x < low:
		return low
	case x > high:
		return high
	}
	return x
}
