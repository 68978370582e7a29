package study

import (
	"cmp"
	"slices"

	"entente/internal/dist"
	"entente/internal/rng"
	"entente/internal/sim"
)

// Kinds of points.
const (
	pointLow       = "low"       // one quantity at its low end
	pointHigh      = "high"      // one quantity at its high end
	pointAllLow    = "all-low"   // all unknown constants at their low ends
	pointAllHigh   = "all-high"  // all unknown constants at their high ends
	pointHypercube = "hypercube" // all unknown constants, a point of a Latin hypercube
)

// hypercubePoints is the size of the Latin hypercube over the unknown constants.
const hypercubePoints = 12

// point is a place in the space of the quantities, away from the base.
type point struct {
	kind     string
	quantity int // low, high: index of moved; else -1
	settings []sim.Setting
}

// moved is a quantity that is moved: assumed, or an unknown constant.
type moved struct {
	sim.Quantity
	unknown bool   // bounds without a probability
	cell    int    // a cell that has it, for its citation
	in      []bool // by cell
}

// quantities lists what is moved: the union over the cells, by path. A bound
// without a probability is moved whether or not it is an assumption, since nobody
// knows where between its ends it stands.
func (r *run) quantities() []moved {
	at := map[string]int{}
	var out []moved
	for cell := range r.Cells {
		for _, q := range r.Cells[cell].Engine.Quantities() {
			unknown := q.Spec.Form == dist.Range
			if !q.Assumed && !unknown {
				continue
			}
			i, ok := at[q.Path]
			if !ok {
				i = len(out)
				at[q.Path] = i
				out = append(out, moved{Quantity: q, unknown: unknown, cell: cell, in: make([]bool, len(r.Cells))})
			}
			out[i].in[cell] = true
		}
	}
	slices.SortStableFunc(out, func(x, y moved) int { return cmp.Compare(x.Path, y.Path) })
	return out
}

// pointsOf lists the points to try: each quantity at both ends, then all unknown
// constants low, all high, and a Latin hypercube over them.
func pointsOf(seed uint64, all []moved) []point {
	var out []point
	var unknown []int
	for i := range all {
		for _, end := range []sim.End{sim.LowEnd, sim.HighEnd} {
			kind := pointLow
			if end == sim.HighEnd {
				kind = pointHigh
			}
			out = append(out, point{kind, i, []sim.Setting{{Path: all[i].Path, End: end, Share: 1}}})
		}
		if all[i].unknown {
			unknown = append(unknown, i)
		}
	}
	if len(unknown) == 0 {
		return out
	}
	if len(unknown) == 1 {
		return append(out, hypercube(seed, hypercubePoints, all, unknown)...) // all low and all high have been tried
	}
	for _, end := range []sim.End{sim.LowEnd, sim.HighEnd} {
		p := point{pointAllLow, -1, nil}
		if end == sim.HighEnd {
			p.kind = pointAllHigh
		}
		for _, i := range unknown {
			p.settings = append(p.settings, sim.Setting{Path: all[i].Path, End: end, Share: 1})
		}
		out = append(out, p)
	}
	return append(out, hypercube(seed, hypercubePoints, all, unknown)...)
}

// hypercube is a Latin hypercube over the unknown constants: each takes each of
// n layers of its range once, at a place drawn within the layer. The order of
// a quantity's layers depends on the seed and its path alone. McKay, Beckman &
// Conover (1979).
func hypercube(seed uint64, n int, all []moved, unknown []int) []point {
	out := make([]point, n)
	for i := range out {
		out[i] = point{pointHypercube, -1, nil}
	}
	stream, element := rng.Replication(seed, 0), rng.Path("study/hypercube")
	for _, q := range unknown {
		var visit uint64
		draw := func() float64 {
			visit++
			return rng.Uniform(stream, element, rng.Path(all[q].Path), visit-1)
		}
		layer := make([]int, n)
		for i := range layer {
			j := int(draw() * float64(i+1))
			layer[i] = layer[j]
			layer[j] = i
		}
		for i := range out {
			at := (float64(layer[i]) + draw()) / float64(n)
			out[i].settings = append(out[i].settings, settingAt(all[q].Path, at))
		}
	}
	return out
}

// settingAt is the setting of an unknown constant at a share, 0 to 1, of its range
// from the low end; it stands in the middle.
func settingAt(path string, at float64) sim.Setting {
	if at < 0.5 {
		return sim.Setting{Path: path, End: sim.LowEnd, Share: 1 - 2*at}
	}
	return sim.Setting{Path: path, End: sim.HighEnd, Share: 2*at - 1}
}

// in lists what of a point a cell has.
func (p *point) in(all []moved, cell int) []sim.Setting {
	if p.quantity >= 0 {
		if all[p.quantity].in[cell] {
			return p.settings
		}
		return nil
	}
	var out []sim.Setting
	for _, s := range p.settings {
		i, _ := slices.BinarySearchFunc(all, s.Path, func(m moved, path string) int { return cmp.Compare(m.Path, path) })
		if all[i].in[cell] {
			out = append(out, s)
		}
	}
	return out
}
