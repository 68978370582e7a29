package entente

import (
	"context"

	"entente/internal/procedure"
)

// ProcedureHead is a procedure in a list.
type ProcedureHead = procedure.Head

// Procedure is a procedure as it is shown: its graph, its times, whose waiting they
// are made of, and what follows where a consent is refused.
type Procedure = procedure.View

// ProcedureOptions says how a procedure is looked at.
type ProcedureOptions struct {
	Conditions []string // ids of conditions; scales that none is of stand where it can begin
	Runs       int      // replications where something is sampled; 0: the default
	Seed       uint64   // 0: 1
}

// ProcedureRunsMax is the greatest number of replications of one view.
const ProcedureRunsMax = procedure.RunsMax

// Procedures lists the procedures of a design in the order of its text.
func Procedures(d *Design) []ProcedureHead { return procedure.List(d.Arrangement) }

// LookAtProcedure looks at one procedure by itself, in one condition. Where the
// design is loaded with a scenario, its answers count, and what it starts without;
// else all agree and nothing is lost. It is nil where the design has no such
// procedure, also none that a variant renamed. The error names what is no condition,
// or is that of ctx.
func LookAtProcedure(ctx context.Context, d *Design, id string, o ProcedureOptions) (*Procedure, error) {
	at := procedure.Find(d.Arrangement, id)
	if at < 0 {
		return nil, nil
	}
	values, err := procedure.Conditions(d.Arrangement, at, d.Scenario, o.Conditions)
	if err != nil {
		return nil, err
	}
	v := procedure.New(ctx, d.Arrangement, at, procedure.Options{Values: values, Scenario: d.Scenario, Runs: o.Runs, Seed: o.Seed})
	if v == nil {
		return nil, ctx.Err()
	}
	return v, nil
}
