package study

import "entente/internal/sim"

// Assumptions is the pass over the quantities behind the comparison.
type Assumptions struct {
	Tried        bool       `json:"tried"` // every point
	Why          string     `json:"why"`   // where not
	Replications int        `json:"replications"`
	Delays       int        `json:"delays"`  // times behind the designs
	Assumed      int        `json:"assumed"` // of these, the authors' assumptions
	Numbers      int        `json:"numbers"` // of crises, neither times nor chances
	OwnNumbers   int        `json:"numbersAssumed"`
	Quantities   []Quantity `json:"quantities"`
	Points       []Point    `json:"points"`
}

// Quantity is a number that is moved.
type Quantity struct {
	Path    string   `json:"path"`
	Name    string   `json:"name"` // "the time of P/S"
	Text    string   `json:"text"` // as written
	Low     string   `json:"low"`  // at the low end: "median 20 min"
	High    string   `json:"high"`
	Grade   string   `json:"grade"` // of its source
	Chance  bool     `json:"chance"`
	Assumed bool     `json:"assumed"`
	Unknown bool     `json:"unknown"` // bounds without a probability
	Designs []string `json:"designs"` // those that have it
}

// Point is a place away from the base.
type Point struct {
	Kind     string    `json:"kind"`     // low, high, all-low, all-high or hypercube
	Quantity int       `json:"quantity"` // low, high: index of quantities; else -1
	Settings []Setting `json:"settings"`
	Text     string    `json:"text"`
}

// Setting is where one quantity stands at a point.
type Setting struct {
	Path  string  `json:"path"`
	End   string  `json:"end"`   // low or high
	Share float64 `json:"share"` // of the way from the base to the end
	Value string  `json:"value"` // "median 45 min"
}

// Effect is a contrast at a point, by the plain pairs of the point or by the base
// and the change from it, whichever has the smaller standard error. Points that are
// not listed give exactly the base's, which is listed as point -1.
type Effect struct {
	Point      int   `json:"point"`
	N          int   `json:"n"`
	Difference Float `json:"difference"`
	SE         Float `json:"se"`
}

// Reverse is a point at which a contrast has the opposite sign.
type Reverse struct {
	Point int     `json:"point"`
	Share float64 `json:"share"` // the least share of the way found to reverse it; 1 for several quantities
	Value string  `json:"value"` // where one quantity stands there
	Text  string  `json:"text"`  // "the time of P/S is above 55 min in the median"
}

// Vanish is a point at which a contrast cannot be told from 0.
type Vanish struct {
	Point int    `json:"point"`
	Text  string `json:"text"`
}

// Mover is a quantity that moves a contrast by more than a tenth of it or by more
// than one standard error.
type Mover struct {
	Path  string `json:"path"`
	Name  string `json:"name"`
	Grade string `json:"grade"`
	Low   Float  `json:"low"`  // the contrast at the quantity's low end
	High  Float  `json:"high"` // at its high end
}

func endName(e sim.End) string {
	if e == sim.LowEnd {
		return "low"
	}
	return "high"
}

// triedJSON tells of the pass.
func (r *run) triedJSON() Assumptions {
	a := &r.assumed
	out := Assumptions{Tried: a.why == "", Why: a.why, Replications: a.rows, Quantities: []Quantity{}, Points: []Point{}}
	out.Delays, out.Assumed = r.assumedAmong(func(q *sim.Quantity) bool { return !q.Chance && !q.Number })
	out.Numbers, out.OwnNumbers = r.assumedAmong(func(q *sim.Quantity) bool { return q.Number })
	for i := range a.moved {
		out.Quantities = append(out.Quantities, r.quantityJSON(&a.moved[i]))
	}
	for p := range a.points {
		out.Points = append(out.Points, r.pointJSON(p))
	}
	return out
}

// assumedAmong counts the quantities of a kind behind the designs, and those of them
// that are assumptions, by path.
func (r *run) assumedAmong(is func(q *sim.Quantity) bool) (all, assumed int) {
	seen := map[string]bool{}
	for i := range r.Cells {
		for _, q := range r.Cells[i].Engine.Quantities() {
			if !is(&q) || seen[q.Path] {
				continue
			}
			seen[q.Path] = true
			all++
			if q.Assumed {
				assumed++
			}
		}
	}
	return all, assumed
}

func (r *run) quantityJSON(m *moved) Quantity {
	q := Quantity{Path: m.Path, Name: quantityName(m.Path, m.Chance), Text: m.Text, Grade: r.grade(m), Chance: m.Chance,
		Assumed: m.Assumed, Unknown: m.unknown, Designs: []string{}}
	q.Low = sim.Describe(m.Quantity, sim.Setting{Path: m.Path, End: sim.LowEnd, Share: 1})
	q.High = sim.Describe(m.Quantity, sim.Setting{Path: m.Path, End: sim.HighEnd, Share: 1})
	for d, id := range r.designs {
		for s := range r.scenarios {
			if m.in[r.cells[s][d]] {
				q.Designs = append(q.Designs, id)
				break
			}
		}
	}
	return q
}

func (r *run) pointJSON(p int) Point {
	pt := &r.assumed.points[p]
	out := Point{Kind: pt.kind, Quantity: pt.quantity, Text: r.pointText(p), Settings: []Setting{}}
	for _, s := range pt.settings {
		out.Settings = append(out.Settings, Setting{s.Path, endName(s.End), s.Share, sim.Describe(r.assumed.byPath(s.Path).Quantity, s)})
	}
	return out
}
