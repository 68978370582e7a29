package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestClaims: every study of Korea answers a claim, every study that a claim names is
// there with the evidence that is said, and every answer is one of those that may be.
func TestClaims(t *testing.T) {
	page, err := os.ReadFile("claims.md")
	if err != nil {
		t.Fatal(err)
	}
	studies := "../library/korea/studies"
	var have []string
	entries, err := os.ReadDir(studies)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		have = append(have, e.Name())
	}
	link := regexp.MustCompile(`\]\(\.\./library/korea/studies/([a-z0-9-]+)\)`)
	answer := regexp.MustCompile(`^\*(supported|not supported|depends|not testable|left out|taken as fact)\*`)
	row := regexp.MustCompile(`(?m)^\| ([DPJ]\d+) \| (.*) \|$`)
	evidence := regexp.MustCompile(`(?m)^evidence: (\w+)`)
	named := map[string]bool{}
	rows := row.FindAllStringSubmatch(string(page), -1)
	if len(rows) < 60 {
		t.Errorf("%d claims were read", len(rows))
	}
	for _, r := range rows {
		cells := strings.Split(r[2], " | ")
		if len(cells) != 4 {
			t.Errorf("%s has %d cells", r[1], len(cells))
			continue
		}
		if !answer.MatchString(cells[3]) {
			t.Errorf("%s: the answer begins with none of the words it may: %q", r[1], cells[3])
		}
		var said []string
		for _, m := range link.FindAllStringSubmatch(cells[1], -1) {
			named[m[1]] = true
			text, err := os.ReadFile(filepath.Join(studies, m[1], "study.yaml"))
			if err != nil {
				t.Errorf("%s names %s: %v", r[1], m[1], err)
				continue
			}
			if e := evidence.FindSubmatch(text); e != nil && !slices.Contains(said, string(e[1])) {
				said = append(said, string(e[1]))
			}
		}
		if want := strings.Join(said, ", "); want != "" && want != cells[2] {
			t.Errorf("%s: the evidence is %s, and it says %s", r[1], want, cells[2])
		}
	}
	for _, s := range have {
		if !named[s] {
			t.Errorf("no claim names the study %s", s)
		}
	}
}
