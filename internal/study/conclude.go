package study

import (
	"math"
	"slices"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/stats"
)

// conclude puts what is known into a Result.
func (r *run) conclude() *Result {
	s := r.Study
	out := &Result{
		Version: Version, Study: s.ID, Title: s.Title, Question: s.Question, Evidence: s.Evidence,
		Seed: r.Seed, Runs: r.runs, RunsMax: r.RunsMax, Looks: r.looks[:r.looked:r.looked], Reason: string(r.stopped), Stop: r.stop, Interrupted: r.interrupted,
		Alpha: r.Alpha, AlphaEach: stats.Share(r.Alpha, len(r.contrasts)), Interval: IntervalLabel,
		Designs: []Named{}, Scenarios: append([]string{}, r.scenarios...), Measures: []Measure{},
		Judgements: []Judgement{}, Contrasts: []Contrast{}, Estimates: []Estimate{}, Checks: []Check{}, Curves: []Curve{}, Examples: []Example{}, Notes: []Note{}, Unspecified: []Unspecified{}, Inherited: []Inherited{},
		Casts: []Cast{}, CastContrasts: []CastContrast{}, Orders: []Order{}, Frontiers: []Frontier{}, BreakEvens: []BreakEven{},
	}
	if r.assumed.why != "" && r.interrupted && r.stopped != stopInterrupted {
		out.Stop += " Then " + r.assumed.why + "."
	}
	for d := range s.Designs {
		out.Designs = append(out.Designs, Named{s.Designs[d].ID, r.designName(d)})
	}
	for i := range s.Measures {
		m := &s.Measures[i]
		out.Measures = append(out.Measures, Measure{m.ID, m.Name.In("en", m.ID), m.Kind, m.Of})
	}
	for i := range s.Casts {
		c := &s.Casts[i]
		rules := []string{}
		for _, x := range c.Rules {
			rules = append(rules, x.Programme+": "+x.Rule)
		}
		out.Casts = append(out.Casts, Cast{c.ID, c.Name.In("en", c.ID), append([]string{}, c.Players...), rules})
	}
	out.Assumptions = r.triedJSON()
	if r.looked > 0 {
		r.tell(out)
	}
	for i := range r.checking {
		out.Checks = append(out.Checks, r.checking[i].told)
	}
	out.Caveat = r.caveat(out)
	return out
}

// tell adds what the last look and the assumptions say.
func (r *run) tell(out *Result) {
	for _, c := range r.contrasts {
		if c.role != byDesign {
			continue
		}
		j := r.judge(c)
		told := r.contrastJSON(c, &j)
		out.Contrasts = append(out.Contrasts, told)
		if r.headline(c) {
			_, body := r.sentence(c, &j)
			out.Judgements = append(out.Judgements, Judgement{told.ID, told.Scenario, told.Design, told.Status, told.Sentence, body, r.rests(&j)})
		}
	}
	for i, e := range r.estimates {
		out.Estimates = append(out.Estimates, r.estimateJSON(i, e))
	}
	out.Curves = append(out.Curves, r.curves()...)
	out.Examples = append(out.Examples, r.examples()...)
	out.Notes = append(out.Notes, r.notes()...)
	out.Unspecified, out.Inherited = r.unspecified(), r.inherited()
	out.CastContrasts = append(out.CastContrasts, r.castContrasts()...)
	out.Orders = append(out.Orders, r.ordersJSON()...)
	out.Frontiers = append(out.Frontiers, r.frontiers()...)
	out.BreakEvens = append(out.BreakEvens, r.turns...)
}

func (r *run) contrastJSON(c *contrast, j *judged) Contrast {
	col := &r.columns[c.column]
	t := &c.told
	out := Contrast{
		ID:       r.idOf(c),
		Scenario: r.scenarios[c.scenario], Measure: r.measure(col).ID, Column: col.Name, Feature: c.feature.name(col),
		Design: r.designs[c.design], Base: r.designs[0], Unit: unitOf(col),
		N: t.pairs, Value: Float(t.value), Low: Float(t.low), High: Float(t.high), Half: Float(t.half), Sign: t.sign(),
		Equal: t.verdict == stats.Equal && r.unfinished(c) == "", Narrow: t.high-t.low <= 2*t.half, Identical: t.same, Gain: Float(t.gain),
		Status: string(j.status), Why: j.why, Points: r.assumed.done, Agree: j.agree,
		Reverse: []Reverse{}, Vanish: []Vanish{}, Effects: []Effect{},
	}
	if j.span != nil {
		out.Range = &Range{Float(j.span.low), Float(j.span.high)}
	}
	for _, v := range j.reverse {
		out.Reverse = append(out.Reverse, Reverse{v.point, v.share, r.valueAt(v), r.reversalText(v)})
	}
	for _, p := range j.vanish {
		if t.sign() != 0 {
			out.Vanish = append(out.Vanish, Vanish{p, r.pointText(p)})
		}
	}
	out.Movers = r.moversJSON(j)
	var weak []*moved
	for _, m := range j.movers {
		weak = append(weak, &r.assumed.moved[m.quantity])
	}
	out.Weakest = r.weakest(weak)
	if c.effect != nil && c.feature.kind != labelIs {
		out.Effects = c.effectsJSON(r.assumed.done)
	}
	where, body := r.sentence(c, j)
	out.Sentence = where + body
	return out
}

// moversJSON lists what moves a contrast.
func (r *run) moversJSON(j *judged) []Mover {
	out := []Mover{}
	for _, m := range j.movers {
		q := &r.assumed.moved[m.quantity]
		out = append(out, Mover{q.Path, quantityName(q.Path, q.Chance), r.grade(q), Float(m.low), Float(m.high)})
	}
	return out
}

// effectsJSON lists the base and the points that differ from it.
func (c *contrast) effectsJSON(points int) []Effect {
	base := &c.effect.base.whole
	out := []Effect{{-1, base.pairs, Float(base.diff), Float(base.se)}}
	for p := range points {
		if e := &c.effect.at[p]; !e.same && (e.diff != base.diff || e.se != base.se) {
			out = append(out, Effect{p, e.pairs, Float(e.diff), Float(e.se)})
		}
	}
	return out
}

func (r *run) estimateJSON(i int, e *estimate) Estimate {
	col := r.column(e.cell, e.column)
	t := &e.told
	out := Estimate{
		Design: r.Cells[e.cell].Design, Scenario: r.Cells[e.cell].Scenario, Measure: r.measure(col).ID,
		Column: col.Name, Feature: e.feature.name(col), Unit: unitOf(col), N: t.valid,
		Value: Float(t.value), Low: Float(t.low), High: Float(t.high), Censored: Float(math.NaN()),
	}
	if col.Kind == sim.Time && t.valid > 0 {
		out.Censored = Float(float64(t.censored) / float64(t.valid))
	}
	out.Silent = r.silentOn(slices.Index(r.designs, out.Design), col.Measure).unspecified != ""
	if r.assumed.ranges != nil {
		if s := r.assumed.ranges[i]; s.low <= s.high {
			out.Range = &Range{Float(s.low), Float(s.high)}
		}
	}
	return out
}

func unitOf(c *sim.Column) string {
	switch c.Kind {
	case sim.Time:
		return "seconds"
	case sim.Number:
		return "number"
	}
	return "share"
}

// unitFor is the unit in which a column is printed.
func unitFor(c *sim.Column) dist.Unit {
	if c.Kind == sim.Time {
		return dist.Duration
	}
	return dist.Number
}

func (r *run) designName(d int) string {
	m := &r.Study.Designs[d].Meta
	return m.Name.In("en", m.ID)
}

func (r *run) measureName(m *model.Measure) string { return m.Name.In("en", m.ID) }

// headline says whether a reader wants a contrast first: of each measure the mean
// of its own number, or the median of a time whose mean is not decided where that
// is; of a consultation whether an ally had a say before. All contrasts hold
// together at the level of the study, so that one may choose among them.
func (r *run) headline(c *contrast) bool {
	col := &r.columns[c.column]
	switch {
	case col.Kind == sim.Category:
		return c.feature.kind == hadSay
	case comeVerbs[r.measure(col).Kind] != "":
		return r.headlineOfComing(c)
	case col.Kind == sim.Number:
		return r.leads(col)
	case !model.TimeMeasure(r.measure(col).Kind):
		return true
	case col.Kind != sim.Time:
		return false
	}
	mean, median := r.beside(c, func(f *feature) bool { return f.kind == meanOf }), r.beside(c, func(f *feature) bool { return f.kind == quantile && f.p == 0.5 })
	if median != nil && !mean.told.decided() && median.told.decided() {
		return c == median
	}
	return c == mean
}

// beside finds another contrast of the same column, designs and scenario.
func (r *run) beside(c *contrast, is func(f *feature) bool) *contrast {
	for _, o := range r.contrasts {
		if o.a == c.a && o.b == c.b && o.column == c.column && is(&o.feature) {
			return o
		}
	}
	return nil
}

// rests says what a judgement rests on.
func (r *run) rests(j *judged) string {
	if len(j.movers) == 0 {
		if r.assumed.why != "" {
			return "not known: " + r.assumed.why
		}
		return "on no assumption that was moved"
	}
	var names []string
	var weak []*moved
	for i, m := range j.movers {
		q := &r.assumed.moved[m.quantity]
		weak = append(weak, q)
		if i < reasonsShown {
			names = append(names, quantityName(q.Path, q.Chance))
		}
	}
	if more := len(j.movers) - len(names); more > 0 {
		names = append(names, thousands(more)+" more")
	}
	text := "on " + and(names)
	switch w := r.weakest(weak); w {
	case "":
	case noSource:
		text += "; the weakest has no source"
	default:
		text += "; the weakest is graded " + w
	}
	return text
}
