package chart

import (
	"slices"
	"strings"

	"entente/internal/answer"
	"entente/internal/check"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/timing"
)

// Office is what there is to say of a post, or of a council, at one instant.
type Office struct {
	ChartElement
	Kind      string         `json:"kind" enum:"post,council"`
	Instant   string         `json:"instant"`
	Acting    string         `json:"acting,omitempty" doc:"the post whose holder acts in it; empty: nobody"`
	Deputies  []DeputyInLine `json:"deputies"`
	MayNot    []string       `json:"mayNot" doc:"what a deputy acting in it may not do"`
	Refill    *Duration      `json:"refill,omitempty" doc:"until it is filled again; absent where the text does not say"`
	Hats      []string       `json:"hats" doc:"the other posts of the same person"`
	Holds     []Holding      `json:"holds"`
	Delegates []Holding      `json:"delegates" doc:"authorities that are delegated from it, with who holds them"`
	Rights    []OfficeRight  `json:"rights" doc:"its part in every decision that can come at this instant, the most powerful first"`
	Tells     []Telling      `json:"tells" doc:"what it reports, orders and makes known"`
	Councils  []CouncilSeat  `json:"councils" doc:"the councils in which it sits; of a council, itself"`
}

// DeputyInLine is who acts when the office is empty, in order.
type DeputyInLine struct {
	Post    string    `json:"post"`
	AtOnce  bool      `json:"atOnce,omitempty"`
	After   *Duration `json:"after,omitempty"`
	Present bool      `json:"present"`
	Line    TextLine  `json:"line"`
}

// Holding is an authority that is held.
type Holding struct {
	Authority string   `json:"authority"`
	By        []string `json:"by" doc:"the posts from which it is exercised"`
	Line      TextLine `json:"line"`
}

// OfficeRight is the part of a post in a decision, as the matrix of rights has it.
type OfficeRight struct {
	Decision  string      `json:"decision" doc:"PROCEDURE, or PROCEDURE/STEP"`
	Name      model.Name  `json:"name,omitempty"`
	Move      string      `json:"move,omitempty"`
	Condition string      `json:"condition"`
	Role      answer.Role `json:"role"`
	Notes     []say.Text  `json:"notes"`
	With      []Partner   `json:"with" doc:"who else decides, consents or is heard"`
	Lines     []TextLine  `json:"lines"`
	Hindered  []Hindrance `json:"hindered" doc:"steps of it that nobody can do at this instant"`
}

// Partner is another post or council that has a part in a decision.
type Partner struct {
	Ref
	Role answer.Role `json:"role"`
}

// Hindrance is a step that cannot be done, and what the text says then.
type Hindrance struct {
	Step string   `json:"step"`
	Why  say.Text `json:"why"`
	Then string   `json:"then" enum:"wait,stop,proceed,go"`
}

// Telling is a step by which somebody is told.
type Telling struct {
	Step string   `json:"step" doc:"PROCEDURE/STEP"`
	Act  string   `json:"act"`
	To   []Ref    `json:"to"`
	Line TextLine `json:"line"`
}

// CouncilSeat is a seat in a council.
type CouncilSeat struct {
	Council string   `json:"council"`
	Decides []string `json:"decides" doc:"its remit: procedures"`
	Advises []string `json:"advises"`
	Seats   []string `json:"seats"`
	Quorate bool     `json:"quorate"`
	Sits    bool     `json:"sits"`
	Line    TextLine `json:"line"`
}

// Moment names an instant of a course.
type Moment struct {
	Down bool
	At   string // the id of an instant; "": the first
}

// OfficeAt says what there is to say of a post or a council at an instant.
func OfficeAt(a *model.Arrangement, v View, at Moment, ref Ref) (*Office, error) {
	scale, start, err := v.read(a)
	if err != nil {
		return nil, err
	}
	course := Follow(a, scale, start, at.Down)
	i, err := course.find(at.At)
	if err != nil {
		return nil, err
	}
	w := &officer{a: a, moment: course.moments[i], frame: course.Instants[i].Frame}
	out := &Office{Kind: ref.Kind, Instant: course.Instants[i].ID, Deputies: []DeputyInLine{}, MayNot: []string{}, Hats: []string{}, Holds: []Holding{}, Delegates: []Holding{}, Tells: []Telling{}, Councils: []CouncilSeat{}}
	if ref.Kind == "council" {
		c := slices.IndexFunc(a.Councils, func(c model.Council) bool { return c.ID == ref.ID })
		if c < 0 {
			return nil, unknown("council", ref.ID, a.Councils, func(c *model.Council) string { return c.ID })
		}
		out.ChartElement = element(&a.Councils[c].Meta, "councils/")
		out.Councils = append(out.Councils, w.sitting(model.CouncilIndex(c)))
	} else {
		p := slices.IndexFunc(a.Posts, func(p model.Post) bool { return p.ID == ref.ID })
		if p < 0 {
			return nil, unknown("post", ref.ID, a.Posts, func(p *model.Post) string { return p.ID })
		}
		w.post(out, model.PostIndex(p))
	}
	out.Rights = w.rights(ref)
	out.Tells = w.tells(ref)
	return out, nil
}

// officer reads one instant.
type officer struct {
	a *model.Arrangement
	moment
	frame check.Frame
}

func (w *officer) post(out *Office, p model.PostIndex) {
	a, post := w.a, &w.a.Posts[p]
	out.ChartElement = element(&post.Meta, "posts/")
	if who := w.m.Acting(w.s, p); who != model.None {
		out.Acting = a.Posts[who].ID
	}
	for i := range post.Deputies {
		d := &post.Deputies[i]
		line := DeputyInLine{Post: a.Posts[d.Post].ID, AtOnce: d.AtOnce, Present: w.m.Acting(w.s, d.Post) == d.Post, Line: lineOf(d.Span, "posts/"+post.ID+"/deputies/"+a.Posts[d.Post].ID)}
		if !d.AtOnce && d.After.Set {
			line.After = spanOf(timing.QuantitySpan(&d.After, line.Line.Path))
		}
		out.Deputies = append(out.Deputies, line)
	}
	for _, bar := range post.MayNot {
		if bar.Authority != model.None {
			out.MayNot = append(out.MayNot, a.Authorities[bar.Authority].ID)
		} else {
			out.MayNot = append(out.MayNot, bar.Act.String())
		}
	}
	if post.Refill != nil {
		out.Refill = spanOf(timing.QuantitySpan(post.Refill, "posts/"+post.ID+"/refill"))
	}
	for _, other := range a.Persons[post.Person].Posts {
		if other != p {
			out.Hats = append(out.Hats, a.Posts[other].ID)
		}
	}
	for i, h := range w.frame.Authorities {
		auth := &a.Authorities[i]
		line := auth.Span
		for v, holder := range auth.HeldBy {
			if auth.Scale != model.None && v != int(w.s[w.m.P.Scales[auth.Scale].Var]) || v >= len(auth.HeldSpan) {
				continue
			}
			if holder == p {
				line = auth.HeldSpan[v]
			}
		}
		held := Holding{h.Authority, h.Acting, lineOf(line, "authority/"+auth.ID)}
		if slices.Contains(h.Holders, post.ID) {
			out.Holds = append(out.Holds, held)
		}
		if auth.From == p {
			held.Line = lineOf(auth.FromSpan, "authority/"+auth.ID+"/delegated-from")
			out.Delegates = append(out.Delegates, held)
		}
	}
	for c := range a.Councils {
		if slices.ContainsFunc(a.Councils[c].Seats, func(s model.Seat) bool { return s.Post == p }) {
			out.Councils = append(out.Councils, w.sitting(model.CouncilIndex(c)))
		}
	}
}

func (w *officer) sitting(c model.CouncilIndex) CouncilSeat {
	m := &w.a.Councils[c]
	out := CouncilSeat{Council: m.ID, Decides: []string{}, Advises: []string{}, Seats: []string{}, Quorate: w.frame.Councils[c].Quorate, Sits: w.frame.Councils[c].For != "", Line: lineOf(m.Span, "councils/"+m.ID)}
	for _, p := range m.Decides {
		out.Decides = append(out.Decides, w.a.Procedures[p].ID)
	}
	for _, p := range m.Advises {
		out.Advises = append(out.Advises, w.a.Procedures[p].ID)
	}
	for _, s := range m.Seats {
		out.Seats = append(out.Seats, w.a.Posts[s.Post].ID)
	}
	return out
}

// rights reads the rows of the matrix that stand at this instant: those of its values
// and, of a move, those whose scale is where it begins.
func (w *officer) rights(ref Ref) []OfficeRight {
	out := []OfficeRight{}
	m := answer.Matrix([]answer.Design{{ID: w.a.ID, A: w.a}})
	column := slices.IndexFunc(m.Columns, func(c answer.MatrixColumn) bool { return c.Kind == ref.Kind && c.ID == ref.ID })
	if column < 0 {
		return out
	}
	for _, row := range m.Rights {
		in := row.Designs[0]
		if in.State != answer.Here || !w.stands(&row) {
			continue
		}
		cell := &in.Cells[column]
		if cell.Role == "" || cell.Role == answer.LeftOut {
			continue
		}
		r := OfficeRight{Decision: row.Decision, Name: row.Name, Move: row.Move, Condition: row.Condition, Role: cell.Role, Notes: append([]say.Text{}, cell.Notes...), With: []Partner{}, Lines: []TextLine{}, Hindered: w.hindered(row.Decision)}
		for _, l := range cell.Lines {
			r.Lines = append(r.Lines, lineOf(l.Span, ""))
		}
		for k, c := range m.Columns {
			if other := in.Cells[k].Role; k != column && c.Kind != "party" && slices.Contains([]answer.Role{answer.Decides, answer.Consents, answer.Heard}, other) {
				r.With = append(r.With, Partner{Ref{c.Kind, c.ID}, other})
			}
		}
		out = append(out, r)
	}
	order := answer.Roles()
	slices.SortStableFunc(out, func(x, y OfficeRight) int { return slices.Index(order, x.Role) - slices.Index(order, y.Role) })
	return out
}

// stands reports whether a row of the matrix is about this instant.
func (w *officer) stands(row *answer.RightsRow) bool {
	has := func(id string) bool {
		return slices.ContainsFunc(w.frame.Conditions, func(v check.Condition) bool { return v.Value == id })
	}
	for _, v := range row.Values {
		if !has(v.ID) {
			return false
		}
	}
	from, _, moves := strings.Cut(row.Move, "->")
	return !moves || has(from)
}

var clauses = map[model.Otherwise]string{model.Unwritten: "wait", model.Wait: "wait", model.Stop: "stop", model.Proceed: "proceed", model.Go: "go"}

// hindered lists the steps of a decision's procedure that nobody can do now.
func (w *officer) hindered(decision string) []Hindrance {
	out := []Hindrance{}
	id, _, _ := strings.Cut(decision, "/")
	proc := slices.IndexFunc(w.a.Procedures, func(p model.Procedure) bool { return p.ID == id })
	for i := range w.a.Procedures[proc].Steps {
		why := Hindered(w.m, w.s, model.ProcedureIndex(proc), i)
		if why.Empty() {
			continue
		}
		step := &w.m.P.Procs[proc].Steps[i]
		then := step.Absent.Do
		if slices.ContainsFunc(step.Via, func(l model.LinkIndex) bool { return w.s[w.m.P.Links[l].Var] != 0 }) {
			then = step.Unreachable.Do
		}
		out = append(out, Hindrance{w.a.Procedures[proc].Steps[i].ID, why, clauses[then]})
	}
	return out
}

// tells lists the steps by which a post or a council tells somebody something.
func (w *officer) tells(ref Ref) []Telling {
	out := []Telling{}
	for i := range w.a.Procedures {
		p := &w.a.Procedures[i]
		for k := range p.Steps {
			s := &p.Steps[k]
			if len(s.To) == 0 || !w.does(s.Doer, ref) {
				continue
			}
			t := Telling{Step: p.ID + "/" + s.ID, Act: s.Act.String(), To: []Ref{}, Line: lineOf(s.Span, "procedures/"+p.ID+"/steps/"+s.ID)}
			for _, to := range s.To {
				kind, id := actor(w.a, to)
				t.To = append(t.To, Ref{kind, id})
			}
			out = append(out, t)
		}
	}
	return out
}

// does reports whether the actor of a step is a post or a council now: a holder is who
// holds at this instant.
func (w *officer) does(x model.Actor, ref Ref) bool {
	kind, id := actor(w.a, x)
	if kind == "authority" {
		h := w.m.Holders(w.s, x.Authority, nil)
		return ref.Kind == "post" && len(h) == 1 && w.a.Posts[h[0]].ID == ref.ID
	}
	return kind == ref.Kind && id == ref.ID
}
