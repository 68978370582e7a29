package record

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
)

// Shard holds the numbers of consecutive replications of one cell.
type Shard struct {
	Cell   int         // index of the cell
	First  uint64      // number of the first replication, counted from 0
	Rows   int         // how many replications
	Values [][]float64 // one slice of Rows numbers for each column of the cell
	Events []uint32    // events of the calendar
	Ended  []float64   // seconds: when the replication ended
	Flags  []uint8     // bits: Beyond, CutShort, Incomplete
}

// Beyond is the bit of Shard.Flags that says that a replication left the budget
// of the checker.
const Beyond uint8 = 1 << 0

// CutShort is the bit of a replication that was cut short at the greatest number of
// events, Incomplete of one that reached an answer without a chance and stopped.
const (
	CutShort   uint8 = 1 << 1
	Incomplete uint8 = 1 << 2
)

const knownFlags = Beyond | CutShort | Incomplete

// MaxRows is the greatest number of rows of a shard.
const MaxRows = 1 << 16

// What can be wrong with a shard that is read.
var (
	ErrCorrupt = errors.New("the shard is damaged")
	ErrForeign = errors.New("the shard is of another run")
	ErrVersion = errors.New("the shard is of another version of the format")
)

// A shard as bytes, all numbers little-endian:
//
//	 0  8  magic
//	 8  4  version
//	12  4  cell
//	16  8  first replication
//	24  4  rows
//	28  4  columns
//	32 32  identity of the cell in the run
//	64  4  CRC-32C of bytes 0 to 63
//	68     values, column after column; then ended, events, flags
//	    4  CRC-32C of all before it
const (
	magic        = "ENTSHARD"
	shardVersion = 1
	headSize     = 68
	tailSize     = 4
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	order      = binary.LittleEndian
)

// bodySize is the number of bytes between head and tail.
func bodySize(rows, columns int) int { return rows * (8*columns + 8 + 4 + 1) }

// Check says what is wrong with a shard of a run.
func (s *Shard) Check(h *Header) error {
	switch {
	case s.Cell < 0 || s.Cell >= len(h.Cells):
		return fmt.Errorf("there is no cell %d", s.Cell)
	case s.Rows < 1 || s.Rows > MaxRows:
		return fmt.Errorf("a shard has 1 to %d rows, not %d", MaxRows, s.Rows)
	case s.First > math.MaxInt64-uint64(s.Rows):
		return fmt.Errorf("replication %d is too large a number", s.First)
	case len(s.Values) != len(h.Cells[s.Cell].Columns):
		return fmt.Errorf("the cell has %d columns, not %d", len(h.Cells[s.Cell].Columns), len(s.Values))
	case len(s.Events) != s.Rows || len(s.Ended) != s.Rows || len(s.Flags) != s.Rows:
		return fmt.Errorf("the slices beside the columns do not all have %d rows", s.Rows)
	}
	for i := range s.Values {
		if len(s.Values[i]) != s.Rows {
			return fmt.Errorf("column %q has %d rows, not %d", h.Cells[s.Cell].Columns[i].Name, len(s.Values[i]), s.Rows)
		}
	}
	for i, f := range s.Flags {
		if f&^knownFlags != 0 {
			return fmt.Errorf("row %d has the unknown flags %#x", i, f&^knownFlags)
		}
	}
	return nil
}

// WriteShard writes a shard of a run, in one call of Write.
func WriteShard(w io.Writer, h *Header, s *Shard) error {
	if err := s.Check(h); err != nil {
		return fmt.Errorf("write a shard: %w", err)
	}
	_, err := w.Write(s.encode(h))
	return err
}

func (s *Shard) encode(h *Header) []byte {
	b := make([]byte, 0, headSize+bodySize(s.Rows, len(s.Values))+tailSize)
	b = append(b, magic...)
	b = order.AppendUint32(b, shardVersion)
	b = order.AppendUint32(b, uint32(s.Cell))
	b = order.AppendUint64(b, s.First)
	b = order.AppendUint32(b, uint32(s.Rows))
	b = order.AppendUint32(b, uint32(len(s.Values)))
	id := h.identity(s.Cell)
	b = append(b, id[:]...)
	b = order.AppendUint32(b, crc32.Checksum(b, castagnoli))
	for _, column := range s.Values {
		b = appendFloats(b, column)
	}
	b = appendFloats(b, s.Ended)
	for _, v := range s.Events {
		b = order.AppendUint32(b, v)
	}
	b = append(b, s.Flags...)
	return order.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func appendFloats(b []byte, values []float64) []byte {
	for _, v := range values {
		b = order.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

// ReadShard reads a shard of a run and expects nothing after it. What the bytes
// are at fault for is an ErrCorrupt, an ErrForeign or an ErrVersion; any other
// error is the reader's. It asks for no more memory than a few times what it has
// read.
func ReadShard(r io.Reader, h *Header) (*Shard, error) {
	head := make([]byte, headSize)
	if n, err := io.ReadFull(r, head); err != nil {
		return nil, short(err, n, headSize)
	}
	s, columns, err := decodeHead(head, h)
	if err != nil {
		return nil, err
	}
	size := bodySize(s.Rows, columns) + tailSize
	var rest bytes.Buffer
	n, err := rest.ReadFrom(io.LimitReader(r, int64(size)+1))
	switch {
	case err != nil:
		return nil, err
	case n < int64(size):
		return nil, short(io.ErrUnexpectedEOF, headSize+int(n), headSize+size)
	case n > int64(size):
		return nil, fmt.Errorf("%w: something follows its end", ErrCorrupt)
	}
	body, tail := rest.Bytes()[:size-tailSize], rest.Bytes()[size-tailSize:]
	if got := crc32.Update(crc32.Checksum(head, castagnoli), castagnoli, body); got != order.Uint32(tail) {
		return nil, fmt.Errorf("%w: its checksum does not fit", ErrCorrupt)
	}
	s.decodeBody(body, columns)
	if err := s.Check(h); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return s, nil
}

// short turns the end of the bytes into an ErrCorrupt.
func short(err error, have, want int) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it ends after %d of %d bytes", ErrCorrupt, have, want)
	}
	return err
}

// decodeHead reads the head and returns the number of columns beside it.
func decodeHead(b []byte, h *Header) (s *Shard, columns int, err error) {
	if string(b[:8]) != magic {
		return nil, 0, fmt.Errorf("%w: it does not begin as a shard does", ErrCorrupt)
	}
	if v := order.Uint32(b[8:]); v != shardVersion {
		return nil, 0, fmt.Errorf("%w: %d, not %d", ErrVersion, v, shardVersion)
	}
	if crc32.Checksum(b[:headSize-4], castagnoli) != order.Uint32(b[headSize-4:]) {
		return nil, 0, fmt.Errorf("%w: the checksum of its head does not fit", ErrCorrupt)
	}
	cell, first, rows, cols := order.Uint32(b[12:]), order.Uint64(b[16:]), order.Uint32(b[24:]), order.Uint32(b[28:])
	if uint64(cell) >= uint64(len(h.Cells)) {
		return nil, 0, fmt.Errorf("%w: it has no cell %d", ErrForeign, cell)
	}
	if id := h.identity(int(cell)); !bytes.Equal(b[32:64], id[:]) {
		return nil, 0, ErrForeign
	}
	if rows < 1 || rows > MaxRows || int64(cols) != int64(len(h.Cells[cell].Columns)) || cols > MaxColumns {
		return nil, 0, fmt.Errorf("%w: %d rows of %d columns cannot be", ErrCorrupt, rows, cols)
	}
	return &Shard{Cell: int(cell), First: first, Rows: int(rows)}, int(cols), nil
}

func (s *Shard) decodeBody(b []byte, columns int) {
	s.Values = make([][]float64, columns)
	for i := range s.Values {
		s.Values[i], b = floats(b, s.Rows)
	}
	s.Ended, b = floats(b, s.Rows)
	s.Events = make([]uint32, s.Rows)
	for i := range s.Events {
		s.Events[i] = order.Uint32(b[4*i:])
	}
	s.Flags = bytes.Clone(b[4*s.Rows:])
}

// floats takes n numbers off the front of b.
func floats(b []byte, n int) (values []float64, rest []byte) {
	values = make([]float64, n)
	for i := range values {
		values[i] = math.Float64frombits(order.Uint64(b[8*i:]))
	}
	return values, b[8*n:]
}
