package entente

import (
	"context"
	"strings"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// readingsMax bounds how many rival readings one check tries.
const readingsMax = 16

// readings checks the design once more under each rival reading of a disputed
// value, one at a time, and says which verdicts differ from those of r.
func readings(ctx context.Context, d *Design, r *Findings, opt CheckOptions) []check.Reading {
	var out []check.Reading
	for _, dispute := range d.Arrangement.Disputes {
		if len(dispute.Readings) == 0 || dispute.Readings[0].Value == "" {
			continue // a dispute about a text, not about a value
		}
		for _, rival := range dispute.Readings[1:] {
			if len(out) == readingsMax || ctx.Err() != nil {
				return out
			}
			one := check.Reading{Path: dispute.Path, InForce: dispute.Readings[0].Value, Rival: rival.Value, Cite: rival.Cite, Note: rival.Note, Line: rival.Span}
			if other, same := underReading(ctx, d, dispute.Path, rival.Value, opt); other != nil {
				one.Tried = true
				against := r
				if same { // the searches are the same: only the rest is compared
					quick := opt
					quick.NoSearch = true
					against = check.Run(ctx, d.Arrangement, d.Scenario, quick)
				}
				one.Undecided = !other.Exhaustive || !against.Exhaustive
				if against.Exhaustive {
					one.Found = missing(other, against)
				}
				if other.Exhaustive {
					one.Gone = missing(against, other)
				}
			}
			out = append(out, one)
		}
	}
	return out
}

// underReading checks the design with another value at a path; nil if the text
// does not hold together with it. Where that value is nothing that a search
// reads, no search is run again, and same is true.
func underReading(ctx context.Context, d *Design, path, value string, opt CheckOptions) (r *Findings, same bool) {
	tree, ok := withValue(d.Tree, strings.Split(path, "/"), value)
	if !ok {
		return nil, false
	}
	var out diag.List
	a := typecheck.Arrangement(tree, &out)
	if a == nil || out.HasErrors() {
		return nil, false
	}
	a.Variant, a.Silent, a.Changes = d.Arrangement.Variant, d.Arrangement.Silent, d.Arrangement.Changes
	var s *model.Scenario
	if d.scenario != nil {
		var crisis *model.Crisis
		if d.crisis != nil {
			crisis = typecheck.Crisis(d.crisis, a, &out)
		}
		if s = typecheck.Scenario(d.scenario, a, crisis, &out); out.HasErrors() {
			return nil, false
		}
	}
	opt.NoSearch = check.SameSearches(d.Arrangement, d.Scenario, a, s, opt)
	return check.Run(ctx, a, s, opt), opt.NoSearch
}

// withValue returns the tree with a scalar of the given text at the path, in
// place of the value or of the `value:` of its map. The tree itself is kept.
func withValue(n *syntax.Node, path []string, value string) (*syntax.Node, bool) {
	if n == nil {
		return nil, false
	}
	if len(path) == 0 {
		var out diag.List
		src := diag.NewSource("reading", "value: "+value)
		parsed := syntax.Parse(src, syntax.DefaultLimits, &out)
		v := parsed.Get("value")
		if v == nil || out.HasErrors() {
			return nil, false
		}
		return v, true
	}
	c := *n
	c.Pairs, c.Items = append([]syntax.Pair(nil), n.Pairs...), append([]*syntax.Node(nil), n.Items...)
	for i := range c.Pairs {
		if c.Pairs[i].Key.Text == path[0] {
			v, ok := withValue(c.Pairs[i].Value, path[1:], value)
			c.Pairs[i].Value = v
			return &c, ok
		}
	}
	for i := range c.Items {
		if id := c.Items[i].Get("id"); id != nil && id.Text == path[0] {
			v, ok := withValue(c.Items[i], path[1:], value)
			c.Items[i] = v
			return &c, ok
		}
	}
	return nil, false
}

// missing lists what is found in a and not in b.
func missing(a, b *Findings) []check.ID {
	have := map[check.ID]bool{}
	for i := range b.Findings {
		have[b.Findings[i].ID()] = true
	}
	var out []check.ID
	for i := range a.Findings {
		if id := a.Findings[i].ID(); !have[id] {
			out = append(out, id)
		}
	}
	return out
}
