package stats

import (
	"fmt"
	"math"
	"testing"
)

// The results of one fixed course of numbers, to ten digits: they must not change
// from machine to machine, nor unnoticed.
func TestGolden(t *testing.T) {
	m, h, c := NewMean(0, 30, 0.05), NewHistogram(30), NewContrast(30, 0.01)
	word := uint64(1)
	for range 5000 {
		word = word*6364136223846793005 + 1442695040888963407
		u := float64(word>>11) * 0x1p-53
		x := 30 * u * u * u
		m.Add(x)
		h.Add(x)
		c.Add(x, 0.9*x+0.1*u)
	}
	low, high := m.Interval()
	cLow, cHigh := c.Interval()
	qLow, qHigh := NewQuantiler(h, 0.9, 0.05).Interval()
	d, at := KS(h, func(t float64) (float64, float64) { p := math.Cbrt(t / 30); return p, p })
	got := fmt.Sprintf("%.10g %.10g %.10g; %.10g %.10g %.10g; %.10g %.10g; %.10g %.10g",
		m.Value(), low, high, cLow, cHigh, c.Gain(), qLow, qHigh, d, at)
	if got != golden {
		t.Errorf("got  %s\nwant %s", got, golden)
	}
}

const golden = "7.57680449 7.170467748 7.998442455; 0.6524252268 0.7611260013 193.2927292; 20.9609375 23.1171875; 0.01125958126 0.158203125"
