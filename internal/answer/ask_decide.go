package answer

import (
	"slices"
	"strings"

	"entente/internal/model"
)

// subject is the procedure that the question is about.
func (k *asker) subject() (model.ProcedureIndex, bool) {
	t, ok := k.q.get("procedure")
	if !ok {
		if t, ok = k.q.get("step"); !ok {
			return model.None, false
		}
	}
	k.touch("procedures", k.a.Procedures[t.index].ID)
	return model.ProcedureIndex(t.index), true
}

// decisionsIn lists a procedure's own decisions: its moves that are open in the
// situation, or the one step at which it decides. A procedure that decides
// nothing has its last step for it.
func decisionsIn(a *model.Arrangement, p model.ProcedureIndex, s situation) []decision {
	proc := &a.Procedures[p]
	base := decision{a: a, procedure: p, step: model.None, order: orderOf(proc)}
	var out []decision
	for m := range proc.Decides {
		d := base
		d.move, d.effective = &proc.Decides[m], proc.Decides[m].At
		if s.may(d.move.Scale, d.move.From) {
			out = append(out, d)
		}
	}
	if len(proc.Decides) == 0 && len(proc.Steps) > 0 {
		d := base
		if d.effective = lastDecide(proc); d.effective == model.None {
			d.effective = model.StepIndex(len(proc.Steps) - 1)
		}
		out = append(out, d)
	}
	return out
}

// open lists the subject's decisions, or says why there is none.
func (k *asker) open(p model.ProcedureIndex) []decision {
	proc := &k.a.Procedures[p]
	k.lines.add(proc.Span)
	out := decisionsIn(k.a, p, k.s)
	if len(out) == 0 && len(proc.Decides) > 0 {
		for _, d := range proc.Decides {
			k.say("%s decides the move %s, which is not open there.", k.procedure(p), moveID(k.a, d.Scale, d.From, d.To))
			k.lines.add(d.Span)
		}
	}
	s := k.s
	s.open = true
	if len(out) > 0 && s.eval(proc.StartWhile) == no {
		k.say("%s starts only while %s.", k.procedure(p), proc.StartWhile.Text)
		k.lines.add(proc.StartWhile.Span)
		return nil
	}
	return out
}

// decide answers who takes a procedure's decision.
func (k *asker) decide() {
	p, _ := k.subject()
	k.text = "nobody"
	var ids []string
	worst := goesOn
	for _, d := range k.open(p) {
		k.effect(&d)
		for _, i := range d.deciders() {
			got, o := k.doer(&d, i)
			worst = max(worst, o)
			for _, id := range got {
				if !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
		}
		if !k.faulty() {
			k.consents(&d)
		}
	}
	switch {
	case worst != goesOn:
		k.text = worst.String()
	case len(ids) > 0:
		k.text = strings.Join(ids, ", ")
	}
}

// effect says what the decision does and when.
func (k *asker) effect(d *decision) {
	step := &d.proc().Steps[d.effective]
	if d.move == nil {
		return
	}
	k.lines.add(d.move.Span)
	k.say("%s decides the move %s; it takes effect at the step %s.", k.procedure(d.procedure), moveID(k.a, d.move.Scale, d.move.From, d.move.To), step.ID)
}

// consents says whose consent and views come before a decision.
func (k *asker) consents(d *decision) {
	for i := range d.proc().Steps {
		step := &d.proc().Steps[i]
		if step.Act == model.AskConsent {
			k.say("Consent is asked of %s (%s).", k.actor(d.situationAt(k.s, model.StepIndex(i)), step.Doer), step.ID)
			k.lines.add(step.Span)
		}
	}
}

// actor names whoever an actor can be, in a sentence.
func (k *asker) actor(s situation, x model.Actor) string {
	switch x.Kind {
	case model.ActorPost:
		return k.post(x.Post)
	case model.ActorCouncil:
		return k.council(x.Council)
	case model.ActorHolder:
		var parts []string
		for _, r := range s.rows(x.Authority) {
			if r.post != model.None && !slices.Contains(parts, k.post(r.post)) {
				parts = append(parts, k.post(r.post))
			}
		}
		holding := " (holding " + k.a.Authorities[x.Authority].ID + ")"
		if len(parts) == 0 {
			return "nobody" + holding
		}
		return strings.Join(parts, " or ") + holding
	}
	return "nobody"
}

// doer answers who does a step, with what is lost taken into account. The outcome
// is that of the steps before it.
func (k *asker) doer(d *decision, i model.StepIndex) (ids []string, before outcome) {
	step := &d.proc().Steps[i]
	s := d.situationAt(k.s, i)
	k.lines.add(step.Span)
	c := follow(d, k.s, nil, i)
	k.take(c)
	if c.outcome != goesOn {
		if c.first == i {
			return nil, goesOn
		}
		return nil, c.outcome
	}
	name := d.proc().ID + "/" + step.ID
	switch step.Doer.Kind {
	case model.ActorPost:
		who, _, _ := s.acting(step.Doer.Post)
		k.say("%s is done by %s: %s.", name, k.post(who), step.Act)
		ids = []string{k.a.Posts[who].ID}
	case model.ActorCouncil:
		council := &k.a.Councils[step.Doer.Council]
		k.touch("councils", council.ID)
		k.say("%s is done by %s: %s, %s, with a quorum of %s.", name, label(&council.Meta), step.Act, ruleText(council), k.quorumText(council))
		k.lines.add(council.Span, lineBelow(council.Span, "rule", ""), lineBelow(council.Span, "quorum", ""))
		ids = []string{council.ID}
	case model.ActorHolder:
		k.say("%s is done by the holder of %s: %s.", name, k.authority(step.Doer.Authority), step.Act)
		k.touch("authority", k.a.Authorities[step.Doer.Authority].ID)
		ids = []string{k.holders(step.Doer.Authority, s)}
	}
	k.uses(step, s)
	return ids, goesOn
}

// uses says where a doer exercises an authority that he does not hold.
func (k *asker) uses(step *model.Step, s situation) {
	if step.Uses == model.None || step.Doer.Kind != model.ActorPost {
		return
	}
	k.touch("authority", k.a.Authorities[step.Uses].ID)
	for _, r := range s.rows(step.Uses) {
		if r.post != step.Doer.Post && r.value != model.None {
			k.say("It uses %s, which in %s is held by %s.", k.authority(step.Uses), scaleValue(k.a, k.a.Authorities[step.Uses].Scale, r.value), k.nobodyOr(r.post))
			k.lines.add(r.span)
		}
	}
}

func (k *asker) nobodyOr(p model.PostIndex) string {
	if p == model.None {
		return "nobody"
	}
	return k.post(p)
}

// act answers who does a step.
func (k *asker) act() {
	t, _ := k.q.get("step")
	act, _ := k.q.get("act")
	p, _ := k.subject()
	step := &k.a.Procedures[p].Steps[t.step]
	if model.Act(act.index) != step.Act {
		k.say("%s is not %s but %s.", t.id, article(act.id), article(step.Act.String()))
	}
	k.text = "nobody"
	var ids []string
	worst := goesOn
	for _, d := range k.open(p) {
		got, o := k.doer(&d, t.step)
		worst = max(worst, o)
		for _, id := range got {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	switch {
	case worst != goesOn:
		k.text = worst.String()
	case len(ids) > 0:
		k.text = strings.Join(ids, ", ")
	}
}

// consent answers who is asked for consent.
func (k *asker) consent() {
	p, _ := k.subject()
	var ids []string
	for _, d := range k.open(p) {
		for i := range d.proc().Steps {
			step := &d.proc().Steps[i]
			if step.Act != model.AskConsent || !k.comes(&d, model.StepIndex(i)) {
				continue
			}
			k.collect(&ids, d.situationAt(k.s, model.StepIndex(i)), step.Doer)
			k.lines.add(step.Span)
			var e entry
			d.consentNotes(&e, step, d.order.comesBefore(model.StepIndex(i), d.effective), d.order.comesBefore(d.effective, model.StepIndex(i)))
			k.say("Consent is asked of %s (%s)%s.", k.actor(d.situationAt(k.s, model.StepIndex(i)), step.Doer), step.ID, noteText(e.notes).String())
			k.lines.add(e.spans...)
		}
	}
	k.answerIDs(ids, "No step of %s asks for consent.", p)
}

// comes reports whether a step can come in the situation.
func (k *asker) comes(d *decision, i model.StepIndex) bool {
	s := d.situationAt(k.s, i)
	s.open = true
	return s.eval(d.proc().Steps[i].Needs) != no
}

// collect adds the ids of whoever an actor can be.
func (k *asker) collect(ids *[]string, s situation, x model.Actor) {
	add := func(id string) {
		if !slices.Contains(*ids, id) {
			*ids = append(*ids, id)
		}
	}
	switch x.Kind {
	case model.ActorPost:
		add(k.a.Posts[x.Post].ID)
	case model.ActorCouncil:
		add(k.a.Councils[x.Council].ID)
	case model.ActorHolder:
		for _, r := range s.rows(x.Authority) {
			if r.post != model.None {
				add(k.a.Posts[r.post].ID)
				k.lines.add(r.span)
			}
		}
	}
}

// answerIDs answers with ids, or nobody with the reason.
func (k *asker) answerIDs(ids []string, none string, p model.ProcedureIndex) {
	if len(ids) > 0 {
		k.text = strings.Join(ids, ", ")
		return
	}
	k.text = "nobody"
	if len(k.sentences) == 0 {
		k.say(none, k.procedure(p))
	}
}

// heard answers who is asked for views before the decision.
func (k *asker) heard() {
	p, _ := k.subject()
	var ids []string
	for _, d := range k.open(p) {
		for i := range d.proc().Steps {
			step := &d.proc().Steps[i]
			at := model.StepIndex(i)
			if step.Act != model.AskViews || !k.comes(&d, at) {
				continue
			}
			k.lines.add(step.Span)
			who := k.actor(d.situationAt(k.s, at), step.Doer)
			if d.order.comesBefore(d.effective, at) {
				k.say("%s is asked for views only after the decision (%s).", who, step.ID)
				continue
			}
			k.collect(&ids, d.situationAt(k.s, at), step.Doer)
			k.say("%s is asked for views (%s).", who, step.ID)
		}
	}
	for c := range k.a.Councils {
		if council := &k.a.Councils[c]; slices.Contains(council.Advises, p) {
			if !slices.Contains(ids, council.ID) {
				ids = append(ids, council.ID)
			}
			k.lines.add(council.Span, lineBelow(council.Span, "remit", ""))
			k.say("%s advises on it by its remit.", label(&council.Meta))
		}
	}
	k.answerIDs(ids, "No step of %s asks for views.", p)
}

// told answers who receives reports, notices and orders.
func (k *asker) told() {
	p, _ := k.subject()
	when, restricted := k.q.get("when")
	var ids []string
	for _, d := range k.open(p) {
		for i := range d.proc().Steps {
			step := &d.proc().Steps[i]
			at := model.StepIndex(i)
			if len(step.To) == 0 || !k.comes(&d, at) {
				continue
			}
			word := "after"
			if d.order.comesBefore(at, d.effective) {
				word = "before"
			}
			if restricted && when.id != word {
				continue
			}
			k.lines.add(step.Span)
			for _, to := range step.To {
				k.collect(&ids, d.situationAt(k.s, at), to)
				k.say("%s is told %s the decision takes effect (%s, %s).", k.actor(d.situationAt(k.s, at), to), word, step.ID, step.Act)
			}
		}
	}
	k.answerIDs(ids, "No step of %s tells anybody.", p)
}
