package study

import (
	"entente/internal/model"
	"entente/internal/timing"
)

// arrangementOf is the arrangement in whose sources a quantity is cited; nil where
// the caller gave none.
func (r *run) arrangementOf(m *moved) *model.Arrangement { return r.Cells[m.cell].Arrangement }

// grade is the grade of a quantity's source.
func (r *run) grade(m *moved) string {
	a := r.arrangementOf(m)
	if a == nil || int(m.Cite.Source) >= len(a.Sources) {
		if m.Cite.Source == model.None {
			return noSource
		}
		return ""
	}
	return timing.Grade(a, m.Cite)
}

const noSource = "no source"

// weakest is the weakest grade among some quantities, compared as timing.Weakest
// does; "" where there are none.
func (r *run) weakest(list []*moved) string {
	worst, worstRank := "", -1
	for _, m := range list {
		if rank := r.gradeRank(m); rank > worstRank {
			worst, worstRank = r.grade(m), rank
		}
	}
	return worst
}

// gradeRank orders grades as timing.Weakest does, across arrangements: by the
// credibility of the statement, then by the letter of the source.
func (r *run) gradeRank(m *moved) int {
	a := r.arrangementOf(m)
	if m.Cite.Source == model.None || a == nil || int(m.Cite.Source) >= len(a.Sources) {
		return 1000
	}
	letter, digit := int(a.Sources[m.Cite.Source].Reliability), m.Cite.Credibility
	if letter == 0 {
		letter = 'G'
	}
	if digit == 0 {
		digit = 7
	}
	return 10*digit + letter - 'A'
}
