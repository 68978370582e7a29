package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"entente"
)

// The tour shows the designs of a study of the library: other variants of the entry
// add what a study asks about, and are no designs of their own.
const tourEntry, tourStudy = "korea", "korea/opcon-options"

func (a *app) tour() *cobra.Command {
	var output string
	s := search{budget: 1, starts: 2}
	c := &cobra.Command{
		Use:   "tour",
		Short: "the Korean designs: who decides what, the first seam of each, a report to read",
		Long: `Prints the decision rights of the Korean arrangement as it stands and what each design
changes in them; then, of each design, as a story, the seam that comes first in the fixed
order of kinds (which is no order of gravity) among those that need the fewest faults;
and writes the report.`,
		Args: args(0, 0, "it takes no files"),
		RunE: func(c *cobra.Command, _ []string) error {
			opt, err := s.options(a)
			if err != nil {
				return err
			}
			designs, err := a.tourDesigns()
			if err != nil {
				return err
			}
			if err := a.tourRights(designs); err != nil {
				return err
			}
			checked, err := a.tourSeams(c.Context(), designs, opt, &s)
			if err != nil {
				return err
			}
			fmt.Fprintln(a.out)
			if err := a.writeReport(output, "entente tour", checked); err != nil {
				return err
			}
			if c.Context().Err() != nil {
				return statusError(exitUndecided)
			}
			return nil
		},
	}
	c.Flags().StringVarP(&output, "output", "o", "entente-report.html", "where to write the report")
	c.Flags().BoolVar(&s.quiet, "quiet", false, "no progress")
	return c
}

// tourDesigns loads the arrangement and each design that the study makes of it by
// one variant.
func (a *app) tourDesigns() ([]*entente.Design, error) {
	text, err := a.store.Read(tourStudy)
	if err != nil {
		return nil, err
	}
	s, messages := entente.LoadStudy(entente.Text(text))
	if err := a.messages(messages); err != nil {
		return nil, err
	}
	if s == nil {
		return nil, statusError(exitBadInput)
	}
	t := texts{}
	for _, d := range s.Designs {
		if len(d.Variants) == 1 {
			t.variants = append(t.variants, tourEntry+"/"+d.Variants[0])
		}
	}
	return a.designs([]string{tourEntry}, t)
}

// tourRights prints who decides what today, and what each design changes.
func (a *app) tourRights(designs []*entente.Design) error {
	today := designs[0]
	if err := a.title("Today's arrangement: " + today.Title); err != nil {
		return err
	}
	if err := entente.Matrix(today).Text(a.out, entente.TableOptions{ByRole: true}); err != nil {
		return err
	}
	for _, d := range designs[1:] {
		if err := a.title("What " + d.ID + " changes: " + d.Title); err != nil {
			return err
		}
		if err := entente.Matrix(today, d).Text(a.out, entente.TableOptions{Changed: true}); err != nil {
			return err
		}
	}
	return nil
}

// tourSeams checks each design and prints its first seam.
func (a *app) tourSeams(ctx context.Context, designs []*entente.Design, opt entente.CheckOptions, s *search) ([]entente.Checked, error) {
	err := a.title("Of each design one seam: the first in the fixed order of kinds, which is no order of gravity, among those that need the fewest faults")
	if err != nil {
		return nil, err
	}
	var checked []entente.Checked
	for r := range a.each(ctx, designs, opt) {
		d := designs[len(checked)]
		checked = append(checked, entente.Checked{Design: d, Findings: r})
		if err := a.title(d.ID + ": " + d.Title); err != nil {
			return nil, err
		}
		if err := entente.WriteFirstSeam(ctx, a.out, d, r, opt, a.textOptions(s)); err != nil {
			return nil, err
		}
		if err := entente.WriteSearched(a.out, r); err != nil {
			return nil, err
		}
	}
	if ctx.Err() != nil {
		fmt.Fprintln(a.err, "interrupted: what was found by then stands above and in the report")
	}
	return checked, nil
}

// title prints a heading.
func (a *app) title(text string) error {
	if a.colour {
		text = "\x1b[1m" + text + "\x1b[0m"
	}
	_, err := fmt.Fprintf(a.out, "\n%s\n\n", text)
	return err
}
