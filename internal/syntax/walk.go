package syntax

import (
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"entente/internal/diag"
)

// reader turns the library's nodes into ours and refuses what the language does
// not have.
type reader struct {
	page  *page
	lim   Limits
	out   *diag.List
	nodes int
	full  bool // a limit is reached: nothing more is read
}

// startOf returns where a node begins; nothing at the end of the text begins
// there.
func (r *reader) startOf(y *yaml.Node) diag.Pos {
	at := diag.Pos{Line: max(y.Line, 1), Col: max(y.Column, 1)}
	if at.Line > r.page.count() {
		at = diag.Pos{Line: r.page.count(), Col: len(r.page.line(r.page.count())) + 1}
	}
	at.Col = min(at.Col, len(r.page.line(at.Line))+1)
	return at
}

func (r *reader) span(at diag.Pos, length int) diag.Span {
	return onLine(r.page.src, at.Line, at.Col, length)
}

// node reads a value; it returns nil after a message that leaves no value.
func (r *reader) node(y *yaml.Node, depth int) *Node {
	if !r.room(y, depth) || r.refused(y) {
		return nil
	}
	switch y.Kind {
	case yaml.MappingNode:
		return r.mapping(y, depth)
	case yaml.SequenceNode:
		n := &Node{Kind: List}
		for _, c := range y.Content {
			if item := r.node(c, depth+1); item != nil {
				n.Items = append(n.Items, item)
			}
		}
		r.stretch(n, y)
		return n
	default:
		return r.value(y)
	}
}

// room counts a node against the limits.
func (r *reader) room(y *yaml.Node, depth int) bool {
	if r.full {
		return false
	}
	r.nodes++
	switch {
	case r.nodes > r.lim.Nodes:
		r.full = true
		r.out.Errorf("too-many-nodes", r.span(r.startOf(y), 1), "the file holds more than %d values", r.lim.Nodes)
	case depth > r.lim.Depth && y.Kind != yaml.ScalarNode:
		r.full = true
		tooDeep(r.span(r.startOf(y), 1), r.lim, r.out)
	}
	return !r.full
}

func tooDeep(span diag.Span, lim Limits, out *diag.List) {
	out.Errorf("too-deep", span, "values are nested deeper than %d levels here", lim.Depth).Hint("look for a bracket that is not closed")
}

// refused reports what no value of the language may carry. Only an alias leaves
// nothing to read on with.
func (r *reader) refused(y *yaml.Node) bool {
	at := r.startOf(y)
	switch {
	case y.Kind == yaml.AliasNode:
		r.out.Errorf("yaml-alias", r.span(at, 1+utf8.RuneCountInString(y.Value)), "an alias stands here").
			Hint("write the value out: every line means what it says; put a text that begins with `*` into quotes")
		return true
	case y.Anchor != "":
		r.out.Errorf("yaml-anchor", r.span(at, 1+utf8.RuneCountInString(y.Anchor)), "an anchor stands here").
			Hint("write the value out where it is needed; put a text that begins with `&` into quotes")
	case y.Style&yaml.TaggedStyle != 0 || y.Tag == "!":
		r.out.Errorf("yaml-tag", r.span(at, r.wordAt(at)), "a tag stands here").
			Hint("leave it out: types follow from the keys; put a text that begins with `!` into quotes")
	}
	return false
}

// wordAt returns how many characters stand before the next blank, at least one.
func (r *reader) wordAt(at diag.Pos) int {
	n := 0
	for c := r.page.at(at); c != 0 && !unicode.IsSpace(c); c = r.page.at(at) {
		at = r.page.after(at)
		n++
	}
	return max(n, 1)
}

func (r *reader) mapping(y *yaml.Node, depth int) *Node {
	n := &Node{Kind: Map}
	seen := map[string]*Node{}
	content := r.joinCommas(y)
	for i := 0; i+1 < len(content); i += 2 {
		key := r.key(content[i], depth+1)
		if r.full {
			break
		}
		if key == nil {
			continue
		}
		value := r.node(content[i+1], depth+1)
		if first := seen[key.Text]; first != nil {
			r.out.Errorf("duplicate-key", key.Span, "key %q stands here a second time", key.Text).Note(first.Span, "it stands here first")
			continue
		}
		seen[key.Text] = key
		if value != nil {
			n.Pairs = append(n.Pairs, Pair{key, value})
		}
	}
	r.stretch(n, y)
	return n
}

// key reads a key; it returns nil after a message.
func (r *reader) key(y *yaml.Node, depth int) *Node {
	if !r.room(y, depth) || r.refused(y) {
		return nil
	}
	at := r.startOf(y)
	if y.Kind != yaml.ScalarNode {
		r.out.Errorf("bad-key", r.span(at, 1), "a map or a list stands as a key; a word is expected")
		return nil
	}
	if y.Value == "<<" && !quoted(y) {
		r.out.Errorf("yaml-merge", r.span(at, 2), "a merge key stands here").Hint("write the keys out")
		return nil
	}
	key := r.scalar(y)
	switch {
	case key == nil:
	case key.Text == "":
		r.out.Errorf("bad-key", key.Span, "a key is missing before the colon")
		return nil
	case key.Span.Start.Line != key.Span.End.Line:
		r.out.Errorf("bad-key", key.Span, "a key stands on one line")
		return nil
	default:
		if at := citeStart([]rune(key.Text)); at >= 0 && !key.Quoted {
			span := key.Span
			span.Start.Col += at
			r.out.Errorf("bad-key", span, "a key carries no citation").Hint("put it behind the value")
			return nil
		}
	}
	return key
}

// stretch gives a collection its span: from its first character to behind its
// last element or its closing bracket.
func (r *reader) stretch(n *Node, y *yaml.Node) {
	at := r.startOf(y)
	flow := r.page.at(at) == '{' || r.page.at(at) == '['
	last := r.page.after(at)
	reach := func(c *Node) {
		end := c.Span.End
		if c.Cite != nil && end.Before(c.Cite.Span.End) {
			end = c.Cite.Span.End
		}
		if last.Before(end) {
			last = end
		}
	}
	for _, p := range n.Pairs {
		reach(p.Key)
		reach(p.Value)
	}
	for _, i := range n.Items {
		reach(i)
	}
	if flow {
		last = r.page.flowEnd(last)
	}
	n.Span = diag.Span{Source: r.page.src, Start: at, End: last}
}

func quoted(y *yaml.Node) bool {
	return y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

// value reads a scalar and splits its citation off.
func (r *reader) value(y *yaml.Node) *Node {
	n := r.scalar(y)
	if n != nil && !n.Quoted {
		r.cite(n)
	}
	return n
}

// scalar reads a scalar as it stands.
func (r *reader) scalar(y *yaml.Node) *Node {
	at, text := r.startOf(y), []rune(y.Value)
	n := &Node{Kind: Scalar, Text: y.Value, Quoted: quoted(y)}
	n.Span = diag.Span{Source: r.page.src, Start: at}
	switch {
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.Span.End = r.page.blockEnd(at, text)
	case n.Quoted:
		n.Span.End = r.page.quotedEnd(at)
	default:
		n.Span.End = r.page.plainEnd(at, text)
	}
	if len(text) > r.lim.Scalar {
		r.out.Errorf("scalar-too-long", n.Span, "a text of %d characters; at most %d are read", len(text), r.lim.Scalar)
		return nil
	}
	if n.Quoted {
		r.escapes(n)
	}
	return n
}

// escapes refuses what may not be written outright and may not be smuggled in as
// an escape either.
func (r *reader) escapes(n *Node) {
	for _, c := range n.Text {
		switch {
		case c != '\n' && c != '\t' && unicode.IsControl(c), diag.Hidden(c):
			r.out.Errorf("control-character", n.Span, "this text holds a character that cannot be seen (%U)", c).Hint("remove it")
			return
		case diag.Reorders(c):
			r.out.Errorf("bidi-character", n.Span, "this text holds a character (%U) that reorders text", c).Hint("remove it: what is read must be what is seen")
			return
		}
	}
}
