package typecheck

import "testing"

func TestRuleStarts(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"nothing starts it", `procedures
  p: {steps: [{id: a, by: pm, act: do}]}`, `never-started p`},
		{"an incident", `procedures
  p: {starts: alarm, steps: [{id: a, by: pm, act: do}]}`, ``},
		{"a step", `procedures
  p: {steps: [{id: a, by: pm, act: do}]}
  q: {starts: alarm, steps: [{id: a, by: pm, act: do, starts: p}]}`, ``},
		{"a hand-over", `procedures
  p: {steps: [{id: a, by: pm, act: do}]}
+ authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief, war: pm}
    handover: {alert->war: {by: p, gives-up: before a, takes-over: after a}}`, ``},
		{"too many places", `procedures
  pa: {starts: alarm, again: beside 8, steps: [{id: a, by: pm, act: do}]}
  pb: {starts: alarm, again: beside 8, steps: [{id: a, by: pm, act: do}]}
  pc: {starts: alarm, again: beside 8, steps: [{id: a, by: pm, act: do}]}
  pd: {starts: alarm, again: beside 8, steps: [{id: a, by: pm, act: do}]}
  pe: {starts: alarm, again: beside 8, steps: [{id: a, by: pm, act: do}]}
  pf: {starts: alarm, again: beside 8, steps: [{id: a, by: pm, act: do}]}
  pg: {starts: alarm, again: beside 8, steps: [{id: a, by: pm, act: do}]}
  ph: {starts: alarm, again: beside 8, steps: [{id: a, by: pm, act: do}]}`, `too-many raise`},
	})
}
