package procedure

import (
	"context"
	"math"
	"strings"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/study"
	"entente/internal/timing"
	"entente/internal/timing/sp"
)

// Time is a number of the text: a time as it was elicited, and who says so.
type Time struct {
	Text       string     `json:"text" doc:"as written"`
	Form       string     `json:"form" enum:"exact,range,quantiles,pert,exponential,lognormal,gamma"`
	Values     []float64  `json:"values" doc:"of the form: exact a; range from, to; quantiles p10, p50, p90; pert least, likeliest, most; exponential mean; lognormal median, sigma; gamma shape, scale"`
	Within     []float64  `json:"within" doc:"hard bounds, where it states them"`
	Says       string     `json:"says" doc:"the same in words"`
	Low        float64    `json:"low"`
	High       *float64   `json:"high"`
	P10        *float64   `json:"p10" doc:"null: bounds without a probability"`
	P50        *float64   `json:"p50"`
	P90        *float64   `json:"p90"`
	Grade      string     `json:"grade" doc:"source and grades, or \"no source\""`
	Source     *SourceRef `json:"source,omitempty"`
	Assumption bool       `json:"assumption" doc:"marked as one, without a source, or graded 4 or worse"`
	Path       string     `json:"path"`
	Line       Place      `json:"line"`
}

// SourceRef is a source.
type SourceRef struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
}

// Sits is the time that a council takes to convene.
type Sits struct {
	Council Ref   `json:"council"`
	Time    *Time `json:"time,omitempty" doc:"left out: the text gives none"`
	Each    bool  `json:"each" doc:"each seat comes on its own, until it is quorate"`
}

// Range is a number between two: with every value that is a bound without a
// probability at its low end, and at its high end. Null: it never comes to that.
type Range struct {
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
}

// Band says by when something is over.
type Band struct {
	Method    string   `json:"method" enum:"computed,sampled,bounds,tried,none" doc:"computed without sampling; sampled; from bounds without any probability; from such bounds, the range over all at their low, middle and high ends; not known"`
	Why       string   `json:"why,omitempty" doc:"why it was not computed"`
	Earliest  float64  `json:"earliest"`
	Latest    *float64 `json:"latest" doc:"null: it cannot be bounded"`
	Unbounded []string `json:"unbounded" doc:"the values that want a within"`
	P10       Range    `json:"p10"`
	P50       Range    `json:"p50"`
	P90       Range    `json:"p90"`
}

// Curve is the distribution of the time until the effect. By Quick[i] at the earliest
// and by Slow[i] at the latest it has come with the chance P[i].
type Curve struct {
	Band
	P       []float64  `json:"p"`
	Quick   []*float64 `json:"quick"`
	Slow    []*float64 `json:"slow"`
	Error   float64    `json:"error" doc:"of the shares: of the method, or of the sampling at 95 in a hundred"`
	Never   float64    `json:"never" doc:"the share that never comes, as where somebody refuses; of the values at the middle of their bounds"`
	Runs    int        `json:"runs,omitempty"`
	Seed    uint64     `json:"seed,omitempty"`
	Values  int        `json:"values" doc:"how many values it rests on"`
	Bounds  int        `json:"bounds" doc:"of these, how many are bounds without a probability"`
	Assumed int        `json:"assumed" doc:"of these, how many are assumptions"`
	Weakest string     `json:"weakest" doc:"the weakest grade among them"`
}

// finite is a number, or nil where it is infinite or not known.
func finite(x float64) *float64 {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return nil
	}
	return &x
}

// grade is the grade of the first of the citations that names a source.
func (v *viewer) grade(cites ...model.Cite) string {
	for _, c := range cites {
		if c.Source != model.None {
			return timing.Grade(v.a, c)
		}
	}
	return timing.Grade(v.a, model.NoCite)
}

// assumed reports whether a value is an assumption (docs/semantics.md S39).
func assumed(q *model.Quantity) bool {
	return q.Assume || q.Cite.Source == model.None || q.Cite.Credibility == 0 || q.Cite.Credibility >= 4
}

// quantity describes a number; nil where the text gives none.
func (v *viewer) quantity(q *model.Quantity, path string) *Time {
	if q == nil || !q.Set {
		return nil
	}
	s := q.Spec
	low, high := s.Hard()
	out := &Time{Text: q.Text, Form: s.Form.String(), Says: strings.TrimPrefix(dist.Describe(s), "read as: "), Low: low, High: finite(high),
		Grade: timing.Grade(v.a, q.Cite), Assumption: assumed(q), Path: path, Line: place(q.Span), Within: []float64{}}
	forms := [...]string{dist.Exact: "exact", dist.Range: "range", dist.Quantiles: "quantiles", dist.Pert: "pert", dist.Exponential: "exponential", dist.Lognormal: "lognormal", dist.Gamma: "gamma"}
	out.Form = forms[s.Form]
	switch s.Form {
	case dist.Exact, dist.Exponential:
		out.Values = []float64{s.A}
	case dist.Range, dist.Lognormal, dist.Gamma:
		out.Values = []float64{s.A, s.B}
	default:
		out.Values = []float64{s.A, s.B, s.C}
	}
	if s.HasWithin {
		out.Within = []float64{s.WithinLow, s.WithinHigh}
	}
	if q.Cite.Source != model.None {
		src := &v.a.Sources[q.Cite.Source]
		out.Source = &SourceRef{src.ID, src.Text, src.URL}
	}
	if s.Form == dist.Range {
		return out
	}
	if law, err := dist.New(s); err == nil {
		out.P10, out.P50, out.P90 = finite(law.Quantile(0.1)), finite(law.Quantile(0.5)), finite(law.Quantile(0.9))
	}
	return out
}

// times fills in what takes how long. It reports false where the context ended.
func (v *viewer) times(ctx context.Context) bool {
	v.alone = v.byItself()
	values := v.restsOn()
	sampled := sampling{v: v}
	var law timing.Usual
	var whyNot string
	for k := range v.out.Steps {
		x, i := &v.out.Steps[k], v.order[k]
		s := &v.p.Steps[i]
		path := timing.StepPath(v.a, v.at, int(i))
		x.Time = v.quantity(&s.Time, path+"/time")
		if x.Time != nil && x.Time.Source == nil && !s.Time.Assume { // a time without a source rests on its step's
			x.Time.Grade = v.grade(s.Cite, v.p.Cite)
		}
		if s.Doer.Kind == model.ActorCouncil && timing.Convenes(v.a, v.at, int(i)) {
			c := &v.a.Councils[s.Doer.Council]
			x.Sits = &Sits{Council: refOf(&c.Meta), Time: v.quantity(&c.Convene, "councils/"+c.ID+"/convene"), Each: c.Each}
		}
		own, why := v.law(int(i))
		x.Ends = v.band(int(i), own, why)
		if i == v.effect {
			law, whyNot = own, why
		}
		if ctx.Err() != nil {
			return false
		}
	}
	if v.effect == model.None {
		law, whyNot = v.law(-1)
	}
	c := &v.out.Curve
	c.Band = v.band(v.upTo(), law, whyNot)
	c.P, c.Quick, c.Slow = []float64{}, []*float64{}, []*float64{}
	c.Values, c.Bounds, c.Assumed, c.Weakest = values.count, values.bounds, values.assumed, timing.Weakest(v.a, values.cites)
	if c.Method == "computed" || c.Method == "bounds" {
		c.ofLaw(&law)
	}
	if !sampled.run(ctx) {
		return false
	}
	v.begin()
	return true
}

// law is the computed law up to a step, or why there is none.
func (v *viewer) law(upTo int) (timing.Usual, string) {
	switch {
	case v.o.Scenario != nil && len(v.alone.Start.Absent)+len(v.alone.Start.Out)+len(v.alone.Start.Given) > 0:
		return timing.Usual{}, "the scenario begins with an office empty, a line out or a step given"
	case v.p.HandsOver && len(v.alone.Incidents[0].Moves) > 0 && v.crowded():
		return timing.Usual{}, "other hand-overs begin with the same move"
	case v.p.StartWhile != nil:
		return timing.Usual{}, "it begins only while " + v.p.StartWhile.Text
	}
	return study.Alone(v.a, v.alone.Answers, v.at, upTo)
}

// crowded reports whether the move that begins a hand-over begins another too.
func (v *viewer) crowded() bool {
	m := v.alone.Incidents[0].Moves[0]
	for i := range v.a.Authorities {
		for _, h := range v.a.Authorities[i].Handovers {
			if h.Scale == m.Scale && h.From == m.From && h.To == m.To && !h.AtOnce && h.By != v.at {
				return true
			}
		}
	}
	return false
}

// band is what is known of the end of a step, or of the procedure.
func (v *viewer) band(upTo int, law timing.Usual, why string) Band {
	hard := timing.Procedure(v.a, v.at, upTo)
	out := Band{Method: "none", Why: why, Earliest: hard.Low, Latest: finite(hard.High), Unbounded: append([]string{}, hard.Unbounded...)}
	if why != "" {
		return out
	}
	r := &law.Result
	out.Method = "computed"
	if r.Leaves > 0 && r.BoundsOnly == r.Leaves {
		out.Method = "bounds"
	}
	between := func(a sp.Answer) Range { return Range{finite(middle(a.AtLow)), finite(middle(a.AtHigh))} }
	out.P10, out.P50, out.P90 = between(r.P10), between(r.P50), between(r.P90)
	return out
}

// middle is the middle of a bracket; the bracket is as narrow as the computation.
func middle(b sp.Bracket) float64 { return b.Low + (b.High-b.Low)/2 }

// curveSteps is how many steps of probability a curve has.
const curveSteps = 100

func (c *Curve) ofLaw(law *timing.Usual) {
	r := &law.Result
	c.Error = r.SupError
	for i := 1; i < curveSteps; i++ {
		p := float64(i) / curveSteps
		c.P = append(c.P, p)
		c.Quick = append(c.Quick, finite(middle(r.AtLow.QuantileBounds(p))))
		c.Slow = append(c.Slow, finite(middle(r.AtHigh.QuantileBounds(p))))
	}
}

// valuesOf is what the time until the effect rests on.
type valuesOf struct {
	count, bounds, assumed int
	cites                  []model.Cite
	paths                  map[string]bool
}

// restsOn counts the values behind the time until the effect.
func (v *viewer) restsOn() valuesOf {
	out := valuesOf{paths: map[string]bool{}}
	add := func(q *model.Quantity, path string) {
		if q == nil || !q.Set || out.paths[path] {
			return
		}
		out.paths[path] = true
		out.count++
		out.cites = append(out.cites, q.Cite)
		if q.Spec.Form == dist.Range {
			out.bounds++
		}
		if assumed(q) {
			out.assumed++
		}
	}
	for k, i := range v.order {
		if !v.out.Steps[k].Timed {
			continue
		}
		s := &v.p.Steps[i]
		add(&s.Time, timing.StepPath(v.a, v.at, int(i))+"/time")
		if s.Doer.Kind == model.ActorCouncil && timing.Convenes(v.a, v.at, int(i)) {
			c := &v.a.Councils[s.Doer.Council]
			add(&c.Convene, "councils/"+c.ID+"/convene")
		}
	}
	return out
}

// begin says when each step usually begins: at the usual end of what it comes after.
func (v *viewer) begin() {
	low, high := map[string]float64{}, map[string]float64{}
	later := func(ends map[string]float64, x *Step, own *float64) *float64 {
		from := 0.0
		for _, before := range x.After {
			from = math.Max(from, ends[before]) // NaN wins
		}
		ends[x.ID] = math.NaN()
		if own != nil {
			ends[x.ID] = math.Max(from, *own)
		}
		return finite(from)
	}
	for k := range v.out.Steps {
		x := &v.out.Steps[k]
		x.Begins = Range{later(low, x, x.Ends.P50.Low), later(high, x, x.Ends.P50.High)}
	}
}
