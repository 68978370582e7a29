package num

import "math"

const (
	expBits  = 7
	expCells = 1 << expBits

	cellsPerLn2 = expCells * math.Log2E
	toInteger   = 0x1.8p52 // added, it leaves the nearest integer in the low bits

	expNear = 704.0                 // up to here neither the result nor 2^k leaves the range
	expMost = 709.782712893383973   // ln of the greatest number
	expLast = -745.1332191019412077 // below it the result rounds to 0
)

// Exp returns e^x. Exp(−Inf) = 0, Exp(+Inf) = +Inf. Error below 0.52 units in the
// last place, below 0.76 where the result is subnormal.
func Exp(x float64) float64 {
	if !(x > -expNear && x < expNear) {
		return expFar(x, 0)
	}
	// x = (k + i/128)·ln 2 + r, |r| <= ln 2/256
	shifted := float64(x*cellsPerLn2) + toInteger
	cell := math.Float64bits(shifted)
	n := shifted - toInteger
	r := x - float64(n*ln2CellHead) - float64(n*ln2CellTail)
	entry := &expTable[cell%expCells]
	scale := math.Float64frombits(entry.bits + (cell&^(expCells-1))<<(fractionBits-expBits))
	return scale + float64(scale*(entry.missed+expRest(r)))
}

// expRest returns e^r − 1 for |r| <= ln 2/256.
func expRest(r float64) float64 {
	s := float64(r * r)
	return r + float64(s*(1.0/2+float64(r*(1.0/6))+float64(s*(1.0/24+float64(r*(1.0/120))))))
}

// expFar returns e^(x + low) for every x and a low far smaller.
func expFar(x, low float64) float64 {
	switch {
	case x != x:
		return x
	case x > expMost:
		return math.Inf(1)
	case x < expLast:
		return 0
	}
	shifted := float64(x*cellsPerLn2) + toInteger
	cell := math.Float64bits(shifted)
	n := shifted - toInteger
	r := x - float64(n*ln2CellHead) - (float64(n*ln2CellTail) - low)
	entry := &expTable[cell%expCells]
	scale := math.Float64frombits(entry.bits)
	y := scale + float64(scale*(entry.missed+expRest(r)))
	k := int(int64(cell<<13)>>13) >> expBits // the low bits of cell, with their sign
	if k > 1000 {
		return float64(float64(y*twoTo(1000)) * twoTo(k-1000))
	}
	if k < -1000 {
		return float64(float64(y*twoTo(k+100)) * twoTo(-100)) // the one rounding to a subnormal
	}
	return float64(y * twoTo(k))
}

// expm1Near is where the series of Expm1 ends.
const expm1Near = 0.25

// Expm1 returns e^x − 1. Expm1(−Inf) = −1, Expm1(+Inf) = +Inf, Expm1(−0) = −0.
// Error below 0.75 units in the last place.
func Expm1(x float64) float64 {
	if x > -expm1Near && x < expm1Near {
		if x == 0 {
			return x
		}
		sum := expm1Series[len(expm1Series)-1]
		for i := len(expm1Series) - 2; i >= 0; i-- {
			sum = float64(sum*x) + expm1Series[i]
		}
		return x + float64(float64(x*x)*sum)
	}
	switch {
	case x != x:
		return x
	case x > 50: // the 1 is below a thousandth of the last place
		return expFar(x, 0)
	case x < -50:
		return -1
	}
	shifted := float64(x*cellsPerLn2) + toInteger
	cell := math.Float64bits(shifted)
	n := shifted - toInteger
	r := x - float64(n*ln2CellHead) - float64(n*ln2CellTail)
	entry := &expTable[cell%expCells]
	scale := math.Float64frombits(entry.bits + (cell&^(expCells-1))<<(fractionBits-expBits))
	rest := float64(scale * (entry.missed + expRest(r)))
	head := scale - 1
	lost := scale - head - 1
	if scale < 1 {
		lost = scale - (head + 1)
	}
	return head + (lost + rest)
}

// expm1Series holds 1/2!, 1/3!, …
var expm1Series = [...]float64{1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
	1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800}
