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
	}}
	d := &Design{
		Arrangement: &model.Arrangement{Parties: []model.Party{{Meta: meta("North")}, {Meta: meta("South")}}},
		Scenario:    &model.Scenario{Crisis: &model.CrisisUse{Crisis: crisis, Players: []model.PlayerIndex{0}}},
	}
	if same, err := d.WithCast(nil); err != nil || same != d {
		t.Errorf("no cast: %v, %v", same, err)
	}
	got, err := d.WithCast(&model.Cast{Meta: meta("c"), Players: []string{"other", "calm"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := []model.PlayerIndex{1, 2}; !slices.Equal(got.Scenario.Crisis.Players, want) {
		t.Errorf("it plays %v, want %v", got.Scenario.Crisis.Players, want)
	}
	if !slices.Equal(d.Scenario.Crisis.Players, []model.PlayerIndex{0}) {
		t.Errorf("the design itself was changed: %v", d.Scenario.Crisis.Players)
	}
	for _, x := range []struct {
		of      *Design
		players []string
		says    string
	}{
		{d, []string{"cold"}, `no player "cold"`},
		{d, []string{"bold", "calm"}, "both play for North"},
		{&Design{Scenario: &model.Scenario{}}, []string{"bold"}, "no crisis"},
	} {
		_, err := x.of.WithCast(&model.Cast{Meta: meta("c"), Players: x.players})
		if err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%v: %v, want one that says %s", x.players, err, x.says)
		}
	}
}
