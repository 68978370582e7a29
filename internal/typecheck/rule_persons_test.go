package typecheck

import "testing"

func TestRulePersons(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"two hats of one party", `posts
  a: {of: M, person: general}
  b: {of: M, person: general}`, ``},
		{"two hats of two", `posts
  a: {of: M, person: general}
  b: {of: T, person: general}`, `person-of-two-parties b`},
		{"three hats, one message", `posts
  a: {of: M, person: general}
  b: {of: T, person: general}
  c: {of: T, person: general}`, `person-of-two-parties b`},
		{"a broken post is silent", `posts
  a: {of: MM, person: general}
  b: {of: T, person: general}`, `unknown-party MM`},
	})
}
