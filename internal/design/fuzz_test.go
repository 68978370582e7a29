package design

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// unresolved lists what a tree mentions and does not declare, of the lines of one
// file. Steps are left out: which procedure they belong to may change beside them.
func unresolved(tree *syntax.Node, file string) map[string]bool {
	s := look(tree)
	out := map[string]bool{}
	for _, m := range s.mentioned {
		if m.kinds&Step == 0 && !means(s.declared, m) && strings.HasPrefix(m.node.Span.String(), file) {
			out[fmt.Sprint(m.kinds, m.id)] = true
		}
	}
	return out
}

// FuzzVariant applies any bytes as a variant to Twin Lakes: no panic, no tree
// beside an error, the base untouched, and no line of the base names anything
// that it did not name before.
func FuzzVariant(f *testing.F) {
	base := library(f, "arrangement.yaml")
	untouched, open := inlineWhole(base), unresolved(base, "arrangement.yaml")
	if reformed, err := os.ReadFile(filepath.Join("..", "..", "library", "twinlakes", "variants", "reformed.yaml")); err == nil {
		f.Add(string(reformed))
	}
	for _, changes := range []string{
		"- {rename: posts/cdr, to: cc}\n- {remove: links/hotline}\n",
		"- {set: conditions/cond/order, from: [calm, alert, war], to: [calm]}\n",
		"- {add: posts/cdr/under/t-pm, place: first}\n- {remove: posts/cdr/under/committee}\n",
		"- {add: procedures/stand-down/steps/x, value: {by: cdr, act: do}, place: {before: agree}}\n",
		"- {set: councils/committee/convene/p50, from: 3h, to: {value: 1h, source: S1}}\n",
		"silent: [posts/cdr, procedures/declare-war/steps/order/time]\n",
	} {
		f.Add(variantOf(changes))
	}
	f.Fuzz(func(t *testing.T, text string) {
		var out diag.List
		v := syntax.Parse(diag.NewSource("v.yaml", text), syntax.DefaultLimits, &out)
		if v == nil || out.HasErrors() {
			return
		}
		tree, _ := Apply(base, []*syntax.Node{v}, &out)
		if (tree == nil) != out.HasErrors() {
			t.Fatalf("tree %v, errors %v", tree != nil, out.HasErrors())
		}
		if inlineWhole(base) != untouched {
			t.Fatal("the base was modified")
		}
		Silent(v)
		if tree == nil {
			return
		}
		for what := range unresolved(tree, "arrangement.yaml") {
			if !open[what] {
				t.Fatalf("%s dangles", what)
			}
		}
	})
}
