package store

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// worked makes a store with a draft that was changed, a finished run and one that goes
// on.
func worked(t testing.TB, d *DB) (x Draft, done, going StudyRun) {
	t.Helper()
	x = lakesDraft(t, d)
	f := must[DraftText](t)(d.ReadDraft(x.ID, "variants/calm.yaml"))
	must[DraftFile](t)(d.SaveDraft(x.ID, f.Path, f.Revision, "changed\n"))
	done = must[StudyRun](t)(d.BeginRun(StudyRun{Study: "lakes/who"}))
	r := must[*Run](t)(CreateRun(d.RunDir(done.ID), header(), texts, false))
	if err := errors.Join(complete(r, ignore), d.EndRun(done.ID, Done, "They did.", "")); err != nil {
		t.Fatal(err)
	}
	going = must[StudyRun](t)(d.BeginRun(StudyRun{Study: "lakes/who"}))
	r = must[*Run](t)(CreateRun(d.RunDir(going.ID), header(), texts, false))
	if err := r.PutShard(simulate(r.header, plan()[0])); err != nil {
		t.Fatal(err)
	}
	return x, done, going
}

func TestBackUpAndRestore(t *testing.T) {
	d := openDB(t)
	x, done, going := worked(t, d)
	runs := files(t, runsDir(d.Path()))
	file := filepath.Join(t.TempDir(), "monday.zip")
	if kept := must[Kept](t)(BackUp(d.Path(), file)); kept != (Kept{1, 2}) { // while the store is open
		t.Errorf("kept %+v", kept)
	}
	var exists *ExistsError
	if _, err := BackUp(d.Path(), file); !errors.As(err, &exists) {
		t.Errorf("over another: %v", err)
	}
	var used *InUseError
	if _, _, err := Restore(file, d.Path()); !errors.As(err, &used) {
		t.Errorf("while it is open: %v", err)
	}
	f := must[DraftText](t)(d.ReadDraft(x.ID, "variants/calm.yaml"))
	must[DraftFile](t)(d.SaveDraft(x.ID, f.Path, f.Revision, "of Tuesday\n"))
	if err := d.DeleteRun(done.ID); err != nil {
		t.Fatal(err)
	}
	d.Close()
	kept, before, err := Restore(file, d.Path())
	if err != nil || kept != (Kept{1, 2}) {
		t.Fatalf("%+v, %v", kept, err)
	}
	holds := func(name, body string, runCount int) {
		t.Helper()
		d := openAt(t, name)
		got := must[DraftText](t)(d.ReadDraft(x.ID, "variants/calm.yaml"))
		list := must[[]StudyRun](t)(d.Runs())
		if got.Body != body || !got.Undo || len(list) != runCount || list[0].ID != going.ID || list[0].State != Interrupted {
			t.Errorf("%s: %+v, %+v", name, got, list)
		}
		if added := must[DraftFile](t)(d.SaveDraft(x.ID, got.Path, got.Revision, "and on\n")); added.Revision <= got.Revision {
			t.Errorf("a revision's number comes again: %+v", added)
		}
		d.Close()
	}
	holds(d.Path(), "changed\n", 2)
	if got := files(t, runsDir(d.Path())); len(got) != len(runs) {
		t.Errorf("the runs: %d files, want %d", len(got), len(runs))
	} else {
		for name, body := range runs {
			if got[name] != body {
				t.Errorf("%s is not the same", name)
			}
		}
	}
	holds(before, "of Tuesday\n", 1)
	if _, found, err := ResumeRun(filepath.Join(runsDir(d.Path()), going.ID), header()); err != nil || len(found.Done) != 1 {
		t.Errorf("the run that went on: %v, %v", found, err)
	}
	list, _ := filepath.Glob(filepath.Join(filepath.Dir(d.Path()), "*restoring*"))
	if len(list) != 0 {
		t.Errorf("%v is left", list)
	}
	elsewhere := filepath.Join(t.TempDir(), "new", "place.sqlite")
	if _, before, err := Restore(file, elsewhere); err != nil || before != "" {
		t.Errorf("where there was none: %q, %v", before, err)
	}
	holds(elsewhere, "changed\n", 2)
}

// A back-up that is none, is cut or changed, or is of a newer version leaves the store as
// it is.
func TestRestoreExaminesFirst(t *testing.T) {
	d := openDB(t)
	x, _, _ := worked(t, d)
	dir := t.TempDir()
	good := filepath.Join(dir, "good.zip")
	must[Kept](t)(BackUp(d.Path(), good))
	if _, err := d.sql.Exec(`PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	d.Close()
	later := filepath.Join(dir, "later.sqlite")
	if err := os.Rename(d.Path(), later); err != nil {
		t.Fatal(err)
	}
	body := string(must[[]byte](t)(os.ReadFile(good)))
	packed := func(files ...[2]string) string {
		name := filepath.Join(dir, "packed.zip")
		f := must[*os.File](t)(os.Create(name))
		z := zip.NewWriter(f)
		for _, x := range files {
			w, _ := z.Create(x[0])
			w.Write([]byte(x[1]))
		}
		if err := errors.Join(z.Close(), f.Close()); err != nil {
			t.Fatal(err)
		}
		return string(must[[]byte](t)(os.ReadFile(name)))
	}
	r := must[*zip.ReadCloser](t)(zip.OpenReader(good))
	defer r.Close()
	in := must[interface {
		Read([]byte) (int, error)
		Close() error
	}](t)(r.File[0].Open())
	var sound strings.Builder
	buffer := make([]byte, 1<<20)
	for {
		n, err := in.Read(buffer)
		sound.Write(buffer[:n])
		if err != nil {
			break
		}
	}
	torn := []byte(sound.String())
	copy(torn[2*pageBytes:], strings.Repeat("torn", pageBytes/2))
	if _, _, err := Restore(good, d.Path()); err != nil {
		t.Fatal(err)
	}
	before := string(must[[]byte](t)(os.ReadFile(d.Path())))
	var not *NotAStoreError
	var newer *NewerError
	for name, test := range map[string]struct {
		body string
		kind any
	}{
		"a text":               {"entente: {}\n", &not},
		"nothing":              {"", &not},
		"cut":                  {body[:len(body)/2], &not},
		"changed":              {body[:200] + "xxxx" + body[204:], &not},
		"another zip":          {packed([2]string{"readme.txt", "x"}), &not},
		"without a store":      {packed([2]string{"runs/a/b", "x"}), &not},
		"a path that leads up": {packed([2]string{backupStore, sound.String()}, [2]string{"runs/../../evil", "x"}), &not},
		"a torn store":         {packed([2]string{backupStore, string(torn)}), &not},
		"a newer store":        {packed([2]string{backupStore, string(must[[]byte](t)(os.ReadFile(later)))}), &newer},
	} {
		file := filepath.Join(dir, "bad.zip")
		if err := os.WriteFile(file, []byte(test.body), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Restore(file, d.Path()); !errors.As(err, test.kind) {
			t.Errorf("%s: %v", name, err)
		}
		if after := must[[]byte](t)(os.ReadFile(d.Path())); string(after) != before {
			t.Fatalf("%s: the store was changed", name)
		}
	}
	if d = openAt(t, d.Path()); must[Draft](t)(d.Draft(x.ID)).Files != 3 {
		t.Error("the draft is not there")
	}
	d.Close()
	if _, _, err := Restore(good, later); !errors.As(err, &newer) {
		t.Errorf("over a newer store: %v", err)
	}
}

// A restore that was interrupted between the two stores is told, and does not turn into
// an empty store; restoring again ends it.
func TestRestoreInterrupted(t *testing.T) {
	d := openDB(t)
	x, _, _ := worked(t, d)
	file := filepath.Join(t.TempDir(), "a.zip")
	must[Kept](t)(BackUp(d.Path(), file))
	d.Close()
	z := must[*zip.ReadCloser](t)(zip.OpenReader(file))
	must[Kept](t)(unpack(file, &z.Reader, d.Path()))
	z.Close()
	if err := os.Rename(d.Path(), beside(d.Path(), "before")); err != nil { // and here it ended
		t.Fatal(err)
	}
	if _, err := OpenDB(d.Path()); err == nil || !strings.Contains(err.Error(), "restore it again") {
		t.Errorf("between the two: %v", err)
	}
	if _, _, err := Restore(file, d.Path()); err != nil {
		t.Fatal(err)
	}
	if d = openAt(t, d.Path()); must[Draft](t)(d.Draft(x.ID)).Files != 3 {
		t.Error("the draft is not there")
	}
}
