package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

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
				out := citedAll[model.LinkIndex](r.reader, kindLink, p.Value, "start/out")
				documented(r.reader, out, "a link")
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
	documented(r.reader, posts, "an absence")
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
