package check

import "entente/internal/model"

// meanings says in one sentence when each kind of seam is found;
// docs/semantics.md section 7 is the definition.
var meanings = map[model.Seam]string{
	model.NoHolder:           "An authority that is in force has nobody who holds it, although the text names somebody.",
	model.DualHolder:         "Two persons hold an exclusive authority at once.",
	model.IneligibleHolder:   "Somebody holds an authority whom its `only` bars: an acting deputy, for instance.",
	model.NoAuthority:        "A step is done that exercises an authority which its doer does not hold.",
	model.NoDecider:          "A step is due, and its doer cannot act: nobody in office, nobody with the power, nobody within reach, or no single holder.",
	model.NoQuorum:           "A step of a council is due, and too few of its seats are filled.",
	model.BypassedConsent:    "A decision takes effect although a party whose consent its procedure asks for has not given it.",
	model.Stuck:              "A procedure has begun, and no continuation without further faults completes or stops it.",
	model.DelegationOutlives: "A delegate holds an authority while the office whose power it is is empty, and the text does not let it survive.",
	model.ConflictingChains:  "A person's offices, or a force, stand under two superiors of which neither is above the other.",
	model.TwoHats:            "One person has work due in two procedures at once, and the bounds do not exclude that a deadline is missed.",
	model.SinglePoint:        "The loss of one post or one link, alone and not repaired, leaves a procedure that a limit covers without a way to complete.",
	model.Latency:            "A quantile or the worst case of a time exceeds its limit, or cannot be bounded.",
	model.NoProcedure:        "An incident of a kind can come in a condition in which no procedure answers it.",
	model.NoForum:            "A decision that concerns two allies is in the remit of no council in which both sit.",
	model.NoCivilian:         "The chain above the holder of a command does not reach a national post of each party whose force it is.",
	model.DeadRule:           "A row, a step, a deputy or a council that nothing can ever use, whatever fails; an invariant whose occasion never arises.",
	model.InvariantSeam:      "One of the arrangement's own checks does not hold.",
	model.DeadOption:         "An option of a crisis that nobody can ever take, whatever fails: no decision, no incident and no programme names it, or what it waits for never comes.",
	model.CrossedLine:        "An option may be taken where it crosses a red line that its party has declared.",
	model.UnauthorisedOption: "An option is taken by a step whose doer does not hold the authority that the option uses, or without a consent that it needs.",
}

// Meaning says in one sentence when a kind of seam is found.
func Meaning(s model.Seam) string { return meanings[s] }

// Remedy says what to try against a kind of seam.
func Remedy(s model.Seam) string { return remedies[s] }
