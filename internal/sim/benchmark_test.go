package sim

import (
	"fmt"
	"strings"
	"testing"

	"entente/internal/model"
	"entente/internal/sim/handwritten"
)

// decisionProcedure compiles the benchmark model from its text, less some report
// hops, or with many copies side by side.
func decisionProcedure(t testing.TB, copies, hops int) *Plan {
	t.Helper()
	text := read(t, "decision-procedure", "arrangement.yaml")
	scenario := read(t, "decision-procedure", "scenario.yaml")
	if hops == 2 {
		text = without(t, text, "      - {id: hop3,")
		text = strings.ReplaceAll(text, "after: hop3", "after: hop2")
	}
	names := []string{"respond"}
	if copies > 1 {
		text, scenario, names = copiesOf(t, text, scenario, copies)
	}
	a, s := load(t, text, scenario)
	var measures []model.Measure
	for _, name := range names {
		measures = append(measures, model.Measure{Meta: model.Meta{ID: name}, Kind: "time-of", Of: name})
	}
	p, err := Compile(a, s, measures)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func without(t testing.TB, text, line string) string {
	t.Helper()
	lines := strings.SplitAfter(text, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, line) {
			return strings.Join(append(lines[:i:i], lines[i+1:]...), "")
		}
	}
	t.Fatalf("no line begins with %q", line)
	return ""
}

// copiesOf writes the procedure n times, each with its own councils and its own
// officer on duty; they share the condition and the posts that fill the seats.
func copiesOf(t testing.TB, text, scenario string, n int) (string, string, []string) {
	t.Helper()
	cut := func(from, to string) string {
		_, rest, ok := strings.Cut(text, from)
		if !ok {
			t.Fatalf("no %q", from)
		}
		body, _, _ := strings.Cut(rest, to)
		return body
	}
	councils, procedure := cut("councils:\n", "procedures:\n"), cut("procedures:\n", "\x00")
	head, _, _ := strings.Cut(text, "  duty:")
	var out strings.Builder
	out.WriteString(head)
	out.WriteString("  s1: {of: A, under: chief}\n  s2: {of: A, under: chief}\n  s3: {of: A, under: chief}\n")
	var names, answers []string
	for k := 1; k <= n; k++ {
		fmt.Fprintf(&out, "  duty-%d: {of: A, under: chief}\n", k)
		names = append(names, fmt.Sprintf("respond-%d", k))
		answers = append(answers, fmt.Sprintf("  respond-%d/decide: {refer: 0.15}\n", k))
	}
	number := func(body string, k int) string {
		return strings.NewReplacer("council-a", fmt.Sprintf("council-a-%d", k), "council-b", fmt.Sprintf("council-b-%d", k),
			"respond", fmt.Sprintf("respond-%d", k), "by: duty", fmt.Sprintf("by: duty-%d", k)).Replace(body)
	}
	out.WriteString("councils:\n")
	for k := 1; k <= n; k++ {
		out.WriteString(number(councils, k))
	}
	out.WriteString("procedures:\n")
	for k := 1; k <= n; k++ {
		out.WriteString(number(procedure, k))
	}
	head, _, _ = strings.Cut(scenario, "  respond/decide")
	return out.String(), head + strings.Join(answers, ""), names
}

// The simulation of the text and the program written by hand give the same times,
// bit for bit.
func TestDecisionProcedureByHand(t *testing.T) {
	for _, c := range []struct{ copies, hops, runs int }{{1, 3, 20000}, {1, 2, 5000}, {200, 3, 40}} {
		p := decisionProcedure(t, c.copies, c.hops)
		r, hand := p.NewRunner(), handwritten.New(c.copies, c.hops)
		out := make([]float64, len(p.Columns()))
		events, byHand := 0, 0
		for i := range uint64(c.runs) {
			o := r.Run(7, i, out)
			want, n := hand.Run(7, i)
			events += o.Events
			byHand += n
			if c.copies == 1 && out[0] != want {
				t.Fatalf("%+v: replication %d takes %v; by hand %v", c, i, out[0], want)
			}
			for k, x := range hand.Times() {
				if c.copies > 1 && out[2*k] != x {
					t.Fatalf("%+v: replication %d, copy %d takes %v; by hand %v", c, i, k, out[2*k], x)
				}
			}
		}
		t.Logf("%+v: %.2f events a replication; by hand %.2f", c, float64(events)/float64(c.runs), float64(byHand)/float64(c.runs))
	}
}

func TestNoAllocation(t *testing.T) {
	p := decisionProcedure(t, 1, 3)
	r, out := p.NewRunner(), make([]float64, len(p.Columns()))
	for i := range uint64(1000) {
		r.Run(1, i, out)
	}
	i := uint64(1000)
	if n := testing.AllocsPerRun(1000, func() { r.Run(1, i, out); i++ }); n != 0 {
		t.Errorf("a replication allocates %v times", n)
	}
}

func BenchmarkDecisionProcedure(b *testing.B) {
	for _, copies := range []int{1, 200} {
		b.Run(fmt.Sprintf("text-%d", copies), func(b *testing.B) {
			p := decisionProcedure(b, copies, 3)
			r, out := p.NewRunner(), make([]float64, len(p.Columns()))
			b.ReportAllocs()
			b.ResetTimer()
			for i := range uint64(b.N) {
				r.Run(1, i, out)
			}
		})
		b.Run(fmt.Sprintf("hand-%d", copies), func(b *testing.B) {
			hand := handwritten.New(copies, 3)
			b.ReportAllocs()
			b.ResetTimer()
			for i := range uint64(b.N) {
				hand.Run(1, i)
			}
		})
	}
}
