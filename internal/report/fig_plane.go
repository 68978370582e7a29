package report

import (
	"html/template"
	"math"
	"strings"
)

// BreakLine shows between two numbers where a comparison turns.
type BreakLine struct {
	Title        string
	X, Y         string // the names of the numbers
	XUnit, YUnit Unit
	XLow, XHigh  float64
	YLow, YHigh  float64
	More, Less   string // what it is on either side
	Points       []BreakAt
}

// BreakAt is one place of the first number.
type BreakAt struct {
	X     float64
	Y     float64 // where the second turns the comparison; NaN: nowhere
	Below string  // "more" or "less": what it is below Y; of the whole, where Y is NaN; else not known
	Again bool    // it turns back above Y: what it is there is not drawn
}

// Note implements Drawing.
func (f BreakLine) Note() string {
	return "On the line the comparison turns; between the places tried it is drawn straight. The hatching says on which side it is what. Left plain: not told."
}

// Table implements Drawing.
func (f BreakLine) Table() [][]string {
	out := [][]string{{f.X, "turns where " + f.Y + " is", "below it"}}
	word := map[string]string{"more": f.More, "less": f.Less}
	for _, p := range f.Points {
		turns, below := f.YUnit.value(p.Y), word[p.Below]
		if p.Again {
			turns += ", and back further on"
		}
		if math.IsNaN(p.Y) {
			turns = "nowhere"
			if below != "" {
				below += " throughout"
			}
		}
		out = append(out, []string{f.XUnit.value(p.X), turns, below})
	}
	return out
}

// SVG implements Drawing.
func (f BreakLine) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

const planeHeight = 320.0

func (f BreakLine) draw(id string) (template.HTML, *canvas, float64, float64) {
	var v canvas
	y := v.head(f.Title) + 8
	title := f.Title
	if title == "" {
		title = "Where a comparison turns"
	}
	if len(f.Points) == 0 || !(f.XLow < f.XHigh) || !(f.YLow < f.YHigh) {
		y = v.nothing(y)
		return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
	}
	y += v.lines(muted, 0, y+sizeFine, sizeFine, figWidth-40, false, 3, f.Y) + 10
	p := plane{left: 90, right: figWidth - 30, top: y, bottom: y + planeHeight, xLow: f.XLow, xHigh: f.XHigh, yLow: f.YLow, yHigh: f.YHigh, xUnit: f.XUnit, yUnit: f.YUnit}
	for i := range f.Points {
		f.sides(&v, &p, i)
	}
	p.xAxis(&v)
	p.yAxis(&v)
	var way []string
	flush := func() {
		if len(way) > 1 {
			v.path(base, "M"+strings.Join(way, "L"), ` stroke-width="2.4" stroke-linejoin="round"`)
		}
		way = nil
	}
	for _, at := range f.Points {
		if math.IsNaN(at.Y) {
			flush()
			continue
		}
		way = append(way, num(p.x(at.X))+" "+num(p.y(at.Y)))
	}
	flush()
	for _, at := range f.Points {
		if !math.IsNaN(at.Y) {
			v.dot(ink, p.x(at.X), p.y(at.Y), 3.2)
		}
	}
	y = p.bottom + 36
	y += v.lines(muted, p.left, y, sizeFine, p.right-p.left, false, 3, f.X) + 4
	y += v.legend(p.left, y, p.right-p.left, []swatchKey{{tones[0], rising, f.More}, {tones[1], falling, f.Less}})
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

// sides hatches the two sides of one place, half of the way to its neighbours.
func (f *BreakLine) sides(v *canvas, p *plane, i int) {
	at := f.Points[i]
	from, to := p.x(at.X), p.x(at.X)
	if i > 0 {
		from = (from + p.x(f.Points[i-1].X)) / 2
	}
	if i+1 < len(f.Points) {
		to = (to + p.x(f.Points[i+1].X)) / 2
	}
	fill := func(side string, top, bottom float64) {
		switch side {
		case "more":
			v.hatched(tones[0], rising, from, top, to-from, bottom-top)
		case "less":
			v.hatched(tones[1], falling, from, top, to-from, bottom-top)
		}
	}
	if math.IsNaN(at.Y) {
		fill(at.Below, p.top, p.bottom)
		return
	}
	fill(at.Below, p.y(at.Y), p.bottom)
	if at.Again {
		return
	}
	fill(map[string]string{"more": "less", "less": "more"}[at.Below], p.top, p.y(at.Y))
}

// Frontier shows what no other candidate dominates, by two numbers.
type Frontier struct {
	Title        string
	X, Y         string // the names of the numbers
	XMore, YMore bool   // more of it is preferred
	XUnit, YUnit Unit
	Points       []FrontierAt
}

// FrontierAt is one candidate: the range of each number.
type FrontierAt struct {
	Name        string
	On          bool
	Why         string // of one that is not on it
	XLow, XHigh float64
	YLow, YHigh float64
}

// Note implements Drawing.
func (f Frontier) Note() string {
	return "A cross spans the range of either number over what was tried; a sign in a ring is dominated, the others are on the frontier. A range is no probability, and crosses may overlap where every single comparison is decided, since what moves them moves them together."
}

// Table implements Drawing.
func (f Frontier) Table() [][]string {
	out := [][]string{{"Candidate", f.X, f.Y, "On the frontier"}}
	for _, p := range f.Points {
		on := "yes"
		if !p.On {
			on = "no: " + p.Why
		}
		out = append(out, []string{p.Name, f.XUnit.between(p.XLow, p.XHigh), f.YUnit.between(p.YLow, p.YHigh), on})
	}
	return out
}

// SVG implements Drawing.
func (f Frontier) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

func (f Frontier) draw(id string) (template.HTML, *canvas, float64, float64) {
	var v canvas
	y := v.head(f.Title) + 8
	title := f.Title
	if title == "" {
		title = "The frontier"
	}
	p := plane{left: 90, right: figWidth - 30, xLow: math.Inf(1), xHigh: math.Inf(-1), yLow: math.Inf(1), yHigh: math.Inf(-1), xUnit: f.XUnit, yUnit: f.YUnit}
	known := func(q *FrontierAt) bool {
		return !math.IsNaN(q.XLow+q.XHigh+q.YLow+q.YHigh) && !math.IsInf(q.XLow+q.XHigh+q.YLow+q.YHigh, 0)
	}
	for i := range f.Points {
		if q := &f.Points[i]; known(q) {
			p.xLow, p.xHigh = math.Min(p.xLow, q.XLow), math.Max(p.xHigh, q.XHigh)
			p.yLow, p.yHigh = math.Min(p.yLow, q.YLow), math.Max(p.yHigh, q.YHigh)
		}
	}
	if p.xLow > p.xHigh {
		y = v.nothing(y)
		return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
	}
	p.xLow, p.xHigh = widened(p.xLow, p.xHigh)
	p.yLow, p.yHigh = widened(p.yLow, p.yHigh)
	y += v.lines(muted, 0, y+sizeFine, sizeFine, figWidth-40, false, 3, f.Y+map[bool]string{true: ": upwards is preferred", false: ": downwards is preferred"}[f.YMore]) + 10
	p.top, p.bottom = y, y+planeHeight
	p.xAxis(&v)
	p.yAxis(&v)
	for i := range f.Points {
		q := &f.Points[i]
		if !known(q) {
			continue
		}
		x, at := p.x((q.XLow+q.XHigh)/2), p.y((q.YLow+q.YHigh)/2)
		line := tones[i%len(tones)].line
		v.line(line, p.x(q.XLow), at, p.x(q.XHigh), at, ` stroke-width="1.2"`)
		v.line(line, x, p.y(q.YLow), x, p.y(q.YHigh), ` stroke-width="1.2"`)
		v.candidate(i, q.On, x, at)
	}
	y = p.bottom + 36
	y += v.lines(muted, p.left, y, sizeFine, p.right-p.left, false, 3, f.X+map[bool]string{true: ": to the right is preferred", false: ": to the left is preferred"}[f.XMore]) + 12
	for i, q := range f.Points {
		v.candidate(i, q.On, 28, y)
		text := q.Name
		if !q.On {
			text += ": " + q.Why
		}
		y += math.Max(v.lines(ink, 52, y+4, sizeText, figWidth-80, q.On, 3, text), sizeText) + 8
	}
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

// candidate draws the sign of a candidate; one that is dominated stands in a ring.
func (c *canvas) candidate(i int, on bool, x, y float64) {
	if on {
		c.marker(i, x, y, 6.5)
		return
	}
	c.dot(paint{"g-open", ground.fill, tones[1].line.stroke, ground.darkFill, tones[1].line.darkStroke}, x, y, 9)
	c.marker(i, x, y, 4.5)
}

// widened leaves some room around a range.
func widened(low, high float64) (float64, float64) {
	room := 0.06 * (high - low)
	if room == 0 {
		room = math.Max(0.05*math.Abs(low), 0.01)
	}
	return low - room, high + room
}
