package main

import (
	"testing"

	"entente/internal/bench"
)

// TestTable prints whether results depend on how a run is carried out.
func TestTable(t *testing.T) {
	bench.Table(t)
	same := t.Run("workers", TestSameBytes)
	bench.Holds("results on 1, 2, 4 and 8 workers, in shards of other sizes", "each other", verdict(same), "identical", same)
	same = t.Run("interruptions", TestInterruptedAndResumed)
	bench.Holds("results of a run that is interrupted and resumed", "those of one left alone", verdict(same), "identical", same)
}

func verdict(same bool) string {
	if same {
		return "identical bytes"
	}
	return "other bytes"
}
