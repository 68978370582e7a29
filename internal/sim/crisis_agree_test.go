package sim

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/reference"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// crisisText is a random crisis in a random arrangement, with times and chances.
func crisisText(t *testing.T, seed uint64) (a *model.Arrangement, s *model.Scenario, texts string) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0x6163747320))
	var out diag.List
	parse := func(name, text string) *syntax.Node {
		texts += text
		return syntax.Parse(diag.NewSource(name, text), syntax.DefaultLimits, &out)
	}
	clean := func() {
		if out.HasErrors() {
			var b strings.Builder
			if err := diag.WriteText(&b, out.Sorted(), false); err != nil {
				t.Fatal(err)
			}
			t.Fatalf("seed %d\n%s\n%s", seed, texts, b.String())
		}
	}
	a = typecheck.Arrangement(parse("a.yaml", reference.ArbitraryArrangement(random)), &out)
	clean()
	crisis, scenario := reference.ArbitraryCrisis(random, a, reference.ArbitraryScenario(random, a))
	c := typecheck.Crisis(parse("c.yaml", crisis), a, &out)
	clean()
	s = typecheck.Scenario(parse("s.yaml", scenario), a, c, &out)
	clean()
	fillIn(random, a, s)
	return a, s, texts
}

// everything of a crisis is measured.
func everything(a *model.Arrangement, c *model.Crisis) []model.Measure {
	var out []model.Measure
	add := func(kind, of string) {
		name := strings.ReplaceAll(of, ",", "")
		out = append(out, model.Measure{Meta: model.Meta{ID: kind + " " + name}, Kind: kind, Of: of})
	}
	add("peak-rung", "actual")
	for i := range a.Parties {
		add("peak-rung", a.Parties[i].ID)
		for j := range i {
			add("dissonance", a.Parties[j].ID+", "+a.Parties[i].ID)
		}
	}
	for i := range c.Rungs {
		add("threshold", c.Rungs[i].ID)
	}
	for i := range c.Stocks {
		if s := &c.Stocks[i]; !math.IsInf(s.Low, 0) && !math.IsInf(s.High, 0) {
			add("stock", s.ID)
		}
	}
	for i := range c.Options {
		if !c.Options[i].Lacking {
			add("taken", c.Options[i].ID)
		}
	}
	for i := range c.Programmes {
		add("programme", c.Programmes[i].ID)
	}
	for i := range c.Lines {
		add("crossed", c.Lines[i].ID)
	}
	return out
}

// tellingOf is a trace by its canonical print.
func tellingOf(p *Plan, trace *Trace) []reference.Told {
	var out []reference.Told
	m := machine.New(p.prog, p.cone)
	for i := range trace.Entries {
		e := &trace.Entries[i]
		switch {
		case e.Event.Kind != 0:
			x := reference.Told{At: e.At, Text: m.PrintEvent(e.Event), Event: true, State: m.PrintState(e.State)}
			if e.Event.Kind == machine.DoStep && e.Option >= 0 {
				if options := p.a.Procedures[p.prog.Runs[e.Event.A].Proc].Steps[e.Event.B].Choose; len(options) > 0 {
					x.Choice = options[e.Option]
				}
			}
			out = append(out, x)
		case e.Crisis != nil:
			out = append(out, reference.Told{At: e.At, Text: e.Crisis.Print()})
		}
	}
	return out
}

// split takes the rungs out of what is told: of each moment the last.
func split(list []reference.Told) (rest, rungs []reference.Told) {
	for _, x := range list {
		switch {
		case !strings.HasPrefix(x.Text, "rung "):
			rest = append(rest, x)
		case len(rungs) > 0 && close(rungs[len(rungs)-1].At, x.At):
			rungs[len(rungs)-1] = x
		default:
			rungs = append(rungs, x)
		}
	}
	n := 0
	for _, x := range rungs {
		if n == 0 || rungs[n-1].Text != x.Text {
			rungs[n] = x
			n++
		}
	}
	return rest, rungs[:n]
}

// close is equal but for what sums of floating point leave.
func close(x, y float64) bool { return math.Abs(x-y) <= 1e-6*math.Max(1, math.Abs(x)) }

// part says where two tellings part, or "".
func part(sim, ref []reference.Told) string {
	line := func(list []reference.Told, i int) string {
		if i >= len(list) {
			return "the end"
		}
		return fmt.Sprintf("%.3f %s", list[i].At, list[i].Text)
	}
	for i := range max(len(sim), len(ref)) {
		if i < len(sim) && i < len(ref) && close(sim[i].At, ref[i].At) && sim[i].Text == ref[i].Text {
			continue
		}
		from := max(0, i-6)
		var before []string
		for k := from; k < i; k++ {
			before = append(before, line(sim, k))
		}
		return fmt.Sprintf("after\n  %s\nthe simulator: %s\nthe reference: %s", strings.Join(before, "\n  "), line(sim, i), line(ref, i))
	}
	return ""
}

// TestCrisisAgreesWithReference: over random crises the simulator and the reference
// tell the same acts, readings, choices, shocks, meetings and rungs at the same
// moments, and measure the same.
func TestCrisisAgreesWithReference(t *testing.T) {
	n := uint64(600)
	if testing.Short() {
		n = 60
	}
	kinds := map[string]int{}
	replications, passedBack, wrong, values := 0, 0, 0, 0
	for seed := range n {
		a, s, texts := crisisText(t, seed)
		p, err := Compile(a, s, everything(a, s.Crisis.Crisis))
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, texts)
		}
		p.horizon, p.eventsMax = 3*86400, 3000
		for replication := range uint64(2) {
			trace, o, out := p.Trace(seed, replication)
			if o.Cut || o.Missing != nil {
				continue
			}
			mine := tellingOf(p, trace)
			played, err := reference.Play(a, s, seed, replication, p.horizon, mine)
			if errors.Is(err, reference.ErrPassedBack) {
				passedBack++
				continue
			}
			replications++
			why := ""
			if err != nil {
				why = err.Error()
			}
			sim, simRungs := split(mine)
			ref, refRungs := split(played.Told)
			if d := part(sim, ref); d != "" {
				why = d + "\n" + why
			} else if d := part(simRungs, refRungs); d != "" {
				why = "of the rungs " + d
			}
			for _, x := range sim {
				word, _, _ := strings.Cut(x.Text, " ")
				kinds[word]++
			}
			for i, c := range p.Columns() {
				want, known := played.Values[c.Name]
				if why != "" || !known {
					continue
				}
				values++
				within := 1e-6 * math.Max(1, math.Abs(want))
				if strings.HasPrefix(c.Name, "stock ") && !strings.Contains(c.Name, ".") {
					within = 1e-3
				}
				if math.Abs(want-out[i]) > within || math.IsNaN(want) != math.IsNaN(out[i]) {
					why = fmt.Sprintf("%s: the simulator has %v, the reference %v", c.Name, out[i], want)
				}
			}
			if why != "" {
				wrong++
				t.Errorf("seed %d, replication %d\n%s\n%s", seed, replication, texts, why)
				if wrong == 3 {
					t.Fatal("and more")
				}
			}
		}
	}
	t.Logf("%d replications, %d left out, %d values, %v", replications, passedBack, values, kinds)
	if passedBack > replications/20 {
		t.Errorf("%d replications of %d are left out", passedBack, replications+passedBack)
	}
	for _, word := range strings.Fields("act not cross read over choose answer shock meet met incident") {
		if kinds[word] == 0 {
			t.Errorf("nothing is told of %q", word)
		}
	}
}
