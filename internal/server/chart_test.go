package server

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"entente"
)

func init() {
	examples["chart"] = []example{
		{"/api/chart?design=twinlakes", "", 200}, {"/api/chart?design=korea&scale=cm&set=defcon-3&whole=true", "", 200},
		{"/api/chart?design=twinlakes&empty=cdr&empty=m-mod&cut=hotline", "", 200},
		{"/api/chart?design=korea&scenario=empty-seat-vacant", "", 200},
		{"/api/chart?design=twinlakes&empty=nobody", "", 400}, {"/api/chart?design=korea&empty=cfc-cdr", "", 403}, {"/api/chart?design=nowhere", "", 404}, {"/api/chart", "", 422},
	}
	examples["office"] = []example{
		{"/api/office?design=twinlakes&post=cdr&at=war", "", 200}, {"/api/office?design=korea&post=cfc-cdr&at=defcon-2&down=true", "", 200}, {"/api/office?design=twinlakes&council=committee&at=calm.4&empty=m-mod", "", 200},
		{"/api/office?design=twinlakes&post=cdx", "", 400}, {"/api/office?design=twinlakes&post=cdr&at=never", "", 400}, {"/api/office?design=korea&post=rok-pres&empty=rok-pres", "", 403},
	}
	examples["follows"] = []example{
		{"/api/follows?design=twinlakes&cut=hotline&at=alert", "", 200}, {"/api/follows?design=korea&cut=vtc-jcs-cfc", "", 403},
	}
}

// Of a real state nothing is emptied or cut but what a scenario documents, whatever the
// address says, and the refusal says what is answered instead.
func TestRealStatesStayWhole(t *testing.T) {
	s := testServer(t)
	for _, path := range []string{"/api/chart?", "/api/office?post=rok-pres&", "/api/follows?"} {
		for _, what := range []string{"empty=cfc-cdr", "cut=vtc-jcs-cfc", "scenario=empty-seat-vacant&empty=cfc-cdr", "scenario=empty-seat-vacant&cut=vtc-jcs-cfc"} {
			got := call(t, s, "GET", path+"design=korea&"+what, "")
			if got.Code != 403 || !strings.Contains(got.Body.String(), "RESPONSIBLE-USE") {
				t.Errorf("%s%s: %d %s", path, what, got.Code, got.Body)
			}
		}
	}
	got := call(t, s, "GET", "/api/chart?design=korea/december-2024&scenario=vacancy-2024-premier", "")
	var c entente.CommandChart
	if err := json.Unmarshal(got.Body.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	var empty []string
	for _, v := range c.Up.Instants[0].Frame.Empty {
		empty = append(empty, v.Post)
	}
	if want := []string{"rok-pres", "rok-mnd"}; !slices.Equal(empty, want) || c.Locked == "" {
		t.Errorf("documented absences: %v, want %v; locked %q", empty, want, c.Locked)
	}
}
