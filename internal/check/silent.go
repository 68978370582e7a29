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
	return len(silentPaths(a, id)) > 0
}

// silentPaths returns what is declared silent and covers an element of a finding.
func silentPaths(a *model.Arrangement, id ID) []string {
	var out []string
	for _, path := range elementPaths(id.Seam, id.Element) {
		if s := a.SilentOn(path); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// SilentPaths returns the paths by which SilentIn is true; of a class none, since
// they would name an office.
func (f *Finding) SilentPaths(a *model.Arrangement) []string {
	if f.Class != "" {
		return nil
	}
	return silentPaths(a, f.ID())
}

// Paths returns the addresses of what the finding is about and of what its story
// goes through; of a class none, since they would name an office.
func (f *Finding) Paths(a *model.Arrangement) []string {
	if f.Class != "" {
		return nil
	}
	out := elementPaths(f.Seam, f.Element)
	about := f.About(a, nil)
	if f.Faults > 0 { // who might have stood in
		for _, id := range about.Posts {
			out = append(out, "posts/"+id)
		}
	}
	if f.Seam == model.Latency {
		for _, id := range about.Procedures {
			out = append(out, "procedures/"+id+"/steps")
		}
		for _, id := range about.Authorities {
			out = append(out, "authority/"+id)
		}
	}
	frames := f.Frames()
	if f.Seam == model.Stuck && len(frames) > 0 {
		for _, l := range frames[len(frames)-1].Procedures {
			for _, s := range l.Steps {
				if s.Status == StepBlocked || s.Status == StepCutOff {
					out = append(out, "procedures/"+l.Procedure+"/steps/"+s.Step)
				}
			}
		}
	}
	for _, frame := range frames {
		if frame.Deed != nil {
			out = append(out, frame.Deed.paths()...)
		}
		for _, id := range frame.Changed.Authorities {
			out = append(out, "authority/"+id)
		}
		for _, id := range frame.Changed.Began {
			out = append(out, "procedures/"+id)
		}
	}
	return out
}

// paths returns the addresses of what an event names.
func (d *Deed) paths() []string {
	var out []string
	add := func(kind, id string) {
		if id != "" {
			out = append(out, kind+"/"+id)
		}
	}
	if d.Step != "" {
		add("procedures", d.Procedure+"/steps/"+d.Step)
	} else {
		add("procedures", d.Procedure)
	}
	add("councils", d.Council)
	add("authority", d.Uses)
	add("links", d.Link)
	if d.Act == "" || d.Acting != "" { // an office that is lost, filled, or acted for
		add("posts", d.Post)
	}
	return out
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
