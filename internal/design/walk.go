package design

import (
	"strings"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// mention is one place of the text that names an id.
type mention struct {
	kinds Kind   // any of these may be meant
	steps string // Step: the procedure it belongs to
	id    string
	node  *syntax.Node // the scalar that holds the name
	from  int          // first byte of the name in node.Text; citation: -1
}

// declaration is one place of the text that gives something an id.
type declaration struct {
	kind  Kind
	steps string // Step: the procedure it belongs to
	id    string
	path  Path
}

func (d declaration) means(m mention) bool {
	return m.kinds&d.kind != 0 && m.id == d.id && (d.kind != Step || m.steps == d.steps)
}

// survey lists what a tree declares and mentions, in the order of the text.
type survey struct {
	declared  []declaration
	mentioned []mention
}

// look surveys an arrangement.
func look(tree *syntax.Node) *survey {
	s := &survey{}
	s.node(tree, arrangement, place{})
	return s
}

// place is where the survey stands.
type place struct {
	path  Path
	steps string       // the procedure that steps named here belong to
	in    *syntax.Node // the map around a leaf
}

func (s *survey) node(n *syntax.Node, sh *shape, at place) {
	s.cited(n)
	if in := wrapped(n, sh); in != nil {
		s.graded(n, sh, at)
		s.node(in, sh, at)
		return
	}
	switch {
	case n.Kind == syntax.List && sh.holds == elements:
		for _, item := range n.Items {
			if id := item.Get("id"); id != nil {
				s.declare(sh, id.Text, at)
				s.node(item, sh.each, place{path: at.path.below(id.Text), steps: at.steps})
			}
		}
	case sh.holds == plain && n.Kind == syntax.List:
		for _, item := range n.Items {
			s.alone(item, sh, at)
		}
	case sh.holds == plain:
		s.alone(n, sh, at)
	case n.Kind == syntax.Map:
		s.pairs(n, sh, at)
	case n.Kind == syntax.Scalar && sh.holds == leaf:
		s.leaf(n, sh, at)
	}
}

// alone surveys one item of a plain list.
func (s *survey) alone(item *syntax.Node, sh *shape, at place) {
	if sh.declares != 0 && item.Kind == syntax.Scalar {
		s.declare(sh, item.Text, at)
	}
	s.node(item, sh.each, at)
}

func (s *survey) pairs(n *syntax.Node, sh *shape, at place) {
	if sh.holds != table {
		s.graded(n, sh, at)
	}
	if sh.steps == ofBy {
		at.steps = ""
		if by := n.Get("by"); by != nil {
			at.steps = by.Text
		}
	}
	for _, p := range n.Pairs {
		below := place{path: at.path.below(p.Key.Text), steps: at.steps, in: n}
		switch {
		case sh.holds == table && sh.declares != 0:
			s.declare(sh, p.Key.Text, at)
			if sh.steps == ofKey {
				below.steps = p.Key.Text
			}
		case sh.holds == table:
			s.words(p.Key, &shape{form: sh.keyForm, names: sh.keyNames}, at)
		}
		s.node(p.Value, shapeBelow(sh, p.Key.Text), below)
	}
}

func (s *survey) declare(sh *shape, id string, at place) {
	if sh.declares != 0 {
		s.declared = append(s.declared, declaration{kind: sh.declares, steps: at.steps, id: id, path: at.path.below(id)})
	}
}

// wrapped returns V of `{value: V, …}`, or nil.
func wrapped(n *syntax.Node, sh *shape) *syntax.Node {
	if n.Kind != syntax.Map || !n.Has("value") || sh.holds == elements {
		return nil
	}
	if sh.holds == table && (len(n.Pairs) < 2 || sh.declares&^Seat != 0) {
		return nil
	}
	for _, p := range n.Pairs {
		switch p.Key.Text {
		case "value", "source", "credibility", "assumption", "disputed", "note":
		default:
			return nil
		}
	}
	return n.Get("value")
}

// cited surveys the citation behind a scalar.
func (s *survey) cited(n *syntax.Node) {
	if n.Cite != nil {
		s.mentioned = append(s.mentioned, mention{kinds: Source, id: n.Cite.Source, node: n, from: -1})
	}
}

// graded surveys the keys that say who says so; rival readings name what the
// value itself may name.
func (s *survey) graded(n *syntax.Node, sh *shape, at place) {
	if source := n.Get("source"); source != nil && source.Kind == syntax.Scalar {
		s.words(source, ref(Source), at)
	}
	rivals := n.Get("disputed")
	if rivals == nil || rivals.Kind != syntax.List {
		return
	}
	for _, reading := range rivals.Items {
		if source := reading.Get("source"); source != nil && source.Kind == syntax.Scalar {
			s.words(source, ref(Source), at)
		}
		if value := reading.Get("value"); value != nil && sh.holds == leaf {
			s.node(value, sh, at)
		}
	}
}

func (s *survey) leaf(n *syntax.Node, sh *shape, at place) {
	switch sh.form {
	case expression:
		s.expression(n, at)
	case finding:
		s.finding(n, at)
	default:
		s.words(n, sh, at)
	}
}

func (s *survey) add(kinds Kind, id string, n *syntax.Node, from int, at place) {
	s.mentioned = append(s.mentioned, mention{kinds: kinds, steps: at.steps, id: id, node: n, from: from})
}

// words reads the short forms.
func (s *survey) words(n *syntax.Node, sh *shape, at place) {
	text := n.Text
	switch sh.form {
	case bare:
		s.add(sh.names, text, n, 0, at)
	case actor:
		inner, ok := strings.CutPrefix(text, "holder(")
		if !ok {
			s.add(sh.names, text, n, 0, at)
		} else if id := strings.TrimSpace(strings.TrimSuffix(inner, ")")); id != "" {
			s.add(Authority, id, n, strings.Index(text, inner)+strings.Index(inner, id), at)
		}
	case move:
		if from, to, ok := strings.Cut(text, "->"); ok {
			s.add(sh.names, from, n, 0, at)
			s.add(sh.names, to, n, len(from)+2, at)
		}
	case clause, binding:
		if word, id, ok := strings.Cut(text, " "); ok && (sh.form == binding || word == "go") {
			if id := strings.TrimSpace(id); id != "" {
				s.add(sh.names, id, n, strings.LastIndex(text, id), at)
			}
		}
	}
}

// stepPath reads PROCEDURE/STEP, or either alone.
func (s *survey) stepPath(text string, n *syntax.Node, from int, at place) {
	first, second, both := strings.Cut(text, "/")
	if both {
		s.add(Procedure, first, n, from, at)
		at.steps = first
		s.add(Step, second, n, from+len(first)+1, at)
		return
	}
	s.add(Step, text, n, from, at)
}

var exprArgs = map[string]Kind{
	"holders": Authority, "empty": Post, "acting": Post, "out": Link, "quorate": Council, "sits": Council, "live": Procedure,
}

// expression surveys the names in an expression; one that cannot be read names
// nothing, and typecheck says so. It is read as if it stood alone in one line,
// so that columns are places in its text.
func (s *survey) expression(n *syntax.Node, at place) {
	line := strings.ReplaceAll(n.Text, "\n", " ")
	scratch := diag.Span{Source: diag.NewSource("", line), Start: diag.Pos{Line: 1, Col: 1}}
	scratch.End = diag.Pos{Line: 1, Col: 1 + utf8.RuneCountInString(line)}
	var ignored diag.List
	if e := syntax.ParseExpr(line, scratch, false, syntax.DefaultLimits, &ignored); e != nil {
		s.expr(e, n, at)
	}
}

func (s *survey) expr(e *syntax.Expr, n *syntax.Node, at place) {
	byteAt := func(e *syntax.Expr) int { return len(string([]rune(n.Text)[:e.Span.Start.Col-1])) }
	switch e.Op {
	case syntax.Eq, syntax.Ne, syntax.Lt, syntax.Le, syntax.Gt, syntax.Ge:
		if e.Args[0].Op == syntax.Name && e.Args[1].Op == syntax.Name {
			s.add(Scale, e.Args[0].Name, n, byteAt(e.Args[0]), at)
			s.add(Value, e.Args[1].Name, n, byteAt(e.Args[1]), at)
			return
		}
	case syntax.Call:
		s.call(e, n, byteAt, at)
	}
	for _, arg := range e.Args {
		s.expr(arg, n, at)
	}
}

func (s *survey) call(e *syntax.Expr, n *syntax.Node, byteAt func(*syntax.Expr) int, at place) {
	for i, arg := range e.Args {
		if arg.Op != syntax.Name {
			continue
		}
		from := byteAt(arg)
		switch kind := exprArgs[e.Name]; {
		case e.Name == "done" || e.Name == "refused" || e.Name == "chosen":
			s.stepPath(arg.Name, n, from, at)
		case e.Name == "holds":
			s.add([...]Kind{Post, Authority}[min(i, 1)], arg.Name, n, from, at)
		case kind != 0:
			s.add(kind, arg.Name, n, from, at)
		}
	}
}

// finding surveys the element of an accepted seam.
func (s *survey) finding(n *syntax.Node, at place) {
	seam := ""
	if at.in != nil && at.in.Get("seam") != nil {
		seam = at.in.Get("seam").Text
	}
	first, second, two := strings.Cut(n.Text, " ")
	switch seam {
	case "no-holder", "dual-holder", "ineligible-holder", "delegation-outlives", "no-civilian":
		s.add(Authority, n.Text, n, 0, at)
	case "no-authority", "no-decider", "no-forum":
		if strings.Contains(n.Text, "/") {
			s.stepPath(n.Text, n, 0, at)
		} else {
			s.add(Procedure, n.Text, n, 0, at)
		}
	case "no-quorum":
		s.add(Council, n.Text, n, 0, at)
	case "stuck":
		s.add(Procedure, n.Text, n, 0, at)
	case "bypassed-consent", "single-point":
		s.add(Procedure, first, n, 0, at)
		if two {
			s.add(map[string]Kind{"bypassed-consent": Party, "single-point": Post | Link}[seam], second, n, len(first)+1, at)
		}
	case "conflicting-chains":
		s.add(Person|Post|Force, n.Text, n, 0, at)
	case "two-hats":
		s.add(Person|Post, n.Text, n, 0, at)
	case "latency":
		s.add(Limit, n.Text, n, 0, at)
	case "invariant":
		s.add(Invariant, n.Text, n, 0, at)
	}
}

// span returns where the name of a mention stands.
func (m mention) span() diag.Span {
	if m.from < 0 {
		return m.node.Cite.Span
	}
	return within(m.node, utf8.RuneCountInString(m.node.Text[:m.from]), utf8.RuneCountInString(m.id))
}

// within returns the span of length characters of a scalar, from the character
// from on, or of the whole where the text is not written on one line as it is.
func within(n *syntax.Node, from, length int) diag.Span {
	s := n.Span
	if n.Quoted {
		from++
	}
	if s.Source == nil || s.Start.Line != s.End.Line || s.End.Col-s.Start.Col < from+length {
		return s
	}
	s.Start.Col += from
	s.End.Col = s.Start.Col + length
	return s
}

// rename puts another id into the text of the mention. Of several mentions in
// one text the last has to be renamed first.
func (m mention) rename(id string) {
	if m.from < 0 {
		m.node.Cite.Source = id
		return
	}
	m.node.Text = m.node.Text[:m.from] + id + m.node.Text[m.from+len(m.id):]
}
