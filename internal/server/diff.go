package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

// Comparison is what became of each seam between two designs, or how far their
// checks are.
type Comparison struct {
	Titles   [2]string                       `json:"titles" doc:"of the first design and the second"`
	Scenario string                          `json:"scenario,omitempty" doc:"the title of the scenario"`
	Progress *CheckProgress                  `json:"progress,omitempty" doc:"the checks are under way: ask again"`
	Result   *entente.ComparisonJSON         `json:"result,omitempty"`
	Kinds    []entente.SeamKind              `json:"kinds"`
	Names    [2]map[string]map[string]string `json:"names" doc:"of each design: what elements are called, by their address in the text and by language"`
}

// ComparedStory is one seam in two designs.
type ComparedStory struct {
	Progress *CheckProgress          `json:"progress,omitempty" doc:"the checks are under way: ask again"`
	Stories  *entente.SideBySideJSON `json:"stories,omitempty"`
}

type CompareInput struct {
	CheckInput
	Against string `query:"against" required:"true" minLength:"1" maxLength:"400" doc:"the second design, of the same entry"`
}

type comparedStoryInput struct {
	CompareInput
	FindingInput
}

type (
	comparisonOutput    struct{ Body Comparison }
	comparedStoryOutput struct{ Body ComparedStory }
)

// compare answers both checks, or how far they are.
func (s *Server) compare(ctx context.Context, in *CompareInput) (both [2]*checked, progress *CheckProgress, err error) {
	first, _, _ := strings.Cut(in.Design, "/")
	second, _, _ := strings.Cut(in.Against, "/")
	if first != second {
		return both, nil, problem(http.StatusBadRequest, fmt.Sprintf("%.100s and %.100s are designs of different arrangements", in.Design, in.Against), "compare designs of one entry")
	}
	for i, design := range []string{in.Design, in.Against} {
		c, p, err := s.check(ctx, &in.CheckInput, design)
		if err != nil || p != nil {
			return both, p, err
		}
		both[i] = c
	}
	return both, nil, nil
}

func (s *Server) diff() {
	huma.Register(s.api, huma.Operation{OperationID: "comparison", Method: http.MethodGet, Path: "/api/diff", Summary: "What became of each seam between two designs, and what of the text touches it"},
		func(ctx context.Context, in *CompareInput) (*comparisonOutput, error) {
			both, progress, err := s.compare(ctx, in)
			if err != nil {
				return nil, err
			}
			out := &comparisonOutput{Body: Comparison{Progress: progress, Names: [2]map[string]map[string]string{{}, {}}}}
			if progress != nil {
				return out, nil
			}
			data := entente.Compare(both[0].findings, both[1].findings).JSON()
			out.Body.Result, out.Body.Kinds = &data, entente.SeamKinds(both[1].findings)
			for i, c := range both {
				out.Body.Titles[i], out.Body.Names[i] = c.design.Title, entente.Names(c.design)
				if c.design.Scenario != nil {
					out.Body.Scenario = c.design.Scenario.Title
				}
			}
			return out, nil
		})
	huma.Register(s.api, huma.Operation{OperationID: "compared-story", Method: http.MethodGet, Path: "/api/diff/story", Summary: "A seam in two designs: its story in either, or the one's played in the other"},
		func(ctx context.Context, in *comparedStoryInput) (*comparedStoryOutput, error) {
			both, progress, err := s.compare(ctx, &in.CompareInput)
			if err != nil {
				return nil, err
			}
			out := &comparedStoryOutput{Body: ComparedStory{Progress: progress}}
			if progress != nil {
				return out, nil
			}
			stories, ok := entente.Compare(both[0].findings, both[1].findings).SideBySide(in.Check, in.Element)
			if !ok {
				return nil, noFinding(&in.FindingInput)
			}
			out.Body.Stories = &stories
			return out, nil
		})
}
