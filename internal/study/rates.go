package study

import (
	"slices"

	"entente/internal/model"
)

// namesShown is how many names a note gives.
const namesShown = 8

// rateNotes tells what the scenario lets a search lose and a run never loses: of
// `may-fail` a run knows nothing, and what it loses stands in `fails`, in the
// incidents and in the start.
func rateNotes(a *model.Arrangement, s *model.Scenario) []Note {
	if a == nil || s == nil || s.MayFail == nil {
		return nil
	}
	f := s.MayFail
	var never []string
	for _, p := range f.Absent {
		if !losesPost(s, p) {
			never = append(never, a.Posts[p].ID)
		}
	}
	losesOneOf := func(is func(p *model.Post) bool) bool {
		for p := range a.Posts {
			if is(&a.Posts[p]) && losesPost(s, model.PostIndex(p)) {
				return true
			}
		}
		return false
	}
	for _, x := range f.Persons {
		if !losesOneOf(func(p *model.Post) bool { return p.Person == x }) {
			never = append(never, a.Persons[x].ID)
		}
	}
	for _, x := range f.Classes {
		if !losesOneOf(func(p *model.Post) bool { return p.Class == x }) {
			never = append(never, "a post of class "+x.String())
		}
	}
	for _, l := range f.Out {
		if !losesLink(s, l) {
			never = append(never, a.Links[l].ID)
		}
	}
	if f.AnyLink && !slices.ContainsFunc(allLinks(a), func(l model.LinkIndex) bool { return losesLink(s, l) }) {
		never = append(never, "a link")
	}
	if len(never) == 0 {
		return nil
	}
	if more := len(never) - namesShown; more > 0 {
		never = append(never[:namesShown], thousands(more)+" more")
	}
	return []Note{{"never-lost", "the loss of " + and(never) + ", which `may-fail` allows a search, never happens in a run: `fails` gives no rate for it"}}
}

func losesPost(s *model.Scenario, p model.PostIndex) bool {
	for _, x := range s.Start.Absent {
		if x.Post == p {
			return true
		}
	}
	return slices.ContainsFunc(s.Fails, func(f model.Fail) bool { return f.Post == p }) ||
		slices.ContainsFunc(s.Incidents, func(x model.Incident) bool { return slices.Contains(x.Empties, p) })
}

func losesLink(s *model.Scenario, l model.LinkIndex) bool {
	return slices.ContainsFunc(s.Fails, func(f model.Fail) bool { return f.Link == l }) ||
		slices.ContainsFunc(s.Incidents, func(x model.Incident) bool { return slices.Contains(x.Cuts, l) }) ||
		slices.Contains(s.Start.Out, l)
}

func allLinks(a *model.Arrangement) []model.LinkIndex {
	out := make([]model.LinkIndex, len(a.Links))
	for i := range out {
		out[i] = model.LinkIndex(i)
	}
	return out
}
