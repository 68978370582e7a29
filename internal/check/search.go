package check

import (
	"context"

	"entente/internal/machine"
	"entente/internal/program"
)

// hit is one seam found by a search.
type hit struct {
	prop    *property
	element int
	story   []machine.Event
}

// search is one breadth-first search of one cone with the properties that it
// answers.
type search struct {
	cone  *program.Cone
	props []*property
	goals int  // properties that ask for a continuation to a goal
	whole bool // real states: it goes on when everything asked for is found
}

// goalsMax is how many goals the continuations of one search follow: a bit each.
const goalsMax = 64

// searches groups the properties by their cones, in the order in which a cone
// first comes up.
func searches(p *program.Program, props []*property) []*search {
	var out []*search
	byKey := map[string]*search{}
	for _, prop := range props {
		cone := p.Cone(prop.seeds)
		key := cone.Key()
		s := byKey[key]
		if s == nil || prop.possible && s.goals == goalsMax {
			s = &search{cone: cone}
			byKey[key] = s
			out = append(out, s)
		}
		s.props = append(s.props, prop)
		if prop.possible {
			s.goals++
		}
	}
	return out
}

// found keeps the first hit of each element of a property.
type found struct {
	at    [][]int32 // by property and element: the state, or notYet
	event [][]uint64
	left  []int // elements not yet found
}

const notYet = int32(-1)

func newFound(props []*property) *found {
	f := &found{at: make([][]int32, len(props)), event: make([][]uint64, len(props)), left: make([]int, len(props))}
	for i, prop := range props {
		f.at[i], f.event[i], f.left[i] = make([]int32, len(prop.elements)), make([]uint64, len(prop.elements)), len(prop.elements)
		for j := range f.at[i] {
			f.at[i][j] = notYet
		}
	}
	return f
}

// nothingLeft reports whether every element of every property is found.
func (f *found) nothingLeft() bool {
	for _, n := range f.left {
		if n > 0 {
			return false
		}
	}
	return true
}

// open keeps of some properties those of which an element is not yet found.
func (f *found) open(props []int) []int {
	for i, k := range props {
		if f.left[k] == 0 {
			return f.open(append(props[:i], props[i+1:]...))
		}
	}
	return props
}

func (f *found) put(prop, element int, state int32, event uint64) {
	if f.at[prop][element] == notYet {
		f.at[prop][element], f.event[prop][element] = state, event
		f.left[prop]--
	}
}

// run searches the cone and answers its properties. Hits stand in the order of
// the properties and their elements.
func (s *search) run(ctx context.Context, p *program.Program, lim Limits) ([]hit, *Exploration) {
	sys := newSystem(p, s.cone)
	v := newView(sys.m)
	f := newFound(s.props)
	started := newMarks(s.props)
	begins := make(map[int]int) // by property: its place in started
	for k, prop := range s.props {
		if prop.begins {
			begins[k] = len(begins)
		}
	}
	now := make(machine.State, len(p.Vars))
	copy(now, sys.now)
	var states, events []int
	lasting := false
	for i, prop := range s.props {
		if prop.state != nil {
			states = append(states, i)
		}
		if prop.event != nil {
			events = append(events, i)
		}
		lasting = lasting || prop.ends != nil || prop.possible
	}
	visit := func(i int32, state []uint64) {
		if states, events = f.open(states), f.open(events); len(states)+len(events)+len(started.props) == 0 {
			return
		}
		sys.unpack(state, now)
		v.look(now)
		for _, k := range states {
			s.props[k].state(v, func(e int) { f.put(k, e, i, 0) })
		}
		started.first(v, i, state)
	}
	step := func(from int32, event uint64, next []uint64) {
		v.to = func() machine.State {
			sys.unpack(next, sys.next)
			return sys.next
		}
		for _, k := range events {
			if f.left[k] > 0 {
				s.props[k].event(v, sys.fx, decode(event), func(e int) { f.put(k, e, from, event) })
			}
		}
		started.step(v, sys, from, event, next)
	}
	if len(events)+len(started.props) == 0 {
		step = nil
	}
	x := Explore(ctx, sys, lim, visit, step, func() bool { return !lasting && !s.whole && f.nothingLeft() })
	if lasting {
		s.last(ctx, p, x, lim, f, started, begins)
	}
	var hits []hit
	for k, prop := range s.props {
		for e := range prop.elements {
			if f.at[k][e] == notYet {
				continue
			}
			path := x.path(f.at[k][e])
			if f.event[k][e] != 0 {
				path = append(path, f.event[k][e])
			}
			h := hit{prop: prop, element: e}
			for _, w := range path {
				h.story = append(h.story, decode(w))
			}
			hits = append(hits, h)
		}
	}
	return hits, x
}

// marks notes how the occasion of a `when` invariant begins: at the start, or by
// an event from a state without it. Of several events into one state it keeps
// the first.
type marks struct {
	props []*property
	begun [][]beginning     // by property, in the order of the search
	known []map[string]bool // by property: packed states
}

// beginning is an event by which an occasion begins; event is 0 for the start.
type beginning struct {
	from  int32
	event uint64
	state []uint64
}

func newMarks(props []*property) *marks {
	m := &marks{}
	for _, prop := range props {
		if prop.begins {
			m.props = append(m.props, prop)
			m.begun = append(m.begun, nil)
			m.known = append(m.known, map[string]bool{})
		}
	}
	return m
}

func key(state []uint64) string {
	b := make([]byte, 0, 8*len(state))
	for _, w := range state {
		b = append(b, byte(w), byte(w>>8), byte(w>>16), byte(w>>24), byte(w>>32), byte(w>>40), byte(w>>48), byte(w>>56))
	}
	return string(b)
}

func (m *marks) note(k int, b beginning) {
	if !m.known[k][key(b.state)] {
		m.known[k][key(b.state)] = true
		b.state = append([]uint64(nil), b.state...)
		m.begun[k] = append(m.begun[k], b)
	}
}

func (m *marks) first(v *view, i int32, state []uint64) {
	if i != 0 {
		return
	}
	for k, prop := range m.props {
		if v.m.Eval(v.s, prop.from, -1) {
			m.note(k, beginning{state: state})
		}
	}
}

func (m *marks) step(v *view, sys *system, from int32, event uint64, next []uint64) {
	if len(m.props) > 0 {
		sys.unpack(next, sys.next)
	}
	for k, prop := range m.props {
		if !v.m.Eval(v.s, prop.from, -1) && v.m.Eval(sys.next, prop.from, -1) {
			m.note(k, beginning{from, event, next})
		}
	}
}

// last answers the properties about continuations (semantics S23): it asks of every
// state reached which runs can still end and which goals can still come, without
// further faults.
func (s *search) last(ctx context.Context, p *program.Program, x *Exploration, lim Limits, f *found, started *marks, begins map[int]int) {
	c := newContinuation(p, s.cone, false)
	for _, prop := range s.props {
		if prop.possible {
			c.goals = append(c.goals, prop.to)
		}
	}
	now := make(machine.State, len(p.Vars))
	c.sys.m.Start(now)
	v := newView(c.sys.m)
	cores, asked := make([]int32, x.set.len()), make([]question, x.set.len())
	for i := range cores {
		c.sys.unpack(x.set.at(int32(i)), now)
		cores[i] = c.seed(now)
		v.s = now
		goal := 0
		for _, prop := range s.props {
			for _, r := range prop.ends {
				if v.m.Live(now, r) {
					asked[i].runs |= 1 << r
				}
			}
			if prop.possible {
				if !prop.begins && v.m.Eval(now, prop.from, -1) {
					asked[i].goals |= 1 << goal
				}
				goal++
			}
		}
		c.ask(cores[i], asked[i])
	}
	// beginnings calls do with the core of every beginning of an occasion, the
	// property and its question.
	beginnings := func(do func(core int32, prop int, q question, b *beginning)) {
		goal := 0
		for k, prop := range s.props {
			if prop.begins {
				for i := range started.begun[begins[k]] {
					b := &started.begun[begins[k]][i]
					do(cores[x.set.find(b.state)], k, question{goals: 1 << goal}, b)
				}
			}
			if prop.possible {
				goal++
			}
		}
	}
	beginnings(func(core int32, _ int, q question, _ *beginning) { c.ask(core, q) })
	if !c.answer(ctx, lim) {
		x.Complete, x.Why = false, "the continuations: "+c.why
		return
	}
	for i := range cores {
		no := c.no(cores[i], asked[i])
		goal := 0
		for k, prop := range s.props {
			for e, r := range prop.ends {
				if no.runs&(1<<r) != 0 {
					f.put(k, e, int32(i), 0)
				}
			}
			if prop.possible {
				if no.goals&(1<<goal) != 0 {
					f.put(k, 0, int32(i), 0)
				}
				goal++
			}
		}
	}
	beginnings(func(core int32, k int, q question, b *beginning) {
		c.sys.unpack(b.state, now)
		switch {
		case c.no(core, q) != question{}:
			f.put(k, 0, b.from, b.event)
		case !v.m.Eval(now, s.props[k].to, -1):
			f.put(k, 1, b.from, b.event)
		}
	})
}
