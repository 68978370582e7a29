package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/internal/store"
)

// sheetMax is the most that a spreadsheet may hold.
const sheetMax = 4 << 20

func (a *app) new() *cobra.Command {
	var like, from string
	c := &cobra.Command{
		Use:   "new NAME",
		Short: "write a first text: a skeleton, a copy to change, or one made from a spreadsheet",
		Long: `Writes NAME.yaml, a commented arrangement to begin with; a file that is there is
never overwritten.

--from reads a matrix of decisions and posts (CSV or XLSX, the first sheet): the first
row names the posts, an optional second row that begins with "party" their parties, and
every other row is a decision. A cell is decides, consents, heard or told (or d, c, h,
t), or empty.`,
		Example: `  entente new my-alliance
  entente new my-alliance --like twinlakes
  entente new my-alliance --from matrix.xlsx`,
		Args: args(1, 1, "write the name of the new file"),
		RunE: func(_ *cobra.Command, names []string) error {
			file := strings.TrimSuffix(names[0], ".yaml") + ".yaml"
			text, err := a.newText(strings.TrimSuffix(filepath.Base(file), ".yaml"), like, from)
			if err != nil {
				return err
			}
			if err := store.CreateFile(file, []byte(text)); err != nil {
				var exists *store.ExistsError
				if errors.As(err, &exists) {
					return hinted{err, "give it another name, or move that file away"}
				}
				return err
			}
			_, err = fmt.Fprintf(a.out, "%s is written. Next: entente check %s\n", file, file)
			return err
		},
	}
	c.Flags().StringVar(&like, "like", "", "copy this arrangement (a name of the library, or a path)")
	c.Flags().StringVar(&from, "from", "", "make it from a matrix of decisions and posts (.csv or .xlsx)")
	c.MarkFlagsMutuallyExclusive("like", "from")
	return c
}

func (a *app) newText(id, like, from string) (string, error) {
	switch {
	case like != "":
		text, err := a.store.Read(like)
		if err != nil {
			return "", err
		}
		return entente.NewLike(entente.Text(text), id, like)
	case from != "":
		body, err := a.store.ReadData(from, sheetMax)
		if err != nil {
			return "", err
		}
		return entente.NewFromMatrix(id, from, body)
	default:
		return entente.NewText(id)
	}
}
