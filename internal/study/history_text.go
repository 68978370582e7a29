package study

import (
	"fmt"
	"math"
	"strings"

	"entente/internal/dist"
)

// HistoryText prints what is held against history for a terminal.
func HistoryText(h *History, width int) string {
	if width <= 0 {
		width = widthDefault
	}
	t := &printer{width: width}
	t.history(h)
	return strings.TrimPrefix(t.out.String(), "\n")
}

func (t *printer) history(h *History) {
	if h == nil || len(h.Entries) == 0 {
		return
	}
	for _, observed := range []bool{true, false} {
		title := "Held against history"
		if !observed {
			title = "Predicted of a record that is not given"
		}
		var last string
		for i := range h.Entries {
			e := &h.Entries[i]
			if e.observed() != observed {
				continue
			}
			if last == "" {
				t.heading(title)
			}
			if where := e.Scenario + ", under " + e.Design + ", in force then:"; where != last {
				t.paragraph("  ", where)
				last = where
			}
			t.paragraph("  - ", e.Sentence())
		}
	}
	if len(h.Cases) > 0 {
		t.blank()
		for _, row := range h.CaseTable() {
			t.out.WriteString("  " + strings.TrimRight(fmt.Sprintf("%-28s %8s   %-9s %-9s %-9s", row[0], row[1], row[2], row[3], row[4]), " ") + "\n")
		}
		t.paragraph("  ", h.Caveat())
	}
}

func (e *Held) observed() bool { return !math.IsNaN(float64(e.Observed)) }

// Sentence says where an observed value falls, or what is predicted.
func (e *Held) Sentence() string {
	if e.Mixture.N == 0 {
		return e.What + ": nothing to compare with; " + strings.TrimSuffix(e.Of, "/") + " does not begin" + sinceText(e.Since) + "."
	}
	m := &e.Mixture
	text := e.What + ": "
	if e.observed() {
		text += "observed " + timeText(float64(e.Observed)) + "; "
	}
	switch c := float64(m.Came); {
	case c == 0:
		text += "simulated never within the horizon"
	default:
		text += "simulated " + between(m.At[0], m.At[6]) + " in 95 of 100, " + between(m.At[1], m.At[5]) + " in 80, " + between(m.At[2], m.At[4]) + " in 50"
		if c < 0.995 {
			text += ", and within the horizon in " + share(c)
		}
	}
	if b := float64(e.Began); b < 0.995 {
		text += ", where it begins (in " + share(b) + ")"
	}
	text += "."
	if !e.observed() {
		if e.Low != nil {
			text += " Over the points tried the median is " + between(e.Low.At[3], e.High.At[3]) + ", the whole " + between(e.Low.At[0], e.High.At[6]) + "."
		}
		return text
	}
	return text + " It lies " + e.Place() + "."
}

// Place says where an observed value falls; of a prediction, how often it comes.
func (e *Held) Place() string {
	switch {
	case e.Mixture.N == 0:
		return "nothing to compare with"
	case !e.observed():
		text := "predicted: the median " + timeText(float64(e.Mixture.At[3])) + ", 80 of 100 from " + between(e.Mixture.At[1], e.Mixture.At[5])
		if e.Mixture.Came < 0.995 {
			text += "; comes within the horizon in " + share(float64(e.Mixture.Came))
		}
		return text
	}
	text := "at " + share(float64(e.Mixture.Position))
	if len(e.Shared) > 0 {
		return text + ", and is not counted: " + e.notCounted()
	}
	text += ", " + e.inside()
	if middle := share(float64(e.Base.Position)); middle != share(float64(e.Mixture.Position)) {
		text += "; with every bound at its middle at " + middle
	}
	if e.Low != nil {
		text += "; at " + shares(float64(e.Low.Position), float64(e.High.Position)) + " over the points tried"
	}
	return text
}

func sinceText(since string) string {
	if since == "" {
		return ""
	}
	return " after " + since
}

// inside says in which ranges a value lies.
func (e *Held) inside() string {
	for i, in := range e.Within {
		if in {
			var names []string
			for _, r := range historyRanges[i:] {
				names = append(names, r.name)
			}
			noun := " range"
			if len(names) > 1 {
				noun += "s"
			}
			return "inside the " + and(names) + noun
		}
	}
	if e.Mixture.Position < 0.5 {
		return "below every range"
	}
	return "above every range"
}

// timeText is a time; of what is not within the horizon the words.
func timeText(t float64) string {
	if math.IsNaN(t) || math.IsInf(t, 0) {
		return "never"
	}
	if t == 0 {
		return "0"
	}
	return dist.FormatApprox(dist.Seconds(t))
}

func between(low, high Float) string {
	a, b := timeText(float64(low)), timeText(float64(high))
	if a == b {
		return a
	}
	return a + " to " + b
}

// share is a place in a distribution, as "0.31".
func share(x float64) string {
	switch {
	case math.IsNaN(x):
		return "no place"
	case x > 0 && x < 0.005:
		return "under 0.01"
	case x < 1 && x >= 0.995:
		return "over 0.99"
	}
	return fmt.Sprintf("%.2f", x)
}

func shares(a, b float64) string {
	if share(a) == share(b) {
		return share(a)
	}
	return share(a) + " to " + share(b)
}

// notCounted says why an observed value counts for no case; "" where it does.
func (e *Held) notCounted() string {
	switch {
	case e.Mixture.N == 0:
		return "nothing to compare with"
	case len(e.Shared) > 0:
		return "its source is also that of " + and(e.Shared)
	}
	return ""
}

// CaseTable is the table of k of n by case, with its heads; the last row is all.
func (h *History) CaseTable() [][]string {
	out := [][]string{{"case", "observed"}}
	for _, r := range historyRanges {
		out[0] = append(out[0], "in "+r.name)
	}
	for _, c := range h.Cases {
		name := c.Case
		if name == "" {
			name = "all"
		}
		row := []string{name, fmt.Sprint(c.N)}
		for _, k := range c.Inside {
			row = append(row, fmt.Sprintf("%d of %d", k, c.N))
		}
		out = append(out, row)
	}
	return out
}

// Caveat says how to read the counts.
func (h *History) Caveat() string {
	cases := len(h.Cases) - 1
	text := fmt.Sprintf("From %s. ", plural(cases, "case"))
	if cases >= casesLeast {
		all := &h.Cases[cases]
		var parts []string
		for i, k := range all.Inside {
			parts = append(parts, fmt.Sprintf("%.0f %% in the %s range", 100*float64(k)/float64(all.N), historyRanges[i].name))
		}
		text += "Of all values " + and(parts) + ". "
	}
	return text + h.Ranges
}
