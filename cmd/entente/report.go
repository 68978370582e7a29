package main

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/internal/store"
)

func (a *app) report() *cobra.Command {
	var t texts
	var s search
	var of studyRun
	var output string
	c := &cobra.Command{
		Use:   "report FILE… | STUDY [-o FILE]",
		Short: "one self-contained page that opens with a one-page brief, and prints; or DOCX, or XLSX",
		Example: `  entente report twinlakes --variant reformed --scenario leadership-shock -o twinlakes.html
  entente report twinlakes/leaders-lost -o leaders.html
  entente report korea/opcon-options --out out/options
  entente report korea --variant future-cfc -o brief.docx
  entente report korea --variant future-cfc -o tables.xlsx`,
		Args: args(1, -1, "name an arrangement or a study"),
		Long: `Of FILEs: checks the design of the FILEs and, for each --variant, the design that it makes
of them, and writes one HTML page without network: a one-page brief, the decision rights,
the command charts, the seams with their stories, the sources.

Of a STUDY: runs it as ` + "`entente run`" + ` does, or reads the finished run in --out, and writes a
page: a one-page brief of what holds and what depends on what, the curves, the
differences, where the time goes, who takes part, the seams, the sources.

What -o names says what is written: brief.html the page; brief.docx the same as its print
shows it, for Word; tables.xlsx the brief in words, then each table and the numbers of each
figure on a sheet of its own.

Exit status: 0 written, 2 bad input, 3 interrupted (the page of FILEs says what was
searched; of a study none is written), or a computed time and the sampled one do not
agree.`,
		RunE: func(c *cobra.Command, files []string) error {
			if err := reportEnding(output); err != nil {
				return err
			}
			if ok, err := a.isStudy(files); err != nil {
				return err
			} else if ok {
				if err := only(c, "an arrangement, not a study", "variant", "scenario", "budget", "starts", "states", "verbose"); err != nil {
					return err
				}
				of.workers, of.quiet = s.workers, s.quiet
				return a.reportStudy(c.Context(), files[0], output, &of)
			}
			if err := only(c, "a study, not an arrangement", "runs", "seed", "assumptions", "alpha", "out"); err != nil {
				return err
			}
			opt, err := s.options(a)
			if err != nil {
				return err
			}
			a.store.Short = true
			designs, err := a.designs(files, t)
			if err != nil {
				return err
			}
			var checked []entente.Checked
			for i, r := range a.findings(c.Context(), designs, opt) {
				checked = append(checked, entente.Checked{Design: designs[i], Findings: r})
			}
			if err := a.writeReport(output, reportCommand(files, t, s), checked); err != nil {
				return err
			}
			return status(c.Context(), exitHolds)
		},
	}
	t.variantFlag(c)
	t.scenarioFlag(c)
	s.flags(c)
	of.flags(c)
	c.Flags().StringVarP(&output, "output", "o", "entente-report.html", "where to write it: FILE.html, FILE.docx or FILE.xlsx")
	return c
}

// only refuses flags that are about something else.
func only(c *cobra.Command, about string, names ...string) error {
	for _, name := range names {
		if c.Flags().Changed(name) {
			return hinted{fmt.Errorf("--%s is about %s", name, about), "leave it out; `entente report --help` says what goes with what"}
		}
	}
	return nil
}

// reportForms makes of the page what a file of an ending holds.
var reportForms = map[string]func(page []byte) ([]byte, error){
	".html": func(page []byte) ([]byte, error) { return page, nil },
	".htm":  func(page []byte) ([]byte, error) { return page, nil },
	".docx": entente.ReportDOCX,
	".xlsx": entente.ReportXLSX,
}

// reportEnding refuses a file that is none of a report.
func reportEnding(output string) error {
	return writable(output, ".html", ".htm", ".docx", ".xlsx")
}

// writeReport writes a report of designs and says where it is.
func (a *app) writeReport(output, command string, checked []entente.Checked) error {
	page, err := entente.Report(command, checked...)
	if err != nil {
		return err
	}
	return a.writePage(output, page)
}

// writePage writes a page in the form of its file's ending, and says where it is.
func (a *app) writePage(output string, page []byte) error {
	if err := reportEnding(output); err != nil {
		return err
	}
	body, err := reportForms[strings.ToLower(filepath.Ext(output))](page)
	if err != nil {
		return err
	}
	if err := store.WriteFile(output, body); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "report: %s\n", output)
	return err
}

// reportCommand is what the page says was run. Of files it names the last element
// only: a page is passed on, and where its texts lay is nobody's business.
func reportCommand(files []string, t texts, s search) string {
	words := []string{"entente report"}
	for _, f := range files {
		words = append(words, typed(f))
	}
	for _, v := range t.variants {
		words = append(words, "--variant", typed(v))
	}
	if t.scenario != "" {
		words = append(words, "--scenario", typed(t.scenario))
	}
	if s.budget >= 0 {
		words = append(words, "--budget", strconv.Itoa(s.budget))
	}
	if s.starts > 0 {
		words = append(words, "--starts", strconv.Itoa(s.starts))
	}
	return strings.Join(words, " ")
}

// typed is a file as a page may name it.
func typed(file string) string {
	if filepath.IsAbs(file) {
		file = filepath.Base(file)
	}
	if strings.ContainsAny(file, " '\"") {
		file = strconv.Quote(file)
	}
	return file
}
