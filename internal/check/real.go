package check

import (
	"fmt"

	"entente/internal/machine"
	"entente/internal/model"
)

// preferFaultless puts the story without faults in place of a shorter one with
// a fault, for every finding that has one: what needs no fault is named.
func (r *Result) preferFaultless(faultless *Result) {
	free := map[ID]*Finding{}
	for i := range faultless.Findings {
		if f := &faultless.Findings[i]; f.Faults == 0 {
			free[f.ID()] = f
		}
	}
	for i := range r.Findings {
		if f, ok := free[r.Findings[i].ID()]; ok && r.Findings[i].Faults > 0 {
			r.Findings[i] = *f
		}
	}
}

// redact enforces the rules for real states (RESPONSIBLE-USE.md): a finding
// that needs an undocumented fault is reported by check and class of post, with
// the remedy, and names no office, step or line. Findings that fall together
// are one. What needs no fault stays as it is.
func (r *Result) redact() {
	a := r.Arrangement
	at := map[ID]int{}
	kept := r.Findings[:0]
	for _, f := range r.Findings {
		if f.Faults > 0 {
			class := faultClass(a, &f)
			behind := f.ID()
			f = Finding{
				Seam: f.Seam, Element: "one " + class, Faults: f.Faults, Class: class, Accepted: f.Accepted,
				Summary: fmt.Sprintf("with one %s lost, %s", class, classSummary[f.Seam]), Try: f.Try, Verdict: f.Verdict,
			}
			if i, seen := at[f.ID()]; seen {
				kept[i].behind = append(kept[i].behind, behind)
				if f.Accepted == "" {
					kept[i].Accepted = "" // not everything behind it is accepted
				}
				continue
			}
			at[f.ID()] = len(kept)
			f.behind = []ID{behind}
		}
		kept = append(kept, f)
	}
	r.Findings = kept
}

// classSummary says what happens without naming where.
var classSummary = map[model.Seam]string{
	model.NoHolder:           "an authority has nobody who holds it, at least until a deputy takes over where one is written",
	model.DualHolder:         "two hold an exclusive authority",
	model.IneligibleHolder:   "somebody holds an authority whom the text does not allow",
	model.NoAuthority:        "a step is done without the authority that it uses",
	model.NoDecider:          "a step is due and nobody can do it, at least until a deputy takes over where one is written",
	model.NoQuorum:           "a council that has to act has no quorum",
	model.BypassedConsent:    "a decision takes effect without a consent that is asked for",
	model.Stuck:              "a procedure that has begun can neither be completed nor stopped",
	model.DelegationOutlives: "a delegated authority goes on while the delegator's office is empty",
	model.TwoHats:            "one person has work due in two procedures at once",
	model.SinglePoint:        "a procedure that a limit covers cannot be completed",
	model.NoProcedure:        "an incident that can come has no procedure",
	model.InvariantSeam:      "one of the arrangement's own checks does not hold",
}

// faultClass names the class of what the story's faults take away.
func faultClass(a *model.Arrangement, f *Finding) string {
	for _, sc := range f.Story {
		switch sc.kind {
		case machine.CutLink:
			return "link"
		case machine.LosePost:
			if c := a.Posts[sc.what].Class; c != model.NoClass {
				return "post of class " + c.String()
			}
			return "post"
		case machine.LosePerson:
			return "person"
		}
	}
	return "post"
}
