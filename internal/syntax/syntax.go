// Package syntax reads YAML bytes into a tree with spans, strictly, and parses
// the expressions inside it.
//
// In: a diag.Source. Out: Nodes whose scalars are the text they look like (NO,
// on, 1:30 are text), with citations (`@S3:4`) split off; expressions as trees;
// the formatted text; the grammar that says which keys may stand where.
//
// Guaranteed: duplicate keys, anchors, aliases, tags, merge keys and several
// documents are refused; every limit is checked and named; a text that is not
// YAML yields one message; no input makes it panic; formatting changes neither
// the tree nor a comment. Only this package knows YAML.
package syntax

// The library go.yaml.in/yaml is used as a parser of nodes and nothing else. It
// resolves no scalar, and its own limits are set from ours, so that nesting is
// bounded before a tree exists. Its nodes say where they begin; where they end
// is found in the text (extent.go).

import "entente/internal/diag"

// Kind is the shape of a node.
type Kind uint8

// The kinds of node.
const (
	Scalar Kind = iota
	Map
	List
)

func (k Kind) String() string { return [...]string{"a value", "a map", "a list"}[k] }

// Node is a value of the tree.
type Node struct {
	Kind Kind

	// Span covers the value without a citation behind it; quotes and brackets
	// belong to it. The span of nothing (`key:`) is empty and stands behind the
	// colon, the dash or the comma.
	Span diag.Span

	Text   string // of a scalar, raw
	Quoted bool   // the scalar was quoted or a block
	Cite   *Cite  // `@S3:4` behind a plain scalar
	Pairs  []Pair // of a map, in the order written; no key stands twice
	Items  []*Node
}

// Pair is a key of a map and its value.
type Pair struct{ Key, Value *Node }

// Cite names a source, and the credibility of the statement (0: not given).
type Cite struct {
	Source      string
	Credibility int
	Span        diag.Span
}

// Get returns the value of a key, or nil. A nil node has no keys.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for _, p := range n.Pairs {
		if p.Key.Text == key {
			return p.Value
		}
	}
	return nil
}

// Has reports whether the map has the key.
func (n *Node) Has(key string) bool { return n.Get(key) != nil }

// Keys returns the keys of a map in the order written.
func (n *Node) Keys() []string {
	if n == nil {
		return nil
	}
	out := make([]string, len(n.Pairs))
	for i, p := range n.Pairs {
		out[i] = p.Key.Text
	}
	return out
}

// Empty reports whether the node is `key:` with nothing behind it.
func (n *Node) Empty() bool {
	return n.Kind == Scalar && n.Text == "" && !n.Quoted && n.Cite == nil
}

// Part returns the span of the characters from … to of a scalar's text, or of the whole
// scalar where they are written otherwise there.
func (n *Node) Part(from, to int) diag.Span {
	p := newPlacer([]rune(n.Text), n.Span, n.Quoted)
	return p.span(from, to)
}

// Equal reports whether two trees say the same, wherever they stand.
func Equal(a, b *Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Kind != b.Kind || a.Text != b.Text || a.Quoted != b.Quoted || len(a.Pairs) != len(b.Pairs) || len(a.Items) != len(b.Items) {
		return false
	}
	if (a.Cite == nil) != (b.Cite == nil) || a.Cite != nil && (a.Cite.Source != b.Cite.Source || a.Cite.Credibility != b.Cite.Credibility) {
		return false
	}
	for i := range a.Pairs {
		if !Equal(a.Pairs[i].Key, b.Pairs[i].Key) || !Equal(a.Pairs[i].Value, b.Pairs[i].Value) {
			return false
		}
	}
	for i := range a.Items {
		if !Equal(a.Items[i], b.Items[i]) {
			return false
		}
	}
	return true
}

// Limits bounds what is read from outside. Each has a code of its own.
type Limits struct {
	Bytes     int // of a file; file-too-large
	Depth     int // of maps and lists in each other, the root being 1; too-deep
	Nodes     int // values and keys of a file; too-many-nodes
	Scalar    int // characters of one scalar; scalar-too-long
	Expr      int // characters of an expression; expr-too-long
	ExprDepth int // of brackets, calls and `not`; expr-too-deep
}

// DefaultLimits are generous for any arrangement that a person wrote.
var DefaultLimits = Limits{Bytes: 1 << 20, Depth: 24, Nodes: 200_000, Scalar: 10_000, Expr: 1_000, ExprDepth: 24}
