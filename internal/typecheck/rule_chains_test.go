package typecheck

import "testing"

func TestRuleChains(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"under itself", `posts
  a: {of: M, under: a}`, `chain-cycle a`},
		{"a circle through a council", `posts
  a: {of: M, under: board}
+ councils
  board: {under: a, seats: {x: pm}}`, `chain-cycle a`},
		{"two superiors of one", `posts
  a: {of: M, under: [pm, other]}
  b: {of: M, under: [a, pm]}`, ``},
		{"two circles", `posts
  a: {of: M, under: a}
  b: {of: M, under: b}`, `chain-cycle a; chain-cycle b`},
		{"a force in itself", `forces
  a: {of: M, in: a}`, `chain-cycle a`},
		{"a force in a larger one", `forces
  a: {of: M, in: corps}`, ``},
		{"its own deputy", `posts
  a: {of: M, deputies: {a: at-once}}`, `own-deputy a`},
	})
}
