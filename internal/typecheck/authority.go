package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// kindsOfAuthority are the kinds that the language knows.
var kindsOfAuthority = []model.AuthorityKind{model.COCOM, model.OPCOM, model.OPCON, model.TACON, model.RELEASE, model.SUPPORT, model.ADCON}

func (b *builder) authority(n *syntax.Node, path string, a *model.Authority) {
	a.KindName = b.textAt(n, "kind", path)
	var known []string
	for _, k := range kindsOfAuthority {
		known = append(known, k.String())
		if k.String() == a.KindName {
			a.Kind = k
		}
	}
	if a.Kind == model.OwnKind && a.KindName != "" {
		near := strings.ToUpper(a.KindName)
		if !contains(known, near) {
			near = diag.Nearest(near, known)
		}
		if near != "" {
			b.out.Warnf("own-kind", b.shape.Value(b.get(n, "kind")).Span, "%q is read as a kind of one's own, which is not exclusive", a.KindName).Hint("did you mean %s?", near)
		}
	}
	a.Exclusive = a.Kind.ExclusiveByDefault()
	if n.Has("exclusive") {
		a.Exclusive = b.flagAt(n, "exclusive", path)
	}
	a.Over, _ = one[model.ForceIndex](b.checker, kindForce, b.get(n, "over"), path+"/over")
	b.held(n, path, a)
	a.While = b.expr(b.get(n, "while"), path+"/while", model.None)
	b.only(n, path, a)
	a.From, _ = one[model.PostIndex](b.checker, kindPost, b.get(n, "delegated-from"), path+"/delegated-from")
	if v := b.get(n, "delegated-from"); v != nil {
		a.FromSpan = b.shape.Value(v).Span
	}
	a.Survives = map[string]model.Tri{"yes": model.Yes, "no": model.No, "disputed": model.InDispute}[b.textAt(n, "survives-absence", path)]
	a.Handovers, _ = read(b.checker, b.get(n, "handover"), path+"/handover", nil, func(n *syntax.Node) []model.Handover { return b.handovers(n, path+"/handover", a) })
}

// row is one row of `held-by` or `supporting`.
type row struct {
	any   bool
	id    string
	scale model.ScaleIndex
	value model.ValueIndex
	post  model.PostIndex
	cite  model.Cite
	span  diag.Span // of the holder
	key   diag.Span
}

// held reads `held-by` and `supporting` and spreads both over the values of their
// one scale.
func (b *builder) held(n *syntax.Node, path string, a *model.Authority) {
	holders := b.rows(n, "held-by", path)
	supporters := b.rows(n, "supporting", path)
	first := row{scale: model.None}
	for _, list := range [][]row{holders, supporters} {
		for i := range list {
			b.sameScale(&list[i], holders)
		}
	}
	for _, r := range append(append([]row(nil), holders...), supporters...) {
		switch {
		case r.any || r.scale == model.None:
		case first.scale == model.None:
			first = r
		case r.scale != first.scale:
			b.errorf("rows-of-two-scales", r.key, "%s is a condition of %s; the other rows are of %s", r.key.Text(), b.a.Scales[r.scale].ID, b.a.Scales[first.scale].ID).
				Note(first.key, "the first row is of %s", b.a.Scales[first.scale].ID).Hint("write one authority for each scale, with `while` where both count")
			return
		}
	}
	a.Scale = first.scale
	a.HeldBy, a.HeldCite, a.HeldSpan = b.spread(holders, a, "held-by")
	if n.Has("supporting") {
		a.Supporting, _, _ = b.spread(supporters, a, "supporting")
	}
}

// sameScale puts the row of a condition that several scales declare, which a rule
// refuses, on the scale of the first row.
func (b *builder) sameScale(r *row, holders []row) {
	for _, first := range holders {
		if first.any || first.scale == model.None || r.any || r.scale == model.None || r.scale == first.scale {
			continue
		}
		if v, ok := b.names.valueIn(first.scale, r.id); ok {
			r.scale, r.value = first.scale, v
			return
		}
	}
}

// rows reads the rows behind a key.
func (b *builder) rows(n *syntax.Node, key, path string) []row {
	path += "/" + key
	out, _ := read(b.checker, b.get(n, key), path, nil, func(n *syntax.Node) []row {
		var out []row
		for _, p := range b.pairs(n) {
			r := row{id: p.Key.Text, scale: model.None, key: p.Key.Span, span: b.shape.Value(p.Value).Span}
			if p.Key.Text == "any" {
				r.any = true
			} else if s, v, ok := b.names.Value(p.Key.Text); ok {
				r.scale, r.value = s, v
			} else {
				b.failed = true
				b.names.unknown(p.Key.Text, p.Key.Span, b.out, kindValue)
			}
			post, w := read(b.checker, p.Value, path+"/"+p.Key.Text, model.PostIndex(model.None), func(n *syntax.Node) model.PostIndex {
				if n.Text == "nobody" {
					return model.None
				}
				i, ok := b.names.Post(n.Text)
				if !ok {
					b.failed = true
					b.names.unknown(n.Text, n.Span, b.out, kindPost)
				}
				return i
			})
			r.post, r.cite = post, w.cite
			out = append(out, r)
		}
		return out
	})
	return out
}

// spread gives each value of the authority's scale its row.
func (b *builder) spread(rows []row, a *model.Authority, key string) (posts []model.PostIndex, cites []model.Cite, spans []diag.Span) {
	values := 1
	if a.Scale != model.None {
		values = len(b.a.Scales[a.Scale].Values)
	}
	var missing []string
	for v := range values {
		chosen := -1
		for i, r := range rows {
			if r.any && chosen < 0 || !r.any && a.Scale != model.None && r.scale == a.Scale && int(r.value) == v {
				chosen = i
			}
		}
		if chosen < 0 {
			if a.Scale != model.None {
				missing = append(missing, b.a.Scales[a.Scale].Values[v].ID)
			}
			posts, cites, spans = append(posts, model.None), append(cites, model.NoCite), append(spans, a.Span)
			continue
		}
		r := rows[chosen]
		posts, cites, spans = append(posts, r.post), append(cites, r.cite), append(spans, r.span)
	}
	switch {
	case b.failed:
	case len(missing) > 0 && len(rows) > 0:
		b.errorf("missing-row", rows[0].key, "`%s` of authority %q says nothing for %s", key, a.ID, andList(missing)).
			Hint("write %s: nobody where nobody holds it, or any: POST for every condition not named", missing[0])
	}
	return posts, cites, spans
}

func (b *builder) only(n *syntax.Node, path string, a *model.Authority) {
	v := b.get(n, "only")
	if v == nil {
		return
	}
	a.OnlySpan = v.Span
	inner, _ := read(b.checker, v, path+"/only", nil, func(n *syntax.Node) *syntax.Node { return n })
	a.OnlyParty, _ = one[model.PartyIndex](b.checker, kindParty, b.get(inner, "party"), path+"/only/party")
	a.OnlyPosts = all[model.PostIndex](b.checker, kindPost, b.get(inner, "posts"), path+"/only/posts")
	if !b.failed && a.OnlyParty == model.None && len(a.OnlyPosts) == 0 {
		b.errorf("empty-only", v.Span, "`only` names nobody").Hint("write only: {party: PARTY} or only: {posts: [POST, …]}")
	}
}

func (b *builder) handovers(n *syntax.Node, path string, a *model.Authority) []model.Handover {
	var out []model.Handover
	for _, p := range b.pairs(n) {
		at := path + "/" + p.Key.Text
		scale, from, to, ok := b.move(p.Key.Text, p.Key.Span)
		h := model.Handover{Scale: scale, From: from, To: to, By: model.None, Span: p.Key.Span}
		_, w := read(b.checker, p.Value, at, false, func(n *syntax.Node) bool {
			b.handover(n, at, &h)
			return true
		})
		if h.Cite = w.cite; b.shape.Value(p.Value).Kind == syntax.Map && w.cite.Source == model.None {
			h.Cite = b.grade(b.shape.Value(p.Value)).cite
		}
		if !ok {
			continue
		}
		for _, earlier := range out {
			if earlier.Scale == scale && earlier.From == from && earlier.To == to {
				b.errorf("named-twice", p.Key.Span, "the hand-over at %s stands here a second time", p.Key.Text).Note(earlier.Span, "it stands here first")
			}
		}
		out = append(out, h)
	}
	return out
}

func (b *builder) handover(n *syntax.Node, path string, h *model.Handover) {
	h.AtOnce = n.Kind == syntax.Scalar
	h.By, h.GivesUp, h.TakesOver = model.None, model.Binding{}, model.Binding{}
	if h.AtOnce {
		return
	}
	if b.shape.Incomplete(n) {
		b.failed = true
	}
	b.rivals(n, nil, model.NoCite, path, nil)
	h.By, _ = one[model.ProcedureIndex](b.checker, kindProcedure, b.get(n, "by"), path+"/by")
	h.GivesUp = b.binding(b.get(n, "gives-up"), path+"/gives-up", h.By)
	h.TakesOver = b.binding(b.get(n, "takes-over"), path+"/takes-over", h.By)
}

// binding reads `before STEP` or `after STEP` of a procedure.
func (b *builder) binding(n *syntax.Node, path string, procedure model.ProcedureIndex) model.Binding {
	out, _ := read(b.checker, n, path, model.Binding{}, func(n *syntax.Node) model.Binding {
		out := model.Binding{Span: n.Span}
		words := strings.Fields(n.Text)
		if len(words) != 2 || words[0] != "before" && words[0] != "after" {
			b.errorf("bad-binding", n.Span, "%q is not an instant", n.Text).Hint("write before STEP or after STEP")
			return out
		}
		out.Before = words[0] == "before"
		if procedure == model.None {
			return out
		}
		step, ok := b.names.stepOf(procedure, words[1], tail(n, words[1]), b.out)
		b.failed = b.failed || !ok
		out.Step = max(step, 0)
		return out
	})
	return out
}

// tail is the span of the last word of a scalar.
func tail(n *syntax.Node, word string) diag.Span {
	return from(n, len([]rune(n.Text))-len([]rune(word)))
}
