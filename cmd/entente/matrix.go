package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/internal/store"
)

// gridMax is how many columns a grid in a terminal may have; beyond it the
// rights are listed role by role.
const gridMax = 14

func (a *app) matrix() *cobra.Command {
	var t texts
	var table, output, lang string
	var asCSV, changed, lines, full bool
	c := &cobra.Command{
		Use:   "matrix FILE… [--variant F]…",
		Short: "who decides, must consent, is heard, is told, is left out; who holds each force",
		Long: `Reads the decision rights off the text, for each condition. Each --variant is a
design of its own, made from the arrangement and the variants named among the FILEs;
cells that differ from the first design are marked.`,
		Example: `  entente matrix twinlakes
  entente matrix korea --variant korea/future-cfc --changed
  entente matrix korea --variant future-cfc -o matrix.xlsx`,
		Args: args(1, -1, "name an arrangement"),
		RunE: func(c *cobra.Command, files []string) error {
			form, err := matrixForm(output, asCSV, t.asJSON)
			if err != nil {
				return err
			}
			if table != "rights" && table != "forces" {
				return hinted{fmt.Errorf("matrix: there is no table %q", table), "write --table rights or --table forces"}
			}
			designs, err := a.designs(files, t)
			if err != nil {
				return err
			}
			m := entente.Matrix(designs...)
			var b bytes.Buffer
			switch {
			case form == ".xlsx":
				err = m.XLSX(&b)
			case form == ".json":
				err = m.JSON(&b)
			case form == ".csv" && table == "forces":
				err = m.ForcesCSV(&b)
			case form == ".csv":
				err = m.RightsCSV(&b)
			default:
				err = m.Text(&b, entente.TableOptions{Width: 100, Lang: lang, Changed: changed, Lines: lines, ByRole: !full && len(m.Columns) > gridMax})
			}
			if err != nil {
				return err
			}
			if output == "" {
				_, err = a.out.Write(b.Bytes())
				return err
			}
			if err := store.WriteFile(output, b.Bytes()); err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.out, "matrix: "+output)
			return err
		},
	}
	t.variantFlag(c)
	t.jsonFlag(c)
	c.Flags().BoolVar(&asCSV, "csv", false, "print CSV, not text")
	c.Flags().StringVarP(&output, "output", "o", "", "write to FILE.csv, FILE.xlsx or FILE.json")
	c.Flags().StringVar(&table, "table", "rights", "for CSV: rights or forces")
	c.Flags().StringVar(&lang, "lang", "", "show names in a language (en, ko) instead of ids")
	c.Flags().BoolVar(&changed, "changed", false, "only what differs from the first design")
	c.Flags().BoolVar(&full, "full", false, "a grid with a column for every party, council and post, however many there are")
	c.Flags().BoolVar(&lines, "lines", false, "the lines of the text that say so")
	return c
}

// matrixForm is how the matrix is written: .csv, .json, .xlsx, or "" for text.
func matrixForm(output string, asCSV, asJSON bool) (string, error) {
	form := strings.ToLower(filepath.Ext(output))
	switch {
	case asCSV && asJSON:
		return "", hinted{errors.New("matrix: --csv and --json are both given"), "write one of them"}
	case output == "" && asCSV:
		return ".csv", nil
	case output == "" && asJSON:
		return ".json", nil
	case output == "" || form == ".csv" || form == ".json" || form == ".xlsx":
		return form, nil
	}
	return "", hinted{fmt.Errorf("matrix: cannot write %s", output), "write to FILE.csv, FILE.xlsx or FILE.json"}
}

// designs loads the design of the files, and one more for each --variant.
func (a *app) designs(files []string, t texts) ([]*entente.Design, error) {
	variants := t.variants
	t.variants = nil
	base, err := a.input(files, t)
	if err != nil {
		return nil, err
	}
	d, err := a.load(base, t.asJSON)
	if err != nil {
		return nil, err
	}
	out := []*entente.Design{d}
	for _, v := range variants {
		one := t
		one.variants = []string{v}
		in, err := a.input(files, one)
		if err != nil {
			return nil, err
		}
		if d, err = a.load(in, t.asJSON); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func (a *app) ask() *cobra.Command {
	var t texts
	c := &cobra.Command{
		Use:   "ask FILE… 'QUESTION'",
		Short: "one answer, with the lines that say so",
		Example: `  entente ask twinlakes 'who may release the wing in alert when t-pm is absent?'
  entente ask korea 'who must consent to raise-defcon-3?'`,
		Args: args(2, -1, "name an arrangement and put the question in quotes"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := questionLast(args); err != nil {
				return err
			}
			d, err := a.design(args[:len(args)-1], t)
			if err != nil {
				return err
			}
			answer, err := entente.Ask(d, args[len(args)-1])
			if err != nil {
				return err
			}
			if t.asJSON {
				return entente.WriteJSON(a.out, answer)
			}
			return entente.WriteAnswer(a.out, answer)
		},
	}
	t.variantFlag(c)
	t.jsonFlag(c)
	return c
}

// questionLast refuses a question that stands before the name of a text: what has
// blanks, where the last argument has none, and is no file.
func questionLast(args []string) error {
	last := len(args) - 1
	if strings.ContainsAny(args[last], " \t") {
		return nil
	}
	for _, arg := range args[:last] {
		if _, err := os.Stat(arg); err != nil && strings.ContainsAny(arg, " \t") {
			return hinted{fmt.Errorf("ask: the question %q does not stand last", arg), "write the arrangement and its variants first, then the question"}
		}
	}
	return nil
}
