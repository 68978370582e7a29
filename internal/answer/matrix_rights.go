package answer

import (
	"slices"

	"entente/internal/model"
	"entente/internal/say"
)

// rights builds the first table.
type rights struct {
	designs   []Design
	decisions [][]decision // by design
	columns   []MatrixColumn
	index     []map[string]int // by design: column key → column
	has       [][]bool         // has[design][column]
}

func newRights(designs []Design) *rights {
	r := &rights{designs: designs}
	for _, d := range designs {
		r.decisions = append(r.decisions, decisionsOf(d.A))
	}
	return r
}

// decisionKey is what a decision is known by across designs.
func decisionKey(d *decision) string {
	key := identity(&d.proc().Meta)
	if d.step != model.None {
		return key + "/" + identity(&d.proc().Steps[d.step].Meta)
	}
	if d.move != nil {
		scale := &d.a.Scales[d.move.Scale]
		return key + " " + identity(&scale.Values[d.move.From]) + "->" + identity(&scale.Values[d.move.To])
	}
	return key
}

// decisionHead fills the row's own fields from a design.
func decisionHead(d *decision) RightsRow {
	row := RightsRow{Decision: d.proc().ID, Name: d.proc().Name}
	if d.step != model.None {
		row.Decision += "/" + d.proc().Steps[d.step].ID
		row.Name = d.proc().Steps[d.step].Name
	}
	if d.move != nil {
		row.Move = moveID(d.a, d.move.Scale, d.move.From, d.move.To)
	}
	return row
}

// ranked holds the roles of one design in one row before columns are known.
type ranked struct {
	state State
	roles *roles
}

// pending is a row before columns are known.
type pending struct {
	row   RightsRow
	found []*decision // by design
	in    []ranked
}

func (r *rights) fill(m *MatrixResult) {
	var keys []string
	for d := range r.decisions {
		for i := range r.decisions[d] {
			if k := decisionKey(&r.decisions[d][i]); !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	var rows []pending
	for _, k := range keys {
		rows = append(rows, r.rowsOf(k)...)
	}
	r.chooseColumns(rows)
	m.Columns = r.columns
	for _, p := range rows {
		m.Rights = append(m.Rights, r.finish(p))
	}
}

// find returns the decision in each design, nil where a design lacks it.
func (r *rights) find(key string) []*decision {
	out := make([]*decision, len(r.designs))
	for d := range r.decisions {
		for i := range r.decisions[d] {
			if decisionKey(&r.decisions[d][i]) == key {
				out[d] = &r.decisions[d][i]
			}
		}
	}
	return out
}

// rowsOf splits a decision by the scales that make a difference to it.
func (r *rights) rowsOf(key string) []pending {
	found := r.find(key)
	var head RightsRow
	for i := len(found) - 1; i >= 0; i-- {
		if found[i] != nil {
			head = decisionHead(found[i])
		}
	}
	axes := bounded(axesOf(r.designs, func(d int) []model.ScaleIndex {
		if found[d] == nil {
			return nil
		}
		return found[d].scales()
	}))
	combos := combinations(axes)
	all := make([][]ranked, len(combos))
	for c, combo := range combos {
		all[c] = r.inDesigns(found, axes, combo)
	}
	for x := 0; x < len(axes); {
		if merged, ok := mergeAxis(all, axes, x, func(a, b []ranked) bool { return sameRoles(a, b) }); ok {
			all, axes = merged, slices.Delete(slices.Clone(axes), x, x+1)
		} else {
			x++
		}
	}
	var out []pending
	for c, combo := range combinations(axes) {
		if !slices.ContainsFunc(all[c], func(x ranked) bool { return x.state == Here }) {
			continue
		}
		row := head
		row.Values = append(from(found), named(axes, combo)...)
		row.Condition = conditionText(row.Values)
		out = append(out, pending{row, found, all[c]})
	}
	return out
}

// from is the move's value, in the first design that has the decision.
func from(found []*decision) []Named {
	for _, d := range found {
		if d != nil && d.move != nil {
			m := &d.a.Scales[d.move.Scale].Values[d.move.From]
			return []Named{{m.ID, m.Name}}
		}
	}
	return nil
}

func (r *rights) inDesigns(found []*decision, axes []axis, combo []string) []ranked {
	out := make([]ranked, len(found))
	for i, d := range found {
		if d == nil {
			out[i].state = NotHere
			continue
		}
		s, ok := at(newSituation(d.a), axes, combo)
		if !ok {
			out[i].state = NotHere
			continue
		}
		out[i].state = CannotBe
		if roles, ok := d.rolesOf(s); ok {
			out[i] = ranked{Here, roles}
		}
	}
	return out
}

// mergeAxis drops an axis along which nothing differs. Items go with the
// combinations of the axes, the last fastest.
func mergeAxis[T any](items []T, axes []axis, x int, same func(a, b T) bool) ([]T, bool) {
	inner := 1
	for _, later := range axes[x+1:] {
		inner *= len(later.values)
	}
	n := len(axes[x].values)
	var out []T
	for i := range items {
		if i/inner%n == 0 {
			out = append(out, items[i])
		} else if !same(items[i-i/inner%n*inner], items[i]) {
			return nil, false
		}
	}
	return out, true
}

func sameRoles(a, b []ranked) bool {
	for i := range a {
		if a[i].state != b[i].state {
			return false
		}
		if a[i].state != Here {
			continue
		}
		x, y := a[i].roles, b[i].roles
		for _, pair := range [][2][][]entry{{x.parties, y.parties}, {x.councils, y.councils}, {x.posts, y.posts}} {
			for k := range pair[0] {
				p, q := cellOf(pair[0][k]), cellOf(pair[1][k])
				if !p.same(&q) {
					return false
				}
			}
		}
	}
	return true
}

// chooseColumns lists the allied parties, then the councils and the posts that
// have a role in any row, each kind in the order of the first design that has it.
func (r *rights) chooseColumns(rows []pending) {
	r.index = make([]map[string]int, len(r.designs))
	r.has = make([][]bool, len(r.designs))
	for _, kind := range []string{"party", "council", "post"} {
		for d, design := range r.designs {
			if r.index[d] == nil {
				r.index[d] = make(map[string]int)
			}
			for i, n := 0, countOf(design.A, kind); i < n; i++ {
				meta, of := elementOf(design.A, kind, i)
				key := kind + " " + identity(meta)
				r.index[d][key] = i
				if slices.ContainsFunc(r.columns, func(c MatrixColumn) bool { return c.key == key }) || !wanted(design.A, rows, d, kind, i) {
					continue
				}
				r.columns = append(r.columns, MatrixColumn{Kind: kind, ID: meta.ID, Name: meta.Name, Of: of, key: key})
			}
		}
	}
	for d := range r.designs {
		for _, c := range r.columns {
			i, ok := r.index[d][c.key]
			r.has[d] = append(r.has[d], ok && (c.Kind != "party" || r.designs[d].A.Parties[i].Ally))
		}
	}
	for c := range r.columns {
		if r.columns[c].Kind == "post" {
			r.columns[c].Parties = r.partiesOf(&r.columns[c])
		}
	}
}

// partiesOf is the party of a post in each design, nil where it is the same in all
// that have the post.
func (r *rights) partiesOf(c *MatrixColumn) []Named {
	out := make([]Named, len(r.designs))
	differ := false
	for d, design := range r.designs {
		i, ok := r.index[d][c.key]
		if !ok {
			continue
		}
		party := &design.A.Parties[design.A.Posts[i].Of]
		out[d] = Named{party.ID, party.Name}
		differ = differ || party.ID != c.Of
	}
	if !differ {
		return nil
	}
	return out
}

func countOf(a *model.Arrangement, kind string) int {
	switch kind {
	case "party":
		return len(a.Parties)
	case "council":
		return len(a.Councils)
	}
	return len(a.Posts)
}

func elementOf(a *model.Arrangement, kind string, i int) (meta *model.Meta, of string) {
	switch kind {
	case "party":
		return &a.Parties[i].Meta, ""
	case "council":
		return &a.Councils[i].Meta, ""
	}
	return &a.Posts[i].Meta, a.Parties[a.Posts[i].Of].ID
}

func (r *roles) of(kind string, i int) []entry {
	switch kind {
	case "party":
		return r.parties[i]
	case "council":
		return r.councils[i]
	}
	return r.posts[i]
}

func wanted(a *model.Arrangement, rows []pending, d int, kind string, i int) bool {
	if kind == "party" {
		return a.Parties[i].Ally
	}
	return slices.ContainsFunc(rows, func(p pending) bool {
		return p.in[d].state == Here && len(p.in[d].roles.of(kind, i)) > 0
	})
}

func (r *rights) finish(p pending) RightsRow {
	row := p.row
	for d, in := range p.in {
		x := RightsIn{Design: r.designs[d].ID, State: in.state, Silent: silentRow(r.designs[d].A, p.found[d], row.Decision)}
		if in.state == Here {
			x.Cells = make([]RightsCell, len(r.columns))
			for c, col := range r.columns {
				if r.has[d][c] {
					i := r.index[d][col.key]
					x.Cells[c] = cellOf(in.roles.of(col.Kind, i))
					meta, of := elementOf(r.designs[d].A, col.Kind, i)
					if of != col.Of && !x.Cells[c].none() {
						x.Cells[c].OfAnother = true
						x.Cells[c].Notes = append(x.Cells[c].Notes, sayf("as a post of %s", partyName(r.designs[d].A, of)))
						x.Cells[c].cite(changed(r.designs[d].A, "posts/"+meta.ID+"/of"))
					}
					x.Cells[c].rests(r.designs[d].A, x.Silent, col.Kind, meta.ID)
				}
			}
		}
		if d > 0 {
			x.compare(&row.Designs[0])
		}
		row.Designs = append(row.Designs, x)
	}
	return row
}

// partyName is a party by its id, as sentences name it.
func partyName(a *model.Arrangement, id string) say.Name {
	for i := range a.Parties {
		if a.Parties[i].ID == id {
			return a.Parties[i].Said()
		}
	}
	return say.Name{ID: id}
}

// compare marks what differs from the first design.
func (x *RightsIn) compare(first *RightsIn) {
	x.Changed = x.State != first.State
	for c := range x.Cells {
		if first.State != Here || !x.Cells[c].same(&first.Cells[c]) {
			x.Cells[c].Changed = true
			x.Changed = true
		}
	}
}
