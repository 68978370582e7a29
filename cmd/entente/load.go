package main

import (
	"errors"
	"fmt"
	"slices"
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

// jsonFlag adds the flag for verbs that print data.
func (t *texts) jsonFlag(c *cobra.Command) {
	c.Flags().BoolVar(&t.asJSON, "json", false, "print data, not text; messages about bad input too")
}

// variantFlag adds --variant, which may be given several times.
func (t *texts) variantFlag(c *cobra.Command) {
	c.Flags().StringArrayVar(&t.variants, "variant", nil, "a variant, as often as there are any (a path or a name of the library)")
}

// scenarioFlag adds --scenario.
func (t *texts) scenarioFlag(c *cobra.Command) {
	c.Flags().StringVar(&t.scenario, "scenario", "", "the circumstances (a path or a name of the library)")
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
	if d == nil || a.warn {
		if err := a.messages(messages); err != nil {
			return nil, err
		}
	}
	if d == nil {
		return nil, statusError(exitBadInput)
	}
	return d, nil
}

// messages shows diagnostics on standard error, each once: designs share texts.
func (a *app) messages(list []entente.Diagnostic) error {
	var fresh []entente.Diagnostic
	for _, m := range list {
		if key := fmt.Sprint(m.Code, m.Span, m.Message); !a.shown[key] {
			a.shown[key] = true
			fresh = append(fresh, m)
		}
	}
	return entente.WriteDiagnostics(a.err, fresh, a.errorColour)
}

func (a *app) input(files []string, t texts) (entente.Input, error) {
	var in entente.Input
	entry, circumstances := "", "" // the scenario, or the crisis, as it was named
	read := func(name string) (store.Text, string, error) {
		text, err := a.store.Read(name)
		if err != nil && entry != "" && !strings.Contains(name, "/") {
			text, err = a.store.Read(entry + "/" + name)
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
		if first, _, _ := strings.Cut(name, "/"); entry == "" && slices.Contains(a.store.Entries(), first) {
			entry = first
		}
		switch kind {
		case "variant":
			in.Variants = append(in.Variants, entente.Text(text))
		case "scenario":
			if in.Scenario.Name != "" {
				return in, hinted{fmt.Errorf("%s: the scenario %s is given already", name, in.Scenario.Name), "one scenario is checked at a time"}
			}
			in.Scenario, circumstances = entente.Text(text), name
		case "crisis":
			if in.Crisis.Name != "" {
				return in, hinted{fmt.Errorf("%s: the crisis %s is given already", name, in.Crisis.Name), "a scenario has one crisis"}
			}
			in.Crisis = entente.Text(text)
			if circumstances == "" {
				circumstances = name
			}
		default:
			if in.Arrangement.Name != "" {
				return in, hinted{fmt.Errorf("%s: the arrangement %s is given already", name, in.Arrangement.Name), "one arrangement is checked at a time; its variants say `kind: variant`"}
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
	if in.Arrangement.Name == "" && in.Crisis.Name != "" {
		near := &neighbours{store: a.store, of: circumstances, texts: map[string]string{}}
		if text, err := near.read(entente.For(in.Crisis), "arrangement", ""); err == nil {
			in.Arrangement = text
		}
	}
	if in.Arrangement.Name == "" {
		return in, hinted{errors.New("no arrangement is given"), "name its file, or one of the library: " + strings.Join(a.store.Entries(), ", ")}
	}
	for _, name := range t.variants {
		text, kind, err := read(name)
		if err != nil {
			return in, err
		}
		if kind != "variant" && kind != "" {
			return in, fmt.Errorf("%s: its header says %q, not variant", name, kind)
		}
		in.Variants = append(in.Variants, entente.Text(text))
	}
	if t.scenario != "" && in.Scenario.Name != "" {
		return in, hinted{fmt.Errorf("%s: the scenario %s is given already", t.scenario, in.Scenario.Name), "one scenario is checked at a time"}
	}
	if t.scenario != "" {
		text, kind, err := read(t.scenario)
		if err != nil {
			return in, err
		}
		if kind != "scenario" && kind != "" {
			return in, fmt.Errorf("%s: its header says %q, not scenario", t.scenario, kind)
		}
		in.Scenario, circumstances = entente.Text(text), t.scenario
	}
	if in.Crisis.Name == "" && in.Scenario.Name != "" {
		if entry != "" && !strings.Contains(circumstances, "/") && !store.OnDisk(circumstances) {
			circumstances = entry + "/" + circumstances
		}
		near := &neighbours{store: a.store, of: circumstances, texts: map[string]string{}}
		var err error
		if in.Crisis, err = near.crisis(in.Scenario, entry); err != nil {
			return in, err
		}
	}
	return in, nil
}
