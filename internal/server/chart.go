package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

// ChartQuery is what a chart shows: a design, the scale followed, and what is lost.
type ChartQuery struct {
	Design   string   `query:"design" required:"true" minLength:"1" maxLength:"400" doc:"by name: ENTRY or ENTRY/VARIANT+VARIANT"`
	Scenario string   `query:"scenario" maxLength:"200" doc:"its documented absences are empty from the start"`
	Scale    string   `query:"scale" maxLength:"200" doc:"the scale to follow; none: the one that moves most"`
	Set      []string `query:"set,explode" maxItems:"16" maxLength:"200" doc:"values of other scales; the others stand at their lowest"`
	Whole    bool     `query:"whole" doc:"no office is left out of a large arrangement"`
	Empty    []string `query:"empty,explode" maxItems:"64" maxLength:"200" doc:"posts whose office is empty from the start; not of a real state"`
	Cut      []string `query:"cut,explode" maxItems:"64" maxLength:"200" doc:"links that are out from the start; not of a real state"`
}

// MomentQuery names an instant of a chart's course.
type MomentQuery struct {
	ChartQuery
	Down bool   `query:"down" doc:"on the way from the highest value to the lowest"`
	At   string `query:"at" maxLength:"200" doc:"the id of an instant; none: the first"`
}

type officeInput struct {
	MomentQuery
	Post    string `query:"post" maxLength:"200"`
	Council string `query:"council" maxLength:"200" doc:"in place of a post"`
}

type chartOutput struct{ Body *entente.CommandChart }

type officeOutput struct{ Body *entente.Office }

type followsOutput struct{ Body *entente.Following }

// view loads the design and says what the chart shows of it.
func (s *Server) view(in *ChartQuery) (*entente.Design, entente.ChartView, error) {
	v := entente.ChartView{Scale: in.Scale, Values: in.Set, Whole: in.Whole, Absent: in.Empty, Out: in.Cut}
	d, err := s.desk.Design(in.Design, in.Scenario)
	if err != nil {
		return nil, v, of(err)
	}
	return d, v, nil
}

// unlocked turns a refusal into an answer.
func unlocked(err error) error {
	var locked *entente.LockedError
	if errors.As(err, &locked) {
		return problem(http.StatusForbidden, locked.Error(), locked.Hint())
	}
	return of(err)
}

// charts: the command of a design as a picture, an office at an instant, and what
// follows from a loss.
func (s *Server) charts() {
	huma.Register(s.api, huma.Operation{OperationID: "chart", Method: http.MethodGet, Path: "/api/chart", Summary: "The command of a design in one picture, with the course of a scale through it"},
		func(_ context.Context, in *ChartQuery) (*chartOutput, error) {
			d, v, err := s.view(in)
			if err != nil {
				return nil, err
			}
			c, err := entente.Chart(d, v)
			return &chartOutput{c}, unlocked(err)
		})
	huma.Register(s.api, huma.Operation{OperationID: "office", Method: http.MethodGet, Path: "/api/office", Summary: "A post or a council at an instant: its part in what can be decided, what it holds, who acts in it"},
		func(_ context.Context, in *officeInput) (*officeOutput, error) {
			ref := entente.ChartRef{Kind: "post", ID: in.Post}
			if in.Council != "" {
				ref = entente.ChartRef{Kind: "council", ID: in.Council}
			}
			d, v, err := s.view(&in.ChartQuery)
			if err != nil {
				return nil, err
			}
			o, err := entente.OfficeAt(d, v, entente.ChartMoment{Down: in.Down, At: in.At}, ref)
			return &officeOutput{o}, unlocked(err)
		})
	huma.Register(s.api, huma.Operation{OperationID: "follows", Method: http.MethodGet, Path: "/api/follows", Summary: "What a check finds from an instant's stop on, with what is lost, and what of it follows from the loss"},
		func(ctx context.Context, in *MomentQuery) (*followsOutput, error) {
			d, v, err := s.view(&in.ChartQuery)
			if err != nil {
				return nil, err
			}
			f, err := entente.Follows(ctx, d, v, entente.ChartMoment{Down: in.Down, At: in.At}, entente.CheckOptions{Budget: -1})
			return &followsOutput{f}, unlocked(err)
		})
}
