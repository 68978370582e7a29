package record

import (
	"encoding/json"
	"fmt"
	"slices"
)

// measure is a column of the file: the columns of one name, over all cells.
type measure struct {
	name   string
	kind   uint8
	unit   string
	doc    string
	labels []string // of all cells, in the order of their first appearance
}

// union lists the columns of a run in the order of their first appearance. The
// columns of one name have one kind and one unit.
func union(h *Header) ([]measure, error) {
	var out []measure
	at := map[string]int{}
	for i := range h.Cells {
		for j := range h.Cells[i].Columns {
			c := &h.Cells[i].Columns[j]
			k, ok := at[c.Name]
			if !ok {
				k = len(out)
				at[c.Name] = k
				out = append(out, measure{name: c.Name, kind: c.Kind, unit: c.Unit, doc: c.Doc})
			}
			m := &out[k]
			if m.kind != c.Kind || m.unit != c.Unit {
				return nil, fmt.Errorf("column %q is a %s in %q in one cell and a %s in %q in another", c.Name, kindNames[m.kind], m.unit, kindNames[c.Kind], c.Unit)
			}
			for _, l := range c.Labels {
				if c.Kind == Category && !slices.Contains(m.labels, l) {
					m.labels = append(m.labels, l)
				}
			}
		}
	}
	return out, nil
}

// columnDoc is an entry of the metadata "entente.columns".
type columnDoc struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`
	Unit   string   `json:"unit"`
	Doc    string   `json:"doc"`
	Labels []string `json:"labels,omitempty"`
}

// cellDoc is an entry of the metadata "entente.cells".
type cellDoc struct {
	Design   string             `json:"design"`
	Scenario string             `json:"scenario"`
	Horizons map[string]float64 `json:"horizons_s"`
}

var fixedDocs = []columnDoc{
	{Name: "design", Kind: "name", Doc: "the design that was run"},
	{Name: "scenario", Kind: "name", Doc: "the scenario that it was run under"},
	{Name: "replication", Kind: "number", Doc: "the number of the replication, from 0; the same number draws the same chances in every design and scenario"},
	{Name: "events", Kind: "number", Doc: "how many events the replication had"},
	{Name: "ended_s", Kind: "time", Unit: "s", Doc: "when the replication ended"},
	{Name: "beyond_budget", Kind: "flag", Doc: "whether the replication left the budget that the checker searches"},
	{Name: "cut_short", Kind: "flag", Doc: "whether the replication was ended at the greatest number of events, before its horizon"},
	{Name: "incomplete", Kind: "flag", Doc: "whether the replication ended at an answer for which the text gives no chance"},
}

// docs returns the metadata of the columns and of the cells as JSON.
func docs(h *Header, all []measure) (columns, cells string, err error) {
	list := slices.Clone(fixedDocs)
	for _, m := range all {
		list = append(list, columnDoc{Name: m.name, Kind: kindNames[m.kind], Unit: m.unit, Doc: m.doc, Labels: m.labels})
	}
	a, err := json.Marshal(list)
	if err != nil {
		return "", "", err
	}
	per := make([]cellDoc, len(h.Cells))
	for i := range h.Cells {
		c := &h.Cells[i]
		per[i] = cellDoc{Design: c.Design, Scenario: c.Scenario, Horizons: map[string]float64{}}
		for _, col := range c.Columns {
			if col.Kind == Time {
				per[i].Horizons[col.Name] = col.Max
			}
		}
	}
	b, err := json.Marshal(per)
	return string(a), string(b), err
}
