package syntax

import (
	"unicode"

	"entente/internal/diag"
)

type token uint8

const (
	tokEnd token = iota
	tokWord
	tokCompare
	tokOpen
	tokClose
	tokComma
	tokBad
)

// lexeme is one token, characters from … to of the expression.
type lexeme struct {
	kind     token
	word     string
	from, to int
}

// lexer cuts an expression into tokens.
type lexer struct {
	text []rune
	pos  int
}

func wordStart(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

func wordPart(r rune) bool {
	return wordStart(r) || r == '-' || r == '.' || r == '/' || unicode.Is(unicode.M, r)
}

func (l *lexer) peek(ahead int) rune {
	if l.pos+ahead < len(l.text) {
		return l.text[l.pos+ahead]
	}
	return 0
}

func (l *lexer) next() lexeme {
	for l.pos < len(l.text) && unicode.IsSpace(l.text[l.pos]) {
		l.pos++
	}
	from := l.pos
	kind := l.scan()
	return lexeme{kind, string(l.text[from:l.pos]), from, l.pos}
}

func (l *lexer) scan() token {
	if l.pos >= len(l.text) {
		return tokEnd
	}
	r := l.text[l.pos]
	if r == '-' && unicode.IsDigit(l.peek(1)) { // a number below 0
		l.pos++
		r = l.text[l.pos]
	}
	if wordStart(r) {
		for wordPart(l.peek(0)) && !(l.peek(0) == '-' && l.peek(1) == '>') {
			l.pos++
		}
		return tokWord
	}
	l.pos++
	switch r {
	case '(':
		return tokOpen
	case ')':
		return tokClose
	case ',':
		return tokComma
	case '=', '!', '<', '>':
		if l.peek(0) == '=' {
			l.pos++
			return tokCompare
		}
		if r == '<' && l.peek(0) == '>' {
			l.pos++
			return tokBad
		}
		if r == '<' || r == '>' {
			return tokCompare
		}
	case '&', '|':
		if l.peek(0) == r {
			l.pos++
		}
	case '-':
		if l.peek(0) == '>' {
			l.pos++
		}
	}
	return tokBad
}

const arithmeticHint = "there is no arithmetic; ids may hold hyphens, without blanks around them"

// otherSigns are signs of other languages, and what is written here.
var otherSigns = map[string]string{
	"&": "write `and`", "&&": "write `and`", "|": "write `or`", "||": "write `or`",
	"!": "write `not`", "=": "write `==`", "<>": "write `!=`",
	"-": arithmeticHint, "+": arithmeticHint, "*": arithmeticHint, "/": "there is no arithmetic; a path is ids joined by `/`, without blanks",
	"->": "a move is not an expression; ask for the condition, as in `cond == war`",
	"'":  "names stand without quotes", "\"": "names stand without quotes", "`": "names stand without quotes",
	"[": "use round brackets", "]": "use round brackets", "{": "use round brackets", "}": "use round brackets",
}

// placer says where characters of an expression stand in the source.
type placer struct {
	scalar diag.Span
	first  diag.Pos   // of the text, where the scalar holds it as it stands, on one line
	where  []diag.Pos // of each character and behind the last, where it is on several
}

// newPlacer looks the text up inside its scalar. Where it is written otherwise
// there (with escapes), the whole scalar is shown.
func newPlacer(text []rune, scalar diag.Span, quoted bool) placer {
	p := placer{scalar: scalar}
	if scalar.IsZero() {
		return p
	}
	at := scalar.Start
	if quoted {
		at.Col++
	}
	if scalar.Start.Line == scalar.End.Line && scalar.End.Col-at.Col == len(text)+at.Col-scalar.Start.Col {
		p.first = at
		return p
	}
	page := newPage(scalar.Source)
	if c := page.at(scalar.Start); quoted && (c == '|' || c == '>') {
		at = diag.Pos{Line: scalar.Start.Line + 1, Col: 1}
	}
	p.where = page.locate(at, text)
	if n := len(p.where); n > 0 && scalar.End.Before(p.where[n-1]) {
		p.where = nil // it only happens to stand behind the scalar as well
	}
	return p
}

// span returns the span of characters from … to; behind the end it is one
// character wide.
func (p *placer) span(from, to int) diag.Span {
	to = max(to, from+1)
	if p.first.Line > 0 {
		return onLine(p.scalar.Source, p.first.Line, p.first.Col+from, to-from)
	}
	if len(p.where) == 0 {
		return p.scalar
	}
	last := len(p.where) - 1
	s := diag.Span{Source: p.scalar.Source, Start: p.where[min(from, last)], End: p.where[min(to-1, last)]}
	s.End.Col++
	return s
}
