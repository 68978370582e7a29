package dist

import (
	"math"

	"entente/internal/num"
)

// law is a named law before any hard bound: exponential, lognormal or gamma.
type law struct {
	form          Form
	scale         float64 // mean, median or scale
	sigma         float64 // lognormal
	shape         float64 // gamma
	lnGamma       float64 // ln Γ(shape)
	lnGammaBeyond float64 // ln Γ(shape + 1)
	scores        *scores // gamma: of ln(t/scale)
}

func newLaw(s Spec) law {
	switch s.Form {
	case Lognormal:
		return law{form: Lognormal, scale: s.A, sigma: s.B}
	case Gamma:
		l := law{form: Gamma, scale: s.B, shape: s.A, lnGamma: num.LogGamma(s.A), lnGammaBeyond: num.LogGamma(s.A + 1)}
		l.scores = gammaScores(l.shape, l.lnGamma)
		return l
	}
	return law{form: Exponential, scale: s.A}
}

func (l *law) cdf(t float64) float64 {
	if t <= 0 {
		return 0
	}
	switch l.form {
	case Lognormal:
		return num.NormalCDF(num.Log(t/l.scale) / l.sigma)
	case Gamma:
		p, _ := gammaSplit(l.shape, l.lnGamma, t/l.scale)
		return p
	}
	return -num.Expm1(-t / l.scale)
}

func (l *law) quantile(u float64) float64 {
	switch l.form {
	case Lognormal:
		return float64(l.scale * num.Exp(float64(l.sigma*num.NormalQuantile(u))))
	case Gamma:
		if y, ok := l.scores.at(num.NormalQuantile(u)); ok {
			return float64(l.scale * num.Exp(y))
		}
		return float64(l.scale * gammaQuantile(l.shape, l.lnGamma, u))
	}
	return float64(-l.scale * num.Log1p(-u))
}

// partialAbove returns E[T; T > t].
func (l *law) partialAbove(t float64) float64 {
	if math.IsInf(t, 1) {
		return 0
	}
	t = math.Max(t, 0)
	switch l.form {
	case Lognormal:
		z := math.Inf(-1)
		if t > 0 {
			z = num.Log(t/l.scale) / l.sigma
		}
		return float64(l.scale * num.Exp(l.sigma*l.sigma/2) * num.NormalCDF(l.sigma-z))
	case Gamma:
		_, q := gammaSplit(l.shape+1, l.lnGammaBeyond, t/l.scale)
		return float64(l.shape * l.scale * q)
	}
	return float64((t + l.scale) * num.Exp(-t/l.scale))
}

// gammaQuantile inverts P(shape, x) = u by Newton steps in ln x, kept inside a
// bracket; from the Wilson–Hilferty start four or five steps are enough.
func gammaQuantile(shape, lnGammaShape, u float64) float64 {
	start := 1 - 1/(9*shape) + num.NormalQuantile(u)/(3*math.Sqrt(shape))
	y := float64(3*num.Log(math.Max(start, 1e-3))) + num.Log(shape)
	if low := (num.Log(u) + num.Log(shape) + lnGammaShape) / shape; start < 0.1 || low > y {
		y = low // P(a, x) <= x^a / Γ(a+1), exact as x falls
	}
	low, high := math.Inf(-1), math.Inf(1)
	for range 100 {
		x := num.Exp(y)
		p, q := gammaSplit(shape, lnGammaShape, x)
		miss := p - u
		if u > 0.5 {
			miss = (1 - u) - q
		}
		if miss == 0 {
			return x
		}
		if miss > 0 {
			high = y
		} else {
			low = y
		}
		next := y - miss/gammaDensity(shape, lnGammaShape, x)
		next = clamp(next, y-2, y+2)
		if math.Abs(next-y) <= 1e-15*math.Max(1, math.Abs(y)) {
			return num.Exp(next)
		}
		if next <= low || next >= high { // then both ends are finite: y is one of them
			next = (low + high) / 2
		}
		y = next
	}
	return num.Exp(y)
}

// window conditions a law on its hard bounds.
type window struct {
	low, high  float64
	cut        float64 // the share of the law below low
	mass       float64 // the share inside
	beyondHigh float64 // E[T; T > high] of the law
}

func newWindow(l *law, s Spec) window {
	w := window{high: math.Inf(1), mass: 1}
	if s.HasWithin {
		w.low, w.high = s.WithinLow, s.WithinHigh
		w.cut = l.cdf(w.low)
		w.mass = l.cdf(w.high) - w.cut
		w.beyondHigh = l.partialAbove(w.high)
	}
	return w
}

func (w *window) cdf(l *law, t float64) float64 {
	return clamp((l.cdf(t)-w.cut)/w.mass, 0, 1)
}

func (w *window) quantile(l *law, u float64) float64 {
	v := w.cut + float64(u*w.mass)
	if v <= 0 {
		return w.low
	}
	if v >= 1 {
		return w.high
	}
	return l.quantile(v)
}

func (w *window) partialAbove(l *law, t float64) float64 {
	return (l.partialAbove(math.Max(t, w.low)) - w.beyondHigh) / w.mass
}

// pert is the beta law on [low, low+span] with mean (min + 4·likely + max)/6.
type pert struct {
	low, span          float64
	a, b               float64 // shapes, 1 to 5, a + b = 6
	lnBeta, lnBetaNext float64 // ln B(a, b), ln B(a+1, b)
	scores             *scores // of ln(x/(1 − x)), x = (t − low)/span
}

func newPert(low, likely, high float64) pert {
	span := high - low
	p := pert{low: low, span: span, a: 1 + 4*(likely-low)/span, b: 1 + 4*(high-likely)/span}
	p.lnBeta = lnBeta(p.a, p.b)
	p.lnBetaNext = lnBeta(p.a+1, p.b)
	p.scores = betaScores(p.a, p.b, p.lnBeta)
	return p
}

func (p *pert) cdf(t float64) float64 {
	return betaCDF(p.a, p.b, p.lnBeta, (t-p.low)/p.span)
}

// partialAbove returns E[T; T > t].
func (p *pert) partialAbove(t float64) float64 {
	x := (t - p.low) / p.span
	share := 1 - betaCDF(p.a, p.b, p.lnBeta, x)
	beta := float64(p.a / (p.a + p.b) * (1 - betaCDF(p.a+1, p.b, p.lnBetaNext, x)))
	return float64(p.low*share) + float64(p.span*beta)
}

func (p *pert) quantile(u float64) float64 {
	if y, ok := p.scores.at(num.NormalQuantile(u)); ok {
		return p.low + p.span/(1+num.Exp(-y))
	}
	return p.low + float64(p.span*betaQuantile(p.a, p.b, p.lnBeta, u))
}

// betaQuantile inverts I_x(a, b) = u by Newton steps kept inside a bracket.
func betaQuantile(a, b, lnBeta, u float64) float64 {
	low, high := 0.0, 1.0
	mean := a / (a + b)
	x := clamp(mean+float64(num.NormalQuantile(u)*math.Sqrt(mean*(1-mean)/(a+b+1))), 0.01, 0.99)
	for range 200 {
		miss := betaCDF(a, b, lnBeta, x) - u
		if miss == 0 {
			break
		}
		if miss > 0 {
			high = x
		} else {
			low = x
		}
		next := x - float64(miss/betaDensity(a, b, lnBeta, x, 1-x)*x*(1-x))
		if !(next > low && next < high) {
			next = (low + high) / 2
		}
		if math.Abs(next-x) <= 1e-16+float64(1e-15*x) {
			return next
		}
		x = next
	}
	return x
}
