// Package syntax reads YAML bytes into a tree with spans, strictly, and parses
// the expressions inside it.
//
// In: a diag.Source. Out: Nodes whose scalars are the text they look like (NO,
// on, 1:30 are text), with citations (`@S3:4`) split off; expressions as trees;
// canonical formatting. Guaranteed: duplicate keys, anchors, aliases, tags, merge
// keys and several documents are refused; every limit is checked and named; no
// input makes it panic. Only this package knows YAML.
package syntax

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"entente/internal/diag"
)

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
	Kind   Kind
	Span   diag.Span // of the value, without a citation behind it
	Text   string    // of a scalar, raw
	Quoted bool      // the scalar was quoted or a block
	Cite   *Cite     // `@S3:4` behind a plain scalar
	Pairs  []Pair
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

// Get returns the value of a key, or nil.
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
func (n *Node) Empty() bool { return n.Kind == Scalar && n.Text == "" && !n.Quoted }

// Limits bounds what is read from outside.
type Limits struct {
	Bytes     int // of a file
	Depth     int // of nesting
	Nodes     int
	Scalar    int // characters of one scalar
	Expr      int // characters of an expression
	ExprDepth int
}

// DefaultLimits are generous for any arrangement that a person wrote.
var DefaultLimits = Limits{Bytes: 2 << 20, Depth: 24, Nodes: 200_000, Scalar: 10_000, Expr: 1_000, ExprDepth: 24}

// Parse reads one file. It returns nil only if nothing can be read; what is
// wrong is in out.
func Parse(src *diag.Source, lim Limits, out *diag.List) *Node {
	before := out.HasErrors()
	if !readable(src, lim, out) {
		return nil
	}
	var doc yaml.Node
	dec := yaml.NewDecoder(strings.NewReader(src.Text))
	if err := decode(dec, &doc); err != nil {
		yamlError(src, err, out)
		return nil
	}
	r := reader{src: src, lim: lim, out: out}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		out.Errorf("empty-file", r.at(1, 1, 1), "the file holds nothing").Hint("begin with `entente: {version: 1, kind: arrangement, id: …, title: …, real: false}`")
		return nil
	}
	root := r.node(doc.Content[0], 1)
	var second yaml.Node
	if err := decode(dec, &second); err == nil && second.Kind != 0 {
		out.Errorf("many-documents", r.at(max(second.Line, 1), 1, 3), "a second document begins here; a file holds one").Hint("put it into a file of its own")
	}
	if root == nil || root.Kind != Map {
		if !before && !out.HasErrors() {
			out.Errorf("not-a-map", r.at(1, 1, 1), "the file is not a map of sections").Hint("begin with `entente: {…}`")
		}
		return nil
	}
	return root
}

// decode guards against a panic of the library, which would be its defect and
// must not become ours.
func decode(dec *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("yaml: %v", v)
		}
	}()
	return dec.Decode(into)
}

// readable checks what must hold before YAML is read at all.
func readable(src *diag.Source, lim Limits, out *diag.List) bool {
	whole := diag.Span{Source: src, Start: diag.Pos{Line: 1, Col: 1}, End: diag.Pos{Line: 1, Col: 2}}
	if len(src.Text) > lim.Bytes {
		out.Errorf("file-too-large", whole, "the file has %d bytes; at most %d are read", len(src.Text), lim.Bytes)
		return false
	}
	if !utf8.ValidString(src.Text) {
		out.Errorf("not-utf8", invalidAt(src), "the file is not UTF-8 here").Hint("save it as UTF-8")
		return false
	}
	depth := 0
	for n := 1; n <= src.Lines(); n++ {
		line := src.Line(n)
		span := func(at int) diag.Span {
			col := utf8.RuneCountInString(line[:at]) + 1
			return diag.Span{Source: src, Start: diag.Pos{Line: n, Col: col}, End: diag.Pos{Line: n, Col: col + 1}}
		}
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		if tab := strings.IndexByte(line[:indent], '\t'); tab >= 0 && strings.TrimSpace(line) != "" {
			out.Errorf("tab-indent", span(tab), "a tab indents this line; YAML takes spaces only").Hint("use two spaces for each level")
			return false
		}
		dashes := strings.Count(line[:min(len(line), 4*lim.Depth)], "- ")
		if indent > 20*lim.Depth || dashes > 2*lim.Depth {
			out.Errorf("too-deep", span(min(indent, max(len(line)-1, 0))), "nested deeper than %d levels", lim.Depth)
			return false
		}
		for i, c := range line {
			switch {
			case c == '{' || c == '[':
				depth++
				if depth > 4*lim.Depth {
					out.Errorf("too-deep", span(i), "nested deeper than %d levels", lim.Depth)
					return false
				}
			case (c == '}' || c == ']') && depth > 0:
				depth--
			case c != '\t' && unicode.IsControl(c) || c == 0xfeff && (n > 1 || i > 0):
				out.Errorf("control-character", span(i), "a control character (%U) stands here", c).Hint("remove it")
				return false
			case c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069:
				out.Errorf("bidi-character", span(i), "a character (%U) that reorders text stands here", c).Hint("remove it: what is read must be what is seen")
				return false
			}
		}
	}
	return true
}

func invalidAt(src *diag.Source) diag.Span {
	for n := 1; n <= src.Lines(); n++ {
		line := src.Line(n)
		col := 1
		for len(line) > 0 {
			r, size := utf8.DecodeRuneInString(line)
			if r == utf8.RuneError && size == 1 {
				return diag.Span{Source: src, Start: diag.Pos{Line: n, Col: col}, End: diag.Pos{Line: n, Col: col + 1}}
			}
			line, col = line[size:], col+1
		}
	}
	return diag.Span{Source: src, Start: diag.Pos{Line: 1, Col: 1}, End: diag.Pos{Line: 1, Col: 2}}
}

var (
	yamlLine   = regexp.MustCompile(`line (\d+)`)
	yamlColumn = regexp.MustCompile(`(?:line \d+)[,:] column (\d+)`)
	yamlPrefix = regexp.MustCompile(`^(yaml: )?((while [^:]*: )|(line \d+(, column \d+)?: )|(at line[^:]*: ))*`)
)

// yamlError translates an error of the library into one diagnostic.
func yamlError(src *diag.Source, err error, out *diag.List) {
	text := err.Error()
	if errors.Is(err, errEOF) || text == "EOF" {
		out.Errorf("empty-file", diag.Span{Source: src, Start: diag.Pos{Line: 1, Col: 1}, End: diag.Pos{Line: 1, Col: 2}}, "the file holds nothing").
			Hint("begin with `entente: {version: 1, kind: arrangement, id: …, title: …, real: false}`")
		return
	}
	line, col := 1, 1
	if m := yamlLine.FindAllStringSubmatch(text, -1); m != nil {
		line, _ = strconv.Atoi(m[len(m)-1][1])
	}
	if m := yamlColumn.FindAllStringSubmatch(text, -1); m != nil {
		col, _ = strconv.Atoi(m[len(m)-1][1])
	}
	line = min(max(line, 1), src.Lines())
	length := utf8.RuneCountInString(src.Line(line))
	if col <= 1 {
		trimmed := strings.TrimLeft(src.Line(line), " ")
		col = len(src.Line(line)) - len(trimmed) + 1
	}
	col = min(max(col, 1), length+1)
	message := yamlPrefix.ReplaceAllString(text, "")
	span := diag.Span{Source: src, Start: diag.Pos{Line: line, Col: col}, End: diag.Pos{Line: line, Col: max(length+1, col+1)}}
	d := out.Errorf("yaml", span, "this is not YAML: %s", strings.TrimSpace(message))
	switch {
	case strings.Contains(text, "did not find expected"), strings.Contains(text, "mapping values are not allowed"):
		d.Hint("look for a missing comma, bracket or quote, or a text that needs quotes because it holds `: ` or ` #`")
	case strings.Contains(text, "cannot start any token"):
		d.Hint("put the text into quotes")
	}
}

var errEOF = errors.New("EOF")

type reader struct {
	src   *diag.Source
	lim   Limits
	out   *diag.List
	nodes int
	full  bool
}

func (r *reader) at(line, col, length int) diag.Span {
	return diag.Span{Source: r.src, Start: diag.Pos{Line: line, Col: col}, End: diag.Pos{Line: line, Col: col + length}}
}

func (r *reader) node(y *yaml.Node, depth int) *Node {
	if r.full {
		return nil
	}
	r.nodes++
	here := r.at(max(y.Line, 1), max(y.Column, 1), 1)
	switch {
	case r.nodes > r.lim.Nodes:
		r.full = true
		r.out.Errorf("too-many-nodes", here, "the file holds more than %d values", r.lim.Nodes)
		return nil
	case depth > r.lim.Depth:
		r.full = true
		r.out.Errorf("too-deep", here, "nested deeper than %d levels", r.lim.Depth)
		return nil
	case y.Kind == yaml.AliasNode:
		r.out.Errorf("yaml-alias", r.at(y.Line, y.Column, 1+len([]rune(y.Value))), "an alias stands here").Hint("write the value out: every line means what it says")
		return nil
	case y.Anchor != "":
		r.out.Errorf("yaml-anchor", r.at(y.Line, y.Column, 1+len([]rune(y.Anchor))), "an anchor stands here").Hint("write the value out where it is needed")
	case y.Style&yaml.TaggedStyle != 0:
		r.out.Errorf("yaml-tag", here, "a tag stands here (%s)", y.Tag).Hint("leave it out: types follow from the keys")
	}
	switch y.Kind {
	case yaml.MappingNode:
		return r.mapping(y, depth)
	case yaml.SequenceNode:
		n := &Node{Kind: List, Span: here}
		for _, c := range y.Content {
			if item := r.node(c, depth+1); item != nil {
				n.Items = append(n.Items, item)
			}
		}
		r.stretch(n, y)
		return n
	default:
		return r.scalar(y)
	}
}

func (r *reader) mapping(y *yaml.Node, depth int) *Node {
	n := &Node{Kind: Map, Span: r.at(max(y.Line, 1), max(y.Column, 1), 1)}
	seen := map[string]*Node{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		k := y.Content[i]
		if k.Kind != yaml.ScalarNode {
			r.out.Errorf("bad-key", r.at(max(k.Line, 1), max(k.Column, 1), 1), "a key has to be a word")
			continue
		}
		if k.Value == "<<" && k.Style == 0 {
			r.out.Errorf("yaml-merge", r.at(k.Line, k.Column, 2), "a merge key stands here").Hint("write the keys out")
			continue
		}
		key := r.scalar(k)
		if key == nil {
			continue
		}
		if key.Cite != nil {
			r.out.Errorf("bad-key", key.Cite.Span, "a key carries no citation").Hint("put it behind the value")
		}
		value := r.node(y.Content[i+1], depth+1)
		if value == nil {
			continue
		}
		if first := seen[key.Text]; first != nil {
			r.out.Errorf("duplicate-key", key.Span, "key %q stands here a second time", key.Text).Note(first.Span, "it stands here first")
			continue
		}
		if value.Empty() && value.Span.Start == (diag.Pos{Line: 1, Col: 1}) {
			value.Span = key.Span
		}
		seen[key.Text] = key
		n.Pairs = append(n.Pairs, Pair{key, value})
	}
	r.stretch(n, y)
	return n
}

// stretch ends a collection's span behind its last element.
func (r *reader) stretch(n *Node, y *yaml.Node) {
	last := n.Span.End
	for _, p := range n.Pairs {
		if last.Before(p.Value.Span.End) {
			last = p.Value.Span.End
		}
	}
	for _, i := range n.Items {
		if last.Before(i.Span.End) {
			last = i.Span.End
		}
	}
	if y.Style&yaml.FlowStyle != 0 { // take the closing bracket in, if it is next
		line := []rune(r.src.Line(last.Line))
		for c := last.Col - 1; c < len(line); c++ {
			if line[c] == '}' || line[c] == ']' {
				last.Col = c + 2
				break
			}
			if line[c] != ' ' && line[c] != ',' {
				break
			}
		}
	}
	n.Span.End = last
}

var citation = regexp.MustCompile(`^(.*?)\s*@([^\s@:]+)(?::(\S*))?$`)

func (r *reader) scalar(y *yaml.Node) *Node {
	line, col := max(y.Line, 1), max(y.Column, 1)
	quoted := y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	text := y.Value
	n := &Node{Kind: Scalar, Text: text, Quoted: quoted, Span: r.at(line, col, r.length(y, quoted))}
	if utf8.RuneCountInString(text) > r.lim.Scalar {
		r.out.Errorf("scalar-too-long", n.Span, "a text of %d characters; at most %d are read", utf8.RuneCountInString(text), r.lim.Scalar)
		return nil
	}
	if quoted || !strings.Contains(text, "@") || strings.Contains(text, "\n") {
		return n
	}
	at := strings.LastIndex(text, " @")
	if at < 0 {
		if !strings.HasPrefix(text, "@") {
			return n
		}
		at = -1
	}
	m := citation.FindStringSubmatch(text[at+1:])
	start := utf8.RuneCountInString(text[:at+1])
	span := r.at(line, col+start, utf8.RuneCountInString(text)-start)
	if m == nil || m[1] != "" {
		r.out.Errorf("bad-citation", span, "%q is not a citation", text[at+1:]).Hint("write `@SOURCE` or `@SOURCE:CREDIBILITY`, as in `@S3:4`; put a text that holds ` @` into quotes")
		return n
	}
	cite := &Cite{Source: m[2], Span: span}
	if strings.Contains(text[at+1:], ":") {
		digit, err := strconv.Atoi(m[3])
		if err != nil || digit < 1 || digit > 6 {
			r.out.Errorf("bad-citation", span, "%q is not a credibility; 1 (best) to 6 are", m[3]).Hint("write `@%s:3`", m[2])
			digit = 0
		}
		cite.Credibility = digit
	}
	n.Cite = cite
	n.Text = strings.TrimRight(text[:max(at, 0)], " ")
	n.Span.End.Col = col + utf8.RuneCountInString(n.Text)
	if n.Text == "" {
		n.Span = span
	}
	return n
}

// length returns how many characters the scalar takes on its first line.
func (r *reader) length(y *yaml.Node, quoted bool) int {
	line := []rune(r.src.Line(max(y.Line, 1)))
	from := min(max(y.Column-1, 0), len(line))
	if !quoted {
		first, _, folded := strings.Cut(y.Value, "\n")
		n := utf8.RuneCountInString(first)
		if folded || from+n > len(line) || string(line[from:from+n]) != first {
			n = len(line) - from // a plain scalar over several lines
			if y.Value == "" {
				n = 0
			}
		}
		return n
	}
	if from >= len(line) {
		return 1
	}
	mark := line[from]
	for i := from + 1; i < len(line); i++ {
		if mark == '"' && line[i] == '\\' {
			i++
			continue
		}
		if line[i] == mark {
			if mark == '\'' && i+1 < len(line) && line[i+1] == mark {
				i++
				continue
			}
			return i + 1 - from
		}
	}
	return len(line) - from
}
