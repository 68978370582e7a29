package entente

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/report"
	"entente/internal/study"
)

// headCasts is the head of the section of the casts.
const headCasts = "What the casts change"

// casts tells what another cast changes, by measure.
func (b *studyReport) casts() report.StudySection {
	out := report.StudySection{ID: "casts", Head: headCasts}
	if len(b.r.CastContrasts) == 0 {
		return out
	}
	who := report.StudyTable{Caption: "The casts: who plays, and by which rules", Heads: []string{"Cast", "Players", "Rules, where it says so"}}
	for _, c := range b.r.Casts {
		who.Rows = append(who.Rows, []string{c.Name, strings.Join(c.Players, ", "), strings.Join(c.Rules, ", ")})
	}
	first := b.r.Casts[0].Name
	t := report.StudyTable{Caption: "What another cast changes in a design, against " + first, Heads: []string{"Measure", "Cast", "Design", "Under", "What it changes"}}
	for _, m := range b.r.Measures {
		list := slices.DeleteFunc(slices.Clone(b.r.CastContrasts), func(c study.CastContrast) bool { return c.Measure != m.ID })
		for _, g := range groupBy(len(list), func(i int) string { return list[i].Cast + "\x00" + list[i].Text + "\x00" + list[i].Scenario }) {
			c := &list[g[0]]
			var designs []int
			for _, i := range g {
				designs = append(designs, b.designIndex(list[i].Design))
			}
			t.Rows = append(t.Rows, []string{m.Name, b.castName(c.Cast), b.designNames(designs), c.Scenario, c.Text})
		}
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Table: &who}, report.StudyBlock{Table: &t})
	return out
}

func (b *studyReport) castName(id string) string {
	for _, c := range b.r.Casts {
		if c.ID == id {
			return c.Name
		}
	}
	return id
}

// orders tells how the designs stand to each other in what is preferred.
func (b *studyReport) orders() report.StudySection {
	out := report.StudySection{ID: "regret", Head: "Regret: which designs are never worse"}
	if len(b.r.Orders) == 0 || b.illustrative() {
		return out
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{
		"The regret of a design under a scenario is how far it is from the best of those that answer. A design is never worse than another if its regret is not larger under any scenario, at every point of the assumptions that was tried. No number is added up over measures or scenarios, and no weight is asked for; so some designs are not compared.",
	}})
	t := report.StudyTable{Caption: "How the designs stand to each other, over all scenarios", Heads: []string{"Preferred", "Order"}}
	out.Blocks = append(out.Blocks, report.StudyBlock{Table: &t})
	for i := range b.r.Orders {
		o := &b.r.Orders[i]
		for _, line := range study.OrderLines(b.r, o) {
			t.Rows = append(t.Rows, []string{o.Prefer + " of " + o.Name, line})
		}
		if heads, rows := study.RegretTable(b.r, o); len(rows) > 0 {
			heads[0] = "Design"
			out.Blocks = append(out.Blocks, report.StudyBlock{Table: &report.StudyTable{Caption: "Regret in " + o.Name + ", over the assumptions tried", Heads: heads, Rows: rows,
				Note: "A number that no assumption moves is not stated where no single number is a finding."}})
		}
	}
	return out
}

// frontiers tells and draws what nothing dominates.
func (b *studyReport) frontiers() report.StudySection {
	out := report.StudySection{ID: "frontier", Head: "The frontier: what nothing else dominates"}
	for i := range b.r.Frontiers {
		f := &b.r.Frontiers[i]
		var over []string
		for _, x := range f.Over {
			over = append(over, x.Prefer+" of "+x.Name)
		}
		x, y := &f.Over[0], &f.Over[1]
		drawing := report.Frontier{X: x.Name, Y: y.Name, XMore: x.Prefer == "more", YMore: y.Prefer == "more", XUnit: unitOf(x.Unit), YUnit: unitOf(y.Unit)}
		for k := range f.Points {
			p := &f.Points[k]
			at := report.FrontierAt{Name: b.candidate(p.ID), On: p.On, XLow: float64(p.Values[0].Low), XHigh: float64(p.Values[0].High), YLow: float64(p.Values[1].Low), YHigh: float64(p.Values[1].High)}
			switch {
			case p.On:
			case p.By == "":
				at.Why = "not compared, " + p.Why
			default:
				at.Why = "dominated by " + b.candidate(p.By) + ", " + p.Why
			}
			drawing.Points = append(drawing.Points, at)
		}
		note := ""
		if len(f.Over) > 2 {
			note = fmt.Sprintf("Drawn are the first two of %d.", len(f.Over))
		}
		under := ""
		if f.Scenario != "" {
			under = b.underComma(f.Scenario)
		}
		out.Blocks = append(out.Blocks, report.StudyBlock{Figure: &report.Captioned{
			Drawing: drawing, Name: fmt.Sprintf("frontier-%d", i+1), Caption: "By " + joined(over) + under, Note: note, Source: b.source(b.r.Runs),
		}})
	}
	return out
}

// candidate names a design, or a scenario.
func (b *studyReport) candidate(id string) string {
	if d := b.designIndex(id); d >= 0 {
		return b.r.Designs[d].Name
	}
	return id
}

func unitOf(unit string) report.Unit {
	switch unit {
	case "seconds":
		return report.UnitTime
	case "share":
		return report.UnitShare
	}
	return report.UnitNumber
}

// breakEvens tells and draws where the numbers of the study turn a comparison.
func (b *studyReport) breakEvens() report.StudySection {
	out := report.StudySection{ID: "break-even", Head: "Break-even"}
	t := report.StudyTable{Caption: "Where the numbers that the study names turn the order", Heads: []string{"What is compared", "Where it turns"}}
	for i := range b.r.BreakEvens {
		e := &b.r.BreakEvens[i]
		title := study.BreakEvenTitle(e)
		if text, plain := study.BreakEvenText(e); plain {
			t.Rows = append(t.Rows, []string{title, text})
			continue
		}
		x, y := &e.Axes[0], &e.Axes[1]
		line := report.BreakLine{X: x.Name, Y: y.Name, XUnit: unitOf(x.Unit), YUnit: unitOf(y.Unit), XLow: float64(x.Low), XHigh: float64(x.High), YLow: float64(y.Low), YHigh: float64(y.High),
			More: e.Of + ": " + e.More + " than " + e.Against, Less: e.Of + ": " + e.Less + " than " + e.Against}
		for _, p := range e.Points {
			at := report.BreakAt{X: float64(p.At), Y: float64(p.Turns), Below: p.Below, Again: p.Again}
			if math.IsNaN(at.Y) {
				at.Below = p.Stays
			}
			line.Points = append(line.Points, at)
		}
		heads, rows := study.BreakEvenTable(e)
		out.Blocks = append(out.Blocks,
			report.StudyBlock{Figure: &report.Captioned{Drawing: line, Name: fmt.Sprintf("break-even-%d", i+1), Caption: capital(title), Source: b.source(min(b.r.Runs, 500)) + " at each place"}},
			report.StudyBlock{Table: &report.StudyTable{Caption: "The line: " + title, Heads: heads, Rows: rows}})
	}
	if len(t.Rows) > 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Table: &t})
	}
	return out
}

// alone lists where each number turns a comparison by itself.
func (b *studyReport) alone() report.StudySection {
	out := report.StudySection{ID: "alone", Head: "Each number alone"}
	rows := study.AloneTable(b.r)
	if !b.illustrative() || len(rows) == 0 {
		return out
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Table: &report.StudyTable{Caption: "Where each number turns an order by itself", Heads: []string{"Number", "Sought", "Where it turns what"}, Rows: rows,
		Note: "Found by halving between the ends of its range. What is not listed turns nothing alone."}})
	return out
}
