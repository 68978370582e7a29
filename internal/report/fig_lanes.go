package report

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
)

// Lanes shows what happened in one run, when, and what caused it: a lane for
// each post, council and link.
type Lanes struct {
	Title  string
	XLabel string // as "after the incident"
	Lanes  []string
	Bars   []LaneBar
	Marks  []LaneMark
	Arrows []LaneArrow
}

// LaneBar is a span of time in a lane.
type LaneBar struct {
	Lane     int
	From, To float64 // seconds
	Label    string
	Kind     BarKind
}

// BarKind is what a bar stands for.
type BarKind int

const (
	BarWork   BarKind = iota // somebody works
	BarWait                  // something waits
	BarAbsent                // the office is empty, or its holder absent
	BarOut                   // out of action
)

var barWords = [...]string{"work", "wait", "absent", "out of action"}

// LaneMark is a moment.
type LaneMark struct {
	At    float64
	Lane  int // negative: not of one lane; a line through all
	Label string
	Kind  MarkKind
	After bool // of a consultation: after the decision
}

// MarkKind is what a mark stands for.
type MarkKind int

const (
	MarkIncident MarkKind = iota
	MarkDecision
	MarkMove    // a condition moves: a line through all lanes
	MarkConsent // an ally consents
	MarkViews   // an ally gives its views
	MarkTold    // an ally is told
	MarkFault
	MarkRepair
	MarkRefusal // a post or a council says no
)

var markWords = [...]string{"incident", "decision", "a condition moves", "consent", "views heard", "told", "fault", "repair", "refusal"}

// LaneArrow says that one thing caused another.
type LaneArrow struct{ From, To LaneEnd }

// LaneEnd is a bar or a mark, by its index.
type LaneEnd struct {
	Mark  bool
	Index int
}

// OfBar is the end of an arrow at a bar.
func OfBar(i int) LaneEnd { return LaneEnd{Index: i} }

// OfMark is the end of an arrow at a mark.
func OfMark(i int) LaneEnd { return LaneEnd{Mark: true, Index: i} }

// Timelines is several runs, one above the other, on one axis: as from the
// trigger to the first order in each design. Each part's title is its head.
type Timelines struct {
	Title  string
	XLabel string
	Parts  []Lanes
}

func kindWord(list []string, k int) string {
	if k >= 0 && k < len(list) {
		return list[k]
	}
	return "other"
}

func (m LaneMark) word() string {
	text := kindWord(markWords[:], int(m.Kind))
	if m.consultation() {
		if m.After {
			return text + " after the decision"
		}
		return text + " before the decision"
	}
	return text
}

func (m LaneMark) consultation() bool {
	return m.Kind == MarkConsent || m.Kind == MarkViews || m.Kind == MarkTold
}

// Note implements Drawing.
func (f Lanes) Note() string { return Timelines{Parts: []Lanes{f}}.Note() }

// Note implements Drawing.
func (f Timelines) Note() string {
	note := ""
	if slices.ContainsFunc(f.Parts, func(l Lanes) bool { return len(l.Arrows) > 0 }) {
		note = "An arrow goes from a cause to what it caused. "
	}
	note += "One run: another would differ."
	if len(f.Parts) > 1 {
		note = strings.Replace(note, "One run: another would differ.", "One run of each design, on one axis; others would differ.", 1)
	}
	if newLaneAxis(f.Parts).broken() {
		note += " The axis is cut where the zigzags stand: there nothing begins or ends for the time written below."
	}
	return note
}

// Table implements Drawing.
func (f Lanes) Table() [][]string { return Timelines{Parts: []Lanes{f}}.Table() }

// Table implements Drawing.
func (f Timelines) Table() [][]string {
	several := len(f.Parts) > 1
	head := []string{"From", "To", "Who", "Kind", "What", "Caused by"}
	if several {
		head = append([]string{"Run"}, head...)
	}
	out := [][]string{head}
	for i := range f.Parts {
		for _, row := range f.Parts[i].rows() {
			if several {
				row = append([]string{f.Parts[i].Title}, row...)
			}
			out = append(out, row)
		}
	}
	return out
}

// rows are the bars and marks in the order of time.
func (f *Lanes) rows() [][]string {
	type item struct {
		at  float64
		row []string
	}
	lane := func(i int) string {
		if i >= 0 && i < len(f.Lanes) {
			return f.Lanes[i]
		}
		return "all"
	}
	name := func(e LaneEnd) string {
		switch {
		case e.Mark && e.Index >= 0 && e.Index < len(f.Marks):
			return f.Marks[e.Index].Label
		case !e.Mark && e.Index >= 0 && e.Index < len(f.Bars):
			return f.Bars[e.Index].Label
		}
		return ""
	}
	causes := func(e LaneEnd) string {
		var out []string
		for _, a := range f.Arrows {
			if a.To == e {
				out = append(out, name(a.From))
			}
		}
		return strings.Join(out, "; ")
	}
	var items []item
	for i, b := range f.Bars {
		items = append(items, item{b.From, []string{UnitTime.value(b.From), UnitTime.value(b.To), lane(b.Lane), kindWord(barWords[:], int(b.Kind)), b.Label, causes(OfBar(i))}})
	}
	for i, m := range f.Marks {
		items = append(items, item{m.At, []string{UnitTime.value(m.At), "", lane(m.Lane), m.word(), m.Label, causes(OfMark(i))}})
	}
	slices.SortStableFunc(items, func(a, b item) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	var out [][]string
	for _, x := range items {
		out = append(out, x.row)
	}
	return out
}

// SVG implements Drawing.
func (f Lanes) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

// SVG implements Drawing.
func (f Timelines) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

// laneAxis is an axis of time from which stretches without any beginning or end
// are cut.
type laneAxis struct {
	pieces []axisPiece
	scale  float64 // pixels for a second
}

// axisPiece is a stretch of the axis; one that is cut is drawn narrow.
type axisPiece struct {
	from, to    float64
	left, right float64
	cut         bool
}

// The measures of lanes, in pixels.
const (
	lanesLeft  = 168.0
	lanesRight = figWidth - 22
	cutWidth   = 50.0
	laneBar    = 20.0
	laneMark   = 17.0
	laneLabel  = 15.0
	labelMost  = 320.0 // the longest label of a lane
)

// newLaneAxis puts every beginning and end of the parts on one axis.
func newLaneAxis(parts []Lanes) *laneAxis {
	var at []float64
	see := func(x float64) {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			at = append(at, x)
		}
	}
	for _, f := range parts {
		for _, b := range f.Bars {
			see(b.From)
			see(b.To)
		}
		for _, m := range f.Marks {
			see(m.At)
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	if len(at) == 0 {
		at = []float64{0, 3600}
	}
	low, high := at[0], at[len(at)-1]
	if low > 0 && low < 0.5*high {
		low = 0
		at = append([]float64{0}, at...)
	}
	if high == low {
		high = low + 60
	}
	whole := high - low
	var gaps []float64
	for i := 1; i < len(at); i++ {
		gaps = append(gaps, at[i]-at[i-1])
	}
	sorted := slices.Clone(gaps)
	slices.Sort(sorted)
	usual := 0.0
	if len(sorted) > 0 {
		usual = sorted[len(sorted)/2]
	}
	rest := whole
	cut := make([]bool, len(gaps))
	for i, g := range gaps {
		if len(gaps) >= 3 && g > 0.12*whole && g > 8*usual {
			cut[i] = true
			rest -= g
		}
	}
	if rest > 0.4*whole || rest <= 0 {
		cut = make([]bool, len(gaps))
		rest = whole
	}
	a := &laneAxis{}
	margin := 0.0
	if rest < whole {
		margin = 0.03 * rest
	}
	from := low
	for i, g := range gaps {
		if !cut[i] {
			continue
		}
		a.pieces = append(a.pieces, axisPiece{from: from, to: at[i] + margin}, axisPiece{from: at[i] + margin, to: at[i] + g - margin, cut: true})
		from = at[i] + g - margin
	}
	a.pieces = append(a.pieces, axisPiece{from: from, to: high + 0.02*rest})
	room, drawn := lanesRight-lanesLeft, 0.0
	for _, p := range a.pieces {
		if p.cut {
			room -= cutWidth
		} else {
			drawn += p.to - p.from
		}
	}
	a.scale = room / drawn
	x := lanesLeft
	for i := range a.pieces {
		p := &a.pieces[i]
		p.left = x
		x += cutWidth
		if !p.cut {
			x = p.left + (p.to-p.from)*a.scale
		}
		p.right = x
	}
	return a
}

func (a *laneAxis) broken() bool { return len(a.pieces) > 1 }

// at is where a time stands.
func (a *laneAxis) at(t float64) float64 {
	for _, p := range a.pieces {
		if t <= p.to {
			return p.left + (p.right-p.left)*clamp((t-p.from)/(p.to-p.from), 0, 1)
		}
	}
	return a.pieces[len(a.pieces)-1].right
}

// cuts are the stretches that are not to scale.
func (a *laneAxis) cuts() []axisPiece {
	return slices.DeleteFunc(slices.Clone(a.pieces), func(p axisPiece) bool { return !p.cut })
}

// ticks are the marks of the axis, none where its words would meet others or the
// words of a cut.
func (a *laneAxis) ticks() []tick {
	var taken [][2]float64
	drawn := 0.0
	for _, p := range a.pieces {
		if p.cut {
			w := textWidth(cutText(p), sizeFine, true)
			mid := (p.left + p.right) / 2
			taken = append(taken, [2]float64{mid - w/2 - 6, mid + w/2 + 6})
		} else {
			drawn += p.to - p.from
		}
	}
	var best []tick
	for _, step := range stepsFor(drawn, UnitTime) {
		if drawn/step > 12 {
			continue
		}
		var out []tick
		used := slices.Clone(taken)
		possible := 0
		for _, p := range a.pieces {
			if p.cut {
				continue
			}
			for k := math.Ceil(p.from/step - 1e-9); k*step <= p.to; k++ {
				t := tick{k * step, timeWord(k * step)}
				if t.at < 0 {
					t.text = "−" + timeWord(-t.at)
				}
				w := textWidth(t.text, sizeFine, false)
				x := a.at(t.at)
				possible++
				if slices.ContainsFunc(used, func(u [2]float64) bool { return x-w/2-6 < u[1] && x+w/2+6 > u[0] }) {
					continue
				}
				used = append(used, [2]float64{x - w/2, x + w/2})
				out = append(out, t)
			}
		}
		if len(out) > len(best) {
			best = out
		}
		if len(out) > 0 && (len(out) == possible || a.broken() && 3*len(out) >= 2*possible) {
			return out
		}
	}
	return best
}

func cutText(p axisPiece) string { return approx(p.to-p.from) + " cut" }

// lane is one lane with its things placed.
type lane struct {
	y, h     float64
	barRow   map[int]int // bar → row
	bars     int
	markRow  map[int]int
	marks    int
	labels   []laneWord
	words    int // rows of labels
	nameRows int
}

// laneWord is a label beside what it belongs to.
type laneWord struct {
	text   string
	x      float64 // of what it belongs to
	left   float64
	w      float64
	row    int
	anchor float64 // height of what it belongs to, from the lane's top
}

// placeWords gives labels rows so that no two meet and no leader crosses a
// label, and returns how many rows there are.
func placeWords(list []laneWord, right float64) int {
	for i := range list {
		l := &list[i]
		l.text = clip(l.text, sizeFine, labelMost, false)
		l.w = textWidth(l.text, sizeFine, false)
		l.left = l.x - 2
		l.row = -1
		if l.left+l.w > right {
			l.left = l.x + 2 - l.w
		}
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	ends := func(i int) bool { return list[i].left < list[i].x-3 }
	slices.SortStableFunc(order, func(a, b int) int {
		ea, eb := ends(a), ends(b)
		switch {
		case ea && !eb:
			return -1
		case eb && !ea:
			return 1
		case list[a].x == list[b].x:
			return 0
		case (list[a].x < list[b].x) == ea:
			return -1
		}
		return 1
	})
	rows := 0
	for _, i := range order {
		l := &list[i]
		free := func(row int, leaders bool) bool {
			for k := range list {
				o := &list[k]
				if o.row < 0 {
					continue
				}
				if o.row == row && l.left < o.left+o.w+8 && o.left < l.left+l.w+8 {
					return false
				}
				if leaders && (o.row < row && l.x > o.left-2 && l.x < o.left+o.w+2 || o.row > row && o.x > l.left-2 && o.x < l.left+l.w+2) {
					return false
				}
			}
			return true
		}
		row := 0
		for row <= rows && !free(row, true) {
			row++
		}
		if row > rows {
			row = 0
			for !free(row, false) {
				row++
			}
		}
		l.row = row
		rows = max(rows, row+1)
	}
	return rows
}

// place finds rows for the bars, marks and labels of one lane.
func (f *Lanes) place(n int, a *laneAxis) *lane {
	l := &lane{barRow: map[int]int{}, markRow: map[int]int{}}
	row := func(used *[]float64, left, right float64) int {
		for r, end := range *used {
			if left >= end {
				(*used)[r] = right
				return r
			}
		}
		*used = append(*used, right)
		return len(*used) - 1
	}
	order := func(n int, at func(i int) float64) []int {
		out := make([]int, n)
		for i := range out {
			out[i] = i
		}
		slices.SortStableFunc(out, func(x, y int) int {
			switch {
			case at(x) < at(y):
				return -1
			case at(x) > at(y):
				return 1
			}
			return 0
		})
		return out
	}
	var used []float64
	for _, i := range order(len(f.Marks), func(i int) float64 { return f.Marks[i].At }) {
		if m := f.Marks[i]; m.Lane == n && !f.through(i) {
			l.markRow[i] = row(&used, a.at(m.At)-7.5, a.at(m.At)+7.5)
		}
	}
	l.marks = len(used)
	used = nil
	for _, i := range order(len(f.Bars), func(i int) float64 { return f.Bars[i].From }) {
		if b := f.Bars[i]; b.Lane == n {
			l.barRow[i] = row(&used, a.at(b.From), math.Max(a.at(b.To), a.at(b.From)+2))
		}
	}
	l.bars = len(used)
	for i, m := range f.Marks {
		if r, mine := l.markRow[i]; mine && m.Label != "" && !f.named(m) {
			l.labels = append(l.labels, laneWord{text: m.Label, x: a.at(m.At), anchor: l.markY(r) + 6})
		}
	}
	for i, b := range f.Bars {
		if r, mine := l.barRow[i]; mine && b.Label != "" && !fitsBar(b, a) {
			l.labels = append(l.labels, laneWord{text: b.Label, x: a.at(b.From) + 2, anchor: l.barY(r) + laneBar - 3})
		}
	}
	l.words = placeWords(l.labels, lanesRight+16)
	l.nameRows = len(wrapPath(f.Lanes[n], sizeText, lanesLeft-22, true, 3))
	l.h = math.Max(l.wordY(l.words)+5, 12+sizeText*1.22*float64(l.nameRows))
	l.h = math.Max(l.h, 26)
	return l
}

// named says that a mark stands at the end of a bar that has its label.
func (f *Lanes) named(m LaneMark) bool {
	return slices.ContainsFunc(f.Bars, func(b LaneBar) bool { return b.Lane == m.Lane && b.To == m.At && b.Label == m.Label })
}

func (l *lane) markY(row int) float64 { return 4 + laneMark*(float64(row)+0.5) }
func (l *lane) barY(row int) float64 {
	return 4 + laneMark*float64(l.marks) + laneBar*float64(row)
}
func (l *lane) wordY(row int) float64 { return l.barY(l.bars) + 1 + laneLabel*float64(row) }

// through tells the marks that go through all lanes.
func (f *Lanes) through(i int) bool {
	m := f.Marks[i]
	return m.Kind == MarkMove || m.Lane < 0 || m.Lane >= len(f.Lanes)
}

func fitsBar(b LaneBar, a *laneAxis) bool {
	from, to := a.at(b.From), a.at(b.To)
	for _, p := range a.cuts() { // words keep off the zigzag
		if p.left < to && p.right > from {
			if p.left-from > to-p.right {
				to = p.left
			} else {
				from = p.right
			}
		}
	}
	return textWidth(b.Label, sizeFine, false)+12 <= to-from
}

func (f Lanes) draw(id string) (template.HTML, *canvas, float64, float64) {
	one := f
	one.Title = ""
	return Timelines{Title: f.Title, XLabel: f.XLabel, Parts: []Lanes{one}}.draw(id)
}

func (f Timelines) draw(id string) (template.HTML, *canvas, float64, float64) {
	var v canvas
	a := newLaneAxis(f.Parts)
	y := v.head(f.Title)
	ticks := a.ticks()
	for i := range f.Parts {
		p := &f.Parts[i]
		if p.Title != "" {
			y += 13
			y += v.lines(ink, 0, y, sizeText, figWidth, true, 2, p.Title) - 8
		}
		y = p.body(&v, a, ticks, y) + 8
	}
	y -= 8
	for _, t := range ticks {
		v.line(wire, a.at(t.at), y, a.at(t.at), y+5, "")
		v.text(muted, a.at(t.at), y+18, sizeFine, middle, false, t.text)
	}
	for _, p := range a.pieces {
		if !p.cut {
			v.line(wire, p.left, y, p.right, y, "")
			continue
		}
		v.zigzag(p, y-4, y+4)
		v.text(ink, (p.left+p.right)/2, y+18, sizeFine, middle, true, cutText(p))
	}
	y += 24
	if f.XLabel != "" {
		y += 12
		y += v.lines(muted, lanesLeft, y, sizeFine, lanesRight-lanesLeft, false, 2, f.XLabel) - 6
	}
	y = f.key(&v, y+8)
	title := f.Title
	if title == "" {
		title = "What happened, when, and what caused it"
	}
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

// body draws the lanes of one run and returns where they end.
func (f *Lanes) body(v *canvas, a *laneAxis, ticks []tick, y float64) float64 {
	var heads []laneWord
	for i, m := range f.Marks {
		if f.through(i) {
			text := m.Label
			if text == "" {
				text = m.word()
			}
			heads = append(heads, laneWord{text: text, x: a.at(m.At)})
		}
	}
	rows := placeWords(heads, lanesRight+16)
	top := y + 6 + laneLabel*float64(rows)
	signs := 0.0
	if len(heads) > 0 {
		signs = 14
	}
	top += signs
	var lanes []*lane
	bottom := top
	for n := range f.Lanes {
		l := f.place(n, a)
		l.y = bottom
		bottom += l.h
		lanes = append(lanes, l)
	}
	for n, l := range lanes {
		if n%2 == 0 {
			v.rect(panel, 0, l.y, figWidth, l.h, 0, "")
		}
		v.lines(ink, 6, l.y+6+sizeText, sizeText, lanesLeft-22, true, 3, f.Lanes[n])
	}
	for _, t := range ticks {
		v.line(hair, a.at(t.at), top, a.at(t.at), bottom, "")
	}
	k := 0
	for i, m := range f.Marks {
		if !f.through(i) {
			continue
		}
		h := heads[k]
		k++
		row := top - signs - laneLabel*float64(h.row) - 3
		line := tones[4].line
		extra := ` stroke-width="1.3" stroke-dasharray="7 3"`
		if m.Kind != MarkMove {
			line, extra = tones[1].line, ` stroke-width="1.3" stroke-dasharray="2 3"`
		}
		v.line(line, h.x, row+3, h.x, bottom, extra)
		v.event(m, h.x, top-7)
	}
	for n, l := range lanes {
		f.drawBars(v, a, l, n)
	}
	for _, p := range a.cuts() {
		v.zigzag(p, top, bottom)
	}
	for _, x := range f.Arrows {
		f.arrow(v, a, lanes, top, x)
	}
	for n, l := range lanes {
		f.drawMarks(v, a, l, n)
	}
	for _, h := range heads {
		v.text(ink, h.left, top-signs-laneLabel*float64(h.row)-4, sizeFine, start, false, h.text)
	}
	v.line(hair, 0, bottom, figWidth, bottom, "")
	return bottom
}

// zigzag draws the cut of an axis over the lanes.
func (c *canvas) zigzag(p axisPiece, top, bottom float64) {
	left, right := p.left+12, p.right-12
	c.rect(ground, left, top, right-left, bottom-top, 0, "")
	for _, x := range []float64{left, right} {
		var d strings.Builder
		d.WriteString("M" + num(x) + " " + num(top))
		side := 3.0
		for y := top + 4; y < bottom; y += 6 {
			d.WriteString("L" + num(x+side) + " " + num(y))
			side = -side
		}
		d.WriteString("L" + num(x) + " " + num(bottom))
		c.path(wire, d.String(), ` stroke-width="1"`)
	}
}

// barLook is the tone and hatching of a bar.
func barLook(k BarKind) (tone, int) {
	switch k {
	case BarWait:
		return tones[0], rising
	case BarAbsent:
		return tones[4], level
	case BarOut:
		return tones[1], crossed
	}
	return tones[0], plain
}

func (c *canvas) barArea(k BarKind, x, y, w, h float64) {
	t, hatch := barLook(k)
	if k == BarWork {
		c.rect(t.solid, x, y, w, h, 2, "")
		return
	}
	c.hatched(t, hatch, x, y, w, h)
}

func (f *Lanes) drawBars(v *canvas, a *laneAxis, l *lane, n int) {
	for i, b := range f.Bars {
		if b.Lane != n {
			continue
		}
		x, w := a.at(b.From), math.Max(a.at(b.To)-a.at(b.From), 2)
		v.barArea(b.Kind, x, l.y+l.barY(l.barRow[i])+2, w, laneBar-4)
	}
}

func (f *Lanes) drawMarks(v *canvas, a *laneAxis, l *lane, n int) {
	for _, w := range l.labels {
		v.line(wire, w.x, l.y+w.anchor, w.x, l.y+l.wordY(w.row)+3, ` stroke-width="0.7"`)
	}
	under := ground
	if n%2 == 0 {
		under = panel
	}
	for _, w := range l.labels {
		y := l.y + l.wordY(w.row)
		v.rect(under, w.left-1, y+1, w.w+2, laneLabel-2, 0, ` fill-opacity="0.9"`)
		v.text(ink, w.left, y+11.5, sizeFine, start, false, w.text)
	}
	for i, m := range f.Marks {
		if r, mine := l.markRow[i]; mine {
			v.event(m, a.at(m.At), l.y+l.markY(r))
		}
	}
	for i, b := range f.Bars {
		if b.Lane != n || b.Label == "" || !fitsBar(b, a) {
			continue
		}
		from, to := a.at(b.From), a.at(b.To)
		for _, p := range a.cuts() {
			if p.left < to && p.right > from {
				if p.left-from > to-p.right {
					to = p.left
				} else {
					from = p.right
				}
			}
		}
		mid, base := (from+to)/2, l.y+l.barY(l.barRow[i])+laneBar/2+4
		t, _ := barLook(b.Kind)
		w := textWidth(b.Label, sizeFine, false)
		if b.Kind == BarWork {
			v.rect(t.solid, mid-w/2-2, base-10.5, w+4, 14, 0, "")
			v.text(ground, mid, base, sizeFine, middle, false, b.Label)
			continue
		}
		v.plated(t, mid, base, sizeFine, b.Label)
	}
}

// event draws the sign of a mark. Of consultations, circles come before the
// decision and squares after it; consent is full, views are open, told has a dot.
func (c *canvas) event(m LaneMark, x, y float64) {
	red, blue, green, grey := tones[1], tones[0], tones[2], tones[4]
	shape := func(p paint, r float64, extra string, points ...float64) {
		var b strings.Builder
		for k := 0; k < len(points); k += 2 {
			b.WriteString(map[bool]string{true: "M", false: "L"}[k == 0] + num(x+r*points[k]) + " " + num(y+r*points[k+1]))
		}
		c.path(p, b.String()+"Z", extra)
	}
	square := []float64{-1, -1, 1, -1, 1, 1, -1, 1}
	switch m.Kind {
	case MarkIncident:
		shape(red.solid, 7, "", 0, -1, 0.95, 0.8, -0.95, 0.8)
	case MarkDecision:
		shape(blue.solid, 7, "", 0, -1, 1, 0, 0, 1, -1, 0)
	case MarkMove:
		shape(grey.solid, 4.5, "", square...)
	case MarkFault:
		c.path(red.line, "M"+num(x-5)+" "+num(y-5)+"L"+num(x+5)+" "+num(y+5)+"M"+num(x+5)+" "+num(y-5)+"L"+num(x-5)+" "+num(y+5), ` stroke-width="3"`)
	case MarkRefusal:
		c.path(red.line, "M"+num(x)+" "+num(y-6)+"A6 6 0 1 0 "+num(x)+" "+num(y+6)+"A6 6 0 1 0 "+num(x)+" "+num(y-6)+"M"+num(x-3.5)+" "+num(y)+"L"+num(x+3.5)+" "+num(y), ` stroke-width="2.2"`)
	case MarkRepair:
		c.path(green.line, "M"+num(x-6)+" "+num(y)+"L"+num(x+6)+" "+num(y)+"M"+num(x)+" "+num(y-6)+"L"+num(x)+" "+num(y+6), ` stroke-width="3"`)
	default:
		p, extra := green.pale, ` stroke-width="2"`
		if m.Kind == MarkConsent {
			p, extra = green.solid, ""
		}
		if m.After {
			shape(p, 5.2, extra, square...)
		} else {
			fmt.Fprintf(&c.b, `<circle cx="%s" cy="%s" r="5.6"%s%s/>`, num(x), num(y), p.attributes(), extra)
		}
		if m.Kind == MarkTold {
			c.dot(green.solid, x, y, 2)
		}
	}
}

// arrow draws one cause.
func (f *Lanes) arrow(v *canvas, a *laneAxis, lanes []*lane, top float64, r LaneArrow) {
	where := func(e LaneEnd, last bool) (x, y float64, ok bool) {
		if e.Mark {
			if e.Index < 0 || e.Index >= len(f.Marks) {
				return 0, 0, false
			}
			m := f.Marks[e.Index]
			if f.through(e.Index) {
				return a.at(m.At), top - 7, true
			}
			l := lanes[m.Lane]
			return a.at(m.At), l.y + l.markY(l.markRow[e.Index]), true
		}
		if e.Index < 0 || e.Index >= len(f.Bars) {
			return 0, 0, false
		}
		b := f.Bars[e.Index]
		if b.Lane < 0 || b.Lane >= len(lanes) {
			return 0, 0, false
		}
		l := lanes[b.Lane]
		x = a.at(b.From)
		if last {
			x = math.Max(a.at(b.To), x+2)
		}
		return x, l.y + l.barY(l.barRow[e.Index]) + laneBar/2, true
	}
	x1, y1, ok := where(r.From, true)
	x2, y2, also := where(r.To, false)
	if !ok || !also || x1 == x2 && y1 == y2 {
		return
	}
	off := 2.0
	if r.To.Mark {
		off = 8
	}
	p := tones[4].line
	head := func(x, y, dx, dy float64) {
		v.path(tones[4].solid, "M"+num(x)+" "+num(y)+"L"+num(x-6*dx-3.2*dy)+" "+num(y-6*dy-3.2*dx)+"L"+num(x-6*dx+3.2*dy)+" "+num(y-6*dy+3.2*dx)+"Z", "")
	}
	if x2-x1 < 26 && math.Abs(y2-y1) > 12 {
		way := 1.0
		if y2 < y1 {
			way = -1
		}
		half := laneBar/2 - 2
		if r.To.Mark {
			half = 8
		}
		tip := y2 - way*half
		at := x2
		if !r.To.Mark {
			at += 3
		}
		bend := tip - way*math.Min(16, math.Abs(tip-y1)/2)
		v.path(p, "M"+num(x1)+" "+num(y1)+"C"+num(x1)+" "+num(bend)+" "+num(at)+" "+num(y1+(bend-y1)/2)+" "+num(at)+" "+num(tip-way*4), ` stroke-width="1.1"`)
		head(at, tip, 0, way)
		return
	}
	tip := x2 - off
	k := clamp((tip-x1)/2, 10, 60)
	v.path(p, "M"+num(x1)+" "+num(y1)+"C"+num(x1+k)+" "+num(y1)+" "+num(tip-k)+" "+num(y2)+" "+num(tip-4)+" "+num(y2), ` stroke-width="1.1"`)
	head(tip, y2, 1, 0)
}

// key writes the legend of what occurs and returns the height of the figure.
func (f Timelines) key(v *canvas, y float64) float64 {
	x, row := 6.0, y
	put := func(text string, sign func(x, y float64)) {
		w := 28 + textWidth(text, sizeFine, false) + 16
		if x > 6 && x+w-16 > figWidth-6 {
			x, row = 6, row+19
		}
		sign(x, row)
		v.text(ink, x+28, row+10.5, sizeFine, start, false, text)
		x += w
	}
	for k := range barWords {
		kind := BarKind(k)
		if f.some(func(l Lanes) bool { return slices.ContainsFunc(l.Bars, func(b LaneBar) bool { return b.Kind == kind }) }) {
			put(barWords[k], func(x, y float64) { v.barArea(kind, x, y, 22, 13) })
		}
	}
	for k := range markWords {
		for _, after := range []bool{false, true} {
			m := LaneMark{Kind: MarkKind(k), After: after}
			if after && !m.consultation() {
				continue
			}
			if f.some(func(l Lanes) bool {
				return slices.ContainsFunc(l.Marks, func(x LaneMark) bool {
					return x.Kind == m.Kind && (x.After == after || !m.consultation())
				})
			}) {
				put(m.word(), func(x, y float64) { v.event(m, x+12, y+6.5) })
			}
		}
	}
	return row + 22
}

func (f Timelines) some(is func(Lanes) bool) bool { return slices.ContainsFunc(f.Parts, is) }
