package answer

import (
	"slices"
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
)

// A variant may declare that its sources say nothing of an element. The text of the
// base is then carried over, or comes to mean something else by a change elsewhere;
// either way it is no answer of the design, and what rests on it is marked.

// dagger marks what rests on a path declared silent, where there is one.
func dagger(text, silent string) string {
	if silent == "" {
		return text
	}
	return text + " †"
}

// silentRow returns the path declared silent that covers a decision, or its steps
// as a whole. A design that lacks the decision can be silent about it too: then it is
// looked up by the id of the row.
func silentRow(a *model.Arrangement, d *decision, row string) string {
	if d != nil {
		row = decisionHead(d).Decision
	}
	procedure, step, _ := strings.Cut(row, "/")
	path := "procedures/" + procedure + "/steps"
	if step != "" {
		path += "/" + step
	}
	return a.SilentOn(path)
}

// silentHolder returns the path declared silent that covers who holds an authority.
func silentHolder(a *model.Arrangement, of model.AuthorityIndex) string {
	return a.SilentOn("authority/" + a.Authorities[of].ID + "/held-by")
}

// rests notes the silence that a cell rests on besides that of its steps: that of
// the whole row, or of the post or council that has the role.
func (c *RightsCell) rests(a *model.Arrangement, row, kind, id string) {
	switch {
	case row != "":
		c.Silent = row
	case c.Silent == "" && !c.none() && kind != "party":
		c.Silent = a.SilentOn(kind + "s/" + id)
	}
}

// cite adds lines to a cell.
func (c *RightsCell) cite(spans []diag.Span) {
	ls := lines(c.Lines)
	ls.add(spans...)
	c.Lines = ls
}

// silentNote explains the mark, if it stands anywhere, with the designs.
func (m *MatrixResult) silentNote(o TableOptions) string {
	var of []string
	for d := range m.Designs {
		inRights := slices.ContainsFunc(m.Rights, func(r RightsRow) bool {
			in := &r.Designs[d]
			return in.Silent != "" || slices.ContainsFunc(in.Cells, func(c RightsCell) bool { return c.Silent != "" })
		})
		if inRights || slices.ContainsFunc(m.Forces, func(r ForceRow) bool { return r.Designs[d].Silent != "" }) {
			of = append(of, clean(m.Designs[d].ID))
		}
	}
	if len(of) == 0 {
		return ""
	}
	note := o.in(sayf("†: the sources of %s say nothing of it: as in the base, or as a change elsewhere makes it", join(of)))
	return strings.Join(wrapCells(note, o.Width), "\n") + "\n"
}

// besides are the keys of an element that say nothing of who does what.
var besides = []string{"name", "source", "credibility", "note", "assumption"}

// changed returns where the variants set, added or renamed the element at a path, or
// something in it, some of its keys left out. Spans of an element stand at its id, so
// what a variant changed in it is cited beside them.
func changed(a *model.Arrangement, path string, but ...string) []diag.Span {
	var out []diag.Span
	for i := range a.Changes {
		at := pathNow(a.Changes, i)
		rest, below := strings.CutPrefix(at, path+"/")
		key, _, _ := strings.Cut(rest, "/")
		if at == path || below && !slices.Contains(besides, key) && !slices.Contains(but, key) {
			out = append(out, a.Changes[i].Span)
		}
	}
	return out
}

// pathNow is the path of a change as later renames, and its own, leave it.
func pathNow(changes []model.Change, i int) string {
	path := changes[i].Path
	for _, c := range changes[i:] {
		if c.Verb != "rename" || path != c.Path && !strings.HasPrefix(path, c.Path+"/") {
			continue
		}
		path = c.Path[:strings.LastIndex(c.Path, "/")+1] + c.To + path[len(c.Path):]
	}
	return path
}

// variants adds the lines of the changes that made what the answer says, and says
// where the sources of the design are silent.
func (k *asker) variants() {
	var silent []string
	rests := func(path string) {
		if s := k.a.SilentOn(path); s != "" && !slices.Contains(silent, s) {
			silent = append(silent, s)
		}
	}
	for _, path := range k.touched {
		rests(path)
		id, procedure := strings.CutPrefix(path, "procedures/")
		if !procedure {
			k.lines.add(changed(k.a, path, "handover")...)
			continue
		}
		k.lines.add(changed(k.a, path+"/decides")...)
		k.lines.add(changed(k.a, path+"/while")...)
		for i := range k.a.Procedures {
			if p := &k.a.Procedures[i]; p.ID == id {
				k.stepVariants(p, path, rests)
			}
		}
	}
	for _, p := range k.named {
		rests("posts/" + k.a.Posts[p].ID)
		if k.s.absent[p] {
			path := "posts/" + k.a.Posts[p].ID + "/deputies"
			rests(path)
			k.lines.add(changed(k.a, path)...)
		}
	}
	for _, p := range k.parties {
		k.lines.add(changed(k.a, "posts/"+k.a.Posts[p].ID+"/of")...)
	}
	if len(silent) > 0 {
		k.say("The sources of %s are silent on %s: this is what its other changes leave of the base.", strings.Join(k.a.Variant, " + "), join(silent))
	}
}

// stepVariants does the same for the steps that are cited.
func (k *asker) stepVariants(p *model.Procedure, path string, rests func(string)) {
	for s := range p.Steps {
		step := &p.Steps[s]
		if slices.ContainsFunc(k.lines, func(l Line) bool { return l.Span == step.Span }) {
			rests(path + "/steps/" + step.ID)
			k.lines.add(changed(k.a, path+"/steps/"+step.ID)...)
		}
	}
}
