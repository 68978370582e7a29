package raster

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strconv"

	"golang.org/x/image/vector"
)

// point is a place in the units of the SVG.
type point struct{ x, y float64 }

// outline is lines of straight pieces; those that are closed end where they begin.
type outline []polyline

type polyline struct {
	points []point
	closed bool
}

// curvePieces is how many straight pieces stand for a curve; a figure's curves are
// short.
const curvePieces = 24

func rectangle(x, y, w, h, r float64) outline {
	r = math.Min(r, math.Min(w, h)/2)
	if w <= 0 || h <= 0 {
		return nil
	}
	if r <= 0 {
		return outline{{[]point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}, {x, y}}, true}}
	}
	var out []point
	corner := func(cx, cy, from float64) {
		for i := range curvePieces/4 + 1 {
			at := from + math.Pi/2*float64(i)/(curvePieces/4)
			out = append(out, point{cx + r*math.Cos(at), cy + r*math.Sin(at)})
		}
	}
	corner(x+w-r, y+r, -math.Pi/2)
	corner(x+w-r, y+h-r, 0)
	corner(x+r, y+h-r, math.Pi/2)
	corner(x+r, y+r, math.Pi)
	return outline{{append(out, out[0]), true}}
}

func ellipse(cx, cy, r float64) outline {
	if r <= 0 {
		return nil
	}
	var out []point
	for i := range curvePieces {
		at := 2 * math.Pi * float64(i) / curvePieces
		out = append(out, point{cx + r*math.Cos(at), cy + r*math.Sin(at)})
	}
	return outline{{append(out, out[0]), true}}
}

// pathReader reads the commands of a path.
type pathReader struct {
	s  string
	at int
}

func (r *pathReader) blanks() {
	for r.at < len(r.s) && (r.s[r.at] == ' ' || r.s[r.at] == ',') {
		r.at++
	}
}

// more says whether another number follows.
func (r *pathReader) more() bool {
	r.blanks()
	return r.at < len(r.s) && (r.s[r.at] == '-' || r.s[r.at] == '.' || r.s[r.at] >= '0' && r.s[r.at] <= '9')
}

func (r *pathReader) number() (float64, error) {
	r.blanks()
	from := r.at
	for r.at < len(r.s) && (r.s[r.at] == '-' && r.at == from || r.s[r.at] == '.' || r.s[r.at] >= '0' && r.s[r.at] <= '9') {
		r.at++
	}
	x, err := strconv.ParseFloat(r.s[from:r.at], 64)
	if err != nil {
		return 0, fmt.Errorf("path %q: a number is missing at %d", r.s, from)
	}
	return x, nil
}

// counts is how many numbers each command takes.
var counts = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'A': 7, 'Z': 0}

// parsePath reads a path.
func parsePath(d string) (outline, error) {
	r := &pathReader{s: d}
	var out outline
	var here, begun point
	to := func(p point) {
		if n := len(out); n == 0 || out[n-1].closed {
			out = append(out, polyline{points: []point{here}})
		}
		last := &out[len(out)-1]
		last.points = append(last.points, p)
		here = p
	}
	for r.blanks(); r.at < len(d); r.blanks() {
		c := d[r.at]
		r.at++
		relative := c >= 'a' && c <= 'z'
		if relative {
			c -= 'a' - 'A'
		}
		n, known := counts[c]
		if !known {
			return nil, fmt.Errorf("path %q: %q is not known", d, c)
		}
		if c == 'Z' {
			if k := len(out); k > 0 && !out[k-1].closed {
				to(begun)
				out[k-1].closed = true
			}
			continue
		}
		for first := true; first || r.more(); first = false {
			var v [7]float64
			for i := range n {
				x, err := r.number()
				if err != nil {
					return nil, err
				}
				v[i] = x
			}
			from := point{}
			if relative {
				from = here
			}
			switch c {
			case 'M':
				here = point{from.x + v[0], from.y + v[1]}
				begun = here
				out = append(out, polyline{points: []point{here}})
				c = 'L'
			case 'L':
				to(point{from.x + v[0], from.y + v[1]})
			case 'H':
				to(point{from.x + v[0], here.y})
			case 'V':
				to(point{here.x, from.y + v[0]})
			case 'C':
				cubic(here, point{from.x + v[0], from.y + v[1]}, point{from.x + v[2], from.y + v[3]}, point{from.x + v[4], from.y + v[5]}, to)
			case 'A':
				if v[0] != v[1] || v[0] <= 0 {
					return nil, fmt.Errorf("path %q: an arc that is not of a circle", d)
				}
				arc(here, point{from.x + v[5], from.y + v[6]}, v[0], v[3] != 0, v[4] != 0, to)
			}
		}
	}
	return out, nil
}

func cubic(a, b, c, d point, to func(point)) {
	for i := 1; i <= curvePieces; i++ {
		t := float64(i) / curvePieces
		u := 1 - t
		to(point{
			u*u*u*a.x + 3*u*u*t*b.x + 3*u*t*t*c.x + t*t*t*d.x,
			u*u*u*a.y + 3*u*u*t*b.y + 3*u*t*t*c.y + t*t*t*d.y,
		})
	}
}

// arc goes along a circle of radius r from a to b.
func arc(a, b point, r float64, large, sweep bool, to func(point)) {
	dx, dy := (b.x-a.x)/2, (b.y-a.y)/2
	half := math.Hypot(dx, dy)
	if half == 0 {
		return
	}
	r = math.Max(r, half)
	off := math.Sqrt(r*r-half*half) / half
	if large == sweep {
		off = -off
	}
	c := point{a.x + dx + off*dy*-1, a.y + dy + off*dx}
	from, end := math.Atan2(a.y-c.y, a.x-c.x), math.Atan2(b.y-c.y, b.x-c.x)
	if sweep && end < from {
		end += 2 * math.Pi
	}
	if !sweep && end > from {
		end -= 2 * math.Pi
	}
	for i := 1; i < curvePieces; i++ {
		at := from + (end-from)*float64(i)/curvePieces
		to(point{c.x + r*math.Cos(at), c.y + r*math.Sin(at)})
	}
	to(b)
}

// dashed cuts lines into dashes: on, off, on, …
func dashed(o outline, pattern []float64) outline {
	if len(pattern) == 0 {
		return o
	}
	var out outline
	for _, line := range o {
		k, left, on := 0, pattern[0], true
		part := []point{line.points[0]}
		for i := 1; i < len(line.points); i++ {
			a, b := line.points[i-1], line.points[i]
			length := math.Hypot(b.x-a.x, b.y-a.y)
			for done := 0.0; done < length; {
				step := math.Min(left, length-done)
				done += step
				left -= step
				p := point{a.x + (b.x-a.x)*done/length, a.y + (b.y-a.y)*done/length}
				part = append(part, p)
				if left > 0 {
					continue
				}
				if on {
					out = append(out, polyline{points: part})
				}
				on, k = !on, (k+1)%len(pattern)
				left, part = pattern[k], []point{p}
			}
		}
		if on && len(part) > 1 {
			out = append(out, polyline{points: part})
		}
	}
	return out
}

// stroked is the area that a pen of a width covers along lines: a rectangle for each
// piece, and at each bend a disc where the pen is wide and a wedge would show.
func stroked(o outline, width float64) outline {
	var out outline
	h := width / 2
	for _, line := range o {
		for i := 1; i < len(line.points); i++ {
			a, b := line.points[i-1], line.points[i]
			length := math.Hypot(b.x-a.x, b.y-a.y)
			if length == 0 {
				continue
			}
			nx, ny := -(b.y-a.y)/length*h, (b.x-a.x)/length*h
			out = append(out, polyline{[]point{{a.x - nx, a.y - ny}, {b.x - nx, b.y - ny}, {b.x + nx, b.y + ny}, {a.x + nx, a.y + ny}}, true})
			if i > 1 || line.closed {
				out = append(out, ellipse(a.x, a.y, h)...)
			}
		}
	}
	return out
}

// fill paints the inside of outlines. Pieces that overlap are painted once, provided
// that they turn the same way.
func (p *picture) fill(c color.NRGBA, o outline) {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, line := range o {
		for _, q := range line.points {
			low = point{math.Min(low.x, q.x), math.Min(low.y, q.y)}
			high = point{math.Max(high.x, q.x), math.Max(high.y, q.y)}
		}
	}
	if !(low.x <= high.x) {
		return
	}
	s := p.scale
	box := image.Rect(int(math.Floor(low.x*s)), int(math.Floor(low.y*s)), int(math.Ceil(high.x*s))+1, int(math.Ceil(high.y*s))+1).Intersect(p.image.Bounds())
	if box.Empty() {
		return
	}
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	at := func(q point) (float32, float32) {
		return float32(q.x*s - float64(box.Min.X)), float32(q.y*s - float64(box.Min.Y))
	}
	for _, line := range o {
		if len(line.points) < 3 {
			continue
		}
		x, y := at(line.points[0])
		z.MoveTo(x, y)
		for _, q := range line.points[1:] {
			x, y = at(q)
			z.LineTo(x, y)
		}
		z.ClosePath()
	}
	z.Draw(p.image, box, image.NewUniform(c), image.Point{})
}
