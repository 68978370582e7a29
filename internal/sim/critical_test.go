package sim

import (
	"math"
	"slices"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// The parts of a time add up to it, whatever the arrangement, and a replication
// that is looked at closely is the one that is run.
func TestCriticalAddsUp(t *testing.T) {
	n := uint64(1500)
	if testing.Short() {
		n = 150
	}
	came := 0
	var seconds [PartKinds]float64
	for seed := range n {
		p := arbitraryPlan(t, seed)
		if p == nil {
			continue
		}
		for replication := range uint64(2) {
			trace, _, values := p.Trace(seed, replication)
			if w := p.observe(seed, replication); len(w.trace.Entries) != len(trace.Entries) || len(w.trace.Works) != len(trace.Works) {
				t.Fatalf("seed %d: %d events and %d spans of work, traced %d and %d", seed, len(w.trace.Entries), len(w.trace.Works), len(trace.Entries), len(trace.Works))
			}
			for i := range p.measures {
				c, ok := p.Critical(seed, replication, i)
				if p.measures[i].of != timeOf {
					if ok {
						t.Fatalf("seed %d: measure %d is no time", seed, i)
					}
					continue
				}
				value, done := values[p.measures[i].column], values[p.measures[i].column+1] == 1
				if ok != done {
					t.Fatalf("seed %d, measure %d: split %v, came %v", seed, i, ok, done)
				}
				if !ok {
					continue
				}
				came++
				sum := 0.0
				for _, part := range c.Parts {
					if part.Seconds <= 0 {
						t.Errorf("seed %d: a part of %g s", seed, part.Seconds)
					}
					sum += part.Seconds
					seconds[part.Kind] += part.Seconds
				}
				if c.Value != value || math.Abs(sum-value) > 1e-6*(1+value) {
					t.Fatalf("seed %d, replication %d, measure %d: parts %v add up to %g, measured %g", seed, replication, i, c.Parts, sum, value)
				}
				if !slices.IsSortedFunc(c.Parts, compareParts) {
					t.Errorf("seed %d: parts out of order", seed)
				}
			}
		}
	}
	t.Logf("%d times; seconds by kind %.0f", came, seconds)
	if came < int(n)/10 {
		t.Errorf("too little was tried")
	}
	for k, s := range seconds {
		if s == 0 && !testing.Short() {
			t.Errorf("no part of kind %d came up", k)
		}
	}
}

const criticalText = `
entente: {version: 1, kind: arrangement, id: small, title: Small, real: false}
parties: {A: {ally: yes}}
posts:
  chief: {of: A, national: true}
  clerk: {of: A}
councils:
  board: {seats: {one: chief, two: clerk}, rule: majority, convene: 2h}
procedures:
  act:
    starts: knock
    steps:
      - {id: draft, by: clerk, act: do, time: 1h}
      - {id: agree, by: board, act: decide, time: 30m}
      - {id: go, by: chief, act: do, time: 15m}
  other:
    starts: ring
    priority: 0
    steps:
      - {id: file, by: clerk, act: do, time: 40m}
checks: {use: [no-holder], expects: [knock, ring]}
`

const criticalScenario = `
entente: {version: 1, kind: scenario, id: s, for: small, title: S}
horizon: 5d
incidents:
  - {id: rings, kind: ring, at: 0s}
  - {id: knocks, kind: knock, at: 10m}
answers: {act/agree: {agree: 1}}
`

// The parts of a small procedure, by hand.
func TestCriticalByHand(t *testing.T) {
	var out diag.List
	a := typecheck.Arrangement(syntax.Parse(diag.NewSource("a.yaml", criticalText), syntax.DefaultLimits, &out), &out)
	if a == nil || out.HasErrors() {
		t.Fatal(out.Sorted())
	}
	s := typecheck.Scenario(syntax.Parse(diag.NewSource("s.yaml", criticalScenario), syntax.DefaultLimits, &out), a, nil, &out)
	if s == nil || out.HasErrors() {
		t.Fatal(out.Sorted())
	}
	p, err := Compile(a, s, []model.Measure{{Meta: model.Meta{ID: "m"}, Kind: "time-of", Of: "act"}})
	if err != nil {
		t.Fatal(err)
	}
	c, ok := p.Critical(1, 0, 0)
	want := []Part{
		{PartWork, OnPost, "chief", 900}, {PartWork, OnPost, "clerk", 3600}, {PartWork, OnCouncil, "board", 1800},
		{PartBusy, OnPost, "clerk", 1800}, {PartConvene, OnCouncil, "board", 7200},
	}
	if !ok || c.Value != 15300 || !slices.Equal(c.Parts, want) {
		t.Errorf("%v %v", c, ok)
	}
}
