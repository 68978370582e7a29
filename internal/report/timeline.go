package report

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"entente/internal/chart"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/timing"
	"entente/internal/typeset"
)

// stepTime is when one step of a procedure ends, counted from the beginning of
// the run, when nothing is lost and nobody refuses.
type stepTime struct {
	step  model.StepIndex
	hard  timing.Bounds
	usual timing.Usual
	begin float64 // the latest usual end of what it comes after; NaN where unknown
}

// course is the way of one procedure from its trigger to the first order.
type course struct {
	a    *model.Arrangement
	proc model.ProcedureIndex
	upTo model.StepIndex
	// steps in an order in which each stands after those it comes after
	steps []stepTime
	cites []model.Cite
}

// timelineProcedure chooses what the brief shows: a deciding procedure that
// leads to the highest value of its scale and that a limit covers, or else the
// first of which one of the two is true, or else the first that decides. ok is
// false where none does.
func timelineProcedure(a *model.Arrangement) (model.ProcedureIndex, bool) {
	covered := map[model.ProcedureIndex]bool{}
	for _, l := range a.Checks.Limits {
		covered[l.Procedure] = true
	}
	best, most := model.ProcedureIndex(model.None), 0
	for i := range a.Procedures {
		p := &a.Procedures[i]
		score := 0
		for _, d := range p.Decides {
			score = max(score, 1)
			if int(d.To) == len(a.Scales[d.Scale].Values)-1 {
				score = 2
			}
		}
		if score > 0 && covered[model.ProcedureIndex(i)] {
			score += 2
		}
		if score > most {
			best, most = model.ProcedureIndex(i), score
		}
	}
	return best, most > 0
}

// courseOf times a procedure up to its first order, or the step at which its
// decision takes effect, or its end.
func courseOf(a *model.Arrangement, proc model.ProcedureIndex) *course {
	p := &a.Procedures[proc]
	c := &course{a: a, proc: proc, upTo: model.None}
	sorted := timing.InOrder(p.Steps)
	for _, s := range sorted {
		if p.Steps[s].Act == model.Order {
			c.upTo = s
			break
		}
	}
	if c.upTo == model.None && len(p.Decides) > 0 {
		c.upTo = p.Decides[0].At
	}
	if c.upTo == model.None {
		if len(sorted) == 0 {
			return c
		}
		c.upTo = sorted[len(sorted)-1]
	}
	needed := timing.Ancestors(p.Steps, int(c.upTo))
	needed[c.upTo] = true
	ends := map[model.StepIndex]float64{}
	for _, s := range sorted {
		if !needed[s] {
			continue
		}
		t := stepTime{step: s, hard: timing.Procedure(a, proc, int(s)), usual: timing.UsualProcedure(a, proc, int(s))}
		for _, before := range p.Steps[s].After {
			t.begin = math.Max(t.begin, ends[before]) // NaN wins
		}
		ends[s] = math.NaN()
		if t.usual.Known {
			ends[s] = t.usual.Result.P50.Low()
		}
		c.cites = append(c.cites, p.Steps[s].Time.Cite)
		c.steps = append(c.steps, t)
	}
	return c
}

// doerName is who does a step, and the party whose colour it has, -1 for a
// council or a holder who is not always of the same party.
func doerName(a *model.Arrangement, x model.Actor) (string, int) {
	switch x.Kind {
	case model.ActorPost:
		return a.Posts[x.Post].ID, int(a.Posts[x.Post].Of)
	case model.ActorCouncil:
		return a.Councils[x.Council].ID, -1
	case model.ActorHolder:
		party := -2
		for _, h := range a.Authorities[x.Authority].HeldBy {
			if h == model.None {
				continue
			}
			if of := int(a.Posts[h].Of); party != -2 && party != of {
				return "holder of " + a.Authorities[x.Authority].ID, -1
			} else {
				party = of
			}
		}
		return "holder of " + a.Authorities[x.Authority].ID, max(party, -1)
	}
	return "nobody", -1
}

// stepWords says what a step is: "asked for consent", "reports".
func stepWords(s *model.Step) string {
	switch s.Act {
	case model.AskConsent:
		return "consent"
	case model.AskViews:
		return "views"
	}
	return s.Act.String()
}

// The measures of the timeline, in pixels.
const (
	timeWidth  = 1000.0
	timeLeft   = 262.0 // where the axis begins
	timeRight  = 790.0 // where it ends
	timeRow    = 30.0
	timeHead   = 34.0
	laneIndent = 10.0
)

// approx prints a time with two significant figures.
func approx(x float64) string { return dist.FormatApprox(dist.Seconds(x)) }

// approxRange prints a range, as one value where both ends print alike.
func approxRange(low, high float64) string {
	a, b := approx(low), approx(high)
	if a == b {
		return a
	}
	// one unit is enough where both have the same
	x, unit, _ := strings.Cut(a, " ")
	if y, same, _ := strings.Cut(b, " "); unit == same {
		return x + "–" + y + " " + unit
	}
	return a + "–" + b
}

// usualText is "1.6 h, nine in ten within 5 h".
func usualText(u timing.Usual) string {
	if !u.Known {
		return "not computed: " + u.Why.String()
	}
	if u.Result.BoundsOnly == u.Result.Leaves {
		return approxRange(u.Result.P50.Low(), u.Result.P90.High()) + ", from bounds without probability"
	}
	out := approxRange(u.Result.P50.Low(), u.Result.P50.High()) + ", nine in ten within " + approxRange(u.Result.P90.Low(), u.Result.P90.High())
	if u.Shared {
		out += ", longer where one person has to do two things at once"
	}
	return out
}

// ticks chooses at most eight steps of a time axis.
func ticks(most float64) []float64 {
	for _, step := range []float64{60, 300, 600, 900, 1800, 3600, 7200, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400, 90 * 86400, 365 * 86400, 3650 * 86400, 36500 * 86400, 365000 * 86400} {
		if most/step <= 9 {
			var out []float64
			for x := 0.0; x <= most; x += step {
				out = append(out, x)
			}
			return out
		}
	}
	return []float64{0}
}

// horizon is how far the axis goes: past the slow tail of the last step, or past
// the greatest bound where no usual time is known.
func (c *course) horizon() float64 {
	most, greatest := 0.0, 0.0
	for _, t := range c.steps {
		if t.usual.Known {
			most = math.Max(most, t.usual.Result.P90.High())
		}
		if !math.IsInf(t.hard.High, 1) {
			greatest = math.Max(greatest, t.hard.High)
		}
		greatest = math.Max(greatest, t.hard.Low)
	}
	if most == 0 {
		most = greatest
	}
	for _, b := range c.limits() {
		if b.at < 1.5*most {
			most = math.Max(most, b.at)
		}
	}
	if greatest > most && greatest < 1.25*most {
		most = greatest
	}
	if most == 0 {
		most = 3600
	}
	return most * 1.06
}

// limitMark is a bound that the text sets on the whole procedure.
type limitMark struct {
	at   float64
	text string
}

func (c *course) limits() []limitMark {
	var out []limitMark
	for _, l := range c.a.Checks.Limits {
		if l.Procedure != c.proc {
			continue
		}
		for _, b := range l.Bounds {
			name := "worst"
			if b.P < 1 {
				name = fmt.Sprintf("p%g", 100*b.P)
			}
			out = append(out, limitMark{b.Limit.Spec.A, "limit " + name + " " + dist.FormatSeconds(dist.Seconds(b.Limit.Spec.A))})
		}
	}
	return out
}

// lanes groups the steps by doer, in the order in which doers first come.
func (c *course) lanes() (names []string, parties []int, rows [][]stepTime) {
	at := map[string]int{}
	for _, t := range c.steps {
		name, party := doerName(c.a, c.a.Procedures[c.proc].Steps[t.step].Doer)
		i, known := at[name]
		if !known {
			i = len(names)
			at[name] = i
			names, parties, rows = append(names, name), append(parties, party), append(rows, nil)
		}
		rows[i] = append(rows[i], t)
	}
	return names, parties, rows
}

// draw draws the course: a lane for each doer, a row for each step.
func (c *course) draw(id string) (template.HTML, *canvas) {
	var v canvas
	names, parties, rows := c.lanes()
	most := c.horizon()
	x := func(t float64) float64 { return timeLeft + (timeRight-timeLeft)*math.Min(t, most)/most }
	limits, limitRows := c.placeLimits(x, most)
	head := timeHead + 12*float64(max(limitRows-1, 0))
	y := head
	for _, lane := range rows {
		y += timeRow * float64(len(lane))
	}
	bottom := y
	v.text(muted, laneIndent, head-14, 11, start, true, "who")
	v.text(muted, 118, head-14, 11, start, true, "step")
	v.text(muted, timeRight+14, head-14, 11, start, true, "usual end; nine in ten")
	for _, t := range ticks(most) {
		v.line(hair, x(t), head-4, x(t), bottom, "")
	}
	y = head
	for i, lane := range rows {
		h := timeRow * float64(len(lane))
		if i%2 == 0 {
			v.rect(panel, 0, y, timeWidth, h, 0, ` fill-opacity="0.7"`)
		}
		col := nationOf(c.a, parties[i])
		v.rect(col.solid, 0, y+3, 4, h-6, 0, "")
		v.text(col.word, laneIndent, y+19, 12, start, true, typeset.Clip(names[i], 12, 100, true))
		for _, t := range lane {
			c.drawStep(&v, t, col, y, x, most)
			y += timeRow
		}
	}
	for _, l := range limits {
		base := head - 14 - 12*float64(l.row)
		if l.mark >= 0 {
			v.line(mark, l.mark, base+3, l.mark, bottom, ` stroke-width="1.5" stroke-dasharray="5 3"`)
		}
		v.text(alarm, l.end, base, 10, end, true, l.text)
	}
	for _, t := range ticks(most) {
		v.line(wire, x(t), bottom, x(t), bottom+5, "")
		v.text(muted, x(t), bottom+18, 11, middle, false, tickText(t))
	}
	v.line(wire, timeLeft, bottom, timeRight, bottom, "")
	v.text(muted, timeRight+14, bottom+18, 11, start, false, "after the trigger")
	h := bottom + 26
	p := &c.a.Procedures[c.proc]
	return v.svg(id, p.ID+" from its trigger to "+p.Steps[c.upTo].ID, c.describe(), timeWidth, h), &v
}

func tickText(t float64) string {
	if t == 0 {
		return "0"
	}
	return dist.FormatSeconds(dist.Seconds(t))
}

func (c *course) drawStep(v *canvas, t stepTime, col nation, y float64, x func(float64) float64, most float64) {
	s := &c.a.Procedures[c.proc].Steps[t.step]
	v.text(ink, 118, y+14, 12, start, false, typeset.Clip(s.ID, 12, timeLeft-130, false))
	v.text(muted, 118, y+26, 10, start, false, typeset.Clip(stepWords(s), 10, timeLeft-130, false))
	mid := y + timeRow/2
	if t.usual.Known {
		half := t.usual.Result.P50.Low()
		tail := t.usual.Result.P90.High()
		begin := t.begin
		if math.IsNaN(begin) {
			begin = 0
		}
		v.rect(col.pale, x(half), mid-5, math.Max(x(tail)-x(half), 1), 10, 0, "")
		v.rect(col.solid, x(begin), mid-7, math.Max(x(half)-x(begin), 2), 14, 0, "")
	}
	high := t.hard.High
	v.line(wire, x(t.hard.Low), mid, x(high), mid, ` stroke-width="1.2"`)
	v.line(wire, x(t.hard.Low), mid-9, x(t.hard.Low), mid+9, ` stroke-width="1.6"`)
	if math.IsInf(high, 1) || high > most {
		v.path(wire, fmt.Sprintf("M%s %sl-6 -4m6 4l-6 4", num(timeRight+2), num(mid)), ` stroke-width="1.4"`)
	} else {
		v.line(wire, x(high), mid-9, x(high), mid+9, ` stroke-width="1.6"`)
	}
	first, second := "not computed", lastText(t.hard)
	if t.usual.Known {
		r := t.usual.Result
		first = approxRange(r.P50.Low(), r.P50.High()) + "; " + approxRange(r.P90.Low(), r.P90.High())
		if r.BoundsOnly == r.Leaves {
			first = approxRange(r.P50.Low(), r.P90.High()) + ", bounds only"
		}
	}
	v.text(ink, timeRight+14, y+14, 12, start, false, typeset.Clip(first, 12, timeWidth-timeRight-18, false))
	v.text(muted, timeRight+14, y+26, 10, start, false, typeset.Clip(second, 10, timeWidth-timeRight-18, false))
}

// lastText is "possible from 30 min to 24 h".
func lastText(b timing.Bounds) string {
	if math.IsInf(b.High, 1) {
		return "from " + approx(b.Low) + "; worst not bounded"
	}
	return "from " + approx(b.Low) + " to " + approx(b.High)
}

// limitLabel is where the words of a limit stand.
type limitLabel struct {
	text      string
	end, mark float64 // mark is negative for one beyond the axis
	row       int
}

// placeLimits gives each limit a place above the axis, in further rows where
// words would meet. One beyond the axis is said at its end.
func (c *course) placeLimits(x func(float64) float64, most float64) (out []limitLabel, rows int) {
	var left []float64 // by row: where its leftmost word begins
	marks := c.limits()
	for i := len(marks) - 1; i >= 0; i-- {
		l := limitLabel{text: marks[i].text, end: timeRight, mark: -1}
		if marks[i].at > most {
			l.text += " →"
		} else {
			l.mark = x(marks[i].at)
		}
		w := typeset.Width(l.text, 10, true)
		if l.mark >= 0 {
			l.end = math.Max(math.Min(l.mark+w/2, timeRight), timeLeft+w)
		}
		for l.row < len(left) && l.end > left[l.row]-10 {
			l.row++
		}
		if l.row == len(left) {
			left = append(left, 0)
		}
		left[l.row] = l.end - w
		out = append(out, l)
	}
	return out, len(left)
}

// describe tells the figure in words.
func (c *course) describe() string {
	var parts []string
	for _, t := range c.steps {
		s := &c.a.Procedures[c.proc].Steps[t.step]
		name, _ := doerName(c.a, s.Doer)
		text := fmt.Sprintf("%s by %s: usual end %s; %s", s.ID, name, usualText(t.usual), lastText(t.hard))
		parts = append(parts, text)
	}
	return strings.Join(parts, ". ") + "."
}

// nationOf is the set of colours of a party; councils and others have the last.
func nationOf(a *model.Arrangement, party int) nation {
	return nations[chart.NationOf(a, party)]
}
