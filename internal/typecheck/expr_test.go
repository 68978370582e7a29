package typecheck

import (
	"testing"

	"entente/internal/model"
)

const exprWorld = `links
  line: {between: [pm, board]}
+ councils
  board: {seats: {a: pm}, quorum: {total: 1}, rule: majority}
+ authority
  opcon: {kind: OPCON, over: corps, held-by: {any: chief}}
+ procedures
  p:
    starts: alarm
    steps:
      - {id: pick, by: pm, act: decide, choose: [hold, strike]}
      - {id: go, by: chief, act: do, needs: '%s'}
+ checks
  invariants: [{id: i, always: '%s'}]`

func TestExpressions(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"true", ""}, {"not false", ""}, {"cond == war", ""}, {"cond >= alert and cond != war", ""},
		{"(cond == calm or cond == war) and not live(raise)", ""},
		{"count(holders(opcon)) <= 1", ""}, {"holds(chief, opcon)", ""}, {"empty(pm) or acting(pm)", ""}, {"out(line)", ""},
		{"quorate(board) and sits(board)", ""}, {"done(p/pick)", ""}, {"refused(p/pick)", ""}, {"chosen(p/pick) == strike", ""}, {"chosen(p/pick) != hold", ""},
		{"war == cond", "expression-type war == cond"},
		{"war == calm", "expression-type war"},
		{"pm == war", "expression-type pm"},
		{"condd == war", "expression-type condd"},
		{"nothing", "expression-type nothing"},
		{"empty", "expression-type empty"},
		{"2h", "expression-type 2h"},
		{"count(opcon) < 2", "expression-type count(opcon)"},
		{"count(holders(opcon))", "expression-type count(holders(opcon))"},
		{"count(holders(opcon)) < war", "expression-type war"},
		{"count(holders(opcom)) < 2", "unknown-authority opcom"},
		{"holders(opcon) == 1", "expression-type holders(opcon)"},
		{"holds(opcon, chief)", "unknown-post opcon"},
		{"holds(chief)", "expression-type holds(chief)"},
		{"empty(board)", "unknown-post board"},
		{"out(lines)", "unknown-link lines"},
		{"live(p/pick)", "unknown-procedure p/pick"},
		{"done(p/pock)", "unknown-step p/pock"},
		{"done(q/pick)", "unknown-procedure q/pick"},
		{"done(pick)", "unknown-step pick"},
		{"chosen(p/pick)", "expression-type chosen(p/pick)"},
		{"chosen(p/pick) == strik", "expression-type strik"},
		{"chosen(p/pick) < strike", "expression-type chosen(p/pick) < strike"},
		{"chosen(raise/order) == x", "expression-type chosen(raise/order)"},
		{"cond == war and", "bad-expression r"},
	} {
		_, list, rendered := load("e.yaml", with(fill(exprWorld, "true", c.text)))
		if c.text == "cond == war and" {
			if len(list) != 1 || list[0].Code != "bad-expression" {
				t.Errorf("%s:\n%s", c.text, rendered)
			}
			continue
		}
		if codes(list) != c.want {
			t.Errorf("%s: got %s, want %s\n%s", c.text, codes(list), c.want, rendered)
		}
	}
}

func fill(text string, values ...string) string {
	for _, v := range values {
		at := 0
		for ; text[at:at+2] != "%s"; at++ {
		}
		text = text[:at] + v + text[at+2:]
	}
	return text
}

func TestStepsInExpressions(t *testing.T) {
	a, list, rendered := load("e.yaml", with(fill(exprWorld, "chosen(pick) == strike and not done(p/pick)", "true")))
	if len(list) > 0 {
		t.Fatal(rendered)
	}
	needs := a.Procedures[0].Steps[1].Needs
	if own := needs.Args[0]; own.Op != model.OpChosen || !own.Own || own.Step != 0 || own.Procedure != 0 || own.N != 1 || own.Cmp != model.Eq {
		t.Errorf("the own step is %+v", own)
	}
	if other := needs.Args[1].Args[0]; other.Own || other.Procedure != 0 || other.Step != 0 {
		t.Errorf("the step of any run is %+v", other)
	}
	if needs.Text != "chosen(pick) == strike and not done(p/pick)" {
		t.Errorf("printed as %s", needs.Text)
	}
}
