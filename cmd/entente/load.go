package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"entente"
	"entente/internal/desk"
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

// load loads the texts; what is wrong with them is data where that is asked for.
func (a *app) load(in entente.Input, asJSON bool) (*entente.Design, error) {
	d, err := a.desk.Load(in)
	var refused *desk.Refused
	if asJSON && errors.As(err, &refused) {
		if err := entente.WriteDiagnosticsJSON(a.out, refused.Messages); err != nil {
			return nil, err
		}
		return nil, statusError(exitBadInput)
	}
	return d, err
}

// input finds the texts of the design that files and flags name.
func (a *app) input(files []string, t texts) (entente.Input, error) {
	return a.desk.Input(files, t.variants, t.scenario)
}

// study loads a study, and says what there is to say about its text.
func (a *app) study(name string) (*desk.Study, error) {
	s, err := a.desk.Study(name)
	if err != nil {
		return nil, err
	}
	return s, a.messages(s.Messages)
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
