package typecheck

import (
	"testing"

	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/syntax"
)

// FuzzScenario reads any bytes as a scenario, as a study and as a variant of Twin
// Lakes whose design is then read as well: no panic, and no scenario whose
// indices are out of range.
func FuzzScenario(f *testing.F) {
	base := parseText(f, "arrangement.yaml", twinLakesText(f, "arrangement.yaml"))
	a := arrangementOf(f)
	f.Add(twinLakesText(f, "scenarios", "leadership-shock.yaml"))
	f.Add(twinLakesText(f, "variants", "reformed.yaml"))
	f.Add(scenarioText("where-present: [posts/x, procedures/y/steps/z]\nstart: {absent: [x, {value: cdr, source: S1}], given: [declare-war/agree]}\nincidents: [{id: i, kind: probe, while: empty(x), after: i}]\nobserved: [{id: o, value: {p10: 1h, p50: 2h, p90: 3h, disputed: [{value: 2h, source: S2}]}}]\n"))
	f.Add(studyHead + "measures: {war: {time-of: declare-war}, x: {stock: 1}}\nprecision: {war: ±1h}\n")
	f.Fuzz(func(t *testing.T, text string) {
		var out diag.List
		tree := syntax.Parse(diag.NewSource("x.yaml", text), syntax.DefaultLimits, &out)
		if tree == nil || out.HasErrors() {
			return
		}
		s := Scenario(tree, a, nil, &out)
		if s != nil && !out.HasErrors() {
			insideOf(t, s.Start.Out, len(a.Links))
			for _, in := range s.Incidents {
				insideOf(t, in.Starts, len(a.Procedures))
				insideOf(t, in.Empties, len(a.Posts))
				insideOf(t, in.Cuts, len(a.Links))
			}
			for _, x := range s.Answers {
				insideOf(t, []int{int(x.Step.Step)}, len(a.Procedures[x.Step.Procedure].Steps))
			}
		}
		Study(tree, new(diag.List))
		var found diag.List
		if changed, _ := design.Apply(base, []*syntax.Node{tree}, &found); changed != nil {
			Arrangement(changed, &found)
		}
	})
}

func insideOf[I ~int | ~int32](t *testing.T, list []I, n int) {
	t.Helper()
	for _, i := range list {
		if i < 0 || int(i) >= n {
			t.Fatalf("index %d of %d", i, n)
		}
	}
}
