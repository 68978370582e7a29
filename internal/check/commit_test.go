package check

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"entente/internal/model"
)

// commitment writes atomic commitment among a coordinator and n participants in
// the language. Blocking: nobody says what follows when a site is lost. Else the
// three phases of Skeen, with what the sites that are left do instead.
func commitment(n int, blocking bool) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	lost := func(clause string) string {
		if blocking {
			return ""
		}
		return ", if-absent: " + clause
	}
	sites, votes := ids("site", n), ids("vote", n)
	line("entente: {version: 1, kind: arrangement, id: commit, title: Commitment, real: false}")
	line("conditions:\n  state: {order: [working, committed], moves: {working->committed: commit}}")
	line("parties:\n  A: {ally: yes}\n  B: {ally: yes}")
	line("posts:\n  coordinator: {of: A, national: true}")
	for _, s := range sites {
		line("  %s: {of: B, national: true}", s)
	}
	line("procedures:\n  commit:\n    decides: {move: working->committed, at: decide}\n    steps:")
	line("      - {id: request, by: coordinator, act: order, to: [%s], time: 1m%s}", strings.Join(sites, ", "), lost("stop"))
	for i, s := range sites {
		line("      - {id: %s, ask: %s, for: consent, asked-by: coordinator, after: [request], time: 1m, if-refused: stop%s}", votes[i], s, lost("stop"))
	}
	if blocking {
		line("      - {id: decide, by: coordinator, act: decide, after: [%s], time: 1m}", strings.Join(votes, ", "))
	} else {
		line("      - {id: prepare, by: coordinator, act: order, to: [%s], after: [%s], time: 1m%s}", strings.Join(sites, ", "), strings.Join(votes, ", "), lost("go end0"))
		line("      - {id: decide, by: coordinator, act: decide, time: 1m%s}", lost("go end0"))
		for i, s := range sites {
			next := "stop"
			if i+1 < n {
				next = fmt.Sprintf("go end%d", i+1)
			}
			line("      - {id: end%d, by: %s, act: do, time: 1m, if-absent: %s}", i, s, next)
		}
	}
	line("checks:\n  use: [stuck, bypassed-consent]\n  invariants:\n    - {id: all-voted, before: working->committed, consent-of: [%s]}", strings.Join(sites, ", "))
	return b.String()
}

func TestCommitment(t *testing.T) {
	run := func(n, faults int, blocking bool) *Result {
		a, _, why := readTexts(commitment(n, blocking), "")
		if why != "" {
			t.Fatal(why)
		}
		return Run(context.Background(), a, nil, Options{Budget: faults, Starts: 1, Workers: 1})
	}
	for n := 1; n <= 3; n++ {
		// RESULT: two-phase commitment does not block while nothing fails, and blocks
		// when one site does (Skeen 1981, "Nonblocking commit protocols"; Bernstein,
		// Hadzilacos and Goodman 1987, "Concurrency Control and Recovery in Database
		// Systems", section 7.4).
		if r := run(n, 0, true); r.Status() != 0 || !r.Exhaustive {
			t.Errorf("two phases, %d sites, nothing lost: %s", n, printed(r))
		} else if want := 4 + 1<<n; r.Searches[0].States != want {
			// By hand: not begun, begun, each set of votes, refused, committed.
			t.Errorf("two phases, %d sites: %d states, want %d", n, r.Searches[0].States, want)
		}
		r := run(n, 1, true)
		if len(r.Findings) != 1 || r.Findings[0].Seam != model.Stuck || r.Findings[0].Faults != 1 {
			t.Errorf("two phases, %d sites, one lost: %s", n, printed(r))
		}
		// RESULT: a third phase with a termination protocol does not block, whoever
		// is lost (Skeen 1981; ibid., section 7.5), and
		// commits only on the votes of all.
		for faults := range 3 {
			if r := run(n, faults, false); r.Status() != 0 || !r.Exhaustive {
				t.Errorf("three phases, %d sites, %d lost: %s", n, faults, printed(r))
			}
		}
	}
}
