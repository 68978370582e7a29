package stats

// cellCount is the number of equal cells of the unit interval in which power sums
// are kept. Two-valued data fall into two cells and lose almost nothing; data of a
// small spread fall into one or two.
const cellCount = 16

// powers is the power sums of the observations of one cell about its centre.
type powers struct{ n, d1, d2, d3, d4 float64 }

// cells is the power sums of observations in [0, 1].
type cells [cellCount]powers

// centre returns the middle of cell i.
func centre(i int) float64 { return mul(float64(i)+0.5, 1.0/cellCount) }

// add takes in one observation u in [0, 1].
func (c *cells) add(u float64) {
	i := min(int(u*cellCount), cellCount-1)
	d := u - centre(i)
	d2 := mul(d, d)
	p := &c[i]
	p.n++
	p.d1 += d
	p.d2 += d2
	p.d3 += mul(d, d2)
	p.d4 += mul(d2, d2)
}

// heap is the power sums of one cell that is not empty, with its centre.
type heap struct {
	powers
	at float64
}

// upward returns the cells that are not empty.
func (c *cells) upward() []heap {
	var out []heap
	for i, p := range c {
		if p.n > 0 {
			out = append(out, heap{p, centre(i)})
		}
	}
	return out
}

// downward returns the cells of the observations 1 - u.
func (c *cells) downward() []heap {
	var out []heap
	for i, p := range c {
		if p.n > 0 {
			p.d1, p.d3 = -p.d1, -p.d3
			out = append(out, heap{p, 1 - centre(i)})
		}
	}
	return out
}
