package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strings"

	"entente"
	"entente/library"
)

// onlyEntry keeps the one time of SCENARIO/ID.
func onlyEntry(cells []entente.PastCell, entry string) ([]entente.PastCell, error) {
	var ids []string
	for _, c := range cells {
		s := c.Loaded.Scenario
		for _, o := range append(s.Observed[:len(s.Observed):len(s.Observed)], s.Predicted...) {
			if o.Of == "" {
				continue
			}
			ids = append(ids, c.Scenario+"/"+o.ID)
			if ids[len(ids)-1] == entry {
				return []entente.PastCell{*entente.InADay(c, o.ID)}, nil
			}
		}
	}
	return nil, hinted{fmt.Errorf("backtest: there is no time %s", entry), didYouMean(entry, ids, "there are "+strings.Join(ids, ", "))}
}

// crisisGroup finds a group by its name.
func crisisGroup(name string) (*entente.CrisisGroup, error) {
	groups, err := entente.ReadCrisisGroups(library.CrisisLatency)
	if err != nil {
		return nil, err
	}
	var names []string
	for i := range groups {
		if strings.EqualFold(groups[i].Name, name) {
			return &groups[i], nil
		}
		names = append(names, groups[i].Name)
	}
	return nil, hinted{fmt.Errorf("backtest: there is no group %q of crises", name), didYouMean(name, names, "there are "+strings.Join(names, "; "))}
}

// besideCrises prints one time, in days, beside the crises of a group.
func (a *app) besideCrises(h *entente.History, group *entente.CrisisGroup, f *historyFlags) error {
	if len(h.Entries) == 0 {
		return errors.New("backtest: the time was not simulated")
	}
	rows := entente.BesideCrises(h, group)
	if f.asCSV {
		return csv.NewWriter(a.out).WriteAll(rows)
	}
	e := &h.Entries[0]
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s, under %s\n\n", e.What, e.Scenario, e.Design)
	for _, row := range rows {
		fmt.Fprintf(&b, "%-42s %9s", row[0], row[1])
		for _, cell := range row[2:] {
			fmt.Fprintf(&b, " %6s", cell)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "\nDays by date, from %s: they calibrate what a government decides, and never\nminutes. Simulated days are whole days from the beginning; the same day is the first.\n", entente.CrisisCitation)
	_, err := fmt.Fprint(a.out, b.String())
	return err
}
