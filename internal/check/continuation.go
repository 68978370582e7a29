package check

import (
	"context"

	"entente/internal/machine"
	"entente/internal/program"
)

// continuation is the graph of what may follow without further faults and with
// unlimited starts. Its states are those of the cone without the counters of
// the budget and without the incidents that have come.
type continuation struct {
	sys   *system
	goals []int // expressions
	set   *store
	first []int32 // by state: where its events begin in next
	next  []int32
	gone  []uint64 // by event: runs that it ends or stops; kept only with noRepair
	ended []uint64 // by state: runs that some event of it ends (completes)
	stop  []uint64 // by state: runs that some event of it stops
	goal  []uint64 // by state: bit g: goals[g] holds in it
	can   []uint64 // solved: runs that can still end or stop
	full  []uint64 // solved, with noRepair: runs that can still end with nothing pending
	reach []uint64 // solved: goals that can still come
	zero  []program.Var
	buf   []uint64
	why   string
}

func newContinuation(p *program.Program, cone *program.Cone, noRepair bool) *continuation {
	c := &continuation{sys: newSystem(p, cone)}
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
	i, _ := c.set.add(c.buf, noParent)
	return i
}

// explore expands every state; false if a limit stopped it.
func (c *continuation) explore(ctx context.Context, lim Limits) bool {
	state := make([]uint64, c.sys.words)
	for i := int32(0); int(i) < c.set.len(); i++ {
		if i%4096 == 0 {
			if c.why = overLimit(ctx, c.set, 4*cap(c.next)+8*cap(c.gone), lim); c.why != "" {
				return false
			}
		}
		copy(state, c.set.at(i))
		c.first = append(c.first, int32(len(c.next)))
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
		c.ended, c.stop, c.goal = append(c.ended, ended), append(c.stop, stopped), append(c.goal, goal)
	}
	c.first = append(c.first, int32(len(c.next)))
	return true
}

// solve propagates what can still happen backwards along the events, to the
// least fixed point.
func (c *continuation) solve() {
	n := c.set.len()
	c.can, c.full, c.reach = make([]uint64, n), append([]uint64(nil), c.ended...), append([]uint64(nil), c.goal...)
	for i := range c.can {
		c.can[i] = c.ended[i] | c.stop[i]
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
	for i := range n {
		for e := c.first[i]; e < c.first[i+1]; e++ {
			to := c.next[e]
			back[at[to]] = int32(i)
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

func (c *continuation) canEnd(i int32, run int) bool { return c.can[i]&(1<<run) != 0 }

func (c *continuation) canComplete(i int32, run int) bool { return c.full[i]&(1<<run) != 0 }

func (c *continuation) canReach(i int32, goal int) bool { return c.reach[i]&(1<<goal) != 0 }
