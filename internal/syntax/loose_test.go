package syntax

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/diag"
)

// libraryTexts are all texts of the library, by their paths.
func libraryTexts(t testing.TB) map[string]string {
	texts := map[string]string{}
	err := fs.WalkDir(os.DirFS("../../library"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yaml" {
			return err
		}
		b, err := os.ReadFile("../../library/" + path)
		texts[path] = string(b)
		return err
	})
	if err != nil || len(texts) < 50 {
		t.Fatalf("read the library: %d texts, %v", len(texts), err)
	}
	return texts
}

// differ says where two trees first differ, blanks aside.
func differ(a, b *Node) string {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	switch {
	case a.Kind != b.Kind, squeeze(a.Text) != squeeze(b.Text), a.Quoted != b.Quoted, len(a.Pairs) != len(b.Pairs), len(a.Items) != len(b.Items):
		return a.Span.String() + ": " + a.Kind.String() + " " + a.Text + " | " + b.Span.String() + ": " + b.Kind.String() + " " + b.Text
	case (a.Cite == nil) != (b.Cite == nil) || a.Cite != nil && (a.Cite.Source != b.Cite.Source || a.Cite.Span != b.Cite.Span):
		return a.Span.String() + ": citation"
	case a.Kind == Scalar && a.Span != b.Span:
		return a.Span.String() + " " + a.Text + ": ends differ"
	case a.Span.Start != b.Span.Start:
		return a.Span.String() + " | " + b.Span.String() + ": starts differ"
	}
	for i := range a.Pairs {
		if s := differ(a.Pairs[i].Key, b.Pairs[i].Key); s != "" {
			return s
		}
		if s := differ(a.Pairs[i].Value, b.Pairs[i].Value); s != "" {
			return s
		}
	}
	for i := range a.Items {
		if s := differ(a.Items[i], b.Items[i]); s != "" {
			return s
		}
	}
	return ""
}

func TestLooseReadsWhatParseReads(t *testing.T) {
	for path, text := range libraryTexts(t) {
		var out diag.List
		src := diag.NewSource(path, text)
		strict := Parse(src, DefaultLimits, &out)
		if strict == nil {
			t.Fatalf("%s: %v", path, out.Sorted())
		}
		if s := differ(strict, ParseLoose(src, DefaultLimits)); s != "" {
			t.Errorf("%s: %s", path, s)
		}
	}
}

func TestLooseReadsBroken(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a bracket not closed", "posts:\n  a: {of: M, \n  b: {of: T}\n", "{posts: {a: {of: M}, b: {of: T}}}"},
		{"a quote not closed", "title: \"Two lakes\nposts:\n  a: {of: M}\n", "{title: \"Two lakes\", posts: {a: {of: M}}}"},
		{"a key without colon", "posts:\n  a:\n    of: M\n    unde\n  b: {of: T}\n", "{posts: {a: {of: M, unde: }, b: {of: T}}}"},
		{"a list item begun", "steps:\n  - id: a\n  - \nposts: {}\n", "{steps: [{id: a}, ], posts: {}}"},
		{"a level too deep", "posts:\n  a: x\n    of: M\n", "{posts: {a: x, of: M}}"},
		{"half a key", "posts: {a: {of: M, unde}}\n", "{posts: {a: {of: M, unde: }}}"},
		{"nothing", "", "{}"},
		{"only a bracket", "}", "{}: }"},
		{"a citation half written", "a: 3 @\nb: 4", "{a: 3, b: 4}"},
	}
	for _, test := range tests {
		got := sketch(ParseLoose(diag.NewSource("t", test.text), DefaultLimits))
		if test.name == "only a bracket" {
			continue // no panic, no loop
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func sketch(n *Node) string {
	var parts []string
	switch n.Kind {
	case Map:
		for _, p := range n.Pairs {
			parts = append(parts, p.Key.Text+": "+sketch(p.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case List:
		for _, i := range n.Items {
			parts = append(parts, sketch(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	if n.Quoted {
		return `"` + n.Text + `"`
	}
	return n.Text
}

func FuzzLoose(f *testing.F) {
	for _, s := range []string{"a: {b: [c, {d", "- - a\n -", "a: |\n b\n", "'", "a: \"b\n", "? a\n: b", "\t{", "{[}]", "a:\n- b\n c: d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := diag.NewSource("t", text)
		n := ParseLoose(src, DefaultLimits)
		var walk func(n *Node)
		walk = func(n *Node) {
			if n.Span.End.Before(n.Span.Start) {
				t.Fatalf("%q: span %v ends at %v", text, n.Span, n.Span.End)
			}
			for _, p := range n.Pairs {
				walk(p.Key)
				walk(p.Value)
			}
			for _, i := range n.Items {
				walk(i)
			}
		}
		walk(n)
	})
}
