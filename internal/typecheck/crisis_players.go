package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// player reads who chooses for a party. A decision that waits for what the design
// lacks is dropped.
func (r *crisisReader) player(n *syntax.Node, path string, i int) {
	p := &r.c.Players[i]
	p.Of, _ = one[model.PartyIndex](r.checker, kindParty, r.get(n, "of"), path+"/of")
	p.Reads = r.readings(r.get(n, "reads"), path+"/reads", kindOption, &p.Meta)
	for k := range p.Reads {
		p.Reads[k].Party = p.Of
	}
	kept := p.Decisions[:0:0]
	for k := range p.Decisions {
		d := &p.Decisions[k]
		lacks := false
		r.b.element(path+"/decisions", &d.Meta, r.decisions[i][k], func(n *syntax.Node, path string) { lacks = r.decision(n, path, p, d) })
		if !lacks {
			kept = append(kept, *d)
		}
	}
	p.Decisions = kept
	r.answersOnce(p)
}

// answersOnce refuses two decisions of a player that answer one step.
func (r *crisisReader) answersOnce(p *model.Player) {
	first := map[model.StepRef]*model.Decision{}
	for k := range p.Decisions {
		d := &p.Decisions[k]
		if d.Trigger.Kind != model.OnStep || d.Trigger.Step == noStep {
			continue
		}
		if other := first[d.Trigger.Step]; other != nil {
			r.errorf("bad-trigger", d.Trigger.Span, "%q and %q both answer the step %s", other.ID, d.ID, r.stepText(d.Trigger.Step)).Note(other.Trigger.Span, "the other stands here")
			continue
		}
		first[d.Trigger.Step] = d
	}
}

// decision reads one choice.
func (r *crisisReader) decision(n *syntax.Node, path string, p *model.Player, d *model.Decision) (lacks bool) {
	d.Precision = model.Quantity{Cite: model.NoCite}
	d.Trigger, lacks = r.trigger(n, path, p.Of, &d.Meta)
	var forms []*syntax.Node
	for _, pair := range n.Pairs {
		switch pair.Key.Text {
		case "weights", "rule", "logit":
			forms = append(forms, pair.Key)
		}
	}
	switch {
	case len(forms) == 0 && r.shape.Incomplete(n):
		r.failed = true
		return lacks
	case len(forms) == 0:
		r.errorf("bad-choice", d.Span, "decision %q chooses nothing", d.ID).Hint("write `weights`, `rule` or `logit`")
		return lacks
	case len(forms) > 1:
		r.errorf("bad-choice", forms[1].Span, "`%s` stands beside `%s`; a decision is made in one way", forms[1].Text, forms[0].Text)
		return lacks
	}
	x := chooser{r, p, d, nil, path + "/" + forms[0].Text}
	if d.Trigger.Kind == model.OnStep && !lacks {
		if d.Trigger.Step == noStep {
			return lacks
		}
		x.step = &r.a.Procedures[d.Trigger.Step.Procedure].Steps[d.Trigger.Step.Step]
		if !x.answers() {
			return lacks
		}
	}
	v := r.get(n, forms[0].Text)
	if v == nil || lacks { // of what is not asked here nothing can be said
		return lacks
	}
	switch forms[0].Text {
	case "weights":
		x.weights(v)
	case "rule":
		x.rules(v)
	default:
		x.logit(v)
	}
	return lacks
}

// chooser reads the alternatives of a decision.
type chooser struct {
	*crisisReader
	p    *model.Player
	d    *model.Decision
	step *model.Step // whose answer it is, or nil
	path string
}

// answers reports whether the step has an answer that is the player's to give.
func (x *chooser) answers() bool {
	t := &x.d.Trigger
	if options(x.step) == nil {
		x.errorf("bad-answer", t.Span, "step %q has no answer that could be chosen", x.step.ID).
			Note(x.step.Span, "%q is declared here", x.step.ID).
			Hint("an answer is a consent, the yes or no of a council, one of the options of `choose`, or a referral")
		return false
	}
	if x.p.Of == model.None || x.doneBy(x.step, x.p.Of) {
		return true
	}
	x.errorf("bad-choice", t.Span, "step %q is not done by %s, of which %q is", x.step.ID, x.a.Parties[x.p.Of].ID, x.p.ID).
		Note(x.step.Span, "%q is declared here", x.step.ID)
	return false
}

// doneBy reports whether the doer of a step may be of the party.
func (r *reader) doneBy(s *model.Step, party model.PartyIndex) bool {
	of := func(p model.PostIndex) bool { return p != model.None && r.a.Posts[p].Of == party }
	switch s.Doer.Kind {
	case model.ActorPost:
		return of(s.Doer.Post)
	case model.ActorCouncil:
		for _, seat := range r.a.Councils[s.Doer.Council].Seats {
			if of(seat.Post) {
				return true
			}
		}
	case model.ActorHolder:
		for _, p := range r.a.Authorities[s.Doer.Authority].HeldBy {
			if of(p) {
				return true
			}
		}
	}
	return false
}

// alternative resolves what is chosen: an option of the party, `nothing`, or an
// answer of the step.
func (x *chooser) alternative(n *syntax.Node) (model.Alternative, bool) {
	a := model.Alternative{Option: model.None, Choice: -1, Weight: model.Quantity{Cite: model.NoCite}, Text: n.Text, Span: n.Span}
	if x.step != nil {
		return a, x.answer(&a)
	}
	if n.Text == "nothing" {
		a.Option = model.Nothing
		return a, true
	}
	i, ok := find[model.OptionIndex](x.names, kindOption, n.Text)
	if !ok {
		x.failed = true
		x.names.unknown(n.Text, n.Span, x.out, kindOption)
		return a, false
	}
	a.Option = i
	o := &x.c.Options[i]
	if (o.Of == model.None || o.Of == x.p.Of || x.p.Of == model.None) && o.By == noStep {
		return a, true
	}
	d := x.errorf("bad-choice", n.Span, "player %q cannot choose %q: %s", x.p.ID, o.ID, x.whyNot(o))
	d.Note(o.Span, "%q is declared here", o.ID)
	return a, false
}

func (x *chooser) whyNot(o *model.Option) string {
	if o.By != noStep {
		return "it is taken when its step is done, and in no other way"
	}
	return "it is an option of " + x.a.Parties[o.Of].ID + ", and the player is of " + x.a.Parties[x.p.Of].ID
}

// answer resolves an answer of the step.
func (x *chooser) answer(a *model.Alternative) bool {
	refusable := x.step.Act == model.AskConsent || x.step.Doer.Kind == model.ActorCouncil && x.step.Act == model.Decide
	allowed := options(x.step)
	if refusable {
		allowed = append(allowed[:len(allowed):len(allowed)], "refuse")
	}
	for k, option := range x.step.Choose {
		if option == a.Text {
			a.Answer, a.Choice = model.AnswerOption, k
			return true
		}
	}
	if contains(allowed, a.Text) {
		a.Answer = map[string]model.AnswerKind{"agree": model.AnswerAgree, "refuse": model.AnswerRefuse, model.Refer: model.AnswerRefer}[a.Text]
		return true
	}
	d := x.errorf("bad-answer", a.Span, "%q is not an answer of step %q; %s", a.Text, x.step.ID, oneOf(allowed))
	d.Note(x.step.Span, "%q is declared here", x.step.ID)
	if near := diag.Nearest(a.Text, allowed); near != "" {
		d.Hint("did you mean %q?", near)
	}
	return false
}

func (x *chooser) weights(n *syntax.Node) {
	read(x.checker, n, x.path, false, func(n *syntax.Node) bool {
		sum := 0.0
		for _, p := range x.limitPairs(x.pairs(n), alternativesMax, "alternatives of "+x.d.ID) {
			path := x.path + "/" + p.Key.Text
			a, ok := x.alternative(p.Key)
			a.Weight = x.valued(p.Value, "weight", path, &x.d.Meta)
			x.notNegative(a.Weight, "a weight")
			sum += mostOf(a.Weight)
			lacks := false
			if p.Value.Kind == syntax.Map {
				a.While, lacks = x.exprAt(x.get(p.Value, "while"), path+"/while")
			}
			if ok && !lacks {
				x.d.Alternatives = append(x.d.Alternatives, a)
			}
		}
		if sum == 0 && !x.failed {
			x.errorf("bad-weights", x.d.Span, "all weights of %q are 0, and it never chooses anything", x.d.ID).Hint("leave the decision out, or give one of them a weight above 0")
		}
		return true
	})
}

func (x *chooser) rules(n *syntax.Node) {
	x.d.Form = model.Rules
	var last *syntax.Node // one without a condition
	for _, item := range x.limitItems(x.items(x.shape.Value(n)), alternativesMax, "rules of "+x.d.ID) {
		if x.shape.Incomplete(item) {
			x.failed = true
			continue
		}
		if last != nil {
			x.errorf("bad-choice", diagStart(item.Span), "this rule is never reached: the one above always holds").Note(diagStart(last.Span), "it has no `when`")
			return
		}
		x.grade(item)
		a, ok := x.alternative(x.shape.Value(x.get(item, "take")))
		lacks := false
		if when := item.Get("when"); when == nil {
			last = item
		} else {
			a.While, lacks = x.exprAt(x.get(item, "when"), x.path+"/when")
		}
		if ok && !lacks {
			x.d.Alternatives = append(x.d.Alternatives, a)
		}
	}
}

func (x *chooser) logit(n *syntax.Node) {
	x.d.Form = model.Logit
	n = x.shape.Value(n)
	if x.shape.Incomplete(n) {
		x.failed = true
	}
	x.grade(n)
	x.d.Precision = x.number(x.get(n, "precision"), x.path+"/precision", &x.d.Meta)
	x.notNegative(x.d.Precision, "the precision")
	worth := x.get(n, "worth")
	if worth == nil {
		return
	}
	for _, p := range x.limitPairs(x.pairs(x.shape.Value(worth)), alternativesMax, "alternatives of "+x.d.ID) {
		a, ok := x.alternative(p.Key)
		for _, q := range x.limitPairs(x.pairs(x.shape.Value(p.Value)), termsMax, "terms of "+p.Key.Text) {
			t, keep := x.term(q.Key)
			t.Times = x.number(q.Value, x.path+"/worth/"+p.Key.Text+"/"+q.Key.Text, &x.d.Meta)
			if keep {
				a.Worth = append(a.Worth, t)
			}
		}
		if ok {
			x.d.Alternatives = append(x.d.Alternatives, a)
		}
	}
}

// termWords are the terms that are no stock and no expression.
var termWords = map[string]model.TermKind{"always": model.TermAlways, "rung": model.TermRung, "picture": model.TermPicture}

// term resolves what a coefficient stands at. It is not kept where it is an
// expression that names what the design lacks.
func (x *chooser) term(n *syntax.Node) (model.Term, bool) {
	t := model.Term{Stock: model.None, Text: n.Text, Span: n.Span}
	if k, ok := termWords[n.Text]; ok {
		t.Kind = k
		return t, true
	}
	if i, ok := find[model.StockIndex](x.names, kindStock, n.Text); ok {
		t.Kind, t.Stock = model.TermStock, i
		return t, true
	}
	if x.lacksIn(n) {
		return t, false
	}
	t.Kind = model.TermExpr
	if t.Expr = x.names.Expr(n, model.None, x.out); t.Expr == nil {
		x.failed = true
	}
	return t, t.Expr != nil
}
