package study

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func textOf(t *testing.T, evidence string, assessHigh float64) (*Result, string) {
	t.Helper()
	base, other := twoDesigns(assessHigh)
	r := mustRun(t, testConfig(evidence, map[string]*fake{"today": base, "future": other}, "today", "future"))
	return r, Text(r, 90)
}

func TestTextOfADatedStudy(t *testing.T) {
	_, text := textOf(t, dated, 9000)
	t.Log("\n" + text)
	for _, want := range []string{
		"It is not a forecast", "All 3 delays", "What holds", "What depends on an assumption",
		"it reverses if the time of respond/assess exceeds", "simulation error only", "Why it stopped", "p90",
	} {
		if !strings.Contains(flat(text), want) {
			t.Errorf("the text does not say %q", want)
		}
	}
	for _, line := range strings.Split(text, "\n") {
		if utf8.RuneCountInString(line) > 90 {
			t.Errorf("longer than 90 characters: %s", line)
		}
	}
}

// flat undoes the wrapping.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// chance is a bare probability: a number below one that stands alone.
var chance = regexp.MustCompile(`\b0\.\d+|\d ?%|\b\d+ of \d+ replications`)

func TestAStructuralStudyStatesNoChance(t *testing.T) {
	r, text := textOf(t, structural, 9000)
	t.Log("\n" + text)
	all := flat(text)
	for i := range r.Contrasts {
		all += " " + r.Contrasts[i].Sentence
	}
	if found := chance.FindAllString(all, -1); found != nil {
		t.Errorf("it states %q", found)
	}
	if strings.Contains(all, "(base ") {
		t.Error("it states a single number")
	}
	if !strings.Contains(all, "azure has a say before the decision less often than in today") {
		t.Error("it does not state an order")
	}
	if !strings.Contains(all, "between 57 min earlier and") && !strings.Contains(all, "earlier and") {
		t.Error("it does not state a range")
	}
}

func TestAnIllustrativeStudyStatesBreakEvens(t *testing.T) {
	for _, high := range []float64{3000, 9000} {
		r, text := textOf(t, illustrative, high)
		t.Log("\n" + text)
		all := flat(text)
		for i := range r.Contrasts {
			all += " " + r.Contrasts[i].Sentence
		}
		for _, word := range []string{"earlier", "later", "more often", "less often", "greater", "(base"} {
			if strings.Contains(all, word) {
				t.Errorf("it gives a default answer: %q", word)
			}
		}
		if chance.MatchString(all) {
			t.Errorf("it states %q", chance.FindString(all))
		}
		if got := strings.Contains(all, "turns where the time of respond/assess is"); got != (high == 9000) {
			t.Errorf("break-even: %v", got)
		}
	}
}

func TestPhrases(t *testing.T) {
	time := phrase{subject: "it comes", more: "later", less: "earlier"}
	part := phrase{subject: "it is", more: "more often", less: "less often", unit: 1}
	for _, c := range []struct {
		p         phrase
		low, high float64
		want      string
	}{
		{time, 2400, 5300, "40 to 88 min later"},
		{time, -5300, -2400, "40 to 88 min earlier"},
		{time, -1200, 2400, "between 20 min earlier and 40 min later"},
		{time, 30, 10000, "30 s to 2.8 h later"},
		{time, 0, 2400, "0 to 40 min later"},
		{time, -2400, 0, "0 to 40 min earlier"},
		{time, 2400, 2401, "40 min later"},
		{part, 0.05, 0.2, "more often by 0.050 to 0.20"},
		{part, -0.05, 0.2, "between less often by 0.050 and more often by 0.20"},
	} {
		if got := c.p.between(&span{c.low, c.high}); got != c.want {
			t.Errorf("%v to %v: %q; want %q", c.low, c.high, got, c.want)
		}
	}
}

func TestHowMany(t *testing.T) {
	for want, n := range map[string][2]int{"all": {4, 4}, "most": {3, 4}, "some": {2, 4}, "none": {0, 4}} {
		if got := howMany(n[0], n[1]); got != want {
			t.Errorf("%v: %s; want %s", n, got, want)
		}
	}
}
