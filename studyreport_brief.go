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

// judgedMost is how many sentences of one kind the brief holds; all stand in the
// section of the comparisons.
const judgedMost = 4

// brief fills the first page.
func (b *studyReport) brief(ctx context.Context, in *report.Study) {
	for _, m := range b.s.Study.Measures {
		if m.Kind != "consultation" { // the table of the brief names those
			in.Measured = append(in.Measured, m.Name.In("en", m.ID)+": "+briefly(&m))
		}
	}
	if b.illustrative() {
		in.Judgements = append(in.Judgements, b.told("turns", "Where the order turns", "Nothing is compared.", all))
	} else {
		in.Judgements = append(in.Judgements,
			b.told("holds", "What holds", "No difference between "+b.compares()+" is found that holds over the ranges tried.", study.Holds),
			b.told("depends", "What depends, and on what", "No comparison is found to depend on one of the ranges tried.", study.Depends, study.Vanishes))
		if g := b.alike(); len(g.Items) > 0 {
			in.Judgements = append(in.Judgements, g)
		}
		if g := b.notCompared(); len(g.Items) > 0 {
			in.Judgements = append(in.Judgements, g)
		}
		if g := b.who(); len(g.Items) > 0 {
			in.Judgements = append(in.Judgements, g)
		}
		in.Say = b.say()
		in.Course = b.course(ctx)
	}
	in.Assumed = b.assumed()
}

// briefly says in a few words what a measure measures.
func briefly(m *model.Measure) string {
	of := " `" + m.Of + "`"
	if text := inCrisis(m); text != "" {
		return text
	}
	switch m.Kind {
	case "time-of":
		return "the time of" + of
	case "no-holder":
		return "how long nobody holds" + of
	case "dual-holder":
		return "how long two hold" + of
	case "waiting":
		return "how long something waits for" + of
	case "work-share":
		return "who does the steps of" + of
	}
	return "for which part of the time" + of
}

// all stands for judgements of every status.
const all study.Status = ""

// judged is one sentence with the designs and scenarios of which it is said.
type judged struct {
	where, body, rests string
}

// judgements gathers what is said in the same words of several designs, scenarios
// and allies.
func (b *studyReport) judgements(statuses ...study.Status) []judged {
	type group struct {
		body, rests string
		places      []place
		allies      []string
	}
	var list []group
	for i := range b.r.Judgements {
		j := &b.r.Judgements[i]
		if !slices.Contains(statuses, study.Status(j.Status)) && !slices.Contains(statuses, all) {
			continue
		}
		body, ally := b.withoutAlly(j)
		rests := ""
		if s := study.Status(j.Status); s == study.Holds || s == study.Depends || s == study.Vanishes {
			rests = "Rests " + j.Rests + "."
		}
		at := slices.IndexFunc(list, func(g group) bool { return g.body == body && g.rests == rests })
		if at < 0 {
			at, list = len(list), append(list, group{body: body, rests: rests})
		}
		g := &list[at]
		if p := (place{j.Design, j.Scenario}); !slices.Contains(g.places, p) {
			g.places = append(g.places, p)
		}
		if ally != "" && !slices.Contains(g.allies, ally) {
			g.allies = append(g.allies, ally)
		}
	}
	var out []judged
	for _, g := range list {
		has := "has"
		if len(g.allies) > 1 {
			has = "have"
		}
		body := strings.Replace(g.body, allyHas, joined(g.allies)+" "+has, 1)
		body = strings.Replace(body, allyHere, joined(g.allies), 1)
		out = append(out, judged{b.where(g.places), body, g.rests})
	}
	return out
}

// Where the name of an ally stood.
const allyHas, allyHere = "\x00 has", "\x00"

// withoutAlly takes the ally out of a sentence about its say.
func (b *studyReport) withoutAlly(j *study.Judgement) (body, ally string) {
	c := b.contrast(j.Contrast)
	if c == nil || c.Feature != "had-say" {
		return j.Body, ""
	}
	ally = strings.TrimPrefix(c.Column, c.Measure+".")
	for _, form := range []struct{ from, to string }{{": " + ally + " has", ": " + allyHas}, {"the say of " + ally + " ", "the say of " + allyHere + " "}, {"the say of " + ally + ":", "the say of " + allyHere + ":"}} {
		if strings.Contains(j.Body, form.from) {
			return strings.Replace(j.Body, form.from, form.to, 1), ally
		}
	}
	return j.Body, ""
}

// place is a design under a scenario.
type place struct{ design, scenario string }

// where names places: "today and future under night; cancellation".
func (b *studyReport) where(places []place) string {
	var parts, done []string
	for _, s := range b.r.Scenarios {
		set := b.designsAt(places, s)
		if len(set) == 0 || slices.Contains(done, s) {
			continue
		}
		var same []string
		for _, t := range b.r.Scenarios {
			if slices.Equal(set, b.designsAt(places, t)) {
				same = append(same, t)
			}
		}
		done = append(done, same...)
		text := b.others(set)
		if len(same) < len(b.r.Scenarios) {
			text += " under " + joined(same)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

func (b *studyReport) designsAt(places []place, scenario string) []int {
	var out []int
	for d, x := range b.r.Designs {
		if slices.Contains(places, place{x.ID, scenario}) {
			out = append(out, d)
		}
	}
	return out
}

// others names designs other than the base.
func (b *studyReport) others(list []int) string {
	if len(list) > 1 && len(list) == len(b.r.Designs)-1 && !slices.Contains(list, 0) {
		return "every other design"
	}
	return b.designNames(list)
}

// told is a group of sentences of the brief.
func (b *studyReport) told(kind, head, none string, statuses ...study.Status) report.StudyGroup {
	g := report.StudyGroup{Kind: kind, Head: head}
	list, more := b.judgements(statuses...), b.headComparisons()
	if b.byCasts() {
		list, more = b.ofCasts(statuses...), headCasts
	}
	for i, j := range list {
		if i == b.judged {
			g.More = "More of this kind stands in “" + more + "”."
			break
		}
		item := report.StudyJudgement{Lead: j.where + ":", Text: j.body, Rests: j.rests}
		if _, weakest, ok := strings.Cut(j.rests, "; "); ok && slices.Contains(statuses, study.Depends) {
			item.Rests = capital(strings.Replace(weakest, "the weakest", "its weakest ground", 1)) // the sentence names what it depends on
		}
		g.Items = append(g.Items, item)
	}
	if len(list) == 0 {
		g.Items = append(g.Items, report.StudyJudgement{Text: none})
	}
	return g
}

// byCasts says that the study compares casts of one design, and no designs.
func (b *studyReport) byCasts() bool { return len(b.r.Designs) == 1 && len(b.r.CastContrasts) > 0 }

// compares names what the study compares.
func (b *studyReport) compares() string {
	if b.byCasts() {
		return "casts"
	}
	return "designs"
}

// ofCasts gathers what is said in the same words of several casts.
func (b *studyReport) ofCasts(statuses ...study.Status) []judged {
	var list []study.CastContrast
	for _, c := range b.r.CastContrasts {
		if slices.Contains(statuses, study.Status(c.Status)) || slices.Contains(statuses, all) {
			list = append(list, c)
		}
	}
	var out []judged
	for _, g := range groupBy(len(list), func(i int) string { return list[i].Text }) {
		var casts []string
		for _, i := range g {
			if name := b.castName(list[i].Cast); !slices.Contains(casts, name) {
				casts = append(casts, name)
			}
		}
		out = append(out, judged{where: joined(casts), body: list[g[0]].Text + "."})
	}
	return out
}

// alike names, of each design, the measures in which it does not differ from the
// base at any point tried.
func (b *studyReport) alike() report.StudyGroup {
	g := report.StudyGroup{Kind: "alike", Head: "What is alike"}
	base := b.r.Designs[0].Name
	b.byMeasures(func(d study.Named, measure string) bool { return b.every(d.ID, measure, study.Alike) }, b.isCompared, func(designs, measures string) {
		g.Items = append(g.Items, report.StudyJudgement{Lead: designs + ":", Text: "as " + base + " in " + measures + "."})
	})
	if len(g.Items) > 0 {
		g.More = "At every point tried, within the precision asked."
	}
	return g
}

// every says that all that is judged of a design and a measure has one status;
// where there is nothing to compare under some scenarios, the others count.
func (b *studyReport) every(design, measure string, status study.Status) bool {
	said, same := 0, 0
	for i := range b.r.Judgements {
		j := &b.r.Judgements[i]
		c := b.contrast(j.Contrast)
		if c == nil || j.Design != design || c.Measure != measure || j.Status == string(study.Nothing) && status != study.Nothing {
			continue
		}
		said++
		if j.Status == string(status) {
			same++
		}
	}
	return said > 0 && said == same
}

// isCompared says that something of a measure is compared in a design.
func (b *studyReport) isCompared(d study.Named, measure string) bool {
	return len(b.first(func(c *study.Contrast) bool {
		return c.Design == d.ID && c.Measure == measure && c.Status != string(study.Nothing)
	})) > 0
}

// notCompared names what the sources leave open, and what is not decided.
func (b *studyReport) notCompared() report.StudyGroup {
	g := report.StudyGroup{Kind: "open", Head: "What is unspecified, or not decided"}
	b.byMeasures(func(d study.Named, measure string) bool { return b.silent(d.ID, measure) }, nil, func(designs, measures string) {
		g.Items = append(g.Items, report.StudyJudgement{Lead: designs + ":", Text: "unspecified in " + measures + "."})
	})
	if len(g.Items) > 0 {
		g.More = "Unspecified: its sources say nothing about it; nothing is compared."
	}
	b.byMeasures(func(d study.Named, measure string) bool { return b.every(d.ID, measure, study.Nothing) }, nil, func(designs, measures string) {
		g.Items = append(g.Items, report.StudyJudgement{Lead: designs + ":", Text: "nothing to compare in " + measures + ": it comes up in no run of both, or not before the horizon."})
	})
	for _, j := range b.judgements(study.Undecided) {
		if len(g.Items) >= b.judged {
			g.More += " More stands in “" + b.headComparisons() + "”."
			break
		}
		g.Items = append(g.Items, report.StudyJudgement{Lead: j.where + ":", Text: j.body})
	}
	return g
}

// who names of each step that is timed who does it, by design.
func (b *studyReport) who() report.StudyGroup {
	g := report.StudyGroup{Kind: "who", Head: "Who does it"}
	for i := range b.s.Study.Measures {
		m := &b.s.Study.Measures[i]
		if m.Kind != "time-of" || !strings.Contains(m.Of, "/") {
			continue
		}
		speak, _ := b.speaking(m.ID)
		if text := b.sayCell(m.ID+".by", speak); text != "" {
			g.Items = append(g.Items, report.StudyJudgement{Lead: m.Name.In("en", m.ID) + ":", Text: text + "."})
		}
	}
	return g
}

// byMeasures finds for each design but the base the measures of which something is
// so, and tells of designs with the same measures together; where it is so of all
// that are compared, it says that, if it is asked to.
func (b *studyReport) byMeasures(is, compared func(d study.Named, measure string) bool, tell func(designs, measures string)) {
	others := b.r.Designs[1:]
	sets := make([][]string, len(others))
	for i, d := range others {
		rest := 0
		for _, m := range b.r.Measures {
			if is(d, m.ID) {
				sets[i] = append(sets[i], m.Name)
			} else if compared != nil && compared(d, m.ID) {
				rest++
			}
		}
		if compared != nil && rest == 0 && len(sets[i]) > 1 {
			n, all := len(sets[i]), len(b.r.Measures)
			sets[i] = []string{"all that is compared"}
			if 2*n <= all { // most is not: that is said first
				sets[i] = []string{fmt.Sprintf("the %d of %d measures that are compared", n, all)}
			}
		}
	}
	for _, group := range groupBy(len(others), func(i int) string { return strings.Join(sets[i], "\x00") }) {
		var designs []int
		for _, i := range group {
			designs = append(designs, i+1)
		}
		measures := joined(sets[group[0]])
		if len(sets[group[0]]) == len(b.r.Measures) && len(b.r.Measures) > 1 {
			measures = "every measure"
		}
		tell(b.others(designs), measures)
	}
}

// --- Who has a say ---

// say is a small table: of each decision how each ally takes part in it.
func (b *studyReport) say() *report.StudyTable {
	t := &report.StudyTable{Caption: "Who has a say in each decision", Heads: []string{"Measure", "Decision"},
		Note: "The ways that come up at the base, the most frequent first. Told, heard after or left out is no say."}
	var allies []string
	open := false
	for i := range b.columns {
		if m := &b.s.Study.Measures[b.columns[i].Measure]; m.Kind == "consultation" {
			if ally := strings.TrimPrefix(b.columns[i].Name, m.ID+"."); !slices.Contains(allies, ally) {
				allies = append(allies, ally)
			}
		}
	}
	if len(allies) == 0 || len(allies) > 4 {
		return nil
	}
	for _, ally := range allies {
		t.Heads = append(t.Heads, b.partyName(ally))
	}
	for i := range b.s.Study.Measures {
		m := &b.s.Study.Measures[i]
		if m.Kind != "consultation" {
			continue
		}
		speak, silent := b.speaking(m.ID)
		row := []string{m.Name.In("en", m.ID), b.decision(m.ID)}
		for _, ally := range allies {
			row = append(row, cmp.Or(b.sayCell(m.ID+"."+ally, speak), "not decided in any run"))
		}
		t.Rows = append(t.Rows, row)
		open = open || len(silent) > 0
	}
	if open {
		t.Note += " Of designs that are unspecified in a measure, nothing is said."
	}
	return t
}

// decision names what a consultation is about.
func (b *studyReport) decision(measure string) string {
	m := b.measure(measure)
	if p, _ := b.inBase(m.Of); p != nil {
		return p.Name.In("en", p.ID)
	}
	return m.Of
}

func (b *studyReport) partyName(id string) string {
	a := b.s.Cells[b.cells[0][0]].Loaded.Arrangement
	for i := range a.Parties {
		if a.Parties[i].ID == id {
			return a.Parties[i].Name.In("en", id)
		}
	}
	return id
}

// sayCell says of a column of labels which come up, by design.
func (b *studyReport) sayCell(column string, designs []int) string {
	ways := make([]string, len(b.r.Designs))
	for _, d := range designs {
		var parts []string
		for _, s := range b.r.Scenarios {
			text := b.ways(b.r.Designs[d].ID, s, column)
			if text != "" && !slices.Contains(parts, text) {
				parts = append(parts, text)
			}
		}
		ways[d] = strings.Join(parts, "; or ")
	}
	var out []string
	groups := groupBy(len(ways), func(d int) string { return ways[d] })
	for _, g := range groups {
		text := ways[g[0]]
		if len(groups) > 1 {
			text = b.designNames(g) + ": " + text
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// ways lists the labels of a column that come up, the most frequent first.
func (b *studyReport) ways(design, scenario, column string) string {
	var list []*study.Estimate
	for i := range b.r.Estimates {
		e := &b.r.Estimates[i]
		if e.Design == design && e.Scenario == scenario && e.Column == column && e.Feature != "had-say" && e.Feature != "no-decision" && e.N > 0 && e.Value > 0 {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(x, y *study.Estimate) int { return cmp.Compare(y.Value, x.Value) })
	var parts []string
	for _, e := range list {
		text := e.Feature
		if slices.Contains(sim.Consultation, text) {
			text = strings.ReplaceAll(text, "-", " ")
		}
		if b.r.Evidence == "dated" {
			text += fmt.Sprintf(" (%.0f%%)", 100*float64(e.Value))
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", or ")
}

// --- What matters ---

// moversNamed is how many assumptions the brief names.
const moversNamed = 4

// assumed names the assumptions that matter.
func (b *studyReport) assumed() string {
	a := &b.r.Assumptions
	text := fmt.Sprintf("%d of the %d delays behind the designs are the authors’ assumptions.", a.Assumed, a.Delays)
	if a.Assumed == a.Delays {
		text = fmt.Sprintf("All %d delays behind the designs are the authors’ assumptions.", a.Delays)
	}
	if !a.Tried {
		return text + " They were not tried over their ranges: " + cmp.Or(a.Why, "the run was told not to") + "."
	}
	if len(a.Points) > 0 {
		text += fmt.Sprintf(" %s quantities were moved over their ranges, at %s points of %s replications each.", thousandsOf(len(a.Quantities)), thousandsOf(len(a.Points)), thousandsOf(a.Replications))
	}
	var reverse []string
	for _, c := range b.first(func(c *study.Contrast) bool { return len(c.Reverse) > 0 }) {
		for _, v := range c.Reverse {
			if !slices.Contains(reverse, v.Text) {
				reverse = append(reverse, v.Text)
			}
		}
	}
	if len(reverse) > 0 {
		more := ""
		if len(reverse) > moversNamed {
			more = " (and at other points: “" + headTornado + "”)"
		}
		text += " A comparison reverses if " + strings.Join(reverse[:min(len(reverse), moversNamed)], "; or if ") + more + "."
	}
	if names := b.strongest(); len(names) > 0 {
		text += " What moves a comparison most: " + joined(names) + "."
	}
	if len(b.r.Inherited) > 0 {
		text += " Where the sources of a design are silent and it changes nothing that bears on an answer, the text of " + b.r.Designs[0].Name + " is taken to hold in it (“" + headCompared + "” says where)."
	}
	return text
}

// strongest names the quantities that move the first comparisons most, each with
// its grade, by the part of the difference that they move.
func (b *studyReport) strongest() []string {
	type mover struct {
		name         string
		share, swing float64
	}
	var list []mover
	for _, c := range b.first(func(c *study.Contrast) bool { return b.differs(c) }) {
		for _, m := range c.Movers {
			swing := 0.0
			for _, end := range []study.Float{m.Low, m.High} {
				if math.IsNaN(float64(end)) {
					end = 0 // nothing to compare there: nothing is left of the difference
				}
				swing = math.Max(swing, math.Abs(float64(end-c.Value)))
			}
			share := swing / math.Abs(float64(c.Value)) // infinite where the designs are alike at the base
			if math.IsNaN(share) {
				continue
			}
			name := m.Name + " (" + cmp.Or(m.Grade, "not graded") + ")"
			if at := slices.IndexFunc(list, func(x mover) bool { return x.name == name }); at >= 0 {
				list[at].share, list[at].swing = math.Max(list[at].share, share), math.Max(list[at].swing, swing)
			} else {
				list = append(list, mover{name, share, swing})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y mover) int {
		return cmp.Or(cmp.Compare(y.share, x.share), cmp.Compare(y.swing, x.swing), strings.Compare(x.name, y.name))
	})
	var out []string
	for _, m := range list[:min(len(list), moversNamed)] {
		out = append(out, m.name)
	}
	return out
}
