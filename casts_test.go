package entente

import (
	"slices"
	"strings"
	"testing"

	"entente/internal/model"
)

// TestWithCast: a cast stands in place of the scenario's players, in the order of
// the crisis, and leaves the design that it is of alone; what it cannot be is told.
func TestWithCast(t *testing.T) {
	meta := func(id string) model.Meta { return model.Meta{ID: id} }
	crisis := &model.Crisis{Meta: meta("night"), Players: []model.Player{
		{Meta: meta("bold"), Of: 0}, {Meta: meta("calm"), Of: 0}, {Meta: meta("other"), Of: 1},
	}, Programmes: []model.Programme{{Meta: meta("road"), Rules: []model.CombineRule{{Meta: meta("all")}, {Meta: meta("two")}}}}}
	d := &Design{
		Arrangement: &model.Arrangement{Parties: []model.Party{{Meta: meta("North")}, {Meta: meta("South")}}},
		Scenario:    &model.Scenario{Crisis: &model.CrisisUse{Crisis: crisis, Players: []model.PlayerIndex{0}, Rules: []int{0}}},
	}
	if same, err := d.WithCast(nil); err != nil || same != d {
		t.Errorf("no cast: %v, %v", same, err)
	}
	got, err := d.WithCast(&model.Cast{Meta: meta("c"), Players: []string{"other", "calm"}, Rules: []model.CastRule{{Programme: "road", Rule: "two"}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := []model.PlayerIndex{1, 2}; !slices.Equal(got.Scenario.Crisis.Players, want) {
		t.Errorf("it plays %v, want %v", got.Scenario.Crisis.Players, want)
	}
	if !slices.Equal(d.Scenario.Crisis.Players, []model.PlayerIndex{0}) {
		t.Errorf("the design itself was changed: %v", d.Scenario.Crisis.Players)
	}
	if use := got.Scenario.Crisis; use.Rules[0] != 1 || d.Scenario.Crisis.Rules[0] != 0 {
		t.Errorf("the rules in use are %v, and of the design itself %v", use.Rules, d.Scenario.Crisis.Rules)
	}
	step := []model.Decision{{Meta: meta("answer"), Trigger: model.Trigger{Kind: model.OnStep}}}
	both := *d
	both.Arrangement = &model.Arrangement{Parties: d.Arrangement.Parties, Procedures: []model.Procedure{{Meta: meta("ask"), Steps: []model.Step{{Meta: meta("consent")}}}}}
	both.Scenario = &model.Scenario{Crisis: &model.CrisisUse{Crisis: &model.Crisis{Players: []model.Player{{Meta: meta("bold"), Of: 0, Decisions: step}, {Meta: meta("other"), Of: 1, Decisions: step}}}}}
	for _, x := range []struct {
		of      *Design
		players []string
		rules   []model.CastRule
		says    string
	}{
		{d, []string{"cold"}, nil, `no player "cold"`},
		{d, []string{"bold", "calm"}, nil, "both play for North"},
		{&both, []string{"bold", "other"}, nil, "bold and other both answer the step ask/consent"},
		{&Design{Scenario: &model.Scenario{}}, []string{"bold"}, nil, "no crisis"},
		{d, nil, []model.CastRule{{Programme: "road", Rule: "three"}}, `no rule "three"`},
		{d, nil, []model.CastRule{{Programme: "way", Rule: "all"}}, `of a programme "way"`},
	} {
		_, err := x.of.WithCast(&model.Cast{Meta: meta("c"), Players: x.players, Rules: x.rules})
		if err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%v: %v, want one that says %s", x.players, err, x.says)
		}
	}
}
