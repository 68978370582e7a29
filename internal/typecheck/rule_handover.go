package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
)

// ruleHandover: how an authority passes is written for each move at which its
// holder changes, and only for moves that there are.
var ruleHandover = rule{
	codes: []diag.Code{"missing-handover", "unknown-move", "idle-handover"},
	apply: func(f *facts) {
		for i := range f.a.Authorities {
			a := &f.a.Authorities[i]
			if !f.ok("authority", a.ID) {
				continue
			}
			if a.Scale == model.None {
				for _, h := range a.Handovers {
					f.out.Warnf("idle-handover", h.Span, "the holder of %q never changes, so nothing passes at this move", a.ID)
				}
				continue
			}
			scale := &f.a.Scales[a.Scale]
			if !f.ok("conditions", scale.ID) {
				continue
			}
			for _, m := range scale.Moves {
				if a.HeldBy[m.From] != a.HeldBy[m.To] && handoverAt(a, m.From, m.To) == nil {
					f.missingHandover(a, &m)
				}
			}
			for i := range a.Handovers {
				f.handoverMove(a, &a.Handovers[i])
			}
		}
	},
}

func handoverAt(a *model.Authority, from, to model.ValueIndex) *model.Handover {
	for i := range a.Handovers {
		if h := &a.Handovers[i]; h.Scale == a.Scale && h.From == from && h.To == to {
			return h
		}
	}
	return nil
}

func (f *facts) missingHandover(a *model.Authority, m *model.Move) {
	move := f.names.moveText(m.Scale, m.From, m.To)
	f.out.Errorf("missing-handover", a.Span, "%q passes from %s to %s at %s, and no `handover` says how", a.ID, f.holder(a.HeldBy[m.From]), f.holder(a.HeldBy[m.To]), move).
		Note(a.HeldSpan[m.To], "it is held by %s from here on", f.holder(a.HeldBy[m.To])).
		Note(m.Span, "the move is declared here").
		Hint("write handover: {%s: at-once}, or {by: PROCEDURE, gives-up: before STEP, takes-over: after STEP}", move)
}

func (f *facts) holder(p model.PostIndex) string {
	if p == model.None {
		return "nobody"
	}
	return f.a.Posts[p].ID
}

func (f *facts) handoverMove(a *model.Authority, h *model.Handover) {
	move := f.names.moveText(h.Scale, h.From, h.To)
	own := &f.a.Scales[a.Scale]
	switch {
	case h.Scale != a.Scale:
		f.out.Errorf("unknown-move", h.Span, "%s is a move of %s; the rows of %q are of %s", move, f.a.Scales[h.Scale].ID, a.ID, own.ID).
			Note(a.Span, "the rows stand here")
	case moveNamed(own.Moves, h.From, h.To) == nil:
		f.out.Errorf("unknown-move", h.Span, "scale %q declares no move %s", own.ID, move).
			Note(own.Span, "%q is declared here", own.ID).Hint("%s", f.names.movesHint(a.Scale))
	case a.HeldBy[h.From] == a.HeldBy[h.To]:
		f.out.Warnf("idle-handover", h.Span, "%q is held by %s before and after %s, so nothing passes at this move", a.ID, f.holder(a.HeldBy[h.To]), move).
			Note(a.HeldSpan[h.To], "its holder stands here")
	}
}
