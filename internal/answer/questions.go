package answer

import (
	"fmt"
	"slices"

	"entente/internal/model"
)

// Questions are some that suit an arrangement and that Ask answers, for a reader who
// does not know yet what can be asked. Of real states those that suppose an absence
// name a class.
func Questions(a *model.Arrangement) []string {
	var out []string
	add := func(format string, args ...any) {
		q := fmt.Sprintf(format, args...)
		if _, err := Ask(a, q); err == nil && !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	p := askedOf(a)
	value := ""
	if p != nil {
		for _, d := range p.Decides {
			value = " in " + a.Scales[d.Scale].Values[d.From].ID
			break
		}
		add("who may decide %s%s?", p.ID, value)
	}
	gone := goneIn(a)
	for i := range a.Authorities {
		if auth := &a.Authorities[i]; auth.KindName == "RELEASE" {
			if gone != "" {
				add("who may release %s when %s is absent?", a.Forces[auth.Over].ID, gone)
			}
			add("who may release %s?", a.Forces[auth.Over].ID)
			break
		}
	}
	for i := range a.Authorities {
		auth := &a.Authorities[i]
		if auth.Scale == model.None {
			continue
		}
		last := a.Scales[auth.Scale].Values
		add("who holds %s over %s in %s?", auth.KindName, a.Forces[auth.Over].ID, last[len(last)-1].ID)
		break
	}
	if p != nil {
		add("who must consent to %s?", p.ID)
		for i := range p.Steps {
			if s := &p.Steps[i]; s.Act == model.AskConsent && s.Doer.Kind == model.ActorPost {
				add("what happens when %s refuses in %s?", a.Posts[s.Doer.Post].ID, p.ID)
				break
			}
		}
		if gone != "" {
			add("what happens when %s is absent in %s?", gone, p.ID)
		}
	}
	for i := range a.Posts {
		if len(a.Posts[i].Deputies) > 0 {
			add("who acts for %s?", a.Posts[i].ID)
			break
		}
	}
	for i := range a.Persons {
		if len(a.Persons[i].Posts) > 1 {
			add("which posts does %s fill?", a.Persons[i].ID)
			break
		}
	}
	if len(a.Councils) > 0 {
		add("when does %s meet?", a.Councils[0].ID)
		add("what does %s decide?", a.Councils[0].ID)
	}
	return out
}

// askedOf is the procedure that questions are about: the first that moves a condition
// and asks for a consent, or else that moves one, or the first of all.
func askedOf(a *model.Arrangement) *model.Procedure {
	var out *model.Procedure
	most := -1
	for i := range a.Procedures {
		p := &a.Procedures[i]
		score := 0
		if len(p.Decides) > 0 {
			score = 1
			if slices.ContainsFunc(p.Steps, func(s model.Step) bool { return s.Act == model.AskConsent }) {
				score = 2
			}
		}
		if score > most {
			out, most = p, score
		}
	}
	return out
}

// goneIn is an office to suppose absent: in a fictional arrangement a national post
// that has deputies, or any that has; of real states the class of a minister, or of a
// post.
func goneIn(a *model.Arrangement) string {
	if a.Real {
		for _, class := range []string{"minister", "chief", "commander"} {
			if slices.ContainsFunc(a.Posts, func(p model.Post) bool { return p.Class != model.NoClass && p.Class.String() == class }) {
				return "a " + class
			}
		}
		return ""
	}
	out := ""
	for i := range a.Posts {
		switch p := &a.Posts[i]; {
		case len(p.Deputies) == 0:
		case p.National:
			return p.ID
		case out == "":
			out = p.ID
		}
	}
	return out
}
