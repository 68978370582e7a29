package typecheck

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

var update = flag.Bool("update", false, "write what is found as what is wanted")

const diagnosticsDir = "../../conformance/diagnostics"

// archive is a txtar file: a comment and named files.
type archive struct {
	comment string
	names   []string
	files   map[string]string
}

// readArchive splits a txtar text at its `-- name --` lines.
func readArchive(text string) archive {
	a := archive{files: map[string]string{}}
	current := ""
	for _, line := range strings.SplitAfter(text, "\n") {
		name := strings.TrimSpace(line)
		if strings.HasPrefix(name, "-- ") && strings.HasSuffix(name, " --") && len(name) > 6 {
			current = strings.TrimSpace(name[3 : len(name)-3])
			a.names = append(a.names, current)
			a.files[current] = ""
			continue
		}
		if current == "" {
			a.comment += line
		} else {
			a.files[current] += line
		}
	}
	return a
}

func (a archive) String() string {
	var b strings.Builder
	b.WriteString(a.comment)
	for _, name := range a.names {
		b.WriteString("-- " + name + " --\n" + a.files[name])
	}
	return b.String()
}

// diagnose reads the files of an example together: arrangement.yaml, and then a
// scenario.yaml for it or a study.yaml. Examples of other files are run where
// those are read; they are not ok here.
func diagnose(a archive) (list []diag.Diagnostic, ok bool) {
	var out diag.List
	tree := func(name string) *syntax.Node {
		return syntax.Parse(diag.NewSource(name, a.files[name]), syntax.DefaultLimits, &out)
	}
	var arrangement *model.Arrangement
	for _, name := range a.names {
		switch name {
		case "arrangement.yaml":
			arrangement = Arrangement(tree(name), &out)
		case "scenario.yaml":
			Scenario(tree(name), arrangement, nil, &out)
		case "study.yaml":
			Study(tree(name), &out)
		case "want":
		default:
			return nil, false
		}
	}
	return out.Sorted(), true
}

// TestDiagnostics runs the examples. The code that a file is named after has to be
// among the messages.
func TestDiagnostics(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(diagnosticsDir, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples in %s: %v", diagnosticsDir, err)
	}
	for _, file := range files {
		a := readArchive(readFile(t, file))
		list, ok := diagnose(a)
		if !ok {
			continue
		}
		code := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(code, func(t *testing.T) {
			var b strings.Builder
			_ = diag.WriteText(&b, list, false)
			found := false
			for _, d := range list {
				found = found || string(d.Code) == code
			}
			if !found {
				t.Errorf("no message of code %s:\n%s", code, b.String())
			}
			if *update {
				if _, has := a.files["want"]; !has {
					a.names = append(a.names, "want")
				}
				a.files["want"] = b.String()
				if err := os.WriteFile(file, []byte(a.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := a.files["want"]; b.String() != want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), want)
			}
		})
	}
}

var reported = regexp.MustCompile(`(?:rrorf|arnf)\(\s*"([a-z-]+)"|"(unknown-[a-z-]+)"\}`)

// codesIn lists the codes that the files of this package and the shape check
// report, with the severity that they give them.
func codesIn(t *testing.T) map[string]diag.Severity {
	t.Helper()
	files, _ := filepath.Glob("*.go")
	out := map[string]diag.Severity{}
	for _, file := range append(files, "../syntax/grammar_check.go") {
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "scenario") || strings.HasPrefix(file, "study") {
			continue
		}
		for _, m := range reported.FindAllStringSubmatch(readFile(t, file), -1) {
			code, severity := m[1]+m[2], diag.Error
			if strings.HasPrefix(m[0], "arnf") {
				severity = diag.Warning
			}
			if before, ok := out[code]; ok && before != severity {
				t.Errorf("code %s is an error in one place and a warning in another", code)
			}
			out[code] = severity
		}
	}
	return out
}

func TestEveryCodeIsRegisteredAndHasAnExample(t *testing.T) {
	codes := codesIn(t)
	if len(codes) < 60 {
		t.Errorf("only %d codes are found in the source", len(codes))
	}
	for code, severity := range codes {
		info, ok := diag.Lookup(diag.Code(code))
		if !ok {
			t.Errorf("code %s is not registered", code)
			continue
		}
		if info.Severity != severity {
			t.Errorf("code %s is registered as %s and reported as %s", code, info.Severity, severity)
		}
		if _, err := os.Stat(filepath.Join(diagnosticsDir, code+".txtar")); err != nil {
			t.Errorf("code %s has no example", code)
		}
	}
}

func TestRulesReportWhatTheySay(t *testing.T) {
	said := map[string]bool{}
	for _, r := range rules {
		for _, c := range r.codes {
			if _, ok := diag.Lookup(c); !ok {
				t.Errorf("a rule names code %s, which is not registered", c)
			}
			said[string(c)] = true
		}
	}
	files, _ := filepath.Glob("rule_*.go")
	for _, file := range files {
		for _, m := range reported.FindAllStringSubmatch(readFile(t, file), -1) {
			if !said[m[1]+m[2]] {
				t.Errorf("%s reports %s, which no rule names", file, m[1]+m[2])
			}
		}
	}
}
