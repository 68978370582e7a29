// Package entente turns command arrangements into code: it loads texts, finds
// the seams of an arrangement, compares designs and answers questions about them.
//
// In: texts by name. Out: designs, and results that carry the lines they rest
// on. Guaranteed: nothing here reads a clock, a network or a file; the same texts
// give the same results; a text that is not understood gives diagnostics and no
// design. The command and later the server use only this package.
package entente

import (
	"context"

	"entente/internal/answer"
	"entente/internal/check"
	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// Text is a file: the name that messages show, and what it holds.
type Text struct{ Name, Body string }

// Diagnostic is one message about a text.
type Diagnostic = diag.Diagnostic

// DiagnosticData is a diagnostic as data.
type DiagnosticData = diag.DiagnosticJSON

// Input is the texts of one design: an arrangement, the variants applied to it
// in order, and perhaps a scenario and the crisis that it names (an empty Name means
// none). A crisis without a scenario is read, and nothing more.
type Input struct {
	Arrangement Text
	Variants    []Text
	Scenario    Text
	Crisis      Text
}

// Design is a loaded design.
type Design struct {
	ID, Title   string
	Arrangement *model.Arrangement
	Scenario    *model.Scenario // nil where none was given
	Crisis      *model.Crisis   // nil where none was given
	Tree        *syntax.Node    // the text after the variants

	scenario, crisis *syntax.Node
}

// Kind reads the kind and the id of a text from its header, without judging the
// rest; both are empty where it has none.
func Kind(t Text) (kind, id string) {
	var out diag.List
	tree := syntax.Parse(diag.NewSource(t.Name, t.Body), syntax.DefaultLimits, &out)
	header := tree.Get("entente")
	if k := header.Get("kind"); k != nil {
		kind = k.Text
	}
	if i := header.Get("id"); i != nil {
		id = i.Text
	}
	return kind, id
}

// For reads from its header which arrangement a scenario or a crisis is for.
func For(t Text) string {
	var out diag.List
	tree := syntax.Parse(diag.NewSource(t.Name, t.Body), syntax.DefaultLimits, &out)
	if n := tree.Get("entente").Get("for"); n != nil {
		return n.Text
	}
	return ""
}

// CrisisOf reads the id of the crisis that a scenario names, without judging the
// rest; it is empty where it names none.
func CrisisOf(scenario Text) string {
	var out diag.List
	tree := syntax.Parse(diag.NewSource(scenario.Name, scenario.Body), syntax.DefaultLimits, &out)
	n := tree.Get("crisis")
	if inner := n.Get("value"); inner != nil {
		n = inner
	}
	if n == nil {
		return ""
	}
	return n.Text
}

// Load reads the texts of a design. The design is nil if there is an error among
// the diagnostics, which come sorted and hold the warnings too.
func Load(in Input) (*Design, []Diagnostic) {
	var out diag.List
	d := load(in, &out)
	if out.HasErrors() {
		d = nil
	}
	return d, out.Sorted()
}

func load(in Input, out *diag.List) *Design {
	tree := syntax.Parse(diag.NewSource(in.Arrangement.Name, in.Arrangement.Body), syntax.DefaultLimits, out)
	if tree == nil {
		return nil
	}
	var variants []*syntax.Node
	for _, v := range in.Variants {
		node := syntax.Parse(diag.NewSource(v.Name, v.Body), syntax.DefaultLimits, out)
		if node == nil {
			return nil
		}
		variants = append(variants, node)
	}
	var changes []design.Change
	if len(variants) > 0 {
		tree, changes = design.Apply(tree, variants, out)
		if out.HasErrors() {
			return nil
		}
	}
	a := typecheck.Arrangement(tree, out)
	if a == nil || out.HasErrors() {
		return nil
	}
	d := &Design{ID: a.ID, Title: a.Title, Arrangement: a, Tree: tree}
	for _, v := range variants {
		header := v.Get("entente")
		d.ID, d.Title = header.Get("id").Text, ""
		if title := header.Get("title"); title != nil {
			d.Title = title.Text
		}
		a.Variant = append(a.Variant, d.ID)
		for _, p := range design.Silent(v) {
			a.Silent = append(a.Silent, p.String())
		}
	}
	for _, c := range changes {
		a.Changes = append(a.Changes, model.Change{Variant: c.Variant, Verb: c.Verb, Path: c.Path, From: c.From, To: c.To, Why: c.Why, Span: c.Span})
	}
	if in.Crisis.Name != "" {
		node := syntax.Parse(diag.NewSource(in.Crisis.Name, in.Crisis.Body), syntax.DefaultLimits, out)
		if node != nil {
			d.Crisis, d.crisis = typecheck.Crisis(node, a, out), node
		}
		if out.HasErrors() {
			return d // what the scenario says of it cannot be judged
		}
	}
	if in.Scenario.Name != "" {
		node := syntax.Parse(diag.NewSource(in.Scenario.Name, in.Scenario.Body), syntax.DefaultLimits, out)
		if node != nil {
			d.Scenario, d.scenario = typecheck.Scenario(node, a, d.Crisis, out), node
		}
	}
	return d
}

// LoadStudy reads a study; its designs and scenarios are named, not loaded.
func LoadStudy(t Text) (*model.Study, []Diagnostic) {
	var out diag.List
	var study *model.Study
	if tree := syntax.Parse(diag.NewSource(t.Name, t.Body), syntax.DefaultLimits, &out); tree != nil {
		study = typecheck.Study(tree, &out)
	}
	if out.HasErrors() {
		study = nil
	}
	return study, out.Sorted()
}

// CheckOptions says how to check.
type CheckOptions = check.Options

// Findings is the result of a check.
type Findings = check.Result

// Check finds the seams of a design (docs/semantics.md sections 6 and 7).
// Cancelling the context ends it early, with what was found and Exhaustive false.
// Where the text keeps rival readings of a value, it is checked under each of
// them too, and the result says which verdicts differ.
func Check(ctx context.Context, d *Design, opt CheckOptions) *Findings {
	r := check.Run(ctx, d.Arrangement, d.Scenario, opt)
	r.Readings = readings(ctx, d, r, opt)
	return r
}

// Compare says what became of each seam between two checked designs.
func Compare(before, after *Findings) *Comparison { return answer.Diff(before, after) }

// Matrix reads the decision rights off designs, the first being the one that
// the others are compared with.
func Matrix(designs ...*Design) *Rights {
	var list []answer.Design
	for _, d := range designs {
		list = append(list, answer.Design{ID: d.ID, Title: d.Title, A: d.Arrangement})
	}
	return answer.Matrix(list)
}

// Questions are some that suit a design and that Ask answers.
func Questions(d *Design) []string { return answer.Questions(d.Arrangement) }

// QuestionForm is a shape of question that Ask answers, with an example.
type QuestionForm = answer.Form

// QuestionForms lists the shapes of questions that Ask answers.
func QuestionForms() []QuestionForm { return answer.Forms() }

// The errors of Ask that say more than what is wrong.
type (
	// RefusedQuestion: of real states that is not answered; Remedy is what to ask instead.
	RefusedQuestion = answer.RefusedError
	// UnknownQuestion: it has none of the shapes that are answered.
	UnknownQuestion = answer.UnknownFormError
	// UnknownName: the design has nothing of a name in the question, or several things.
	UnknownName = answer.UnknownNameError
)

// RightsLine is a line of the text that says what a cell of the matrix says.
type RightsLine = answer.Line

// QuestionMax is how many characters a question may have.
const QuestionMax = answer.QuestionMax

// Ask answers one question about a design, with the lines that say so. Offices
// that its scenario says are empty from the start may be asked about by name,
// even of a real state: they are documented.
func Ask(d *Design, question string) (Answer, error) {
	return answer.Ask(d.Arrangement, question, d.documented()...)
}
