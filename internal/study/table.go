package study

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/internal/dist"
	"entente/internal/model"
)

// tables prints one block for each scenario and measure, one row for each design.
func (t *printer) tables() {
	if len(t.r.Estimates) == 0 {
		return
	}
	head := "Numbers, each with its interval: " + t.r.Interval
	switch {
	case t.r.Evidence == structural && !t.r.Assumptions.Tried:
		head = "Who, and with which say; there are ranges only where the assumptions are tried"
	case t.r.Evidence == structural:
		head = "Ranges over the assumptions tried; no single number is a finding"
	}
	t.heading(head)
	for i := range t.r.Measures {
		t.measure(&t.r.Measures[i])
	}
}

// measureWords are the kinds of measures in words.
var measureWords = map[string]string{
	"time-of": "how long %s takes", "time-of a step": "how long until %s", "no-holder": "how long %s has no holder", "dual-holder": "how long %s has two holders",
	"waiting": "how long work waits for %s", "consultation": "the say of each ally in %s",
	"work-share": "who does the steps of %s, as shares", "expression": "the share of the time in which %s",
	"peak-rung": "the highest rung of %s", "threshold": "whether and when %s is reached", "dissonance": "the rungs between the pictures of %s",
	"stock": "%s over the time", "taken": "whether and when %s is taken", "programme": "whether and when %s is met", "crossed": "whether and when %s is crossed",
}

// measure prints the table of a measure under each scenario; one for scenarios
// under which it is the same.
func (t *printer) measure(m *Measure) {
	type block struct {
		scenarios []string
		heads     []string
		rows      []row
		key       string
	}
	var blocks []block
	for _, scenario := range t.r.Scenarios {
		heads, rows := t.cells(scenario, m)
		if len(heads) == 0 {
			continue
		}
		key := fmt.Sprint(heads, rows)
		if n := len(blocks); n > 0 && blocks[n-1].key == key {
			blocks[n-1].scenarios = append(blocks[n-1].scenarios, scenario)
			continue
		}
		blocks = append(blocks, block{[]string{scenario}, heads, t.sameAsBase(rows), key})
	}
	words := m.Kind + " " + m.Of
	kind := m.Kind
	if kind == "time-of" && strings.Contains(m.Of, "/") {
		kind += " a step"
	}
	if kind == "peak-rung" && m.Of == "actual" {
		words = "the highest rung"
	} else if format := measureWords[kind]; format != "" {
		words = fmt.Sprintf(format, m.Of)
	}
	for _, b := range blocks {
		title := m.Name + ": " + words
		if len(t.r.Scenarios) > 1 {
			title += ", under " + and(b.scenarios)
		}
		if t.restricted(m, b.scenarios) {
			title += "; what has not come counts as the horizon"
		}
		t.paragraph("  ", title)
		t.rows(b.heads, b.rows)
	}
}

// restricted says whether a time of a measure had not come at the horizon in some
// replication.
func (t *printer) restricted(m *Measure, scenarios []string) bool {
	return m.Kind == "time-of" && slices.ContainsFunc(t.r.Estimates, func(e Estimate) bool {
		return e.Measure == m.ID && e.Feature == "mean" && float64(e.Censored) > 0 && slices.Contains(scenarios, e.Scenario) && !t.unspecified(e.Design, m.ID)
	})
}

// row is one line of a block: a design's cells, or one text for several designs.
type row struct {
	name  string
	cells []string
	text  string // in place of cells
}

// cells lists the columns of a block that say something, and what each design says.
func (t *printer) cells(scenario string, m *Measure) (heads []string, rows []row) {
	var all [][]string // by head, by design
	add := func(head string, cell func(d Named) string) {
		column := make([]string, len(t.r.Designs))
		some := false
		for i, d := range t.r.Designs {
			if !t.unspecified(d.ID, m.ID) {
				column[i] = cell(d)
				some = some || column[i] != ""
			}
		}
		if some {
			heads, all = append(heads, head), append(all, column)
		}
	}
	of := func(column, feature string) func(d Named) string {
		return func(d Named) string { return t.number(t.estimate(d.ID, scenario, column, feature)) }
	}
	labels := func(column string) func(d Named) string {
		return func(d Named) string { return t.labels(d.ID, scenario, column) }
	}
	for _, column := range t.columnsOf(m.ID) {
		part, _ := t.partOf(column, m.ID)
		switch {
		case part == "by" && m.Kind == "time-of":
			add("by", labels(column))
		case part == "done" && slices.Contains(comesKinds, m.Kind):
			add("comes", of(column, "mean"))
		case part == "in-time" && m.Kind == "time-of":
			add("in time", of(column, "mean"))
		case m.Kind == "consultation":
			add(part, labels(column))
		case model.TimeMeasure(m.Kind) && part == "":
			for _, feature := range []string{"mean", "p10", "p50", "p90"} {
				add(feature, of(column, feature))
			}
		case part == "" && (m.Kind == "peak-rung" || m.Kind == "dissonance" || m.Kind == "stock"):
			add("mean", of(column, "mean"))
		case part == "":
			add("share", of(column, "mean"))
		default:
			add(part, of(column, "mean"))
		}
	}
	heads, all = oneForAll(heads, all)
	for i, d := range t.r.Designs {
		r := row{name: d.Name}
		said := false
		for _, column := range all {
			r.cells = append(r.cells, column[i])
			said = said || column[i] != ""
		}
		switch {
		case t.unspecified(d.ID, m.ID):
			r.cells, r.text = nil, "unspecified"
		case !said:
			r.cells, r.text = nil, "never begins"
			if m.Kind != "time-of" {
				r.text = "nothing is said"
			}
		}
		rows = append(rows, r)
	}
	return heads, rows
}

// oneForAll puts one column in place of the mean and the quantiles where they are
// the same in every design.
func oneForAll(heads []string, all [][]string) ([]string, [][]string) {
	if len(heads) < 4 || strings.Join(heads[:4], " ") != "mean p10 p50 p90" {
		return heads, all
	}
	for _, column := range all[1:4] {
		for i := range column {
			if column[i] != all[0][i] {
				return heads, all
			}
		}
	}
	return append([]string{"mean and quantiles"}, heads[4:]...), append([][]string{all[0]}, all[4:]...)
}

// columnsOf lists the columns of a measure in order.
func (t *printer) columnsOf(measure string) []string {
	var out []string
	seen := map[string]bool{}
	for i := range t.r.Estimates {
		if e := &t.r.Estimates[i]; e.Measure == measure && !seen[e.Column] {
			seen[e.Column] = true
			out = append(out, e.Column)
		}
	}
	return out
}

func (t *printer) unspecified(design, measure string) bool {
	for i := range t.r.Unspecified {
		if u := &t.r.Unspecified[i]; u.Design == design && u.Measure == measure {
			return true
		}
	}
	return false
}

// estimate finds a number; nil where there is none.
func (t *printer) estimate(design, scenario, column, feature string) *Estimate {
	for i := range t.r.Estimates {
		if e := &t.r.Estimates[i]; e.Design == design && e.Scenario == scenario && e.Column == column && e.Feature == feature {
			return e
		}
	}
	return nil
}

// number prints one number with its interval, or its range; "" where nothing is
// said.
func (t *printer) number(e *Estimate) string {
	switch {
	case e == nil || e.N == 0:
		return ""
	case t.r.Evidence != structural && e.Value == 1 && strings.HasSuffix(e.Column, ".done"):
		return "in every replication"
	case t.r.Evidence != structural:
		return fmt.Sprintf("%s (%s)", approx(e.Unit, e.Value), fromTo(e.Unit, e.Low, e.High))
	case e.Range == nil || !t.r.Assumptions.Tried:
		return ""
	case approx(e.Unit, e.Range.Low) != approx(e.Unit, e.Range.High):
		return fromTo(e.Unit, e.Range.Low, e.Range.High)
	case e.Range.High == 0:
		return "0"
	case e.Unit == "share" && e.Range.Low == 1 && strings.HasSuffix(e.Column, ".done"):
		return "always"
	case e.Unit == "share" && e.Range.Low == 1:
		return "all"
	}
	if p, err := strconv.ParseFloat(strings.TrimPrefix(e.Feature, "p"), 64); err == nil && float64(e.Censored) > 1-p/100 {
		return "past the horizon"
	}
	return "does not move" // a single number, on which no assumption bears
}

// labels prints the labels that occur, in order.
func (t *printer) labels(design, scenario, column string) string {
	var out []string
	for i := range t.r.Estimates {
		e := &t.r.Estimates[i]
		if e.Design != design || e.Scenario != scenario || e.Column != column || e.Feature == "had-say" || e.N == 0 {
			continue
		}
		switch {
		case e.Value == 0 && (e.Range == nil || e.Range.High == 0):
		case t.r.Evidence == structural:
			out = append(out, strings.ReplaceAll(e.Feature, "-", " "))
			if strings.HasSuffix(column, ".by") {
				out[len(out)-1] = e.Feature
			}
		case e.Value == 1:
			out = append(out, e.Feature)
		default:
			out = append(out, e.Feature+" "+t.number(e))
		}
	}
	if t.r.Evidence != structural {
		return strings.Join(out, ", ")
	}
	return or(out)
}

// sameAsBase puts one row in place of those that are as the base's, and one in
// place of those that have the same text.
func (t *printer) sameAsBase(rows []row) []row {
	var out, texts []row
	for i, r := range rows {
		text := r.text
		if text == "" && i > 0 && strings.Join(r.cells, "\n") == strings.Join(rows[0].cells, "\n") {
			text = "as " + rows[0].name
		}
		if text == "" {
			out = append(out, r)
			continue
		}
		k := 0
		for k < len(texts) && texts[k].text != text {
			k++
		}
		if k == len(texts) {
			texts = append(texts, row{text: text, name: r.name})
		} else {
			texts[k].name += ", " + r.name
		}
	}
	if len(out) == 1 && len(texts) == 1 && texts[0].text == "as "+rows[0].name {
		return []row{{name: "every design", cells: out[0].cells}}
	}
	slices.SortStableFunc(texts, func(a, b row) int { return cmp.Compare(a.text, b.text) }) // "as …" first
	return append(out, texts...)
}

// rows prints a table, or, where it is too wide, a paragraph for each row.
func (t *printer) rows(heads []string, rows []row) {
	wide := make([]int, len(heads)+1)
	for i, h := range heads {
		wide[i+1] = utf8.RuneCountInString(h)
	}
	for _, r := range rows {
		if r.text != "" {
			continue
		}
		wide[0] = max(wide[0], utf8.RuneCountInString(r.name))
		for i, c := range r.cells {
			wide[i+1] = max(wide[i+1], utf8.RuneCountInString(c))
		}
	}
	total := 4 - 2
	for _, w := range wide {
		total += w + 2
	}
	table := total <= t.width
	if table {
		t.line(wide, append([]string{""}, heads...))
	}
	for _, r := range rows {
		switch {
		case r.text != "":
			t.paragraph("    ", r.text+": "+r.name)
		case table:
			t.line(wide, append([]string{r.name}, r.cells...))
		default:
			var parts []string
			for i, c := range r.cells {
				if c != "" {
					parts = append(parts, heads[i]+" "+c)
				}
			}
			t.paragraph("    "+r.name+strings.Repeat(" ", wide[0]-utf8.RuneCountInString(r.name))+"  ", strings.Join(parts, "; "))
		}
	}
}

// line prints one line of a table.
func (t *printer) line(wide []int, cells []string) {
	var b strings.Builder
	b.WriteString("    ")
	for i, c := range cells {
		b.WriteString(c + strings.Repeat(" ", wide[i]-utf8.RuneCountInString(c)+2))
	}
	t.out.WriteString(strings.TrimRight(b.String(), " ") + "\n")
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
