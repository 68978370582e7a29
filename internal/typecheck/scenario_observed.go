package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// observed reads historical values, and what is asked of a record that is not
// given. Both share their ids, so that a record can be put in place of a prediction.
func (r *scenarioReader) observed() {
	seen := map[string]diag.Span{}
	r.s.Observed = r.past("observed", seen)
	r.s.Predicted = r.past("predicted", seen)
	if n := r.get(r.tree, "in-force"); n != nil {
		r.s.InForce = r.inForce(n)
	}
}

// past reads the entries of one list.
func (r *scenarioReader) past(section string, seen map[string]diag.Span) []model.Observed {
	list := r.get(r.tree, section)
	if list == nil {
		return nil
	}
	var out []model.Observed
	for _, item := range r.limitItems(r.items(list), observedMax, section) {
		var m model.Meta
		idOf(item, &m)
		if first, twice := seen[m.ID]; twice {
			r.errorf("duplicate-id", m.Span, "%q is observed a second time", m.ID).Note(first, "it stands here first")
			continue
		}
		seen[m.ID] = m.Span
		o := model.Observed{ID: m.ID, Text: m.ID, Span: m.Span, Case: r.s.ID, Step: model.None, Procedure: model.None, Since: model.None}
		if what := r.get(item, "what"); what != nil {
			o.Text = r.shape.Value(what).Text
		}
		if section == "observed" {
			r.observedValue(item, &o)
		}
		if lacking := r.observedOf(item, &o); !lacking {
			out = append(out, o)
		}
	}
	return out
}

// observedValue reads what was observed and who says so.
func (r *scenarioReader) observedValue(item *syntax.Node, o *model.Observed) {
	own := r.grade(item)
	o.Value = r.quantity(r.get(item, "value"), "observed/"+o.ID, dist.Duration)
	if o.Value.Cite.Source == model.None {
		o.Value.Cite = own.cite
	}
	if r.a.Real && o.Value.Set && o.Value.Cite.Source == model.None {
		r.errorf("real-undocumented", o.Span, "%q is observed without a source, and %q is about real states", o.ID, r.a.ID).Hint("write `source: SOURCE`")
	}
}

// observedOf reads which time of a run an entry is a value of. It reports whether
// this design lacks that, as `where-present` says it may.
func (r *scenarioReader) observedOf(item *syntax.Node, o *model.Observed) (lacking bool) {
	of := r.get(item, "of")
	for _, key := range []string{"since", "case"} {
		if n := item.Get(key); n != nil && of == nil && !r.shape.Incomplete(item) {
			r.errorf("bad-observation", n.Span, "%q has `%s`, and does not say what of a run it is a value of", o.ID, key).
				Hint("write `of: PROCEDURE` or `of: PROCEDURE/STEP`")
			return false
		}
	}
	if of == nil {
		return false
	}
	of = r.shape.Value(of)
	if r.lacksStep(of.Text) {
		return true
	}
	o.Of = of.Text
	if strings.Contains(of.Text, "/") {
		ref, ok := r.stepPath(of)
		if !ok {
			return false
		}
		o.Procedure, o.Step = ref.Procedure, ref.Step
	} else if p, ok := find[model.ProcedureIndex](r.names, kindProcedure, of.Text); ok {
		o.Procedure = p
	} else {
		r.failed = true
		r.names.unknown(of.Text, of.Span, r.out, kindProcedure)
	}
	if n := r.get(item, "case"); n != nil {
		n = r.shape.Value(n)
		if why := syntax.BadID(n.Text); why != "" {
			r.errorf("bad-id", n.Span, "%q is not the id of a case: %s", n.Text, why)
		}
		o.Case = n.Text
	}
	lacking = r.observedSince(item, o)
	r.observedFits(o)
	return lacking
}

// observedSince reads the incident from which the time counts. It reports whether
// the design lacks all that the incident does.
func (r *scenarioReader) observedSince(item *syntax.Node, o *model.Observed) (lacking bool) {
	n := r.get(item, "since")
	if n == nil {
		return false
	}
	n = r.shape.Value(n)
	var ids []string
	for i := range r.s.Incidents {
		if r.s.Incidents[i].ID == n.Text {
			o.Since = i
			return false
		}
		ids = append(ids, r.s.Incidents[i].ID)
	}
	if list := r.get(r.tree, "incidents"); list != nil { // one that was dropped, or could not be read
		for _, in := range r.items(list) {
			var m model.Meta
			if idOf(in, &m); m.ID == n.Text {
				return true
			}
		}
	}
	r.failed = true
	d := r.errorf("unknown-incident", n.Span, "incident %q is not declared", n.Text)
	if near := diag.Nearest(n.Text, ids); near != "" {
		d.Hint("did you mean %q?", near)
	} else if len(ids) > 0 {
		d.Hint("declared are %s", andList(ids))
	}
	return false
}

// observedFits holds a value that is placed among simulated ones to one number
// within the horizon: beyond it a run says nothing.
func (r *scenarioReader) observedFits(o *model.Observed) {
	switch v := &o.Value; {
	case !v.Set:
	case v.Spec.Form != dist.Exact:
		r.errorf("bad-observation", v.Span, "%q is not one value, and a range has no one place among simulated times", v.Text).
			Hint("write the value that is best supported, and the others as `disputed`")
	case r.s.Horizon.Set && v.Spec.A >= r.s.Horizon.Spec.A:
		r.errorf("bad-observation", v.Span, "%q was observed after %s, and the runs end after %s", o.ID, v.Text, r.s.Horizon.Text).
			Note(r.s.Horizon.Span, "the horizon is written here").Hint("write a later horizon")
	}
}

// inForce reads the variants that made the design that was in force then.
func (r *scenarioReader) inForce(n *syntax.Node) []string {
	var out []string
	seen := map[string]diag.Span{}
	for _, item := range r.limitItems(r.items(r.shape.Value(n)), designsMax, "in-force") {
		item = r.shape.Value(item)
		if why := syntax.BadID(item.Text); why != "" {
			r.errorf("bad-id", item.Span, "%q is not the id of a variant: %s", item.Text, why)
			continue
		}
		if first, twice := seen[item.Text]; twice {
			r.errorf("named-twice", item.Span, "%q stands here a second time", item.Text).Note(first, "it stands here first")
			continue
		}
		seen[item.Text] = item.Span
		out = append(out, item.Text)
	}
	return out
}
