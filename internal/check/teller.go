package check

import (
	"entente/internal/diag"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/say"
)

// Teller puts events of the transition relation into words, as findings do.
type Teller struct{ e *explainer }

// NewTeller returns a teller; s may be nil.
func NewTeller(p *program.Program, s *model.Scenario) *Teller {
	return &Teller{newExplainer(p, s)}
}

// Event says what an event is, and which line permits it.
func (t *Teller) Event(before machine.State, ev machine.Event) (say.Text, diag.Span) {
	return t.e.words(before, ev)
}

// Changes says what an event changed beside what it says itself.
func (t *Teller) Changes(before, after machine.State, ev machine.Event, fx *machine.Effects) []say.Text {
	return t.e.changes(before, after, ev, fx)
}
