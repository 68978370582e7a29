// Package num computes elementary functions with the same bits on every machine.
//
// In: numbers. Out: Exp, Expm1, Log, Log1p, Pow, LogGamma, the normal distribution
// function and its inverse, and cosines and sines of the parts of a turn.
//
// Guaranteed:
//   - the same argument has the same bits of the result on every machine and with
//     every version of the compiler: the code is Go without assembly, every product
//     is rounded before it meets a sum, and of package math only what IEEE 754
//     rounds exactly is used (square root, comparison, bits);
//   - Exp, Expm1, Log, Log1p and NormalQuantile err by less than one unit in the
//     last place over the whole range of their arguments, subnormal ones too; what
//     was measured stands at each;
//   - nothing allocates, nothing panics: outside its domain a function is NaN.
//
// Not guaranteed: correct rounding, which would give the same bits by definition
// and cost several times as much (docs/RATIONALE.md).
package num

// Each function reduces its argument to a small cell with an entry in a table and
// adds a short polynomial, so that the head of the result is exact and errors of
// rounding touch only the small rest: P.-T. P. Tang's way, docs/references.bib
// [tang1989, tang1990]. A head and a tail are two numbers whose sum, not rounded, is
// meant. tables.go is made by tables_test.go from a reference with 300 bits.
//
// float64(a*b) + c is not idle: without the conversion the compiler may fuse the
// product and the sum where the machine has such an instruction (Go specification,
// "Floating-point operators"). TestNothingIsFused of internal/arch looks for what is
// not protected.

import "math"

const (
	fractionBits = 52
	oneBits      = 0x3FF << fractionBits // of 1.0
	halfWord     = 1<<27 - 1             // below it a product of two heads is exact
)

// headOf returns x with its first 26 bits only.
func headOf(x float64) float64 { return math.Float64frombits(math.Float64bits(x) &^ halfWord) }

// twoTo returns 2^k for −1022 <= k <= 1023.
func twoTo(k int) float64 { return math.Float64frombits(uint64(1023+k) << fractionBits) }

// productRest returns a·b − product, product being a·b rounded.
func productRest(a, b, product float64) float64 {
	a1, b1 := headOf(a), headOf(b)
	a2, b2 := a-a1, b-b1
	return float64(a1*b1) - product + float64(a1*b2) + float64(a2*b1) + float64(a2*b2)
}

// sum returns a + b rounded, and what was lost.
func sum(a, b float64) (rounded, lost float64) {
	rounded = a + b
	fromB := rounded - a
	return rounded, a - (rounded - fromB) + (b - fromB)
}
