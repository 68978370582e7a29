package check

import (
	"context"
	"testing"
)

// twoPhase is the two-phase commit of Gray and Lamport ("Consensus on
// Transaction Commit", 2006), as specified in TLA+ in TwoPhase.tla: n resource
// managers and a transaction manager, with messages that persist.
type twoPhase struct{ n int }

// Packed: for each manager two bits of state (working, prepared, committed,
// aborted), a bit "TM knows it prepared", a bit "prepared message sent"; then
// two bits of the transaction manager, a commit and an abort message.
const (
	working uint64 = iota
	prepared
	committed
	aborted
)

func (t twoPhase) Words() int           { return 1 }
func (t twoPhase) Start(state []uint64) { state[0] = 0 }

func (t twoPhase) Successors(state []uint64, yield func(uint64, []uint64) bool) {
	s := state[0]
	rm := func(i int) uint64 { return s >> (4 * i) & 3 }
	setRM := func(i int, v uint64) uint64 { return s&^(3<<(4*i)) | v<<(4*i) }
	knows := func(i int) uint64 { return 1 << (4*i + 2) }
	sent := func(i int) uint64 { return 1 << (4*i + 3) }
	tm := uint(4 * t.n)
	commitMsg, abortMsg := uint64(1)<<(tm+2), uint64(1)<<(tm+3)
	event := uint64(0)
	out := func(next uint64) {
		yield(event, []uint64{next})
		event++
	}
	all := uint64(0)
	for i := range t.n {
		all |= knows(i)
	}
	if s>>tm&3 == 0 {
		if s&all == all {
			out(s | 1<<tm | commitMsg)
		}
		out(s | 2<<tm | abortMsg)
		for i := range t.n {
			if s&sent(i) != 0 {
				out(s | knows(i))
			}
		}
	}
	for i := range t.n {
		if rm(i) == working {
			out(setRM(i, prepared) | sent(i))
			out(setRM(i, aborted))
		}
		if s&commitMsg != 0 {
			out(setRM(i, committed))
		}
		if s&abortMsg != 0 {
			out(setRM(i, aborted))
		}
	}
}

// twoPhaseCounts are published.
//
// RESULT: 288 distinct states and 1,146 generated for three resource managers (TLC
// on TwoPhase.tla, Lamport's TLA+ video course, lecture 6), 8,832 distinct for five.
var twoPhaseCounts = []twoPhaseCount{{3, 288, 1146}, {5, 8832, 0}}

// twoPhaseCount is what a search finds; generated is 0 where it is not known.
type twoPhaseCount struct{ n, distinct, generated int }

func (c twoPhaseCount) agrees(x *Exploration) bool {
	return x.Complete && x.Distinct == c.distinct && (c.generated == 0 || x.Generated == c.generated)
}

func TestTwoPhaseCommit(t *testing.T) {
	for _, c := range twoPhaseCounts {
		x := Explore(context.Background(), twoPhase{c.n}, DefaultLimits, nil, nil, nil)
		if !c.agrees(x) {
			t.Errorf("%d managers: %d distinct, %d generated, complete %v; want %d, %d", c.n, x.Distinct, x.Generated, x.Complete, c.distinct, c.generated)
		}
	}
}
