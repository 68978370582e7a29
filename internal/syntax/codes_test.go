package syntax

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/diag"
)

// withoutExample are the codes that no file of conformance/diagnostics shows,
// because it would be too large to read or no text at all.
var withoutExample = map[diag.Code]func(*diag.List){
	"file-too-large":       reads("# " + strings.Repeat("x", DefaultLimits.Bytes) + "\n"),
	"not-utf8":             reads("entente: {title: \xff}\n"),
	"scalar-too-long":      reads("note: " + strings.Repeat("long ", DefaultLimits.Scalar/4) + "\n"),
	"too-many-diagnostics": reads("a: 1\n" + strings.Repeat("a: 1\n", diag.ListMax+1)),
	"too-many-nodes":       reads("a: [" + strings.Repeat("1,", DefaultLimits.Nodes) + "]\n"),
}

func reads(text string) func(*diag.List) {
	return func(out *diag.List) { Parse(diag.NewSource("t.yaml", text), DefaultLimits, out) }
}

func TestEveryCodeIsShown(t *testing.T) {
	for _, info := range diag.All() {
		run, ok := withoutExample[info.Code]
		_, err := os.Stat(filepath.Join("../../conformance/diagnostics", string(info.Code)+".txtar"))
		switch {
		case !ok && err != nil:
			t.Errorf("code %s has no example", info.Code)
		case ok && err == nil:
			t.Errorf("code %s has an example and stands in this table as well", info.Code)
		case ok:
			var out diag.List
			run(&out)
			list := out.Sorted()
			if len(list) == 0 || list[len(list)-1].Code != info.Code {
				t.Errorf("%s is expected:\n%s", info.Code, rendered(&out))
			}
		}
	}
}

// Every example is of a code that is registered.
func TestEveryExampleHasACode(t *testing.T) {
	files, err := filepath.Glob("../../conformance/diagnostics/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		code := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if _, ok := diag.Lookup(diag.Code(code)); !ok {
			t.Errorf("%s shows a code that is not registered", file)
		}
	}
}
