// Package docs holds the pages; its test keeps docs/codes.md in step with the
// registry of codes and the conformance files.
package docs

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/model"
)

var update = flag.Bool("update", false, "rewrite docs/codes.md")

// exampleOf says where a seam that a rule's file shows has its example.
var exampleOf = map[string]string{
	"no-decider": "s14-due", "no-quorum": "s10-quorum", "bypassed-consent": "s19-effect", "stuck": "s23-continuations",
	"delegation-outlives": "s09-lapse", "invariant": "s26-invariants", "ineligible-holder": "seam-ineligible",
}

// page writes docs/codes.md.
func page(t *testing.T) string {
	var b strings.Builder
	b.WriteString("# Seams and messages\n\nThis page is made from the registry and the conformance files: `go test ./docs -update`. `entente explain NAME` prints an entry.\n\n## Seams\n\nIn the fixed order in which findings are listed; it is not an order of gravity. docs/semantics.md section 7 is the definition.\n")
	for i, name := range model.SeamNames() {
		file := exampleOf[name]
		if file == "" {
			file = "seam-" + name
		}
		path := filepath.Join("..", "conformance", "semantics", file+".txtar")
		if _, err := os.Stat(path); err != nil {
			t.Errorf("seam %s has no example: %v", name, err)
		}
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\nTry: %s. Example: [%s](../conformance/semantics/%s.txtar).\n", name, check.Meaning(model.Seam(i)), check.Remedy(model.Seam(i)), file, file)
	}
	b.WriteString("\n## Messages\n")
	for _, info := range diag.All() {
		fmt.Fprintf(&b, "\n### %s\n\n%s (%s). %s\n", info.Code, strings.TrimSuffix(info.Summary, "."), info.Severity, info.Explain)
		archive, err := txtar.ParseFile(filepath.Join("..", "conformance", "diagnostics", string(info.Code)+".txtar"))
		if err != nil {
			continue // an example that needs a file too large to keep has a test beside its code
		}
		for _, f := range archive.Files {
			if f.Name == "want" {
				fmt.Fprintf(&b, "\n```text\n%s```\n", f.Data)
			}
		}
	}
	return b.String()
}

func TestCodesPage(t *testing.T) {
	want := page(t)
	if *update {
		if err := os.WriteFile("codes.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("codes.md")
	if err != nil || string(got) != want {
		t.Errorf("docs/codes.md is not up to date (%v): run `go test ./docs -update`", err)
	}
}
