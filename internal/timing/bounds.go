// Package timing says how long things take, from the text alone: hard bounds
// along a procedure and along a story, and the distribution of a procedure's
// time without sampling where its shape is series-parallel.
//
// In: a model.Arrangement, and stories of events. Out: bounds, distributions with
// the error of the method, labels. Guaranteed: a bound is a bound whatever the
// quantiles inside it; what cannot be bounded says which value wants a `within`;
// time labels a finding and never removes one (docs/semantics.md section 8).
package timing

import (
	"math"

	"entente/internal/model"
)

// Bounds is the least and the greatest time, in seconds; High is +Inf where the
// text does not bound it, and then Unbounded names the values that would.
type Bounds struct {
	Low, High float64
	Unbounded []string // paths of quantities without an upper bound
}

// QuantityBounds returns the hard bounds of one quantity. An unset one may take
// no time or any.
func QuantityBounds(q *model.Quantity, path string) Bounds {
	if q == nil || !q.Set {
		return Bounds{0, math.Inf(1), []string{path}}
	}
	low, high := q.Spec.Hard()
	b := Bounds{Low: low, High: high}
	if math.IsInf(high, 1) {
		b.Unbounded = []string{path}
	}
	return b
}

// StepPath is the address of a step.
func StepPath(a *model.Arrangement, proc model.ProcedureIndex, step int) string {
	p := &a.Procedures[proc]
	return "procedures/" + p.ID + "/steps/" + p.Steps[step].ID
}

// stepBounds bounds one step, its council's convening included where no earlier
// step of the run makes it sit.
func stepBounds(a *model.Arrangement, proc model.ProcedureIndex, step int) Bounds {
	s := &a.Procedures[proc].Steps[step]
	b := QuantityBounds(&s.Time, StepPath(a, proc, step)+"/time")
	if Convenes(a, proc, step) {
		c := &a.Councils[s.Doer.Council]
		b = b.then(QuantityBounds(&c.Convene, "councils/"+c.ID+"/convene"))
	}
	return b
}

// Convenes reports whether the step has to wait until its council sits: it is a
// council's, and no step that it comes after is the same council's.
func Convenes(a *model.Arrangement, proc model.ProcedureIndex, step int) bool {
	steps := a.Procedures[proc].Steps
	if steps[step].Doer.Kind != model.ActorCouncil {
		return false
	}
	if a.Councils[steps[step].Doer.Council].Adjourns {
		return true
	}
	for i, before := range Ancestors(steps, step) {
		if before && steps[i].Doer.Kind == model.ActorCouncil && steps[i].Doer.Council == steps[step].Doer.Council {
			return false
		}
	}
	return true
}

// Ancestors returns, by step, whether step comes after it.
func Ancestors(steps []model.Step, step int) []bool {
	out := make([]bool, len(steps))
	var mark func(i int)
	mark = func(i int) {
		for _, p := range steps[i].After {
			if !out[p] {
				out[p] = true
				mark(int(p))
			}
		}
	}
	mark(step)
	return out
}

func (b Bounds) then(c Bounds) Bounds {
	return Bounds{b.Low + c.Low, b.High + c.High, append(append([]string(nil), b.Unbounded...), c.Unbounded...)}
}

func (b Bounds) and(c Bounds) Bounds {
	return Bounds{math.Max(b.Low, c.Low), math.Max(b.High, c.High), append(append([]string(nil), b.Unbounded...), c.Unbounded...)}
}

// Procedure bounds the time from the beginning of a run of a procedure to the
// end of the step `upTo` (all steps, where it is negative), when nothing is lost
// and nobody refuses. Persons who have work in two branches at once make the
// upper bound longer by that work: they do one thing at a time.
func Procedure(a *model.Arrangement, proc model.ProcedureIndex, upTo int) Bounds {
	return between(a, proc, -1, upTo)
}

// between bounds the time from the end of step `from` (the beginning, if
// negative) to the end of step upTo (the end of the run, if negative).
func between(a *model.Arrangement, proc model.ProcedureIndex, from, upTo int) Bounds {
	steps := a.Procedures[proc].Steps
	done := make([]*Bounds, len(steps))
	var end func(i int) Bounds
	end = func(i int) Bounds {
		if i == from {
			return Bounds{}
		}
		if done[i] == nil {
			var b Bounds
			for _, p := range steps[i].After {
				b = b.and(end(int(p)))
			}
			b = b.then(stepBounds(a, proc, i))
			if a.Procedures[proc].MoveDelay != nil {
				b = b.then(Bounds{0, math.Inf(1), []string{"procedures/" + a.Procedures[proc].ID + "/move-delay"}})
			}
			done[i] = &b
		}
		return *done[i]
	}
	var total Bounds
	for i := range steps {
		if upTo < 0 || i == upTo {
			total = total.and(end(i))
		}
	}
	for i := range steps {
		if done[i] != nil && len(rivals(a, proc, i)) > 0 {
			total.High += stepBounds(a, proc, i).High
		}
	}
	total.Unbounded = distinct(total.Unbounded)
	return total
}

func distinct(list []string) []string {
	seen := map[string]bool{}
	out := list[:0:0]
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// Doers returns the persons who may come to do a step: the holder and the
// deputies of its post, or of the posts that the authority's rows name. A
// council's members are not among them.
func Doers(a *model.Arrangement, step *model.Step) []model.PersonIndex {
	var posts []model.PostIndex
	switch step.Doer.Kind {
	case model.ActorPost:
		posts = []model.PostIndex{step.Doer.Post}
	case model.ActorHolder:
		for _, h := range a.Authorities[step.Doer.Authority].HeldBy {
			if h != model.None {
				posts = append(posts, h)
			}
		}
	}
	var out []model.PersonIndex
	add := func(p model.PostIndex) {
		for _, known := range out {
			if known == a.Posts[p].Person {
				return
			}
		}
		out = append(out, a.Posts[p].Person)
	}
	for _, p := range posts {
		add(p)
		for _, d := range a.Posts[p].Deputies {
			add(d.Post)
		}
	}
	return out
}

// firstDoers is Doers when nobody is lost.
func firstDoers(a *model.Arrangement, step *model.Step) []model.PersonIndex {
	if step.Doer.Kind == model.ActorPost {
		return []model.PersonIndex{a.Posts[step.Doer.Post].Person}
	}
	return Doers(a, step)
}

// rivals returns the steps of the same procedure, in no order with step, that
// the same person may have to do.
func rivals(a *model.Arrangement, proc model.ProcedureIndex, step int) []int {
	steps := a.Procedures[proc].Steps
	mine := firstDoers(a, &steps[step])
	before := Ancestors(steps, step)
	var out []int
	for i := range steps {
		if i == step || before[i] || Ancestors(steps, i)[step] {
			continue
		}
		for _, p := range firstDoers(a, &steps[i]) {
			for _, q := range mine {
				if p == q {
					out = append(out, i)
				}
			}
		}
	}
	return out
}

// InOrder lists steps so that each stands after those it comes after, and otherwise
// as the text has them.
func InOrder(steps []model.Step) []model.StepIndex {
	out := make([]model.StepIndex, 0, len(steps))
	seen := make([]bool, len(steps))
	var visit func(i model.StepIndex)
	visit = func(i model.StepIndex) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, p := range steps[i].After {
			visit(p)
		}
		out = append(out, i)
	}
	for i := range steps {
		visit(model.StepIndex(i))
	}
	return out
}
