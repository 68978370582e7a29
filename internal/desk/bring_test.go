package desk

import (
	"context"
	"slices"
	"strings"
	"testing"

	"entente/internal/store"
	"entente/library"
)

func libraryDesk() *Desk { return &Desk{Store: &store.Store{Library: library.FS, NoDisk: true}} }

// Every entry of the library, brought file by file under other names, takes its places
// and is sound.
func TestBringTheLibrary(t *testing.T) {
	k := libraryDesk()
	for _, entry := range k.Store.Entries() {
		texts, err := k.Store.EntryTexts(entry)
		if err != nil {
			t.Fatal(err)
		}
		var files []store.Text
		for i, x := range texts {
			files = append(files, store.Text{Name: "C:\\texts\\" + string(rune('a'+i%26)) + ".yaml", Body: x.Body})
		}
		b, err := k.Bring(files)
		if err != nil {
			t.Fatal(err)
		}
		if b.Of != "" || b.Name != entry || len(b.Texts) != len(texts) {
			t.Errorf("%s: of %q, %s, %d texts of %d", entry, b.Of, b.Name, len(b.Texts), len(texts))
		}
		for _, c := range k.CheckBrought(context.Background(), b) {
			if !c.Sound() {
				t.Errorf("%s: %s: %s %v", entry, c.Path, c.Problem, c.Messages)
			}
		}
	}
}

func TestBring(t *testing.T) {
	k := libraryDesk()
	variant := "entente: {version: 1, kind: variant, id: mine, base: december-2024, title: Mine}\nchanges:\n  - {set: posts/rok-pres/nothing, from: 1, to: 2, why: \"x\"}\n"
	for name, c := range map[string]struct {
		files  []store.Text
		of     string
		path   string // of the last file
		says   string // the first message or problem of the last file
		refuse string
	}{
		"nothing":                         {refuse: "no text"},
		"two arrangements":                {files: []store.Text{{Name: "a.yaml", Body: "entente: {version: 1, kind: arrangement, id: a}"}, {Name: "b.yaml", Body: "entente: {version: 1, kind: arrangement, id: b}"}}, refuse: "two arrangements"},
		"one id twice":                    {files: []store.Text{{Name: "a.yaml", Body: variant}, {Name: "b.yaml", Body: variant}}, refuse: "both variants/mine.yaml"},
		"of nothing known":                {files: []store.Text{{Name: "a.yaml", Body: "entente: {version: 1, kind: variant, id: a, base: nowhere}"}}, refuse: "the library has none"},
		"a variant of a variant of korea": {files: []store.Text{{Name: "a.yaml", Body: variant}}, of: "korea", path: "variants/mine.yaml", says: "posts/rok-pres/nothing"},
		"a scenario":                      {files: []store.Text{{Name: "a.yaml", Body: "entente: {version: 1, kind: scenario, id: mine, for: twinlakes, title: Mine}\nstart: {cond: nowhere}\n"}}, of: "twinlakes", path: "scenarios/mine.yaml", says: "nowhere"},
		"a study":                         {files: []store.Text{{Name: "a.yaml", Body: "entente: {version: 1, kind: study, id: leaders-lost, title: Mine}\nquestion: Who?\nevidence: structural\ndesigns:\n  today: {base: twinlakes}\nscenarios: nowhere\nmeasures: {a: {time-of: declare-war}}\n"}}, of: "twinlakes", path: "studies/leaders-lost.yaml", says: "nowhere"},
		"no YAML":                         {files: []store.Text{{Name: "photo.yaml", Body: "\x00\x01"}}, path: "arrangement.yaml", says: "not"},
		"by its place":                    {files: []store.Text{{Name: "x/arrangement.yaml", Body: "entente: {version: 1, kind: arrangement, id: x, title: X}\n"}, {Name: "x/variants/v.yaml", Body: "entente: [\n"}}, path: "variants/v.yaml", says: "expected"},
		"an id as a path":                 {files: []store.Text{{Name: "a.yaml", Body: "entente: {version: 1, kind: arrangement, id: a}"}, {Name: "b.yaml", Body: "entente: {version: 1, kind: variant, id: ../../x, base: a}"}}, path: "variants/text.yaml"},
	} {
		b, err := k.Bring(c.files)
		if c.refuse != "" {
			if err == nil || !strings.Contains(err.Error(), c.refuse) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		list := k.CheckBrought(context.Background(), b)
		last := list[len(list)-1]
		said := last.Problem
		for _, m := range last.Messages {
			said += " " + m.Message
		}
		if b.Of != c.of || last.Path != c.path || last.Sound() || !strings.Contains(said, c.says) {
			t.Errorf("%s: of %q at %s: %s", name, b.Of, last.Path, said)
		}
		if !slices.ContainsFunc(b.Texts, func(x store.Text) bool { return x.Name == c.path }) {
			t.Errorf("%s: the entry has no %s", name, c.path)
		}
	}
}

// An answer that takes too long says of each text that is left that it was not judged.
func TestCheckBroughtInTime(t *testing.T) {
	k := libraryDesk()
	b, err := k.Bring([]store.Text{{Name: "a.yaml", Body: "entente: {version: 1, kind: variant, id: a, base: korea}"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if list := k.CheckBrought(ctx, b); len(list) != 1 || !strings.Contains(list[0].Problem, "not judged") {
		t.Errorf("%+v", list)
	}
}

// Whatever a user brings is refused with a reason, or every text of it has a place of
// its own and a judgement.
func FuzzBring(f *testing.F) {
	k := libraryDesk()
	for _, entry := range []string{"twinlakes", "anzus"} {
		texts, err := k.Store.EntryTexts(entry)
		if err != nil {
			f.Fatal(err)
		}
		for _, x := range texts {
			f.Add("a.yaml", x.Body, "b.yaml", texts[0].Body)
		}
	}
	f.Add("../a.yaml", "entente: {kind: variant, id: ../../x, base: twinlakes}", "b", "entente: {kind: scenario, id: 'a/b', for: ../korea}")
	f.Add("", "entente: [", "C:\\x\\.yaml", "\xff")
	f.Fuzz(func(t *testing.T, nameA, a, nameB, b string) {
		brought, err := k.Bring([]store.Text{{Name: nameA, Body: a}, {Name: nameB, Body: b}})
		if err != nil {
			if err.Error() == "" {
				t.Error("refused without a reason")
			}
			return
		}
		seen := map[string]bool{}
		for _, x := range brought.Texts {
			if !store.DraftPath(x.Name) || seen[x.Name] {
				t.Errorf("%q has no place of its own", x.Name)
			}
			seen[x.Name] = true
		}
		checks := k.CheckBrought(t.Context(), brought)
		if len(checks) != len(brought.Placed) {
			t.Errorf("%d texts, %d judgements", len(brought.Placed), len(checks))
		}
	})
}
