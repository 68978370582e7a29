package study

import (
	"math"
	"strings"
	"testing"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
)

// TestWhatNeverCame: a difference of means that stems from how often it comes says so,
// and how the times compare where it came in both.
func TestWhatNeverCame(t *testing.T) {
	seldom := func(chance, more float64) *fake {
		return timed(nil, func(v map[string]float64, draw func(string) float64) float64 {
			if draw("comes") > chance {
				return 2 * testColumns[0].Max
			}
			return min(common(v, draw)+more, 23*hour)
		})
	}
	for _, c := range []struct {
		name, evidence string
		other          *fake
		want           string
	}{
		{"less often, as fast", dated, seldom(0.5, 0), "What has not come at the horizon of 24 h counts as that: it comes in 0.5 of the replications, in today in 0.9; where it comes in both, no difference is told at the base."},
		{"less often, earlier", dated, seldom(0.5, -600), "; where it comes in both, 10 min earlier (±0 s, two plain standard errors)."},
		{"structural", structural, seldom(0.5, -600), "it comes in some replications; where it comes in both it is earlier at the base."},
		{"never", dated, seldom(0, 0), "it comes in 0 of the replications, in today in 0.9; never in both."},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustRun(t, testConfig(c.evidence, map[string]*fake{"today": seldom(0.9, 0), "other": c.other}, "today", "other"))
			got := contrastOf(t, r, "night/other/first-response/mean").Sentence
			got = strings.NewReplacer("0.49 ", "0.5 ", "0.50 ", "0.5 ", "0.51 ", "0.5 ", "0.89;", "0.9;", "0.90;", "0.9;", "0.91;", "0.9;").Replace(got)
			if !strings.Contains(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if !strings.Contains(Text(r, 1000), "what has not come counts as the horizon") {
				t.Error("the table does not say it")
			}
		})
	}
}

// TestHowMuchWhereItReverses: the size and the direction at the end of the range.
func TestHowMuchWhereItReverses(t *testing.T) {
	base, other := twoDesigns(9000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future"))
	c := contrastOf(t, r, "day/future/first-response/mean")
	if !strings.Contains(c.Why, " earlier at 2.5 h in the median)") {
		t.Errorf("it %s", c.Why)
	}
	same := fakeDesign(nil, func(map[string]float64) float64 { return hour }, 0.5)
	slow := fakeDesign([]sim.Quantity{assumedTriple(confer, 600, hour, 20000)}, func(v map[string]float64) float64 { return v[confer] }, 0.5)
	r = mustRun(t, testConfig(dated, map[string]*fake{"a": same, "b": slow}, "a", "b"))
	c = contrastOf(t, r, "night/b/first-response/mean")
	if !strings.Contains(c.Why, "is 5.6 h in the median (4.6 h later there), nor at 1 further point") || !strings.Contains(c.Sentence, "; over all points it is between 5") {
		t.Errorf("%s\n%s", c.Why, c.Sentence)
	}
	if !strings.Contains(Text(r, 1000), "two plain standard errors") {
		t.Error("nobody says what a sign at a point is")
	}
}

// TestAlikeIsSmall: within the tolerance taken where none is asked, designs are alike
// only if that is small against the base's own number.
func TestAlikeIsSmall(t *testing.T) {
	rare := func(low, high float64) *fake {
		return fakeDesign(nil, func(map[string]float64) float64 { return hour }, 0).with(func(draw func(string) float64, out []float64) {
			u := draw("rare")
			out[3] = flag(low < u && u < high)
		})
	}
	config := testConfig(dated, map[string]*fake{"a": rare(0, 0.006), "b": rare(0.001, 0.007)}, "a", "b")
	c := contrastOf(t, mustRun(t, config), "night/b/led/mean")
	if c.Status != string(Undecided) || !strings.Contains(c.Why, "not small against 0.00") {
		t.Errorf("%s: %s", c.Status, c.Why)
	}
	config.Study.Precision = []model.PrecisionGoal{{Measure: "led", Half: model.Quantity{Set: true, Spec: dist.Spec{Form: dist.Exact, A: 0.02}}}}
	if c = contrastOf(t, mustRun(t, config), "night/b/led/mean"); c.Status != string(Alike) {
		t.Errorf("with a precision asked: %s: %s", c.Status, c.Why)
	}
}

// with changes what a fake says.
func (f *fake) with(change func(draw func(string) float64, out []float64)) *fake {
	g, row := *f, f.row
	g.row = func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome {
		o := row(v, draw, out)
		change(draw, out)
		return o
	}
	return &g
}

// TestNoChanceAtAPoint: an answer without a chance that is reached only where an
// assumption is moved leaves the comparison undecided, and is told.
func TestNoChanceAtAPoint(t *testing.T) {
	other := timed([]sim.Quantity{assumedRange(convene, 0, hour)}, func(v map[string]float64, draw func(string) float64) float64 {
		return common(v, draw) + hour
	})
	row := other.row
	other.row = func(v map[string]float64, draw func(string) float64, out []float64) sim.Outcome {
		o := row(v, draw, out)
		if v[convene] == hour {
			o.Missing = &model.StepRef{Procedure: 0, Step: 2}
		}
		return o
	}
	config := testConfig(dated, map[string]*fake{"today": timed(nil, common), "other": other}, "today", "other")
	config.Workers = 3
	r := mustRun(t, config)
	c := contrastOf(t, r, "night/other/first-response/mean")
	if c.Status != string(Undecided) || c.Why != "where the time to convene committee is 60 min, in other all replications stopped at step 2 of procedure 0, whose answer has no chance" {
		t.Errorf("%s: %s", c.Status, c.Why)
	}
	if !strings.Contains(Text(r, 1000), "at a point of the assumptions replications stopped at step 2") {
		t.Error("no note tells it")
	}
}

// TestOneDesignToThePrecision: a single design runs until its numbers are as narrow as
// the study asks.
func TestOneDesignToThePrecision(t *testing.T) {
	config := testConfig(dated, map[string]*fake{"a": timed(nil, common)}, "a")
	loose := mustRun(t, config)
	config.Study.Precision = []model.PrecisionGoal{{Measure: "first-response", Half: model.Quantity{Set: true, Spec: dist.Spec{Form: dist.Exact, A: 0.1 * hour}}}}
	config.RunsMax = 100_000
	exact := mustRun(t, config)
	width := func(r *Result) float64 {
		for _, e := range r.Estimates {
			if e.Column == "first-response" && e.Feature == "mean" && e.Scenario == "night" {
				return float64(e.High - e.Low)
			}
		}
		return math.NaN()
	}
	if !(width(loose) > 0.2*hour && width(exact) <= 0.2*hour) || exact.Reason != string(stopDecided) {
		t.Errorf("±%v after %d, ±%v after %d: %s", width(loose)/2, loose.Runs, width(exact)/2, exact.Runs, exact.Stop)
	}
	config.RunsMax = 1024
	if r := mustRun(t, config); r.Reason != string(stopMax) || !strings.Contains(r.Stop, "not as narrow as the precision asked") {
		t.Errorf("%s: %s", r.Reason, r.Stop)
	}
}
