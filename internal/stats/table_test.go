package stats

import (
	"fmt"
	"testing"

	"entente/internal/bench"
)

// TestTable prints what a replication costs the estimators.
func TestTable(t *testing.T) {
	bench.Table(t)
	for _, c := range []struct {
		name string
		add  func(*testing.B)
	}{{"mean", BenchmarkMeanAdd}, {"distribution", BenchmarkHistogramAdd}, {"paired contrast", BenchmarkContrastAdd}} {
		bench.Number("a number added, "+c.name, "", fmt.Sprintf("%.0f ns", bench.PerOp(5, c.add)))
	}
}
