package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
)

// joinCommas closes a trap of YAML: between braces a comma ends a plain text, so
// that `{title: Leaders lost, lines out}` would hold the key `lines out` with
// nothing behind it, and `{always: f(a, b)}` the key `b)`. Such a piece belongs
// to the text before it where it is no id, or where that text holds a blank or
// an open bracket. Anything else, as in `{of: M, national}`, stays a key.
func (r *reader) joinCommas(y *yaml.Node) []*yaml.Node {
	if r.page.at(r.startOf(y)) != '{' {
		return y.Content
	}
	out := make([]*yaml.Node, 0, len(y.Content))
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		if n := len(out); n > 0 && r.bare(key, value) && len(out[n-1].Value) <= r.lim.Scalar && continues(out[n-1], key) {
			out[n-1] = r.joined(out[n-1], key)
			continue
		}
		out = append(out, key, value)
	}
	return out
}

// bare reports whether a key has no colon.
func (r *reader) bare(key, value *yaml.Node) bool {
	if !plainScalar(key) || !plainScalar(value) || value.Value != "" || value.Line != key.Line {
		return false
	}
	line := r.page.line(key.Line)
	from, to := key.Column-1+utf8.RuneCountInString(key.Value), value.Column-1
	return from <= to && to <= len(line) && strings.TrimSpace(string(line[from:to])) == ""
}

func plainScalar(y *yaml.Node) bool {
	return y.Kind == yaml.ScalarNode && !quoted(y) && y.Anchor == "" && y.Style&yaml.TaggedStyle == 0
}

// continues reports whether a piece without a colon belongs to the value before
// it. Behind a citation nothing does.
func continues(before, piece *yaml.Node) bool {
	text := before.Value
	if !plainScalar(before) || text == "" || citeStart([]rune(text)) >= 0 {
		return false
	}
	return !sourceID(piece.Value) || strings.ContainsFunc(text, unicode.IsSpace) || strings.Count(text, "(") > strings.Count(text, ")")
}

// joined returns the text with its piece, as they stand where that is one line.
func (r *reader) joined(before, piece *yaml.Node) *yaml.Node {
	out := *before
	out.Value = before.Value + ", " + piece.Value
	line := r.page.line(before.Line)
	from, to := before.Column-1, piece.Column-1+utf8.RuneCountInString(piece.Value)
	if before.Line == piece.Line && from >= 0 && from < to && to <= len(line) {
		out.Value = string(line[from:to])
	}
	return &out
}
