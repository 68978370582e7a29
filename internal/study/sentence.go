package study

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/dist"
	"entente/internal/sim"
)

// Kinds of evidence, and what may be said of each: a dated study states numbers, a
// structural one orders and ranges, an illustrative one where an order turns and
// nothing else.
const (
	dated        = "dated"
	structural   = "structural"
	illustrative = "illustrative"
)

// phrase is how a contrast is spoken of.
type phrase struct {
	topic      string // "the time of first-response"
	subject    string // "first-response comes on average"
	more, less string // "later", "earlier"
	unit       dist.Unit
	noun       string // of what a number is so many: "rung"; "" where nothing
}

// phraseOf finds the words for a contrast.
func (r *run) phraseOf(c *contrast) phrase {
	col := &r.columns[c.column]
	m := r.measure(col)
	name := r.measureName(m)
	part := strings.TrimPrefix(strings.TrimPrefix(col.Name, m.ID), ".")
	p := phrase{topic: name, unit: dist.Number, more: "more often", less: "less often"}
	if p, ok := crisisPhrase(c, col, m, name); ok {
		return p
	}
	switch {
	case c.feature.kind == hadSay:
		p.topic = fmt.Sprintf("%s: the say of %s", name, part)
		p.subject = fmt.Sprintf("%s: %s has a say before the decision", name, part)
		return p
	case c.feature.kind == labelIs:
		p.topic = fmt.Sprintf("%s: %q for %s", name, col.Labels[c.feature.label], part)
		p.subject = fmt.Sprintf("%s: for %s it is %q", name, part, col.Labels[c.feature.label])
		return p
	case m.Kind == "time-of" && part == "in-time":
		p.topic = "whether " + name + " keeps its deadline"
		p.subject = name + " ends within its deadline"
		return p
	case m.Kind == "time-of" && col.Kind == sim.Flag:
		p.topic = "whether " + name + " comes"
		p.subject = name + " comes before the horizon"
		return p
	case col.Kind != sim.Time:
		p.subject, p.more, p.less = name+" is", "greater", "smaller"
		switch {
		case m.Kind == "work-share":
			p.topic = fmt.Sprintf("%s: the share done by %s", name, doers[part])
			p.subject = fmt.Sprintf("%s: the share of the steps done by %s is", name, doers[part])
		case m.Kind == "expression":
			p.subject, p.more, p.less = name+" holds", "for more of the time", "for less of the time"
		}
		return p
	}
	p.unit = dist.Duration
	if m.Kind == "time-of" {
		p.topic = "the time of " + name
		p.subject, p.more, p.less = name+" comes", "later", "earlier"
	} else {
		p.subject, p.more, p.less = name+" lasts", "longer", "shorter"
	}
	switch {
	case c.feature.kind == meanOf:
		p.subject += " on average"
	case c.feature.p == 0.5:
		p.subject += " in the median"
	default:
		p.subject += " at p" + shortest(float64(100*c.feature.p))
	}
	return p
}

// doers are the columns of a work-share in words.
var doers = map[string]string{"holder": "the holder of the post", "deputy": "a deputy", "nobody": "nobody"}

// amount prints the size of a difference; zero as it stands.
func (p *phrase) amount(x float64) string {
	text := p.unit.FormatApprox(math.Abs(x))
	switch {
	case p.noun == "":
		return text
	case text == "1":
		return text + " " + p.noun
	}
	return text + " " + p.noun + "s"
}

// signed prints a difference: "75 min later", "more often by 0.2".
func (p *phrase) signed(x float64) string { return p.directed(p.amount(x), p.word(x)) }

func (p *phrase) directed(amount, word string) string {
	if p.unit == dist.Duration {
		return amount + " " + word
	}
	return word + " by " + amount
}

// word is the direction of a difference.
func (p *phrase) word(x float64) string {
	if x < 0 {
		return p.less
	}
	return p.more
}

// between prints a range of differences: "40 to 120 min later", "between 20 min
// earlier and 40 min later".
func (p *phrase) between(s *span) string {
	low, high := s.low, s.high
	switch {
	case low < 0 && high > 0:
		return fmt.Sprintf("between %s and %s", p.signed(low), p.signed(high))
	case high <= 0 && low < 0:
		return p.directed(p.fromTo(-high, -low), p.less)
	}
	return p.directed(p.fromTo(low, high), p.more)
}

// against is between with what is compared: "40 to 120 min later than in today",
// "less often than in today, by 0.1 to 0.2".
func (p *phrase) against(s *span, base string) string {
	if p.unit == dist.Duration || s.low < 0 && s.high > 0 {
		return p.between(s) + " than in " + base
	}
	low, high := s.low, s.high
	if high <= 0 {
		low, high = -high, -low
	}
	return p.word(s.low+s.high) + " than in " + base + ", by " + p.fromTo(low, high) + ","
}

// fromTo prints two sizes, with the unit once where it is the same.
func (p *phrase) fromTo(low, high float64) string {
	a, b := p.amount(low), p.amount(high)
	if a == b {
		return b
	}
	na, ua, _ := strings.Cut(a, " ")
	if _, ub, _ := strings.Cut(b, " "); ua == ub || low == 0 {
		a = na
	}
	return a + " to " + b
}

// sentence is a contrast in plain English, the range over the assumptions first:
// where it is, and what is said.
func (r *run) sentence(c *contrast, j *judged) (where, body string) {
	if len(r.scenarios) > 1 {
		where = "Under " + r.scenarios[c.scenario] + ", "
	}
	where += r.designName(c.design) + ": "
	p := r.phraseOf(c)
	switch {
	case j.status == Nothing:
		return where, p.topic + " is not compared with " + r.designName(0) + ": it arises " + j.why + "."
	case r.Study.Evidence == illustrative:
		return where, r.breakEven(c, j, &p, r.designName(0))
	case j.status == Undecided:
		return where, "whether " + p.subject + " " + p.more + " or " + p.less + " than in " + r.designName(0) + " is undecided: " + j.why + "."
	case c.told.sign() == 0:
		return where, r.alike(c, j, &p)
	}
	return where, r.difference(c, j, &p)
}

// difference tells of a contrast that is decided at the base.
func (r *run) difference(c *contrast, j *judged, p *phrase) string {
	text := p.subject + " " + r.size(c, j, p)
	switch j.status {
	case Depends:
		text += "; it depends: it " + j.why
	case Vanishes:
		text += "; it is " + j.why
	}
	return text + "." + r.horizonText(c, p)
}

// size is how great a difference is: the range over the assumptions, then the base.
// A structural study states the order and the range, and no single number.
func (r *run) size(c *contrast, j *judged, p *phrase) string {
	base := r.designName(0)
	wide := j.span != nil && len(r.assumed.points) > 0 && p.amount(j.span.low) != p.amount(j.span.high)
	over := ""
	if len(r.assumed.moved) > 0 && r.assumed.why == "" {
		over = fmt.Sprintf(" over the %s tried", plural(len(r.assumed.moved), "range"))
	}
	here := fmt.Sprintf(" (base %s, %s ±%s)", p.signed(c.told.value), IntervalLabel, p.amount(math.Max(c.told.high-c.told.value, c.told.value-c.told.low)))
	if r.Study.Evidence == structural {
		here = ""
	}
	switch {
	case wide:
		return p.against(j.span, base) + over + here
	case r.Study.Evidence == structural:
		return p.word(c.told.value) + " than in " + base + over
	}
	return p.against(&span{c.told.value, c.told.value}, base) + over + here
}

// alike tells of a contrast that is equal within the precision at the base.
func (r *run) alike(c *contrast, j *judged, p *phrase) string {
	text := strings.TrimSuffix(p.subject, " is") + " as in " + r.designName(0) + ", "
	switch {
	case j.status != Depends:
		return text + j.why + "."
	case c.told.same:
		text += "in every replication"
	default:
		text += "within ±" + p.amount(math.Max(-c.told.low, c.told.high))
	}
	text += " at the base; it depends: " + strings.TrimPrefix(j.why, alikeAtBase)
	if j.span != nil && p.amount(j.span.low) != p.amount(j.span.high) {
		text += "; over all points it is " + p.between(j.span)
	}
	return text + "." + r.horizonText(c, p)
}

// breakEven tells where the order of two designs turns, and gives no answer of its
// own.
func (r *run) breakEven(c *contrast, j *judged, p *phrase, other string) string {
	order := p.topic + ": the order with " + other
	switch {
	case len(j.reverse) > 0:
		var turns []string
		for _, v := range j.reverse[:min(len(j.reverse), reasonsShown)] {
			turns = append(turns, r.turnText(v))
		}
		text := order + " turns where " + or(turns)
		if more := len(j.reverse) - reasonsShown; more > 0 {
			text += fmt.Sprintf(", and at %s", plural(more, "further point"))
		}
		return text + "."
	case r.assumed.why != "":
		return order + " is not stated: " + r.assumed.why + "."
	case j.status == Undecided:
		return order + " is not stated: " + j.why + "."
	case j.status == Alike:
		return p.topic + ": no order with " + other + " within the precision asked, at any of the " + plural(len(r.assumed.points), "point") + " tried."
	case j.status == Depends:
		return order + " depends on the assumptions: " + strings.TrimPrefix(j.why, alikeAtBase) + "."
	}
	text := fmt.Sprintf("%s does not turn over the %s tried", order, plural(len(r.assumed.moved), "range"))
	if j.status == Vanishes {
		text += "; it is " + j.why
	}
	return text + "."
}

// turnText is a break-even: "the time of P/S is 55 min in the median".
func (r *run) turnText(v reversal) string {
	pt := &r.assumed.points[v.point]
	if pt.quantity < 0 {
		return r.pointText(v.point)
	}
	m := &r.assumed.moved[pt.quantity]
	return quantityName(m.Path, m.Chance) + " is " + inWords(r.valueAt(v))
}

// caveat is what stands above every result.
func (r *run) caveat(out *Result) string {
	text := "This compares written arrangements under stated assumptions. It is not a forecast and describes no operation plan. "
	switch a := &out.Assumptions; {
	case a.Delays > 1 && a.Assumed == a.Delays:
		text += fmt.Sprintf("All %s behind it are the authors' assumptions.", plural(a.Delays, "delay"))
	default:
		text += fmt.Sprintf("%d of the %s behind it are the authors' assumptions.", a.Assumed, plural(a.Delays, "delay"))
	}
	if a := &out.Assumptions; a.Numbers > 0 {
		text += fmt.Sprintf(" Of the %s of its crises %s.", plural(a.Numbers, "number"), allOr(a.OwnNumbers, a.Numbers))
	}
	if order := r.orderText(out); order != "" {
		text += " " + order
	}
	return text
}

// orderText says for how many of the ranges the order of the first judgement holds
// that is decided; where none is, of the first.
func (r *run) orderText(out *Result) string {
	if len(out.Judgements) == 0 {
		return ""
	}
	by := map[string]*Contrast{}
	for i := range out.Contrasts {
		by[out.Contrasts[i].ID] = &out.Contrasts[i]
	}
	c := by[out.Judgements[0].Contrast]
	for _, says := range []func(c *Contrast) bool{
		func(c *Contrast) bool { return c.Sign != 0 && c.Status != string(Undecided) },
		func(c *Contrast) bool { return c.Status == string(Depends) },
	} {
		if i := slices.IndexFunc(out.Judgements, func(j Judgement) bool { return says(by[j.Contrast]) }); i >= 0 {
			c = by[out.Judgements[i].Contrast]
			break
		}
	}
	pair := fmt.Sprintf("The order of %s and %s in %s", r.designName(0), r.nameOf(c.Design), r.measureByID(c.Measure))
	if len(r.scenarios) > 1 {
		pair += " under " + c.Scenario
	}
	switch {
	case !out.Assumptions.Tried:
		return pair + " was not tried over the ranges of the assumptions."
	case c.Status == string(Alike) && r.Study.Evidence == illustrative:
		return ""
	case c.Status == string(Alike):
		return fmt.Sprintf("%s and %s are alike in %s within the precision asked.", r.designName(0), r.nameOf(c.Design), r.measureByID(c.Measure))
	case c.Status == string(Depends) && c.Sign == 0 && r.Study.Evidence != illustrative:
		return fmt.Sprintf("%s is none at the base and depends on the assumptions.", pair)
	case c.Sign == 0 || c.Status == string(Undecided):
		return pair + " is not decided."
	case c.Points == 0:
		return pair + " rests on no range."
	}
	return fmt.Sprintf("%s holds for %s of the ranges tried%s.", pair, howMany(c.Agree, c.Points), reversedIf(c))
}

func (r *run) measureByID(id string) string {
	for i := range r.Study.Measures {
		if m := &r.Study.Measures[i]; m.ID == id {
			return r.measureName(m)
		}
	}
	return id
}

func reversedIf(c *Contrast) string {
	if len(c.Reverse) == 0 {
		return ""
	}
	return "; it reverses if " + c.Reverse[0].Text
}

func howMany(agree, points int) string {
	switch {
	case agree == points:
		return "all"
	case 2*agree > points:
		return "most"
	case agree > 0:
		return "some"
	}
	return "none"
}

func (r *run) nameOf(design string) string {
	for d, id := range r.designs {
		if id == design {
			return r.designName(d)
		}
	}
	return design
}
