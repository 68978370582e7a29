package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/answer"
	"entente/internal/check"
	"entente/internal/model"
	"entente/internal/timing"
)

// brief is the first page.
type brief struct {
	Question   string
	Judgements []judgement
	Matrix     briefMatrix
	Timeline   *figureView
	NoTimeline string
	Assumed    string
}

// judgement is one finding of the whole, and what it rests on.
type judgement struct {
	Head  string
	Items []string
	Rests string
}

func (b *builder) brief() brief {
	out := brief{Question: b.question()}
	out.Judgements = []judgement{b.judgeFaultless(), b.judgeDesigns(), b.judgeTimes()}
	out.Matrix = b.briefMatrix()
	a := b.in.Designs[0].Findings.Arrangement
	if proc, ok := timelineProcedure(a); ok {
		b.timeline = courseOf(a, proc)
		f := b.courseFigure(b.timeline, b.in.Designs[0])
		out.Timeline = &f
	} else {
		out.NoTimeline = "No procedure of the text decides a move, so there is no timeline."
	}
	out.Assumed = b.assumed()
	return out
}

func (b *builder) question() string {
	first := &b.in.Designs[0]
	q := "What can go wrong in " + first.name()
	if len(b.in.Designs) > 1 {
		var others []string
		for i := range b.in.Designs[1:] {
			others = append(others, b.in.Designs[i+1].name())
		}
		q += ", and what does " + listText(others) + " change"
	}
	if s := first.Findings.Scenario; s != nil {
		title := s.Title
		if title == "" {
			title = s.ID
		}
		return q + ", in the scenario “" + title + "”?"
	}
	return q + "? No scenario is laid down: any post or link may fail within the budget."
}

// phrases puts the elements of one kind of seam into words.
var phrases = [model.SeamCount]string{
	model.NoHolder:           "nobody holds %s",
	model.DualHolder:         "two hold %s at once",
	model.IneligibleHolder:   "somebody whom the text bars holds %s",
	model.NoAuthority:        "without the authority that it uses is done %s",
	model.NoDecider:          "nobody can do, when it is due, %s",
	model.NoQuorum:           "has to act without a quorum: %s",
	model.BypassedConsent:    "the decision goes on without the consent asked for: %s",
	model.Stuck:              "can be neither completed nor stopped: %s",
	model.DelegationOutlives: "goes on being held after the delegator is gone: %s",
	model.ConflictingChains:  "under two superiors stands %s",
	model.TwoHats:            "with work due in two procedures at once: %s",
	model.SinglePoint:        "hangs on one post or link: %s",
	model.Latency:            "a limit is exceeded or undecided: %s",
	model.NoProcedure:        "nothing answers an incident of kind %s",
	model.NoForum:            "in no common council’s remit: %s",
	model.NoCivilian:         "no chain to a national post from %s",
	model.DeadRule:           "nothing can ever use %s",
	model.InvariantSeam:      "the text’s own check does not hold: %s",
}

// named is an element with what is to be said of it.
type named struct {
	seam    model.Seam
	element string
	mark    string
}

func namedFinding(f *check.Finding) named {
	n := named{seam: f.Seam, element: f.Element}
	switch {
	case f.Accepted != "":
		n.mark = " (accepted)"
	case f.Disputed:
		n.mark = " (disputed)"
	}
	return n
}

// elementsMost bounds how many elements of a kind the brief names.
const elementsMost = 4

// sayNamed puts a list into phrases, one for each kind in the fixed order.
func sayNamed(list []named) string {
	var out []string
	for seam := range model.SeamCount {
		var words []string
		for _, n := range list {
			if n.seam == seam {
				words = append(words, n.element+n.mark)
			}
		}
		if len(words) == 0 {
			continue
		}
		if len(words) > elementsMost+1 {
			words = append(words[:elementsMost], "others")
		}
		out = append(out, fmt.Sprintf(phrases[seam], listText(words)))
	}
	return strings.Join(out, "; ")
}

// judgeFaultless names the seams that need no fault.
func (b *builder) judgeFaultless() judgement {
	j := judgement{Head: "Even when nothing fails"}
	var weakest []string
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		var list []named
		for k := range d.Findings.Findings {
			f := &d.Findings.Findings[k]
			if f.Faults == 0 && f.Class == "" && f.Seam != model.Latency && f.Seam != model.DeadRule && f.Seam != model.SinglePoint {
				list = append(list, namedFinding(f))
				weakest = append(weakest, f.Weakest)
			}
		}
		text := "no seam was found that needs no fault"
		if len(list) > 0 {
			text = sayNamed(list)
		}
		if len(b.in.Designs) > 1 {
			text = d.name() + ": " + text
		}
		j.Items = append(j.Items, capital(text)+".")
	}
	j.Rests = b.searched() + weakestText(weakest)
	return j
}

// searched says how far the search went, with the budget.
func (b *builder) searched() string {
	first := answer.BudgetText(b.in.Designs[0].Findings)
	var unfinished []string
	for i := range b.in.Designs {
		if !b.in.Designs[i].Findings.Exhaustive {
			unfinished = append(unfinished, b.in.Designs[i].name())
		}
	}
	if len(unfinished) > 0 {
		return "The search of " + listText(unfinished) + " did not finish: what is not found may still be there. It was to cover: " + first
	}
	for i := range b.in.Designs[1:] {
		if other := answer.BudgetText(b.in.Designs[i+1].Findings); other != first {
			return "Every order of events within each design’s budget was searched; the budgets differ (section 6). The first: " + first
		}
	}
	return "Every order of events within the budget was searched: " + lower(first)
}

// judgeDesigns says what each design fixes and creates; of a single design, what
// needs a fault.
func (b *builder) judgeDesigns() judgement {
	if len(b.in.Designs) == 1 {
		return b.judgeFaults()
	}
	j := judgement{Head: "What the designs change"}
	var weakest []string
	for i := range b.in.Designs[1:] {
		d := &b.in.Designs[i+1]
		var parts []string
		for _, status := range []struct {
			is   answer.DiffStatus
			word string
		}{{answer.Fixed, "fixes"}, {answer.Created, "creates"}, {answer.Unspecified, "is silent about"}, {answer.Undecided, "leaves undecided"}} {
			var list []named
			for _, item := range d.Diff.Items {
				if item.Status != status.is {
					continue
				}
				f := item.After
				if f == nil {
					f = item.Before
				}
				weakest = append(weakest, f.Weakest)
				n := namedFinding(f)
				n.element = item.Element
				list = append(list, n)
			}
			if len(list) > 0 {
				parts = append(parts, status.word+": "+sayNamed(list))
			}
		}
		if len(parts) == 0 {
			parts = []string{"neither fixes nor creates a seam of the kinds asked for"}
		}
		j.Items = append(j.Items, d.name()+" "+strings.Join(parts, ". It ")+".")
	}
	j.Rests = "The same check of each design, seam by seam; a design is judged only on questions that both texts answer." + weakestText(weakest)
	return j
}

func (b *builder) judgeFaults() judgement {
	j := judgement{Head: "When something fails"}
	d := &b.in.Designs[0]
	var list []named
	var weakest []string
	for k := range d.Findings.Findings {
		f := &d.Findings.Findings[k]
		if (f.Faults > 0 || f.Class != "" || f.Seam == model.SinglePoint) && f.Seam != model.Latency {
			list = append(list, namedFinding(f))
			weakest = append(weakest, f.Weakest)
		}
	}
	text := "within the budget, no fault leads to a seam that is not there without it"
	if len(list) > 0 {
		text = sayNamed(list)
	}
	j.Items = []string{capital(text) + "."}
	j.Rests = "The same search, with the faults that its budget allows." + weakestText(weakest)
	return j
}

// judgeTimes says how the limits stand, and which values would bound what
// cannot be bounded.
func (b *builder) judgeTimes() judgement {
	j := judgement{Head: "How long it takes"}
	var weakest []string
	said := ""
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		lines, worst := timesOf(d)
		weakest = append(weakest, worst...)
		text := strings.Join(lines, " ")
		if i > 0 && text == said {
			j.Items = append(j.Items, d.name()+": the same.")
			continue
		}
		if i == 0 {
			said = text
		}
		if len(b.in.Designs) > 1 {
			text = d.name() + ": " + text
		}
		j.Items = append(j.Items, capital(text))
	}
	j.Rests = "Worst cases rest on hard bounds, usual times on stated quantiles, computed without sampling; nothing lost, nobody refusing." + weakestText(weakest)
	return j
}

// timesOf says, limit by limit, how it stands.
func timesOf(d *Design) (lines, weakest []string) {
	a := d.Findings.Arrangement
	if len(a.Checks.Limits) == 0 {
		return []string{"The text sets no limit on a time."}, nil
	}
	if !slices.Contains(d.Findings.Used, model.Latency) {
		return []string{"The limits were not asked about."}, nil
	}
	for i := range a.Checks.Limits {
		l := &a.Checks.Limits[i]
		at := slices.IndexFunc(d.Findings.Findings, func(f check.Finding) bool { return f.Seam == model.Latency && f.Element == l.ID })
		if at < 0 {
			lines = append(lines, "Limit "+l.ID+" holds.")
			continue
		}
		f := &d.Findings.Findings[at]
		weakest = append(weakest, f.Weakest)
		var parts []string
		unbounded := false
		for _, s := range append([]string{f.Summary}, f.Detail...) {
			if strings.HasPrefix(s, "unbounded: ") {
				unbounded = true
				continue
			}
			text, _, _ := strings.Cut(s, " (computed without sampling")
			parts = append(parts, text)
		}
		text := "Limit " + l.ID
		if len(parts) > 0 {
			text += ": " + strings.Join(parts, "; ")
		}
		if unbounded {
			if len(parts) > 0 {
				text += ";"
			}
			text += " its worst case cannot be bounded: add `within` to " + listText(codes(wanted(a, l)))
		}
		lines = append(lines, text+".")
	}
	return lines, weakest
}

func codes(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, "`"+s+"`")
	}
	return out
}

// wanted lists the values that would bound a limit's worst case.
func wanted(a *model.Arrangement, l *model.Limit) []string {
	var out []string
	add := func(s timing.Span) {
		if !math.IsInf(s.Hard.High, 1) {
			return
		}
		for _, path := range s.Hard.Unbounded {
			if !slices.Contains(out, path) {
				out = append(out, path)
			}
		}
	}
	if l.Procedure != model.None {
		add(timing.Span{Hard: timing.Procedure(a, l.Procedure, -1)})
		return out
	}
	auth, gap := l.NoHolder, true
	if auth == model.None {
		auth, gap = l.DualHolder, false
	}
	if auth == model.None {
		return out
	}
	for i := range a.Authorities[auth].Handovers {
		if s, ok := timing.HandoverSpan(a, &a.Authorities[auth].Handovers[i], gap); ok {
			add(s)
		}
	}
	return out
}

// weakestText names the weakest of grades as timing prints them.
func weakestText(grades []string) string {
	worst, at := -1, ""
	for _, g := range grades {
		if g == "" {
			continue
		}
		if r := gradeRank(g); r > worst {
			worst, at = r, g
		}
	}
	if worst < 0 {
		return ""
	}
	return " Weakest source: " + at + "."
}

// gradeRank orders grades as timing.Weakest does: digit first, then letter; what
// has no source is weakest.
func gradeRank(g string) int {
	open := strings.LastIndexByte(g, '(')
	if open < 0 || len(g) < open+4 {
		return 1000
	}
	letter, digit := int(g[open+1]), int(g[open+2]-'0')
	if g[open+1] == '?' {
		letter = 'G'
	}
	if g[open+2] == '?' {
		digit = 7
	}
	return 10*digit + letter - 'A'
}

// assumed says how many delays are assumptions, and which of them stand on the
// timeline.
func (b *builder) assumed() string {
	if len(b.delays) == 0 {
		return "The texts give no delays."
	}
	text := delayCount(b.delays) + " behind this report are the authors’ assumptions: marked so, without a source, not graded, or graded 4 or worse (section 7)."
	if b.timeline == nil {
		return text
	}
	var on []string
	p := &b.timeline.a.Procedures[b.timeline.proc]
	for _, t := range b.timeline.steps {
		s := &p.Steps[t.step]
		if !s.Time.Set {
			on = append(on, s.ID+" (the text gives no time)")
		} else if assumed(b.timeline.a, &s.Time) != "" {
			on = append(on, s.ID+" ("+timing.Grade(b.timeline.a, s.Time.Cite)+")")
		}
	}
	if len(on) > 0 {
		text += " Among the steps of Figure 1: " + listText(on) + "."
	}
	return text
}

func capital(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}

func lower(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToLower(string(r[0])) + string(r[1:])
}
