package report

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"entente/internal/chart"
	"entente/internal/model"
)

// apart fails where two texts of a figure meet, or one leaves it.
func apart(t *testing.T, name string, v *canvas, width, height float64) {
	t.Helper()
	for i, a := range v.texts {
		if a.x < -0.5 || a.x+a.w > width+0.5 || a.y < -0.5 || a.y+a.h > height+0.5 {
			t.Errorf("%s: %q stands outside the figure (%.0f to %.0f of %.0f, %.0f of %.0f)", name, a.text, a.x, a.x+a.w, width, a.y, height)
		}
		for _, b := range v.texts[:i] {
			if a.x < b.x+b.w-0.5 && b.x < a.x+a.w-0.5 && a.y < b.y+b.h-1.5 && b.y < a.y+a.h-1.5 {
				t.Errorf("%s: %q overlaps %q", name, a.text, b.text)
			}
		}
	}
}

// boxesApart fails where two boxes of a layer meet or one leaves its column.
func boxesApart(t *testing.T, name string, ch *commandChart) {
	t.Helper()
	for _, layer := range ch.Layers {
		for i, a := range layer {
			if a.Kind == chart.BendNode {
				continue
			}
			if col := ch.Cols[a.Col]; a.X-a.W/2 < col.Left-0.5 || a.X+a.W/2 > col.Left+col.Width+0.5 {
				t.Errorf("%s: a box leaves its column", name)
			}
			for _, b := range layer[:i] {
				if b.Kind != chart.BendNode && math.Abs(a.X-b.X) < (a.W+b.W)/2 {
					t.Errorf("%s: two boxes of a layer overlap", name)
				}
			}
		}
	}
}

func charts(t *testing.T, name string, a *model.Arrangement) {
	t.Helper()
	for _, c := range chart.Grouped(a, chart.Conditions(a)) {
		ch := newChart(a, c)
		_, v := ch.draw("figure", name)
		apart(t, name+" in "+c.Label, v, ch.Width, ch.height)
		boxesApart(t, name+" in "+c.Label, ch)
	}
}

func TestChartsDoNotOverlap(t *testing.T) {
	charts(t, "twinlakes", load(t, "twinlakes/arrangement.yaml"))
	for seed := range uint64(60) {
		charts(t, "random "+strconv.FormatUint(seed, 10), arrangement(seed))
	}
}

// arrangement makes up a command of up to 45 posts with long and Korean names.
func arrangement(seed uint64) *model.Arrangement {
	r := rand.New(rand.NewPCG(seed, 7))
	a := &model.Arrangement{Meta: model.Meta{ID: "made-up"}}
	parties := 1 + r.IntN(4)
	for i := range parties {
		a.Parties = append(a.Parties, model.Party{Meta: model.Meta{ID: fmt.Sprintf("p%d", i), Name: model.Name{"en": fmt.Sprintf("The Republic of Number %d", i)}}, Ally: i < 3})
	}
	name := func() model.Name {
		n := model.Name{}
		if r.IntN(3) > 0 {
			n["en"] = "Commander of the Combined Ground-Component Forces and everything beside"[:20+r.IntN(50)]
		}
		if r.IntN(3) == 0 {
			n["ko"] = "한미연합군사령부 부사령관"
		}
		return n
	}
	posts := 2 + r.IntN(44)
	councils := r.IntN(6)
	for i := range councils {
		c := model.Council{Meta: model.Meta{ID: fmt.Sprintf("council-%d", i), Name: name()}}
		for range 1 + r.IntN(5) {
			c.Seats = append(c.Seats, model.Seat{Post: model.PostIndex(r.IntN(posts))})
		}
		a.Councils = append(a.Councils, c)
	}
	for i := range posts {
		p := model.Post{Meta: model.Meta{ID: fmt.Sprintf("post-%d", i), Name: name()}, Of: model.PartyIndex(r.IntN(parties)), Person: model.PersonIndex(i), National: i < 2}
		if r.IntN(12) == 0 {
			p.ID = fmt.Sprintf("a-post-with-a-very-long-and-winding-id-%d", i)
		}
		for range r.IntN(3) {
			if i > 1 {
				p.Under = append(p.Under, model.Superior{Post: model.PostIndex(r.IntN(i)), Council: model.None})
			}
		}
		if councils > 0 && r.IntN(6) == 0 {
			p.Under = append(p.Under, model.Superior{Post: model.None, Council: model.CouncilIndex(r.IntN(councils))})
		}
		a.Posts = append(a.Posts, p)
		a.Persons = append(a.Persons, model.Person{ID: p.ID, Posts: []model.PostIndex{model.PostIndex(i)}})
	}
	if posts > 4 { // one person with two posts
		a.Posts[3].Person = 2
		a.Persons[2].Posts = []model.PostIndex{2, 3}
	}
	a.Scales = []model.Scale{{Values: []model.Meta{{ID: "calm"}, {ID: "war"}}}}
	for i := range 1 + r.IntN(14) {
		a.Forces = append(a.Forces, model.Force{Meta: model.Meta{ID: fmt.Sprintf("force-%d", i), Name: name()}, Of: []model.PartyIndex{model.PartyIndex(r.IntN(parties))}, In: model.None, Place: model.None})
		for k := range r.IntN(4) {
			auth := model.Authority{Meta: model.Meta{ID: fmt.Sprintf("authority-%d-%d", i, k)}, Kind: model.OPCON, KindName: []string{"OPCON", "RELEASE", "COMPONENT"}[k], Over: model.ForceIndex(i), Scale: 0, OnlyParty: model.None, From: model.None}
			for range 2 {
				auth.HeldBy = append(auth.HeldBy, model.PostIndex(r.IntN(posts+1)-1))
			}
			a.Authorities = append(a.Authorities, auth)
		}
	}
	return a
}

func TestTimelineDoesNotOverlap(t *testing.T) {
	a := load(t, "twinlakes/arrangement.yaml")
	proc, ok := timelineProcedure(a)
	if !ok || a.Procedures[proc].ID != "declare-war" {
		t.Fatalf("the timeline is of procedure %d", proc)
	}
	c := courseOf(a, proc)
	if got := a.Procedures[proc].Steps[c.upTo].ID; got != "order" {
		t.Errorf("it goes up to %s", got)
	}
	_, v := c.draw("figure")
	apart(t, "declare-war", v, timeWidth, 1e6)
}

// TestContrast holds the paints to WCAG AA: 4.5 to 1 for text, 3 to 1 for lines.
func TestContrast(t *testing.T) {
	check := func(what, front, back string, least float64) {
		if c := contrast(front, back); c < least {
			t.Errorf("%s: %s on %s has a contrast of %.2f, under %.1f", what, front, back, c, least)
		}
	}
	grounds := []paint{ground, panel}
	for _, n := range nations {
		grounds = append(grounds, n.band, n.box)
	}
	for _, g := range grounds {
		for _, p := range []paint{ink, muted} {
			check(p.class, p.fill, g.fill, 4.5)
			check(p.class+" dark", p.darkFill, g.darkFill, 4.5)
		}
	}
	for _, n := range nations {
		for _, g := range []paint{ground, panel, n.band, n.box} {
			check(n.word.class, n.word.fill, g.fill, 4.5)
			check(n.word.class+" dark", n.word.darkFill, g.darkFill, 4.5)
			check(n.line.class, n.line.stroke, g.fill, 3)
			check(n.line.class+" dark", n.line.darkStroke, g.darkFill, 3)
		}
	}
	for _, n := range nations {
		check("wire", wire.stroke, n.band.fill, 3)
		check("wire dark", wire.darkStroke, n.band.darkFill, 3)
	}
	check("alarm", alarm.fill, panel.fill, 4.5)
	check("alarm dark", alarm.darkFill, panel.darkFill, 4.5)
}

// contrast is the contrast ratio of two colours, from 1 to 21.
// Method: WCAG 2.2, relative luminance.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(colour string) float64 {
	sum := 0.0
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			panic("report: no colour: " + colour)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestApproxRange(t *testing.T) {
	for want, in := range map[string][2]float64{
		"12–13 h": {12 * 3600, 13 * 3600}, "25 h": {25 * 3600, 25 * 3600}, "40 min–3.8 d": {2400, 330000},
	} {
		if got := approxRange(in[0], in[1]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
