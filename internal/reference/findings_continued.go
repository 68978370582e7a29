package reference

import (
	"slices"

	"entente/internal/model"
)

// continuations are the states that follow from others without further faults
// and incidents (S23). What the budgets have used and which incidents have come
// changes nothing there, and is left out.
type continuations struct {
	w     *world
	which offer // continuing or unrepaired
	nodes map[string]*node
}

// node is one state of a continuation.
type node struct {
	state    *state
	expanded bool
	hops     []hop
}

// hop is one event of a continuation.
type hop struct {
	to       *node
	happened *happening
}

func newContinuations(w *world, which offer) *continuations {
	return &continuations{w: w, which: which, nodes: map[string]*node{}}
}

// node is the node of a state.
func (c *continuations) node(s *state) *node {
	bare := s.clone()
	bare.starts, bare.faults = 0, 0
	clear(bare.came)
	print := c.w.print(bare)
	if c.nodes[print] == nil {
		c.nodes[print] = &node{state: bare}
	}
	return c.nodes[print]
}

// next lists the events of a node.
func (c *continuations) next(n *node) []hop {
	if !n.expanded {
		n.expanded = true
		for _, e := range c.w.events(n.state, c.which) {
			to, happened := c.w.apply(n.state, e)
			n.hops = append(n.hops, hop{c.node(to), happened})
		}
	}
	return n.hops
}

// answer says of a node, or of an event, what it means for a search.
type answer uint8

const (
	goOn    answer = iota
	arrived        // what is looked for has come
	lost           // it cannot come this way
)

// can searches all continuations of a node. What it learns of the nodes it
// keeps in known, which is for one question only.
func (c *continuations) can(from *node, known map[*node]bool, at func(*node) answer, by func(hop) answer) bool {
	before := map[*node]*node{from: nil}
	queue := []*node{from}
	yes := func(n *node) bool {
		for ; n != nil; n = before[n] {
			known[n] = true
		}
		return true
	}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		if can, asked := known[n]; asked {
			if can {
				return yes(n)
			}
			continue
		}
		if at(n) == arrived {
			return yes(n)
		}
		for _, h := range c.next(n) {
			switch by(h) {
			case arrived:
				return yes(n)
			case lost:
				continue
			}
			if _, seen := before[h.to]; !seen {
				before[h.to] = n
				queue = append(queue, h.to)
			}
		}
	}
	for n := range before {
		known[n] = false // all that follows from it was looked at
	}
	return false
}

// canClose: in some continuation the run ends, or, where stopping counts, ends
// or stops. A run that starts afresh is still the run (S13).
func (c *continuations) canClose(from *node, ref runRef, stoppingCounts bool, known map[*node]bool) bool {
	here := func(*node) answer { return goOn }
	return c.can(from, known, here, func(h hop) answer {
		closed, isClosed := h.happened.closing(ref)
		switch {
		case !isClosed:
			return goOn
		case closed.ended || stoppingCounts:
			return arrived
		default:
			return lost
		}
	})
}

// canHold: the expression holds in some continuation, the node itself included.
func (c *continuations) canHold(from *node, e *model.Expr, known map[*node]bool) bool {
	here := func(n *node) answer {
		if c.w.eval(n.state, e, nil) {
			return arrived
		}
		return goOn
	}
	return c.can(from, known, here, func(hop) answer { return goOn })
}

// byRun keeps what is known for the question about each run.
type byRun map[runRef]map[*node]bool

func (b byRun) of(ref runRef) map[*node]bool {
	if b[ref] == nil {
		b[ref] = map[*node]bool{}
	}
	return b[ref]
}

// stuck: a run is live, and in no continuation (S23) does it end or stop.
func (s *Space) stuck() []Finding {
	w := s.world
	c, known := newContinuations(w, continuing), byRun{}
	var all []Finding
	for p := range w.a.Procedures {
		all = append(all, s.inState(model.Stuck, w.a.Procedures[p].ID, func(at *state) bool {
			return slices.ContainsFunc(at.liveRuns(model.ProcedureIndex(p)), func(ref runRef) bool {
				return !c.canClose(c.node(at), ref, true, known.of(ref))
			})
		})...)
	}
	return all
}

// singlePoint: a limit covers the procedure; in some state without faults in
// which its run is live and, with nothing repaired or filled, still ends in some
// continuation, the loss of one post or link, with deputies acting, leaves no
// such continuation.
//
// Reading: to end is to have no step pending; to stop is not (S18). Only an
// office that is not empty, a link that is not out, can be lost; a post is its
// own office, not its person.
func (s *Space) singlePoint() []Finding {
	w := s.world
	c, known := newContinuations(w, unrepaired), byRun{}
	var all []Finding
	for p := range w.a.Procedures {
		procedure := model.ProcedureIndex(p)
		if !slices.ContainsFunc(w.a.Checks.Limits, func(l model.Limit) bool { return l.Procedure == procedure }) {
			continue
		}
		for _, l := range w.losses() {
			for i := range s.States {
				if s.States[i].state.faults == 0 && w.losing(c, known, s.States[i].state, procedure, l) {
					all = append(all, s.after(model.SinglePoint, w.a.Procedures[p].ID+" "+l.element, i, l.print))
					break
				}
			}
		}
	}
	return all
}

// loss is the fall of one post or link.
type loss struct {
	element, print string
	isLost         func(*state) bool // already
	lose           func(*state)
}

// losses are all of them: posts, then links.
func (w *world) losses() []loss {
	var all []loss
	for i := range w.a.Posts {
		post := model.PostIndex(i)
		all = append(all, loss{w.a.Posts[i].ID, "lose " + w.a.Posts[i].ID,
			func(s *state) bool { return s.empty[post] }, func(s *state) { w.lose(s, post) }})
	}
	for i := range w.a.Links {
		all = append(all, loss{w.a.Links[i].ID, "cut " + w.a.Links[i].ID,
			func(s *state) bool { return s.out[i] }, func(s *state) { s.out[i] = true }})
	}
	return all
}

// losing: some live run of the procedure could end, and after the loss can not.
func (w *world) losing(c *continuations, known byRun, at *state, p model.ProcedureIndex, l loss) bool {
	runs := at.liveRuns(p)
	if len(runs) == 0 || l.isLost(at) {
		return false
	}
	after, happened := w.apply(at, event{kind: kindFault, print: l.print, change: func(s *state, _ *happening) { l.lose(s) }})
	return slices.ContainsFunc(runs, func(ref runRef) bool {
		if !c.canClose(c.node(at), ref, false, known.of(ref)) {
			return false
		}
		if closed, isClosed := happened.closing(ref); isClosed {
			return !closed.ended
		}
		return !c.canClose(c.node(after), ref, false, known.of(ref))
	})
}

// invariants are S26, in the order of the text.
func (s *Space) invariants() []Finding {
	c := newContinuations(s.world, continuing)
	var all []Finding
	for i := range s.world.a.Checks.Invariants {
		inv := &s.world.a.Checks.Invariants[i]
		switch inv.Form {
		case model.Always:
			all = append(all, s.always(inv)...)
		case model.Never:
			all = append(all, s.never(inv)...)
		case model.Before:
			all = append(all, s.before(inv)...)
		case model.When:
			all = append(all, s.when(inv, c)...)
		case model.Possible:
			all = append(all, s.possible(inv, c)...)
		}
	}
	return all
}

// always E: every state.
func (s *Space) always(inv *model.Invariant) []Finding {
	return s.inState(model.InvariantSeam, inv.ID, func(at *state) bool { return !s.world.eval(at, inv.A, nil) })
}

// never E: no state.
func (s *Space) never(inv *model.Invariant) []Finding {
	return s.inState(model.InvariantSeam, inv.ID, func(at *state) bool { return s.world.eval(at, inv.A, nil) })
}

// before MOVE consent-of [posts]: in the event in which MOVE is made, each post
// has given its consent in the run that makes it.
func (s *Space) before(inv *model.Invariant) []Finding {
	return s.inEvent(model.InvariantSeam, inv.ID, func(_ *state, e Event) bool {
		for _, made := range e.happened.moves {
			if made.run == nil || made.scale != inv.Scale || made.from != inv.From || made.to != inv.To {
				continue
			}
			for _, post := range inv.ConsentOf {
				if !s.world.consentedOrDecided(made, post) {
					return true
				}
			}
		}
		return false
	})
}

// consentedOrDecided: a consent asked of the post is done, or it decided
// itself.
//
// Reading: one consent done is enough, by whichever acting incumbent; a post
// decided itself where a step with `act: decide` whose doer is written as that
// post is done. A council's or a holder's step is no post's.
func (w *world) consentedOrDecided(made move, post model.PostIndex) bool {
	steps := w.a.Procedures[made.by].Steps
	for i := range steps {
		st := &steps[i]
		ofPost := st.Doer.Kind == model.ActorPost && st.Doer.Post == post
		if ofPost && (st.Act == model.AskConsent || st.Act == model.Decide) && made.run.isDone(model.StepIndex(i)) {
			return true
		}
	}
	return false
}

// when A within D holds B: here only that from a state in which A begins to hold
// (the start, or entered by an event from a state in which A did not hold) B
// can no longer come. The bounds of D are a matter of time (S28, S29).
//
// Reading: found in the event in which A begins to hold; B may hold in that
// state itself.
func (s *Space) when(inv *model.Invariant, c *continuations) []Finding {
	known := map[*node]bool{}
	broken := func(at *state) bool {
		return s.world.eval(at, inv.A, nil) && !c.canHold(c.node(at), inv.B, known)
	}
	if broken(s.States[0].state) {
		return []Finding{{Check: model.InvariantSeam, Element: inv.ID}}
	}
	return s.inEvent(model.InvariantSeam, inv.ID, func(from *state, e Event) bool {
		return e.Target >= 0 && !s.world.eval(from, inv.A, nil) && broken(s.States[e.Target].state)
	})
}

// possible, from A possible B: every reachable state in which A holds has a
// continuation (S23) to a state in which B holds.
func (s *Space) possible(inv *model.Invariant, c *continuations) []Finding {
	known := map[*node]bool{}
	return s.inState(model.InvariantSeam, inv.ID, func(at *state) bool {
		return s.world.eval(at, inv.A, nil) && !c.canHold(c.node(at), inv.B, known)
	})
}
