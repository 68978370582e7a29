package report

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"entente/internal/typeset"
)

// paint is a colour of figures: the attributes that a downloaded figure carries,
// for light paper, and the ones that the page's style puts over them in the dark.
type paint struct {
	class                string
	fill, stroke         string
	darkFill, darkStroke string
}

// The paints. Text and lines keep WCAG AA contrast (4.5 and 3 to 1) on the
// grounds that they stand on, light and dark.
var (
	ground  = paint{"g-ground", "#ffffff", "", "#15181d", ""}
	ink     = paint{"g-ink", "#1a1d23", "", "#e9ebee", ""}
	muted   = paint{"g-muted", "#4f5663", "", "#aeb5c0", ""}
	alarm   = paint{"g-alarm", "#a3160f", "", "#ff9b91", ""}
	wire    = paint{"g-wire", "none", "#6d7481", "none", "#8b93a1"}
	hair    = paint{"g-hair", "none", "#d9dde4", "none", "#363c47"}
	mark    = paint{"g-mark", "none", "#a3160f", "none", "#ff9b91"}
	panel   = paint{"g-panel", "#f3f5f8", "", "#1d2128", ""}
	council = paint{"g-council", "#ffffff", "#3a3f49", "#15181d", "#c6ccd6"}
	vacant  = paint{"g-vacant", "#ffffff", "#a3160f", "#15181d", "#ff9b91"}
)

// nation is the set of paints of one party.
type nation struct{ box, band, solid, pale, line, word paint }

var nations = makeNations()

// nationColours are strong, tint, band for light; the same for dark.
var nationColours = [][6]string{
	{"#1d5a9e", "#e1edf9", "#f2f7fc", "#86baf2", "#1b3049", "#171e28"},
	{"#96470a", "#fbe8d8", "#fdf6f0", "#f2ac70", "#432a12", "#221c17"},
	{"#2b6637", "#dff1e2", "#f2f9f3", "#8acd97", "#19361f", "#17201a"},
	{"#694792", "#ece4f6", "#f7f3fb", "#c6aaea", "#302344", "#1e1a25"},
	{"#4f5663", "#e9ecf0", "#f5f6f8", "#b4bbc6", "#2b313b", "#1b1e24"},
}

func makeNations() []nation {
	var out []nation
	for i, c := range nationColours {
		name := "g-n" + strconv.Itoa(i)
		out = append(out, nation{
			box:   paint{name + "b", c[1], c[0], c[4], c[3]},
			band:  paint{name + "g", c[2], "", c[5], ""},
			solid: paint{name + "s", c[0], "", c[3], ""},
			pale:  paint{name + "p", c[1], c[0], c[4], c[3]},
			line:  paint{name + "l", "none", c[0], "none", c[3]},
			word:  paint{name + "w", c[0], "", c[3], ""},
		})
	}
	return out
}

// darkFigures is the style that turns figures dark.
func darkFigures() string {
	var b strings.Builder
	for _, p := range allPaints() {
		b.WriteString("." + p.class + "{fill:" + p.darkFill)
		if p.darkStroke != "" {
			b.WriteString(";stroke:" + p.darkStroke)
		}
		b.WriteString("}")
	}
	return b.String()
}

// FiguresStyle is the style that gives figures on a page the paints of its colour
// scheme, light or dark.
func FiguresStyle() string {
	either := func(light, dark string) string {
		if light == dark {
			return light
		}
		return "light-dark(" + light + "," + dark + ")"
	}
	var b strings.Builder
	for _, p := range allPaints() {
		b.WriteString("." + p.class + "{fill:" + either(p.fill, p.darkFill))
		if p.stroke != "" {
			b.WriteString(";stroke:" + either(p.stroke, p.darkStroke))
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func allPaints() []paint {
	all := []paint{ground, ink, muted, alarm, wire, hair, mark, panel, council, vacant}
	for _, n := range nations {
		all = append(all, n.box, n.band, n.solid, n.pale, n.line, n.word)
	}
	return append(all, figurePaints()...)
}

func (p paint) attributes() string {
	out := ` class="` + p.class + `" fill="` + p.fill + `"`
	if p.stroke != "" {
		out += ` stroke="` + p.stroke + `"`
	}
	return out
}

// placed is a text with the room that it takes, for tests of overlap.
type placed struct {
	text           string
	x, y, w, h     float64
	baseline, size float64
}

// canvas collects the elements of one figure.
type canvas struct {
	b     strings.Builder
	texts []placed
}

// num prints a coordinate.
func num(x float64) string {
	s := strconv.FormatFloat(x, 'f', 1, 64)
	return strings.TrimSuffix(s, ".0")
}

func (c *canvas) rect(p paint, x, y, w, h, round float64, extra string) {
	fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s"`, num(x), num(y), num(w), num(h))
	if round > 0 {
		fmt.Fprintf(&c.b, ` rx="%s"`, num(round))
	}
	c.b.WriteString(p.attributes() + extra + "/>")
}

func (c *canvas) path(p paint, d, extra string) {
	c.b.WriteString(`<path d="` + d + `"` + p.attributes() + extra + "/>")
}

func (c *canvas) line(p paint, x1, y1, x2, y2 float64, extra string) {
	c.path(p, "M"+num(x1)+" "+num(y1)+"L"+num(x2)+" "+num(y2), extra)
}

func (c *canvas) dot(p paint, x, y, r float64) {
	fmt.Fprintf(&c.b, `<circle cx="%s" cy="%s" r="%s"%s/>`, num(x), num(y), num(r), p.attributes())
}

// anchors of a text.
const (
	start  = "start"
	middle = "middle"
	end    = "end"
)

// text writes one line with its baseline at y.
func (c *canvas) text(p paint, x, y, size float64, anchor string, bold bool, s string) {
	if s == "" {
		return
	}
	w := typeset.Width(s, size, bold)
	left := x
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" font-size="%s"`, num(x), num(y), num(size))
	switch anchor {
	case middle:
		left -= w / 2
		c.b.WriteString(` text-anchor="middle"`)
	case end:
		left -= w
		c.b.WriteString(` text-anchor="end"`)
	}
	if bold {
		c.b.WriteString(` font-weight="700"`)
	}
	c.b.WriteString(p.attributes() + ">" + template.HTMLEscapeString(clean(s)) + "</text>")
	c.texts = append(c.texts, placed{s, left, y - 0.8*size, w, size, y, size})
}

// svg closes the figure. The title and the description are what a reader who
// does not see the figure is told.
func (c *canvas) svg(id, title, desc string, w, h float64) template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg id="%s-svg" role="img" aria-labelledby="%s-t %s-d" viewBox="0 0 %s %s" width="%s" height="%s" font-family="Arial, Liberation Sans, Helvetica Neue, Noto Sans CJK KR, Malgun Gothic, Apple SD Gothic Neo, sans-serif">`,
		id, id, id, num(w), num(h), num(w), num(h))
	fmt.Fprintf(&b, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, template.HTMLEscapeString(clean(title)), id, template.HTMLEscapeString(clean(desc)))
	fmt.Fprintf(&b, `<rect width="%s" height="%s"%s/>`, num(w), num(h), ground.attributes())
	b.WriteString(c.b.String())
	b.WriteString("</svg>")
	return template.HTML(b.String()) // every text above went through HTMLEscapeString
}

// clean keeps a text on one line and free of characters that a document may not
// hold or that reorder what a reader sees.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfffe || r == 0xffff:
			return ' '
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c:
			return -1
		}
		return r
	}, s)
}
