package typecheck

import (
	"entente/internal/model"
	"entente/internal/syntax"
)

// readShocks reads the effects that nobody chooses. One that waits for what the
// design lacks is dropped.
func (r *crisisReader) readShocks() {
	kept := r.c.Shocks[:0:0]
	for i := range r.c.Shocks {
		s := &r.c.Shocks[i]
		lacks := false
		r.element("shocks", &s.Meta, r.shocks[i], func(n *syntax.Node, path string) {
			by, _ := one[model.PartyIndex](r.checker, kindParty, r.get(n, "by"), path+"/by")
			s.Trigger, lacks = r.trigger(n, path, by, &s.Meta)
			if k := s.Trigger.Kind; !r.failed && !lacks {
				switch of := reads(k); {
				case of && by == model.None:
					r.errorf("bad-trigger", s.Trigger.Span, "shock %q comes on a reading, and does not say whose", s.ID).Hint("write `by: PARTY` beside `on`")
				case !of && n.Has("by"):
					r.errorf("bad-trigger", n.Get("by").Span, "`by` says whose reading it is, and shock %q comes on none", s.ID)
				}
			}
			s.Effects = r.stockEffects(r.get(n, "effects"), path+"/effects", &s.Meta)
		})
		if !lacks {
			kept = append(kept, *s)
		}
	}
	r.c.Shocks = kept
}

// reads reports whether a trigger is about what a party reads.
func reads(k model.TriggerKind) bool {
	return k == model.OnReadOption || k == model.OnReadParty || k == model.OnReadRung || k == model.OnSilent
}

// trigger reads when a decision or a shock comes. by is whose readings count.
func (r *crisisReader) trigger(n *syntax.Node, path string, by model.PartyIndex, m *model.Meta) (t model.Trigger, lacks bool) {
	unset := model.Quantity{Cite: model.NoCite}
	t = model.Trigger{Reader: by, Option: model.None, Party: model.None, Rung: model.None, Step: noStep, Line: model.None, Time: unset, After: unset, Span: m.Span}
	var forms []*syntax.Node
	var key string
	for _, p := range n.Pairs {
		switch p.Key.Text {
		case "at", "every", "on", "step":
			forms = append(forms, p.Key)
		}
	}
	switch {
	case len(forms) == 0 && r.shape.Incomplete(n):
		r.failed = true
		return t, false
	case len(forms) == 0:
		r.errorf("bad-trigger", m.Span, "%q does not say when it comes", m.ID).Hint("write `at: TIME`, `every: TIME` or `on: {…}`")
		return t, false
	case len(forms) > 1:
		r.errorf("bad-trigger", forms[1].Span, "`%s` stands beside `%s`; %q comes by one of them", forms[1].Text, forms[0].Text, m.ID).Hint("write two, one for each")
		return t, false
	}
	key, t.Span = forms[0].Text, forms[0].Span
	v := r.get(n, key)
	if v == nil {
		return t, false
	}
	switch key {
	case "at":
		t.Kind, t.Time = model.OnAt, r.time(v, path+"/at", m)
	case "every":
		t.Kind, t.Time = model.OnEvery, r.time(v, path+"/every", m)
		r.mean(t.Time)
	case "step":
		t.Kind = model.OnStep
		t.Step, lacks = r.stepAt(v, path+"/step")
	default:
		lacks = r.on(v, path+"/on", &t, m)
	}
	return t, r.waits(n, path, key, &t, m) || lacks
}

// waits reads what stands beside the form of a trigger.
func (r *crisisReader) waits(n *syntax.Node, path, form string, t *model.Trigger, m *model.Meta) (lacks bool) {
	if after := r.get(n, "after"); after != nil {
		if form != "on" {
			r.errorf("bad-trigger", after.Span, "`after` stands beside `%s`; only what comes `on` something waits", form)
		}
		t.After = r.time(after, path+"/after", m)
	}
	if form == "step" {
		for _, k := range []string{"while", "times"} {
			if v := n.Get(k); v != nil {
				r.errorf("bad-trigger", v.Span, "`%s` stands beside `step`; an answer comes whenever the step asks for it", k).
					Hint("a `rule` may say when it is which")
			}
		}
		return false
	}
	t.While, lacks = r.exprAt(r.get(n, "while"), path+"/while")
	if times := r.get(n, "times"); times != nil {
		t.TimesMost = r.whole(times, "how often it comes", 1, timesMax)
	}
	return lacks
}

// onKeys are the keys of `on` of which one stands there; others say more.
var onKeys = []string{"read", "becomes", "silent", "done", "refused", "ends", "stops", "decision", "crossed"}

const onHint = "write one of `{read: X}`, `{becomes: E}`, `{silent: PARTY, for: T}`, `{done: P/S}`, `{refused: P/S}`, `{ends: P}`, `{stops: P}`, `{decision: P, unasked: PARTY}`, `{decision: P, untold: PARTY}`, `{crossed: LINE}`"

// on reads what a trigger comes on.
func (r *crisisReader) on(n *syntax.Node, path string, t *model.Trigger, m *model.Meta) (lacks bool) {
	n = r.shape.Value(n)
	if r.shape.Incomplete(n) {
		r.failed = true
		return false
	}
	key := ""
	for _, k := range onKeys {
		switch {
		case !n.Has(k):
		case key != "":
			r.errorf("bad-trigger", n.Get(k).Span, "`%s` stands beside `%s`; it comes on one of them", k, key).Hint(onHint)
			return false
		default:
			key = k
		}
	}
	if key == "" {
		r.errorf("bad-trigger", t.Span, "it does not say on what it comes").Hint(onHint)
		return false
	}
	belongs := map[string]string{"for": "silent", "unasked": "decision", "untold": "decision"}
	for _, p := range n.Pairs {
		if to := belongs[p.Key.Text]; to != "" && to != key {
			r.errorf("bad-trigger", p.Key.Span, "`%s` stands here without `%s`", p.Key.Text, to).Hint(onHint)
			return false
		}
	}
	v := n.Get(key)
	party := func(key string) model.PartyIndex {
		i, _ := one[model.PartyIndex](r.checker, kindParty, r.get(n, key), path+"/"+key)
		return i
	}
	procedure := func() {
		t.Step.Procedure, lacks = lackingOne[model.ProcedureIndex](r.reader, kindProcedure, v, path+"/"+key)
	}
	switch key {
	case "read":
		r.onRead(r.shape.Value(v), t)
	case "becomes":
		t.Kind = model.OnBecomes
		t.Expr, lacks = r.exprAt(v, path+"/becomes")
	case "silent":
		t.Kind, t.Party = model.OnSilent, party("silent")
		if !n.Has("for") {
			r.errorf("bad-trigger", t.Span, "`silent` does not say for how long").Hint("write `{silent: PARTY, for: TIME}`")
			break
		}
		t.Time = r.time(r.get(n, "for"), path+"/for", m)
	case "done", "refused":
		t.Kind = map[string]model.TriggerKind{"done": model.OnDone, "refused": model.OnRefused}[key]
		t.Step, lacks = r.stepAt(v, path+"/"+key)
	case "ends", "stops":
		t.Kind = map[string]model.TriggerKind{"ends": model.OnEnds, "stops": model.OnStops}[key]
		procedure()
	case "decision":
		if n.Has("unasked") == n.Has("untold") {
			r.errorf("bad-trigger", v.Span, "a decision is looked at for one party that was not asked, or not told, before").Hint("write `unasked: PARTY` or `untold: PARTY` beside it")
			break
		}
		t.Kind, t.Party = model.OnUntold, party("untold")
		if n.Has("unasked") {
			t.Kind, t.Party = model.OnUnasked, party("unasked")
		}
		procedure()
	case "crossed":
		t.Kind = model.OnCrossed
		t.Line, _ = one[model.LineIndex](r.checker, kindLine, v, path+"/crossed")
	}
	return lacks
}

// onRead resolves an option, a party or a rung that is read.
func (r *crisisReader) onRead(n *syntax.Node, t *model.Trigger) {
	r.inline(n)
	if i, ok := find[model.OptionIndex](r.names, kindOption, n.Text); ok {
		t.Kind, t.Option = model.OnReadOption, i
	} else if i, ok := find[model.PartyIndex](r.names, kindParty, n.Text); ok {
		t.Kind, t.Party = model.OnReadParty, i
	} else if i, ok := find[model.RungIndex](r.names, kindRung, n.Text); ok {
		t.Kind, t.Rung = model.OnReadRung, i
	} else {
		r.failed = true
		r.names.unknown(n.Text, n.Span, r.out, kindOption, kindParty, kindRung)
	}
}
