package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// checker reads values of a tree against the names of an arrangement. The first
// failure in an element sets failed; the reader of the element clears it and
// marks the element, so that later rules keep silent about it.
type checker struct {
	names    *Names
	shape    *syntax.Checked
	out      *diag.List
	disputes []model.Disputed
	failed   bool
	cut      bool // a count was over its limit, and elements are missing
}

// newChecker reads a tree whose shape has been checked.
func newChecker(names *Names, shape *syntax.Checked, out *diag.List) *checker {
	return &checker{names: names, shape: shape, out: out}
}

// errorf reports an error and marks the element in hand.
func (c *checker) errorf(code diag.Code, span diag.Span, format string, args ...any) *diag.Diagnostic {
	c.failed = true
	return c.out.Errorf(code, span, format, args...)
}

// get returns the value of a key, or nil where it is not written or is of a
// wrong shape, of which a message has spoken.
func (c *checker) get(n *syntax.Node, key string) *syntax.Node {
	if n == nil {
		return nil
	}
	v := n.Get(key)
	if v != nil && c.shape.Wrong(v) {
		c.failed = true
		return nil
	}
	if v != nil && (c.shape.Incomplete(v) || c.shape.Incomplete(c.shape.Value(v))) {
		c.failed = true
	}
	return v
}

// items returns the node's items, or the node itself where one stands alone.
// Items of a wrong shape are left out.
func (c *checker) items(n *syntax.Node) []*syntax.Node {
	if n == nil {
		return nil
	}
	if n.Kind != syntax.List {
		return []*syntax.Node{n}
	}
	var out []*syntax.Node
	for _, item := range n.Items {
		if c.shape.Wrong(item) {
			c.failed = true
			continue
		}
		out = append(out, item)
	}
	return out
}

// pairs returns the pairs of a map whose values are of the right shape.
func (c *checker) pairs(n *syntax.Node) []syntax.Pair {
	if n == nil {
		return nil
	}
	var out []syntax.Pair
	for _, p := range n.Pairs {
		if c.shape.Wrong(p.Value) {
			c.failed = true
			continue
		}
		out = append(out, p)
	}
	return out
}

// wrap is what stands around a value: who says so.
type wrap struct {
	cite   model.Cite
	assume bool
	note   string
}

// read takes `{value: V, source: …}` apart, hands V to f, and rival readings too,
// so that every name in them is resolved; what they are is kept under the path.
// n is nil where nothing is written; then f is not called.
func read[T any](c *checker, n *syntax.Node, path string, absent T, f func(*syntax.Node) T) (T, wrap) {
	w := wrap{cite: model.NoCite}
	if n == nil {
		return absent, w
	}
	inner := c.shape.Value(n)
	if c.shape.Wrapped(n) {
		w = c.grade(n)
	}
	if cite := c.inline(inner); cite.Source != model.None {
		w.cite = cite
	}
	c.rivals(n, inner, w.cite, path, func(r *syntax.Node) { f(r) })
	return f(inner), w // last, so that what f leaves behind is of the value in force
}

// inline resolves the citation behind a plain value.
func (c *checker) inline(n *syntax.Node) model.Cite {
	if n == nil || n.Cite == nil {
		return model.NoCite
	}
	return model.Cite{Source: c.source(n.Cite.Source, n.Cite.Span), Credibility: n.Cite.Credibility, Span: n.Cite.Span}
}

func (c *checker) source(id string, span diag.Span) model.SourceIndex {
	i, ok := find[model.SourceIndex](c.names, kindSource, id)
	if !ok {
		c.failed = true
		c.names.unknown(id, span, c.out, kindSource)
	}
	return i
}

// grade reads `source`, `credibility`, `assumption` and `note` of a map.
func (c *checker) grade(n *syntax.Node) wrap {
	w := wrap{cite: model.NoCite}
	if s := c.get(n, "source"); s != nil {
		w.cite = model.Cite{Source: c.source(s.Text, s.Span), Span: s.Span}
	}
	if d := c.get(n, "credibility"); d != nil {
		digit := c.whole(d, "a credibility", 1, 6)
		switch {
		case n.Get("source") == nil && c.shape.Incomplete(n):
			c.failed = true
		case n.Get("source") == nil:
			c.errorf("credibility-without-source", d.Span, "a credibility stands here, and no `source`").
				Hint("name the source beside it, or leave the credibility out")
		default:
			w.cite.Credibility = digit
		}
	}
	if s := n.Get("source"); s != nil && s.Cite != nil {
		c.errorf("bad-citation", s.Cite.Span, "a citation stands behind `source`").Hint("write `source: %s` and `credibility:`", s.Text)
	}
	w.assume = c.flag(c.get(n, "assumption"))
	if note := c.get(n, "note"); note != nil {
		w.note = note.Text
	}
	return w
}

// rivals keeps the rival readings of a value; n is the map with `disputed`.
func (c *checker) rivals(n, inForce *syntax.Node, cite model.Cite, path string, resolve func(*syntax.Node)) {
	list := n.Get("disputed")
	if n.Kind != syntax.Map || list == nil || list.Kind != syntax.List || c.shape.Wrong(list) {
		return
	}
	d := model.Disputed{Path: path, Span: list.Span}
	first := model.Reading{Cite: cite, Span: n.Span}
	if inForce != nil {
		first.Value, first.Span = flow(inForce), inForce.Span
	}
	d.Readings = append(d.Readings, first)
	for _, item := range c.items(list) {
		v := c.get(item, "value")
		if v == nil {
			continue
		}
		w := c.grade(item)
		if own := c.inline(v); own.Source != model.None {
			w.cite = own
		}
		if resolve != nil {
			resolve(v)
		}
		d.Readings = append(d.Readings, model.Reading{Value: flow(v), Cite: w.cite, Note: w.note, Span: v.Span})
	}
	c.disputes = append(c.disputes, d)
}

// flow prints a node on one line, without citations.
func flow(n *syntax.Node) string {
	switch n.Kind {
	case syntax.Map:
		parts := make([]string, len(n.Pairs))
		for i, p := range n.Pairs {
			parts[i] = p.Key.Text + ": " + flow(p.Value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case syntax.List:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			parts[i] = flow(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		return n.Text
	}
}

// flag reads yes or no; nil is no.
func (c *checker) flag(n *syntax.Node) bool {
	if n == nil {
		return false
	}
	n = c.shape.Value(n)
	return n.Text == "yes" || n.Text == "true"
}

// whole reads a whole number from low to high; low after a message, or where
// nothing is written.
func (c *checker) whole(n *syntax.Node, what string, low, high int) int {
	if n == nil {
		return low
	}
	c.inline(c.shape.Value(n))
	text := c.shape.Value(n).Text
	v, sign, digits := 0, 1, text
	if strings.HasPrefix(text, "-") {
		sign, digits = -1, text[1:]
	}
	ok := digits != ""
	for _, r := range digits {
		if r < '0' || r > '9' || v > 1e9 {
			ok = false
			break
		}
		v = 10*v + int(r-'0')
	}
	v *= sign
	switch {
	case !ok:
		c.errorf("bad-number", c.shape.Value(n).Span, "%q is not %s; a whole number from %d to %d is", text, what, low, high)
		return low
	case v < low || v > high:
		c.errorf("bad-number", c.shape.Value(n).Span, "%s is %d; it must lie from %d to %d", what, v, low, high)
		return low
	}
	return v
}

// one resolves an id of a kind; None after a message, or where nothing is written.
func one[I ~int32](c *checker, k kind, n *syntax.Node, path string) (I, wrap) {
	return read(c, n, path, I(model.None), func(n *syntax.Node) I {
		i, ok := find[I](c.names, k, n.Text)
		if !ok {
			c.failed = true
			c.names.unknown(n.Text, n.Span, c.out, k)
		}
		return i
	})
}

// all resolves one id or a list of them, without those that name nothing, and
// refuses a name that stands twice.
func all[I ~int32](c *checker, k kind, n *syntax.Node, path string) []I {
	out, _ := read(c, n, path, nil, func(n *syntax.Node) []I {
		var out []I
		seen := map[I]diag.Span{}
		for _, item := range c.items(n) {
			i, _ := one[I](c, k, item, path)
			if i == model.None {
				continue
			}
			if first, twice := seen[i]; twice {
				c.errorf("named-twice", c.shape.Value(item).Span, "%q stands here a second time", c.shape.Value(item).Text).Note(first, "it stands here first")
				continue
			}
			seen[i] = c.shape.Value(item).Span
			out = append(out, i)
		}
		return out
	})
	return out
}

// stepPath resolves PROCEDURE/STEP.
func (c *checker) stepPath(n *syntax.Node) (model.StepRef, bool) {
	ref, ok := c.names.StepPath(n.Text, n.Span, c.out)
	if !ok {
		c.failed = true
	}
	return ref, ok
}

// move resolves FROM->TO.
func (c *checker) move(text string, span diag.Span) (scale model.ScaleIndex, from, to model.ValueIndex, ok bool) {
	scale, from, to, ok = c.names.Move(text, span, c.out)
	if !ok {
		c.failed = true
	}
	return scale, from, to, ok
}
