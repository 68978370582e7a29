package study

import (
	"math"
	"slices"

	"entente/internal/sim"
)

// featureKind is what is read off a column.
type featureKind uint8

const (
	meanOf   featureKind = iota // the mean: of a time, restricted to the horizon; of a share; of a flag, its chance
	quantile                    // a quantile of a time
	hadSay                      // a category: the chance that an ally had a say before the decision
	labelIs                     // a category: the chance of one label
)

// saysBefore are the labels of a consultation in which an ally had a say before
// the decision was taken.
var saysBefore = []string{"decided", "consented", "agreed-in-council", "heard-before"}

// feature is one number of the distribution of a column.
type feature struct {
	kind  featureKind
	p     float64 // quantile
	label int     // labelIs
	say   []bool  // hadSay: by label
}

// featuresOf lists what is told of a column, in order.
func featuresOf(c *sim.Column, quantiles []float64) []feature {
	switch c.Kind {
	case sim.Category:
		var out []feature
		if slices.Equal(c.Labels, sim.Consultation) {
			say := feature{kind: hadSay}
			for _, l := range c.Labels {
				say.say = append(say.say, slices.Contains(saysBefore, l))
			}
			out = append(out, say)
		}
		for i := range c.Labels {
			out = append(out, feature{kind: labelIs, label: i})
		}
		return out
	case sim.Time:
		out := []feature{{kind: meanOf}}
		for _, p := range quantiles {
			out = append(out, feature{kind: quantile, p: p})
		}
		return out
	}
	return []feature{{kind: meanOf}}
}

// name is the feature's part of an id: "mean", "p50", "had-say", or a label.
func (f *feature) name(c *sim.Column) string {
	switch f.kind {
	case hadSay:
		return "had-say"
	case labelIs:
		return c.Labels[f.label]
	case quantile:
		return "p" + shortest(float64(100*f.p))
	}
	return "mean"
}

// of turns a value of the column into the number whose mean is asked; NaN where
// the replication says nothing.
func (f *feature) of(x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case f.kind == hadSay:
		return flag(int(x) < len(f.say) && f.say[int(x)])
	case f.kind == labelIs:
		return flag(int(x) == f.label)
	}
	return x
}

func flag(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// reach is the range of the feature: how far its greatest value lies above its
// least, which is 0 but for a number.
func (f *feature) reach(c *sim.Column) float64 {
	if c.Kind == sim.Time || c.Kind == sim.Number {
		return c.Max - c.Min
	}
	return 1
}
