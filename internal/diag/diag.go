// Package diag holds diagnostics as data: positions, spans, codes, and how they
// are shown.
//
// In: what a stage found wrong, with the span of the text. Out: a sorted list,
// as text with the span underlined or as JSON. Guaranteed: every code is
// registered (codes.go), positions are 1-based and count characters, and a list
// keeps at most ListMax diagnostics and says when it dropped some.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Source is a text with its name. It is not changed once it has been read from.
type Source struct {
	Name  string
	Text  string
	split sync.Once
	lines []string
}

// NewSource returns the text under the name that messages show.
func NewSource(name, text string) *Source {
	return &Source{Name: name, Text: text}
}

func (s *Source) all() []string {
	s.split.Do(func() {
		s.lines = strings.Split(strings.TrimPrefix(s.Text, "\ufeff"), "\n")
	})
	return s.lines
}

// Line returns line n (from 1) without its end and without a byte order mark, or
// "" outside the text.
func (s *Source) Line(n int) string {
	lines := s.all()
	if n < 1 || n > len(lines) {
		return ""
	}
	return strings.TrimSuffix(lines[n-1], "\r")
}

// Lines returns how many lines the text has. A text that ends in a line end has
// an empty last line.
func (s *Source) Lines() int { return len(s.all()) }

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
	HintText string // one sentence; the method Hint sets it
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

// Append adds the diagnostics of another list, as far as there is room.
func (l *List) Append(other *List) {
	room := min(len(other.items), max(ListMax-len(l.items), 0))
	l.items = append(l.items, other.items[:room]...)
	l.errors += other.errors
	l.dropped += other.dropped + len(other.items) - room
}

// HasErrors reports whether an error was added.
func (l *List) HasErrors() bool { return l.errors > 0 }

// Errors returns how many errors were added, dropped ones included.
func (l *List) Errors() int { return l.errors }

// Len returns how many diagnostics the list keeps.
func (l *List) Len() int { return len(l.items) }

// Sorted returns the diagnostics by file, position and code, without exact
// repetitions; the last says how many were dropped, if any were.
func (l *List) Sorted() []Diagnostic {
	out := make([]Diagnostic, 0, len(l.items)+1)
	for _, d := range l.items {
		out = append(out, *d)
	}
	slices.SortStableFunc(out, func(a, b Diagnostic) int { return compare(&a, &b) })
	out = slices.CompactFunc(out, func(a, b Diagnostic) bool { return compare(&a, &b) == 0 })
	if l.dropped > 0 {
		d := Diagnostic{Severity: Warning, Code: "too-many-diagnostics"}
		d.Message = fmt.Sprintf("%d more messages are not shown; the first %d are", l.dropped, ListMax)
		if l.HasErrors() {
			d.Severity = Error
		}
		out = append(out, d)
	}
	return out
}

// compare orders diagnostics; only exact repetitions are equal.
func compare(a, b *Diagnostic) int {
	return cmp.Or(
		compareSpans(a.Span, b.Span),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Severity, b.Severity),
		cmp.Compare(a.HintText, b.HintText),
		slices.CompareFunc(a.Notes, b.Notes, func(x, y Note) int {
			return cmp.Or(compareSpans(x.Span, y.Span), cmp.Compare(x.Message, y.Message))
		}),
		comparePos(a.Span.End, b.Span.End),
	)
}

func compareSpans(a, b Span) int {
	return cmp.Or(cmp.Compare(a.name(), b.name()), comparePos(a.Start, b.Start))
}

func comparePos(a, b Pos) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}

func (s Span) name() string {
	if s.Source == nil {
		return ""
	}
	return s.Source.Name
}
