package procedure

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/rng"
	"entente/internal/sim"
)

// Wait is what the time of some runs was made of.
type Wait struct {
	Run   string  `json:"run" enum:"usual,slow,middle,low,high" doc:"the runs around the half and around nine in ten; where all values are bounds: with all at their middle, and with all at their low or high end"`
	Total float64 `json:"total" doc:"seconds: the mean of these runs"`
	Runs  int     `json:"runs"`
	Parts []Part  `json:"parts" doc:"the greatest first; they add up to the total"`
}

// Part is the part of the time that one thing took: on the path of what came last,
// from the effect back to the beginning.
type Part struct {
	Kind    string     `json:"kind" enum:"work,consent,views,busy,absent,convene,link,delay,hand-over,other"`
	ID      string     `json:"id"`
	Name    model.Name `json:"name,omitempty"`
	On      string     `json:"on" enum:"post,council,link,authority,procedure,incident"`
	Party   string     `json:"party,omitempty"`
	Seconds float64    `json:"seconds"`
	Share   float64    `json:"share"`
	Steps   []string   `json:"steps"`
}

// Beside a usual and a slow run, those with all bounds low and high are shown where
// they are so far apart.
const worthShowing = 1.25

// So many runs nearest to a quantile are taken apart.
const takenApart = 100

// waits takes the time apart. It reports false where the context ended.
func (s *sampling) waits(ctx context.Context) bool {
	v := s.v
	spread := s.quantile(atMiddle, 0, 0.9) > s.quantile(atMiddle, 0, 0.1)
	type job struct {
		run string
		at  point
		p   float64
	}
	jobs := []job{{"middle", atMiddle, 0.5}}
	if spread {
		jobs = []job{{"usual", atMiddle, 0.5}, {"slow", atMiddle, 0.9}}
	} else if v.out.Curve.Bounds == 0 {
		jobs[0].run = "usual"
	}
	low, high := v.out.Curve.P50.Low, v.out.Curve.P50.High
	if v.out.Curve.Bounds > 0 && (!spread || low == nil || high == nil || *high > worthShowing**low) {
		jobs = append(jobs, job{"low", atLow, 0.5}, job{"high", atHigh, 0.5})
	}
	for i, j := range jobs {
		w, steps := s.takeApart(j.at, j.p)
		if ctx.Err() != nil {
			return false
		}
		if w == nil {
			continue
		}
		w.Run = j.run
		v.out.Waiting = append(v.out.Waiting, *w)
		for k := range v.out.Steps {
			if i == 0 && w.Total > 0 {
				v.out.Steps[k].Share = steps[k] / w.Total
			}
		}
	}
	if len(v.out.Waiting) == 0 {
		v.out.NotWaiting = "so many runs never come to it"
	}
	return true
}

// takeApart is the mean of the runs nearest to a quantile, and the time of each step
// in them; nil where the quantile is not reached.
func (s *sampling) takeApart(at point, p float64) (*Wait, []float64) {
	v, plan := s.v, s.plan[at]
	want := s.quantile(at, 0, p)
	if math.IsInf(want, 1) || math.IsNaN(want) {
		return nil, nil
	}
	near := s.nearest(at, want)
	ties := s.constants(plan)
	out := &Wait{Runs: len(near), Parts: []Part{}}
	steps := make([]float64, len(v.p.Steps))
	for k, n := range near {
		value, list, found := s.nudged(at, ties, k).Stretches(v.o.Seed, uint64(n), 0)
		if !found {
			continue
		}
		share := 1 / float64(len(near))
		out.Total += value * share
		for _, x := range list {
			v.part(out, x, x.Seconds*share)
			if x.Step.Procedure == v.at {
				steps[slices.Index(v.order, x.Step.Step)] += x.Seconds * share
			}
		}
	}
	slices.SortStableFunc(out.Parts, func(a, b Part) int {
		return cmp.Or(-cmp.Compare(a.Seconds, b.Seconds), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	for i := range out.Parts {
		if out.Total > 0 {
			out.Parts[i].Share = out.Parts[i].Seconds / out.Total
		}
	}
	return out, steps
}

// constants lists the times of a plan that are the same in every run: two of them may
// end at one moment, and which of them came last would be chance of the order.
func (s *sampling) constants(p *sim.Plan) []sim.Quantity {
	var out []sim.Quantity
	of := "procedures/" + s.v.p.ID + "/"
	for _, q := range p.Quantities() {
		constant := q.Spec.Form == dist.Range || q.Spec.Form == dist.Exact
		if constant && !q.Chance && (strings.HasPrefix(q.Path, of) || strings.HasPrefix(q.Path, "councils/")) {
			out = append(out, q)
		}
	}
	return out
}

// nudge is how far a constant is moved so that no two end at one moment: of its range,
// or of its doubling.
const nudge = 1e-7

// nudged is the plan of a point with its constants moved a little, two runs in
// opposite directions, so that of two steps that end at one moment each comes last as
// often.
func (s *sampling) nudged(at point, constants []sim.Quantity, run int) *sim.Plan {
	if len(constants) < 2 {
		return s.plan[at]
	}
	settings := slices.Clone(s.at[at])
	for _, q := range constants {
		u := rng.Uniform(rng.Path(q.Path), rng.Path("nudge"), rng.Key(s.v.o.Seed), uint64(run/2))
		if run%2 == 1 {
			u = 1 - u
		}
		x := sim.Setting{Path: q.Path, End: sim.HighEnd, Share: nudge * u}
		if q.Spec.Form == dist.Range && at != atMiddle {
			x.Share = 1 - nudge*u
			if at == atLow {
				x.End = sim.LowEnd
			}
		}
		settings = append(settings, x)
	}
	return s.plan[atMiddle].With(settings)
}

// nearest lists the replications of a point whose time is nearest to one.
func (s *sampling) nearest(at point, want float64) []int {
	var out []int
	for n, t := range s.runs[at] {
		if !math.IsInf(t, 1) {
			out = append(out, n)
		}
	}
	away := func(n int) float64 { return math.Abs(s.runs[at][n] - want) }
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(away(a), away(b)) })
	return out[:min(len(out), takenApart)]
}

// part adds a stretch of time to what it is put down to.
func (v *viewer) part(out *Wait, x sim.Stretch, seconds float64) {
	kinds := [...]string{sim.PartWork: "work", sim.PartBusy: "busy", sim.PartAbsent: "absent", sim.PartConvene: "convene", sim.PartLink: "link",
		sim.PartDelay: "delay", sim.PartStart: "other", sim.PartHandOver: "hand-over"}
	ons := [...]string{sim.OnPost: "post", sim.OnCouncil: "council", sim.OnLink: "link", sim.OnAuthority: "authority", sim.OnProcedure: "procedure", sim.OnIncident: "incident"}
	p := Part{Kind: kinds[x.Kind], ID: x.Name, On: ons[x.On], Steps: []string{}}
	step := ""
	if of := x.Step.Procedure; of == v.at {
		s := &v.p.Steps[x.Step.Step]
		step = s.ID
		if x.Kind == sim.PartWork && s.Act.Asking() {
			p.Kind = s.Act.String()
		}
	} else if of != model.None {
		p.Kind, p.On, p.ID = "other", "procedure", v.a.Procedures[of].ID
	}
	for i := range out.Parts {
		if y := &out.Parts[i]; y.Kind == p.Kind && y.On == p.On && y.ID == p.ID {
			y.Seconds += seconds
			y.also(step)
			return
		}
	}
	p.Seconds = seconds
	p.also(step)
	v.names(&p)
	out.Parts = append(out.Parts, p)
}

func (p *Part) also(step string) {
	if step != "" && !slices.Contains(p.Steps, step) {
		p.Steps = append(p.Steps, step)
	}
}

// names gives a part the name of its element.
func (v *viewer) names(p *Part) {
	a := v.a
	switch p.On {
	case "post":
		for i := range a.Posts {
			if m := &a.Posts[i]; m.ID == p.ID {
				p.Name, p.Party = m.Name, a.Parties[m.Of].ID
			}
		}
	case "council":
		for i := range a.Councils {
			if a.Councils[i].ID == p.ID {
				p.Name = a.Councils[i].Name
			}
		}
	case "link":
		for i := range a.Links {
			if a.Links[i].ID == p.ID {
				p.Name = a.Links[i].Name
			}
		}
	case "authority":
		for i := range a.Authorities {
			if a.Authorities[i].ID == p.ID {
				p.Name = a.Authorities[i].Name
			}
		}
	case "procedure":
		for i := range a.Procedures {
			if a.Procedures[i].ID == p.ID {
				p.Name = a.Procedures[i].Name
			}
		}
	}
}
