// Package say puts what the program has to say into English or Korean.
//
// In: sentences as they stand in the code, an English format each, and what stands
// in them. Out: Texts, which are said in a language when they are shown, so that a
// result that is kept can be shown in either. Guaranteed: in English a Text is
// fmt.Sprintf of its format and arguments; in Korean its package's catalogue has
// the format (a test reads every call and every catalogue), and particles fit the
// word before them.
package say

import (
	"fmt"
	"strings"
)

// A package that speaks has a catalogue, `ko.go`, and says `var sayf =
// korean.Text`. A catalogue is a constant in all but name: nothing writes to it.

// Lang is a language.
type Lang uint8

// The languages.
const (
	English Lang = iota
	Korean
)

// String is the tag of the language (BCP 47).
func (l Lang) String() string { return [...]string{"en", "ko"}[l] }

// Tags lists the tags of the languages, English first.
func Tags() []string { return []string{English.String(), Korean.String()} }

// ParseLang reads a tag; ok is false for a language in which nothing is said.
func ParseLang(tag string) (l Lang, ok bool) {
	for i, t := range Tags() {
		if t == tag {
			return Lang(i), true
		}
	}
	return English, false
}

// Sayer is what can be said in a language: a Text, a Name, a length of time.
type Sayer interface{ In(Lang) string }

// Catalogue holds the Korean form of each English format of a package. The Korean
// form has the same arguments, by index where their order differs (`%[2]s`), and
// writes a particle in its double form: 이(가), 은(는), 을(를), 와(과), (으)로.
type Catalogue map[string]string

// Text is something to say: what stands in the catalogue, and its arguments. An
// argument that is a Sayer is said in the language of the text. The zero Text says
// nothing.
type Text struct {
	ko     Catalogue
	format string
	args   []any
	join   joint
}

// joint says how the parts of a text hang together.
type joint uint8

const (
	formatted joint = iota
	run             // one after the other, with format between them
	and             // a and b and c
	list            // a, b and c
)

// Text returns the text of a format and its arguments.
func (c Catalogue) Text(format string, args ...any) Text {
	return Text{ko: c, format: format, args: args}
}

// Plain is a text that is the same in every language: an id, a quoted line.
func Plain(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{format: "%s", args: []any{s}}
}

// Both is a text that is given in both languages.
func Both(english, korean string) Text {
	return Text{ko: Catalogue{"%[1]s": "%[2]s"}, format: "%[1]s", args: []any{english, korean}}
}

// Join says the parts one after the other, with sep between them.
func Join(parts []Text, sep string) Text { return joined(parts, sep, run) }

// And says "a and b and c".
func And(parts []Text) Text { return joined(parts, " and ", and) }

// List says "a, b and c".
func List(parts []Text) Text { return joined(parts, ", ", list) }

func joined(parts []Text, sep string, how joint) Text {
	switch len(parts) {
	case 0:
		return Text{}
	case 1:
		return parts[0]
	}
	t := Text{format: sep, join: how}
	for _, p := range parts {
		t.args = append(t.args, p)
	}
	return t
}

// Then says t and then what follows, with nothing between them.
func (t Text) Then(more ...Text) Text {
	var parts []Text
	for _, p := range append([]Text{t}, more...) {
		if !p.Empty() {
			parts = append(parts, p)
		}
	}
	return Join(parts, "")
}

// IsZero is Empty, for `omitzero` in JSON.
func (t Text) IsZero() bool { return t.Empty() }

// Empty reports whether the text says nothing.
func (t Text) Empty() bool { return t.format == "" && len(t.args) == 0 }

// Same reports whether two texts say the same in English.
func (t Text) Same(u Text) bool { return t.String() == u.String() }

// String says the text in English.
func (t Text) String() string { return t.In(English) }

// MarshalText is the text in English: data that is kept, and its schema, are English.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what was written: it is said as it is in every language.
func (t *Text) UnmarshalText(b []byte) error {
	*t = Plain(string(b))
	return nil
}

// In says the text in a language; in English where the catalogue does not have it.
func (t Text) In(l Lang) string {
	if t.join != formatted || len(t.args) > 0 && t.format == "" {
		return t.joinedIn(l)
	}
	format := t.format
	if l == Korean && t.ko != nil {
		if ko, ok := t.ko[format]; ok {
			format = ko
		} else {
			l = English
		}
	}
	args := make([]any, len(t.args))
	for i, a := range t.args {
		args[i] = in(a, l)
	}
	out := fmt.Sprintf(format, args...)
	if l == Korean {
		out = Particles(out)
	}
	return out
}

func in(a any, l Lang) any {
	if s, ok := a.(Sayer); ok {
		return s.In(l)
	}
	return a
}

func (t Text) joinedIn(l Lang) string {
	parts := make([]string, len(t.args))
	for i, a := range t.args {
		parts[i] = a.(Text).In(l)
	}
	last := len(parts) - 1
	switch {
	case t.join == run, t.join == and && l == English:
		return strings.Join(parts, t.format)
	case l == English:
		return strings.Join(parts[:last], ", ") + " and " + parts[last]
	default:
		return strings.Join(parts[:last], ", ") + " 및 " + parts[last]
	}
}

// All says each of the texts in a language; nil for none.
func All(texts []Text, l Lang) []string {
	var out []string
	for _, t := range texts {
		out = append(out, t.In(l))
	}
	return out
}

// Name is an element of a text: its id in English sentences, the name that the
// text gives it in Korean ones, and its id where the text gives it none.
type Name struct{ ID, Ko string }

// In is the name in a language.
func (n Name) In(l Lang) string {
	if l == Korean && n.Ko != "" {
		return n.Ko
	}
	return n.ID
}

// String is the id.
func (n Name) String() string { return n.ID }

// Text is the name as a text.
func (n Name) Text() Text { return Text{format: "%s", args: []any{n}} }
