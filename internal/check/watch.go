package check

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
)

// Watch judges states and events one by one, by the same properties as a search:
// the seams that can be seen in a single state or in a single event. It is for
// whoever follows one course of events and not all of them.
type Watch struct {
	v     *view
	props []*property
}

// NewWatch returns a watch for the checks that the arrangement uses. It is called
// before the program is shared.
func NewWatch(p *program.Program) *Watch {
	used := map[model.Seam]bool{model.InvariantSeam: true}
	for _, seam := range p.Model.Checks.Use {
		used[seam] = !seam.OfCrisis()
	}
	w := &Watch{}
	for _, make := range seams {
		for _, prop := range make(p) {
			if used[prop.seam] && (prop.state != nil || prop.event != nil) {
				w.props = append(w.props, prop)
			}
		}
	}
	w.v = newView(machine.New(p, p.Everything()))
	return w
}

// State returns the seams open in a state.
func (w *Watch) State(s machine.State) []ID {
	w.v.look(s)
	return w.hits(func(p *property, hit func(int)) {
		if p.state != nil {
			p.state(w.v, hit)
		}
	})
}

// Event returns the seams that an event from one state to another is.
func (w *Watch) Event(from, to machine.State, fx *machine.Effects, e machine.Event) []ID {
	w.v.look(from)
	w.v.to = func() machine.State { return to }
	return w.hits(func(p *property, hit func(int)) {
		if p.event != nil {
			p.event(w.v, fx, e, hit)
		}
	})
}

func (w *Watch) hits(judge func(*property, func(int))) []ID {
	var out []ID
	seen := map[ID]bool{}
	for _, p := range w.props {
		judge(p, func(i int) {
			if id := (ID{p.seam, p.elements[i]}); !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		})
	}
	return out
}
