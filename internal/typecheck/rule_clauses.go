package typecheck

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
)

// ruleClauses: what follows when a step cannot be done is written where it
// matters, and not where it cannot apply.
var ruleClauses = rule{
	codes: []diag.Code{"unwritten-clause", "unused-clause"},
	apply: func(f *facts) {
		for i := range f.a.Procedures {
			p := &f.a.Procedures[i]
			for j := range p.Steps {
				if s := &p.Steps[j]; f.okStep(p, s) {
					f.unwritten(s)
					f.unused(s)
				}
			}
		}
	},
}

// unwritten warns once for each step: of a link that may be out, and of a consent
// that may be refused, with nothing said about it.
func (f *facts) unwritten(s *model.Step) {
	var keys, behaves []string
	if len(s.Via) > 0 && s.IfUnreachable.Do == model.Unwritten {
		keys, behaves = append(keys, "`if-unreachable`"), append(behaves, "it waits while a link is out")
	}
	if s.Act == model.AskConsent && s.IfRefused.Do == model.Unwritten {
		keys, behaves = append(keys, "`if-refused`"), append(behaves, "a refusal stops the procedure")
	}
	if len(keys) > 0 {
		f.out.Warnf("unwritten-clause", s.Span, "step %q has no %s: %s", s.ID, strings.Join(keys, " and no "), strings.Join(behaves, ", and ")).
			Hint("write what follows: stop, wait, proceed or go STEP")
	}
}

func (f *facts) unused(s *model.Step) {
	refusable := s.Act == model.AskConsent || s.Act == model.Decide && s.Doer.Kind == model.ActorCouncil
	switch {
	case s.IfRefused.Do != model.Unwritten && !refusable:
		f.out.Warnf("unused-clause", s.IfRefused.Span, "step %q cannot be refused: only a consent, or a council's decision, can", s.ID)
	case s.IfUnreachable.Do != model.Unwritten && len(s.Via) == 0:
		f.out.Warnf("unused-clause", s.IfUnreachable.Span, "step %q needs no link, so `if-unreachable` never applies", s.ID).Hint("name the links that it needs with `via`")
	case s.IfLate.Do != model.Unwritten && s.Late == nil:
		f.out.Warnf("unused-clause", s.IfLate.Span, "step %q has no `late-after`, so `if-late` never applies", s.ID).Hint("write late-after: TIME")
	case s.Late != nil && s.IfLate.Do == model.Unwritten:
		f.out.Warnf("unused-clause", s.Late.Span, "step %q has no `if-late`, so `late-after` changes nothing", s.ID).Hint("write if-late: stop, proceed or go STEP")
	}
}
