package chart

import (
	"context"
	"slices"

	"entente/internal/answer"
	"entente/internal/check"
	"entente/internal/model"
	"entente/internal/say"
)

// Following is what a check finds when an arrangement begins at a value with offices
// empty and links out, as if a scenario's start said so.
type Following struct {
	Value      string   `json:"value" doc:"where the check begins"`
	Budget     say.Text `json:"budget" doc:"what the search may do"`
	Exhaustive bool     `json:"exhaustive"`
	Found      []Found  `json:"found"`
}

// Found is a finding, and whether it follows from what is empty or out.
type Found struct {
	Finding answer.FindingJSON `json:"finding"`
	Follows bool               `json:"follows" doc:"it is not found when nothing is empty and nothing out"`
}

// Follows checks an arrangement with a view's losses at the start, and again without
// them. No further fault happens; one deciding procedure may start, and each incident
// that the text expects may come.
func Follows(ctx context.Context, a *model.Arrangement, v View, at Moment, opt check.Options) (*Following, error) {
	scale, start, err := v.read(a)
	if err != nil {
		return nil, err
	}
	course := Follow(a, scale, start, at.Down)
	i, err := course.find(at.At)
	if err != nil {
		return nil, err
	}
	for course.Instants[i].Stop == "" {
		i-- // the first instant is a stop
	}
	if scale != model.None {
		value := slices.IndexFunc(a.Scales[scale].Values, func(m model.Meta) bool { return m.ID == course.Instants[i].Stop })
		start.Values[scale] = model.ValueIndex(value)
	}
	lost := check.Run(ctx, a, start.scenario(a), opt)
	none := check.Run(ctx, a, Start{Values: start.Values}.scenario(a), opt)
	data := answer.JSON(lost)
	out := &Following{Value: course.Instants[i].Stop, Budget: data.Budget.Text, Exhaustive: lost.Exhaustive && none.Exhaustive, Found: []Found{}}
	for k := range lost.Findings {
		id := lost.Findings[k].ID()
		there := slices.ContainsFunc(none.Findings, func(f check.Finding) bool { return f.ID() == id })
		out.Found = append(out.Found, Found{data.Findings[k], !there})
	}
	slices.SortStableFunc(out.Found, func(x, y Found) int {
		switch {
		case x.Follows == y.Follows:
			return 0
		case x.Follows:
			return -1
		}
		return 1
	})
	return out, ctx.Err()
}

// scenario is a start as a scenario would write it.
func (s Start) scenario(a *model.Arrangement) *model.Scenario {
	out := &model.Scenario{Meta: model.Meta{ID: "start"}, For: a.ID, Start: model.Start{Values: s.Values, Out: s.Out}, MayStart: &model.MayStart{Total: 1}}
	for _, p := range s.Absent {
		out.Start.Absent = append(out.Start.Absent, model.Absence{Post: p})
	}
	for i := range a.Procedures {
		if len(a.Procedures[i].Decides) > 0 {
			out.MayStart.Procedures = append(out.MayStart.Procedures, model.ProcedureIndex(i))
		}
	}
	for i := range a.Kinds {
		out.Incidents = append(out.Incidents, model.Incident{Meta: a.Kinds[i], Kind: model.KindIndex(i)})
	}
	return out
}
