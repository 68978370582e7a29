package answer

import "entente/internal/model"

// Refusal is what follows in a procedure when one of its steps is refused and
// nothing else goes wrong.
type Refusal struct {
	Step      model.StepIndex
	Outcome   string // "it goes on", "it waits" or "it stops"
	Sentences []string
	Lines     []Line
}

// Refusals says for each step of a procedure that may be refused, a consent or what
// a council decides, what follows: in a state in which each scale has the value
// given, and the move that the procedure decides is open. A council is taken to say
// no, whoever of its seats does.
func Refusals(a *model.Arrangement, p model.ProcedureIndex, values []model.ValueIndex) []Refusal {
	s := newSituation(a)
	for scale, v := range values {
		s = s.with(model.ScaleIndex(scale), v)
	}
	open := decisionsIn(a, p, s)
	if len(open) == 0 {
		return nil
	}
	var out []Refusal
	for i := range a.Procedures[p].Steps {
		if !Refusable(&a.Procedures[p].Steps[i]) {
			continue
		}
		at := model.StepIndex(i)
		c := follow(&open[0], s, map[model.StepIndex]bool{at: true}, model.None)
		out = append(out, Refusal{Step: at, Outcome: c.outcome.String(), Sentences: c.sentences, Lines: c.lines})
	}
	return out
}

// Refusable reports whether a step may be answered with no.
func Refusable(s *model.Step) bool {
	return s.Act == model.AskConsent || s.Doer.Kind == model.ActorCouncil && s.Act == model.Decide
}

// Effective is the step at which what a procedure decides takes effect in a state
// with these values: that of its move, or its last `decide`; None where it decides
// nothing.
func Effective(a *model.Arrangement, p model.ProcedureIndex, values []model.ValueIndex) model.StepIndex {
	proc := &a.Procedures[p]
	for _, d := range proc.Decides {
		if values[d.Scale] == d.From {
			return d.At
		}
	}
	if len(proc.Decides) > 0 {
		return proc.Decides[0].At
	}
	return lastDecide(proc)
}
