package sim

import (
	"math/rand/v2"
	"slices"
	"testing"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/reference"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// arbitraryPlan is a random arrangement and scenario with random times and
// chances; nil where the generator's text is refused.
func arbitraryPlan(t *testing.T, seed uint64) *Plan {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1))
	var out diag.List
	text := reference.ArbitraryArrangement(random)
	a := typecheck.Arrangement(syntax.Parse(diag.NewSource("a.yaml", text), syntax.DefaultLimits, &out), &out)
	if a == nil || out.HasErrors() {
		return nil
	}
	s := typecheck.Scenario(syntax.Parse(diag.NewSource("s.yaml", reference.ArbitraryScenario(random, a)), syntax.DefaultLimits, &out), a, nil, &out)
	if s == nil || out.HasErrors() {
		return nil
	}
	fillIn(random, a, s)
	p, err := Compile(a, s, arbitraryMeasures(a, seed))
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, text)
	}
	p.horizon, p.eventsMax = 5*86400, 2000
	return p
}

// arbitraryMeasures measures, by turns, everything, times alone, or times and what
// does not follow steps: the simulator takes shorter ways where no step is followed.
func arbitraryMeasures(a *model.Arrangement, seed uint64) []model.Measure {
	var out []model.Measure
	add := func(kind, of string) {
		out = append(out, model.Measure{Meta: model.Meta{ID: kind + of}, Kind: kind, Of: of})
	}
	for i := range a.Procedures {
		add("time-of", a.Procedures[i].ID)
		switch seed % 3 {
		case 0:
			add("consultation", a.Procedures[i].ID)
			add("work-share", a.Procedures[i].ID)
		case 1:
			add("expression", "live("+a.Procedures[i].ID+")")
		}
	}
	if seed%3 == 2 {
		return out
	}
	for i := range a.Authorities {
		add("no-holder", a.Authorities[i].ID)
	}
	for i := range a.Posts {
		add("waiting", a.Posts[i].ID)
	}
	return out
}

// fillIn gives every step a time, every answer a chance, and things rates to fail.
// In every second scenario most times are exact, so that much falls together.
func fillIn(random *rand.Rand, a *model.Arrangement, s *model.Scenario) {
	together := random.IntN(2) == 0
	duration := func() model.Quantity {
		spec := dist.Spec{Form: dist.Exponential, A: 600 + 7200*random.Float64()}
		form := random.IntN(4)
		if together {
			form = random.IntN(12) / 10
		}
		switch form {
		case 0:
			spec = dist.Spec{Form: dist.Exact, A: float64(random.IntN(3)) * 600}
		case 1:
			spec = dist.Spec{Form: dist.Range, A: 60, B: 7200}
		}
		return model.Quantity{Set: true, Spec: spec, Cite: model.NoCite}
	}
	number := func(x float64) model.Quantity {
		return model.Quantity{Set: true, Spec: dist.Spec{Unit: dist.Number, Form: dist.Exact, A: x}, Cite: model.NoCite}
	}
	for i := range a.Procedures {
		if random.IntN(3) == 0 {
			q := duration()
			a.Procedures[i].MoveDelay = &q
		}
		a.Procedures[i].Priority = random.IntN(3)
		for j := range a.Procedures[i].Steps {
			step := &a.Procedures[i].Steps[j]
			step.Time = duration()
			answer := model.Answer{Step: model.StepRef{Procedure: model.ProcedureIndex(i), Step: model.StepIndex(j)}}
			if step.Back != nil {
				answer.Option, answer.Chance = append(answer.Option, model.Refer), append(answer.Chance, number(0.2))
			}
			if len(step.Choose) == 0 {
				answer.Option, answer.Chance = append(answer.Option, "agree"), append(answer.Chance, number(0.6))
			}
			for _, o := range step.Choose {
				answer.Option, answer.Chance = append(answer.Option, o), append(answer.Chance, number(0.7/float64(len(step.Choose))))
			}
			s.Answers = append(s.Answers, answer)
		}
	}
	for i := range a.Councils {
		a.Councils[i].Convene, a.Councils[i].Each = duration(), random.IntN(2) == 0
	}
	for i := range a.Links {
		if random.IntN(2) == 0 {
			s.Fails = append(s.Fails, model.Fail{Post: model.None, Link: model.LinkIndex(i), Every: number(40000), For: duration()})
		}
	}
	for i := range a.Posts {
		for j := range a.Posts[i].Deputies {
			if d := &a.Posts[i].Deputies[j]; !d.AtOnce {
				d.After = duration()
			}
		}
		if random.IntN(4) == 0 {
			s.Fails = append(s.Fails, model.Fail{Post: model.PostIndex(i), Link: model.None, Every: number(90000), For: duration()})
		}
	}
}

// Every simulated run is a path of the transition relation, and within the budget
// a path of the checker.
func TestRunsArePaths(t *testing.T) {
	n := uint64(1500)
	if testing.Short() {
		n = 150
	}
	plans, events, within := 0, 0, 0
	for seed := range n {
		p := arbitraryPlan(t, seed)
		if p == nil {
			continue
		}
		plans++
		free := freed(p)
		r, out := p.NewRunner(), make([]float64, len(p.Columns()))
		for replication := range uint64(3) {
			trace, o, traced := p.Trace(seed, replication)
			if again := r.Run(seed, replication, out); again != o || !same(out, traced) {
				t.Fatalf("seed %d, replication %d: traced %+v %v, plain %+v %v", seed, replication, o, traced, again, out)
			}
			if !o.Beyond {
				within++
			}
			m := machine.New(p.prog, p.cone)
			if o.Beyond {
				m = machine.New(free, p.cone)
			}
			follow(t, seed, m, trace, o.Beyond)
			events += len(trace.Entries)
		}
	}
	t.Logf("%d plans, %d events, %d replications within the budget", plans, events, within)
	if plans < int(n)/2 || within == 0 || events < 10*plans {
		t.Errorf("too little was tried")
	}
}

func same(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return x == y || x != x && y != y })
}

// freed is the program with a budget that allows every fault.
func freed(p *Plan) *program.Program {
	out := *p.prog
	out.Budget.Faults = 1 << 20
	return &out
}

// follow steps a machine along a trace: each event is among those it offers. What
// is beyond every budget is not looked for there: an incident that comes again, a
// fault, and a repair that the text does not write.
func follow(t *testing.T, seed uint64, m *machine.Machine, trace *Trace, beyond bool) {
	t.Helper()
	s := make(machine.State, len(m.P.Vars))
	m.Start(s)
	var offered []machine.Event
	for i := range trace.Entries {
		e := &trace.Entries[i]
		if e.Event.Kind == 0 {
			continue
		}
		for _, atom := range m.P.Atoms {
			s[atom.Var] = e.State[atom.Var] // of the crisis; no event changes it
		}
		offered = m.Enabled(s, offered[:0])
		loose := beyond && (e.Event.Kind == machine.Incident || e.Event.Kind.Fault() || e.Event.Kind == machine.Fill || e.Event.Kind == machine.Restore)
		if !loose && !slices.Contains(offered, e.Event) {
			t.Fatalf("seed %d: at %.0f s %s is not offered in %s", seed, e.At, m.PrintEvent(e.Event), m.PrintState(s))
		}
		m.Apply(s, e.Event)
		if !slices.Equal(s, e.State) {
			t.Fatalf("seed %d: after %s\n%s\nthe simulator has\n%s", seed, m.PrintEvent(e.Event), m.PrintState(s), m.PrintState(e.State))
		}
	}
}
