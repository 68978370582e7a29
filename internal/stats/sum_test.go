package stats

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// The sum of many numbers of very different sizes is right to the last bit but one.
func TestTotalAgainstExactArithmetic(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 50 {
		var sum total
		exact, plain := new(big.Float).SetPrec(2000), 0.0
		for range 10000 {
			x := math.Exp(12*r.NormFloat64()) * float64(1-2*r.IntN(2))
			sum.add(x)
			plain += x
			exact.Add(exact, big.NewFloat(x))
		}
		want, _ := exact.Float64()
		if got := sum.value(); math.Abs(got-want) > 0x1p-52*math.Abs(want) {
			t.Errorf("%v, want %v; a plain sum gives %v", got, want, plain)
		}
	}
}
