package editor

import (
	"slices"
	"strings"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/syntax"
)

// Place is a piece of a file of the entry.
type Place struct {
	File  string `json:"file"`
	Range Range  `json:"range"`
	Line  int    `json:"line" doc:"from 1"`
	Text  string `json:"text" doc:"the line"`
}

func placeOf(span diag.Span) Place {
	return Place{File: span.Source.Name, Range: NewRuler(span.Source).Range(span), Line: span.Start.Line, Text: strings.TrimSpace(span.Source.Line(span.Start.Line))}
}

// covers reports whether a position stands in a span or directly behind it.
func covers(s diag.Span, p diag.Pos) bool {
	return !p.Before(s.Start) && !s.End.Before(p)
}

// mentionAt returns the mention at a position, the shortest of several.
func (s *survey) mentionAt(p diag.Pos) *mention {
	for i := range s.mentions {
		if covers(s.mentions[i].span, p) {
			return &s.mentions[i]
		}
	}
	return nil
}

// declaredAt returns the element whose id stands at a position.
func (s *survey) declaredAt(p diag.Pos) *Element {
	for i := range s.elements {
		if covers(s.elements[i].Span, p) && s.elements[i].Kind != "MOVE" {
			return &s.elements[i]
		}
	}
	return nil
}

// means reports whether a mention may mean an element.
func (m *mention) means(e *Element) bool {
	return m.id == e.ID && slices.Contains(m.kinds, e.Kind) && (m.owner == "" || e.Owner == "" || m.owner == e.Owner)
}

// visible calls yield with every element that a file may name, and the file it
// stands in, the file's own first; what a variant takes away is left out.
func (e *Entry) visible(f *file, yield func(*survey, *Element) bool) {
	gone := map[string]bool{}
	for _, at := range e.reads(f) {
		s := at.survey()
		for i := range s.elements {
			if el := &s.elements[i]; !taken(gone, el.Path) && !yield(s, el) {
				return
			}
		}
		for _, p := range s.gone {
			gone[p] = true
		}
	}
	for _, at := range e.files { // the files themselves are named by their ids
		s := at.survey()
		if i := slices.IndexFunc(s.elements, func(el Element) bool { return el.Kind == strings.ToUpper(s.kind) && el.Path == "" }); i >= 0 && !yield(s, &s.elements[i]) {
			return
		}
	}
}

func taken(gone map[string]bool, path string) bool {
	if len(gone) == 0 || path == "" {
		return false
	}
	for i := range path {
		if path[i] == '/' && gone[path[:i]] {
			return true
		}
	}
	return gone[path]
}

// resolve returns what a mention names: in the files that its file reads, or else
// anywhere in the entry.
func (e *Entry) resolve(f *file, m *mention) []*Element {
	if m.kinds[0] == "PATH" {
		if el := e.atPath(f, m.id); el != nil {
			return []*Element{el}
		}
		return nil
	}
	var out []*Element
	files := e.reads(f)
	for _, others := range [][]*file{files, e.files} {
		for _, at := range others {
			s := at.survey()
			for _, i := range s.index[m.id] {
				if m.means(&s.elements[i]) {
					out = append(out, &s.elements[i])
				}
			}
			if len(out) > 0 {
				return out[:1]
			}
		}
	}
	for _, kind := range m.kinds { // a post that names no person is a person of its own id
		if kind == "PERSON" {
			return e.resolve(f, &mention{kinds: []string{"POST"}, id: m.id, span: m.span})
		}
	}
	return nil
}

// atPath returns what stands at a path: an element, or the key behind it, as one.
func (e *Entry) atPath(f *file, path string) *Element {
	var found *Element
	all := append(slices.Clone(e.reads(f)), e.files...)
	for ; path != "" && found == nil; path = path[:max(strings.LastIndex(path, "/"), 0)] {
		for _, at := range all {
			s := at.survey()
			if s.kind != "arrangement" && s.kind != "variant" {
				continue
			}
			if found = s.atPath(path); found != nil {
				return found
			}
		}
	}
	return nil
}

func (s *survey) atPath(path string) *Element {
	for i := range s.elements {
		if s.elements[i].Path == path {
			return &s.elements[i]
		}
	}
	ids := strings.Split(path, "/")
	for i := range s.spots {
		if sp := &s.spots[i]; sp.isKey && slices.Equal(sp.path, ids) {
			return &Element{Kind: "KEY", ID: ids[len(ids)-1], Path: path, Span: sp.node.Span, Whole: sp.node.Span}
		}
	}
	return nil
}

// Definition returns where what stands at an offset is declared; nothing, where
// nothing there names anything.
func (e *Entry) Definition(name string, offset int) []Place {
	f := e.byName[name]
	if f == nil {
		return nil
	}
	pos := NewRuler(f.src).Pos(offset)
	s := f.survey()
	if m := s.mentionAt(pos); m != nil {
		var out []Place
		for _, el := range e.resolve(f, m) {
			out = append(out, placeOf(el.Span))
		}
		return out
	}
	if el := s.declaredAt(pos); el != nil {
		return []Place{placeOf(el.Span)}
	}
	return nil
}

// referencesMax is how many references are listed.
const referencesMax = 500

// References lists every place of the entry that names what stands at an offset, the
// declaration first.
func (e *Entry) References(name string, offset int) []Place {
	f := e.byName[name]
	if f == nil {
		return nil
	}
	pos, s := NewRuler(f.src).Pos(offset), f.survey()
	el := s.declaredAt(pos)
	if m := s.mentionAt(pos); m != nil {
		if found := e.resolve(f, m); len(found) > 0 {
			el = found[0]
		}
	}
	if el == nil || el.Kind == "KEY" {
		return nil
	}
	out := []Place{placeOf(el.Span)}
	for _, at := range e.files {
		here := at.survey()
		ruler := NewRuler(here.src)
		for i := range here.mentions {
			m := &here.mentions[i]
			named := m.means(el) || m.kinds[0] == "PATH" && el.Path != "" && (m.id == el.Path || strings.HasPrefix(m.id, el.Path+"/"))
			if !named || len(out) == referencesMax {
				continue
			}
			if found := e.resolve(at, m); m.kinds[0] != "PATH" && (len(found) == 0 || found[0] != el) {
				continue
			}
			out = append(out, Place{File: at.name, Range: ruler.Range(m.span), Line: m.span.Start.Line, Text: strings.TrimSpace(here.src.Line(m.span.Start.Line))})
		}
	}
	return out
}

// Item is an element in the outline of a file.
type Item struct {
	Kind  string            `json:"kind" doc:"post, step: as people call it"`
	ID    string            `json:"id"`
	Path  string            `json:"path" doc:"ids from the section down"`
	Name  map[string]string `json:"name,omitempty" doc:"what people call it, by language"`
	Range Range             `json:"range" doc:"of the id"`
	Whole Range             `json:"whole" doc:"of all that is said of it"`
	Line  int               `json:"line" doc:"from 1"`
}

// Outline lists the elements of a file in the order of its text.
func (e *Entry) Outline(name string) []Item {
	f := e.byName[name]
	if f == nil {
		return nil
	}
	ruler := NewRuler(f.src)
	var out []Item
	for _, el := range f.survey().elements {
		if el.Path == "" || el.Kind == "MOVE" || el.Kind == "PERSON" || el.Kind == "CASE" || el.Kind == "KIND" {
			continue
		}
		out = append(out, Item{Word(el.Kind), el.ID, el.Path, el.Name, ruler.Range(el.Span), ruler.Range(el.Whole), el.Span.Start.Line})
	}
	return out
}

// Locate returns where a path of ids, or an id alone, is declared in a file of the
// entry, the given one first.
func (e *Entry) Locate(name, path string) (Place, bool) {
	f := e.byName[name]
	if f == nil {
		return Place{}, false
	}
	if el := e.atPath(f, path); el != nil && el.Path == path {
		return placeOf(el.Span), true
	}
	for _, at := range append(e.reads(f), e.files...) {
		s := at.survey()
		for i := range s.elements {
			if el := &s.elements[i]; el.Path == path || el.ID == path {
				return placeOf(el.Span), true
			}
		}
	}
	return Place{}, false
}

// Hover is what there is to say of what stands at an offset.
type Hover struct {
	Range    Range             `json:"range"`
	Kind     string            `json:"kind,omitempty" doc:"of what is named: post, step"`
	Title    string            `json:"title" doc:"an id, a key, a value"`
	Name     map[string]string `json:"name,omitempty" doc:"what people call it, by language"`
	Doc      string            `json:"doc,omitempty" doc:"one sentence"`
	Expected string            `json:"expected,omitempty" doc:"what may stand here"`
	Required bool              `json:"required,omitempty" doc:"the key is required"`
	Read     string            `json:"read,omitempty" doc:"how a number was read"`
	Declared []Place           `json:"declared,omitempty" doc:"where it is declared"`
}

// Hover says what stands at an offset; ok is false where there is nothing to say.
func (e *Entry) Hover(name string, offset int) (h Hover, ok bool) {
	f := e.byName[name]
	if f == nil {
		return h, false
	}
	s, ruler := f.survey(), NewRuler(f.src)
	pos := ruler.Pos(offset)
	if m := s.mentionAt(pos); m != nil {
		if found := e.resolve(f, m); len(found) > 0 {
			h = about(found[0])
			h.Range = ruler.Range(m.span)
			return h, true
		}
	}
	if el := s.declaredAt(pos); el != nil {
		h = about(el)
		h.Range = ruler.Range(el.Span)
		return h, true
	}
	for i := len(s.spots) - 1; i >= 0; i-- {
		sp := &s.spots[i]
		if !covers(sp.node.Span, pos) || sp.node.Kind != syntax.Scalar {
			continue
		}
		switch {
		case sp.isKey && sp.key != nil:
			return Hover{Range: ruler.Range(sp.node.Span), Title: sp.key.Name, Doc: sp.key.Doc, Expected: sp.key.Shape.Expect, Required: sp.key.Required}, true
		case !sp.isKey && sp.shape != nil:
			return s.hoverValue(sp, pos, ruler)
		}
	}
	return h, false
}

func about(el *Element) Hover {
	h := Hover{Kind: Word(el.Kind), Title: el.ID, Name: el.Name, Doc: remark(el), Declared: []Place{placeOf(el.Span)}}
	if el.Kind == "KEY" {
		h.Kind, h.Title = "", el.Path
	}
	return h
}

// remark is what a text says of an element: its citation, or its note.
func remark(el *Element) string {
	if el.Kind != "SOURCE" {
		return textOf(el.node.Get("note"))
	}
	doc := textOf(el.node.Get("cite"))
	if r := textOf(el.node.Get("reliability")); r != "" {
		doc += " (" + r + ")"
	}
	return doc
}

// hoverValue says how a value is read.
func (s *survey) hoverValue(sp *spot, pos diag.Pos, ruler *Ruler) (Hover, bool) {
	h := Hover{Range: ruler.Range(sp.node.Span), Expected: sp.shape.Expect, Title: sp.node.Text}
	if sp.key != nil {
		h.Doc = sp.key.Doc
	}
	switch sp.shape.Form {
	case syntax.Duration_, syntax.Number:
		unit := dist.Duration
		if sp.shape.Form == syntax.Number {
			unit = dist.Number
		}
		if spec, err := dist.Parse(sp.node.Text, unit); err == nil {
			h.Read = dist.Describe(spec)
			return h, true
		}
	case syntax.Expression:
		for _, t := range tokens(sp.node.Text) {
			span := sp.node.Part(t.from, t.to)
			if q, ok := questions[t.text]; ok && covers(span, pos) {
				return Hover{Range: ruler.Range(span), Title: q.Name + "(" + strings.Join(q.Args, ", ") + ")", Doc: q.Doc}, true
			}
		}
		return h, true
	case syntax.Word, syntax.Flag, syntax.Whole:
		return h, true
	}
	return h, sp.shape.Words != nil
}
