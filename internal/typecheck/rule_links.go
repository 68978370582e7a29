package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
)

// ruleLinks: a link declared between the two ends of a step is named by it, or
// the step would not need the line that the text provides for it.
var ruleLinks = rule{
	codes: []diag.Code{"unnamed-link"},
	apply: func(f *facts) {
		for i := range f.a.Procedures {
			p := &f.a.Procedures[i]
			for j := range p.Steps {
				if s := &p.Steps[j]; f.okStep(p, s) {
					f.unnamedLinks(s)
				}
			}
		}
	},
}

func (f *facts) unnamedLinks(s *model.Step) {
	others := s.To
	if s.Act.Asking() {
		others = []model.Actor{s.AskedBy}
	}
	for _, other := range others {
		for i := range f.a.Links {
			l := &f.a.Links[i]
			if !f.ok("links", l.ID) || !joins(l, s.Doer, other) || namesLink(s, model.LinkIndex(i)) {
				continue
			}
			f.out.Warnf("unnamed-link", s.Span, "step %q runs between %s and %s and does not name the link %q between them", s.ID, f.actorText(s.Doer), f.actorText(other), l.ID).
				Note(l.Span, "%q is declared here", l.ID).Hint("write via: %s, if it needs the line", l.ID)
			return
		}
	}
}

func joins(l *model.Link, x, y model.Actor) bool {
	return isEnd(l.Ends[0], x) && isEnd(l.Ends[1], y) || isEnd(l.Ends[0], y) && isEnd(l.Ends[1], x)
}

func isEnd(e model.End, a model.Actor) bool {
	switch a.Kind {
	case model.ActorPost:
		return e.Post == a.Post && e.Post != model.None
	case model.ActorCouncil:
		return e.Council == a.Council && e.Council != model.None
	default:
		return false
	}
}

func namesLink(s *model.Step, l model.LinkIndex) bool {
	for _, x := range s.Via {
		if x == l {
			return true
		}
	}
	return false
}

func (f *facts) actorText(a model.Actor) string {
	switch a.Kind {
	case model.ActorPost:
		return f.a.Posts[a.Post].ID
	case model.ActorCouncil:
		return f.a.Councils[a.Council].ID
	case model.ActorHolder:
		return "holder(" + f.a.Authorities[a.Authority].ID + ")"
	default:
		return "nobody"
	}
}
