package typecheck

import (
	"strings"
	"testing"
)

func TestRuleReal(t *testing.T) {
	const header = "entente: {version: 1, kind: arrangement, id: x, title: X, real: true}\nparties: {M: {}}\n"
	for _, c := range []struct{ name, text, want string }{
		{"a source without its letter", "sources:\n  S1: {cite: A paper}", "ungraded-source S1"},
		{"a post without a class", "posts:\n  pm: {of: M}", "missing-class pm"},
		{"a broken post is silent", "posts:\n  pm: {of: MM}", "unknown-party MM"},
		{"all said", "sources:\n  S1: {cite: A paper, reliability: B}\nposts:\n  pm: {of: M, class: minister, refill: 2d @S1:2}", ""},
		{"an assumption", "posts:\n  pm: {of: M, class: minister, refill: {value: 2d, assumption: yes}}", ""},
		{"an assumption of the element", "posts:\n  pm: {of: M, class: minister, assumption: yes, refill: 2d}", ""},
		{"a value that rests on nothing", "posts:\n  pm: {of: M, class: minister, refill: 2d}", "uncited-values true"},
		{"many give one message", "posts:\n  pm: {of: M, class: minister, refill: 2d, deputies: {vp: at-once}}\n  vp: {of: M, class: minister, refill: 1d}", "uncited-values true"},
	} {
		if _, list, rendered := load("x.yaml", header+c.text+"\n"); codes(list) != c.want {
			t.Errorf("%s: got %s, want %s\n%s", c.name, codes(list), c.want, rendered)
		}
		fictional := strings.Replace(header, "real: true", "real: false", 1)
		if _, list, rendered := load("x.yaml", fictional+c.text+"\n"); len(list) > 0 && !strings.Contains(rendered, "unknown") {
			t.Errorf("%s, fictional:\n%s", c.name, rendered)
		}
	}
}
