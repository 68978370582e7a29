package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// ruleCouncils: a quorum can be met with every seat filled, a rule asks for no
// more seats than there are, and neither is left to a default where the council
// has something to do.
var ruleCouncils = rule{
	codes: []diag.Code{"impossible-quorum", "unwritten-rule"},
	apply: func(f *facts) {
		for i := range f.a.Councils {
			c := &f.a.Councils[i]
			if !f.ok("councils", c.ID) {
				continue
			}
			node := f.tree.Get("councils").Get(c.ID)
			f.quorum(c, node)
			if f.acts(model.CouncilIndex(i)) {
				f.unwrittenRule(c, node)
			}
		}
	},
}

func (f *facts) quorum(c *model.Council, node *syntax.Node) {
	seats := make([]int, len(f.a.Parties))
	for _, s := range c.Seats {
		if p := f.a.Posts[s.Post].Of; p != model.None {
			seats[p]++
		}
	}
	span := c.Span
	if q := node.Get("quorum"); q != nil {
		span = q.Span
	}
	if c.Total > len(c.Seats) {
		f.out.Errorf("impossible-quorum", span, "council %q needs %s and has %d", c.ID, plural(c.Total, "seat", "seats"), len(c.Seats))
	}
	for p := range f.a.Parties {
		need, named := c.PerParty[model.PartyIndex(p)]
		if !named && seats[p] > 0 {
			need = c.EachParty
		}
		if need > seats[p] {
			f.out.Errorf("impossible-quorum", span, "council %q needs %s of %s and has %d", c.ID, plural(need, "seat", "seats"), f.a.Parties[p].ID, seats[p])
			if !named {
				break // one number, one message
			}
		}
	}
	if c.Rule == model.AtLeast && c.N > len(c.Seats) {
		f.out.Errorf("impossible-quorum", node.Get("rule").Span, "council %q decides by %s and has %d", c.ID, plural(c.N, "seat", "seats"), len(c.Seats))
	}
}

// acts reports whether some step is the council's.
func (f *facts) acts(c model.CouncilIndex) bool {
	for i := range f.a.Procedures {
		for j := range f.a.Procedures[i].Steps {
			if d := f.a.Procedures[i].Steps[j].Doer; d.Kind == model.ActorCouncil && d.Council == c {
				return true
			}
		}
	}
	return false
}

func (f *facts) unwrittenRule(c *model.Council, node *syntax.Node) {
	var keys, means []string
	if !node.Has("quorum") {
		keys, means = append(keys, "`quorum`"), append(means, "one filled seat is enough")
	}
	if !node.Has("rule") {
		keys, means = append(keys, "`rule`"), append(means, "it decides by consensus")
	}
	if len(keys) > 0 {
		f.out.Warnf("unwritten-rule", c.Span, "council %q has to act and has no %s: %s", c.ID, strings.Join(keys, " and no "), strings.Join(means, ", and "))
	}
}
