package reference

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

func load(t *testing.T, name, text string) *model.Arrangement {
	t.Helper()
	var out diag.List
	a := typecheck.Arrangement(syntax.Parse(diag.NewSource(name, text), syntax.DefaultLimits, &out), &out)
	mustBeClean(t, &out)
	return a
}

func mustBeClean(t *testing.T, out *diag.List) {
	t.Helper()
	if !out.HasErrors() {
		return
	}
	var b strings.Builder
	if err := diag.WriteText(&b, out.Sorted(), false); err != nil {
		t.Fatal(err)
	}
	t.Fatal(b.String())
}

// findingsOf searches everything and prints the findings.
func findingsOf(t *testing.T, a *model.Arrangement, s *model.Scenario, b Budget) []Finding {
	t.Helper()
	space, complete := Explore(a, s, b, 100_000)
	if !complete {
		t.Fatal("the search was cut")
	}
	return space.Findings()
}

func budget(a *model.Arrangement, faults, starts int) Budget {
	b := DefaultBudget(a, faults)
	b.Starts = starts
	return b
}

func printed(found []Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s %d: %s\n", f.Check, f.Element, f.Depth, strings.Join(f.Story, ", "))
	}
	return b.String()
}

// head is what the tiny arrangements share.
const head = `entente: {version: 1, kind: arrangement, id: x, title: X, real: false}
parties:
  A: {ally: yes}
  B: {ally: yes}
conditions:
  cond: {order: [low, high], moves: {low->high: up}}
`

func TestFindings(t *testing.T) {
	tests := map[string]struct {
		text           string
		faults, starts int
		want           string
	}{
		// q's consent is asked over l; whichever of q and l is lost, the step is
		// due and cannot be done or refused, and nothing repairs either. With p
		// lost before it, the run may still stop by q's refusal: it is not stuck,
		// but it cannot end.
		"a consent over a link": {head + `posts:
  p: {of: A, national: true}
  q: {of: B, national: true}
links:
  l: {between: [p, q]}
procedures:
  up:
    decides: {move: low->high, at: go}
    steps:
      - {id: ask, ask: q, for: consent, asked-by: p, via: l, time: 1h}
      - {id: go, by: p, act: decide, time: 1h}
checks:
  limits:
    - {id: quick, procedure: up, p90: 1d}
`, 1, 1, `
no-decider up/ask 2: start up, lose q
no-decider up/go 3: start up, done up#0/ask, lose p
stuck up 2: start up, lose q
single-point up p 2: start up, lose p
single-point up q 2: start up, lose q
single-point up l 2: start up, cut l
`},
		// The deputy, of another party, consents for q: the consent does not count
		// for B. He is barred from holding c, too, and q's delegate holds on. The
		// deputy himself is not in H of c while q is in office.
		"a deputy of another party": {head + `posts:
  p: {of: A, national: true}
  q: {of: B, national: true, deputies: {d: at-once}, refill: 1d}
  d: {of: A, under: p}
forces:
  f: {of: B}
  g: {of: A}
authority:
  c: {kind: OPCON, over: f, held-by: {any: q}, only: {party: B}}
  e: {kind: OPCON, over: g, held-by: {any: p}, delegated-from: q}
procedures:
  up:
    decides: {move: low->high, at: go}
    steps:
      - {id: ask, ask: q, for: consent, asked-by: p, time: 1h}
      - {id: go, by: d, act: decide, uses: c, time: 1h}
`, 1, 1, `
no-holder e 1: lose p
ineligible-holder c 1: lose q
no-authority up/go 3: start up, done up#0/ask, done up#0/go
no-decider up/go 3: start up, done up#0/ask, lose d
bypassed-consent up B 4: start up, lose q, done up#0/ask, done up#0/go
stuck up 3: start up, done up#0/ask, lose d
delegation-outlives e 1: lose q
`},
		// A refused consent that goes on to the same party's is given; one that is
		// passed over is not.
		"left by go": {head + `posts:
  p: {of: A, national: true}
  q: {of: B, national: true}
  r: {of: B, under: q}
procedures:
  up:
    decides: {move: low->high, at: go}
    steps:
      - {id: ask, ask: q, for: consent, asked-by: p, time: 1h, if-refused: go again}
      - {id: again, ask: r, for: consent, asked-by: p, time: 1h, if-refused: proceed}
      - {id: go, by: p, act: decide, time: 1h}
checks:
  invariants:
    - {id: of-q, before: low->high, consent-of: [q]}
    - {id: of-r, before: low->high, consent-of: [r]}
    - {id: either, always: not (done(up/ask) and done(up/again))}
`, 0, 1, `
bypassed-consent up B 4: start up, done up#0/ask, refuse up#0/again, done up#0/go
invariant of-q 4: start up, refuse up#0/ask, done up#0/again, done up#0/go
invariant of-r 4: start up, done up#0/ask, refuse up#0/again, done up#0/go
invariant either 3: start up, done up#0/ask, done up#0/again
`},
		// A council's consent stands for both parties that have a seat. When the
		// condition is high, guard may not start, and alarm finds nobody.
		"a council": {head + `posts:
  p: {of: A, national: true}
  q: {of: B, national: true}
councils:
  k: {seats: {a: p, b: q}, quorum: {total: 2}, rule: consensus, convene: 1h}
procedures:
  up:
    decides: {move: low->high, at: go}
    steps:
      - {id: ask, ask: k, for: consent, asked-by: p, time: 1h, if-refused: proceed}
      - {id: go, by: p, act: decide, time: 1h}
  guard:
    starts: alarm
    while: cond == low
    steps:
      - {id: note, by: p, act: report, to: q, time: 1h}
`, 1, 1, `
no-decider up/go 4: start up, convene k for up#0, done up#0/ask, lose p
no-decider guard/note 2: incident alarm, lose p
no-quorum k 2: start up, lose p
bypassed-consent up A 4: start up, convene k for up#0, refuse up#0/ask, done up#0/go
bypassed-consent up B 4: start up, convene k for up#0, refuse up#0/ask, done up#0/go
stuck up 2: start up, lose p
stuck guard 2: incident alarm, lose p
no-procedure alarm 4: start up, convene k for up#0, done up#0/ask, done up#0/go
`},
		// Nothing leads back from high, and nothing empties an office in a
		// continuation.
		"no way back": {head + `posts:
  p: {of: A, national: true}
  q: {of: B, national: true}
procedures:
  up:
    decides: {move: low->high, at: go}
    steps:
      - {id: go, by: p, act: decide, time: 1h}
checks:
  invariants:
    - {id: back, from: cond == high, possible: cond == low}
    - {id: on, from: cond == low, possible: cond == high}
    - {id: again, when: cond == high, within: 2h, holds: live(up)}
    - {id: there, when: cond == high, within: 2h, holds: cond == high}
    - {id: gone, when: cond == low, within: 2h, holds: empty(q)}
`, 0, 1, `
invariant back 2: start up, done up#0/go
invariant again 2: start up, done up#0/go
invariant gone 0: 
`},
		// p's deputy acts, q may be passed over; where r is lost the run only
		// stops, and that r will be replaced does not count.
		"points that are not single": {head + `posts:
  p: {of: A, national: true, deputies: {d: 1h}}
  d: {of: A, under: p}
  q: {of: B, national: true}
  r: {of: B, under: q, refill: 1d}
procedures:
  up:
    decides: {move: low->high, at: go}
    steps:
      - {id: a, by: q, act: assess, time: 1h, if-absent: proceed}
      - {id: b, by: r, act: assess, time: 1h, if-absent: stop}
      - {id: go, by: p, act: decide, time: 1h}
checks:
  limits:
    - {id: quick, procedure: up, p90: 1d}
`, 0, 1, `
single-point up r 2: start up, lose r
`},
		// A run that can only start afresh is stuck; what overtakes it stops it.
		"restart": {head + `posts:
  p: {of: A, national: true}
  q: {of: B, national: true}
procedures:
  up:
    decides: {move: low->high, at: go}
    again: restart
    steps:
      - {id: a, by: p, act: assess, time: 1h}
      - {id: go, by: p, act: decide, needs: empty(q), time: 1h}
`, 0, 2, `
stuck up 1: start up
`},
		"overtaken": {strings.ReplaceAll(head, "[low, high], moves: {", "[low, mid, high], moves: {low->mid: aside, ") + `posts:
  p: {of: A, national: true}
  q: {of: B, national: true}
procedures:
  up:
    decides: {move: low->high, at: go}
    steps:
      - {id: go, by: p, act: decide, needs: empty(q), time: 1h}
  aside:
    decides: {move: low->mid, at: go}
    steps:
      - {id: go, by: p, act: decide, time: 1h}
`, 0, 1, ``},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := load(t, "arrangement.yaml", test.text)
			got := printed(findingsOf(t, a, nil, budget(a, test.faults, test.starts)))
			if want := strings.TrimPrefix(test.want, "\n"); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// judged are the seams that Findings looks for.
var judged = []model.Seam{
	model.NoHolder, model.DualHolder, model.IneligibleHolder, model.NoAuthority, model.NoDecider, model.NoQuorum, model.BypassedConsent,
	model.Stuck, model.DelegationOutlives, model.SinglePoint, model.NoProcedure, model.InvariantSeam, model.CrossedLine, model.UnauthorisedOption,
}

// TestConformance: every file with findings has exactly those that Findings
// judges. An invariant `when` may also fail by its bounds, which are not judged
// here: it must be listed where it is found, and not the other way round.
func TestConformance(t *testing.T) {
	paths, err := filepath.Glob("../../conformance/semantics/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no files", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]string{}
		for _, f := range archive.Files {
			files[f.Name] = string(f.Data)
		}
		listed, ok := files["findings"]
		if !ok {
			continue // it shows something else
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a := load(t, "arrangement.yaml", files["arrangement.yaml"])
			faults, starts := 1, 1
			for line := range strings.Lines(string(archive.Comment)) {
				if n, _ := fmt.Sscanf(line, "budget: %d %d", &faults, &starts); n == 1 {
					t.Fatalf("%q wants two numbers", line)
				}
			}
			b := budget(a, faults, starts)
			var s *model.Scenario
			if text, ok := files["scenario.yaml"]; ok {
				var out diag.List
				var c *model.Crisis
				if crisis, ok := files["crisis.yaml"]; ok {
					c = typecheck.Crisis(syntax.Parse(diag.NewSource("crisis.yaml", crisis), syntax.DefaultLimits, &out), a, &out)
				}
				s = typecheck.Scenario(syntax.Parse(diag.NewSource("scenario.yaml", text), syntax.DefaultLimits, &out), a, c, &out)
				mustBeClean(t, &out)
				b = ScenarioBudget(a, s, -1)
			}
			var found []string
			for _, f := range findingsOf(t, a, s, b) {
				if len(a.Checks.Use) == 0 || f.Check == model.InvariantSeam || slices.Contains(a.Checks.Use, f.Check) {
					found = append(found, f.Check.String()+" "+f.Element)
				}
			}
			var want []string
			for line := range strings.Lines(listed) {
				line = strings.TrimSpace(line)
				check, element, _ := strings.Cut(line, " ")
				isJudged := slices.ContainsFunc(judged, func(seam model.Seam) bool { return seam.String() == check })
				if isJudged && (!isWhen(a, check, element) || slices.Contains(found, line)) {
					want = append(want, line)
				}
			}
			if !slices.Equal(found, want) {
				t.Errorf("found\n%s\nwant\n%s", strings.Join(found, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func isWhen(a *model.Arrangement, check, element string) bool {
	return check == model.InvariantSeam.String() && slices.ContainsFunc(a.Checks.Invariants, func(inv model.Invariant) bool {
		return inv.ID == element && inv.Form == model.When
	})
}
