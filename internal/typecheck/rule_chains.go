package typecheck

import (
	"entente/internal/diag"
	"entente/internal/model"
)

// ruleChains: nobody stands above himself, through `under`; no force is a part of
// itself, through `in`; nobody is his own deputy.
var ruleChains = rule{
	codes: []diag.Code{"chain-cycle", "own-deputy"},
	apply: func(f *facts) {
		f.commandChains()
		f.forceChains()
		for i := range f.a.Posts {
			for _, d := range f.a.Posts[i].Deputies {
				if d.Post == model.PostIndex(i) {
					f.out.Errorf("own-deputy", d.Span, "post %q is its own deputy", f.a.Posts[i].ID)
				}
			}
		}
	},
}

// commandChains looks for circles among posts (0 …) and councils (after them).
func (f *facts) commandChains() {
	posts := len(f.a.Posts)
	names := make([]*model.Meta, 0, posts+len(f.a.Councils))
	edges := make([][]int, 0, cap(names))
	add := func(m *model.Meta, under []model.Superior) {
		var up []int
		for _, s := range under {
			if s.Post != model.None {
				up = append(up, int(s.Post))
			} else {
				up = append(up, posts+int(s.Council))
			}
		}
		names, edges = append(names, m), append(edges, up)
	}
	for i := range f.a.Posts {
		add(&f.a.Posts[i].Meta, f.a.Posts[i].Under)
	}
	for i := range f.a.Councils {
		add(&f.a.Councils[i].Meta, f.a.Councils[i].Under)
	}
	f.circles(names, edges, "under")
}

func (f *facts) forceChains() {
	var names []*model.Meta
	var edges [][]int
	for i := range f.a.Forces {
		var up []int
		if in := f.a.Forces[i].In; in != model.None {
			up = []int{int(in)}
		}
		names, edges = append(names, &f.a.Forces[i].Meta), append(edges, up)
	}
	f.circles(names, edges, "in")
}

// circles reports each circle once, at the element that the text declares first.
func (f *facts) circles(names []*model.Meta, edges [][]int, key string) {
	state := make([]uint8, len(names)) // 0 new, 1 on the path, 2 done
	var path []int
	var visit func(int)
	visit = func(n int) {
		state[n] = 1
		path = append(path, n)
		for _, up := range edges[n] {
			switch state[up] {
			case 0:
				visit(up)
			case 1:
				f.reportCircle(names, path, up, key)
			}
		}
		state[n] = 2
		path = path[:len(path)-1]
	}
	for n := range names {
		if state[n] == 0 {
			visit(n)
		}
	}
}

func (f *facts) reportCircle(names []*model.Meta, path []int, from int, key string) {
	for path[0] != from {
		path = path[1:]
	}
	text := ""
	for _, n := range path {
		text += names[n].ID + " " + key + " "
	}
	d := f.out.Errorf("chain-cycle", names[from].Span, "a circle: %s%s", text, names[from].ID)
	for _, n := range path[1:] {
		d.Note(names[n].Span, "%q is declared here", names[n].ID)
	}
}
