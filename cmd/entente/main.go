// Command entente checks, compares and explains command arrangements.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"entente/internal/store"
	"entente/library"
)

// The exit statuses.
const (
	exitHolds     = 0
	exitSeam      = 1
	exitBadInput  = 2
	exitUndecided = 3
)

// statusError ends the command with a status; what there was to say is said.
type statusError int

func (e statusError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// app is what every verb needs.
type app struct {
	store    store.Store
	out, err io.Writer
	colour   bool // of standard output
	terminal bool // standard error is a terminal
}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run runs the command and returns its exit status.
func run(args []string, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	a := &app{store: store.Store{Library: library.FS}, out: out, err: errOut, colour: isTerminal(out) && os.Getenv("NO_COLOR") == "", terminal: isTerminal(errOut)}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errOut)
	err := root.ExecuteContext(ctx)
	var status statusError
	switch {
	case err == nil:
		return exitHolds
	case errors.As(err, &status):
		return int(status)
	}
	fmt.Fprintf(errOut, "entente: %v\n", err)
	var missing *store.NotFoundError
	if errors.As(err, &missing) {
		fmt.Fprintf(errOut, "  hint: %s\n", missing.Hint)
	}
	return exitBadInput
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "entente",
		Short: "Command arrangements as code: who decides what, where the seams are, what a design changes",
		Long: `entente reads a command arrangement written as text, finds its seams (moments when
nobody, or two, hold command; when a decision has no decider, a council no quorum,
an ally no say), and compares designs.

FILE is a path, or a name of the library that comes with it: ` + "`entente library`" + ` lists it.

Exit status: 0 holds, 1 a seam, 2 bad input, 3 not exhaustive or undecided.`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(a.check(), a.diff(), a.matrix(), a.ask(), a.report(), a.elicit(), a.explain(), a.schema(), a.format(), a.dump(), a.new(), a.libraryVerb(), a.tour(), a.version())
	return root
}
