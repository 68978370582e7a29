package reference_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/reference"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

const (
	seeds     = 300
	statesMax = 400 // of a space
)

// drawn is one seed: an arrangement, for half of them with a scenario, and the
// budget.
type drawn struct {
	text     string
	a        *model.Arrangement
	s        *model.Scenario
	b        reference.Budget
	messages string
}

func draw(seed uint64) drawn {
	r := rand.New(rand.NewPCG(seed, 0x7265666572656e63))
	x := drawn{text: reference.ArbitraryArrangement(r)}
	var out diag.List
	x.a = typecheck.Arrangement(syntax.Parse(diag.NewSource("arrangement.yaml", x.text), syntax.DefaultLimits, &out), &out)
	if !out.HasErrors() {
		if seed%2 == 0 {
			x.b = reference.DefaultBudget(x.a, int(seed/2%2))
			x.b.Starts = 1 + int(seed/4%2)
		} else {
			scenario := reference.ArbitraryScenario(r, x.a)
			x.text += scenario
			x.s = typecheck.Scenario(syntax.Parse(diag.NewSource("scenario.yaml", scenario), syntax.DefaultLimits, &out), x.a, nil, &out)
			if !out.HasErrors() {
				x.b = reference.ScenarioBudget(x.a, x.s, -1)
			}
		}
	}
	if out.HasErrors() {
		var b strings.Builder
		for _, d := range out.Sorted() {
			if d.Severity == diag.Error {
				fmt.Fprintf(&b, "%s: %s\n", d.Code, d.Message)
			}
		}
		x.messages = b.String()
	}
	return x
}

// TestArbitraryCovers: random texts are read without an error, and over a few
// hundred of them every kind of event and every seam that is judged here comes
// up.
func TestArbitraryCovers(t *testing.T) {
	events, seams := map[string]int{}, map[model.Seam]int{}
	explored, states, findings := 0, 0, 0
	for seed := range uint64(seeds) {
		x := draw(seed)
		if x.messages != "" {
			t.Errorf("seed %d is refused:\n%s\n%s", seed, x.messages, x.text)
			continue
		}
		space, complete := reference.Explore(x.a, x.s, x.b, statesMax)
		if !complete {
			continue
		}
		explored++
		states += len(space.States)
		for i := range space.States {
			for _, e := range space.States[i].Events {
				word, rest, _ := strings.Cut(e.Print, " ")
				if word == "lose" && isPerson(x.a, rest) {
					word = "lose person"
				}
				events[word]++
			}
		}
		for _, f := range space.Findings() {
			findings++
			seams[f.Check]++
		}
	}
	t.Logf("%d of %d explored, %d states, %d findings\n%v\n%v", explored, seeds, states, findings, events, seams)
	if explored < seeds/2 {
		t.Errorf("only %d of %d spaces have fewer than %d states", explored, seeds, statesMax)
	}
	for _, word := range strings.Split("start incident convene done refuse refer unreachable absent late takeover fill restore lose cut", " ") {
		if events[word] == 0 {
			t.Errorf("no event %q", word)
		}
	}
	if events["lose person"] == 0 {
		t.Error("no person is lost")
	}
	for _, seam := range []model.Seam{model.NoHolder, model.DualHolder, model.IneligibleHolder, model.NoAuthority, model.NoDecider,
		model.NoQuorum, model.BypassedConsent, model.Stuck, model.DelegationOutlives, model.SinglePoint, model.NoProcedure, model.InvariantSeam} {
		if seams[seam] == 0 {
			t.Errorf("no finding of %s", seam)
		}
	}
}

func isPerson(a *model.Arrangement, id string) bool {
	for _, p := range a.Persons {
		if p.Named && p.ID == id {
			return true
		}
	}
	return false
}
