package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/internal/store"
)

// EntryFiles are the texts of an entry, to be read and edited.
type EntryFiles struct {
	Entry string             `json:"entry"`
	Title string             `json:"title"`
	Draft bool               `json:"draft" doc:"it is an edited copy, which can be changed"`
	Of    string             `json:"of" doc:"the entry that a draft was copied from, or empty"`
	Files []entente.TextHead `json:"files"`
}

// FileBody is a text of an entry.
type FileBody struct {
	entente.TextHead
	Body string `json:"body"`
}

// EditedText is a text of an entry as it stands in an editor.
type EditedText struct {
	Entry string `json:"entry" minLength:"1" maxLength:"200"`
	File  string `json:"file" minLength:"1" maxLength:"200" doc:"variants/reformed.yaml"`
	Body  string `json:"body"`
}

// TextPlace is a place in an edited text.
type TextPlace struct {
	EditedText
	Offset int `json:"offset" minimum:"0" doc:"in UTF-16 code units"`
}

// JudgedText is what there is to say about an edited text, and how it is built.
type JudgedText struct {
	entente.TextVerdict
	Outline []entente.OutlineItem `json:"outline"`
}

// TidyText is a text in its canonical form.
type TidyText struct {
	Body     string                   `json:"body" doc:"empty where the text cannot be read"`
	Messages []entente.DiagnosticData `json:"messages"`
}

// Hovered is what stands at a place.
type Hovered struct {
	Found bool           `json:"found"`
	Hover *entente.Hover `json:"hover,omitempty"`
}

// Places are pieces of the texts of an entry.
type Places struct {
	Places []entente.Place `json:"places"`
}

// NewText asks how a new text of an entry begins.
type NewText struct {
	Entry string `json:"entry" minLength:"1" maxLength:"200"`
	Kind  string `json:"kind" enum:"variant,crisis,scenario,study"`
	ID    string `json:"id" minLength:"1" maxLength:"64"`
}

// BegunText is what a new text begins with; it is not kept yet.
type BegunText struct {
	File string `json:"file"`
	Body string `json:"body"`
}

// entryTexts keeps what was read of the entries looked at last, so that a keystroke
// reads one text and not a hundred.
type entryTexts struct {
	sync.Mutex
	known map[string]*entente.Texts
	order []string // the one looked at last is the last
}

// entriesKept is how many entries are kept.
const entriesKept = 6

// of returns the texts of an entry as they stand.
func (k *entryTexts) of(entry string, list []entente.Text) *entente.Texts {
	k.Lock()
	defer k.Unlock()
	e := k.known[entry]
	if e == nil || len(e.Files()) != len(list) || slices.ContainsFunc(list, func(t entente.Text) bool { _, has := e.Body(t.Name); return !has }) {
		e = entente.NewTexts(list)
	}
	for _, t := range list {
		if body, _ := e.Body(t.Name); body != t.Body {
			e = entente.WithText(e, t)
		}
	}
	if k.known == nil {
		k.known = map[string]*entente.Texts{}
	}
	k.known[entry] = e
	k.order = append(slices.DeleteFunc(k.order, func(o string) bool { return o == entry }), entry)
	if len(k.order) > entriesKept {
		delete(k.known, k.order[0])
		k.order = k.order[1:]
	}
	return e
}

// entry returns the texts of an entry of the library or of a draft. A draft of single
// texts is read with those of the entry that they are for; own says how many are its
// own, which come first.
func (s *Server) entry(entry string) (texts *entente.Texts, own int, draft store.Draft, err error) {
	if strings.ContainsAny(entry, "/\\") || !slices.Contains(s.texts.Entries(), entry) {
		return nil, 0, draft, of(&store.NotFoundError{Name: entry, Hint: "the entries are " + strings.Join(s.texts.Entries(), ", ")})
	}
	list, err := s.texts.EntryTexts(entry)
	if err != nil {
		return nil, 0, draft, of(err)
	}
	own = len(list)
	if s.db != nil && store.IsDraft(entry) {
		if draft, err = s.db.Draft(entry); err != nil {
			return nil, 0, draft, of(err)
		}
		whole := slices.ContainsFunc(list, func(t store.Text) bool { return t.Name == "arrangement.yaml" })
		if base, err := s.texts.EntryTexts(draft.Of); err == nil && draft.Of != "" && !whole {
			for _, t := range base {
				list = append(list, store.Text{Name: draft.Of + "/" + t.Name, Body: t.Body})
			}
		}
	}
	all := make([]entente.Text, len(list))
	for i, t := range list {
		all[i] = entente.Text(t)
	}
	return s.edited.of(entry, all), own, draft, nil
}

// edit returns the texts of an entry with one as it stands in an editor.
func (s *Server) edit(t *EditedText) (*entente.Texts, error) {
	texts, _, _, err := s.entry(t.Entry)
	if err != nil {
		return nil, err
	}
	if len(t.Body) > entente.TextMax {
		return nil, problem(http.StatusRequestEntityTooLarge, fmt.Sprintf("%s is larger than %d KiB", t.File, entente.TextMax>>10), "split it, or look for pasted data")
	}
	return entente.WithText(texts, entente.Text{Name: t.File, Body: t.Body}), nil
}

// textBytes is the size of a request that carries a text: escapes make it longer.
var textBytes = int64(3*entente.TextMax + 64<<10)

// about registers an operation about an edited text.
func about[In, Out any](s *Server, id, summary string, do func(*In) (Out, error)) {
	huma.Register(s.api, huma.Operation{OperationID: id, Method: http.MethodPost, Path: "/api/text/" + strings.TrimPrefix(id, "text-"), Summary: summary, MaxBodyBytes: textBytes},
		func(_ context.Context, in *struct{ Body In }) (*struct{ Body Out }, error) {
			out, err := do(&in.Body)
			if err != nil {
				return nil, err
			}
			return &struct{ Body Out }{out}, nil
		})
}

// editor: the texts of an entry, and what an editor asks about one of them.
func (s *Server) editor() {
	huma.Register(s.api, huma.Operation{OperationID: "texts", Method: http.MethodGet, Path: "/api/texts", Summary: "The texts of an entry"},
		func(_ context.Context, in *struct {
			Entry string `query:"entry" required:"true" minLength:"1" maxLength:"200"`
		}) (*struct{ Body EntryFiles }, error) {
			texts, own, draft, err := s.entry(in.Entry)
			if err != nil {
				return nil, err
			}
			out := EntryFiles{Entry: in.Entry, Title: draft.Title, Draft: draft.ID != "", Of: draft.Of, Files: texts.Files()[:own]}
			for _, f := range out.Files {
				if f.Kind == "arrangement" && out.Title == "" {
					out.Title = f.Title
				}
			}
			return &struct{ Body EntryFiles }{out}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "text", Method: http.MethodGet, Path: "/api/text", Summary: "A text of an entry"},
		func(_ context.Context, in *struct {
			Entry string `query:"entry" required:"true" minLength:"1" maxLength:"200"`
			File  string `query:"file" required:"true" minLength:"1" maxLength:"200" doc:"arrangement.yaml, variants/reformed.yaml"`
		}) (*struct{ Body FileBody }, error) {
			texts, _, _, err := s.entry(in.Entry)
			if err != nil {
				return nil, err
			}
			for _, f := range texts.Files() {
				if f.Name == in.File {
					body, _ := texts.Body(f.Name)
					return &struct{ Body FileBody }{FileBody{f, body}}, nil
				}
			}
			return nil, problem(http.StatusNotFound, fmt.Sprintf("%s has no text %s", in.Entry, in.File), "/api/texts lists them")
		})
	huma.Register(s.api, huma.Operation{OperationID: "text-locate", Method: http.MethodGet, Path: "/api/text/locate", Summary: "Where a path of ids, or an id, stands in the texts of an entry"},
		func(_ context.Context, in *struct {
			Entry string `query:"entry" required:"true" minLength:"1" maxLength:"200"`
			File  string `query:"file" maxLength:"200" doc:"the text to look in first; empty: the arrangement"`
			Path  string `query:"path" required:"true" minLength:"1" maxLength:"1000" doc:"posts/rok-pres, or rok-pres"`
		}) (*struct{ Body Places }, error) {
			texts, _, _, err := s.entry(in.Entry)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body Places }{}
			if p, ok := texts.Locate(in.File, in.Path); ok {
				out.Body.Places = append(out.Body.Places, p)
			}
			return out, nil
		})
	about(s, "text-diagnose", "What there is to say about a text, and its elements", func(in *EditedText) (JudgedText, error) {
		texts, err := s.edit(in)
		if err != nil {
			return JudgedText{}, err
		}
		return JudgedText{entente.Diagnose(texts, in.File), texts.Outline(in.File)}, nil
	})
	about(s, "text-complete", "What may stand at a place", func(in *TextPlace) (entente.Completions, error) {
		texts, err := s.edit(&in.EditedText)
		if err != nil {
			return entente.Completions{}, err
		}
		return texts.Complete(in.File, in.Offset), nil
	})
	about(s, "text-hover", "What stands at a place", func(in *TextPlace) (Hovered, error) {
		texts, err := s.edit(&in.EditedText)
		if err != nil {
			return Hovered{}, err
		}
		if h, ok := texts.Hover(in.File, in.Offset); ok {
			return Hovered{true, &h}, nil
		}
		return Hovered{}, nil
	})
	about(s, "text-definition", "Where what stands at a place is declared", func(in *TextPlace) (Places, error) {
		texts, err := s.edit(&in.EditedText)
		if err != nil {
			return Places{}, err
		}
		return Places{texts.Definition(in.File, in.Offset)}, nil
	})
	about(s, "text-references", "Who names what stands at a place, its declaration first", func(in *TextPlace) (Places, error) {
		texts, err := s.edit(&in.EditedText)
		if err != nil {
			return Places{}, err
		}
		return Places{texts.References(in.File, in.Offset)}, nil
	})
	about(s, "text-begin", "What a new text of an entry begins with", func(in *NewText) (BegunText, error) {
		texts, _, _, err := s.entry(in.Entry)
		if err != nil {
			return BegunText{}, err
		}
		t, err := texts.Begin(in.Kind, in.ID)
		return BegunText{t.Name, t.Body}, of(err)
	})
	about(s, "text-format", "The text in its canonical form, comments kept", func(in *EditedText) (TidyText, error) {
		if _, err := s.edit(in); err != nil {
			return TidyText{}, err
		}
		var out TidyText
		var messages []entente.Diagnostic
		out.Body, messages = entente.Format(entente.Text{Name: in.File, Body: in.Body})
		for _, m := range messages {
			out.Messages = append(out.Messages, m.Data())
		}
		return out, nil
	})
}
