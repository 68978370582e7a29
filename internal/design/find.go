package design

import (
	"entente/internal/diag"
	"entente/internal/syntax"
)

// spot is a place of the tree that a path leads to, with what holds it.
type spot struct {
	holder *syntax.Node  // the map or list around it, or the scalar that stands for a list of one
	from   **syntax.Node // where the tree holds the holder
	above  *syntax.Node  // the scalar that carries the holder's id, or nil
	around *shape        // of the holder
	index  int           // in the holder's pairs or items; -1 where nothing is there
	key    *syntax.Node  // the scalar that carries its id
	node   *syntax.Node  // what is there, or nil
	at     **syntax.Node // where the tree holds the node
	shape  *shape
	inside string // the procedure that steps declared in the holder belong to
	steps  string // the procedure that steps named below the node belong to
}

// find follows a path as far as it leads. It returns the spot of the last id
// looked for and that id's place in the path: the last one where all before it
// exist, else the first that does not.
func (a *applier) find(path Path) (spot, int) {
	s := spot{at: &a.tree, node: a.tree, shape: arrangement}
	for i, id := range path {
		s = s.below(id)
		if s.node == nil || i == len(path)-1 {
			return s, i
		}
	}
	panic("design: empty path")
}

// below returns the spot of an id under a spot.
func (s spot) below(id string) spot {
	from, holder, around := s.at, s.node, s.shape
	if in := wrapped(holder, s.shape); in != nil && id != "value" {
		for i := range holder.Pairs {
			if holder.Pairs[i].Key.Text == "value" {
				from = &holder.Pairs[i].Value
			}
		}
		holder = in
	}
	if around.holds == plain && holder.Kind == syntax.Map { // one alone, without its list
		around = around.each
	}
	t := spot{holder: holder, from: from, above: s.key, around: around, index: -1, inside: s.steps, steps: s.steps, shape: shapeBelow(around, id)}
	if s.shape.steps == ofKey {
		t.steps = id
	}
	switch holder.Kind {
	case syntax.Map:
		for i, p := range holder.Pairs {
			if p.Key.Text == id {
				t.index, t.key, t.node, t.at = i, p.Key, p.Value, &holder.Pairs[i].Value
			}
		}
	case syntax.List:
		for i, item := range holder.Items {
			if itemID(item, around) == id {
				t.index, t.node, t.key, t.at = i, item, item, &holder.Items[i]
				if item.Kind == syntax.Map {
					t.key = item.Get("id")
				}
			}
		}
	case syntax.Scalar:
		if around.holds == plain && holder.Text == id {
			t.index, t.node, t.key, t.at = 0, holder, holder, from
		}
	}
	return t
}

func shapeBelow(sh *shape, id string) *shape {
	var below *shape
	switch sh.holds {
	case fields:
		below = sh.keys[id]
	case table, elements, plain:
		below = sh.each
	}
	if below == nil {
		return text()
	}
	return below
}

// itemID returns the id that addresses an item of a list, or "".
func itemID(item *syntax.Node, around *shape) string {
	if around.holds == elements {
		if id := item.Get("id"); id != nil && id.Kind == syntax.Scalar {
			return id.Text
		}
		return ""
	}
	if item.Kind == syntax.Scalar {
		return item.Text
	}
	return ""
}

// idsIn lists the ids by which what is in a spot can be addressed.
func (s spot) idsIn() []string {
	node, sh := s.holder, s.around
	var out []string
	switch node.Kind {
	case syntax.Map:
		out = node.Keys()
	case syntax.List:
		for _, item := range node.Items {
			if id := itemID(item, sh); id != "" {
				out = append(out, id)
			}
		}
	case syntax.Scalar:
		if sh.holds == plain {
			out = []string{node.Text}
		}
	}
	return out
}

// unknown reports that a path leads nowhere: at the id that is not there, with
// the ids that are.
func (a *applier) unknown(at *syntax.Node, path Path, i int, s spot) {
	span := segment(at, path, i)
	ids := s.idsIn()
	var d *diag.Diagnostic
	switch {
	case i == 0:
		d = a.out.Errorf("unknown-path", span, "there is no section %q", path[0])
	case s.holder.Kind == syntax.Scalar && s.around.holds != plain:
		a.out.Errorf("unknown-path", span, "%q is a value; nothing stands below it", path[:i].String()).
			Note(s.holder.Span, "it stands here").Hint("end the path at %q", path[:i].String())
		return
	case s.around.holds == plain && len(ids) == 0 && len(s.holder.Items) > 0:
		d = a.out.Errorf("unknown-path", span, "the items of %q have no ids; it is a value as a whole", path[:i].String())
	default:
		d = a.out.Errorf("unknown-path", span, "there is no %q in %q", path[i], path[:i].String())
	}
	if removed, ok := a.removedBefore(path[:i+1]); ok {
		d.Note(removed, "it was removed here")
		return
	}
	s.noteHolder(d, path[:i])
	hintIDs(d, path[i], ids)
}

// noteHolder adds where the holder of a spot stands.
func (s spot) noteHolder(d *diag.Diagnostic, path Path) {
	if s.above != nil {
		d.Note(s.above.Span, "%q stands here", path)
	}
}

// removedBefore returns where an earlier change took the path away.
func (a *applier) removedBefore(path Path) (diag.Span, bool) {
	for i := len(a.changes) - 1; i >= 0; i-- {
		c := a.changes[i]
		if c.Verb != "remove" && c.Verb != "rename" {
			continue
		}
		if p, ok := ParsePath(c.Path); ok && Covers(p, path) {
			return c.Span, true
		}
	}
	return diag.Span{}, false
}
