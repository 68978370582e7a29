package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

func (b *builder) procedure(n *syntax.Node, path string, index model.ProcedureIndex) {
	p := &b.a.Procedures[index]
	p.Decides, _ = read(b.checker, b.get(n, "decides"), path+"/decides", nil, func(n *syntax.Node) []model.DecidesMove {
		return b.decides(n, path+"/decides", index)
	})
	p.Starts = all[model.KindIndex](b.checker, kindIncident, b.get(n, "starts"), path+"/starts")
	p.StartWhile = b.expr(b.get(n, "while"), path+"/while", model.None)
	b.again(n, path, p)
	if v := b.get(n, "deadline"); v != nil {
		q := b.exact(v, path+"/deadline", "a deadline")
		p.Deadline = &q
	}
	p.Priority, _ = read(b.checker, b.get(n, "priority"), path+"/priority", 0, func(n *syntax.Node) int {
		return b.whole(n, "a priority", -priorityMax, priorityMax)
	})
	p.MoveDelay = b.maybe(n, "move-delay", path)
	nodes := b.nodes.steps[index]
	for i := range nodes {
		s := &p.Steps[i]
		b.element(path+"/steps", &s.Meta, nodes[i], func(n *syntax.Node, path string) { b.step(n, path, index, model.StepIndex(i)) })
	}
	for i, s := range p.Steps {
		for _, started := range s.Starts {
			q := &b.a.Procedures[started]
			q.StartedBy = append(q.StartedBy, model.StepRef{Procedure: index, Step: model.StepIndex(i)})
		}
	}
}

func (b *builder) decides(n *syntax.Node, path string, index model.ProcedureIndex) []model.DecidesMove {
	var out []model.DecidesMove
	for _, item := range b.limitItems(b.items(n), decidesMax, path) {
		item = b.shape.Value(item)
		d := model.DecidesMove{At: model.None, Span: item.Span}
		ok := false
		read(b.checker, b.get(item, "move"), path+"/move", false, func(n *syntax.Node) bool {
			d.Span = n.Span
			d.Scale, d.From, d.To, ok = b.move(n.Text, n.Span)
			return ok
		})
		read(b.checker, b.get(item, "at"), path+"/at", false, func(n *syntax.Node) bool {
			s, found := b.names.stepOf(index, n.Text, n.Span, b.out)
			b.failed = b.failed || !found
			d.At = s
			return found
		})
		if b.shape.Incomplete(item) {
			b.failed = true
		}
		if ok && d.At != model.None {
			out = append(out, d)
		}
	}
	return out
}

var againWords = []string{"ignore", "restart", "queue", "beside"}

func (b *builder) again(n *syntax.Node, path string, p *model.Procedure) {
	read(b.checker, b.get(n, "again"), path+"/again", false, func(n *syntax.Node) bool {
		words := strings.Fields(n.Text)
		at := -1
		for i, w := range againWords {
			if len(words) > 0 && words[0] == w {
				at = i
			}
		}
		counted := at >= int(model.Queue)
		p.Again, p.AgainN = model.Ignore, 0
		switch {
		case at < 0:
			d := b.errorf("unknown-word", n.Span, "%q is not what a second start may do", n.Text).
				Note(diag.Span{}, "allowed are ignore, restart, queue n and beside n")
			if len(words) > 0 {
				if near := diag.Nearest(words[0], againWords); near != "" {
					d.Hint("did you mean %q?", near)
				}
			}
		case counted && len(words) != 2:
			b.errorf("bad-number", n.Span, "%q does not say how many", n.Text).Hint("write %s 2, with a number from 1 to %d", words[0], placesOfAgain)
		case !counted && len(words) != 1:
			b.errorf("bad-number", n.Span, "%q takes no number", words[0])
		default:
			p.Again = model.Again(at)
			if counted {
				number := &syntax.Node{Kind: syntax.Scalar, Text: words[1], Span: tail(n, words[1])}
				p.AgainN = b.whole(number, "the number of places", 1, placesOfAgain)
			}
		}
		return true
	})
}

func (b *builder) step(n *syntax.Node, path string, procedure model.ProcedureIndex, index model.StepIndex) {
	s := &b.a.Procedures[procedure].Steps[index]
	b.doer(n, path, s)
	s.To, _ = read(b.checker, b.get(n, "to"), path+"/to", nil, func(n *syntax.Node) []model.Actor {
		var out []model.Actor
		for _, item := range b.limitItems(b.items(n), recipientsMax, path+"/to") {
			if a, ok := b.actor(item, path+"/to"); ok {
				out = append(out, a)
			}
		}
		return out
	})
	s.AskedBy, _ = b.actor(b.get(n, "asked-by"), path+"/asked-by")
	s.Via = all[model.LinkIndex](b.checker, kindLink, b.get(n, "via"), path+"/via")
	s.Uses, _ = one[model.AuthorityIndex](b.checker, kindAuthority, b.get(n, "uses"), path+"/uses")
	b.after(n, path, procedure, index)
	s.Needs = b.expr(b.get(n, "needs"), path+"/needs", procedure)
	s.Time = b.duration(n, "time", path)
	s.Late = b.maybe(n, "late-after", path)
	b.options(n, s)
	if back := b.get(n, "back"); back != nil {
		s.Back = b.back(back, path+"/back", procedure)
	}
	s.Starts = all[model.ProcedureIndex](b.checker, kindProcedure, b.get(n, "starts"), path+"/starts")
	s.IfRefused = b.clause(n, "if-refused", path, procedure)
	s.IfUnreachable = b.clause(n, "if-unreachable", path, procedure)
	s.IfAbsent = b.clause(n, "if-absent", path, procedure)
	s.IfLate = b.clause(n, "if-late", path, procedure)
}

// doer reads the two shapes of a step: `by` and `act`, or `ask` and `for`.
func (b *builder) doer(n *syntax.Node, path string, s *model.Step) {
	by, ask := n.Get("by"), n.Get("ask")
	foreign := []string{"for", "asked-by"}
	if ask != nil {
		foreign = []string{"act", "to", "choose"}
	}
	hint := "a step has `by` and `act` (a doing) or `ask` and `for` (an asking)"
	switch {
	case b.shape.Incomplete(n):
		b.failed = true
	case by != nil && ask != nil:
		b.errorf("step-shape", ask.Span, "step %q has `by` and `ask`", s.ID).Note(by.Span, "`by` stands here").Hint("%s", hint)
		return
	case by == nil && ask == nil:
		b.errorf("step-shape", s.Span, "step %q names nobody who does it or is asked", s.ID).Hint("%s", hint)
		return
	case by != nil && !n.Has("act"):
		b.errorf("step-shape", by.Span, "step %q has `by` and no `act`", s.ID).Hint("write act: %s", orList(model.ActNames()))
	case ask != nil && !n.Has("for"):
		b.errorf("step-shape", ask.Span, "step %q has `ask` and no `for`", s.ID).Hint("write for: consent or for: views")
	}
	if !b.failed {
		for _, key := range foreign {
			if v := n.Get(key); v != nil {
				b.errorf("step-shape", v.Span, "`%s` does not belong to %s", key, map[bool]string{true: "an asking", false: "a doing"}[ask != nil]).Hint("%s", hint)
				break
			}
		}
	}
	if by != nil {
		s.Doer, _ = b.actor(b.get(n, "by"), path+"/by")
		word := b.textAt(n, "act", path)
		for act := model.Report; act <= model.Do; act++ {
			if act.String() == word {
				s.Act = act
			}
		}
		return
	}
	s.Doer, _ = b.actor(b.get(n, "ask"), path+"/ask")
	switch b.textAt(n, "for", path) {
	case "consent":
		s.Act = model.AskConsent
	case "views":
		s.Act = model.AskViews
	}
}

// actor resolves a post, a council or holder(AUTHORITY).
func (b *builder) actor(n *syntax.Node, path string) (model.Actor, bool) {
	none := model.Actor{Post: model.None, Council: model.None, Authority: model.None}
	out, _ := read(b.checker, n, path, none, func(n *syntax.Node) model.Actor {
		out := none
		out.Span = n.Span
		if inner, ok := strings.CutPrefix(n.Text, "holder("); ok {
			id, closed := strings.CutSuffix(inner, ")")
			id = strings.TrimSpace(id)
			if !closed || id == "" {
				b.errorf("bad-actor", n.Span, "%q is not an actor", n.Text).Hint("write holder(AUTHORITY)")
				return none
			}
			a, found := b.names.Authority(id)
			if !found {
				b.failed = true
				b.names.unknown(id, n.Span, b.out, kindAuthority)
				return none
			}
			out.Kind, out.Authority = model.ActorHolder, a
			return out
		}
		if p, ok := b.names.Post(n.Text); ok {
			out.Kind, out.Post = model.ActorPost, p
			return out
		}
		if c, ok := b.names.Council(n.Text); ok {
			out.Kind, out.Council = model.ActorCouncil, c
			return out
		}
		b.failed = true
		if a, ok := b.names.Authority(n.Text); ok {
			b.out.Errorf("unknown-post", n.Span, "%q is an authority; a post or a council is expected here", n.Text).
				Note(b.a.Authorities[a].Span, "%q is declared here", n.Text).Hint("write holder(%s) for whoever holds it", n.Text)
			return none
		}
		b.names.unknown(n.Text, n.Span, b.out, kindPost, kindCouncil)
		return none
	})
	return out, out.Kind != model.NoActor
}

func (b *builder) after(n *syntax.Node, path string, procedure model.ProcedureIndex, index model.StepIndex) {
	s := &b.a.Procedures[procedure].Steps[index]
	if !n.Has("after") {
		if index > 0 {
			s.After = []model.StepIndex{index - 1}
		}
		return
	}
	s.After, _ = read(b.checker, b.get(n, "after"), path+"/after", nil, func(n *syntax.Node) []model.StepIndex {
		var out []model.StepIndex
		for _, item := range b.items(n) {
			item = b.shape.Value(item)
			b.inline(item)
			before, ok := b.names.stepOf(procedure, item.Text, item.Span, b.out)
			switch {
			case !ok:
				b.failed = true
			case before == index:
				b.errorf("step-cycle", item.Span, "step %q comes after itself", s.ID)
			case containsStep(out, before):
				b.errorf("named-twice", item.Span, "%q stands here a second time", item.Text)
			default:
				out = append(out, before)
			}
		}
		return out
	})
}

func containsStep(list []model.StepIndex, s model.StepIndex) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// options checks `choose`, which declare has read.
func (b *builder) options(n *syntax.Node, s *model.Step) {
	choose := b.get(n, "choose")
	if choose == nil {
		return
	}
	read(b.checker, choose, "", false, func(n *syntax.Node) bool {
		first := map[string]diag.Span{}
		for _, item := range b.items(n) {
			b.inline(item)
			if at, twice := first[item.Text]; twice {
				b.errorf("named-twice", item.Span, "option %q stands here a second time", item.Text).Note(at, "it stands here first")
			}
			first[item.Text] = item.Span
		}
		if len(n.Items) < 2 {
			b.errorf("step-shape", n.Span, "`choose` has %s; a choice has two or more", plural(len(n.Items), "option", "options"))
		} else if s.Act != model.Decide && !b.failed {
			b.errorf("step-shape", n.Span, "`choose` does not belong to act: %s; a decision has options", s.Act).Hint("write act: decide")
		}
		return true
	})
}

func (b *builder) back(n *syntax.Node, path string, procedure model.ProcedureIndex) *model.Back {
	n = b.shape.Value(n)
	if b.shape.Incomplete(n) {
		b.failed = true
		return nil
	}
	out := &model.Back{Span: n.Span}
	read(b.checker, b.get(n, "to"), path+"/to", false, func(n *syntax.Node) bool {
		out.Span = n.Span
		for _, item := range b.limitItems(b.items(n), stepsMax, path+"/to") {
			item = b.shape.Value(item)
			s, ok := b.names.stepOf(procedure, item.Text, item.Span, b.out)
			switch {
			case !ok:
				b.failed = true
			case containsStep(out.To, s):
				b.errorf("named-twice", item.Span, "%q stands here a second time", item.Text)
			default:
				out.To = append(out.To, s)
			}
		}
		return len(out.To) > 0
	})
	out.Times, _ = read(b.checker, b.get(n, "times"), path+"/times", 1, func(n *syntax.Node) int {
		return b.whole(n, "the number of referrals", 1, backTimesMax)
	})
	if len(out.To) == 0 {
		return nil
	}
	return out
}

var clauseWords = []string{"stop", "wait", "proceed", "go"}

// clause reads stop, wait, proceed or `go STEP`.
func (b *builder) clause(n *syntax.Node, key, path string, procedure model.ProcedureIndex) model.Clause {
	out, _ := read(b.checker, b.get(n, key), path+"/"+key, model.Clause{}, func(n *syntax.Node) model.Clause {
		out := model.Clause{Span: n.Span}
		words := strings.Fields(n.Text)
		at := -1
		for i, w := range clauseWords {
			if len(words) > 0 && words[0] == w {
				at = i
			}
		}
		do := model.Otherwise(at + 1)
		switch {
		case at < 0 || do != model.Go && len(words) > 1 || len(words) > 2:
			d := b.errorf("bad-clause", n.Span, "%q is not what may follow", n.Text).Note(diag.Span{}, "allowed are stop, wait, proceed and go STEP")
			if len(words) == 0 {
				return out
			}
			if _, isStep := b.names.Step(procedure, words[0]); isStep {
				d.Hint("write go %s", words[0])
			} else if near := diag.Nearest(words[0], clauseWords); near != "" {
				d.Hint("did you mean %q?", near)
			}
			return out
		case do == model.Go && len(words) != 2:
			b.errorf("bad-clause", n.Span, "`go` names no step").Hint("write go STEP")
			return out
		case do == model.Go:
			s, ok := b.names.stepOf(procedure, words[1], tail(n, words[1]), b.out)
			if !ok {
				b.failed = true
				return out
			}
			out.Step = s
		}
		out.Do = do
		return out
	})
	return out
}

// handoverProcedures marks the procedures that hand over.
func (b *builder) handoverProcedures() {
	for i := range b.a.Authorities {
		for _, h := range b.a.Authorities[i].Handovers {
			if h.By != model.None {
				b.a.Procedures[h.By].HandsOver = true
			}
		}
	}
}

func nearestAct(word string) string { return diag.Nearest(word, model.ActNames()) }
