package store

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// openDB opens a store in a new folder, closed at the end of the test.
func openDB(t testing.TB) *DB {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "deep", "a store?#%.sqlite"))
}

func openAt(t testing.TB, name string) *DB {
	t.Helper()
	d, err := OpenDB(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// must stops a test at an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(x T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

var lakes = []Text{{"arrangement.yaml", "entente: {id: lakes}\n"}, {"variants/calm.yaml", "calm\n"}, {"studies/who/study.yaml", "who\n"}}

func lakesDraft(t testing.TB, d *DB) Draft {
	t.Helper()
	return must[Draft](t)(d.CreateDraft("lakes", "The lakes", "lakes", lakes))
}

func TestStoreIsOnePerFile(t *testing.T) {
	d := openDB(t)
	_, err := OpenDB(d.Path())
	var used *InUseError
	if !errors.As(err, &used) || !strings.Contains(err.Error(), "another workbench has it open") {
		t.Fatalf("the second: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.sqlite")
	if os.Symlink(d.Path(), link) == nil {
		if _, err := OpenDB(link); !errors.As(err, &used) {
			t.Errorf("under another name: %v", err)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	openAt(t, d.Path())
}

func TestStoreSettings(t *testing.T) {
	d := openDB(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000", "page_size": "4096", "max_page_count": "1048576"} {
		var got string
		if err := d.sql.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %q, %v", pragma, got, err)
		}
	}
}

// What is no store, or a newer one, stays as it is, byte for byte.
func TestStoreLeavesOthersAlone(t *testing.T) {
	dir := t.TempDir()
	newer := func(name string, log bool) {
		d := openAt(t, name)
		if _, err := d.sql.Exec(`PRAGMA user_version = 99`); err != nil {
			t.Fatal(err)
		}
		if !log {
			d.Close()
			return
		}
		for _, end := range []string{"", "-wal"} { // as a process that was killed leaves them
			b := must[[]byte](t)(os.ReadFile(name + end))
			if err := os.WriteFile(filepath.Join(dir, "log.sqlite")+end, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	newer(filepath.Join(dir, "newer.sqlite"), false)
	newer(filepath.Join(dir, "source.sqlite"), true)
	other := must[*sql.DB](t)(sql.Open("sqlite", dsn(filepath.Join(dir, "other.sqlite"))))
	if _, err := other.Exec(`CREATE TABLE x (y)`); err != nil {
		t.Fatal(err)
	}
	other.Close()
	for name, body := range map[string]string{"text.sqlite": "entente: {version: 1}\n", "long.sqlite": strings.Repeat("no database\n", 100)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var foreign *NotAStoreError
	var later *NewerError
	for name, kind := range map[string]any{"newer.sqlite": &later, "log.sqlite": &later, "other.sqlite": &foreign, "text.sqlite": &foreign, "long.sqlite": &foreign} {
		name = filepath.Join(dir, name)
		before, log := must[[]byte](t)(os.ReadFile(name)), ""
		if b, err := os.ReadFile(name + "-wal"); err == nil {
			log = string(b)
		}
		_, err := OpenDB(name)
		if !errors.As(err, kind) || !strings.Contains(err.Error(), "nothing was changed") {
			t.Errorf("%s: %v", name, err)
		}
		after := must[[]byte](t)(os.ReadFile(name))
		then, _ := os.ReadFile(name + "-wal")
		if string(before) != string(after) || log != string(then) {
			t.Errorf("%s was changed", name)
		}
	}
}

func TestDraftRevisions(t *testing.T) {
	d := openDB(t)
	x := lakesDraft(t, d)
	if x.ID != "draft-lakes" || x.Of != "lakes" || x.Files != 3 || x.Made.IsZero() {
		t.Errorf("%+v", x)
	}
	if second := lakesDraft(t, d); second.ID != "draft-lakes-2" {
		t.Errorf("the second is called %s", second.ID)
	}
	const path = "variants/calm.yaml"
	first := must[DraftText](t)(d.ReadDraft(x.ID, path))
	two := must[DraftFile](t)(d.SaveDraft(x.ID, path, first.Revision, "two\n"))
	if two.Revision <= first.Revision || !two.Undo || two.Redo {
		t.Errorf("after a change: %+v", two)
	}
	if same := must[DraftFile](t)(d.SaveDraft(x.ID, path, two.Revision, "two\n")); same.Revision != two.Revision {
		t.Errorf("saved once more: %+v", same)
	}
	_, err := d.SaveDraft(x.ID, path, first.Revision, "late\n")
	var moved *MovedError
	if !errors.As(err, &moved) || moved.Now.Body != "two\n" || moved.Now.Revision != two.Revision {
		t.Errorf("a change of the first: %v", err)
	}
	three := must[DraftFile](t)(d.SaveDraft(x.ID, path, two.Revision, "three\n"))
	is := func(what string, got DraftText, err error, body string, undo, redo bool) {
		t.Helper()
		if err != nil || got.Body != body || got.Undo != undo || got.Redo != redo {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
	got, err := d.UndoDraft(x.ID, path, three.Revision)
	is("undo", got, err, "two\n", true, true)
	if _, err := d.UndoDraft(x.ID, path, three.Revision); !errors.As(err, &moved) {
		t.Errorf("the same undo again: %v", err)
	}
	got, err = d.UndoDraft(x.ID, path, got.Revision)
	is("undo", got, err, "calm\n", false, true)
	got, err = d.UndoDraft(x.ID, path, got.Revision)
	is("undo at the first", got, err, "calm\n", false, true)
	got, err = d.RedoDraft(x.ID, path, got.Revision)
	is("redo", got, err, "two\n", true, true)
	four := must[DraftFile](t)(d.SaveDraft(x.ID, path, got.Revision, "four\n"))
	if four.Revision <= three.Revision || four.Redo {
		t.Errorf("a change after undo: %+v", four)
	}
	if _, err := d.SaveDraft(x.ID, path, three.Revision, "of what was undone\n"); !errors.As(err, &moved) {
		t.Errorf("a change of what was undone: %v", err)
	}
	got, err = d.UndoDraft(x.ID, path, four.Revision)
	is("undo after that", got, err, "two\n", true, true)
}

func TestDraftFilesComeAndGo(t *testing.T) {
	d := openDB(t)
	x := lakesDraft(t, d)
	const path = "scenarios/storm.yaml"
	added := must[DraftFile](t)(d.SaveDraft(x.ID, path, 0, "storm\n"))
	var moved *MovedError
	if _, err := d.SaveDraft(x.ID, path, 0, "another\n"); !errors.As(err, &moved) || moved.Now.Body != "storm\n" {
		t.Errorf("added twice: %v", err)
	}
	if err := d.RemoveDraftFile(x.ID, path, added.Revision); err != nil {
		t.Fatal(err)
	}
	var missing *MissingError
	if _, err := d.ReadDraft(x.ID, path); !errors.As(err, &missing) {
		t.Errorf("removed: %v", err)
	}
	if files := must[[]DraftFile](t)(d.DraftFiles(x.ID)); len(files) != 3 {
		t.Errorf("after that: %v", files)
	}
	if _, err := d.SaveDraft(x.ID, path, added.Revision, "late\n"); !errors.As(err, &moved) || moved.Now.Revision != 0 || !strings.Contains(err.Error(), "no longer there") {
		t.Errorf("a change of what is removed: %v", err)
	}
	if back := must[DraftText](t)(d.UndoDraft(x.ID, path, 0)); back.Body != "storm\n" || back.Revision != added.Revision {
		t.Errorf("undone: %+v", back)
	}
	if err := d.DeleteDraft(x.ID); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{d.DeleteDraft(x.ID), func() error { _, err := d.SaveDraft(x.ID, path, 0, "x"); return err }(), func() error { _, err := d.DraftTexts(x.ID); return err }()} {
		if !errors.As(err, &missing) {
			t.Errorf("of a draft that is deleted: %v", err)
		}
	}
	var left int
	if err := d.sql.QueryRow(`SELECT count(*) FROM revisions`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d revisions are left, %v", left, err)
	}
}

func TestDraftLimits(t *testing.T) {
	d := openDB(t)
	var limit *LimitError
	for name, texts := range map[string][]Text{
		"no text":            nil,
		"two of one name":    {{"arrangement.yaml", "a"}, {"arrangement.yaml", "b"}},
		"one too large":      {{"arrangement.yaml", strings.Repeat("x", 1<<20+1)}},
		"outside":            {{"../arrangement.yaml", "a"}},
		"absolute":           {{"/arrangement.yaml", "a"}},
		"a Windows path":     {{`variants/..\..\x.yaml`, "a"}},
		"a drive":            {{"variants/c:x.yaml", "a"}},
		"no text's name":     {{"variants/x.txt", "a"}},
		"an odd folder":      {{"secrets/x.yaml", "a"}},
		"deeper":             {{"variants/a/b.yaml", "a"}},
		"a line break":       {{"variants/a\nb.yaml", "a"}},
		"too long a name":    {{"variants/" + strings.Repeat("x", 300) + ".yaml", "a"}},
		"all of it nameless": {{"variants/.yaml", "a"}},
	} {
		if _, err := d.CreateDraft("x", "x", "", texts); !errors.As(err, &limit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list := must[[]Draft](t)(d.Drafts()); len(list) != 0 {
		t.Errorf("there is %v", list)
	}
	many := []Text{{"arrangement.yaml", "a"}}
	for range 8 {
		many = append(many, Text{"variants/" + strings.Repeat("v", len(many)) + ".yaml", strings.Repeat("x", 1<<20-1)})
	}
	if _, err := d.CreateDraft("x", "x", "", append(many, Text{"variants/last.yaml", strings.Repeat("x", 100)})); !errors.As(err, &limit) {
		t.Errorf("too many bytes: %v", err)
	}
	x := must[Draft](t)(d.CreateDraft("  한국 & Korea!  ", strings.Repeat("전", 100), "", many))
	if x.ID != "draft-korea" || x.Title != strings.Repeat("전", 66) {
		t.Errorf("%+v", x)
	}
	if _, err := d.SaveDraft(x.ID, "variants/last.yaml", 0, strings.Repeat("x", 100)); !errors.As(err, &limit) {
		t.Errorf("too many bytes, one by one: %v", err)
	}
	if y := must[Draft](t)(d.CreateDraft("draft-korea", "", "", lakes)); y.ID != "draft-korea-2" {
		t.Errorf("a copy of a draft is called %s", y.ID)
	}
}

func TestDraftKeepsTheLatestRevisions(t *testing.T) {
	d := openDB(t)
	x := lakesDraft(t, d)
	count := func(path string, size int, times int) int {
		var base int64
		if f, err := d.ReadDraft(x.ID, path); err == nil {
			base = f.Revision
		}
		for i := range times {
			base = must[DraftFile](t)(d.SaveDraft(x.ID, path, base, strings.Repeat(string(rune('a'+i%26)), size))).Revision
		}
		var n int
		if err := d.sql.QueryRow(`SELECT count(*) FROM revisions WHERE draft = ? AND path = ?`, x.ID, path).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count("arrangement.yaml", 3, RevisionsMax+5); n != RevisionsMax {
		t.Errorf("%d small ones are kept", n)
	}
	if n := count("variants/calm.yaml", 1<<20, 40); n != RevisionBytesMax>>20 {
		t.Errorf("%d large ones are kept", n)
	}
}

func TestLibraryWithDrafts(t *testing.T) {
	d := openDB(t)
	base := fstest.MapFS{"korea/arrangement.yaml": {Data: []byte("korea\n")}, "korea/variants/web.yaml": {Data: []byte("web\n")}, "readme.txt": {Data: []byte("x")}}
	s := &Store{Library: d.Library(base)}
	if got := s.Entries(); !reflect.DeepEqual(got, []string{"korea"}) {
		t.Errorf("without drafts: %v", got)
	}
	of := must[[]Text](t)(s.EntryTexts("korea"))
	if !reflect.DeepEqual(of, []Text{{"arrangement.yaml", "korea\n"}, {"variants/web.yaml", "web\n"}}) {
		t.Errorf("the texts of korea: %v", of)
	}
	x := lakesDraft(t, d)
	if err := fstest.TestFS(d.Library(base), "korea/arrangement.yaml", "readme.txt", "draft-lakes/arrangement.yaml", "draft-lakes/variants/calm.yaml", "draft-lakes/studies/who/study.yaml"); err != nil {
		t.Error(err)
	}
	if got := s.Entries(); !reflect.DeepEqual(got, []string{"draft-lakes", "korea"}) {
		t.Errorf("with a draft: %v", got)
	}
	if got := append(s.Names("draft-lakes", "variants"), s.Names("draft-lakes", "studies")...); !reflect.DeepEqual(got, []string{"calm", "who"}) {
		t.Errorf("it has %v", got)
	}
	for name, want := range map[string]string{"draft-lakes": lakes[0].Body, "draft-lakes/calm": "calm\n", "draft-lakes/who": "who\n", "korea/web": "web\n"} {
		if got, err := s.ReadLibrary(name); err != nil || got.Body != want {
			t.Errorf("%s: %q, %v", name, got.Body, err)
		}
	}
	f := must[DraftText](t)(d.ReadDraft(x.ID, "variants/calm.yaml"))
	must[DraftFile](t)(d.SaveDraft(x.ID, f.Path, f.Revision, "changed\n"))
	if got, err := s.ReadLibrary("draft-lakes/calm"); err != nil || got.Body != "changed\n" {
		t.Errorf("after a change: %q, %v", got.Body, err)
	}
	for _, name := range []string{"draft-lakes/nothing.yaml", "draft-nothing", "draft-nothing/arrangement.yaml", "draft-lakes/variants/x.yaml"} {
		if _, err := fs.ReadFile(s.Library, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStudyRuns(t *testing.T) {
	d := openDB(t)
	begin := func() StudyRun {
		return must[StudyRun](t)(d.BeginRun(StudyRun{Study: "lakes/who-first", Digest: "d1", Options: `{"runs": 64}`}))
	}
	a, b := begin(), begin()
	if a.ID != "who-first-1" || b.ID != "who-first-2" || a.State != Running || filepath.Base(filepath.Dir(d.RunDir(a.ID))) != "a store?#%-runs" {
		t.Errorf("%+v, %+v, %s", a, b, d.RunDir(a.ID))
	}
	if err := errors.Join(d.EndRun(a.ID, Done, "The first is the president.", ""), d.Answer(b.ID, "So far nobody.")); err != nil {
		t.Fatal(err)
	}
	var missing *MissingError
	if err := d.DeleteRun(b.ID); !errors.As(err, &missing) {
		t.Errorf("deleting what runs: %v", err)
	}
	if err := d.EndRun("who-first-9", Done, "", ""); !errors.As(err, &missing) {
		t.Errorf("ending what is not there: %v", err)
	}
	var limit *LimitError
	if err := d.Answer(b.ID, strings.Repeat("x", AnswerBytesMax+1)); !errors.As(err, &limit) {
		t.Errorf("too long an answer: %v", err)
	}
	d.Close()
	d = openAt(t, d.Path())
	list := must[[]StudyRun](t)(d.Runs())
	if len(list) != 2 || list[0].ID != b.ID || list[0].State != Interrupted || list[0].Ended.IsZero() || list[0].Answer != "So far nobody." || list[1].State != Done || list[1].Answer != "The first is the president." || list[1].Options != a.Options {
		t.Errorf("after the process ended: %+v", list)
	}
	if err := d.ResumeStudyRun(b.ID); err != nil {
		t.Fatal(err)
	}
	if got := must[StudyRun](t)(d.StudyRun(b.ID)); got.State != Running || !got.Ended.IsZero() {
		t.Errorf("resumed: %+v", got)
	}
	if err := errors.Join(os.MkdirAll(d.RunDir(b.ID), 0o700), d.EndRun(b.ID, Failed, "", "no chance"), d.DeleteRun(b.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(d.RunDir(b.ID)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its folder: %v", err)
	}
	if c := begin(); c.ID != "who-first-3" {
		t.Errorf("a deleted run's id comes again: %s", c.ID)
	}
}

// A name that was read once means one moment for good: times are those of the store.
func TestStoreClock(t *testing.T) {
	d := openDB(t)
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	d.now = func() time.Time { return now }
	x := lakesDraft(t, d)
	now = now.Add(time.Hour)
	y := must[Draft](t)(d.CreateDraft("other", "", "", lakes))
	now = now.Add(time.Hour)
	f := must[DraftText](t)(d.ReadDraft(x.ID, "arrangement.yaml"))
	must[DraftFile](t)(d.SaveDraft(x.ID, f.Path, f.Revision, "new\n"))
	list := must[[]Draft](t)(d.Drafts())
	if len(list) != 2 || list[0].ID != x.ID || !list[0].Changed.Equal(now) || !list[0].Made.Equal(now.Add(-2*time.Hour)) || list[1].ID != y.ID {
		t.Errorf("%+v", list)
	}
}

// A store of every version that was ever written opens, with what it holds. Version 1
// is written here as it was; its file of steps is never changed.
func TestStoreOfVersion1(t *testing.T) {
	name := filepath.Join(t.TempDir(), "old.sqlite")
	steps := must[[]byte](t)(migrations.ReadFile("migrations/1.sql"))
	db := must[*sql.DB](t)(sql.Open("sqlite", dsn(name)))
	for _, q := range []string{
		"PRAGMA application_id = 1853124212", string(steps), "PRAGMA user_version = 1",
		`INSERT INTO drafts VALUES ('draft-old', 'Old', 'twinlakes', 1, 2)`,
		`INSERT INTO files VALUES ('draft-old', 'arrangement.yaml', 2)`,
		`INSERT INTO revisions VALUES (1, 'draft-old', 'arrangement.yaml', CAST('first' AS BLOB), 1), (2, 'draft-old', 'arrangement.yaml', CAST('second' AS BLOB), 2)`,
		`INSERT INTO runs VALUES (1, 'who-1', 'twinlakes/who', 'd', '{}', 'done', 1, 2, '', 'They did.')`,
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%v: %s", err, q)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	d := openAt(t, name)
	f := must[DraftText](t)(d.ReadDraft("draft-old", "arrangement.yaml"))
	back := must[DraftText](t)(d.UndoDraft("draft-old", f.Path, f.Revision))
	run := must[StudyRun](t)(d.StudyRun("who-1"))
	if f.Body != "second" || back.Body != "first" || run.Answer != "They did." || run.State != Done {
		t.Errorf("%+v, %+v, %+v", f, back, run)
	}
	var version int
	if err := d.sql.QueryRow("PRAGMA user_version").Scan(&version); err != nil || version != newest() {
		t.Errorf("its version is %d, %v", version, err)
	}
}
