package program

import "entente/internal/model"

// Expr is one node of the flat expressions; Args are indices of nodes.
type Expr struct {
	Op   model.Op
	Cmp  model.Cmp
	A, B int // OpNot: A; OpAnd, OpOr: A and B
	Elem int // scale, authority, post, link, council or procedure; of a crisis: the variable
	N    int // value, count, option, step or second element
	Step int
	Own  bool
}

// expr appends e and returns its index, or -1 for nil.
func (c *compiler) expr(e *model.Expr) int {
	if e == nil {
		return -1
	}
	out := Expr{Op: e.Op, Cmp: e.Cmp, A: -1, B: -1, Own: e.Own, Step: int(e.Step)}
	switch e.Op {
	case model.OpAnd, model.OpOr:
		at := c.expr(e.Args[0])
		for _, arg := range e.Args[1:] {
			b := c.expr(arg)
			c.p.Exprs = append(c.p.Exprs, Expr{Op: e.Op, A: at, B: b})
			at = len(c.p.Exprs) - 1
		}
		return at
	case model.OpNot:
		out.A = c.expr(e.Args[0])
	case model.OpCompareScale:
		out.Elem, out.N = int(e.Scale), int(e.Value)
	case model.OpCompareCount:
		out.Elem, out.N = int(e.Authority), e.N
	case model.OpHolds:
		out.Elem, out.N = int(e.Authority), int(e.Post)
	case model.OpEmpty, model.OpActing:
		out.Elem = int(e.Post)
	case model.OpOut:
		out.Elem = int(e.Link)
	case model.OpQuorate, model.OpSits:
		out.Elem = int(e.Council)
	case model.OpLive, model.OpDone, model.OpRefused:
		out.Elem = int(e.Procedure)
	case model.OpChosen:
		out.Elem, out.N = int(e.Procedure), e.N
	}
	if e.Op.OfCrisis() {
		out.Elem = int(c.atom(e))
	}
	c.p.Exprs = append(c.p.Exprs, out)
	return len(c.p.Exprs) - 1
}

// Add compiles one more expression, of a check, into the program. It is called
// before the program is shared; what it asks of a crisis was among the reads of Compile.
func (p *Program) Add(e *model.Expr) int {
	c := compiler{p: p}
	return c.expr(e)
}

// keptOptions returns the steps whose option some expression reads.
func keptOptions(a *model.Arrangement, b *Budget, reads []*model.Expr) map[model.StepRef]bool {
	kept := map[model.StepRef]bool{}
	note := func(e *model.Expr) {
		walk(e, func(e *model.Expr) {
			if e.Op == model.OpChosen {
				kept[model.StepRef{Procedure: e.Procedure, Step: e.Step}] = true
			}
		})
	}
	EachExpr(a, note)
	for _, in := range b.Incidents {
		if in.While != nil {
			note(in.While)
		}
	}
	if b.Crisis != nil {
		for i := range b.Crisis.Crisis.Options {
			o := &b.Crisis.Crisis.Options[i]
			if o.By.Procedure != model.None && o.Choice >= 0 {
				kept[o.By] = true
			}
			if o.While != nil {
				note(o.While)
			}
		}
		for i := range b.Crisis.Crisis.Lines {
			if when := b.Crisis.Crisis.Lines[i].When; when != nil {
				note(when)
			}
		}
	}
	for _, e := range reads {
		note(e)
	}
	return kept
}

// EachExpr calls f with every expression of the arrangement.
func EachExpr(a *model.Arrangement, f func(*model.Expr)) {
	call := func(e *model.Expr) {
		if e != nil {
			f(e)
		}
	}
	for i := range a.Authorities {
		call(a.Authorities[i].While)
	}
	for i := range a.Procedures {
		call(a.Procedures[i].StartWhile)
		for j := range a.Procedures[i].Steps {
			call(a.Procedures[i].Steps[j].Needs)
		}
	}
	for i := range a.Checks.Invariants {
		call(a.Checks.Invariants[i].A)
		call(a.Checks.Invariants[i].B)
	}
}

func walk(e *model.Expr, f func(*model.Expr)) {
	f(e)
	for _, arg := range e.Args {
		walk(arg, f)
	}
}
