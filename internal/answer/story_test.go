package answer

import (
	"cmp"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entente/internal/check"
	"entente/internal/model"
)

// checked checks with one fault and two starts.
func checked(a *model.Arrangement) *check.Result {
	return check.Run(context.Background(), a, nil, check.Options{Budget: 1, Starts: 2})
}

func itemOf(t *testing.T, d DiffJSON, kind, element string) DiffItemJSON {
	t.Helper()
	for _, i := range d.Seams {
		if i.Check == kind && i.Element == element {
			return i
		}
	}
	t.Fatalf("no %s %s in %+v", kind, element, d.Seams)
	return DiffItemJSON{}
}

// TestWhatOfTheTextDoesIt: of each seam of Twin Lakes, which changes of the review
// touch what it or its story names.
func TestWhatOfTheTextDoesIt(t *testing.T) {
	d := Diff(checked(twinlakes(t)), checked(reformed(t)))
	data := d.JSON()
	for _, c := range []struct {
		kind, element string
		status        DiffStatus
		changes       []string // paths
	}{
		{"no-holder", "corps-opcon", Fixed, []string{"authority/corps-opcon/handover/alert->war/gives-up"}},
		{"ineligible-holder", "wing-opcon", Fixed, []string{"posts/cdr/deputies/t-dcdr"}},
		{"bypassed-consent", "declare-war T", Fixed, []string{"procedures/declare-war/steps/consent-t/if-unreachable"}},
	} {
		item := itemOf(t, data, c.kind, c.element)
		var paths []string
		for _, i := range item.Changes {
			paths = append(paths, data.Changes[i].Path)
		}
		for _, p := range c.changes {
			if !slices.Contains(paths, p) {
				t.Errorf("%s %s: %v are behind it, not %s", c.kind, c.element, paths, p)
			}
		}
		if item.Status != c.status || item.Before != c.element || item.After != "" {
			t.Errorf("%s %s: %+v", c.kind, c.element, item)
		}
	}
	for _, c := range data.Changes {
		if c.Undone || c.Line == nil || c.Line.Line == 0 {
			t.Errorf("change %+v", c)
		}
	}
	// The other way round the same changes are undone, and what was fixed is created.
	back := Diff(d.After, d.Before).JSON()
	if item := itemOf(t, back, "no-holder", "corps-opcon"); item.Status != Created || len(item.Changes) == 0 {
		t.Errorf("the other way round %+v", item)
	}
	if len(back.Changes) != len(data.Changes) || !back.Changes[0].Undone {
		t.Errorf("the other way round the text changes by %+v", back.Changes)
	}
	if same := Diff(d.After, d.After).JSON(); len(same.Changes) != 0 || slices.ContainsFunc(same.Seams, func(i DiffItemJSON) bool { return i.Status != Kept || !i.Alike }) {
		t.Errorf("a design differs from itself: %+v", same.Seams)
	}
}

// TestTwoVariants: of two variants of one base, what both change alike is no
// difference, on whichever source; renames of both are followed; where the sources of
// either are silent, a seam is unspecified.
func TestTwoVariants(t *testing.T) {
	x := checked(load(t, "korea/arrangement.yaml", "korea/variants/future-cfc.yaml"))
	y := checked(load(t, "korea/arrangement.yaml", "korea/variants/continuous-command.yaml"))
	d, back := Diff(x, y).JSON(), Diff(y, x).JSON()
	paths := map[string]bool{}
	for _, c := range d.Changes {
		if paths[c.Path] = c.Undone; c.Path == "posts/cfc-cdr/of" || c.Path == "councils/mc/remit/decides" {
			t.Errorf("both make %+v", c)
		}
	}
	if undone, ok := paths["authority/opcon-designated/handover"]; !ok || undone {
		t.Error("only the second removes the hand-over")
	}
	if len(d.Changes) != len(back.Changes) {
		t.Errorf("%d changes one way, %d the other", len(d.Changes), len(back.Changes))
	}
	for _, i := range d.Seams {
		other := itemOf(t, back, i.Check, i.Element)
		want := map[DiffStatus]DiffStatus{Fixed: Created, Created: Fixed, Kept: Kept, Unspecified: Unspecified}[i.Status]
		if other.Status != want {
			t.Errorf("%s %s is %s one way and %s the other", i.Check, i.Element, i.Status, other.Status)
		}
		if (i.Status == Unspecified) != (len(i.Silent) > 0) && !strings.HasPrefix(i.Element, "one ") {
			t.Errorf("%s %s is %s, and silent are %v", i.Check, i.Element, i.Status, i.Silent)
		}
	}
	if i := itemOf(t, d, "no-forum", "declare-cm"); i.Status != Unspecified || !slices.Equal(i.Silent, []string{"procedures/declare-cm"}) {
		t.Errorf("declare-cm: %+v", i)
	}
}

// TestSideBySide: the story of the gap in both designs. In the reformed one the same
// events come, and the corps keeps a holder.
func TestSideBySide(t *testing.T) {
	d := Diff(checked(twinlakes(t)), checked(reformed(t)))
	s, ok := d.SideBySide("no-holder", "corps-opcon")
	if !ok || s.Before.Finding == nil || s.After.Finding != nil || !s.After.Other {
		t.Fatalf("%v %+v", ok, s.Item)
	}
	n := len(s.Before.Finding.Story)
	if len(s.Before.Frames) != n+1 || len(s.After.Frames) != n+1 || !s.After.PartsAt.Empty() {
		t.Fatalf("%d scenes; %d and %d frames; %q", n, len(s.Before.Frames), len(s.After.Frames), s.After.PartsAt)
	}
	if was, is := s.Before.Frames[n].Authorities[0], s.After.Frames[n].Authorities[0]; was.Standing != check.StandsNobody || is.Standing != check.StandsHeld || !slices.Equal(is.Holders, []string{"m-chod"}) {
		t.Errorf("before %+v, after %+v", was, is)
	}
	// The scenes are told as that design has them.
	for _, c := range s.After.Story[n-1].Changes {
		if strings.Contains(c.String(), "gives up corps-opcon") {
			t.Errorf("in the reformed design the last scene changes %v", s.After.Story[n-1].Changes)
		}
	}
	if s.After.Story[n-1].Earliest == nil || len(s.After.Story) != n {
		t.Errorf("%d scenes there, the last from %v on", len(s.After.Story), s.After.Story[n-1].Earliest)
	}
	// Nobody goes on without Tarn any longer: there the story parts.
	s, ok = d.SideBySide("bypassed-consent", "declare-war T")
	if !ok || !s.After.Other || !strings.Contains(s.After.PartsAt.String(), "cannot be reached") || len(s.After.Frames) >= len(s.Before.Frames) {
		t.Errorf("%v, %d and %d frames, parts at %q", ok, len(s.Before.Frames), len(s.After.Frames), s.After.PartsAt)
	}
	if _, ok := d.SideBySide("no-holder", "nothing"); ok {
		t.Error("a seam that is in neither is shown")
	}
}

// TestNothingOfAClassIsShown: of a real state, what stands for a class has no story, is
// about nothing by name, and no change of the text is named behind it.
func TestNothingOfAClassIsShown(t *testing.T) {
	r := checked(load(t, "korea/arrangement.yaml"))
	d := Diff(r, checked(load(t, "korea/arrangement.yaml", "korea/variants/future-cfc.yaml")))
	names := map[string]bool{}
	for _, a := range []*model.Arrangement{d.Before.Arrangement, d.After.Arrangement} {
		for _, p := range a.Posts {
			names[p.ID] = true
		}
		for _, l := range a.Links {
			names[l.ID] = true
		}
		for _, p := range a.Procedures {
			names[p.ID] = true
		}
	}
	seen := 0
	hidden := func(what any) {
		b, err := json.Marshal(what)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range regexp.MustCompile(`[^\pL\pN-]+`).Split(string(b), -1) {
			if names[word] {
				t.Errorf("%s is named in %s", word, b)
			}
		}
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Class != "" {
			s, ok := Story(r, f.Seam.String(), f.Element)
			if !ok || len(s.Frames) > 0 {
				t.Errorf("%s %s: %v, %d frames", f.Seam, f.Element, ok, len(s.Frames))
			}
			hidden(s)
			seen++
		}
	}
	for _, i := range d.Items {
		if f := cmp.Or(i.Before, i.After); f.Class != "" {
			s, ok := d.SideBySide(i.Seam.String(), i.Element)
			if !ok || len(s.Before.Frames)+len(s.After.Frames)+len(s.Item.Changes) > 0 {
				t.Errorf("%s %s: %v %+v", i.Seam, i.Element, ok, s)
			}
			hidden(s)
			seen++
		}
	}
	if seen < 20 {
		t.Errorf("%d findings of a class", seen)
	}
}
