package report

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/answer"
	"entente/internal/chart"
	"entente/internal/say"
)

// briefMatrix is the decision rights of the allied parties, for the first page.
type briefMatrix struct {
	N       int
	Parties []string
	Rows    []briefRow
	More    bool
}

type briefRow struct {
	Decision, Note string
	By             []briefCell
	Cells          []briefCell
}

// briefCell is what a party is to a decision: in the first design, and in each
// other design where that differs.
type briefCell struct {
	Text  string
	Other []otherCell
}

type otherCell struct{ Design, Text string }

// height estimates how much of a printed page the row takes, in points.
func (r *briefRow) height() float64 {
	lines := func(s string, chars int) int { return 1 + len([]rune(s))/chars }
	most := lines(r.Decision+" "+r.Note, 46)
	for _, c := range append(slices.Clone(r.By), r.Cells...) {
		n := lines(c.Text, 30)
		for _, o := range c.Other {
			n += lines(o.Design+o.Text, 26)
		}
		most = max(most, n)
	}
	return 4 + 9.6*float64(most)
}

// roleWords is how a role stands in tables.
var roleWords = map[answer.Role]string{
	answer.Decides: "decides", answer.InCouncil: "in council", answer.Consents: "must consent", answer.Heard: "is heard",
	answer.TakesPart: "takes part", answer.ToldBefore: "told before", answer.ToldAfter: "told after", answer.LeftOut: "left out",
}

func cellText(c *answer.RightsCell) string {
	if c.Role == "" {
		return "not in this design"
	}
	text := roleWords[c.Role]
	if slices.Contains(c.Also, answer.Consents) && c.Role == answer.InCouncil {
		text += " + must consent"
	}
	if c.Qualified {
		text += " ?"
	}
	return text
}

// partyText is what a party is to a decision. A party whose ministers sit in the
// council that decides may have to consent besides, by another post.
func partyText(m *answer.MatrixResult, in *answer.RightsIn, col int) string {
	if in.State != answer.Here {
		return string(in.State)
	}
	cell := &in.Cells[col]
	text := cellText(cell)
	if cell.Role != answer.InCouncil || !slices.Contains(cell.Also, answer.Consents) {
		return text
	}
	for i, c := range m.Columns {
		if c.Kind == "post" && c.Of == m.Columns[col].ID && in.Cells[i].Role == answer.Consents && in.Cells[i].Qualified {
			return text + " ?"
		}
	}
	return text
}

// deciders names the councils and posts that decide a row.
func deciders(m *answer.MatrixResult, in *answer.RightsIn) string {
	if in.State != answer.Here {
		return string(in.State)
	}
	var out []string
	for i, c := range m.Columns {
		if c.Kind != "party" && in.Cells[i].Role == answer.Decides {
			text := c.ID
			if in.Cells[i].Qualified {
				text += " ?"
			}
			out = append(out, text)
		}
	}
	if len(out) == 0 {
		return "nobody named"
	}
	return listText(out)
}

// briefMatrix shows as many decisions as fit the room, those that move a
// condition first.
func (b *builder) briefMatrix(room float64) briefMatrix {
	m := b.in.Matrix
	out := briefMatrix{N: b.table()}
	var parties []int
	for i, c := range m.Columns {
		if c.Kind == "party" {
			parties = append(parties, i)
			out.Parties = append(out.Parties, chart.NameOf(c.Name, c.ID))
		}
	}
	for _, moves := range []bool{true, false} {
		for r := range m.Rights {
			row := &m.Rights[r]
			if (row.Move != "") != moves {
				continue
			}
			x := briefRow{Decision: row.Decision, Note: rowNote(row)}
			x.By = []briefCell{b.across(row, func(in *answer.RightsIn) string { return deciders(m, in) })}
			for _, p := range parties {
				x.Cells = append(x.Cells, b.across(row, func(in *answer.RightsIn) string { return partyText(m, in, p) }))
			}
			if n := len(out.Rows); n > 0 && out.Rows[n-1].same(&x) {
				out.Rows[n-1].Note = joinNotes(out.Rows[n-1].Note, x.Note)
				continue
			}
			if room -= x.height(); room < 0 {
				out.More = true
				break
			}
			out.Rows = append(out.Rows, x)
		}
	}
	return out
}

// same reports whether two rows differ in their condition alone.
func (r *briefRow) same(x *briefRow) bool {
	return r.Decision == x.Decision && fmt.Sprint(r.By, r.Cells) == fmt.Sprint(x.By, x.Cells)
}

// joinNotes joins two conditions: "in calm", "in alert" → "in calm, alert".
func joinNotes(a, b string) string { return a + ", " + strings.TrimPrefix(b, "in ") }

// dagger marks what a design's sources say nothing of.
func dagger(text, silent string) string {
	if silent == "" {
		return text
	}
	return text + " †"
}

// across shows a cell in the first design and where another one differs.
func (b *builder) across(row *answer.RightsRow, text func(*answer.RightsIn) string) briefCell {
	first := text(&row.Designs[0])
	out := briefCell{Text: dagger(first, row.Designs[0].Silent)}
	for i := range row.Designs[1:] {
		in := &row.Designs[i+1]
		if t := text(in); t != first {
			out.Other = append(out.Other, otherCell{b.in.Designs[i+1].ID, dagger(t, in.Silent)})
		}
	}
	return out
}

func rowNote(row *answer.RightsRow) string {
	switch {
	case row.Move != "":
		return strings.Replace(row.Move, "->", " → ", 1)
	case row.Condition != "any":
		return "in " + row.Condition
	}
	return "in any condition"
}

// rightsTable is the full matrix of one design: decisions by role.
type rightsTable struct {
	N       int
	Design  string
	Parties []string
	Heads   []string // of the columns of roles that hold anything
	Wide    int      // columns beside the decision
	Rows    []rightsRow
	Marked  bool // compared with the first design
	Others  bool // what differs in the other designs, each row with their names
}

type rightsRow struct {
	Designs              string // where a table is of several
	Decision, Name, Note string
	State                string // where the design does not have it
	Changed              bool
	Parties              []partyCell
	Roles                [][]roleEntry // by column: decides, in council, must consent, is heard, takes part, is told
	NoLonger             []string
}

// same reports whether two rows differ in their condition alone.
func (r *rightsRow) same(x *rightsRow) bool {
	y := *x
	y.Note = r.Note
	return fmt.Sprint(*r) == fmt.Sprint(y)
}

type partyCell struct {
	Text    string
	Changed bool
	Was     string
}

// roleEntry is councils and posts that have a role for the same reason.
type roleEntry struct {
	IDs, Note string
	Changed   bool
	Was       string
}

// rightsKey explains the signs of the tables.
const rightsKey = "? the role can fall away, for the reason given. † the design’s sources say nothing of it: as in the base, or as a change elsewhere makes it. ● differs from the first design. A deputy’s acting is not counted. “Takes part”: proposes, assesses, asks, carries out."

// roleColumn is the column of the full table in which a role stands.
var roleColumn = map[answer.Role]int{answer.Decides: 0, answer.InCouncil: 1, answer.Consents: 2, answer.Heard: 3, answer.TakesPart: 4, answer.ToldBefore: 5, answer.ToldAfter: 5}

func (b *builder) rights() []rightsTable {
	m := b.in.Matrix
	var out []rightsTable
	for d := range b.told() {
		t := rightsTable{N: b.table(), Design: b.in.Designs[d].name(), Marked: d > 0}
		for _, c := range m.Columns {
			if c.Kind == "party" {
				t.Parties = append(t.Parties, chart.NameOf(c.Name, c.ID))
			}
		}
		for r := range m.Rights {
			x := b.rightsRow(&m.Rights[r], d)
			if n := len(t.Rows); n > 0 && t.Rows[n-1].same(&x) {
				t.Rows[n-1].Note = joinNotes(t.Rows[n-1].Note, x.Note)
				continue
			}
			t.Rows = append(t.Rows, x)
		}
		t.dropEmpty()
		out = append(out, t)
	}
	if b.many() {
		if t := b.manyRights(); len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// dropEmpty leaves out the columns of roles that nobody has in any row.
func (t *rightsTable) dropEmpty() {
	var kept []int
	for i, head := range [...]string{"decides", "in council", "must consent", "is heard", "takes part", "is told"} {
		if slices.ContainsFunc(t.Rows, func(r rightsRow) bool { return len(r.Roles[i]) > 0 }) {
			kept = append(kept, i)
			t.Heads = append(t.Heads, head)
		}
	}
	for r := range t.Rows {
		var roles [][]roleEntry
		for _, i := range kept {
			roles = append(roles, t.Rows[r].Roles[i])
		}
		t.Rows[r].Roles = roles
	}
	t.Wide = len(t.Parties) + len(kept)
}

func (b *builder) rightsRow(row *answer.RightsRow, d int) rightsRow {
	m := b.in.Matrix
	in, first := &row.Designs[d], &row.Designs[0]
	out := rightsRow{Decision: row.Decision, Note: rowNote(row), Changed: in.Changed, Roles: make([][]roleEntry, 6)}
	if name := chart.NameOf(row.Name, ""); name != "" {
		out.Name = name
	}
	if in.State != answer.Here {
		out.State = dagger(string(in.State), in.Silent)
		return out
	}
	for i, c := range m.Columns {
		cell := &in.Cells[i]
		was := ""
		if cell.Changed {
			was = "not in the first design"
			if first.State == answer.Here && first.Cells[i].Role != "" {
				was = cellText(&first.Cells[i])
			}
		}
		if c.Kind == "party" {
			text := partyText(m, in, i)
			changed := cell.Changed
			if d > 0 && first.State == answer.Here {
				was = partyText(m, first, i)
				changed = was != text
			}
			if !changed {
				was = ""
			}
			out.Parties = append(out.Parties, partyCell{dagger(text, cell.Silent), changed, was})
			continue
		}
		at, shown := roleColumn[cell.Role]
		if !shown {
			if cell.Changed && first.State == answer.Here && first.Cells[i].Role != answer.LeftOut && first.Cells[i].Role != "" {
				out.NoLonger = append(out.NoLonger, dagger(c.ID+" ("+was+")", cell.Silent))
			}
			continue
		}
		e := roleEntry{IDs: c.ID, Changed: cell.Changed, Was: was}
		var notes []string
		switch cell.Role {
		case answer.ToldBefore:
			notes = append(notes, "before")
		case answer.ToldAfter:
			notes = append(notes, "after")
		}
		if cell.Qualified {
			e.IDs += " ?"
			notes = append(notes, say.All(cell.Notes, say.English)...)
		} else if c.Kind == "council" && cell.Role == answer.Decides {
			notes = append(notes, say.All(cell.Notes, say.English)...)
		} else if cell.Role == answer.Decides {
			for _, n := range say.All(cell.Notes, say.English) {
				if strings.HasPrefix(n, "as holder of ") || strings.HasPrefix(n, "only when ") {
					notes = append(notes, n)
				}
			}
		}
		if cell.Changed && was == cellText(cell) { // the role is the same, what is noted of it is not
			e.Was = ""
			for _, n := range say.All(cell.Notes, say.English) {
				if !slices.Contains(notes, n) {
					notes = append(notes, n)
				}
			}
			if first.State == answer.Here && len(cell.Notes) == 0 && len(first.Cells[i].Notes) > 0 {
				notes = append(notes, "no longer: "+say.Join(first.Cells[i].Notes, "; ").String())
			}
		}
		e.IDs = dagger(e.IDs, cell.Silent)
		e.Note = strings.Join(notes, "; ")
		if k := slices.IndexFunc(out.Roles[at], func(x roleEntry) bool { return x.Note == e.Note && x.Changed == e.Changed && x.Was == e.Was }); k >= 0 {
			out.Roles[at][k].IDs += ", " + e.IDs
		} else {
			out.Roles[at] = append(out.Roles[at], e)
		}
	}
	return out
}

// forceTable says who holds each force, for the authorities of one list of
// conditions.
type forceTable struct {
	N          int
	Design     string
	Conditions []string
	Rows       []forceRow
	Marked     bool
	Others     bool // as in rightsTable
}

type forceRow struct {
	Designs                           string
	Authority, Kind, Force, ForceName string
	Cells                             []forceCell
}

type forceCell struct {
	Holder, Party string
	Colour        int
	Notes         []string
	Changed       bool
	Was           string
	Nobody        bool
}

func (b *builder) forces() []forceTable {
	m := b.in.Matrix
	var out []forceTable
	for d := range b.in.Designs {
		var tables []forceTable
		for r := 0; r < len(m.Forces); {
			from := r
			var conditions []string
			for r < len(m.Forces) && m.Forces[r].Authority == m.Forces[from].Authority {
				conditions = append(conditions, m.Forces[r].Condition)
				r++
			}
			if m.Forces[from].Designs[d].State == answer.NotHere && d == 0 {
				continue
			}
			x := forceRow{Authority: m.Forces[from].Authority, Kind: m.Forces[from].Kind, Force: m.Forces[from].Force, ForceName: chart.NameOf(m.Forces[from].ForceName, "")}
			for k := from; k < r; k++ {
				x.Cells = append(x.Cells, b.forceCell(&m.Forces[k], d))
			}
			at := slices.IndexFunc(tables, func(t forceTable) bool { return slices.Equal(t.Conditions, conditions) })
			if at < 0 {
				at = len(tables)
				tables = append(tables, forceTable{Design: b.in.Designs[d].name(), Conditions: conditions, Marked: d > 0})
			}
			tables[at].Rows = append(tables[at].Rows, x)
		}
		out = append(out, tables...)
	}
	if b.many() {
		out = mergeForces(out)
	}
	for i := range out {
		out[i].N = b.table()
	}
	return out
}

func (b *builder) forceCell(row *answer.ForceRow, d int) forceCell {
	in, first := &row.Designs[d], &row.Designs[0]
	c := forceCell{Holder: in.Holder, Party: in.Party, Notes: joined(say.All(in.Notes, say.English)), Changed: d > 0 && in.Changed, Colour: -1}
	if in.State != answer.Here {
		c.Holder, c.Nobody = string(in.State), in.State == answer.NoOneHere
	}
	a := b.in.Designs[d].Findings.Arrangement
	for i := range a.Parties {
		if a.Parties[i].ID == in.Party {
			c.Colour = chart.NationOf(a, i)
		}
	}
	c.Holder = dagger(c.Holder, in.Silent)
	if c.Changed {
		c.Was = string(first.State)
		if first.State == answer.Here {
			c.Was = first.Holder
		}
	}
	return c
}

// joined puts the notes that say "also over" into one.
func joined(notes []string) []string {
	var out []string
	at := -1
	for _, n := range notes {
		force, also := strings.CutPrefix(n, "also over ")
		switch {
		case !also:
			out = append(out, n)
		case at < 0:
			at = len(out)
			out = append(out, n)
		default:
			out[at] += ", " + force
		}
	}
	return out
}
