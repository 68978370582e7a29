package record

import (
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// frame returns a shard as bytes.
func frame(t testing.TB, h *Header, s *Shard) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteShard(&b, h, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestShardRoundTrip reads what was written, bit by bit.
func TestShardRoundTrip(t *testing.T) {
	h := sample()
	for cell := range h.Cells {
		for _, rows := range []int{1, 2, 1000} {
			s := shardOf(h, cell, 1<<40, rows)
			s.Values[0][0] = math.Copysign(0, -1)
			b := frame(t, h, s)
			got, err := ReadShard(iotest.OneByteReader(bytes.NewReader(b)), h)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(frame(t, h, got), b) {
				t.Errorf("cell %d, %d rows: what is read is not what was written", cell, rows)
			}
		}
	}
}

// TestShardWithoutColumns writes a cell that measures nothing.
func TestShardWithoutColumns(t *testing.T) {
	h := &Header{Cells: []Cell{{}}}
	s := &Shard{Rows: 1, Events: []uint32{1}, Ended: []float64{2}, Flags: []uint8{0}}
	got, err := ReadShard(bytes.NewReader(frame(t, h, s)), h)
	if err != nil || !reflect.DeepEqual(got.Ended, s.Ended) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestShardDamage cuts a shard at every byte and turns every bit of it.
func TestShardDamage(t *testing.T) {
	h := sample()
	b := frame(t, h, shardOf(h, 0, 0, 3))
	for n := range b {
		if _, err := ReadShard(bytes.NewReader(b[:n]), h); !errors.Is(err, ErrCorrupt) {
			t.Fatalf("cut at %d: %v", n, err)
		}
	}
	for i := range 8 * len(b) {
		bad := bytes.Clone(b)
		bad[i/8] ^= 1 << (i % 8)
		_, err := ReadShard(bytes.NewReader(bad), h)
		if version := i/8 >= 8 && i/8 < 12; version && !errors.Is(err, ErrVersion) || !version && !errors.Is(err, ErrCorrupt) {
			t.Fatalf("bit %d turned: %v", i, err)
		}
	}
	if _, err := ReadShard(bytes.NewReader(append(bytes.Clone(b), 0)), h); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a byte after the end: %v", err)
	}
}

// TestShardForeign reads a shard as one of runs that differ in one thing.
func TestShardForeign(t *testing.T) {
	h := sample()
	b := frame(t, h, shardOf(h, 2, 0, 3))
	for name, change := range map[string]func(*Header){
		"digest":     func(h *Header) { h.Digest += "x" },
		"seed":       func(h *Header) { h.Seed-- },
		"design":     func(h *Header) { h.Cells[2].Design = "another" },
		"column":     func(h *Header) { h.Cells[2].Columns = h.Cells[2].Columns[1:] },
		"order":      func(h *Header) { h.Cells[1], h.Cells[2] = h.Cells[2], h.Cells[1] },
		"fewer":      func(h *Header) { h.Cells = h.Cells[:2] },
		"another":    func(h *Header) { *h = Header{} },
		"no columns": func(h *Header) { h.Cells[2].Columns = nil },
	} {
		other := sample()
		change(other)
		if _, err := ReadShard(bytes.NewReader(b), other); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestShardReaderFails keeps the error of a reader apart from those of the bytes.
func TestShardReaderFails(t *testing.T) {
	h := sample()
	b := frame(t, h, shardOf(h, 0, 0, 3))
	broken := errors.New("the disk is gone")
	for _, n := range []int{0, 10, headSize, len(b) - 1} {
		_, err := ReadShard(io.MultiReader(bytes.NewReader(b[:n]), iotest.ErrReader(broken)), h)
		if !errors.Is(err, broken) || errors.Is(err, ErrCorrupt) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

// TestShardClaims gives heads that are sound and claim what cannot be.
func TestShardClaims(t *testing.T) {
	h := sample()
	b := frame(t, h, shardOf(h, 0, 0, 3))
	for name, tc := range map[string]struct {
		at   int
		with uint32
	}{
		"no rows":       {24, 0},
		"too many rows": {24, MaxRows + 1},
		"columns":       {28, math.MaxUint32},
		"most rows":     {24, MaxRows},
	} {
		bad := bytes.Clone(b)
		order.PutUint32(bad[tc.at:], tc.with)
		order.PutUint32(bad[headSize-4:], crc32.Checksum(bad[:headSize-4], castagnoli))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := ReadShard(bytes.NewReader(bad), h); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
		runtime.ReadMemStats(&after)
		if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 1<<18 {
			t.Errorf("%s: %d bytes are asked for, of %d claimed", name, bytes, bodySize(MaxRows, 4))
		}
	}
	last := shardOf(h, 0, math.MaxUint64-1, 3)
	if err := WriteShard(io.Discard, h, last); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("the last replications: %v", err)
	}
}

// FuzzReadShard gives any bytes; a checksum that is right for them makes the rest
// of the reader be reached.
func FuzzReadShard(f *testing.F) {
	h := sample()
	for cell := range h.Cells {
		f.Add(frame(f, h, shardOf(h, cell, 5, 2)), true)
	}
	f.Add([]byte{}, false)
	f.Add([]byte(magic), false)
	f.Fuzz(func(t *testing.T, b []byte, mend bool) {
		if mend && len(b) >= headSize+tailSize {
			b = bytes.Clone(b)
			order.PutUint32(b[headSize-4:], crc32.Checksum(b[:headSize-4], castagnoli))
			end := len(b) - tailSize
			order.PutUint32(b[end:], crc32.Checksum(b[:end], castagnoli))
		}
		s, err := ReadShard(bytes.NewReader(b), h)
		switch {
		case err == nil:
			if !bytes.Equal(frame(t, h, s), b) {
				t.Error("a shard is read that is written otherwise")
			}
		case !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrForeign) && !errors.Is(err, ErrVersion):
			t.Errorf("an error without a type: %v", err)
		}
	})
}
