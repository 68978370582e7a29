package sim

import "entente/internal/machine"

// Trace is what happened in one replication, in order.
type Trace struct {
	option int
}

func (t *Trace) event(r *Runner, ev machine.Event, fx *machine.Effects, by int32) {}
func (t *Trace) lost(r *Runner, at int32)                                         {}
func (t *Trace) begins(r *Runner, at int32)                                       {}
func (t *Trace) asksAgain(r *Runner, at int32)                                    {}
func (t *Trace) kept(r *Runner, at int32)                                         {}
