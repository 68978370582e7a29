package report

import (
	"math"
	"slices"

	"entente/internal/typeset"
)

// Where bars, marks and words stand in their lanes.

// lane is one lane with its things placed.
type lane struct {
	y, h     float64
	barRow   map[int]int // bar → row
	bars     int
	markRow  map[int]int
	marks    int
	labels   []laneWord
	words    int // rows of labels
	nameRows int
}

// laneWord is a label beside what it belongs to.
type laneWord struct {
	text   string
	x      float64 // of what it belongs to
	left   float64
	w      float64
	row    int
	anchor float64 // height of what it belongs to, from the lane's top
}

// placeWords gives labels rows so that no two meet and no leader crosses a
// label, and returns how many rows there are.
func placeWords(list []laneWord, right float64) int {
	for i := range list {
		l := &list[i]
		l.text = typeset.Clip(l.text, sizeFine, labelMost, false)
		l.w = typeset.Width(l.text, sizeFine, false)
		l.left = l.x - 2
		l.row = -1
		if l.left+l.w > right {
			l.left = l.x + 2 - l.w
		}
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	ends := func(i int) bool { return list[i].left < list[i].x-3 }
	slices.SortStableFunc(order, func(a, b int) int {
		ea, eb := ends(a), ends(b)
		switch {
		case ea && !eb:
			return -1
		case eb && !ea:
			return 1
		case list[a].x == list[b].x:
			return 0
		case (list[a].x < list[b].x) == ea:
			return -1
		}
		return 1
	})
	rows := 0
	for _, i := range order {
		l := &list[i]
		free := func(row int, leaders bool) bool {
			for k := range list {
				o := &list[k]
				if o.row < 0 {
					continue
				}
				if o.row == row && l.left < o.left+o.w+8 && o.left < l.left+l.w+8 {
					return false
				}
				if leaders && (o.row < row && l.x > o.left-2 && l.x < o.left+o.w+2 || o.row > row && o.x > l.left-2 && o.x < l.left+l.w+2) {
					return false
				}
			}
			return true
		}
		row := 0
		for row <= rows && !free(row, true) {
			row++
		}
		if row > rows {
			row = 0
			for !free(row, false) {
				row++
			}
		}
		l.row = row
		rows = max(rows, row+1)
	}
	return rows
}

// place finds rows for the bars, marks and labels of one lane.
func (f *Lanes) place(n int, a *laneAxis) *lane {
	l := &lane{barRow: map[int]int{}, markRow: map[int]int{}}
	row := func(used *[]float64, left, right float64) int {
		for r, end := range *used {
			if left >= end {
				(*used)[r] = right
				return r
			}
		}
		*used = append(*used, right)
		return len(*used) - 1
	}
	order := func(n int, at func(i int) float64) []int {
		out := make([]int, n)
		for i := range out {
			out[i] = i
		}
		slices.SortStableFunc(out, func(x, y int) int {
			switch {
			case at(x) < at(y):
				return -1
			case at(x) > at(y):
				return 1
			}
			return 0
		})
		return out
	}
	var used []float64
	for _, i := range order(len(f.Marks), func(i int) float64 { return f.Marks[i].At }) {
		if m := f.Marks[i]; m.Lane == n && !f.through(i) {
			l.markRow[i] = row(&used, a.at(m.At)-7.5, a.at(m.At)+7.5)
		}
	}
	l.marks = len(used)
	used = nil
	for _, i := range order(len(f.Bars), func(i int) float64 { return f.Bars[i].From }) {
		if b := f.Bars[i]; b.Lane == n {
			l.barRow[i] = row(&used, a.at(b.From), math.Max(a.at(b.To), a.at(b.From)+2))
		}
	}
	l.bars = len(used)
	for i, m := range f.Marks {
		if r, mine := l.markRow[i]; mine && m.Label != "" && !f.named(m) {
			l.labels = append(l.labels, laneWord{text: m.Label, x: a.at(m.At), anchor: l.markY(r) + 6})
		}
	}
	for i, b := range f.Bars {
		if r, mine := l.barRow[i]; mine && b.Label != "" && !fitsBar(b, a) {
			l.labels = append(l.labels, laneWord{text: b.Label, x: a.at(b.From) + 2, anchor: l.barY(r) + laneBar - 3})
		}
	}
	l.words = placeWords(l.labels, lanesRight+16)
	l.nameRows = len(typeset.WrapPath(f.Lanes[n], sizeText, lanesLeft-22, true, 3))
	l.h = math.Max(l.wordY(l.words)+5, 12+sizeText*1.22*float64(l.nameRows))
	l.h = math.Max(l.h, 26)
	return l
}

// named says that a mark stands at the end of a bar that has its label.
func (f *Lanes) named(m LaneMark) bool {
	return slices.ContainsFunc(f.Bars, func(b LaneBar) bool { return b.Lane == m.Lane && b.To == m.At && b.Label == m.Label })
}

func (l *lane) markY(row int) float64 { return 4 + laneMark*(float64(row)+0.5) }
func (l *lane) barY(row int) float64 {
	return 4 + laneMark*float64(l.marks) + laneBar*float64(row)
}
func (l *lane) wordY(row int) float64 { return l.barY(l.bars) + 1 + laneLabel*float64(row) }

// through tells the marks that go through all lanes.
func (f *Lanes) through(i int) bool {
	m := f.Marks[i]
	return m.Kind == MarkMove || m.Lane < 0 || m.Lane >= len(f.Lanes)
}

func fitsBar(b LaneBar, a *laneAxis) bool {
	from, to := a.at(b.From), a.at(b.To)
	for _, p := range a.cuts() { // words keep off the zigzag
		if p.left < to && p.right > from {
			if p.left-from > to-p.right {
				to = p.left
			} else {
				from = p.right
			}
		}
	}
	return typeset.Width(b.Label, sizeFine, false)+12 <= to-from
}
