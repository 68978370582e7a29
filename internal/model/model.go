// Package model holds the checked vocabulary of entente: what an arrangement,
// a scenario and a study mean after names are resolved and static rules hold.
//
// In: nothing; package typecheck builds these values from a tree. Out: plain
// data that every later stage reads. Guaranteed: every index is in range, every
// reference points at an element of the right kind, scales are ordered, step
// graphs are acyclic, and every element carries the span of the text it came
// from. Nothing changes a model after typecheck has returned it.
package model

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/say"
)

// Indices into the slices of an Arrangement. None is the absent element.
type (
	SourceIndex    int32
	ScaleIndex     int32
	ValueIndex     int32 // position of a value within its scale, from 0 (lowest)
	PartyIndex     int32
	PostIndex      int32
	PersonIndex    int32
	ForceIndex     int32
	AuthorityIndex int32
	CouncilIndex   int32
	LinkIndex      int32
	ProcedureIndex int32
	StepIndex      int32 // position of a step within its procedure
	KindIndex      int32 // an incident kind
)

// None stands for "no element" in every index type.
const None = -1

// Name is what people call an element, by language tag ("en", "ko"); the empty
// map means that the id is its name.
type Name map[string]string

// In returns the name in the language, or the English one, or id.
func (n Name) In(lang, id string) string {
	for _, tag := range []string{lang, "en"} {
		if s, ok := n[tag]; ok {
			return s
		}
	}
	return id
}

// Cite says who says so: a source and the credibility of the statement
// (Admiralty digit 1 best to 6; 0: not graded). Source is None where the text
// names none.
type Cite struct {
	Source      SourceIndex
	Credibility int
	Span        diag.Span
}

// NoCite is the citation of a value that names no source.
var NoCite = Cite{Source: None}

// Meta is what every element carries.
type Meta struct {
	ID     string
	Name   Name
	Span   diag.Span // of the id in the text
	Cite   Cite
	Note   string // the author's remark (`note:`), shown with answers
	Was    string // the element's id in the base, where a variant renamed it
	Assume bool   // marked `assumption: yes`: the authors' own, not a fact
}

// Said is the element as sentences name it: by its id, in Korean by its Korean name.
func (m *Meta) Said() say.Name { return say.Name{ID: m.ID, Ko: m.Name["ko"]} }

// Source is a citation with its reliability, 'A' (best) to 'F', or 0.
type Source struct {
	Meta
	Text        string
	URL         string
	Reliability byte
}

// Disputed keeps a value's rival readings, each with its source.
type Disputed struct {
	Path     string // address of the disputed value
	Readings []Reading
	Span     diag.Span
}

// Reading is one of the rival values, as text; the first is the one in force.
type Reading struct {
	Value string
	Cite  Cite
	Note  string
	Span  diag.Span
}

// Arrangement is the institutions: who may decide what, when, with whom.
type Arrangement struct {
	Meta
	Title   string
	Real    bool
	Variant []string // ids of the variants applied, in order
	Silent  []string // paths where the variants' sources say nothing

	Sources     []Source
	Scales      []Scale
	Parties     []Party
	HQs         []Headquarters
	Places      []Place
	Posts       []Post
	Persons     []Person
	Forces      []Force // forces and matters
	Authorities []Authority
	Councils    []Council
	Links       []Link
	Procedures  []Procedure
	Kinds       []Meta // incident kinds: answered by a procedure or expected by checks
	Checks      Checks
	Disputes    []Disputed
	Changes     []Change // what the variants changed in the text, in order
}

// SilentOn returns the path declared silent that covers a path, or "".
func (a *Arrangement) SilentOn(path string) string {
	for _, s := range a.Silent {
		if path == s || strings.HasPrefix(path, s+"/") {
			return s
		}
	}
	return ""
}

// Change is one change of a variant, for diff.
type Change struct {
	Variant string
	Verb    string // set, add, remove, rename
	Path    string
	From    string
	To      string
	Why     string
	Span    diag.Span // in the variant
}

// Scale is one ordered list of conditions, low to high.
type Scale struct {
	Meta
	Values []Meta // Values[v].ID is the condition
	Moves  []Move
}

// Move is a change of a scale's value and the procedure behind it.
type Move struct {
	Scale     ScaleIndex
	From, To  ValueIndex
	Procedure ProcedureIndex
	Cite      Cite
	Span      diag.Span
}

// Party is a nation or organisation. Allies share the command.
type Party struct {
	Meta
	Ally bool
}

// Headquarters belongs to a party and stands at a place.
type Headquarters struct {
	Meta
	Of    PartyIndex
	Place int32 // index of Places or None
}

// Place is hosted by a party.
type Place struct {
	Meta
	Of PartyIndex
}

// Class is the level of a post.
type Class uint8

// The classes of posts.
const (
	NoClass Class = iota
	HeadOfState
	Minister
	Chief
	Commander
	Staff
)

var classNames = [...]string{"", "head-of-state", "minister", "chief", "commander", "staff"}

func (c Class) String() string { return classNames[c] }

// ClassNames lists the ids of the classes in order of level.
func ClassNames() []string { return classNames[1:] }

// Superior is a post or a council above a post; exactly one is set.
type Superior struct {
	Post    PostIndex
	Council CouncilIndex
	Cite    Cite
	Span    diag.Span
}

// Deputy acts for a post when its holder's office is empty.
type Deputy struct {
	Post   PostIndex
	AtOnce bool
	After  Quantity // the time to take over; unset where AtOnce
	Cite   Cite
	Span   diag.Span
}

// Post is an office.
type Post struct {
	Meta
	Of       PartyIndex
	Under    []Superior
	National bool // a chain of command may end here
	HQ       int32
	Person   PersonIndex
	Deputies []Deputy
	MayNot   []ActingBar // what an acting deputy may not do
	Refill   *Quantity   // nil: the text does not say that the office is filled again
	Class    Class
}

// ActingBar is one thing an acting deputy may not do: an act, or the exercise
// of an authority.
type ActingBar struct {
	Act       Act            // NoAct where Authority is set
	Authority AuthorityIndex // None where Act is set
}

// Person is one human who fills one or more posts. Posts that name no person
// have one of their own, whose id is the post's.
type Person struct {
	ID    string
	Posts []PostIndex
	Named bool // the text declares the person, by `person:` on a post
}

// Force is a force or, where Matter is set, a function over which authority is
// delegated as over a force.
type Force struct {
	Meta
	Of     []PartyIndex
	In     ForceIndex
	Place  int32
	Matter bool
}

// AuthorityKind says what may be done with a force.
type AuthorityKind uint8

// The kinds of authority.
const (
	OwnKind AuthorityKind = iota // one of the author's own; KindName says which
	COCOM
	OPCOM
	OPCON
	TACON
	RELEASE
	SUPPORT
	ADCON
)

var kindNames = [...]string{"", "COCOM", "OPCOM", "OPCON", "TACON", "RELEASE", "SUPPORT", "ADCON"}

func (k AuthorityKind) String() string { return kindNames[k] }

// Command reports whether the kind is a relation of command over a force.
func (k AuthorityKind) Command() bool { return k >= COCOM && k <= TACON }

// ExclusiveByDefault reports whether only one may hold the kind at once unless
// the text says otherwise.
func (k AuthorityKind) ExclusiveByDefault() bool { return k >= COCOM && k <= RELEASE }

// Tri is yes, no or disputed; Unsaid where the text does not say.
type Tri uint8

// The values of Tri.
const (
	Unsaid Tri = iota
	Yes
	No
	InDispute
)

// Authority is a right over a force, and who holds it in which condition.
type Authority struct {
	Meta
	Kind       AuthorityKind
	KindName   string
	Exclusive  bool
	Over       ForceIndex
	Scale      ScaleIndex  // the scale its rows are written in; None where only `any` is
	HeldBy     []PostIndex // by value of Scale (one entry where Scale is None); None: the text leaves it to nobody in words
	HeldCite   []Cite
	HeldSpan   []diag.Span
	Supporting []PostIndex // SUPPORT: by value, who supports; HeldBy is the supported
	While      *Expr
	OnlyParty  PartyIndex  // None: anyone of any party
	OnlyPosts  []PostIndex // empty: any post
	OnlySpan   diag.Span
	From       PostIndex // delegated-from
	FromSpan   diag.Span
	Survives   Tri
	Handovers  []Handover
}

// Binding ties a give-up or a take-over to a step.
type Binding struct {
	Before bool // else after
	Step   StepIndex
	Span   diag.Span
}

// Handover says how an authority passes at one move.
type Handover struct {
	Scale     ScaleIndex
	From, To  ValueIndex
	AtOnce    bool
	By        ProcedureIndex
	GivesUp   Binding
	TakesOver Binding
	Cite      Cite
	Span      diag.Span
}

// Rule is how a council decides.
type Rule uint8

// The rules of councils.
const (
	Consensus Rule = iota
	Majority
	AtLeast // N seats
	Silence // adopted unless someone objects in time
)

// Council is a body whose seats are filled by posts.
type Council struct {
	Meta
	Under      []Superior
	Seats      []Seat
	Total      int                // quorum: seats that must be filled; 0: one
	EachParty  int                // quorum: per party that has a seat
	PerParty   map[PartyIndex]int // quorum: named parties, overriding EachParty
	Rule       Rule
	N          int      // AtLeast
	SilenceFor Quantity // Silence
	Each       bool     // convene: each seat on its own
	Adjourns   bool     // it disperses when it has acted
	Convene    Quantity // unset: the text does not say how long
	Meets      *Cadence
	Decides    []ProcedureIndex // remit
	Advises    []ProcedureIndex
	Agenda     []string
}

// Seat is one chair of a council.
type Seat struct {
	Meta
	Post PostIndex
}

// Cadence is how often a standing body meets, with its last date.
type Cadence struct {
	Every Quantity
	Last  string // ISO date, or ""
	Text  string
	Cite  Cite
	Span  diag.Span
}

// End is one end of a link: a post or a council.
type End struct {
	Post    PostIndex
	Council CouncilIndex
}

// Link is a line between two ends.
type Link struct {
	Meta
	Ends    [2]End
	Restore *Quantity // nil: the text does not say that it is restored
}

// Again says what a second start does while the procedure runs.
type Again uint8

// The values of Again.
const (
	Ignore Again = iota
	Restart
	Queue
	Beside
)

// Procedure is a graph of steps.
type Procedure struct {
	Meta
	Decides    []DecidesMove // the moves it decides (empty: it moves nothing)
	Starts     []KindIndex   // incident kinds that start it
	StartWhile *Expr         // guard on its starting, `while`
	HandsOver  bool          // some hand-over is `by` it
	StartedBy  []StepRef     // steps whose `starts` names it
	Again      Again
	AgainN     int
	Deadline   *Quantity
	Priority   int       // higher is more urgent; default 0
	MoveDelay  *Quantity // what each move of a condition costs a live run, for `run`
	Steps      []Step
}

// StepRef names a step of a procedure.
type StepRef struct {
	Procedure ProcedureIndex
	Step      StepIndex
}

// DecidesMove is one move that a procedure decides and the step at which it
// takes effect.
type DecidesMove struct {
	Scale    ScaleIndex
	From, To ValueIndex
	At       StepIndex
	Span     diag.Span
}

// Act is what a step does.
type Act uint8

// The acts. Consent and Views are the two askings.
const (
	NoAct Act = iota
	Report
	Assess
	Notify
	Order
	Decide
	Do
	AskConsent
	AskViews
)

var actNames = [...]string{"", "report", "assess", "notify", "order", "decide", "do", "consent", "views"}

func (a Act) String() string { return actNames[a] }

// ActNames lists the ids of the acts of a doing.
func ActNames() []string { return actNames[Report : Do+1] }

// Asking reports whether the act is a question put to its doer.
func (a Act) Asking() bool { return a == AskConsent || a == AskViews }

// ActorKind says what stands where an actor is written.
type ActorKind uint8

// The kinds of actor.
const (
	NoActor ActorKind = iota
	ActorPost
	ActorCouncil
	ActorHolder // holder(AUTHORITY): whoever holds it alone
)

// Actor is a post, a council or holder(AUTHORITY).
type Actor struct {
	Kind      ActorKind
	Post      PostIndex
	Council   CouncilIndex
	Authority AuthorityIndex
	Span      diag.Span
}

// Otherwise is what follows when a step cannot be done as written.
type Otherwise uint8

// The clauses after if-….
const (
	Unwritten Otherwise = iota // behaves as Wait, or as Stop after a refusal
	Stop
	Wait
	Proceed
	Go
)

// Clause is one if-… of a step.
type Clause struct {
	Do   Otherwise
	Step StepIndex // Go
	Span diag.Span
}

// Step is a doing or an asking.
type Step struct {
	Meta
	Doer    Actor // who does it; of an asking: who is asked
	Act     Act
	To      []Actor
	AskedBy Actor
	Via     []LinkIndex
	Uses    AuthorityIndex
	After   []StepIndex
	Needs   *Expr
	Time    Quantity
	Late    *Quantity // `late-after`: when if-late applies
	Choose  []string
	Back    *Back
	Starts  []ProcedureIndex // procedures begun when it is done

	IfRefused, IfUnreachable, IfAbsent, IfLate Clause
}

// Back is a referral to earlier steps, at most Times times.
type Back struct {
	To    []StepIndex
	Times int
	Span  diag.Span
}

// Quantity is an elicited number with who says so. Set is false where the text
// gives none.
type Quantity struct {
	Set    bool
	Spec   dist.Spec
	Text   string // as written
	Cite   Cite
	Span   diag.Span
	Path   string // address of the value, for tables of assumptions
	Assume bool
}

// Checks is the arrangement's own list of what to look for.
type Checks struct {
	Use        []Seam // in the fixed order of Seams
	Limits     []Limit
	Invariants []Invariant
	Expects    []KindIndex
	Accept     []Accept
	Span       diag.Span
}

// Seam is one of the kinds of seam, or one of the arrangement's own.
type Seam uint8

// The seams, in the fixed order in which findings are listed (not of gravity).
const (
	NoHolder Seam = iota
	DualHolder
	IneligibleHolder
	NoAuthority
	NoDecider
	NoQuorum
	BypassedConsent
	Stuck
	DelegationOutlives
	ConflictingChains
	TwoHats
	SinglePoint
	Latency
	NoProcedure
	NoForum
	NoCivilian
	DeadRule
	InvariantSeam
	DeadOption // of a crisis: this one and those that follow
	CrossedLine
	UnauthorisedOption
	SeamCount
)

var seamNames = [...]string{"no-holder", "dual-holder", "ineligible-holder", "no-authority", "no-decider", "no-quorum",
	"bypassed-consent", "stuck", "delegation-outlives", "conflicting-chains", "two-hats", "single-point", "latency",
	"no-procedure", "no-forum", "no-civilian", "dead-rule", "invariant",
	"dead-option", "crossed-line", "unauthorised-option"}

func (s Seam) String() string { return seamNames[s] }

// OfCrisis reports whether the seam is one of a crisis (docs/semantics.md S54).
func (s Seam) OfCrisis() bool { return s >= DeadOption }

// SeamNames lists the ids of the seams in their fixed order; "invariant" is one
// that `use` need not name.
func SeamNames() []string { return seamNames[:] }

// Limit is a bound on how long a procedure takes, or an authority goes without
// a holder or with two.
type Limit struct {
	Meta
	Procedure  ProcedureIndex // None where it is on an authority
	NoHolder   AuthorityIndex
	DualHolder AuthorityIndex
	Bounds     []Bound
}

// Bound is one quantile (P in (0,1)) or the worst case (P = 1) and its limit.
type Bound struct {
	P     float64
	Limit Quantity // exact
}

// InvariantForm is the shape of an arrangement's own check.
type InvariantForm uint8

// The forms of invariants.
const (
	Always InvariantForm = iota
	Never
	Before   // before MOVE consent-of [posts]
	When     // when A within D holds B
	Possible // from A possible B
)

// Invariant is one of the arrangement's own checks.
type Invariant struct {
	Meta
	Form      InvariantForm
	A, B      *Expr
	Scale     ScaleIndex // Before
	From, To  ValueIndex
	ConsentOf []PostIndex
	Within    Quantity
}

// Accept marks a known seam as accepted, with the reason.
type Accept struct {
	Seam    Seam
	Element string // as printed with the finding
	Why     string
	Span    diag.Span
}
