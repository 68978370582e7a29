package editor

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// way is one way in which a name is written: pieces of text between kinds of ids.
type way struct {
	text  string   // as the grammar has it
	kinds []string // of the ids in it
	match *regexp.Regexp
}

var isKind = regexp.MustCompile(`[A-Z]{2,}`)

var ways = struct {
	sync.Mutex
	of map[string][]way
}{of: map[string][]way{}}

// waysOf cuts `POST | COUNCIL | holder(AUTHORITY)` into its ways.
func waysOf(written string) []way {
	if written == "" {
		return nil
	}
	ways.Lock()
	defer ways.Unlock()
	if known, ok := ways.of[written]; ok {
		return known
	}
	var out []way
	for _, text := range strings.Split(written, " | ") {
		var pattern strings.Builder
		last := 0
		for _, at := range isKind.FindAllStringIndex(text, -1) {
			pattern.WriteString(literal(text[last:at[0]]))
			pattern.WriteString(`([^\s()/,]+?)`)
			last = at[1]
		}
		pattern.WriteString(literal(text[last:]))
		out = append(out, way{text, isKind.FindAllString(text, -1), regexp.MustCompile("^" + pattern.String() + "$")})
	}
	ways.of[written] = out
	return out
}

// literal is the pattern of a piece of text, in which blanks are as wide as they like.
func literal(s string) string {
	return strings.ReplaceAll(regexp.QuoteMeta(s), " ", `\s+`)
}

// written notes what a scalar names. Ways of the same build are one mention of any of
// their kinds.
func (w *walker) written(n *syntax.Node, written string, sc scope) {
	w.names(n.Text, written, sc, func(from, to int) diag.Span { return n.Part(from, to) })
}

// names reads a text in the ways in which it may be written; at says where its
// characters stand.
func (w *walker) names(text, written string, sc scope, at func(from, to int) diag.Span) {
	type place struct{ from, to int }
	found := map[place]int{}
	all := waysOf(written)
	if slices.ContainsFunc(all, func(w way) bool { return len(w.kinds) == 0 && w.text == text }) {
		return
	}
	for _, way := range all {
		if len(way.kinds) == 0 {
			continue
		}
		m := way.match.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		inner := sc
		for i, kind := range way.kinds {
			id := text[m[2*i+2]:m[2*i+3]]
			from := utf8.RuneCountInString(text[:m[2*i+2]])
			p := place{from, from + utf8.RuneCountInString(id)}
			if old, ok := found[p]; ok {
				w.s.mentions[old].kinds = append(w.s.mentions[old].kinds, kind)
				continue
			}
			if kind == "PATH" {
				w.s.mentions = append(w.s.mentions, mention{kinds: []string{"PATH"}, id: text, span: at(0, utf8.RuneCountInString(text))})
				return
			}
			found[p] = len(w.s.mentions)
			w.s.mentions = append(w.s.mentions, mention{kinds: []string{kind}, id: id, owner: inner[kind], span: at(p.from, p.to)})
			inner = within(kind, id, inner)
			if kind == "STEP" {
				inner = inner.with("CHOICE", inner["STEP"]+"/"+id)
			}
		}
	}
	if strings.Contains(" | "+written+" | ", " | PATH | ") && strings.Contains(text, "/") {
		w.s.mentions = append(w.s.mentions, mention{kinds: []string{"PATH"}, id: text, span: at(0, utf8.RuneCountInString(text))})
	}
}
