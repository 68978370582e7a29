package answer

import (
	"slices"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/say"
)

// decision is a procedure's decision: a move, the step at which a procedure that
// moves nothing decides, or a step that is a row of its own.
type decision struct {
	a         *model.Arrangement
	procedure model.ProcedureIndex
	step      model.StepIndex    // None: the procedure's own decision
	move      *model.DecidesMove // nil: it moves nothing
	effective model.StepIndex    // the step at which it takes effect (S19)
	order     order
}

func (d *decision) proc() *model.Procedure { return &d.a.Procedures[d.procedure] }

// decisionsOf lists the decisions of an arrangement in the order of the text.
func decisionsOf(a *model.Arrangement) []decision {
	var out []decision
	for i := range a.Procedures {
		p := &a.Procedures[i]
		base := decision{a: a, procedure: model.ProcedureIndex(i), step: model.None, order: orderOf(p)}
		for m := range p.Decides {
			d := base
			d.move, d.effective = &p.Decides[m], p.Decides[m].At
			out = append(out, d)
		}
		last := lastDecide(p)
		own := last != model.None && ownRow(&p.Steps[last])
		if len(p.Decides) == 0 && last != model.None && !own {
			d := base
			d.effective = last
			out = append(out, d)
		}
		for s := range p.Steps {
			if ownRow(&p.Steps[s]) && !moves(p, model.StepIndex(s)) {
				d := base
				d.step, d.effective = model.StepIndex(s), model.StepIndex(s)
				out = append(out, d)
			}
		}
	}
	return out
}

// ownRow reports whether a step is a decision of its own: it decides or orders
// under an authority, or chooses.
func ownRow(s *model.Step) bool {
	return (s.Act == model.Decide || s.Act == model.Order) && (s.Uses != model.None || len(s.Choose) > 0)
}

// moves reports whether a step is no more than the decision of the procedure's
// moves, which have their rows.
func moves(p *model.Procedure, s model.StepIndex) bool {
	return p.Steps[s].Act == model.Decide && len(p.Steps[s].Choose) == 0 && slices.ContainsFunc(p.Decides, func(d model.DecidesMove) bool { return d.At == s })
}

// lastDecide is the step at which a procedure that moves nothing decides (S19).
func lastDecide(p *model.Procedure) model.StepIndex {
	for s := len(p.Steps) - 1; s >= 0; s-- {
		if p.Steps[s].Act == model.Decide {
			return model.StepIndex(s)
		}
	}
	return model.None
}

// situationAt is the condition in which a step comes: a move's `from` value up to
// the step that makes it, its `to` value after it, either beside it.
func (d *decision) situationAt(s situation, step model.StepIndex) situation {
	if d.move == nil {
		return s
	}
	from, to := d.move.From, d.move.To
	switch {
	case step == d.effective || d.order.comesBefore(step, d.effective):
		return s.with(d.move.Scale, from)
	case d.order.comesBefore(d.effective, step):
		return s.with(d.move.Scale, to)
	}
	return s.with(d.move.Scale, from, to)
}

// deciders lists the steps in which the decision is taken: every `decide` up to
// the step at which it takes effect or, where there is none, that step itself.
func (d *decision) deciders() []model.StepIndex {
	if d.step != model.None {
		return []model.StepIndex{d.step}
	}
	var out []model.StepIndex
	for _, s := range d.order.sorted {
		up := s == d.effective || d.order.comesBefore(s, d.effective)
		if up && d.proc().Steps[s].Act == model.Decide {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		out = append(out, d.effective)
	}
	slices.Sort(out)
	return out
}

// scales lists the scales that can change who does what: those of the holders in
// its steps, and those that its conditions read.
func (d *decision) scales() []model.ScaleIndex {
	var out []model.ScaleIndex
	add := func(s model.ScaleIndex) {
		if s != model.None && !slices.Contains(out, s) && (d.move == nil || d.move.Scale != s) {
			out = append(out, s)
		}
	}
	actor := func(x model.Actor) {
		if x.Kind == model.ActorHolder {
			add(d.a.Authorities[x.Authority].Scale)
		}
	}
	var expr func(e *model.Expr)
	expr = func(e *model.Expr) {
		if e == nil {
			return
		}
		switch e.Op {
		case model.OpCompareScale:
			add(e.Scale)
		case model.OpHolds:
			add(d.a.Authorities[e.Authority].Scale)
		}
		for _, x := range e.Args {
			expr(x)
		}
	}
	p := d.proc()
	expr(p.StartWhile)
	for i := range p.Steps {
		s := &p.Steps[i]
		actor(s.Doer)
		actor(s.AskedBy)
		for _, to := range s.To {
			actor(to)
		}
		expr(s.Needs)
	}
	slices.Sort(out)
	return out
}

// entry is one role that one step gives.
type entry struct {
	role      Role
	qualified bool
	notes     []say.Text
	spans     []diag.Span
	silent    string // the path declared silent on which it rests
}

// roles gathers entries by party, council and post.
type roles struct {
	a        *model.Arrangement
	parties  [][]entry
	councils [][]entry
	posts    [][]entry
}

func (r *roles) post(p model.PostIndex, e entry) {
	r.posts[p] = append(r.posts[p], e)
	r.parties[r.a.Posts[p].Of] = append(r.parties[r.a.Posts[p].Of], e)
}

func (r *roles) council(c model.CouncilIndex, e entry) {
	council := &r.a.Councils[c]
	seat := e
	if e.role == Decides || e.role == Consents {
		seat.role = InCouncil
		seat.notes = append([]say.Text{sayf("in %s, %s", council.Said(), ruleText(council))}, e.notes...)
		e.notes = append([]say.Text{ruleText(council)}, e.notes...)
	}
	r.councils[c] = append(r.councils[c], e)
	for _, s := range council.Seats {
		with := seat
		with.spans = append(slices.Clone(seat.spans), s.Span)
		r.post(s.Post, with)
	}
}

func ruleText(c *model.Council) say.Text {
	switch c.Rule {
	case model.Majority:
		return sayf("by majority")
	case model.AtLeast:
		return sayf("by at least %d seats", c.N)
	case model.Silence:
		return sayf("by silence")
	}
	return sayf("by consensus")
}

// actor gives the entry to whoever the actor can be in the situation.
func (r *roles) actor(s situation, x model.Actor, e entry) {
	switch x.Kind {
	case model.ActorPost:
		r.post(x.Post, e)
	case model.ActorCouncil:
		r.council(x.Council, e)
	case model.ActorHolder:
		rows := s.rows(x.Authority)
		var seen []model.PostIndex
		for _, row := range rows {
			if row.post == model.None || slices.Contains(seen, row.post) {
				continue
			}
			seen = append(seen, row.post)
			with := e
			with.notes = append(slices.Clone(e.notes), sayf("as holder of %s", r.a.Authorities[x.Authority].Said()))
			with.spans = append(slices.Clone(e.spans), row.span)
			if with.silent == "" {
				with.silent = silentHolder(r.a, x.Authority)
			}
			if !sameHolder(rows) {
				with.qualified = true
			}
			r.post(row.post, with)
		}
	}
}

func sameHolder(rows []row) bool {
	for _, r := range rows {
		if r.post != rows[0].post {
			return false
		}
	}
	return true
}

// rolesOf reads the roles in a decision off its steps. ok is false where the
// decision cannot come in the situation.
func (d *decision) rolesOf(s situation) (r *roles, ok bool) {
	a, p := d.a, d.proc()
	r = &roles{a, make([][]entry, len(a.Parties)), make([][]entry, len(a.Councils)), make([][]entry, len(a.Posts))}
	s.open = true
	start := s
	if d.move != nil {
		start = s.with(d.move.Scale, d.move.From)
	}
	if start.eval(p.StartWhile) == no || d.situationAt(s, d.effective).eval(p.Steps[d.effective].Needs) == no {
		return nil, false
	}
	deciders := d.deciders()
	for i := range p.Steps {
		d.stepRoles(r, d.situationAt(s, model.StepIndex(i)), model.StepIndex(i), slices.Contains(deciders, model.StepIndex(i)))
	}
	d.remit(r)
	return r, true
}

// stepRoles adds what one step gives.
func (d *decision) stepRoles(r *roles, s situation, i model.StepIndex, decides bool) {
	step := &d.proc().Steps[i]
	var e entry
	switch s.eval(step.Needs) {
	case no:
		return
	case maybe:
		normal := s
		normal.open = false
		if normal.eval(step.Needs) != yes {
			e.qualified = true
			e.notes = append(e.notes, sayf("only when %s", step.Needs.Text))
		}
	}
	path := "procedures/" + d.proc().ID + "/steps/" + step.ID
	e.spans = append([]diag.Span{step.Span}, changed(d.a, path)...)
	e.silent = d.a.SilentOn(path)
	before, after := d.order.comesBefore(i, d.effective), d.order.comesBefore(d.effective, i)
	doer := e
	switch {
	case decides:
		doer.role = Decides
	case step.Act == model.AskConsent:
		doer.role = Consents
		d.consentNotes(&doer, step, before, after)
	case step.Act == model.AskViews && after:
		doer.role = ToldAfter
		doer.notes = append(slices.Clone(e.notes), sayf("asked for views only after the decision"))
	case step.Act == model.AskViews:
		doer.role = Heard
		if !before {
			doer.qualified = true
			doer.notes = append(slices.Clone(e.notes), sayf("the decision does not wait for it"))
		}
	default:
		doer.role = TakesPart
	}
	r.actor(s, step.Doer, doer)
	asker := e
	asker.role = TakesPart
	r.actor(s, step.AskedBy, asker)
	told := e
	told.role = ToldAfter
	if before {
		told.role = ToldBefore
	}
	for _, to := range step.To {
		with := told
		with.spans = append(slices.Clone(told.spans), to.Span)
		r.actor(s, to, with)
	}
}

// consentNotes says how a decision can take effect without a consent asked for.
func (d *decision) consentNotes(e *entry, step *model.Step, before, after bool) {
	e.notes = slices.Clone(e.notes)
	switch {
	case after:
		e.qualified = true
		e.notes = append(e.notes, sayf("asked only after the decision"))
	case !before && step.ID != d.proc().Steps[d.effective].ID:
		e.qualified = true
		e.notes = append(e.notes, sayf("the decision does not wait for it"))
	}
	for _, c := range []struct {
		when   say.Text
		clause model.Clause
	}{{sayf("goes on without it if refused"), step.IfRefused}, {sayf("goes on without it if unreachable"), step.IfUnreachable},
		{sayf("goes on without it if absent"), step.IfAbsent}, {sayf("goes on without it if late"), step.IfLate}} {
		if c.clause.Do == model.Proceed || c.clause.Do == model.Go {
			e.qualified = true
			e.notes = append(e.notes, c.when)
			e.spans = append(slices.Clone(e.spans), c.clause.Span)
		}
	}
}

// remit adds the councils that have the procedure in their remit.
func (d *decision) remit(r *roles) {
	for c := range d.a.Councils {
		council := &d.a.Councils[c]
		remit := "councils/" + council.ID + "/remit"
		by := entry{spans: append([]diag.Span{council.Span}, changed(d.a, remit)...), silent: d.a.SilentOn(remit)}
		if slices.Contains(council.Advises, d.procedure) {
			by.role, by.qualified, by.notes = Heard, true, []say.Text{sayf("by its remit; no step asks it")}
			r.council(model.CouncilIndex(c), by)
		}
		if slices.Contains(council.Decides, d.procedure) {
			by.role, by.qualified, by.notes = TakesPart, false, []say.Text{sayf("in its remit")}
			r.council(model.CouncilIndex(c), by)
		}
	}
}

// cellOf picks the strongest role; among equal ones an unqualified one.
func cellOf(entries []entry) RightsCell {
	cell := RightsCell{Role: LeftOut}
	best := -1
	for i, e := range entries {
		if best < 0 || e.role.rank() < entries[best].role.rank() || e.role == entries[best].role && entries[best].qualified && !e.qualified {
			best = i
		}
	}
	if best < 0 {
		return cell
	}
	top := entries[best]
	cell.Role, cell.Qualified = top.role, top.qualified
	var spans lines
	for _, e := range entries {
		if e.role != top.role {
			if !slices.Contains(cell.Also, e.role) {
				cell.Also = append(cell.Also, e.role)
			}
			continue
		}
		spans.add(e.spans...)
		if cell.Silent == "" {
			cell.Silent = e.silent
		}
		if e.qualified == top.qualified {
			for _, n := range e.notes {
				if !slices.ContainsFunc(cell.Notes, n.Same) {
					cell.Notes = append(cell.Notes, n)
				}
			}
		}
	}
	slices.SortFunc(cell.Also, func(a, b Role) int { return a.rank() - b.rank() })
	cell.Lines = spans
	return cell
}
