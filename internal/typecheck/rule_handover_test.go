package typecheck

import "testing"

func TestRuleHandover(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"nothing passes", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief}`, ``},
		{"one holder in all", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {calm: chief, alert: chief, war: chief}`, ``},
		{"one change without a hand-over", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief, war: pm}`, `missing-handover opcon`},
		{"two changes without one", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {calm: chief, alert: pm, war: chief}`, `missing-handover opcon; missing-handover opcon`},
		{"to nobody is a change", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief, war: nobody}`, `missing-handover opcon`},
		{"written", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief, war: pm}
    handover: {alert->war: at-once}`, ``},
		{"at a move that there is not", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief, war: pm}
    handover: {alert->war: at-once, war->calm: at-once}`, `unknown-move war->calm`},
		{"where the holder stays", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief, war: pm}
    handover: {alert->war: at-once, calm->alert: at-once}`, `idle-handover calm->alert`},
		{"a move of another scale", `conditions
  watch: {order: [slack, keen]}
+ authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief, war: pm}
    handover: {alert->war: at-once, slack->keen: at-once}`, `unknown-move slack->keen`},
		{"one row for all", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief}
    handover: {alert->war: at-once}`, `idle-handover alert->war`},
		{"a broken authority is silent", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief, war: pn}`, `unknown-post pn`},
		{"a move twice", `authority
  opcon:
    kind: OPCON
    over: corps
    held-by: {any: chief, war: pm}
    handover: {alert->war: at-once, alert -> war: at-once}`, `named-twice alert -> war`},
	})
}
