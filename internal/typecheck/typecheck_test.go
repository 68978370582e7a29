package typecheck

import (
	"fmt"
	"math/rand/v2"
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
3 sources, 1 scales, 3 parties, 11 posts, 11 persons, 3 forces
4 authorities, 1 councils, 2 links, 6 procedures, kinds probe
seams 20, limits 2, invariants 3
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
	words := wordsOf(text)
	lines := strings.Split(text, "\n")
	tried, silent := 0, 0
	for _, s := range words {
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

// TestOneWrongValueOneMessage puts something of a wrong shape in the place of every
// word of Twin Lakes.
func TestOneWrongValueOneMessage(t *testing.T) {
	text := readFile(t, twinLakesFile)
	lines := strings.Split(text, "\n")
	for _, wrong := range []string{"{}", "[x]", `""`, "{a: b}", "5"} {
		for _, s := range wordsOf(text) {
			line := []rune(lines[s.Start.Line-1])
			changed := append([]string(nil), lines...)
			changed[s.Start.Line-1] = string(line[:s.Start.Col-1]) + wrong + string(line[s.End.Col-1:])
			_, list, rendered := load("t.yaml", strings.Join(changed, "\n"))
			if errorsIn(list) > 1 && !strings.Contains(rendered, "[bad-key]") {
				t.Errorf("line %d, %s for %q:\n%s", s.Start.Line, wrong, s.Text(), rendered)
			}
		}
	}
}

// wordsOf lists the spans of all keys and plain values of a text.
func wordsOf(text string) []diag.Span {
	var out diag.List
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
		if n.Kind == syntax.Scalar && !n.Quoted && n.Span.Start.Line == n.Span.End.Line {
			words = append(words, n.Span)
		}
	}
	gather(syntax.Parse(diag.NewSource("t", text), syntax.DefaultLimits, &out))
	return words
}

// TestAnyWordAnywhere puts words of Twin Lakes in the place of others, two at a
// time: nothing panics, and what is without errors has its indices in range.
func TestAnyWordAnywhere(t *testing.T) {
	text := readFile(t, twinLakesFile)
	words, lines := wordsOf(text), strings.Split(text, "\n")
	rng := rand.New(rand.NewPCG(1, 2))
	clean := 0
	for range 1000 {
		changed := append([]string(nil), lines...)
		for range 2 {
			at, other := words[rng.IntN(len(words))], words[rng.IntN(len(words))]
			line := []rune(changed[at.Start.Line-1])
			if at.End.Col-1 > len(line) {
				continue // the first change has shortened the line
			}
			changed[at.Start.Line-1] = string(line[:at.Start.Col-1]) + other.Text() + string(line[at.End.Col-1:])
		}
		a, list, _ := load("t.yaml", strings.Join(changed, "\n"))
		if a != nil && errorsIn(list) == 0 {
			inRange(t, a)
			clean++
		}
	}
	if clean < 4 {
		t.Errorf("only %d of the texts have no errors", clean)
	}
}

// world is a small arrangement that the cases below complete.
const world = `entente: {version: 1, kind: arrangement, id: x, title: X, real: false}
sources:
  S1: {cite: A treaty, reliability: A}
  S2: {cite: A slide, reliability: C}
conditions:
  cond:
    order: [calm, alert, war]
    moves: {calm->alert: raise, alert->war: go-to-war}
parties:
  M: {ally: yes}
  T: {ally: yes}
posts:
  pm: {of: M, national: yes}
  chief: {of: M, under: pm}
  other: {of: T, national: yes}
forces:
  corps: {of: M}
procedures:
  raise:
    decides: {move: calm->alert, at: order}
    steps:
      - {id: order, by: pm, act: order, time: 1h}
  go-to-war:
    decides: {move: alert->war, at: order}
    steps:
      - {id: order, by: pm, act: order, time: 1h}
`

// codes returns the codes of the messages, each with the text it underlines.
func codes(list []diag.Diagnostic) string {
	out := make([]string, len(list))
	for i, d := range list {
		out[i] = string(d.Code) + " " + d.Span.Text()
	}
	return strings.Join(out, "; ")
}

// with is the world with more: lines that begin with a section's name go into that
// section, all others to its end.
func with(more string) string {
	text := world
	for _, block := range strings.Split(strings.TrimPrefix(more, "\n"), "\n+ ") {
		block = strings.TrimPrefix(block, "+ ")
		section, body, _ := strings.Cut(block, "\n")
		at := strings.Index(text, "\n"+section+":\n")
		if at < 0 {
			text += section + ":\n" + body + "\n"
			continue
		}
		at += len(section) + 3
		text = text[:at] + body + "\n" + text[at:]
	}
	return text
}

// says runs cases of a rule: what is added to the world, and the messages.
func says(t *testing.T, cases []struct{ name, more, want string }) {
	t.Helper()
	for _, c := range cases {
		text := with(c.more)
		if _, list, rendered := load("x.yaml", text); codes(list) != c.want {
			t.Errorf("%s: got %s\nwant %s\n%s", c.name, codes(list), c.want, rendered)
		}
	}
}

func TestTheWorldIsClean(t *testing.T) {
	if _, list, rendered := load("x.yaml", world); len(list) > 0 {
		t.Error(rendered)
	}
}
