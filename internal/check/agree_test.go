package check

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/reference"
)

// How many random arrangements the implementations are held against each other
// on, and how large a space may be to be compared.
const (
	agreeSeeds    = 2500
	agreeStates   = 1500
	findingStates = 120 // the reference looks at every continuation of every state
)

// seeds is how many seeds to try.
func seeds() uint64 {
	if testing.Short() {
		return agreeSeeds / 10
	}
	return agreeSeeds
}

// sample is a random arrangement with its budgets.
type sample struct {
	seed  uint64
	texts string
	a     *model.Arrangement
	s     *model.Scenario
	opt   Options
	ref   reference.Budget
}

// sampleOf reads the texts of a seed; ok is false where they mean nothing.
func sampleOf(seed uint64) (sample, bool) {
	arrangement, scenario := arbitraryTexts(seed)
	a, s, why := readTexts(arrangement, scenario)
	if why != "" {
		return sample{}, false
	}
	x := sample{seed: seed, texts: arrangement + scenario, a: a, s: s, opt: Options{Budget: -1, Workers: 1}}
	if s != nil {
		x.ref = reference.ScenarioBudget(a, s, -1)
		return x, true
	}
	x.opt.Budget, x.opt.Starts = int(seed%2), 1+int(seed/2%2)
	x.ref = reference.DefaultBudget(a, x.opt.Budget)
	x.ref.Starts = x.opt.Starts
	return x, true
}

// space is what the machine reaches over a cone, in breadth-first order.
type space struct {
	m      *machine.Machine
	prints []string
	index  map[string]int
	states []machine.State
	events [][]machine.Event
	target [][]int
}

// spaceOf explores with maps of prints: nothing of the checker takes part.
func spaceOf(p *program.Program, cone *program.Cone, limit int) (*space, bool) {
	sp := &space{m: machine.New(p, cone), index: map[string]int{}}
	add := func(s machine.State) int {
		print := sp.m.PrintState(s)
		i, known := sp.index[print]
		if !known {
			i = len(sp.prints)
			sp.index[print] = i
			sp.prints = append(sp.prints, print)
			sp.states = append(sp.states, append(machine.State(nil), s...))
		}
		return i
	}
	s := make(machine.State, len(p.Vars))
	sp.m.Start(s)
	add(s)
	next := make(machine.State, len(p.Vars))
	for i := 0; i < len(sp.states); i++ {
		if len(sp.states) > limit {
			return sp, false
		}
		events := sp.m.Enabled(sp.states[i], nil)
		targets := make([]int, len(events))
		for k, e := range events {
			copy(next, sp.states[i])
			sp.m.Apply(next, e)
			targets[k] = add(next)
		}
		sp.events, sp.target = append(sp.events, events), append(sp.target, targets)
	}
	return sp, true
}

// story lists the events of a least shortest path to a state.
func (sp *space) story(to int) []string {
	parent, by := make([]int, len(sp.prints)), make([]string, len(sp.prints))
	for i := range parent {
		parent[i] = -1
	}
	for i := range sp.events {
		for k, t := range sp.target[i] {
			if t != 0 && parent[t] < 0 {
				parent[t], by[t] = i, sp.m.PrintEvent(sp.events[i][k])
			}
		}
	}
	var out []string
	for ; to > 0; to = parent[to] {
		out = append([]string{by[to]}, out...)
	}
	return out
}

// differ says where the machine's space and the reference's part, or "".
func differ(sp *space, ref *reference.Space) string {
	for i := range ref.States {
		want := &ref.States[i]
		if i >= len(sp.prints) {
			return fmt.Sprintf("the reference has %d states, the machine %d; the first it lacks: %s", len(ref.States), len(sp.prints), want.Print)
		}
		at := func() string { return "after " + strings.Join(sp.story(i), "; ") + "\nstate     " + sp.prints[i] }
		if want.Print != sp.prints[i] {
			return fmt.Sprintf("state %d\nmachine   %s\nreference %s", i, sp.prints[i], want.Print)
		}
		var got, wanted []string
		for _, e := range sp.events[i] {
			got = append(got, sp.m.PrintEvent(e))
		}
		for _, e := range want.Events {
			wanted = append(wanted, e.Print)
		}
		if strings.Join(got, "; ") != strings.Join(wanted, "; ") {
			return fmt.Sprintf("%s\nmachine   %s\nreference %s", at(), strings.Join(got, "; "), strings.Join(wanted, "; "))
		}
		for k, e := range want.Events {
			if g, w := sp.prints[sp.target[i][k]], ref.States[e.Target].Print; g != w {
				return fmt.Sprintf("%s\nby        %s\nmachine   %s\nreference %s", at(), e.Print, g, w)
			}
		}
	}
	if len(sp.prints) > len(ref.States) {
		return fmt.Sprintf("the machine has %d states, the reference %d", len(sp.prints), len(ref.States))
	}
	return ""
}

// TestMachineAgreesWithReference: over random arrangements the machine and the
// reference reach the same states, offer the same events in the same order, and
// arrive at the same targets.
func TestMachineAgreesWithReference(t *testing.T) {
	t.Parallel()
	compared, states, wrong := 0, 0, 0
	for seed := range seeds() {
		x, ok := sampleOf(seed)
		if !ok {
			continue
		}
		p := program.Compile(x.a, BudgetOf(x.a, x.s, x.opt))
		sp, complete := spaceOf(p, p.Everything(), agreeStates)
		if !complete {
			continue
		}
		ref, complete := reference.Explore(x.a, x.s, x.ref, 2*agreeStates)
		if !complete {
			t.Errorf("seed %d: the reference has more than %d states, the machine %d\n%s", seed, 2*agreeStates, len(sp.prints), x.texts)
			continue
		}
		compared++
		states += len(sp.prints)
		if d := differ(sp, ref); d != "" {
			wrong++
			t.Errorf("seed %d:\n%s\n%s", seed, x.texts, d)
			if wrong == 3 {
				t.Fatal("and more")
			}
		}
	}
	t.Logf("%d arrangements, %d states", compared, states)
}

// proofs is everything that a search of a sample finds: identities and stories.
func proofs(p *program.Program, m *machine.Machine, hits []hit) []string {
	var out []string
	for _, h := range hits {
		story := make([]string, len(h.story))
		for i, e := range h.story {
			story[i] = m.PrintEvent(e)
		}
		verdict := ""
		if h.prop.begins && h.element == 1 {
			verdict = " undecided"
		}
		out = append(out, fmt.Sprintf("%s %s%s: %s", h.prop.seam, h.prop.elements[h.element], verdict, strings.Join(story, "; ")))
	}
	return out
}

// lossesOf lists the single points of every covered procedure with their stories.
func lossesOf(p *program.Program, m *machine.Machine, cone func(model.ProcedureIndex) *program.Cone) (out []string, complete bool) {
	for _, l := range p.Model.Checks.Limits {
		found, x := singlePoints(context.Background(), p, cone(l.Procedure), l.Procedure, agreeLimits)
		if !x.Complete {
			return nil, false
		}
		for _, f := range found {
			h := hit{prop: &property{seam: model.SinglePoint, elements: []string{p.Model.Procedures[f.proc].ID}}, story: f.story}
			out = append(out, proofs(p, m, []hit{h})...)
		}
	}
	return out, true
}

var agreeLimits = Limits{States: 2 * agreeStates, Bytes: 1 << 30}

// judged are the seams that the reference judges.
var judged = map[model.Seam]bool{
	model.NoHolder: true, model.DualHolder: true, model.IneligibleHolder: true, model.NoAuthority: true, model.NoDecider: true,
	model.NoQuorum: true, model.BypassedConsent: true, model.Stuck: true, model.DelegationOutlives: true, model.SinglePoint: true,
	model.NoProcedure: true, model.InvariantSeam: true, model.CrossedLine: true, model.UnauthorisedOption: true,
}

// TestCheckAgreesWithReference: over random arrangements Run finds what the
// reference finds, in the same order, with the same least stories.
func TestCheckAgreesWithReference(t *testing.T) {
	t.Parallel()
	compared, found, wrong := 0, map[model.Seam]int{}, 0
	for seed := range seeds() {
		x, ok := sampleOf(seed)
		if !ok {
			continue
		}
		ref, complete := reference.Explore(x.a, x.s, x.ref, findingStates)
		if !complete {
			continue
		}
		want := storiesOfReference(ref, found)
		got := storiesOf(Run(context.Background(), x.a, x.s, x.opt), judged)
		compared++
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
			wrong++
			t.Errorf("seed %d:\n%s\ncheck alone:\n%s\nreference alone:\n%s", seed, x.texts, onlyIn(got, want), onlyIn(want, got))
			if onlyIn(got, want) == onlyIn(want, got) {
				t.Errorf("in another order: check\n%s\nreference\n%s", g, w)
			}
			if wrong == 3 {
				t.Fatal("and more")
			}
		}
	}
	t.Logf("%d arrangements, findings: %v", compared, found)
}

// TestConesAgreeWithWhole: what the searches find in their cones, shared and
// stopped early, is what one search of the whole program finds: the same seams
// with the same stories.
func TestConesAgreeWithWhole(t *testing.T) {
	t.Parallel()
	compared, states, inCones, found, wrong := 0, 0, 0, 0, 0
	for seed := range seeds() {
		x, ok := sampleOf(seed)
		if !ok {
			continue
		}
		p := program.Compile(x.a, BudgetOf(x.a, x.s, x.opt))
		var props []*property
		for _, make := range seams {
			props = append(props, make(p)...)
		}
		m := machine.New(p, p.Everything())
		whole := map[*property][]hit{}
		hits, all := (&search{cone: p.Everything(), props: props}).run(context.Background(), p, agreeLimits)
		if !all.Complete {
			continue
		}
		for _, h := range hits {
			whole[h.prop] = append(whole[h.prop], h)
		}
		parts := map[*property][]hit{}
		for _, s := range searches(p, props) {
			hits, part := s.run(context.Background(), p, agreeLimits)
			inCones += part.Distinct
			for _, h := range hits {
				parts[h.prop] = append(parts[h.prop], h)
			}
		}
		want, got := proofs(p, m, best(props, whole)), proofs(p, m, best(props, parts))
		lost, complete := lossesOf(p, m, func(model.ProcedureIndex) *program.Cone { return p.Everything() })
		if complete {
			want = append(want, lost...)
			lost, _ = lossesOf(p, m, func(proc model.ProcedureIndex) *program.Cone {
				return p.Cone(program.Seeds{Procs: []model.ProcedureIndex{proc}})
			})
			got = append(got, lost...)
		}
		compared++
		states += all.Distinct
		found += len(want)
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
			wrong++
			t.Errorf("seed %d:\n%s\nin cones:\n%s\nin the whole:\n%s", seed, x.texts, onlyIn(got, want), onlyIn(want, got))
			if wrong == 3 {
				t.Fatal("and more")
			}
		}
	}
	t.Logf("%d arrangements, %d states (%d in cones), %d findings", compared, states, inCones, found)
}

func onlyIn(list, other []string) string {
	var out []string
	for _, x := range list {
		known := false
		for _, y := range other {
			known = known || x == y
		}
		if !known {
			out = append(out, x)
		}
	}
	return strings.Join(out, "\n")
}

// printed is all of a result that a reader sees.
func printed(r *Result) string {
	var b strings.Builder
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintln(&b, f.Seam, f.Element, f.Summary, f.Faults, f.Detail, f.Weakest, f.Verdict, f.Disputed)
		for _, sc := range f.Story {
			fmt.Fprintln(&b, " ", sc.Event, sc.Text, sc.Changes)
		}
		if f.When != nil {
			fmt.Fprintln(&b, " ", f.When.Text())
		}
		if f.Lasts != nil {
			fmt.Fprintln(&b, " ", f.Lasts.Text)
		}
	}
	for _, s := range r.Searches {
		fmt.Fprintln(&b, s)
	}
	fmt.Fprintln(&b, r.Exhaustive, r.Status())
	return b.String()
}

// TestWorkers: a result does not depend on how many workers there are, nor on
// which run it is.
func TestWorkers(t *testing.T) {
	t.Parallel()
	for seed := range seeds() / 10 {
		x, ok := sampleOf(seed)
		if !ok {
			continue
		}
		x.opt.Limits = agreeLimits
		want := printed(Run(context.Background(), x.a, x.s, x.opt))
		for _, workers := range []int{1, 2, 5} {
			x.opt.Workers = workers
			if got := printed(Run(context.Background(), x.a, x.s, x.opt)); got != want {
				t.Fatalf("seed %d, %d workers:\n%s\none:\n%s", seed, workers, got, want)
			}
		}
	}
}

// storiesOfReference prints the findings of the reference, and counts them in found.
func storiesOfReference(ref *reference.Space, found map[model.Seam]int) []string {
	var out []string
	for _, f := range ref.Findings() {
		out = append(out, fmt.Sprintf("%s %s: %s", f.Check, f.Element, strings.Join(f.Story, "; ")))
		found[f.Check]++
	}
	return out
}

// storiesOf prints the findings of a check that the reference judges as well.
func storiesOf(r *Result, judged map[model.Seam]bool) []string {
	var out []string
	for i := range r.Findings {
		f := &r.Findings[i]
		if !judged[f.Seam] || f.Verdict == Undecided {
			continue
		}
		var story []string
		for _, sc := range f.Story {
			story = append(story, sc.Event)
		}
		out = append(out, fmt.Sprintf("%s %s: %s", f.Seam, f.Element, strings.Join(story, "; ")))
	}
	return out
}
