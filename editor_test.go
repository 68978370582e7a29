package entente

import (
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"entente/library"
)

// textsOf are the texts of an entry of the library.
func textsOf(t testing.TB, entry string) []Text {
	var list []Text
	err := fs.WalkDir(library.FS, entry, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yaml" {
			return err
		}
		b, err := fs.ReadFile(library.FS, path)
		list = append(list, Text{strings.TrimPrefix(path, entry+"/"), string(b)})
		return err
	})
	if err != nil || len(list) < 3 {
		t.Fatalf("read %s: %d texts, %v", entry, len(list), err)
	}
	return list
}

// TestDiagnoseTheLibrary: each text of the library is read with what it is for, and
// holds no error.
func TestDiagnoseTheLibrary(t *testing.T) {
	for _, entry := range []string{"korea", "twinlakes", "anzus"} {
		list := textsOf(t, entry)
		e := NewTexts(list)
		for _, text := range list {
			v := Diagnose(e, text.Name)
			for _, m := range append(v.Messages, v.Elsewhere...) {
				if m.Severity == "error" {
					t.Errorf("%s/%s (with %v): line %d: %s [%s]", entry, text.Name, v.Design, m.Place.Line, m.Message, m.Code)
				}
			}
		}
	}
}

func TestDiagnoseSaysWhatLoadSays(t *testing.T) {
	body := "entente: {version: 1, kind: arrangement, id: x, title: 두 호수 😀, real: false}\nposts: {😀: {of: M, undr: a}}\n"
	e := NewTexts([]Text{{"x.yaml", body}})
	_, want := Load(Input{Arrangement: Text{"x.yaml", body}})
	got := Diagnose(e, "x.yaml").Messages
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("%d messages, want %d", len(got), len(want))
	}
	units := utf16.Encode([]rune(body))
	for i, m := range got {
		if m.Code != string(want[i].Code) || m.Message != want[i].Message || m.Explain == "" {
			t.Errorf("message %d is %+v", i, m)
		}
		if m.Code == "unknown-key" {
			if s := string(utf16.Decode(units[m.Place.Range.From:m.Place.Range.To])); s != "undr" {
				t.Errorf("the unknown key is shown at %q", s)
			}
		}
	}
	if v := Diagnose(e, "nothing.yaml"); len(v.Messages) != 0 {
		t.Errorf("a text that is not there: %+v", v)
	}
}

// TestCompletionsAreKnown: what is offered at a place of the library, and put there,
// is never a word that is not known there.
func TestCompletionsAreKnown(t *testing.T) {
	for _, sample := range []struct {
		entry         string
		places, tries int
	}{{"twinlakes", 150, 4}, {"anzus", 60, 3}, {"korea", 40, 2}} {
		list := textsOf(t, sample.entry)
		e := NewTexts(list)
		rnd := rand.New(rand.NewPCG(1, uint64(len(list)))) //nolint:gosec // places of a test
		tried := 0
		for range sample.places {
			text := list[rnd.IntN(len(list))]
			if kind, _ := Kind(text); kind == "study" { // its names are resolved when it is run
				continue
			}
			units := utf16.Encode([]rune(text.Body))
			offset := rnd.IntN(len(units))
			c := e.Complete(text.Name, offset)
			if strings.TrimSpace(string(utf16.Decode(units[c.Range.From:c.Range.To]))) == "" {
				continue // between words something else would have to be written as well
			}
			if c.Range.To < len(units) && units[c.Range.To] == '/' {
				continue // what follows is of the path that stood here
			}
			for range min(sample.tries, len(c.List)) {
				pick := c.List[rnd.IntN(len(c.List))]
				if pick.Fields {
					continue
				}
				tried++
				body := string(utf16.Decode(units[:c.Range.From])) + pick.Insert + string(utf16.Decode(units[c.Range.To:]))
				changed := Text{text.Name, body}
				for _, m := range Diagnose(WithText(e, changed), text.Name).Messages {
					if m.Place.Range.From < c.Range.From+len(pick.Insert) && m.Place.Range.To > c.Range.From && strings.HasPrefix(m.Code, "unknown-") {
						t.Errorf("%s/%s:%d: %q (%s) was offered: %s [%s]", sample.entry, text.Name, m.Place.Line, pick.Insert, pick.Kind, m.Message, m.Code)
					}
				}
			}
		}
		if tried < sample.places/2 {
			t.Errorf("%s: only %d completions were tried", sample.entry, tried)
		}
	}
}

func BenchmarkDiagnoseKorea(b *testing.B) {
	e := NewTexts(textsOf(b, "korea"))
	e.Files() // read once, as by a server
	body, _ := e.Body("arrangement.yaml")
	for b.Loop() {
		changed := WithText(e, Text{"arrangement.yaml", body})
		Diagnose(changed, "arrangement.yaml")
		changed.Outline("arrangement.yaml")
	}
}

func BenchmarkCompleteKorea(b *testing.B) {
	e := NewTexts(textsOf(b, "korea"))
	e.Files()
	body, _ := e.Body("arrangement.yaml")
	at := strings.Index(body, "deputies:")
	for b.Loop() {
		e.Complete("arrangement.yaml", at)
	}
}

// TestVariantWithoutTitle: a title may be left out, of a variant too.
func TestVariantWithoutTitle(t *testing.T) {
	list := textsOf(t, "twinlakes")
	v := Text{"variants/v.yaml", "entente: {version: 1, kind: variant, id: v, base: twinlakes}\nchanges: []\n"}
	got := Diagnose(WithText(NewTexts(list), v), v.Name)
	for _, m := range got.Messages {
		if m.Severity == "error" {
			t.Errorf("%s [%s]", m.Message, m.Code)
		}
	}
	if len(got.Design) != 1 || got.Design[0] != "twinlakes" {
		t.Errorf("it was read with %v", got.Design)
	}
}

// TestNewTextsAreSound: what a new text begins with holds no error, but that a study
// still measures nothing.
func TestNewTextsAreSound(t *testing.T) {
	e := NewTexts(textsOf(t, "twinlakes"))
	for _, kind := range []string{"variant", "crisis", "scenario", "study"} {
		text, err := e.Begin(kind, "of-my-own")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range Diagnose(e.With(text), text.Name).Messages {
			if m.Severity == "error" && (kind != "study" || m.Code != "missing-value") {
				t.Errorf("%s: line %d: %s [%s]", kind, m.Place.Line, m.Message, m.Code)
			}
		}
	}
	for _, wrong := range [][2]string{{"variant", "reformed"}, {"variant", "a b"}, {"arrangement", "x"}, {"variant", "../x"}} {
		if text, err := e.Begin(wrong[0], wrong[1]); err == nil {
			t.Errorf("%s %q: %q", wrong[0], wrong[1], text.Name)
		}
	}
}
