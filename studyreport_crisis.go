package entente

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/model"
	"entente/internal/report"
	"entente/internal/sim"
)

// inCrisis says in a few words what a measure of a crisis measures; "" for others.
func inCrisis(m *model.Measure) string {
	of := "`" + m.Of + "`"
	switch m.Kind {
	case "peak-rung":
		if m.Of == "actual" {
			return "the highest rung"
		}
		return "the highest rung that " + of + " reads"
	case "threshold":
		return "whether and when " + of + " is reached"
	case "dissonance":
		return "how many rungs lie between what " + strings.Join(twoOf(m.Of), " and ") + " read"
	case "stock":
		return of + " over the time"
	case "taken":
		return "whether, when and how often " + of + " is taken"
	case "programme":
		return "whether and when " + of + " is met"
	case "crossed":
		return "whether and when " + of + " is crossed"
	}
	return ""
}

// crisisWords are the words of a comparison of a measure of a crisis.
func crisisWords(m *model.Measure, part, name string) contrastWords {
	w := contrastWords{title: name, less: "lower", more: "higher", unit: report.UnitNumber}
	comes := map[string]string{"threshold": "is reached", "taken": "is taken", "programme": "is met", "crossed": "is crossed"}[m.Kind]
	switch {
	case comes != "" && part == "done":
		w = contrastWords{title: name + ": runs in which it " + comes, less: "less often", more: "more often", unit: report.UnitShare}
	case comes != "" && part == "":
		w = contrastWords{title: name + ": when it " + comes + ", on average", less: "sooner", more: "later", unit: report.UnitTime}
	case m.Kind == "dissonance" && part == "of-acts":
		w.title = name + ": rungs between what they read of the same acts, on average"
	case m.Kind == "stock" && part == "end":
		w.title = name + " at the end, on average"
	case m.Kind == "peak-rung" || m.Kind == "dissonance":
		w.title = strings.TrimSpace(name+" "+part) + ", in rungs, on average"
	default:
		w.title = strings.TrimSpace(name+" "+part) + ", on average"
	}
	return w
}

// twoOf are the two parties that a dissonance is of.
func twoOf(of string) []string {
	return strings.FieldsFunc(of, func(r rune) bool { return strings.ContainsRune("[], ", r) })
}

// How closely a crisis is looked at.
const (
	watchedRuns    = 300 // replications of each design
	watchedMoments = 120
	watchedFirst   = 240 // moments of the look that finds how far to draw
	watchedMost    = 6   // scenarios that are drawn
)

// watched is a crisis of one cell over time.
type watched struct {
	at     []float64
	shares [][]float64 // by moment, rung
	gaps   []course    // by measure of dissonance
	stocks []course    // by measure of a stock
}

// course is a number over time: the mean, and eight of ten replications.
type course struct{ mean, low, high []float64 }

// watch looks at a cell at so many moments.
func (b *studyReport) watch(ctx context.Context, cell int, at []float64) *watched {
	p := b.s.plans[cell]
	crisis, a := p.Crisis(), b.s.Cells[cell].Loaded.Arrangement
	out := &watched{at: at, shares: make([][]float64, len(at))}
	for k := range out.shares {
		out.shares[k] = make([]float64, len(crisis.Rungs))
	}
	party := func(id string) int {
		return slices.IndexFunc(a.Parties, func(x model.Party) bool { return x.ID == id })
	}
	type pair struct{ p, q int }
	var pairs []pair
	var stocks []int
	for _, m := range b.crisisMeasures("dissonance") {
		two := twoOf(m.Of)
		pairs = append(pairs, pair{party(two[0]), party(two[1])})
	}
	for _, m := range b.crisisMeasures("stock") {
		stocks = append(stocks, slices.IndexFunc(crisis.Stocks, func(x model.Stock) bool { return x.ID == m.Of }))
	}
	runs := min(b.r.Runs, watchedRuns)
	values := make([][]float64, (len(pairs)+len(stocks))*len(at)) // by number and moment: over the replications
	runner := p.NewRunner()
	for n := range runs {
		if n%16 == 0 && ctx.Err() != nil {
			return out
		}
		runner.Watch(b.r.Seed, uint64(n), at, func(k int, g *sim.Glimpse) {
			out.shares[k][g.Rung] += 1 / float64(runs)
			for i, x := range pairs {
				if x.p >= 0 && x.q >= 0 {
					values[i*len(at)+k] = append(values[i*len(at)+k], math.Abs(float64(g.Pictures[x.p]-g.Pictures[x.q])))
				}
			}
			for i, s := range stocks {
				if s >= 0 {
					values[(len(pairs)+i)*len(at)+k] = append(values[(len(pairs)+i)*len(at)+k], g.Stocks[s])
				}
			}
		})
	}
	for i := range len(pairs) + len(stocks) {
		c := courseFrom(values[i*len(at) : (i+1)*len(at)])
		if i < len(pairs) {
			out.gaps = append(out.gaps, c)
		} else {
			out.stocks = append(out.stocks, c)
		}
	}
	return out
}

func courseFrom(moments [][]float64) course {
	var out course
	for _, list := range moments {
		if len(list) == 0 {
			return course{}
		}
		slices.Sort(list)
		sum := 0.0
		for _, x := range list {
			sum += x
		}
		at := func(p float64) float64 { return list[max(0, int(math.Ceil(float64(p*float64(len(list)))))-1)] }
		out.mean, out.low, out.high = append(out.mean, sum/float64(len(list))), append(out.low, at(0.1)), append(out.high, at(0.9))
	}
	return out
}

func (b *studyReport) crisisMeasures(kind string) []*model.Measure {
	var out []*model.Measure
	for i := range b.s.Study.Measures {
		if m := &b.s.Study.Measures[i]; m.Kind == kind {
			out = append(out, m)
		}
	}
	return out
}

// evenly are moments from 0 to the last.
func evenly(n int, last float64) []float64 {
	var out []float64
	for k := range n {
		out = append(out, last*float64(k)/float64(n-1))
	}
	return out
}

// settled is the moment after which no share of a fan changes by more than a
// hundredth, and a tenth more; the last where it goes on changing.
func settled(w *watched) float64 {
	last := len(w.at) - 1
	for k := last; k > 0; k-- {
		for i, x := range w.shares[k-1] {
			if math.Abs(x-w.shares[last][i]) > 0.01 {
				return math.Min(w.at[last], 1.1*w.at[k])
			}
		}
	}
	return w.at[last]
}

// escalation draws the crisis over time: the rungs as a fan, dissonance and stocks.
func (b *studyReport) escalation(ctx context.Context) report.StudySection {
	out := report.StudySection{ID: "escalation", Head: "How it escalates, and what the allies make of it"}
	var scenarios []int
	for s := range b.r.Scenarios {
		if b.s.plans[b.cells[s][0]].Crisis() != nil {
			scenarios = append(scenarios, s)
		}
	}
	if len(scenarios) == 0 || b.illustrative() {
		return out
	}
	shown := scenarios[:min(len(scenarios), watchedMost)]
	cells := make([]*watched, len(b.s.plans))
	whole := make([]*watched, len(b.s.plans))
	b.each(ctx, "crises looked at", len(shown)*len(b.r.Designs), func(i int) {
		s, d := shown[i/len(b.r.Designs)], i%len(b.r.Designs)
		cell := b.cells[s][d]
		whole[cell] = b.watch(ctx, cell, evenly(watchedFirst, b.s.plans[cell].Horizon()))
	})
	ends := make([]float64, len(b.r.Scenarios))
	for _, s := range shown {
		for _, cell := range b.cells[s] {
			if whole[cell] != nil {
				ends[s] = math.Max(ends[s], settled(whole[cell]))
			}
		}
	}
	b.each(ctx, "crises drawn", len(shown)*len(b.r.Designs), func(i int) {
		s, d := shown[i/len(b.r.Designs)], i%len(b.r.Designs)
		cells[b.cells[s][d]] = b.watch(ctx, b.cells[s][d], evenly(watchedMoments, ends[s]))
	})
	if ctx.Err() != nil {
		return out
	}
	for _, s := range shown {
		b.fan(&out, s, cells)
		for i, m := range b.crisisMeasures("dissonance") {
			b.courseFigure(&out, s, cells, m, "rungs between their pictures", func(w *watched) *course { return &w.gaps[i] })
		}
		for i, m := range b.crisisMeasures("stock") {
			b.courseFigure(&out, s, whole, m, m.Of, func(w *watched) *course { return &w.stocks[i] })
		}
	}
	if left := len(scenarios) - len(shown); left > 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{fmt.Sprintf("Of the scenarios the first %d are drawn; the tables hold all.", len(shown))}})
	}
	return out
}

// atMiddles says at what these figures are drawn.
const atMiddles = "Every bound without a law stands at its middle; at another place of it the picture is another."

// fan adds the fan of one scenario.
func (b *studyReport) fan(out *report.StudySection, s int, cells []*watched) {
	crisis := b.s.plans[b.cells[s][0]].Crisis()
	f := report.Rungs{XLabel: "from the start"}
	for i := range crisis.Rungs {
		f.Rungs = append(f.Rungs, crisis.Rungs[i].Name.In("en", crisis.Rungs[i].ID))
	}
	for _, g := range groupBy(len(b.r.Designs), func(d int) string { return fmt.Sprint(cells[b.cells[s][d]].shares) }) {
		w := cells[b.cells[s][g[0]]]
		f.Parts = append(f.Parts, report.RungsOf{Name: b.designNames(g), Time: w.at, Share: w.shares})
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Figure: &report.Captioned{
		Drawing: f, Name: fmt.Sprintf("rungs-%d", s+1), Caption: "The rungs over time" + b.underComma(b.r.Scenarios[s]), Note: b.base(atMiddles), Source: b.source(min(b.r.Runs, watchedRuns)),
	}})
}

// courseFigure adds a number over time under one scenario; nothing where no design
// says anything of it, or it is the same all the time.
func (b *studyReport) courseFigure(out *report.StudySection, s int, cells []*watched, m *model.Measure, label string, of func(w *watched) *course) {
	speak, silent := b.speaking(m.ID)
	f := report.Courses{XLabel: "from the start", YLabel: label}
	moves := false
	for _, g := range groupBy(len(b.r.Designs), func(d int) string {
		if c := of(cells[b.cells[s][d]]); slices.Contains(speak, d) && len(c.mean) > 0 {
			return fmt.Sprint(*c)
		}
		return ""
	}) {
		w := cells[b.cells[s][g[0]]]
		c := of(w)
		for k := range c.mean {
			moves = moves || c.mean[k] != c.mean[0]
		}
		f.Series = append(f.Series, report.CourseOf{Name: b.designNames(g), Time: w.at, Mean: c.mean, Low: c.low, High: c.high})
	}
	if !moves {
		return
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Figure: &report.Captioned{
		Drawing: f, Name: fmt.Sprintf("over-time-%s-%d", m.ID, s+1), Caption: capital(m.Name.In("en", m.ID)) + ": " + inCrisis(m) + b.underComma(b.r.Scenarios[s]),
		Note: b.base(atMiddles + b.notDrawn(silent)), Source: b.source(min(b.r.Runs, watchedRuns)),
	}})
}
