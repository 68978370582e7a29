package editor

import (
	"strings"

	"entente/internal/diag"
)

// bom is a byte order mark, which the lines of a source do not hold.
const bom = "\ufeff"

// units returns how many UTF-16 code units a text has.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += unitsOf(r)
	}
	return n
}

func unitsOf(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// Ruler turns offsets of a text, in UTF-16 code units, into positions and back.
type Ruler struct {
	src    *diag.Source
	starts []int // where each line begins
	total  int
}

// NewRuler returns the ruler of a text.
func NewRuler(src *diag.Source) *Ruler {
	r := &Ruler{src: src}
	at := 0
	if strings.HasPrefix(src.Text, bom) {
		at = 1
	}
	r.starts = append(r.starts, at)
	for _, c := range strings.TrimPrefix(src.Text, bom) {
		at += unitsOf(c)
		if c == '\n' {
			r.starts = append(r.starts, at)
		}
	}
	r.total = at
	return r
}

// Pos returns the position of an offset; one outside the text or inside a character
// is brought to the nearest before it.
func (r *Ruler) Pos(offset int) diag.Pos {
	offset = min(max(offset, 0), r.total)
	low, high := 0, len(r.starts)
	for high-low > 1 {
		if mid := (low + high) / 2; r.starts[mid] <= offset {
			low = mid
		} else {
			high = mid
		}
	}
	at, col := r.starts[low], 1
	for _, c := range r.src.Line(low + 1) {
		if at+unitsOf(c) > offset {
			break
		}
		at += unitsOf(c)
		col++
	}
	return diag.Pos{Line: low + 1, Col: col}
}

// Offset returns the offset of a position; one outside the text is brought into it.
func (r *Ruler) Offset(p diag.Pos) int {
	if p.Line < 1 {
		return 0
	}
	if p.Line > len(r.starts) {
		return r.total
	}
	at, col := r.starts[p.Line-1], 1
	for _, c := range r.src.Line(p.Line) {
		if col >= p.Col {
			break
		}
		at += unitsOf(c)
		col++
	}
	return at
}

// Range is a piece of a text, in UTF-16 code units; To is exclusive.
type Range struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Range returns the offsets of a span.
func (r *Ruler) Range(s diag.Span) Range {
	from, to := r.Offset(s.Start), r.Offset(s.End)
	return Range{from, max(from, to)}
}

// byteAt returns where an offset stands in the bytes of the text.
func (r *Ruler) byteAt(offset int) int {
	at := 0
	for i, c := range r.src.Text {
		if at+unitsOf(c) > offset {
			return i
		}
		at += unitsOf(c)
	}
	return len(r.src.Text)
}
