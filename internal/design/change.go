package design

import (
	"strings"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// change is one item of `changes`, as read.
type change struct {
	node *syntax.Node // the item
	verb string
	at   *syntax.Node // the path as written
	path Path
}

// verbs and the keys that each takes beside `why`, `note`, `source` and
// `credibility`; those that end in `!` are required.
var verbs = []struct {
	name string
	keys []string
}{
	{"set", []string{"from!", "to!"}},
	{"add", []string{"value", "place"}},
	{"remove", nil},
	{"rename", []string{"to!"}},
}

// read reads a change whose shape the grammar has passed.
func (a *applier) read(n *syntax.Node) (change, bool) {
	c := change{node: n}
	var keys []string
	for _, verb := range verbs {
		at := n.Get(verb.name)
		switch {
		case at == nil:
		case c.at != nil:
			a.out.Errorf("bad-change", at.Span, "a change does one thing; this one has `%s` and `%s`", c.verb, verb.name).
				Hint("write two changes")
			return c, false
		default:
			c.verb, c.at, keys = verb.name, at, verb.keys
		}
	}
	if c.at == nil {
		a.out.Errorf("bad-change", start(n.Span), "a change needs `set`, `add`, `remove` or `rename`, and a path behind it").
			Hint("write `set: PATH` with `from` and `to`, `add: PATH` with `value`, `remove: PATH`, or `rename: PATH` with `to`")
		return c, false
	}
	path, ok := ParsePath(c.at.Text)
	if !ok || c.at.Kind != syntax.Scalar {
		a.badPath(c.at)
		return c, false
	}
	c.path = path
	return c, a.keys(c, keys)
}

// keys checks which keys stand beside the verb.
func (a *applier) keys(c change, keys []string) bool {
	ok := true
	for _, key := range []string{"from", "to", "value", "place"} {
		has, wants, needs := c.node.Get(key), contains(keys, key), contains(keys, key+"!")
		switch {
		case has != nil && !wants && !needs:
			for _, p := range c.node.Pairs {
				if p.Key.Text == key {
					a.out.Errorf("bad-change", p.Key.Span, "`%s` has no meaning for `%s`", key, c.verb).Hint("%s", usage(c.verb))
				}
			}
			ok = false
		case has == nil && needs:
			a.out.Errorf("bad-change", c.at.Span, "`%s` is missing for `%s`", key, c.verb).Hint("%s", a.missing(c, key))
			ok = false
		}
	}
	return ok
}

// missing is the hint where a key is missing. For `from` it gives the value that
// stands in the base.
func (a *applier) missing(c change, key string) string {
	if key != "from" {
		return usage(c.verb)
	}
	s, at := a.find(c.path)
	switch {
	case at < len(c.path)-1:
		return usage(c.verb)
	case s.node == nil:
		return "write `from: unset`"
	}
	return "write `from: " + inline(s.node) + "`, which is the present value"
}

func usage(verb string) string {
	switch verb {
	case "set":
		return "write `{set: PATH, from: OLD, to: NEW, why: …}`"
	case "add":
		return "write `{add: PATH, value: …, place: {before: ID}, why: …}`"
	case "remove":
		return "write `{remove: PATH, why: …}`"
	}
	return "write `{rename: PATH, to: ID, why: …}`"
}

func (a *applier) badPath(at *syntax.Node) {
	if n := strings.Count(at.Text, "/"); n >= pathMax {
		a.out.Errorf("bad-path", at.Span, "a path of %d ids; the longest has %d", n+1, pathMax)
		return
	}
	a.out.Errorf("bad-path", at.Span, "%q is not a path", at.Text).
		Hint("a path is ids joined by `/`, without blanks and without a `/` at its ends, as in `posts/cdr/deputies`")
}

// segment returns the span of an id of the change's path.
func (c change) segment(i int) diag.Span { return segment(c.at, c.path, i) }

func segment(at *syntax.Node, path Path, i int) diag.Span {
	from := utf8.RuneCountInString(strings.Join(path[:i], "/"))
	if i > 0 {
		from++
	}
	return within(at, from, utf8.RuneCountInString(path[i]))
}

// key makes the node of an id that a path names.
func (c change) key(i int) *syntax.Node {
	return &syntax.Node{Kind: syntax.Scalar, Span: c.segment(i), Text: c.path[i]}
}

// graded returns a copy of a node that carries the change's own citation, where
// it has one and the value none: a scalar behind it, an element under the key
// `source`, and of a table or a list each part for itself.
func (c change) graded(n *syntax.Node, sh *shape) *syntax.Node {
	n = clone(n)
	source := c.node.Get("source")
	if source == nil || source.Kind != syntax.Scalar {
		return n
	}
	credibility := c.node.Get("credibility")
	cite(n, sh, source, credibility)
	return n
}

func cite(n *syntax.Node, sh *shape, source, credibility *syntax.Node) {
	switch {
	case n.Has("source"):
	case n.Kind == syntax.Scalar && n.Cite == nil:
		n.Cite = &syntax.Cite{Source: source.Text, Span: source.Span}
		if credibility != nil && len(credibility.Text) == 1 && credibility.Text[0] >= '1' && credibility.Text[0] <= '6' {
			n.Cite.Credibility = int(credibility.Text[0] - '0')
		}
	case n.Kind == syntax.Map && sh.holds == table:
		for _, p := range n.Pairs {
			cite(p.Value, sh.each, source, credibility)
		}
	case n.Kind == syntax.Map && (sh.graded || isQuantity(n)):
		put := func(key string, value *syntax.Node) {
			name := &syntax.Node{Kind: syntax.Scalar, Span: value.Span, Text: key}
			n.Pairs = append(n.Pairs, syntax.Pair{Key: name, Value: clone(value)})
		}
		put("source", source)
		if credibility != nil {
			put("credibility", credibility)
		}
	case n.Kind == syntax.List:
		for _, item := range n.Items {
			if sh.each != nil {
				cite(item, sh.each, source, credibility)
			}
		}
	}
}

// isQuantity reports whether the map is a value with its spread, or another map
// of the language that carries a source though nothing in it has an id.
func isQuantity(n *syntax.Node) bool {
	for _, key := range []string{"p10", "min", "law", "value", "each", "every"} {
		if n.Has(key) {
			return true
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// start is the first character of a span.
func start(s diag.Span) diag.Span {
	s.End = diag.Pos{Line: s.Start.Line, Col: s.Start.Col + 1}
	return s
}

// these lists ids for a message, the first dozen of them.
func these(ids []string) string {
	const shown = 12
	if len(ids) > shown {
		return strings.Join(ids[:shown], ", ") + ", …"
	}
	return strings.Join(ids, ", ")
}
