package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	moduleRoot = "../.."
	module     = "entente"
)

// source is a file that is no test.
type source struct {
	pkg  string // as in the table
	path string
	file *ast.File
	set  *token.FileSet
}

func (s *source) at(n ast.Node) string {
	p := s.set.Position(n.Pos())
	return fmt.Sprintf("%s:%d", filepath.ToSlash(filepath.Clean(strings.TrimPrefix(p.Filename, moduleRoot+"/"))), p.Line)
}

// sources parses every file of the module that is no test.
func sources(t *testing.T) []*source {
	t.Helper()
	var out []*source
	err := filepath.WalkDir(moduleRoot, func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != moduleRoot && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(moduleRoot, filepath.Dir(path))
		if err != nil {
			return err
		}
		out = append(out, &source{pkg: tableName(module + "/" + filepath.ToSlash(folder)), path: path, file: file, set: set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatal("no source is found")
	}
	return out
}

// tableName turns an import path into the table's name; "" for another module's.
func tableName(path string) string {
	path = strings.TrimSuffix(path, "/.")
	switch rest, ok := strings.CutPrefix(path, module+"/"); {
	case path == module:
		return module
	case ok:
		return rest
	}
	return ""
}

// TestImports compares every import with the table.
func TestImports(t *testing.T) {
	for _, s := range sources(t) {
		for _, i := range s.file.Imports {
			path, _ := strconv.Unquote(i.Path.Value)
			if why := forbidden(s.pkg, path); why != "" {
				t.Errorf("%s: %s imports %s: %s (internal/arch/arch.go)", s.at(i), s.pkg, path, why)
			}
		}
	}
}

// forbidden says why a package may not import a path; "" if it may.
func forbidden(pkg, path string) string {
	own, listed := Alone[pkg]
	place := slices.Index(Layers, pkg)
	if place < 0 && !listed {
		return "the table does not name " + pkg
	}
	to := tableName(path)
	if to == "" {
		return foreign(pkg, path)
	}
	if _, alone := Alone[to]; alone {
		return "only tests may import " + to
	}
	if only, ok := Only[pkg]; ok {
		own, listed = only, true
	}
	if listed {
		if !slices.Contains(own, to) {
			return fmt.Sprintf("of this module it may import %v", own)
		}
		return ""
	}
	switch at := slices.Index(Layers, to); {
	case at < 0:
		return "the table does not name " + to
	case at >= place:
		return to + " stands after it"
	}
	return ""
}

// foreign judges an import of another module or of the standard library.
func foreign(pkg, path string) string {
	if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
		for prefix, may := range Modules {
			if path == prefix || strings.HasPrefix(path, prefix+"/") {
				if slices.Contains(may, pkg) {
					return ""
				}
				return fmt.Sprintf("only %v may", may)
			}
		}
		return "the table does not name the module"
	}
	if !pure(pkg) {
		return ""
	}
	for _, bad := range Impure {
		if path == bad || strings.HasSuffix(bad, "/") && strings.HasPrefix(path, bad) {
			return "up to " + PureUpTo + ", nothing touches the network, files, databases, the clock or global randomness"
		}
	}
	return ""
}

func pure(pkg string) bool {
	at := slices.Index(Layers, pkg)
	_, alone := Alone[pkg]
	return alone || at >= 0 && at <= slices.Index(Layers, PureUpTo)
}

// rounded says that the results of a package have the same bits on every machine.
func rounded(pkg string) bool {
	at := slices.Index(Layers, pkg)
	return at >= 0 && at <= slices.Index(Layers, RoundedUpTo)
}

// TestClockAndChance looks for uses of the clock and of the global source of
// random numbers.
func TestClockAndChance(t *testing.T) {
	for _, s := range sources(t) {
		if pure(s.pkg) {
			for _, use := range impureUses(s) {
				t.Errorf("%s: %s uses %s: time and chance are arguments (internal/arch/arch.go)", use.at, s.pkg, use.name)
			}
		}
	}
}

// TestInexact looks for functions of package math that differ between machines.
func TestInexact(t *testing.T) {
	for _, s := range sources(t) {
		if rounded(s.pkg) {
			for _, use := range inexactUses(s) {
				t.Errorf("%s: %s uses %s: internal/num has the same bits on every machine (internal/arch/arch.go)", use.at, s.pkg, use.name)
			}
		}
	}
}

type use struct{ at, name string }

func impureUses(s *source) []use {
	return uses(s, []string{"time", "math/rand", "math/rand/v2"}, func(path, name string) bool {
		if path == "time" {
			return slices.Contains(Clock, name)
		}
		return !slices.Contains(Random, name)
	})
}

func inexactUses(s *source) []use {
	return uses(s, []string{"math", "math/cmplx"}, func(path, name string) bool {
		return path == "math/cmplx" || slices.Contains(Inexact, name)
	})
}

// uses returns what a file uses of some packages, where that is bad.
func uses(s *source, paths []string, bad func(path, name string) bool) []use {
	names := map[string]string{} // of the package in this file: its path
	for _, i := range s.file.Imports {
		path, _ := strconv.Unquote(i.Path.Value)
		if !slices.Contains(paths, path) {
			continue
		}
		name := strings.TrimSuffix(path, "/v2")
		name = name[strings.LastIndex(name, "/")+1:]
		if i.Name != nil {
			name = i.Name.Name
		}
		names[name] = path
	}
	var out []use
	if path, ok := names["."]; ok {
		out = append(out, use{s.at(s.file), "a dot import of " + path})
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		id, ok := sel.X.(*ast.Ident)
		if !ok || names[id.Name] == "" {
			return true
		}
		if bad(names[id.Name], sel.Sel.Name) {
			out = append(out, use{s.at(n), id.Name + "." + sel.Sel.Name})
		}
		return true
	})
	return out
}

// TestForbidden holds the judgement itself to examples.
func TestForbidden(t *testing.T) {
	for _, c := range []struct {
		pkg, path string
		ok        bool
	}{
		{"internal/check", "entente/internal/timing", true},
		{"internal/timing", "entente/internal/check", false},
		{"internal/check", "entente/internal/check", false},
		{"internal/check", "entente/internal/reference", false},
		{"internal/reference", "entente/internal/model", true},
		{"internal/reference", "entente/internal/machine", false},
		{"internal/nowhere", "fmt", false},
		{"internal/check", "os", false},
		{"internal/check", "net/http", false},
		{"internal/store", "os", true},
		{"internal/design", "go.yaml.in/yaml/v4", false},
		{"internal/syntax", "go.yaml.in/yaml/v4", true},
		{"internal/answer", "github.com/xuri/excelize/v2", true},
		{"internal/check", "github.com/who/knows", false},
		{"cmd/entente", "entente", true},
		{"cmd/entente", "entente/internal/check", false},
		{"entente", "entente/internal/store", false},
	} {
		if why := forbidden(c.pkg, c.path); (why == "") != c.ok {
			t.Errorf("%s imports %s: %q", c.pkg, c.path, why)
		}
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "x.go", `package x
import ("math"; "time"; chance "math/rand/v2")
var a, b, c, d = time.Now(), time.Second, chance.IntN(3), chance.New(nil)
var e, f, g = math.Sqrt(2), math.Exp(2), math.Log
`, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(impureUses(&source{file: file, set: set})); got != "[{x.go:3 time.Now} {x.go:3 chance.IntN}]" {
		t.Error(got)
	}
	if got := fmt.Sprint(inexactUses(&source{file: file, set: set})); got != "[{x.go:4 math.Exp} {x.go:4 math.Log}]" {
		t.Error(got)
	}
}
