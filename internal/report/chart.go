package report

import (
	"strings"

	"entente/internal/chart"
	"entente/internal/model"
	"entente/internal/typeset"
)

// commandChart is the command in one condition, as a figure.
type commandChart struct {
	*chart.Layout
	cond   chart.Condition
	height float64
}

func newChart(a *model.Arrangement, c chart.Condition) *commandChart {
	return &commandChart{Layout: chart.Lay(a, chart.Options{Words: boxWords{}, Conditions: []chart.Condition{c}}), cond: c}
}

// boxWords is what the report writes into the boxes: ids, and names in English and
// in Korean.
type boxWords struct{}

func (boxWords) Post(l *chart.Layout, p model.PostIndex) chart.Box {
	post := &l.A.Posts[p]
	var out []chart.Line
	out = wrapped(out, post.ID, chart.IDSize, chart.BoxWide-16, true, 2)
	out = wrapped(out, post.Name["en"], chart.NameSize, chart.BoxWide-14, false, 3)
	out = wrapped(out, post.Name["ko"], chart.NameSize, chart.BoxWide-14, false, 2)
	for _, h := range l.Hats {
		if post.Person == h.Person {
			out = append(out, chart.Line{Text: "one person: " + h.Label, Size: chart.NameSize, Bold: true, Tone: chart.OfNation})
		}
	}
	if post.National {
		out = append(out, chart.Line{Text: "★ national", Size: chart.NameSize, Bold: true, Tone: chart.OfNation})
	}
	return chart.Box{out}
}

// wrapped adds the lines of a text.
func wrapped(out []chart.Line, text string, size, width float64, bold bool, most int) []chart.Line {
	for _, l := range typeset.Wrap(text, size, width, bold, most) {
		out = append(out, chart.Line{Text: l, Size: size, Bold: bold})
	}
	return out
}

func (boxWords) Council(l *chart.Layout, i model.CouncilIndex) chart.Box {
	c := &l.A.Councils[i]
	out := []chart.Line{{Text: "council", Size: chart.NameSize, Tone: chart.Muted}}
	out = wrapped(out, c.ID, chart.IDSize, chart.BoxWide-16, true, 2)
	for _, tag := range []string{"en", "ko"} {
		out = wrapped(out, c.Name[tag], chart.NameSize, chart.BoxWide-14, false, 3)
	}
	var seats []string
	for _, s := range c.Seats {
		seats = append(seats, l.A.Posts[s.Post].ID)
	}
	for _, text := range typeset.WrapWords("sit: "+strings.Join(seats, ", "), chart.NameSize, chart.BoxWide-14, false, 8) {
		out = append(out, chart.Line{Text: text, Size: chart.NameSize, Tone: chart.Muted})
	}
	return chart.Box{out}
}

// Forces names a force, or each force of a shared box.
func (boxWords) Forces(l *chart.Layout, list []model.ForceIndex) chart.Box {
	var out []chart.Line
	for _, i := range list {
		f := &l.A.Forces[i]
		out = wrapped(out, f.ID, chart.IDSize, chart.BoxWide-14, true, 2)
		most := 2
		if len(list) == 1 {
			most = 3
		}
		if len(list) > 3 {
			continue
		}
		out = wrapped(out, f.Name["en"], chart.NameSize, chart.BoxWide-14, false, most)
		if len(list) > 1 {
			continue
		}
		out = wrapped(out, f.Name["ko"], chart.NameSize, chart.BoxWide-14, false, 2)
		if f.Matter {
			out = append(out, chart.Line{Text: "a matter", Size: chart.NameSize, Tone: chart.Muted})
		}
	}
	return chart.Box{out}
}

func (boxWords) Head(*chart.Layout, []model.ForceIndex) float64 { return 0 }
