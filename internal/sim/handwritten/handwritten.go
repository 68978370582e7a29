// Package handwritten is one model, a procedure of decision under a condition
// that moves, written by hand as fast as plain Go allows: what package sim is
// timed against, and compared with replication by replication.
//
// In: how many copies of the procedure share the condition, how many report hops
// each has; then a seed and the number of a replication. Out: when each copy is
// executed, in seconds, and how many events of the calendar it took. Guaranteed:
// a replication depends on the seed and its number alone, allocates nothing, and
// draws the numbers of package rng under the names that the text of the model
// gives them, so that a text compiled and simulated returns the same times bit
// for bit. NewFast makes the same program on one generator and fast samplers,
// without that guarantee: the difference is what naming every number costs.
package handwritten

import (
	"fmt"
	"math/rand/v2"

	"entente/internal/dist"
	"entente/internal/rng"
)

// The model, in seconds. An incident at 0 begins every copy. The condition moves
// after Exp(crisisMean), and again after Exp(warMean); each move adds
// Gamma(2, delayScale) to the debt of every copy that is not executed. A copy is
// detect, the hops, a round of two councils of three seats (quorate at the second
// arrival), decide, and two orders; after each of these the debt, if any, is
// waited off. A decision is referred back to another round with probability
// referredBack, at most referralsMax times.
const (
	crisisMean   = 60 * 60
	warMean      = 120 * 60
	seatMean     = 15 * 60
	delayShape   = 2
	delayScale   = 3 * 60
	referredBack = 0.15
	referralsMax = 3

	councils = 2
	seats    = 3
	quorum   = 2
	orders   = 2

	// CopiesMax is the greatest number of copies.
	CopiesMax = 1 << 16
)

// law is a row of Model.laws.
type law uint8

const (
	detectLaw law = iota
	hopLaw
	decideLaw
	orderLaw
	seatLaw
	delayLaw
	crisisLaw
	warLaw
	lawCount
)

var specs = [lawCount]dist.Spec{
	detectLaw: {Form: dist.Lognormal, A: 2 * 60, B: 0.5},
	hopLaw:    {Form: dist.Lognormal, A: 5 * 60, B: 0.6},
	decideLaw: {Form: dist.Lognormal, A: 10 * 60, B: 0.4},
	orderLaw:  {Form: dist.Lognormal, A: 4 * 60, B: 0.5},
	seatLaw:   {Form: dist.Exponential, A: seatMean},
	delayLaw:  {Form: dist.Gamma, A: delayShape, B: delayScale},
	crisisLaw: {Form: dist.Exponential, A: crisisMean},
	warLaw:    {Form: dist.Exponential, A: warMean},
}

// Model is the program with the state of one replication. It serves one goroutine.
type Model struct {
	laws  [lawCount]dist.Dist
	steps []step // in order; the round of councils is one of them
	round int    // index in steps

	crisis, crisisCause, war, runCause rng.Key
	names                              []names    // of each copy
	random                             *rand.Rand // of NewFast; else nil
	source                             *rand.PCG  // of random

	replication rng.Key
	calendar    calendar
	copies      []state
	times       []float64
	running     int
}

// step is one of the sequential steps of a copy; its law is not read for a round.
type step struct {
	name string
	law  law
}

// names holds the keys of what one copy draws.
type names struct {
	seats  [councils * seats]rng.Key
	answer rng.Key
	delay  rng.Key
	steps  []rng.Key
}

// state is one copy in a replication.
type state struct {
	debt    float64
	step    int32 // that is being done, or begins when the waiting ends
	round   int32 // from 0: the referrals that were used
	delays  int32 // draws of the debt
	arrived [councils]int8
	quorate int8
	done    bool
}

// New makes the model of a number of copies, 1 to CopiesMax, with a number of
// report hops each. A single copy bears plain names; several are numbered from 1.
func New(copies, hops int) *Model {
	if copies < 1 || copies > CopiesMax || hops < 0 {
		panic(fmt.Sprintf("handwritten: %d copies, %d hops", copies, hops))
	}
	m := &Model{
		crisis:      rng.Path("incidents/to-crisis/at"),
		crisisCause: rng.Path("incidents/to-crisis").With(0),
		war:         rng.Path("incidents/to-war/at"),
		runCause:    rng.Path("incidents/strike").With(0),
		calendar:    newCalendar(copies*eventsOfCopy + 1),
		copies:      make([]state, copies),
		times:       make([]float64, copies),
	}
	for i, s := range specs {
		d, err := dist.New(s)
		if err != nil {
			panic(err)
		}
		m.laws[i] = d
	}
	m.setSteps(hops)
	for k := range copies {
		suffix := ""
		if copies > 1 {
			suffix = fmt.Sprintf("-%d", k+1)
		}
		m.names = append(m.names, m.namesOf(suffix))
	}
	return m
}

func (m *Model) setSteps(hops int) {
	m.steps = append(m.steps, step{"detect", detectLaw})
	for i := range hops {
		m.steps = append(m.steps, step{fmt.Sprintf("hop%d", i+1), hopLaw})
	}
	m.round = len(m.steps)
	m.steps = append(m.steps, step{name: "councils"}, step{"decide", decideLaw})
	for i := range orders {
		m.steps = append(m.steps, step{fmt.Sprintf("order%d", i+1), orderLaw})
	}
}

func (m *Model) namesOf(suffix string) names {
	procedure := "procedures/respond" + suffix
	n := names{
		answer: rng.Path(procedure + "/steps/decide/answer"),
		delay:  rng.Path(procedure + "/move-delay"),
	}
	for i := range n.seats {
		council := [councils]string{"a", "b"}[i/seats]
		n.seats[i] = rng.Path(fmt.Sprintf("councils/council-%s%s/seats/s%d/convene", council, suffix, i%seats+1))
	}
	for _, s := range m.steps {
		n.steps = append(n.steps, rng.Path(procedure+"/steps/"+s.name+"/time"))
	}
	return n
}

// Times returns when each copy was executed in the last replication, in seconds.
// It is overwritten by the next.
func (m *Model) Times() []float64 { return m.times }

// Run does one replication. It returns when the last copy was executed, in
// seconds, and how many events were taken from the calendar until then.
func (m *Model) Run(seed, replication uint64) (last float64, events int) {
	m.begin(seed, replication)
	for {
		e := m.calendar.pop()
		events++
		switch e.kind() {
		case stepEnds:
			m.stepEnds(e.copy(), e.at())
		case arrival:
			m.arrives(e.copy(), e.council(), e.round(), e.at())
		case waitEnds:
			m.start(e.copy(), e.at())
		case crisis:
			m.calendar.push(e.at()+m.draw(warLaw, m.war, m.crisisCause, 0), tagOf(war, 0, 0, 0))
			m.addDebts()
		case war:
			m.addDebts()
		}
		if m.running == 0 {
			return e.at(), events
		}
	}
}

func (m *Model) begin(seed, replication uint64) {
	m.replication = rng.Replication(seed, replication)
	if m.random != nil {
		m.source.Seed(uint64(m.replication), replication)
	}
	m.calendar.clear()
	m.running = len(m.copies)
	m.calendar.push(m.draw(crisisLaw, m.crisis, 0, 0), tagOf(crisis, 0, 0, 0))
	for k := range m.copies {
		m.copies[k] = state{}
		m.start(k, 0)
	}
}

// start begins the step that is due.
func (m *Model) start(k int, now float64) {
	c, n := &m.copies[k], &m.names[k]
	at := int(c.step)
	switch {
	case at == len(m.steps):
		c.done = true
		m.times[k] = now
		m.running--
	case at == m.round:
		c.arrived, c.quorate = [councils]int8{}, 0
		for i := range n.seats {
			d := m.draw(seatLaw, n.seats[i], m.runCause, uint64(c.round))
			m.calendar.push(now+d, tagOf(arrival, k, i/seats, int(c.round)))
		}
	default:
		visit := uint64(0)
		if at == m.round+1 {
			visit = uint64(c.round)
		}
		d := m.draw(m.steps[at].law, n.steps[at], m.runCause, visit)
		m.calendar.push(now+d, tagOf(stepEnds, k, 0, 0))
	}
}

func (m *Model) arrives(k, council, round int, now float64) {
	c := &m.copies[k]
	if round != int(c.round) {
		return // the third of a round before
	}
	c.arrived[council]++
	if c.arrived[council] != quorum {
		return
	}
	if c.quorate++; c.quorate == councils {
		m.goOn(k, now)
	}
}

func (m *Model) stepEnds(k int, now float64) {
	c := &m.copies[k]
	if int(c.step) == m.round+1 && c.round < referralsMax && m.chance(m.names[k].answer, m.runCause, uint64(c.round)) < referredBack {
		c.round++
		c.step = int32(m.round) - 1
	}
	m.goOn(k, now)
}

// goOn ends a step: the debt is waited off, then the next step begins.
func (m *Model) goOn(k int, now float64) {
	c := &m.copies[k]
	c.step++
	if c.debt > 0 {
		m.calendar.push(now+c.debt, tagOf(waitEnds, k, 0, 0))
		c.debt = 0
		return
	}
	m.start(k, now)
}

// addDebts is what a move of the condition does.
func (m *Model) addDebts() {
	for k := range m.copies {
		if c := &m.copies[k]; !c.done {
			c.debt += m.draw(delayLaw, m.names[k].delay, m.runCause, uint64(c.delays))
			c.delays++
		}
	}
}

// draw returns a number of a law under its name.
func (m *Model) draw(l law, element, cause rng.Key, visit uint64) float64 {
	if m.random != nil {
		return m.sample(l)
	}
	return m.laws[l].Quantile(rng.Uniform(m.replication, element, cause, visit))
}

// chance returns a uniform number under its name.
func (m *Model) chance(element, cause rng.Key, visit uint64) float64 {
	if m.random != nil {
		return m.random.Float64()
	}
	return rng.Uniform(m.replication, element, cause, visit)
}
