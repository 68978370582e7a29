package study

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"
	"testing"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/rng"
	"entente/internal/sim"
)

// fake is an engine whose truth is known: each column is a function of the values
// of its quantities and of draws that are named as those of a simulation are.
type fake struct {
	columns    []sim.Column
	quantities []sim.Quantity
	at         []sim.Setting
	row        func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome
	calls      *atomic.Int64
}

func (f *fake) Columns() []sim.Column      { return f.columns }
func (f *fake) Quantities() []sim.Quantity { return f.quantities }
func (f *fake) NewRunner() Runner          { return &fakeRunner{f, f.values()} }
func (f *fake) With(at []sim.Setting) Engine {
	g := *f
	g.at = at
	return &g
}

// values is where every quantity stands: bounds go from their middle in a straight
// line, quantiles from their median by a factor, as those of package sim do.
func (f *fake) values() map[string]float64 {
	v := map[string]float64{}
	for _, q := range f.quantities {
		triple := q.Spec.Form == dist.Quantiles
		base, low, high := (q.Spec.A+q.Spec.B)/2, q.Spec.A, q.Spec.B
		if triple {
			base, high = q.Spec.B, q.Spec.C
		}
		for _, s := range f.at {
			end := low
			if s.End == sim.HighEnd {
				end = high
			}
			switch {
			case s.Path != q.Path:
			case triple:
				base *= math.Pow(end/base, s.Share)
			default:
				base += (end - base) * s.Share
			}
		}
		v[q.Path] = base
	}
	return v
}

type fakeRunner struct {
	f *fake
	v map[string]float64
}

func (r *fakeRunner) Run(seed, replication uint64, out []float64) sim.Outcome {
	if r.f.calls != nil {
		r.f.calls.Add(1)
	}
	key := rng.Replication(seed, replication)
	return r.f.row(r.v, func(name string) float64 { return rng.Uniform(key, rng.Path(name), 0, 0) }, out)
}

const hour = 3600.0

func assumedRange(path string, a, b float64) sim.Quantity {
	return sim.Quantity{Path: path, Text: "a range", Spec: dist.Spec{Form: dist.Range, A: a, B: b}, Cite: model.NoCite, Assumed: true}
}

func assumedTriple(path string, a, b, c float64) sim.Quantity {
	return sim.Quantity{Path: path, Text: "a triple", Spec: dist.Spec{Form: dist.Quantiles, A: a, B: b, C: c}, Cite: model.NoCite, Assumed: true}
}

// The measures of the test study and the columns they give.
var (
	testMeasures = []model.Measure{
		{Meta: model.Meta{ID: "first-response", Name: model.Name{"en": "the first response"}}, Kind: "time-of", Of: "respond"},
		{Meta: model.Meta{ID: "asked"}, Kind: "consultation", Of: "respond"},
		{Meta: model.Meta{ID: "led"}, Kind: "expression", Of: "led"},
	}
	testColumns = []sim.Column{
		{Name: "first-response", Measure: 0, Kind: sim.Time, Max: 24 * hour},
		{Name: "first-response.done", Measure: 0, Kind: sim.Flag, Max: 1},
		{Name: "asked.azure", Measure: 1, Kind: sim.Category, Max: 1, Labels: sim.Consultation},
		{Name: "led", Measure: 2, Kind: sim.Share, Max: 1},
	}
)

func testStudy(evidence string, designs ...string) *model.Study {
	s := &model.Study{Meta: model.Meta{ID: "test", Span: diag.Span{}}, Title: "A test", Question: "Which is first?", Evidence: evidence,
		Scenarios: []string{"night", "day"}, Measures: testMeasures}
	for _, d := range designs {
		s.Designs = append(s.Designs, model.StudyDesign{Meta: model.Meta{ID: d}})
	}
	return s
}

// exponential draws a time with a mean.
func exponential(u, mean float64) float64 { return -mean * math.Log(u) }

// fakeDesign is a fake whose response takes a shared exponential hour, and an extra
// time given by its quantities.
func fakeDesign(quantities []sim.Quantity, extra func(v map[string]float64) float64, say float64) *fake {
	slices.SortFunc(quantities, func(x, y sim.Quantity) int { return cmp.Compare(x.Path, y.Path) })
	return &fake{columns: testColumns, quantities: quantities, row: func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome {
		t := exponential(draw("common"), hour) + extra(v)*(0.5+draw("extra"))
		out[0], out[1] = math.Min(t, testColumns[0].Max), flag(t < testColumns[0].Max)
		out[2] = 7 // left out
		if draw("say") < say {
			out[2] = 1 // consented
		}
		out[3] = draw("led") * say
		return sim.Outcome{Events: 3, End: t}
	}}
}

const (
	assess  = "procedures/respond/steps/assess/time"
	confer  = "procedures/respond/steps/confer/time"
	convene = "councils/committee/convene"
)

// twoDesigns: the second takes 75 minutes more, less whatever the assess step takes
// beyond 20 minutes in the first; so the order reverses at 95 minutes of assess.
func twoDesigns(assessHigh float64) (base, other *fake) {
	base = fakeDesign([]sim.Quantity{assumedTriple(assess, 600, 1200, assessHigh)},
		func(v map[string]float64) float64 { return v[assess] }, 0.9)
	other = fakeDesign([]sim.Quantity{assumedTriple(confer, 3000, 5700, 9000), assumedRange(convene, 0, 60)},
		func(v map[string]float64) float64 { return v[confer] + v[convene] - 30 }, 0.4)
	return base, other
}

func testConfig(evidence string, designs map[string]*fake, order ...string) Config {
	c := Config{Study: testStudy(evidence, order...), Seed: 7, RunsMax: 4096, Assumptions: 512}
	for _, s := range c.Study.Scenarios {
		for _, d := range order {
			c.Cells = append(c.Cells, Cell{Design: d, Scenario: s, Engine: designs[d]})
		}
	}
	return c
}

func mustRun(t testing.TB, c Config) *Result {
	t.Helper()
	r, err := Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func contrastOf(t testing.TB, r *Result, id string) *Contrast {
	t.Helper()
	for i := range r.Contrasts {
		if r.Contrasts[i].ID == id {
			return &r.Contrasts[i]
		}
	}
	t.Fatalf("no contrast %q", id)
	return nil
}
