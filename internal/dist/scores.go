package dist

import (
	"math"

	"entente/internal/num"
)

// scores is a quantile function: a number y that rises with the quantile, as a
// function of the normal score z = Φ⁻¹(u), by one polynomial for each quarter of z.
// So a draw costs no inversion.
//
// Method: y(z) solves a differential equation, dy/dz = φ(z)/f(y), where f is the
// density of y. Its Taylor series in the middle of each quarter follows from y there
// by recurrence; y there is the end of the series before, after one step of Newton.
// The singularities of y are complex numbers more than 1 from the real line, so that
// 14 terms are exact to rounding where |z| differs from the middle by an eighth.
type scores [scoresCells][scoresTerms]float64

const (
	scoresPerUnit = 4
	scoresCells   = 66
	scoresEnd     = 8.25 // scoresCells/2/scoresPerUnit; Φ(−8.25) is below 2^-53
	scoresTerms   = 14
	scoresError   = 1e-13 // of a quantile, as a share of it
)

// at returns y at a score z; not ok beyond the cells.
func (s *scores) at(z float64) (y float64, ok bool) {
	if !(z > -scoresEnd && z < scoresEnd) {
		return 0, false
	}
	k := int((z + scoresEnd) * scoresPerUnit)
	c := &s[k]
	d := z - middleScore(k)
	d2 := float64(d * d)
	d4 := float64(d2 * d2)
	low := c[0] + float64(d*c[1]) + float64(d2*(c[2]+float64(d*c[3])))
	mid := c[4] + float64(d*c[5]) + float64(d2*(c[6]+float64(d*c[7])))
	high := c[8] + float64(d*c[9]) + float64(d2*(c[10]+float64(d*c[11]))) + float64(d4*(c[12]+float64(d*c[13])))
	return low + float64(d4*(mid+float64(d4*high))), true
}

func middleScore(k int) float64 { return (float64(k)+0.5)/scoresPerUnit - scoresEnd }

// family says of a law what the series need. With x the quantile,
// dx/dy = x − bend·x² and the derivative of ln f is shape − slope·x.
type family struct {
	shape, slope, bend float64
	start              float64                                 // y near the middle
	split              func(y float64) (x, p, q, dens float64) // the quantile, P, 1 − P, f
}

func gammaScores(shape, lnGammaShape float64) *scores {
	return newScores(&family{
		shape: shape, slope: 1,
		start: num.Log(gammaQuantile(shape, lnGammaShape, 0.5)),
		split: func(y float64) (x, p, q, dens float64) {
			x = num.Exp(y)
			p, q = gammaSplit(shape, lnGammaShape, x)
			return x, p, q, gammaDensity(shape, lnGammaShape, x)
		},
	})
}

func betaScores(a, b, lnBeta float64) *scores {
	half := betaQuantile(a, b, lnBeta, 0.5)
	return newScores(&family{
		shape: a, slope: a + b, bend: 1,
		start: num.Log(half / (1 - half)),
		split: func(y float64) (x, p, q, dens float64) {
			x = 1 / (1 + num.Exp(-y))
			rest := 1 / (1 + num.Exp(y))
			p, q = betaSplit(a, b, lnBeta, x, rest)
			return x, p, q, betaDensity(a, b, lnBeta, x, rest)
		},
	})
}

func newScores(f *family) *scores {
	var s scores
	y := f.start
	const middle = scoresCells / 2
	for k := middle; k < scoresCells; k++ {
		y = s.cell(f, k, y, 1.0/scoresPerUnit)
	}
	y = s.reach(middle, -1.0/scoresPerUnit)
	for k := middle - 1; k >= 0; k-- {
		y = s.cell(f, k, y, -1.0/scoresPerUnit)
	}
	return &s
}

// reach returns y at a distance from the middle of a cell.
func (s *scores) reach(k int, d float64) float64 {
	sum := 0.0
	for i := scoresTerms - 1; i >= 0; i-- {
		sum = float64(sum*d) + s[k][i]
	}
	return sum
}

// cell finds the series of one cell, from y near its middle, and returns y at the
// next middle.
func (s *scores) cell(f *family, k int, y, step float64) float64 {
	z := middleScore(k)
	for range newtonMax {
		_, p, q, dens := f.split(y)
		miss := (num.NormalCDF(z) - p) / dens
		if z > 0 {
			miss = (q - num.NormalCDF(-z)) / dens
		}
		y += miss
		if math.Abs(miss) < newtonEnough {
			break
		}
	}
	x, _, _, dens := f.split(y)
	s[k] = f.series(z, x, y, num.Exp(-z*z/2)/(dens*math.Sqrt(2*math.Pi)))
	return s.reach(k, step)
}

const (
	newtonMax    = 20
	newtonEnough = 1e-9 // the next step would be its square
)

// series solves, in powers of the distance from z,
//
//	y' = w,  x' = (x − bend·x²)·w,  w' = w·(−z + (slope·x − shape)·w).
func (f *family) series(z, x0, y0, w0 float64) [scoresTerms]float64 {
	var x, y, w, grows, pull, turn [scoresTerms]float64
	x[0], y[0], w[0] = x0, y0, w0
	for k := range scoresTerms - 1 {
		grows[k] = x[k] - float64(f.bend*convolved(&x, &x, k))
		pull[k] = float64(f.slope * x[k])
		if k == 0 {
			pull[k] -= f.shape
		}
		turn[k] = convolved(&pull, &w, k)
		switch k {
		case 0:
			turn[k] -= z
		case 1:
			turn[k]--
		}
		next := float64(k + 1)
		y[k+1] = w[k] / next
		x[k+1] = convolved(&grows, &w, k) / next
		w[k+1] = convolved(&w, &turn, k) / next
	}
	return y
}

// convolved returns the coefficient k of a product.
func convolved(a, b *[scoresTerms]float64, k int) float64 {
	sum := 0.0
	for i := range k + 1 {
		sum += float64(a[i] * b[k-i])
	}
	return sum
}
