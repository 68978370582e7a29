package chart

import (
	"strings"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/machine"
	"entente/internal/model"
)

// OpenSeam is a seam by its identity, with what it concerns.
type OpenSeam struct {
	Check   string      `json:"check"`
	Element string      `json:"element"`
	About   check.About `json:"about"`
}

// Ref names an element of the chart.
type Ref struct {
	Kind string `json:"kind" enum:"post,council,authority"`
	ID   string `json:"id"`
}

// TextLine is a line of a text.
type TextLine struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Text string `json:"text"`
	Path string `json:"path,omitempty" doc:"the address of the element that stands there"`
}

// lineOf is where a span begins.
func lineOf(s diag.Span, path string) TextLine {
	if s.IsZero() {
		return TextLine{Path: path}
	}
	text := strings.TrimSpace(s.Source.Line(s.Start.Line))
	if r := []rune(text); len(r) > 200 {
		text = string(r[:199]) + "…"
	}
	return TextLine{File: s.Source.Name, Line: s.Start.Line, Text: text, Path: path}
}

func seamsOf(a *model.Arrangement, list []check.ID) []OpenSeam {
	out := []OpenSeam{}
	for _, id := range list {
		out = append(out, OpenSeam{id.Seam.String(), id.Element, id.About(a, nil)})
	}
	return out
}

// actor names an actor: a post, a council, or the authority whose holder it is.
func actor(a *model.Arrangement, x model.Actor) (kind, id string) {
	switch x.Kind {
	case model.ActorPost:
		return "post", a.Posts[x.Post].ID
	case model.ActorCouncil:
		return "council", a.Councils[x.Council].ID
	default:
		return "authority", a.Authorities[x.Authority].ID
	}
}

// handoverOf is the hand-over of an authority that is under way, or nil.
func handoverOf(m *machine.Machine, s machine.State, auth int) *model.Handover {
	v := s[m.P.Auths[auth].Passing]
	if v == 0 {
		return nil
	}
	return &m.P.Model.Authorities[auth].Handovers[(v-1)/4]
}
