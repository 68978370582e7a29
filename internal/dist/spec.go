package dist

import (
	"fmt"
	"math"
)

// Unit says what a quantity counts.
type Unit uint8

const (
	Duration Unit = iota // seconds, never negative
	Number               // a plain number: a chance, a rate, an effect
)

// Form says which statement an author made.
type Form uint8

const (
	Exact       Form = iota // A: the value
	Range                   // A..B: bounds, no probability
	Quantiles               // A, B, C: p10, p50, p90
	Pert                    // A, B, C: minimum, most likely, maximum; λ = 4
	Exponential             // A: mean
	Lognormal               // A: median; B: sigma of the logarithm, no unit
	Gamma                   // A: shape, no unit; B: scale
)

var formNames = [...]string{"exact", "range", "quantiles", "pert", "exponential", "lognormal", "gamma"}

func (f Form) String() string {
	if int(f) < len(formNames) {
		return formNames[f]
	}
	return fmt.Sprintf("Form(%d)", f)
}

// Limits on what may be stated. A spread of a million between two neighbouring
// quantiles says nothing that a reader could use and makes means overflow.
const (
	RatioMax  = 1e6    // of p50 to p10 and of p90 to p50
	SigmaMax  = 10     // of a lognormal
	ShapeMin  = 0.1    // of a gamma
	ShapeMax  = 1000   // of a gamma
	NumberMax = 1e15   // of a plain number, either sign
	windowMin = 1e-6   // the least share of a law that its hard bounds may keep
	yearsMax  = 1000.0 // of a duration
)

// Spec is one elicited statement. A, B and C mean what the Form says, in
// seconds (Duration) or plain numbers. WithinLow and WithinHigh are hard bounds
// and count only where HasWithin is set; only Quantiles and the named laws take
// them: of Quantiles, each tail is rescaled inside its own mass; a named law is
// cut to the bounds and stated before the cut.
type Spec struct {
	Unit                  Unit
	Form                  Form
	A, B, C               float64
	HasWithin             bool
	WithinLow, WithinHigh float64
}

// SpecError says what is wrong with a Spec.
type SpecError struct {
	Part    int    // which of the stated values, from 0; -1 for the bounds or the whole
	Message string // what was found and what is allowed
	Hint    string // what to write instead, or empty
}

func (e *SpecError) Error() string { return e.Message }

func wrong(part int, hint, format string, args ...any) error {
	return &SpecError{Part: part, Hint: hint, Message: fmt.Sprintf(format, args...)}
}

// Hard returns the bounds that hold without any probability: (a, a) of an exact
// value, the bounds of a range, the minimum and maximum of a PERT, and (0, +Inf)
// of quantiles and laws unless `within` says more.
func (s Spec) Hard() (low, high float64) {
	switch {
	case s.Form == Exact:
		return s.A, s.A
	case s.Form == Range:
		return s.A, s.B
	case s.Form == Pert:
		return s.A, s.C
	case s.HasWithin:
		return s.WithinLow, s.WithinHigh
	}
	return 0, math.Inf(1)
}

// Validate returns nil or a *SpecError.
func (s Spec) Validate() error {
	if s.Unit > Number {
		return wrong(-1, "", "unit %d is unknown", s.Unit)
	}
	if int(s.Form) >= len(formNames) {
		return wrong(-1, "", "form %d is unknown", s.Form)
	}
	if err := s.validateValues(); err != nil {
		return err
	}
	if err := s.validateForm(); err != nil {
		return err
	}
	return s.validateWithin()
}

// values lists the stated values with their names; dimension is false for the
// two that have no unit.
type value struct {
	name      string
	x         float64
	dimension bool
}

func (s Spec) values() []value {
	switch s.Form {
	case Exact:
		return []value{{"the value", s.A, true}}
	case Range:
		return []value{{"the lower bound", s.A, true}, {"the upper bound", s.B, true}}
	case Quantiles:
		return []value{{"p10", s.A, true}, {"p50", s.B, true}, {"p90", s.C, true}}
	case Pert:
		return []value{{"min", s.A, true}, {"likely", s.B, true}, {"max", s.C, true}}
	case Exponential:
		return []value{{"the mean", s.A, true}}
	case Lognormal:
		return []value{{"the median", s.A, true}, {"sigma", s.B, false}}
	}
	return []value{{"the shape", s.A, false}, {"the scale", s.B, true}}
}

func (s Spec) validateValues() error {
	for i, v := range s.values() {
		if math.IsNaN(v.x) || math.IsInf(v.x, 0) {
			return wrong(i, "", "%s is %v; it must be a finite number", v.name, v.x)
		}
		if v.dimension {
			if err := s.Unit.validate(i, v.name, v.x); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u Unit) validate(part int, name string, x float64) error {
	switch {
	case u == Duration && x < 0:
		return wrong(part, "", "%s is %s; a duration cannot be negative", name, u.Format(x))
	case u == Duration && x > secondsMax:
		return wrong(part, "", "%s is %s; the longest duration is %g y", name, u.Format(x), yearsMax)
	case u == Number && math.Abs(x) > NumberMax:
		return wrong(part, "", "%s is %s; the largest number is %g", name, u.Format(x), NumberMax)
	}
	return nil
}

func (s Spec) validateForm() error {
	say := s.Unit.Format
	switch s.Form {
	case Range:
		if s.A == s.B {
			return wrong(1, "write "+s.Unit.source(s.A), "both bounds are %s; a range needs two different ones", say(s.A))
		}
		if s.A > s.B {
			return wrong(1, "write "+s.Unit.source(s.B)+".."+s.Unit.source(s.A),
				"the upper bound is %s, below the lower bound %s", say(s.B), say(s.A))
		}
	case Quantiles:
		return s.validateQuantiles()
	case Pert:
		if s.A > s.B {
			return wrong(1, "", "likely is %s, below min %s; it must lie from min to max", say(s.B), say(s.A))
		}
		if s.B > s.C {
			return wrong(2, "", "max is %s, below likely %s; likely must lie from min to max", say(s.C), say(s.B))
		}
		if s.A == s.C {
			return wrong(2, "write "+s.Unit.source(s.A), "min and max are both %s; they must differ", say(s.A))
		}
	case Exponential:
		if s.A <= 0 {
			return wrong(0, "", "the mean is %s; it must be above 0", say(s.A))
		}
	case Lognormal:
		if s.A <= 0 {
			return wrong(0, "", "the median is %s; it must be above 0", say(s.A))
		}
		if s.B <= 0 || s.B > SigmaMax {
			return wrong(1, "", "sigma is %g; it must be above 0 and at most %g", s.B, float64(SigmaMax))
		}
	case Gamma:
		if s.A < ShapeMin || s.A > ShapeMax {
			return wrong(0, "", "the shape is %g; it must lie from %g to %g", s.A, float64(ShapeMin), float64(ShapeMax))
		}
		if s.B <= 0 {
			return wrong(1, "", "the scale is %s; it must be above 0", say(s.B))
		}
	}
	return nil
}

// Equal neighbours are refused: p10 = p50 would say that four cases in ten take
// exactly the same time, which is a mixture and not a spread.
func (s Spec) validateQuantiles() error {
	say := s.Unit.Format
	if s.A <= 0 {
		return wrong(0, "", "p10 is %s; it must be above 0", say(s.A))
	}
	names := [...]string{"p10", "p50", "p90"}
	for i, pair := range [...][2]float64{{s.A, s.B}, {s.B, s.C}} {
		below, above := names[i], names[i+1]
		switch {
		case pair[0] == pair[1]:
			return wrong(i+1, "move one of them a little, or write one exact value",
				"%s and %s are both %s; p10, p50 and p90 must rise", below, above, say(pair[0]))
		case pair[0] > pair[1]:
			return wrong(i+1, "", "%s is %s, below %s %s; p10, p50 and p90 must rise", above, say(pair[1]), below, say(pair[0]))
		case pair[1]/pair[0] > RatioMax:
			return wrong(i+1, "", "%s is %s and %s is %s; the step between them may be at most a factor of %g",
				below, say(pair[0]), above, say(pair[1]), RatioMax)
		}
	}
	return nil
}

func (s Spec) validateWithin() error {
	if !s.HasWithin {
		return nil
	}
	say := s.Unit.Format
	low, high := s.WithinLow, s.WithinHigh
	switch s.Form {
	case Exact, Range, Pert:
		return wrong(-1, "leave `within` out", "`within` stands with %s, which has hard bounds already", s.Form)
	}
	for i, x := range [...]float64{low, high} {
		name := [...]string{"the lower end of `within`", "the upper end of `within`"}[i]
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return wrong(-1, "", "%s is %v; it must be a finite number", name, x)
		}
		if err := s.Unit.validate(-1, name, x); err != nil {
			return err
		}
	}
	if low < 0 {
		return wrong(-1, "", "`within` begins at %s; what is stated is never below 0", say(low))
	}
	if low >= high {
		return wrong(-1, "", "`within` goes from %s to %s; its upper end must be above its lower end", say(low), say(high))
	}
	return s.validateInside(low, high)
}

func (s Spec) validateInside(low, high float64) error {
	say := s.Unit.Format
	switch s.Form {
	case Quantiles:
		if low >= s.A {
			return wrong(-1, "", "`within` begins at %s and p10 is %s; one case in ten is under p10, so the bound must be below it", say(low), say(s.A))
		}
		if high <= s.C {
			return wrong(-1, "", "`within` ends at %s and p90 is %s; one case in ten is over p90, so the bound must be above it", say(high), say(s.C))
		}
		return nil
	}
	name, centre := "mean", s.A
	switch s.Form {
	case Lognormal:
		name = "median"
	case Gamma:
		centre = float64(s.A * s.B)
	}
	if centre <= low || centre >= high {
		return wrong(-1, "", "`within` goes from %s to %s; it must contain the %s %s", say(low), say(high), name, say(centre))
	}
	l := newLaw(s)
	if kept := l.cdf(high) - l.cdf(low); kept < windowMin {
		return wrong(-1, "", "`within` keeps only %.1g of the %s law; it must keep at least %g", kept, s.Form, windowMin)
	}
	return nil
}
