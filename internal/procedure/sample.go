package procedure

import (
	"context"
	"math"
	"slices"

	"entente/internal/answer"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/stats"
)

// beginsAt is the id of the incident that begins the procedure.
const beginsAt = "begins"

// byItself is the circumstances of the procedure alone: it begins at 0, and all agree
// or answer as the scenario says.
func (v *viewer) byItself() *model.Scenario {
	exact := func(x float64, unit dist.Unit) model.Quantity {
		return model.Quantity{Set: true, Spec: dist.Spec{Form: dist.Exact, Unit: unit, A: x}, Cite: model.NoCite}
	}
	s := &model.Scenario{Meta: model.Meta{ID: "alone"}, Start: model.Start{Values: v.values}, Horizon: exact(v.horizon(), dist.Duration)}
	begins := model.Incident{Meta: model.Meta{ID: beginsAt}, Kind: model.None, At: exact(0, dist.Duration), Starts: []model.ProcedureIndex{v.at}}
	if h := handedBy(v.a, v.at, v.values); len(h) > 0 { // a move begins it, as it hands over
		m := h[0].handover
		begins.Starts, begins.Moves = nil, []model.IncidentMove{{Scale: m.Scale, From: m.From, To: m.To}}
	}
	s.Incidents = []model.Incident{begins}
	v.out.Answers = []Answer{}
	if from := v.o.Scenario; from != nil {
		s.Start.Absent, s.Start.Out = from.Start.Absent, from.Start.Out
		for _, g := range from.Start.Given {
			if g.Procedure == v.at {
				s.Start.Given = append(s.Start.Given, g)
			}
		}
	}
	for p := range v.a.Procedures {
		for i := range v.a.Procedures[p].Steps {
			ref := model.StepRef{Procedure: model.ProcedureIndex(p), Step: model.StepIndex(i)}
			if x, said, known := v.answers(ref, exact); known {
				s.Answers = append(s.Answers, x)
				if ref.Procedure == v.at {
					v.out.Answers = append(v.out.Answers, said)
				}
			}
		}
	}
	return s
}

// answers gives the chances of a step's answers: the scenario's, or agreement, or
// even ones among options.
func (v *viewer) answers(ref model.StepRef, exact func(float64, dist.Unit) model.Quantity) (model.Answer, Answer, bool) {
	step := &v.a.Procedures[ref.Procedure].Steps[ref.Step]
	said := Answer{Step: step.ID, Options: []Option{}}
	if s := v.o.Scenario; s != nil {
		for k := range s.Answers {
			if x := s.Answers[k]; x.Step == ref {
				said.From = "scenario"
				for i, o := range x.Option {
					said.Options = append(said.Options, Option{o, x.Chance[i].Text})
				}
				return x, said, true
			}
		}
	}
	out := model.Answer{Step: ref}
	switch {
	case len(step.Choose) > 0:
		said.From = "even"
		for _, o := range step.Choose {
			out.Option, out.Chance = append(out.Option, o), append(out.Chance, exact(1/float64(len(step.Choose)), dist.Number))
			said.Options = append(said.Options, Option{ID: o})
		}
	case answer.Refusable(step):
		said.From = "agreed"
		out.Option, out.Chance = []string{"agree"}, []model.Quantity{exact(1, dist.Number)}
		said.Options = []Option{{ID: "agree", Chance: "1"}}
	default:
		return out, said, false
	}
	return out, said, true
}

// The longest time that is sampled, and how far beyond it a law may reach.
const (
	horizonMost = 200 * 365.25 * 86400
	farTail     = 1e-6
)

// horizon is a time by which the procedure is over, whatever happens in it.
func (v *viewer) horizon() float64 {
	total := 86400.0
	far := func(q *model.Quantity) {
		if q == nil || !q.Set {
			return
		}
		if _, high := q.Spec.Hard(); !math.IsInf(high, 1) {
			total += high
		} else if law, err := dist.New(q.Spec); err == nil {
			total += law.Quantile(1 - farTail)
		}
	}
	for i := range v.p.Steps {
		s := &v.p.Steps[i]
		times := 1
		if s.Back != nil {
			times += s.Back.Times
		}
		for range times {
			for k := range v.p.Steps {
				if k == i || s.Back != nil {
					far(&v.p.Steps[k].Time)
				}
			}
		}
		if s.Doer.Kind == model.ActorCouncil {
			far(&v.a.Councils[s.Doer.Council].Convene)
		}
		for _, l := range s.Via {
			far(v.a.Links[l].Restore)
		}
		far(s.Late)
	}
	return math.Min(total, horizonMost)
}

// point is where the bounds without a probability stand.
type point uint8

const (
	atMiddle point = iota
	atLow
	atHigh
)

// sampling runs the procedure by itself where something is not computed, and takes
// its time apart.
type sampling struct {
	v    *viewer
	plan [3]*sim.Plan   // by point; the low and the high one are nil where no value is a bound
	time [3][][]float64 // by point and measure, ascending
	at   [3][]sim.Setting
	runs [3][]float64 // by point and replication: the time until the effect; infinite where it never came
}

// run samples. It reports false where the context ended.
func (s *sampling) run(ctx context.Context) bool {
	v := s.v
	v.out.Waiting = []Wait{}
	if err := s.compile(); err != nil {
		v.out.NotWaiting = err.Error()
		return ctx.Err() == nil
	}
	for at, p := range s.plan {
		if p == nil {
			continue
		}
		if s.time[at], s.runs[at] = s.sample(ctx, p); s.time[at] == nil {
			return false
		}
	}
	if s.time[atMiddle][0] == nil {
		v.shut()
		return true
	}
	c := &v.out.Curve
	c.Never = s.never(atMiddle, 0)
	if c.Method == "none" {
		s.curve(c)
	}
	for k := range v.out.Steps {
		if b := &v.out.Steps[k].Ends; b.Method == "none" {
			s.band(b, 1+k)
		}
	}
	return s.waits(ctx)
}

// shut says that the procedure does not begin in this condition: nothing takes time.
func (v *viewer) shut() {
	const why = "it does not begin in this condition"
	none := Band{Method: "none", Why: why, Unbounded: []string{}}
	v.out.Opens, v.out.NotWaiting = false, why
	v.out.Curve = Curve{Band: none, P: []float64{}, Quick: []*float64{}, Slow: []*float64{}}
	for k := range v.out.Steps {
		v.out.Steps[k].Ends = none
	}
}

// compile makes the plans: the measure of the effect, then of each step in order.
func (s *sampling) compile() error {
	v := s.v
	of := v.p.ID
	if v.effect != model.None {
		of += "/" + v.id(v.effect)
	}
	measures := []model.Measure{{Meta: model.Meta{ID: "effect"}, Kind: "time-of", Of: of}}
	for _, i := range v.order {
		measures = append(measures, model.Measure{Meta: model.Meta{ID: "step"}, Kind: "time-of", Of: v.p.ID + "/" + v.id(i)})
	}
	p, err := sim.Compile(v.a, v.alone, measures)
	if err != nil {
		return err
	}
	s.plan[atMiddle] = p
	var low, high []sim.Setting
	for _, q := range p.Quantities() {
		if q.Spec.Form == dist.Range && !q.Chance {
			low = append(low, sim.Setting{Path: q.Path, End: sim.LowEnd, Share: 1})
			high = append(high, sim.Setting{Path: q.Path, End: sim.HighEnd, Share: 1})
		}
	}
	if v.out.Curve.Bounds > 0 {
		s.at[atLow], s.at[atHigh] = low, high
		s.plan[atLow], s.plan[atHigh] = p.With(low), p.With(high)
	}
	return nil
}

// sample runs the replications: for each measure the times, infinite where it never
// came; nil of a measure that says nothing. All is nil where the context ended.
func (s *sampling) sample(ctx context.Context, p *sim.Plan) (out [][]float64, effect []float64) {
	columns := p.Columns()
	out = make([][]float64, len(s.v.out.Steps)+1)
	runner, row := p.NewRunner(), make([]float64, len(columns))
	for n := range s.v.o.Runs {
		if n%64 == 0 && ctx.Err() != nil {
			return nil, nil
		}
		runner.Run(s.v.o.Seed, uint64(n), row)
		effect = append(effect, math.Inf(1))
		for k := range columns {
			if columns[k].Kind != sim.Time || math.IsNaN(row[k]) {
				continue
			}
			m, t := columns[k].Measure, row[k]
			if row[k+1] != 1 { // the flag stands after its time
				t = math.Inf(1)
			}
			if out[m] = append(out[m], t); m == 0 {
				effect[n] = t
			}
		}
	}
	for _, list := range out {
		slices.Sort(list)
	}
	return out, effect
}

// never is the share of the runs in which a measure never comes.
func (s *sampling) never(at point, measure int) float64 {
	list := s.time[at][measure]
	n := 0
	for _, t := range list {
		if math.IsInf(t, 1) {
			n++
		}
	}
	return float64(n) / math.Max(float64(len(list)), 1)
}

// quantile is the p-quantile at a point.
func (s *sampling) quantile(at point, measure int, p float64) float64 {
	list := s.time[at][measure]
	if len(list) == 0 {
		return math.NaN()
	}
	return list[min(len(list), max(1, int(math.Ceil(p*float64(len(list))))))-1]
}

// between is a quantile over the points tried.
func (s *sampling) between(measure int, p float64) Range {
	low, high := math.Inf(1), math.Inf(-1)
	for at := range s.plan {
		if s.plan[at] != nil {
			t := s.quantile(point(at), measure, p)
			low, high = math.Min(low, t), math.Max(high, t)
		}
	}
	return Range{finite(low), finite(high)}
}

// constant reports whether all replications of a point have the same time.
func (s *sampling) constant(measure int) bool {
	for at := range s.plan {
		if list := s.time[at]; list != nil && len(list[measure]) > 0 && list[measure][0] != list[measure][len(list[measure])-1] {
			return false
		}
	}
	return true
}

func (s *sampling) band(b *Band, measure int) {
	if len(s.time[atMiddle][measure]) == 0 {
		return
	}
	b.Method = "sampled"
	if c := &s.v.out.Curve; c.Bounds == c.Values && s.constant(measure) {
		b.Method = "tried"
	}
	b.P10, b.P50, b.P90 = s.between(measure, 0.1), s.between(measure, 0.5), s.between(measure, 0.9)
}

// curve is the sampled distribution, between that with all bounds low and that with
// all high: the range over the points tried.
func (s *sampling) curve(c *Curve) {
	s.band(&c.Band, 0)
	if c.Method == "sampled" {
		c.Runs, c.Seed, c.Error = s.v.o.Runs, s.v.o.Seed, stats.DKW(s.v.o.Runs, 0.05)
	}
	for i := 1; i < curveSteps; i++ {
		p := float64(i) / curveSteps
		r := s.between(0, p)
		c.P, c.Quick, c.Slow = append(c.P, p), append(c.Quick, r.Low), append(c.Slow, r.High)
	}
}
