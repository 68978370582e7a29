package sim

import (
	"math"

	"entente/internal/model"
)

// Programmes over years (S50).

// programme is judged at meetings.
type programme struct {
	meetings int
	lost     int
	done     bool // it is met
	at       float64
	met      []bool // by condition: what the last meeting found
	last     float64
}

func (g *programme) reset() {
	*g = programme{met: g.met}
	clear(g.met)
}

// nextMeeting puts the next meeting into the calendar.
func (w *world) nextMeeting(r *Runner, at int32) {
	plan, g := &w.plan.programmes[at], &w.progs[at]
	every := w.number(plan.every)
	first := every
	if plan.first != noNumeral {
		first = w.number(plan.first)
	}
	t := first + float64(float64(g.meetings)*every)
	if plan.slip != none {
		t += r.draw(plan.slip, plan.key, 0, uint64(g.meetings))
	}
	g.last = math.Max(t, g.last)
	r.calendar.put(g.last, 0, whatOf(programmeMeets, at, 0))
}

// meets judges a programme at a meeting.
func (w *world) meets(r *Runner, at int32) {
	plan, g := &w.plan.programmes[at], &w.progs[at]
	m := &w.plan.crisis.Programmes[at]
	g.meetings++
	w.nextMeeting(r, at)
	if plan.lacking || plan.council != model.None && !r.m.Quorate(r.s, plan.council) {
		g.lost++
		if r.trace != nil {
			r.trace.happened(r, Happening{Kind: "meeting", Programme: m.ID, Lost: true})
		}
		return
	}
	for _, i := range plan.order {
		g.met[i] = w.fulfilled(r, plan, g, i)
		w.set(r, w.plan.conditions[at][i], g.met[i])
	}
	if r.trace != nil {
		h := Happening{Kind: "meeting", Programme: m.ID}
		for i := range m.Conditions {
			if g.met[i] {
				h.Conditions = append(h.Conditions, m.Conditions[i].ID)
			}
		}
		r.trace.happened(r, h)
	}
	if g.done || !w.combined(r, plan, g) {
		return
	}
	g.done, g.at = true, r.now
	w.set(r, w.plan.met[at], true)
	if r.trace != nil {
		r.trace.happened(r, Happening{Kind: "met", Programme: m.ID})
	}
	if plan.takes >= 0 {
		w.settle(r)
		w.bring(r)
		w.take(r, plan.takes, -1)
	}
}

// fulfilled reports whether a condition is met at this meeting.
func (w *world) fulfilled(r *Runner, plan *programmePlan, g *programme, i int) bool {
	c := &plan.conditions[i]
	if c.keeps && g.met[i] {
		return true
	}
	for _, n := range c.needs {
		if !g.met[n] {
			return false
		}
	}
	return w.value(r, c.stock) >= w.number(c.atLeast)
}

// combined applies the rule to the conditions.
func (w *world) combined(r *Runner, plan *programmePlan, g *programme) bool {
	count, sum := 0, 0.0
	for i := range plan.conditions {
		if g.met[i] {
			count++
			if len(plan.weights) > 0 {
				sum += math.Max(w.number(plan.weights[i]), 0)
			}
		}
	}
	n := len(plan.conditions)
	switch plan.form {
	case model.RuleAll:
		return count == n
	case model.RuleAny:
		return count > 0
	case model.RuleAtLeast:
		return float64(count) >= w.number(plan.atLeast)
	case model.RuleWeights:
		return sum >= w.number(plan.atLeast)
	}
	for i := range plan.conditions {
		sum += w.degree(r, plan, g, i)
	}
	return n > 0 && sum/float64(n) >= w.number(plan.atLeast)
}

// degree says how far a condition is met, from 0 to 1.
func (w *world) degree(r *Runner, plan *programmePlan, g *programme, i int) float64 {
	c := &plan.conditions[i]
	if g.met[i] {
		return 1
	}
	for _, n := range c.needs {
		if !g.met[n] {
			return 0
		}
	}
	return clampTo(w.value(r, c.stock)/w.number(c.atLeast), 0, 1) // the bound is above the value
}
