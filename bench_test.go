package entente

import (
	"context"
	"testing"
)

// BenchmarkCheckTwinLakes reads Twin Lakes with leadership-shock and checks it with
// two faults, as `entente check` does. The number to reach is 0.2 s.
func BenchmarkCheckTwinLakes(b *testing.B) {
	in := Input{Arrangement: readText(b, twinArrangement), Scenario: readText(b, twinShock)}
	states := 0
	for b.Loop() {
		d, messages := Load(in)
		if d == nil {
			b.Fatal(messages[0].Message)
		}
		r := Check(context.Background(), d, CheckOptions{Budget: 2})
		if !r.Exhaustive {
			b.Fatal("not exhaustive")
		}
		states = 0
		for _, s := range r.Searches {
			states += s.States
		}
	}
	b.ReportMetric(float64(states)*float64(b.N)/b.Elapsed().Seconds(), "states/s")
}
