package model

import "entente/internal/diag"

// Op is an operator of a typed expression.
type Op uint8

// The operators. A comparison of a scale reads its current value; all other
// leaves are listed with the functions that write them.
const (
	OpTrue Op = iota
	OpFalse
	OpAnd
	OpOr
	OpNot
	OpCompareScale // scale CMP value:        Scale, Cmp, Value
	OpCompareCount // count(holders(A)) CMP n: Authority, Cmp, N
	OpHolds        // holds(POST, AUTHORITY): the acting incumbent of the post is among its holders
	OpEmpty        // empty(POST): the post's own office is empty
	OpActing       // acting(POST): somebody, holder or deputy, is in office
	OpOut          // out(LINK)
	OpQuorate      // quorate(COUNCIL)
	OpSits         // sits(COUNCIL)
	OpLive         // live(PROCEDURE): begun and not ended
	OpDone         // done(STEP) or done(PROCEDURE/STEP): done in a live run
	OpRefused      // refused(PROCEDURE/STEP): refused and passed over in a live run
	OpChosen       // chosen(PROCEDURE/STEP) == OPTION, or != : Step, Cmp, N (option)

	// Of a crisis (docs/semantics.md S43).
	OpRung     // rung CMP RUNG: Cmp, N (rung)
	OpReads    // reads(PARTY) CMP RUNG: Party, Cmp, N (rung)
	OpTaken    // taken(OPTION): Option
	OpUnderWay // under-way(OPTION): Option
	OpKnows    // knows(PARTY, OPTION): Party, Option
	OpStock    // stock(STOCK) CMP number: Stock, Cmp, Number
	OpMet      // met(PROGRAMME) or met(PROGRAMME/CONDITION): Programme, N (condition, or -1)
	OpCrossed  // crossed(LINE): Line
)

// OfCrisis reports whether the operator reads what only a crisis has.
func (op Op) OfCrisis() bool { return op >= OpRung }

// Cmp is a comparison.
type Cmp uint8

// The comparisons.
const (
	Eq Cmp = iota
	Ne
	Lt
	Le
	Gt
	Ge
)

// Holds applies the comparison.
func (c Cmp) Holds(a, b int) bool {
	switch c {
	case Eq:
		return a == b
	case Ne:
		return a != b
	case Lt:
		return a < b
	case Le:
		return a <= b
	case Gt:
		return a > b
	default:
		return a >= b
	}
}

// Expr is a typed, resolved boolean expression. Fields are set as Op says.
type Expr struct {
	Op        Op
	Args      []*Expr
	Cmp       Cmp
	Scale     ScaleIndex
	Value     ValueIndex
	N         int
	Authority AuthorityIndex
	Post      PostIndex
	Link      LinkIndex
	Council   CouncilIndex
	Procedure ProcedureIndex
	Step      StepIndex
	Party     PartyIndex
	Option    OptionIndex
	Stock     StockIndex
	Number    float64
	Programme ProgIndex
	Line      LineIndex
	Own       bool // OpDone, OpRefused, OpChosen inside the step's own procedure: its own run
	Span      diag.Span
	Text      string // canonical print
}
