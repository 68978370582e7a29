// Package desk finds the texts that names mean and loads designs, studies and the
// past from them; the command and the workbench share it.
//
// In: names as a user gives them. Out: what the root package makes of the texts.
// Guaranteed: a text that is not understood is answered with its diagnostics
// (*Refused), what is missing with what there is (Hinted).
package desk

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/internal/store"
)

// Desk loads from the texts of a store.
type Desk struct {
	Store *store.Store
	Warn  func([]entente.Diagnostic) error // is told what there is to say about a design that is loaded; nil: nobody is
}

// Hinted is an error with what to do about it.
type Hinted struct {
	Err  error
	Hint string
}

func (e Hinted) Error() string { return e.Err.Error() }

// Unwrap returns the error without its hint.
func (e Hinted) Unwrap() error { return e.Err }

// Refused says that texts hold errors, so that nothing is loaded.
type Refused struct{ Messages []entente.Diagnostic }

func (e *Refused) Error() string {
	for _, m := range e.Messages {
		if m.Severity.String() == "error" {
			return fmt.Sprintf("%s: %s", m.Span, m.Message)
		}
	}
	return "the text is not understood"
}

// Load loads the texts of a design. Errors in them are *Refused.
func (k *Desk) Load(in entente.Input) (*entente.Design, error) {
	d, messages := entente.Load(in)
	if d == nil {
		return nil, &Refused{messages}
	}
	if k.Warn != nil && len(messages) > 0 {
		return d, k.Warn(messages)
	}
	return d, nil
}

// Input finds the texts of a design. Files come in any order and are recognised by
// the kind in their headers; a variant or a scenario of an entry of the library
// brings the entry's arrangement with it, and a scenario the crisis that it names.
func (k *Desk) Input(files, variants []string, scenario string) (entente.Input, error) {
	var in entente.Input
	entry, circumstances := "", "" // the scenario, or the crisis, as it was named
	read := func(name string) (store.Text, string, error) {
		text, err := k.Store.Read(name)
		if err != nil && entry != "" && !strings.Contains(name, "/") {
			text, err = k.Store.Read(entry + "/" + name)
		}
		if err != nil {
			return store.Text{}, "", err
		}
		kind, _ := entente.Kind(entente.Text(text))
		return text, kind, nil
	}
	for _, name := range files {
		text, kind, err := read(name)
		if err != nil {
			return in, err
		}
		if first, _, _ := strings.Cut(name, "/"); entry == "" && slices.Contains(k.Store.Entries(), first) {
			entry = first
		}
		switch kind {
		case "variant":
			in.Variants = append(in.Variants, entente.Text(text))
		case "scenario":
			if in.Scenario.Name != "" {
				return in, Hinted{fmt.Errorf("%s: the scenario %s is given already", name, in.Scenario.Name), "one scenario is checked at a time"}
			}
			in.Scenario, circumstances = entente.Text(text), name
		case "crisis":
			if in.Crisis.Name != "" {
				return in, Hinted{fmt.Errorf("%s: the crisis %s is given already", name, in.Crisis.Name), "a scenario has one crisis"}
			}
			in.Crisis = entente.Text(text)
			if circumstances == "" {
				circumstances = name
			}
		default:
			if in.Arrangement.Name != "" {
				return in, Hinted{fmt.Errorf("%s: the arrangement %s is given already", name, in.Arrangement.Name), "one arrangement is checked at a time; its variants say `kind: variant`"}
			}
			in.Arrangement = entente.Text(text)
		}
	}
	if in.Arrangement.Name == "" && entry != "" {
		text, err := k.Store.Read(entry)
		if err != nil {
			return in, err
		}
		in.Arrangement = entente.Text(text)
	}
	if in.Arrangement.Name == "" && in.Crisis.Name != "" {
		near := k.near(circumstances)
		if text, err := near.read(entente.For(in.Crisis), "arrangement", ""); err == nil {
			in.Arrangement = text
		}
	}
	if in.Arrangement.Name == "" {
		return in, Hinted{errors.New("no arrangement is given"), "name its file, or one of the library: " + strings.Join(k.Store.Entries(), ", ")}
	}
	for _, name := range variants {
		text, kind, err := read(name)
		if err != nil {
			return in, err
		}
		if kind != "variant" && kind != "" {
			return in, fmt.Errorf("%s: its header says %q, not variant", name, kind)
		}
		in.Variants = append(in.Variants, entente.Text(text))
	}
	if scenario != "" && in.Scenario.Name != "" {
		return in, Hinted{fmt.Errorf("%s: the scenario %s is given already", scenario, in.Scenario.Name), "one scenario is checked at a time"}
	}
	if scenario != "" {
		text, kind, err := read(scenario)
		if err != nil {
			return in, err
		}
		if kind != "scenario" && kind != "" {
			return in, fmt.Errorf("%s: its header says %q, not scenario", scenario, kind)
		}
		in.Scenario, circumstances = entente.Text(text), scenario
	}
	if in.Crisis.Name == "" && in.Scenario.Name != "" {
		if entry != "" && !strings.Contains(circumstances, "/") && !k.Store.OnDisk(circumstances) {
			circumstances = entry + "/" + circumstances
		}
		near := k.near(circumstances)
		var err error
		if in.Crisis, err = near.crisis(in.Scenario, entry); err != nil {
			return in, err
		}
	}
	return in, nil
}

// Named finds the texts of a design by its name: an entry, or an entry and the
// variants applied to it in order, as "korea/future-cfc+slow-transfer"; and perhaps a
// scenario of the entry, named by its id or as "korea/ID".
func (k *Desk) Named(design, scenario string) (entente.Input, error) {
	entry, rest, _ := strings.Cut(design, "/")
	var variants []string
	if rest != "" {
		for _, v := range strings.Split(rest, "+") {
			variants = append(variants, entry+"/"+v)
		}
	}
	return k.Input([]string{entry}, variants, scenario)
}

// NameOf is the name of a design, as Named reads it.
func NameOf(entry string, variants []string) string {
	if len(variants) == 0 {
		return entry
	}
	return entry + "/" + strings.Join(variants, "+")
}

// Design loads a design by its name (Named).
func (k *Desk) Design(design, scenario string) (*entente.Design, error) {
	in, err := k.Named(design, scenario)
	if err != nil {
		return nil, err
	}
	return k.Load(in)
}
