package design

import (
	"fmt"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// A rename is followed everywhere: keys, lists, expressions, moves, bindings,
// accepted seams, citations.
func TestRenameFollows(t *testing.T) {
	accept := "- {set: checks/accept, from: unset, to: [{seam: bypassed-consent, element: declare-war T, why: x}, {seam: no-decider, element: declare-war/consent-t, why: x}, {seam: dead-rule, element: procedures/declare-war/steps/order, why: x}]}\n" +
		"- {add: checks/invariants/busy, value: {never: \"live(declare-war) and done(declare-war/agree) and cond >= war\"}}\n"
	for _, test := range []struct{ changes, path, want string }{
		{"- {rename: posts/cdr, to: cc}", "posts/dcdr/under", "cc"},
		{"- {rename: posts/cdr, to: cc}", "posts/cc/was", "cdr"},
		{"- {rename: posts/cdr, to: cc}", "authority/corps-opcon/held-by/war", "cc @S1:1"},
		{"- {rename: posts/cdr, to: cc}", "procedures/hand-corps/steps/relieve/to", "cc"},
		{"- {rename: posts/dcdr, to: cc}", "posts/cdr/deputies", "{cc: at-once}"},
		{"- {rename: conditions/cond/order/war, to: conflict}", "conditions/cond/moves/alert->conflict", "declare-war"},
		{"- {rename: conditions/cond/order/war, to: conflict}", "authority/corps-opcon/handover", "{alert->conflict: {by: hand-corps, gives-up: before relieve, takes-over: after accept}}"},
		{"- {rename: conditions/cond/order/war, to: conflict}", "procedures/declare-war/decides/move", "alert->conflict"},
		{"- {rename: conditions/cond/order/war, to: conflict}", "checks/invariants/no-war-alone/before", "alert->conflict"},
		{"- {rename: conditions/cond, to: readiness}", "checks/invariants/can-stand-down/from", "readiness == alert"},
		{"- {rename: conditions/cond/order/calm, to: c}", "checks/invariants/can-stand-down/possible", "cond == c"},
		{"- {rename: authority/fleet-tacon, to: f}", "checks/invariants/one-tacon/always", "\"count(holders(f)) <= 1\""},
		{"- {rename: authority/strike-release, to: s}", "procedures/answer-probe/steps/release/by", "holder(s)"},
		{"- {rename: procedures/hand-corps/steps/relieve, to: r}", "authority/corps-opcon/handover/alert->war/gives-up", "before r"},
		{"- {rename: procedures/hand-corps/steps/relieve, to: r}", "procedures/hand-corps/steps/r", "{id: r, by: m-chod, act: order, to: cdr, time: 10m/30m/2h, was: relieve}"},
		{"- {rename: procedures/hand-corps/steps/relieve, to: r}", "authority/fleet-tacon/handover/calm->alert/gives-up", "after relieve"},
		{"- {rename: procedures/declare-war/steps/consent-m, to: c}", "procedures/declare-war/steps/agree/after", "[c, consent-t]"},
		{"- {rename: sources/S3, to: interviews}", "procedures/declare-war/steps/consent-t/time", "1h/4h/14h @interviews:4"},
		{"- {rename: sources/S2, to: tor}", "councils/committee/convene/source", "tor"},
		{"- {rename: councils/committee, to: cc}", "links/hotline/between", "[t-pm, cc]"},
		{"- {rename: links/hotline, to: h}", "procedures/declare-war/steps/consent-t/via", "h"},
		{"- {rename: parties/T, to: Tarn}", "authority/wing-opcon/only", "{party: Tarn}"},
		{accept + "- {rename: parties/T, to: Tarn}\n- {rename: procedures/declare-war, to: dw}\n- {rename: procedures/dw/steps/consent-t, to: ct}", "checks/accept",
			"[{seam: bypassed-consent, element: dw Tarn, why: x}, {seam: no-decider, element: dw/ct, why: x}, {seam: dead-rule, element: procedures/dw/steps/order, why: x}]"},
		{accept + "- {rename: procedures/declare-war, to: dw}\n- {rename: procedures/dw/steps/agree, to: yes-of-both}\n- {rename: conditions/cond/order/war, to: x1}\n- {rename: conditions/cond, to: k}", "checks/invariants/busy/never",
			"live(dw) and done(dw/yes-of-both) and k >= x1"},
		{"- {rename: posts/cdr, to: a}\n- {rename: posts/a, to: b}", "posts/b/was", "cdr"},
		{"- {rename: posts/cdr, to: a}\n- {rename: posts/a, to: cdr}", "posts/cdr", "{of: T, under: committee, deputies: {dcdr: at-once}, name: {en: Combined Commander, ko: 연합사령관}}"},
		{"- {rename: posts/cdr, to: a}\n- {add: posts/cdr, value: {of: M, under: a}}", "posts/cdr/under", "a"},
		{"- {rename: councils/committee/seats/m1, to: m9}", "councils/committee/seats", "{m9: m-mod, m2: m-chod, t1: t-mod, t2: t-chod}"},
	} {
		var out diag.List
		tree, _ := Apply(library(t, "arrangement.yaml"), []*syntax.Node{parse(t, "v.yaml", variantOf(test.changes))}, &out)
		if out.Len() > 0 {
			t.Errorf("%s\n%s", test.changes, messages(&out))
		} else if got := at(tree, test.path); strings.Trim(got, `"`) != strings.Trim(test.want, `"`) {
			t.Errorf("%s\n%s = %s\nwant %s", test.changes, test.path, got, test.want)
		}
	}
}

func variant(t testing.TB, id, base, changes string) *syntax.Node {
	return parse(t, id+".yaml", fmt.Sprintf("entente: {version: 1, kind: variant, id: %s, base: %s}\nchanges:\n%s", id, base, changes))
}

func TestVariantOfAVariant(t *testing.T) {
	base := library(t, "arrangement.yaml")
	first := variant(t, "first", "twinlakes", "- {rename: posts/cdr, to: cc, why: a better word}")
	second := variant(t, "second", "first", "- {set: posts/cc/of, from: T, to: M}")
	third := variant(t, "third", "twinlakes", "- {set: posts/cc/of, from: M, to: T}")
	var out diag.List
	tree, changes := Apply(base, []*syntax.Node{first, second, third}, &out)
	if out.Len() > 0 {
		t.Fatal(messages(&out))
	}
	if got := at(tree, "posts/cc/of"); got != "T" || len(changes) != 3 {
		t.Errorf("of = %s after %d changes", got, len(changes))
	}
	if c := changes[0]; c.Verb != "rename" || c.From != "cdr" || c.To != "cc" || c.Why != "a better word" || c.Base.Text() != "cdr" {
		t.Errorf("%+v", c)
	}
	for _, order := range [][]*syntax.Node{{second}, {second, first}} {
		var out diag.List
		Apply(base, order, &out)
		want := `wrong-base second.yaml:1:56 "first": the variant "second" is for "first"; here it is applied to "twinlakes" ? name the arrangement or a variant that the design applies before this one: twinlakes`
		if got := strings.TrimSpace(said(&out)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestNotAVariant(t *testing.T) {
	base := library(t, "arrangement.yaml")
	for _, test := range []struct{ text, want string }{
		{"changes: []", `no-header x.yaml:1:1 "c": the file has no header`},
		{"entente: {version: 1, kind: scenario, id: x, for: twinlakes}", `wrong-kind x.yaml:1:29 "scenario": this is of kind "scenario"; a variant is expected`},
		{"entente: {version: 1, kind: variant, id: x}\nchanges: []", "missing-key x.yaml"},
		{"entente: {version: 1, kind: variant, id: x, base: twinlake}\nchanges: []", `wrong-base x.yaml:1:51 "twinlake": the variant "x" is for "twinlake"; here it is applied to "twinlakes" ? did you mean "twinlakes"?`},
		{"entente: {version: 1, kind: variant, id: x, base: twinlakes}\nchanges: 3", "wrong-shape x.yaml:2:10"},
	} {
		var out diag.List
		Apply(base, []*syntax.Node{parse(t, "x.yaml", test.text)}, &out)
		if got := said(&out); !strings.HasPrefix(got, test.want) || strings.Count(got, "\n") != 1 {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestLimits(t *testing.T) {
	base := library(t, "arrangement.yaml")
	var lines strings.Builder
	for i := 0; i <= ChangesMax; i++ {
		fmt.Fprintf(&lines, "- {add: parties/P%d, value: {ally: no}}\n", i)
	}
	var out diag.List
	Apply(base, []*syntax.Node{variant(t, "v", "twinlakes", lines.String())}, &out)
	if got := said(&out); !strings.Contains(got, "a variant of 2001 changes; at most 2000 are applied") {
		t.Error(got)
	}
	many := make([]*syntax.Node, VariantsMax+1)
	for i := range many {
		many[i] = variant(t, fmt.Sprintf("v%d", i), "twinlakes", fmt.Sprintf("- {add: parties/P%d, value: {ally: no}}", i))
	}
	out = diag.List{}
	Apply(base, many, &out)
	if got := said(&out); !strings.Contains(got, "a design of 33 variants; at most 32 are applied") {
		t.Error(got)
	}
}

func TestSilent(t *testing.T) {
	v := parse(t, "v.yaml", variantOf("silent: [posts/cdr/deputies, links/red, a//b]"))
	paths := Silent(v)
	if fmt.Sprint(paths) != "[posts/cdr/deputies links/red]" {
		t.Errorf("silent on %v", paths)
	}
	for _, test := range []struct {
		path, of string
		want     bool
	}{
		{"posts", "posts/cdr", true},
		{"posts/cdr", "posts/cdr", true},
		{"posts/cdr", "posts/cdrx", false},
		{"posts/cdr/deputies", "posts/cdr", false},
	} {
		p, _ := ParsePath(test.path)
		of, _ := ParsePath(test.of)
		if got := Covers(p, of); got != test.want {
			t.Errorf("Covers(%s, %s) = %v", test.path, test.of, got)
		}
	}
}

// What the grammar says can name something, this package knows to name it, and
// where the grammar has a map or a list, a path goes the same way.
func TestShapeAgainstGrammar(t *testing.T) {
	grammar, ok := syntax.KindNamed("arrangement")
	if !ok {
		t.Fatal("no grammar")
	}
	compareKeys(t, "", grammar.Keys, arrangement)
}

// namesNothingHere are references to what no variant can take away by its id,
// and the words beside them.
var namesNothingHere = map[string]bool{"procedures/*/starts": true, "checks/expects": true, "conditions/*/names/*": true}

func compareKeys(t *testing.T, path string, keys []syntax.Key, sh *shape) {
	known := map[string]bool{}
	for _, k := range keys {
		known[k.Name] = true
		switch k.Name {
		case "source", "credibility", "was", "disputed", "note", "name", "id":
			continue
		}
		child := shapeBelow(sh, k.Name)
		if sh.holds == table {
			continue // `total` beside the parties of a quorum
		}
		compare(t, strings.TrimPrefix(path+"/"+k.Name, "/"), k.Shape, child)
	}
	for key := range sh.keys {
		if !known[key] {
			t.Errorf("%s/%s is not in the grammar", path, key)
		}
	}
}

func compare(t *testing.T, path string, g *syntax.Shape, sh *shape) {
	switch {
	case namesNothingHere[path]:
	case g.Items != nil && len(g.Items.Keys) > 0 && g.Items.Keys[0].Name == "id":
		if sh.holds != elements {
			t.Errorf("%s is a list by id", path)
			return
		}
		compareKeys(t, path+"/*", g.Items.Keys, sh.each)
	case g.Items != nil:
		if sh.holds != plain {
			t.Errorf("%s is a list", path)
			return
		}
		compare(t, path, g.Items, sh.each)
	case g.Each != nil:
		if sh.holds != table {
			t.Errorf("%s is a map by id", path)
			return
		}
		compare(t, path+"/*", g.Each, sh.each)
	case (g.Form == syntax.Ref || g.Form == syntax.Expression) && (sh.form == opaque || sh.holds != leaf):
		t.Errorf("%s names something", path)
	case g.Form != syntax.Ref && g.Form != syntax.Expression && sh.form != opaque:
		t.Errorf("%s names nothing", path)
	case sh.holds == fields:
		compareKeys(t, path, g.Keys, sh)
	}
}
