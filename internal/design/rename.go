package design

import (
	"sort"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// rename gives an element another id. Every mention follows, and `was` keeps the
// id it had in the base.
func (a *applier) rename(c change) bool {
	s, ok := a.present(c)
	if !ok {
		return false
	}
	last, to := len(c.path)-1, c.node.Get("to")
	kind := s.around.declares
	if kind == 0 {
		a.out.Errorf("bad-change", c.segment(last), "%q has no id of its own to change", c.path).
			Hint("what has an id is declared in a section, or in `steps`, `limits`, `invariants`, `seats` or `order`")
		return false
	}
	if to.Kind != syntax.Scalar {
		a.out.Errorf("wrong-shape", to.Span, "%s stands where an id is expected", to.Kind).Hint("%s", usage("rename"))
		return false
	}
	if why := syntax.BadID(to.Text); why != "" {
		a.out.Errorf("bad-id", to.Span, "%q is not an id: %s", to.Text, why).Hint("ids are letters, digits, `-`, `_` and `.`, and hold a letter")
		return false
	}
	now := look(a.tree)
	if taken(a, c, now, kind, s.inside) {
		return false
	}
	a.follow(now, declaration{kind: kind, steps: s.inside, id: c.path.last()}, to.Text)
	a.followPaths(c.path, to.Text)
	before := &syntax.Node{Kind: syntax.Scalar, Span: s.key.Span, Text: s.key.Text}
	s.key.Text = to.Text
	keepIdentity(s.node, s.shape, before, to)
	a.made(c, before, to)
	return true
}

// taken reports an id that something else has already, of its own kind or of one
// that could stand in the same places.
func taken(a *applier, c change, now *survey, kind Kind, steps string) bool {
	to := c.node.Get("to")
	wanted := mention{kinds: kind, steps: steps, id: to.Text}
	if kind&(Post|Council) != 0 {
		wanted.kinds = Post | Council
	}
	for _, d := range now.declared {
		if !d.means(wanted) || kind == Seat && Path(d.path).parent().String() != c.path.parent().String() {
			continue
		}
		s, _ := a.find(d.path)
		a.out.Errorf("already-there", to.Span, "the id %q is taken", to.Text).Note(s.keySpan(), "%q stands here", d.path)
		return true
	}
	return false
}

// keySpan is where the id of a spot stands.
func (s spot) keySpan() diag.Span {
	if s.key == nil {
		return diag.Span{}
	}
	return s.key.Span
}

// follow renames every mention. Those further right in one text go first, so
// that the places of the others stay right.
func (a *applier) follow(now *survey, d declaration, to string) {
	var named []mention
	for _, m := range now.mentioned {
		if d.means(m) {
			named = append(named, m)
		}
	}
	sort.SliceStable(named, func(i, j int) bool { return named[i].from > named[j].from })
	for _, m := range named {
		m.rename(to)
	}
}

// followPaths renames the id in the paths of accepted dead rules.
func (a *applier) followPaths(old Path, to string) {
	accept := a.tree.Get("checks").Get("accept")
	if accept == nil {
		return
	}
	for _, item := range accept.Items {
		seam, element := item.Get("seam"), item.Get("element")
		if seam == nil || element == nil || seam.Text != "dead-rule" || element.Kind != syntax.Scalar {
			continue
		}
		if path, ok := ParsePath(element.Text); ok && Covers(old, path) {
			path[len(old)-1] = to
			element.Text = path.String()
		}
	}
}

// keepIdentity writes `was` into an element, unless it has one: the first id is
// the one in the base. An element that gets its first id back needs none.
func keepIdentity(n *syntax.Node, sh *shape, before, to *syntax.Node) {
	if n.Kind != syntax.Map || !sh.graded {
		return
	}
	if was := n.Get("was"); was == nil {
		key := &syntax.Node{Kind: syntax.Scalar, Span: to.Span, Text: "was"}
		n.Pairs = append(n.Pairs, syntax.Pair{Key: key, Value: &syntax.Node{Kind: syntax.Scalar, Span: before.Span, Text: before.Text}})
	} else if was.Text == to.Text {
		for i, p := range n.Pairs {
			if p.Key.Text == "was" {
				n.Pairs = append(n.Pairs[:i], n.Pairs[i+1:]...)
				break
			}
		}
	}
}
