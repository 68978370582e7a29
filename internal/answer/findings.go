package answer

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/timing"
)

// TextOptions says how findings are written for a terminal.
type TextOptions struct {
	Colour  bool
	Verbose bool // list every search; of a comparison, tell the story of every seam
	Width   int  // columns; 0: 100
	Lang    say.Lang
}

// in says a text in the language asked for.
func (o TextOptions) in(t say.Text) string { return t.In(o.Lang) }

// tone wraps a text in an ANSI colour.
func (o TextOptions) tone(code, s string) string {
	if !o.Colour {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// WriteFindings writes a result for people: what was asked, each finding with
// its story, what was searched.
func WriteFindings(w io.Writer, r *check.Result, o TextOptions) error {
	if o.Width == 0 {
		o.Width = 100
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", o.tone("1", o.in(heading(r))), wrap(o.in(BudgetText(r)), o.Width, ""))
	if len(r.Findings) == 0 {
		fmt.Fprintf(&b, "\n%s\n", o.in(sayf("No seam of the kinds asked for was found.")))
	}
	for i := range r.Findings {
		b.WriteByte('\n')
		WriteFinding(&b, &r.Findings[i], o)
	}
	b.WriteByte('\n')
	writeReadings(&b, r, o)
	writeSearches(&b, r, o)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeReadings says how the verdicts differ under the rival readings of what
// the text disputes.
func writeReadings(b *strings.Builder, r *check.Result, o TextOptions) {
	if len(r.Readings) == 0 {
		return
	}
	fmt.Fprintf(b, "%s\n", o.tone("1", o.in(sayf("Disputed"))))
	for _, d := range r.Readings {
		fmt.Fprintf(b, "%s\n", wrap(o.in(ReadingText(r.Arrangement, &d)), o.Width, "  "))
	}
	b.WriteByte('\n')
}

// ReadingText says in a sentence how the verdicts differ under a rival reading.
func ReadingText(a *model.Arrangement, d *check.Reading) say.Text {
	head := func(rest say.Text) say.Text {
		return sayf("%s reads %q; %q has it %q: %s", d.Path, d.InForce, timing.Grade(a, d.Cite), d.Rival, rest)
	}
	switch {
	case !d.Tried:
		return head(sayf("the text does not hold together under it, so it is not checked"))
	case len(d.Found)+len(d.Gone) == 0 && d.Undecided:
		return head(sayf("undecided, since not every search is exhaustive"))
	case len(d.Found)+len(d.Gone) == 0:
		return head(sayf("no verdict differs"))
	}
	var parts []say.Text
	names := func(ids []check.ID) say.Text {
		var out []say.Text
		for _, id := range ids {
			out = append(out, sayf("%s %s", check.KindName(id.Seam), id.Element))
		}
		return say.Join(out, ", ")
	}
	if len(d.Found) > 0 {
		parts = append(parts, sayf("found only then: %s", names(d.Found)))
	}
	if len(d.Gone) > 0 {
		parts = append(parts, sayf("no longer found then: %s", names(d.Gone)))
	}
	if d.Undecided {
		parts = append(parts, sayf("the rest is undecided, since not every search is exhaustive"))
	}
	return head(say.Join(parts, "; "))
}

func heading(r *check.Result) say.Text {
	a := r.Arrangement
	out := say.Plain(a.Title)
	if len(a.Variant) > 0 {
		out = sayf("%s with %s", out, strings.Join(a.Variant, ", "))
	}
	if r.Scenario != nil {
		out = sayf("%s under %s", out, r.Scenario.Title)
	}
	return out
}

// BudgetText says what the search was allowed to do.
func BudgetText(r *check.Result) say.Text {
	b := &r.Budget
	a := r.Arrangement
	var faults say.Text
	switch {
	case b.Faults == 0:
	case a.Real:
		faults = sayf("%s (one post or one link of a class)", faultsText(b.Faults))
	case b.Scenario:
		var what []say.Text
		for _, p := range b.Posts {
			what = append(what, a.Posts[p].Said().Text())
		}
		for _, p := range b.Persons {
			what = append(what, check.PersonName(a, p).Text())
		}
		for _, l := range b.Links {
			what = append(what, a.Links[l].Said().Text())
		}
		faults = sayf("%s among %s", faultsText(b.Faults), say.Join(what, ", "))
	default:
		faults = sayf("%s among all posts and links", faultsText(b.Faults))
	}
	rest := sayf("%d starts of deciding procedures", b.Starts)
	if b.Starts == 1 {
		rest = sayf("1 start of deciding procedures")
	}
	if len(b.Incidents) > 0 {
		var incidents []say.Text
		for i := range b.Incidents {
			incidents = append(incidents, say.Plain(b.Incidents[i].ID))
		}
		rest = sayf("%s; each incident at most once (%s)", rest, say.Join(incidents, ", "))
	}
	if b.Faults == 0 {
		return sayf("Every order of events without faults, with at most %s.", rest)
	}
	return sayf("Every order of events with at most %s; %s.", faults, rest)
}

func faultsText(n int) say.Text {
	if n == 1 {
		return sayf("1 fault")
	}
	return sayf("%d faults", n)
}

// gradeText is a grade in words.
func gradeText(grade string) say.Text {
	if grade == "no source" {
		return sayf("no source")
	}
	return say.Plain(grade)
}

// KindText says what a kind of seam means, and what to try.
func KindText(s model.Seam) say.Text {
	return sayf("%s (a seam)\n%s\n\ntry: %s\n", check.KindName(s), check.Meaning(s), check.Remedy(s))
}

// WeakestText is the weakest grade that a finding rests on, in words.
func WeakestText(f *check.Finding) say.Text {
	if f.Weakest == "no source" {
		return sayf("a value without a source")
	}
	return say.Plain(f.Weakest)
}

// WriteFinding writes one finding with its story.
func WriteFinding(b *strings.Builder, f *check.Finding, o TextOptions) {
	if o.Width == 0 {
		o.Width = 100
	}
	mark := ""
	switch {
	case f.Accepted != "":
		mark = " (" + o.in(sayf("accepted")) + ")"
	case f.Disputed:
		mark = " (" + o.in(sayf("disputed")) + ")"
	}
	fmt.Fprintf(b, "%s  %s%s\n", o.tone("1;35", o.in(check.KindName(f.Seam))), o.tone("1", o.in(f.ElementText())), mark)
	fmt.Fprintf(b, "%s\n", wrap(o.in(f.Summary), o.Width, "  "))
	for _, d := range f.Detail {
		fmt.Fprintf(b, "%s\n", wrap(o.in(d), o.Width, "  "))
	}
	for i, sc := range f.Story {
		line := ""
		if !sc.Line.IsZero() {
			line = o.tone("2", fmt.Sprintf("  [%s:%d]", sc.Line.Source.Name, sc.Line.Start.Line))
		}
		fmt.Fprintf(b, "  %2d. %s%s\n", i+1, o.in(sc.Text), line)
		for _, c := range sc.Changes {
			fmt.Fprintf(b, "      %s\n", o.in(c))
		}
	}
	if len(f.Story) == 0 {
		shown := map[string]bool{}
		for _, l := range f.Lines {
			if l.IsZero() {
				continue
			}
			line := fmt.Sprintf("[%s:%d] %s", l.Source.Name, l.Start.Line, strings.TrimSpace(l.Source.Line(l.Start.Line)))
			if !shown[line] {
				shown[line] = true
				fmt.Fprintf(b, "  %s\n", o.tone("2", clip(line, o.Width-2)))
			}
		}
	}
	note := func(text say.Text) { fmt.Fprintf(b, "%s\n", wrap(o.in(text), o.Width, "  ")) }
	if f.Lasts != nil {
		note(sayf("lasts: %s", f.Lasts.Text))
	}
	if f.When != nil && len(f.Story) > 0 {
		note(sayf("time: %s", f.When.Text()))
	}
	if f.Weakest != "" {
		note(sayf("rests on, weakest: %s", WeakestText(f)))
	}
	if !f.Try.Empty() {
		note(sayf("try: %s", f.Try))
	}
	if f.Accepted != "" {
		note(sayf("accepted: %s", acceptedText(f)))
	}
}

// acceptedText is the reason that the text gives, or that it gives one.
func acceptedText(f *check.Finding) say.Text {
	if f.Class != "" && f.Accepted != "" {
		return sayf("the text accepts it and says why")
	}
	return say.Plain(f.Accepted)
}

func writeSearches(b *strings.Builder, r *check.Result, o TextOptions) {
	states, events := 0, 0
	for _, s := range r.Searches {
		states += s.States
		events += s.Transitions
	}
	fmt.Fprintf(b, "%s\n", o.in(searchesText(len(r.Searches), r.Exhaustive, states, events)))
	for _, s := range r.Searches {
		if s.Exhaustive && !o.Verbose {
			continue
		}
		status := sayf("exhaustive")
		if !s.Exhaustive {
			status = sayf("inconclusive: %s", s.Why)
		}
		asked := strings.Join(s.Asked, ", ")
		fmt.Fprintf(b, "  %s\n", o.in(sayf("%s: %s states, %s events, %s", asked, count(s.States), count(s.Transitions), status)))
		fmt.Fprintf(b, "%s\n", wrap(o.in(sayf("cone: %s", s.Cone)), o.Width, "    "))
	}
}

func searchesText(n int, exhaustive bool, states, events int) say.Text {
	verdict := sayf("every one exhaustive")
	if !exhaustive {
		verdict = sayf("NOT exhaustive: what is not found may still be there")
	}
	if n == 1 {
		return sayf("1 search, %s; %s states, %s events.", verdict, count(states), count(events))
	}
	return sayf("%d searches, %s; %s states, %s events.", n, verdict, count(states), count(events))
}

// count is a number that is said in groups of three digits.
type count int

// In says the number as the language groups it.
func (n count) In(l say.Lang) string {
	if l == say.Korean {
		return strings.ReplaceAll(thousands(int(n)), " ", ",")
	}
	return thousands(int(n))
}

// thousands prints a number in groups of three digits.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}

// clip shortens a text to so many cells, with a sign that it goes on.
func clip(text string, cells int) string {
	if diag.Width(text) <= cells {
		return text
	}
	var b strings.Builder
	used := 0
	for _, r := range text {
		if used += diag.Width(string(r)); used > cells-1 {
			break
		}
		b.WriteRune(r)
	}
	return b.String() + "…"
}

// wrap breaks a text at spaces so that lines fit the width, each indented.
func wrap(text string, width int, indent string) string {
	var lines []string
	line := indent
	for _, word := range strings.Fields(text) {
		if diag.Width(line)+1+diag.Width(word) > width && strings.TrimSpace(line) != "" {
			lines = append(lines, line)
			line = indent
		}
		if strings.TrimSpace(line) != "" {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}

// ResultJSON is what `check --json` prints. Fields are only added, never
// changed, within one version.
type ResultJSON struct {
	Version     int            `json:"version"`
	Arrangement string         `json:"arrangement"`
	Variants    []string       `json:"variants,omitempty"`
	Scenario    string         `json:"scenario,omitempty"`
	Real        bool           `json:"real"`
	Budget      BudgetJSON     `json:"budget"`
	Exhaustive  bool           `json:"exhaustive"`
	Status      int            `json:"status"`
	Findings    []FindingJSON  `json:"findings"`
	Searches    []check.Search `json:"searches"`
	Disputed    []ReadingJSON  `json:"disputed,omitempty"`
}

// ReadingJSON is one rival reading of a disputed value.
type ReadingJSON struct {
	Path    string   `json:"path"`
	InForce string   `json:"inForce"`
	Rival   string   `json:"rival"`
	Source  string   `json:"source"`
	Note    string   `json:"note,omitempty"`
	Tried   bool     `json:"tried"`
	Found   []string `json:"found,omitempty"`
	Gone    []string `json:"gone,omitempty"`

	Undecided bool `json:"undecided,omitempty"`
}

// BudgetJSON is what a search was allowed to do.
type BudgetJSON struct {
	Faults    int      `json:"faults"`
	Starts    int      `json:"starts"`
	Incidents []string `json:"incidents"`
	Text      say.Text `json:"text"`
}

// FindingJSON is one finding.
type FindingJSON struct {
	Check    string      `json:"check"`
	Element  string      `json:"element"`
	Named    say.Text    `json:"named,omitzero"` // the element in words, where it is a class
	Summary  say.Text    `json:"summary"`
	Detail   []say.Text  `json:"detail,omitempty"`
	Faults   int         `json:"faults"`
	Class    string      `json:"class,omitempty"`
	Story    []SceneJSON `json:"story,omitempty"`
	Lines    []LineJSON  `json:"lines,omitempty"`
	Lasts    say.Text    `json:"lasts,omitzero"`
	Time     *TimeJSON   `json:"time,omitempty"`
	Weakest  say.Text    `json:"weakest,omitzero"`
	Try      say.Text    `json:"try,omitzero"`
	Verdict  string      `json:"verdict,omitempty"`
	Disputed bool        `json:"disputed,omitempty"`
	Accepted say.Text    `json:"accepted,omitzero"`

	About check.About `json:"about"` // by the ids of the text; empty of a class
}

// SceneJSON is one event of a story.
type SceneJSON struct {
	Event   string     `json:"event"`
	Text    say.Text   `json:"text"`
	Changes []say.Text `json:"changes,omitempty"`
	Line    *LineJSON  `json:"line,omitempty"`
	Fault   bool       `json:"fault,omitempty"`
	// When it can happen, in seconds after the start: Earliest is absent where the
	// times of the story contradict each other, Latest also where it is unbounded.
	Earliest *float64 `json:"earliestSeconds,omitempty"`
	Latest   *float64 `json:"latestSeconds,omitempty"`
}

// LineJSON is a line of a text.
type LineJSON struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Text string `json:"text"`
}

// TimeJSON is when a story can happen; Latest is absent where it is unbounded.
type TimeJSON struct {
	Possible bool     `json:"possible"`
	Earliest float64  `json:"earliestSeconds"`
	Latest   *float64 `json:"latestSeconds,omitempty"`
	Text     say.Text `json:"text"`
}

var verdictNames = map[check.Verdict]string{check.Exceeded: "exceeded", check.Depends: "depends", check.Unbounded: "unbounded", check.NeedsRun: "needs-run", check.Undecided: "undecided"}

// JSON returns the result as data.
func JSON(r *check.Result) ResultJSON {
	out := ResultJSON{
		Version: 1, Arrangement: r.Arrangement.ID, Variants: r.Arrangement.Variant, Real: r.Arrangement.Real,
		Budget:     BudgetJSON{Faults: r.Budget.Faults, Starts: r.Budget.Starts, Incidents: []string{}, Text: BudgetText(r)},
		Exhaustive: r.Exhaustive, Status: r.Status(), Searches: r.Searches, Findings: []FindingJSON{},
	}
	if r.Scenario != nil {
		out.Scenario = r.Scenario.ID
	}
	for _, i := range r.Budget.Incidents {
		out.Budget.Incidents = append(out.Budget.Incidents, i.ID)
	}
	for i := range r.Findings {
		out.Findings = append(out.Findings, findingJSON(r, &r.Findings[i]))
	}
	for _, d := range r.Readings {
		out.Disputed = append(out.Disputed, ReadingJSON{d.Path, d.InForce, d.Rival, timing.Grade(r.Arrangement, d.Cite), d.Note, d.Tried, idTexts(d.Found), idTexts(d.Gone), d.Undecided})
	}
	return out
}

func idTexts(ids []check.ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, id.Seam.String()+" "+id.Element)
	}
	return out
}

func findingJSON(r *check.Result, f *check.Finding) FindingJSON {
	out := FindingJSON{
		Check: f.Seam.String(), Element: f.Element, Summary: f.Summary, Detail: f.Detail, Faults: f.Faults, Class: f.Class,
		Weakest: gradeText(f.Weakest), Try: f.Try, Disputed: f.Disputed, Accepted: acceptedText(f), About: f.About(r.Arrangement, r.Budget.Crisis),
	}
	if f.Class != "" {
		out.Named = f.ElementText()
	}
	if f.Seam == model.Latency || f.Verdict == check.Undecided {
		out.Verdict = verdictNames[f.Verdict]
	}
	if len(f.Story) > 0 {
		out.Story = scenesJSON(f.Story)
	}
	for _, l := range f.Lines {
		if line := lineJSON(l); line != nil {
			out.Lines = append(out.Lines, *line)
		}
	}
	if f.Lasts != nil {
		out.Lasts = f.Lasts.Text
	}
	if f.When != nil && len(f.Story) > 0 {
		out.Time = &TimeJSON{Possible: f.When.Possible, Earliest: f.When.Earliest, Latest: finite(f.When.Latest), Text: f.When.Text()}
	}
	return out
}

func scenesJSON(story []check.Scene) []SceneJSON {
	out := []SceneJSON{}
	for _, sc := range story {
		s := SceneJSON{Event: sc.Event, Text: sc.Text, Changes: sc.Changes, Line: lineJSON(sc.Line), Fault: sc.Fault}
		if sc.Window != nil {
			s.Earliest, s.Latest = &sc.Window.Earliest, finite(sc.Window.Latest)
		}
		out = append(out, s)
	}
	return out
}

// lineJSON is the line at a span, or nil where there is none.
func lineJSON(s diag.Span) *LineJSON {
	if s.IsZero() {
		return nil
	}
	return &LineJSON{s.Source.Name, s.Start.Line, strings.TrimSpace(s.Source.Line(s.Start.Line))}
}

// finite is a number, or nil for one that is not bounded.
func finite(x float64) *float64 {
	if math.IsInf(x, 1) {
		return nil
	}
	return &x
}

// WriteJSON writes a value as indented JSON.
func WriteJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// WriteDiff writes a comparison for people: the text first, then each seam.
func WriteDiff(w io.Writer, d *DiffResult, o TextOptions) error {
	if o.Width == 0 {
		o.Width = 100
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", o.tone("1", o.in(heading(d.Before))+"  →  "+o.in(heading(d.After))))
	fmt.Fprintf(&b, "%s\n\n%s\n", wrap(o.in(BudgetText(d.After)), o.Width, ""), o.in(sayf("The text")))
	for _, c := range d.After.Arrangement.Changes {
		fmt.Fprintf(&b, "  %-6s %s%s\n", c.Verb, c.Path, o.in(fromTo(c)))
		if c.Why != "" {
			fmt.Fprintf(&b, "         %s\n", c.Why)
		}
	}
	for _, status := range []DiffStatus{Fixed, Created, Kept, Unspecified, Undecided} {
		first := true
		for _, i := range d.Items {
			if i.Status != status {
				continue
			}
			if first {
				fmt.Fprintf(&b, "\n%s\n", o.tone("1", o.in(status.Text())))
				first = false
			}
			fmt.Fprintf(&b, "  %s %s\n", pad(o.in(check.KindName(i.Seam)), 20), i.Element)
			if status == Created || o.Verbose {
				found := i.After
				if found == nil {
					found = i.Before
				}
				var story strings.Builder
				WriteFinding(&story, found, o)
				lines := strings.SplitAfter(story.String(), "\n")
				for _, l := range lines[1:] {
					if l != "" {
						b.WriteString("  " + l)
					}
				}
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// changeMax is how much of a value a change shows; the variant has it whole.
const changeMax = 60

func fromTo(c model.Change) say.Text {
	from, to := clip(c.From, changeMax), clip(c.To, changeMax)
	switch {
	case from != "" && to != "":
		return say.Plain(": " + from + " → " + to)
	case to != "":
		return say.Plain(": " + to)
	case strings.HasPrefix(from, "{"), strings.HasPrefix(from, "["):
		return say.Text{}
	case from != "":
		return sayf(" (was %s)", from)
	default:
		return say.Text{}
	}
}
