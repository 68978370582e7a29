package entente

import (
	"context"
	"fmt"
	"testing"

	"entente/internal/bench"
)

// TestTable prints how long a person waits.
func TestTable(t *testing.T) {
	bench.Table(t)
	in := Input{Arrangement: readText(t, twinArrangement), Scenario: readText(t, twinShock)}
	states := 0
	least := bench.Waits(6, func() {
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
	})
	seconds := least[0].Seconds()
	bench.Holds(fmt.Sprintf("`entente check` of Twin Lakes, 2 faults (%s states)", bench.Count(float64(states))), "a person who waits", fmt.Sprintf("%.3f s", seconds), "under 0.2 s", seconds < 0.2)
}
