package typecheck

import "testing"

func TestRuleClauses(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"a link and nothing said", `links
  line: {between: [pm, chief]}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: chief, act: report, to: pm, via: line}`, `unwritten-clause a`},
		{"a link and wait", `links
  line: {between: [pm, chief]}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: chief, act: report, to: pm, via: line, if-unreachable: wait}`, ``},
		{"consent and nothing said", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, ask: pm, for: consent}`, `unwritten-clause a`},
		{"both give one message", `links
  line: {between: [pm, chief]}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, ask: pm, for: consent, asked-by: chief, via: line}`, `unwritten-clause a`},
		{"views are not refused", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, ask: pm, for: views}`, ``},
		{"a refusal of what cannot be refused", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: decide, if-refused: stop}`, `unused-clause stop`},
		{"a council can refuse", `councils
  board: {seats: {a: pm}, quorum: {total: 1}, rule: majority}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: board, act: decide, if-refused: stop}`, ``},
		{"late and no time", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do, if-late: stop}`, `unused-clause stop`},
		{"late with a time", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do, if-late: stop, late-after: 2h}`, ``},
	})
}
