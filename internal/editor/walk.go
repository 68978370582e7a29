package editor

import (
	"slices"
	"strings"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// Element is something with an id.
type Element struct {
	Kind  string // as the grammar names it: POST, STEP
	ID    string
	Path  string            // ids from the root of the arrangement, or of its own file, down
	Name  map[string]string // what people call it, by language
	Span  diag.Span         // of the id
	Whole diag.Span         // of all that is said of it
	Owner string            // what it belongs to, where its id means something only there

	node *syntax.Node
}

// mention is a place that names something.
type mention struct {
	kinds []string
	id    string
	owner string // what it has to belong to; "": any
	span  diag.Span
}

// spot is a key or a value of the text with what the grammar says of its place.
type spot struct {
	node  *syntax.Node
	key   *syntax.Key   // the key that it is, or stands behind
	shape *syntax.Shape // of the value
	isKey bool
	rows  string // a key of rows: how they are written
	path  []string
	in    *syntax.Node // the map that a key stands in
	of    *syntax.Shape
	scope scope
}

// scope says what the names of a place belong to: the procedure of a STEP, the
// programme of a RULE.
type scope map[string]string

func (s scope) with(kind, owner string) scope {
	out := scope{}
	for k, v := range s {
		out[k] = v
	}
	out[kind] = owner
	return out
}

// survey is what was found in a file.
type survey struct {
	src      *diag.Source
	tree     *syntax.Node
	kind, id string
	elements []Element
	mentions []mention
	spots    []spot
	gone     []string          // paths that a variant takes away or renames
	rows     map[string]string // by authority: a condition that its rows name
	index    map[string][]int
}

// look surveys a text.
func look(src *diag.Source) *survey {
	s := &survey{src: src, tree: syntax.ParseLoose(src, syntax.DefaultLimits), rows: map[string]string{}, index: map[string][]int{}}
	s.kind, s.id = s.header("kind"), s.header("id")
	g, ok := syntax.KindNamed(s.kind)
	if !ok {
		g, _ = syntax.KindNamed("arrangement")
		g.Name = ""
	}
	w := &walker{s: s, kind: s.kind}
	w.value(s.tree, nil, g.Root(), nil, nil)
	for i, e := range s.elements {
		s.index[e.ID] = append(s.index[e.ID], i)
	}
	return s
}

// walker goes over a tree along the grammar.
type walker struct {
	s    *survey
	kind string
}

func (w *walker) declare(kind, id string, span, whole diag.Span, path []string, sc scope, node *syntax.Node) {
	if id == "" || kind == "" {
		return
	}
	e := Element{Kind: kind, ID: id, Path: strings.Join(path, "/"), Span: span, Whole: whole, node: node, Owner: sc[kind]}
	if kind == "FILE" {
		e.Kind, e.Path = strings.ToUpper(w.kind), ""
		e.Whole = w.s.tree.Span
	}
	if e.Whole.IsZero() || e.Whole.Start.Before(span.Start) && e.Whole.End.Before(span.End) || span.Start.Before(e.Whole.Start) {
		e.Whole.Source, e.Whole.Start = span.Source, span.Start
	}
	if e.Whole.End.Before(span.End) {
		e.Whole.End = span.End
	}
	e.Name = nameOf(node)
	w.s.elements = append(w.s.elements, e)
}

// nameOf reads `name`: a text, or a map from languages to texts.
func nameOf(n *syntax.Node) map[string]string {
	name := n.Get("name")
	if name == nil {
		return nil
	}
	out := map[string]string{}
	if name.Kind == syntax.Scalar {
		out["en"] = name.Text
	}
	for _, p := range name.Pairs {
		out[p.Key.Text] = p.Value.Text
	}
	return out
}

// value walks a value behind a key (nil in a list) in the shape of its place.
func (w *walker) value(n *syntax.Node, key *syntax.Key, sh *syntax.Shape, path []string, sc scope) {
	w.s.spots = append(w.s.spots, spot{node: n, key: key, shape: sh, path: path, scope: sc})
	if n.Cite != nil {
		span := n.Cite.Span
		span.Start.Col++
		span.End.Col = span.Start.Col + len([]rune(n.Cite.Source))
		w.s.mentions = append(w.s.mentions, mention{kinds: []string{"SOURCE"}, id: n.Cite.Source, span: span})
	}
	if sh.Wraps(n) {
		of := syntax.Shape{Expect: wrapped, Keys: syntax.Wrapper()}
		for _, p := range n.Pairs {
			k := of.Key(p.Key.Text)
			w.key(n, p.Key, k, &of, path, sc)
			switch {
			case p.Key.Text == "value":
				w.value(p.Value, key, sh, path, sc)
			case k != nil:
				w.value(p.Value, k, w.rivals(k, sh), path, sc)
			}
		}
		return
	}
	switch n.Kind {
	case syntax.Scalar:
		w.scalar(n, sh, path, sc)
	case syntax.List:
		if sh.Items != nil {
			for _, item := range n.Items {
				w.item(item, sh.Items, path, sc)
			}
		}
	case syntax.Map:
		w.pairs(n, sh, path, sc)
	}
}

// wrapped is what the map of `{value: …}` is called.
const wrapped = "a value with its source"

// rivals is the shape of a key of `{value: …}`: rival readings have the value's.
func (w *walker) rivals(k *syntax.Key, value *syntax.Shape) *syntax.Shape {
	if k.Name != "disputed" {
		return k.Shape
	}
	list := *k.Shape
	reading := *list.Items
	reading.Keys = slices.Clone(reading.Keys)
	for i := range reading.Keys {
		if reading.Keys[i].Name == "value" {
			reading.Keys[i].Shape = value
		}
	}
	list.Items = &reading
	return &list
}

// item walks an item of a list; one with an id is an element.
func (w *walker) item(n *syntax.Node, sh *syntax.Shape, path []string, sc scope) {
	if id := n.Get("id"); id != nil && n.Kind == syntax.Map {
		if k := sh.Key("id"); k != nil {
			below := append(path[:len(path):len(path)], id.Text)
			w.declare(k.Shape.Written, id.Text, id.Span, n.Span, below, sc, n)
			if k.Shape.Written == "STEP" {
				sc = sc.with("CHOICE", sc["STEP"]+"/"+id.Text)
			}
			path = below
		}
	}
	if len(path) > 0 && path[len(path)-1] == "changes" && n.Kind == syntax.Map && w.kind == "variant" {
		w.change(n, sh, path)
		return
	}
	w.value(n, nil, sh, path, sc)
}

// key notes a key of a map.
func (w *walker) key(in, n *syntax.Node, k *syntax.Key, of *syntax.Shape, path []string, sc scope) {
	w.s.spots = append(w.s.spots, spot{node: n, key: k, isKey: true, in: in, of: of, path: path, scope: sc})
}

func (w *walker) pairs(n *syntax.Node, sh *syntax.Shape, path []string, sc scope) {
	if by := sh.Key("by"); by != nil && by.Shape.Written == "PROCEDURE" {
		sc = sc.with("STEP", textOf(n.Get("by")))
	} else if by != nil && by.Shape.Written == "PROCEDURE/STEP" {
		sc = sc.with("CHOICE", textOf(n.Get("by")))
	}
	if step := sh.Key("step"); step != nil && step.Shape.Written == "PROCEDURE/STEP" {
		sc = sc.with("CHOICE", textOf(n.Get("step")))
	}
	for _, p := range n.Pairs {
		below := append(path[:len(path):len(path)], p.Key.Text)
		if k := sh.Key(p.Key.Text); k != nil {
			w.key(n, p.Key, k, sh, below, sc)
			at := below
			if w.kind != "" && len(path) == 0 && p.Key.Text == "entente" {
				at = []string{"entente"}
			}
			w.value(p.Value, k, k.Shape, at, sc)
			continue
		}
		if sh.Each == nil {
			w.key(n, p.Key, nil, sh, below, sc)
			continue
		}
		w.s.spots = append(w.s.spots, spot{node: p.Key, isKey: true, rows: sh.EachKey, in: n, of: sh, path: below, scope: sc})
		inner := sc
		if sh.Declares {
			w.declare(sh.EachKey, p.Key.Text, p.Key.Span, span(p.Key, p.Value), below, sc, p.Value)
			inner = within(sh.EachKey, p.Key.Text, sc)
		} else {
			w.written(p.Key, sh.EachKey, sc)
			if len(path) == 3 && path[2] == "held-by" && p.Key.Text != "any" && !strings.ContainsRune(p.Key.Text, mark) {
				w.s.rows[path[1]] = p.Key.Text
			}
			if sh.EachKey == "CONDITION->CONDITION" && path[0] == "conditions" {
				w.declare("MOVE", p.Key.Text, p.Key.Span, span(p.Key, p.Value), below, sc, p.Value)
			}
			inner = rowScope(sh.EachKey, p.Key.Text, sc)
		}
		w.value(p.Value, nil, sh.Each, below, inner)
	}
}

// within is the scope inside an element that is declared.
func within(kind, id string, sc scope) scope {
	switch kind {
	case "PROCEDURE":
		return sc.with("STEP", id)
	case "SCALE":
		return sc.with("CONDITION", id).with("MOVE", id)
	case "AUTHORITY":
		return sc.with("AUTHORITY", id)
	case "COUNCIL":
		return sc.with("SEAT", id)
	case "PLAYER":
		return sc.with("DECISION", id)
	case "PROGRAMME":
		return sc.with("CRITERION", id).with("RULE", id)
	}
	return sc
}

// rowScope is the scope behind a key that names something.
func rowScope(written, id string, sc scope) scope {
	switch written {
	case "SCALE":
		return sc.with("CONDITION", id)
	case "PROGRAMME":
		return sc.with("RULE", id)
	case "PROCEDURE/STEP":
		return sc.with("CHOICE", id)
	}
	return sc
}

func textOf(n *syntax.Node) string {
	if n == nil {
		return ""
	}
	return n.Text
}

// span runs from a key to the end of its value.
func span(key, value *syntax.Node) diag.Span {
	s := key.Span
	if s.End.Before(value.Span.End) {
		s.End = value.Span.End
	}
	return s
}

func (w *walker) scalar(n *syntax.Node, sh *syntax.Shape, path []string, sc scope) {
	if len(n.Text) > 4*syntax.DefaultLimits.Expr { // no name and no expression is as long
		return
	}
	switch sh.Form {
	case syntax.ID:
		if len(path) > 0 && path[len(path)-1] == "id" {
			if sh.Written == "FILE" {
				w.declare("FILE", n.Text, n.Span, n.Span, nil, sc, nil)
			}
			return // its map has been declared
		}
		w.declare(sh.Written, n.Text, n.Span, n.Span, append(path[:len(path):len(path)], n.Text), sc, nil)
	case syntax.Ref:
		if slices.Contains(sh.Words, n.Text) {
			return
		}
		w.written(n, sh.Written, sc)
		switch sh.Written {
		case "PERSON", "CASE": // named into being
			w.declare(sh.Written, n.Text, n.Span, n.Span, path, sc, nil)
		case "KIND":
			if len(path) > 0 && (path[0] == "procedures" || path[0] == "checks") {
				w.declare(sh.Written, n.Text, n.Span, n.Span, path, sc, nil)
			}
		}
	case syntax.Expression:
		w.expression(n, sc)
	}
}

// change walks a change of a variant: what it adds or sets has the shape of its path.
func (w *walker) change(n *syntax.Node, sh *syntax.Shape, path []string) {
	g, _ := syntax.KindNamed("arrangement")
	for _, verb := range []string{"set", "add", "remove", "rename"} {
		at := n.Get(verb)
		if at == nil || at.Kind != syntax.Scalar {
			continue
		}
		target := strings.Split(at.Text, "/")
		place := follow(g.Root(), target)
		if verb == "remove" || verb == "rename" {
			w.s.gone = append(w.s.gone, at.Text)
		}
		w.s.spots = append(w.s.spots, spot{node: n, shape: sh, path: path})
		for _, p := range n.Pairs {
			k := sh.Key(p.Key.Text)
			w.key(n, p.Key, k, sh, append(path[:len(path):len(path)], p.Key.Text), nil)
			if k == nil {
				continue
			}
			value := p.Value
			switch {
			case k.Shape.Any && verb == "rename":
				to := append(target[:len(target)-1:len(target)-1], value.Text)
				w.declare(place.kind, value.Text, value.Span, n.Span, to, place.scope, nil)
			case k.Shape.Any && place.shape != nil:
				if verb == "add" && place.kind != "" {
					id := target[len(target)-1]
					from := len([]rune(at.Text)) - len([]rune(id))
					w.declare(place.kind, id, at.Part(from, from+len([]rune(id))), n.Span, target, place.scope, value)
				}
				if value.Kind == syntax.Scalar && value.Text == "unset" && k.Name == "from" {
					continue
				}
				w.value(value, k, place.shape, target, place.inner)
			default:
				w.value(value, k, k.Shape, target, place.inner)
			}
		}
		return
	}
	w.value(n, nil, sh, path, nil)
}

// placed is what stands at a path of an arrangement.
type placed struct {
	shape        *syntax.Shape
	kind         string // what the last id of the path declares, or ""
	scope, inner scope  // around it, and in it
}

// follow returns what the grammar says of a path; the shape is nil where it leads
// nowhere.
func follow(root *syntax.Shape, path []string) placed {
	at := placed{shape: root}
	for _, id := range path {
		sh := at.shape
		at.kind, at.scope = "", at.inner
		switch k := sh.Key(id); {
		case k != nil:
			at.shape = k.Shape
		case sh.Each != nil:
			at.shape = sh.Each
			if sh.Declares {
				at.kind = sh.EachKey
				at.inner = within(sh.EachKey, id, at.inner)
			} else {
				at.inner = rowScope(sh.EachKey, id, at.inner)
			}
		case sh.Items != nil:
			at.shape = sh.Items
			if k := at.shape.Key("id"); k != nil {
				at.kind = k.Shape.Written
				if at.kind == "STEP" {
					at.inner = at.inner.with("CHOICE", at.inner["STEP"]+"/"+id)
				}
			} else if at.shape.Form == syntax.ID {
				at.kind = at.shape.Written
			}
		default:
			return placed{}
		}
	}
	return at
}
