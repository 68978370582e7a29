package design

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/syntax"
)

func parse(t testing.TB, name, text string) *syntax.Node {
	t.Helper()
	var out diag.List
	n := syntax.Parse(diag.NewSource(name, text), syntax.DefaultLimits, &out)
	if out.HasErrors() || n == nil {
		t.Fatalf("%s does not parse: %s", name, messages(&out))
	}
	return n
}

func library(t testing.TB, path ...string) *syntax.Node {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "library", "twinlakes"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, path[len(path)-1], string(text))
}

func messages(out *diag.List) string {
	var b strings.Builder
	if err := diag.WriteText(&b, out.Sorted(), false); err != nil {
		return err.Error()
	}
	return b.String()
}

// at prints what a path leads to in a tree, or "-".
func at(tree *syntax.Node, path string) string {
	a := applier{tree: tree}
	p, _ := ParsePath(path)
	s, _ := a.find(p)
	if s.node == nil {
		return "-"
	}
	return inline(s.node)
}

// variantOf writes a variant of Twin Lakes from the lines of its changes.
func variantOf(changes string) string {
	text := "entente: {version: 1, kind: variant, id: v, base: twinlakes}\n"
	if strings.HasPrefix(changes, "silent") {
		return text + changes
	}
	return text + "changes:\n" + changes
}

func TestReformed(t *testing.T) {
	base, variant := library(t, "arrangement.yaml"), library(t, "variants/reformed.yaml")
	untouched := inlineWhole(base)
	var out diag.List
	tree, changes := Apply(base, []*syntax.Node{variant}, &out)
	if out.Len() > 0 {
		t.Fatal(messages(&out))
	}
	for path, want := range map[string]string{
		"authority/corps-opcon/handover/alert->war":             "{by: hand-corps, gives-up: after accept, takes-over: after accept}",
		"procedures/declare-war/steps/consent-t/if-unreachable": "-",
		"procedures/declare-war/steps/consent-t/if-refused":     "stop",
		"posts/t-dcdr":                          "{of: T, under: cdr}",
		"posts/cdr/deputies":                    "{t-dcdr: at-once, dcdr: at-once}",
		"posts/dcdr":                            "{of: M, under: cdr, name: {en: Deputy Combined Commander, ko: 연합부사령관}}",
		"entente/id":                            "twinlakes",
		"procedures/declare-war/steps/agree/by": "committee",
	} {
		if got := at(tree, path); got != want {
			t.Errorf("%s = %s, want %s", path, got, want)
		}
	}
	if inlineWhole(base) != untouched {
		t.Error("the base was modified")
	}
	if len(changes) != 4 {
		t.Fatalf("%d changes", len(changes))
	}
	c := changes[0]
	if c.Variant != "reformed" || c.Verb != "set" || c.From != "before relieve" || c.To != "after accept" || c.Why != "close the gap" {
		t.Errorf("first change: %+v", c)
	}
	if c.Span.String() != "variants/reformed.yaml:4:10" || c.Base.Text() != "before relieve" || !strings.HasPrefix(c.Base.String(), "arrangement.yaml:42:") {
		t.Errorf("first change at %s, base %s %q", c.Span, c.Base, c.Base.Text())
	}
	if got := changes[3]; got.Verb != "add" || got.Path != "posts/cdr/deputies/t-dcdr" || got.To != "at-once" || !got.Base.IsZero() {
		t.Errorf("last change: %+v", got)
	}
	a := applier{tree: tree}
	s, _ := a.find(Path{"posts", "t-dcdr"})
	if s.key.Span.String() != "variants/reformed.yaml:9:17" || s.key.Span.Text() != "t-dcdr" {
		t.Errorf("the new post's id stands at %s %q", s.key.Span, s.key.Span.Text())
	}
}

func inlineWhole(n *syntax.Node) string {
	var b strings.Builder
	for _, p := range n.Pairs {
		b.WriteString(inline(p.Key) + inline(p.Value) + "\n")
		b.WriteString(inlineWhole(p.Value))
	}
	for _, item := range n.Items {
		b.WriteString(inlineWhole(item))
	}
	return b.String()
}

// Each case is a list of changes and what stands at some paths afterwards.
func TestChanges(t *testing.T) {
	for _, test := range []struct{ name, changes, path, want string }{
		{"set a scalar", "- {set: posts/cdr/of, from: T, to: M}", "posts/cdr/of", "M"},
		{"from reads durations by their amount", "- {set: posts/m-pres/deputies/m-vp, from: 600s..120m, to: 1h}", "posts/m-pres/deputies/m-vp", "1h"},
		{"from passes over citations", "- {set: authority/corps-opcon/held-by/war, from: cdr, to: m-chod}", "authority/corps-opcon/held-by/war", "m-chod"},
		{"set what was not set", "- {set: posts/cdr/refill, from: unset, to: 3d}", "posts/cdr/refill", "3d"},
		{"set a map", "- {set: councils/committee/quorum, from: {each-party: 1, total: 3}, to: {total: 4}}", "councils/committee/quorum", "{total: 4}"},
		{"set quantiles in their short form", "- {set: councils/committee/convene/p50, from: 180m, to: 4h}", "councils/committee/convene/p50", "4h"},
		{"set a list", "- {set: councils/committee/under, from: [m-pres, t-pm], to: [t-pm]}", "councils/committee/under", "[t-pm]"},
		{"one alone is a list of one", "- {set: procedures/declare-war/steps/order/to, from: [m-chod, t-chod], to: m-chod}\n- {set: procedures/declare-war/steps/order/to, from: [m-chod], to: t-chod}", "procedures/declare-war/steps/order/to", "t-chod"},
		{"set a step", "- {set: procedures/stand-down/steps/agree, from: {id: agree, by: committee, act: decide, time: 1h/3h/8h}, to: {by: committee, act: decide, time: 1h}}", "procedures/stand-down/steps", "[{id: agree, by: committee, act: decide, time: 1h}]"},
		{"the only move of a procedure", "- {set: procedures/declare-war/decides/at, from: order, to: agree}", "procedures/declare-war/decides/at", "agree"},
		{"add a row", "- {add: links/red, value: {between: [m-chod, t-chod]}}", "links/red", "{between: [m-chod, t-chod]}"},
		{"add a first step", "- {add: procedures/stand-down/steps/ask, value: {ask: t-pm, for: consent}, place: first}", "procedures/stand-down/steps", "[{id: ask, ask: t-pm, for: consent}, {id: agree, by: committee, act: decide, time: 1h/3h/8h}]"},
		{"add a step after another", "- {add: procedures/hand-fleet/steps/check, value: {by: cdr, act: assess}, place: {after: accept}}", "procedures/hand-fleet/steps/check", "{id: check, by: cdr, act: assess}"},
		{"add a seat before another", "- {add: councils/committee/seats/m0, value: m-pres, place: {before: m1}}", "councils/committee/seats", "{m0: m-pres, m1: m-mod, m2: m-chod, t1: t-mod, t2: t-chod}"},
		{"add an id to a list", "- {add: councils/committee/under/m-mod, place: first}", "councils/committee/under", "[m-mod, m-pres, t-pm]"},
		{"add an id to one alone", "- {add: posts/cdr/under/t-chod}", "posts/cdr/under", "[committee, t-chod]"},
		{"add what opens a part", "- {add: posts/t-mod/deputies/t-chod, value: 1h}", "posts/t-mod/deputies", "{t-chod: 1h}"},
		{"add to a list that is not there", "- {add: posts/cdr/acting/may-not/order}", "posts/cdr/acting", "{may-not: [order]}"},
		{"add a limit", "- {add: checks/limits/fast, value: {procedure: stand-down, worst: 9h}, place: {before: gap-corps}}", "checks/limits/fast", "{id: fast, procedure: stand-down, worst: 9h}"},
		{"remove an id of a list", "- {remove: councils/committee/remit/decides/stand-down}", "councils/committee/remit/decides", "[raise-alert, declare-war]"},
		{"remove the only id", "- {add: procedures/declare-war/steps/order/after/agree}\n- {remove: procedures/declare-war/steps/order/after/agree}", "procedures/declare-war/steps/order/after", "[]"},
		{"remove with its mention, after it", "- {remove: links/hotline}\n- {remove: procedures/declare-war/steps/consent-t/via}", "links", "{strategic: {between: [m-pres, committee], restore: 1h/4h/12h}}"},
		{"remove and add again", "- {remove: links/hotline}\n- {add: links/hotline, value: {between: [t-pm, t-mod]}}", "links/hotline", "{between: [t-pm, t-mod]}"},
		{"a change's source stands behind its value", "- {set: posts/cdr/of, from: T, to: M, source: S2, credibility: 2}", "posts/cdr/of", "M @S2:2"},
		{"a change's source is the element's", "- {add: posts/x, value: {of: M}, source: S2}", "posts/x", "{of: M, source: S2}"},
		{"a value's own source wins", "- {set: posts/cdr/of, from: T, to: M @S1, source: S2}", "posts/cdr/of", "M @S1"},
		{"a table's rows carry it", "- {set: authority/wing-opcon/held-by, from: {any: cdr}, to: {any: dcdr}, source: S3}", "authority/wing-opcon/held-by", "{any: dcdr @S3}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out diag.List
			tree, _ := Apply(library(t, "arrangement.yaml"), []*syntax.Node{parse(t, "v.yaml", variantOf(test.changes))}, &out)
			if out.Len() > 0 {
				t.Fatal(messages(&out))
			}
			if got := at(tree, test.path); got != test.want {
				t.Errorf("%s = %s\nwant %s", test.path, got, test.want)
			}
		})
	}
}
