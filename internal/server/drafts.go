package server

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/internal/desk"
	"entente/internal/store"
)

// bringTime is how long the texts that a user brings are judged; what is left then is
// said not to be judged.
const bringTime = 30 * time.Second

// Draft is an edited copy of an entry, or texts that a user brought. Its id is the name
// of an entry.
type Draft struct {
	ID      string    `json:"id" doc:"the name of an entry: draft-korea"`
	Title   string    `json:"title"`
	Of      string    `json:"of" doc:"the entry that it was copied from, or empty"`
	Made    time.Time `json:"made"`
	Changed time.Time `json:"changed"`
	Files   int       `json:"files"`
}

// DraftFile is a file of a draft as it stands.
type DraftFile struct {
	Path     string    `json:"path" doc:"arrangement.yaml, variants/ID.yaml and so on"`
	Revision int64     `json:"revision" doc:"grows with every change; 0: the file is not there"`
	Changed  time.Time `json:"changed"`
	Bytes    int       `json:"bytes"`
	Undo     bool      `json:"undo" doc:"there is something to undo"`
	Redo     bool      `json:"redo" doc:"there is something to redo"`
}

// DraftText is a file of a draft and what it holds.
type DraftText struct {
	DraftFile
	Body string `json:"body"`
}

// DraftFiles is a draft with its files.
type DraftFiles struct {
	Draft
	List []DraftFile `json:"list"`
}

// BroughtText is a text that a user brings.
type BroughtText struct {
	Name string `json:"name" maxLength:"1000" doc:"of the file, with its folders"`
	Body string `json:"body"`
}

// NewDraft asks for a draft: a copy of an entry, or texts.
type NewDraft struct {
	Of    string        `json:"of,omitempty" doc:"an entry to copy, a draft too"`
	Texts []BroughtText `json:"texts,omitempty" maxItems:"500" doc:"texts to keep: an arrangement with what belongs to it, or what belongs to an arrangement of the library"`
}

// BroughtCheck is what there is to say about texts that a user brings.
type BroughtCheck struct {
	Of    string        `json:"of" doc:"the entry of the library that they are laid over; empty where they bring an arrangement"`
	Title string        `json:"title"`
	Texts []CheckedText `json:"texts"`
}

// CheckedText is what there is to say about one of them.
type CheckedText struct {
	Name        string                   `json:"name" doc:"as it was brought"`
	Path        string                   `json:"path" doc:"where it goes in the draft"`
	Kind        string                   `json:"kind" doc:"arrangement, variant, crisis, scenario, study, or empty"`
	Title       string                   `json:"title"`
	Sound       bool                     `json:"sound" doc:"it holds no error"`
	Problem     string                   `json:"problem,omitempty" doc:"what is wrong beside the diagnostics"`
	Diagnostics []entente.DiagnosticData `json:"diagnostics"`
}

// Saving is a new text of a file of a draft.
type Saving struct {
	Base int64  `json:"base" minimum:"0" doc:"the revision that was changed; 0 adds a file"`
	Body string `json:"body"`
}

// Based names a file of a draft at a revision.
type Based struct {
	Path string `json:"path" maxLength:"200"`
	Base int64  `json:"base" minimum:"0" doc:"the revision that stands, as the caller knows it"`
}

// DraftName is what an address names.
type DraftName struct {
	Draft string `path:"draft" maxLength:"100"`
}

// DraftPlace names a file of a draft.
type DraftPlace struct {
	DraftName
	Path string `query:"path" required:"true" maxLength:"200" doc:"of the file in the draft"`
}

type (
	draftOutput struct {
		Location string `header:"Location"`
		Body     Draft
	}
	draftFileOutput struct{ Body DraftFile }
	draftTextOutput struct{ Body DraftText }
	exportOutput    struct {
		ContentType string `header:"Content-Type"`
		Disposition string `header:"Content-Disposition"`
		Body        []byte
	}
)

func (s *Server) drafts() {
	const one, file = "/api/drafts/{draft}", "/api/drafts/{draft}/file"
	huma.Register(s.api, huma.Operation{OperationID: "drafts", Method: http.MethodGet, Path: "/api/drafts", Summary: "The drafts, the last changed first"},
		func(context.Context, *struct{}) (*struct{ Body []Draft }, error) {
			list, err := s.db.Drafts()
			out := &struct{ Body []Draft }{}
			for _, d := range list {
				out.Body = append(out.Body, draftOf(d))
			}
			return out, ofStore(err)
		})
	huma.Register(s.api, huma.Operation{OperationID: "create-draft", Method: http.MethodPost, Path: "/api/drafts", Summary: "Keep a copy of an entry, or texts, as a draft", DefaultStatus: http.StatusCreated, MaxBodyBytes: bodyBytes},
		func(_ context.Context, in *struct{ Body NewDraft }) (*draftOutput, error) {
			b, err := s.brought(in.Body)
			if err != nil {
				return nil, of(err)
			}
			d, err := s.db.CreateDraft(b.Name, b.Title, b.Of, b.Texts)
			if err != nil {
				return nil, ofStore(err)
			}
			return &draftOutput{"/api/drafts/" + d.ID, draftOf(d)}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "check-texts", Method: http.MethodPost, Path: "/api/check", Summary: "What there is to say about texts, which are not kept", MaxBodyBytes: bodyBytes},
		func(ctx context.Context, in *struct{ Body NewDraft }) (*struct{ Body BroughtCheck }, error) {
			b, err := s.brought(in.Body)
			if err != nil {
				return nil, of(err)
			}
			ctx, cancel := context.WithTimeout(ctx, bringTime)
			defer cancel()
			return &struct{ Body BroughtCheck }{broughtCheck(b, s.desk.CheckBrought(ctx, b))}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "draft", Method: http.MethodGet, Path: one, Summary: "A draft and its files"},
		func(_ context.Context, in *DraftName) (*struct{ Body DraftFiles }, error) {
			d, err := s.db.Draft(in.Draft)
			if err != nil {
				return nil, ofStore(err)
			}
			files, err := s.db.DraftFiles(in.Draft)
			out := DraftFiles{Draft: draftOf(d)}
			for _, f := range files {
				out.List = append(out.List, DraftFile(f))
			}
			return &struct{ Body DraftFiles }{out}, ofStore(err)
		})
	huma.Register(s.api, huma.Operation{OperationID: "delete-draft", Method: http.MethodDelete, Path: one, Summary: "Delete a draft with all its revisions", DefaultStatus: http.StatusNoContent},
		func(_ context.Context, in *DraftName) (*struct{}, error) {
			return nil, ofStore(s.db.DeleteDraft(in.Draft))
		})
	huma.Register(s.api, huma.Operation{OperationID: "draft-file", Method: http.MethodGet, Path: file, Summary: "A file of a draft as it stands"},
		func(_ context.Context, in *DraftPlace) (*draftTextOutput, error) {
			return textOut(s.db.ReadDraft(in.Draft, in.Path))
		})
	huma.Register(s.api, huma.Operation{OperationID: "save-draft-file", Method: http.MethodPut, Path: file, Summary: "Save a file of a draft; refused (409) where it has moved", MaxBodyBytes: bodyBytes},
		func(_ context.Context, in *struct {
			DraftPlace
			Body Saving
		}) (*draftFileOutput, error) {
			f, err := s.db.SaveDraft(in.Draft, in.Path, in.Body.Base, in.Body.Body)
			if err != nil {
				return nil, ofStore(err)
			}
			return &draftFileOutput{DraftFile(f)}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "remove-draft-file", Method: http.MethodDelete, Path: file, Summary: "Remove a file of a draft; it can be undone with base 0", DefaultStatus: http.StatusNoContent},
		func(_ context.Context, in *struct {
			DraftPlace
			Base int64 `query:"base" required:"true" minimum:"0"`
		}) (*struct{}, error) {
			return nil, ofStore(s.db.RemoveDraftFile(in.Draft, in.Path, in.Base))
		})
	step := func(id, summary string, do func(id, path string, base int64) (store.DraftText, error)) {
		huma.Register(s.api, huma.Operation{OperationID: id, Method: http.MethodPost, Path: one + "/" + id, Summary: summary},
			func(_ context.Context, in *struct {
				DraftName
				Body Based
			}) (*draftTextOutput, error) {
				return textOut(do(in.Draft, in.Body.Path, in.Body.Base))
			})
	}
	step("undo", "Go back to the revision before", func(id, path string, base int64) (store.DraftText, error) { return s.db.UndoDraft(id, path, base) })
	step("redo", "Go forward again", func(id, path string, base int64) (store.DraftText, error) { return s.db.RedoDraft(id, path, base) })
	huma.Register(s.api, huma.Operation{
		OperationID: "export-draft", Method: http.MethodGet, Path: one + "/export", Summary: "The files of a draft as a zip, or one file",
		Responses: map[string]*huma.Response{"200": {Description: "the files", Content: map[string]*huma.MediaType{"application/zip": {}, "application/yaml": {}}}},
	}, s.export)
}

// brought makes an entry of what is to be a draft.
func (s *Server) brought(in NewDraft) (*desk.Brought, error) {
	switch {
	case in.Of != "" && len(in.Texts) > 0:
		return nil, problem(http.StatusBadRequest, "a draft is a copy of an entry or of texts, not both", "leave out `of` or `texts`")
	case in.Of == "":
		var files []store.Text
		for _, t := range in.Texts {
			files = append(files, store.Text(t))
		}
		return s.desk.Bring(files)
	}
	if strings.Contains(in.Of, "/") {
		return nil, problem(http.StatusBadRequest, in.Of+" is no entry", "name an entry, as korea: all its texts are copied")
	}
	arrangement, err := s.texts.ReadLibrary(in.Of)
	if err != nil {
		return nil, err
	}
	texts, err := s.texts.EntryTexts(in.Of)
	if err != nil {
		return nil, err
	}
	return &desk.Brought{Of: in.Of, Name: in.Of, Title: cmp.Or(entente.Title(entente.Text(arrangement)), in.Of), Texts: texts}, nil
}

func broughtCheck(b *desk.Brought, list []desk.TextCheck) BroughtCheck {
	out := BroughtCheck{Of: b.Of, Title: b.Title}
	for _, c := range list {
		t := CheckedText{Name: c.File, Path: c.Path, Kind: c.Head.Kind, Title: c.Head.Title, Sound: c.Sound(), Problem: c.Problem}
		for _, m := range c.Messages {
			t.Diagnostics = append(t.Diagnostics, m.Data())
		}
		out.Texts = append(out.Texts, t)
	}
	return out
}

func (s *Server) export(_ context.Context, in *struct {
	DraftName
	Path string `query:"path" maxLength:"200" doc:"one file; empty: all of them, as a zip"`
}) (*exportOutput, error) {
	if in.Path != "" {
		t, err := s.db.ReadDraft(in.Draft, in.Path)
		if err != nil {
			return nil, ofStore(err)
		}
		return &exportOutput{"application/yaml", attachment(path.Base(in.Path)), []byte(t.Body)}, nil
	}
	texts, err := s.db.DraftTexts(in.Draft)
	if err != nil {
		return nil, ofStore(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, t := range texts {
		w, err := z.Create(in.Draft + "/" + t.Name)
		if err == nil {
			_, err = w.Write([]byte(t.Body))
		}
		if err != nil {
			return nil, fmt.Errorf("export %s: %w", in.Draft, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("export %s: %w", in.Draft, err)
	}
	return &exportOutput{"application/zip", attachment(in.Draft + ".zip"), b.Bytes()}, nil
}

// attachment has a browser keep an answer as a file.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

func draftOf(d store.Draft) Draft { return Draft(d) }

func textOf(t store.DraftText) DraftText { return DraftText{DraftFile(t.DraftFile), t.Body} }

func textOut(t store.DraftText, err error) (*draftTextOutput, error) {
	if err != nil {
		return nil, ofStore(err)
	}
	return &draftTextOutput{textOf(t)}, nil
}

// ofStore turns an error of the store into an answer: what is not there is 404, a change
// of what has moved 409 with what stands there, a limit 422, and all else the
// server's own failure.
func ofStore(err error) error {
	var missing *store.MissingError
	var moved *store.MovedError
	var limit *store.LimitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &missing):
		return problem(http.StatusNotFound, missing.Error(), "")
	case errors.As(err, &moved):
		p := problem(http.StatusConflict, moved.Error(), "look at what stands there, and save again on top of it")
		now := textOf(moved.Now)
		p.Now = &now
		return p
	case errors.As(err, &limit):
		return problem(http.StatusUnprocessableEntity, limit.Error(), "")
	}
	return problem(http.StatusInternalServerError, err.Error(), "")
}
