package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
)

// ruleUnique: an id names one thing. Conditions are unique across scales,
// headquarters and places across parties, forces and matters share one section,
// and posts share theirs with councils and named persons, because an actor, an end
// or a loss is written by its id alone.
var ruleUnique = rule{
	codes: []diag.Code{"duplicate-id", "ambiguous-id"},
	apply: func(f *facts) {
		a := f.a
		conditions, hqs, places, forces := newOnce(f), newOnce(f), newOnce(f), newOnce(f)
		for i := range a.Scales {
			for j := range a.Scales[i].Values {
				conditions.see("condition", &a.Scales[i].Values[j])
			}
		}
		for i := range a.HQs {
			hqs.see("headquarters", &a.HQs[i].Meta)
		}
		for i := range a.Places {
			places.see("place", &a.Places[i].Meta)
		}
		for i := range a.Forces {
			forces.see("force or matter", &a.Forces[i].Meta)
		}
		for i := range a.Procedures {
			steps := newOnce(f)
			for j := range a.Procedures[i].Steps {
				steps.see("step", &a.Procedures[i].Steps[j].Meta)
			}
		}
		limits, invariants := newOnce(f), newOnce(f)
		for i := range a.Checks.Limits {
			limits.see("limit", &a.Checks.Limits[i].Meta)
		}
		for i := range a.Checks.Invariants {
			invariants.see("invariant", &a.Checks.Invariants[i].Meta)
		}
		ambiguous(f)
	},
}

// once remembers where an id was first seen.
type once struct {
	f     *facts
	first map[string]diag.Span
}

func newOnce(f *facts) once { return once{f, map[string]diag.Span{}} }

func (o once) see(word string, m *model.Meta) {
	if m.ID == "" {
		return
	}
	if at, twice := o.first[m.ID]; twice {
		o.f.out.Errorf("duplicate-id", m.Span, "%s %q is declared a second time", word, m.ID).Note(at, "it is declared here first")
		return
	}
	o.first[m.ID] = m.Span
}

func ambiguous(f *facts) {
	posts := &f.names.tables[kindPost]
	for i := range f.a.Councils {
		c := &f.a.Councils[i]
		if p, ok := f.names.Post(c.ID); ok {
			f.out.Errorf("ambiguous-id", c.Span, "%q is a council and a post; an actor of that name would be ambiguous", c.ID).
				Note(posts.spans[p], "the post is declared here")
		}
	}
	for i := range f.a.Persons {
		person := &f.a.Persons[i]
		if p, ok := f.names.Post(person.ID); ok && person.Named {
			at := f.tree.Get("posts").Get(f.a.Posts[person.Posts[0]].ID).Get("person")
			f.out.Errorf("ambiguous-id", at.Span, "%q is a person and a post; a loss of that name would be ambiguous", person.ID).
				Note(posts.spans[p], "the post is declared here")
		}
	}
}
