package study

import "entente/internal/sim"

// plan is what a compiled plan offers; its With returns a plan of its own type.
type plan[P any, R Runner] interface {
	Columns() []sim.Column
	Quantities() []sim.Quantity
	With(point []sim.Setting) P
	NewRunner() R
}

// Of makes an engine of a compiled plan, such as a *sim.Plan.
func Of[P plan[P, R], R Runner](p P) Engine { return planEngine[P, R]{p} }

type planEngine[P plan[P, R], R Runner] struct{ plan P }

func (e planEngine[P, R]) Columns() []sim.Column       { return e.plan.Columns() }
func (e planEngine[P, R]) Quantities() []sim.Quantity  { return e.plan.Quantities() }
func (e planEngine[P, R]) NewRunner() Runner           { return e.plan.NewRunner() }
func (e planEngine[P, R]) With(s []sim.Setting) Engine { return planEngine[P, R]{e.plan.With(s)} }
