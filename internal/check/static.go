package check

import (
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/say"
)

// staticHit is a seam read off the text alone.
type staticHit struct {
	seam    model.Seam
	element string
	detail  []say.Text // sentences, in the words of the text
	spans   []diag.Span
}

// statics lists the seams that need no search, in the fixed order; start is the
// value of each scale at the start.
var statics = []func(a *model.Arrangement, b *program.Budget) []staticHit{conflictingChains, noForum, noCivilian, deadRules, deadOptions}

// upwards returns every post that stands above a post or council, and every
// council, following `under`.
type above struct {
	posts    []bool
	councils []bool
}

func newAbove(a *model.Arrangement) *above {
	return &above{make([]bool, len(a.Posts)), make([]bool, len(a.Councils))}
}

func (u *above) climb(a *model.Arrangement, under []model.Superior) {
	for _, s := range under {
		if s.Post != model.None && !u.posts[s.Post] {
			u.posts[s.Post] = true
			u.climb(a, a.Posts[s.Post].Under)
		}
		if s.Council != model.None && !u.councils[s.Council] {
			u.councils[s.Council] = true
			u.climb(a, a.Councils[s.Council].Under)
		}
	}
}

// noCivilian: the chain above the holder of a command over a force does not
// reach a national post of each party whose force it is.
func noCivilian(a *model.Arrangement, _ *program.Budget) []staticHit {
	var out []staticHit
	for i := range a.Authorities {
		auth := &a.Authorities[i]
		if !auth.Kind.Command() || a.Forces[auth.Over].Matter {
			continue
		}
		h := staticHit{seam: model.NoCivilian, element: auth.ID, spans: []diag.Span{auth.Span}}
		for value, post := range auth.HeldBy {
			if post == model.None {
				continue
			}
			up := newAbove(a)
			up.posts[post] = true
			up.climb(a, a.Posts[post].Under)
			for _, party := range a.Forces[auth.Over].Of {
				reached := false
				for p := range a.Posts {
					reached = reached || up.posts[p] && a.Posts[p].National && a.Posts[p].Of == party
				}
				if !reached {
					h.detail = append(h.detail, sayf("%s%s holds %s over %s of %s, and no national post of %s stands above it",
						during(a, auth, value), a.Posts[post].Said(), auth.KindName, a.Forces[auth.Over].Said(), a.Parties[party].Said(), a.Parties[party].Said()))
				}
			}
		}
		if len(h.detail) > 0 {
			h.detail = distinct(h.detail)
			out = append(out, h)
		}
	}
	return out
}

// during names the value of a row: "in war, ".
func during(a *model.Arrangement, auth *model.Authority, value int) say.Text {
	if auth.Scale == model.None {
		return say.Text{}
	}
	return sayf("in %s, ", a.Scales[auth.Scale].Values[value].Said())
}

// distinct leaves out what is said before.
func distinct(list []say.Text) []say.Text {
	seen := map[string]bool{}
	out := list[:0]
	for _, s := range list {
		if !seen[s.String()] {
			seen[s.String()] = true
			out = append(out, s)
		}
	}
	return out
}

func distinctText(list []string) []string {
	seen := map[string]bool{}
	out := list[:0]
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// conflictingChains: a person's posts have two superiors, or a force two holders
// of command of different kinds, of which neither is above the other.
func conflictingChains(a *model.Arrangement, _ *program.Budget) []staticHit {
	var out []staticHit
	for p := range a.Persons {
		if h, ok := twoSuperiors(a, model.PersonIndex(p)); ok {
			out = append(out, h)
		}
	}
	for f := range a.Forces {
		if h, ok := twoCommands(a, model.ForceIndex(f)); ok {
			out = append(out, h)
		}
	}
	return out
}

// node is a post or a council in the chain.
type node struct {
	post    model.PostIndex
	council model.CouncilIndex
}

func (n node) name(a *model.Arrangement) say.Name {
	if n.post != model.None {
		return a.Posts[n.post].Said()
	}
	return a.Councils[n.council].Said()
}

// over reports whether n stands above m in the chain.
func (n node) over(a *model.Arrangement, m node) bool {
	up := newAbove(a)
	if m.post != model.None {
		up.climb(a, a.Posts[m.post].Under)
	} else {
		up.climb(a, a.Councils[m.council].Under)
	}
	if n.post != model.None {
		return up.posts[n.post]
	}
	return up.councils[n.council]
}

func twoSuperiors(a *model.Arrangement, person model.PersonIndex) (staticHit, bool) {
	h := staticHit{seam: model.ConflictingChains, element: a.Persons[person].ID}
	var tops []node
	var from []model.PostIndex
	for _, post := range a.Persons[person].Posts {
		for _, s := range a.Posts[post].Under {
			tops = append(tops, node{s.Post, s.Council})
			from = append(from, post)
		}
	}
	for i := range tops {
		for j := range i {
			x, y := tops[i], tops[j]
			if x == y || own(a, person, x) || own(a, person, y) || x.over(a, y) || y.over(a, x) {
				continue
			}
			h.detail = append(h.detail, sayf("%s is under %s and %s is under %s, and neither of the two is above the other",
				a.Posts[from[j]].Said(), y.name(a), a.Posts[from[i]].Said(), x.name(a)))
			h.spans = append(h.spans, a.Posts[from[j]].Span, a.Posts[from[i]].Span)
		}
	}
	h.detail = distinct(h.detail)
	return h, len(h.detail) > 0
}

// own reports whether the superior is another hat of the same person.
func own(a *model.Arrangement, person model.PersonIndex, n node) bool {
	return n.post != model.None && a.Posts[n.post].Person == person
}

// commandsOver returns the authorities of command over a force: its own, or for
// each kind that it has none of, those of the force it is in.
func commandsOver(a *model.Arrangement, force model.ForceIndex) []model.AuthorityIndex {
	var out []model.AuthorityIndex
	have := map[model.AuthorityKind]bool{}
	for f := force; f != model.None; f = a.Forces[f].In {
		var here []model.AuthorityKind
		for i := range a.Authorities {
			auth := &a.Authorities[i]
			if auth.Over == f && auth.Kind.Command() && !have[auth.Kind] {
				out = append(out, model.AuthorityIndex(i))
				here = append(here, auth.Kind)
			}
		}
		for _, k := range here {
			have[k] = true
		}
	}
	return out
}

func twoCommands(a *model.Arrangement, force model.ForceIndex) (staticHit, bool) {
	h := staticHit{seam: model.ConflictingChains, element: a.Forces[force].ID}
	auths := commandsOver(a, force)
	for i := range auths {
		for j := range i {
			x, y := &a.Authorities[auths[j]], &a.Authorities[auths[i]]
			if x.Kind == y.Kind || x.Over != force && y.Over != force {
				continue
			}
			eachPair(a, x, y, func(where say.Text, p, q model.PostIndex) {
				np, nq := node{p, model.None}, node{q, model.None}
				if a.Posts[p].Person == a.Posts[q].Person || np.over(a, nq) || nq.over(a, np) || delegated(a, x, q) || delegated(a, y, p) {
					return
				}
				h.detail = append(h.detail, sayf("%s%s holds %s (%s) and %s holds %s (%s), and neither of the two is above the other",
					where, a.Posts[p].Said(), x.KindName, x.Said(), a.Posts[q].Said(), y.KindName, y.Said()))
				h.spans = append(h.spans, x.Span, y.Span)
			})
		}
	}
	h.detail = distinct(h.detail)
	return h, len(h.detail) > 0
}

// eachPair calls f with the holders of two authorities in each condition in
// which both have one: value by value where they share a scale, else every pair.
func eachPair(a *model.Arrangement, x, y *model.Authority, f func(where say.Text, p, q model.PostIndex)) {
	for v, p := range x.HeldBy {
		for w, q := range y.HeldBy {
			if p == model.None || q == model.None || x.Scale == y.Scale && x.Scale != model.None && v != w {
				continue
			}
			where := during(a, x, v)
			if where.Empty() || x.Scale != y.Scale && y.Scale != model.None && where.String() != during(a, y, w).String() {
				where = where.Then(during(a, y, w))
			}
			f(where, p, q)
		}
	}
}

// delegated reports whether x's power comes from q or from a post under q.
func delegated(a *model.Arrangement, x *model.Authority, q model.PostIndex) bool {
	if x.From == model.None {
		return false
	}
	return x.From == q || node{q, model.None}.over(a, node{x.From, model.None})
}

// noForum: a decision that concerns two allies stands in the remit of no
// council in which both sit.
func noForum(a *model.Arrangement, _ *program.Budget) []staticHit {
	var out []staticHit
	for i := range a.Procedures {
		proc := model.ProcedureIndex(i)
		p := &a.Procedures[i]
		asked := map[model.PartyIndex]bool{}
		for s := range p.Steps {
			if st := &p.Steps[s]; st.Act == model.AskConsent && st.Doer.Kind == model.ActorPost && a.Parties[a.Posts[st.Doer.Post].Of].Ally {
				asked[a.Posts[st.Doer.Post].Of] = true
			}
		}
		switch {
		case len(asked) >= 2 && !forum(a, proc, asked):
			out = append(out, staticHit{model.NoForum, p.ID, []say.Text{sayf("%s asks consent of two allies, and is in no remit of a council in which they sit", p.Said())}, []diag.Span{p.Span}})
			continue
		case len(asked) < 2 && len(p.Decides) > 0 && !forum(a, proc, nil):
			out = append(out, staticHit{model.NoForum, p.ID, []say.Text{sayf("%s moves a condition, and is in no remit of a council in which two allies sit", p.Said())}, []diag.Span{p.Span}})
			continue
		}
		for s := range p.Steps {
			if d := foreignUse(a, proc, &p.Steps[s]); !d.Empty() {
				out = append(out, staticHit{model.NoForum, p.ID + "/" + p.Steps[s].ID, []say.Text{d}, []diag.Span{p.Steps[s].Span}})
			}
		}
	}
	return out
}

// foreignUse says how a step uses an authority over one ally's force that
// another ally's post holds, where no forum has it in its remit; nothing if not so.
func foreignUse(a *model.Arrangement, proc model.ProcedureIndex, s *model.Step) say.Text {
	if s.Uses == model.None {
		return say.Text{}
	}
	auth := &a.Authorities[s.Uses]
	for value, post := range auth.HeldBy {
		if post == model.None || !a.Parties[a.Posts[post].Of].Ally {
			continue
		}
		for _, owner := range a.Forces[auth.Over].Of {
			holder := a.Posts[post].Of
			if owner == holder || !a.Parties[owner].Ally || forum(a, proc, map[model.PartyIndex]bool{owner: true, holder: true}) {
				continue
			}
			return sayf("%s%s of %s uses %s over %s of %s, and no council in which both sit has %s in its remit",
				during(a, auth, value), a.Posts[post].Said(), a.Parties[holder].Said(), auth.Said(), a.Forces[auth.Over].Said(), a.Parties[owner].Said(), a.Procedures[proc].Said())
		}
	}
	return say.Text{}
}

// forum reports whether a council decides or advises on the procedure in which
// all the parties, or any two allies where none is given, have seats.
func forum(a *model.Arrangement, proc model.ProcedureIndex, parties map[model.PartyIndex]bool) bool {
	for c := range a.Councils {
		council := &a.Councils[c]
		has := false
		for _, remit := range [][]model.ProcedureIndex{council.Decides, council.Advises} {
			for _, r := range remit {
				has = has || r == proc
			}
		}
		if !has {
			continue
		}
		seated := map[model.PartyIndex]bool{}
		for _, s := range council.Seats {
			if party := a.Posts[s.Post].Of; a.Parties[party].Ally {
				seated[party] = true
			}
		}
		if parties == nil && len(seated) >= 2 {
			return true
		}
		all := parties != nil
		for p := range parties {
			all = all && seated[p]
		}
		if all {
			return true
		}
	}
	return false
}
