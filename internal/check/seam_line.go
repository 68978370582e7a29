package check

import (
	"strings"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// crossedLine: a declared line names an option that may be taken where the line
// applies. An option by a step is taken in the state that the doing of the step
// leads to, any other at any moment at which it may be open.
func crossedLine(p *program.Program) []*property {
	use := p.Budget.Crisis
	if use == nil {
		return nil
	}
	var out []*property
	for i := range use.Crisis.Lines {
		line := &use.Crisis.Lines[i]
		if !line.Declared {
			continue
		}
		when := addOpen(p, loose(line.When, true))
		for _, option := range line.By {
			o := &use.Crisis.Options[option]
			while := addOpen(p, openWhile(p.Model, o))
			crossed := func(m *machine.Machine, s machine.State) bool {
				return (when < 0 || m.Eval(s, when, -1)) && (while < 0 || m.Eval(s, while, -1))
			}
			prop := &property{seam: model.CrossedLine, elements: []string{line.ID + " " + o.ID}, seeds: program.Seeds{Exprs: exprSeeds(when, while)}}
			switch {
			case o.Lacking:
				continue
			case o.By.Procedure != model.None:
				prop.seeds.Procs = []model.ProcedureIndex{o.By.Procedure}
				prop.event = func(v *view, _ *machine.Effects, e machine.Event, hit func(int)) {
					if takes(p, o, e) && crossed(v.m, v.to()) {
						hit(0)
					}
				}
			case use.MayTake(option):
				prop.state = func(v *view, hit func(int)) {
					if crossed(v.m, v.s) {
						hit(0)
					}
				}
			default:
				continue
			}
			out = append(out, prop)
		}
	}
	return out
}

// takes reports whether an event is the doing of the step that takes an option.
func takes(p *program.Program, o *model.Option, e machine.Event) bool {
	return e.Kind == machine.DoStep && o.By.Procedure != model.None && p.Runs[e.A].Proc == o.By.Procedure && model.StepIndex(e.B) == o.By.Step &&
		(o.Choice < 0 || o.Choice == int(e.C))
}

// concludeLine says which line an option crosses, and who may take it there.
func (e *explainer) concludeLine(f *Finding) {
	a, use := e.p.Model, e.p.Budget.Crisis
	id, taken, _ := strings.Cut(f.Element, " ")
	o, option := e.option(taken)
	for i := range use.Crisis.Lines {
		line := &use.Crisis.Lines[i]
		if line.ID != id {
			continue
		}
		f.Summary = sayf("%s may take %s where it crosses %s, a line that %s has declared", a.Parties[o.Of].Said(), o.Said(), line.Said(), a.Parties[line.Of].Said())
		if line.When != nil {
			f.Detail = append(f.Detail, sayf("%s applies while %s", line.Said(), line.When.Text))
		}
		f.Lines = append(f.Lines, line.Span, o.Span)
	}
	if o.By.Procedure != model.None {
		return
	}
	for _, p := range use.Players {
		player := &use.Crisis.Players[p]
		for i := range player.Decisions {
			if d := &player.Decisions[i]; d.Takes(option) {
				f.Detail = append(f.Detail, sayf("%s may choose it there, by %s", player.Said(), d.Said()))
			}
		}
	}
}
