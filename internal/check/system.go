package check

import (
	"math/bits"
	"strconv"

	"entente/internal/machine"
	"entente/internal/program"
)

func itoa(n int) string { return strconv.Itoa(n) }

// field is where a variable lies in a packed state.
type field struct {
	v     program.Var
	word  int
	shift uint
	mask  uint64
	code  *code // nil: the value stands as it is
}

// layout packs the variables of a cone, none across two words. A field holds what
// can come up (values.go), and nothing else.
type layout struct {
	fields []field
	words  int
}

func newLayout(p *program.Program, cone *program.Cone) layout {
	l := layout{words: 1}
	used := 0
	values := valuesOf(p)
	for _, v := range cone.Vars {
		n := bits.Len16(p.Vars[v].Max)
		var c *code
		if few := len(values[v]); few > 0 && bits.Len(uint(few-1)) < n {
			n, c = bits.Len(uint(few-1)), newCode(values[v])
		}
		if n == 0 && c == nil {
			continue
		}
		if used+n > 64 {
			l.words++
			used = 0
		}
		l.fields = append(l.fields, field{v, l.words - 1, uint(used), 1<<n - 1, c})
		used += n
	}
	return l
}

func (l *layout) pack(s machine.State, out []uint64) {
	clear(out)
	for i := range l.fields {
		f := &l.fields[i]
		x := uint64(s[f.v])
		if f.code != nil {
			x = f.code.pack(s[f.v])
		}
		out[f.word] |= x << f.shift
	}
}

func (l *layout) unpack(in []uint64, s machine.State) {
	for i := range l.fields {
		f := &l.fields[i]
		x := uint16(in[f.word] >> f.shift & f.mask)
		if f.code != nil {
			x = f.code.values[x]
		}
		s[f.v] = x
	}
}

// system is the machine as the checker explores it. The effects of the event
// being yielded stand in fx until the next.
type system struct {
	layout
	p         *program.Program
	m         *machine.Machine
	now, next machine.State // for the machine to work in
	fx        *machine.Effects
	events    []machine.Event
	packed    []uint64
	expanded  int
	memo      *memo // nil until it is worth it
}

func newSystem(p *program.Program, cone *program.Cone) *system {
	s := &system{p: p, layout: newLayout(p, cone), m: machine.New(p, cone), now: make(machine.State, len(p.Vars)), next: make(machine.State, len(p.Vars))}
	s.packed = make([]uint64, s.words)
	s.m.Start(s.now)
	copy(s.next, s.now)
	return s
}

func (s *system) Words() int { return s.words }

func (s *system) Start(state []uint64) {
	s.m.Start(s.now)
	s.pack(s.now, state)
}

func (s *system) Successors(state []uint64, yield func(uint64, []uint64) bool) {
	if s.memo != nil {
		s.memo.successors(s, state, yield)
		return
	}
	if s.expanded++; s.expanded > memoAfter {
		s.memo = newMemo(s.p, s.m.Cone, &s.layout)
	}
	s.unpack(state, s.now)
	s.events = s.m.Enabled(s.now, s.events[:0])
	for _, e := range s.events {
		copy(s.next, s.now)
		s.fx = s.m.Apply(s.next, e)
		s.pack(s.next, s.packed)
		if !yield(encode(e), s.packed) {
			return
		}
	}
}

func (s *system) expand(state []uint64, nexts []uint64) []uint64 {
	if s.memo != nil {
		return s.memo.append(s, state, nexts)
	}
	s.Successors(state, func(_ uint64, next []uint64) bool {
		nexts = append(nexts, next...)
		return true
	})
	return nexts
}

func encode(e machine.Event) uint64 {
	return uint64(e.Kind)<<48 | uint64(e.A)<<32 | uint64(e.B)<<16 | uint64(e.C)
}

func decode(w uint64) machine.Event {
	return machine.Event{Kind: machine.EventKind(w >> 48), A: uint16(w >> 32), B: uint16(w >> 16), C: uint16(w)}
}
