package check

import (
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/say"
)

// loose is an expression without what it says of a crisis: that holds where it is
// asked to hold, and does not where it is asked not to (docs/semantics.md S41).
// What cannot have the value wanted in the loose expression cannot in the written
// one. nil stays nil.
func loose(e *model.Expr, want bool) *model.Expr {
	if e == nil {
		return nil
	}
	out := *e
	switch {
	case e.Op.OfCrisis():
		out = model.Expr{Op: model.OpFalse, Span: e.Span, Text: e.Text}
		if want {
			out.Op = model.OpTrue
		}
		return &out
	case e.Op == model.OpNot:
		want = !want
	}
	out.Args = nil
	for _, arg := range e.Args {
		out.Args = append(out.Args, loose(arg, want))
	}
	return &out
}

// openWhile is what the arrangement says of whether an option is open (S41): its
// `while`, and of one that waits for no step somebody of its party who holds the
// authority that it uses. nil: it always may be.
func openWhile(a *model.Arrangement, o *model.Option) *model.Expr {
	while := loose(o.While, true)
	if o.Uses == model.None || o.By.Procedure != model.None {
		return while
	}
	held := &model.Expr{Op: model.OpFalse}
	for i := range a.Posts {
		if a.Posts[i].Of != o.Of {
			continue
		}
		post := model.PostIndex(i)
		in := &model.Expr{Op: model.OpAnd, Args: []*model.Expr{
			{Op: model.OpHolds, Authority: o.Uses, Post: post},
			{Op: model.OpNot, Args: []*model.Expr{{Op: model.OpEmpty, Post: post}}},
		}}
		held = &model.Expr{Op: model.OpOr, Args: []*model.Expr{held, in}}
	}
	if while == nil {
		return held
	}
	return &model.Expr{Op: model.OpAnd, Args: []*model.Expr{while, held}}
}

// open puts what does not bind a search out of the incidents of a budget.
func open(a *model.Arrangement, b *program.Budget) {
	for i := range b.Incidents {
		in := &b.Incidents[i]
		if in.Option != model.None {
			in.While = openWhile(a, &b.Crisis.Crisis.Options[in.Option])
		} else {
			in.While = loose(in.While, true)
		}
	}
}

// addOpen compiles an expression that may be nil into the program; -1 for nil.
func addOpen(p *program.Program, e *model.Expr) int {
	if e == nil {
		return -1
	}
	return p.Add(e)
}

// exprSeeds are those of expressions, without -1.
func exprSeeds(list ...int) []int {
	var out []int
	for _, e := range list {
		if e >= 0 {
			out = append(out, e)
		}
	}
	return out
}

// stepName names the step that takes an option.
func stepName(a *model.Arrangement, ref model.StepRef) say.Text {
	p := &a.Procedures[ref.Procedure]
	return sayf("%s/%s", p.Said(), p.Steps[ref.Step].Said())
}
