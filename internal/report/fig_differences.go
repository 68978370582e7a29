package report

import (
	"html/template"
	"math"
	"slices"
	"strings"

	"entente/internal/typeset"
)

// Differences shows by how much designs differ, measure by measure, a row for
// each comparison.
type Differences struct {
	Title  string
	Level  float64 // of the intervals, as 0.95
	Groups []DifferenceGroup
}

// DifferenceGroup is the comparisons of one measure, on one axis.
type DifferenceGroup struct {
	Measure string
	Unit    Unit
	Less    string // what a difference under zero means, as "sooner"; may be empty
	More    string
	Rows    []Difference
}

// Difference is one comparison.
type Difference struct {
	Name      string // as "reformed, less today"
	Estimate  float64
	Low, High float64   // the interval of simulation error only
	Range     *Interval // over the assumptions tried, or nil
	Verdict   string    // as "holds for all 42 ranges tried"
	Depends   bool      // whether the verdict is that it depends on an assumption
}

// Interval is a range of numbers.
type Interval struct{ Low, High float64 }

// Note implements Drawing.
func (f Differences) Note() string {
	level := "The thick line is the interval of simulation error alone"
	if f.Level > 0 {
		level += " (" + percent(f.Level) + ")"
	}
	note := level + ": more runs would shorten it, and it says nothing of wrong assumptions."
	for _, g := range f.Groups {
		if slices.ContainsFunc(g.Rows, func(d Difference) bool { return d.Range != nil }) {
			note += " The thin line below is the range over the assumptions tried."
			break
		}
	}
	return note + " ● the sign holds; ◇ it depends."
}

// Table implements Drawing.
func (f Differences) Table() [][]string {
	out := [][]string{{"Measure", "Comparison", "Difference", "Simulation error, from", "to", "Over the assumptions, from", "to", "Verdict"}}
	for _, g := range f.Groups {
		for _, d := range g.Rows {
			low, high := "not tried", "not tried"
			if d.Range != nil {
				low, high = g.Unit.signed(d.Range.Low), g.Unit.signed(d.Range.High)
			}
			out = append(out, []string{g.Measure, d.Name, g.Unit.signed(d.Estimate), g.Unit.signed(d.Low), g.Unit.signed(d.High), low, high, d.Verdict})
		}
	}
	return out
}

// SVG implements Drawing.
func (f Differences) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

// The columns of Differences.
const (
	diffLeft    = 226.0
	diffRight   = 590.0
	diffNumber  = 606.0
	diffVerdict = 752.0
)

func (f Differences) draw(id string) (template.HTML, *canvas, float64, float64) {
	var v canvas
	y := v.head(f.Title)
	for _, g := range f.Groups {
		y = g.draw(&v, y) + 16
	}
	if len(f.Groups) == 0 {
		y = v.nothing(y)
	}
	title := f.Title
	if title == "" {
		title = "Differences between designs"
	}
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

// bounds is the axis of a group: it holds zero and all that is finite.
func (g *DifferenceGroup) bounds() (low, high float64) {
	see := func(x float64) {
		if !math.IsInf(x, 0) && !math.IsNaN(x) {
			low, high = math.Min(low, x), math.Max(high, x)
		}
	}
	for _, d := range g.Rows {
		see(d.Estimate)
		see(d.Low)
		see(d.High)
		if d.Range != nil {
			see(d.Range.Low)
			see(d.Range.High)
		}
	}
	if low == high {
		one := [...]float64{UnitTime: 60, UnitShare: 0.1, UnitNumber: 1}[g.Unit]
		return -one, one
	}
	pad := 0.05 * (high - low)
	return low - pad, high + pad
}

func (g *DifferenceGroup) draw(v *canvas, y float64) float64 {
	low, high := g.bounds()
	x := func(t float64) float64 {
		return diffLeft + (diffRight-diffLeft)*clamp((t-low)/(high-low), 0, 1)
	}
	y += 14
	y += v.lines(ink, 0, y, sizeText, diffVerdict-14, true, 2, g.Measure) - sizeText*1.22 + 8
	y = v.sides(g.Less, g.More, x(0), diffLeft, diffRight, y)
	top := y + 6
	y = top
	var heights []float64
	for _, d := range g.Rows {
		h := math.Max(tall(sizeText, diffLeft-14, false, 3, d.Name), tall(sizeFine, figWidth-diffVerdict-20, false, 4, d.Verdict))
		heights = append(heights, math.Max(h, 2*sizeFine*1.22)+8)
		y += heights[len(heights)-1]
	}
	bottom := y
	ticks := axisTicks(low, high, x, g.Unit, true)
	y = top
	for i := range g.Rows {
		if i%2 == 0 {
			v.rect(panel, 0, y, figWidth, heights[i], 0, ` fill-opacity="0.7"`)
		}
		y += heights[i]
	}
	for _, t := range ticks {
		v.line(hair, x(t.at), top, x(t.at), bottom, "")
	}
	v.line(base, x(0), top-4, x(0), bottom+5, ` stroke-width="1.4"`)
	y = top
	for i, d := range g.Rows {
		g.row(v, &d, x, y, heights[i])
		y += heights[i]
	}
	v.line(wire, diffLeft, bottom, diffRight, bottom, "")
	for _, t := range ticks {
		v.line(wire, x(t.at), bottom, x(t.at), bottom+4, "")
		v.text(muted, x(t.at), bottom+17, sizeFine, middle, t.at == 0, t.text)
	}
	if g.Unit == UnitShare {
		v.text(muted, diffNumber+18, bottom+17, sizeFine, start, false, "percentage points")
	}
	return bottom + 22
}

func (g *DifferenceGroup) row(v *canvas, d *Difference, x func(float64) float64, y, h float64) {
	v.lines(ink, 6, y+4+sizeText, sizeText, diffLeft-20, false, 3, d.Name)
	mid := y + h/2
	at := mid
	if d.Range != nil {
		at = mid - 5
		v.span(tones[4].line, x, d.Range.Low, d.Range.High, mid+7, 1.3, 4)
	}
	t := tones[0]
	if d.Depends {
		t = tones[1]
	}
	v.span(t.line, x, d.Low, d.High, at, 5, 0)
	if !math.IsNaN(d.Estimate) {
		v.sign(d.Depends, x(d.Estimate), at, 5.5)
	}
	v.text(ink, diffNumber, y+4+sizeText, sizeText, start, true, typeset.Clip(g.Unit.signed(d.Estimate), sizeText, diffVerdict-diffNumber-8, true))
	v.text(muted, diffNumber, y+4+sizeText*2.15, sizeFine, start, false, typeset.Clip(g.Unit.between(d.Low, d.High), sizeFine, diffVerdict-diffNumber-8, false))
	v.sign(d.Depends, diffVerdict+6, y+4+sizeText*0.62, 5)
	v.lines(ink, diffVerdict+18, y+4+sizeText, sizeFine, figWidth-diffVerdict-20, false, 4, d.Verdict)
}

// between is "+2 to +5 min".
func (u Unit) between(low, high float64) string {
	a, b := u.signed(low), u.signed(high)
	if a == b {
		return a
	}
	if u == UnitShare && strings.HasSuffix(b, " points") {
		a = strings.TrimSuffix(a, " points")
	}
	return a + " to " + b
}

// span draws an interval, with an arrow at an end that is not bounded. caps is
// the half height of the strokes at its ends.
func (c *canvas) span(p paint, x func(float64) float64, low, high, y, width, caps float64) {
	if math.IsNaN(low) || math.IsNaN(high) {
		return
	}
	from, to := x(low), x(high)
	if to-from < 1 && caps == 0 {
		from, to = from-0.5, to+0.5
	}
	c.line(p, from, y, to, y, ` stroke-width="`+num(width)+`"`)
	for i, e := range []float64{low, high} {
		at, way := from, 6.0
		if i == 1 {
			at, way = to, -6.0
		}
		switch {
		case math.IsInf(e, 0):
			c.path(p, "M"+num(at+way)+" "+num(y-4)+"L"+num(at)+" "+num(y)+"L"+num(at+way)+" "+num(y+4), ` stroke-width="1.4"`)
		case caps > 0:
			c.line(p, at, y-caps, at, y+caps, ` stroke-width="`+num(width)+`"`)
		}
	}
}

// sign is the dot of what holds, or the open diamond of what depends.
func (c *canvas) sign(depends bool, x, y, r float64) {
	if !depends {
		c.dot(tones[0].solid, x, y, r)
		return
	}
	t := tones[1].line
	open := paint{"g-open", ground.fill, t.stroke, ground.darkFill, t.darkStroke}
	c.path(open, "M"+num(x)+" "+num(y-r-1)+"L"+num(x+r+1)+" "+num(y)+"L"+num(x)+" "+num(y+r+1)+"L"+num(x-r-1)+" "+num(y)+"Z", ` stroke-width="2"`)
}
