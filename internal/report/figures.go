package report

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/chart"
	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/timing"
)

// courseFigure is the timeline as a figure.
func (b *builder) courseFigure(c *course, d Design) figureView {
	n := b.figure()
	f := figureView{ID: fmt.Sprintf("figure-%d", n), N: n, Name: fileName(fmt.Sprintf("figure-%d-timeline", n))}
	f.SVG, _ = c.draw(f.ID)
	p := &c.a.Procedures[c.proc]
	f.Caption = fmt.Sprintf("%s: from the trigger of %s to %s", d.name(), p.ID, p.Steps[c.upTo].ID)
	if p.Steps[c.upTo].Act == model.Order {
		f.Caption += ", its first order"
	}
	f.Note = "Dark bar: from the usual end of the work before it to the step’s own usual end (half of all cases; the early end of a range). Pale bar: to the end that nine in ten keep (the late end of a range). Thin line: from the earliest to the latest possible end; an arrow where that lies beyond the axis or is not bounded. Nothing lost, nobody refusing, no council sitting at the start."
	f.Source = sourceLine(c.a, p.Span, c.cites)
	return f
}

// sourceLine says which text and which sources a figure rests on.
func sourceLine(a *model.Arrangement, span diag.Span, cites []model.Cite) string {
	var parts []string
	if span.Source != nil {
		parts = append(parts, span.Source.Name)
	}
	var seen []model.SourceIndex
	none := false
	for _, c := range cites {
		if c.Source == model.None {
			none = true
		} else if !slices.Contains(seen, c.Source) {
			seen = append(seen, c.Source)
		}
	}
	slices.Sort(seen)
	for _, s := range seen {
		text := a.Sources[s].ID
		if r := a.Sources[s].Reliability; r != 0 {
			text += " (reliability " + string(rune(r)) + ")"
		}
		parts = append(parts, text)
	}
	if none {
		parts = append(parts, "the authors, where no source is named")
	}
	return strings.Join(parts, "; ")
}

// courseTable is the timeline in words, for each design.
type courseTable struct {
	N                       int
	Design, Procedure, UpTo string
	Figure                  *figureView // for designs beyond the first
	Rows                    []courseRow
}

type courseRow struct {
	Step, Doer, Act               string
	Earliest, Usual, Slow, Latest string
	Stated, Grade, Why            string
	Begins                        []string
}

func (b *builder) courses() []courseTable {
	var out []courseTable
	if b.timeline == nil {
		return nil
	}
	id := b.timeline.a.Procedures[b.timeline.proc].ID
	said := ""
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		a := d.Findings.Arrangement
		proc := slices.IndexFunc(a.Procedures, func(p model.Procedure) bool { return p.ID == id || p.Was == id })
		if proc < 0 {
			continue
		}
		c := b.timeline
		if i > 0 {
			c = courseOf(a, model.ProcedureIndex(proc))
		}
		t := courseTable{Design: d.name(), Procedure: a.Procedures[proc].ID}
		for _, s := range c.steps {
			t.Rows = append(t.Rows, courseRowOf(c, s))
		}
		if text := fmt.Sprint(t.Rows); i == 0 {
			said = text
		} else if text == said {
			continue
		} else if b.many() {
			if at := slices.IndexFunc(out, func(o courseTable) bool { return fmt.Sprint(o.Rows) == text }); at >= 0 {
				out[at].Design += ", " + t.Design
				continue
			}
		} else {
			f := b.courseFigure(c, *d)
			t.Figure = &f
		}
		t.N = b.table()
		t.UpTo = a.Procedures[proc].Steps[c.upTo].ID
		out = append(out, t)
	}
	return out
}

func courseRowOf(c *course, t stepTime) courseRow {
	s := &c.a.Procedures[c.proc].Steps[t.step]
	doer, _ := doerName(c.a, s.Doer)
	r := courseRow{Step: s.ID, Doer: doer, Act: stepWords(s), Earliest: approx(t.hard.Low), Latest: "not bounded", Stated: "not given", Grade: "—"}
	if t.usual.Known {
		u := t.usual.Result
		r.Usual, r.Slow = approxRange(u.P50.Low(), u.P50.High()), approxRange(u.P90.Low(), u.P90.High())
		if u.BoundsOnly == u.Leaves {
			r.Why = "from bounds without probability"
		}
	} else {
		r.Usual, r.Slow, r.Why = "not computed", "not computed", t.usual.Why.String()
	}
	if len(t.hard.Unbounded) == 0 {
		r.Latest = approx(t.hard.High)
	}
	if s.Time.Set {
		r.Stated, r.Grade = quantityText(&s.Time), timing.Grade(c.a, s.Time.Cite)
	}
	return r
}

// chartGroup is the command charts of one design.
type chartGroup struct {
	Design  string
	Wide    bool
	Figures []figureView
	Notes   []string
	Same    []string // sentences about conditions whose chart is that of the first design
}

func (b *builder) charts() []chartGroup {
	var out []chartGroup
	first := map[string]int{} // chart of the first design → its figure
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		a := d.Findings.Arrangement
		g := chartGroup{Design: d.name()}
		for _, c := range chart.Grouped(a, chart.Conditions(a)) {
			ch := newChart(a, c)
			svg, _ := ch.draw("figure", "")
			if n, known := first[string(svg)]; known && i > 0 {
				g.Same = append(g.Same, fmt.Sprintf("In %s the chart is that of Figure %d.", c.Label, n))
				continue
			}
			n := b.figure()
			if i == 0 || b.many() {
				first[string(svg)] = n
			}
			f := figureView{ID: fmt.Sprintf("figure-%d", n), N: n, Name: fileName(fmt.Sprintf("figure-%d-command-%s", n, c.Label))}
			ch = newChart(a, c)
			f.SVG, _ = ch.draw(f.ID, d.name()+", the command in "+c.Label)
			f.Half = ch.height < 0.75*ch.Width && ch.Width <= 1000
			f.Caption = d.name() + ": who stands under whom, and who holds which force, in " + c.Label
			if len(ch.LeftOut) > 0 {
				f.Note = "Not drawn, since they neither hold, decide, sit in a council of the chain, nor stand above one who does: " + listText(ch.LeftOut) + "."
			}
			if len(ch.ApartFrom) > 0 {
				f.Note = strings.TrimSpace(f.Note + " Councils in no chain of command, not drawn: " + listText(ch.ApartFrom) + ".")
			}
			f.Wide = ch.Width > 1000
			g.Wide = g.Wide || f.Wide
			f.Source = sourceLine(a, a.Span, heldCites(a, c))
			g.Figures = append(g.Figures, f)
		}
		out = append(out, g)
	}
	if b.many() {
		return gatherCharts(out)
	}
	return out
}

// heldCites are the citations of the holders in a condition.
func heldCites(a *model.Arrangement, c chart.Condition) []model.Cite {
	var out []model.Cite
	for i := range a.Authorities {
		auth := &a.Authorities[i]
		v := 0
		if auth.Scale != model.None {
			v = int(c.Values[auth.Scale])
		}
		if v < len(auth.HeldCite) {
			out = append(out, auth.HeldCite[v])
		}
	}
	return out
}

// fileName keeps of a text what a file may be called.
func fileName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return '-'
	}, s)
}

// where is a line of a text: file:line and what it says.
type where struct{ At, Text string }

func whereOf(s diag.Span) *where {
	if s.IsZero() {
		return nil
	}
	text := []rune(strings.TrimSpace(clean(s.Source.Line(s.Start.Line))))
	if len(text) > 140 {
		text = append(text[:139], '…')
	}
	return &where{fmt.Sprintf("%s:%d", s.Source.Name, s.Start.Line), string(text)}
}

// scenes turns a story into numbered steps.
type scene struct {
	Text    string
	Changes []string
	Line    *where
	Fault   bool
}

func scenesOf(f *check.Finding) []scene {
	var out []scene
	for _, sc := range f.Story {
		out = append(out, scene{sc.Text.String(), say.All(sc.Changes, say.English), whereOf(sc.Line), sc.Fault})
	}
	return out
}
