package num

import "math"

// halfLogTwoPi is ln(2π)/2.
const halfLogTwoPi = 0.91893853320467274178

// stirlingFrom is where the series of Stirling begins.
const stirlingFrom = 12

// LogGamma returns ln Γ(x), 0 < x < 10^300, by the series of Stirling after x has been
// raised to at least 12. The error is below 2e-15, or 2e-16 of the result where that
// is more.
func LogGamma(x float64) float64 {
	product := 1.0
	for x < stirlingFrom {
		product = float64(product * x)
		x++
	}
	head, tail := logParts(math.Float64bits(x), 0)
	raised, raisedTail := logParts(math.Float64bits(product), 0)
	main := float64((x - 0.5) * head)
	rest := productRest(x-0.5, head, main) + float64((x-0.5)*tail)
	less, lost := sum(main, -x)
	rest += lost
	less, lost = sum(less, -raised)
	return less + (rest + lost - raisedTail + halfLogTwoPi + Stirling(x))
}

// Stirling returns ln Γ(x) − (x − 1/2)·ln x + x − ln(2π)/2 for x >= 12, which is
// 1/(12x) − 1/(360x³) + …
func Stirling(x float64) float64 {
	y := 1 / float64(x*x)
	s := -691.0 / 360360
	s = float64(s*y) + 1.0/1188
	s = float64(s*y) - 1.0/1680
	s = float64(s*y) + 1.0/1260
	s = float64(s*y) - 1.0/360
	s = float64(s*y) + 1.0/12
	return s / x
}
