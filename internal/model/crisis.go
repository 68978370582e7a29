package model

import "entente/internal/diag"

// Indices of the elements of a crisis.
type (
	RungIndex   int32
	StockIndex  int32
	OptionIndex int32
	ShockIndex  int32
	PlayerIndex int32
	ProgIndex   int32
	LineIndex   int32
)

// Crisis is behaviour: what each party can do, how each reads it, what it does to
// stocks, and how each chooses (docs/semantics.md 8.3).
type Crisis struct {
	Meta
	Title      string
	For        string
	Rungs      []Rung // the lowest first
	Stocks     []Stock
	Options    []Option
	Shocks     []Shock
	Players    []Player
	Programmes []Programme
	Lines      []Line
	Step       Quantity // of stocks whose flows name stocks; set only if one does
	Disputes   []Disputed
}

// Rung is a step of the ladder.
type Rung struct {
	Meta
	Threshold bool
	AtLeast   *Expr // while it holds, the rung is at least this one; or nil
}

// Stock is a quantity of a party, or of two.
type Stock struct {
	Meta
	Of        []PartyIndex
	Start     Quantity
	Low, High float64 // bounds; infinite where not written
	Flows     []Flow
}

// FlowForm is the shape of a flow.
type FlowForm uint8

// The forms of flows.
const (
	Linear FlowForm = iota // Rate per second
	Toward                 // to Target, half of the way in Half
	Times                  // Rate per second, times the value of By
)

// Flow changes a stock while While holds.
type Flow struct {
	Form   FlowForm
	Rate   Quantity // a number per day, or per year where PerYear
	Year   bool
	Target Quantity
	Half   Quantity
	By     StockIndex
	While  *Expr
	Span   diag.Span
}

// Domain is the instrument of an option.
type Domain uint8

// The domains.
const (
	Diplomatic Domain = iota
	Information
	Military
	Economic
)

var domainNames = [...]string{"diplomatic", "information", "military", "economic"}

func (d Domain) String() string { return domainNames[d] }

// DomainNames lists the domains in their order.
func DomainNames() []string { return domainNames[:] }

// Option is what a party can do.
type Option struct {
	Meta
	Of        PartyIndex
	Domain    Domain
	Rung      RungIndex
	By        StepRef // Procedure None: taken by a player, an incident or a programme
	Choice    int     // the option of the step's `choose`, or -1
	Uses      AuthorityIndex
	ConsentOf []ConsentOf
	While     *Expr
	Lasts     Quantity
	Effects   []Effect
	Reads     []ActReading // at most one for a party
	Does      *Incident    // what it does to the arrangement, or nil; its id is the option's
	Lacking   bool         // the design lacks something it names (`where-present`): it is never open
}

// ConsentOf is whose consent an option needs: a post, or a party.
type ConsentOf struct {
	Post  PostIndex // None: the party
	Party PartyIndex
	Span  diag.Span
}

// Effect is a jump of a stock.
type Effect struct {
	Stock StockIndex
	Add   Quantity
	While *Expr
	Span  diag.Span
}

// ActReading is how a party reads an option.
type ActReading struct {
	Party   PartyIndex
	Option  OptionIndex // of a player's own readings; else None
	As      []RungWeight
	After   Quantity // unset: at once
	Upon    StepRef  // Procedure None: the act itself
	Via     LinkIndex
	Never   bool // the party does not learn of it, or the design lacks the step or the link by which it would
	Effects []Effect
	Span    diag.Span
}

// RungWeight is one rung of a reading. A single one has no Weight.
type RungWeight struct {
	Rung   RungIndex
	Weight Quantity
}

// TriggerKind says what a trigger waits for.
type TriggerKind uint8

// The triggers of docs/semantics.md S46, and the answer of a step (S48).
const (
	OnAt TriggerKind = iota
	OnEvery
	OnReadOption
	OnReadParty
	OnReadRung
	OnBecomes
	OnSilent
	OnDone
	OnRefused
	OnEnds
	OnStops
	OnUnasked
	OnUntold
	OnCrossed
	OnStep // a player's answer of a step
)

// Trigger is when a decision or a shock comes.
type Trigger struct {
	Kind      TriggerKind
	Time      Quantity // OnAt, OnEvery; OnSilent: for how long
	Reader    PartyIndex
	Option    OptionIndex
	Party     PartyIndex // whose acts are read, who is silent, unasked or untold
	Rung      RungIndex
	Expr      *Expr
	Step      StepRef // OnDone, OnRefused, OnStep; OnEnds, OnStops, OnUnasked, OnUntold: its Procedure
	Line      LineIndex
	After     Quantity
	While     *Expr
	TimesMost int // 0: no limit
	Span      diag.Span
}

// Shock is an effect on stocks that nobody chooses.
type Shock struct {
	Meta
	Trigger Trigger
	Effects []Effect
}

// Player chooses for a party.
type Player struct {
	Meta
	Of        PartyIndex
	Reads     []ActReading // in place of the options' own, for its party
	Decisions []Decision
}

// Nothing is the alternative of taking no option.
const Nothing OptionIndex = -2

// ChoiceForm is how a decision is made.
type ChoiceForm uint8

// The forms of choices.
const (
	Weights ChoiceForm = iota
	Rules
	Logit
)

// Decision is one choice of a player.
type Decision struct {
	Meta
	Trigger      Trigger
	Form         ChoiceForm
	Alternatives []Alternative // of Rules: in the order of the rules, one each
	Precision    Quantity      // Logit
}

// AnswerKind is an alternative of a decision that answers a step.
type AnswerKind uint8

// The answers of a step.
const (
	NotAnswer AnswerKind = iota
	AnswerAgree
	AnswerRefuse
	AnswerRefer
	AnswerOption // of the step's `choose`: Alternative.Choice
)

// Alternative is one that a decision chooses among.
type Alternative struct {
	Option OptionIndex // Nothing, or None where it is an answer
	Answer AnswerKind
	Choice int
	Weight Quantity // Weights
	While  *Expr    // Weights: left out unless it holds; Rules: `when`, or nil
	Worth  []Term   // Logit
	Text   string   // as written
	Span   diag.Span
}

// TermKind is what a coefficient of a worth stands at.
type TermKind uint8

// The terms.
const (
	TermAlways TermKind = iota
	TermStock
	TermRung
	TermPicture
	TermExpr
)

// Term is a part of a worth.
type Term struct {
	Kind  TermKind
	Stock StockIndex
	Expr  *Expr
	Times Quantity
	Text  string // the key as written
	Span  diag.Span
}

// RuleForm is how conditions are combined.
type RuleForm uint8

// The rules.
const (
	RuleAll RuleForm = iota
	RuleAny
	RuleAtLeast
	RuleWeights
	RuleMean
)

// CombineRule combines the conditions of a programme.
type CombineRule struct {
	Meta
	Form    RuleForm
	AtLeast Quantity   // RuleAtLeast: a whole number; RuleWeights, RuleMean: a number
	Weights []Quantity // by condition; RuleWeights
}

// Condition is one of a programme.
type Condition struct {
	Meta
	Stock   StockIndex
	AtLeast Quantity
	Needs   []int // other conditions
	Keeps   bool
}

// Programme is judged at meetings over years.
type Programme struct {
	Meta
	Council    CouncilIndex // None: nobody's quorum is asked
	First      Quantity     // unset: one `every` after the start
	Every      Quantity
	Slip       Quantity // unset: none
	Conditions []Condition
	Rules      []CombineRule
	Rule       int         // the one in use
	Lacking    bool        // the design lacks its council: every meeting is lost
	Takes      OptionIndex // or None
}

// Line is a red line.
type Line struct {
	Meta
	Of       PartyIndex
	By       []OptionIndex
	When     *Expr
	Declared bool
}

// CrisisUse is the crisis of a scenario: which, who plays, and which rules combine.
type CrisisUse struct {
	Crisis  *Crisis
	Players []PlayerIndex   // who plays, in the order of the crisis
	Rules   []int           // by programme: the rule in use
	Takes   [][]OptionIndex // by incident of the scenario
}

// MayTake reports whether somebody takes an option that waits for no step: a
// decision of one who plays, an incident of the scenario, or a programme.
func (u *CrisisUse) MayTake(o OptionIndex) bool {
	for _, p := range u.Players {
		if u.Crisis.Players[p].Takes(o) {
			return true
		}
	}
	for _, taken := range u.Takes {
		for _, x := range taken {
			if x == o {
				return true
			}
		}
	}
	for i := range u.Crisis.Programmes {
		if u.Crisis.Programmes[i].Takes == o {
			return true
		}
	}
	return false
}

// Takes reports whether a decision of the player may take the option.
func (p *Player) Takes(o OptionIndex) bool {
	for i := range p.Decisions {
		if p.Decisions[i].Takes(o) {
			return true
		}
	}
	return false
}

// Takes reports whether the option is among the decision's alternatives.
func (d *Decision) Takes(o OptionIndex) bool {
	for i := range d.Alternatives {
		if d.Alternatives[i].Option == o {
			return true
		}
	}
	return false
}
