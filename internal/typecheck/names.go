package typecheck

import (
	"fmt"
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
)

// kind is a kind of thing that has a name.
type kind uint8

const (
	kindSource kind = iota
	kindScale
	kindValue
	kindParty
	kindHQ
	kindPlace
	kindPost
	kindPerson
	kindForce
	kindAuthority
	kindCouncil
	kindLink
	kindProcedure
	kindIncident
	kindRung // from here on of a crisis
	kindStock
	kindOption
	kindPlayer
	kindProgramme
	kindLine
	kindCount
)

// kinds says how each kind of thing is called, where it is declared and which
// code says that a name of it is unknown.
var kinds = [kindCount]struct {
	word, section string
	code          diag.Code
}{
	kindSource:    {"source", "sources", "unknown-source"},
	kindScale:     {"scale", "conditions", "unknown-scale"},
	kindValue:     {"condition", "conditions", "unknown-condition"},
	kindParty:     {"party", "parties", "unknown-party"},
	kindHQ:        {"headquarters", "parties", "unknown-headquarters"},
	kindPlace:     {"place", "parties", "unknown-place"},
	kindPost:      {"post", "posts", "unknown-post"},
	kindPerson:    {"person", "posts", "unknown-person"},
	kindForce:     {"force or matter", "forces", "unknown-force"},
	kindAuthority: {"authority", "authority", "unknown-authority"},
	kindCouncil:   {"council", "councils", "unknown-council"},
	kindLink:      {"link", "links", "unknown-link"},
	kindProcedure: {"procedure", "procedures", "unknown-procedure"},
	kindIncident:  {"incident kind", "checks", "unknown-incident-kind"},
	kindRung:      {"rung", "rungs", "unknown-rung"},
	kindStock:     {"stock", "stocks", "unknown-stock"},
	kindOption:    {"option", "options", "unknown-option"},
	kindPlayer:    {"player", "players", "unknown-player"},
	kindProgramme: {"programme", "programmes", "unknown-programme"},
	kindLine:      {"red line", "red-lines", "unknown-line"},
}

func (k kind) String() string { return kinds[k].word }

func withArticle(word string) string {
	if strings.ContainsAny(word[:1], "aeiou") {
		return "an " + word
	}
	return "a " + word
}

// table is the names of one kind, in the order of the text.
type table struct {
	at    map[string]int32
	ids   []string
	spans []diag.Span
}

func newTable() table { return table{at: map[string]int32{}} }

func (t *table) add(id string, span diag.Span) {
	if _, ok := t.at[id]; !ok {
		t.at[id] = int32(len(t.ids))
	}
	t.ids = append(t.ids, id)
	t.spans = append(t.spans, span)
}

// Names are the symbol tables of an arrangement, and of a crisis where one is at
// hand. All lookups are by id. They
// remember which unknown names a message has spoken of, and are not for use by
// two readers at once.
type Names struct {
	arrangement *model.Arrangement
	crisis      *model.Crisis // nil: none is at hand
	tables      [kindCount]table
	values      []scaleValue // by index in the table of values
	steps       []table      // by procedure

	open      [kindCount]bool // some names of the kind could not be read: unknown ones are passed over
	openSteps []bool          // by procedure: likewise
	said      map[unknownName]*diag.Diagnostic
}

// unknownName is a name that a message has spoken of.
type unknownName struct {
	out  *diag.List
	kind int // kind, or kindCount + procedure
	id   string
}

// alsoHere is how many further places of one unknown name are shown.
const alsoHere = 3

// again reports whether a message has spoken of the unknown name; if so it shows
// this place too, up to a few.
func (n *Names) again(key unknownName, span diag.Span) bool {
	d := n.said[key]
	if d == nil {
		return false
	}
	also := 0
	for _, note := range d.Notes {
		if note.Message == alsoNamed {
			also++
		}
	}
	if also < alsoHere && span != d.Span {
		d.Note(span, alsoNamed)
	}
	return true
}

const alsoNamed = "it is named here too"

type scaleValue struct {
	scale model.ScaleIndex
	value model.ValueIndex
}

// NamesOf builds the symbol tables of an arrangement.
func NamesOf(a *model.Arrangement) *Names {
	n := &Names{arrangement: a, openSteps: make([]bool, len(a.Procedures)), said: map[unknownName]*diag.Diagnostic{}}
	for k := range n.tables {
		n.tables[k] = newTable()
	}
	enter := func(k kind, m *model.Meta) { n.tables[k].add(m.ID, m.Span) }
	for i := range a.Sources {
		enter(kindSource, &a.Sources[i].Meta)
	}
	for i := range a.Scales {
		enter(kindScale, &a.Scales[i].Meta)
		for j := range a.Scales[i].Values {
			enter(kindValue, &a.Scales[i].Values[j])
			n.values = append(n.values, scaleValue{model.ScaleIndex(i), model.ValueIndex(j)})
		}
	}
	for i := range a.Parties {
		enter(kindParty, &a.Parties[i].Meta)
	}
	for i := range a.HQs {
		enter(kindHQ, &a.HQs[i].Meta)
	}
	for i := range a.Places {
		enter(kindPlace, &a.Places[i].Meta)
	}
	for i := range a.Posts {
		enter(kindPost, &a.Posts[i].Meta)
	}
	for i := range a.Persons {
		p := &a.Persons[i]
		var span diag.Span
		if len(p.Posts) > 0 {
			span = a.Posts[p.Posts[0]].Span
		}
		n.tables[kindPerson].add(p.ID, span)
	}
	for i := range a.Forces {
		enter(kindForce, &a.Forces[i].Meta)
	}
	for i := range a.Authorities {
		enter(kindAuthority, &a.Authorities[i].Meta)
	}
	for i := range a.Councils {
		enter(kindCouncil, &a.Councils[i].Meta)
	}
	for i := range a.Links {
		enter(kindLink, &a.Links[i].Meta)
	}
	for i := range a.Procedures {
		enter(kindProcedure, &a.Procedures[i].Meta)
		steps := newTable()
		for j := range a.Procedures[i].Steps {
			steps.add(a.Procedures[i].Steps[j].ID, a.Procedures[i].Steps[j].Span)
		}
		n.steps = append(n.steps, steps)
	}
	for i := range a.Kinds {
		enter(kindIncident, &a.Kinds[i])
	}
	return n
}

func find[I ~int32](n *Names, k kind, id string) (I, bool) {
	i, ok := n.tables[k].at[id]
	if !ok {
		return model.None, false
	}
	return I(i), true
}

// Scale returns the scale of an id.
func (n *Names) Scale(id string) (model.ScaleIndex, bool) {
	return find[model.ScaleIndex](n, kindScale, id)
}

// Post returns the post of an id.
func (n *Names) Post(id string) (model.PostIndex, bool) {
	return find[model.PostIndex](n, kindPost, id)
}

// Person returns the person of an id: one that a post names, or a post that names none.
func (n *Names) Person(id string) (model.PersonIndex, bool) {
	return find[model.PersonIndex](n, kindPerson, id)
}

// Council returns the council of an id.
func (n *Names) Council(id string) (model.CouncilIndex, bool) {
	return find[model.CouncilIndex](n, kindCouncil, id)
}

// Authority returns the authority of an id.
func (n *Names) Authority(id string) (model.AuthorityIndex, bool) {
	return find[model.AuthorityIndex](n, kindAuthority, id)
}

// Procedure returns the procedure of an id.
func (n *Names) Procedure(id string) (model.ProcedureIndex, bool) {
	return find[model.ProcedureIndex](n, kindProcedure, id)
}

// Value returns the scale and the value of a condition's id.
func (n *Names) Value(id string) (model.ScaleIndex, model.ValueIndex, bool) {
	i, ok := n.tables[kindValue].at[id]
	if !ok {
		return model.None, model.None, false
	}
	return n.values[i].scale, n.values[i].value, true
}

// valueIn returns the value of a scale by its id, also where another scale declares
// the same id, which a rule refuses.
func (n *Names) valueIn(s model.ScaleIndex, id string) (model.ValueIndex, bool) {
	for v := range n.arrangement.Scales[s].Values {
		if n.arrangement.Scales[s].Values[v].ID == id {
			return model.ValueIndex(v), true
		}
	}
	return model.None, false
}

// Step returns the step of a procedure by its id.
func (n *Names) Step(p model.ProcedureIndex, id string) (model.StepIndex, bool) {
	i, ok := n.steps[p].at[id]
	if !ok {
		return model.None, false
	}
	return model.StepIndex(i), true
}

// conditions lists the ids of a scale's values, low to high.
func (n *Names) conditions(s model.ScaleIndex) []string {
	values := n.arrangement.Scales[s].Values
	out := make([]string, len(values))
	for i := range values {
		out[i] = values[i].ID
	}
	return out
}

// what returns what an id names, in a phrase with the span of its declaration.
func (n *Names) what(id string) (string, diag.Span, bool) {
	for _, k := range []kind{kindPost, kindCouncil, kindAuthority, kindForce, kindProcedure, kindLink, kindScale, kindValue,
		kindParty, kindHQ, kindPlace, kindSource, kindIncident, kindPerson,
		kindOption, kindStock, kindRung, kindProgramme, kindLine, kindPlayer} {
		if i, ok := n.tables[k].at[id]; ok {
			t := &n.tables[k]
			return withArticle(k.String()), t.spans[i], true
		}
	}
	return "", diag.Span{}, false
}

// unknown reports that an id names nothing of the kinds that may stand here. The
// first kind gives the message its code.
func (n *Names) unknown(id string, span diag.Span, out *diag.List, expected ...kind) {
	key := unknownName{out, int(expected[0]), id}
	if n.again(key, span) {
		return
	}
	for _, k := range expected {
		if n.open[k] {
			return
		}
	}
	words := make([]string, len(expected))
	var candidates []string
	for i, k := range expected {
		words[i] = withArticle(k.String())
		candidates = append(candidates, n.tables[k].ids...)
	}
	wanted := strings.Join(words, " or ")
	code := kinds[expected[0]].code
	if what, at, ok := n.what(id); ok {
		d := out.Errorf(code, span, "%q is %s; %s is expected here", id, what, wanted)
		n.said[key] = d
		if !at.IsZero() {
			d.Note(at, "%q is declared here", id)
		}
		return
	}
	plain := make([]string, len(expected))
	for i, k := range expected {
		plain[i] = k.String()
	}
	d := out.Errorf(code, span, "%s %q is not declared", strings.Join(plain, " or "), id)
	n.said[key] = d
	n.suggest(d, id, candidates, expected[0])
}

// suggest adds "did you mean" or the few names that there are.
func (n *Names) suggest(d *diag.Diagnostic, id string, candidates []string, k kind) {
	if near := diag.Nearest(id, candidates); near != "" {
		for i, declared := range n.tables[k].ids {
			if declared == near && !n.tables[k].spans[i].IsZero() {
				d.Note(n.tables[k].spans[i], "%q is declared here", near)
			}
		}
		d.Hint("did you mean %q?", near)
		return
	}
	switch {
	case len(candidates) == 0:
		d.Hint("none is declared; declare it under `%s`", kinds[k].section)
	case len(candidates) <= listedMax:
		d.Hint("declared are %s", andList(candidates))
	}
}

// listedMax is how many names a hint lists.
const listedMax = 8

func andList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// StepPath resolves PROCEDURE/STEP and reports what it cannot.
func (n *Names) StepPath(text string, span diag.Span, out *diag.List) (model.StepRef, bool) {
	procedure, step, ok := strings.Cut(text, "/")
	if !ok {
		d := out.Errorf("unknown-step", span, "%q is not a step; a step is written PROCEDURE/STEP here", text)
		for i := range n.steps {
			if _, has := n.steps[i].at[text]; has {
				d.Hint("did you mean %q?", n.tables[kindProcedure].ids[i]+"/"+text)
				break
			}
		}
		return model.StepRef{}, false
	}
	p, ok := n.Procedure(procedure)
	if !ok {
		n.unknown(procedure, span, out, kindProcedure)
		return model.StepRef{}, false
	}
	s, ok := n.stepOf(p, step, span, out)
	return model.StepRef{Procedure: p, Step: s}, ok
}

// stepOf resolves a step of a procedure and reports what it cannot.
func (n *Names) stepOf(p model.ProcedureIndex, id string, span diag.Span, out *diag.List) (model.StepIndex, bool) {
	if s, ok := n.Step(p, id); ok {
		return s, true
	}
	key := unknownName{out, int(kindCount) + int(p), id}
	if n.again(key, span) || n.openSteps[p] {
		return model.None, false
	}
	name := n.tables[kindProcedure].ids[p]
	d := out.Errorf("unknown-step", span, "procedure %q has no step %q", name, id)
	n.said[key] = d
	ids := n.steps[p].ids
	d.Note(n.tables[kindProcedure].spans[p], "%q is declared here", name)
	if near := diag.Nearest(id, ids); near != "" {
		d.Hint("did you mean %q?", near)
	} else if len(ids) > 0 && len(ids) <= listedMax {
		d.Hint("its steps are %s", andList(ids))
	}
	return model.None, false
}

// Move resolves FROM->TO, two different values of one scale, and reports what it
// cannot. That the scale declares the move is another matter.
func (n *Names) Move(text string, span diag.Span, out *diag.List) (scale model.ScaleIndex, from, to model.ValueIndex, ok bool) {
	none := model.ScaleIndex(model.None)
	low, high, arrow := strings.Cut(text, "->")
	low, high = strings.TrimSpace(low), strings.TrimSpace(high)
	if !arrow || low == "" || high == "" || strings.Contains(high, "->") {
		out.Errorf("bad-move", span, "%q is not a move", text).Hint("write FROM->TO with two conditions of one scale")
		return none, 0, 0, false
	}
	s1, v1, ok1 := n.Value(low)
	s2, v2, ok2 := n.Value(high)
	switch {
	case ok1 && ok2 && s1 != s2 && n.repairMove(&s1, &s2, &v1, &v2, low, high):
		return s1, v1, v2, true
	case !ok1:
		n.unknown(low, span, out, kindValue)
	case !ok2:
		n.unknown(high, span, out, kindValue)
	case s1 != s2:
		out.Errorf("bad-move", span, "%q and %q are conditions of two scales, %s and %s; a move stays on one", low, high,
			n.tables[kindScale].ids[s1], n.tables[kindScale].ids[s2])
	case v1 == v2:
		out.Errorf("bad-move", span, "%q leads from %s to itself", text, low)
	default:
		return s1, v1, v2, true
	}
	return none, 0, 0, false
}

// repairMove looks for a scale that holds both ends of a move, where one of them is
// declared on several.
func (n *Names) repairMove(s1, s2 *model.ScaleIndex, v1, v2 *model.ValueIndex, low, high string) bool {
	for _, s := range []model.ScaleIndex{*s1, *s2} {
		from, ok1 := n.valueIn(s, low)
		to, ok2 := n.valueIn(s, high)
		if ok1 && ok2 && from != to {
			*s1, *s2, *v1, *v2 = s, s, from, to
			return true
		}
	}
	return false
}

// moveText prints a move.
func (n *Names) moveText(s model.ScaleIndex, from, to model.ValueIndex) string {
	values := n.arrangement.Scales[s].Values
	return fmt.Sprintf("%s->%s", values[from].ID, values[to].ID)
}

// plural prints a count with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
