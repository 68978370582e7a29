package check

import (
	"entente/internal/model"
	"entente/internal/say"
)

// meanings says in one sentence when each kind of seam is found;
// docs/semantics.md section 7 is the definition.
var meanings = map[model.Seam]say.Text{
	model.NoHolder:           sayf("An authority that is in force has nobody who holds it, although the text names somebody."),
	model.DualHolder:         sayf("Two persons hold an exclusive authority at once."),
	model.IneligibleHolder:   sayf("Somebody holds an authority whom its `only` bars: an acting deputy, for instance."),
	model.NoAuthority:        sayf("A step is done that exercises an authority which its doer does not hold."),
	model.NoDecider:          sayf("A step is due, and its doer cannot act: nobody in office, nobody with the power, nobody within reach, or no single holder."),
	model.NoQuorum:           sayf("A step of a council is due, and too few of its seats are filled."),
	model.BypassedConsent:    sayf("A decision takes effect although a party whose consent its procedure asks for has not given it."),
	model.Stuck:              sayf("A procedure has begun, and no continuation without further faults completes or stops it."),
	model.DelegationOutlives: sayf("A delegate holds an authority while the office whose power it is is empty, and the text does not let it survive."),
	model.ConflictingChains:  sayf("A person's offices, or a force, stand under two superiors of which neither is above the other."),
	model.TwoHats:            sayf("One person has work due in two procedures at once, and the bounds do not exclude that a deadline is missed."),
	model.SinglePoint:        sayf("The loss of one post or one link, alone and not repaired, leaves a procedure that a limit covers without a way to complete."),
	model.Latency:            sayf("A quantile or the worst case of a time exceeds its limit, or cannot be bounded."),
	model.NoProcedure:        sayf("An incident of a kind can come in a condition in which no procedure answers it."),
	model.NoForum:            sayf("A decision that concerns two allies is in the remit of no council in which both sit."),
	model.NoCivilian:         sayf("The chain above the holder of a command does not reach a national post of each party whose force it is."),
	model.DeadRule:           sayf("A row, a step, a deputy or a council that nothing can ever use, whatever fails; an invariant whose occasion never arises."),
	model.InvariantSeam:      sayf("One of the arrangement's own checks does not hold."),
	model.DeadOption:         sayf("An option of a crisis that nobody can ever take, whatever fails: no decision, no incident and no programme names it, or what it waits for never comes."),
	model.CrossedLine:        sayf("An option may be taken where it crosses a red line that its party has declared."),
	model.UnauthorisedOption: sayf("An option is taken by a step whose doer does not hold the authority that the option uses, or without a consent that it needs."),
}

// kindNames are the kinds of seam by name: the ids in English.
var kindNames = map[model.Seam]say.Text{
	model.NoHolder: sayf("no-holder"), model.DualHolder: sayf("dual-holder"), model.IneligibleHolder: sayf("ineligible-holder"),
	model.NoAuthority: sayf("no-authority"), model.NoDecider: sayf("no-decider"), model.NoQuorum: sayf("no-quorum"),
	model.BypassedConsent: sayf("bypassed-consent"), model.Stuck: sayf("stuck"), model.DelegationOutlives: sayf("delegation-outlives"),
	model.ConflictingChains: sayf("conflicting-chains"), model.TwoHats: sayf("two-hats"), model.SinglePoint: sayf("single-point"),
	model.Latency: sayf("latency"), model.NoProcedure: sayf("no-procedure"), model.NoForum: sayf("no-forum"), model.NoCivilian: sayf("no-civilian"),
	model.DeadRule: sayf("dead-rule"), model.InvariantSeam: sayf("invariant"), model.DeadOption: sayf("dead-option"),
	model.CrossedLine: sayf("crossed-line"), model.UnauthorisedOption: sayf("unauthorised-option"),
}

// KindName is the name of a kind of seam: its id, in Korean its name.
func KindName(s model.Seam) say.Text { return kindNames[s] }

// Meaning says in one sentence when a kind of seam is found.
func Meaning(s model.Seam) say.Text { return meanings[s] }

// Remedy says what to try against a kind of seam.
func Remedy(s model.Seam) say.Text { return remedies[s] }
