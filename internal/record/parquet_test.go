package record

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"entente/internal/bench"
)

// write makes the file of a run with a number of replications in each cell.
func write(t testing.TB, w io.Writer, h *Header, replications, shard int) {
	t.Helper()
	p, err := NewParquet(w, h)
	if err != nil {
		t.Fatal(err)
	}
	for cell := range h.Cells {
		for first := 0; first < replications; first += shard {
			if err := p.Add(shardOf(h, cell, uint64(first), min(shard, replications-first))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestParquetSameBytes writes a run of two row groups in shards of several sizes.
func TestParquetSameBytes(t *testing.T) {
	h := sample()
	const replications = 30_000
	var want bytes.Buffer
	write(t, &want, h, replications, 1000)
	for _, shard := range []int{1, 7, 4096, 5000, replications} {
		var got bytes.Buffer
		write(t, &got, h, replications, shard)
		if !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Errorf("shards of %d rows: other bytes than shards of 1000", shard)
		}
	}
}

// TestParquetReadsBack compares every value of a file with what was written.
func TestParquetReadsBack(t *testing.T) {
	h := sample()
	const replications = 25_000
	var file bytes.Buffer
	write(t, &file, h, replications, 999)
	f, err := parquet.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(f.RowGroups()); got != 2 {
		t.Errorf("%d row groups, not 2", got)
	}
	var names []string
	for _, c := range f.Schema().Columns() {
		names = append(names, strings.Join(c, "/"))
	}
	if got, want := strings.Join(names, " "), strings.Join(fixed, " ")+" answer answer.done consultation gap"; got != want {
		t.Errorf("columns %s\nwant    %s", got, want)
	}
	for key, want := range map[string]string{"entente.version": "1", "entente.digest": h.Digest, "entente.seed": "18446744073709551615"} {
		if got, _ := f.Lookup(key); got != want {
			t.Errorf("%s is %q, not %q", key, got, want)
		}
	}
	n := 0
	for _, g := range f.RowGroups() {
		rows := g.Rows()
		buf := make([]parquet.Row, 100)
		for {
			k, err := rows.ReadRows(buf)
			for _, r := range buf[:k] {
				compareRow(t, h, r, n/replications, uint64(n%replications))
				n++
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		rows.Close()
	}
	if want := replications * len(h.Cells); n != want {
		t.Errorf("%d rows, not %d", n, want)
	}
}

func compareRow(t *testing.T, h *Header, r parquet.Row, cell int, replication uint64) {
	t.Helper()
	c := &h.Cells[cell]
	s := shardOf(h, cell, replication, 1)
	if r[0].String() != c.Design || r[1].String() != c.Scenario || r[2].Int64() != int64(replication) ||
		r[3].Int32() != int32(s.Events[0]) || r[4].Double() != s.Ended[0] || r[5].Boolean() != (s.Flags[0]&Beyond != 0) ||
		r[6].Boolean() != (s.Flags[0]&CutShort != 0) || r[7].Boolean() != (s.Flags[0]&Incomplete != 0) {
		t.Fatalf("cell %d replication %d: %v", cell, replication, r)
	}
	for j := range 4 {
		got := r[len(fixed)+j]
		if j >= len(c.Columns) {
			if !got.IsNull() {
				t.Fatalf("cell %d lacks the column but has %v", cell, got)
			}
			continue
		}
		v := s.Values[j][0]
		ok := got.IsNull() == math.IsNaN(v)
		if ok && !math.IsNaN(v) {
			switch c.Columns[j].Kind {
			case Flag:
				ok = got.Boolean() == (v == 1)
			case Category:
				ok = got.String() == c.Columns[j].Labels[int(v)]
			default:
				ok = math.Float64bits(got.Double()) == math.Float64bits(v)
			}
		}
		if !ok {
			t.Fatalf("cell %d replication %d column %s: %v, not %v", cell, replication, c.Columns[j].Name, got, v)
		}
	}
}

// TestParquetRefuses gives shards that cannot be written.
func TestParquetRefuses(t *testing.T) {
	h := sample()
	for name, tc := range map[string]struct {
		first func(*Shard)
		then  *Shard
		want  string
	}{
		"flag":     {func(s *Shard) { s.Values[1][3] = 0.5 }, nil, `column "answer.done" cannot have the value 0.5`},
		"category": {func(s *Shard) { s.Values[2][3] = 3 }, nil, `column "consultation" cannot have the value 3`},
		"negative": {func(s *Shard) { s.Values[2][3] = -1 }, nil, "cannot have the value -1"},
		"infinite": {func(s *Shard) { s.Values[2][3] = math.Inf(1) }, nil, "cannot have the value +Inf"},
		"events":   {func(s *Shard) { s.Events[0] = math.MaxUint32 }, nil, "events are too many"},
		"flags":    {func(s *Shard) { s.Flags[0] = 0x80 }, nil, "unknown flags 0x80"},
		"columns":  {func(s *Shard) { s.Values = s.Values[1:] }, nil, "4 columns, not 3"},
		"ragged":   {func(s *Shard) { s.Values[0] = s.Values[0][1:] }, nil, "has 9 rows, not 10"},
		"cell":     {func(s *Shard) { s.Cell = 3 }, nil, "no cell 3"},
		"overlap":  {func(*Shard) {}, shardOf(h, 0, 9, 2), "replication 9 of cell 0 is out of order"},
	} {
		p, err := NewParquet(io.Discard, h)
		if err != nil {
			t.Fatal(err)
		}
		s := shardOf(h, 0, 0, 10)
		tc.first(s)
		err = p.Add(s)
		if tc.then != nil && err == nil {
			err = p.Add(tc.then)
		}
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
		if err := p.Close(); err == nil {
			t.Errorf("%s: the file is closed as if it were whole", name)
		}
	}
}

// TestHeaderCheck gives headers that cannot be.
func TestHeaderCheck(t *testing.T) {
	for want, change := range map[string]func(*Header){
		`two cells are design "base" under scenario "calm"`:                         func(h *Header) { h.Cells[1] = h.Cells[0] },
		`the name of column "design" is taken`:                                      func(h *Header) { h.Cells[0].Columns[0].Name = "design" },
		`the name of column "gap" is taken`:                                         func(h *Header) { h.Cells[0].Columns[0].Name = "gap" },
		`column "answer" is a time in "s" in one cell and a share in "" in another`: func(h *Header) { h.Cells[1].Columns[0] = Column{Name: "answer", Kind: Share} },
		`it has no name`:          func(h *Header) { h.Cells[0].Columns[0].Name = "" },
		`there is no kind 9`:      func(h *Header) { h.Cells[0].Columns[0].Kind = 9 },
		`it has no labels`:        func(h *Header) { h.Cells[0].Columns[2].Labels = nil },
		`its greatest value`:      func(h *Header) { h.Cells[0].Columns[0].Max = math.Inf(1) },
		`a label is no text`:      func(h *Header) { h.Cells[0].Columns[2].Labels = []string{"\xff"} },
		`a name is no text`:       func(h *Header) { h.Cells[0].Design = "\xff" },
		`the digest of the run`:   func(h *Header) { h.Digest = "\xff" },
		`a run has at most 65536`: func(h *Header) { h.Cells = make([]Cell, MaxCells+1) },
	} {
		h := sample()
		h.Cells[0].Columns = append([]Column(nil), h.Cells[0].Columns...)
		change(h)
		if err := h.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
		if _, err := NewParquet(io.Discard, h); err == nil {
			t.Errorf("%s: a file is begun", want)
		}
	}
	if err := sample().Check(); err != nil {
		t.Error(err)
	}
}

// TestParquetMemory writes many rows and looks at the heap on the way.
func TestParquetMemory(t *testing.T) {
	rows := 1_000_000
	if testing.Short() {
		rows = 200_000
	}
	h := wide()
	p, err := NewParquet(io.Discard, h)
	if err != nil {
		t.Fatal(err)
	}
	const size = 10_000
	s := shardOf(h, 0, 0, size)
	var early, late uint64
	for first := 0; first < rows; first += size {
		s.First = uint64(first)
		if err := p.Add(s); err != nil {
			t.Fatal(err)
		}
		if first == rows/2-size {
			early = heap()
		}
	}
	late = heap()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("heap after half of the rows %d KiB, after all %d KiB", early>>10, late>>10)
	if limit := uint64(96 << 20); late > limit || late > early+8<<20 {
		t.Errorf("the heap grows with the rows: %d KiB, then %d KiB", early>>10, late>>10)
	}
}

// wide returns a header of one cell with twenty columns.
func wide() *Header {
	h := sample()
	h.Cells = h.Cells[:1]
	columns := h.Cells[0].Columns[:4:4]
	for i := range 16 {
		columns = append(columns, Column{Name: "extra" + string(rune('a'+i)), Kind: Time, Unit: "s", Max: 1e6})
	}
	h.Cells[0].Columns = columns
	return h
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestTable prints what it takes to write rows of twenty columns with a fresh number
// in each: a million of them, unless ENTENTE_ROWS says how many.
func TestTable(t *testing.T) {
	bench.Table(t)
	rows, ok := rowsWanted()
	if !ok {
		rows = 1_000_000
	}
	h := wide()
	f, err := os.CreateTemp(t.TempDir(), "runs")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := NewParquet(f, h)
	if err != nil {
		t.Fatal(err)
	}
	const size = 10_000
	var spent time.Duration
	timed := func(do func() error) {
		began := bench.ProcessorTime()
		if err := do(); err != nil {
			t.Fatal(err)
		}
		spent += bench.ProcessorTime() - began
	}
	for first := 0; first < rows; first += size {
		s := shardOf(h, 0, uint64(first), size)
		timed(func() error { return p.Add(s) })
	}
	held := heap()
	timed(p.Close)
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	bench.Number("a row of 20 random columns in `runs.parquet`, of "+bench.Count(float64(rows)), "",
		fmt.Sprintf("%.0f bytes, %.1f µs; heap %d MB", float64(info.Size())/float64(rows), spent.Seconds()*1e6/float64(rows), held/1e6))
}
