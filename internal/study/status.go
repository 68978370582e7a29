package study

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"entente/internal/dist"
	"entente/internal/sim"
	"entente/internal/stats"
)

// Status is what the assumptions leave of a contrast.
type Status string

// The statuses.
const (
	Holds     Status = "holds"     // decided, and no point tried reverses it or makes it vanish
	Depends   Status = "depends"   // decided at the base, and some point reverses it; or equal at the base, and some point makes a difference
	Vanishes  Status = "vanishes"  // decided at the base, and at some point not to be told from 0
	Undecided Status = "undecided" // not decided at the base or at a point, or the assumptions could not be tried, or replications stopped before their end
	Alike     Status = "equal"     // equal within the precision, at the base and at every point
	Nothing   Status = "nothing"   // there is nothing to compare: it comes in no replication of both, or in neither before the horizon
)

// judged is a status with what it rests on.
type judged struct {
	status  Status
	why     string
	agree   int   // points with the sign of the base
	vanish  []int // points at which it is not to be told from 0
	movers  []mover
	span    *span // over the points, the base included
	reverse []reversal
}

// mover is a quantity that moves a contrast.
type mover struct {
	quantity  int
	low, high float64 // the contrast at its ends
	swing     float64
}

// judge says what is left of a contrast.
func (r *run) judge(c *contrast) judged {
	var j judged
	if c.effect != nil {
		j.reverse = c.effect.reversals
		j.span = r.spanOf(c)
		j.movers = r.moversOf(c)
		j.agree, j.vanish = c.signs(r.assumed.done)
	}
	j.status, j.why = r.statusOf(c, &j)
	if why := r.unfinished(c); why != "" && r.looked > 0 {
		j.status, j.why, j.reverse = Undecided, why, nil
	} else if why := r.unfinishedAt(c); why != "" && j.status != Nothing {
		j.status, j.why, j.reverse = Undecided, why, nil
	}
	return j
}

// unfinishedAt says the same of the first point at which replications stopped before
// their end, while none did at the base.
func (r *run) unfinishedAt(c *contrast) string {
	first := slices.IndexFunc(r.assumed.stops, func(s stopped) bool { return s.cell == c.a || s.cell == c.b })
	if first < 0 {
		return ""
	}
	s := &r.assumed.stops[first]
	text := fmt.Sprintf("where %s, in %s %s ", r.pointText(s.point), r.designName(slices.Index(r.designs, r.Cells[s.cell].Design)), r.countOf(s.count, r.assumed.rows))
	if s.cut {
		return text + "were cut short at the greatest number of events"
	}
	return text + "stopped at " + r.stepName(s.cell, s.procedure, s.step) + ", whose answer has no chance"
}

// unfinished says of which of the two designs replications stopped before their
// end, at an answer without a chance or at the greatest number of events: what they
// say is no answer of the design. "" where none did.
func (r *run) unfinished(c *contrast) string {
	for _, cell := range []int{c.b, c.a} {
		t := &r.tallies[cell].seen
		name := r.designName(slices.Index(r.designs, r.Cells[cell].Design))
		switch {
		case len(t.missing) > 0:
			m := slices.MinFunc(t.missing, func(x, y missing) int {
				return cmp.Or(cmp.Compare(x.procedure, y.procedure), cmp.Compare(x.step, y.step))
			})
			return fmt.Sprintf("in %s %s stopped at %s, whose answer has no chance", name, r.countOf(m.count, t.runs), r.stepName(cell, m.procedure, m.step))
		case t.cut > 0:
			return fmt.Sprintf("in %s %s were cut short at the greatest number of events", name, r.countOf(t.cut, t.runs))
		}
	}
	return ""
}

// signs counts the points that agree with the base and lists those that say
// nothing.
func (c *contrast) signs(points int) (agree int, vanish []int) {
	for p := range points {
		switch e := &c.effect.at[p]; {
		case e.sign() == 0:
			vanish = append(vanish, p)
		case e.sign() == c.told.sign():
			agree++
		}
	}
	return agree, vanish
}

func (r *run) statusOf(c *contrast, j *judged) (Status, string) {
	t := &c.told
	switch {
	case r.looked == 0:
		return Undecided, "no look was complete"
	case t.beyond:
		return Nothing, "in neither design before the horizon"
	case t.nothing():
		return Nothing, "in no replication of both designs"
	case t.sign() == 0 && t.verdict == stats.Equal:
		return r.statusOfEqual(c)
	case t.sign() == 0 && t.same:
		return Undecided, fmt.Sprintf("they are the same in %s, which is too few to say that they are so in all but %g %%", t.eachText(), 100*differAtMost)
	case t.sign() == 0:
		return Undecided, fmt.Sprintf("not told from 0 by the simulation itself, with %s replications%s", thousands(t.n), r.farHorizon(c))
	case len(j.reverse) > 0:
		return Depends, r.dependsText(c, j.reverse)
	case r.assumed.why != "":
		return Undecided, r.assumed.why
	case len(r.assumed.points) == 0:
		return Holds, "nothing behind it is an assumption"
	case len(j.vanish) > 0 && c.effect.base.whole.sign() == 0:
		return Undecided, "not told from 0 by plain standard errors, even at the base"
	case len(j.vanish) > 0:
		return Vanishes, r.vanishText(j.vanish)
	}
	return Holds, fmt.Sprintf("the same sign at all %s tried", plural(len(r.assumed.points), "point"))
}

// eachText is all replications in which there is something to compare.
func (t *told) eachText() string {
	if t.pairs < t.n {
		return fmt.Sprintf("each of %s in which there is something to compare", plural(t.pairs, "replication"))
	}
	return "each of the " + plural(t.n, "replication")
}

// farOff is how many times the base's mean a horizon may be before a mean that is
// not decided is put down to it.
const farOff = 50

// farHorizon tells why the interval of a mean is wide: it has to allow for a time as
// long as the horizon in every replication that was not run.
func (r *run) farHorizon(c *contrast) string {
	if r.columns[c.column].Kind != sim.Time || c.feature.kind != meanOf || c.reach < farOff*c.sumA.mean {
		return ""
	}
	return fmt.Sprintf("; the horizon of %s is far beyond the times, and a nearer one decides sooner", dist.FormatApprox(dist.Seconds(c.reach)))
}

// alikeAtBase begins the reason why two designs that are alike at the base depend on
// an assumption.
const alikeAtBase = "alike at the base; "

// statusOfEqual judges a contrast that is equal within the precision at the base.
func (r *run) statusOfEqual(c *contrast) (Status, string) {
	if r.assumed.why != "" {
		return Undecided, r.assumed.why
	}
	wide, apart, most := -1, 0, -1 // the first point at which the precision is not reached; how many at which they are not alike, and the strongest
	for p := range r.assumed.done {
		switch e := &c.effect.at[p]; {
		case e.same || e.pairs == 0:
		case math.Abs(e.diff)-seSign*e.se > c.told.half:
			alone := func(p int) bool { return r.assumed.points[p].quantity >= 0 } // it says more than a combination
			if apart++; most < 0 || alone(p) && !alone(most) || alone(p) == alone(most) && math.Abs(e.diff) > math.Abs(c.effect.at[most].diff) {
				most = p
			}
		case wide < 0 && !(math.Abs(e.diff)+seSign*e.se <= c.told.half):
			wide = p
		}
	}
	if most >= 0 {
		why := alikeAtBase + "not so where " + r.pointText(most) + " (" + r.effectText(c, most) + " there)"
		if more := apart - 1; more > 0 {
			why += fmt.Sprintf(", nor at %s", plural(more, "further point"))
		}
		return Depends, why
	}
	if wide >= 0 {
		return Undecided, fmt.Sprintf("%snot told whether so within ±%s where %s, with %s there", alikeAtBase,
			unitFor(&r.columns[c.column]).FormatApprox(c.told.half), r.pointText(wide), plural(r.assumed.rows, "replication"))
	}
	if off, value := c.apart(r.assumed.done), c.sizeOfBase(); r.halfAsked(&r.columns[c.column]) == 0 && off > smallShare*value {
		unit := unitFor(&r.columns[c.column])
		return Undecided, fmt.Sprintf("no difference is told, within ±%s, which is not small against %s in %s, and no precision is asked",
			unit.FormatApprox(off), unit.FormatApprox(value), r.designName(0))
	}
	return Alike, r.alikeText(c)
}

// smallShare is the part of the base's own number that a difference may have, at the
// most, of designs that are called alike where no precision is asked.
const smallShare = 0.1

// apart is how far from 0 a difference may be, at the base and at the points.
func (c *contrast) apart(points int) float64 {
	off := 0.0
	if !c.told.same {
		off = math.Max(-c.told.low, c.told.high)
	}
	for p := range points {
		if e := &c.effect.at[p]; !e.same && e.pairs > 0 {
			off = math.Max(off, math.Abs(e.diff)+seSign*e.se)
		}
	}
	return off
}

// sizeOfBase is the base's own number; of a time that may not come, where it came.
func (c *contrast) sizeOfBase() float64 {
	switch {
	case c.feature.kind == quantile:
		return c.quantA.value()
	case c.told.coming.neverA > 0:
		return c.told.coming.base.mean
	}
	return c.sumA.mean
}

// alikeText says how alike two designs are, at the base and over the points.
func (r *run) alikeText(c *contrast) string {
	within := "within ±" + unitFor(&r.columns[c.column]).FormatApprox(c.apart(r.assumed.done))
	switch {
	case !c.told.same:
		return within + r.atAllPoints(c, "at the base and ")
	case c.neverDiffers(r.assumed.done):
		return "in every replication" + r.atAllPoints(c, "at the base and ")
	}
	return "in every replication at the base" + r.atAllPoints(c, "and "+within+" ")
}

// neverDiffers says that no pair differed at any point.
func (c *contrast) neverDiffers(points int) bool {
	for p := range points {
		if e := &c.effect.at[p]; !e.same && e.differ > 0 {
			return false
		}
	}
	return true
}

// atAllPoints adds what is said of the points, where there are any: of those at
// which there is something to compare.
func (r *run) atAllPoints(c *contrast, lead string) string {
	points, compared := len(r.assumed.points), 0
	for p := range r.assumed.done {
		if e := &c.effect.at[p]; e.same || e.pairs > 0 {
			compared++
		}
	}
	switch {
	case points == 0:
		return ""
	case compared < points:
		return fmt.Sprintf(", %sat the %s of %s tried at which there is something to compare", lead, thousands(compared), plural(points, "point"))
	}
	return fmt.Sprintf(", %sat all %s tried", lead, plural(points, "point"))
}

// reasonsShown is how many reversals a sentence names; all are in the summary.
const reasonsShown = 3

// dependsText says where a contrast reverses, and what it is at the end of the range.
func (r *run) dependsText(c *contrast, list []reversal) string {
	var parts []string
	for _, v := range list[:min(len(list), reasonsShown)] {
		text, there := r.reversalText(v), r.effectText(c, v.point)
		if end := r.valueAt(reversal{v.point, 1}); end != "" {
			there += " at " + inWords(end)
		}
		parts = append(parts, text+" ("+there+")")
	}
	text := "reverses if " + or(parts)
	if more := len(list) - reasonsShown; more > 0 {
		text += fmt.Sprintf(" (and at %s)", plural(more, "further point"))
	}
	return text
}

// effectText is what a contrast is at a point, size and direction.
func (r *run) effectText(c *contrast, p int) string {
	words := r.phraseOf(c)
	return words.signed(c.effect.at[p].diff)
}

func (r *run) vanishText(points []int) string {
	var parts []string
	for _, p := range points[:min(len(points), reasonsShown)] {
		parts = append(parts, r.pointText(p))
	}
	text := "not told from 0 if " + or(parts)
	if more := len(points) - reasonsShown; more > 0 {
		text += fmt.Sprintf(" (and at %s)", plural(more, "further point"))
	}
	return text
}

// spanOf is the range of a contrast over the points, the base included.
func (r *run) spanOf(c *contrast) *span {
	s := &span{math.Inf(1), math.Inf(-1)}
	s.hold(c.told.value)
	for p := range r.assumed.done {
		if e := &c.effect.at[p]; e.pairs > 0 && !e.same {
			s.hold(e.diff)
		}
	}
	if s.low > s.high {
		return nil
	}
	return s
}

// moverShare is the part of a contrast by which a quantity has to move it to be
// named among what it rests on.
const moverShare = 0.1

// moversOf lists the quantities that move a contrast by more than a tenth of it or
// by more than one standard error, the strongest first.
func (r *run) moversOf(c *contrast) []mover {
	base := &c.effect.base.whole
	var out []mover
	for p := 0; p+1 < r.assumed.done && r.assumed.points[p].quantity >= 0; p += 2 {
		low, high := &c.effect.at[p], &c.effect.at[p+1]
		if low.same && high.same {
			continue
		}
		m := mover{quantity: r.assumed.points[p].quantity, low: low.diff, high: high.diff}
		for _, end := range []*effect{low, high} {
			to := end.diff
			if end.pairs == 0 {
				to = 0 // nothing to compare: nothing is left of the difference
			}
			m.swing = math.Max(m.swing, math.Abs(to-base.diff))
		}
		if m.swing > math.Min(float64(moverShare*math.Abs(base.diff)), base.se) {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(x, y mover) int { return cmp.Compare(y.swing, x.swing) })
	return out
}
