package entente

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// Head is what a text says of itself at its beginning, without judging the rest. What
// it does not say is empty.
type Head struct {
	Kind, ID, Title string
	Base            string // a variant: what it changes, an arrangement or another variant
	For             string // a scenario, a crisis: of which arrangement
	Real            bool   // an arrangement: it describes real states
	Question        string // a study
	Evidence        string // a study
	About           string // the comment before the header
}

// ReadHead reads it.
func ReadHead(t Text) Head {
	var out diag.List
	tree := syntax.Parse(diag.NewSource(t.Name, t.Body), syntax.DefaultLimits, &out)
	header := tree.Get("entente")
	text := func(n *syntax.Node) string {
		if n == nil {
			return ""
		}
		return n.Text
	}
	h := Head{Kind: text(header.Get("kind")), ID: text(header.Get("id")), Title: text(header.Get("title")), Base: text(header.Get("base")), For: text(header.Get("for")),
		Question: text(tree.Get("question")), Evidence: text(tree.Get("evidence")), About: firstComment(t.Body)}
	switch text(header.Get("real")) {
	case "true", "yes":
		h.Real = true
	}
	return h
}

// firstComment is the comment with which a text begins, as one paragraph.
func firstComment(body string) string {
	var words []string
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		said, comment := strings.CutPrefix(line, "#")
		if !comment && (line != "" || len(words) > 0) || comment && strings.TrimSpace(said) == "" && len(words) > 0 {
			break
		}
		words = append(words, strings.Fields(said)...)
	}
	return strings.ReplaceAll(strings.Join(words, " "), "`", "")
}

// PublishedAnswer reads the answer of a study from the page that stands beside it in
// the library: what the points under "The answer" say first. It is nil where there are
// none.
func PublishedAnswer(readme string) []string {
	_, after, ok := strings.Cut(readme, "\n## The answer\n")
	if !ok {
		return nil
	}
	section, _, _ := strings.Cut(after, "\n## ")
	var out []string
	for line := range strings.Lines(section) {
		point, ok := strings.CutPrefix(line, "- ")
		if !ok {
			continue
		}
		first := sentence(plainText(point))
		if first != "" {
			out = append(out, first)
		}
	}
	return out
}

// sentence is the first sentence of a text.
func sentence(text string) string {
	for i := range len(text) {
		if text[i] == '.' && (i+1 == len(text) || text[i+1] == ' ' && i+2 < len(text) && !(text[i+2] >= 'a' && text[i+2] <= 'z')) {
			return text[:i+1]
		}
	}
	return text
}

// plainText takes the marks of Markdown out of a line.
func plainText(line string) string {
	line = strings.NewReplacer("**", "", "`", "").Replace(strings.TrimSpace(line))
	var b strings.Builder
	for line != "" { // [text](address)
		before, rest, ok := strings.Cut(line, "[")
		b.WriteString(before)
		if !ok {
			break
		}
		text, after, ok := strings.Cut(rest, "](")
		address, behind, closed := strings.Cut(after, ")")
		if !ok || !closed || strings.Contains(address, " ") {
			b.WriteString("[")
			line = rest
			continue
		}
		b.WriteString(text)
		line = behind
	}
	return strings.ReplaceAll(b.String(), "*", "")
}
