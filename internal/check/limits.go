package check

import (
	"fmt"
	"math"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/timing"
)

// Verdict is how a limit stands.
type Verdict uint8

// The verdicts on a limit.
const (
	Within    Verdict = iota // it holds whatever the unknowns are
	Exceeded                 // it is exceeded whatever the unknowns are
	Depends                  // it depends on values that have bounds only
	Unbounded                // the worst case has no upper bound
	NeedsRun                 // the shape needs a simulation
	Undecided                // of an invariant: neither refuted nor proven
)

// limitResult is the judgement of one bound of one limit.
type limitResult struct {
	limit   *model.Limit
	bound   *model.Bound
	verdict Verdict
	text    say.Text
	wants   []string // paths that want a `within` or a time
	cites   []model.Cite
}

// judgeLimits judges every limit of the arrangement (docs/semantics.md,
// latency). The time of a procedure counts from its beginning, no council
// sitting, nothing lost.
func judgeLimits(a *model.Arrangement) []limitResult {
	var out []limitResult
	for i := range a.Checks.Limits {
		l := &a.Checks.Limits[i]
		spans := limitSpans(a, l)
		for b := range l.Bounds {
			for _, span := range spans {
				out = append(out, judgeBound(l, &l.Bounds[b], span))
			}
		}
	}
	return out
}

// limitSpans returns the times that a limit is about: a procedure's, or that of
// each hand-over which leaves the authority without a holder or with two.
func limitSpans(a *model.Arrangement, l *model.Limit) []timing.Span {
	if l.Procedure != model.None {
		return []timing.Span{timing.ProcedureSpan(a, l.Procedure)}
	}
	auth, gap := l.NoHolder, true
	if auth == model.None {
		auth, gap = l.DualHolder, false
	}
	var out []timing.Span
	for i := range a.Authorities[auth].Handovers {
		if s, ok := timing.HandoverSpan(a, &a.Authorities[auth].Handovers[i], gap); ok {
			out = append(out, s)
		}
	}
	return out
}

func judgeBound(l *model.Limit, b *model.Bound, s timing.Span) limitResult {
	r := limitResult{limit: l, bound: b, cites: s.Usual.Cites}
	allowed := b.Limit.Spec.A
	given := dist.Exactly(allowed)
	if b.P >= 1 {
		switch {
		case math.IsInf(s.Hard.High, 1):
			r.verdict, r.wants = Unbounded, s.Hard.Unbounded
			r.text = sayf("the worst case cannot be bounded")
		case s.Hard.High > allowed:
			r.verdict = Exceeded
			r.text = sayf("the worst case is %s; the limit is %s", dist.Approx(s.Hard.High), given)
		default:
			r.text = sayf("the worst case is %s; the limit is %s", dist.Approx(s.Hard.High), given)
		}
		return r
	}
	name := fmt.Sprintf("p%g", float64(100*b.P))
	if !s.Usual.Known {
		r.verdict, r.text = NeedsRun, sayf("%s is not computed: %s", name, s.Usual.Why)
		return r
	}
	low := s.Usual.Result.AtLow.QuantileBounds(b.P).Low
	high := s.Usual.Result.AtHigh.QuantileBounds(b.P).High
	if s.Usual.Shared {
		high = math.Inf(1)
	}
	r.text = sayf("%s is %s; the limit is %s (%s)", name, rangeText(low, high), given, s.Usual.Method)
	switch {
	case low > allowed:
		r.verdict = Exceeded
	case high > allowed:
		r.verdict = Depends
	}
	return r
}

// rangeText says a range to two significant figures, as one value where both
// ends print alike.
func rangeText(low, high float64) say.Text {
	a := dist.Approx(low)
	if !math.IsInf(high, 1) && dist.Approx(high).String() == a.String() {
		return sayf("about %s", a)
	}
	return spanText(low, high)
}

// spanText says a range without the word for what is not exact.
func spanText(low, high float64) say.Text {
	a, b := dist.Approx(low), dist.Approx(high)
	switch {
	case math.IsInf(high, 1):
		return sayf("at least %s", a)
	case a.String() == b.String():
		return sayf("%s", a)
	}
	return sayf("%s to %s", a, b)
}
