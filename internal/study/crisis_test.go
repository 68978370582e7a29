package study

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
)

// The measures of a crisis and the columns that package sim gives for them.
var (
	crisisMeasures = []model.Measure{
		{Meta: model.Meta{ID: "peak", Name: model.Name{"en": "the highest rung"}}, Kind: "peak-rung", Of: "actual"},
		{Meta: model.Meta{ID: "war"}, Kind: "threshold", Of: "war"},
		{Meta: model.Meta{ID: "trust"}, Kind: "stock", Of: "trust"},
		{Meta: model.Meta{ID: "shell"}, Kind: "taken", Of: "shell"},
	}
	crisisColumns = []sim.Column{
		{Name: "peak", Measure: 0, Kind: sim.Number, Max: 5},
		{Name: "war", Measure: 1, Kind: sim.Time, Max: 24 * hour},
		{Name: "war.done", Measure: 1, Kind: sim.Flag, Max: 1},
		{Name: "trust", Measure: 2, Kind: sim.Number, Min: -1, Max: 1},
		{Name: "trust.end", Measure: 2, Kind: sim.Number, Min: -1, Max: 1},
		{Name: "trust.lowest", Measure: 2, Kind: sim.Number, Min: -1, Max: 1},
		{Name: "trust.highest", Measure: 2, Kind: sim.Number, Min: -1, Max: 1},
		{Name: "shell", Measure: 3, Kind: sim.Time, Max: 24 * hour},
		{Name: "shell.done", Measure: 3, Kind: sim.Flag, Max: 1},
		{Name: "shell.times", Measure: 3, Kind: sim.Number, Max: 1000},
	}
)

const (
	weight  = "players/bold/decisions/begin/weights/shell"
	worth   = "players/calm/decisions/answer/logit/worth/respond/trust"
	erosion = "stocks/trust/flows/0/per-day"
)

func number(path string, a, b float64) sim.Quantity {
	return sim.Quantity{Path: path, Text: "a number", Spec: dist.Spec{Form: dist.Range, Unit: dist.Number, A: a, B: b}, Cite: model.NoCite, Number: true, Assumed: true}
}

// crisisFake reaches war with a chance, keeps trust at a level, and climbs as many
// rungs as it is told.
func crisisFake(quantities []sim.Quantity, war, trust func(v map[string]float64) float64, rungs float64) *fake {
	return &fake{columns: crisisColumns, quantities: quantities, row: func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome {
		out[0] = min(5, rungs+2*draw("peak"))
		out[1], out[2] = 24*hour, 0
		if u := draw("war"); u < war(v) {
			out[1], out[2] = u*hour, 1
		}
		level := trust(v) + 0.1*(draw("trust")-0.5)
		out[3], out[4], out[5], out[6] = level, level-0.1, level-0.2, level+0.1
		out[7], out[8], out[9] = hour*(1+draw("shell")), 1, 2
		return sim.Outcome{Events: 5, End: 24 * hour}
	}}
}

func still(x float64) func(map[string]float64) float64 {
	return func(map[string]float64) float64 { return x }
}

// crisisConfig runs each design under one scenario with two casts; the second of
// them leads to war more often by what is added, and to less trust.
func crisisConfig(evidence string, designs map[string]func(bold bool) *fake, order ...string) Config {
	s := &model.Study{Meta: model.Meta{ID: "crisis"}, Title: "A crisis", Question: "Which escalates?", Evidence: evidence,
		Scenarios: []string{"night"}, Measures: crisisMeasures,
		Casts: []model.Cast{{Meta: model.Meta{ID: "calm"}, Players: []string{"calm"}}, {Meta: model.Meta{ID: "bold"}, Players: []string{"bold"}}}}
	c := Config{Study: s, Seed: 7, RunsMax: 4096, Assumptions: 512}
	for _, d := range order {
		s.Designs = append(s.Designs, model.StudyDesign{Meta: model.Meta{ID: d}})
		for i, cast := range s.Casts {
			c.Cells = append(c.Cells, Cell{Design: d, Scenario: "night/" + cast.ID, Engine: designs[d](i == 1)})
		}
	}
	return c
}

// plainCrisis: war is rarer in slow than in today, and rarest but for trust in calm.
func plainCrisis() map[string]func(bold bool) *fake {
	more := func(bold bool) float64 {
		if bold {
			return 0.3
		}
		return 0
	}
	return map[string]func(bold bool) *fake{
		"today": func(bold bool) *fake {
			return crisisFake([]sim.Quantity{number(weight, 0.4, 0.6)}, func(v map[string]float64) float64 { return v[weight] + more(bold) }, still(0.2-more(bold)), 2)
		},
		"slow": func(bold bool) *fake { return crisisFake(nil, still(0.1+more(bold)), still(0.2-more(bold)), 1) },
		"deaf": func(bold bool) *fake { return crisisFake(nil, still(0.02+more(bold)), still(-0.5-more(bold)), 0) },
	}
}

// TestCasts: each scenario runs once with each cast, and what a cast changes is told
// of every design.
func TestCasts(t *testing.T) {
	r := mustRun(t, crisisConfig(structural, plainCrisis(), "today", "slow"))
	if want := []string{"night/calm", "night/bold"}; !slices.Equal(r.Scenarios, want) {
		t.Errorf("scenarios %v, want %v", r.Scenarios, want)
	}
	war := contrastOf(t, r, "night/bold/slow/war.done/mean")
	if war.Sign != -1 || war.Status != string(Holds) {
		t.Errorf("war: sign %d, %s: %s", war.Sign, war.Status, war.Sentence)
	}
	if want := "Under night/bold, slow: war is reached before the horizon less often than in today, by 0.30 to 0.50, over the 1 range tried."; war.Sentence != want {
		t.Errorf("it says\n%s, want\n%s", war.Sentence, want)
	}
	peak := contrastOf(t, r, "night/calm/slow/peak/mean")
	if want := "Under night/calm, slow: the highest rung is on average lower than in today over the 1 range tried."; peak.Sentence != want {
		t.Errorf("it says\n%s, want\n%s", peak.Sentence, want)
	}
	var found []string
	for _, c := range r.CastContrasts {
		if c.Cast != "bold" || c.Base != "calm" || c.Scenario != "night" {
			t.Errorf("a contrast of %s and %s under %s", c.Cast, c.Base, c.Scenario)
		}
		if c.Measure == "war" || c.Measure == "trust" {
			found = append(found, c.Design+": "+c.Text)
		}
	}
	want := []string{
		"today: war is reached before the horizon more often than with calm by 0.31 to 0.32",
		"slow: war is reached before the horizon more often than with calm",
		"today: trust is on average lower than with calm",
		"slow: trust is on average lower than with calm",
	}
	if !slices.Equal(found, want) {
		t.Errorf("the casts change\n%s\nwant\n%s", strings.Join(found, "\n"), strings.Join(want, "\n"))
	}
	if text := Text(r, 100); !strings.Contains(text, "bold, in every design: trust is on average lower than with calm") {
		t.Errorf("the text does not say what a cast changes:\n%s", text)
	}
}

// TestCastsOfNoneTried: where no assumption was tried, nobody knows what turns the
// order of two casts.
func TestCastsOfNoneTried(t *testing.T) {
	const nothing = "No number turns the order"
	c := crisisConfig(illustrative, plainCrisis(), "today", "slow")
	if text := Text(mustRun(t, c), 100); !strings.Contains(text, nothing) {
		t.Errorf("the text does not say that nothing turns:\n%s", text)
	}
	c.Assumptions = -1
	if text := Text(mustRun(t, c), 100); strings.Contains(text, nothing) || !strings.Contains(text, "the order with calm is not stated: the assumptions were not tried") {
		t.Errorf("the text says that nothing turns:\n%s", text)
	}
}

// TestHeadlineOfComing: of what comes or not, a reader wants whether; when, only
// where it always comes.
func TestHeadlineOfComing(t *testing.T) {
	r := mustRun(t, crisisConfig(structural, plainCrisis(), "today", "slow"))
	var heads []string
	for _, j := range r.Judgements {
		if j.Scenario == "night/calm" {
			heads = append(heads, contrastOf(t, r, j.Contrast).Column)
		}
	}
	if want := []string{"peak", "war.done", "trust", "shell"}; !slices.Equal(heads, want) {
		t.Errorf("a reader is told first of %v, want %v", heads, want)
	}
}

// TestNumberColumns: a number may lie below 0, its range is kept, and counts and the
// ends of a stock are told and not compared.
func TestNumberColumns(t *testing.T) {
	r := mustRun(t, crisisConfig(dated, plainCrisis(), "today", "deaf"))
	for i := range r.Contrasts {
		if c := r.Contrasts[i].Column; c == "shell.times" || c == "trust.lowest" || c == "trust.highest" {
			t.Errorf("%s is compared", c)
		}
	}
	i := slices.IndexFunc(r.Estimates, func(e Estimate) bool {
		return e.Design == "deaf" && e.Scenario == "night/calm" && e.Column == "trust"
	})
	if e := &r.Estimates[i]; e.Unit != "number" || e.Value > -0.49 || e.Value < -0.51 || e.Low > e.Value || e.High < e.Value || e.Low < -1 {
		t.Errorf("trust is %v %v, %v to %v", e.Value, e.Unit, e.Low, e.High)
	}
	c := crisisConfig(dated, plainCrisis(), "today", "deaf")
	for i := range c.Cells {
		f := *c.Cells[i].Engine.(*fake)
		f.columns = slices.Clone(f.columns)
		f.columns[0].Min = f.columns[0].Max
		c.Cells[i].Engine = &f
	}
	if _, err := Run(t.Context(), c); err == nil || !strings.Contains(err.Error(), "within") {
		t.Errorf("a number without bounds: %v", err)
	}
}

// TestRegret: an order of the designs in each preferred number, that adds nothing up:
// who is worse under one scenario and better under another is not compared.
func TestRegret(t *testing.T) {
	c := crisisConfig(structural, plainCrisis(), "today", "slow", "deaf")
	c.Study.Prefer = []model.Preference{{Measure: "war"}, {Measure: "trust", More: true}}
	r := mustRun(t, c)
	if len(r.Orders) != 2 {
		t.Fatalf("%d orders", len(r.Orders))
	}
	relations := func(o *Order) string {
		var out []string
		for _, p := range o.Pairs {
			out = append(out, p.Design+" "+p.Relation+" "+p.Other)
		}
		return strings.Join(out, "; ")
	}
	if got, want := relations(&r.Orders[0]), "slow better today; deaf better today; deaf better slow"; r.Orders[0].Column != "war.done" || got != want {
		t.Errorf("by war: %s, want %s", got, want)
	}
	if got, want := relations(&r.Orders[1]), "today alike slow; today better deaf; slow better deaf"; got != want {
		t.Errorf("by trust: %s, want %s", got, want)
	}
	for _, g := range r.Orders[0].Regrets {
		switch {
		case g.Design == "deaf" && (g.Value != 0 || g.Range.High != 0):
			t.Errorf("the best regrets %v", g)
		case g.Design == "today" && (g.Range.Low > 0.42 || g.Range.Low < 0.34 || g.Range.High < 0.53 || g.Range.High > 0.62):
			t.Errorf("today regrets %v to %v", g.Range.Low, g.Range.High)
		}
	}
	text := Text(r, 100)
	for _, want := range []string{"less is preferred of whether war is reached", "- deaf is never worse than today and slow, and better under every scenario.", "- today and slow are alike under every scenario."} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
}

// TestRegretNotCompared: a design that is better with one cast and worse with the
// other, and one whose order an assumption reverses, are not compared, and why is
// said.
func TestRegretNotCompared(t *testing.T) {
	designs := plainCrisis()
	designs["crossed"] = func(bold bool) *fake {
		return crisisFake(nil, still(map[bool]float64{false: 0.2, true: 0.95}[bold]), still(0), 1)
	}
	designs["leaning"] = func(bold bool) *fake {
		return crisisFake([]sim.Quantity{number(worth, 0, 1)}, func(v map[string]float64) float64 { return v[worth] * 0.9 }, still(0), 1)
	}
	c := crisisConfig(structural, designs, "today", "crossed", "leaning")
	c.Study.Prefer = []model.Preference{{Measure: "war"}}
	r := mustRun(t, c)
	why := map[string]string{}
	for _, p := range r.Orders[0].Pairs {
		why[p.Design+" "+p.Other] = p.Relation + ": " + p.Why
	}
	if got := why["today crossed"]; got != "not-compared: today is better under night/bold, crossed under night/calm" {
		t.Errorf("crossed: %s", got)
	}
	if got := why["crossed leaning"]; !strings.Contains(got, "not-compared: under night/calm it reverses if the worth of trust at respond for calm (answer) is below 0.2") {
		t.Errorf("leaning: %s", got)
	}
}

// TestRegretOfTheSilent: a design that lacks what an option needs is not compared on
// it.
func TestRegretOfTheSilent(t *testing.T) {
	c := crisisConfig(structural, plainCrisis(), "today", "slow")
	c.Study.Prefer = []model.Preference{{Measure: "shell"}}
	for i := range c.Cells {
		if c.Cells[i].Design == "slow" {
			c.Cells[i].Circumstances = &model.Scenario{Crisis: &model.CrisisUse{Crisis: &model.Crisis{Options: []model.Option{{Meta: model.Meta{ID: "shell"}, Lacking: true}}}}}
		}
	}
	r := mustRun(t, c)
	if len(r.Unspecified) != 1 || r.Unspecified[0].Measure != "shell" || r.Unspecified[0].Path != "options/shell" {
		t.Fatalf("unspecified: %v", r.Unspecified)
	}
	for i := range r.Contrasts {
		if r.Contrasts[i].Measure == "shell" {
			t.Errorf("%s is compared", r.Contrasts[i].ID)
		}
	}
	if p := r.Orders[0].Pairs[0]; p.Relation != "not-compared" || p.Why != "slow is unspecified" {
		t.Errorf("the pair: %v", p)
	}
	if !slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Kind == "lacking" && strings.Contains(n.Text, "slow") }) {
		t.Errorf("no note says what slow lacks: %v", r.Notes)
	}
}

// TestFrontier: what another dominates in both measures is not on the frontier, and
// what is better in one of them is.
func TestFrontier(t *testing.T) {
	c := crisisConfig(structural, plainCrisis(), "today", "slow", "deaf")
	c.Study.Prefer = []model.Preference{{Measure: "war"}, {Measure: "trust", More: true}}
	c.Study.Frontier = []string{"war", "trust"}
	r := mustRun(t, c)
	if len(r.Frontiers) != 2 {
		t.Fatalf("%d frontiers", len(r.Frontiers))
	}
	for _, f := range r.Frontiers {
		var on []string
		for _, p := range f.Points {
			if p.On {
				on = append(on, p.ID)
			} else if p.By != "slow" || p.Why != "better in whether war is reached, worse in none" {
				t.Errorf("%s is dominated by %q: %s", p.ID, p.By, p.Why)
			}
		}
		if want := []string{"slow", "deaf"}; !slices.Equal(on, want) {
			t.Errorf("%s: on the frontier are %v, want %v", f.Scenario, on, want)
		}
	}
	if text := Text(r, 100); !strings.Contains(text, "on the frontier: slow and deaf") {
		t.Errorf("the text lacks the frontier:\n%s", text)
	}
}

// TestFrontierOfTheSilent: a design that says nothing of one of the measures is not
// compared, and has no place: what the runs have there is the base's text.
func TestFrontierOfTheSilent(t *testing.T) {
	c := crisisConfig(structural, plainCrisis(), "today", "slow", "deaf")
	c.Study.Prefer = []model.Preference{{Measure: "shell"}, {Measure: "trust", More: true}}
	c.Study.Frontier = []string{"shell", "trust"}
	for i := range c.Cells {
		if c.Cells[i].Design == "slow" {
			c.Cells[i].Circumstances = &model.Scenario{Crisis: &model.CrisisUse{Crisis: &model.Crisis{Options: []model.Option{{Meta: model.Meta{ID: "shell"}, Lacking: true}}}}}
		}
	}
	r := mustRun(t, c)
	for _, f := range r.Frontiers {
		if p := f.Points[1]; p.On || p.By != "" || p.Why != "unspecified in whether shell is taken" || !math.IsNaN(float64(p.Values[1].Low)) {
			t.Errorf("%s: %+v", f.Scenario, p)
		}
		if p := f.Points[0]; !p.On {
			t.Errorf("%s: %+v", f.Scenario, p)
		}
	}
	if text := Text(r, 100); !strings.Contains(text, "slow: not compared, unspecified in whether shell is taken") {
		t.Errorf("the text:\n%s", text)
	}
	r.Frontiers[0].Over = r.Frontiers[0].Over[:1]
	if r.Frontiers[0].check() == nil {
		t.Error("a frontier of one number is read")
	}
}

// TestWhatRoundingLeaves: an estimate that a point moves to an end of its range stands
// there, and not as far beside it as sums in floating point leave.
func TestWhatRoundingLeaves(t *testing.T) {
	x, y := 0.1, 0.2 // of variables, so that the sum is rounded
	for _, c := range []struct{ value, change, want float64 }{{x + y, -0.3, 0}, {0.25, -0.25, 0}, {x + y, 0.7, 1}, {0.3, -0.4, 0}, {0.75, -0.5, 0.25}, {1e-9, 0, 1e-9}} {
		e := estimate{reach: 1, told: estimated{value: c.value}}
		if got := e.moved(c.change); got != c.want {
			t.Errorf("%v and %v are %v, want %v", c.value, c.change, got, c.want)
		}
	}
}

// TestFrontierOfScenarios: of one design the scenarios are the candidates.
func TestFrontierOfScenarios(t *testing.T) {
	c := crisisConfig(illustrative, plainCrisis(), "today")
	c.Study.Prefer = []model.Preference{{Measure: "war"}, {Measure: "trust", More: true}}
	c.Study.Frontier = []string{"war", "trust"}
	r := mustRun(t, c)
	if len(r.Frontiers) != 1 || r.Frontiers[0].Scenario != "" || len(r.Frontiers[0].Points) != 2 {
		t.Fatalf("frontiers: %v", r.Frontiers)
	}
	if p := r.Frontiers[0].Points; !p[0].On || p[1].On || p[1].By != "night/calm" {
		t.Errorf("points: %v", p)
	}
}

// TestBreakEven: the line between two numbers is where the difference is none: here
// trust is 0.5·x of the one design and y of the other, so that it turns at y = x/2.
func TestBreakEven(t *testing.T) {
	designs := map[string]func(bold bool) *fake{
		"today": func(bool) *fake {
			return crisisFake([]sim.Quantity{number(weight, 0.2, 1)}, still(0), func(v map[string]float64) float64 { return v[weight] / 2 }, 1)
		},
		"other": func(bool) *fake {
			return crisisFake([]sim.Quantity{number(worth, 0, 0.4)}, still(0), func(v map[string]float64) float64 { return v[worth] }, 1)
		},
	}
	c := crisisConfig(illustrative, designs, "today", "other")
	c.Study.Casts = nil
	c.Study.Scenarios = []string{"night/calm"}
	c.Cells = []Cell{c.Cells[0], c.Cells[2]}
	c.Study.Prefer = []model.Preference{{Measure: "trust", More: true}}
	c.Study.BreakEven = []string{weight, worth}
	r := mustRun(t, c)
	if len(r.BreakEvens) != 1 || len(r.BreakEvens[0].Points) != 9 {
		t.Fatalf("break-evens: %v", r.BreakEvens)
	}
	for _, p := range r.BreakEvens[0].Points {
		switch at := float64(p.At); {
		case at < 0.79: // half of it lies within the range of the other
			if d := float64(p.Turns) - at/2; d > 0.004 || d < -0.004 || p.Ratio < 0.49 || p.Ratio > 0.51 {
				t.Errorf("at %v it turns at %v, ratio %v", at, p.Turns, p.Ratio)
			}
		case at > 0.81 && p.Stays != "less":
			t.Errorf("at %v it stays %q", at, p.Stays)
		}
	}
	text := Text(r, 100)
	for _, want := range []string{"Break-even: the line between the weight of shell for bold (begin) and the worth of trust at respond for calm (answer)", "ratio", "does not: other lower", "Each number alone"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	c.Study.BreakEven = []string{worth}
	r = mustRun(t, c)
	if p := r.BreakEvens[0].Points; len(p) != 1 || p[0].Turns < 0.295 || p[0].Turns > 0.305 {
		t.Errorf("alone it turns at %v", p)
	}
	c.Study.BreakEven = []string{worth + "s"}
	if _, err := Run(t.Context(), c); err == nil || !strings.Contains(err.Error(), "did you mean") {
		t.Errorf("an unknown number: %v", err)
	}
}

// TestBreakEvenTurnsBack: of two turns the first is told, and that there is another.
func TestBreakEvenTurnsBack(t *testing.T) {
	designs := map[string]func(bold bool) *fake{
		"today": func(bool) *fake { return crisisFake(nil, still(0), still(0.2), 1) },
		"other": func(bool) *fake {
			return crisisFake([]sim.Quantity{number(worth, 0, 1)}, still(0), func(v map[string]float64) float64 { return 2 * (v[worth] - 0.5) * (v[worth] - 0.5) }, 1)
		},
	}
	c := crisisConfig(illustrative, designs, "today", "other")
	c.Study.Casts = nil
	c.Study.Scenarios = []string{"night/calm"}
	c.Cells = []Cell{c.Cells[0], c.Cells[2]}
	c.Study.Prefer = []model.Preference{{Measure: "trust", More: true}}
	c.Study.BreakEven = []string{worth}
	r := mustRun(t, c)
	// 2(x - 0.5)² is 0.2 at 0.5 ± 0.316.
	if p := r.BreakEvens[0].Points[0]; p.Turns < 0.18 || p.Turns > 0.19 || !p.Again || p.Below != "more" {
		t.Errorf("it turns at %+v", p)
	}
	if text := Text(r, 100); !strings.Contains(text, ", and back further on") {
		t.Errorf("the text does not say that it turns back:\n%s", text)
	}
}

// TestBreakEvenOfMany: no more are searched than the limit, and that is said.
func TestBreakEvenOfMany(t *testing.T) {
	designs, order := map[string]func(bold bool) *fake{}, []string{}
	for i := range breakEvenMost + 2 {
		id := "d" + strconv.Itoa(i)
		order = append(order, id)
		designs[id] = func(bool) *fake { return crisisFake([]sim.Quantity{number(worth, 0, 1)}, still(0), still(0.2), 1) }
	}
	c := crisisConfig(illustrative, designs, order...)
	c.Study.Casts = c.Study.Casts[:1]
	c.Cells = slices.DeleteFunc(c.Cells, func(x Cell) bool { return strings.HasSuffix(x.Scenario, "bold") })
	c.RunsMax, c.Assumptions = 64, 16
	c.Study.Prefer, c.Study.BreakEven = []model.Preference{{Measure: "trust"}}, []string{worth}
	r := mustRun(t, c)
	if len(r.BreakEvens) != breakEvenMost || !slices.Contains(r.Notes, Note{"left-off", "Break-even was searched for the first 12 of 13 comparisons."}) {
		t.Errorf("%d are searched; notes: %v", len(r.BreakEvens), r.Notes)
	}
}

// TestCrisisSummaries: they conform to the schema, read back to the same, and do not
// depend on the workers.
func TestCrisisSummaries(t *testing.T) {
	var schema schemaNode
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	for _, evidence := range []string{dated, structural, illustrative} {
		c := crisisConfig(evidence, plainCrisis(), "today", "slow", "deaf")
		c.Study.Prefer = []model.Preference{{Measure: "war"}, {Measure: "trust", More: true}}
		c.Study.Frontier = []string{"war", "trust"}
		c.Study.BreakEven = []string{weight}
		body, err := JSON(mustRun(t, c))
		if err != nil {
			t.Fatal(err)
		}
		c.Workers = 3
		if again, err := JSON(mustRun(t, c)); err != nil || string(again) != string(body) {
			t.Errorf("%s: three workers give another summary", evidence)
		}
		var v any
		if err := json.Unmarshal(body, &v); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range valid(schema, schema, v, "") {
			t.Error(wrong)
		}
		read, err := Read(body)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := JSON(read); err != nil || string(back) != string(body) {
			t.Error("it does not read back to the same", err)
		}
		read.Orders[0].Regrets = read.Orders[0].Regrets[1:]
		if damaged, _ := JSON(read); damaged != nil {
			if _, err := Read(damaged); err == nil {
				t.Error("a summary without a regret is read")
			}
		}
	}
}
