// Package conformance runs the files of this folder against the machine, the
// checker and the reference interpreter.
package conformance

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/reference"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// entry is one loaded file of the folder.
type entry struct {
	a                *model.Arrangement
	c                *model.Crisis
	s                *model.Scenario
	budget           program.Budget
	opt              check.Options
	replay, findings []string
}

func read(t *testing.T, path string) entry {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var e entry
	var out diag.List
	parse := func(f txtar.File) *syntax.Node {
		return syntax.Parse(diag.NewSource(f.Name, string(f.Data)), syntax.DefaultLimits, &out)
	}
	for _, f := range archive.Files {
		switch f.Name {
		case "arrangement.yaml":
			e.a = typecheck.Arrangement(parse(f), &out)
		case "scenario.yaml":
			e.s = typecheck.Scenario(parse(f), e.a, e.c, &out)
		case "crisis.yaml":
			e.c = typecheck.Crisis(parse(f), e.a, &out)
		case "replay":
			e.replay = lines(f.Data)
		case "findings":
			e.findings = append([]string{}, lines(f.Data)...)
		default:
			t.Fatalf("%s: a file named %s", path, f.Name)
		}
	}
	if out.HasErrors() {
		var b strings.Builder
		if err := diag.WriteText(&b, out.Sorted(), false); err != nil {
			t.Fatal(err)
		}
		t.Fatalf("%s:\n%s", path, b.String())
	}
	e.opt = check.Options{Budget: 1, Workers: 1}
	for _, l := range lines(archive.Comment) {
		if n, _ := fmt.Sscanf(l, "budget: %d %d", &e.opt.Budget, &e.opt.Starts); n == 1 {
			t.Fatalf("%s: %q wants two numbers", path, l)
		}
	}
	if e.s != nil {
		e.opt.Budget = -1
	}
	e.budget = check.BudgetOf(e.a, e.s, e.opt)
	return e
}

func lines(data []byte) []string {
	var out []string
	for _, l := range strings.Split(string(data), "\n") {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, l)
		}
	}
	return out
}

// player steps one implementation.
type player interface {
	restart()
	facts() []string
	events() []string
	take(event string)
}

// machinePlayer steps the machine over the whole program.
type machinePlayer struct {
	m *machine.Machine
	s machine.State
}

func newMachinePlayer(e entry) *machinePlayer {
	p := program.Compile(e.a, e.budget)
	return &machinePlayer{machine.New(p, p.Everything()), make(machine.State, len(p.Vars))}
}

func (p *machinePlayer) restart()        { p.m.Start(p.s) }
func (p *machinePlayer) facts() []string { return strings.Split(p.m.PrintState(p.s), "; ") }
func (p *machinePlayer) events() []string {
	var out []string
	for _, e := range p.m.Enabled(p.s, nil) {
		out = append(out, p.m.PrintEvent(e))
	}
	return out
}
func (p *machinePlayer) take(event string) {
	for _, e := range p.m.Enabled(p.s, nil) {
		if p.m.PrintEvent(e) == event {
			p.m.Apply(p.s, e)
			return
		}
	}
}

// referencePlayer walks what the reference interpreter has reached.
type referencePlayer struct {
	space *reference.Space
	at    int
}

// statesMax is far beyond what a file of the folder reaches.
const statesMax = 100_000

func newReferencePlayer(t *testing.T, e entry) *referencePlayer {
	b := reference.DefaultBudget(e.a, e.opt.Budget)
	b.Starts = e.opt.Starts
	if b.Starts == 0 {
		b.Starts = max(1, e.opt.Budget)
	}
	if e.s != nil {
		b = reference.ScenarioBudget(e.a, e.s, -1)
	}
	space, complete := reference.Explore(e.a, e.s, b, statesMax)
	if !complete {
		t.Fatalf("more than %d states", statesMax)
	}
	return &referencePlayer{space: space}
}

func (p *referencePlayer) restart()        { p.at = 0 }
func (p *referencePlayer) facts() []string { return strings.Split(p.space.States[p.at].Print, "; ") }
func (p *referencePlayer) events() []string {
	var out []string
	for _, e := range p.space.States[p.at].Events {
		out = append(out, e.Print)
	}
	return out
}
func (p *referencePlayer) take(event string) {
	for _, e := range p.space.States[p.at].Events {
		if e.Print == event {
			p.at = e.Target
			return
		}
	}
}

func has(list []string, x string) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// play runs the replay of an entry.
func play(t *testing.T, path string, e entry, p player) {
	t.Helper()
	p.restart()
	for n, l := range e.replay {
		fail := func(format string, args ...any) {
			t.Fatalf("%s, line %d %q: %s\nstate: %s\nevents: %s", path, n+1, l, fmt.Sprintf(format, args...), strings.Join(p.facts(), "; "), strings.Join(p.events(), "; "))
		}
		verb, rest, _ := strings.Cut(l, " ")
		switch verb {
		case ">":
			if !has(p.events(), rest) {
				fail("not possible")
			}
			p.take(rest)
		case "can":
			if !has(p.events(), rest) {
				fail("not possible")
			}
		case "cannot":
			if has(p.events(), rest) {
				fail("possible")
			}
		case "not":
			if has(p.facts(), rest) {
				fail("it holds")
			}
		case "start":
			p.restart()
		default:
			if !has(p.facts(), l) {
				fail("it does not hold")
			}
		}
	}
}

// dynamic are the seams that a search finds.
var dynamic = map[model.Seam]bool{
	model.NoHolder: true, model.DualHolder: true, model.IneligibleHolder: true, model.NoAuthority: true, model.NoDecider: true,
	model.NoQuorum: true, model.BypassedConsent: true, model.Stuck: true, model.DelegationOutlives: true, model.TwoHats: true,
	model.SinglePoint: true, model.NoProcedure: true, model.InvariantSeam: true, model.CrossedLine: true, model.UnauthorisedOption: true,
}

func TestSemantics(t *testing.T) {
	files, err := filepath.Glob("semantics/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			e := read(t, path)
			play(t, path, e, newMachinePlayer(e))
			play(t, path, e, newReferencePlayer(t, e))
			if e.findings == nil {
				return
			}
			var found []string
			r := check.Run(context.Background(), e.a, e.s, e.opt)
			for i := range r.Findings {
				if f := &r.Findings[i]; dynamic[f.Seam] || len(e.a.Checks.Use) < len(model.SeamNames())-1 {
					found = append(found, f.Seam.String()+" "+f.Element)
				}
			}
			if got, want := strings.Join(found, "\n"), strings.Join(e.findings, "\n"); got != want {
				t.Errorf("findings:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}
