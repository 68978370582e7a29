package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// incidents reads what happens. An incident of which nothing is left, because
// the design lacks all that it names, is dropped, and with it its consequences.
func (r *scenarioReader) incidents() {
	list := r.get(r.tree, "incidents")
	if list == nil {
		return
	}
	seen := map[string]diag.Span{} // every id, dropped or not
	dropped := map[string]bool{}
	taken := map[string][]model.OptionIndex{}
	for _, item := range r.limitItems(r.items(list), incidentsMax, "incidents") {
		in := model.Incident{Kind: model.None}
		idOf(item, &in.Meta)
		if first, twice := seen[in.ID]; twice {
			r.errorf("duplicate-id", in.Span, "incident %q is declared a second time", in.ID).Note(first, "it is declared here first")
			continue
		}
		seen[in.ID] = in.Span
		r.noOption(&in.Meta)
		kept, takes := r.incident(item, &in)
		taken[in.ID] = takes
		if kept {
			r.s.Incidents = append(r.s.Incidents, in)
		} else {
			dropped[in.ID] = true
		}
	}
	r.consequences(seen, dropped)
	if r.s.Crisis != nil {
		for i := range r.s.Incidents {
			r.s.Crisis.Takes = append(r.s.Crisis.Takes, taken[r.s.Incidents[i].ID])
		}
	}
}

// incident reads one, and the options that it takes; it is not to be kept where
// nothing is left of it.
func (r *scenarioReader) incident(n *syntax.Node, in *model.Incident) (kept bool, takes []model.OptionIndex) {
	path := "incidents/" + in.ID
	outer := r.failed
	r.failed = r.shape.Incomplete(n)
	defer func() { r.failed = outer || r.failed }()
	r.meta(n, path, &in.Meta)
	takes = r.takes(n, path)
	if !r.effects(n, path, in, n.Has("takes")) && len(takes) == 0 {
		return false, nil
	}
	in.At = r.quantity(r.get(n, "at"), path+"/at", dist.Duration)
	in.Every = r.quantity(r.get(n, "every"), path+"/every", dist.Duration)
	r.mean(in.Every)
	if after := r.get(n, "after"); after != nil {
		in.AfterOf = r.shape.Value(after).Text
	}
	if every := n.Get("every"); every != nil && (n.Has("at") || n.Has("after")) && !r.failed {
		r.errorf("bad-incident", every.Span, "incident %q has `every` and another time", in.ID).
			Hint("an incident comes at a time (`at`), at a rate (`every`), or after another (`after`, with the delay in `at`)")
	}
	if while := r.get(n, "while"); while != nil {
		if r.lacksIn(while) {
			return false, nil
		}
		in.While = r.expr(while, path+"/while", model.None)
	}
	return true, takes
}

// effects reads what an incident does, or an option. It returns false where the
// design lacks all of it. more says that it does something else as well.
func (r *reader) effects(n *syntax.Node, path string, in *model.Incident, more bool) bool {
	written := more
	key := func(name string) *syntax.Node {
		written = written || n.Has(name)
		return r.get(n, name)
	}
	if kinds := citedAll[model.KindIndex](r, kindIncident, key("kind"), path+"/kind"); len(kinds) > 0 {
		in.Kind = kinds[0].i
	}
	for _, p := range citedAll[model.ProcedureIndex](r, kindProcedure, key("starts"), path+"/starts") {
		if r.decides(p) {
			in.Starts = append(in.Starts, p.i)
		}
	}
	empties := citedAll[model.PostIndex](r, kindPost, key("empties"), path+"/empties")
	cuts := citedAll[model.LinkIndex](r, kindLink, key("cuts"), path+"/cuts")
	setCite(empties, diag.Span{}, in.Cite)
	setCite(cuts, diag.Span{}, in.Cite)
	documented(r, empties, "an absence")
	documented(r, cuts, "a link")
	in.Empties, in.Cuts = plainly(empties), plainly(cuts)
	in.Fills = plainly(citedAll[model.PostIndex](r, kindPost, key("fills"), path+"/fills"))
	in.Mends = plainly(citedAll[model.LinkIndex](r, kindLink, key("mends"), path+"/mends"))
	in.Moves = r.incidentMoves(key("moves"), path)
	if !written && !r.failed {
		r.errorf("bad-incident", in.Span, "incident %q does nothing", in.ID).
			Hint("write its `kind`, or what it `starts`, `empties`, `fills`, `cuts`, `mends` or `moves`")
	}
	return r.failed || !written ||
		in.Kind != model.None || len(in.Starts)+len(in.Empties)+len(in.Fills)+len(in.Cuts)+len(in.Mends)+len(in.Moves) > 0
}

// incidentMoves reads the moves that an incident makes. An authority whose holder
// differs then needs a hand-over written for the move, as for any other.
func (r *reader) incidentMoves(n *syntax.Node, path string) []model.IncidentMove {
	if n == nil {
		return nil
	}
	var out []model.IncidentMove
	for _, item := range r.limitItems(r.items(n), decidesMax, path+"/moves") {
		item = r.shape.Value(item)
		if from, _, ok := strings.Cut(item.Text, "->"); ok && r.lacks(kindValue, strings.TrimSpace(from)) {
			continue
		}
		m := model.IncidentMove{Span: item.Span}
		var ok bool
		if m.Scale, m.From, m.To, ok = r.move(item.Text, item.Span); !ok {
			r.failed = true
			continue
		}
		for i := range r.a.Authorities {
			auth := &r.a.Authorities[i]
			if auth.Scale == m.Scale && auth.HeldBy[m.From] != auth.HeldBy[m.To] && !handsOver(auth, m) {
				r.errorf("missing-handover", item.Span, "%q passes from one holder to another at %s, and no hand-over is written", auth.ID, item.Text).
					Note(auth.Span, "%q is declared here", auth.ID)
			}
		}
		out = append(out, m)
	}
	return out
}

func handsOver(a *model.Authority, m model.IncidentMove) bool {
	for _, h := range a.Handovers {
		if h.From == m.From && h.To == m.To {
			return true
		}
	}
	return false
}

// meta reads what every element carries.
func (r *reader) meta(n *syntax.Node, path string, m *model.Meta) {
	b := builder{checker: r.checker}
	b.meta(n, path, m)
}

// consequences checks `after`: it names another incident, and no incident is a
// consequence of itself. The consequences of what was dropped are dropped.
func (r *scenarioReader) consequences(seen map[string]diag.Span, dropped map[string]bool) {
	var ids []string
	for _, in := range r.s.Incidents {
		ids = append(ids, in.ID)
	}
	list := r.get(r.tree, "incidents")
	after := map[string]*syntax.Node{}
	for _, item := range r.items(list) {
		id, node := item.Get("id"), r.get(item, "after")
		if id == nil || node == nil {
			continue
		}
		node = r.shape.Value(node)
		if _, ok := seen[node.Text]; !ok {
			d := r.errorf("unknown-incident", node.Span, "incident %q is not declared", node.Text)
			if near := diag.Nearest(node.Text, ids); near != "" {
				d.Note(seen[near], "%q is declared here", near).Hint("did you mean %q?", near)
			} else {
				d.Hint("its incidents are %s", andList(ids))
			}
			continue
		}
		if after[id.Text] == nil {
			after[id.Text] = node
		}
	}
	r.circles(ids, after)
	kept := r.s.Incidents[:0]
	for _, in := range r.s.Incidents {
		if !leadsTo(in.ID, after, dropped) {
			kept = append(kept, in)
		}
	}
	r.s.Incidents = kept
}

// circles reports each circle of consequences once, at its first incident.
func (r *scenarioReader) circles(ids []string, after map[string]*syntax.Node) {
	done := map[string]bool{}
	for _, id := range ids {
		at, path := id, map[string]bool{}
		for after[at] != nil && !done[at] && !path[at] {
			path[at] = true
			at = after[at].Text
		}
		if path[at] {
			r.errorf("bad-incident", after[at].Span, "incident %q is a consequence of itself", at).
				Hint("one incident of the circle needs a time of its own: `at`, and no `after`")
		}
		for visited := range path {
			done[visited] = true
		}
	}
}

// leadsTo reports whether an incident follows, directly or not, one of a set.
func leadsTo(id string, after map[string]*syntax.Node, set map[string]bool) bool {
	for range len(after) + 1 {
		if set[id] {
			return true
		}
		if after[id] == nil {
			return false
		}
		id = after[id].Text
	}
	return false
}
