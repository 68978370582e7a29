package study

import (
	"math"
	"testing"
)

func TestAKnownDifferenceHolds(t *testing.T) {
	base, other := twoDesigns(3000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future"))
	c := contrastOf(t, r, "night/future/first-response/mean")
	if truth := 4500.0; c.Sign != 1 || math.Abs(float64(c.Value)-truth) > 200 || !(float64(c.Low) <= truth && truth <= float64(c.High)) {
		t.Errorf("the difference is %v in [%v, %v]; want %v", c.Value, c.Low, c.High, truth)
	}
	if c.Status != string(Holds) || c.Agree != c.Points || c.Points != 6+12 {
		t.Errorf("%s: %s, %d of %d", c.Status, c.Why, c.Agree, c.Points)
	}
	t.Log(c.Sentence)
	t.Log(r.Caveat)
	t.Log(r.Stop)
	for _, j := range r.Judgements {
		t.Log(j.Status, j.Text, j.Rests)
	}
}

func TestAnAssumptionReversesIt(t *testing.T) {
	base, other := twoDesigns(9000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": base, "future": other}, "today", "future"))
	c := contrastOf(t, r, "day/future/first-response/mean")
	if c.Status != string(Depends) || len(c.Reverse) != 1 {
		t.Fatalf("%s: %s", c.Status, c.Why)
	}
	v := 1200 * math.Pow(9000.0/1200, c.Reverse[0].Share)
	if math.Abs(v-5700) > 150 {
		t.Errorf("it reverses at %v; want 5700", v)
	}
	t.Log(c.Sentence)
	t.Log(r.Caveat)
}
