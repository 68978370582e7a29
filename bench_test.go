package entente

import (
	"context"
	"fmt"
	"testing"

	"entente/internal/bench"
)

// TestTable prints how long a person waits: by the clock, or by processor time,
// which is no less than the wait where nothing else is at work.
func TestTable(t *testing.T) {
	bench.Table(t)
	in := Input{Arrangement: readText(t, twinArrangement), Scenario: readText(t, twinShock)}
	states := 0
	check := func() {
		d, messages := Load(in)
		if d == nil {
			t.Fatal(messages[0].Message)
		}
		r := Check(context.Background(), d, CheckOptions{Budget: 2})
		if !r.Exhaustive {
			t.Fatal("not exhaustive")
		}
		states = 0
		for _, s := range r.Searches {
			states += s.States
		}
	}
	clock, processor := bench.Waits(6, check)[0].Seconds(), bench.Turns(6, check)[0].Seconds()
	bench.Holds(fmt.Sprintf("`entente check` of Twin Lakes, 2 faults (%s states)", bench.Count(float64(states))), "a person who waits", fmt.Sprintf("%.2f s by the clock, %.2f s of processor time", clock, processor), "under 0.2 s", min(clock, processor) < 0.2)
}
