package answer

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"entente/internal/model"
)

// Answer is what the text says to a question. Its JSON is stable.
type Answer struct {
	Question  string   `json:"question"` // in its canonical form, with ids
	Form      string   `json:"form"`     // id of the form, as listed by Forms
	Text      string   `json:"text"`     // the short answer, see Forms
	Sentences []string `json:"sentences"`
	Lines     []Line   `json:"lines"` // the lines of the text that say so
}

// Limits on a question.
const (
	QuestionMax = 400 // characters
	wordsMax    = 40
)

// Form is a shape of question.
type Form struct {
	ID      string `json:"id"`
	Shape   string `json:"shape"`
	Example string `json:"example"` // of Twin Lakes
	Answer  string `json:"answer"`  // what Answer.Text holds
}

// UnknownFormError says that a question has none of the shapes that are answered.
type UnknownFormError struct{ Question string }

func (e *UnknownFormError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the question %q is of no form that is answered; these are:", e.Question)
	for _, f := range Forms() {
		fmt.Fprintf(&b, "\n  %s\n      %s", f.Shape, f.Example)
	}
	return b.String()
}

// Forms lists the forms, as the error does.
func (e *UnknownFormError) Forms() []Form { return Forms() }

// UnknownNameError says that a question names something that the text does not
// declare, or that several elements are called by.
type UnknownNameError struct {
	Name    string   // as asked
	Kind    string   // what was looked for: "procedure", "post", …
	Meant   string   // id of the nearest, or ""
	Near    []string // names and ids of those that have all the words, where there are several
	Several []string // ids that are called so, where there are several
	Known   []string // some ids of that kind
}

func (e *UnknownNameError) Error() string {
	switch {
	case len(e.Several) > 0:
		return fmt.Sprintf("%q can be the %s %s: ask with the id", e.Name, e.Kind, strings.Join(e.Several, " or "))
	case e.Meant != "":
		return fmt.Sprintf("%s %q is not declared; did you mean %q?", e.Kind, e.Name, e.Meant)
	case len(e.Near) > 0:
		return fmt.Sprintf("%s %q is not declared; did you mean %s?", e.Kind, e.Name, strings.Join(e.Near, " or "))
	case len(e.Known) > 0:
		return fmt.Sprintf("%s %q is not declared; there are %s", e.Kind, e.Name, strings.Join(e.Known, ", "))
	}
	return fmt.Sprintf("%s %q is not declared; the text declares none", e.Kind, e.Name)
}

// RefusedError says that a question about a real state would name the office or
// the line whose loss would be the gap, and what to ask instead.
type RefusedError struct {
	Reason string
	Remedy string
}

func (e *RefusedError) Error() string { return e.Reason + "; " + e.Remedy }

// TooLongError says that a question exceeds QuestionMax.
type TooLongError struct{ Length int }

func (e *TooLongError) Error() string {
	return fmt.Sprintf("the question has %d characters or too many words; at most %d characters and %d words are read", e.Length, QuestionMax, wordsMax)
}

// Ask answers one question of the forms listed by Forms. Of a real arrangement it
// answers `when POST is absent` only for the documented absences; for others, and
// for `when LINK is out`, the error is a *RefusedError and the class may be asked.
// Other errors are *UnknownFormError, *UnknownNameError and *TooLongError.
func Ask(a *model.Arrangement, question string, documented ...model.PostIndex) (Answer, error) {
	if n := utf8.RuneCountInString(question); n > QuestionMax {
		return Answer{}, &TooLongError{n}
	}
	words := tokens(question)
	if len(words) > wordsMax {
		return Answer{}, &TooLongError{utf8.RuneCountInString(question)}
	}
	q, err := parse(a, words, question)
	if err != nil {
		return Answer{}, err
	}
	if err := permitted(a, q, documented); err != nil {
		return Answer{}, err
	}
	k := &asker{a: a, q: q, s: newSituation(a)}
	k.narrow()
	if class, ok := q.get("class"); ok {
		k.forClass(class)
	} else if _, ok := q.get("any-link"); ok {
		k.forAnyLink()
	} else {
		k.lose()
		q.form.answer(k)
	}
	k.disputes()
	k.variants()
	return Answer{Question: q.canonical(), Form: q.form.ID, Text: k.text, Sentences: k.sentences, Lines: k.lines}, nil
}

// permitted applies the rule for real states.
func permitted(a *model.Arrangement, q *query, documented []model.PostIndex) error {
	if !a.Real {
		return nil
	}
	if t, ok := q.get("absent"); ok && !slices.Contains(documented, model.PostIndex(t.index)) {
		remedy := "ask for the class of the post, for example `when a minister is absent`"
		if class := a.Posts[t.index].Class; class != model.NoClass {
			remedy = fmt.Sprintf("ask for the class: `when a %s is absent`", class)
		}
		return &RefusedError{"this arrangement is of real states, and an absence is answered for one office only where it is documented", remedy}
	}
	if _, ok := q.get("out"); ok {
		return &RefusedError{"this arrangement is of real states, and the loss of a link is not answered for one link", "ask for the class: `when a link is out`"}
	}
	return nil
}

// asker builds one answer.
type asker struct {
	a         *model.Arrangement
	q         *query
	s         situation
	text      string
	sentences []string
	lines     lines
	touched   []string          // paths of the elements that the answer rests on
	named     []model.PostIndex // posts in its sentences
	parties   []model.PostIndex // posts whose party it says
	clauses   []string          // what the steps write for what is lost, naming nobody
}

// say adds a sentence, once. What starts with a plain word starts with a capital;
// an id stays as it is written.
func (k *asker) say(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	for _, start := range []string{"the ", "it ", "no ", "nobody "} {
		if strings.HasPrefix(s, start) {
			s = strings.ToUpper(s[:1]) + s[1:]
		}
	}
	if !slices.Contains(k.sentences, s) {
		k.sentences = append(k.sentences, s)
	}
}

func (k *asker) touch(section, id string) {
	if path := section + "/" + id; !slices.Contains(k.touched, path) {
		k.touched = append(k.touched, path)
	}
}

// narrow takes the question's values into the situation.
func (k *asker) narrow() {
	t, ok := k.q.get("values")
	if !ok {
		return
	}
	byScale := map[model.ScaleIndex][]model.ValueIndex{}
	for _, v := range t.values {
		byScale[v.scale] = append(byScale[v.scale], v.value)
	}
	for scale, values := range byScale {
		k.s = k.s.with(scale, values...)
	}
}

// lose takes the question's fault into the situation.
func (k *asker) lose() {
	if t, ok := k.q.get("absent"); ok {
		k.s.absent = map[model.PostIndex]bool{model.PostIndex(t.index): true}
	}
	if t, ok := k.q.get("out"); ok {
		k.s.out = map[model.LinkIndex]bool{model.LinkIndex(t.index): true}
	}
}

// faulty reports whether the question takes something away.
func (k *asker) faulty() bool { return len(k.s.absent) > 0 || len(k.s.out) > 0 }

// disputes adds the rival readings of what the answer rests on.
func (k *asker) disputes() {
	for _, d := range k.a.Disputes {
		if !slices.ContainsFunc(k.touched, func(p string) bool { return d.Path == p || strings.HasPrefix(d.Path, p+"/") }) || len(d.Readings) < 2 {
			continue
		}
		var parts []string
		for _, r := range d.Readings {
			if r.Value == "" {
				continue // the text as it stands, which has no one value
			}
			part := fmt.Sprintf("%q", r.Value)
			if r.Cite.Source != model.None {
				part += " (" + k.a.Sources[r.Cite.Source].ID + ")"
			}
			parts = append(parts, part)
		}
		if d.Readings[0].Value == "" {
			k.say("Disputed: %s is read as %s.", d.Path, strings.Join(parts, " or as "))
		} else {
			k.say("Disputed: %s reads %s; the first is the one answered from.", d.Path, strings.Join(parts, " or "))
		}
		k.lines.add(d.Span)
	}
}

// Labels of elements, as they stand in sentences: the name with the id, or the id.

func label(m *model.Meta) string {
	if name := m.Name.In("en", m.ID); !strings.EqualFold(name, m.ID) {
		return clean(name) + " (" + m.ID + ")"
	}
	return m.ID
}

func (k *asker) post(p model.PostIndex) string {
	k.named = append(k.named, p)
	return label(&k.a.Posts[p].Meta)
}

func (k *asker) party(p model.PostIndex) string {
	k.parties = append(k.parties, p)
	return label(&k.a.Parties[k.a.Posts[p].Of].Meta)
}

func (k *asker) council(c model.CouncilIndex) string { return label(&k.a.Councils[c].Meta) }
func (k *asker) procedure(p model.ProcedureIndex) string {
	return label(&k.a.Procedures[p].Meta)
}

func (k *asker) authority(a model.AuthorityIndex) string {
	auth := &k.a.Authorities[a]
	return fmt.Sprintf("%s (%s over %s)", auth.ID, auth.KindName, clean(k.a.Forces[auth.Over].Name.In("en", k.a.Forces[auth.Over].ID)))
}
