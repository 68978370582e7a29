package study

import (
	"math"
	"strings"
	"testing"

	"entente/internal/model"
	"entente/internal/sim"
)

// TestNothingIsEqualThatStopped: what rests on replications that stopped before their
// end is neither equal nor alike, in the judgement, in the count at the end and in the
// order, and the text says so first.
func TestNothingIsEqualThatStopped(t *testing.T) {
	for _, c := range []struct {
		name, notice string
		after        func(o *sim.Outcome)
	}{
		{"no chance", "NOT FINISHED: In every design, all replications stopped at step 2 of procedure 0, whose answer has no chance; add one to the scenario's `answers`. What rests on them is undecided.\n",
			func(o *sim.Outcome) { o.Missing = &model.StepRef{Procedure: 0, Step: 2} }},
		{"cut short", "NOT FINISHED: In every design, all replications were cut short", func(o *sim.Outcome) { o.Cut = true }},
		{"whole", "", func(*sim.Outcome) {}},
	} {
		t.Run(c.name, func(t *testing.T) {
			stops := timed(nil, common)
			row := stops.row
			stops.row = func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome {
				o := row(v, draw, out)
				c.after(&o)
				return o
			}
			config := testConfig(structural, map[string]*fake{"today": stops, "other": stops}, "today", "other")
			config.Study.Prefer = []model.Preference{{Measure: "first-response"}}
			r := mustRun(t, config)
			whole := c.notice == ""
			if strings.Contains(r.Stop, "equal within the precision") != whole || strings.Contains(r.Stop, "are undecided, since replications stopped before their end") == whole {
				t.Errorf("it says: %s", r.Stop)
			}
			x := contrastOf(t, r, "night/other/first-response/mean")
			if x.Equal != whole || (x.Status == string(Alike)) != whole || (r.Orders[0].Pairs[0].Relation == pairAlike) != whole {
				t.Errorf("equal %v, %s, %s", x.Equal, x.Status, r.Orders[0].Pairs[0].Relation)
			}
			if text := Text(r, 1000); strings.HasPrefix(text, "NOT FINISHED") == whole || !strings.HasPrefix(text, c.notice) || strings.Contains(text, "What is alike") != whole {
				t.Errorf("the text begins: %.300s", text)
			}
			if (len(Unfinished(r)) == 0) != whole {
				t.Errorf("unfinished: %q", Unfinished(r))
			}
		})
	}
}

// TestSameInTooFew: designs that are the same in every replication of too few are not
// told of as if nothing were known.
func TestSameInTooFew(t *testing.T) {
	config := testConfig(dated, map[string]*fake{"today": timed(nil, common), "other": timed(nil, common)}, "today", "other")
	config.RunsMax = 256
	c := contrastOf(t, mustRun(t, config), "night/other/first-response/mean")
	if c.Status != string(Undecided) || c.Why != "they are the same in each of the 256 replications, which is too few to say that they are so in all but 1 %" {
		t.Errorf("%s: %s", c.Status, c.Why)
	}
	apart := timed(nil, func(_ map[string]float64, draw func(string) float64) float64 {
		return exponential(draw("its own"), hour)
	})
	config = testConfig(dated, map[string]*fake{"today": timed(nil, common), "other": apart}, "today", "other")
	config.RunsMax = 256
	if c = contrastOf(t, mustRun(t, config), "night/other/first-response/mean"); !strings.HasPrefix(c.Why, "not told from 0 by the simulation itself, with 256 replications") {
		t.Errorf("%s: %s", c.Status, c.Why)
	}
}

// TestRoundingReversesNothing: a difference that only rounding leaves, at an end of a
// number, is none there.
func TestRoundingReversesNothing(t *testing.T) {
	for _, c := range []struct {
		left   float64
		status Status
	}{{1e-7, Vanishes}, {60, Depends}} {
		other := timed([]sim.Quantity{assumedRange(convene, 0, hour)}, func(v map[string]float64, draw func(string) float64) float64 {
			return common(v, draw) + v[convene] - c.left
		})
		_, x := compared(t, timed(nil, common), other)
		if x.Status != string(c.status) || (len(x.Reverse) > 0) != (c.status == Depends) {
			t.Errorf("%g s left: %s: %s", c.left, x.Status, x.Why)
		}
	}
	// What the whole run and the points sum up in another order differs by rounding.
	k := anchor{local: local{effect: effect{pairs: 2, diff: 0.1 + 0.2}, whole: 1}, whole: effect{pairs: 2, diff: 0.3}}
	one := &contrast{reach: 1}
	a, b := &rows{[]float64{0.5, 0.5}, 1}, &rows{[]float64{0.5, 0.5}, 1}
	if e := k.at(one, a, b, a, b, 2); e.diff != 0 {
		t.Errorf("a difference of %g is left", e.diff)
	}
}

// TestUndecidedCastsTogether: what is not decided between casts is said once, after
// what is.
func TestUndecidedCastsTogether(t *testing.T) {
	r := &Result{Evidence: structural, Designs: []Named{{"today", "today"}}, Scenarios: []string{"raid/a", "raid/b", "raid/c"},
		Casts: []Cast{{ID: "a", Name: "bold"}, {ID: "b", Name: "wary"}, {ID: "c", Name: "calm"}}, Measures: []Measure{{ID: "war", Name: "war"}, {ID: "trust", Name: "trust"}}}
	for _, cast := range []string{"b", "c"} {
		for _, m := range []string{"war", "trust"} {
			r.CastContrasts = append(r.CastContrasts, CastContrast{Design: "today", Scenario: "raid", Cast: cast, Measure: m, Column: m,
				Status: string(Undecided), Why: "not told from 0", Text: m + " is undecided: not told from 0"})
		}
	}
	r.CastContrasts = append(r.CastContrasts, CastContrast{Design: "today", Scenario: "raid", Cast: "b", Measure: "trust", Column: "trust", Status: string(Holds), Text: "trust is higher"})
	p := &printer{r: r, width: 1000}
	p.castTables()
	const want = "\nWhat the casts change in a design, against bold\n  - wary, in today: trust is higher.\n  - Not decided of wary and calm, in today, not told from 0: war, trust.\n"
	if got := p.out.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestNamedCombination: a combination that the text names is told, with what moves the
// comparison that it reverses first.
func TestNamedCombination(t *testing.T) {
	base, other := twoDesigns(9000)
	base.quantities = append(base.quantities, assumedRange("councils/other/convene", 0, 60))
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future"))
	p := -1
	for i := range r.Assumptions.Points {
		if r.Assumptions.Points[i].Kind == pointHypercube {
			p = i + 5
			break
		}
	}
	pt := &r.Assumptions.Points[p]
	if strings.Contains(Text(r, 1000), "Where the numbers stand in the combinations named above") {
		t.Error("no combination is named, and one is told")
	}
	r.Judgements[0].Body += " It reverses if " + pt.Text + "."
	c := contrastOf(t, r, r.Judgements[0].Contrast)
	c.Why = "reverses if " + pt.Text
	c.Movers = []Mover{{Path: pt.Settings[1].Path}}
	text := Text(r, 1000)
	_, text, found := strings.Cut(text, "Where the numbers stand in the combinations named above")
	_, text, _ = strings.Cut(text, "\n")
	want := "  - combination 6 of 12: the time to convene other is " + pt.Settings[1].Value + "; the time to convene committee is " + pt.Settings[0].Value + ".\n"
	if !found || !strings.HasPrefix(text, want) {
		t.Errorf("got  %.300s\nwant %s", text, want)
	}
	for range combinationShown {
		pt.Settings = append(pt.Settings, Setting{Path: pt.Settings[0].Path, Value: "1 s"})
	}
	if text := CombinationText(r, p); !strings.HasSuffix(text, "; and 2 more numbers (summary.json, or --json).") {
		t.Errorf("it says: %s", text)
	}
}

// TestNotCounted: the table says of each row whether it counts, and why not.
func TestNotCounted(t *testing.T) {
	spread := Spread{N: 10, Came: 1, Position: 0.5, At: make([]Float, len(historyAt))}
	h := &History{Cases: []CaseTally{{Case: "x", N: 1, Inside: []int{1, 1, 1}}, {N: 1, Inside: []int{1, 1, 1}}}, Entries: []Held{
		{What: "one", Observed: 60, Mixture: spread, Within: []bool{true, true, true}},
		{What: "two", Observed: 60, Mixture: spread, Shared: []string{"the time of P/S"}},
		{What: "three", Observed: 60, Mixture: Spread{Position: Float(math.NaN())}},
	}}
	text := HistoryMarkdown(h)
	for _, want := range []string{"| over all points | counted |\n", "| one |", " | yes |\n", " | no: its source is also that of the time of P/S |\n", "| nothing |  |  |  |  | no: nothing to compare with |\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
