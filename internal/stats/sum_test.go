package stats

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

func sumOf(xs []float64, first int) *Sum {
	s := NewSum(first, 0.75)
	for _, x := range xs {
		s.Add(x)
	}
	return s
}

// However the replications are divided, and in whatever order neighbours are
// joined, the results have the same bits.
func TestSumHasTheSameBitsHoweverItIsDivided(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		xs := make([]float64, r.IntN(40*Block))
		for i := range xs {
			xs[i] = math.Exp(12 * r.NormFloat64())
		}
		want := sumOf(xs, 0)
		var shards []*Sum
		for at := 0; at < len(xs) || at == 0; {
			end := min(len(xs), at+Block*(1+r.IntN(9)))
			shards = append(shards, sumOf(xs[at:end], at))
			at = max(end, 1)
		}
		for len(shards) > 1 {
			i := r.IntN(len(shards) - 1)
			if err := shards[i].Merge(shards[i+1]); err != nil {
				t.Fatal(err)
			}
			shards = slices.Delete(shards, i+1, i+2)
		}
		got := shards[0]
		if got.N() != want.N() || got.Total() != want.Total() || !same(got.Mean(), want.Mean()) || !same(got.Variance(), want.Variance()) {
			t.Fatalf("%d numbers: %v %v, want %v %v", len(xs), got.Total(), got.Variance(), want.Total(), want.Variance())
		}
		if len(got.done) > 8 {
			t.Errorf("%d trees", len(got.done))
		}
	}
}

// same says whether two numbers are equal or both NaN.
func same(a, b float64) bool { return a == b || a != a && b != b }

func TestSumAgainstExactArithmetic(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	s := NewSum(0, 1000)
	sum, square := new(big.Float).SetPrec(300), new(big.Float).SetPrec(300)
	const n = 100000
	for range n {
		x := 1000 + r.NormFloat64()
		s.Add(x)
		b := new(big.Float).SetPrec(300).SetFloat64(x)
		sum.Add(sum, b)
		square.Add(square, new(big.Float).SetPrec(300).Mul(b, b))
	}
	mean, _ := new(big.Float).Quo(sum, big.NewFloat(n)).Float64()
	square.Sub(square, new(big.Float).SetPrec(300).Quo(new(big.Float).SetPrec(300).Mul(sum, sum), big.NewFloat(n)))
	variance, _ := square.Quo(square, big.NewFloat(n-1)).Float64()
	if math.Abs(s.Mean()-mean) > 2e-13 || math.Abs(s.Variance()-variance) > 1e-14 {
		t.Errorf("mean %v and variance %v, want %v and %v", s.Mean(), s.Variance(), mean, variance)
	}
}

func TestSumRefuses(t *testing.T) {
	if !panics(func() { NewSum(5, 0) }) || !panics(func() { NewSum(-Block, 0) }) {
		t.Error("no panic")
	}
	a := sumOf(make([]float64, 10), 0)
	if a.Merge(sumOf(nil, Block)) == nil {
		t.Error("a shard follows half a block")
	}
	if NewSum(0, 1).Merge(NewSum(0, 2)) == nil {
		t.Error("shards with two shifts")
	}
	if s := NewSum(0, 1); s.Total() != 0 || !math.IsNaN(s.Mean()) || !math.IsNaN(s.Variance()) {
		t.Error("a sum of nothing")
	}
}

func BenchmarkSumAdd(b *testing.B) {
	s := NewSum(0, 0)
	for b.Loop() {
		s.Add(1.25)
	}
}
