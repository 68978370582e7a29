package check

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// fromLibrary loads an arrangement of the library with one of its scenarios.
func fromLibrary(tb testing.TB, name, scenario string) (*model.Arrangement, *model.Scenario) {
	tb.Helper()
	a, s, out := readLibrary(tb, name, scenario)
	if out.HasErrors() {
		tb.Fatal(out.Sorted()[0].Message)
	}
	return a, s
}

// readLibrary loads them with what is wrong with them: a scenario of a variant does not
// fit the arrangement alone.
func readLibrary(tb testing.TB, name, scenario string) (*model.Arrangement, *model.Scenario, *diag.List) {
	tb.Helper()
	out := new(diag.List)
	parse := func(file string) *syntax.Node {
		b, err := os.ReadFile(filepath.Join("../../library", name, file))
		if err != nil {
			tb.Fatal(err)
		}
		return syntax.Parse(diag.NewSource(file, string(b)), syntax.DefaultLimits, out)
	}
	a := typecheck.Arrangement(parse("arrangement.yaml"), out)
	s := typecheck.Scenario(parse("scenarios/"+scenario), a, nil, out)
	return a, s, out
}

// twinLakes loads Twin Lakes with its first scenario.
func twinLakes(tb testing.TB) (*model.Arrangement, *model.Scenario) {
	return fromLibrary(tb, "twinlakes", "leadership-shock.yaml")
}

// BenchmarkTwinLakes checks Twin Lakes under leadership-shock with two faults,
// on one worker: the whole of `check` but reading and writing.
func BenchmarkTwinLakes(b *testing.B) {
	a, s := twinLakes(b)
	states := 0
	for b.Loop() {
		states = 0
		for _, x := range Run(context.Background(), a, s, Options{Budget: -1, Workers: 1}).Searches {
			states += x.States
		}
	}
	b.ReportMetric(float64(states)*float64(b.N)/b.Elapsed().Seconds(), "states/s")
}
