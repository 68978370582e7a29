package raster

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func drawn(t *testing.T, inside string) image.Image {
	t.Helper()
	body, err := PNG(`<svg width="100" height="50"><title>t</title><desc>d</desc>`+inside+`</svg>`, 2)
	if err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if b := p.Bounds(); b.Dx() != 200 || b.Dy() != 100 {
		t.Fatalf("%v", b)
	}
	return p
}

// isAt says whether the pixel at a place of the drawing is of a colour, to the roundings of a blend.
func isAt(p image.Image, x, y float64, want color.NRGBA) bool {
	got := color.NRGBAModel.Convert(p.At(int(2*x), int(2*y))).(color.NRGBA)
	near := func(a, b uint8) bool { return int(a)-int(b) <= 2 && int(b)-int(a) <= 2 }
	return near(got.R, want.R) && near(got.G, want.G) && near(got.B, want.B)
}

var (
	white = color.NRGBA{255, 255, 255, 255}
	red   = color.NRGBA{255, 0, 0, 255}
	blue  = color.NRGBA{0, 0, 255, 255}
)

func TestShapes(t *testing.T) {
	type spot struct {
		x, y float64
		c    color.NRGBA
	}
	for name, c := range map[string]struct {
		svg   string
		spots []spot
	}{
		"a rectangle with a border": {`<rect x="20" y="10" width="40" height="20" fill="#ff0000" stroke="#0000ff" stroke-width="4"/>`,
			[]spot{{40, 20, red}, {40, 10, blue}, {20, 20, blue}, {15, 20, white}, {40, 35, white}}},
		"round corners": {`<rect x="20" y="10" width="40" height="20" rx="10" fill="#ff0000"/>`,
			[]spot{{40, 11, red}, {20.6, 10.6, white}, {59, 29, white}}},
		"a disc":              {`<circle cx="50" cy="25" r="10" fill="#ff0000"/>`, []spot{{50, 25, red}, {59, 25, red}, {58.5, 33.5, white}}},
		"half covered":        {`<rect x="0" y="0" width="50" height="50" fill="#ff0000" fill-opacity="0.5"/>`, []spot{{25, 25, color.NRGBA{255, 128, 128, 255}}}},
		"relative and closed": {`<path d="M20 10h40v20h-40z" fill="#ff0000"/>`, []spot{{40, 20, red}, {62, 20, white}}},
		"across and down":     {`<path d="M20 10H60V30L20 30" fill="none" stroke="#0000ff" stroke-width="4"/>`, []spot{{40, 10, blue}, {60, 20, blue}, {60, 10, blue}, {40, 20, white}, {20, 20, white}}},
		"a cubic":             {`<path d="M20 40C20 0 80 0 80 40" fill="none" stroke="#0000ff" stroke-width="4"/>`, []spot{{50, 10, blue}, {50, 20, white}}},
		"two half circles":    {`<path d="M50 15A10 10 0 1 0 50 35A10 10 0 1 0 50 15" fill="none" stroke="#0000ff" stroke-width="4"/>`, []spot{{40, 25, blue}, {60, 25, blue}, {50, 25, white}}},
		"dashes":              {`<path d="M0 25H100" fill="none" stroke="#0000ff" stroke-width="4" stroke-dasharray="10 10"/>`, []spot{{5, 25, blue}, {15, 25, white}, {25, 25, blue}, {95, 25, white}}},
		"no width, no line":   {`<rect x="20" y="10" width="40" height="20" fill="none" stroke="#0000ff" stroke-width="0"/>`, []spot{{40, 10, white}}},
		"black where unsaid":  {`<rect x="20" y="10" width="40" height="20"/>`, []spot{{40, 20, color.NRGBA{0, 0, 0, 255}}}},
	} {
		p := drawn(t, c.svg)
		for _, s := range c.spots {
			if !isAt(p, s.x, s.y, s.c) {
				t.Errorf("%s: at %g, %g stands %v, not %v", name, s.x, s.y, p.At(int(2*s.x), int(2*s.y)), s.c)
			}
		}
	}
}

// darkBox is where anything dark stands, in units of the drawing.
func darkBox(p image.Image) image.Rectangle {
	out := image.Rectangle{}
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			if r, _, _, _ := p.At(x, y).RGBA(); r < 0x8000 {
				out = out.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return image.Rect(out.Min.X/2, out.Min.Y/2, out.Max.X/2, out.Max.Y/2)
}

func TestText(t *testing.T) {
	box := func(attrs, s string) image.Rectangle {
		return darkBox(drawn(t, `<text x="50" y="30" font-size="12" fill="#000000"`+attrs+`>`+s+`</text>`))
	}
	first, middle, last := box("", "Hold"), box(` text-anchor="middle"`, "Hold"), box(` text-anchor="end"`, "Hold")
	if w := first.Dx(); w < 20 || w > 30 {
		t.Errorf("four letters of size 12 are %d wide; in Arial they are 23", w)
	}
	if first.Min.X < 50 || first.Min.Y < 19 || first.Max.Y > 31 {
		t.Errorf("the text stands at %v", first)
	}
	if c := (middle.Min.X + middle.Max.X) / 2; c < 48 || c > 52 || last.Max.X > 51 {
		t.Errorf("middle %v, end %v", middle, last)
	}
	if bold := box(` font-weight="700"`, "Hold"); bold == first {
		t.Error("bold is as plain")
	}
	if star := box("", "★"); star.Dx() < 7 || star.Dx() > 13 {
		t.Errorf("the star stands at %v", star)
	}
	if ko := box("", "한국"); !ko.Empty() {
		t.Errorf("Hangul, which the fonts lack, is drawn at %v", ko)
	}
	if a, b := box("", "한a"), box("", "a"); a.Min.X < b.Min.X+10 {
		t.Errorf("a letter that is not drawn takes no place: %v", a)
	}
}

func TestRefused(t *testing.T) {
	for svg, want := range map[string]string{
		`<svg width="10" height="10"><g/></svg>`:                                                     "<g> is not known",
		`<svg width="10" height="10"><path d="M0 0Q1 1 2 2"/></svg>`:                                 "is not known",
		`<svg width="10" height="10"><path d="M0"/></svg>`:                                           "a number is missing",
		`<svg width="10" height="10"><path d="M0 0A5 6 0 0 0 1 1"/></svg>`:                           "not of a circle",
		`<svg width="10" height="10"><rect x="a" width="1" height="1"/></svg>`:                       "no number",
		`<svg width="10" height="10"><rect width="1" height="1" fill="red"/></svg>`:                  "no colour",
		`<svg width="10" height="10"><path d="M0 0H9" stroke="#000000" stroke-dasharray="0"/></svg>`: "no list of lengths",
		`<svg width="100000" height="100000"></svg>`:                                                 "a picture of",
		`<p/>`:                         "stands outside",
		``:                             "no svg",
		`<svg width="10" height="10">`: "EOF",
	} {
		if _, err := PNG(svg, 1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %q", svg, err, want)
		}
	}
}

func TestSize(t *testing.T) {
	if w, h, err := Size(`<svg width="120.5" height="30"><g/></svg>`); w != 120.5 || h != 30 || err != nil {
		t.Errorf("%g × %g, %v", w, h, err)
	}
	for _, bad := range []string{`<svg width="1"/>`, `<p width="1" height="1"/>`, ``} {
		if _, _, err := Size(bad); err == nil {
			t.Errorf("%q has a size", bad)
		}
	}
}

// FuzzPath: whatever a path says, it is drawn or refused.
func FuzzPath(f *testing.F) {
	for _, s := range []string{"M0 0L9 9", "M1 2h3v-4z", "M0 0C1 1 2 2 3 3", "M1 1A5 5 0 1 0 3 3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, d string) {
		o, err := parsePath(d)
		if err == nil && len(d) < 200 {
			stroked(o, 2)
		}
	})
}
