package sim

import (
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// told is a text in which a person with two posts is wanted twice at one moment,
// a consent and a decision are answered, and an ally is told before and after.
const toldText = `
entente: {version: 1, kind: arrangement, id: told, title: Told, real: false}
conditions:
  alert: {order: [calm, high], moves: {calm->high: raise}}
parties:
  A: {ally: yes}
  B: {ally: yes}
posts:
  chief: {of: A, national: true}
  envoy: {of: A, under: chief, person: one}
  guard: {of: A, under: chief, person: one}
  leader: {of: B, national: true}
procedures:
  raise:
    starts: ping
    decides: {move: calm->high, at: order}
    steps:
      - {id: view, ask: envoy, for: views, asked-by: chief, after: [], time: 1h}
      - {id: check, by: guard, act: assess, after: [], time: 2h}
      - {id: agree, ask: leader, for: consent, asked-by: chief, after: [view, check], time: 1h}
      - {id: choose, by: chief, act: decide, choose: [small, large], time: 30m}
      - {id: order, by: chief, act: decide, time: 10m}
      - {id: tell, by: chief, act: notify, to: leader, time: 5m}
`

const toldScenario = `
entente: {version: 1, kind: scenario, id: ping, for: told, title: Ping}
start: {alert: calm}
horizon: 1d
incidents:
  - {id: ping, kind: ping, at: 1h}
answers:
  raise/agree: {agree: 1}
  raise/choose: {small: 0, large: 1}
`

func toldPlan(t *testing.T) *Plan {
	t.Helper()
	var out diag.List
	read := func(name, text string) *syntax.Node {
		return syntax.Parse(diag.NewSource(name, text), syntax.DefaultLimits, &out)
	}
	a := typecheck.Arrangement(read("told.yaml", toldText), &out)
	s := typecheck.Scenario(read("ping.yaml", toldScenario), a, nil, &out)
	if out.HasErrors() {
		var b strings.Builder
		_ = diag.WriteText(&b, out.Sorted(), false)
		t.Fatal(b.String())
	}
	p, err := Compile(a, s, []model.Measure{{Meta: model.Meta{ID: "raise"}, Kind: "time-of", Of: "raise"}, {Meta: model.Meta{ID: "say"}, Kind: "consultation", Of: "raise"}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The story names whom a step waited for, what was chosen, and what came before
// the decision and after it; it does not trip over an answer that is no option.
func TestStoryText(t *testing.T) {
	got := toldPlan(t).Story(1, 0).Text(say.English)
	t.Log("\n" + got)
	for _, want := range []string{
		"guard assesses (raise/check)\n",
		"due at 01:00:00, waited 60 min for guard, busy as envoy with raise/view; took 2.0 h",
		"leader consents (raise/agree)\n",
		"took 60 min; before the decision took effect",
		"(raise/choose): large\n",
		"took 5.0 min; after the decision took effect",
		"-> the decision takes effect",
		"say.B                        consented",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}
