package program

import (
	"sort"
	"strings"

	"entente/internal/model"
)

// Cone is a part of the program closed under influence: what stands outside it
// can neither enable, forbid nor change an event inside it, so that a property
// of the inside holds in the cone exactly when it holds in the whole, and with
// the same shortest story. Lists are ascending; the boolean slices are the same
// sets by index.
type Cone struct {
	Procs     []bool
	Councils  []bool // whether they sit; their quorum alone is a matter of posts
	Incidents []bool
	HasPost   []bool
	HasLink   []bool
	HasAuth   []bool
	HasScale  []bool

	Runs        []int
	Deciding    RunSet // the runs that a move may overtake
	Posts       []model.PostIndex
	Deputed     []model.PostIndex      // the posts that have deputies
	Passing     []model.AuthorityIndex // the authorities that pass by a procedure
	Queues      []model.ProcedureIndex // the procedures whose starts wait in a queue
	Sitting     []model.CouncilIndex   // the councils whose sitting is a variable of the cone
	Links       []model.LinkIndex
	Auths       []model.AuthorityIndex
	FailPosts   []model.PostIndex
	FailPersons []model.PersonIndex
	FailLinks   []model.LinkIndex
	Vars        []Var // the variables that a state of the cone consists of
}

// Seeds are what a property reads.
type Seeds struct {
	Scales    []model.ScaleIndex
	Posts     []model.PostIndex
	Links     []model.LinkIndex
	Councils  []model.CouncilIndex   // whether they are quorate
	Auths     []model.AuthorityIndex // their holders' posts
	Passes    []model.AuthorityIndex // only which posts hold, not who acts for them
	Procs     []model.ProcedureIndex
	Sits      []model.CouncilIndex // whether they sit
	Exprs     []int
	Incidents []int
}

// Everything returns the cone of the whole program.
func (p *Program) Everything() *Cone {
	b := newConeBuilder(p)
	for i := range p.Scales {
		b.scale(model.ScaleIndex(i))
	}
	for i := range p.Posts {
		b.post(model.PostIndex(i))
	}
	for i := range p.Links {
		b.link(model.LinkIndex(i))
	}
	for i := range p.Councils {
		b.sits(model.CouncilIndex(i))
	}
	for i := range p.Auths {
		b.authority(model.AuthorityIndex(i), true)
	}
	for i := range p.Procs {
		b.procedure(model.ProcedureIndex(i))
	}
	for i := range p.Budget.Incidents {
		b.incident(i)
	}
	return b.close()
}

// Cone returns the least cone that holds the seeds.
func (p *Program) Cone(s Seeds) *Cone {
	b := newConeBuilder(p)
	for _, i := range s.Scales {
		b.scale(i)
	}
	for _, i := range s.Posts {
		b.post(i)
	}
	for _, i := range s.Links {
		b.link(i)
	}
	for _, i := range s.Councils {
		b.quorum(i)
	}
	for _, i := range s.Sits {
		b.sits(i)
	}
	for _, i := range s.Auths {
		b.authority(i, true)
	}
	for _, i := range s.Passes {
		b.authority(i, false)
	}
	for _, i := range s.Procs {
		b.procedure(i)
	}
	for _, e := range s.Exprs {
		b.expr(e)
	}
	for _, i := range s.Incidents {
		b.incident(i)
	}
	return b.close()
}

type coneBuilder struct {
	p     *Program
	c     *Cone
	whose []bool // by authority: its holders' posts and its `while` are in
}

func newConeBuilder(p *Program) *coneBuilder {
	return &coneBuilder{p: p, whose: make([]bool, len(p.Auths)), c: &Cone{
		Procs: make([]bool, len(p.Procs)), Councils: make([]bool, len(p.Councils)), Incidents: make([]bool, len(p.Budget.Incidents)),
		HasPost: make([]bool, len(p.Posts)), HasLink: make([]bool, len(p.Links)), HasAuth: make([]bool, len(p.Auths)), HasScale: make([]bool, len(p.Scales)),
	}}
}

// A scale is moved by the procedures that decide its moves.
func (b *coneBuilder) scale(i model.ScaleIndex) {
	if i == model.None || b.c.HasScale[i] {
		return
	}
	b.c.HasScale[i] = true
	for proc := range b.p.Procs {
		for _, d := range b.p.Procs[proc].Decides {
			if d.Scale == i {
				b.procedure(model.ProcedureIndex(proc))
			}
		}
	}
	for n := range b.p.Budget.Incidents {
		for _, m := range b.p.Budget.Incidents[n].Moves {
			if m.Scale == i {
				b.incident(n)
			}
		}
	}
}

// A post is emptied and filled by incidents, and acted for by its deputies.
func (b *coneBuilder) post(i model.PostIndex) {
	if i == model.None || b.c.HasPost[i] {
		return
	}
	b.c.HasPost[i] = true
	for _, d := range b.p.Posts[i].Deputies {
		b.post(d.Post)
	}
	for n := range b.p.Budget.Incidents {
		in := &b.p.Budget.Incidents[n]
		if has(in.Empties, i) || has(in.Fills, i) {
			b.incident(n)
		}
	}
}

func (b *coneBuilder) link(i model.LinkIndex) {
	if b.c.HasLink[i] {
		return
	}
	b.c.HasLink[i] = true
	for n := range b.p.Budget.Incidents {
		in := &b.p.Budget.Incidents[n]
		if has(in.Cuts, i) || has(in.Mends, i) {
			b.incident(n)
		}
	}
}

func has[I comparable](list []I, x I) bool {
	for _, v := range list {
		if v == x {
			return true
		}
	}
	return false
}

// A council's quorum depends on its seats.
func (b *coneBuilder) quorum(i model.CouncilIndex) {
	for _, s := range b.p.Councils[i].Seats {
		b.post(s)
	}
}

// sits adds what makes a council sit: every procedure with a step of it. A step
// could come without them, since the council may convene for it, but one sitting
// may serve the runs of several procedures and so make a story shorter.
func (b *coneBuilder) sits(i model.CouncilIndex) {
	if b.c.Councils[i] {
		return
	}
	b.c.Councils[i] = true
	b.quorum(i)
	for proc := range b.p.Procs {
		for s := range b.p.Procs[proc].Steps {
			if st := &b.p.Procs[proc].Steps[s]; st.Kind == model.ActorCouncil && st.Council == i {
				b.procedure(model.ProcedureIndex(proc))
			}
		}
	}
}

// An authority passes with its scale, by the procedures of its hand-overs.
func (b *coneBuilder) authority(i model.AuthorityIndex, who bool) {
	if i == model.None {
		return
	}
	a := &b.p.Auths[i]
	if who && !b.whose[i] {
		b.whose[i] = true
		for _, post := range a.Holders {
			b.post(post)
		}
		if a.While >= 0 {
			b.expr(a.While)
		}
	}
	if b.c.HasAuth[i] {
		return
	}
	b.c.HasAuth[i] = true
	b.scale(a.Scale)
	for _, h := range a.Handovers {
		if !h.AtOnce {
			b.procedure(h.Proc)
		}
	}
}

// A procedure depends on what starts it, on the moves that overtake it, and on
// what its steps read.
func (b *coneBuilder) procedure(i model.ProcedureIndex) {
	if b.c.Procs[i] {
		return
	}
	b.c.Procs[i] = true
	p := &b.p.Procs[i]
	b.expr(p.While)
	for _, d := range p.Decides {
		b.scale(d.Scale)
	}
	for s := range p.Steps {
		st := &p.Steps[s]
		switch st.Kind {
		case model.ActorPost:
			b.post(st.Post)
		case model.ActorCouncil:
			b.sits(st.Council)
		case model.ActorHolder:
			b.authority(st.Holder, true)
		}
		for _, l := range st.Via {
			b.link(l)
		}
		b.expr(st.Needs)
	}
	for proc := range b.p.Procs {
		for s := range b.p.Procs[proc].Steps {
			if has(b.p.Procs[proc].Steps[s].Starts, i) {
				b.procedure(model.ProcedureIndex(proc))
			}
		}
	}
	for a := range b.p.Auths {
		for _, h := range b.p.Auths[a].Handovers {
			if !h.AtOnce && h.Proc == i {
				b.authority(model.AuthorityIndex(a), false)
			}
		}
	}
	for n := range b.p.Budget.Incidents {
		if has(b.p.Budget.Incidents[n].Starts, i) {
			b.incident(n)
		}
	}
}

func (b *coneBuilder) incident(i int) {
	if b.c.Incidents[i] {
		return
	}
	b.c.Incidents[i] = true
	b.expr(b.p.Budget.Incidents[i].WhileExpr)
	if by := b.p.Budget.Incidents[i].By; by != nil {
		b.procedure(by.Procedure)
	}
}

func (b *coneBuilder) expr(at int) {
	if at < 0 {
		return
	}
	e := &b.p.Exprs[at]
	switch e.Op {
	case model.OpAnd, model.OpOr:
		b.expr(e.A)
		b.expr(e.B)
	case model.OpNot:
		b.expr(e.A)
	case model.OpCompareScale:
		b.scale(model.ScaleIndex(e.Elem))
	case model.OpCompareCount:
		b.authority(model.AuthorityIndex(e.Elem), true)
	case model.OpHolds:
		b.authority(model.AuthorityIndex(e.Elem), true)
		b.post(model.PostIndex(e.N))
	case model.OpEmpty, model.OpActing:
		b.post(model.PostIndex(e.Elem))
	case model.OpOut:
		b.link(model.LinkIndex(e.Elem))
	case model.OpQuorate:
		b.quorum(model.CouncilIndex(e.Elem))
	case model.OpSits:
		b.sits(model.CouncilIndex(e.Elem))
	case model.OpLive, model.OpDone, model.OpRefused, model.OpChosen:
		b.procedure(model.ProcedureIndex(e.Elem))
	}
}

// close fills the lists and gathers the variables.
func (b *coneBuilder) close() *Cone {
	p, c := b.p, b.c
	for i := range p.Scales {
		if c.HasScale[i] {
			c.Vars = append(c.Vars, p.Scales[i].Var)
		}
	}
	for i := range p.Posts {
		if c.HasPost[i] {
			c.Posts = append(c.Posts, model.PostIndex(i))
			if len(p.Posts[i].Deputies) > 0 {
				c.Deputed = append(c.Deputed, model.PostIndex(i))
			}
			c.Vars = append(c.Vars, p.Posts[i].Var)
		}
	}
	for i := range p.Links {
		if c.HasLink[i] {
			c.Links = append(c.Links, model.LinkIndex(i))
			c.Vars = append(c.Vars, p.Links[i].Var)
		}
	}
	for i := range p.Councils {
		if c.Councils[i] {
			c.Sitting = append(c.Sitting, model.CouncilIndex(i))
			c.Vars = append(c.Vars, p.Councils[i].Var)
		}
	}
	for i := range p.Auths {
		if c.HasAuth[i] {
			c.Auths = append(c.Auths, model.AuthorityIndex(i))
			for _, h := range p.Auths[i].Handovers {
				if !h.AtOnce {
					c.Passing = append(c.Passing, model.AuthorityIndex(i))
					break
				}
			}
			c.Vars = append(c.Vars, p.Auths[i].Holds, p.Auths[i].Passing)
		}
	}
	for r := range p.Runs {
		run := &p.Runs[r]
		if !c.Procs[run.Proc] {
			continue
		}
		c.Runs = append(c.Runs, r)
		c.Vars = append(c.Vars, run.Live)
		if run.Moved != NoVar {
			c.Vars = append(c.Vars, run.Moved)
			c.Deciding.Add(r)
		}
		backs := Var(0)
		for i, s := range p.Procs[run.Proc].Steps {
			c.Vars = append(c.Vars, run.Step0+Var(i))
			if s.Back != 0 {
				c.Vars = append(c.Vars, run.Back0+backs)
				backs++
			}
		}
	}
	for i := range p.Procs {
		if c.Procs[i] && p.Procs[i].Queued != NoVar {
			c.Queues = append(c.Queues, model.ProcedureIndex(i))
			c.Vars = append(c.Vars, p.Procs[i].Queued)
		}
	}
	for i := range p.Budget.Incidents {
		if c.Incidents[i] {
			c.Vars = append(c.Vars, p.Budget.Incidents[i].Var)
		}
	}
	c.Vars = append(c.Vars, p.StartsVar, p.FaultsVar)
	for _, i := range p.Budget.Posts {
		if c.HasPost[i] {
			c.FailPosts = append(c.FailPosts, i)
		}
	}
	for _, i := range p.Budget.Persons {
		for _, post := range p.Model.Persons[i].Posts {
			if c.HasPost[post] {
				c.FailPersons = append(c.FailPersons, i)
				break
			}
		}
	}
	for _, i := range p.Budget.Links {
		if c.HasLink[i] {
			c.FailLinks = append(c.FailLinks, i)
		}
	}
	return c
}

// Key identifies the cone's set of variables.
func (c *Cone) Key() string {
	var b strings.Builder
	vars := append([]Var(nil), c.Vars...)
	sort.Slice(vars, func(i, j int) bool { return vars[i] < vars[j] })
	for _, v := range vars {
		b.WriteByte(byte(v))
		b.WriteByte(byte(v >> 8))
	}
	return b.String()
}

// Describe names what the cone holds, for people.
func (c *Cone) Describe(p *Program) string {
	a := p.Model
	var parts []string
	list := func(kind string, in []bool, id func(i int) string) {
		var ids []string
		for i := range in {
			if in[i] {
				ids = append(ids, id(i))
			}
		}
		if len(ids) > 0 {
			parts = append(parts, kind+" "+strings.Join(ids, ", "))
		}
	}
	list("conditions", c.HasScale, func(i int) string { return a.Scales[i].ID })
	list("procedures", c.Procs, func(i int) string { return a.Procedures[i].ID })
	list("authorities", c.HasAuth, func(i int) string { return a.Authorities[i].ID })
	list("councils", c.Councils, func(i int) string { return a.Councils[i].ID })
	list("posts", c.HasPost, func(i int) string { return a.Posts[i].ID })
	list("links", c.HasLink, func(i int) string { return a.Links[i].ID })
	return strings.Join(parts, "; ")
}
