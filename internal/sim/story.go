package sim

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/machine"
	"entente/internal/model"
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
	Waited  string   `json:"waited"`  // for whom or what, before it began; or empty
	Because int      `json:"because"` // the scene in which it became due, or -1
	Scene   int      `json:"scene"`   // the scene that it made, or -1
	After   string   `json:"after"`   // for an asking or telling: before, after, or empty where the procedure decides nothing
}

// Scene is one thing that happened.
type Scene struct {
	At      float64    `json:"at"`
	Text    string     `json:"text"`
	Changes []string   `json:"changes,omitempty"`
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
func (b *storyBuilder) waited(w *WorkSpan) string {
	until := w.Began
	if math.IsNaN(until) {
		until = w.End
	}
	if until <= w.Due {
		return ""
	}
	var why []string
	if w.Held {
		why = append(why, "the delay of moves made meanwhile")
	}
	step := &b.p.a.Procedures[w.Ref.Procedure].Steps[w.Ref.Step]
	if w.Convened {
		why = append(why, b.p.a.Councils[step.Doer.Council].ID+" to convene")
	}
	if w.Before >= 0 {
		other := &b.t.Works[w.Before]
		mine, its := b.out.Lanes[b.doer(w)].ID, b.out.Lanes[b.doer(other)].ID
		if its == mine {
			its = ""
		} else {
			its = "as " + its + " " // the same person
		}
		why = append(why, mine+", busy "+its+"with "+b.stepName(other.Ref))
	}
	if len(why) == 0 {
		for _, l := range step.Via {
			why = append(why, b.p.a.Links[l].ID)
		}
		if len(why) == 0 || step.Doer.Kind != model.ActorCouncil {
			why = append([]string{b.out.Lanes[b.doer(w)].ID}, why...)
		}
		return "somebody who can act, or a line: " + strings.Join(why, ", ")
	}
	return strings.Join(why, ", then ")
}

func (b *storyBuilder) scenes() {
	p := b.p
	m := machine.New(p.prog, p.cone)
	teller := check.NewTeller(p.prog, p.s)
	before, after := make(machine.State, len(p.prog.Vars)), make(machine.State, len(p.prog.Vars))
	m.Start(before)
	effects := map[int]int{} // by run: the scene in which its decision took effect
	for i := range b.t.Entries {
		e := &b.t.Entries[i]
		scene := Scene{At: e.At, Lane: -1, Task: e.Work, Kind: "note", Text: e.Note}
		run := -1
		if e.Crisis != nil {
			scene.Kind, scene.Text, scene.Event, scene.Crisis = "crisis", e.Crisis.Words(), e.Crisis.Print(), e.Crisis
		}
		if e.Event.Kind != 0 {
			copy(after, before)
			fx := m.Apply(after, e.Event)
			var line diag.Span
			scene.Text, line = teller.Event(before, e.Event)
			scene.Changes = teller.Changes(before, after, e.Event, fx)
			scene.Event, scene.Kind = m.PrintEvent(e.Event), kindName(e.Event.Kind)
			if e.Event.Kind == machine.Incident && p.prog.Budget.Incidents[e.Event.A].Option != model.None {
				scene.Text = p.prog.Budget.Incidents[e.Event.A].ID + " takes effect"
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
			scene.Text += b.option(b.t.Works[e.Work].Ref, e.Option)
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
func (b *storyBuilder) option(ref model.StepRef, option int) string {
	if choose := b.p.a.Procedures[ref.Procedure].Steps[ref.Step].Choose; option < len(choose) {
		return ": " + choose[option]
	}
	return ""
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

// Text tells the story for a terminal.
func (s *Story) Text() string {
	var b strings.Builder
	if s.Beyond {
		b.WriteString("It has more faults or starts than the budget of `check`.\n")
	}
	if s.Missing != "" {
		fmt.Fprintf(&b, "It stops at %s: the scenario gives no chance for its answer.\n", s.Missing)
	}
	for _, x := range s.Scenes {
		fmt.Fprintf(&b, "%12s  %s\n", clock(x.At), x.Text)
		for _, c := range x.Changes {
			fmt.Fprintf(&b, "%12s    -> %s\n", "", c)
		}
		if x.Decides {
			fmt.Fprintf(&b, "%12s    -> the decision takes effect\n", "")
		}
		if detail := s.Detail(&x); detail != "" {
			fmt.Fprintf(&b, "%12s    %s\n", "", detail)
		}
	}
	fmt.Fprintf(&b, "%12s  the replication ends\n", clock(s.End))
	for i := range s.Tasks {
		task := &s.Tasks[i]
		if task.Lost && task.End >= s.End && task.Due < s.End {
			state := "is under way"
			if task.Began == nil {
				state = "waits"
				if task.Waited != "" {
					state += " for " + task.Waited
				}
			}
			fmt.Fprintf(&b, "%12s    %s %s since %s\n", "", task.Step, state, clock(task.Due))
		}
	}
	b.WriteString("\nMeasured\n")
	for _, v := range s.Values {
		text := "says nothing"
		if v.Value != nil {
			switch v.Kind {
			case "time":
				text = dist.FormatApprox(dist.Seconds(*v.Value))
			case "category":
				text = v.Label
				if slices.Contains(Consultation, text) {
					text = strings.ReplaceAll(text, "-", " ")
				}
			case "flag":
				text = map[bool]string{false: "no", true: "yes"}[*v.Value != 0]
			default:
				text = fmt.Sprintf("%.3g", *v.Value)
			}
		}
		fmt.Fprintf(&b, "  %-28s %s\n", v.Column, text)
	}
	return b.String()
}

// Detail says of the task that a scene ended how long it waited and took, and whether
// an ally was asked or told before or after; "" where there is nothing to say.
func (s *Story) Detail(x *Scene) string {
	if x.Task < 0 {
		return ""
	}
	task := &s.Tasks[x.Task]
	var detail []string
	if task.Began != nil {
		if wait := *task.Began - task.Due; wait > 0 && task.Waited != "" {
			detail = append(detail, fmt.Sprintf("due at %s, waited %s for %s", clock(task.Due), dist.FormatApprox(dist.Seconds(wait)), task.Waited))
		}
		if work := task.End - *task.Began; work > 0 {
			detail = append(detail, "took "+dist.FormatApprox(dist.Seconds(work)))
		}
	}
	if task.After != "" && (task.Act == "consent" || task.Act == "views" || task.Act == "notify") {
		detail = append(detail, task.After+" the decision took effect")
	}
	return strings.Join(detail, "; ")
}

// clock prints a moment: days, hours, minutes, seconds.
func clock(t float64) string {
	s := int(math.Round(t))
	if s >= 86400 {
		return fmt.Sprintf("%dd %02d:%02d:%02d", s/86400, s/3600%24, s/60%60, s%60)
	}
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}
