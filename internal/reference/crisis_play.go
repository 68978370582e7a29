package reference

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/rng"
)

// Told is what happened at a moment, by the canonical print (section 9): an event
// of the arrangement, or what happened in the crisis beside events.
type Told struct {
	At     float64
	Text   string
	Event  bool
	Choice string // of an event: the option of a `choose`, where the print does not tell it
	State  string // after an event: its canonical print, compared but for what a budget counts; "": not
}

// Play follows a crisis (S41–S53) through one replication whose arrangement's
// events are told: everything else it works out. It says what it tells, events
// included, and what the measures of S53 read off. The entries of told that are no
// events are looked at only where one stands at the same moment as something of
// the crisis: which comes first is a matter of the calendar of S30, which is not
// kept here.
func Play(a *model.Arrangement, s *model.Scenario, seed, replication uint64, horizon float64, told []Told) (out *Played, err error) {
	w := newWorld(a, s, ScenarioBudget(a, s, -1))
	w.budget.Starts, w.budget.Faults = math.MaxInt, math.MaxInt
	w.budget.StartProcedures = nil
	p := &play{
		w: w, use: s.Crisis, c: s.Crisis.Crisis, scenario: s, s: w.start(s), stream: rng.Replication(seed, replication), horizon: horizon, told: told,
		crossed: map[model.LineIndex]bool{}, became: map[*model.Trigger]bool{}, came: map[*model.Trigger]int{}, visits: map[visit]uint64{}, passed: map[*model.Expr]float64{},
		waiting: map[*model.Trigger]bool{}, silence: map[*model.Trigger]int{}, from: map[doneStep]model.PostIndex{}, no: map[doneStep]bool{},
	}
	p.eachExpr(func(e *model.Expr) {
		if e.Op == model.OpChosen {
			w.kept[model.StepRef{Procedure: e.Procedure, Step: e.Step}] = true
		}
	})
	defer func() {
		if r := recover(); r != nil {
			switch text := r.(type) {
			case differs:
				out, err = &p.out, fmt.Errorf("%s", string(text))
			case passedBack:
				out, err = &p.out, ErrPassedBack
			default:
				panic(r)
			}
		}
	}()
	p.begin()
	for p.one() {
	}
	p.finish()
	return &p.out, nil
}

// ErrPassedBack says that a bound is passed back at once: the minute that S49 then
// waits is not followed here.
var ErrPassedBack = errors.New("a stock passes a bound back at once")

type passedBack struct{}

// differs is how the events that are told part from the crisis.
type differs string

// Played is what a replication came to.
type Played struct {
	Told   []Told
	Values map[string]float64
}

// play is the crisis of one replication.
type play struct {
	w        *world
	use      *model.CrisisUse
	c        *model.Crisis
	scenario *model.Scenario
	s        *state // of the arrangement
	stream   rng.Key
	now      float64
	horizon  float64
	told     []Told
	at       int // the first of told that is not yet followed
	out      Played

	calendar []coming
	order    int
	hits     []raised // triggers that came up in what happens now
	queue    []raised // triggers that wait for no time
	options  []optionState
	readings []reading
	held     []delivery // readings whose link is out, in order
	upon     []delivery // readings that wait for a step, in order
	stocks   []float64
	flowing  [][]bool                // by stock and flow
	rates    [][]float64             // by stock and flow, where the crisis has a step
	stepped  int                     // ends of the step that are over
	passed   map[*model.Expr]float64 // by what is asked of a stock: when that was last passed
	rung     model.RungIndex
	crossed  map[model.LineIndex]bool
	progs    []programmeState

	became  map[*model.Trigger]bool
	came    map[*model.Trigger]int
	visits  map[visit]uint64
	waiting map[*model.Trigger]bool
	silence map[*model.Trigger]int // which silence
	from    map[doneStep]model.PostIndex
	no      map[doneStep]bool // it was refused; of a step that was done, false
	meters
}

// coming is an entry of the calendar.
type coming struct {
	at    float64
	order int
	do    func()
}

type visit struct {
	of    *model.Trigger
	cause rng.Key
}

type optionState struct {
	taken  int
	way    bool
	until  float64
	knows  map[model.PartyIndex]bool
	latest int
}

// act is an option taken: the how-manieth time, and how long it lasts.
type act struct {
	option model.OptionIndex
	n      int
	lasts  float64
}

// reading is what a party reads at this moment.
type reading struct {
	party model.PartyIndex
	rung  model.RungIndex
	until float64
}

// delivery is a reading on its way.
type delivery struct {
	act  act
	how  *model.ActReading
	step model.StepRef
}

// doneStep is a step done in a live run.
type doneStep struct {
	ref  runRef
	step model.StepIndex
}

func (p *play) say(format string, args ...any) {
	p.out.Told = append(p.out.Told, Told{At: p.now, Text: fmt.Sprintf(format, args...)})
}

func (p *play) later(after float64, do func()) {
	p.order++
	p.calendar = append(p.calendar, coming{p.now + after, p.order, do})
	slices.SortStableFunc(p.calendar, func(x, y coming) int {
		switch {
		case x.at < y.at, x.at == y.at && x.order < y.order:
			return -1
		}
		return 1
	})
}

// draw is a value of a quantity: a constant, or its law's quantile at the number
// of the name.
func (p *play) draw(q *model.Quantity, element string, cause rng.Key, n uint64) float64 {
	if !q.Set {
		return 0
	}
	switch q.Spec.Form {
	case dist.Exact:
		return q.Spec.A
	case dist.Range:
		return (q.Spec.A + q.Spec.B) / 2
	}
	law, err := dist.New(q.Spec)
	if err != nil {
		panic(err)
	}
	return law.Quantile(p.uniform(element, cause, n))
}

func (p *play) uniform(element string, cause rng.Key, n uint64) float64 {
	return rng.Uniform(p.stream, rng.Path(element), cause, n)
}

// number is a quantity that is drawn once for each replication, by its path.
func (p *play) number(q *model.Quantity) float64 {
	return p.draw(q, strings.TrimPrefix(q.Path, "crisis/"), 0, 0)
}

func (a act) cause(p *play) rng.Key {
	return rng.Path("options/" + p.c.Options[a.option].ID).With(uint64(a.n))
}

// begin is moment 0.
func (p *play) begin() {
	p.options = make([]optionState, len(p.c.Options))
	for i := range p.options {
		p.options[i].knows = map[model.PartyIndex]bool{}
	}
	for i := range p.c.Programmes {
		p.progs = append(p.progs, programmeState{conditions: make([]bool, len(p.c.Programmes[i].Conditions))})
	}
	p.beginStocks()
	p.beginMeters()
	p.each(func(t *model.Trigger, who string) { p.await(t, who) })
	for i := range p.c.Programmes {
		p.awaitMeeting(i, 0, math.Inf(-1))
	}
	p.over()
	p.settle()
}

// one lets the next thing happen; false after the horizon.
func (p *play) one() bool {
	p.toEvent()
	event := math.Inf(1)
	if p.at < len(p.told) {
		event = p.told[p.at].At
	}
	own := math.Inf(1)
	if len(p.calendar) > 0 {
		own = p.calendar[0].at
	}
	next := min(event, own)
	if t, pass := p.nextOfStocks(min(next, p.horizon)); pass != nil {
		p.advance(t)
		pass()
		p.over()
		p.settle()
		return true
	}
	if next > p.horizon {
		p.advance(p.horizon)
		return false
	}
	p.advance(next)
	if event < own || event == own && p.eventFirst() {
		p.event()
	} else {
		do := p.calendar[0].do
		p.calendar = p.calendar[1:]
		do()
	}
	p.settle()
	return true
}

// toEvent turns to the next event that is told.
func (p *play) toEvent() {
	for p.at < len(p.told) && !p.told[p.at].Event {
		p.at++
	}
}

// eventFirst: of an event and something of the crisis at the same moment, the
// event is told first.
func (p *play) eventFirst() bool {
	mine := len(p.out.Told)
	return mine < len(p.told) && (p.told[mine].Event || strings.HasPrefix(p.told[mine].Text, "answer "))
}

// over is the end of something that happened: the rung, flows, and what has
// become true.
func (p *play) over() {
	if r := p.rungNow(); r != p.rung {
		p.rung = r
		p.say("rung %s", p.c.Rungs[r].ID)
	}
	p.lookAtFlows()
	p.meter()
	p.each(func(t *model.Trigger, who string) {
		if t.Kind != model.OnBecomes {
			return
		}
		holds := p.holds(t.Expr)
		if holds && !p.became[t] {
			p.raise(t, who, 0)
		}
		p.became[t] = holds
	})
	hits := p.hits
	p.hits = nil
	p.each(func(t *model.Trigger, _ string) { // in the order of the text
		for _, r := range hits {
			if r.of == t {
				p.comeUp(r)
			}
		}
	})
}

// settle lets what waits for no time come.
func (p *play) settle() {
	for len(p.queue) > 0 {
		r := p.queue[0]
		p.queue = p.queue[1:]
		p.come(r)
	}
}

// rungNow is S42.
func (p *play) rungNow() model.RungIndex {
	r := model.RungIndex(0)
	for i := range p.options {
		if p.options[i].way {
			r = max(r, p.c.Options[i].Rung)
		}
	}
	for i := range p.c.Rungs {
		if e := p.c.Rungs[i].AtLeast; e != nil && p.holds(e) {
			r = max(r, model.RungIndex(i))
		}
	}
	return r
}

// picture is S45.
func (p *play) picture(party model.PartyIndex) model.RungIndex {
	r := model.RungIndex(0)
	for _, x := range p.readings {
		if x.party == party {
			r = max(r, x.rung)
		}
	}
	return r
}

// holds evaluates an expression (S43); nil holds.
func (p *play) holds(e *model.Expr) bool {
	if e == nil {
		return true
	}
	switch e.Op {
	case model.OpNot:
		return !p.holds(e.Args[0])
	case model.OpAnd:
		return !slices.ContainsFunc(e.Args, func(x *model.Expr) bool { return !p.holds(x) })
	case model.OpOr:
		return slices.ContainsFunc(e.Args, p.holds)
	case model.OpRung:
		return e.Cmp.Holds(int(p.rungNow()), e.N)
	case model.OpReads:
		return e.Cmp.Holds(int(p.picture(e.Party)), e.N)
	case model.OpTaken:
		return p.options[e.Option].taken > 0
	case model.OpUnderWay:
		return p.options[e.Option].way
	case model.OpKnows:
		return p.options[e.Option].knows[e.Party]
	case model.OpStock:
		return compare(e.Cmp, p.stocks[e.Stock], e.Number)
	case model.OpMet:
		if e.N < 0 {
			return p.progs[e.Programme].met
		}
		return p.progs[e.Programme].conditions[e.N]
	case model.OpCrossed:
		return p.crossed[e.Line]
	}
	return p.w.eval(p.s, e, nil)
}

func compare(c model.Cmp, x, y float64) bool {
	switch c {
	case model.Lt:
		return x < y
	case model.Le:
		return x <= y
	case model.Gt:
		return x > y
	default:
		return x >= y
	}
}

// event follows the next event that is told.
func (p *play) event() {
	told := p.told[p.at]
	p.at++
	before := p.s
	e, incident := p.find(told)
	p.answered(e, told)
	next, h := p.w.apply(before, e)
	p.s = next
	p.out.Told = append(p.out.Told, told)
	if is := uncounted(p.w.print(next)); told.State != "" && is != uncounted(told.State) {
		panic(differs(fmt.Sprintf("after %q at %g the state is told as\n%s\nand is\n%s", told.Text, told.At, uncounted(told.State), is)))
	}
	ref, isStep := model.StepRef{}, e.kind == kindDone
	if isStep {
		ref = model.StepRef{Procedure: e.ref.procedure, Step: e.step}
	}
	p.raiseOfEvent(before, e, h)
	p.over()
	if isStep {
		p.stepDone(ref)
	}
	p.linksBack(before)
	switch {
	case isStep:
		for i := range p.c.Options {
			o := &p.c.Options[i]
			choices := p.w.a.Procedures[ref.Procedure].Steps[ref.Step].Choose
			if o.By == ref && (o.Choice < 0 || choices[o.Choice] == p.chosen(e, told)) {
				p.take(model.OptionIndex(i), ref)
			}
		}
	case incident >= 0 && incident < len(p.use.Takes):
		for i := range p.c.Options {
			if slices.Contains(p.use.Takes[incident], model.OptionIndex(i)) {
				p.take(model.OptionIndex(i), noStep)
			}
		}
	}
}

// uncounted is a state without what only the budget of a search counts.
func uncounted(print string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(print, "; "), func(fact string) bool {
		return strings.HasPrefix(fact, "starts=") || strings.HasPrefix(fact, "faults=") || strings.HasPrefix(fact, "came(") || strings.HasPrefix(fact, "ready(")
	}), "; ")
}

var noStep = model.StepRef{Procedure: model.None}

// chosen is the option that a step was done with.
func (p *play) chosen(e event, told Told) string {
	if told.Choice != "" {
		return told.Choice
	}
	if _, option, ok := strings.Cut(strings.TrimPrefix(told.Text, "done "), " "); ok {
		return option
	}
	return ""
}

// find is the event of a print, and of an incident which it is. One that the
// budget of a search does not allow is made here.
func (p *play) find(told Told) (event, int) {
	w := p.w
	verb, rest, _ := strings.Cut(told.Text, " ")
	switch verb {
	case "incident":
		for i, in := range w.budget.Incidents {
			if in.ID != rest {
				continue
			}
			again := p.s.clone()
			delete(again.came, in.ID)
			again.ready[in.ID] = true
			in.While = nil
			if in.Option != nil {
				o := *in.Option
				o.While, o.Uses = nil, model.None
				in.Option = &o
			}
			alone := *w
			alone.budget.Incidents = []Incident{in}
			return alone.incidentEvents(again)[0], i
		}
	case "fill":
		for i := range w.a.Posts {
			if w.a.Posts[i].ID == rest {
				return event{kind: kindRepair, change: func(s *state, _ *happening) { w.fill(s, model.PostIndex(i)) }}, -1
			}
		}
	case "restore":
		for i := range w.a.Links {
			if w.a.Links[i].ID == rest {
				return event{kind: kindRepair, change: func(s *state, _ *happening) { s.out[i] = false }}, -1
			}
		}
	}
	if verb == "lose" || verb == "cut" {
		everything := *w
		everything.budget.Posts, everything.budget.Links = allPosts(w.a), allLinks(w.a)
		w = &everything
	}
	for _, e := range w.events(p.s, search) {
		if e.print == told.Text || told.Choice != "" && e.print == told.Text+" "+told.Choice {
			return e, -1
		}
	}
	panic(differs(fmt.Sprintf("%q is told at %g and is not possible in %s", told.Text, told.At, p.w.print(p.s))))
}

// stepDone begins the delays that wait for a step (S44).
func (p *play) stepDone(ref model.StepRef) {
	var now []delivery
	p.upon = slices.DeleteFunc(p.upon, func(d delivery) bool {
		if d.step == ref {
			now = append(now, d)
			return true
		}
		return false
	})
	for _, d := range now {
		p.deliver(d, false)
	}
}

// linksBack lets the readings arrive that waited for a link.
func (p *play) linksBack(before *state) {
	var now []delivery
	p.held = slices.DeleteFunc(p.held, func(d delivery) bool {
		if !p.s.out[d.how.Via] {
			now = append(now, d)
			return true
		}
		return false
	})
	for _, d := range now {
		p.arrive(d)
	}
}

// isOpen is S41.
func (p *play) isOpen(option model.OptionIndex) bool {
	o := &p.c.Options[option]
	if o.Lacking || !p.holds(o.While) {
		return false
	}
	plain := *o
	plain.While = nil
	return p.w.mayBeOpen(p.s, &plain)
}

// take is S41: an act, if the option is open; by is the step that takes it.
func (p *play) take(option model.OptionIndex, by model.StepRef) {
	o := &p.c.Options[option]
	if !p.isOpen(option) {
		p.say("not open %s", o.ID)
		return
	}
	for i := range p.c.Lines {
		line := &p.c.Lines[i]
		if slices.Contains(line.By, option) && p.holds(line.When) {
			p.say("cross %s by %s", line.ID, o.ID)
			p.crossed[model.LineIndex(i)] = true
			p.each(func(t *model.Trigger, who string) {
				if t.Kind == model.OnCrossed && t.Line == model.LineIndex(i) {
					p.raise(t, who, 0)
				}
			})
		}
	}
	p.over()
	st := &p.options[option]
	a := act{option: option, n: st.taken}
	st.taken++
	p.say("act %s", o.ID)
	a.lasts = p.draw(&o.Lasts, "options/"+o.ID+"/lasts", a.cause(p), 0)
	st.way = true
	if end := p.now + a.lasts; end > st.until || st.latest == 0 {
		st.until = end
		st.latest++
		latest := st.latest
		p.later(a.lasts, func() {
			if st.latest == latest && st.way {
				st.way = false
				p.say("over %s", o.ID)
				p.over()
			}
		})
	}
	p.effects(o.Effects)
	if o.Does != nil {
		p.toEvent()
		if p.at >= len(p.told) || p.told[p.at].Text != "incident "+o.ID {
			panic(differs(fmt.Sprintf("%s is taken at %g, and no event of it is told", o.ID, p.now)))
		}
		p.event()
	}
	for i := range p.w.a.Parties {
		if how := p.howRead(option, model.PartyIndex(i)); how != nil {
			d := delivery{a, how, how.Upon}
			if how.Upon.Procedure != model.None && how.Upon != by {
				p.upon = append(p.upon, d)
				continue
			}
			p.deliver(d, false)
		}
	}
	p.over()
}

// howRead is how a party reads an option, or nil: it never does (S44).
func (p *play) howRead(option model.OptionIndex, party model.PartyIndex) *model.ActReading {
	for _, i := range p.use.Players {
		player := &p.c.Players[i]
		for j := range player.Reads {
			if r := &player.Reads[j]; player.Of == party && r.Option == option {
				return orNever(r)
			}
		}
	}
	o := &p.c.Options[option]
	for j := range o.Reads {
		if o.Reads[j].Party == party {
			return orNever(&o.Reads[j])
		}
	}
	if party == o.Of {
		return &model.ActReading{Party: party, As: []model.RungWeight{{Rung: o.Rung}}, Upon: noStep, Via: model.None}
	}
	return nil
}

func orNever(r *model.ActReading) *model.ActReading {
	if r.Never {
		return nil
	}
	return r
}

// deliver begins the delay of a reading, or ends it.
func (p *play) deliver(d delivery, waited bool) {
	o := &p.c.Options[d.act.option]
	if !waited {
		party := p.partyOf(d)
		after := p.draw(&d.how.After, "options/"+o.ID+"/reads/"+p.w.a.Parties[party].ID+"/after", d.act.cause(p), 0)
		if after > 0 {
			p.later(after, func() { p.deliver(d, true) })
			return
		}
	}
	if d.how.Via != model.None && p.s.out[d.how.Via] {
		p.held = append(p.held, d)
		return
	}
	p.arrive(d)
}

// partyOf is who reads.
func (p *play) partyOf(d delivery) model.PartyIndex { return d.how.Party }

// arrive is S44: the reading arrives.
func (p *play) arrive(d delivery) {
	o := &p.c.Options[d.act.option]
	party := p.partyOf(d)
	rung := d.how.As[0].Rung
	if len(d.how.As) > 1 {
		u := p.uniform("options/"+o.ID+"/reads/"+p.w.a.Parties[party].ID+"/as", d.act.cause(p), 0)
		var weights []float64
		for i := range d.how.As {
			weights = append(weights, math.Max(p.number(&d.how.As[i].Weight), 0))
		}
		rung = d.how.As[inProportion(weights, u)].Rung
	}
	p.say("read %s %s as %s", p.w.a.Parties[party].ID, o.ID, p.c.Rungs[rung].ID)
	r := reading{party, rung, p.now + d.act.lasts}
	p.readings = append(p.readings, r)
	p.options[d.act.option].knows[party] = true
	p.readAct(d.act, party, rung)
	p.later(d.act.lasts, func() {
		i := slices.Index(p.readings, r)
		p.readings = slices.Delete(p.readings, i, i+1)
		p.over()
	})
	p.effects(d.how.Effects)
	p.each(func(t *model.Trigger, who string) {
		if t.Reader != party {
			return
		}
		switch {
		case t.Kind == model.OnReadOption && t.Option == d.act.option,
			t.Kind == model.OnReadParty && t.Party == o.Of,
			t.Kind == model.OnReadRung && rung >= t.Rung && o.Of != party:
			p.raise(t, who, d.act.cause(p))
		case t.Kind == model.OnSilent && t.Party == o.Of:
			p.awaitSilence(t, who)
		}
	})
	p.over()
}

// inProportion picks by inversion.
func inProportion(weights []float64, u float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	sum := 0.0
	for i, w := range weights {
		if sum += w; u*total < sum {
			return i
		}
	}
	return len(weights) - 1
}
