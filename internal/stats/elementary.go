package stats

import "math"

// This file is the only one that computes exponentials and logarithms.

func exp(x float64) float64 { return math.Exp(x) }

func ln(x float64) float64 { return math.Log(x) }

// mul is a product rounded once: the conversion keeps the compiler from joining
// the product with a sum around it, which some machines would round differently.
func mul(a, b float64) float64 { return float64(a * b) }
