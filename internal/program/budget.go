package program

import "entente/internal/model"

// Budget is what a search may do to an arrangement and where it begins
// (semantics S1, S22).
type Budget struct {
	Values []model.ValueIndex // by scale
	Absent []model.PostIndex
	Out    []model.LinkIndex
	Given  []model.StepRef

	Starts    int
	MayStart  []model.ProcedureIndex // deciding procedures, in the order of the text
	Faults    int
	Posts     []model.PostIndex
	Persons   []model.PersonIndex
	Links     []model.LinkIndex
	Incidents []Incident
	Scenario  bool             // drawn from a scenario
	Crisis    *model.CrisisUse // the scenario's, or nil
}

// Incident is one that may come once.
type Incident struct {
	ID        string
	Kind      model.KindIndex
	Starts    []model.ProcedureIndex // in the order of the text
	Empties   []model.PostIndex
	Fills     []model.PostIndex
	Cuts      []model.LinkIndex
	Mends     []model.LinkIndex
	Moves     []model.IncidentMove
	While     *model.Expr
	Option    model.OptionIndex // of a crisis (semantics S41), or None
	By        *model.StepRef    // of an option: it comes only after this step is done; nil: at any moment
	Choice    int               // with By: done with this option of its `choose`; -1: with any
	WhileExpr int
	Var       Var
}

// DefaultBudget lets every post and link fail, every deciding procedure start
// and every incident kind come once, with k faults and k starts.
func DefaultBudget(a *model.Arrangement, k int) Budget {
	b := Budget{Starts: k, Faults: k, Values: make([]model.ValueIndex, len(a.Scales))}
	for i := range a.Procedures {
		if len(a.Procedures[i].Decides) > 0 {
			b.MayStart = append(b.MayStart, model.ProcedureIndex(i))
		}
	}
	b.Posts, b.Links = allOf[model.PostIndex](len(a.Posts)), allOf[model.LinkIndex](len(a.Links))
	for i := range a.Kinds {
		b.Incidents = append(b.Incidents, Incident{ID: a.Kinds[i].ID, Kind: model.KindIndex(i), Starts: Answers(a, model.KindIndex(i)), Option: model.None})
	}
	return b
}

// ScenarioBudget draws the budget from a scenario; faults replaces the total of
// its `may-fail` where it is not negative.
func ScenarioBudget(a *model.Arrangement, s *model.Scenario, faults int) Budget {
	b := Budget{Scenario: true, Values: s.Start.Values, Out: s.Start.Out, Given: s.Start.Given}
	for _, absent := range s.Start.Absent {
		b.Absent = append(b.Absent, absent.Post)
	}
	if s.MayStart != nil {
		b.Starts, b.MayStart = s.MayStart.Total, inOrder(s.MayStart.Procedures)
	}
	if f := s.MayFail; f != nil {
		b.Faults, b.Posts, b.Persons, b.Links = f.Total, inOrder(f.Absent), inOrder(f.Persons), inOrder(f.Out)
		for i := range a.Posts {
			for _, class := range f.Classes {
				if a.Posts[i].Class == class {
					b.Posts = append(b.Posts, model.PostIndex(i))
				}
			}
		}
		for i := range a.Links {
			if f.AnyLink {
				b.Links = append(b.Links, model.LinkIndex(i))
			}
		}
		b.Posts, b.Links = inOrder(b.Posts), inOrder(b.Links)
		if len(f.Absent)+len(f.Persons)+len(f.Out)+len(f.Classes) == 0 && !f.AnyLink && !a.Real {
			b.Posts, b.Links = allOf[model.PostIndex](len(a.Posts)), allOf[model.LinkIndex](len(a.Links))
		}
		if faults >= 0 {
			b.Faults = faults
		}
	}
	for i := range s.Incidents {
		b.Incidents = append(b.Incidents, incident(a, &s.Incidents[i]))
	}
	if b.Crisis = s.Crisis; b.Crisis != nil {
		b.Incidents = append(b.Incidents, acts(a, b.Crisis)...)
	}
	return b
}

func incident(a *model.Arrangement, in *model.Incident) Incident {
	out := Incident{ID: in.ID, Kind: in.Kind, Starts: in.Starts, Empties: in.Empties, Fills: in.Fills, Cuts: in.Cuts, Mends: in.Mends, Moves: in.Moves, While: in.While, Option: model.None}
	if in.Kind != model.None {
		out.Starts = merge(Answers(a, in.Kind), out.Starts)
	}
	return out
}

// acts returns the options that may be taken and do something to the arrangement,
// as incidents, in the order of the crisis (semantics S41).
func acts(a *model.Arrangement, use *model.CrisisUse) []Incident {
	var out []Incident
	for i := range use.Crisis.Options {
		o := &use.Crisis.Options[i]
		if o.Does == nil || o.Lacking || o.By.Procedure == model.None && !use.MayTake(model.OptionIndex(i)) {
			continue
		}
		in := incident(a, o.Does)
		in.ID, in.Option, in.While = o.ID, model.OptionIndex(i), o.While
		if o.By.Procedure != model.None {
			in.By, in.Choice = &o.By, o.Choice
		}
		out = append(out, in)
	}
	return out
}

// Answers returns the procedures that name the incident kind.
func Answers(a *model.Arrangement, kind model.KindIndex) []model.ProcedureIndex {
	var out []model.ProcedureIndex
	for i := range a.Procedures {
		for _, k := range a.Procedures[i].Starts {
			if k == kind {
				out = append(out, model.ProcedureIndex(i))
			}
		}
	}
	return out
}

// allOf returns the indices 0 … n-1.
func allOf[I ~int32](n int) []I {
	out := make([]I, n)
	for i := range out {
		out[i] = I(i)
	}
	return out
}

// merge returns the union of two lists in the order of the text.
func merge(a, b []model.ProcedureIndex) []model.ProcedureIndex {
	return inOrder(append(append([]model.ProcedureIndex(nil), a...), b...))
}

// inOrder returns the distinct indices, ascending: the order of the text.
func inOrder[I ~int32](list []I) []I {
	out := append([]I(nil), list...)
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j] < out[j-1]; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	n := 0
	for i, v := range out {
		if i == 0 || v != out[n-1] {
			out[n] = v
			n++
		}
	}
	return out[:n]
}
