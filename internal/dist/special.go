package dist

import (
	"math"

	"entente/internal/num"
)

// normalBetween returns Φ(b) − Φ(a) for a <= b, from whichever tail is nearer.
func normalBetween(a, b float64) float64 {
	if a > 0 {
		return num.NormalCDF(-a) - num.NormalCDF(-b)
	}
	return num.NormalCDF(b) - num.NormalCDF(a)
}

const (
	relativeStop  = 1e-16
	iterationsMax = 10000 // the slowest need, shape 1000, is a few hundred
	tiny          = 1e-300
	gammaLarge    = 12 // num.Stirling begins there
)

// gammaSplit returns P(a, x) and Q(a, x) = 1 − P(a, x), the regularised
// incomplete gamma functions, for a > 0; lnGammaA is ln Γ(a).
// Method: series below a + 1, Lentz's continued fraction above (DLMF 8.7, 8.9).
func gammaSplit(a, lnGammaA, x float64) (p, q float64) {
	switch {
	case x <= 0:
		return 0, 1
	case math.IsInf(x, 1):
		return 1, 0
	}
	front := gammaDensity(a, lnGammaA, x)
	if x < a+1 {
		term := 1 / a
		sum := term
		for n := 1.0; n < iterationsMax; n++ {
			term = float64(term * (x / (a + n)))
			sum += term
			if term < sum*relativeStop {
				break
			}
		}
		p = math.Min(1, float64(front*sum))
		return p, 1 - p
	}
	b := x + 1 - a
	c := 1 / tiny
	d := 1 / b
	h := d
	for n := 1.0; n < iterationsMax; n++ {
		an := float64(-n * (n - a))
		b += 2
		d = 1 / away(float64(an*d)+b)
		c = away(b + an/c)
		step := float64(d * c)
		h = float64(h * step)
		if math.Abs(step-1) < 2*relativeStop {
			break
		}
	}
	q = math.Min(1, float64(front*h))
	return 1 - q, q
}

// gammaDensity returns x^a·e^−x/Γ(a), the density of the logarithm. For a large a the
// powers cancel; Stirling's series then takes the place of ln Γ.
func gammaDensity(a, lnGammaA, x float64) float64 {
	if a < gammaLarge {
		return num.Exp(float64(a*num.Log(x)) - x - lnGammaA)
	}
	beyond := (x - a) / a
	return float64(math.Sqrt(a/(2*math.Pi)) * num.Exp(float64(a*(num.Log1p(beyond)-beyond))-num.Stirling(a)))
}

// betaSplit returns I_x(a, b), the regularised incomplete beta function, and
// 1 − I_x(a, b), for a, b > 0, 0 <= x <= 1 and rest = 1 − x; lnBeta is ln B(a, b).
// Method: Lentz's continued fraction (DLMF 8.17.22), on the side where it is quick.
func betaSplit(a, b, lnBeta, x, rest float64) (p, q float64) {
	switch {
	case x <= 0:
		return 0, 1
	case rest <= 0:
		return 1, 0
	}
	front := betaDensity(a, b, lnBeta, x, rest)
	if x < (a+1)/(a+b+2) {
		p = clamp(front*betaFraction(a, b, x)/a, 0, 1)
		return p, 1 - p
	}
	q = clamp(front*betaFraction(b, a, rest)/b, 0, 1)
	return 1 - q, q
}

func betaCDF(a, b, lnBeta, x float64) float64 {
	p, _ := betaSplit(a, b, lnBeta, x, 1-x)
	return p
}

// betaDensity returns x^a·(1 − x)^b/B(a, b), the density of ln(x/(1 − x)).
func betaDensity(a, b, lnBeta, x, rest float64) float64 {
	return num.Exp(float64(a*num.Log(x)) + float64(b*num.Log(rest)) - lnBeta)
}

func betaFraction(a, b, x float64) float64 {
	c := 1.0
	d := 1 / away(1-(a+b)*x/(a+1))
	h := d
	for m := 1.0; m < iterationsMax; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / away(1+float64(even*d))
		c = away(1 + even/c)
		h = float64(h * (d * c))
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / away(1+float64(odd*d))
		c = away(1 + odd/c)
		step := float64(d * c)
		h = float64(h * step)
		if math.Abs(step-1) < 2*relativeStop {
			break
		}
	}
	return h
}

func lnBeta(a, b float64) float64 { return num.LogGamma(a) + num.LogGamma(b) - num.LogGamma(a+b) }

// away keeps a continued fraction from dividing by zero.
func away(x float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}
