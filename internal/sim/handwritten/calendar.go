package handwritten

import (
	"math"
	"math/bits"
)

// kind says what an event is.
type kind uint8

const (
	stepEnds kind = iota
	arrival
	waitEnds
	crisis
	war
)

// event is one entry of the calendar, in 16 bytes: its time as the bits of a float,
// which are in order since no time is negative, and a tag. The tag holds, from the top: the
// order of being entered (of two events at one time the first goes first), the
// copy, the round, the council, and the kind.
type event struct {
	time uint64
	tag  uint64
}

const (
	kindBits  = 3
	roundAt   = 4
	copyAt    = 16
	enteredAt = 32
)

func tagOf(k kind, copy, council, round int) uint64 {
	return uint64(copy)<<copyAt | uint64(round)<<roundAt | uint64(council)<<kindBits | uint64(k)
}

func (e *event) at() float64  { return math.Float64frombits(e.time) }
func (e *event) kind() kind   { return kind(e.tag & (1<<kindBits - 1)) }
func (e *event) copy() int    { return int(uint16(e.tag >> copyAt)) }
func (e *event) council() int { return int(e.tag >> kindBits & 1) }
func (e *event) round() int   { return int(e.tag >> roundAt & (1<<(copyAt-roundAt) - 1)) }

// eventsOfCopy bounds the entries of one copy: six arrivals of the last round
// beside the third arrivals of those before.
const eventsOfCopy = councils*seats + referralsMax*councils*(seats-quorum)

// calendar is a binary heap. The place of an event that was taken out stays open
// until the next call: most events enter one, which then takes the open place
// and sinks once, instead of two ways through the heap.
type calendar struct {
	heap    []event
	entered uint64
	open    bool // heap[0] was taken
}

func newCalendar(size int) calendar {
	return calendar{heap: make([]event, 0, size)}
}

func (c *calendar) clear() {
	c.heap, c.entered, c.open = c.heap[:0], 0, false
}

// before is 1 if e goes before f, else 0, without a branch that a processor would
// have to guess: it subtracts with borrow.
func (e *event) before(f *event) uint64 {
	_, borrow := bits.Sub64(e.tag, f.tag, 0)
	_, borrow = bits.Sub64(e.time, f.time, borrow)
	return borrow
}

func (c *calendar) push(at float64, tag uint64) {
	e := event{math.Float64bits(at), tag | c.entered<<enteredAt}
	c.entered++
	if c.open {
		c.open = false
		c.sink(e)
		return
	}
	c.heap = append(c.heap, e)
	h := c.heap
	place := len(h) - 1
	for place > 0 {
		up := (place - 1) / 2
		if e.before(&h[up]) == 0 {
			break
		}
		h[place] = h[up]
		place = up
	}
	h[place] = e
}

// pop takes the first event out. There is one.
func (c *calendar) pop() event {
	if c.open {
		last := len(c.heap) - 1
		e := c.heap[last]
		c.heap = c.heap[:last]
		c.sink(e)
	}
	c.open = true
	return c.heap[0]
}

// sink puts an event into the open place at the top and restores the order.
func (c *calendar) sink(e event) {
	h := c.heap
	place := 0
	for {
		down := 2*place + 1
		if down >= len(h) {
			break
		}
		if right := down + 1; right < len(h) {
			down += int(h[right].before(&h[down]))
		}
		if h[down].before(&e) == 0 {
			break
		}
		h[place] = h[down]
		place = down
	}
	h[place] = e
}
