package study

import (
	"slices"
	"strings"
)

// place is a design under a scenario, by their ids.
type place struct{ design, scenario string }

// placer puts sets of places into words, in the order of the study.
type placer struct {
	designs   []Named
	scenarios []string
	all       string // what all designs are called: "every design"
	joint     string // between the parts of a list: ", and in "
}

// in says where: "in today and future under night", "in every design". Scenarios
// are left out where there is one, or where the same holds under all.
func (p *placer) in(places []place) string {
	var parts []string
	done := map[string]bool{}
	for _, s := range p.scenarios {
		set := p.under(places, s)
		if len(set) == 0 || done[s] {
			continue
		}
		var same []string
		for _, t := range p.scenarios {
			if slices.Equal(set, p.under(places, t)) {
				same = append(same, t)
				done[t] = true
			}
		}
		text := p.names(set)
		if len(same) < len(p.scenarios) {
			text += " under " + and(same)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, p.joint)
}

// under lists the designs among the places under one scenario.
func (p *placer) under(places []place, scenario string) []string {
	var out []string
	for i := range p.designs {
		if slices.Contains(places, place{p.designs[i].ID, scenario}) {
			out = append(out, p.designs[i].ID)
		}
	}
	return out
}

// names joins the names of designs.
func (p *placer) names(ids []string) string {
	if len(ids) == len(p.designs) && len(ids) > 1 {
		return p.all
	}
	var out []string
	for i := range p.designs {
		if slices.Contains(ids, p.designs[i].ID) {
			out = append(out, p.designs[i].Name)
		}
	}
	return and(out)
}

// grouped collects the places of which the same is said, in the order in which it
// is first said.
type grouped struct {
	said   []string
	places map[string][]place
}

func (g *grouped) add(text string, at place) {
	if g.places == nil {
		g.places = map[string][]place{}
	}
	if g.places[text] == nil {
		g.said = append(g.said, text)
	}
	g.places[text] = append(g.places[text], at)
}
