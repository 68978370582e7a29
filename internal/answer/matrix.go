package answer

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/model"
	"entente/internal/say"
)

// Design is an arrangement to be shown, under the id and title a reader knows it by.
type Design struct {
	ID, Title string
	A         *model.Arrangement
}

// MatrixResult is the two tables. Its JSON is stable.
type MatrixResult struct {
	Designs []MatrixDesign `json:"designs"`
	Columns []MatrixColumn `json:"columns"` // of Rights
	Rights  []RightsRow    `json:"rights"`
	Forces  []ForceRow     `json:"forces"`
}

// MatrixDesign heads the cells of one design. The first is the one that the
// others are compared with.
type MatrixDesign struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Real  bool   `json:"real"`
}

// MatrixColumn is an allied party, a council or a post.
type MatrixColumn struct {
	Kind string     `json:"kind"` // party, council or post
	ID   string     `json:"id"`   // in the first design that has it
	Name model.Name `json:"name,omitempty"`
	Of   string     `json:"of,omitempty"` // a post's party, in the first design that has it

	// Parties is a post's party in each design, where designs differ; no id where a
	// design lacks the post.
	Parties []Named `json:"-"`

	key string
}

// RightsRow is a decision in a condition in which it can come.
type RightsRow struct {
	Decision  string     `json:"decision"` // PROCEDURE, or PROCEDURE/STEP
	Name      model.Name `json:"name,omitempty"`
	Move      string     `json:"move,omitempty"`  // FROM->TO, where the decision moves a condition
	Condition string     `json:"condition"`       // values, or "any"
	Values    []Named    `json:"values"`          // the values of Condition
	Scale     *Named     `json:"scale,omitempty"` // of the first of Values
	Designs   []RightsIn `json:"designs"`         // in the order of MatrixResult.Designs
}

// Named is an element's id and name.
type Named struct {
	ID   string     `json:"id"`
	Name model.Name `json:"name,omitempty"`
}

// State says whether a design has a row or a column.
type State string

// The states of a row or a cell in a design.
const (
	Here      State = "here"
	NotHere   State = "not in this design"
	CannotBe  State = "does not come in this condition" // the decision is there, the condition too
	NoOneHere State = "nobody"                          // an authority that the text leaves to nobody
)

// RightsIn is a row in one design. Cells go with MatrixResult.Columns; there are
// none unless State is Here.
type RightsIn struct {
	Design  string       `json:"design"`
	State   State        `json:"state"`
	Changed bool         `json:"changed"`          // something in the row differs from the first design
	Silent  string       `json:"silent,omitempty"` // the path declared silent that covers the decision
	Cells   []RightsCell `json:"cells,omitempty"`
}

// Role is what a party, a council or a post is to a decision.
type Role string

// The roles, the most powerful first. InCouncil is a seat in a council that
// decides or consents; TakesPart is any other work on the decision (proposing,
// assessing, carrying out). ToldAfter includes being told by the decision itself.
const (
	Decides    Role = "decides"
	InCouncil  Role = "in council"
	Consents   Role = "must consent"
	Heard      Role = "is heard"
	TakesPart  Role = "takes part"
	ToldBefore Role = "told before"
	ToldAfter  Role = "told after"
	LeftOut    Role = "left out"
)

// Roles lists the roles, the most powerful first.
func Roles() []Role {
	return []Role{Decides, InCouncil, Consents, Heard, TakesPart, ToldBefore, ToldAfter, LeftOut}
}

var roleWords = map[Role]say.Text{
	Decides: sayf("decides"), InCouncil: sayf("in council"), Consents: sayf("must consent"), Heard: sayf("is heard"),
	TakesPart: sayf("takes part"), ToldBefore: sayf("told before"), ToldAfter: sayf("told after"), LeftOut: sayf("left out"),
}

// Text is the role in words.
func (r Role) Text() say.Text { return roleWords[r] }

var stateWords = map[State]say.Text{
	Here: sayf("here"), NotHere: sayf("not in this design"), CannotBe: sayf("does not come in this condition"), NoOneHere: sayf("nobody"),
}

// Text is the state in words.
func (s State) Text() say.Text { return stateWords[s] }

func (r Role) rank() int { return slices.Index(Roles(), r) }

// RightsCell is the strongest role of a column in a row. A deputy's acting is not
// counted. Qualified is set where Notes say that the role can fall away.
type RightsCell struct {
	Role      Role       `json:"role,omitempty"` // "" where the column is not in this design
	Qualified bool       `json:"qualified,omitempty"`
	Also      []Role     `json:"also,omitempty"`
	Notes     []say.Text `json:"notes,omitempty"`
	Changed   bool       `json:"changed,omitempty"`
	Silent    string     `json:"silent,omitempty"` // the path declared silent on which the cell rests
	Lines     []Line     `json:"lines,omitempty"`

	// OfAnother is set where the post is of another party than MatrixColumn.Of; the
	// last of Notes says so.
	OfAnother bool `json:"-"`
}

// same reports whether two cells say the same; to be left out and not to exist are
// alike here.
func (c *RightsCell) same(d *RightsCell) bool {
	if c.none() && d.none() {
		return true
	}
	return c.Role == d.Role && c.Qualified == d.Qualified && slices.EqualFunc(c.Notes, d.Notes, say.Text.Same)
}

func (c *RightsCell) none() bool { return c.Role == "" || c.Role == LeftOut }

// ForceRow is an authority in a condition.
type ForceRow struct {
	Authority string     `json:"authority"`
	Name      model.Name `json:"name,omitempty"`
	Kind      string     `json:"kind"`
	Force     string     `json:"force"`
	ForceName model.Name `json:"forceName,omitempty"`
	Condition string     `json:"condition"`
	Values    []Named    `json:"values"`
	Scale     *Named     `json:"scale,omitempty"` // of the first of Values
	Designs   []ForceIn  `json:"designs"`         // in the order of MatrixResult.Designs
}

// ForceIn is a row in one design.
type ForceIn struct {
	Design    string     `json:"design"`
	State     State      `json:"state"`
	Holder    string     `json:"holder,omitempty"` // a post
	Name      model.Name `json:"name,omitempty"`
	Party     string     `json:"party,omitempty"`
	PartyName model.Name `json:"partyName,omitempty"`
	Notes     []say.Text `json:"notes,omitempty"`
	Changed   bool       `json:"changed,omitempty"`
	Silent    string     `json:"silent,omitempty"` // as in RightsCell
	Lines     []Line     `json:"lines,omitempty"`
	key       string
}

// Matrix reads both tables off the designs, in the order given; cells that differ
// from the first design are marked. It panics if there is no design.
func Matrix(designs []Design) *MatrixResult {
	if len(designs) == 0 {
		panic("answer: a matrix needs at least one design")
	}
	m := &MatrixResult{}
	for _, d := range designs {
		m.Designs = append(m.Designs, MatrixDesign{d.ID, d.Title, d.A.Real})
	}
	newRights(designs).fill(m)
	fillForces(designs, m)
	for i := range m.Rights {
		m.Rights[i].Scale = scaleOf(designs, m.Rights[i].Values)
	}
	for i := range m.Forces {
		m.Forces[i].Scale = scaleOf(designs, m.Forces[i].Values)
	}
	return m
}

// scaleOf finds the scale of the first value, in the first design that has it.
func scaleOf(designs []Design, values []Named) *Named {
	if len(values) == 0 {
		return nil
	}
	for _, d := range designs {
		for i := range d.A.Scales {
			s := &d.A.Scales[i]
			if slices.ContainsFunc(s.Values, func(m model.Meta) bool { return m.ID == values[0].ID }) {
				return &Named{s.ID, s.Name}
			}
		}
	}
	return nil
}

// conditionMax bounds the rows of one decision or authority; scales that would
// exceed it are left open.
const conditionMax = 64

// axis is a scale that rows are split by, known across designs by its ids.
type axis struct {
	scale  string
	values []string
	named  []Named // by value, from the first design that has it
}

// axesOf joins the scales that the designs name for one decision, in order.
func axesOf(designs []Design, scales func(design int) []model.ScaleIndex) []axis {
	var out []axis
	for d, design := range designs {
		for _, s := range scales(d) {
			scale := &design.A.Scales[s]
			at := slices.IndexFunc(out, func(x axis) bool { return x.scale == identity(&scale.Meta) })
			if at < 0 {
				out = append(out, axis{scale: identity(&scale.Meta)})
				at = len(out) - 1
			}
			for i := range scale.Values {
				if id := identity(&scale.Values[i]); !slices.Contains(out[at].values, id) {
					out[at].values = append(out[at].values, id)
					out[at].named = append(out[at].named, Named{scale.Values[i].ID, scale.Values[i].Name})
				}
			}
		}
	}
	return out
}

// combinations lists the combinations of the axes' values, the last axis fastest.
func combinations(axes []axis) [][]string {
	out := [][]string{nil}
	for _, x := range axes {
		var next [][]string
		for _, head := range out {
			for _, v := range x.values {
				next = append(next, append(slices.Clone(head), v))
			}
		}
		out = next
	}
	return out
}

// named gives the values of a combination their names.
func named(axes []axis, combo []string) []Named {
	var out []Named
	for i, x := range axes {
		out = append(out, x.named[slices.Index(x.values, combo[i])])
	}
	return out
}

// conditionText lists values, or says any.
func conditionText(values []Named) string {
	if len(values) == 0 {
		return "any"
	}
	var parts []string
	for _, v := range values {
		parts = append(parts, v.ID)
	}
	return strings.Join(parts, ", ")
}

func bounded(axes []axis) []axis {
	n := 1
	for i, x := range axes {
		if n *= max(len(x.values), 1); n > conditionMax {
			return axes[:i]
		}
	}
	return axes
}

// at narrows a situation to a combination. A scale that the design does not have
// is skipped: there the row means the same whatever that scale says. A value that
// the design's scale lacks makes ok false.
func at(s situation, axes []axis, combo []string) (out situation, ok bool) {
	for i, x := range axes {
		scale := slices.IndexFunc(s.a.Scales, func(sc model.Scale) bool { return identity(&sc.Meta) == x.scale })
		if scale < 0 {
			continue
		}
		values := s.a.Scales[scale].Values
		v := slices.IndexFunc(values, func(m model.Meta) bool { return identity(&m) == combo[i] })
		if v < 0 {
			return s, false
		}
		if !s.may(model.ScaleIndex(scale), model.ValueIndex(v)) {
			return s, false
		}
		s = s.with(model.ScaleIndex(scale), model.ValueIndex(v))
	}
	return s, true
}

func moveID(a *model.Arrangement, scale model.ScaleIndex, from, to model.ValueIndex) string {
	return fmt.Sprintf("%s->%s", scaleValue(a, scale, from), scaleValue(a, scale, to))
}
