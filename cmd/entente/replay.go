package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/internal/store"
)

func (a *app) replay() *cobra.Command {
	var design, scenario, svg string
	var seed, number uint64
	var asJSON bool
	var lang entente.Lang
	c := &cobra.Command{
		Use:   "replay STUDY",
		Short: "what happened in one replication: who did what, who waited for whom, what came before what",
		Long: `Runs one replication again, alone, and tells it: each event with what it changed, when
its step fell due, for whom or what it waited, and whether an ally was asked or told
before or after the decision. ` + "`entente run`" + ` names typical and extreme replications.

Exit status: 0 done, 2 bad input.`,
		Example: `  entente replay twinlakes/leaders-lost --design today --run 12
  entente replay korea/opcon-options --design future-cfc --scenario slide-to-war --run 3 --svg run.svg
  entente replay twinlakes/leaders-lost --run 12 --json`,
		Args:              args(1, 1, "name a study"),
		ValidArgsFunction: a.completeStudies,
		RunE: func(c *cobra.Command, files []string) error {
			study, err := a.study(files[0])
			if err != nil {
				return err
			}
			sim := study.Simulation
			cell, err := a.cell(sim, design, scenario)
			if err != nil {
				return err
			}
			at := sim.Cells[cell]
			title := fmt.Sprintf("Replication %d of design %s under %s, seed %d", number, at.Design, at.Scenario, seed)
			story := sim.Story(cell, seed, number)
			switch {
			case svg != "":
				if err := writable(svg, ".svg"); err != nil {
					return err
				}
				if err := store.WriteFile(svg, []byte(entente.StoryPicture(story, title))); err != nil {
					return err
				}
				fmt.Fprintf(a.err, "written: %s\n", svg)
				return nil
			case asJSON:
				return jsonLines(a.out, entente.Said(story, lang))
			}
			_, err = fmt.Fprintf(a.out, "%s\n\n%s", title, story.Text(lang))
			return err
		},
	}
	c.Flags().StringVar(&design, "design", "", "the design (default: the first of the study)")
	c.Flags().StringVar(&scenario, "scenario", "", "the scenario (default: the first of the study)")
	c.Flags().Uint64Var(&number, "run", 0, "the number of the replication")
	c.Flags().Uint64Var(&seed, "seed", 1, "the seed of the run")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON Lines: a head, then the scenes and the tasks in order")
	c.Flags().StringVar(&svg, "svg", "", "draw the timeline with a lane for each post into this file")
	langFlag(c, &lang)
	a.completeCells(c, "design", func(x entente.StudyCell) string { return x.Design })
	a.completeCells(c, "scenario", func(x entente.StudyCell) string { return x.Scenario })
	return c
}

// completeCells completes a flag by what the study that is named has.
func (a *app) completeCells(c *cobra.Command, flag string, of func(entente.StudyCell) string) {
	err := c.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		var out []string
		if len(args) == 1 {
			if study, err := a.study(args[0]); err == nil {
				for _, x := range study.Simulation.Cells {
					if id := of(x); !slices.Contains(out, id) {
						out = append(out, id)
					}
				}
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(fmt.Sprintf("replay: --%s: %v", flag, err))
	}
}

// cell finds the design and the scenario that are named; the first where none is.
func (a *app) cell(sim *entente.Simulation, design, scenario string) (int, error) {
	var designs, scenarios []string
	for i, c := range sim.Cells {
		if (design == "" || c.Design == design) && (scenario == "" || c.Scenario == scenario) {
			return i, nil
		}
		if !slices.Contains(designs, c.Design) {
			designs = append(designs, c.Design)
		}
		if !slices.Contains(scenarios, c.Scenario) {
			scenarios = append(scenarios, c.Scenario)
		}
	}
	if design != "" && !slices.Contains(designs, design) {
		return 0, hinted{fmt.Errorf("replay: the study has no design %q", design), didYouMean(design, designs, "it has "+strings.Join(designs, ", "))}
	}
	return 0, hinted{fmt.Errorf("replay: the study has no scenario %q", scenario), didYouMean(scenario, scenarios, "it has "+strings.Join(scenarios, ", "))}
}

// jsonLines writes a story as JSON Lines, each with what it is.
func jsonLines(w io.Writer, s *entente.Story) error {
	out := json.NewEncoder(w)
	head := *s
	head.Scenes, head.Tasks = nil, nil
	errs := []error{out.Encode(map[string]any{"head": head})}
	for i := range s.Scenes {
		errs = append(errs, out.Encode(map[string]any{"scene": s.Scenes[i]}))
	}
	for i := range s.Tasks {
		errs = append(errs, out.Encode(map[string]any{"task": s.Tasks[i]}))
	}
	return errors.Join(errs...)
}
