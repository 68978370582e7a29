package main

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"entente/internal/store"
)

// storeFlag adds --store to a command.
func storeFlag(c *cobra.Command, name *string) {
	c.Flags().StringVar(name, "store", "", "the file that keeps drafts and runs (default: `entente store path` says where)")
}

// storePath is the file that a user named, or the usual one.
func storePath(name string) (string, error) {
	if name != "" {
		return name, nil
	}
	name, err := store.DefaultPath()
	if err != nil {
		return "", hinted{err, "name a file with --store FILE"}
	}
	return name, nil
}

// storeHint adds to an error of the store what to do about it.
func storeHint(err error) error {
	var used *store.InUseError
	var newer *store.NewerError
	var not *store.NotAStoreError
	var exists *store.ExistsError
	switch {
	case errors.As(err, &used):
		return hinted{err, "use that one or end it, or name another file with --store FILE"}
	case errors.As(err, &newer):
		return hinted{err, "use the newer entente, or name another file with --store FILE"}
	case errors.As(err, &not):
		return hinted{err, "name another file"}
	case errors.As(err, &exists):
		return hinted{err, "give it another name, or move that file away"}
	}
	return err
}

func (a *app) storeVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "store",
		Short: "what the workbench keeps: where it is, a back-up, and back",
		Long: `The workbench keeps drafts and runs in one file, and the results of runs in a folder
beside it. A back-up holds both, in one zip.`,
		Args: args(0, 0, "write path, backup or restore"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var name string
	verb := func(use, short, long, example string, many int, hint string, do func(path string, files []string) error) {
		sub := &cobra.Command{Use: use, Short: short, Long: long, Example: example, Args: args(many, many, hint)}
		sub.RunE = func(_ *cobra.Command, files []string) error {
			path, err := storePath(name)
			if err != nil {
				return err
			}
			return storeHint(do(path, files))
		}
		storeFlag(sub, &name)
		c.AddCommand(sub)
	}
	verb("path", "where the store is", "", "  entente store path", 0, "it takes no file", func(path string, _ []string) error {
		_, err := fmt.Fprintln(a.out, path)
		return err
	})
	verb("backup FILE", "write a back-up: drafts with all revisions, runs with their results",
		`Writes a new file, of one moment; the workbench may go on meanwhile. A run that goes on
comes with what it has by then, and can be resumed after a restore.`,
		"  entente store backup monday.zip", 1, "name the file of the back-up", func(path string, files []string) error {
			kept, err := store.BackUp(path, files[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.out, "written: %s, with %s\n", files[0], keptWords(kept))
			return err
		})
	verb("restore FILE", "put a back-up in the place of the store, which is kept beside it",
		`Reads the back-up whole and examines it before anything is changed. The store that was
there stays beside it under another name. It is refused while a workbench has it open.`,
		"  entente store restore monday.zip", 1, "name the file of the back-up", func(path string, files []string) error {
			kept, before, err := store.Restore(files[0], path)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "restored: %s, with %s\n", path, keptWords(kept))
			if before != "" {
				fmt.Fprintf(a.out, "what was there is kept as %s\n", before)
			}
			return nil
		})
	return c
}

func keptWords(k store.Kept) string { return count(k.Drafts, "draft") + " and " + count(k.Runs, "run") }

// count is "1 draft", "2 drafts".
func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}
