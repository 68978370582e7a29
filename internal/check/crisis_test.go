package check

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/reference"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// crisisOf is a random arrangement in a random crisis; why says what is wrong with
// the texts.
func crisisOf(seed uint64) (x sample, why string) {
	r := rand.New(rand.NewPCG(seed, 0x637269736973))
	var out diag.List
	parse := func(name, text string) *syntax.Node {
		x.texts += text
		return syntax.Parse(diag.NewSource(name, text), syntax.DefaultLimits, &out)
	}
	if x.a = typecheck.Arrangement(parse("arrangement.yaml", reference.ArbitraryArrangement(r)), &out); out.HasErrors() {
		return x, messages(&out)
	}
	crisis, scenario := reference.ArbitraryCrisis(r, x.a, reference.ArbitraryScenario(r, x.a))
	c := typecheck.Crisis(parse("crisis.yaml", crisis), x.a, &out)
	if out.HasErrors() {
		return x, messages(&out) + x.texts
	}
	x.s = typecheck.Scenario(parse("scenario.yaml", scenario), x.a, c, &out)
	if out.HasErrors() {
		return x, messages(&out) + x.texts
	}
	x.seed, x.opt, x.ref = seed, Options{Budget: -1, Workers: 1}, reference.ScenarioBudget(x.a, x.s, -1)
	return x, ""
}

func messages(out *diag.List) string {
	var b strings.Builder
	for _, d := range out.Sorted() {
		if d.Severity == diag.Error {
			fmt.Fprintln(&b, d.Code, d.Message)
		}
	}
	return b.String()
}

// TestCrisisAgreesWithReference: over random crises the machine and the reference
// reach the same states by the same events, and Run finds what the reference finds,
// with the same least stories.
func TestCrisisAgreesWithReference(t *testing.T) {
	t.Parallel()
	n := seeds()
	compared, acts, wrong := 0, 0, 0
	found := map[model.Seam]int{}
	for seed := range n {
		x, why := crisisOf(seed)
		if why != "" {
			t.Fatalf("seed %d is refused:\n%s", seed, why)
		}
		ref, complete := reference.Explore(x.a, x.s, x.ref, findingStates)
		if !complete {
			continue
		}
		p := program.Compile(x.a, BudgetOf(x.a, x.s, x.opt))
		sp, complete := spaceOf(p, p.Everything(), 2*findingStates)
		if !complete {
			t.Errorf("seed %d: the reference has %d states, the machine more than %d", seed, len(ref.States), 2*findingStates)
			continue
		}
		for _, events := range sp.events {
			for _, e := range events {
				if e.Kind == machine.Incident && p.Budget.Incidents[e.A].Option != model.None {
					acts++
				}
			}
		}
		want := storiesOfReference(ref, found)
		r := Run(context.Background(), x.a, x.s, x.opt)
		got := storiesOf(r, judged)
		for i := range r.Findings {
			if r.Findings[i].Seam == model.DeadOption {
				found[model.DeadOption]++
			}
		}
		compared++
		d := differ(sp, ref)
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); d != "" || g != w {
			wrong++
			t.Errorf("seed %d:\n%s\n%s\ncheck alone:\n%s\nreference alone:\n%s", seed, x.texts, d, onlyIn(got, want), onlyIn(want, got))
			if wrong == 3 {
				t.Fatal("and more")
			}
		}
		if dead := ref.TakenThough(deadOptionsOf(r)); len(dead) > 0 {
			t.Errorf("seed %d:\n%s\nof what is said to be dead %v is taken", seed, x.texts, dead)
		}
	}
	t.Logf("%d arrangements of %d, %d acts as incidents, findings: %v", compared, n, acts, found)
	for _, seam := range []model.Seam{model.DeadOption, model.CrossedLine, model.UnauthorisedOption} {
		if found[seam] == 0 {
			t.Errorf("%s is never found", seam)
		}
	}
	if acts == 0 {
		t.Error("no option comes as an incident")
	}
}

func deadOptionsOf(r *Result) []string {
	var out []string
	for i := range r.Findings {
		if r.Findings[i].Seam == model.DeadOption {
			out = append(out, r.Findings[i].Element)
		}
	}
	return out
}
