package typecheck

import (
	"entente/internal/diag"
	"entente/internal/syntax"
)

// Header is `entente: {…}` of a file.
type Header struct {
	Kind  string // arrangement, variant, crisis, scenario or study
	ID    string
	Title string
	Note  string
	Real  bool   // arrangement
	Base  string // variant
	For   string // crisis, scenario

	Span     diag.Span // of the id, or of the header where it has none
	RealSpan diag.Span
	BaseSpan diag.Span
	ForSpan  diag.Span
	Assume   bool // of a crisis: what has no source is the authors' own
}

// ReadHeader reads the header of a file. It is not ok if what follows cannot be
// read: the kind is unknown, or a required key is missing.
func ReadHeader(tree *syntax.Node, out *diag.List) (Header, bool) {
	var h Header
	if tree == nil {
		return h, false
	}
	node := tree.Get("entente")
	if node == nil {
		start := tree.Span
		start.End = diag.Pos{Line: start.Start.Line, Col: start.Start.Col + 1}
		out.Errorf("no-header", start, "the file has no header").
			Hint("begin with `entente: {version: 1, kind: arrangement, id: …, title: …, real: false}`")
		return h, false
	}
	if node.Kind != syntax.Map {
		out.Errorf("wrong-shape", node.Span, "%s stands where the header is expected", node.Kind).
			Hint("write `entente: {version: 1, kind: arrangement, id: …, title: …, real: false}`")
		return h, false
	}
	kind := node.Get("kind")
	grammar := "arrangement"
	if kind != nil {
		if _, ok := syntax.KindNamed(kind.Text); ok {
			grammar = kind.Text
		}
	}
	before := out.Errors()
	c := newChecker(nil, syntax.CheckHeader(grammar, node, out), out)
	if kind == nil || c.get(node, "kind") == nil {
		return h, false
	}
	text := func(key string) (string, diag.Span) {
		if v := c.get(node, key); v != nil {
			return v.Text, v.Span
		}
		return "", diag.Span{}
	}
	h.Kind = grammar
	h.ID, h.Span = text("id")
	h.Title, _ = text("title")
	h.Note, _ = text("note")
	h.Base, h.BaseSpan = text("base")
	h.For, h.ForSpan = text("for")
	if v := c.get(node, "assumption"); v != nil {
		h.Assume = c.flag(v)
	}
	if v := c.get(node, "real"); v != nil {
		h.Real, h.RealSpan = c.flag(v), v.Span
	}
	if h.Span.IsZero() {
		h.Span = node.Span
	}
	return h, out.Errors() == before
}
