package sim

import (
	"fmt"
	"math"
	"strings"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/say"
)

// Story is one replication, told.
type Story struct {
	Seed        uint64   `json:"seed"`
	Replication uint64   `json:"replication"`
	Lanes       []Lane   `json:"lanes"`
	Tasks       []Task   `json:"tasks"`
	Scenes      []Scene  `json:"scenes"`
	Values      []Valued `json:"values"`
	End         float64  `json:"end"`    // seconds
	Beyond      bool     `json:"beyond"` // it left the budget of the checker
	Missing     string   `json:"missing,omitempty"`
}

// Lane is a post, a council or a link.
type Lane struct {
	ID   string `json:"id"`
	Kind string `json:"kind"` // post, council or link
}

// Task is one time that somebody had a step to do. Times are seconds.
type Task struct {
	Lane    int      `json:"lane"`
	Step    string   `json:"step"` // PROCEDURE/STEP
	Act     string   `json:"act"`
	Due     float64  `json:"due"`
	Began   *float64 `json:"began"` // null: never
	End     float64  `json:"end"`
	Lost    bool     `json:"lost"`    // it was lost, or not over at the end
	Waited  say.Text `json:"waited"`  // for whom or what, before it began; or empty
	Because int      `json:"because"` // the scene in which it became due, or -1
	Scene   int      `json:"scene"`   // the scene that it made, or -1
	After   string   `json:"after"`   // for an asking or telling: before, after, or empty where the procedure decides nothing
}

// Scene is one thing that happened.
type Scene struct {
	At      float64    `json:"at"`
	Text    say.Text   `json:"text"`
	Changes []say.Text `json:"changes,omitempty"`
	Event   string     `json:"event,omitempty"`  // the canonical print
	Kind    string     `json:"kind"`             // incident, step, council, deputy, repair, fault, crisis or note
	Lane    int        `json:"lane"`             // or -1
	Task    int        `json:"task"`             // the task that made it, or -1
	Moves   []string   `json:"moves,omitempty"`  // conditions: "calm->alert"
	Decides bool       `json:"decides"`          // a decision took effect
	Line    string     `json:"line,omitempty"`   // file:line of the text that permits it
	Crisis  *Happening `json:"crisis,omitempty"` // what happened in the crisis
}

// Valued is a measured number.
type Valued struct {
	Column string   `json:"column"`
	Kind   string   `json:"kind"`
	Value  *float64 `json:"value"` // null: nothing is said
	Label  string   `json:"label,omitempty"`
}

// Story runs one replication and tells it. It takes as long as that one alone.
func (p *Plan) Story(seed, replication uint64) *Story {
	trace, o, values := p.Trace(seed, replication)
	b := storyBuilder{p: p, t: trace, out: &Story{Seed: seed, Replication: replication, End: o.End, Beyond: o.Beyond}, lanes: map[string]int{}}
	if o.Missing != nil {
		proc := &p.a.Procedures[o.Missing.Procedure]
		b.out.Missing = proc.ID + "/" + proc.Steps[o.Missing.Step].ID
	}
	b.tasks()
	b.scenes()
	b.values(values)
	return b.out
}

type storyBuilder struct {
	p     *Plan
	t     *Trace
	out   *Story
	lanes map[string]int
	runs  []int // by scene: the run of the step it does, or -1
}

func (b *storyBuilder) lane(kind, id string) int {
	key := kind + " " + id
	if at, known := b.lanes[key]; known {
		return at
	}
	b.lanes[key] = len(b.out.Lanes)
	b.out.Lanes = append(b.out.Lanes, Lane{ID: id, Kind: kind})
	return b.lanes[key]
}

// doer returns the lane of the doer of a work.
func (b *storyBuilder) doer(w *WorkSpan) int {
	a := b.p.a
	d := a.Procedures[w.Ref.Procedure].Steps[w.Ref.Step].Doer
	switch {
	case d.Kind == model.ActorCouncil:
		return b.lane("council", a.Councils[d.Council].ID)
	case w.Post != model.None:
		return b.lane("post", a.Posts[w.Post].ID)
	case d.Kind == model.ActorPost:
		return b.lane("post", a.Posts[d.Post].ID)
	default:
		return b.lane("post", "holder of "+a.Authorities[d.Authority].ID)
	}
}

// doerName is the doer of a work as sentences name him.
func (b *storyBuilder) doerName(w *WorkSpan) say.Text {
	a := b.p.a
	d := a.Procedures[w.Ref.Procedure].Steps[w.Ref.Step].Doer
	switch {
	case d.Kind == model.ActorCouncil:
		return a.Councils[d.Council].Said().Text()
	case w.Post != model.None:
		return a.Posts[w.Post].Said().Text()
	case d.Kind == model.ActorPost:
		return a.Posts[d.Post].Said().Text()
	default:
		return sayf("holder of %s", a.Authorities[d.Authority].Said())
	}
}

func (b *storyBuilder) stepName(ref model.StepRef) string {
	proc := &b.p.a.Procedures[ref.Procedure]
	return proc.ID + "/" + proc.Steps[ref.Step].ID
}

func (b *storyBuilder) tasks() {
	for i := range b.t.Works {
		w := &b.t.Works[i]
		task := Task{Lane: b.doer(w), Step: b.stepName(w.Ref), Act: b.p.a.Procedures[w.Ref.Procedure].Steps[w.Ref.Step].Act.String(), Due: w.Due, End: w.End, Lost: w.Lost, Because: w.Because, Scene: -1}
		if !math.IsNaN(w.Began) {
			began := w.Began
			task.Began = &began
		}
		task.Waited = b.waited(w)
		b.out.Tasks = append(b.out.Tasks, task)
	}
}

// waited says what a work waited for before it began.
func (b *storyBuilder) waited(w *WorkSpan) say.Text {
	until := w.Began
	if math.IsNaN(until) {
		until = w.End
	}
	if until <= w.Due {
		return say.Text{}
	}
	var why []say.Text
	if w.Held {
		why = append(why, sayf("the delay of moves made meanwhile"))
	}
	step := &b.p.a.Procedures[w.Ref.Procedure].Steps[w.Ref.Step]
	if w.Convened {
		why = append(why, sayf("%s to convene", b.p.a.Councils[step.Doer.Council].Said()))
	}
	if w.Before >= 0 {
		other := &b.t.Works[w.Before]
		mine, its := b.doerName(w), b.doerName(other)
		if its.String() == mine.String() {
			why = append(why, sayf("%s, busy with %s", mine, b.stepName(other.Ref)))
		} else { // the same person
			why = append(why, sayf("%s, busy as %s with %s", mine, its, b.stepName(other.Ref)))
		}
	}
	if len(why) == 0 {
		for _, l := range step.Via {
			why = append(why, b.p.a.Links[l].Said().Text())
		}
		if len(why) == 0 || step.Doer.Kind != model.ActorCouncil {
			why = append([]say.Text{b.doerName(w)}, why...)
		}
		return sayf("somebody who can act, or a line: %s", say.Join(why, ", "))
	}
	text := why[0]
	for _, next := range why[1:] {
		text = sayf("%s, then %s", text, next)
	}
	return text
}

func (b *storyBuilder) scenes() {
	p := b.p
	m := machine.New(p.prog, p.cone)
	teller := check.NewTeller(p.prog, p.s)
	name := crisisNames(p)
	before, after := make(machine.State, len(p.prog.Vars)), make(machine.State, len(p.prog.Vars))
	m.Start(before)
	effects := map[int]int{} // by run: the scene in which its decision took effect
	for i := range b.t.Entries {
		e := &b.t.Entries[i]
		scene := Scene{At: e.At, Lane: -1, Task: e.Work, Kind: "note", Text: e.Note}
		run := -1
		if e.Crisis != nil {
			scene.Kind, scene.Text, scene.Event, scene.Crisis = "crisis", e.Crisis.words(name), e.Crisis.Print(), e.Crisis
		}
		if e.Event.Kind != 0 {
			copy(after, before)
			fx := m.Apply(after, e.Event)
			var line diag.Span
			scene.Text, line = teller.Event(before, e.Event)
			scene.Changes = teller.Changes(before, after, e.Event, fx)
			scene.Event, scene.Kind = m.PrintEvent(e.Event), kindName(e.Event.Kind)
			if e.Event.Kind == machine.Incident && p.prog.Budget.Incidents[e.Event.A].Option != model.None {
				scene.Text = sayf("%s takes effect", name("option", p.prog.Budget.Incidents[e.Event.A].ID))
			}
			if line.Source != nil {
				scene.Line = fmt.Sprintf("%s:%d", line.Source.Name, line.Start.Line)
			}
			for _, mv := range fx.Moves {
				s := &p.a.Scales[mv.Scale]
				scene.Moves = append(scene.Moves, s.Values[mv.From].ID+"->"+s.Values[mv.To].ID)
			}
			for _, d := range fx.Decisions {
				scene.Decides = true
				effects[d.Run] = i
			}
			b.where(&scene, e)
			if e.Work >= 0 {
				run = b.t.Works[e.Work].Run
			}
			copy(before, after)
		}
		if e.Option >= 0 && e.Work >= 0 {
			scene.Text = scene.Text.Then(b.option(b.t.Works[e.Work].Ref, e.Option))
		}
		if e.Work >= 0 && e.Work < len(b.out.Tasks) {
			b.out.Tasks[e.Work].Scene = i
		}
		b.runs = append(b.runs, run)
		b.out.Scenes = append(b.out.Scenes, scene)
	}
	for i := range b.out.Tasks {
		task := &b.out.Tasks[i]
		at, decides := effects[b.t.Works[i].Run]
		if decides && task.Scene >= 0 {
			task.After = "before"
			if task.Scene > at {
				task.After = "after"
			}
		}
	}
}

// option is what a step chose, as the end of a sentence; nothing for a step that
// only agrees.
func (b *storyBuilder) option(ref model.StepRef, option int) say.Text {
	if choose := b.p.a.Procedures[ref.Procedure].Steps[ref.Step].Choose; option < len(choose) {
		return say.Plain(": " + choose[option])
	}
	return say.Text{}
}

// where puts a scene on its lane.
func (b *storyBuilder) where(s *Scene, e *Entry) {
	a := b.p.a
	switch e.Event.Kind {
	case machine.Convene:
		s.Lane = b.lane("council", a.Councils[e.Event.A].ID)
	case machine.TakeOver, machine.Fill, machine.LosePost:
		s.Lane = b.lane("post", a.Posts[e.Event.A].ID)
	case machine.Restore, machine.CutLink:
		s.Lane = b.lane("link", a.Links[e.Event.A].ID)
	default:
		if e.Work >= 0 {
			s.Lane = b.out.Tasks[e.Work].Lane
		}
	}
}

func kindName(k machine.EventKind) string {
	switch k {
	case machine.Incident, machine.Start:
		return "incident"
	case machine.Convene:
		return "council"
	case machine.TakeOver:
		return "deputy"
	case machine.Fill, machine.Restore:
		return "repair"
	case machine.LosePost, machine.LosePerson, machine.CutLink:
		return "fault"
	default:
		return "step"
	}
}

func (b *storyBuilder) values(values []float64) {
	names := [...]string{Time: "time", Share: "share", Flag: "flag", Category: "category", Number: "number"}
	for i, c := range b.p.columns {
		v := Valued{Column: c.Name, Kind: names[c.Kind]}
		if x := values[i]; !math.IsNaN(x) {
			v.Value = &x
			if c.Kind == Category {
				v.Label = c.Labels[int(x)]
			}
		}
		b.out.Values = append(b.out.Values, v)
	}
}

// Text tells the story for a terminal, in a language.
func (s *Story) Text(l say.Lang) string {
	var b strings.Builder
	line := func(at string, indent string, t say.Text) { fmt.Fprintf(&b, "%12s%s%s\n", at, indent, t.In(l)) }
	if s.Beyond {
		fmt.Fprintln(&b, sayf("It has more faults or starts than the budget of `check`.").In(l))
	}
	if s.Missing != "" {
		fmt.Fprintln(&b, sayf("It stops at %s: the scenario gives no chance for its answer.", s.Missing).In(l))
	}
	for _, x := range s.Scenes {
		line(clock(x.At), "  ", x.Text)
		for _, c := range x.Changes {
			line("", "    -> ", c)
		}
		if x.Decides {
			line("", "    -> ", sayf("the decision takes effect"))
		}
		if detail := s.Detail(&x); !detail.Empty() {
			line("", "    ", detail)
		}
	}
	line(clock(s.End), "  ", sayf("the replication ends"))
	for i := range s.Tasks {
		task := &s.Tasks[i]
		if !task.Lost || task.End < s.End || task.Due >= s.End {
			continue
		}
		switch since := clock(task.Due); {
		case task.Began != nil:
			line("", "    ", sayf("%s is under way since %s", task.Step, since))
		case !task.Waited.Empty():
			line("", "    ", sayf("%s waits for %s since %s", task.Step, task.Waited, since))
		default:
			line("", "    ", sayf("%s waits since %s", task.Step, since))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", sayf("Measured").In(l))
	for _, v := range s.Values {
		fmt.Fprintf(&b, "  %-28s %s\n", v.Column, v.text().In(l))
	}
	return b.String()
}

// Detail says of the task that a scene ended how long it waited and took, and whether
// an ally was asked or told before or after; nothing where there is nothing to say.
func (s *Story) Detail(x *Scene) say.Text {
	if x.Task < 0 {
		return say.Text{}
	}
	task := &s.Tasks[x.Task]
	var detail []say.Text
	if task.Began != nil {
		if wait := *task.Began - task.Due; wait > 0 && !task.Waited.Empty() {
			detail = append(detail, sayf("due at %s, waited %s for %s", clock(task.Due), dist.Approx(wait), task.Waited))
		}
		if work := task.End - *task.Began; work > 0 {
			detail = append(detail, sayf("took %s", dist.Approx(work)))
		}
	}
	if task.Act == "consent" || task.Act == "views" || task.Act == "notify" {
		switch task.After {
		case "before":
			detail = append(detail, sayf("before the decision took effect"))
		case "after":
			detail = append(detail, sayf("after the decision took effect"))
		}
	}
	return say.Join(detail, "; ")
}

// consultationWords are the ranks of Consultation in words.
var consultationWords = map[string]say.Text{
	"decided": sayf("decided"), "consented": sayf("consented"), "agreed-in-council": sayf("agreed in council"),
	"heard-before": sayf("heard before"), "told-before": sayf("told before"), "heard-after": sayf("heard after"), "told-after": sayf("told after"),
	"left-out": sayf("left out"), "no-decision": sayf("no decision"),
}

// ConsultationText says a rank of Consultation in words.
func ConsultationText(rank string) say.Text { return consultationWords[rank] }

// text says a measured value.
func (v *Valued) text() say.Text {
	if v.Value == nil {
		return sayf("says nothing")
	}
	switch v.Kind {
	case "time":
		return sayf("%s", dist.Approx(*v.Value))
	case "category":
		if t, ok := consultationWords[v.Label]; ok {
			return t
		}
		return say.Plain(v.Label)
	case "flag":
		if *v.Value != 0 {
			return sayf("yes")
		}
		return sayf("no")
	}
	return sayf("%.3g", *v.Value)
}

// clock prints a moment: days, hours, minutes, seconds.
func clock(t float64) string {
	s := int(math.Round(t))
	if s >= 86400 {
		return fmt.Sprintf("%dd %02d:%02d:%02d", s/86400, s/3600%24, s/60%60, s%60)
	}
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}
