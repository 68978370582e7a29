package sim

import (
	"math"
	"math/bits"
)

// kind says what an entry of the calendar is.
type kind uint8

const (
	stepEnds    kind = iota // a: work; the work on a step is over
	seatArrives             // a: council, b: seat
	councilSits             // a: council
	incidentDue             // a: incident
	takesOver               // a: post, b: deputy
	officeFills             // a: post
	linkBack                // a: link
	faultDue                // a: rate of faults
	stepLate                // a: work
	delayOver               // a: run; its move-delay is waited off

	// Of a crisis.
	actOver        // a: option; it is under way no longer
	readingArrives // a: place of the reading
	readingOver    // a: party, b: rung
	triggerComes   // a: trigger, b: 1 where it came up before and has waited
	stockPasses    // a: stock; it passes a bound
	stocksStep     // all stocks, the end of a step
	programmeMeets // a: programme
)

// entry is something that will happen, unless what it is of has moved on since:
// then its generation is stale. seq orders what happens at one instant. Four fields
// are what the compiler keeps in registers.
type entry struct {
	at   uint64 // the bits of its moment, seconds: of numbers that are not negative they keep the order
	seq  uint32
	gen  uint32
	what what
}

// moment returns the seconds at which it comes.
func (e entry) moment() float64 { return math.Float64frombits(e.at) }

// what is a kind and what it is of: a in the upper half, b above the kind.
type what uint64

func whatOf(of kind, a int32, b uint16) what {
	return what(uint32(a))<<32 | what(b)<<16 | what(of)
}

func (w what) of() kind  { return kind(w) }
func (w what) a() int32  { return int32(w >> 32) }
func (w what) b() uint16 { return uint16(w >> 16) }

// before returns 1 if e comes before f, else 0. It does without a branch: which comes
// first cannot be foreseen.
func (e *entry) before(f *entry) int { return before(e.at, e.seq, f.at, f.seq) }

func before(at uint64, seq uint32, thanAt uint64, thanSeq uint32) int {
	_, less := bits.Sub64(uint64(seq), uint64(thanSeq), 0)
	_, less = bits.Sub64(at, thanAt, less)
	return int(less)
}

// calendar is a heap of entries, four below each: it is flat, so that a deep one
// touches few lines of memory. What is taken keeps its place on top until the next
// is put or taken: most that comes puts something, which then takes that place.
type calendar struct {
	heap  []entry
	taken bool // the top is no longer in it
	seq   uint32
}

func (c *calendar) clear() { c.heap, c.taken, c.seq = c.heap[:0], false, 0 }

// put adds an entry.
func (c *calendar) put(at float64, gen uint32, what what) {
	e := entry{math.Float64bits(at), c.seq, gen, what}
	c.seq++
	if c.taken {
		c.taken = false
		c.sink(e)
		return
	}
	c.heap = append(c.heap, e)
	h := c.heap
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 4
		if before(e.at, e.seq, h[up].at, h[up].seq) == 0 {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = e
}

// take removes the first entry, if there is one.
func (c *calendar) take() (first entry, some bool) {
	if c.taken {
		n := len(c.heap) - 1
		last := c.heap[n]
		c.heap = c.heap[:n]
		if n == 0 {
			c.taken = false
			return first, false
		}
		c.sink(last)
	} else if len(c.heap) == 0 {
		return first, false
	}
	c.taken = true
	return c.heap[0], true
}

// sink puts an entry into the place of the top.
func (c *calendar) sink(e entry) {
	h := c.heap
	i, down := 0, 1
	for down+3 < len(h) {
		four := h[down : down+4 : down+4]
		a, b := four[1].before(&four[0]), 2+four[3].before(&four[2])
		a += four[b].before(&four[a]) * (b - a)
		if before(four[a].at, four[a].seq, e.at, e.seq) == 0 {
			h[i] = e
			return
		}
		h[i] = four[a]
		i = down + a
		down = 4*i + 1
	}
	if down < len(h) {
		least := down
		for k := down + 1; k < len(h); k++ {
			least += h[k].before(&h[least]) * (k - least)
		}
		if before(h[least].at, h[least].seq, e.at, e.seq) == 1 {
			h[i] = h[least]
			i = least
		}
	}
	h[i] = e
}
