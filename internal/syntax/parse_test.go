package syntax

import (
	"bytes"
	commandline "flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"entente/internal/diag"
)

var update = commandline.Bool("update", false, "rewrite the golden files")

// goldenCases runs the cases of a file and compares their output. A case is
//
//	==== NAME
//	source
//	---- what comes out
//	expected output
func goldenCases(t *testing.T, path string, run func(source string) string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const middle = "---- what comes out\n"
	var now strings.Builder
	for _, part := range strings.Split(string(data), "==== ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		source, want, _ := strings.Cut(rest, middle)
		t.Run(name, func(t *testing.T) {
			got := run(source)
			fmt.Fprintf(&now, "==== %s\n%s%s%s", name, source, middle, got)
			if got != want && !*update {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
	if *update {
		if err := os.WriteFile(path, []byte(now.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func parse(t testing.TB, source string) (*Node, *diag.List) {
	t.Helper()
	var out diag.List
	n := Parse(diag.NewSource("t.yaml", source), DefaultLimits, &out)
	return n, &out
}

func rendered(out *diag.List) string {
	var b bytes.Buffer
	if err := diag.WriteText(&b, out.Sorted(), false); err != nil {
		panic(err)
	}
	return b.String()
}

// dump prints a tree, each node with its span.
func dump(b *strings.Builder, n *Node, lead string) {
	s := n.Span
	fmt.Fprintf(b, "%s%d:%d-%d:%d ", lead, s.Start.Line, s.Start.Col, s.End.Line, s.End.Col)
	switch n.Kind {
	case Scalar:
		fmt.Fprintf(b, "%q", n.Text)
		if n.Quoted {
			b.WriteString(" quoted")
		}
		if n.Cite != nil {
			fmt.Fprintf(b, " @%s:%d at %s", n.Cite.Source, n.Cite.Credibility, strings.TrimPrefix(n.Cite.Span.String(), "t.yaml:"))
		}
	default:
		b.WriteString(n.Kind.String())
	}
	b.WriteString("\n")
	for _, p := range n.Pairs {
		dump(b, p.Key, lead+"  ")
		dump(b, p.Value, lead+"    ")
	}
	for _, i := range n.Items {
		dump(b, i, lead+"  - ")
	}
}

func TestTrees(t *testing.T) {
	goldenCases(t, "testdata/trees.txt", func(source string) string {
		n, out := parse(t, source)
		var b strings.Builder
		if n != nil {
			checkSpans(t, n)
			dump(&b, n, "")
		}
		return b.String() + rendered(out)
	})
}

func TestErrors(t *testing.T) {
	goldenCases(t, "testdata/errors.txt", func(source string) string {
		_, out := parse(t, source)
		if !out.HasErrors() {
			t.Error("no error")
		}
		return rendered(out)
	})
}

// TestUnseen holds what cannot be shown in a text file.
func TestUnseen(t *testing.T) {
	deep := strings.Repeat("[", 30) + strings.Repeat("]", 30)
	tests := []struct{ name, source, want string }{
		{"nothing", "", "1:1 empty-file"},
		{"byte order mark", "\ufeffa: b\n", ""},
		{"byte order mark alone", "\ufeff", "1:1 empty-file"},
		{"byte order mark inside", "a: \ufeffb\n", "1:4 control-character"},
		{"CRLF", "a: b\r\nc: d\r\n", ""},
		{"CR alone", "a: b\rc: d\r", "1:5 control-character"},
		{"NUL", "a: b\x00\n", "1:5 control-character"},
		{"next line", "a: b\u0085c: d\n", "1:5 control-character"},
		{"line separator", "a: 가\u2028b\n", "1:5 control-character"},
		{"zero-width space", "a\u200b: b\n", "1:2 control-character"},
		{"override", "a: 가 \u202eb\u202c\n", "1:6 bidi-character"},
		{"isolate", "# x \u2066y\n", "1:5 bidi-character"},
		{"override in a comment of a value", "a: b # \u202ex\n", "1:8 bidi-character"},
		{"escaped override", "a: 1\nb: \"x\\u202ey\"\n", "2:4 bidi-character"},
		{"escaped bell", "a: \"\\a\"\n", "1:4 control-character"},
		{"escaped line end", "a: \"x\\ny\\tz\"\n", ""},
		{"not UTF-8", "a: 1\nb: 가\xff\n", "2:5 not-utf8"},
		{"tab", "a:\n\tb: 1\n", "2:1 tab-indent"},
		{"tab behind blanks", "a:\n  \tb: 1\n", "2:3 tab-indent"},
		{"tab between", "a:\tb\n", ""},
		{"tab in a blank line", "a: b\n\t\nc: d\n", ""},
		{"deep brackets", "a: " + deep + "\n", "1:28 too-deep"},
		{"deep maps", "a: " + strings.Repeat("{a: ", 30) + "b" + strings.Repeat("}", 30) + "\n", ""},
		{"deep dashes", "a:\n  " + strings.Repeat("- ", 40) + "b\n", ""},
		{"right-to-left words", "a: שלום عليكم\n", ""},
		{"joined picture", "a: 👩\u200d🚀\n", ""},
		{"carriage return before the end", "a: \"x\r\n  y\"\r\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n, out := parse(t, test.source)
			got := ""
			if d := out.Sorted(); len(d) > 0 {
				got = fmt.Sprintf("%d:%d %s", d[0].Span.Start.Line, d[0].Span.Start.Col, d[0].Code)
			}
			if strings.HasPrefix(test.name, "deep") && test.want == "" {
				if !strings.HasSuffix(got, "too-deep") || out.Len() != 1 {
					t.Errorf("got %q, %d messages", got, out.Len())
				}
				return
			}
			if got != test.want || out.Len() > 1 {
				t.Errorf("got %q, want %q\n%s", got, test.want, rendered(out))
			}
			if (n == nil) && test.want == "" {
				t.Error("no tree")
			}
		})
	}
}

func TestLimits(t *testing.T) {
	small := Limits{Bytes: 60, Depth: 3, Nodes: 8, Scalar: 10, Expr: 10, ExprDepth: 2}
	tests := []struct {
		source string
		code   diag.Code
		has    string
	}{
		{"a: {b: {c: d}}\n", "", ""},
		{"a: {b: {c: {d: e}}}\n", "too-deep", "3 levels"},
		{"a:\n  b:\n    c:\n      d: e\n", "too-deep", "3 levels"},
		{"a: [1, 2, 3, 4, 5]\n", "", ""},
		{"a: [1, 2, 3, 4, 5, 6]\n", "too-many-nodes", "8 values"},
		{"a: 일이삼사오육칠팔구십\n", "", ""},
		{"a: 일이삼사오육칠팔구십일\n", "scalar-too-long", "11 characters; at most 10"},
		{"abcdefghijk: 1\n", "scalar-too-long", "11 characters; at most 10"},
		{"# " + strings.Repeat("x", 60) + "\n", "file-too-large", "63 bytes; at most 60"},
	}
	for _, test := range tests {
		var out diag.List
		Parse(diag.NewSource("t.yaml", test.source), small, &out)
		got := out.Sorted()
		switch {
		case test.code == "" && len(got) == 0:
		case test.code != "" && len(got) == 1 && got[0].Code == test.code && strings.Contains(got[0].Message, test.has) && !got[0].Span.IsZero():
		default:
			t.Errorf("%q: want %s, got\n%s", test.source, test.code, rendered(&out))
		}
	}
}

// TestHostile reads texts made to be slow.
func TestHostile(t *testing.T) {
	n := DefaultLimits.Bytes
	texts := map[string]string{
		"open brackets":   strings.Repeat("[", n),
		"open maps":       strings.Repeat("{a: ", n/4),
		"dashes":          strings.Repeat("- ", n/2),
		"question marks":  strings.Repeat("? ", n/2),
		"quotes":          strings.Repeat("\"", n),
		"one long list":   "a: [" + strings.Repeat("a,", n/2-10) + "]",
		"keys":            strings.Repeat("a: b #c\n", n/8),
		"comments":        strings.Repeat("#\n", n/2),
		"words":           "a: " + strings.Repeat("a ", n/2-10),
		"plain lines":     "a:\n" + strings.Repeat(" a\n", n/3-10),
		"block":           "a: |\n" + strings.Repeat(" x\n", n/3-10),
		"documents":       strings.Repeat("---\n", n/4),
		"citations":       "a: [" + strings.Repeat("a @b:1,", n/7-10) + "]",
		"steps":           "a:\n" + stairs(1000),
		"aliases":         "a: &a [" + strings.Repeat("*a,", n/3-20) + "]",
		"duplicates":      strings.Repeat("a: 1\n", n/5),
		"bad citations":   "a: [" + strings.Repeat("@,", n/2-10) + "]",
		"pieces":          "a: {b: c d" + strings.Repeat(",e", n/2-10) + "}",
		"long pieces":     "a: {" + strings.Repeat("b: c d, "+strings.Repeat("e ", 4000)+",", n/8100) + "}",
		"quoted in lines": "a: \"" + strings.Repeat("x\n", n/2-10) + "\"",
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			_, out := parse(t, text[:min(len(text), n)])
			_ = out.Sorted()
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("took %v", took)
			} else {
				t.Logf("took %v", took)
			}
		})
	}
}

func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i+1) + "a:\n")
	}
	return b.String()
}

// libraryPaths are the texts of the project's own library, at any depth.
func libraryPaths() ([]string, error) {
	var out []string
	err := filepath.WalkDir("../../library", func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".yaml" {
			out = append(out, path)
		}
		return err
	})
	return out, err
}

func TestLibraryIsRead(t *testing.T) {
	files, err := libraryPaths()
	for _, folder := range []string{"variants", "scenarios"} {
		more, globErr := filepath.Glob("../../library/twinlakes/" + folder + "/*.yaml")
		if globErr != nil {
			t.Fatal(globErr)
		}
		files = append(files, more...)
	}
	if err != nil || len(files) < 3 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		n, out := parse(t, string(text))
		if n == nil || out.Len() > 0 {
			t.Errorf("%s:\n%s", file, rendered(out))
			continue
		}
		checkSpans(t, n)
	}
}

func TestNodeAccess(t *testing.T) {
	n, _ := parse(t, "a: 1\nb: {c: [x, y]}\nd:\n")
	if got := strings.Join(n.Keys(), " "); got != "a b d" {
		t.Errorf("keys %s", got)
	}
	if n.Get("b").Get("c").Items[1].Text != "y" || n.Has("x") || !n.Has("d") || !n.Get("d").Empty() || n.Get("a").Empty() {
		t.Error("access")
	}
	var none *Node
	if none.Get("a") != nil || none.Has("a") || none.Keys() != nil {
		t.Error("a nil node has keys")
	}
	same, _ := parse(t, "a:   1\nb:\n  c:\n  - x\n  - y\nd:")
	if !Equal(n, same) || Equal(n, n.Get("b")) || Equal(n, nil) || !Equal(nil, nil) {
		t.Error("equality")
	}
}

// checkSpans checks what spans promise.
func checkSpans(t testing.TB, n *Node) {
	t.Helper()
	s := n.Span
	if s.IsZero() || s.Start.Line < 1 || s.Start.Col < 1 || s.End.Before(s.Start) || s.End.Line > s.Source.Lines() ||
		s.End.Col > utf8.RuneCountInString(s.Source.Line(s.End.Line))+1 {
		t.Fatalf("span %v-%v of %q", s.Start, s.End, n.Text)
	}
	if n.Kind == Scalar && !n.Quoted && s.Start.Line == s.End.Line && s.Text() != n.Text {
		t.Fatalf("span %v-%v of %q shows %q", s.Start, s.End, n.Text, s.Text())
	}
	if c := n.Cite; c != nil && (c.Span.Start.Before(s.End) || c.Source == "" || c.Credibility < 0 || c.Credibility > 6) {
		t.Fatalf("citation %+v behind %v", c, s.End)
	}
	last := s.Start
	inside := func(c *Node) {
		checkSpans(t, c)
		if c.Span.Start.Before(last) || s.End.Before(c.Span.End) {
			t.Fatalf("%q at %v-%v leaves its parent %v-%v or its place behind %v", c.Text, c.Span.Start, c.Span.End, s.Start, s.End, last)
		}
		last = c.Span.End
	}
	seen := map[string]bool{}
	for _, p := range n.Pairs {
		inside(p.Key)
		inside(p.Value)
		if seen[p.Key.Text] || p.Key.Kind != Scalar || p.Key.Cite != nil || p.Key.Text == "" {
			t.Fatalf("key %q", p.Key.Text)
		}
		seen[p.Key.Text] = true
	}
	for _, i := range n.Items {
		inside(i)
	}
}
