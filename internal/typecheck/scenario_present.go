package typecheck

import (
	"strings"

	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// lack is something that a design may lack and that this one does lack. A step
// has the id PROCEDURE/STEP and kind kindProcedure.
type lack struct {
	kind kind
	id   string
}

// lackUse says whether anything in the scenario names what is lacking.
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
func (r *scenarioReader) wherePresent() {
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

func (r *scenarioReader) mayLack(n *syntax.Node, path design.Path) {
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
	r.errorf("unknown-path", n.Span, "a scenario names nothing at %q", path).Hint("write one of %s", strings.Join(forms, ", "))
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

// lacks reports whether an id names what this design lacks and may lack.
func (r *scenarioReader) lacks(k kind, id string) bool {
	use := r.lacking[lack{k, id}]
	if use == nil {
		return false
	}
	use.used = true
	return true
}

// lacksStep is lacks for PROCEDURE/STEP: the step or its whole procedure.
func (r *scenarioReader) lacksStep(text string) bool {
	p, _, _ := strings.Cut(text, "/")
	return r.lacks(kindProcedure, text) || r.lacks(kindProcedure, p)
}

// lacksIn reports whether an expression names what this design lacks.
func (r *scenarioReader) lacksIn(n *syntax.Node) bool {
	if len(r.lacking) == 0 {
		return false
	}
	var ignored diag.List
	n = r.shape.Value(n)
	e := syntax.ParseExpr(n.Text, n.Span, n.Quoted, syntax.DefaultLimits, &ignored)
	return e != nil && r.lacksName(e)
}

func (r *scenarioReader) lacksName(e *syntax.Expr) bool {
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
// misspelt would drop nothing.
func (r *scenarioReader) unusedPaths() {
	n := r.tree.Get("where-present")
	if n == nil || r.out.HasErrors() {
		return
	}
	for _, item := range r.items(r.shape.Value(n)) {
		for _, use := range r.lacking {
			if use.span == r.shape.Value(item).Span && !use.used {
				r.out.Warnf("unused-path", use.span, "the design lacks %q, and nothing in the scenario names it", item.Text).
					Hint("look for a misspelling, or leave the path out")
			}
		}
	}
}

// start reads the state at the start. A scale that is not named is at its lowest
// value.
func (r *scenarioReader) start() {
	s := &r.s.Start
	s.Values = make([]model.ValueIndex, len(r.a.Scales))
	n := r.get(r.tree, "start")
	if n == nil {
		return
	}
	read(r.checker, n, "start", false, func(n *syntax.Node) bool {
		for _, p := range r.pairs(n) {
			switch p.Key.Text {
			case "absent":
				r.absent(p.Value)
			case "out":
				out := citedAll[model.LinkIndex](r, kindLink, p.Value, "start/out")
				documented(r, out, "a link")
				s.Out = plainly(out)
			case "given":
				s.Given = r.given(p.Value)
			default:
				r.startValue(p)
			}
		}
		return true
	})
}

// startValue reads SCALE: VALUE.
func (r *scenarioReader) startValue(p syntax.Pair) {
	if r.lacks(kindScale, p.Key.Text) {
		return
	}
	scale, ok := r.names.Scale(p.Key.Text)
	if !ok {
		r.failed = true
		r.names.unknown(p.Key.Text, p.Key.Span, r.out, kindScale)
		return
	}
	read(r.checker, p.Value, "start/"+p.Key.Text, false, func(n *syntax.Node) bool {
		if r.lacks(kindValue, n.Text) {
			return true
		}
		of, v, ok := r.names.Value(n.Text)
		if ok && of == scale {
			r.s.Start.Values[scale] = v
			return true
		}
		r.failed = true
		conditions := r.names.conditions(scale)
		d := r.errorf("unknown-condition", n.Span, "%q is not a condition of %s", n.Text, r.a.Scales[scale].ID)
		d.Note(r.a.Scales[scale].Span, "%q is declared here", r.a.Scales[scale].ID)
		switch near := diag.Nearest(n.Text, conditions); {
		case near != "":
			d.Hint("did you mean %q?", near)
		case ok:
			d.Hint("%s is a condition of %s", n.Text, r.a.Scales[of].ID)
		default:
			d.Hint("its conditions are %s", andList(conditions))
		}
		return false
	})
}

// absent reads the offices that are empty from the start: posts, or persons with
// all their posts.
func (r *scenarioReader) absent(n *syntax.Node) {
	posts, persons := r.postsOrPersons(n, "start/absent")
	for _, p := range persons {
		for _, post := range r.a.Persons[p.i].Posts {
			posts = append(posts, cited[model.PostIndex]{post, p.cite, p.span})
		}
	}
	documented(r, posts, "an absence")
	seen := map[model.PostIndex]bool{}
	for _, p := range posts {
		if !seen[p.i] {
			seen[p.i] = true
			r.s.Start.Absent = append(r.s.Start.Absent, model.Absence{Post: p.i, Cite: p.cite, Span: p.span})
		}
	}
}

// postsOrPersons resolves names of posts or of persons whom a post names.
func (r *scenarioReader) postsOrPersons(n *syntax.Node, path string) (posts []cited[model.PostIndex], persons []cited[model.PersonIndex]) {
	_, w := read(r.checker, n, path, false, func(n *syntax.Node) bool {
		for _, item := range r.items(n) {
			_, w := read(r.checker, item, path, false, func(n *syntax.Node) bool {
				if post, ok := r.names.Post(n.Text); ok {
					posts = append(posts, cited[model.PostIndex]{post, model.NoCite, n.Span})
				} else if person, ok := r.names.Person(n.Text); ok {
					persons = append(persons, cited[model.PersonIndex]{person, model.NoCite, n.Span})
				} else if !r.lacks(kindPost, n.Text) {
					r.failed = true
					r.names.unknown(n.Text, n.Span, r.out, kindPost, kindPerson)
				}
				return true
			})
			setCite(posts, r.shape.Value(item).Span, w.cite)
			setCite(persons, r.shape.Value(item).Span, w.cite)
		}
		return true
	})
	setCite(posts, diag.Span{}, w.cite)
	setCite(persons, diag.Span{}, w.cite)
	return posts, persons
}

// setCite sets the citation of those at a span, or of all where it is nowhere,
// that have none.
func setCite[I ~int32](list []cited[I], at diag.Span, cite model.Cite) {
	for i := range list {
		if list[i].cite.Source == model.None && (at.IsZero() || list[i].span == at) {
			list[i].cite = cite
		}
	}
}

// given reads the consents taken as given.
func (r *scenarioReader) given(n *syntax.Node) []model.StepRef {
	out, _ := read(r.checker, n, "start/given", nil, func(n *syntax.Node) []model.StepRef {
		var out []model.StepRef
		for _, item := range r.items(n) {
			item = r.shape.Value(item)
			if r.lacksStep(item.Text) {
				continue
			}
			ref, ok := r.stepPath(item)
			if !ok {
				continue
			}
			if step := &r.a.Procedures[ref.Procedure].Steps[ref.Step]; step.Act != model.AskConsent && !councilDecides(step) {
				r.errorf("not-a-consent", item.Span, "step %q is no consent that could be given", item.Text).
					Note(step.Span, "%q is declared here", step.ID).
					Hint("a consent is a step with `for: consent`, or the yes or no of a council")
				continue
			}
			out = append(out, ref)
		}
		return out
	})
	return out
}

// councilDecides reports whether the step is the yes or no of a council.
func councilDecides(step *model.Step) bool {
	return step.Act == model.Decide && step.Doer.Kind == model.ActorCouncil && len(step.Choose) == 0
}
