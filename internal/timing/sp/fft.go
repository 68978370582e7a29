package sp

import (
	"math"
	"math/bits"

	"entente/internal/num"
)

// convolveFFT convolves by one complex square: with z = a + ib, the imaginary
// part of z∗z is 2·a∗b. One transform forward, one back.
//
// Error: Percival (2003), theorem 5.1, for vectors of length 2^m, with |·| the
// Euclidean norm, ε = 2⁻⁵³ and β the largest error of a root of unity,
//
//	max |computed − true| <= |x|·|y|·((1+ε)^3m · (1+ε√5)^(3m+1) · (1+β)^3m − 1).
//
// Here x = y = z and the result is halved. Negative terms are set to zero, which
// brings them nearer to the truth. Products are wrapped in float64() so that no
// processor fuses them and every machine prints the same digits.
func convolveFFT(a, b []float64, n int) (sum []float64, err float64) {
	m := bits.Len(uint(len(a) + len(b) - 2))
	size := 1 << m
	re, im := make([]float64, size), make([]float64, size)
	copy(re, a)
	copy(im, b)
	cos, sin := roots(size)
	forward(re, im, cos, sin)
	for i, x := range re {
		y := im[i]
		re[i] = float64(x*x) - float64(y*y)
		im[i] = 2 * float64(x*y)
	}
	backward(re, im, cos, sin)
	scale := 0.5 / float64(size)
	sum = im[:n:n]
	for i, x := range sum {
		sum[i] = math.Max(0, float64(x*scale))
	}
	return sum, float64(float64(n) * fftError(a, b, m))
}

// rootError is far above what num.PartOfTurn leaves, 2⁻⁵² in each part.
const rootError = 1e-15

func fftError(a, b []float64, m int) float64 {
	square := 0.0
	for _, p := range a {
		square += float64(p * p)
	}
	for _, p := range b {
		square += float64(p * p)
	}
	levels := float64(3 * float64(m))
	grown := num.Expm1(levels*eps + float64((levels+1)*eps*math.Sqrt(5)) + float64(levels*rootError))
	return float64(0.5 * square * (1 + 1e-9) * grown)
}

// roots returns cos and sin of 2πk/size for k < size/2.
func roots(size int) (cos, sin []float64) {
	cos, sin = make([]float64, size/2), make([]float64, size/2)
	for k := range cos {
		cos[k], sin[k] = num.PartOfTurn(k, size)
	}
	return cos, sin
}

// forward is the radix-2 transform with decimation in frequency; its output
// stands in bit-reversed order, which backward expects.
func forward(re, im, cos, sin []float64) {
	size := len(re)
	for half, stride := size/2, 1; half >= 1; half, stride = half/2, stride*2 {
		for start := 0; start < size; start += 2 * half {
			ar, ai := re[start:start+half], im[start:start+half]
			br, bi := re[start+half:start+2*half], im[start+half:start+2*half]
			for j, k := 0, 0; j < half; j, k = j+1, k+stride {
				xr, xi := ar[j]-br[j], ai[j]-bi[j]
				ar[j] += br[j]
				ai[j] += bi[j]
				c, s := cos[k], sin[k]
				br[j] = float64(xr*c) + float64(xi*s)
				bi[j] = float64(xi*c) - float64(xr*s)
			}
		}
	}
}

// backward undoes forward, but for the factor size.
func backward(re, im, cos, sin []float64) {
	size := len(re)
	for half, stride := 1, size/2; half < size; half, stride = half*2, stride/2 {
		for start := 0; start < size; start += 2 * half {
			ar, ai := re[start:start+half], im[start:start+half]
			br, bi := re[start+half:start+2*half], im[start+half:start+2*half]
			for j, k := 0, 0; j < half; j, k = j+1, k+stride {
				c, s := cos[k], sin[k]
				xr := float64(br[j]*c) - float64(bi[j]*s)
				xi := float64(bi[j]*c) + float64(br[j]*s)
				br[j], bi[j] = ar[j]-xr, ai[j]-xi
				ar[j] += xr
				ai[j] += xi
			}
		}
	}
}
