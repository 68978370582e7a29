package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
)

// ruleHolders: what an authority says of its holders agrees with itself. SUPPORT
// has a supporting side and nothing else does; a row names nobody whom `only`
// bars; what survives an absence is a delegation.
var ruleHolders = rule{
	codes: []diag.Code{"support-sides", "barred-holder", "not-delegated"},
	apply: func(f *facts) {
		for i := range f.a.Authorities {
			a := &f.a.Authorities[i]
			if !f.ok("authority", a.ID) {
				continue
			}
			f.support(a)
			f.barred(a)
			if a.Survives != model.Unsaid && a.From == model.None {
				at := f.tree.Get("authority").Get(a.ID).Get("survives-absence")
				f.out.Errorf("not-delegated", at.Span, "authority %q is delegated by nobody, so no absence can end it", a.ID).
					Hint("write delegated-from: POST, or leave `survives-absence` out")
			}
		}
	},
}

func (f *facts) support(a *model.Authority) {
	supporting := f.tree.Get("authority").Get(a.ID).Get("supporting")
	switch {
	case a.Kind == model.SUPPORT && supporting == nil:
		f.out.Errorf("support-sides", a.Span, "SUPPORT %q says who is supported and not who supports", a.ID).Hint("write supporting: {CONDITION: POST}")
	case a.Kind != model.SUPPORT && supporting != nil:
		f.out.Errorf("support-sides", supporting.Span, "`supporting` belongs to SUPPORT; %q is %s", a.ID, a.KindName)
	}
}

// barred warns once for each post that `only` bars; the checker says when it
// matters.
func (f *facts) barred(a *model.Authority) {
	seen := map[model.PostIndex]bool{}
	for v, p := range a.HeldBy {
		if p == model.None || seen[p] {
			continue
		}
		seen[p] = true
		post := &f.a.Posts[p]
		switch {
		case !f.ok("posts", post.ID):
		case a.OnlyParty != model.None && post.Of != a.OnlyParty:
			f.out.Warnf("barred-holder", a.HeldSpan[v], "%q is of party %s; only %s may hold %q", post.ID, f.a.Parties[post.Of].ID, f.a.Parties[a.OnlyParty].ID, a.ID).
				Note(a.OnlySpan, "`only` stands here")
		case len(a.OnlyPosts) > 0 && !containsPost(a.OnlyPosts, p):
			f.out.Warnf("barred-holder", a.HeldSpan[v], "%q is not among the posts that may hold %q", post.ID, a.ID).
				Note(a.OnlySpan, "`only` stands here")
		}
	}
}

func containsPost(list []model.PostIndex, p model.PostIndex) bool {
	for _, x := range list {
		if x == p {
			return true
		}
	}
	return false
}
