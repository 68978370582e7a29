package answer

import (
	"slices"
	"strings"

	"entente/internal/check"
	"entente/internal/model"
	"entente/internal/say"
)

// DiffJSON is what `diff --json` prints. Fields are only added, never changed,
// within one version.
type DiffJSON struct {
	Version int            `json:"version"`
	Before  ResultJSON     `json:"before"`
	After   ResultJSON     `json:"after"`
	Changes []ChangeJSON   `json:"changes"`
	Seams   []DiffItemJSON `json:"seams"`
	Status  int            `json:"status"`
}

// ChangeJSON is one change of the text.
type ChangeJSON struct {
	Variant string    `json:"variant"`
	Verb    string    `json:"verb"`
	Path    string    `json:"path"`
	From    string    `json:"from,omitempty"`
	To      string    `json:"to,omitempty"`
	Why     string    `json:"why,omitempty"`
	Undone  bool      `json:"undone,omitempty"` // the first design makes it, and the second does not
	Line    *LineJSON `json:"line,omitempty"`
}

// DiffItemJSON is what became of one seam.
type DiffItemJSON struct {
	Status  DiffStatus `json:"status"`
	Check   string     `json:"check"`
	Element string     `json:"element"`
	// The element as each design calls it; absent where the seam is not found there.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
	// Changes are those of the text, by their place in the list of changes, that touch
	// what the seam or its story names. Of a class it is empty: it would name the office.
	Changes []int `json:"changes,omitempty"`
	// Alike: found in both, and both tell the same story.
	Alike  bool     `json:"alike,omitempty"`
	Silent []string `json:"silent,omitempty"` // unspecified: the paths on which the sources are silent
}

// JSON returns the comparison as data.
func (d *DiffResult) JSON() DiffJSON {
	out := DiffJSON{Version: 1, Before: JSON(d.Before), After: JSON(d.After), Status: d.ExitStatus(), Changes: []ChangeJSON{}, Seams: d.items()}
	for _, c := range d.changes() {
		out.Changes = append(out.Changes, ChangeJSON{c.Variant, c.Verb, c.Path, c.From, c.To, c.Why, c.undone, lineJSON(c.Span)})
	}
	return out
}

func (d *DiffResult) items() []DiffItemJSON {
	out := []DiffItemJSON{}
	changes := d.changes()
	for i := range d.Items {
		it := &d.Items[i]
		item := DiffItemJSON{Status: it.Status, Check: it.Seam.String(), Element: it.Element, Changes: d.behind(it, changes), Silent: d.silent(it)}
		if it.Before != nil {
			item.Before = it.Before.Element
		}
		if it.After != nil {
			item.After = it.After.Element
		}
		item.Alike = it.Before != nil && it.After != nil && alike(it.Before, it.After)
		out = append(out, item)
	}
	return out
}

// textChange is a change that one of the two designs makes and the other does not.
type textChange struct {
	model.Change
	now    string // its path as later renames leave it
	undone bool
}

// changes lists what differs between the texts: what the second design changes in the
// base and the first does not, then what only the first changes.
func (d *DiffResult) changes() []textChange {
	same := func(x, y model.Change) bool {
		return x.Verb == y.Verb && x.Path == y.Path && uncited(x.To) == uncited(y.To)
	}
	var out []textChange
	add := func(of, but []model.Change, undone bool) {
		for i, c := range of {
			if !slices.ContainsFunc(but, func(o model.Change) bool { return same(c, o) }) {
				out = append(out, textChange{c, pathNow(of, i), undone})
			}
		}
	}
	first, second := d.Before.Arrangement.Changes, d.After.Arrangement.Changes
	add(second, first, false)
	add(first, second, true)
	return out
}

// uncited is a value without who says so: two variants may make one change on the
// word of different sources.
func uncited(value string) string {
	value, _, _ = strings.Cut(value, " @")
	return value
}

// behind lists the changes that touch what a seam or its story names.
func (d *DiffResult) behind(it *DiffItem, changes []textChange) []int {
	var paths []string
	if it.Before != nil {
		paths = append(paths, it.Before.Paths(d.Before.Arrangement)...)
	}
	if it.After != nil {
		paths = append(paths, it.After.Paths(d.After.Arrangement)...)
	}
	var out []int
	for i, c := range changes {
		if slices.ContainsFunc(paths, func(p string) bool { return touches(c.Path, p) || touches(c.now, p) }) {
			out = append(out, i)
		}
	}
	return out
}

// touches reports whether a change at a path changes what stands at another: the
// same element, one around it, or something in it other than its steps. What says
// nothing of who does what, such as a name or a source, does not count.
func touches(change, path string) bool {
	if change == path || strings.HasPrefix(path, change+"/") {
		return true
	}
	rest, below := strings.CutPrefix(change, path+"/")
	key, deeper, _ := strings.Cut(rest, "/")
	return below && !slices.Contains(besides, key) && (key != "steps" || deeper == "")
}

// silent lists the paths on which the sources of a design are silent about a seam.
func (d *DiffResult) silent(it *DiffItem) []string {
	var out []string
	if it.Status != Unspecified {
		return nil
	}
	for _, f := range []*check.Finding{it.Before, it.After} {
		if f == nil || f.Class != "" {
			continue
		}
		for _, a := range []*model.Arrangement{d.Before.Arrangement, d.After.Arrangement} {
			for _, s := range f.SilentPaths(a) {
				if !slices.Contains(out, s) {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// alike reports whether two findings tell the same in the same words.
func alike(x, y *check.Finding) bool {
	return x.Summary.Same(y.Summary) && slices.EqualFunc(x.Story, y.Story, func(a, b check.Scene) bool {
		return a.Text.Same(b.Text) && slices.EqualFunc(a.Changes, b.Changes, say.Text.Same)
	})
}
