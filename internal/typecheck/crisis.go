package typecheck

import (
	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// Crisis reads a crisis for an arrangement, or for a design that is made of it. It
// returns nil where there is nothing to read: no tree, no arrangement, or a header
// that does not say that this is a crisis for it. With errors in out, what it
// returns serves for the names in it and for nothing else.
func Crisis(tree *syntax.Node, a *model.Arrangement, out *diag.List) *model.Crisis {
	header, ok := ReadHeader(tree, out)
	if !ok || a == nil {
		return nil
	}
	if header.Kind != "crisis" {
		out.Errorf("wrong-kind", tree.Get("entente").Get("kind").Span, "this is of kind %q; a crisis is expected", header.Kind)
		return nil
	}
	if !forThis(header, a, out) {
		return nil
	}
	names := NamesOf(a)
	names.keepIdentity()
	r := &crisisReader{
		reader: &reader{newChecker(names, syntax.CheckShape("crisis", tree, out), out), a, tree, map[lack]*lackUse{}},
		header: header,
		c:      &model.Crisis{Title: header.Title, For: header.For},
	}
	r.b = &builder{checker: r.checker, tree: tree, broken: map[string]bool{}}
	r.c.Meta = model.Meta{ID: header.ID, Span: header.Span, Note: header.Note, Cite: model.NoCite}
	r.c.Step = model.Quantity{Cite: model.NoCite, Path: "step"}
	r.wherePresent()
	r.declare()
	names.AddCrisis(r.c)
	r.openTables()
	r.resolve()
	r.judge()
	r.unusedPaths()
	r.c.Disputes = r.disputes
	return r.c
}

// crisisReader fills a crisis from its tree.
type crisisReader struct {
	*reader
	header Header
	c      *model.Crisis
	b      *builder // reads what every element carries

	stocks, options, players, shocks, programmes, lines []*syntax.Node
	decisions                                           [][]*syntax.Node // by player
	conditions                                          [][]*syntax.Node // by programme

	values, uncited int // quantities, and those that rest on nothing
}

// Limits on a crisis. A text for people holds far less.
const (
	rungsMax        = 32
	stocksMax       = 128
	flowsMax        = 16 // of a stock
	crisisOptionMax = 256
	effectsMax      = 64 // of an option, a reading or a shock
	readingsMax     = 256
	playersMax      = 64
	decisionsMax    = 64 // of a player
	alternativesMax = 64 // of a decision
	termsMax        = 32 // of a worth
	shocksMax       = 64
	programmesMax   = 32
	conditionsMax   = 32 // of a programme
	combineMax      = 16 // rules of a programme
	linesMax        = 64
	timesMax        = 100_000 // how often a trigger comes at most
)

// declare enters every element with its id, so that names may be used before they
// stand in the text.
func (r *crisisReader) declare() {
	c := r.c
	if rungs := r.get(r.tree, "rungs"); rungs != nil {
		if order := r.get(rungs, "order"); order != nil {
			for _, item := range r.limitItems(r.items(r.shape.Value(order)), rungsMax, "rungs") {
				c.Rungs = append(c.Rungs, model.Rung{Meta: metaAt(item)})
			}
		}
	}
	r.enter("stocks", stocksMax, &r.stocks, func(m model.Meta) { c.Stocks = append(c.Stocks, model.Stock{Meta: m}) })
	r.enter("options", crisisOptionMax, &r.options, func(m model.Meta) {
		c.Options = append(c.Options, model.Option{Meta: m, Of: model.None, Rung: model.None, By: noStep, Choice: -1, Uses: model.None})
	})
	r.enter("players", playersMax, &r.players, func(m model.Meta) { c.Players = append(c.Players, model.Player{Meta: m, Of: model.None}) })
	for i, n := range r.players {
		r.decisions = append(r.decisions, nil)
		r.within(n, "decisions", decisionsMax, &r.decisions[i], func(m model.Meta) {
			c.Players[i].Decisions = append(c.Players[i].Decisions, model.Decision{Meta: m})
		})
	}
	r.enter("shocks", shocksMax, &r.shocks, func(m model.Meta) { c.Shocks = append(c.Shocks, model.Shock{Meta: m}) })
	r.enter("programmes", programmesMax, &r.programmes, func(m model.Meta) {
		c.Programmes = append(c.Programmes, model.Programme{Meta: m, Council: model.None, Takes: model.None})
	})
	for i, n := range r.programmes {
		r.conditions = append(r.conditions, nil)
		r.within(n, "conditions", conditionsMax, &r.conditions[i], func(m model.Meta) {
			c.Programmes[i].Conditions = append(c.Programmes[i].Conditions, model.Condition{Meta: m, Stock: model.None})
		})
	}
	r.enter("red-lines", linesMax, &r.lines, func(m model.Meta) { c.Lines = append(c.Lines, model.Line{Meta: m, Of: model.None}) })
}

func metaAt(id *syntax.Node) model.Meta {
	return model.Meta{ID: id.Text, Span: id.Span, Cite: model.NoCite}
}

// noStep is the step of what waits for none.
var noStep = model.StepRef{Procedure: model.None, Step: model.None}

// enter enters the elements of a section.
func (r *crisisReader) enter(section string, limit int, nodes *[]*syntax.Node, enter func(model.Meta)) {
	r.within(r.tree, section, limit, nodes, enter)
}

// within enters the elements that stand behind a key of a map.
func (r *crisisReader) within(n *syntax.Node, key string, limit int, nodes *[]*syntax.Node, enter func(model.Meta)) {
	if n == nil || n.Kind != syntax.Map || r.shape.Wrong(n) {
		return
	}
	list := r.get(n, key)
	if list == nil {
		return
	}
	for _, p := range r.limitPairs(list.Pairs, limit, key) {
		enter(metaAt(p.Key))
		*nodes = append(*nodes, p.Value)
	}
}

// openTables marks the tables in which names may be missing: a message speaks of the
// text that would have declared them.
func (r *crisisReader) openTables() {
	for _, s := range []struct {
		kind    kind
		section string
	}{{kindStock, "stocks"}, {kindOption, "options"}, {kindPlayer, "players"}, {kindProgramme, "programmes"}, {kindLine, "red-lines"}} {
		r.names.open[s.kind] = r.cut || r.b.lost(r.tree, s.section)
	}
	rungs := r.tree.Get("rungs")
	r.names.open[kindRung] = r.cut || r.b.lost(r.tree, "rungs") || rungs != nil && r.b.lost(rungs, "order")
}

// resolve fills every element that declare has entered.
func (r *crisisReader) resolve() {
	c := r.c
	r.rungs()
	for i := range c.Stocks {
		r.element("stocks", &c.Stocks[i].Meta, r.stocks[i], func(n *syntax.Node, path string) { r.stock(n, path, &c.Stocks[i]) })
	}
	if n := r.get(r.tree, "step"); n != nil {
		c.Step = r.exact(n, "step", "the step")
		r.count(c.Step, &c.Meta)
	}
	for i := range c.Options {
		r.element("options", &c.Options[i].Meta, r.options[i], func(n *syntax.Node, path string) { r.option(n, path, model.OptionIndex(i)) })
	}
	for i := range c.Players {
		r.element("players", &c.Players[i].Meta, r.players[i], func(n *syntax.Node, path string) { r.player(n, path, i) })
	}
	r.readShocks()
	for i := range c.Programmes {
		r.element("programmes", &c.Programmes[i].Meta, r.programmes[i], func(n *syntax.Node, path string) { r.programme(n, path, i) })
	}
	for i := range c.Lines {
		r.element("red-lines", &c.Lines[i].Meta, r.lines[i], func(n *syntax.Node, path string) { r.line(n, path, &c.Lines[i]) })
	}
}

// element reads what every element of a section carries, and the rest by fill.
func (r *crisisReader) element(section string, m *model.Meta, n *syntax.Node, fill func(*syntax.Node, string)) {
	r.b.element(section, m, n, fill)
}

// number reads a number of an element, and time a duration.
func (r *crisisReader) number(n *syntax.Node, path string, m *model.Meta) model.Quantity {
	q := r.quantity(n, path, dist.Number)
	r.count(q, m)
	return q
}

func (r *crisisReader) time(n *syntax.Node, path string, m *model.Meta) model.Quantity {
	q := r.quantity(n, path, dist.Duration)
	r.count(q, m)
	return q
}

// count notes whether a quantity rests on a source or is marked as an assumption.
func (r *crisisReader) count(q model.Quantity, m *model.Meta) {
	if !q.Set {
		return
	}
	r.values++
	if q.Cite.Source == model.None && m.Cite.Source == model.None && !q.Assume && !m.Assume && !r.header.Assume {
		r.uncited++
	}
}

// notNegative holds a number to 0 and above.
func (r *crisisReader) notNegative(q model.Quantity, what string) {
	if !q.Set {
		return
	}
	if low, _ := q.Spec.Hard(); low < 0 {
		r.errorf("bad-quantity", q.Span, "%s is %s; it cannot be below 0", what, q.Text)
	}
}

// valued reads a number that stands alone or, with more beside it, behind a key:
// `x`, or `{KEY: x, while: E}`.
func (r *crisisReader) valued(n *syntax.Node, key, path string, m *model.Meta) model.Quantity {
	if n.Kind != syntax.Map || !n.Has(key) {
		return r.number(n, path, m)
	}
	for _, k := range valueKeys {
		if v := n.Get(k); v != nil {
			r.errorf("bad-quantity", v.Span, "`%s` stands beside `%s`; one of them says what the number is", k, key)
			return model.Quantity{Cite: model.NoCite, Path: path}
		}
	}
	w := r.grade(n)
	q := r.quantity(r.get(n, key), path, dist.Number)
	r.rivals(n, n.Get(key), q.Cite, path, func(v *syntax.Node) { r.quantity(v, path, dist.Number) })
	if q.Cite.Source == model.None {
		q.Cite = w.cite
	}
	q.Assume = q.Assume || w.assume
	r.count(q, m)
	return q
}

// lackingOne resolves an id of a kind that the design may lack.
func lackingOne[I ~int32](r *reader, k kind, n *syntax.Node, path string) (i I, lacks bool) {
	i, _ = read(r.checker, n, path, I(model.None), func(n *syntax.Node) I {
		i, ok := find[I](r.names, k, n.Text)
		switch {
		case ok:
		case r.lacks(k, n.Text):
			lacks = true
		default:
			r.failed = true
			r.names.unknown(n.Text, n.Span, r.out, k)
		}
		return i
	})
	return i, lacks
}

// stepAt resolves PROCEDURE/STEP, which the design may lack.
func (r *reader) stepAt(n *syntax.Node, path string) (ref model.StepRef, lacks bool) {
	ref, _ = read(r.checker, n, path, noStep, func(n *syntax.Node) model.StepRef {
		if r.lacksStep(n.Text) {
			lacks = true
			return noStep
		}
		ref, ok := r.stepPath(n)
		if !ok {
			return noStep
		}
		return ref
	})
	return ref, lacks
}

// exprAt reads an expression, which may name what the design lacks: then it does not
// hold.
func (r *reader) exprAt(n *syntax.Node, path string) (e *model.Expr, lacks bool) {
	if n == nil {
		return nil, false
	}
	if r.lacksIn(n) {
		return nil, true
	}
	return r.expr(n, path, model.None), false
}
