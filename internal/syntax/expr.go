package syntax

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"entente/internal/diag"
	"entente/internal/dist"
)

// Op is an operator of an expression.
type Op uint8

// The operators.
const (
	Or Op = iota
	And
	Not
	Eq
	Ne
	Lt
	Le
	Gt
	Ge
	Name     // an id, or a path of ids
	Int      // a whole number
	Decimal  // a number with a fraction
	Duration // 2h, 30m
	Call     // Name(Args)
	True
	False
)

var opText = map[Op]string{Or: "or", And: "and", Not: "not", Eq: "==", Ne: "!=", Lt: "<", Le: "<=", Gt: ">", Ge: ">="}

func (op Op) String() string { return opText[op] }

// Expr is an untyped expression. And and Or have two or more Args, comparisons
// two, Not one, a Call any number.
type Expr struct {
	Op      Op
	Span    diag.Span
	Name    string  // Name, Call; Duration, Decimal: as written
	Args    []*Expr // of an operator or a call
	Seconds float64 // Duration
	Int     int64   // Int
	Value   float64 // Int, Decimal
}

// ParseExpr parses the text of a scalar that stands at span. It returns nil
// after an error, of which there is exactly one.
//
//	or   = and {"or" and}          and  = not {"and" not}
//	not  = "not" not | comparison  comparison = primary [("=="|"!="|"<"|"<="|">"|">=") primary]
//	primary = "(" or ")" | NAME | NAME "(" [or {"," or}] ")" | INT | DECIMAL | DURATION | "true" | "false"
//
// A name is ids joined by `/`; an id is letters, digits, `-`, `_` and `.` and
// holds a letter.
func ParseExpr(text string, span diag.Span, quoted bool, lim Limits, out *diag.List) *Expr {
	runes := []rune(text)
	if len(runes) > lim.Expr {
		out.Errorf("expr-too-long", span, "an expression of %d characters; at most %d are read", len(runes), lim.Expr)
		return nil
	}
	p := &exprParser{lex: lexer{text: runes}, place: newPlacer(runes, span, quoted), lim: lim, out: out}
	p.next()
	e := p.or(0)
	if e != nil && p.tok.kind != tokEnd {
		p.unexpected(moreExpected)
	}
	if p.failed {
		return nil
	}
	return e
}

// exprParser is a recursive descent. After the first failure every rule returns
// nil.
type exprParser struct {
	lex    lexer
	tok    lexeme // the next token
	end    int    // behind the last token taken
	place  placer
	lim    Limits
	out    *diag.List
	failed bool
}

func (p *exprParser) next() {
	p.end = p.tok.to
	p.tok = p.lex.next()
}

func (p *exprParser) is(word string) bool { return p.tok.kind == tokWord && p.tok.word == word }

func (p *exprParser) make(op Op, from int, args ...*Expr) *Expr {
	return &Expr{Op: op, Args: args, Span: p.place.span(from, p.end)}
}

func (p *exprParser) fail(code diag.Code, from, to int, hint, format string, args ...any) *Expr {
	if !p.failed {
		p.failed = true
		p.out.Errorf(code, p.place.span(from, to), format, args...).Hint("%s", hint)
	}
	return nil
}

// unexpected reports the next token where something else is expected.
func (p *exprParser) unexpected(expected string) *Expr {
	t := p.tok
	if hint, ok := otherSigns[t.word]; ok {
		return p.fail("bad-expression", t.from, t.to, hint, "%q is not a sign of the language", t.word)
	}
	hint := ""
	switch lower := strings.ToLower(t.word); {
	case t.kind == tokEnd:
		return p.fail("bad-expression", t.from, t.to, "", "the expression ends here; %s is expected", expected)
	case t.kind == tokWord && t.word[0] == '-':
		hint = arithmeticHint
	case t.kind == tokClose:
		hint = "look for a bracket too many, or for something missing before it"
	case lower == t.word:
	case lower == "and" || lower == "or" || lower == "not":
		hint = "write `" + lower + "`"
	}
	if hint == "" && t.kind == tokWord && expected == moreExpected {
		hint = "a word is missing before it, or a hyphen: ids hold no blanks"
	}
	return p.fail("bad-expression", t.from, t.to, hint, "%q stands where %s is expected", t.word, expected)
}

func (p *exprParser) tooDeep(depth int) bool {
	if depth > p.lim.ExprDepth {
		p.fail("expr-too-deep", p.tok.from, p.tok.to, "split it into several", "an expression nested deeper than %d levels", p.lim.ExprDepth)
	}
	return p.failed
}

// chain parses operands joined by a keyword.
func (p *exprParser) chain(word string, op Op, operand func(int) *Expr, depth int) *Expr {
	from := p.tok.from
	e := operand(depth)
	if e == nil || !p.is(word) {
		return e
	}
	args := []*Expr{e}
	for p.is(word) {
		p.next()
		if e = operand(depth); e == nil {
			return nil
		}
		args = append(args, e)
	}
	return p.make(op, from, args...)
}

func (p *exprParser) or(depth int) *Expr  { return p.chain("or", Or, p.and, depth) }
func (p *exprParser) and(depth int) *Expr { return p.chain("and", And, p.not, depth) }

func (p *exprParser) not(depth int) *Expr {
	if !p.is("not") {
		return p.comparison(depth)
	}
	from := p.tok.from
	if p.tooDeep(depth + 1) {
		return nil
	}
	p.next()
	e := p.not(depth + 1)
	if e == nil {
		return nil
	}
	return p.make(Not, from, e)
}

var comparisons = map[string]Op{"==": Eq, "!=": Ne, "<": Lt, "<=": Le, ">": Gt, ">=": Ge}

func (p *exprParser) comparison(depth int) *Expr {
	from := p.tok.from
	left := p.primary(depth)
	if left == nil || p.tok.kind != tokCompare {
		return left
	}
	op := comparisons[p.tok.word]
	p.next()
	right := p.primary(depth)
	if right == nil {
		return nil
	}
	if p.tok.kind == tokCompare {
		return p.fail("bad-expression", p.tok.from, p.tok.to, "join two comparisons with `and`: `a < b and b < c`", "a comparison has two sides; a third begins here")
	}
	return p.make(op, from, left, right)
}

const (
	operandExpected = "a name, a number or a bracket"
	moreExpected    = "`and`, `or` or the end"
)

func (p *exprParser) primary(depth int) *Expr {
	t := p.tok
	switch {
	case t.kind == tokOpen:
		if p.tooDeep(depth + 1) {
			return nil
		}
		p.next()
		e := p.or(depth + 1)
		if e == nil {
			return nil
		}
		if p.tok.kind != tokClose {
			return p.unexpected("`)`")
		}
		p.next()
		return e
	case t.kind != tokWord || t.word == "and" || t.word == "or" || t.word == "not":
		return p.unexpected(operandExpected)
	}
	p.next()
	if p.tok.kind == tokOpen {
		return p.call(t, depth)
	}
	return p.operand(t)
}

// call parses the arguments of a function.
func (p *exprParser) call(name lexeme, depth int) *Expr {
	if !unicode.IsLetter([]rune(name.word)[0]) || strings.Contains(name.word, "/") || !validName(name.word) || name.word == "true" || name.word == "false" {
		return p.fail("bad-expression", name.from, name.to, "", "%q is not the name of a function", name.word)
	}
	if p.tooDeep(depth + 1) {
		return nil
	}
	var args []*Expr
	p.next()
	for first := true; p.tok.kind != tokClose; first = false {
		if !first {
			if p.tok.kind != tokComma {
				return p.unexpected("`,` or `)`")
			}
			p.next()
		}
		arg := p.or(depth + 1)
		if arg == nil {
			return nil
		}
		args = append(args, arg)
	}
	p.next()
	e := p.make(Call, name.from, args...)
	e.Name = name.word
	return e
}

// operand reads a word that is no keyword and no function.
func (p *exprParser) operand(t lexeme) *Expr {
	e := &Expr{Op: Name, Name: t.word, Span: p.place.span(t.from, t.to)}
	switch {
	case t.word == "true":
		e.Op, e.Name = True, ""
	case t.word == "false":
		e.Op, e.Name = False, ""
	case isNumber(t.word):
		n, err := strconv.ParseInt(t.word, 10, 64)
		if err != nil {
			return p.fail("bad-expression", t.from, t.to, "", "the number %s is too large", t.word)
		}
		e.Op, e.Int, e.Value, e.Name = Int, n, float64(n), ""
	case isDecimal(t.word):
		x, err := strconv.ParseFloat(t.word, 64)
		if err != nil || math.Abs(x) > dist.NumberMax {
			return p.fail("bad-expression", t.from, t.to, "", "the number %s is too large", t.word)
		}
		e.Op, e.Value = Decimal, x
	default:
		if seconds, err := dist.ParseSeconds(t.word); err == nil {
			e.Op, e.Seconds = Duration, float64(seconds)
		} else if !validName(t.word) {
			return p.fail("bad-expression", t.from, t.to, "write a name, a whole number, or a duration such as 2h; a path is ids joined by `/`", "%q is neither a name nor a number", t.word)
		}
	}
	return e
}

// isNumber reports whether a word is digits, perhaps below 0.
func isNumber(word string) bool {
	digits := strings.TrimPrefix(word, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// isDecimal reports whether a word is digits, a full stop and digits, perhaps
// below 0.
func isDecimal(word string) bool {
	whole, fraction, ok := strings.Cut(strings.TrimPrefix(word, "-"), ".")
	return ok && isNumber(whole) && whole[0] != '-' && isNumber(fraction) && fraction[0] != '-'
}

// validName reports whether a word is ids joined by slashes. An id holds a
// letter and ends in neither hyphen nor full stop.
func validName(word string) bool {
	for _, id := range strings.Split(word, "/") {
		if !strings.ContainsFunc(id, unicode.IsLetter) || strings.ContainsAny(id[:1], "-.") || strings.ContainsAny(id[len(id)-1:], "-.") {
			return false
		}
	}
	return true
}

// String prints the expression in its canonical form, which reads as the same
// expression.
func (e *Expr) String() string {
	switch e.Op {
	case True:
		return "true"
	case False:
		return "false"
	case Name, Duration, Decimal:
		return e.Name
	case Int:
		return strconv.FormatInt(e.Int, 10)
	case Call:
		args := make([]string, len(e.Args))
		for i, a := range e.Args {
			args[i] = a.String()
		}
		return e.Name + "(" + strings.Join(args, ", ") + ")"
	case Not:
		return "not " + e.Args[0].inside(Not)
	case And, Or:
		args := make([]string, len(e.Args))
		for i, a := range e.Args {
			args[i] = a.inside(e.Op)
		}
		return strings.Join(args, " "+e.Op.String()+" ")
	default:
		return fmt.Sprintf("%s %s %s", e.Args[0].inside(e.Op), e.Op, e.Args[1].inside(e.Op))
	}
}

// inside prints e as an operand of op, in brackets where e binds no tighter.
func (e *Expr) inside(op Op) string {
	tighter := e.Op > Ge || e.Op > op && op < Eq || e.Op == Not && op == Not
	if tighter {
		return e.String()
	}
	return "(" + e.String() + ")"
}
