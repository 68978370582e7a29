package sim

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// Crises of these tests are made by hand: what texts mean is tested elsewhere.

const worldArrangement = `entente: {version: 1, kind: arrangement, id: x, title: X, real: false}
conditions: {watch: {order: [calm, alert], moves: {calm->alert: raise}}}
parties: {A: {ally: yes}, B: {ally: yes}, C: {}}
posts:
  a: {of: A, national: true}
  b: {of: B, national: true}
  c: {of: C, national: true}
links: {line: {between: [a, b], restore: 2h}}
procedures:
  raise:
    decides: {move: calm->alert, at: order}
    steps:
      - {id: ask, ask: b, for: consent, asked-by: a, after: [], time: 1h}
      - {id: order, by: a, act: order, to: b, time: 1h}
  work:
    starts: ping
    steps:
      - {id: do, by: a, act: do, after: [], time: 30m}
      - {id: pick, by: b, act: decide, choose: [x, y], time: 30m}
`

func exact(unit dist.Unit, x float64) model.Quantity {
	return model.Quantity{Set: true, Spec: dist.Spec{Unit: unit, Form: dist.Exact, A: x}, Cite: model.NoCite}
}

func numeric(x float64) model.Quantity { return exact(dist.Number, x) }
func span(x float64) model.Quantity    { return exact(dist.Duration, x) }

func optionOf(id string, of model.PartyIndex, rung model.RungIndex, lasts float64) model.Option {
	return model.Option{Meta: model.Meta{ID: id}, Of: of, Rung: rung, By: noStep, Choice: -1, Uses: model.None, Lasts: span(lasts)}
}

var noStep = model.StepRef{Procedure: model.None, Step: model.None}

func stockFrom(id string, start float64, flows ...model.Flow) model.Stock {
	return model.Stock{Meta: model.Meta{ID: id}, Start: numeric(start), Low: 0, High: 1, Flows: flows}
}

func rungs(ids ...string) (out []model.Rung) {
	for _, id := range ids {
		out = append(out, model.Rung{Meta: model.Meta{ID: id}})
	}
	return out
}

func stockIs(s model.StockIndex, cmp model.Cmp, x float64) *model.Expr {
	return &model.Expr{Op: model.OpStock, Stock: s, Cmp: cmp, Number: x, Text: fmt.Sprint("stock ", s, cmp, x)}
}

func shockOn(id string, t model.Trigger, effects ...model.Effect) model.Shock {
	if t.Kind != model.OnDone && t.Kind != model.OnRefused && t.Kind != model.OnEnds && t.Kind != model.OnStops && t.Kind != model.OnUnasked && t.Kind != model.OnUntold {
		t.Step = noStep
	}
	return model.Shock{Meta: model.Meta{ID: id}, Trigger: t, Effects: effects}
}

// crisisPlan compiles a crisis, all of whose players play.
func crisisPlan(t testing.TB, c *model.Crisis, scenario string, measures ...string) *Plan {
	t.Helper()
	a, s := load(t, worldArrangement, "entente: {version: 1, kind: scenario, id: sc, for: x, title: SC}\n"+scenario)
	s.Crisis = &model.CrisisUse{Crisis: c, Takes: make([][]model.OptionIndex, len(s.Incidents))}
	for i := range c.Players {
		s.Crisis.Players = append(s.Crisis.Players, model.PlayerIndex(i))
	}
	for i := range c.Programmes {
		s.Crisis.Rules = append(s.Crisis.Rules, c.Programmes[i].Rule)
	}
	var list []model.Measure
	for _, m := range measures {
		kind, of, _ := strings.Cut(m, " ")
		list = append(list, model.Measure{Meta: model.Meta{ID: kind}, Kind: kind, Of: of})
	}
	p, err := Compile(a, s, list)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// happenings prints a replication as conformance files do, without its works.
func happenings(p *Plan, t *Trace) (out []string) {
	for i := range t.Entries {
		e := &t.Entries[i]
		text := p.PrintEvent(e)
		if text == "" {
			text = e.Note.String()
		}
		out = append(out, dist.FormatSource(dist.Seconds(math.Round(e.At)))+" "+text)
	}
	return out
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

const day = 86400.0

// RESULT: a stock drawn to a target with a half-life h stands at
// target + (start - target) · 2^(-t/h), and its mean is the integral of that.
func TestStockDecays(t *testing.T) {
	c := &model.Crisis{Rungs: rungs("low", "high"), Stocks: []model.Stock{
		stockFrom("s", 1, model.Flow{Form: model.Toward, Target: numeric(0.2), Half: span(10 * day)}),
		stockFrom("both", 0.5, model.Flow{Form: model.Toward, Target: numeric(0), Half: span(10 * day)}, model.Flow{Rate: numeric(0.02)}),
		stockFrom("held", 0.5, model.Flow{Rate: numeric(0.1)}),
		stockFrom("drawn-out", 0.5, model.Flow{Form: model.Toward, Target: numeric(3), Half: span(10 * day)}),
	}}
	p := crisisPlan(t, c, "horizon: 30d", "stock s")
	p2 := crisisPlan(t, c, "horizon: 30d", "stock both")
	p3 := crisisPlan(t, c, "horizon: 30d", "stock held")
	p4 := crisisPlan(t, c, "horizon: 30d", "stock drawn-out")
	k := math.Ln2 / (10 * day)
	row := make([]float64, 4)
	p.NewRunner().Run(1, 0, row)
	near(t, "the end", row[1], 0.2+0.8/8, 1e-12)
	near(t, "the mean", row[0], 0.2+0.8*(1-1.0/8)/(k*30*day), 1e-12)
	near(t, "the lowest", row[2], row[1], 0)
	near(t, "the highest", row[3], 1, 0)
	p2.NewRunner().Run(1, 0, row)
	balance := 0.02 / day / k
	near(t, "two flows together", row[1], balance+(0.5-balance)/8, 1e-12)
	p3.NewRunner().Run(1, 0, row) // at the bound after 5 days
	near(t, "held", row[1], 1, 0)
	near(t, "the mean of what is held", row[0], (5*0.75+25)/30, 1e-12)
	p4.NewRunner().Run(1, 0, row)
	cross := math.Log(2.5/2) / k
	near(t, "the mean of what is drawn beyond its bound", row[0], (3*cross-2.5*(1-2/2.5)/k+(30*day-cross))/(30*day), 1e-12)
	near(t, "its end", row[1], 1, 0)
}

// RESULT: start + r·t reaches x at (x - start)/r; target + (start - target)·2^(-t/h)
// at h·log2((start - target)/(x - target)).
func TestStockPasses(t *testing.T) {
	c := &model.Crisis{Rungs: rungs("low", "high"), Stocks: []model.Stock{
		stockFrom("line", 0, model.Flow{Rate: numeric(0.1)}),
		stockFrom("curve", 1, model.Flow{Form: model.Toward, Target: numeric(0), Half: span(8 * day)}),
		stockFrom("still", 0.5),
	}}
	add := func(id string, e *model.Expr) {
		c.Shocks = append(c.Shocks, shockOn(id, model.Trigger{Kind: model.OnBecomes, Expr: e}))
	}
	add("line-ge", stockIs(0, model.Ge, 0.25))
	add("line-gt", stockIs(0, model.Gt, 0.25))
	add("line-top", stockIs(0, model.Ge, 1))
	add("line-beyond", stockIs(0, model.Gt, 1))
	add("curve-le", stockIs(1, model.Le, 0.25))
	add("curve-lt", stockIs(1, model.Lt, 0.25))
	add("curve-balance", stockIs(1, model.Le, 0))
	add("still-ge", stockIs(2, model.Ge, 0.5))
	add("still-gt", stockIs(2, model.Gt, 0.5))
	p := crisisPlan(t, c, "horizon: 100d")
	trace, _, _ := p.Trace(1, 0)
	want := []string{"0s shock still-ge", "2d12h shock line-ge", "2d12h shock line-gt", "10d shock line-top", "16d shock curve-le", "16d shock curve-lt"}
	if got := happenings(p, trace); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// A flow that a stock's own value ends and begins again holds it near the bound, and
// does not go on without end.
func TestStockChatters(t *testing.T) {
	up := model.Flow{Rate: numeric(0.1), While: stockIs(0, model.Lt, 0.5)}
	down := model.Flow{Rate: numeric(-0.1), While: stockIs(0, model.Ge, 0.5)}
	c := &model.Crisis{Rungs: rungs("low", "high"), Stocks: []model.Stock{stockFrom("s", 0, up, down)}}
	p := crisisPlan(t, c, "horizon: 10d", "stock s")
	row := make([]float64, 4)
	o := p.NewRunner().Run(1, 0, row)
	near(t, "the end", row[1], 0.5, 0.001)
	if o.Cut || o.Events > 20000 {
		t.Errorf("%+v", o)
	}
}

// RESULT: x' = r·x by steps of d is x·(1 + r·d)^n; predator and prey by the same
// steps, computed beside.
func TestStocksAdvanceTogether(t *testing.T) {
	c := &model.Crisis{Rungs: rungs("low", "high"), Step: span(day), Stocks: []model.Stock{
		stockFrom("x", 0.01, model.Flow{Form: model.Times, Rate: numeric(0.05), By: 0}),
		stockFrom("p", 0.5, model.Flow{Form: model.Times, Rate: numeric(-0.02), By: 2}),
		stockFrom("q", 0.2, model.Flow{Form: model.Times, Rate: numeric(0.03), By: 1}, model.Flow{Form: model.Toward, Target: numeric(0.1), Half: span(20 * day)}),
	}}
	row := make([]float64, 4)
	crisisPlan(t, c, "horizon: 40d", "stock x").NewRunner().Run(1, 0, row)
	near(t, "growth", row[1], 0.01*math.Pow(1.05, 40), 1e-12)
	x, q := 0.5, 0.2
	for range 40 {
		x, q = x-0.02*q, q+0.03*x+math.Ln2/20*(0.1-q)
	}
	crisisPlan(t, c, "horizon: 40d", "stock p").NewRunner().Run(1, 0, row)
	near(t, "p", row[1], x, 1e-12)
	crisisPlan(t, c, "horizon: 40d", "stock q").NewRunner().Run(1, 0, row)
	near(t, "q", row[1], q, 1e-12)
}

// chooser compiles a player of A who decides once among options of one rung each.
func chooser(t *testing.T, d model.Decision, measures ...string) *Plan {
	t.Helper()
	d.ID, d.Trigger = "d", model.Trigger{Kind: model.OnAt, Time: span(60), Step: noStep}
	c := &model.Crisis{Rungs: rungs("low", "high"), Stocks: []model.Stock{stockFrom("s", 0.5)},
		Options: []model.Option{optionOf("x", 0, 1, 60), optionOf("y", 0, 1, 60)},
		Players: []model.Player{{Meta: model.Meta{ID: "p"}, Of: 0, Decisions: []model.Decision{d}}}}
	return crisisPlan(t, c, "horizon: 1h", measures...)
}

// frequency is the share of replications in which the option is taken.
func frequency(p *Plan) float64 {
	r, out, n := p.NewRunner(), make([]float64, len(p.Columns())), 0.0
	const all = 40000
	for i := range uint64(all) {
		r.Run(1, i, out)
		n += out[1]
	}
	return n / all
}

// RESULT: of two alternatives a logit of precision l takes the one with the worth u
// against v with the chance 1/(1 + exp(-l(u - v))).
func TestLogitOfTwo(t *testing.T) {
	worth := func(always, stock float64) []model.Term {
		return []model.Term{{Kind: model.TermAlways, Times: numeric(always)}, {Kind: model.TermStock, Stock: 0, Times: numeric(stock)}}
	}
	d := model.Decision{Form: model.Logit, Precision: numeric(2), Alternatives: []model.Alternative{{Option: 0, Worth: worth(0.1, 1)}, {Option: model.Nothing}}}
	near(t, "the frequency", frequency(chooser(t, d, "taken x")), 1/(1+math.Exp(-1.2)), 0.01)
	near(t, "the frequency at half the precision", frequency(chooser(t, d, "taken x").With([]Setting{{Path: "players/p/decisions/d/logit/precision", End: LowEnd, Share: 1}})), 1/(1+math.Exp(-0.6)), 0.01)
}

func TestWeights(t *testing.T) {
	d := model.Decision{Form: model.Weights, Alternatives: []model.Alternative{{Option: 0, Weight: numeric(1)}, {Option: 1, Weight: numeric(2)}, {Option: model.Nothing, Weight: numeric(1)}}}
	near(t, "the frequency", frequency(chooser(t, d, "taken x")), 0.25, 0.01)
	near(t, "the frequency of the second", frequency(chooser(t, d, "taken y")), 0.5, 0.01)
	d.Alternatives[1].While = &model.Expr{Op: model.OpFalse}
	near(t, "the frequency with one left out", frequency(chooser(t, d, "taken x")), 0.5, 0.01)
}

// always takes one alternative.
type always struct{ alternative int }

func (a always) Choose(c *Choice) int { return a.alternative }

func TestWithChooser(t *testing.T) {
	d := model.Decision{Form: model.Weights, Alternatives: []model.Alternative{{Option: 0, Weight: numeric(1)}, {Option: 1, Weight: numeric(2)}}}
	p := chooser(t, d, "taken y")
	if got := frequency(p.WithChooser("p", "d", always{1})); got != 1 {
		t.Errorf("the chooser's alternative is taken in %v", got)
	}
	if got := frequency(p.WithChooser("p", "d", always{0})); got != 0 {
		t.Errorf("another is taken in %v", got)
	}
	near(t, "the text's own after that", frequency(p), 2.0/3, 0.01)
}

// arbitraryWorld is a random crisis, measured; seldom-read measures make the simulator
// take its shorter ways.
func arbitraryWorld(t *testing.T, seed uint64) *Plan {
	t.Helper()
	a, s, texts := crisisText(t, seed)
	list := everything(a, s.Crisis.Crisis)
	switch seed % 3 {
	case 0:
		list = append(list, arbitraryMeasures(a, seed)...)
	case 1:
		list = list[:1]
	}
	p, err := Compile(a, s, list)
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, texts)
	}
	p.horizon, p.eventsMax = 5*day, 3000
	return p
}

// Without its times and its crisis a replication is a path of the transition
// relation; a traced one gives the same, bit for bit; and so does a runner that has
// run others before.
func TestCrisesArePaths(t *testing.T) {
	n := uint64(900)
	if testing.Short() {
		n = 90
	}
	events, acts, within := 0, 0, 0
	for seed := range n {
		p := arbitraryWorld(t, seed)
		free := freed(p)
		r, out := p.NewRunner(), make([]float64, len(p.Columns()))
		for _, replication := range []uint64{2, 0, 1} {
			trace, o, traced := p.Trace(seed, replication)
			again := r.Run(seed, replication, out)
			if o.Missing != nil && again.Missing != nil {
				again.Missing = o.Missing // a pointer
			}
			if again != o || !same(out, traced) {
				t.Fatalf("seed %d, replication %d: traced %+v %v, plain %+v %v", seed, replication, o, traced, again, out)
			}
			if !o.Beyond {
				within++
			}
			prog := p.prog
			if o.Beyond {
				prog = free
			}
			follow(t, seed, machine.New(prog, p.cone), trace, o.Beyond)
			for i := range trace.Entries {
				if h := trace.Entries[i].Crisis; h == nil {
					events++
				} else if h.Kind == "act" {
					acts++
				}
			}
		}
	}
	t.Logf("%d events, %d acts, %d replications within the budget", events, acts, within)
	if events < int(n) || acts < int(n) || within < int(n)/4 {
		t.Error("too little was tried")
	}
}

// A replication of a crisis allocates nothing once its memory has grown.
func TestCrisisAllocatesNothing(t *testing.T) {
	for seed := range uint64(40) {
		p := arbitraryWorld(t, seed)
		r, out := p.NewRunner(), make([]float64, len(p.Columns()))
		for i := range uint64(300) {
			r.Run(1, i, out)
		}
		i := uint64(0)
		if n := testing.AllocsPerRun(200, func() { r.Run(1, i%300, out); i++ }); n != 0 {
			t.Errorf("seed %d: a replication allocates %v times", seed, n)
		}
	}
}

// What is measured of a crisis lies in the bounds that its columns say.
func TestCrisisColumns(t *testing.T) {
	for seed := range uint64(200) {
		p := arbitraryWorld(t, seed)
		r, out := p.NewRunner(), make([]float64, len(p.Columns()))
		for replication := range uint64(5) {
			r.Run(seed, replication, out)
			for i, c := range p.Columns() {
				if out[i] < c.Min || out[i] > c.Max && c.Kind != Category {
					t.Fatalf("seed %d: %s is %v, not within %v and %v", seed, c.Name, out[i], c.Min, c.Max)
				}
			}
		}
	}
}

// Every number of a crisis can be moved, and moving one that matters changes what is
// measured.
func TestCrisisPoints(t *testing.T) {
	moved, changed := 0, 0
	for seed := range uint64(60) {
		p := arbitraryWorld(t, 3*seed+2)
		base, out := make([]float64, len(p.Columns())), make([]float64, len(p.Columns()))
		p.NewRunner().Run(1, 0, base)
		for _, q := range p.Quantities() {
			for _, end := range []End{LowEnd, HighEnd} {
				there := p.With([]Setting{{Path: q.Path, End: end, Share: 1}})
				there.NewRunner().Run(1, 0, out)
				moved++
				if !same(base, out) {
					changed++
				}
			}
		}
	}
	t.Logf("%d points, %d change something", moved, changed)
	if changed < moved/20 {
		t.Error("points change too little")
	}
}

// textPlan compiles texts with a crisis.
func textPlan(t testing.TB, arrangement, crisis, scenario string, measures ...string) *Plan {
	t.Helper()
	var out diag.List
	parse := func(name, text string) *syntax.Node {
		return syntax.Parse(diag.NewSource(name, text), syntax.DefaultLimits, &out)
	}
	a := typecheck.Arrangement(parse("arrangement.yaml", arrangement), &out)
	c := typecheck.Crisis(parse("crisis.yaml", crisis), a, &out)
	s := typecheck.Scenario(parse("scenario.yaml", scenario), a, c, &out)
	if out.HasErrors() {
		t.Fatal(messages(&out))
	}
	var list []model.Measure
	for _, m := range measures {
		kind, of, _ := strings.Cut(m, " ")
		list = append(list, model.Measure{Meta: model.Meta{ID: strings.NewReplacer("/", "-", ", ", "-").Replace(m)}, Kind: kind, Of: of})
	}
	p, err := Compile(a, s, list)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A crisis of fourteen days whose stocks advance together by the hour.
func BenchmarkCrisis(b *testing.B) {
	read := func(path string) string {
		body, err := os.ReadFile("../../library/twinlakes/" + path)
		if err != nil {
			b.Fatal(err)
		}
		return string(body)
	}
	p := textPlan(b, read("arrangement.yaml"), read("crises/causeway.yaml"), read("scenarios/causeway-raid.yaml"), "taken strike", "stock trust", "time-of answer-probe")
	r, out, events := p.NewRunner(), make([]float64, len(p.Columns())), 0
	b.ReportAllocs()
	b.ResetTimer()
	for i := range uint64(b.N) {
		events += r.Run(1, i, out).Events
	}
	b.ReportMetric(float64(events)/float64(b.N), "events/op")
}

// What nothing in the scenario takes has no numbers in the plan: they are not tried.
func TestNumbersOfWhatNobodyTakes(t *testing.T) {
	asked, idle := optionOf("asked", 0, 1, 60), optionOf("idle", 0, 1, 60)
	idle.Effects = []model.Effect{{Stock: 0, Add: numeric(0.1)}}
	c := &model.Crisis{Rungs: rungs("low", "high"), Stocks: []model.Stock{stockFrom("s", 0.5)}, Options: []model.Option{asked, idle}}
	takes := func(o ...model.OptionIndex) map[string]bool {
		a, s := load(t, worldArrangement, "entente: {version: 1, kind: scenario, id: sc, for: x, title: SC}\nhorizon: 1d\nincidents: [{id: first, kind: ping, at: 0s}]\n")
		s.Crisis = &model.CrisisUse{Crisis: c, Takes: [][]model.OptionIndex{o}}
		p, err := Compile(a, s, nil)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]bool{}
		for _, q := range p.Quantities() {
			out[q.Path] = true
		}
		return out
	}
	for _, path := range []string{"options/idle/lasts", "options/idle/effects/s"} {
		if one, both := takes(0), takes(0, 1); one[path] || !both[path] || !one["options/asked/lasts"] {
			t.Errorf("%s: %v where only the other is taken, %v where both are", path, one[path], both[path])
		}
	}
}
