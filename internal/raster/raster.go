// Package raster draws the figures of reports as PNG, for programs that cannot show
// SVG.
//
// In: an SVG as internal/report writes it: rectangles, paths, circles and lines of
// text, each with its own attributes, without groups, styles or transforms. Out: the
// bytes of a PNG. Guaranteed: the same input gives the same bytes on one machine; an
// element or a command that it does not know is an error, never left out. Text is
// drawn in the Go fonts, narrowed to the widths of Arial; the place of a letter that
// they lack (as all of Hangul) stays empty.
package raster

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"
)

// pixelsMost bounds the picture.
const pixelsMost = 40_000_000

// PNG draws an SVG, scale pixels for each of its units.
func PNG(svg string, scale float64) ([]byte, error) {
	p := &picture{scale: scale}
	if err := p.read(svg); err != nil {
		return nil, fmt.Errorf("draw figure: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p.image); err != nil {
		return nil, fmt.Errorf("draw figure: %w", err)
	}
	return out.Bytes(), nil
}

// Size reads the size of an SVG in its units.
func Size(svg string) (w, h float64, err error) {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if err != nil {
			return 0, 0, fmt.Errorf("measure figure: %w", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			a := attributes(e)
			w, h = a.number("width", 0), a.number("height", 0)
			if a.err != nil || e.Name.Local != "svg" || w <= 0 || h <= 0 {
				return 0, 0, errors.New("measure figure: no svg with width and height")
			}
			return w, h, nil
		}
	}
}

// picture is what is drawn on.
type picture struct {
	scale float64
	image *image.RGBA
}

// read draws one element after the other.
func (p *picture) read(svg string) error {
	d := xml.NewDecoder(strings.NewReader(svg))
	var text *attrs
	var words strings.Builder
	for {
		token, err := d.Token()
		if err == io.EOF {
			if p.image == nil {
				return errors.New("no svg")
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch x := token.(type) {
		case xml.StartElement:
			a := attributes(x)
			switch name := x.Name.Local; {
			case name == "svg":
				err = p.begin(a)
			case name == "title" || name == "desc":
				err = d.Skip()
			case p.image == nil:
				err = fmt.Errorf("<%s> stands outside the svg", name)
			case name == "text":
				text = a
				words.Reset()
			default:
				err = p.shape(name, a)
			}
			if err == nil {
				err = a.err
			}
		case xml.CharData:
			if text != nil {
				words.Write(x)
			}
		case xml.EndElement:
			if text != nil && x.Name.Local == "text" {
				err = p.text(text, words.String())
				text = nil
			}
		}
		if err != nil {
			return err
		}
	}
}

func (p *picture) begin(a *attrs) error {
	w, h := a.number("width", 0)*p.scale, a.number("height", 0)*p.scale
	if !(w >= 1 && h >= 1 && w*h <= pixelsMost) {
		return fmt.Errorf("a picture of %g × %g pixels", w, h)
	}
	p.image = image.NewRGBA(image.Rect(0, 0, int(math.Ceil(w)), int(math.Ceil(h))))
	draw.Draw(p.image, p.image.Bounds(), image.White, image.Point{}, draw.Src)
	return nil
}

// shape fills and strokes an element.
func (p *picture) shape(name string, a *attrs) error {
	var o outline
	switch name {
	case "rect":
		o = rectangle(a.number("x", 0), a.number("y", 0), a.number("width", 0), a.number("height", 0), a.number("rx", 0))
	case "circle":
		o = ellipse(a.number("cx", 0), a.number("cy", 0), a.number("r", 0))
	case "path":
		var err error
		if o, err = parsePath(a.text("d")); err != nil {
			return err
		}
	default:
		return fmt.Errorf("<%s> is not known", name)
	}
	fill, err := a.colour("fill", "fill-opacity", color.NRGBA{A: 255})
	if err != nil {
		return err
	}
	stroke, err := a.colour("stroke", "stroke-opacity", color.NRGBA{})
	if err != nil {
		return err
	}
	if fill.A > 0 {
		p.fill(fill, o)
	}
	if width := a.number("stroke-width", 1); stroke.A > 0 && width > 0 {
		p.fill(stroke, stroked(dashed(o, a.numbers("stroke-dasharray")), width))
	}
	return nil
}

// attrs are the attributes of an element, with the first error in reading them.
type attrs struct {
	of  map[string]string
	err error
}

func attributes(e xml.StartElement) *attrs {
	a := &attrs{of: map[string]string{}}
	for _, x := range e.Attr {
		a.of[x.Name.Local] = x.Value
	}
	return a
}

func (a *attrs) text(name string) string { return a.of[name] }

func (a *attrs) number(name string, missing float64) float64 {
	s, there := a.of[name]
	if !there {
		return missing
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		if a.err == nil {
			a.err = fmt.Errorf("%s=%q is no number", name, s)
		}
		return missing
	}
	return x
}

func (a *attrs) numbers(name string) []float64 {
	var out []float64
	for _, s := range strings.Fields(a.of[name]) {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil || !(x > 0) {
			if a.err == nil {
				a.err = fmt.Errorf("%s=%q is no list of lengths", name, a.of[name])
			}
			return nil
		}
		out = append(out, x)
	}
	return out
}

// colour reads "none" or "#rrggbb".
func (a *attrs) colour(name, opacity string, missing color.NRGBA) (color.NRGBA, error) {
	c := missing
	switch s, there := a.of[name]; {
	case !there:
	case s == "none":
		return color.NRGBA{}, nil
	default:
		n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
		if err != nil || len(s) != 7 {
			return c, fmt.Errorf("%s=%q is no colour", name, s)
		}
		c = color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
	}
	if o := a.number(opacity, 1); o < 1 {
		c.A = uint8(math.Round(float64(c.A) * math.Max(o, 0)))
	}
	return c, nil
}
