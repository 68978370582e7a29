package reference

import (
	"math"

	"entente/internal/model"
)

// meters are what the measures of S53 read off, of everything that there is.
type meters struct {
	peak      int // of the rung
	reached   []float64
	peakRead  []int                 // by party
	apart     map[[2]int]*apartness // by pair of parties
	integral  []float64             // by stock: its integral
	low, high []float64
	first     []float64       // by option: when first taken
	crossedAt map[int]float64 // by line
	read      map[actRead]int // the rung as which a party read an act
}

type apartness struct {
	integral float64
	peak     int
}

type actRead struct {
	option model.OptionIndex
	n      int
	party  model.PartyIndex
}

func (p *play) beginMeters() {
	n := len(p.c.Rungs)
	for range n {
		p.reached = append(p.reached, math.NaN())
	}
	p.peakRead = make([]int, len(p.w.a.Parties))
	p.apart = map[[2]int]*apartness{}
	for x := range p.w.a.Parties {
		for y := range x {
			p.apart[[2]int{y, x}] = &apartness{}
		}
	}
	p.integral = make([]float64, len(p.stocks))
	p.low, p.high = append([]float64(nil), p.stocks...), append([]float64(nil), p.stocks...)
	for range p.c.Options {
		p.first = append(p.first, math.NaN())
	}
	p.crossedAt, p.read = map[int]float64{}, map[actRead]int{}
}

// meter reads off what has changed at this moment.
func (p *play) meter() {
	r := int(p.rungNow())
	p.peak = max(p.peak, r)
	for i := range p.reached {
		if i <= r && math.IsNaN(p.reached[i]) {
			p.reached[i] = p.now
		}
	}
	for i := range p.peakRead {
		p.peakRead[i] = max(p.peakRead[i], int(p.picture(model.PartyIndex(i))))
	}
	for pair, a := range p.apart {
		a.peak = max(a.peak, p.rungsApart(pair))
	}
	for i, x := range p.stocks {
		p.low[i], p.high[i] = math.Min(p.low[i], x), math.Max(p.high[i], x)
	}
	for i := range p.options {
		if p.options[i].taken > 0 && math.IsNaN(p.first[i]) {
			p.first[i] = p.now
		}
	}
	for i := range p.c.Lines {
		if _, known := p.crossedAt[i]; p.crossed[model.LineIndex(i)] && !known {
			p.crossedAt[i] = p.now
		}
	}
}

func (p *play) rungsApart(pair [2]int) int {
	d := int(p.picture(model.PartyIndex(pair[0]))) - int(p.picture(model.PartyIndex(pair[1])))
	return max(d, -d)
}

// elapse adds up what holds until a moment, a stock by very fine steps.
func (p *play) elapse(to float64) {
	span := to - p.now
	if span <= 0 {
		return
	}
	for pair, a := range p.apart {
		a.integral += span * float64(p.rungsApart(pair))
	}
	const parts = 64
	for i := range p.stocks {
		for k := range parts {
			x := p.valueAt(i, span*(float64(k)+0.5)/parts)
			p.integral[i] += x * span / parts
		}
		for _, k := range []float64{0, 0.5, 1} {
			x := p.valueAt(i, span*k)
			p.low[i], p.high[i] = math.Min(p.low[i], x), math.Max(p.high[i], x)
		}
	}
}

// readAct notes how a party read an act.
func (p *play) readAct(a act, party model.PartyIndex, rung model.RungIndex) {
	p.read[actRead{a.option, a.n, party}] = int(rung)
}

// finish puts the measures into numbers: "KIND OF", and what of it.
func (p *play) finish() {
	v := map[string]float64{}
	end := p.horizon
	flag := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	when := func(name string, at float64) {
		came := !math.IsNaN(at)
		v[name+".done"] = flag(came)
		v[name] = end
		if came {
			v[name] = at
		}
	}
	v["peak-rung actual"] = float64(p.peak)
	for i, r := range p.peakRead {
		v["peak-rung "+p.w.a.Parties[i].ID] = float64(r)
	}
	for i := range p.c.Rungs {
		when("threshold "+p.c.Rungs[i].ID, p.reached[i])
	}
	for pair, a := range p.apart {
		name := "dissonance " + p.w.a.Parties[pair[0]].ID + " " + p.w.a.Parties[pair[1]].ID
		v[name] = a.integral / end
		v[name+".peak"] = float64(a.peak)
		sum, n := 0.0, 0
		for act, rung := range p.read {
			if int(act.party) != pair[0] {
				continue
			}
			act.party = model.PartyIndex(pair[1])
			if other, both := p.read[act]; both {
				sum += math.Abs(float64(rung - other))
				n++
			}
		}
		v[name+".of-acts"] = sum / float64(n) // NaN where there is none
	}
	for i := range p.c.Stocks {
		name := "stock " + p.c.Stocks[i].ID
		v[name] = p.integral[i] / end
		v[name+".end"], v[name+".lowest"], v[name+".highest"] = p.stocks[i], p.low[i], p.high[i]
	}
	for i := range p.c.Options {
		name := "taken " + p.c.Options[i].ID
		when(name, p.first[i])
		v[name+".times"] = float64(p.options[i].taken)
	}
	for i := range p.c.Programmes {
		name := "programme " + p.c.Programmes[i].ID
		at := math.NaN()
		if p.progs[i].met {
			at = p.progs[i].metAt
		}
		when(name, at)
		v[name+".lost"] = float64(p.progs[i].lost)
	}
	for i := range p.c.Lines {
		at, known := p.crossedAt[i]
		if !known {
			at = math.NaN()
		}
		when("crossed "+p.c.Lines[i].ID, at)
	}
	p.out.Values = v
}
