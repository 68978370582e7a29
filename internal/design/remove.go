package design

import (
	"entente/internal/syntax"
)

// gone is what a change took away together with its id.
type gone struct {
	declaration
	by change
}

// remove takes something away.
func (a *applier) remove(c change) bool {
	s, ok := a.present(c)
	if !ok {
		return false
	}
	a.loses(c, s)
	s.take()
	a.made(c, s.node, nil)
	return true
}

// present finds what a change is about, which must exist.
func (a *applier) present(c change) (spot, bool) {
	last := len(c.path) - 1
	s, i := a.find(c.path)
	if s.node == nil {
		a.unknown(c.at, c.path, i, s)
		return s, false
	}
	if key := c.path[last]; s.around.graded && (key == "id" || key == "was") {
		a.out.Errorf("bad-change", c.segment(last), "an element's `%s` is not set or removed", key).
			Hint("write `{rename: %s, to: ID, why: …}`: every mention follows", c.path.parent())
		return s, false
	}
	return s, true
}

// loses remembers what is declared in a spot that a change is about to empty.
func (a *applier) loses(c change, s spot) {
	if s.node == nil {
		return
	}
	var declared survey
	if s.around.declares != 0 {
		declared.declare(s.around, c.path.last(), place{path: c.path.parent(), steps: s.inside})
	}
	declared.node(s.node, s.shape, place{path: c.path, steps: s.steps})
	for _, d := range declared.declared {
		a.gone = append(a.gone, gone{d, c})
	}
}

// leftovers reports what the variant took away and the text still names: once
// for each change, at the change, with the places that name it. What is declared
// again by the end of the variant is not gone.
func (a *applier) leftovers() {
	if len(a.gone) == 0 {
		return
	}
	now := look(a.tree)
	declared := map[string][]declaration{}
	for _, d := range now.declared {
		declared[d.id] = append(declared[d.id], d)
	}
	gone := map[string][]gone{}
	for _, g := range a.gone {
		gone[g.id] = append(gone[g.id], g)
	}
	left := map[*syntax.Node][]mention{} // by the change's node
	first := map[*syntax.Node]declaration{}
	for _, m := range now.mentioned {
		if means(declared[m.id], m) {
			continue
		}
		for i := len(gone[m.id]) - 1; i >= 0; i-- {
			if g := gone[m.id][i]; g.means(m) {
				if left[g.by.node] == nil {
					first[g.by.node] = g.declaration
				}
				left[g.by.node] = append(left[g.by.node], m)
				break
			}
		}
	}
	reported := map[*syntax.Node]bool{}
	for _, g := range a.gone {
		if at := g.by.node; left[at] != nil && !reported[at] {
			reported[at] = true
			a.stillNamed(g.by, first[at], left[at])
		}
	}
}

func means(declared []declaration, m mention) bool {
	for _, d := range declared {
		if d.means(m) {
			return true
		}
	}
	return false
}

// mentionsMax is how many of the places that name what is gone are shown.
const mentionsMax = 5

func (a *applier) stillNamed(c change, what declaration, left []mention) {
	d := a.out.Errorf("still-named", c.segment(len(c.path)-1), "%q is taken away here, and the text still names it", what.path)
	for i, m := range left {
		if i == mentionsMax {
			d.Note(left[i].span(), "and %d more, from here on", len(left)-i)
			break
		}
		d.Note(m.span(), "%q is named here", m.id)
	}
	d.Hint("change what names it in this variant too, before or after this change")
}
