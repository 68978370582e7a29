package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// Scenario reads a scenario for an arrangement; crisis is the one that it names, or
// nil. It returns nil where there is nothing to read: no tree, no arrangement, or a
// header that does not say that this is a scenario for it. With errors in out, what
// it returns is not to be used.
func Scenario(tree *syntax.Node, a *model.Arrangement, crisis *model.Crisis, out *diag.List) *model.Scenario {
	header, ok := ReadHeader(tree, out)
	if !ok || a == nil {
		return nil
	}
	if header.Kind != "scenario" {
		out.Errorf("wrong-kind", tree.Get("entente").Get("kind").Span, "this is of kind %q; a scenario is expected", header.Kind)
		return nil
	}
	if !forThis(header, a, out) {
		return nil
	}
	names := NamesOf(a)
	names.keepIdentity()
	r := &scenarioReader{
		reader: &reader{newChecker(names, syntax.CheckShape("scenario", tree, out), out), a, tree, map[lack]*lackUse{}},
		s:      &model.Scenario{Title: header.Title, For: header.For},
	}
	r.s.Meta = model.Meta{ID: header.ID, Span: header.Span, Note: header.Note, Cite: model.NoCite}
	r.wherePresent()
	r.inCrisis(crisis)
	r.start()
	if n := r.get(tree, "horizon"); n != nil {
		r.s.Horizon = r.exact(n, "horizon", "the horizon")
	}
	r.mayStart()
	r.mayFail()
	r.incidents()
	r.crisisUse()
	r.answers()
	r.fails()
	r.observed()
	r.unusedPaths()
	return r.s
}

// forThis compares `for` with the arrangement and the variants on it.
func forThis(h Header, a *model.Arrangement, out *diag.List) bool {
	designs := append([]string{a.ID}, a.Variant...)
	if contains(designs, h.For) {
		return true
	}
	d := out.Errorf("wrong-arrangement", h.ForSpan, "the %s %q is for %q; here it meets %q", h.Kind, h.ID, h.For, a.ID)
	d.Note(a.Span, "the arrangement %q", a.ID)
	if near := diag.Nearest(h.For, designs); near != "" {
		d.Hint("did you mean %q?", near)
	}
	return false
}

// keepIdentity lets the ids that elements had in the base stand for them, unless
// something else has the id now: a scenario that was written for the base serves
// for each design.
func (n *Names) keepIdentity() {
	a := n.arrangement
	was := func(k kind, i int, m *model.Meta) { n.tables[k].also(m.Was, int32(i)) }
	for i := range a.Scales {
		was(kindScale, i, &a.Scales[i].Meta)
	}
	for i := range a.Posts {
		was(kindPost, i, &a.Posts[i].Meta)
	}
	for i := range a.Authorities {
		was(kindAuthority, i, &a.Authorities[i].Meta)
	}
	for i := range a.Councils {
		was(kindCouncil, i, &a.Councils[i].Meta)
	}
	for i := range a.Links {
		was(kindLink, i, &a.Links[i].Meta)
	}
	for i := range a.Sources {
		was(kindSource, i, &a.Sources[i].Meta)
	}
	for i := range a.Procedures {
		was(kindProcedure, i, &a.Procedures[i].Meta)
		for j := range a.Procedures[i].Steps {
			n.steps[i].also(a.Procedures[i].Steps[j].Was, int32(j))
		}
	}
	for i := len(a.Changes) - 1; i >= 0; i-- { // conditions carry no `was`
		c := a.Changes[i]
		if path := strings.Split(c.Path, "/"); c.Verb == "rename" && len(path) == 4 && path[0] == "conditions" && path[2] == "order" {
			if at, ok := n.tables[kindValue].at[c.To]; ok {
				n.tables[kindValue].also(c.From, at)
			}
		}
	}
}

// also lets a second id stand for an element.
func (t *table) also(id string, i int32) {
	if _, taken := t.at[id]; id != "" && !taken {
		t.at[id] = i
	}
}

// reader reads a text that is for an arrangement, and for the designs that are made
// of it: a scenario or a crisis.
type reader struct {
	*checker
	a       *model.Arrangement
	tree    *syntax.Node
	lacking map[lack]*lackUse
}

// scenarioReader fills a scenario from its tree.
type scenarioReader struct {
	*reader
	s *model.Scenario
}

// Limits on a scenario.
const (
	incidentsMax = 64
	answersMax   = 512
	failsMax     = 256
	observedMax  = 256
	pathsMax     = 256
	startsMax    = 64 // a budget
	faultsMax    = 64 // a budget
)

// cited is a name with who says so.
type cited[I ~int32] struct {
	i    I
	cite model.Cite
	span diag.Span
}

// citedAll resolves one id or a list of them, each with its own citation or that
// of the whole. What `where-present` says a design may lack is left out, and so
// is, after a message, what names nothing.
func citedAll[I ~int32](r *reader, k kind, n *syntax.Node, path string) []cited[I] {
	out, w := read(r.checker, n, path, nil, func(n *syntax.Node) []cited[I] {
		var out []cited[I]
		seen := map[I]diag.Span{}
		for _, item := range r.items(n) {
			one, w := read(r.checker, item, path, cited[I]{i: model.None}, func(n *syntax.Node) cited[I] {
				i, ok := find[I](r.names, k, n.Text)
				if !ok && !r.lacks(k, n.Text) {
					r.failed = true
					r.names.unknown(n.Text, n.Span, r.out, k)
				}
				return cited[I]{i: i, span: n.Span}
			})
			if one.i == model.None {
				continue
			}
			one.cite = w.cite
			if first, twice := seen[one.i]; twice {
				r.errorf("named-twice", one.span, "%q stands here a second time", r.shape.Value(item).Text).Note(first, "it stands here first")
				continue
			}
			seen[one.i] = one.span
			out = append(out, one)
		}
		return out
	})
	for i := range out {
		if out[i].cite.Source == model.None {
			out[i].cite = w.cite
		}
	}
	return out
}

// plainly drops the citations.
func plainly[I ~int32](list []cited[I]) []I {
	var out []I
	for _, c := range list {
		out = append(out, c.i)
	}
	return out
}

// documented refuses, for real states, a fault that names what is lost without
// saying who says that it was.
func documented[I ~int32](r *reader, list []cited[I], what string) {
	if !r.a.Real {
		return
	}
	for _, c := range list {
		if c.cite.Source == model.None {
			r.errorf("real-undocumented", c.span, "%s is named here without a source, and %q is about real states", what, r.a.ID).
				Hint("write who documents it, `%s @SOURCE`; what is not documented is asked as `may-fail: {total: 1, class: [CLASS]}` or `link: yes`", c.span.Text())
		}
	}
}
