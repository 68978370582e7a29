package syntax

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"entente/internal/diag"
)

// seeds are the sources of the golden cases and the worked example.
func seeds(f *testing.F) []string {
	var out []string
	for _, path := range []string{"testdata/trees.txt", "testdata/errors.txt"} {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range strings.Split(string(data), "==== ")[1:] {
			_, rest, _ := strings.Cut(part, "\n")
			source, _, _ := strings.Cut(rest, "---- what comes out\n")
			out = append(out, source)
		}
	}
	files, err := libraryPaths()
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		out = append(out, string(data))
	}
	return out
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		n, out := parse(t, source)
		if n == nil && !out.HasErrors() {
			t.Fatal("nothing read and nothing said")
		}
		if n != nil {
			if n.Kind != Map {
				t.Fatalf("the root is %s", n.Kind)
			}
			if !out.HasErrors() {
				checkSpans(t, n)
			}
		}
		broken := 0
		for _, d := range out.Sorted() {
			if d.Code == "yaml" {
				broken++
			}
			if d.Span.IsZero() && d.Code != "too-many-diagnostics" {
				t.Fatalf("%s has no place", d.Code)
			}
			if strings.ContainsAny(d.Message+d.HintText, "\n\x00") {
				t.Fatalf("message %q", d.Message)
			}
		}
		if broken > 0 && out.Len() > 1 {
			t.Fatalf("a cascade:\n%s", rendered(out))
		}
		var b bytes.Buffer
		if err := diag.WriteJSON(&b, out.Sorted()); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzExpr(f *testing.F) {
	for _, c := range exprCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		source := diag.NewSource("t.yaml", "k: "+text)
		n := len([]rune(strings.Split(text, "\n")[0]))
		span := diag.Span{Source: source, Start: diag.Pos{Line: 1, Col: 4}, End: diag.Pos{Line: 1, Col: 4 + n}}
		var out diag.List
		e := ParseExpr(text, span, false, DefaultLimits, &out)
		if (e == nil) != (out.Len() == 1) || out.Len() > 1 {
			t.Fatalf("%d messages, tree %v", out.Len(), e != nil)
		}
		if e == nil {
			if s := out.Sorted()[0].Span; s.Start.Before(span.Start) || s.Start.Line == 1 && s.Start.Col > span.End.Col+1 {
				t.Fatalf("the message stands at %v", s.Start)
			}
			return
		}
		checkExprSpans(t, e, e.Span)
		printed := e.String()
		long := DefaultLimits
		long.Expr *= 3
		again := ParseExpr(printed, diag.Span{}, false, long, &out)
		if !equalExpr(e, again) {
			t.Fatalf("%q prints as %q, which is another expression", text, printed)
		}
		if again.String() != printed {
			t.Fatalf("%q prints as %q and then as %q", text, printed, again.String())
		}
	})
}

func checkExprSpans(t testing.TB, e *Expr, within diag.Span) {
	t.Helper()
	if e.Span.Start.Before(within.Start) || within.End.Before(e.Span.End) || e.Span.End.Before(e.Span.Start) {
		t.Fatalf("%s at %v-%v leaves %v-%v", e, e.Span.Start, e.Span.End, within.Start, within.End)
	}
	for _, a := range e.Args {
		checkExprSpans(t, a, e.Span)
	}
}

// equalExpr reports whether two expressions say the same, wherever they stand.
func equalExpr(a, b *Expr) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Op != b.Op || a.Name != b.Name || a.Seconds != b.Seconds || a.Int != b.Int || len(a.Args) != len(b.Args) {
		return false
	}
	for i := range a.Args {
		if !equalExpr(a.Args[i], b.Args[i]) {
			return false
		}
	}
	return true
}
