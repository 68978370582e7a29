package study

// History says where what was observed falls among what is simulated, and what is
// predicted of records that are not given. Times are in seconds.
type History struct {
	Seed    uint64      `json:"seed"`
	Runs    int         `json:"runs"`   // replications of the base, and of the mixture
	Draws   int         `json:"draws"`  // points of the hypercube behind the mixture
	Points  int         `json:"points"` // further points tried, of the scenario with the most
	Entries []Held      `json:"entries"`
	Cases   []CaseTally `json:"cases"`  // by case, then all of them, whose case is empty; none where nothing was observed
	Ranges  string      `json:"ranges"` // how to read the counts
}

// Held is one entry.
type Held struct {
	Scenario string   `json:"scenario"`
	Design   string   `json:"design"` // in force then
	ID       string   `json:"id"`
	What     string   `json:"what"`
	Case     string   `json:"case"`
	Of       string   `json:"of"`
	Since    string   `json:"since"`    // an incident; empty: the beginning of the run
	Source   string   `json:"source"`   // of what was observed, with its grade
	Observed Float    `json:"observed"` // null: it is predicted
	Shared   []string `json:"shared"`   // numbers that rest on the source of the observed value and bear on the time: it is not counted then
	Within   []bool   `json:"within"`   // the 50, 80 and 95 % ranges of the mixture; null where it is predicted or not counted
	Began    Float    `json:"began"`    // the share of replications that say something: of the others it does not begin
	Mixture  Spread   `json:"mixture"`
	Base     Spread   `json:"base"`
	Low      *Spread  `json:"low"`  // the least of each number over all points; null where they were not tried
	High     *Spread  `json:"high"` // the greatest
}

// Spread is one distribution: its quantiles at 2.5, 10, 25, 50, 75, 90 and 97.5 %.
type Spread struct {
	N        int     `json:"n"`        // replications that say something
	Came     Float   `json:"came"`     // the share in which it came within the horizon
	Position Float   `json:"position"` // of the observed value: the share below it, and half of what is equal; null where it is predicted
	At       []Float `json:"at"`       // null: not within the horizon
}

// CaseTally counts the observed values of a case that lie inside the 50, 80 and 95 %
// ranges.
type CaseTally struct {
	Case   string `json:"case"`
	N      int    `json:"n"`
	Inside []int  `json:"inside"`
}

// HistoryCaveat is how to read the counts.
const HistoryCaveat = "Counts, not rates: values of one case depend on each other, famous cases are not a sample, and so few say little. A range holds what we would have said beforehand with even weights inside every bound; it is no forecast."

// casesLeast is how many cases there must be before a share is told in per cent.
const casesLeast = 10
