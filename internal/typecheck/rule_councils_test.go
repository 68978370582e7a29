package typecheck

import "testing"

func TestRuleCouncils(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"too many in all", `councils
  board: {seats: {a: pm}, quorum: {total: 2}}`, `impossible-quorum {total: 2}`},
		{"too many of one", `councils
  board: {seats: {a: pm, b: other}, quorum: {M: 2}}`, `impossible-quorum {M: 2}`},
		{"one of a party without a seat", `councils
  board: {seats: {a: pm}, quorum: {T: 1}}`, `impossible-quorum {T: 1}`},
		{"each of those that have a seat", `councils
  board: {seats: {a: pm}, quorum: {each-party: 1}}`, ``},
		{"a rule beyond the seats", `councils
  board: {seats: {a: pm}, rule: {at-least: 2}}`, `impossible-quorum {at-least: 2}`},
		{"silent where it does nothing", `councils
  board: {seats: {a: pm}}`, ``},
		{"nothing said where it acts", `councils
  board: {seats: {a: pm}}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: board, act: decide}`, `unwritten-rule board`},
		{"asked", `councils
  board: {seats: {a: pm}, quorum: {total: 1}}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, ask: board, for: consent, if-refused: stop}`, `unwritten-rule board`},
		{"no seats", `councils
  board: {seats: {}}`, `missing-value seats`},
	})
}
