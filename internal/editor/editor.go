// Package editor says what an editor wants to know of a text while it is written:
// what may stand at a place, what stands there, where it is declared, who names it,
// and how the text is built.
//
// In: the texts of an entry (an arrangement with its variants, crises, scenarios and
// studies), the name of one of them, and a place in it. Out: completions, what to
// show of a word, places. Guaranteed: a text may be broken anywhere, and no text and
// no place makes it panic; what is offered comes from the grammar (internal/syntax),
// from the questions of expressions (internal/typecheck) and from what the texts
// declare, and from nowhere else. Whether a text is right is not said here: loading
// it says so.
package editor

// Places are counted in UTF-16 code units from the beginning of the text, as a
// browser counts them; offset.go turns them into the positions of package diag and
// back, and nothing else does.
//
// One walk over the loosely read tree, along the grammar (walk.go), finds everything
// of a file: its elements, what it mentions, its keys and its values. It is made once
// for each file of an entry; With puts another text in place of one and keeps the
// rest.

import (
	"strings"
	"sync"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// Text is a file of an entry.
type Text struct{ Name, Body string }

// Entry is the texts that belong together. It may be used by several at once.
type Entry struct {
	files  []*file
	byName map[string]*file
}

// file is one text with what was found in it.
type file struct {
	name string
	src  *diag.Source
	walk sync.Once
	seen *survey
}

// New returns the entry of some texts; of two of one name the later counts.
func New(texts []Text) *Entry {
	e := &Entry{byName: map[string]*file{}}
	for _, t := range texts {
		e.put(t)
	}
	return e
}

func (e *Entry) put(t Text) {
	f := &file{name: t.Name, src: diag.NewSource(t.Name, t.Body)}
	if old := e.byName[t.Name]; old != nil {
		for i := range e.files {
			if e.files[i] == old {
				e.files[i] = f
			}
		}
	} else {
		e.files = append(e.files, f)
	}
	e.byName[t.Name] = f
}

// With returns the entry with one more text, or another in place of one. What is
// known of the others is shared.
func (e *Entry) With(t Text) *Entry {
	out := &Entry{files: append([]*file(nil), e.files...), byName: make(map[string]*file, len(e.byName)+1)}
	for name, f := range e.byName {
		out.byName[name] = f
	}
	out.put(t)
	return out
}

// Header is what a file says of itself.
type Header struct {
	Name  string `json:"file"`
	Kind  string `json:"kind" doc:"arrangement, variant, crisis, scenario, study, or empty where the header cannot be read"`
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Files lists the files of the entry with their headers, in the order given.
func (e *Entry) Files() []Header {
	out := make([]Header, len(e.files))
	for i, f := range e.files {
		s := f.survey()
		out[i] = Header{f.name, s.kind, s.id, s.header("title")}
	}
	return out
}

// Body returns the text of a file.
func (e *Entry) Body(name string) (string, bool) {
	f := e.byName[name]
	if f == nil {
		return "", false
	}
	return f.src.Text, true
}

func (f *file) survey() *survey {
	f.walk.Do(func() { f.seen = look(f.src) })
	return f.seen
}

// header returns what stands behind a key of the header.
func (s *survey) header(key string) string {
	if n := s.tree.Get("entente").Get(key); n != nil && n.Kind == syntax.Scalar {
		return n.Text
	}
	return ""
}

// of returns the file of a kind and an id.
func (e *Entry) of(kinds, id string) *file {
	for _, f := range e.files {
		if s := f.survey(); s.id == id && id != "" && strings.Contains(kinds, s.kind) && s.kind != "" {
			return f
		}
	}
	return nil
}

// reads lists the files whose names a file may use: itself first, then what it is
// for, back to the arrangement.
func (e *Entry) reads(f *file) []*file {
	var out []*file
	seen := map[*file]bool{}
	var add func(f *file)
	add = func(f *file) {
		if f == nil || seen[f] {
			return
		}
		seen[f] = true
		out = append(out, f)
		s := f.survey()
		named := func(kinds string, n *syntax.Node) {
			for _, id := range texts(n) {
				add(e.of(kinds, id))
			}
		}
		const design = "arrangement variant"
		switch s.kind {
		case "variant":
			named(design, s.tree.Get("entente").Get("base"))
		case "crisis":
			named(design, s.tree.Get("entente").Get("for"))
		case "scenario":
			named("crisis", s.tree.Get("crisis"))
			named("variant", s.tree.Get("in-force"))
			named(design, s.tree.Get("entente").Get("for"))
		case "study":
			if designs := s.tree.Get("designs"); designs != nil {
				for _, p := range designs.Pairs {
					named("variant", p.Value.Get("variants"))
					named(design, p.Value.Get("base"))
				}
			}
			for _, id := range texts(s.tree.Get("scenarios")) {
				if sc := e.of("scenario", id); sc != nil {
					seen[sc] = true
					out = append(out, sc)
					named("crisis", sc.survey().tree.Get("crisis"))
				}
			}
		}
	}
	add(f)
	return out
}

// texts are the words of a scalar or of a list of them.
func texts(n *syntax.Node) []string {
	if n == nil {
		return nil
	}
	if v := n.Get("value"); v != nil {
		n = v
	}
	var out []string
	if n.Kind == syntax.Scalar && n.Text != "" {
		out = append(out, n.Text)
	}
	for _, i := range n.Items {
		out = append(out, texts(i)...)
	}
	return out
}

// Kinds of elements have the names that the grammar gives them, in capitals; words
// is how people call them where that is not the name in small letters.
var words = map[string]string{
	"KIND": "incident kind", "CHOICE": "option of a step", "CRITERION": "condition of a programme", "LINE": "red line", "SHOCK": "shock",
}

// Word returns what people call a kind of element.
func Word(kind string) string {
	if w := words[kind]; w != "" {
		return w
	}
	return strings.ToLower(kind)
}
