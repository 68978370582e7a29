package typecheck

import (
	"entente/internal/model"
	"entente/internal/syntax"
)

// declare enters every element with its id, so that names may be used before
// they stand in the text.
func (b *builder) declare() {
	a := b.a
	each(b, "sources", sourcesMax, &b.nodes.sources, func(m model.Meta) { a.Sources = append(a.Sources, model.Source{Meta: m}) })
	each(b, "conditions", scalesMax, &b.nodes.scales, func(m model.Meta) { a.Scales = append(a.Scales, model.Scale{Meta: m}) })
	for i := range a.Scales {
		b.values(i)
	}
	each(b, "parties", partiesMax, &b.nodes.parties, func(m model.Meta) { a.Parties = append(a.Parties, model.Party{Meta: m}) })
	b.hosts()
	each(b, "posts", postsMax, &b.nodes.posts, func(m model.Meta) {
		a.Posts = append(a.Posts, model.Post{Meta: m, Of: model.None, HQ: model.None, Person: model.None})
	})
	b.persons()
	for _, section := range []string{"forces", "matters"} {
		each(b, section, forcesMax, &b.nodes.forces, func(m model.Meta) {
			a.Forces = append(a.Forces, model.Force{Meta: m, In: model.None, Place: model.None, Matter: section == "matters"})
		})
	}
	each(b, "authority", authoritiesMax, &b.nodes.authorities, func(m model.Meta) {
		a.Authorities = append(a.Authorities, model.Authority{Meta: m, Over: model.None, Scale: model.None, OnlyParty: model.None, From: model.None})
	})
	each(b, "councils", councilsMax, &b.nodes.councils, func(m model.Meta) {
		a.Councils = append(a.Councils, model.Council{Meta: m, Convene: model.Quantity{Cite: model.NoCite}, SilenceFor: model.Quantity{Cite: model.NoCite}})
	})
	each(b, "links", linksMax, &b.nodes.links, func(m model.Meta) { a.Links = append(a.Links, model.Link{Meta: m}) })
	each(b, "procedures", proceduresMax, &b.nodes.procedures, func(m model.Meta) { a.Procedures = append(a.Procedures, model.Procedure{Meta: m}) })
	for i := range a.Procedures {
		b.steps(i)
	}
	b.kinds()
}

// each enters the elements of a section.
func each(b *builder, section string, limit int, nodes *[]*syntax.Node, enter func(model.Meta)) {
	n := b.get(b.tree, section)
	if n == nil {
		return
	}
	pairs := b.limitPairs(n.Pairs, limit, section)
	for _, p := range pairs {
		enter(model.Meta{ID: p.Key.Text, Span: p.Key.Span, Cite: model.NoCite})
		*nodes = append(*nodes, p.Value)
	}
}

func (b *builder) values(i int) {
	s := &b.a.Scales[i]
	order := b.get(b.nodes.scales[i], "order")
	if order == nil {
		return
	}
	for _, item := range b.limitItems(b.items(order), valuesMax, "conditions of "+s.ID) {
		s.Values = append(s.Values, model.Meta{ID: item.Text, Span: item.Span, Cite: model.NoCite})
	}
}

// hosts enters the headquarters and places of the parties.
func (b *builder) hosts() {
	a := b.a
	for i, n := range b.nodes.parties {
		if b.shape.Wrong(n) {
			continue
		}
		if hqs := b.get(n, "headquarters"); hqs != nil {
			for _, p := range b.limitPairs(hqs.Pairs, hqsMax, "headquarters") {
				a.HQs = append(a.HQs, model.Headquarters{Meta: model.Meta{ID: p.Key.Text, Span: p.Key.Span, Cite: model.NoCite}, Of: model.PartyIndex(i), Place: model.None})
				b.nodes.hqs = append(b.nodes.hqs, p.Value)
			}
		}
		if places := b.get(n, "places"); places != nil {
			for _, p := range b.limitPairs(places.Pairs, placesMax, "places") {
				a.Places = append(a.Places, model.Place{Meta: model.Meta{ID: p.Key.Text, Span: p.Key.Span, Cite: model.NoCite}, Of: model.PartyIndex(i)})
				b.nodes.places = append(b.nodes.places, p.Value)
			}
		}
	}
}

// persons enters a person for each `person`, and for each post without one.
func (b *builder) persons() {
	a := b.a
	named := map[string]model.PersonIndex{}
	for i := range a.Posts {
		id, isNamed := a.Posts[i].ID, false
		if n := b.get(b.nodes.posts[i], "person"); n != nil {
			id, isNamed = b.shape.Value(n).Text, true
			if why := syntax.BadID(id); why != "" {
				b.errorf("bad-id", b.shape.Value(n).Span, "%q is not an id: %s", id, why).Hint("ids are letters, digits, `-`, `_` and `.`, and hold a letter")
			}
			if at, ok := named[id]; ok {
				a.Posts[i].Person = at
				a.Persons[at].Posts = append(a.Persons[at].Posts, model.PostIndex(i))
				continue
			}
			named[id] = model.PersonIndex(len(a.Persons))
		}
		a.Posts[i].Person = model.PersonIndex(len(a.Persons))
		a.Persons = append(a.Persons, model.Person{ID: id, Posts: []model.PostIndex{model.PostIndex(i)}, Named: isNamed})
	}
}

func (b *builder) steps(i int) {
	p := &b.a.Procedures[i]
	var nodes []*syntax.Node
	if list := b.get(b.nodes.procedures[i], "steps"); list != nil {
		for _, item := range b.limitItems(list.Items, stepsMax, "steps of "+p.ID) {
			m := model.Meta{Span: item.Span, Cite: model.NoCite}
			if id := item.Get("id"); id != nil {
				m.ID, m.Span = id.Text, id.Span
			}
			s := model.Step{Meta: m, Uses: model.None}
			if choose := b.get(item, "choose"); choose != nil && !b.shape.Wrong(item) {
				for _, option := range b.limitItems(b.items(b.shape.Value(choose)), optionsMax, "options of "+m.ID) {
					s.Choose = append(s.Choose, option.Text)
				}
			}
			p.Steps = append(p.Steps, s)
			nodes = append(nodes, item)
		}
	}
	b.nodes.steps = append(b.nodes.steps, nodes)
}

// kinds enters the incident kinds: those that procedures start on, then those
// that are expected.
func (b *builder) kinds() {
	seen := map[string]bool{}
	enter := func(n *syntax.Node) {
		for _, item := range b.items(b.shape.Value(n)) {
			item = b.shape.Value(item)
			if seen[item.Text] {
				continue
			}
			seen[item.Text] = true
			if why := syntax.BadID(item.Text); why != "" {
				b.errorf("bad-id", item.Span, "%q is not an id: %s", item.Text, why).Hint("ids are letters, digits, `-`, `_` and `.`, and hold a letter")
			}
			if len(b.a.Kinds) == kindsMax {
				b.cut = true
				b.errorf("too-many", item.Span, "incident kinds: this is number %d; at most %d are read", kindsMax+1, kindsMax)
			}
			if len(b.a.Kinds) >= kindsMax {
				continue
			}
			b.a.Kinds = append(b.a.Kinds, model.Meta{ID: item.Text, Span: item.Span, Cite: model.NoCite})
		}
	}
	for _, n := range b.nodes.procedures {
		if starts := b.get(n, "starts"); starts != nil {
			enter(starts)
		}
	}
	if expects := b.get(b.get(b.tree, "checks"), "expects"); expects != nil {
		enter(expects)
	}
}

// openTables marks the tables in which names may be missing because the text that
// declares them could not be read: a message speaks of that text, and of no name
// that it would have declared.
func (b *builder) openTables() {
	n := b.names
	sections := map[string][]kind{
		"sources": {kindSource}, "conditions": {kindScale, kindValue}, "parties": {kindParty, kindHQ, kindPlace}, "posts": {kindPost, kindPerson},
		"forces": {kindForce}, "matters": {kindForce}, "authority": {kindAuthority}, "councils": {kindCouncil}, "links": {kindLink},
		"procedures": {kindProcedure, kindIncident}, "checks": {kindIncident},
	}
	for section, kinds := range sections {
		for _, k := range kinds {
			n.open[k] = n.open[k] || b.lost(b.tree, section)
		}
	}
	for k := range n.tables {
		n.open[k] = n.open[k] || b.cut
		for _, id := range n.tables[k].ids {
			n.open[k] = n.open[k] || syntax.BadID(id) != ""
		}
	}
	for _, node := range b.nodes.scales {
		n.open[kindValue] = n.open[kindValue] || b.lost(node, "order")
	}
	for _, node := range b.nodes.parties {
		n.open[kindHQ] = n.open[kindHQ] || b.lost(node, "headquarters")
		n.open[kindPlace] = n.open[kindPlace] || b.lost(node, "places")
	}
	for _, node := range b.nodes.posts {
		n.open[kindPerson] = n.open[kindPerson] || b.lost(node, "person")
	}
	for i, node := range b.nodes.procedures {
		n.open[kindIncident] = n.open[kindIncident] || b.lost(node, "starts")
		n.openSteps[i] = b.cut || b.lost(node, "steps") || b.shape.Incomplete(node.Get("steps"))
		for _, step := range b.nodes.steps[i] {
			n.openSteps[i] = n.openSteps[i] || b.lost(step, "id")
		}
	}
	n.open[kindIncident] = n.open[kindIncident] || b.tree.Has("checks") && b.lost(b.tree.Get("checks"), "expects")
}

// lost reports whether what a key of the map would declare may be missing: the
// map or the value is of a wrong shape, or a key is unknown and this one absent.
func (b *builder) lost(n *syntax.Node, key string) bool {
	v := n.Get(key)
	if b.shape.Wrong(n) || v != nil && b.shape.Wrong(v) {
		return true
	}
	return v == nil && b.shape.Incomplete(n) || v != nil && b.shape.Incomplete(v)
}
