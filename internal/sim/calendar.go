package sim

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
)

// entry is something that will happen, unless what it is of has moved on since:
// then its generation is stale. seq orders what happens at one instant.
type entry struct {
	at  float64
	seq uint32
	gen uint32
	a   int32
	b   uint16
	of  kind
}

func (e *entry) before(f *entry) bool {
	return e.at < f.at || e.at == f.at && e.seq < f.seq
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

// empty reports whether nothing is left.
func (c *calendar) empty() bool { return len(c.heap) == 0 || c.taken && len(c.heap) == 1 }

// put adds an entry.
func (c *calendar) put(e entry) {
	e.seq = c.seq
	c.seq++
	if c.taken {
		c.taken = false
		c.sink(&e)
		return
	}
	c.heap = append(c.heap, e)
	h := c.heap
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !e.before(&h[up]) {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = e
}

// take removes the first entry; there is one. What it points to is good until the
// next is put or taken.
func (c *calendar) take() *entry {
	if c.taken {
		n := len(c.heap) - 1
		last := c.heap[n]
		c.heap = c.heap[:n]
		c.sink(&last)
	}
	c.taken = true
	return &c.heap[0]
}

// sink puts an entry into the place of the top.
func (c *calendar) sink(e *entry) {
	h := c.heap
	i := 0
	for {
		down := 4*i + 1
		if down >= len(h) {
			break
		}
		least := down
		for k := down + 1; k < min(down+4, len(h)); k++ {
			if h[k].before(&h[least]) {
				least = k
			}
		}
		if !h[least].before(e) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = *e
}
