package typecheck

import "testing"

func TestRuleMoves(t *testing.T) {
	says(t, []struct{ name, more, want string }{
		{"a move that nobody declares", `procedures
  back:
    decides: {move: war->alert, at: a}
    steps: [{id: a, by: pm, act: order}]`, `move-disagrees war->alert`},
		{"a move of another procedure", `procedures
  back:
    decides: {move: alert->war, at: a}
    steps: [{id: a, by: pm, act: order}]`, `move-disagrees alert->war`},
		{"a procedure that decides nothing", `conditions
  watch: {order: [slack, keen], moves: {slack->keen: raise}}`, `move-disagrees slack->keen`},
		{"a second procedure that decides it", `conditions
  watch: {order: [slack, keen], moves: {slack->keen: raise}}
+ procedures
  wake:
    decides: {move: slack->keen, at: a}
    steps: [{id: a, by: pm, act: order}]`, `move-disagrees slack->keen`},
		{"two moves of one procedure", `conditions
  watch: {order: [slack, keen], moves: {slack->keen: wake, keen->slack: wake}}
+ procedures
  wake:
    decides: [{move: slack->keen, at: a}, {move: keen->slack, at: a}]
    steps: [{id: a, by: pm, act: order}]`, ``},
		{"a broken procedure is silent", `conditions
  watch: {order: [slack, keen], moves: {slack->keen: wake}}
+ procedures
  wake:
    decides: {move: slack->keeen, at: a}
    steps: [{id: a, by: pm, act: order}]`, `unknown-condition slack->keeen`},
	})
}
