package server

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
)

func init() {
	examples["procedures"] = []example{
		{"/api/procedures?design=twinlakes&design=korea/continuous-command", "", 200},
		{"/api/procedures", "", 422},
		{"/api/procedures?design=nowhere", "", 404},
	}
	examples["procedure"] = []example{
		{"/api/procedure?design=twinlakes&procedure=declare-war&runs=200", "", 200},
		{"/api/procedure?design=twinlakes&procedure=answer-probe&condition=war&scenario=leadership-shock&runs=200", "", 200},
		{"/api/procedure?design=twinlakes&procedure=hand-corps&runs=200", "", 200},
		{"/api/procedure?design=twinlakes&procedure=declare-war&condition=war&runs=200", "", 200},
		{"/api/procedure?design=korea&design=korea/continuous-command&procedure=pass-opcon&runs=200", "", 200},
		{"/api/procedure?design=korea&design=korea/continuous-command&procedure=counter-provocation&runs=200", "", 200},
		{"/api/procedure?design=twinlakes&procedure=no-such", "", 404},
		{"/api/procedure?design=twinlakes&procedure=declare-war&condition=peace", "", 400},
		{"/api/procedure?design=twinlakes&procedure=declare-war&runs=1000000", "", 422},
		{"/api/procedure?design=twinlakes&procedure=declare-war&scenario=no-such", "", 404},
	}
}

// A design that lacks a procedure stands beside one that has it.
func TestProcedureInDesigns(t *testing.T) {
	s := testServer(t)
	got := call(t, s, "GET", "/api/procedure?design=korea&design=korea/continuous-command&procedure=pass-opcon&runs=200", "")
	var out ProcedureViews
	if err := json.Unmarshal(got.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	if len(out.Views) != 2 || out.Views[0].View == nil || out.Views[1].View != nil || !out.Views[0].Real {
		t.Errorf("%s", got.Body)
	}
	if v := out.Views[0].View; v != nil && (v.Curve.Method != "bounds" || v.Steps[0].Line.File == "" || v.Steps[0].Line.Line == 0) {
		t.Errorf("%+v %+v", v.Curve.Band, v.Steps[0].Line)
	}
}

// What was called off is not reckoned to its end.
func TestProcedureIsCalledOff(t *testing.T) {
	s := testServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := callIn(ctx, s, "GET", "/api/procedure?design=twinlakes&procedure=declare-war&runs=20000", "")
	if got.Code != 503 || !strings.Contains(got.Body.String(), "not finished") {
		t.Errorf("status %d: %s", got.Code, got.Body)
	}
}
