package syntax

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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
	Duration // 2h, 30m
	Call     // Name(Args)
	True
	False
)

var opText = map[Op]string{Or: "or", And: "and", Not: "not", Eq: "==", Ne: "!=", Lt: "<", Le: "<=", Gt: ">", Ge: ">="}

func (op Op) String() string { return opText[op] }

// Expr is an untyped expression.
type Expr struct {
	Op      Op
	Span    diag.Span
	Name    string // Name, Call; Duration as written
	Args    []*Expr
	Seconds float64
	Int     int64
}

// ParseExpr parses the text of a scalar that stands at span. It returns nil
// after an error, of which there is exactly one.
func ParseExpr(text string, span diag.Span, quoted bool, lim Limits, out *diag.List) *Expr {
	p := &exprParser{text: []rune(text), span: span, lim: lim, out: out}
	if quoted {
		p.shift = 1
	}
	if len(p.text) > lim.Expr {
		out.Errorf("expr-too-long", span, "an expression of %d characters; at most %d are read", utf8.RuneCountInString(text), lim.Expr)
		return nil
	}
	p.next()
	e := p.or(0)
	if e == nil {
		return nil
	}
	if p.kind != tokEnd {
		p.fail(p.at, p.end, "", "%q is not expected here", p.word)
		return nil
	}
	return e
}

type token uint8

const (
	tokEnd token = iota
	tokWord
	tokOp
	tokOpen
	tokClose
	tokComma
	tokBad
)

type exprParser struct {
	text    []rune
	span    diag.Span
	shift   int
	lim     Limits
	out     *diag.List
	pos     int
	kind    token
	word    string
	at, end int
	failed  bool
}

// here returns the span of characters from … to of the expression.
func (p *exprParser) here(from, to int) diag.Span {
	s := p.span
	if s.Source == nil {
		return s
	}
	col := s.Start.Col + p.shift
	if s.Start.Line != s.End.Line {
		return s
	}
	s.Start.Col, s.End.Col = col+from, col+max(to, from+1)
	return s
}

func (p *exprParser) fail(from, to int, hint, format string, args ...any) {
	if p.failed {
		return
	}
	p.failed = true
	d := p.out.Errorf("bad-expression", p.here(from, to), format, args...)
	if hint != "" {
		d.Hint("%s", hint)
	}
}

func wordStart(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }
func wordPart(r rune) bool {
	return wordStart(r) || r == '-' || r == '.' || r == '/' || unicode.Is(unicode.M, r)
}

func (p *exprParser) next() {
	for p.pos < len(p.text) && unicode.IsSpace(p.text[p.pos]) {
		p.pos++
	}
	p.at = p.pos
	if p.pos >= len(p.text) {
		p.kind, p.word, p.end = tokEnd, "", p.pos
		return
	}
	r := p.text[p.pos]
	switch {
	case wordStart(r):
		for p.pos < len(p.text) && wordPart(p.text[p.pos]) && !(p.text[p.pos] == '-' && p.pos+1 < len(p.text) && p.text[p.pos+1] == '>') {
			p.pos++
		}
		p.kind = tokWord
	case r == '(':
		p.pos++
		p.kind = tokOpen
	case r == ')':
		p.pos++
		p.kind = tokClose
	case r == ',':
		p.pos++
		p.kind = tokComma
	case strings.ContainsRune("=!<>", r):
		p.pos++
		if p.pos < len(p.text) && p.text[p.pos] == '=' {
			p.pos++
		}
		p.kind = tokOp
	case r == '&' || r == '|':
		for p.pos < len(p.text) && p.text[p.pos] == r {
			p.pos++
		}
		p.kind = tokBad
	default:
		p.pos++
		p.kind = tokBad
	}
	p.end = p.pos
	p.word = string(p.text[p.at:p.end])
	if p.kind == tokOp {
		switch p.word {
		case "=":
			p.fail(p.at, p.end, "write `==`", "`=` does not compare")
			p.kind = tokBad
		case "!":
			p.fail(p.at, p.end, "write `not`", "`!` is not a word of the language")
			p.kind = tokBad
		}
	}
	if p.kind == tokBad && !p.failed {
		hint := map[string]string{"&": "write `and`", "&&": "write `and`", "|": "write `or`", "||": "write `or`",
			"-": "there is no arithmetic; ids may hold hyphens", "+": "there is no arithmetic", "*": "there is no arithmetic"}[p.word]
		p.fail(p.at, p.end, hint, "%q is not a word of the language", p.word)
	}
}

func (p *exprParser) deep(depth int) bool {
	if depth > p.lim.ExprDepth {
		p.fail(p.at, p.end, "", "an expression nested deeper than %d levels", p.lim.ExprDepth)
		return true
	}
	return false
}

// chain parses operands joined by a keyword.
func (p *exprParser) chain(word string, op Op, operand func(int) *Expr, depth int) *Expr {
	from := p.at
	e := operand(depth)
	if e == nil || p.kind != tokWord || p.word != word {
		return e
	}
	args := []*Expr{e}
	for p.kind == tokWord && p.word == word {
		p.next()
		next := operand(depth)
		if next == nil {
			return nil
		}
		args = append(args, next)
	}
	return &Expr{Op: op, Args: args, Span: p.here(from, p.at)}
}

func (p *exprParser) or(depth int) *Expr { return p.chain("or", Or, p.and, depth) }

func (p *exprParser) and(depth int) *Expr { return p.chain("and", And, p.not, depth) }

func (p *exprParser) not(depth int) *Expr {
	if p.deep(depth) {
		return nil
	}
	if p.kind == tokWord && p.word == "not" {
		from := p.at
		p.next()
		e := p.not(depth + 1)
		if e == nil {
			return nil
		}
		return &Expr{Op: Not, Args: []*Expr{e}, Span: p.here(from, p.at)}
	}
	return p.comparison(depth)
}

func (p *exprParser) comparison(depth int) *Expr {
	from := p.at
	left := p.primary(depth)
	if left == nil || p.kind != tokOp {
		return left
	}
	op := map[string]Op{"==": Eq, "!=": Ne, "<": Lt, "<=": Le, ">": Gt, ">=": Ge}[p.word]
	p.next()
	right := p.primary(depth)
	if right == nil {
		return nil
	}
	if p.kind == tokOp {
		p.fail(p.at, p.end, "join two comparisons with `and`", "a comparison has two sides")
		return nil
	}
	return &Expr{Op: op, Args: []*Expr{left, right}, Span: p.here(from, p.at)}
}

func (p *exprParser) primary(depth int) *Expr {
	if p.failed || p.deep(depth) {
		return nil
	}
	from, word := p.at, p.word
	switch p.kind {
	case tokOpen:
		p.next()
		e := p.or(depth + 1)
		if e == nil {
			return nil
		}
		if p.kind != tokClose {
			p.fail(p.at, p.end, "", "a closing bracket is missing")
			return nil
		}
		p.next()
		if p.failed {
			return nil
		}
		return e
	case tokWord:
		p.next()
		if p.failed {
			return nil
		}
		return p.wordExpr(word, from, from+utf8.RuneCountInString(word), depth)
	case tokEnd:
		p.fail(p.at, p.at+1, "", "the expression ends here; a name, a number or a bracket is expected")
	default:
		p.fail(p.at, p.end, "", "%q is not expected here", word)
	}
	return nil
}

func (p *exprParser) wordExpr(word string, from, to, depth int) *Expr {
	e := &Expr{Name: word, Span: p.here(from, to)}
	switch {
	case word == "true":
		e.Op, e.Name = True, ""
	case word == "false":
		e.Op, e.Name = False, ""
	case word == "and" || word == "or" || word == "not":
		p.fail(from, to, "", "%q stands where a name, a number or a bracket is expected", word)
		return nil
	case strings.HasPrefix(word, "/") || strings.HasSuffix(word, "/") || strings.Contains(word, "//") || strings.HasSuffix(word, "-") || strings.HasSuffix(word, "."):
		p.fail(from, to, "there is no arithmetic; a path is ids joined by `/`", "%q is not a name", word)
		return nil
	case p.kind == tokOpen:
		e.Op = Call
		p.next()
		for p.kind != tokClose {
			arg := p.or(depth + 1)
			if arg == nil {
				return nil
			}
			e.Args = append(e.Args, arg)
			if p.kind == tokComma {
				p.next()
				if p.kind == tokClose {
					p.fail(p.at, p.end, "", "a name is expected after the comma")
					return nil
				}
				continue
			}
			if p.kind != tokClose {
				p.fail(p.at, p.end, "", "a comma or a closing bracket is expected")
				return nil
			}
		}
		p.next()
		if p.failed {
			return nil
		}
	default:
		if n, err := strconv.ParseInt(word, 10, 32); err == nil {
			e.Op, e.Int, e.Name = Int, n, ""
		} else if sec, err := dist.ParseSeconds(word); err == nil {
			e.Op, e.Seconds = Duration, float64(sec)
		} else if !strings.ContainsFunc(word, unicode.IsLetter) {
			p.fail(from, to, "write a whole number, a duration such as 2h, or a name", "%q is neither a number nor a name", word)
			return nil
		} else {
			e.Op = Name
		}
	}
	return e
}

// String prints the expression in its canonical form.
func (e *Expr) String() string {
	switch e.Op {
	case True:
		return "true"
	case False:
		return "false"
	case Name, Duration:
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
		return "not " + e.Args[0].inside(e.Op)
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

// inside prints e as an operand of op, in brackets where they are needed.
func (e *Expr) inside(op Op) string {
	if e.Op <= Ge && (e.Op <= op || op >= Eq) && !(e.Op == Not && op == Not) {
		return "(" + e.String() + ")"
	}
	return e.String()
}
