//go:build linux || darwin

package sim

import (
	"flag"
	"fmt"
	"math"
	"runtime"
	"syscall"
	"testing"
	"time"

	"entente/internal/sim/handwritten"
	"entente/internal/stats"
	"entente/internal/timing"
)

var table = flag.Bool("table", false, "print the rows of `make bench`")

// processorTime is that of the process: nothing else runs beside the table.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// row prints a row of the table of `make bench`.
func row(what, reference, measured, floor, aim string) {
	fmt.Printf("| %s | %s | %s | %s | %s |\n", what, reference, measured, floor, aim)
}

// TestTable measures what docs/performance.md lists of the simulator. Ratios are of
// processor time, turn by turn in one run on one thread.
func TestTable(t *testing.T) {
	if !*table {
		t.Skip("prints the table of `make bench`")
	}
	runtime.GOMAXPROCS(1)
	runtime.LockOSThread()
	for _, c := range []struct {
		copies, block int
		name          string
	}{{1, 4000, "decision procedure"}, {200, 12, "decision procedure, 200 copies"}} {
		p := decisionProcedure(t, c.copies, 3)
		r, out := p.NewRunner(), make([]float64, len(p.Columns()))
		hand, fast := handwritten.New(c.copies, 3), handwritten.NewFast(c.copies, 3)
		var spent [3]time.Duration
		const rounds, warm = 80, 5
		n := 0
		for round := range rounds {
			for k, run := range []func(i uint64){func(i uint64) { r.Run(1, i, out) }, func(i uint64) { hand.Run(1, i) }, func(i uint64) { fast.Run(1, i) }} {
				begun := processorTime()
				for i := range c.block {
					run(uint64(n + i))
				}
				if round >= warm {
					spent[k] += processorTime() - begun
				}
			}
			n += c.block
		}
		done := float64((rounds - warm) * c.block)
		rate := func(k int) float64 { return done / spent[k].Seconds() }
		row("simulator, "+c.name+", replications a processor second", fmt.Sprintf("by hand %.0f /s", rate(1)),
			fmt.Sprintf("%.0f /s, %.0f%%", rate(0), 100*rate(0)/rate(1)), "60%", "100%")
		row("what keyed streams cost, "+c.name, fmt.Sprintf("by hand, one fast generator %.0f /s", rate(2)), fmt.Sprintf("%.0f%% of that by hand with keys", 100*rate(1)/rate(2)), "", "")
	}
	a, b := decisionProcedure(t, 1, 3), decisionProcedure(t, 1, 2)
	variance, independent := pairedVariance(a, b, 400_000)
	row("paired variance, less one report hop, min²", fmt.Sprintf("20.6; independent %.0f", independent), fmt.Sprintf("%.2f (%+.1f%%)", variance, 100*(variance/20.6-1)), "within 5%", "")
	distance, numerical := computedAgainstSampled(t, 1_000_000)
	row("computed against sampled, 10⁶ runs, sup distance", fmt.Sprintf("0.0027 + %.4f numerical", numerical), fmt.Sprintf("%.4f", distance), "within", "")
	r, out := a.NewRunner(), make([]float64, len(a.Columns()))
	for i := range uint64(2000) {
		r.Run(1, i, out)
	}
	i := uint64(0)
	row("allocations of a simulated replication", "", fmt.Sprint(testing.AllocsPerRun(2000, func() { r.Run(1, i, out); i++ })), "0", "")
}

// pairedVariance returns the variance of the difference of two designs on common
// random numbers, and the sum of their variances, in square minutes.
func pairedVariance(a, b *Plan, n int) (paired, independent float64) {
	ra, rb := a.NewRunner(), b.NewRunner()
	x, y := make([]float64, len(a.Columns())), make([]float64, len(b.Columns()))
	c := stats.NewContrast(a.Horizon(), 0.05)
	for i := range uint64(n) {
		ra.Run(3, i, x)
		rb.Run(3, i, y)
		c.Add(x[0]/60, y[0]/60)
	}
	return c.Variance(), c.IndependentVariance()
}

// TestPairedVariance holds the gain of common random numbers to the known one.
func TestPairedVariance(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 20_000
	}
	paired, independent := pairedVariance(decisionProcedure(t, 1, 3), decisionProcedure(t, 1, 2), n)
	// RESULT: 20.6 and about 850, an independent implementation.
	if math.Abs(paired/20.6-1) > 0.05 || independent < 700 || independent > 1000 {
		t.Errorf("paired %.2f, independent %.0f; known are 20.6 and about 850", paired, independent)
	}
}

// seriesParallel is a procedure whose time can be computed without sampling.
const seriesParallel = `
entente: {version: 1, kind: arrangement, id: sp, title: Series and parallel, real: false}
conditions: {c: {order: [calm, war], moves: {calm->war: go}}}
parties: {A: {ally: true}}
posts:
  chief: {of: A, national: true}
  x: {of: A, under: chief}
  y: {of: A, under: chief}
  z: {of: A, under: chief}
councils:
  board: {seats: {a: chief, b: y, c: z}, quorum: {total: 2}, convene: {each: {law: exponential, mean: 1h}}}
procedures:
  go:
    decides: {move: calm->war, at: order}
    steps:
      - {id: report, by: x, act: report, time: 10m/20m/1h}
      - {id: left, by: y, act: assess, after: report, time: 1h/3h/9h}
      - {id: right, by: z, act: assess, after: report, time: 1h/4h/14h}
      - {id: agree, by: board, act: decide, after: [left, right], time: 30m/1h/3h}
      - {id: order, by: x, act: order, time: {law: lognormal, median: 10m, sigma: 0.8}}
`

const seriesParallelScenario = `
entente: {version: 1, kind: scenario, id: s, for: sp, title: Once}
start: {c: calm}
horizon: 60d
incidents: [{id: call, at: 0m, starts: go}]
answers: {go/agree: {agree: 1}}
`

// computedAgainstSampled returns the sup distance of the sampled distribution from
// the computed one, and the error that the computation states.
func computedAgainstSampled(t testing.TB, n int) (distance, numerical float64) {
	p := compileText(t, seriesParallel, seriesParallelScenario, "time-of go")
	usual := timing.UsualProcedure(p.a, 0, -1)
	if !usual.Known || usual.Result.SupError == 0 {
		t.Fatal(usual.Why)
	}
	h := stats.NewHistogram(p.Horizon())
	r, out := p.NewRunner(), make([]float64, len(p.Columns()))
	for i := range uint64(n) {
		r.Run(5, i, out)
		h.Add(out[0])
	}
	distance, _ = stats.KS(h, func(s float64) (low, high float64) {
		b := usual.Result.AtLow.CDFBounds(s)
		return b.Low, b.High
	})
	return distance, usual.Result.SupError
}

// TestComputedAgainstSampled holds the simulator to the computed law.
func TestComputedAgainstSampled(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 20_000
	}
	distance, _ := computedAgainstSampled(t, n)
	if bound := stats.DKW(n, 1e-6); distance > bound {
		t.Errorf("the sampled distribution is %.4f from the computed one; %.4f is allowed", distance, bound)
	}
}
