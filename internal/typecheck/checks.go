package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// checks reads the section `checks`. Where it is not written, or names no seams,
// all are in use.
func (b *builder) checks() {
	checks := &b.a.Checks
	n := b.get(b.tree, "checks")
	if n != nil {
		checks.Span = n.Span
	}
	b.use(n)
	if list := b.get(n, "limits"); list != nil {
		for _, item := range b.limitItems(b.items(list), limitsMax, "limits") {
			l := model.Limit{Meta: model.Meta{Cite: model.NoCite}, Procedure: model.None, NoHolder: model.None, DualHolder: model.None}
			idOf(item, &l.Meta)
			b.element("checks/limits", &l.Meta, item, func(n *syntax.Node, path string) { b.limit(n, path, &l) })
			checks.Limits = append(checks.Limits, l)
		}
	}
	if list := b.get(n, "invariants"); list != nil {
		for _, item := range b.limitItems(b.items(list), invariantsMax, "invariants") {
			v := model.Invariant{Meta: model.Meta{Cite: model.NoCite}, Scale: model.None, Within: model.Quantity{Cite: model.NoCite}}
			idOf(item, &v.Meta)
			b.element("checks/invariants", &v.Meta, item, func(n *syntax.Node, path string) { b.invariant(n, path, &v) })
			checks.Invariants = append(checks.Invariants, v)
		}
	}
	checks.Expects = all[model.KindIndex](b.checker, kindIncident, b.get(n, "expects"), "checks/expects")
	if list := b.get(n, "accept"); list != nil {
		for _, item := range b.limitItems(b.items(list), acceptMax, "accepted seams") {
			b.accept(item)
		}
	}
}

func idOf(n *syntax.Node, m *model.Meta) {
	m.Span = n.Span
	if id := n.Get("id"); id != nil {
		m.ID, m.Span = id.Text, id.Span
	}
}

func (b *builder) use(n *syntax.Node) {
	var on [model.SeamCount]bool
	every := true
	read(b.checker, b.get(n, "use"), "checks/use", false, func(n *syntax.Node) bool {
		if n.Kind == syntax.Scalar {
			return true
		}
		every = false
		for _, item := range b.items(n) {
			if s, ok := seamNamed(b.shape.Value(item).Text); ok {
				on[s] = true
			}
		}
		return true
	})
	for s := range model.SeamCount {
		if s != model.InvariantSeam && (every || on[s]) {
			b.a.Checks.Use = append(b.a.Checks.Use, s)
		}
	}
}

func seamNamed(id string) (model.Seam, bool) {
	for s := range model.SeamCount {
		if s.String() == id {
			return s, true
		}
	}
	return 0, false
}

// boundKeys are the bounds of a limit and their shares, in the order of the model.
var boundKeys = []struct {
	key string
	p   float64
}{{"p50", 0.5}, {"p90", 0.9}, {"worst", 1}}

func (b *builder) limit(n *syntax.Node, path string, l *model.Limit) {
	l.Procedure, _ = one[model.ProcedureIndex](b.checker, kindProcedure, b.get(n, "procedure"), path+"/procedure")
	l.NoHolder, _ = one[model.AuthorityIndex](b.checker, kindAuthority, b.get(n, "no-holder"), path+"/no-holder")
	l.DualHolder, _ = one[model.AuthorityIndex](b.checker, kindAuthority, b.get(n, "dual-holder"), path+"/dual-holder")
	for _, k := range boundKeys {
		if v := b.get(n, k.key); v != nil {
			l.Bounds = append(l.Bounds, model.Bound{P: k.p, Limit: b.exact(v, path+"/"+k.key, "a limit")})
		}
	}
	if b.failed {
		return
	}
	subjects := 0
	for _, key := range []string{"procedure", "no-holder", "dual-holder"} {
		if n.Has(key) {
			subjects++
		}
	}
	switch {
	case subjects == 0:
		b.errorf("bad-limit", l.Span, "limit %q does not say what it limits", l.ID).
			Hint("write procedure: P, no-holder: AUTHORITY or dual-holder: AUTHORITY")
	case subjects > 1:
		b.errorf("bad-limit", l.Span, "limit %q limits more than one thing", l.ID).
			Hint("write procedure: P, no-holder: AUTHORITY or dual-holder: AUTHORITY")
	case len(l.Bounds) == 0:
		b.errorf("bad-limit", l.Span, "limit %q has no bound", l.ID).Hint("write p50, p90 or worst with a time")
	}
}

// invariantForms are the keys of each form; the first says which form it is.
var invariantForms = []struct {
	form model.InvariantForm
	keys []string
}{
	{model.Always, []string{"always"}},
	{model.Never, []string{"never"}},
	{model.Before, []string{"before", "consent-of"}},
	{model.When, []string{"when", "within", "holds"}},
	{model.Possible, []string{"from", "possible"}},
}

func (b *builder) invariant(n *syntax.Node, path string, v *model.Invariant) {
	if b.shape.Incomplete(n) {
		return
	}
	form := -1
	var present []string
	for i, f := range invariantForms {
		for _, k := range f.keys {
			if n.Has(k) {
				present = append(present, k)
				if form < 0 {
					form = i
				}
			}
		}
	}
	hint := "an invariant is one of always; never; before with consent-of; when with within and holds; from with possible"
	if form < 0 {
		b.errorf("bad-invariant", v.Span, "invariant %q says nothing", v.ID).Hint("%s", hint)
		return
	}
	keys := invariantForms[form].keys
	for _, k := range present {
		if !contains(keys, k) {
			b.errorf("bad-invariant", n.Get(k).Span, "`%s` does not belong to `%s`", k, keys[0]).Hint("%s", hint)
			return
		}
	}
	for _, k := range keys {
		if !n.Has(k) {
			b.errorf("bad-invariant", v.Span, "invariant %q has no `%s`", v.ID, k).Hint("%s", hint)
			return
		}
	}
	v.Form = invariantForms[form].form
	ask := func(key string) *model.Expr { return b.expr(b.get(n, key), path+"/"+key, model.None) }
	switch v.Form {
	case model.Before:
		read(b.checker, b.get(n, "before"), path+"/before", false, func(n *syntax.Node) bool {
			scale, from, to, ok := b.move(n.Text, n.Span)
			v.Scale, v.From, v.To = scale, from, to
			if ok && !b.broken["conditions/"+b.a.Scales[scale].ID] && moveNamed(b.a.Scales[scale].Moves, from, to) == nil {
				b.noMove(n.Span, scale, from, to)
			}
			return ok
		})
		v.ConsentOf = all[model.PostIndex](b.checker, kindPost, b.get(n, "consent-of"), path+"/consent-of")
		if !b.failed && len(v.ConsentOf) == 0 {
			b.errorf("bad-invariant", v.Span, "`consent-of` of invariant %q names nobody", v.ID)
		}
	case model.When:
		v.A, v.B = ask("when"), ask("holds")
		v.Within = b.exact(b.get(n, "within"), path+"/within", "`within`")
	case model.Possible:
		v.A, v.B = ask("from"), ask("possible")
	default:
		v.A = ask(keys[0])
	}
}

// noMove reports a move that its scale does not declare.
func (c *checker) noMove(span diag.Span, scale model.ScaleIndex, from, to model.ValueIndex) {
	s := &c.names.arrangement.Scales[scale]
	c.errorf("unknown-move", span, "scale %q declares no move %s", s.ID, c.names.moveText(scale, from, to)).
		Note(s.Span, "%q is declared here", s.ID).Hint("%s", c.names.movesHint(scale))
}

// movesHint lists the moves of a scale.
func (n *Names) movesHint(scale model.ScaleIndex) string {
	s := &n.arrangement.Scales[scale]
	if len(s.Moves) == 0 {
		return "write it under `moves` of the scale"
	}
	moves := make([]string, len(s.Moves))
	for i, m := range s.Moves {
		moves[i] = n.moveText(scale, m.From, m.To)
	}
	return "its moves are " + andList(moves)
}

// elementKinds are what the words of an accepted finding's element name.
var elementKinds = map[model.Seam][][]kind{
	model.NoHolder: {{kindAuthority}}, model.DualHolder: {{kindAuthority}}, model.IneligibleHolder: {{kindAuthority}},
	model.NoQuorum: {{kindCouncil}}, model.BypassedConsent: {{kindProcedure}, {kindParty}}, model.Stuck: {{kindProcedure}},
	model.DelegationOutlives: {{kindAuthority}}, model.ConflictingChains: {{kindPerson, kindForce}}, model.TwoHats: {{kindPerson}},
	model.SinglePoint: {{kindProcedure}, {kindPost, kindLink}}, model.NoProcedure: {{kindIncident}}, model.NoCivilian: {{kindAuthority}},
}

func (b *builder) accept(n *syntax.Node) {
	outer := b.failed
	defer func() { b.failed = outer }()
	b.failed = b.shape.Incomplete(n)
	b.grade(n)
	seamNode, element := b.get(n, "seam"), b.get(n, "element")
	if seamNode == nil || element == nil {
		return
	}
	seam, ok := seamNamed(b.shape.Value(seamNode).Text)
	if !ok {
		return
	}
	element = b.shape.Value(element)
	b.acceptedElement(seam, element)
	out := model.Accept{Seam: seam, Element: strings.Join(strings.Fields(element.Text), " "), Why: b.textAt(n, "why", ""), Span: element.Span}
	b.a.Checks.Accept = append(b.a.Checks.Accept, out)
}

// acceptedElement checks that the element of an accepted seam exists.
func (b *builder) acceptedElement(seam model.Seam, n *syntax.Node) {
	words := strings.Fields(n.Text)
	switch seam {
	case model.NoAuthority, model.NoDecider:
		b.stepPath(n)
		return
	case model.NoForum:
		if strings.Contains(n.Text, "/") {
			b.stepPath(n)
			return
		}
		words = []string{n.Text}
		b.acceptedWords(words, [][]kind{{kindProcedure}}, n)
		return
	case model.Latency:
		for _, l := range b.a.Checks.Limits {
			if l.ID == n.Text {
				return
			}
		}
		b.errorf("unknown-element", n.Span, "no limit is called %q", n.Text)
		return
	case model.InvariantSeam:
		for _, v := range b.a.Checks.Invariants {
			if v.ID == n.Text {
				return
			}
		}
		b.errorf("unknown-element", n.Span, "no invariant is called %q", n.Text)
		return
	}
	if kinds, ok := elementKinds[seam]; ok {
		b.acceptedWords(words, kinds, n)
	}
}

func (b *builder) acceptedWords(words []string, kinds [][]kind, n *syntax.Node) {
	if len(words) != len(kinds) {
		expected := make([]string, len(kinds))
		for i, k := range kinds {
			options := make([]string, len(k))
			for j := range k {
				options[j] = withArticle(k[j].String())
			}
			expected[i] = strings.Join(options, " or ")
		}
		b.errorf("unknown-element", n.Span, "%q is not the element of such a finding: %s", n.Text, strings.Join(expected, " and "))
		return
	}
	for i, word := range words {
		found := false
		for _, k := range kinds[i] {
			_, ok := b.names.tables[k].at[word]
			found = found || ok
		}
		if !found {
			b.failed = true
			b.names.unknown(word, n.Span, b.out, kinds[i]...)
		}
	}
}
