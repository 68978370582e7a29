package newtext_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"entente"
	"entente/internal/newtext"
)

// loaded loads a text and fails on any message, warnings too.
func loaded(t testing.TB, text string) *entente.Design {
	t.Helper()
	d, messages := entente.Load(entente.Input{Arrangement: entente.Text{Name: "new.yaml", Body: text}})
	for _, m := range messages {
		t.Errorf("%s: %s [%s]", m.Span, m.Message, m.Code)
	}
	if d == nil {
		t.Fatalf("not loaded:\n%s", text)
	}
	return d
}

// seams checks a text and returns what is found, "check element" each.
func seams(t testing.TB, text string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	r := entente.Check(context.Background(), loaded(t, text), entente.CheckOptions{Budget: -1})
	for i := range r.Findings {
		out[r.Findings[i].Seam.String()+" "+r.Findings[i].Element] = true
	}
	if !r.Exhaustive {
		t.Error("not exhaustive")
	}
	return out
}

// TestSkeleton holds the skeleton to what its first lines promise.
func TestSkeleton(t *testing.T) {
	text, err := newtext.Skeleton("mine")
	if err != nil {
		t.Fatal(err)
	}
	if got := seams(t, text); len(got) > 0 {
		t.Errorf("found in the skeleton: %v", got)
	}
	for _, c := range []struct{ from, to, seam string }{
		{", deputies: {a-deputy: at-once}", "", "no-decider raise/decide"},
		{"if-refused: stop, if-unreachable: stop", "if-refused: stop, if-unreachable: proceed", "bypassed-consent raise B"},
	} {
		changed := strings.Replace(text, c.from, c.to, 1)
		if changed == text {
			t.Errorf("the skeleton does not hold %q", c.from)
		}
		if got := seams(t, changed); !got[c.seam] {
			t.Errorf("%q for %q: %s is not found, but %v", c.to, c.from, c.seam, got)
		}
	}
}

func TestTidy(t *testing.T) {
	text, err := newtext.Skeleton("mine")
	if err != nil {
		t.Fatal(err)
	}
	tidy, _ := entente.Format(entente.Text{Name: "mine.yaml", Body: text})
	if tidy != text {
		t.Error("the skeleton is not tidy")
	}
}

func TestLike(t *testing.T) {
	for _, c := range []struct{ header, want string }{
		{"entente: {version: 1, kind: arrangement, id: old, title: Old one, real: true}  # why", `entente: {version: 1, kind: arrangement, id: new-one, title: "New one", real: true}  # why`},
		{"entente: {title: \"Old\", kind: arrangement, id: old, version: 1}", `entente: {title: "New one", kind: arrangement, id: new-one, version: 1}`},
		{"entente:\n  kind: arrangement\n  title: 동맹\n  id: old", "entente:\n  kind: arrangement\n  title: \"New one\"\n  id: new-one"},
	} {
		got, err := newtext.Like(c.header+"\nposts: {}\n", "old.yaml", "new-one", "")
		if err != nil || got != c.want+"\nposts: {}\n" {
			t.Errorf("%s\nbecomes %s (%v)", c.header, got, err)
		}
	}
	for _, c := range []struct{ text, id, want string }{
		{"posts: {}", "x", "no header"},
		{"entente: {kind: variant, id: a, title: b}", "x", "no arrangement"},
		{"entente: {kind: arrangement, id: a}", "x", "no header with an id and a title"},
		{"entente: {kind: arrangement, id: a, title: b}", "7", "cannot be an id"},
		{"entente: {kind: arrangement, id: a, title: b}", "2h", "cannot be an id"},
		{"entente: {kind: arrangement, id: a, title: b}", "x y", "cannot be an id"},
	} {
		if _, err := newtext.Like(c.text, "t.yaml", c.id, ""); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s as %s: %v, want %q", c.text, c.id, err, c.want)
		}
	}
}

// TestLikeLibrary: an entry under another name is the same arrangement.
func TestLikeLibrary(t *testing.T) {
	for _, entry := range []string{"twinlakes", "korea", "anzus"} {
		body, err := os.ReadFile("../../library/" + entry + "/arrangement.yaml")
		if err != nil {
			t.Fatal(err)
		}
		text, err := newtext.Like(string(body), entry, "copy", entry)
		if err != nil {
			t.Fatal(err)
		}
		load := func(text string) *entente.Design {
			d, messages := entente.Load(entente.Input{Arrangement: entente.Text{Name: "a", Body: text}})
			if d == nil {
				t.Fatal(messages[0].Message)
			}
			return d
		}
		was, is := load(string(body)), load(text)
		if is.ID != "copy" || is.Title != "Copy" || is.Arrangement.Real != was.Arrangement.Real || len(is.Arrangement.Procedures) != len(was.Arrangement.Procedures) {
			t.Errorf("%s: %s %q", entry, is.ID, is.Title)
		}
	}
}

const sheet = `decision,president,PM,cdr,Chief of Staff
party,A,B,B,A
raise alert,decides,C,heard,told
stand-down,d,,,t
`

func TestFromMatrix(t *testing.T) {
	text, err := newtext.FromMatrix("sheet", "sheet.csv", []byte(sheet))
	if err != nil {
		t.Fatal(err)
	}
	d := loaded(t, text)
	r := entente.Check(context.Background(), d, entente.CheckOptions{})
	if r.Status() != 0 {
		t.Errorf("without faults: status %d", r.Status())
	}
	rights := map[string]string{}
	for _, p := range d.Arrangement.Procedures {
		for _, s := range p.Steps {
			rights[p.ID] += s.ID + " "
		}
	}
	want := map[string]string{"raise-alert": "ask-PM hear-cdr decide tell-chief-of-staff ", "stand-down": "decide tell-chief-of-staff "}
	if fmt.Sprint(rights) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", rights, want)
	}
	// The same cells in other wrappings give the same text.
	book := excelize.NewFile()
	for i, row := range strings.Split(strings.TrimSpace(sheet), "\n") {
		for j, cell := range strings.Split(row, ",") {
			name, _ := excelize.CoordinatesToCellName(j+1, i+2) // below an empty row
			if err := book.SetCellStr("Sheet1", name, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	var xlsx bytes.Buffer
	if err := book.Write(&xlsx); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"sheet.csv":  "\xef\xbb\xbf" + strings.ReplaceAll(strings.ReplaceAll(sheet, ",", ";"), "\n", "\r\n") + ";;;\r\n",
		"sheet.tsv":  strings.ReplaceAll(sheet, ",", "\t"),
		"sheet.xlsx": xlsx.String(),
	} {
		got, err := newtext.FromMatrix("sheet", name, []byte(body))
		if err != nil || strings.ReplaceAll(got, name, "sheet.csv") != text {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
}

func TestFromMatrixErrors(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"", "it is empty"},
		{"\n , ,\n", "it is empty"},
		{"decision\n", "row 1: no post is named"},
		{"decision,a\n", "it has no decision"},
		{"decision,a\nparty,A\n", "it has no decision"},
		{"decision,a,a\nx,d,\n", `row 1, column C: post "a" stands in column B already`},
		{"decision,a,???\nx,d,\n", `row 1, column C: "???" cannot be made an id: it is empty`},
		{"decision,a,b\nparty,A,\nx,d,\n", `row 2, column C: post "b" has no party`},
		{"decision,a\nx,d\nx,d\n", `row 3, column A: decision "x" stands in row 2 already`},
		{"decision,a\nx,d\n,d\n", "row 3, column A: the decision has no name"},
		{"decision,a\n\nx,e\n", `row 3, column B: "e" is no role`},
		{"decision,a,b\nx,d,d\n", `row 2, column C: "x" has two deciders, a and b`},
		{"decision,a,b\nx,c,\n", `row 2: nobody decides "x"`},
		{"decision,a\nx,d,c\n", `row 2, column C: "c" stands below no post`},
		{"decision,a\n\"x,d\n", `line 2, character`},
		{"decision,a\nx,\xff\n", "it is not UTF-8 text"},
		{"decision,a\n" + strings.Repeat("y", 300) + ",d\n", "row 2, column A: the cell holds more than 200 characters"},
		{"decision,a\n" + strings.Repeat("y", 57) + ",d\n", "row 2, column A: "},
		{"decision,a" + strings.Repeat(",", 1000) + "b\n", "more than 1000 columns"},
		{"decision" + posts(201) + "\nx,d\n", "201 posts; at most 200 are read"},
		{"decision" + posts(70) + "\nx,d" + strings.Repeat(",t", 69) + "\n", `row 2: 70 posts have a part in "x"; at most 64 are read`},
		{"decision,a\n" + decisions(65), "row 66: this is decision number 65; at most 64 are read"},
		{"PK\x03\x04 and no more", "it is no workbook that can be read"},
		{strings.Repeat("\n", newtext.BytesMax+1), "larger than 4 MiB"},
	} {
		_, err := newtext.FromMatrix("x", "m.csv", []byte(c.body))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "m.csv: ") {
			t.Errorf("%.60q: %v, want %q", c.body, err, c.want)
		}
	}
	if _, err := newtext.FromMatrix("x", "m.ods", []byte("x")); err == nil || !strings.Contains(err.Error(), "save it as CSV or XLSX") {
		t.Error(err)
	}
	// The most that is read loads.
	text, err := newtext.FromMatrix("x", "m.csv", []byte("decision"+posts(200)+"\n"+strings.ReplaceAll(decisions(64), ",d", ",d"+strings.Repeat(",c", 63))))
	if err != nil {
		t.Fatal(err)
	}
	loaded(t, text)
}

func posts(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ",p%d", i)
	}
	return b.String()
}

func decisions(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "x%d,d\n", i)
	}
	return b.String()
}

// FuzzFromMatrix: any bytes end in an error or in a text that loads.
func FuzzFromMatrix(f *testing.F) {
	f.Add([]byte(sheet))
	f.Add([]byte("decision;a;b\nraise \"it\";d;c\n"))
	f.Add([]byte("a,x\u202ey,any,2h,é,'#\nparty,party,p: {,[,&a,*b\nd,,,d,c,h\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, body []byte) {
		text, err := newtext.FromMatrix("fuzz", "m.csv", body)
		if err != nil {
			return
		}
		loaded(t, text)
	})
}
