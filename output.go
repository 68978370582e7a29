package entente

import (
	"context"
	"fmt"
	"io"
	"sort"
	"strings"

	"entente/internal/answer"
	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/study"
	"entente/internal/syntax"
)

// Lang is a language in which results are said: English or Korean.
type Lang = say.Lang

// The languages. A result is kept in neither: it is said in one when it is shown.
const (
	English = say.English
	Korean  = say.Korean
)

// Said is data with its sentences in a language; as it is marshalled, they are English.
func Said[T any](data T, l Lang) T { return say.Said(data, l) }

// Sentence is a sentence in data: marshalled in English, unless Said has said it.
type Sentence = say.Text

// ParseLang reads the tag of a language, "en" or "ko".
func ParseLang(tag string) (l Lang, ok bool) { return say.ParseLang(tag) }

// Langs lists the tags of the languages.
func Langs() []string { return say.Tags() }

// TextOptions says how results are written for a terminal.
type TextOptions = answer.TextOptions

// Limits bounds a search; DefaultLimits fit a machine with a few GiB.
type Limits = check.Limits

// DefaultLimits are the limits of a search unless others are given.
var DefaultLimits = check.DefaultLimits

// Comparison is what became of each seam between two designs.
type Comparison = answer.DiffResult

// WriteFindings writes a result for people.
func WriteFindings(w io.Writer, r *Findings, o TextOptions) error {
	return answer.WriteFindings(w, r, o)
}

// WriteFirstSeam writes, of a checked design, the finding that stands first in
// the fixed order of kinds among those that need the fewest faults. A shortest
// story may have more faults than it needs, so the design is checked once more
// with none, and so on up to the budget of r.
func WriteFirstSeam(ctx context.Context, w io.Writer, d *Design, r *Findings, opt CheckOptions, o TextOptions) error {
	opt.Progress = nil
	for faults := 0; faults <= r.Budget.Faults; faults++ {
		fewer := r
		if opt.Budget = faults; faults < r.Budget.Faults {
			fewer = check.Run(ctx, d.Arrangement, d.Scenario, opt)
		}
		for i := range fewer.Findings {
			if fewer.Findings[i].Accepted != "" {
				continue
			}
			var b strings.Builder
			answer.WriteFinding(&b, &fewer.Findings[i], o)
			_, err := io.WriteString(w, b.String())
			return err
		}
	}
	_, err := fmt.Fprintln(w, "No seam of the kinds asked for was found.")
	return err
}

// WriteSearched writes in a sentence or two what a search covered, and whether it
// covered all of it.
func WriteSearched(w io.Writer, r *Findings) error {
	states, verdict := 0, "every one is exhaustive"
	for _, s := range r.Searches {
		states += s.States
	}
	if !r.Exhaustive {
		verdict = "NOT every one is exhaustive: what is not found may still be there"
	}
	_, err := fmt.Fprintf(w, "Searched: %s\n%d searches, %d states; %s.\n", answer.BudgetText(r), len(r.Searches), states, verdict)
	return err
}

// WriteComparison writes a comparison for people.
func WriteComparison(w io.Writer, c *Comparison, o TextOptions) error {
	return answer.WriteDiff(w, c, o)
}

// FindingsData returns a result as data, as `check --json` prints it.
func FindingsData(r *Findings) answer.ResultJSON { return answer.JSON(r) }

// StoryData returns the story of a finding, by its kind and element, to be shown
// scene by scene; ok is false where there is none.
func StoryData(r *Findings, kind, element string) (story answer.StoryJSON, ok bool) {
	return answer.Story(r, kind, element)
}

// WriteJSON writes a value as indented JSON.
func WriteJSON(w io.Writer, v any) error { return answer.WriteJSON(w, v) }

// WriteDiagnostics writes messages with the text they are about.
func WriteDiagnostics(w io.Writer, list []Diagnostic, colour bool) error {
	return diag.WriteText(w, list, colour)
}

// WriteDiagnosticsJSON writes messages as one JSON array.
func WriteDiagnosticsJSON(w io.Writer, list []Diagnostic) error { return diag.WriteJSON(w, list) }

// Elicit reads an expert's statement of a duration and says what was understood:
// quantiles, mean, a picture. within is `low..high` or empty.
func Elicit(text, within string) (string, error) {
	spec, err := dist.Parse(text, dist.Duration)
	if err != nil {
		return "", err
	}
	if within != "" {
		bounds, err := dist.Parse(within, dist.Duration)
		if err != nil || bounds.Form != dist.Range {
			return "", fmt.Errorf("--within %s: write low..high, as in 30m..24h", within)
		}
		spec.HasWithin, spec.WithinLow, spec.WithinHigh = true, bounds.A, bounds.B
		if err := spec.Validate(); err != nil {
			return "", err
		}
	}
	if spec.Form == dist.Range || spec.Form == dist.Exact {
		return dist.Describe(spec) + "\n", nil
	}
	table, err := dist.Elicit(spec)
	if err != nil {
		return "", err
	}
	return table.Text(72), nil
}

// Schema returns the JSON Schema of a kind of file: of the texts, for editors, and
// of the summary of a study.
func Schema(kind string) ([]byte, error) {
	if kind == "summary" {
		return study.Schema, nil
	}
	return syntax.JSONSchema(kind)
}

// Format returns the text in its canonical form, comments kept. The text is
// empty if it cannot be read.
func Format(t Text) (string, []Diagnostic) {
	var out diag.List
	text, ok := syntax.Format(diag.NewSource(t.Name, t.Body), syntax.DefaultLimits, &out)
	if !ok {
		text = ""
	}
	return text, out.Sorted()
}

// Explain says what a code of a message, or a kind of seam, means; ok is false
// for an unknown one, and then near is what was probably meant. Messages are
// explained in English alone.
func Explain(code string, l Lang) (text, near string, ok bool) {
	if info, known := diag.Lookup(diag.Code(code)); known {
		return fmt.Sprintf("%s (%s)\n%s\n\n%s\n", info.Code, info.Severity, info.Summary, info.Explain), "", true
	}
	if diag.Retired(diag.Code(code)) {
		return fmt.Sprintf("%s (retired)\nThis message is no longer given.\n", code), "", true
	}
	var all []string
	for _, info := range diag.All() {
		all = append(all, string(info.Code))
	}
	for i, name := range model.SeamNames() {
		if name == code {
			return answer.KindText(model.Seam(i)).In(l), "", true
		}
		all = append(all, name)
	}
	return "", diag.Nearest(code, all), false
}

// Nearest returns the one of the words that was probably meant; "" if none is
// near.
func Nearest(word string, words []string) string { return diag.Nearest(word, words) }

// Codes lists every code of a message and every kind of seam.
func Codes() []string {
	var all []string
	for _, info := range diag.All() {
		all = append(all, string(info.Code))
	}
	sort.Strings(all)
	return append(all, model.SeamNames()...)
}

// TableOptions says how the matrix is shown in a terminal.
type TableOptions = answer.TableOptions

// Rights is the matrix of decision rights and of who holds each force.
type Rights = answer.MatrixResult

// Answer is the answer to a question, with the lines that say so.
type Answer = answer.Answer

// WriteAnswer writes an answer for people.
func WriteAnswer(w io.Writer, a Answer) error {
	var b strings.Builder
	fmt.Fprintln(&b, a.Text)
	for _, s := range a.Sentences {
		fmt.Fprintln(&b, s)
	}
	for _, l := range a.Lines {
		fmt.Fprintf(&b, "  [%s:%d] %s\n", l.Span.Source.Name, l.Span.Start.Line, l.Text)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Version is the version of entente.
const Version = "0.1.0"

// Title reads the title of a text from its header; "" where it has none.
func Title(t Text) string {
	var out diag.List
	tree := syntax.Parse(diag.NewSource(t.Name, t.Body), syntax.DefaultLimits, &out)
	if n := tree.Get("entente").Get("title"); n != nil {
		return n.Text
	}
	return ""
}
