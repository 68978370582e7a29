package syntax

import (
	"strings"
	"unicode"

	"entente/internal/diag"
)

// citeStart returns where a citation begins in a plain scalar: its last `@` that
// begins a word, or -1.
func citeStart(text []rune) int {
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == '@' && (i == 0 || unicode.IsSpace(text[i-1])) {
			return i
		}
	}
	return -1
}

const citeHint = "write `@SOURCE` or `@SOURCE:CREDIBILITY`, as in `@S3:4`; put a text that holds ` @` into quotes"

// cite splits the citation off a plain scalar. A malformed one is reported and
// cut off as well, so that no later stage trips over it.
func (r *reader) cite(n *Node) {
	text := []rune(n.Text)
	at := citeStart(text)
	if at < 0 {
		return
	}
	whole := n.Span
	where := r.page.locate(whole.Start, text)
	if where == nil {
		return
	}
	span := diag.Span{Source: whole.Source, Start: where[at], End: where[len(text)]}
	value := at
	for value > 0 && unicode.IsSpace(text[value-1]) {
		value--
	}
	n.Text = string(text[:value])
	n.Span.End = n.Span.Start
	if value > 0 {
		n.Span.End = r.page.after(where[value-1])
	}
	source, digit, graded := strings.Cut(string(text[at+1:]), ":")
	switch {
	case !sourceID(source):
		r.out.Errorf("bad-citation", span, "%q is not a citation", string(text[at:])).Hint(citeHint)
	case graded && (len(digit) != 1 || digit < "1" || digit > "6"):
		r.out.Errorf("bad-citation", span, "%q is not a credibility; 1 (best) to 6 are", digit).Hint("write `@%s:3`", source)
	case citeStart(text[:value]) >= 0:
		r.out.Errorf("bad-citation", span, "a value carries one citation; another stands before this one").
			Hint("use `disputed:` where sources differ; put a text that holds ` @` into quotes")
	default:
		n.Cite = &Cite{Source: source, Span: span}
		if graded {
			n.Cite.Credibility = int(digit[0] - '0')
		}
	}
}

func sourceID(s string) bool {
	letter := false
	for _, c := range s {
		letter = letter || unicode.IsLetter(c)
		if !wordPart(c) || c == '/' {
			return false
		}
	}
	return letter
}
