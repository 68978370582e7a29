package timing

import "entente/internal/model"

// Span is how long something lasts: at best and at worst from hard bounds, and
// usually, where that can be computed.
type Span struct {
	Hard  Bounds
	Usual Usual
}

// ProcedureSpan is the time of a whole procedure, from its beginning.
func ProcedureSpan(a *model.Arrangement, proc model.ProcedureIndex) Span {
	return Span{Procedure(a, proc, -1), UsualProcedure(a, proc, -1)}
}

// QuantitySpan is one quantity.
func QuantitySpan(q *model.Quantity, path string) Span {
	return Span{QuantityBounds(q, path), UsualQuantity(q)}
}

// HandoverSpan is how long a hand-over leaves an authority without a holder
// (gap) or with two (overlap), when nothing is lost: from the earlier to the
// later of its two instants. ok is false where there is no such time: both
// instants fall together, or the other one comes first.
func HandoverSpan(a *model.Arrangement, h *model.Handover, gap bool) (s Span, ok bool) {
	if h.AtOnce {
		return Span{}, false
	}
	from, to := h.GivesUp, h.TakesOver
	if !gap {
		from, to = to, from
	}
	// An instant is the end of a step, or for `before S` the end of what S comes
	// after; -1 is the beginning of the run.
	first, okFirst := instant(a, h.By, from)
	last, okLast := instant(a, h.By, to)
	if !okFirst || !okLast || first == last {
		return Span{}, false
	}
	if last < 0 || first >= 0 && !Ancestors(a.Procedures[h.By].Steps, last)[first] {
		return Span{}, false
	}
	return Span{between(a, h.By, first, last), usualBetween(a, h.By, first, last)}, true
}

// instant returns the step whose end is the instant of a binding, or -1 for the
// beginning; ok is false where several steps end before it.
func instant(a *model.Arrangement, proc model.ProcedureIndex, b model.Binding) (int, bool) {
	if !b.Before {
		return int(b.Step), true
	}
	after := a.Procedures[proc].Steps[b.Step].After
	switch len(after) {
	case 0:
		return -1, true
	case 1:
		return int(after[0]), true
	default:
		return 0, false
	}
}
