package entente

import (
	"context"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entente/internal/report"
)

// leadersLost is the study of Twin Lakes; edit may change its text.
func leadersLost(t testing.TB, edit func(string) string) *Simulation {
	t.Helper()
	text := readText(t, "twinlakes/studies/leaders-lost.yaml")
	if edit != nil {
		text.Body = edit(text.Body)
	}
	s, messages := LoadStudy(text)
	if s == nil {
		t.Fatal(messages)
	}
	sim, err := NewSimulation(s, []StudyCell{
		{"today", "leadership-shock", loadDesign(t, twinArrangement, nil, twinShock)},
		{"reformed", "leadership-shock", loadDesign(t, twinArrangement, []string{"twinlakes/variants/reformed.yaml"}, twinShock)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return sim
}

func runStudy(t testing.TB, sim *Simulation, o RunOptions) *StudyResult {
	t.Helper()
	r, err := sim.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A study as data has the judgements first, of the figures first what a comparison
// depends on, each figure with its table; and the same again from the same.
func TestShowStudy(t *testing.T) {
	sim := leadersLost(t, nil)
	r := runStudy(t, sim, RunOptions{Seed: 1, Runs: 1024, Assumptions: 100, Workers: 2})
	show := func(workers int) *StudyShown {
		x, err := ShowStudy(context.Background(), sim, r, StudyReportOptions{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	x := show(2)
	a, _ := json.Marshal(x)
	b, _ := json.Marshal(show(1))
	if string(a) != string(b) {
		t.Error("the data depend on the workers")
	}
	if x.Caveat == "" || len(x.Groups) < 2 || x.Groups[0].Kind != "holds" || x.Groups[1].Kind != "depends" || len(x.Groups[0].Items) == 0 {
		t.Errorf("%q, %+v", x.Caveat, x.Groups)
	}
	first := ""
	for _, s := range x.Sections {
		for _, block := range s.Blocks {
			f := block.Figure
			if f == nil {
				continue
			}
			if first == "" {
				first = s.ID
			}
			if s.ID == "times" {
				t.Error("a curve is drawn twice: here and as a distribution")
			}
			if !strings.HasPrefix(f.SVG, "<svg ") || len(f.Heads) == 0 || len(f.Rows) == 0 || f.Caption == "" || strings.Contains(f.SVG, " style=") {
				t.Errorf("%s: %+v", s.ID, f)
			}
		}
	}
	if first != "assumptions" {
		t.Errorf("the first figure is of %q", first)
	}
	for _, id := range []string{"differences", "consultation", "waiting", "times", "sources"} {
		if !slices.ContainsFunc(x.Sections, func(s report.SectionShown) bool { return s.ID == id }) {
			t.Errorf("section %s is not there", id)
		}
	}
}

// An illustrative study shows where an order turns, and no figure of a number of its
// own; its distributions are not drawn.
func TestShowIllustrative(t *testing.T) {
	sim := leadersLost(t, func(s string) string { return strings.Replace(s, "evidence: structural", "evidence: illustrative", 1) })
	r := runStudy(t, sim, RunOptions{Seed: 1, Runs: 64, Assumptions: 20, Workers: 2})
	x, err := ShowStudy(context.Background(), sim, r, StudyReportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range x.Groups {
		if g.Kind != "turns" {
			t.Errorf("it says %q: %+v", g.Kind, g.Items)
		}
	}
	for _, s := range x.Sections {
		if slices.Contains([]string{"assumptions", "times", "waiting", "consultation", "escalation"}, s.ID) {
			t.Errorf("it shows %s", s.Head)
		}
		for _, b := range s.Blocks {
			if b.Figure != nil && s.ID != "break-even" {
				t.Errorf("it draws %s", b.Figure.Caption)
			}
		}
	}
	d, err := sim.Distribution(context.Background(), r, "war", "leadership-shock")
	if err != nil || d.Drawn || len(d.Of) > 0 {
		t.Errorf("%+v, %v", d, err)
	}
}

// The points of a distribution are replications: each, told again, measured the
// value at which it stands.
func TestDistributionPoints(t *testing.T) {
	sim := leadersLost(t, nil)
	r := runStudy(t, sim, RunOptions{Seed: 7, Runs: 512, Assumptions: -1, Workers: 2})
	for _, column := range sim.Columns() {
		d, err := sim.Distribution(context.Background(), r, column.ID, "leadership-shock")
		if err != nil {
			t.Fatal(err)
		}
		for _, of := range d.Of {
			if len(of.Points) == 0 || len(of.Points) > 8*pointsOfLabel+pointsEach || !slices.IsSorted(of.Value) {
				t.Errorf("%s: %d points", column.ID, len(of.Points))
			}
			for i, p := range of.Points { // on the curve, as far as its hundred steps tell
				k, _ := slices.BinarySearch(of.Value, p.Value)
				top, _ := slices.BinarySearch(of.Value, math.Nextafter(p.Value, math.Inf(1)))
				if top = max(top-1, k); column.Kind == "time" && !p.Never && top < len(of.Share) && (p.Share > of.Share[top]+1.0/distributionSteps || k > 0 && p.Share < of.Share[k-1]-1e-9) {
					t.Errorf("%s: point %d at %v stands at %v, the curve at %v", column.ID, i, p.Value, p.Share, of.Share[top])
				}
			}
			for _, p := range []Point{of.Points[0], of.Points[len(of.Points)/2], of.Points[len(of.Points)-1]} {
				s, err := sim.ShowStory(of.Designs[0], "leadership-shock", r.Seed, uint64(p.Replication))
				if err != nil {
					t.Fatal(err)
				}
				at := slices.IndexFunc(s.Measured, func(v StoryValue) bool { return v.Column == column.ID })
				if v := s.Measured[at].Value; v == nil || math.Abs(*v-p.Value) > 1e-9*math.Abs(p.Value) {
					t.Errorf("%s of replication %d of %s: %v, drawn at %v", column.ID, p.Replication, of.Name, v, p.Value)
				}
			}
		}
	}
	if _, err := sim.Distribution(context.Background(), r, "nothing", "leadership-shock"); err == nil {
		t.Error("a column that is not there is drawn")
	}
}

// Each step of a story stands inside its drawing, in the order of time, and after
// what made it due.
func TestShowStory(t *testing.T) {
	sim := leadersLost(t, nil)
	causes := 0
	for n := range uint64(20) {
		s, err := sim.ShowStory("today", "leadership-shock", 1, n)
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range s.Steps {
			if x.X < 0 || x.X > s.Width || x.Y != nil && (*x.Y < 0 || *x.Y > s.Bottom) {
				t.Errorf("replication %d, step %d at %v, %v of %v × %v", n, i, x.X, x.Y, s.Width, s.Height)
			}
			if i > 0 && (x.At < s.Steps[i-1].At || x.X < s.Steps[i-1].X) {
				t.Errorf("replication %d: step %d is before the one before it", n, i)
			}
			if x.Because >= i {
				t.Errorf("replication %d: step %d is because of %d", n, i, x.Because)
			}
			if x.Because >= 0 {
				causes++
			}
		}
	}
	if causes == 0 {
		t.Error("nothing has a cause")
	}
	if _, err := sim.ShowStory("nobody", "leadership-shock", 1, 0); err == nil {
		t.Error("a design that is not there has a story")
	}
}

// What is watched is told in words, look after look, and what was seen before stays.
func TestWatch(t *testing.T) {
	sim := leadersLost(t, nil)
	var seen []*StudyWatch
	r := runStudy(t, sim, RunOptions{Seed: 1, Runs: 512, Assumptions: -1, Workers: 2, Look: func(x StudySeen) {
		var before *StudyWatch
		if len(seen) > 0 {
			before = seen[len(seen)-1]
		}
		seen = append(seen, sim.Watch(before, x))
	}})
	if len(seen) != len(r.Looks) || !slices.Equal(seen[len(seen)-1].Looks, r.Looks) || len(seen[0].Looks) != 1 {
		t.Fatalf("%d looks are seen, %v", len(seen), r.Looks)
	}
	last := seen[len(seen)-1]
	if n := len(last.Same) + len(last.Comparisons) + last.More; n == 0 || n > len(r.Judgements) {
		t.Errorf("%d are watched, %d are judged", n, len(r.Judgements))
	}
	c := last.Comparisons[0]
	if c.Title != "war: the time of declare-war, on average" || c.Pair != "reformed, less today" || c.Less != "reformed sooner" || c.Unit != "seconds" || c.Half != 1800 {
		t.Errorf("%+v", c)
	}
	for i, x := range c.Seen {
		if x.Runs != r.Looks[i] || !(x.Low < x.High) || i > 1 && x.High-x.Low >= c.Seen[i-2].High-c.Seen[i-2].Low {
			t.Errorf("at look %d: %+v", i, x)
		}
	}
	if len(c.Seen) != len(r.Looks) || len(seen[0].Comparisons[0].Seen) != 1 {
		t.Errorf("seen %d times", len(c.Seen))
	}
}

// What a study asks is told before anything is run, in the order of its text.
func TestOutline(t *testing.T) {
	o := leadersLost(t, nil).Outline()
	var ids []string
	for _, d := range o.Designs {
		ids = append(ids, d.ID+"="+strings.Join(d.Made, "+"))
	}
	if want := []string{"today=twinlakes", "reformed=twinlakes+reformed"}; !reflect.DeepEqual(ids, want) {
		t.Errorf("%v", ids)
	}
	if len(o.Scenarios) != 1 || o.Scenarios[0].Horizon != 14*86400 || o.Measures[0].What != "how long declare-war takes" || !strings.HasPrefix(o.Means, "Evidence: structural.") {
		t.Errorf("%+v", o)
	}
}
