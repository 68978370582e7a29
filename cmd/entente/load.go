package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"entente"

	"entente/internal/store"
)

// texts are the flags that name the texts of a design.
type texts struct {
	variants []string
	scenario string
	asJSON   bool
}

func (t *texts) flags(c *cobra.Command, variants bool) {
	if variants {
		c.Flags().StringArrayVar(&t.variants, "variant", nil, "a variant to apply, in order (a path or a name of the library)")
	}
	c.Flags().StringVar(&t.scenario, "scenario", "", "the circumstances (a path or a name of the library)")
	c.Flags().BoolVar(&t.asJSON, "json", false, "print data, not text")
}

// design loads the design that files and flags name. Files come in any order and
// are recognised by the kind in their headers; a variant or scenario of a library
// entry brings the entry's arrangement with it.
func (a *app) design(files []string, t texts) (*entente.Design, error) {
	in, err := a.input(files, t)
	if err != nil {
		return nil, err
	}
	return a.load(in, t.asJSON)
}

// load loads the texts and shows what there is to say about them.
func (a *app) load(in entente.Input, asJSON bool) (*entente.Design, error) {
	d, messages := entente.Load(in)
	if d == nil && asJSON {
		if err := entente.WriteDiagnosticsJSON(a.out, messages); err != nil {
			return nil, err
		}
		return nil, statusError(exitBadInput)
	}
	if err := a.messages(messages); err != nil {
		return nil, err
	}
	if d == nil {
		return nil, statusError(exitBadInput)
	}
	return d, nil
}

// messages shows diagnostics on standard error.
func (a *app) messages(list []entente.Diagnostic) error {
	return entente.WriteDiagnostics(a.err, list, a.terminal && a.colour)
}

func (a *app) input(files []string, t texts) (entente.Input, error) {
	var in entente.Input
	entry := ""
	read := func(name string) (store.Text, string, error) {
		text, err := a.store.Read(name)
		if err != nil && entry != "" && !strings.Contains(name, "/") {
			if inEntry, again := a.store.Read(entry + "/" + name); again == nil {
				text, err = inEntry, nil
			}
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
		if first, _, _ := strings.Cut(name, "/"); entry == "" && contains(a.store.Entries(), first) {
			entry = first
		}
		switch kind {
		case "variant":
			in.Variants = append(in.Variants, entente.Text(text))
		case "scenario":
			in.Scenario = entente.Text(text)
		default:
			if in.Arrangement.Name != "" {
				return in, fmt.Errorf("%s: %s is given already; one arrangement is checked at a time", name, in.Arrangement.Name)
			}
			in.Arrangement = entente.Text(text)
		}
	}
	if in.Arrangement.Name == "" && entry != "" {
		text, err := a.store.Read(entry)
		if err != nil {
			return in, err
		}
		in.Arrangement = entente.Text(text)
	}
	if in.Arrangement.Name == "" {
		return in, fmt.Errorf("no arrangement is given; the library has %s", strings.Join(a.store.Entries(), ", "))
	}
	for _, name := range t.variants {
		text, kind, err := read(name)
		if err != nil {
			return in, err
		}
		if kind != "variant" {
			return in, fmt.Errorf("%s: its header says %q, not variant", name, kind)
		}
		in.Variants = append(in.Variants, entente.Text(text))
	}
	if t.scenario != "" {
		text, kind, err := read(t.scenario)
		if err != nil {
			return in, err
		}
		if kind != "scenario" {
			return in, fmt.Errorf("%s: its header says %q, not scenario", t.scenario, kind)
		}
		in.Scenario = entente.Text(text)
	}
	return in, nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
