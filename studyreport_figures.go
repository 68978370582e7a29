package entente

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/model"
	"entente/internal/report"
	"entente/internal/sim"
	"entente/internal/study"
)

// The heads of sections that others name.
const (
	headCompared = "What is compared"
	headTornado  = "What the assumptions do to a comparison"
)

// --- Response times ---

// curveOf is the distribution of a time in one design under one scenario, or nil.
func (b *studyReport) curveOf(design, scenario, measure string) *study.Curve {
	for i := range b.r.Curves {
		if c := &b.r.Curves[i]; c.Design == design && c.Scenario == scenario && c.Measure == measure {
			return c
		}
	}
	return nil
}

// times shows by when what is timed has come.
func (b *studyReport) times() report.StudySection {
	out := report.StudySection{ID: "times", Head: "By when: the response times"}
	if b.illustrative() || !slices.ContainsFunc(b.s.Study.Measures, func(m model.Measure) bool { return m.Kind == "time-of" }) {
		return out
	}
	table := report.StudyTable{Caption: "By when, over the assumptions tried", Heads: []string{"Time", "Design", "One in ten within", "Half within", "Nine in ten within"},
		Note: "From the least to the greatest value at the base and at every point tried; “not reached” where so many do not come before the horizon."}
	if b.r.Evidence != "structural" {
		table.Caption = "By when"
		table.Note = "The value at the base, its interval (" + b.r.Interval + "), and the range over the assumptions tried."
	}
	var constant, never []string
	for s, scenario := range b.r.Scenarios {
		for i := range b.s.Study.Measures {
			m := &b.s.Study.Measures[i]
			if m.Kind != "time-of" {
				continue
			}
			name := strings.TrimSpace(m.Name.In("en", m.ID) + " " + b.under(scenario))
			speak, silent := b.speaking(m.ID)
			if !slices.ContainsFunc(speak, func(d int) bool {
				c := b.curveOf(b.r.Designs[d].ID, scenario, m.ID)
				return c != nil && c.N > 0
			}) {
				never = append(never, name)
				continue
			}
			b.timeRows(&table, name, scenario, m.ID, speak, silent)
			f := b.curves(s, m.ID, speak)
			if len(f.Series) == 0 {
				constant = append(constant, name)
				continue
			}
			out.Blocks = append(out.Blocks, report.StudyBlock{Figure: &report.Captioned{
				Drawing: f, Name: "curves-" + m.ID, Caption: capital(briefly(m)) + b.underComma(scenario), Note: b.base(b.notDrawn(silent)), Source: b.source(b.r.Runs),
			}})
		}
	}
	if len(constant) > 0 {
		text := "No curve is drawn of " + joined(constant)
		if len(out.Blocks) == 0 {
			text = "No curve is drawn"
		}
		out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{
			text + ": the delays are bounds without a probability. At the base each stands at the middle of its bounds, so that a curve would be a single step at a time that nobody has stated. What can be said is the range.",
		}})
	}
	if len(never) > 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{"What never begins, so that nothing is said of it: " + joined(never) + "."}})
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Table: &table})
	return out
}

// curves draws a time in the designs that answer it, the same curves once; nothing
// where each is a single step.
func (b *studyReport) curves(scenario int, measure string, designs []int) report.ResponseCurves {
	f := report.ResponseCurves{XLabel: "from the beginning of what is timed"}
	curves := make([]*study.Curve, len(b.r.Designs))
	for _, d := range designs {
		curves[d] = b.curveOf(b.r.Designs[d].ID, b.r.Scenarios[scenario], measure)
	}
	spread := false
	for _, g := range groupBy(len(curves), func(d int) string {
		if c := curves[d]; c != nil && c.N > 0 {
			return fmt.Sprint(c.N, c.Time, c.Share, c.Computed)
		}
		return ""
	}) {
		c := curves[g[0]]
		x := report.Curve{Name: b.designNames(g), X: c.Time, P: c.Share, CensoredShare: b.censored(c)}
		if c.Computed != nil && len(c.Computed.Time) > 0 {
			x.Computed = &report.Bracket{X: c.Computed.Time, Low: c.Computed.Low, High: c.Computed.High}
		}
		spread = spread || len(c.Time) > 1 && c.Time[len(c.Time)-1] > c.Time[0]*(1+1e-9)
		f.Series = append(f.Series, x)
	}
	if !spread {
		return report.ResponseCurves{}
	}
	return f
}

// censored is the share of the replications that had not come at the horizon.
func (b *studyReport) censored(c *study.Curve) float64 {
	for i := range b.r.Estimates {
		if e := &b.r.Estimates[i]; e.Design == c.Design && e.Scenario == c.Scenario && e.Column == c.Measure && !math.IsNaN(float64(e.Censored)) {
			return float64(e.Censored)
		}
	}
	return 0
}

// timeRows adds the quantiles of a time, a row for each group of designs alike.
func (b *studyReport) timeRows(t *report.StudyTable, name, scenario, measure string, speak, silent []int) {
	cells := make([][]string, len(b.r.Designs))
	for _, d := range speak {
		for _, feature := range []string{"p10", "p50", "p90"} {
			cells[d] = append(cells[d], b.quantile(b.r.Designs[d].ID, scenario, measure, feature))
		}
	}
	for _, g := range groupBy(len(cells), func(d int) string { return strings.Join(cells[d], "\x00") }) {
		t.Rows = append(t.Rows, append([]string{name, b.designNames(g)}, cells[g[0]]...))
	}
	if len(silent) > 0 {
		t.Rows = append(t.Rows, []string{name, b.silentNames(silent), "unspecified", "unspecified", "unspecified"})
	}
}

const notReached = "not reached"

// quantile is a quantile in words: of a structural study its range alone.
func (b *studyReport) quantile(design, scenario, column, feature string) string {
	for i := range b.r.Estimates {
		e := &b.r.Estimates[i]
		if e.Design != design || e.Scenario != scenario || e.Column != column || e.Feature != feature {
			continue
		}
		end := func(x study.Float) string {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) || float64(x) >= b.horizon(scenario) {
				return notReached
			}
			return approxTime(float64(x))
		}
		wide := ""
		if e.Range != nil && b.r.Assumptions.Tried {
			wide = end(e.Range.Low)
			if high := end(e.Range.High); high != wide {
				wide += " to " + high
			}
		}
		switch {
		case e.N == 0:
			return "never begins"
		case b.r.Evidence != "structural":
			text := fmt.Sprintf("%s (%s to %s)", end(e.Value), end(e.Low), end(e.High))
			if end(e.Low) == notReached {
				text = notReached
			}
			if wide != "" && wide != text {
				text += "; " + wide
			}
			return text
		case wide == "":
			return "no range was tried"
		}
		return wide
	}
	return "not asked"
}

func (b *studyReport) horizon(scenario string) float64 {
	return b.s.plans[b.cells[slices.Index(b.r.Scenarios, scenario)][0]].Horizon()
}

// capital begins a text with a capital letter, unless it begins with an id.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	if word, _, _ := strings.Cut(s, " "); strings.ContainsAny(word, "-/`.:0123456789") {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// --- Differences ---

// headComparisons heads the section that holds every comparison.
func (b *studyReport) headComparisons() string {
	if b.illustrative() {
		return "Where the order of two designs turns"
	}
	return "By how much the designs differ"
}

// differences shows by how much designs differ from the base, and lists every
// comparison.
func (b *studyReport) differences() report.StudySection {
	out := report.StudySection{ID: "differences", Head: b.headComparisons()}
	if b.byCasts() {
		return out // of one design nothing differs
	}
	base := b.r.Designs[0].Name
	if !b.illustrative() {
		f := report.Differences{Level: 1 - b.r.Alpha}
		for _, c := range b.first(func(c *study.Contrast) bool { return b.differs(c) }) {
			b.difference(&f, c)
		}
		if len(f.Groups) > 0 {
			out.Blocks = append(out.Blocks, report.StudyBlock{Figure: &report.Captioned{
				Drawing: f, Name: "differences", Caption: "Differences from " + base + " that are not the same in every run",
				Note: b.base("All intervals hold together at that level."), Source: b.source(b.r.Runs),
			}})
		} else {
			out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{"At the base no comparison differs in any run, so that there is nothing to draw."}})
		}
	}
	table := report.StudyTable{Caption: "Every comparison with " + base + " in words", Heads: []string{"Design", "What is found, and what it rests on"}}
	for _, j := range b.judgements(all) {
		table.Rows = append(table.Rows, []string{j.where, strings.TrimSpace(j.body + " " + j.rests)})
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Table: &table})
	return out
}

// differs says that a comparison is worth a row of a figure.
func (b *studyReport) differs(c *study.Contrast) bool {
	return c.Status != string(study.Nothing) && c.Status != string(study.Alike) && !b.silent(c.Design, c.Measure) &&
		!math.IsNaN(float64(c.Value)) && !math.IsInf(float64(c.Low), 0) && !math.IsInf(float64(c.High), 0)
}

// difference adds a comparison to the group of its measure.
func (b *studyReport) difference(f *report.Differences, c *study.Contrast) {
	words := b.words(c)
	title := strings.TrimSpace(words.title + " " + b.under(c.Scenario))
	at := slices.IndexFunc(f.Groups, func(g report.DifferenceGroup) bool { return g.Measure == title })
	if at < 0 {
		at = len(f.Groups)
		f.Groups = append(f.Groups, report.DifferenceGroup{Measure: title, Unit: words.unit, Less: words.less, More: words.more})
	}
	row := report.Difference{Name: b.pair(c), Estimate: float64(c.Value), Low: float64(c.Low), High: float64(c.High)}
	if c.Range != nil && b.r.Assumptions.Tried {
		row.Range = &report.Interval{Low: float64(c.Range.Low), High: float64(c.Range.High)}
	}
	switch study.Status(c.Status) {
	case study.Holds:
		row.Verdict = "holds: " + c.Why
	case study.Undecided:
		row.Verdict, row.Depends = "undecided: "+c.Why, true
	default:
		row.Verdict, row.Depends = "depends: "+c.Why, true
	}
	g := &f.Groups[at]
	for i := range g.Rows { // designs that give the same numbers stand together
		if x := &g.Rows[i]; x.Estimate == row.Estimate && x.Low == row.Low && x.High == row.High && x.Verdict == row.Verdict && sameRange(x.Range, row.Range) {
			x.Name = b.r.Designs[b.designIndex(c.Design)].Name + ", " + x.Name
			return
		}
	}
	g.Rows = append(g.Rows, row)
}

func sameRange(x, y *report.Interval) bool {
	return x == nil && y == nil || x != nil && y != nil && *x == *y
}

func (b *studyReport) pair(c *study.Contrast) string {
	return b.r.Designs[b.designIndex(c.Design)].Name + ", less " + b.r.Designs[0].Name
}

// contrastWords are the words of a comparison in a figure.
type contrastWords struct {
	title, less, more string
	unit              report.Unit
}

func (b *studyReport) words(c *study.Contrast) contrastWords {
	m := b.measure(c.Measure)
	name := m.Name.In("en", m.ID)
	part := strings.TrimPrefix(strings.TrimPrefix(c.Column, c.Measure), ".")
	w := contrastWords{title: name, less: "less", more: "more", unit: report.UnitShare}
	how := map[string]string{"mean": "on average", "p50": "in the median"}[c.Feature]
	switch {
	case inCrisis(m) != "":
		w = crisisWords(m, part, name)
	case c.Feature == "had-say":
		w.title, w.less, w.more = name+": runs in which "+b.partyName(part)+" has a say before the decision", "less often", "more often"
	case m.Kind == "work-share":
		w.title = name + ": the part of the steps done by " + map[string]string{"holder": "the holder of the post", "deputy": "a deputy", "nobody": "nobody"}[part]
	case c.Unit == "seconds":
		w.title, w.unit, w.less, w.more = name+": "+briefly(m)+", "+cmp.Or(how, "at "+c.Feature), 0, "shorter", "longer"
		if m.Kind == "time-of" {
			w.less, w.more = "sooner", "later"
		}
	case m.Kind == "expression":
		w.title = name + ": the part of the time for which it holds"
	}
	w.title = strings.ReplaceAll(w.title, "`", "")
	return w
}

// --- Tornados ---

// tornadosMost bounds the figures of assumptions on the page of a report.
const tornadosMost = 4

// tornados show what single assumptions do to the comparisons that are decided, or
// that depend on them: those that depend first.
func (b *studyReport) tornados() report.StudySection {
	out := report.StudySection{ID: "assumptions", Head: headTornado}
	if b.illustrative() {
		return out
	}
	var drawn []string
	left := 0
	for _, s := range []study.Status{study.Depends, study.Vanishes, study.Holds, study.Undecided} {
		for _, c := range b.first(func(c *study.Contrast) bool { return c.Status == string(s) && b.differs(c) }) {
			t := b.tornado(c)
			key := fmt.Sprint(t.Base, t.Bars)
			if len(t.Bars) == 0 || slices.Contains(drawn, key) {
				continue
			}
			if len(drawn) == b.tornadosMost {
				left++
				continue
			}
			drawn = append(drawn, key)
			out.Blocks = append(out.Blocks, report.StudyBlock{Figure: &report.Captioned{
				Drawing: t, Name: "tornado-" + c.Measure, Caption: "What each assumption does to “" + strings.TrimSpace(b.words(c).title+" "+b.under(c.Scenario)) + "”: " + b.pair(c),
				Note: b.base("Of a law the ends are those of its median. " + b.together(c)), Source: b.source(b.r.Assumptions.Replications) + " at each point",
			}})
		}
	}
	if left > 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{"What the other comparisons rest on stands in the table of the section before; the summary of the run holds the numbers."}})
	}
	return out
}

// together tells of the points that move several assumptions at once.
func (b *studyReport) together(c *study.Contrast) string {
	for _, v := range c.Reverse {
		if p := b.r.Assumptions.Points[v.Point]; p.Quantity < 0 {
			return "It also reverses if " + v.Text + "."
		}
	}
	return ""
}

// tornado draws one comparison: a bar for each quantity that moves it.
func (b *studyReport) tornado(c *study.Contrast) report.Tornado {
	w := b.words(c)
	t := report.Tornado{Measure: strings.TrimSpace(w.title + " " + b.under(c.Scenario)), Unit: w.unit, Base: float64(c.Value)}
	design := b.r.Designs[b.designIndex(c.Design)].Name
	t.Less, t.More = design+" "+w.less, design+" "+w.more
	at := map[int]float64{}
	for _, e := range c.Effects {
		at[e.Point] = float64(e.Difference)
	}
	if x, known := at[-1]; known {
		t.Base = x
	}
	ends := map[int]*report.TornadoBar{}
	for p, point := range b.r.Assumptions.Points {
		x, known := at[p]
		if point.Quantity < 0 || !known || math.IsNaN(x) {
			continue
		}
		q := &b.r.Assumptions.Quantities[point.Quantity]
		bar := ends[point.Quantity]
		if bar == nil {
			bar = &report.TornadoBar{Assumption: q.Name, LowEnd: bareEnd(q.Low), HighEnd: bareEnd(q.High), Low: t.Base, High: t.Base}
			ends[point.Quantity] = bar
		}
		if point.Kind == "low" {
			bar.Low = x
		} else {
			bar.High = x
		}
	}
	for _, v := range c.Reverse {
		if bar := ends[b.r.Assumptions.Points[v.Point].Quantity]; bar != nil {
			bar.Reverses, bar.Beyond = true, bareEnd(v.Value)
		}
	}
	most := math.Abs(t.Base)
	for _, bar := range ends {
		most = math.Max(most, math.Max(math.Abs(bar.Low), math.Abs(bar.High)))
	}
	for q := range b.r.Assumptions.Quantities { // what is left of rounding is no change
		if bar := ends[q]; bar != nil && math.Max(math.Abs(bar.Low-t.Base), math.Abs(bar.High-t.Base)) > 1e-9*most {
			t.Bars = append(t.Bars, *bar)
		}
	}
	return t
}

// bareEnd is the end of a range without what it is of: "median 20 min" as "20 min".
func bareEnd(s string) string {
	return strings.TrimPrefix(strings.TrimPrefix(s, "median "), "mean ")
}

// --- Waiting ---

// waiting shows where the time goes: in the runs nearest to the median and to nine
// in ten.
func (b *studyReport) waiting(ctx context.Context) report.StudySection {
	out := report.StudySection{ID: "waiting", Head: "Where the time goes"}
	if b.illustrative() {
		return out
	}
	type job struct{ scenario, column, design, quantile int }
	quantiles := []float64{0.5, 0.9}
	var jobs []job
	for s := range b.r.Scenarios {
		for k := range b.columns {
			m := &b.s.Study.Measures[b.columns[k].Measure]
			if b.columns[k].Kind != sim.Time || m.Kind != "time-of" {
				continue
			}
			speak, _ := b.speaking(m.ID)
			for _, d := range speak {
				for q := range quantiles {
					jobs = append(jobs, job{s, k, d, q})
				}
			}
		}
	}
	splits := make([]split, len(jobs))
	b.each(ctx, "times taken apart", len(jobs), func(i int) {
		if ctx.Err() == nil {
			splits[i] = b.splitOf(b.cells[jobs[i].scenario][jobs[i].design], jobs[i].column, quantiles[jobs[i].quantile])
		}
	})
	var drawn []string // by block
	for s, scenario := range b.r.Scenarios {
		for k := range b.columns {
			of := make([]report.WaitingOf, len(b.r.Designs))
			reached := false
			for i, j := range jobs {
				if j.scenario != s || j.column != k {
					continue
				}
				bar := waitingBar(splits[i])
				reached = reached || !math.IsInf(bar.Total, 0)
				if j.quantile == 0 {
					of[j.design].P50 = bar
				} else {
					of[j.design].P90 = bar
				}
			}
			if !reached {
				continue
			}
			m := &b.s.Study.Measures[b.columns[k].Measure]
			speak, silent := b.speaking(m.ID)
			var f report.Waiting
			for _, g := range groupBy(len(of), func(d int) string {
				if !slices.Contains(speak, d) {
					return ""
				}
				return fmt.Sprint(of[d])
			}) {
				x := of[g[0]]
				x.Name = b.designNames(g)
				f.Designs = append(f.Designs, x)
			}
			note := b.redrawn()
			note += b.notDrawn(silent)
			note = b.baseOf(note, k, s)
			key := fmt.Sprint(k, f, note)
			if at := slices.Index(drawn, key); at >= 0 { // the same under another scenario
				out.Blocks[at].Figure.Caption += " and " + scenario
				continue
			}
			drawn = append(drawn, key)
			out.Blocks = append(out.Blocks, report.StudyBlock{Figure: &report.Captioned{
				Drawing: f, Name: "waiting-" + m.ID, Caption: "Where the time goes: " + briefly(m) + b.underComma(scenario), Note: note, Source: b.source(b.drawn),
			}})
		}
	}
	if len(out.Blocks) > 0 {
		out.Blocks = slices.Insert(out.Blocks, 0, report.StudyBlock{Text: []string{
			fmt.Sprintf("Each bar is the mean of the %d runs nearest to the quantile. In each run the time is walked back from its end to what made it due, and so on to its beginning; where several things had to be over, the last of them counts. A hand-over is one part, whoever works on it.", splitEach),
		}})
	}
	return out
}

// waitingBar turns a split time into a bar.
func waitingBar(s split) report.WaitingBar {
	out := report.WaitingBar{Total: s.total}
	if len(s.parts) == 0 {
		out.Total = math.Inf(1)
	}
	for _, p := range s.parts {
		kind, name := report.WaitPost, p.Name
		switch p.On {
		case sim.OnCouncil:
			kind = report.WaitCouncil
		case sim.OnLink:
			kind = report.WaitLink
		case sim.OnAuthority:
			kind, name = report.WaitOther, "holder of "+p.Name
		case sim.OnProcedure, sim.OnIncident:
			kind = report.WaitOther
		}
		switch p.Kind {
		case sim.PartBusy:
			name += ", busy with something else"
		case sim.PartAbsent:
			name += map[bool]string{true: ", without a quorum", false: ", absent"}[p.On == sim.OnCouncil]
		case sim.PartConvene:
			name += ", convening"
		case sim.PartLink:
			name += ", out"
		case sim.PartDelay:
			name = "moves that delay " + name
		case sim.PartStart:
			name = strings.TrimSpace("until something happens: " + cmp.Or(name, "no incident"))
		case sim.PartHandOver:
			kind = report.WaitHandover
		}
		out.Parts = append(out.Parts, report.WaitingPart{Kind: kind, Name: name, Seconds: p.Seconds})
	}
	return out
}

// --- Consultation ---

// consultations show how each ally takes part in each decision.
func (b *studyReport) consultations() report.StudySection {
	out := report.StudySection{ID: "consultation", Head: "Who takes part in each decision, and how"}
	if b.illustrative() {
		return out
	}
	for s, scenario := range b.r.Scenarios {
		var f report.Consultation
		var silent []string
		for k := range b.columns {
			m := &b.s.Study.Measures[b.columns[k].Measure]
			if m.Kind != "consultation" {
				continue
			}
			ally := strings.TrimPrefix(b.columns[k].Name, m.ID+".")
			speak, without := b.speaking(m.ID)
			if text := b.decision(m.ID) + ": " + b.silentNames(without); len(without) > 0 && !slices.Contains(silent, text) {
				silent = append(silent, text)
			}
			shares := make([]string, len(b.r.Designs))
			rows := make([]report.ConsultationRow, len(b.r.Designs))
			for _, d := range speak {
				if row, ok := b.shares(b.r.Designs[d].ID, scenario, b.columns[k].Name); ok {
					rows[d], shares[d] = row, fmt.Sprint(row.Shares)
				}
			}
			for _, g := range groupBy(len(shares), func(d int) string { return shares[d] }) {
				row := rows[g[0]]
				row.Decision, row.Ally, row.Design = b.decision(m.ID), b.partyName(ally), b.designNames(g)
				f.Rows = append(f.Rows, row)
			}
		}
		if len(f.Rows) == 0 {
			continue
		}
		note := ""
		if len(silent) > 0 {
			note = "Unspecified, and not drawn: " + strings.Join(silent, "; ") + "."
		}
		out.Blocks = append(out.Blocks, report.StudyBlock{Figure: &report.Captioned{
			Drawing: f, Name: fmt.Sprintf("consultation-%d", s+1), Caption: "How each ally takes part in each decision" + b.underComma(scenario),
			Note: b.base(note), Source: b.source(b.r.Runs),
		}})
	}
	return out
}

// shares are the parts of the runs in which an ally takes part in each way.
func (b *studyReport) shares(design, scenario, column string) (row report.ConsultationRow, ok bool) {
	for i := range b.r.Estimates {
		e := &b.r.Estimates[i]
		at := slices.Index(sim.Consultation, e.Feature)
		if e.Design == design && e.Scenario == scenario && e.Column == column && at >= 0 && e.N > 0 {
			row.Shares[at], ok = float64(e.Value), true
		}
	}
	return row, ok
}
