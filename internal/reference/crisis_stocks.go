package reference

import (
	"fmt"
	"math"
	"strings"

	"entente/internal/model"
)

const (
	daySeconds  = 86400.0
	yearSeconds = 365 * daySeconds
)

// programmeState is how far a programme has come.
type programmeState struct {
	met        bool
	metAt      float64
	lost       int
	conditions []bool // what the last meeting found
}

// beginStocks is the start of S49.
func (p *play) beginStocks() {
	for i := range p.c.Stocks {
		st := &p.c.Stocks[i]
		p.stocks = append(p.stocks, p.within(i, p.number(&st.Start)))
		p.flowing = append(p.flowing, make([]bool, len(st.Flows)))
		p.rates = append(p.rates, make([]float64, len(st.Flows)))
	}
	p.lookAtFlows()
	p.look()
}

func (p *play) within(stock int, x float64) float64 {
	return math.Min(math.Max(x, p.c.Stocks[stock].Low), p.c.Stocks[stock].High)
}

// steps reports whether the stocks of the crisis advance by its step.
func (p *play) steps() bool { return p.c.Step.Set }

// lookAtFlows sees which flows go on.
func (p *play) lookAtFlows() {
	changed := false
	for i := range p.c.Stocks {
		for j := range p.c.Stocks[i].Flows {
			if on := p.holds(p.c.Stocks[i].Flows[j].While); on != p.flowing[i][j] {
				p.flowing[i][j], changed = on, true
			}
		}
	}
	if changed {
		p.look()
	}
}

// look notes what each flow gives now, of a crisis with a step.
func (p *play) look() {
	for i := range p.c.Stocks {
		for j := range p.c.Stocks[i].Flows {
			p.rates[i][j] = 0
			if p.flowing[i][j] {
				p.rates[i][j] = p.gives(i, &p.c.Stocks[i].Flows[j])
			}
		}
	}
}

func (p *play) perSecond(f *model.Flow) float64 {
	if f.Year {
		return p.number(&f.Rate) / yearSeconds
	}
	return p.number(&f.Rate) / daySeconds
}

// decay is how fast a flow goes to its target, per second.
func (p *play) decay(f *model.Flow) float64 { return math.Ln2 / p.number(&f.Half) }

// gives is what a flow gives at this moment, per second.
func (p *play) gives(stock int, f *model.Flow) float64 {
	switch f.Form {
	case model.Toward:
		return p.decay(f) * (p.number(&f.Target) - p.stocks[stock])
	case model.Times:
		return p.perSecond(f) * p.stocks[f.By]
	default:
		return p.perSecond(f)
	}
}

// valueAt is a stock some time from now, if no flow begins or ends till then: by
// the step evenly, else linear, or an exponential to where the flows balance.
func (p *play) valueAt(stock int, after float64) float64 {
	evenly, speed, pull := 0.0, 0.0, 0.0
	for j := range p.c.Stocks[stock].Flows {
		f := &p.c.Stocks[stock].Flows[j]
		switch {
		case !p.flowing[stock][j]:
		case p.steps():
			evenly += p.rates[stock][j]
		case f.Form == model.Toward:
			speed += p.decay(f)
			pull += p.decay(f) * p.number(&f.Target)
		default:
			evenly += p.perSecond(f)
		}
	}
	x := p.stocks[stock]
	if speed == 0 {
		return p.within(stock, x+evenly*after)
	}
	balance := (evenly + pull) / speed
	return p.within(stock, balance+(x-balance)*math.Exp(-speed*after))
}

// advance turns the stocks to a moment.
func (p *play) advance(to float64) {
	p.elapse(to)
	var next []float64
	for i := range p.stocks {
		next = append(next, p.valueAt(i, to-p.now))
	}
	p.stocks = next
	p.now = to
}

// nextOfStocks is the first moment up to a limit at which a step of the stocks is
// over, or a stock passes a bound that an expression names, and what happens then;
// nil if there is none before the limit.
func (p *play) nextOfStocks(limit float64) (float64, func()) {
	at, do := limit, func() {}
	found := false
	if p.steps() {
		if end := float64(p.stepped+1) * p.number(&p.c.Step); end <= at {
			at, found = end, true
			do = func() {
				p.stepped++
				p.look()
			}
		}
	}
	for _, e := range p.stockAtoms() {
		s := int(e.Stock)
		is := compare(e.Cmp, p.stocks[s], e.Number)
		if compare(e.Cmp, p.valueAt(s, at-p.now), e.Number) == is {
			continue
		}
		low, high := 0.0, at-p.now // it goes one way only: halve
		for range 200 {
			middle := (low + high) / 2
			if compare(e.Cmp, p.valueAt(s, middle), e.Number) == is {
				low = middle
			} else {
				high = middle
			}
		}
		if t := p.now + high; t < at || !found {
			at, found = t, true
			do = func() {
				if last, known := p.passed[e]; known && p.now < last+1 {
					panic(passedBack{})
				}
				p.passed[e] = p.now
				p.stocks[s] = e.Number
				for _, toward := range []float64{math.Inf(1), math.Inf(-1)} {
					if x := math.Nextafter(e.Number, toward); compare(e.Cmp, p.stocks[s], e.Number) == is && compare(e.Cmp, x, e.Number) != is {
						p.stocks[s] = x
					}
				}
			}
		}
	}
	if !found {
		return 0, nil
	}
	return at, do
}

// stockAtoms lists what expressions ask of stocks.
func (p *play) stockAtoms() []*model.Expr {
	var all []*model.Expr
	p.eachExpr(func(e *model.Expr) {
		if e.Op == model.OpStock {
			all = append(all, e)
		}
	})
	return all
}

// eachExpr calls f with every part of every expression of the crisis, but of who
// does not play, and of the scenario.
func (p *play) eachExpr(f func(*model.Expr)) {
	var walk func(e *model.Expr)
	walk = func(e *model.Expr) {
		if e == nil {
			return
		}
		f(e)
		for _, arg := range e.Args {
			walk(arg)
		}
	}
	effects := func(list []model.Effect) {
		for i := range list {
			walk(list[i].While)
		}
	}
	for i := range p.c.Rungs {
		walk(p.c.Rungs[i].AtLeast)
	}
	for i := range p.c.Stocks {
		for j := range p.c.Stocks[i].Flows {
			walk(p.c.Stocks[i].Flows[j].While)
		}
	}
	for i := range p.c.Options {
		o := &p.c.Options[i]
		walk(o.While)
		effects(o.Effects)
		for j := range o.Reads {
			effects(o.Reads[j].Effects)
		}
	}
	for i := range p.c.Shocks {
		walk(p.c.Shocks[i].Trigger.Expr)
		walk(p.c.Shocks[i].Trigger.While)
		effects(p.c.Shocks[i].Effects)
	}
	for _, i := range p.use.Players {
		for j := range p.c.Players[i].Reads {
			effects(p.c.Players[i].Reads[j].Effects)
		}
		for j := range p.c.Players[i].Decisions {
			d := &p.c.Players[i].Decisions[j]
			walk(d.Trigger.Expr)
			walk(d.Trigger.While)
			for k := range d.Alternatives {
				walk(d.Alternatives[k].While)
				for m := range d.Alternatives[k].Worth {
					walk(d.Alternatives[k].Worth[m].Expr)
				}
			}
		}
	}
	for i := range p.c.Lines {
		walk(p.c.Lines[i].When)
	}
	for i := range p.scenario.Incidents {
		walk(p.scenario.Incidents[i].While)
	}
}

// effects are jumps of stocks, all judged before any.
func (p *play) effects(list []model.Effect) {
	var now []*model.Effect
	for i := range list {
		if p.holds(list[i].While) {
			now = append(now, &list[i])
		}
	}
	for _, e := range now {
		i := int(e.Stock)
		p.stocks[i] = p.within(i, p.stocks[i]+p.number(&e.Add))
		p.low[i], p.high[i] = math.Min(p.low[i], p.stocks[i]), math.Max(p.high[i], p.stocks[i])
	}
	if len(now) > 0 {
		p.look()
	}
}

// awaitMeeting puts the k-th meeting of a programme into the calendar (S50).
func (p *play) awaitMeeting(i, k int, last float64) {
	g := &p.c.Programmes[i]
	every := p.draw(&g.Every, "programmes/"+g.ID+"/every", 0, 0)
	first := every
	if g.First.Set {
		first = p.draw(&g.First, "programmes/"+g.ID+"/first", 0, 0)
	}
	at := first + float64(k)*every + p.draw(&g.Slip, "programmes/"+g.ID+"/slip", 0, uint64(k))
	at = math.Max(at, last)
	p.later(math.Max(at-p.now, 0), func() {
		p.awaitMeeting(i, k+1, p.now)
		p.meet(i)
	})
}

// meet is a meeting of a programme.
func (p *play) meet(i int) {
	g, st := &p.c.Programmes[i], &p.progs[i]
	if g.Lacking || g.Council != model.None && !p.w.quorate(p.s, g.Council) {
		st.lost++
		p.say("meet %s lost", g.ID)
		p.over()
		return
	}
	rule := g.Rule
	if i < len(p.use.Rules) {
		rule = p.use.Rules[i]
	}
	was := st.conditions
	st.conditions = make([]bool, len(g.Conditions))
	var judge func(c int) bool
	needs := func(c int) bool {
		for _, n := range g.Conditions[c].Needs {
			if !judge(n) {
				return false
			}
		}
		return true
	}
	kept := func(c int) bool { return g.Conditions[c].Keeps && was[c] }
	judge = func(c int) bool {
		cond := &g.Conditions[c]
		return kept(c) || p.stocks[cond.Stock] >= p.number(&cond.AtLeast) && needs(c)
	}
	var names []string
	count, weight, mean := 0, 0.0, 0.0
	for c := range g.Conditions {
		cond := &g.Conditions[c]
		if st.conditions[c] = judge(c); st.conditions[c] {
			count++
			names = append(names, " "+cond.ID)
			if g.Rules[rule].Form == model.RuleWeights {
				weight += p.number(&g.Rules[rule].Weights[c])
			}
		}
		switch {
		case kept(c):
			mean++
		case needs(c):
			mean += math.Min(1, math.Max(0, p.stocks[cond.Stock]/p.number(&cond.AtLeast)))
		}
	}
	p.say("meet %s%s", g.ID, strings.Join(names, ""))
	met := false
	bound := p.number(&g.Rules[rule].AtLeast)
	switch g.Rules[rule].Form {
	case model.RuleAll:
		met = count == len(g.Conditions)
	case model.RuleAny:
		met = count > 0
	case model.RuleAtLeast:
		met = float64(count) >= bound
	case model.RuleWeights:
		met = weight >= bound
	case model.RuleMean:
		met = mean/float64(len(g.Conditions)) >= bound
	default:
		panic(fmt.Sprintf("reference: rule %d", g.Rules[rule].Form))
	}
	if !met || st.met {
		p.over()
		return
	}
	st.met, st.metAt = true, p.now
	p.say("met %s", g.ID)
	p.over()
	if g.Takes != model.None {
		p.take(g.Takes, noStep)
	}
}
