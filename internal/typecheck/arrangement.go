package typecheck

import (
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// resolve fills every element that declare has entered.
func (b *builder) resolve() {
	a := b.a
	for i := range a.Sources {
		b.element("sources", &a.Sources[i].Meta, b.nodes.sources[i], func(n *syntax.Node, path string) { b.readSource(n, &a.Sources[i]) })
	}
	for i := range a.Scales {
		b.element("conditions", &a.Scales[i].Meta, b.nodes.scales[i], func(n *syntax.Node, path string) { b.scale(n, path, model.ScaleIndex(i)) })
	}
	for i := range a.Parties {
		b.element("parties", &a.Parties[i].Meta, b.nodes.parties[i], func(n *syntax.Node, path string) { a.Parties[i].Ally = b.flagAt(n, "ally", path) })
	}
	b.hosted()
	for i := range a.Posts {
		b.element("posts", &a.Posts[i].Meta, b.nodes.posts[i], func(n *syntax.Node, path string) { b.readPost(n, path, &a.Posts[i]) })
	}
	for i := range a.Forces {
		section := "forces"
		if a.Forces[i].Matter {
			section = "matters"
		}
		b.element(section, &a.Forces[i].Meta, b.nodes.forces[i], func(n *syntax.Node, path string) { b.force(n, path, &a.Forces[i]) })
	}
	for i := range a.Authorities {
		b.element("authority", &a.Authorities[i].Meta, b.nodes.authorities[i], func(n *syntax.Node, path string) { b.authority(n, path, &a.Authorities[i]) })
	}
	for i := range a.Councils {
		b.element("councils", &a.Councils[i].Meta, b.nodes.councils[i], func(n *syntax.Node, path string) { b.council(n, path, &a.Councils[i]) })
	}
	for i := range a.Links {
		b.element("links", &a.Links[i].Meta, b.nodes.links[i], func(n *syntax.Node, path string) { b.link(n, path, &a.Links[i]) })
	}
	for i := range a.Procedures {
		b.element("procedures", &a.Procedures[i].Meta, b.nodes.procedures[i], func(n *syntax.Node, path string) { b.procedure(n, path, model.ProcedureIndex(i)) })
	}
	b.handoverProcedures()
	b.checks()
}

// hosted fills the headquarters and places of the parties.
func (b *builder) hosted() {
	a := b.a
	for i := range a.HQs {
		under := "parties/" + a.Parties[a.HQs[i].Of].ID + "/headquarters"
		b.element(under, &a.HQs[i].Meta, b.nodes.hqs[i], func(n *syntax.Node, path string) {
			a.HQs[i].Place, _ = one[int32](b.checker, kindPlace, b.get(n, "at"), path+"/at")
		})
	}
	for i := range a.Places {
		under := "parties/" + a.Parties[a.Places[i].Of].ID + "/places"
		b.element(under, &a.Places[i].Meta, b.nodes.places[i], func(*syntax.Node, string) {})
	}
}

// element reads what every element carries, hands the rest to fill, and marks the
// element where anything in it could not be read.
func (b *builder) element(section string, m *model.Meta, n *syntax.Node, fill func(*syntax.Node, string)) {
	path := section + "/" + m.ID
	outer := b.failed
	b.failed = b.shape.Wrong(n) || b.shape.Incomplete(n)
	if !b.shape.Wrong(n) {
		b.meta(n, path, m)
		fill(n, path)
	}
	if b.failed {
		b.broken[path] = true
	}
	b.failed = outer
}

// meta reads what every element carries.
func (b *builder) meta(n *syntax.Node, path string, m *model.Meta) {
	if n.Kind != syntax.Map {
		return
	}
	w := b.grade(n)
	m.Cite, m.Note, m.Assume = w.cite, w.note, w.assume
	if was := b.get(n, "was"); was != nil {
		m.Was = b.shape.Value(was).Text
	}
	m.Name = b.nameOf(b.get(n, "name"))
	b.rivals(n, nil, m.Cite, path, nil)
}

// nameOf reads a name: one text, or a text for each language.
func (b *builder) nameOf(n *syntax.Node) model.Name {
	if n == nil {
		return nil
	}
	n = b.shape.Value(n)
	if n.Kind == syntax.Scalar {
		b.inline(n)
		return model.Name{"en": n.Text}
	}
	out := model.Name{}
	for _, p := range b.pairs(n) {
		b.inline(p.Value)
		out[p.Key.Text] = p.Value.Text
	}
	return out
}

// flagAt reads yes or no behind a key.
func (b *builder) flagAt(n *syntax.Node, key, path string) bool {
	v, _ := read(b.checker, b.get(n, key), path+"/"+key, false, b.flag)
	return v
}

// textAt reads a plain text behind a key.
func (b *builder) textAt(n *syntax.Node, key, path string) string {
	v, _ := read(b.checker, b.get(n, key), path+"/"+key, "", func(n *syntax.Node) string { return n.Text })
	return v
}

func (b *builder) readSource(n *syntax.Node, s *model.Source) {
	path := "sources/" + s.ID
	s.Text, s.URL = b.textAt(n, "cite", path), b.textAt(n, "url", path)
	if letter := b.textAt(n, "reliability", path); letter != "" {
		s.Reliability = letter[0]
	}
}

func (b *builder) scale(n *syntax.Node, path string, index model.ScaleIndex) {
	s := &b.a.Scales[index]
	if order := b.get(n, "order"); order != nil {
		for i, item := range b.items(order) {
			if i < len(s.Values) {
				s.Values[i].Cite = b.inline(item)
			}
		}
	}
	if names := b.get(n, "names"); names != nil {
		for _, p := range b.pairs(names) {
			if of, v, ok := b.names.Value(p.Key.Text); ok && of == index {
				s.Values[v].Name = b.nameOf(p.Value)
			} else {
				b.failed = true
				b.names.unknown(p.Key.Text, p.Key.Span, b.out, kindValue)
			}
		}
	}
	moves, _ := read(b.checker, b.get(n, "moves"), path+"/moves", nil, func(n *syntax.Node) []model.Move {
		var out []model.Move
		for _, p := range b.pairs(n) {
			of, from, to, ok := b.move(p.Key.Text, p.Key.Span)
			procedure, w := one[model.ProcedureIndex](b.checker, kindProcedure, p.Value, path+"/moves/"+p.Key.Text)
			if !ok {
				continue
			}
			if of != index {
				b.errorf("bad-move", p.Key.Span, "%s is a move of scale %q and stands under %q", p.Key.Text, b.a.Scales[of].ID, s.ID)
				continue
			}
			if again := moveNamed(out, from, to); again != nil {
				b.errorf("named-twice", p.Key.Span, "the move %s stands here a second time", b.names.moveText(of, from, to)).Note(again.Span, "it stands here first")
				continue
			}
			out = append(out, model.Move{Scale: of, From: from, To: to, Procedure: procedure, Cite: w.cite, Span: p.Key.Span})
		}
		return out
	})
	s.Moves = moves
}

func moveNamed(moves []model.Move, from, to model.ValueIndex) *model.Move {
	for i := range moves {
		if moves[i].From == from && moves[i].To == to {
			return &moves[i]
		}
	}
	return nil
}

func (b *builder) readPost(n *syntax.Node, path string, p *model.Post) {
	p.Of, _ = one[model.PartyIndex](b.checker, kindParty, b.get(n, "of"), path+"/of")
	p.Under = b.superiors(n, path)
	p.National = b.flagAt(n, "national", path)
	p.HQ, _ = one[int32](b.checker, kindHQ, b.get(n, "in"), path+"/in")
	b.textAt(n, "person", path)
	p.Deputies = b.deputies(n, path)
	if bars := b.get(b.get(n, "acting"), "may-not"); bars != nil {
		p.MayNot, _ = read(b.checker, bars, path+"/acting/may-not", nil, func(n *syntax.Node) []model.ActingBar {
			var out []model.ActingBar
			for _, item := range b.items(n) {
				if bar, ok := b.bar(item, path+"/acting/may-not"); ok {
					out = append(out, bar)
				}
			}
			return out
		})
	}
	p.Refill = b.maybe(n, "refill", path)
	class := b.textAt(n, "class", path)
	for i, name := range model.ClassNames() {
		if name == class {
			p.Class = model.Class(i + 1)
		}
	}
}

// maybe reads a quantity behind a key; nil where none is written.
func (b *builder) maybe(n *syntax.Node, key, path string) *model.Quantity {
	v := b.get(n, key)
	if v == nil {
		return nil
	}
	q := b.quantity(v, path+"/"+key, dist.Duration)
	return &q
}

// duration reads a quantity behind a key.
func (b *builder) duration(n *syntax.Node, key, path string) model.Quantity {
	return b.quantity(b.get(n, key), path+"/"+key, dist.Duration)
}

func (b *builder) superiors(n *syntax.Node, path string) []model.Superior {
	out, _ := read(b.checker, b.get(n, "under"), path+"/under", nil, func(n *syntax.Node) []model.Superior {
		var out []model.Superior
		for _, item := range b.limitItems(b.items(n), superiorsMax, path+"/under") {
			end, w, ok := b.end(item, path+"/under")
			if !ok {
				continue
			}
			s := model.Superior{Post: end.Post, Council: end.Council, Cite: w.cite, Span: b.shape.Value(item).Span}
			for _, earlier := range out {
				if earlier.Post == s.Post && earlier.Council == s.Council {
					b.errorf("named-twice", s.Span, "%q stands here a second time", b.shape.Value(item).Text).Note(earlier.Span, "it stands here first")
				}
			}
			out = append(out, s)
		}
		return out
	})
	return out
}

// end resolves a post or a council.
func (b *builder) end(n *syntax.Node, path string) (model.End, wrap, bool) {
	none := model.End{Post: model.None, Council: model.None}
	out, w := read(b.checker, n, path, none, func(n *syntax.Node) model.End {
		if p, ok := b.names.Post(n.Text); ok {
			return model.End{Post: p, Council: model.None}
		}
		if c, ok := b.names.Council(n.Text); ok {
			return model.End{Post: model.None, Council: c}
		}
		b.failed = true
		b.names.unknown(n.Text, n.Span, b.out, kindPost, kindCouncil)
		return none
	})
	return out, w, out != none
}

func (b *builder) deputies(n *syntax.Node, path string) []model.Deputy {
	path += "/deputies"
	out, _ := read(b.checker, b.get(n, "deputies"), path, nil, func(n *syntax.Node) []model.Deputy {
		var out []model.Deputy
		for _, p := range b.limitPairs(b.pairs(n), deputiesMax, path) {
			post, ok := b.names.Post(p.Key.Text)
			if !ok {
				b.failed = true
				b.names.unknown(p.Key.Text, p.Key.Span, b.out, kindPost)
			}
			d := model.Deputy{Post: post, Span: p.Key.Span, Cite: model.NoCite}
			at := path + "/" + p.Key.Text
			if inner := b.shape.Value(p.Value); inner.Kind == syntax.Scalar && inner.Text == "at-once" {
				_, w := read(b.checker, p.Value, at, false, func(n *syntax.Node) bool { return n.Text == "at-once" })
				d.AtOnce, d.Cite, d.After = true, w.cite, model.Quantity{Cite: model.NoCite, Path: at, Span: inner.Span}
			} else {
				d.After = b.quantity(p.Value, at, dist.Duration)
				d.Cite = d.After.Cite
			}
			if ok {
				out = append(out, d)
			}
		}
		return out
	})
	return out
}

// bar resolves an act or an authority that is barred to an acting deputy.
func (b *builder) bar(n *syntax.Node, path string) (model.ActingBar, bool) {
	out, _ := read(b.checker, n, path, model.ActingBar{Authority: model.None}, func(n *syntax.Node) model.ActingBar {
		for act := model.Report; act <= model.AskViews; act++ {
			if act.String() == n.Text {
				return model.ActingBar{Act: act, Authority: model.None}
			}
		}
		if a, ok := b.names.Authority(n.Text); ok {
			return model.ActingBar{Authority: a}
		}
		if near := nearestAct(n.Text); near != "" {
			b.errorf("unknown-authority", n.Span, "%q is neither an act nor an authority", n.Text).Hint("did you mean %q?", near)
		} else {
			b.failed = true
			b.names.unknown(n.Text, n.Span, b.out, kindAuthority)
		}
		return model.ActingBar{Authority: model.None}
	})
	return out, out.Act != model.NoAct || out.Authority != model.None
}

func (b *builder) force(n *syntax.Node, path string, f *model.Force) {
	f.Of = all[model.PartyIndex](b.checker, kindParty, b.get(n, "of"), path+"/of")
	f.In, _ = one[model.ForceIndex](b.checker, kindForce, b.get(n, "in"), path+"/in")
	f.Place, _ = one[int32](b.checker, kindPlace, b.get(n, "at"), path+"/at")
}

func (b *builder) link(n *syntax.Node, path string, l *model.Link) {
	l.Ends = [2]model.End{{Post: model.None, Council: model.None}, {Post: model.None, Council: model.None}}
	ends, _ := read(b.checker, b.get(n, "between"), path+"/between", nil, func(n *syntax.Node) []model.End {
		var out []model.End
		for _, item := range b.items(n) {
			if e, _, ok := b.end(item, path+"/between"); ok {
				out = append(out, e)
			}
		}
		if len(n.Items) != 2 {
			b.errorf("link-ends", n.Span, "a link has two ends; %s here", plural(len(n.Items), "stands", "stand")).Hint("write between: [END, END], each a post or a council")
		}
		return out
	})
	if len(ends) == 2 {
		l.Ends = [2]model.End{ends[0], ends[1]}
		if ends[0] == ends[1] {
			b.errorf("link-ends", b.shape.Value(b.get(n, "between")).Span, "both ends of link %q are the same", l.ID)
		}
	}
	l.Restore = b.maybe(n, "restore", path)
}
