package sim

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/num"
	"entente/internal/program"
	"entente/internal/rng"
)

// Chooser makes the choices of one decision of a player (docs/semantics.md S47).
// Weights, rules and logits are the text's own; a person or a program may stand in
// their place (Plan.WithChooser). A replication stays a function of its seed and
// number only if the chooser is one of what Choice says.
type Chooser interface {
	// Choose returns the index of an alternative, or -1 for none.
	Choose(c *Choice) int
}

// Choice is what a chooser may know. It is valid during the call.
type Choice struct {
	Player, Decision string
	At               float64 // seconds since the start
	Alternatives     []string
	Open             []bool // by alternative: it may be taken now

	r       *Runner
	plan    *decisionPlan
	element rng.Key
	cause   rng.Key
	visit   uint64
}

// Number returns the uniform number of this choice.
func (c *Choice) Number() float64 {
	return rng.Uniform(c.r.replication, c.element, c.cause, c.visit)
}

// Rung returns the rung of the moment, counted from 0.
func (c *Choice) Rung() int { return int(c.r.world.rung) }

// Picture returns the rung of the picture of the player's party.
func (c *Choice) Picture() int { return int(c.r.world.pictures[c.plan.party]) }

// Stock returns the value of a stock; 0 where there is none of that name.
func (c *Choice) Stock(id string) float64 {
	for i := range c.r.world.plan.crisis.Stocks {
		if c.r.world.plan.crisis.Stocks[i].ID == id {
			return c.r.world.value(c.r, int32(i))
		}
	}
	return 0
}

// WithChooser returns the plan with another chooser for a decision; the plan itself
// where no player who plays has it.
func (p *Plan) WithChooser(player, decision string, chooser Chooser) *Plan {
	if p.world == nil {
		return p
	}
	out, w := *p, *p.world
	w.triggers = append([]triggerPlan(nil), w.triggers...)
	for i := range w.triggers {
		if d := &w.triggers[i].decision; !w.triggers[i].shock && d.player == player && d.decision == decision {
			d.chooser = chooser
		}
	}
	out.world = &w
	return &out
}

// decisionPlan is what a player chooses among, and how.
type decisionPlan struct {
	player, decision string
	party            int32
	precision        numeral
	alternatives     []alternative
	texts            []string
	chooser          Chooser
}

type alternative struct {
	option int32 // or model.Nothing; of an answer, model.None
	answer model.AnswerKind
	choice int
	weight numeral
	while  int
	worth  []term
	text   string
}

// term is a part of a worth.
type term struct {
	kind  model.TermKind
	stock int32
	expr  int
	times numeral
}

// byWeights, byRules and byLogit choose as the text says.
type (
	byWeights struct{}
	byRules   struct{}
	byLogit   struct{}
)

func chooserOf(form model.ChoiceForm) Chooser {
	switch form {
	case model.Weights:
		return byWeights{}
	case model.Rules:
		return byRules{}
	}
	return byLogit{}
}

// Choose draws in proportion to the weights.
func (byWeights) Choose(c *Choice) int {
	return c.drawn(func(a *alternative) float64 {
		if a.while >= 0 && !c.r.m.Eval(c.r.s, a.while, -1) {
			return 0
		}
		return max(c.r.world.number(a.weight), 0)
	})
}

// Choose takes the first whose `when` holds, be it open or not; of an answer, the
// first that may be answered.
func (byRules) Choose(c *Choice) int {
	for i := range c.plan.alternatives {
		a := &c.plan.alternatives[i]
		if (c.Open[i] || a.answer == model.NotAnswer) && (a.while < 0 || c.r.m.Eval(c.r.s, a.while, -1)) {
			return i
		}
	}
	return -1
}

// Choose draws in proportion to exp(precision · worth).
func (byLogit) Choose(c *Choice) int {
	precision := max(c.r.world.number(c.plan.precision), 0)
	top, some := 0.0, false
	for i := range c.plan.alternatives {
		if c.Open[i] {
			if x := c.worth(&c.plan.alternatives[i]); !some || x > top {
				top, some = x, true
			}
		}
	}
	return c.drawn(func(a *alternative) float64 {
		return num.Exp(float64(precision * (c.worth(a) - top)))
	})
}

// worth adds up what an alternative is worth to the player.
func (c *Choice) worth(a *alternative) float64 {
	w, sum := c.r.world, 0.0
	for i := range a.worth {
		t := &a.worth[i]
		x := 1.0
		switch t.kind {
		case model.TermStock:
			x = w.value(c.r, t.stock)
		case model.TermRung:
			x = float64(w.rung)
		case model.TermPicture:
			x = float64(w.pictures[c.plan.party])
		case model.TermExpr:
			if !c.r.m.Eval(c.r.s, t.expr, -1) {
				x = 0
			}
		}
		sum += float64(w.number(t.times) * x)
	}
	return sum
}

// drawn takes one of the open alternatives in proportion to their weights; -1 where
// none has any.
func (c *Choice) drawn(weight func(a *alternative) float64) int {
	return inProportion(len(c.plan.alternatives), c.Number(), func(i int) float64 {
		if !c.Open[i] {
			return 0
		}
		return weight(&c.plan.alternatives[i])
	})
}

// inProportion returns which of n the number u falls to, in proportion to their
// weights, by inversion in their order; -1 where none has any.
func inProportion(n int, u float64, weight func(i int) float64) int {
	total := 0.0
	for i := range n {
		total += weight(i)
	}
	at, sum, last := float64(u*total), 0.0, -1
	for i := range n {
		if x := weight(i); x > 0 {
			sum += x
			last = i
			if at < sum {
				break
			}
		}
	}
	return last
}

// ask puts a choice to its chooser. open has been filled.
func (w *world) ask(r *Runner, plan *decisionPlan, element, cause rng.Key, visit uint64) int {
	c := &w.choice
	c.Player, c.Decision, c.At, c.Alternatives = plan.player, plan.decision, r.now, plan.texts
	c.r, c.plan, c.element, c.cause, c.visit = r, plan, element, cause, visit
	chosen := plan.chooser.Choose(c)
	if chosen < -1 || chosen >= len(plan.alternatives) {
		panic("sim: the chooser of " + plan.player + "/" + plan.decision + " took an alternative that there is not")
	}
	return chosen
}

// decide has a player choose, and what it chose be taken.
func (w *world) decide(r *Runner, trig *triggerPlan, came coming) {
	plan := &trig.decision
	open := w.choice.Open[:0]
	for i := range plan.alternatives {
		o := plan.alternatives[i].option
		open = append(open, o == int32(model.Nothing) || !w.plan.options[o].stepwise && w.open(r, o))
	}
	w.choice.Open = open
	chosen := w.ask(r, plan, trig.key, came.cause, uint64(came.visit))
	if r.trace != nil {
		r.trace.happened(r, w.chosen("choice", plan, chosen))
	}
	if chosen >= 0 {
		if o := plan.alternatives[chosen].option; o >= 0 {
			w.take(r, o, -1)
		}
	}
}

// chosen tells what was chosen among what.
func (w *world) chosen(kind string, plan *decisionPlan, at int) Happening {
	h := Happening{Kind: kind, Player: plan.player, Decision: plan.decision, Chosen: "nothing"}
	if at >= 0 {
		h.Chosen = plan.texts[at]
	}
	for i, text := range plan.texts {
		known := !w.choice.Open[i]
		for _, t := range h.Among {
			known = known || t == text
		}
		if !known {
			h.Among = append(h.Among, text)
		}
	}
	return h
}

// answer has a player answer a step whose work is over (S48). said is false where
// none does; known is false where nothing may be answered.
func (w *world) answer(r *Runner, at int32, ev machine.Event) (out machine.Event, known, said bool) {
	work, plan := &r.works[at], &r.plans[at]
	trigger := w.plan.answers[r.p.runStep[plan.run]+plan.step]
	if trigger < 0 {
		return ev, false, false
	}
	d, step := &w.plan.triggers[trigger].decision, plan.step0
	open := w.choice.Open[:0]
	for i := range d.alternatives {
		switch d.alternatives[i].answer {
		case model.AnswerRefuse:
			open = append(open, step.Refusable)
		case model.AnswerRefer:
			open = append(open, step.Back != 0 && r.s[r.p.prog.Runs[plan.run].Back0+program.Var(step.BackVar)] < step.BackTimes)
		default:
			open = append(open, true)
		}
	}
	w.choice.Open = open
	visit := uint64(work.answers)
	work.answers++
	chosen := w.ask(r, d, plan.plan.answer, r.runs[plan.run].cause, visit)
	if chosen < 0 || !open[chosen] {
		return ev, false, true
	}
	if r.trace != nil {
		r.trace.happened(r, w.chosen("answer", d, chosen))
	}
	switch a := &d.alternatives[chosen]; a.answer {
	case model.AnswerRefuse:
		ev.Kind = machine.Refuse
	case model.AnswerRefer:
		ev.Kind = machine.Refer
	case model.AnswerOption:
		if step.Options > 0 {
			ev.C = uint16(a.choice)
		}
		r.chose(at, a.choice)
	default:
		r.chose(at, 0)
	}
	return ev, true, true
}
