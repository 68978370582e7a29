package report

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"entente/internal/check"
	"entente/internal/model"
	"entente/internal/say"
)

// manyLakes is five designs: the first twice, and the variant three times.
func manyLakes(t testing.TB) Input {
	if len(lakes.Designs) > 0 {
		return lakes
	}
	base, variant := load(t, "twinlakes/arrangement.yaml"), load(t, "twinlakes/arrangement.yaml", "twinlakes/variants/reformed.yaml")
	first := checked(variant, "first", "First reading")
	again := func(d Design, id, title string) Design { return Design{ID: id, Title: title, Findings: d.Findings} }
	today := checked(base, "twinlakes", "Twin Lakes Combined Command")
	lakes = input(today, again(today, "as-it-is", "As it is"), first, again(first, "second", "Second reading"), again(first, "third", "Third reading"))
	return lakes
}

// lakes keeps what was checked once.
var lakes Input

func TestMany(t *testing.T) {
	in := manyLakes(t)
	page := render(t, in)
	accessible(t, page)
	if again := render(t, in); again != page {
		t.Error("the same input gave different bytes")
	}
	b := &builder{in: in, delays: allDelays(in.Designs)}
	brief := b.brief()
	if brief.Changes == nil || len(brief.Changes.Rows) != 2 {
		t.Fatalf("designs that change the same do not share a row: %+v", brief.Changes)
	}
	if got, want := brief.Changes.Rows[1].Designs, "First reading, Second reading and Third reading"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if r := brief.Changes.Rows[0]; r.Fixes != "—" || r.Creates != "—" || r.Silent != "—" {
		t.Errorf("a design that changes nothing: %+v", r)
	}
	counted := regexp.MustCompile(`\b\d+ (seams?|findings?|fixed|created|kept)\b`)
	for _, e := range parse(t, page) {
		if e.name == "td" && counted.MatchString(e.text) {
			t.Errorf("seams are counted: %s", e.text)
		}
	}
}

// TestManyTellsEachSeamOnce looks for a finding that is told twice outside the
// parts that open.
func TestManyTellsEachSeamOnce(t *testing.T) {
	in := manyLakes(t)
	b := &builder{in: in, delays: allDelays(in.Designs)}
	b.brief()
	seen := map[string]bool{}
	for _, g := range b.seams() {
		for _, k := range g.Kinds {
			for _, f := range k.Findings {
				if key := k.Name + " " + f.Element; seen[key] {
					t.Errorf("%s is told twice", key)
				} else {
					seen[key] = true
				}
			}
		}
	}
	fates := b.fates()
	for _, r := range fates.Rows {
		if r.Link == "" {
			t.Errorf("%s %s leads to no telling", r.Kind, r.Element)
		}
		if r.Cells[1].Text != "kept" && r.Cells[0].Text == "found" {
			t.Errorf("%s %s of the same text is %s", r.Kind, r.Element, r.Cells[1].Text)
		}
		if !slices.Equal(r.Cells[2:3], r.Cells[3:4]) || !slices.Equal(r.Cells[3:4], r.Cells[4:5]) {
			t.Errorf("%s %s differs between equal designs", r.Kind, r.Element)
		}
	}
	for i := range in.Designs {
		for _, f := range in.Designs[i].Findings.Findings {
			if b.tellings[seamID{f.Seam, f.Element}] == "" {
				t.Errorf("%s %s of %s is nowhere told", f.Seam, f.Element, in.Designs[i].ID)
			}
		}
	}
}

func TestManyRightsShowOnlyWhatDiffers(t *testing.T) {
	in := manyLakes(t)
	b := &builder{in: in, delays: allDelays(in.Designs)}
	b.brief()
	tables := b.rights()
	if len(tables) != 2 || !tables[1].Others {
		t.Fatalf("%d tables of rights", len(tables))
	}
	for _, r := range tables[1].Rows {
		if strings.Contains(r.Designs, "As it is") {
			t.Errorf("%s is listed for a design that does not change it", r.Decision)
		}
		if r.State == "" && !r.differs(false) {
			t.Errorf("%s is as in the first design", r.Decision)
		}
	}
}

func TestWholeSentences(t *testing.T) {
	var list []named
	for _, class := range []string{"chief", "minister", "staff"} {
		list = append(list, namedFinding(&check.Finding{Seam: model.NoQuorum, Class: "post of class " + class, Summary: say.Plain("with one post of class " + class + " lost, a council has no quorum")}))
	}
	list = append(list, namedFinding(&check.Finding{Seam: model.NoQuorum, Class: "link", Summary: say.Plain("with one link lost, a council has no quorum")}))
	got := strings.Join(sayNamed(list), " | ")
	if want := "with one post of class chief, minister or staff lost, a council has no quorum | with one link lost, a council has no quorum"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestDelayCount(t *testing.T) {
	list := []delay{{why: "no source"}, {why: "no source"}}
	if got := delayCount(list, "behind it"); got != "All 2 delays behind it" {
		t.Errorf("got %q", got)
	}
	if got := delayCount(append(list, delay{}), ""); got != "2 of the 3 delays" {
		t.Errorf("got %q", got)
	}
}

func TestCutList(t *testing.T) {
	for _, x := range []struct {
		list []string
		most int
		want string
		cut  bool
	}{
		{[]string{"a: b", "c: d"}, 20, "a: b; c: d", false},
		{[]string{"a: b", "c: d"}, 6, "a: b; more (section 5)", true},
		{[]string{"kind: one, two, three"}, 15, "kind: one, two and others (section 5)", true},
		{[]string{"kind: 연합사령부, 둘"}, 12, "kind: 연합사령부, 둘", false},
		{nil, 9, "", false},
	} {
		if got, cut := cutList(x.list, x.most); got != x.want || cut != x.cut {
			t.Errorf("%v: got %q %v", x.list, got, cut)
		}
	}
}
