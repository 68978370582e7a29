package check

import "math/bits"

// store is a set of packed states, each with its parent and the event that
// first led to it: an open-addressing table over one flat array, so that a
// state costs its words, twelve bytes of story and about eight of table.
type store struct {
	words   int
	states  []uint64
	parents []int32
	events  []uint64
	table   []int32 // index + 1; 0: free
}

const (
	storeFirst = 1 << 10
	noParent   = int32(-1)
)

func newStore(words int) *store {
	return &store{words: words, table: make([]int32, storeFirst)}
}

func (s *store) len() int { return len(s.parents) }

// bytes returns how much memory the set holds.
func (s *store) bytes() int {
	return 8*cap(s.states) + 4*cap(s.parents) + 8*cap(s.events) + 4*cap(s.table)
}

func (s *store) at(i int32) []uint64 { return s.states[int(i)*s.words : (int(i)+1)*s.words] }

func hash(state []uint64) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, w := range state {
		hi, lo := bits.Mul64(h^w, 0xd6e8feb86659fd93)
		h = hi ^ lo ^ 0xa0761d6478bd642f
	}
	return h ^ h>>32
}

// add puts the state in if it is new and returns its index.
func (s *store) add(state []uint64, parent int32, event uint64) (index int32, fresh bool) {
	mask := uint64(len(s.table) - 1)
	slot := hash(state) & mask
probe:
	for ; s.table[slot] != 0; slot = (slot + 1) & mask {
		old := s.at(s.table[slot] - 1)
		for i, w := range state {
			if old[i] != w {
				continue probe
			}
		}
		return s.table[slot] - 1, false
	}
	index = int32(s.len())
	s.table[slot] = index + 1
	s.states = append(s.states, state...)
	s.parents = append(s.parents, parent)
	s.events = append(s.events, event)
	if 2*s.len() > len(s.table) {
		s.grow()
	}
	return index, true
}

// find returns the index of a state, or -1.
func (s *store) find(state []uint64) int32 {
	mask := uint64(len(s.table) - 1)
probe:
	for slot := hash(state) & mask; s.table[slot] != 0; slot = (slot + 1) & mask {
		old := s.at(s.table[slot] - 1)
		for i, w := range state {
			if old[i] != w {
				continue probe
			}
		}
		return s.table[slot] - 1
	}
	return -1
}

func (s *store) grow() {
	s.table = make([]int32, 2*len(s.table))
	mask := uint64(len(s.table) - 1)
	for i := range s.parents {
		slot := hash(s.at(int32(i))) & mask
		for s.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		s.table[slot] = int32(i) + 1
	}
}

// path returns the events from the start to a state.
func (s *store) path(i int32) []uint64 {
	var out []uint64
	for ; s.parents[i] != noParent; i = s.parents[i] {
		out = append(out, s.events[i])
	}
	for l, r := 0, len(out)-1; l < r; l, r = l+1, r-1 {
		out[l], out[r] = out[r], out[l]
	}
	return out
}
