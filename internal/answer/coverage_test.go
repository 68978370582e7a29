package answer

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"entente/internal/model"
)

// The table of the study korea/coverage, made from the text and held against its
// README: which procedure a text puts to each cell, which body speaks in it, and who
// is there. With -update it is written.
func TestCoverage(t *testing.T) {
	alliance := load(t, "korea/arrangement.yaml", chain(t, "cells")...)
	three := load(t, "korea/arrangement.yaml", chain(t, "cells-trilateral")...)
	var b strings.Builder
	var used []string
	none := map[*model.Arrangement]int{}
	fmt.Fprint(&b, "| pathway | phase | diplomatic | information | military | economic |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, pathway := range []string{"china", "regional", "north"} {
		for _, phase := range []string{"competition", "crisis", "conflict"} {
			fmt.Fprintf(&b, "| %s | %s |", pathway, phase)
			for _, domain := range []string{"diplomatic", "information", "military", "economic"} {
				kind := pathway + "-" + phase + "-" + domain
				own, with := answering(alliance, kind), answering(three, kind)
				for _, a := range []*model.Arrangement{alliance, three} {
					if len(answering(a, kind)) == 0 {
						none[a]++
					}
				}
				var said []string
				for _, p := range with {
					if !slices.Contains(used, p) {
						used = append(used, p)
					}
					if !slices.Contains(own, p) {
						p = "*" + p + "*"
					}
					said = append(said, p)
				}
				if len(said) == 0 {
					said = []string{"–"}
				}
				fmt.Fprintf(&b, " %s |", strings.Join(said, ", "))
			}
			b.WriteString("\n")
		}
	}
	fmt.Fprintf(&b, "\nNone found: %d of 36 cells; without what stands in italics %d.\n", none[three], none[alliance])
	fmt.Fprint(&b, "\n| procedure | body | who is there | it decides |\n| --- | --- | --- | --- |\n")
	for _, id := range used {
		body, parties, decides := inIt(three, id)
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", id, body, parties, decides)
	}

	inReadme(t, "coverage", b.String())
}

// inReadme holds a table against the one that the README of a study of Korea shows.
func inReadme(t *testing.T, study, table string) {
	t.Helper()
	path := "../../library/korea/studies/" + study + "/README.md"
	const from, to = "<!-- the table, made from the text -->\n", "<!-- end of the table -->"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), from)
	shown, after, end := strings.Cut(rest, to)
	if !ok || !end {
		t.Fatal("the README has no place for the table")
	}
	if shown == table {
		return
	}
	if !*update {
		t.Fatalf("the table of %s is not what the text says; with -update it is rewritten:\n%s", path, table)
	}
	if err := os.WriteFile(path, []byte(before+from+table+to+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// answering lists the procedures that an incident of the kind starts.
func answering(a *model.Arrangement, kind string) (out []string) {
	for i := range a.Procedures {
		if slices.ContainsFunc(a.Procedures[i].Starts, func(k model.KindIndex) bool { return a.Kinds[k].ID == kind }) {
			out = append(out, a.Procedures[i].ID)
		}
	}
	return out
}

// inIt says which councils work in a procedure, which parties take part, and
// whether anything is decided in it.
func inIt(a *model.Arrangement, id string) (bodies, parties, decides string) {
	p := &a.Procedures[slices.IndexFunc(a.Procedures, func(p model.Procedure) bool { return p.ID == id })]
	var councils, present []string
	add := func(list *[]string, s string) {
		if !slices.Contains(*list, s) {
			*list = append(*list, s)
		}
	}
	of := func(post model.PostIndex) { add(&present, a.Parties[a.Posts[post].Of].ID) }
	decides = "no"
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.Act == model.Decide || s.Act == model.Order {
			decides = "yes"
		}
		switch s.Doer.Kind {
		case model.ActorPost:
			of(s.Doer.Post)
		case model.ActorCouncil:
			c := &a.Councils[s.Doer.Council]
			add(&councils, c.ID)
			for _, seat := range c.Seats {
				of(seat.Post)
			}
		case model.ActorHolder:
			for _, holder := range a.Authorities[s.Doer.Authority].HeldBy {
				if holder != model.None {
					of(holder)
				}
			}
		}
	}
	if len(councils) == 0 {
		councils = []string{"none"}
	}
	return strings.Join(councils, ", "), strings.Join(present, ", "), decides
}
