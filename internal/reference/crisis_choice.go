package reference

import (
	"math"
	"slices"
	"strings"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/num"
	"entente/internal/rng"
)

// raised is a trigger that came up, with what it came on.
type raised struct {
	of    *model.Trigger
	who   string // the element: shocks/S or players/P/decisions/D
	cause rng.Key
	n     uint64
}

// each calls f with every trigger that may come: shocks first, then the decisions
// of those who play, in the order of the text.
func (p *play) each(f func(t *model.Trigger, who string)) {
	for i := range p.c.Shocks {
		f(&p.c.Shocks[i].Trigger, "shocks/"+p.c.Shocks[i].ID)
	}
	for i := range p.c.Players {
		if !slices.Contains(p.use.Players, model.PlayerIndex(i)) {
			continue
		}
		player := &p.c.Players[i]
		for j := range player.Decisions {
			f(&player.Decisions[j].Trigger, "players/"+player.ID+"/decisions/"+player.Decisions[j].ID)
		}
	}
}

// await puts what comes by itself into the calendar.
func (p *play) await(t *model.Trigger, who string) {
	switch t.Kind {
	case model.OnAt:
		p.later(p.draw(&t.Time, who+"/at", 0, 0), func() { p.comeByItself(t, who) })
	case model.OnEvery:
		p.awaitEvery(t, who, 0)
	case model.OnSilent:
		p.awaitSilence(t, who)
	}
}

func (p *play) awaitEvery(t *model.Trigger, who string, n uint64) {
	law, err := dist.New(dist.Spec{Form: dist.Exponential, A: p.middle(&t.Time)})
	if err != nil {
		panic(err)
	}
	p.later(law.Quantile(p.uniform(who+"/every", 0, n)), func() {
		if t.TimesMost > 0 && p.came[t] >= t.TimesMost {
			return
		}
		p.awaitEvery(t, who, n+1)
		p.comeByItself(t, who)
	})
}

// comeByItself lets a trigger come that no happening brings.
func (p *play) comeByItself(t *model.Trigger, who string) {
	r := raised{of: t, who: who}
	p.count(&r)
	p.come(r)
}

// awaitSilence begins a silence anew.
func (p *play) awaitSilence(t *model.Trigger, who string) {
	n := p.silence[t]
	p.silence[t]++
	p.later(p.draw(&t.Time, who+"/for", 0, uint64(n)), func() {
		if p.silence[t] == n+1 {
			p.raise(t, who, 0)
			p.over()
		}
	})
}

// raise is S46: a trigger comes up in what happens now.
func (p *play) raise(t *model.Trigger, who string, cause rng.Key) {
	p.hits = append(p.hits, raised{of: t, who: who, cause: cause})
}

// comeUp lets a trigger wait, or come when its turn is.
func (p *play) comeUp(r raised) {
	t := r.of
	if p.waiting[t] || t.TimesMost > 0 && p.came[t] >= t.TimesMost {
		return
	}
	p.count(&r)
	if wait := p.draw(&t.After, r.who+"/after", r.cause, r.n); wait > 0 {
		p.waiting[t] = true
		p.later(wait, func() {
			p.waiting[t] = false
			p.come(r)
		})
		return
	}
	p.queue = append(p.queue, r)
}

// count counts how often a trigger came up for its cause.
func (p *play) count(r *raised) {
	v := visit{r.of, r.cause}
	r.n = p.visits[v]
	p.visits[v]++
}

// come is S46: what came up comes, unless its `while` or its `times` are against it.
func (p *play) come(r raised) {
	if r.of.TimesMost > 0 && p.came[r.of] >= r.of.TimesMost || !p.holds(r.of.While) {
		return
	}
	p.came[r.of]++
	for i := range p.c.Shocks {
		if s := &p.c.Shocks[i]; &s.Trigger == r.of {
			p.say("shock %s", s.ID)
			p.effects(s.Effects)
			p.over()
		}
	}
	for i := range p.c.Players {
		for j := range p.c.Players[i].Decisions {
			if d := &p.c.Players[i].Decisions[j]; &d.Trigger == r.of {
				p.decide(&p.c.Players[i], d, r)
			}
		}
	}
}

// raiseOfEvent raises what waits for an event, in the order of the text.
func (p *play) raiseOfEvent(before *state, e event, h *happening) {
	p.note(before, e, h)
	p.each(func(t *model.Trigger, who string) {
		up := false
		switch t.Kind {
		case model.OnDone:
			up = e.kind == kindDone && t.Step.Procedure == e.ref.procedure && t.Step.Step == e.step
		case model.OnRefused:
			up = e.kind == kindRefuse && t.Step.Procedure == e.ref.procedure && t.Step.Step == e.step
		case model.OnEnds, model.OnStops:
			up = slices.ContainsFunc(h.closings, func(c closing) bool {
				return c.ref.procedure == t.Step.Procedure && c.ended == (t.Kind == model.OnEnds)
			})
		case model.OnUnasked, model.OnUntold:
			up = slices.ContainsFunc(h.effects, func(f effect) bool {
				return f.by == t.Step.Procedure && p.leftOut(e, f, t)
			})
		}
		if up {
			p.raise(t, who, 0)
		}
	})
}

// decide is S47.
func (p *play) decide(player *model.Player, d *model.Decision, r raised) {
	var open []*model.Alternative
	var names []string
	for i := range d.Alternatives {
		alt := &d.Alternatives[i]
		if alt.Option != model.Nothing && !p.isOpen(alt.Option) {
			continue
		}
		if name := p.alternativeName(alt); !slices.Contains(names, name) {
			names = append(names, name)
		}
		if d.Form != model.Weights || p.holds(alt.While) {
			open = append(open, alt)
		}
	}
	option := model.OptionIndex(model.Nothing)
	switch d.Form {
	case model.Rules:
		for i := range d.Alternatives {
			if alt := &d.Alternatives[i]; p.holds(alt.While) {
				option = alt.Option // be it open or not
				break
			}
		}
	default:
		var weights []float64
		total := 0.0
		for _, alt := range open {
			w := math.Max(p.number(&alt.Weight), 0)
			if d.Form == model.Logit {
				w = num.Exp(p.number(&d.Precision) * p.worth(player, alt))
			}
			weights = append(weights, w)
			total += w
		}
		if total > 0 {
			option = open[inProportion(weights, p.uniform(r.who, r.cause, r.n))].Option
		}
	}
	chosen := "nothing"
	if option != model.Nothing {
		chosen = p.c.Options[option].ID
	}
	if len(names) == 0 {
		names = []string{"nothing"}
	}
	p.say("choose %s/%s %s of %s", player.ID, d.ID, chosen, strings.Join(names, ", "))
	if option != model.Nothing {
		p.take(option, noStep)
		return
	}
	p.over()
}

// middle is a mean between two: exact, or the middle of bounds.
func (p *play) middle(q *model.Quantity) float64 { return p.draw(q, "", 0, 0) }

func (p *play) alternativeName(alt *model.Alternative) string {
	if alt.Option == model.Nothing {
		return "nothing"
	}
	return p.c.Options[alt.Option].ID
}

// worth is the sum of the terms of an alternative.
func (p *play) worth(player *model.Player, alt *model.Alternative) float64 {
	sum := 0.0
	for i := range alt.Worth {
		term := &alt.Worth[i]
		x := 1.0
		switch term.Kind {
		case model.TermStock:
			x = p.stocks[term.Stock]
		case model.TermRung:
			x = float64(p.rungNow())
		case model.TermPicture:
			x = float64(p.picture(player.Of))
		case model.TermExpr:
			if !p.holds(term.Expr) {
				x = 0
			}
		}
		sum += p.number(&term.Times) * x
	}
	return sum
}

// note keeps from which post each step that stands done was done, and each that
// stands refused was refused.
func (p *play) note(before *state, e event, h *happening) {
	if e.kind == kindDone || e.kind == kindRefuse {
		at := doneStep{e.ref, e.step}
		post := model.PostIndex(model.None)
		switch st := &p.w.a.Procedures[e.ref.procedure].Steps[e.step]; st.Doer.Kind {
		case model.ActorPost:
			post = p.w.acting(before, st.Doer.Post)
		case model.ActorHolder:
			for holder := range before.holds[st.Doer.Authority] {
				if who := p.w.acting(before, holder); who != model.None {
					post = who
				}
			}
		}
		p.from[at] = post
		p.no[at] = e.kind == kindRefuse
	}
	for at := range p.no { // what is pending again was neither done nor refused
		if r := p.s.runs[at.ref]; r == nil || r.isPending(at.step) {
			delete(p.no, at)
		}
	}
}

// leftOut: no step by which the party would have been asked, or told, stands done
// in the run whose decision takes effect (S40, S46).
func (p *play) leftOut(e event, f effect, t *model.Trigger) bool {
	steps := p.w.a.Procedures[f.by].Steps
	for i := range steps {
		st, at := &steps[i], doneStep{e.ref, model.StepIndex(i)}
		saidNo := p.no[at] && !f.run.isPending(at.step) && !f.run.isDone(at.step)
		if !saidNo && !f.run.isDone(at.step) {
			continue
		}
		own := false
		if st.Doer.Kind == model.ActorCouncil {
			own = slices.Contains(p.w.partiesWithSeat(st.Doer.Council), t.Party)
		} else {
			post, known := p.from[at]
			if !known && st.Doer.Kind == model.ActorPost {
				post, known = st.Doer.Post, true // given
			}
			own = known && post != model.None && p.w.a.Posts[post].Of == t.Party
		}
		if own {
			return false
		}
		if saidNo || t.Kind != model.OnUntold || at.step == e.step {
			continue // what takes the decision tells it after
		}
		if slices.ContainsFunc(st.To, func(to model.Actor) bool { return p.tells(to, t.Party) }) {
			return false
		}
	}
	return true
}

// tells: what is told to the actor is told to the party.
func (p *play) tells(to model.Actor, party model.PartyIndex) bool {
	ofParty := func(post model.PostIndex) bool { return post != model.None && p.w.a.Posts[post].Of == party }
	switch to.Kind {
	case model.ActorPost:
		return ofParty(to.Post)
	case model.ActorCouncil:
		return slices.Contains(p.w.partiesWithSeat(to.Council), party)
	}
	return slices.ContainsFunc(p.w.a.Authorities[to.Authority].HeldBy, ofParty)
}

// answered is S48: of a step that a player answers, what may be answered there and
// what is. By a rule the first that may be counts; of weights and logits, whose
// number is that of the step, the answer is taken as it is told.
func (p *play) answered(e event, told Told) {
	if e.kind != kindDone && e.kind != kindRefuse && e.kind != kindRefer {
		return
	}
	st := &p.w.a.Procedures[e.ref.procedure].Steps[e.step]
	for _, i := range p.use.Players {
		player := &p.c.Players[i]
		for j := range player.Decisions {
			d := &player.Decisions[j]
			t := &d.Trigger
			if t.Kind != model.OnStep || t.Step != (model.StepRef{Procedure: e.ref.procedure, Step: e.step}) {
				continue
			}
			var names []string
			rule := ""
			for k := range d.Alternatives {
				alt := &d.Alternatives[k]
				name := map[model.AnswerKind]string{model.AnswerAgree: "agree", model.AnswerRefuse: "refuse", model.AnswerRefer: "refer"}[alt.Answer]
				if alt.Answer == model.AnswerOption {
					name = st.Choose[alt.Choice]
				}
				if alt.Answer == model.AnswerRefer && (st.Back == nil || p.s.runs[e.ref].back[e.step] >= st.Back.Times) {
					continue
				}
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
				if rule == "" && p.holds(alt.While) {
					rule = name
				}
			}
			is := map[int]string{kindDone: "agree", kindRefuse: "refuse", kindRefer: "refer"}[e.kind]
			if e.kind == kindDone && len(st.Choose) > 0 {
				is = p.chosen(e, told)
			}
			if d.Form == model.Rules {
				is = rule
			}
			p.say("answer %s/%s %s of %s", player.ID, d.ID, is, strings.Join(names, ", "))
		}
	}
}
