package editor

import (
	"slices"
	"strings"
)

// Load is the files with which a file is loaded, to find what is wrong with it.
type Load struct {
	Arrangement string
	Variants    []string // in the order in which they are applied
	Crisis      string
	Scenario    string
	Study       string
}

// loadsMax is how many designs a scenario or a crisis is tried under.
const loadsMax = 6

// Loads returns with which files a file is loaded. A scenario, or a crisis, may be
// written for designs with variants: those in force, or those of a study that runs
// it; the one that its header names comes first.
func (e *Entry) Loads(name string) []Load {
	f := e.byName[name]
	if f == nil {
		return nil
	}
	s := f.survey()
	switch s.kind {
	case "study":
		return []Load{{Study: name}}
	case "variant":
		l := e.chain(s.header("base"))
		l.Variants = append(l.Variants, name)
		return []Load{l}
	case "crisis", "scenario":
		base := e.chain(s.header("for"))
		out := []Load{base}
		if inForce := texts(s.tree.Get("in-force")); len(inForce) > 0 {
			out = append([]Load{e.apply(base, inForce)}, out...)
		}
		out = append(out, e.studied(f)...)
		for i := range out {
			if s.kind == "crisis" {
				out[i].Crisis = name
				continue
			}
			out[i].Scenario = name
			for _, id := range texts(s.tree.Get("crisis")) {
				if c := e.of("crisis", id); c != nil {
					out[i].Crisis = c.name
				}
			}
		}
		return out[:min(len(out), loadsMax)]
	}
	return []Load{{Arrangement: name}}
}

// chain is the design of an id: an arrangement, or a variant with those it is for.
func (e *Entry) chain(id string) Load {
	var variants []string
	for range e.files {
		f := e.of("arrangement variant", id)
		if f == nil || slices.Contains(variants, f.name) {
			break
		}
		s := f.survey()
		if s.kind == "arrangement" {
			slices.Reverse(variants)
			return Load{Arrangement: f.name, Variants: variants}
		}
		variants = append(variants, f.name)
		id = s.header("base")
	}
	slices.Reverse(variants)
	l := Load{Variants: variants}
	for _, f := range e.files { // the base is not here by that name: the entry's own will do
		if f.survey().kind == "arrangement" {
			l.Arrangement = f.name
			break
		}
	}
	return l
}

// apply adds variants by their ids.
func (e *Entry) apply(l Load, ids []string) Load {
	l.Variants = slices.Clone(l.Variants)
	for _, id := range ids {
		if f := e.of("variant", id); f != nil && !slices.Contains(l.Variants, f.name) {
			l.Variants = append(l.Variants, f.name)
		}
	}
	return l
}

// studied lists the designs of the studies that run a scenario, or one of a crisis.
func (e *Entry) studied(f *file) []Load {
	var out []Load
	s := f.survey()
	for _, at := range e.files {
		study := at.survey()
		if study.kind != "study" {
			continue
		}
		runs := slices.ContainsFunc(texts(study.tree.Get("scenarios")), func(id string) bool {
			if s.kind == "scenario" {
				return id == s.id
			}
			sc := e.of("scenario", id)
			return sc != nil && slices.Contains(texts(sc.survey().tree.Get("crisis")), s.id)
		})
		designs := study.tree.Get("designs")
		if !runs || designs == nil {
			continue
		}
		for _, p := range designs.Pairs {
			base := e.chain(textOf(p.Value.Get("base")))
			l := e.apply(base, texts(p.Value.Get("variants")))
			if !slices.ContainsFunc(out, func(o Load) bool { return strings.Join(o.Variants, " ") == strings.Join(l.Variants, " ") }) {
				out = append(out, l)
			}
		}
	}
	return out
}
