package sim

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// busyText writes procedures that decide nothing and share few hands, with exact
// times of which many fall together. The simulator takes its shorter ways there.
func busyText(r *rand.Rand) (arrangement, scenario string, measures []string) {
	var b strings.Builder
	put := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	put("entente: {version: 1, kind: arrangement, id: x, title: Busy, real: false}")
	put("parties: {A: {ally: yes}, B: {ally: yes}}\nposts:")
	for i, post := range []string{"p", "q", "r"} {
		put("  %s: {of: A, national: true, person: m%d}", post, r.IntN(i+1))
	}
	put("councils:")
	for _, council := range []string{"k", "l"} {
		convene := "10m"
		if r.IntN(2) == 0 {
			convene = "{each: 10m}"
		}
		put("  %s: {seats: {a: p, b: q, c: r}, quorum: {total: 1}, rule: consensus, convene: %s, adjourns: %s}", council, convene, []string{"yes", "no"}[r.IntN(2)])
	}
	put("procedures:")
	kinds, n := []int{3}, 2+r.IntN(3)
	for i := range n {
		kinds = append(kinds, r.IntN(3))
		put("  p%d:\n    starts: [k%d, k%d]\n    priority: %d\n    again: %s\n    steps:", i, kinds[i+1], kinds[0], r.IntN(2), []string{"ignore", "restart", "queue 2", "beside 2"}[r.IntN(4)])
		for j := range 1 + r.IntN(5) {
			var after []string
			for k := range j {
				if r.IntN(j) == 0 {
					after = append(after, fmt.Sprint("s", k))
				}
			}
			put("      - {id: s%d, by: %s, act: do, after: [%s], time: %dm}", j, []string{"p", "q", "r", "p", "q", "r", "k", "l"}[r.IntN(8)], strings.Join(after, ", "), 10*r.IntN(4))
		}
		measures = append(measures, fmt.Sprint("time-of p", i))
		if n%2 == 0 {
			measures = append(measures, fmt.Sprintf("expression live(p%d)", i))
		}
	}
	arrangement = b.String()
	b.Reset()
	put("entente: {version: 1, kind: scenario, id: s, for: x, title: Busy}\nhorizon: 12h\nincidents:")
	for i := range 2 + r.IntN(6) {
		put("  - {id: i%d, kind: k%d, at: %dm}", i, kinds[r.IntN(len(kinds))], 10*r.IntN(12))
	}
	return arrangement, b.String(), measures
}

// The shorter ways lead to where the long one does: a traced replication never takes
// them.
func TestShorterWays(t *testing.T) {
	n := uint64(3000)
	if testing.Short() {
		n = 300
	}
	events, plain := 0, 0
	for seed := range n {
		arrangement, scenario, measures := busyText(rand.New(rand.NewPCG(seed, 7)))
		p := compileText(t, arrangement, scenario, measures...)
		for i := range p.works {
			if p.works[i].plain {
				plain++
			}
		}
		out := make([]float64, len(p.Columns()))
		_, o, traced := p.Trace(seed, 0)
		if again := p.NewRunner().Run(seed, 0, out); again != o || !same(out, traced) {
			t.Fatalf("seed %d: traced %+v %v, plain %+v %v\n%s%s", seed, o, traced, again, out, arrangement, scenario)
		}
		events += o.Events
	}
	if t.Logf("%d events, %d plain steps", events, plain); events < int(n) || plain < int(n) {
		t.Error("too little was tried")
	}
}
