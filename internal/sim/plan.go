package sim

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/rng"
)

// Plan is an arrangement, a scenario and measures, compiled, at one point of the
// quantities. It is immutable and shared between goroutines.
type Plan struct {
	columns    []Column
	quantities []Quantity
	laws       []*dist.Dist // by quantity: its law, or nil
	values     []value      // by quantity: what it is at this point
	chances    []chance
	settings   []Setting

	a       *model.Arrangement
	s       *model.Scenario
	prog    *program.Program
	cone    *program.Cone
	horizon float64

	eventsMax int // EventsMax, but in tests

	steps    []stepPlan // of every procedure, in the order of the text
	runStep  []int32    // by run: the first of its steps in steps
	runWork  []int32    // by run: the first of its works
	opening  [][]int32  // by run: the works that come after nothing, or after what is given
	works    []workPlan
	watch    [][]int32 // by variable: the works to be looked at again
	vars     []varPlan
	councils []councilPlan
	posts    []postPlan
	settled  bool // at the start every office is filled and every link up
	links    []linkPlan
	incident []incidentPlan
	first    []int32 // the incidents that are nobody's consequence
	fails    []failPlan
	delays   []delayPlan   // by procedure
	delayed  []int32       // the runs whose procedure has a move-delay
	moves    [][][]rng.Key // by scale, from, to
	queued   []rng.Key     // by procedure
	measures []measure
	timesAll bool // every measure is settled by the end of a run

	// Which measures follow what.
	byRun   [][]int32 // by run
	byVar   [][]int32 // by variable
	anyVar  bool
	waiting []int32
	follows []bool // by run: some measure follows its steps

	world *worldPlan // nil: no crisis

	handsPersons int // hands: persons, then councils
}

// quantity is the index of one; none where the text gives no number.
type quantity int32

const none quantity = -1

// workPlan is a step of a place for runs.
type workPlan struct {
	// What a plain step is asked for, in one line of memory.
	bit      uint64 // of the step
	preds    uint64 // of the steps it comes directly after
	key      rng.Key
	time     quantity
	run      int32
	post     int32 // of a step without conditions, its doer; else None
	postVar  program.Var
	person   int32 // its hand: of a step without conditions, or of a council
	status   program.Var
	only     int32       // of a plain step: what next holds if that is one, else -1
	adjourns program.Var // of a step of a council that adjourns; else NoVar
	plain    bool        // doing it is quiet, and no measure asks for it
	sure     bool        // plain, and nothing else can come of it
	simple   bool        // of a post without conditions, and never late
	silence  bool        // its council decides by silence
	asks     bool        // it has an answer: without a chance a run cannot go on
	late     bool        // it may become late

	step     int32
	chance   int32       // index of its chances, or -1
	council  int32       // of a step without conditions, the council that does it; else None
	sits     program.Var // of a step of a council
	priority int32
	next     []int32 // of a plain step: the works to be looked at when it is done
	plan     *stepPlan
	step0    *program.Step
}

// stepPlan is a step of a procedure.
type stepPlan struct {
	ref     model.StepRef
	time    quantity
	silence quantity // the time in which someone may object
	late    quantity
	key     rng.Key // of its time
	lateKey rng.Key
	answer  rng.Key
	cause   rng.Key // of what it starts
	chance  int32   // index of its chances, or -1
	asks    bool
}

// varPlan says what a variable is, where that matters here.
type varPlan struct {
	of   varKind
	a, b int32
}

type varKind uint8

const (
	otherVar varKind = iota
	stepVar          // a run, b step
	postVar          // a post
	linkVar          // a link
)

type councilPlan struct {
	convene quantity
	each    bool
	key     rng.Key
	seats   []rng.Key
	plain   bool    // no party is counted, and every seat is another person's
	quiet   bool    // that it sits concerns its works and nothing else
	total   int     // seats of a quorum
	works   []int32 // of its steps
}

type postPlan struct {
	refill    quantity
	key       rng.Key
	deputies  []quantity
	deputyKey []rng.Key
	behind    []model.PostIndex // posts for which it is a deputy, and itself
	councils  []int32           // councils in which it fills a seat
}

type linkPlan struct {
	restore quantity
	key     rng.Key
}

type incidentPlan struct {
	at, every quantity
	key       rng.Key // of its time
	cause     rng.Key
	after     int32 // the incident of which it is a consequence, or -1
	then      []int32
	while     int         // expression, or -1
	came      program.Var // whether it has come before
}

type failPlan struct {
	post, link    int32
	every, lasts  quantity
	key, lastsKey rng.Key
	charged       bool // the budget lets it fail
}

type delayPlan struct {
	delay quantity
	key   rng.Key
}

// Missing says what a run needs and the texts do not give: by path, with the place
// of the element that lacks it.
type Missing struct{ Paths []string }

func (e *Missing) Error() string {
	list := e.Paths
	more := ""
	if len(list) > 8 {
		list, more = list[:8], fmt.Sprintf(" and %d more", len(e.Paths)-8)
	}
	return "a run needs a time for " + strings.Join(list, ", ") + more
}

// Compile makes a plan. The scenario gives incidents, answers, faults and the
// horizon; what is measured is looked up by name, and gives nothing where the
// design lacks it. The error is a *Missing, or says what cannot be run.
func Compile(a *model.Arrangement, s *model.Scenario, measures []model.Measure) (*Plan, error) {
	return CompileAmong(a, s, measures, AmongOf(measures, a))
}

// CompileAmong is Compile for one of several designs; among is AmongOf them all.
func CompileAmong(a *model.Arrangement, s *model.Scenario, measures []model.Measure, among Among) (*Plan, error) {
	c := compiler{p: &Plan{a: a, s: s}, byPath: map[string]quantity{}}
	p := c.p
	var reads []*model.Expr
	for i := range measures {
		if measures[i].Kind == "expression" {
			if e := expressionOf(a, crisisOf(s), &measures[i]); e != nil {
				reads = append(reads, e)
			}
		}
	}
	budget := program.ScenarioBudget(a, s, -1)
	if s.Crisis != nil {
		reads = append(reads, crisisReads(s.Crisis)...)
		for i := range budget.Incidents {
			if budget.Incidents[i].Option != model.None {
				budget.Incidents[i].While = nil // the crisis judges it
			}
		}
	}
	p.prog = program.Compile(a, budget, reads...)
	p.cone = p.prog.Everything()
	if !s.Horizon.Set {
		return nil, fmt.Errorf("%s: scenario %s has no `horizon`: a run needs an end", s.Span, s.ID)
	}
	p.horizon, p.eventsMax = s.Horizon.Spec.A, EventsMax
	c.procedures()
	c.variables()
	c.institutions()
	if err := c.circumstances(); err != nil {
		return nil, err
	}
	c.world()
	if err := c.measures(measures, among); err != nil {
		return nil, err
	}
	if len(c.missing) > 0 {
		sort.Strings(c.missing)
		return nil, &Missing{Paths: c.missing}
	}
	c.follow()
	c.plain()
	p.settled = len(p.prog.Budget.Absent)+len(p.prog.Budget.Out) == 0
	p.laws = lawsOf(p.quantities)
	p.settle()
	return p, nil
}

// Columns returns what a replication gives, in order.
func (p *Plan) Columns() []Column { return p.columns }

// Quantities returns the numbers behind the plan, in the order of the text.
func (p *Plan) Quantities() []Quantity { return p.quantities }

// Horizon returns the seconds after which a replication ends.
func (p *Plan) Horizon() float64 { return p.horizon }

type compiler struct {
	p       *Plan
	byPath  map[string]quantity
	missing []string
}

// id returns the name by which an element draws: its id in the base.
func id(m *model.Meta) string {
	if m.Was != "" {
		return m.Was
	}
	return m.ID
}

// quantity adds a number by its path; none where it is not written.
func (c *compiler) quantity(q *model.Quantity, path string, isChance bool) quantity {
	if q == nil || !q.Set {
		return none
	}
	if at, known := c.byPath[path]; known {
		return at
	}
	c.p.quantities = append(c.p.quantities, Quantity{
		Path: path, Text: q.Text, Spec: q.Spec, Cite: q.Cite, Within: [2]model.SourceIndex{model.None, model.None}, Chance: isChance, Number: !isChance && q.Spec.Unit == dist.Number,
		Assumed: q.Assume || q.Cite.Source == model.None || q.Cite.Credibility == 0 || q.Cite.Credibility >= 4,
	})
	at := quantity(len(c.p.quantities) - 1)
	c.byPath[path] = at
	return at
}

// needed is quantity for a time without which nothing can be run.
func (c *compiler) needed(q *model.Quantity, path string, element diag.Span) quantity {
	at := c.quantity(q, path, false)
	if at == none {
		c.lacks(path, element)
	}
	return at
}

// lacks notes that a time is missing from the element at a place of the text.
func (c *compiler) lacks(path string, at diag.Span) {
	if !at.IsZero() {
		path += " (" + at.String() + ")"
	}
	c.missing = append(c.missing, path)
}

// procedures lays out steps, runs and works.
func (c *compiler) procedures() {
	p, a := c.p, c.p.a
	first := make([]int32, len(a.Procedures))
	for i := range a.Procedures {
		proc := &a.Procedures[i]
		path := "procedures/" + id(&proc.Meta)
		first[i] = int32(len(p.steps))
		for j := range proc.Steps {
			p.steps = append(p.steps, c.step(model.StepRef{Procedure: model.ProcedureIndex(i), Step: model.StepIndex(j)}, path))
		}
		p.delays = append(p.delays, delayPlan{c.quantity(proc.MoveDelay, path+"/move-delay", false), rng.Path(path + "/move-delay")})
		p.queued = append(p.queued, rng.Path("queued/"+id(&proc.Meta)))
	}
	for r := range p.prog.Runs {
		proc := p.prog.Runs[r].Proc
		p.runStep = append(p.runStep, first[proc])
		p.runWork = append(p.runWork, int32(len(p.works)))
		if p.delays[proc].delay != none {
			p.delayed = append(p.delayed, int32(r))
		}
		for i := range a.Procedures[proc].Steps {
			work := workPlan{
				run: int32(r), step: int32(i), plan: &p.steps[int(first[proc])+i], step0: &p.prog.Procs[proc].Steps[i],
				priority: int32(a.Procedures[proc].Priority), bit: 1 << i, post: model.None, council: model.None, sits: program.NoVar, adjourns: program.NoVar, status: p.prog.Runs[r].Step0 + program.Var(i),
			}
			work.time, work.key, work.asks = work.plan.time, work.plan.key, work.plan.asks
			work.silence, work.late = work.plan.silence != none, work.plan.late != none && work.step0.Late.Lifts()
			work.preds = work.step0.Preds
			if work.step0.Kind == model.ActorCouncil {
				council := &p.prog.Councils[work.step0.Council]
				work.sits = council.Var
				work.person = int32(len(a.Persons)) + int32(work.step0.Council)
				if council.Adjourns {
					work.adjourns = council.Var
				}
			}
			if s := work.step0; s.Kind == model.ActorPost && s.Needs < 0 && len(s.Via) == 0 {
				post := &p.prog.Posts[s.Post]
				work.post, work.postVar, work.person = int32(s.Post), post.Var, int32(post.Person)
			} else if s.Kind == model.ActorCouncil && s.Needs < 0 && len(s.Via) == 0 {
				work.council = int32(s.Council)
			}
			p.works = append(p.works, work)
		}
	}
	for i := range a.Scales {
		s := &a.Scales[i]
		byFrom := make([][]rng.Key, len(s.Values))
		for from := range s.Values {
			for to := range s.Values {
				byFrom[from] = append(byFrom[from], rng.Path("moves/"+id(&s.Meta)+"/"+id(&s.Values[from])+"->"+id(&s.Values[to])))
			}
		}
		p.moves = append(p.moves, byFrom)
	}
}

func (c *compiler) step(ref model.StepRef, path string) stepPlan {
	a := c.p.a
	m := &a.Procedures[ref.Procedure].Steps[ref.Step]
	path += "/steps/" + id(&m.Meta)
	out := stepPlan{
		ref: ref, time: c.needed(&m.Time, path+"/time", m.Span), silence: none, late: none, chance: -1,
		key: rng.Path(path + "/time"), lateKey: rng.Path(path + "/late-after"), answer: rng.Path(path + "/answer"), cause: rng.Path(path),
	}
	council := m.Doer.Kind == model.ActorCouncil
	if council && m.Act == model.Decide && a.Councils[m.Doer.Council].Rule == model.Silence {
		out.silence = c.quantity(&a.Councils[m.Doer.Council].SilenceFor, "councils/"+id(&a.Councils[m.Doer.Council].Meta)+"/rule/silence", false)
	}
	if m.Late != nil {
		out.late = c.quantity(m.Late, path+"/late-after", false)
	}
	if out.time != none && !m.Time.Assume && m.Time.Cite.Source == model.None {
		c.p.quantities[out.time].Within = [2]model.SourceIndex{m.Cite.Source, a.Procedures[ref.Procedure].Cite.Source}
	}
	out.asks = m.Act == model.AskConsent || len(m.Choose) > 0 || council && m.Act == model.Decide
	return out
}

// variables says what each variable is and which works read it.
func (c *compiler) variables() {
	p := c.p
	prog := p.prog
	p.vars, p.watch = make([]varPlan, len(prog.Vars)), make([][]int32, len(prog.Vars))
	for i := range prog.Posts {
		p.vars[prog.Posts[i].Var] = varPlan{of: postVar, a: int32(i)}
	}
	for i := range prog.Links {
		p.vars[prog.Links[i].Var] = varPlan{of: linkVar, a: int32(i)}
	}
	for w := range p.works {
		work := &p.works[w]
		run, step := &prog.Runs[work.run], work.step0
		p.vars[run.Step0+program.Var(work.step)] = varPlan{of: stepVar, a: work.run, b: work.step}
		see := func(v program.Var) { p.watch[v] = append(p.watch[v], int32(w)) }
		for i := range prog.Procs[run.Proc].Steps {
			if step.Preds&(1<<i) != 0 {
				see(run.Step0 + program.Var(i))
			}
		}
		for _, l := range step.Via {
			see(prog.Links[l].Var)
		}
		switch step.Kind {
		case model.ActorPost:
			see(prog.Posts[step.Post].Var)
		case model.ActorCouncil:
			see(prog.Councils[step.Council].Var)
			for _, seat := range prog.Councils[step.Council].Seats {
				see(prog.Posts[seat].Var)
			}
		case model.ActorHolder:
			c.authority(step.Holder, see)
		}
		c.expr(step.Needs, int(work.run), see)
	}
	for v, list := range p.watch {
		p.watch[v] = distinct(list)
	}
}

// plain marks the works whose end concerns nothing but what comes directly after:
// doing the step is quiet, no expression reads it, and no measure follows it.
func (c *compiler) plain() {
	p := c.p
	for i := range p.works {
		w := &p.works[i]
		w.chance, w.simple = w.plan.chance, w.post != model.None && !w.late
	}
	for i := range p.councils {
		sits := p.prog.Councils[i].Var
		p.councils[i].quiet = !p.read(sits) && slices.Equal(p.watch[sits], p.councils[i].works)
	}
	p.opening = make([][]int32, len(p.prog.Runs))
	for w := range p.works {
		work := &p.works[w]
		step := work.step0
		if work.preds&^p.prog.Runs[work.run].Given == 0 {
			p.opening[work.run] = append(p.opening[work.run], int32(w))
		}
		work.plain = step.Quiet && step.Options == 0 && step.Act != model.AskConsent && step.Kind != model.ActorHolder && !p.read(work.status) && !p.follows[work.run]
		if p.world != nil && p.world.looksAt(p.runStep[work.run]+work.step, p.prog.Runs[work.run].Proc) {
			work.plain = false
		}
		for _, reader := range p.watch[work.status] {
			other := &p.works[reader]
			work.plain = work.plain && other.run == work.run && other.preds&work.bit != 0
			work.next = append(work.next, reader)
		}
		if work.adjourns != program.NoVar {
			work.plain = work.plain && p.councils[step.Council].quiet
			work.next = append(work.next, p.councils[step.Council].works...)
			slices.Sort(work.next)
			work.next = slices.DeleteFunc(distinct(work.next), func(i int32) bool { return int(i) == w })
		}
		work.sure = work.plain && work.chance < 0 && !work.asks
		work.only = -1
		if len(work.next) == 1 {
			work.only = work.next[0]
		}
	}
}

// read reports whether a measure, or something of the crisis, reads a variable.
func (p *Plan) read(v program.Var) bool {
	return len(p.byVar[v]) > 0 || p.world != nil && len(p.world.watch[v]) > 0
}

func distinct(list []int32) []int32 {
	n := 0
	for i, x := range list { // ascending already
		if i == 0 || x != list[n-1] {
			list[n] = x
			n++
		}
	}
	return list[:n:n]
}

func (c *compiler) authority(i model.AuthorityIndex, see func(program.Var)) {
	auth := &c.p.prog.Auths[i]
	see(auth.Holds)
	for _, post := range auth.Holders {
		see(c.p.prog.Posts[post].Var)
	}
}

// expr calls see with every variable that an expression reads.
func (c *compiler) expr(at, run int, see func(program.Var)) {
	if at < 0 {
		return
	}
	prog := c.p.prog
	e := &prog.Exprs[at]
	if e.Op.OfCrisis() {
		see(program.Var(e.Elem))
		return
	}
	switch e.Op {
	case model.OpAnd, model.OpOr:
		c.expr(e.A, run, see)
		c.expr(e.B, run, see)
	case model.OpNot:
		c.expr(e.A, run, see)
	case model.OpCompareScale:
		see(prog.Scales[e.Elem].Var)
	case model.OpCompareCount:
		c.authority(model.AuthorityIndex(e.Elem), see)
	case model.OpHolds:
		c.authority(model.AuthorityIndex(e.Elem), see)
		see(prog.Posts[e.N].Var)
	case model.OpEmpty, model.OpActing:
		see(prog.Posts[e.Elem].Var)
	case model.OpOut:
		see(prog.Links[e.Elem].Var)
	case model.OpQuorate:
		for _, seat := range prog.Councils[e.Elem].Seats {
			see(prog.Posts[seat].Var)
		}
	case model.OpSits:
		see(prog.Councils[e.Elem].Var)
	case model.OpLive, model.OpDone, model.OpRefused, model.OpChosen:
		proc := &prog.Procs[e.Elem]
		first, last := proc.FirstRun, proc.FirstRun+proc.Places
		if e.Own && run >= 0 {
			first, last = run, run+1
		}
		for r := first; r < last; r++ {
			see(prog.Runs[r].Live)
			if e.Op != model.OpLive {
				see(prog.Runs[r].Step0 + program.Var(e.Step))
			}
		}
	}
}

// institutions plans councils, posts and links.
func (c *compiler) institutions() {
	p, a := c.p, c.p.a
	p.handsPersons = len(a.Persons)
	for i := range a.Councils {
		m := &a.Councils[i]
		path := "councils/" + id(&m.Meta)
		out := councilPlan{each: m.Each, total: p.prog.Councils[i].Total, key: rng.Path(path + "/convene"), convene: none}
		for w := range p.works {
			if s := p.works[w].step0; s.Kind == model.ActorCouncil && int(s.Council) == i {
				out.works = append(out.works, int32(w))
			}
		}
		name := path + "/convene"
		if m.Each {
			name += "/each"
		}
		if len(out.works) > 0 {
			out.convene = c.needed(&m.Convene, name, m.Span)
		}
		for j := range m.Seats {
			out.seats = append(out.seats, rng.Path(path+"/seats/"+m.Seats[j].ID+"/convene"))
		}
		persons := map[model.PersonIndex]bool{}
		for j := range m.Seats {
			persons[a.Posts[m.Seats[j].Post].Person] = true
		}
		out.plain = len(p.prog.Councils[i].Needs) == 0 && len(persons) == len(m.Seats)
		p.councils = append(p.councils, out)
	}
	for i := range a.Posts {
		m := &a.Posts[i]
		path := "posts/" + id(&m.Meta)
		out := postPlan{refill: c.quantity(m.Refill, path+"/refill", false), key: rng.Path(path + "/refill"), behind: []model.PostIndex{model.PostIndex(i)}}
		for j := range m.Deputies {
			d := &m.Deputies[j]
			name := path + "/deputies/" + id(&a.Posts[d.Post].Meta)
			q := none
			if !d.AtOnce {
				q = c.needed(&d.After, name, d.Span)
			}
			out.deputies, out.deputyKey = append(out.deputies, q), append(out.deputyKey, rng.Path(name))
		}
		p.posts = append(p.posts, out)
	}
	for i := range a.Posts {
		for _, d := range a.Posts[i].Deputies {
			p.posts[d.Post].behind = append(p.posts[d.Post].behind, model.PostIndex(i))
		}
	}
	for i := range a.Councils {
		for _, s := range a.Councils[i].Seats {
			p.posts[s.Post].councils = append(p.posts[s.Post].councils, int32(i))
		}
	}
	for i := range a.Links {
		m := &a.Links[i]
		path := "links/" + id(&m.Meta) + "/restore"
		p.links = append(p.links, linkPlan{c.quantity(m.Restore, path, false), rng.Path(path)})
	}
}

// circumstances plans what the scenario brings.
func (c *compiler) circumstances() error {
	p, s := c.p, c.p.s
	at := map[string]int32{}
	for i := range s.Incidents {
		at[s.Incidents[i].ID] = int32(i)
	}
	for i := range s.Incidents {
		in := &s.Incidents[i]
		path := "incidents/" + in.ID
		out := incidentPlan{while: p.prog.Budget.Incidents[i].WhileExpr, came: p.prog.Budget.Incidents[i].Var, at: c.quantity(&in.At, path+"/at", false), every: c.quantity(&in.Every, path+"/every", false), key: rng.Path(path + "/at"), cause: rng.Path(path), after: -1}
		if in.AfterOf != "" {
			out.after = at[in.AfterOf]
		}
		if out.at == none && out.every == none && out.after < 0 {
			c.lacks(path, in.Span)
		}
		p.incident = append(p.incident, out)
	}
	for i := range p.incident {
		if after := p.incident[i].after; after >= 0 {
			p.incident[after].then = append(p.incident[after].then, int32(i))
		} else {
			p.first = append(p.first, int32(i))
		}
	}
	for i := range s.Fails {
		f := &s.Fails[i]
		out := failPlan{post: int32(f.Post), link: int32(f.Link)}
		path := "fails/"
		if f.Post != model.None {
			path += id(&p.a.Posts[f.Post].Meta)
		} else {
			path += id(&p.a.Links[f.Link].Meta)
		}
		if _, taken := c.byPath[path+"/every"]; taken { // a post and a link of one id
			path += "/again"
		}
		out.every, out.lasts = c.needed(&f.Every, path+"/every", f.Span), c.quantity(&f.For, path+"/for", false)
		out.key, out.lastsKey = rng.Path(path+"/every"), rng.Path(path+"/for")
		for _, l := range p.prog.Budget.Links {
			out.charged = out.charged || l == f.Link
		}
		for _, post := range p.prog.Budget.Posts {
			out.charged = out.charged || post == f.Post
		}
		p.fails = append(p.fails, out)
	}
	for i := range s.Answers {
		c.answer(&s.Answers[i])
	}
	return nil
}

// answer plans the chances of one step.
func (c *compiler) answer(m *model.Answer) {
	p := c.p
	proc := &p.a.Procedures[m.Step.Procedure]
	step := &proc.Steps[m.Step.Step]
	out := chance{refer: none, agree: none}
	path := "answers/" + id(&proc.Meta) + "/" + id(&step.Meta) + "/"
	out.options = make([]quantity, len(step.Choose))
	for i := range out.options {
		out.options[i] = none
	}
	for k, option := range m.Option {
		q := c.quantity(&m.Chance[k], path+option, true)
		switch {
		case option == model.Refer && step.Back != nil:
			out.refer = q
		case len(step.Choose) == 0:
			out.agree = q
		default:
			for i, o := range step.Choose {
				if o == option {
					out.options[i] = q
				}
			}
		}
	}
	out.refusable = step.Act == model.AskConsent || step.Act == model.Decide && step.Doer.Kind == model.ActorCouncil
	p.chances = append(p.chances, out)
	for i := range p.steps {
		if p.steps[i].ref == m.Step {
			p.steps[i].chance = int32(len(p.chances) - 1)
		}
	}
}
