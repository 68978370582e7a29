package timing

import (
	"fmt"
	"strings"

	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/timing/sp"
)

// Usual is how long something usually takes, or why that is not computed.
type Usual struct {
	Known  bool
	Result sp.Result
	Why    say.Text // where not Known: what is missing
	Method say.Text // how, and the bound of its error
	Shared bool     // persons with work in two branches: High is a band
	Cites  []model.Cite
}

// UsualProcedure computes the distribution of the time from the beginning of a
// run to the end of step upTo (of the run, if negative), when nothing is lost,
// nobody refuses and no council sits at the start.
func UsualProcedure(a *model.Arrangement, proc model.ProcedureIndex, upTo int) Usual {
	return usualBetween(a, proc, -1, upTo)
}

// usualBetween is UsualProcedure from the end of step `from`.
func usualBetween(a *model.Arrangement, proc model.ProcedureIndex, from, upTo int) Usual {
	steps := a.Procedures[proc].Steps
	b := shaper{a: a, proc: proc}
	in := make([]bool, len(steps))
	for i := range steps {
		in[i] = upTo < 0
	}
	if upTo >= 0 {
		in = Ancestors(steps, upTo)
		in[upTo] = true
	}
	if from >= 0 {
		for i, before := range Ancestors(steps, from) {
			if before {
				in[i] = false
			}
		}
		in[from] = false
		for i := range steps {
			if in[i] && !Ancestors(steps, i)[from] {
				return Usual{Why: sayf("%s does not come after %s alone", steps[i].ID, steps[from].ID)}
			}
		}
	}
	shape, ok := b.reduce(in)
	if !b.why.Empty() {
		return Usual{Why: b.why}
	}
	if !ok {
		return Usual{Why: sayf("its shape is not series-parallel: it needs `run`")}
	}
	u := evaluate(shape)
	u.Cites = b.cites
	for i := range steps {
		if in[i] && len(rivals(a, proc, i)) > 0 {
			u.Shared = true
		}
	}
	return u
}

func evaluate(shape sp.Shape) Usual {
	r, err := sp.Eval(shape, sp.Options{})
	if err != nil {
		return Usual{Why: say.Plain(err.Error())}
	}
	u := Usual{Known: true, Result: r}
	u.Method = sayf("computed without sampling; the error of the distribution is at most %.2g", r.SupError)
	if r.BoundsOnly > 0 {
		u.Method = u.Method.Then(sayf("; %d of %d values are bounds without probability and give a range", r.BoundsOnly, r.Leaves))
	}
	return u
}

// UsualQuantity is the distribution of one quantity.
func UsualQuantity(q *model.Quantity) Usual {
	if q == nil || !q.Set {
		return Usual{Why: sayf("the text gives no time")}
	}
	u := evaluate(sp.Leaf(q.Spec))
	u.Cites = []model.Cite{q.Cite}
	return u
}

type shaper struct {
	a     *model.Arrangement
	proc  model.ProcedureIndex
	why   say.Text
	cites []model.Cite
}

// step is the shape of one step, with its council's convening.
func (b *shaper) step(i int) sp.Shape {
	s := &b.a.Procedures[b.proc].Steps[i]
	if !s.Time.Set {
		b.why = sayf("the text gives no time for %s", StepPath(b.a, b.proc, i))
		return sp.Series()
	}
	b.cites = append(b.cites, s.Time.Cite)
	shape := sp.Leaf(s.Time.Spec)
	if s.Back != nil {
		b.why = sayf("%s may be referred back: it needs `run`", StepPath(b.a, b.proc, i))
	}
	if b.a.Procedures[b.proc].MoveDelay != nil {
		b.why = sayf("procedures/%s/move-delay adds to it with each move: it needs `run`", b.a.Procedures[b.proc].ID)
	}
	if s.Needs != nil {
		b.why = sayf("%s waits until its `needs` holds: it needs `run`", StepPath(b.a, b.proc, i))
	}
	if Convenes(b.a, b.proc, i) {
		return sp.Series(b.convening(s.Doer.Council), shape)
	}
	return shape
}

// convening is the time until a council sits.
func (b *shaper) convening(c model.CouncilIndex) sp.Shape {
	m := &b.a.Councils[c]
	if !m.Convene.Set {
		b.why = sayf("the text gives no time for %s", "councils/"+m.ID+"/convene")
		return sp.Series()
	}
	b.cites = append(b.cites, m.Convene.Cite)
	if !m.Each {
		return sp.Leaf(m.Convene.Spec)
	}
	return Quorum(b.a, c)
}

// Quorum is the time until a council whose seats come each on its own is
// quorate, when every office is filled.
func Quorum(a *model.Arrangement, c model.CouncilIndex) sp.Shape {
	m := &a.Councils[c]
	perParty := make([]int, len(a.Parties))
	var seats []sp.QuorumSeat
	filled := map[model.PersonIndex]bool{}
	for _, s := range m.Seats {
		post := &a.Posts[s.Post]
		if filled[post.Person] {
			continue // one person fills one seat
		}
		filled[post.Person] = true
		seats = append(seats, sp.QuorumSeat{Party: int(post.Of), Time: sp.Leaf(m.Convene.Spec)})
		perParty[post.Of] = m.EachParty
	}
	for party, n := range m.PerParty {
		perParty[party] = n
	}
	return sp.QuorumOf(max(m.Total, 1), perParty, seats...)
}

// reduce folds the step graph into a series-parallel shape: it replaces two
// nodes in a chain by one and parallel nodes with the same neighbours by one,
// until one is left. Steps outside `in` take no part.
func (b *shaper) reduce(in []bool) (sp.Shape, bool) {
	steps := b.a.Procedures[b.proc].Steps
	type node struct {
		shape       sp.Shape
		preds, succ map[int]bool
	}
	nodes := map[int]*node{}
	var order []int
	for i := range steps {
		if in[i] {
			nodes[i] = &node{shape: b.step(i), preds: map[int]bool{}, succ: map[int]bool{}}
			order = append(order, i)
		}
	}
	for i, n := range nodes {
		for _, p := range steps[i].After {
			if in[p] && !indirect(steps, i, int(p)) {
				n.preds[int(p)] = true
				nodes[int(p)].succ[i] = true
			}
		}
	}
	if len(order) == 0 {
		return sp.Series(), true
	}
	same := func(x, y map[int]bool) bool {
		if len(x) != len(y) {
			return false
		}
		for k := range x {
			if !y[k] {
				return false
			}
		}
		return true
	}
	remove := func(i int) {
		for p := range nodes[i].preds {
			delete(nodes[p].succ, i)
		}
		for s := range nodes[i].succ {
			delete(nodes[s].preds, i)
		}
		delete(nodes, i)
		for k, o := range order {
			if o == i {
				order = append(order[:k], order[k+1:]...)
				break
			}
		}
	}
	for changed := true; changed && len(order) > 1; {
		changed = false
	pairs:
		for _, i := range order {
			for _, j := range order {
				x, y := nodes[i], nodes[j]
				if i < j && same(x.preds, y.preds) && same(x.succ, y.succ) {
					x.shape = sp.Parallel(x.shape, y.shape)
					remove(j)
					changed = true
					break pairs
				}
				if len(x.succ) == 1 && x.succ[j] && len(y.preds) == 1 {
					x.shape = sp.Series(x.shape, y.shape)
					after := y.succ
					remove(j)
					for s := range after {
						x.succ[s] = true
						nodes[s].preds[i] = true
					}
					changed = true
					break pairs
				}
			}
		}
	}
	if len(order) != 1 {
		return sp.Shape{}, false
	}
	return nodes[order[0]].shape, true
}

// indirect reports whether step i also comes after p through another step.
func indirect(steps []model.Step, i, p int) bool {
	for _, other := range steps[i].After {
		if int(other) != p && Ancestors(steps, int(other))[p] {
			return true
		}
	}
	return false
}

// Weakest names the weakest grade among the citations: the one whose
// credibility digit is greatest, an ungraded one being weaker than any, and then
// by the source's letter. Values without a source count as ungraded.
func Weakest(a *model.Arrangement, cites []model.Cite) string {
	if len(cites) == 0 {
		return ""
	}
	rank := func(c model.Cite) int {
		if c.Source == model.None {
			return 1000
		}
		letter, digit := int(a.Sources[c.Source].Reliability), c.Credibility
		if letter == 0 {
			letter = 'G'
		}
		if digit == 0 {
			digit = 7
		}
		return 10*digit + letter - 'A'
	}
	worst := cites[0]
	for _, c := range cites {
		if rank(c) > rank(worst) {
			worst = c
		}
	}
	return Grade(a, worst)
}

// Grade prints a citation: "S3 (C4)".
func Grade(a *model.Arrangement, c model.Cite) string {
	if c.Source == model.None {
		return "no source"
	}
	s := &a.Sources[c.Source]
	letter, digit := "?", "?"
	if s.Reliability != 0 {
		letter = string(rune(s.Reliability))
	}
	if c.Credibility != 0 {
		digit = fmt.Sprint(c.Credibility)
	}
	return strings.TrimSpace(fmt.Sprintf("%s (%s%s)", s.ID, letter, digit))
}
