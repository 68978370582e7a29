package study

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"entente/internal/dist"
)

// widthDefault is the width of a text, in characters.
const widthDefault = 100

// Text prints a result for a terminal: what holds, what depends and on what, the
// estimates, why the run stopped, the checks and the notes. width is in
// characters; 0 means 100. A structural study shows ranges and no single number,
// an illustrative one break-even lines and no table.
func Text(r *Result, width int) string {
	if width <= 0 {
		width = widthDefault
	}
	t := &printer{r: r, width: width}
	t.failures()
	t.paragraph("", r.Title)
	t.paragraph("", r.Question)
	t.blank()
	t.paragraph("", r.Caveat)
	t.judgements()
	if r.Evidence != illustrative {
		t.estimates()
	}
	t.stopping()
	t.crossChecks()
	t.notes()
	return t.out.String()
}

type printer struct {
	r     *Result
	width int
	out   strings.Builder
}

func (t *printer) blank() { t.out.WriteByte('\n') }

func (t *printer) heading(text string) {
	t.blank()
	t.out.WriteString(text + "\n")
}

// paragraph wraps a text; lines after the first are indented as far as lead is
// long.
func (t *printer) paragraph(lead, text string) {
	if text == "" {
		return
	}
	indent := strings.Repeat(" ", utf8.RuneCountInString(lead))
	line, first := lead, true
	for _, word := range strings.Fields(text) {
		if !first && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > t.width {
			t.out.WriteString(line + "\n")
			line, first = indent, true
		}
		if !first {
			line += " "
		}
		line += word
		first = false
	}
	t.out.WriteString(line + "\n")
}

// failures are said before all else.
func (t *printer) failures() {
	for i := range t.r.Checks {
		if c := &t.r.Checks[i]; c.Verdict == Fails {
			t.paragraph("", fmt.Sprintf("ERROR OF THE PROGRAM: %s in %s under %s: %s (distance %.2g, allowed %.2g).",
				c.Measure, c.Design, c.Scenario, c.Why, float64(c.Distance), float64(c.Bound)))
			t.blank()
		}
	}
}

// judgements prints the first sentences by status.
func (t *printer) judgements() {
	for _, group := range []struct {
		title    string
		statuses []Status
	}{
		{"What holds", []Status{Holds}},
		{"What depends on an assumption", []Status{Depends, Vanishes}},
		{"What is alike", []Status{Alike}},
		{"What is not decided", []Status{Undecided, Nothing}},
	} {
		if t.r.Evidence == illustrative {
			continue
		}
		t.group(group.title, func(s string) bool {
			for _, status := range group.statuses {
				if s == string(status) {
					return true
				}
			}
			return false
		})
	}
	t.unspecified()
	if t.r.Evidence == illustrative {
		t.group("Where the order turns", func(string) bool { return true })
	}
}

// group prints the judgements of one kind; what is said in the same words of several
// designs and scenarios once.
func (t *printer) group(title string, in func(status string) bool) {
	var all grouped
	for i := range t.r.Judgements {
		j := &t.r.Judgements[i]
		if !in(j.Status) {
			continue
		}
		rests := ""
		switch Status(j.Status) {
		case Holds, Depends, Vanishes:
			rests = "Rests " + j.Rests + "."
		}
		all.add(j.Body+"\n"+rests, place{j.Design, j.Scenario})
	}
	if len(all.said) == 0 {
		return
	}
	t.heading(title)
	where := placer{designs: t.r.Designs[1:], scenarios: t.r.Scenarios, all: "every other design", joint: ", and "}
	for _, said := range all.said {
		body, rests, _ := strings.Cut(said, "\n")
		lead := where.in(all.places[said])
		t.paragraph("  - ", lead+": "+body)
		t.paragraph("    ", rests)
	}
}

// estimates prints one block for each scenario and column, one line for each
// design.
func (t *printer) estimates() {
	if len(t.r.Estimates) == 0 {
		return
	}
	title := "Estimates (each with its interval: " + t.r.Interval + ")"
	if t.r.Evidence == structural {
		title = "Ranges over the assumptions tried"
	}
	t.heading(title)
	for _, scenario := range t.r.Scenarios {
		for _, column := range t.columns() {
			t.block(scenario, column)
		}
	}
}

// columns lists the columns in order.
func (t *printer) columns() []string {
	var out []string
	seen := map[string]bool{}
	for i := range t.r.Estimates {
		if c := t.r.Estimates[i].Column; !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

func (t *printer) block(scenario, column string) {
	wide, empty := 0, true
	lines := make([]string, len(t.r.Designs))
	for i := range t.r.Designs {
		wide = max(wide, utf8.RuneCountInString(t.r.Designs[i].Name))
		lines[i] = t.line(t.r.Designs[i].ID, scenario, column)
		empty = empty && lines[i] == ""
	}
	if empty {
		return
	}
	title := "  " + column
	if len(t.r.Scenarios) > 1 {
		title += ", under " + scenario
	}
	t.out.WriteString(title + "\n")
	t.lines(lines, wide)
}

// lines prints a line for each design; one for all where they are the same.
func (t *printer) lines(lines []string, wide int) {
	same := len(lines) > 1
	for _, l := range lines {
		same = same && l == lines[0]
	}
	if same {
		t.paragraph("    every design  ", lines[0])
		return
	}
	for i := range t.r.Designs {
		name := t.r.Designs[i].Name
		if lines[i] == "" {
			lines[i] = "-"
		}
		t.paragraph("    "+name+strings.Repeat(" ", wide-utf8.RuneCountInString(name))+"  ", lines[i])
	}
}

// line prints what is told of a column in one design.
func (t *printer) line(design, scenario, column string) string {
	var parts []string
	for k := range t.r.Estimates {
		e := &t.r.Estimates[k]
		if e.Design == design && e.Scenario == scenario && e.Column == column {
			if part := t.estimate(e); part != "" {
				parts = append(parts, part)
			}
		}
	}
	return strings.Join(parts, "; ")
}

// estimate prints one number with its interval, or its range.
func (t *printer) estimate(e *Estimate) string {
	label := e.Feature != "mean" && e.Unit == "share" && e.Feature != "had-say"
	name := e.Feature + " "
	switch {
	case e.N == 0, label && e.Value == 0:
		return ""
	case e.Unit == "share" && e.Feature == "mean":
		name = ""
	case e.Feature == "had-say":
		name = "had a say "
	}
	if t.r.Evidence == structural {
		return t.rangeOf(e, name, label)
	}
	return fmt.Sprintf("%s%s (%s)", name, approx(e.Unit, e.Value), fromTo(e.Unit, e.Low, e.High))
}

// rangeOf prints a number of a structural study: the range over the assumptions, a
// label alone where that is a single number, or nothing.
func (t *printer) rangeOf(e *Estimate, name string, label bool) string {
	if e.Range != nil && t.r.Assumptions.Tried && approx(e.Unit, e.Range.Low) != approx(e.Unit, e.Range.High) {
		return name + fromTo(e.Unit, e.Range.Low, e.Range.High)
	}
	if label {
		return e.Feature
	}
	return ""
}

func approx(unit string, x Float) string {
	if unit == "seconds" {
		return dist.FormatApprox(dist.Seconds(x))
	}
	return dist.Number.FormatApprox(float64(x))
}

func fromTo(unit string, low, high Float) string {
	p := phrase{unit: dist.Number}
	if unit == "seconds" {
		p.unit = dist.Duration
	}
	return p.fromTo(float64(low), float64(high))
}

func (t *printer) stopping() {
	t.heading("Why it stopped")
	t.paragraph("  ", t.r.Stop)
	a := &t.r.Assumptions
	switch {
	case a.Why != "":
		t.paragraph("  ", "Assumptions: "+a.Why+".")
	case len(a.Points) > 0:
		t.paragraph("  ", fmt.Sprintf("Assumptions: %s moved, %s tried, %s each.",
			pluralOf(len(a.Quantities), "quantity", "quantities"), plural(len(a.Points), "point"), plural(a.Replications, "replication")))
	default:
		t.paragraph("  ", "Assumptions: none.")
	}
	if n, gain := t.gain(); n > 0 && gain > 1.05 && t.r.Evidence != illustrative {
		t.paragraph("  ", fmt.Sprintf("Common random numbers: the median comparison of times needs %s times fewer replications than independent runs.", dist.Number.FormatApprox(gain)))
	}
}

// gain is the median gain over the mean differences of times.
func (t *printer) gain() (n int, gain float64) {
	var all []float64
	for i := range t.r.Contrasts {
		c := &t.r.Contrasts[i]
		if c.Unit == "seconds" && c.Feature == "mean" && !math.IsNaN(float64(c.Gain)) && !math.IsInf(float64(c.Gain), 0) {
			all = append(all, float64(c.Gain))
		}
	}
	if len(all) == 0 {
		return 0, 0
	}
	q, _ := quantileAndSpread(all, 0.5)
	return len(all), q
}

// crossChecks prints what was compared with the computed law, and why the rest was
// not.
func (t *printer) crossChecks() {
	if len(t.r.Checks) == 0 {
		return
	}
	t.heading("Checked against the computed law")
	var without grouped
	for i := range t.r.Checks {
		c := &t.r.Checks[i]
		if c.Verdict == NoCheck {
			without.add(c.Measure+"\n"+c.Why, place{c.Design, c.Scenario})
			continue
		}
		t.paragraph("  - ", fmt.Sprintf("%s in %s under %s: %s (distance %.2g, allowed %.2g, error of the computation %.2g, %s replications)",
			c.Measure, c.Design, c.Scenario, c.Verdict, float64(c.Distance), float64(c.Bound), float64(c.Error), thousands(c.N)))
	}
	where := placer{designs: t.r.Designs, scenarios: t.r.Scenarios, all: "every design", joint: ", and in "}
	for _, said := range without.said {
		measure, why, _ := strings.Cut(said, "\n")
		t.paragraph("  - ", fmt.Sprintf("%s in %s: not comparable, as %s", measure, where.in(without.places[said]), why))
	}
}

// unspecified says what is not compared, since a design's sources are silent.
func (t *printer) unspecified() {
	if len(t.r.Unspecified) == 0 {
		return
	}
	t.heading("What is not compared: the sources of the design say nothing about it")
	for _, d := range t.r.Designs {
		var measures []string
		for i := range t.r.Unspecified {
			if u := &t.r.Unspecified[i]; u.Design == d.ID {
				measures = append(measures, u.Measure)
			}
		}
		if len(measures) > 0 {
			t.paragraph("  - ", d.ID+": "+strings.Join(measures, ", "))
		}
	}
}

func (t *printer) notes() {
	if len(t.r.Notes) == 0 {
		return
	}
	t.heading("Notes")
	for i := range t.r.Notes {
		t.paragraph("  - ", t.r.Notes[i].Text)
	}
}
