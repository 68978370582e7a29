package answer

import (
	"entente/internal/check"
	"entente/internal/model"
)

// DiffStatus says what became of a seam between two designs.
type DiffStatus string

// The statuses, in the order in which they are listed.
const (
	Fixed       DiffStatus = "fixed"
	Kept        DiffStatus = "kept"
	Created     DiffStatus = "created"
	Unspecified DiffStatus = "unspecified" // the variant's sources are silent about its element
	Undecided   DiffStatus = "undecided"   // a search was not exhaustive
)

// DiffItem is one seam in two designs. Before or After is nil where the seam is
// not found.
type DiffItem struct {
	Status        DiffStatus
	Seam          model.Seam
	Element       string
	Before, After *check.Finding
}

// DiffResult compares the seams of two designs.
type DiffResult struct {
	Before, After *check.Result
	Items         []DiffItem
}

// ExitStatus is 1 if a seam is created, 3 if something is undecided, else 0.
func (d *DiffResult) ExitStatus() int {
	status := 0
	for _, i := range d.Items {
		switch {
		case i.Status == Created && i.After.Accepted == "":
			return 1
		case i.Status == Undecided:
			status = 3
		}
	}
	return status
}

// Diff compares the findings of a base and of a design made from it. It counts
// nothing: the vaguer text would win.
func Diff(before, after *check.Result) *DiffResult {
	d := &DiffResult{Before: before, After: after}
	now := map[check.ID]*check.Finding{}
	for i := range after.Findings {
		now[after.Findings[i].ID()] = &after.Findings[i]
	}
	matched := map[check.ID]bool{}
	for i := range before.Findings {
		f := &before.Findings[i]
		id := f.ID()
		if f.Class == "" && !f.Seam.OfCrisis() { // a class keeps its name, and what a crisis names is no element of the design
			id.Element = renamed(after.Arrangement, f.Element)
		}
		item := DiffItem{Seam: f.Seam, Element: id.Element, Before: f, After: now[id]}
		matched[id] = item.After != nil
		switch {
		case f.SilentIn(after.Arrangement):
			item.Status = Unspecified
		case item.After != nil:
			item.Status = Kept
		case !after.Exhaustive:
			item.Status = Undecided
		default:
			item.Status = Fixed
		}
		d.Items = append(d.Items, item)
	}
	for i := range after.Findings {
		f := &after.Findings[i]
		if matched[f.ID()] {
			continue
		}
		item := DiffItem{Status: Created, Seam: f.Seam, Element: f.Element, After: f}
		switch {
		case f.SilentIn(after.Arrangement):
			item.Status = Unspecified
		case !before.Exhaustive:
			item.Status = Undecided
		}
		d.Items = append(d.Items, item)
	}
	return d
}

// renamed gives an element of the base the ids it has after the variants'
// renames.
func renamed(a *model.Arrangement, element string) string {
	was := map[string]string{}
	eachMeta(a, func(m *model.Meta) {
		if m.Was != "" {
			was[m.Was] = m.ID
		}
	})
	if len(was) == 0 {
		return element
	}
	cut := func(r rune) bool { return r == '/' || r == ' ' }
	out, word := "", ""
	flush := func() {
		if id, ok := was[word]; ok {
			word = id
		}
		out += word
		word = ""
	}
	for _, r := range element {
		if cut(r) {
			flush()
			out += string(r)
		} else {
			word += string(r)
		}
	}
	flush()
	return out
}

// eachMeta calls f with the identity of every element of the arrangement.
func eachMeta(a *model.Arrangement, f func(*model.Meta)) {
	for i := range a.Posts {
		f(&a.Posts[i].Meta)
	}
	for i := range a.Forces {
		f(&a.Forces[i].Meta)
	}
	for i := range a.Authorities {
		f(&a.Authorities[i].Meta)
	}
	for i := range a.Councils {
		f(&a.Councils[i].Meta)
	}
	for i := range a.Links {
		f(&a.Links[i].Meta)
	}
	for i := range a.Procedures {
		f(&a.Procedures[i].Meta)
		for s := range a.Procedures[i].Steps {
			f(&a.Procedures[i].Steps[s].Meta)
		}
	}
}
