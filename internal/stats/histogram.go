package stats

import (
	"fmt"
	"math"
	"slices"
)

const (
	mantissaBits = 11                // cells to an octave: 2^11
	keyShift     = 52 - mantissaBits // bits of a float64 below its key
	pageBits     = 7                 // cells to a page: 2^7
	pageSize     = 1 << pageBits
	octaves      = 40 // below the horizon; what is smaller shares one cell
)

// Histogram counts numbers from 0 up to a horizon in cells whose width is at most
// 2^-11 of their lower end: the cell of a number is its exponent and the first 11
// bits of its mantissa. Zero has its own cell; numbers at or above the horizon are
// counted as censored; positive ones below 2^-40 of the horizon share one cell.
// Its memory is bounded: 512 bytes for each sixteenth of an octave in which
// numbers fall, at most 340 kB. A cell holds up to 2^32 - 1 numbers.
type Histogram struct {
	horizon  float64
	tiny     float64 // numbers in (0, tiny) share a cell
	zeros    int
	tinies   int
	censored int
	inside   int
	pages    []page // sorted by index
	recent   int    // position of the page last added to
}

// page is pageSize neighbouring cells.
type page struct {
	index  uint64
	count  int
	counts *[pageSize]uint32
}

// NewHistogram returns an empty histogram with a horizon that is positive and
// finite; it panics on any other.
func NewHistogram(horizon float64) *Histogram {
	if !(horizon > 0) || math.IsInf(horizon, 0) {
		panic(fmt.Sprintf("stats: no horizon %v", horizon))
	}
	return &Histogram{horizon: horizon, tiny: math.Max(math.Ldexp(horizon, -octaves), 0x1p-1022)}
}

// Horizon returns the horizon.
func (h *Histogram) Horizon() float64 { return h.horizon }

// Add counts one number. Infinity is censored. NaN and negative numbers are not
// counted.
func (h *Histogram) Add(x float64) {
	switch {
	case x >= h.horizon:
		h.censored++
	case x >= h.tiny:
		key := math.Float64bits(x) >> keyShift
		p := h.page(key >> pageBits)
		p.counts[key%pageSize]++
		p.count++
		h.inside++
	case x > 0:
		h.tinies++
	case x == 0:
		h.zeros++
	}
}

// page returns the page with an index, made if need be.
func (h *Histogram) page(index uint64) *page {
	if h.recent < len(h.pages) && h.pages[h.recent].index == index {
		return &h.pages[h.recent]
	}
	i, found := slices.BinarySearchFunc(h.pages, index, func(p page, index uint64) int {
		return int(int64(p.index) - int64(index))
	})
	if !found {
		h.pages = slices.Insert(h.pages, i, page{index: index, counts: new([pageSize]uint32)})
	}
	h.recent = i
	return &h.pages[i]
}

// Count returns how many numbers were counted, with the censored ones.
func (h *Histogram) Count() int { return h.zeros + h.tinies + h.inside + h.censored }

// Censored returns how many numbers were at or above the horizon.
func (h *Histogram) Censored() int { return h.censored }

// Cell is one cell of a histogram that is not empty: Count numbers x with
// Low <= x < High; for zero Low and High are both 0, for the smallest numbers Low
// is 0, and for the censored ones High is infinite.
type Cell struct {
	Low, High float64
	Count     int
}

// Cells yields the cells that are not empty, in rising order.
func (h *Histogram) Cells(yield func(Cell) bool) {
	if h.zeros > 0 && !yield(Cell{0, 0, h.zeros}) {
		return
	}
	if h.tinies > 0 && !yield(Cell{0, h.tiny, h.tinies}) {
		return
	}
	for i := range h.pages {
		for j, n := range h.pages[i].counts {
			if n > 0 && !yield(h.cell(i, j)) {
				return
			}
		}
	}
	if h.censored > 0 {
		yield(h.censoredCell())
	}
}

func (h *Histogram) cell(page, place int) Cell {
	p := &h.pages[page]
	key := p.index<<pageBits + uint64(place)
	low := math.Float64frombits(key << keyShift)
	high := math.Float64frombits((key + 1) << keyShift)
	return Cell{math.Max(low, h.tiny), math.Min(high, h.horizon), int(p.counts[place])}
}

func (h *Histogram) censoredCell() Cell { return Cell{h.horizon, above, h.censored} }

// AtRank returns the ends of the cell of the kth smallest number, k from 1 to
// Count: low <= x < high, save that both are 0 for zero, and high is infinite for
// a censored number. Both are minus infinity for k < 1 and infinity for
// k > Count.
func (h *Histogram) AtRank(k int) (low, high float64) {
	switch {
	case k < 1:
		return below, below
	case k > h.Count():
		return above, above
	case k <= h.zeros:
		return 0, 0
	}
	c := h.beyond(k - h.zeros)
	return c.Low, c.High
}

// beyond returns the cell of the kth smallest number of those above zero.
func (h *Histogram) beyond(k int) Cell {
	if k <= h.tinies {
		return Cell{0, h.tiny, h.tinies}
	}
	k -= h.tinies
	for i := range h.pages {
		if k > h.pages[i].count {
			k -= h.pages[i].count
			continue
		}
		for j, n := range h.pages[i].counts {
			if k -= int(n); k <= 0 {
				return h.cell(i, j)
			}
		}
	}
	return h.censoredCell()
}

// Quantile returns the middle of the cell of the p-quantile of what was counted:
// the smallest number that at least the share p, 0 <= p <= 1, does not exceed. It
// is within 2^-12 of it, relatively; infinite if it is censored; and NaN if
// nothing was counted.
func (h *Histogram) Quantile(p float64) float64 {
	n := h.Count()
	if n == 0 || p != p {
		return math.NaN()
	}
	k := int(math.Ceil(mul(p, float64(n))))
	low, high := h.AtRank(min(n, max(1, k)))
	return low + mul(0.5, high-low)
}
