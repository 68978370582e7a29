package answer

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"entente/internal/model"
)

func future(t *testing.T) *MatrixResult {
	t.Helper()
	return Matrix([]Design{
		{ID: "korea", A: load(t, "korea/arrangement.yaml")},
		{ID: "future-cfc", A: load(t, "korea/arrangement.yaml", "korea/variants/future-cfc.yaml")},
	})
}

// Every cell of a decision that the sources of a design say nothing of is marked,
// and no other; and so is who holds an authority.
func TestSilentCells(t *testing.T) {
	m := future(t)
	want := []string{"lower-defcon", "declare-cm", "end-cm", "raise-watchcon", "counter-provocation/support", "counter-provocation/respond"}
	var got []string
	for _, r := range m.Rights {
		in := r.Designs[1]
		if r.Designs[0].Silent != "" {
			t.Errorf("%s: the base is silent on %s", r.Decision, r.Designs[0].Silent)
		}
		if in.Silent == "" {
			continue
		}
		if !slices.Contains(got, r.Decision) {
			got = append(got, r.Decision)
		}
		for c := range in.Cells {
			if in.Cells[c].Silent == "" && m.Columns[c].Kind != "party" {
				t.Errorf("%s, %s: not marked", r.Decision, m.Columns[c].ID)
			}
		}
	}
	for _, id := range want {
		if !slices.Contains(got, id) {
			t.Errorf("%s: not marked", id)
		}
	}
	for _, id := range []string{"raise-defcon-3", "raise-defcon-higher"} {
		if slices.Contains(got, id) {
			t.Errorf("%s: marked", id)
		}
	}
	held := map[string]string{}
	for _, r := range m.Forces {
		held[r.Authority] = r.Designs[1].Silent
	}
	if held["coda-crisis"] != "authority/coda-crisis" || held["opcon-us"] != "" {
		t.Errorf("authorities: %q, %q", held["coda-crisis"], held["opcon-us"])
	}
}

// A role by an authority, or of a post, that the design is silent about is marked
// where the procedure is not.
func TestSilentBehind(t *testing.T) {
	a := load(t, "twinlakes/arrangement.yaml")
	count := func(silent ...string) (n int) {
		a.Silent = silent
		for _, r := range Matrix([]Design{{ID: "x", A: a}}).Rights {
			for _, c := range r.Designs[0].Cells {
				if c.Silent != "" {
					n++
				}
			}
		}
		return n
	}
	holder := slices.IndexFunc(a.Procedures, func(p model.Procedure) bool {
		return slices.ContainsFunc(p.Steps, func(s model.Step) bool { return s.Doer.Kind == model.ActorHolder })
	})
	for _, s := range a.Procedures[holder].Steps {
		if s.Doer.Kind == model.ActorHolder && count("authority/"+a.Authorities[s.Doer.Authority].ID) == 0 {
			t.Errorf("%s: no role by a silent authority is marked", s.ID)
		}
	}
	if count("posts/t-pm") == 0 || count("posts/t-pm/deputies") != 0 || count("checks") != 0 {
		t.Errorf("marked: post %d, deputies %d, checks %d", count("posts/t-pm"), count("posts/t-pm/deputies"), count("checks"))
	}
}

func TestSilentWritten(t *testing.T) {
	m := future(t)
	const note = "†: the sources of future-cfc say nothing of it"
	for name, o := range map[string]TableOptions{"grid": {}, "roles": {ByRole: true}, "changed": {Changed: true}} {
		var b bytes.Buffer
		if err := m.Text(&b, o); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), note) || strings.Count(b.String(), "†") < 10 {
			t.Errorf("%s: the mark or its note is missing", name)
		}
	}
	var b bytes.Buffer
	if err := m.RightsCSV(&b); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if marked := strings.Contains(line, "†"); strings.HasPrefix(line, "declare-cm,") && marked != strings.Contains(line, "future-cfc") {
			t.Errorf("csv: %s", line)
		}
	}
	b.Reset()
	if err := m.JSON(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"silent": "procedures/declare-cm"`) {
		t.Error("json: the silence is missing")
	}
	b.Reset()
	if err := Matrix([]Design{{ID: "korea", A: load(t, "korea/arrangement.yaml")}}).Text(&b, TableOptions{}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "†") {
		t.Error("a text without variants is marked")
	}
}

// An answer says where the design is silent, and cites the change that made it.
func TestAskVariant(t *testing.T) {
	base := load(t, "korea/arrangement.yaml")
	a := load(t, "korea/arrangement.yaml", "korea/variants/future-cfc.yaml")
	const question = "who may decide declare-cm?"
	ans, err := Ask(a, question)
	if err != nil {
		t.Fatal(err)
	}
	want := "The sources of future-cfc are silent on procedures/declare-cm and authority/coda-crisis: this is what its other changes leave of the base."
	if !slices.Contains(ans.Sentences, want) {
		t.Errorf("got %q", ans.Sentences)
	}
	if !slices.ContainsFunc(ans.Lines, func(l Line) bool { return strings.HasPrefix(l.Text, "- {set: posts/cfc-cdr/of, from: us, to: rok") }) {
		t.Error("the change of the commander's party is not cited")
	}
	if ans, err = Ask(a, "who may decide raise-defcon-3?"); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(ans.Sentences, func(s string) bool { return strings.Contains(s, "silent") }) {
		t.Errorf("got %q", ans.Sentences)
	}
	if ans, err = Ask(a, "who acts for cfc-cdr?"); err != nil {
		t.Fatal(err)
	}
	if want = "The sources of future-cfc are silent on posts/cfc-cdr/deputies: this is what its other changes leave of the base."; !slices.Contains(ans.Sentences, want) {
		t.Errorf("got %q", ans.Sentences)
	}
	if ans, err = Ask(base, question); err != nil {
		t.Fatal(err)
	}
	for _, l := range ans.Lines {
		if l.Span.Source.Name != "arrangement.yaml" {
			t.Errorf("the base cites %s", l.Span)
		}
	}
}

// A change is found under the id that a later rename gives its element.
func TestChangedAfterRename(t *testing.T) {
	changes := []model.Change{
		{Verb: "set", Path: "procedures/p/steps/s/by"},
		{Verb: "rename", Path: "procedures/p", To: "q"},
		{Verb: "rename", Path: "procedures/q/steps/s", To: "r"},
		{Verb: "set", Path: "procedures/q2/steps/s/by"},
	}
	for i, want := range []string{"procedures/q/steps/r/by", "procedures/q", "procedures/q/steps/r", "procedures/q2/steps/s/by"} {
		if got := pathNow(changes, i); got != want {
			t.Errorf("change %d: got %s, want %s", i, got, want)
		}
	}
}
