package typecheck

import "testing"

func TestRuleLinks(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"a report along a link", `links
  line: {between: [pm, chief]}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: chief, act: report, to: pm}`, `unnamed-link a`},
		{"the other way round", `links
  line: {between: [pm, chief]}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: order, to: chief}`, `unnamed-link a`},
		{"one of two recipients", `links
  line: {between: [pm, chief]}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: order, to: [other, chief]}`, `unnamed-link a`},
		{"the asked and the asker", `links
  line: {between: [pm, chief]}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, ask: pm, for: views, asked-by: chief}`, `unnamed-link a`},
		{"named", `links
  line: {between: [pm, chief]}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: chief, act: report, to: pm, via: [line], if-unreachable: stop}`, ``},
		{"of others", `links
  line: {between: [pm, chief]}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: other, act: report, to: pm}`, ``},
	})
}
