package typecheck

import "entente/internal/diag"

// ruleStarts: every procedure can be begun by something: a move that it decides,
// an incident, a hand-over or a step; and all of them together have no more places
// for runs than a state can hold.
var ruleStarts = rule{
	codes: []diag.Code{"never-started", "too-many"},
	apply: func(f *facts) {
		places := 0
		for i := range f.a.Procedures {
			p := &f.a.Procedures[i]
			before := places
			places += max(1, p.AgainN*besides[p.Again])
			if before <= runsMax && places > runsMax {
				f.out.Errorf("too-many", p.Span, "the procedures have %d places for runs up to here; at most %d are read", places, runsMax).
					Hint("`beside n` takes n places, every other procedure one")
			}
			if len(p.Decides)+len(p.Starts)+len(p.StartedBy) == 0 && !p.HandsOver && f.ok("procedures", p.ID) && !f.brokenAuthority() {
				f.out.Warnf("never-started", p.Span, "nothing ever starts procedure %q", p.ID).
					Hint("let it decide a move, start on an incident, hand over an authority, or be started by a step")
			}
		}
	},
}

// besides says which kinds of `again` take a place for each run.
var besides = [...]int{0, 0, 0, 1}

// brokenAuthority reports whether a hand-over may be among what was not read.
func (f *facts) brokenAuthority() bool {
	for i := range f.a.Authorities {
		if !f.ok("authority", f.a.Authorities[i].ID) {
			return true
		}
	}
	for i := range f.a.Procedures {
		if !f.ok("procedures", f.a.Procedures[i].ID) || !f.okSteps(&f.a.Procedures[i]) {
			return true
		}
	}
	return false
}
