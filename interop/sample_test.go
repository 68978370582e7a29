package interop

import (
	"math"

	"entente/internal/record"
)

// sample is a run of two designs whose cells do not measure the same.
func sample() *record.Header {
	columns := []record.Column{
		{Name: "answer", Kind: record.Time, Unit: "s", Max: 259200, Doc: "time from the request to the answer"},
		{Name: "answer.done", Kind: record.Flag, Doc: "whether the answer came before the horizon"},
		{Name: "consultation", Kind: record.Category, Labels: []string{"decided", "협의 \"전\"", "left-out"}, Doc: "how the ally took part"},
		{Name: "gap", Kind: record.Share, Doc: "share of the time without a holder"},
		{Name: "never", Kind: record.Time, Unit: "s", Max: 259200, Doc: "always null"},
	}
	other := append([]record.Column(nil), columns[:3]...)
	other[0].Max = 86400
	other[2].Labels = []string{"left-out", "late", "decided"}
	return &record.Header{Digest: "sha256:0123", Seed: math.MaxUint64, Cells: []record.Cell{
		{Design: "base", Scenario: "calm", Columns: columns},
		{Design: "base", Scenario: "shock", Columns: other},
		{Design: "base+변형", Scenario: "calm", Columns: columns},
	}}
}

// odd lists numbers that are easily lost on the way.
var odd = []float64{0, math.Copysign(0, -1), math.SmallestNonzeroFloat64, math.MaxFloat64, 1.0 / 3, math.Nextafter(1, 2), 0.1 + 0.2, math.Inf(1), math.NaN()}

// number is the value of a column in a replication.
func number(cell, column int, c *record.Column, replication int) float64 {
	n := replication*31 + column*7 + cell
	switch {
	case c.Name == "never", n%11 == 0:
		return math.NaN()
	case c.Kind == record.Flag:
		return float64(n % 2)
	case c.Kind == record.Category:
		return float64(n % len(c.Labels))
	case n%5 == 0:
		return odd[n/5%len(odd)]
	}
	return math.Sqrt(float64(n)) / 7
}

// shard makes the numbers of some replications.
func shard(h *record.Header, cell, first, rows int) *record.Shard {
	s := &record.Shard{Cell: cell, First: uint64(first), Rows: rows}
	columns := h.Cells[cell].Columns
	for j := range columns {
		v := make([]float64, rows)
		for i := range v {
			v[i] = number(cell, j, &columns[j], first+i)
		}
		s.Values = append(s.Values, v)
	}
	for i := range rows {
		n := first + i
		s.Events = append(s.Events, events(n))
		s.Ended = append(s.Ended, math.Sqrt(float64(n)))
		s.Flags = append(s.Flags, flags(n))
	}
	return s
}

func events(n int) uint32 {
	if n%1000 == 3 {
		return math.MaxInt32
	}
	return uint32(n % 977)
}

func flags(n int) uint8 { return uint8(n % 8) }
