package typecheck

import (
	"errors"
	"fmt"
	"strings"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// quantity reads a number with its spread: the short text or one of the map
// forms. The path is its address. Set is false where nothing is written and
// after a message.
func (c *checker) quantity(n *syntax.Node, path string, unit dist.Unit) model.Quantity {
	q := model.Quantity{Cite: model.NoCite, Path: path}
	if n == nil {
		return q
	}
	q.Span = n.Span
	if n.Kind == syntax.Scalar {
		q.Spec, q.Set = c.short(n, unit)
		q.Text, q.Cite = n.Text, c.inline(n)
		return q
	}
	w := c.grade(n)
	q.Spec, q.Set = c.longForm(n, unit)
	q.Cite, q.Assume, q.Text = w.cite, w.assume, plainMap(n)
	inForce := n
	if v := c.get(n, "value"); v != nil {
		inForce = v
		if own := c.inline(v); own.Source != model.None {
			q.Cite = own
		}
	}
	c.rivals(n, inForce, q.Cite, path, func(r *syntax.Node) { c.quantity(r, path, unit) })
	if at := len(c.disputes) - 1; n.Has("disputed") && at >= 0 && c.disputes[at].Path == path {
		c.disputes[at].Readings[0].Value = q.Text
	}
	return q
}

// exact reads a quantity without a spread.
func (c *checker) exact(n *syntax.Node, path, what string) model.Quantity {
	q, w := read(c, n, path, model.Quantity{Cite: model.NoCite, Path: path}, func(n *syntax.Node) model.Quantity {
		q := c.quantity(n, path, dist.Duration)
		if q.Set && q.Spec.Form != dist.Exact {
			c.errorf("not-exact", n.Span, "%s is %s, a spread; one exact time is expected", what, n.Text).Hint("write one time, such as 2h")
			q.Set = false
		}
		return q
	})
	if w.cite.Source != model.None {
		q.Cite = w.cite
	}
	q.Assume = w.assume
	return q
}

// short reads the short form of a quantity.
func (c *checker) short(n *syntax.Node, unit dist.Unit) (dist.Spec, bool) {
	spec, err := dist.Parse(n.Text, unit)
	if err == nil {
		return spec, true
	}
	var bad *dist.SyntaxError
	if !errors.As(err, &bad) {
		c.errorf("bad-quantity", n.Span, "%v", err)
		return spec, false
	}
	d := c.errorf("bad-quantity", from(n, bad.Offset), "%s", bad.Message)
	if bad.Hint != "" {
		d.Hint("%s", bad.Hint)
	}
	return spec, false
}

// from is the span of a scalar from a character on.
func from(n *syntax.Node, offset int) diag.Span {
	s := n.Span
	if s.Start.Line != s.End.Line {
		return s
	}
	if n.Quoted {
		offset++
	}
	if at := s.Start.Col + offset; at < s.End.Col {
		s.Start.Col = at
	} else if s.End.Col > s.Start.Col {
		s.Start.Col = s.End.Col - 1
	}
	return s
}

// long lists the map forms with their keys, in the order of the form's values.
var long = []struct {
	form dist.Form
	law  string
	keys []string
}{
	{dist.Quantiles, "", []string{"p10", "p50", "p90"}},
	{dist.Pert, "", []string{"min", "likely", "max"}},
	{dist.Exponential, "exponential", []string{"mean"}},
	{dist.Lognormal, "lognormal", []string{"median", "sigma"}},
	{dist.Gamma, "gamma", []string{"shape", "scale"}},
}

var valueKeys = []string{"value", "p10", "p50", "p90", "min", "likely", "max", "law", "mean", "median", "sigma", "shape", "scale"}

// longForm reads a map form of a quantity.
func (c *checker) longForm(n *syntax.Node, unit dist.Unit) (dist.Spec, bool) {
	var present []string
	for _, k := range valueKeys {
		if n.Has(k) {
			present = append(present, k)
			if c.shape.Wrong(n.Get(k)) {
				c.failed = true
				return dist.Spec{}, false
			}
		}
	}
	if c.shape.Incomplete(n) {
		c.failed = true
		return dist.Spec{}, false
	}
	if len(present) == 0 {
		c.errorf("bad-quantity", n.Span, "no value stands here").Hint("write a short form, or p10, p50, p90; or min, likely, max; or a law")
		return dist.Spec{}, false
	}
	if present[0] == "value" {
		if len(present) > 1 {
			c.errorf("bad-quantity", n.Get(present[1]).Span, "`%s` stands beside `value`; one of them says what the value is", present[1])
			return dist.Spec{}, false
		}
		spec, ok := c.short(n.Get("value"), unit)
		return c.within(n, spec, unit, nil, ok)
	}
	for _, f := range long {
		if (f.law == "" && n.Has(f.keys[0])) || (f.law != "" && n.Has("law") && n.Get("law").Text == f.law) {
			return c.components(n, f.form, f.law, f.keys, present, unit)
		}
	}
	first := present[0]
	hint := "quantiles are p10, p50 and p90; PERT is min, likely and max; a law is exponential with mean, lognormal with median and sigma, gamma with shape and scale"
	c.errorf("bad-quantity", n.Get(first).Span, "`%s` stands here without the keys that belong to it", first).Hint("%s", hint)
	return dist.Spec{}, false
}

func (c *checker) components(n *syntax.Node, form dist.Form, law string, keys, present []string, unit dist.Unit) (dist.Spec, bool) {
	takes := map[dist.Form]string{dist.Quantiles: "quantiles are", dist.Pert: "PERT is"}[form]
	if takes == "" {
		takes = "the " + law + " law takes"
	}
	takes += " " + andList(keys)
	for _, k := range present {
		if k != "law" && !contains(keys, k) || k == "law" && law == "" {
			c.errorf("bad-quantity", n.Get(k).Span, "`%s` does not belong here: %s", k, takes)
			return dist.Spec{}, false
		}
	}
	spec := dist.Spec{Unit: unit, Form: form}
	var x [3]float64
	for i, k := range keys {
		v := n.Get(k)
		if v == nil {
			c.errorf("bad-quantity", n.Span, "`%s` is missing: %s", k, takes)
			return dist.Spec{}, false
		}
		own := unit
		if k == "sigma" || k == "shape" {
			own = dist.Number
		}
		part, ok := c.short(v, own)
		if !ok {
			return dist.Spec{}, false
		}
		if part.Form != dist.Exact {
			c.errorf("bad-quantity", v.Span, "`%s` is %s; one value is expected", k, v.Text)
			return dist.Spec{}, false
		}
		c.inline(v)
		x[i] = part.A
	}
	spec.A, spec.B, spec.C = x[0], x[1], x[2]
	return c.within(n, spec, unit, keys, true)
}

// within adds the hard bounds and judges the whole.
func (c *checker) within(n *syntax.Node, spec dist.Spec, unit dist.Unit, keys []string, ok bool) (dist.Spec, bool) {
	bounds := c.get(n, "within")
	if bounds != nil {
		window, good := c.short(bounds, unit)
		if good && window.Form != dist.Range {
			c.errorf("bad-quantity", bounds.Span, "`within` is %s; bounds are expected", bounds.Text).Hint("write two bounds, a..b")
			good = false
		}
		if !good {
			return spec, false
		}
		spec.HasWithin, spec.WithinLow, spec.WithinHigh = true, window.A, window.B
	}
	if !ok {
		return spec, false
	}
	err := spec.Validate()
	if err == nil {
		return spec, true
	}
	span, hint := n.Span, ""
	var bad *dist.SpecError
	if errors.As(err, &bad) {
		hint = bad.Hint
		switch {
		case bad.Part >= 0 && bad.Part < len(keys):
			span = n.Get(keys[bad.Part]).Span
		case bounds != nil:
			span = bounds.Span
		}
	}
	d := c.errorf("bad-quantity", span, "%v", err)
	if hint != "" {
		d.Hint("%s", hint)
	}
	return spec, false
}

// plainMap prints the keys of a map form that say what the value is.
func plainMap(n *syntax.Node) string {
	var parts []string
	for _, p := range n.Pairs {
		if contains(valueKeys, p.Key.Text) || p.Key.Text == "within" {
			parts = append(parts, fmt.Sprintf("%s: %s", p.Key.Text, flow(p.Value)))
		}
	}
	if len(parts) == 1 && n.Has("value") {
		return flow(n.Get("value"))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
