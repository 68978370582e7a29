package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/internal/store"
)

func (a *app) report() *cobra.Command {
	var t texts
	var s search
	var output string
	c := &cobra.Command{
		Use:     "report FILE… [--variant F]… [--scenario F] [-o FILE]",
		Short:   "one self-contained page that opens with a one-page brief, and prints",
		Example: `  entente report twinlakes --variant reformed --scenario leadership-shock -o twinlakes.html`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			opt, err := s.options(a)
			if err != nil {
				return err
			}
			designs, err := a.designs(files, t)
			if err != nil {
				return err
			}
			var checked []entente.Checked
			for _, d := range designs {
				checked = append(checked, entente.Checked{Design: d, Findings: a.findings(c.Context(), d, opt)})
			}
			command := "entente report " + strings.Join(files, " ")
			for _, v := range t.variants {
				command += " --variant " + v
			}
			if t.scenario != "" {
				command += " --scenario " + t.scenario
			}
			return a.writeReport(output, command, checked)
		},
	}
	t.flags(c, true)
	s.flags(c)
	c.Flags().StringVarP(&output, "output", "o", "entente-report.html", "where to write it")
	return c
}

// writeReport writes the page and says where it is.
func (a *app) writeReport(output, command string, checked []entente.Checked) error {
	page, err := entente.Report(command, checked...)
	if err != nil {
		return err
	}
	if err := store.WriteFile(output, page); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "report: %s\n", output)
	return nil
}
