package editor

import (
	"strings"
	"unicode"

	"entente/internal/diag"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// token is a word or a sign of an expression.
type token struct {
	text     string
	from, to int // characters
	word     bool
}

// tokens cuts an expression into words and signs, whatever is wrong with it.
func tokens(text string) []token {
	runes := []rune(text)
	var out []token
	for i := 0; i < len(runes); {
		from := i
		switch c := runes[i]; {
		case unicode.IsSpace(c):
			i++
			continue
		case wordPart(c):
			for i < len(runes) && wordPart(runes[i]) {
				i++
			}
			out = append(out, token{string(runes[from:i]), from, i, true})
		case strings.ContainsRune("=!<>", c):
			for i < len(runes) && strings.ContainsRune("=!<>", runes[i]) {
				i++
			}
			out = append(out, token{string(runes[from:i]), from, i, false})
		default:
			i++
			out = append(out, token{string(c), from, i, false})
		}
	}
	return out
}

func wordPart(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c) || strings.ContainsRune("-_./", c)
}

var questions = func() map[string]typecheck.Question {
	out := map[string]typecheck.Question{
		"holders": {Name: "holders", Args: []string{"AUTHORITY"}, Doc: "The persons who hold the authority; count counts them."},
	}
	for _, q := range typecheck.Questions() {
		out[q.Name] = q
	}
	return out
}()

// operators are words that name nothing.
var operators = map[string]bool{"and": true, "or": true, "not": true, "true": true, "false": true}

// argument says how an argument of a question is written.
func argument(q typecheck.Question, i int) string {
	if i >= len(q.Args) {
		return ""
	}
	switch arg := q.Args[i]; arg {
	case "STEP":
		return "STEP | PROCEDURE/STEP"
	case "PROGRAMME":
		return "PROGRAMME | PROGRAMME/CRITERION"
	case "holders(AUTHORITY)":
		return "holders(AUTHORITY)"
	default:
		return arg
	}
}

// asked is what an expression may hold in one place.
type asked struct {
	written string // the names that may stand here
	scope   scope
	truth   bool // a question or a comparison may begin here
	number  bool // a number belongs here
	joint   bool // `and` or `or` belongs here
}

// expects says what may stand where the word i of an expression stands.
func expects(toks []token, i int, sc scope) asked {
	before := func(n int) token {
		if i-n >= 0 {
			return toks[i-n]
		}
		return token{}
	}
	if name, arg, ok := call(toks, i); ok {
		if q, known := questions[name]; known {
			return asked{written: argument(q, arg), scope: sc}
		}
		return asked{}
	}
	switch prev := before(1); {
	case strings.ContainsAny(prev.text, "=<>!"):
		left := before(2)
		switch {
		case left.text == "rung":
			return asked{written: "RUNG"}
		case left.text == ")":
			name, args := closed(toks, i-2)
			switch name {
			case "chosen":
				path := args
				if !strings.Contains(path, "/") && sc["STEP"] != "" {
					path = sc["STEP"] + "/" + path
				}
				return asked{written: "CHOICE", scope: sc.with("CHOICE", path)}
			case "reads":
				return asked{written: "RUNG"}
			}
			return asked{number: true}
		case left.word:
			return asked{written: "CONDITION", scope: sc.with("CONDITION", left.text)}
		}
		return asked{}
	case prev.text == "" || prev.text == "(" || prev.text == "," || operators[prev.text]:
		return asked{written: "SCALE | rung", scope: sc, truth: true}
	}
	return asked{joint: true}
}

// call returns the question in whose brackets token i stands, and which argument.
func call(toks []token, i int) (name string, arg int, ok bool) {
	depth := 0
	for j := i - 1; j >= 0; j-- {
		switch toks[j].text {
		case ")":
			depth++
		case "(":
			if depth == 0 {
				if j > 0 && toks[j-1].word && !operators[toks[j-1].text] {
					return toks[j-1].text, arg, true
				}
				return "", 0, false
			}
			depth--
		case ",":
			if depth == 0 {
				arg++
			}
		}
	}
	return "", 0, false
}

// closed returns the question whose closing bracket is token i, and what stands in it.
func closed(toks []token, i int) (name, args string) {
	depth := 0
	for j := i; j >= 0; j-- {
		switch toks[j].text {
		case ")":
			depth++
		case "(":
			if depth--; depth == 0 {
				if j > 0 {
					name = toks[j-1].text
				}
				return name, args
			}
		default:
			args = toks[j].text + args
		}
	}
	return "", ""
}

// expression notes what an expression names.
func (w *walker) expression(n *syntax.Node, sc scope) {
	toks := tokens(n.Text)
	for i, t := range toks {
		if !t.word || operators[t.text] || i+1 < len(toks) && toks[i+1].text == "(" {
			continue
		}
		e := expects(toks, i, sc)
		if e.written == "" || strings.HasSuffix(e.written, ")") {
			continue
		}
		w.names(t.text, e.written, e.scope, func(from, to int) diag.Span { return n.Part(t.from+from, t.from+to) })
	}
}
