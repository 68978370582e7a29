package dist

import "math"

// The transcendental functions of the package, in one place.

func exp(x float64) float64   { return math.Exp(x) }
func ln(x float64) float64    { return math.Log(x) }
func log1p(x float64) float64 { return math.Log1p(x) }

// normalCDF returns Φ(z), accurate in both tails.
func normalCDF(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }

// normalBetween returns Φ(b) − Φ(a) for a <= b, from whichever tail is nearer.
func normalBetween(a, b float64) float64 {
	if a > 0 {
		return normalCDF(-a) - normalCDF(-b)
	}
	return normalCDF(b) - normalCDF(a)
}

// normalQuantile returns Φ⁻¹(p), 0 < p < 1, with a relative error near 1e-16.
// Method: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
// The standard library's Erfcinv loses the small tail in 1 − x; this does not.
func normalQuantile(p float64) float64 {
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return q * horner(&centreNum, r) / horner(&centreDen, r)
	}
	tail := p
	if q > 0 {
		tail = 1 - p
	}
	r := math.Sqrt(-ln(tail))
	var z float64
	if r <= 5 {
		z = horner(&nearNum, r-1.6) / horner(&nearDen, r-1.6)
	} else {
		z = horner(&farNum, r-5) / horner(&farDen, r-5)
	}
	if q < 0 {
		return -z
	}
	return z
}

func horner(c *[8]float64, x float64) float64 {
	sum := c[7]
	for i := 6; i >= 0; i-- {
		sum = float64(sum*x) + c[i]
	}
	return sum
}

var (
	centreNum = [8]float64{3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
		4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3}
	centreDen = [8]float64{1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
		2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3}
	nearNum = [8]float64{1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4}
	nearDen = [8]float64{1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}
	farNum = [8]float64{6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7}
	farDen = [8]float64{1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}
)

const (
	relativeStop  = 1e-16
	iterationsMax = 10000 // the slowest need, shape 1000, is a few hundred
	tiny          = 1e-300
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
	front := exp(a*ln(x) - x - lnGammaA)
	if x < a+1 {
		term := 1 / a
		sum := term
		for n := 1.0; n < iterationsMax; n++ {
			term *= x / (a + n)
			sum += term
			if term < sum*relativeStop {
				break
			}
		}
		p = math.Min(1, front*sum)
		return p, 1 - p
	}
	b := x + 1 - a
	c := 1 / tiny
	d := 1 / b
	h := d
	for n := 1.0; n < iterationsMax; n++ {
		an := -n * (n - a)
		b += 2
		d = 1 / away(an*d+b)
		c = away(b + an/c)
		step := d * c
		h *= step
		if math.Abs(step-1) < 2*relativeStop {
			break
		}
	}
	q = math.Min(1, front*h)
	return 1 - q, q
}

// betaCDF returns I_x(a, b), the regularised incomplete beta function, for
// a, b > 0 and 0 <= x <= 1; lnBeta is ln B(a, b).
// Method: Lentz's continued fraction (DLMF 8.17.22), on the side where it is quick.
func betaCDF(a, b, lnBeta, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	front := exp(a*ln(x) + b*log1p(-x) - lnBeta)
	if x < (a+1)/(a+b+2) {
		return clamp(front*betaFraction(a, b, x)/a, 0, 1)
	}
	return clamp(1-front*betaFraction(b, a, 1-x)/b, 0, 1)
}

func betaFraction(a, b, x float64) float64 {
	c := 1.0
	d := 1 / away(1-(a+b)*x/(a+1))
	h := d
	for m := 1.0; m < iterationsMax; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / away(1+even*d)
		c = away(1 + even/c)
		h *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / away(1+odd*d)
		c = away(1 + odd/c)
		step := d * c
		h *= step
		if math.Abs(step-1) < 2*relativeStop {
			break
		}
	}
	return h
}

func lnBeta(a, b float64) float64 { return lnGamma(a) + lnGamma(b) - lnGamma(a+b) }

func lnGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// away keeps a continued fraction from dividing by zero.
func away(x float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}
