package stats

import "math"

// total is a sum with the correction of A. Neumaier, docs/references.bib
// [neumaier1974]: its error does not grow with the number of terms.
type total struct{ sum, lost float64 }

func (t *total) add(x float64) {
	s := t.sum + x
	if math.Abs(t.sum) >= math.Abs(x) {
		t.lost += (t.sum - s) + x
	} else {
		t.lost += (x - s) + t.sum
	}
	t.sum = s
}

func (t total) value() float64 { return t.sum + t.lost }

// mul is a product rounded once: the conversion keeps the compiler from joining
// the product with a sum around it, which some machines would round differently.
func mul(a, b float64) float64 { return float64(a * b) }
