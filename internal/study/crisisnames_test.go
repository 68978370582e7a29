package study

import "testing"

// TestCrisisNames: numbers of a crisis are named in words wherever a sentence is
// about one; what is not known keeps its address.
func TestCrisisNames(t *testing.T) {
	for path, want := range map[string]string{
		"options/shell/lasts":                                                            "how long shell lasts",
		"options/shell/effects/trust":                                                    "what shell does to trust",
		"options/shell/effects/trust/add":                                                "what shell does to trust",
		"options/shell/reads/us/after":                                                   "how long until us reads shell",
		"options/shell/reads/us/as/clash":                                                "the weight of clash in how us reads shell",
		"options/shell/reads/us/effects/trust":                                           "what us's reading of shell does to trust",
		"players/probing/reads/shell/as/war":                                             "the weight of war in how probing reads shell",
		"players/probing/decisions/begin/weights/shell":                                  "the weight of shell for probing (begin)",
		"players/probing/decisions/begin/weights/shell/weight":                           "the weight of shell for probing (begin)",
		"players/calm/decisions/answer/logit/worth/respond/trust":                        "the worth of trust at respond for calm (answer)",
		"players/calm/decisions/answer/logit/worth/respond/always":                       "the worth of respond for calm (answer)",
		"players/calm/decisions/answer/logit/worth/respond/chosen(p/support) == decline": "the worth of chosen(p/support) == decline at respond for calm (answer)",
		"players/calm/decisions/answer/logit/precision":                                  "the precision of calm (answer)",
		"players/calm/decisions/answer/after":                                            "how long calm (answer) waits",
		"players/calm/decisions/answer/on/for":                                           "how long a silence calm (answer) waits for",
		"shocks/unasked/effects/trust":                                                   "what the shock unasked does to trust",
		"stocks/trust/start":                                                             "where trust starts",
		"stocks/trust/flows/0/per-day":                                                   "the rate of the flow of trust",
		"stocks/trust/flows/1/per-year":                                                  "the rate of flow 2 of trust",
		"stocks/trust/flows/0/toward":                                                    "where the flow of trust leads",
		"programmes/transfer/slip":                                                       "the slip of meetings on transfer",
		"programmes/transfer/conditions/c3/at-least":                                     "the bound of c3 in transfer",
		"programmes/transfer/rules/whole/mean-at-least":                                  "the bound of whole in transfer",
		"programmes/transfer/rules/some/weights/c1":                                      "the weight of c1 in some of transfer",
		"options/shell/colour":                                                           "options/shell/colour",
	} {
		if got := quantityName(path, false); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
