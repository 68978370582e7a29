package answer

import (
	"entente/internal/check"
	"entente/internal/model"
	"entente/internal/say"
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

var statusWords = map[DiffStatus]say.Text{
	Fixed: sayf("Fixed"), Kept: sayf("Kept"), Created: sayf("Created"), Unspecified: sayf("Unspecified"), Undecided: sayf("Undecided"),
}

// Text is the status as a heading.
func (s DiffStatus) Text() say.Text { return statusWords[s] }

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

// Diff compares the findings of two designs of one base, of which the first is often
// the base itself. It counts nothing: the vaguer text would win.
func Diff(before, after *check.Result) *DiffResult {
	d := &DiffResult{Before: before, After: after}
	found := map[check.ID]*check.Finding{}
	for i := range after.Findings {
		found[after.Findings[i].ID()] = &after.Findings[i]
	}
	base, now := map[string]string{}, map[string]string{} // ids of the first design in the base, and of the base in the second
	renames(before.Arrangement, func(was, is string) { base[is] = was })
	renames(after.Arrangement, func(was, is string) { now[was] = is })
	silent := func(f *check.Finding) bool {
		return f.SilentIn(before.Arrangement) || f.SilentIn(after.Arrangement)
	}
	matched := map[check.ID]bool{}
	for i := range before.Findings {
		f := &before.Findings[i]
		id := f.ID()
		if f.Class == "" && !f.Seam.OfCrisis() { // a class keeps its name, and what a crisis names is no element of the design
			id.Element = renamed(now, renamed(base, f.Element))
		}
		item := DiffItem{Seam: f.Seam, Element: id.Element, Before: f, After: found[id]}
		matched[id] = item.After != nil
		switch {
		case silent(f), item.After != nil && silent(item.After): // of a class, what it stands for may differ
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
		case silent(f):
			item.Status = Unspecified
		case !before.Exhaustive:
			item.Status = Undecided
		}
		d.Items = append(d.Items, item)
	}
	return d
}

// renames calls f with the ids that the variants renamed: in the base, and now.
func renames(a *model.Arrangement, f func(was, is string)) {
	eachMeta(a, func(m *model.Meta) {
		if m.Was != "" {
			f(m.Was, m.ID)
		}
	})
}

// renamed gives an element the ids that it has after renames.
func renamed(ids map[string]string, element string) string {
	if len(ids) == 0 {
		return element
	}
	cut := func(r rune) bool { return r == '/' || r == ' ' }
	out, word := "", ""
	flush := func() {
		if id, ok := ids[word]; ok {
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
