package check

import "math/bits"

// store is a set of packed states in the order found, each with its parent: the
// states in chunks, and an open-addressing table of their
// indices, each beside the part of the hash that orders the table. A state costs
// its words, four bytes of story and twelve to twenty-four of table. The event
// that led to a state is not kept: it is the parent's first that leads there.
type store struct {
	words   int
	n       int
	states  [][]uint64
	parents [][]int32
	table   []uint64 // the upper half of the hash, then index + 1; 0: free
	shift   uint     // a hash's place is hash >> shift
	hashes  []uint64 // of the states to be added together
	seen    uint64   // keeps hashAll's reading from being left out
}

const (
	storeFirst = 10 // bits of the first table
	noParent   = int32(-1)
	chunkBits  = 16
	chunkMask  = 1<<chunkBits - 1
)

func newStore(words int) *store {
	return &store{words: words, table: make([]uint64, 1<<storeFirst), shift: 64 - storeFirst}
}

func (s *store) len() int { return s.n }

// bytes returns how much memory the set holds.
func (s *store) bytes() int {
	if len(s.states) < 2 {
		return s.n*(8*s.words+4) + 8*len(s.table)
	}
	return len(s.states)<<chunkBits*(8*s.words+4) + 8*len(s.table)
}

// at returns a state, which stays as it is.
func (s *store) at(i int32) []uint64 {
	from := int(i&chunkMask) * s.words
	return s.states[i>>chunkBits][from : from+s.words]
}

func (s *store) parent(i int32) int32 { return s.parents[i>>chunkBits][i&chunkMask] }

func hash(state []uint64) uint64 {
	h := uint64(0)
	for _, w := range state {
		hi, lo := bits.Mul64(h^w^0xa0761d6478bd642f, 0xd6e8feb86659fd93)
		h = hi ^ lo
	}
	return h * 0x9e3779b97f4a7c15
}

// add puts the state in if it is new and returns its index.
func (s *store) add(state []uint64, parent int32) (index int32, fresh bool) {
	return s.addHashed(state, hash(state), parent)
}

func (s *store) addHashed(state []uint64, h uint64, parent int32) (index int32, fresh bool) {
	slot, index := s.look(state, h)
	if index >= 0 {
		return index, false
	}
	index = int32(s.n)
	if index&chunkMask == 0 {
		s.chunk()
	}
	s.table[slot] = h>>32<<32 | uint64(index+1)
	c := index >> chunkBits
	s.states[c] = append(s.states[c], state...)
	s.parents[c] = append(s.parents[c], parent)
	s.n++
	if 3*s.n > 2*len(s.table) {
		s.grow()
	}
	return index, true
}

// chunk begins a chunk: the first one small, since most searches are.
func (s *store) chunk() {
	size := 1 << chunkBits
	if s.n == 0 {
		size = 1 << storeFirst
	}
	s.states = append(s.states, make([]uint64, 0, s.words*size))
	s.parents = append(s.parents, make([]int32, 0, size))
}

// look returns the place of a state and its index, or a free place and -1.
func (s *store) look(state []uint64, h uint64) (slot uint64, index int32) {
	mask := uint64(len(s.table) - 1)
	for slot = h >> s.shift & mask; ; slot = (slot + 1) & mask {
		e := s.table[slot]
		if e == 0 {
			return slot, -1
		}
		if (e^h)>>32 == 0 && s.same(int32(uint32(e))-1, state) {
			return slot, int32(uint32(e)) - 1
		}
	}
}

func (s *store) same(i int32, state []uint64) bool {
	known := s.states[i>>chunkBits][int(i&chunkMask)*s.words:]
	differ := uint64(0)
	for k, w := range known[:len(state)] {
		differ |= w ^ state[k]
	}
	return differ == 0
}

// find returns the index of a state, or -1.
func (s *store) find(state []uint64) int32 {
	_, index := s.look(state, hash(state))
	return index
}

// hashAll hashes packed states that will be added together and looks at their
// places, so that the additions do not wait for memory one after the other.
func (s *store) hashAll(states []uint64) []uint64 {
	s.hashes = s.hashes[:0]
	for at := 0; at < len(states); at += s.words {
		s.hashes = append(s.hashes, hash(states[at:at+s.words]))
	}
	mask := uint64(len(s.table) - 1)
	seen := uint64(0)
	for _, h := range s.hashes {
		if e := s.table[h>>s.shift&mask]; (e^h)>>32 == 0 && e != 0 {
			i := int32(uint32(e)) - 1
			seen ^= s.states[i>>chunkBits][int(i&chunkMask)*s.words]
		}
	}
	s.seen = seen
	return s.hashes
}

// grow doubles the table. Places are in the order of the hash, and the table
// keeps enough of it, so that both are gone through from front to back.
func (s *store) grow() {
	old := s.table
	s.table = make([]uint64, 2*len(old))
	s.shift--
	mask := uint64(len(s.table) - 1)
	for _, e := range old {
		if e == 0 {
			continue
		}
		slot := e >> s.shift & mask
		for s.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		s.table[slot] = e
	}
}

// path returns the states from the start to a state, both included.
func (s *store) path(i int32) []int32 {
	var out []int32
	for ; i != noParent; i = s.parent(i) {
		out = append(out, i)
	}
	for l, r := 0, len(out)-1; l < r; l, r = l+1, r-1 {
		out[l], out[r] = out[r], out[l]
	}
	return out
}
