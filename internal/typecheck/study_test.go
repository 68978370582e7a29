package typecheck

import (
	"strings"
	"testing"

	"entente/internal/diag"
)

const studyHead = `entente: {version: 1, kind: study, id: st, title: A study}
question: Does the reform close the gap?
evidence: structural
designs: {before: {base: twinlakes}, after: {base: twinlakes, variants: [reformed], name: After}}
`

func TestStudy(t *testing.T) {
	var out diag.List
	s := Study(parseText(t, "st.yaml", studyHead+`scenarios: [leadership-shock]
measures:
  war: {time-of: declare-war}
  gap: {no-holder: corps-opcon, note: of the corps}
  ready: {expression: "not  (cond==war)"}
precision: {war: ±30m, ready: 0.02}
`), &out)
	if s == nil || out.Len() > 0 {
		t.Fatal(brief(&out))
	}
	if s.Title != "A study" || s.Question == "" || s.Evidence != "structural" || strings.Join(s.Scenarios, " ") != "leadership-shock" {
		t.Errorf("%+v", s)
	}
	if len(s.Designs) != 2 || s.Designs[1].Base != "twinlakes" || strings.Join(s.Designs[1].Variants, " ") != "reformed" || s.Designs[1].Name["en"] != "After" {
		t.Errorf("%+v", s.Designs)
	}
	if len(s.Measures) != 3 || s.Measures[1].Kind != "no-holder" || s.Measures[1].Of != "corps-opcon" || s.Measures[1].Note != "of the corps" || s.Measures[2].Of != "not cond == war" {
		t.Errorf("%+v", s.Measures)
	}
	if len(s.Precision) != 2 || s.Precision[0].Half.Spec.A != 1800 || s.Precision[1].Half.Spec.A != 0.02 {
		t.Errorf("%+v", s.Precision)
	}
}

func TestStudySays(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"two things", "measures: {war: {time-of: declare-war, waiting: cdr}}",
			"bad-measure st.yaml:5:40 \"waiting\": measure \"war\" has `time-of` and `waiting` ? a measure is one thing; write two measures"},
		{"nothing", "measures: {war: {note: x}}",
			"bad-measure st.yaml:5:12 \"war\": measure \"war\" measures nothing ? write one of time-of, no-holder, dual-holder, consultation, work-share, waiting, expression, peak-rung, threshold, dissonance, stock, taken, programme and crossed"},
		{"an unknown kind", "measures: {war: {time-off: declare-war}}", "unknown-key"},
		{"an expression", "measures: {war: {expression: cond =}}", "bad-expression"},
		{"an unknown measure", "measures: {war: {time-of: declare-war}}\nprecision: {wr: 1h}",
			`unknown-measure st.yaml:6:13 "wr": measure "wr" is not declared ? did you mean "war"?`},
		{"no measures", "precision: {war: 1h}",
			"missing-key st.yaml:1:1 \"e\": a study needs `measures`, which is missing ? write `measures:` with a map of measures"},
		{"a precision of another unit", "measures: {war: {time-of: declare-war}}\nprecision: {war: ±0.5}", "bad-quantity"},
		{"a wide precision", "measures: {war: {time-of: declare-war}}\nprecision: {war: 1h..2h}",
			`bad-precision st.yaml:6:18 "1h..2h": "1h..2h" is not half the width of an interval ? write one value above 0, as in ` + "`±30m` or `±0.02`"},
		{"a scenario twice", "scenarios: [a1, a1]\nmeasures: {war: {time-of: declare-war}}", `named-twice st.yaml:5:17 "a1": "a1" stands here a second time | st.yaml "a1": it stands here first`},
		{"no id", "scenarios: [a b]\nmeasures: {war: {time-of: declare-war}}", "bad-id"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out diag.List
			Study(parseText(t, "st.yaml", studyHead+test.text), &out)
			got := strings.TrimSpace(brief(&out))
			if strings.Contains(test.want, " ") && got != test.want || !strings.HasPrefix(got, test.want) || strings.Count(got, "\n") > 0 {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	var out diag.List
	if s := Study(parseText(t, "st.yaml", scenarioText("")), &out); s != nil || !strings.HasPrefix(brief(&out), "wrong-kind") {
		t.Error(brief(&out))
	}
}
