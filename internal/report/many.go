package report

// A report of many designs: what one to three designs say each for itself is
// said once, and of the others only what differs.
//
// In: the checked designs. Out: the tables that stand in place of a list for each
// design. Guaranteed: nothing is left out of the page; what the print leaves out
// stands in parts of the page that open.

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/answer"
	"entente/internal/chart"
	"entente/internal/check"
	"entente/internal/model"
)

// manyFrom is the number of designs from which a report is one of many.
const manyFrom = 4

func (b *builder) many() bool { return len(b.in.Designs) >= manyFrom }

// briefChanges is what the designs change, for the first page.
type briefChanges struct {
	N         int
	Rows      []briefChange
	Undecided bool // whether any row has something undecided
	Cut       bool // whether a list was cut
}

// briefChange is a row: designs that change the same.
type briefChange struct {
	Designs                           string
	Fixes, Creates, Silent, Unsettled string
}

// shortElement is an element as a table of the brief names it.
func shortElement(f *check.Finding, element string) string {
	if f.Class == "" {
		return element + namedFinding(f).mark
	}
	if class, ok := strings.CutPrefix(element, "one post of class "); ok {
		return "loss of a " + strings.ReplaceAll(class, "-", " ")
	}
	return "loss of " + element
}

// seamList names the seams of a status by kind: "no-quorum: loss of a minister".
func seamList(d *answer.DiffResult, is answer.DiffStatus) []string {
	var out []string
	for seam := range model.SeamCount {
		var list []string
		for _, item := range d.Items {
			if item.Status != is || item.Seam != seam {
				continue
			}
			f := item.After
			if f == nil {
				f = item.Before
			}
			list = append(list, shortElement(f, item.Element))
		}
		if len(list) > 0 {
			out = append(out, seam.String()+": "+strings.Join(mergeLosses(unique(list)), ", "))
		}
	}
	return out
}

// mergeLosses says "loss of a chief, of a minister".
func mergeLosses(list []string) []string {
	out := slices.Clone(list)
	seen := false
	for i, s := range out {
		rest, loss := strings.CutPrefix(s, "loss ")
		if loss && seen {
			out[i] = rest
		}
		seen = loss
	}
	return out
}

// cutList joins a list by semicolons up to a number of characters.
func cutList(list []string, most int) (string, bool) {
	text := ""
	for i, s := range list {
		if i > 0 && len(text)+len(s) > most {
			return text + "; more (section 5)", true
		}
		if i > 0 {
			text += "; "
		}
		text += s
	}
	if len([]rune(text)) > most {
		cut := strings.LastIndexByte(text[:most], ',')
		if cut > 0 {
			return text[:cut] + " and others (section 5)", true
		}
	}
	return text, false
}

// briefChanges groups the designs that change the same.
func (b *builder) briefChanges(most int) briefChanges {
	var out briefChanges
	var keys []string
	var names [][]string
	for i := range b.in.Designs[1:] {
		d := &b.in.Designs[i+1]
		var r briefChange
		key := ""
		for _, c := range []struct {
			is answer.DiffStatus
			to *string
		}{{answer.Fixed, &r.Fixes}, {answer.Created, &r.Creates}, {answer.Unspecified, &r.Silent}, {answer.Undecided, &r.Unsettled}} {
			list := seamList(d.Diff, c.is)
			text, cut := cutList(list, most)
			if text == "" {
				text = "—"
			}
			out.Cut = out.Cut || cut
			*c.to = text
			key += strings.Join(list, "; ") + "\x00"
		}
		out.Undecided = out.Undecided || r.Unsettled != "—"
		if at := slices.Index(keys, key); at >= 0 {
			names[at] = append(names[at], d.name())
			continue
		}
		keys, names, out.Rows = append(keys, key), append(names, []string{d.name()}), append(out.Rows, r)
	}
	for i := range out.Rows {
		out.Rows[i].Designs = listText(names[i])
	}
	return out
}

// height estimates how much of a printed page the table takes, in points.
func (c *briefChanges) height() float64 {
	lines := func(s string, chars int) int { return 1 + len([]rune(s))/chars }
	h := 26.0
	for _, r := range c.Rows {
		h += 3.4 + 8.7*float64(max(lines(r.Designs, 24), lines(r.Fixes, 42), lines(r.Creates, 26), lines(r.Silent, 42), lines(r.Unsettled, 42)))
	}
	return h
}

// manyJudgements are those of the first design, and the times of all.
func (b *builder) manyJudgements() []judgement {
	return []judgement{b.judgeFaultless(), b.judgeFaults(), b.judgeTimes()}
}

// manyMore is the room that a report of many has beyond that of the others on its
// first page, in points: its question is short.
const manyMore = 52

// fitMany finds how much of the lists fits the first page with the other parts,
// and returns what room is left for the matrix.
func (b *builder) fitMany(out *brief) float64 {
	room := 0.0
	for _, most := range []int{300, 260, 220, 190, 160, 140, 120, 100, 80, 64} {
		for b.pointsMost = 6; b.pointsMost >= 4; b.pointsMost-- {
			c := b.briefChanges(most)
			out.Changes, out.Judgements = &c, b.manyJudgements()
			room = roomForMatrix(out.Judgements, b.timeline) - c.height() + manyMore
			if room >= matrixLeast {
				break
			}
		}
		if room >= matrixLeast {
			break
		}
	}
	out.Changes.N = b.table()
	return room
}

// groupTimes puts designs whose lines are equal into one item.
func groupTimes(list []judged) []judged {
	var out []judged
	for _, j := range list {
		same := func(o judged) bool { return slices.Equal(o.Points, j.Points) }
		if at := slices.IndexFunc(out, same); at >= 0 {
			out[at].Lead += "\x00" + j.Lead
			continue
		}
		out = append(out, j)
	}
	for i := range out {
		names := strings.Split(out[i].Lead, "\x00")
		out[i].Lead = listText(names)
		if len(names) == len(list) {
			out[i].Lead = "All designs"
		}
	}
	return out
}

// manyRights is one table of what the designs beyond the first change.
func (b *builder) manyRights() rightsTable {
	m := b.in.Matrix
	t := rightsTable{Design: "the other designs", Marked: true, Others: true}
	for _, c := range m.Columns {
		if c.Kind == "party" {
			t.Parties = append(t.Parties, chart.NameOf(c.Name, c.ID))
		}
	}
	for r := range m.Rights {
		var rows []rightsRow
		var names [][]string
		for d := 1; d < len(b.in.Designs); d++ {
			x := b.rightsRow(&m.Rights[r], d)
			if !x.differs(m.Rights[r].Designs[0].State != m.Rights[r].Designs[d].State) {
				continue
			}
			at := slices.IndexFunc(rows, func(o rightsRow) bool { return o.same(&x) })
			if at < 0 {
				at = len(rows)
				rows, names = append(rows, x), append(names, nil)
			}
			names[at] = append(names[at], b.in.Designs[d].name())
		}
		for i, x := range rows {
			x.Designs = listText(names[i])
			at := slices.IndexFunc(t.Rows, func(o rightsRow) bool { return o.same(&x) })
			if at >= 0 {
				t.Rows[at].Note = joinNotes(t.Rows[at].Note, x.Note)
				continue
			}
			t.Rows = append(t.Rows, x)
		}
	}
	t.dropEmpty()
	if len(t.Rows) > 0 {
		t.N = b.table()
	}
	return t
}

// differs reports whether a row says anything else than that of the first design.
func (r *rightsRow) differs(state bool) bool {
	if state || len(r.NoLonger) > 0 {
		return true
	}
	if slices.ContainsFunc(r.Parties, func(c partyCell) bool { return c.Changed }) {
		return true
	}
	for _, role := range r.Roles {
		if slices.ContainsFunc(role, func(e roleEntry) bool { return e.Changed }) {
			return true
		}
	}
	return false
}

// mergeForces puts the rows of the designs beyond the first that differ from it
// into one table for each list of conditions.
func mergeForces(all []forceTable) []forceTable {
	var out, merged []forceTable
	for _, t := range all {
		if !t.Marked {
			out = append(out, t)
			continue
		}
		at := slices.IndexFunc(merged, func(o forceTable) bool { return slices.Equal(o.Conditions, t.Conditions) })
		if at < 0 {
			at = len(merged)
			merged = append(merged, forceTable{Design: "the other designs", Conditions: t.Conditions, Marked: true, Others: true})
		}
		into := &merged[at]
		for _, r := range t.Rows {
			if !slices.ContainsFunc(r.Cells, func(c forceCell) bool { return c.Changed }) {
				continue
			}
			k := slices.IndexFunc(into.Rows, func(o forceRow) bool {
				o.Designs = r.Designs
				return fmt.Sprint(o) == fmt.Sprint(r)
			})
			if k >= 0 {
				into.Rows[k].Designs += "\x00" + t.Design
				continue
			}
			r.Designs = t.Design
			into.Rows = append(into.Rows, r)
		}
	}
	for _, t := range merged {
		if len(t.Rows) == 0 {
			continue
		}
		order := map[string]int{}
		for _, r := range t.Rows {
			if _, known := order[r.Authority]; !known {
				order[r.Authority] = len(order)
			}
		}
		slices.SortStableFunc(t.Rows, func(x, y forceRow) int { return order[x.Authority] - order[y.Authority] })
		for i := range t.Rows {
			t.Rows[i].Designs = listText(strings.Split(t.Rows[i].Designs, "\x00"))
		}
		out = append(out, t)
	}
	return out
}

// fateTable says what becomes of each seam in each design.
type fateTable struct {
	N       int
	Designs []fateDesign
	Rows    []fateRow
}

type fateDesign struct{ ID, Name string }

type fateRow struct {
	Kind, Element, Link string
	First               bool // whether it is the first of its kind
	Cells               []fateCell
}

type fateCell struct {
	Text    string
	Changed bool
}

// fates lists every seam of any design, by kind.
func (b *builder) fates() *fateTable {
	t := &fateTable{N: b.table()}
	for i := range b.in.Designs {
		t.Designs = append(t.Designs, fateDesign{b.in.Designs[i].ID, b.in.Designs[i].name()})
	}
	type key struct {
		seam    model.Seam
		element string
	}
	rows := map[key]*fateRow{}
	var order []key
	row := func(f *check.Finding) *fateRow {
		k := key{f.Seam, f.Element}
		if rows[k] == nil {
			rows[k] = &fateRow{Kind: f.Seam.String(), Element: shortElement(f, f.Element), Link: b.tellings[seamID{f.Seam, f.Element}], Cells: make([]fateCell, len(t.Designs))}
			for i := range rows[k].Cells {
				rows[k].Cells[i].Text = "–"
			}
			order = append(order, k)
		}
		return rows[k]
	}
	first := b.in.Designs[0].Findings.Findings
	for i := range first {
		row(&first[i]).Cells[0].Text = "found"
	}
	for i := range b.in.Designs[1:] {
		for _, item := range b.in.Designs[i+1].Diff.Items {
			f := item.Before
			if f == nil {
				f = item.After
			}
			c := &row(f).Cells[i+1]
			c.Text = string(item.Status)
			if item.Status == answer.Unspecified {
				c.Text = "silent"
			}
			c.Changed = item.Status == answer.Fixed || item.Status == answer.Created
		}
	}
	slices.SortStableFunc(order, func(x, y key) int { return int(x.seam) - int(y.seam) })
	for i, k := range order {
		r := *rows[k]
		r.First = i == 0 || order[i-1].seam != k.seam
		t.Rows = append(t.Rows, r)
	}
	return t
}

// seamID is what a finding is about, whatever its story.
type seamID struct {
	seam    model.Seam
	element string
}

// reasonGroup is the changes of a text that have one reason.
type reasonGroup struct {
	Why   string
	Parts []string
}

// reasons groups changes by reason, in the order of the text.
func reasons(rows []changeRow) []reasonGroup {
	var out []reasonGroup
	verbs := map[string]string{"remove": "removes", "set": "sets", "add": "adds", "rename": "renames"}
	why := ""
	for _, r := range rows {
		if r.Why != "" && !strings.HasSuffix(r.Why, "likewise") {
			why = r.Why
		} else if r.Why == "" {
			why = "no reason given"
		}
		verb := verbs[r.Verb]
		if verb == "" {
			verb = r.Verb
		}
		part := verb + " `" + r.Path + "`"
		from, to := shortValue(r.From), shortValue(r.To)
		switch {
		case r.Verb == "set" && from != "" && to != "":
			part += " from `" + from + "` to `" + to + "`"
		case r.Verb != "remove" && to != "":
			part += ": `" + to + "`"
		}
		if n := len(out); n == 0 || out[n-1].Why != why {
			out = append(out, reasonGroup{Why: why})
		}
		last := &out[len(out)-1]
		last.Parts = append(last.Parts, part)
	}
	return out
}

// shortValue is a value where it is short, and nothing where it is not.
func shortValue(s string) string {
	if len([]rune(s)) > 44 || strings.ContainsAny(s, "`\n") {
		return ""
	}
	return s
}

// searchSum is what was searched for one design, in one row.
type searchSum struct {
	Design, States, Events, Verdict string
	Searches                        int
}

// searchSums adds the searches up.
func (b *builder) searchSums() []searchSum {
	var out []searchSum
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		s := searchSum{Design: d.name(), Searches: len(d.Findings.Searches), Verdict: "every search was exhaustive"}
		if !d.Findings.Exhaustive {
			s.Verdict = "not every search was exhaustive: what is not found may still be there"
		}
		states, events := 0, 0
		for _, x := range d.Findings.Searches {
			states, events = states+x.States, events+x.Transitions
		}
		s.States, s.Events = thousands(states), thousands(events)
		out = append(out, s)
	}
	return out
}

// roomOrLeast is the room for the matrix, never less than a table needs.
func roomOrLeast(room float64) float64 { return math.Max(room, matrixLeast) }

// gatherCharts puts the designs of which no chart is new into one paragraph at the
// end.
func gatherCharts(all []chartGroup) []chartGroup {
	var out []chartGroup
	var same []string
	for _, g := range all {
		if len(g.Figures) > 0 {
			out = append(out, g)
			continue
		}
		same = append(same, g.Design+" ("+lower(strings.TrimSuffix(strings.Join(g.Same, " "), "."))+")")
	}
	if len(same) > 0 && len(out) > 0 {
		out[0].Notes = append(out[0].Notes, "No chart of their own have: "+strings.Join(same, "; ")+".")
	}
	return out
}
