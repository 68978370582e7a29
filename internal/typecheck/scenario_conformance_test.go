package typecheck

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// read reads the texts of an example as they are loaded together: the
// arrangement, the variants on it in order, the crisis, the scenario, the study.
func (a archive) read() (string, []diag.Diagnostic) {
	var out diag.List
	var arrangement *syntax.Node
	var variants []*syntax.Node
	var built *model.Arrangement
	var crisis *model.Crisis
	build := func() {
		if arrangement == nil || built != nil || out.HasErrors() {
			return
		}
		if len(variants) > 0 {
			if arrangement, _ = design.Apply(arrangement, variants, &out); arrangement == nil {
				return
			}
		}
		built = Arrangement(arrangement, &out)
	}
	for _, name := range a.names {
		if name == "want" {
			break
		}
		tree := syntax.Parse(diag.NewSource(name, a.files[name]), syntax.DefaultLimits, &out)
		switch {
		case tree == nil:
		case name == "arrangement.yaml":
			arrangement = tree
		case strings.HasPrefix(name, "variant"):
			variants = append(variants, tree)
		case name == "scenario.yaml":
			if build(); !out.HasErrors() {
				Scenario(tree, built, crisis, &out)
			}
		case name == "crisis.yaml":
			if build(); !out.HasErrors() {
				crisis = Crisis(tree, built, &out)
			}
		case name == "study.yaml":
			Study(tree, &out)
		}
	}
	build()
	var b strings.Builder
	_ = diag.WriteText(&b, out.Sorted(), false)
	return b.String(), out.Sorted()
}

// TestDesignDiagnostics runs the examples that hold variants, a crisis, a scenario or
// a study. The code that the file is named after has to be the only one.
func TestDesignDiagnostics(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(diagnosticsDir, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		a := readArchive(readFile(t, file))
		_, alone := a.files["arrangement.yaml"]
		if alone && len(a.names) <= 2 && a.files["crisis.yaml"] == "" {
			continue // tested with the arrangements
		}
		if !strings.Contains(strings.Join(a.names, " "), ".yaml") {
			continue // of a text that is no tree yet
		}
		code := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(code, func(t *testing.T) {
			got, list := a.read()
			if len(list) != 1 || string(list[0].Code) != code {
				t.Errorf("one message of code %s is expected:\n%s", code, got)
			}
			if *update {
				if _, ok := a.files["want"]; !ok {
					a.names = append(a.names, "want")
				}
				a.files["want"] = got
				if err := os.WriteFile(file, []byte(a.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := a.files["want"]; got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Every code that designs, crises, scenarios and studies report is registered with its
// severity and has an example.
func TestEveryCodeOfDesignsHasAnExample(t *testing.T) {
	var files []string
	for _, pattern := range []string{"scenario*.go", "crisis*.go", "study*.go", "../design/*.go"} {
		found, _ := filepath.Glob(pattern)
		files = append(files, found...)
	}
	n := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range reported.FindAllStringSubmatch(readFile(t, file), -1) {
			code := m[1] + m[2]
			n++
			info, ok := diag.Lookup(diag.Code(code))
			if !ok {
				t.Errorf("%s reports %s, which is not registered", file, code)
				continue
			}
			if warns := strings.HasPrefix(m[0], "arnf"); warns != (info.Severity == diag.Warning) {
				t.Errorf("%s reports %s, which is registered as %s", file, code, info.Severity)
			}
			if _, err := os.Stat(filepath.Join(diagnosticsDir, code+".txtar")); err != nil {
				t.Errorf("code %s has no example", code)
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d reports are found in the source", n)
	}
}
