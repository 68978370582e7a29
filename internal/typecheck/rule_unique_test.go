package typecheck

import "testing"

func TestRuleUnique(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"a condition in two scales", `conditions
  watch: {order: [keen, calm]}`, `duplicate-id calm`},
		{"a condition twice in one", `conditions
  watch: {order: [keen, slack, keen]}`, `duplicate-id keen`},
		{"a force and a matter", `matters
  corps: {of: T}`, `duplicate-id corps`},
		{"headquarters of two parties", `parties
  A: {headquarters: {main: {}}}
  B: {headquarters: {main: {}}}`, `duplicate-id main`},
		{"places of two parties", `parties
  A: {places: {isle: {}}}
  B: {places: {isle: {}}}`, `duplicate-id isle`},
		{"a step twice", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do}
      - {id: a, by: pm, act: do}`, `duplicate-id a`},
		{"a step of two procedures", `procedures
  p:
    starts: alarm
    steps:
      - {id: order, by: pm, act: do}`, ``},
		{"a limit twice", `checks
  limits: [{id: l, procedure: raise, worst: 1h}, {id: l, procedure: raise, p90: 1h}]`, `duplicate-id l`},
		{"a post and a council", `councils
  pm: {seats: {a: chief}}`, `ambiguous-id pm`},
		{"a post and a force", `forces
  pm: {of: M}`, ``},
		{"a person and another post", `posts
  hat: {of: M, person: chief}`, `ambiguous-id chief`},
		{"a person of two posts", `posts
  hat: {of: M, person: general}
  cap: {of: M, person: general}`, ``},
	})
}
