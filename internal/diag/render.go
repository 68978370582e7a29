package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// WriteText writes the diagnostics for people, the span underlined:
//
//	twinlakes.yaml:43:20: error: post "cdx" is not declared [unknown-post]
//	   43 |     held-by: {war: cdx}
//	      |                    ^^^
//	  twinlakes.yaml:16:1: note: posts are declared here
//	  hint: did you mean "cdr"?
//
// Colour uses ANSI codes. The error is that of the writer.
func WriteText(w io.Writer, list []Diagnostic, colour bool) error {
	var b strings.Builder
	var last lineOf
	for i := range list {
		writeOne(&b, &list[i], &last, colour)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeOne(b *strings.Builder, d *Diagnostic, last *lineOf, colour bool) {
	paint := func(code, s string) string {
		if !colour {
			return s
		}
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	tone := "1;31"
	if d.Severity == Warning {
		tone = "1;33"
	}
	if !d.Span.IsZero() {
		fmt.Fprintf(b, "%s: ", visible(d.Span.String()))
	}
	fmt.Fprintf(b, "%s: %s [%s]\n", paint(tone, d.Severity.String()), visible(d.Message), d.Code)
	writeSnippet(b, d.Span, last, func(s string) string { return paint(tone, s) })
	for _, n := range d.Notes {
		b.WriteString("  ")
		if !n.Span.IsZero() {
			fmt.Fprintf(b, "%s: ", visible(n.Span.String()))
		}
		fmt.Fprintf(b, "%s %s\n", paint("36", "note:"), visible(n.Message))
	}
	if d.HintText != "" {
		fmt.Fprintf(b, "  %s %s\n", paint("36", "hint:"), visible(d.HintText))
	}
}

// snippetMax is how many characters of a line are shown; longer lines are cut
// around the span.
const snippetMax = 160

// lineOf keeps the characters of the line shown last: many messages may stand on
// one long line.
type lineOf struct {
	source *Source
	number int
	text   []rune
}

func (l *lineOf) of(s Span) []rune {
	if l.source != s.Source || l.number != s.Start.Line {
		*l = lineOf{s.Source, s.Start.Line, []rune(s.Source.Line(s.Start.Line))}
	}
	return l.text
}

func writeSnippet(b *strings.Builder, s Span, last *lineOf, paint func(string) string) {
	if s.IsZero() || s.Source.Line(s.Start.Line) == "" {
		return
	}
	line := last.of(s)
	from := min(max(s.Start.Col-1, 0), len(line))
	to := len(line)
	if s.End.Line <= s.Start.Line {
		to = min(max(s.End.Col-1, from), len(line))
	}
	cut := 0
	if len(line) > snippetMax && from > snippetMax/2 {
		cut = from - snippetMax/2
	}
	end := min(cut+snippetMax, len(line))
	text := strings.Map(shown, string(line[cut:end]))
	pad := Width(strings.Map(shown, string(line[cut:from])))
	under := Width(strings.Map(shown, string(line[from:max(min(to, end), from)])))
	fmt.Fprintf(b, "%5d | %s\n", s.Start.Line, strings.TrimRight(text, " "))
	fmt.Fprintf(b, "      | %s%s\n", strings.Repeat(" ", pad), paint(strings.Repeat("^", max(under, 1))))
}

// visible keeps a text on one line and free of terminal codes.
func visible(s string) string { return strings.Map(shown, s) }

// shown replaces what would move the cursor or reorder the line: a tab by a
// blank, the rest by U+FFFD, each one cell wide.
func shown(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case unicode.IsControl(r), Reorders(r), Hidden(r):
		return unicode.ReplacementChar
	}
	return r
}

// Reorders reports whether r overrides, embeds or isolates the direction of
// text, so that a line reads differently from what it means. Method: the
// explicit formatting characters of Unicode Standard Annex 9.
func Reorders(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// Hidden reports whether r takes no room and joins nothing: zero-width spaces,
// byte order marks, line and paragraph separators.
func Hidden(r rune) bool {
	return r == 0x200b || r == 0x2060 || r == 0xfeff || r == 0x2028 || r == 0x2029
}

// Width returns how many terminal cells a text takes; wide characters (Chinese,
// Japanese, Korean, pictures) take two, combining ones none.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += cells(r)
	}
	return n
}

func cells(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r >= 0x1160 && r <= 0x11ff, unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf): // medial and final jamo join the first
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// wide holds the blocks whose characters take two cells: East Asian Width W and F
// of Unicode Standard Annex 11, by block.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, {Lo: 0x2e80, Hi: 0x303e, Stride: 1}, {Lo: 0x3041, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xa960, Hi: 0xa97f, Stride: 1}, {Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, {Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1}, {Lo: 0xff00, Hi: 0xff60, Stride: 1}, {Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{{Lo: 0x1f300, Hi: 0x1faff, Stride: 1}, {Lo: 0x20000, Hi: 0x3fffd, Stride: 1}},
}

// SpanJSON is a place in a text: lines and columns, from 1, in characters; the end
// is exclusive.
type SpanJSON struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

// NoteJSON is a second place that a diagnostic points at.
type NoteJSON struct {
	Span    *SpanJSON `json:"span,omitempty"`
	Message string    `json:"message"`
}

// DiagnosticJSON is a diagnostic as data.
type DiagnosticJSON struct {
	Severity string     `json:"severity" enum:"error,warning"`
	Code     Code       `json:"code"`
	Span     *SpanJSON  `json:"span,omitempty"`
	Message  string     `json:"message"`
	Notes    []NoteJSON `json:"notes,omitempty"`
	Hint     string     `json:"hint,omitempty"`
}

func toJSON(s Span) *SpanJSON {
	if s.IsZero() {
		return nil
	}
	return &SpanJSON{s.Source.Name, s.Start.Line, s.Start.Col, s.End.Line, s.End.Col}
}

// Data returns the diagnostic as data.
func (d Diagnostic) Data() DiagnosticJSON {
	out := DiagnosticJSON{Severity: d.Severity.String(), Code: d.Code, Span: toJSON(d.Span), Message: d.Message, Hint: d.HintText}
	for _, n := range d.Notes {
		out.Notes = append(out.Notes, NoteJSON{toJSON(n.Span), n.Message})
	}
	return out
}

// MarshalJSON writes the diagnostic as `--json` shows it.
func (d Diagnostic) MarshalJSON() ([]byte, error) { return json.Marshal(d.Data()) }

// WriteJSON writes the diagnostics as one JSON array.
func WriteJSON(w io.Writer, list []Diagnostic) error {
	if list == nil {
		list = []Diagnostic{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(list)
}
