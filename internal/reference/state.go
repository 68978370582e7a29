package reference

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente/internal/model"
)

// runRef names a live run: its procedure and its place, from 0.
type runRef struct {
	procedure model.ProcedureIndex
	place     int
}

// What has become of a step that is not pending.
const (
	done    = "done"
	foreign = "foreign" // done: a consent given by an acting incumbent of another party than the post's
	skipped = "skipped"
	refused = "refused"
)

// run is one live instance of a procedure. A step that steps does not name is
// pending.
type run struct {
	steps  map[model.StepIndex]string // done, foreign, skipped or refused
	option map[model.StepIndex]string // the option chosen, where some expression reads it
	back   map[model.StepIndex]int    // how often a referral was used
	moved  bool                       // the run has made a move
}

// passing is a hand-over under way.
type passing struct {
	from, to   model.ValueIndex // the move it was begun for
	gave, took bool
}

// state is section 1 of the semantics, field by field.
type state struct {
	value   []model.ValueIndex // by scale
	empty   []bool             // by post: its own office
	taken   []model.PostIndex  // by post: the deputy who has taken over, or None
	out     []bool             // by link
	sits    map[model.CouncilIndex]runRef
	holds   []map[model.PostIndex]bool // by authority
	passing map[model.AuthorityIndex]passing
	runs    map[runRef]*run
	queued  map[model.ProcedureIndex]int
	came    map[string]bool // incidents, by id
	ready   map[string]bool // options that are incidents by a step, by id: it was done (S41)
	starts  int
	faults  int
}

func (s *state) clone() *state {
	c := &state{
		value: slices.Clone(s.value), empty: slices.Clone(s.empty), taken: slices.Clone(s.taken), out: slices.Clone(s.out),
		sits: maps.Clone(s.sits), passing: maps.Clone(s.passing), queued: maps.Clone(s.queued), came: maps.Clone(s.came), ready: maps.Clone(s.ready),
		starts: s.starts, faults: s.faults,
		runs: map[runRef]*run{},
	}
	for _, posts := range s.holds {
		c.holds = append(c.holds, maps.Clone(posts))
	}
	for ref, r := range s.runs {
		c.runs[ref] = r.clone()
	}
	return c
}

func (r *run) clone() *run {
	return &run{steps: maps.Clone(r.steps), option: maps.Clone(r.option), back: maps.Clone(r.back), moved: r.moved}
}

// isDone reports whether the step is done in the run, by whomever.
func (r *run) isDone(step model.StepIndex) bool {
	return r.steps[step] == done || r.steps[step] == foreign
}

// isPending reports whether nothing has become of the step yet.
func (r *run) isPending(step model.StepIndex) bool { return r.steps[step] == "" }

// setPending takes back whatever became of the step.
func (r *run) setPending(step model.StepIndex) {
	delete(r.steps, step)
	delete(r.option, step)
}

// liveRuns lists the live runs of a procedure by place.
func (s *state) liveRuns(p model.ProcedureIndex) []runRef {
	var refs []runRef
	for ref := range s.runs {
		if ref.procedure == p {
			refs = append(refs, ref)
		}
	}
	slices.SortFunc(refs, func(a, b runRef) int { return a.place - b.place })
	return refs
}

func (s *state) live(p model.ProcedureIndex) bool { return len(s.liveRuns(p)) > 0 }

// allRuns lists the live runs: procedures in the order of the text, then places.
func (w *world) allRuns(s *state) []runRef {
	var refs []runRef
	for p := range w.a.Procedures {
		refs = append(refs, s.liveRuns(model.ProcedureIndex(p))...)
	}
	return refs
}

func (w *world) runName(ref runRef) string {
	return fmt.Sprintf("%s#%d", w.a.Procedures[ref.procedure].ID, ref.place)
}

func (w *world) stepName(ref runRef, step model.StepIndex) string {
	return w.runName(ref) + "/" + w.a.Procedures[ref.procedure].Steps[step].ID
}

// print is the canonical print of section 9.
func (w *world) print(s *state) string {
	a := w.a
	var facts []string
	add := func(format string, args ...any) { facts = append(facts, fmt.Sprintf(format, args...)) }
	for i, v := range s.value {
		add("%s=%s", a.Scales[i].ID, a.Scales[i].Values[v].ID)
	}
	for i := range a.Posts {
		if s.empty[i] {
			add("empty(%s)", a.Posts[i].ID)
		}
	}
	for i := range a.Posts {
		if s.taken[i] != model.None {
			add("acting(%s)=%s", a.Posts[i].ID, a.Posts[s.taken[i]].ID)
		}
	}
	for i := range a.Links {
		if s.out[i] {
			add("out(%s)", a.Links[i].ID)
		}
	}
	for i := range a.Councils {
		if ref, ok := s.sits[model.CouncilIndex(i)]; ok {
			add("sits(%s)=%s", a.Councils[i].ID, w.runName(ref))
		}
	}
	for i := range a.Authorities {
		add("holds(%s)=%s", a.Authorities[i].ID, strings.Join(w.holdingPosts(s, model.AuthorityIndex(i)), ","))
	}
	for i := range a.Authorities {
		if p, ok := s.passing[model.AuthorityIndex(i)]; ok {
			values := a.Scales[a.Authorities[i].Scale].Values
			text := values[p.from].ID + "->" + values[p.to].ID
			if p.gave {
				text += " gave"
			}
			if p.took {
				text += " took"
			}
			add("passing(%s)=%s", a.Authorities[i].ID, text)
		}
	}
	for _, ref := range w.allRuns(s) {
		add("run(%s)=%s", w.runName(ref), w.printRun(ref, s.runs[ref]))
	}
	for i := range a.Procedures {
		if k := s.queued[model.ProcedureIndex(i)]; k > 0 {
			add("queued(%s)=%d", a.Procedures[i].ID, k)
		}
	}
	for _, incident := range w.budget.Incidents {
		switch {
		case s.came[incident.ID]:
			add("came(%s)", incident.ID)
		case s.ready[incident.ID]:
			add("ready(%s)", incident.ID)
		}
	}
	add("starts=%d", s.starts)
	add("faults=%d", s.faults)
	return strings.Join(facts, "; ")
}

func (w *world) holdingPosts(s *state, authority model.AuthorityIndex) []string {
	var ids []string
	for p := range w.a.Posts {
		if s.holds[authority][model.PostIndex(p)] {
			ids = append(ids, w.a.Posts[p].ID)
		}
	}
	return ids
}

func (w *world) printRun(ref runRef, r *run) string {
	var parts []string
	steps := w.a.Procedures[ref.procedure].Steps
	for i := range steps {
		step := model.StepIndex(i)
		if r.isPending(step) {
			continue
		}
		text := steps[i].ID + ":" + r.steps[step]
		if option, ok := r.option[step]; ok {
			text += "/" + option
		}
		parts = append(parts, text)
	}
	for i := range steps {
		if k := r.back[model.StepIndex(i)]; k > 0 {
			parts = append(parts, fmt.Sprintf("back(%s):%d", steps[i].ID, k))
		}
	}
	if r.moved {
		parts = append(parts, "moved")
	}
	return strings.Join(parts, ",")
}
