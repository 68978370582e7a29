package rng

import (
	"math"
	"testing"
)

// The distribution functions that the battery judges by. A p-value here is
// two-sided: a result that is too even is as unlikely as one that is too uneven.

// twoSided makes one p-value of the probabilities of at most and of at least what
// was seen.
func twoSided(below, above float64) float64 {
	return math.Min(1, 2*math.Min(below, above))
}

// ofNormal returns the p-value of a standard normal number.
func ofNormal(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// ofLargest returns the p-value of the largest of a number of independent standard
// normal numbers, by size.
func ofLargest(z float64, of int) float64 {
	return -math.Expm1(float64(of) * math.Log1p(-ofNormal(z)))
}

// ofPoisson returns the p-value of a count.
func ofPoisson(count int, mean float64) float64 {
	below := 1.0 // of fewer
	if count > 0 {
		_, below = gammaSplit(float64(count), mean)
	} else {
		below = 0
	}
	_, upTo := gammaSplit(float64(count+1), mean)
	return twoSided(upTo, 1-below)
}

// ofChiSquare returns the p-value of a sum of squares.
func ofChiSquare(sum, freedom float64) float64 {
	return twoSided(gammaSplit(freedom/2, sum/2))
}

// ofCounts compares counts with the probabilities of their cells.
func ofCounts(counts []int, probability func(cell int) float64) float64 {
	total := 0
	for _, c := range counts {
		total += c
	}
	sum := 0.0
	for i, c := range counts {
		want := float64(total) * probability(i)
		miss := float64(c) - want
		sum += miss * miss / want
	}
	return ofChiSquare(sum, float64(len(counts)-1))
}

// ofEvenCounts compares counts of equally likely cells.
func ofEvenCounts(counts []int) float64 {
	return ofCounts(counts, func(int) float64 { return 1 / float64(len(counts)) })
}

// gammaSplit returns the regularised incomplete gamma functions P(a, x) and
// Q(a, x): a series below a + 1, Lentz's continued fraction above (DLMF 8.7, 8.9).
func gammaSplit(a, x float64) (p, q float64) {
	if x <= 0 {
		return 0, 1
	}
	lnGamma, _ := math.Lgamma(a)
	front := math.Exp(a*math.Log(x) - x - lnGamma)
	if x < a+1 {
		term := 1 / a
		sum := term
		for n := 1.0; term > sum*1e-16; n++ {
			term *= x / (a + n)
			sum += term
		}
		p = math.Min(1, front*sum)
		return p, 1 - p
	}
	b := x + 1 - a
	c, d := math.Inf(1), 1/b
	h := d
	for n := 1.0; n < 1e6; n++ {
		an := n * (a - n)
		b += 2
		d = 1 / (an*d + b)
		c = b + an/c
		h *= d * c
		if math.Abs(d*c-1) < 1e-15 {
			break
		}
	}
	q = math.Min(1, front*h)
	return 1 - q, q
}

// TestStatistics holds the distribution functions against values known otherwise.
func TestStatistics(t *testing.T) {
	ranks := 0.0
	for r := range 33 {
		ranks += rankProbability(r)
	}
	poisson := math.Exp(-3) * (1 + 3 + 9.0/2)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"chi-square of 2 degrees at 20", ofChiSquare(20, 2), 2 * math.Exp(-10)},
		{"chi-square of 2 degrees at 0.01", ofChiSquare(0.01, 2), -2 * math.Expm1(-0.005)},
		{"chi-square of 4 degrees at 8", ofChiSquare(8, 4), 2 * 5 * math.Exp(-4)},
		{"chi-square of 10000 degrees at its median", ofChiSquare(9999.3333399, 10000), 1},
		{"normal at 1.96", ofNormal(1.959963984540054), 0.05},
		{"largest of two", ofLargest(1.959963984540054, 2), 1 - 0.95*0.95},
		{"Poisson, 2 of 3", ofPoisson(2, 3), 2 * poisson},
		{"Poisson, 0 of 3", ofPoisson(0, 3), 2 * math.Exp(-3)},
		{"Poisson, 20 of 3", ofPoisson(20, 3), 2 * poissonFrom(20, 3)},
		{"full rank", rankProbability(32), 0.2887880951538411},
		{"all ranks", ranks, 1},
	} {
		if math.Abs(c.got-c.want) > 1e-6*c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

// poissonFrom adds up the probabilities of a count and all above it.
func poissonFrom(count int, mean float64) float64 {
	sum := 0.0
	for k := count; k < count+50; k++ {
		l, _ := math.Lgamma(float64(k + 1))
		sum += math.Exp(float64(k)*math.Log(mean) - mean - l)
	}
	return sum
}
