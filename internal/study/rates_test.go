package study

import (
	"testing"

	"entente/internal/model"
)

// TestRateNotes: what `may-fail` allows a search and nothing in the scenario brings
// about in a run is told.
func TestRateNotes(t *testing.T) {
	meta := func(id string) model.Meta { return model.Meta{ID: id} }
	a := &model.Arrangement{
		Posts: []model.Post{{Meta: meta("a"), Class: model.Chief}, {Meta: meta("b"), Class: model.Chief}, {Meta: meta("c")}, {Meta: meta("d")}, {Meta: meta("e")}},
		Links: []model.Link{{Meta: meta("line")}, {Meta: meta("wire")}, {Meta: meta("cable")}},
	}
	s := &model.Scenario{
		MayFail:   &model.MayFail{Total: 1, Absent: []model.PostIndex{1, 2, 3, 4}, Out: []model.LinkIndex{0, 1, 2}, Classes: []model.Class{model.Chief}},
		Fails:     []model.Fail{{Post: 2, Link: model.None}, {Post: model.None, Link: 0}},
		Incidents: []model.Incident{{Empties: []model.PostIndex{3}, Cuts: []model.LinkIndex{2}}},
	}
	says := func(want string) {
		t.Helper()
		got := ""
		for _, n := range rateNotes(a, s) {
			got += n.Text
		}
		if got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
	says("the loss of b, e, a post of class chief and wire, which `may-fail` allows a search, never happens in a run: `fails` gives no rate for it")
	s.Fails = append(s.Fails, model.Fail{Post: 1, Link: model.None}, model.Fail{Post: 4, Link: model.None}, model.Fail{Post: model.None, Link: 1})
	says("")
	s.MayFail.AnyLink, s.Fails, s.Incidents, s.MayFail.Absent, s.MayFail.Out, s.MayFail.Classes = true, nil, nil, nil, nil, nil
	says("the loss of a link, which `may-fail` allows a search, never happens in a run: `fails` gives no rate for it")
	s.MayFail = nil
	says("")
}
