package answer

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/say"
)

// TableOptions says how the tables are shown in a terminal.
type TableOptions struct {
	Width   int    // columns of the terminal, at least 60; 0: 100
	Lang    string // of names and words; "": ids, and words in English
	Changed bool   // only what differs from the first design, as before → after
	Lines   bool   // the notes and the lines of the text below each table
	ByRole  bool   // list the decision rights role by role instead of as a grid
}

// roleMarks explains the marks of the list by role.
var roleMarks = sayf("in council: sits in the council that decides or consents (+: and must consent besides)\n" +
	"takes part: proposes, assesses, carries out, or asks others\n" +
	"?: the role can fall away     *: differs from the first design     left out: allies only\n")

// short is how a role is shown in a terminal.
var short = map[Role]string{Decides: "decides", InCouncil: "in council", Consents: "consents", Heard: "heard",
	TakesPart: "takes part", ToldBefore: "told before", ToldAfter: "told after", LeftOut: "—", "": "·"}

// shortWords are the same in words.
var shortWords = map[Role]say.Text{Decides: sayf("decides"), InCouncil: sayf("in council"), Consents: sayf("consents"), Heard: sayf("heard"),
	TakesPart: sayf("takes part"), ToldBefore: sayf("told before"), ToldAfter: sayf("told after"), LeftOut: say.Plain("—"), "": say.Plain("·")}

// legends explains what stands in a cell.
var legends = []struct{ word, meaning say.Text }{
	{sayf("decides"), sayf("takes the decision")},
	{sayf("in council"), sayf("sits in the council that decides or consents")},
	{sayf("consents"), sayf("must consent")},
	{sayf("heard"), sayf("is asked for views before the decision")},
	{sayf("takes part"), sayf("proposes, assesses, carries out, or asks others")},
	{sayf("told before"), sayf("is told before the decision takes effect")},
	{sayf("told after"), sayf("is told with the decision or after it")},
	{say.Plain("—"), sayf("left out")},
	{say.Plain("·"), sayf("not in this design")},
	{say.Plain("+"), sayf("and must consent besides")},
	{say.Plain("?"), sayf("the role can fall away: see the notes")},
	{say.Plain("*"), sayf("differs from the first design")},
}

func (o TableOptions) legend() string {
	var b strings.Builder
	for _, l := range legends {
		b.WriteString(pad(o.in(l.word), 12) + " " + o.in(l.meaning) + "\n")
	}
	return b.String()
}

// in says a text in the language of the table.
func (o TableOptions) in(t say.Text) string {
	l, _ := say.ParseLang(o.Lang)
	return t.In(l)
}

// Text writes both tables for people. The error is that of the writer.
func (m *MatrixResult) Text(w io.Writer, o TableOptions) error {
	if o.Width == 0 {
		o.Width = 100
	}
	o.Width = max(o.Width, 60)
	var b strings.Builder
	if o.Changed {
		m.textChanges(&b, o)
		if note := m.silentNote(o); note != "" {
			b.WriteString("\n" + note)
		}
	} else {
		for d := range m.Designs {
			if o.ByRole {
				m.textByRole(&b, o, d)
			} else {
				m.textRights(&b, o, d)
			}
		}
		m.textForces(&b, o)
		b.WriteString("\n")
		if o.ByRole {
			b.WriteString(o.in(roleMarks))
		} else {
			b.WriteString(o.legend())
		}
		b.WriteString(m.silentNote(o))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (o TableOptions) label(n model.Name, id string) string {
	if o.Lang == "" {
		return clean(id)
	}
	return clean(n.In(o.Lang, id))
}

// clean keeps a text on one line and free of what would move the cursor.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || diag.Reorders(r) || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
}

func (d MatrixDesign) heading() string {
	if d.Title == "" {
		return clean(d.ID)
	}
	return clean(d.ID + ": " + d.Title)
}

// textRights writes the decision rights of one design in blocks of columns.
func (m *MatrixResult) textRights(b *strings.Builder, o TableOptions, d int) {
	if d > 0 {
		b.WriteString("\n")
	}
	fmt.Fprintln(b, o.in(sayf("Who decides — %s", m.Designs[d].heading())))
	if len(m.Rights) == 0 {
		b.WriteString("\n" + o.in(sayf("The text writes no decision.")) + "\n")
		return
	}
	groups := m.groups(o, d)
	decision, in := o.in(sayf("decision")), o.in(sayf("in"))
	first, second := diag.Width(decision), diag.Width(in)
	for _, g := range groups {
		first, second = max(first, diag.Width(g.label)), max(second, diag.Width(g.in))
	}
	first, second = min(first, 28), min(second, 20)
	width := m.columnWidth(o, d)
	each := max(1, (o.Width-first-second-1)/(width+1))
	columns, missing := m.present(o, d)
	for chunk := range slices.Chunk(columns, each) {
		b.WriteString("\n")
		t := grid{widths: []int{first, second}, full: o.Width}
		heads := []string{decision, in}
		for _, c := range chunk {
			t.widths = append(t.widths, width)
			heads = append(heads, o.label(m.Columns[c].Name, m.Columns[c].ID))
		}
		t.row(b, heads)
		t.rule(b)
		for _, g := range groups {
			t.row(b, g.line(o, d, chunk))
		}
	}
	if len(missing) > 0 {
		b.WriteString("\n")
		for _, line := range wrapCells(o.in(sayf("Not in this design: %s", strings.Join(missing, ", "))), o.Width) {
			b.WriteString(line + "\n")
		}
	}
	if o.Lines {
		m.rightsLines(b, o, d)
	}
}

// columnWidth is the room of a role with its marks; names of columns continue on
// the line below.
func (m *MatrixResult) columnWidth(o TableOptions, d int) int {
	width := 7
	for _, c := range m.Columns {
		width = max(width, min(diag.Width(o.label(c.Name, c.ID)), 12))
	}
	for i := range m.Rights {
		for _, c := range m.Rights[i].Designs[d].Cells {
			width = max(width, diag.Width(o.short(&c)))
		}
	}
	return width
}

func (o TableOptions) condition(values []Named) string {
	var parts []string
	for _, v := range values {
		parts = append(parts, o.label(v.Name, v.ID))
	}
	if len(parts) == 0 {
		return o.in(sayf("any"))
	}
	return strings.Join(parts, ", ")
}

func (o TableOptions) decision(r *RightsRow) string {
	label := o.label(r.Name, r.Decision)
	if r.Move != "" {
		label += " (" + clean(r.Move) + ")"
	}
	return label
}

// present lists the columns that a design has, and the labels of the others.
func (m *MatrixResult) present(o TableOptions, d int) (columns []int, missing []string) {
	for c, col := range m.Columns {
		here := false
		for i := range m.Rights {
			in := &m.Rights[i].Designs[d]
			here = here || in.State == Here && in.Cells[c].Role != ""
		}
		if here {
			columns = append(columns, c)
		} else {
			missing = append(missing, o.label(col.Name, col.ID))
		}
	}
	return columns, missing
}

// group is a line of the table: the conditions in which a decision is the same.
type group struct {
	row       *RightsRow
	label, in string
}

// groups joins neighbouring rows of one decision that say the same of a design.
func (m *MatrixResult) groups(o TableOptions, d int) []group {
	var out []group
	for i := range m.Rights {
		r := &m.Rights[i]
		if n := len(out) - 1; n >= 0 && out[n].row.Decision == r.Decision && out[n].row.Designs[d].shows(&r.Designs[d]) {
			out[n].in += ", " + o.condition(r.Values)
			continue
		}
		out = append(out, group{r, o.label(r.Name, r.Decision), o.condition(r.Values)})
	}
	return out
}

// shows reports whether two rows look the same.
func (x *RightsIn) shows(y *RightsIn) bool {
	return x.State == y.State && (x.State == Here || x.Changed == y.Changed) &&
		slices.EqualFunc(x.Cells, y.Cells, func(a, b RightsCell) bool { return a.Short() == b.Short() })
}

func (g group) line(o TableOptions, d int, columns []int) []string {
	in := &g.row.Designs[d]
	cells := []string{g.label, g.in}
	if in.State != Here {
		text := dagger(o.in(in.State.Text()), in.Silent)
		if in.Changed {
			text += " *"
		}
		return append(cells, text)
	}
	for _, c := range columns {
		cells = append(cells, o.short(&in.Cells[c]))
	}
	return cells
}

// Short is the cell in a word, with `+` where a party or post in a council must
// consent besides, `?` where the role can fall away, `†` where the design's sources
// say nothing of it and `*` where it differs from the first design.
func (c *RightsCell) Short() string { return c.marked(short[c.Role]) }

// short is the cell in a word, in the language of the table.
func (o TableOptions) short(c *RightsCell) string { return c.marked(o.in(shortWords[c.Role])) }

func (c *RightsCell) marked(text string) string {
	if c.Role == InCouncil && slices.Contains(c.Also, Consents) {
		text += "+"
	}
	if c.Qualified {
		text += "?"
	}
	if c.Silent != "" {
		text += "†"
	}
	if c.Changed {
		text += "*"
	}
	return text
}

// rightsLines lists the notes and lines of each cell that has a role.
func (m *MatrixResult) rightsLines(b *strings.Builder, o TableOptions, d int) {
	b.WriteString("\n" + o.in(sayf("Where the text says so")) + "\n")
	for i := range m.Rights {
		r := &m.Rights[i]
		for c, cell := range r.Designs[d].Cells {
			if cell.Role == LeftOut || cell.Role == "" || m.Columns[c].Kind == "party" {
				continue
			}
			fmt.Fprintf(b, "  %s, %s: %s %s%s\n", o.decision(r), o.condition(r.Values), o.label(m.Columns[c].Name, m.Columns[c].ID), o.in(cell.Role.Text()), clean(o.in(noteText(cell.Notes))))
			writeLines(b, cell.Lines)
		}
	}
}

func noteText(notes []say.Text) say.Text {
	if len(notes) == 0 {
		return say.Text{}
	}
	return say.Plain(" (").Then(say.Join(notes, "; "), say.Plain(")"))
}

func writeLines(b *strings.Builder, ls []Line) {
	for _, l := range ls {
		fmt.Fprintf(b, "    %s: %s\n", clean(l.Span.String()), clean(l.Text))
	}
}

// textForces writes who holds what, a column for each design.
func (m *MatrixResult) textForces(b *strings.Builder, o TableOptions) {
	b.WriteString("\n" + o.in(sayf("Who holds each force")) + "\n")
	if len(m.Forces) == 0 {
		b.WriteString("\n" + o.in(sayf("The text writes no authority.")) + "\n")
		return
	}
	t := grid{widths: make([]int, 3), full: o.Width}
	forceHeads := []string{o.in(sayf("force")), o.in(sayf("kind")), o.in(sayf("in"))}
	for i, head := range forceHeads {
		t.widths[i] = diag.Width(head)
		for _, r := range m.Forces {
			t.widths[i] = max(t.widths[i], min(diag.Width(o.forceCells(&r)[i]), 22))
		}
	}
	fixed := t.widths[0] + t.widths[1] + t.widths[2] + 3
	each := max(1, min(len(m.Designs), (o.Width-fixed+1)/20))
	width := min(40, (o.Width-fixed+1)/each-1)
	head := t.widths
	for from := 0; from < len(m.Designs); from += each {
		to := min(from+each, len(m.Designs))
		b.WriteString("\n")
		t.widths = slices.Clone(head)
		heads := slices.Clone(forceHeads)
		for _, d := range m.Designs[from:to] {
			t.widths = append(t.widths, width)
			heads = append(heads, clean(d.ID))
		}
		t.row(b, heads)
		t.rule(b)
		for i := range m.Forces {
			cells := o.forceCells(&m.Forces[i])
			for _, in := range m.Forces[i].Designs[from:to] {
				cells = append(cells, o.holder(&in))
			}
			t.row(b, cells)
		}
	}
	if o.Lines {
		m.forceLines(b, o)
	}
}

func (o TableOptions) forceCells(r *ForceRow) []string {
	return []string{o.label(r.ForceName, r.Force), clean(r.Kind), o.condition(r.Values)}
}

func (o TableOptions) holder(in *ForceIn) string {
	text := o.in(in.State.Text())
	if in.State == Here {
		text = o.label(in.Name, in.Holder) + " (" + o.label(in.PartyName, in.Party) + ")"
	}
	text = dagger(text, in.Silent)
	if in.Changed {
		text += " *"
	}
	return text
}

func (m *MatrixResult) forceLines(b *strings.Builder, o TableOptions) {
	b.WriteString("\n" + o.in(sayf("Where the text says so")) + "\n")
	for i := range m.Forces {
		r := &m.Forces[i]
		for d := range r.Designs {
			in := &r.Designs[d]
			if in.State == NotHere {
				continue
			}
			fmt.Fprintf(b, "  %s, %s, %s: %s%s\n", clean(r.Authority), o.condition(r.Values), clean(in.Design), o.holder(in), clean(o.in(noteText(in.Notes))))
			writeLines(b, in.Lines)
		}
	}
}

// textChanges lists what differs from the first design, as before → after.
func (m *MatrixResult) textChanges(b *strings.Builder, o TableOptions) {
	for d := 1; d < len(m.Designs); d++ {
		if d > 1 {
			b.WriteString("\n")
		}
		fmt.Fprintln(b, o.in(sayf("What changes — from %s to %s", m.Designs[0].heading(), m.Designs[d].heading())))
		n := m.rightsChanges(b, o, d) + m.forceChanges(b, o, d)
		if n == 0 {
			b.WriteString("\n  " + o.in(sayf("Neither who decides nor who holds each force.")) + "\n")
		}
	}
	if len(m.Designs) == 1 {
		b.WriteString(o.in(sayf("There is one design: nothing to compare.")) + "\n")
	}
}

// rightsChanges writes a block for each decision and the conditions in which the
// same changes.
func (m *MatrixResult) rightsChanges(b *strings.Builder, o TableOptions, d int) int {
	type block struct {
		decision, label, text string
		in                    []say.Text
	}
	var blocks []block
	for i := range m.Rights {
		r := &m.Rights[i]
		if !r.Designs[d].Changed {
			continue
		}
		text := m.rowChanges(r, o, d)
		if n := len(blocks) - 1; n >= 0 && blocks[n].decision == r.Decision && blocks[n].text == text {
			blocks[n].in = append(blocks[n].in, say.Plain(o.condition(r.Values)))
			continue
		}
		blocks = append(blocks, block{r.Decision, o.label(r.Name, r.Decision), text, []say.Text{say.Plain(o.condition(r.Values))}})
	}
	for _, x := range blocks {
		fmt.Fprintf(b, "\n  %s\n%s", o.in(sayf("%s, in %s", x.label, either(x.in))), x.text)
	}
	return len(blocks)
}

// either says "a or b or c".
func either(list []say.Text) say.Text {
	out := list[0]
	for _, t := range list[1:] {
		out = sayf("%s or %s", out, t)
	}
	return out
}

func (m *MatrixResult) rowChanges(r *RightsRow, o TableOptions, d int) string {
	var b strings.Builder
	was, is := &r.Designs[0], &r.Designs[d]
	if was.State != is.State {
		fmt.Fprintf(&b, "    %s → %s\n", dagger(o.in(rowState(was)), was.Silent), dagger(o.in(rowState(is)), is.Silent))
	}
	if is.State != Here {
		return b.String()
	}
	for c, col := range m.Columns {
		if is.Cells[c].Changed && (was.State == Here || !is.Cells[c].none()) {
			fmt.Fprintf(&b, "    %s  %s → %s\n", pad(o.label(col.Name, col.ID), 14), o.cellText(was, c), o.cellText(is, c))
		}
	}
	return b.String()
}

func rowState(in *RightsIn) say.Text {
	if in.State == Here {
		return sayf("in this design")
	}
	return in.State.Text()
}

func (o TableOptions) cellText(in *RightsIn, c int) string {
	if in.State != Here {
		return "—"
	}
	cell := &in.Cells[c]
	switch cell.Role {
	case "":
		return o.in(NotHere.Text())
	case LeftOut:
		return dagger("—", cell.Silent)
	}
	return dagger(o.in(cell.Role.Text())+clean(o.in(noteText(cell.Notes))), cell.Silent)
}

func (m *MatrixResult) forceChanges(b *strings.Builder, o TableOptions, d int) int {
	n := 0
	for i := range m.Forces {
		r := &m.Forces[i]
		was, is := r.Designs[0], r.Designs[d]
		if !is.Changed {
			continue
		}
		n++
		is.Changed = false
		fmt.Fprintf(b, "\n  %s\n    %s → %s\n", o.in(sayf("%s over %s, in %s", clean(r.Kind), o.label(r.ForceName, r.Force), o.condition(r.Values))), o.holder(&was), o.holder(&is))
		if !slices.EqualFunc(was.Notes, is.Notes, say.Text.Same) {
			fmt.Fprintf(b, "    %s\n", clean(o.in(sayf("notes: %s → %s", say.Join(was.Notes, "; "), say.Join(is.Notes, "; ")))))
		}
	}
	return n
}

// grid aligns cells by the room they take in a terminal.
type grid struct {
	widths []int
	full   int // room of a line
}

// row writes a row; what does not fit continues on the lines below. The last cell
// may use the room that is left.
func (g *grid) row(b *strings.Builder, cells []string) {
	wrapped := make([][]string, len(cells))
	height := 1
	for i, c := range cells {
		width := g.widths[i]
		if i == len(cells)-1 {
			width = g.full
			for _, before := range g.widths[:i] {
				width -= before + 1
			}
		}
		wrapped[i] = wrapCells(c, width)
		height = max(height, len(wrapped[i]))
	}
	for n := range height {
		var line strings.Builder
		for i := range cells {
			text := ""
			if n < len(wrapped[i]) {
				text = wrapped[i][n]
			}
			line.WriteString(pad(text, g.widths[i]) + " ")
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

func (g *grid) rule(b *strings.Builder) {
	var parts []string
	for _, w := range g.widths {
		parts = append(parts, strings.Repeat("─", w))
	}
	b.WriteString(strings.Join(parts, " ") + "\n")
}

// pad fills a text with blanks to a width in terminal cells.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-diag.Width(s)))
}

// wrapCells cuts a text into lines of at most width cells, at blanks, after hyphens
// and slashes where it can.
func wrapCells(s string, width int) []string {
	var out []string
	rest := []rune(s)
	for len(rest) > 0 {
		end, cut, used := 0, 0, 0
		for end < len(rest) {
			w := diag.Width(string(rest[end]))
			if used+w > width && end > 0 {
				break
			}
			used += w
			end++
			if end < len(rest) && rest[end] == ' ' || rest[end-1] == '-' || rest[end-1] == '/' {
				cut = end
			}
		}
		if end == len(rest) || cut == 0 {
			cut = end
		}
		out = append(out, strings.TrimRight(string(rest[:cut]), " "))
		rest = []rune(strings.TrimLeft(string(rest[cut:]), " "))
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}
