package sim

import (
	"fmt"
	"math"

	"entente/internal/dist"
	"entente/internal/num"
	"entente/internal/rng"
)

// value is what a quantity is at one point: a constant, or a law and a factor.
type value struct {
	plain     *dist.Dist // the law, where it is not moved
	law       *dist.Dist // nil: constant
	constant  float64
	factor    float64    // of the law; 1 where it is not moved
	low, high float64    // the law's hard bounds
	every     *dist.Dist // of a mean time between two: the exponential law
}

// chance is the answers of one step. What is left of one is a refusal where the
// step can be refused, else it is shared by the options without a chance.
type chance struct {
	refer     quantity
	agree     quantity
	options   []quantity
	refusable bool

	// At this point: the chance of a referral, and the chances of the options
	// (one, to agree, where there are none) summed up, among what is no referral.
	referred float64
	upTo     []float64
}

// lawsOf makes the law of each quantity that has one, once for all points. Those
// elicited alike share it.
func lawsOf(quantities []Quantity) []*dist.Dist {
	laws, bySpec := make([]*dist.Dist, len(quantities)), map[dist.Spec]*dist.Dist{}
	for i := range quantities {
		q := &quantities[i]
		if q.Spec.Form == dist.Exact || q.Spec.Form == dist.Range {
			continue
		}
		if bySpec[q.Spec] == nil {
			law, err := dist.New(q.Spec)
			if err != nil {
				panic("sim: " + q.Path + ": " + err.Error()) // the text was checked
			}
			bySpec[q.Spec] = &law
		}
		laws[i] = bySpec[q.Spec]
	}
	return laws
}

// settle fills values and chances from the settings.
func (p *Plan) settle() {
	p.values = make([]value, len(p.quantities))
	for i := range p.quantities {
		p.values[i] = p.valueOf(i)
	}
	for _, in := range p.incident {
		p.rate(in.every)
	}
	for _, f := range p.fails {
		p.rate(f.every)
	}
	if p.world != nil {
		for _, q := range p.world.rates {
			p.rate(q)
		}
	}
	chances := make([]chance, len(p.chances))
	for i, c := range p.chances {
		c.upTo = nil
		chances[i] = p.chanceAt(c)
	}
	p.chances = chances
}

// rate makes the exponential law of a mean time between two.
func (p *Plan) rate(q quantity) {
	if q == none {
		return
	}
	v := &p.values[q]
	mean := v.constant // exact, or the middle of bounds
	law, err := dist.New(dist.Spec{Form: dist.Exponential, A: math.Max(mean, 1e-3)})
	if err != nil {
		panic("sim: " + p.quantities[q].Path + ": " + err.Error())
	}
	v.every = &law
}

// With returns the plan at another point; settings of what it does not have are
// ignored, and of two for one quantity the later counts.
func (p *Plan) With(point []Setting) *Plan {
	out := *p
	out.settings = append([]Setting(nil), point...)
	out.settle()
	return &out
}

func (p *Plan) valueOf(i int) value {
	q := &p.quantities[i]
	var at *Setting
	for k := range p.settings {
		if p.settings[k].Path == q.Path {
			at = &p.settings[k]
		}
	}
	law := p.laws[i]
	if law == nil || q.Chance {
		return value{constant: constantAt(q, law, at)}
	}
	v := value{law: law, factor: 1, low: law.Min(), high: law.Max()}
	if at != nil {
		v.factor = factorAt(law, at)
	}
	if v.factor == 1 {
		v.plain = law
	}
	return v
}

// The ends of a number's range (docs/semantics.md S39). Bounds without a law: the
// bounds, from their middle. A law: it is scaled until its median stands at its
// p10 or p90. An exact time: half and double. An exact chance: half and double
// the odds.
func constantAt(q *Quantity, law *dist.Dist, at *Setting) float64 {
	base, low, high := rangeOf(q, law)
	if at == nil {
		return base
	}
	end := low
	if at.End == HighEnd {
		end = high
	}
	if q.Spec.Form == dist.Range || q.Chance || base == 0 {
		return base + float64(at.Share*(end-base))
	}
	return float64(base * num.Pow(end/base, at.Share))
}

// rangeOf returns where a constant stands, and the ends of its range.
func rangeOf(q *Quantity, law *dist.Dist) (base, low, high float64) {
	switch q.Spec.Form {
	case dist.Range:
		low, high = q.Spec.Hard()
		return (low + high) / 2, low, high
	case dist.Exact:
		base = q.Spec.A
		if q.Chance {
			return base, base / (2 - base), 2 * base / (1 + base)
		}
		if base < 0 {
			return base, 2 * base, base / 2
		}
		return base, base / 2, 2 * base
	default: // an uncertain chance
		return law.Mean(), law.Quantile(0.1), law.Quantile(0.9)
	}
}

// factorAt returns what a law is multiplied by.
func factorAt(law *dist.Dist, at *Setting) float64 {
	p := 0.1
	if at.End == HighEnd {
		p = 0.9
	}
	median := law.Quantile(0.5)
	if median <= 0 {
		return 1
	}
	return num.Pow(law.Quantile(p)/median, at.Share)
}

// Describe says where a setting puts a quantity: "median 45 min", "20 min", "0.3".
func Describe(q Quantity, s Setting) string {
	law := lawsOf([]Quantity{q})[0]
	switch {
	case q.Chance:
		return fmt.Sprintf("%.2g", constantAt(&q, law, &s))
	case q.Number && law == nil:
		return dist.Number.FormatApprox(constantAt(&q, nil, &s))
	case q.Number:
		return "median " + dist.Number.FormatApprox(float64(law.Quantile(0.5)*factorAt(law, &s)))
	case law == nil:
		return dist.FormatApprox(dist.Seconds(constantAt(&q, nil, &s)))
	}
	return "median " + dist.FormatApprox(dist.Seconds(law.Quantile(0.5)*factorAt(law, &s)))
}

// ValueAt is where a setting puts a quantity, in seconds or as a number: of a law its
// median.
func ValueAt(q Quantity, s Setting) float64 {
	law := lawsOf([]Quantity{q})[0]
	if law == nil || q.Chance {
		return constantAt(&q, law, &s)
	}
	return float64(law.Quantile(0.5) * factorAt(law, &s))
}

// chanceAt sums up the chances of a step's answers.
func (p *Plan) chanceAt(c chance) chance {
	get := func(q quantity) float64 { return math.Min(math.Max(p.values[q].constant, 0), 1) }
	if c.refer != none {
		c.referred = get(c.refer)
	}
	list := c.options
	if len(list) == 0 && c.agree != none {
		list = []quantity{c.agree}
	}
	chances, unsaid, total := make([]float64, len(list)), 0, c.referred
	for i, q := range list {
		if q == none {
			unsaid++
		} else {
			chances[i] = get(q)
			total += chances[i]
		}
	}
	scale := 1 / math.Max(total, 1) // they exceed one only where they are no exact numbers
	c.referred = float64(c.referred * scale)
	others := 0.0
	for i := range chances {
		chances[i] = float64(chances[i] * scale)
		others += chances[i]
	}
	rest := math.Max(0, 1-c.referred-others)
	if len(list) == 0 {
		return c
	}
	if !c.refusable {
		if others+rest == 0 { // all is referred: afterwards there are no proportions to keep
			rest = 1
		}
		for i, q := range list {
			switch {
			case unsaid > 0 && q == none:
				chances[i] = rest / float64(unsaid)
			case unsaid == 0 && others == 0:
				chances[i] = rest / float64(len(list))
			}
		}
	}
	sum := 0.0
	for _, x := range chances {
		sum += x
		c.upTo = append(c.upTo, share(sum, others+rest))
	}
	if !c.refusable {
		c.upTo[len(c.upTo)-1] = 1
	}
	return c
}

// share is a part of a whole; of nothing, nothing.
func share(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return part / whole
}

// draw returns one value of a quantity, in seconds.
func (r *Runner) draw(q quantity, element, cause rng.Key, visit uint64) float64 {
	v := &r.values[q]
	switch {
	case v.plain != nil:
		return v.plain.Quantile(rng.Uniform(r.replication, element, cause, visit))
	case v.law == nil:
		return v.constant
	}
	t := v.law.Quantile(rng.Uniform(r.replication, element, cause, visit))
	return math.Min(math.Max(float64(t*v.factor), v.low), v.high)
}
