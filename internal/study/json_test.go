package study

import (
	"bytes"
	"strings"
	"testing"
)

// TestReadDamaged: a summary that refers to what it does not have is refused, so
// that what reads it need not look.
func TestReadDamaged(t *testing.T) {
	base, other := twoDesigns(9000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": base, "other": other}, "today", "other"))
	body, err := JSON(r)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(body)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := JSON(again); err != nil || !bytes.Equal(second, body) {
		t.Errorf("read and written again it is another summary (%v)", err)
	}
	if len(contrastOf(t, r, "night/other/first-response/mean").Reverse) == 0 {
		t.Fatal("nothing reverses the first comparison")
	}
	for _, test := range []struct {
		damage func(r *Result)
		want   string
	}{
		{func(r *Result) { r.Designs = nil }, "no designs"},
		{func(r *Result) { r.Scenarios = nil }, "no designs or no scenarios"},
		{func(r *Result) { r.Contrasts[0].Design = "zz" }, `no design "zz"`},
		{func(r *Result) { r.Contrasts[0].Scenario = "zz" }, `no scenario "zz"`},
		{func(r *Result) { r.Contrasts[0].Measure = "zz" }, `no measure "zz"`},
		{func(r *Result) { r.Contrasts[0].Reverse = []Reverse{{Point: 1000}} }, "no point 1000"},
		{func(r *Result) { r.Contrasts[0].Vanish = []Vanish{{Point: -1}} }, "no point -1"},
		{func(r *Result) { r.Assumptions.Quantities = nil }, "no quantity 0"},
		{func(r *Result) { r.Estimates[0].Design = "zz" }, `no design "zz"`},
		{func(r *Result) { r.Curves[0].Measure = "zz" }, `no measure "zz"`},
		{func(r *Result) { r.Checks[0].Scenario = "zz" }, `no scenario "zz"`},
	} {
		damaged, err := Read(body)
		if err != nil {
			t.Fatal(err)
		}
		test.damage(damaged)
		worse, err := JSON(damaged)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(worse); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("it should have %s: %v", test.want, err)
		}
	}
}
