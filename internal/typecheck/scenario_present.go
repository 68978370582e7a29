package typecheck

import (
	"strings"

	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/syntax"
)

// lack is something that a design may lack and that this one does lack. A step
// has the id PROCEDURE/STEP and kind kindProcedure.
type lack struct {
	kind kind
	id   string
}

// lackUse says whether anything in the text names what is lacking.
type lackUse struct {
	span diag.Span
	used bool
}

// presentForms are the paths of `where-present`: where the id stands, and what
// kind of thing it names.
var presentForms = []struct {
	form string
	kind kind
}{
	{"posts/*", kindPost}, {"links/*", kindLink}, {"councils/*", kindCouncil}, {"authority/*", kindAuthority},
	{"procedures/*", kindProcedure}, {"procedures/*/steps/*", kindProcedure},
	{"conditions/*", kindScale}, {"conditions/*/order/*", kindValue}, {"checks/expects/*", kindIncident},
}

// wherePresent reads what a design may lack.
func (r *reader) wherePresent() {
	n := r.get(r.tree, "where-present")
	read(r.checker, n, "where-present", false, func(n *syntax.Node) bool {
		for _, item := range r.limitItems(r.items(n), pathsMax, "where-present") {
			item = r.shape.Value(item)
			if path, ok := design.ParsePath(item.Text); !ok {
				r.errorf("bad-path", item.Span, "%q is not a path", item.Text).Hint("a path is ids joined by `/`, as in `posts/cdr`")
			} else {
				r.mayLack(item, path)
			}
		}
		return true
	})
}

func (r *reader) mayLack(n *syntax.Node, path design.Path) {
	for _, f := range presentForms {
		if !fits(f.form, path) {
			continue
		}
		id := path[len(path)-1]
		_, present := r.names.tables[f.kind].at[id]
		if len(path) == 4 && f.kind == kindProcedure {
			p, ok := r.names.Procedure(path[1])
			id = path[1] + "/" + path[3]
			present = false
			if ok {
				_, present = r.names.Step(p, path[3])
			}
		}
		if !present {
			r.lacking[lack{f.kind, id}] = &lackUse{span: n.Span}
		}
		return
	}
	forms := make([]string, len(presentForms))
	for i, f := range presentForms {
		forms[i] = strings.NewReplacer("procedures/*", "procedures/PROCEDURE", "steps/*", "steps/STEP", "*", "ID").Replace(f.form)
	}
	r.errorf("unknown-path", n.Span, "a %s names nothing at %q", r.kind(), path).Hint("write one of %s", strings.Join(forms, ", "))
}

func fits(form string, path design.Path) bool {
	parts := strings.Split(form, "/")
	if len(parts) != len(path) {
		return false
	}
	for i, p := range parts {
		if p != "*" && p != path[i] {
			return false
		}
	}
	return true
}

// kind is the kind of the text.
func (r *reader) kind() string { return r.tree.Get("entente").Get("kind").Text }

// lacks reports whether an id names what this design lacks and may lack.
func (r *reader) lacks(k kind, id string) bool {
	use := r.lacking[lack{k, id}]
	if use == nil {
		return false
	}
	use.used = true
	return true
}

// lacksStep is lacks for PROCEDURE/STEP: the step or its whole procedure.
func (r *reader) lacksStep(text string) bool {
	p, _, _ := strings.Cut(text, "/")
	return r.lacks(kindProcedure, text) || r.lacks(kindProcedure, p)
}

// lacksIn reports whether an expression names what this design lacks.
func (r *reader) lacksIn(n *syntax.Node) bool {
	if len(r.lacking) == 0 {
		return false
	}
	var ignored diag.List
	n = r.shape.Value(n)
	e := syntax.ParseExpr(n.Text, n.Span, n.Quoted, syntax.DefaultLimits, &ignored)
	return e != nil && r.lacksName(e)
}

func (r *reader) lacksName(e *syntax.Expr) bool {
	if e.Op == syntax.Name {
		for k := range kindCount {
			if r.lacks(k, e.Name) {
				return true
			}
		}
		return strings.Contains(e.Name, "/") && r.lacksStep(e.Name)
	}
	for _, arg := range e.Args {
		if r.lacksName(arg) {
			return true
		}
	}
	return false
}

// unusedPaths warns of what a design lacks and nothing names: a path that was
// misspelt would drop nothing. A step whose procedure is lacking too may be named
// in what the procedure drops, which is not read.
func (r *reader) unusedPaths() {
	n := r.tree.Get("where-present")
	if n == nil || r.out.HasErrors() {
		return
	}
	for _, item := range r.items(r.shape.Value(n)) {
		for at, use := range r.lacking {
			proc, _, step := strings.Cut(at.id, "/")
			if whole := r.lacking[lack{at.kind, proc}]; step && whole != nil && whole.used {
				continue
			}
			if use.span == r.shape.Value(item).Span && !use.used {
				r.out.Warnf("unused-path", use.span, "the design lacks %q, and nothing in the %s names it", item.Text, r.kind()).
					Hint("look for a misspelling, or leave the path out")
			}
		}
	}
}
