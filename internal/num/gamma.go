package num

// halfLogTwoPi is ln(2π)/2.
const halfLogTwoPi = 0.91893853320467274178

// stirlingFrom is where the series of Stirling begins.
const stirlingFrom = 12

// LogGamma returns ln Γ(x), x > 0, by the series of Stirling after x has been raised
// to at least 12. The error is below 4e-14, or 4e-15 of the result where that is
// more.
func LogGamma(x float64) float64 {
	product := 1.0
	for x < stirlingFrom {
		product = float64(product * x)
		x++
	}
	return float64((x-0.5)*Log(x)) - x + halfLogTwoPi + Stirling(x) - Log(product)
}

// Stirling returns ln Γ(x) − (x − 1/2)·ln x + x − ln(2π)/2 for x >= 12, which is
// 1/(12x) − 1/(360x³) + …
func Stirling(x float64) float64 {
	y := 1 / float64(x*x)
	s := 1.0 / 1188
	s = float64(s*y) - 1.0/1680
	s = float64(s*y) + 1.0/1260
	s = float64(s*y) - 1.0/360
	s = float64(s*y) + 1.0/12
	return s / x
}
