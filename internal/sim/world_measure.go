package sim

import (
	"math"
	"slices"
	"strings"

	"entente/internal/model"
)

// What is measured of a crisis (S53).

// timesMax is up to what is counted.
const timesMax = 1000

// gap is the dissonance of two parties.
type gap struct {
	p, q  int32
	now   int32
	peak  int32
	since float64
	area  float64
}

// gapsOf lists the dissonances that are measured.
func gapsOf(p *Plan) []gap {
	var out []gap
	for i := range p.measures {
		if m := &p.measures[i]; m.of == dissonance {
			out = append(out, gap{p: m.a, q: m.b})
		}
	}
	return out
}

// until adds up the time in which it stayed as it is.
func (g *gap) until(now float64) {
	g.area += float64(float64(g.now) * (now - g.since))
	g.since = now
}

func (g *gap) see(w *world) {
	g.now = w.pictures[g.p] - w.pictures[g.q]
	if g.now < 0 {
		g.now = -g.now
	}
	g.peak = max(g.peak, g.now)
}

// ofCrisis are the kinds of measures of a crisis.
var ofCrisis = map[string]measureKind{"peak-rung": peakRung, "threshold": threshold, "dissonance": dissonance, "stock": stockOf, "taken": takenOf, "programme": programmeOf, "crossed": crossedOf}

// crisisMeasure plans a measure of a crisis: one of those, or false.
func (c *compiler) crisisMeasure(m *model.Measure, out *measure) (lacks, known bool) {
	if out.of, known = ofCrisis[m.Kind]; !known {
		return false, false
	}
	out.a, out.b, lacks = inCrisis(c.p.a, crisisOf(c.p.s), m)
	if !lacks && out.of == dissonance {
		c.p.world.perAct = true
	}
	return lacks, true
}

// crisisOf returns the crisis of a scenario, or nil.
func crisisOf(s *model.Scenario) *model.Crisis {
	if s == nil || s.Crisis == nil {
		return nil
	}
	return s.Crisis.Crisis
}

// inCrisis finds what a measure is of: the element, or the two parties, or -1 where
// it is of none; lacks says that the crisis has it not.
func inCrisis(a *model.Arrangement, crisis *model.Crisis, m *model.Measure) (x, y int32, lacks bool) {
	if crisis == nil {
		return -1, -1, true
	}
	party := func(name string) int32 {
		return int32(slices.IndexFunc(a.Parties, func(x model.Party) bool { return id(&x.Meta) == name || x.ID == name }))
	}
	x, y = -1, -1
	switch ofCrisis[m.Kind] {
	case peakRung:
		if m.Of == "actual" {
			return -1, -1, false
		}
		x = party(m.Of)
	case threshold:
		x = int32(slices.IndexFunc(crisis.Rungs, func(r model.Rung) bool { return r.ID == m.Of }))
	case dissonance:
		p, q, _ := strings.Cut(m.Of, ", ")
		x, y = party(p), party(q)
		return x, y, x < 0 || y < 0
	case stockOf:
		x = int32(slices.IndexFunc(crisis.Stocks, func(s model.Stock) bool { return s.ID == m.Of }))
	case takenOf:
		x = int32(slices.IndexFunc(crisis.Options, func(o model.Option) bool { return o.ID == m.Of && !o.Lacking }))
	case programmeOf:
		x = int32(slices.IndexFunc(crisis.Programmes, func(p model.Programme) bool { return p.ID == m.Of }))
	case crossedOf:
		x = int32(slices.IndexFunc(crisis.Lines, func(l model.Line) bool { return l.ID == m.Of }))
	}
	return x, y, x < 0
}

// crisisColumns adds the columns of a measure of a crisis.
func (c *compiler) crisisColumns(m *measure, kind string, add func(suffix string, kind ColumnKind, low, top float64)) {
	top := 1.0
	if w := c.p.world; w != nil {
		top = math.Max(float64(len(w.crisis.Rungs)-1), 1)
	}
	switch kind {
	case "peak-rung":
		add("", Number, 0, top)
	case "dissonance":
		add("", Number, 0, top)
		add(".peak", Number, 0, top)
		add(".of-acts", Number, 0, top)
	case "stock":
		low, high := 0.0, 1.0
		if m.of == stockOf {
			low, high = c.p.world.stocks[m.a].low, c.p.world.stocks[m.a].high
		}
		for _, suffix := range []string{"", ".end", ".lowest", ".highest"} {
			add(suffix, Number, low, high)
		}
	case "threshold", "taken", "programme", "crossed":
		add("", Time, 0, c.p.horizon)
		add(".done", Flag, 0, 1)
		switch kind {
		case "taken":
			add(".times", Number, 0, timesMax)
		case "programme":
			add(".lost", Number, 0, timesMax)
		}
	}
}

// finish writes the columns of a measure of the crisis.
func (w *world) finish(r *Runner, plan *measure, out []float64) {
	came := func(at float64, yes bool) {
		out[0], out[1] = r.p.horizon, 0
		if yes {
			out[0], out[1] = at, 1
		}
	}
	switch plan.of {
	case peakRung:
		if plan.a >= 0 {
			out[0] = float64(w.peaks[plan.a])
			return
		}
		for i, t := range w.firstAt {
			if t >= 0 {
				out[0] = float64(i)
			}
		}
	case threshold:
		came(w.firstAt[plan.a], w.firstAt[plan.a] >= 0)
	case dissonance:
		for i := range w.gaps {
			if g := &w.gaps[i]; g.p == plan.a && g.q == plan.b {
				g.until(r.now)
				out[0], out[1] = g.area/math.Max(r.now, 1e-9), float64(g.peak)
			}
		}
		out[2] = w.ofActs(plan.a, plan.b)
	case stockOf:
		w.move(r, plan.a, w.value(r, plan.a))
		s := &w.stocks[plan.a]
		out[0], out[1], out[2], out[3] = s.x, s.x, s.low, s.high
		if r.now > 0 {
			out[0] = clampTo(s.area/r.now, s.low, s.high)
		}
	case takenOf:
		o := &w.options[plan.a]
		came(o.first, o.taken > 0)
		out[2] = math.Min(float64(o.taken), timesMax)
	case programmeOf:
		g := &w.progs[plan.a]
		came(g.at, g.done)
		out[2] = math.Min(float64(g.lost), timesMax)
	case crossedOf:
		came(w.crossed[plan.a], w.crossed[plan.a] >= 0)
	}
}

// ofActs returns the mean number of rungs between what two parties read an act as;
// NaN where both have read none.
func (w *world) ofActs(p, q int32) float64 {
	n, sum := 0, 0
	for i := range w.acts {
		a, b := w.readAs[i*w.plan.parties+int(p)], w.readAs[i*w.plan.parties+int(q)]
		if a < 0 || b < 0 {
			continue
		}
		n++
		sum += max(int(a-b), int(b-a))
	}
	return float64(sum) / float64(n)
}
