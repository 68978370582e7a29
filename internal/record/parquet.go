package record

import (
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// LayoutVersion is the version of the columns and metadata of the Parquet file.
const LayoutVersion = 1

// The rows of the file are handed on in blocks, and the blocks in groups, so that
// its bytes do not depend on where one shard ends and the next begins.
const (
	blockRows = 1 << 12
	groupRows = 1 << 16
)

// Parquet writes the rows of a run as a Parquet file. It is not safe for
// concurrent use.
type Parquet struct {
	header *Header
	out    *parquet.GenericWriter[any]
	all    []measure
	at     [][]int           // cell → column of the file → column of the cell, or -1
	names  [][2][]byte       // cell → design, scenario
	labels [][][][]byte      // cell → column of the cell → labels
	block  [][]parquet.Value // column → the rows of the block that is being filled
	filled int               // rows in block
	group  int               // rows of the group that are handed on
	cell   int               // where the next row may stand, at the least
	next   uint64
	err    error
}

// NewParquet begins a file. The writer is not closed; it is best buffered.
func NewParquet(w io.Writer, h *Header) (*Parquet, error) {
	if err := h.Check(); err != nil {
		return nil, fmt.Errorf("write runs: %w", err)
	}
	all, err := union(h)
	if err != nil {
		return nil, err
	}
	columns, cells, err := docs(h, all)
	if err != nil {
		return nil, err
	}
	p := &Parquet{header: h, all: all}
	p.out = parquet.NewGenericWriter[any](w, schema(all), &parquet.WriterConfig{
		CreatedBy:          "entente",
		DataPageVersion:    1, // the one that every reader knows
		DataPageStatistics: true,
		Compression:        &zstd.Codec{Level: zstd.SpeedDefault, Concurrency: 1},
		KeyValueMetadata: map[string]string{
			"entente.version": strconv.Itoa(LayoutVersion),
			"entente.digest":  h.Digest,
			"entente.seed":    strconv.FormatUint(h.Seed, 10),
			"entente.columns": columns,
			"entente.cells":   cells,
		},
	})
	p.place()
	return p, nil
}

// place works out which column of a cell goes where, and makes the block.
func (p *Parquet) place() {
	for i := range p.header.Cells {
		c := &p.header.Cells[i]
		own := map[string]int{}
		labels := make([][][]byte, len(c.Columns))
		for j := range c.Columns {
			own[c.Columns[j].Name] = j
			for _, l := range c.Columns[j].Labels {
				labels[j] = append(labels[j], []byte(l))
			}
		}
		p.labels = append(p.labels, labels)
		at := make([]int, len(p.all))
		for k := range p.all {
			if j, ok := own[p.all[k].name]; ok {
				at[k] = j
			} else {
				at[k] = -1
			}
		}
		p.at = append(p.at, at)
		p.names = append(p.names, [2][]byte{[]byte(c.Design), []byte(c.Scenario)})
	}
	p.block = make([][]parquet.Value, len(fixed)+len(p.all))
	for i := range p.block {
		p.block[i] = make([]parquet.Value, blockRows)
	}
}

// Add writes the rows of a shard. Shards come in the order of their cells and, in
// a cell, of their replications.
func (p *Parquet) Add(s *Shard) error {
	if p.err == nil {
		p.err = p.add(s)
	}
	return p.err
}

func (p *Parquet) add(s *Shard) error {
	if err := s.Check(p.header); err != nil {
		return fmt.Errorf("write runs: %w", err)
	}
	if s.Cell < p.cell || s.Cell == p.cell && s.First < p.next {
		return fmt.Errorf("write runs: replication %d of cell %d is out of order", s.First, s.Cell)
	}
	p.cell, p.next = s.Cell, s.First+uint64(s.Rows)
	for from := 0; from < s.Rows; {
		to := min(s.Rows, from+blockRows-p.filled)
		if err := p.fill(s, from, to); err != nil {
			return fmt.Errorf("write runs: replication %d of %s: %w", s.First+uint64(from), p.header.Cells[s.Cell].name(), err)
		}
		p.filled += to - from
		from = to
		if p.filled == blockRows {
			if err := p.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// fill copies rows of a shard into the block.
func (p *Parquet) fill(s *Shard, from, to int) error {
	names := p.names[s.Cell]
	for i := from; i < to; i++ {
		at := p.filled + i - from
		if s.Events[i] > math.MaxInt32 {
			return fmt.Errorf("%d events are too many", s.Events[i])
		}
		p.block[0][at] = parquet.ByteArrayValue(names[0]).Level(0, 0, 0)
		p.block[1][at] = parquet.ByteArrayValue(names[1]).Level(0, 0, 1)
		p.block[2][at] = parquet.Int64Value(int64(s.First)+int64(i)).Level(0, 0, 2)
		p.block[3][at] = parquet.Int32Value(int32(s.Events[i])).Level(0, 0, 3)
		p.block[4][at] = parquet.DoubleValue(s.Ended[i]).Level(0, 0, 4)
		for k, bit := range [...]uint8{Beyond, CutShort, Incomplete} {
			p.block[5+k][at] = parquet.BooleanValue(s.Flags[i]&bit != 0).Level(0, 0, 5+k)
		}
	}
	for k, j := range p.at[s.Cell] {
		place := len(fixed) + k
		out := p.block[place][p.filled : p.filled+to-from]
		if j < 0 {
			for i := range out {
				out[i] = parquet.NullValue().Level(0, 0, place)
			}
			continue
		}
		if err := convert(out, s.Values[j][from:to], &p.header.Cells[s.Cell].Columns[j], p.labels[s.Cell][j], place); err != nil {
			return err
		}
	}
	return nil
}

// convert turns the numbers of a column into values; NaN into null.
func convert(out []parquet.Value, in []float64, c *Column, labels [][]byte, place int) error {
	for i, v := range in {
		switch {
		case math.IsNaN(v):
			out[i] = parquet.NullValue().Level(0, 0, place)
			continue
		case c.Kind == Flag && v != 0 && v != 1, c.Kind == Category && (v != math.Trunc(v) || v < 0 || v >= float64(len(c.Labels))):
			return fmt.Errorf("column %q cannot have the value %v", c.Name, v)
		case c.Kind == Flag:
			out[i] = parquet.BooleanValue(v == 1)
		case c.Kind == Category:
			out[i] = parquet.ByteArrayValue(labels[int(v)])
		default:
			out[i] = parquet.DoubleValue(v)
		}
		out[i] = out[i].Level(0, 1, place)
	}
	return nil
}

// flush hands the block on.
func (p *Parquet) flush() error {
	if p.filled == 0 {
		return nil
	}
	for i, w := range p.out.ColumnWriters() {
		if _, err := w.WriteRowValues(p.block[i][:p.filled]); err != nil {
			return fmt.Errorf("write runs: %w", err)
		}
	}
	p.group += p.filled
	p.filled = 0
	if p.group < groupRows {
		return nil
	}
	p.group = 0
	return p.out.Flush()
}

// errClosed says that a file has ended already.
var errClosed = errors.New("write runs: the file is closed")

// Close writes what is left and the end of the file.
func (p *Parquet) Close() error {
	if p.err != nil {
		return p.err
	}
	p.err = errClosed
	if err := p.flush(); err != nil {
		return err
	}
	return p.out.Close()
}

// schema lists the columns of the file in their order.
func schema(all []measure) *parquet.Schema {
	name := parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	fields := []parquet.Field{
		field{name, "design"},
		field{name, "scenario"},
		field{parquet.Encoded(parquet.Leaf(parquet.Int64Type), &parquet.DeltaBinaryPacked), "replication"},
		field{parquet.Leaf(parquet.Int32Type), "events"},
		field{parquet.Leaf(parquet.DoubleType), "ended_s"},
		field{parquet.Leaf(parquet.BooleanType), "beyond_budget"},
		field{parquet.Leaf(parquet.BooleanType), "cut_short"},
		field{parquet.Leaf(parquet.BooleanType), "incomplete"},
	}
	for _, m := range all {
		node := parquet.Leaf(parquet.DoubleType)
		switch m.kind {
		case Flag:
			node = parquet.Leaf(parquet.BooleanType)
		case Category:
			node = name
		}
		fields = append(fields, field{parquet.Optional(node), m.name})
	}
	return parquet.NewSchema("runs", row{fields: fields})
}

// row is a group whose fields keep their order.
type row struct {
	parquet.Group
	fields []parquet.Field
}

// Fields returns the fields in the order of the file.
func (r row) Fields() []parquet.Field { return r.fields }

// GoType returns the type of a row that is not a struct.
func (r row) GoType() reflect.Type { return reflect.TypeFor[map[string]any]() }

// field is a column with its name.
type field struct {
	parquet.Node
	name string
}

// Name returns the name of the column.
func (f field) Name() string { return f.name }

// Value returns the column's value in a row.
func (f field) Value(row reflect.Value) reflect.Value { return row.MapIndex(reflect.ValueOf(f.name)) }
