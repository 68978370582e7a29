package entente

import (
	"slices"
	"strings"

	"entente/internal/diag"
	"entente/internal/editor"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// Texts are the texts of an entry, for an editor: what may stand at a place, what
// stands there, where it is declared. Offsets count UTF-16 code units.
type Texts = editor.Entry

// What an editor is told.
type (
	Completions = editor.Completions // what may stand at a place
	Completion  = editor.Completion  // one of them
	Hover       = editor.Hover       // what stands there
	Place       = editor.Place       // a piece of a text
	OutlineItem = editor.Item        // an element of a text
	TextRange   = editor.Range       // from and to, in UTF-16 code units
	TextHead    = editor.Header      // what a text says of itself
)

// NewTexts returns the texts of an entry, for an editor.
func NewTexts(list []Text) *Texts {
	out := make([]editor.Text, len(list))
	for i, t := range list {
		out[i] = editor.Text(t)
	}
	return editor.New(out)
}

// WithText returns the texts with one more, or another in place of one.
func WithText(e *Texts, t Text) *Texts { return e.With(editor.Text(t)) }

// TextMax is how many bytes of a text are read.
var TextMax = syntax.DefaultLimits.Bytes

// TextMessage is a diagnostic of a text of an entry.
type TextMessage struct {
	Severity string      `json:"severity" enum:"error,warning"`
	Code     string      `json:"code"`
	Message  string      `json:"message"`
	Hint     string      `json:"hint,omitempty"`
	Explain  string      `json:"explain,omitempty" doc:"what the code means"`
	Place    Place       `json:"place" doc:"where it stands; of a file as a whole its beginning"`
	Notes    []TextPoint `json:"notes,omitempty" doc:"second positions"`
}

// TextPoint is a second position of a message.
type TextPoint struct {
	Message string `json:"message"`
	Place   *Place `json:"place,omitempty"`
}

// TextVerdict is what there is to say about a text of an entry.
type TextVerdict struct {
	Design    []string      `json:"design" doc:"the ids of the files that it was read with, the arrangement first"`
	Messages  []TextMessage `json:"messages" doc:"about this text, in the order of its lines"`
	Elsewhere []TextMessage `json:"elsewhere" doc:"about the texts that it was read with"`
}

// Diagnose loads a text with those of its entry that it is for, and says everything
// that loading says, warnings too. A scenario or a crisis that names what only a
// variant has is read with the design that is in force, or that a study runs it
// under: the first that leaves the fewest errors.
func Diagnose(e *Texts, name string) TextVerdict {
	var best TextVerdict
	least := -1
	for _, l := range e.Loads(name) {
		list := diagnose(e, l)
		errors := 0
		for i := range list {
			if list[i].Severity == diag.Error {
				errors++
			}
		}
		if least >= 0 && errors >= least {
			continue
		}
		least = errors
		best = verdict(e, name, l, list)
		if errors == 0 {
			break
		}
	}
	return best
}

func diagnose(e *Texts, l editor.Load) []Diagnostic {
	text := func(name string) Text {
		body, _ := e.Body(name)
		return Text{Name: name, Body: body}
	}
	if l.Study != "" {
		_, list := LoadStudy(text(l.Study))
		return list
	}
	if l.Arrangement == "" { // nothing that it could be read with
		last := l.Scenario
		if last == "" {
			last = l.Crisis
		}
		if last == "" && len(l.Variants) > 0 {
			last = l.Variants[len(l.Variants)-1]
		}
		var out diag.List
		if tree := syntax.Parse(diag.NewSource(last, text(last).Body), syntax.DefaultLimits, &out); tree != nil {
			typecheck.ReadHeader(tree, &out)
		}
		return out.Sorted()
	}
	in := Input{Arrangement: text(l.Arrangement)}
	for _, v := range l.Variants {
		in.Variants = append(in.Variants, text(v))
	}
	if l.Crisis != "" {
		in.Crisis = text(l.Crisis)
	}
	if l.Scenario != "" {
		in.Scenario = text(l.Scenario)
	}
	_, list := Load(in)
	return list
}

func verdict(e *Texts, name string, l editor.Load, list []Diagnostic) TextVerdict {
	var out TextVerdict
	for _, f := range append([]string{l.Arrangement}, append(slices.Clone(l.Variants), l.Crisis, l.Scenario)...) {
		for _, h := range e.Files() {
			if h.Name == f && f != "" && f != name {
				out.Design = append(out.Design, h.ID)
			}
		}
	}
	rulers := map[*diag.Source]*editor.Ruler{}
	place := func(s diag.Span) (p Place) {
		if s.Source == nil {
			return p
		}
		r := rulers[s.Source]
		if r == nil {
			r = editor.NewRuler(s.Source)
			rulers[s.Source] = r
		}
		return Place{File: s.Source.Name, Range: r.Range(s), Line: s.Start.Line, Text: strings.TrimSpace(s.Source.Line(s.Start.Line))}
	}
	for i := range list {
		d := &list[i]
		m := TextMessage{Severity: d.Severity.String(), Code: string(d.Code), Message: d.Message, Hint: d.HintText, Place: place(d.Span)}
		if info, ok := diag.Lookup(d.Code); ok {
			m.Explain = info.Summary + " " + info.Explain
		}
		for _, n := range d.Notes {
			p := TextPoint{Message: n.Message}
			if !n.Span.IsZero() {
				at := place(n.Span)
				p.Place = &at
			}
			m.Notes = append(m.Notes, p)
		}
		if d.Span.Source == nil || d.Span.Source.Name == name {
			out.Messages = append(out.Messages, m)
		} else {
			out.Elsewhere = append(out.Elsewhere, m)
		}
	}
	return out
}
