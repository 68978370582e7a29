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
}

// searches groups the properties by their cones, in the order in which a cone
// first comes up.
func searches(p *program.Program, props []*property) []*search {
	var out []*search
	byKey := map[string]*search{}
	for _, prop := range props {
		cone := p.Cone(prop.seeds)
		key := cone.Key()
		s := byKey[key]
		if s == nil {
			s = &search{cone: cone}
			byKey[key] = s
			out = append(out, s)
		}
		s.props = append(s.props, prop)
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
	x := Explore(ctx, sys, lim,
		func(i int32, state []uint64) {
			sys.unpack(state, now)
			v.look(now)
			for _, k := range states {
				if f.left[k] > 0 {
					s.props[k].state(v, func(e int) { f.put(k, e, i, 0) })
				}
			}
			started.first(v, i)
		},
		func(from int32, event uint64, next []uint64) {
			for _, k := range events {
				if f.left[k] > 0 {
					s.props[k].event(v, sys.fx, decode(event), func(e int) { f.put(k, e, from, event) })
				}
			}
			started.step(v, sys, next)
		},
		func() bool { return !lasting && f.nothingLeft() })
	if lasting {
		s.last(ctx, p, x, lim, f, started)
	}
	var hits []hit
	for k, prop := range s.props {
		for e := range prop.elements {
			if f.at[k][e] == notYet {
				continue
			}
			path := x.set.path(f.at[k][e])
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

// marks notes the states in which the occasion of a `when` invariant begins:
// reached by an event from a state without it, or the start.
type marks struct {
	props []*property
	begun []map[string]bool // by property: packed states
}

func newMarks(props []*property) *marks {
	m := &marks{}
	for _, prop := range props {
		if prop.begins {
			m.props = append(m.props, prop)
			m.begun = append(m.begun, map[string]bool{})
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

func (m *marks) first(v *view, i int32) {
	if i != 0 {
		return
	}
	for k, prop := range m.props {
		if v.m.Eval(v.s, prop.from, -1) {
			m.begun[k]["start"] = true
		}
	}
}

func (m *marks) step(v *view, sys *system, next []uint64) {
	for k, prop := range m.props {
		if !v.m.Eval(v.s, prop.from, -1) && v.m.Eval(sys.next, prop.from, -1) {
			m.begun[k][key(next)] = true
		}
	}
}

// has reports whether the occasion of prop begins in state i.
func (m *marks) has(prop *property, i int32, state []uint64) bool {
	for k, p := range m.props {
		if p == prop {
			return m.begun[k][key(state)] || i == 0 && m.begun[k]["start"]
		}
	}
	return true
}

// last answers the properties about continuations (semantics S23): it explores
// what may follow without further faults from every state reached, once, and
// works out backwards which runs can still end and which goals can still come.
func (s *search) last(ctx context.Context, p *program.Program, x *Exploration, lim Limits, f *found, started *marks) {
	c := newContinuation(p, s.cone, false)
	for _, prop := range s.props {
		if prop.possible {
			c.goals = append(c.goals, prop.to)
		}
	}
	now := make(machine.State, len(p.Vars))
	c.sys.m.Start(now)
	cores := make([]int32, x.set.len())
	for i := range cores {
		c.sys.unpack(x.set.at(int32(i)), now)
		cores[i] = c.seed(now)
	}
	if !c.explore(ctx, lim) {
		x.Complete, x.Why = false, "the continuations: "+c.why
		return
	}
	c.solve()
	v := newView(c.sys.m)
	for i := range cores {
		state := x.set.at(int32(i))
		c.sys.unpack(state, now)
		v.s = now
		goal := 0
		for k, prop := range s.props {
			for e, r := range prop.ends {
				if f.at[k][e] == notYet && v.m.Live(now, r) && !c.canEnd(cores[i], r) {
					f.put(k, e, int32(i), 0)
				}
			}
			if prop.possible {
				if v.m.Eval(now, prop.from, -1) && started.has(prop, int32(i), state) {
					switch {
					case !c.canReach(cores[i], goal):
						f.put(k, 0, int32(i), 0)
					case prop.begins && !v.m.Eval(now, prop.to, -1):
						f.put(k, 1, int32(i), 0)
					}
				}
				goal++
			}
		}
	}
}
