package entente

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"entente/internal/model"
	"entente/internal/report"
	"entente/internal/say"
	"entente/internal/study"
)

// A study for a page that draws itself: what it asks, how far its intervals have
// closed, and what it found, as data.

// StudyShown is what a study found, as data: judgements, figures and tables.
type StudyShown = report.StudyShown

// Name is what people call something, by language: "en", "ko".
type Name = model.Name

// FiguresStyle is the style of figures that are drawn as data (StudyShown), for light
// and dark.
func FiguresStyle() string { return report.FiguresStyle() }

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

	names map[string]string
}

// SaidIn is the outline in a language: what its measures measure, and what its class of
// evidence means.
func (o *StudyOutline) SaidIn(l Lang) any {
	if l != Korean {
		return o
	}
	return report.InKorean(o, o.names, "StudyOutline.ID", "StudyOutline.Evidence", "OutlineDesign.ID", "OutlineDesign.Made", "OutlineScenario.ID", "OutlineScenario.Cast", "OutlineMeasure.ID", "OutlineMeasure.Kind", "OutlineMeasure.Of")
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
	out := &StudyOutline{names: s.names(), ID: s.Study.ID, Title: b.r.Title, Question: strings.TrimSpace(s.Study.Question), Evidence: s.Study.Evidence, Means: evidenceText(s.Study.Evidence, study.IntervalLabel)}
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

// StudyWatch is what the looks at a run have seen so far, in words and numbers.
type StudyWatch struct {
	Looks       []int       `json:"looks" doc:"replications of each design under each scenario, look by look"`
	Comparisons []Watched   `json:"comparisons" doc:"those that a reader wants first and that are not the same in every replication"`
	Same        []SameTwice `json:"same" doc:"those that are the same in every replication so far"`
	More        int         `json:"more" doc:"how many comparisons are left out"`

	names map[string]string
}

// SaidIn is what was seen with its sentences in a language.
func (w *StudyWatch) SaidIn(l Lang) any {
	if l != Korean {
		return w
	}
	return report.InKorean(w, w.names, "Watched.ID", "Watched.Unit", "Watched.Verdict")
}

// Named has what was kept of a watch say its sentences with the names of the study.
func (s *Simulation) Named(w *StudyWatch) *StudyWatch {
	if w != nil {
		w.names = s.names()
	}
	return w
}

// SameTwice is a comparison of what is the same in every replication so far.
type SameTwice struct {
	Title string `json:"title"`
	Pair  string `json:"pair"`
}

// Watched is one comparison and how far its interval has closed. The interval is about
// the simulation alone, and valid at every look.
type Watched struct {
	ID      string  `json:"id"`
	Title   string  `json:"title"`
	Pair    string  `json:"pair" doc:"which design, less which"`
	Less    string  `json:"less" doc:"what a number below 0 means"`
	More    string  `json:"more" doc:"what a number above 0 means"`
	Unit    string  `json:"unit" enum:"seconds,share,number"`
	Half    float64 `json:"half" doc:"the half-width asked for, at the last look"`
	Verdict string  `json:"verdict" enum:"above,below,equal,narrow,open"`
	Seen    []Sight `json:"seen"`
}

// Sight is a comparison at one look.
type Sight struct {
	Runs  int     `json:"runs"`
	N     int     `json:"n" doc:"replications in which both say something"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// watchedComparisons bounds the comparisons that are watched with their numbers.
const watchedComparisons = 60

// Watch adds a look to what was seen before, nil before the first; before stays as it
// is.
func (s *Simulation) Watch(before *StudyWatch, x StudySeen) *StudyWatch {
	b := s.unrun()
	out := &StudyWatch{Comparisons: []Watched{}, Same: []SameTwice{}, names: s.names()}
	if before != nil {
		out.Looks = append(out.Looks, before.Looks...)
	}
	out.Looks = append(out.Looks, x.Runs)
	for i := range x.Comparisons {
		c := &x.Comparisons[i]
		if !c.First || c.Verdict == "nothing" {
			continue
		}
		w := b.watched(c)
		w.Seen[0].Runs = x.Runs
		if c.Same {
			out.Same = append(out.Same, SameTwice{w.Title, w.Pair})
			continue
		}
		if len(out.Comparisons) == watchedComparisons {
			out.More++
			continue
		}
		if before != nil {
			if at := slices.IndexFunc(before.Comparisons, func(y Watched) bool { return y.ID == w.ID }); at >= 0 {
				w.Seen = append(slices.Clone(before.Comparisons[at].Seen), w.Seen...)
			}
		}
		out.Comparisons = append(out.Comparisons, w)
	}
	return out
}

func (b *studyReport) watched(c *study.SeenComparison) Watched {
	w := b.words(&study.Contrast{Measure: c.Measure, Column: c.Column, Feature: c.Feature, Unit: c.Unit, Scenario: c.Scenario, Design: c.Design})
	design := b.r.Designs[b.designIndex(c.Design)].Name
	out := Watched{ID: c.ID, Title: strings.TrimSpace(w.title + " " + b.under(c.Scenario)), Pair: design + ", less " + b.r.Designs[0].Name, Unit: c.Unit, Half: float64(c.Half), Verdict: c.Verdict,
		Seen: []Sight{{N: c.N, Value: float64(c.Value), Low: float64(c.Low), High: float64(c.High)}}}
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
	return report.ShowStudy(in).Named(s.names()), nil
}

// StudySentences are lines about a study that are kept in English, in both languages.
func StudySentences(lines string) Sentence {
	var out []say.Text
	for _, line := range strings.Split(lines, "\n") {
		out = append(out, report.Sentence(line, nil))
	}
	return say.Join(out, "\n")
}

// StopText says why a run stopped.
func (s *Simulation) StopText(r *StudyResult) Sentence { return report.Sentence(r.Stop, s.names()) }

// names are what the texts of a study call things, the English name with the Korean
// one; one without a Korean name stands with itself.
func (s *Simulation) names() map[string]string {
	out := map[string]string{}
	add := func(n Name) {
		if en := n["en"]; en != "" && (out[en] == "" || out[en] == en) {
			out[en] = cmp.Or(n["ko"], en)
		}
	}
	for i := range s.Cells {
		d := s.Cells[i].Loaded
		for _, n := range Names(d) {
			add(n)
		}
		for _, title := range []string{d.Title, d.Arrangement.Title} {
			add(Name{"en": title})
		}
		if d.Scenario != nil {
			add(Name{"en": d.Scenario.Title})
		}
		if c := d.Crisis; c != nil {
			for k := range c.Options {
				add(c.Options[k].Name)
			}
			for k := range c.Rungs {
				add(c.Rungs[k].Name)
			}
			for k := range c.Stocks {
				add(c.Stocks[k].Name)
			}
			for k := range c.Lines {
				add(c.Lines[k].Name)
			}
		}
	}
	for i := range s.Study.Designs {
		add(s.Study.Designs[i].Name)
	}
	for i := range s.Study.Measures {
		add(s.Study.Measures[i].Name)
	}
	for i := range s.Study.Casts {
		add(s.Study.Casts[i].Name)
	}
	return out
}

// quantiles is times without its curves.
func (b *studyReport) quantiles() report.StudySection {
	out := b.times()
	out.Blocks = slices.DeleteFunc(out.Blocks, func(x report.StudyBlock) bool { return x.Figure != nil })
	return out
}
