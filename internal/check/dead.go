package check

import (
	"fmt"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/say"
)

// relaxed is the relaxation of docs/semantics.md S25, in which nothing is ever
// lost: what it cannot reach is dead.
type relaxed struct {
	a        *model.Arrangement
	value    [][]bool // by scale
	starts   []bool   // procedures that can begin
	done     [][]bool // steps that can be done
	passed   [][]bool // steps that can be done or passed over
	moves    map[[3]int]bool
	changed  bool
	quorates []bool
}

func relax(a *model.Arrangement, start []model.ValueIndex, incidents []program.Incident) *relaxed {
	r := &relaxed{a: a, moves: map[[3]int]bool{}, starts: make([]bool, len(a.Procedures)), quorates: make([]bool, len(a.Councils))}
	for i := range a.Scales {
		values := make([]bool, len(a.Scales[i].Values))
		at := model.ValueIndex(0)
		if start != nil {
			at = start[i]
		}
		values[at] = true
		r.value = append(r.value, values)
	}
	for i := range a.Procedures {
		r.done = append(r.done, make([]bool, len(a.Procedures[i].Steps)))
		r.passed = append(r.passed, make([]bool, len(a.Procedures[i].Steps)))
	}
	for i := range a.Councils {
		r.quorates[i] = everybodyQuorate(a, &a.Councils[i])
	}
	for r.changed = true; r.changed; {
		r.changed = false
		for i := range a.Procedures {
			r.procedure(i)
		}
		for i := range incidents {
			for _, m := range incidents[i].Moves {
				if r.value[m.Scale][m.From] {
					r.move(int(m.Scale), int(m.From), int(m.To))
				}
			}
		}
	}
	return r
}

// everybodyQuorate reports whether a council is quorate when every office is
// filled.
func everybodyQuorate(a *model.Arrangement, c *model.Council) bool {
	seated := map[model.PersonIndex]bool{}
	per := map[model.PartyIndex]int{}
	for _, s := range c.Seats {
		post := &a.Posts[s.Post]
		if !seated[post.Person] {
			seated[post.Person] = true
			per[post.Of]++
		}
	}
	for _, s := range c.Seats {
		party := a.Posts[s.Post].Of
		need, named := c.PerParty[party]
		if !named {
			need = c.EachParty
		}
		if per[party] < need {
			return false
		}
	}
	return len(seated) >= max(c.Total, 1)
}

func (r *relaxed) set(at *bool) {
	if !*at {
		*at, r.changed = true, true
	}
}

func (r *relaxed) procedure(i int) {
	p := &r.a.Procedures[i]
	if !r.starts[i] && r.canBegin(i) {
		r.set(&r.starts[i])
	}
	if !r.starts[i] {
		return
	}
	for s := range p.Steps {
		st := &p.Steps[s]
		ready := true
		for _, before := range st.After {
			ready = ready && r.passed[i][before]
		}
		if !ready || st.Needs != nil && !r.can(st.Needs, true) {
			continue
		}
		if r.canAct(st) && !r.done[i][s] {
			r.set(&r.done[i][s])
			r.set(&r.passed[i][s])
		}
		for _, c := range []model.Clause{st.IfAbsent, st.IfUnreachable, st.IfLate, st.IfRefused} {
			if c.Do == model.Proceed || c.Do == model.Go {
				r.set(&r.passed[i][s])
			}
			if c.Do == model.Go { // what it goes to may become ready by the skip
				for b, before := range ancestorsOf(p.Steps, int(c.Step)) {
					if before {
						r.set(&r.passed[i][b])
					}
				}
			}
		}
		if !r.done[i][s] {
			continue
		}
		for _, d := range p.Decides {
			if int(d.At) == s && r.value[d.Scale][d.From] {
				r.move(int(d.Scale), int(d.From), int(d.To))
			}
		}
	}
}

// move notes a move that can be made.
func (r *relaxed) move(scale, from, to int) {
	r.set(&r.value[scale][to])
	if key := [3]int{scale, from, to}; !r.moves[key] {
		r.moves[key], r.changed = true, true
	}
}

func ancestorsOf(steps []model.Step, step int) []bool {
	out := make([]bool, len(steps))
	var mark func(int)
	mark = func(i int) {
		for _, p := range steps[i].After {
			if !out[p] {
				out[p] = true
				mark(int(p))
			}
		}
	}
	mark(step)
	return out
}

func (r *relaxed) canAct(st *model.Step) bool {
	switch st.Doer.Kind {
	case model.ActorCouncil:
		return r.quorates[st.Doer.Council]
	case model.ActorHolder:
		auth := &r.a.Authorities[st.Doer.Authority]
		for v, post := range auth.HeldBy {
			if post != model.None && (auth.Scale == model.None || r.value[auth.Scale][v]) {
				return true
			}
		}
		return false
	default:
		return true
	}
}

func (r *relaxed) canBegin(i int) bool {
	p := &r.a.Procedures[i]
	open := len(p.Decides) == 0
	for _, d := range p.Decides {
		open = open || r.value[d.Scale][d.From]
	}
	if !open || p.StartWhile != nil && !r.can(p.StartWhile, true) {
		return r.handsOver(i)
	}
	if len(p.Decides) > 0 || len(p.Starts) > 0 || r.handsOver(i) {
		return true
	}
	for _, ref := range p.StartedBy {
		if r.done[ref.Procedure][ref.Step] {
			return true
		}
	}
	return false
}

func (r *relaxed) handsOver(i int) bool {
	for k := range r.a.Authorities {
		for _, h := range r.a.Authorities[k].Handovers {
			if !h.AtOnce && int(h.By) == i && r.moves[[3]int{int(h.Scale), int(h.From), int(h.To)}] {
				return true
			}
		}
	}
	return false
}

// can reports whether the expression can come to have the value.
func (r *relaxed) can(e *model.Expr, value bool) bool {
	switch e.Op {
	case model.OpTrue:
		return value
	case model.OpFalse:
		return !value
	case model.OpNot:
		return r.can(e.Args[0], !value)
	case model.OpAnd, model.OpOr:
		every := value == (e.Op == model.OpAnd)
		for _, arg := range e.Args {
			if r.can(arg, value) != every {
				return !every
			}
		}
		return every
	case model.OpCompareScale:
		for v, in := range r.value[e.Scale] {
			if in && e.Cmp.Holds(v, int(e.Value)) == value {
				return true
			}
		}
		return false
	case model.OpLive:
		return !value || r.starts[e.Procedure]
	case model.OpDone, model.OpChosen, model.OpRefused:
		return !value || r.passed[e.Procedure][e.Step]
	default:
		return true
	}
}

// deadRules lists what nothing can ever use, even in the relaxation.
func deadRules(a *model.Arrangement, b *program.Budget) []staticHit {
	r := relax(a, b.Values, b.Incidents)
	var out []staticHit
	dead := func(path string, why say.Text, span diag.Span) {
		out = append(out, staticHit{model.DeadRule, path, []say.Text{why}, []diag.Span{span}})
	}
	for i := range a.Posts {
		for d, dep := range a.Posts[i].Deputies {
			if dep.Post == model.PostIndex(i) || repeats(a.Posts[i].Deputies[:d], dep.Post) {
				dead("posts/"+a.Posts[i].ID+"/deputies/"+a.Posts[dep.Post].ID, sayf("this deputy can never be the first present"), dep.Span)
			}
		}
	}
	for i := range a.Authorities {
		auth := &a.Authorities[i]
		if auth.Scale != model.None {
			for v := range auth.HeldBy {
				if !r.value[auth.Scale][v] && len(auth.HeldSpan) > v && ownRow(auth, v) {
					dead("authority/"+auth.ID+"/held-by/"+a.Scales[auth.Scale].Values[v].ID, sayf("no procedure ever brings this condition about"), auth.HeldSpan[v])
				}
			}
		}
		for _, h := range auth.Handovers {
			if !r.moves[[3]int{int(h.Scale), int(h.From), int(h.To)}] {
				s := a.Scales[h.Scale].Values
				dead(fmt.Sprintf("authority/%s/handover/%s->%s", auth.ID, s[h.From].ID, s[h.To].ID), sayf("this move can never be made"), h.Span)
			}
		}
	}
	out = append(out, deadCouncils(a)...)
	used := map[model.LinkIndex]bool{}
	for i := range a.Procedures {
		for s := range a.Procedures[i].Steps {
			for _, l := range a.Procedures[i].Steps[s].Via {
				used[l] = true
			}
		}
	}
	for i := range a.Links {
		if !used[model.LinkIndex(i)] {
			dead("links/"+a.Links[i].ID, sayf("no step names this link"), a.Links[i].Span)
		}
	}
	for i := range a.Procedures {
		p := &a.Procedures[i]
		if !r.starts[i] {
			dead("procedures/"+p.ID, sayf("nothing can ever start this procedure"), p.Span)
			continue
		}
		for s := range p.Steps {
			if !r.done[i][s] {
				dead("procedures/"+p.ID+"/steps/"+p.Steps[s].ID, sayf("this step can never be done"), p.Steps[s].Span)
			}
		}
	}
	for i := range a.Checks.Invariants {
		inv := &a.Checks.Invariants[i]
		tested := true
		switch inv.Form {
		case model.Before:
			tested = r.moves[[3]int{int(inv.Scale), int(inv.From), int(inv.To)}]
		case model.When, model.Possible:
			tested = r.can(inv.A, true)
		}
		if !tested {
			dead("checks/invariants/"+inv.ID, sayf("the occasion of this invariant never arises"), inv.Span)
		}
	}
	return out
}

// ownRow reports whether the row of the value is written for it, not by `any`.
func ownRow(auth *model.Authority, v int) bool {
	for w := range auth.HeldSpan {
		if w != v && auth.HeldSpan[w] == auth.HeldSpan[v] {
			return false
		}
	}
	return true
}

func repeats(list []model.Deputy, post model.PostIndex) bool {
	for _, d := range list {
		if d.Post == post {
			return true
		}
	}
	return false
}

// deadCouncils lists the councils that nothing names: no step, no remit, no
// post or council under it, no link.
func deadCouncils(a *model.Arrangement) []staticHit {
	named := make([]bool, len(a.Councils))
	for i := range a.Councils {
		c := &a.Councils[i]
		named[i] = named[i] || len(c.Decides)+len(c.Advises)+len(c.Agenda) > 0
		for _, s := range c.Under {
			if s.Council != model.None {
				named[s.Council] = true
			}
		}
	}
	for i := range a.Posts {
		for _, s := range a.Posts[i].Under {
			if s.Council != model.None {
				named[s.Council] = true
			}
		}
	}
	for i := range a.Links {
		for _, end := range a.Links[i].Ends {
			if end.Council != model.None {
				named[end.Council] = true
			}
		}
	}
	for i := range a.Procedures {
		for s := range a.Procedures[i].Steps {
			st := &a.Procedures[i].Steps[s]
			for _, actor := range append([]model.Actor{st.Doer, st.AskedBy}, st.To...) {
				if actor.Kind == model.ActorCouncil {
					named[actor.Council] = true
				}
			}
		}
	}
	var out []staticHit
	for i := range a.Councils {
		if !named[i] {
			out = append(out, staticHit{model.DeadRule, "councils/" + a.Councils[i].ID, []say.Text{sayf("no step, remit, superior or link names this council")}, []diag.Span{a.Councils[i].Span}})
		}
	}
	return out
}
