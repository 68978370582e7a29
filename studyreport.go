package entente

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/report"
	"entente/internal/sim"
	"entente/internal/study"
)

// StudyReportOptions says how to report a study.
type StudyReportOptions struct {
	Name    string // of the study, as one types it
	Command string // what was run to get the page
	Run     string // what was run to get the result
	Digest  string // of the texts and the settings (Header); may be empty
	NoSeams bool   // the designs are not checked
	Workers int    // 0: one; the page does not depend on it

	Progress func(StudyProgress) // may be nil
}

// StudyReport returns one self-contained HTML page about a study and its result.
// Where the time goes and the timeline are not in a result: they are run again,
// with its seed. The same input gives the same bytes. The error says what does not
// fit, or that ctx ended.
func StudyReport(ctx context.Context, s *Simulation, r *StudyResult, o StudyReportOptions) ([]byte, error) {
	b, err := newStudyReport(ctx, s, r, o)
	if err != nil {
		return nil, err
	}
	in := b.head()
	b.brief(ctx, &in)
	in.Sections = append(in.Sections, b.compared())
	in.Sections = append(in.Sections, sections(b.alone, b.breakEvens, b.times, b.differences, b.casts, b.orders, b.frontiers, func() report.StudySection { return b.escalation(ctx) }, b.tornados, func() report.StudySection { return b.waiting(ctx) }, b.consultations, b.history, b.checks)...)
	if !o.NoSeams {
		in.Sections = append(in.Sections, b.seams(ctx))
	}
	in.Sections = append(in.Sections, b.sources(), b.repeat())
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return report.StudyHTML(in)
}

// head is what stands above the parts of a study.
func (b *studyReport) head() report.Study {
	r := b.r
	in := report.Study{
		Title: r.Title, Question: strings.TrimSpace(r.Question), Caveat: r.Caveat, Evidence: evidenceText(r.Evidence, r.Interval), Alarms: b.alarms(),
		Version: Version, Command: b.o.Command,
	}
	if in.Title == "" {
		in.Title = r.Study
	}
	return in
}

// sections makes those that hold anything.
func sections(make ...func() report.StudySection) []report.StudySection {
	var out []report.StudySection
	for _, section := range make {
		if x := section(); len(x.Blocks) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// studyReport makes the page of a study.
type studyReport struct {
	s *Simulation
	r *StudyResult
	o StudyReportOptions

	cells   [][]int // by scenario, design: the index of the cell
	columns []sim.Column
	samples [][][]float64 // by cell, column, replication
	drawn   int           // replications of samples

	judged, tornadosMost int // how many judgements of a kind stand at the top, and figures of assumptions
}

func newStudyReport(ctx context.Context, s *Simulation, r *StudyResult, o StudyReportOptions) (*studyReport, error) {
	b, err := wordsOf(s, r, o)
	if err != nil {
		return nil, err
	}
	if r.Runs < 1 {
		return nil, errors.New("the result holds no replication")
	}
	b.drawn = min(r.Runs, splitAmong)
	b.samples = b.sample(ctx)
	return b, ctx.Err()
}

// wordsOf is a report that only names things: nothing is run for it.
func wordsOf(s *Simulation, r *StudyResult, o StudyReportOptions) (*studyReport, error) {
	b := &studyReport{s: s, r: r, o: o, judged: judgedMost, tornadosMost: tornadosMost}
	if len(s.plans) == 0 || r.Study != s.Study.ID {
		return nil, fmt.Errorf("the result is of study %q, not of %q", r.Study, s.Study.ID)
	}
	for _, m := range r.Measures {
		if b.measure(m.ID) == nil {
			return nil, fmt.Errorf("the result has measure %s, which the study lacks", m.ID)
		}
	}
	for _, scenario := range r.Scenarios {
		var row []int
		for _, d := range r.Designs {
			at := s.cell(d.ID, scenario)
			if at < 0 {
				return nil, fmt.Errorf("the result has design %s under %s, which the study lacks", d.ID, scenario)
			}
			row = append(row, at)
		}
		b.cells = append(b.cells, row)
	}
	b.columns = s.plans[0].Columns()
	return b, nil
}

// cell finds a design under a scenario, or is -1.
func (s *Simulation) cell(design, scenario string) int {
	return slices.IndexFunc(s.Cells, func(c StudyCell) bool { return c.Design == design && c.Scenario == scenario })
}

// --- Names ---

// measure finds a measure of the study.
func (b *studyReport) measure(id string) *model.Measure {
	for i := range b.s.Study.Measures {
		if b.s.Study.Measures[i].ID == id {
			return &b.s.Study.Measures[i]
		}
	}
	return nil
}

// designNames joins the names of designs: "today, future-cfc and cancellation".
func (b *studyReport) designNames(list []int) string {
	if len(list) == len(b.r.Designs) && len(list) > 1 {
		return map[bool]string{true: "both designs", false: "all designs"}[len(list) == 2]
	}
	var names []string
	for _, d := range list {
		names = append(names, b.r.Designs[d].Name)
	}
	return joined(names)
}

// silentNames names designs that are unspecified, by the others where these are
// fewer: "all but today".
func (b *studyReport) silentNames(list []int) string {
	var others []int
	for d := range b.r.Designs {
		if !slices.Contains(list, d) {
			others = append(others, d)
		}
	}
	if len(others) > 0 && len(others) < len(list)-1 {
		return "all but " + b.designNames(others)
	}
	return b.designNames(list)
}

// notDrawn says which designs a figure leaves out.
func (b *studyReport) notDrawn(silent []int) string {
	if len(silent) == 0 {
		return ""
	}
	return " Unspecified, and not drawn: " + b.silentNames(silent) + "."
}

// joined joins a list: "a, b and c".
func joined(list []string) string {
	if len(list) <= 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// designIndex finds a design by its id.
func (b *studyReport) designIndex(id string) int {
	return slices.IndexFunc(b.r.Designs, func(d study.Named) bool { return d.ID == id })
}

// under names a scenario where there are several.
func (b *studyReport) under(scenario string) string {
	if len(b.r.Scenarios) < 2 {
		return ""
	}
	return "under " + scenario
}

// inBase finds a procedure and a step of the first design by what a measure is of.
func (b *studyReport) inBase(of string) (proc *model.Procedure, step *model.Step) {
	a := b.s.Cells[b.cells[0][0]].Loaded.Arrangement
	name, stepName, _ := strings.Cut(of, "/")
	for i := range a.Procedures {
		if p := &a.Procedures[i]; p.ID == name {
			proc = p
			for k := range p.Steps {
				if p.Steps[k].ID == stepName {
					step = &p.Steps[k]
				}
			}
		}
	}
	return proc, step
}

// describe says in words what a measure measures.
func (b *studyReport) describe(m *model.Measure) string {
	a := b.s.Cells[b.cells[0][0]].Loaded.Arrangement
	named := func(id string) string {
		if p, _ := b.inBase(id); p != nil {
			if name := p.Name.In("en", p.ID); name != p.ID {
				return name + " (`" + p.ID + "`)"
			}
		}
		id, _, _ = strings.Cut(id, "/")
		return "`" + id + "`"
	}
	_, step, inStep := strings.Cut(m.Of, "/")
	if text := inCrisis(m); text != "" {
		return text
	}
	switch m.Kind {
	case "time-of":
		if inStep {
			return "the time from the beginning of " + named(m.Of) + " to the end of its step `" + step + "`"
		}
		return "how long " + named(m.Of) + " takes"
	case "no-holder", "dual-holder":
		name := "`" + m.Of + "`"
		for i := range a.Authorities {
			if x := &a.Authorities[i]; x.ID == m.Of && x.Name.In("en", x.ID) != x.ID {
				name = x.Name.In("en", x.ID) + " (`" + x.ID + "`)"
			}
		}
		if m.Kind == "no-holder" {
			return "how long nobody holds " + name
		}
		return "how long two hold " + name + " at once"
	case "waiting":
		return "how long something waits for " + postName(a, m.Of)
	case "consultation":
		return "how each ally takes part in " + named(m.Of)
	case "work-share":
		return "which part of the steps of " + named(m.Of) + " is done by the post itself, by a deputy, by nobody"
	}
	return "for which part of the time `" + m.Of + "` holds"
}

func postName(a *model.Arrangement, id string) string {
	for i := range a.Posts {
		if p := &a.Posts[i]; p.ID == id && p.Name.In("en", id) != id {
			return p.Name.In("en", id) + " (`" + id + "`)"
		}
	}
	return "`" + id + "`"
}

// evidenceText says what kind of study it is, and what it states.
func evidenceText(class, interval string) string {
	switch class {
	case "structural":
		return "Evidence: structural. The texts are dated, the numbers behind them are mostly assumed: the page states orders and ranges over the assumptions, and no single number is a finding."
	case "illustrative":
		return "Evidence: illustrative. The page states where the order of two designs turns, and no number of its own."
	}
	return "Evidence: dated. Numbers are stated with their intervals (" + interval + ") and with the range over the assumptions."
}

// alarms are the checks that fail, since no number is to be relied on then, and what
// did not run to its end.
func (b *studyReport) alarms() []string {
	var out []string
	for i := range b.r.Checks {
		if c := &b.r.Checks[i]; c.Verdict == study.Fails {
			out = append(out, fmt.Sprintf("Error of the program: %s in %s under %s: %s.", c.Measure, c.Design, c.Scenario, strings.TrimSuffix(c.Why, ".")))
		}
	}
	out = append(out, study.Unfinished(b.r)...)
	if b.r.Interrupted {
		out = append(out, "The run was interrupted: "+b.r.Stop)
	}
	return out
}

func (b *studyReport) illustrative() bool { return b.r.Evidence == "illustrative" }

// base is the note below figures of a study that states no single number.
func (b *studyReport) base(note string) string {
	if b.r.Evidence == "structural" {
		note += " Drawn at the base values of a structural study: no single number of it is a finding."
	}
	return strings.TrimSpace(note)
}

// baseOf is base for a figure of one time.
func (b *studyReport) baseOf(note string, column, scenario int) string {
	switch {
	case !b.drawsNothing(column, scenario):
		return b.base(note)
	case b.r.Evidence == "structural":
		note += " Drawn with every delay at the middle of its bounds: no single number of it is a finding."
	default:
		note += " Drawn with every delay at the middle of its bounds, to which no probability belongs."
	}
	return strings.TrimSpace(note)
}

// source is what a figure rests on.
func (b *studyReport) source(n int) string {
	if n == 1 {
		return fmt.Sprintf("study %s, seed %d, one replication of each design", b.r.Study, b.r.Seed)
	}
	return fmt.Sprintf("study %s, seed %d, %s replications of each design", b.r.Study, b.r.Seed, thousandsOf(n))
}

// redrawn says that figures are drawn from a run of their own.
func (b *studyReport) redrawn() string {
	if b.drawn < b.r.Runs {
		return fmt.Sprintf("Drawn from the first %s of the %s replications, run again.", thousandsOf(b.drawn), thousandsOf(b.r.Runs))
	}
	return "Drawn from the same replications, run again."
}

func thousandsOf(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func approxTime(x float64) string { return dist.FormatApprox(dist.Seconds(x)) }

// groupBy gathers 0 to n-1 by a key, in the order of first appearance; an empty key
// leaves one out.
func groupBy(n int, key func(int) string) [][]int {
	var out [][]int
	at := map[string]int{}
	for i := range n {
		k := key(i)
		if k == "" {
			continue
		}
		if g, known := at[k]; known {
			out[g] = append(out[g], i)
			continue
		}
		at[k] = len(out)
		out = append(out, []int{i})
	}
	return out
}

// compared lists what is compared, by name.
func (b *studyReport) compared() report.StudySection {
	designs := report.StudyTable{Caption: "The designs; the first is the base of every comparison", Heads: []string{"Design", "Title", "Made of"}}
	for d, x := range b.r.Designs {
		loaded := b.s.Cells[b.cells[0][d]].Loaded
		at := slices.IndexFunc(b.s.Study.Designs, func(s model.StudyDesign) bool { return s.ID == x.ID })
		made := ""
		if at >= 0 {
			made = strings.Join(append([]string{b.s.Study.Designs[at].Base}, b.s.Study.Designs[at].Variants...), " + ")
		}
		name := x.Name
		if name != x.ID {
			name += " (`" + x.ID + "`)"
		}
		designs.Rows = append(designs.Rows, []string{name, loaded.Title, made})
	}
	out := report.StudySection{ID: "compared", Head: headCompared}
	out.Blocks = append(out.Blocks, report.StudyBlock{Table: &designs})
	circumstances := report.StudyTable{Caption: "The circumstances", Heads: []string{"Scenario", "Title", "Horizon"}}
	for i, s := range b.r.Scenarios {
		loaded := b.s.Cells[b.cells[i][0]].Loaded
		circumstances.Rows = append(circumstances.Rows, []string{s, loaded.Scenario.Title, approxTime(b.s.plans[b.cells[i][0]].Horizon())})
	}
	measures := report.StudyTable{Caption: "The measures", Heads: []string{"Measure", "What it measures"}}
	for i := range b.s.Study.Measures {
		m := &b.s.Study.Measures[i]
		measures.Rows = append(measures.Rows, []string{m.Name.In("en", m.ID), b.describe(m)})
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Table: &circumstances}, report.StudyBlock{Table: &measures})
	if t := b.silences(); len(t.Rows) > 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Table: &t})
	}
	return out
}

// silences lists what the sources of a design are silent about, and what that means
// for the measures.
func (b *studyReport) silences() report.StudyTable {
	t := report.StudyTable{Caption: "Where the sources of a design are silent", Heads: []string{"Design", "Unspecified", "Compared as if the text of " + b.r.Designs[0].Name + " held"},
		Note: "Unspecified, and not compared: the design changes what the measure rests on, and its sources say nothing about it. Compared: it changes nothing there."}
	for _, d := range b.r.Designs {
		var not, as []string
		for _, u := range b.r.Unspecified {
			if u.Design == d.ID {
				not = append(not, b.measure(u.Measure).Name.In("en", u.Measure)+" (`"+u.Path+"`)")
			}
		}
		for _, i := range b.r.Inherited {
			if i.Design == d.ID {
				as = append(as, b.measure(i.Measure).Name.In("en", i.Measure)+" (`"+i.Path+"`)")
			}
		}
		if len(not)+len(as) > 0 {
			t.Rows = append(t.Rows, []string{d.Name, cmp.Or(strings.Join(not, ", "), "none"), cmp.Or(strings.Join(as, ", "), "none")})
		}
	}
	return t
}

// contrast finds a comparison by its id.
func (b *studyReport) contrast(id string) *study.Contrast {
	for i := range b.r.Contrasts {
		if b.r.Contrasts[i].ID == id {
			return &b.r.Contrasts[i]
		}
	}
	return nil
}

// first are the comparisons that a reader wants first, in order.
func (b *studyReport) first(keep func(*study.Contrast) bool) []*study.Contrast {
	var out []*study.Contrast
	for i := range b.r.Judgements {
		if c := b.contrast(b.r.Judgements[i].Contrast); c != nil && keep(c) {
			out = append(out, c)
		}
	}
	return out
}

// silent says that the sources of a design say nothing of what is measured.
func (b *studyReport) silent(design, measure string) bool {
	return slices.ContainsFunc(b.r.Unspecified, func(u study.Unspecified) bool { return u.Design == design && u.Measure == measure })
}

// speaking are the designs whose sources answer a measure.
func (b *studyReport) speaking(measure string) (speak, silent []int) {
	for d, x := range b.r.Designs {
		if b.silent(x.ID, measure) {
			silent = append(silent, d)
		} else {
			speak = append(speak, d)
		}
	}
	return speak, silent
}

// progress tells how far the page is.
func (b *studyReport) progress(phase string, done, total int) {
	if b.o.Progress != nil {
		b.o.Progress(StudyProgress{Phase: phase, Done: done, Total: total})
	}
}
