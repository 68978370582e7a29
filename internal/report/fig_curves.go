package report

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"entente/internal/typeset"
)

// ResponseCurves shows by which time which share of the runs had an order, or
// whatever is asked, one curve for each design.
type ResponseCurves struct {
	Title  string
	XLabel string // as "from the incident to the first order"
	Series []Curve
}

// Curve is the distribution of one design.
type Curve struct {
	Name          string
	X             []float64 // seconds, ascending
	P             []float64 // the share of runs that had it by X, ascending, 0 to 1
	Computed      *Bracket  // the curve computed without sampling, or nil
	CensoredShare float64   // the share of runs that had it not by the end of the run
}

// Bracket holds a computed distribution between two curves.
type Bracket struct {
	X, Low, High []float64
}

// Note implements Drawing.
func (f ResponseCurves) Note() string {
	note := "A curve says which share of the runs had it by then; the signs stand where a half and nine in ten are reached."
	if slices.ContainsFunc(f.Series, func(c Curve) bool { return c.Computed != nil }) {
		note += " Thin dashed lines, and the pale band where they differ: computed without sampling, nothing lost and nobody refusing."
	}
	if slices.ContainsFunc(f.Series, func(c Curve) bool { return c.CensoredShare > 0 }) {
		note += " A curve that ends in an arrow does not reach all runs: in the rest it had not come about when the run ended."
	}
	if f.scale().log {
		note += " The axis of time is logarithmic."
	}
	return note
}

// Table implements Drawing.
func (f ResponseCurves) Table() [][]string {
	out := [][]string{{"Design", "One in ten within", "Half within", "Nine in ten within", "Not by the end of the run", "Computed: half within", "Computed: nine in ten within"}}
	for _, c := range f.Series {
		row := []string{c.Name}
		for _, p := range []float64{0.1, 0.5, 0.9} {
			row = append(row, c.reachText(p))
		}
		row = append(row, percent(c.CensoredShare))
		for _, p := range []float64{0.5, 0.9} {
			row = append(row, c.Computed.reachText(p))
		}
		out = append(out, row)
	}
	return out
}

// SVG implements Drawing.
func (f ResponseCurves) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

// reach is the first time by which a share is reached; NaN where it is not.
func reach(x, p []float64, share float64) float64 {
	for i := range min(len(x), len(p)) {
		if p[i] >= share-1e-12 {
			return x[i]
		}
	}
	return math.NaN()
}

func (c Curve) reachText(share float64) string {
	if t := reach(c.X, c.P, share); !math.IsNaN(t) {
		return UnitTime.value(t)
	}
	return "not reached"
}

func (b *Bracket) reachText(share float64) string {
	if b == nil {
		return "not computed"
	}
	early, late := reach(b.X, b.High, share), reach(b.X, b.Low, share)
	switch {
	case math.IsNaN(early):
		return "not reached"
	case math.IsNaN(late):
		return "from " + approx(early)
	}
	return approxRange(early, late)
}

// timeScale is an axis of time, linear or logarithmic.
type timeScale struct {
	low, high   float64
	log         bool
	left, right float64 // in pixels
}

func (s timeScale) at(t float64) float64 {
	share := (t - s.low) / (s.high - s.low)
	if s.log {
		share = math.Log(math.Max(t, s.low)/s.low) / math.Log(s.high/s.low)
	}
	return s.left + (s.right-s.left)*clamp(share, 0, 1)
}

// logSteps are the marks of a logarithmic axis.
var logSteps = []float64{1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 86400, 3 * 86400, 7 * 86400, 30 * 86400, 90 * 86400, 365 * 86400, 3650 * 86400, 36500 * 86400}

// ticks are the marks of the axis with room between their words.
func (s timeScale) ticks() []tick {
	if !s.log {
		return axisTicks(s.low, s.high, s.at, UnitTime, false)
	}
	steps := logSteps
	if s.low < 1 {
		steps = nil
		for v := math.Pow(10, math.Floor(math.Log10(s.low))); v < 1; v *= 10 {
			steps = append(steps, v)
		}
		steps = append(steps, logSteps...)
	}
	var out []tick
	last := math.Inf(-1)
	for _, t := range steps {
		if t < s.low*(1-1e-9) || t > s.high*(1+1e-9) {
			continue
		}
		w := typeset.Width(timeWord(t), sizeFine, false)
		if s.at(t)-w/2 < last+10 {
			continue
		}
		last = s.at(t) + w/2
		out = append(out, tick{t, timeWord(t)})
	}
	return out
}

// scale chooses the axis: logarithmic where the times spread more than thirtyfold.
func (f ResponseCurves) scale() timeScale {
	least, most := math.Inf(1), 0.0
	see := func(x float64) {
		if x > 0 && !math.IsInf(x, 1) {
			least, most = math.Min(least, x), math.Max(most, x)
		}
	}
	zero := false
	for _, c := range f.Series {
		for i, x := range c.X {
			if i < len(c.P) && c.P[i] > 0 {
				see(x)
				zero = zero || x <= 0
			}
		}
		if b := c.Computed; b != nil {
			for i, x := range b.X {
				if i < len(b.High) && b.High[i] > 0.005 && (i == 0 || i >= len(b.Low) || b.Low[i-1] < 0.995) {
					see(x)
				}
			}
		}
	}
	s := timeScale{left: 52, right: figWidth - 26}
	switch {
	case most == 0:
		s.high = 3600
	case most/least > 30:
		s.log = true
		s.low, s.high = least, most*1.12
		if zero {
			s.low = least / 2
		}
		for i := len(logSteps) - 1; i >= 0; i-- {
			if v := logSteps[i]; v <= s.low && s.low/v < 3 {
				s.low = v
				break
			}
		}
	default:
		s.high = most * 1.06
	}
	return s
}

const curveHeight = 330.0

func (f ResponseCurves) draw(id string) (template.HTML, *canvas, float64, float64) {
	var v canvas
	s := f.scale()
	top := v.head(f.Title) + 8
	bottom := top + curveHeight
	y := func(p float64) float64 { return bottom - curveHeight*clamp(p, 0, 1) }
	for _, p := range []float64{0, 0.1, 0.25, 0.5, 0.75, 0.9, 1} {
		q := hair
		extra := ""
		if p == 0.5 || p == 0.9 {
			q, extra = wire, ` stroke-width="0.8" stroke-dasharray="1 3"`
		}
		v.line(q, s.left, y(p), s.right, y(p), extra)
		v.text(muted, s.left-7, y(p)+4, sizeFine, end, p == 0.5 || p == 0.9, percent(p))
	}
	for _, t := range s.ticks() {
		v.line(hair, s.at(t.at), top, s.at(t.at), bottom, "")
		v.line(wire, s.at(t.at), bottom, s.at(t.at), bottom+5, "")
		v.text(muted, s.at(t.at), bottom+19, sizeFine, middle, false, t.text)
	}
	v.line(wire, s.left, bottom, s.right, bottom, "")
	under := bottom + 39
	label := f.XLabel
	if s.log {
		label = strings.TrimSpace(label + " (logarithmic)")
	}
	if label != "" {
		under += v.lines(muted, s.left, under, sizeFine, s.right-s.left, false, 2, label) + 6
	}
	for i := range f.Series {
		f.Series[i].drawComputed(&v, i, s, y)
	}
	for i := range f.Series {
		f.Series[i].drawSampled(&v, i, s, y)
	}
	h := f.key(&v, under)
	return v.svg(id, f.titleText(), listed(f.Table()), figWidth, h), &v, figWidth, h
}

func (f ResponseCurves) titleText() string {
	if f.Title != "" {
		return f.Title
	}
	return "Distribution of times by design"
}

// drawComputed draws the band between the computed curves and their thin lines.
func (c *Curve) drawComputed(v *canvas, i int, s timeScale, y func(float64) float64) {
	b := c.Computed
	if b == nil {
		return
	}
	n := min(len(b.X), len(b.Low), len(b.High))
	if n == 0 {
		return
	}
	t := tones[i%len(tones)]
	way := func(p []float64) []string {
		var out []string
		for k := range n {
			out = append(out, num(s.at(b.X[k]))+" "+num(y(p[k])))
		}
		return out
	}
	low, high := way(b.Low), way(b.High)
	apart := 0.0
	for k := range n {
		apart = math.Max(apart, b.High[k]-b.Low[k])
	}
	if apart > 0.01 {
		back := slices.Clone(low)
		slices.Reverse(back)
		v.path(t.solid, "M"+strings.Join(high, "L")+"L"+strings.Join(back, "L")+"Z", ` fill-opacity="0.13"`)
		v.path(t.line, "M"+strings.Join(low, "L"), ` stroke-width="1" stroke-dasharray="3 3"`)
	}
	v.path(t.line, "M"+strings.Join(high, "L"), ` stroke-width="1" stroke-dasharray="3 3"`)
}

// drawSampled draws the steps of the sampled curve and its signs.
func (c *Curve) drawSampled(v *canvas, i int, s timeScale, y func(float64) float64) {
	n := min(len(c.X), len(c.P))
	if n == 0 {
		return
	}
	t := tones[i%len(tones)]
	var d strings.Builder
	d.WriteString("M" + num(s.at(c.X[0])) + " " + num(y(0)))
	lastX, lastY := "", ""
	for k := range n {
		px, py := num(s.at(c.X[k])), num(y(c.P[k]))
		if px == lastX && py == lastY {
			continue
		}
		d.WriteString("H" + px + "V" + py)
		lastX, lastY = px, py
	}
	final := c.P[n-1]
	d.WriteString("H" + num(s.right))
	v.path(t.line, d.String(), ` stroke-width="2.2" stroke-linejoin="round"`+dashOf(i))
	if c.CensoredShare > 0 || final < 1-1e-9 {
		v.path(t.line, fmt.Sprintf("M%s %sl-8 -5m8 5l-8 5", num(s.right+4), num(y(final))), ` stroke-width="2"`)
	}
	for _, p := range []float64{0.5, 0.9} {
		if at := reach(c.X, c.P, p); !math.IsNaN(at) {
			v.marker(i, s.at(at), y(p), 5)
		}
	}
}

// key is the legend with the quantiles of each design; it returns the height of
// the figure.
func (f ResponseCurves) key(v *canvas, y float64) float64 {
	const names, half, nine, rest = 64.0, 560.0, 665.0, 770.0
	v.text(muted, names, y+4, sizeFine, start, true, "design")
	v.text(muted, half, y+4, sizeFine, start, true, "half within")
	v.text(muted, nine, y+4, sizeFine, start, true, "nine in ten")
	v.text(muted, rest, y+4, sizeFine, start, true, "not by the end of the run")
	y += 22
	for i, c := range f.Series {
		v.line(tones[i%len(tones)].line, 4, y-4, 52, y-4, ` stroke-width="2.2"`+dashOf(i))
		v.marker(i, 28, y-4, 5)
		name := c.Name
		if same := f.sameAs(i); same >= 0 {
			name += " (the same curve as " + f.Series[same].Name + ")"
		}
		h := v.lines(ink, names, y, sizeText, half-names-14, false, 3, name)
		v.text(ink, half, y, sizeText, start, false, c.reachText(0.5))
		v.text(ink, nine, y, sizeText, start, false, c.reachText(0.9))
		left := "none"
		if c.CensoredShare > 0 {
			left = percent(c.CensoredShare)
		}
		if min(len(c.X), len(c.P)) == 0 && c.CensoredShare == 0 {
			left = "no run"
		}
		v.text(ink, rest, y, sizeText, start, false, left)
		y += math.Max(h, sizeText*1.22) + 5
	}
	return y - 4
}

// sameAs is the first series with the same curve, or -1.
func (f ResponseCurves) sameAs(i int) int {
	for k := range i {
		if len(f.Series[i].X) > 0 && slices.Equal(f.Series[k].X, f.Series[i].X) && slices.Equal(f.Series[k].P, f.Series[i].P) {
			return k
		}
	}
	return -1
}
