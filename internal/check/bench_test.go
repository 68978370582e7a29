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

// twinLakes loads the library's Twin Lakes with its scenario.
func twinLakes(tb testing.TB) (*model.Arrangement, *model.Scenario) {
	tb.Helper()
	var out diag.List
	read := func(name string) *syntax.Node {
		b, err := os.ReadFile(filepath.Join("../../library/twinlakes", name))
		if err != nil {
			tb.Fatal(err)
		}
		return syntax.Parse(diag.NewSource(name, string(b)), syntax.DefaultLimits, &out)
	}
	a := typecheck.Arrangement(read("arrangement.yaml"), &out)
	s := typecheck.Scenario(read("scenarios/leadership-shock.yaml"), a, &out)
	if out.HasErrors() {
		tb.Fatal(out.Sorted()[0].Message)
	}
	return a, s
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
