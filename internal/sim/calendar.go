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
// touches few lines of memory.
type calendar struct {
	heap []entry
	seq  uint32
}

func (c *calendar) clear() { c.heap, c.seq = c.heap[:0], 0 }

// put adds an entry.
func (c *calendar) put(e entry) {
	e.seq = c.seq
	c.seq++
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

// take removes the first entry; there is one.
func (c *calendar) take() entry {
	h := c.heap
	first := h[0]
	n := len(h) - 1
	last := h[n]
	h = h[:n]
	c.heap = h
	if n == 0 {
		return first
	}
	i := 0
	for {
		down := 4*i + 1
		if down >= n {
			break
		}
		least := down
		for k := down + 1; k < min(down+4, n); k++ {
			if h[k].before(&h[least]) {
				least = k
			}
		}
		if !h[least].before(&last) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = last
	return first
}
