package diag

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\n%s\nwant\n%s", path, got, want)
	}
}

func span(s *Source, line, from, to int) Span {
	return Span{s, Pos{line, from}, Pos{line, to}}
}

// style shows the diagnostic of the style guide.
func styleList() *List {
	src := NewSource("twinlakes.yaml", strings.Repeat("\n", 15)+"posts:"+strings.Repeat("\n", 27)+"    held-by: {war: cdx}\n")
	var l List
	l.Errorf("bad-key", span(src, 43, 20, 23), "post %q is not declared", "cdx").
		Note(span(src, 16, 1, 6), "posts are declared here").
		Hint("did you mean %q?", "cdr")
	return &l
}

func TestWriteText(t *testing.T) {
	src := NewSource("호수.yaml", "이름: 합동사령부  # 잘못\n\ta: \tb\nsay \u202egnitset\u202c and é e\u0301x\n"+strings.Repeat("가", 100)+"X"+strings.Repeat("나", 100)+"\na: {b: 1\n  c: 2}\n")
	var l List
	l.Errorf("bad-key", span(src, 1, 5, 10), "넓은 글자")
	l.Errorf("tab-indent", span(src, 2, 1, 2), "a tab")
	l.Errorf("tab-indent", span(src, 2, 6, 7), "after two tabs")
	l.Warnf("bidi-character", span(src, 3, 5, 6), "hidden \u202e\x1b[31m in a message")
	l.Errorf("bad-key", span(src, 3, 23, 24), "after a combining mark")
	l.Errorf("bad-key", span(src, 4, 101, 102), "far out in a long line")
	l.Errorf("yaml", Span{src, Pos{5, 4}, Pos{6, 8}}, "over two lines")
	l.Errorf("yaml", span(src, 99, 1, 1), "behind the end")
	l.Errorf("not-utf8", Span{}, "nowhere").Note(Span{}, "a note without a place")
	var b bytes.Buffer
	if err := WriteText(&b, append(styleList().Sorted(), l.Sorted()...), false); err != nil {
		t.Fatal(err)
	}
	golden(t, "text.golden", b.String())

	b.Reset()
	if err := WriteText(&b, styleList().Sorted(), true); err != nil {
		t.Fatal(err)
	}
	golden(t, "colour.golden", b.String())
}

func TestWriteJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, styleList().Sorted()); err != nil {
		t.Fatal(err)
	}
	golden(t, "json.golden", b.String())
	b.Reset()
	if err := WriteJSON(&b, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("an empty list is %q, %v", b.String(), err)
	}
	if !json.Valid(b.Bytes()) {
		t.Error("not JSON")
	}
}

func TestSorted(t *testing.T) {
	a, b := NewSource("a", "x\ny\n"), NewSource("b", "x\n")
	var l List
	l.Errorf("yaml", span(b, 1, 1, 2), "last")
	l.Errorf("yaml", span(a, 2, 1, 2), "third")
	first := l.Errorf("yaml-tag", span(a, 1, 1, 2), "second")
	l.Warnf("yaml", span(a, 1, 1, 2), "first")
	l.Errorf("yaml", span(a, 2, 1, 2), "third")
	l.Errorf("yaml", span(a, 2, 1, 2), "third").Hint("but with a hint")
	first.Hint("kept after the list grew")
	var got []string
	for _, d := range l.Sorted() {
		got = append(got, d.Message)
	}
	if s := strings.Join(got, " "); s != "first second third third last" {
		t.Errorf("order: %s", s)
	}
	if l.Sorted()[1].HintText == "" {
		t.Error("a hint set late is lost")
	}
	if l.Errors() != 5 || l.Len() != 6 || !l.HasErrors() {
		t.Errorf("%d errors, %d kept", l.Errors(), l.Len())
	}
}

func TestListIsBounded(t *testing.T) {
	src := NewSource("a", "x\n")
	var l, m List
	for i := range ListMax + 7 {
		l.Warnf("yaml", span(src, 1, i+1, i+2), "message %d", i).Hint("dropped ones may be chained too")
	}
	sorted := l.Sorted()
	if l.Len() != ListMax || len(sorted) != ListMax+1 {
		t.Fatalf("%d kept, %d sorted", l.Len(), len(sorted))
	}
	last := sorted[ListMax]
	if last.Code != "too-many-diagnostics" || last.Severity != Warning || !strings.HasPrefix(last.Message, "7 more") {
		t.Errorf("last: %+v", last)
	}
	m.Errorf("yaml", Span{}, "one")
	m.Append(&l)
	if m.Len() != ListMax || !strings.HasPrefix(m.Sorted()[ListMax].Message, "8 more") || m.Sorted()[ListMax].Severity != Error {
		t.Errorf("appended: %d kept, %+v", m.Len(), m.Sorted()[ListMax])
	}
}

func TestUnregisteredCodePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	new(List).Errorf("no-such-code", Span{}, "x")
}

func TestCodes(t *testing.T) {
	all := All()
	for i, info := range all {
		if i > 0 && all[i-1].Code >= info.Code {
			t.Errorf("%s stands after %s", info.Code, all[i-1].Code)
		}
		if info.Code == "" || strings.Trim(string(info.Code), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("code %q: small letters, digits and hyphens only", info.Code)
		}
		if !strings.HasSuffix(info.Summary, ".") || !strings.HasSuffix(info.Explain, ".") {
			t.Errorf("%s: summary and explanation are sentences", info.Code)
		}
		if got, ok := Lookup(info.Code); !ok || got != info {
			t.Errorf("%s is not found", info.Code)
		}
		if Retired(info.Code) {
			t.Errorf("%s is a code again; codes are never reused", info.Code)
		}
	}
	if !Retired("needs-crisis") {
		t.Error("a code that was given up is forgotten")
	}
	if _, ok := Lookup("no-such-code"); ok {
		t.Error("found what is not there")
	}
}

func TestNearest(t *testing.T) {
	posts := []string{"cdr", "dcdr", "m-chod", "m-vchod", "t-chod", "m-pres", "OPCON", "합참의장"}
	tests := []struct{ word, want string }{
		{"cdx", "cdr"},
		{"crd", "cdr"},
		{"m-chdo", "m-chod"},
		{"m-press", "m-pres"},
		{"opcon", "OPCON"},
		{"합참의징", "합참의장"},
		{"cdr", ""},
		{"zzz", ""},
		{"c", ""},
		{"", ""},
		{"t-cho", "t-chod"},
		{strings.Repeat("m-chod", 20), ""},
	}
	for _, test := range tests {
		got := Nearest(test.word, posts)
		if test.word == "cdr" { // a candidate equal to the word is no suggestion; its neighbour is
			test.want = "dcdr"
		}
		if got != test.want {
			t.Errorf("Nearest(%q) = %q, want %q", test.word, got, test.want)
		}
	}
}

func TestSource(t *testing.T) {
	s := NewSource("a", "\ufeffone\r\n둘 셋\n")
	if s.Lines() != 3 || s.Line(1) != "one" || s.Line(2) != "둘 셋" || s.Line(3) != "" || s.Line(0) != "" || s.Line(4) != "" {
		t.Errorf("%d lines: %q %q %q", s.Lines(), s.Line(1), s.Line(2), s.Line(3))
	}
	if got := fmt.Sprint(span(s, 2, 3, 4)); got != "a:2:3" {
		t.Error(got)
	}
	if got := span(s, 2, 3, 4).Text(); got != "셋" {
		t.Errorf("text %q", got)
	}
	if (Span{}).String() != "" || !(Span{}).IsZero() {
		t.Error("the zero span is somewhere")
	}
}
