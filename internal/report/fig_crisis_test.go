package report

import (
	"math"
	"strings"
	"testing"
)

// rungs are fans that climb, each a little faster than the one before.
func rungs(n int) Rungs {
	f := Rungs{XLabel: "from the start", Rungs: []string{"competition", "crisis", "a clash of arms below war", "war"}}
	for i := range n {
		p := RungsOf{Name: longNames[i%len(longNames)]}
		for k := range 41 {
			u := float64(k) / 40
			up := math.Min(1, u*(0.4+0.3*float64(i)))
			p.Time = append(p.Time, 3*86400*u)
			p.Share = append(p.Share, []float64{1 - up, up * (1 - up), up * up * 0.7, up * up * 0.3})
		}
		f.Parts = append(f.Parts, p)
	}
	return f
}

func coursesOf(n int) Courses {
	f := Courses{XLabel: "from the start", YLabel: "trust between the allies"}
	for i := range n {
		c := CourseOf{Name: longNames[i%len(longNames)]}
		for k := range 31 {
			u := float64(k) / 30
			x := 0.6 - 0.1*float64(i+1)*u
			c.Time = append(c.Time, 30*86400*u)
			c.Mean, c.Low, c.High = append(c.Mean, x), append(c.Low, x-0.2*u), append(c.High, x+0.1*u)
		}
		f.Series = append(f.Series, c)
	}
	return f
}

func breakLine() BreakLine {
	f := BreakLine{X: "what a cheap drone costs", Y: "what a missile costs", XUnit: UnitNumber, YUnit: UnitNumber, XLow: 1, XHigh: 5, YLow: 0, YHigh: 40, More: "the platforms cost more", Less: "the platforms cost less"}
	for i := range 9 {
		p := BreakAt{X: 1 + 0.5*float64(i), Y: 9 * (1 + 0.5*float64(i)), Below: "less"}
		if p.Y > 40 {
			p.Y = math.NaN()
		}
		f.Points = append(f.Points, p)
	}
	return f
}

func frontier(n int) Frontier {
	f := Frontier{X: "the cost", Y: "deterrence", YMore: true, XUnit: UnitNumber, YUnit: UnitShare}
	for i := range n {
		at := float64(i)
		q := FrontierAt{Name: longNames[i%len(longNames)], On: i%3 != 2, XLow: at, XHigh: at + 0.7, YLow: 0.1 * at, YHigh: 0.1*at + 0.05}
		if !q.On {
			q.Why = "dominated by " + longNames[0]
		}
		f.Points = append(f.Points, q)
	}
	return f
}

// TestCrisisFigureTables: each figure has a table twin that says what it draws.
func TestCrisisFigureTables(t *testing.T) {
	for _, x := range []struct {
		d    Drawing
		row  int
		says string
	}{
		{rungs(1), 5, "100%|0%"},
		{rungs(1), 5, "3.0 d|60%|24%|11%|5%"},
		{coursesOf(1), 5, "30 d|0.50|0.30|0.60"},
		{breakLine(), 1, "1.0|9.0|the platforms cost less"},
		{breakLine(), 9, "5.0|nowhere|the platforms cost less throughout"},
		{frontier(3), 3, "no: dominated by "},
	} {
		table := x.d.Table()
		row := x.row
		if strings.HasPrefix(x.says, "100%") {
			row = 1
		}
		if got := strings.Join(table[row], "|"); !strings.Contains(got, x.says) {
			t.Errorf("row %d is %q, want one with %q", row, got, x.says)
		}
	}
}

// TestFanFills: at every moment the bands fill the whole height, so that the top of
// the highest one is straight.
func TestFanFills(t *testing.T) {
	svg := rungs(1).SVG("x")
	if n := strings.Count(svg, "fill-opacity"); n != 8 { // four bands, four signs of the legend
		t.Errorf("%d areas are drawn, want 8", n)
	}
	if svg := (Rungs{Rungs: []string{"a"}, Parts: []RungsOf{{Name: "none"}}}).SVG("x"); !strings.Contains(svg, "nothing to show") {
		t.Error("a fan of nothing does not say so")
	}
}
