package num

import "math"

const (
	logBits  = 7
	logCells = 1 << logBits
	logFrom  = 0x3FE6 << 48 // 0.6875: significands are taken from there up to 1.375

	leastNormal = 1 << fractionBits // the bits of 2^-1022
	infinite    = 0x7FF << fractionBits
)

// Log returns ln x. Log(0) = −Inf, Log(+Inf) = +Inf, Log(x < 0) = NaN. Error below
// 0.53 units in the last place.
func Log(x float64) float64 {
	bits := math.Float64bits(x)
	if bits-leastNormal >= infinite-leastNormal {
		return logFar(x)
	}
	head, tail := logParts(bits, 0)
	return head + tail
}

func logFar(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case x < 0:
		return math.NaN()
	case x > math.MaxFloat64 || x != x:
		return x
	}
	head, tail := logSubnormal(x)
	return head + tail
}

// logSubnormal returns ln x, 0 < x < 2^-1022, as a head and a tail.
func logSubnormal(x float64) (head, tail float64) {
	head, tail = logParts(math.Float64bits(float64(x*(1<<fractionBits))), 0)
	shifted := head - fractionBits*ln2Head // exact but for some 2^-53 of a number near 700
	lost := head - shifted - fractionBits*ln2Head
	return shifted, tail + lost - fractionBits*ln2Tail
}

// logParts returns ln(x + low) for the bits of a normal x > 0 and a low below half of
// its last place, as a head and a tail; the tail has some 2^-8 of the head at most
// (where |x − 1| < 1/128) and an error near 2^-62 of the head.
func logParts(bits uint64, low float64) (head, tail float64) {
	// x = 2^k·z, z in [0.6875, 1.375); z = (1 + r)/inverse. The cells beside 1 have the
	// inverse 1 and the logarithm 0, so that nothing cancels there.
	from := bits - logFrom
	k := int64(from) >> fractionBits
	zBits := bits - uint64(k)<<fractionBits
	entry := &logTable[from>>(fractionBits-logBits)%logCells]
	inverse := entry.inverse
	z := math.Float64frombits(zBits)
	z1 := math.Float64frombits(zBits &^ halfWord)
	r1 := float64(z1*inverse) - 1 // both products are exact
	r2 := float64((z - z1) * inverse)
	if low != 0 {
		r2 += float64(float64(low*twoTo(int(-k))) * inverse)
	}
	r := r1 + r2
	lost := r2 - (r - r1)
	n := float64(k)
	whole := float64(n*ln2Head) + entry.head // exact
	head = whole + r
	lost += whole - head + r + (float64(n*ln2Tail) + entry.tail)
	return head, lost + logRest(r)
}

// logRest returns ln(1 + r) − r for −2^-8 <= r < 2^-7.
func logRest(r float64) float64 {
	s := float64(r * r)
	q := float64(s * s)
	low := -1.0/2 + float64(r*(1.0/3))
	mid := -1.0/4 + float64(r*(1.0/5))
	high := -1.0/6 + float64(r*(1.0/7)) + float64(s*(-1.0/8))
	return float64(s * (low + float64(s*mid) + float64(q*high)))
}

// Log1p returns ln(1 + x). Log1p(−1) = −Inf, Log1p(x < −1) = NaN, Log1p(−0) = −0.
// Error below 0.53 units in the last place.
func Log1p(x float64) float64 {
	switch {
	case x > -1.0/256 && x < 1.0/128:
		if x == 0 {
			return x
		}
		return x + logRest(x)
	case x > -1 && x < 1:
		u := 1 + x
		head, tail := logParts(math.Float64bits(u), x-(u-1))
		return head + tail
	case x >= 1 && x < 1<<60:
		u := 1 + x
		head, tail := logParts(math.Float64bits(u), 1-(u-x))
		return head + tail
	case x == -1:
		return math.Inf(-1)
	}
	return Log(x) // the 1 is far below the last place; or NaN
}

// Pow returns x^y for x >= 0; Pow(x, 0) = 1, Pow(x, 1) = x, Pow(0, y > 0) = 0, and NaN
// for x < 0. Error below 0.6 units in the last place while |y·ln x| <= 60 and the
// result is normal.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case y == 1:
		return x
	case !(x >= 0) || y != y:
		return math.NaN()
	case x == 0 || x > math.MaxFloat64 || math.Abs(y) > 1e300:
		if (x > 1) == (y > 0) {
			return math.Inf(1)
		}
		return 0
	}
	var head, tail float64
	if bits := math.Float64bits(x); bits >= leastNormal {
		head, tail = logParts(bits, 0)
	} else {
		head, tail = logSubnormal(x)
	}
	product := float64(y * head)
	if math.Abs(product) > 800 {
		return expFar(product, 0)
	}
	return expFar(product, productRest(y, head, product)+float64(y*tail))
}
