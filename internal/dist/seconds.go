package dist

import (
	"math"
	"strconv"
	"strings"

	"entente/internal/say"
)

// Seconds is a span of time.
type Seconds float64

const (
	minute = 60.0
	hour   = 60 * minute
	day    = 24 * hour
	week   = 7 * day
	month  = 30 * day
	year   = 365 * day

	secondsMax = yearsMax * year
)

// FormatSeconds prints a span exactly, for an echo: "1 h 30 min", "36 h",
// "2 d 4 h", "2 y". Hours run up to two days; years appear only where they come
// out even. A fraction of a second keeps every digit. +Inf is "no limit".
func FormatSeconds(s Seconds) string { return Exactly(s).In(say.English) }

// Exactly is a span that is said as FormatSeconds prints it.
type Exactly Seconds

// String says the span in English.
func (s Exactly) String() string { return s.In(say.English) }

// In says the span in a language: "1 h 30 min", "1시간 30분".
func (s Exactly) In(l say.Lang) string {
	if l == say.Korean {
		if x := float64(s); math.IsNaN(x) || math.IsInf(x, 1) {
			return Approx(s).In(l)
		}
		return formatParts(float64(s), "", " ", [...]string{"년", "일", "시간", "분", "초"})
	}
	return formatParts(float64(s), " ", " ", [...]string{"y", "d", "h", "min", "s"})
}

// FormatSource prints a span as the language writes it: "1h30m".
// ParseSeconds reads it back to the same value, but for the rounding of fractions
// of a second.
func FormatSource(s Seconds) string {
	return formatParts(float64(s), "", "", [...]string{"y", "d", "h", "m", "s"})
}

func formatParts(s float64, beforeUnit, between string, units [5]string) string {
	switch {
	case math.IsNaN(s):
		return "undefined"
	case math.IsInf(s, 1):
		return "no limit"
	case s < 0:
		return "-" + formatParts(-s, beforeUnit, between, units)
	case s == 0:
		return "0" + beforeUnit + units[4]
	case s > 2*secondsMax: // beyond every limit, printed only in messages
		return strconv.FormatFloat(s/year, 'g', 3, 64) + beforeUnit + units[0]
	case math.Mod(s, year) == 0:
		return strconv.FormatFloat(s/year, 'f', -1, 64) + beforeUnit + units[0]
	}
	sizes := [...]float64{day, hour, minute}
	if s < 2*day {
		sizes[0] = math.Inf(1)
	}
	var parts []string
	rest := math.Floor(s)
	for i, size := range sizes {
		if n := math.Floor(rest / size); n > 0 {
			parts = append(parts, strconv.FormatFloat(n, 'f', -1, 64)+beforeUnit+units[i+1])
			rest -= float64(n * size)
		}
	}
	if fraction := fractionDigits(s); rest > 0 || fraction != "" {
		parts = append(parts, strconv.FormatFloat(rest, 'f', -1, 64)+fraction+beforeUnit+units[4])
	}
	return strings.Join(parts, between)
}

// fractionDigits returns the decimals of the shortest text that reads back as s,
// with their point, or "". Subtracting the whole part would show digits that the
// author never wrote.
func fractionDigits(s float64) string {
	text := strconv.FormatFloat(s, 'f', -1, 64)
	if i := strings.IndexByte(text, '.'); i >= 0 {
		return text[i:]
	}
	return ""
}

// FormatApprox prints a span with two significant figures, for prose, in the
// unit a reader would choose: "45 s", "75 min", "25 h", "3.1 d", "180 d",
// "2.5 y". +Inf is "no limit".
func FormatApprox(s Seconds) string { return Approx(s).In(say.English) }

// Approx is a span that is said as FormatApprox prints it.
type Approx Seconds

// String says the span in English.
func (s Approx) String() string { return s.In(say.English) }

// In says the span in a language: "75 min", "75분".
func (s Approx) In(l say.Lang) string {
	x, words := float64(s), approxWords[l]
	switch {
	case math.IsNaN(x):
		return spanWords[l].undefined
	case math.IsInf(x, 1):
		return spanWords[l].noLimit
	case x < 0:
		return "-" + (-s).In(l)
	case x == 0:
		return "0" + words[0]
	}
	for i, u := range [...]struct{ below, size float64 }{{90, 1}, {90 * minute, minute}, {2 * day, hour}, {2 * year, day}} {
		if round2(x/u.size)*u.size < u.below {
			return twoFigures(x/u.size) + words[i]
		}
	}
	return twoFigures(x/year) + words[4]
}

// approxWords are the units, by language, from seconds to years.
var approxWords = [...][5]string{
	say.English: {" s", " min", " h", " d", " y"},
	say.Korean:  {"초", "분", "시간", "일", "년"},
}

// spanWords are what is said of spans that are no number of units.
var spanWords = [...]struct{ undefined, noLimit string }{
	say.English: {"undefined", "no limit"},
	say.Korean:  {"정의되지 않음", "상한 없음"},
}

func round2(x float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 1, 64), 64)
	return r
}

// twoFigures prints without an exponent: 25, 3.1, 0.031, 180.
func twoFigures(x float64) string {
	text := strconv.FormatFloat(x, 'e', 1, 64)
	r, _ := strconv.ParseFloat(text, 64)
	decimals := 0
	if r < 10 {
		power, _ := strconv.Atoi(text[strings.IndexByte(text, 'e')+1:])
		decimals = 1 - power
	}
	return strconv.FormatFloat(r, 'f', decimals, 64)
}

// Format prints a value exactly, in words a reader would use.
func (u Unit) Format(x float64) string {
	if u == Duration {
		return FormatSeconds(Seconds(x))
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// FormatApprox prints a value with two significant figures.
func (u Unit) FormatApprox(x float64) string {
	if u == Duration {
		return FormatApprox(Seconds(x))
	}
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return "no limit"
	}
	if a := math.Abs(x); a != 0 && (a >= 1e6 || a < 1e-4) {
		return strconv.FormatFloat(x, 'e', 1, 64)
	}
	switch {
	case x == 0:
		return "0"
	case x < 0:
		return "-" + twoFigures(-x)
	}
	return twoFigures(x)
}

func (u Unit) source(x float64) string {
	if u == Duration {
		return FormatSource(Seconds(x))
	}
	return u.Format(x)
}
