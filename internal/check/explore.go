package check

import "context"

// System is what the checker explores: a set of packed states and the events
// between them. The machine is one; tests hold models of other people's against
// their published counts.
type System interface {
	// Words returns how many words a packed state takes.
	Words() int
	// Start writes the starting state.
	Start(state []uint64)
	// Successors calls yield for each event of the state in the fixed order, with
	// the packed next state, which yield must not keep. It stops when yield
	// returns false.
	Successors(state []uint64, yield func(event uint64, next []uint64) bool)
}

// expander is a System that can do without being asked about each event.
type expander interface {
	// expand appends the packed next states, in the order of their events.
	expand(state []uint64, nexts []uint64) []uint64
}

// Limits bounds a search.
type Limits struct {
	States int
	Bytes  int
}

// DefaultLimits fit a machine with a few GiB.
var DefaultLimits = Limits{States: 20_000_000, Bytes: 4 << 30}

// Exploration is what a breadth-first search of a system found.
type Exploration struct {
	Distinct  int
	Generated int    // states generated, the start included
	Complete  bool   // every state was seen, or enough of them
	Enough    bool   // it ended because everything looked for was found
	Why       string // why it is not complete
	sys       System
	set       *store
}

// block is how many states are expanded before their successors are added, and
// checkEvery how many before the limits are looked at.
const (
	block      = 64
	checkEvery = 4096
)

// Explore searches a system breadth first. visit is called once for every
// distinct state, in the order found; step for every event, before its target is
// added; enough, after each state, whether what is looked for has been found, so
// that nothing further needs to be seen. Each may be nil.
func Explore(ctx context.Context, sys System, lim Limits, visit func(index int32, state []uint64), step func(from int32, event uint64, next []uint64), enough func() bool) *Exploration {
	x := &Exploration{sys: sys, set: newStore(sys.Words())}
	first := make([]uint64, sys.Words())
	sys.Start(first)
	x.set.add(first, noParent)
	x.Generated = 1
	quick, _ := sys.(expander)
	if step != nil {
		quick = nil
	}
	var nexts []uint64
	var ends [block]int // by state of the block: where its successors end
	for i := 0; i < x.set.len() && !x.Enough; {
		if i%checkEvery == 0 {
			if x.Why = overLimit(ctx, x.set, 0, lim); x.Why != "" {
				return x.finish()
			}
		}
		n := min(block, x.set.len()-i, checkEvery-i%checkEvery)
		nexts = nexts[:0]
		for k := 0; k < n && !x.Enough; k++ {
			at := int32(i + k)
			state := x.set.at(at)
			if visit != nil {
				visit(at, state)
			}
			if quick != nil {
				nexts = quick.expand(state, nexts)
			} else {
				sys.Successors(state, func(event uint64, next []uint64) bool {
					if step != nil {
						step(at, event, next)
					}
					nexts = append(nexts, next...)
					return true
				})
			}
			ends[k] = len(nexts)
			if enough != nil && enough() {
				x.Enough, n = true, k+1
			}
		}
		x.addAll(nexts, ends[:n], int32(i))
		i += n
	}
	x.Complete = true
	return x.finish()
}

// addAll adds the successors of consecutive states.
func (x *Exploration) addAll(nexts []uint64, ends []int, from int32) {
	words, at := x.set.words, 0
	hashes := x.set.hashAll(nexts)
	x.Generated += len(hashes)
	i := 0
	for k, end := range ends {
		for ; at < end; at += words {
			x.set.addHashed(nexts[at:at+words], hashes[i], from+int32(k))
			i++
		}
	}
}

// path returns the events from the start to a state: of each parent the first
// that leads to the next.
func (x *Exploration) path(to int32) []uint64 {
	states := x.set.path(to)
	out := make([]uint64, 0, len(states))
	for i := 1; i < len(states); i++ {
		x.sys.Successors(x.set.at(states[i-1]), func(event uint64, next []uint64) bool {
			if !x.set.same(states[i], next) {
				return true
			}
			out = append(out, event)
			return false
		})
	}
	return out
}

func (x *Exploration) finish() *Exploration {
	x.Distinct = x.set.len()
	return x
}

// overLimit says why a search must stop, or "". beside is what it holds beside
// the set, in bytes.
func overLimit(ctx context.Context, set *store, beside int, lim Limits) string {
	switch {
	case ctx.Err() != nil:
		return "it was interrupted"
	case set.len() > lim.States:
		return "stopped at " + group(lim.States) + " states"
	case set.bytes()+beside > lim.Bytes:
		return "stopped at " + group(lim.Bytes>>20) + " MiB"
	default:
		return ""
	}
}

// group prints a number in groups of three digits.
func group(n int) string {
	if n < 1000 {
		return itoa(n)
	}
	tail := itoa(n % 1000)
	for len(tail) < 3 {
		tail = "0" + tail
	}
	return group(n/1000) + " " + tail
}
