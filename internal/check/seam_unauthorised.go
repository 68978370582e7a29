package check

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/say"
)

// unauthorisedOption: the step that takes an option is done by somebody who does
// not hold the authority that it uses, or in a run that lacks a consent that it
// needs. An option that is not open then is not taken.
func unauthorisedOption(p *program.Program) []*property {
	use := p.Budget.Crisis
	if use == nil {
		return nil
	}
	var out []*property
	for i := range use.Crisis.Options {
		o := &use.Crisis.Options[i]
		if o.Lacking || o.By.Procedure == model.None || o.Uses == model.None && len(o.ConsentOf) == 0 {
			continue
		}
		while := addOpen(p, openWhile(p.Model, o))
		prop := &property{seam: model.UnauthorisedOption, elements: []string{o.ID}, seeds: program.Seeds{Procs: []model.ProcedureIndex{o.By.Procedure}, Exprs: exprSeeds(while)}}
		if o.Uses != model.None {
			prop.seeds.Auths = []model.AuthorityIndex{o.Uses}
		}
		prop.event = func(v *view, _ *machine.Effects, e machine.Event, hit func(int)) {
			if !takes(p, o, e) || while >= 0 && !v.m.Eval(v.to(), while, -1) {
				return
			}
			if without, lacks := wanting(v, o, e); without || len(lacks) > 0 {
				hit(0)
			}
		}
		out = append(out, prop)
	}
	return out
}

// wanting says what an option lacks whose step is done from the state of the view:
// whether its doer does not hold the authority, and which consents are not given.
func wanting(v *view, o *model.Option, e machine.Event) (unheld bool, lacks []model.ConsentOf) {
	step := &v.m.P.Procs[o.By.Procedure].Steps[o.By.Step]
	if o.Uses != model.None {
		h, inForce := v.holders(o.Uses)
		unheld = inForce && !doerAmong(v, step, h)
	}
	for _, c := range o.ConsentOf {
		if !agreed(v, c, e) {
			lacks = append(lacks, c)
		}
	}
	return unheld, lacks
}

// agreed reports whether a consent stands in the run of the event, that event
// included.
func agreed(v *view, c model.ConsentOf, e machine.Event) bool {
	p := v.m.P
	run := &p.Runs[e.A]
	steps := p.Procs[run.Proc].Steps
	for i := range steps {
		s := &steps[i]
		if s.Act != model.AskConsent && s.Act != model.Decide || !of(p, s, c) {
			continue
		}
		status := v.s[run.Step0+program.Var(i)]
		if program.IsDone(status) && status != program.Foreign {
			return true
		}
		if i == int(e.B) && (s.Kind != model.ActorPost || s.Act == model.Decide || p.Posts[v.m.Acting(v.s, s.Post)].Party == p.Posts[s.Post].Party) {
			return true
		}
	}
	return false
}

// of reports whether a step is one of the post, or of the party: of a post of it,
// or of a council in which it has a seat.
func of(p *program.Program, s *program.Step, c model.ConsentOf) bool {
	switch {
	case c.Post != model.None:
		return s.Kind == model.ActorPost && s.Post == c.Post
	case s.Kind == model.ActorPost:
		return p.Posts[s.Post].Party == c.Party
	case s.Kind == model.ActorCouncil:
		for _, seat := range p.Councils[s.Council].Seats {
			if p.Posts[seat].Party == c.Party {
				return true
			}
		}
	}
	return false
}

// lackingText says what a wanting option lacks.
func lackingText(a *model.Arrangement, o *model.Option, unheld bool, lacks []model.ConsentOf) []say.Text {
	var out []say.Text
	if unheld {
		out = append(out, sayf("%s uses %s, which whoever does %s does not hold", o.Said(), a.Authorities[o.Uses].Said(), stepName(a, o.By)))
	}
	for _, c := range lacks {
		var whose say.Name
		if c.Post != model.None {
			whose = a.Posts[c.Post].Said()
		} else {
			whose = a.Parties[c.Party].Said()
		}
		out = append(out, sayf("%s needs the consent of %s, which %s has not", o.Said(), whose, a.Procedures[o.By.Procedure].Said()))
	}
	return out
}
