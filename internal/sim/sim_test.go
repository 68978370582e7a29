package sim

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// load reads an arrangement and a scenario from texts.
func load(t testing.TB, arrangement, scenario string) (*model.Arrangement, *model.Scenario) {
	t.Helper()
	var out diag.List
	a := typecheck.Arrangement(syntax.Parse(diag.NewSource("arrangement.yaml", arrangement), syntax.DefaultLimits, &out), &out)
	if out.HasErrors() {
		t.Fatal(messages(&out))
	}
	s := typecheck.Scenario(syntax.Parse(diag.NewSource("scenario.yaml", scenario), syntax.DefaultLimits, &out), a, nil, &out)
	if out.HasErrors() {
		t.Fatal(messages(&out))
	}
	return a, s
}

func messages(list *diag.List) string {
	var b strings.Builder
	_ = diag.WriteText(&b, list.Sorted(), false)
	return b.String()
}

func read(t testing.TB, path ...string) string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// compileText compiles texts with measures such as "time-of go".
func compileText(t testing.TB, arrangement, scenario string, measures ...string) *Plan {
	t.Helper()
	a, s := load(t, arrangement, scenario)
	var list []model.Measure
	for _, m := range measures {
		kind, of, _ := strings.Cut(m, " ")
		list = append(list, model.Measure{Meta: model.Meta{ID: strings.ReplaceAll(of, "/", "-")}, Kind: kind, Of: of})
	}
	p, err := Compile(a, s, list)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
