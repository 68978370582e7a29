package check

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"

	"entente/internal/machine"
	"entente/internal/program"
)

// memo remembers what the machine did. Its actions are put into groups; what a
// group does depends on the variables of its footprint alone, so what it did in
// one state it does in every state with the same values there, to the same bits.
type memo struct {
	words  int
	groups []bundle
	of     map[action]int // the group of an action
	events []known        // by rank: in the order of docs/semantics.md section 6
	ranks  map[uint64]int // by encoded event
	room   moves          // what groups did that do not remember
	total  int            // moves remembered
	set    []uint64       // the events of the state at hand, a bit each by rank
	place  []int32        // by rank: where its move stands
	group  []int32        // by rank
}

// known is an event that has come up.
type known struct {
	event machine.Event
	code  uint64
	group int
}

// moves is what groups did: for each event its rank, the bits that it changed
// and its effects.
type moves struct {
	rank  []int32
	fx    []*machine.Effects
	delta []uint64
}

// bundle is some actions with their footprint, and what they did.
type bundle struct {
	mask  []uint64
	in    []maskedWord // the words of the mask that are not zero
	table []slot
	keys  []uint64 // by entry: those words of the state
	spans []span   // by entry: its moves
	done  moves
	tries int
	off   bool // states are too seldom alike: it does not remember

	now     *moves // what it does in the state at hand
	from    int32
	to      int32
	missing bool
}

type maskedWord struct {
	word int
	mask uint64
}

type slot struct {
	hash  uint64
	entry int32 // index + 1; 0: free
}

type span struct{ from, to int32 }

const (
	memoAfter  = 512     // states expanded before it is worth remembering
	groupBits  = 24      // bits of a footprint up to which groups are joined
	movesMax   = 1 << 20 // moves remembered of all groups
	entriesFew = 1 << 10 // entries of a group before it is judged
	worthwhile = 4       // states to an entry for a group to go on remembering
)

var nothing machine.Effects

// newMemo puts the actions of the cone into groups.
func newMemo(p *program.Program, cone *program.Cone, l *layout) *memo {
	m := &memo{words: l.words, of: map[action]int{}, ranks: map[uint64]int{}}
	f := newFootprints(p, cone)
	fields := make([]*field, len(p.Vars))
	for i := range l.fields {
		fields[l.fields[i].v] = &l.fields[i]
	}
	actions := f.actions()
	masks := make([][]uint64, len(actions))
	for i, x := range actions {
		masks[i] = make([]uint64, l.words)
		for w, set := range f.of(x) {
			for ; set != 0; set &= set - 1 {
				if fd := fields[64*w+bits.TrailingZeros64(set)]; fd != nil {
					masks[i][fd.word] |= fd.mask << fd.shift
				}
			}
		}
	}
	for i, g := range joined(masks) {
		m.of[actions[i]] = g
		for len(m.groups) <= g {
			m.groups = append(m.groups, bundle{mask: make([]uint64, l.words)})
		}
		for w, mask := range masks[i] {
			m.groups[g].mask[w] |= mask
		}
	}
	for i := range m.groups {
		g := &m.groups[i]
		for w, mask := range g.mask {
			if mask != 0 {
				g.in = append(g.in, maskedWord{w, mask})
			}
		}
		g.table = make([]slot, 64)
	}
	return m
}

// joined puts footprints into groups and returns the group of each: the widest
// first, each with the group that it widens least, if that stays narrow.
func joined(masks [][]uint64) []int {
	order := make([]int, len(masks))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return width(masks[order[i]], nil) > width(masks[order[j]], nil) })
	out := make([]int, len(masks))
	var groups [][]uint64
	for _, i := range order {
		best, least := -1, 0
		for g, mask := range groups {
			union := width(mask, masks[i])
			grown := union - width(mask, nil)
			if (grown == 0 || union <= groupBits) && (best < 0 || grown < least) {
				best, least = g, grown
			}
		}
		if best < 0 {
			best = len(groups)
			groups = append(groups, make([]uint64, len(masks[i])))
		}
		out[i] = best
		for w, mask := range masks[i] {
			groups[best][w] |= mask
		}
	}
	return out
}

// width counts the bits of two sets of them.
func width(a, b []uint64) int {
	n := 0
	for i, w := range a {
		if b != nil {
			w |= b[i]
		}
		n += bits.OnesCount64(w)
	}
	return n
}

// hash of the words under the mask. Of one word it tells all: the factor is odd.
func (g *bundle) hash(state []uint64) uint64 {
	h := uint64(0)
	for _, in := range g.in {
		h = (h ^ h>>32 ^ state[in.word]&in.mask) * 0x9e3779b97f4a7c15
	}
	return h
}

// find looks up what the group does in a state.
func (g *bundle) find(state []uint64) bool {
	h := g.hash(state)
	mask := uint64(len(g.table) - 1)
	for at := h >> 32 & mask; ; at = (at + 1) & mask {
		s := &g.table[at]
		if s.entry == 0 {
			return false
		}
		if s.hash == h && (len(g.in) == 1 || g.same(s.entry-1, state)) {
			sp := g.spans[s.entry-1]
			g.now, g.from, g.to = &g.done, sp.from, sp.to
			return true
		}
	}
}

func (g *bundle) same(entry int32, state []uint64) bool {
	keys := g.keys[int(entry)*len(g.in):]
	for i, in := range g.in {
		if state[in.word]&in.mask != keys[i] {
			return false
		}
	}
	return true
}

// keep enters what the group does in a state.
func (g *bundle) keep(state []uint64) {
	for _, in := range g.in {
		g.keys = append(g.keys, state[in.word]&in.mask)
	}
	g.spans = append(g.spans, span{g.from, g.to})
	if 2*len(g.spans) > len(g.table) {
		old := g.table
		g.table = make([]slot, 2*len(old))
		for _, s := range old {
			if s.entry != 0 {
				g.put(s)
			}
		}
	}
	g.put(slot{g.hash(state), int32(len(g.spans))})
}

func (g *bundle) put(s slot) {
	mask := uint64(len(g.table) - 1)
	at := s.hash >> 32 & mask
	for g.table[at].entry != 0 {
		at = (at + 1) & mask
	}
	g.table[at] = s
}

// forget ends a group's remembering.
func (m *memo) forget(g *bundle) {
	m.total -= len(g.done.rank)
	g.off, g.table, g.keys, g.spans, g.done = true, nil, nil, nil, moves{}
}

// rank returns the place of an event in the order, which is new to the memo or
// known. A new one moves those after it.
func (m *memo) rank(e machine.Event) int {
	code := encode(e)
	if r, ok := m.ranks[code]; ok {
		return r
	}
	g, ok := m.of[actionOf(e)]
	if !ok {
		panic("check: an event of no action")
	}
	at := sort.Search(len(m.events), func(i int) bool { return precedes(e, m.events[i].event) })
	m.events = slices.Insert(m.events, at, known{e, code, g})
	for r := range m.events {
		m.ranks[m.events[r].code] = r
	}
	move := func(list []int32) {
		for i := range list {
			if int(list[i]) >= at {
				list[i]++
			}
		}
	}
	for i := range m.groups {
		move(m.groups[i].done.rank)
	}
	move(m.room.rank)
	m.set, m.place = make([]uint64, (len(m.events)+63)/64), make([]int32, len(m.events))
	m.group = slices.Insert(m.group, at, int32(g))
	return at
}

// precedes reports whether e comes before f in the order of a state's events. Of
// one step that is late as well, what else lifts it comes first.
func precedes(e, f machine.Event) bool {
	c := machine.Event.Compare(machine.Event{Kind: e.Kind, A: e.A, B: e.B}, machine.Event{Kind: f.Kind, A: f.A, B: f.B})
	return cmp.Or(c, cmp.Compare(e.Kind, f.Kind), cmp.Compare(e.C, f.C)) < 0
}

// expand works out what every group does in the state, asking the machine for
// those that do not know.
func (m *memo) expand(s *system, state []uint64) {
	missing := false
	for i := range m.groups {
		g := &m.groups[i]
		g.tries++
		g.missing = g.off || !g.find(state)
		missing = missing || g.missing
	}
	if missing {
		m.ask(s, state)
	}
}

// ask has the machine say what the groups do that do not know.
func (m *memo) ask(s *system, state []uint64) {
	m.room.rank, m.room.fx, m.room.delta = m.room.rank[:0], m.room.fx[:0], m.room.delta[:0]
	s.unpack(state, s.now)
	s.events = s.m.Enabled(s.now, s.events[:0])
	for _, e := range s.events {
		m.rank(e)
	}
	for i := range m.groups {
		g := &m.groups[i]
		if !g.missing {
			continue
		}
		if !g.off && len(g.spans) >= entriesFew && g.tries < worthwhile*len(g.spans) {
			m.forget(g)
		}
		keep := !g.off && m.total < movesMax
		g.now = &m.room
		if keep {
			g.now = &g.done
		}
		g.from = int32(len(g.now.rank))
		for _, e := range s.events {
			if r := m.rank(e); m.events[r].group == i {
				m.note(s, state, g, r)
			}
		}
		g.to = int32(len(g.now.rank))
		if keep {
			m.total += int(g.to - g.from)
			g.keep(state)
		}
	}
}

// note has the machine make a move of the group.
func (m *memo) note(s *system, state []uint64, g *bundle, rank int) {
	copy(s.next, s.now)
	fx := s.m.Apply(s.next, m.events[rank].event)
	s.pack(s.next, s.packed)
	for w, next := range s.packed {
		delta := next ^ state[w]
		if delta&^g.mask[w] != 0 {
			panic("check: an event writes outside its footprint: " + s.m.PrintEvent(m.events[rank].event))
		}
		g.now.delta = append(g.now.delta, delta)
	}
	g.now.rank = append(g.now.rank, int32(rank))
	g.now.fx = append(g.now.fx, effects(fx))
}

// effects copies effects.
func effects(fx *machine.Effects) *machine.Effects {
	if len(fx.Moves)+len(fx.Decisions)+len(fx.Begun)+len(fx.Ended)+len(fx.Stopped) == 0 && !fx.NotOpen {
		return &nothing
	}
	out := *fx
	out.Moves, out.Decisions = slices.Clone(fx.Moves), slices.Clone(fx.Decisions)
	out.Begun, out.Ended, out.Stopped = slices.Clone(fx.Begun), slices.Clone(fx.Ended), slices.Clone(fx.Stopped)
	out.Changed = slices.Clone(fx.Changed)
	return &out
}

// sort enters the moves of all groups by rank.
func (m *memo) sort() {
	for i := range m.groups {
		g := &m.groups[i]
		at := g.from
		for _, r := range g.now.rank[g.from:g.to] {
			m.set[r>>6] |= 1 << (r & 63)
			m.place[r] = at
			at++
		}
	}
}

// move returns what changes by the event of a rank, in the state at hand.
func (m *memo) move(r int) (delta []uint64, fx *machine.Effects) {
	now, k := m.groups[m.events[r].group].now, int(m.place[r])
	return now.delta[k*m.words : (k+1)*m.words], now.fx[k]
}

// successors is Successors of the system, from what is remembered.
func (m *memo) successors(s *system, state []uint64, yield func(uint64, []uint64) bool) {
	m.expand(s, state)
	m.sort()
	for w, rest := range m.set {
		m.set[w] = 0
		for ; rest != 0; rest &= rest - 1 {
			r := w<<6 | bits.TrailingZeros64(rest)
			delta, fx := m.move(r)
			for i, d := range delta {
				s.packed[i] = state[i] ^ d
			}
			s.fx = fx
			if !yield(m.events[r].code, s.packed) {
				clear(m.set)
				return
			}
		}
	}
}

// append is expand of the system, from what is remembered.
func (m *memo) append(s *system, state []uint64, nexts []uint64) []uint64 {
	m.expand(s, state)
	m.sort()
	for w, rest := range m.set {
		m.set[w] = 0
		for ; rest != 0; rest &= rest - 1 {
			now, k := m.groups[m.group[w<<6|bits.TrailingZeros64(rest)]].now, int(m.place[w<<6|bits.TrailingZeros64(rest)])
			for i, d := range now.delta[k*m.words : (k+1)*m.words] {
				nexts = append(nexts, state[i]^d)
			}
		}
	}
	return nexts
}
