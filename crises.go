package entente

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
	"strings"

	"entente/internal/model"
)

// CrisisGroup is how long states took to answer in a group of crises: days from the
// trigger to the major response, by date.
type CrisisGroup struct {
	Name    string // as "actor: South Korea"
	N       int
	SameDay float64   // the share that answered on the day of the trigger
	Days    []float64 // the quantiles of CrisisQuantiles
}

// CrisisQuantiles are the quantiles of a group that are set beside a simulated time.
var CrisisQuantiles = []string{"p10", "p25", "p50", "p75", "p90"}

// ReadCrisisGroups reads the groups of a table whose heads are group, value, n,
// p_same_day and the quantiles.
func ReadCrisisGroups(body []byte) ([]CrisisGroup, error) {
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the crises: %w", err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("read the crises: there are none")
	}
	at := map[string]int{}
	for i, head := range rows[0] {
		at[head] = i
	}
	for _, head := range append([]string{"group", "value", "n", "p_same_day"}, CrisisQuantiles...) {
		if _, ok := at[head]; !ok {
			return nil, fmt.Errorf("read the crises: no column %s", head)
		}
	}
	var out []CrisisGroup
	for i, row := range rows[1:] {
		bad := false
		number := func(head string) float64 {
			x, err := strconv.ParseFloat(row[at[head]], 64)
			bad = bad || err != nil || math.IsNaN(x) || x < 0
			return x
		}
		g := CrisisGroup{Name: row[at["group"]] + ": " + strings.TrimSpace(row[at["value"]]), N: int(number("n")), SameDay: number("p_same_day")}
		for _, q := range CrisisQuantiles {
			g.Days = append(g.Days, number(q))
		}
		if bad {
			return nil, fmt.Errorf("read the crises: row %d holds no number where one belongs", i+2)
		}
		out = append(out, g)
	}
	return out, nil
}

// InADay returns the cell with one time alone, observed or predicted, and asks of it
// where one day falls; nil where it has no such time. The position of the answer is
// then the share within a day.
func InADay(c PastCell, id string) *PastCell {
	s := *c.Loaded.Scenario
	for _, o := range append(s.Observed[:len(s.Observed):len(s.Observed)], s.Predicted...) {
		if o.ID != id || o.Of == "" {
			continue
		}
		o.Value.Set, o.Value.Spec.A = true, 86400
		s.Observed, s.Predicted = []model.Observed{o}, nil
		loaded := *c.Loaded
		loaded.Scenario = &s
		c.Loaded = &loaded
		return &c
	}
	return nil
}

// CrisisCitation is the source of the groups.
const CrisisCitation = "International Crisis Behavior, version 16 (Brecher and Wilkenfeld 1997)"

// BesideCrises sets the time of InADay, in whole days, beside a group: rows of text,
// the first of heads.
func BesideCrises(h *History, g *CrisisGroup) [][]string {
	out := [][]string{append([]string{"days", "same day"}, CrisisQuantiles...)}
	row := []string{fmt.Sprintf("%s, %d crises", g.Name, g.N), fmt.Sprintf("%.2f", g.SameDay)}
	for _, d := range g.Days {
		row = append(row, strconv.FormatFloat(d, 'f', -1, 64))
	}
	out = append(out, row)
	e := &h.Entries[0]
	for _, s := range []struct {
		name string
		of   *HistorySpread
	}{{"simulated", &e.Mixture}, {"every bound at its middle", &e.Base}, {"least over the points tried", e.Low}, {"greatest over the points tried", e.High}} {
		if s.of == nil || s.of.N == 0 {
			continue
		}
		row := []string{s.name, fmt.Sprintf("%.2f", float64(s.of.Position))}
		for _, x := range s.of.At[1:6] {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				row = append(row, "never")
			} else {
				row = append(row, strconv.FormatFloat(math.Floor(float64(x)/86400), 'f', 0, 64))
			}
		}
		out = append(out, row)
	}
	return out
}
