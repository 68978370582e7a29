package desk

import (
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/store"
	"entente/library"
)

// newDraft keeps a copy of an entry as a draft, and gives a desk for it.
func newDraft(t *testing.T, entry string) (*Desk, *store.DB, string) {
	t.Helper()
	db, err := store.OpenDB(filepath.Join(t.TempDir(), "w.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	k := &Desk{Store: &store.Store{Library: db.Library(library.FS), NoDisk: true}}
	texts, err := k.Store.EntryTexts(entry)
	if err != nil {
		t.Fatal(err)
	}
	x, err := db.CreateDraft(entry, entry, entry, texts)
	if err != nil {
		t.Fatal(err)
	}
	return k, db, x.ID
}

// A draft is an entry as any other: what its texts name is its own, and not the entry's
// that it was copied from.
func TestDraftsOwnTexts(t *testing.T) {
	k, db, id := newDraft(t, "twinlakes")
	f, err := db.ReadDraft(id, "arrangement.yaml")
	if err == nil {
		_, err = db.SaveDraft(id, f.Path, f.Revision, strings.Replace(f.Body, "title: ", "title: Changed ", 1))
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := k.Study(id + "/leaders-lost")
	if err != nil {
		t.Fatal(err)
	}
	for name := range s.Texts {
		if !strings.HasPrefix(name, id+"/") {
			t.Errorf("the study rests on %s", name)
		}
	}
	for _, design := range []string{id, id + "/reformed"} {
		d, err := k.Design(design, "leadership-shock")
		if err != nil {
			t.Fatal(err)
		}
		if at := d.Arrangement.Span.String(); !strings.HasPrefix(at, id+"/") {
			t.Errorf("%s stands at %s", design, at)
		}
	}
	if d, err := k.Design(id, ""); err != nil || !strings.HasPrefix(d.Title, "Changed ") {
		t.Errorf("%v, %v", d, err)
	}
}

// A copy of an entry of a real state is of a real state.
func TestDraftsStayReal(t *testing.T) {
	k, _, id := newDraft(t, "korea")
	d, err := k.Design(id+"/december-2024", "vacancy-2024-minister")
	if err != nil || !d.Arrangement.Real {
		t.Fatalf("%v, %v", d, err)
	}
	s, err := k.Study(id + "/landmine-2015")
	if err != nil {
		t.Fatal(err)
	}
	for name := range s.Texts {
		if !strings.HasPrefix(name, id+"/") {
			t.Errorf("the study rests on %s", name)
		}
	}
}
