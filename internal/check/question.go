package check

import "entente/internal/model"

// questions says which question of a reader a kind of seam answers.
var questions = map[model.Seam]string{
	model.NoHolder:           "nobody",
	model.DualHolder:         "several",
	model.ConflictingChains:  "several",
	model.NoDecider:          "decide",
	model.NoQuorum:           "decide",
	model.Stuck:              "decide",
	model.NoProcedure:        "decide",
	model.SinglePoint:        "decide",
	model.BypassedConsent:    "say",
	model.NoForum:            "say",
	model.NoCivilian:         "say",
	model.IneligibleHolder:   "right",
	model.NoAuthority:        "right",
	model.DelegationOutlives: "right",
	model.UnauthorisedOption: "right",
	model.CrossedLine:        "right",
	model.TwoHats:            "late",
	model.Latency:            "late",
	model.InvariantSeam:      "own",
	model.DeadRule:           "idle",
	model.DeadOption:         "idle",
}

// Questions lists the questions, in the order in which they are offered: when does
// nobody hold command; when do several; when can nobody decide; when has an ally or a
// nation no say; when does somebody act without the right to; when does it come too
// late; which of the text's own checks does not hold; what is never used.
func Questions() []string {
	return []string{"nobody", "several", "decide", "say", "right", "late", "own", "idle"}
}

// Question returns which of the questions a kind of seam answers.
func Question(s model.Seam) string { return questions[s] }
