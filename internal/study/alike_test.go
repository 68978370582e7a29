package study

import (
	"math"
	"strings"
	"testing"

	"entente/internal/sim"
)

// timed is a design whose only number of interest is the time of its response; NaN:
// it never began.
func timed(quantities []sim.Quantity, time func(v map[string]float64, draw func(string) float64) float64) *fake {
	horizon := testColumns[0].Max
	return &fake{columns: testColumns, quantities: quantities, row: func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome {
		t := time(v, draw)
		out[0], out[1], out[2], out[3] = math.Min(t, horizon), flag(t < horizon), 7, 0.5
		return sim.Outcome{End: math.Min(t, horizon)}
	}}
}

func common(_ map[string]float64, draw func(string) float64) float64 {
	return exponential(draw("common"), hour)
}

// compared runs two designs and returns their contrast of the mean time at night.
func compared(t *testing.T, today, other *fake) (*Result, *Contrast) {
	t.Helper()
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": today, "other": other}, "today", "other"))
	return r, contrastOf(t, r, "night/other/first-response/mean")
}

// TestBeyondHorizon: what comes in neither design before the horizon is not compared.
func TestBeyondHorizon(t *testing.T) {
	never := func(map[string]float64, func(string) float64) float64 { return 2 * testColumns[0].Max }
	r, c := compared(t, timed(nil, never), timed(nil, never))
	if c.Status != string(Nothing) || c.Why != "in neither design before the horizon" {
		t.Errorf("%s: %s", c.Status, c.Why)
	}
	if strings.Contains(r.Caveat, "are alike in the first response") {
		t.Errorf("the caveat says: %s", r.Caveat)
	}
	mostly := func(name string) *fake {
		return timed(nil, func(v map[string]float64, draw func(string) float64) float64 {
			if draw(name) < 0.6 {
				return 2 * testColumns[0].Max
			}
			return exponential(draw(name+" time"), hour)
		})
	}
	r, c = compared(t, mostly("a"), mostly("b"))
	if c.Status != string(Undecided) {
		t.Errorf("the mean: %s: %s", c.Status, c.Why)
	}
	if c := contrastOf(t, r, "night/other/first-response/p50"); c.Status != string(Nothing) || c.Equal {
		t.Errorf("the median: %s: %s", c.Status, c.Why)
	}
	for _, j := range r.Judgements {
		if j.Contrast == "night/other/first-response/p50" {
			t.Errorf("it is said first: %s", j.Text)
		}
	}
	c = contrastOf(t, mustRun(t, testConfig(dated, map[string]*fake{"today": timed(nil, common), "other": mostly("b")}, "today", "other")), "night/other/first-response/p50")
	if c.Sign != 1 || c.Status != string(Holds) {
		t.Errorf("one comes and the other does not: %s: %s", c.Status, c.Why)
	}
}
