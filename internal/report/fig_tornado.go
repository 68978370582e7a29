package report

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"

	"entente/internal/typeset"
)

// Tornado shows what each assumption does to one comparison when it goes from
// the low end of its range to the high end and all others stay.
type Tornado struct {
	Title   string
	Measure string // as "difference of the median time, reformed less today"
	Unit    Unit
	Less    string // what a result under zero means, as "reformed is sooner"; may be empty
	More    string
	Base    float64 // the result with every assumption as it stands
	Bars    []TornadoBar
}

// TornadoBar is one assumption.
type TornadoBar struct {
	Assumption string
	LowEnd     string  // the low end of its range, as "30 min"
	HighEnd    string  // the high end
	Low, High  float64 // the results at these ends
	Reverses   bool    // the sign turns within the range
	Beyond     string  // where it turns, as "45 min"
}

// tornadoMost bounds the bars that are drawn, and tornadoLeast is the part of the
// longest that a bar has to have.
const (
	tornadoMost  = 15
	tornadoLeast = 0.03
)

// swing is how far a bar reaches, with the base in it.
func (f *Tornado) swing(b TornadoBar) float64 {
	s := math.Max(f.Base, math.Max(b.Low, b.High)) - math.Min(f.Base, math.Min(b.Low, b.High))
	if math.IsNaN(s) {
		return 0
	}
	return s
}

// shown are the bars that are drawn, the longest first: those that reverse and,
// as far as there is room and they can be seen, the longest others. rest are the
// others.
func (f *Tornado) shown() (shown, rest []TornadoBar) {
	all := slices.Clone(f.Bars)
	bySwing := func(a, b TornadoBar) int {
		x, y := f.swing(a), f.swing(b)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, bySwing)
	slices.SortStableFunc(all, func(a, b TornadoBar) int {
		if a.Reverses == b.Reverses {
			return 0
		}
		if a.Reverses {
			return -1
		}
		return 1
	})
	least := 0.0
	for _, b := range all {
		least = math.Max(least, tornadoLeast*f.swing(b))
	}
	n := min(len(all), tornadoMost)
	for n > 0 && !all[n-1].Reverses && f.swing(all[n-1]) < least {
		n--
	}
	shown, rest = all[:n], all[n:]
	slices.SortStableFunc(shown, bySwing)
	return shown, rest
}

// Note implements Drawing.
func (f Tornado) Note() string {
	return "Each assumption goes to the low end of its range (upper bar, hatched) and to the high end (lower bar, solid) while the others stay. Line: the result as assumed. Thick line: zero. ◇ the sign turns within the range."
}

// restText says what is not drawn.
func (f *Tornado) restText(rest []TornadoBar) string {
	if len(rest) == 0 {
		return ""
	}
	most, reverse := 0.0, 0
	for _, b := range rest {
		most = math.Max(most, f.swing(b))
		if b.Reverses {
			reverse++
		}
	}
	text := fmt.Sprintf("%d more change it by at most %s", len(rest), f.Unit.value(most))
	if f.Unit == UnitShare {
		text = fmt.Sprintf("%d more change it by at most %s points", len(rest), num2(math.Round(1000*most)/10))
	}
	if most == 0 {
		text = fmt.Sprintf("%d more do not change it", len(rest))
	}
	if reverse > 0 {
		text += "; " + strconv.Itoa(reverse) + " of them reverse it"
	}
	return text + "."
}

// Table implements Drawing.
func (f Tornado) Table() [][]string {
	out := [][]string{{"Assumption", "Low end", "Result there", "High end", "Result there", "As assumed", "Reverses beyond"}}
	shown, rest := f.shown()
	for _, b := range append(shown, rest...) {
		beyond := "does not reverse"
		if b.Reverses {
			beyond = b.Beyond
			if beyond == "" {
				beyond = "reverses"
			}
		}
		out = append(out, []string{b.Assumption, b.LowEnd, f.Unit.signed(b.Low), b.HighEnd, f.Unit.signed(b.High), f.Unit.signed(f.Base), beyond})
	}
	return out
}

// SVG implements Drawing.
func (f Tornado) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

// The columns of Tornado.
const (
	torLeft  = 336.0
	torRight = 702.0
	torWords = 84.0 // beside the axis for the words of the ends
	torSay   = 794.0
)

func (f Tornado) draw(id string) (template.HTML, *canvas, float64, float64) {
	var v canvas
	shown, rest := f.shown()
	low, high := f.bounds(shown)
	x := func(t float64) float64 { return torLeft + (torRight-torLeft)*clamp((t-low)/(high-low), 0, 1) }
	y := v.head(f.Title) + 12
	if f.Measure != "" {
		y += v.lines(muted, 0, y, sizeFine, figWidth, false, 2, f.Measure+"; as assumed "+f.Unit.signed(f.Base)) + 4
	}
	y = v.sides(f.Less, f.More, x(0), torLeft-torWords, torRight+torWords, y)
	top := y
	var heights []float64
	for _, b := range shown {
		h := math.Max(tall(sizeText, torLeft-torWords-20, b.Reverses, 3, b.Assumption), tall(sizeFine, figWidth-torSay-18, false, 3, beyondText(b)))
		heights = append(heights, math.Max(h, 30)+8)
		y += heights[len(heights)-1]
	}
	bottom := y
	ticks := axisTicks(low, high, x, f.Unit, true)
	y = top
	for i := range shown {
		if i%2 == 0 {
			v.rect(panel, 0, y, figWidth, heights[i], 0, ` fill-opacity="0.7"`)
		}
		y += heights[i]
	}
	for _, t := range ticks {
		v.line(hair, x(t.at), top, x(t.at), bottom, "")
	}
	if low <= 0 && high >= 0 {
		v.line(base, x(0), top-4, x(0), bottom+5, ` stroke-width="2.2"`)
	}
	y = top
	for i, b := range shown {
		f.bar(&v, b, x, y, heights[i])
		y += heights[i]
	}
	v.line(base, x(f.Base), top-4, x(f.Base), bottom+5, ` stroke-width="1.2" stroke-dasharray="5 2"`)
	v.line(wire, torLeft, bottom, torRight, bottom, "")
	for _, t := range ticks {
		v.line(wire, x(t.at), bottom, x(t.at), bottom+4, "")
		v.text(muted, x(t.at), bottom+18, sizeFine, middle, t.at == 0, t.text)
	}
	if f.Unit == UnitShare {
		v.text(muted, torSay, bottom+18, sizeFine, start, false, "percentage points")
	}
	y = bottom + 26
	if text := f.restText(rest); text != "" {
		y += 12
		y += v.lines(muted, 6, y, sizeFine, figWidth-12, false, 2, text)
	}
	title := f.Title
	if title == "" {
		title = f.Measure
	}
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

// bounds is the axis: it holds the base, all bars, and zero unless that lies so
// far off that nothing else would be seen and nothing reverses.
func (f *Tornado) bounds(shown []TornadoBar) (low, high float64) {
	low, high = f.Base, f.Base
	reverses := false
	for _, b := range shown {
		for _, x := range []float64{b.Low, b.High} {
			if !math.IsNaN(x) && !math.IsInf(x, 0) {
				low, high = math.Min(low, x), math.Max(high, x)
			}
		}
		reverses = reverses || b.Reverses
	}
	if spread := high - low; reverses || math.Min(math.Abs(low), math.Abs(high)) < 6*spread || spread == 0 {
		low, high = math.Min(low, 0), math.Max(high, 0)
	}
	if low == high {
		one := [...]float64{UnitTime: 60, UnitShare: 0.1, UnitNumber: 1}[f.Unit]
		return low - one, high + one
	}
	pad := 0.04 * (high - low)
	return low - pad, high + pad
}

// sides writes what it means to stand on either side of zero, and returns where
// the rest begins.
func (c *canvas) sides(less, more string, zero, left, right, y float64) float64 {
	if less == "" && more == "" {
		return y
	}
	if less != "" {
		less = typeset.Clip("← "+less, sizeFine, (right-left)/2-10, false)
	}
	if more != "" {
		more = typeset.Clip(more+" →", sizeFine, (right-left)/2-10, false)
	}
	from := math.Max(zero-8, left+typeset.Width(less, sizeFine, false))
	to := math.Max(zero+8, from+12)
	if over := to + typeset.Width(more, sizeFine, false) - right; over > 0 {
		to -= over
		from = math.Min(from, to-12)
	}
	c.text(muted, from, y+12, sizeFine, end, false, less)
	c.text(muted, to, y+12, sizeFine, start, false, more)
	return y + 24
}

func beyondText(b TornadoBar) string {
	switch {
	case !b.Reverses:
		return ""
	case b.Beyond == "":
		return "reverses"
	}
	return "reverses beyond " + b.Beyond
}

// bar draws one assumption: the low end above, the high end below.
func (f *Tornado) bar(v *canvas, b TornadoBar, x func(float64) float64, y, h float64) {
	v.lines(ink, 6, y+4+sizeText, sizeText, torLeft-torWords-20, b.Reverses, 3, b.Assumption)
	mid := y + h/2
	for i, e := range []struct {
		at   float64
		word string
	}{{b.Low, b.LowEnd}, {b.High, b.HighEnd}} {
		if math.IsNaN(e.at) {
			continue
		}
		from, to := math.Min(x(f.Base), x(e.at)), math.Max(x(f.Base), x(e.at))
		top := mid - 14 + 14*float64(i)
		if to-from < 1 {
			from, to = from-0.5, to+0.5
		}
		if i == 0 {
			v.hatched(tones[0], rising, from, top+1.5, to-from, 11)
		} else {
			v.rect(tones[0].solid, from, top+1.5, to-from, 11, 0, "")
		}
		word := typeset.Clip(e.word, sizeFine, torWords-10, false)
		switch {
		case e.at < f.Base:
			v.text(muted, from-5, top+11, sizeFine, end, false, word)
		default:
			v.text(muted, to+5, top+11, sizeFine, start, false, word)
		}
	}
	if b.Reverses {
		v.sign(true, torSay, y+4+sizeText*0.62, 5)
		v.lines(ink, torSay+14, y+4+sizeText, sizeFine, figWidth-torSay-18, false, 3, beyondText(b))
	}
}
