package entente

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/model"
	"entente/internal/report"
	"entente/internal/study"
)

// A study for a page that draws itself: what it asks, how far its intervals have
// closed, and what it found, as data.

// StudyShown is what a study found, as data: judgements, figures and tables.
type StudyShown = report.StudyShown

// Name is what people call something, by language: "en", "ko".
type Name = model.Name

// StudyOutline says what a study asks and compares.
type StudyOutline struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Question string `json:"question"`
	Evidence string `json:"evidence" doc:"the class of evidence: dated, structural or illustrative"`
	Means    string `json:"means" doc:"what that class states, a sentence"`

	Designs   []OutlineDesign   `json:"designs" doc:"the first is the base of every comparison"`
	Scenarios []OutlineScenario `json:"scenarios"`
	Measures  []OutlineMeasure  `json:"measures"`
}

// OutlineDesign is a design of a study.
type OutlineDesign struct {
	ID    string   `json:"id"`
	Name  Name     `json:"name"`
	Title string   `json:"title"`
	Made  []string `json:"made" doc:"the base and its variants"`
}

// OutlineScenario is a scenario of a study, or one of its casts under it.
type OutlineScenario struct {
	ID      string  `json:"id" doc:"SCENARIO, or SCENARIO/CAST"`
	Title   string  `json:"title"`
	Cast    string  `json:"cast"`
	Horizon float64 `json:"horizon" doc:"seconds"`
}

// OutlineMeasure is a measure of a study.
type OutlineMeasure struct {
	ID   string `json:"id"`
	Name Name   `json:"name"`
	Kind string `json:"kind"`
	Of   string `json:"of"`
	What string `json:"what" doc:"what it measures, in words"`
}

// Outline says what a study asks and compares; nothing is run.
func (s *Simulation) Outline() *StudyOutline {
	b := s.unrun()
	out := &StudyOutline{ID: s.Study.ID, Title: b.r.Title, Question: strings.TrimSpace(s.Study.Question), Evidence: s.Study.Evidence, Means: evidenceText(s.Study.Evidence, study.IntervalLabel)}
	for d := range s.Study.Designs {
		x := &s.Study.Designs[d]
		out.Designs = append(out.Designs, OutlineDesign{ID: x.ID, Name: nameOf(&x.Meta), Title: s.Cells[b.cells[0][d]].Loaded.Title, Made: append([]string{x.Base}, x.Variants...)})
	}
	for i, x := range s.Study.Circumstances() {
		cell := b.cells[i][0]
		scenario := OutlineScenario{ID: x.ID, Title: s.Cells[cell].Loaded.Scenario.Title, Horizon: s.plans[cell].Horizon()}
		if x.Cast != nil {
			scenario.Cast = x.Cast.ID
		}
		out.Scenarios = append(out.Scenarios, scenario)
	}
	for i := range s.Study.Measures {
		m := &s.Study.Measures[i]
		out.Measures = append(out.Measures, OutlineMeasure{ID: m.ID, Name: nameOf(&m.Meta), Kind: m.Kind, Of: m.Of, What: strings.ReplaceAll(b.describe(m), "`", "")})
	}
	return out
}

func nameOf(m *model.Meta) Name {
	if len(m.Name) == 0 {
		return Name{"en": m.ID}
	}
	return m.Name
}

// unrun is a report of the study before it is run: it names things.
func (s *Simulation) unrun() *studyReport {
	r := &StudyResult{Study: s.Study.ID, Title: s.Study.Title, Evidence: s.Study.Evidence}
	if r.Title == "" {
		r.Title = s.Study.ID
	}
	for i := range s.Study.Designs {
		m := &s.Study.Designs[i].Meta
		r.Designs = append(r.Designs, study.Named{ID: m.ID, Name: m.Name.In("en", m.ID)})
	}
	for _, x := range s.Study.Circumstances() {
		r.Scenarios = append(r.Scenarios, x.ID)
	}
	for i := range s.Study.Measures {
		m := &s.Study.Measures[i]
		r.Measures = append(r.Measures, study.Measure{ID: m.ID, Name: m.Name.In("en", m.ID), Kind: m.Kind, Of: m.Of})
	}
	b, err := wordsOf(s, r, StudyReportOptions{})
	if err != nil {
		panic(fmt.Sprintf("study %s: its own cells do not fit it: %v", s.Study.ID, err))
	}
	return b
}

// StudyLook is a look at a run, in words and numbers.
type StudyLook struct {
	Runs        int             `json:"runs" doc:"replications of each design under each scenario"`
	Comparisons []LookedAt      `json:"comparisons" doc:"those that a reader wants first and that are not the same in every replication"`
	Same        []string        `json:"same" doc:"those that are the same in every replication so far, in words"`
	Tally       []VerdictsCount `json:"tally" doc:"how many comparisons there are of each verdict, the same ones left out"`
}

// VerdictsCount is how many comparisons have one verdict.
type VerdictsCount struct {
	Verdict string `json:"verdict"`
	Count   int    `json:"count"`
}

// LookedAt is one comparison at a look. Its interval is about the simulation alone.
type LookedAt struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Pair    string   `json:"pair" doc:"which design, less which"`
	Less    string   `json:"less" doc:"what a number below 0 means"`
	More    string   `json:"more" doc:"what a number above 0 means"`
	Unit    string   `json:"unit" enum:"seconds,share,number"`
	N       int      `json:"n" doc:"replications in which both say something"`
	Value   *float64 `json:"value"`
	Low     *float64 `json:"low"`
	High    *float64 `json:"high"`
	Half    *float64 `json:"half" doc:"the half-width asked for"`
	Verdict string   `json:"verdict" enum:"above,below,equal,narrow,open"`
}

// lookedMost bounds the comparisons of a look that are told with their numbers.
const lookedMost = 120

// Looked puts a look into words.
func (s *Simulation) Looked(x StudySeen) *StudyLook {
	b := s.unrun()
	out := &StudyLook{Runs: x.Runs, Comparisons: []LookedAt{}, Same: []string{}}
	for i := range x.Comparisons {
		c := &x.Comparisons[i]
		if !c.First || c.Verdict == "nothing" {
			continue
		}
		look := b.lookedAt(c)
		if c.Same {
			out.Same = append(out.Same, look.Title+": "+look.Pair)
			continue
		}
		at := slices.IndexFunc(out.Tally, func(t VerdictsCount) bool { return t.Verdict == c.Verdict })
		if at < 0 {
			at, out.Tally = len(out.Tally), append(out.Tally, VerdictsCount{Verdict: c.Verdict})
		}
		out.Tally[at].Count++
		if len(out.Comparisons) < lookedMost {
			out.Comparisons = append(out.Comparisons, look)
		}
	}
	return out
}

func (b *studyReport) lookedAt(c *study.SeenComparison) LookedAt {
	w := b.words(&study.Contrast{Measure: c.Measure, Column: c.Column, Feature: c.Feature, Unit: c.Unit, Scenario: c.Scenario, Design: c.Design})
	design := b.r.Designs[b.designIndex(c.Design)].Name
	out := LookedAt{ID: c.ID, Title: strings.TrimSpace(w.title + " " + b.under(c.Scenario)), Pair: design + ", less " + b.r.Designs[0].Name, Unit: c.Unit,
		N: c.N, Value: number(c.Value), Low: number(c.Low), High: number(c.High), Half: number(c.Half), Verdict: c.Verdict}
	who := design
	if c.Cast != "" {
		who = b.castOf(c.Cast)
		scenario, _, _ := strings.Cut(c.Scenario, "/")
		if out.Title = w.title; len(b.s.Study.Scenarios) > 1 {
			out.Title += " under " + scenario
		}
		out.Pair = who + ", less " + b.castOf(b.s.Study.Casts[0].ID)
		if len(b.r.Designs) > 1 {
			out.Pair += ", in " + design
		}
	}
	out.Less, out.More = who+" "+w.less, who+" "+w.more
	return out
}

// castOf is the name of a cast of the study.
func (b *studyReport) castOf(id string) string {
	for i := range b.s.Study.Casts {
		if c := &b.s.Study.Casts[i]; c.ID == id {
			return c.Name.In("en", id)
		}
	}
	return id
}

// number is a number of a result, or nil where it is none.
func number(x study.Float) *float64 {
	if v := float64(x); !math.IsNaN(v) && !math.IsInf(v, 0) {
		return &v
	}
	return nil
}

// How much of a kind stands on a page that folds.
const (
	shownJudgements = 40
	shownTornados   = 12
)

// ShowStudy returns what a study found as data, the judgements first and of the
// figures first what each comparison depends on. Distributions are not among them:
// see Distribution. The same input gives the same data. The error says what does not
// fit, or that ctx ended.
func ShowStudy(ctx context.Context, s *Simulation, r *StudyResult, o StudyReportOptions) (*StudyShown, error) {
	b, err := newStudyReport(ctx, s, r, o)
	if err != nil {
		return nil, err
	}
	b.judged, b.tornadosMost = shownJudgements, shownTornados
	in := b.head()
	b.brief(ctx, &in)
	in.Sections = sections(b.tornados, b.alone, b.breakEvens, b.differences, b.casts, b.orders, b.frontiers, b.consultations,
		func() report.StudySection { return b.escalation(ctx) }, b.history, b.quantiles, func() report.StudySection { return b.waiting(ctx) }, b.checks, b.compared, b.sources)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return report.ShowStudy(in), nil
}

// quantiles is times without its curves.
func (b *studyReport) quantiles() report.StudySection {
	out := b.times()
	out.Blocks = slices.DeleteFunc(out.Blocks, func(x report.StudyBlock) bool { return x.Figure != nil })
	return out
}
