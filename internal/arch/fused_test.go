package arch

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestNothingIsFused looks for products of floating-point numbers that a compiler may
// fuse with a sum, on machines that have such an instruction.
func TestNothingIsFused(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the types of many packages")
	}
	byPackage := map[string][]*source{}
	for _, s := range sources(t) {
		if rounded(s.pkg) {
			byPackage[s.pkg] = append(byPackage[s.pkg], s)
		}
	}
	set := token.NewFileSet()
	from := importer.ForCompiler(set, "gc", exported(t))
	for _, pkg := range slices.Sorted(maps.Keys(byPackage)) {
		var files []*ast.File
		for _, s := range byPackage[pkg] {
			file, err := parser.ParseFile(set, s.path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		for _, n := range fusible(t, set, from, pkg, files) {
			t.Errorf("%s: a product that is not in float64( ): it may be fused with a sum (internal/arch/arch.go)", (&source{set: set}).at(n))
		}
	}
}

// exported finds what the compiler has written about a package.
func exported(t *testing.T) importer.Lookup {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-export", "-f", "{{.ImportPath}}\t{{.Export}}", "./...")
	list.Dir = moduleRoot
	out, err := list.Output()
	if err != nil {
		t.Fatalf("%v: %v", list, err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		files[path] = file
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
}

// fusible returns the products that are neither constant nor rounded at once. A product
// is rounded by a conversion, or where it is a factor, a dividend or a divisor; one
// with a power of two is exact.
func fusible(t *testing.T, set *token.FileSet, from types.Importer, pkg string, files []*ast.File) []ast.Node {
	t.Helper()
	info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Importer: from}
	if _, err := config.Check(module+"/"+pkg, set, files, &info); err != nil {
		t.Fatal(err)
	}
	floating := func(e ast.Expr) bool {
		v := info.Types[e]
		if v.Value != nil && v.Value.Kind() != constant.Unknown {
			return false
		}
		basic, ok := v.Type.Underlying().(*types.Basic)
		return ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0
	}
	power := func(e ast.Expr) bool { // of two
		v := info.Types[e].Value
		if v == nil || v.Kind() != constant.Int && v.Kind() != constant.Float {
			return false
		}
		x, _ := constant.Float64Val(v)
		fraction, _ := math.Frexp(x)
		return math.Abs(fraction) == 0.5
	}
	var out []ast.Node
	for _, file := range files {
		var above []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				above = above[:len(above)-1]
				return true
			}
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.MUL && floating(n) && !power(n.X) && !power(n.Y) && !roundedBy(&info, above) {
					out = append(out, n)
				}
			case *ast.AssignStmt:
				if n.Tok == token.MUL_ASSIGN && floating(n.Lhs[0]) && !power(n.Rhs[0]) {
					out = append(out, n)
				}
			}
			above = append(above, n)
			return true
		})
	}
	return out
}

// roundedBy says whether what stands above a product rounds it.
func roundedBy(info *types.Info, above []ast.Node) bool {
	for i := len(above) - 1; i >= 0; i-- {
		switch n := above[i].(type) {
		case *ast.ParenExpr, *ast.UnaryExpr:
			continue
		case *ast.BinaryExpr:
			return n.Op != token.ADD && n.Op != token.SUB
		case *ast.CallExpr:
			return info.Types[n.Fun].IsType()
		default:
			return false
		}
	}
	return false
}

// TestFusible holds the search itself to examples.
func TestFusible(t *testing.T) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "x.go", `package x
func f(a, b, c float64, n int) float64 {
	d := float64(a*b) + c
	d = a*b + c // line 4
	d -= a * b // line 5
	d += float64(-(a * b))
	d = c - (-(a * b)) // line 7
	d *= a // line 8
	d = float64(a*b*c) + float64(n*n+3) + 2*3
	d += a * b / c
	e := a * b // line 11
	if a*b > c || 0.25*a + 2*b > c { return e }
	return d * a // line 13
}
`, 0)
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, n := range fusible(t, set, nil, "x", []*ast.File{file}) {
		lines = append(lines, set.Position(n.Pos()).Line)
	}
	if got, want := fmt.Sprint(lines), "[4 5 7 8 11 13]"; got != want {
		t.Errorf("fusible products in lines %s, want %s", got, want)
	}
}
