package check

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// framePrint writes a frame as docs/semantics.md section 9 prints a state, as far as
// a frame tells it.
func framePrint(a *model.Arrangement, f *Frame) string {
	var facts []string
	add := func(format string, args ...any) { facts = append(facts, fmt.Sprintf(format, args...)) }
	for _, c := range f.Conditions {
		add("%s=%s", c.Scale, c.Value)
	}
	for _, v := range f.Empty {
		add("empty(%s)", v.Post)
	}
	for _, v := range f.Empty {
		if v.Acting != "" {
			add("acting(%s)=%s", v.Post, v.Acting)
		}
	}
	for _, l := range f.Out {
		add("out(%s)", l)
	}
	for _, c := range f.Councils {
		if c.For != "" {
			add("sits(%s)=%s", c.Council, c.For)
		}
	}
	for _, h := range f.Authorities {
		held := slices.Clone(h.Holders)
		slices.SortFunc(held, func(x, y string) int { return postAt(a, x) - postAt(a, y) })
		add("holds(%s)=%s", h.Authority, strings.Join(held, ","))
	}
	for _, h := range f.Authorities {
		if p := h.Passing; p != nil {
			text := fmt.Sprintf("passing(%s)=%s->%s", h.Authority, p.From, p.To)
			if p.Gave {
				text += " gave"
			}
			if p.Took {
				text += " took"
			}
			facts = append(facts, text)
		}
	}
	for _, l := range f.Procedures {
		var steps []string
		for _, s := range l.Steps {
			switch {
			case s.Option != "":
				steps = append(steps, s.Step+":done/"+s.Option)
			case slices.Contains([]string{StepDone, StepSkipped, StepRefused, StepForeign}, s.Status):
				steps = append(steps, s.Step+":"+s.Status)
			}
		}
		add("run(%s#%d)=%s", l.Procedure, l.Place, strings.Join(steps, ","))
	}
	return strings.Join(facts, "; ")
}

func postAt(a *model.Arrangement, id string) int {
	return slices.IndexFunc(a.Posts, func(p model.Post) bool { return p.ID == id })
}

// untold is what the print of a state has and a frame does not tell.
var untold = regexp.MustCompile(`; (queued|came|ready|starts|faults)[(=].*$|,?back\([^)]*\):\d+|,?moved|(sits\([^)]*\)=[^;#]*)#\d+`)

// TestFramesAreStates: the frames of every story are the states that the machine goes
// through, and the last one shows the seam.
func TestFramesAreStates(t *testing.T) {
	t.Parallel()
	check := func(name string, a *model.Arrangement, s *model.Scenario, opt Options) (shown int) {
		r := Run(context.Background(), a, s, opt)
		p := program.Compile(a, r.Budget)
		m := machine.New(p, p.Everything())
		state := make(machine.State, len(p.Vars))
		for i := range r.Findings {
			f := &r.Findings[i]
			frames := f.Frames()
			if len(f.Story) == 0 {
				if frames != nil {
					t.Errorf("%s: %s %s has frames and no story", name, f.Seam, f.Element)
				}
				continue
			}
			if len(frames) != len(f.Story)+1 {
				t.Fatalf("%s: %s %s: %d frames of %d scenes", name, f.Seam, f.Element, len(frames), len(f.Story))
			}
			m.Start(state)
			for k := range frames {
				if k > 0 {
					events := append(m.Enabled(state, nil), m.Losses(state)...)
					at := slices.IndexFunc(events, func(e machine.Event) bool { return m.PrintEvent(e) == f.Story[k-1].Event })
					m.Apply(state, events[at])
				}
				want := untold.ReplaceAllString(m.PrintState(state), "$2")
				want = strings.ReplaceAll(want, "=,", "=")
				if got := framePrint(a, &frames[k]); got != want {
					t.Fatalf("%s: %s %s, frame %d\n got %s\nwant %s", name, f.Seam, f.Element, k, got, want)
				}
				shown++
			}
			shows(t, name, f, frames)
		}
		return shown
	}
	a, s := twinLakes(t)
	if n := check("Twin Lakes", a, s, Options{Budget: -1}); n < 30 {
		t.Errorf("%d frames on Twin Lakes", n)
	}
	for seed := range seeds() / 5 {
		if x, ok := sampleOf(seed); ok {
			x.opt.Limits = agreeLimits
			check("seed", x.a, x.s, x.opt)
		}
	}
}

// shows holds the last frame of a story to what its seam says, and the one before to
// its absence where a state is the seam.
func shows(t *testing.T, name string, f *Finding, frames []Frame) {
	t.Helper()
	last := &frames[len(frames)-1]
	standing := func(fr *Frame) string {
		for _, h := range fr.Authorities {
			if h.Authority == f.Element {
				return h.Standing
			}
		}
		return ""
	}
	want := map[model.Seam]string{model.NoHolder: StandsNobody, model.DualHolder: StandsSeveral}[f.Seam]
	switch f.Seam {
	case model.NoHolder, model.DualHolder:
		for k := range frames {
			if is := standing(&frames[k]); (is == want) != (k == len(frames)-1) {
				t.Errorf("%s: %s %s: %s in frame %d of %d", name, f.Seam, f.Element, is, k, len(frames))
			}
		}
	case model.NoDecider:
		ok := false
		for _, l := range last.Procedures {
			for _, s := range l.Steps {
				ok = ok || l.Procedure+"/"+s.Step == f.Element && (s.Status == StepBlocked || s.Status == StepCutOff)
			}
		}
		if !ok {
			t.Errorf("%s: %s %s: its step is not blocked in %+v", name, f.Seam, f.Element, last.Procedures)
		}
	case model.NoQuorum:
		for _, c := range last.Councils {
			if c.Council == f.Element && c.Quorate {
				t.Errorf("%s: %s %s: it is quorate", name, f.Seam, f.Element)
			}
		}
	}
}

// TestFramesOfTheGap: the story of the gap in Twin Lakes, frame by frame.
func TestFramesOfTheGap(t *testing.T) {
	a, s := twinLakes(t)
	r := Run(context.Background(), a, s, Options{Budget: -1})
	at := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Seam == model.NoHolder && f.Element == "corps-opcon" })
	f := &r.Findings[at]
	frames := f.Frames()
	last := frames[len(frames)-1]
	want := Held{Authority: "corps-opcon", Standing: StandsNobody, Holders: []string{}, Acting: []string{},
		Passing: &Passing{From: "alert", To: "war", Goal: "cdr", By: "hand-corps", Gave: true}}
	if got := last.Authorities[0]; fmt.Sprint(got.Passing) != fmt.Sprint(want.Passing) || got.Standing != want.Standing || len(got.Holders) > 0 {
		t.Errorf("at the end %+v, passing %+v", got, got.Passing)
	}
	if d := last.Deed; d.Procedure != "declare-war" || d.Step != "order" || d.Post != "cdr" || !slices.Equal(d.To, []string{"m-chod", "t-chod"}) || d.Act != "order" {
		t.Errorf("the last deed is %+v", d)
	}
	if c := last.Changed; !slices.Contains(c.Conditions, "cond") || !slices.Contains(c.Authorities, "corps-opcon") || !slices.Contains(c.Began, "hand-corps") || !slices.Contains(c.Ended, "declare-war") {
		t.Errorf("the last event changes %+v", c)
	}
	early := 0.0
	for k, sc := range f.Story {
		if sc.Window == nil || sc.Window.Earliest < early || sc.Window.Latest < sc.Window.Earliest {
			t.Fatalf("scene %d at %+v after %v", k, sc.Window, early)
		}
		early = sc.Window.Earliest
	}
	if early != f.When.Earliest || early == 0 {
		t.Errorf("the last scene comes from %v on, the story from %v", early, f.When.Earliest)
	}
	if about := f.About(a, nil); !slices.Equal(about.Authorities, []string{"corps-opcon"}) || !slices.Equal(about.Forces, []string{"corps"}) || !slices.Equal(about.Posts, []string{"m-chod", "cdr"}) || !slices.Equal(about.Parties, []string{"M", "T"}) {
		t.Errorf("it is about %+v", about)
	}
}

// TestFramesOfRealStates: what real.go hides comes out in no frame and in nothing that
// a finding is about; what is shown empty or out is what the scenario documents.
func TestFramesOfRealStates(t *testing.T) {
	classes, shown := 0, 0
	for _, name := range []string{"", "local-provocation.yaml"} {
		a, s := fromLibrary(t, "korea", cmp.Or(name, "local-provocation.yaml"))
		if name == "" {
			s = nil
		}
		names := map[string]bool{}
		documented := map[string]bool{}
		for _, p := range a.Posts {
			names[p.ID] = true
		}
		for _, l := range a.Links {
			names[l.ID] = true
		}
		for _, p := range a.Persons {
			names[p.ID] = true
		}
		if s != nil {
			for _, x := range s.Start.Absent {
				documented[a.Posts[x.Post].ID] = true
			}
			for _, l := range s.Start.Out {
				documented[a.Links[l].ID] = true
			}
			for _, in := range s.Incidents {
				for _, p := range in.Empties {
					documented[a.Posts[p].ID] = true
				}
				for _, l := range in.Cuts {
					documented[a.Links[l].ID] = true
				}
			}
		}
		r := Run(context.Background(), a, s, Options{Budget: 1})
		for i := range r.Findings {
			f := &r.Findings[i]
			frames := f.Frames()
			if f.Class != "" {
				classes++
				b, err := json.Marshal([]any{frames, f.About(a, nil), f.Story, f.Lines, f.Detail, f.Element, f.Summary})
				if err != nil {
					t.Fatal(err)
				}
				for _, word := range regexp.MustCompile(`[^\pL\pN-]+`).Split(string(b), -1) {
					if names[word] {
						t.Errorf("%q under %s: %s %s names %s", name, a.ID, f.Seam, f.Element, word)
					}
				}
				if len(frames) > 0 {
					t.Errorf("%q: %s %s has %d frames", name, f.Seam, f.Element, len(frames))
				}
				continue
			}
			for _, fr := range frames {
				shown++
				for _, v := range fr.Empty {
					if !documented[v.Post] {
						t.Errorf("%q: %s %s shows the office of %s empty", name, f.Seam, f.Element, v.Post)
					}
				}
				for _, l := range fr.Out {
					if !documented[l] {
						t.Errorf("%q: %s %s shows %s out", name, f.Seam, f.Element, l)
					}
				}
				if d := fr.Deed; d != nil && slices.Contains([]string{"lose-post", "lose-person", "cut"}, d.Kind) {
					t.Errorf("%q: %s %s shows a fault: %+v", name, f.Seam, f.Element, d)
				}
			}
		}
	}
	if classes < 5 || shown < 20 {
		t.Errorf("%d findings of a class, %d frames", classes, shown)
	}
}
