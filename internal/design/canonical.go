package design

import (
	"sort"
	"strings"

	"entente/internal/dist"
	"entente/internal/syntax"
)

// same reports whether two values say the same: sources, remarks and quotes
// aside, durations and numbers by their amount, keys in any order but where the
// order has a meaning, one id as a list of one.
func same(a, b *syntax.Node, sh *shape) bool {
	a, b = unwrap(a, sh), unwrap(b, sh)
	switch {
	case a.Kind == syntax.Scalar && b.Kind == syntax.Scalar:
		return sameText(a.Text, b.Text)
	case sh.holds == plain && a.Kind != syntax.Map && b.Kind != syntax.Map:
		return sameItems(asList(a), asList(b), sh)
	case a.Kind != b.Kind:
		return quantiles(a) != "" && quantiles(a) == quantiles(b)
	case a.Kind == syntax.List:
		return sameItems(a.Items, b.Items, sh)
	}
	return sameMap(a, b, sh)
}

// unwrap takes the value out of `{value: V, …}`.
func unwrap(n *syntax.Node, sh *shape) *syntax.Node {
	if in := wrapped(n, sh); in != nil {
		return in
	}
	return n
}

func asList(n *syntax.Node) []*syntax.Node {
	if n.Kind == syntax.List {
		return n.Items
	}
	return []*syntax.Node{n}
}

func sameItems(a, b []*syntax.Node, sh *shape) bool {
	if len(a) != len(b) {
		return false
	}
	below := shapeBelow(sh, "")
	for i := range a {
		if !same(a[i], b[i], below) {
			return false
		}
	}
	return true
}

func sameMap(a, b *syntax.Node, sh *shape) bool {
	pa, pb := telling(a, sh), telling(b, sh)
	if len(pa) != len(pb) {
		return false
	}
	for i := range pa {
		if pa[i].Key.Text != pb[i].Key.Text || !same(pa[i].Value, pb[i].Value, shapeBelow(sh, pa[i].Key.Text)) {
			return false
		}
	}
	return true
}

// telling lists the pairs of a map that count when values are compared.
func telling(n *syntax.Node, sh *shape) []syntax.Pair {
	var out []syntax.Pair
	for _, p := range n.Pairs {
		if sh.holds != table {
			switch p.Key.Text {
			case "source", "credibility", "assumption", "note", "disputed":
				continue
			}
		}
		out = append(out, p)
	}
	if !sh.ordered {
		sort.SliceStable(out, func(i, j int) bool { return out[i].Key.Text < out[j].Key.Text })
	}
	return out
}

func sameText(a, b string) bool {
	if squeeze(a) == squeeze(b) {
		return true
	}
	for _, unit := range []dist.Unit{dist.Duration, dist.Number} {
		x, errX := dist.Parse(a, unit)
		y, errY := dist.Parse(b, unit)
		if errX == nil && errY == nil && x == y {
			return true
		}
	}
	return false
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// quantiles returns the canonical text of quantiles in either of their forms, or
// "".
func quantiles(n *syntax.Node) string {
	text := n.Text
	if n.Kind == syntax.Map {
		var parts []string
		for _, key := range []string{"p10", "p50", "p90"} {
			if v := n.Get(key); v != nil {
				parts = append(parts, v.Text)
			}
		}
		if len(parts) < 3 || len(telling(n, opaqueValue)) != 3 {
			return ""
		}
		text = strings.Join(parts, "/")
	}
	spec, err := dist.Parse(text, dist.Duration)
	if err != nil || spec.Form != dist.Quantiles {
		return ""
	}
	return dist.Describe(spec)
}

var opaqueValue = text()

// inlineMax is how much of a value a message or a list of changes shows, in
// characters.
const inlineMax = 300

// inline prints a value in one line, as it could be written; "" for none.
func inline(n *syntax.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	write(&b, n)
	if r := []rune(b.String()); len(r) > inlineMax {
		return string(r[:inlineMax-1]) + "…"
	}
	return b.String()
}

func write(b *strings.Builder, n *syntax.Node) {
	if b.Len() > 8*inlineMax {
		return
	}
	switch n.Kind {
	case syntax.Map:
		b.WriteByte('{')
		for i, p := range n.Pairs {
			if i > 0 {
				b.WriteString(", ")
			}
			write(b, p.Key)
			b.WriteString(": ")
			write(b, p.Value)
		}
		b.WriteByte('}')
	case syntax.List:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			write(b, item)
		}
		b.WriteByte(']')
	default:
		text := squeeze(n.Text)
		if n.Quoted && (text == "" || strings.ContainsAny(text, ",:#[]{}\"'@")) {
			text = "\"" + strings.NewReplacer("\\", "\\\\", "\"", "\\\"").Replace(text) + "\""
		}
		b.WriteString(text)
		if n.Cite != nil {
			b.WriteString(" @" + n.Cite.Source)
			if n.Cite.Credibility > 0 {
				b.WriteString(":" + string(rune('0'+n.Cite.Credibility)))
			}
		}
	}
}
