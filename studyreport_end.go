package entente

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"entente/internal/answer"
	"entente/internal/check"
	"entente/internal/model"
	"entente/internal/report"
	"entente/internal/study"
)

// --- Checks ---

// checks tells what the numbers were compared with, and what to know beside them.
func (b *studyReport) checks() report.StudySection {
	out := report.StudySection{ID: "checks", Head: "How far the numbers are checked"}
	table := report.StudyTable{Caption: "Sampled times against the law computed without sampling",
		Note:  "The distance is the greatest difference of the two distributions; the bound is what chance alone may bring (Dvoretzky, Kiefer, Wolfowitz, Massart).",
		Heads: []string{"Time", "Design", "Verdict", "Distance", "Bound", "Error of the computation", "Runs"}}
	type reason struct {
		measure, why string
		places       []place
	}
	var without []reason
	for i := range b.r.Checks {
		c := &b.r.Checks[i]
		d := b.designIndex(c.Design)
		m := b.measure(c.Measure)
		if d < 0 || m == nil || b.silent(c.Design, c.Measure) {
			continue
		}
		if c.Verdict != study.NoCheck {
			table.Rows = append(table.Rows, []string{strings.TrimSpace(m.Name.In("en", m.ID) + " " + b.under(c.Scenario)), b.r.Designs[d].Name, c.Verdict,
				fmt.Sprintf("%.2g", float64(c.Distance)), fmt.Sprintf("%.2g", float64(c.Bound)), fmt.Sprintf("%.2g", float64(c.Error)), thousandsOf(c.N)})
			continue
		}
		at := slices.IndexFunc(without, func(r reason) bool { return r.measure == c.Measure && r.why == c.Why })
		if at < 0 {
			at, without = len(without), append(without, reason{measure: c.Measure, why: c.Why})
		}
		without[at].places = append(without[at].places, place{c.Design, c.Scenario})
	}
	if len(table.Rows) > 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Table: &table})
	}
	var list []string
	for _, r := range without {
		list = append(list, b.measure(r.measure).Name.In("en", r.measure)+" ("+b.where(r.places)+"): "+r.why+".")
	}
	if len(list) > 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{"Some times cannot be computed without sampling, and are not checked so:"}, List: list})
	}
	notes := []string{b.r.Stop}
	for _, n := range b.r.Notes {
		notes = append(notes, n.Text)
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Head: "When the run stopped, and what to know beside its numbers", List: notes})
	return out
}

// --- Seams ---

// seams names what a check finds in each design: of the base every seam, of the
// others what became of it. What may not be said of real states has left no check.
func (b *studyReport) seams(ctx context.Context) report.StudySection {
	out := report.StudySection{ID: "seams", Head: "The seams of each design",
		Blocks: []report.StudyBlock{{Text: []string{
			"A seam is a moment at which nobody, or two, hold command; a decision has no decider, a council no quorum, an ally no say. They are found by searching every order of events, without times or chances; a vaguer text has fewer that a search can find, so they are not counted. `entente report` of the arrangement tells each with its story.",
		}}}}
	opt := CheckOptions{Budget: -1, Workers: 1, Limits: DefaultLimits}
	opt.Limits.Bytes /= max(1, b.o.Workers)
	found := make([]*Findings, len(b.s.Cells))
	b.each(ctx, "designs searched for seams", len(found), func(i int) {
		found[i] = Check(ctx, b.s.Cells[i].Loaded, opt)
	})
	for s, scenario := range b.r.Scenarios {
		base := found[b.cells[s][0]]
		if base == nil {
			continue
		}
		t := report.StudyTable{Caption: "The seams of " + b.r.Designs[0].Name + b.underComma(scenario), Heads: []string{"Kind", "What it is", "Where"}}
		if !base.Exhaustive {
			t.Note = "The search did not finish: there may be more."
		}
		for kind := range model.SeamCount {
			var names []string
			for i := range base.Findings {
				if f := &base.Findings[i]; f.Seam == kind {
					names = append(names, f.Element+marks(f))
				}
			}
			if len(names) > 0 {
				t.Rows = append(t.Rows, []string{kind.String(), check.Meaning(kind).String(), strings.Join(names, ", ")})
			}
		}
		if len(t.Rows) > 0 {
			out.Blocks = append(out.Blocks, report.StudyBlock{Table: &t})
		} else {
			out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{"In " + b.r.Designs[0].Name + b.underComma(scenario) + " none is found." + strings.TrimRight(" "+t.Note, " ")}})
		}
		if fates := b.fates(s, found); len(fates.Rows) > 0 {
			out.Blocks = append(out.Blocks, report.StudyBlock{Table: &fates})
		}
	}
	return out
}

// fates says what became of the seams of the base in the other designs; what is
// kept is left out.
func (b *studyReport) fates(scenario int, found []*Findings) report.StudyTable {
	base := found[b.cells[scenario][0]]
	t := report.StudyTable{Caption: "What the other designs change in them" + b.underComma(b.r.Scenarios[scenario]), Heads: []string{"Design", "Fixed", "Created", "Unspecified"},
		Note: "All others of " + b.r.Designs[0].Name + " are kept. Unspecified: the sources of the design say nothing about it."}
	var rows [][]string
	for d := 1; d < len(b.r.Designs); d++ {
		after := found[b.cells[scenario][d]]
		if after == nil {
			return report.StudyTable{}
		}
		row := make([]string, 3)
		diff := answer.Diff(base, after)
		for k, status := range []answer.DiffStatus{answer.Fixed, answer.Created, answer.Unspecified} {
			row[k] = cmp.Or(seamsOf(diff, status), "none")
		}
		if undecided := seamsOf(diff, answer.Undecided); undecided != "" {
			row[0] += "; not decided: " + undecided
		}
		rows = append(rows, row)
	}
	for _, g := range groupBy(len(rows), func(i int) string { return strings.Join(rows[i], "\x00") }) {
		var designs []int
		for _, i := range g {
			designs = append(designs, i+1)
		}
		t.Rows = append(t.Rows, append([]string{b.others(designs)}, rows[g[0]]...))
	}
	return t
}

// seamsOf names the seams of one status by kind: "stuck: a, b; no-quorum: c".
func seamsOf(diff *Comparison, status answer.DiffStatus) string {
	var parts []string
	for kind := range model.SeamCount {
		var names []string
		for _, i := range diff.Items {
			if i.Status == status && i.Seam == kind {
				names = append(names, i.Element)
			}
		}
		if len(names) > 0 {
			parts = append(parts, kind.String()+": "+strings.Join(names, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

func marks(f *check.Finding) string {
	switch {
	case f.Accepted != "":
		return " (accepted)"
	case f.Disputed:
		return " (disputed)"
	}
	return ""
}

// --- Sources ---

// sources names the grades that the answers rest on.
func (b *studyReport) sources() report.StudySection {
	out := report.StudySection{ID: "sources", Head: "Sources and grades"}
	out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{b.weakest()}})
	moves := map[string][]string{}
	for _, c := range b.first(func(c *study.Contrast) bool {
		return c.Status != string(study.Nothing) && !b.silent(c.Design, c.Measure)
	}) {
		for _, m := range c.Movers {
			if name := b.measure(c.Measure).Name.In("en", c.Measure); !slices.Contains(moves[m.Path], name) {
				moves[m.Path] = append(moves[m.Path], name)
			}
		}
	}
	t := report.StudyTable{Caption: "The quantities that move a comparison", Heads: []string{"Quantity", "As written", "From", "To", "Source", "What it moves"},
		Note: "From and to are the ends of the range over which it was moved. Behind a source its grade in the Admiralty code: the letter grades the source, the digit the statement, 1 best to 6."}
	var cited []string
	for _, q := range b.r.Assumptions.Quantities {
		if len(moves[q.Path]) == 0 {
			continue
		}
		t.Rows = append(t.Rows, []string{q.Name, "`" + q.Text + "`", q.Low, q.High, cmp.Or(q.Grade, "not graded"), strings.Join(moves[q.Path], ", ")})
		if id, _, ok := strings.Cut(q.Grade, " ("); ok && !slices.Contains(cited, id) {
			cited = append(cited, id)
		}
	}
	if len(t.Rows) > 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Table: &t})
	}
	if list := b.cited(cited); len(list.Rows) > 0 {
		out.Blocks = append(out.Blocks, report.StudyBlock{Table: &list})
	}
	out.Blocks = append(out.Blocks, report.StudyBlock{Text: []string{"The rules of each design, with the source of every line, stand in its text and in the report of the arrangement."}})
	return out
}

// weakest says on which grades the first comparisons rest.
func (b *studyReport) weakest() string {
	on := map[string][]string{}
	var grades []string
	for _, c := range b.first(func(c *study.Contrast) bool { return len(c.Movers) > 0 && !b.silent(c.Design, c.Measure) }) {
		g := cmp.Or(c.Weakest, "not graded")
		if on[g] == nil {
			grades = append(grades, g)
		}
		if name := b.measure(c.Measure).Name.In("en", c.Measure); !slices.Contains(on[g], name) {
			on[g] = append(on[g], name)
		}
	}
	if len(grades) == 0 {
		return "No comparison rests on a quantity that was moved."
	}
	var parts []string
	for _, g := range grades {
		parts = append(parts, g+" ("+joined(on[g])+")")
	}
	return "The weakest grades that the comparisons rest on: " + strings.Join(parts, "; ") + "."
}

// cited lists sources, as the texts of the designs have them.
func (b *studyReport) cited(ids []string) report.StudyTable {
	t := report.StudyTable{Caption: "The sources of these quantities", Heads: []string{"Id", "Reliability", "Source"}}
	for _, id := range ids {
		for i := range b.s.Cells {
			a := b.s.Cells[i].Loaded.Arrangement
			at := slices.IndexFunc(a.Sources, func(s model.Source) bool { return s.ID == id })
			if at < 0 {
				continue
			}
			s := &a.Sources[at]
			grade := "not graded"
			if s.Reliability != 0 {
				grade = string(rune(s.Reliability))
			}
			_, address, ok := strings.Cut(s.URL, "://")
			text := s.Text
			if ok {
				text += " (" + address + ")"
			}
			t.Rows = append(t.Rows, []string{id, grade, text})
			break
		}
	}
	return t
}

// --- Again ---

// repeat says how to get the same again.
func (b *studyReport) repeat() report.StudySection {
	var code []string
	if b.o.Run != "" {
		code = append(code, b.o.Run)
	}
	if b.o.Command != "" {
		code = append(code, b.o.Command)
	}
	for _, e := range b.r.Examples {
		if e.Kind == "typical" && b.o.Name != "" && e.Design == b.r.Designs[0].ID {
			code = append(code, fmt.Sprintf("entente replay %s --design %s --scenario %s --run %d --seed %d", b.o.Name, e.Design, e.Scenario, e.Replication, b.r.Seed))
			break
		}
	}
	text := fmt.Sprintf("Version %s of entente, seed %d and the same texts give the same numbers and the same bytes of this page, on any machine and with any number of workers. Replications of each design under each scenario: %s.", Version, b.r.Seed, thousandsOf(b.r.Runs))
	if b.o.Digest != "" {
		text += " Digest of the texts and the settings: `" + b.o.Digest + "`."
	}
	return report.StudySection{ID: "again", Head: "How to get the same again", Blocks: []report.StudyBlock{{Text: []string{text}, Code: code}}}
}
