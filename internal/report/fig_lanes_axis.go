package report

import (
	"math"
	"slices"

	"entente/internal/typeset"
)

// The axis of a timeline: pieces of time with cuts between them.

// laneAxis is an axis of time from which stretches without any beginning or end
// are cut.
type laneAxis struct {
	pieces []axisPiece
	scale  float64 // pixels for a second
}

// axisPiece is a stretch of the axis; one that is cut is drawn narrow.
type axisPiece struct {
	from, to    float64
	left, right float64
	cut         bool
}

// The measures of lanes, in pixels.
const (
	lanesLeft  = 168.0
	lanesRight = figWidth - 22
	cutWidth   = 50.0
	laneBar    = 20.0
	laneMark   = 17.0
	laneLabel  = 15.0
	labelMost  = 320.0 // the longest label of a lane
)

// newLaneAxis puts every beginning and end of the parts on one axis.
func newLaneAxis(parts []Lanes) *laneAxis {
	var at []float64
	see := func(x float64) {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			at = append(at, x)
		}
	}
	for _, f := range parts {
		for _, b := range f.Bars {
			see(b.From)
			see(b.To)
		}
		for _, m := range f.Marks {
			see(m.At)
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	if len(at) == 0 {
		at = []float64{0, 3600}
	}
	low, high := at[0], at[len(at)-1]
	if low > 0 && low < 0.5*high {
		low = 0
		at = append([]float64{0}, at...)
	}
	if high == low {
		high = low + 60
	}
	whole := high - low
	var gaps []float64
	for i := 1; i < len(at); i++ {
		gaps = append(gaps, at[i]-at[i-1])
	}
	sorted := slices.Clone(gaps)
	slices.Sort(sorted)
	usual := 0.0
	if len(sorted) > 0 {
		usual = sorted[len(sorted)/2]
	}
	rest := whole
	cut := make([]bool, len(gaps))
	for i, g := range gaps {
		if len(gaps) >= 3 && g > 0.12*whole && g > 8*usual {
			cut[i] = true
			rest -= g
		}
	}
	if rest > 0.4*whole || rest <= 0 {
		cut = make([]bool, len(gaps))
		rest = whole
	}
	a := &laneAxis{}
	margin := 0.0
	if rest < whole {
		margin = 0.03 * rest
	}
	from := low
	for i, g := range gaps {
		if !cut[i] {
			continue
		}
		a.pieces = append(a.pieces, axisPiece{from: from, to: at[i] + margin}, axisPiece{from: at[i] + margin, to: at[i] + g - margin, cut: true})
		from = at[i] + g - margin
	}
	a.pieces = append(a.pieces, axisPiece{from: from, to: high + 0.02*rest})
	room, drawn := lanesRight-lanesLeft, 0.0
	for _, p := range a.pieces {
		if p.cut {
			room -= cutWidth
		} else {
			drawn += p.to - p.from
		}
	}
	a.scale = room / drawn
	x := lanesLeft
	for i := range a.pieces {
		p := &a.pieces[i]
		p.left = x
		x += cutWidth
		if !p.cut {
			x = p.left + (p.to-p.from)*a.scale
		}
		p.right = x
	}
	return a
}

func (a *laneAxis) broken() bool { return len(a.pieces) > 1 }

// at is where a time stands.
func (a *laneAxis) at(t float64) float64 {
	for _, p := range a.pieces {
		if t <= p.to {
			return p.left + (p.right-p.left)*clamp((t-p.from)/(p.to-p.from), 0, 1)
		}
	}
	return a.pieces[len(a.pieces)-1].right
}

// cuts are the stretches that are not to scale.
func (a *laneAxis) cuts() []axisPiece {
	return slices.DeleteFunc(slices.Clone(a.pieces), func(p axisPiece) bool { return !p.cut })
}

// ticks are the marks of the axis, none where its words would meet others or the
// words of a cut.
func (a *laneAxis) ticks() []tick {
	var taken [][2]float64
	drawn := 0.0
	for _, p := range a.pieces {
		if p.cut {
			w := typeset.Width(cutText(p), sizeFine, true)
			mid := (p.left + p.right) / 2
			taken = append(taken, [2]float64{mid - w/2 - 6, mid + w/2 + 6})
		} else {
			drawn += p.to - p.from
		}
	}
	var best []tick
	for _, step := range stepsFor(drawn, UnitTime) {
		if drawn/step > 12 {
			continue
		}
		var out []tick
		used := slices.Clone(taken)
		possible := 0
		for _, p := range a.pieces {
			if p.cut {
				continue
			}
			for k := math.Ceil(p.from/step - 1e-9); k*step <= p.to; k++ {
				t := tick{k * step, timeWord(k * step)}
				if t.at < 0 {
					t.text = "−" + timeWord(-t.at)
				}
				w := typeset.Width(t.text, sizeFine, false)
				x := a.at(t.at)
				possible++
				if slices.ContainsFunc(used, func(u [2]float64) bool { return x-w/2-6 < u[1] && x+w/2+6 > u[0] }) {
					continue
				}
				used = append(used, [2]float64{x - w/2, x + w/2})
				out = append(out, t)
			}
		}
		if len(out) > len(best) {
			best = out
		}
		if len(out) > 0 && (len(out) == possible || a.broken() && 3*len(out) >= 2*possible) {
			return out
		}
	}
	return best
}

func cutText(p axisPiece) string { return approx(p.to-p.from) + " cut" }
