// Package diag holds diagnostics as data: positions, spans, codes, and how they
// are shown.
//
// In: what a stage found wrong, with the span of the text. Out: a sorted list,
// as text with the span underlined or as JSON. Guaranteed: every code is
// registered (codes.go), positions are 1-based and count characters, and a list
// keeps at most ListMax diagnostics and says when it dropped some.
package diag

import (
	"fmt"
	"sort"
	"strings"
)

// Source is a text with its name.
type Source struct {
	Name  string
	Text  string
	lines []string
}

// NewSource returns the text under the name that messages show.
func NewSource(name, text string) *Source {
	return &Source{Name: name, Text: text, lines: strings.Split(text, "\n")}
}

// Line returns line n (from 1) without its end, or "" outside the text.
func (s *Source) Line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	return strings.TrimSuffix(s.lines[n-1], "\r")
}

// Lines returns how many lines the text has.
func (s *Source) Lines() int { return len(s.lines) }

// Pos is a position; line and column count from 1, columns in characters.
type Pos struct{ Line, Col int }

// Before reports whether p stands before q.
func (p Pos) Before(q Pos) bool { return p.Line < q.Line || p.Line == q.Line && p.Col < q.Col }

// Span is a piece of a source; End is exclusive. The zero Span is nowhere.
type Span struct {
	Source     *Source
	Start, End Pos
}

// IsZero reports whether the span is nowhere.
func (s Span) IsZero() bool { return s.Source == nil }

func (s Span) String() string {
	if s.Source == nil {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", s.Source.Name, s.Start.Line, s.Start.Col)
}

// Text returns the span's first line of text.
func (s Span) Text() string {
	if s.Source == nil {
		return ""
	}
	line := []rune(s.Source.Line(s.Start.Line))
	from, to := s.Start.Col-1, len(line)
	if s.End.Line == s.Start.Line {
		to = s.End.Col - 1
	}
	from, to = min(max(from, 0), len(line)), min(max(to, 0), len(line))
	if from >= to {
		return ""
	}
	return string(line[from:to])
}

// Severity says whether a diagnostic stops the work.
type Severity uint8

// The severities.
const (
	Error Severity = iota
	Warning
)

func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Code is the stable name of a kind of diagnostic; codes are never reused.
type Code string

// Note is a second position with a sentence.
type Note struct {
	Span    Span
	Message string
}

// Diagnostic is one message.
type Diagnostic struct {
	Severity Severity
	Code     Code
	Span     Span
	Message  string
	Notes    []Note
	HintText string
}

// Note adds a second position and returns d.
func (d *Diagnostic) Note(span Span, format string, args ...any) *Diagnostic {
	d.Notes = append(d.Notes, Note{span, fmt.Sprintf(format, args...)})
	return d
}

// Hint sets the hint and returns d. An empty hint is no hint.
func (d *Diagnostic) Hint(format string, args ...any) *Diagnostic {
	d.HintText = fmt.Sprintf(format, args...)
	return d
}

// ListMax is how many diagnostics a list keeps.
const ListMax = 1000

// List gathers diagnostics. The zero List is empty and ready.
type List struct {
	items   []*Diagnostic
	errors  int
	dropped int
}

// Errorf adds an error. It panics if the code is not registered.
func (l *List) Errorf(code Code, span Span, format string, args ...any) *Diagnostic {
	return l.add(Error, code, span, fmt.Sprintf(format, args...))
}

// Warnf adds a warning. It panics if the code is not registered.
func (l *List) Warnf(code Code, span Span, format string, args ...any) *Diagnostic {
	return l.add(Warning, code, span, fmt.Sprintf(format, args...))
}

func (l *List) add(severity Severity, code Code, span Span, message string) *Diagnostic {
	if _, ok := Lookup(code); !ok {
		panic(fmt.Sprintf("diag: code %q is not registered", code))
	}
	d := &Diagnostic{Severity: severity, Code: code, Span: span, Message: message}
	if severity == Error {
		l.errors++
	}
	if len(l.items) >= ListMax {
		l.dropped++
		return d
	}
	l.items = append(l.items, d)
	return d
}

// Append adds the diagnostics of another list.
func (l *List) Append(other *List) {
	l.items = append(l.items, other.items...)
	l.errors += other.errors
	l.dropped += other.dropped
}

// HasErrors reports whether an error was added.
func (l *List) HasErrors() bool { return l.errors > 0 }

// Len returns how many diagnostics the list keeps.
func (l *List) Len() int { return len(l.items) }

// Sorted returns the diagnostics by file, position and code, without exact
// repetitions; the last says how many were dropped, if any were.
func (l *List) Sorted() []Diagnostic {
	out := make([]Diagnostic, 0, len(l.items))
	for _, d := range l.items {
		out = append(out, *d)
	}
	sort.SliceStable(out, func(i, j int) bool { return less(&out[i], &out[j]) })
	n := 0
	for i := range out {
		if i > 0 && same(&out[i], &out[n-1]) {
			continue
		}
		out[n] = out[i]
		n++
	}
	out = out[:n]
	if l.dropped > 0 {
		out = append(out, Diagnostic{Severity: Error, Code: "too-many-diagnostics", Message: fmt.Sprintf("%d more messages are not shown; the first %d are", l.dropped, ListMax)})
	}
	return out
}

func less(a, b *Diagnostic) bool {
	an, bn := "", ""
	if a.Span.Source != nil {
		an = a.Span.Source.Name
	}
	if b.Span.Source != nil {
		bn = b.Span.Source.Name
	}
	switch {
	case an != bn:
		return an < bn
	case a.Span.Start != b.Span.Start:
		return a.Span.Start.Before(b.Span.Start)
	case a.Code != b.Code:
		return a.Code < b.Code
	default:
		return a.Message < b.Message
	}
}

func same(a, b *Diagnostic) bool {
	return a.Code == b.Code && a.Span == b.Span && a.Message == b.Message && a.HintText == b.HintText
}
