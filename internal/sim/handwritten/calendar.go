package handwritten

// kind says what an event is.
type kind uint8

const (
	stepEnds kind = iota
	arrival
	waitEnds
	crisis
	war
)

// event is one entry of the calendar, in 24 bytes.
type event struct {
	at      float64
	order   uint32 // of being entered: of two at one time the first goes first
	copy    uint16
	kind    kind
	council uint8
	round   uint8
}

// eventsOfCopy bounds the entries of one copy: six arrivals of the last round
// beside the third arrivals of those before.
const eventsOfCopy = councils*seats + referralsMax*councils*(seats-quorum)

// calendar is a binary heap. The place of an event that was taken out stays open
// until the next call: most events enter one, which then takes the open place
// and sinks once, instead of two ways through the heap.
type calendar struct {
	heap    []event
	entered uint32
	open    bool // heap[0] was taken
}

func newCalendar(size int) calendar {
	return calendar{heap: make([]event, 0, size)}
}

func (c *calendar) clear() {
	c.heap, c.entered, c.open = c.heap[:0], 0, false
}

func (e *event) before(f *event) bool {
	return e.at < f.at || e.at == f.at && e.order < f.order
}

func (c *calendar) push(e event) {
	e.order = c.entered
	c.entered++
	if c.open {
		c.open = false
		c.sink(e)
		return
	}
	c.heap = append(c.heap, e)
	h := c.heap
	at := len(h) - 1
	for at > 0 {
		up := (at - 1) / 2
		if !e.before(&h[up]) {
			break
		}
		h[at] = h[up]
		at = up
	}
	h[at] = e
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
	at := 0
	for {
		down := 2*at + 1
		if down >= len(h) {
			break
		}
		if right := down + 1; right < len(h) && h[right].before(&h[down]) {
			down = right
		}
		if !h[down].before(&e) {
			break
		}
		h[at] = h[down]
		at = down
	}
	h[at] = e
}
