package study

import (
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// A small arrangement whose response is series-parallel, with a council that
// gathers a quorum, bounds without a probability and a guessed number.
const smallText = `
entente: {version: 1, kind: arrangement, id: small, title: A small arrangement, real: false}
conditions:
  alert:
    order: [calm, high]
parties:
  A: {ally: true}
  B: {ally: true}
posts:
  chief: {of: A, national: true}
  duty: {of: A, under: chief}
  liaison: {of: B, national: true}
  s1: {of: A, under: chief}
  s2: {of: B, under: liaison}
  s3: {of: B, under: liaison}
councils:
  joint: {seats: {s1: s1, s2: s2, s3: s3}, quorum: {total: 2}, convene: {each: 5m/15m/60m}}
procedures:
  respond:
    starts: attack
    steps:
      - {id: detect, by: duty, act: report, time: 1m/5m/15m}
      - {id: tell-chief, by: chief, act: report, after: detect, time: 2m..6m}
      - {id: tell-ally, by: liaison, act: report, after: detect, time: 5m/10m/40m}
      - {id: confer, by: joint, act: assess, after: [tell-chief, tell-ally], time: 10m}
      - {id: order, by: chief, act: order, after: confer, time: {law: lognormal, median: 8m, sigma: 0.5}}
`

const smallScenario = `
entente: {version: 1, kind: scenario, id: attack, for: small, title: An attack}
start: {alert: calm}
horizon: 8h
incidents:
  - {id: strike, kind: attack, at: 0h..2h}
`

func readTexts(t testing.TB, arrangement, scenario string) (*model.Arrangement, *model.Scenario) {
	t.Helper()
	var out diag.List
	a := typecheck.Arrangement(syntax.Parse(diag.NewSource("arrangement.yaml", arrangement), syntax.DefaultLimits, &out), &out)
	s := typecheck.Scenario(syntax.Parse(diag.NewSource("scenario.yaml", scenario), syntax.DefaultLimits, &out), a, nil, &out)
	if out.HasErrors() {
		var b strings.Builder
		_ = diag.WriteText(&b, out.Sorted(), false)
		t.Fatal(b.String())
	}
	return a, s
}

var responseTime = []model.Measure{{Meta: model.Meta{ID: "response"}, Kind: "time-of", Of: "respond"}}

// realCell compiles a cell from texts.
func realCell(t testing.TB, design, arrangement, scenario string, measures []model.Measure) Cell {
	t.Helper()
	a, s := readTexts(t, arrangement, scenario)
	plan, err := sim.Compile(a, s, measures)
	if err != nil {
		t.Fatal(err)
	}
	return Cell{Design: design, Scenario: "attack", Engine: Of(plan), Arrangement: a, Circumstances: s}
}

func realConfig(cells ...Cell) Config {
	s := &model.Study{Meta: model.Meta{ID: "real"}, Evidence: dated, Scenarios: []string{"attack"}, Measures: responseTime}
	for _, c := range cells {
		s.Designs = append(s.Designs, model.StudyDesign{Meta: model.Meta{ID: c.Design}})
	}
	return Config{Study: s, Cells: cells, Seed: 1, RunsMax: 20000, Workers: 2, Assumptions: 300}
}

// The simulation and the computed law agree on texts.
func TestTheComputedLawAgrees(t *testing.T) {
	slow := strings.Replace(smallText, "act: assess, after: [tell-chief, tell-ally], time: 10m", "act: assess, after: [tell-chief, tell-ally], time: 11m", 1)
	r := mustRun(t, realConfig(realCell(t, "today", smallText, smallScenario, responseTime), realCell(t, "slow", slow, smallScenario, responseTime)))
	if len(r.Checks) != 2 {
		t.Fatalf("%d checks", len(r.Checks))
	}
	for _, c := range r.Checks {
		if c.Verdict != Agrees || !(c.Distance <= c.Bound) || c.Bound > 0.1 {
			t.Errorf("%+v", c)
		}
		t.Logf("%+v", c)
	}
	c := contrastOf(t, r, "attack/slow/response/mean")
	if c.Sign != 1 || c.Status != string(Holds) || c.Low > 60 || c.High < 60 {
		t.Errorf("a minute more: %v in [%v, %v], %s: %s", c.Value, c.Low, c.High, c.Status, c.Why)
	}
}

// A horizon far beyond the times is named where it keeps a mean undecided.
func TestAFarHorizon(t *testing.T) {
	slow := strings.Replace(smallText, "time: 10m", "time: 11m", 1)
	far := strings.Replace(smallScenario, "horizon: 8h", "horizon: 300d", 1)
	c := realConfig(realCell(t, "today", smallText, far, responseTime), realCell(t, "slow", slow, far, responseTime))
	c.RunsMax = 500
	if got := contrastOf(t, mustRun(t, c), "attack/slow/response/mean"); got.Status != string(Undecided) || !strings.Contains(got.Why, "a nearer one decides sooner") {
		t.Errorf("%s: %s", got.Status, got.Why)
	}
}

// A simulation of another text than the one computed is found out, and the result
// says so before all else.
func TestAContradictionIsLoud(t *testing.T) {
	cell := realCell(t, "today", smallText, smallScenario, responseTime)
	wrong := realCell(t, "other", strings.Replace(smallText, "median: 8m", "median: 12m", 1), smallScenario, responseTime)
	wrong.Arrangement = cell.Arrangement
	r := mustRun(t, realConfig(cell, wrong))
	if r.Checks[0].Verdict != Agrees || r.Checks[1].Verdict != Fails || r.Checks[1].Why == "" {
		t.Errorf("%+v", r.Checks)
	}
	if text := Text(r, 100); !strings.HasPrefix(text, "ERROR OF THE PROGRAM") {
		t.Errorf("it begins %.60q", text)
	}
}

// Where the law of the sample is not the one that is computed, the reason is said.
func TestWhatIsNotComparable(t *testing.T) {
	change := func(text, from, to string) string {
		t.Helper()
		if !strings.Contains(text, from) {
			t.Fatalf("no %q", from)
		}
		return strings.Replace(text, from, to, 1)
	}
	for _, c := range []struct{ arrangement, scenario, of, why string }{
		{smallText, smallScenario, "respond", ""},
		{smallText, smallScenario, "respond/tell-ally", ""},
		{smallText, smallScenario, "nothing", "has no procedure"},
		{smallText, smallScenario, "respond/nothing", "has no step"},
		{smallText, change(smallScenario, "start: {alert: calm}", "start: {alert: calm, absent: [s1]}"), "respond", "an office empty"},
		{smallText, change(smallScenario, "{id: strike,", "{id: loss, empties: [s1], at: 1h}\n  - {id: strike,"), "respond", "changes offices"},
		{smallText, change(smallScenario, "at: 0h..2h", "at: {law: exponential, mean: 1h}"), "respond", "has no bound"},
		{smallText, change(smallScenario, "horizon: 8h", "horizon: 2h"), "respond", "as late as the horizon"},
		{change(smallText, "by: joint, act: assess", "by: joint, act: decide"), smallScenario, "respond", "may be refused"},
		{change(smallText, "by: joint, act: assess", "by: joint, act: decide"), smallScenario + "answers:\n  respond/confer: {agree: 1}\n", "respond", ""},
		{change(smallText, "by: chief, act: report, after: detect", "by: liaison, act: report, after: detect"), smallScenario, "respond", "two branches"},
		{change(smallText, "time: 10m", "time: 10m, starts: [also]") + "  also:\n    steps:\n      - {id: one, by: chief, act: do, time: 5m}\n", smallScenario, "respond", "busy with also"},
		{smallText, change(smallScenario, "{id: strike,", "{id: slide, moves: calm->high, at: 1h}\n  - {id: strike,"), "respond", "a condition may move"},
	} {
		a, s := readTexts(t, c.arrangement, c.scenario)
		proc, upTo, _, why := computable(a, s, c.of)
		if why == "" && c.why != "" {
			_, why = lawOf(a, proc, upTo)
		}
		if (why == "") != (c.why == "") || !strings.Contains(why, c.why) {
			t.Errorf("%s: %q; want %q", c.of, why, c.why)
		}
	}
}
