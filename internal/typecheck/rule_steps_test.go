package typecheck

import "testing"

func TestRuleSteps(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"a circle of two", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do, after: [b]}
      - {id: b, by: pm, act: do}`, `step-cycle a`},
		{"after itself", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do, after: [a]}`, `step-cycle a`},
		{"side by side", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do}
      - {id: b, by: pm, act: do, after: []}
      - {id: c, by: pm, act: do, after: [a, b]}`, ``},
		{"back to an earlier one", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do}
      - {id: b, by: pm, act: do, back: {to: a, times: 2}}`, ``},
		{"back to one beside it", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do}
      - {id: b, by: pm, act: do, after: [], back: {to: a, times: 2}}`, `back-not-earlier a`},
		{"back to itself", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do, back: {to: a, times: 2}}`, `back-not-earlier a`},
		{"to itself", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do, if-absent: go a}`, `goes-to-itself go a`},
		{"to a later one", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pm, act: do, if-absent: go b}
      - {id: b, by: pm, act: do}`, ``},
		{"a broken step silences the graph", `procedures
  p:
    starts: alarm
    steps:
      - {id: a, by: pmm, act: do, after: [b]}
      - {id: b, by: pm, act: do}`, `unknown-post pmm`},
	})
}
