package check

import (
	"math/bits"

	"entente/internal/model"
	"entente/internal/program"
)

// perAuthority makes one property for each authority that wants one.
func perAuthority(p *program.Program, seam model.Seam, want func(a *model.Authority) bool, judge func(v *view, a model.AuthorityIndex, h []model.PostIndex) bool) []*property {
	var out []*property
	for i := range p.Auths {
		a := model.AuthorityIndex(i)
		if !want(&p.Model.Authorities[a]) {
			continue
		}
		out = append(out, &property{
			seam: seam, elements: []string{p.Model.Authorities[a].ID}, seeds: program.Seeds{Auths: []model.AuthorityIndex{a}},
			state: func(v *view, hit func(int)) {
				if h, inForce := v.holders(a); inForce && judge(v, a, h) {
					hit(0)
				}
			},
		})
	}
	return out
}

// noHolder: an authority in force has nobody who holds it, though the text names
// somebody.
func noHolder(p *program.Program) []*property {
	return perAuthority(p, model.NoHolder, func(*model.Authority) bool { return true },
		func(v *view, a model.AuthorityIndex, h []model.PostIndex) bool {
			if len(h) > 0 {
				return false
			}
			auth := &v.m.P.Auths[a]
			value := uint16(0)
			if auth.Scale != model.None {
				value = v.s[v.m.P.Scales[auth.Scale].Var]
			}
			return auth.GoalAt(value) >= 0
		})
}

// dualHolder: two persons hold an exclusive authority.
func dualHolder(p *program.Program) []*property {
	return perAuthority(p, model.DualHolder, func(a *model.Authority) bool { return a.Exclusive },
		func(_ *view, _ model.AuthorityIndex, h []model.PostIndex) bool { return len(h) > 1 })
}

// ineligibleHolder: somebody holds whom `only` bars. Every post that holds is
// looked at: one person may hold through two, of which one is barred.
func ineligibleHolder(p *program.Program) []*property {
	return perAuthority(p, model.IneligibleHolder,
		func(a *model.Authority) bool { return a.OnlyParty != model.None || len(a.OnlyPosts) > 0 },
		func(v *view, a model.AuthorityIndex, _ []model.PostIndex) bool {
			auth := &v.m.P.Auths[a]
			for rest := v.s[auth.Holds]; rest != 0; rest &= rest - 1 {
				post := v.m.Acting(v.s, auth.Holders[bits.TrailingZeros16(rest)])
				if post != model.None && !eligible(v.m.P.Model, &v.m.P.Model.Authorities[a], post) {
					return true
				}
			}
			return false
		})
}

// eligible reports whether `only` lets the incumbent of the post hold.
func eligible(a *model.Arrangement, auth *model.Authority, post model.PostIndex) bool {
	if auth.OnlyParty != model.None && a.Posts[post].Of != auth.OnlyParty {
		return false
	}
	if len(auth.OnlyPosts) == 0 {
		return true
	}
	for _, allowed := range auth.OnlyPosts {
		if allowed == post {
			return true
		}
	}
	return false
}

// delegationOutlives: a delegate holds while the delegator's own office is empty
// and the text does not let the delegation survive.
func delegationOutlives(p *program.Program) []*property {
	var out []*property
	for i := range p.Auths {
		a := model.AuthorityIndex(i)
		m := &p.Model.Authorities[a]
		if m.From == model.None || m.Survives == model.Yes {
			continue
		}
		auth := &p.Auths[a]
		others := uint16(0)
		for bit, post := range auth.Holders {
			if post != m.From {
				others |= 1 << bit
			}
		}
		from := p.Posts[m.From].Var
		seeds := program.Seeds{Passes: []model.AuthorityIndex{a}, Posts: []model.PostIndex{m.From}}
		if auth.While >= 0 {
			seeds.Exprs = []int{auth.While}
		}
		out = append(out, &property{
			seam: model.DelegationOutlives, elements: []string{m.ID}, seeds: seeds,
			state: func(v *view, hit func(int)) {
				if v.s[from] != program.PostFilled && v.s[auth.Holds]&others != 0 && v.m.InForce(v.s, a) {
					hit(0)
				}
			},
		})
	}
	return out
}
