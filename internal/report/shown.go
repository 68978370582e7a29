package report

// A study as data, for a page that draws itself: the same parts, words, figures and
// tables as StudyHTML has.

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/say"
)

// Shown is a figure as data: its drawing, the same in rows, and what is said of it.
type Shown struct {
	Name    string     `json:"name" doc:"of downloaded files"`
	SVG     string     `json:"svg" doc:"the drawing; its paints are attributes, with classes for the dark"`
	Caption string     `json:"caption"`
	Note    string     `json:"note" doc:"how to read it"`
	Source  string     `json:"source" doc:"what it rests on"`
	Heads   []string   `json:"heads"`
	Rows    [][]string `json:"rows"`
}

// Show returns a figure as data. The id is that of the figure on its page.
func (f Captioned) Show(id string) *Shown {
	svg, _, _, _ := f.Drawing.draw(id)
	out := &Shown{Name: fileName(f.Name), SVG: string(svg), Caption: f.Caption, Note: strings.TrimSpace(f.Drawing.Note() + " " + f.Note), Source: f.Source, Heads: []string{}, Rows: [][]string{}}
	if t := f.Drawing.Table(); len(t) > 1 {
		out.Heads, out.Rows = t[0], t[1:]
	}
	return out
}

// StudyShown is a study as data.
type StudyShown struct {
	Title    string         `json:"title"`
	Question string         `json:"question"`
	Evidence string         `json:"evidence" doc:"the class of evidence and what it means, a sentence"`
	Caveat   string         `json:"caveat" doc:"stands above every result"`
	Alarms   []string       `json:"alarms" doc:"what makes the results worthless; said before all else"`
	Measured []string       `json:"measured"`
	Groups   []GroupShown   `json:"groups" doc:"the judgements"`
	Say      *TableShown    `json:"say,omitempty"`
	Course   *Shown         `json:"course,omitempty" doc:"from the trigger, one replication"`
	Assumed  string         `json:"assumed"`
	Sections []SectionShown `json:"sections"`

	made  Study             // what it was made from
	names map[string]string // see Named
}

// Named tells what the texts call things, the English name with the Korean one, for
// SaidIn.
func (s *StudyShown) Named(names map[string]string) *StudyShown {
	s.names = names
	return s
}

// SaidIn is the study in a language, its figures drawn anew. What is of no form that
// is known stays English.
func (s *StudyShown) SaidIn(l say.Lang) any {
	if l != say.Korean {
		return s
	}
	r := studyForms.Reader(s.names)
	made := s.made
	r.Fields(&made, "StudyGroup.Kind", "StudySection.ID", "Captioned.Name", "Study.Version", "Study.Command")
	out := ShowStudy(made)
	r.Fields(out, "GroupShown.Kind", "SectionShown.ID", "Shown.Name", "Shown.SVG")
	for _, f := range out.figures() {
		f.SVG = r.Drawing(f.SVG)
	}
	return out
}

// Sentence is an English sentence about a study with its Korean form, where it is known.
func Sentence(english string, names map[string]string) say.Text {
	korean, _ := studyForms.Reader(names).Korean(english)
	return say.Both(english, korean)
}

// InKorean is data about a study with its sentences in Korean, where they are of a form
// that is known; skip are fields that are no sentences, as "Distribution.Kind".
func InKorean[T any](v T, names map[string]string, skip ...string) T {
	studyForms.Reader(names).Fields(&v, skip...)
	return v
}

func (s *StudyShown) figures() []*Shown {
	var out []*Shown
	if s.Course != nil {
		out = append(out, s.Course)
	}
	for i := range s.Sections {
		for k := range s.Sections[i].Blocks {
			if f := s.Sections[i].Blocks[k].Figure; f != nil {
				out = append(out, f)
			}
		}
	}
	return out
}

// GroupShown is judgements of one kind.
type GroupShown struct {
	Kind  string           `json:"kind" doc:"holds, depends, alike, open, who or turns"`
	Head  string           `json:"head"`
	Items []JudgementShown `json:"items"`
	More  string           `json:"more"`
}

// JudgementShown is one sentence and what it rests on.
type JudgementShown struct {
	Lead  string `json:"lead" doc:"of which designs and scenarios it is said"`
	Text  string `json:"text"`
	Rests string `json:"rests"`
}

// SectionShown is a section after the judgements.
type SectionShown struct {
	ID     string       `json:"id"`
	Head   string       `json:"head"`
	Blocks []BlockShown `json:"blocks"`
}

// BlockShown is a part of a section; what is empty is left out.
type BlockShown struct {
	Head   string      `json:"head"`
	Text   []string    `json:"text"`
	List   []string    `json:"list"`
	Figure *Shown      `json:"figure,omitempty"`
	Table  *TableShown `json:"table,omitempty"`
}

// TableShown is a table with its caption.
type TableShown struct {
	Caption string     `json:"caption"`
	Note    string     `json:"note"`
	Heads   []string   `json:"heads"`
	Rows    [][]string `json:"rows" doc:"the first cell of a row is its head"`
}

// ShowStudy returns a study as data. The same input gives the same data.
func ShowStudy(in Study) *StudyShown {
	out := &StudyShown{Title: in.Title, Question: in.Question, Evidence: in.Evidence, Caveat: in.Caveat, Alarms: some(in.Alarms), Measured: some(in.Measured),
		Groups: []GroupShown{}, Say: showTable(in.Say), Assumed: in.Assumed, Sections: []SectionShown{}, made: in}
	n := 0
	figure := func(f *Captioned) *Shown {
		if f == nil {
			return nil
		}
		n++
		return f.Show(fmt.Sprintf("study-%d", n))
	}
	out.Course = figure(in.Course)
	for _, g := range in.Judgements {
		group := GroupShown{Kind: g.Kind, Head: g.Head, Items: []JudgementShown{}, More: g.More}
		for _, j := range g.Items {
			group.Items = append(group.Items, JudgementShown(j))
		}
		out.Groups = append(out.Groups, group)
	}
	for _, s := range in.Sections {
		section := SectionShown{ID: s.ID, Head: s.Head, Blocks: []BlockShown{}}
		for _, b := range s.Blocks {
			section.Blocks = append(section.Blocks, BlockShown{Head: b.Head, Text: some(b.Text), List: some(b.List), Figure: figure(b.Figure), Table: showTable(b.Table)})
		}
		out.Sections = append(out.Sections, section)
	}
	return out
}

func showTable(t *StudyTable) *TableShown {
	if t == nil || len(t.Rows) == 0 {
		return nil
	}
	return &TableShown{Caption: t.Caption, Note: t.Note, Heads: t.Heads, Rows: t.Rows}
}

// some is a list that is there even where it is empty.
func some(list []string) []string { return append([]string{}, slices.Clone(list)...) }
