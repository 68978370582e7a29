// Package program flattens a checked arrangement into integer arrays that the
// engines step through.
//
// In: a model.Arrangement, and a Budget drawn from a scenario or the defaults.
// Out: a Program — variables with their ranges, and for every element the few
// integers that the transition relation reads — and Cones, the parts of it on
// which a property depends. Guaranteed: a Program is immutable; element i here is
// element i of the arrangement, so every later stage can point back at the text;
// the same input gives the same Program.
package program

import (
	"fmt"
	"math/bits"
	"slices"

	"entente/internal/model"
)

// Var is the index of a state variable.
type Var int32

// NoVar stands for "no variable".
const NoVar Var = -1

// The statuses of a step in a live run. A kept option i of a `choose` is
// ChosenFirst + i.
const (
	Pending uint16 = iota
	Done
	Skipped
	Refused
	Foreign // a consent given by an acting incumbent of another party than the post's
	ChosenFirst
)

// IsDone reports whether the status means that the step was done.
func IsDone(status uint16) bool { return status == Done || status >= Foreign }

// The values of a post's variable: PostFilled, PostEmpty, or PostActing + i when
// deputy i has taken over.
const (
	PostFilled uint16 = iota
	PostEmpty
	PostActing
)

// The values of an incident's variable. One that waits for a step (Incident.By) may
// come only when it is IncidentReady, any other when it is IncidentAhead.
const (
	IncidentAhead uint16 = iota
	IncidentCame
	IncidentReady
)

// A Passing variable is 0, or 1 + 4·(index of the hand-over) + its flags.
const (
	PassGave uint16 = 1
	PassTook uint16 = 2
)

// Limits of the flat form. Package typecheck refuses texts beyond the first two.
const (
	StepsMax    = 64  // steps of a procedure: they fit one word
	RunsMax     = 256 // places for runs: they fit a RunSet
	HoldersMax  = 16  // posts that one authority's rows name: they fit one variable
	IncidentMax = 64
)

// Program is the flat form. Slices are indexed by the model's indices.
type Program struct {
	Model    *model.Arrangement
	Scales   []Scale
	Posts    []Post
	Links    []Link
	Councils []Council
	Auths    []Authority
	Procs    []Proc
	Runs     []Run
	Exprs    []Expr
	Budget   Budget

	Atoms     []Atom // of a crisis, each once
	Vars      []VarInfo
	Initial   []uint16 // the starting state, before settling
	StartsVar Var
	FaultsVar Var
}

// VarInfo says what a variable is.
type VarInfo struct {
	Name string
	Max  uint16 // values are 0 … Max
}

// Scale is a condition.
type Scale struct {
	Var Var
	N   int
}

// Deputy is one deputy of a post.
type Deputy struct {
	Post   model.PostIndex
	AtOnce bool
}

// Post is an office.
type Post struct {
	Var      Var
	Person   model.PersonIndex
	Party    model.PartyIndex
	Deputies []Deputy
	Refill   bool
	BarActs  uint32 // bit act: an acting deputy may not
	BarAuths []model.AuthorityIndex
}

// Link is a line.
type Link struct {
	Var     Var
	Restore bool
}

// PartyNeed is a quorum's minimum for one party.
type PartyNeed struct {
	Party model.PartyIndex
	Need  int
}

// Council is a body.
type Council struct {
	Var   Var // 0, or 1 + the run that convened it
	Seats []model.PostIndex
	Total int
	Needs []PartyNeed

	Adjourns bool // it disperses when it has acted
}

// Bind ties an instant to a step.
type Bind struct {
	Before bool
	Step   int
}

// Handover is how an authority passes at one move.
type Handover struct {
	From, To  uint16
	AtOnce    bool
	Proc      model.ProcedureIndex
	GivesUp   Bind
	TakesOver Bind
}

// Authority is a right over a force.
type Authority struct {
	Holds     Var               // bit i: Holders[i] holds it
	Passing   Var               // the hand-over under way
	Holders   []model.PostIndex // the posts that its rows name
	Scale     model.ScaleIndex  // None: one row for all
	Goal      []int             // by value: index into Holders, or -1 for nobody
	While     int               // expression or -1
	Exclusive bool
	Handovers []Handover
}

// GoalAt returns the index of the goal's holder for a value of the scale.
func (a *Authority) GoalAt(value uint16) int {
	if a.Scale == model.None {
		return a.Goal[0]
	}
	return a.Goal[value]
}

// Decide is one move that a procedure decides.
type Decide struct {
	Scale    model.ScaleIndex
	From, To uint16
	At       int
}

// Proc is a procedure.
type Proc struct {
	Decides  []Decide
	While    int
	Again    model.Again
	Queued   Var // NoVar unless Again is Queue
	QueueMax uint16
	FirstRun int // its places are Runs[FirstRun : FirstRun+Places]
	Places   int
	Steps    []Step
	Effect   int                  // the step at which a decision that moves nothing takes effect, or -1
	Councils []model.CouncilIndex // that a step is of, each once
}

// Clause is what follows otherwise.
type Clause struct {
	Do   model.Otherwise
	Step int
}

// Lifts reports whether the clause lifts the step from being due.
func (c Clause) Lifts() bool { return c.Do == model.Stop || c.Do == model.Proceed || c.Do == model.Go }

// Step is a doing or an asking.
type Step struct {
	Kind        model.ActorKind
	Post        model.PostIndex
	Council     model.CouncilIndex
	Holder      model.AuthorityIndex
	Act         model.Act
	Uses        model.AuthorityIndex
	Via         []model.LinkIndex
	Preds       uint64 // the steps it comes directly after
	Before      uint64 // every step it comes after
	After       uint64 // every step that comes after it
	Needs       int    // expression or -1
	Refusable   bool
	Refused     Clause
	Unreachable Clause
	Absent      Clause
	Late        Clause // Do is Unwritten unless late-after and if-late are both written
	Options     int    // kept options; 0: one event for all
	Back        uint64 // the steps that a referral makes pending again; 0: it has no `back`
	BackTimes   uint16
	BackVar     int // offset in the run's variables, or -1
	Starts      []model.ProcedureIndex
	Asks        uint64 // parties whose consent it asks, a bit each
	Readies     []int  // incidents that may come once it is done (semantics S41)

	// Quiet: doing it writes its status, perhaps ends the sitting of its council and
	// perhaps is the decision, and nothing follows by S21 while other steps of its run
	// are pending.
	Quiet bool
}

// Run is one place for a live instance of a procedure.
type Run struct {
	Proc  model.ProcedureIndex
	Place int
	Live  Var
	Moved Var // NoVar where the procedure decides no move
	Step0 Var // status of step i is Step0 + i
	Back0 Var // counters
	Given uint64
}

// RunSet is a set of runs.
type RunSet [RunsMax / 64]uint64

// Has reports whether a run is in the set.
func (s *RunSet) Has(r int) bool { return s[r/64]&(1<<(r%64)) != 0 }

// Add puts a run into the set.
func (s *RunSet) Add(r int) { s[r/64] |= 1 << (r % 64) }

// AddAll puts the runs of another set into the set.
func (s *RunSet) AddAll(other *RunSet) {
	for i := range s {
		s[i] |= other[i]
	}
}

// Remove takes a run out of the set.
func (s *RunSet) Remove(r int) { s[r/64] &^= 1 << (r % 64) }

// Compile flattens the arrangement under a budget. The options of a `choose` are
// kept where an expression of the text, or one of reads, asks for them.
func Compile(a *model.Arrangement, b Budget, reads ...*model.Expr) *Program {
	p := &Program{Model: a, Budget: b}
	c := compiler{p: p, kept: keptOptions(a, &p.Budget, reads)}
	for _, s := range a.Scales {
		p.Scales = append(p.Scales, Scale{Var: c.newVar(s.ID, len(s.Values)-1), N: len(s.Values)})
	}
	for i := range a.Posts {
		c.post(&a.Posts[i])
	}
	for _, l := range a.Links {
		p.Links = append(p.Links, Link{Var: c.newVar(l.ID, 1), Restore: l.Restore != nil})
	}
	runs := 0
	for i := range a.Procedures {
		runs += places(&a.Procedures[i])
	}
	for i := range a.Councils {
		c.council(&a.Councils[i], runs)
	}
	for i := range a.Authorities {
		c.authority(&a.Authorities[i])
	}
	for i := range a.Procedures {
		c.procedure(model.ProcedureIndex(i), &a.Procedures[i])
	}
	for i := range p.Budget.Incidents {
		in := &p.Budget.Incidents[i]
		top := IncidentCame
		if in.By != nil {
			top = IncidentReady
			step := &p.Procs[in.By.Procedure].Steps[in.By.Step]
			step.Readies = append(step.Readies, i)
		}
		in.Var = c.newVar(in.ID, int(top))
		in.WhileExpr = c.expr(in.While)
	}
	c.atoms(reads)
	c.quiet()
	p.StartsVar = c.newVar("starts", max(b.Starts, 0))
	p.FaultsVar = c.newVar("faults", max(b.Faults, 0))
	c.initial()
	return p
}

// quiet marks the steps after which nothing is to be settled.
func (c *compiler) quiet() {
	p := c.p
	hands := make([]bool, len(p.Procs))
	for i := range p.Auths {
		for _, h := range p.Auths[i].Handovers {
			if !h.AtOnce {
				hands[h.Proc] = true
			}
		}
	}
	for i := range p.Procs {
		proc := &p.Procs[i]
		for j := range proc.Steps {
			s := &proc.Steps[j]
			s.Quiet = !hands[i] && len(s.Starts) == 0 && len(proc.Decides) == 0 && len(s.Readies) == 0
		}
	}
}

type compiler struct {
	p    *Program
	kept map[model.StepRef]bool
}

func (c *compiler) newVar(name string, top int) Var {
	if top > 0xffff {
		panic(fmt.Sprintf("program: variable %s ranges to %d", name, top))
	}
	c.p.Vars = append(c.p.Vars, VarInfo{Name: name, Max: uint16(top)})
	return Var(len(c.p.Vars) - 1)
}

func (c *compiler) post(m *model.Post) {
	out := Post{Var: c.newVar(m.ID, 1+len(m.Deputies)), Person: m.Person, Party: m.Of, Refill: m.Refill != nil}
	for _, d := range m.Deputies {
		out.Deputies = append(out.Deputies, Deputy{Post: d.Post, AtOnce: d.AtOnce})
	}
	for _, bar := range m.MayNot {
		if bar.Act != model.NoAct {
			out.BarActs |= 1 << bar.Act
		} else {
			out.BarAuths = append(out.BarAuths, bar.Authority)
		}
	}
	c.p.Posts = append(c.p.Posts, out)
}

func (c *compiler) council(m *model.Council, runs int) {
	a := c.p.Model
	out := Council{Var: c.newVar(m.ID, runs), Total: max(m.Total, 1), Adjourns: m.Adjourns}
	for _, s := range m.Seats {
		out.Seats = append(out.Seats, s.Post)
	}
	for i := range a.Parties {
		need, named := m.PerParty[model.PartyIndex(i)]
		if !named {
			for _, s := range m.Seats {
				if a.Posts[s.Post].Of == model.PartyIndex(i) {
					need = m.EachParty
				}
			}
		}
		if need > 0 {
			out.Needs = append(out.Needs, PartyNeed{model.PartyIndex(i), need})
		}
	}
	c.p.Councils = append(c.p.Councils, out)
}

func (c *compiler) authority(m *model.Authority) {
	out := Authority{Scale: m.Scale, While: c.expr(m.While), Exclusive: m.Exclusive}
	for _, post := range m.HeldBy {
		at := -1
		if post != model.None {
			for i, h := range out.Holders {
				if h == post {
					at = i
				}
			}
			if at < 0 {
				out.Holders = append(out.Holders, post)
				at = len(out.Holders) - 1
			}
		}
		out.Goal = append(out.Goal, at)
	}
	for _, h := range m.Handovers {
		out.Handovers = append(out.Handovers, Handover{
			From: uint16(h.From), To: uint16(h.To), AtOnce: h.AtOnce, Proc: h.By,
			GivesUp:   Bind{h.GivesUp.Before, int(h.GivesUp.Step)},
			TakesOver: Bind{h.TakesOver.Before, int(h.TakesOver.Step)},
		})
	}
	if len(out.Holders) > HoldersMax {
		panic(fmt.Sprintf("program: authority %s has %d holders", m.ID, len(out.Holders)))
	}
	out.Holds = c.newVar(m.ID, 1<<len(out.Holders)-1)
	out.Passing = c.newVar(m.ID+" passing", 4*len(out.Handovers))
	c.p.Auths = append(c.p.Auths, out)
}

func places(m *model.Procedure) int {
	if m.Again == model.Beside {
		return m.AgainN
	}
	return 1
}

func (c *compiler) procedure(index model.ProcedureIndex, m *model.Procedure) {
	out := Proc{While: c.expr(m.StartWhile), Again: m.Again, Queued: NoVar, FirstRun: len(c.p.Runs), Places: places(m), Effect: -1}
	for _, d := range m.Decides {
		out.Decides = append(out.Decides, Decide{d.Scale, uint16(d.From), uint16(d.To), int(d.At)})
	}
	backs := 0
	for i := range m.Steps {
		out.Steps = append(out.Steps, c.step(index, model.StepIndex(i), &m.Steps[i], &backs))
	}
	for i := range out.Steps {
		if s := &out.Steps[i]; s.Kind == model.ActorCouncil && !slices.Contains(out.Councils, s.Council) {
			out.Councils = append(out.Councils, s.Council)
		}
	}
	slices.Sort(out.Councils)
	closeOrder(out.Steps)
	for i := range m.Steps {
		if m.Steps[i].Back != nil {
			for _, to := range m.Steps[i].Back.To {
				out.Steps[i].Back |= 1<<to | out.Steps[to].After
			}
		}
	}
	if len(out.Decides) == 0 {
		for i := range m.Steps {
			if m.Steps[i].Act == model.Decide {
				out.Effect = i
			}
		}
	}
	if m.Again == model.Queue {
		out.Queued, out.QueueMax = c.newVar(m.ID+" queued", m.AgainN), uint16(m.AgainN)
	}
	for k := range out.Places {
		run := Run{Proc: index, Place: k, Live: c.newVar(fmt.Sprintf("%s#%d", m.ID, k), 1), Moved: NoVar}
		if len(out.Decides) > 0 {
			run.Moved = c.newVar(fmt.Sprintf("%s#%d moved", m.ID, k), 1)
		}
		run.Step0 = Var(len(c.p.Vars))
		for i := range m.Steps {
			c.newVar(fmt.Sprintf("%s#%d/%s", m.ID, k, m.Steps[i].ID), c.statusMax(index, i, &out.Steps[i]))
		}
		run.Back0 = Var(len(c.p.Vars))
		for i := range m.Steps {
			if out.Steps[i].Back != 0 {
				c.newVar(fmt.Sprintf("%s#%d/%s back", m.ID, k, m.Steps[i].ID), int(out.Steps[i].BackTimes))
			}
		}
		for _, g := range c.p.Budget.Given {
			if g.Procedure == index {
				run.Given |= 1 << g.Step
			}
		}
		c.p.Runs = append(c.p.Runs, run)
	}
	c.p.Procs = append(c.p.Procs, out)
}

// statusMax returns the greatest status that the step can have.
func (c *compiler) statusMax(proc model.ProcedureIndex, step int, s *Step) int {
	switch {
	case s.Options > 0:
		return int(ChosenFirst) + s.Options - 1
	case s.Act == model.AskConsent && s.Kind == model.ActorPost:
		return int(Foreign)
	case s.Refusable:
		return int(Refused)
	default:
		return int(Skipped)
	}
}

func (c *compiler) step(proc model.ProcedureIndex, index model.StepIndex, m *model.Step, backs *int) Step {
	a := c.p.Model
	out := Step{
		Kind: m.Doer.Kind, Post: m.Doer.Post, Council: m.Doer.Council, Holder: m.Doer.Authority,
		Act: m.Act, Uses: m.Uses, Via: m.Via, Needs: c.expr(m.Needs), Starts: m.Starts,
		Refused: clause(m.IfRefused), Unreachable: clause(m.IfUnreachable), Absent: clause(m.IfAbsent),
		BackVar: -1,
	}
	for _, after := range m.After {
		out.Preds |= 1 << after
	}
	if m.Late != nil {
		out.Late = clause(m.IfLate)
	}
	out.Refusable = m.Act == model.AskConsent || m.Act == model.Decide && m.Doer.Kind == model.ActorCouncil
	if out.Refused.Do == model.Unwritten {
		out.Refused.Do = model.Stop
	}
	if c.kept[model.StepRef{Procedure: proc, Step: index}] {
		out.Options = len(m.Choose)
	}
	if m.Back != nil {
		out.BackTimes, out.BackVar = uint16(m.Back.Times), *backs
		*backs++
	}
	if m.Act == model.AskConsent {
		switch m.Doer.Kind {
		case model.ActorPost:
			out.Asks = 1 << a.Posts[m.Doer.Post].Of
		case model.ActorCouncil:
			for _, s := range a.Councils[m.Doer.Council].Seats {
				out.Asks |= 1 << a.Posts[s.Post].Of
			}
		}
	}
	return out
}

func clause(c model.Clause) Clause { return Clause{c.Do, int(c.Step)} }

// closeOrder fills Before and After from Preds; the graph is acyclic.
func closeOrder(steps []Step) {
	for range steps {
		for i := range steps {
			set := steps[i].Preds
			for rest := steps[i].Preds; rest != 0; rest &= rest - 1 {
				set |= steps[bits.TrailingZeros64(rest)].Before
			}
			steps[i].Before = set
		}
	}
	for i := range steps {
		for rest := steps[i].Before; rest != 0; rest &= rest - 1 {
			steps[bits.TrailingZeros64(rest)].After |= 1 << i
		}
	}
}

// initial fills Initial from the budget's start (semantics S1).
func (c *compiler) initial() {
	p := c.p
	p.Initial = make([]uint16, len(p.Vars))
	for i, v := range p.Budget.Values {
		p.Initial[p.Scales[i].Var] = uint16(v)
	}
	for _, post := range p.Budget.Absent {
		p.Initial[p.Posts[post].Var] = PostEmpty
	}
	for _, l := range p.Budget.Out {
		p.Initial[p.Links[l].Var] = 1
	}
	for i := range p.Auths {
		a := &p.Auths[i]
		value := uint16(0)
		if a.Scale != model.None {
			value = p.Initial[p.Scales[a.Scale].Var]
		}
		if g := a.GoalAt(value); g >= 0 {
			p.Initial[a.Holds] = 1 << g
		}
	}
}
