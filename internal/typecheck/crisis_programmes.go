package typecheck

import (
	"math"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// programme reads what is judged at meetings.
func (r *crisisReader) programme(n *syntax.Node, path string, i int) {
	p := &r.c.Programmes[i]
	p.Council, p.Lacking = lackingOne[model.CouncilIndex](r.reader, kindCouncil, r.get(n, "council"), path+"/council")
	unset := model.Quantity{Cite: model.NoCite}
	p.First, p.Slip = unset, unset
	if first := r.get(n, "first"); first != nil {
		p.First = r.time(first, path+"/first", &p.Meta)
	}
	if slip := r.get(n, "slip"); slip != nil {
		p.Slip = r.time(slip, path+"/slip", &p.Meta)
	}
	p.Every = r.time(r.get(n, "every"), path+"/every", &p.Meta)
	if p.Every.Set {
		if low, _ := p.Every.Spec.Hard(); low <= 0 {
			r.errorf("bad-quantity", p.Every.Span, "`every` is %s; it must be above 0", p.Every.Text).Hint("write one time, or bounds above 0")
		}
	}
	r.programmeConditions(path, i)
	r.combining(n, path, p)
	if takes := r.get(n, "takes"); takes != nil {
		p.Takes = r.taken(takes, path+"/takes")
	}
}

// taken resolves an option that is taken by something that is no step.
func (r *reader) taken(n *syntax.Node, path string) model.OptionIndex {
	i, _ := one[model.OptionIndex](r.checker, kindOption, n, path)
	if i != model.None {
		if o := &r.names.crisis.Options[i]; o.By != noStep {
			r.errorf("bad-take", r.shape.Value(n).Span, "option %q is taken when its step is done, and in no other way", o.ID).Note(o.Span, "%q is declared here", o.ID)
		}
	}
	return i
}

// programmeConditions reads what has to be met.
func (r *crisisReader) programmeConditions(path string, i int) {
	p := &r.c.Programmes[i]
	for k := range p.Conditions {
		c := &p.Conditions[k]
		r.b.element(path+"/conditions", &c.Meta, r.conditions[i][k], func(n *syntax.Node, path string) {
			c.Stock, _ = one[model.StockIndex](r.checker, kindStock, r.get(n, "stock"), path+"/stock")
			c.AtLeast = r.number(r.get(n, "at-least"), path+"/at-least", &c.Meta)
			c.Keeps = r.b.flagAt(n, "keeps", path)
			needs := r.get(n, "needs")
			read(r.checker, needs, path+"/needs", false, func(n *syntax.Node) bool {
				for _, item := range r.items(n) {
					item = r.shape.Value(item)
					if other, ok := r.conditionOf(p, item); ok {
						c.Needs = append(c.Needs, other)
					}
				}
				return true
			})
		})
	}
	r.needsCircle(p)
}

// conditionOf resolves a condition of a programme.
func (r *crisisReader) conditionOf(p *model.Programme, n *syntax.Node) (int, bool) {
	var ids []string
	for i := range p.Conditions {
		if p.Conditions[i].ID == n.Text {
			return i, true
		}
		ids = append(ids, p.Conditions[i].ID)
	}
	d := r.errorf("unknown-criterion", n.Span, "programme %q has no condition %q", p.ID, n.Text)
	d.Note(p.Span, "%q is declared here", p.ID)
	if near := diag.Nearest(n.Text, ids); near != "" {
		d.Hint("did you mean %q?", near)
	} else if len(ids) > 0 {
		d.Hint("its conditions are %s", andList(ids))
	}
	return 0, false
}

// needsCircle refuses conditions that need each other.
func (r *crisisReader) needsCircle(p *model.Programme) {
	state := make([]uint8, len(p.Conditions)) // 0 new, 1 on the path, 2 done
	var circle []int
	var visit func(int, []int) bool
	visit = func(i int, path []int) bool {
		state[i] = 1
		path = append(path, i)
		for _, j := range p.Conditions[i].Needs {
			if state[j] == 1 {
				for k, x := range path {
					if x == j {
						circle = append(circle, path[k:]...)
					}
				}
				return false
			}
			if state[j] == 0 && !visit(j, path) {
				return false
			}
		}
		state[i] = 2
		return true
	}
	for i := range p.Conditions {
		if state[i] == 0 && !visit(i, nil) {
			break
		}
	}
	if circle == nil {
		return
	}
	text := ""
	for _, i := range circle {
		text += p.Conditions[i].ID + " needs "
	}
	r.errorf("needs-cycle", p.Conditions[circle[0]].Span, "the conditions of %q go round in a circle: %s%s, so none is ever met", p.ID, text, p.Conditions[circle[0]].ID)
}

// combining reads the rules and which of them is in use.
func (r *crisisReader) combining(n *syntax.Node, path string, p *model.Programme) {
	list := r.get(n, "rules")
	if list == nil {
		return
	}
	for _, pair := range r.limitPairs(list.Pairs, combineMax, "rules of "+p.ID) {
		c := model.CombineRule{Meta: metaAt(pair.Key), AtLeast: model.Quantity{Cite: model.NoCite}}
		if !r.shape.Wrong(pair.Value) {
			r.combineRule(pair.Value, path+"/rules/"+pair.Key.Text, p, &c)
		} else {
			r.failed = true
		}
		p.Rules = append(p.Rules, c)
		if c.Form == model.RuleMean {
			r.boundsAboveZero(p, &c)
		}
	}
	use := r.get(n, "rule")
	switch {
	case use != nil:
		p.Rule, _ = read(r.checker, use, path+"/rule", 0, func(n *syntax.Node) int { return r.ruleOf(p, n) })
	case len(p.Rules) > 1 && !n.Has("rule"):
		r.errorf("bad-programme", p.Span, "programme %q has %d rules, and does not say which is in use", p.ID, len(p.Rules)).Hint("write `rule: %s`", p.Rules[0].ID)
	}
}

// boundsAboveZero holds the bounds that a mean divides by to what a share can be of.
func (r *crisisReader) boundsAboveZero(p *model.Programme, c *model.CombineRule) {
	for i := range p.Conditions {
		q := &p.Conditions[i].AtLeast
		if !q.Set {
			continue
		}
		if low, _ := q.Spec.Hard(); low < 0 || low == 0 && q.Spec.Form <= dist.Range {
			r.errorf("bad-programme", q.Span, "rule %q takes the mean of how far each condition is met, and the bound of %q is %s; it must be above 0", c.ID, p.Conditions[i].ID, q.Text).
				Note(c.Span, "%q is declared here", c.ID)
			return
		}
	}
}

// ruleOf resolves a rule of a programme.
func (r *reader) ruleOf(p *model.Programme, n *syntax.Node) int {
	var ids []string
	for i := range p.Rules {
		if p.Rules[i].ID == n.Text {
			return i
		}
		ids = append(ids, p.Rules[i].ID)
	}
	d := r.errorf("unknown-rule", n.Span, "programme %q has no rule %q", p.ID, n.Text)
	d.Note(p.Span, "%q is declared here", p.ID)
	if near := diag.Nearest(n.Text, ids); near != "" {
		d.Hint("did you mean %q?", near)
	} else if len(ids) > 0 {
		d.Hint("its rules are %s", andList(ids))
	}
	return 0
}

const combineHint = "write all, any, {at-least: n}, {weights: {CONDITION: w}, at-least: x} or {mean-at-least: x}"

// combineRule reads one way to combine the conditions.
func (r *crisisReader) combineRule(n *syntax.Node, path string, p *model.Programme, c *model.CombineRule) {
	read(r.checker, n, path, false, func(n *syntax.Node) bool {
		if n.Kind == syntax.Scalar {
			if n.Text == "any" {
				c.Form = model.RuleAny
			}
			return true
		}
		if r.shape.Incomplete(n) {
			r.failed = true
			return false
		}
		w := r.grade(n)
		c.Cite, c.Assume, c.Note = w.cite, w.assume, w.note
		weights, least, mean := n.Get("weights"), n.Get("at-least"), n.Get("mean-at-least")
		switch {
		case (least == nil) == (mean == nil) || mean != nil && weights != nil:
			r.errorf("bad-programme", c.Span, "rule %q cannot be read", c.ID).Hint(combineHint)
			return false
		case mean != nil:
			c.Form = model.RuleMean
			c.AtLeast = r.number(mean, path+"/mean-at-least", &c.Meta)
		case weights != nil:
			c.Form = model.RuleWeights
			c.AtLeast = r.number(least, path+"/at-least", &c.Meta)
			r.combineWeights(weights, path+"/weights", p, c)
		default:
			c.Form = model.RuleAtLeast
			c.AtLeast = r.number(least, path+"/at-least", &c.Meta)
			if q := c.AtLeast; q.Set {
				if low, high := q.Spec.Hard(); q.Spec.Form > dist.Range || low != math.Trunc(low) || high != math.Trunc(high) || low < 1 || high > float64(len(p.Conditions)) {
					r.errorf("bad-programme", q.Span, "rule %q asks for %s of %d conditions", c.ID, q.Text, len(p.Conditions)).Hint("write a whole number, or bounds, from 1 to %d", len(p.Conditions))
				}
			}
		}
		return true
	})
}

// combineWeights reads the weight of each condition; one that is not named has none.
func (r *crisisReader) combineWeights(n *syntax.Node, path string, p *model.Programme, c *model.CombineRule) {
	c.Weights = make([]model.Quantity, len(p.Conditions))
	for i := range c.Weights {
		c.Weights[i] = model.Quantity{Cite: model.NoCite}
	}
	read(r.checker, n, path, false, func(n *syntax.Node) bool {
		for _, pair := range r.pairs(n) {
			i, ok := r.conditionOf(p, pair.Key)
			w := r.number(pair.Value, path+"/"+pair.Key.Text, &c.Meta)
			r.notNegative(w, "a weight")
			if ok {
				c.Weights[i] = w
			}
		}
		return true
	})
}

// line reads a red line.
func (r *crisisReader) line(n *syntax.Node, path string, l *model.Line) {
	l.Of, _ = one[model.PartyIndex](r.checker, kindParty, r.get(n, "of"), path+"/of")
	l.By = all[model.OptionIndex](r.checker, kindOption, r.get(n, "crossed-by"), path+"/crossed-by")
	l.Declared = r.b.flagAt(n, "declared", path)
	var lacks bool
	if l.When, lacks = r.exprAt(r.get(n, "when"), path+"/when"); lacks {
		l.By = nil // it never holds
	}
}
