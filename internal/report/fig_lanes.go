package report

import (
	"slices"
	"strings"
)

// Lanes shows what happened in one run, when, and what caused it: a lane for
// each post, council and link.
type Lanes struct {
	Title  string
	XLabel string // as "after the incident"
	Lanes  []string
	Bars   []LaneBar
	Marks  []LaneMark
	Arrows []LaneArrow
}

// LaneBar is a span of time in a lane.
type LaneBar struct {
	Lane     int
	From, To float64 // seconds
	Label    string
	Kind     BarKind
}

// BarKind is what a bar stands for.
type BarKind int

const (
	BarWork   BarKind = iota // somebody works
	BarWait                  // something waits
	BarAbsent                // the office is empty, or its holder absent
	BarOut                   // out of action
)

var barWords = [...]string{"work", "wait", "absent", "out of action"}

// LaneMark is a moment.
type LaneMark struct {
	At    float64
	Lane  int // negative: not of one lane; a line through all
	Label string
	Kind  MarkKind
	After bool // of a consultation: after the decision
}

// MarkKind is what a mark stands for.
type MarkKind int

const (
	MarkIncident MarkKind = iota
	MarkDecision
	MarkMove    // a condition moves: a line through all lanes
	MarkConsent // an ally consents
	MarkViews   // an ally gives its views
	MarkTold    // an ally is told
	MarkFault
	MarkRepair
	MarkRefusal // a post or a council says no
)

var markWords = [...]string{"incident", "decision", "a condition moves", "consent", "views heard", "told", "fault", "repair", "refusal"}

// LaneArrow says that one thing caused another.
type LaneArrow struct{ From, To LaneEnd }

// LaneEnd is a bar or a mark, by its index.
type LaneEnd struct {
	Mark  bool
	Index int
}

// OfBar is the end of an arrow at a bar.
func OfBar(i int) LaneEnd { return LaneEnd{Index: i} }

// OfMark is the end of an arrow at a mark.
func OfMark(i int) LaneEnd { return LaneEnd{Mark: true, Index: i} }

// Timelines is several runs, one above the other, on one axis: as from the
// trigger to the first order in each design. Each part's title is its head.
type Timelines struct {
	Title  string
	XLabel string
	Parts  []Lanes
}

func kindWord(list []string, k int) string {
	if k >= 0 && k < len(list) {
		return list[k]
	}
	return "other"
}

func (m LaneMark) word() string {
	text := kindWord(markWords[:], int(m.Kind))
	if m.consultation() {
		if m.After {
			return text + " after the decision"
		}
		return text + " before the decision"
	}
	return text
}

func (m LaneMark) consultation() bool {
	return m.Kind == MarkConsent || m.Kind == MarkViews || m.Kind == MarkTold
}

// Note implements Drawing.
func (f Lanes) Note() string { return Timelines{Parts: []Lanes{f}}.Note() }

// Note implements Drawing.
func (f Timelines) Note() string {
	note := ""
	if slices.ContainsFunc(f.Parts, func(l Lanes) bool { return len(l.Arrows) > 0 }) {
		note = "An arrow goes from a cause to what it caused. "
	}
	note += "One run: another would differ."
	if len(f.Parts) > 1 {
		note = strings.Replace(note, "One run: another would differ.", "One run of each design, on one axis; others would differ.", 1)
	}
	if newLaneAxis(f.Parts).broken() {
		note += " The axis is cut where the zigzags stand: there nothing begins or ends for the time written below."
	}
	return note
}

// Table implements Drawing.
func (f Lanes) Table() [][]string { return Timelines{Parts: []Lanes{f}}.Table() }

// Table implements Drawing.
func (f Timelines) Table() [][]string {
	several := len(f.Parts) > 1
	head := []string{"From", "To", "Who", "Kind", "What", "Caused by"}
	if several {
		head = append([]string{"Run"}, head...)
	}
	out := [][]string{head}
	for i := range f.Parts {
		for _, row := range f.Parts[i].rows() {
			if several {
				row = append([]string{f.Parts[i].Title}, row...)
			}
			out = append(out, row)
		}
	}
	return out
}

// rows are the bars and marks in the order of time.
func (f *Lanes) rows() [][]string {
	type item struct {
		at  float64
		row []string
	}
	lane := func(i int) string {
		if i >= 0 && i < len(f.Lanes) {
			return f.Lanes[i]
		}
		return "all"
	}
	name := func(e LaneEnd) string {
		switch {
		case e.Mark && e.Index >= 0 && e.Index < len(f.Marks):
			return f.Marks[e.Index].Label
		case !e.Mark && e.Index >= 0 && e.Index < len(f.Bars):
			return f.Bars[e.Index].Label
		}
		return ""
	}
	causes := func(e LaneEnd) string {
		var out []string
		for _, a := range f.Arrows {
			if a.To == e {
				out = append(out, name(a.From))
			}
		}
		return strings.Join(out, "; ")
	}
	var items []item
	for i, b := range f.Bars {
		items = append(items, item{b.From, []string{UnitTime.value(b.From), UnitTime.value(b.To), lane(b.Lane), kindWord(barWords[:], int(b.Kind)), b.Label, causes(OfBar(i))}})
	}
	for i, m := range f.Marks {
		items = append(items, item{m.At, []string{UnitTime.value(m.At), "", lane(m.Lane), m.word(), m.Label, causes(OfMark(i))}})
	}
	slices.SortStableFunc(items, func(a, b item) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	var out [][]string
	for _, x := range items {
		out = append(out, x.row)
	}
	return out
}

// SVG implements Drawing.
func (f Lanes) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

// SVG implements Drawing.
func (f Timelines) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}
