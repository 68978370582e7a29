package typecheck

import "entente/internal/diag"

// rulePersons: the posts of one person are of one party, or the text says on
// purpose that they are not.
var rulePersons = rule{
	codes: []diag.Code{"person-of-two-parties"},
	apply: func(f *facts) {
		for i := range f.a.Persons {
			p := &f.a.Persons[i]
			first := &f.a.Posts[p.Posts[0]]
			for _, index := range p.Posts[1:] {
				post := &f.a.Posts[index]
				if !f.ok("posts", first.ID) || !f.ok("posts", post.ID) || post.Of == first.Of {
					continue
				}
				f.out.Warnf("person-of-two-parties", post.Span, "person %q fills a post of %s and one of %s; he counts for the party of the post in which he acts", p.ID, f.a.Parties[first.Of].ID, f.a.Parties[post.Of].ID).
					Note(first.Span, "%q is of %s", first.ID, f.a.Parties[first.Of].ID)
				break
			}
		}
	},
}
