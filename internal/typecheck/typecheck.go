// Package typecheck turns a tree into a model: it resolves names, types
// expressions and quantities, and applies the static rules.
//
// In: a syntax tree of one file, and for a scenario the arrangement it is for.
// Out: a model and diagnostics. Guaranteed: one wrong word gives one message; an
// element that cannot be resolved is marked, and no rule speaks about it again;
// without errors every index of the model is in range; no input makes it panic.
package typecheck

// The work on an arrangement has three parts, in this order: the shape of the
// tree against the grammar (internal/syntax), the elements with all the names in
// them (arrangement.go and the files of the sections), the rules (rules.go and
// one file for each).

import (
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// Arrangement reads an arrangement. It returns nil where there is nothing to
// read: no tree, or a header that does not say that this is an arrangement. With
// errors in out, what it returns serves for the names in it and for nothing else.
func Arrangement(tree *syntax.Node, out *diag.List) *model.Arrangement {
	header, ok := ReadHeader(tree, out)
	if !ok && header.Kind == "" {
		return nil
	}
	if header.Kind != "arrangement" {
		if ok {
			out.Errorf("wrong-kind", tree.Get("entente").Get("kind").Span, "this is of kind %q; an arrangement is expected", header.Kind)
		}
		return nil
	}
	b := &builder{
		tree: tree, header: header, broken: map[string]bool{},
		a: &model.Arrangement{Title: header.Title, Real: header.Real},
	}
	b.a.Meta = model.Meta{ID: header.ID, Span: header.Span, Note: header.Note, Cite: model.NoCite}
	b.checker = newChecker(nil, syntax.CheckShape("arrangement", tree, out), out)
	b.declare()
	b.names = NamesOf(b.a)
	b.openTables()
	b.resolve()
	b.a.Disputes = b.disputes
	f := &facts{a: b.a, names: b.names, broken: b.broken, header: header, tree: tree, out: out}
	for _, r := range rules {
		r.apply(f)
	}
	return b.a
}

// builder fills an arrangement from its tree.
type builder struct {
	*checker
	tree   *syntax.Node
	header Header
	a      *model.Arrangement
	broken map[string]bool // paths of elements that could not be resolved

	nodes elementNodes
}

// elementNodes keeps the node of each element, by its index in the model.
type elementNodes struct {
	sources, scales, parties, hqs, places, posts, forces, authorities, councils, links, procedures []*syntax.Node
	steps                                                                                          [][]*syntax.Node
}
