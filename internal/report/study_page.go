package report

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"math"
	"strings"

	"entente/internal/typeset"
)

// Study is what the page of a study is made from: a brief of one printed page,
// then sections of text, figures and tables.
type Study struct {
	Title    string
	Question string
	Evidence string   // the class of evidence and what it means, a sentence
	Caveat   string   // what stands above every result
	Alarms   []string // what makes the results worthless: said before all else

	Measured   []string // each measure and what it measures
	Judgements []StudyGroup
	Say        *StudyTable // how each ally takes part in each decision
	Course     *Captioned  // from the trigger to the first order
	Assumed    string      // the assumptions that matter

	Sections []StudySection
	Version  string // of the program
	Command  string // what was run
}

// StudyGroup is judgements of one kind.
type StudyGroup struct {
	Kind  string // holds, depends, alike, open, who or turns
	Head  string
	Items []StudyJudgement
	More  string // what is left out and where it stands
}

// StudyJudgement is one sentence and what it rests on.
type StudyJudgement struct{ Lead, Text, Rests string }

// StudySection is a section after the brief.
type StudySection struct {
	ID, Head string
	Blocks   []StudyBlock
}

// StudyBlock is a part of a section; what is empty is left out.
type StudyBlock struct {
	Head   string
	Text   []string // paragraphs
	List   []string
	Figure *Captioned
	Table  *StudyTable
	Code   []string // lines to type
}

// StudyTable is a table with its caption.
type StudyTable struct {
	Caption string
	Note    string
	Heads   []string
	Rows    [][]string // the first cell of a row is its head
}

// studyView is what the template shows.
type studyView struct {
	Study
	Policy   string
	Style    template.CSS
	Script   template.JS
	Say      *studyTableView
	Course   *figureView
	Room     int // of the timeline in print, in millimetres
	Sections []studySectionView
}

type studySectionView struct {
	N        int
	ID, Head string
	Blocks   []studyBlockView
}

type studyBlockView struct {
	StudyBlock
	Figure *figureView
	Table  *studyTableView
}

type studyTableView struct {
	StudyTable
	N int
}

//go:embed study_page.html
var studyText string

//go:embed study_page.css
var studyStyle string

var studyTemplate = template.Must(template.Must(pageTemplate.Clone()).New("study").Parse(studyText))

// StudyHTML writes the page of a study. The same input gives the same bytes, and
// nothing in the page asks a network for anything.
func StudyHTML(in Study) ([]byte, error) {
	if in.Title == "" || len(in.Sections) == 0 {
		return nil, errors.New("report: a study's page needs a title and sections")
	}
	b := &builder{}
	v := studyView{Study: in, Say: b.studyTable(in.Say)}
	if in.Course != nil {
		f := in.Course.view(b.figure())
		v.Course = &f
	}
	v.Room = v.room()
	for i, s := range in.Sections {
		out := studySectionView{N: i + 2, ID: s.ID, Head: s.Head}
		for _, block := range s.Blocks {
			x := studyBlockView{StudyBlock: block, Table: b.studyTable(block.Table)}
			if block.Figure != nil {
				f := block.Figure.view(b.figure())
				x.Figure = &f
			}
			out.Blocks = append(out.Blocks, x)
		}
		v.Sections = append(v.Sections, out)
	}
	v.Style, v.Script, v.Policy = dress(studyStyle)
	var out bytes.Buffer
	if err := studyTemplate.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return out.Bytes(), nil
}

// The printed page of the brief, in millimetres, and the heights that its timeline
// may have there, as study_page.css has them.
const (
	briefWide = 186.0
	briefHigh = 268.0
)

var courseRooms = []int{96, 88, 80, 72, 64, 56, 48}

// room is the height that the timeline of the brief may have, so that the brief
// stays on one page.
func (v *studyView) room() int {
	left := briefHigh - v.textHigh()
	for _, r := range courseRooms {
		if float64(r) <= left {
			return r
		}
	}
	return courseRooms[len(courseRooms)-1]
}

// textSlack is how much more text a printed line holds than textWidth, which may not
// be too small, says.
const textSlack = 1.06

// columnSlack is how high printed columns are beside the estimate of their lines.
const columnSlack = 0.95

// textHigh estimates how much of the page the brief takes without its timeline.
func (v *studyView) textHigh() float64 {
	const mm = 0.3528 // in a point
	lines := func(text string, width, size, leading float64) float64 {
		n := len(typeset.Wrap(text, size, textSlack*width/mm, false, 100))
		return float64(n) * size * leading * mm
	}
	high := 9.0 + lines(v.Caveat, briefWide-7, 7.6, 1.3) + 3 + lines(v.Question, 0.94*briefWide, 9.8, 1.35) + 1
	high += lines(v.Evidence, briefWide, 7.5, 1.22) + lines(strings.Join(v.Measured, "; "), briefWide, 7.6, 1.22) + 2
	for _, a := range v.Alarms {
		high += lines(a, briefWide, 9.6, 1.36) + 5
	}
	const column = (briefWide - 2*4.2) / 3
	columns := 4.0 // what is lost at the ends of columns
	for _, g := range v.Judgements {
		columns += 6
		for _, i := range g.Items {
			columns += lines(i.Lead+" "+i.Text, column, 7.9, 1.22) + lines(i.Rests, column, 7, 1.2) + 1.06
		}
		columns += lines(g.More, column, 7, 1.2)
	}
	high += columnSlack*columns/3 + 3
	if v.Say != nil {
		high += lines(v.Say.Caption+v.Say.Note, briefWide, 7.8, 1.25) + 9
		for _, row := range v.Say.Rows {
			whole, most := 0.0, 0.0
			for _, c := range row {
				whole += typeset.Width(c, 7.2, false) + 40
			}
			for _, c := range row {
				width := (typeset.Width(c, 7.2, false) + 40) / whole * briefWide
				most = math.Max(most, lines(c, width-4, 7.2, 1.2))
			}
			high += most + 1.3
		}
	}
	if v.Course != nil {
		high += lines("Figure 1. "+v.Course.Caption+". "+v.Course.Note, briefWide, 7.2, 1.22) + 6
	}
	return high + lines("Assumptions. "+v.Assumed, briefWide, 7.6, 1.24) + 2
}

func (b *builder) studyTable(t *StudyTable) *studyTableView {
	if t == nil || len(t.Rows) == 0 {
		return nil
	}
	return &studyTableView{*t, b.table()}
}
