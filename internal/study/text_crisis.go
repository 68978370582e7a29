package study

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// alone prints for each number where it turns a comparison by itself: one line for
// each number, with the range in which it was sought.
func (t *printer) alone() {
	rows := AloneTable(t.r)
	if len(rows) == 0 {
		return
	}
	t.heading("Each number alone: where it turns the order, halved between the ends of its range")
	for _, r := range rows {
		t.paragraph("  - ", fmt.Sprintf("%s (%s): %s", r[0], r[1], r[2]))
	}
	if none := len(t.r.Assumptions.Quantities) - len(rows); none > 0 {
		t.paragraph("  - ", fmt.Sprintf("%s nothing alone", pluralOf(none, "other turns", "others turn")))
	}
}

// AloneTable lists the numbers that turn a comparison by themselves: the number, the
// range in which it was sought, and where it turns what.
func AloneTable(r *Result) [][]string {
	if !r.Assumptions.Tried {
		return nil
	}
	t := printer{r: r}
	turns := make([]grouped, len(r.Assumptions.Quantities))
	for i := range r.Judgements {
		c := t.contrast(r.Judgements[i].Contrast)
		for k := range c.Reverse {
			v := &c.Reverse[k]
			if q := r.Assumptions.Points[v.Point].Quantity; q >= 0 {
				turns[q].add(v.Value+"\n"+c.Column, place{c.Design, c.Scenario})
			}
		}
	}
	where := t.others()
	var out [][]string
	for q := range turns {
		var parts []string
		for _, said := range turns[q].said {
			value, column, _ := strings.Cut(said, "\n")
			parts = append(parts, fmt.Sprintf("at %s for %s, %s", inWords(value), t.named([]string{column}), where.in(turns[q].places[said])))
		}
		if x := &r.Assumptions.Quantities[q]; len(parts) > 0 {
			out = append(out, []string{x.Name, inWords(x.Low) + " to " + inWords(x.High), strings.Join(parts, "; ")})
		}
	}
	return out
}

// contrast finds a contrast by its id.
func (t *printer) contrast(id string) *Contrast {
	i := slices.IndexFunc(t.r.Contrasts, func(c Contrast) bool { return c.ID == id })
	return &t.r.Contrasts[i]
}

// breakEvens prints where the study's one or two numbers turn each comparison.
func (t *printer) breakEvens() {
	if len(t.r.BreakEvens) == 0 {
		return
	}
	axes := t.r.BreakEvens[0].Axes
	if len(axes) == 1 {
		t.heading(fmt.Sprintf("Break-even: where %s turns the order", axes[0].Name))
	} else {
		t.heading(fmt.Sprintf("Break-even: the line between %s and %s at which the order turns", axes[0].Name, axes[1].Name))
	}
	for i := range t.r.BreakEvens {
		b := &t.r.BreakEvens[i]
		title := BreakEvenTitle(b)
		if text, plain := BreakEvenText(b); plain {
			t.paragraph("  - ", title+": "+text+".")
			continue
		}
		t.paragraph("  ", title)
		heads, rows := BreakEvenTable(b)
		var list []row
		for _, r := range rows {
			list = append(list, row{name: r[0], cells: r[1:]})
		}
		t.rows(heads[1:], list)
	}
}

// BreakEvenTitle says what is compared.
func BreakEvenTitle(b *BreakEven) string {
	text := fmt.Sprintf("%s, %s against %s", b.Name, b.Of, b.Against)
	if b.Scenario != "" {
		text += ", under " + b.Scenario
	}
	return text
}

// BreakEvenText is a break-even in words, where it needs no table: of one number, or
// where nothing turns.
func BreakEvenText(b *BreakEven) (text string, plain bool) {
	var sides []string
	for i := range b.Points {
		p := &b.Points[i]
		switch side := b.sideText(p.Stays); {
		case p.Stays == "" && len(b.Axes) == 1:
			return fmt.Sprintf("it turns at %s (sought from %s to %s)", p.turnsText(), inWords(b.Axes[0].LowText), inWords(b.Axes[0].HiText)), true
		case p.Stays == "":
			return "", false
		case !slices.Contains(sides, side):
			sides = append(sides, side)
		}
	}
	return "it does not turn: " + or(sides), true
}

// turnsText is where it turns, in words.
func (p *BreakEvenPoint) turnsText() string {
	text := inWords(p.TurnsText)
	if p.Again {
		text += ", and back further on"
	}
	return text
}

func (b *BreakEven) sideText(side string) string {
	switch side {
	case "more":
		return b.Of + " " + b.More
	case "less":
		return b.Of + " " + b.Less
	case "alike":
		return "both alike"
	}
	return "not told"
}

// BreakEvenTable is the line between two numbers as a table: the first of them, where
// the second turns the comparison, and their ratio, where it is one of like to like.
func BreakEvenTable(b *BreakEven) (heads []string, rows [][]string) {
	ratio := slices.ContainsFunc(b.Points, func(p BreakEvenPoint) bool { return !math.IsNaN(float64(p.Ratio)) })
	heads = []string{b.Axes[0].Name, "turns at: " + b.Axes[1].Name}
	if ratio {
		heads = append(heads, "ratio")
	}
	for i := range b.Points {
		p := &b.Points[i]
		cells := []string{inWords(p.AtText), p.turnsText()}
		if p.Stays != "" {
			cells[1] = "does not: " + b.sideText(p.Stays)
		}
		if ratio {
			text := ""
			if !math.IsNaN(float64(p.Ratio)) {
				text = approx("number", p.Ratio)
			}
			cells = append(cells, text)
		}
		rows = append(rows, cells)
	}
	return heads, rows
}

// castTables prints what another cast changes, by measure.
func (t *printer) castTables() {
	if len(t.r.CastContrasts) == 0 {
		return
	}
	t.heading("What the casts change in a design, against " + t.castName(t.r.Casts[0].ID))
	var all grouped
	for i := range t.r.CastContrasts {
		c := &t.r.CastContrasts[i]
		if t.r.Evidence == illustrative && c.turnsNothing() {
			continue
		}
		if t.r.Evidence != illustrative && c.Status == string(Undecided) {
			continue
		}
		all.add(c.Cast+"\n"+c.Text, place{c.Design, c.Scenario})
	}
	t.castsThatTurnNothing()
	where := placer{designs: t.r.Designs, scenarios: t.plainScenarios(), all: "every design", joint: ", and "}
	for _, said := range all.said {
		cast, text, _ := strings.Cut(said, "\n")
		t.paragraph("  - ", t.castName(cast)+", in "+where.in(all.places[said])+": "+text+".")
	}
	if t.r.Evidence != illustrative {
		t.undecidedCasts(&where)
	}
}

// undecidedCasts lists what is not decided between casts: by reason and place what it
// is of, and of all that together the casts.
func (t *printer) undecidedCasts(where *placer) {
	var lines, said grouped
	columns, casts := map[string][]string{}, map[string][]string{}
	for i := range t.r.CastContrasts {
		if c := &t.r.CastContrasts[i]; c.Status == string(Undecided) {
			lines.add(c.Cast+"\n"+c.Column+"\n"+c.Why, place{c.Design, c.Scenario})
		}
	}
	var heads []string
	for _, line := range lines.said {
		cast, rest, _ := strings.Cut(line, "\n")
		column, why, _ := strings.Cut(rest, "\n")
		head := cast + "\n, in " + where.in(lines.places[line]) + ", " + why
		if columns[head] == nil {
			heads = append(heads, head)
		}
		columns[head] = append(columns[head], column)
	}
	for _, head := range heads {
		cast, text, _ := strings.Cut(head, "\n")
		text += ": " + t.named(columns[head])
		said.add(text, place{})
		casts[text] = append(casts[text], t.castName(cast))
	}
	for _, text := range said.said {
		t.paragraph("  - ", "Not decided of "+and(casts[text])+text+".")
	}
}

// turnsNothing says that every number was tried, and none turns the order.
func (c *CastContrast) turnsNothing() bool {
	return len(c.Reverse) == 0 && (c.Status == string(Holds) || c.Status == string(Alike))
}

// castsThatTurnNothing lists, in an illustrative study, what no number was found to
// turn between two casts.
func (t *printer) castsThatTurnNothing() {
	var columns []string
	for i := range t.r.CastContrasts {
		if c := &t.r.CastContrasts[i]; c.turnsNothing() && !slices.Contains(columns, c.Column) {
			columns = append(columns, c.Column)
		}
	}
	columns = slices.DeleteFunc(columns, func(column string) bool {
		return slices.ContainsFunc(t.r.CastContrasts, func(c CastContrast) bool { return c.Column == column && !c.turnsNothing() })
	})
	if t.r.Evidence == illustrative && len(columns) > 0 {
		t.paragraph("  - ", "No number turns the order of two casts in "+t.named(columns)+".")
	}
}

func (t *printer) castName(id string) string {
	for _, c := range t.r.Casts {
		if c.ID == id {
			return c.Name
		}
	}
	return id
}

// plainScenarios are the scenarios without their casts.
func (t *printer) plainScenarios() []string {
	var out []string
	for _, s := range t.r.Scenarios {
		for _, c := range t.r.Casts {
			if plain, ok := strings.CutSuffix(s, "/"+c.ID); ok && !slices.Contains(out, plain) {
				out = append(out, plain)
			}
		}
	}
	return out
}

// orders prints how the designs stand to each other by regret: which are never worse
// than others, which are not compared and why.
func (t *printer) orders() {
	if len(t.r.Orders) == 0 {
		return
	}
	t.heading("Regret, as an order without weights: who is never worse, over all scenarios")
	for i := range t.r.Orders {
		o := &t.r.Orders[i]
		t.paragraph("  ", fmt.Sprintf("%s is preferred of %s", o.Prefer, o.Name))
		for _, line := range t.orderLines(o) {
			t.paragraph("    - ", line)
		}
		t.regrets(o)
	}
}

// OrderLines are the sentences of one order.
func OrderLines(r *Result, o *Order) []string { return (&printer{r: r}).orderLines(o) }

func (t *printer) orderLines(o *Order) []string {
	var out []string
	for _, relation := range []string{pairBetter, pairAlike, pairNot} {
		var all grouped
		others := map[string][]string{}
		for i := range o.Pairs {
			p := &o.Pairs[i]
			if p.Relation != relation {
				continue
			}
			tail := p.Why
			if relation == pairBetter {
				tail = "better under " + and(p.Scenarios)
				switch {
				case len(t.r.Scenarios) == 1:
					tail = "better"
				case len(p.Scenarios) == len(t.r.Scenarios):
					tail = "better under every scenario"
				}
			}
			key := p.Design + "\n" + tail
			all.add(key, place{})
			others[key] = append(others[key], t.design(p.Other))
		}
		for _, key := range all.said {
			id, tail, _ := strings.Cut(key, "\n")
			switch relation {
			case pairBetter:
				out = append(out, fmt.Sprintf("%s is never worse than %s, and %s.", t.design(id), and(others[key]), tail))
			case pairAlike:
				out = append(out, fmt.Sprintf("%s and %s are alike under every scenario.", t.design(id), and(others[key])))
			default:
				out = append(out, fmt.Sprintf("%s and %s are not compared: %s.", t.design(id), and(others[key]), tail))
			}
		}
	}
	return out
}

func (t *printer) design(id string) string {
	for _, d := range t.r.Designs {
		if d.ID == id {
			return d.Name
		}
	}
	return id
}

// regrets prints how far each design is from the best, by scenario.
func (t *printer) regrets(o *Order) {
	heads, rows := RegretTable(t.r, o)
	if len(rows) == 0 {
		return
	}
	var list []row
	for _, r := range rows {
		list = append(list, row{name: r[0], cells: r[1:]})
	}
	t.rows(heads[1:], list)
}

// RegretTable is how far each design is from the best of each scenario: the range
// over the points tried; at the base in a dated study too. It has no rows where all are
// alike, and where nothing may be stated.
func RegretTable(r *Result, o *Order) (heads []string, rows [][]string) {
	t := printer{r: r}
	heads = append([]string{"regret"}, r.Scenarios...)
	said := false
	for _, d := range r.Designs {
		line := []string{d.Name}
		for _, s := range r.Scenarios {
			i := slices.IndexFunc(o.Regrets, func(g Regret) bool { return g.Design == d.ID && g.Scenario == s })
			text := t.regret(o, &o.Regrets[i])
			said = said || text != ""
			line = append(line, text)
		}
		rows = append(rows, line)
	}
	alike := !slices.ContainsFunc(o.Pairs, func(p Pair) bool { return p.Relation != pairAlike })
	if !said || alike || r.Evidence == illustrative {
		return nil, nil
	}
	return heads, rows
}

func (t *printer) regret(o *Order, g *Regret) string {
	switch {
	case math.IsNaN(float64(g.Value)):
		return "unspecified"
	case g.Range != nil && approx(o.Unit, g.Range.Low) != approx(o.Unit, g.Range.High):
		return fromTo(o.Unit, g.Range.Low, g.Range.High)
	case t.r.Evidence == dated:
		return approx(o.Unit, g.Value)
	case g.Range == nil:
		return ""
	case g.Range.High == 0:
		return "0"
	}
	return "does not move"
}

// frontiers prints what nothing dominates.
func (t *printer) frontiers() {
	if len(t.r.Frontiers) == 0 {
		return
	}
	var over []string
	for _, x := range t.r.Frontiers[0].Over {
		over = append(over, x.Prefer+" of "+x.Name)
	}
	t.blank()
	t.paragraph("", "The frontier: what nothing else dominates, by "+and(over))
	for i := range t.r.Frontiers {
		f := &t.r.Frontiers[i]
		lead := "  - "
		if f.Scenario != "" && len(t.r.Scenarios) > 1 {
			t.paragraph("  ", "under "+f.Scenario)
		}
		for _, line := range FrontierLines(t.r, f) {
			t.paragraph(lead, line)
		}
	}
}

// FrontierLines are the sentences of a frontier: what is on it, and why the rest is
// not.
func FrontierLines(r *Result, f *Frontier) []string {
	t := printer{r: r}
	var on, out []string
	for i := range f.Points {
		if f.Points[i].On {
			on = append(on, t.design(f.Points[i].ID))
		}
	}
	if len(on) == 0 {
		on = []string{"nothing"}
	}
	out = append(out, "on the frontier: "+and(on))
	for i := range f.Points {
		switch p := &f.Points[i]; {
		case p.On:
		case p.By == "":
			out = append(out, fmt.Sprintf("%s: not compared, %s", t.design(p.ID), p.Why))
		default:
			out = append(out, fmt.Sprintf("%s: dominated by %s, %s", t.design(p.ID), t.design(p.By), p.Why))
		}
	}
	return out
}
