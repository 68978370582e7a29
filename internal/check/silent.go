package check

import (
	"strings"

	"entente/internal/model"
)

// SilentIn reports whether the variants of the arrangement declare that their
// sources say nothing about the element of the finding; of a finding that stands
// for a class, about every element behind it.
func (f *Finding) SilentIn(a *model.Arrangement) bool {
	if len(a.Silent) == 0 {
		return false
	}
	behind := f.behind
	if behind == nil {
		behind = []ID{f.ID()}
	}
	for _, id := range behind {
		if !silent(a, id) {
			return false
		}
	}
	return true
}

func silent(a *model.Arrangement, id ID) bool {
	for _, path := range elementPaths(id.Seam, id.Element) {
		if a.SilentOn(path) != "" {
			return true
		}
	}
	return false
}

// elementPaths returns the addresses of what a finding is about.
func elementPaths(seam model.Seam, element string) []string {
	first, second, _ := strings.Cut(element, " ")
	switch seam {
	case model.NoHolder, model.DualHolder, model.IneligibleHolder, model.DelegationOutlives, model.NoCivilian:
		return []string{"authority/" + element}
	case model.NoAuthority, model.NoDecider, model.NoForum:
		proc, step, ok := strings.Cut(element, "/")
		if !ok {
			return []string{"procedures/" + proc}
		}
		return []string{"procedures/" + proc + "/steps/" + step}
	case model.NoQuorum:
		return []string{"councils/" + element}
	case model.Stuck:
		return []string{"procedures/" + element}
	case model.BypassedConsent:
		return []string{"procedures/" + first}
	case model.SinglePoint:
		return []string{"procedures/" + first, "posts/" + second, "links/" + second}
	case model.ConflictingChains:
		return []string{"posts/" + element, "forces/" + element, "matters/" + element}
	case model.TwoHats:
		return []string{"posts/" + element}
	case model.Latency:
		return []string{"checks/limits/" + element}
	case model.InvariantSeam:
		return []string{"checks/invariants/" + element}
	case model.DeadRule:
		return []string{element}
	default: // an incident kind; what a crisis names stands in no arrangement
		return nil
	}
}
