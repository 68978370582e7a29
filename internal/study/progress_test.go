package study

import (
	"strings"
	"testing"
)

// Progress names the interval of the first comparison that differs, once there has
// been a look.
func TestProgressNamesTheMainComparison(t *testing.T) {
	base, other := twoDesigns(3000)
	c := testConfig(dated, map[string]*fake{"today": base, "same": base, "future": other}, "today", "same", "future")
	c.RunsMax, c.Assumptions = 512, 20
	var first, last string
	seen := 0
	c.Progress = func(p Progress) {
		if seen == 0 {
			first = p.Main
		}
		seen++
		last = p.Main
	}
	mustRun(t, c)
	if first != "" {
		t.Errorf("before the first look: %q", first)
	}
	if !strings.HasPrefix(last, "the first response, future − today under night: ") || !strings.Contains(last, " to ") {
		t.Errorf("%q", last)
	}
}

// The replications to replay are those of a time that differs, and the same of
// several designs is said once.
func TestReplays(t *testing.T) {
	base, other := twoDesigns(3000)
	c := testConfig(dated, map[string]*fake{"today": base, "same": base, "future": other}, "today", "same", "future")
	c.RunsMax, c.Assumptions, c.Seed = 64, -1, 9
	text := Replays(mustRun(t, c), "x/y", 80)
	t.Log(text)
	for _, want := range []string{"by the first response", "- today and same: typical ", "longest ", "  entente replay x/y --design today --scenario night --run ", " --seed 9\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}
