package typecheck

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

const twinLakesFile = "../../library/twinlakes/arrangement.yaml"

// load reads an arrangement from text and returns its diagnostics, rendered.
func load(name, text string) (*model.Arrangement, []diag.Diagnostic, string) {
	var out diag.List
	tree := syntax.Parse(diag.NewSource(name, text), syntax.DefaultLimits, &out)
	a := Arrangement(tree, &out)
	var b strings.Builder
	_ = diag.WriteText(&b, out.Sorted(), false)
	return a, out.Sorted(), b.String()
}

func errorsIn(list []diag.Diagnostic) int {
	n := 0
	for i := range list {
		if list[i].Severity == diag.Error {
			n++
		}
	}
	return n
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTwinLakes(t *testing.T) {
	a, list, text := load("twinlakes.yaml", readFile(t, twinLakesFile))
	if len(list) != 1 || list[0].Code != "unwritten-clause" || !strings.Contains(text, `"tell-m"`) {
		t.Errorf("one warning, on tell-m, is expected:\n%s", text)
	}
	got := strings.Join([]string{
		fmt.Sprintf("%s %q real=%v", a.ID, a.Title, a.Real),
		fmt.Sprintf("%d sources, %d scales, %d parties, %d posts, %d persons, %d forces", len(a.Sources), len(a.Scales), len(a.Parties), len(a.Posts), len(a.Persons), len(a.Forces)),
		fmt.Sprintf("%d authorities, %d councils, %d links, %d procedures, kinds %s", len(a.Authorities), len(a.Councils), len(a.Links), len(a.Procedures), a.Kinds[0].ID),
		fmt.Sprintf("seams %d, limits %d, invariants %d", len(a.Checks.Use), len(a.Checks.Limits), len(a.Checks.Invariants)),
		a.Checks.Invariants[1].A.Text,
		a.Checks.Invariants[2].A.Text + " / " + a.Checks.Invariants[2].B.Text,
	}, "\n")
	want := `twinlakes "Twin Lakes Combined Command" real=false
3 sources, 1 scales, 2 parties, 11 posts, 11 persons, 3 forces
4 authorities, 1 councils, 2 links, 6 procedures, kinds probe
seams 17, limits 2, invariants 3
count(holders(fleet-tacon)) <= 1
cond == alert / cond == calm`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	war := a.Procedures[1]
	consent := war.Steps[1]
	if consent.Time.Text != "1h/3h/9h" || consent.Time.Path != "procedures/declare-war/steps/consent-m/time" ||
		consent.Time.Cite.Credibility != 4 || a.Sources[consent.Time.Cite.Source].ID != "S3" {
		t.Errorf("the time of consent-m is %+v", consent.Time)
	}
	if convene := a.Councils[0].Convene; !convene.Spec.HasWithin || convene.Text != "{p10: 1h, p50: 3h, p90: 10h, within: 30m..24h}" || convene.Cite.Credibility != 3 {
		t.Errorf("convene is %+v", convene)
	}
	if h := a.Authorities[0].Handovers[0]; !h.GivesUp.Before || h.GivesUp.Step != 0 || h.TakesOver.Before || h.TakesOver.Step != 1 || !a.Procedures[h.By].HandsOver {
		t.Errorf("the hand-over of corps-opcon is %+v", h)
	}
	if w := a.Authorities[0]; a.Posts[w.HeldBy[2]].ID != "cdr" || w.HeldCite[2].Credibility != 1 || !w.Exclusive {
		t.Errorf("corps-opcon is %+v", w)
	}
}

// TestOneWrongWordOneMessage misspells every word of Twin Lakes that names
// something or is a word of the language, one at a time.
func TestOneWrongWordOneMessage(t *testing.T) {
	text := readFile(t, twinLakesFile)
	var out diag.List
	tree := syntax.Parse(diag.NewSource("t", text), syntax.DefaultLimits, &out)
	var words []diag.Span
	var gather func(n *syntax.Node)
	gather = func(n *syntax.Node) {
		for _, p := range n.Pairs {
			words = append(words, p.Key.Span)
			gather(p.Value)
		}
		for _, i := range n.Items {
			gather(i)
		}
		if n.Kind == syntax.Scalar && !n.Quoted {
			words = append(words, n.Span)
		}
	}
	gather(tree)
	lines := strings.Split(text, "\n")
	tried, silent := 0, 0
	for _, s := range words {
		if s.Start.Line != s.End.Line {
			continue
		}
		line := []rune(lines[s.Start.Line-1])
		word := string(line[s.Start.Col-1 : s.End.Col-1])
		changed := append([]string(nil), lines...)
		at := s.Start.Col - 1 + len([]rune(word))/2
		changed[s.Start.Line-1] = string(line[:at]) + "z" + string(line[at:])
		_, list, rendered := load("t.yaml", strings.Join(changed, "\n"))
		tried++
		switch n := errorsIn(list); {
		case n > 1:
			t.Errorf("line %d, %q misspelt: %d errors\n%s", s.Start.Line, word, n, rendered)
		case n == 0:
			silent++
		}
	}
	if tried < 300 || silent > tried/5 {
		t.Errorf("%d words tried, %d without a message", tried, silent)
	}
}
