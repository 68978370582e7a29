package procedure

import (
	"encoding/json"
	"slices"
)

// Compare marks in a view what is not as in another: steps that are new or changed,
// and those that are gone. What is compared is what the text says of a step, not what
// follows from it.
func Compare(first, v *View) {
	at := map[string]*Step{}
	for i := range first.Steps {
		at[first.Steps[i].ID] = &first.Steps[i]
	}
	for i := range v.Steps {
		s := &v.Steps[i]
		switch was := at[s.ID]; {
		case was == nil:
			s.Change = "new"
		case said(was) != said(s):
			s.Change = "changed"
		}
		delete(at, s.ID)
	}
	v.Gone = []Ref{}
	for i := range first.Steps {
		if s := &first.Steps[i]; at[s.ID] != nil {
			v.Gone = append(v.Gone, Ref{s.ID, s.Name})
		}
	}
}

// said is what the text says of a step.
func said(s *Step) string {
	type quantity struct {
		Form           string
		Values, Within []float64
	}
	of := func(t *Time) (q quantity) {
		if t != nil {
			q = quantity{t.Form, t.Values, t.Within}
		}
		return q
	}
	who := func(list ...Actor) (out []string) {
		for _, x := range list {
			id := x.Kind + " " + x.ID + " " + x.Party
			if x.Authority != nil {
				id = "holder " + x.Authority.ID + " " + id
			}
			out = append(out, id)
		}
		return out
	}
	refs := func(list ...Ref) (out []string) {
		for _, r := range list {
			out = append(out, r.ID)
		}
		return out
	}
	type otherwise struct {
		When, Do, Step string
		After          quantity
	}
	var others []otherwise
	for _, e := range s.Else {
		others = append(others, otherwise{e.When, e.Do, e.Step, of(e.After)})
	}
	after := slices.Sorted(slices.Values(s.After))
	all := []any{s.Act, who(s.Who), who(s.To...), refs(s.Via...), after, s.Needs, s.Choose, s.Back, refs(s.Starts...), others, of(s.Time), s.Effect}
	if s.AskedBy != nil {
		all = append(all, who(*s.AskedBy))
	}
	if s.Uses != nil {
		all = append(all, refs(*s.Uses))
	}
	if s.Sits != nil {
		all = append(all, of(s.Sits.Time), s.Sits.Each)
	}
	for _, p := range s.Passes {
		all = append(all, p.Authority.ID, p.Takes, p.Before)
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic("procedure: a step that cannot be written: " + err.Error())
	}
	return string(text)
}
