package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
)

// ruleMoves: the two statements of a move agree. A scale's `moves` names the
// procedure behind a move, and that procedure `decides` it.
var ruleMoves = rule{
	codes: []diag.Code{"move-disagrees"},
	apply: func(f *facts) {
		said := map[*model.DecidesMove]bool{}
		for i := range f.a.Scales {
			s := &f.a.Scales[i]
			if !f.ok("conditions", s.ID) {
				continue
			}
			for _, m := range s.Moves {
				f.behind(s, m, said)
			}
		}
		for i := range f.a.Procedures {
			p := &f.a.Procedures[i]
			for j := range p.Decides {
				if d := &p.Decides[j]; !said[d] {
					f.decided(p, d, model.ProcedureIndex(i))
				}
			}
		}
	},
}

// behind checks one row of `moves`.
func (f *facts) behind(s *model.Scale, m model.Move, said map[*model.DecidesMove]bool) {
	if m.Procedure == model.None {
		return
	}
	p := &f.a.Procedures[m.Procedure]
	if !f.ok("procedures", p.ID) || decidesMove(p, m.Scale, m.From, m.To) != nil {
		return
	}
	move := f.names.moveText(m.Scale, m.From, m.To)
	for i := range f.a.Procedures {
		other := &f.a.Procedures[i]
		if d := decidesMove(other, m.Scale, m.From, m.To); d != nil {
			said[d] = true
			f.out.Errorf("move-disagrees", m.Span, "scale %q names procedure %q behind %s, but procedure %q decides it", s.ID, p.ID, move, other.ID).
				Note(d.Span, "%q says so here", other.ID).Hint("let both name the same procedure")
			return
		}
	}
	f.out.Errorf("move-disagrees", m.Span, "scale %q names procedure %q behind %s, which does not decide it", s.ID, p.ID, move).
		Note(p.Span, "%q is declared here", p.ID).Hint("write decides: {move: %s, at: STEP} in %q", move, p.ID)
}

// decided checks one move that a procedure decides.
func (f *facts) decided(p *model.Procedure, d *model.DecidesMove, index model.ProcedureIndex) {
	s := &f.a.Scales[d.Scale]
	if !f.ok("conditions", s.ID) {
		return
	}
	move := f.names.moveText(d.Scale, d.From, d.To)
	m := moveNamed(s.Moves, d.From, d.To)
	switch {
	case m == nil:
		f.out.Errorf("move-disagrees", d.Span, "procedure %q decides %s, which scale %q does not declare", p.ID, move, s.ID).
			Note(s.Span, "%q is declared here", s.ID).Hint("write %s: %s under `moves` of %q", move, p.ID, s.ID)
	case m.Procedure != index && m.Procedure != model.None:
		f.out.Errorf("move-disagrees", d.Span, "procedure %q decides %s, but scale %q names procedure %q behind it", p.ID, move, s.ID, f.a.Procedures[m.Procedure].ID).
			Note(m.Span, "it says so here").Hint("let both name the same procedure")
	}
}

func decidesMove(p *model.Procedure, s model.ScaleIndex, from, to model.ValueIndex) *model.DecidesMove {
	for i := range p.Decides {
		if d := &p.Decides[i]; d.Scale == s && d.From == from && d.To == to {
			return d
		}
	}
	return nil
}
