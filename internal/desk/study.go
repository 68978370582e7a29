package desk

import (
	"errors"
	"fmt"
	"strings"

	"entente"
)

// Study is a study that is loaded.
type Study struct {
	Simulation *entente.Simulation
	Texts      map[string]string    // what it rests on, by name
	Messages   []entente.Diagnostic // what there is to say about the study's own text
}

// Study loads a study with its designs under its scenarios.
func (k *Desk) Study(name string) (*Study, error) {
	text, err := k.Store.ReadStudy(name)
	if err != nil {
		return nil, err
	}
	if kind, _ := entente.Kind(entente.Text(text)); kind != "study" && kind != "" {
		hint := "it takes a text of kind study; the library has " + strings.Join(k.Studies(), ", ")
		return nil, Hinted{fmt.Errorf("%s: its header says %q, not study", name, kind), hint}
	}
	s, messages := entente.LoadStudy(entente.Text(text))
	if s == nil {
		return nil, &Refused{messages}
	}
	near := k.near(name)
	near.texts[text.Name] = text.Body
	var cells []entente.StudyCell
	for _, d := range s.Designs {
		base, err := near.read(d.Base, "arrangement", "")
		if err != nil {
			return nil, fmt.Errorf("design %s: %w", d.ID, err)
		}
		in := entente.Input{Arrangement: base}
		for _, v := range d.Variants {
			variant, err := near.read(v, "variant", d.Base)
			if err != nil {
				return nil, fmt.Errorf("design %s: %w", d.ID, err)
			}
			in.Variants = append(in.Variants, variant)
		}
		var loaded *entente.Design
		for i, at := range s.Circumstances() {
			if i == 0 || at.Scenario != s.Circumstances()[i-1].Scenario {
				if in.Scenario, err = near.read(at.Scenario, "scenario", d.Base); err != nil {
					return nil, err
				}
				if in.Crisis, err = near.crisis(in.Scenario, d.Base); err != nil {
					return nil, err
				}
				if loaded, err = k.Load(in); err != nil {
					return nil, err
				}
			}
			played, err := loaded.WithCast(at.Cast)
			if cast := (*entente.CastError)(nil); errors.As(err, &cast) {
				return nil, Hinted{fmt.Errorf("%s under %s: %w", d.ID, at.Scenario, err), castHint(cast)}
			}
			cells = append(cells, entente.StudyCell{Design: d.ID, Scenario: at.ID, Loaded: played})
		}
	}
	if len(s.Scenarios) == 0 {
		return nil, Hinted{fmt.Errorf("%s: study %s names no scenario", s.Span, s.ID), "a run needs circumstances: write `scenarios: …`"}
	}
	sim, err := entente.NewSimulation(s, cells)
	if unknown := (*entente.UnknownMeasureError)(nil); errors.As(err, &unknown) {
		return nil, Hinted{err, "write the name as the arrangement, or the crisis of the scenario, has it: of a procedure or PROCEDURE/STEP, an authority, a post, a rung"}
	}
	if err == nil {
		err = k.holdAgainst(sim, near)
	}
	if err != nil {
		return nil, Hinted{err, "write what a run needs and a check does not: `horizon: 7d` in the scenario, a `time` for each step, a `convene` for each council that acts"}
	}
	return &Study{sim, near.texts, messages}, nil
}

// castHint says who may play.
func castHint(e *entente.CastError) string {
	if len(e.Near) == 0 {
		return "a cast names one player for each party that plays, of the scenario's crisis"
	}
	return "it has " + strings.Join(e.Near, ", ")
}

// Studies lists the studies of the library.
func (k *Desk) Studies() []string {
	var out []string
	for _, entry := range k.Store.Entries() {
		for _, name := range k.Store.Names(entry, "studies") {
			out = append(out, entry+"/"+name)
		}
	}
	return out
}
