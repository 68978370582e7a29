package model

import "entente/internal/diag"

// Scenario is circumstances: the start, incidents, what may fail, the horizon.
type Scenario struct {
	Meta
	Title     string
	For       string
	Start     Start
	Horizon   Quantity
	Incidents []Incident
	MayStart  *MayStart // nil: the default budget
	MayFail   *MayFail  // nil: the default budget
	Answers   []Answer
	Fails     []Fail
	Observed  []Observed
	Crisis    *CrisisUse // nil: none
	Predicted []Observed // what a record that is not given would hold; without values
	InForce   []string   // the variants that made the design in force then, in order
}

// Start is the state that a scenario begins in.
type Start struct {
	Values []ValueIndex // by scale
	Absent []Absence    // offices empty from the start
	Out    []LinkIndex
	Given  []StepRef // consents taken as given
}

// Absence is an office empty at the start or by an incident; Documented where
// it names a source (required for real arrangements).
type Absence struct {
	Post PostIndex
	Cite Cite
	Span diag.Span
}

// Incident is something that happens to the arrangement.
type Incident struct {
	Meta
	Kind    KindIndex // None where it is not of a kind
	Starts  []ProcedureIndex
	Empties []PostIndex
	Fills   []PostIndex
	Cuts    []LinkIndex
	Mends   []LinkIndex
	Moves   []IncidentMove // moves of conditions that nobody in the arrangement decides
	While   *Expr
	At      Quantity // when, from the start; for `check` only its hard bounds label stories
	Every   Quantity // a rate: the mean time between two
	AfterOf string   // a consequence of this incident
}

// IncidentMove is a move that an incident makes where the scale stands at From.
type IncidentMove struct {
	Scale    ScaleIndex
	From, To ValueIndex
	Span     diag.Span
}

// MayStart is the checker's budget of starts of deciding procedures.
type MayStart struct {
	Total      int
	Procedures []ProcedureIndex
	Span       diag.Span
}

// MayFail is the checker's budget of faults.
type MayFail struct {
	Total   int
	Absent  []PostIndex
	Persons []PersonIndex
	Out     []LinkIndex
	Classes []Class // real arrangements: one post of this class
	AnyLink bool    // real arrangements: one link
	Span    diag.Span
}

// Refer is the answer of a step with `back` that refers the matter back.
const Refer = "refer"

// Answer gives the chances of a step's answers.
type Answer struct {
	Step   StepRef
	Option []string
	Chance []Quantity
	Span   diag.Span
}

// Fail is a rate of faults for `run`.
type Fail struct {
	Post  PostIndex
	Link  LinkIndex
	Every Quantity
	For   Quantity
	Span  diag.Span
}

// Observed is a historical value, or what is asked of a record. With a procedure it
// is a value of a time of a run: until the step is done, or the procedure ends.
type Observed struct {
	ID        string
	Text      string
	Value     Quantity // not set where it is predicted
	Of        string   // PROCEDURE or PROCEDURE/STEP as written; "": of nothing that is simulated
	Procedure ProcedureIndex
	Step      StepIndex // None: until the procedure ends
	Since     int       // the incident, by its place in the scenario, from which it counts; None: from the beginning of the run
	Case      string    // what happened once: values of one case depend on each other
	Span      diag.Span
}

// Study is a question: designs, scenarios, measures and the precision wanted.
type Study struct {
	Meta
	Title     string
	Question  string
	Evidence  string // dated, structural or illustrative
	Designs   []StudyDesign
	Scenarios []string
	Measures  []Measure
	Precision []PrecisionGoal
	Casts     []Cast
	Prefer    []Preference
	BreakEven []string // paths of one or two numbers (docs/semantics.md S56)
	Frontier  []string // measures (S57)
}

// Circumstance is one column of a study: a scenario, with a cast where it has any.
type Circumstance struct {
	ID       string // SCENARIO, or SCENARIO/CAST
	Scenario string
	Cast     *Cast // nil: the scenario's own players
}

// Circumstances lists what each design of the study is run under, in order: each
// scenario, once with each cast.
func (s *Study) Circumstances() []Circumstance {
	var out []Circumstance
	for _, id := range s.Scenarios {
		if len(s.Casts) == 0 {
			out = append(out, Circumstance{ID: id, Scenario: id})
		}
		for i := range s.Casts {
			out = append(out, Circumstance{ID: id + "/" + s.Casts[i].ID, Scenario: id, Cast: &s.Casts[i]})
		}
	}
	return out
}

// TimeMeasure says whether the own number of a measure of this kind is a time.
func TimeMeasure(kind string) bool {
	switch kind {
	case "time-of", "no-holder", "dual-holder", "waiting", "threshold", "taken", "programme", "crossed":
		return true
	}
	return false
}

// Cast is who plays, and by which rules programmes are judged where it says so.
type Cast struct {
	Meta
	Players []string
	Rules   []CastRule
}

// CastRule is the rule by which a programme is judged.
type CastRule struct {
	Programme, Rule string
	Span            diag.Span
}

// Preference says of which measure less, or more, is preferred.
type Preference struct {
	Measure string
	More    bool
	Span    diag.Span
}

// StudyDesign is a base and an ordered list of variants.
type StudyDesign struct {
	Meta
	Base     string
	Variants []string
}

// Measure is what is read off a run.
type Measure struct {
	Meta
	Kind  string
	Of    string
	Since string // time-of: the incident from whose first coming it counts, and the first run that begins then or later is followed; "": from the beginning of the first run
}

// PrecisionGoal is how narrow an interval has to be.
type PrecisionGoal struct {
	Measure string
	Half    Quantity
	Span    diag.Span
}
