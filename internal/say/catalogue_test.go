package say

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// root is the module.
const root = "../.."

// speaking lists the folders that have a catalogue.
func speaking(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, "internal", "*", "ko*.go"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(root, "ko*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range append(found, more...) {
		if dir := filepath.Dir(f); !slices.Contains(out, dir) {
			out = append(out, dir)
		}
	}
	if len(out) < 2 {
		t.Fatalf("found no catalogues: %v", out)
	}
	return out
}

// spoken is what a package says: each format, with where and with how many
// arguments it is said, and the Korean form of each.
type spoken struct {
	said   map[string]string // format: position
	korean map[string]string
}

func read(t *testing.T, dir string) spoken {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	out := spoken{map[string]string{}, map[string]string{}}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(fset, name, body, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.CallExpr:
				if id, ok := x.Fun.(*ast.Ident); !ok || id.Name != "sayf" {
					return true
				}
				at := fset.Position(x.Pos()).String()
				format, ok := constant(x.Args[0])
				if !ok {
					t.Errorf("%s: sayf takes a constant", at)
					return true
				}
				if x.Ellipsis == token.NoPos && len(verbs(format)) != len(x.Args)-1 {
					t.Errorf("%s: %q has %d verbs and %d arguments", at, format, len(verbs(format)), len(x.Args)-1)
				}
				out.said[format] = at
			case *ast.CompositeLit:
				if !isCatalogue(x.Type) {
					return true
				}
				for _, e := range x.Elts {
					kv := e.(*ast.KeyValueExpr)
					english, ok := constant(kv.Key)
					korean, ok2 := constant(kv.Value)
					if !ok || !ok2 {
						t.Errorf("%s: a catalogue holds constants", fset.Position(kv.Pos()))
					}
					out.korean[english] = korean
				}
			}
			return true
		})
	}
	return out
}

func isCatalogue(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Catalogue"
}

// constant reads a string literal, or several joined by +.
func constant(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, ok := constant(x.X)
		b, ok2 := constant(x.Y)
		return a + b, ok && ok2 && x.Op == token.ADD
	}
	return "", false
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])`)

// verbs lists the verb of each argument of a format, in the order of the arguments.
func verbs(format string) []string {
	at, byArg := 0, map[int]string{}
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if at++; m[1] != "" {
			at, _ = strconv.Atoi(m[1])
		}
		byArg[at] = m[2]
	}
	var out []string
	for _, i := range slices.Sorted(maps.Keys(byArg)) {
		out = append(out, byArg[i])
	}
	return out
}

// Every message of a package that has a catalogue has a Korean form with the same
// arguments, and no catalogue keeps what is no longer said.
func TestEveryMessageHasItsKorean(t *testing.T) {
	for _, dir := range speaking(t) {
		p := read(t, dir)
		for _, format := range slices.Sorted(maps.Keys(p.said)) {
			korean, ok := p.korean[format]
			switch {
			case !ok:
				t.Errorf("%s: no Korean for %q", p.said[format], format)
			case !slices.Equal(verbs(format), verbs(korean)):
				t.Errorf("%s: %q takes %v, and %q takes %v", dir, format, verbs(format), korean, verbs(korean))
			case korean == format && strings.ContainsFunc(verb.ReplaceAllString(format, ""), unicode.IsLetter):
				t.Errorf("%s: %q is its own Korean", dir, format)
			}
		}
		for _, format := range slices.Sorted(maps.Keys(p.korean)) {
			if _, ok := p.said[format]; !ok {
				t.Errorf("%s: nothing says %q", dir, format)
			}
		}
	}
}

// A Korean form says each argument as it is, whatever it says.
func TestKoreanFormsFormat(t *testing.T) {
	for _, dir := range speaking(t) {
		for english, korean := range read(t, dir).korean {
			var args []any
			for _, v := range verbs(english) {
				switch v {
				case "d":
					args = append(args, 7)
				case "g", "f", "e":
					args = append(args, 0.25)
				default:
					args = append(args, "x")
				}
			}
			c := Catalogue{english: korean}
			if got := c.Text(english, args...).In(Korean); strings.Contains(got, "%!") {
				t.Errorf("%s: %q says %q", dir, korean, got)
			}
		}
	}
}

func ExampleText_In() {
	c := Catalogue{"%s takes over %s": "%s이(가) %s을(를) 인수한다"}
	t := c.Text("%s takes over %s", Name{"cdr", "연합군사령관"}, Name{"opcon", "작전통제권"})
	fmt.Println(t)
	fmt.Println(t.In(Korean))
	// Output:
	// cdr takes over opcon
	// 연합군사령관이 작전통제권을 인수한다
}
