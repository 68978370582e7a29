package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// expr reads and types the expression at a node. own is the procedure whose run
// it is judged in, or None; only there may a step stand without its procedure.
// It returns nil where nothing is written and after a message.
func (c *checker) expr(n *syntax.Node, path string, own model.ProcedureIndex) *model.Expr {
	e, _ := read(c, n, path, nil, func(n *syntax.Node) *model.Expr {
		e := c.names.Expr(n, own, c.out)
		if e == nil {
			c.failed = true
		}
		return e
	})
	return e
}

// Expr reads and types the expression of a scalar. own is the procedure whose
// run it is judged in, or None. It returns nil after exactly one message.
func (n *Names) Expr(node *syntax.Node, own model.ProcedureIndex, out *diag.List) *model.Expr {
	tree := syntax.ParseExpr(node.Text, node.Span, node.Quoted, syntax.DefaultLimits, out)
	if tree == nil {
		return nil
	}
	t := typer{n, own, out}
	return t.truth(tree)
}

type typer struct {
	names *Names
	own   model.ProcedureIndex
	out   *diag.List
}

func (t *typer) fail(e *syntax.Expr, format string, args ...any) *diag.Diagnostic {
	return t.out.Errorf("expression-type", e.Span, format, args...)
}

func expression(e *syntax.Expr, op model.Op) *model.Expr {
	return &model.Expr{Op: op, Span: e.Span, Text: e.String(),
		Scale: model.None, Value: model.None, Authority: model.None, Post: model.None, Link: model.None,
		Council: model.None, Procedure: model.None, Step: model.None,
		Party: model.None, Option: model.None, Stock: model.None, Programme: model.None, Line: model.None}
}

// truth types an expression that is true or false.
func (t *typer) truth(e *syntax.Expr) *model.Expr {
	switch e.Op {
	case syntax.True:
		return expression(e, model.OpTrue)
	case syntax.False:
		return expression(e, model.OpFalse)
	case syntax.And, syntax.Or, syntax.Not:
		out := expression(e, map[syntax.Op]model.Op{syntax.And: model.OpAnd, syntax.Or: model.OpOr, syntax.Not: model.OpNot}[e.Op])
		for _, arg := range e.Args {
			typed := t.truth(arg)
			if typed == nil {
				return nil
			}
			out.Args = append(out.Args, typed)
		}
		return out
	case syntax.Eq, syntax.Ne, syntax.Lt, syntax.Le, syntax.Gt, syntax.Ge:
		return t.comparison(e)
	case syntax.Call:
		return t.call(e)
	case syntax.Int, syntax.Decimal, syntax.Duration:
		t.fail(e, "%s is a number; what is true or false is expected", e)
		return nil
	default:
		t.bare(e)
		return nil
	}
}

// bare reports a name that stands where a truth value is expected.
func (t *typer) bare(e *syntax.Expr) {
	n := t.names
	if s, ok := n.Scale(e.Name); ok {
		t.fail(e, "%s is a scale; compare it with one of %s", e.Name, strings.Join(n.conditions(s), ", "))
		return
	}
	if s, _, ok := n.Value(e.Name); ok {
		t.fail(e, "%s is a condition of %s; it is neither true nor false", e.Name, n.tables[kindScale].ids[s]).
			Hint("write %s == %s", n.tables[kindScale].ids[s], e.Name)
		return
	}
	if e.Name == rungWord && n.crisis != nil {
		t.fail(e, "rung is the rung of the moment; compare it with one of %s", strings.Join(n.tables[kindRung].ids, ", "))
		return
	}
	if what, at, ok := n.what(e.Name); ok {
		d := t.fail(e, "%s is %s; it is neither true nor false", e.Name, what)
		d.Note(at, "%q is declared here", e.Name)
		hint := questions[what]
		for k, question := range crisisQuestions {
			if what == withArticle(k.String()) && n.crisis != nil {
				hint = question
			}
		}
		if hint != "" {
			d.Hint("ask "+hint, strings.ReplaceAll(e.Name, "%", ""))
		}
		return
	}
	if f := functionNamed(e.Name); f != nil && (!f.op.OfCrisis() || n.crisis != nil) {
		t.fail(e, "%s is a question; it needs brackets", e.Name).Hint("write %s(%s)", f.name, strings.Join(f.args, ", "))
		return
	}
	t.unknownName(e)
}

// questions are what may be asked of a thing.
var questions = map[string]string{
	"a post": "empty(%s) or acting(%[1]s)", "a council": "quorate(%s) or sits(%[1]s)", "a link": "out(%s)",
	"a procedure": "live(%s)", "an authority": "count(holders(%s)) == 1",
}

func (t *typer) unknownName(e *syntax.Expr) {
	n := t.names
	var candidates []string
	for _, k := range []kind{kindScale, kindValue, kindPost, kindCouncil, kindAuthority, kindLink, kindProcedure,
		kindOption, kindStock, kindRung, kindProgramme, kindLine} {
		if n.open[k] {
			return
		}
		candidates = append(candidates, n.tables[k].ids...)
	}
	candidates = append(candidates, t.functionNames()...)
	if n.crisis != nil {
		candidates = append(candidates, rungWord)
	}
	d := t.fail(e, "nothing is called %q", e.Name)
	if near := diag.Nearest(e.Name, candidates); near != "" {
		d.Hint("did you mean %q?", near)
	}
}

// comparison types SCALE CMP VALUE, count(holders(A)) CMP n, chosen(STEP) == OPTION.
func (t *typer) comparison(e *syntax.Expr) *model.Expr {
	left, right := e.Args[0], e.Args[1]
	cmp := map[syntax.Op]model.Cmp{syntax.Eq: model.Eq, syntax.Ne: model.Ne, syntax.Lt: model.Lt, syntax.Le: model.Le, syntax.Gt: model.Gt, syntax.Ge: model.Ge}[e.Op]
	switch {
	case left.Op == syntax.Call && left.Name == "count":
		return t.count(e, left, right, cmp)
	case left.Op == syntax.Call && left.Name == "chosen":
		return t.chosen(e, left, right, cmp)
	case left.Op == syntax.Call && left.Name == "reads":
		return t.rungComparison(e, left, right, cmp)
	case left.Op == syntax.Call && left.Name == "stock":
		return t.stock(e, left, right, cmp)
	case left.Op == syntax.Name:
		if s, ok := t.names.Scale(left.Name); ok {
			return t.condition(e, s, right, cmp)
		}
		if left.Name == rungWord {
			return t.rungComparison(e, left, right, cmp)
		}
	}
	if right.Op == syntax.Name {
		if _, ok := t.names.Scale(right.Name); ok {
			t.fail(e, "the scale stands on the right of a comparison").Hint("write %s first", right.Name)
			return nil
		}
	}
	switch {
	case left.Op == syntax.Name:
		if s, _, ok := t.names.Value(left.Name); ok {
			scale := t.names.tables[kindScale].ids[s]
			t.fail(left, "%s is a condition; its scale stands on the left of a comparison", left.Name).Hint("write %s == %s", scale, left.Name)
		} else if what, at, ok := t.names.what(left.Name); ok {
			t.fail(left, "%s is %s; it cannot be compared", left.Name, what).Note(at, "%q is declared here", left.Name)
		} else {
			t.unknownScale(left)
		}
	case left.Op == syntax.Call && functionNamed(left.Name) != nil:
		t.fail(e, "%s is true or false; it is not compared", left).Hint("write %s, or not %s", left, left)
	case left.Op == syntax.Call:
		t.call(left)
	default:
		t.fail(left, "%s cannot be compared; a scale, count(holders(A)) or chosen(STEP) can", left)
	}
	return nil
}

func (t *typer) unknownScale(e *syntax.Expr) {
	key := unknownName{t.out, int(kindScale), e.Name}
	if t.names.again(key, e.Span) || t.names.open[kindScale] {
		return
	}
	d := t.fail(e, "scale %q is not declared", e.Name)
	t.names.said[key] = d
	if near := diag.Nearest(e.Name, t.names.tables[kindScale].ids); near != "" {
		d.Hint("did you mean %q?", near)
	} else if ids := t.names.tables[kindScale].ids; len(ids) > 0 && len(ids) <= listedMax {
		d.Hint("declared are %s", andList(ids))
	}
}

func (t *typer) condition(e *syntax.Expr, s model.ScaleIndex, right *syntax.Expr, cmp model.Cmp) *model.Expr {
	n, scale := t.names, t.names.tables[kindScale].ids[s]
	conditions := n.conditions(s)
	if right.Op != syntax.Name {
		t.fail(right, "%s is compared with %s; compare it with one of %s", scale, right, strings.Join(conditions, ", "))
		return nil
	}
	other, v, ok := n.Value(right.Name)
	if own, in := n.valueIn(s, right.Name); in {
		other, v = s, own
	}
	if !ok || other != s {
		key := unknownName{t.out, int(kindValue), right.Name}
		if !ok && (n.again(key, right.Span) || n.open[kindValue]) {
			return nil
		}
		d := t.fail(right, "%q is not a condition of %s; compare it with one of %s", right.Name, scale, strings.Join(conditions, ", "))
		if !ok {
			n.said[key] = d
		}
		if near := diag.Nearest(right.Name, conditions); near != "" {
			d.Hint("did you mean %q?", near)
		} else if ok {
			d.Hint("%s is a condition of %s", right.Name, n.tables[kindScale].ids[other])
		}
		return nil
	}
	out := expression(e, model.OpCompareScale)
	out.Cmp, out.Scale, out.Value = cmp, s, v
	return out
}

func (t *typer) count(e, left, right *syntax.Expr, cmp model.Cmp) *model.Expr {
	if len(left.Args) != 1 || left.Args[0].Op != syntax.Call || left.Args[0].Name != "holders" {
		t.fail(left, "count counts the holders of an authority").Hint("write count(holders(AUTHORITY))")
		return nil
	}
	inner := left.Args[0]
	if len(inner.Args) != 1 || inner.Args[0].Op != syntax.Name {
		t.fail(inner, "holders takes one authority").Hint("write holders(AUTHORITY)")
		return nil
	}
	a, ok := t.names.Authority(inner.Args[0].Name)
	if !ok {
		t.names.unknown(inner.Args[0].Name, inner.Args[0].Span, t.out, kindAuthority)
		return nil
	}
	if right.Op != syntax.Int || right.Int < 0 {
		t.fail(right, "a count is compared with a whole number; %s stands here", right)
		return nil
	}
	out := expression(e, model.OpCompareCount)
	out.Cmp, out.Authority, out.N = cmp, a, int(right.Int)
	return out
}

func (t *typer) chosen(e, left, right *syntax.Expr, cmp model.Cmp) *model.Expr {
	if cmp != model.Eq && cmp != model.Ne {
		t.fail(e, "options have no order; compare them with == or !=")
		return nil
	}
	out := expression(e, model.OpChosen)
	out.Cmp = cmp
	if !t.step(out, left) {
		return nil
	}
	s := &t.names.arrangement.Procedures[out.Procedure].Steps[out.Step]
	if len(s.Choose) == 0 {
		t.fail(left, "step %q has no options to choose from", s.ID).Note(s.Span, "%q is declared here", s.ID)
		return nil
	}
	for i, option := range s.Choose {
		if right.Op == syntax.Name && right.Name == option {
			out.N = i
			return out
		}
	}
	d := t.fail(right, "%q is not an option of step %q; its options are %s", right, s.ID, andList(s.Choose))
	d.Note(s.Span, "%q is declared here", s.ID)
	if near := diag.Nearest(right.String(), s.Choose); near != "" {
		d.Hint("did you mean %q?", near)
	}
	return nil
}

// function is one question of the language.
type function struct {
	name string
	args []string
	op   model.Op
	kind kind // of the only argument
	doc  string
}

var functions = []function{
	{"count", []string{"holders(AUTHORITY)"}, model.OpCompareCount, kindAuthority, "How many persons hold the authority."},
	{"holds", []string{"POST", "AUTHORITY"}, model.OpHolds, kindPost, "The acting incumbent of the post is among the holders of the authority."},
	{"empty", []string{"POST"}, model.OpEmpty, kindPost, "The own office is empty, a deputy acting or not."},
	{"acting", []string{"POST"}, model.OpActing, kindPost, "Somebody is in office: the holder or a deputy."},
	{"out", []string{"LINK"}, model.OpOut, kindLink, "The link is out."},
	{"quorate", []string{"COUNCIL"}, model.OpQuorate, kindCouncil, "Enough seats of the council are filled, whether it sits or not."},
	{"sits", []string{"COUNCIL"}, model.OpSits, kindCouncil, "The council has convened and not dispersed."},
	{"live", []string{"PROCEDURE"}, model.OpLive, kindProcedure, "The procedure has begun and not ended."},
	{"done", []string{"STEP"}, model.OpDone, kindProcedure, "The step is done: of the same run, or of any live one as PROCEDURE/STEP."},
	{"refused", []string{"STEP"}, model.OpRefused, kindProcedure, "The step was refused."},
	{"chosen", []string{"STEP"}, model.OpChosen, kindProcedure, "The option chosen at the step; it is compared with one."},
	{"reads", []string{"PARTY"}, model.OpReads, kindParty, "The rung of the party's picture; it is compared with one."},
	{"taken", []string{"OPTION"}, model.OpTaken, kindOption, "The option has been taken."},
	{"under-way", []string{"OPTION"}, model.OpUnderWay, kindOption, "The option is under way."},
	{"knows", []string{"PARTY", "OPTION"}, model.OpKnows, kindParty, "The party has read the option."},
	{"stock", []string{"STOCK"}, model.OpStock, kindStock, "The value of the stock; it is compared with a number."},
	{"met", []string{"PROGRAMME"}, model.OpMet, kindProgramme, "The programme, or one of its conditions, is met."},
	{"crossed", []string{"LINE"}, model.OpCrossed, kindLine, "The red line is crossed."},
}

// Question is a question of expressions, for editors.
type Question struct {
	Name     string
	Args     []string // what each argument is: POST, STEP, holders(AUTHORITY)
	OfCrisis bool     // it may be asked only where a crisis is at hand
	Truth    bool     // it is true or false; the others are compared with something
	Doc      string
}

// Questions lists the questions of expressions.
func Questions() []Question {
	out := make([]Question, len(functions))
	for i, f := range functions {
		truth := f.op != model.OpCompareCount && f.op != model.OpChosen && f.op != model.OpReads && f.op != model.OpStock
		out[i] = Question{f.name, f.args, f.op.OfCrisis(), truth, f.doc}
	}
	return out
}

func functionNamed(name string) *function {
	for i := range functions {
		if functions[i].name == name {
			return &functions[i]
		}
	}
	return nil
}

// functionNames lists the questions that may stand here.
func (t *typer) functionNames() []string {
	var out []string
	for i := range functions {
		if !functions[i].op.OfCrisis() || t.names.crisis != nil {
			out = append(out, functions[i].name)
		}
	}
	return out
}

// call types a question that is true or false.
func (t *typer) call(e *syntax.Expr) *model.Expr {
	f := functionNamed(e.Name)
	switch {
	case f == nil:
		d := t.fail(e, "%q is not a question of the language", e.Name)
		if near := diag.Nearest(e.Name, t.functionNames()); near != "" {
			d.Hint("did you mean %q?", near)
		} else if e.Name == "holders" {
			d.Hint("write count(holders(AUTHORITY)) and compare it with a number")
		} else {
			d.Hint("the questions are %s", andList(t.functionNames()))
		}
		return nil
	case f.op.OfCrisis() && t.names.crisis == nil:
		t.noCrisis(e, e.String())
		return nil
	case f.op == model.OpReads:
		t.fail(e, "%s is a rung; compare it with one", e).Hint("write reads(PARTY) >= RUNG")
		return nil
	case f.op == model.OpStock:
		t.fail(e, "%s is a number; compare it with one", e).Hint("write stock(STOCK) >= 0.5")
		return nil
	case f.op == model.OpCompareCount:
		t.fail(e, "%s is a number; compare it with one", e).Hint("write count(holders(AUTHORITY)) <= 1")
		return nil
	case f.op == model.OpChosen:
		t.fail(e, "%s is an option; compare it with one", e).Hint("write chosen(STEP) == OPTION")
		return nil
	case len(e.Args) != len(f.args):
		t.fail(e, "%s takes %s; %s", f.name, andList(f.args), plural(len(e.Args), "argument stands", "arguments stand")+" here").
			Hint("write %s(%s)", f.name, strings.Join(f.args, ", "))
		return nil
	}
	out := expression(e, f.op)
	switch f.op {
	case model.OpHolds:
		if !t.arg(e.Args[0], kindPost, out) || !t.arg(e.Args[1], kindAuthority, out) {
			return nil
		}
	case model.OpKnows:
		if !t.arg(e.Args[0], kindParty, out) || !t.arg(e.Args[1], kindOption, out) {
			return nil
		}
	case model.OpMet:
		if !t.met(e.Args[0], out) {
			return nil
		}
	case model.OpDone, model.OpRefused:
		if !t.step(out, e) {
			return nil
		}
	default:
		if !t.arg(e.Args[0], f.kind, out) {
			return nil
		}
	}
	return out
}

// arg resolves an argument of a kind into the expression.
func (t *typer) arg(e *syntax.Expr, k kind, out *model.Expr) bool {
	id := e.String()
	i, ok := t.names.tables[k].at[id]
	if !ok {
		t.names.unknown(id, e.Span, t.out, k)
		return false
	}
	switch k {
	case kindPost:
		out.Post = model.PostIndex(i)
	case kindAuthority:
		out.Authority = model.AuthorityIndex(i)
	case kindLink:
		out.Link = model.LinkIndex(i)
	case kindCouncil:
		out.Council = model.CouncilIndex(i)
	case kindProcedure:
		out.Procedure = model.ProcedureIndex(i)
	case kindParty:
		out.Party = model.PartyIndex(i)
	case kindOption:
		out.Option = model.OptionIndex(i)
	case kindStock:
		out.Stock = model.StockIndex(i)
	case kindLine:
		out.Line = model.LineIndex(i)
	}
	return true
}

// step resolves the only argument of done, refused or chosen: a step of the own
// procedure, or PROCEDURE/STEP.
func (t *typer) step(out *model.Expr, call *syntax.Expr) bool {
	if len(call.Args) != 1 || call.Args[0].Op != syntax.Name {
		t.fail(call, "%s takes one step", call.Name).Hint("write %s(PROCEDURE/STEP)", call.Name)
		return false
	}
	arg := call.Args[0]
	if !strings.Contains(arg.Name, "/") && t.own != model.None {
		s, ok := t.names.stepOf(t.own, arg.Name, arg.Span, t.out)
		out.Procedure, out.Step, out.Own = t.own, s, true
		return ok
	}
	ref, ok := t.names.StepPath(arg.Name, arg.Span, t.out)
	out.Procedure, out.Step = ref.Procedure, ref.Step
	return ok
}
