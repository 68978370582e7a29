package check

import (
	"slices"
	"strings"

	"entente/internal/model"
)

// About is what a finding concerns, by the ids of the text: what it is found in
// and who holds, does or sits there. A finding that stands for a class concerns
// nothing by name.
type About struct {
	Authorities []string `json:"authorities"`
	Forces      []string `json:"forces"`
	Posts       []string `json:"posts"`
	Councils    []string `json:"councils"`
	Links       []string `json:"links"`
	Procedures  []string `json:"procedures"`
	Steps       []string `json:"steps" doc:"PROCEDURE/STEP"`
	Parties     []string `json:"parties"`
}

// abouter gathers what a finding concerns.
type abouter struct {
	a   *model.Arrangement
	out *About
}

func note(list *[]string, id string) {
	if !slices.Contains(*list, id) {
		*list = append(*list, id)
	}
}

// About returns what the finding concerns; use is the crisis of the scenario, or nil.
func (f *Finding) About(a *model.Arrangement, use *model.CrisisUse) About {
	if f.Class != "" {
		return ID{}.About(a, nil)
	}
	return f.ID().About(a, use)
}

// About returns what a seam concerns; of no seam, nothing.
func (id ID) About(a *model.Arrangement, use *model.CrisisUse) About {
	out := About{Authorities: []string{}, Forces: []string{}, Posts: []string{}, Councils: []string{}, Links: []string{}, Procedures: []string{}, Steps: []string{}, Parties: []string{}}
	if id.Element == "" {
		return out
	}
	k := &abouter{a, &out}
	first, second, two := strings.Cut(id.Element, " ")
	switch id.Seam {
	case model.DeadRule:
		k.path(id.Element)
	case model.BypassedConsent:
		k.procedure(first)
		k.asked(first, second)
	case model.SinglePoint:
		k.procedure(first)
		k.post(second)
		k.link(second)
	case model.ConflictingChains, model.TwoHats:
		k.person(id.Element)
		k.force(id.Element)
	case model.Latency:
		k.limit(id.Element)
	case model.InvariantSeam:
		k.invariant(id.Element)
	case model.DeadOption, model.UnauthorisedOption, model.CrossedLine:
		if use != nil && two {
			k.line(use.Crisis, first)
			k.option(use.Crisis, second)
		} else if use != nil {
			k.option(use.Crisis, first)
		}
	case model.DelegationOutlives:
		k.authority(id.Element)
		if auth := authorityByID(a, id.Element); auth.From != model.None {
			k.postAt(auth.From)
		}
	case model.NoProcedure: // an incident kind concerns whom the text does not say
	default:
		for _, path := range elementPaths(id.Seam, id.Element) {
			k.path(path)
		}
	}
	return out
}

// path notes the element at an address.
func (k *abouter) path(path string) {
	at := strings.Split(path, "/")
	if len(at) < 2 {
		return
	}
	switch at[0] {
	case "authority":
		k.authority(at[1])
	case "posts":
		k.post(at[1])
		if len(at) > 3 && at[2] == "deputies" {
			k.post(at[3])
		}
	case "councils":
		k.council(at[1])
	case "links":
		k.link(at[1])
	case "forces", "matters":
		k.force(at[1])
	case "procedures":
		k.procedure(at[1])
		if len(at) > 3 && at[2] == "steps" {
			k.step(at[1], at[3])
		}
	case "checks":
		if len(at) > 2 && at[1] == "invariants" {
			k.invariant(at[2])
		}
	}
}

func (k *abouter) postAt(i model.PostIndex) {
	note(&k.out.Posts, k.a.Posts[i].ID)
	k.party(k.a.Posts[i].Of)
}

func (k *abouter) party(i model.PartyIndex) { note(&k.out.Parties, k.a.Parties[i].ID) }

func (k *abouter) post(id string) {
	for i := range k.a.Posts {
		if k.a.Posts[i].ID == id {
			k.postAt(model.PostIndex(i))
		}
	}
}

func (k *abouter) person(id string) {
	for i := range k.a.Persons {
		if k.a.Persons[i].ID == id {
			for _, post := range k.a.Persons[i].Posts {
				k.postAt(post)
			}
		}
	}
}

func (k *abouter) link(id string) {
	for i := range k.a.Links {
		if l := &k.a.Links[i]; l.ID == id {
			note(&k.out.Links, id)
			for _, end := range l.Ends {
				if end.Post != model.None {
					k.postAt(end.Post)
				} else if end.Council != model.None {
					k.council(k.a.Councils[end.Council].ID)
				}
			}
		}
	}
}

func (k *abouter) council(id string) {
	for i := range k.a.Councils {
		if k.a.Councils[i].ID == id {
			note(&k.out.Councils, id)
			for _, seat := range k.a.Councils[i].Seats {
				k.postAt(seat.Post)
			}
		}
	}
}

func (k *abouter) force(id string) {
	for i := range k.a.Forces {
		if f := &k.a.Forces[i]; f.ID == id {
			note(&k.out.Forces, id)
			for _, p := range f.Of {
				k.party(p)
			}
		}
	}
}

func (k *abouter) authority(id string) {
	for i := range k.a.Authorities {
		if k.a.Authorities[i].ID == id {
			k.authorityAt(&k.a.Authorities[i])
		}
	}
}

func (k *abouter) authorityAt(auth *model.Authority) {
	note(&k.out.Authorities, auth.ID)
	if auth.Over != model.None {
		k.force(k.a.Forces[auth.Over].ID)
	}
	for _, post := range auth.HeldBy {
		if post != model.None {
			k.postAt(post)
		}
	}
}

func (k *abouter) procedure(id string) { note(&k.out.Procedures, id) }

func (k *abouter) actor(x model.Actor) {
	switch x.Kind {
	case model.ActorPost:
		k.postAt(x.Post)
	case model.ActorCouncil:
		k.council(k.a.Councils[x.Council].ID)
	case model.ActorHolder:
		k.authorityAt(&k.a.Authorities[x.Authority])
	}
}

// step notes a step with its doer, the authority that it uses and its links.
func (k *abouter) step(proc, id string) {
	for i := range k.a.Procedures {
		p := &k.a.Procedures[i]
		for j := range p.Steps {
			if s := &p.Steps[j]; p.ID == proc && s.ID == id {
				note(&k.out.Steps, proc+"/"+id)
				k.actor(s.Doer)
				if s.Uses != model.None {
					k.authorityAt(&k.a.Authorities[s.Uses])
				}
				for _, l := range s.Via {
					note(&k.out.Links, k.a.Links[l].ID)
				}
			}
		}
	}
}

// asked notes a party and those of its posts whose consent a procedure asks.
func (k *abouter) asked(proc, party string) {
	for i := range k.a.Parties {
		if k.a.Parties[i].ID == party {
			k.party(model.PartyIndex(i))
		}
	}
	for i := range k.a.Procedures {
		p := &k.a.Procedures[i]
		for j := range p.Steps {
			s := &p.Steps[j]
			if p.ID == proc && s.Act == model.AskConsent && s.Doer.Kind == model.ActorPost && k.a.Parties[k.a.Posts[s.Doer.Post].Of].ID == party {
				note(&k.out.Steps, proc+"/"+s.ID)
				k.postAt(s.Doer.Post)
			}
		}
	}
}

func (k *abouter) limit(id string) {
	for i := range k.a.Checks.Limits {
		l := &k.a.Checks.Limits[i]
		if l.ID != id {
			continue
		}
		if l.Procedure != model.None {
			k.procedure(k.a.Procedures[l.Procedure].ID)
		}
		for _, auth := range []model.AuthorityIndex{l.NoHolder, l.DualHolder} {
			if auth != model.None {
				k.authorityAt(&k.a.Authorities[auth])
			}
		}
	}
}

func (k *abouter) invariant(id string) {
	for i := range k.a.Checks.Invariants {
		inv := &k.a.Checks.Invariants[i]
		if inv.ID != id {
			continue
		}
		k.expr(inv.A)
		k.expr(inv.B)
		for _, post := range inv.ConsentOf {
			k.postAt(post)
		}
	}
}

// expr notes the elements that an expression names.
func (k *abouter) expr(e *model.Expr) {
	if e == nil {
		return
	}
	for _, arg := range e.Args {
		k.expr(arg)
	}
	switch e.Op {
	case model.OpCompareCount:
		k.authorityAt(&k.a.Authorities[e.Authority])
	case model.OpHolds:
		k.authorityAt(&k.a.Authorities[e.Authority])
		k.postAt(e.Post)
	case model.OpEmpty, model.OpActing:
		k.postAt(e.Post)
	case model.OpOut:
		k.link(k.a.Links[e.Link].ID)
	case model.OpQuorate, model.OpSits:
		k.council(k.a.Councils[e.Council].ID)
	case model.OpLive:
		k.procedure(k.a.Procedures[e.Procedure].ID)
	case model.OpDone, model.OpRefused, model.OpChosen:
		p := &k.a.Procedures[e.Procedure]
		k.procedure(p.ID)
		k.step(p.ID, p.Steps[e.Step].ID)
	}
}

func (k *abouter) option(c *model.Crisis, id string) {
	for i := range c.Options {
		o := &c.Options[i]
		if o.ID != id {
			continue
		}
		k.party(o.Of)
		if o.Uses != model.None {
			k.authorityAt(&k.a.Authorities[o.Uses])
		}
		if o.By.Procedure != model.None {
			p := &k.a.Procedures[o.By.Procedure]
			k.procedure(p.ID)
			k.step(p.ID, p.Steps[o.By.Step].ID)
		}
	}
}

func (k *abouter) line(c *model.Crisis, id string) {
	for i := range c.Lines {
		if c.Lines[i].ID == id {
			k.party(c.Lines[i].Of)
		}
	}
}
