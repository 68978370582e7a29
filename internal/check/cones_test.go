package check

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// fromLibrary loads an arrangement of the library with one of its scenarios.
func fromLibrary(tb testing.TB, name, scenario string) (*model.Arrangement, *model.Scenario) {
	tb.Helper()
	var out diag.List
	read := func(file string) *syntax.Node {
		b, err := os.ReadFile(filepath.Join("../../library", name, file))
		if err != nil {
			tb.Fatal(err)
		}
		return syntax.Parse(diag.NewSource(file, string(b)), syntax.DefaultLimits, &out)
	}
	a := typecheck.Arrangement(read("arrangement.yaml"), &out)
	s := typecheck.Scenario(read("scenarios/"+scenario), a, &out)
	if out.HasErrors() {
		tb.Fatal(out.Sorted()[0].Message)
	}
	return a, s
}

// wholeMost is how many states of a whole are explored to be compared with.
const wholeMost = 3_000_000

// TestConesBring prints, for every scenario of the library, the states of all
// searches in cones and those of one search of the whole.
func TestConesBring(t *testing.T) {
	if testing.Short() {
		t.Skip("explores wholes")
	}
	files, err := filepath.Glob("../../library/*/scenarios/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(filepath.Dir(file)))
		a, s := fromLibrary(t, name, filepath.Base(file))
		cones, widest, searched := 0, 0, run(context.Background(), a, s, Options{Budget: -1, Workers: 1}).Searches
		for _, x := range searched {
			cones += x.States
			widest = max(widest, x.States)
		}
		p := program.Compile(a, BudgetOf(a, s, Options{Budget: -1}))
		whole := Explore(context.Background(), newSystem(p, p.Everything()), Limits{States: wholeMost, Bytes: 4 << 30}, nil, nil, nil)
		more := ""
		if !whole.Complete {
			more = " and more"
		}
		t.Logf("%s, %s: %d searches of %d states together, the widest of %d; the whole %d%s", name, filepath.Base(file), len(searched), cones, widest, whole.Distinct, more)
	}
}
