package study

import (
	"math"
	"strings"
	"testing"

	"entente/internal/model"
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

// TestAlikeNeedsEvidence: two designs that are alike at the base are not called
// alike at a point at which the replications cannot tell.
func TestAlikeNeedsEvidence(t *testing.T) {
	other := timed([]sim.Quantity{assumedRange(convene, 0, hour)}, func(v map[string]float64, draw func(string) float64) float64 {
		if v[convene] == hour/2 {
			return common(v, draw)
		}
		return exponential(draw("its own"), 1.06*hour) // the pairs have no draw in common
	})
	r, c := compared(t, timed(nil, common), other)
	if !c.Equal || c.Status != string(Undecided) || !strings.HasPrefix(c.Why, alikeAtBase+"not told whether so within ±3.0 min where ") {
		t.Errorf("equal %v, %s: %s", c.Equal, c.Status, c.Why)
	}
	if !strings.Contains(r.Caveat, "is not decided") {
		t.Errorf("the caveat says: %s", r.Caveat)
	}
}

// TestNothingAtAPoint: a point at which there is nothing to compare has no
// difference, and is not among those at which two designs are alike.
func TestNothingAtAPoint(t *testing.T) {
	unless := func(more float64) *fake {
		return timed([]sim.Quantity{assumedRange(convene, 0, hour)}, func(v map[string]float64, draw func(string) float64) float64 {
			if v[convene] > hour/2 {
				return math.NaN()
			}
			return common(v, draw) + more
		})
	}
	_, c := compared(t, timed(nil, common), unless(0))
	if c.Status != string(Alike) || !strings.HasSuffix(c.Why, "at the base and at the 7 of 14 points tried at which there is something to compare") {
		t.Errorf("%s: %s", c.Status, c.Why)
	}
	_, c = compared(t, timed(nil, common), unless(hour))
	if c.Status != string(Vanishes) {
		t.Errorf("%s: %s", c.Status, c.Why)
	}
	for _, e := range c.Effects {
		if (e.N == 0) != math.IsNaN(float64(e.Difference)) {
			t.Errorf("point %d: %d pairs and the difference %v", e.Point, e.N, e.Difference)
		}
	}
	if len(c.Movers) != 1 || !math.IsNaN(float64(c.Movers[0].High)) || float64(c.Movers[0].Low) != hour {
		t.Errorf("moved by %+v", c.Movers)
	}
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

// TestUnfinishedReplications: a difference that stems from replications that
// stopped before their end is none.
func TestUnfinishedReplications(t *testing.T) {
	for _, test := range []struct {
		name  string
		after func(o *sim.Outcome)
		why   string
	}{
		{"no chance", func(o *sim.Outcome) { o.Missing = &model.StepRef{Procedure: 0, Step: 2} },
			"in other all replications stopped at step 2 of procedure 0, whose answer has no chance"},
		{"cut short", func(o *sim.Outcome) { o.Cut = true },
			"in other all replications were cut short at the greatest number of events"},
	} {
		t.Run(test.name, func(t *testing.T) {
			other := timed(nil, func(map[string]float64, func(string) float64) float64 { return testColumns[0].Max })
			row := other.row
			other.row = func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome {
				o := row(v, draw, out)
				test.after(&o)
				return o
			}
			r, c := compared(t, timed(nil, common), other)
			if c.Sign != 1 || c.Status != string(Undecided) || c.Why != test.why {
				t.Errorf("sign %d, %s: %s", c.Sign, c.Status, c.Why)
			}
			if !strings.Contains(r.Caveat, "is not decided") {
				t.Errorf("the caveat says: %s", r.Caveat)
			}
		})
	}
}
