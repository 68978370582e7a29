// Package sim runs an arrangement under a scenario through time: an event
// calendar over the transition relation of package machine.
//
// In: a checked arrangement, a checked scenario, and what is to be measured. Out:
// for every replication one number for each column. Guaranteed: a replication
// depends on the texts, the point, the seed and its own number alone; without
// its times it is a path of the checker as long as it keeps to the budget, and
// says where it leaves it; an event allocates nothing.
package sim

import (
	"entente/internal/dist"
	"entente/internal/model"
)

// ColumnKind says what the numbers of a column are.
type ColumnKind uint8

// The kinds of columns.
const (
	Time     ColumnKind = iota // seconds from 0 to Max; Max where it never came
	Share                      // from 0 to 1
	Flag                       // 0 or 1
	Category                   // the index of one of Labels
	Number                     // from Min to Max: rungs, the value of a stock, a count
)

// Column is one number that a replication gives. NaN stands where a replication
// says nothing: the procedure never began, or the design lacks the element.
type Column struct {
	Name    string // "answer", or "answer.done": the measure, and which of its numbers
	Measure int    // index of the measure
	Kind    ColumnKind
	Min     float64  // Number: its least value; else 0
	Max     float64  // Time: the horizon, in seconds; Number: its greatest value; else 1
	Labels  []string // Category
}

// Consultation says how an ally took part in a decision; the labels of the
// columns of a `consultation`, in order.
var Consultation = []string{"decided", "consented", "agreed-in-council", "heard-before", "told-before", "heard-after", "told-after", "left-out", "no-decision"}

// Quantity is one elicited number behind a plan: a time or a chance.
type Quantity struct {
	Path    string // its address in the text
	Text    string // as written
	Spec    dist.Spec
	Cite    model.Cite
	Within  [2]model.SourceIndex // of a step's time that names no source and is no assumption: those of the step and of its procedure, or None
	Chance  bool                 // a chance, not a time
	Number  bool                 // a number of a crisis, neither a time nor a chance
	Assumed bool                 // graded 4 or worse, not graded, or marked as an assumption
}

// End is an end of a quantity's range.
type End uint8

// The ends.
const (
	LowEnd End = iota
	HighEnd
)

// Setting moves one quantity a share of the way, 0 to 1, from where it stands to
// an end of its range (docs/semantics.md S39).
type Setting struct {
	Path  string
	End   End
	Share float64
}

// Outcome is what is known of a replication beside its columns.
type Outcome struct {
	Events  int            // events of the calendar
	End     float64        // seconds: when it ended
	Beyond  bool           // it left the budget of the checker
	Missing *model.StepRef // an answer without a chance was reached, and it stopped there
	Cut     bool           // it was cut short at EventsMax events
}
