package typecheck

import (
	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// option reads what a party can do. Where the design lacks what it names, it is
// never open.
func (r *crisisReader) option(n *syntax.Node, path string, i model.OptionIndex) {
	o := &r.c.Options[i]
	o.Of, _ = one[model.PartyIndex](r.checker, kindParty, r.get(n, "of"), path+"/of")
	if d := r.get(n, "domain"); d != nil {
		for k, name := range model.DomainNames() {
			if r.shape.Value(d).Text == name {
				o.Domain = model.Domain(k)
			}
		}
	}
	o.Rung, _ = one[model.RungIndex](r.checker, kindRung, r.get(n, "rung"), path+"/rung")
	o.Lasts = r.time(r.get(n, "lasts"), path+"/lasts", &o.Meta)
	lacks := r.optionStep(n, path, o)
	var lacking bool
	o.Uses, lacking = lackingOne[model.AuthorityIndex](r.reader, kindAuthority, r.get(n, "uses"), path+"/uses")
	lacks = lacks || lacking
	lacks = r.consentOf(r.get(n, "consent-of"), path+"/consent-of", n.Has("by"), o) || lacks
	o.While, lacking = r.exprAt(r.get(n, "while"), path+"/while")
	lacks = lacks || lacking
	o.Effects = r.stockEffects(r.get(n, "effects"), path+"/effects", &o.Meta)
	o.Reads = r.readings(r.get(n, "reads"), path+"/reads", kindParty, &o.Meta)
	o.Lacking = r.does(n, path, o) || lacks
	if o.ID == "nothing" {
		r.errorf("bad-id", o.Span, "%q is not an id: the word stands for taking no option", o.ID)
	}
}

// optionStep reads the step that takes the option.
func (r *crisisReader) optionStep(n *syntax.Node, path string, o *model.Option) (lacks bool) {
	choice := r.get(n, "choice")
	if choice != nil && !n.Has("by") {
		r.errorf("bad-option", choice.Span, "`choice` stands here without `by`").Hint("it is an option of the step that `by` names")
	}
	by := r.get(n, "by")
	if by == nil {
		return false
	}
	o.By, lacks = r.stepAt(by, path+"/by")
	if choice == nil || o.By == noStep {
		return lacks
	}
	step := &r.a.Procedures[o.By.Procedure].Steps[o.By.Step]
	read(r.checker, choice, path+"/choice", false, func(n *syntax.Node) bool {
		for k, option := range step.Choose {
			if option == n.Text {
				o.Choice = k
				return true
			}
		}
		d := r.errorf("bad-option", n.Span, "%q is not an option of step %q; %s", n.Text, step.ID, itsOptions(step.Choose))
		d.Note(step.Span, "%q is declared here", step.ID)
		if near := diag.Nearest(n.Text, step.Choose); near != "" {
			d.Hint("did you mean %q?", near)
		}
		return false
	})
	return lacks
}

func itsOptions(options []string) string {
	if len(options) == 0 {
		return "it has none"
	}
	return "its options are " + andList(options)
}

// consentOf reads whose consent the run of `by` must have: posts or parties.
func (r *crisisReader) consentOf(n *syntax.Node, path string, byWritten bool, o *model.Option) (lacks bool) {
	if n == nil {
		return false
	}
	if !byWritten {
		r.errorf("bad-option", n.Span, "`consent-of` stands here without `by`").Hint("a consent is given in the run of the step that takes the option")
	}
	read(r.checker, n, path, false, func(n *syntax.Node) bool {
		for _, item := range r.limitItems(r.items(n), recipientsMax, "consent-of") {
			read(r.checker, item, path, false, func(n *syntax.Node) bool {
				c := model.ConsentOf{Post: model.None, Party: model.None, Span: n.Span}
				if post, ok := r.names.Post(n.Text); ok {
					c.Post = post
				} else if party, ok := find[model.PartyIndex](r.names, kindParty, n.Text); ok {
					c.Party = party
				} else if r.lacks(kindPost, n.Text) {
					lacks = true
					return true
				} else {
					r.failed = true
					r.names.unknown(n.Text, n.Span, r.out, kindPost, kindParty)
					return false
				}
				for _, other := range o.ConsentOf {
					if other.Post == c.Post && other.Party == c.Party {
						r.errorf("named-twice", n.Span, "%q stands here a second time", n.Text).Note(other.Span, "it stands here first")
						return false
					}
				}
				o.ConsentOf = append(o.ConsentOf, c)
				return true
			})
		}
		return true
	})
	return lacks
}

// does reads what the option does to the arrangement, as an incident does.
func (r *crisisReader) does(n *syntax.Node, path string, o *model.Option) (lacks bool) {
	written := false
	for _, k := range []string{"kind", "starts", "empties", "fills", "cuts", "mends", "moves"} {
		written = written || n.Has(k)
	}
	if !written {
		return false
	}
	in := &model.Incident{Meta: o.Meta, Kind: model.None}
	kept := r.effects(n, path, in, false)
	if fills := r.get(n, "fills"); fills != nil {
		list := citedAll[model.PostIndex](r.reader, kindPost, fills, path+"/fills")
		setCite(list, diag.Span{}, o.Cite)
		documented(r.reader, list, "an office")
	}
	if kept {
		o.Does = in
	}
	return !kept
}

// readings reads how an option is read: by party; of a player's own, by option.
func (r *crisisReader) readings(n *syntax.Node, path string, by kind, m *model.Meta) []model.ActReading {
	if n == nil {
		return nil
	}
	out, _ := read(r.checker, n, path, nil, func(n *syntax.Node) []model.ActReading {
		var out []model.ActReading
		for _, p := range r.limitPairs(r.pairs(n), readingsMax, "readings") {
			x := model.ActReading{Party: model.None, Option: model.None, Upon: noStep, Via: model.None, Span: p.Key.Span, After: model.Quantity{Cite: model.NoCite}}
			i, ok := r.names.tables[by].at[p.Key.Text]
			if !ok {
				r.failed = true
				r.names.unknown(p.Key.Text, p.Key.Span, r.out, by)
			} else if by == kindOption {
				x.Option = model.OptionIndex(i)
			} else {
				x.Party = model.PartyIndex(i)
			}
			r.reading(p.Value, path+"/"+p.Key.Text, &x, m)
			if ok {
				out = append(out, x)
			}
		}
		return out
	})
	return out
}

// never is the reading of an act that a party does not learn of.
const never = "never"

// reading reads one: a rung, `never`, or a map.
func (r *crisisReader) reading(n *syntax.Node, path string, x *model.ActReading, m *model.Meta) {
	read(r.checker, n, path, false, func(n *syntax.Node) bool {
		if n.Kind == syntax.Scalar {
			if x.Never = n.Text == never; !x.Never {
				x.As = r.as(n, path+"/as", m)
			}
			return true
		}
		own := *m
		if w := r.grade(n); w.cite.Source != model.None || w.assume {
			own.Cite, own.Assume = w.cite, w.assume
		}
		x.As = r.as(r.get(n, "as"), path+"/as", &own)
		if after := r.get(n, "after"); after != nil {
			x.After = r.time(after, path+"/after", &own)
		}
		var step, link bool
		if upon := r.get(n, "upon"); upon != nil {
			x.Upon, step = r.stepAt(upon, path+"/upon")
		}
		if via := r.get(n, "via"); via != nil {
			x.Via, link = lackingOne[model.LinkIndex](r.reader, kindLink, via, path+"/via")
		}
		x.Never = step || link
		x.Effects = r.stockEffects(r.get(n, "effects"), path+"/effects", &own)
		return true
	})
}

// as reads the rung of a reading, or the weights of several.
func (r *crisisReader) as(n *syntax.Node, path string, m *model.Meta) []model.RungWeight {
	if n == nil {
		return nil
	}
	out, _ := read(r.checker, n, path, nil, func(n *syntax.Node) []model.RungWeight {
		if n.Kind == syntax.Scalar {
			i, ok := r.rungAt(n)
			if !ok {
				return nil
			}
			return []model.RungWeight{{Rung: i}}
		}
		var out []model.RungWeight
		sum := 0.0
		for _, p := range r.pairs(n) {
			i, ok := r.rungAt(p.Key)
			w := r.number(p.Value, path+"/"+p.Key.Text, m)
			r.notNegative(w, "a weight")
			sum += mostOf(w)
			if ok {
				out = append(out, model.RungWeight{Rung: i, Weight: w})
			}
		}
		if len(out) > 0 && sum == 0 && !r.failed {
			r.errorf("bad-weights", n.Span, "all weights are 0, and one of the rungs is read").Hint("write `never` where the party does not learn of the act")
		}
		return out
	})
	return out
}

// mostOf is the most that a number can be; 1 where nothing bounds it.
func mostOf(q model.Quantity) float64 {
	if !q.Set {
		return 1
	}
	if q.Spec.Form == dist.Quantiles || q.Spec.Form >= dist.Exponential {
		return 1
	}
	_, high := q.Spec.Hard()
	return high
}
