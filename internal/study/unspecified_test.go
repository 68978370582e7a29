package study

import (
	"strings"
	"testing"

	"entente/internal/model"
)

// A design that is silent is compared where it changes nothing of what is
// measured, and not where it does.
func TestSilence(t *testing.T) {
	for _, c := range []struct {
		name                   string
		of                     model.Measure
		silent, changes        string // paths, in words
		unspecified, inherited string
	}{
		{"says all", model.Measure{Kind: "time-of", Of: "respond"}, "", "posts/chief/person", "", ""},
		{"silent, changes nothing", model.Measure{Kind: "time-of", Of: "respond"}, "procedures/respond", "", "", "procedures/respond"},
		{"changes another thing", model.Measure{Kind: "time-of", Of: "respond"}, "procedures/respond", "conditions/alert", "", "procedures/respond"},
		{"changes what bears on nothing", model.Measure{Kind: "time-of", Of: "respond"}, "procedures/respond", "posts/chief/name/en councils/joint/remit procedures/respond/steps/order/note", "", "procedures/respond"},
		{"changes a doer", model.Measure{Kind: "time-of", Of: "respond"}, "procedures/respond", "posts/chief/of", "procedures/respond", "procedures/respond"},
		{"changes a seat's post", model.Measure{Kind: "consultation", Of: "respond"}, "procedures/respond", "posts/s3/of", "procedures/respond", "procedures/respond"},
		{"changes the procedure", model.Measure{Kind: "work-share", Of: "respond"}, "procedures/respond", "procedures/respond/priority", "procedures/respond", "procedures/respond"},
		{"silent on a step", model.Measure{Kind: "time-of", Of: "respond"}, "procedures/respond/steps/confer", "posts/duty/of", "", "procedures/respond/steps/confer"},
		{"changes that step", model.Measure{Kind: "time-of", Of: "respond"}, "procedures/respond/steps/confer", "procedures/respond/steps/confer/time", "procedures/respond/steps/confer", ""},
		{"up to a step, of which it says all", model.Measure{Kind: "time-of", Of: "respond/tell-ally"}, "procedures/respond/steps/confer", "procedures/respond/steps/confer/time", "", ""},
		{"up to a step, what follows is changed", model.Measure{Kind: "time-of", Of: "respond/detect"}, "procedures/respond", "procedures/respond/steps/order/by posts/chief/of", "", "procedures/respond"},
		{"up to a step, one before it is changed", model.Measure{Kind: "time-of", Of: "respond/confer"}, "procedures/respond", "posts/duty/of", "procedures/respond", "procedures/respond"},
		{"silent on another procedure", model.Measure{Kind: "time-of", Of: "respond"}, "procedures/other", "posts/chief/of", "", ""},
		{"a post", model.Measure{Kind: "waiting", Of: "chief"}, "posts/chief", "posts/chief/of", "posts/chief", ""},
		{"a post's superior", model.Measure{Kind: "waiting", Of: "chief"}, "posts/chief/under", "posts/chief/of", "", ""},
		{"an expression", model.Measure{Kind: "expression", Of: "alert == high"}, "conditions/alert", "conditions/alert", "", ""},
	} {
		a, _ := readTexts(t, smallText, smallScenario)
		a.Silent = strings.Fields(c.silent)
		for _, path := range strings.Fields(c.changes) {
			a.Changes = append(a.Changes, model.Change{Verb: "set", Path: path})
		}
		if got := silent(a, &c.of); got.unspecified != c.unspecified || c.unspecified == "" && got.inherited != c.inherited {
			t.Errorf("%s: %+v; want %q, %q", c.name, *got, c.unspecified, c.inherited)
		}
	}
	a, _ := readTexts(t, smallText, smallScenario)
	a.Silent, a.Changes = []string{"procedures/respond"}, []model.Change{{Verb: "rename", Path: "posts/chief"}}
	if got := silent(a, &responseTime[0]); got.unspecified != "" {
		t.Errorf("another name: %+v", *got)
	}
}

// What is unspecified is not among the comparisons, its numbers are marked, and
// what is taken over is named.
func TestSilenceInAResult(t *testing.T) {
	base := realCell(t, "today", smallText, smallScenario, responseTime)
	kept := realCell(t, "kept", smallText, smallScenario, responseTime)
	kept.Arrangement.Silent = []string{"procedures/respond"}
	changed := realCell(t, "changed", smallText, smallScenario, responseTime)
	changed.Arrangement.Silent = []string{"procedures/respond"}
	changed.Arrangement.Changes = []model.Change{{Verb: "set", Path: "posts/chief/of"}}
	c := realConfig(base, kept, changed)
	c.RunsMax, c.Assumptions = 64, -1
	r := mustRun(t, c)
	if len(r.Unspecified) != 1 || r.Unspecified[0].Design != "changed" || len(r.Inherited) != 1 || r.Inherited[0].Design != "kept" {
		t.Errorf("%+v, %+v", r.Unspecified, r.Inherited)
	}
	for i := range r.Contrasts {
		if r.Contrasts[i].Design == "changed" {
			t.Errorf("compared: %s", r.Contrasts[i].ID)
		}
	}
	for i := range r.Estimates {
		if e := &r.Estimates[i]; e.Silent != (e.Design == "changed") {
			t.Errorf("%s of %s: silent %v", e.Column, e.Design, e.Silent)
		}
	}
}

// An option that a step takes rests on what the step rests on.
func TestSilenceOfAnOption(t *testing.T) {
	a, s := readTexts(t, smallText, smallScenario)
	step := model.None
	for i := range a.Procedures[0].Steps {
		if a.Procedures[0].Steps[i].ID == "confer" {
			step = i
		}
	}
	a.Silent, a.Changes = []string{"procedures/respond"}, []model.Change{{Verb: "set", Path: "posts/duty/of"}}
	s.Crisis = &model.CrisisUse{Crisis: &model.Crisis{Options: []model.Option{
		{Meta: model.Meta{ID: "talk"}, By: model.StepRef{Step: model.StepIndex(step)}},
		{Meta: model.Meta{ID: "free"}, By: model.StepRef{Procedure: model.None}},
	}}}
	r := &run{
		Config:    Config{Study: &model.Study{}, Cells: []Cell{{Arrangement: a, Circumstances: s}}},
		scenarios: []string{"small"}, cells: [][]int{{0}},
	}
	for i, c := range []struct{ option, unspecified string }{{"talk", "procedures/respond"}, {"free", ""}, {"none", ""}} {
		r.Study.Measures = append(r.Study.Measures, model.Measure{Kind: "taken", Of: c.option})
		if got := r.silentOn(0, i); got.unspecified != c.unspecified {
			t.Errorf("%s: %+v; want %q", c.option, *got, c.unspecified)
		}
	}
}
