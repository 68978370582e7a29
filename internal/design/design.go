// Package design lays an ordered list of variants over a base: one tree comes
// out, which every later stage reads like any other arrangement.
//
// In: the tree of an arrangement and the trees of variants. Out: a new tree, and
// the list of changes in order. Guaranteed: the trees that came in are not
// modified; every node of the tree that comes out keeps the span of the line it
// was written on, in the base or in a variant; a change that does not fit is one
// message at its own line and stops the design, so that nothing is reported twice.
//
// Everything is addressed by a path of ids. A section is a map by id; `steps`,
// `limits` and `invariants` are lists whose items have an id; any other list is a
// value as a whole, but an id of a list of ids can be added and removed by
// PATH/ID. The header is no part of it: what a text is about, and whether its
// states are real, is not for a variant to change.
//
// A step without `after` comes after the one above it, whatever stands there when
// all changes are made. So a step added between two such steps takes its place in
// the chain, and a step after a removed one follows the one that now stands above.
// Steps that name what they come after are not affected; a variant that wants
// another order says `after`.
package design

import (
	"entente/internal/diag"
	"entente/internal/syntax"
)

// Limits on a design.
const (
	VariantsMax = 32   // of one design
	ChangesMax  = 2000 // of one variant
)

// Change is one change of a variant, as made.
type Change struct {
	Variant string
	Verb    string // set, add, remove or rename
	Path    string // as written in the variant
	From    string // the value before, in one line; "" where there was none
	To      string // the value after, in one line; "" where there is none
	Why     string
	Span    diag.Span // of the path in the variant
	Base    diag.Span // of what was there before; nowhere where nothing was
}

// Apply returns the base with the variants applied in order, and what they
// changed. After an error in any of them it returns nil, nil: a text that is half
// changed means nothing.
func Apply(base *syntax.Node, variants []*syntax.Node, out *diag.List) (*syntax.Node, []Change) {
	var found diag.List
	defer func() { out.Append(&found) }()
	a := &applier{tree: clone(base), out: &found}
	ids := []string{headerText(base, "id")}
	for i, variant := range variants {
		if i >= VariantsMax {
			found.Errorf("design-too-large", variant.Span, "a design of %d variants; at most %d are applied", len(variants), VariantsMax)
		}
		if !found.HasErrors() {
			a.variant(variant, ids)
		}
		if found.HasErrors() {
			return nil, nil
		}
		ids = append(ids, headerText(variant, "id"))
	}
	return a.tree, a.changes
}

// applier changes its own tree.
type applier struct {
	tree    *syntax.Node
	out     *diag.List
	id      string // of the variant
	changes []Change
	failed  []Path // where a change of this variant did not fit
	gone    []gone // what this variant took away
}

// variant applies one variant; applied are the ids of the base and of the
// variants before.
func (a *applier) variant(v *syntax.Node, applied []string) {
	if !a.wellFormed(v) || !a.rightBase(v, applied) {
		return
	}
	a.id, a.failed, a.gone = headerText(v, "id"), nil, nil
	if list := v.Get("changes"); list != nil {
		if len(list.Items) > ChangesMax {
			a.out.Errorf("design-too-large", start(list.Items[ChangesMax].Span), "a variant of %d changes; at most %d are applied", len(list.Items), ChangesMax)
			return
		}
		for _, item := range list.Items {
			if c, ok := a.read(item); ok {
				a.apply(c)
			}
		}
	}
	if !a.out.HasErrors() {
		a.leftovers()
	}
	if !a.out.HasErrors() {
		a.silent(v)
	}
}

func (a *applier) wellFormed(v *syntax.Node) bool {
	header := v.Get("entente")
	if header == nil || header.Kind != syntax.Map {
		a.out.Errorf("no-header", start(v.Span), "the file has no header").
			Hint("write `entente: {version: 1, kind: variant, id: …, base: …, title: …}`")
		return false
	}
	if kind := header.Get("kind"); kind != nil && kind.Kind == syntax.Scalar && kind.Text != "variant" {
		a.out.Errorf("wrong-kind", kind.Span, "this is of kind %q; a variant is expected", kind.Text)
		return false
	}
	syntax.CheckHeader("variant", header, a.out)
	syntax.CheckShape("variant", v, a.out)
	return !a.out.HasErrors()
}

func (a *applier) rightBase(v *syntax.Node, applied []string) bool {
	base := v.Get("entente").Get("base")
	for _, id := range applied {
		if base.Text == id {
			return true
		}
	}
	d := a.out.Errorf("wrong-base", base.Span, "the variant %q is for %q; here it is applied to %q", headerText(v, "id"), base.Text, applied[len(applied)-1])
	if near := diag.Nearest(base.Text, applied); near != "" {
		d.Hint("did you mean %q?", near)
	} else {
		d.Hint("name the arrangement or a variant that the design applies before this one: %s", these(applied))
	}
	return false
}

// apply makes one change, unless an earlier one at the same place did not fit.
func (a *applier) apply(c change) {
	for _, p := range a.failed {
		if Covers(p, c.path) || Covers(c.path, p) {
			return
		}
	}
	ok := false
	switch {
	case c.path[0] == "entente":
		a.out.Errorf("fixed-header", c.segment(0), "the header is not for a variant to change").
			Hint("the variant has a header of its own; another arrangement is another file")
	case c.verb == "set":
		ok = a.set(c)
	case c.verb == "add":
		ok = a.add(c)
	case c.verb == "remove":
		ok = a.remove(c)
	case c.verb == "rename":
		ok = a.rename(c)
	}
	if !ok {
		a.failed = append(a.failed, c.path)
	}
}

// made records a change; the nodes are those before and after, or nil.
func (a *applier) made(c change, before, after *syntax.Node) {
	done := Change{Variant: a.id, Verb: c.verb, Path: c.path.String(), From: inline(before), To: inline(after), Span: c.at.Span}
	if before != nil {
		done.Base = before.Span
	}
	if why := c.node.Get("why"); why != nil {
		done.Why = why.Text
	}
	a.changes = append(a.changes, done)
}

func headerText(tree *syntax.Node, key string) string {
	if n := tree.Get("entente").Get(key); n != nil {
		return n.Text
	}
	return ""
}

// clone copies a tree; spans and citations' sources are shared as values.
func clone(n *syntax.Node) *syntax.Node {
	if n == nil {
		return nil
	}
	c := *n
	if n.Cite != nil {
		cite := *n.Cite
		c.Cite = &cite
	}
	c.Pairs, c.Items = nil, nil
	for _, p := range n.Pairs {
		c.Pairs = append(c.Pairs, syntax.Pair{Key: clone(p.Key), Value: clone(p.Value)})
	}
	for _, item := range n.Items {
		c.Items = append(c.Items, clone(item))
	}
	return &c
}
