// Package newtext writes first texts: a commented skeleton, a copy of another
// arrangement under a new name, and an arrangement made from a spreadsheet of
// decisions and posts.
//
// In: an id, and perhaps a text or the bytes of a spreadsheet. Out: the text of an
// arrangement. Guaranteed: what is returned loads without a message; it invents
// nothing unsaid: what a spreadsheet does not hold is marked in a comment as
// missing or as an assumption; a spreadsheet of any bytes ends in a text or in an
// error that names the row and the column.
package newtext

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/syntax"
)

//go:embed skeleton.yaml
var skeleton string

// CheckID says why a text cannot be the id of an arrangement; nil if it can.
func CheckID(id string) error {
	if why := syntax.BadID(id); why != "" {
		return fmt.Errorf("%q cannot be an id: %s; ids are letters, digits, `-`, `_` and `.`, and hold a letter", id, why)
	}
	return nil
}

// Title returns the title that an id suggests: `three-lakes` gives "Three lakes".
func Title(id string) string {
	text := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' {
			return ' '
		}
		return r
	}, id)
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// Skeleton returns a small commented arrangement under an id.
func Skeleton(id string) (string, error) {
	return Like(skeleton, "skeleton.yaml", id, "")
}

// Like returns a text under another id and title. from is what its first comment
// says that it comes from; empty for no comment. name is what errors call the text.
func Like(text, name, id, from string) (string, error) {
	if err := CheckID(id); err != nil {
		return "", err
	}
	var out diag.List
	source := diag.NewSource(name, text)
	header := syntax.Parse(source, syntax.DefaultLimits, &out).Get("entente")
	var was, title *syntax.Node
	if header != nil {
		was, title = header.Get("id"), header.Get("title")
	}
	if was == nil || title == nil || was.Kind != syntax.Scalar || title.Kind != syntax.Scalar {
		return "", fmt.Errorf("%s: it has no header with an id and a title", name)
	}
	if kind := header.Get("kind"); kind == nil || kind.Text != "arrangement" {
		return "", fmt.Errorf("%s: it is no arrangement", name)
	}
	lines := strings.Split(text, "\n")
	edits := []edit{{was.Span, id}, {title.Span, quoted(Title(id))}}
	if was.Span.Start.Line > title.Span.Start.Line || was.Span.Start.Line == title.Span.Start.Line && was.Span.Start.Col > title.Span.Start.Col {
		edits[0], edits[1] = edits[1], edits[0]
	}
	for i := len(edits) - 1; i >= 0; i-- { // the later first, so that the earlier keeps its place
		if err := edits[i].apply(lines); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
	}
	body := strings.Join(lines, "\n")
	if from != "" {
		body = fmt.Sprintf("# Made from %s (%s). Change it until it says what you mean; what it cites it still cites.\n", oneLine(from), oneLine(title.Text)) + body
	}
	return body, nil
}

// edit puts a text in place of a span of one line.
type edit struct {
	span diag.Span
	with string
}

func (e edit) apply(lines []string) error {
	if e.span.Start.Line != e.span.End.Line || e.span.Start.Line > len(lines) {
		return errors.New("its id and title must each stand on one line")
	}
	line := []rune(lines[e.span.Start.Line-1])
	from, to := e.span.Start.Col-1, e.span.End.Col-1
	lines[e.span.Start.Line-1] = string(line[:from]) + e.with + string(line[to:])
	return nil
}

// quoted returns a text as a YAML scalar that is read as that text.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(oneLine(s)) + `"`
}

// oneLine keeps a text on one line and free of what would move the cursor.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || diag.Reorders(r) || r == 0x2028 || r == 0x2029 || r == utf8.RuneError || r == 0xFEFF {
			return ' '
		}
		return r
	}, s)), " ")
}
