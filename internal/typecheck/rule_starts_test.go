package typecheck

import (
	"fmt"
	"strings"
	"testing"
)

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
		{"too many places", manyPlaces(33), `too-many p32`},
	})
}

// manyPlaces declares n procedures with eight places each.
func manyPlaces(n int) string {
	var b strings.Builder
	b.WriteString("procedures")
	for i := range n {
		fmt.Fprintf(&b, "\n  p%02d: {starts: alarm, again: beside 8, steps: [{id: a, by: pm, act: do}]}", i)
	}
	return b.String()
}
