package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// WriteText writes the diagnostics for people, the span underlined. Colour uses
// ANSI codes.
func WriteText(w io.Writer, list []Diagnostic, colour bool) error {
	var b strings.Builder
	for i := range list {
		writeOne(&b, &list[i], colour)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeOne(b *strings.Builder, d *Diagnostic, colour bool) {
	paint := func(code, s string) string {
		if !colour {
			return s
		}
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	if !d.Span.IsZero() {
		fmt.Fprintf(b, "%s: ", d.Span)
	}
	tone := "1;31"
	if d.Severity == Warning {
		tone = "1;33"
	}
	fmt.Fprintf(b, "%s: %s [%s]\n", paint(tone, d.Severity.String()), d.Message, d.Code)
	writeSnippet(b, d.Span, func(s string) string { return paint(tone, s) })
	for _, n := range d.Notes {
		if n.Span.IsZero() {
			fmt.Fprintf(b, "  note: %s\n", n.Message)
		} else {
			fmt.Fprintf(b, "  %s: note: %s\n", n.Span, n.Message)
		}
	}
	if d.HintText != "" {
		fmt.Fprintf(b, "  %s %s\n", paint("36", "hint:"), d.HintText)
	}
}

// snippetMax is the longest line shown; longer ones are cut around the span.
const snippetMax = 160

func writeSnippet(b *strings.Builder, s Span, paint func(string) string) {
	if s.IsZero() || s.Source.Line(s.Start.Line) == "" {
		return
	}
	line := []rune(s.Source.Line(s.Start.Line))
	from := min(max(s.Start.Col-1, 0), len(line))
	to := len(line)
	if s.End.Line == s.Start.Line {
		to = min(max(s.End.Col-1, from), len(line))
	}
	cut := 0
	if len(line) > snippetMax && from > snippetMax/2 {
		cut = from - snippetMax/2
	}
	shown := line[cut:min(cut+snippetMax, len(line))]
	to = min(to, cut+len(shown))
	var text strings.Builder
	pad, under := 0, 0
	for i, r := range shown {
		if r == '\t' || unicode.IsControl(r) || bidi(r) {
			r = ' '
		}
		text.WriteRune(r)
		switch at := cut + i; {
		case at < from:
			pad += cells(r)
		case at < to:
			under += cells(r)
		}
	}
	fmt.Fprintf(b, "  %4d | %s\n", s.Start.Line, text.String())
	fmt.Fprintf(b, "       | %s%s\n", strings.Repeat(" ", pad), paint(strings.Repeat("^", max(under, 1))))
}

func bidi(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f
}

// cells returns how many terminal cells a character takes.
func cells(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 ||
		r >= 0x1f300 && r <= 0x1faff || r >= 0x20000 && r <= 0x3fffd):
		return 2
	default:
		return 1
	}
}

// Width returns how many terminal cells a text takes.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += cells(r)
	}
	return n
}

type jsonSpan struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

type jsonNote struct {
	Span    *jsonSpan `json:"span,omitempty"`
	Message string    `json:"message"`
}

type jsonDiagnostic struct {
	Severity string     `json:"severity"`
	Code     Code       `json:"code"`
	Span     *jsonSpan  `json:"span,omitempty"`
	Message  string     `json:"message"`
	Notes    []jsonNote `json:"notes,omitempty"`
	Hint     string     `json:"hint,omitempty"`
}

func toJSON(s Span) *jsonSpan {
	if s.IsZero() {
		return nil
	}
	return &jsonSpan{s.Source.Name, s.Start.Line, s.Start.Col, s.End.Line, s.End.Col}
}

// MarshalJSON writes the diagnostic as `--json` shows it.
func (d Diagnostic) MarshalJSON() ([]byte, error) {
	out := jsonDiagnostic{Severity: d.Severity.String(), Code: d.Code, Span: toJSON(d.Span), Message: d.Message, Hint: d.HintText}
	for _, n := range d.Notes {
		out.Notes = append(out.Notes, jsonNote{toJSON(n.Span), n.Message})
	}
	return json.Marshal(out)
}

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
