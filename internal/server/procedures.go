package server

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

// ProcedureList is the procedures of some designs.
type ProcedureList struct {
	Designs []ProceduresOf `json:"designs"`
}

// ProceduresOf is the procedures of one design, in the order of its text.
type ProceduresOf struct {
	Design     string                  `json:"design"`
	Title      string                  `json:"title"`
	Real       bool                    `json:"real"`
	Procedures []entente.ProcedureHead `json:"procedures"`
}

// ProcedureViews is one procedure in some designs.
type ProcedureViews struct {
	Views []ProcedureIn `json:"views"`
}

// ProcedureIn is a procedure in one design.
type ProcedureIn struct {
	Design string             `json:"design"`
	Title  string             `json:"title"`
	Real   bool               `json:"real"`
	View   *entente.Procedure `json:"view,omitempty" doc:"left out: the design has no such procedure"`
}

type procedureListOutput struct{ Body ProcedureList }

type procedureViewsOutput struct{ Body ProcedureViews }

type procedureListInput struct {
	Design []string `query:"design,explode" required:"true" minItems:"1" maxItems:"6" maxLength:"400" doc:"by name: ENTRY or ENTRY/VARIANT+VARIANT"`
}

type procedureViewsInput struct {
	Design    []string `query:"design,explode" required:"true" minItems:"1" maxItems:"6" maxLength:"400" doc:"by name: ENTRY or ENTRY/VARIANT+VARIANT"`
	Procedure string   `query:"procedure" required:"true" minLength:"1" maxLength:"200"`
	Condition []string `query:"condition,explode" maxItems:"16" maxLength:"200" doc:"ids of conditions; scales that none is of stand where it can begin"`
	Scenario  string   `query:"scenario" maxLength:"200" doc:"for its answers, and what it begins without; none: all agree"`
	Runs      int      `query:"runs" minimum:"100" maximum:"20000" default:"2000" doc:"replications where something is sampled"`
}

// procedures: the procedures of designs, and one of them by itself.
func (s *Server) procedures() {
	huma.Register(s.api, huma.Operation{OperationID: "procedures", Method: http.MethodGet, Path: "/api/procedures", Summary: "The procedures of designs"},
		func(_ context.Context, in *procedureListInput) (*procedureListOutput, error) {
			out := &procedureListOutput{}
			for _, name := range in.Design {
				d, err := s.desk.Design(name, "")
				if err != nil {
					return nil, of(err)
				}
				out.Body.Designs = append(out.Body.Designs, ProceduresOf{Design: name, Title: d.Title, Real: d.Arrangement.Real, Procedures: entente.Procedures(d)})
			}
			return out, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "procedure", Method: http.MethodGet, Path: "/api/procedure", Summary: "One procedure by itself, in designs: its graph, its times, whose waiting they are made of"},
		func(ctx context.Context, in *procedureViewsInput) (*procedureViewsOutput, error) {
			var designs []*entente.Design
			for _, name := range in.Design {
				d, err := s.desk.Design(name, in.Scenario)
				if err != nil {
					return nil, of(err)
				}
				designs = append(designs, d)
			}
			views, err := entente.LookAtProcedure(ctx, in.Procedure, entente.ProcedureOptions{Conditions: in.Condition, Runs: in.Runs}, designs...)
			if err != nil {
				return nil, of(err)
			}
			out := &procedureViewsOutput{}
			none := true
			for i, v := range views {
				none = none && v == nil
				out.Body.Views = append(out.Body.Views, ProcedureIn{Design: in.Design[i], Title: designs[i].Title, Real: designs[i].Arrangement.Real, View: v})
			}
			if none {
				return nil, problem(http.StatusNotFound, fmt.Sprintf("%.200q is no procedure of these designs", in.Procedure), "/api/procedures lists theirs")
			}
			return out, nil
		})
}
