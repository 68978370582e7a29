package design

import "entente/internal/syntax"

// set puts a value in the place of the one that the change expects there.
func (a *applier) set(c change) bool {
	s, ok := a.toChange(c)
	if !ok || !a.expected(c, s) {
		return false
	}
	last := len(c.path) - 1
	if s.around.holds == plain {
		a.out.Errorf("bad-change", c.segment(last), "an id of a list is added or removed, not set").
			Hint("write `add: %s` or `remove: %s`, or set `%s` as a whole", c.path, c.path, c.path.parent())
		return false
	}
	to := c.graded(c.node.Get("to"), s.shape)
	if to.Kind == syntax.Scalar && to.Text == "unset" && !to.Quoted {
		a.out.Errorf("bad-change", to.Span, "`to: unset` does not take a value away").Hint("write `{remove: %s, why: …}`", c.path)
		return false
	}
	if s.around.holds == elements {
		if to, ok = a.withID(c, to); !ok {
			return false
		}
	}
	before := s.node
	a.loses(c, s)
	if before == nil {
		s.insert(c.key(last), to, s.size())
	} else {
		*s.at = to
	}
	a.made(c, before, to)
	return true
}

// toChange finds the place of a change: what holds it must exist, or be a part
// of an element that the text may leave out.
func (a *applier) toChange(c change) (spot, bool) {
	last := len(c.path) - 1
	s, i := a.find(c.path)
	for i < last && s.opens() {
		empty := &syntax.Node{Kind: syntax.Map, Span: c.segment(i)}
		if s.shape.holds == plain || s.shape.holds == elements {
			empty.Kind = syntax.List
		}
		s.insert(c.key(i), empty, s.size())
		s, i = a.find(c.path)
	}
	if i == last && s.holder.Kind == syntax.Scalar && s.around.holds != plain {
		a.unknown(c.at, c.path, i, s)
		return s, false
	}
	if i < last {
		a.unknown(c.at, c.path, i, s)
		return s, false
	}
	switch key := c.path[last]; {
	case s.around.graded && (key == "id" || key == "was"):
		a.out.Errorf("bad-change", c.segment(last), "an element's `%s` is not set or removed", key).
			Hint("write `{rename: %s, to: ID, why: …}`: every mention follows", c.path.parent())
		return s, false
	case s.holder.Kind == syntax.List && s.around.holds == leaf,
		s.holder.Kind == syntax.List && s.around.holds == plain && s.around.each.holds != leaf && s.node == nil:
		a.unknown(c.at, c.path, last, s)
		return s, false
	}
	return s, true
}

// opens reports whether what is missing is a part that holds others and that an
// element may leave out: then a change may begin it.
func (s spot) opens() bool {
	return s.node == nil && s.around.holds == fields && s.shape.holds != leaf && s.holder.Kind == syntax.Map
}

// expected compares `from` with what is there.
func (a *applier) expected(c change, s spot) bool {
	from := c.node.Get("from")
	unset := from.Kind == syntax.Scalar && from.Text == "unset" && !from.Quoted
	switch {
	case s.node == nil && unset:
		return true
	case s.node == nil:
		d := a.out.Errorf("base-moved", from.Span, "%q is expected to be %s; it is not set", c.path, inline(from))
		s.noteHolder(d, c.path.parent())
		d.Hint("write `from: unset` if the change still makes sense")
		return false
	case !unset && same(from, s.node, s.shape):
		return true
	}
	is, present := inline(from), inline(s.node)
	if unset {
		is = "unset"
	}
	a.out.Errorf("base-moved", from.Span, "%q is expected to be %s; it is %s", c.path, is, present).
		Note(s.node.Span, "its value stands here").Hint("write `from: %s` if the change still makes sense", present)
	return false
}

// withID returns the value of an item of a list by id, with the id that the path
// gives it.
func (a *applier) withID(c change, value *syntax.Node) (*syntax.Node, bool) {
	last := len(c.path) - 1
	if value.Kind != syntax.Map {
		a.out.Errorf("wrong-shape", value.Span, "%s stands where the keys of %q are expected", value.Kind, c.path.last()).Hint("%s", usage(c.verb))
		return nil, false
	}
	if id := value.Get("id"); id != nil {
		if id.Kind == syntax.Scalar && id.Text == c.path.last() {
			return value, true
		}
		a.out.Errorf("bad-change", id.Span, "the id here is %s; the path ends in %q", inline(id), c.path.last()).
			Note(c.segment(last), "the path stands here").Hint("leave `id` out: the path gives it")
		return nil, false
	}
	name := &syntax.Node{Kind: syntax.Scalar, Span: c.segment(last), Text: "id"}
	value.Pairs = append([]syntax.Pair{{Key: name, Value: c.key(last)}}, value.Pairs...)
	return value, true
}

// size returns how many things the holder holds.
func (s spot) size() int {
	switch s.holder.Kind {
	case syntax.Map:
		return len(s.holder.Pairs)
	case syntax.List:
		return len(s.holder.Items)
	}
	return 1
}

// insert puts a value into the holder, before what stands at position i.
func (s spot) insert(key, value *syntax.Node, i int) {
	h := s.holder
	switch h.Kind {
	case syntax.Map:
		h.Pairs = append(h.Pairs, syntax.Pair{})
		copy(h.Pairs[i+1:], h.Pairs[i:])
		h.Pairs[i] = syntax.Pair{Key: key, Value: value}
	case syntax.List:
		h.Items = append(h.Items, nil)
		copy(h.Items[i+1:], h.Items[i:])
		h.Items[i] = value
	default: // one id alone becomes a list
		items := []*syntax.Node{h, value}
		if i == 0 {
			items = []*syntax.Node{value, h}
		}
		*s.from = &syntax.Node{Kind: syntax.List, Span: h.Span, Items: items}
	}
}

// take removes what is in the spot from its holder.
func (s spot) take() {
	h := s.holder
	switch h.Kind {
	case syntax.Map:
		h.Pairs = append(h.Pairs[:s.index], h.Pairs[s.index+1:]...)
	case syntax.List:
		h.Items = append(h.Items[:s.index], h.Items[s.index+1:]...)
	default:
		*s.from = &syntax.Node{Kind: syntax.List, Span: h.Span}
	}
}
