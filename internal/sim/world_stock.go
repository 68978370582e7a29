package sim

import (
	"math"

	"entente/internal/model"
	"entente/internal/num"
)

// Stocks between events (S49). From a moment at which anything of it changes, a stock
// goes on evenly, or to where its flows balance, and is held at its bounds: so it
// only rises or only falls until the next.

// stock is one from the moment since on.
type stock struct {
	since float64
	x     float64 // its value then
	rate  float64 // per second, where pull is 0
	pull  float64 // per second, to balance
	at    float64 // the balance

	gen    uint32 // of its next passing
	next   int32  // the bound that it passes next
	snap   float64
	exact  bool      // it stands at snap when it passes
	passed []float64 // by bound: when it was last passed; negative: never

	area      float64 // of its values over time, until since
	low, high float64
}

func clampTo(x, low, high float64) float64 {
	switch {
	case x < low:
		return low
	case x > high:
		return high
	}
	return x
}

// free is where the stock would be after t seconds without bounds.
func (s *stock) free(t float64) float64 {
	if s.pull == 0 {
		return s.x + float64(s.rate*t)
	}
	return s.at + float64((s.x-s.at)*num.Exp(-float64(s.pull*t)))
}

// reach returns the seconds after which it stands at x; +Inf where it never does.
func (s *stock) reach(x float64) float64 {
	switch {
	case x == s.x:
		return 0
	case s.pull == 0:
		if t := (x - s.x) / s.rate; t > 0 {
			return t // +Inf where it stands still
		}
	case (x-s.x)*(s.at-x) > 0: // between where it stands and where it goes
		return num.Log((s.x-s.at)/(x-s.at)) / s.pull
	}
	return math.Inf(1)
}

// rises returns 1, -1 or 0: whether it would rise, fall or stand still.
func (s *stock) rises() float64 {
	d := s.rate
	if s.pull != 0 {
		d = s.at - s.x
	}
	switch {
	case d > 0:
		return 1
	case d < 0:
		return -1
	}
	return 0
}

// value returns a stock as it is now.
func (w *world) value(r *Runner, at int32) float64 {
	s := &w.stocks[at]
	if r.now == s.since {
		return s.x
	}
	return clampTo(s.free(r.now-s.since), w.plan.stocks[at].low, w.plan.stocks[at].high)
}

// areaOf returns the sum of its values over t seconds from since on.
func (w *world) areaOf(at int32, t float64) float64 {
	s, plan := &w.stocks[at], &w.plan.stocks[at]
	held, bound := t, s.x // when it comes to a bound
	if dir := s.rises(); dir > 0 && !math.IsInf(plan.high, 1) {
		held, bound = math.Min(t, s.reach(plan.high)), plan.high
	} else if dir < 0 && !math.IsInf(plan.low, -1) {
		held, bound = math.Min(t, s.reach(plan.low)), plan.low
	}
	area := 0.0
	if s.pull == 0 {
		area = float64(held * (s.x + float64(s.rate*held)/2))
	} else {
		area = float64(s.at*held) - float64((s.x-s.at)*num.Expm1(-float64(s.pull*held)))/s.pull
	}
	if held < t {
		area += float64(bound * (t - held))
	}
	return area
}

// move brings a stock to the present, where it then stands at x.
func (w *world) move(r *Runner, at int32, x float64) {
	s := &w.stocks[at]
	if t := r.now - s.since; t > 0 {
		s.area += w.areaOf(at, t)
		w.extremes(at, w.value(r, at))
	}
	s.x, s.since = x, r.now
	w.extremes(at, x)
}

func (w *world) extremes(at int32, x float64) {
	s := &w.stocks[at]
	if x < s.low {
		s.low = x
	}
	if x > s.high {
		s.high = x
	}
}

// reckon looks anew at what the flows of a stock give.
func (w *world) reckon(r *Runner, at int32) {
	w.move(r, at, w.value(r, at))
	w.flow(at)
	w.foresee(r, at)
}

// reckonAll does so for all stocks together.
func (w *world) reckonAll(r *Runner) {
	for i := range w.stocks {
		w.move(r, int32(i), w.value(r, int32(i)))
	}
	for i := range w.stocks {
		w.flow(int32(i))
		w.foresee(r, int32(i))
	}
}

// flow adds up the flows of a stock that go on.
func (w *world) flow(at int32) {
	s, plan := &w.stocks[at], &w.plan.stocks[at]
	s.rate, s.pull, s.at = 0, 0, 0
	// Targets count from the first, so that where all are one the balance is that
	// number itself: one rounded beyond it would pass a bound that is never reached.
	first, sum := 0.0, 0.0 // sum: of each pull times its target
	for j := range plan.flows {
		f := &plan.flows[j]
		if !w.flows[at][j] {
			continue
		}
		switch f.form {
		case model.Toward:
			pull := math.Ln2 / math.Max(w.number(f.half), 1)
			if s.pull == 0 {
				first = w.number(f.target)
			}
			s.pull += pull
			sum += float64(pull * (w.number(f.target) - first))
		case model.Times:
			s.rate += float64(w.number(f.rate) / f.per * w.stocks[f.by].x)
		default:
			s.rate += w.number(f.rate) / f.per
		}
	}
	switch {
	case s.pull == 0:
	case w.plan.step != noNumeral: // evenly until the end of the step
		s.rate += sum + float64(s.pull*(first-s.x))
		s.pull = 0
	default:
		s.at = first + (s.rate+sum)/s.pull
	}
}

// foresee puts the next passing of a bound into the calendar.
func (w *world) foresee(r *Runner, at int32) {
	s, plan := &w.stocks[at], &w.plan.stocks[at]
	bounds := w.plan.stockAtoms[at]
	s.gen++
	if len(bounds) == 0 {
		return
	}
	up := s.rises()
	if up == 0 {
		return
	}
	first := math.Inf(1)
	for i := range bounds {
		b := &bounds[i]
		if up > 0 && b.x < s.x || up < 0 && b.x > s.x || s.pull != 0 && b.x == s.at {
			continue
		}
		// Rising, `>=` and `<` are passed at the bound, `>` and `<=` just beyond it;
		// falling, the other way round.
		snap := b.x
		if (b.by == model.Ge || b.by == model.Lt) != (up > 0) {
			snap = math.Nextafter(b.x, math.Copysign(math.Inf(1), up))
		}
		if snap == s.x || snap > plan.high || snap < plan.low {
			continue // passed already, or never
		}
		moment, exact := r.now+s.reach(b.x), true
		if last := s.passed[i]; last >= 0 && moment < last+passingApart {
			moment, exact = last+passingAgain, false
		}
		if moment < first || moment == first && math.Abs(snap-s.x) < math.Abs(s.snap-s.x) {
			first, s.next, s.snap, s.exact = moment, int32(i), snap, exact
		}
	}
	if !math.IsInf(first, 1) {
		r.calendar.put(first, s.gen, whatOf(stockPasses, at, 0))
	}
}

// What is passed back within passingApart seconds is passed back passingAgain seconds
// after it was passed: else flows that push to either side of a bound would pass it
// without end.
const (
	passingApart = 1
	passingAgain = 60
)

// passes has a stock pass a bound.
func (w *world) passes(r *Runner, at int32) {
	s := &w.stocks[at]
	x := w.value(r, at)
	if s.exact {
		x = s.snap
	}
	for i := range s.passed {
		if b := &w.plan.stockAtoms[at][i]; b.holds(x) != (r.s[b.is] != 0) {
			s.passed[i] = r.now
		}
	}
	w.move(r, at, x)
	w.weigh(r, at)
	w.settle(r)
	w.foresee(r, at)
}

// weigh compares a stock with its bounds.
func (w *world) weigh(r *Runner, at int32) {
	x := w.value(r, at)
	for i := range w.plan.stockAtoms[at] {
		b := &w.plan.stockAtoms[at][i]
		w.set(r, b.is, b.holds(x))
	}
}

// affect makes effects, all judged before any.
func (w *world) affect(r *Runner, list []effectPlan) {
	if len(list) == 0 {
		return
	}
	w.whiles = w.whiles[:0]
	for i := range list {
		w.whiles = append(w.whiles, list[i].while < 0 || r.m.Eval(r.s, list[i].while, -1))
	}
	any := false
	for i, on := range w.whiles {
		if !on {
			continue
		}
		e := &list[i]
		plan := &w.plan.stocks[e.stock]
		w.move(r, e.stock, clampTo(w.value(r, e.stock)+w.number(e.add), plan.low, plan.high))
		w.weigh(r, e.stock)
		any = true
		if w.plan.step == noNumeral {
			w.flow(e.stock)
			w.foresee(r, e.stock)
		}
	}
	if any && w.plan.step != noNumeral {
		w.reckonAll(r)
	}
}

// nextStep puts the next end of the crisis's step into the calendar.
func (w *world) nextStep(r *Runner) {
	w.steps++
	step := math.Max(w.number(w.plan.step), 1)
	r.calendar.put(float64(float64(w.steps)*step), 0, whatOf(stocksStep, 0, 0))
}
