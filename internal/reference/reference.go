// Package reference is a second implementation of docs/semantics.md, slow and
// plain, for tests only. In: a checked arrangement, perhaps a scenario, and a
// budget. Out: every reachable state and event by its canonical print
// (section 9), in breadth-first order, and the dynamic seams of section 7 with
// their least shortest stories. Guaranteed: nothing here shares a line with the
// engine; the same input gives the same output.
package reference

// Each rule stands where its number is cited (S7 …). Where the definition can
// be read in two ways, a comment that begins with "Reading:" says which is
// taken. The checks that are static or about time (conflicting-chains, two-hats,
// latency, no-forum, no-civilian, dead-rule, the bounds of `when`) are not judged
// here, and neither `use` nor `accept` is looked at: Findings lists whatever it
// finds.

import (
	"slices"

	"entente/internal/model"
)

// Budget is what the search may start and take away (S22).
type Budget struct {
	Starts          int
	StartProcedures []model.ProcedureIndex // nil: every deciding procedure
	Faults          int
	Posts           []model.PostIndex
	Persons         []model.PersonIndex
	Links           []model.LinkIndex
	Incidents       []Incident
	Crisis          *model.CrisisUse // the scenario's, or nil
}

// Incident is something that may come once.
type Incident struct {
	ID      string
	Kind    model.KindIndex // None where it is of no kind
	Starts  []model.ProcedureIndex
	Empties []model.PostIndex
	Fills   []model.PostIndex
	Cuts    []model.LinkIndex
	Mends   []model.LinkIndex
	Moves   []model.IncidentMove
	While   *model.Expr
	Option  *model.Option // S41: it is this option, taken; nil: a scenario's own
}

// DefaultBudget is S22 without a scenario: everything may start, fail and come,
// with k starts and k faults.
func DefaultBudget(a *model.Arrangement, k int) Budget {
	b := Budget{Starts: k, Faults: k, Posts: allPosts(a), Links: allLinks(a)}
	for kind := range a.Kinds {
		b.Incidents = append(b.Incidents, Incident{ID: a.Kinds[kind].ID, Kind: model.KindIndex(kind)})
	}
	return b
}

// ScenarioBudget is S22 with a scenario; k replaces the total of `may-fail`,
// and -1 leaves it as written.
//
// Reading: `may-start` without `procedures` means every deciding procedure, and
// `may-fail` that names nothing at all means every post and link; where nothing
// may fail, k changes nothing.
func ScenarioBudget(a *model.Arrangement, s *model.Scenario, k int) Budget {
	b := Budget{StartProcedures: []model.ProcedureIndex{}}
	if start := s.MayStart; start != nil {
		b.Starts = start.Total
		b.StartProcedures = slices.Clone(start.Procedures)
		if len(start.Procedures) == 0 {
			b.StartProcedures = nil
		}
	}
	if fail := s.MayFail; fail != nil {
		b.Faults = fail.Total
		if k >= 0 {
			b.Faults = k
		}
		b.Posts, b.Persons, b.Links = slices.Clone(fail.Absent), slices.Clone(fail.Persons), slices.Clone(fail.Out)
		for p := range a.Posts {
			if a.Posts[p].Class != model.NoClass && slices.Contains(fail.Classes, a.Posts[p].Class) {
				b.Posts = append(b.Posts, model.PostIndex(p))
			}
		}
		if fail.AnyLink {
			b.Links = allLinks(a)
		}
		if len(fail.Absent)+len(fail.Persons)+len(fail.Out)+len(fail.Classes) == 0 && !fail.AnyLink && !a.Real {
			b.Posts, b.Links = allPosts(a), allLinks(a)
		}
	}
	for i := range s.Incidents {
		from := &s.Incidents[i]
		b.Incidents = append(b.Incidents, Incident{ID: from.ID, Kind: from.Kind, Starts: from.Starts, Empties: from.Empties,
			Fills: from.Fills, Cuts: from.Cuts, Mends: from.Mends, Moves: from.Moves, While: from.While})
	}
	if s.Crisis != nil {
		b.Crisis = s.Crisis
		b.Incidents = append(b.Incidents, optionIncidents(s.Crisis)...)
	}
	return b
}

func allPosts(a *model.Arrangement) []model.PostIndex {
	var posts []model.PostIndex
	for p := range a.Posts {
		posts = append(posts, model.PostIndex(p))
	}
	return posts
}

func allLinks(a *model.Arrangement) []model.LinkIndex {
	var links []model.LinkIndex
	for l := range a.Links {
		links = append(links, model.LinkIndex(l))
	}
	return links
}

// Space is what was reached, in breadth-first order. States[0] is the start.
type Space struct {
	States []State
	world  *world
}

// State is one reachable state.
type State struct {
	Print    string
	Distance int     // events from the start
	Events   []Event // in the order of section 6; nil where a limit kept the state from being expanded
	Parent   int     // the state before it on the least shortest path, or -1
	By       string  // the event that led here on that path
	state    *state
}

// Event is one event possible in a state.
type Event struct {
	Kind     int // section 6, from 1
	Print    string
	Target   int // index of the state it leads to, or -1 where a limit kept it out
	happened *happening
}

// Explore lists every state that the budget allows, up to maxStates. It reports
// false where that limit cut the search.
func Explore(a *model.Arrangement, s *model.Scenario, b Budget, maxStates int) (*Space, bool) {
	w := newWorld(a, s, b)
	start := w.start(s)
	space := &Space{world: w, States: []State{{Print: w.print(start), Parent: -1, state: start}}}
	index := map[string]int{space.States[0].Print: 0}
	complete := true
	for i := 0; i < len(space.States); i++ {
		from := space.States[i]
		var events []Event
		for _, e := range w.events(from.state, search) {
			next, happened := w.apply(from.state, e)
			print := w.print(next)
			target, known := index[print]
			switch {
			case known:
			case len(space.States) >= maxStates:
				target, complete = -1, false
			default:
				target = len(space.States)
				index[print] = target
				space.States = append(space.States, State{Print: print, Distance: from.Distance + 1, Parent: i, By: e.print, state: next})
			}
			events = append(events, Event{Kind: e.kind, Print: e.print, Target: target, happened: happened})
		}
		space.States[i].Events = events
	}
	return space, complete
}

// story lists the events of the least shortest path to a state.
func (s *Space) story(i int) []string {
	var events []string
	for ; s.States[i].Parent >= 0; i = s.States[i].Parent {
		events = append(events, s.States[i].By)
	}
	slices.Reverse(events)
	return events
}

// world is what does not change.
type world struct {
	a      *model.Arrangement
	budget Budget
	given  map[model.StepRef]bool // S1: taken as done when a run begins
	kept   map[model.StepRef]bool // a `choose` that some expression reads
}

func newWorld(a *model.Arrangement, s *model.Scenario, b Budget) *world {
	w := &world{a: a, budget: b, given: map[model.StepRef]bool{}, kept: map[model.StepRef]bool{}}
	if s != nil {
		for _, step := range s.Start.Given {
			w.given[step] = true
		}
	}
	var read func(e *model.Expr)
	read = func(e *model.Expr) {
		if e == nil {
			return
		}
		if e.Op == model.OpChosen {
			w.kept[model.StepRef{Procedure: e.Procedure, Step: e.Step}] = true
		}
		for _, arg := range e.Args {
			read(arg)
		}
	}
	for i := range a.Authorities {
		read(a.Authorities[i].While)
	}
	for i := range a.Procedures {
		read(a.Procedures[i].StartWhile)
		for j := range a.Procedures[i].Steps {
			read(a.Procedures[i].Steps[j].Needs)
		}
	}
	for i := range a.Checks.Invariants {
		read(a.Checks.Invariants[i].A)
		read(a.Checks.Invariants[i].B)
	}
	for i := range b.Incidents {
		read(b.Incidents[i].While)
	}
	if b.Crisis != nil {
		for _, o := range b.Crisis.Crisis.Options {
			if o.By.Procedure != model.None && o.Choice >= 0 {
				w.kept[o.By] = true
			}
			read(o.While)
		}
		for _, line := range b.Crisis.Crisis.Lines {
			read(line.When)
		}
	}
	return w
}

// start is S1. An empty office is first settled by section 2 alone.
func (w *world) start(s *model.Scenario) *state {
	a := w.a
	st := &state{
		value: make([]model.ValueIndex, len(a.Scales)), empty: make([]bool, len(a.Posts)), out: make([]bool, len(a.Links)),
		sits: map[model.CouncilIndex]runRef{}, passing: map[model.AuthorityIndex]passing{}, runs: map[runRef]*run{},
		queued: map[model.ProcedureIndex]int{}, came: map[string]bool{}, ready: map[string]bool{},
	}
	for range a.Posts {
		st.taken = append(st.taken, model.None)
	}
	if s != nil {
		copy(st.value, s.Start.Values)
		for _, absence := range s.Start.Absent {
			st.empty[absence.Post] = true
		}
		for _, link := range s.Start.Out {
			st.out[link] = true
		}
	}
	for i := range a.Authorities {
		posts := map[model.PostIndex]bool{}
		if goal := w.goalNow(st, model.AuthorityIndex(i)); goal != model.None {
			posts[goal] = true
		}
		st.holds = append(st.holds, posts)
	}
	for w.deputiesAtOnce(st) {
	}
	return st
}
