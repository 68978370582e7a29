package check

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"testing"

	"entente/internal/bench"
	"entente/internal/check/handpacked"
	"entente/internal/program"
)

// TestTable prints the rows of the checker.
func TestTable(t *testing.T) {
	bench.Table(t)
	t.Run("one core", func(t *testing.T) {
		bench.OneCore(t)
		byHandRows(t)
		memoRow(t)
	})
	coneRows(t)
	coresRow(t)
	twoPhaseRows()
}

// explore searches a system to its end.
func explore(t *testing.T, sys System) *Exploration {
	x := Explore(context.Background(), sys, DefaultLimits, nil, nil, nil)
	if !x.Complete {
		t.Fatal(x.Why)
	}
	return x
}

func perSecond(states int, seconds float64) string {
	return bench.Count(float64(states)/seconds) + " /s"
}

// byHandRows compares the checker with the search by hand.
func byHandRows(t *testing.T) {
	for _, m := range []handpacked.Model{{Tasks: 4, Faults: 1, Starts: 2}, {Tasks: 5, Faults: 1, Starts: 1}, {Tasks: 6, Faults: 0, Starts: 2}} {
		var hand *handpacked.Result
		var x *Exploration
		sys := tasksSystem(t, m)
		rounds := 5
		if m.Tasks == 4 {
			rounds = 10
		}
		least := bench.Turns(rounds, func() { hand = handpacked.Search(m, 0) }, func() { x = explore(t, newSystem(sys.p, sys.m.Cone)) })
		byHand, ours := least[0].Seconds(), least[1].Seconds()
		perState := func(bytes int) float64 { return float64(bytes) / float64(x.Distinct) }
		bench.Ratio(fmt.Sprintf("checker with stories, one core, %s", size(m, x)),
			fmt.Sprintf("packed by hand, same counts: %s, %.0f bytes a state", perSecond(len(hand.States), byHand), perState(hand.Bytes())),
			fmt.Sprintf("%s, %.0f bytes a state", perSecond(x.Distinct, ours), perState(x.set.bytes())), byHand/ours, 0.3, 0.6)
	}
}

func size(m handpacked.Model, x *Exploration) string {
	return fmt.Sprintf("tasks %d, faults %d, starts %d (%s states)", m.Tasks, m.Faults, m.Starts, bench.Count(float64(x.Distinct)))
}

// memoRow compares a search with one that asks the machine about every event.
func memoRow(t *testing.T) {
	m := handpacked.Model{Tasks: 4, Faults: 1, Starts: 2}
	var x *Exploration
	sys := tasksSystem(t, m)
	least := bench.Turns(4, func() {
		forgets := newSystem(sys.p, sys.m.Cone)
		forgets.expanded = math.MinInt
		x = explore(t, forgets)
	}, func() { x = explore(t, newSystem(sys.p, sys.m.Cone)) })
	without, with := least[0].Seconds(), least[1].Seconds()
	bench.Ratio("what remembering brings, "+size(m, x), "every event asked of the machine: "+perSecond(x.Distinct, without), perSecond(x.Distinct, with), without/with, 0, 0)
}

// wholeMost is how many states of a whole are explored to be compared with.
const wholeMost = 3_000_000

// coneRows compares, for every scenario of the library that fits the arrangement
// alone, the states of all searches in cones with those of one search of the whole.
func coneRows(t *testing.T) {
	files, err := filepath.Glob("../../library/*/scenarios/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(filepath.Dir(file)))
		a, s, wrong := readLibrary(t, name, filepath.Base(file))
		if wrong.HasErrors() {
			continue // it is of a variant
		}
		cones, widest, searched := 0, 0, run(context.Background(), a, s, Options{Budget: -1, Workers: 1}).Searches
		for _, x := range searched {
			cones += x.States
			widest = max(widest, x.States)
		}
		p := program.Compile(a, BudgetOf(a, s, Options{Budget: -1}))
		whole := Explore(context.Background(), newSystem(p, p.Everything()), Limits{States: wholeMost, Bytes: 4 << 30}, nil, nil, nil)
		least := ""
		if !whole.Complete {
			least = "more than "
		}
		bench.Number(fmt.Sprintf("what cones bring, %s, %s", name, s.ID), "the whole at once: "+least+bench.Count(float64(whole.Distinct))+" states",
			fmt.Sprintf("%d searches: %s states together, the widest %s", len(searched), bench.Count(float64(cones)), bench.Count(float64(widest))))
	}
}

// coresRow checks on one worker and on as many as there are processors.
func coresRow(t *testing.T) {
	a := tasks(t, 4, "no-holder, dual-holder, no-decider, no-quorum, stuck")
	states := 0
	search := func(workers int) func() {
		return func() {
			states = 0
			for _, x := range run(context.Background(), a, nil, Options{Budget: 1, Starts: 2, Workers: workers}).Searches {
				states += x.States
			}
		}
	}
	cores := runtime.GOMAXPROCS(0)
	least := bench.Waits(3, search(1), search(cores))
	one, all := least[0].Seconds(), least[1].Seconds()
	bench.Ratio(fmt.Sprintf("all seams of 4 tasks, %d workers, by the clock", cores), "one worker: "+perSecond(states, one), perSecond(states, all), one/all, 0, 0)
}

// twoPhaseRows holds the search to counts that others published.
func twoPhaseRows() {
	for _, c := range twoPhaseCounts {
		x := Explore(context.Background(), twoPhase{c.n}, DefaultLimits, nil, nil, nil)
		published := bench.Exact(c.distinct) + " distinct"
		if c.generated != 0 {
			published += ", " + bench.Exact(c.generated) + " generated"
		}
		bench.Holds(fmt.Sprintf("two-phase commit, %d resource managers", c.n), "published: "+published,
			bench.Exact(x.Distinct)+" distinct, "+bench.Exact(x.Generated)+" generated", "the same", c.agrees(x))
	}
}
