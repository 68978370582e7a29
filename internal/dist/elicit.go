package dist

import (
	"fmt"
	"math"
	"strings"

	"entente/internal/num"
)

// Table shows an author what a statement implies, so that it can be corrected:
// quantiles that were not asked for, the mean, and a picture.
type Table struct {
	Spec      Spec
	Echo      string // Describe(Spec)
	Rows      []Row  // rising; empty for bounds without probability
	Mean      float64
	TailShare float64 // the share of the mean that comes from values above p90
	// MeanOnTail says that most of the mean comes from above p90, where nothing
	// was stated and the law is extended; compare medians instead.
	MeanOnTail bool
	Low, High  float64 // hard bounds
	fitted     Dist
}

// Row is one quantile; Stated marks those that the author gave.
type Row struct {
	P, Value float64
	Stated   bool
}

var elicitedAt = [...]float64{0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99}

// Elicit tabulates a statement. The error is that of Spec.Validate.
func Elicit(s Spec) (Table, error) {
	d, err := New(s)
	if err != nil {
		return Table{}, err
	}
	t := Table{Spec: s, Echo: Describe(s), fitted: d}
	t.Low, t.High = s.Hard()
	if d.BoundsOnly() {
		return t, nil
	}
	for _, p := range elicitedAt {
		stated := s.Form == Quantiles && (p == 0.10 || p == 0.50 || p == 0.90)
		t.Rows = append(t.Rows, Row{P: p, Value: d.Quantile(p), Stated: stated})
	}
	t.Mean = d.Mean()
	if p90 := d.Quantile(0.9); s.Form != Exact && t.Mean > 0 {
		t.TailShare = (d.Excess(p90) + float64(0.1*p90)) / t.Mean
	}
	t.MeanOnTail = s.Form == Quantiles && t.TailShare > 0.5
	return t, nil
}

// Text prints the table and the picture, width columns wide.
func (t Table) Text(width int) string {
	var b strings.Builder
	fmt.Fprintln(&b, t.Echo)
	if len(t.Rows) == 0 {
		fmt.Fprintln(&b, "Bounds alone have no quantiles and no mean. An answer that rests on them is a range.")
		return b.String()
	}
	say := t.Spec.Unit.FormatApprox
	for _, r := range t.Rows {
		if r.Stated { // as the author put it, not rounded
			fmt.Fprintf(&b, "  p%-4g %10s  stated\n", float64(r.P*100), t.Spec.Unit.Format(r.Value))
		} else {
			fmt.Fprintf(&b, "  p%-4g %10s\n", float64(r.P*100), say(r.Value))
		}
	}
	fmt.Fprintf(&b, "  mean  %10s", say(t.Mean))
	if t.MeanOnTail {
		fmt.Fprintf(&b, "  rests mostly on the extended tail: %.0f %% of it comes from above p90", float64(100*t.TailShare))
	}
	fmt.Fprintln(&b)
	if picture := t.Picture(width); picture != "" {
		fmt.Fprintln(&b)
		b.WriteString(picture)
	}
	return b.String()
}

const (
	pictureRows     = 5
	pictureWidthMin = 20
	pictureWidthMax = 200
	logScaleFrom    = 30 // p90/p10 above which a linear picture is one spike
)

// Picture draws the density between p1 and about p97 in block characters, with
// the places of p10, p50 and p90 under it. Width is held to 20..200 columns. A
// spread of p90 over p10 above 30 is drawn on a logarithmic axis, which the last
// line says. Exact values and bounds without probability have no picture ("").
func (t Table) Picture(width int) string {
	if t.Spec.Form == Exact || t.Spec.Form == Range {
		return ""
	}
	width = int(clamp(float64(width), pictureWidthMin, pictureWidthMax))
	x := newAxis(&t.fitted, width)
	heights := make([]float64, width)
	top := 0.0
	for i := range heights {
		heights[i] = (t.fitted.CDF(x.at(i+1)) - t.fitted.CDF(x.at(i)))
		top = math.Max(top, heights[i])
	}
	var b strings.Builder
	for row := pictureRows - 1; row >= 0; row-- {
		line := make([]rune, width)
		for i, h := range heights {
			line[i] = block(float64(h/top*pictureRows) - float64(row))
		}
		fmt.Fprintln(&b, strings.TrimRight(string(line), " "))
	}
	b.WriteString(x.marks(&t))
	return b.String()
}

// block fills one character cell from below, in eighths.
func block(filled float64) rune {
	return []rune(" ▁▂▃▄▅▆▇█")[int(clamp(math.Round(float64(filled*8)), 0, 8))]
}

// axis maps columns to values, linearly or logarithmically.
type axis struct {
	low, high   float64 // logarithms where logarithmic
	width       int
	logarithmic bool
}

func newAxis(d *Dist, width int) axis {
	a := axis{low: d.Quantile(0.01), high: d.Quantile(0.97), width: width}
	p10 := d.Quantile(0.10)
	a.logarithmic = p10 > 0 && a.low > 0 && d.Quantile(0.90)/p10 > logScaleFrom
	switch {
	case a.logarithmic:
		a.low, a.high = num.Log(a.low), num.Log(a.high)
	case d.Min() >= 0 && a.low < (a.high-a.low)/2:
		a.low = 0
	}
	return a
}

func (a axis) at(column int) float64 {
	x := a.low + (a.high-a.low)*float64(column)/float64(a.width)
	if a.logarithmic {
		return num.Exp(x)
	}
	return x
}

func (a axis) column(value float64) int {
	if a.logarithmic {
		value = num.Log(value)
	}
	return int(clamp(float64((value-a.low)/(a.high-a.low)*float64(a.width)), 0, float64(a.width-1)))
}

// marks draws the rule with p10, p50 and p90, and says which they are.
func (a axis) marks(t *Table) string {
	rule := []rune(strings.Repeat("─", a.width))
	var words []string
	for _, p := range [...]float64{0.10, 0.50, 0.90} {
		value := t.fitted.Quantile(p)
		rule[a.column(value)] = '┴'
		words = append(words, fmt.Sprintf("p%.0f %s", float64(100*p), t.Spec.Unit.FormatApprox(value)))
	}
	say := t.Spec.Unit.FormatApprox
	legend := fmt.Sprintf("%s to %s; marks: %s", say(a.at(0)), say(a.at(a.width)), strings.Join(words, ", "))
	if a.logarithmic {
		legend += "; logarithmic axis"
	}
	return string(rule) + "\n" + legend + "\n"
}
