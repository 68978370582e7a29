package sim

import (
	"entente/internal/machine"
	"entente/internal/model"
)

// PrintEvent writes the canonical print of what an entry of a trace did, and in
// brackets the option chosen where the print does not tell it; empty for a note.
func (p *Plan) PrintEvent(e *Entry) string {
	if e.Crisis != nil {
		return e.Crisis.Print()
	}
	if e.Event.Kind == 0 {
		return ""
	}
	text := machine.New(p.prog, p.cone).PrintEvent(e.Event)
	if e.Event.Kind != machine.DoStep || e.Option < 0 {
		return text
	}
	step := &p.a.Procedures[p.prog.Runs[e.Event.A].Proc].Steps[e.Event.B]
	if len(step.Choose) == 0 || p.prog.Procs[p.prog.Runs[e.Event.A].Proc].Steps[e.Event.B].Options > 0 {
		return text
	}
	return text + " (" + step.Choose[e.Option] + ")"
}

// PrintWork names the step of a span of work as events do, and the post from which
// it was done; empty for a council, and where it never began.
func (p *Plan) PrintWork(w *WorkSpan) (step, post string) {
	step = machine.New(p.prog, p.cone).StepName(w.Run, w.Step)
	if w.Post != model.None && w.Began == w.Began { // began: not NaN
		post = p.a.Posts[w.Post].ID
	}
	return step, post
}
