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
	"entente/internal/timing"
)

// TextOptions says how findings are written for a terminal.
type TextOptions struct {
	Colour  bool
	Verbose bool // list every search; of a comparison, tell the story of every seam
	Width   int  // columns; 0: 100
}

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
	fmt.Fprintf(&b, "%s\n%s\n", o.tone("1", heading(r)), wrap(BudgetText(r), o.Width, ""))
	if len(r.Findings) == 0 {
		b.WriteString("\nNo seam of the kinds asked for was found.\n")
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
	fmt.Fprintf(b, "%s\n", o.tone("1", "Disputed"))
	for _, d := range r.Readings {
		fmt.Fprintf(b, "%s\n", wrap(ReadingText(r.Arrangement, &d), o.Width, "  "))
	}
	b.WriteByte('\n')
}

// ReadingText says in a sentence how the verdicts differ under a rival reading.
func ReadingText(a *model.Arrangement, d *check.Reading) string {
	text := fmt.Sprintf("%s reads %q; %q has it %q: ", d.Path, d.InForce, timing.Grade(a, d.Cite), d.Rival)
	switch {
	case !d.Tried:
		return text + "the text does not hold together under it, so it is not checked"
	case len(d.Found)+len(d.Gone) == 0 && d.Undecided:
		return text + "undecided, since not every search is exhaustive"
	case len(d.Found)+len(d.Gone) == 0:
		return text + "no verdict differs"
	}
	var parts []string
	list := func(word string, ids []check.ID) {
		if len(ids) > 0 {
			var names []string
			for _, id := range ids {
				names = append(names, id.Seam.String()+" "+id.Element)
			}
			parts = append(parts, word+" "+strings.Join(names, ", "))
		}
	}
	list("found only then:", d.Found)
	list("no longer found then:", d.Gone)
	if d.Undecided {
		parts = append(parts, "the rest is undecided, since not every search is exhaustive")
	}
	return text + strings.Join(parts, "; ")
}

func heading(r *check.Result) string {
	a := r.Arrangement
	out := a.Title
	if len(a.Variant) > 0 {
		out += " with " + strings.Join(a.Variant, ", ")
	}
	if r.Scenario != nil {
		out += " under " + r.Scenario.Title
	}
	return out
}

// BudgetText says what the search was allowed to do.
func BudgetText(r *check.Result) string {
	b := &r.Budget
	a := r.Arrangement
	var parts []string
	switch {
	case b.Faults == 0:
		parts = append(parts, "no faults")
	case a.Real:
		parts = append(parts, plural(b.Faults, "fault")+" (one post or one link of a class)")
	case b.Scenario:
		var what []string
		for _, p := range b.Posts {
			what = append(what, a.Posts[p].ID)
		}
		for _, p := range b.Persons {
			what = append(what, a.Persons[p].ID)
		}
		for _, l := range b.Links {
			what = append(what, a.Links[l].ID)
		}
		parts = append(parts, plural(b.Faults, "fault")+" among "+strings.Join(what, ", "))
	default:
		parts = append(parts, plural(b.Faults, "fault")+" among all posts and links")
	}
	parts = append(parts, plural(b.Starts, "start")+" of deciding procedures")
	var incidents []string
	for i := range b.Incidents {
		incidents = append(incidents, b.Incidents[i].ID)
	}
	if len(incidents) > 0 {
		parts = append(parts, "each incident at most once ("+strings.Join(incidents, ", ")+")")
	}
	if b.Faults == 0 {
		return "Every order of events without faults, with at most " + strings.Join(parts[1:], "; ") + "."
	}
	return "Every order of events with at most " + strings.Join(parts, "; ") + "."
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// WriteFinding writes one finding with its story.
func WriteFinding(b *strings.Builder, f *check.Finding, o TextOptions) {
	if o.Width == 0 {
		o.Width = 100
	}
	mark := ""
	switch {
	case f.Accepted != "":
		mark = " (accepted)"
	case f.Disputed:
		mark = " (disputed)"
	}
	fmt.Fprintf(b, "%s  %s%s\n", o.tone("1;35", f.Seam.String()), o.tone("1", f.Element), mark)
	fmt.Fprintf(b, "%s\n", wrap(f.Summary, o.Width, "  "))
	for _, d := range f.Detail {
		fmt.Fprintf(b, "%s\n", wrap(d, o.Width, "  "))
	}
	for i, sc := range f.Story {
		line := ""
		if !sc.Line.IsZero() {
			line = o.tone("2", fmt.Sprintf("  [%s:%d]", sc.Line.Source.Name, sc.Line.Start.Line))
		}
		fmt.Fprintf(b, "  %2d. %s%s\n", i+1, sc.Text, line)
		for _, c := range sc.Changes {
			fmt.Fprintf(b, "      %s\n", c)
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
	note := func(name, text string) {
		if text != "" {
			fmt.Fprintf(b, "%s\n", wrap(name+": "+text, o.Width, "  "))
		}
	}
	if f.Lasts != nil {
		note("lasts", f.Lasts.Text)
	}
	if f.When != nil && len(f.Story) > 0 {
		note("time", f.When.Text())
	}
	note("rests on, weakest", strings.Replace(f.Weakest, "no source", "a value without a source", 1))
	note("try", f.Try)
	if f.Accepted != "" {
		note("accepted", f.Accepted)
	}
}

func writeSearches(b *strings.Builder, r *check.Result, o TextOptions) {
	states, events := 0, 0
	for _, s := range r.Searches {
		states += s.States
		events += s.Transitions
	}
	verdict := "every one exhaustive"
	if !r.Exhaustive {
		verdict = "NOT exhaustive: what is not found may still be there"
	}
	fmt.Fprintf(b, "%s, %s; %s states, %s events.\n", searchesText(len(r.Searches)), verdict, thousands(states), thousands(events))
	for _, s := range r.Searches {
		if s.Exhaustive && !o.Verbose {
			continue
		}
		status := "exhaustive"
		if !s.Exhaustive {
			status = "inconclusive: " + s.Why
		}
		fmt.Fprintf(b, "  %s: %s states, %s events, %s\n", strings.Join(s.Asked, ", "), thousands(s.States), thousands(s.Transitions), status)
		fmt.Fprintf(b, "%s\n", wrap("cone: "+s.Cone, o.Width, "    "))
	}
}

func searchesText(n int) string {
	if n == 1 {
		return "1 search"
	}
	return fmt.Sprintf("%d searches", n)
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
		if len([]rune(line))+1+len([]rune(word)) > width && strings.TrimSpace(line) != "" {
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
	Text      string   `json:"text"`
}

// FindingJSON is one finding.
type FindingJSON struct {
	Check    string      `json:"check"`
	Element  string      `json:"element"`
	Summary  string      `json:"summary"`
	Detail   []string    `json:"detail,omitempty"`
	Faults   int         `json:"faults"`
	Class    string      `json:"class,omitempty"`
	Story    []SceneJSON `json:"story,omitempty"`
	Lines    []LineJSON  `json:"lines,omitempty"`
	Lasts    string      `json:"lasts,omitempty"`
	Time     *TimeJSON   `json:"time,omitempty"`
	Weakest  string      `json:"weakest,omitempty"`
	Try      string      `json:"try,omitempty"`
	Verdict  string      `json:"verdict,omitempty"`
	Disputed bool        `json:"disputed,omitempty"`
	Accepted string      `json:"accepted,omitempty"`

	About check.About `json:"about"` // by the ids of the text; empty of a class
}

// SceneJSON is one event of a story.
type SceneJSON struct {
	Event   string    `json:"event"`
	Text    string    `json:"text"`
	Changes []string  `json:"changes,omitempty"`
	Line    *LineJSON `json:"line,omitempty"`
	Fault   bool      `json:"fault,omitempty"`
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
	Text     string   `json:"text"`
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
		Weakest: f.Weakest, Try: f.Try, Disputed: f.Disputed, Accepted: f.Accepted, About: f.About(r.Arrangement, r.Budget.Crisis),
	}
	if f.Seam == model.Latency || f.Verdict == check.Undecided {
		out.Verdict = verdictNames[f.Verdict]
	}
	for _, sc := range f.Story {
		s := SceneJSON{Event: sc.Event, Text: sc.Text, Changes: sc.Changes, Line: lineJSON(sc.Line), Fault: sc.Fault}
		if sc.Window != nil {
			s.Earliest, s.Latest = &sc.Window.Earliest, finite(sc.Window.Latest)
		}
		out.Story = append(out.Story, s)
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
	fmt.Fprintf(&b, "%s\n", o.tone("1", heading(d.Before)+"  →  "+heading(d.After)))
	fmt.Fprintf(&b, "%s\n\nThe text\n", wrap(BudgetText(d.After), o.Width, ""))
	for _, c := range d.After.Arrangement.Changes {
		fmt.Fprintf(&b, "  %-6s %s%s\n", c.Verb, c.Path, fromTo(c))
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
				fmt.Fprintf(&b, "\n%s\n", o.tone("1", strings.ToUpper(string(status[:1]))+string(status[1:])))
				first = false
			}
			fmt.Fprintf(&b, "  %-20s %s\n", i.Seam, i.Element)
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

func fromTo(c model.Change) string {
	from, to := clip(c.From, changeMax), clip(c.To, changeMax)
	switch {
	case from != "" && to != "":
		return ": " + from + " → " + to
	case to != "":
		return ": " + to
	case strings.HasPrefix(from, "{"), strings.HasPrefix(from, "["):
		return ""
	case from != "":
		return " (was " + from + ")"
	default:
		return ""
	}
}
