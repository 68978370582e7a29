package report

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"entente/internal/typeset"
)

// How lanes are drawn.

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

// laid is a run with its lanes placed.
type laid struct {
	heads       []laneWord // of what goes through all lanes
	signs       float64    // how high their signs are
	lanes       []*lane
	top, bottom float64
}

// lay places the lanes of one run below y.
func (f *Lanes) lay(a *laneAxis, y float64) laid {
	var out laid
	for i, m := range f.Marks {
		if f.through(i) {
			text := m.Label
			if text == "" {
				text = m.word()
			}
			out.heads = append(out.heads, laneWord{text: text, x: a.at(m.At)})
		}
	}
	out.top = y + 6 + laneLabel*float64(placeWords(out.heads, lanesRight+16))
	if len(out.heads) > 0 {
		out.signs = 14
	}
	out.top += out.signs
	out.bottom = out.top
	for n := range f.Lanes {
		l := f.place(n, a)
		l.y = out.bottom
		out.bottom += l.h
		out.lanes = append(out.lanes, l)
	}
	return out
}

// body draws the lanes of one run and returns where they end.
func (f *Lanes) body(v *canvas, a *laneAxis, ticks []tick, y float64) float64 {
	at := f.lay(a, y)
	heads, lanes, signs, top, bottom := at.heads, at.lanes, at.signs, at.top, at.bottom
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
		f.arrow(v, a, &at, x)
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
		w := typeset.Width(b.Label, sizeFine, false)
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

// spot is where an arrow begins or ends: at a mark, at the beginning of a bar or at
// its end.
func (f *Lanes) spot(a *laneAxis, at *laid, e LaneEnd, last bool) (x, y float64, ok bool) {
	if e.Mark {
		if e.Index < 0 || e.Index >= len(f.Marks) {
			return 0, 0, false
		}
		m := f.Marks[e.Index]
		if f.through(e.Index) {
			return a.at(m.At), at.top - 7, true
		}
		l := at.lanes[m.Lane]
		return a.at(m.At), l.y + l.markY(l.markRow[e.Index]), true
	}
	if e.Index < 0 || e.Index >= len(f.Bars) {
		return 0, 0, false
	}
	b := f.Bars[e.Index]
	if b.Lane < 0 || b.Lane >= len(at.lanes) {
		return 0, 0, false
	}
	l := at.lanes[b.Lane]
	x = a.at(b.From)
	if last {
		x = math.Max(a.at(b.To), x+2)
	}
	return x, l.y + l.barY(l.barRow[e.Index]) + laneBar/2, true
}

// arrow draws one cause.
func (f *Lanes) arrow(v *canvas, a *laneAxis, at *laid, r LaneArrow) {
	x1, y1, ok := f.spot(a, at, r.From, true)
	x2, y2, also := f.spot(a, at, r.To, false)
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
		to := x2
		if !r.To.Mark {
			to += 3
		}
		bend := tip - way*math.Min(16, math.Abs(tip-y1)/2)
		v.path(p, "M"+num(x1)+" "+num(y1)+"C"+num(x1)+" "+num(bend)+" "+num(to)+" "+num(y1+(bend-y1)/2)+" "+num(to)+" "+num(tip-way*4), ` stroke-width="1.1"`)
		head(to, tip, 0, way)
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
		w := 28 + typeset.Width(text, sizeFine, false) + 16
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
