package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

// Seams is what a check of a design finds, or how far the check is.
type Seams struct {
	Title    string                       `json:"title"`
	Scenario string                       `json:"scenario,omitempty" doc:"the title of the scenario"`
	Progress *CheckProgress               `json:"progress,omitempty" doc:"the check is under way: ask again"`
	Result   *entente.FindingsJSON        `json:"result,omitempty" doc:"absent while the check is under way"`
	Kinds    []entente.SeamKind           `json:"kinds" doc:"the kinds of seam that were asked for"`
	Names    map[string]map[string]string `json:"names" doc:"what elements are called, by their address in the text and by language"`
}

// Story is a finding with its story.
type Story struct {
	Progress *CheckProgress     `json:"progress,omitempty" doc:"the check is under way: ask again"`
	Story    *entente.StoryJSON `json:"story,omitempty"`
}

// Circumstances lists the scenarios under which a design can be checked.
type Circumstances struct {
	Scenarios []Circumstance `json:"scenarios"`
}

// Circumstance is a scenario.
type Circumstance struct {
	Name  string `json:"name" doc:"ENTRY/ID"`
	Title string `json:"title"`
}

// CheckInput is a design, its circumstances and the budget.
type CheckInput struct {
	Design   string `query:"design" required:"true" minLength:"1" maxLength:"400" doc:"by name: ENTRY or ENTRY/VARIANT+VARIANT"`
	Scenario string `query:"scenario" maxLength:"200" doc:"none: every post and link may fail, and every deciding procedure start"`
	Budget   int    `query:"budget" minimum:"-1" maximum:"4" default:"-1" doc:"how many faults; -1: as the scenario says, or 1"`
	Starts   int    `query:"starts" minimum:"0" maximum:"4" doc:"without a scenario: how many starts of deciding procedures; 0: as many as faults, at least 1"`
}

// FindingInput names a finding.
type FindingInput struct {
	Check   string `query:"check" required:"true" maxLength:"40" doc:"the kind of seam"`
	Element string `query:"element" required:"true" maxLength:"400"`
}

type storyInput struct {
	CheckInput
	FindingInput
}

type (
	seamsOutput         struct{ Body Seams }
	storyOutput         struct{ Body Story }
	circumstancesOutput struct{ Body Circumstances }
)

// ask finds the texts that a check is asked of.
func (s *Server) ask(in *CheckInput, design string) (ask, error) {
	texts, err := s.desk.Named(design, in.Scenario)
	if err != nil {
		return ask{}, of(err)
	}
	return ask{texts, in.Budget, in.Starts}, nil
}

// check answers what a check has found, or how far it is.
func (s *Server) check(ctx context.Context, in *CheckInput, design string) (*checked, *CheckProgress, error) {
	a, err := s.ask(in, design)
	if err != nil {
		return nil, nil, err
	}
	c, p, err := s.checks.get(ctx, a)
	if err != nil {
		return nil, nil, of(err)
	}
	return c, p, nil
}

func (s *Server) seams() {
	huma.Register(s.api, huma.Operation{OperationID: "seams", Method: http.MethodGet, Path: "/api/seams", Summary: "The seams of a design, or how far the search for them is"},
		func(ctx context.Context, in *CheckInput) (*seamsOutput, error) {
			c, progress, err := s.check(ctx, in, in.Design)
			if err != nil {
				return nil, err
			}
			out := &seamsOutput{Body: Seams{Progress: progress}}
			if c == nil {
				return out, nil
			}
			data := entente.FindingsData(c.findings)
			out.Body = Seams{Title: c.design.Title, Result: &data, Kinds: entente.SeamKinds(c.findings), Names: entente.Names(c.design)}
			if c.design.Scenario != nil {
				out.Body.Scenario = c.design.Scenario.Title
			}
			return out, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "story", Method: http.MethodGet, Path: "/api/seams/story", Summary: "A finding with its story, scene by scene, with the whole state after each"},
		func(ctx context.Context, in *storyInput) (*storyOutput, error) {
			c, progress, err := s.check(ctx, &in.CheckInput, in.Design)
			if err != nil {
				return nil, err
			}
			out := &storyOutput{Body: Story{Progress: progress}}
			if c == nil {
				return out, nil
			}
			story, ok := entente.StoryData(c.findings, in.Check, in.Element)
			if !ok {
				return nil, noFinding(&in.FindingInput)
			}
			out.Body.Story = &story
			return out, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "circumstances", Method: http.MethodGet, Path: "/api/circumstances", Summary: "The scenarios under which a design can be checked"},
		func(_ context.Context, in *struct {
			Design string `query:"design" required:"true" minLength:"1" maxLength:"400" doc:"by name: ENTRY or ENTRY/VARIANT+VARIANT"`
		}) (*circumstancesOutput, error) {
			d, err := s.desk.Design(in.Design, "")
			if err != nil {
				return nil, of(err)
			}
			out := &circumstancesOutput{}
			entry, _, _ := strings.Cut(in.Design, "/")
			for _, id := range s.texts.Names(entry, "scenarios") {
				texts, err := s.desk.Named(in.Design, entry+"/"+id)
				if err != nil {
					continue
				}
				if title, ok := d.Takes(texts.Scenario, texts.Crisis); ok {
					out.Body.Scenarios = append(out.Body.Scenarios, Circumstance{entry + "/" + id, title})
				}
			}
			return out, nil
		})
}

func noFinding(in *FindingInput) error {
	return problem(http.StatusNotFound, fmt.Sprintf("%.40q of %.200q is not found under this budget", in.Check, in.Element), "/api/seams lists the findings")
}
