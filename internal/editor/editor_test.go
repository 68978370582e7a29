package editor

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente/internal/syntax"
)

// entryOf reads an entry of the library.
func entryOf(t testing.TB, id string) *Entry {
	var list []Text
	root := "../../library/" + id
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yaml" {
			return err
		}
		b, err := os.ReadFile(root + "/" + path)
		list = append(list, Text{path, string(b)})
		return err
	})
	if err != nil || len(list) < 3 {
		t.Fatalf("read %s: %d texts, %v", id, len(list), err)
	}
	return New(list)
}

var entries = []string{"korea", "twinlakes", "anzus"}

// TestEveryNameOfTheLibraryHasADefinition also says that a name leads to something of
// a kind that may stand there.
func TestEveryNameOfTheLibraryHasADefinition(t *testing.T) {
	for _, id := range entries {
		e := entryOf(t, id)
		mentions := 0
		for _, f := range e.files {
			for _, m := range f.survey().mentions {
				mentions++
				if len(e.resolve(f, &m)) == 0 {
					t.Errorf("%s: %v: %s %q (of %q) has no definition", id, m.span, strings.Join(m.kinds, " or "), m.id, m.owner)
				}
			}
		}
		if mentions < 100 {
			t.Errorf("%s: %d names were found", id, mentions)
		}
	}
}

// TestEveryReferenceIsWritten: each Ref of the grammar says how it is written, so that
// it can be completed and followed.
func TestEveryReferenceIsWritten(t *testing.T) {
	open := map[string]bool{"an id": true, "the element of the finding": true, "a path of ids": true}
	seen := map[*syntax.Shape]bool{}
	var walk func(s *syntax.Shape)
	walk = func(s *syntax.Shape) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		if s.Form == syntax.Ref && s.Written == "" && !open[s.Expect] && s.Items == nil {
			t.Errorf("%q does not say how it is written", s.Expect)
		}
		for _, k := range s.Keys {
			walk(k.Shape)
		}
		walk(s.Each)
		walk(s.Items)
	}
	for _, kind := range []string{"arrangement", "variant", "crisis", "scenario", "study"} {
		g, _ := syntax.KindNamed(kind)
		walk(g.Root())
	}
}

const lakes = `# two lakes, 두 호수 😀
entente: {version: 1, kind: arrangement, id: lakes, title: "두 호수 😀", real: false}
conditions: {watch: {order: [calm, alert], moves: {calm->alert: raise}}}
parties: {M: {ally: yes}, T: {ally: yes}}
posts:
  chief: {of: M, national: true, name: {en: Chief, ko: 합참의장}}
  cdr:
    of: M
    under: chief
links: {line: {between: [chief, cdr]}}
authority:
  opcon: {kind: OPCON, over: wing, held-by: {calm: chief, alert: cdr}, handover: {calm->alert: at-once}}
forces: {wing: {of: M}}
procedures:
  raise:
    decides: {move: calm->alert, at: order}
    steps:
      - {id: ask, ask: chief, for: consent, asked-by: cdr, time: 1h/3h/10h}
      - {id: order, by: holder(opcon), act: order, to: cdr, via: line, needs: watch == calm and not empty(chief), if-unreachable: go ask}
`

// at returns the offset of a mark in a text, and the text without it.
func at(t testing.TB, text string) (string, int) {
	before, after, ok := strings.Cut(text, "▮")
	if !ok {
		t.Fatal("no mark in the text")
	}
	return before + after, units(before)
}

// marked puts the mark into the first occurrence of a piece of lakes.
func marked(piece string) string {
	return put(strings.ReplaceAll(piece, "▮", ""), piece)
}

// put puts a piece, with a mark, in place of another of lakes.
func put(old, piece string) string { return strings.Replace(lakes, old, piece, 1) }

func TestComplete(t *testing.T) {
	tests := []struct{ name, text, want, not string }{
		{"a key before a colon", put("    under: chief\n", "    under: chief\n    ▮x: y\n"), "class", "class: "},
		{"a key on a new line", put("    under: chief\n", "    under: chief\n    ▮\n"), "deputies: ", "under: "},
		{"a key half typed", put("    under: chief\n", "    under: chief\n    dep▮\n"), "deputies: ", "of: "},
		{"a key in brackets", put("time: 1h/3h/10h", "time: 1h/3h/10h, ▮"), "if-refused: ", "time: "},
		{"a key behind a text with blanks", put("not empty(chief)", "not empty(chief), ▮"), "late-after: ", "needs: "},
		{"a post", marked("under: ▮chief"), "cdr", "wing"},
		{"a party", marked("chief: {of: ▮M"), "T", "chief"},
		{"a condition", put("calm: chief, alert: cdr", "calm: chief, ▮"), "any: ", "calm: "},
		{"a holder", marked("by: ▮holder(opcon)"), "holder(opcon)", "wing"},
		{"a clause", marked("if-unreachable: ▮go ask"), "go order", "order"},
		{"an act", marked("act: ▮order"), "decide", "chief"},
		{"yes or no", marked("national: ▮true"), "yes", "chief"},
		{"a scale in an expression", marked("needs: ▮watch"), "watch", "calm"},
		{"a condition in an expression", marked("watch == ▮calm"), "alert", "watch"},
		{"an argument", marked("empty(▮chief)"), "cdr", "line"},
		{"a question", marked("and not ▮empty"), "acting(${POST})", "taken(${OPTION})"},
		{"a move", marked("move: ▮calm->alert"), "calm->alert", "calm"},
		{"a step", marked("at: ▮order"), "ask", "raise"},
		{"a section", lakes + "▮", "checks: ", "posts: "},
		{"a step of a list", lakes + "      - ▮", "{id: ${id}, by: ${who}, act: ${act}, time: ${time}}", ""},
		{"a text that is broken above", strings.Replace(put("    under: chief\n", "    under: chief\n    ▮\n"), "between: [chief", "between: [[chief", 1), "deputies: ", ""},
		{"a header", "▮", "entente: {version: 1, kind: arrangement, id: ${id}, title: ${title}, real: ${real}}", ""},
		{"nothing in a comment", marked("# two lakes▮"), "", "posts: "},
	}
	for _, test := range tests {
		text, offset := at(t, test.text)
		got := New([]Text{{"lakes.yaml", text}}).Complete("lakes.yaml", offset)
		var inserts []string
		for _, c := range got.List {
			inserts = append(inserts, c.Insert)
		}
		if test.want != "" && !slices.Contains(inserts, test.want) {
			t.Errorf("%s: %q is not offered; %q are", test.name, test.want, inserts)
		}
		if test.not != "" && slices.Contains(inserts, test.not) {
			t.Errorf("%s: %q is offered", test.name, test.not)
		}
		if got.Range.From > offset || got.Range.To < offset {
			t.Errorf("%s: range %v does not hold %d", test.name, got.Range, offset)
		}
	}
}

func TestHover(t *testing.T) {
	tests := []struct{ name, text, title, read string }{
		{"a key", marked("un▮der: chief"), "under", ""},
		{"a post", marked("under: ch▮ief"), "chief", ""},
		{"a declaration", marked("  ch▮ief: {of"), "chief", ""},
		{"a number", marked("1h/▮3h/10h"), "1h/3h/10h", "one in ten"},
		{"a question", marked("em▮pty(chief)"), "empty(POST)", ""},
		{"a name in an expression", marked("empty(ch▮ief)"), "chief", ""},
	}
	for _, test := range tests {
		text, offset := at(t, test.text)
		h, ok := New([]Text{{"lakes.yaml", text}}).Hover("lakes.yaml", offset)
		if !ok || h.Title != test.title || (h.Title == "chief") != (h.Kind == "post") || !strings.Contains(h.Read, test.read) {
			t.Errorf("%s: %+v, %v", test.name, h, ok)
		}
	}
	h, _ := New([]Text{{"lakes.yaml", lakes}}).Hover("lakes.yaml", units(lakes[:strings.Index(lakes, "under: chief")+8]))
	if h.Name["ko"] != "합참의장" {
		t.Errorf("the name of the chief is %q", h.Name)
	}
}

func TestDefinitionAndReferences(t *testing.T) {
	variant := "entente: {version: 1, kind: variant, id: v, base: lakes, title: v}\nchanges:\n  - {set: posts/cdr/under, from: chief, to: chief}\n  - {add: posts/deputy, value: {of: T, under: chief}}\n"
	e := New([]Text{{"lakes.yaml", lakes}, {"v.yaml", variant}})
	got := e.Definition("v.yaml", units(variant[:strings.Index(variant, "under: chief")+8]))
	if len(got) != 1 || got[0].File != "lakes.yaml" || got[0].Line != 6 {
		t.Errorf("the chief of the variant is declared at %+v", got)
	}
	if got := e.Definition("v.yaml", units(variant[:strings.Index(variant, "cdr/under")+1])); len(got) != 1 || got[0].Line != 9 {
		t.Errorf("the path leads to %+v", got)
	}
	refs := e.References("lakes.yaml", units(lakes[:strings.Index(lakes, "  chief:")+3]))
	var lines []int
	for _, r := range refs {
		lines = append(lines, r.Line)
	}
	if !slices.Equal(lines, []int{6, 9, 10, 12, 18, 19, 3, 3, 4}) {
		t.Errorf("the chief is named on lines %v", lines)
	}
}

func TestOutlineAndLocate(t *testing.T) {
	e := New([]Text{{"lakes.yaml", lakes}})
	var paths []string
	for _, i := range e.Outline("lakes.yaml") {
		paths = append(paths, i.Kind+" "+i.Path)
		if i.Range.From < i.Whole.From || i.Range.To > i.Whole.To {
			t.Errorf("%s: %v is not in %v", i.Path, i.Range, i.Whole)
		}
	}
	for _, want := range []string{"post posts/cdr", "step procedures/raise/steps/order", "condition conditions/watch/order/alert", "authority authority/opcon"} {
		if !slices.Contains(paths, want) {
			t.Errorf("the outline lacks %q: %q", want, paths)
		}
	}
	for path, line := range map[string]int{"posts/cdr": 7, "cdr": 7, "procedures/raise/steps/order": 19, "posts/cdr/under": 9} {
		if p, ok := e.Locate("lakes.yaml", path); !ok || p.Line != line {
			t.Errorf("%s stands at %+v, %v", path, p, ok)
		}
	}
}

func TestOffsets(t *testing.T) {
	for _, text := range []string{"", "a\nb", "\ufeff한\n글", "😀한\r\n글😀\n", lakes} {
		f := New([]Text{{"t", text}}).files[0]
		r := NewRuler(f.src)
		if r.total != units(text) {
			t.Errorf("%q: %d units, want %d", text, r.total, units(text))
		}
		before := -1
		for offset := 0; offset <= r.total; offset++ {
			p := r.Pos(offset)
			back := r.Offset(p)
			if back > offset && !strings.HasPrefix(text, bom) || back < before {
				t.Errorf("%q: %d is %v is %d", text, offset, p, back)
			}
			before = back
		}
	}
	r := NewRuler(New([]Text{{"t", "한😀글\n가"}}).files[0].src)
	if p := r.Pos(3); p.Line != 1 || p.Col != 3 {
		t.Errorf("behind the picture: %v", p)
	}
	if p := r.Pos(5); p.Line != 2 || p.Col != 1 {
		t.Errorf("the second line: %v", p)
	}
}

func FuzzEditor(f *testing.F) {
	f.Add(lakes, 0)
	for _, seed := range []string{"posts:\n  a: {of: ", "entente: {kind: variant, base: lakes}\nchanges:\n  - {add: posts/x, value: {un", "entente: {kind: scenario, for: lakes}\nanswers: {raise/", "a: @", "x: ->", "entente: {kind: study}\ndesigns: {a: {base: ", "entente: {kind: variant, id: v, base: v}"} {
		f.Add(seed, len(seed))
	}
	base := Text{"lakes.yaml", lakes}
	f.Fuzz(func(t *testing.T, text string, offset int) {
		e := New([]Text{base, {"t.yaml", text}})
		total := units(text)
		c := e.Complete("t.yaml", offset)
		if c.Range.From > c.Range.To || c.Range.To > total {
			t.Fatalf("%q at %d: range %v", text, offset, c.Range)
		}
		e.Hover("t.yaml", offset)
		e.Definition("t.yaml", offset)
		e.References("t.yaml", offset)
		for _, i := range e.Outline("t.yaml") {
			if i.Whole.To > total || i.Range.From > i.Range.To {
				t.Fatalf("%q: %+v", text, i)
			}
		}
		e.Loads("t.yaml")
	})
}
