package sim

import (
	"slices"
	"strings"

	"entente/internal/model"
)

// Doers lists for each measure `time-of P/STEP` who may do the step in one of the
// arrangements: posts and their deputies, or a council, each once, in the order of
// the texts. For other measures it is empty. Designs that are compared need the
// same list.
func Doers(measures []model.Measure, all ...*model.Arrangement) [][]string {
	out := make([][]string, len(measures))
	for i := range measures {
		m := &measures[i]
		if _, _, inStep := strings.Cut(m.Of, "/"); m.Kind != "time-of" || !inStep {
			continue
		}
		for _, a := range all {
			if proc, step := stepOf(a, m.Of); step >= 0 {
				for _, who := range doersOf(a, &a.Procedures[proc].Steps[step]) {
					if !slices.Contains(out[i], who) {
						out[i] = append(out[i], who)
					}
				}
			}
		}
	}
	return out
}

// Among is what the columns of one design owe to the others that it is compared with.
type Among struct {
	doers    [][]string // Doers
	deadline []bool     // by measure: `time-of P`, and P has a deadline in one of them
}

// AmongOf looks at all designs that are compared.
func AmongOf(measures []model.Measure, all ...*model.Arrangement) Among {
	out := Among{Doers(measures, all...), make([]bool, len(measures))}
	for i := range measures {
		if measures[i].Kind != "time-of" || strings.Contains(measures[i].Of, "/") {
			continue
		}
		for _, a := range all {
			if proc, _ := stepOf(a, measures[i].Of); proc != model.None && a.Procedures[proc].Deadline != nil {
				out.deadline[i] = true
			}
		}
	}
	return out
}

// stepOf finds P/STEP by its names or those of the base; -1 where the design lacks
// one of them.
func stepOf(a *model.Arrangement, of string) (proc model.ProcedureIndex, step int32) {
	name, stepName, _ := strings.Cut(of, "/")
	proc, step = model.None, -1
	for i := range a.Procedures {
		if id(&a.Procedures[i].Meta) == name || a.Procedures[i].ID == name {
			proc = model.ProcedureIndex(i)
		}
	}
	if proc == model.None {
		return proc, step
	}
	for i := range a.Procedures[proc].Steps {
		if s := &a.Procedures[proc].Steps[i]; id(&s.Meta) == stepName || s.ID == stepName {
			step = int32(i)
		}
	}
	return proc, step
}

// doersOf lists who may do a step.
func doersOf(a *model.Arrangement, s *model.Step) []string {
	var posts []model.PostIndex
	switch s.Doer.Kind {
	case model.ActorCouncil:
		return []string{a.Councils[s.Doer.Council].ID}
	case model.ActorPost:
		posts = []model.PostIndex{s.Doer.Post}
	case model.ActorHolder:
		for _, p := range a.Authorities[s.Doer.Authority].HeldBy {
			if p != model.None {
				posts = append(posts, p)
			}
		}
	}
	var out []string
	for i := 0; i < len(posts); i++ { // it grows by deputies
		if who := a.Posts[posts[i]].ID; !slices.Contains(out, who) {
			out = append(out, who)
			for _, d := range a.Posts[posts[i]].Deputies {
				posts = append(posts, d.Post)
			}
		}
	}
	return out
}

// doerLabels gives each post the label that it has among the doers; a council's
// step has one, under which index 0 stands.
func doerLabels(a *model.Arrangement, m *measure, doers []string) []float64 {
	out := make([]float64, len(a.Posts))
	for i := range out {
		out[i] = float64(slices.Index(doers, a.Posts[i].ID))
	}
	if m.step >= 0 {
		if s := &a.Procedures[m.proc].Steps[m.step]; s.Doer.Kind == model.ActorCouncil {
			for i := range out {
				out[i] = float64(slices.Index(doers, a.Councils[s.Doer.Council].ID))
			}
		}
	}
	return out
}

// Has reports whether a design, with the crisis of a scenario, has what a measure
// measures; s may be nil.
func Has(a *model.Arrangement, s *model.Scenario, m *model.Measure) bool {
	named := func(x *model.Meta) bool { return id(x) == m.Of || x.ID == m.Of }
	switch m.Kind {
	case "time-of", "consultation", "work-share":
		proc, step := stepOf(a, m.Of)
		return proc != model.None && (step >= 0 || !strings.Contains(m.Of, "/"))
	case "no-holder", "dual-holder":
		return slices.ContainsFunc(a.Authorities, func(x model.Authority) bool { return named(&x.Meta) })
	case "waiting":
		return slices.ContainsFunc(a.Posts, func(x model.Post) bool { return named(&x.Meta) })
	case "expression":
		return expressionOf(a, crisisOf(s), m) != nil
	}
	_, _, lacks := inCrisis(a, crisisOf(s), m)
	return !lacks
}
