package typecheck

import (
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// FuzzArrangement reads any bytes: no panic, and without errors every index of the
// model is in range.
func FuzzArrangement(f *testing.F) {
	f.Add(readFile(f, twinLakesFile))
	files, _ := filepath.Glob(filepath.Join(diagnosticsDir, "*.txtar"))
	for _, file := range files {
		f.Add(readArchive(readFile(f, file)).files["arrangement.yaml"])
	}
	f.Fuzz(func(t *testing.T, text string) {
		var out diag.List
		tree := syntax.Parse(diag.NewSource("f.yaml", text), syntax.DefaultLimits, &out)
		a := Arrangement(tree, &out)
		var b strings.Builder
		if err := diag.WriteText(&b, out.Sorted(), false); err != nil {
			t.Fatal(err)
		}
		if a != nil && !out.HasErrors() {
			inRange(t, a)
		}
	})
}

// inRange checks what the model guarantees of an arrangement without errors.
func inRange(t *testing.T, a *model.Arrangement) {
	t.Helper()
	is := func(what string, i, n int, none bool) {
		if i >= n || i < 0 && !(none && i == model.None) {
			t.Fatalf("%s is %d of %d", what, i, n)
		}
	}
	posts, councils, links := len(a.Posts), len(a.Councils), len(a.Links)
	above := func(under []model.Superior) {
		for _, s := range under {
			is("superior post", int(s.Post), posts, true)
			is("superior council", int(s.Council), councils, true)
		}
	}
	for _, p := range a.Posts {
		is("party", int(p.Of), len(a.Parties), false)
		is("person", int(p.Person), len(a.Persons), false)
		is("headquarters", int(p.HQ), len(a.HQs), true)
		above(p.Under)
		for _, d := range p.Deputies {
			is("deputy", int(d.Post), posts, false)
		}
	}
	for _, x := range a.Authorities {
		is("force", int(x.Over), len(a.Forces), false)
		is("scale", int(x.Scale), len(a.Scales), true)
		want := 1
		if x.Scale != model.None {
			want = len(a.Scales[x.Scale].Values)
		}
		if len(x.HeldBy) != want || len(x.HeldCite) != want || len(x.HeldSpan) != want || x.Supporting != nil && len(x.Supporting) != want {
			t.Fatalf("authority %s has %d rows for %d values", x.ID, len(x.HeldBy), want)
		}
		for _, p := range x.HeldBy {
			is("holder", int(p), posts, true)
		}
		for _, h := range x.Handovers {
			if !h.AtOnce {
				is("hand-over", int(h.By), len(a.Procedures), false)
				is("gives-up", int(h.GivesUp.Step), len(a.Procedures[h.By].Steps), false)
				is("takes-over", int(h.TakesOver.Step), len(a.Procedures[h.By].Steps), false)
			}
		}
	}
	for _, c := range a.Councils {
		above(c.Under)
		for _, s := range c.Seats {
			is("seat", int(s.Post), posts, false)
		}
	}
	for _, l := range a.Links {
		for _, e := range l.Ends {
			if (e.Post == model.None) == (e.Council == model.None) {
				t.Fatalf("link %s has end %+v", l.ID, e)
			}
		}
	}
	for _, p := range a.Procedures {
		for _, d := range p.Decides {
			is("at", int(d.At), len(p.Steps), false)
		}
		if before, circle := orderOf(&p); circle != nil || len(before) != len(p.Steps) {
			t.Fatalf("procedure %s goes round", p.ID)
		}
		for _, s := range p.Steps {
			if s.Doer.Kind == model.NoActor || s.Act == model.NoAct {
				t.Fatalf("step %s/%s has no doer or no act", p.ID, s.ID)
			}
			is("doer post", int(s.Doer.Post), posts, s.Doer.Kind != model.ActorPost)
			is("doer council", int(s.Doer.Council), councils, s.Doer.Kind != model.ActorCouncil)
			is("doer authority", int(s.Doer.Authority), len(a.Authorities), s.Doer.Kind != model.ActorHolder)
			is("uses", int(s.Uses), len(a.Authorities), true)
			for _, v := range s.Via {
				is("via", int(v), links, false)
			}
			for _, c := range clausesOf(&s) {
				is("go", int(c.Step), len(p.Steps), false)
			}
		}
	}
	for i := range a.Scales {
		for _, m := range a.Scales[i].Moves {
			is("procedure of a move", int(m.Procedure), len(a.Procedures), false)
		}
	}
}
