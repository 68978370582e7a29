// Package bench prints the rows of the table of `make bench`.
//
// In: what a test measured. Out: lines of a Markdown table on standard output.
// Guaranteed: nothing is measured unless `go test` is given -table. Only tests
// import it.
package bench

import (
	"flag"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"testing"
	"time"
)

var table = flag.Bool("table", false, "print the rows of `make bench`")

// Table skips a test that prints rows unless they are asked for.
func Table(t *testing.T) {
	if !*table {
		t.Skip("prints rows of `make bench`")
	}
}

// OneCore keeps a test on one processor, the collector of garbage with it.
func OneCore(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
}

// Head prints the head of the table.
func Head() {
	fmt.Println("| what | reference | measured | ratio | floor | aim |")
	fmt.Println("| --- | --- | --- | --- | --- | --- |")
}

// Ratio prints a row of two speeds; floor and aim are ratios, 0 for none.
func Ratio(what, reference, measured string, ratio, floor, aim float64) {
	row(what, reference, measured, percent(ratio), percent(floor), percent(aim), ratio >= floor)
}

// Holds prints a row of what must hold.
func Holds(what, reference, measured, floor string, holds bool) {
	row(what, reference, measured, "", floor, "", holds)
}

// Number prints a row that has neither floor nor aim.
func Number(what, reference, measured string) { row(what, reference, measured, "", "", "", true) }

func row(what, reference, measured, ratio, floor, aim string, holds bool) {
	if !holds {
		measured += ", **below the floor**"
	}
	fmt.Printf("| %s | %s | %s | %s | %s | %s |\n", what, reference, measured, ratio, floor, aim)
}

func percent(ratio float64) string {
	if ratio == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f %%", 100*ratio)
}

// Count prints a count to three significant figures.
func Count(x float64) string {
	if x != 0 {
		unit := math.Pow(10, math.Floor(math.Log10(math.Abs(x)))-2)
		if unit >= 1 {
			x = math.Round(x/unit) * unit
		}
	}
	return Exact(int(math.Round(x)))
}

// Exact prints a count in groups of three digits.
func Exact(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Turns runs programs turn by turn and returns the least processor time of each,
// since others may be at work beside. The first round warms up and is not counted,
// if there are several.
func Turns(rounds int, programs ...func()) []time.Duration {
	return turns(rounds, ProcessorTime, programs)
}

// Waits is Turns by the clock on the wall.
func Waits(rounds int, programs ...func()) []time.Duration {
	began := time.Now()
	return turns(rounds, func() time.Duration { return time.Since(began) }, programs)
}

func turns(rounds int, clock func() time.Duration, programs []func()) []time.Duration {
	least := make([]time.Duration, len(programs))
	for round := range rounds {
		for i, run := range programs {
			began := clock()
			run()
			if spent := clock() - began; round < 2 || spent < least[i] {
				least[i] = spent
			}
		}
	}
	return least
}

// PerOp returns the least nanoseconds of an operation of a benchmark.
func PerOp(rounds int, benchmark func(*testing.B)) float64 {
	least := math.Inf(1)
	for range rounds {
		r := testing.Benchmark(benchmark)
		least = min(least, float64(r.T.Nanoseconds())/float64(r.N))
	}
	return least
}
