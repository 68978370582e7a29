package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/dist"
)

// Checked is what the shape check found in a tree: which values are of a wrong
// shape, which maps have keys missing or unknown, and what stands inside
// `{value: …}`. Later stages pass over what is wrong and say nothing about it.
type Checked struct {
	wrong      map[*Node]bool
	incomplete map[*Node]bool
	inner      map[*Node]*Node
}

// Wrong reports whether the node is not of the shape that its place wants; a
// message says so.
func (c *Checked) Wrong(n *Node) bool { return c.wrong[n] }

// Incomplete reports whether a key of the map is missing, unknown or has a value
// of a wrong shape; a message says so.
func (c *Checked) Incomplete(n *Node) bool { return c.incomplete[n] }

// Value returns what stands inside `{value: V, source: …}`, or n itself.
func (c *Checked) Value(n *Node) *Node {
	if in := c.inner[n]; in != nil {
		return in
	}
	return n
}

// Wrapped reports whether the node is a `{value: V, …}` around a value.
func (c *Checked) Wrapped(n *Node) bool { return c.inner[n] != nil }

// CheckShape compares a file with the grammar of its kind, all but the header.
// It panics if the kind is unknown.
func CheckShape(kind string, tree *Node, out *diag.List) *Checked {
	g, ok := KindNamed(kind)
	if !ok {
		panic(fmt.Sprintf("syntax: no grammar for kind %q", kind))
	}
	c := newShapeCheck(out)
	c.keys(tree, g.Keys, nil, kindPhrase(kind), "entente", nil)
	return c.found
}

// CheckHeader compares the header of a file with the grammar of its kind.
func CheckHeader(kind string, header *Node, out *diag.List) *Checked {
	g, ok := KindNamed(kind)
	if !ok {
		panic(fmt.Sprintf("syntax: no grammar for kind %q", kind))
	}
	c := newShapeCheck(out)
	c.keys(header, g.Header, nil, "the header of "+kindPhrase(kind), "", nil)
	return c.found
}

func kindPhrase(kind string) string {
	if kind == "arrangement" {
		return "an arrangement"
	}
	return "a " + kind
}

type shapeCheck struct {
	found *Checked
	out   *diag.List
}

func newShapeCheck(out *diag.List) *shapeCheck {
	return &shapeCheck{&Checked{map[*Node]bool{}, map[*Node]bool{}, map[*Node]*Node{}}, out}
}

// keys checks a map against keys; each is the shape of every other key, or nil.
// It skips the key named skip. The map stands behind key at, or at is nil.
func (c *shapeCheck) keys(n *Node, keys []Key, each *Shape, of, skip string, at *Node) {
	rejoin(n, keys, each)
	missing := missingKeys(n, keys)
	var free []string // the keys that the map does not have, once they are wanted
	for _, p := range n.Pairs {
		if p.Key.Text == skip && skip != "" {
			continue
		}
		key := keyNamed(keys, p.Key.Text)
		switch {
		case key != nil:
			c.value(n, p, key.Shape)
			if key.Required {
				c.notEmpty(n, p, key.Shape)
			}
		case each != nil:
			c.value(n, p, each)
		default:
			c.found.incomplete[n] = true
			c.found.wrong[p.Value] = true
			if free == nil {
				free = absent(n, keys)
			}
			missing = c.unknownKey(n, p.Key, keys, free, of, missing)
		}
	}
	if len(missing) == 0 {
		return
	}
	c.found.incomplete[n] = true
	d := c.out.Errorf("missing-key", spanOf(n, at), "%s needs %s, which %s missing", of, keyList(missing), isOrAre(len(missing)))
	d.Hint("write `%s:` with %s", missing[0].Name, missing[0].Shape.Expect)
	if missing[0].Name == "real" {
		d.Hint("write `real: false` for a fictional arrangement; `real: true` is for real states, and RESPONSIBLE-USE.md applies to it")
	}
}

// missingKeys lists the required keys that a map does not have.
func missingKeys(n *Node, keys []Key) []Key {
	var out []Key
	for _, k := range keys {
		if k.Required && !n.Has(k.Name) {
			out = append(out, k)
		}
	}
	return out
}

// unknownKey reports a key that is none. A required key that is missing is likely
// the one that was meant, and is not reported once more; what is left is returned.
func (c *shapeCheck) unknownKey(n, key *Node, keys []Key, free []string, of string, missing []Key) []Key {
	near := diag.Nearest(key.Text, free)
	if near == "" {
		near = diag.Nearest(strings.ReplaceAll(key.Text, "_", "-"), free)
	}
	d := c.out.Errorf("unknown-key", key.Span, "%q is not a key of %s", key.Text, of)
	d.Note(diag.Span{}, "its keys are %s", keyList(keys))
	switch {
	case near != "":
		d.Hint("did you mean %q?", near)
	case len(missing) > 0:
		d.Hint("%s %s missing", keyList(missing), isOrAre(len(missing)))
		c.found.incomplete[n] = true
		return nil
	}
	for i, k := range missing {
		if k.Name == near {
			return append(missing[:i:i], missing[i+1:]...)
		}
	}
	return missing
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// rejoin mends a text that YAML has cut at its commas: in `{title: Leaders lost,
// lines out}` the text is what it looks like, and not a key without a value. Only
// plain texts for people are mended; the rest goes on to be reported.
func rejoin(n *Node, keys []Key, each *Shape) {
	kept := n.Pairs[:0:0]
	for _, p := range n.Pairs {
		if len(kept) > 0 && p.Value.Empty() && p.Value.Cite == nil && !followedByColon(p.Key) && keyNamed(keys, p.Key.Text) == nil {
			last := kept[len(kept)-1]
			s := each
			if k := keyNamed(keys, last.Key.Text); k != nil {
				s = k.Shape
			}
			if v := last.Value; s != nil && s.Prose && v.Kind == Scalar && !v.Quoted && !v.Empty() && v.Cite == nil {
				v.Text += ", " + p.Key.Text
				v.Span.End = p.Key.Span.End
				continue
			}
		}
		kept = append(kept, p)
	}
	n.Pairs = kept
}

// followedByColon reports whether a colon stands behind the key in the text.
func followedByColon(key *Node) bool {
	if key.Span.Source == nil {
		return true
	}
	line := []rune(key.Span.Source.Line(key.Span.End.Line))
	rest := strings.TrimSpace(string(line[min(max(key.Span.End.Col-1, 0), len(line)):]))
	return strings.HasPrefix(rest, ":")
}

// notEmpty refuses an empty list or map behind a key that is required.
func (c *shapeCheck) notEmpty(n *Node, p Pair, s *Shape) {
	v := c.found.Value(p.Value)
	if c.found.wrong[p.Value] || s.Any || v.Kind == Scalar || len(v.Items)+len(v.Pairs) > 0 {
		return
	}
	c.found.wrong[p.Value], c.found.incomplete[n] = true, true
	c.out.Errorf("missing-value", p.Key.Span, "nothing stands behind `%s:`; %s is expected", p.Key.Text, s.Expect).Hint("write at least one")
}

// spanOf returns the span to show for a map as a whole: its key, its id, or its
// first character.
func spanOf(n, key *Node) diag.Span {
	if key != nil {
		return key.Span
	}
	if id := n.Get("id"); id != nil && id.Kind == Scalar && id.Text != "" {
		return id.Span
	}
	s := n.Span
	s.End = diag.Pos{Line: s.Start.Line, Col: s.Start.Col + 1}
	return s
}

func keyNamed(keys []Key, name string) *Key {
	for i := range keys {
		if keys[i].Name == name {
			return &keys[i]
		}
	}
	return nil
}

// absent lists the keys that the map does not have.
func absent(n *Node, keys []Key) []string {
	var out []string
	for _, k := range keys {
		if !n.Has(k.Name) {
			out = append(out, k.Name)
		}
	}
	return out
}

func keyList(keys []Key) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = "`" + k.Name + "`"
	}
	return strings.Join(names, ", ")
}

// value checks the value of a pair of map n.
func (c *shapeCheck) value(n *Node, p Pair, s *Shape) {
	if !c.node(p.Value, s, p.Key) {
		c.found.wrong[p.Value] = true
		c.found.incomplete[n] = true
	}
}

// node checks a value; key is the key it stands behind or, in a list, nil. It
// returns false after a message about the node itself.
func (c *shapeCheck) node(n *Node, s *Shape, key *Node) bool {
	if s.Any {
		return true
	}
	if n.Empty() {
		if key == nil {
			c.out.Errorf("missing-value", n.Span, "nothing stands here; %s is expected", s.Expect)
			return false
		}
		d := c.out.Errorf("missing-value", key.Span, "nothing stands behind `%s:`; %s is expected", key.Text, s.Expect)
		d.Hint("write a value, or leave the key out")
		return false
	}
	if isWrapper(n, s) {
		inner := n.Get("value")
		c.keys(n, wrapper, nil, "a value with its source", "value", key)
		if !c.node(inner, s, key) {
			return false
		}
		c.found.inner[n] = inner
		c.rivals(n, s)
		return true
	}
	switch {
	case n.Kind == Scalar && s.Form != NoScalar:
		return c.scalar(n, s)
	case n.Kind == Map && (s.Keys != nil || s.Each != nil):
		c.mapping(n, s, key)
		return true
	case n.Kind == List && s.Items != nil:
		for _, item := range n.Items {
			if !c.node(item, s.Items, nil) {
				c.found.wrong[item] = true
				c.found.incomplete[n] = true
			}
		}
		return true
	}
	c.out.Errorf("wrong-shape", n.Span, "%s stands where %s is expected", n.Kind, s.Expect)
	return false
}

func (c *shapeCheck) mapping(n *Node, s *Shape, key *Node) {
	if s.Declares {
		for _, p := range n.Pairs {
			c.id(p.Key)
		}
	}
	of := s.Expect
	if key != nil && strings.ContainsAny(of, "`{,") {
		of = "`" + key.Text + "`"
	}
	c.keys(n, s.Keys, s.Each, of, "", key)
	if s.Form == Duration_ || s.Form == Number {
		c.rivals(n, s)
	}
}

// rivals checks the values of rival readings against the shape of the place.
func (c *shapeCheck) rivals(n *Node, s *Shape) {
	list := n.Get("disputed")
	if list == nil || list.Kind != List {
		return
	}
	for _, item := range list.Items {
		if v := item.Get("value"); v != nil && !c.node(v, s, nil) {
			c.found.wrong[v] = true
		}
	}
}

// isWrapper reports whether the map is `{value: V, source: …}` around a value of
// the shape.
func isWrapper(n *Node, s *Shape) bool {
	if n.Kind != Map || s.Section || !n.Has("value") || keyNamed(s.Keys, "value") != nil || keyNamed(s.Keys, "id") != nil {
		return false
	}
	if s.Each == nil {
		return true
	}
	for _, p := range n.Pairs {
		if keyNamed(wrapper, p.Key.Text) == nil {
			return false
		}
	}
	return len(n.Pairs) > 1
}

func (c *shapeCheck) scalar(n *Node, s *Shape) bool {
	switch s.Form {
	case Word:
		for _, w := range s.Words {
			if n.Text == w {
				return true
			}
		}
		d := c.out.Errorf("unknown-word", n.Span, "%q is not %s", n.Text, s.Expect)
		d.Note(diag.Span{}, "allowed are %s", orList(s.Words))
		if near := diag.Nearest(n.Text, s.Words); near != "" {
			d.Hint("did you mean %q?", near)
		}
		return false
	case Flag:
		switch n.Text {
		case "yes", "no", "true", "false":
			return true
		}
		c.out.Errorf("unknown-word", n.Span, "%q is neither yes nor no", n.Text).Hint("write yes or no")
		return false
	case ID:
		return c.id(n)
	}
	return true
}

func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// reserved are words with a meaning of their own in places where ids stand.
var reserved = map[string]string{
	"any": "every condition not named", "nobody": "that nobody holds an authority", "or": "an operator", "and": "an operator",
	"not": "an operator", "true": "a truth value", "false": "a truth value", "unset": "that there is no value",
	"total": "all seats of a quorum", "each-party": "the seats of each party in a quorum",
	"absent": "offices empty at the start", "out": "links out at the start", "given": "consents given at the start",
}

// idMax is the longest id, in characters.
const idMax = 64

// id checks a declared id.
func (c *shapeCheck) id(n *Node) bool {
	hint := BadID(n.Text)
	if hint == "" {
		return true
	}
	c.out.Errorf("bad-id", n.Span, "%q is not an id: %s", n.Text, hint).Hint("ids are letters, digits, `-`, `_` and `.`, and hold a letter")
	return false
}

// BadID says why a text is no id, or returns "".
func BadID(text string) string {
	letter := false
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letter = true
		case !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '-' && r != '_' && r != '.':
			return fmt.Sprintf("it holds %q", string(r))
		}
	}
	switch {
	case text == "":
		return "it is empty"
	case !letter:
		return "it holds no letter"
	case utf8.RuneCountInString(text) > idMax:
		return fmt.Sprintf("it has more than %d characters", idMax)
	case strings.ContainsAny(text[:1], "-."):
		return "it begins with " + text[:1]
	case strings.HasSuffix(text, "-") || strings.HasSuffix(text, "."):
		return "it ends in " + text[len(text)-1:]
	case reserved[text] != "":
		return "the word stands for " + reserved[text]
	}
	if _, err := dist.ParseSeconds(text); err == nil {
		return "it reads as a duration"
	}
	return ""
}
