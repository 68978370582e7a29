package study

import (
	"slices"
	"strings"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
)

// comesKinds are the kinds of measures that say whether something comes and when:
// NAME is the time, NAME.done whether.
var comesKinds = []string{"time-of", "threshold", "taken", "programme", "crossed"}

// comeVerbs are how the coming of each kind is spoken of.
var comeVerbs = map[string]string{"threshold": "is reached", "taken": "is taken", "programme": "is met", "crossed": "is crossed"}

// comes says whether a column is the time at which something comes.
func (r *run) comes(c *sim.Column) bool {
	return c.Kind == sim.Time && slices.Contains(comesKinds, r.measure(c).Kind)
}

// partOf is what a column is of its measure: "" where it is its own number.
func partOf(c *sim.Column, m *model.Measure) string {
	return strings.TrimPrefix(strings.TrimPrefix(c.Name, m.ID), ".")
}

// toldOnly says whether a column is told, and not compared: who did a step, since
// posts have no order; counts, and the ends of a stock, which the mean stands for.
func (r *run) toldOnly(c *sim.Column) bool {
	m := r.measure(c)
	switch part := partOf(c, m); {
	case m.Kind == "time-of":
		return c.Kind == sim.Category
	case m.Kind == "stock":
		return part == "lowest" || part == "highest"
	default:
		return c.Kind == sim.Number && (part == "times" || part == "lost")
	}
}

// leads says whether a column is the number of its measure by which designs are
// preferred, and which a reader wants first (docs/semantics.md S55).
func (r *run) leads(c *sim.Column) bool {
	m := r.measure(c)
	part := partOf(c, m)
	switch m.Kind {
	case "threshold", "taken", "programme", "crossed":
		return part == "done"
	case "consultation":
		return true
	case "work-share":
		return part == "holder"
	}
	return part == ""
}

// crisisPhrase finds the words for a contrast of a measure of a crisis; ok is false
// for other measures.
func crisisPhrase(c *contrast, col *sim.Column, m *model.Measure, name string) (p phrase, ok bool) {
	part := partOf(col, m)
	p = phrase{topic: name, unit: dist.Number, more: "higher", less: "lower"}
	verb := comeVerbs[m.Kind]
	switch {
	case verb != "" && part == "done":
		p.topic = "whether " + name + " " + verb
		p.subject, p.more, p.less = name+" "+verb+" before the horizon", "more often", "less often"
	case verb != "" && part == "":
		p.topic = "when " + name + " " + verb
		p.subject, p.unit, p.more, p.less = name+" "+verb, dist.Duration, "later", "earlier"
		if c.feature.kind == meanOf {
			p.subject += " on average"
		}
	case m.Kind == "peak-rung":
		p.subject, p.noun = name+" is on average", "rung"
	case m.Kind == "dissonance":
		p.noun, p.more, p.less = "rung", "greater", "smaller"
		switch part {
		case "":
			p.subject = name + " is on average"
		case "peak":
			p.topic = "the peak of " + name
			p.subject = p.topic + " is on average"
		default:
			p.topic = name + " over the same acts"
			p.subject = p.topic + " is on average"
		}
	case m.Kind == "stock" && part == "end":
		p.topic = name + " at the end"
		p.subject = p.topic + " is on average"
	case m.Kind == "stock":
		p.subject = name + " is on average"
	default:
		return p, false
	}
	return p, true
}

// lacksIn is the option that is measured, where the design lacks what it names; "" for
// others.
func (r *run) lacksIn(design int, m *model.Measure) string {
	if _, o := r.optionOf(design, m); o != nil && o.Lacking {
		return "options/" + o.ID
	}
	return ""
}

// asStep is the time of the step by which the option that is measured is taken: they
// rest on the same. Any other measure it returns as it is.
func (r *run) asStep(design int, m *model.Measure) *model.Measure {
	a, o := r.optionOf(design, m)
	if o == nil || o.By.Procedure == model.None {
		return m
	}
	p := &a.Procedures[o.By.Procedure]
	return &model.Measure{Meta: m.Meta, Kind: "time-of", Of: p.ID + "/" + p.Steps[o.By.Step].ID}
}

// optionOf is the option of a measure `taken`, in the first scenario of a design that
// has it, and the design's arrangement; nil for others.
func (r *run) optionOf(design int, m *model.Measure) (*model.Arrangement, *model.Option) {
	for s := 0; m.Kind == "taken" && s < len(r.scenarios); s++ {
		cell := &r.Cells[r.cells[s][design]]
		if cell.Circumstances == nil || cell.Circumstances.Crisis == nil {
			continue
		}
		options := cell.Circumstances.Crisis.Crisis.Options
		if i := slices.IndexFunc(options, func(o model.Option) bool { return o.ID == m.Of }); i >= 0 {
			return cell.Arrangement, &options[i]
		}
	}
	return nil, nil
}

// lacking lists by design the options that it lacks something for, which nobody can
// take there, as notes.
func (r *run) lacking(cell int) []Note {
	circumstances := r.Cells[cell].Circumstances
	if circumstances == nil || circumstances.Crisis == nil {
		return nil
	}
	var names []string
	for i := range circumstances.Crisis.Crisis.Options {
		if o := &circumstances.Crisis.Crisis.Options[i]; o.Lacking {
			names = append(names, o.ID)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []Note{{"lacking", "what " + and(names) + map[bool]string{true: " needs", false: " need"}[len(names) == 1] + " is not in the design, so that nobody can take it"}}
}

// headlineOfComing says whether a reader wants a contrast first of what comes or does
// not: whether it comes; when, where it always comes in both designs.
func (r *run) headlineOfComing(c *contrast) bool {
	col := &r.columns[c.column]
	if c.feature.kind != meanOf || col.Kind != sim.Flag && col.Kind != sim.Time {
		return false
	}
	flagged := c
	if col.Kind == sim.Time {
		flagged = r.besideOf(c, col.Name+".done")
	}
	always := flagged != nil && flagged.told.same && flagged.sumA.mean == 1
	return always == (col.Kind == sim.Time)
}

// besideOf finds the contrast of the mean of another column, of the same designs and
// scenario.
func (r *run) besideOf(c *contrast, column string) *contrast {
	for _, o := range r.contrasts {
		if o.a == c.a && o.b == c.b && r.columns[o.column].Name == column && o.feature.kind == meanOf {
			return o
		}
	}
	return nil
}

// allOr says how many of some numbers are assumptions.
func allOr(n, all int) string {
	if n == all {
		return "all are"
	}
	return thousands(n) + " are"
}
