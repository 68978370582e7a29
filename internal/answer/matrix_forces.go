package answer

import (
	"slices"

	"entente/internal/model"
	"entente/internal/say"
)

// fillForces builds the second table: authority × condition.
func fillForces(designs []Design, m *MatrixResult) {
	var keys []string
	for _, d := range designs {
		for i := range d.A.Authorities {
			if k := identity(&d.A.Authorities[i].Meta); !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	for _, key := range keys {
		m.Forces = append(m.Forces, forceRows(designs, key)...)
	}
}

func forceRows(designs []Design, key string) []ForceRow {
	found := make([]model.AuthorityIndex, len(designs))
	var head ForceRow
	for d := len(designs) - 1; d >= 0; d-- {
		found[d] = model.AuthorityIndex(slices.IndexFunc(designs[d].A.Authorities, func(x model.Authority) bool { return identity(&x.Meta) == key }))
		if found[d] == model.None {
			continue
		}
		a := designs[d].A
		auth := &a.Authorities[found[d]]
		force := &a.Forces[auth.Over]
		head = ForceRow{Authority: auth.ID, Name: auth.Name, Kind: auth.KindName, Force: force.ID, ForceName: force.Name}
	}
	axes := bounded(axesOf(designs, func(d int) []model.ScaleIndex {
		if found[d] == model.None || designs[d].A.Authorities[found[d]].Scale == model.None {
			return nil
		}
		return []model.ScaleIndex{designs[d].A.Authorities[found[d]].Scale}
	}))
	var out []ForceRow
	for _, combo := range combinations(axes) {
		row := head
		row.Values = named(axes, combo)
		row.Condition = conditionText(row.Values)
		for d, design := range designs {
			in := forceIn(design, found[d], axes, combo)
			if d > 0 {
				first := &row.Designs[0]
				in.Changed = in.State != first.State || in.key != first.key || in.Party != first.Party || !slices.EqualFunc(in.Notes, first.Notes, say.Text.Same)
			}
			row.Designs = append(row.Designs, in)
		}
		out = append(out, row)
	}
	return out
}

// forceIn reads one cell.
func forceIn(design Design, of model.AuthorityIndex, axes []axis, combo []string) ForceIn {
	in := ForceIn{Design: design.ID, State: NotHere}
	if of == model.None {
		return in
	}
	a := design.A
	s, ok := at(newSituation(a), axes, combo)
	if !ok {
		return in
	}
	auth := &a.Authorities[of]
	var ls lines
	in.State = NoOneHere
	var post = model.PostIndex(model.None)
	for _, r := range s.rows(of) {
		post = r.post
		ls.add(r.span)
	}
	ls.add(auth.Span)
	ls.add(changed(a, "authority/"+auth.ID, "handover")...)
	in.Silent = silentHolder(a, of)
	if post != model.None {
		holder := &a.Posts[post]
		party := &a.Parties[holder.Of]
		in.State, in.Holder, in.Name, in.key = Here, holder.ID, holder.Name, identity(&holder.Meta)
		in.Party, in.PartyName = party.ID, party.Name
		ls.add(changed(a, "posts/"+holder.ID+"/of")...)
	}
	in.Notes = authorityNotes(a, of, post, s, &ls)
	in.Lines = ls
	return in
}

// authorityNotes says what else the text says of an authority in a situation.
func authorityNotes(a *model.Arrangement, of model.AuthorityIndex, holder model.PostIndex, s situation, ls *lines) []say.Text {
	auth := &a.Authorities[of]
	var notes []say.Text
	if auth.From != model.None && auth.From != holder {
		notes = append(notes, sayf("delegated from %s, survives absence: %s", a.Posts[auth.From].Said(), triText(auth.Survives)))
		ls.add(auth.FromSpan)
	}
	if auth.While != nil {
		notes = append(notes, sayf("while %s", auth.While.Text))
		ls.add(auth.While.Span)
	}
	if text := onlyText(a, auth); !text.Empty() {
		notes = append(notes, text)
		ls.add(auth.OnlySpan)
	}
	for v, post := range auth.Supporting {
		if post != model.None && (auth.Scale == model.None || s.may(auth.Scale, model.ValueIndex(v))) {
			notes = append(notes, sayf("supported by %s", a.Posts[post].Said()))
		}
	}
	var also []say.Text
	for _, f := range inheriting(a, auth) {
		also = append(also, a.Forces[f].Said().Text())
	}
	if len(also) > 0 {
		notes = append(notes, sayf("also over %s", say.List(also)))
	}
	return slices.CompactFunc(notes, say.Text.Same)
}

func triText(t model.Tri) say.Text {
	return [...]say.Text{sayf("the text does not say"), sayf("yes"), sayf("no"), sayf("disputed")}[t]
}

func onlyText(a *model.Arrangement, auth *model.Authority) say.Text {
	switch {
	case auth.OnlyParty != model.None:
		return sayf("only a post of %s", a.Parties[auth.OnlyParty].Said())
	case len(auth.OnlyPosts) > 0:
		return sayf("only %s", postNamesOf(a, auth.OnlyPosts))
	}
	return say.Text{}
}

// inheriting lists the forces inside an authority's force that have no authority
// of its kind of their own.
func inheriting(a *model.Arrangement, auth *model.Authority) []model.ForceIndex {
	var out []model.ForceIndex
	for i := range a.Forces {
		f := model.ForceIndex(i)
		if f == auth.Over {
			continue
		}
		if g, ok := governing(a, f, auth.KindName); ok && a.Authorities[g].Over == auth.Over {
			out = append(out, f)
		}
	}
	return out
}

// governing finds the authority of the kind that a force is under: its own, or
// that of the nearest force it is in.
func governing(a *model.Arrangement, force model.ForceIndex, kind string) (model.AuthorityIndex, bool) {
	for range a.Forces {
		if force == model.None {
			break
		}
		for i := range a.Authorities {
			if a.Authorities[i].Over == force && a.Authorities[i].KindName == kind {
				return model.AuthorityIndex(i), true
			}
		}
		force = a.Forces[force].In
	}
	return model.None, false
}

func postNamesOf(a *model.Arrangement, posts []model.PostIndex) say.Text {
	var out []say.Text
	for _, p := range posts {
		out = append(out, a.Posts[p].Said().Text())
	}
	return say.List(out)
}

// join lists ids: "a", "a and b", "a, b and c".
func join(parts []string) string {
	switch n := len(parts); n {
	case 0:
		return ""
	case 1:
		return parts[0]
	default:
		out := ""
		for _, p := range parts[:n-1] {
			out += p + ", "
		}
		return out[:len(out)-2] + " and " + parts[n-1]
	}
}
