package study

import (
	"encoding/json"
	"math"
)

// Version is the version of the summary's form. It rises when a reader of the
// old form would misread the new one.
const Version = 1

// Float is a number that may be missing: NaN and infinities are null in JSON.
type Float float64

// MarshalJSON writes the shortest number that reads back to the same, or null.
func (f Float) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(f))
}

// UnmarshalJSON reads null as NaN.
func (f *Float) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*f = Float(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(f))
}

// Result is what a study found. Times are in seconds.
type Result struct {
	Version  int    `json:"version"`
	Study    string `json:"study"`
	Title    string `json:"title"`
	Question string `json:"question"`
	Evidence string `json:"evidence"` // dated, structural or illustrative
	Caveat   string `json:"caveat"`

	Seed        uint64 `json:"seed"`
	Runs        int    `json:"runs"` // replications of each design under each scenario
	RunsMax     int    `json:"runsMax"`
	Looks       []int  `json:"looks"`  // the counts at which the run was looked at
	Reason      string `json:"reason"` // decided, max or interrupted
	Stop        string `json:"stop"`   // the reason as a sentence
	Interrupted bool   `json:"interrupted"`

	Alpha     float64 `json:"alpha"`     // the chance that any contrast's interval ever misses
	AlphaEach float64 `json:"alphaEach"` // each contrast's part
	Interval  string  `json:"interval"`  // what every interval is about

	Designs     []Named     `json:"designs"` // the first is the base
	Scenarios   []string    `json:"scenarios"`
	Measures    []Measure   `json:"measures"`
	Judgements  []Judgement `json:"judgements"`
	Contrasts   []Contrast  `json:"contrasts"`
	Estimates   []Estimate  `json:"estimates"`
	Curves      []Curve     `json:"curves"`
	Assumptions Assumptions `json:"assumptions"`
	Checks      []Check     `json:"checks"`
	Examples    []Example   `json:"examples"`
	Notes       []Note      `json:"notes"`
	History     *History    `json:"history"` // where what was observed falls; null where the scenarios say nothing of it

	Unspecified []Unspecified `json:"unspecified"` // what is not compared
	Inherited   []Inherited   `json:"inherited"`   // what is compared although a design's sources are silent

	Casts         []Cast         `json:"casts"`         // who plays; the scenarios are SCENARIO/CAST then
	CastContrasts []CastContrast `json:"castContrasts"` // what another cast changes in a design
	Orders        []Order        `json:"orders"`        // of the designs, by the measures that are preferred
	Frontiers     []Frontier     `json:"frontiers"`
	BreakEvens    []BreakEven    `json:"breakEvens"` // of an illustrative study
}

// Named is an id and what people call it.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Measure is a measure of the study.
type Measure struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
	Of   string `json:"of"`
}

// Estimate is one number of one column of one design under one scenario.
type Estimate struct {
	Design   string `json:"design"`
	Scenario string `json:"scenario"`
	Measure  string `json:"measure"`
	Column   string `json:"column"`
	Feature  string `json:"feature"` // mean, p10, p50, p90, had-say, or a label
	Unit     string `json:"unit"`    // seconds, share or number
	N        int    `json:"n"`       // replications that say something
	Value    Float  `json:"value"`
	Low      Float  `json:"low"` // simulation error only
	High     Float  `json:"high"`
	Censored Float  `json:"censored"` // times: the share at the horizon; else null
	Range    *Range `json:"range"`    // over the assumptions; null where they were not tried
	Silent   bool   `json:"silent"`   // the design's sources say nothing of it: the number is the base's text's
}

// Range is the least and the greatest value over the points tried, the base
// included.
type Range struct {
	Low  Float `json:"low"`
	High Float `json:"high"`
}

// Contrast is the difference of one number between a design and the base design:
// the design's less the base's.
type Contrast struct {
	ID       string `json:"id"`
	Scenario string `json:"scenario"`
	Measure  string `json:"measure"`
	Column   string `json:"column"`
	Feature  string `json:"feature"`
	Design   string `json:"design"`
	Base     string `json:"base"`
	Unit     string `json:"unit"`

	N         int   `json:"n"` // replications in which both say something
	Value     Float `json:"value"`
	Low       Float `json:"low"` // simulation error only
	High      Float `json:"high"`
	Half      Float `json:"half"` // the half-width asked for
	Sign      int   `json:"sign"` // 0: not known
	Equal     bool  `json:"equal"`
	Narrow    bool  `json:"narrow"`
	Identical bool  `json:"identical"` // the same number in every replication: at most a hundredth of them can differ
	Gain      Float `json:"gain"`      // of common random numbers, in variance

	Status   string    `json:"status"` // holds, depends, vanishes, undecided, equal or nothing
	Why      string    `json:"why"`    // the status as a sentence
	Points   int       `json:"points"` // points tried
	Agree    int       `json:"agree"`  // points with the sign of the base
	Reverse  []Reverse `json:"reverse"`
	Vanish   []Vanish  `json:"vanish"`
	Range    *Range    `json:"range"`   // over the points tried
	Effects  []Effect  `json:"effects"` // the base and the points that differ from it; not kept for single labels
	Movers   []Mover   `json:"movers"`  // quantities that move it, the strongest first
	Weakest  string    `json:"weakest"` // the weakest grade among the movers
	Sentence string    `json:"sentence"`
}

// Judgement is a sentence about one contrast that a reader wants first.
type Judgement struct {
	Contrast string `json:"contrast"`
	Scenario string `json:"scenario"`
	Design   string `json:"design"`
	Status   string `json:"status"`
	Text     string `json:"text"`
	Body     string `json:"body"`  // the text without the scenario and the design
	Rests    string `json:"rests"` // what it rests on
}

// Note is something a reader has to know beside the numbers.
type Note struct {
	Kind string `json:"kind"` // censored, unsaid, beyond-budget, cut-short, missing-answer, lacking or left-off
	Text string `json:"text"`
}

// IntervalLabel says what every interval of a result is about.
const IntervalLabel = "simulation error only"
