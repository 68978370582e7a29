package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

// Rights is the matrix: who decides, consents, is heard, is told and is left out, and
// who holds each force, in designs. The first is the one that the others are compared
// with.
type Rights struct {
	Designs []RightsDesign `json:"designs"`
	Columns []RightsColumn `json:"columns"`
	Rights  []RightsRow    `json:"rights" doc:"a row for each decision and condition in which it can come"`
	Forces  []ForceRow     `json:"forces" doc:"a row for each authority and condition"`
	Lines   []CitedLine    `json:"lines" doc:"the lines of the text that cells say so by; cells name them by their place here"`
}

// RightsDesign heads the cells of a design.
type RightsDesign struct {
	Name  string `json:"name" doc:"as it was asked for"`
	Title string `json:"title"`
	Real  bool   `json:"real"`
}

// RightsColumn is an allied party, a council or a post.
type RightsColumn struct {
	Kind string            `json:"kind" enum:"party,council,post"`
	ID   string            `json:"id"`
	Name map[string]string `json:"name,omitempty" doc:"by language"`
	Of   string            `json:"of,omitempty" doc:"a post's party, in the first design that has it"`

	Parties []NamedID `json:"parties" doc:"a post's party in each design, where designs differ; no id where a design lacks the post"`
}

// NamedID is an element of the text.
type NamedID struct {
	ID   string            `json:"id"`
	Name map[string]string `json:"name,omitempty" doc:"by language"`
}

// RightsRow is a decision in a condition.
type RightsRow struct {
	Decision  string            `json:"decision" doc:"PROCEDURE or PROCEDURE/STEP"`
	Name      map[string]string `json:"name,omitempty"`
	Move      string            `json:"move,omitempty" doc:"FROM->TO"`
	Condition []NamedID         `json:"condition" doc:"none: in any"`
	Scale     *NamedID          `json:"scale,omitempty"`
	Designs   []RightsIn        `json:"designs"`
}

// RightsIn is a row in one design.
type RightsIn struct {
	State   string       `json:"state" enum:"here,not in this design,does not come in this condition"`
	Changed bool         `json:"changed"`
	Silent  string       `json:"silent,omitempty" doc:"the path on which the design's sources are silent"`
	Cells   []RightsCell `json:"cells" doc:"as the columns; none unless the row is here"`
}

// RightsCell is what a column is to a decision.
type RightsCell struct {
	Role      string             `json:"role" enum:",decides,in council,must consent,is heard,takes part,told before,told after,left out" doc:"empty: the column is not in this design"`
	Qualified bool               `json:"qualified" doc:"it can fall away; the notes say how"`
	Also      []string           `json:"also" doc:"weaker roles beside it"`
	Notes     []entente.Sentence `json:"notes"`
	Changed   bool               `json:"changed"`
	Silent    string             `json:"silent,omitempty"`
	Lines     []int              `json:"lines"`
	OfAnother bool               `json:"ofAnother" doc:"the post is of another party than in the first design that has it: parties of the column name both"`
}

// ForceRow is an authority in a condition.
type ForceRow struct {
	Authority string            `json:"authority"`
	Name      map[string]string `json:"name,omitempty"`
	Kind      string            `json:"kind"`
	Force     NamedID           `json:"force"`
	Condition []NamedID         `json:"condition"`
	Scale     *NamedID          `json:"scale,omitempty"`
	Designs   []ForceIn         `json:"designs"`
}

// ForceIn is a row in one design.
type ForceIn struct {
	State   string             `json:"state" enum:"here,not in this design,nobody"`
	Holder  *NamedID           `json:"holder,omitempty"`
	Party   *NamedID           `json:"party,omitempty"`
	Notes   []entente.Sentence `json:"notes"`
	Changed bool               `json:"changed"`
	Silent  string             `json:"silent,omitempty"`
	Lines   []int              `json:"lines"`
}

// CitedLine is a line of a text.
type CitedLine struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Text string `json:"text"`
}

// rightsWire gathers the lines of a matrix once each.
type rightsWire struct {
	lines []CitedLine
	at    map[CitedLine]int
}

func (w *rightsWire) list(lines []entente.RightsLine) []int {
	out := make([]int, 0, len(lines))
	for _, l := range lines {
		t := textLine(l)
		i, known := w.at[t]
		if !known {
			i = len(w.lines)
			w.at[t], w.lines = i, append(w.lines, t)
		}
		out = append(out, i)
	}
	return out
}

func textLine(l entente.RightsLine) CitedLine {
	t := CitedLine{Line: l.Span.Start.Line, Text: l.Text}
	if l.Span.Source != nil {
		t.File = l.Span.Source.Name
	}
	return t
}

// rightsOf writes a matrix for the wire.
func rightsOf(names []string, m *entente.Rights) Rights {
	w := &rightsWire{at: map[CitedLine]int{}}
	var out Rights
	for i, d := range m.Designs {
		out.Designs = append(out.Designs, RightsDesign{names[i], d.Title, d.Real})
	}
	for _, c := range m.Columns {
		column := RightsColumn{Kind: c.Kind, ID: c.ID, Name: c.Name, Of: c.Of}
		for _, p := range c.Parties {
			column.Parties = append(column.Parties, NamedID{p.ID, p.Name})
		}
		out.Columns = append(out.Columns, column)
	}
	for _, r := range m.Rights {
		row := RightsRow{Decision: r.Decision, Name: r.Name, Move: r.Move}
		for _, v := range r.Values {
			row.Condition = append(row.Condition, NamedID{v.ID, v.Name})
		}
		if r.Scale != nil {
			row.Scale = &NamedID{r.Scale.ID, r.Scale.Name}
		}
		for _, in := range r.Designs {
			x := RightsIn{State: string(in.State), Changed: in.Changed, Silent: in.Silent}
			for _, c := range in.Cells {
				cell := RightsCell{Role: string(c.Role), Qualified: c.Qualified, Notes: c.Notes, Changed: c.Changed, Silent: c.Silent, Lines: w.list(c.Lines), OfAnother: c.OfAnother}
				if c.OfAnother {
					cell.Notes = cell.Notes[:len(cell.Notes)-1] // the column's parties say it by name
				}
				for _, also := range c.Also {
					cell.Also = append(cell.Also, string(also))
				}
				x.Cells = append(x.Cells, cell)
			}
			row.Designs = append(row.Designs, x)
		}
		out.Rights = append(out.Rights, row)
	}
	for _, r := range m.Forces {
		row := ForceRow{Authority: r.Authority, Name: r.Name, Kind: r.Kind, Force: NamedID{r.Force, r.ForceName}}
		for _, v := range r.Values {
			row.Condition = append(row.Condition, NamedID{v.ID, v.Name})
		}
		if r.Scale != nil {
			row.Scale = &NamedID{r.Scale.ID, r.Scale.Name}
		}
		for _, in := range r.Designs {
			x := ForceIn{State: string(in.State), Notes: in.Notes, Changed: in.Changed, Silent: in.Silent, Lines: w.list(in.Lines)}
			if in.Holder != "" {
				x.Holder, x.Party = &NamedID{in.Holder, in.Name}, &NamedID{in.Party, in.PartyName}
			}
			row.Designs = append(row.Designs, x)
		}
		out.Forces = append(out.Forces, row)
	}
	out.Lines = w.lines
	return out
}

// Questions are what can be asked of designs.
type Questions struct {
	Examples []string       `json:"examples" doc:"that the first design answers"`
	Forms    []QuestionForm `json:"forms" doc:"all shapes that are answered"`
}

// QuestionForm is a shape of question.
type QuestionForm struct {
	Shape   string `json:"shape"`
	Example string `json:"example" doc:"of Twin Lakes"`
}

// Answers is the answer to one question in each design.
type Answers struct {
	Answers []AnswerIn `json:"answers"`
}

// AnswerIn is the answer in one design: the short answer with its sentences and lines,
// or why there is none.
type AnswerIn struct {
	Design    string      `json:"design"`
	Title     string      `json:"title"`
	Question  string      `json:"question,omitempty" doc:"as it was understood, with ids"`
	Text      string      `json:"text,omitempty" doc:"the short answer"`
	Sentences []string    `json:"sentences"`
	Lines     []CitedLine `json:"lines" doc:"that say so"`
	Refused   string      `json:"refused,omitempty" doc:"why it is not answered of real states"`
	Remedy    string      `json:"remedy,omitempty" doc:"what is answered instead"`
	Unknown   string      `json:"unknown,omitempty" doc:"a name in the question that the design lacks"`
}

type designsInput struct {
	Design []string `query:"design,explode" required:"true" minItems:"1" maxItems:"6" maxLength:"400" doc:"by name: ENTRY or ENTRY/VARIANT+VARIANT"`
}

type (
	matrixOutput    struct{ Body Rights }
	questionsOutput struct{ Body Questions }
	answersOutput   struct{ Body Answers }
	fileOutput      struct {
		Type        string `header:"Content-Type"`
		Disposition string `header:"Content-Disposition"`
		Body        []byte
	}
)

// designs loads designs by name.
func (s *Server) designs(names []string, scenario string) ([]*entente.Design, error) {
	var out []*entente.Design
	for _, name := range names {
		d, err := s.desk.Design(name, scenario)
		if err != nil {
			return nil, of(err)
		}
		out = append(out, d)
	}
	return out, nil
}

// The media types of files.
const (
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// binary describes an answer that is a file.
func binary(types ...string) map[string]*huma.Response {
	r := &huma.Response{Description: "the file", Content: map[string]*huma.MediaType{}}
	for _, t := range types {
		r.Content[t] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
	}
	return map[string]*huma.Response{"200": r}
}

// attached is the header of a file to be saved, named after what it is of.
func attached(what, ending string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(what))
	return fmt.Sprintf(`attachment; filename="%s%s"`, strings.Trim(name, "-"), ending)
}

// matrix: the matrix of designs, and questions about them.
func (s *Server) matrix() {
	huma.Register(s.api, huma.Operation{OperationID: "matrix", Method: http.MethodGet, Path: "/api/matrix", Summary: "Who decides, consents, is heard, is told, is left out; who holds each force"},
		func(_ context.Context, in *designsInput) (*matrixOutput, error) {
			designs, err := s.designs(in.Design, "")
			if err != nil {
				return nil, err
			}
			return &matrixOutput{rightsOf(in.Design, entente.Matrix(designs...))}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "matrix-xlsx", Method: http.MethodGet, Path: "/api/matrix.xlsx", Summary: "The matrix as a workbook", Responses: binary(typeXLSX)},
		func(_ context.Context, in *designsInput) (*fileOutput, error) {
			designs, err := s.designs(in.Design, "")
			if err != nil {
				return nil, err
			}
			var b bytes.Buffer
			if err := entente.Matrix(designs...).XLSX(&b); err != nil {
				return nil, err
			}
			return &fileOutput{typeXLSX, attached("matrix-"+in.Design[0], ".xlsx"), b.Bytes()}, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "questions", Method: http.MethodGet, Path: "/api/questions", Summary: "What can be asked"},
		func(_ context.Context, in *designsInput) (*questionsOutput, error) {
			designs, err := s.designs(in.Design[:1], "")
			if err != nil {
				return nil, err
			}
			out := &questionsOutput{Body: Questions{Examples: entente.Questions(designs[0])}}
			for _, f := range entente.QuestionForms() {
				out.Body.Forms = append(out.Body.Forms, QuestionForm{f.Shape, f.Example})
			}
			return out, nil
		})
	type askInput struct {
		Design   []string `query:"design,explode" required:"true" minItems:"1" maxItems:"6" maxLength:"400" doc:"by name: ENTRY or ENTRY/VARIANT+VARIANT"`
		Question string   `query:"question" required:"true" minLength:"1" maxLength:"1000"`
		Scenario string   `query:"scenario" maxLength:"200" doc:"its absences are documented: they may be asked about by name"`
	}
	huma.Register(s.api, huma.Operation{OperationID: "ask", Method: http.MethodGet, Path: "/api/ask", Summary: "One question, one answer in each design, with the lines that say so"},
		func(_ context.Context, in *askInput) (*answersOutput, error) {
			designs, err := s.designs(in.Design, in.Scenario)
			if err != nil {
				return nil, err
			}
			out := &answersOutput{}
			for i, d := range designs {
				a, err := answered(d, in.Question)
				if err != nil {
					return nil, err
				}
				a.Design, a.Title = in.Design[i], d.Title
				out.Body.Answers = append(out.Body.Answers, a)
			}
			return out, nil
		})
}

// answered is the answer of one design; the error is that of a question that no design
// answers.
func answered(d *entente.Design, question string) (AnswerIn, error) {
	a, err := entente.Ask(d, question)
	var refused *entente.RefusedQuestion
	var shape *entente.UnknownQuestion
	var name *entente.UnknownName
	switch {
	case errors.As(err, &refused):
		return AnswerIn{Refused: refused.Reason, Remedy: refused.Remedy}, nil
	case errors.As(err, &name):
		return AnswerIn{Unknown: name.Error()}, nil
	case errors.As(err, &shape):
		return AnswerIn{}, problem(http.StatusBadRequest, "the question is of no form that is answered", "/api/questions lists the forms; those of the examples are answered")
	case err != nil:
		return AnswerIn{}, of(err)
	}
	out := AnswerIn{Question: a.Question, Text: a.Text, Sentences: a.Sentences}
	for _, l := range a.Lines {
		out.Lines = append(out.Lines, textLine(l))
	}
	return out, nil
}
