package study

import (
	"slices"
	"testing"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
)

func unknowns(paths ...string) []moved {
	var out []moved
	for _, p := range paths {
		out = append(out, moved{Quantity: assumedRange(p, 0, 100), unknown: true, in: []bool{true}})
	}
	return out
}

// layerOf is the layer, 0 to 11, in which a setting puts an unknown constant.
func layerOf(s sim.Setting) int {
	at := 0.5 - s.Share/2
	if s.End == sim.HighEnd {
		at = 0.5 + s.Share/2
	}
	return int(at * hypercubePoints)
}

func TestTheHypercubeIsLatin(t *testing.T) {
	all := unknowns("a", "b", "c")
	points := pointsOf(3, all)
	if len(points) != 6+2+hypercubePoints {
		t.Fatalf("%d points", len(points))
	}
	layers := map[string][]int{}
	for _, p := range points[8:] {
		if p.kind != pointHypercube || len(p.settings) != 3 {
			t.Fatalf("%+v", p)
		}
		for _, s := range p.settings {
			if s.Share < 0 || s.Share > 1 {
				t.Errorf("%+v", s)
			}
			layers[s.Path] = append(layers[s.Path], layerOf(s))
		}
	}
	for path, list := range layers {
		t.Log(path, list)
		slices.Sort(list)
		for i, l := range list {
			if l != i {
				t.Errorf("%s: layers %v", path, list)
				break
			}
		}
	}
	if slices.Equal(hypercube(3, hypercubePoints, all, []int{0})[0].settings, hypercube(4, hypercubePoints, all, []int{0})[0].settings) {
		t.Error("the seed changes nothing")
	}
	// What is beside a quantity does not change where it goes.
	alone, among := hypercube(3, hypercubePoints, unknowns("b"), []int{0}), points[8:]
	for i := range alone {
		if alone[i].settings[0] != among[i].settings[1] {
			t.Errorf("point %d: %+v alone, %+v among others", i, alone[i].settings[0], among[i].settings[1])
		}
	}
}

// Bounds without a probability are moved although their source is a good one; a
// graded law is not.
func TestWhatIsMoved(t *testing.T) {
	known := assumedRange("b", 1, 2)
	known.Assumed = false
	law := assumedTriple("c", 1, 2, 3)
	law.Assumed = false
	f := fakeDesign([]sim.Quantity{assumedTriple("a", 1, 2, 3), known, law}, func(map[string]float64) float64 { return 1 }, 0.5)
	g := fakeDesign([]sim.Quantity{{Path: "0", Spec: dist.Spec{Form: dist.Exact, A: 5}, Assumed: true, Cite: model.NoCite}}, func(map[string]float64) float64 { return 2 }, 0.5)
	r, err := newRun(testConfig(dated, map[string]*fake{"f": f, "g": g}, "f", "g"))
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	all := r.quantities()
	for _, m := range all {
		paths = append(paths, m.Path)
	}
	if !slices.Equal(paths, []string{"0", "a", "b"}) || !all[2].unknown || all[0].in[0] || !all[0].in[1] {
		t.Errorf("%v", paths)
	}
	if points := pointsOf(1, all); len(points) != 6+hypercubePoints {
		t.Errorf("%d points", len(points))
	}
}
