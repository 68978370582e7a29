// Package record keeps the numbers of a run of a study: in shards while it runs,
// and as one Parquet file when it has ended.
//
// In: what every cell of the run measures, and the numbers of its replications.
// Out: bytes, to a writer that the caller opens. Guaranteed: what is read from a
// shard is what was written for this run, or an error says why it is not; the
// Parquet file has the same bytes whatever the size of the shards it is made of;
// the memory in use depends on the number of columns and not on that of rows.
package record

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// The kinds of columns, in the order of those of package sim.
const (
	Time     uint8 = iota // seconds from 0 to Max; Max where it never came
	Share                 // from 0 to 1
	Flag                  // 0 or 1
	Category              // the index of one of Labels
	Number                // any number
)

// kindNames names the kinds, as the metadata of the Parquet file do.
var kindNames = [...]string{Time: "time", Share: "share", Flag: "flag", Category: "category", Number: "number"}

// Header says what a run is and what it measures.
type Header struct {
	Digest string // names all that the numbers depend on beside the seed
	Seed   uint64
	Cells  []Cell
}

// Cell is one design under one scenario.
type Cell struct {
	Design   string
	Scenario string
	Columns  []Column
}

// Column is one number that each replication of a cell gives; NaN where it gives
// none.
type Column struct {
	Name   string
	Kind   uint8
	Unit   string  // "s", or empty
	Max    float64 // Time: the horizon, in seconds; else its greatest value
	Labels []string
	Doc    string // one sentence
}

// The bounds of what a run may hold.
const (
	MaxCells   = 1 << 16
	MaxColumns = 1 << 12 // of a cell
)

// fixed lists the columns that every file has, before those that are measured.
var fixed = []string{"design", "scenario", "replication", "events", "ended_s", "beyond_budget", "cut_short", "incomplete"}

// Check says what is wrong with a header.
func (h *Header) Check() error {
	if len(h.Cells) > MaxCells {
		return fmt.Errorf("a run has at most %d cells, not %d", MaxCells, len(h.Cells))
	}
	if !utf8.ValidString(h.Digest) {
		return errors.New("the digest of the run is no text")
	}
	seen := map[[2]string]bool{}
	for i := range h.Cells {
		c := &h.Cells[i]
		key := [2]string{c.Design, c.Scenario}
		if seen[key] {
			return fmt.Errorf("two cells are %s", c.name())
		}
		seen[key] = true
		if err := c.check(); err != nil {
			return fmt.Errorf("%s: %w", c.name(), err)
		}
	}
	_, err := union(h)
	return err
}

func (c *Cell) name() string {
	return fmt.Sprintf("design %q under scenario %q", c.Design, c.Scenario)
}

func (c *Cell) check() error {
	if len(c.Columns) > MaxColumns {
		return fmt.Errorf("a cell has at most %d columns, not %d", MaxColumns, len(c.Columns))
	}
	if !utf8.ValidString(c.Design) || !utf8.ValidString(c.Scenario) {
		return errors.New("a name is no text")
	}
	seen := map[string]bool{}
	for _, name := range fixed {
		seen[name] = true
	}
	for i := range c.Columns {
		col := &c.Columns[i]
		if seen[col.Name] {
			return fmt.Errorf("the name of column %q is taken", col.Name)
		}
		seen[col.Name] = true
		if err := col.check(); err != nil {
			return fmt.Errorf("column %q: %w", col.Name, err)
		}
	}
	return nil
}

func (c *Column) check() error {
	switch {
	case c.Name == "":
		return errors.New("it has no name")
	case int(c.Kind) >= len(kindNames):
		return fmt.Errorf("there is no kind %d", c.Kind)
	case math.IsNaN(c.Max) || math.IsInf(c.Max, 0):
		return errors.New("its greatest value is not a number")
	case c.Kind == Category && len(c.Labels) == 0:
		return errors.New("it has no labels")
	}
	for _, s := range append([]string{c.Name, c.Unit, c.Doc}, c.Labels...) {
		if !utf8.ValidString(s) {
			return errors.New("its name, unit, doc or a label is no text")
		}
	}
	return nil
}

// Layout returns the SHA-256 of all that a header says: two headers with the
// same layout are of the same run.
func (h *Header) Layout() [sha256.Size]byte { return sum(h) }

// identity names a cell of a run; every shard carries it.
func (h *Header) identity(cell int) [sha256.Size]byte {
	return sum(struct {
		Digest string
		Seed   uint64
		Index  int
		Cell   *Cell
	}{h.Digest, h.Seed, cell, &h.Cells[cell]})
}

// sum hashes the JSON text of a value, which has no maps.
func sum(v any) [sha256.Size]byte {
	b, err := json.Marshal(v)
	if err != nil { // a number that is none, which Check refuses
		b = []byte(err.Error())
	}
	return sha256.Sum256(b)
}
