package study

import (
	"fmt"
	"strings"

	"entente/internal/sim"
)

// quantityName is a quantity in words: "the time of P/S", "the chance of agree at
// P/S". An address that it does not know is its own name.
func quantityName(path string, chance bool) string {
	part := strings.Split(path, "/")
	last := part[len(part)-1]
	switch {
	case len(part) == 5 && part[0] == "procedures" && part[2] == "steps" && last == "time":
		return "the time of " + part[1] + "/" + part[3]
	case len(part) == 3 && part[0] == "procedures" && last == "move-delay":
		return "what a move costs " + part[1]
	case len(part) == 4 && part[0] == "answers":
		return "the chance of " + last + " at " + part[1] + "/" + part[2]
	case len(part) == 3:
		for _, name := range shortNames {
			if part[0] == name.section && last == name.key {
				return name.words + part[1]
			}
		}
	}
	if name := crisisName(path); name != "" {
		return name
	}
	if chance {
		return "the chance " + path
	}
	return path
}

// shortNames are the words for addresses of the form SECTION/ID/KEY.
var shortNames = []struct{ section, key, words string }{
	{"councils", "convene", "the time to convene "},
	{"posts", "refill", "the time to fill "},
	{"links", "restore", "the time to restore "},
	{"incidents", "at", "the moment of incident "},
	{"incidents", "every", "the time between incidents "},
	{"fails", "every", "the time between failures of "},
	{"fails", "for", "the length of failures of "},
}

// byPath finds a quantity that is moved.
func (a *assumptions) byPath(path string) *moved {
	for i := range a.moved {
		if a.moved[i].Path == path {
			return &a.moved[i]
		}
	}
	panic(fmt.Sprintf("study: a point moves %q, which is not moved", path))
}

// combinationLead begins the text of a point of the hypercube.
const combinationLead = "the unknown constants stand as in "

// pointText is a point in words, as the second half of "if …".
func (r *run) pointText(p int) string {
	pt := &r.assumed.points[p]
	switch pt.kind {
	case pointAllLow:
		return "every unknown constant is at its low end"
	case pointAllHigh:
		return "every unknown constant is at its high end"
	case pointHypercube:
		first := p
		for r.assumed.points[first-1].kind == pointHypercube {
			first--
		}
		return fmt.Sprintf(combinationLead+"combination %d of %d", p-first+1, hypercubePoints)
	}
	m := &r.assumed.moved[pt.quantity]
	return quantityName(m.Path, m.Chance) + " is " + inWords(sim.Describe(m.Quantity, pt.settings[0]))
}

// reversalText is where a contrast reverses, as the second half of "if …".
func (r *run) reversalText(v reversal) string {
	pt := &r.assumed.points[v.point]
	if pt.quantity < 0 {
		return r.pointText(v.point)
	}
	m := &r.assumed.moved[pt.quantity]
	verb := "is below"
	if pt.settings[0].End == sim.HighEnd {
		verb = "exceeds"
	}
	return fmt.Sprintf("%s %s %s", quantityName(m.Path, m.Chance), verb, inWords(r.valueAt(v)))
}

// valueAt is where the quantity of a reversal stands.
func (r *run) valueAt(v reversal) string {
	pt := &r.assumed.points[v.point]
	if pt.quantity < 0 {
		return ""
	}
	s := pt.settings[0]
	s.Share = v.share
	return sim.Describe(r.assumed.moved[pt.quantity].Quantity, s)
}

// inWords turns "median 45 min" into "45 min in the median".
func inWords(value string) string {
	for _, kind := range []string{"median", "mean"} {
		if rest, ok := strings.CutPrefix(value, kind+" "); ok {
			return rest + " in the " + kind
		}
	}
	return value
}

// or joins a list: "a, b or c".
func or(list []string) string {
	if len(list) <= 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}
