package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/internal/desk"
	"entente/internal/server"
	"entente/internal/store"
)

// kinds are the kinds of file that have a schema: those that are read, and what a
// run leaves.
var kinds = []string{"arrangement", "variant", "crisis", "scenario", "study", "summary", "meta", "digest", "openapi"}

func (a *app) elicit() *cobra.Command {
	var within string
	c := &cobra.Command{
		Use:     "elicit 'P10/P50/P90'",
		Short:   "say what a stated duration means: quantiles, mean, a picture",
		Example: `  entente elicit '1h/3h/10h' --within 30m..24h`,
		Args:    args(1, 1, "state a duration, as in 1h/3h/10h"),
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := entente.Elicit(args[0], within)
			if err != nil {
				return fmt.Errorf("elicit %s: %w", args[0], err)
			}
			_, err = fmt.Fprint(a.out, text)
			return err
		},
	}
	c.Flags().StringVar(&within, "within", "", "hard bounds, low..high")
	return c
}

func (a *app) explain() *cobra.Command {
	var lang entente.Lang
	c := &cobra.Command{
		Use:     "explain CODE",
		Short:   "what a message's code, or a kind of seam, means",
		Example: "  entente explain no-quorum",
		Args:    args(0, 1, "name one code"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				_, err := fmt.Fprintln(a.out, strings.Join(entente.Codes(), "\n"))
				return err
			}
			text, near, ok := entente.Explain(args[0], lang)
			if !ok && near != "" {
				return hinted{fmt.Errorf("explain: there is no code %q", args[0]), fmt.Sprintf("did you mean %q?", near)}
			}
			if !ok {
				return hinted{fmt.Errorf("explain: there is no code %q", args[0]), "`entente explain` lists them"}
			}
			_, err := fmt.Fprint(a.out, text)
			return err
		},
	}
	langFlag(c, &lang)
	return c
}

func (a *app) schema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema KIND",
		Short: "the JSON Schema of a kind of file: texts, for editors; results, for programs",
		Long: `Prints the JSON Schema of a kind of text (arrangement, variant, crisis, scenario, study) or of a
file that ` + "`entente run --out`" + ` leaves (summary, meta, digest; docs/results.md); openapi is the description of what the
workbench answers (OpenAPI 3.1).`,
		Example: `  entente schema study
  entente schema summary`,
		ValidArgs: kinds,
		Args:      args(1, 1, "name a kind: "+strings.Join(kinds, ", ")),
		RunE: func(_ *cobra.Command, args []string) error {
			if !slices.Contains(kinds, args[0]) {
				return hinted{fmt.Errorf("schema: there is no kind %q", args[0]), didYouMean(args[0], kinds, "write one of "+strings.Join(kinds, ", "))}
			}
			b, err := schemaOf(args[0])
			if err != nil {
				return fmt.Errorf("schema %s: %w", args[0], err)
			}
			_, err = fmt.Fprintln(a.out, strings.TrimRight(string(b), "\n"))
			return err
		},
	}
}

// schemaOf is the schema of a kind of file.
func schemaOf(kind string) ([]byte, error) {
	switch kind {
	case "meta":
		return metaSchema, nil
	case "digest":
		return store.DigestSchema, nil
	case "openapi":
		return server.OpenAPI()
	}
	return entente.Schema(kind)
}

func (a *app) format() *cobra.Command {
	var write, onlyCheck bool
	c := &cobra.Command{
		Use:   "fmt FILE…",
		Short: "tidy the text, comments kept",
		Long: `Prints the tidied text; with --write, puts it in place of the file.

Exit status: 0, 1 with --check if a file is not tidy, 2 bad input.`,
		Example: `  entente fmt -w my-alliance.yaml
  entente fmt - < my-alliance.yaml`,
		Args: args(1, -1, "name a file"),
		RunE: func(_ *cobra.Command, files []string) error {
			if write && slices.Contains(files, store.Stdin) {
				return hinted{errors.New("fmt: standard input cannot be written in place"), "leave out --write; the tidied text is printed"}
			}
			bad, untidy := false, false
			for _, name := range files {
				text, err := a.store.Read(name)
				if err != nil {
					return err
				}
				tidy, messages := entente.Format(entente.Text(text))
				if tidy == "" {
					bad = true
					if err := a.messages(messages); err != nil {
						return err
					}
					continue
				}
				switch {
				case onlyCheck:
					if tidy != text.Body {
						untidy = true
						if _, err := fmt.Fprintln(a.out, text.Name); err != nil {
							return err
						}
					}
				case !write:
					if _, err := fmt.Fprint(a.out, tidy); err != nil {
						return err
					}
				case !a.store.OnDisk(name):
					return hinted{fmt.Errorf("fmt: %s is of the library, which is not written to", name), "`entente new NAME --like " + name + "` makes a copy"}
				case tidy != text.Body:
					if err := store.WriteFile(text.Name, []byte(tidy)); err != nil {
						return err
					}
				}
			}
			if bad {
				return statusError(exitBadInput)
			}
			if untidy {
				return statusError(exitSeam)
			}
			return nil
		},
	}
	c.Flags().BoolVarP(&write, "write", "w", false, "write the files in place")
	c.Flags().BoolVar(&onlyCheck, "check", false, "only name the files that are not tidy; status 1 if there are any")
	return c
}

func (a *app) dump() *cobra.Command {
	var t texts
	var s search
	var stage string
	c := &cobra.Command{
		Use:   "dump --stage=syntax|model|program|trace FILE…",
		Short: "print a stage of the way from text to seams",
		Args:  args(1, -1, "name an arrangement"),
		RunE: func(c *cobra.Command, files []string) error {
			if !slices.Contains(entente.Stages(), stage) {
				return hinted{fmt.Errorf("dump: there is no stage %q", stage), didYouMean(stage, entente.Stages(), "write one of "+strings.Join(entente.Stages(), ", "))}
			}
			opt, err := s.options(a)
			if err != nil {
				return err
			}
			d, err := a.design(files, t)
			if err != nil {
				return err
			}
			return entente.Dump(c.Context(), a.out, d, stage, opt)
		},
	}
	t.variantFlag(c)
	t.scenarioFlag(c)
	s.flags(c)
	c.Flags().StringVar(&stage, "stage", "program", "syntax, model, program or trace")
	return c
}

func (a *app) libraryVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "library [NAME]",
		Short: "list the arrangements, variants, crises, scenarios and studies that come with entente; print one",
		Example: `  entente library
  entente library twinlakes/reformed`,
		Args: args(0, 1, "name one text"),
		RunE: func(_ *cobra.Command, names []string) error {
			if len(names) == 1 {
				text, err := a.store.ReadLibrary(names[0])
				if err != nil {
					return err
				}
				_, err = fmt.Fprint(a.out, text.Body)
				return err
			}
			for _, entry := range a.store.Entries() {
				if err := a.listed(entry, entry); err != nil {
					return err
				}
				for _, folder := range store.Folders {
					for _, name := range a.store.Names(entry, folder) {
						if err := a.listed("  "+desk.KindOf(folder), entry+"/"+name); err != nil {
							return err
						}
					}
				}
			}
			return nil
		},
	}
}

// listed prints one line of the library.
func (a *app) listed(label, name string) error {
	text, err := a.store.Read(name)
	if err != nil {
		return err
	}
	if label == name {
		_, err = fmt.Fprintf(a.out, "%-36s %s\n", name, entente.Title(entente.Text(text)))
	} else {
		_, err = fmt.Fprintf(a.out, "%s %-*s %s\n", label, 35-len(label), name, entente.Title(entente.Text(text)))
	}
	return err
}

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "the version",
		Args:  args(0, 0, "it takes no arguments"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.out, "entente "+entente.Version)
			return err
		},
	}
}
