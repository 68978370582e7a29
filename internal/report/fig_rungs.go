package report

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"entente/internal/typeset"
)

// Rungs shows escalation as a fan: at each moment, which share of the runs stands on
// which rung; one panel for each design.
type Rungs struct {
	Title  string
	XLabel string
	Rungs  []string // the lowest first
	Parts  []RungsOf
}

// RungsOf is the fan of one design.
type RungsOf struct {
	Name  string
	Time  []float64   // seconds, ascending
	Share [][]float64 // by moment, rung
}

// Note implements Drawing.
func (f Rungs) Note() string {
	return "At each moment the height of a band is the share of the runs that stand on its rung; the darker, the higher the rung, and the higher the band lies."
}

// Table implements Drawing.
func (f Rungs) Table() [][]string {
	out := [][]string{append([]string{"Design", "At"}, f.Rungs...)}
	for _, p := range f.Parts {
		for _, k := range fiveOf(len(p.Time)) {
			row := []string{p.Name, UnitTime.value(p.Time[k])}
			for _, x := range p.Share[k] {
				row = append(row, percent(x))
			}
			out = append(out, row)
		}
	}
	return out
}

// fiveOf are five places of a list, from its beginning to its end.
func fiveOf(n int) []int {
	var out []int
	for i := range 5 {
		if n > 0 {
			out = append(out, i*(n-1)/4)
		}
	}
	return slices.Compact(out)
}

// SVG implements Drawing.
func (f Rungs) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

const (
	rungsLeft   = 52.0
	rungsHeight = 130.0
)

func (f Rungs) draw(id string) (template.HTML, *canvas, float64, float64) {
	var v canvas
	y := v.head(f.Title) + 8
	title := f.Title
	if title == "" {
		title = "Rungs over time"
	}
	var parts []RungsOf
	last := 0.0
	for _, p := range f.Parts {
		if n := len(p.Time); n > 0 && len(p.Share) == n {
			parts = append(parts, p)
			last = math.Max(last, p.Time[n-1])
		}
	}
	if len(parts) == 0 || last <= 0 {
		y = v.nothing(y)
		return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
	}
	s := timeScale{left: rungsLeft, right: figWidth - 26, high: last}
	ticks := s.ticks()
	for _, p := range parts {
		y += v.lines(ink, s.left, y+sizeText, sizeText, s.right-s.left, true, 2, p.Name) + 7
		p.draw(&v, s, y)
		for _, share := range []float64{0, 0.5, 1} {
			at := y + rungsHeight*(1-share)
			v.line(hair, s.left, at, s.right, at, "")
			v.text(muted, s.left-7, at+4, sizeFine, end, false, percent(share))
		}
		for _, t := range ticks {
			v.line(hair, s.at(t.at), y, s.at(t.at), y+rungsHeight, "")
		}
		y += rungsHeight + 14
	}
	y = v.timeAxis(s, ticks, y-14, f.XLabel)
	at, row := s.left, y
	for i, name := range f.Rungs {
		text := typeset.Clip(name, sizeFine, 300, false)
		w := 24 + typeset.Width(text, sizeFine, false) + 16
		if at > s.left && at+w-16 > s.right {
			at, row = s.left, row+19
		}
		v.rect(tones[0].solid, at, row, 18, 12, 0, shade(i, len(f.Rungs))+` stroke-width="0"`)
		v.rect(wire, at, row, 18, 12, 0, ` stroke-width="0.6"`)
		v.text(ink, at+24, row+10.5, sizeFine, start, false, text)
		at += w
	}
	y = row + 22
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

// shade is the darkness of a rung.
func shade(i, n int) string {
	return fmt.Sprintf(` fill-opacity="%s"`, num2(0.04+0.86*float64(i)/math.Max(1, float64(n-1))))
}

// draw draws the bands, the lowest rung at the bottom.
func (p *RungsOf) draw(v *canvas, s timeScale, top float64) {
	below := make([]float64, len(p.Time))
	for i := range p.Share[0] {
		var up, down []string
		some := false
		for k, t := range p.Time {
			x := num(s.at(t))
			down = append(down, x+" "+num(top+rungsHeight*(1-clamp(below[k], 0, 1))))
			below[k] += p.Share[k][i]
			some = some || p.Share[k][i] > 0
			up = append(up, x+" "+num(top+rungsHeight*(1-clamp(below[k], 0, 1))))
		}
		if !some {
			continue
		}
		slices.Reverse(down)
		v.path(tones[0].solid, "M"+strings.Join(up, "L")+"L"+strings.Join(down, "L")+"Z", shade(i, len(p.Share[0])))
		v.path(wire, "M"+strings.Join(up, "L"), ` stroke-width="0.7"`)
	}
}

// timeAxis draws an axis of time below a figure and returns where the rest begins.
func (c *canvas) timeAxis(s timeScale, ticks []tick, y float64, label string) float64 {
	c.line(wire, s.left, y, s.right, y, "")
	for _, t := range ticks {
		c.line(wire, s.at(t.at), y, s.at(t.at), y+5, "")
		c.text(muted, s.at(t.at), y+19, sizeFine, middle, false, t.text)
	}
	y += 39
	if label != "" {
		y += c.lines(muted, s.left, y, sizeFine, s.right-s.left, false, 2, label) + 4
	}
	return y
}

// Courses shows a number over time, a line for each design: its mean, and a band
// from the least to the greatest tenth of the runs.
type Courses struct {
	Title  string
	XLabel string
	YLabel string
	Series []CourseOf
}

// CourseOf is the course of one design.
type CourseOf struct {
	Name            string
	Time            []float64 // seconds, ascending
	Mean, Low, High []float64 // Low and High: 10 and 90 of 100 runs; empty: no band
}

// Note implements Drawing.
func (f Courses) Note() string {
	return "The line is the mean over the runs; the pale band holds eight of ten of them."
}

// Table implements Drawing.
func (f Courses) Table() [][]string {
	out := [][]string{{"Design", "At", "Mean", "Eight of ten from", "to"}}
	for _, c := range f.Series {
		for _, k := range fiveOf(len(c.Time)) {
			row := []string{c.Name, UnitTime.value(c.Time[k]), UnitNumber.value(c.Mean[k]), "", ""}
			if len(c.Low) > k && len(c.High) > k {
				row[3], row[4] = UnitNumber.value(c.Low[k]), UnitNumber.value(c.High[k])
			}
			out = append(out, row)
		}
	}
	return out
}

// SVG implements Drawing.
func (f Courses) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

const coursesHeight = 240.0

func (f Courses) draw(id string) (template.HTML, *canvas, float64, float64) {
	var v canvas
	y := v.head(f.Title) + 8
	title := f.Title
	if title == "" {
		title = "Courses over time"
	}
	low, high, last := math.Inf(1), math.Inf(-1), 0.0
	for _, c := range f.Series {
		for k, t := range c.Time {
			last = math.Max(last, t)
			for _, list := range [][]float64{c.Mean, c.Low, c.High} {
				if k < len(list) && !math.IsNaN(list[k]) && !math.IsInf(list[k], 0) {
					low, high = math.Min(low, list[k]), math.Max(high, list[k])
				}
			}
		}
	}
	if last <= 0 || low > high {
		y = v.nothing(y)
		return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
	}
	if low == high {
		low, high = low-0.5, high+0.5
	}
	s := timeScale{left: rungsLeft + 20, right: figWidth - 26, high: last}
	if f.YLabel != "" {
		y += v.lines(muted, 0, y+sizeFine, sizeFine, s.right, false, 2, f.YLabel) + 8
	}
	p := plane{left: s.left, right: s.right, top: y, bottom: y + coursesHeight, yLow: low, yHigh: high, xUnit: UnitNumber, yUnit: UnitNumber}
	p.yAxis(&v)
	ticks := s.ticks()
	for _, t := range ticks {
		v.line(hair, s.at(t.at), p.top, s.at(t.at), p.bottom, "")
	}
	for i := range f.Series {
		f.Series[i].draw(&v, i, s, &p)
	}
	y = v.timeAxis(s, ticks, p.bottom, f.XLabel)
	for i, c := range f.Series {
		v.line(tones[i%len(tones)].line, 4, y, 52, y, ` stroke-width="2.2"`+dashOf(i))
		y += math.Max(v.lines(ink, 64, y+4, sizeText, figWidth-90, false, 2, c.Name), sizeText) + 8
	}
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

func (c *CourseOf) draw(v *canvas, i int, s timeScale, p *plane) {
	way := func(list []float64) []string {
		var out []string
		for k, t := range c.Time {
			if k < len(list) && !math.IsNaN(list[k]) {
				out = append(out, num(s.at(t))+" "+num(p.y(list[k])))
			}
		}
		return out
	}
	t := tones[i%len(tones)]
	if low, high := way(c.Low), way(c.High); len(low) > 1 && len(low) == len(high) {
		slices.Reverse(low)
		v.path(t.solid, "M"+strings.Join(high, "L")+"L"+strings.Join(low, "L")+"Z", ` fill-opacity="0.1"`)
	}
	if mean := way(c.Mean); len(mean) > 0 {
		v.path(t.line, "M"+strings.Join(mean, "L"), ` stroke-width="2.2" stroke-linejoin="round"`+dashOf(i))
	}
}

// plane is a field with two axes of numbers.
type plane struct {
	left, right, top, bottom float64
	xLow, xHigh, yLow, yHigh float64
	xUnit, yUnit             Unit
}

func (p *plane) x(at float64) float64 {
	return p.left + (p.right-p.left)*(at-p.xLow)/(p.xHigh-p.xLow)
}

func (p *plane) y(at float64) float64 {
	return p.bottom - (p.bottom-p.top)*(at-p.yLow)/(p.yHigh-p.yLow)
}

// xAxis draws the lower axis and its ticks.
func (p *plane) xAxis(v *canvas) {
	v.line(wire, p.left, p.bottom, p.right, p.bottom, "")
	for _, t := range axisTicks(p.xLow, p.xHigh, p.x, p.xUnit, false) {
		if t.at >= p.xLow && t.at <= p.xHigh {
			v.line(hair, p.x(t.at), p.top, p.x(t.at), p.bottom, "")
			v.text(muted, p.x(t.at), p.bottom+18, sizeFine, middle, false, t.text)
		}
	}
}

// yAxis draws the left axis and its ticks, no closer than lines of text.
func (p *plane) yAxis(v *canvas) {
	v.line(wire, p.left, p.top, p.left, p.bottom, "")
	ticks := axisTicks(p.yLow, p.yHigh, func(at float64) float64 { return 3 * p.left * (at - p.yLow) / (p.yHigh - p.yLow) }, p.yUnit, false)
	at := math.Inf(1)
	for _, t := range ticks {
		if t.at < p.yLow || t.at > p.yHigh || at-p.y(t.at) < 1.4*sizeFine {
			continue
		}
		at = p.y(t.at)
		v.line(hair, p.left, at, p.right, at, "")
		v.text(muted, p.left-7, at+4, sizeFine, end, false, t.text)
	}
}
