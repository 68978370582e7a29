package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/answer"
	"entente/internal/check"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/timing"
)

// brief is the first page.
type brief struct {
	Question   string
	Judgements []judgement
	Changes    *briefChanges // of many designs
	Matrix     briefMatrix
	Timeline   *figureView
	NoTimeline string
	Assumed    string
}

// judgement is one finding of the whole, and what it rests on.
type judgement struct {
	Head  string
	Items []judged
	Rests string
}

// judged is what is said of one design, or of one thing that a design does.
type judged struct {
	Lead   string
	Points []string
}

func (b *builder) brief() brief {
	out := brief{Question: b.question()}
	a := b.in.Designs[0].Findings.Arrangement
	proc, timed := timelineProcedure(a)
	if timed {
		b.timeline = courseOf(a, proc)
	}
	room := 0.0
	if b.many() {
		room = b.fitMany(&out)
	}
	for b.pointsMost = 7; !b.many(); b.pointsMost-- {
		out.Judgements = []judgement{b.judgeFaultless(), b.judgeDesigns(), b.judgeTimes()}
		room = roomForMatrix(out.Judgements, b.timeline)
		if room >= matrixLeast || b.pointsMost == 2 {
			break
		}
	}
	out.Matrix = b.briefMatrix(roomOrLeast(room))
	if timed {
		f := b.courseFigure(b.timeline, b.in.Designs[0])
		out.Timeline = &f
		b.timelineFigure = f.N
	} else {
		out.NoTimeline = "No procedure of the text decides a move, so there is no timeline."
	}
	out.Assumed = b.assumed()
	return out
}

// cut keeps the first points and says that there are more.
func (b *builder) cut(points []string) []string {
	if len(points) <= b.pointsMost {
		return points
	}
	return append(slices.Clone(points[:b.pointsMost-1]), "more of other kinds (section 4)")
}

// The room on the first printed page, in points: what is left for the judgements
// and the rows of the matrix once all else has its place.
const (
	briefRoom   = 570.0
	matrixLeast = 70.0
)

// roomForMatrix estimates how much of the first page is left for the rows of the
// matrix: the three judgements stand side by side above it, the timeline below.
func roomForMatrix(list []judgement, c *course) float64 {
	lines := func(s string, chars int) float64 { return 1 + math.Floor(float64(len([]rune(s)))/float64(chars)) }
	longest := 0.0
	for _, j := range list {
		n := 9.5 * lines(j.Rests, 42)
		for _, x := range j.Items {
			if x.Lead != "" {
				n += 11 * lines(x.Lead, 36)
			}
			for _, p := range x.Points {
				n += 1 + 10*lines(p, 35)
			}
			n += 3
		}
		longest = math.Max(longest, n)
	}
	room := briefRoom - longest
	if c != nil {
		room -= 0.53 * (70 + timeRow*float64(len(c.steps)))
	}
	return room
}

func (b *builder) question() string {
	first := &b.in.Designs[0]
	q := "What can go wrong in " + first.name()
	if b.many() {
		q += fmt.Sprintf(", and what do the other %s designs change", numberWord(len(b.in.Designs)-1))
	} else if len(b.in.Designs) > 1 {
		var others []string
		for i := range b.in.Designs[1:] {
			others = append(others, "“"+b.in.Designs[i+1].name()+"”")
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
	return q + ", with no scenario laid down?"
}

// phrases put the elements of one kind of seam into words: one of them, several.
var phrases = [model.SeamCount][2]string{
	model.NoHolder:           {"nobody holds %s", "nobody holds %s"},
	model.DualHolder:         {"two hold %s at once", "two hold %s at once"},
	model.IneligibleHolder:   {"somebody whom the text bars holds %s", "somebody whom the text bars holds %s"},
	model.NoAuthority:        {"%s is done without the authority that it uses", "%s are done without the authority that they use"},
	model.NoDecider:          {"%s falls due and nobody can do it", "%s fall due and nobody can do them"},
	model.NoQuorum:           {"%s has to act without a quorum", "%s have to act without a quorum"},
	model.BypassedConsent:    {"%s takes effect", "%s take effect"},
	model.Stuck:              {"%s can be left with no way to complete or stop", "%s can be left with no way to complete or stop"},
	model.DelegationOutlives: {"%s goes on being held while the delegator’s office is empty", "%s go on being held while the delegator’s office is empty"},
	model.ConflictingChains:  {"%s stands under two superiors", "%s stand under two superiors"},
	model.TwoHats:            {"%s has work due in two procedures at once", "%s have work due in two procedures at once"},
	model.SinglePoint:        {"%s", "%s"},
	model.Latency:            {"the limit %s is exceeded or cannot be judged", "the limits %s are exceeded or cannot be judged"},
	model.NoProcedure:        {"nothing answers an incident of kind %s", "nothing answers incidents of the kinds %s"},
	model.NoForum:            {"%s is in no common council’s remit", "%s are in no common council’s remit"},
	model.NoCivilian:         {"above the holder of %s no chain reaches a national post", "above the holders of %s no chain reaches a national post"},
	model.DeadRule:           {"nothing can ever use %s", "nothing can ever use %s"},
	model.InvariantSeam:      {"the text’s own check %s does not hold", "the text’s own checks %s do not hold"},
	model.DeadOption:         {"nobody can ever take the option %s", "nobody can ever take the options %s"},
	model.CrossedLine:        {"%s", "%s"},
	model.UnauthorisedOption: {"%s is taken without the authority or a consent that it needs", "%s are taken without the authority or a consent that they need"},
}

// named is an element with what is to be said of it.
type named struct {
	seam    model.Seam
	element string
	mark    string
	whole   string // the sentence that stands for itself, where no element may be named
}

func namedFinding(f *check.Finding) named {
	n := named{seam: f.Seam, element: f.Element}
	if f.Class != "" {
		n.whole = f.Summary.String()
	}
	switch {
	case f.Accepted != "":
		n.mark = " (accepted)"
	case f.Disputed:
		n.mark = " (disputed)"
	}
	return n
}

// words is the element as a phrase names it.
func (n named) words() string {
	first, second, two := strings.Cut(n.element, " ")
	switch {
	case two && n.seam == model.BypassedConsent:
		return first + " without the consent of " + second + n.mark
	case two && n.seam == model.CrossedLine:
		return second + " may be taken where it crosses the declared line " + first + n.mark
	case two && n.seam == model.SinglePoint:
		return first + " cannot be completed once " + second + " is lost" + n.mark
	}
	return n.element + n.mark
}

// wholeSentences are the sentences of one kind that stand for themselves. Those
// that differ in the class of the post alone are put into one.
func wholeSentences(list []named, seam model.Seam) []string {
	const begin, lost = "with one post of class ", " lost, "
	var out, tails []string
	var classes [][]string
	for _, n := range list {
		if n.seam != seam || n.whole == "" {
			continue
		}
		class, rest, ok := strings.Cut(strings.TrimPrefix(n.whole, begin), lost)
		tail := rest + n.mark
		if !ok || !strings.HasPrefix(n.whole, begin) {
			class, tail = "", n.whole+n.mark
		}
		at := slices.Index(tails, tail)
		if at < 0 {
			at = len(tails)
			tails, classes, out = append(tails, tail), append(classes, nil), append(out, "")
		}
		if class == "" {
			out[at] = tail
			continue
		}
		if !slices.Contains(classes[at], class) {
			classes[at] = append(classes[at], class)
		}
		names := listText(classes[at])
		if k := strings.LastIndex(names, " and "); k >= 0 {
			names = names[:k] + " or " + names[k+len(" and "):]
		}
		out[at] = begin + names + lost + tail
	}
	return out
}

// elementsMost bounds how many elements of a kind the brief names.
const elementsMost = 4

// sayNamed puts a list into phrases, one for each kind in the fixed order.
func sayNamed(list []named) []string {
	var out []string
	for seam := range model.SeamCount {
		var words []string
		for _, n := range list {
			switch {
			case n.seam != seam:
			case n.whole == "":
				words = append(words, n.words())
			}
		}
		for _, s := range wholeSentences(list, seam) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		if len(words) == 0 {
			continue
		}
		form := 0
		if len(words) > 1 {
			form = 1
		}
		if len(words) > elementsMost+1 {
			words = append(words[:elementsMost], "others (section 4)")
		}
		out = append(out, fmt.Sprintf(phrases[seam][form], listText(words)))
	}
	return out
}

// judgeFaultless names the seams that need no fault.
func (b *builder) judgeFaultless() judgement {
	j := judgement{Head: "Even when nothing fails"}
	var weakest []string
	for i := range b.told() {
		d := &b.in.Designs[i]
		var list []named
		for k := range d.Findings.Findings {
			f := &d.Findings.Findings[k]
			if f.Faults == 0 && f.Class == "" && f.Seam != model.Latency && f.Seam != model.DeadRule && f.Seam != model.DeadOption && f.Seam != model.SinglePoint {
				list = append(list, namedFinding(f))
				weakest = append(weakest, f.Weakest)
			}
		}
		points := []string{"no seam was found that needs no fault"}
		if len(list) > 0 {
			points = sayNamed(list)
		}
		j.Items = append(j.Items, judged{b.lead(d), b.cut(points)})
	}
	j.Rests = b.searched() + weakestText(weakest)
	return j
}

// told are the designs of which the brief says what goes wrong: of many the first
// alone, since a table says what the others change.
func (b *builder) told() []Design {
	if b.many() {
		return b.in.Designs[:1]
	}
	return b.in.Designs
}

// numberWord writes small numbers out.
func numberWord(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}

// lead names a design where there are several.
func (b *builder) lead(d *Design) string {
	if len(b.in.Designs) > 1 {
		return d.name()
	}
	return ""
}

// searched says how far the search went, with the budget.
func (b *builder) searched() string {
	first := answer.BudgetText(b.in.Designs[0].Findings).String()
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
		if other := answer.BudgetText(b.in.Designs[i+1].Findings).String(); other != first {
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
		said := len(j.Items)
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
				j.Items = append(j.Items, judged{d.name() + " " + status.word, b.cut(sayNamed(list))})
			}
		}
		if len(j.Items) == said {
			j.Items = append(j.Items, judged{d.name(), []string{"neither fixes nor creates a seam of the kinds asked for"}})
		}
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
	points := []string{"within the budget, no fault leads to a seam that is not there without it"}
	if len(list) > 0 {
		points = sayNamed(list)
	}
	j.Items = []judged{{b.lead(d), b.cut(points)}}
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
		if i > 0 && text == said && !b.many() {
			lines = []string{"the same"}
		}
		if i == 0 {
			said = text
		}
		j.Items = append(j.Items, judged{b.lead(d), lines})
	}
	if b.many() {
		j.Items = groupTimes(j.Items)
	}
	j.Rests = "Worst cases rest on hard bounds, usual times on stated quantiles, computed without sampling; nothing lost, nobody refusing." + weakestText(weakest)
	return j
}

// timesOf says, limit by limit, how it stands.
func timesOf(d *Design) (lines, weakest []string) {
	a := d.Findings.Arrangement
	if len(a.Checks.Limits) == 0 {
		return []string{"the text sets no limit on a time"}, nil
	}
	if !slices.Contains(d.Findings.Used, model.Latency) {
		return []string{"the limits were not asked about"}, nil
	}
	for i := range a.Checks.Limits {
		l := &a.Checks.Limits[i]
		at := slices.IndexFunc(d.Findings.Findings, func(f check.Finding) bool { return f.Seam == model.Latency && f.Element == l.ID })
		if at < 0 {
			lines = append(lines, "limit "+l.ID+" holds")
			continue
		}
		f := &d.Findings.Findings[at]
		weakest = append(weakest, f.Weakest)
		var parts []string
		unbounded := false
		for _, s := range append([]string{f.Summary.String()}, say.All(f.Detail, say.English)...) {
			if strings.HasPrefix(s, "unbounded: ") {
				unbounded = true
				continue
			}
			text, _, _ := strings.Cut(s, " (computed without sampling")
			parts = append(parts, text)
		}
		text := "limit " + l.ID + ": "
		if unbounded {
			parts = append(parts, "its worst case cannot be bounded; `within` would bound it on "+shortPaths(wanted(a, l)))
		}
		lines = append(lines, text+strings.Join(parts, "; "))
	}
	return lines, weakest
}

// shortPaths names the addresses of times by procedure: "the steps request,
// agree of declare-war".
func shortPaths(paths []string) string {
	var groups, out []string
	steps := map[string][]string{}
	for _, path := range paths {
		p := strings.Split(path, "/")
		switch {
		case len(p) == 5 && p[0] == "procedures" && p[2] == "steps" && p[4] == "time":
			if steps[p[1]] == nil {
				groups = append(groups, p[1])
			}
			steps[p[1]] = append(steps[p[1]], p[3])
		case len(p) == 3 && p[0] == "councils" && p[2] == "convene":
			out = append(out, "the convening of "+p[1])
		default:
			out = append(out, path)
		}
	}
	for _, g := range groups {
		word := "step "
		if len(steps[g]) > 1 {
			word = "steps "
		}
		out = append(out, word+listText(steps[g])+" of "+g)
	}
	return strings.Join(out, ", and ")
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
	if at == "no source" {
		return " The weakest of it has no source."
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
	text := delayCount(b.delays, "behind this report") + " are the authors’ assumptions: marked so, without a source, not graded, or graded 4 or worse (section 7)."
	if b.timeline == nil {
		return text
	}
	p := &b.timeline.a.Procedures[b.timeline.proc]
	var groups []string
	for _, why := range [...]string{"marked as an assumption", "no source", "not graded", "graded 4 or worse", "no time given"} {
		var on []string
		for _, t := range b.timeline.steps {
			s := &p.Steps[t.step]
			is := "no time given"
			if s.Time.Set {
				is = assumed(b.timeline.a, &s.Time)
			}
			if is == why {
				on = append(on, s.ID)
			}
		}
		if len(on) > 0 {
			groups = append(groups, listText(on)+" ("+why+")")
		}
	}
	if len(groups) > 0 {
		text += fmt.Sprintf(" Among the steps of Figure %d: ", b.timelineFigure) + strings.Join(groups, "; ") + "."
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
