package typecheck

import (
	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// Limits on what a study says of crises.
const (
	castsMax     = 32
	breakEvenMax = 2
)

// casts reads who plays, and by which rules. The players and rules are looked up when the crisis is known.
func (r *studyReader) casts() {
	n := r.get(r.tree, "casts")
	if n == nil {
		return
	}
	for _, p := range r.limitPairs(r.pairs(n), castsMax, "casts") {
		c := model.Cast{Meta: metaAt(p.Key)}
		players := p.Value
		if p.Value != nil && p.Value.Kind == syntax.Map {
			players = r.get(p.Value, "players")
			for _, q := range r.pairs(r.get(p.Value, "rules")) {
				c.Rules = append(c.Rules, model.CastRule{Programme: q.Key.Text, Rule: r.textOf(p.Value.Get("rules"), q.Key.Text), Span: q.Key.Span})
			}
		}
		if players != nil {
			c.Players = r.ids(players, "a player")
		}
		r.s.Casts = append(r.s.Casts, c)
	}
}

// preferences reads of which measures less, or more, is preferred, and what is asked
// of them.
func (r *studyReader) preferences() {
	n := r.get(r.tree, "prefer")
	read(r.checker, n, "prefer", false, func(n *syntax.Node) bool {
		for _, p := range r.pairs(n) {
			if _, ok := r.known(p.Key); ok {
				r.s.Prefer = append(r.s.Prefer, model.Preference{Measure: p.Key.Text, More: r.shape.Value(p.Value).Text == "more", Span: p.Key.Span})
			}
		}
		return true
	})
	r.breakEven(r.get(r.tree, "break-even"))
	r.frontier(r.get(r.tree, "frontier"))
}

// breakEven reads one or two paths of numbers.
func (r *studyReader) breakEven(n *syntax.Node) {
	read(r.checker, n, "break-even", false, func(n *syntax.Node) bool {
		if r.s.Evidence != "illustrative" && !r.failed {
			r.errorf("bad-break-even", keyOf(r.tree, "break-even"), "a study whose evidence is %s says what it finds; a line at which the comparison turns is drawn by one that is illustrative", r.s.Evidence).
				Hint("write `evidence: illustrative`, or leave it out")
			return false
		}
		items := r.items(n)
		if len(items) > breakEvenMax || len(items) == 0 {
			r.errorf("bad-break-even", n.Span, "a line is drawn between one or two numbers, and %s here", plural(len(items), "stands", "stand"))
			return false
		}
		for _, item := range items {
			item = r.shape.Value(item)
			if _, ok := design.ParsePath(item.Text); !ok {
				r.errorf("bad-path", item.Span, "%q is not a path", item.Text).Hint("a path is ids joined by `/`, as `entente run --json` names them under `assumptions`")
				continue
			}
			r.s.BreakEven = append(r.s.BreakEven, item.Text)
		}
		return true
	})
}

// frontier reads the measures in which designs are compared together.
func (r *studyReader) frontier(n *syntax.Node) {
	read(r.checker, n, "frontier", false, func(n *syntax.Node) bool {
		seen := map[string]diag.Span{}
		prefer := r.tree.Get("prefer")
		for _, item := range r.items(n) {
			item = r.shape.Value(item)
			if _, ok := r.known(item); !ok {
				continue
			}
			if first, twice := seen[item.Text]; twice {
				r.errorf("named-twice", item.Span, "%q stands here a second time", item.Text).Note(first, "it stands here first")
				continue
			}
			seen[item.Text] = item.Span
			if prefer.Get(item.Text) == nil {
				r.errorf("bad-frontier", item.Span, "`prefer` does not say whether less or more of %q is preferred", item.Text).Hint("write `prefer: {%s: less}`, or more", item.Text)
				continue
			}
			r.s.Frontier = append(r.s.Frontier, item.Text)
		}
		if len(n.Items) < 2 {
			r.errorf("bad-frontier", n.Span, "a frontier is of two measures or more")
		}
		return true
	})
}
