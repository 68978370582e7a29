package report

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/answer"
	"entente/internal/chart"
	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/timing"
)

// seamGroup is the seams of one design.
type seamGroup struct {
	Design string
	ID     string
	Kinds  []seamKind
	Kept   []keptSeam // those told already for the first design
	Apart  []seamKind // of many designs: told before, with a story of their own here
	Before bool       // of many designs: whether any is told before
	None   bool
}

type seamKind struct {
	Name, Meaning string
	Findings      []findingView
}

type keptSeam struct{ Kind, Element, Link string }

type findingView struct {
	ID, Element, Mark    string
	Summary              string
	Detail               []string
	Story                []scene
	Lines                []where // where there is no story
	Lasts, When, Weakest string
	Try, Accepted        string
	Needs                string
}

func (b *builder) seams() []seamGroup {
	var out []seamGroup
	told := map[string]string{} // what a finding says → its anchor
	b.tellings = map[seamID]string{}
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		g := seamGroup{Design: d.name(), ID: fmt.Sprintf("seams-%d", i+1), None: len(d.Findings.Findings) == 0}
		for k := range d.Findings.Findings {
			f := &d.Findings.Findings[k]
			v := viewOf(f, fmt.Sprintf("seam-%d-%d", i+1, k+1))
			key, id := keyOf(f), seamID{f.Seam, f.Element}
			_, before := b.tellings[id]
			if link, known := told[key]; known && i > 0 {
				g.Before = true
				if !b.many() {
					g.Kept = append(g.Kept, keptSeam{f.Seam.String(), f.Element, link})
				}
				continue
			}
			if i == 0 || b.many() {
				told[key] = v.ID
			}
			if !before {
				b.tellings[id] = v.ID
			}
			if before && i > 0 && b.many() {
				g.Before = true
				g.Apart = addFinding(g.Apart, f, v)
				continue
			}
			g.Kinds = addFinding(g.Kinds, f, v)
		}
		out = append(out, g)
	}
	return out
}

// addFinding puts a finding under its kind.
func addFinding(kinds []seamKind, f *check.Finding, v findingView) []seamKind {
	name := f.Seam.String()
	if n := len(kinds); n == 0 || kinds[n-1].Name != name {
		kinds = append(kinds, seamKind{Name: name, Meaning: check.Meaning(f.Seam).String()})
	}
	last := &kinds[len(kinds)-1]
	last.Findings = append(last.Findings, v)
	return kinds
}

// keyOf is all that a finding says, but for the lines: a variant moves them.
func keyOf(f *check.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d|%s|%s|%v|%s|%s|%s|%v", f.Seam, f.Element, f.Summary, f.Detail, f.Weakest, f.Try, f.Accepted, f.Disputed)
	for _, sc := range f.Story {
		fmt.Fprintf(&b, "|%s|%v", sc.Text, sc.Changes)
	}
	if f.Lasts != nil {
		b.WriteString("|" + f.Lasts.Text.String())
	}
	if f.When != nil && len(f.Story) > 0 {
		b.WriteString("|" + f.When.Text().String())
	}
	return b.String()
}

func viewOf(f *check.Finding, id string) findingView {
	v := findingView{ID: id, Element: f.Element, Summary: sentence(f.Summary.String()), Story: scenesOf(f), Weakest: f.Weakest, Try: f.Try.String(), Accepted: f.Accepted}
	for _, d := range f.Detail {
		v.Detail = append(v.Detail, sentence(d.String()))
	}
	switch {
	case f.Accepted != "":
		v.Mark = "accepted"
	case f.Disputed:
		v.Mark = "disputed"
	case f.Seam == model.Latency && f.Verdict == check.Unbounded:
		v.Mark = "unbounded"
	case f.Seam == model.Latency && f.Verdict != check.Exceeded:
		v.Mark = "undecided"
	}
	if f.Lasts != nil {
		v.Lasts = f.Lasts.Text.String()
	}
	if f.When != nil && len(f.Story) > 0 {
		v.When = f.When.Text().String()
	}
	switch {
	case f.Class != "":
		v.Needs = "needs " + number(f.Faults, "fault") + "; for real states no office is named"
	case f.Faults > 0:
		v.Needs = "needs " + number(f.Faults, "fault")
	case len(f.Story) > 0:
		v.Needs = "needs no fault"
	}
	if len(f.Story) == 0 {
		for _, l := range distinctLines(f.Lines) {
			v.Lines = append(v.Lines, *whereOf(l))
		}
	}
	return v
}

func distinctLines(list []diag.Span) []diag.Span {
	var out []diag.Span
	for _, s := range list {
		if !s.IsZero() && !slices.ContainsFunc(out, func(o diag.Span) bool { return o.Source.Name == s.Source.Name && o.Start.Line == s.Start.Line }) {
			out = append(out, s)
		}
	}
	return out
}

func number(n int, word string) string {
	if n == 1 {
		return "one " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// sentence begins a text with a capital, unless it begins with an id or code,
// and ends it with a full stop.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// changeGroup is what one design changes: the text, then the seams.
type changeGroup struct {
	N       int
	Design  string
	Changes []changeRow
	Lists   []statusList // unless a table of many designs says it
	Silent  []string
	Reasons []reasonGroup // of many designs
}

type changeRow struct {
	Verb, Path, From, To, Why, At string
}

type statusList struct {
	Head, Meaning string
	Items         []statusItem
}

type statusItem struct{ Kind, Element, Summary, Mark string }

func (b *builder) changes() []changeGroup {
	var out []changeGroup
	for i := range b.in.Designs[1:] {
		d := &b.in.Designs[i+1]
		a := d.Findings.Arrangement
		g := changeGroup{N: b.table(), Design: d.name(), Silent: a.Silent}
		for _, c := range a.Changes {
			r := changeRow{Verb: c.Verb, Path: c.Path, From: c.From, To: c.To, Why: c.Why}
			if !c.Span.IsZero() {
				r.At = fmt.Sprintf("%s:%d", c.Span.Source.Name, c.Span.Start.Line)
			}
			g.Changes = append(g.Changes, r)
		}
		if b.many() {
			g.Reasons = reasons(g.Changes)
			out = append(out, g)
			continue
		}
		for _, s := range []struct {
			is            answer.DiffStatus
			head, meaning string
		}{
			{answer.Fixed, "Fixed", "found in the first design and not in this one"},
			{answer.Kept, "Kept", "found in both"},
			{answer.Created, "Created", "found in this design and not in the first"},
			{answer.Unspecified, "Unspecified", "the design’s sources say nothing about it"},
			{answer.Undecided, "Undecided", "a search did not finish"},
		} {
			list := statusList{Head: s.head, Meaning: s.meaning}
			for _, item := range d.Diff.Items {
				if item.Status != s.is {
					continue
				}
				f := item.After
				if f == nil {
					f = item.Before
				}
				list.Items = append(list.Items, statusItem{item.Seam.String(), item.Element, firstSentence(f.Summary.String()), strings.TrimSpace(namedFinding(f).mark)})
			}
			if len(list.Items) > 0 {
				g.Lists = append(g.Lists, list)
			}
		}
		out = append(out, g)
	}
	return out
}

// firstSentence leaves the method out of a limit's summary.
func firstSentence(s string) string {
	s, _, _ = strings.Cut(s, " (computed without sampling")
	return s
}

// searchView is what was searched for one design.
type searchView struct {
	N                    int
	Design               string
	Budget               string
	Exhaustive           bool
	SameAsFirst, AllSame bool // of many designs: what it says before its table
	Rows                 []searchRow
	Used                 []string
}

type searchRow struct {
	Asked, Cone, States, Events, Verdict string
}

func (b *builder) searches() []searchView {
	var out []searchView
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		r := d.Findings
		v := searchView{N: b.table(), Design: d.name(), Budget: answer.BudgetText(r).String(), Exhaustive: r.Exhaustive}
		for _, s := range r.Used {
			v.Used = append(v.Used, s.String())
		}
		for _, s := range r.Searches {
			verdict := "exhaustive"
			if !s.Exhaustive {
				verdict = "not exhaustive: " + s.Why
			}
			v.Rows = append(v.Rows, searchRow{strings.Join(s.Asked, ", "), s.Cone, thousands(s.States), thousands(s.Transitions), verdict})
		}
		if i > 0 {
			v.SameAsFirst = v.Budget == out[0].Budget && v.Exhaustive == out[0].Exhaustive && slices.Equal(v.Used, out[0].Used)
		}
		out = append(out, v)
	}
	out[0].AllSame = !slices.ContainsFunc(out[1:], func(v searchView) bool { return !v.SameAsFirst })
	return out
}

// thousands prints a number in groups of three digits.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

type sourceRow struct {
	ID, Reliability, Text, Address, Design string
}

// reliabilities are the Admiralty letters.
var reliabilities = map[byte]string{
	'A': "A, reliable", 'B': "B, usually reliable", 'C': "C, fairly reliable", 'D': "D, not usually reliable", 'E': "E, unreliable", 'F': "F, cannot be judged",
}

func (b *builder) sources() ([]sourceRow, int) {
	var out []sourceRow
	seen := map[string]bool{}
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		for _, s := range d.Findings.Arrangement.Sources {
			key := s.ID + "\x00" + s.Text + "\x00" + s.URL + "\x00" + string(rune(s.Reliability))
			if seen[key] {
				continue
			}
			seen[key] = true
			r := sourceRow{ID: s.ID, Text: s.Text, Address: address(s.URL), Reliability: reliabilities[s.Reliability]}
			if r.Reliability == "" {
				r.Reliability = "not graded"
			}
			if i > 0 {
				r.Design = d.ID
			}
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, 0
	}
	return out, b.table()
}

// address is a web address without its scheme: to be read, not followed.
func address(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	return strings.TrimSuffix(strings.TrimPrefix(url, "www."), "/")
}

type disputeView struct {
	Design, Path string
	Readings     []readingView
}

type readingView struct{ Value, Grade, Note, Stands string }

func (b *builder) disputes() []disputeView {
	var out []disputeView
	seen := map[string]bool{}
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		a := d.Findings.Arrangement
		for _, x := range a.Disputes {
			v := disputeView{Path: x.Path}
			for k, r := range x.Readings {
				stands := "the rival reading"
				if k == 0 {
					stands = "in force in this report"
				}
				value := r.Value
				if value == "" {
					value = "as the text stands"
				}
				v.Readings = append(v.Readings, readingView{value, timing.Grade(a, r.Cite), r.Note, stands})
			}
			if key := fmt.Sprint(v); seen[key] {
				continue
			} else {
				seen[key] = true
			}
			if i > 0 {
				v.Design = d.name()
			}
			out = append(out, v)
		}
	}
	return out
}

type delayRow struct{ Path, What, Stated, Read, Grade, Why, Design string }

func (b *builder) delayRows() ([]delayRow, int) {
	var out []delayRow
	for _, d := range b.delays {
		if d.why == "" {
			continue
		}
		read := strings.TrimPrefix(dist.Describe(d.q.Spec), "read as: ")
		out = append(out, delayRow{d.path, d.what, quantityText(d.q), read, d.grade, d.why, d.in})
	}
	if len(out) == 0 {
		return nil, 0
	}
	return out, b.table()
}

// timeless lists the steps and councils for which a text gives no time.
func (b *builder) timeless() []string {
	var out []string
	add := func(s string) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for i := range b.in.Designs {
		a := b.in.Designs[i].Findings.Arrangement
		for c := range a.Councils {
			if !a.Councils[c].Convene.Set {
				add("councils/" + a.Councils[c].ID + "/convene")
			}
		}
		for p := range a.Procedures {
			for s := range a.Procedures[p].Steps {
				if !a.Procedures[p].Steps[s].Time.Set {
					add(timing.StepPath(a, model.ProcedureIndex(p), s))
				}
			}
		}
	}
	return out
}

// personTable says what the ids of a design's posts and councils stand for.
type personTable struct {
	N              int
	Design         string
	Rows           []personRow
	Names, Classes bool // whether any row has one
}

type personRow struct {
	ID, Name, Party, Class, Under, Deputies, Person string
}

func (b *builder) people() []personTable {
	var out []personTable
	seen := map[personRow]bool{}
	for i := range b.in.Designs {
		d := &b.in.Designs[i]
		a := d.Findings.Arrangement
		t := personTable{Design: d.name()}
		add := func(r personRow) {
			if !seen[r] {
				seen[r] = true
				t.Rows = append(t.Rows, r)
				t.Names, t.Classes = t.Names || r.Name != "", t.Classes || r.Class != ""
			}
		}
		for p := range a.Posts {
			post := &a.Posts[p]
			r := personRow{ID: post.ID, Name: chart.NameOf(post.Name, ""), Party: a.Parties[post.Of].Name.In("en", a.Parties[post.Of].ID), Class: strings.ReplaceAll(post.Class.String(), "-", " "), Under: superiors(a, post.Under)}
			if post.National {
				r.Under = strings.TrimPrefix(r.Under+", a chain may end here", ", ")
			}
			var deputies []string
			for _, x := range post.Deputies {
				text := a.Posts[x.Post].ID
				switch {
				case x.AtOnce:
					text += " (at once)"
				case x.After.Set:
					text += " (after " + quantityText(&x.After) + ")"
				}
				deputies = append(deputies, text)
			}
			r.Deputies = strings.Join(deputies, ", then ")
			if int(post.Person) >= 0 && int(post.Person) < len(a.Persons) && len(a.Persons[post.Person].Posts) > 1 {
				r.Person = a.Persons[post.Person].ID
			}
			add(r)
		}
		for c := range a.Councils {
			council := &a.Councils[c]
			var seats []string
			for _, s := range council.Seats {
				seats = append(seats, a.Posts[s.Post].ID)
			}
			add(personRow{ID: council.ID, Name: chart.NameOf(council.Name, ""), Party: "council", Under: superiors(a, council.Under), Deputies: "sit: " + strings.Join(seats, ", ")})
		}
		if len(t.Rows) > 0 {
			t.N = b.table()
			out = append(out, t)
		}
	}
	return out
}
