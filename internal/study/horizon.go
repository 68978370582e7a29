package study

import (
	"fmt"
	"math"
	"strings"

	"entente/internal/dist"
)

// A time that never came counts as the horizon: its mean is restricted to it. So a
// difference of means may be one of how often it comes at all, and the sentence says
// beside it how often, and how the times compare where both came.

// coming counts, of the pairs of a time, what had not come at the horizon.
type coming struct {
	neverA, neverB int
	base           moments // the base's own, where it came
	both           moments // the other's less the base's, where it came in both
}

func (k *coming) add(x, y, horizon float64) {
	if x >= horizon {
		k.neverA++
	} else {
		k.base.add(x)
	}
	if y >= horizon {
		k.neverB++
	}
	if x < horizon && y < horizon {
		k.both.add(y - x)
	}
}

// horizonText says what is counted as the horizon in a difference of means; "" where
// everything came.
func (r *run) horizonText(c *contrast, p *phrase) string {
	k := &c.told.coming
	if !c.comes || c.feature.kind != meanOf || k.neverA+k.neverB == 0 {
		return ""
	}
	text := fmt.Sprintf(" What has not come at the horizon of %s counts as that: ", dist.FormatApprox(dist.Seconds(c.reach)))
	here, base := r.comesText(c, c.b, k.neverB), r.comesText(c, c.a, k.neverA)
	if here == base {
		text += "in both designs it comes in " + here
	} else {
		text += "it comes in " + here + ", in " + r.designName(0) + " in " + strings.TrimSuffix(base, " of the replications")
	}
	se := k.both.se()
	switch {
	case k.both.n == 0:
		text += "; never in both"
	case math.Abs(k.both.mean) > seSign*se && r.Study.Evidence == dated:
		text += fmt.Sprintf("; where it comes in both, %s (±%s, two plain standard errors)", p.signed(k.both.mean), p.amount(seSign*se))
	case math.Abs(k.both.mean) > seSign*se:
		text += "; where it comes in both it is " + p.word(k.both.mean) + " at the base"
	default:
		text += "; where it comes in both, no difference is told at the base"
	}
	return text + "."
}

// comesText says in how many replications a time came: the range over the
// assumptions in a study that states ranges.
func (r *run) comesText(c *contrast, cell, never int) string {
	if r.Study.Evidence == dated {
		return dist.Number.FormatApprox(1-float64(never)/float64(c.told.pairs)) + " of the replications"
	}
	name := r.columns[c.column].Name + ".done"
	for i, e := range r.estimates {
		if e.cell != cell || r.columns[e.column].Name != name || r.assumed.ranges == nil {
			continue
		}
		if s := r.assumed.ranges[i]; s.low < s.high {
			p := phrase{unit: dist.Number}
			return p.fromTo(s.low, s.high) + " of the replications"
		}
	}
	return r.countOf(c.told.pairs-never, c.told.pairs)
}
