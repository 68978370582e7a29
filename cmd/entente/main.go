// Command entente checks, compares and explains command arrangements.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"entente"
	"entente/internal/desk"
	"entente/internal/store"
	"entente/library"
)

// The exit statuses.
const (
	exitHolds     = 0
	exitSeam      = 1
	exitBadInput  = 2
	exitUndecided = 3
	exitPipe      = 128 + 13 // nobody reads any more; as a shell has it
)

// statusError ends the command with a status; what there was to say is said.
type statusError int

func (e statusError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// hinted is an error with what to do about it.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

// app is what every verb needs.
type app struct {
	store               *store.Store
	desk                *desk.Desk
	out, err            io.Writer
	colour, errorColour bool            // of standard output and standard error
	terminal            bool            // standard error is a terminal
	warn                bool            // warnings about a text that can be read are shown: by the verbs that judge it
	quiet               bool            // no progress is shown
	shown               map[string]bool // messages already shown
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second interruption ends the command at once
	}()
	cobra.MousetrapHelpText = "" // a double click on Windows is welcome
	os.Exit(run(ctx, argumentsOf(os.Args), os.Stdin, os.Stdout, os.Stderr))
}

// argumentsOf returns the arguments of the command. A double click starts it by its
// full path and without any: it asks for the workbench.
func argumentsOf(args []string) []string {
	if len(args) == 1 && filepath.IsAbs(args[0]) {
		return []string{"serve"}
	}
	return args[1:]
}

// run runs the command and returns its exit status. Cancelling the context ends
// searches early, with what was found.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	colours := os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	a := &app{
		store: &store.Store{Library: library.FS, Stdin: in}, out: out, err: errOut,
		colour: colours && isTerminal(out), errorColour: colours && isTerminal(errOut), terminal: isTerminal(errOut),
		shown: map[string]bool{},
	}
	a.desk = &desk.Desk{Store: a.store, Warn: func(list []entente.Diagnostic) error {
		if !a.warn {
			return nil
		}
		return a.messages(list)
	}}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	return a.exit(root.ExecuteContext(ctx))
}

// exit says what went wrong and returns the exit status.
func (a *app) exit(err error) int {
	var status statusError
	switch {
	case err == nil:
		return exitHolds
	case errors.As(err, &status):
		return int(status)
	case errors.Is(err, syscall.EPIPE):
		return exitPipe
	}
	var refused *desk.Refused
	if errors.As(err, &refused) {
		if err := a.messages(refused.Messages); err != nil {
			fmt.Fprintf(a.err, "entente: %v\n", err)
		}
		return exitBadInput
	}
	fmt.Fprintf(a.err, "entente: %v\n", err)
	var missing *store.NotFoundError
	var h hinted
	var hint desk.Hinted
	switch {
	case errors.As(err, &hint):
		fmt.Fprintf(a.err, "  hint: %s\n", hint.Hint)
	case errors.As(err, &h):
		fmt.Fprintf(a.err, "  hint: %s\n", h.hint)
	case errors.As(err, &missing):
		fmt.Fprintf(a.err, "  hint: %s\n", missing.Suggest())
	}
	return exitBadInput
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// The widths of a text, in characters.
const (
	widthLeast = 60
	widthUsual = 100 // where there is no terminal
	widthMost  = 120 // longer lines are hard to read
)

// width is how wide a text may be on standard output.
func (a *app) width() int { return widthOf(a.out) }

func widthOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if wide, _, err := term.GetSize(int(f.Fd())); err == nil && wide > 0 {
			return min(max(wide, widthLeast), widthMost)
		}
	}
	return widthUsual
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "entente",
		Short: "Command arrangements as code: who decides what, where the seams are, what a design changes",
		Long: `entente reads a command arrangement written as text, finds its seams (moments when
nobody, or two, hold command; when a decision has no decider, a council no quorum,
an ally no say), and compares designs: what each changes in the text, which seams it
fixes, and, by a study, how long things take and how often (run, replay, report STUDY).

FILE is a path, a name of the library that comes with it (` + "`entente library`" + ` lists it),
or - for standard input.

Exit status: 0 holds, 1 a seam, 2 bad input, 3 not exhaustive, undecided or interrupted.`,
		Example: `  entente check twinlakes --scenario leadership-shock
  entente matrix korea --variant korea/future-cfc --changed
  entente run korea/opcon-options
  entente new my-alliance`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			return unknownVerb(c, args[0])
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(a.check(), a.diff(), a.run(), a.replay(), a.backtest(), a.matrix(), a.ask(), a.report(), a.serve(), a.storeVerb(), a.elicit(), a.explain(), a.schema(), a.format(), a.dump(), a.new(), a.libraryVerb(), a.tour(), a.version())
	root.SetHelpCommand(&cobra.Command{
		Use:   "help [VERB]",
		Short: "what a verb does, with its flags and examples",
		RunE: func(c *cobra.Command, args []string) error {
			verb, _, err := c.Root().Find(args)
			if err != nil || verb == c.Root() && len(args) > 0 {
				return unknownVerb(c.Root(), args[0])
			}
			return verb.Help()
		},
	})
	return root
}

// unknownVerb is the error for a word that is no verb.
func unknownVerb(root *cobra.Command, word string) error {
	var verbs []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			verbs = append(verbs, c.Name())
		}
	}
	return hinted{fmt.Errorf("%q is no verb of entente", word), didYouMean(word, verbs, "`entente --help` lists the verbs")}
}

// didYouMean is a hint: the word that was probably meant, or else another text.
func didYouMean(word string, words []string, otherwise string) string {
	if near := entente.Nearest(word, words); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// args is how many arguments a verb takes, and what to say otherwise. A most of -1
// is no limit.
func args(least, most int, hint string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least && len(args) == 0:
			return hinted{fmt.Errorf("%s: nothing is given", c.Name()), hint + "; `" + c.CommandPath() + " --help` shows how"}
		case len(args) < least:
			return hinted{fmt.Errorf("%s: too little is given", c.Name()), hint + "; `" + c.CommandPath() + " --help` shows how"}
		case most >= 0 && len(args) > most:
			return hinted{fmt.Errorf("%s: %q is too much", c.Name(), args[most]), hint + "; `" + c.CommandPath() + " --help` shows how"}
		}
		return nil
	}
}
