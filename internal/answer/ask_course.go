package answer

import (
	"fmt"
	"slices"

	"entente/internal/diag"
	"entente/internal/model"
)

// outcome is what becomes of a procedure, the worst first in rank.
type outcome uint8

const (
	goesOn outcome = iota
	waits
	stops
)

func (o outcome) String() string { return [...]string{"it goes on", "it waits", "it stops"}[o] }

// course follows a procedure in a situation in which something is lost or
// somebody refuses, and says what the clauses of its steps make of it.
type course struct {
	a         *model.Arrangement
	d         *decision
	s         situation
	refused   map[model.StepIndex]bool
	outcome   outcome
	first     model.StepIndex // the step at which it first waits or stops; None
	sentences []string
	clauses   []string // the clauses that applied, without their steps
	lines     lines
	skipped   []bool
	blocked   []bool // waits, or comes after a step that does
}

// follow goes through the steps up to `upto` (None: all of them).
func follow(d *decision, s situation, refused map[model.StepIndex]bool, upto model.StepIndex) *course {
	n := len(d.proc().Steps)
	c := &course{a: d.a, d: d, s: s, refused: refused, first: model.None, skipped: make([]bool, n), blocked: make([]bool, n)}
	for _, i := range d.order.sorted {
		if upto != model.None && i != upto && !d.order.comesBefore(i, upto) || c.skipped[i] {
			continue
		}
		for j, b := range c.blocked {
			c.blocked[i] = c.blocked[i] || b && d.order.comesBefore(model.StepIndex(j), i)
		}
		if !c.blocked[i] {
			c.step(i)
		}
		if c.outcome == stops {
			break
		}
	}
	return c
}

func (c *course) say(format string, args ...any) {
	if s := fmt.Sprintf(format, args...); !slices.Contains(c.sentences, s) {
		c.sentences = append(c.sentences, s)
	}
}

// step says whether a due step can be done, and what follows if not.
func (c *course) step(i model.StepIndex) {
	step := &c.d.proc().Steps[i]
	s := c.d.situationAt(c.s, i)
	name := c.d.proc().ID + "/" + step.ID
	if step.Needs != nil && s.eval(step.Needs) == no && (situation{a: s.a, values: s.values}).eval(step.Needs) != no {
		c.say("%s needs %s, which does not hold: it waits.", name, step.Needs.Text)
		c.lines.add(step.Needs.Span)
		c.wait(i)
		return
	}
	if c.refused[i] {
		c.lines.add(step.Span)
		c.clause(i, step.IfRefused, name+" is refused", "if-refused", true)
		return
	}
	for _, l := range step.Via {
		if s.out[l] {
			c.lines.add(step.Span)
			c.clause(i, step.IfUnreachable, fmt.Sprintf("%s needs the link %s", name, label(&c.a.Links[l].Meta)), "if-unreachable", false)
			return
		}
	}
	if why, can := c.can(s, step); !can {
		c.lines.add(step.Span)
		c.clause(i, step.IfAbsent, name+" cannot be done: "+why, "if-absent", false)
	}
}

// clause applies what is written for a step that cannot be done or was refused.
func (c *course) clause(i model.StepIndex, clause model.Clause, what, key string, refusal bool) {
	step := &c.d.proc().Steps[i]
	c.lines.add(clause.Span)
	c.clauses = append(c.clauses, clauseText(key, clause))
	switch {
	case clause.Do == model.Stop, clause.Do == model.Unwritten && refusal:
		written := key + ": stop"
		if clause.Do == model.Unwritten {
			written = "no " + key + " is written, which stops it"
		}
		c.say("%s; %s.", what, written)
		c.outcome, c.first = stops, i
	case clause.Do == model.Proceed:
		c.say("%s; %s: proceed, so the procedure goes on without it.", what, key)
		c.skipped[i] = true
	case clause.Do == model.Go:
		c.say("%s; %s: go %s.", what, key, c.d.proc().Steps[clause.Step].ID)
		c.goTo(i, clause.Step)
	default:
		written := key + ": wait"
		if clause.Do == model.Unwritten {
			written = "no " + key + " is written, so it waits"
		}
		c.late(i, step, what+"; "+written)
	}
}

// clauseText is a clause as written, without the step that a `go` names.
func clauseText(key string, clause model.Clause) string {
	return [...]string{"no " + key, key + ": stop", key + ": wait", key + ": proceed", key + ": go"}[clause.Do]
}

// late applies `if-late` to a step that stays due.
func (c *course) late(i model.StepIndex, step *model.Step, what string) {
	if step.Late == nil || step.IfLate.Do == model.Unwritten || step.IfLate.Do == model.Wait {
		c.say("%s.", what)
		c.wait(i)
		return
	}
	c.lines.add(step.IfLate.Span)
	after := "; after " + step.Late.Text
	switch step.IfLate.Do {
	case model.Stop:
		c.say("%s%s, if-late: stop.", what, after)
		c.outcome, c.first = stops, i
	case model.Proceed:
		c.say("%s%s, if-late: proceed.", what, after)
		c.skipped[i] = true
	default:
		c.say("%s%s, if-late: go %s.", what, after, c.d.proc().Steps[step.IfLate.Step].ID)
		c.goTo(i, step.IfLate.Step)
	}
}

// goTo skips what stands between, where the step gone to comes after (S17).
func (c *course) goTo(from, to model.StepIndex) {
	c.skipped[from] = true
	if !c.d.order.comesBefore(from, to) {
		return
	}
	for j := range c.skipped {
		if c.d.order.comesBefore(model.StepIndex(j), to) {
			c.skipped[j] = true
		}
	}
	c.blocked[to] = false
}

func (c *course) wait(i model.StepIndex) {
	c.blocked[i] = true
	if c.outcome == goesOn {
		c.outcome, c.first = waits, i
	}
}

// can reports whether the doer of a step can act (S15), and why not.
func (c *course) can(s situation, step *model.Step) (why string, ok bool) {
	switch step.Doer.Kind {
	case model.ActorCouncil:
		council := &c.a.Councils[step.Doer.Council]
		touched := false
		for _, seat := range council.Seats {
			touched = touched || s.absent[seat.Post]
		}
		if !touched {
			return "", true
		}
		c.lines.add(council.Span, lineBelow(council.Span, "quorum", ""))
		if !s.quorate(step.Doer.Council) {
			return label(&council.Meta) + " has no quorum", false
		}
		c.say("%s keeps its quorum.", label(&council.Meta))
		return "", true
	case model.ActorPost:
		return c.canPost(s, step.Doer.Post, step)
	case model.ActorHolder:
		for _, r := range s.rows(step.Doer.Authority) {
			if r.post == model.None {
				return "nobody holds " + c.a.Authorities[step.Doer.Authority].ID, false
			}
			if why, ok := c.canPost(s, r.post, step); !ok {
				return why, false
			}
		}
	}
	return "", true
}

// canPost reports whether a post can do a step.
func (c *course) canPost(s situation, p model.PostIndex, step *model.Step) (why string, ok bool) {
	if !s.absent[p] {
		return "", true
	}
	post := &c.a.Posts[p]
	c.lines.add(post.Span)
	who, deputy, ok := s.acting(p)
	if !ok {
		return label(&post.Meta) + " is absent and " + noDeputy(post), false
	}
	c.lines.add(deputy.Span)
	if barredFrom(post, step.Act, step.Uses) {
		c.lines.add(lineBelow(post.Span, "acting", ""))
		return fmt.Sprintf("a deputy acting for %s may not do it", label(&post.Meta)), false
	}
	c.say("%s acts for %s %s.", label(&c.a.Posts[who].Meta), label(&post.Meta), deputyTime(deputy))
	return "", true
}

func noDeputy(p *model.Post) string {
	if len(p.Deputies) == 0 {
		return "the text names no deputy"
	}
	return "no deputy is present"
}

func deputyTime(d *model.Deputy) string {
	if d.AtOnce {
		return "at once"
	}
	if !d.After.Set {
		return "after a time that the text does not say"
	}
	return "after " + d.After.Text
}

func barredFrom(p *model.Post, act model.Act, uses model.AuthorityIndex) bool {
	return slices.ContainsFunc(p.MayNot, func(b model.ActingBar) bool {
		return b.Act != model.NoAct && b.Act == act || b.Authority != model.None && b.Authority == uses
	})
}

// vetoes lists the steps of a procedure that fall when the posts refuse: consents
// asked of one of them, and decisions and consents of councils that their seats
// can block.
func vetoes(d *decision, s situation, posts []model.PostIndex, council model.CouncilIndex, span *lines) (map[model.StepIndex]bool, []string) {
	out := map[model.StepIndex]bool{}
	var notes []string
	for i := range d.proc().Steps {
		step := &d.proc().Steps[i]
		at := model.StepIndex(i)
		if step.Act != model.AskConsent && step.Act != model.Decide {
			continue
		}
		switch step.Doer.Kind {
		case model.ActorPost:
			out[at] = step.Act == model.AskConsent && slices.Contains(posts, step.Doer.Post)
		case model.ActorHolder:
			for _, r := range d.situationAt(s, at).rows(step.Doer.Authority) {
				out[at] = out[at] || step.Act == model.AskConsent && slices.Contains(posts, r.post)
			}
		case model.ActorCouncil:
			c := &d.a.Councils[step.Doer.Council]
			if step.Doer.Council == council {
				out[at] = true
				continue
			}
			var seats []diag.Span
			for _, seat := range c.Seats {
				if slices.Contains(posts, seat.Post) {
					seats = append(seats, seat.Span)
				}
			}
			if len(seats) == 0 {
				continue
			}
			span.add(seats...)
			span.add(lineBelow(c.Span, "rule", ""))
			out[at] = blocks(c, len(seats))
			word := "cannot"
			if out[at] {
				word = "can"
			}
			notes = append(notes, fmt.Sprintf("%s decides %s; with %d of %d seats the refusal %s block it.", label(&c.Meta), ruleText(c), len(seats), len(c.Seats), word))
		}
	}
	return out, notes
}

// blocks reports whether so many refusing seats keep a council from saying yes.
func blocks(c *model.Council, refusing int) bool {
	rest := len(c.Seats) - refusing
	switch c.Rule {
	case model.Majority:
		return 2*rest <= len(c.Seats)
	case model.AtLeast:
		return rest < c.N
	}
	return true
}
