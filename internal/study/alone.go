package study

import (
	"entente/internal/model"
	"entente/internal/timing"
)

// Alone computes the law of the time of a procedure, up to one of its steps (of the
// whole of it, where upTo is negative), when it runs by itself: nothing is lost,
// nobody is busy elsewhere, no council sits yet, and what is asked is answered as
// answers says. why is the reason where the law is not to be had without sampling.
func Alone(a *model.Arrangement, answers []model.Answer, proc model.ProcedureIndex, upTo int) (law timing.Usual, why string) {
	c := computing{a: a, s: &model.Scenario{Answers: answers}, proc: proc, upTo: upTo}
	for _, rule := range []func() string{c.steps, c.councils, c.started} {
		if why := rule(); why != "" {
			return timing.Usual{}, why
		}
	}
	return lawOf(a, proc, upTo)
}

// started: nothing that the procedure itself brings about before what is measured is
// over moves a condition or needs the same persons or councils.
func (c *computing) started() string {
	p := &c.a.Procedures[c.proc]
	before := func(step model.StepIndex) bool {
		return c.upTo < 0 || int(step) != c.upTo && !timing.Ancestors(p.Steps, int(step))[c.upTo]
	}
	var reached []model.ProcedureIndex
	for i := range p.Steps {
		if before(model.StepIndex(i)) {
			reached = append(reached, p.Steps[i].Starts...)
		}
	}
	for _, d := range p.Decides {
		if before(d.At) {
			c.handovers(func(by model.ProcedureIndex) { reached = append(reached, by) })
		}
	}
	mine := c.hands(c.proc)
	for _, q := range reached {
		other := &c.a.Procedures[q]
		if len(other.Decides) > 0 {
			return "a condition may move while it runs, by " + other.ID
		}
		for hand := range c.hands(q) {
			if mine[hand] && q != c.proc {
				return "persons or councils may be busy with " + other.ID
			}
		}
		for i := range other.Steps {
			if len(other.Steps[i].Starts) > 0 {
				return other.ID + " starts more"
			}
		}
	}
	return ""
}
