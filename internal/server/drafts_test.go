package server

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"entente/internal/store"
)

func init() {
	lakes := `{"texts": [{"name": "lakes/arrangement.yaml", "body": "entente: {version: 1, kind: arrangement, id: lakes, title: Lakes}\n"}]}`
	examples["drafts"] = []example{{"/api/drafts", "", 200}}
	examples["create-draft"] = []example{{"/api/drafts", `{"of": "twinlakes"}`, 201}, {"/api/drafts", lakes, 201}, {"/api/drafts", `{}`, 400}, {"/api/drafts", `{"of": "nowhere"}`, 404}, {"/api/drafts", `{"of": "twinlakes/reformed"}`, 400}}
	examples["check-texts"] = []example{{"/api/check", lakes, 200}, {"/api/check", `{"texts": []}`, 400}, {"/api/check", `{"texts": 1}`, 422}}
	examples["draft"] = []example{{"/api/drafts/draft-kept", "", 200}, {"/api/drafts/draft-nothing", "", 404}}
	examples["draft-file"] = []example{{"/api/drafts/draft-kept/file?path=arrangement.yaml", "", 200}, {"/api/drafts/draft-kept/file", "", 422}}
	examples["save-draft-file"] = []example{{"/api/drafts/draft-kept/file?path=variants/new.yaml", `{"base": 0, "body": "x"}`, 200}, {"/api/drafts/draft-kept/file?path=arrangement.yaml", `{"base": 99, "body": "x"}`, 409}, {"/api/drafts/draft-kept/file?path=../x.yaml", `{"base": 0, "body": "x"}`, 422}}
	examples["undo"] = []example{{"/api/drafts/draft-kept/undo", `{"path": "arrangement.yaml", "base": 1}`, 200}}
	examples["redo"] = []example{{"/api/drafts/draft-kept/redo", `{"path": "arrangement.yaml", "base": 1}`, 200}}
	examples["export-draft"] = []example{{"/api/drafts/draft-kept/export", "", 200}, {"/api/drafts/draft-kept/export?path=arrangement.yaml", "", 200}, {"/api/drafts/draft-kept/export?path=x.yaml", "", 404}}
	examples["remove-draft-file"] = []example{{"/api/drafts/draft-kept/file?path=variants/a.yaml&base=2", "", 204}, {"/api/drafts/draft-kept/file?path=variants/a.yaml&base=1", "", 409}}
	examples["delete-draft"] = []example{{"/api/drafts/draft-gone", "", 204}, {"/api/drafts/draft-gone", "", 404}}
}

// keepDrafts puts drafts into a store for the examples: draft-kept and draft-gone.
func keepDrafts(t *testing.T, db *store.DB) {
	t.Helper()
	for _, name := range []string{"kept", "gone"} {
		texts := []store.Text{{Name: "arrangement.yaml", Body: "entente: {version: 1, kind: arrangement, id: kept, title: Kept}\n"}, {Name: "variants/a.yaml", Body: "a\n"}}
		if _, err := db.CreateDraft(name, name, "", texts); err != nil {
			t.Fatal(err)
		}
	}
}

// asked sends a request, expects a status and reads the answer.
func asked[T any](t *testing.T, s *Server, method, target string, in any, status int) T {
	t.Helper()
	body := ""
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		body = string(b)
	}
	var out T
	got := call(t, s, method, target, body)
	if got.Code != status {
		t.Fatalf("%s %s: status %d, want %d: %s", method, target, got.Code, status, got.Body)
	}
	if err := json.Unmarshal(got.Body.Bytes(), &out); err != nil {
		t.Fatalf("%s %s: %v: %s", method, target, err, got.Body)
	}
	return out
}

// A copy of an entry is edited, undone and exported, and every name of it works as a
// name of the library does.
func TestDraftOfAnEntry(t *testing.T) {
	s := testServer(t)
	d := asked[Draft](t, s, "POST", "/api/drafts", NewDraft{Of: "twinlakes"}, 201)
	if d.ID != "draft-twinlakes" || d.Of != "twinlakes" || d.Title != "Twin Lakes Combined Command" {
		t.Errorf("%+v", d)
	}
	file := "/api/drafts/draft-twinlakes/file?path=arrangement.yaml"
	first := asked[DraftText](t, s, "GET", file, nil, 200)
	changed := strings.Replace(first.Body, "title: Twin Lakes", "title: My Lakes", 1)
	saved := asked[DraftFile](t, s, "PUT", file, Saving{first.Revision, changed}, 200)
	late := asked[Problem](t, s, "PUT", file, Saving{first.Revision, "other"}, 409)
	if late.Now == nil || late.Now.Body != changed || late.Now.Revision != saved.Revision {
		t.Errorf("a late change: %+v", late)
	}
	entryOf := func() *Entry {
		for _, e := range asked[Library](t, s, "GET", "/api/library", nil, 200).Entries {
			if e.ID == "draft-twinlakes" {
				return &e
			}
		}
		t.Fatal("the library does not have the draft")
		return nil
	}
	if e := entryOf(); e.Title != "My Lakes Combined Command" || e.Draft == nil || e.Real || e.Errors != 0 || len(e.Parties) != 3 || len(e.Texts) == 0 {
		t.Errorf("%+v", e)
	}
	broken := asked[DraftFile](t, s, "PUT", file, Saving{saved.Revision, "entente: ["}, 200)
	if e := entryOf(); e.Errors == 0 || e.Title != d.Title {
		t.Errorf("broken: %+v", e)
	}
	back := asked[DraftText](t, s, "POST", "/api/drafts/draft-twinlakes/undo", Based{"arrangement.yaml", broken.Revision}, 200)
	if back.Body != changed || !back.Redo {
		t.Errorf("undone: %+v", back.DraftFile)
	}
	z := call(t, s, "GET", "/api/drafts/draft-twinlakes/export", "")
	r, err := zip.NewReader(bytes.NewReader(z.Body.Bytes()), int64(z.Body.Len()))
	if err != nil || len(r.File) != d.Files || r.File[0].Name != "draft-twinlakes/arrangement.yaml" || z.Header().Get("Content-Disposition") != "attachment; filename=draft-twinlakes.zip" {
		t.Errorf("exported: %v, %d files, %v", err, len(r.File), z.Header())
	}
	one := call(t, s, "GET", "/api/drafts/draft-twinlakes/export?path=arrangement.yaml", "")
	if one.Body.String() != changed {
		t.Error("one file is not what stands")
	}
	again := asked[Draft](t, s, "POST", "/api/drafts", NewDraft{Of: "draft-twinlakes"}, 201)
	if again.ID != "draft-twinlakes-2" || again.Title != "My Lakes Combined Command" {
		t.Errorf("a copy of the draft: %+v", again)
	}
}

// What a user brings is judged where it belongs, and kept so.
func TestBroughtTexts(t *testing.T) {
	s := testServer(t)
	in := NewDraft{Texts: []BroughtText{{"C:/texts/mine.yaml", "entente: {version: 1, kind: variant, id: mine, base: korea, title: Mine}\nchanges:\n  - {set: posts/nobody/of, from: rok, to: us, why: x}\n"}}}
	c := asked[BroughtCheck](t, s, "POST", "/api/check", in, 200)
	if c.Of != "korea" || len(c.Texts) != 1 || c.Texts[0].Path != "variants/mine.yaml" || c.Texts[0].Sound || len(c.Texts[0].Diagnostics) != 1 || c.Texts[0].Diagnostics[0].Span.Line != 3 {
		t.Errorf("%+v", c)
	}
	d := asked[Draft](t, s, "POST", "/api/drafts", in, 201)
	if d.ID != "draft-korea" || d.Of != "korea" {
		t.Errorf("%+v", d)
	}
	for _, e := range asked[Library](t, s, "GET", "/api/library", nil, 200).Entries {
		if e.ID == d.ID && !e.Real {
			t.Error("a draft of a real entry is no longer real")
		}
	}
	big := NewDraft{Texts: []BroughtText{{"big.yaml", strings.Repeat("x", 1<<20+1)}}}
	if p := asked[Problem](t, s, "POST", "/api/drafts", big, 422); !strings.Contains(p.Detail, "larger than 1024 KiB") {
		t.Errorf("%+v", p)
	}
	huge := httptest.NewRequestWithContext(t.Context(), "POST", "/api/drafts", strings.NewReader(`{"texts": [{"name": "a.yaml", "body": "`+strings.Repeat("x", bodyBytes)+`"}]}`))
	huge.Host = host
	huge.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.Handler(host).ServeHTTP(w, huge)
	if w.Code != 413 {
		t.Errorf("a body beyond the bound: status %d: %s", w.Code, w.Body)
	}
	many := NewDraft{}
	for i := range store.DraftFilesMax + 1 {
		many.Texts = append(many.Texts, BroughtText{fmt.Sprint(i, ".yaml"), "x"})
	}
	asked[Problem](t, s, "POST", "/api/check", many, 422)
}

// The library says what each study said last: in a run of the user's, or beside it.
func TestLibraryAnswers(t *testing.T) {
	s := testServer(t)
	answer := func(name string) *StudyAnswer {
		for _, e := range asked[Library](t, s, "GET", "/api/library", nil, 200).Entries {
			for _, x := range e.Texts {
				if x.Name == name && x.Kind == "study" {
					if x.Question == "" || x.Evidence == "" {
						t.Errorf("%+v", x)
					}
					return x.Answer
				}
			}
		}
		t.Fatalf("there is no %s", name)
		return nil
	}
	const study = "korea/continuous-command"
	if a := answer(study); a == nil || a.Run != "" || a.Says[0].String() != "It closes a gap in authority, and none in time." {
		t.Errorf("published: %+v", a)
	}
	if a := answer("korea/opcon-options"); a == nil || len(a.Says) != 4 {
		t.Errorf("published: %+v", a)
	}
	if a := answer("twinlakes/causeway"); a != nil {
		t.Errorf("of a study without an answer: %+v", a)
	}
	r, err := s.db.BeginRun(store.StudyRun{Study: study})
	if err == nil {
		err = s.db.EndRun(r.ID, store.Done, "It takes as long.", "")
	}
	if err != nil {
		t.Fatal(err)
	}
	if a := answer(study); a == nil || a.Run != r.ID || a.Says[0].String() != "It takes as long." || a.Ended == nil {
		t.Errorf("of a run: %+v", a)
	}
}

// Every text of the library names a design that loads, and a scenario one that can play
// it.
func TestLibraryDesigns(t *testing.T) {
	s := testServer(t)
	seen, loads := 0, map[string]bool{}
	for _, e := range asked[Library](t, s, "GET", "/api/library", nil, 200).Entries {
		for _, x := range e.Texts {
			scenario := ""
			if x.Kind == "scenario" {
				scenario = x.Name
			}
			for _, design := range append(x.Designs, x.Design) {
				seen++
				if loads[design+" "+scenario] {
					continue
				}
				loads[design+" "+scenario] = true
				if _, err := s.desk.Design(design, scenario); err != nil {
					t.Errorf("%s: %s: %v", x.Name, design, err)
				}
			}
		}
	}
	if seen < 200 {
		t.Errorf("%d designs", seen)
	}
}
