package stats

import (
	"fmt"
	"math"
	"testing"
)

// The ranks must be the ends of the set in which the ratio is below its limit,
// found by going through all counts.
func TestRanksAgainstPlainSearch(t *testing.T) {
	for _, p := range []float64{0.01, 0.3, 0.5, 0.9, 0.999} {
		for _, n := range []int{0, 1, 2, 10, 63, 64, 500, 3000} {
			m := newMixture(n, p)
			least, most := n+1, -1
			for k := 0; k <= n; k++ {
				if m.logWealth(k) < math.Log(1/level)+roundingSlack {
					least, most = min(least, k), max(most, k)
				}
			}
			if low, high := Ranks(n, p, level); low != least || high != most+1 {
				t.Errorf("Ranks(%d, %v) = %d, %d, want %d, %d", n, p, low, high, least, most+1)
			}
		}
	}
}

// The ratio must have the expectation 1 whatever the number of trials.
func TestMixtureIsAMartingale(t *testing.T) {
	for _, n := range []int{1, 7, 100, 1000} {
		for _, p := range []float64{0.05, 0.5, 0.9} {
			m := newMixture(n, p)
			sum := 0.0
			for k := 0; k <= n; k++ {
				s, f := float64(k), float64(n-k)
				choose := -math.Log(float64(n)+1) - lnBeta(s+1, f+1)
				sum += math.Exp(choose + s*math.Log(p) + f*math.Log(1-p) + m.logWealth(k))
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Errorf("n = %d, p = %v: %v", n, p, sum)
			}
		}
	}
}

func TestRanksRefuse(t *testing.T) {
	for _, f := range []func(){
		func() { Ranks(-1, 0.5, 0.1) }, func() { Ranks(1, 0, 0.1) },
		func() { Ranks(1, math.NaN(), 0.1) }, func() { Ranks(1, 0.5, 1) },
	} {
		if !panics(f) {
			t.Error("no panic")
		}
	}
}

// The ranks against those of a fixed number of observations by the normal law.
func ExampleRanks() {
	for _, p := range []float64{0.5, 0.9} {
		for _, n := range []int{64, 1000, 10000, 100000, 1000000} {
			low, high := Ranks(n, p, 0.05)
			fixed := 2 * 1.96 * math.Sqrt(float64(n)*p*(1-p))
			fmt.Printf("%v of %d: %d to %d, %.1f times\n", p, n, low, high, float64(high-low)/fixed)
		}
	}
	// Output:
	// 0.5 of 64: 15 to 50, 2.2 times
	// 0.5 of 1000: 453 to 548, 1.5 times
	// 0.5 of 10000: 4839 to 5162, 1.6 times
	// 0.5 of 100000: 49438 to 50563, 1.8 times
	// 0.5 of 1000000: 498067 to 501934, 2.0 times
	// 0.9 of 64: 46 to 65, 2.0 times
	// 0.9 of 1000: 870 to 928, 1.6 times
	// 0.9 of 10000: 8901 to 9096, 1.7 times
	// 0.9 of 100000: 89661 to 90336, 1.8 times
	// 0.9 of 1000000: 898837 to 901159, 2.0 times
}

func BenchmarkRanks(b *testing.B) {
	for b.Loop() {
		Ranks(100000, 0.9, 0.05)
	}
}
