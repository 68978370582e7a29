package handpacked

import "math/bits"

// Result is what a search found. States stand in the order found.
type Result struct {
	States      []uint64
	Parents     []uint32 // of state i; the start is its own
	Transitions int
	table       []uint64 // of states; 0: free
	shift       uint     // a state's place is its hash >> shift
}

// Bytes returns how much memory the states, the parents and the set hold.
func (r *Result) Bytes() int { return 8*cap(r.States) + 4*cap(r.Parents) + 8*cap(r.table) }

// Depths returns how many states lie at each distance from the start.
func (r *Result) Depths() []int {
	depth := make([]uint16, len(r.States))
	var count []int
	for i := range depth {
		if i > 0 {
			depth[i] = depth[r.Parents[i]] + 1
		}
		if int(depth[i]) == len(count) {
			count = append(count, 0)
		}
		count[depth[i]]++
	}
	return count
}

// block is how many states are expanded before their successors are looked up:
// the look-ups of one block do not wait for each other's memory.
const block = 64

// Search explores the model breadth first on one core. expect is a guess at the
// number of states, or 0.
func Search(m Model, expect int) *Result {
	r := &Result{table: make([]uint64, 1<<12), shift: 64 - 12}
	for 2*len(r.table) < 3*expect {
		r.table, r.shift = make([]uint64, 2*len(r.table)), r.shift-1
	}
	r.States, r.Parents = make([]uint64, 0, max(expect, 1<<12)), make([]uint32, 0, max(expect, 1<<12))
	r.add(always, 0)
	to := make([]uint64, 0, block*64)
	var from [block]int // where each state's successors end
	for i := 0; i < len(r.States); {
		n := min(block, len(r.States)-i)
		to = to[:0]
		for k := range n {
			to = m.next(r.States[i+k], to)
			from[k] = len(to)
		}
		r.Transitions += len(to)
		r.touch(to)
		at := 0
		for k := range n {
			for ; at < from[k]; at++ {
				r.add(to[at], uint32(i+k))
			}
		}
		i += n
	}
	return r
}

func hash(s uint64) uint64 {
	hi, lo := bits.Mul64(s, 0x9e3779b97f4a7c15)
	return (hi ^ lo) * 0x9e3779b97f4a7c15
}

// Sink keeps the compiler from leaving touch out.
var Sink uint64

// touch brings the places of the states into the cache.
func (r *Result) touch(states []uint64) {
	mask := uint64(len(r.table) - 1)
	sum := uint64(0)
	for _, s := range states {
		sum += r.table[hash(s)>>r.shift&mask]
	}
	Sink = sum
}

func (r *Result) add(s uint64, parent uint32) {
	mask := uint64(len(r.table) - 1)
	slot := hash(s) >> r.shift & mask
	for r.table[slot] != 0 {
		if r.table[slot] == s {
			return
		}
		slot = (slot + 1) & mask
	}
	r.table[slot] = s
	r.States = append(r.States, s)
	r.Parents = append(r.Parents, parent)
	if 3*len(r.States) > 2*len(r.table) {
		r.grow()
	}
}

// grow doubles the table; the places are in the order of the hash, so that both
// tables are gone through from front to back.
func (r *Result) grow() {
	old := r.table
	r.table = make([]uint64, 2*len(old))
	r.shift--
	mask := uint64(len(r.table) - 1)
	for _, s := range old {
		if s == 0 {
			continue
		}
		slot := hash(s) >> r.shift & mask
		for r.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		r.table[slot] = s
	}
}
