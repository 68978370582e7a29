package report

import (
	"html/template"
	"math"

	"entente/internal/typeset"
)

// Strips shows where what was observed falls among what is simulated: a strip for
// each value, on one axis of time.
type Strips struct {
	Title string
	Rows  []Strip
}

// Strip is one observed or predicted time, in seconds; +Inf is later than the horizon.
type Strip struct {
	Name     string
	Under    string     // the design, and perhaps the scenario
	Observed float64    // NaN: it is predicted
	At       [7]float64 // the quantiles at 2.5, 10, 25, 50, 75, 90 and 97.5 %
	Base     float64    // the median with every bound at its middle; NaN: none
	Range    *Interval  // from the least 2.5 % to the greatest 97.5 % over the points tried, or nil
	Verdict  string     // as "at 0.23, inside the 80 % and 95 % ranges"
}

// Note implements Drawing.
func (f Strips) Note() string {
	return "The bar spans 95, 80 and 50 of 100 simulated times, darker inwards, over even weights inside every bound; the stroke in it is their median, the ring the median with every bound at its middle. The thin line below is the widest over all points tried. ◆ what was observed. An arrow: later than the horizon. The axis is logarithmic where the times are far apart."
}

// Table implements Drawing.
func (f Strips) Table() [][]string {
	out := [][]string{{"What", "Under", "Observed", "Simulated, 95 of 100", "80 of 100", "50 of 100", "Median", "Over the points tried", "Verdict"}}
	for _, r := range f.Rows {
		observed, over := "not given", "not tried"
		if !math.IsNaN(r.Observed) {
			observed = UnitTime.value(r.Observed)
		}
		if r.Range != nil {
			over = stripText(r.Range.Low, r.Range.High)
		}
		out = append(out, []string{r.Name, r.Under, observed, stripText(r.At[0], r.At[6]), stripText(r.At[1], r.At[5]), stripText(r.At[2], r.At[4]), stripText(r.At[3], r.At[3]), over, r.Verdict})
	}
	return out
}

// stripText is "2.0 to 5.0 min".
func stripText(low, high float64) string {
	switch {
	case math.IsNaN(low) || math.IsNaN(high):
		return "nothing"
	case math.IsInf(low, 1):
		return "later than the horizon"
	case math.IsInf(high, 1):
		return "from " + UnitTime.value(low) + " to later than the horizon"
	}
	return UnitTime.between(low, high)
}

// SVG implements Drawing.
func (f Strips) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

// The columns of Strips.
const (
	stripLeft    = 262.0
	stripRight   = 700.0
	stripVerdict = 730.0
)

func (f Strips) draw(id string) (template.HTML, *canvas, float64, float64) {
	var v canvas
	y := v.head(f.Title) + 10
	title := f.Title
	if title == "" {
		title = "What was observed among what is simulated"
	}
	if len(f.Rows) == 0 {
		y = v.nothing(y)
		return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
	}
	s := f.scale()
	top := y
	var heights []float64
	for _, r := range f.Rows {
		left := tall(sizeText, stripLeft-26, false, 3, r.Name) + tall(sizeFine, stripLeft-26, false, 1, r.Under)
		h := math.Max(math.Max(left, tall(sizeFine, figWidth-stripVerdict-6, false, 4, r.Verdict)), 34) + 12
		heights = append(heights, h)
		y += h
	}
	bottom := y
	y = top
	for i := range f.Rows {
		if i%2 == 0 {
			v.rect(panel, 0, y, figWidth, heights[i], 0, ` fill-opacity="0.7"`)
		}
		y += heights[i]
	}
	ticks := s.ticks()
	for _, t := range ticks {
		v.line(hair, s.at(t.at), top, s.at(t.at), bottom, "")
	}
	y = top
	for i := range f.Rows {
		f.Rows[i].draw(&v, s, y, heights[i])
		y += heights[i]
	}
	v.line(wire, stripLeft, bottom, stripRight, bottom, "")
	for _, t := range ticks {
		v.line(wire, s.at(t.at), bottom, s.at(t.at), bottom+4, "")
		v.text(muted, s.at(t.at), bottom+17, sizeFine, middle, false, t.text)
	}
	y = bottom + 24
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

// scale chooses the axis: logarithmic where the times spread more than thirtyfold.
func (f Strips) scale() timeScale {
	least, most := math.Inf(1), 0.0
	see := func(list ...float64) {
		for _, x := range list {
			if x > 0 && !math.IsInf(x, 0) {
				least, most = math.Min(least, x), math.Max(most, x)
			}
		}
	}
	for _, r := range f.Rows {
		see(r.At[:]...)
		see(r.Observed, r.Base)
		if r.Range != nil {
			see(r.Range.Low, r.Range.High)
		}
	}
	s := timeScale{left: stripLeft, right: stripRight}
	switch {
	case most == 0:
		s.high = 3600
	case most/least > 30:
		s.log, s.low, s.high = true, least/1.1, most*1.1
	default:
		s.high = most * 1.06
	}
	return s
}

func (r *Strip) draw(v *canvas, s timeScale, y, h float64) {
	at := y + 4 + sizeText
	at += v.lines(ink, 6, at, sizeText, stripLeft-26, false, 3, r.Name)
	v.text(muted, 6, at, sizeFine, start, false, typeset.Clip(r.Under, sizeFine, stripLeft-26, false))
	mid := y + h/2 - 4
	for i, look := range []struct {
		opacity string
		low     int
		high    float64
	}{{"0.22", 0, 9}, {"0.4", 1, 12}, {"0.75", 2, 15}} {
		low, high := r.At[i], r.At[6-i]
		if math.IsNaN(low) || math.IsInf(low, 1) {
			continue
		}
		from, to := s.at(low), stripRight
		if !math.IsInf(high, 1) {
			to = s.at(high)
		}
		v.rect(tones[0].solid, from, mid-look.high/2, math.Max(to-from, 1), look.high, 0, ` fill-opacity="`+look.opacity+`"`)
	}
	if !math.IsNaN(r.At[0]) && math.IsInf(r.At[6], 1) {
		v.path(tones[0].line, "M"+num(stripRight+2)+" "+num(mid-5)+"L"+num(stripRight+8)+" "+num(mid)+"L"+num(stripRight+2)+" "+num(mid+5), ` stroke-width="1.6"`)
	}
	if x := r.At[3]; !math.IsNaN(x) && !math.IsInf(x, 1) {
		v.line(base, s.at(x), mid-8, s.at(x), mid+8, ` stroke-width="2"`)
	}
	if r.Range != nil {
		v.span(tones[4].line, func(t float64) float64 {
			if math.IsInf(t, 1) {
				return stripRight
			}
			return s.at(t)
		}, r.Range.Low, r.Range.High, mid+14, 1.3, 4)
	}
	if x := r.Base; !math.IsNaN(x) && !math.IsInf(x, 1) {
		v.dot(base, s.at(x), mid, 4)
	}
	if x := r.Observed; !math.IsNaN(x) {
		x = s.at(x)
		v.path(tones[1].solid, "M"+num(x)+" "+num(mid-9)+"L"+num(x+6)+" "+num(mid)+"L"+num(x)+" "+num(mid+9)+"L"+num(x-6)+" "+num(mid)+"Z", "")
	}
	v.lines(ink, stripVerdict, y+4+sizeText, sizeFine, figWidth-stripVerdict-6, false, 4, r.Verdict)
}
