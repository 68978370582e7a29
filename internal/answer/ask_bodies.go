package answer

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/model"
)

// actsFor answers who the deputies of a post are.
func (k *asker) actsFor() {
	t, _ := k.q.get("post")
	post := &k.a.Posts[t.index]
	k.touch("posts", post.ID)
	k.touch("posts", post.ID+"/deputies")
	k.lines.add(post.Span)
	if len(post.Deputies) == 0 {
		k.text = "nobody"
		k.say("The text names no deputy of %s.", label(&post.Meta))
		return
	}
	var ids []string
	for i := range post.Deputies {
		d := &post.Deputies[i]
		ids = append(ids, k.a.Posts[d.Post].ID)
		then := ""
		if i > 0 {
			then = ", when those before are not there"
		}
		k.say("%s of %s acts %s%s.", k.post(d.Post), k.party(d.Post), deputyTime(d), then)
		k.lines.add(d.Span)
	}
	for _, bar := range post.MayNot {
		what := ""
		if bar.Authority != model.None {
			what = "exercise " + k.authority(bar.Authority)
		} else {
			what = bar.Act.String()
		}
		k.say("Acting, they may not %s.", what)
		k.lines.add(lineBelow(post.Span, "acting", ""))
	}
	k.text = strings.Join(ids, ", ")
}

// superiors returns the element that the question names, with its superiors.
func (k *asker) superiors() (*model.Meta, []model.Superior, bool) {
	for i, t := range k.q.terms {
		if k.q.slots[i] != "body" {
			continue
		}
		if t.kind == "council" {
			c := &k.a.Councils[t.index]
			k.touch("councils", c.ID)
			return &c.Meta, c.Under, false
		}
		p := &k.a.Posts[t.index]
		k.touch("posts", p.ID)
		return &p.Meta, p.Under, p.National
	}
	return nil, nil, false
}

// above answers whom the text writes above a post or council.
func (k *asker) above() {
	of, under, national := k.superiors()
	k.lines.add(of.Span)
	var ids []string
	for _, s := range under {
		m := k.superior(s)
		ids = append(ids, m.ID)
		k.say("%s is under %s.", label(of), label(m))
		k.lines.add(s.Span)
	}
	switch {
	case len(ids) > 0:
		k.text = strings.Join(ids, ", ")
		for _, chain := range k.chains(under, nil) {
			k.say("The chain: %s.", strings.Join(append([]string{of.ID}, chain...), " → "))
		}
	case national:
		k.text = "nobody"
		k.say("%s is a national post: a chain of command ends here.", label(of))
	default:
		k.text = "nobody"
		k.say("The text writes nobody above %s.", label(of))
	}
}

func (k *asker) superior(s model.Superior) *model.Meta {
	if s.Council != model.None {
		return &k.a.Councils[s.Council].Meta
	}
	return &k.a.Posts[s.Post].Meta
}

// chains follows superiors to the top. A loop ends where it closes.
func (k *asker) chains(under []model.Superior, seen []string) [][]string {
	var out [][]string
	for _, s := range under {
		m := k.superior(s)
		if slices.Contains(seen, m.ID) || len(out) >= 16 {
			continue
		}
		next := k.a.Posts
		var above []model.Superior
		if s.Council != model.None {
			above = k.a.Councils[s.Council].Under
		} else {
			above = next[s.Post].Under
		}
		tails := k.chains(above, append(slices.Clone(seen), m.ID))
		if len(tails) == 0 {
			out = append(out, []string{m.ID})
		}
		for _, tail := range tails {
			out = append(out, append([]string{m.ID}, tail...))
		}
	}
	return out
}

// under answers who stands directly under a post or council.
func (k *asker) under() {
	of, _, _ := k.superiors()
	k.lines.add(of.Span)
	var ids []string
	look := func(m *model.Meta, under []model.Superior) {
		for _, s := range under {
			if k.superior(s) == of {
				ids = append(ids, m.ID)
				k.lines.add(s.Span)
			}
		}
	}
	for i := range k.a.Posts {
		look(&k.a.Posts[i].Meta, k.a.Posts[i].Under)
	}
	for i := range k.a.Councils {
		look(&k.a.Councils[i].Meta, k.a.Councils[i].Under)
	}
	if len(ids) == 0 {
		k.text = "nobody"
		k.say("The text writes nobody under %s.", label(of))
		return
	}
	k.text = strings.Join(ids, ", ")
	k.say("Directly under %s: %s.", label(of), join(ids))
}

// body returns the council that the question names.
func (k *asker) body() *model.Council {
	t, _ := k.q.get("council")
	c := &k.a.Councils[t.index]
	k.touch("councils", c.ID)
	k.lines.add(c.Span)
	return c
}

// meets answers a council's cadence.
func (k *asker) meets() {
	c := k.body()
	k.text = "when convened"
	if c.Meets == nil {
		k.say("%s has no cadence in the text: it meets when a procedure convenes it.", label(&c.Meta))
	} else {
		k.lines.add(c.Meets.Span)
		k.text = "every " + c.Meets.Text
		if !c.Meets.Every.Set {
			k.text = c.Meets.Text
		}
		last := ""
		if c.Meets.Last != "" {
			last = "; the last meeting the text records was on " + c.Meets.Last
		}
		k.say("%s meets %s%s.", label(&c.Meta), k.text, last)
	}
	switch {
	case !c.Convene.Set:
		k.say("The text does not say how long it takes to convene.")
	case c.Each:
		k.say("Convening takes each seat %s on its own.", c.Convene.Text)
	default:
		k.say("Convening takes %s.", c.Convene.Text)
	}
	k.lines.add(c.Convene.Span)
}

func (k *asker) quorumText(c *model.Council) string {
	text := fmt.Sprintf("%d of %d seats", max(c.Total, 1), len(c.Seats))
	if c.EachParty > 0 {
		text += fmt.Sprintf(", at least %d of each party", c.EachParty)
	}
	for i := range k.a.Parties {
		if n, ok := c.PerParty[model.PartyIndex(i)]; ok {
			text += fmt.Sprintf(", at least %d of %s", n, k.a.Parties[i].ID)
		}
	}
	return text
}

// seats answers who sits in a council.
func (k *asker) seats() {
	c := k.body()
	var ids []string
	for _, s := range c.Seats {
		ids = append(ids, k.a.Posts[s.Post].ID)
		k.say("Seat %s: %s of %s.", s.ID, k.post(s.Post), k.party(s.Post))
		k.lines.add(s.Span)
	}
	k.say("It decides %s, with a quorum of %s.", ruleText(c), k.quorumText(c))
	k.lines.add(lineBelow(c.Span, "quorum", ""), lineBelow(c.Span, "rule", ""))
	k.text = "nobody"
	if len(ids) > 0 {
		k.text = strings.Join(ids, ", ")
	}
}

// remit answers what a council decides: by its remit, and by the steps it does.
func (k *asker) remit() {
	c := k.body()
	t, _ := k.q.get("council")
	var ids []string
	for p := range k.a.Procedures {
		proc := &k.a.Procedures[p]
		if how := k.decidedBy(model.CouncilIndex(t.index), model.ProcedureIndex(p)); how != "" {
			ids = append(ids, proc.ID)
			k.say("%s: %s.", label(&proc.Meta), how)
		}
	}
	k.listing(ids, "The text gives %s nothing to decide.", c)
}

func (k *asker) listing(ids []string, none string, c *model.Council) {
	k.text = "nothing"
	if len(ids) > 0 {
		k.text = strings.Join(ids, ", ")
		return
	}
	k.say(none, label(&c.Meta))
}

// decidedBy says how a council decides a procedure: in its remit, in a step, both;
// "" where it does not.
func (k *asker) decidedBy(c model.CouncilIndex, p model.ProcedureIndex) string {
	council, proc := &k.a.Councils[c], &k.a.Procedures[p]
	inRemit := slices.Contains(council.Decides, p)
	step := slices.IndexFunc(proc.Steps, func(s model.Step) bool {
		return s.Act == model.Decide && s.Doer.Kind == model.ActorCouncil && s.Doer.Council == c
	})
	if inRemit {
		k.lines.add(lineBelow(council.Span, "remit", ""))
	}
	if step >= 0 {
		k.lines.add(proc.Steps[step].Span)
	}
	switch {
	case inRemit && step >= 0:
		return "in its remit, and it decides in the step " + proc.Steps[step].ID
	case inRemit:
		return "in its remit, though no step is a decision of the council"
	case step >= 0:
		return "it decides in the step " + proc.Steps[step].ID + ", which its remit does not name"
	}
	return ""
}

// advises answers what a council advises on.
func (k *asker) advises() {
	c := k.body()
	var ids []string
	for _, p := range c.Advises {
		ids = append(ids, k.a.Procedures[p].ID)
	}
	k.lines.add(lineBelow(c.Span, "remit", ""))
	if len(ids) > 0 {
		k.say("%s advises on %s.", label(&c.Meta), join(ids))
	}
	k.listing(ids, "The text has %s advise on nothing.", c)
}

// whichCouncil answers which councils decide a procedure.
func (k *asker) whichCouncil() {
	p, _ := k.subject()
	k.lines.add(k.a.Procedures[p].Span)
	var ids []string
	for c := range k.a.Councils {
		if how := k.decidedBy(model.CouncilIndex(c), p); how != "" {
			ids = append(ids, k.a.Councils[c].ID)
			k.lines.add(k.a.Councils[c].Span)
			k.say("%s: %s.", k.council(model.CouncilIndex(c)), how)
		}
	}
	k.answerIDs(ids, "No council decides %s.", p)
}

// posts answers which offices one human fills.
func (k *asker) posts() {
	t, _ := k.q.get("person")
	person := &k.a.Persons[t.index]
	var ids []string
	for _, p := range person.Posts {
		ids = append(ids, k.a.Posts[p].ID)
		k.say("%s of %s.", k.post(p), k.party(p))
		k.lines.add(k.a.Posts[p].Span)
	}
	k.text = strings.Join(ids, ", ")
}

// incident answers what an incident of a kind starts.
func (k *asker) incident() {
	t, _ := k.q.get("kind")
	kind := &k.a.Kinds[t.index]
	var ids []string
	s := k.s
	s.open = true
	for p := range k.a.Procedures {
		proc := &k.a.Procedures[p]
		if !slices.Contains(proc.Starts, model.KindIndex(t.index)) {
			continue
		}
		k.touch("procedures", proc.ID)
		k.lines.add(proc.Span, lineBelow(proc.Span, "starts", ""))
		if s.eval(proc.StartWhile) == no {
			k.say("%s starts only while %s.", label(&proc.Meta), proc.StartWhile.Text)
			k.lines.add(proc.StartWhile.Span)
			continue
		}
		if len(proc.Decides) > 0 && len(decisionsIn(k.a, model.ProcedureIndex(p), k.s)) == 0 {
			k.say("%s would start, but no move that it decides is open there.", label(&proc.Meta))
			continue
		}
		ids = append(ids, proc.ID)
		k.outline(model.ProcedureIndex(p))
	}
	k.text = "nothing"
	if len(ids) > 0 {
		k.text = strings.Join(ids, ", ")
		return
	}
	k.say("Nothing that the text writes answers %s there.", label(kind))
	k.lines.add(kind.Span)
}

// outline says a procedure's steps in the order in which they come.
func (k *asker) outline(p model.ProcedureIndex) {
	proc := &k.a.Procedures[p]
	condition := ""
	if proc.StartWhile != nil {
		condition = ", while " + proc.StartWhile.Text
	}
	k.say("%s starts%s:", label(&proc.Meta), condition)
	for _, i := range orderOf(proc).sorted {
		step := &proc.Steps[i]
		who := k.actor(k.s, step.Doer)
		var to []string
		for _, x := range step.To {
			to = append(to, k.actor(k.s, x))
		}
		text := fmt.Sprintf("%s: %s, %s", step.ID, who, step.Act)
		if step.Act.Asking() {
			text = fmt.Sprintf("%s: %s is asked for %s", step.ID, who, step.Act)
		}
		if len(to) > 0 {
			text += " to " + strings.Join(to, " and ")
		}
		if len(step.Choose) > 0 {
			text += " (" + strings.Join(step.Choose, ", ") + ")"
		}
		if step.Needs != nil {
			text += ", when " + step.Needs.Text
		}
		k.say("%s.", text)
		k.lines.add(step.Span)
	}
}
