package study

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"entente/internal/dist"
)

// widthDefault is the width of a text, in characters.
const widthDefault = 100

// Text prints a result for a terminal: what holds, what depends and on what, what
// is alike, unspecified or taken over, the numbers, why the run stopped, the checks
// and the notes. width is in characters; 0 means 100. A structural study shows
// ranges and no single number, an illustrative one break-even lines and no table.
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
	if r.Evidence == illustrative {
		t.alone()
	}
	t.breakEvens()
	t.castTables()
	if r.Evidence != illustrative {
		t.orders()
	}
	t.frontiers()
	if r.Evidence != illustrative {
		t.tables()
	}
	t.history(t.r.History)
	t.combinations()
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
	for _, text := range Unfinished(t.r) {
		t.paragraph("", "NOT FINISHED: "+text)
		t.blank()
	}
}

// Unfinished says which replications stopped before their end, at an answer without a
// chance or at the greatest number of events: what rests on them is undecided.
func Unfinished(r *Result) []string {
	var out []string
	for _, n := range r.Notes {
		if n.Kind == "missing-answer" || n.Kind == "cut-short" {
			out = append(out, n.Text+" What rests on them is undecided.")
		}
	}
	return out
}

// judgements prints the first sentences by status.
func (t *printer) judgements() {
	if t.r.Evidence == illustrative {
		t.group("Where the order turns", Holds, Depends, Vanishes, Alike, Undecided)
	} else {
		t.group("What holds", Holds)
		t.group("What depends on an assumption", Depends, Vanishes)
		t.list("What is alike", Alike, t.alike)
		t.list("What is not decided", Undecided, func(c *Contrast) string { return c.Why })
	}
	t.list("What does not arise", Nothing, func(c *Contrast) string { return c.Why })
	t.silences()
}

// group prints the judgements of some statuses; what is said in the same words of
// several designs, scenarios and allies once.
func (t *printer) group(title string, statuses ...Status) {
	var all grouped
	parts := map[string][]string{}
	for i := range t.r.Judgements {
		j := &t.r.Judgements[i]
		if !slices.Contains(statuses, Status(j.Status)) {
			continue
		}
		body, ally := j.Body, t.ally(j)
		if ally != "" {
			body = strings.Replace(body, ally+" has a say", allyHas, 1)
		}
		if t.r.Evidence != illustrative && slices.Contains([]Status{Holds, Depends, Vanishes}, Status(j.Status)) {
			body += "\nRests " + j.Rests + "."
		}
		all.add(body, place{j.Design, j.Scenario})
		if ally != "" && !slices.Contains(parts[body], ally) {
			parts[body] = append(parts[body], ally)
		}
	}
	if len(all.said) == 0 {
		return
	}
	t.heading(title)
	where := t.others()
	for _, said := range all.said {
		have := " has a say"
		if len(parts[said]) > 1 {
			have = " have a say"
		}
		body, rests, _ := strings.Cut(strings.Replace(said, allyHas, and(parts[said])+have, 1), "\n")
		t.paragraph("  - ", where.in(all.places[said])+": "+body)
		t.paragraph("    ", rests)
	}
}

// allyHas stands where several allies may be named.
const allyHas = "\x00"

// ally is the ally whose say a judgement is about, or "".
func (t *printer) ally(j *Judgement) string {
	for i := range t.r.Contrasts {
		if c := &t.r.Contrasts[i]; c.ID == j.Contrast && c.Feature == "had-say" {
			part, _ := t.partOf(c.Column, c.Measure)
			return part
		}
	}
	return ""
}

// others puts designs but for the base into words.
func (t *printer) others() placer {
	return placer{designs: t.r.Designs[1:], scenarios: t.r.Scenarios, all: "every other design", joint: ", and "}
}

func (t *printer) alike(c *Contrast) string { return "as in " + t.r.Designs[0].Name + " " + c.Why }

// list prints the judgements of one status of which there is nothing to say but a
// reason: what it is said of, by reason and place.
func (t *printer) list(title string, status Status, why func(c *Contrast) string) {
	type item struct{ column, why string }
	places := map[item][]place{}
	var items []item
	byID := map[string]*Contrast{}
	for i := range t.r.Contrasts {
		byID[t.r.Contrasts[i].ID] = &t.r.Contrasts[i]
	}
	for i := range t.r.Judgements {
		j := &t.r.Judgements[i]
		c := byID[j.Contrast]
		if j.Status != string(status) || c == nil {
			continue
		}
		x := item{c.Column, why(c)}
		if places[x] == nil {
			items = append(items, x)
		}
		places[x] = append(places[x], place{j.Design, j.Scenario})
	}
	if len(items) == 0 {
		return
	}
	t.heading(title)
	where := t.others()
	var lines grouped
	columns := map[string][]string{}
	for _, x := range items {
		line := where.in(places[x]) + ", " + x.why
		lines.add(line, place{})
		columns[line] = append(columns[line], x.column)
	}
	for _, line := range lines.said {
		t.paragraph("  - ", line+": "+t.named(columns[line])+".")
	}
}

// named names columns, those of one measure together: "war, say-war (M, T)".
func (t *printer) named(columns []string) string {
	var out []string
	for i := range t.r.Measures {
		m := &t.r.Measures[i]
		var parts []string
		found := false
		for _, c := range columns {
			if part, ok := t.partOf(c, m.ID); ok {
				found = true
				if part != "" {
					parts = append(parts, part)
				}
			}
		}
		switch {
		case !found:
		case len(parts) == 0:
			out = append(out, m.Name)
		default:
			out = append(out, m.Name+" ("+strings.Join(parts, ", ")+")")
		}
	}
	return strings.Join(out, ", ")
}

// partOf is what a column is of a measure: "" where it is its own number.
func (t *printer) partOf(column, measure string) (part string, ok bool) {
	if column == measure {
		return "", true
	}
	return strings.CutPrefix(column, measure+".")
}

// silences says what designs are silent about, by design.
func (t *printer) silences() {
	var kept []Unspecified
	for _, x := range t.r.Inherited {
		kept = append(kept, Unspecified(x))
	}
	t.silent("What is unspecified: a design's sources say nothing of it, and it changes what that rests on", t.r.Unspecified)
	t.silent("What is assumed to be as in the base: a design's sources say nothing of it, and it changes nothing there", kept)
}

func (t *printer) silent(title string, list []Unspecified) {
	if len(list) == 0 {
		return
	}
	t.blank()
	t.paragraph("", title)
	for _, d := range t.r.Designs {
		var about grouped
		columns := map[string][]string{}
		for i := range list {
			if u := &list[i]; u.Design == d.ID {
				about.add(u.Path, place{})
				columns[u.Path] = append(columns[u.Path], u.Measure)
			}
		}
		var parts []string
		for _, path := range about.said {
			parts = append(parts, t.named(columns[path])+" ("+path+")")
		}
		if len(parts) > 0 {
			t.paragraph("  - ", d.Name+": "+strings.Join(parts, "; "))
		}
	}
}

func (t *printer) stopping() {
	t.heading("Why it stopped")
	text := t.r.Stop
	a := &t.r.Assumptions
	switch {
	case a.Why != "" && !strings.Contains(text, a.Why):
		text += " " + strings.ToUpper(a.Why[:1]) + a.Why[1:] + "."
	case a.Why != "":
	case len(a.Points) > 0:
		text += fmt.Sprintf(" Assumptions: %s moved, %s tried, %s each; each point is judged by itself, and a sign there is a difference of more than two plain standard errors.",
			pluralOf(len(a.Quantities), "quantity", "quantities"), plural(len(a.Points), "point"), plural(a.Replications, "replication"))
	default:
		text += " Assumptions: none."
	}
	if n, gain := t.gain(); n > 0 && gain > 1.05 && t.r.Evidence != illustrative {
		text += fmt.Sprintf(" Common random numbers: the median comparison of times needs %s times fewer replications than independent runs.", dist.Number.FormatApprox(gain))
	}
	t.paragraph("  ", text)
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
	t.heading("Sampled times checked against computed ones")
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
	var lines grouped
	measures := map[string][]string{}
	for _, said := range without.said {
		measure, why, _ := strings.Cut(said, "\n")
		line := where.in(without.places[said]) + "\n" + why
		lines.add(line, place{})
		measures[line] = append(measures[line], measure)
	}
	for _, said := range lines.said {
		place, why, _ := strings.Cut(said, "\n")
		t.paragraph("  - ", fmt.Sprintf("%s in %s: not computed, as %s", and(measures[said]), place, why))
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
