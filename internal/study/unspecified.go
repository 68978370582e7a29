package study

import (
	"strings"

	"entente/internal/model"
)

// Unspecified is a measure that a design is not compared on: the design's sources
// say nothing about what is measured. What the model does there is the base's
// text, carried over, and no answer of the design.
type Unspecified struct {
	Design  string `json:"design"`
	Measure string `json:"measure"`
	Path    string `json:"path"` // what the design's sources are silent about
	Text    string `json:"text"`
}

// unspecified lists, in order, what is not compared.
func (r *run) unspecified() []Unspecified {
	out := []Unspecified{}
	for d := range r.designs {
		for m := range r.Study.Measures {
			if path := r.silentOn(d, m); path != "" {
				measure := &r.Study.Measures[m]
				out = append(out, Unspecified{Design: r.designs[d], Measure: measure.ID, Path: path,
					Text: r.designs[d] + " is not compared on " + measure.ID + ": its sources say nothing about " + path})
			}
		}
	}
	return out
}

// silentOn returns what a design is silent about of what is measured, or "". A
// measure of one step needs that step; a measure of a procedure all of it.
func (r *run) silentOn(design, measure int) string {
	for _, cells := range r.cells {
		if path := silent(r.Cells[cells[design]].Arrangement, &r.Study.Measures[measure]); path != "" {
			return path
		}
	}
	return ""
}

// silent is silentOn for an arrangement.
func silent(a *model.Arrangement, m *model.Measure) string {
	if a == nil {
		return ""
	}
	var path string
	switch m.Kind {
	case "time-of", "consultation", "work-share":
		proc, step, inStep := strings.Cut(m.Of, "/")
		path = "procedures/" + proc
		if inStep {
			path += "/steps/" + step
		}
	case "no-holder", "dual-holder":
		path = "authority/" + m.Of
	case "waiting":
		path = "posts/" + m.Of
	default:
		return ""
	}
	for _, s := range a.Silent {
		if s == path || strings.HasPrefix(path, s+"/") || strings.HasPrefix(s, path+"/") {
			return s
		}
	}
	return ""
}
