package record

import (
	"math"
	"math/rand/v2"
	"os"
	"strconv"
)

// sample returns a header with two designs of different columns.
func sample() *Header {
	shared := []Column{
		{Name: "answer", Kind: Time, Unit: "s", Max: 259200, Doc: "time from the request to the answer"},
		{Name: "answer.done", Kind: Flag, Doc: "whether the answer came before the horizon"},
		{Name: "consultation", Kind: Category, Labels: []string{"decided", "한미 협의", "left-out"}, Doc: "how the ally took part"},
	}
	own := append(append([]Column(nil), shared...), Column{Name: "gap", Kind: Share, Doc: "share of the time without a holder"})
	other := append([]Column(nil), shared...)
	other[2].Labels = []string{"left-out", "decided"}
	other[0].Max = 86400
	return &Header{Digest: "sha256:0123", Seed: math.MaxUint64, Cells: []Cell{
		{Design: "base", Scenario: "calm", Columns: own},
		{Design: "base", Scenario: "shock", Columns: other},
		{Design: "base+variant", Scenario: "calm", Columns: own},
	}}
}

// value is the number of a column in a replication, some of them NaN.
func value(cell, column int, c *Column, replication uint64) float64 {
	r := rand.New(rand.NewPCG(uint64(cell)<<32|uint64(column), replication))
	if r.IntN(5) == 0 {
		return math.NaN()
	}
	switch c.Kind {
	case Flag:
		return float64(r.IntN(2))
	case Category:
		return float64(r.IntN(len(c.Labels)))
	case Time:
		return min(c.Max, r.ExpFloat64()*c.Max/2)
	default:
		return r.Float64()
	}
}

// shardOf makes the shard of some replications of a cell.
func shardOf(h *Header, cell int, first uint64, rows int) *Shard {
	s := &Shard{Cell: cell, First: first, Rows: rows}
	columns := h.Cells[cell].Columns
	for j := range columns {
		v := make([]float64, rows)
		for i := range v {
			v[i] = value(cell, j, &columns[j], first+uint64(i))
		}
		s.Values = append(s.Values, v)
	}
	for i := range rows {
		n := first + uint64(i)
		s.Events = append(s.Events, uint32(n%977))
		s.Ended = append(s.Ended, float64(n)/3)
		s.Flags = append(s.Flags, uint8(n%8))
	}
	return s
}

// rowsWanted reads ENTENTE_ROWS.
func rowsWanted() (int, bool) {
	n, err := strconv.Atoi(os.Getenv("ENTENTE_ROWS"))
	return n, err == nil && n > 0
}
