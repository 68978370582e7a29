package timing

import "math"

// Constraint says that the time from event From to event To lies in [Low, High]
// seconds. Event 0 is the start of the scenario.
type Constraint struct {
	From, To  int
	Low, High float64
}

// Window is when an event can happen: earliest and latest, in seconds after the
// start; Latest may be +Inf.
type Window struct{ Earliest, Latest float64 }

// Solve returns when each of the events 0 … n can happen under the constraints,
// event k never before event k-1; ok is false if they contradict each other.
// Method: shortest paths in the graph of difference constraints (Dechter, Meiri
// and Pearl 1991, "Temporal constraint networks"), O(n³).
func Solve(n int, constraints []Constraint) (windows []Window, ok bool) {
	size := n + 1
	d := make([]float64, size*size) // d[i][j]: greatest time from i to j
	for i := range d {
		d[i] = math.Inf(1)
	}
	tighten := func(i, j int, bound float64) {
		if bound < d[i*size+j] {
			d[i*size+j] = bound
		}
	}
	for i := range size {
		tighten(i, i, 0)
		if i > 0 {
			tighten(i, i-1, 0)
		}
	}
	for _, c := range constraints {
		tighten(c.From, c.To, c.High)
		tighten(c.To, c.From, -c.Low)
	}
	for k := range size {
		for i := range size {
			via := d[i*size+k]
			if math.IsInf(via, 1) {
				continue
			}
			for j := range size {
				if sum := via + d[k*size+j]; sum < d[i*size+j] {
					d[i*size+j] = sum
				}
			}
		}
	}
	for i := range size {
		if d[i*size+i] < -1e-6 {
			return nil, false
		}
	}
	for i := range size {
		windows = append(windows, Window{Earliest: math.Max(0, -d[i*size]), Latest: d[i]})
	}
	return windows, true
}
