package study

import (
	"context"
	"fmt"
	"math"
	"path"
	"slices"
	"sync"

	"entente/internal/diag"
	"entente/internal/sim"
)

// BreakEven is where the numbers of the study's `break-even` turn one comparison
// (docs/semantics.md S56).
type BreakEven struct {
	Name     string           `json:"name"`     // of what is compared: "whether war is reached"
	Of       string           `json:"of"`       // the design, or the scenario where there is one design
	Against  string           `json:"against"`  // the first one
	Scenario string           `json:"scenario"` // "" where scenarios are compared
	Column   string           `json:"column"`
	More     string           `json:"more"` // what it is on one side: "more often"
	Less     string           `json:"less"`
	Axes     []BreakEvenAxis  `json:"axes"`   // one or two
	Points   []BreakEvenPoint `json:"points"` // by the first of two numbers, ascending; one point of one number
}

// BreakEvenAxis is a number that is moved.
type BreakEvenAxis struct {
	Path    string `json:"path"`
	Name    string `json:"name"`
	Low     Float  `json:"low"` // seconds, or a number
	High    Float  `json:"high"`
	Unit    string `json:"unit"` // seconds, share or number
	LowText string `json:"lowText"`
	HiText  string `json:"highText"`
}

// BreakEvenPoint is where the last number turns the comparison, at a place of the
// first.
type BreakEvenPoint struct {
	At        Float  `json:"at"` // of the first of two numbers; null of one
	AtText    string `json:"atText"`
	Turns     Float  `json:"turns"` // null where it does not
	TurnsText string `json:"turnsText"`
	Ratio     Float  `json:"ratio"` // the last number over the first, where both are above 0 and of one unit
	Below     string `json:"below"` // more or less: what it is below the turn; "" where it does not turn
	Again     bool   `json:"again"` // it turns back further on
	Stays     string `json:"stays"` // more, less, alike or not-told: what it is over the whole range, where it does not turn
}

const (
	breakEvenPlaces = 9   // of the first number
	breakEvenRows   = 500 // replications at each place
	breakEvenMost   = 12  // comparisons
)

// axis is a number of `break-even`.
type axis struct {
	quantity sim.Quantity
	in       []bool // by cell
}

// axes finds the numbers of the study's `break-even` in the designs.
func (r *run) axes() ([]axis, error) {
	var out []axis
	for _, path := range r.Study.BreakEven {
		x := axis{in: make([]bool, len(r.Cells))}
		var all []string
		for cell := range r.Cells {
			for _, q := range r.Cells[cell].Engine.Quantities() {
				all = append(all, q.Path)
				if q.Path == path {
					x.quantity, x.in[cell] = q, true
				}
			}
		}
		if x.quantity.Path == "" {
			near := diag.Nearest(path, all)
			if near != "" {
				near = fmt.Sprintf("; did you mean %q?", near)
			}
			return nil, fmt.Errorf("break-even: no design has a number %q%s", path, near)
		}
		out = append(out, x)
	}
	return out, nil
}

// pairing is one comparison that may turn.
type pairing struct {
	a, b  int // cells
	order order
}

// turning lists the comparisons of the break-even.
func (r *run) turning() []pairing {
	list := r.orders
	if len(list) == 0 {
		for i := range r.columns {
			if c := &r.columns[i]; c.Measure == 0 && r.leads(c) && !r.toldOnly(c) {
				list = append(list, &order{column: i, feature: featuresOf(c, nil)[0]})
			}
		}
	}
	var out []pairing
	for _, o := range list {
		for s := range r.scenarios {
			for d := 1; d < len(r.designs); d++ {
				if r.silentOn(d, r.columns[o.column].Measure).unspecified == "" && r.silentOn(0, r.columns[o.column].Measure).unspecified == "" {
					out = append(out, pairing{r.cells[s][0], r.cells[s][d], *o})
				}
			}
			if len(r.designs) == 1 && s > 0 {
				out = append(out, pairing{r.cells[0][0], r.cells[s][0], *o})
			}
		}
	}
	return out
}

// searchBreakEven finds where the numbers turn the comparisons.
func (r *run) searchBreakEven(ctx context.Context) []BreakEven {
	if len(r.breakAxes) == 0 || r.interrupted || r.runs == 0 {
		return nil
	}
	places := 1
	if len(r.breakAxes) == 2 {
		places = breakEvenPlaces
	}
	var out []BreakEven
	list := r.turning()
	r.turnsLeft = max(0, len(list)-breakEvenMost)
	list = list[:len(list)-r.turnsLeft]
	for i := range list {
		out = append(out, r.breakEvenOf(&list[i], places))
	}
	var mu sync.Mutex
	done := 0
	total := len(list) * places
	_ = each(ctx, r.Workers, total, func(_, i int) error {
		c, k := &list[i/places], i%places
		out[i/places].Points[k] = r.turnAt(ctx, c, k, places)
		mu.Lock()
		defer mu.Unlock()
		done++
		r.report(Progress{Phase: "break-even", Done: done, Total: total})
		return nil
	})
	if ctx.Err() != nil {
		r.interrupted = true
		return nil
	}
	return out
}

func (r *run) breakEvenOf(c *pairing, places int) BreakEven {
	p := r.phraseOf(&contrast{column: c.order.column, feature: c.order.feature})
	a, b := &r.Cells[c.a], &r.Cells[c.b]
	out := BreakEven{Name: p.topic, Of: r.nameOf(b.Design), Against: r.nameOf(a.Design), Scenario: b.Scenario, Column: r.columns[c.order.column].Name,
		More: p.more, Less: p.less, Axes: []BreakEvenAxis{}, Points: make([]BreakEvenPoint, places)}
	if a.Scenario != b.Scenario {
		out.Of, out.Against, out.Scenario = b.Scenario, a.Scenario, ""
	}
	for i := range r.breakAxes {
		q := r.breakAxes[i].quantity
		unit := "seconds"
		switch {
		case q.Number:
			unit = "number"
		case q.Chance:
			unit = "share"
		}
		low, high := settingAt(q.Path, 0), settingAt(q.Path, 1)
		out.Axes = append(out.Axes, BreakEvenAxis{q.Path, quantityName(q.Path, q.Chance), Float(sim.ValueAt(q, low)), Float(sim.ValueAt(q, high)), unit, sim.Describe(q, low), sim.Describe(q, high)})
	}
	return out
}

// turnAt searches the last number at the k-th place of the first of two.
func (r *run) turnAt(ctx context.Context, c *pairing, k, places int) BreakEvenPoint {
	out := BreakEvenPoint{At: Float(math.NaN()), Turns: Float(math.NaN()), Ratio: Float(math.NaN())}
	var at []sim.Setting
	last := &r.breakAxes[len(r.breakAxes)-1]
	if len(r.breakAxes) == 2 {
		first := &r.breakAxes[0]
		s := settingAt(first.quantity.Path, float64(k)/float64(places-1))
		at = append(at, s)
		out.At, out.AtText = Float(sim.ValueAt(first.quantity, s)), sim.Describe(first.quantity, s)
	}
	known := map[float64]effect{}
	there := func(u float64) effect {
		e, ok := known[u]
		if !ok {
			e = r.effectAt(ctx, c, append(slices.Clone(at), settingAt(last.quantity.Path, u)))
			known[u] = e
		}
		return e
	}
	sign := func(u float64) int { e := there(u); return e.sign() }
	from, to := 0.0, 1.0
	switch low, middle, high := sign(0), sign(0.5), sign(1); {
	case ctx.Err() != nil:
		return out
	case low*high < 0:
	case low*middle < 0:
		to, out.Again = 0.5, middle*high < 0
	case middle*high < 0:
		from = 0.5
	default:
		e := there(0.5)
		switch {
		case low == high && low == middle && low != 0:
			out.Stays = preferWord(low > 0)
		case e.pairs > 0 && e.differ == 0 && known[0].differ == 0 && known[1].differ == 0:
			out.Stays = "alike"
		default:
			out.Stays = "not-told"
		}
		return out
	}
	side := sign(from)
	out.Below = preferWord(side > 0)
	for range halvings {
		u := (from + to) / 2
		if there(u).diff*float64(side) > 0 {
			from = u
		} else {
			to = u
		}
		if ctx.Err() != nil {
			return out
		}
	}
	s := settingAt(last.quantity.Path, (from+to)/2)
	out.Turns, out.TurnsText = Float(sim.ValueAt(last.quantity, s)), sim.Describe(last.quantity, s)
	if len(at) == 1 && r.breakAxes[0].quantity.Number == last.quantity.Number && r.breakAxes[0].quantity.Chance == last.quantity.Chance &&
		path.Base(r.breakAxes[0].quantity.Path) == path.Base(last.quantity.Path) && out.At > 0 && out.Turns > 0 {
		out.Ratio = out.Turns / out.At
	}
	return out
}

// effectAt is the difference of b less a where some numbers stand elsewhere; nothing is
// told where a replication stops before its end.
func (r *run) effectAt(ctx context.Context, c *pairing, at []sim.Setting) effect {
	var out effect
	var m moments
	runners := [2]Runner{}
	for i, cell := range []int{c.a, c.b} {
		var has []sim.Setting
		for k := range at {
			if r.breakAxes[k+len(r.breakAxes)-len(at)].in[cell] {
				has = append(has, at[k])
			}
		}
		runners[i] = r.Cells[cell].Engine.With(has).NewRunner()
	}
	in := contrast{reach: c.order.feature.reach(r.column(c.a, c.order.column))}
	rows := [2][]float64{make([]float64, len(r.columns)), make([]float64, len(r.columns))}
	for n := range min(r.runs, breakEvenRows) {
		if n%64 == 0 && ctx.Err() != nil {
			return out
		}
		for i := range runners {
			if o := runners[i].Run(r.Seed, uint64(n), rows[i]); o.Missing != nil || o.Cut {
				return effect{differ: 1, diff: math.NaN()}
			}
		}
		x, y := in.level(c.order.feature.of(rows[0][c.order.column]), c.order.feature.of(rows[1][c.order.column]))
		if math.IsNaN(y - x) {
			continue
		}
		m.add(y - x)
		if x != y {
			out.differ++
		}
	}
	out.pairs, out.diff, out.se = int(m.n), m.mean, m.se()
	return out
}
