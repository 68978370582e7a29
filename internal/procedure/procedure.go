// Package procedure says of one procedure what a picture of it needs: its graph in
// lanes, how long each step takes and by when it is over, the distribution of the
// time until its decision takes effect, whose work and whose waiting that time is
// made of, and what follows where a consent is refused.
//
// In: a checked arrangement, a procedure, a condition, perhaps a scenario for its
// answers. Out: a View, plain data. Guaranteed: the procedure is looked at by itself,
// begun at the moment 0, with nothing lost but what the scenario starts without; a
// number comes with the method it was found by, and one that rests on bounds alone is
// a range; the same input gives the same View; nothing here reads a clock or a file.
package procedure

import (
	"context"

	"entente/internal/answer"
	"entente/internal/model"
	"entente/internal/timing"
)

// Options says how a procedure is looked at. The zero value is the condition in which
// it can begin, and agreement everywhere.
type Options struct {
	Values   []model.ValueIndex // by scale; nil: where it can begin
	Scenario *model.Scenario    // for its answers and what it starts with; nil: all agree, nothing is lost
	Runs     int                // replications where something is sampled; 0: RunsDefault
	Seed     uint64             // 0: 1
}

// The replications of one view.
const (
	RunsDefault = 2000
	RunsMax     = 20000
)

// View is a procedure as it is shown. Times are seconds from its beginning; null
// stands for a time without a bound, or one that is not known.
type View struct {
	ID         string      `json:"id"`
	Name       model.Name  `json:"name,omitempty"`
	Note       string      `json:"note,omitempty"`
	Line       Place       `json:"line"`
	Silent     bool        `json:"silent" doc:"the sources of the design say nothing of it"`
	Assumption bool        `json:"assumption" doc:"it is the authors' own"`
	Parties    []Party     `json:"parties"`
	Scales     []Scale     `json:"scales" doc:"the conditions that matter to it, and where it is looked at"`
	Opens      bool        `json:"opens" doc:"it can begin in this condition"`
	Begins     []Beginning `json:"begins"`
	Effect     string      `json:"effect" doc:"the step at which its decision takes effect; empty: it decides nothing, and the end is meant"`
	Moves      []Move      `json:"moves" doc:"the moves that it decides"`
	Follows    []Following `json:"follows" doc:"what follows when its decision takes effect"`
	Deadline   *Time       `json:"deadline,omitempty"`
	Limits     []Limit     `json:"limits"`
	Steps      []Step      `json:"steps" doc:"each after those that it comes after"`
	Gone       []Ref       `json:"gone" doc:"steps of the first design that it lacks"`
	Layout     Layout      `json:"layout"`
	Curve      Curve       `json:"curve"`
	Waiting    []Wait      `json:"waiting"`
	NotWaiting string      `json:"notWaiting,omitempty" doc:"why nothing is known of the waiting"`
	Refusals   []Refusal   `json:"refusals"`
	Answers    []Answer    `json:"answers" doc:"the answers that the times are reckoned with"`
}

// Place is a place in a text.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// Ref names an element.
type Ref struct {
	ID   string     `json:"id"`
	Name model.Name `json:"name,omitempty"`
}

// Party is a party with its number among the allies.
type Party struct {
	ID   string     `json:"id"`
	Name model.Name `json:"name,omitempty"`
	Ally int        `json:"ally" doc:"from 0 in the order of the text; -1: no ally"`
}

// Scale is a scale of conditions and the condition looked at.
type Scale struct {
	ID     string     `json:"id"`
	Name   model.Name `json:"name,omitempty"`
	Values []Value    `json:"values"`
	At     string     `json:"at"`
}

// Value is a condition.
type Value struct {
	ID   string     `json:"id"`
	Name model.Name `json:"name,omitempty"`
	Open bool       `json:"open" doc:"a move that the procedure decides begins here, or it decides none on this scale"`
}

// Move is a move of a scale.
type Move struct {
	Scale string `json:"scale"`
	From  Ref    `json:"from"`
	To    Ref    `json:"to"`
	At    string `json:"at,omitempty" doc:"the step at which it is made"`
}

// Beginning is one way in which the procedure begins.
type Beginning struct {
	Kind      string `json:"kind" enum:"incident,step,move,call" doc:"an incident of a kind; a step that starts it; a move that makes it hand something over; whoever takes its first step, while its move is open"`
	Of        *Ref   `json:"of,omitempty" doc:"incident: its kind; step: the step; move: the authority"`
	Procedure *Ref   `json:"procedure,omitempty" doc:"step: its procedure; move: the one that decides it"`
	Move      *Move  `json:"move,omitempty"`
	Who       *Actor `json:"who,omitempty"`
}

// Following is what follows when the decision takes effect, or a step is done.
type Following struct {
	Kind      string `json:"kind" enum:"hand-over,at-once,start" doc:"a procedure that hands an authority over; an authority that passes at once; a procedure that a step starts"`
	Step      string `json:"step"`
	Procedure *Ref   `json:"procedure,omitempty"`
	Authority *Ref   `json:"authority,omitempty"`
	From      *Ref   `json:"from,omitempty"`
	To        *Ref   `json:"to,omitempty"`
}

// Limit is a limit that the text sets on its time.
type Limit struct {
	P       float64 `json:"p" doc:"the share that has to be within it; 1: the worst case"`
	Seconds float64 `json:"seconds"`
}

// Actor is who does a step, or is told: a post, a council, or whoever holds an
// authority.
type Actor struct {
	Kind      string     `json:"kind" enum:"post,council,holder"`
	ID        string     `json:"id" doc:"the post or council; of a holder without one in this condition, the authority"`
	Name      model.Name `json:"name,omitempty"`
	Party     string     `json:"party,omitempty" doc:"of a post; empty for a council of several"`
	Authority *Ref       `json:"authority,omitempty" doc:"that a holder holds"`
}

// Refusal is what follows where one step is refused and nothing else goes wrong.
type Refusal struct {
	Step      string   `json:"step"`
	Outcome   string   `json:"outcome" enum:"goes-on,waits,stops"`
	Sentences []string `json:"sentences"`
	Lines     []Place  `json:"lines"`
}

// Answer is the chances of the answers to a step.
type Answer struct {
	Step    string   `json:"step"`
	Options []Option `json:"options"`
	From    string   `json:"from" enum:"scenario,agreed,even" doc:"the scenario says so; everybody agrees; the options are taken as equally likely"`
}

// Option is an answer and its chance, as the text writes it.
type Option struct {
	ID     string `json:"id"`
	Chance string `json:"chance"`
}

// Head is a procedure in a list.
type Head struct {
	ID      string     `json:"id"`
	Name    model.Name `json:"name,omitempty"`
	Kind    string     `json:"kind" enum:"decides,answers,hands-over,other"`
	Steps   int        `json:"steps"`
	Was     string     `json:"was,omitempty"`
	Limited bool       `json:"limited" doc:"a limit of the text covers it"`
}

// List lists the procedures of an arrangement in the order of the text.
func List(a *model.Arrangement) []Head {
	out := []Head{}
	limited := map[model.ProcedureIndex]bool{}
	for _, l := range a.Checks.Limits {
		limited[l.Procedure] = true
	}
	for i := range a.Procedures {
		p := &a.Procedures[i]
		h := Head{ID: p.ID, Name: p.Name, Steps: len(p.Steps), Was: p.Was, Kind: "other", Limited: limited[model.ProcedureIndex(i)]}
		switch {
		case len(p.Decides) > 0:
			h.Kind = "decides"
		case p.HandsOver:
			h.Kind = "hands-over"
		case len(p.Starts) > 0:
			h.Kind = "answers"
		}
		out = append(out, h)
	}
	return out
}

// Find finds a procedure by its id, or by the one that a variant renamed; None where
// the design has none.
func Find(a *model.Arrangement, id string) model.ProcedureIndex {
	at := model.ProcedureIndex(model.None)
	for i := range a.Procedures {
		if p := &a.Procedures[i]; p.ID == id {
			return model.ProcedureIndex(i)
		} else if p.Was == id {
			at = model.ProcedureIndex(i)
		}
	}
	return at
}

// Conditions reads conditions by their ids; the scales that none of them is of stand
// where the procedure can begin. It also returns the ids that are no conditions here.
func Conditions(a *model.Arrangement, proc model.ProcedureIndex, scenario *model.Scenario, ids []string) (values []model.ValueIndex, unknown []string) {
	values = where(a, proc, scenario)
	for _, id := range ids {
		found := false
		for s := range a.Scales {
			for v := range a.Scales[s].Values {
				if a.Scales[s].Values[v].ID == id {
					values[s], found = model.ValueIndex(v), true
				}
			}
		}
		if !found {
			unknown = append(unknown, id)
		}
	}
	return values, unknown
}

// where is the condition in which a procedure is looked at if none is asked for: that
// of the scenario, or the lowest, with the first move that it decides or that makes it
// hand over open.
func where(a *model.Arrangement, proc model.ProcedureIndex, s *model.Scenario) []model.ValueIndex {
	out := make([]model.ValueIndex, len(a.Scales))
	if s != nil {
		copy(out, s.Start.Values)
	}
	p := &a.Procedures[proc]
	for _, d := range p.Decides {
		if out[d.Scale] == d.From {
			return out
		}
	}
	if len(p.Decides) > 0 {
		out[p.Decides[0].Scale] = p.Decides[0].From
		return out
	}
	if h := handedBy(a, proc, out); len(h) == 0 {
		if all := handovers(a, proc); len(all) > 0 {
			out[all[0].handover.Scale] = all[0].handover.From
		}
	}
	return out
}

// passing is an authority and one of its hand-overs.
type passing struct {
	authority model.AuthorityIndex
	handover  *model.Handover
}

// handovers lists what a procedure hands over.
func handovers(a *model.Arrangement, proc model.ProcedureIndex) []passing {
	var out []passing
	for i := range a.Authorities {
		for k := range a.Authorities[i].Handovers {
			if h := &a.Authorities[i].Handovers[k]; !h.AtOnce && h.By == proc {
				out = append(out, passing{model.AuthorityIndex(i), h})
			}
		}
	}
	return out
}

// handedBy lists what it hands over at a move from these values.
func handedBy(a *model.Arrangement, proc model.ProcedureIndex, values []model.ValueIndex) []passing {
	var out []passing
	for _, h := range handovers(a, proc) {
		if values[h.handover.Scale] == h.handover.From {
			out = append(out, h)
		}
	}
	return out
}

// viewer makes a view.
type viewer struct {
	a      *model.Arrangement
	at     model.ProcedureIndex
	p      *model.Procedure
	o      Options
	values []model.ValueIndex
	effect model.StepIndex // None: the end
	order  []model.StepIndex
	alone  *model.Scenario // the procedure by itself
	out    *View
}

// New looks at a procedure. It is nil where the context ends first.
func New(ctx context.Context, a *model.Arrangement, proc model.ProcedureIndex, o Options) *View {
	if o.Runs == 0 {
		o.Runs = RunsDefault
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	v := viewer{a: a, at: proc, p: &a.Procedures[proc], o: o, values: o.Values}
	if v.values == nil {
		v.values = where(a, proc, o.Scenario)
	}
	v.effect = answer.Effective(a, proc, v.values)
	v.order = timing.InOrder(v.p.Steps)
	v.out = &View{Opens: true, Gone: []Ref{}, ID: v.p.ID, Name: v.p.Name, Note: v.p.Note, Line: place(v.p.Span), Silent: a.SilentOn("procedures/"+v.p.ID) != "", Assumption: v.p.Assume}
	v.institutions()
	v.beginnings()
	v.following()
	v.steps()
	v.out.Layout = layout(&v)
	v.refusals()
	if !v.times(ctx) {
		return nil
	}
	return v.out
}

// upTo is the step whose end is meant, for package timing: -1 for the end of all.
func (v *viewer) upTo() int {
	if v.effect == model.None {
		return -1
	}
	return int(v.effect)
}

func (v *viewer) id(s model.StepIndex) string { return v.p.Steps[s].ID }

func (v *viewer) refusals() {
	v.out.Refusals = []Refusal{}
	words := map[string]string{"it goes on": "goes-on", "it waits": "waits", "it stops": "stops"}
	for _, r := range answer.Refusals(v.a, v.at, v.values) {
		x := Refusal{Step: v.id(r.Step), Outcome: words[r.Outcome], Sentences: r.Sentences, Lines: []Place{}}
		for _, l := range r.Lines {
			x.Lines = append(x.Lines, place(l.Span))
		}
		v.out.Refusals = append(v.out.Refusals, x)
	}
}
