package sim

import (
	"entente/internal/dist"
	"strconv"

	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/rng"
)

// secondsPer of a rate.
const (
	dayLong  = 86400.0
	yearLong = 365 * dayLong
)

// world compiles the crisis of the scenario, if it has one.
func (c *compiler) world() {
	p := c.p
	use := p.s.Crisis
	if use == nil {
		return
	}
	w := &worldPlan{crisis: use.Crisis, use: use, parties: len(p.a.Parties), step: noNumeral}
	p.world = w
	n := len(p.steps)
	w.byStep, w.upon, w.onDone, w.onRefused = make([][]int32, n), make([]bool, n), make([][]int32, n), make([][]int32, n)
	w.answers = make([]int32, n)
	for i := range w.answers {
		w.answers[i] = -1
	}
	procs := len(p.a.Procedures)
	w.onEnd, w.onStop, w.onDecide = make([][]int32, procs), make([][]int32, procs), make([][]int32, procs)
	w.onRead, w.onSilent = make([][]int32, w.parties), make([][]int32, w.parties)
	w.onCross = make([][]int32, len(w.crisis.Lines))
	wc := worldCompiler{c, w}
	wc.stocks()
	wc.options()
	for i := range w.crisis.Shocks {
		s := &w.crisis.Shocks[i]
		t := wc.trigger(&s.Trigger, "shocks/"+s.ID, s.Trigger.Reader)
		t.shock, t.name, t.effects = true, s.ID, wc.effects(s.Effects, "shocks/"+s.ID)
		wc.add(t, &s.Trigger)
	}
	for _, i := range use.Players {
		player := &w.crisis.Players[i]
		wc.reads(player.Reads, player)
		for j := range player.Decisions {
			wc.decision(player, &player.Decisions[j])
		}
	}
	wc.programmes()
	wc.lines()
	wc.atLeasts()
	wc.atoms()
	wc.follow()
}

type worldCompiler struct {
	*compiler
	w *worldPlan
}

// number adds one that stands for a whole replication.
func (c worldCompiler) number(q *model.Quantity, path string) numeral {
	of := c.quantity(q, path, false)
	if of == none {
		return noNumeral
	}
	c.w.numbers = append(c.w.numbers, number{of, rng.Path(path)})
	return numeral(len(c.w.numbers) - 1)
}

// ruling is number of a rule: an exact one is what the rule says, and no assumption.
func (c worldCompiler) ruling(q *model.Quantity, path string) numeral {
	at := c.number(q, path)
	if at != noNumeral && q.Spec.Form == dist.Exact {
		c.p.quantities[c.w.numbers[at].of].Assumed = false
	}
	return at
}

// expr compiles an expression; -1 where none is written.
func (c worldCompiler) expr(e *model.Expr) int {
	if e == nil {
		return -1
	}
	return c.p.prog.Add(e)
}

// stepAt returns the index of a step among all; -1 where none is named.
func (c worldCompiler) stepAt(ref model.StepRef) int32 {
	if ref.Procedure == model.None {
		return -1
	}
	for i := range c.p.steps {
		if c.p.steps[i].ref == ref {
			return int32(i)
		}
	}
	return -1
}

func (c worldCompiler) party(i model.PartyIndex) string { return id(&c.p.a.Parties[i].Meta) }

func (c worldCompiler) stocks() {
	w := c.w
	for i := range w.crisis.Stocks {
		s := &w.crisis.Stocks[i]
		path := "stocks/" + s.ID
		out := stockPlan{start: c.number(&s.Start, path+"/start"), low: s.Low, high: s.High}
		for j := range s.Flows {
			f := &s.Flows[j]
			name := path + "/flows/" + strconv.Itoa(j)
			flow := flowPlan{form: f.Form, rate: noNumeral, target: noNumeral, half: noNumeral, by: int32(f.By), while: c.expr(f.While), per: dayLong}
			switch {
			case f.Form == model.Toward:
				flow.target, flow.half = c.number(&f.Target, name+"/toward"), c.number(&f.Half, name+"/half-life")
			case f.Year:
				flow.per, flow.rate = yearLong, c.number(&f.Rate, name+"/per-year")
			default:
				flow.rate = c.number(&f.Rate, name+"/per-day")
			}
			if f.Form == model.Times && w.step == noNumeral {
				w.step = c.number(&w.crisis.Step, "step")
			}
			out.flows = append(out.flows, flow)
			if flow.while >= 0 {
				w.items = append(w.items, item{flowItem, int32(i), int32(j), flow.while})
			}
		}
		w.stocks = append(w.stocks, out)
	}
}

func (c worldCompiler) effects(list []model.Effect, path string) []effectPlan {
	var out []effectPlan
	for i := range list {
		e := &list[i]
		out = append(out, effectPlan{int32(e.Stock), c.number(&e.Add, path+"/effects/"+c.w.crisis.Stocks[e.Stock].ID), c.expr(e.While)})
	}
	return out
}

func (c worldCompiler) options() {
	w := c.w
	for i := range w.crisis.Options {
		o := &w.crisis.Options[i]
		path := "options/" + o.ID
		if !w.use.MayTake(model.OptionIndex(i)) && c.stepAt(o.By) < 0 {
			// Nothing in this scenario takes it: its numbers are in no replication, and are
			// none of the plan's.
			w.options = append(w.options, optionPlan{of: int32(o.Of), rung: int32(o.Rung), choice: o.Choice, uses: o.Uses, closed: true, while: -1, lasts: none, cause: rng.Path(path), reads: make([]readPlan, w.parties), incident: -1})
			continue
		}
		out := optionPlan{
			of: int32(o.Of), rung: int32(o.Rung), choice: o.Choice, uses: model.None, closed: o.Lacking, while: c.expr(o.While),
			lasts: c.quantity(&o.Lasts, path+"/lasts", false), key: rng.Path(path + "/lasts"), cause: rng.Path(path),
			effects: c.effects(o.Effects, path), reads: make([]readPlan, w.parties), incident: -1,
		}
		if at := c.stepAt(o.By); at >= 0 {
			out.stepwise = true
			w.byStep[at] = append(w.byStep[at], int32(i))
		} else {
			out.uses = o.Uses
		}
		out.reads[o.Of] = readPlan{reads: true, rungs: []int32{int32(o.Rung)}, after: none, upon: -1, via: -1}
		w.options = append(w.options, out)
		for j := range o.Reads {
			c.read(&o.Reads[j], i, path+"/reads/"+c.party(o.Reads[j].Party))
		}
	}
	budget := &c.p.prog.Budget
	for i := range budget.Incidents {
		if o := budget.Incidents[i].Option; o != model.None {
			w.options[o].incident = int32(i)
			c.p.incident = append(c.p.incident, incidentPlan{at: none, every: none, after: -1, while: -1, cause: w.options[o].cause, came: budget.Incidents[i].Var})
		}
	}
}

// read plans how a party reads an option. It draws by the option's name, whoever
// wrote it; path is where its numbers are written.
func (c worldCompiler) read(m *model.ActReading, option int, path string) {
	w := c.w
	element := "options/" + w.crisis.Options[option].ID + "/reads/" + c.party(m.Party)
	out := readPlan{
		reads: !m.Never, after: c.quantity(&m.After, path+"/after", false), afterKey: rng.Path(element + "/after"), asKey: rng.Path(element + "/as"),
		upon: c.stepAt(m.Upon), via: int32(m.Via), effects: c.effects(m.Effects, path),
	}
	for _, as := range m.As {
		out.rungs = append(out.rungs, int32(as.Rung))
		weight := noNumeral
		if len(m.As) > 1 {
			weight = c.number(&as.Weight, path+"/as/"+w.crisis.Rungs[as.Rung].ID)
		}
		out.weights = append(out.weights, weight)
	}
	if out.upon >= 0 {
		w.upon[out.upon] = true
	}
	w.options[option].reads[m.Party] = out
}

// reads plans a player's own.
func (c worldCompiler) reads(list []model.ActReading, player *model.Player) {
	for i := range list {
		m := list[i]
		m.Party = player.Of
		c.read(&m, int(m.Option), "players/"+player.ID+"/reads/"+c.w.crisis.Options[m.Option].ID)
	}
}

// trigger plans what brings a shock or a decision.
func (c worldCompiler) trigger(m *model.Trigger, path string, reader model.PartyIndex) triggerPlan {
	out := triggerPlan{
		kind: m.Kind, of: int32(reader), option: int32(m.Option), party: int32(m.Party), rung: int32(m.Rung), expr: c.expr(m.Expr),
		proc: int32(m.Step.Procedure), time: none, after: c.quantity(&m.After, path+"/after", false), waitKey: rng.Path(path + "/after"),
		key: rng.Path(path), while: c.expr(m.While), most: uint32(m.TimesMost),
	}
	word := map[model.TriggerKind]string{model.OnAt: "/at", model.OnEvery: "/every", model.OnSilent: "/for"}[m.Kind]
	if word != "" {
		at := path + word
		if m.Kind == model.OnSilent {
			at = path + "/on" + word // where it stands in the text
		}
		out.time, out.timeKey = c.needed(&m.Time, at, m.Span), rng.Path(path+word)
	}
	if m.Kind == model.OnEvery {
		c.w.rates = append(c.w.rates, out.time)
	}
	return out
}

// add puts a trigger where what brings it is looked up.
func (c worldCompiler) add(t triggerPlan, m *model.Trigger) {
	w := c.w
	at := int32(len(w.triggers))
	put := func(list [][]int32, i int32) { list[i] = append(list[i], at) }
	switch m.Kind {
	case model.OnReadOption, model.OnReadParty, model.OnReadRung:
		put(w.onRead, t.of)
	case model.OnBecomes:
		w.items = append(w.items, item{becomesItem, at, 0, t.expr})
	case model.OnSilent:
		put(w.onSilent, t.of)
	case model.OnDone:
		put(w.onDone, c.stepAt(m.Step))
	case model.OnRefused:
		put(w.onRefused, c.stepAt(m.Step))
	case model.OnEnds:
		put(w.onEnd, t.proc)
	case model.OnStops:
		put(w.onStop, t.proc)
	case model.OnUnasked, model.OnUntold:
		put(w.onDecide, t.proc)
	case model.OnCrossed:
		put(w.onCross, int32(m.Line))
	case model.OnStep:
		w.answers[c.stepAt(m.Step)] = at
	}
	w.triggers = append(w.triggers, t)
}

func (c worldCompiler) decision(player *model.Player, d *model.Decision) {
	w := c.w
	path := "players/" + player.ID + "/decisions/" + d.ID
	t := c.trigger(&d.Trigger, path, player.Of)
	t.name = player.ID + "/" + d.ID
	if d.Trigger.Kind == model.OnStep {
		t.proc = int32(d.Trigger.Step.Procedure)
	}
	form := [...]string{model.Weights: "/weights/", model.Rules: "/rule/", model.Logit: "/logit/worth/"}[d.Form]
	plan := decisionPlan{player: player.ID, decision: d.ID, party: int32(player.Of), precision: noNumeral, chooser: chooserOf(d.Form)}
	if d.Form == model.Logit {
		plan.precision = c.number(&d.Precision, path+"/logit/precision")
	}
	for i := range d.Alternatives {
		a := &d.Alternatives[i]
		alt := alternative{option: int32(a.Option), answer: a.Answer, choice: a.Choice, weight: noNumeral, while: c.expr(a.While), text: c.textOf(a)}
		if d.Form == model.Weights {
			alt.weight = c.number(&a.Weight, path+form+alt.text)
		}
		for _, m := range a.Worth {
			term := term{kind: m.Kind, stock: int32(m.Stock), expr: c.expr(m.Expr)}
			term.times = c.number(&m.Times, path+form+alt.text+"/"+termText(w.crisis, &m))
			alt.worth = append(alt.worth, term)
		}
		plan.alternatives, plan.texts = append(plan.alternatives, alt), append(plan.texts, alt.text)
	}
	t.decision = plan
	c.add(t, &d.Trigger)
}

// textOf names an alternative.
func (c worldCompiler) textOf(a *model.Alternative) string {
	switch {
	case a.Answer == model.AnswerAgree:
		return "agree"
	case a.Answer == model.AnswerRefuse:
		return "refuse"
	case a.Answer == model.AnswerRefer:
		return model.Refer
	case a.Answer == model.AnswerOption:
		return a.Text
	case a.Option == model.Nothing:
		return "nothing"
	}
	return c.w.crisis.Options[a.Option].ID
}

func termText(c *model.Crisis, t *model.Term) string {
	switch {
	case t.Text != "":
		return t.Text
	case t.Kind == model.TermStock:
		return c.Stocks[t.Stock].ID
	case t.Kind == model.TermRung:
		return "rung"
	case t.Kind == model.TermPicture:
		return "picture"
	case t.Kind == model.TermExpr:
		return t.Expr.Text
	}
	return "always"
}

func (c worldCompiler) programmes() {
	w := c.w
	for i := range w.crisis.Programmes {
		m := &w.crisis.Programmes[i]
		path := "programmes/" + m.ID
		at := m.Rule
		if i < len(w.use.Rules) {
			at = w.use.Rules[i]
		}
		rule := &m.Rules[at]
		name := path + "/rules/" + rule.ID
		out := programmePlan{
			council: m.Council, first: c.number(&m.First, path+"/first"), every: c.number(&m.Every, path+"/every"),
			slip: c.quantity(&m.Slip, path+"/slip", false), key: rng.Path(path + "/slip"), form: rule.Form, takes: int32(m.Takes), lacking: m.Lacking,
		}
		word := "/at-least"
		if rule.Form == model.RuleMean {
			word = "/mean-at-least"
		}
		out.atLeast = c.ruling(&rule.AtLeast, name+word)
		for j := range m.Conditions {
			cond := &m.Conditions[j]
			out.conditions = append(out.conditions, conditionPlan{int32(cond.Stock), c.number(&cond.AtLeast, path+"/conditions/"+cond.ID+"/at-least"), cond.Needs, cond.Keeps})
			if rule.Form == model.RuleWeights {
				out.weights = append(out.weights, c.ruling(&rule.Weights[j], name+"/weights/"+cond.ID))
			}
		}
		out.order = needsFirst(out.conditions)
		w.programmes = append(w.programmes, out)
	}
}

// needsFirst orders conditions so that what one needs comes before it.
func needsFirst(list []conditionPlan) []int {
	var out []int
	seen := make([]bool, len(list))
	var visit func(i int)
	visit = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, n := range list[i].needs {
			visit(n)
		}
		out = append(out, i)
	}
	for i := range list {
		visit(i)
	}
	return out
}

func (c worldCompiler) lines() {
	w := c.w
	for i := range w.crisis.Lines {
		m := &w.crisis.Lines[i]
		w.lines = append(w.lines, linePlan{c.expr(m.When)})
		for _, o := range m.By {
			w.options[o].lines = append(w.options[o].lines, int32(i))
		}
	}
}

func (c worldCompiler) atLeasts() {
	w := c.w
	var items []item
	for i := range w.crisis.Rungs {
		at := c.expr(w.crisis.Rungs[i].AtLeast)
		w.atLeast = append(w.atLeast, at)
		if at >= 0 {
			items = append(items, item{rungItem, int32(i), 0, at})
		}
	}
	w.items = append(items, w.items...)
}

// atoms sorts what expressions ask of the crisis by what it is of.
func (c worldCompiler) atoms() {
	w := c.w
	none := func(n int) []program.Var {
		out := make([]program.Var, n)
		for i := range out {
			out[i] = program.NoVar
		}
		return out
	}
	w.taken, w.underWay, w.met, w.crossed = none(len(w.options)), none(len(w.options)), none(len(w.programmes)), none(len(w.lines))
	w.pictureAtoms, w.stockAtoms = make([][]compared, w.parties), make([][]bound, len(w.stocks))
	for range w.parties {
		w.knows = append(w.knows, none(len(w.options)))
	}
	for i := range w.programmes {
		w.conditions = append(w.conditions, none(len(w.programmes[i].conditions)))
	}
	for _, a := range c.p.prog.Atoms {
		e := a.Expr
		switch e.Op {
		case model.OpRung:
			w.rungAtoms = append(w.rungAtoms, compared{a.Var, e.Cmp, e.N})
		case model.OpReads:
			w.pictureAtoms[e.Party] = append(w.pictureAtoms[e.Party], compared{a.Var, e.Cmp, e.N})
		case model.OpTaken:
			w.taken[e.Option] = a.Var
		case model.OpUnderWay:
			w.underWay[e.Option] = a.Var
		case model.OpKnows:
			w.knows[e.Party][e.Option] = a.Var
		case model.OpStock:
			w.stockAtoms[e.Stock] = append(w.stockAtoms[e.Stock], bound{a.Var, e.Cmp, e.Number})
		case model.OpMet:
			if e.N < 0 {
				w.met[e.Programme] = a.Var
			} else {
				w.conditions[e.Programme][e.N] = a.Var
			}
		case model.OpCrossed:
			w.crossed[e.Line] = a.Var
		}
	}
}

// follow says which items read which variable, and which steps are looked at.
func (c worldCompiler) follow() {
	p, w := c.p, c.w
	w.watch = make([][]int32, len(p.prog.Vars))
	for i := range w.items {
		c.compiler.expr(w.items[i].expr, -1, func(v program.Var) {
			if list := w.watch[v]; len(list) == 0 || list[len(list)-1] != int32(i) {
				w.watch[v] = append(w.watch[v], int32(i))
			}
		})
	}
	for i := range p.works {
		if at := p.runStep[p.works[i].run] + p.works[i].step; w.answers[at] >= 0 {
			p.works[i].asks, p.steps[at].asks = true, true
		}
	}
}

// looksAt reports whether something of the crisis follows a step.
func (w *worldPlan) looksAt(step int32, proc model.ProcedureIndex) bool {
	return len(w.byStep[step])+len(w.onDone[step])+len(w.onRefused[step])+len(w.onDecide[proc]) > 0 || w.upon[step]
}
