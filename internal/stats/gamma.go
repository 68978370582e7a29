package stats

// halfLogTwoPi is ln(2 pi)/2.
const halfLogTwoPi = 0.91893853320467274178

// lnGamma returns the logarithm of the gamma function of x > 0 by the series of
// Stirling after x has been raised to at least 12. The error is below 4e-14, or
// 4e-15 of the result where that is more.
func lnGamma(x float64) float64 {
	product := 1.0
	for x < 12 {
		product = mul(product, x)
		x++
	}
	return mul(x-0.5, ln(x)) - x + halfLogTwoPi + stirling(x) - ln(product)
}

// stirling returns the tail 1/(12x) - 1/(360x^3) + … of the series for x >= 12.
func stirling(x float64) float64 {
	y := 1 / mul(x, x)
	s := 1.0 / 1188
	s = mul(s, y) - 1.0/1680
	s = mul(s, y) + 1.0/1260
	s = mul(s, y) - 1.0/360
	s = mul(s, y) + 1.0/12
	return s / x
}

// lnBeta returns the logarithm of the beta function of a, b > 0.
func lnBeta(a, b float64) float64 {
	return lnGamma(a) + lnGamma(b) - lnGamma(a+b)
}
