package study

import "context"

// Check compares a sampled distribution with the computed one.
type Check struct {
	Design   string `json:"design"`
	Scenario string `json:"scenario"`
	Measure  string `json:"measure"`
	Verdict  string `json:"verdict"` // agrees, fails or none
	Why      string `json:"why"`     // none: why nothing is compared
	N        int    `json:"n"`
	Distance Float  `json:"distance"` // sup distance beyond the computed bounds
	At       Float  `json:"at"`       // where, in seconds
	Bound    Float  `json:"bound"`    // on the distance, by Dvoretzky, Kiefer, Wolfowitz and Massart
	Error    Float  `json:"error"`    // of the computation, already in the bounds
	Alpha    Float  `json:"alpha"`    // the chance that this check fails although all is well
}

func (r *run) crossCheck(ctx context.Context) {}
