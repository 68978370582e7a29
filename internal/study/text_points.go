package study

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// combinationShown is how many numbers of a combination the text names; all are in
// the summary.
const combinationShown = 5

// combinations says where the numbers stand in each combination that the text above
// has named.
func (t *printer) combinations() {
	said := strings.Join(strings.Fields(t.out.String()), " ")
	head := false
	for p := range t.r.Assumptions.Points {
		pt := &t.r.Assumptions.Points[p]
		if pt.Kind != pointHypercube || !strings.Contains(said, pt.Text) {
			continue
		}
		if !head {
			t.heading("Where the numbers stand in the combinations named above, what moves the comparisons most first")
			head = true
		}
		t.paragraph("  - ", CombinationText(t.r, p))
	}
}

// CombinationText says where the first numbers stand in a combination of all: first
// those that by themselves move what the combination reverses, then those furthest
// from the middle of their bounds.
func CombinationText(r *Result, p int) string {
	pt := &r.Assumptions.Points[p]
	rank := map[string]int{} // the best place among the movers of a comparison that names the point
	see := func(why string, movers []Mover) {
		if !strings.Contains(why, pt.Text) {
			return
		}
		for k, m := range movers {
			if at, ok := rank[m.Path]; !ok || k < at {
				rank[m.Path] = k
			}
		}
	}
	for i := range r.Contrasts {
		see(r.Contrasts[i].Why, r.Contrasts[i].Movers)
	}
	for i := range r.CastContrasts {
		see(r.CastContrasts[i].Why, r.CastContrasts[i].Movers)
	}
	place := func(s *Setting) int {
		if k, ok := rank[s.Path]; ok {
			return k
		}
		return math.MaxInt
	}
	list := slices.Clone(pt.Settings)
	slices.SortStableFunc(list, func(a, b Setting) int {
		return cmp.Or(cmp.Compare(place(&a), place(&b)), cmp.Compare(b.Share, a.Share))
	})
	names := map[string]string{}
	for i := range r.Assumptions.Quantities {
		names[r.Assumptions.Quantities[i].Path] = r.Assumptions.Quantities[i].Name
	}
	var parts []string
	for _, s := range list[:min(len(list), combinationShown)] {
		parts = append(parts, names[s.Path]+" is "+inWords(s.Value))
	}
	text := strings.TrimPrefix(pt.Text, combinationLead) + ": " + strings.Join(parts, "; ")
	if more := len(list) - len(parts); more > 0 {
		text += "; and " + plural(more, "more number") + " (summary.json, or --json)"
	}
	return text + "."
}
