package raster

import (
	"fmt"
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// fonts are the two faces, read once; they are not changed after.
var fonts = sync.OnceValues(func() ([2]*sfnt.Font, error) {
	regular, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		return [2]*sfnt.Font{}, fmt.Errorf("read font: %w", err)
	}
	bold, err := sfnt.Parse(gobold.TTF)
	if err != nil {
		return [2]*sfnt.Font{}, fmt.Errorf("read font: %w", err)
	}
	return [2]*sfnt.Font{regular, bold}, nil
})

// narrow brings the Go fonts, which run wide, to about the widths of Arial, for
// which the figures make room.
const narrow = 0.93

// ppem is the size at which outlines of letters are read: as fine as they are drawn.
const ppem = 64

// stars is the sign for a national post, which the fonts lack.
const stars = '★'

// text writes a line of text.
func (p *picture) text(a *attrs, s string) error {
	both, err := fonts()
	if err != nil {
		return err
	}
	f := both[0]
	if a.text("font-weight") == "700" {
		f = both[1]
	}
	c, err := a.colour("fill", "fill-opacity", color.NRGBA{A: 255})
	if err != nil {
		return err
	}
	size, x, y := a.number("font-size", 12), a.number("x", 0), a.number("y", 0)
	if a.err != nil {
		return a.err
	}
	var buf sfnt.Buffer
	var letters outline
	width := 0.0
	for _, r := range s {
		o, w, err := letter(f, &buf, r)
		if err != nil {
			return fmt.Errorf("letter %q: %w", r, err)
		}
		for _, line := range o {
			moved := make([]point, len(line.points))
			for i, q := range line.points {
				moved[i] = point{(width + q.x) * size, q.y * size}
			}
			letters = append(letters, polyline{moved, true})
		}
		width += w
	}
	switch a.text("text-anchor") {
	case "middle":
		x -= width * size / 2
	case "end":
		x -= width * size
	}
	for _, line := range letters {
		for i := range line.points {
			line.points[i].x += x
			line.points[i].y += y
		}
	}
	p.fill(c, letters)
	return nil
}

// letter is the outline of a letter and how wide it is, at size 1.
func letter(f *sfnt.Font, buf *sfnt.Buffer, r rune) (outline, float64, error) {
	if r == stars {
		return star(), 0.95, nil
	}
	index, err := f.GlyphIndex(buf, r)
	if err != nil {
		return nil, 0, err
	}
	if index == 0 {
		if r >= 0x1100 {
			return nil, 1, nil
		}
		return nil, 0.6, nil
	}
	advance, err := f.GlyphAdvance(buf, index, fixed.I(ppem), font.HintingNone)
	if err != nil {
		return nil, 0, err
	}
	segments, err := f.LoadGlyph(buf, index, fixed.I(ppem), nil)
	if err != nil {
		return nil, 0, err
	}
	at := func(q fixed.Point26_6) point {
		return point{narrow * float64(q.X) / 64 / ppem, float64(q.Y) / 64 / ppem}
	}
	var out outline
	to := func(q point) { out[len(out)-1].points = append(out[len(out)-1].points, q) }
	for _, g := range segments {
		switch g.Op {
		case sfnt.SegmentOpMoveTo:
			out = append(out, polyline{points: []point{at(g.Args[0])}, closed: true})
		case sfnt.SegmentOpLineTo:
			to(at(g.Args[0]))
		case sfnt.SegmentOpQuadTo:
			last := out[len(out)-1].points
			a, b, c := last[len(last)-1], at(g.Args[0]), at(g.Args[1])
			for i := 1; i <= 6; i++ {
				t := float64(i) / 6
				u := 1 - t
				to(point{u*u*a.x + 2*u*t*b.x + t*t*c.x, u*u*a.y + 2*u*t*b.y + t*t*c.y})
			}
		case sfnt.SegmentOpCubeTo:
			last := out[len(out)-1].points
			cubic(last[len(last)-1], at(g.Args[0]), at(g.Args[1]), at(g.Args[2]), to)
		}
	}
	return out, narrow * float64(advance) / 64 / ppem, nil
}

// star is a star with five points.
func star() outline {
	var out []point
	for i := range 11 {
		r := 0.46
		if i%2 == 1 {
			r = 0.18
		}
		at := -math.Pi/2 + float64(i)*math.Pi/5
		out = append(out, point{0.475 + r*math.Cos(at), -0.36 + r*math.Sin(at)})
	}
	return outline{{out, true}}
}
