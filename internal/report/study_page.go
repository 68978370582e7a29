package report

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
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
	v.dress()
	var out bytes.Buffer
	if err := studyTemplate.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return out.Bytes(), nil
}

func (b *builder) studyTable(t *StudyTable) *studyTableView {
	if t == nil || len(t.Rows) == 0 {
		return nil
	}
	return &studyTableView{*t, b.table()}
}

// dress gives the page its style and its script, and the policy that admits them.
func (v *studyView) dress() {
	style := styleText + studyStyle + "@media screen and (prefers-color-scheme:dark){" + darkFigures() + "}\n"
	v.Style, v.Script = template.CSS(style), template.JS(scriptText)
	v.Policy = "default-src 'none'; img-src data: blob:; style-src " + hashOf(style) + "; script-src " + hashOf(scriptText) + "; base-uri 'none'; form-action 'none'"
}
