package study

import (
	"math"
	"slices"
	"strings"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/timing"
)

// computable says whether the time of a procedure (or up to one of its steps, as
// "P/S") in a scenario is one whose law may be computed without sampling: nothing
// is lost, nobody refuses, nobody is busy elsewhere, no condition moves from
// outside. It returns the procedure, the step (-1: all), the time up to which the
// horizon does not cut it short, and otherwise the reason in words. It errs on the
// side of saying no.
func computable(a *model.Arrangement, s *model.Scenario, of string) (proc model.ProcedureIndex, upTo int, until float64, why string) {
	c := computing{a: a, s: s}
	name, step, inStep := strings.Cut(of, "/")
	c.proc = model.ProcedureIndex(slices.IndexFunc(a.Procedures, func(p model.Procedure) bool { return calls(&p.Meta, name) }))
	if c.proc == model.None {
		return c.proc, 0, 0, "the design has no procedure " + name
	}
	upTo = -1
	c.upTo = -1
	if inStep {
		upTo = slices.IndexFunc(a.Procedures[c.proc].Steps, func(s model.Step) bool { return calls(&s.Meta, step) })
		if upTo < 0 {
			return c.proc, 0, 0, "the design has no step " + of
		}
		c.upTo = upTo
	}
	for _, rule := range []func() string{c.scenario, c.steps, c.councils, c.others, c.starts} {
		if why := rule(); why != "" {
			return c.proc, upTo, 0, why
		}
	}
	if until = c.horizon() - c.latest; !(until > 0) {
		return c.proc, upTo, 0, "it may begin as late as the horizon"
	}
	return c.proc, upTo, until, ""
}

// lawOf computes the law, or says why there is none.
func lawOf(a *model.Arrangement, proc model.ProcedureIndex, upTo int) (law timing.Usual, why string) {
	law = timing.UsualProcedure(a, proc, upTo)
	switch {
	case !law.Known:
		return law, law.Why.String()
	case law.Shared:
		return law, "a person has work in two branches at once"
	}
	return law, ""
}

// calls says whether an element goes by a name: its id, or the id that a variant
// renamed.
func calls(m *model.Meta, name string) bool { return m.ID == name || m.Was == name }

// computing is the question whether a law can be computed.
type computing struct {
	a      *model.Arrangement
	s      *model.Scenario
	proc   model.ProcedureIndex
	upTo   int     // the step that is measured; -1: all
	latest float64 // seconds: the latest moment of the incident that starts it
}

func (c *computing) horizon() float64 {
	low, _ := c.s.Horizon.Spec.Hard()
	return low
}

// scenario: nothing is lost or given.
func (c *computing) scenario() string {
	switch st := &c.s.Start; {
	case len(c.s.Fails) > 0:
		return "the scenario has rates of faults"
	case len(st.Absent) > 0 || len(st.Out) > 0:
		return "the scenario starts with an office empty or a line out"
	case len(st.Given) > 0:
		return "the scenario starts with steps given"
	}
	for i := range c.s.Incidents {
		in := &c.s.Incidents[i]
		if len(in.Empties)+len(in.Fills)+len(in.Cuts)+len(in.Mends) > 0 {
			return "incident " + in.ID + " changes offices or lines"
		}
		if len(in.Moves) > 0 {
			return "a condition may move while it runs, by incident " + in.ID
		}
	}
	return ""
}

// steps: every step that counts takes its time once, whoever does it; and no step
// that may come earlier stops the run.
func (c *computing) steps() string {
	steps := c.a.Procedures[c.proc].Steps
	for i := range steps {
		if c.upTo >= 0 && timing.Ancestors(steps, i)[c.upTo] {
			continue // it comes after what is measured
		}
		s := &steps[i]
		path := timing.StepPath(c.a, c.proc, i)
		switch {
		case s.IfLate.Do != model.Unwritten && s.IfLate.Do != model.Wait:
			return path + " has `if-late`"
		case len(s.Choose) > 0 && !c.answered(i):
			return path + " chooses, and the scenario gives no chance"
		case c.mayRefuse(i):
			return path + " may be refused"
		case s.Doer.Kind == model.ActorHolder && c.movesBefore(i):
			return path + " is for whoever holds an authority, which may pass before"
		}
	}
	return ""
}

// movesBefore says whether the procedure may itself move a condition before a step
// is done.
func (c *computing) movesBefore(i int) bool {
	p := &c.a.Procedures[c.proc]
	for k := range p.Decides {
		if at := int(p.Decides[k].At); at != i && !timing.Ancestors(p.Steps, at)[i] {
			return true
		}
	}
	return false
}

// answered says whether the scenario gives a step chances.
func (c *computing) answered(i int) bool {
	return slices.ContainsFunc(c.s.Answers, func(a model.Answer) bool {
		return a.Step == model.StepRef{Procedure: c.proc, Step: model.StepIndex(i)}
	})
}

// mayRefuse says whether a step may be refused with an effect on what follows. A
// refusal that is passed over takes the same time.
func (c *computing) mayRefuse(i int) bool {
	s := &c.a.Procedures[c.proc].Steps[i]
	asks := s.Act == model.AskConsent || s.Doer.Kind == model.ActorCouncil && s.Act == model.Decide
	if !asks || s.IfRefused.Do == model.Proceed && c.agrees(i) >= 0 {
		return false
	}
	return c.agrees(i) != 1
}

// agrees is the chance that a step is agreed to; -1 where the scenario gives none
// or one that is not exact.
func (c *computing) agrees(i int) float64 {
	for k := range c.s.Answers {
		answer := &c.s.Answers[k]
		if answer.Step != (model.StepRef{Procedure: c.proc, Step: model.StepIndex(i)}) {
			continue
		}
		for o, option := range answer.Option {
			if q := &answer.Chance[o]; option == "agree" && q.Spec.Form == dist.Exact {
				return q.Spec.A
			}
		}
	}
	return -1
}

// councils: each convenes once for one step and then acts at once.
func (c *computing) councils() string {
	steps := c.a.Procedures[c.proc].Steps
	for i := range steps {
		if steps[i].Doer.Kind != model.ActorCouncil {
			continue
		}
		m := &c.a.Councils[steps[i].Doer.Council]
		if m.Rule == model.Silence {
			return m.ID + " decides by silence"
		}
		for j := range i {
			if m.Adjourns && steps[j].Doer.Kind == model.ActorCouncil && steps[j].Doer.Council == steps[i].Doer.Council {
				return m.ID + " convenes afresh for each of its steps"
			}
			if steps[j].Doer.Kind == model.ActorCouncil && steps[j].Doer.Council == steps[i].Doer.Council &&
				!timing.Ancestors(steps, i)[j] && !timing.Ancestors(steps, j)[i] {
				return m.ID + " has two steps in two branches"
			}
		}
	}
	return ""
}

// others: what else may run neither moves a condition nor needs the same persons
// or councils.
func (c *computing) others() string {
	mine := c.hands(c.proc)
	for _, p := range c.reach() {
		if p == c.proc {
			continue
		}
		other := &c.a.Procedures[p]
		if len(other.Decides) > 0 {
			return "a condition may move while it runs, by " + other.ID
		}
		for hand := range c.hands(p) {
			if mine[hand] {
				return "persons or councils may be busy with " + other.ID
			}
		}
	}
	return ""
}

// hand is what does one thing at a time: a person or a council.
type hand struct {
	council bool
	index   int32
}

func (c *computing) hands(p model.ProcedureIndex) map[hand]bool {
	out := map[hand]bool{}
	for i := range c.a.Procedures[p].Steps {
		s := &c.a.Procedures[p].Steps[i]
		if s.Doer.Kind == model.ActorCouncil {
			out[hand{true, int32(s.Doer.Council)}] = true
		}
		for _, person := range timing.Doers(c.a, s) {
			out[hand{false, int32(person)}] = true
		}
	}
	return out
}

// reach lists the procedures that the scenario may start, directly or by what they
// start.
func (c *computing) reach() []model.ProcedureIndex {
	var out []model.ProcedureIndex
	add := func(p model.ProcedureIndex) {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	for i := range c.s.Incidents {
		for _, p := range c.startedBy(&c.s.Incidents[i]) {
			add(p)
		}
	}
	for i := 0; i < len(out); i++ {
		p := &c.a.Procedures[out[i]]
		for k := range p.Steps {
			for _, started := range p.Steps[k].Starts {
				add(started)
			}
		}
		if len(p.Decides) > 0 {
			c.handovers(add)
		}
	}
	return out
}

func (c *computing) handovers(add func(model.ProcedureIndex)) {
	for i := range c.a.Authorities {
		for k := range c.a.Authorities[i].Handovers {
			if h := &c.a.Authorities[i].Handovers[k]; !h.AtOnce && h.By != model.None {
				add(h.By)
			}
		}
	}
}

// startedBy lists the procedures that an incident starts, by itself or by its kind.
func (c *computing) startedBy(in *model.Incident) []model.ProcedureIndex {
	out := slices.Clone(in.Starts)
	for p := range c.a.Procedures {
		if in.Kind != model.None && slices.Contains(c.a.Procedures[p].Starts, in.Kind) {
			out = append(out, model.ProcedureIndex(p))
		}
	}
	return out
}

// starts: one incident starts it, once, at a time that has an end.
func (c *computing) starts() string {
	p := &c.a.Procedures[c.proc]
	if p.HandsOver {
		return "it is a hand-over, which may begin afresh"
	}
	by := 0
	for i := range c.s.Incidents {
		in := &c.s.Incidents[i]
		if !slices.Contains(c.startedBy(in), c.proc) {
			continue
		}
		by++
		_, high := in.At.Spec.Hard()
		switch {
		case in.Every.Set || in.AfterOf != "" || !in.At.Set || math.IsInf(high, 1):
			return "the moment of incident " + in.ID + " has no bound"
		case in.While != nil:
			return "incident " + in.ID + " waits for a condition"
		}
		c.latest = math.Max(c.latest, high)
	}
	switch {
	case by == 0:
		return "no incident of the scenario starts it"
	case by > 1 && p.Again != model.Ignore:
		return "several incidents start it"
	}
	for _, q := range c.reach() {
		for k := range c.a.Procedures[q].Steps {
			if slices.Contains(c.a.Procedures[q].Steps[k].Starts, c.proc) {
				return "a step of " + c.a.Procedures[q].ID + " starts it"
			}
		}
	}
	return ""
}
