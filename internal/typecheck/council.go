package typecheck

import (
	"time"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

func (b *builder) council(n *syntax.Node, path string, c *model.Council) {
	c.Under = b.superiors(n, path)
	c.Seats, _ = read(b.checker, b.get(n, "seats"), path+"/seats", nil, func(n *syntax.Node) []model.Seat {
		var out []model.Seat
		for _, p := range b.limitPairs(b.pairs(n), seatsMax, path+"/seats") {
			post, w := one[model.PostIndex](b.checker, kindPost, p.Value, path+"/seats/"+p.Key.Text)
			if post == model.None {
				continue
			}
			out = append(out, model.Seat{Meta: model.Meta{ID: p.Key.Text, Span: p.Key.Span, Cite: w.cite, Note: w.note, Assume: w.assume}, Post: post})
		}
		return out
	})
	b.quorum(n, path, c)
	b.rule(n, path, c)
	if convene := b.get(n, "convene"); convene != nil {
		if each := b.get(convene, "each"); each != nil {
			c.Each = true
			for _, k := range valueKeys {
				if v := convene.Get(k); v != nil {
					b.errorf("bad-quantity", v.Span, "`%s` stands beside `each`; the time of each seat stands behind `each`", k)
					break
				}
			}
			c.Convene = b.quantity(each, path+"/convene/each", dist.Duration)
			if w := b.grade(convene); c.Convene.Cite.Source == model.None {
				c.Convene.Cite = w.cite
			}
		} else {
			c.Convene = b.quantity(convene, path+"/convene", dist.Duration)
		}
	}
	c.Adjourns = b.flagAt(n, "adjourns", path)
	if meets := b.get(n, "meets"); meets != nil {
		c.Meets = b.cadence(meets, path+"/meets")
	}
	remit := b.get(n, "remit")
	if remit != nil {
		remit = b.shape.Value(remit)
	}
	c.Decides = all[model.ProcedureIndex](b.checker, kindProcedure, b.get(remit, "decides"), path+"/remit/decides")
	c.Advises = all[model.ProcedureIndex](b.checker, kindProcedure, b.get(remit, "advises"), path+"/remit/advises")
	c.Agenda, _ = read(b.checker, b.get(n, "agenda"), path+"/agenda", nil, func(n *syntax.Node) []string {
		var out []string
		for _, item := range b.limitItems(b.items(n), agendaMax, path+"/agenda") {
			out = append(out, b.shape.Value(item).Text)
		}
		return out
	})
}

func (b *builder) quorum(n *syntax.Node, path string, c *model.Council) {
	read(b.checker, b.get(n, "quorum"), path+"/quorum", false, func(n *syntax.Node) bool {
		c.Total, c.EachParty, c.PerParty = 0, 0, nil
		for _, p := range b.pairs(n) {
			need, _ := read(b.checker, p.Value, path+"/quorum/"+p.Key.Text, 0, func(n *syntax.Node) int {
				return b.whole(n, "a number of seats", 0, seatsMax)
			})
			switch p.Key.Text {
			case "total":
				c.Total = need
			case "each-party":
				c.EachParty = need
			default:
				party, ok := find[model.PartyIndex](b.names, kindParty, p.Key.Text)
				if !ok {
					b.failed = true
					b.quorumKey(p.Key)
					continue
				}
				if c.PerParty == nil {
					c.PerParty = map[model.PartyIndex]int{}
				}
				c.PerParty[party] = need
			}
		}
		return true
	})
}

// quorumKey reports a key of a quorum that is neither a word nor a party.
func (b *builder) quorumKey(key *syntax.Node) {
	words := append([]string{"total", "each-party"}, b.names.tables[kindParty].ids...)
	d := b.out.Errorf("unknown-party", key.Span, "%q is neither `total`, `each-party` nor a party", key.Text)
	b.names.suggest(d, key.Text, words, kindParty)
}

func (b *builder) rule(n *syntax.Node, path string, c *model.Council) {
	path += "/rule"
	read(b.checker, b.get(n, "rule"), path, false, func(n *syntax.Node) bool {
		c.Rule, c.N, c.SilenceFor = model.Consensus, 0, model.Quantity{Cite: model.NoCite}
		if n.Kind == syntax.Scalar {
			if n.Text == "majority" {
				c.Rule = model.Majority
			}
			return true
		}
		atLeast, silence := b.get(n, "at-least"), b.get(n, "silence")
		switch {
		case b.shape.Incomplete(n):
			b.failed = true
		case atLeast != nil && silence != nil || atLeast == nil && silence == nil:
			b.errorf("bad-rule", n.Span, "a rule in brackets is one of at-least and silence").Hint("write {at-least: n} or {silence: TIME}")
		case atLeast != nil:
			c.Rule = model.AtLeast
			c.N = b.whole(atLeast, "a number of seats", 1, seatsMax)
		default:
			c.Rule = model.Silence
			c.SilenceFor = b.quantity(silence, path+"/silence", dist.Duration)
		}
		return true
	})
}

func (b *builder) cadence(n *syntax.Node, path string) *model.Cadence {
	n = b.shape.Value(n)
	w := b.grade(n)
	b.rivals(n, nil, w.cite, path, nil)
	out := &model.Cadence{Every: b.duration(n, "every", path), Cite: w.cite, Span: n.Span}
	out.Text = out.Every.Text
	out.Last, _ = read(b.checker, b.get(n, "last"), path+"/last", "", func(n *syntax.Node) string {
		for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
			if _, err := time.Parse(layout, n.Text); err == nil {
				return n.Text
			}
		}
		b.errorf("bad-date", n.Span, "%q is not a date", n.Text).Hint("write YYYY-MM-DD, or YYYY-MM or YYYY where no more is known")
		return ""
	})
	return out
}
