package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// AddCrisis lets the names of a crisis stand beside those of its arrangement.
func (n *Names) AddCrisis(c *model.Crisis) {
	n.crisis = c
	enter := func(k kind, m *model.Meta) { n.tables[k].add(m.ID, m.Span) }
	for i := range c.Rungs {
		enter(kindRung, &c.Rungs[i].Meta)
	}
	for i := range c.Stocks {
		enter(kindStock, &c.Stocks[i].Meta)
	}
	for i := range c.Options {
		enter(kindOption, &c.Options[i].Meta)
	}
	for i := range c.Players {
		enter(kindPlayer, &c.Players[i].Meta)
	}
	for i := range c.Programmes {
		enter(kindProgramme, &c.Programmes[i].Meta)
	}
	for i := range c.Lines {
		enter(kindLine, &c.Lines[i].Meta)
	}
}

// rungWord is the rung of the moment in expressions.
const rungWord = "rung"

// crisisQuestions are what may be asked of a thing of a crisis.
var crisisQuestions = map[kind]string{
	kindOption: "taken(%s) or under-way(%[1]s)", kindStock: "stock(%s) >= 0.5", kindRung: "rung >= %s",
	kindProgramme: "met(%s)", kindLine: "crossed(%s)", kindParty: "reads(%s) >= RUNG",
}

// noCrisis reports that a question of a crisis is asked where none is at hand.
func (t *typer) noCrisis(e *syntax.Expr, what string) {
	t.fail(e, "`%s` asks about a crisis, and none is at hand here", what).
		Hint("it may stand in a crisis, in a scenario that names one, and in measures; an arrangement knows of none")
}

// rungComparison types rung CMP RUNG and reads(PARTY) CMP RUNG.
func (t *typer) rungComparison(e, left, right *syntax.Expr, cmp model.Cmp) *model.Expr {
	if t.names.crisis == nil {
		t.noCrisis(left, left.String())
		return nil
	}
	out := expression(e, model.OpRung)
	out.Cmp = cmp
	if left.Op == syntax.Call {
		out.Op = model.OpReads
		if len(left.Args) != 1 || left.Args[0].Op != syntax.Name {
			t.fail(left, "reads takes one party").Hint("write reads(PARTY) >= RUNG")
			return nil
		}
		if !t.arg(left.Args[0], kindParty, out) {
			return nil
		}
	}
	if right.Op != syntax.Name {
		t.fail(right, "%s is compared with %s; compare it with one of %s", left, right, strings.Join(t.names.tables[kindRung].ids, ", "))
		return nil
	}
	i, ok := find[model.RungIndex](t.names, kindRung, right.Name)
	if !ok {
		t.names.unknown(right.Name, right.Span, t.out, kindRung)
		return nil
	}
	out.N = int(i)
	return out
}

// stock types stock(STOCK) CMP NUMBER.
func (t *typer) stock(e, left, right *syntax.Expr, cmp model.Cmp) *model.Expr {
	out := expression(e, model.OpStock)
	out.Cmp = cmp
	switch {
	case t.names.crisis == nil:
		t.noCrisis(left, left.String())
	case len(left.Args) != 1 || left.Args[0].Op != syntax.Name:
		t.fail(left, "stock takes one stock").Hint("write stock(STOCK) >= 0.5")
	case !t.arg(left.Args[0], kindStock, out):
	case cmp == model.Eq || cmp == model.Ne:
		t.fail(e, "a stock moves without a step, and is hardly ever equal to a number").Hint("compare it with <, <=, > or >=")
	case right.Op != syntax.Int && right.Op != syntax.Decimal:
		t.fail(right, "a stock is compared with a number; %s stands here", right).Hint("write a plain number, such as 0.4 or -2")
	default:
		out.Number = right.Value
		return out
	}
	return nil
}

// met resolves the argument of met: PROGRAMME or PROGRAMME/CONDITION.
func (t *typer) met(e *syntax.Expr, out *model.Expr) bool {
	if e.Op != syntax.Name {
		t.fail(e, "met takes a programme, or one of its conditions").Hint("write met(PROGRAMME) or met(PROGRAMME/CONDITION)")
		return false
	}
	id, condition, one := strings.Cut(e.Name, "/")
	p, ok := find[model.ProgIndex](t.names, kindProgramme, id)
	if !ok {
		t.names.unknown(id, e.Span, t.out, kindProgramme)
		return false
	}
	out.Programme, out.N = p, -1
	if !one {
		return true
	}
	programme := &t.names.crisis.Programmes[p]
	var ids []string
	for i := range programme.Conditions {
		if programme.Conditions[i].ID == condition {
			out.N = i
			return true
		}
		ids = append(ids, programme.Conditions[i].ID)
	}
	d := t.out.Errorf("unknown-criterion", e.Span, "programme %q has no condition %q", id, condition)
	d.Note(programme.Span, "%q is declared here", id)
	if near := diag.Nearest(condition, ids); near != "" {
		d.Hint("did you mean %q?", near)
	} else if len(ids) > 0 {
		d.Hint("its conditions are %s", andList(ids))
	}
	return false
}
