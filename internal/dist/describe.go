package dist

import "fmt"

// Describe echoes what was understood: "read as: one in ten under 1 h, half
// under 3 h, one in ten over 10 h". Every form has its own words, so that no
// two statements of different meaning echo alike.
func Describe(s Spec) string {
	say := s.Unit.Format
	text := ""
	switch s.Form {
	case Exact:
		text = "exactly " + say(s.A)
	case Range:
		text = fmt.Sprintf("somewhere between %s and %s, no probability stated", say(s.A), say(s.B))
	case Quantiles:
		text = fmt.Sprintf("one in ten under %s, half under %s, one in ten over %s", say(s.A), say(s.B), say(s.C))
	case Pert:
		text = fmt.Sprintf("PERT λ = 4, at least %s, most likely %s, at most %s", say(s.A), say(s.B), say(s.C))
	case Exponential:
		text = "exponential with mean " + say(s.A)
	case Lognormal:
		text = fmt.Sprintf("lognormal with median %s and sigma %g", say(s.A), s.B)
	case Gamma:
		text = fmt.Sprintf("gamma with shape %g and scale %s", s.A, say(s.B))
	}
	if s.HasWithin {
		text += fmt.Sprintf(", never under %s nor over %s", say(s.WithinLow), say(s.WithinHigh))
	}
	return "read as: " + text
}
