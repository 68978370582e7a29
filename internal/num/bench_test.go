package num

import (
	"math"
	"testing"
)

// The functions on evenly spread shares, beside those of package math.
func Benchmark(b *testing.B) {
	for _, f := range []struct {
		name string
		at   func(u float64) float64
	}{
		{"nothing", func(u float64) float64 { return u }},
		{"Exp", func(u float64) float64 { return Exp(8*u - 4) }},
		{"Exp/math", func(u float64) float64 { return math.Exp(8*u - 4) }},
		{"Log", Log},
		{"Log/math", math.Log},
		{"Log1p", func(u float64) float64 { return Log1p(-u) }},
		{"Log1p/math", func(u float64) float64 { return math.Log1p(-u) }},
		{"Expm1", func(u float64) float64 { return Expm1(-u) }},
		{"NormalQuantile", NormalQuantile},
		{"NormalQuantile/middle", func(u float64) float64 { return NormalQuantile(0.02 + 0.4*u) }},
		{"NormalQuantile/centre", func(u float64) float64 { return NormalQuantile(0.45 + 0.1*u) }},
		{"NormalQuantile/tail", func(u float64) float64 { return NormalQuantile(u / 64) }},
		{"NormalCDF", func(u float64) float64 { return NormalCDF(8*u - 4) }},
		{"Pow", func(u float64) float64 { return Pow(3, u) }},
	} {
		b.Run(f.name, func(b *testing.B) {
			u, sum := 0.25, 0.0
			for b.Loop() {
				u += 0.618033988749895
				if u >= 1 {
					u--
				}
				sum += f.at(u)
			}
			if sum != sum {
				b.Fatal("not a number")
			}
		})
	}
}
