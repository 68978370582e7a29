package study

import (
	"math"
	"slices"
	"strings"
)

// Regret, and the order that it gives (docs/semantics.md S55).

// Order is how the designs stand to each other in one preferred number, over all
// scenarios. No number is added up over scenarios or measures.
type Order struct {
	Measure string   `json:"measure"`
	Column  string   `json:"column"`
	Name    string   `json:"name"`   // in words: "whether war is reached"
	Prefer  string   `json:"prefer"` // less or more
	Unit    string   `json:"unit"`
	Regrets []Regret `json:"regrets"`
	Pairs   []Pair   `json:"pairs"` // each two designs once
}

// Regret is how far the mean of a design is from the best of those that answer, under
// one scenario.
type Regret struct {
	Design   string `json:"design"`
	Scenario string `json:"scenario"`
	Value    Float  `json:"value"`
	Range    *Range `json:"range"` // over the points tried
}

// Pair is how two designs stand to each other.
type Pair struct {
	Design    string   `json:"design"`
	Other     string   `json:"other"`
	Relation  string   `json:"relation"`  // better: the design is never worse than the other, and better under the scenarios; alike; or not-compared
	Scenarios []string `json:"scenarios"` // where it is better
	Why       string   `json:"why"`       // of not-compared
}

// Relations of a pair.
const (
	pairBetter = "better"
	pairAlike  = "alike"
	pairNot    = "not-compared"
)

// order is a preferred number.
type order struct {
	column  int
	feature feature
	more    bool
	regrets [][]span // by scenario, design: over the points tried; nil before
}

// fixOrders lists the preferred numbers.
func (r *run) fixOrders() {
	for _, p := range r.Study.Prefer {
		for i := range r.columns {
			c := &r.columns[i]
			if r.measure(c).ID == p.Measure && r.leads(c) && !r.toldOnly(c) {
				r.orders = append(r.orders, &order{column: i, feature: featuresOf(c, nil)[0], more: p.More})
			}
		}
	}
}

// fixRanked adds the contrasts that the orders and the frontier need beside those
// with the first design.
func (r *run) fixRanked() {
	r.fixOrders()
	for _, o := range r.orders {
		for s := range r.scenarios {
			for b := 2; b < len(r.designs); b++ {
				for a := 1; a < b; a++ {
					r.contrast(ranked, place2{s, a}, place2{s, b}, o.column, o.feature)
				}
			}
			if len(r.designs) == 1 && r.onFrontier(o) {
				for t := range s {
					if r.between(r.cells[t][0], r.cells[s][0], o) == nil { // a contrast of casts may be it
						r.contrast(ranked, place2{t, 0}, place2{s, 0}, o.column, o.feature)
					}
				}
			}
		}
	}
}

// between finds the contrast of b less a in a preferred number.
func (r *run) between(a, b int, o *order) *contrast {
	for _, c := range r.contrasts {
		if c.a == a && c.b == b && c.column == o.column && c.feature.kind == o.feature.kind && c.feature.label == o.feature.label {
			return c
		}
	}
	return nil
}

// side is how one cell stands to another in a preferred number: +1 better, -1 worse,
// 0 alike; or not decided, and why.
type side struct {
	sign    int
	decided bool
	why     string
}

// stands says how cell x stands to cell y.
func (r *run) stands(x, y int, o *order) side {
	c, turn := r.between(x, y, o), 1
	if c == nil {
		c, turn = r.between(y, x, o), -1
	}
	if c == nil {
		return side{why: "one of them does not say"}
	}
	j := r.judge(c)
	sign, ok := r.signOverall(c, &j)
	if !ok {
		return side{why: notDecided(&j)}
	}
	if !o.more {
		sign = -sign
	}
	return side{sign: -turn * sign, decided: true} // the contrast is the second less the first
}

// notDecided says why two cells are not compared.
func notDecided(j *judged) string {
	switch j.status {
	case Depends:
		if alike := trimAlike(j.why); alike != j.why {
			return "it is " + j.why
		}
		return "it " + j.why
	case Undecided:
		return "it is undecided: " + j.why
	case Nothing:
		return "it arises " + j.why
	case Vanishes:
		return "it is " + j.why
	}
	return "it is not decided at every point tried"
}

// signOverall is the sign of a contrast at the base and at every point tried, where
// it is the same, or the two are alike there; ok is false where that is not so.
func (r *run) signOverall(c *contrast, j *judged) (sign int, ok bool) {
	t := &c.told
	switch {
	case r.looked == 0 || t.pairs == 0 || r.assumed.why != "":
		return 0, false
	case r.unfinished(c) != "" || r.unfinishedAt(c) != "":
		return 0, false
	case t.same && t.sign() == 0 && c.neverDiffers(r.assumed.done):
		return 0, true
	case t.beyond || t.sign() == 0 && j.status != Alike && j.status != Depends:
		return 0, false
	}
	sign = t.sign()
	for p := range r.assumed.done {
		e := &c.effect.at[p]
		if e.same {
			continue
		}
		switch s := e.sign(); {
		case s == 0 && (e.pairs == 0 || math.Abs(e.diff)+seSign*e.se > t.half):
			return 0, false
		case s == 0 || s == sign:
		case sign == 0 && math.Abs(e.diff)-seSign*e.se <= t.half:
			// apart, but by no more than the precision asked: alike
		default:
			return 0, false
		}
	}
	return sign, true
}

// holdRegrets keeps the regrets at a point: at the base where nothing was moved.
func (r *run) holdRegrets(scenarios []int, there []placed) {
	for _, o := range r.orders {
		if o.regrets == nil {
			o.regrets = make([][]span, len(r.scenarios))
			for s := range o.regrets {
				for range r.designs {
					o.regrets[s] = append(o.regrets[s], span{math.Inf(1), math.Inf(-1)})
				}
			}
		}
		for _, s := range scenarios {
			for d, x := range r.regretsAt(o, s, there) {
				o.regrets[s][d].hold(x)
			}
		}
	}
}

// regretsAt are the regrets of the designs under a scenario, at a point where some
// estimates stand elsewhere than at the base; NaN where a design says nothing.
func (r *run) regretsAt(o *order, scenario int, there []placed) []float64 {
	out := make([]float64, len(r.designs))
	best := math.NaN()
	for d := range r.designs {
		out[d] = math.NaN()
		if r.silentOn(d, r.columns[o.column].Measure).unspecified != "" {
			continue
		}
		out[d] = r.meanAt(r.cells[scenario][d], o, there)
		if x := out[d]; !math.IsNaN(x) && (math.IsNaN(best) || (x > best) == o.more) {
			best = x
		}
	}
	col := r.column(r.cells[scenario][0], o.column)
	for d := range out {
		if out[d] = math.Abs(out[d] - best); out[d] < roundingShare*o.feature.reach(col) {
			out[d] = 0
		}
	}
	return out
}

// meanAt is a preferred number of a cell.
func (r *run) meanAt(cell int, o *order, there []placed) float64 {
	for i, e := range r.estimates {
		if e.cell != cell || e.column != o.column || e.feature.kind != o.feature.kind || e.feature.label != o.feature.label {
			continue
		}
		if k := slices.IndexFunc(there, func(p placed) bool { return p.estimate == i }); k >= 0 {
			return there[k].value
		}
		return e.told.value
	}
	return math.NaN()
}

// ordersJSON tells of the orders of designs; of one design there is none.
func (r *run) ordersJSON() []Order {
	var out []Order
	for _, o := range r.orders {
		if len(r.designs) < 2 {
			break
		}
		col := &r.columns[o.column]
		x := Order{Measure: r.measure(col).ID, Column: col.Name, Name: r.orderName(o), Prefer: preferWord(o.more), Unit: unitOf(col), Regrets: []Regret{}, Pairs: []Pair{}}
		for s := range r.scenarios {
			for d, value := range r.regretsAt(o, s, nil) {
				g := Regret{Design: r.designs[d], Scenario: r.scenarios[s], Value: Float(value)}
				if o.regrets != nil && o.regrets[s][d].low <= o.regrets[s][d].high && r.assumed.why == "" {
					g.Range = &Range{Float(o.regrets[s][d].low), Float(o.regrets[s][d].high)}
				}
				x.Regrets = append(x.Regrets, g)
			}
		}
		for b := range r.designs {
			for a := range b {
				x.Pairs = append(x.Pairs, r.pairOf(o, a, b))
			}
		}
		out = append(out, x)
	}
	return out
}

// orderName is a preferred number in words.
func (r *run) orderName(o *order) string {
	p := r.phraseOf(&contrast{column: o.column, feature: o.feature})
	return p.topic
}

// pairOf says how two designs stand to each other over the scenarios.
func (r *run) pairOf(o *order, a, b int) Pair {
	out := Pair{Design: r.designs[a], Other: r.designs[b], Scenarios: []string{}, Relation: pairNot}
	for _, d := range []int{a, b} {
		if s := r.silentOn(d, r.columns[o.column].Measure); s.unspecified != "" {
			out.Why = r.designName(d) + " is unspecified"
			return out
		}
	}
	var better, worse, not []string
	for s := range r.scenarios {
		switch x := r.stands(r.cells[s][a], r.cells[s][b], o); {
		case !x.decided:
			not = append(not, r.underScenario(s)+x.why)
		case x.sign > 0:
			better = append(better, r.scenarios[s])
		case x.sign < 0:
			worse = append(worse, r.scenarios[s])
		}
	}
	switch {
	case len(not) > 0:
		out.Why = strings.Join(firstFew(not), "; ")
	case len(better) > 0 && len(worse) > 0:
		out.Why = r.designName(a) + " is better under " + and(better) + ", " + r.designName(b) + " under " + and(worse)
	case len(better) > 0:
		out.Relation, out.Scenarios = pairBetter, better
	case len(worse) > 0:
		out.Design, out.Other, out.Relation, out.Scenarios = out.Other, out.Design, pairBetter, worse
	default:
		out.Relation = pairAlike
	}
	return out
}

// underScenario leads what is said of one scenario, where there are several.
func (r *run) underScenario(s int) string {
	if len(r.scenarios) < 2 {
		return ""
	}
	return "under " + r.scenarios[s] + " "
}

// firstFew keeps the first reasons and counts the rest.
func firstFew(list []string) []string {
	if len(list) <= reasonsShown {
		return list
	}
	return append(slices.Clone(list[:reasonsShown]), "and under "+plural(len(list)-reasonsShown, "further scenario"))
}

func trimAlike(why string) string { return strings.TrimPrefix(why, alikeAtBase) }
