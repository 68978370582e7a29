package study

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entente/internal/stats"
)

// stopReason says why the replications stopped.
type stopReason string

const (
	stopDecided     stopReason = "decided"     // every contrast is settled
	stopMax         stopReason = "max"         // the replications ran out
	stopInterrupted stopReason = "interrupted" // ctx ended
)

// look judges every contrast and estimate at the same count.
func (r *run) look() {
	_ = each(context.Background(), r.Workers, len(r.contrasts), func(_, i int) error {
		r.contrasts[i].look()
		return nil
	})
	_ = each(context.Background(), r.Workers, len(r.estimates), func(_, i int) error {
		r.estimates[i].look(r.runs)
		return nil
	})
	for i := range r.tallies {
		r.tallies[i].atLook()
	}
}

// conclusion says whether the run is over, and keeps the reason as a sentence.
func (r *run) conclusion() bool {
	switch open := r.open(); {
	case r.interrupted && r.looked == 0:
		r.stopped, r.stop = stopInterrupted, "Interrupted before the first look; nothing is said."
	case r.interrupted:
		r.stopped, r.stop = stopInterrupted, fmt.Sprintf("Interrupted; this is the look at %s replications of each design, with %s.", thousands(r.runs), r.openText(open))
	case open == 0 && (r.runs >= runsLeast || r.looked == len(r.looks)):
		r.stopped, r.stop = stopDecided, fmt.Sprintf("Stopped at %s replications of each design: %s.", thousands(r.runs), r.settledText())
	case r.looked == len(r.looks):
		r.stopped, r.stop = stopMax, fmt.Sprintf("Stopped at %s replications of each design, the most allowed, with %s.", thousands(r.runs), r.openText(open))
	default:
		return false
	}
	return true
}

func (r *run) openText(open int) string {
	if open == 0 && len(r.designs) == 1 {
		return "nothing to compare"
	}
	if open == 0 {
		return "every comparison settled"
	}
	if len(r.designs) == 1 {
		return plural(open, "number") + " not as narrow as the precision asked"
	}
	return fmt.Sprintf("%s of %s comparisons not settled", thousands(open), thousands(len(r.contrasts)))
}

// settledText counts why the contrasts are settled.
func (r *run) settledText() string {
	var decided, equal, narrow, nothing, unfinished int
	for _, c := range r.contrasts {
		switch t := &c.told; {
		case r.unfinished(c) != "":
			unfinished++
		case t.nothing():
			nothing++
		case t.sign() != 0:
			decided++
		case t.verdict == stats.Equal:
			equal++
		case t.verdict == stats.Narrow:
			narrow++
		}
	}
	if len(r.contrasts) == 0 {
		if len(r.designs) == 1 && len(r.Study.Precision) > 0 {
			return "there is one design, and nothing to compare; its numbers are as narrow as asked"
		}
		return "there is one design, and nothing to compare"
	}
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{
		{decided, "have a known sign"}, {equal, "are equal within the precision"},
		{narrow, "are as narrow as asked"}, {nothing, "have nothing to compare"},
		{unfinished, "are undecided, since replications stopped before their end"},
	} {
		if p.n > 0 {
			text := p.text
			if p.n == 1 {
				text = strings.NewReplacer("have ", "has ", "are ", "is ").Replace(text)
			}
			parts = append(parts, thousands(p.n)+" "+text)
		}
	}
	return fmt.Sprintf("of %s comparisons, %s", thousands(len(r.contrasts)), and(parts))
}

// atLook keeps what a look saw of a tally.
func (t *tally) atLook() {
	t.seen = t.tallied
	t.seen.missing = slices.Clone(t.missing)
}
