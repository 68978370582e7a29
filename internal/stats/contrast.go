package stats

import "math"

// Contrast compares two designs in one column over paired replications: a
// confidence sequence for the mean of the difference a - b, how often the two were
// the same, and what the pairing gained. A pair in which either number is NaN or
// infinite is passed over; the contrast is one of the other pairs.
type Contrast struct {
	mean             *Mean
	pairs, equal     int
	firstA, firstB   float64
	a, b, aa, bb, ab total // about the first pair
}

// NewContrast returns an empty contrast for differences in [-limit, limit], limit
// positive and finite, at level 0 < alpha < 1. It panics on other arguments.
func NewContrast(limit, alpha float64) *Contrast {
	return &Contrast{mean: NewMean(-limit, limit, alpha)}
}

// Add takes in the numbers of the two designs in the next replication. Their
// difference must lie in the range, see [Mean.Add].
func (c *Contrast) Add(a, b float64) {
	if math.IsNaN(a-b) || math.IsInf(a-b, 0) {
		return
	}
	if c.pairs == 0 {
		c.firstA, c.firstB = a, b
	}
	c.mean.Add(a - b)
	c.pairs++
	if a == b {
		c.equal++
	}
	a, b = a-c.firstA, b-c.firstB
	c.a.add(a)
	c.b.add(b)
	c.aa.add(mul(a, a))
	c.bb.add(mul(b, b))
	c.ab.add(mul(a, b))
}

// Pairs returns the number of pairs taken in.
func (c *Contrast) Pairs() int { return c.pairs }

// Equal returns in how many pairs a and b were the same.
func (c *Contrast) Equal() int { return c.equal }

// Value returns the mean difference a - b, NaN if there is no pair.
func (c *Contrast) Value() float64 { return c.mean.Value() }

// Interval takes a look: it returns the interval for the mean difference, see
// [Mean.Interval].
func (c *Contrast) Interval() (low, high float64) { return c.mean.Interval() }

// moment returns the sample covariance of two columns from their sums and that of
// their products, NaN for fewer than two pairs.
func (c *Contrast) moment(x, y, xy total) float64 {
	n := float64(c.pairs)
	if n < 2 {
		return math.NaN()
	}
	return (xy.value() - mul(x.value(), y.value())/n) / (n - 1)
}

// Variance returns the sample variance of the difference, NaN for fewer than two
// pairs.
func (c *Contrast) Variance() float64 {
	varA, varB, cov := c.moments()
	return math.Max(0, varA+varB-2*cov)
}

// IndependentVariance returns the variance that the difference would have had if
// the two designs had run on independent replications: that of a and that of b
// together. NaN for fewer than two pairs.
func (c *Contrast) IndependentVariance() float64 {
	varA, varB, _ := c.moments()
	return varA + varB
}

// Gain returns by how many the replications would have had to be multiplied, had
// they been independent, for the same variance of the mean difference:
// IndependentVariance over Variance. It is infinite if the differences are all the
// same while the columns vary, and NaN if nothing varies or for fewer than two
// pairs.
func (c *Contrast) Gain() float64 { return c.IndependentVariance() / c.Variance() }

func (c *Contrast) moments() (varA, varB, cov float64) {
	return math.Max(0, c.moment(c.a, c.a, c.aa)), math.Max(0, c.moment(c.b, c.b, c.bb)), c.moment(c.a, c.b, c.ab)
}
