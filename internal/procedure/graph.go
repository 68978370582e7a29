package procedure

import (
	"slices"
	"strings"

	"entente/internal/answer"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/timing"
)

// Step is a step as it is shown.
type Step struct {
	ID         string     `json:"id"`
	Name       model.Name `json:"name,omitempty"`
	Note       string     `json:"note,omitempty"`
	Line       Place      `json:"line"`
	Text       string     `json:"text" doc:"as written"`
	Silent     bool       `json:"silent"`
	Assumption bool       `json:"assumption"`
	Grade      string     `json:"grade" doc:"of the step: source and grades, or \"no source\""`

	Act     string   `json:"act" enum:"report,assess,notify,order,decide,do,consent,views"`
	Asking  bool     `json:"asking" doc:"a question put to who"`
	Who     Actor    `json:"who" doc:"who does it; of an asking: who is asked"`
	AskedBy *Actor   `json:"askedBy,omitempty"`
	To      []Actor  `json:"to"`
	Via     []Ref    `json:"via"`
	Uses    *Ref     `json:"uses,omitempty"`
	After   []string `json:"after"`
	Needs   string   `json:"needs,omitempty"`
	Choose  []string `json:"choose"`
	Back    *Back    `json:"back,omitempty"`
	Starts  []Ref    `json:"starts"`
	Else    []Else   `json:"else" doc:"what follows where it cannot be done as written"`

	Change string  `json:"change,omitempty" enum:"new,changed" doc:"beside the first design; left out: as there"`
	Effect bool    `json:"effect" doc:"the decision takes effect here"`
	Timed  bool    `json:"timed" doc:"it is one of those that the decision comes after"`
	Later  bool    `json:"later" doc:"it comes after the decision"`
	Passes []Pass  `json:"passes"`
	Time   *Time   `json:"time,omitempty" doc:"left out: the text gives none"`
	Sits   *Sits   `json:"sits,omitempty" doc:"of a council that has to convene first"`
	Ends   Band    `json:"ends" doc:"when it is over"`
	Begins Range   `json:"begins" doc:"when it usually begins: at the usual end of what it comes after"`
	Share  float64 `json:"share" doc:"of the time until the effect, in a usual run"`
}

// Back is a referral to earlier steps.
type Back struct {
	To    []string `json:"to"`
	Times int      `json:"times"`
}

// Else is what follows where a step is refused, cannot be reached, or is late.
type Else struct {
	When    string `json:"when" enum:"refused,unreachable,absent,late"`
	Do      string `json:"do" enum:"stop,wait,proceed,go"`
	Step    string `json:"step,omitempty" doc:"to which it goes"`
	Written bool   `json:"written" doc:"the text says so; else it is what an unwritten clause means"`
	After   *Time  `json:"after,omitempty" doc:"late: from when on"`
	Line    Place  `json:"line"`
}

// Pass is a giving up or a taking over bound to a step.
type Pass struct {
	Authority Ref    `json:"authority"`
	Takes     bool   `json:"takes" doc:"it is taken over; else it is given up"`
	Before    bool   `json:"before" doc:"when the step becomes due; else when it is done"`
	Post      *Actor `json:"post,omitempty"`
}

func place(s diag.Span) Place {
	if s.Source == nil {
		return Place{}
	}
	return Place{s.Source.Name, s.Start.Line}
}

// written is an element as it stands in the text: its line and those below that are
// indented more, without their common indentation.
func written(s diag.Span) string {
	if s.Source == nil {
		return ""
	}
	first := s.Source.Line(s.Start.Line)
	indent := func(l string) int { return len(l) - len(strings.TrimLeft(l, " ")) }
	out := []string{strings.TrimSpace(first)}
	for n := s.Start.Line + 1; n <= s.Source.Lines() && len(out) < linesMost; n++ {
		l := s.Source.Line(n)
		if strings.TrimSpace(l) == "" || indent(l) <= indent(first) {
			break
		}
		out = append(out, strings.TrimRight(l[indent(first):], " "))
	}
	return strings.Join(out, "\n")
}

// linesMost bounds the lines of one step that are shown.
const linesMost = 24

func refOf(m *model.Meta) Ref { return Ref{m.ID, m.Name} }

func (v *viewer) institutions() {
	a, n := v.a, 0
	for i := range a.Parties {
		p := Party{ID: a.Parties[i].ID, Name: a.Parties[i].Name, Ally: -1}
		if a.Parties[i].Ally {
			p.Ally, n = n, n+1
		}
		v.out.Parties = append(v.out.Parties, p)
	}
	v.out.Scales, v.out.Limits = []Scale{}, []Limit{}
	for i, matters := range v.scales() {
		if !matters {
			continue
		}
		m := &a.Scales[i]
		s := Scale{ID: m.ID, Name: m.Name, At: m.Values[v.values[i]].ID}
		for k := range m.Values {
			s.Values = append(s.Values, Value{m.Values[k].ID, m.Values[k].Name, v.opens(model.ScaleIndex(i), model.ValueIndex(k))})
		}
		v.out.Scales = append(v.out.Scales, s)
	}
	for _, l := range a.Checks.Limits {
		if l.Procedure == v.at {
			for _, b := range l.Bounds {
				v.out.Limits = append(v.out.Limits, Limit{b.P, b.Limit.Spec.A})
			}
		}
	}
	if v.p.Deadline != nil {
		v.out.Deadline = v.quantity(v.p.Deadline, "procedures/"+v.p.ID+"/deadline")
	}
}

// scales says which scales matter to the procedure: those that it moves, that begin
// it, or that say who holds what it names.
func (v *viewer) scales() []bool {
	out := make([]bool, len(v.a.Scales))
	for _, d := range v.p.Decides {
		out[d.Scale] = true
	}
	for _, h := range handovers(v.a, v.at) {
		out[h.handover.Scale] = true
	}
	held := func(auth model.AuthorityIndex) {
		if auth == model.None {
			return
		}
		x := &v.a.Authorities[auth]
		if x.Scale != model.None && slices.ContainsFunc(x.HeldBy, func(p model.PostIndex) bool { return p != x.HeldBy[0] }) {
			out[x.Scale] = true
		}
	}
	for i := range v.p.Steps {
		s := &v.p.Steps[i]
		held(s.Uses)
		for _, x := range append([]model.Actor{s.Doer, s.AskedBy}, s.To...) {
			if x.Kind == model.ActorHolder {
				held(x.Authority)
			}
		}
		v.reads(s.Needs, out)
	}
	v.reads(v.p.StartWhile, out)
	return out
}

// reads marks the scales that an expression compares.
func (v *viewer) reads(e *model.Expr, out []bool) {
	if e == nil {
		return
	}
	if e.Op == model.OpCompareScale {
		out[e.Scale] = true
	}
	for i := range e.Args {
		v.reads(e.Args[i], out)
	}
}

// opens reports whether a move that the procedure decides begins at a value, or none
// of the scale is its to decide.
func (v *viewer) opens(scale model.ScaleIndex, at model.ValueIndex) bool {
	none := true
	for _, d := range v.p.Decides {
		if d.Scale == scale {
			none = false
			if d.From == at {
				return true
			}
		}
	}
	for _, h := range handovers(v.a, v.at) {
		if h.handover.Scale == scale {
			none = false
			if h.handover.From == at {
				return true
			}
		}
	}
	return none
}

func (v *viewer) move(scale model.ScaleIndex, from, to model.ValueIndex, at model.StepIndex) Move {
	s := &v.a.Scales[scale]
	m := Move{Scale: s.ID, From: refOf(&s.Values[from]), To: refOf(&s.Values[to])}
	if at != model.None {
		m.At = v.id(at)
	}
	return m
}

// beginnings says what begins the procedure.
func (v *viewer) beginnings() {
	out := []Beginning{}
	for _, k := range v.p.Starts {
		r := refOf(&v.a.Kinds[k])
		out = append(out, Beginning{Kind: "incident", Of: &r})
	}
	for _, by := range v.p.StartedBy {
		p := &v.a.Procedures[by.Procedure]
		step, of := refOf(&p.Steps[by.Step].Meta), refOf(&p.Meta)
		out = append(out, Beginning{Kind: "step", Of: &step, Procedure: &of})
	}
	for _, h := range handovers(v.a, v.at) {
		auth := refOf(&v.a.Authorities[h.authority].Meta)
		b := Beginning{Kind: "move", Of: &auth}
		m := v.move(h.handover.Scale, h.handover.From, h.handover.To, model.None)
		b.Move = &m
		for _, x := range v.a.Scales[h.handover.Scale].Moves {
			if x.From == h.handover.From && x.To == h.handover.To && x.Procedure != model.None {
				of := refOf(&v.a.Procedures[x.Procedure].Meta)
				b.Procedure = &of
			}
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		for _, i := range v.order {
			if len(v.p.Steps[i].After) == 0 {
				who := v.actor(v.p.Steps[i].Doer)
				if s := &v.p.Steps[i]; s.Act.Asking() && s.AskedBy.Kind != model.NoActor {
					who = v.actor(s.AskedBy)
				}
				step := refOf(&v.p.Steps[i].Meta)
				out = append(out, Beginning{Kind: "call", Who: &who, Of: &step})
				break
			}
		}
	}
	v.out.Begins = out
}

// following says what the decision moves, and what that hands over and starts.
func (v *viewer) following() {
	out, moves := []Following{}, []Move{}
	if v.effect != model.None {
		v.out.Effect = v.id(v.effect)
	}
	for _, d := range v.p.Decides {
		moves = append(moves, v.move(d.Scale, d.From, d.To, d.At))
		if v.values[d.Scale] != d.From {
			continue
		}
		for i := range v.a.Authorities {
			if f, passes := v.passes(model.AuthorityIndex(i), &d); passes {
				out = append(out, f)
			}
		}
	}
	for _, i := range v.order {
		for _, q := range v.p.Steps[i].Starts {
			of := refOf(&v.a.Procedures[q].Meta)
			out = append(out, Following{Kind: "start", Step: v.id(i), Procedure: &of})
		}
	}
	v.out.Follows, v.out.Moves = out, moves
}

// passes says how an authority passes when a move is decided.
func (v *viewer) passes(at model.AuthorityIndex, d *model.DecidesMove) (Following, bool) {
	auth := &v.a.Authorities[at]
	if auth.Scale != d.Scale || auth.HeldBy[d.From] == auth.HeldBy[d.To] {
		return Following{}, false
	}
	of := refOf(&auth.Meta)
	f := Following{Kind: "at-once", Step: v.id(d.At), Authority: &of}
	if p := auth.HeldBy[d.From]; p != model.None {
		r := refOf(&v.a.Posts[p].Meta)
		f.From = &r
	}
	if p := auth.HeldBy[d.To]; p != model.None {
		r := refOf(&v.a.Posts[p].Meta)
		f.To = &r
	}
	for i := range auth.Handovers {
		if h := &auth.Handovers[i]; h.Scale == d.Scale && h.From == d.From && h.To == d.To && !h.AtOnce && h.By != model.None {
			by := refOf(&v.a.Procedures[h.By].Meta)
			f.Kind, f.Procedure = "hand-over", &by
		}
	}
	return f, true
}

// holder is the post that the row in force names, or None.
func (v *viewer) holder(auth model.AuthorityIndex) model.PostIndex {
	x := &v.a.Authorities[auth]
	at := 0
	if x.Scale != model.None {
		at = int(v.values[x.Scale])
	}
	if at >= len(x.HeldBy) {
		return model.None
	}
	return x.HeldBy[at]
}

func (v *viewer) post(p model.PostIndex) Actor {
	m := &v.a.Posts[p]
	return Actor{Kind: "post", ID: m.ID, Name: m.Name, Party: v.a.Parties[m.Of].ID}
}

func (v *viewer) actor(x model.Actor) Actor {
	switch x.Kind {
	case model.ActorCouncil:
		m := &v.a.Councils[x.Council]
		out := Actor{Kind: "council", ID: m.ID, Name: m.Name}
		for i, s := range m.Seats {
			party := v.a.Parties[v.a.Posts[s.Post].Of].ID
			if i > 0 && party != out.Party {
				out.Party = ""
				break
			}
			out.Party = party
		}
		return out
	case model.ActorHolder:
		of := refOf(&v.a.Authorities[x.Authority].Meta)
		out := Actor{Kind: "holder", ID: of.ID, Name: of.Name}
		if p := v.holder(x.Authority); p != model.None {
			out = v.post(p)
			out.Kind = "holder"
		}
		out.Authority = &of
		return out
	case model.ActorPost:
		return v.post(x.Post)
	}
	return Actor{Kind: "post"}
}

// steps describes the steps; their times come later.
func (v *viewer) steps() {
	timed, later := make([]bool, len(v.p.Steps)), make([]bool, len(v.p.Steps))
	for i := range v.p.Steps {
		timed[i] = v.effect == model.None || model.StepIndex(i) == v.effect || timing.Ancestors(v.p.Steps, int(v.effect))[i]
		later[i] = v.effect != model.None && timing.Ancestors(v.p.Steps, i)[v.effect]
	}
	for _, i := range v.order {
		s := &v.p.Steps[i]
		x := Step{
			ID: s.ID, Name: s.Name, Note: s.Note, Line: place(s.Span), Text: written(s.Span),
			Silent: v.a.SilentOn("procedures/"+v.p.ID+"/steps/"+s.ID) != "", Assumption: s.Assume, Grade: v.grade(s.Cite, v.p.Cite),
			Act: s.Act.String(), Asking: s.Act.Asking(), Who: v.actor(s.Doer), To: []Actor{}, Via: []Ref{}, After: []string{},
			Choose: append([]string{}, s.Choose...), Starts: []Ref{}, Else: []Else{}, Passes: v.passed(i), Effect: i == v.effect, Timed: timed[i], Later: later[i],
		}
		if s.AskedBy.Kind != model.NoActor {
			by := v.actor(s.AskedBy)
			x.AskedBy = &by
		}
		for _, to := range s.To {
			x.To = append(x.To, v.actor(to))
		}
		for _, l := range s.Via {
			x.Via = append(x.Via, refOf(&v.a.Links[l].Meta))
		}
		if s.Uses != model.None {
			of := refOf(&v.a.Authorities[s.Uses].Meta)
			x.Uses = &of
		}
		for _, before := range s.After {
			x.After = append(x.After, v.id(before))
		}
		if s.Needs != nil {
			x.Needs = s.Needs.Text
		}
		if s.Back != nil {
			x.Back = &Back{To: []string{}, Times: s.Back.Times}
			for _, to := range s.Back.To {
				x.Back.To = append(x.Back.To, v.id(to))
			}
		}
		for _, q := range s.Starts {
			x.Starts = append(x.Starts, refOf(&v.a.Procedures[q].Meta))
		}
		v.otherwise(s, &x)
		v.out.Steps = append(v.out.Steps, x)
	}
	if v.out.Steps == nil {
		v.out.Steps = []Step{}
	}
}

// otherwise lists what follows where a step cannot be done as written.
func (v *viewer) otherwise(s *model.Step, x *Step) {
	words := [...]string{model.Unwritten: "wait", model.Stop: "stop", model.Wait: "wait", model.Proceed: "proceed", model.Go: "go"}
	add := func(when string, c model.Clause, may bool) {
		if !may && c.Do == model.Unwritten {
			return
		}
		e := Else{When: when, Do: words[c.Do], Written: c.Do != model.Unwritten, Line: place(c.Span)}
		if c.Do == model.Unwritten && when == "refused" {
			e.Do = "stop"
		}
		if c.Do == model.Go {
			e.Step = v.id(c.Step)
		}
		if when == "late" && s.Late != nil {
			e.After = v.quantity(s.Late, "procedures/"+v.p.ID+"/steps/"+s.ID+"/late-after")
		}
		x.Else = append(x.Else, e)
	}
	add("refused", s.IfRefused, answer.Refusable(s))
	add("unreachable", s.IfUnreachable, len(s.Via) > 0)
	add("absent", s.IfAbsent, true)
	add("late", s.IfLate, false)
}

// passed lists the givings up and takings over bound to a step.
func (v *viewer) passed(at model.StepIndex) []Pass {
	out := []Pass{}
	for _, h := range handovers(v.a, v.at) {
		auth := &v.a.Authorities[h.authority]
		for i, b := range []*model.Binding{&h.handover.GivesUp, &h.handover.TakesOver} {
			if b.Step != at {
				continue
			}
			takes, value := i == 1, h.handover.From
			if takes {
				value = h.handover.To
			}
			p := Pass{Authority: refOf(&auth.Meta), Takes: takes, Before: b.Before}
			if post := auth.HeldBy[value]; post != model.None {
				who := v.post(post)
				p.Post = &who
			}
			out = append(out, p)
		}
	}
	return out
}
