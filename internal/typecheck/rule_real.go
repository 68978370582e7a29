package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
)

// ruleReal: an entry about real states grades its sources, gives every office a
// class, since findings name the class and not the office, and says how many of
// its values name no source.
var ruleReal = rule{
	codes: []diag.Code{"ungraded-source", "missing-class", "uncited-values"},
	apply: func(f *facts) {
		if !f.a.Real {
			return
		}
		for i := range f.a.Sources {
			if s := &f.a.Sources[i]; s.Reliability == 0 && f.ok("sources", s.ID) {
				f.out.Errorf("ungraded-source", s.Span, "source %q has no reliability, and the states are real", s.ID).
					Note(f.header.RealSpan, "`real` stands here").Hint("write reliability: with an Admiralty letter from A to F")
			}
		}
		for i := range f.a.Posts {
			if p := &f.a.Posts[i]; p.Class == model.NoClass && f.ok("posts", p.ID) {
				f.out.Errorf("missing-class", p.Span, "post %q has no class, and the states are real", p.ID).
					Note(f.header.RealSpan, "`real` stands here").
					Hint("findings about real states name a class, never an office; write class: %s", orList(model.ClassNames()))
			}
		}
		values, uncited := f.uncited()
		if uncited > 0 {
			f.out.Warnf("uncited-values", f.header.RealSpan, "values without a source and without a mark as an assumption: %d of %d", uncited, values).
				Hint("write `@SOURCE:CREDIBILITY` behind it, or `assumption: yes` on it or on its element")
		}
	},
}

// uncited counts the quantities and the holders that rest on nothing: no source of
// their own or of their element, and no mark as an assumption.
func (f *facts) uncited() (values, uncited int) {
	count := func(own model.Cite, assume bool, m *model.Meta) {
		values++
		if own.Source == model.None && m.Cite.Source == model.None && !assume && !m.Assume {
			uncited++
		}
	}
	quantity := func(q *model.Quantity, m *model.Meta) {
		if q != nil && q.Set {
			count(q.Cite, q.Assume, m)
		}
	}
	for i := range f.a.Posts {
		p := &f.a.Posts[i]
		quantity(p.Refill, &p.Meta)
		for j := range p.Deputies {
			count(p.Deputies[j].Cite, p.Deputies[j].After.Assume, &p.Meta)
		}
	}
	for i := range f.a.Authorities {
		a := &f.a.Authorities[i]
		for _, c := range a.HeldCite {
			count(c, false, &a.Meta)
		}
	}
	for i := range f.a.Councils {
		quantity(&f.a.Councils[i].Convene, &f.a.Councils[i].Meta)
		quantity(&f.a.Councils[i].SilenceFor, &f.a.Councils[i].Meta)
	}
	for i := range f.a.Links {
		quantity(f.a.Links[i].Restore, &f.a.Links[i].Meta)
	}
	for i := range f.a.Procedures {
		p := &f.a.Procedures[i]
		quantity(p.Deadline, &p.Meta)
		for j := range p.Steps {
			s := &p.Steps[j]
			m := s.Meta
			if m.Cite.Source == model.None {
				m.Cite = p.Cite
			}
			m.Assume = m.Assume || p.Assume
			quantity(&s.Time, &m)
			quantity(s.Late, &m)
		}
	}
	return values, uncited
}
