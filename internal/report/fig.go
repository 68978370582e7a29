package report

// The figures of results that were simulated: what they share.
//
// In: plain structs (ResponseCurves, Differences, Tornado, Waiting, Lanes,
// Timelines, Consultation). Out: an SVG each, and the same numbers as a table.
// Guaranteed: the same input gives the same bytes; no text of a figure overlaps
// another; what colour tells is told by shape, dash, hatching or words as well.

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"entente/internal/dist"
	"entente/internal/typeset"
)

// Drawing is a figure of simulated results.
type Drawing interface {
	// SVG draws it. The id is that of the figure on its page; the element of the
	// drawing has the id with "-svg" behind it.
	SVG(id string) string
	// Table is the same in rows of text; the first row holds the heads.
	Table() [][]string
	// Note says how to read the figure: its footnote.
	Note() string

	draw(id string) (template.HTML, *canvas, float64, float64)
}

// Captioned is a drawing with what stands below it.
type Captioned struct {
	Drawing Drawing
	Name    string // of downloaded files, as "response-times"
	Caption string // one sentence without its full stop
	Note    string // said after the drawing's own note
	Source  string // what it rests on, without a full stop
}

// view numbers a figure and makes it ready for the page.
func (f Captioned) view(n int) figureView {
	id := fmt.Sprintf("figure-%d", n)
	svg, _, _, _ := f.Drawing.draw(id)
	v := figureView{ID: id, N: n, Name: fileName(fmt.Sprintf("figure-%d-%s", n, f.Name)), SVG: svg, Caption: f.Caption, Source: f.Source}
	v.Note = strings.TrimSpace(f.Drawing.Note() + " " + f.Note)
	if t := f.Drawing.Table(); len(t) > 1 {
		v.Heads, v.Rows = t[0], t[1:]
	}
	return v
}

// Unit says how the numbers of a figure are printed.
type Unit int

const (
	UnitTime   Unit = iota // seconds, as "3.1 h"
	UnitShare              // 0 to 1, as "45%"; a difference in points
	UnitNumber             // a plain number
)

// value prints a number with two significant figures.
func (u Unit) value(x float64) string {
	switch {
	case math.IsNaN(x):
		return "unknown"
	case math.IsInf(x, 1):
		return "no end"
	case math.IsInf(x, -1):
		return "no end"
	case x < 0:
		return "−" + u.value(-x)
	case u == UnitTime:
		if x == 0 {
			return "0"
		}
		return approx(x)
	case u == UnitShare:
		return percent(x)
	}
	return dist.Number.FormatApprox(x)
}

// signed prints a difference with its sign.
func (u Unit) signed(x float64) string {
	text := u.value(x)
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return text
	}
	if u == UnitShare {
		text = strings.TrimSuffix(text, "%") + " points"
	}
	if x > 0 {
		text = "+" + text
	}
	return text
}

// percent prints a share: "45%", "0.4%", "under 0.1%".
func percent(p float64) string {
	x := 100 * p
	switch {
	case math.IsNaN(x):
		return "unknown"
	case x == 0:
		return "0%"
	case x > 0 && x < 0.1:
		return "under 0.1%"
	case x < 1 || x > 99 && x < 100:
		if s := strconv.FormatFloat(x, 'f', 1, 64); s != "100.0" && s != "1.0" {
			return s + "%"
		} else if x > 99 {
			return "over 99.9%"
		}
	}
	return strconv.FormatFloat(math.Round(x), 'f', 0, 64) + "%"
}

// The measures that figures of results share, in pixels.
const (
	figWidth = 960.0
	sizeHead = 14.0
	sizeText = 12.5
	sizeFine = 11.5
)

// tone is the set of paints of one design, or of one kind of thing.
type tone struct{ line, solid, pale, hatch paint }

// toneColours are strong and tint for light, the same for dark. They differ for
// the colour-blind too, though no figure counts on that.
var toneColours = [][4]string{
	{"#0063a3", "#d9eaf7", "#6cb8ea", "#17344a"},
	{"#b84a00", "#fbe3d2", "#ff9d5c", "#4a2a14"},
	{"#00755a", "#d3efe5", "#4fd0a5", "#123b30"},
	{"#a3427d", "#f6dfec", "#e99cc9", "#43203a"},
	{"#3a3f49", "#e4e7eb", "#d5dae2", "#30363f"},
	{"#8a6100", "#f6e9c3", "#e9bf4a", "#3d320f"},
	{"#5a4fc4", "#e4e1fa", "#aca5ff", "#2a2750"},
	{"#74462a", "#eedfd5", "#cfa385", "#3a2a20"},
}

var tones = makeTones()

func makeTones() []tone {
	var out []tone
	for i, c := range toneColours {
		name := "g-t" + strconv.Itoa(i)
		out = append(out, tone{
			line:  paint{name + "l", "none", c[0], "none", c[2]},
			solid: paint{name + "s", c[0], "", c[2], ""},
			pale:  paint{name + "p", c[1], c[0], c[3], c[2]},
			hatch: paint{name + "h", "none", c[0], "none", c[2]},
		})
	}
	return out
}

// base is the axis of zero and of the base case.
var base = paint{"g-base", "none", "#1a1d23", "none", "#e9ebee"}

// figurePaints are the paints of the figures of results.
func figurePaints() []paint {
	t := tones[1].line
	out := []paint{base, {"g-open", ground.fill, t.stroke, ground.darkFill, t.darkStroke}}
	for _, t := range tones {
		out = append(out, t.line, t.solid, t.pale, t.hatch)
	}
	return out
}

// dashes and markers tell designs apart where colour does not.
var dashes = [...]string{"", "9 4", "2 3", "11 3 2 3", "16 5", "5 2 1.5 2 1.5 2", "4 5", "18 3 5 3"}

func dashOf(i int) string {
	if d := dashes[i%len(dashes)]; d != "" {
		return ` stroke-dasharray="` + d + `"`
	}
	return ""
}

// marker draws the sign of a design.
func (c *canvas) marker(i int, x, y, r float64) {
	t := tones[i%len(tones)]
	p := func(points ...float64) string {
		var b strings.Builder
		for k := 0; k < len(points); k += 2 {
			b.WriteString(map[bool]string{true: "M", false: "L"}[k == 0] + num(x+r*points[k]) + " " + num(y+r*points[k+1]))
		}
		return b.String() + "Z"
	}
	switch i % 8 {
	case 0:
		c.dot(t.solid, x, y, r)
	case 1:
		c.path(t.solid, p(-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9), "")
	case 2:
		c.path(t.solid, p(0, -1.15, 1.1, 0.85, -1.1, 0.85), "")
	case 3:
		c.path(t.solid, p(0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0), "")
	case 4:
		c.path(t.solid, p(0, 1.15, 1.1, -0.85, -1.1, -0.85), "")
	case 5:
		c.path(t.solid, p(-0.35, -1.1, 0.35, -1.1, 0.35, -0.35, 1.1, -0.35, 1.1, 0.35, 0.35, 0.35, 0.35, 1.1, -0.35, 1.1, -0.35, 0.35, -1.1, 0.35, -1.1, -0.35, -0.35, -0.35), "")
	case 6:
		c.dot(t.pale, x, y, r)
	case 7:
		c.path(t.pale, p(-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9), ` stroke-width="1.6"`)
	}
}

// The hatchings of areas.
const (
	plain = iota
	rising
	falling
	upright
	level
	crossed
	wideRising
	wideFalling
)

// hatched fills a rectangle and hatches it.
func (c *canvas) hatched(t tone, kind int, x, y, w, h float64) {
	if w <= 0 {
		return
	}
	c.rect(t.pale, x, y, w, h, 0, ` stroke-width="1"`)
	var d strings.Builder
	seg := func(x1, y1, x2, y2 float64) {
		d.WriteString("M" + num(x1) + " " + num(y1) + "L" + num(x2) + " " + num(y2))
	}
	rise := func(step float64) {
		for k := x + y + step; k < x+y+w+h; k += step {
			a, b := math.Max(x, k-y-h), math.Min(x+w, k-y)
			seg(a, k-a, b, k-b)
		}
	}
	fall := func(step float64) {
		for k := y - x - w + step; k < y-x+h; k += step {
			a, b := math.Max(x, y-k), math.Min(x+w, y+h-k)
			seg(a, a+k, b, b+k)
		}
	}
	switch kind {
	case rising:
		rise(6)
	case falling:
		fall(6)
	case upright:
		for a := x + 5; a < x+w; a += 5 {
			seg(a, y, a, y+h)
		}
	case level:
		for a := y + 4; a < y+h; a += 4 {
			seg(x, a, x+w, a)
		}
	case crossed:
		rise(8)
		fall(8)
	case wideRising:
		rise(13)
	case wideFalling:
		fall(13)
	}
	if d.Len() > 0 {
		c.path(t.hatch, d.String(), ` stroke-width="0.9" stroke-opacity="0.55"`)
	}
}

// plated writes a text in the middle of a hatched area on a plate of its own.
func (c *canvas) plated(t tone, x, y, size float64, s string) {
	w := typeset.Width(s, size, false)
	plate := t.pale
	c.rect(plate, x-w/2-2, y-0.86*size, w+4, 1.16*size, 2, ` stroke-width="0"`)
	c.text(ink, x, y, size, middle, false, s)
}

// lines writes a wrapped text and returns how high it is.
func (c *canvas) lines(p paint, x, y, size, width float64, bold bool, most int, s string) float64 {
	list := typeset.WrapPath(s, size, width, bold, most)
	for i, l := range list {
		c.text(p, x, y+size*1.22*float64(i), size, start, bold, l)
	}
	return size * 1.22 * float64(len(list))
}

// tall is how high a wrapped text is.
func tall(size, width float64, bold bool, most int, s string) float64 {
	return size * 1.22 * float64(len(typeset.WrapPath(s, size, width, bold, most)))
}

// head writes the title of a figure, if it has one, and returns where the rest
// begins.
func (c *canvas) head(title string) float64 {
	if title == "" {
		return 6
	}
	return 19 + c.lines(ink, 0, 16, sizeHead, figWidth, true, 3, title) - sizeHead*1.22 + 8
}

// nothing says that there is nothing to show.
func (c *canvas) nothing(y float64) float64 {
	c.text(muted, 0, y+sizeText, sizeText, start, false, "nothing to show")
	return y + 2*sizeText
}

// tick is a place on an axis with its words.
type tick struct {
	at   float64
	text string
}

// timeSteps are the steps of axes of time, in seconds.
var timeSteps = []float64{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400, 90 * 86400, 180 * 86400, 365 * 86400, 730 * 86400, 3650 * 86400, 36500 * 86400, 365000 * 86400}

// axisTicks chooses the finest round steps from low to high whose words stand
// apart on an axis. The words of a difference have signs.
func axisTicks(low, high float64, x func(float64) float64, u Unit, signs bool) []tick {
	word := func(t float64) string {
		switch {
		case u == UnitTime && t < 0:
			return "−" + timeWord(-t)
		case u == UnitTime && t > 0 && signs:
			return "+" + timeWord(t)
		case u == UnitTime:
			return timeWord(t)
		case u == UnitShare && signs && t > 0:
			return "+" + num2(100*t)
		case u == UnitShare && signs:
			return strings.ReplaceAll(num2(100*t), "-", "−")
		case u == UnitShare:
			return num2(100*t) + "%"
		case signs && t > 0:
			return "+" + num2(t)
		}
		return strings.ReplaceAll(num2(t), "-", "−")
	}
	for _, step := range stepsFor(high-low, u) {
		if n := (high - low) / step; n > 14 {
			continue
		}
		var out []tick
		fits, last := true, math.Inf(-1)
		for k := math.Ceil(low/step - 1e-9); k*step <= high*(1+1e-9)+1e-12*step; k++ {
			t := tick{k * step, word(k * step)}
			w := typeset.Width(t.text, sizeFine, false)
			if x(t.at)-w/2 < last+14 {
				fits = false
				break
			}
			last = x(t.at) + w/2
			out = append(out, t)
		}
		if fits && len(out) > 0 {
			return out
		}
	}
	return []tick{{0, word(0)}}
}

// timeWord prints a time of an axis: "0", "15 min", "1 h 30 min", "1 d".
func timeWord(t float64) string {
	if t >= 86400 && t < 365*86400 && math.Mod(t, 86400) == 0 {
		return num2(t/86400) + " d"
	}
	return tickText(t)
}

// num2 prints a number of an axis without digits that mean nothing.
func num2(x float64) string {
	s := strconv.FormatFloat(x, 'g', 6, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

// stepsFor lists the steps that an axis may take, finest first.
func stepsFor(span float64, u Unit) []float64 {
	if u == UnitTime && span >= 4 {
		return timeSteps
	}
	if span <= 0 {
		return []float64{1}
	}
	var out []float64
	for e := math.Floor(math.Log10(span)) - 2; e < math.Log10(span)+1; e++ {
		for _, m := range []float64{1, 2, 5} {
			out = append(out, m*math.Pow(10, e))
		}
	}
	return out
}

// listed puts the rows of a table into a description for readers who do not see
// the figure.
func listed(table [][]string) string {
	if len(table) == 0 {
		return "Empty."
	}
	var b strings.Builder
	for i, row := range table[1:] {
		if i > 0 {
			b.WriteString(" ")
		}
		var parts []string
		for k, cell := range row {
			if cell == "" {
				continue
			}
			if k > 0 && k < len(table[0]) {
				cell = table[0][k] + " " + cell
			}
			parts = append(parts, cell)
		}
		b.WriteString(strings.Join(parts, ", ") + ".")
	}
	if b.Len() == 0 {
		return "Empty."
	}
	return b.String()
}

// swatchKey is one entry of a legend of areas.
type swatchKey struct {
	tone  tone
	hatch int
	text  string
}

// legend writes entries side by side, in as many rows as they need, and returns
// how high it is.
func (c *canvas) legend(x, y, width float64, keys []swatchKey) float64 {
	at, row := x, y
	for _, k := range keys {
		text := typeset.Clip(k.text, sizeFine, width-30, false)
		w := 24 + typeset.Width(text, sizeFine, false) + 16
		if at > x && at+w-16 > x+width {
			at, row = x, row+19
		}
		c.hatched(k.tone, k.hatch, at, row, 18, 12)
		c.text(ink, at+24, row+10.5, sizeFine, start, false, text)
		at += w
	}
	return row - y + 20
}

// clamp keeps a number between two others.
func clamp(x, low, high float64) float64 { return math.Max(low, math.Min(x, high)) }

// unique keeps the first of equal texts, in order.
func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
