package dist

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// SyntaxError says what could not be read and where.
type SyntaxError struct {
	Offset  int    // in characters from the start of the text, 0-based
	Message string // what was found and what is allowed
	Hint    string // what to write instead, or empty
}

func (e *SyntaxError) Error() string { return e.Message }

// textMax is the longest text that is read, in characters.
const textMax = 200

// ParseSeconds reads one duration: 90s, 30m, 1h30m, 1.5h, 2d, 1w, 3mo, 1y. Units
// are s, m, h, d, w, mo (30 d) and y (365 d), the larger first, each at most
// once. The longest duration is 1000 y. The error is a *SyntaxError.
func ParseSeconds(text string) (Seconds, error) {
	runes := []rune(text)
	x, err := parseTrimmed(runes, 0, len(runes), Duration)
	return Seconds(x), err
}

// Parse reads one statement in its short form: an exact value, bounds `a..b`,
// or quantiles `p10/p50/p90`. Blanks are allowed around `..` and `/` and at both
// ends. The Spec is valid; the error is a *SyntaxError at the part to blame.
func Parse(text string, unit Unit) (Spec, error) {
	runes := []rune(text)
	if len(runes) > textMax {
		return Spec{}, refuse(textMax, "", "the text has %d characters; at most %d are read", len(runes), textMax)
	}
	parts, form, err := cut(runes)
	if err != nil {
		return Spec{}, err
	}
	var values [3]float64
	for i, p := range parts {
		if values[i], err = parseTrimmed(runes, p.from, p.to, unit); err != nil {
			return Spec{}, suggestUnit(err, parts, runes, i)
		}
	}
	spec := Spec{Unit: unit, Form: form, A: values[0], B: values[1], C: values[2]}
	if err := spec.Validate(); err != nil {
		bad := err.(*SpecError)
		return Spec{}, &SyntaxError{parts[max(bad.Part, 0)].start(runes), bad.Message, bad.Hint}
	}
	return spec, nil
}

type part struct{ from, to int }

func (p part) start(runes []rune) int {
	for i := p.from; i < p.to; i++ {
		if !unicode.IsSpace(runes[i]) {
			return i
		}
	}
	return p.from
}

// cut splits at `..` or at `/` and says which form that makes.
func cut(runes []rune) ([]part, Form, error) {
	var dots, slashes []int
	for i, r := range runes {
		switch {
		case r == '/':
			slashes = append(slashes, i)
		case r == '.' && i+1 < len(runes) && runes[i+1] == '.' && (len(dots) == 0 || dots[len(dots)-1] != i-1):
			dots = append(dots, i)
		}
	}
	end := len(runes)
	switch {
	case len(dots) > 0 && len(slashes) > 0:
		return nil, 0, refuse(max(dots[0], slashes[0]), "", "found both `..` and `/`; write bounds as a..b or quantiles as p10/p50/p90")
	case len(dots) > 1:
		return nil, 0, refuse(dots[1], "", "found a second `..`; bounds are two values, a..b")
	case len(dots) == 1:
		return []part{{0, dots[0]}, {dots[0] + 2, end}}, Range, nil
	case len(slashes) == 2:
		return []part{{0, slashes[0]}, {slashes[0] + 1, slashes[1]}, {slashes[1] + 1, end}}, Quantiles, nil
	case len(slashes) > 0:
		at := slashes[min(2, len(slashes)-1)]
		return nil, 0, refuse(at, "", "found %d values separated by `/`; quantiles are three, p10/p50/p90", len(slashes)+1)
	}
	return []part{{0, end}}, Exact, nil
}

// suggestUnit completes the hint of `5..20m`: the missing unit is likely the
// one that another part carries.
func suggestUnit(err error, parts []part, runes []rune, i int) error {
	bad := err.(*SyntaxError)
	bare := strings.TrimSpace(string(runes[parts[i].from:parts[i].to]))
	if bad.Hint != hintUnit || strings.Trim(bare, ".0123456789") != "" {
		return err
	}
	for j := range parts {
		last := strings.TrimSpace(string(runes[parts[j].from:parts[j].to]))
		name := last[len(strings.TrimRightFunc(last, unicode.IsLetter)):]
		if _, known := unitSize(name); known && j != i {
			return &SyntaxError{bad.Offset, bad.Message, fmt.Sprintf("did you mean %s%s?", bare, name)}
		}
	}
	return err
}

func refuse(offset int, hint, format string, args ...any) *SyntaxError {
	return &SyntaxError{Offset: offset, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// parseTrimmed reads runes[from:to] without the blanks at its ends.
func parseTrimmed(runes []rune, from, to int, unit Unit) (float64, error) {
	for from < to && unicode.IsSpace(runes[from]) {
		from++
	}
	for to > from && unicode.IsSpace(runes[to-1]) {
		to--
	}
	if to-from > textMax {
		return 0, refuse(from+textMax, "", "the value has %d characters; at most %d are read", to-from, textMax)
	}
	s := scanner{runes: runes[:to], at: from}
	if unit == Number {
		return s.number()
	}
	return s.duration()
}

const hintUnit = "units are s, m, h, d, w, mo and y"

type scanner struct {
	runes []rune
	at    int
}

func (s *scanner) peek() rune {
	if s.at < len(s.runes) {
		return s.runes[s.at]
	}
	return -1
}

func (s *scanner) digits() bool {
	start := s.at
	for r := s.peek(); r >= '0' && r <= '9'; r = s.peek() {
		s.at++
	}
	return s.at > start
}

// decimal reads digits with an optional fraction and returns its text.
func (s *scanner) decimal(what string) (string, error) {
	start := s.at
	if !s.digits() {
		return "", s.notDigit(what)
	}
	if s.peek() == '.' {
		s.at++
		if !s.digits() {
			return "", refuse(s.at-1, "", "the decimal point has no digit after it")
		}
	}
	return string(s.runes[start:s.at]), nil
}

func (s *scanner) notDigit(what string) error {
	switch r := s.peek(); {
	case r == -1:
		return refuse(s.at, "", "%s is missing here", what)
	case r == '.':
		return refuse(s.at, "write 0"+string(s.runes[s.at:]), "%s begins with a digit; found %q", what, ".")
	case r == '-' && what == "a duration":
		return refuse(s.at, "", "a duration cannot be negative")
	default:
		return refuse(s.at, "", "%s begins with a digit; found %q", what, string(r))
	}
}

func (s *scanner) duration() (float64, error) {
	start := s.at
	total, previous := 0.0, 0.0
	for first := true; first || s.at < len(s.runes); first = false {
		at := s.at
		text, err := s.decimal("a duration")
		if err != nil {
			if !first {
				return 0, s.unexpected(start)
			}
			return 0, err
		}
		size, err := s.unit(text, start)
		if err != nil {
			return 0, err
		}
		if previous != 0 && size >= previous {
			return 0, refuse(at, "", "units stand in order, the larger first and each once, as in 1h30m")
		}
		previous = size
		amount, err := strconv.ParseFloat(text, 64)
		total += float64(amount * size)
		if err != nil || total > secondsMax {
			return 0, refuse(start, "", "the duration is too long; the longest is %g y", yearsMax)
		}
	}
	return total, nil
}

// unexpected names a wrong character after a complete component.
func (s *scanner) unexpected(start int) error {
	whole := string(s.runes[start:])
	switch r := s.peek(); {
	case r == '-' || r == '–' || r == '—' || r == '~':
		return refuse(s.at, "write "+string(s.runes[start:s.at])+".."+strings.TrimSpace(string(s.runes[s.at+1:])),
			"found %q; bounds are written with two dots", string(r))
	case unicode.IsSpace(r):
		return refuse(s.at, "write "+strings.Join(strings.Fields(whole), ""), "found a blank inside a duration")
	default:
		return refuse(s.at, "", "found %q after a unit; a duration looks like 30m or 1h30m", string(r))
	}
}

func (s *scanner) unit(digits string, start int) (float64, error) {
	at := s.at
	for unicode.IsLetter(s.peek()) {
		s.at++
	}
	name := string(s.runes[at:s.at])
	if size, known := unitSize(name); known {
		return size, nil
	}
	if name != "" {
		return 0, refuse(at, unitHint(name), "unit %q is not known", name)
	}
	whole := string(s.runes[start:])
	switch r := s.peek(); {
	case r == ':':
		return 0, refuse(at, "write hours and minutes as 1h30m", "found \":\" in a duration; clock times are not durations")
	case r == ',':
		return 0, refuse(at, "write "+strings.Replace(whole, ",", ".", 1), "found a comma; the decimal sign is a point")
	case unicode.IsSpace(r) && at+1 < len(s.runes):
		return 0, refuse(at, "write "+strings.Join(strings.Fields(whole), ""), "found a blank inside a duration")
	case r != -1:
		return 0, refuse(at, hintUnit, "found %q where the unit of %s should stand", string(r), digits)
	}
	return 0, refuse(at-len(digits), hintUnit, "%s has no unit", digits)
}

func unitSize(name string) (float64, bool) {
	switch name {
	case "s":
		return 1, true
	case "m":
		return minute, true
	case "h":
		return hour, true
	case "d":
		return day, true
	case "w":
		return week, true
	case "mo":
		return month, true
	case "y":
		return year, true
	}
	return 0, false
}

func unitHint(name string) string {
	switch strings.ToLower(name) {
	case "sec", "secs", "second", "seconds":
		return "did you mean s?"
	case "min", "mins", "minute", "minutes":
		return "did you mean m?"
	case "h", "hr", "hrs", "hour", "hours":
		return "did you mean h?"
	case "d", "day", "days":
		return "did you mean d?"
	case "w", "wk", "wks", "week", "weeks":
		return "did you mean w?"
	case "mo", "mon", "month", "months":
		return "did you mean mo?"
	case "y", "yr", "yrs", "year", "years":
		return "did you mean y?"
	case "m":
		return "did you mean m (minutes) or mo (months)?"
	case "s":
		return "did you mean s?"
	}
	return hintUnit
}

// number reads a plain number: -2, 0.8, 1e-3.
func (s *scanner) number() (float64, error) {
	start := s.at
	if s.peek() == '-' || s.peek() == '+' {
		s.at++
	}
	text, err := s.decimal("a number")
	if err != nil {
		return 0, err
	}
	if r := s.peek(); r == 'e' || r == 'E' {
		s.at++
		if r := s.peek(); r == '-' || r == '+' {
			s.at++
		}
		if !s.digits() {
			return 0, refuse(s.at, "", "the exponent has no digits")
		}
	}
	if r := s.peek(); r != -1 {
		hint := ""
		if r == '%' {
			if percent, err := strconv.ParseFloat(text, 64); err == nil {
				hint = "write " + strconv.FormatFloat(percent/100, 'g', -1, 64)
			}
		}
		return 0, refuse(s.at, hint, "found %q in a number; a number looks like 0.8", string(r))
	}
	x, err := strconv.ParseFloat(string(s.runes[start:s.at]), 64)
	if err != nil || x > NumberMax || x < -NumberMax {
		return 0, refuse(start, "", "the number is too large; the largest is %g", float64(NumberMax))
	}
	return x, nil
}
