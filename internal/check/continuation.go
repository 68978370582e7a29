package check

import (
	"context"

	"entente/internal/machine"
	"entente/internal/program"
)

// continuation is the graph of what may follow without further faults and with
// unlimited starts. Its states are those of the cone without the counters of
// the budget and without the incidents that have come. It is explored as far as
// the questions about its seeds need: what can come is mostly near.
type continuation struct {
	sys   *system
	goals []int // expressions
	set   *store
	asked []question // by seed
	place []int32    // by state: where it stands in order, or unexpanded
	order []int32    // the states expanded
	first []int32    // by place: where its events begin in next, and after the last
	next  []int32
	gone  []uint64 // by event: runs that it ends or stops; kept only with noRepair
	ended []uint64 // by place: runs that some event of it ends (completes)
	stop  []uint64 // by place: runs that some event of it stops
	goal  []uint64 // by place: bit g: goals[g] holds in it
	can   []uint64 // by state, solved: runs that can still end or stop
	full  []uint64 // by state, solved, with noRepair: runs that can still end with nothing pending
	reach []uint64 // by state, solved: goals that can still come
	zero  []program.Var
	buf   []uint64
	why   string
}

// question is what is asked of a seed: which runs can still end (with noRepair:
// complete, with nothing pending), and which goals can still come. A bit each.
type question struct{ runs, goals uint64 }

const (
	unexpanded = int32(-1)
	firstRound = 32 // twice as many states are expanded before the answers are looked at
)

func newContinuation(p *program.Program, cone *program.Cone, noRepair bool) *continuation {
	c := &continuation{sys: newSystem(p, cone), first: []int32{0}}
	c.sys.m.Free, c.sys.m.NoRepair = true, noRepair
	c.set = newStore(c.sys.words)
	c.zero = []program.Var{p.StartsVar, p.FaultsVar}
	for i := range p.Budget.Incidents {
		c.zero = append(c.zero, p.Budget.Incidents[i].Var)
	}
	c.buf = make([]uint64, c.sys.words)
	return c
}

// seed adds a state reached by a search and returns its index here.
func (c *continuation) seed(s machine.State) int32 {
	core := c.sys.next
	copy(core, s)
	for _, v := range c.zero {
		core[v] = 0
	}
	c.sys.pack(core, c.buf)
	i, fresh := c.set.add(c.buf, noParent)
	if fresh {
		c.asked = append(c.asked, question{})
	}
	return i
}

// ask adds to what is asked of a seed.
func (c *continuation) ask(seed int32, q question) {
	c.asked[seed].runs |= q.runs
	c.asked[seed].goals |= q.goals
}

// answer works out the answers to what is asked of the seeds; false if a limit
// stopped it. It explores in rounds, each twice as far, what follows from the
// seeds that have a question without a yes. A yes is found as soon as the path is
// there; a no needs everything that follows.
func (c *continuation) answer(ctx context.Context, lim Limits) bool {
	for {
		var open []int32
		for i, q := range c.asked {
			if c.no(int32(i), q) != (question{}) {
				open = append(open, int32(i))
			}
		}
		if len(open) == 0 {
			return true
		}
		whole, ok := c.explore(ctx, lim, open, 2*max(len(c.order), len(open), firstRound))
		if !ok {
			return false
		}
		c.solve()
		if whole {
			return true
		}
	}
}

// no returns the part of a question about a seed to which the answer is no, as far
// as is known.
func (c *continuation) no(seed int32, q question) question {
	if len(c.reach) == 0 {
		return q
	}
	runs := c.can[seed]
	if c.sys.m.NoRepair {
		runs = c.full[seed]
	}
	return question{q.runs &^ runs, q.goals &^ c.reach[seed]}
}

// explore follows the events from some states, breadth first, until so many
// states are expanded in all. whole: nothing more follows from them.
func (c *continuation) explore(ctx context.Context, lim Limits, from []int32, most int) (whole, ok bool) {
	seen := make([]bool, c.set.len())
	queue := append([]int32(nil), from...)
	for _, i := range queue {
		seen[i] = true
	}
	for at := 0; at < len(queue); at++ {
		i := queue[at]
		for len(c.place) < c.set.len() {
			c.place = append(c.place, unexpanded)
		}
		if c.place[i] == unexpanded {
			if len(c.order) >= most {
				return false, true
			}
			if len(c.order)%4096 == 0 {
				if c.why = overLimit(ctx, c.set, 4*cap(c.next)+8*cap(c.gone), lim); c.why != "" {
					return false, false
				}
			}
			c.expand(i)
			for len(seen) < c.set.len() {
				seen = append(seen, false)
			}
		}
		for _, to := range c.events(c.place[i]) {
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	return true, true
}

// events returns the targets of the events of an expanded state.
func (c *continuation) events(place int32) []int32 {
	return c.next[c.first[place]:c.first[place+1]]
}

func (c *continuation) expand(i int32) {
	state := c.buf
	copy(state, c.set.at(i))
	ended, stopped, goal := uint64(0), uint64(0), uint64(0)
	c.sys.Successors(state, func(_ uint64, next []uint64) bool {
		ended |= c.sys.fx.Ended.Mask()
		stopped |= c.sys.fx.Stopped.Mask()
		to, _ := c.set.add(next, noParent)
		c.next = append(c.next, to)
		if c.sys.m.NoRepair {
			c.gone = append(c.gone, c.sys.fx.Ended.Mask()|c.sys.fx.Stopped.Mask())
		}
		return true
	})
	if len(c.goals) > 0 {
		c.sys.unpack(state, c.sys.now)
	}
	for g, e := range c.goals {
		if c.sys.m.Eval(c.sys.now, e, -1) {
			goal |= 1 << g
		}
	}
	c.place[i] = int32(len(c.order))
	c.order, c.first = append(c.order, i), append(c.first, int32(len(c.next)))
	c.ended, c.stop, c.goal = append(c.ended, ended), append(c.stop, stopped), append(c.goal, goal)
}

// solve propagates what can still happen backwards along the events, to the
// least fixed point.
func (c *continuation) solve() {
	n := c.set.len()
	c.can, c.full, c.reach = make([]uint64, n), make([]uint64, n), make([]uint64, n)
	for k, i := range c.order {
		c.can[i], c.full[i], c.reach[i] = c.ended[k]|c.stop[k], c.ended[k], c.goal[k]
	}
	// The events turned round, as one flat array.
	from := make([]int32, n+1)
	for _, to := range c.next {
		from[to+1]++
	}
	for i := range n {
		from[i+1] += from[i]
	}
	back := make([]int32, len(c.next))
	gone := make([]uint64, len(c.gone)) // a later run in the same place is another run
	at := append([]int32(nil), from[:n]...)
	for k, i := range c.order {
		for e := c.first[k]; e < c.first[k+1]; e++ {
			to := c.next[e]
			back[at[to]] = i
			if len(gone) > 0 {
				gone[at[to]] = c.gone[e]
			}
			at[to]++
		}
	}
	work := make([]int32, n)
	queued := make([]bool, n)
	for i := range work {
		work[i], queued[i] = int32(n-1-i), true
	}
	for len(work) > 0 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		queued[i] = false
		for e := from[i]; e < from[i+1]; e++ {
			prev := back[e]
			can, full, reach := c.can[prev]|c.can[i], c.full[prev], c.reach[prev]|c.reach[i]
			if len(gone) > 0 {
				full |= c.full[i] &^ gone[e]
			}
			if can != c.can[prev] || full != c.full[prev] || reach != c.reach[prev] {
				c.can[prev], c.full[prev], c.reach[prev] = can, full, reach
				if !queued[prev] {
					queued[prev] = true
					work = append(work, prev)
				}
			}
		}
	}
}
