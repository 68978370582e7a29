package report

import (
	"regexp"
	"strings"
	"testing"
)

// TestFiguresStyle: every class that a drawing uses has its paint for light and dark.
func TestFiguresStyle(t *testing.T) {
	style := FiguresStyle()
	svg := Tornado{Title: "t", Unit: UnitShare, Base: 0.2, Bars: []TornadoBar{{Assumption: "a", Low: -0.1, High: 0.3, Reverses: true}}}.SVG("x")
	for _, class := range regexp.MustCompile(`class="([^"]+)"`).FindAllStringSubmatch(svg, -1) {
		if !strings.Contains(style, "."+class[1]+"{fill:") {
			t.Errorf("class %s has no style", class[1])
		}
	}
	if strings.Contains(style, "light-dark(none") || strings.Contains(style, ",none)") || !strings.Contains(style, "light-dark(#1a1d23,#e9ebee)") {
		t.Error("a paint is not a pair of colours")
	}
}
