package study

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"entente/internal/sim"
)

// A report that takes what its bounds say, and an answer that comes or does not.
const pastText = `
entente: {version: 1, kind: arrangement, id: past, title: A past, real: false}
sources: {log: {cite: A log, reliability: B}, press: {cite: The press, reliability: C}}
parties: {A: {ally: true}}
posts:
  chief: {of: A, national: true}
  guard: {of: A, under: chief}
procedures:
  report:
    starts: probe
    steps:
      - {id: tell, by: guard, act: report, to: chief, time: 10m..30m}
      - {id: choose, by: chief, act: decide, choose: [act, wait], time: {value: 10m, source: press, credibility: 3}}
      - {id: act, by: chief, act: order, to: guard, time: 5m/10m/20m, needs: chosen(choose) == act}
  other:
    starts: quiet
    steps:
      - {id: one, by: guard, act: do, time: 1h}
checks: {expects: quiet}
`

const pastScenario = `
entente: {version: 1, kind: scenario, id: night, for: past, title: A night}
horizon: 8h
incidents:
  - {id: drum, kind: quiet, at: 20m, while: live(other)}
  - {id: seen, kind: probe, at: 1h}
answers:
  report/choose: {act: 0.5, wait: 0.5}
observed:
  - {id: low, what: early, of: report/tell, case: one, value: 11m, source: log, credibility: 3}
  - {id: mid, what: in the middle, of: report/tell, since: seen, case: one, value: 20m, source: log}
  - {id: half, what: the order, of: report/act, case: two, value: 7h, source: log}
  - {id: own, what: from the case itself, of: report/choose, value: 30m, source: press}
  - {id: none, what: what never begins, of: other, value: 1h, source: log}
  - {id: plain, what: a remark, value: 1h, source: log}
predicted:
  - {id: asked, what: the choice, of: report/choose, since: seen}
`

func pastOfTexts(t testing.TB) Past {
	t.Helper()
	a, s := readTexts(t, pastText, pastScenario)
	entries, measures := PastOf(a, s)
	p, err := sim.Compile(a, s, measures)
	if err != nil {
		t.Fatal(err)
	}
	return Past{Scenario: "night", Design: "as-is", Engine: Of(p), Entries: entries}
}

func near(x Float, want, slack float64) bool { return math.Abs(float64(x)-want) <= slack }

// The mixture of bounds 10 to 30 min is even over them: its quantiles are known.
func TestHoldKnownAnswers(t *testing.T) {
	h := Hold(t.Context(), HistoryConfig{Past: []Past{pastOfTexts(t)}, Seed: 1, Workers: 2, Points: true})
	if len(h.Entries) != 6 {
		t.Fatalf("%d entries", len(h.Entries))
	}
	low, mid, half, own, none, asked := &h.Entries[0], &h.Entries[1], &h.Entries[2], &h.Entries[3], &h.Entries[4], &h.Entries[5]
	for i, p := range historyAt {
		if want := 60 * (10 + 20*p); !near(low.Mixture.At[i], want, 3) {
			t.Errorf("the quantile %v of an even law: %v, want %v", p, low.Mixture.At[i], want)
		}
		if low.Base.At[i] != 20*60 || low.Low.At[i] != 10*60 || low.High.At[i] != 30*60 {
			t.Errorf("quantile %v: base %v, from %v to %v", p, low.Base.At[i], low.Low.At[i], low.High.At[i])
		}
		if asked.Mixture.At[i] != low.Mixture.At[i]+600 || asked.Within != nil || asked.observed() {
			t.Errorf("predicted: %+v", asked)
		}
	}
	if !near(low.Mixture.Position, 0.05, 0.003) || low.Base.Position != 0 || low.Low.Position != 0 || low.High.Position != 1 || low.Source != "log (B3)" {
		t.Errorf("%+v", low)
	}
	if got := low.Within; got[0] || got[1] || !got[2] {
		t.Errorf("11 of 10 to 30 min: %v", got)
	}
	if mid.Base.Position != 0.5 || mid.Since != "seen" || !mid.Within[0] {
		t.Errorf("in the middle, equal to all of the base: %+v", mid)
	}
	if !near(half.Mixture.Came, 0.5, 0.04) || !math.IsInf(float64(half.Mixture.At[6]), 1) || !near(half.Mixture.Position, 0.5, 0.04) {
		t.Errorf("what comes in half of all: %+v", half.Mixture)
	}
	if own.Within != nil || len(own.Shared) != 1 || own.Shared[0] != "the time of report/choose" || low.Shared != nil {
		t.Errorf("what rests on its own source: %+v", own)
	}
	if none.Began != 0 || low.Began != 1 {
		t.Errorf("begins in %v and %v", none.Began, low.Began)
	}
	if none.Mixture.N != 0 || none.Within != nil {
		t.Errorf("what never begins: %+v", none)
	}
	want := []CaseTally{{"one", 2, []int{1, 1, 2}}, {"two", 1, []int{1, 1, 1}}, {"", 3, []int{2, 2, 3}}}
	got, _ := json.Marshal(h.Cases)
	if all, _ := json.Marshal(want); string(all) != string(got) {
		t.Errorf("%s, want %s", got, all)
	}
}

// Where no assumption was moved, nobody knows which numbers bear on a time: a value is
// not counted if any of them rests on its source.
func TestHoldWithoutPoints(t *testing.T) {
	past := pastOfTexts(t)
	for _, points := range []bool{true, false} {
		past.Entries = slices.Clone(past.Entries)
		for i := range past.Entries { // of a procedure on which that of the source has no bearing
			if e := &past.Entries[i]; e.ID == "own" {
				e.Of = "other/one"
			}
		}
		h := Hold(t.Context(), HistoryConfig{Past: []Past{past}, Seed: 1, Workers: 2, Points: points})
		own := &h.Entries[3]
		if counted := own.Within != nil; own.ID != "own" || counted == (len(own.Shared) > 0) || !points && counted {
			t.Errorf("points %v: %+v", points, own)
		}
	}
}

// No number depends on the workers; another seed gives others.
func TestHoldIsTheSameAnywhere(t *testing.T) {
	past := []Past{pastOfTexts(t), pastOfTexts(t)}
	of := func(seed uint64, workers int) string {
		body, err := HistoryJSON(Hold(t.Context(), HistoryConfig{Past: past, Seed: seed, Runs: 700, Workers: workers, Points: true}))
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	one := of(1, 1)
	if of(1, 5) != one {
		t.Error("it depends on the workers")
	}
	if of(2, 1) == one {
		t.Error("it does not depend on the seed")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if h := Hold(ctx, HistoryConfig{Past: past, Seed: 1}); h != nil {
		t.Error("an interrupted one tells something")
	}
}

// A summary with a past conforms to the schema, and prints the same when it is read.
func TestHistoryInASummary(t *testing.T) {
	base, _ := twoDesigns(3000)
	for _, points := range []bool{true, false} {
		r := mustRun(t, testConfig(dated, map[string]*fake{"today": base}, "today"))
		r.History = Hold(t.Context(), HistoryConfig{Past: []Past{pastOfTexts(t)}, Seed: 1, Runs: 600, Points: points})
		_, again := conforms(t, r)
		text := Text(r, 90)
		if Text(again, 90) != text || HistoryMarkdown(again.History) != HistoryMarkdown(r.History) {
			t.Error("what was read prints another text")
		}
		var a, b bytes.Buffer
		if PredictionsCSV(&a, r.History) != nil || PredictionsCSV(&b, again.History) != nil || a.String() != b.String() {
			t.Error("what was read writes other predictions")
		}
		for _, want := range []string{"Held against history\n  night, under as-is, in force then:", "early: observed 11 min; simulated", "95 of 100", "to never in 95 of 100", "nothing to compare with; other does not begin.",
			"Predicted of a record that is not given", "is not counted: its source is also that of the time of report/choose.", "From 2 cases. Counts, not rates"} {
			if !strings.Contains(text, want) && !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
		if strings.Contains(text, "over the points tried") != points {
			t.Error("points are told where there are none, or not told")
		}
	}
}

// Nothing is told in per cent below ten cases, and from ten on it is.
func TestNoPercentageOfFewCases(t *testing.T) {
	for _, n := range []int{1, 9, 10, 12} {
		var list []Held
		for i := range n {
			list = append(list, Held{Case: string(rune('a' + i)), Observed: 60, Within: []bool{i%2 == 0, true, true}})
		}
		h := &History{Entries: list, Cases: tallyCases(list), Ranges: HistoryCaveat}
		if got := strings.Contains(h.Caveat(), "100 % in the 95 % range"); got != (n >= 10) {
			t.Errorf("%d cases: %s", n, h.Caveat())
		}
	}
}
