// Package machine is the one transition relation of entente: docs/semantics.md
// sections 1 to 6, over a flat program.
//
// In: a program.Program, and a Cone of it. Out: for a state its events in the
// fixed order, and for an event the next state with what it brought about.
// Guaranteed: a state is a plain vector; Enabled and Apply depend on nothing
// else, allocate nothing once their buffers have grown, and never fail: an
// event that Enabled gave can be applied.
package machine

import (
	"math/bits"

	"entente/internal/model"
	"entente/internal/program"
)

// State is the value of every variable of the program.
type State []uint16

// EventKind is a row of the table in docs/semantics.md section 6.
type EventKind uint8

// The kinds of events, in their order.
const (
	Start EventKind = iota + 1
	Incident
	Convene
	DoStep
	Refuse
	Refer
	Unreachable
	Absent
	Late
	TakeOver
	Fill
	Restore
	LosePost
	LosePerson
	CutLink
)

// Fault reports whether the kind is charged to the budget of faults.
func (k EventKind) Fault() bool { return k >= LosePost }

// Event is one transition. A and B are set by kind: Start: A procedure;
// Incident: A its index in the budget; Convene: A council, B run; DoStep: A run,
// B step, C option (0 where no option is kept); Refuse … Late: A run, B step;
// TakeOver: A post, B deputy; the others: A post, person or link.
type Event struct {
	Kind    EventKind
	A, B, C uint16
}

// Effects is what an event brought about beside the next state.
type Effects struct {
	Moves     []Move
	Decisions []Decision
	Begun     Runs // runs that began, or began afresh
	Ended     Runs // runs that ended with no step pending
	Stopped   Runs // runs that stopped otherwise
	NotOpen   bool // an incident named a procedure that could not start

	// Changed lists the variables written with another value than they had, in
	// order and perhaps more than once, where the machine was told to Track.
	Changed []program.Var
}

// Runs is a short list of runs.
type Runs []uint16

// SearchedRunsMax is how many runs a program may have to be searched.
const SearchedRunsMax = 64

// Mask returns the runs as a set, a bit each, for a program that may be searched.
func (r Runs) Mask() uint64 {
	set := uint64(0)
	for _, i := range r {
		set |= 1 << i
	}
	return set
}

// Has reports whether a run is in the list.
func (r Runs) Has(run int) bool {
	for _, i := range r {
		if int(i) == run {
			return true
		}
	}
	return false
}

// Move is a move made, and the consents that stood in the run that made it.
type Move struct {
	Scale    model.ScaleIndex
	From, To uint16
	Decision Decision
}

// Decision is a decision that took effect: the run (-1 for a move that an incident
// makes), and which of its steps were
// done at that instant.
type Decision struct {
	Run     int
	Done    uint64 // steps done by an incumbent who counts for the post's party
	Foreign uint64 // consents given by another party's incumbent
	Skipped uint64
}

// Machine steps a program. It holds scratch space: one per goroutine.
type Machine struct {
	P    *program.Program
	Cone *program.Cone
	// Free lets deciding procedures start without limit and forbids faults and
	// incidents (semantics S23). NoRepair also forbids written repairs.
	Free, NoRepair bool
	// NoFaults forbids faults alone.
	NoFaults bool
	// Track has the variables that an event writes listed in its effects.
	Track bool

	fx      Effects
	began   program.RunSet // procedures' first runs begun for a hand-over in this event
	dropped program.RunSet // those of which a hand-over was dropped in this event
	passed  bool           // began or dropped may hold something
	posts   bool           // a post's variable was written in this event
	scales  bool           // a scale has moved since runs were last looked at
	touched program.RunSet // runs that may have ended since then
	ended   bool           // there are such
	moves   []Move
	due     []instants
	held    []uint64 // by run: its steps passed, for Enabled
}

// New returns a machine for the part of the program inside the cone.
func New(p *program.Program, cone *program.Cone) *Machine {
	return &Machine{P: p, Cone: cone, held: make([]uint64, len(p.Runs))}
}

// Start writes the settled starting state into s, which has len(P.Vars).
func (m *Machine) Start(s State) {
	copy(s, m.P.Initial)
	m.reset()
	m.posts, m.scales = true, true
	m.settle(s)
}

// --- Persons, posts, councils (semantics section 2 and 4) ---

// Acting returns the post whose holder acts for post, or None.
func (m *Machine) Acting(s State, post model.PostIndex) model.PostIndex {
	p := &m.P.Posts[post]
	switch v := s[p.Var]; v {
	case program.PostFilled:
		return post
	case program.PostEmpty:
		return model.None
	default:
		return p.Deputies[v-program.PostActing].Post
	}
}

// firstPresent returns the index of the first deputy present, or -1.
func (m *Machine) firstPresent(s State, p *program.Post) int {
	for i := range p.Deputies {
		if s[m.P.Posts[p.Deputies[i].Post].Var] == program.PostFilled {
			return i
		}
	}
	return -1
}

// Holders writes H of an authority: for each person in it one post from which
// he acts.
func (m *Machine) Holders(s State, a model.AuthorityIndex, out []model.PostIndex) []model.PostIndex {
	auth := &m.P.Auths[a]
	out = out[:0]
	for rest := s[auth.Holds]; rest != 0; rest &= rest - 1 {
		who := m.Acting(s, auth.Holders[bits.TrailingZeros16(rest)])
		if who == model.None {
			continue
		}
		known := false
		for _, o := range out {
			known = known || m.P.Posts[o].Person == m.P.Posts[who].Person
		}
		if !known {
			out = append(out, who)
		}
	}
	return out
}

// soleHolder returns the post from which the one person in H acts, or None.
func (m *Machine) soleHolder(s State, a model.AuthorityIndex) model.PostIndex {
	var room [program.HoldersMax]model.PostIndex
	h := m.Holders(s, a, room[:0])
	if len(h) == 1 {
		return h[0]
	}
	return model.None
}

// Quorate reports whether enough seats are filled (semantics S10).
func (m *Machine) Quorate(s State, council model.CouncilIndex) bool {
	return m.QuorateOf(s, council, ^uint64(0))
}

// QuorateOf is Quorate for some of the seats, a bit each in the order of the text.
func (m *Machine) QuorateOf(s State, council model.CouncilIndex, seats uint64) bool {
	c := &m.P.Councils[council]
	var seated [64]model.PersonIndex
	var party [64]model.PartyIndex
	n := 0
seats:
	for i, seat := range c.Seats {
		who := m.Acting(s, seat)
		if who == model.None || seats&(1<<i) == 0 {
			continue
		}
		person := m.P.Posts[who].Person
		for i := range n {
			if seated[i] == person {
				continue seats
			}
		}
		seated[n], party[n] = person, m.P.Posts[who].Party
		n++
	}
	if n < c.Total {
		return false
	}
	for _, need := range c.Needs {
		have := 0
		for i := range n {
			if party[i] == need.Party {
				have++
			}
		}
		if have < need.Need {
			return false
		}
	}
	return true
}

// Eval evaluates an expression; run is the run whose step asks, or -1.
func (m *Machine) Eval(s State, at int, run int) bool {
	e := &m.P.Exprs[at]
	switch e.Op {
	case model.OpTrue:
		return true
	case model.OpFalse:
		return false
	case model.OpAnd:
		return m.Eval(s, e.A, run) && m.Eval(s, e.B, run)
	case model.OpOr:
		return m.Eval(s, e.A, run) || m.Eval(s, e.B, run)
	case model.OpNot:
		return !m.Eval(s, e.A, run)
	case model.OpCompareScale:
		return e.Cmp.Holds(int(s[m.P.Scales[e.Elem].Var]), e.N)
	case model.OpCompareCount:
		var room [program.HoldersMax]model.PostIndex
		return e.Cmp.Holds(len(m.Holders(s, model.AuthorityIndex(e.Elem), room[:0])), e.N)
	case model.OpHolds:
		return m.inHolders(s, model.AuthorityIndex(e.Elem), m.Acting(s, model.PostIndex(e.N)))
	case model.OpEmpty:
		return s[m.P.Posts[e.Elem].Var] != program.PostFilled
	case model.OpActing:
		return m.Acting(s, model.PostIndex(e.Elem)) != model.None
	case model.OpOut:
		return s[m.P.Links[e.Elem].Var] != 0
	case model.OpQuorate:
		return m.Quorate(s, model.CouncilIndex(e.Elem))
	case model.OpSits:
		return s[m.P.Councils[e.Elem].Var] != 0
	case model.OpRung, model.OpReads, model.OpTaken, model.OpUnderWay, model.OpKnows, model.OpStock, model.OpMet, model.OpCrossed:
		return s[e.Elem] != 0
	}
	// The rest reads runs: the asking run, or any.
	proc := &m.P.Procs[e.Elem]
	first, last := proc.FirstRun, proc.FirstRun+proc.Places
	if e.Own && run >= 0 {
		first, last = run, run+1
	}
	for r := first; r < last; r++ {
		if s[m.P.Runs[r].Live] == 0 {
			continue
		}
		status := uint16(0)
		if e.Op != model.OpLive {
			status = s[m.P.Runs[r].Step0+program.Var(e.Step)]
		}
		switch {
		case e.Op == model.OpLive,
			e.Op == model.OpDone && program.IsDone(status),
			e.Op == model.OpRefused && status == program.Refused,
			e.Op == model.OpChosen && status >= program.ChosenFirst && e.Cmp.Holds(int(status-program.ChosenFirst), e.N):
			return true
		}
	}
	return false
}

// inHolders reports whether the person acting from post is in H.
func (m *Machine) inHolders(s State, a model.AuthorityIndex, post model.PostIndex) bool {
	if post == model.None {
		return false
	}
	var room [program.HoldersMax]model.PostIndex
	for _, h := range m.Holders(s, a, room[:0]) {
		if m.P.Posts[h].Person == m.P.Posts[post].Person {
			return true
		}
	}
	return false
}

// InForce reports whether an authority's `while` holds.
func (m *Machine) InForce(s State, a model.AuthorityIndex) bool {
	w := m.P.Auths[a].While
	return w < 0 || m.Eval(s, w, -1)
}

// --- Steps (semantics S14 to S17) ---

// Passed returns the steps of a run that are done, skipped or refused.
func (m *Machine) Passed(s State, run int) uint64 {
	r := &m.P.Runs[run]
	set := uint64(0)
	for i, v := range s[r.Step0 : int(r.Step0)+len(m.P.Procs[r.Proc].Steps)] {
		if v != program.Pending {
			set |= 1 << i
		}
	}
	return set
}

// Actor returns the post from which the doer of the step acts: None where
// nobody can; for a council, None and whether it is quorate.
func (m *Machine) Actor(s State, step *program.Step) (post model.PostIndex, can bool) {
	switch step.Kind {
	case model.ActorPost:
		post = m.Acting(s, step.Post)
		if post == model.None {
			return model.None, false
		}
		if post != step.Post && m.barred(step.Post, step) {
			return model.None, false
		}
		return post, true
	case model.ActorCouncil:
		return model.None, m.Quorate(s, step.Council)
	default:
		post = m.soleHolder(s, step.Holder)
		return post, post != model.None
	}
}

// barred reports whether an acting deputy of post may not do the step.
func (m *Machine) barred(post model.PostIndex, step *program.Step) bool {
	p := &m.P.Posts[post]
	if p.BarActs&(1<<step.Act) != 0 {
		return true
	}
	for _, a := range p.BarAuths {
		if a == step.Uses {
			return true
		}
	}
	return false
}

// Blocked says why a ready step cannot be done.
type Blocked uint8

// The reasons, in the order in which they are looked for.
const (
	Free Blocked = iota // it can be done
	ByLink
	ByDoer
)

// StepView is what a state says of one pending step of a live run.
type StepView struct {
	Ready   bool // what it comes after is passed and `needs` holds
	Due     bool // ready, and no clause lifts it
	Blocked Blocked
	Lift    program.Clause // the clause that applies while blocked
}

// View judges a step that is pending; passed is the run's.
func (m *Machine) View(s State, run, i int, passed uint64) StepView {
	step := &m.P.Procs[m.P.Runs[run].Proc].Steps[i]
	var v StepView
	if step.Preds&^passed != 0 || passed&(1<<i) != 0 {
		return v
	}
	if step.Needs >= 0 && !m.Eval(s, step.Needs, run) {
		return v
	}
	v.Ready, v.Due = true, true
	for _, l := range step.Via {
		if s[m.P.Links[l].Var] != 0 {
			v.Blocked, v.Lift = ByLink, step.Unreachable
			v.Due = !v.Lift.Lifts()
			return v
		}
	}
	if _, can := m.Actor(s, step); !can {
		v.Blocked, v.Lift = ByDoer, step.Absent
		v.Due = !v.Lift.Lifts()
	}
	return v
}

// Live reports whether a run is live.
func (m *Machine) Live(s State, run int) bool { return s[m.P.Runs[run].Live] != 0 }

// MayStart reports whether a procedure may start by S12.
func (m *Machine) MayStart(s State, proc model.ProcedureIndex) bool {
	p := &m.P.Procs[proc]
	if p.While >= 0 && !m.Eval(s, p.While, -1) {
		return false
	}
	return len(p.Decides) == 0 || m.open(s, p)
}

func (m *Machine) open(s State, p *program.Proc) bool {
	for i := range p.Decides {
		if s[m.P.Scales[p.Decides[i].Scale].Var] == p.Decides[i].From {
			return true
		}
	}
	return false
}
