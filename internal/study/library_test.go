package study

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// twinLakes compiles the arrangement of the library, with variants.
func twinLakes(t testing.TB, name string, measures []model.Measure, variants ...string) Cell {
	t.Helper()
	var out diag.List
	tree := func(file string) *syntax.Node {
		body, err := os.ReadFile(filepath.Join("..", "..", "library", "twinlakes", file))
		if err != nil {
			t.Fatal(err)
		}
		return syntax.Parse(diag.NewSource(file, string(body)), syntax.DefaultLimits, &out)
	}
	var over []*syntax.Node
	for _, v := range variants {
		over = append(over, tree("variants/"+v+".yaml"))
	}
	text, _ := design.Apply(tree("arrangement.yaml"), over, &out)
	a := typecheck.Arrangement(text, &out)
	s := typecheck.Scenario(tree("scenarios/leadership-shock.yaml"), a, nil, &out)
	if out.HasErrors() {
		var b strings.Builder
		_ = diag.WriteText(&b, out.Sorted(), false)
		t.Fatal(b.String())
	}
	plan, err := sim.Compile(a, s, measures)
	if err != nil {
		t.Fatal(err)
	}
	return Cell{Design: name, Scenario: "leadership-shock", Engine: Of(plan), Arrangement: a, Circumstances: s}
}

// The two designs of Twin Lakes, compared as the command does.
func TestTwinLakes(t *testing.T) {
	measures := []model.Measure{
		{Meta: model.Meta{ID: "alert"}, Kind: "time-of", Of: "raise-alert"},
		{Meta: model.Meta{ID: "war"}, Kind: "time-of", Of: "declare-war"},
		{Meta: model.Meta{ID: "asked"}, Kind: "consultation", Of: "declare-war"},
		{Meta: model.Meta{ID: "work"}, Kind: "work-share", Of: "declare-war"},
	}
	s := &model.Study{Meta: model.Meta{ID: "twin"}, Title: "Twin Lakes", Question: "Does the reform speed the alert?", Evidence: dated, Scenarios: []string{"leadership-shock"}, Measures: measures,
		Designs: []model.StudyDesign{{Meta: model.Meta{ID: "today"}}, {Meta: model.Meta{ID: "reformed"}}}}
	c := Config{Study: s, Seed: 1, RunsMax: 2000, Workers: 2, Assumptions: 200,
		Cells: []Cell{twinLakes(t, "today", measures), twinLakes(t, "reformed", measures, "reformed")}}
	r := mustRun(t, c)
	want, err := JSON(r)
	if err != nil {
		t.Fatal(err)
	}
	c.Workers, c.ShardRows = 3, 33
	if got, err := JSON(mustRun(t, c)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("three workers: other bytes, %v", err)
	}
	for _, k := range r.Checks {
		if k.Verdict == Fails {
			t.Errorf("%+v", k)
		}
	}
}
