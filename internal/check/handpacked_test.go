package check

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"text/template"

	"entente/internal/bench"
	"entente/internal/check/handpacked"
	"entente/internal/model"
	"entente/internal/program"
)

// tasks reads testdata/tasks.yaml.tmpl with n tasks and the checks to use.
func tasks(tb testing.TB, n int, use string) *model.Arrangement {
	tb.Helper()
	t, err := template.ParseFiles("testdata/tasks.yaml.tmpl")
	if err != nil {
		tb.Fatal(err)
	}
	var text strings.Builder
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	if err := t.Execute(&text, map[string]any{"Tasks": list, "Use": use}); err != nil {
		tb.Fatal(err)
	}
	a, _, why := readTexts(text.String(), "")
	if why != "" {
		tb.Fatal(why)
	}
	return a
}

// tasksSystem is the whole of it as the checker explores it.
func tasksSystem(tb testing.TB, m handpacked.Model) *system {
	a := tasks(tb, m.Tasks, "stuck")
	p := program.Compile(a, BudgetOf(a, nil, Options{Budget: m.Faults, Starts: m.Starts}))
	return newSystem(p, p.Everything())
}

// depths returns how many states lie at each distance from the start.
func depths(x *Exploration) []int {
	depth := make([]uint16, x.set.len())
	var count []int
	for i := range depth {
		if i > 0 {
			depth[i] = depth[x.set.parent(int32(i))] + 1
		}
		if int(depth[i]) == len(count) {
			count = append(count, 0)
		}
		count[depth[i]]++
	}
	return count
}

// TestHandPacked: the search by hand and the checker's have the same states,
// transitions and distances.
func TestHandPacked(t *testing.T) {
	sizes := []handpacked.Model{{Tasks: 1, Faults: 0, Starts: 1}, {Tasks: 1, Faults: 1, Starts: 3}, {Tasks: 2, Faults: 2, Starts: 2}, {Tasks: 3, Faults: 1, Starts: 1}, {Tasks: 4, Faults: 0, Starts: 2}}
	if !testing.Short() {
		sizes = append(sizes, handpacked.Model{Tasks: 3, Faults: 3, Starts: 3}, handpacked.Model{Tasks: 4, Faults: 1, Starts: 2}, handpacked.Model{Tasks: 6, Faults: 0, Starts: 2})
	}
	for _, m := range sizes {
		hand := handpacked.Search(m, 0)
		x := Explore(context.Background(), tasksSystem(t, m), DefaultLimits, nil, nil, nil)
		if !x.Complete || x.Distinct != len(hand.States) || x.Generated-1 != hand.Transitions {
			t.Errorf("%+v: %d states, %d transitions, complete %v; by hand %d, %d", m, x.Distinct, x.Generated-1, x.Complete, len(hand.States), hand.Transitions)
		} else if want := hand.Depths(); !slices.Equal(depths(x), want) {
			t.Errorf("%+v: at each distance %v, by hand %v", m, depths(x), want)
		}
		t.Logf("%+v: %d states, %d transitions, %d deep", m, x.Distinct, x.Generated-1, len(depths(x))-1)
	}
}

// BenchmarkLargest explores one large arrangement, once. ENTENTE_TASKS=6,1,2 gives
// its tasks, faults and starts.
func BenchmarkLargest(b *testing.B) {
	m := handpacked.Model{Tasks: 5, Faults: 1, Starts: 2}
	if size := os.Getenv("ENTENTE_TASKS"); size != "" {
		if _, err := fmt.Sscanf(size, "%d,%d,%d", &m.Tasks, &m.Faults, &m.Starts); err != nil {
			b.Fatal(err)
		}
	}
	sys := tasksSystem(b, m)
	b.ResetTimer()
	began := bench.ProcessorTime()
	x := Explore(context.Background(), sys, Limits{States: 1 << 30, Bytes: 4 << 30}, nil, nil, nil)
	if !x.Complete {
		b.Error(x.Why)
	}
	used := (bench.ProcessorTime() - began).Seconds()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(x.Distinct), "states")
	b.ReportMetric(float64(x.Generated-1), "transitions")
	b.ReportMetric(used, "cpu-s")
	b.ReportMetric(float64(x.Distinct)/used, "states/s")
	b.ReportMetric(float64(x.set.bytes())/float64(x.Distinct), "B/state")
}
