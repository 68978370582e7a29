package typecheck

import (
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/syntax"
)

func TestHeaders(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{version: 1, kind: arrangement, id: a, title: T, real: no}", ""},
		{"{version: 1, kind: variant, id: a, base: b, note: a remark}", ""},
		{"{version: 1, kind: scenario, id: a, for: b, title: Lost, and out}", ""},
		{"{version: 1, kind: study, id: a}", ""},
		{"{version: 2, kind: study, id: a}", "unknown-word 2"},
		{"{version: 1, kind: crisis, id: a, rungs: []}", "unknown-key rungs"},
		{"{version: 1, kind: arangement, id: a, real: no}", "unknown-word arangement"},
		{"{version: 1, kind: arrangement, id: a}", "missing-key a"},
		{"{version: 1, kind: variant, id: a, for: b}", "unknown-key for"},
		{"{version: 1, kind: variant, id: a, bse: b}", "unknown-key bse"},
		{"{version: 1, kind: study, id: 1d}", "bad-id 1d"},
		{"{kind: study}", "missing-key {"},
		{"study", "wrong-shape study"},
	} {
		var out diag.List
		tree := syntax.Parse(diag.NewSource("h.yaml", "entente: "+c.text+"\n"), syntax.DefaultLimits, &out)
		h, ok := ReadHeader(tree, &out)
		if got := codes(out.Sorted()); got != c.want || ok != (c.want == "") {
			t.Errorf("%s: got %s (ok %v), want %s", c.text, got, ok, c.want)
		}
		if ok && (h.ID != "a" || !strings.Contains(c.text, h.Kind)) {
			t.Errorf("%s: %+v", c.text, h)
		}
	}
	var out diag.List
	if _, ok := ReadHeader(nil, &out); ok {
		t.Error("a header of nothing")
	}
}

func TestAnotherKindIsNoArrangement(t *testing.T) {
	a, list, rendered := load("s.yaml", "entente: {version: 1, kind: study, id: s, title: S}\nquestion: Who?\n")
	if a != nil || codes(list) != "wrong-kind study" {
		t.Errorf("%v\n%s", a, rendered)
	}
}

// TestLimits: each count has its limit, and one message.
func TestLimits(t *testing.T) {
	many := func(n int, one string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(one, "#", string(rune('a'+i/26%26))+string(rune('a'+i%26))+string(rune('a'+i/676))))
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"sources":    "sources:\n" + many(sourcesMax+1, "  x#: {cite: c}\n"),
		"scales":     "conditions:\n" + many(scalesMax+1, "  x#: {order: [v#]}\n"),
		"posts":      "parties: {M: {}}\nposts:\n" + many(postsMax+1, "  x#: {of: M}\n"),
		"forces":     "parties: {M: {}}\nforces:\n" + many(forcesMax+1, "  x#: {of: M}\n"),
		"steps":      "parties: {M: {}}\nposts: {p: {of: M}}\nprocedures:\n  q:\n    starts: k\n    steps:\n" + many(stepsMax+1, "      - {id: x#, by: p, act: do}\n"),
		"procedures": "parties: {M: {}}\nposts: {p: {of: M}}\nprocedures:\n" + many(proceduresMax+1, "  x#: {starts: k, steps: [{id: a, by: p, act: do}]}\n"),
		"kinds":      "parties: {M: {}}\nchecks:\n  expects: [" + many(kindsMax+1, "k#, ") + "]\n",
		"options":    "parties: {M: {}}\nposts: {p: {of: M}}\nprocedures: {q: {starts: k, steps: [{id: a, by: p, act: decide, choose: [" + many(optionsMax+1, "o#, ") + "]}]}}\n",
		"again":      "parties: {M: {}}\nposts: {p: {of: M}}\nprocedures: {q: {starts: k, again: queue 9, steps: [{id: a, by: p, act: do}]}}\n",
		"back":       "parties: {M: {}}\nposts: {p: {of: M}}\nprocedures: {q: {starts: k, steps: [{id: a, by: p, act: do}, {id: b, by: p, act: do, back: {to: a, times: 256}}]}}\n",
	} {
		_, list, rendered := load("l.yaml", "entente: {version: 1, kind: arrangement, id: x, title: X, real: false}\n"+text)
		if len(list) != 1 || list[0].Code != "too-many" && list[0].Code != "bad-number" {
			t.Errorf("%s:\n%s", name, rendered)
		}
	}
}
