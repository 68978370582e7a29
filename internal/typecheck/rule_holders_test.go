package typecheck

import "testing"

func TestRuleHolders(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"support with one side", `authority
  s: {kind: SUPPORT, over: corps, held-by: {any: pm}}`, `support-sides s`},
		{"support with both", `authority
  s: {kind: SUPPORT, over: corps, held-by: {any: pm}, supporting: {any: other}}`, ``},
		{"supporting without support", `authority
  s: {kind: OPCON, over: corps, held-by: {any: pm}, supporting: {any: other}}`, `support-sides {any: other}`},
		{"barred by party", `authority
  s: {kind: OPCON, over: corps, held-by: {any: other}, only: {party: M}}`, `barred-holder other`},
		{"barred by name, once", `authority
  s: {kind: OPCON, over: corps, held-by: {calm: pm, alert: pm, war: pm}, only: {posts: [chief]}}`, `barred-holder pm`},
		{"eligible", `authority
  s: {kind: OPCON, over: corps, held-by: {any: pm}, only: {party: M, posts: [pm]}}`, ``},
		{"survival of nothing", `authority
  s: {kind: RELEASE, over: corps, held-by: {any: pm}, survives-absence: yes}`, `not-delegated yes`},
		{"survival of a delegation", `authority
  s: {kind: RELEASE, over: corps, held-by: {any: chief}, delegated-from: pm, survives-absence: disputed}`, ``},
	})
}
