package study

import (
	"slices"
	"strings"

	"entente/internal/model"
	"entente/internal/timing"
)

// A design that is silent keeps the text of its base. Whether that text is the
// design's answer as well depends on what the design changes: where it touches
// what a measure rests on, the base's text no longer answers for it, and the
// measure is unspecified; where it touches nothing there, the measure is compared,
// and that the text still stands is named as an assumption.
//
// A time and a consultation rest on steps (the time of one step: on it and on those
// before it), a step on the posts that do it or hold the authority by which it is done, on
// the council and its seats, and on its lines; how long an authority has no holder,
// or two, rests on the authority, its holders and the procedures by which it
// passes. Names, sources, grades, notes, remits and agendas change nothing of this.

// Unspecified is a measure that a design is not compared on: the design's sources
// say nothing about what is measured, and the design changes what it rests on. What
// the model does there is the base's text, carried over, and no answer of the design.
type Unspecified struct {
	Design  string `json:"design"`
	Measure string `json:"measure"`
	Path    string `json:"path"` // what the design's sources are silent about
	Text    string `json:"text"`
}

// Inherited is a measure that a design is compared on although its sources say
// nothing about a part of it: it changes nothing there, and that the base's text
// holds in it too is an assumption.
type Inherited Unspecified

// unspecified lists, in order, what is not compared.
func (r *run) unspecified() []Unspecified {
	out := []Unspecified{}
	r.eachSilence(func(design, measure string, s *silence) {
		switch {
		case s.lacks:
			out = append(out, Unspecified{design, measure, s.unspecified, design + " is not compared on " + measure + ": it lacks what " + s.unspecified + " needs"})
		case s.unspecified != "":
			out = append(out, Unspecified{design, measure, s.unspecified,
				design + " is not compared on " + measure + ": its sources say nothing about " + s.unspecified + ", and it changes what that rests on"})
		}
	})
	return out
}

// inherited lists, in order, what is compared on the assumption that the base's
// text stands.
func (r *run) inherited() []Inherited {
	out := []Inherited{}
	r.eachSilence(func(design, measure string, s *silence) {
		if s.unspecified == "" && s.inherited != "" {
			out = append(out, Inherited{design, measure, s.inherited,
				design + " is compared on " + measure + " as if the base's text held in it: its sources say nothing about " + s.inherited + ", and it changes nothing there"})
		}
	})
	return out
}

func (r *run) eachSilence(do func(design, measure string, s *silence)) {
	for d := range r.designs {
		for m := range r.Study.Measures {
			do(r.designs[d], r.Study.Measures[m].ID, r.silentOn(d, m))
		}
	}
}

// silentOn is what a design is silent about of what is measured. All cells of a
// design have the same arrangement.
func (r *run) silentOn(design, measure int) *silence {
	m := &r.Study.Measures[measure]
	if path := r.lacksIn(design, m); path != "" {
		return &silence{unspecified: path, lacks: true}
	}
	return silent(r.Cells[r.cells[0][design]].Arrangement, r.asStep(design, m))
}

// silence is what an arrangement's sources do not say of what is measured: the
// first path where the design no longer has the base's answer, and the first where
// it has.
type silence struct {
	unspecified, inherited string
	lacks                  bool // it is unspecified since the design lacks what the path names
}

func silent(a *model.Arrangement, m *model.Measure) *silence {
	var out silence
	if a == nil || len(a.Silent) == 0 {
		return &out
	}
	for _, s := range a.Silent {
		for _, g := range groundsOf(a, m) {
			switch {
			case !g.includes(s):
			case g.touched(a) && out.unspecified == "":
				out.unspecified = s
			case out.inherited == "":
				out.inherited = s
			}
		}
	}
	return &out
}

// ground is an element that a measure rests on, with what that rests on in turn.
type ground struct {
	path  string
	rests []string
	but   []string // below path: what the measure does not rest on
}

// includes says whether a silence is about the element.
func (g *ground) includes(silent string) bool {
	return overlap(g.path, silent) && matters(silent) && !g.leftOut(silent)
}

// touched says whether the variants changed the element or what it rests on.
func (g *ground) touched(a *model.Arrangement) bool {
	for i := range a.Changes {
		c := &a.Changes[i]
		if c.Verb == "rename" || !matters(c.Path) {
			continue
		}
		if overlap(g.path, c.Path) && !g.leftOut(c.Path) {
			return true
		}
		if slices.ContainsFunc(g.rests, func(rest string) bool { return overlap(rest, c.Path) }) {
			return true
		}
	}
	return false
}

func (g *ground) leftOut(path string) bool {
	return slices.ContainsFunc(g.but, func(but string) bool { return within(path, but) })
}

// overlap says that one path lies at or below the other.
func overlap(a, b string) bool { return within(a, b) || within(b, a) }

func within(path, of string) bool { return path == of || strings.HasPrefix(path, of+"/") }

// besides are the keys that no number rests on.
var besides = []string{"name", "source", "credibility", "note", "assumption", "disputed", "remit", "agenda", "meets", "under", "deadline", "class"}

// matters says whether a change or a silence there can bear on a measure. A path is
// SECTION/ID/KEY/ID/KEY…: what stands fourth is an id.
func matters(path string) bool {
	for i, part := range strings.Split(path, "/") {
		if i != 0 && i != 1 && i != 3 && slices.Contains(besides, part) {
			return false
		}
	}
	return true
}

// groundsOf lists what a measure rests on. What cannot be told, as of an
// expression, is nothing.
func groundsOf(a *model.Arrangement, m *model.Measure) []ground {
	switch m.Kind {
	case "time-of", "consultation", "work-share":
		name, step, _ := strings.Cut(m.Of, "/")
		if m.Kind == "consultation" {
			step = "" // also who is heard or told after it
		}
		for i := range a.Procedures {
			if calls(&a.Procedures[i].Meta, name) {
				return procedureGrounds(a, &a.Procedures[i], step)
			}
		}
		return []ground{{path: "procedures/" + name}}
	case "no-holder", "dual-holder":
		for i := range a.Authorities {
			if calls(&a.Authorities[i].Meta, m.Of) {
				return authorityGrounds(a, &a.Authorities[i])
			}
		}
		return []ground{{path: "authority/" + m.Of}}
	case "waiting":
		for i := range a.Posts {
			if calls(&a.Posts[i].Meta, m.Of) {
				return []ground{{path: "posts/" + a.Posts[i].ID}}
			}
		}
		return []ground{{path: "posts/" + m.Of}}
	}
	return nil
}

// procedureGrounds are the steps of a procedure, or one and those before it; and
// the procedure but for its steps.
func procedureGrounds(a *model.Arrangement, p *model.Procedure, upTo string) []ground {
	path := "procedures/" + p.ID
	before := make([]bool, len(p.Steps))
	for i := range p.Steps {
		if upTo == "" {
			before[i] = true
		} else if calls(&p.Steps[i].Meta, upTo) {
			before = timing.Ancestors(p.Steps, i)
			before[i] = true
			break
		}
	}
	whole := ground{path: path}
	var out []ground
	for i := range p.Steps {
		step := path + "/steps/" + p.Steps[i].ID
		whole.but = append(whole.but, step)
		if before[i] {
			out = append(out, ground{path: step, rests: restsOf(a, &p.Steps[i])})
		}
	}
	return append(out, whole)
}

// restsOf lists what a step rests on.
func restsOf(a *model.Arrangement, s *model.Step) []string {
	var out []string
	switch d := s.Doer; d.Kind {
	case model.ActorPost:
		out = append(out, "posts/"+a.Posts[d.Post].ID)
	case model.ActorHolder:
		out = append(append(out, "authority/"+a.Authorities[d.Authority].ID), holdersOf(a, &a.Authorities[d.Authority])...)
	case model.ActorCouncil:
		out = append(out, "councils/"+a.Councils[d.Council].ID)
		for _, seat := range a.Councils[d.Council].Seats {
			out = append(out, "posts/"+a.Posts[seat.Post].ID)
		}
	}
	for _, l := range s.Via {
		out = append(out, "links/"+a.Links[l].ID)
	}
	return out
}

func holdersOf(a *model.Arrangement, auth *model.Authority) []string {
	var out []string
	for _, post := range auth.HeldBy {
		if post != model.None {
			out = append(out, "posts/"+a.Posts[post].ID)
		}
	}
	return out
}

// authorityGrounds are an authority and the procedures by which it passes.
func authorityGrounds(a *model.Arrangement, auth *model.Authority) []ground {
	out := []ground{{path: "authority/" + auth.ID, rests: holdersOf(a, auth)}}
	for i := range auth.Handovers {
		if h := &auth.Handovers[i]; h.By != model.None {
			out = append(out, procedureGrounds(a, &a.Procedures[h.By], "")...)
		}
	}
	return out
}
