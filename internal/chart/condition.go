package chart

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/model"
)

// Condition is one value of each scale that holders depend on; the other scales
// are at their lowest.
type Condition struct {
	Values []model.ValueIndex // by scale
	Label  string
}

// conditionMax bounds the charts of one design; beyond it each scale is varied
// alone.
const conditionMax = 8

// Conditions lists the conditions in which holders may differ.
func Conditions(a *model.Arrangement) []Condition {
	var scales []int
	combos := 1
	for i := range a.Scales {
		for k := range a.Authorities {
			if a.Authorities[k].Scale == model.ScaleIndex(i) {
				scales = append(scales, i)
				combos *= len(a.Scales[i].Values)
				break
			}
		}
	}
	if len(scales) == 0 {
		return []Condition{{make([]model.ValueIndex, len(a.Scales)), "every condition"}}
	}
	var out []Condition
	if combos > conditionMax {
		for _, s := range scales {
			for v := range a.Scales[s].Values {
				c := Condition{make([]model.ValueIndex, len(a.Scales)), a.Scales[s].Values[v].ID}
				c.Values[s] = model.ValueIndex(v)
				out = append(out, c)
			}
		}
		return out
	}
	out = []Condition{{make([]model.ValueIndex, len(a.Scales)), ""}}
	for _, s := range scales {
		var next []Condition
		for _, head := range out {
			for v := range a.Scales[s].Values {
				c := Condition{slices.Clone(head.Values), head.Label}
				c.Values[s] = model.ValueIndex(v)
				if c.Label != "" {
					c.Label += ", "
				}
				c.Label += a.Scales[s].Values[v].ID
				next = append(next, c)
			}
		}
		out = next
	}
	return out
}

// HolderOf is the post that the row of an authority names, None for nobody.
func HolderOf(auth *model.Authority, c Condition) model.PostIndex {
	v := 0
	if auth.Scale != model.None {
		v = int(c.Values[auth.Scale])
	}
	if v >= len(auth.HeldBy) {
		return model.None
	}
	return auth.HeldBy[v]
}

// holdersKey tells conditions apart in which somebody else holds something.
func holdersKey(a *model.Arrangement, c Condition) string {
	var b strings.Builder
	for i := range a.Authorities {
		fmt.Fprintf(&b, "%d ", HolderOf(&a.Authorities[i], c))
	}
	return b.String()
}

// Grouped joins conditions in which everything is held by the same posts.
func Grouped(a *model.Arrangement, list []Condition) []Condition {
	var out []Condition
	at := map[string]int{}
	for _, c := range list {
		key := holdersKey(a, c)
		if i, known := at[key]; known {
			out[i].Label += " and " + c.Label
			continue
		}
		at[key] = len(out)
		out = append(out, c)
	}
	return out
}
