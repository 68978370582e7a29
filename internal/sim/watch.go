package sim

import "entente/internal/model"

// Crisis returns the crisis of the plan's scenario; nil where there is none.
func (p *Plan) Crisis() *model.Crisis {
	if p.world == nil {
		return nil
	}
	return p.world.crisis
}

// Glimpse is the crisis of a replication at one moment. Its slices are used again
// for the next.
type Glimpse struct {
	Rung     int
	Pictures []int     // by party
	Stocks   []float64 // by stock
}

// watching is a replication that is looked at.
type watching struct {
	at   []float64
	next int
	see  func(k int, g *Glimpse)
	g    Glimpse
}

// Watch runs a replication and shows its crisis at each of the moments, in seconds,
// ascending: as it stands after all that happens at that moment; after its end it goes
// on as it stood then. Without a crisis it shows nothing.
func (r *Runner) Watch(seed, replication uint64, at []float64, see func(k int, g *Glimpse)) Outcome {
	if r.world == nil {
		return r.Run(seed, replication, make([]float64, len(r.p.columns)))
	}
	r.watch = &watching{at: at, see: see, g: Glimpse{Pictures: make([]int, len(r.world.pictures)), Stocks: make([]float64, len(r.world.stocks))}}
	defer func() { r.watch = nil }()
	return r.Run(seed, replication, make([]float64, len(r.p.columns)))
}

// until shows what there is to see before a moment.
func (x *watching) until(r *Runner, moment float64) {
	for ; x.next < len(x.at) && x.at[x.next] < moment; x.next++ {
		w := r.world
		x.g.Rung = int(w.rung)
		for i, rung := range w.pictures {
			x.g.Pictures[i] = int(rung)
		}
		for i := range w.stocks {
			s, plan := &w.stocks[i], &w.plan.stocks[i]
			x.g.Stocks[i] = clampTo(s.free(x.at[x.next]-s.since), plan.low, plan.high)
		}
		x.see(x.next, &x.g)
	}
}
