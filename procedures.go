package entente

import (
	"context"
	"fmt"
	"slices"

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

// The replications of a view of a procedure: where none are asked for, and at most.
const (
	ProcedureRuns    = procedure.RunsDefault
	ProcedureRunsMax = procedure.RunsMax
)

// Procedures lists the procedures of a design in the order of its text.
func Procedures(d *Design) []ProcedureHead { return procedure.List(d.Arrangement) }

// LookAtProcedure looks at one procedure by itself, in one condition, in each of the
// designs; nil of a design that has it under no name, neither its own nor one that a
// variant gave it. Where a design is loaded with a scenario, its answers count, and
// what it begins without; else all agree and nothing is lost. The error names what is
// a condition of none of them, or is that of ctx. Steps that are not as in the first
// design that has the procedure are marked.
func LookAtProcedure(ctx context.Context, id string, o ProcedureOptions, designs ...*Design) ([]*Procedure, error) {
	out := make([]*Procedure, len(designs))
	unknown := slices.Clone(o.Conditions)
	values := make([]procedure.Options, len(designs))
	for i, d := range designs {
		at := procedure.Find(d.Arrangement, id)
		if at < 0 {
			continue
		}
		v, lacks := procedure.Conditions(d.Arrangement, at, d.Scenario, o.Conditions)
		values[i] = procedure.Options{Values: v, Scenario: d.Scenario, Runs: o.Runs, Seed: o.Seed}
		unknown = slices.DeleteFunc(unknown, func(id string) bool { return !slices.Contains(lacks, id) })
	}
	if len(unknown) > 0 && slices.ContainsFunc(values, func(o procedure.Options) bool { return o.Values != nil }) {
		return nil, fmt.Errorf("%q is no condition of these designs", unknown[0])
	}
	var first *Procedure
	for i, d := range designs {
		if at := procedure.Find(d.Arrangement, id); at >= 0 {
			if out[i] = procedure.New(ctx, d.Arrangement, at, values[i]); out[i] == nil {
				return nil, ctx.Err()
			}
			if first == nil {
				first = out[i]
			}
			procedure.Compare(first, out[i])
		}
	}
	return out, nil
}
