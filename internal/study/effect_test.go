package study

import (
	"math"
	"testing"
)

// The standard errors of the effects at a point are honest: over many seeds, two of
// them hold the mean over the seeds about as often as they should, whichever
// estimate was taken.
func TestTheEffectsCover(t *testing.T) {
	const seeds, rows = 80, 300
	type key struct {
		feature string
		point   int
	}
	found := map[key][]Effect{}
	for seed := range uint64(seeds) {
		base, other := twoDesigns(3000)
		c := testConfig(dated, map[string]*fake{"today": base, "future": lacking(other, 0.8)}, "today", "future")
		c.Study.Scenarios, c.Cells = c.Study.Scenarios[:1], c.Cells[:2]
		c.Seed, c.RunsMax, c.Assumptions = seed, 2*rows, rows
		r := mustRun(t, c)
		for _, f := range []string{"mean", "p50", "p90"} {
			for _, e := range contrastOf(t, r, "night/future/first-response/"+f).Effects {
				if e.Point < 6 {
					found[key{f, e.Point}] = append(found[key{f, e.Point}], e)
				}
			}
		}
	}
	if len(found) != 3*7 {
		t.Errorf("%d effects", len(found))
	}
	for k, list := range found {
		truth, hits := 0.0, 0
		for _, e := range list {
			truth += float64(e.Difference) / seeds
		}
		for _, e := range list {
			if math.Abs(float64(e.Difference)-truth) <= seSign*float64(e.SE) {
				hits++
			}
		}
		if share := float64(hits) / float64(len(list)); len(list) != seeds || share < 0.88 {
			t.Errorf("%v: two standard errors hold the truth in %v of %d seeds", k, share, len(list))
		}
	}
}
