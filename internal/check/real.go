package check

import (
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/say"
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
// are one, as grave as the gravest of them; the reason given for an accepted one
// is left in the text, since it may name the office. What needs no fault stays as
// it is. Searches go on when everything asked for is found (search.whole), so that
// their numbers do not say in which cone a fault opens a seam.
func (r *Result) redact() {
	a := r.Arrangement
	at := map[ID]int{}
	kept := r.Findings[:0]
	for _, f := range r.Findings {
		if f.Faults > 0 {
			class := faultClass(a, &f)
			behind := f.ID()
			f = Finding{
				Seam: f.Seam, Element: "one " + class.String(), Faults: f.Faults, Class: class.String(), class: class, Accepted: f.Accepted,
				Summary: sayf("with one %s lost, %s", class, classSummary[f.Seam]), Try: f.Try, Verdict: f.Verdict, Disputed: f.Disputed,
			}
			if f.Seam == model.InvariantSeam {
				f.Try = sayf("name deputies, give a second line, or write what follows otherwise (`if-absent`, `if-unreachable`)") // the usual one points at the story
			}
			if f.Accepted != "" {
				f.Accepted = classAccepted
			}
			if i, seen := at[f.ID()]; seen {
				kept[i].join(&f)
				kept[i].behind = append(kept[i].behind, behind)
				continue
			}
			at[f.ID()] = len(kept)
			f.behind = []ID{behind}
		}
		kept = append(kept, f)
	}
	r.Findings = kept
}

// classAccepted stands in for the reason that the text gives.
const classAccepted = "the text accepts it and says why"

// join makes a finding of a class as grave as another that falls together with it.
func (f *Finding) join(g *Finding) {
	weight := func(f *Finding) int {
		switch {
		case f.Accepted != "":
			return 0
		case f.Disputed || f.Verdict == Undecided:
			return 1
		default:
			return 2
		}
	}
	if weight(g) > weight(f) {
		f.Accepted, f.Disputed, f.Verdict = g.Accepted, g.Disputed, g.Verdict
	}
}

// classSummary says what happens without naming where.
var classSummary = map[model.Seam]say.Text{
	model.NoHolder:           sayf("an authority has nobody who holds it, at least until a deputy takes over where one is written"),
	model.DualHolder:         sayf("two hold an exclusive authority"),
	model.IneligibleHolder:   sayf("somebody holds an authority whom the text does not allow"),
	model.NoAuthority:        sayf("a step is done without the authority that it uses"),
	model.NoDecider:          sayf("a step is due and nobody can do it, at least until a deputy takes over where one is written"),
	model.NoQuorum:           sayf("a council that has to act has no quorum"),
	model.BypassedConsent:    sayf("a decision takes effect without a consent that is asked for"),
	model.Stuck:              sayf("a procedure that has begun can neither be completed nor stopped"),
	model.DelegationOutlives: sayf("a delegated authority goes on while the delegator's office is empty"),
	model.TwoHats:            sayf("one person has work due in two procedures at once"),
	model.SinglePoint:        sayf("a procedure that a limit covers cannot be completed"),
	model.NoProcedure:        sayf("an incident that can come has no procedure"),
	model.InvariantSeam:      sayf("one of the arrangement's own checks does not hold"),
	model.CrossedLine:        sayf("an option may be taken where it crosses a declared line"),
	model.UnauthorisedOption: sayf("an option is taken without the authority or a consent that it needs"),
}

// classWords are the classes of posts in words.
var classWords = map[model.Class]say.Text{
	model.HeadOfState: sayf("head-of-state"), model.Minister: sayf("minister"), model.Chief: sayf("chief"), model.Commander: sayf("commander"), model.Staff: sayf("staff"),
}

// ElementText is the element in words: the class of what is lost, or what the text calls it.
func (f *Finding) ElementText() say.Text {
	if f.Class != "" {
		return sayf("one %s", f.class)
	}
	return say.Plain(f.Element)
}

// faultClass names the class of what the story's faults take away.
func faultClass(a *model.Arrangement, f *Finding) say.Text {
	for _, sc := range f.Story {
		switch sc.kind {
		case machine.CutLink:
			return sayf("link")
		case machine.LosePost:
			if c := a.Posts[sc.what].Class; c != model.NoClass {
				return sayf("post of class %s", classWords[c])
			}
			return sayf("post")
		case machine.LosePerson:
			return sayf("person")
		}
	}
	return sayf("post")
}
