package chart

import (
	"errors"
	"fmt"
	"slices"

	"entente/internal/diag"
	"entente/internal/model"
)

// lockedText is why a real state's offices stay filled here.
const lockedText = "this entry is about real states: an office is emptied here only where a scenario documents its absence, and no line is cut"

// Locked is the error of a view that empties or cuts what may not be.
type Locked struct{ What string }

func (e *Locked) Error() string { return e.What + ": " + lockedText }

// Hint says what is answered instead.
func (e *Locked) Hint() string {
	return "ask about a class: `entente ask ENTRY \"… when one post of class minister is absent\"`, or check with one post or link of a class failing; RESPONSIBLE-USE.md says why"
}

// read finds what a view names, and refuses what may not be shown.
func (v View) read(a *model.Arrangement) (model.ScaleIndex, Start, error) {
	start := Start{Values: make([]model.ValueIndex, len(a.Scales))}
	scale := mainScale(a)
	if v.Scale != "" {
		i := slices.IndexFunc(a.Scales, func(s model.Scale) bool { return s.ID == v.Scale })
		if i < 0 {
			return 0, start, unknown("scale", v.Scale, a.Scales, func(s *model.Scale) string { return s.ID })
		}
		scale = model.ScaleIndex(i)
	}
	for _, id := range v.Values {
		found := false
		for i := range a.Scales {
			if k := slices.IndexFunc(a.Scales[i].Values, func(m model.Meta) bool { return m.ID == id }); k >= 0 {
				start.Values[i], found = model.ValueIndex(k), true
			}
		}
		if !found {
			return 0, start, fmt.Errorf("no scale has the value %q", id)
		}
	}
	for _, id := range v.Absent {
		i := slices.IndexFunc(a.Posts, func(p model.Post) bool { return p.ID == id })
		if i < 0 {
			return 0, start, unknown("post", id, a.Posts, func(p *model.Post) string { return p.ID })
		}
		if a.Real && !slices.Contains(v.Documented, model.PostIndex(i)) {
			return 0, start, &Locked{"the absence of " + id}
		}
		start.Absent = append(start.Absent, model.PostIndex(i))
	}
	for _, id := range v.Out {
		i := slices.IndexFunc(a.Links, func(l model.Link) bool { return l.ID == id })
		if i < 0 {
			return 0, start, unknown("link", id, a.Links, func(l *model.Link) string { return l.ID })
		}
		if a.Real {
			return 0, start, &Locked{"the loss of " + id}
		}
		start.Out = append(start.Out, model.LinkIndex(i))
	}
	return scale, start, nil
}

func unknown[T any](what, id string, list []T, of func(*T) string) error {
	var ids []string
	for i := range list {
		ids = append(ids, of(&list[i]))
	}
	text := fmt.Sprintf("there is no %s %q", what, id)
	if near := diag.Nearest(id, ids); near != "" {
		text += "; did you mean " + near + "?"
	}
	return errors.New(text)
}

// mainScale is the scale by which most authorities change their holder; the first
// with moves where none does; None where there is no scale.
func mainScale(a *model.Arrangement) model.ScaleIndex {
	best, most := model.ScaleIndex(model.None), -1
	for i := range a.Scales {
		n := 0
		if len(a.Scales[i].Moves) > 0 {
			n = 1
		}
		for k := range a.Authorities {
			auth := &a.Authorities[k]
			if auth.Scale == model.ScaleIndex(i) && slices.ContainsFunc(auth.HeldBy, func(p model.PostIndex) bool { return p != auth.HeldBy[0] }) {
				n += 2
			}
		}
		if n > most {
			best, most = model.ScaleIndex(i), n
		}
	}
	return best
}
