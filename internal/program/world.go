package program

import "entente/internal/model"

// Atom is what an expression asks of a crisis, as a variable of 0 or 1 that only the
// simulator sets: the transition relation knows nothing of it, and leaves it.
type Atom struct {
	Var  Var
	Expr *model.Expr
}

// atom returns the variable of what an expression of a crisis asks; equal questions
// share one.
func (c *compiler) atom(e *model.Expr) Var {
	for i := range c.p.Atoms {
		if a := &c.p.Atoms[i]; sameAtom(a.Expr, e) {
			return a.Var
		}
	}
	v := c.newVar(e.Text, 1)
	c.p.Atoms = append(c.p.Atoms, Atom{v, e})
	return v
}

func sameAtom(a, b *model.Expr) bool {
	if a.Op != b.Op {
		return false
	}
	switch a.Op {
	case model.OpRung:
		return a.Cmp == b.Cmp && a.N == b.N
	case model.OpReads:
		return a.Party == b.Party && a.Cmp == b.Cmp && a.N == b.N
	case model.OpKnows:
		return a.Party == b.Party && a.Option == b.Option
	case model.OpStock:
		return a.Stock == b.Stock && a.Cmp == b.Cmp && a.Number == b.Number
	case model.OpMet:
		return a.Programme == b.Programme && a.N == b.N
	case model.OpCrossed:
		return a.Line == b.Line
	default:
		return a.Option == b.Option
	}
}

// atoms makes the variables of what expressions ask of a crisis.
func (c *compiler) atoms(list []*model.Expr) {
	for _, e := range list {
		walk(e, func(e *model.Expr) {
			if e.Op.OfCrisis() {
				c.atom(e)
			}
		})
	}
}
