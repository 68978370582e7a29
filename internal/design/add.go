package design

import (
	"entente/internal/diag"
	"entente/internal/syntax"
)

// add puts something where nothing is.
func (a *applier) add(c change) bool {
	s, ok := a.toChange(c)
	if !ok {
		return false
	}
	last := len(c.path) - 1
	if s.node != nil {
		a.out.Errorf("already-there", c.segment(last), "%q is there already", c.path).
			Note(s.key.Span, "it stands here").Hint("write `{set: %s, from: …, to: …}` to change it", c.path)
		return false
	}
	value, ok := a.added(c, s)
	if !ok {
		return false
	}
	i, ok := a.position(c, s)
	if !ok {
		return false
	}
	s.insert(c.key(last), value, i)
	a.made(c, nil, value)
	return true
}

// added returns the value to add.
func (a *applier) added(c change, s spot) (*syntax.Node, bool) {
	last := len(c.path) - 1
	value := c.node.Get("value")
	if s.around.holds == plain {
		if value != nil {
			a.out.Errorf("bad-change", value.Span, "an id of a list has no value").Hint("write `{add: %s, why: …}`", c.path)
			return nil, false
		}
		return c.graded(c.key(last), s.shape), true
	}
	if value == nil {
		a.out.Errorf("bad-change", c.at.Span, "`value` is missing for `add`").Hint("%s", usage("add"))
		return nil, false
	}
	value = c.graded(value, s.shape)
	if s.around.holds == elements {
		return a.withID(c, value)
	}
	return value, true
}

// position returns where among its like something is added.
func (a *applier) position(c change, s spot) (int, bool) {
	place := c.node.Get("place")
	if place == nil {
		return s.size(), true
	}
	if in := place.Get("value"); in != nil {
		place = in
	}
	if place.Kind == syntax.Scalar {
		if place.Text == "first" {
			return 0, true
		}
		return s.size(), true
	}
	before, after := place.Get("before"), place.Get("after")
	if (before == nil) == (after == nil) {
		a.out.Errorf("bad-change", place.Span, "a place is before one element or after one").Hint("write `place: {before: ID}` or `place: {after: ID}`")
		return 0, false
	}
	at, more := before, 0
	if before == nil {
		at, more = after, 1
	}
	ids := s.idsIn()
	for i, id := range ids {
		if id == at.Text && len(ids) == s.size() {
			return i + more, true
		}
	}
	d := a.out.Errorf("unknown-path", at.Span, "there is no %q in %q", at.Text, c.path.parent())
	s.noteHolder(d, c.path.parent())
	hintIDs(d, at.Text, ids)
	return 0, false
}

// hintIDs names the id that was meant, or all.
func hintIDs(d *diag.Diagnostic, word string, ids []string) {
	if near := diag.Nearest(word, ids); near != "" {
		d.Hint("did you mean %q?", near)
	} else if len(ids) > 0 {
		d.Hint("there is %s", these(ids))
	}
}
