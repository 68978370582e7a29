package typecheck

import (
	"math"
	"slices"
	"strconv"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// rungs reads the ladder; the rungs themselves have been entered.
func (r *crisisReader) rungs() {
	n := r.get(r.tree, "rungs")
	if n == nil {
		return
	}
	var m model.Meta
	r.b.meta(n, "rungs", &m)
	for i := range r.c.Rungs {
		r.c.Rungs[i].Cite, r.c.Rungs[i].Assume = m.Cite, m.Assume
	}
	for _, i := range all[model.RungIndex](r.checker, kindRung, r.get(n, "thresholds"), "rungs/thresholds") {
		r.c.Rungs[i].Threshold = true
	}
	for _, p := range r.pairs(r.get(n, "at-least")) {
		if i, ok := r.rungAt(p.Key); ok {
			at := &r.c.Rungs[i].AtLeast
			if *at, _ = r.exprAt(p.Value, "rungs/at-least/"+p.Key.Text); asksForRung(*at) {
				r.errorf("expression-type", (*at).Span, "what makes the rung of the moment asks for that rung").
					Hint("ask for what lies behind it: stocks, acts under way, readings, the arrangement")
			}
		}
	}
	for _, p := range r.pairs(r.get(n, "names")) {
		if i, ok := r.rungAt(p.Key); ok {
			r.c.Rungs[i].Name = r.b.nameOf(p.Value)
		}
	}
}

// asksForRung reports whether an expression asks for the rung of the moment.
func asksForRung(e *model.Expr) bool {
	return e != nil && (e.Op == model.OpRung || slices.ContainsFunc(e.Args, asksForRung))
}

// rungAt resolves a rung that stands as a key.
func (r *crisisReader) rungAt(key *syntax.Node) (model.RungIndex, bool) {
	i, ok := find[model.RungIndex](r.names, kindRung, key.Text)
	if !ok {
		r.failed = true
		r.names.unknown(key.Text, key.Span, r.out, kindRung)
	}
	return i, ok
}

// stock reads a quantity of a party, or of two.
func (r *crisisReader) stock(n *syntax.Node, path string, s *model.Stock) {
	of := r.get(n, "of")
	s.Of = all[model.PartyIndex](r.checker, kindParty, of, path+"/of")
	if len(s.Of) > 2 {
		r.errorf("bad-stock", of.Span, "stock %q is of %d parties; one or two are expected", s.ID, len(s.Of))
	}
	s.Start = r.number(r.get(n, "start"), path+"/start", &s.Meta)
	s.Low, s.High = math.Inf(-1), math.Inf(1)
	if within := r.get(n, "within"); within != nil {
		read(r.checker, within, path+"/within", false, func(n *syntax.Node) bool {
			q := r.quantity(n, path+"/within", dist.Number)
			switch {
			case !q.Set:
			case q.Spec.Form != dist.Range:
				r.errorf("bad-quantity", n.Span, "`within` is %s; bounds are expected", n.Text).Hint("write two bounds, a..b")
			default:
				s.Low, s.High = q.Spec.A, q.Spec.B
			}
			return true
		})
	}
	if s.Start.Set && !r.failed {
		if low, high := s.Start.Spec.Hard(); low < s.Low || high > s.High && !math.IsInf(high, 1) {
			r.errorf("bad-stock", s.Start.Span, "stock %q starts at %s, which is not within %g..%g", s.ID, s.Start.Text, s.Low, s.High)
		}
	}
	if flows := r.get(n, "flows"); flows != nil {
		for i, item := range r.limitItems(r.items(r.shape.Value(flows)), flowsMax, "flows of "+s.ID) {
			if f, ok := r.flow(item, path+"/flows/"+strconv.Itoa(i), &s.Meta); ok {
				s.Flows = append(s.Flows, f)
			}
		}
	}
}

// flow reads one; it is dropped where it is bound to what the design lacks.
func (r *crisisReader) flow(n *syntax.Node, path string, m *model.Meta) (model.Flow, bool) {
	f := model.Flow{By: model.None, Span: diagStart(n.Span)}
	if r.shape.Incomplete(n) {
		r.failed = true
		return f, false
	}
	w := r.grade(n)
	has := func(keys ...string) (first *syntax.Node) {
		for _, k := range keys {
			if first == nil {
				first = n.Get(k)
			}
		}
		return first
	}
	var forms []string
	for _, k := range []string{"per-day", "per-year", "toward"} {
		if n.Has(k) {
			forms = append(forms, k)
		}
	}
	const hint = "write `{per-day: x}`, `{per-year: x}`, `{per-day: x, times: STOCK}` or `{toward: x, half-life: T}`"
	switch {
	case len(forms) == 0:
		r.errorf("bad-stock", f.Span, "the flow does not say how much flows").Hint(hint)
		return f, false
	case len(forms) > 1:
		r.errorf("bad-stock", n.Get(forms[1]).Span, "`%s` stands beside `%s`; a flow is one of them", forms[1], forms[0]).Hint("write two flows, which add up")
		return f, false
	case forms[0] == "toward" && n.Has("times"):
		r.errorf("bad-stock", n.Get("times").Span, "`times` stands beside `toward`").Hint(hint)
		return f, false
	case (forms[0] == "toward") != n.Has("half-life"):
		r.errorf("bad-stock", has("half-life", "toward").Span, "`toward` and `half-life` stand together or not at all").Hint(hint)
		return f, false
	}
	own := *m
	if w.cite.Source != model.None {
		own.Cite = w.cite
	}
	own.Assume = own.Assume || w.assume
	if forms[0] == "toward" {
		f.Form = model.Toward
		f.Target = r.number(r.get(n, "toward"), path+"/toward", &own)
		f.Half = r.time(r.get(n, "half-life"), path+"/half-life", &own)
		if f.Half.Set {
			if low, _ := f.Half.Spec.Hard(); low <= 0 && f.Half.Spec.Form <= dist.Range {
				r.errorf("bad-quantity", f.Half.Span, "the half-life is %s; it must be above 0", f.Half.Text)
			}
		}
	} else {
		f.Year = forms[0] == "per-year"
		f.Rate = r.number(r.get(n, forms[0]), path+"/"+forms[0], &own)
		if times := r.get(n, "times"); times != nil {
			f.Form = model.Times
			f.By, _ = one[model.StockIndex](r.checker, kindStock, times, path+"/times")
		}
	}
	var lacks bool
	f.While, lacks = r.exprAt(r.get(n, "while"), path+"/while")
	return f, !lacks
}

// stockEffects reads `{STOCK: x}` and `{STOCK: {add: x, while: E}}`.
func (r *crisisReader) stockEffects(n *syntax.Node, path string, m *model.Meta) []model.Effect {
	if n == nil {
		return nil
	}
	out, _ := read(r.checker, n, path, nil, func(n *syntax.Node) []model.Effect {
		var out []model.Effect
		for _, p := range r.limitPairs(r.pairs(n), effectsMax, "effects") {
			stock, ok := find[model.StockIndex](r.names, kindStock, p.Key.Text)
			if !ok {
				r.failed = true
				r.names.unknown(p.Key.Text, p.Key.Span, r.out, kindStock)
			}
			e := model.Effect{Stock: stock, Span: p.Key.Span, Add: r.valued(p.Value, "add", path+"/"+p.Key.Text, m)}
			lacks := false
			if p.Value.Kind == syntax.Map {
				e.While, lacks = r.exprAt(r.get(p.Value, "while"), path+"/"+p.Key.Text+"/while")
			}
			if ok && !lacks {
				out = append(out, e)
			}
		}
		return out
	})
	return out
}
