package typecheck

import (
	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// mayStart reads the budget of starts. Where it names no procedures, all that
// decide a move may start.
func (r *scenarioReader) mayStart() {
	n := r.get(r.tree, "may-start")
	if n == nil {
		return
	}
	read(r.checker, n, "may-start", false, func(n *syntax.Node) bool {
		b := &model.MayStart{Span: n.Span, Total: r.whole(r.get(n, "total"), "a number of starts", 0, startsMax)}
		if list := r.get(n, "procedures"); list != nil {
			for _, p := range citedAll[model.ProcedureIndex](r.reader, kindProcedure, list, "may-start/procedures") {
				if r.decides(p) {
					b.Procedures = append(b.Procedures, p.i)
				}
			}
		} else {
			for i := range r.a.Procedures {
				if len(r.a.Procedures[i].Decides) > 0 {
					b.Procedures = append(b.Procedures, model.ProcedureIndex(i))
				}
			}
		}
		r.s.MayStart = b
		return true
	})
}

// decides checks that a procedure may be started as it is: one that decides no
// move starts only on an incident of a kind it names, by a hand-over or by a step.
func (r *reader) decides(p cited[model.ProcedureIndex]) bool {
	procedure := &r.a.Procedures[p.i]
	if len(procedure.Decides) > 0 {
		return true
	}
	d := r.errorf("cannot-start", p.span, "procedure %q decides no move, so a scenario cannot start it", procedure.ID)
	d.Note(procedure.Span, "%q is declared here", procedure.ID)
	switch {
	case len(procedure.Starts) > 0:
		d.Hint("it starts on an incident: write `kind: %s`", r.a.Kinds[procedure.Starts[0]].ID)
	case procedure.HandsOver:
		d.Hint("it starts with its hand-over, when the condition moves")
	default:
		d.Hint("such a procedure names the kinds of incident that start it, in `starts`")
	}
	return false
}

// mayFail reads the budget of faults.
func (r *scenarioReader) mayFail() {
	n := r.get(r.tree, "may-fail")
	if n == nil {
		return
	}
	read(r.checker, n, "may-fail", false, func(n *syntax.Node) bool {
		b := &model.MayFail{Span: n.Span}
		if r.a.Real && !r.classesOnly(n) {
			return false
		}
		b.Total = r.whole(r.get(n, "total"), "a number of faults", 0, faultsMax)
		posts, persons := r.postsOrPersons(r.get(n, "absent"), "may-fail/absent")
		b.Absent, b.Persons = plainly(posts), plainly(persons)
		b.Out = plainly(citedAll[model.LinkIndex](r.reader, kindLink, r.get(n, "out"), "may-fail/out"))
		b.Classes = r.classes(r.get(n, "class"))
		b.AnyLink = r.flagOf(n, "link")
		r.s.MayFail = b
		return true
	})
}

const realBudget = "write `may-fail: {total: 1, class: [minister], link: yes}`: one post of a class, or one link, at a time"

// classesOnly holds a budget for real states to one post of a class or one link.
func (r *scenarioReader) classesOnly(n *syntax.Node) bool {
	ok := true
	for _, key := range []struct{ key, what string }{{"absent", "posts or persons"}, {"out", "links"}} {
		list := r.get(n, key.key)
		if list == nil {
			continue
		}
		items := r.items(r.shape.Value(list))
		if len(items) == 0 {
			continue
		}
		ok = false
		r.errorf("real-names-office", r.shape.Value(items[0]).Span, "`may-fail` names %s, and %q is about real states", key.what, r.a.ID).Hint("%s", realBudget)
	}
	if total := r.get(n, "total"); total != nil && ok {
		if v := r.whole(total, "a number of faults", 0, faultsMax); v > 1 {
			ok = false
			r.errorf("real-one-fault", r.shape.Value(total).Span, "`may-fail` allows %d faults at once, and %q is about real states", v, r.a.ID).Hint("%s", realBudget)
		}
	}
	return ok
}

// classes reads the classes of posts of which one may be lost.
func (r *scenarioReader) classes(n *syntax.Node) []model.Class {
	out, _ := read(r.checker, n, "may-fail/class", nil, func(n *syntax.Node) []model.Class {
		var out []model.Class
		seen := map[string]diag.Span{}
		for _, item := range r.items(n) {
			item = r.shape.Value(item)
			for i, name := range model.ClassNames() {
				if name != item.Text {
					continue
				}
				if first, twice := seen[name]; twice {
					r.errorf("named-twice", item.Span, "%q stands here a second time", name).Note(first, "it stands here first")
					continue
				}
				seen[name] = item.Span
				out = append(out, model.Class(i+1))
				if !r.hasClass(model.Class(i + 1)) {
					r.out.Warnf("empty-class", item.Span, "no post of %q is of class %q, so none can be lost", r.a.ID, name).
						Hint("write `class: %s` on the posts that are", name)
				}
			}
		}
		return out
	})
	return out
}

func (r *scenarioReader) hasClass(class model.Class) bool {
	for i := range r.a.Posts {
		if r.a.Posts[i].Class == class {
			return true
		}
	}
	return false
}

// flagOf reads yes or no behind a key.
func (r *scenarioReader) flagOf(n *syntax.Node, key string) bool {
	v, _ := read(r.checker, r.get(n, key), key, false, r.flag)
	return v
}

// fails reads the rates of faults.
func (r *scenarioReader) fails() {
	list := r.get(r.tree, "fails")
	if list == nil {
		return
	}
	type what struct {
		post model.PostIndex
		link model.LinkIndex
	}
	seen := map[what]diag.Span{}
	for _, item := range r.limitItems(r.items(list), failsMax, "fails") {
		f, ok := r.fail(item)
		if !ok {
			continue
		}
		if first, twice := seen[what{f.Post, f.Link}]; twice {
			r.errorf("named-twice", diagStart(f.Span), "a rate of faults of the same post or link stands here a second time").Note(diagStart(first), "it stands here first").
				Hint("write one rate: two that add up come as often as both together")
			continue
		}
		seen[what{f.Post, f.Link}] = f.Span
		r.s.Fails = append(r.s.Fails, f)
	}
}

func (r *scenarioReader) fail(n *syntax.Node) (model.Fail, bool) {
	f := model.Fail{Post: model.None, Link: model.None, Span: n.Span}
	out, absent := r.get(n, "out"), r.get(n, "absent")
	if r.shape.Incomplete(n) {
		return f, false
	}
	if (out == nil) == (absent == nil) {
		r.errorf("bad-fail", diagStart(n.Span), "a rate of faults is of one link, `out`, or of one post, `absent`").
			Hint("write `{out: LINK, every: 5d, for: 2h}` or `{absent: POST, every: 60d, for: 1d}`")
		return f, false
	}
	own := r.grade(n)
	links := citedAll[model.LinkIndex](r.reader, kindLink, out, "fails/out")
	posts := citedAll[model.PostIndex](r.reader, kindPost, absent, "fails/absent")
	setCite(links, diag.Span{}, own.cite)
	setCite(posts, diag.Span{}, own.cite)
	documented(r.reader, links, "a link")
	documented(r.reader, posts, "an absence")
	path := "fails/"
	for _, l := range links {
		f.Link, path = l.i, path+r.a.Links[l.i].ID
	}
	for _, p := range posts {
		f.Post, path = p.i, path+r.a.Posts[p.i].ID
	}
	f.Every = r.quantity(r.get(n, "every"), path+"/every", dist.Duration)
	f.For = r.quantity(r.get(n, "for"), path+"/for", dist.Duration)
	r.mean(f.Every)
	return f, f.Post != model.None || f.Link != model.None
}

// mean checks the mean of the time between two: above zero, and not itself a law.
func (r *reader) mean(q model.Quantity) {
	if !q.Set {
		return
	}
	switch low, _ := q.Spec.Hard(); {
	case q.Spec.Form != dist.Exact && q.Spec.Form != dist.Range:
		r.errorf("bad-quantity", q.Span, "`every` is the mean of an exponential law, and a spread stands here").
			Hint("write one time, or bounds a..b where the mean is not known")
	case low <= 0:
		r.errorf("bad-quantity", q.Span, "`every` is %s; it must be above 0", q.Text)
	}
}

// diagStart is the first character of a span.
func diagStart(s diag.Span) diag.Span {
	s.End = diag.Pos{Line: s.Start.Line, Col: s.Start.Col + 1}
	return s
}
