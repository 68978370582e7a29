package num

import "math"

// PartOfTurn returns the cosine and the sine of 2πk/n for 0 <= k < n, n a power of two
// of at most 2^52. The errors are below 2^-52.
func PartOfTurn(k, n int) (cos, sin float64) {
	// The eighth of the turn in which the angle lies, and how far in it, as a share.
	eighth, rest := 8*k/n, 8*k%n
	if eighth%2 == 1 {
		rest = n - rest
	}
	c, s := inEighth(float64(float64(rest) / float64(n) * (math.Pi / 4)))
	if (eighth+1)/2%2 == 1 {
		c, s = s, c
	}
	if eighth >= 2 && eighth < 6 {
		c = -c
	}
	if eighth >= 4 {
		s = -s
	}
	return c, s
}

// inEighth returns the cosine and the sine of 0 <= x <= π/4 by their series.
func inEighth(x float64) (cos, sin float64) {
	v := float64(x * x)
	for n := 18.0; n >= 2; n -= 2 {
		cos = float64(v / float64(n*(n-1)) * (1 - cos))
		sin = float64(v / float64(n*(n+1)) * (1 - sin))
	}
	return 1 - cos, x - float64(x*sin)
}
