package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// Study reads a study: the question, and what would be run for it. The designs
// and scenarios are named, and what the measures name is looked up in each design
// when the study is run. It returns nil where there is nothing to read: no tree,
// or a header that does not say that this is a study.
func Study(tree *syntax.Node, out *diag.List) *model.Study {
	header, ok := ReadHeader(tree, out)
	if !ok {
		return nil
	}
	if header.Kind != "study" {
		out.Errorf("wrong-kind", tree.Get("entente").Get("kind").Span, "this is of kind %q; a study is expected", header.Kind)
		return nil
	}
	r := &studyReader{
		checker: newChecker(NamesOf(&model.Arrangement{}), syntax.CheckShape("study", tree, out), out), tree: tree,
		s: &model.Study{Title: header.Title},
	}
	r.s.Meta = model.Meta{ID: header.ID, Span: header.Span, Note: header.Note, Cite: model.NoCite}
	r.s.Question = r.textOf(tree, "question")
	r.s.Evidence = r.textOf(tree, "evidence")
	r.designs()
	if n := r.get(tree, "scenarios"); n != nil {
		r.s.Scenarios = r.ids(n, "a scenario")
	}
	r.measures()
	r.precision()
	r.casts()
	r.preferences()
	return r.s
}

// studyReader fills a study from its tree.
type studyReader struct {
	*checker
	tree *syntax.Node
	s    *model.Study
}

// Limits on a study.
const (
	designsMax   = 64
	scenariosMax = 256
	measuresMax  = 64
)

// textOf returns the text behind a key.
func (r *studyReader) textOf(n *syntax.Node, key string) string {
	if v := r.get(n, key); v != nil {
		return r.shape.Value(v).Text
	}
	return ""
}

// meta reads the id and the remarks of an element of a study. Sources belong to
// the arrangements, so `source` says nothing here that could be looked up.
func (r *studyReader) meta(p syntax.Pair) model.Meta {
	return model.Meta{ID: p.Key.Text, Span: p.Key.Span, Cite: model.NoCite, Note: r.textOf(p.Value, "note"), Name: r.name(r.get(p.Value, "name"))}
}

func (r *studyReader) name(n *syntax.Node) model.Name {
	b := builder{checker: r.checker}
	return b.nameOf(n)
}

// ids reads one id or a list of them, each once.
func (r *studyReader) ids(n *syntax.Node, what string) []string {
	var out []string
	seen := map[string]diag.Span{}
	for _, item := range r.limitItems(r.items(r.shape.Value(n)), scenariosMax, what) {
		item = r.shape.Value(item)
		if why := syntax.BadID(item.Text); why != "" {
			r.errorf("bad-id", item.Span, "%q is not the id of %s: %s", item.Text, what, why)
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

// designs reads the designs that are compared.
func (r *studyReader) designs() {
	n := r.get(r.tree, "designs")
	if n == nil {
		return
	}
	for _, p := range r.limitPairs(r.pairs(n), designsMax, "designs") {
		d := model.StudyDesign{Meta: r.meta(p), Base: r.textOf(p.Value, "base")}
		if v := r.get(p.Value, "variants"); v != nil {
			d.Variants = r.ids(v, "a variant")
		}
		r.s.Designs = append(r.s.Designs, d)
	}
}

// measureKinds are what can be read off a run; of a crisis the last.
var measureKinds = []string{"time-of", "no-holder", "dual-holder", "consultation", "work-share", "waiting", "expression",
	"peak-rung", "threshold", "dissonance", "stock", "taken", "programme", "crossed"}

// measures reads what is read off a run.
func (r *studyReader) measures() {
	n := r.get(r.tree, "measures")
	if n == nil {
		return
	}
	for _, p := range r.limitPairs(r.pairs(n), measuresMax, "measures") {
		r.measure(p)
	}
}

// measure reads one.
func (r *studyReader) measure(p syntax.Pair) {
	m := model.Measure{Meta: r.meta(p)}
	var first *syntax.Node
	for _, q := range r.pairs(p.Value) {
		switch {
		case !contains(measureKinds, q.Key.Text):
		case first != nil:
			r.errorf("bad-measure", q.Key.Span, "measure %q has `%s` and `%s`", m.ID, first.Text, q.Key.Text).Hint("a measure is one thing; write two measures")
			return
		default:
			first = q.Key
			m.Kind, m.Of = q.Key.Text, r.measured(q.Key.Text, q.Value)
		}
	}
	switch {
	case first == nil && !r.shape.Incomplete(p.Value):
		r.errorf("bad-measure", p.Key.Span, "measure %q measures nothing", m.ID).Hint("write one of %s", andList(measureKinds))
	case first != nil:
		r.s.Measures = append(r.s.Measures, m)
	}
}

// measured reads what a measure is of: an id, two parties as "P, Q", or an
// expression. The names are looked up in each design and its crisis.
func (r *studyReader) measured(kind string, n *syntax.Node) string {
	n = r.shape.Value(n)
	switch {
	case kind == "dissonance":
		return r.twoParties(n)
	case kind == "expression":
		if e := syntax.ParseExpr(n.Text, n.Span, n.Quoted, syntax.DefaultLimits, r.out); e != nil {
			return e.String()
		}
		r.failed = true
	default:
		proc, step, inStep := strings.Cut(n.Text, "/")
		inStep = inStep && (kind == "time-of" || kind == "consultation")
		if !inStep {
			proc = n.Text
		}
		for _, id := range []string{proc, step} {
			if why := syntax.BadID(id); why != "" && (id == proc || inStep) {
				r.errorf("bad-id", n.Span, "%q is not an id: %s", id, why)
			}
		}
	}
	return n.Text
}

// twoParties reads the parties of a dissonance.
func (r *studyReader) twoParties(n *syntax.Node) string {
	if len(n.Items) != 2 {
		r.errorf("bad-measure", n.Span, "a dissonance is of two parties, and %s here", plural(len(n.Items), "stands", "stand")).Hint("write `dissonance: [PARTY, PARTY]`")
		return ""
	}
	parties := r.ids(n, "a party")
	return strings.Join(parties, ", ")
}

// precision reads how narrow an interval has to be: half its width.
func (r *studyReader) precision() {
	n := r.get(r.tree, "precision")
	read(r.checker, n, "precision", false, func(n *syntax.Node) bool {
		for _, p := range r.pairs(n) {
			r.goal(p)
		}
		return true
	})
}

func (r *studyReader) goal(p syntax.Pair) {
	kind := ""
	if m, ok := r.known(p.Key); !ok {
		return
	} else if m != nil {
		for _, k := range measureKinds {
			if m.Has(k) {
				kind = k
			}
		}
	}
	unit := dist.Number
	if model.TimeMeasure(kind) {
		unit = dist.Duration
	}
	node := *r.shape.Value(p.Value)
	if rest, ok := strings.CutPrefix(node.Text, "±"); ok {
		node.Text, node.Span = rest, from(&node, 1)
	}
	before := r.out.Errors()
	q := r.quantity(&node, "precision/"+p.Key.Text, unit)
	switch {
	case !q.Set || r.out.Errors() > before || kind == "":
		return
	case q.Spec.Form != dist.Exact || q.Spec.A <= 0:
		r.errorf("bad-precision", p.Value.Span, "%q is not half the width of an interval", p.Value.Text).Hint("write one value above 0, as in `±30m` or `±0.02`")
		return
	}
	r.s.Precision = append(r.s.Precision, model.PrecisionGoal{Measure: p.Key.Text, Half: q, Span: p.Key.Span})
}

// known looks a measure up. It is nil where the measures are missing or, and ok,
// cannot be read, of which a message has spoken.
func (r *studyReader) known(n *syntax.Node) (m *syntax.Node, ok bool) {
	measures := r.get(r.tree, "measures")
	if measures == nil {
		return nil, r.tree.Get("measures") != nil
	}
	if m = measures.Get(n.Text); m != nil {
		return m, true
	}
	d := r.errorf("unknown-measure", n.Span, "measure %q is not declared", n.Text)
	if near := diag.Nearest(n.Text, measures.Keys()); near != "" {
		d.Hint("did you mean %q?", near)
	} else if len(measures.Pairs) > 0 {
		d.Hint("declared are %s", andList(measures.Keys()))
	}
	return nil, false
}
