package desk

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// PastCells finds the scenarios that hold something against history, each under the
// design in force then, and each once.
func (k *Desk) PastCells(names []string) ([]entente.PastCell, error) {
	if len(names) == 0 {
		names = k.Store.Entries()
	}
	var out []entente.PastCell
	seen := map[string]bool{}
	for _, name := range names {
		scenarios, err := k.scenariosOf(name)
		if err != nil {
			return nil, err
		}
		for _, scenario := range scenarios {
			near := k.near(scenario)
			text, err := k.Store.Read(scenario)
			if err != nil {
				return nil, err
			}
			if seen[text.Name] {
				continue
			}
			seen[text.Name] = true
			cell, err := k.pastCell(near, entente.Text(text), k.entryOf(scenario))
			if err != nil {
				return nil, err
			}
			if cell != nil {
				out = append(out, *cell)
			}
		}
	}
	return out, nil
}

// entryOf is the entry of the library that a name is of, or "".
func (k *Desk) entryOf(name string) string {
	entry, _, in := strings.Cut(name, "/")
	if !in || !slices.Contains(k.Store.Entries(), entry) {
		return ""
	}
	return entry
}

// scenariosOf lists the scenarios of an entry or a study; a scenario is itself.
func (k *Desk) scenariosOf(name string) ([]string, error) {
	if slices.Contains(k.Store.Entries(), name) {
		var out []string
		for _, s := range k.Store.Names(name, "scenarios") {
			out = append(out, name+"/"+s)
		}
		return out, nil
	}
	text, err := k.Store.Read(name)
	if err != nil {
		return nil, err
	}
	switch kind, _ := entente.Kind(entente.Text(text)); kind {
	case "scenario":
		return []string{name}, nil
	case "study":
		s, messages := entente.LoadStudy(entente.Text(text))
		if s == nil {
			return nil, &Refused{messages}
		}
		near := k.near(name)
		var out []string
		for _, id := range s.Scenarios {
			t, err := near.read(id, "scenario", s.Designs[0].Base)
			if err != nil {
				return nil, err
			}
			out = append(out, t.Name)
		}
		return out, nil
	default:
		return nil, Hinted{fmt.Errorf("backtest: %s is of kind %q", name, kind), "name an entry of the library, a study or a scenario"}
	}
}

// pastCell loads a scenario under the design in force; nil where it holds nothing
// against history. base is the arrangement that a study or an entry is of; "": the
// one that the scenario names.
func (k *Desk) pastCell(near *neighbours, scenario entente.Text, base string) (*entente.PastCell, error) {
	past := entente.ReadPast(scenario)
	if !past.Says {
		return nil, nil
	}
	if base == "" {
		base = past.For
	}
	if base != past.For && len(past.InForce) == 0 { // it is for a variant
		past.InForce = []string{past.For}
	}
	in := entente.Input{Scenario: scenario}
	var err error
	if in.Arrangement, err = near.read(base, "arrangement", ""); err != nil {
		return nil, err
	}
	for _, v := range past.InForce {
		t, err := near.read(v, "variant", base)
		if err != nil {
			return nil, fmt.Errorf("scenario %s: in force: %w", past.ID, err)
		}
		in.Variants = append(in.Variants, t)
	}
	if in.Crisis, err = near.crisis(scenario, base); err != nil {
		return nil, err
	}
	loaded, err := k.Load(in)
	if err != nil {
		return nil, err
	}
	return &entente.PastCell{Scenario: past.ID, Design: entente.DesignName(base, past.InForce), Loaded: loaded}, nil
}

// holdAgainst has a study's runs held against the past of its scenarios. A design of
// the study that was in force goes by the study's name for it.
func (k *Desk) holdAgainst(s *entente.Simulation, near *neighbours) error {
	base := s.Study.Designs[0].Base
	var cells []entente.PastCell
	for _, id := range s.Study.Scenarios {
		text, err := near.read(id, "scenario", base)
		if err != nil {
			return err
		}
		cell, err := k.pastCell(near, text, base)
		if err != nil {
			return err
		}
		if cell == nil {
			continue
		}
		for i := range s.Study.Designs {
			if d := &s.Study.Designs[i]; entente.DesignName(d.Base, d.Variants) == cell.Design {
				cell.Design = d.Name.In("en", d.ID)
				break
			}
		}
		cells = append(cells, *cell)
	}
	return s.HoldAgainst(cells)
}
